//! Models: relations, attributes, hooks, factories.

pub(in crate::laravel) mod attributes;
pub(in crate::laravel) mod class_attributes;
pub(in crate::laravel) mod declared;
pub(in crate::laravel) mod enums;
pub(in crate::laravel) mod factories;
pub(in crate::laravel) mod facts;
pub(in crate::laravel) mod hooks;
pub(in crate::laravel) mod inherited;
pub(in crate::laravel) mod made_keys;
pub(in crate::laravel) mod members;
pub(in crate::laravel) mod model_calls;
pub(in crate::laravel) mod model_writes;
pub(in crate::laravel) mod models;
pub(in crate::laravel) mod mutators;
pub(in crate::laravel) mod own_columns;
pub(in crate::laravel) mod panels;
pub(in crate::laravel) mod related;
pub(in crate::laravel) mod relations;
pub(in crate::laravel) mod repositories;
pub(in crate::laravel) mod treatments;
pub(in crate::laravel) mod unsaved;
pub(in crate::laravel) mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::php::program::ClassDecl;
use crate::source::Span;

/// What is known of models and their objects.
#[derive(Default)]
pub struct State<'a> {
    /// The models that other code hooks itself into; none if nobody asked.
    pub hooked: Option<Arc<hooks::Hooked>>,
    /// Whether a scope or a builder of the project joins tables.
    pub scopes_join: bool,
    /// The relations that code asks models for by name, each with the model; none if nobody wants to know.
    pub asked: Option<Vec<(ClassDecl<'a>, String)>>,
    /// What is known of models' attributes, by class.
    pub(in crate::laravel) attributes: BTreeMap<Span, Rc<attributes::Attributes>>,
    /// What models fill in by themselves, by class.
    pub(in crate::laravel) filled: BTreeMap<Span, Option<Rc<BTreeSet<String>>>>,
    /// Objects of models that hold attributes and were not saved yet.
    pub(in crate::laravel) unsaved: Vec<unsaved::Unsaved<'a>>,
    /// The same of ways around the current place that have ended.
    pub(in crate::laravel) aside: Vec<unsaved::Aside<'a>>,
    /// What is known of the class at hand, if it is one of Filament's.
    pub(in crate::laravel) panels: panels::State<'a>,
}

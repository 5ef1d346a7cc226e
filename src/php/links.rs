//! What classes have from each other, worked out once: parents, traits, names.

use foldhash::HashMap;
use rayon::prelude::*;

use super::ast::{Function, PropertyDecl};
use super::program::{ClassDecl, Program};
use crate::source::Span;

/// What one class has from others.
#[derive(Debug)]
pub(super) struct Links<'a> {
    /// The class and its parents.
    pub(super) lineage: Vec<ClassDecl<'a>>,
    /// The traits that it uses by itself.
    pub(super) traits: Vec<ClassDecl<'a>>,
    /// Every name that `instanceof` would accept.
    pub(super) ancestors: Vec<&'a str>,
    /// The methods that it declares or takes from its traits, by their names in lower case.
    pub(super) methods: HashMap<String, &'a Function>,
    /// The properties that it declares or takes from its traits.
    pub(super) properties: HashMap<&'a str, &'a PropertyDecl>,
}

/// The links of all classes that have a name.
#[derive(Debug, Default)]
pub(super) struct AllLinks<'a>(HashMap<Span, Links<'a>>);

impl<'a> AllLinks<'a> {
    /// Follows the links of these classes, side by side.
    pub(super) fn of(program: &Program<'a>, classes: &[ClassDecl<'a>]) -> Self {
        let links = |class: &ClassDecl<'a>| {
            let links = Links {
                lineage: program.find_lineage(*class),
                traits: program.find_traits(*class),
                ancestors: program.find_ancestors(*class),
                methods: program.find_methods(*class),
                properties: program.find_properties(*class),
            };
            (class.key(), links)
        };
        AllLinks(classes.par_iter().map(links).collect())
    }

    /// The links of a class; none of one without a name.
    pub(super) fn get(&self, class: ClassDecl<'_>) -> Option<&Links<'a>> {
        self.0.get(&class.key())
    }
}

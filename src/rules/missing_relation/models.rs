//! The models of tables, and what their relations read.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Context;
use super::signs::Signs;
use crate::php::ast::{Expr, ExprKind, Function};
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};
use crate::references::{ModelRelation, OwnColumn};
use crate::schema::{Table, Whereabouts};
use crate::source::Span;

/// Classes of rows between two models, which are reached through these.
const PIVOTS: [&str; 3] = [
    "Illuminate\\Database\\Eloquent\\Relations\\Pivot",
    "Illuminate\\Database\\Eloquent\\Relations\\MorphPivot",
    "Illuminate\\Database\\Eloquent\\Relations\\Concerns\\AsPivot",
];

/// A model of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'c> {
    /// Its class.
    pub(super) class: ClassDecl<'c>,
    /// Its primary key; none if it is not known.
    pub(super) key: Option<&'c str>,
}

/// What is known of all models.
pub(super) struct Models<'c> {
    cx: &'c Context<'c>,
    /// By connection and table, in small letters.
    by_table: BTreeMap<(String, String), Vec<Model<'c>>>,
    /// By class, in small letters.
    relations: BTreeMap<String, Vec<&'c ModelRelation>>,
    /// The names of the methods that make relations.
    places: BTreeSet<Span>,
    /// The tables between others, in small letters.
    pivots: BTreeSet<String>,
    /// The classes that get relations from elsewhere, without namespaces and in small letters; empty for one that is not known.
    resolved: BTreeSet<String>,
}

impl<'c> Models<'c> {
    /// Collects what is known.
    pub(super) fn new(cx: &'c Context<'c>) -> Self {
        let mut by_table: BTreeMap<(String, String), Vec<Model<'c>>> = BTreeMap::new();
        for model in &cx.references.models {
            let Some(class) = cx.program.class(&model.class).filter(|class| !cx.is_test(class.file())) else { continue };
            let Whereabouts::Found(places) = cx.database.locate(model.connection.as_deref(), &model.table) else { continue };
            for place in places {
                let of_table = by_table.entry((place.connection.to_owned(), place.table.name.to_ascii_lowercase())).or_default();
                if of_table.iter().all(|known| known.class.key() != class.key()) {
                    of_table.push(Model { class, key: model.key.as_deref() });
                }
            }
        }
        let mut relations: BTreeMap<String, Vec<&ModelRelation>> = BTreeMap::new();
        for relation in &cx.references.model_relations {
            relations.entry(relation.class.to_ascii_lowercase()).or_default().push(relation);
        }
        let between = ["belongsToMany", "morphToMany", "morphedByMany"];
        let pivots = cx.references.relations.iter().filter(|relation| between.contains(&relation.kind));
        let pivots = pivots.map(|relation| relation.table.table.as_str());
        let named = cx.references.model_relations.iter().filter_map(|relation| relation.pivot.as_deref());
        Models {
            cx,
            by_table,
            relations,
            places: cx.references.model_relations.iter().map(|relation| relation.at).collect(),
            pivots: pivots.chain(named).map(str::to_ascii_lowercase).collect(),
            resolved: resolved_from_outside(cx),
        }
    }

    /// All models of a table.
    pub(super) fn of_table(&self, connection: &str, table: &str) -> &[Model<'c>] {
        self.by_table.get(&(connection.to_owned(), table.to_ascii_lowercase())).map_or(&[], Vec::as_slice)
    }

    /// The model that others of the same table extend, or the only one.
    pub(super) fn base(&self, models: &[Model<'c>]) -> Option<Model<'c>> {
        let extends = |child: &Model<'c>, base: &Model<'c>| {
            self.cx.program.lineage(child.class).iter().any(|owner| owner.key() == base.class.key())
        };
        models.iter().find(|base| models.iter().all(|model| extends(model, base))).copied()
    }

    /// The model that a class means by a table: of several the one that its relations lead to, or those of others, else the base
    /// of all, else the one that is called after it.
    pub(super) fn target(&self, class: ClassDecl<'c>, connection: &str, table: &str) -> Option<Model<'c>> {
        let models = self.of_table(connection, table);
        if models.len() < 2 {
            return models.first().copied();
        }
        let own = self.relations.get(&class.name().to_ascii_lowercase()).into_iter().flatten();
        let most_used = |relations: &mut dyn Iterator<Item = &&'c ModelRelation>| {
            let related: Vec<&str> = relations.filter_map(|relation| relation.related.as_deref()).collect();
            let uses = |model: &Model<'c>| related.iter().filter(|name| name.eq_ignore_ascii_case(model.class.name())).count();
            let most = models.iter().map(uses).max().filter(|most| *most > 0)?;
            let mut best = models.iter().filter(|model| uses(model) == most);
            best.next().filter(|_| best.next().is_none()).copied()
        };
        let called =
            |model: &&Model<'c>| crate::laravel::support::naming::model_table(model.class.name()).eq_ignore_ascii_case(table);
        most_used(&mut own.into_iter())
            .or_else(|| most_used(&mut self.relations.values().flatten()))
            .or_else(|| self.base(models))
            .or_else(|| {
                let mut called = models.iter().filter(called);
                called.next().filter(|_| called.next().is_none()).copied()
            })
    }

    /// The name that most relations by a column of this name have which lead to a class.
    pub(super) fn usual_name(&self, column: &str, related: ClassDecl<'c>) -> Option<&'c str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for relation in &self.cx.references.model_relations {
            let same = relation.related.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(related.name()));
            // A closure has no name.
            let name = self.cx.sources.slice(relation.at);
            if !["fn", "function"].contains(&name) && same && relation.reads == [OwnColumn::Named(column.to_owned())] {
                *counts.entry(name).or_default() += 1;
            }
        }
        counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name))).map(|(name, _)| name)
    }

    /// Whether a model has a relation to another that reads a column which its table does not have: what it is meant to read is
    /// not known.
    pub(super) fn misses(&self, model: &Model<'c>, related: ClassDecl<'c>, table: &Table) -> bool {
        let lineage = self.cx.program.lineage(model.class);
        let relations = lineage.iter().filter_map(|owner| self.relations.get(&owner.name().to_ascii_lowercase())).flatten();
        let leads = |relation: &&&ModelRelation| {
            relation.related.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(related.name()))
        };
        relations.filter(leads).flat_map(|relation| &relation.reads).any(|read| match read {
            OwnColumn::Named(column) => table.column(column).is_none(),
            OwnColumn::Starting(_) => false,
        })
    }

    /// Whether a model only holds the translations of another.
    pub(super) fn translates(&self, model: &Model<'c>, related: ClassDecl<'c>) -> bool {
        let of_package = |part: &&str| crate::catalog::models::translates(part);
        model.class.base_name().ends_with("Translation") && self.cx.program.foreign_parts(related).iter().any(of_package)
    }

    /// Whether a model makes an object of a column's value by itself, an `enum` most often.
    pub(super) fn casts(&self, model: &Model<'c>, column: &str) -> bool {
        let mut found = false;
        let mut look = |node: Node<'_>| {
            if let Node::Expr(Expr { kind: ExprKind::Array(items), .. }) = node {
                found |= items.iter().any(|item| {
                    let key =
                        item.key.as_ref().is_some_and(|key| matches!(&key.kind, ExprKind::String(name) if **name == *column));
                    let is_class = |value: &Expr| matches!(value.kind, ExprKind::ClassConstant { .. });
                    key && item.value.as_ref().is_some_and(is_class)
                });
            }
            true
        };
        for part in self.cx.program.parts(model.class) {
            for property in part.decl.properties.iter().filter(|property| *property.name == *"casts") {
                property.default.iter().for_each(|value| visit::expression(value, &mut look));
            }
            for method in part.decl.methods.iter().filter(|method| *method.name == *"casts") {
                visit::statements(method.body.as_deref().unwrap_or_default(), &mut look);
            }
        }
        found
    }

    /// Whether relations of several words are written with underscores: those of the class, else those of all models.
    pub(super) fn are_snake(&self, class: ClassDecl<'c>) -> bool {
        let snake = |methods: &mut dyn Iterator<Item = &'c Function>| {
            let relations = methods.filter(|method| self.places.contains(&method.name_span));
            let several = relations.filter(|method| method.name.contains(|c: char| c == '_' || c.is_ascii_uppercase()));
            let (with, without): (Vec<_>, Vec<_>) = several.partition(|method| method.name.contains('_'));
            (with.len() + without.len() > 0).then_some(with.len() > without.len())
        };
        snake(&mut class.decl.methods.iter())
            .or_else(|| snake(&mut self.cx.program.classes().flat_map(|class| &class.decl.methods)))
            .unwrap_or(false)
    }

    /// Whether rows of a table are reached through the models on both sides, or their class is made for that.
    pub(super) fn is_pivot(&self, table: &str, models: &[Model<'c>]) -> bool {
        self.pivots.contains(&table.to_ascii_lowercase()) || models.iter().any(|model| self.cx.program.is_a(model.class, &PIVOTS))
    }

    /// Whether a model has a relation that reads a column, or may have one.
    pub(super) fn may_read(&self, model: &Model<'c>, column: &str) -> bool {
        let program = self.cx.program;
        let parts = program.parts(model.class);
        let lineage = program.lineage(model.class);
        let resolved = |owner: &ClassDecl<'c>| self.resolved.contains(&owner.base_name().to_ascii_lowercase());
        if self.resolved.contains("") || lineage.iter().any(resolved) {
            return true;
        }
        if program.foreign_parts(model.class).iter().any(|part| crate::catalog::models::may_relate(part, column)) {
            return true;
        }
        // A model that answers calls of methods which it does not have, and a file that is not understood as a whole.
        let opaque = |part: &ClassDecl<'c>| {
            part.decl.methods.iter().any(|method| method.name.eq_ignore_ascii_case("__call"))
                || !program.file(part.file()).errors.is_empty()
        };
        if parts.iter().any(opaque) {
            return true;
        }
        let of_class = |owner: &ClassDecl<'c>| self.relations.get(&owner.name().to_ascii_lowercase());
        let reads = |relation: &&ModelRelation| relation.reads.iter().any(|read: &OwnColumn| read.may_be(column));
        if lineage.iter().filter_map(of_class).flatten().any(reads) {
            return true;
        }
        let methods = parts.iter().flat_map(|part| &part.decl.methods);
        methods.filter(|method| !method.is_static).any(|method| self.may_relate(method, column))
    }

    /// Whether a method may make a relation by a column that the survey did not see.
    fn may_relate(&self, method: &Function, column: &str) -> bool {
        let seen = self.places.contains(&method.name_span);
        let signs = Signs::of(method, column);
        (signs.relation && signs.names_column) || (signs.by_own_column && !seen)
    }

    /// The last method of a class's own that makes a relation.
    pub(super) fn last_relation(&self, class: ClassDecl<'c>) -> Option<&'c Function> {
        class.decl.methods.iter().filter(|method| self.places.contains(&method.name_span)).max_by_key(|method| method.span.start)
    }

    /// Whether methods that make relations say what they return: those of the class, else those of all models.
    pub(super) fn are_typed(&self, class: ClassDecl<'c>) -> bool {
        let typed = |methods: &mut dyn Iterator<Item = &'c Function>| {
            let (with, without): (Vec<_>, Vec<_>) =
                methods.filter(|method| self.places.contains(&method.name_span)).partition(|method| method.return_type.is_some());
            (with.len() + without.len() > 0).then_some(with.len() >= without.len())
        };
        typed(&mut class.decl.methods.iter())
            .or_else(|| typed(&mut self.cx.program.classes().flat_map(|class| &class.decl.methods)))
            .unwrap_or(true)
    }
}

/// The classes that `resolveRelationUsing()` is called for.
fn resolved_from_outside(cx: &Context<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in cx.program.code().iter().filter(|file| !cx.is_test(**file)) {
        let text = cx.sources.file(*file).text();
        for (at, _) in text.match_indices("::resolveRelationUsing") {
            let before = text.get(..at).unwrap_or_default();
            let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).map_or(0, |last| last + 1);
            let name = before.get(start..).unwrap_or_default();
            let known = !name.starts_with('$') && !["static", "self", "parent"].contains(&name);
            found.insert(if known { name.to_ascii_lowercase() } else { String::new() });
        }
    }
    found
}

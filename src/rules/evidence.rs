//! What makes a column a reference to another table: relations of models, names, comments.

use std::collections::BTreeMap;

use super::Context;
use crate::laravel::{is_model, naming};
use crate::php::ast::{Arg, Call, Callee, ClassRef, Expr, ExprKind, Function, Member};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit::{self, Node};
use crate::source::Span;

/// A relation that says: this column of this table holds keys of that table.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The table with the column.
    pub(super) table: String,
    /// The column.
    pub(super) column: String,
    /// The table that it refers to.
    pub(super) target: String,
    /// Where the relation is declared: the method's name.
    pub(super) at: Span,
    /// `belongsTo`, `hasMany` …
    pub(super) kind: &'static str,
}

/// The model's table and key, as far as declarations tell without evaluation.
pub(super) struct ModelFacts {
    /// Its table.
    pub(super) table: String,
    key: String,
}

/// Every relation that models declare with a foreign key on one side.
#[must_use]
pub(super) fn relations(cx: &Context<'_>) -> Vec<Relation> {
    let program = cx.program;
    let models: Vec<ClassDecl<'_>> = program
        .classes()
        .filter(|class| is_model(program, *class) && !class.decl.is_abstract && !cx.is_test(class.file()))
        .collect();
    let facts: BTreeMap<String, ModelFacts> =
        models.iter().map(|class| (class.name().to_ascii_lowercase(), facts_of(program, *class))).collect();
    let mut found = Vec::new();
    for class in &models {
        let Some(own) = facts.get(&class.name().to_ascii_lowercase()) else { continue };
        for method in program.methods(*class) {
            visit::statements(method.function.body.as_deref().unwrap_or_default(), &mut |node| {
                if let Node::Expr(Expr { kind: ExprKind::Call(call), .. }) = node
                    && let Some(relation) = relation(program, *class, own, method.function, call, &facts)
                {
                    found.push(relation);
                }
                true
            });
        }
    }
    found.sort_by(|a, b| (&a.table, &a.column, a.at).cmp(&(&b.table, &b.column, b.at)));
    found
}

/// What a model's declarations tell.
pub(super) fn facts_of(program: &Program<'_>, class: ClassDecl<'_>) -> ModelFacts {
    let text = |name: &str| {
        let (_, property) = program.property(class, name)?;
        match &property.default.as_ref()?.kind {
            ExprKind::String(text) => Some(text.to_string()),
            ExprKind::ClassConstant { class: owner, name: Member::Named(constant, _) } => {
                let owner = match owner {
                    ClassRef::Named(name) => program.class(&name.resolved)?,
                    _ => class,
                };
                match &program.class_constant(owner, constant)?.1.kind {
                    ExprKind::String(text) => Some(text.to_string()),
                    _ => None,
                }
            }
            _ => None,
        }
    };
    ModelFacts {
        table: text("table").unwrap_or_else(|| naming::model_table(class.name())),
        key: text("primaryKey").unwrap_or_else(|| "id".to_owned()),
    }
}

/// The relation that a call declares: `$this->belongsTo(X::class, 'x_id')` and its like.
fn relation(
    program: &Program<'_>,
    class: ClassDecl<'_>,
    own: &ModelFacts,
    method: &Function,
    call: &Call,
    facts: &BTreeMap<String, ModelFacts>,
) -> Option<Relation> {
    let Callee::Method { object, name: Member::Named(name, _), .. } = &call.callee else { return None };
    if !matches!(&object.kind, ExprKind::Variable(this) if **this == *"this") {
        return None;
    }
    let related = related(program, class, call.args.first()?)?;
    let related_facts = facts.get(&related.name().to_ascii_lowercase())?;
    let given = |position: usize, name: &str| argument(&call.args, position, name);
    let relation = |table: &str, column: String, target: &str, kind: &'static str| Relation {
        table: table.to_owned(),
        column,
        target: target.to_owned(),
        at: method.name_span,
        kind,
    };
    match name.to_ascii_lowercase().as_str() {
        "belongsto" => {
            let column = match given(1, "foreignKey") {
                Some(column) => column?,
                None => naming::relation_foreign_key(&method.name, &related_facts.key),
            };
            // Another owner key than the primary one refers to another column.
            if given(2, "ownerKey").is_some_and(|key| key.as_deref() != Some(related_facts.key.as_str())) {
                return None;
            }
            Some(relation(&own.table, column, &related_facts.table, "belongsTo"))
        }
        kind @ ("hasone" | "hasmany") => {
            let column = match given(1, "foreignKey") {
                Some(column) => column?,
                None => naming::model_foreign_key(class.name(), &own.key),
            };
            if given(2, "localKey").is_some_and(|key| key.as_deref() != Some(own.key.as_str())) {
                return None;
            }
            Some(relation(&related_facts.table, column, &own.table, if kind == "hasone" { "hasOne" } else { "hasMany" }))
        }
        _ => None,
    }
}

fn related<'a>(program: &Program<'a>, class: ClassDecl<'a>, arg: &'a Arg) -> Option<ClassDecl<'a>> {
    match &arg.value.kind {
        ExprKind::ClassConstant { class: named, name: Member::Named(constant, _) } if constant.eq_ignore_ascii_case("class") => {
            match named {
                ClassRef::Named(name) => program.class(&name.resolved),
                ClassRef::SelfClass(_) | ClassRef::Static(_) => Some(class),
                _ => None,
            }
        }
        ExprKind::String(name) => program.class(name),
        _ => None,
    }
}

#[expect(clippy::option_option, reason = "not given and not known are different answers")]
/// An argument that is a string; `Some(None)` if it is something else. `null` counts as not given.
fn argument(args: &[Arg], position: usize, name: &str) -> Option<Option<String>> {
    let named = args.iter().find(|arg| arg.name.as_deref() == Some(name));
    let arg = named.or_else(|| args.get(position).filter(|arg| arg.name.is_none()))?;
    match &arg.value.kind {
        ExprKind::Null => None,
        ExprKind::String(text) => Some(Some(text.to_string())),
        _ => Some(None),
    }
}

/// The table that a column's name speaks of, and how clearly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ByName {
    /// `user_id` and a table `users`.
    Convention(String),
    /// `message_id` in `ai_costs` and a table `ai_messages`.
    Prefix(String),
}

/// Looks for the table that a column's name speaks of.
#[must_use]
pub(super) fn by_name(schema: &crate::schema::Schema, table: &str, column: &str) -> Option<ByName> {
    let base = column.strip_suffix("_id").or_else(|| column.strip_suffix("_uuid")).filter(|base| !base.is_empty())?;
    let plural = naming::plural(base);
    for name in [plural.as_str(), base] {
        if schema.table(name).is_some() {
            return Some(ByName::Convention(name.to_owned()));
        }
    }
    // The siblings' prefix: each part of the table's name up to an underscore.
    let mut prefixes: Vec<&str> = table.match_indices('_').map(|(at, _)| &table[..=at]).collect();
    prefixes.reverse();
    prefixes.into_iter().map(|prefix| format!("{prefix}{plural}")).find(|name| schema.table(name).is_some()).map(ByName::Prefix)
}

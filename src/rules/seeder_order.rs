//! `seeder-order`: a seeder refers to rows that only a later one makes.

use std::collections::BTreeSet;

use super::written::literal_behind;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::php::ast::{Callee, ClassRef, Expr, ExprKind, Member};
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};
use crate::references::{Operation, RowWrite};
use crate::schema::{Origin, Table, TableKind, Whereabouts};
use crate::source::Span;

const SEEDER: &str = "Illuminate\\Database\\Seeder";

/// The methods by which a seeder calls others, in the order of their list.
const CALLS: [&str; 4] = ["call", "callSilent", "callWith", "callOnce"];

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for class in cx.program.classes().filter(|class| cx.program.is_a(*class, &[SEEDER])) {
        let order = called(cx, class);
        for (position, (seeder, _)) in order.iter().enumerate() {
            let earlier: Vec<ClassDecl<'_>> = order[..=position].iter().map(|(class, _)| *class).collect();
            for (later, at) in &order[position + 1..] {
                findings.findings.extend(refers(cx, *seeder, &earlier, (*later, *at)));
            }
        }
    }
}

/// The seeders that one calls, in order, where it calls them without a condition and nothing else makes rows in between.
fn called<'c>(cx: &Context<'c>, class: ClassDecl<'c>) -> Vec<(ClassDecl<'c>, Span)> {
    let Some(run) = cx.program.method(class, "run") else { return Vec::new() };
    let mut order = Vec::new();
    let mut note = |expr: &'c Expr| {
        if let ExprKind::ClassConstant { class: ClassRef::Named(name), .. } = &expr.kind
            && let Some(seeder) = cx.program.class(&name.resolved)
        {
            order.push((seeder, expr.span));
        }
    };
    visit::statements(run.function.body.as_deref().unwrap_or_default(), &mut |node| {
        let Node::Expr(expr) = node else { return true };
        let ExprKind::Call(call) = &expr.kind else { return true };
        let Callee::Method { name: Member::Named(name, _), .. } = &call.callee else { return true };
        if !CALLS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return true;
        }
        match call.args.first().map(|arg| &arg.value) {
            Some(Expr { kind: ExprKind::Array(items), .. }) => {
                items.iter().filter_map(|item| item.value.as_ref()).for_each(&mut note);
            }
            Some(only) => note(only),
            None => {}
        }
        false
    });
    order
}

/// The rows that a seeder itself makes.
fn rows<'c>(cx: &Context<'c>, seeder: ClassDecl<'_>) -> impl Iterator<Item = &'c RowWrite> {
    let span = seeder.decl.span;
    let inserts = |row: &&RowWrite| matches!(row.operation, Operation::Insert | Operation::Upsert);
    cx.references.rows.iter().filter(move |row| span.contains(row.call)).filter(inserts)
}

fn makes(cx: &Context<'_>, seeder: ClassDecl<'_>, table: &Table) -> bool {
    rows(cx, seeder).any(|row| row.table.table.eq_ignore_ascii_case(&table.name))
}

fn refers(
    cx: &Context<'_>,
    seeder: ClassDecl<'_>,
    earlier: &[ClassDecl<'_>],
    (later, at): (ClassDecl<'_>, Span),
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for row in rows(cx, seeder) {
        let Whereabouts::Found(places) = cx.database.locate(row.table.connection.as_deref(), &row.table.table) else { continue };
        let [place] = *places.as_slice() else { continue };
        if place.table.conditional || place.table.open_at.is_some() {
            continue;
        }
        for (name, span) in &row.columns {
            let Some(key) = place.table.foreign_key_of(name).filter(|key| !key.conditional && key.columns.len() == 1) else {
                continue;
            };
            let Some(target) = place.schema.table(&key.table) else { continue };
            let known = target.kind == TableKind::Table && target.origin == Origin::Project && target.filled_at.is_none();
            let itself = target.name == place.table.name;
            let Some(value) = literal_behind(cx, *span).filter(|_| known && !itself) else { continue };
            let made = earlier.iter().any(|class| makes(cx, *class, target));
            if made || !makes(cx, later, target) || !told.insert(*span) {
                continue;
            }
            let message =
                format!("`{}.{name}` refers to row {value} of `{}`, which a later seeder creates", place.table.name, target.name);
            let mut finding = Finding::new("seeder-order", Severity::Note, *span, message)
                .on_table(place.connection, &place.table.name)
                .on_column(name)
                .label(at, "the later seeder is called here")
                .help("call the seeder that creates the rows first");
            if let Some(at) = key.defined_at {
                finding = finding.label(at, "the database refuses the row because of this foreign key");
            }
            found.push(finding);
        }
    }
    found
}

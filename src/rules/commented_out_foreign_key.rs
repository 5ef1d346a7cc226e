//! `commented-out-foreign-key`: a foreign key stands in a comment and is declared nowhere.

use super::{Context, Findings, on_delete};
use crate::finding::{Finding, OnDelete, Remedy, Severity};
use crate::php::ast::{Callee, Expr, ExprKind, Member, StmtKind};
use crate::references::Operation;
use crate::schema::{Column, Schema};
use crate::source::{FileId, Span};

/// A key in a comment.
pub(super) struct CommentedKey {
    pub(super) connection: String,
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    target: String,
    references: Vec<String>,
    /// What it says of deletes.
    on_delete: Option<OnDelete>,
    span: Span,
}

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys(cx) {
        let Some(schema) = cx.database.connections.get(&key.connection) else { continue };
        let columns = key.columns.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        let message = format!("the foreign key of {columns} to `{}` is commented out and declared nowhere", key.target);
        let mut finding =
            Finding::new("commented-out-foreign-key", Severity::Warning, key.span, message).on_table(&key.connection, &key.table);
        if let [only] = key.columns.as_slice() {
            finding = finding.on_column(only);
        }
        match schema.table(&key.target) {
            Some(target) => {
                let created = target.defined_at.and_then(|at| cx.replay.migrations.iter().position(|(_, file)| *file == at.file));
                let here = cx.replay.migrations.iter().position(|(_, file)| *file == key.span.file);
                if let Some(at) = target.defined_at.filter(|_| created > here) {
                    finding = finding.label(at, format!("`{}` is created later, here", key.target));
                    finding = finding.help("add the key in a migration that runs after both tables exist");
                } else {
                    finding =
                        finding.help("take the comment's marks away, or add the key in a new migration if this one has run");
                }
            }
            None => finding = finding.help(format!("`{}` does not exist: create it, or remove the comment", key.target)),
        }
        if let Some(column) = key.columns.first().and_then(|column| schema.table(&key.table)?.column(column)?.defined_at) {
            finding = finding.label(
                column,
                format!("`{}.{}` refers to `{}.{}`", key.table, key.columns[0], key.target, key.references.join(", ")),
            );
        }
        finding.remedy = remedy(schema, &key);
        findings.push(finding);
    }
}

/// The key, where it can be.
fn remedy(schema: &Schema, key: &CommentedKey) -> Option<Remedy> {
    let (table, target) = (schema.table(&key.table)?, schema.table(&key.target)?);
    let columns: Vec<&Column> = key.columns.iter().filter_map(|name| table.column(name)).collect();
    let references: Vec<String> = key.references.iter().filter_map(|name| Some(target.column(name)?.name.clone())).collect();
    if columns.len() != key.columns.len() || references.len() != columns.len() {
        return None;
    }
    let names = columns.iter().map(|column| column.name.clone()).collect();
    let on_delete = key.on_delete.unwrap_or_else(|| on_delete::choose(schema, table, &columns, target, false));
    Some(Remedy::Key { columns: names, target: target.name.clone(), references, on_delete })
}

/// The keys in comments of migrations that the final schema does not have.
#[must_use]
pub(super) fn keys(cx: &Context<'_>) -> Vec<CommentedKey> {
    let mut found = Vec::new();
    for (_, file) in &cx.replay.migrations {
        for comment in &cx.program.file(*file).comments {
            let text = cx.sources.slice(comment.span);
            if !(text.contains("foreign") || text.contains("constrained")) {
                continue;
            }
            let Some((connection, table)) = table_around(cx, comment.span) else { continue };
            for Written { columns, target, references, on_delete } in keys_in(text) {
                let key = CommentedKey {
                    connection: connection.clone(),
                    table: table.clone(),
                    columns,
                    target,
                    references,
                    on_delete,
                    span: comment.span,
                };
                if !is_declared(cx, &key) && exists(cx, &key) {
                    found.push(key);
                }
            }
        }
    }
    found
}

/// The table of the `Schema::create` or `Schema::table` call that a comment stands in.
fn table_around(cx: &Context<'_>, comment: Span) -> Option<(String, String)> {
    let calls = cx.replay.tables.iter().filter(|reference| {
        matches!(reference.operation, Operation::SchemaCreate | Operation::SchemaAlter) && reference.call.contains(comment)
    });
    let innermost = calls.min_by_key(|reference| reference.call.end - reference.call.start)?;
    let connection = cx.connection_name(innermost.connection.as_deref()).to_owned();
    // The table may have another name by now.
    let schema = cx.database.connections.get(&connection)?;
    let name = match schema.existence(&innermost.table) {
        crate::schema::Existence::Missing(crate::schema::Absence::Renamed { to, .. }) => to,
        _ => innermost.table.clone(),
    };
    Some((connection, name))
}

/// Whether the columns are there at all, so that the key could be.
fn exists(cx: &Context<'_>, key: &CommentedKey) -> bool {
    let table = cx.database.connections.get(&key.connection).and_then(|schema| schema.table(&key.table));
    table.is_some_and(|table| key.columns.iter().all(|column| table.column(column).is_some()))
}

fn is_declared(cx: &Context<'_>, key: &CommentedKey) -> bool {
    let table = cx.database.connections.get(&key.connection).and_then(|schema| schema.table(&key.table));
    table.is_some_and(|table| {
        table.foreign_keys.iter().any(|known| known.columns.iter().any(|column| key.columns.contains(column)))
    })
}

/// A key as a comment writes it.
struct Written {
    columns: Vec<String>,
    target: String,
    references: Vec<String>,
    on_delete: Option<OnDelete>,
}

/// The foreign keys that a comment's text declares, parsed as PHP.
fn keys_in(comment: &str) -> Vec<Written> {
    let body: String = comment
        .trim_start_matches("/*")
        .trim_end_matches("*/")
        .lines()
        .map(|line| line.trim().trim_start_matches(['/', '#', '*']).trim())
        .collect::<Vec<_>>()
        .join("\n");
    let code = format!("<?php {body};");
    let file = crate::php::parse(FileId(0), &code);
    let statements = file.statements.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::Expr(expr) => Some(expr),
        _ => None,
    });
    statements.filter_map(key_of).collect()
}

fn key_of(expr: &Expr) -> Option<Written> {
    let mut columns: Vec<String> = Vec::new();
    let mut table = None;
    let mut references: Vec<String> = Vec::new();
    let mut on_delete = None;
    let mut guessed = false;
    let mut current = expr;
    while let ExprKind::Call(call) = &current.kind {
        let Callee::Method { object, name: Member::Named(name, _), .. } = &call.callee else { return None };
        let text = |position: usize| call.args.get(position).and_then(|arg| text_of(&arg.value));
        match name.to_ascii_lowercase().as_str() {
            "on" => table = text(0),
            "references" => references = call.args.first().map(|arg| texts_of(&arg.value)).unwrap_or_default(),
            "ondelete" => on_delete = text(0).and_then(|words| OnDelete::from_sql(&words)),
            "cascadeondelete" => on_delete = Some(OnDelete::Cascade),
            "nullondelete" => on_delete = Some(OnDelete::Null),
            "restrictondelete" => on_delete = Some(OnDelete::Restrict),
            "noactionondelete" => on_delete = Some(OnDelete::NoAction),
            "constrained" => {
                guessed = true;
                table = table.or_else(|| text(0));
                if references.is_empty() {
                    references.extend(text(1));
                }
            }
            "foreign" => columns = call.args.first().map(|arg| texts_of(&arg.value)).unwrap_or_default(),
            "foreignid" | "foreignuuid" | "foreignulid" => columns.extend(text(0)),
            _ => {}
        }
        current = object;
    }
    if !matches!(current.kind, ExprKind::Variable(_)) || columns.is_empty() {
        return None;
    }
    if references.is_empty() {
        references.push("id".to_owned());
    }
    let target = match table {
        Some(table) => table,
        None if guessed => crate::laravel::naming::constrained_table(columns.first()?, references.first()?),
        None => return None,
    };
    Some(Written { columns, target, references, on_delete })
}

fn text_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn texts_of(expr: &Expr) -> Vec<String> {
    match &expr.kind {
        ExprKind::Array(items) => items.iter().filter_map(|item| item.value.as_ref().and_then(text_of)).collect(),
        _ => text_of(expr).into_iter().collect(),
    }
}

//! `commented-out-foreign-key`: a foreign key stands in a comment and is declared nowhere.

mod comments;

use super::elsewhere::is_elsewhere;
use super::{Context, Findings, on_delete};
use crate::finding::{Edit, Finding, Fix, OnDelete, Remedy, Safety, Severity};
use crate::references::{Operation, TableReference};
use crate::schema::{Column, Schema};
use crate::source::Span;
use comments::{Statement, Written, statements};

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
    /// The edits that make it code again, where it could be.
    edits: Option<Vec<Edit>>,
}

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys(cx) {
        let Some(schema) = cx.database.connections.get(&key.connection) else { continue };
        let columns = key.columns.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        let message = format!("the foreign key of {columns} to `{}` is commented out and not declared anywhere", key.target);
        let mut finding = Finding::new("commented-out-foreign-key", severity(cx, schema, &key), key.span, message)
            .on_table(&key.connection, &key.table);
        if let [only] = key.columns.as_slice() {
            finding = finding.on_column(only);
        }
        match schema.table(&key.target) {
            Some(target) => {
                let lacking = key.references.iter().find(|name| target.open_at.is_none() && target.column(name).is_none());
                let created = target.defined_at.and_then(|at| cx.replay.migrations.iter().position(|(_, file)| *file == at.file));
                let here = cx.replay.migrations.iter().position(|(_, file)| *file == key.span.file);
                if let Some(at) = target.defined_at.filter(|_| created > here) {
                    finding = finding.label(at, format!("`{}` is created later, here", key.target));
                    finding = finding.help("add the key in a migration that runs after both tables exist");
                } else if let Some(lacking) = lacking {
                    let help = format!("`{}` has no column `{lacking}`: name another one, or remove the comment", key.target);
                    finding = finding.help(help);
                } else {
                    finding = finding.help("uncomment it, or add the key in a new migration if this one has already run");
                    finding.fix = fix(cx, schema, &key);
                }
            }
            None if is_elsewhere(cx, schema, &key.target) => {
                let help = format!(
                    "no migration here creates `{}`: if the application has it, declare the key, else remove the comment",
                    key.target
                );
                finding = finding.help(help);
            }
            None => finding = finding.help(format!("no migration creates `{}`: create it, or remove the comment", key.target)),
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

/// How much a key in a comment matters: less, where words behind it or above it say why it is there, and where there is nothing
/// that it could refer to.
fn severity(cx: &Context<'_>, schema: &Schema, key: &CommentedKey) -> Severity {
    const WORDS: usize = 3;
    // Headings and hints for keys ("Foreign keys", "the author of the post") are shorter than reasons.
    const WORDS_ABOVE: usize = 5;
    let is_prose = |text: &str, words: usize| !text.contains(['(', '$']) && text.split_whitespace().count() >= words;
    let text = cx.sources.file(key.span.file).text();
    let line = text.get(key.span.start as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let behind = line.rsplit_once("//").map_or("", |(_, reason)| reason);
    let before = text.get(..key.span.start as usize).unwrap_or_default();
    // What stands before it on its own line is no line above it.
    let above = before.lines().rev().skip(usize::from(!before.ends_with('\n')));
    let mut comments =
        above.map(str::trim).take_while(|line| line.starts_with("//") || line.starts_with('#') || line.starts_with('*'));
    let says_why = |line: &str| {
        let line = line.trim_start_matches(['/', '#', '*', ' ']);
        let folded = line.to_ascii_lowercase();
        is_prose(line, WORDS_ABOVE) && REASONS.iter().any(|word| folded.contains(word))
    };
    let is_wanted = schema.table(&key.target).is_some() && !is_prose(behind, WORDS) && !comments.any(says_why);
    if is_wanted { Severity::Warning } else { Severity::Note }
}

/// What comments say that give a reason.
const REASONS: [&str; 19] = [
    "because", "since ", "avoid", "instead", "remove", "disable", "skip", "cannot", "can't", "without", "circular", "not ",
    "no ", "n't ", "so that", "handled", "reason", "allow", "only ",
];

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

/// The edit that makes the comment code, where the database would take the key when this migration runs.
fn fix(cx: &Context<'_>, schema: &Schema, key: &CommentedKey) -> Option<Fix> {
    let (table, target) = (schema.table(&key.table)?, schema.table(&key.target)?);
    let position = |span: Span| (cx.replay.migrations.iter().position(|(_, file)| *file == span.file), span.start);
    let is_there = |column: &Column| column.defined_at.is_some_and(|at| position(at) < position(key.span));
    let fits = key.columns.iter().zip(&key.references).all(|(ours, theirs)| {
        let (Some(ours), Some(theirs)) = (table.column(ours), target.column(theirs)) else { return false };
        let is_null = key.on_delete == Some(OnDelete::Null);
        is_there(ours) && is_there(theirs) && ours.ty.compatible(&theirs.ty, schema.driver) && (ours.nullable || !is_null)
    });
    let unique = target.indexes.iter().any(|index| index.kind.is_unique() && index.columns == key.references);
    let edits = key.edits.clone().filter(|_| fits && unique && key.columns.len() == key.references.len())?;
    // The migration may have run where the project is installed.
    Some(Fix { safety: Safety::Unsafe, edits })
}

/// The keys in comments of migrations that the final schema does not have.
#[must_use]
pub(super) fn keys(cx: &Context<'_>) -> Vec<CommentedKey> {
    let mut found = Vec::new();
    for (_, file) in &cx.replay.migrations {
        for Statement { keys, span, variable, edits } in
            statements(*file, cx.sources.file(*file), &cx.program.file(*file).comments)
        {
            let Some(call) = call_around(cx, span) else { continue };
            let Some((connection, table)) = table_of(cx, call) else { continue };
            // The variable has to be the one that the closure takes.
            let head = cx.sources.slice(call.call).split('{').next().unwrap_or_default();
            let edits = edits.filter(|_| head.contains(&format!("{variable})")) || head.contains(&format!("{variable},")));
            for Written { columns, target, references, on_delete } in keys {
                let (connection, table, edits) = (connection.clone(), table.clone(), edits.clone());
                let key = CommentedKey { connection, table, columns, target, references, on_delete, span, edits };
                if !is_declared(cx, &key) && exists(cx, &key) {
                    found.push(key);
                }
            }
        }
    }
    found
}

/// The `Schema::create` or `Schema::table` call that a comment stands in.
fn call_around<'c>(cx: &Context<'c>, comment: Span) -> Option<&'c TableReference> {
    let calls = cx.replay.tables.iter().filter(|reference| {
        matches!(reference.operation, Operation::SchemaCreate | Operation::SchemaAlter) && reference.call.contains(comment)
    });
    calls.min_by_key(|reference| reference.call.end - reference.call.start)
}

/// The table that such a call is about, and its connection.
fn table_of(cx: &Context<'_>, innermost: &TableReference) -> Option<(String, String)> {
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

#[cfg(test)]
mod tests {
    use crate::analysis::analyze;
    use crate::finding::Severity;
    use crate::fixture;

    /// How much a key in a comment matters, with these lines around it.
    fn severity(lines: &str) -> Option<Severity> {
        let project = format!(
            "//- /database/migrations/2024_01_01_000000_tables.php\n<?php\nuse Illuminate\\Database\\Schema\\Blueprint;\nuse Illuminate\\Support\\Facades\\Schema;\n\
             return new class extends \\Illuminate\\Database\\Migrations\\Migration {{ public function up() {{\n\
             Schema::create('shops', fn (Blueprint $table) => $table->id());\n\
             Schema::create('orders', function (Blueprint $table) {{\n$table->id();\n$table->unsignedBigInteger('shop_id');\n{lines}\n}});\n}} }};\n"
        );
        let (sources, config) = fixture::project(&project);
        let findings = analyze(&sources, &config).findings;
        let mut of_rule = findings.iter().filter(|finding| finding.rule == "commented-out-foreign-key");
        let severity = of_rule.next().map(|finding| finding.severity);
        assert!(of_rule.next().is_none());
        severity
    }

    #[test]
    fn a_reason_behind_or_above_a_key_makes_it_a_note() {
        let key = "// $table->foreign('shop_id')->references('id')->on('shops');";
        assert_eq!(severity(key), Some(Severity::Warning));
        assert_eq!(severity(&format!("{key} // orders outlive their shops")), Some(Severity::Note));
        assert_eq!(severity(&format!("// No key here, because orders outlive their shops.\n{key}")), Some(Severity::Note));
        // Its reason stands two lines above, and another one behind code.
        assert_eq!(severity(&format!("// Not with a key: orders outlive shops,\n// and are kept.\n{key}")), Some(Severity::Note));
        assert_eq!(severity(&format!("$table->id('a'); // because it is not there yet\n{key}")), Some(Severity::Warning));
        assert_eq!(severity(&format!("// The shop that the order was taken in\n{key}")), Some(Severity::Warning));
        assert_eq!(severity(&format!("// no keys\n{key}")), Some(Severity::Warning));
    }

    #[test]
    fn a_key_to_a_table_that_nothing_creates_is_a_note() {
        let key = "// $table->foreign('shop_id')->references('id')->on('places');";
        assert_eq!(severity(key), Some(Severity::Note));
    }
}

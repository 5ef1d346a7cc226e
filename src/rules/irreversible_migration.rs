//! `irreversible-migration`: a migration's `down()` does not give back the schema that was there before its `up()`.

use std::fmt::Write;

use super::keys::php;
use super::words::Words;
use super::{Context, Findings};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::migrator::{Loss, LossKind, WayBack};
use crate::source::Span;

/// How many differences a message lists.
const MOST: usize = 4;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for way in cx.replay.ways_back.iter().filter(|way| !way.losses.is_empty()) {
        let named: Vec<String> = way.losses.iter().take(MOST).map(said).collect();
        let more = match way.losses.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let message = format!("the rollback does not restore the schema: {}{more}", named.join(", "));
        let mut finding = Finding::new("irreversible-migration", Severity::Note, way.at, message);
        if let [Loss { connection, table, .. }, rest @ ..] = way.losses.as_slice()
            && rest.iter().all(|loss| loss.table == *table)
        {
            finding = finding.on_table(connection, table);
        }
        let words = Words::of_file(cx, way.method.file);
        let missing: Vec<String> = way.losses.iter().filter_map(|loss| statement(words, loss)).collect();
        if let [first, ..] = missing.as_slice() {
            let and = if missing.len() > 1 { " and so on" } else { "" };
            finding = finding.help(format!("add to `down()`: {first}{and}"));
        }
        if missing.len() < way.losses.len() {
            finding =
                finding.help("in `down()`, create again what `up()` drops, or leave `down()` empty if there is no way back");
        } else {
            finding.fix = fix(cx, way);
        }
        findings.push(finding);
    }
}

fn said(loss: &Loss) -> String {
    let table = &loss.table;
    let list = |columns: &[String]| columns.join(", ");
    match &loss.kind {
        LossKind::TableStays => format!("table `{table}` stays"),
        LossKind::TableGone => format!("table `{table}` is gone"),
        LossKind::ColumnStays(column, _) => format!("`{table}.{column}` stays"),
        LossKind::ColumnGone(column) => format!("`{table}.{column}` is gone"),
        LossKind::ColumnDiffers { column, was, is } => format!("`{table}.{column}` was {was} and is {is}"),
        LossKind::KeyStays(columns) => format!("the foreign key of `{table}` on `{}` stays", list(columns)),
        LossKind::KeyGone(columns) => format!("the foreign key of `{table}` on `{}` is gone", list(columns)),
        LossKind::IndexStays(name, _) => format!("the index `{name}` of `{table}` stays"),
        LossKind::IndexGone(name, _) => format!("the index `{name}` of `{table}` is gone"),
    }
}

/// The call on the table that takes away what stays; none for what has to be made again.
fn call(kind: &LossKind) -> Option<String> {
    match kind {
        LossKind::ColumnStays(column, true) => Some(format!("$table->dropConstrainedForeignId('{column}')")),
        LossKind::ColumnStays(column, false) => Some(format!("$table->dropColumn('{column}')")),
        LossKind::KeyStays(columns) => {
            let columns: Vec<String> = columns.iter().map(|column| format!("'{column}'")).collect();
            Some(format!("$table->dropForeign([{}])", columns.join(", ")))
        }
        LossKind::IndexStays(name, true) => Some(format!("$table->dropUnique('{name}')")),
        LossKind::IndexStays(name, false) => Some(format!("$table->dropIndex('{name}')")),
        _ => None,
    }
}

/// What takes away what stays, in a migration's own words.
fn statement(words: Words, loss: &Loss) -> Option<String> {
    match (&loss.kind, words) {
        (LossKind::TableStays, _) => Some(words.drop_table(&loss.table)),
        (LossKind::ColumnStays(column, _), Words::Phinx) => Some(format!("`->removeColumn('{column}')`")),
        (LossKind::KeyStays(columns), Words::Phinx) => Some(format!("`->dropForeignKey({})`", php(columns))),
        (LossKind::IndexStays(name, is_unique), Words::Phinx) => Some(words.drop_index(name, *is_unique)),
        (kind, _) => call(kind).map(|call| format!("`{call}`")),
    }
}

/// The edit that adds what is missing behind what `down()` does.
fn fix(cx: &Context<'_>, way: &WayBack) -> Option<Fix> {
    let text = cx.sources.file(way.method.file).text();
    let end = way.method.end.checked_sub(1)?;
    let line = text.get(..end as usize)?.rsplit('\n').next()?;
    // One connection, and the names that the edit writes.
    let one = way.losses.iter().all(|loss| loss.connection == cx.database.default_connection);
    let named = text.contains("Schema::") && text.contains("Blueprint $table") && !text.contains("Schema::connection");
    if !line.trim().is_empty() || !one || !named {
        return None;
    }
    let mut added = String::new();
    let mut tables: Vec<&str> = Vec::new();
    for loss in &way.losses {
        if loss.kind == LossKind::TableStays {
            let _ = write!(added, "    Schema::dropIfExists('{}');\n{line}", loss.table);
        } else if !tables.contains(&loss.table.as_str()) {
            tables.push(&loss.table);
        }
    }
    for table in tables {
        let _ = write!(added, "    Schema::table('{table}', function (Blueprint $table) {{\n{line}");
        for call in way.losses.iter().filter(|loss| loss.table == table).filter_map(|loss| call(&loss.kind)) {
            let _ = write!(added, "        {call};\n{line}");
        }
        let _ = write!(added, "    }});\n{line}");
    }
    let at = Span { file: way.method.file, start: end, end };
    Some(Fix { safety: Safety::Unsafe, edits: vec![Edit { span: at, text: added }] })
}

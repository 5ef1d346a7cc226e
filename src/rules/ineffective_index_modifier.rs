//! `ineffective-index-modifier`: a modifier of a column stands where Laravel takes it for something else, and does nothing.
//!
//! Source: `Illuminate/Database/Schema/ForeignIdColumnDefinition.php` (what `constrained()` and `references()` return is the
//! foreign key), `Illuminate/Support/Fluent.php` (any word is an attribute).

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::{Column, Incident, IncidentKind, IndexKind, Table};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::Ineffective { column, method } = &incident.kind else { continue };
        let table = cx.database.connections.get(&incident.connection).and_then(|schema| schema.table(&incident.table));
        let Some((table, known)) = table.and_then(|table| Some((table, table.column(column)?))) else { continue };
        if table.open_at.is_some() || known.conditional || is_done_otherwise(table, known, method) {
            continue;
        }
        let on_key = table_key(table, column);
        let of_keys = method.starts_with("on") || method.contains("On");
        // What stands before it says why already.
        let is_said = |other: &Incident| {
            let kind = matches!(&other.kind, IncidentKind::Ineffective { column: of, method }
                if of == column && matches!(method.as_str(), "references" | "constrained"));
            kind && other.table == incident.table && other.at.file == incident.at.file
        };
        if of_keys && cx.replay.incidents.iter().any(is_said) {
            continue;
        }
        let message = match (method.as_str(), on_key) {
            (_, Some(_)) if of_keys => {
                format!("`{method}()` before the foreign key of `{column}` has no effect: Laravel ignores it on a column")
            }
            (_, None) if of_keys => {
                format!("`{method}()` has no effect without a foreign key, and nothing creates one for `{column}`")
            }
            ("references" | "constrained", _) => {
                format!("`{method}()` on a plain column creates no foreign key: `{}.{column}` has none", table.name)
            }
            ("index", Some(name)) => {
                format!("`index()` after the foreign key of `{column}` creates no index; it names the key `{name}`")
            }
            _ => format!("`{method}()` after the foreign key of `{column}` has no effect: it changes the key, not the column"),
        };
        let finding = Finding::new("ineffective-index-modifier", Severity::Warning, incident.at, message)
            .on_table(&incident.connection, &table.name)
            .on_column(column);
        findings.push(finding.help(match method.as_str() {
            _ if of_keys && on_key.is_some() => format!("put `{method}()` after `constrained()` or `references()->on()`"),
            _ if of_keys => without_key(cx, incident.at, column),
            "references" | "constrained" => format!(
                "add `$table->foreign('{column}')` with the same chain, or create the column with `foreignId('{column}')`"
            ),
            _ => format!(
                "put `{method}()` before `constrained()` or `references()`; if the migration has already run, add a new one"
            ),
        }));
    }
}

/// What to do with a word for foreign keys where there is none: of columns, only those of `foreignId()` and its like have
/// `constrained()`.
fn without_key(cx: &Context<'_>, at: Span, column: &str) -> String {
    let text = cx.sources.file(at.file).text();
    let (before, after) = (text.get(..at.start as usize).unwrap_or_default(), text.get(at.start as usize..).unwrap_or_default());
    let statement = before.rsplit(';').next().unwrap_or_default();
    // `onDelete('cascade')`
    let call = after.split_inclusive(')').next().filter(|call| !call.contains('\n')).unwrap_or_default();
    if ["foreignId", "foreignUuid", "foreignUlid"].iter().any(|method| statement.contains(method)) {
        return format!("write `constrained()` before it: `constrained()->{call}`");
    }
    format!("add the key by itself: `$table->foreign('{column}')->references('id')->on('...')->{call}`")
}

fn table_key<'t>(table: &'t Table, column: &str) -> Option<&'t str> {
    table.foreign_key_of(column).map(|key| key.name.as_str())
}

/// Whether the table is in the end as the modifier wanted it.
pub(super) fn is_done_otherwise(table: &Table, column: &Column, method: &str) -> bool {
    let indexed = |kind: IndexKind| {
        table.indexes.iter().any(|index| index.kind == kind && index.columns.first().is_some_and(|first| *first == column.name))
    };
    let keyed = table.foreign_key_of(&column.name);
    match method {
        "references" | "constrained" => keyed.is_some(),
        "nullable" => column.nullable,
        "default" | "useCurrent" => column.default.is_some(),
        "unique" => indexed(IndexKind::Unique),
        "primary" => indexed(IndexKind::Primary),
        // A key that is gone, or has been made anew, is not named by it any more.
        "index" => keyed.is_none_or(|key| key.name.ends_with("_foreign")),
        _ => false,
    }
}

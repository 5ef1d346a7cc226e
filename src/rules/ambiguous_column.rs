//! `ambiguous-column`: a query on several tables names a column that more than one of them has.

use super::{Context, Findings, rename};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::php::around::around;
use crate::references::TableUse;
use crate::schema::{Table, Whereabouts};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for reference in cx.references.columns.iter().filter(|reference| !reference.open && reference.rivals.len() > 1) {
        let mut having: Vec<(&str, &Table)> = Vec::new();
        for (position, used) in reference.rivals.iter().enumerate() {
            let Whereabouts::Found(places) = cx.database.locate(used.connection.as_deref(), &used.table) else { continue };
            // Of tables in several schemas, each must have it.
            let has = places.iter().all(|place| {
                let sure =
                    !place.table.conditional && place.table.column(&reference.column).is_some_and(|column| !column.conditional);
                sure && !cx.may_lack_locally(&used.table, &reference.column, cx.sight_of(reference.span.file, &reference.context))
            });
            match places.first().filter(|_| has) {
                Some(place) => having.push((place.connection, place.table)),
                // What joined tables share without the query's own may come from ways that exclude each other.
                None if position == 0 => break,
                None => {}
            }
        }
        let [(connection, own), others @ ..] = having.as_slice() else { continue };
        if others.is_empty() {
            continue;
        }
        let column = &reference.column;
        let names: Vec<String> = having.iter().map(|(_, table)| format!("`{}`", table.name)).collect();
        let message = format!("`{column}` is ambiguous: {} each have it", names.join(" and "));
        let mut finding = Finding::new("ambiguous-column", Severity::Error, reference.span, message)
            .on_table(connection, &own.name)
            .on_column(column)
            .help(format!("qualify it, for example as `{}.{column}`", own.name));
        for (_, table) in &having {
            if let Some(at) = table.column(column).and_then(|column| column.defined_at) {
                finding = finding.label(at, format!("`{}` of `{}`", column, table.name));
            }
        }
        let called = reference.rivals.first().filter(|first| is_called_by_its_name(cx, first, own));
        if called.is_some()
            && reference.literal
            && cx.sources.slice(reference.span) == *column
            && rename::is_whole(cx, reference.span)
        {
            let text = format!("{}.{column}", own.name);
            finding.fix = Some(Fix { safety: Safety::Unsafe, edits: vec![Edit { span: reference.span, text }] });
        }
        findings.push(finding);
    }
}

/// Whether a query calls a table by its own name: a string that is the name and nothing else and that no alias follows, or
/// the class of a model.
fn is_called_by_its_name(cx: &Context<'_>, used: &TableUse, table: &Table) -> bool {
    if around(cx.program.file(used.span.file), used.span).string.is_none() {
        return true;
    }
    let text = cx.sources.file(used.span.file).text();
    let behind = text.get(used.span.end as usize + 1..).unwrap_or_default();
    rename::is_whole(cx, used.span)
        && cx.sources.slice(used.span).eq_ignore_ascii_case(&table.name)
        && behind.trim_start().starts_with([')', ';'])
}

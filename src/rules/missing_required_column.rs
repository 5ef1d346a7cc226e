//! `missing-required-column`: an insert leaves out a column that takes no NULL and has no default.

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::references::{Operation, RowWrite};
use crate::schema::types::TypeKind;
use crate::schema::{Column, Located, Table, Whereabouts};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for row in &cx.references.rows {
        let Some((Located { connection, table, .. }, missing)) = missing(cx, row).filter(|(_, missing)| !missing.is_empty())
        else {
            continue;
        };
        if suits_another(cx, row) {
            continue;
        }
        let names = quoted(&missing);
        let (these, is) = if missing.len() == 1 { ("column", "is") } else { ("columns", "are") };
        let message =
            format!("the insert into `{}` leaves out the {these} {names}, which {is} NOT NULL without a default", table.name);
        let mut finding =
            Finding::new("missing-required-column", Severity::Error, row.call, message).on_table(connection, &table.name);
        finding = finding.about(missing.iter().map(|column| column.name.as_str()));
        if let [only] = missing.as_slice() {
            finding = finding.on_column(&only.name);
        }
        for column in &missing {
            if let Some(at) = column.defined_at {
                finding = finding.label(at, format!("`{}` is required", column.name));
            }
        }
        if let Some(rules) = row.rules.first().copied() {
            finding = finding.label(rules, "only what the rules name here passes validation");
        }
        let dropped: Vec<&Column> = missing.iter().copied().filter(|column| is_dropped(cx, row, &column.name)).collect();
        if !dropped.is_empty() {
            let (is, it) = if dropped.len() == 1 { ("is", "it") } else { ("are", "them") };
            finding = finding.help(format!(
                "the code sets {}, which {is} not fillable, so mass assignment silently drops {it}: list {it} in `$fillable`",
                quoted(&dropped)
            ));
        }
        if dropped.len() < missing.len() {
            finding = finding.help(format!("set {names}, or give the {these} a default in a migration"));
        }
        findings.push(finding);
    }
}

/// The names of columns, as messages list them.
fn quoted(columns: &[&Column]) -> String {
    columns.iter().map(|column| format!("`{}`", column.name)).collect::<Vec<_>>().join(", ")
}

/// The table that a row is inserted into, and the required columns of it that it leaves out; none if that is not certain.
fn missing<'c>(cx: &Context<'c>, row: &RowWrite) -> Option<(Located<'c>, Vec<&'c Column>)> {
    if !matches!(row.operation, Operation::Insert | Operation::Upsert) || !row.complete {
        return None;
    }
    // Of tables in several schemas, it is not known which one is written to.
    let Whereabouts::Found(places) = cx.database.locate(row.table.connection.as_deref(), &row.table.table) else { return None };
    let [place] = *places.as_slice() else { return None };
    let Located { connection, schema, table } = place;
    // Without its strict mode MySQL fills in a value of its own.
    if schema.driver.is_mysql() && !cx.settings.connection(connection).strict {
        return None;
    }
    let sight = cx.sight_of(row.call.file, &row.context);
    // A trigger may fill in what the insert leaves out.
    let triggered = cx.replay.triggers.iter().any(|name| name.eq_ignore_ascii_case(&table.name));
    let unsure = triggered || table.conditional || table.open_at.is_some() || cx.is_local_table(&table.name, sight);
    if unsure || may_find_row(cx, row, table) {
        return None;
    }
    // Before Laravel 5.2, a timestamp without a default got `default 0` (`Schema/Grammars/MySqlGrammar.php`, `typeTimestamp`).
    let composer = cx.program.composer();
    let version = composer.version("laravel/framework").or_else(|| composer.version("illuminate/database"));
    let is_old = schema.driver.is_mysql() && version.is_some_and(|version| version < vec![5, 2]);
    let has_zero = |column: &Column| is_old && matches!(column.ty.kind, TypeKind::Timestamp | TypeKind::TimestampTz);
    let is_missing = |column: &&Column| {
        if has_zero(column) {
            return false;
        }
        let required = column.is_required(schema.driver) && !is_given(row, &column.name);
        required && !cx.may_differ_locally(&table.name, &column.name, sight)
    };
    Some((place, table.columns.iter().filter(is_missing).collect()))
}

/// Whether the same row may be meant for another table, of which it leaves out nothing.
fn suits_another(cx: &Context<'_>, row: &RowWrite) -> bool {
    let is_same = |other: &&RowWrite| other.table.table != row.table.table && other.columns == row.columns;
    of_call(cx, row).filter(is_same).any(|other| missing(cx, other).is_none_or(|(_, missing)| missing.is_empty()))
}

/// The rows that a call writes.
fn of_call<'c>(cx: &Context<'c>, row: &RowWrite) -> impl Iterator<Item = &'c RowWrite> {
    let all = &cx.references.rows;
    let from = all.partition_point(|other| other.call < row.call);
    let call = row.call;
    all[from..].iter().take_while(move |other| other.call == call)
}

/// Whether a call looks for the row first, and a migration or a seeder may have inserted the one that it asks for: then it
/// inserts none.
fn may_find_row(cx: &Context<'_>, row: &RowWrite, table: &Table) -> bool {
    const LOOKING: [&str; 4] = ["firstorcreate", "createorfirst", "updateorcreate", "updateorinsert"];
    let method = cx.sources.slice(row.call).to_ascii_lowercase();
    let seeded = |other: &RowWrite| {
        other.table.table.eq_ignore_ascii_case(&table.name)
            && other.call != row.call
            && cx.sources.path(other.call.file).to_ascii_lowercase().contains("seed")
    };
    // What it looks for has to be one row, that code knows.
    let behind =
        || cx.sources.file(row.call.file).text().get(row.call.end as usize..).and_then(|behind| behind.split(']').next());
    LOOKING.contains(&method.as_str())
        && behind().is_some_and(|sought| !sought.contains('$'))
        && (table.may_have_rows || (cx.is_test(row.call.file) && cx.references.rows.iter().any(seeded)))
}

/// Whether the call gives a column that mass assignment drops.
fn is_dropped(cx: &Context<'_>, row: &RowWrite, column: &str) -> bool {
    let names = |other: &RowWrite| other.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case(column));
    // What `updateOrCreate()` looks for is a part of the row, too.
    let behind = cx.sources.file(row.call.file).text().get(row.call.end as usize..);
    let arguments = behind.and_then(|behind| behind.split(';').next()).unwrap_or_default();
    let is_written = || ["'", "\""].iter().any(|quote| arguments.contains(&format!("{quote}{column}{quote} =>")));
    let drops = |other: &RowWrite| other.fillable.as_ref().is_some_and(|fillable| fillable.drops_column(column));
    of_call(cx, row).any(|other| drops(other) && (names(other) || is_written()))
}

fn is_given(row: &RowWrite, column: &str) -> bool {
    let names = row.columns.iter().map(|(key, _)| key.rsplit('.').next().unwrap_or(key));
    names.chain(row.filled.iter().map(String::as_str)).any(|name| name.eq_ignore_ascii_case(column))
}

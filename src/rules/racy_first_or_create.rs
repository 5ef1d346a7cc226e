//! `racy-first-or-create`: code looks whether a row is there and then makes it, and no unique index keeps two requests from making
//! two.

use super::upsert_without_unique_index::{list, place_of};
use super::words::Words;
use super::{Context, Findings};
use crate::finding::{Finding, Remedy, Severity};
use crate::laravel::support::naming;
use crate::references::{Seeking, Sought};
use crate::schema::types::TypeKind;
use crate::schema::{Driver, Index, Table};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for sought in cx.references.sought.iter().filter(|sought| sought.how != Seeking::Upsert) {
        findings.findings.extend(judge(cx, sought));
    }
}

/// Where code runs alone.
const ALONE: [&str; 5] = ["seed", "migration", "factor", "command", "console"];

fn judge(cx: &Context<'_>, sought: &Sought) -> Option<Finding> {
    let place = place_of(cx, sought)?;
    let path = cx.sources.path(sought.at.file).to_ascii_lowercase();
    if ALONE.iter().any(|word| path.contains(word)) {
        return None;
    }
    let table = place.table;
    let is_rule = sought.how == Seeking::Rule;
    // What is never NULL leaves nobody out, and to SQL Server one NULL is as the next.
    let (nulls, others): (Vec<&String>, Vec<&String>) = if place.schema.driver == Driver::SqlSrv {
        (Vec::new(), sought.nulls.iter().collect())
    } else {
        sought.nulls.iter().partition(|name| table.column(name).is_none_or(|column| column.nullable))
    };
    if nulls.iter().any(|name| table.column(name).is_none()) {
        return None;
    }
    let columns: Vec<&String> = sought.columns.iter().chain(others).collect();
    let is_one = |names: &[&String], column: &String| names.iter().any(|name| name.eq_ignore_ascii_case(column));
    // A rule may look at more rows than an index that has its column and others.
    let keeps = |index: &Index| {
        let mut names = index.columns.iter();
        if is_rule {
            names.any(|column| is_one(&columns, column)) && !passes_rows(cx, table, index, (&columns, &nulls))
        } else {
            names.all(|column| is_one(&columns, column))
        }
    };
    // What the database computes may be NULL in just those rows that do not count.
    let is_computed = |index: &Index| {
        let generated = |name: &String| table.column(name).is_none_or(|column| column.generated);
        !nulls.is_empty() && index.columns.iter().any(generated)
    };
    let mut unique = table.indexes.iter().filter(|index| index.kind.is_unique());
    if unique.any(|index| keeps(index) || is_computed(index)) {
        return None;
    }
    // Among the rows of one time, which may be NULL: of these, no unique index keeps two apart.
    let times = [TypeKind::DateTime, TypeKind::DateTimeTz, TypeKind::Timestamp, TypeKind::TimestampTz];
    let is_time = |name: &&String| table.column(name).is_some_and(|column| column.nullable && times.contains(&column.ty.kind));
    if is_rule && columns.len() > 1 && columns.iter().any(is_time) {
        return None;
    }
    let columns: Vec<String> = columns.into_iter().cloned().collect();
    let nulls: Vec<String> = nulls.into_iter().cloned().collect();
    let rows = match nulls.as_slice() {
        [] => String::new(),
        some => format!(
            " of the rows where {} is NULL",
            some.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
        ),
    };
    // Rows have no secrets in common that anybody could compare: such a rule is wrong in another way than this.
    if columns.iter().any(|name| name.eq_ignore_ascii_case("password")) {
        return None;
    }
    let (severity, then) = if is_rule { (Severity::Warning, "both pass this rule") } else { (Severity::Note, "create two rows") };
    let message =
        format!("`{}` has no unique index on {}{rows}, so two simultaneous requests {then}", table.name, list(&columns));
    let mut finding = Finding::new("racy-first-or-create", severity, sought.at, message)
        .on_table(place.connection, &table.name)
        .help(advice(Words::of(cx, table), place.schema.driver, &table.name, &columns, &nulls));
    finding.remedy = Some(Remedy::Unique { columns: columns.clone(), nulls });
    if let Some(long) = columns.iter().find(|name| place.schema.driver.is_mysql() && is_long(table, name)) {
        let title = place.schema.driver.title();
        finding = finding
            .help(format!("{title} takes no whole text into an index: make `{long}` a string, or index a column with its hash"));
    }
    let is_idle = |index: &&Index| index.kind.is_unique() && index.columns.iter().any(|name| columns.contains(name));
    let idle = table.indexes.iter().find(is_idle).and_then(|index| index.defined_at);
    if let Some(at) = idle.filter(|at| is_rule && table.defined_at != Some(*at)) {
        finding = finding.label(at, "this index does not stop them: each NULL counts as another value");
    }
    if let Some((at, said)) = table.creation() {
        finding = finding.label(at, said);
    }
    Some(finding)
}

/// Whether a column is a text or a blob of any length.
fn is_long(table: &Table, name: &str) -> bool {
    let long = [TypeKind::TinyText, TypeKind::Text, TypeKind::MediumText, TypeKind::LongText, TypeKind::Binary, TypeKind::Json];
    table.column(name).is_some_and(|column| long.contains(&column.ty.kind) && column.ty.length.is_none())
}

/// Whether a unique index takes rows with the same values all the same, because one of its columns is NULL in each of them: the
/// time at which rows were deleted, or what the rule wants to be NULL.
fn passes_rows(cx: &Context<'_>, table: &Table, index: &Index, (columns, nulls): (&[&String], &[&String])) -> bool {
    let is_deleted_at =
        |name: &String| name.eq_ignore_ascii_case("deleted_at") && table.column(name).is_some_and(|column| column.nullable);
    let is_one = |names: &[&String], column: &String| names.iter().any(|name| name.eq_ignore_ascii_case(column));
    // Within what else an index has, the rule may mean the rows to be apart, and say so in ways that are not seen.
    let is_of_rule = index.columns.iter().all(|name| is_deleted_at(name) || is_one(columns, name));
    let is_null = |name: &String| (is_of_rule && is_deleted_at(name)) || is_one(nulls, name);
    // PostgreSQL can be told that NULLs are the same.
    let are_same = || {
        let text = |at: Span| cx.sources.file(at.file).text().get(at.start as usize..).unwrap_or_default();
        let written = index.defined_at.map_or("", |at| text(at).split(';').next().unwrap_or_default());
        let written = written.to_ascii_lowercase();
        written.contains("nullsnotdistinct") || written.contains("nulls not distinct")
    };
    index.columns.iter().any(is_null) && !are_same()
}

/// What to add, and when.
fn advice(words: Words, driver: Driver, table: &str, columns: &[String], nulls: &[String]) -> String {
    if nulls.is_empty() {
        return format!("add {} in a migration, once the table has no duplicates", words.unique(columns));
    }
    let are_null = nulls.iter().map(|name| format!("{name} is null")).collect::<Vec<_>>().join(" and ");
    if driver.is_mysql() {
        let mut with = columns.to_vec();
        with.push("is_live".to_owned());
        return format!(
            "{} tells NULLs apart, so an index with {} stops nothing: add a generated column, \
             {}, and {}; or, if the other rows may not have the same values either, {}",
            driver.title(),
            list(nulls),
            words.generated("is_live", &are_null),
            words.unique(&with),
            words.unique(columns)
        );
    }
    let name = naming::index_name(table, columns, "unique");
    let sql = format!("create unique index {name} on {table} ({}) where {are_null}", columns.join(", "));
    format!("add a partial unique index in a migration, once the table has no duplicates: {}", words.statement(&sql))
}

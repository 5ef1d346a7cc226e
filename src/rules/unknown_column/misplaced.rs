//! Names that stand where they cannot be ones of columns.

use crate::finding::{Finding, Severity};
use crate::references::{Misplaced, Misplacement};
use crate::rules::{Context, Findings};
use crate::schema::{Driver, Located, Whereabouts};

/// Tells of all of them. What a query selects, only SQLite lets `where` see.
pub(super) fn misplaced(cx: &Context<'_>, findings: &mut Findings) {
    for selected in &cx.references.misplaced {
        let Whereabouts::Found(places) = cx.database.locate(selected.connection.as_deref(), &selected.table) else { continue };
        match selected.why {
            Misplacement::LeftOut => {
                left_out(selected, &places, findings);
                continue;
            }
            Misplacement::Appended => {
                appended(selected, &places, findings);
                continue;
            }
            Misplacement::Folded => {
                folded(cx, selected, &places, findings);
                continue;
            }
            Misplacement::InLaterRow { .. } | Misplacement::NotInLaterRow => {
                of_later_row(selected, &places, findings);
                continue;
            }
            Misplacement::Selected => {}
        }
        let sees = places.iter().any(|place| {
            let driver = cx.database.connections.get(place.connection).map(|schema| schema.driver);
            let has = place.table.column(&selected.name).is_some();
            has || place.table.open_at.is_some() || driver.is_none_or(|driver| driver == Driver::Sqlite)
        });
        let name = &selected.name;
        // A table that is joined may have the column, and then it is that one.
        let is_joined = selected.joined.iter().any(|other| match cx.database.locate(other.connection.as_deref(), &other.table) {
            Whereabouts::Found(places) => places.iter().any(|place| {
                place.table.column(&selected.name).is_some() || place.table.open_at.is_some() || place.table.conditional
            }),
            _ => true,
        });
        let may_be_there = sees || is_joined || cx.may_have_locally(&selected.table, name, cx.sight(selected.span.file));
        let Some(place) = places.first().filter(|_| !may_be_there) else { continue };
        let message = format!(
            "table `{}` has no column `{name}`, and `where` does not see aliases that the query selects",
            place.table.name
        );
        findings.push(
            Finding::new("unknown-column", Severity::Error, selected.span, message)
                .on_table(place.connection, &place.table.name)
                .on_column(name)
                .help(format!("use `having()` for `{name}`, or repeat its expression")),
        );
    }
}

/// A name without quotes that PostgreSQL reads in small letters, where the column's has capital ones.
fn folded(cx: &Context<'_>, written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let name = &written.name;
    let Some(place) = places.first().filter(|place| place.schema.driver == Driver::PgSql && !place.table.conditional) else {
        return;
    };
    // The one that is found whatever its case is not the one that is asked for.
    let Some(meant) = place.table.column(name).filter(|_| place.table.columns.iter().all(|column| column.name != *name)) else {
        return;
    };
    let spelled = &meant.name;
    let message = format!("PostgreSQL reads an unquoted `{spelled}` as `{name}`, and `{}` has no such column", place.table.name);
    let mut finding = Finding::new("unknown-column", Severity::Error, written.span, message)
        .on_table(place.connection, &place.table.name)
        .on_column(name)
        .help(format!("write it in double quotes: `\"{spelled}\"`"));
    if let Some(at) = meant.defined_at {
        finding = finding.label(at, "the column has capital letters here");
    }
    if cx.may_differ_locally(&place.table.name, spelled, cx.sight(written.span.file)) {
        return;
    }
    findings.push(finding);
}

/// A row of an insert whose names are others than those of the first row.
fn of_later_row(written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let (name, Some(place)) = (&written.name, places.first()) else { return };
    let (severity, message) = match written.why {
        Misplacement::InLaterRow { fits: true } => {
            let then = "Laravel takes the columns of the first row, so the values of this one are written to other columns";
            (Severity::Warning, format!("the first row of this insert has no `{name}`: {then}"))
        }
        Misplacement::InLaterRow { .. } => (
            Severity::Error,
            format!(
                "the first row of this insert has no `{name}`: the rows have different numbers of values, and the database refuses them"
            ),
        ),
        _ => (
            Severity::Error,
            format!(
                "this row leaves out `{name}`, which the first row has: the rows have different numbers of values, and the database refuses them"
            ),
        ),
    };
    findings.push(
        Finding::new("unknown-column", severity, written.span, message)
            .on_table(place.connection, &place.table.name)
            .on_column(name)
            .help("give all rows the same keys"),
    );
}

/// A rule `unique` that names a column where the value stands that is left out.
fn left_out(written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let name = &written.name;
    let Some(place) = places.first().filter(|place| place.table.column(name).is_some()) else { return };
    let message =
        format!("the third parameter of `unique` is the value to ignore, but `{name}` is a column of `{}`", place.table.name);
    findings.push(
        Finding::new("unknown-column", Severity::Error, written.span, message)
            .on_table(place.connection, &place.table.name)
            .on_column(name)
            .label(written.span, "the order is: table, column, value to ignore, column of that value")
            .help("swap the third and the fourth parameter, or write `Rule::unique(…)->ignore($value)`"),
    );
}

/// A model appends what it has no accessor for.
fn appended(written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let (name, Some(place)) = (&written.name, places.first()) else { return };
    let accessor = crate::laravel::support::naming::studly(name);
    let is_column = if place.table.column(name).is_some() { "; a column is not enough" } else { "" };
    let message = format!("the model appends `{name}` but has no accessor for it{is_column}");
    findings.push(
        Finding::new("unknown-column", Severity::Warning, written.span, message)
            .on_table(place.connection, &place.table.name)
            .on_column(name)
            .help(format!("declare `get{accessor}Attribute()`, or remove `{name}`: converting the model to an array fails")),
    );
}

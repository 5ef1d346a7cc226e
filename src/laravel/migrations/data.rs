//! What a migration's statements on rows name, judged by the schema before the migration and after it: what neither of the two
//! has, and the migration does not make on its way, was never there.

use crate::eval::Interp;
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::references::{Context, LocalTable, Operation, References, TableUse};
use crate::schema::{Absence, Existence, Incident, IncidentKind, Origin};
use crate::source::{FileId, Span};

/// A name that the schema does not have when a migration begins.
pub(crate) struct Suspect {
    connection: Connection,
    table: String,
    /// The column; none if it is the table that is missing.
    column: Option<String>,
    at: Span,
}

impl<'a> Laravel<'a, false> {
    /// The names in a migration's file that the schema does not have now.
    pub(crate) fn suspects(cx: &mut Interp<'a, Self>, found: &References, file: FileId) -> Vec<Suspect> {
        let mut suspects = Vec::new();
        // What another schema builder makes of its tables is not known.
        let text = cx.program.sources().file(file).text();
        if text.matches("Facades\\Schema").count() > text.matches("Illuminate\\Support\\Facades\\Schema").count() {
            return suspects;
        }
        // A helper that gives the first of several names that is there names those that are not, too.
        let asked = |table: &str| found.tables.iter().any(|it| it.operation.asks() && it.table.eq_ignore_ascii_case(table));
        let made = |table: &str| {
            let is_it = |local: &LocalTable| local.table.eq_ignore_ascii_case(table) || local.may_be_called(table, false);
            found.local_tables.iter().any(|local| !local.altered && is_it(local))
        };
        let added = |table: &str, column: &str| {
            found.local_tables.iter().any(|local| local.table.eq_ignore_ascii_case(table) && local.may_have(column))
        };
        for reference in found.tables.iter().filter(|reference| reference.literal && reference.span.file == file) {
            let names_rows = reference.operation.writes() || matches!(reference.operation, Operation::Query | Operation::Join);
            if names_rows
                && !is_expected(&reference.context, &reference.table)
                && !made(&reference.table)
                && !asked(&reference.table)
            {
                suspects.push(Suspect {
                    connection: connection(reference.connection.as_deref()),
                    table: reference.table.clone(),
                    column: None,
                    at: reference.span,
                });
            }
        }
        // What raw SQL adds to a table and takes away again, only the statements know.
        let alters = text.to_ascii_lowercase().contains("alter table");
        let mut column = |used: &TableUse, name: &str, at: Span, context: &Context| {
            let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            if plain && at.file == file && !alters && !is_expected(context, &used.table) && !added(&used.table, name) {
                suspects.push(Suspect {
                    connection: connection(used.connection.as_deref()),
                    table: used.table.clone(),
                    column: Some(name.to_owned()),
                    at,
                });
            }
        };
        for reference in found.columns.iter().filter(|reference| !reference.open && reference.literal) {
            if let ([used], false) = (reference.tables.as_slice(), reference.operation.declares()) {
                column(used, &reference.column, reference.span, &reference.context);
            }
        }
        for row in &found.rows {
            for (name, at) in &row.columns {
                let name = name.split("->").next().unwrap_or(name).trim();
                if row.fillable.as_ref().is_none_or(|fillable| fillable.drops(name) == Some(false)) {
                    column(&row.table, name, *at, &row.context);
                }
            }
        }
        suspects.retain(|suspect| Self::lacks(cx, suspect).is_some());
        suspects
    }

    /// Notes those of them that the schema does not have after the migration either.
    pub(crate) fn confirm(cx: &mut Interp<'a, Self>, suspects: Vec<Suspect>) {
        if cx.host.replay.vendored || cx.host.replay.unordered {
            return;
        }
        for suspect in suspects {
            let Some(kind) = Self::lacks(cx, &suspect) else { continue };
            let asked = |table: &str| {
                cx.host.found.tables.iter().any(|other| other.operation.asks() && other.table.eq_ignore_ascii_case(table))
            };
            // What migrations ask for, something else may make.
            if matches!(kind, IncidentKind::TableMissing(_)) && asked(&suspect.table) {
                continue;
            }
            let Some(connection) = cx.host.schema_name(&suspect.connection).map(str::to_owned) else { continue };
            let known = cx.host.replay.incidents.iter().any(|incident| incident.at == suspect.at);
            if !known {
                cx.host.replay.row_incidents.push(Incident { connection, table: suspect.table, kind, at: suspect.at });
            }
        }
    }

    /// What is missing now, if the name certainly is.
    fn lacks(cx: &mut Interp<'a, Self>, suspect: &Suspect) -> Option<IncidentKind> {
        let schema = cx.host.schema_of(&suspect.connection)?;
        match (schema.existence(&suspect.table), &suspect.column) {
            // Where a way is taken that is not known, what is gone may be what it looks for.
            (Existence::Missing(absence @ Absence::NeverCreated), None) => Some(IncidentKind::TableMissing(absence)),
            (Existence::Exists(table), Some(column)) => {
                let lacks = table.open_at.is_none() && table.origin == Origin::Project && table.column(column).is_none();
                lacks.then(|| IncidentKind::ColumnMissing(column.clone()))
            }
            _ => None,
        }
    }
}

fn connection(name: Option<&str>) -> Connection {
    name.map_or(Connection::Default, |name| Connection::Named(name.into()))
}

/// Whether the code around asks for the table or one of its columns first, or expects the database to refuse.
fn is_expected(context: &Context, table: &str) -> bool {
    let asks = context.guards.iter().any(|(guarded, _)| guarded.eq_ignore_ascii_case(table));
    asks || context.handled || !context.swallowed_by.is_empty()
}

//! Tables that no migration makes and the project's configuration declares: they are there from the beginning.

use crate::config::DeclaredTable;
use crate::eval::Interp;
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::schema::types::ColumnType;
use crate::schema::{Column, Origin, Table};
use crate::source::{FileId, Span};

/// A place where nothing is written: these tables are written nowhere in the project's code.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Makes the tables that are declared and not there yet. Of one without columns nothing is known but that it is there.
    pub(crate) fn bring_declared(cx: &mut Interp<'a, Self>, tables: &[DeclaredTable]) {
        for declared in tables {
            let connection = declared.connection.as_deref().map_or(Connection::Default, |name| Connection::Named(name.into()));
            let Some(schema) = cx.host.schema_of(&connection) else { continue };
            if let Some((start, end)) = declared.name.split_once('*') {
                schema.declared.push((start.to_owned(), end.to_owned()));
            } else if schema.table(&declared.name).is_none() {
                let columns = declared.columns.iter().flatten().map(|name| column(name));
                let table = Table {
                    name: declared.name.clone(),
                    origin: Origin::Config,
                    columns: columns.collect(),
                    open_at: declared.columns.is_none().then_some(NOWHERE),
                    ..Table::default()
                };
                schema.tables.insert(declared.name.clone(), table);
            }
        }
    }
}

/// A column of which nothing is known but its name.
fn column(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        ty: ColumnType::default(),
        charset: None,
        nullable: true,
        default: None,
        check: None,
        auto_increment: false,
        generated: false,
        computed: None,
        of_package: false,
        conditional: false,
        defined_at: None,
    }
}

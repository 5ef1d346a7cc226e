//! doctrine/dbal's schema manager, which migrations up to Laravel 10 ask for indexes and columns.
//!
//! Source: `Doctrine/DBAL/Schema/AbstractSchemaManager.php`. Of a table that is not there it lists nothing, and
//! `listTableDetails()` gives one without columns; only `introspectTable()` throws.

use crate::eval::{Args, Array, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::names_of;
use crate::laravel::objects::{Connection, Thing};
use crate::schema::{Existence, Table};
use crate::source::{FileId, Span};

/// A place for names whose place does not matter.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on the schema manager.
    pub(in crate::laravel) fn call_doctrine(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let name = args.value(0).and_then(Value::as_str);
        match lower.as_str() {
            "listtabledetails" | "introspecttable" => {
                let table = Self::without_prefix(cx, connection, &name?);
                Some(cx.host.make(Thing::DoctrineTable(connection.clone(), table)))
            }
            "listtableindexes" | "listtableforeignkeys" | "listtablecolumns" => {
                let table = Self::without_prefix(cx, connection, &name?);
                let names: Vec<String> = Self::doctrine_table(cx, connection, &table, |table| match lower.as_str() {
                    "listtableindexes" => table.indexes.iter().map(|index| index.name.clone()).collect(),
                    "listtableforeignkeys" => table.foreign_keys.iter().map(|key| key.name.clone()).collect(),
                    _ => table.columns.iter().map(|column| column.name.clone()).collect(),
                })?;
                let mut list = Array::default();
                for name in names {
                    list.set(Key::Str(std::rc::Rc::from(name.as_str())), None, Value::Unknown(Why::Data));
                }
                Some(Value::array(list))
            }
            "tablesexist" => {
                let names = names_of(args.value(0)?, NOWHERE)?;
                let mut all = Some(true);
                for (name, _) in names {
                    let table = Self::without_prefix(cx, connection, &name);
                    match Self::doctrine_table(cx, connection, &table, |table| Some(table.conditional)) {
                        Some(Some(false)) => {}
                        Some(None) => return Some(Value::Bool(false)),
                        Some(Some(true)) | None => all = None,
                    }
                }
                Some(all.map_or(Value::Unknown(Why::Data), Value::Bool))
            }
            _ => None,
        }
    }

    /// A call on a table's details.
    pub(in crate::laravel) fn call_doctrine_table(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        table: &str,
        method: &str,
        args: &Args<'a>,
    ) -> Option<Value<'a>> {
        let name = args.value(0).and_then(Value::as_str)?;
        let answer = match method.to_ascii_lowercase().as_str() {
            "hasindex" => Self::doctrine_table(cx, connection, table, |table| {
                table.indexes.iter().any(|index| index.name.eq_ignore_ascii_case(&name))
            }),
            "hasforeignkey" => Self::doctrine_table(cx, connection, table, |table| {
                table.foreign_keys.iter().any(|key| key.name.eq_ignore_ascii_case(&name))
            }),
            "hascolumn" => Self::doctrine_table(cx, connection, table, |table| table.column(&name).is_some()),
            _ => return None,
        };
        Some(answer.map_or(Value::Unknown(Why::Data), Value::Bool))
    }

    /// Asks the table as it is at this time of a replay: `None` if that is not known, and of one that is
    /// not there what doctrine/dbal says of nothing.
    fn doctrine_table<T: Default>(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        table: &str,
        ask: impl FnOnce(&Table) -> T,
    ) -> Option<T> {
        let schema = cx.host.schema_of(connection).filter(|_| !EXPLORE)?;
        match schema.existence(table) {
            Existence::Exists(table) => Some(ask(table)),
            Existence::Missing(_) => Some(T::default()),
            Existence::Unknown(_) => None,
        }
    }

    /// Doctrine speaks of tables with the connection's prefix.
    fn without_prefix(cx: &Interp<'a, Self>, connection: &Connection, name: &str) -> String {
        let connection = cx.host.connection_name(connection).unwrap_or_default();
        let prefix = cx.host.settings.connection(connection).prefix;
        name.strip_prefix(prefix.as_str()).unwrap_or(name).to_owned()
    }
}

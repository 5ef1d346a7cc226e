//! doctrine/dbal's schema manager, which migrations up to Laravel 10 ask for indexes and columns.

use super::Laravel;
use super::objects::{Connection, Thing};
use crate::eval::{Args, Array, Interp, Key, Value, Why};
use crate::schema::Table;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on the schema manager.
    pub(super) fn call_doctrine(
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
                let table = Self::without_prefix(cx, connection, &name?);
                Some(Value::Bool(Self::doctrine_table(cx, connection, &table, |_| ()).is_some()))
            }
            _ => None,
        }
    }

    /// A call on a table's details.
    pub(super) fn call_doctrine_table(
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

    /// Asks the table as it is at this time of a replay.
    fn doctrine_table<T>(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        table: &str,
        ask: impl FnOnce(&Table) -> T,
    ) -> Option<T> {
        let schema = cx.host.schema_of(connection).filter(|_| !EXPLORE)?;
        schema.table(table).map(ask)
    }

    /// Doctrine speaks of tables with the connection's prefix.
    fn without_prefix(cx: &Interp<'a, Self>, connection: &Connection, name: &str) -> String {
        let connection = cx.host.connection_name(connection).unwrap_or_default();
        let prefix = cx.host.settings.connection(connection).prefix;
        name.strip_prefix(prefix.as_str()).unwrap_or(name).to_owned()
    }
}

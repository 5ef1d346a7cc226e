//! doctrine/dbal's schema manager, which migrations up to Laravel 10 ask for indexes and columns.
//!
//! Source: `Doctrine/DBAL/Schema/AbstractSchemaManager.php`. Of a table that is not there it lists nothing, and
//! `listTableDetails()` gives one without columns; only `introspectTable()` throws.

use std::rc::Rc;

use crate::eval::{Args, Array, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::names_of;
use crate::laravel::objects::{Connection, Thing};
use crate::schema::{Column, Existence, ForeignKey, Index, IndexKind, Table};
use crate::source::{FileId, Span};

/// A place for names whose place does not matter.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// An index, a foreign key or a column, as doctrine/dbal describes it (`Doctrine/DBAL/Schema/Index.php` and others).
#[derive(Debug, Default)]
pub(in crate::laravel) struct Asset {
    name: String,
    columns: Vec<String>,
    unique: bool,
    primary: bool,
    table: String,
    references: Vec<String>,
    conditional: bool,
}

impl Asset {
    fn of_index(index: &Index) -> Self {
        let (name, columns, conditional) = (index.name.clone(), index.columns.clone(), index.conditional);
        let (unique, primary) = (index.kind.is_unique(), index.kind == IndexKind::Primary);
        Asset { name, columns, unique, primary, conditional, ..Asset::default() }
    }

    fn of_key(key: &ForeignKey) -> Self {
        let (name, columns, conditional) = (key.name.clone(), key.columns.clone(), key.conditional);
        Asset { name, columns, table: key.table.clone(), references: key.references.clone(), conditional, ..Asset::default() }
    }

    fn of_column(column: &Column) -> Self {
        Asset { name: column.name.clone(), conditional: column.conditional, ..Asset::default() }
    }

    /// What one of its methods gives.
    pub(in crate::laravel) fn answer<'a>(&self, method: &str) -> Option<Value<'a>> {
        let names = |names: &[String]| Value::array(Array::list(names.iter().map(Value::string)));
        Some(match &*method.to_ascii_lowercase() {
            "getname" => Value::string(&self.name),
            "getcolumns" | "getunquotedcolumns" | "getlocalcolumns" | "getunquotedlocalcolumns" => names(&self.columns),
            "isunique" => Value::Bool(self.unique),
            "isprimary" => Value::Bool(self.primary),
            "getforeigntablename" => Value::string(&self.table),
            "getforeigncolumns" | "getunquotedforeigncolumns" => names(&self.references),
            _ => return None,
        })
    }
}

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
                let (assets, open): (Vec<Asset>, bool) =
                    Self::doctrine_table(cx, connection, &table, |table| match lower.as_str() {
                        "listtableindexes" => {
                            (table.indexes.iter().map(Asset::of_index).collect(), table.unsure_indexes || table.open_at.is_some())
                        }
                        "listtableforeignkeys" => {
                            (table.foreign_keys.iter().map(Asset::of_key).collect(), !table.unsure_keys.is_empty())
                        }
                        _ => (table.columns.iter().map(Asset::of_column).collect(), table.open_at.is_some()),
                    })?;
                let mut list = Array::open_if(open);
                for asset in assets {
                    let (name, conditional) = (asset.name.to_ascii_lowercase(), asset.conditional);
                    let asset = cx.host.make(Thing::DoctrineAsset(Rc::new(asset)));
                    // Keys are listed by numbers, all else by names in small letters.
                    if lower == "listtableforeignkeys" {
                        list.push(asset);
                    } else {
                        list.set(Key::Str(Rc::from(name)), None, asset);
                    }
                    if let Some(last) = list.entries.last_mut() {
                        last.maybe = conditional;
                    }
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

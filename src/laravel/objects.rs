//! The objects of Laravel that code holds in its hands while it is evaluated.

use std::rc::Rc;

use crate::eval::{Array, HostId, Text, Value};
use crate::php::program::ClassDecl;
use crate::references::TableUse;
use crate::schema::ColumnType;
use crate::source::Span;

/// A connection as code names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Connection {
    /// None is named.
    #[default]
    Default,
    /// By name.
    Named(Rc<str>),
    /// By a name that could not be worked out.
    Unknown,
}

impl Connection {
    /// Its name, where code gives one that is known.
    pub(super) fn named(&self) -> Option<String> {
        match self {
            Connection::Named(name) => Some(name.to_string()),
            Connection::Default | Connection::Unknown => None,
        }
    }
}

/// An object of Laravel.
#[derive(Clone, Debug)]
pub(super) enum Thing<'a> {
    /// A connection, or the manager of all, which acts as the default one.
    Connection(Connection),
    /// A schema builder.
    SchemaBuilder(Connection),
    /// A Blueprint.
    Blueprint(Box<Blueprint<'a>>),
    /// A column of a Blueprint, which takes modifiers. The Blueprint, and the column's position in it.
    Column(HostId, usize),
    /// A foreign key of a Blueprint.
    ForeignKey(HostId, usize),
    /// An index of a Blueprint, on which nothing can be changed that matters here.
    Index,
    /// A query builder of any kind.
    Query(Box<Query<'a>>),
    /// A collection: its elements if they are known one by one, or what each of them is.
    Collection(Option<Rc<Array<'a>>>, Option<Box<Value<'a>>>),
    /// A method of a collection that waits for what to do with each element (`->map->name`).
    Proxy(HostId, Rc<str>),
    /// Raw SQL.
    Expression(Value<'a>),
    /// A fluent string.
    Stringable(Value<'a>),
    /// doctrine/dbal's schema manager.
    Doctrine(Connection),
    /// A table as doctrine/dbal sees it.
    DoctrineTable(Connection, String),
    /// A model of the application that a package is part of: only its name is known.
    HostModel(Rc<str>),
    /// An object of a class outside the project whose methods the configuration describes: the class.
    Signed(Rc<str>),
    /// What a service provider says of its package.
    Described(Box<super::tools::Described>),
    /// What runs migrations.
    Migrator,
    /// The container.
    Container,
    /// The configuration.
    Config,
    /// A guard, by its name, or the manager of all.
    Guard(Option<Rc<str>>),
    /// A request.
    Request,
}

/// A Blueprint while its closure runs.
#[derive(Clone, Debug)]
pub(super) struct Blueprint<'a> {
    /// The table, where its name is known.
    pub(super) table: Option<Rc<str>>,
    /// The connection that the table is on.
    pub(super) connection: Connection,
    /// `create()` rather than `table()`.
    pub(super) creates: bool,
    /// Columns and commands, in the order of the code.
    pub(super) commands: Vec<Command<'a>>,
    /// The column that the next ones are put behind (`after('x', function …)`).
    pub(super) after: Option<String>,
    /// `temporary()`: no permanent table.
    pub(super) temporary: bool,
    /// Where columns or commands of unknown names were added.
    pub(super) open_at: Option<Span>,
    /// Whether indexes are made or dropped of which the columns or names are not known.
    pub(super) unsure_indexes: bool,
}

/// A column or a command of a Blueprint.
#[derive(Clone, Debug)]
pub(super) struct Command<'a> {
    /// Which.
    pub(super) kind: CommandKind<'a>,
    /// Where it is written: the literal that names the column, or the call.
    pub(super) at: Span,
    /// Whether it depends on something that is not known.
    pub(super) conditional: bool,
}

/// What a command does.
#[derive(Clone, Debug)]
pub(super) enum CommandKind<'a> {
    Column(Box<ColumnDraft<'a>>),
    Index(IndexDraft),
    Foreign(ForeignDraft),
    DropColumn(Vec<String>),
    RenameColumn(String, String),
    DropIndex(String),
    DropPrimary,
    RenameIndex(String, String),
    DropForeign(String),
    /// `dropForeign()` of a key that is not known.
    DropSomeForeign,
    Rename(String),
    Drop,
}

/// A column while it takes modifiers.
#[derive(Clone, Debug)]
pub(super) struct ColumnDraft<'a> {
    pub(super) name: String,
    pub(super) ty: ColumnType,
    pub(super) nullable: bool,
    pub(super) nullable_set: bool,
    pub(super) default: Option<crate::schema::Default>,
    pub(super) default_set: bool,
    pub(super) auto_increment: bool,
    pub(super) generated: bool,
    pub(super) computed: Option<crate::schema::Computed>,
    pub(super) change: bool,
    pub(super) after: Option<String>,
    pub(super) first: bool,
    /// The fluent index that takes effect: Laravel looks at them in this order and takes the first.
    pub(super) primary: Option<IndexName>,
    pub(super) unique: Option<IndexName>,
    pub(super) index: Option<IndexName>,
    pub(super) fulltext: Option<IndexName>,
    pub(super) spatial: Option<IndexName>,
    /// The model of `foreignIdFor`.
    pub(super) model: Option<ClassDecl<'a>>,
    /// What the column was made of, for `constrained()`.
    pub(super) foreign: bool,
}

/// A fluent index: turned on, turned off, or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IndexName {
    On,
    Off,
    Named(String),
}

/// An index.
#[derive(Clone, Debug)]
pub(super) struct IndexDraft {
    pub(super) kind: crate::schema::IndexKind,
    pub(super) columns: Vec<String>,
    pub(super) name: Option<String>,
    /// Whether it may hold other than its columns' values in all rows.
    pub(super) partial: bool,
}

/// A foreign key.
#[derive(Clone, Debug, Default)]
pub(super) struct ForeignDraft {
    pub(super) columns: Vec<String>,
    pub(super) name: Option<String>,
    pub(super) references: Vec<String>,
    pub(super) on: Option<String>,
    pub(super) on_delete: Option<String>,
    pub(super) on_update: Option<String>,
    /// Whether what it does on a delete or an update is not known.
    pub(super) unsure_actions: bool,
    /// The target is only what a model is called, of which a part is not known.
    pub(super) unsure_target: bool,
    /// The target is derived from the column's name by `constrained()`.
    pub(super) guessed: bool,
}

/// Kinds of query builders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum QueryKind {
    /// `Illuminate\Database\Query\Builder`
    #[default]
    Base,
    /// `Illuminate\Database\Eloquent\Builder`, or a relation.
    Eloquent,
    /// `Illuminate\Database\Query\JoinClause`
    Join,
}

/// A query builder.
#[derive(Clone, Debug, Default)]
pub(super) struct Query<'a> {
    pub(super) kind: QueryKind,
    pub(super) connection: Connection,
    /// The tables that it stands on: its own first, then those it joined.
    pub(super) sources: Vec<Source>,
    /// Whether it has a table of its own.
    pub(super) has_from: bool,
    /// Whether its scope may hold more than is listed.
    pub(super) open: bool,
    /// Whether code that is not known got hold of it.
    pub(super) escaped: bool,
    /// How many conditions that are not known stood around the place where it was made.
    pub(super) uncertain: u32,
    /// Whether some of its tables may not be joined: under more of them, or one of several instead of another.
    pub(super) may_join: bool,
    /// Whether it came from elsewhere, so that it may have joined other tables before.
    pub(super) handed: bool,
    /// The query around it, whose tables it sees.
    pub(super) outer: Option<HostId>,
    /// The model that its rows become.
    pub(super) model: Option<ClassDecl<'a>>,
    /// The columns that it gives the rows it inserts; none if they are not known.
    pub(super) fills: Option<Vec<String>>,
    /// Whether it is a relation with a pivot table, the second of its tables.
    pub(super) pivot: bool,
    /// Whether it is a relation that gives one model at most.
    pub(super) single: bool,
    /// Names that it gives to what it selects.
    pub(super) aliases: Vec<String>,
}

/// A table (or sub-query) in the scope of a query.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The table's name; none for a sub-query or a name that is not known.
    pub(super) table: Option<Rc<str>>,
    /// The name that columns are qualified with, if it is not the table's.
    pub(super) alias: Option<Rc<str>>,
    /// Where it is named.
    pub(super) span: Span,
}

impl Source {
    /// The table on a connection; none of a sub-query, or where either is not known.
    pub(super) fn used_on(&self, connection: &Connection) -> Option<TableUse> {
        let table = self.table.as_ref().filter(|_| *connection != Connection::Unknown)?;
        Some(TableUse { connection: connection.named(), table: table.to_string(), span: self.span })
    }

    /// Whether a qualifier means this source.
    pub(super) fn is_called(&self, qualifier: &str) -> bool {
        let name = self.alias.as_ref().or(self.table.as_ref());
        name.is_some_and(|name| {
            name.eq_ignore_ascii_case(qualifier)
                // `schema.table` may be named by its last part.
                || name.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(qualifier))
        })
    }
}

/// A table as a string names it: `users`, `users as u`, `schema.users`.
#[derive(Clone, Debug)]
pub(super) struct TableName {
    /// The name without its alias.
    pub(super) table: Rc<str>,
    /// The alias.
    pub(super) alias: Option<Rc<str>>,
    /// The bytes of the text that spell the name.
    pub(super) range: std::ops::Range<usize>,
}

impl TableName {
    /// Takes a string apart as Laravel's grammar does (`Illuminate/Database/Grammar.php`, `wrapTable`).
    pub(super) fn parse(text: &Text) -> Option<TableName> {
        let whole = text.known()?;
        let start = whole.len() - whole.trim_start().len();
        let trimmed = whole.trim();
        let lower = trimmed.to_ascii_lowercase();
        let (name, alias) = match lower.find(" as ") {
            Some(at) => (trimmed[..at].trim_end(), Some(Rc::from(trimmed[at + 4..].trim()))),
            None => (trimmed, None),
        };
        if name.is_empty() {
            return None;
        }
        Some(TableName { table: Rc::from(name), alias, range: start..start + name.len() })
    }
}

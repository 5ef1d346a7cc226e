//! The objects of Laravel that code holds in its hands while it is evaluated.

use std::rc::Rc;

use crate::eval::{Array, HostId, Text, Value};
use crate::php::program::ClassDecl;
use crate::references::TableUse;
use crate::schema::ColumnType;
use crate::source::Span;

/// A connection as code names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::laravel) enum Connection {
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
    pub(in crate::laravel) fn named(&self) -> Option<String> {
        match self {
            Connection::Named(name) => Some(name.to_string()),
            Connection::Default | Connection::Unknown => None,
        }
    }
}

/// An object of Laravel.
#[derive(Clone, Debug)]
pub(in crate::laravel) enum Thing<'a> {
    /// A connection, or the manager of all, which acts as the default one.
    Connection(Connection),
    /// A schema builder.
    SchemaBuilder(Connection),
    /// A Blueprint.
    Blueprint(Box<Blueprint<'a>>),
    /// A table that a migration speaks of which is written for Phinx.
    PhinxTable(Box<crate::laravel::migrations::phinx::PhinxTable<'a>>),
    /// What carries such a migration out.
    PhinxAdapter,
    /// What a file of Flarum's returns that holds a migration.
    FlarumMigration(Box<crate::laravel::migrations::flarum::FlarumMigration<'a>>),
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
    /// An index, a foreign key or a column that doctrine/dbal lists.
    DoctrineAsset(std::rc::Rc<crate::laravel::migrations::doctrine::Asset>),
    /// A model of the application that a package is part of: only its name is known.
    HostModel(Rc<str>),
    /// An object of a class outside the project whose methods the configuration describes: the class.
    Signed(Rc<str>),
    /// What a service provider says of its package.
    Described(Box<crate::laravel::support::tools::Described>),
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
    /// A validator, or what it let through: an array.
    Validated(Value<'a>),
    /// A rule of validation that lists what it lets through.
    Listed(Rc<Array<'a>>),
}

/// A Blueprint while its closure runs.
#[derive(Clone, Debug, Default)]
pub(in crate::laravel) struct Blueprint<'a> {
    /// The table, where its name is known.
    pub(in crate::laravel) table: Option<Rc<str>>,
    /// The connection that the table is on.
    pub(in crate::laravel) connection: Connection,
    /// `create()` rather than `table()`.
    pub(in crate::laravel) creates: bool,
    /// Columns and commands, in the order of the code.
    pub(in crate::laravel) commands: Vec<Command<'a>>,
    /// The column that the next ones are put behind (`after('x', function …)`).
    pub(in crate::laravel) after: Option<String>,
    /// `temporary()`: no permanent table.
    pub(in crate::laravel) temporary: bool,
    /// Where columns or commands of unknown names were added.
    pub(in crate::laravel) open_at: Option<Span>,
    /// Whether indexes are made or dropped of which the columns or names are not known.
    pub(in crate::laravel) unsure_indexes: bool,
    /// Whether a migration that is written for Phinx says what it does: no version of Laravel has a say in it.
    pub(in crate::laravel) of_phinx: bool,
    /// Whether it is of a class of somebody else's, which may have methods of its own.
    pub(in crate::laravel) is_foreign: bool,
    /// The set of characters of the table, where it is said.
    pub(in crate::laravel) charset: Option<String>,
}

/// A column or a command of a Blueprint.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct Command<'a> {
    /// Which.
    pub(in crate::laravel) kind: CommandKind<'a>,
    /// Where it is written: the literal that names the column, or the call.
    pub(in crate::laravel) at: Span,
    /// Whether it depends on something that is not known.
    pub(in crate::laravel) conditional: bool,
}

/// What a command does.
#[derive(Clone, Debug)]
pub(in crate::laravel) enum CommandKind<'a> {
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
pub(in crate::laravel) struct ColumnDraft<'a> {
    pub(in crate::laravel) name: String,
    pub(in crate::laravel) ty: ColumnType,
    pub(in crate::laravel) charset: Option<String>,
    pub(in crate::laravel) nullable: bool,
    pub(in crate::laravel) nullable_set: bool,
    pub(in crate::laravel) default: Option<crate::schema::Default>,
    pub(in crate::laravel) default_set: bool,
    pub(in crate::laravel) auto_increment: bool,
    pub(in crate::laravel) generated: bool,
    pub(in crate::laravel) computed: Option<crate::schema::Computed>,
    pub(in crate::laravel) change: bool,
    pub(in crate::laravel) after: Option<String>,
    pub(in crate::laravel) first: bool,
    /// The fluent index that takes effect: Laravel looks at them in this order and takes the first.
    pub(in crate::laravel) primary: Option<IndexName>,
    pub(in crate::laravel) unique: Option<IndexName>,
    pub(in crate::laravel) index: Option<IndexName>,
    pub(in crate::laravel) fulltext: Option<IndexName>,
    pub(in crate::laravel) spatial: Option<IndexName>,
    /// The model of `foreignIdFor`.
    pub(in crate::laravel) model: Option<ClassDecl<'a>>,
    /// What the column was made of, for `constrained()`.
    pub(in crate::laravel) foreign: bool,
}

/// A fluent index: turned on, turned off, or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::laravel) enum IndexName {
    On,
    Off,
    Named(String),
}

/// An index.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct IndexDraft {
    pub(in crate::laravel) kind: crate::schema::IndexKind,
    pub(in crate::laravel) columns: Vec<String>,
    pub(in crate::laravel) name: Option<String>,
    /// Whether it may hold other than its columns' values in all rows.
    pub(in crate::laravel) partial: bool,
}

/// A foreign key.
#[derive(Clone, Debug, Default)]
pub(in crate::laravel) struct ForeignDraft {
    pub(in crate::laravel) columns: Vec<String>,
    pub(in crate::laravel) name: Option<String>,
    pub(in crate::laravel) references: Vec<String>,
    pub(in crate::laravel) on: Option<String>,
    pub(in crate::laravel) on_delete: Option<String>,
    pub(in crate::laravel) on_update: Option<String>,
    /// Whether what it does on a delete or an update is not known.
    pub(in crate::laravel) unsure_actions: bool,
    /// The target is only what a model is called, of which a part is not known.
    pub(in crate::laravel) unsure_target: bool,
    /// The target is derived from the column's name by `constrained()`.
    pub(in crate::laravel) guessed: bool,
}

/// Kinds of query builders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::laravel) enum QueryKind {
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
pub(in crate::laravel) struct Query<'a> {
    pub(in crate::laravel) kind: QueryKind,
    pub(in crate::laravel) connection: Connection,
    /// The tables that it stands on: its own first, then those it joined.
    pub(in crate::laravel) sources: Vec<Source>,
    /// Whether it has a table of its own.
    pub(in crate::laravel) has_from: bool,
    /// Whether its scope may hold more than is listed.
    pub(in crate::laravel) open: bool,
    /// Whether it may select more than is listed, under any name.
    pub(in crate::laravel) hides: bool,
    /// Whether code that is not known got hold of it.
    pub(in crate::laravel) escaped: bool,
    /// How many conditions that are not known stood around the place where it was made.
    pub(in crate::laravel) uncertain: u32,
    /// Whether some of its tables may not be joined: under more of them, or one of several instead of another.
    pub(in crate::laravel) may_join: bool,
    /// Whether it came from elsewhere, so that it may have joined other tables before.
    pub(in crate::laravel) handed: bool,
    /// The query around it, whose tables it sees.
    pub(in crate::laravel) outer: Option<HostId>,
    /// The call that began it on the table of its model; none once it stands on another one.
    pub(in crate::laravel) begun: Option<Span>,
    /// The model that its rows become.
    pub(in crate::laravel) model: Option<ClassDecl<'a>>,
    /// The columns that it gives the rows it inserts; none if they are not known.
    pub(in crate::laravel) fills: Option<Vec<String>>,
    /// Whether it is a relation with a pivot table, the second of its tables.
    pub(in crate::laravel) pivot: bool,
    /// Whether it is a relation that gives one model at most.
    pub(in crate::laravel) single: bool,
    /// Names that it gives to what it selects.
    pub(in crate::laravel) aliases: Vec<String>,
    /// Whether other tables may be a part of it that nobody can see: it is given to callers that are not known, or its model
    /// joins some by itself.
    pub(in crate::laravel) shared: bool,
    /// Whether it is said elsewhere which rows it asks for: this place alone says nothing of its columns.
    pub(in crate::laravel) told_elsewhere: bool,
    /// Whether Laravel lets it select the columns of its own table alone, unless it says which: relations through others.
    pub(in crate::laravel) narrow: bool,
    /// Whether it says which columns it selects.
    pub(in crate::laravel) selects: bool,
    /// Whether it was sent to the database.
    pub(in crate::laravel) ran: bool,
    /// Whether a test asked for its text or its values.
    pub(in crate::laravel) printed: bool,
    /// Whether it is written as SQL, which spells the connection's prefix out.
    pub(in crate::laravel) raw: bool,
}

/// A table (or sub-query) in the scope of a query.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct Source {
    /// The table's name; none for a sub-query or a name that is not known.
    pub(in crate::laravel) table: Option<Rc<str>>,
    /// The name that columns are qualified with, if it is not the table's.
    pub(in crate::laravel) alias: Option<Rc<str>>,
    /// Where it is named.
    pub(in crate::laravel) span: Span,
}

impl Source {
    /// The table on a connection; none of a sub-query, or where either is not known.
    pub(in crate::laravel) fn used_on(&self, connection: &Connection) -> Option<TableUse> {
        let table = self.table.as_ref().filter(|_| *connection != Connection::Unknown)?;
        Some(TableUse { connection: connection.named(), table: table.to_string(), span: self.span })
    }

    /// The name by which a query calls this source; none for a sub-query without one.
    pub(in crate::laravel) fn called(&self) -> Option<&Rc<str>> {
        self.alias.as_ref().or(self.table.as_ref())
    }

    /// Whether a qualifier means this source.
    pub(in crate::laravel) fn is_called(&self, qualifier: &str) -> bool {
        self.called().is_some_and(|name| {
            name.eq_ignore_ascii_case(qualifier)
                // `schema.table` may be named by its last part.
                || name.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(qualifier))
        })
    }
}

/// A table as a string names it: `users`, `users as u`, `schema.users`.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct TableName {
    /// The name without its alias.
    pub(in crate::laravel) table: Rc<str>,
    /// The alias.
    pub(in crate::laravel) alias: Option<Rc<str>>,
    /// The bytes of the text that spell the name.
    pub(in crate::laravel) range: std::ops::Range<usize>,
}

impl TableName {
    /// Takes a string apart as Laravel's grammar does (`Illuminate/Database/Grammar.php`, `wrapTable`).
    pub(in crate::laravel) fn parse(text: &Text) -> Option<TableName> {
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

//! Migrations that are written for Phinx: what they say of a table is collected until they save it, and is then carried out as
//! a Blueprint is.
//!
//! Source: `cakephp/phinx`, `src/Phinx/Migration/AbstractMigration.php`, `src/Phinx/Db/Table.php`.

mod columns;
pub(in crate::laravel) mod facts;
mod keys;
mod places;
mod save;

pub(in crate::laravel) use facts::Facts;
pub(crate) use facts::is_file_name;

use crate::catalog::phinx;
use crate::eval::{Args, CallSite, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::{names_of, reason_of};
use crate::laravel::objects::{CommandKind, Connection, Thing};
use crate::php::program::{ClassDecl, Program};
use crate::source::Span;
use save::How;

/// A table that a migration speaks of, with what is to be done to it.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct PhinxTable<'a> {
    /// Its name.
    name: Value<'a>,
    /// `id`, `primary_key`, `signed` and what else it is made with.
    options: Option<Value<'a>>,
    /// What waits to be saved.
    planned: Vec<Planned<'a>>,
    /// Whether rows wait to be saved.
    has_rows: bool,
    /// Where something is done to columns of unknown names.
    open_at: Option<Span>,
    /// Whether indexes or keys are changed that are not known.
    unsure_indexes: bool,
}

/// Something that is to be done to a table.
#[derive(Clone, Debug)]
struct Planned<'a> {
    action: Action<'a>,
    at: Span,
    conditional: bool,
}

/// What is to be done.
#[derive(Clone, Debug)]
enum Action<'a> {
    /// What a Blueprint does, too.
    Command(CommandKind<'a>),
    /// Drops the index of these columns.
    DropIndexOf(Vec<String>),
    /// Drops the foreign key of these columns.
    DropForeignOf(Vec<String>),
    /// Makes these columns the primary key.
    ChangePrimary(Vec<String>),
}

/// Methods that change the schema and, in old versions, do so at once.
const ONCE_IMMEDIATE: [&str; 9] = [
    "drop",
    "rename",
    "renametable",
    "removecolumn",
    "renamecolumn",
    "changecolumn",
    "removeindex",
    "removeindexbyname",
    "dropforeignkey",
];

/// Whether a class is a migration of Phinx's.
pub(crate) fn is_migration<'a>(program: &Program<'a>, class: ClassDecl<'a>) -> bool {
    let parents: Vec<&str> = phinx::phinx().classes.iter().map(String::as_str).collect();
    program.is_a(class, &parents)
}

/// A constant of one of Phinx's classes.
pub(in crate::laravel) fn constant<'a>(class: &str, name: &str) -> Option<Value<'a>> {
    Some(match phinx::constant(class, name)? {
        phinx::Constant::Number(number) => Value::Int(*number),
        phinx::Constant::Text(text) => Value::string(text.as_str()),
    })
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Literal::from('…')`: SQL as it is, for a type or a default.
    pub(in crate::laravel) fn phinx_literal(
        cx: &mut Interp<'a, Self>,
        class: &str,
        method: &str,
        args: &Args<'a>,
    ) -> Option<Value<'a>> {
        if !matches!(class, "Phinx\\Util\\Literal" | "Phinx\\Util\\Expression") || !method.eq_ignore_ascii_case("from") {
            return None;
        }
        let sql = args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data));
        Some(cx.host.make(Thing::Expression(sql)))
    }

    /// A method that a migration has from Phinx, or one of its adapter.
    pub(in crate::laravel) fn call_phinx(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if EXPLORE {
            return None;
        }
        let main = Connection::Default;
        match &*method.to_ascii_lowercase() {
            "table" => Some(Self::phinx_table(cx, args)),
            "execute" | "query" => {
                Self::run_sql(cx, &main, args, at);
                Some(Value::Unknown(Why::Data))
            }
            "hastable" => Some(Self::has_table(cx, &main, args, at)),
            "hascolumn" => Some(Self::has_column(cx, &main, args, at)),
            "droptable" => Some(Self::drop_tables(cx, &main, false, args, at)),
            "insert" => {
                let table = args.value(0).and_then(Value::as_str);
                Self::may_have_rows(cx, table.as_deref().map(|table| (&main, table)));
                Some(Value::Null)
            }
            "ismigratingup" => Some(Value::Bool(true)),
            "getadapter" => Some(cx.host.make(Thing::PhinxAdapter)),
            "getquerybuilder" | "getinsertbuilder" | "getupdatebuilder" => {
                Self::may_have_rows(cx, None);
                Some(Value::Unknown(Why::Foreign))
            }
            "fetchrow" | "fetchall" | "getselectbuilder" | "getdeletebuilder" => Some(Value::Unknown(Why::Data)),
            "createschema" | "dropschema" | "createdatabase" | "dropdatabase" => Some(Value::Null),
            _ => None,
        }
    }

    /// `$this->table('name', [options])`
    fn phinx_table(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        let name = args.find(0, "tableName").map_or(Value::Unknown(Why::Data), |arg| arg.value.clone());
        let options = args.find(1, "options").map(|arg| arg.value.clone());
        let (planned, has_rows) = (Vec::new(), false);
        let table = PhinxTable { name, options, planned, has_rows, open_at: None, unsure_indexes: false };
        Value::Host(cx.host.add(Thing::PhinxTable(Box::new(table))))
    }

    fn with_phinx<T>(cx: &mut Interp<'a, Self>, id: HostId, change: impl FnOnce(&mut PhinxTable<'a>) -> T) -> Option<T> {
        match cx.host.thing_mut(id) {
            Some(Thing::PhinxTable(table)) => Some(change(table)),
            _ => None,
        }
    }

    fn plan(cx: &mut Interp<'a, Self>, id: HostId, action: Action<'a>, at: Span) {
        let conditional = cx.uncertain > 0;
        Self::with_phinx(cx, id, |table| table.planned.push(Planned { action, at, conditional }));
    }

    /// A method of a table.
    pub(in crate::laravel) fn call_phinx_table(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let this = Value::Host(id);
        let name = Self::with_phinx(cx, id, |table| table.name.clone())?;
        let asked = |args: &Args<'a>| {
            let mut asked = Args::of(vec![name.clone()], at.call);
            asked.items.extend(args.items.iter().cloned());
            asked
        };
        match lower.as_str() {
            "getname" => return Some(name),
            "exists" => return Some(Self::has_table(cx, &Connection::Default, &asked(&Args::default()), at)),
            "hascolumn" => return Some(Self::has_column(cx, &Connection::Default, &asked(args), at)),
            "hasindex" | "hasindexbyname" => return Some(Self::has_index(cx, &Connection::Default, &asked(args))),
            "hasforeignkey" | "hasprimarykey" | "getcolumns" | "getcolumn" => return Some(Value::Unknown(Why::Data)),
            "getadapter" => return Some(cx.host.make(Thing::PhinxAdapter)),
            "create" => Self::save_phinx(cx, id, How::Create, at),
            "update" => Self::save_phinx(cx, id, How::Update, at),
            "save" => Self::save_phinx(cx, id, How::Save, at),
            "insert" | "setdata" => _ = Self::with_phinx(cx, id, |table| table.has_rows = true),
            "savedata" => Self::save_rows(cx, id),
            "changecomment" | "truncate" | "resetdata" | "getoptions" | "setoptions" => {}
            "reset" => _ = Self::with_phinx(cx, id, |table| table.planned.clear()),
            "addcolumn" | "changecolumn" => Self::phinx_column(cx, id, lower == "changecolumn", args, at),
            "addtimestamps" | "addtimestampswithtimezone" => Self::phinx_timestamps(cx, id, args, at),
            "addindex" => Self::phinx_index(cx, id, args, at),
            "addforeignkey" => Self::phinx_foreign(cx, id, None, args, at),
            "addforeignkeywithname" => {
                let constraint = args.value(0).and_then(Value::as_str).map(|name| name.to_string());
                let rest = Args { items: args.items.get(1..).unwrap_or_default().to_vec(), ..Args::default() };
                Self::phinx_foreign(cx, id, constraint, &rest, at);
            }
            "removecolumn" | "removeindex" | "removeindexbyname" | "dropforeignkey" | "changeprimarykey" => {
                Self::phinx_removes(cx, id, &lower, args, at);
            }
            "renamecolumn" => match [args.value(0), args.value(1)].map(|name| name.and_then(|name| names_of(name, at.call))) {
                [Some(from), Some(to)] if from.len() == 1 && to.len() == 1 => {
                    let (from, (to, span)) = (from[0].0.clone(), to[0].clone());
                    Self::plan(cx, id, Action::Command(CommandKind::RenameColumn(from, to)), span);
                }
                _ => Self::open_phinx(cx, id, args.value(0), "columns of renameColumn()", at),
            },
            "drop" => Self::plan(cx, id, Action::Command(CommandKind::Drop), at.call),
            "rename" | "renametable" => match args.value(0).and_then(|name| names_of(name, at.call)).as_deref() {
                Some([(to, span)]) => {
                    let (to, span) = (to.clone(), *span);
                    Self::plan(cx, id, Action::Command(CommandKind::Rename(to)), span);
                }
                _ => Self::open_phinx(cx, id, args.value(0), "name of rename()", at),
            },
            _ => Self::open_phinx(cx, id, None, &format!("{method}() of a table of Phinx's"), at),
        }
        if ONCE_IMMEDIATE.contains(&lower.as_str()) && !Facts::of(cx).planned {
            Self::save_phinx(cx, id, How::Now, at);
            if let ("rename" | "renametable", Some(new)) = (lower.as_str(), args.value(0).cloned()) {
                // What follows speaks of the table by its new name.
                Self::with_phinx(cx, id, |table| table.name = new);
            }
        }
        Some(this)
    }

    /// Something is done to columns whose names are not known.
    fn open_phinx(cx: &mut Interp<'a, Self>, id: HostId, value: Option<&Value<'a>>, what: &str, at: CallSite) {
        Self::with_phinx(cx, id, |table| table.open_at = table.open_at.or(Some(at.call)));
        Self::gap(cx, at.call, what, value.and_then(reason_of).unwrap_or("it is not supported"));
    }
}

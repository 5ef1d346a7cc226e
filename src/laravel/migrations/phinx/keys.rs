//! Indexes and foreign keys as Phinx's migrations describe them, and the names that its adapters and the databases give them.

use super::Action;
use crate::eval::{Args, Array, CallSite, HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::{names_of, reason_of, reason_of_argument};
use crate::laravel::objects::{CommandKind, ForeignDraft, IndexDraft, Thing};
use crate::schema::{Driver, IndexKind, Table};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `addIndex(columns, ['unique' => true, 'name' => …, 'type' => 'fulltext', 'limit' => …])`
    pub(super) fn phinx_index(cx: &mut Interp<'a, Self>, id: HostId, args: &Args<'a>, at: CallSite) {
        let given = args.find(0, "columns").map(|arg| arg.value.clone());
        let Some(columns) = given.as_ref().and_then(|value| names_of(value, at.call)).filter(|names| !names.is_empty()) else {
            let reason = reason_of_argument(given.as_ref());
            Self::gap(cx, at.call, "columns of addIndex()", reason);
            Self::with_phinx(cx, id, |table| table.unsure_indexes = true);
            return;
        };
        let (options, is_known) = options_of(args.find(1, "options").map(|arg| &arg.value));
        let option = |key: &str| options.as_ref().and_then(|options| options.get_str(key));
        if !is_known {
            Self::with_phinx(cx, id, |table| table.unsure_indexes = true);
        }
        let ty = option("type").and_then(Value::as_str).map(|ty| ty.to_ascii_lowercase());
        let kind = match ty.as_deref() {
            Some("fulltext") => IndexKind::Fulltext,
            Some("unique") => IndexKind::Unique,
            _ if option("unique").and_then(Value::truth) == Some(true) => IndexKind::Unique,
            _ => IndexKind::Index,
        };
        // Prefixes of columns, and structures of their own.
        let partial = option("limit").is_some_and(|limit| limit.truth() != Some(false)) || ty.as_deref() == Some("gin");
        let name = option("name").and_then(Value::as_str).map(|name| name.to_string());
        let span = columns[0].1;
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        Self::plan(cx, id, Action::Command(CommandKind::Index(IndexDraft { kind, columns, name, partial })), span);
    }

    /// `addForeignKey(columns, table, ['id'], ['delete' => 'CASCADE', 'update' => …, 'constraint' => …])`
    pub(super) fn phinx_foreign(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        constraint: Option<String>,
        args: &Args<'a>,
        at: CallSite,
    ) {
        let names = |position: usize, param: &str| args.find(position, param).and_then(|arg| names_of(&arg.value, at.call));
        let Some(columns) = names(0, "columns").filter(|columns| !columns.is_empty()) else {
            Self::gap(cx, at.call, "columns of addForeignKey()", reason_of_argument(args.value(0)));
            return;
        };
        let target = args.find(1, "referencedTable").map(|arg| match &arg.value {
            Value::Host(table) => match cx.host.thing(*table) {
                Some(Thing::PhinxTable(table)) => table.name.clone(),
                _ => arg.value.clone(),
            },
            value => value.clone(),
        });
        let on = target.as_ref().and_then(Value::as_str).map(|name| name.to_string());
        if on.is_none() {
            let reason = target.as_ref().and_then(reason_of).unwrap_or("it is not a string");
            Self::gap(cx, at.call, "table of addForeignKey()", reason);
        }
        let references = match args.find(2, "referencedColumns") {
            Some(given) => names_of(&given.value, at.call).unwrap_or_default().into_iter().map(|(name, _)| name).collect(),
            None => vec!["id".to_owned()],
        };
        let (options, is_known) = options_of(args.find(3, "options").map(|arg| &arg.value));
        let option = |key: &str| options.as_ref().and_then(|options| options.get_str(key));
        let mut unsure_actions = !is_known;
        let mut action = |keys: [&str; 2]| {
            let given = keys.iter().find_map(|key| option(key)).filter(|given| !matches!(given, Value::Null))?;
            let known = given.as_str().map(|action| action.trim().to_ascii_lowercase().replace('_', " "));
            unsure_actions |= known.is_none();
            known
        };
        let (on_delete, on_update) = (action(["delete", "on_delete"]), action(["update", "on_update"]));
        let name = constraint.or_else(|| option("constraint").and_then(Value::as_str).map(|name| name.to_string()));
        let span = columns[0].1;
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        let draft =
            ForeignDraft { columns, name, references, on, on_delete, on_update, unsure_actions, ..ForeignDraft::default() };
        Self::plan(cx, id, Action::Command(CommandKind::Foreign(draft)), span);
    }

    /// What takes columns, indexes and keys away, and what makes other columns the primary key.
    pub(super) fn phinx_removes(cx: &mut Interp<'a, Self>, id: HostId, method: &str, args: &Args<'a>, at: CallSite) {
        if method == "dropforeignkey"
            && let Some(name) = args.find(1, "constraint").and_then(|arg| arg.value.as_str())
        {
            Self::plan(cx, id, Action::Command(CommandKind::DropForeign(name.to_string())), at.call);
            return;
        }
        let given = args.value(0).cloned();
        if method == "changeprimarykey" && matches!(given, Some(Value::Null)) {
            Self::plan(cx, id, Action::ChangePrimary(Vec::new()), at.call);
            return;
        }
        let Some(names) = given.as_ref().and_then(|value| names_of(value, at.call)).filter(|names| !names.is_empty()) else {
            if method == "removecolumn" {
                Self::open_phinx(cx, id, given.as_ref(), "column of removeColumn()", at);
                return;
            }
            let reason = reason_of_argument(given.as_ref());
            Self::gap(cx, at.call, &format!("what {method}() takes away"), reason);
            Self::with_phinx(cx, id, |table| table.unsure_indexes = true);
            if method == "dropforeignkey" {
                Self::plan(cx, id, Action::Command(CommandKind::DropSomeForeign), at.call);
            }
            return;
        };
        let span = names[0].1;
        let mut names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
        let action = match method {
            "removecolumn" => Action::Command(CommandKind::DropColumn(names)),
            "removeindexbyname" => Action::Command(CommandKind::DropIndex(names.swap_remove(0))),
            "removeindex" => Action::DropIndexOf(names),
            "dropforeignkey" => Action::DropForeignOf(names),
            _ => Action::ChangePrimary(names),
        };
        Self::plan(cx, id, action, span);
    }
}

/// Options, and whether all of them are known.
fn options_of<'a>(given: Option<&Value<'a>>) -> (Option<std::rc::Rc<Array<'a>>>, bool) {
    match given {
        Some(Value::Array(list)) => (Some(std::rc::Rc::clone(list)), list.is_complete()),
        None | Some(Value::Null) => (None, true),
        Some(_) => (None, false),
    }
}

/// The name of an index for which none is given: MySQL calls it after its first column, the other adapters make one of the
/// table's name and all columns (`getIndexSqlDefinition`, `getAddIndexInstructions`).
pub(super) fn index_name(driver: Driver, table: &str, columns: &[String], taken: impl Fn(&str) -> bool) -> String {
    let all = columns.join("_");
    match driver {
        Driver::MySql | Driver::MariaDb => {
            let first = columns.first().map_or("index", String::as_str);
            let numbered = (2..1000).map(|number| format!("{first}_{number}"));
            std::iter::once(first.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
        }
        Driver::Sqlite => format!("{table}_{all}_index"),
        Driver::PgSql | Driver::SqlSrv => format!("{table}_{all}"),
    }
}

/// The name of a foreign key for which none is given. `made` are those that the table gets at the same time.
pub(super) fn foreign_name(driver: Driver, table: &str, columns: &[String], known: Option<&Table>, made: usize) -> String {
    match driver {
        Driver::MySql | Driver::MariaDb => {
            let start = format!("{table}_ibfk_");
            let keys = known.map(|known| known.foreign_keys.as_slice()).unwrap_or_default();
            let numbers = keys.iter().filter_map(|key| key.name.strip_prefix(&start)?.parse::<usize>().ok());
            format!("{start}{}", numbers.max().unwrap_or(0).saturating_add(made + 1))
        }
        Driver::PgSql => format!("{table}_{}_fkey", columns.join("_")),
        // Its keys have no names.
        Driver::Sqlite | Driver::SqlSrv => format!("{table}_{}_foreign", columns.join("_")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_gets_the_one_of_the_database() {
        let columns = ["a".to_owned(), "b".to_owned()];
        assert_eq!(index_name(Driver::MySql, "t", &columns, |name| name == "a"), "a_2");
        assert_eq!(index_name(Driver::PgSql, "t", &columns, |_| false), "t_a_b");
        assert_eq!(index_name(Driver::Sqlite, "t", &columns, |_| false), "t_a_b_index");
        assert_eq!(foreign_name(Driver::MySql, "t", &columns, None, 1), "t_ibfk_2");
        assert_eq!(foreign_name(Driver::PgSql, "t", &columns, None, 0), "t_a_b_fkey");
    }
}

//! The schema builder: `Schema::create`, `Schema::hasTable` and the rest.
//!
//! Source: `Illuminate/Database/Schema/Builder.php`.

use std::rc::Rc;

use crate::eval::{Args, CallSite, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::{names_of, of_migration, place_of, reason_of};
use crate::laravel::objects::{Blueprint, CommandKind, Connection, TableName, Thing};
use crate::references::{ANY_TABLE, LocalTable, Operation};
use crate::schema::{Change, Driver, Existence};
use crate::source::Span;

/// What Laravel accepts on a schema builder and what changes nothing in the schema.
const WITHOUT_EFFECT: [&str; 6] = [
    "enableforeignkeyconstraints",
    "disableforeignkeyconstraints",
    "createdatabase",
    "dropdatabaseifexists",
    "ensureextensionexists",
    "ensurevectorextensionexists",
];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on a schema builder.
    pub(in crate::laravel) fn call_schema(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        match lower.as_str() {
            "connection" => Some(cx_connection(cx, args)),
            "create" | "table" => Some(Self::alter(cx, connection, lower == "create", args, at)),
            "drop" | "dropifexists" => Some(Self::drop_tables(cx, connection, lower == "dropifexists", args, at)),
            "rename" => Some(Self::rename_tables(cx, connection, args, at)),
            "dropcolumns" => {
                let id = Self::blueprints(cx, connection, args.value(0)?, false, Operation::SchemaAlter, at);
                for (id, _) in id {
                    let rest = Args { items: args.items[1..].to_vec(), ..Args::default() };
                    Self::call_blueprint(cx, id, "dropColumn", &rest, at);
                    Self::finish(cx, id, false, (Change { at: at.call, conditional: cx.uncertain > 0 }, at.call));
                }
                Some(Value::Null)
            }
            "hastable" | "hasview" => Some(Self::has_table(cx, connection, args, at)),
            "hascolumn" | "hascolumns" => Some(Self::has_column(cx, connection, args, at)),
            "whentablehascolumn" | "whentabledoesnthavecolumn" => {
                let wanted = lower == "whentablehascolumn";
                let answer = Self::has_column(cx, connection, args, at);
                let reduced = Args { items: vec![args.items.first()?.clone(), args.items.get(2)?.clone()], ..Args::default() };
                Some(Self::when(cx, &answer, wanted, |cx| Self::alter(cx, connection, false, &reduced, at)))
            }
            "whentablehasindex" | "whentabledoesnthaveindex" => {
                let wanted = lower == "whentablehasindex";
                let answer = Self::has_index(cx, connection, args);
                let reduced = Args { items: vec![args.items.first()?.clone(), args.items.get(2)?.clone()], ..Args::default() };
                Some(Self::when(cx, &answer, wanted, |cx| Self::alter(cx, connection, false, &reduced, at)))
            }
            "hasindex" => Some(Self::has_index(cx, connection, args)),
            "getcolumnlisting" => Some(Self::column_listing(cx, connection, args)),
            "getindexes" | "getindexlisting" | "getforeignkeys" | "getcolumns" | "gettables" | "gettablelisting" | "getviews" => {
                Some(Self::listing(cx, connection, &lower, args))
            }
            "getcolumntype" => Some(Self::column_type(cx, connection, args)),
            "withoutforeignkeyconstraints" => {
                let callee = args.value(0)?.clone();
                Some(cx.call_value(&callee, Args::default(), at.call))
            }
            "usenativeschemaoperationsifpossible" => {
                let native = args.value(0).is_none_or(|value| value.truth() != Some(false));
                std::sync::Arc::make_mut(&mut cx.host.settings).doctrine_renames &= !native;
                Some(Value::Null)
            }
            "defaultstringlength" => {
                if let Some(length) = args.value(0).and_then(Value::as_int).and_then(|n| u32::try_from(n).ok()) {
                    cx.host.application.discovered.string_length = Some(length);
                    std::sync::Arc::make_mut(&mut cx.host.settings).string_length = length;
                }
                Some(Value::Null)
            }
            "defaultmorphkeytype" | "morphusinguuids" | "morphusingulids" => {
                let kind = match lower.as_str() {
                    "morphusinguuids" => Some(Rc::from("uuid")),
                    "morphusingulids" => Some(Rc::from("ulid")),
                    _ => args.value(0).and_then(Value::as_str),
                };
                if let Some(kind) = kind {
                    cx.host.application.discovered.morph_key = Some(kind.to_string());
                    std::sync::Arc::make_mut(&mut cx.host.settings).morph_key = kind.to_string();
                }
                Some(Value::Null)
            }
            "getconnection" => Some(cx.host.make(Thing::Connection(connection.clone()))),
            "createview"
            | "createorreplaceview"
            | "createviewifnotexists"
            | "creatematerializedview"
            | "createrecursiveview"
            | "createrecursivevieworreplace" => Some(Self::make_view(cx, connection, args, at)),
            "dropview" | "dropviewifexists" | "dropmaterializedview" => {
                Some(Self::drop_tables(cx, connection, lower.ends_with("ifexists"), args, at))
            }
            "blueprintresolver" => Some(Self::resolve_blueprints(cx, args, at)),
            _ if WITHOUT_EFFECT.contains(&lower.as_str()) => Some(Value::Null),
            _ => None,
        }
    }

    /// Does something if an answer is the wanted one; if that is not known, perhaps.
    fn when(
        cx: &mut Interp<'a, Self>,
        answer: &Value<'a>,
        wanted: bool,
        action: impl FnOnce(&mut Interp<'a, Self>) -> Value<'a>,
    ) -> Value<'a> {
        match answer.truth() {
            Some(truth) if truth == wanted => action(cx),
            Some(_) => Value::Null,
            None => {
                cx.uncertain += 1;
                let value = action(cx);
                cx.uncertain -= 1;
                value
            }
        }
    }

    /// A Blueprint for every table that a value names.
    pub(in crate::laravel) fn blueprints(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        value: &Value<'a>,
        creates: bool,
        operation: Operation,
        at: CallSite,
    ) -> Vec<(HostId, Span)> {
        let method = if creates { "table of Schema::create()" } else { "table of Schema::table()" };
        let before = cx.host.found.gaps.len();
        let mut names: Vec<(Option<TableName>, Span)> = Self::note_tables(cx, value, connection, operation, at, method)
            .into_iter()
            .map(|(name, span)| (Some(name), of_migration(cx.program.sources(), span, at.name)))
            .collect();
        if cx.host.found.gaps.len() > before {
            let pattern = value.as_text().map(|text| text.ends()).unwrap_or_default();
            if creates && EXPLORE {
                Self::makes_some(cx, connection, pattern, at.call);
            } else if creates {
                // One table of a package whose name is not known must not make all of the project's unknown.
                let any = pattern.0.is_empty() && pattern.1.is_empty() && cx.host.replay.vendored;
                if let Some(schema) = cx.host.schema_of(connection).filter(|_| !any) {
                    schema.create_unknown(at.call, pattern);
                }
            }
            names.push((None, at.call));
        }
        let names: Vec<(HostId, Span)> = names
            .into_iter()
            .map(|(name, span)| {
                let blueprint = Blueprint {
                    table: name.map(|name| name.table),
                    connection: connection.clone(),
                    creates,
                    commands: Vec::new(),
                    after: None,
                    temporary: false,
                    open_at: None,
                    unsure_indexes: false,
                    charset: None,
                    of_phinx: false,
                    is_foreign: false,
                };
                (cx.host.add(Thing::Blueprint(Box::new(blueprint))), span)
            })
            .collect();
        names
    }

    /// Code outside the migrations makes a table whose name it puts together.
    fn makes_some(cx: &mut Interp<'a, Self>, connection: &Connection, ends: (String, String), call: Span) {
        let made = LocalTable { ends: Some(ends), ..LocalTable::unknown(connection.named(), (call, call)) };
        cx.host.found.local_tables.push(made);
    }

    /// `create(table, closure)` and `table(table, closure)`
    fn alter(cx: &mut Interp<'a, Self>, connection: &Connection, creates: bool, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let Some(table) = args.find(0, "table").map(|arg| arg.value.clone()) else { return Value::Null };
        let callee = args.find(1, "callback").map(|arg| arg.value.clone());
        let operation = if creates { Operation::SchemaCreate } else { Operation::SchemaAlter };
        let judged = cx.host.replay.incidents.len();
        let blueprints = Self::blueprints(cx, connection, &table, creates, operation, at);
        let several = blueprints.len() > 1;
        for (id, span) in blueprints {
            cx.uncertain += u32::from(several);
            if Self::refused(cx, id, creates) {
                cx.host.replay.aborted |= Self::ends_transaction(cx, id);
                cx.throw();
                return Value::Null;
            }
            // Whether the table is made is decided where the call stands, not inside its closure.
            let change = Change { at: span, conditional: cx.uncertain > 0 };
            let depth = std::mem::take(&mut cx.uncertain);
            if let Some(callee) = &callee {
                let blueprint = Self::blueprint_object(cx, id, callee, at);
                cx.call_value(callee, Args::of(vec![blueprint], at.call), at.call);
            }
            cx.uncertain = depth;
            if change.conditional {
                Self::make_conditional(cx, id, creates);
            }
            Self::forgive_empty(cx, id, creates, (judged, span));
            Self::finish(cx, id, creates, (change, at.call));
            cx.uncertain -= u32::from(several);
        }
        Value::Null
    }

    /// A closure that says nothing sends no statement: it does not matter whether its table is there.
    pub(in crate::laravel) fn forgive_empty(cx: &mut Interp<'a, Self>, id: HostId, creates: bool, (judged, span): (usize, Span)) {
        let says_nothing = |thing: &Thing<'a>| match thing {
            Thing::Blueprint(blueprint) => blueprint.commands.is_empty() && blueprint.open_at.is_none(),
            _ => false,
        };
        if !EXPLORE && !creates && cx.host.thing(id).is_some_and(says_nothing) {
            let mut number = 0;
            cx.host.replay.incidents.retain(|incident| {
                number += 1;
                number <= judged || incident.at != span
            });
        }
    }

    /// Whether the database certainly refuses the statement, inside a `try` that expects it to.
    pub(in crate::laravel) fn refused(cx: &mut Interp<'a, Self>, id: HostId, creates: bool) -> bool {
        if EXPLORE || cx.tries.is_empty() || cx.uncertain > 0 {
            return false;
        }
        let Some(Thing::Blueprint(blueprint)) = cx.host.thing(id) else { return false };
        let (Some(table), connection) = (blueprint.table.clone(), blueprint.connection.clone()) else { return false };
        let Some(schema) = cx.host.schema_of(&connection) else { return false };
        match schema.existence(&table) {
            Existence::Exists(known) => creates && !known.conditional,
            Existence::Missing(_) => !creates,
            Existence::Unknown(_) => false,
        }
    }

    /// Whether a failure of what a Blueprint does certainly ends the transaction in which the migration runs: PostgreSQL carries
    /// nothing out any more then, whoever catches the exception.
    fn ends_transaction(cx: &mut Interp<'a, Self>, id: HostId) -> bool {
        if cx.uncertain > 0 || cx.host.replay.savepoints > 0 {
            return false;
        }
        let Some(Thing::Blueprint(blueprint)) = cx.host.thing(id) else { return false };
        let connection = blueprint.connection.clone();
        cx.host.schema_of(&connection).is_some_and(|schema| schema.driver == Driver::PgSql)
    }

    /// `DB::transaction(…)`: inside a migration it is a savepoint.
    pub(in crate::laravel) fn transaction(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        callee: &Value<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let this = cx.host.make(Thing::Connection(connection.clone()));
        cx.host.replay.savepoints += 1;
        let value = cx.call_value(callee, Args::of(vec![this], at.call), at.call);
        cx.host.replay.savepoints -= 1;
        value
    }

    /// What a Blueprint does depends on what its call depends on. (The columns of a table that may
    /// not be made at all are as certain as the table.)
    pub(in crate::laravel) fn make_conditional(cx: &mut Interp<'a, Self>, id: HostId, creates: bool) {
        if creates {
            return;
        }
        if let Some(Thing::Blueprint(blueprint)) = cx.host.thing_mut(id) {
            blueprint.commands.iter_mut().for_each(|command| command.conditional = true);
        }
    }

    /// Carries a Blueprint out, or, in a survey, notes the table that it makes.
    pub(in crate::laravel) fn finish(cx: &mut Interp<'a, Self>, id: HostId, creates: bool, (change, call): (Change, Span)) {
        if !EXPLORE {
            let judged = cx.tries.is_empty();
            cx.host.replay.tried = !judged && Self::ends_transaction(cx, id);
            cx.host.apply(id, creates.then_some(change), judged);
            return;
        }
        let Some(Thing::Blueprint(blueprint)) = cx.host.thing(id) else { return };
        let Some(table) = &blueprint.table else { return };
        let (mut columns, mut dropped, mut renamed) = (Vec::new(), Vec::new(), None);
        for command in &blueprint.commands {
            match &command.kind {
                CommandKind::Column(column) => columns.push(column.name.clone()),
                CommandKind::RenameColumn(from, to) => {
                    dropped.push(from.clone());
                    columns.push(to.clone());
                }
                CommandKind::DropColumn(names) => dropped.extend(names.iter().cloned()),
                CommandKind::Rename(to) => renamed = Some(to.clone()),
                _ => {}
            }
        }
        let connection = blueprint.connection.named();
        let open = blueprint.open_at.is_some();
        let columns = (!open).then_some(columns);
        let (table, span) = (table.to_string(), change.at);
        let also = renamed.map(|table| LocalTable { table, ..LocalTable::unknown(connection.clone(), (span, call)) });
        let made = LocalTable { connection, table, ends: None, columns, dropped, altered: !creates, span, call };
        cx.host.found.local_tables.extend([made].into_iter().chain(also));
    }

    pub(in crate::laravel) fn drop_tables(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        if_exists: bool,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let Some(arg) = args.find(0, "table").or_else(|| args.find(0, "name")) else { return Value::Null };
        let operation = if if_exists { Operation::Probe } else { Operation::SchemaDrop };
        let value = arg.value.clone();
        for (name, span) in Self::note_tables(cx, &value, connection, operation, at, "table of Schema::drop()") {
            if !EXPLORE {
                let conditional = cx.uncertain > 0 || cx.host.replay.guessed || value.choices().len() > 1;
                if !conditional && cx.tries.is_empty() {
                    cx.host.judge_drop(connection, &name.table, span);
                }
                if let Some(schema) = cx.host.schema_of(connection) {
                    schema.drop_table(&name.table, Change { at: span, conditional });
                }
            }
        }
        Value::Null
    }

    fn rename_tables(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let (Some(from), Some(to)) = (args.find(0, "from"), args.find(1, "to")) else { return Value::Null };
        let (from, to) = (from.value.clone(), to.value.clone());
        let what = "table of Schema::rename()";
        let old = Self::note_tables(cx, &from, connection, Operation::SchemaRename, at, what);
        let known = to.as_text().and_then(|text| Some((TableName::parse(text)?, place_of(text))));
        let known = known.map(|(mut name, span)| {
            cx.host.locate(connection, &mut name);
            (name, span)
        });
        let Some((new, span)) = known else {
            let pattern = to.as_text().map(|text| text.ends()).unwrap_or_default();
            if EXPLORE {
                Self::makes_some(cx, connection, pattern, at.call);
            } else if let Some(schema) = cx.host.schema_of(connection) {
                schema.create_unknown(at.call, pattern);
            }
            Self::gap(cx, at.call, what, reason_of(&to).unwrap_or("it is not a string"));
            return Value::Null;
        };
        let span = span.unwrap_or(at.call);
        if EXPLORE {
            let connection = connection.named();
            let table = new.table.to_string();
            cx.host.found.local_tables.push(LocalTable { table, ..LocalTable::unknown(connection, (span, at.call)) });
            return Value::Null;
        }
        for (name, _) in old {
            let conditional = cx.uncertain > 0 || cx.host.replay.guessed || from.choices().len() > 1;
            if let Some(schema) = cx.host.schema_of(connection) {
                schema.rename_table(&name.table, &new.table, Change { at: span, conditional });
            }
        }
        Value::Null
    }

    /// `hasTable`: answered from the schema as it is at this time of a replay; a question in a survey.
    pub(in crate::laravel) fn has_table(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let Some(value) = args.find(0, "table").map(|arg| arg.value.clone()) else { return Value::Unknown(Why::Data) };
        let names = Self::note_tables(cx, &value, connection, Operation::Probe, at, "table of Schema::hasTable()");
        let [(name, _)] = names.as_slice() else { return Value::Unknown(Why::Data) };
        if !EXPLORE && let Some(schema) = cx.host.schema_of(connection) {
            match schema.existence(&name.table) {
                Existence::Exists(table) if !table.conditional => return Value::Bool(true),
                Existence::Missing(_) => return Value::Bool(false),
                _ => {}
            }
        }
        let name = name.table.to_string();
        Self::ask(cx, &name, None)
    }

    pub(in crate::laravel) fn has_column(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let Some(value) = args.find(0, "table").map(|arg| arg.value.clone()) else { return Value::Unknown(Why::Data) };
        let names = Self::note_tables(cx, &value, connection, Operation::ProbeColumn, at, "table of Schema::hasColumn()");
        let columns = args.value(1).and_then(|columns| names_of(columns, at.call)).unwrap_or_default();
        if EXPLORE {
            cx.host.found.probed.extend(columns.iter().map(|(_, span)| *span));
        }
        if EXPLORE && names.len() != 1 {
            // It is asked of one of them, or of a table that nobody knows.
            let names: Vec<String> = names.iter().map(|(name, _)| name.table.to_string()).collect();
            let names = if names.is_empty() { vec![ANY_TABLE.to_owned()] } else { names };
            let mut answer = Value::Unknown(Why::Data);
            for (name, (column, _)) in names.iter().flat_map(|name| columns.iter().map(move |column| (name, column))) {
                answer = Self::ask(cx, name, Some(column));
            }
            return answer;
        }
        let ([(name, _)], false) = (names.as_slice(), columns.is_empty()) else { return Value::Unknown(Why::Data) };
        let name = name.table.to_string();
        let mut answer = Value::Bool(true);
        for (column, _) in columns {
            if !EXPLORE
                && let Some(schema) = cx.host.schema_of(connection)
                && let Some(table) = schema.table(&name)
            {
                match table.column(&column) {
                    Some(known) if !known.conditional => continue,
                    None if table.open_at.is_none() => return Value::Bool(false),
                    _ => {}
                }
            } else if !EXPLORE
                && let Some(schema) = cx.host.schema_of(connection)
                && matches!(schema.existence(&name), Existence::Missing(_))
            {
                return Value::Bool(false);
            }
            answer = Self::ask(cx, &name, Some(&column));
        }
        answer
    }

    /// A question without a certain answer. What comes after it in a survey knows that it was asked.
    pub(in crate::laravel) fn ask(cx: &mut Interp<'a, Self>, table: &str, column: Option<&str>) -> Value<'a> {
        let answer = cx.host.probe(table, column);
        if let (true, Value::Unknown(Why::Probe(number))) = (EXPLORE, &answer) {
            cx.guards.push(*number);
        }
        answer
    }
}

/// `connection('name')`
fn cx_connection<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, args: &Args<'a>) -> Value<'a> {
    let connection = crate::laravel::application::facades::connection_argument(args);
    cx.host.make(Thing::SchemaBuilder(connection))
}

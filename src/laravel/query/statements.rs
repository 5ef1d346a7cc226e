//! Raw SQL that migrations run: `DB::statement`, `DB::unprepared`, and squashed dumps.

use crate::eval::{Args, CallSite, Interp, Part, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::references::{Gap, GapKind};
use crate::schema::Dump;
use crate::schema::ddl::{UNKNOWN, Written, parse};
use crate::source::{FileId, Span};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Carries out the statements of a string on the schema that is being built.
    pub(in crate::laravel) fn run_sql(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        if EXPLORE {
            Self::survey_sql(cx, connection, args, at);
            return Value::Bool(true);
        }
        let Some(value) = args.find(0, "query").map(|arg| arg.value.clone()) else { return Value::Bool(true) };
        let value = match &value {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(crate::laravel::objects::Thing::Expression(sql)) => sql.clone(),
                _ => value,
            },
            _ => value,
        };
        let several = value.choices().len() > 1;
        for choice in value.choices() {
            match choice {
                Value::Str(text) => Self::run_text(cx, connection, text, cx.uncertain > 0 || several, at),
                other => {
                    let reason = crate::laravel::migrations::blueprint::reason_of(other).unwrap_or("it is not a string");
                    Self::gap(cx, at.call, "SQL of a statement", reason);
                    Self::run_unknown(cx, connection, at);
                }
            }
        }
        Value::Bool(true)
    }

    /// Whether the SQL of a call begins with a word that changes a schema.
    pub(in crate::laravel) fn is_ddl(cx: &Interp<'a, Self>, args: &Args<'a>) -> bool {
        let Some(value) = args.find(0, "query").map(|arg| &arg.value) else { return false };
        let value = match value {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(crate::laravel::objects::Thing::Expression(sql)) => sql,
                _ => return false,
            },
            value => value,
        };
        let begins = |text: &Text| match text.parts().first() {
            Some(Part::Known(sql, _)) => crate::schema::ddl::changes_schema(sql),
            _ => false,
        };
        value.choices().iter().any(|choice| matches!(choice, Value::Str(text) if begins(text)))
    }

    fn run_text(cx: &mut Interp<'a, Self>, connection: &Connection, text: &Text, conditional: bool, at: CallSite) {
        let mut sql = String::new();
        for part in text.parts() {
            sql.push_str(match part {
                Part::Known(text, _) => text,
                Part::Unknown(_) => UNKNOWN,
            });
        }
        if sql.trim_start().starts_with(UNKNOWN) {
            Self::run_unknown(cx, connection, at);
        }
        Self::sql_writes_rows(cx, connection, &sql, text.known().is_some());
        let place = text.known().and_then(|known| text.place(0, known.len()));
        let (span, verbatim) = match place {
            Some((span, verbatim)) => (span, verbatim),
            None => (text.written().unwrap_or(at.call), false),
        };
        let path = cx.host.search_path(connection);
        let Some(schema) = cx.host.schema_of(connection) else { return };
        let statements = parse(&sql, schema.driver);
        let effects = schema.apply_sql(&statements, Written { at: span, verbatim, conditional, search_path: &path });
        Self::note_effects(cx, effects);
    }

    /// A statement of which not even the first word is known may create and alter any table.
    fn run_unknown(cx: &mut Interp<'a, Self>, connection: &Connection, at: CallSite) {
        let Some(schema) = cx.host.schema_of(connection) else { return };
        schema.create_unknown(at.call, (String::new(), String::new()));
        for table in schema.tables.values_mut() {
            table.open_at.get_or_insert(at.call);
        }
    }

    /// The schemas or databases that SQL's names without one are looked for in.
    pub(in crate::laravel) fn search_path(&self, connection: &Connection) -> Vec<String> {
        let settings = self.connection_name(connection).map(|name| self.settings.connection(name)).unwrap_or_default();
        settings.search_path.into_iter().chain(settings.database).collect()
    }

    pub(in crate::laravel) fn note_effects(cx: &mut Interp<'a, Self>, effects: crate::schema::ddl::Effects) {
        cx.host.triggers.extend(effects.triggers);
        let gaps = effects.gaps.into_iter().map(|(span, reason)| Gap {
            span,
            what: "SQL of a statement".to_owned(),
            reason,
            kind: GapKind::Other,
            is_named: false,
        });
        cx.host.found.gaps.extend(gaps);
    }

    /// Loads a squashed dump and gives the names of the migrations that had run.
    pub fn load_dump(cx: &mut Interp<'a, Self>, file: FileId) -> Vec<String> {
        if cx.program.sources().path(file).ends_with(".php") {
            Self::load_installer(cx, file);
            return Vec::new();
        }
        let text = cx.program.sources().file(file).text();
        let connection = Connection::Default;
        let table = cx.host.settings.migrations_table.clone();
        let path = cx.host.search_path(&connection);
        let Some(schema) = cx.host.schema_of(&connection) else { return Vec::new() };
        let prefixed = format!("{}{table}", schema.prefix);
        let dump = Dump::read(text, schema.driver, &prefixed);
        let at = Span::new(file, 0, text.len());
        let effects = schema.apply_sql(&dump.statements, Written { at, verbatim: true, conditional: false, search_path: &path });
        schema.tables.remove(&table);
        Self::note_effects(cx, effects);
        dump.migrations
    }
}

//! Tables that the application's configuration names: sessions, cached values, queued jobs, password resets.

use std::sync::Arc;

use crate::catalog::settings::{TableSetting, tables};
use crate::eval::{CallSite, Interp, Key, Value};
use crate::laravel::Laravel;
use crate::laravel::application::needs;
use crate::laravel::objects::Connection;
use crate::php::program::Program;
use crate::references::Operation;
use crate::source::FileId;

impl<'a> Laravel<'a, true> {
    /// Notes the tables that the files right below `config/` name.
    pub(crate) fn survey_config(cx: &mut Interp<'a, Self>, counts: impl Fn(&str) -> bool) {
        for setting in tables() {
            let path = format!("config/{}.php", setting.table.split('.').next().unwrap_or_default());
            let Some(file) = cx.program.find(&path).filter(|_| counts(&path)) else { continue };
            for key in keys_below(cx, &setting.table) {
                Self::table_in_config(cx, setting, &key, file);
            }
        }
    }

    fn table_in_config(cx: &mut Interp<'a, Self>, setting: &TableSetting, key: &str, file: FileId) {
        let Value::Str(text) = Self::config_value(cx, &setting.table.replace('*', key)) else { return };
        // What is written elsewhere is noted there.
        let Some(span) = text.written().filter(|span| span.file == file) else { return };
        let connection = match &setting.connection {
            Some(named) => match Self::config_value(cx, &named.replace('*', key)) {
                Value::Null => Connection::Default,
                Value::Str(text) => text.known().map_or(Connection::Unknown, Connection::Named),
                _ => Connection::Unknown,
            },
            None => Connection::Default,
        };
        let program = cx.program;
        let mut holds = |other: &str, values: &[String]| {
            let value = Self::config_value(cx, &other.replace('*', key));
            let found = value.as_str().is_some_and(|value| values.iter().any(|wanted| wanted.replace('*', key) == *value));
            found.then_some(value)
        };
        if !setting.of.iter().all(|(other, values)| holds(other, values).is_some()) {
            return;
        }
        let values: Vec<Option<Value<'a>>> = setting.when.iter().map(|(other, values)| holds(other, values)).collect();
        let said = setting.says.is_empty() || Self::says(cx, &setting.says);
        let used = !values.is_empty() && values.iter().all(Option::is_some) && said;
        let decided = values.iter().flatten().all(|value| is_decided(program, value));
        let operation = if decided { Operation::Config } else { Operation::ConfigDefault };
        let before = cx.host.found.tables.len();
        Self::note_table(cx, &text, &connection, operation, CallSite { call: span, name: span });
        if !used {
            // The table may be missing as long as nothing makes Laravel use it.
            for noted in &mut cx.host.found.tables[before..] {
                noted.context.guards = Arc::from([(noted.table.clone(), None)]);
            }
        }
    }
}

/// Whether a value is written in the file, or in `.env.example`: the default of an `env()` is what somebody else decides.
fn is_decided(program: &Program<'_>, value: &Value<'_>) -> bool {
    let Some(span) = value.as_text().and_then(|text| text.written()) else { return true };
    !needs::is_default_of_variable(program.sources(), span)
}

/// The keys that a `*` stands for; a single empty one where there is none.
fn keys_below<'a>(cx: &mut Interp<'a, Laravel<'a, true>>, pattern: &str) -> Vec<String> {
    let Some((above, _)) = pattern.split_once(".*") else { return vec![String::new()] };
    let Value::Array(list) = Laravel::config_value(cx, above) else { return Vec::new() };
    list.entries
        .iter()
        .filter_map(|entry| match &entry.key {
            Key::Str(key) => Some(key.to_string()),
            Key::Int(_) => None,
        })
        .collect()
}

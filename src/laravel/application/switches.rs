//! Switches of the configuration that decide what migrations make. What a package has set for them is not its users' choice, and
//! what the code of an application asks for itself may well be switched on.

use crate::eval::{Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::application::MigrationPath;
use crate::source::is_test;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What a value of the configuration is worth to a replay. A switch that may be set either way is not known, so that both
    /// ways are taken.
    pub(in crate::laravel) fn switched(cx: &mut Interp<'a, Self>, key: Option<&str>, value: Value<'a>) -> Value<'a> {
        let Value::Bool(on) = value else { return value };
        if EXPLORE {
            return value;
        }
        let migrating = cx.host.replay.migrating;
        let is_open = if Self::is_package(cx) {
            migrating || (!on && cx.host.application.doubting)
        } else {
            migrating && !on && key.is_some_and(|key| Self::is_asked_by_code(cx, key))
        };
        if is_open { Value::Unknown(Why::Config) } else { value }
    }

    /// Finds the migrations of a package that its providers load only where a switch is set in another way than the package has
    /// set it: those that `ask` finds beside the ones that are known.
    pub(crate) fn ask_switched(cx: &mut Interp<'a, Self>, ask: impl FnOnce(&mut Interp<'a, Self>)) {
        if !Self::is_package(cx) {
            return;
        }
        let known = cx.host.application.discovered.clone();
        let settings = std::sync::Arc::clone(&cx.host.settings);
        let (set, macros) = (cx.host.application.config_set.clone(), cx.host.application.macros.clone());
        let gaps = cx.host.found.gaps.len();
        cx.host.application.doubting = true;
        ask(cx);
        cx.host.application.doubting = false;
        let mut found = std::mem::replace(&mut cx.host.application.discovered, known).migration_paths;
        let known = &mut cx.host.application.discovered.migration_paths;
        found.retain(|new| !known.iter().any(|known| known.path == new.path));
        known.extend(found.into_iter().map(|path| MigrationPath { switched: true, ..path }));
        cx.host.settings = settings;
        cx.host.application.config_set = set;
        cx.host.application.macros = macros;
        cx.host.found.gaps.truncate(gaps);
    }

    /// Whether code other than migrations and configuration asks for a key.
    fn is_asked_by_code(cx: &mut Interp<'a, Self>, key: &str) -> bool {
        if let Some(known) = cx.host.application.asked_keys.get(key) {
            return *known;
        }
        let quoted = [format!("'{key}'"), format!("\"{key}\"")];
        let is_code = |path: &str| {
            let aside = path.split('/').any(|part| matches!(part, "config" | "migrations" | "Migrations" | "vendor"));
            path.ends_with(".php") && !aside && !is_test(path)
        };
        let finders = quoted.each_ref().map(memchr::memmem::Finder::new);
        let asks = |text: &str| finders.iter().any(|finder| finder.find(text.as_bytes()).is_some());
        let asked = cx.program.sources().iter().any(|(_, file)| is_code(file.path()) && asks(file.text()));
        cx.host.application.asked_keys.insert(key.to_owned(), asked);
        asked
    }
}

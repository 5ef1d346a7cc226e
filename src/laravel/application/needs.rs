//! Tables and columns that the framework and packages read and write by themselves, where code makes them do so.

use crate::catalog::packages::{Need, Use, needed};
use crate::eval::{CallSite, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Connection, Query, QueryKind, Source, Thing};
use crate::php::program::ClassDecl;
use crate::references::{ColumnReference, Operation};
use crate::source::Span;

/// Notifications, and the name of the channel that stores them.
const NOTIFICATION: &str = "Illuminate\\Notifications\\Notification";
const DATABASE: [&str; 2] = ["database", "Illuminate\\Notifications\\Channels\\DatabaseChannel"];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method that a model has from a package's trait and that reads or writes a table of the package.
    pub(in crate::laravel) fn needed_by_method(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        method: &str,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if !EXPLORE || cx.program.method(class, "notifications").is_some() || cx.program.method(class, "tokens").is_some() {
            return None;
        }
        let ancestors = cx.program.ancestors(class);
        let need = Self::need(cx, Use::Method(&ancestors, method))?;
        let table = Self::note_need(cx, need, at)?;
        let source = Source { table: Some(table), alias: None, span: at.name };
        // Its columns are the package's to decide.
        let query = Query { kind: QueryKind::Eloquent, sources: vec![source], has_from: true, open: true, ..Query::default() };
        Some(cx.host.make(Thing::Query(Box::new(query))))
    }

    /// A global function of a package that writes a table of the package.
    pub(in crate::laravel) fn needed_by_function(cx: &mut Interp<'a, Self>, name: &str, at: CallSite) {
        if EXPLORE && let Some(need) = Self::need(cx, Use::Function(name)) {
            Self::note_need(cx, need, at);
        }
    }

    /// A notification's `via()` that names the channel which stores them.
    pub(crate) fn survey_channels(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str, given: &Value<'a>) {
        if !EXPLORE || !method.eq_ignore_ascii_case("via") || !cx.program.is_a(class, &[NOTIFICATION]) {
            return;
        }
        // Users that keep them elsewhere say so.
        let own = Self::user_model(cx, None).is_some_and(|user| cx.program.method(user, "notifications").is_some());
        let lists = given.choices().iter().filter_map(|choice| match choice {
            Value::Array(list) => Some(list.entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>()),
            _ => None,
        });
        let channels: Vec<Value<'a>> = lists.flatten().filter(|_| !own).collect();
        for channel in &channels {
            let Some(text) = channel.as_text() else { continue };
            if let (Some(name), Some(span)) = (text.known(), text.written())
                && DATABASE.iter().any(|known| known.eq_ignore_ascii_case(name.trim_start_matches('\\')))
            {
                let at = CallSite { call: span, name: span };
                Self::note_derived(cx, ("notifications", &Connection::Default), Operation::Package, at);
            }
        }
    }

    fn need(cx: &Interp<'a, Self>, used: Use<'_>) -> Option<&'static Need> {
        let composer = cx.program.composer();
        needed(|package| composer.version(package).and_then(|version| version.first().copied()), used)
    }

    /// Notes the table of a need, and gives its name.
    fn note_need(cx: &mut Interp<'a, Self>, need: &'static Need, at: CallSite) -> Option<std::rc::Rc<str>> {
        let table = match &need.otherwise {
            Some(otherwise) => match Self::config_value(cx, &need.table) {
                Value::Str(text) => text.known()?,
                Value::Null => std::rc::Rc::from(otherwise.as_str()),
                _ => return None,
            },
            None => std::rc::Rc::from(need.table.as_str()),
        };
        Self::note_derived(cx, (&table, &Connection::Default), Operation::Package, at);
        Some(table)
    }

    /// `Auth::attempt($credentials, true)`, `Auth::login($user, true)`: users who stay logged in have a token for that
    /// (`Illuminate/Auth/SessionGuard.php`, `ensureRememberTokenIsSet`).
    pub(in crate::laravel) fn remembers(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        remember: Option<&Value<'a>>,
        at: CallSite,
    ) {
        if !EXPLORE || remember.is_none_or(|value| value.truth() == Some(false)) {
            return;
        }
        let named = models::answer(cx, class, "getRememberTokenName").or_else(|| {
            cx.program.property(class, "rememberTokenName").and_then(|_| cx.declared_property(class, "rememberTokenName", true))
        });
        let column = match named {
            Some(Value::Str(text)) => text.known().map(|name| name.to_string()),
            Some(_) => None,
            None => Some("remember_token".to_owned()),
        };
        let own = |method: &str| cx.program.method(class, method).is_some();
        if own("setRememberToken") || own("getRememberToken") {
            return;
        }
        let (Some(column), Some(table)) = (column.filter(|name| !name.is_empty()), Self::table_of_model(cx, class)) else {
            return;
        };
        let context = Self::context(cx);
        let place = (at.name, false);
        cx.host.found.columns.push(ColumnReference::of(table, column, Operation::Update, place, at.call, context));
    }

    /// Whether some text of the project's own code says that a table is used.
    pub(in crate::laravel) fn says(cx: &Interp<'a, Self>, words: &[String]) -> bool {
        let own = cx.program.sources().iter().filter(|(_, file)| !crate::migrator::is_vendored(file.path()));
        own.into_iter().any(|(_, file)| words.iter().any(|word| file.text().contains(word.as_str())))
    }
}

/// Where a text of the configuration stands that only an `env()` gives: the default is what somebody else may change.
pub(super) fn is_default_of_variable(sources: &crate::source::Sources, span: Span) -> bool {
    let before = sources.slice(Span { start: 0, end: span.start, ..span });
    before.rsplit('\n').next().unwrap_or_default().contains("env(")
}

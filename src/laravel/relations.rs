//! Relations that models declare, and methods that the project's classes have from Laravel's: service
//! providers and tests.

use std::rc::Rc;

use super::objects::{Connection, Query, QueryKind, Source, Thing};
use super::{Laravel, models, naming};
use crate::eval::{Args, CallSite, Interp, Value};
use crate::php::program::ClassDecl;
use crate::references::Operation;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A relation that a model's method makes: a builder of the related model's rows.
    pub(super) fn relation(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method {
            "hasone" | "hasmany" | "belongsto" | "morphone" | "morphmany" | "belongstomany" | "morphtomany" | "morphedbymany"
            | "hasonethrough" | "hasmanythrough" => {}
            "morphto" => {
                let query = Query {
                    kind: QueryKind::Eloquent,
                    open: true,
                    has_from: true,
                    connection: Connection::Unknown,
                    ..Query::default()
                };
                return Some(cx.host.make(Thing::Query(Box::new(query))));
            }
            _ => return None,
        }
        let related = args.value(0).and_then(|value| models::class_of_value(cx, value));
        let mut query = match related {
            Some(related) => Self::new_model_query(cx, related),
            None => Query {
                kind: QueryKind::Eloquent,
                open: true,
                has_from: true,
                connection: Connection::Unknown,
                ..Query::default()
            },
        };
        let connection = query.connection.clone();
        match method {
            "belongstomany" => {
                let given = args.find(1, "table").map(|arg| arg.value.clone()).filter(|value| !matches!(value, Value::Null));
                let source = match given {
                    Some(Value::Str(text)) if !text.known().is_some_and(|name| name.contains('\\')) => {
                        let found = Self::note_table(cx, &text, &connection, Operation::Join, at);
                        found.map(|(name, span)| Source { table: Some(name.table), alias: name.alias, span })
                    }
                    Some(value) => {
                        let pivot = models::class_of_value(cx, &value).and_then(|class| models::table_of(cx, class));
                        pivot.map(|(table, span)| Source { table: Some(table), alias: None, span })
                    }
                    None => related.map(|related| Source {
                        table: Some(Rc::from(naming::joining_table(class.name(), related.name()))),
                        alias: None,
                        span: at.name,
                    }),
                };
                query.open |= source.is_none();
                query.sources.extend(source);
            }
            "hasone" | "hasmany" | "belongsto" | "morphone" | "morphmany" => {}
            // Through and polymorphic pivots join tables that are not followed yet.
            _ => query.open = true,
        }
        Some(cx.host.make(Thing::Query(Box::new(query))))
    }

    /// A method that a class of the project has from one outside it.
    pub(super) fn inherited(
        cx: &mut Interp<'a, Self>,
        receiver: &Value<'a>,
        class: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if let Value::Object(object) = receiver
            && let Some(blueprint) = Self::carried(object)
        {
            return Self::call_blueprint(cx, blueprint, method, args, at);
        }
        match method.to_ascii_lowercase().as_str() {
            "loadmigrationsfrom" => {
                Self::discover_paths(cx, args.value(0), at);
                Some(Value::Null)
            }
            "call" | "callsilent" | "callsilently" | "artisan" => {
                Self::call_command(cx, args, at.call);
                None
            }
            "mergeconfigfrom" => {
                Self::merge_config(cx, args);
                Some(Value::Null)
            }
            // laravel/pulse's base migration asks for the driver with this.
            "driver" if cx.program.foreign_parent(class).is_some_and(|parent| parent.ends_with("PulseMigration")) => {
                Self::call_connection(cx, &Connection::Default, "getDriverName", &Args::default(), at)
            }
            "callafterresolving" if cx.program.foreign_parent(class).is_some() => Self::after_resolving(cx, args, at),
            _ => Self::assertion(cx, method, args, at),
        }
    }

    pub(super) fn discover_paths(cx: &mut Interp<'a, Self>, value: Option<&Value<'a>>, at: CallSite) {
        // A replay has asked the providers before; a survey sees them without their objects.
        if EXPLORE {
            return;
        }
        for choice in value.map(Value::choices).unwrap_or_default() {
            match choice {
                Value::Array(list) => {
                    for entry in &list.entries {
                        Self::discover_paths(cx, Some(&entry.value), at);
                    }
                }
                other => match other.as_str() {
                    Some(path) => cx.host.discovered.migration_paths.push((path.to_string(), at.call)),
                    None => {
                        let reason = super::blueprint::reason_of(other).unwrap_or("it is no string");
                        Self::gap(cx, at.call, "path of loadMigrationsFrom()", reason);
                    }
                },
            }
        }
    }

    /// `assertDatabaseHas('table', […])` and its like (`InteractsWithDatabase.php`).
    pub(super) fn assertion(cx: &mut Interp<'a, Self>, method: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let (data, connection) = match lower.as_str() {
            "assertdatabasehas" | "assertdatabasemissing" | "assertsoftdeleted" | "assertnotsoftdeleted" => (true, 2),
            "assertdatabasecount" => (false, 2),
            "assertdatabaseempty" => (false, 1),
            _ => return None,
        };
        let table = args.find(0, "table")?.value.clone();
        let connection = match args.find(connection, "connection") {
            None => Connection::Default,
            Some(arg) => match &arg.value {
                Value::Null => Connection::Default,
                value => value.as_str().map_or(Connection::Unknown, Connection::Named),
            },
        };
        // A model, or a model's class, names its own table.
        if models::class_of_value(cx, &table).is_some() || matches!(table, Value::Host(_)) {
            return Some(Value::Null);
        }
        let _ = data;
        Self::note_tables(cx, &table, &connection, Operation::Assert, at, &format!("table of {method}()"));
        Some(Value::Null)
    }
}

//! Methods that the project's classes have from Laravel's: of service providers, tests, factories.

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, Interp, Key, Value};
use crate::laravel::Laravel;
use crate::laravel::application::MigrationPath;
use crate::laravel::eloquent::factories;
use crate::laravel::eloquent::models;
use crate::laravel::migrations::phinx;
use crate::laravel::objects::{Connection, Query, Source, Thing};
use crate::php::ast::ClassKind;
use crate::php::program::ClassDecl;
use crate::references::Operation;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method that a class of the project has from one outside it.
    pub(in crate::laravel) fn inherited(
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
        if !EXPLORE
            && cx.host.replay.migrating
            && phinx::is_migration(cx.program, class)
            && let Some(value) = Self::call_phinx(cx, method, args, at)
        {
            return Some(value);
        }
        // A builder of the project's, whose method does more than the one that it overrides.
        if let Value::Host(id) = receiver
            && Self::query(cx, *id).is_some()
        {
            return Self::call_framework_query(cx, *id, method, args, at);
        }
        if class.decl.kind == ClassKind::Trait
            && let Some(value) = Self::relation_of_trait(cx, class, method, args, at)
        {
            return Some(value);
        }
        if let Some(value) = Self::call_repository(cx, class, method, args, at) {
            return Some(value);
        }
        if EXPLORE && factories::is_factory(cx.program, class) {
            return Self::call_factory(cx, receiver, class, method, args, at);
        }
        if EXPLORE && cx.program.is_a(class, &["Illuminate\\Foundation\\Http\\FormRequest", "Illuminate\\Http\\Request"]) {
            return Self::call_form_request(cx, (receiver, class), method, args, at);
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
            "publishes" | "publishesmigrations" => {
                Self::note_published(cx, args, at);
                None
            }
            "mergeconfigfrom" => {
                Self::merge_config(cx, args);
                Some(Value::Null)
            }
            // `validate($rules, $messages)` of a component or a form of Livewire; a controller takes the request before.
            "validate" if EXPLORE => {
                let is_livewire = cx.program.is_a(class, &["Livewire\\Component", "Livewire\\Form"]);
                let takes_request = !is_livewire && !matches!(args.value(0), Some(Value::Array(_)));
                Self::validate_with(cx, Some(args.value(usize::from(takes_request))?), at)
            }
            // laravel/pulse's base migration asks for the driver with this.
            "driver" if cx.program.foreign_parent(class).is_some_and(|parent| parent.ends_with("PulseMigration")) => {
                Self::call_connection(cx, &Connection::Default, "getDriverName", &Args::default(), at)
            }
            "callafterresolving" if cx.program.foreign_parent(class).is_some() => Self::after_resolving(cx, args, at),
            _ => Self::assertion(cx, method, args, at),
        }
    }

    pub(in crate::laravel) fn discover_paths(cx: &mut Interp<'a, Self>, value: Option<&Value<'a>>, at: CallSite) {
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
                    Some(path) => {
                        let found = MigrationPath { path: path.to_string(), at: at.call, switched: false };
                        cx.host.application.discovered.migration_paths.push(found);
                    }
                    None => {
                        let reason = crate::laravel::migrations::blueprint::reason_of(other).unwrap_or("it is not a string");
                        let (start, end) = other.as_text().map(|text| text.ends()).unwrap_or_default();
                        cx.host.application.discovered.lost_paths.push((start, end, at.call));
                        Self::gap(cx, at.call, "path of loadMigrationsFrom()", reason);
                    }
                },
            }
        }
    }

    /// `publishes([file => target, …])`: notes the files and folders of migrations among them, which get their dates, and so
    /// their order, when they are published.
    fn note_published(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) {
        let Some(Value::Array(paths)) = args.value(0).filter(|_| !EXPLORE) else { return };
        for entry in &paths.entries {
            let Key::Str(path) = &entry.key else { continue };
            let says = |text: &str| text.to_ascii_lowercase().contains("migration");
            if says(path) || entry.value.as_str().is_some_and(|target| says(&target)) {
                cx.host.application.discovered.published.push((path.to_string(), at.call));
            } else if let Some(target) = entry.value.as_str() {
                Self::publish_config(cx, path, &target);
            }
        }
    }

    /// `assertDatabaseHas('table', […])` and its like (`InteractsWithDatabase.php`).
    pub(in crate::laravel) fn assertion(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
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
        let data_of = |query: Query<'a>, cx: &mut Interp<'a, Self>| {
            if let Some(Value::Array(conditions)) = args.find(1, "data").filter(|_| data).map(|arg| arg.value.clone()) {
                let id = cx.host.add(Thing::Query(Box::new(query)));
                Self::conditions(cx, id, &conditions, Deed::Where, at);
            }
        };
        // A model, or a model's class, names its own table.
        if let Some(class) = models::class_of_value(cx, &table) {
            if models::is_model(cx.program, class) {
                let query = Query { model: None, aliases: Vec::new(), ..Self::new_model_query(cx, class) };
                data_of(query, cx);
            }
            return Some(Value::Null);
        }
        if matches!(table, Value::Host(_)) || table.as_str().is_some_and(|name| name.contains('\\')) {
            return Some(Value::Null);
        }
        let found = Self::note_tables(cx, &table, &connection, Operation::Assert, at, &format!("table of {method}()"));
        if let [(name, span)] = found.as_slice() {
            let source = Source { table: Some(name.table.clone()), alias: name.alias.clone(), span: *span };
            data_of(Query { connection, sources: vec![source], has_from: true, ..Query::default() }, cx);
        }
        Some(Value::Null)
    }
}

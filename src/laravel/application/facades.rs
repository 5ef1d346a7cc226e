//! Facades, helper functions and the container: how code gets hold of Laravel's objects.

use crate::eval::{Args, CallSite, Interp, ROOT, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::migrations::blueprint::custom;
use crate::laravel::objects::{Connection, Query, QueryKind, Thing};
use crate::php::program::ClassDecl;

/// `PDO::ATTR_DRIVER_NAME`
const PDO_DRIVER_NAME: i64 = 16;

/// What a class of Laravel's gives when code asks for an object of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Connection,
    Schema,
    Builder,
    Eloquent,
    Relation,
    Container,
    Migrator,
    Config,
    Collection,
    Blueprint,
    Guard,
    Request,
}

/// The classes and container names that matter, in lower case.
const SERVICES: [(&str, Service); 59] = [
    ("illuminate\\database\\connection", Service::Connection),
    ("illuminate\\database\\connectioninterface", Service::Connection),
    ("illuminate\\database\\connectionresolverinterface", Service::Connection),
    ("illuminate\\database\\databasemanager", Service::Connection),
    ("illuminate\\database\\capsule\\manager", Service::Connection),
    ("illuminate\\database\\mysqlconnection", Service::Connection),
    ("illuminate\\database\\postgresconnection", Service::Connection),
    ("illuminate\\database\\sqliteconnection", Service::Connection),
    ("illuminate\\support\\facades\\db", Service::Connection),
    ("db", Service::Connection),
    ("db.connection", Service::Connection),
    ("illuminate\\database\\schema\\builder", Service::Schema),
    ("illuminate\\database\\schema\\mysqlbuilder", Service::Schema),
    ("illuminate\\support\\facades\\schema", Service::Schema),
    ("schema", Service::Schema),
    ("db.schema", Service::Schema),
    ("illuminate\\database\\query\\builder", Service::Builder),
    ("illuminate\\contracts\\database\\query\\builder", Service::Builder),
    ("illuminate\\contracts\\database\\eloquent\\builder", Service::Eloquent),
    ("illuminate\\database\\query\\joinclause", Service::Builder),
    ("illuminate\\database\\eloquent\\builder", Service::Eloquent),
    ("illuminate\\database\\eloquent\\relations\\relation", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\belongsto", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\belongstomany", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\hasmany", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\hasone", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\hasmanythrough", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\hasonethrough", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\morphmany", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\morphone", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\morphto", Service::Relation),
    ("illuminate\\database\\eloquent\\relations\\morphtomany", Service::Relation),
    ("illuminate\\contracts\\foundation\\application", Service::Container),
    ("illuminate\\foundation\\application", Service::Container),
    ("illuminate\\contracts\\container\\container", Service::Container),
    ("illuminate\\container\\container", Service::Container),
    ("illuminate\\support\\facades\\app", Service::Container),
    ("app", Service::Container),
    ("migrator", Service::Migrator),
    ("illuminate\\database\\migrations\\migrator", Service::Migrator),
    ("illuminate\\contracts\\config\\repository", Service::Config),
    ("illuminate\\support\\facades\\config", Service::Config),
    ("config", Service::Config),
    ("illuminate\\support\\collection", Service::Collection),
    ("illuminate\\database\\eloquent\\collection", Service::Collection),
    ("illuminate\\support\\lazycollection", Service::Collection),
    ("illuminate\\database\\schema\\blueprint", Service::Blueprint),
    ("illuminate\\support\\facades\\auth", Service::Guard),
    ("auth", Service::Guard),
    ("illuminate\\auth\\authmanager", Service::Guard),
    ("illuminate\\contracts\\auth\\factory", Service::Guard),
    ("illuminate\\contracts\\auth\\guard", Service::Guard),
    ("illuminate\\contracts\\auth\\statefulguard", Service::Guard),
    ("illuminate\\auth\\sessionguard", Service::Guard),
    ("illuminate\\http\\request", Service::Request),
    ("illuminate\\foundation\\http\\formrequest", Service::Request),
    ("illuminate\\support\\facades\\request", Service::Request),
    ("request", Service::Request),
    ("auth.driver", Service::Guard),
];

fn service(class: &str) -> Option<Service> {
    let lower = class.trim_start_matches('\\').to_ascii_lowercase();
    let known = SERVICES.iter().find(|(name, _)| *name == lower).map(|(_, service)| *service);
    // Packages put facades of their own before their schema builders.
    known.or_else(|| (lower.ends_with("\\facades\\schema") && !lower.contains("mongo")).then_some(Service::Schema))
}

/// The connection that the first argument names.
pub(in crate::laravel) fn connection_argument(args: &Args<'_>) -> Connection {
    match args.value(0) {
        None | Some(Value::Null) if !args.open => Connection::Default,
        Some(value) => match value.as_str() {
            Some(name) => Connection::Named(name),
            None => Connection::Unknown,
        },
        None => Connection::Unknown,
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// An object of one of Laravel's classes.
    pub(in crate::laravel) fn service_of(cx: &mut Interp<'a, Self>, class: &str) -> Option<Value<'a>> {
        let connection = cx.host.assumed_connection();
        let thing = match service(class)? {
            Service::Connection => Thing::Connection(Connection::Default),
            Service::Schema => Thing::SchemaBuilder(Connection::Default),
            Service::Builder => Thing::Query(Box::new(Query { open: true, connection, ..Query::default() })),
            Service::Eloquent | Service::Relation => {
                Thing::Query(Box::new(Query { kind: QueryKind::Eloquent, open: true, connection, ..Query::default() }))
            }
            Service::Container => Thing::Container,
            Service::Migrator => Thing::Migrator,
            Service::Config => Thing::Config,
            Service::Collection => Thing::Collection(None, None),
            Service::Guard => Thing::Guard(None),
            Service::Request => Thing::Request,
            Service::Blueprint => Thing::Blueprint(Box::new(crate::laravel::objects::Blueprint {
                connection: Connection::Unknown,
                ..crate::laravel::objects::Blueprint::default()
            })),
        };
        Some(cx.host.make(thing))
    }

    /// A static call of a class that the project does not declare.
    pub(in crate::laravel) fn call_facade(
        cx: &mut Interp<'a, Self>,
        class: &str,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if method.eq_ignore_ascii_case("getFacadeRoot") {
            return Self::service_of(cx, class);
        }
        match service(class) {
            Some(Service::Connection) => Self::call_connection(cx, &Connection::Default, method, args, at),
            Some(Service::Schema) => Self::call_schema(cx, &Connection::Default, method, args, at),
            Some(Service::Container) => Self::call_container(cx, method, args, at),
            Some(Service::Config) => Self::call_config(cx, method, args),
            Some(Service::Collection) => Self::call_collection_class(cx, method, args, at),
            Some(Service::Guard) if EXPLORE => Self::call_guard(cx, None, method, args, at),
            Some(Service::Request) if EXPLORE => Self::call_request(cx, method, args, at),
            of if method.eq_ignore_ascii_case("macro")
                && (matches!(of, Some(Service::Blueprint)) || custom::makes_columns(class)) =>
            {
                if let (Some(name), Some(callee)) = (args.value(0).and_then(Value::as_str), args.value(1)) {
                    cx.host.application.discovered.macros.push(name.to_ascii_lowercase());
                    cx.host.application.macros.insert(name.to_ascii_lowercase(), callee.clone());
                }
                Some(Value::Null)
            }
            _ if method.eq_ignore_ascii_case("ignoreMigrations") => {
                // The packages' providers have booted before the project's: there it comes too late.
                let late = cx.function().is_some_and(|function| function.name.eq_ignore_ascii_case("boot"));
                if !late {
                    cx.host.application.discovered.ignored.push(class.trim_start_matches('\\').to_owned());
                }
                Some(Value::Null)
            }
            _ => match class.to_ascii_lowercase().as_str() {
                "illuminate\\support\\facades\\artisan" | "artisan" => {
                    Self::call_command(cx, args, at.call);
                    None
                }
                "illuminate\\support\\str" | "str" => Self::call_str(cx, method, args, at),
                "illuminate\\validation\\rule" | "illuminate\\support\\facades\\validator" | "validator" => {
                    Self::call_validation(cx, method, args, at)
                }
                "illuminate\\support\\arr" | "arr" => Self::call_arr(cx, method, args, at),
                "illuminate\\support\\facades\\file" | "file" => Self::call_file_facade(cx, method, args, at),
                "silber\\bouncer\\database\\models" | "silber\\bouncer\\bouncerfacade" | "bouncer" => {
                    Self::call_bouncer(cx, method, args)
                }
                "kalnoy\\nestedset\\nestedset" => Self::nested_set(cx, method, args, at),
                _ if EXPLORE => Self::call_package_model(cx, class, method, args, at),
                _ => Self::foreign_ddl(cx, method, args, at),
            },
        }
    }

    /// A static call on a package's model whose table is known: a query of it.
    fn call_package_model(
        cx: &mut Interp<'a, Self>,
        class: &str,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let table = models::package_table(cx, class)?;
        let source = crate::laravel::objects::Source { table: Some(table), alias: None, span: at.call };
        let query = Query { kind: QueryKind::Eloquent, sources: vec![source], has_from: true, ..Query::default() };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        if ["query", "newQuery", "newModelQuery"].iter().any(|plain| method.eq_ignore_ascii_case(plain)) {
            return Some(Value::Host(id));
        }
        Self::call_query(cx, id, method, args, at)
    }

    /// A call on a connection (or on the manager of all).
    pub(in crate::laravel) fn call_connection(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "table" => Some(Self::table(cx, connection, args, at)),
            // PDO's, too.
            "query" if !args.is_empty() => Some(Self::run_sql(cx, connection, args, at)),
            "query" | "newquery" => {
                Some(cx.host.make(Thing::Query(Box::new(Query { connection: connection.clone(), ..Query::default() }))))
            }
            "getconnection" if args.is_empty() => Some(cx.host.make(Thing::Connection(connection.clone()))),
            "connection" | "usingconnection" | "getconnection" => {
                let named = connection_argument(args);
                Some(cx.host.make(Thing::Connection(named)))
            }
            // `Capsule::schema('name')`, too.
            "schema" if args.value(0).is_some() => Some(cx.host.make(Thing::SchemaBuilder(connection_argument(args)))),
            "getschemabuilder" | "schema" => Some(cx.host.make(Thing::SchemaBuilder(connection.clone()))),
            "getdoctrineschemamanager" => Some(cx.host.make(Thing::Doctrine(connection.clone()))),
            "raw" => Some(Self::raw_sql(cx, args)),
            "transaction" => {
                let callee = args.value(0)?.clone();
                Some(Self::transaction(cx, connection, &callee, at))
            }
            "getattribute" if args.value(0).and_then(Value::as_int) == Some(PDO_DRIVER_NAME) => {
                let name = cx.host.connection_name(connection)?.to_owned();
                let driver = cx.host.settings.connection(&name).driver;
                // MariaDB is spoken to through MySQL's driver.
                Some(Value::string(if driver.is_mysql() { "mysql" } else { driver.as_str() }))
            }
            "getdrivername" | "getconfig"
                if !method.eq_ignore_ascii_case("getConfig")
                    || args.value(0).and_then(Value::as_str).as_deref() == Some("driver") =>
            {
                let name = cx.host.connection_name(connection)?.to_owned();
                Some(Value::string(cx.host.settings.connection(&name).driver.as_str()))
            }
            "gettableprefix" => {
                let name = cx.host.connection_name(connection)?.to_owned();
                Some(Value::string(cx.host.settings.connection(&name).prefix))
            }
            "getdefaultconnection" | "getname" => {
                let name = cx.host.connection_name(connection)?.to_owned();
                Some(Value::string(name))
            }
            "statement" | "unprepared" | "affectingstatement" | "exec" => Some(Self::run_sql(cx, connection, args, at)),
            "getpdo" => Some(cx.host.make(Thing::Connection(connection.clone()))),
            "update" | "insert" | "delete" if EXPLORE => Some(Self::run_sql(cx, connection, args, at)),
            "select" | "selectone" | "selectfromwriteconnection" | "selectresultsets" | "scalar" | "cursor" if EXPLORE => {
                Self::survey_sql(cx, connection, args, at);
                Some(Self::rows(cx))
            }
            // PDO runs whatever it is given, so what counts is what the SQL says.
            "select"
            | "selectone"
            | "selectfromwriteconnection"
            | "selectresultsets"
            | "scalar"
            | "cursor"
            | "insert"
            | "update"
            | "delete"
            | "prepare"
                if Self::is_ddl(cx, args) =>
            {
                Self::run_sql(cx, connection, args, at);
                Some(Self::rows(cx))
            }
            "select" | "selectone" | "scalar" | "cursor" => {
                Some(Self::ask_rows(cx, connection, method, args).unwrap_or_else(|| Self::rows(cx)))
            }
            // A macro that nobody follows may change anything.
            other => {
                const CHANGES: [&str; 7] = ["drop", "foreign", "index", "alter", "rename", "column", "constraint"];
                cx.host.replay.unsure |= !EXPLORE && CHANGES.iter().any(|word| other.contains(word));
                None
            }
        }
    }

    /// A collection of rows of which nothing is known.
    pub(in crate::laravel) fn rows(cx: &mut Interp<'a, Self>) -> Value<'a> {
        cx.host.make(Thing::Collection(None, None))
    }

    /// A call on the container.
    pub(in crate::laravel) fn call_container(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "make" | "get" | "makewith" | "resolve" => Self::resolve(cx, args, at),
            "bind" | "singleton" | "scoped" | "instance" | "bindif" | "singletonif" | "scopedif" => Self::bind(cx, args),
            "afterresolving" | "resolving" => Self::after_resolving(cx, args, at),
            "basepath" => Some(Self::path(args, "")),
            "databasepath" => Some(Self::path(args, "/database")),
            "configpath" => Some(Self::path(args, "/config")),
            "path" => Some(Self::path(args, "/app")),
            "resourcepath" => Some(Self::path(args, "/resources")),
            "storagepath" => Some(Self::path(args, "/storage")),
            "environment" if args.is_empty() => Some(Value::string("production")),
            // A replay is one of the application in production, Laravel's own default (`config/app.php`).
            "environment" if EXPLORE => Some(Value::Unknown(Why::Config)),
            "environment" => {
                let names = args.items.iter().flat_map(|arg| match &arg.value {
                    Value::Array(list) => list.entries.iter().map(|entry| entry.value.as_str()).collect(),
                    single => vec![single.as_str()],
                });
                let mut answer = Some(false);
                for name in names {
                    match name.as_deref() {
                        Some("production" | "prod*" | "*") => return Some(Value::Bool(true)),
                        Some(_) => {}
                        None => answer = None,
                    }
                }
                Some(answer.map_or(Value::Unknown(Why::Config), Value::Bool))
            }
            "islocal" | "isdownformaintenance" if !EXPLORE => Some(Value::Bool(false)),
            "isproduction" if !EXPLORE => Some(Value::Bool(true)),
            "runningunittests" if !EXPLORE => Some(Value::Bool(false)),
            "runninginconsole" if !EXPLORE => Some(Value::Bool(true)),
            _ => None,
        }
    }

    /// `callAfterResolving('migrator', function ($migrator) { … })`
    pub(in crate::laravel) fn after_resolving(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let service = service(&args.value(0)?.as_str()?).filter(|service| *service == Service::Migrator && !EXPLORE);
        service?;
        let (callee, migrator) = (args.value(1)?.clone(), cx.host.make(Thing::Migrator));
        Some(cx.call_value(&callee, Args::of(vec![migrator], at.call), at.call))
    }

    /// What the container makes of a class or of a service's name.
    pub(in crate::laravel) fn resolve(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let name = args.value(0)?.as_str()?;
        if let Some(bound) = Self::bound(cx, &name, at) {
            return Some(bound);
        }
        if let Some(class) = cx.program.class(&name) {
            return Some(if EXPLORE { cx.some_object(class, Why::Foreign) } else { cx.construct(class, Args::entry(), at) });
        }
        Self::service_of(cx, &name).or_else(|| Self::described_object(cx, &name))
    }

    fn path(args: &Args<'a>, folder: &str) -> Value<'a> {
        match args.value(0) {
            None => Value::string(format!("{ROOT}{folder}")),
            Some(value) => match value.as_str() {
                Some(rest) if rest.is_empty() => Value::string(format!("{ROOT}{folder}")),
                Some(rest) => Value::string(format!("{ROOT}{folder}/{}", rest.trim_start_matches('/'))),
                None => Value::Unknown(Why::Data),
            },
        }
    }

    pub(in crate::laravel) fn call_config(cx: &mut Interp<'a, Self>, method: &str, args: &Args<'a>) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "get" | "string" | "array" | "boolean" => Some(Self::config(cx, args)),
            "has" => Some(Value::Unknown(Why::Config)),
            "set" => Some(Self::set_config(cx, args)),
            _ => None,
        }
    }

    /// A function that the project does not declare.
    pub(in crate::laravel) fn call_helper(
        cx: &mut Interp<'a, Self>,
        name: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        Self::needed_by_function(cx, &name.to_ascii_lowercase(), at);
        match name.to_ascii_lowercase().as_str() {
            "app" | "resolve" if args.is_empty() => Some(cx.host.make(Thing::Container)),
            "app" | "resolve" => Self::resolve(cx, args, at),
            "db" => Some(cx.host.make(Thing::Connection(Connection::Default))),
            "auth" if EXPLORE => {
                let guard = args.value(0).and_then(Value::as_str);
                Some(cx.host.make(Thing::Guard(guard)))
            }
            "validator" if EXPLORE && args.len() >= 2 => Self::make_validator(cx, args, at),
            "request" if EXPLORE && args.is_empty() => Some(cx.host.make(Thing::Request)),
            "config" => match args.value(0) {
                Some(Value::Array(_)) => Some(Self::set_config(cx, args)),
                _ => Some(Self::config(cx, args)),
            },
            "file_get_contents" | "file" => {
                Self::refuse_outside(cx, args, at);
                None
            }
            "glob" | "scandir" | "is_dir" | "module_path" => Self::call_folder_function(cx, &name.to_ascii_lowercase(), args),
            "env" => Some(Self::env(cx, args)),
            "in_array" | "is_plugin_active" | "module_enabled" | "is_module_active" if EXPLORE => {
                Self::asked_first(cx, &name.to_ascii_lowercase(), args)
            }
            "collect" => Some(Self::collect(cx, args.value(0))),
            "base_path" => Some(Self::path(args, "")),
            "database_path" => Some(Self::path(args, "/database")),
            "config_path" => Some(Self::path(args, "/config")),
            "app_path" => Some(Self::path(args, "/app")),
            "resource_path" => Some(Self::path(args, "/resources")),
            "storage_path" => Some(Self::path(args, "/storage")),
            "tap" => {
                let subject = args.value(0)?.clone();
                if let Some(callee) = args.value(1).cloned() {
                    cx.call_value(&callee, Args::of(vec![subject.clone()], at.call), at.call);
                }
                Some(subject)
            }
            // Helpers that run a closure and let nothing out.
            "rescue" | "retry" | "once" | "benchmark" => {
                let position = usize::from(name.eq_ignore_ascii_case("retry"));
                let callee = args.value(position)?.clone();
                Some(cx.call_value(&callee, Args::default(), at.call))
            }
            "value" => match args.value(0)? {
                closure @ Value::Closure(_) => {
                    let rest = Args { items: args.items.iter().skip(1).cloned().collect(), ..args.clone() };
                    Some(cx.call_value(&closure.clone(), rest, at.call))
                }
                other => Some(other.clone()),
            },
            "with" => {
                let subject = args.value(0)?.clone();
                match args.value(1).cloned() {
                    Some(callee) => Some(cx.call_value(&callee, Args::of(vec![subject], at.call), at.call)),
                    None => Some(subject),
                }
            }
            "str" => Some(cx.host.make(Thing::Stringable(args.value(0)?.clone()))),
            "class_basename" => {
                let class = match args.value(0)? {
                    Value::Object(object) => object.class.map(|class| class.name().to_owned()),
                    value => value.as_str().map(|name| name.to_string()),
                };
                class.map(|class| Value::string(crate::laravel::support::naming::class_basename(&class)))
            }
            name => Self::array_helper(cx, name, args, at),
        }
    }

    /// A builder of a model's rows.
    pub(in crate::laravel) fn model_query(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Value<'a> {
        let query = Self::new_model_query(cx, class);
        cx.host.make(Thing::Query(Box::new(query)))
    }

    /// A query for a model that somebody else began.
    pub(in crate::laravel) fn handed_query(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Value<'a> {
        let query = Query { handed: true, ..Self::new_model_query(cx, class) };
        cx.host.make(Thing::Query(Box::new(query)))
    }

    pub(in crate::laravel) fn new_model_query(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Query<'a> {
        let table = if class.decl.is_abstract { None } else { models::table_of(cx, class) };
        let connection = models::connection_of(cx, class);
        let (name, span) = match table {
            Some((name, span)) => (Some(name), span),
            None => (None, class.decl.name_span),
        };
        let aliases = Self::always_counted(cx, class);
        Query {
            aliases,
            kind: QueryKind::Eloquent,
            connection,
            open: name.is_none(),
            sources: vec![crate::laravel::objects::Source { table: name, alias: models::table_alias_of(cx, class), span }],
            has_from: true,
            model: Some(class),
            uncertain: cx.uncertain,
            fills: Some(Vec::new()),
            shared: EXPLORE && Self::may_join_unseen(cx, class),
            ..Query::default()
        }
    }
}

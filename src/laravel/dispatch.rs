//! The interpreter's questions, handed to whoever knows the answer.

use std::rc::Rc;

use crate::catalog::models::table_of;
use crate::eval::{Announced, Args, Array, CallSite, Called, Copier, Fork, Host, HostId, Interp, Object, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::application::connections;
use crate::laravel::eloquent::models;
use crate::laravel::migrations::phinx;
use crate::laravel::objects::{Connection, Query, Thing};
use crate::laravel::query::{builders, queries};
use crate::laravel::support::naming;
use crate::php::ast::{Closure, Expr};
use crate::php::program::ClassDecl;
use crate::source::Span;

/// The manager of connections outside of Laravel.
const MANAGER: &str = "Illuminate\\Database\\Capsule\\Manager";

/// How deep Laravel's own methods may call each other through the project's closures.
const MAX_DEPTH: u32 = 48;

impl<'a, const EXPLORE: bool> Host<'a> for Laravel<'a, EXPLORE> {
    const EXPLORE: bool = EXPLORE;

    fn assigned(cx: &mut Interp<'a, Self>, object: &Value<'a>, name: &str, value: &Value<'a>, at: Span) {
        if let (Value::Host(id), "charset" | "collation", Some(text)) = (object, name, value.as_str()) {
            Self::set_charset(cx, *id, name, &text);
        }
        Self::assigned_attribute(cx, object, name, value, at);
    }

    fn handed_to(cx: &mut Interp<'a, Self>, closure: &'a Closure) -> Option<Args<'a>> {
        Self::given_by_panel(cx, closure)
    }

    fn is_framework(class: &str) -> bool {
        class.starts_with("Illuminate\\")
    }

    fn is_pure(class: &str) -> bool {
        matches!(class.to_ascii_lowercase().as_str(), "illuminate\\support\\str" | "str" | "illuminate\\support\\arr" | "arr")
    }

    fn call_static(
        cx: &mut Interp<'a, Self>,
        class: &str,
        project: Option<ClassDecl<'a>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if !EXPLORE && method.eq_ignore_ascii_case("unguard") {
            let is_model = project.is_some_and(|class| models::is_model(cx.program, class));
            if is_model || class.eq_ignore_ascii_case("Eloquent") || class.ends_with("Eloquent\\Model") {
                Self::unguard(cx, args);
            }
        }
        let made = Self::phinx_literal(cx, class, method, args).or_else(|| Self::flarum_migration(cx, class, method, args, at));
        let signed = made.or_else(|| Self::call_foreign_static(cx, class, project, method, args, at));
        if let Some(value) = signed.or_else(|| Self::call_own_facade(cx, class, project, method, args, at)) {
            return Some(value);
        }
        if let Some(declared) = project {
            // What a behaviour brings (`$implement`) is no method of a query.
            if Self::is_of_behaviour(cx, declared, method) {
                return None;
            }
            if let Some(value) = Self::call_panel(cx, declared, method) {
                return Some(value);
            }
            if models::is_model(cx.program, declared) {
                // `parent::getTable()` asks the object at hand.
                let this = cx.this().cloned().filter(|_| method.eq_ignore_ascii_case("getTable"));
                return Self::call_model(cx, declared, this.as_ref(), method, args, at);
            }
            if EXPLORE && crate::laravel::eloquent::factories::is_factory(cx.program, declared) && cx.this().is_none() {
                let factory = cx.some_object(declared, Why::Foreign);
                return Self::call_factory(cx, &factory, declared, method, args, at);
            }
            // `parent::method()` of a class outside the project, with `$this` at hand.
            if let Some(this) = cx.this().cloned()
                && let Some(value) = Self::inherited(cx, &this, declared, method, args, at)
            {
                return Some(value);
            }
        }
        // A facade of the project for something that is not known is none of Laravel's, whatever it is called.
        if project.is_some_and(|class| Self::is_own_facade(cx, class)) {
            return None;
        }
        // A class of the project that extends the manager of connections is one.
        let is_manager = project.is_some_and(|class| cx.program.is_a(class, &[MANAGER]));
        Self::call_facade(cx, if is_manager { MANAGER } else { class }, method, args, at)
    }

    fn call_unnamed(cx: &mut Interp<'a, Self>, receiver: &Value<'a>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        Self::unnamed_column(cx, receiver, args, at)
    }

    fn call_method(
        cx: &mut Interp<'a, Self>,
        receiver: &Value<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if cx.host.depth >= MAX_DEPTH {
            return Some(Value::Unknown(Why::Bound));
        }
        cx.host.depth += 1;
        let value = match receiver {
            Value::Host(id) => Self::call_thing(cx, *id, method, args, at),
            Value::Object(object) => match object.class {
                Some(class) if models::is_model(cx.program, class) => {
                    Self::call_model(cx, class, Some(receiver), method, args, at)
                }
                Some(class) if cx.program.is_a(class, &[MANAGER]) => {
                    Self::call_connection(cx, &Connection::Default, method, args, at)
                }
                Some(class) => {
                    Self::record_of_panel(cx, class, method).or_else(|| Self::inherited(cx, receiver, class, method, args, at))
                }
                None => None,
            },
            Value::Unknown(_) => Self::call_unknown(cx, method, args, at),
            _ => None,
        };
        cx.host.depth -= 1;
        value
    }

    fn call_function(cx: &mut Interp<'a, Self>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        if let Some(assertion) = name.strip_prefix("Pest\\Laravel\\") {
            return Self::assertion(cx, assertion, args, at);
        }
        Self::call_helper(cx, name, args, at)
    }

    fn announced(cx: &mut Interp<'a, Self>, called: Called<'_, 'a>, args: &Args<'a>, at: CallSite) -> Announced<'a> {
        Self::call_signed(cx, called, args, at)
    }

    fn unread(cx: &mut Interp<'a, Self>, path: &str, at: Span) {
        Self::refuse_path_outside(cx, path, at);
    }

    fn follows(&self, function: Span) -> bool {
        self.reaching.as_ref().is_none_or(|reaching| reaching.contains(&function))
    }

    fn owns_function(name: &str) -> bool {
        matches!(name, "env" | "config" | "app" | "collect" | "base_path" | "database_path" | "config_path" | "app_path")
    }

    fn construct(cx: &mut Interp<'a, Self>, class: &str, args: &Args<'a>, _at: CallSite) -> Option<Value<'a>> {
        if class.eq_ignore_ascii_case("Illuminate\\Database\\Query\\Expression") {
            let sql = args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data));
            return Some(cx.host.make(Thing::Expression(sql)));
        }
        if (class.ends_with("\\Collection") || class.ends_with("\\LazyCollection")) && class.starts_with("Illuminate\\") {
            return Some(Self::collect(cx, args.value(0)));
        }
        if class.eq_ignore_ascii_case(MANAGER) {
            return Some(cx.host.make(Thing::Connection(Connection::Default)));
        }
        if EXPLORE && let Some(rule) = class.strip_prefix("Illuminate\\Validation\\Rules\\") {
            return Self::listing_rule(cx, rule, args);
        }
        // A package's host application has its models here; a package's own have tables that are known.
        let of_host = class.starts_with("App\\Models\\") || class == "App\\User";
        if of_host || table_of(class).is_some() {
            return Some(cx.host.make(Thing::HostModel(Rc::from(class))));
        }
        Self::described_object(cx, class)
    }

    fn constructed(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, object: &Value<'a>, args: &Args<'a>, at: CallSite) {
        if EXPLORE && !args.items.is_empty() && models::is_model(cx.program, class) {
            Self::constructed_model(cx, (class, object), args, at);
        }
    }

    fn property(cx: &mut Interp<'a, Self>, receiver: &Value<'a>, name: &str) -> Option<Value<'a>> {
        match receiver {
            // The class of a connection says its driver.
            Value::Host(id) if name == "::class" => match cx.host.thing(*id) {
                Some(Thing::Connection(connection)) => {
                    let driver = cx.host.settings.connection(cx.host.connection_name(connection)?).driver;
                    Some(Value::string(format!(
                        "Illuminate\\Database\\{}",
                        connections::class_of(driver, cx.host.settings.laravel)
                    )))
                }
                _ => None,
            },
            Value::Object(object) => {
                let class = object.class?;
                match name {
                    "app" | "laravel" if !models::is_model(cx.program, class) => Some(cx.host.make(Thing::Container)),
                    _ if EXPLORE && models::is_model(cx.program, class) => {
                        Self::related_rows(cx, class, name).or_else(|| Self::key_property(cx, class, name))
                    }
                    _ => Self::record_of_panel(cx, class, name),
                }
            }
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Described(_)) => Self::described_property(cx, *id, name),
                Some(Thing::Collection(..)) => Self::collection_property(cx, *id, name),
                Some(Thing::Proxy(..)) => {
                    let span = Span::new(crate::source::FileId(0), 0, 0);
                    Self::proxied(cx, *id, name, None, CallSite { call: span, name: span })
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn instance(cx: &mut Interp<'a, Self>, class: &str) -> Option<Value<'a>> {
        Self::service_of(cx, class).or_else(|| Self::described_object(cx, class))
    }

    fn holding(cx: &mut Interp<'a, Self>, class: &str, held: Value<'a>) -> Option<Value<'a>> {
        let class = class.trim_start_matches('\\');
        let last = class.strip_prefix("Illuminate\\").and_then(|rest| rest.rsplit('\\').next())?;
        match last {
            "Collection" | "LazyCollection" | "Enumerable" | "LengthAwarePaginator" | "Paginator" | "CursorPaginator" => {
                (!held.is_unknown()).then(|| cx.host.make(Thing::Collection(None, Some(Box::new(held)))))
            }
            "Builder" => {
                let model = models::class_of_value(cx, &held).filter(|class| models::is_model(cx.program, *class))?;
                // Who gave it may have selected more under names of its own.
                let query = Query { handed: true, hides: true, ..Self::new_model_query(cx, model) };
                Some(cx.host.make(Thing::Query(Box::new(query))))
            }
            _ => None,
        }
    }

    fn parameter(cx: &mut Interp<'a, Self>, method: &str, position: usize, class: ClassDecl<'a>) -> Option<Value<'a>> {
        // Who calls a private method may give it any connection.
        if let Some(found) = cx.program.method(class, method)
            && found.function.visibility != crate::php::ast::Visibility::Public
            && let Some(ty) = found.function.params.get(position).and_then(|param| param.ty.as_ref())
            && (ty.names_class("ConnectionInterface") || ty.names_class("Connection"))
        {
            return Some(cx.host.make(Thing::Connection(Connection::Unknown)));
        }
        let scope = method.strip_prefix("scope").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
            || cx.program.method(class, method).is_some_and(|found| builders::is_scope(found.function));
        (position == 0 && scope && models::is_model(cx.program, class)).then(|| Self::handed_query(cx, class))
    }

    fn class_constant(class: &str, name: &str) -> Option<Value<'a>> {
        phinx::constant(class, name)
    }

    fn elements(cx: &mut Interp<'a, Self>, subject: &Value<'a>) -> Option<Rc<Array<'a>>> {
        match subject {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Collection(Some(array), _)) => Some(Rc::clone(array)),
                _ => None,
            },
            _ => None,
        }
    }

    fn entry(cx: &mut Interp<'a, Self>, subject: &Value<'a>, key: &Value<'a>) -> Option<Value<'a>> {
        let Value::Host(id) = subject else { return None };
        let span = Span::new(crate::source::FileId(0), 0, 0);
        match cx.host.thing(*id)? {
            Thing::Container => Self::resolve(cx, &Args::of(vec![key.clone()], span), CallSite { call: span, name: span }),
            Thing::Config => Some(Self::config(cx, &Args::of(vec![key.clone()], span))),
            _ => None,
        }
    }

    fn element(cx: &mut Interp<'a, Self>, subject: &Value<'a>) -> Option<Value<'a>> {
        match subject {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Collection(_, Some(element))) => Some((**element).clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn clone_object(cx: &mut Interp<'a, Self>, object: HostId) -> Value<'a> {
        Self::copy(cx, object)
    }

    fn instance_of(&self, object: HostId, class: &str) -> Option<bool> {
        match self.thing(object)? {
            Thing::Connection(connection) => self.is_connection(connection, class),
            Thing::Collection(..) => (class == "Illuminate\\Support\\Collection").then_some(true),
            Thing::Expression(_) => Some(class.ends_with("\\Expression")),
            Thing::Signed(own) if own.eq_ignore_ascii_case(class) => Some(true),
            _ => None,
        }
    }

    fn instance_only(cx: &Interp<'a, Self>, class: ClassDecl<'a>, method: &str) -> bool {
        let _ = method;
        models::is_model(cx.program, class)
    }

    fn on_call(cx: &mut Interp<'a, Self>, callee: Span, at: CallSite) {
        if EXPLORE {
            let context = Self::context(cx);
            cx.host.found.calls.push(crate::references::CallEdge { callee, call: at.call, context });
        }
    }

    fn escaped(cx: &mut Interp<'a, Self>, args: &Args<'a>) {
        for arg in &args.items {
            Self::escapes(cx, &arg.value, arg.span);
        }
    }

    fn set_elements(cx: &mut Interp<'a, Self>, subject: &Value<'a>, elements: crate::eval::Array<'a>) {
        if let Value::Host(id) = subject {
            Self::changed_to(cx, *id, elements);
        }
    }

    fn text_of(cx: &mut Interp<'a, Self>, value: &Value<'a>) -> Option<Value<'a>> {
        let Value::Host(id) = value else { return None };
        match cx.host.thing(*id) {
            Some(Thing::Stringable(text)) => Some(crate::eval::to_text(text)),
            _ => None,
        }
    }

    type Kept = crate::laravel::kept::Kept<'a>;
    type Mark = crate::laravel::kept::Mark;

    fn mark(cx: &Interp<'a, Self>) -> Option<Self::Mark> {
        Self::mark_call(cx)
    }

    fn copier(mark: &Self::Mark) -> Copier<'a> {
        Self::copier_of(mark)
    }

    fn keep(cx: &Interp<'a, Self>, mark: &Self::Mark, copier: &mut Copier<'a>) -> Option<Self::Kept> {
        Self::keep_call(cx, mark, copier)
    }

    fn give_again(cx: &mut Interp<'a, Self>, kept: &Self::Kept) -> Copier<'a> {
        Self::give_call(cx, kept)
    }

    fn waits_for(&self, object: &Rc<Object<'a>>) -> bool {
        self.is_unsaved(object)
    }

    fn enter_option(cx: &Interp<'a, Self>) -> [usize; 3] {
        Self::before_option(cx)
    }

    fn leave_option(cx: &mut Interp<'a, Self>, before: [usize; 3]) {
        Self::after_option(cx, before);
    }

    fn is_unset_switch(cx: &mut Interp<'a, Self>, condition: &'a Expr) -> bool {
        Self::is_unset(cx, condition)
    }

    fn probes(&self) -> u32 {
        u32::try_from(self.replay.probes.len()).unwrap_or(u32::MAX)
    }

    fn not_followed(cx: &mut Interp<'a, Self>, value: Value<'a>) -> Value<'a> {
        Self::of_no_known_connection(cx, value)
    }

    fn fork(&mut self, step: Fork) {
        self.fork_unsaved(step);
    }

    fn written_under(&mut self, asked: &[u32], text: &str, span: Span) {
        self.note_asked_text(asked, text, span);
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    fn call_thing(cx: &mut Interp<'a, Self>, id: HostId, method: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let thing = cx.host.thing(id)?;
        match thing {
            Thing::Connection(connection) => {
                let connection = connection.clone();
                Self::call_connection(cx, &connection, method, args, at)
            }
            Thing::SchemaBuilder(connection) => {
                let connection = connection.clone();
                Self::call_schema(cx, &connection, method, args, at)
            }
            Thing::PhinxTable(_) => Self::call_phinx_table(cx, id, method, args, at),
            Thing::FlarumMigration(_) => None,
            Thing::PhinxAdapter => Self::call_phinx(cx, method, args, at),
            Thing::Blueprint(_) => Self::call_blueprint(cx, id, method, args, at),
            Thing::Column(blueprint, position) => {
                let place = (*blueprint, *position);
                Self::call_column(cx, id, place, method, args, at)
            }
            Thing::ForeignKey(blueprint, position) => {
                let place = (*blueprint, *position);
                Self::call_foreign_key(cx, id, place, method, args, at)
            }
            Thing::Index => Some(Value::Host(id)),
            Thing::Query(_) => Self::call_query(cx, id, method, args, at),
            Thing::Collection(..) => Self::call_collection(cx, id, method, args, at),
            Thing::Proxy(..) => Self::proxied(cx, id, method, Some(args), at),
            Thing::Expression(sql) => match method.to_ascii_lowercase().as_str() {
                "getvalue" | "__tostring" => Some(sql.clone()),
                _ => None,
            },
            Thing::Stringable(text) => {
                let text = text.clone();
                Self::call_stringable(cx, id, &text, method, args, at)
            }
            Thing::HostModel(class) => match method.to_ascii_lowercase().as_str() {
                "gettable" if table_of(class).is_some() => {
                    let class = Rc::clone(class);
                    models::package_table(cx, &class).map(|table| Value::string(&*table))
                }
                "gettable" => Some(Value::string(naming::model_table(class))),
                "getkeyname" => Some(Value::string("id")),
                "getforeignkey" => Some(Value::string(naming::model_foreign_key(class, "id"))),
                _ => None,
            },
            Thing::Doctrine(connection) => {
                let connection = connection.clone();
                Self::call_doctrine(cx, &connection, method, args)
            }
            Thing::DoctrineAsset(asset) => asset.answer(method),
            Thing::DoctrineTable(connection, table) => {
                let (connection, table) = (connection.clone(), table.clone());
                Self::call_doctrine_table(cx, &connection, &table, method, args)
            }
            Thing::Described(_) => Some(Self::call_described(cx, id, method, args, at)),
            Thing::Migrator => {
                if method.eq_ignore_ascii_case("path") {
                    Self::discover_paths(cx, args.value(0), at);
                }
                None
            }
            Thing::Signed(class) => {
                let class = Rc::clone(class);
                Self::call_foreign(cx, &class, method, args, at)
            }
            Thing::Container => Self::call_container(cx, method, args, at),
            Thing::Config => Self::call_config(cx, method, args),
            Thing::Guard(guard) => {
                let guard = guard.clone();
                Self::call_guard(cx, guard.as_ref(), method, args, at)
            }
            Thing::Request => Self::call_request(cx, method, args, at),
            Thing::Listed(_) => None,
            Thing::Validated(array) => {
                let array = array.clone();
                Self::call_validated(cx, id, &array, method, args, at)
            }
        }
    }

    /// A method of something unknown. A few names belong to query builders alone.
    fn call_unknown(cx: &mut Interp<'a, Self>, method: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        if !EXPLORE {
            return Self::foreign_ddl(cx, method, args, at);
        }
        if let Some(value) = Self::assertion(cx, method, args, at) {
            return Some(value);
        }
        // Faker's, in factories.
        if method.eq_ignore_ascii_case("randomElement") {
            return args.value(0).and_then(crate::laravel::support::collections::one_of);
        }
        crate::catalog::laravel::query_method(method).filter(|known| known.only || queries::joins_tables(method, args))?;
        let text = cx.program.sources().file(at.call.file).text();
        // A file of CodeIgniter begins with `defined('BASEPATH')`, and has a builder of its own.
        if text.contains("BASEPATH") {
            return None;
        }
        let connection = cx.host.assumed_connection_in(text);
        let query = Query { open: true, has_from: true, connection, ..Query::default() };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        Self::call_query(cx, id, method, args, at)
    }
}

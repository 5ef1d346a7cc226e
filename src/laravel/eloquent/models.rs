//! Eloquent models: which classes are models, their tables, keys and connections.
//!
//! Source: `Illuminate/Database/Eloquent/Model.php`, `Relations/Concerns/AsPivot.php`.

use std::rc::Rc;

use crate::eval::{Host, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::class_attributes;
use crate::laravel::objects::Connection;
use crate::laravel::support::naming;
use crate::php::ast::ClassKind;
use crate::php::program::{ClassDecl, Program};
use crate::source::Span;

/// A model's facts that do not need evaluation of more than constants.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its fully qualified name.
    pub class: String,
    /// Where the class is named.
    pub span: Span,
    /// Its table, and where the name is written (the class's name, if convention gives it).
    pub table: Option<(String, Span)>,
    /// Whether the table's name is written out.
    pub explicit: bool,
    /// Its connection; none is the default one.
    pub connection: Option<String>,
    /// Whether its connection could be worked out.
    pub connection_known: bool,
    /// Its primary key; none if it is not known, or is several columns.
    pub key: Option<String>,
}

/// Classes outside the project whose children are models. Those of packages extend `Model` themselves.
const BASES: [&str; 12] = [
    "Illuminate\\Database\\Eloquent\\Model",
    "Illuminate\\Foundation\\Auth\\User",
    "Illuminate\\Database\\Eloquent\\Relations\\Pivot",
    "Illuminate\\Database\\Eloquent\\Relations\\MorphPivot",
    "Eloquent",
    "Illuminate\\Notifications\\DatabaseNotification",
    "Laravel\\Passport\\Client",
    "Laravel\\Sanctum\\PersonalAccessToken",
    "Spatie\\Permission\\Models\\Role",
    "Spatie\\Permission\\Models\\Permission",
    "Spatie\\MediaLibrary\\MediaCollections\\Models\\Media",
    "Spatie\\Activitylog\\Models\\Activity",
];

const PIVOT: &str = "Illuminate\\Database\\Eloquent\\Relations\\Pivot";
const MORPH_PIVOT: &str = "Illuminate\\Database\\Eloquent\\Relations\\MorphPivot";
const AS_PIVOT: &str = "Illuminate\\Database\\Eloquent\\Relations\\Concerns\\AsPivot";

/// Whether a class is an Eloquent model.
#[must_use]
pub fn is_model(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    let of_package = || program.foreign_parent(class).is_some_and(|parent| crate::catalog::models::table_of(parent).is_some());
    class.decl.kind == ClassKind::Class && (program.is_a(class, &BASES) || of_package() || seems_model(program, class))
}

/// Whether a model's rows are in no SQL database.
pub(in crate::laravel) fn is_stored_elsewhere(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    program.ancestors(class).into_iter().any(crate::catalog::models::stores_elsewhere)
}

/// Whether a class whose parent nobody knows is most likely a model: it says which table is its, and it or its parent is called
/// a model, or it says more that only models do.
fn seems_model(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    const TELLING: [&str; 8] = ["fillable", "guarded", "casts", "primaryKey", "timestamps", "hidden", "appends", "dates"];
    let Some(parent) = program.foreign_parent(class) else { return false };
    let says = |name: &str| program.property(class, name).is_some();
    let is_called = |name: &str| name.split('\\').any(|part| part == "Model" || part == "Models" || part.ends_with("Model"));
    let known = parent.starts_with("Illuminate\\") || parent.starts_with("Symfony\\");
    !known && says("table") && (is_called(parent) || is_called(class.name()) || TELLING.into_iter().any(says))
}

/// Whether a class's last known ancestor is one outside the project that may itself set a table.
fn has_package_base(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    program.foreign_parent(class).is_some_and(|parent| !BASES[..5].iter().any(|base| base.eq_ignore_ascii_case(parent)))
}

/// The model facts of a class; none if it is no model.
pub fn model_of<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> Option<Model> {
    if !is_model(cx.program, class) {
        return None;
    }
    let table = table_of(cx, class);
    let explicit = table_property(cx, class);
    let connection = connection_of(cx, class);
    let key = key_of(cx, class);
    Some(Model {
        key,
        class: class.name().to_owned(),
        span: class.decl.name_span,
        table: table.map(|(name, span)| (name.to_string(), span)),
        explicit: explicit.is_some(),
        connection_known: connection != Connection::Unknown,
        connection: connection.named(),
    })
}

/// The table of a model, and where its name is written.
pub(in crate::laravel) fn table_of<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<(Rc<str>, Span)> {
    // Inside `getTable()` another answer is wanted: the parent's.
    if !is_asked_within(cx, class)
        && let Some(known) = cx.memo.get(&("table", class.key()))
    {
        let text = known.as_text()?;
        return Some((text.known()?, text.written().unwrap_or(class.decl.name_span)));
    }
    let found = match cx.deeper(|cx| table_property(cx, class)) {
        Some(found) => found,
        None => convention(cx.program, class),
    };
    // `protected $table = 'users as u'`
    let found = found.map(|(name, span)| match name.to_ascii_lowercase().find(" as ") {
        Some(end) => {
            let (table, alias) = (name[..end].trim(), name[end + 4..].trim());
            cx.memo.insert(("table alias", class.key()), Value::string(alias));
            let written = cx.program.sources().slice(span) == &*name && name.starts_with(table);
            let span = if written { Span { end: span.start + u32::try_from(table.len()).unwrap_or(0), ..span } } else { span };
            (Rc::from(table), span)
        }
        None => (name, span),
    });
    if !is_asked_within(cx, class) {
        let value = match &found {
            Some((name, span)) => Value::Str(Rc::new(crate::eval::Text::literal(name, *span, false))),
            None => Value::Null,
        };
        cx.memo.insert(("table", class.key()), value);
    }
    found
}

/// The alias that a model's table has in its queries, if any.
pub(in crate::laravel) fn table_alias_of<'a, H: Host<'a>>(cx: &Interp<'a, H>, class: ClassDecl<'a>) -> Option<Rc<str>> {
    cx.memo.get(&("table alias", class.key())).and_then(Value::as_str)
}

/// Whether it is a model's own `getTable()` or its constructor that asks, so that what it makes of the answer does not count.
fn is_asked_within<'a, H: Host<'a>>(cx: &Interp<'a, H>, class: ClassDecl<'a>) -> bool {
    let is_running = |method: &str| cx.program.method(class, method).is_some_and(|found| cx.is_running(found.function.span));
    cx.function().is_some_and(|function| function.name.eq_ignore_ascii_case("getTable")) || is_running("__construct")
}

/// What `$table`, `getTable()` or `#[Table]` say: none where nothing is said, `Some(None)` where it is not known.
#[expect(clippy::option_option, reason = "an unset value and an unknown one lead to different tables")]
fn table_property<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<Option<(Rc<str>, Span)>> {
    let named = |value: &Value<'a>, otherwise: Span| -> Option<(Rc<str>, Span)> {
        let text = value.as_text()?;
        let known = text.known()?;
        let place = text.place(0, known.len()).map_or(otherwise, |(span, _)| span);
        Some((known, place))
    };
    let is_within = is_asked_within(cx, class);
    if let Some(method) = cx.program.method(class, "getTable").filter(|_| !is_within) {
        let at = crate::eval::CallSite { call: class.decl.name_span, name: class.decl.name_span };
        // The constructor may have set the table that `getTable()` gives.
        let object = cx.construct(class, crate::eval::Args::entry(), at);
        let value = cx.call_method(&object, "getTable", crate::eval::Args::default(), at);
        return Some(named(&value, method.function.name_span));
    }
    // A constructor has the last word, also over what a property says.
    let declares = |owner: &ClassDecl<'a>| owner.decl.properties.iter().any(|property| *property.name == *"table");
    if !is_within
        && cx.program.lineage(class).iter().any(declares)
        && let Some(value) = set_by_constructor(cx, class, "table", &["->table", "->setTable("])
        && !matches!(value, Value::Null)
    {
        return Some(named(&value, class.decl.name_span));
    }
    for owner in cx.program.lineage(class) {
        let declares = owner.decl.properties.iter().any(|property| *property.name == *"table");
        if let Some(attribute) = class_attributes::own(owner, "Table").filter(|_| !declares) {
            let name = class_attributes::argument(cx, attribute, 0, "name");
            return name.map(|name| named(&name, attribute.0.name.span));
        }
        let declared = std::iter::once(owner)
            .chain(cx.program.traits(owner))
            .any(|holder| holder.decl.properties.iter().any(|property| *property.name == *"table" && property.default.is_some()));
        if declared {
            let value = cx.declared_property(class, "table", true)?;
            if matches!(value, Value::Null) {
                return None;
            }
            return Some(named(&value, owner.decl.name_span));
        }
    }
    // A constructor that names no table may call what does.
    if !is_within && let Some(value) = set_by_constructor(cx, class, "table", &[""]) {
        return Some(named(&value, class.decl.name_span));
    }
    // Set by a package's class that the project does not contain.
    let parent = cx.program.foreign_parent(class).filter(|_| has_package_base(cx.program, class))?;
    // By convention each class would have its own, which may be the same.
    let own = naming::model_table(class.name());
    let inherited = crate::catalog::models::table_of(parent)
        .filter(|table| table.contains('.') || *table != naming::model_table(parent) || *table == own)
        .and_then(|_| package_table(cx, parent));
    Some(inherited.map(|table| (table, class.decl.name_span)))
}

/// The table of a package's model, if it is known.
pub(in crate::laravel) fn package_table<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: &str) -> Option<Rc<str>> {
    let table = crate::catalog::models::table_of(class)?;
    if !table.contains('.') {
        return Some(Rc::from(table));
    }
    let nowhere = crate::source::Span::new(crate::source::FileId(0), 0, 0);
    let at = crate::eval::CallSite { call: nowhere, name: nowhere };
    let key = crate::eval::Args::of(vec![Value::string(table)], nowhere);
    H::call_function(cx, "config", &key, at)?.as_str()
}

/// The table that convention gives a model.
fn convention(program: &Program<'_>, class: ClassDecl<'_>) -> Option<(Rc<str>, Span)> {
    if class.name().is_empty() || class.decl.is_abstract {
        return None;
    }
    let named = named_after(program, class)?;
    let table = match is_pivot(program, class) {
        true => naming::pivot_table(named),
        false if is_before(program, 8) => naming::old_model_table(named),
        false => naming::model_table(named),
    };
    Some((Rc::from(table), class.decl.name_span))
}

/// The class whose name Laravel's names for a model's table and keys are made from: its own, or its parent's where the rows of
/// both are in one table. None if the class has no name that is known before it runs.
fn named_after<'a>(program: &Program<'a>, class: ClassDecl<'a>) -> Option<&'a str> {
    let shares = || program.ancestors(class).into_iter().any(crate::catalog::models::is_called_like_its_parent);
    let name = match class.decl.extends.first() {
        Some(parent) if shares() => program.class(&parent.resolved).map_or(&*parent.resolved, ClassDecl::name),
        _ => class.name(),
    };
    (!name.is_empty()).then_some(name)
}

/// What the names of keys to a model end in, whose own key is called this: the key's name counts from Laravel 5.4 on.
pub(in crate::laravel) fn derived_by<'k>(program: &Program<'_>, key: &'k str) -> &'k str {
    if is_before(program, 4) && !key.is_empty() { "id" } else { key }
}

/// Whether the project's Laravel is older than this version of 5.
fn is_before(program: &Program<'_>, minor: u32) -> bool {
    let composer = program.composer();
    let version = composer.version("laravel/framework").or_else(|| composer.version("illuminate/database"));
    matches!(version.as_deref(), Some([5, own, ..]) if *own < minor)
}

/// Whether a model is one that relations put between two others.
pub(in crate::laravel) fn is_pivot(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    program.is_a(class, &[PIVOT, MORPH_PIVOT, AS_PIVOT])
}

/// The connection of a model: what `getConnectionName()`, `#[Connection]` and `$connection` say, or a trait of a package.
pub(in crate::laravel) fn connection_of<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    class: ClassDecl<'a>,
) -> Connection {
    if is_stored_elsewhere(cx.program, class) {
        return Connection::Unknown;
    }
    let named = |value: &Value<'a>| match value {
        Value::Null => Connection::Default,
        value => value.as_str().map_or(Connection::Unknown, Connection::Named),
    };
    if let Some(value) = answer(cx, class, "getConnectionName") {
        // Where somebody may choose another one, it is the default one until they do.
        let configured =
            |choice: &Value<'a>| choice.as_str().is_some_and(|name| cx.host.settings.connections.contains_key(&*name));
        let choices = value.choices();
        let is_open = choices.len() > 1 && choices.iter().any(|choice| matches!(choice, Value::Null));
        return if is_open && !choices.iter().any(configured) { Connection::Default } else { named(&value) };
    }
    for owner in cx.program.lineage(class) {
        if let Some(attribute) = class_attributes::own(owner, "Connection") {
            let value = class_attributes::argument(cx, attribute, 0, "name");
            return value.as_ref().map_or(Connection::Unknown, named);
        }
    }
    if cx.program.property(class, "connection").is_some() {
        return cx.declared_property(class, "connection", true).as_ref().map_or(Connection::Default, named);
    }
    if let Some(value) = connection_set_by_constructor(cx, class) {
        return named(&value);
    }
    Laravel::tenancy_connection(cx, class).unwrap_or_default()
}

/// What the constructor of a model makes its connection, by `$this->setConnection(…)` or `$this->connection = …`, where that is
/// known; none if it is the constructor that asks.
fn connection_set_by_constructor<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<Value<'a>> {
    // It may be set under a condition of which nobody knows.
    set_by_constructor(cx, class, "connection", &["onnection"]).filter(|value| value.as_str().is_some())
}

/// What the constructor of a model makes a property, where it has one of these words; none if it does not, or it is the constructor
/// that asks.
fn set_by_constructor<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    class: ClassDecl<'a>,
    property: &str,
    words: &[&str],
) -> Option<Value<'a>> {
    let constructor = cx.program.method(class, "__construct").filter(|found| found.function.body.is_some())?.function;
    let text = cx.program.sources().slice(constructor.span);
    if !words.iter().any(|word| text.contains(word)) || cx.is_running(constructor.span) {
        return None;
    }
    let at = crate::eval::CallSite { call: class.decl.name_span, name: class.decl.name_span };
    match &cx.construct(class, crate::eval::Args::entry(), at) {
        Value::Object(object) => object.get(property),
        _ => None,
    }
}

/// What a method of the model gives that takes the place of Laravel's; none if there is none, or it is that method itself
/// that asks for what its parent says.
pub(in crate::laravel) fn answer<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    class: ClassDecl<'a>,
    method: &str,
) -> Option<Value<'a>> {
    if cx.function().is_some_and(|function| function.name.eq_ignore_ascii_case(method)) {
        return None;
    }
    cx.program.method(class, method).filter(|found| found.function.body.is_some())?;
    let at = crate::eval::CallSite { call: class.decl.name_span, name: class.decl.name_span };
    let object = cx.some_object(class, crate::eval::Why::Property);
    Some(cx.call_method(&object, method, crate::eval::Args::default(), at))
}

/// Whether a class has a parent of which nobody knows how it calls the key.
fn has_unknown_base(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    program.foreign_parent(class).is_some_and(|parent| {
        let is_base = BASES.iter().any(|base| base.eq_ignore_ascii_case(parent));
        !is_base
            && !crate::catalog::models::takes_attributes_as_they_are(parent)
            && crate::catalog::models::table_of(parent).is_none()
    })
}

/// The name of a model's primary key; none if it is not known, or several columns are.
pub(in crate::laravel) fn key_of<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<String> {
    if let Some(value) = answer(cx, class, "getKeyName") {
        return value.as_str().map(|name| name.to_string());
    }
    if let Some(set) = set_by_constructor(cx, class, "primaryKey", &["primaryKey"]) {
        return set.as_str().map(|name| name.to_string());
    }
    let declared = match cx.program.property(class, "primaryKey") {
        Some(_) => cx.declared_property(class, "primaryKey", true)?.as_str()?.to_string(),
        None => "id".to_owned(),
    };
    let attribute = class_attributes::of(cx.program, class, "Table").filter(|_| declared == "id");
    match attribute.and_then(|attribute| class_attributes::argument(cx, attribute, 1, "key")) {
        Some(key) => key.as_str().map(|key| key.to_string()),
        None => Some(declared),
    }
}

/// The same; none also where a parent of which nobody knows may name the key otherwise.
pub(in crate::laravel) fn sure_key_of<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<String> {
    let says = cx.program.property(class, "primaryKey").is_some()
        || cx.program.method(class, "getKeyName").is_some()
        || class_attributes::has(cx.program, class, "Table");
    if says || !has_unknown_base(cx.program, class) { key_of(cx, class) } else { None }
}

/// The name that other tables give a key to this model (`getForeignKey`).
pub(in crate::laravel) fn foreign_key_of<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<String> {
    if let Some(value) = answer(cx, class, "getForeignKey") {
        return value.as_str().map(|name| name.to_string());
    }
    let key = key_of(cx, class)?;
    Some(naming::model_foreign_key(named_after(cx.program, class)?, derived_by(cx.program, &key)))
}

/// The same; none also where a parent of which nobody knows may name the key otherwise.
pub(in crate::laravel) fn sure_foreign_key_of<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, class: ClassDecl<'a>) -> Option<String> {
    let says = cx.program.method(class, "getForeignKey").is_some() || sure_key_of(cx, class).is_some();
    if says { foreign_key_of(cx, class) } else { None }
}

/// The kind of a model's key, as `foreignIdFor` sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::laravel) enum KeyType {
    /// An integer.
    Integer,
    /// A ULID.
    Ulid,
    /// Anything else, which becomes a UUID column.
    Other,
}

/// The kind of a model's key (`Illuminate/Database/Schema/Blueprint.php`, `foreignIdFor`).
pub(in crate::laravel) fn key_type<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    class: ClassDecl<'a>,
) -> KeyType {
    const CONCERNS: &str = "Illuminate\\Database\\Eloquent\\Concerns\\";
    let ancestors = cx.program.ancestors(class);
    let uses = |name: &str| ancestors.iter().any(|have| have.strip_prefix(CONCERNS) == Some(name));
    // Only if the key is among the columns that get an identifier (`uniqueIds()`, by default the key alone).
    let at = crate::eval::CallSite { call: class.decl.name_span, name: class.decl.name_span };
    let key = key_of(cx, class).unwrap_or_default();
    let others_only = cx.program.method(class, "uniqueIds").is_some() && {
        let object = cx.some_object(class, crate::eval::Why::Property);
        match cx.call_method(&object, "uniqueIds", crate::eval::Args::default(), at) {
            Value::Array(list) if !list.open => !list.entries.iter().any(|entry| entry.value.as_str().as_deref() == Some(&key)),
            _ => false,
        }
    };
    if !others_only && uses("HasUlids") && cx.host.settings.laravel >= 10 {
        return KeyType::Ulid;
    }
    if !others_only && ["HasUuids", "HasUlids", "HasVersion7Uuids", "HasVersion4Uuids"].into_iter().any(uses) {
        return KeyType::Other;
    }
    let table = class_attributes::of(cx.program, class, "Table");
    let property = |cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, name: &str, position: usize| {
        let declared = cx.program.property(class, name).and_then(|_| cx.declared_property(class, name, true));
        declared.or_else(|| class_attributes::argument(cx, table?, position, name))
    };
    let method = |cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, name: &str| {
        cx.program.method(class, name)?;
        let object = cx.some_object(class, crate::eval::Why::Property);
        Some(cx.call_method(&object, name, crate::eval::Args::default(), at))
    };
    let kind = method(cx, "getKeyType").or_else(|| property(cx, "keyType", 2)).and_then(|value| value.as_str());
    if kind.is_some_and(|kind| *kind != *"int") {
        return KeyType::Other;
    }
    let incrementing = method(cx, "getIncrementing").or_else(|| property(cx, "incrementing", 3));
    let counts = !class_attributes::has(cx.program, class, "WithoutIncrementing");
    let incrementing = incrementing.and_then(|value| value.truth()).unwrap_or(counts);
    if incrementing || cx.host.settings.laravel >= 11 { KeyType::Integer } else { KeyType::Other }
}

/// The class of a value: of an object, or of a class's name.
pub(in crate::laravel) fn class_of_value<'a, H: Host<'a>>(cx: &Interp<'a, H>, value: &Value<'a>) -> Option<ClassDecl<'a>> {
    match value {
        Value::Object(object) => object.class,
        Value::Str(text) => cx.program.class(&text.known()?),
        _ => None,
    }
}

//! Methods that models have from Eloquent's `Model`, static ones and those of objects.
//!
//! Source: `Illuminate/Database/Eloquent/Model.php`, which hands what it does not have to a query builder.

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, Interp, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Connection, TableName, Thing};
use crate::php::program::ClassDecl;
use std::rc::Rc;

/// Static methods of models that give no builder.
const NO_BUILDER: [&str; 32] = [
    "__construct",
    "creating",
    "created",
    "updating",
    "updated",
    "saving",
    "saved",
    "deleting",
    "deleted",
    "restoring",
    "restored",
    "retrieved",
    "replicating",
    "forcedeleting",
    "forcedeleted",
    "booting",
    "booted",
    "observe",
    "addglobalscope",
    "addglobalscopes",
    "factory",
    "unguard",
    "reguard",
    "unguarded",
    "withoutevents",
    "withouttimestamps",
    "macro",
    "preventlazyloading",
    "resolverelationusing",
    "destroy",
    "boot",
    "flusheventlisteners",
];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method of a model, static or of an object.
    pub(in crate::laravel) fn call_model(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        object: Option<&Value<'a>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        match lower.as_str() {
            "settable" => {
                if let Some(Value::Object(object)) = object {
                    object.set("table", args.value(0).cloned().unwrap_or(Value::Unknown(Why::Property)));
                }
                return object.cloned();
            }
            "setconnection" if object.is_some() => {
                if let Some(Value::Object(object)) = object {
                    object.set("connection", args.value(0).cloned().unwrap_or(Value::Unknown(Why::Property)));
                }
                return object.cloned();
            }
            "raw" => return Some(Self::raw_sql(cx, args)),
            "getmorphclass" if object.is_some() && EXPLORE => return Self::morph_class(cx, class),
            "gettable" if table_set_on(object).is_some() => return table_set_on(object),
            "gettable" => {
                return Some(match models::table_of(cx, class) {
                    Some((name, span)) => {
                        let verbatim = cx.program.sources().slice(span) == &*name;
                        Value::Str(Rc::new(Text::literal(&name, span, verbatim)))
                    }
                    None => Value::Unknown(Why::Property),
                });
            }
            "qualifycolumn" => {
                let table = models::table_of(cx, class).map(|(table, _)| table);
                return Some(qualified(table.as_deref(), args.value(0)));
            }
            "getqualifiedkeyname" => {
                let (table, key) = (models::table_of(cx, class).map(|(table, _)| table), models::key_of(cx, class));
                return Some(qualified(table.as_deref(), key.map(Value::string).as_ref()));
            }
            "getfillable" => return Self::fillable_of(cx, class),
            // Code for several models asks each of them before it names a column.
            "isfillable" | "hasattribute" if EXPLORE && object.is_some() => {
                let column = args.value(0).and_then(Value::as_str)?;
                let (table, _) = models::table_of(cx, class)?;
                return Some(Self::ask(cx, &table, Some(&column)));
            }
            "getkey" => return Some(Self::key_of_object(cx, class)),
            "getkeyname" => return Some(models::key_of(cx, class).map_or(Value::Unknown(Why::Property), Value::string)),
            "getforeignkey" => {
                return Some(models::foreign_key_of(cx, class).map_or(Value::Unknown(Why::Property), Value::string));
            }
            "getconnectionname" => {
                return Some(match models::connection_of(cx, class) {
                    Connection::Named(name) => Value::string(&*name),
                    Connection::Default => Value::Null,
                    Connection::Unknown => Value::Unknown(Why::Property),
                });
            }
            "fill" | "forcefill" if object.is_some() => {
                if let Some(object) = object {
                    Self::change_model(cx, (class, object), &lower, args, at);
                }
                return object.cloned();
            }
            "loadsum" | "loadmin" | "loadmax" | "loadavg" | "loadaggregate" if object.is_some() && EXPLORE => {
                Self::aggregated_column(cx, class, args, at);
                return object.cloned();
            }
            "load" | "loadmissing" | "loadcount" | "loadexists" if object.is_some() => {
                Self::relation_arguments(cx, (class, None), &lower, args, at);
                return object.cloned();
            }
            "fresh" | "refresh" | "replicate" if object.is_some() => {
                // What was not saved is gone then.
                if let (Some(Value::Object(object)), "refresh") = (object, &*lower) {
                    cx.host.eloquent.unsaved.retain(|(holder, _)| !Rc::ptr_eq(holder, object));
                }
                return object.cloned();
            }
            // Arrays of what nobody knows.
            "getattributes" | "getattributesforinsert" | "attributestoarray" if object.is_some() => {
                return Some(Value::array(crate::eval::Array::open_if(true)));
            }
            "factory" if EXPLORE && object.is_none() => {
                let made = Self::factory_of(cx, class, args, at);
                if made.is_none() {
                    Self::column_gap(cx, at.call, "columns of factory()".to_owned(), "the model's factory is not known");
                }
                return made;
            }
            "save" | "push" | "touch" | "saveorfail" | "savequietly" if object.is_some() => {
                if !models::is_pivot(cx.program, class) {
                    Self::note_model_use(cx, class, at.call);
                }
                if let Some(object) = object {
                    Self::saved(cx, object);
                }
                if let Some(column) = args.value(0).filter(|_| EXPLORE && lower == "touch").cloned()
                    && let Value::Host(query) = Self::model_query(cx, class)
                {
                    Self::column(cx, query, &column, Deed::Update, at);
                }
                return Some(Value::Unknown(Why::Data));
            }
            // Those that look at what an object holds, and ask no database.
            "withoutrelations" | "withoutrelation" | "setrelation" | "setrelations" | "unsetrelation" | "setappends"
            | "append"
                if object.is_some() =>
            {
                return object.cloned();
            }
            "only" | "except" | "hasappended" | "newcollection" | "newinstance" | "withouttouching" | "withouttouchingon"
                if object.is_some() =>
            {
                return None;
            }
            "getconnection" => {
                let name = models::connection_of(cx, class);
                return Some(cx.host.make(Thing::Connection(name)));
            }
            "addglobalscope" | "addglobalscopes" if EXPLORE => {
                Self::global_scopes(cx, class, args, at);
                return Some(Value::Null);
            }
            _ if NO_BUILDER.contains(&lower.as_str()) => return None,
            _ => {}
        }
        if object.is_some()
            && let Some(value) = Self::relation(cx, class, &lower, args, at)
        {
            return Some(value);
        }
        // `$model->update([…])`, `increment` and `delete` of an object write through attributes and events.
        if object.is_some()
            && matches!(
                lower.as_str(),
                "update" | "updateorfail" | "updatequietly" | "delete" | "increment" | "decrement" | "forcedelete"
            )
        {
            if let Some(object) = object {
                Self::change_model(cx, (class, object), &lower, args, at);
            }
            return Some(Value::Unknown(Why::Data));
        }
        if object.is_some()
            && let Some(value) = Self::needed_by_method(cx, class, &lower, at)
        {
            return Some(value);
        }
        // A relation or a macro from a package's trait: what it gives is not known.
        let builder_word = ["with", "where", "orwhere", "has", "doesnthave", "new", "without", "only", "on"];
        if object.is_some()
            && crate::catalog::laravel::query_method(&lower).is_none()
            && !builder_word.iter().any(|word| lower.starts_with(word))
            && cx.program.method(class, &format!("scope{lower}")).is_none()
        {
            return None;
        }
        // What a relation puts between two models has the table of the relation.
        if object.is_none() || !models::is_pivot(cx.program, class) {
            Self::note_model_use(cx, class, at.call);
        }
        let query = Self::model_query(cx, class);
        if let Value::Host(id) = &query
            && let Some(Thing::Query(query)) = cx.host.thing_mut(*id)
        {
            query.begun = Some(at.call);
        }
        if let (Value::Host(id), Some(object)) = (&query, object) {
            Self::redirect(cx, *id, object);
        }
        match lower.as_str() {
            "query" | "newquery" | "newmodelquery" | "newquerywithoutscopes" => Some(query),
            "on" | "onwriteconnection" => {
                if let Value::Host(id) = query
                    && lower == "on"
                    && let Some(Thing::Query(inner)) = cx.host.thing_mut(id)
                {
                    inner.connection = crate::laravel::application::facades::connection_argument(args);
                }
                Some(query)
            }
            _ => match query {
                Value::Host(id) => Self::call_query(cx, id, method, args, at),
                _ => None,
            },
        }
    }

    /// The name that morphs give a model: its class, unless the project maps them to other words
    /// (`Illuminate/Database/Eloquent/Concerns/HasRelationships.php`, `getMorphClass`).
    fn morph_class(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Value<'a>> {
        if let Some(known) = cx.memo.get(&("morph class", class.key())) {
            return Some(known.clone());
        }
        let maps = |path: &str, text: &str| path.ends_with(".php") && text.contains("orphMap(");
        let is_mapped = !cx.program.files_where(maps).is_empty();
        let name = if is_mapped { Value::Unknown(Why::Data) } else { Value::string(class.name()) };
        cx.memo.insert(("morph class", class.key()), name.clone());
        Some(name)
    }

    /// Lets a query of an object go where `setTable()` and `setConnection()` have sent it.
    fn redirect(cx: &mut Interp<'a, Self>, id: crate::eval::HostId, object: &Value<'a>) {
        let connection = set_on(object, "connection");
        let Some(Thing::Query(query)) = cx.host.thing_mut(id) else { return };
        if let (Some(table), Some(source)) = (table_set_on(Some(object)), query.sources.first_mut()) {
            let named = table.as_text().and_then(|text| Some((TableName::parse(text)?, text)));
            match named {
                Some((name, _)) if source.table.as_ref() == Some(&name.table) && source.alias == name.alias => {}
                Some((TableName { table, alias, range }, text)) => {
                    source.table = Some(table);
                    source.alias = alias;
                    source.span = text.place(range.start, range.end).map_or(source.span, |(span, _)| span);
                }
                None => {
                    source.table = None;
                    query.open = true;
                }
            }
        }
        if let Some(connection) = connection {
            query.connection = connection.as_str().map_or(Connection::Unknown, Connection::Named);
        }
    }
}

/// A column with its table before it (`qualifyColumn`); one that has a dot already stays as it is.
pub(in crate::laravel) fn qualified<'a>(table: Option<&str>, column: Option<&Value<'a>>) -> Value<'a> {
    let (Some(table), Some(column @ Value::Str(text))) = (table, column) else { return Value::Unknown(Why::Data) };
    match text.known() {
        Some(known) if known.contains('.') => column.clone(),
        Some(_) => crate::eval::concat(&Value::string(format!("{table}.")), column),
        None => Value::Unknown(Why::Data),
    }
}

/// The table that `setTable()` gave an object.
fn table_set_on<'a>(object: Option<&Value<'a>>) -> Option<Value<'a>> {
    set_on(object?, "table")
}

/// What an object was given for a property.
fn set_on<'a>(object: &Value<'a>, property: &str) -> Option<Value<'a>> {
    match object {
        Value::Object(object) => object.get(property).filter(|value| !matches!(value, Value::Null)),
        _ => None,
    }
}

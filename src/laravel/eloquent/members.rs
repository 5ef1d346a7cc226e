//! Members of models that name columns: keys, timestamps, soft deletes, default attributes, what may be filled.
//!
//! Source: `Illuminate/Database/Eloquent/Model.php`, `SoftDeletes.php`, `Concerns/HasTimestamps.php`, `Concerns/HasAttributes.php`.

use crate::eval::{Args, CallSite, Interp, Key, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::{class_attributes, models};
use crate::php::ast::ClassKind;
use crate::php::program::ClassDecl;
use crate::references::{ColumnReference, Context, Operation, TableUse};
use crate::source::Span;

const SOFT_DELETES: &str = "Illuminate\\Database\\Eloquent\\SoftDeletes";

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns that a model's own members name.
    pub(crate) fn survey_members(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) {
        if class.decl.is_abstract || class.decl.kind != ClassKind::Class || !models::is_model(cx.program, class) {
            return;
        }
        let Some(table) = Self::table_of_model(cx, class) else { return };
        let attributes = Self::attributes_of(cx, class);
        // What a parent declares is noted for the parent, unless that has no table.
        let own = |name: &str| class.decl.properties.iter().any(|property| *property.name == *name && property.default.is_some());
        if own("primaryKey")
            && let Some(Value::Str(text)) = cx.declared_property(class, "primaryKey", true)
            && cx.program.method(class, "getKeyName").is_none()
        {
            Self::member(cx, &table, &text, Operation::Model);
        }
        if let Some(attribute) = class_attributes::own(class, "Table")
            && let Some(Value::Str(text)) = class_attributes::argument(cx, attribute, 1, "key")
            && models::key_of(cx, class) == text.known().map(|name| name.to_string())
        {
            Self::member(cx, &table, &text, Operation::Model);
        }
        if own("attributes")
            && let Some(Value::Array(list)) = cx.declared_property(class, "attributes", true)
        {
            for entry in &list.entries {
                if let (Key::Str(name), Some(text)) = (&entry.key, &entry.key_text)
                    && attributes.is_stored_as_is(name)
                {
                    Self::member(cx, &table, text, Operation::Model);
                }
            }
        }
        if own("fillable")
            && let Some(Value::Array(list)) = cx.declared_property(class, "fillable", true)
        {
            for entry in &list.entries {
                if let Value::Str(text) = &entry.value
                    && text.known().is_some_and(|name| attributes.is_stored_as_is(name.split("->").next().unwrap_or_default()))
                {
                    Self::member(cx, &table, text, Operation::Fillable);
                }
            }
        }
        for text in class_attributes::own(class, "Fillable").and_then(|list| class_attributes::list(cx, list)).unwrap_or_default()
        {
            if text.known().is_some_and(|name| attributes.is_stored_as_is(name.split("->").next().unwrap_or_default())) {
                Self::member(cx, &table, &text, Operation::Fillable);
            }
        }
        Self::treatments(cx, class, &table);
        Self::enum_columns(cx, class, &table);
        Self::made_key(cx, class, &table);
        Self::model_facts(cx, class, &table);
        Self::soft_deletes(cx, class, &table);
        Self::route_key(cx, class, &table);
    }

    /// `use SoftDeletes`: every query for the model has a condition on the column.
    fn soft_deletes(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        let used = class.decl.traits.iter().flat_map(|used| &used.names);
        let Some(place) = used.into_iter().find(|name| &*name.resolved == SOFT_DELETES).map(|name| name.span) else { return };
        if ["getDeletedAtColumn", "bootSoftDeletes"].iter().any(|name| cx.program.method(class, name).is_some()) {
            return;
        }
        let (name, span) = match cx.constant_named(class, "DELETED_AT") {
            Some(value) => match value.as_text().and_then(|text| Some((text.known()?, text.written()))) {
                Some((name, span)) => (name.to_string(), span.unwrap_or(place)),
                None => return,
            },
            None => ("deleted_at".to_owned(), place),
        };
        Self::push_member(cx, table, name, (span, false), Operation::Model);
    }

    /// `getRouteKeyName()`, unless the model finds itself.
    fn route_key(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        let declared = cx.program.method(class, "getRouteKeyName").filter(|method| method.class.key() == class.key());
        let finds = ["resolveRouteBinding", "resolveRouteBindingQuery", "getKeyName"];
        let is_free = finds.iter().all(|name| cx.program.method(class, name).is_none());
        if let Some(attribute) = class_attributes::own(class, "RouteKey").filter(|_| is_free && declared.is_none())
            && let Some(Value::Str(text)) = class_attributes::argument(cx, attribute, 0, "key")
        {
            Self::member(cx, table, &text, Operation::Model);
        }
        let Some(declared) = declared.filter(|_| is_free) else { return };
        let at = CallSite { call: declared.function.name_span, name: declared.function.name_span };
        let object = cx.some_object(class, Why::Property);
        if let Value::Str(text) = cx.call_method(&object, "getRouteKeyName", Args::default(), at) {
            Self::member(cx, table, &text, Operation::Model);
        }
    }

    /// The columns that Laravel fills when a model is saved (`usesTimestamps`), noted where one is.
    pub(in crate::laravel) fn timestamps(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        let known =
            ["usesTimestamps", "updateTimestamps", "setCreatedAt", "setUpdatedAt", "getCreatedAtColumn", "getUpdatedAtColumn"];
        let table_says = class_attributes::of(cx.program, class, "Table")
            .and_then(|attribute| class_attributes::argument(cx, attribute, 4, "timestamps"))
            .map(|value| value.truth());
        let is_off =
            class_attributes::has(cx.program, class, "WithoutTimestamps") || table_says.is_some_and(|says| says != Some(true));
        let foreign = cx.program.foreign_parent(class).is_none_or(|parent| !parent.starts_with("Illuminate\\"));
        if is_off || foreign || known.iter().any(|name| cx.program.method(class, name).is_some()) {
            return;
        }
        // `$this->timestamps = false` in the constructor.
        let constructor = cx.program.method(class, "__construct");
        if constructor.is_some_and(|method| cx.program.sources().slice(method.function.span).contains("->timestamps")) {
            return;
        }
        if cx.program.property(class, "timestamps").is_some() {
            let uses = cx.declared_property(class, "timestamps", false).and_then(|value| value.truth());
            if uses != Some(true) {
                return;
            }
        }
        for (constant, otherwise) in [("CREATED_AT", "created_at"), ("UPDATED_AT", "updated_at")] {
            let declared = cx.constant_named(class, constant);
            let name = match &declared {
                None => otherwise.to_owned(),
                Some(value) => match value.as_str() {
                    Some(name) => name.to_string(),
                    None => continue,
                },
            };
            let written = declared.as_ref().and_then(Value::as_text).and_then(|text| text.written());
            Self::push_member(cx, table, name, (written.unwrap_or(class.decl.name_span), false), Operation::Model);
        }
    }

    pub(in crate::laravel) fn member(cx: &mut Interp<'a, Self>, table: &TableUse, text: &Text, operation: Operation) {
        let Some(known) = text.known() else { return };
        let name = known.split("->").next().unwrap_or_default();
        let start = name.rfind('.').map_or(0, |dot| dot + 1);
        // `['*']`, `:composite`
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !is_name || start > 0 {
            return;
        }
        if let Some(place) = text.place(start, name.len()) {
            Self::push_member(cx, table, name.to_owned(), place, operation);
        }
    }

    fn push_member(cx: &mut Interp<'a, Self>, table: &TableUse, column: String, place: (Span, bool), operation: Operation) {
        let found = ColumnReference::of(table.clone(), column, operation, place, place.0, Context::default());
        cx.host.found.columns.push(found);
    }
}

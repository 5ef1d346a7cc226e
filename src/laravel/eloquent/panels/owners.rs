//! Whose rows a class of Filament shows: those of a resource's model, of a relation of it, or of a query of its own.
//!
//! Source: `filament/filament` (`Resources/Resource.php`, `Resources/RelationManagers/RelationManager.php`,
//! `Resources/Pages/ManageRelatedRecords.php`), `filament/tables` (`Concerns/InteractsWithTable.php`).

use crate::eval::{HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::eloquent::panels::queries::named_by;
use crate::laravel::eloquent::panels::reader::Found;
use crate::laravel::objects::Thing;
use crate::php::ast::{Callee, Expr, ExprKind, StmtKind};
use crate::php::program::ClassDecl;
use crate::references::TableUse;

/// The classes that resources and relation managers are made from, and where pages of resources live.
const RESOURCE: &str = "Filament\\Resources\\Resource";
const RELATION_MANAGER: &str = "Filament\\Resources\\RelationManagers\\RelationManager";
const PAGES: &str = "Filament\\Resources\\Pages\\";
const RELATED_PAGE: &str = "Filament\\Resources\\Pages\\ManageRelatedRecords";

/// Pages that list relation managers of their own.
const LISTING_PAGES: [&str; 2] = ["Filament\\Resources\\Pages\\EditRecord", "Filament\\Resources\\Pages\\ViewRecord"];

/// What shows a table of a query of its own.
const OF_OWN_QUERY: [&str; 2] = ["Filament\\Widgets\\TableWidget", "Filament\\Tables\\Concerns\\InteractsWithTable"];

/// How many classes below a class are asked for.
const MAX_CLASSES: usize = 2_000;

/// The rows of a table.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'a> {
    /// Of a model.
    Model(ClassDecl<'a>),
    /// Of a relation of a model.
    Relation(ClassDecl<'a>, &'a str),
}

/// What a class shows, before its code is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'a> {
    /// These rows; none are known if they are not always the same.
    Rows(Option<Rows<'a>>),
    /// Those of the query that it gives its table.
    OwnQuery,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What a class shows; none if it shows no rows.
    pub(super) fn shown_by(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Shown<'a>> {
        let ancestors = cx.program.ancestors(class);
        let is = |name: &str| ancestors.contains(&name);
        if !ancestors.iter().any(|name| name.starts_with("Filament\\")) {
            return None;
        }
        if is(RESOURCE) {
            return Some(Shown::Rows(Self::model_of_resource(cx, class).map(Rows::Model)));
        }
        if is(RELATION_MANAGER) {
            return Some(Shown::Rows(Self::relation_managed(cx, class)));
        }
        if ancestors.iter().any(|name| name.starts_with(PAGES)) {
            let model = Self::model_of_page(cx, class);
            if is(RELATED_PAGE) {
                let relation = Self::relationship(cx, class);
                return Some(Shown::Rows(model.zip(relation).map(|(model, relation)| Rows::Relation(model, relation))));
            }
            return Some(Shown::Rows(model.map(Rows::Model)));
        }
        OF_OWN_QUERY.iter().any(|name| is(name)).then_some(Shown::OwnQuery)
    }

    /// `protected static string $resource = PostResource::class;`
    pub(super) fn resource_of_page(cx: &mut Interp<'a, Self>, page: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        if !cx.program.ancestors(page).iter().any(|name| name.starts_with(PAGES)) {
            return None;
        }
        let resource = cx.declared_property(page, "resource", true)?;
        models::class_of_value(cx, &resource)
    }

    /// The model whose resource a page belongs to.
    pub(super) fn model_of_page(cx: &mut Interp<'a, Self>, page: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        let resource = Self::resource_of_page(cx, page)?;
        Self::model_of_resource(cx, resource)
    }

    /// `protected static ?string $model = Post::class;`, or the model that the resource is called after.
    pub(super) fn model_of_resource(cx: &mut Interp<'a, Self>, resource: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        if !cx.program.is_a(resource, &[RESOURCE]) || cx.program.method(resource, "getModel").is_some() {
            return None;
        }
        let model = match cx.program.property(resource, "model") {
            Some(_) => {
                let declared = cx.declared_property(resource, "model", true)?;
                models::class_of_value(cx, &declared)?
            }
            None => {
                let (name, _) = resource.base_name().rsplit_once("Resource")?;
                cx.program.class(&format!("App\\Models\\{name}"))?
            }
        };
        models::is_model(cx.program, model).then_some(model)
    }

    /// `protected static string $relationship = 'items';`
    fn relationship(cx: &Interp<'a, Self>, class: ClassDecl<'a>) -> Option<&'a str> {
        if cx.program.method(class, "getRelationshipName").is_some() || cx.program.method(class, "getRelationship").is_some() {
            return None;
        }
        match &cx.program.property(class, "relationship")?.1.default.as_ref()?.kind {
            ExprKind::String(name) => Some(name),
            _ => None,
        }
    }

    /// The models whose resources list a relation manager; none if not all of them are known.
    fn owners_of(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Vec<ClassDecl<'a>>> {
        let mut owners: Vec<ClassDecl<'a>> = Vec::new();
        for resource in below(cx, &[RESOURCE]) {
            if lists(cx, resource, class) {
                owners.push(Self::model_of_resource(cx, resource)?);
            }
        }
        for page in below(cx, &LISTING_PAGES) {
            if lists(cx, page, class) {
                owners.push(Self::model_of_page(cx, page)?);
            }
        }
        owners.sort_by_key(|owner| owner.key());
        owners.dedup_by_key(|owner| owner.key());
        Some(owners)
    }

    /// The rows that a relation manager shows: of the models whose resources list it.
    fn relation_managed(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Rows<'a>> {
        let relation = Self::relationship(cx, class)?;
        let owners = Self::owners_of(cx, class)?;
        let first = *owners.first()?;
        let tables = Self::tables_of(cx, Rows::Relation(first, relation))?;
        for owner in &owners[1..] {
            let others = Self::tables_of(cx, Rows::Relation(*owner, relation))?;
            let same = |one: &TableUse, other: &TableUse| one.table == other.table && one.connection == other.connection;
            if others.len() != tables.len() || !others.iter().zip(&tables).all(|(one, other)| same(one, other)) {
                return None;
            }
        }
        Some(Rows::Relation(first, relation))
    }

    /// The model of the row that a page is for, or whose relation is managed.
    pub(super) fn model_of_record(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, is_owner: bool) -> Option<ClassDecl<'a>> {
        if is_owner && cx.program.is_a(class, &[RELATION_MANAGER]) {
            let owners = Self::owners_of(cx, class)?;
            return owners.first().copied().filter(|_| owners.len() == 1);
        }
        Self::model_of_page(cx, class)
    }

    /// A new query of rows, or of those that relations lead to from them.
    pub(super) fn query_of_rows(cx: &mut Interp<'a, Self>, rows: Rows<'a>, path: &str) -> Option<HostId> {
        match (rows, path) {
            (Rows::Model(model), "") => {
                let query = Self::new_model_query(cx, model);
                Some(cx.host.add(Thing::Query(Box::new(query))))
            }
            (Rows::Model(model), path) => Self::related(cx, model, path),
            (Rows::Relation(model, relation), "") => Self::related(cx, model, relation),
            (Rows::Relation(model, relation), path) => Self::related(cx, model, &format!("{relation}.{path}")),
        }
    }

    /// The tables that rows come from: of a relation through others, theirs, too. None if they are not all known, or if the
    /// relation selects more than their columns.
    pub(super) fn tables_of(cx: &mut Interp<'a, Self>, rows: Rows<'a>) -> Option<Vec<TableUse>> {
        let id = Self::query_of_rows(cx, rows, "")?;
        let query = Self::query(cx, id)?;
        let is_plain = !query.open && !query.hides && !query.shared && query.has_from && !query.escaped;
        let is_related = matches!(rows, Rows::Relation(..));
        if !is_plain || (is_related && !query.aliases.is_empty()) {
            return None;
        }
        query.sources.iter().map(|source| source.used_on(&query.connection)).collect()
    }

    /// Whether a class that has rows to show gives its table a query of its own.
    pub(super) fn has_own_query(cx: &Interp<'a, Self>, class: ClassDecl<'a>, found: &Found<'a>) -> bool {
        found.of_others || cx.program.method(class, "getTableQuery").is_some()
    }

    /// The model whose rows a table shows that is given a query of its own.
    pub(super) fn own_rows(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, found: &Found<'a>) -> Option<Rows<'a>> {
        cx.begin();
        let given = match found.queries.as_slice() {
            [] => None,
            [(given, scope)] => Some((returned(given)?, *scope)),
            // One for each of several tables.
            _ => return None,
        };
        // The way before there was `table()`.
        let method = given.map_or(Some("getTableQuery"), |(given, _)| own_method(given));
        let value = match (method, given) {
            (Some(method), _) => {
                let method = cx.program.method(class, method).filter(|method| method.class.key() == class.key())?;
                let object = cx.object_of(class);
                cx.run_method(&object, class, &method.function.name)
            }
            (None, given) => {
                let (given, scope) = given?;
                cx.value_in(given, Some(scope))
            }
        };
        let Value::Host(id) = value else { return None };
        let query = Self::query(cx, id)?;
        let is_plain = !query.open && !query.hides && !query.selects && !query.escaped && query.outer.is_none();
        let model = query.model.filter(|_| is_plain && query.sources.len() == 1 && query.aliases.is_empty())?;
        Some(Rows::Model(model))
    }
}

/// The expression that a query is given by: itself, or what an arrow function returns.
fn returned(given: &Expr) -> Option<&Expr> {
    let ExprKind::Closure(closure) = &given.kind else { return Some(given) };
    match closure.body.as_slice() {
        [only] if closure.params.is_empty() => match &only.kind {
            StmtKind::Return(value) => value.as_ref(),
            _ => None,
        },
        _ => None,
    }
}

/// The method of the object at hand that an expression calls, with nothing: `$this->getTableQuery()`.
fn own_method(given: &Expr) -> Option<&str> {
    let ExprKind::Call(call) = &given.kind else { return None };
    match &call.callee {
        Callee::Method { object: Expr { kind: ExprKind::Variable(this), .. }, name, .. } if **this == *"this" => {
            name.named().filter(|_| call.args.is_empty())
        }
        _ => None,
    }
}

/// The classes below some, that can be instantiated.
fn below<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, names: &[&str]) -> Vec<ClassDecl<'a>> {
    let mut found: Vec<ClassDecl<'a>> = names.iter().flat_map(|name| cx.program.children(name)).copied().collect();
    let mut at = 0;
    while at < found.len() && found.len() < MAX_CLASSES {
        let more = cx.program.children(found[at].name());
        found.extend(more);
        at += 1;
    }
    found.retain(|class| !class.decl.is_abstract);
    found
}

/// Whether a class lists a relation manager: in `getRelations()`, or in what that one calls (`getDefaultRelations()`).
fn lists<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, holder: ClassDecl<'a>, class: ClassDecl<'a>) -> bool {
    let methods = cx.program.methods(holder);
    let lists = methods.iter().filter(|method| method.function.name.to_ascii_lowercase().contains("relation"));
    lists.flat_map(|method| named_by(cx.program, holder, &method.function.name)).any(|named| named.key() == class.key())
}

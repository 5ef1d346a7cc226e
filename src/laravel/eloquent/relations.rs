//! Relations that models declare: the tables they lead to, and the columns that hold them together.
//!
//! Source: `Illuminate/Database/Eloquent/Concerns/HasRelationships.php`.

use std::rc::Rc;

use crate::eval::{Args, CallSite, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Connection, Query, QueryKind, Source, Thing};
use crate::laravel::support::naming;
use crate::php::program::ClassDecl;
use crate::references::{ColumnReference, Operation, RelationReference, TableUse};
use crate::source::Span;

/// Which column a relation needs where: the argument that names it, what it is called otherwise.
struct Link {
    /// The argument's position and name.
    argument: (usize, &'static str),
    /// The name by convention.
    otherwise: String,
    /// The table.
    table: Option<TableUse>,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A relation that a model's method makes: a builder of the related model's rows.
    pub(in crate::laravel) fn relation(
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
                Self::morph_columns(cx, class, args, at);
                Self::note_own_columns(cx, (class, None), method, args, None);
                let query = Query { single: true, ..unknown_query(cx.host.assumed_connection()) };
                return Some(cx.host.make(Thing::Query(Box::new(query))));
            }
            _ => return None,
        }
        let related = args.find(0, "related").and_then(|arg| models::class_of_value(cx, &arg.value));
        let mut query = match related.filter(|related| models::is_model(cx.program, *related)) {
            Some(related) => {
                Self::note_model_use(cx, related, at.call);
                Self::new_model_query(cx, related)
            }
            None => unknown_query(cx.host.assumed_connection()),
        };
        // A model without a connection of its own is asked for on that of the model at hand (`newRelatedInstance`).
        if query.connection == Connection::Default {
            query.connection = models::connection_of(cx, class);
        }
        query.single = matches!(method, "hasone" | "belongsto" | "morphone" | "hasonethrough");
        query.fills = filled_by(cx, class, method, args);
        query.narrow = true;
        match method {
            "belongstomany" => {
                let otherwise = related.map(|related| naming::joining_table(class.name(), related.name()));
                let source = Self::pivot_source(cx, args.find(1, "table"), otherwise, &query.connection.clone(), at);
                add_pivot(&mut query, source);
            }
            "morphtomany" | "morphedbymany" => {
                let name = args.find(1, "name").and_then(|arg| arg.value.as_str());
                let otherwise = name.map(|name| naming::morph_pivot_table(&name));
                let source = Self::pivot_source(cx, args.find(2, "table"), otherwise, &query.connection.clone(), at);
                add_pivot(&mut query, source);
            }
            "hasonethrough" | "hasmanythrough" => {
                let through = args.find(1, "through").and_then(|arg| models::class_of_value(cx, &arg.value));
                let table = through.and_then(|through| models::table_of(cx, through));
                query.open |= table.is_none();
                query.sources.extend(table.map(|(table, span)| Source { table: Some(table), alias: None, span }));
            }
            _ => {}
        }
        if EXPLORE {
            let pivot = query.sources.get(1).filter(|_| query.pivot).and_then(|pivot| pivot.table.clone());
            Self::note_own_columns(cx, (class, related), method, args, pivot.as_deref());
        }
        if EXPLORE && let Some(related) = related {
            let pivot = query.sources.get(1).filter(|_| query.pivot).cloned();
            Self::links(cx, (class, related), method, args, (pivot, &query.connection.clone()), at);
        } else if EXPLORE {
            Self::own_links(cx, class, method, args, at);
        }
        Some(cx.host.make(Thing::Query(Box::new(query))))
    }

    /// The pivot table of a relation: the one that is named, that of a pivot's class, or the one by convention.
    fn pivot_source(
        cx: &mut Interp<'a, Self>,
        given: Option<&crate::eval::ArgValue<'a>>,
        otherwise: Option<String>,
        connection: &Connection,
        at: CallSite,
    ) -> Option<Source> {
        match given.map(|arg| arg.value.clone()).filter(|value| !matches!(value, Value::Null)) {
            Some(Value::Str(text)) if !text.known().is_some_and(|name| name.contains('\\')) => {
                let found = Self::note_table(cx, &text, connection, Operation::Join, at);
                found.map(|(name, span)| Source { table: Some(name.table), alias: name.alias, span })
            }
            Some(value) => {
                let pivot = models::class_of_value(cx, &value).and_then(|class| models::table_of(cx, class));
                pivot.map(|(table, span)| Source { table: Some(table), alias: None, span })
            }
            None => {
                let table = otherwise?;
                if EXPLORE && *connection != Connection::Unknown {
                    Self::note_derived(cx, (&table, connection), Operation::Relation, at);
                }
                Some(Source { table: Some(Rc::from(table)), alias: None, span: at.name })
            }
        }
    }

    /// A relation that a trait makes which no class of the project uses, as those of packages: where it leads is known, and the
    /// columns there; its own model is not.
    pub(in crate::laravel) fn relation_of_trait(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        if !EXPLORE || !matches!(lower.as_str(), "hasone" | "hasmany" | "belongsto" | "morphone" | "morphmany") {
            return None;
        }
        let related = args.find(0, "related").and_then(|arg| models::class_of_value(cx, &arg.value));
        let related = related.filter(|related| models::is_model(cx.program, *related))?;
        let other = if related.decl.is_abstract { None } else { Self::table_of_model(cx, related) };
        let is_morph = lower.starts_with("morph");
        if is_morph || (lower.starts_with("has") && args.value(1).is_some()) {
            for link in foreign_links(cx, class, &lower, args, other.as_ref()) {
                Self::link(cx, args, link, false, at);
            }
        }
        let query = Query {
            single: matches!(lower.as_str(), "hasone" | "belongsto" | "morphone"),
            narrow: true,
            fills: None,
            ..Self::new_model_query(cx, related)
        };
        Some(cx.host.make(Thing::Query(Box::new(query))))
    }

    /// Notes the column of the model's own table that a relation names, where the related class is not known.
    fn own_links(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str, args: &Args<'a>, at: CallSite) {
        let argument = match method {
            "belongsto" => (1, "foreignKey"),
            "hasone" | "hasmany" => (2, "localKey"),
            "morphone" | "morphmany" | "belongstomany" => (4, if method == "belongstomany" { "parentKey" } else { "localKey" }),
            _ => return,
        };
        if class.decl.is_abstract {
            return;
        }
        let link = Link { argument, otherwise: String::new(), table: Self::table_of_model(cx, class) };
        let is_named = args.find(argument.0, argument.1).is_some_and(|arg| arg.value.as_str().is_some());
        if is_named && Self::reads_column(cx, class, args, &link) {
            Self::link(cx, args, link, is_inherited(cx, class), at);
        }
    }

    /// Notes the columns that hold a relation together.
    fn links(
        cx: &mut Interp<'a, Self>,
        (class, related): (ClassDecl<'a>, ClassDecl<'a>),
        method: &str,
        args: &Args<'a>,
        (pivot, connection): (Option<Source>, &Connection),
        at: CallSite,
    ) {
        let own = if class.decl.is_abstract { None } else { Self::table_of_model(cx, class) };
        let has_table = !related.decl.is_abstract && models::is_model(cx.program, related);
        let other = if has_table { Self::table_of_model(cx, related) } else { None };
        let middle = pivot.and_then(|pivot| pivot.used_on(connection));
        let key = models::sure_key_of(cx, class).unwrap_or_default();
        let other_key = models::sure_key_of(cx, related).unwrap_or_default();
        let link = |position: usize, name: &'static str, otherwise: &str, table: &Option<TableUse>| Link {
            argument: (position, name),
            otherwise: otherwise.to_owned(),
            table: table.clone(),
        };
        let morph = args.find(1, "name").and_then(|arg| arg.value.as_str());
        let morph = |end: &str| morph.as_ref().map_or_else(String::new, |name| format!("{name}_{end}"));
        let links = match method {
            "hasone" | "hasmany" => {
                let mut links = foreign_links(cx, class, method, args, other.as_ref());
                links.push(link(2, "localKey", &key, &own));
                links
            }
            "belongsto" => {
                // The name of the relation is that of the method that declares it.
                let name = cx.function().filter(|function| !function.name.contains('{')).map(|f| f.name.to_string());
                let name = args.find(3, "relation").and_then(|arg| arg.value.as_str()).map(|n| n.to_string()).or(name);
                let foreign = name.filter(|_| !other_key.is_empty()).map_or_else(String::new, |name| {
                    naming::relation_foreign_key(&name, models::derived_by(cx.program, &other_key))
                });
                vec![link(1, "foreignKey", &foreign, &own), link(2, "ownerKey", &other_key, &other)]
            }
            "morphone" | "morphmany" => {
                let mut links = foreign_links(cx, class, method, args, other.as_ref());
                let plain = args.find(4, "localKey").is_none_or(|arg| matches!(arg.value, Value::Null));
                if let Some(id) = links.last().filter(|_| plain) {
                    let column = Self::named(args, id, false, at).map(|(column, ..)| column);
                    Self::morphs_made_keys(cx, class, (other.clone(), column), at);
                }
                links.push(link(4, "localKey", &key, &own));
                links
            }
            "belongstomany" => {
                let (foreign, related_foreign) = (
                    models::sure_foreign_key_of(cx, class).unwrap_or_default(),
                    models::sure_foreign_key_of(cx, related).unwrap_or_default(),
                );
                vec![
                    link(2, "foreignPivotKey", &foreign, &middle),
                    link(3, "relatedPivotKey", &related_foreign, &middle),
                    link(4, "parentKey", &key, &own),
                    link(5, "relatedKey", &other_key, &other),
                ]
            }
            "morphtomany" => {
                let related_foreign = models::sure_foreign_key_of(cx, related).unwrap_or_default();
                vec![
                    link(usize::MAX, "", &morph("type"), &middle),
                    link(3, "foreignPivotKey", &morph("id"), &middle),
                    link(4, "relatedPivotKey", &related_foreign, &middle),
                ]
            }
            "morphedbymany" => {
                let foreign = models::sure_foreign_key_of(cx, class).unwrap_or_default();
                vec![
                    link(usize::MAX, "", &morph("type"), &middle),
                    link(3, "foreignPivotKey", &foreign, &middle),
                    link(4, "relatedPivotKey", &morph("id"), &middle),
                ]
            }
            "hasonethrough" | "hasmanythrough" => {
                let through = args.find(1, "through").and_then(|arg| models::class_of_value(cx, &arg.value));
                let Some(through) = through.filter(|through| models::is_model(cx.program, *through)) else { return };
                let between = Self::table_of_model(cx, through);
                let (first, second) = (
                    models::sure_foreign_key_of(cx, class).unwrap_or_default(),
                    models::sure_foreign_key_of(cx, through).unwrap_or_default(),
                );
                let second_key = models::sure_key_of(cx, through).unwrap_or_default();
                vec![
                    link(2, "firstKey", &first, &between),
                    link(3, "secondKey", &second, &other),
                    link(4, "localKey", &key, &own),
                    link(5, "secondLocalKey", &second_key, &between),
                ]
            }
            _ => return,
        };
        let inherited = is_inherited(cx, class);
        let keys = (link(usize::MAX, "", &key, &own), link(usize::MAX, "", &other_key, &other));
        Self::keep_relation(cx, method, &links, &keys, args, (inherited, at));
        for mut link in links {
            // What is read of the model at hand may come from an accessor.
            if link.table == own && own != other && !Self::reads_column(cx, class, args, &link) {
                link.table = None;
            }
            Self::link(cx, args, link, inherited, at);
        }
    }

    /// Keeps which column holds keys of which table. `keys` are those of the model at hand and of the related one.
    fn keep_relation(
        cx: &mut Interp<'a, Self>,
        method: &str,
        links: &[Link],
        (own, other): &(Link, Link),
        args: &Args<'a>,
        (inherited, at): (bool, CallSite),
    ) {
        // The links with a key, and what each refers to.
        let (kind, ends): (&'static str, Vec<(&Link, &Link)>) = match (method, links) {
            ("belongsto", [from, to]) => ("belongsTo", vec![(from, to)]),
            ("hasone", [from, to]) => ("hasOne", vec![(from, to)]),
            ("hasmany", [from, to]) => ("hasMany", vec![(from, to)]),
            ("belongstomany", [from, and, to, also]) => ("belongsToMany", vec![(from, to), (and, also)]),
            ("hasonethrough", [from, and, to, also]) => ("hasOneThrough", vec![(from, to), (and, also)]),
            ("hasmanythrough", [from, and, to, also]) => ("hasManyThrough", vec![(from, to), (and, also)]),
            ("morphtomany", [_, _, from]) => ("morphToMany", vec![(from, other)]),
            ("morphedbymany", [_, from, _]) => ("morphedByMany", vec![(from, own)]),
            _ => return,
        };
        let Some(function) = cx.function().filter(|function| !function.name.contains('{')) else { return };
        let place = function.name_span;
        for (from, to) in ends {
            let (Some(table), Some(target)) = (from.table.clone(), to.table.clone()) else { continue };
            let column = Self::named(args, from, inherited && kind != "belongsTo", at);
            let (Some((column, ..)), Some((key, ..))) = (column, Self::named(args, to, false, at)) else { continue };
            cx.host.found.relations.push(RelationReference { kind, table, column, target, key, at: place });
        }
    }

    /// `morphTo()`: the type and the key on the model's own table.
    fn morph_columns(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, args: &Args<'a>, at: CallSite) {
        if !EXPLORE || class.decl.is_abstract {
            return;
        }
        let own = Self::table_of_model(cx, class);
        let given = args.find(0, "name").map(|arg| arg.value.clone()).filter(|value| !matches!(value, Value::Null));
        let name = match given {
            // `getMorphs(Str::snake($name), …)`
            Some(value) => value.as_str().map(|name| naming::snake(&name)),
            None => cx.function().filter(|function| !function.name.contains('{')).map(|f| naming::snake(&f.name)),
        };
        let of = |end: &str| name.as_ref().map_or_else(String::new, |name| format!("{name}_{end}"));
        let inherited = is_inherited(cx, class);
        for (argument, end) in [((1, "type"), "type"), ((2, "id"), "id")] {
            let link = Link { argument, otherwise: of(end), table: own.clone() };
            if Self::reads_column(cx, class, args, &link) {
                Self::link(cx, args, link, inherited, at);
            }
        }
    }

    /// Whether the column of a link is read from the row, and not given by an accessor of the model.
    fn reads_column(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, args: &Args<'a>, link: &Link) -> bool {
        let known = Self::attributes_of(cx, class);
        let (position, name) = link.argument;
        let given = args.find(position, name).and_then(|arg| arg.value.as_str());
        known.is_read_from_column(given.as_deref().unwrap_or(&link.otherwise))
    }

    /// Notes one column of a relation: where its name is written, or at the relation's method where convention gives it.
    fn link(cx: &mut Interp<'a, Self>, args: &Args<'a>, link: Link, inherited: bool, at: CallSite) {
        let Some((column, span, literal)) = Self::named(args, &link, inherited, at) else { return };
        let Some(table) = link.table else { return };
        let context = Self::context(cx);
        let place = (span, literal);
        cx.host.found.columns.push(ColumnReference::of(table, column, Operation::Relation, place, at.call, context));
    }

    /// The column of a link, where it is written, and whether it is spelled out there.
    fn named(args: &Args<'a>, link: &Link, inherited: bool, at: CallSite) -> Option<(String, Span, bool)> {
        let (position, name) = link.argument;
        let given = args.find(position, name).map(|arg| arg.value.clone()).filter(|value| !matches!(value, Value::Null));
        match given {
            Some(value) => {
                let text = value.as_text()?;
                let known = text.known()?;
                // `comments.user_id` names the table as well; `data->user_id` is one of staudenmeir's.
                let start = known.rfind('.').map_or(0, |at| at + 1);
                let bare = &known[start..];
                if bare.contains("->") || bare.is_empty() {
                    return None;
                }
                let (span, literal) = text.place(start, known.len()).unwrap_or((at.name, false));
                Some((bare.to_owned(), span, literal))
            }
            None if inherited || link.otherwise.is_empty() || args.open => None,
            None => Some((link.otherwise.clone(), at.name, false)),
        }
    }
}

/// Whether the relation is declared by another class than the one that it is looked at for: names by convention are
/// meant for the other.
fn is_inherited<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> bool {
    cx.scope().is_some_and(|scope| {
        scope.key() != class.key() && scope.decl.kind == crate::php::ast::ClassKind::Class && !scope.decl.is_abstract
    })
}

/// The columns on the related table by which a model has others.
fn foreign_links<'a, H: crate::eval::Host<'a>>(
    cx: &mut Interp<'a, H>,
    class: ClassDecl<'a>,
    method: &str,
    args: &Args<'a>,
    table: Option<&TableUse>,
) -> Vec<Link> {
    let link = |argument, otherwise| Link { argument, otherwise, table: table.cloned() };
    if method.starts_with("has") {
        return vec![link((1, "foreignKey"), models::sure_foreign_key_of(cx, class).unwrap_or_default())];
    }
    let name = args.find(1, "name").and_then(|arg| arg.value.as_str());
    let column = |end: &str| name.as_ref().map_or_else(String::new, |name| format!("{name}_{end}"));
    vec![link((2, "type"), column("type")), link((3, "id"), column("id"))]
}

/// The columns that a relation gives the rows that are made through it; none if they are not known.
fn filled_by<'a, H: crate::eval::Host<'a>>(
    cx: &mut Interp<'a, H>,
    class: ClassDecl<'a>,
    method: &str,
    args: &Args<'a>,
) -> Option<Vec<String>> {
    let column = |link: Link| match args.find(link.argument.0, link.argument.1) {
        Some(arg) if !matches!(arg.value, Value::Null) => arg.value.as_str().map(|name| name.to_string()),
        _ => Some(link.otherwise).filter(|name| !name.is_empty()),
    };
    match method {
        "hasone" | "hasmany" | "morphone" | "morphmany" => {
            foreign_links(cx, class, method, args, None).into_iter().map(column).collect()
        }
        "belongstomany" | "morphtomany" | "morphedbymany" => Some(Vec::new()),
        _ => None,
    }
}

fn unknown_query<'a>(connection: Connection) -> Query<'a> {
    Query { kind: QueryKind::Eloquent, open: true, has_from: true, connection, ..Query::default() }
}

fn add_pivot(query: &mut Query<'_>, source: Option<Source>) {
    query.open |= source.is_none();
    // The pivot is the second source, also where the related model is not known.
    if query.sources.is_empty() && source.is_some() {
        query.sources.push(Source { table: None, alias: None, span: crate::source::Span::new(crate::source::FileId(0), 0, 0) });
    }
    query.pivot = source.is_some() && query.sources.len() == 1;
    query.sources.extend(source);
}

//! Names in a query that mean nothing there: qualifiers of tables that it does not stand on, and conditions on what it selects.

use crate::eval::{Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, Source, Thing};
use crate::laravel::query::PendingColumn;
use crate::php::program::{ClassDecl, Program};
use crate::references::{Misplaced, Misplacement, Operation, Stray, TableUse};

/// Whether a qualifier means a source of a query. In raw SQL under a prefix, what a builder names has the prefix before it, its
/// aliases too (`Illuminate/Database/Grammar.php`, `wrapTable`).
pub(super) fn means(query: &Query<'_>, source: &Source, name: &str, prefix: Option<&str>) -> bool {
    let is_plain = query.raw && source.alias.is_some();
    match prefix {
        Some(prefix) if !is_plain => name.strip_prefix(prefix).is_some_and(|bare| source.is_called(bare)),
        _ => source.is_called(name),
    }
}

/// Whether queries for a model may get tables from code that none of them names: a global scope that joins some. `scopes_join`
/// says whether a scope of the project does.
fn joins_by_itself(program: &Program<'_>, class: ClassDecl<'_>, scopes_join: bool) -> bool {
    let sources = program.sources();
    let holders = program.lineage(class).into_iter().flat_map(|owner| std::iter::once(owner).chain(program.traits(owner)));
    let mut scoped = false;
    for holder in holders {
        let text = sources.slice(holder.decl.span);
        scoped |= holder.decl.attributes.iter().any(|attribute| attribute.name.resolved.ends_with("ScopedBy"));
        if ["addGlobalScope", "newQuery", "newEloquentBuilder", "registerGlobalScopes"].iter().any(|word| text.contains(word)) {
            if text.contains(JOIN) {
                return true;
            }
            scoped = true;
        }
    }
    scoped && scopes_join
}

/// Whether a class of the project that scopes or builds queries joins tables. It goes through all classes, so it is asked once for a
/// whole survey.
#[must_use]
pub fn scopes_join(program: &Program<'_>) -> bool {
    const BUILDING: [&str; 2] = ["Illuminate\\Database\\Eloquent\\Scope", "Illuminate\\Database\\Eloquent\\Builder"];
    program.classes().any(|class| program.is_a(class, &BUILDING) && program.sources().slice(class.decl.span).contains(JOIN))
}

/// The end of the names of methods that join.
const JOIN: &str = "oin(";

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Whether queries for a model may get tables from code that none of them names.
    pub(in crate::laravel) fn may_join_unseen(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> bool {
        let key = ("joins unseen", class.key());
        if let Some(known) = cx.memo.get(&key) {
            return matches!(known, Value::Bool(true));
        }
        let joins = joins_by_itself(cx.program, class, cx.host.eloquent.scopes_join);
        cx.memo.insert(key, Value::Bool(joins));
        joins
    }

    /// What a connection puts before the names of its tables; none if nothing.
    pub(super) fn prefix_of(&self, connection: &Connection) -> Option<String> {
        let prefix = self.settings.connection(self.connection_name(connection)?).prefix;
        Some(prefix).filter(|prefix| !prefix.is_empty())
    }

    /// Notes a qualifier that names no table of its query.
    pub(super) fn note_stray(&mut self, pending: &PendingColumn, chain: &[Query<'a>], prefix: Option<String>) {
        let (Some((name, (span, literal))), Some(own)) = (&pending.qualifier, chain.first()) else { return };
        let scope = chain.iter().flat_map(|query| {
            let named = |source: &Source| Some((source.used_on(&query.connection)?, source.called()?.to_string()));
            query.sources.iter().filter_map(named).collect::<Vec<_>>()
        });
        self.found.strays.push(Stray {
            name: name.clone(),
            span: *span,
            literal: *literal,
            column: pending.column.1.0,
            scope: scope.collect(),
            model: own.model.map(|model| model.name().to_owned()),
            prefix,
            connection: own.connection.named(),
            call: pending.call,
        });
    }

    /// Notes a condition on a name that the query itself gives.
    pub(super) fn note_misplaced(&mut self, pending: &PendingColumn, own: &Query<'a>, seen: &[TableUse]) {
        let (name, (span, _)) = &pending.column;
        let is_own = own.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name));
        let table = own.sources.first().and_then(|source| source.used_on(&own.connection));
        let Some(table) = table.filter(|_| is_own && pending.operation == Operation::Where && !pending.raw) else { return };
        let TableUse { connection, table, .. } = table;
        let joined = seen.iter().filter(|other| other.table != table).cloned().collect();
        let (why, name, span) = (Misplacement::Selected, name.clone(), *span);
        self.found.misplaced.push(Misplaced { why, name, span, connection, table, joined });
    }

    /// Notes a name of raw SQL that PostgreSQL reads in small letters.
    pub(super) fn note_folded(&mut self, pending: &PendingColumn, tables: &[TableUse], certain: bool) {
        let (name, (span, _)) = &pending.column;
        if !(certain && pending.folded && !pending.doubtful) {
            return;
        }
        for TableUse { connection, table, .. } in tables {
            let (connection, table) = (connection.clone(), table.clone());
            let why = Misplacement::Folded;
            let (name, span, joined) = (name.clone(), *span, Vec::new());
            self.found.misplaced.push(Misplaced { why, name, span, connection, table, joined });
        }
    }

    /// What a value leads to is in hands that are not known: other tables may be added to its queries.
    pub(crate) fn give_away(cx: &mut Interp<'a, Self>, value: &Value<'a>) {
        /// How deep values are looked into.
        const DEPTH: u32 = 3;
        Self::share(cx, value, DEPTH);
    }

    /// The query of a table of rappasoft's, which joins the relations of its columns: `Column::make('Client', 'invoice.client.name')`
    /// (`Rappasoft/LaravelLivewireTables/Traits/WithData.php`, `joinRelations`).
    pub(crate) fn joined_by_table(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str, given: &Value<'a>) {
        let Value::Host(id) = given else { return };
        let is_table = method.eq_ignore_ascii_case("builder")
            && cx.program.foreign_parent(class).is_some_and(|parent| parent.ends_with("\\DataTableComponent"));
        let of_relation = |call: &str| {
            let argument = call.split(')').next().unwrap_or_default();
            argument.split(['\'', '"']).any(|name| name.contains('.') && !name.contains(char::is_whitespace))
        };
        let joins = || cx.program.sources().slice(class.decl.span).split("Column::make(").skip(1).any(of_relation);
        if is_table && joins() {
            Self::open(cx, *id);
        }
    }

    fn share(cx: &mut Interp<'a, Self>, value: &Value<'a>, depth: u32) {
        match value {
            Value::Host(id) => {
                if let Some(Thing::Query(query)) = cx.host.thing_mut(*id) {
                    query.shared = true;
                }
            }
            Value::OneOf(values) if depth > 0 => values.iter().for_each(|value| Self::share(cx, value, depth - 1)),
            Value::Array(list) if depth > 0 => {
                list.entries.iter().for_each(|entry| Self::share(cx, &entry.value, depth - 1));
            }
            Value::Object(object) if depth > 0 => {
                let values: Vec<Value<'a>> = object.properties.borrow().iter().map(|(_, value)| value.clone()).collect();
                for value in &values {
                    Self::share(cx, value, depth - 1);
                }
            }
            _ => {}
        }
    }
}

//! Raw SQL of queries: statements, and the pieces that the `…Raw` methods and `DB::raw()` take.

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects;
use crate::laravel::objects::{Connection, Query, Source, Thing};
use crate::laravel::query::columns::{Kind, Place};
use crate::references::{LocalTable, Operation};
use crate::schema::ddl::{self, Word, Written};
use crate::schema::{Change, Driver, Schema, TableKind};
use crate::sql::{self, Piece, Reading, UNKNOWN};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `DB::raw('…')`, and the same of a model and of a query.
    pub(in crate::laravel) fn raw_sql(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        let sql = args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data));
        cx.host.make(Thing::Expression(sql))
    }

    /// `DB::raw(…)` where a column may stand.
    pub(in crate::laravel) fn expression(cx: &mut Interp<'a, Self>, query: HostId, value: &Value<'a>, deed: Deed, at: CallSite) {
        let Value::Host(id) = value else { return };
        let Some(Thing::Expression(sql)) = cx.host.thing(*id) else { return };
        let sql = sql.clone();
        Self::fragment(cx, query, &sql, deed, at);
    }

    /// A piece of SQL that becomes part of a query.
    pub(in crate::laravel) fn fragment(cx: &mut Interp<'a, Self>, query: HostId, value: &Value<'a>, deed: Deed, at: CallSite) {
        if !EXPLORE {
            return;
        }
        let piece = match deed {
            Deed::Select => Piece::Select,
            Deed::Order => Piece::Order,
            // `havingRaw` is a condition; `groupByRaw` a list, which is one too as long as nothing stands behind commas.
            Deed::Group => Piece::Group,
            Deed::Where | Deed::Join | Deed::Update => Piece::Where,
            Deed::Query | Deed::Insert | Deed::Upsert | Deed::Delete => return,
        };
        for choice in value.choices() {
            let Value::Str(text) = choice else {
                // What is selected may have any name; a number has none.
                if piece == Piece::Select && matches!(choice, Value::Unknown(_)) {
                    Self::hide(cx, query);
                }
                continue;
            };
            let text = text.filled(UNKNOWN);
            let connection = Self::query(cx, query).map(|query| query.connection.clone()).unwrap_or_default();
            match Self::read(cx, &connection, &text, piece) {
                Some(reading) => Self::take_over(cx, &reading, &text, &connection, Some(query), deed, at),
                None if piece == Piece::Select => Self::hide(cx, query),
                None => {}
            }
        }
    }

    fn read(cx: &Interp<'a, Self>, connection: &Connection, text: &Text, piece: Piece) -> Option<Reading> {
        let known = text.known()?;
        let driver = cx.host.connection_name(connection).map(|name| cx.host.settings.connection(name).driver);
        sql::read(&known, driver.unwrap_or(Driver::MySql), piece).ok()
    }

    /// A statement of its own: `DB::select('…')` and its like.
    pub(in crate::laravel) fn survey_sql(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>, at: CallSite) {
        let Some(value) = args.find(0, "query").map(|arg| arg.value.clone()) else { return };
        let value = match &value {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Expression(sql)) => sql.clone(),
                _ => return,
            },
            _ => value,
        };
        for choice in value.choices() {
            let Value::Str(text) = choice else { continue };
            if !text.has_known_part() {
                continue;
            }
            let text = without_empty_names(&text.filled(UNKNOWN));
            Self::local_tables(cx, connection, &text, at);
            if let Some(reading) = Self::read(cx, connection, &text, Piece::Statement) {
                Self::take_over(cx, &reading, &text, connection, None, Deed::Query, at);
            }
        }
    }

    /// The tables that a statement outside the migrations makes, or adds columns to.
    fn local_tables(cx: &mut Interp<'a, Self>, connection: &Connection, text: &Text, at: CallSite) {
        // A temporary table is no part of a schema, but one of the code that makes it.
        static TEMPORARY: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new(r"(?i)\bcreate\s+temp(orary)?\s+table").expect("it is valid"));
        static ALTERED: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            regex::Regex::new(r#"(?i)\balter\s+table\s+(?:only\s+)?(?:if\s+exists\s+)?[`"\[]?(\w+)"#).expect("it is valid")
        });
        let changes = |sql: &str| ["create", "alter"].iter().any(|word| sql.contains(word));
        let Some(sql) = text.known().filter(|sql| changes(&sql.to_ascii_lowercase())) else { return };
        let driver = cx.host.connection_name(connection).map(|name| cx.host.settings.connection(name).driver);
        let driver = driver.unwrap_or(Driver::MySql);
        let sql = TEMPORARY.replace_all(&sql, "create table");
        let path = cx.host.search_path(connection);
        let written = Written { at: at.call, verbatim: false, conditional: false, search_path: &path };
        let statements = ddl::parse(&sql, driver);
        let mut schema = Schema { driver, ..Schema::default() };
        schema.apply_sql(&statements, written);
        // What is altered and not made here is there already.
        let altered = ALTERED.captures_iter(&sql).map(|found| found[1].to_owned());
        let altered: Vec<String> = altered.filter(|name| schema.table(name).is_none()).collect();
        if !altered.is_empty() {
            schema = Schema { driver, ..Schema::default() };
            let change = Change { at: at.call, conditional: false };
            for name in &altered {
                schema.create_table(name, TableKind::Table, change);
            }
            schema.apply_sql(&statements, written);
        }
        for (name, table) in &schema.tables {
            let columns = table.open_at.is_none().then(|| table.columns.iter().map(|column| column.name.clone()).collect());
            let altered = altered.contains(name);
            let (table, span) = (name.clone(), text.written().unwrap_or(at.call));
            let (connection, dropped) = (connection.named(), Vec::new());
            cx.host.found.local_tables.push(LocalTable {
                connection,
                table,
                ends: None,
                columns,
                dropped,
                altered,
                span,
                call: at.call,
            });
        }
    }

    /// Makes queries of what was read: of the first scope `query` itself, where the text is a piece of one.
    fn take_over(
        cx: &mut Interp<'a, Self>,
        reading: &Reading,
        text: &Text,
        connection: &Connection,
        query: Option<HostId>,
        deed: Deed,
        at: CallSite,
    ) {
        let mut ids: Vec<HostId> = Vec::with_capacity(reading.scopes.len());
        let mut deeds: Vec<Deed> = Vec::with_capacity(reading.scopes.len());
        for (number, scope) in reading.scopes.iter().enumerate() {
            let whole = scope.sources.first().map_or(sql::Deed::Query, |source| source.deed);
            deeds.push(match whole {
                sql::Deed::Insert => Deed::Insert,
                sql::Deed::Update => Deed::Update,
                sql::Deed::Delete => Deed::Delete,
                sql::Deed::Query => deed,
            });
            if let (0, Some(query)) = (number, query) {
                for alias in &scope.aliases {
                    Self::alias(cx, query, alias);
                }
                if scope.open {
                    Self::open(cx, query);
                }
                ids.push(query);
                continue;
            }
            let outer = scope.parent.and_then(|parent| ids.get(parent)).copied();
            let sources = scope.sources.iter().map(|source| Self::raw_source(cx, source, text, connection, at)).collect();
            let inner = Query {
                connection: connection.clone(),
                sources,
                has_from: true,
                open: scope.open,
                outer,
                aliases: scope.aliases.clone(),
                raw: true,
                ran: true,
                ..Query::default()
            };
            ids.push(cx.host.add(Thing::Query(Box::new(inner))));
        }
        for (one, other) in reading.equal.iter().filter(|_| EXPLORE) {
            let [one, other] = [one, other].map(|word| place(text, word.range.clone(), &word.text, at).0);
            cx.host.found.equal.push((one, other));
        }
        let driver = cx.host.connection_name(connection).map(|name| cx.host.settings.connection(name).driver);
        let is_pgsql = driver == Some(Driver::PgSql);
        for column in &reading.columns {
            let (Some(&query), Some(&deed)) = (ids.get(column.scope), deeds.get(column.scope)) else { continue };
            let word = |word: &Word| (word.text.clone(), place(text, word.range.clone(), &word.text, at));
            let qualifier = column.qualifier.as_ref().map(word);
            let name = word(&column.name);
            let spelled = text.known().unwrap_or_default();
            let spelled = spelled.get(column.name.range.clone()).unwrap_or_default();
            let folded = is_pgsql && spelled != column.name.text && spelled.eq_ignore_ascii_case(&column.name.text);
            let doubtful = Self::is_borrowed(cx, Some(name.1.0), false);
            let kind = Kind { deed, raw: true, folded, doubtful };
            Self::keep_column(cx, query, qualifier, name, kind, at.call);
        }
    }

    fn raw_source(cx: &mut Interp<'a, Self>, source: &sql::Source, text: &Text, connection: &Connection, at: CallSite) -> Source {
        let alias = source.alias.as_deref().map(std::rc::Rc::from);
        let Some(name) = &source.table else { return Source { table: None, alias, span: at.call } };
        let spelled = name.schema.as_ref().map_or_else(|| name.text.clone(), |schema| format!("{schema}.{}", name.text));
        let (span, literal) = place(text, name.range.clone(), &spelled, at);
        let operation = match source.deed {
            sql::Deed::Query => Operation::Query,
            sql::Deed::Insert => Operation::Insert,
            sql::Deed::Update => Operation::Update,
            sql::Deed::Delete => Operation::Delete,
        };
        // Raw SQL writes the prefix out.
        let prefix = cx.host.connection_name(connection).map(|name| cx.host.settings.connection(name).prefix).unwrap_or_default();
        let bare = if name.schema.is_none() { spelled.strip_prefix(&*prefix) } else { Some(&*spelled) };
        let named = bare.map(|bare| Text::literal(bare, span, literal && prefix.is_empty()));
        let found = named.and_then(|named| Self::note_table(cx, &named, connection, operation, at));
        match found {
            Some((objects::TableName { table, .. }, span)) => Source { table: Some(table), alias, span },
            None => Source { table: None, alias, span },
        }
    }
}

/// The same text with what stands for an unknown name where an empty one was put: `sprintf('… from %s r', '')` does not read
/// from `r`. No query is meant to run that way.
fn without_empty_names(text: &Text) -> Text {
    static BEFORE: std::sync::LazyLock<regex::Regex> =
        std::sync::LazyLock::new(|| regex::Regex::new(r"(?i)\b(from|join|into|update|table)[ \t]+$").expect("it is valid"));
    text.filled_between(UNKNOWN, |before, after| after.starts_with([' ', '\t', '\n', '\r']) && BEFORE.is_match(before))
}

/// Where a name is written, quotes left out.
fn place(text: &Text, range: std::ops::Range<usize>, name: &str, at: CallSite) -> Place {
    let whole = text.known().unwrap_or_default();
    let quoted = whole.get(range.clone()).is_some_and(|spelled| spelled.len() == name.len() + 2);
    let (from, to) = if quoted { (range.start + 1, range.end - 1) } else { (range.start, range.end) };
    text.place(from, to).unwrap_or((at.call, false))
}

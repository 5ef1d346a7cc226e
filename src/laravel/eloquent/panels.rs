//! What code for Filament's panels says of tables and columns: of columns that can be sorted and searched, of relations whose
//! rows are offered to choose from, of orders, and what closures do to the queries that they are given.

mod chain;
mod columns;
mod owners;
mod queries;
mod reader;

use std::collections::BTreeMap;

use owners::{Rows, Shown};
use queries::Treatment;
use reader::{Found, Named, Reader, Taker};

use crate::eval::{ArgValue, Args, Interp, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Query, QueryKind, Thing};
use crate::php::ast::{Closure, ExprKind};
use crate::php::program::{ClassDecl, Program};
use crate::references::{ColumnReference, Context, TableUse};
use crate::source::{FileId, Span};

/// Pages that show the rows of a resource.
const LIST_PAGES: [&str; 2] = ["Filament\\Resources\\Pages\\ListRecords", "Filament\\Resources\\Pages\\ManageRecords"];

/// What code says of columns that count.
const COUNTS: [&str; 2] = ["->counts(", "->exists("];

/// What it says where its tables show other rows than its model's.
const OF_OTHERS: [&str; 4] = ["->records(", "function getModel(", "->relationship(fn", "function getTableRecords("];

/// How the columns end that a query counts or sums up.
const SUMMED: [&str; 6] = ["_count", "_exists", "_sum", "_avg", "_min", "_max"];

/// What is known of the class at hand.
#[derive(Default)]
pub(in crate::laravel) struct State<'a> {
    /// The rows that it shows; none if they are not known.
    rows: Option<Rows<'a>>,
    /// Its closures that get a query; none is one that gets several.
    takers: BTreeMap<Span, Option<Taker>>,
    /// Whether its queries may select more under names of their own.
    selects: bool,
    /// Whether they may stand on more tables.
    joins: bool,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns that a class of Filament names, and which of its closures get a query.
    pub(crate) fn survey_panels(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) {
        cx.host.eloquent.panels = State::default();
        let shown = if class.decl.is_abstract { None } else { Self::shown_by(cx, class) };
        if shown.is_none() && !speaks(cx.program, class.file()) {
            return;
        }
        let mut found = Reader::read(cx.program, class);
        found.of_search(cx.program, class);
        let mut read = found.read.clone();
        read.insert(class.key(), class);
        // A table is asked for by pages, too, which may change its query; and what a page shows is its resource's.
        let mut others = queries::named_by(cx.program, class, "getPages");
        let named_pages = others.clone();
        others.extend(Self::resource_of_page(cx, class).into_iter().flat_map(|resource| cx.program.parts(resource)));
        let offering = found.closures.iter().filter(|(_, taker)| taker.offers).map(|(closure, _)| *closure).collect();
        let treatment = Treatment::of(read.values().copied().chain(others), &offering);
        let texts: Vec<&str> = read.keys().map(|read| cx.program.sources().slice(*read)).collect();
        let says = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
        let has_own_query = match shown {
            Some(Shown::Rows(_)) => Self::has_own_query(cx, class, &found),
            Some(Shown::OwnQuery) => true,
            None => false,
        };
        let rows = match shown {
            // What others call it for, they say.
            None => None,
            Some(_) if says(&OF_OTHERS) => None,
            Some(Shown::Rows(rows)) if !has_own_query => rows,
            Some(Shown::Rows(_) | Shown::OwnQuery) => Self::own_rows(cx, class, &found),
        };
        // A page with a view of its own may show the filters and never ask for rows by them.
        let has_own_view = named_pages.iter().any(|page| {
            cx.program.is_a(*page, &LIST_PAGES)
                && (cx.program.property(*page, "view").is_some() || cx.program.method(*page, "getView").is_some())
        });
        let Some(rows) = rows.filter(|_| !has_own_view) else {
            if shown.is_some() {
                Self::note_unjudged(cx, &found.named);
            }
            cx.host.eloquent.panels = State { takers: takers(found.closures), ..State::default() };
            return;
        };
        let is_alias = |name: &str| !name.is_empty() && says(&[&format!(" as {name}")]);
        let Found { named, ordered, mut closures, .. } = found;
        closures.retain(|(_, taker)| !(has_own_query && taker.is_of_form));
        let named: Vec<Named<'a>> = named
            .into_iter()
            .filter(|one| {
                let ExprKind::String(name) = &one.column.kind else { return false };
                // `withCount('trips as busy')`; an order by a column that says itself how it is ordered.
                let is_own = one.is_order_of_table && ordered.contains(&**name);
                let is_of_another = has_own_query && one.is_of_form;
                !is_of_another && (one.relation.is_some() || !(treatment.selects || is_alias(name) || is_own))
            })
            .collect();
        let selects = treatment.selects || treatment.counts || says(&COUNTS);
        let state = State { rows: Some(rows), takers: takers(closures), selects, joins: treatment.joins };
        let tables = Self::tables_of(cx, rows);
        for one in &named {
            Self::note_of_panel(cx, rows, tables.as_deref(), one);
        }
        cx.host.eloquent.panels = state;
    }

    /// Notes the columns of a table of which it is not known whose rows it shows.
    fn note_unjudged(cx: &mut Interp<'a, Self>, named: &[Named<'a>]) {
        for one in named {
            if let ExprKind::String(name) = &one.column.kind {
                Self::column_gap(cx, one.column.span, format!("column `{name}`"), "the rows of its table are not known");
            }
        }
    }

    fn note_of_panel(cx: &mut Interp<'a, Self>, rows: Rows<'a>, own: Option<&[TableUse]>, named: &Named<'a>) {
        let ExprKind::String(text) = &named.column.kind else { return };
        let text = Text::decoded(text, cx.program.sources().slice(named.column.span), named.column.span);
        let Some(known) = text.known() else { return };
        let path = known.split("->").next().unwrap_or_default();
        let (relation, from) = match (path.rsplit_once('.'), &named.relation) {
            (Some((relation, _)), None) => (Some(relation.to_owned()), relation.len() + 1),
            (Some(_), Some(_)) => return,
            (None, relation) => (relation.clone(), 0),
        };
        let column = &path[from..];
        let is_word = !column.is_empty() && column.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_summed = SUMMED.iter().any(|end| column.ends_with(end) || column.contains(&format!("{end}_")));
        // The columns of a pivot are selected under names of their own.
        if !is_word || is_summed || column.starts_with("pivot_") {
            return;
        }
        let tables = match relation {
            None => own.map(<[TableUse]>::to_vec),
            Some(relation) => {
                Self::query_of_rows(cx, rows, &relation).and_then(|id| Self::table_of_query(cx, id)).map(|table| vec![table])
            }
        };
        let (Some(tables), Some(place)) = (tables, text.place(from, path.len())) else { return };
        let Some(first) = tables.first().cloned() else { return };
        // No call takes it: what the class declares is asked for later.
        let found = ColumnReference::of(first, column.to_owned(), named.operation, place, place.0, Context::default());
        cx.host.found.columns.push(ColumnReference { tables, ..found });
    }

    /// What a closure that the code of a panel hands on is called with.
    pub(in crate::laravel) fn given_by_panel(cx: &mut Interp<'a, Self>, closure: &Closure) -> Option<Args<'a>> {
        let taker = cx.host.eloquent.panels.takers.get(&closure.span)?.clone()?;
        let takes = |name: &str| closure.params.iter().any(|param| *param.name == *name);
        if !taker.is_first && !takes("query") {
            return None;
        }
        let known = cx.host.eloquent.panels.rows.and_then(|rows| Self::query_of_rows(cx, rows, &taker.path));
        let id = known.unwrap_or_else(|| cx.host.add(Thing::Query(Box::new(told_elsewhere()))));
        let (selects, joins, uncertain) = (cx.host.eloquent.panels.selects, cx.host.eloquent.panels.joins, cx.uncertain);
        let query = Self::query_mut(cx, id)?;
        let is_own = taker.path.is_empty();
        // Others may have changed it before.
        (query.handed, query.uncertain) = (true, uncertain);
        query.hides |= selects && is_own;
        query.open |= joins && is_own;
        // How the tables of a relation are joined depends on who asks.
        query.may_join |= taker.offers;
        let name = (!taker.is_first).then(|| "query".into());
        let items = vec![ArgValue { name, value: Value::Host(id), span: closure.span }];
        Some(Args { items, open: true, entry: true })
    }

    /// The row that a page of a resource is for, or whose relation is managed: `$this->record`, `$this->getOwnerRecord()`.
    pub(in crate::laravel) fn record_of_panel(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        member: &str,
    ) -> Option<Value<'a>> {
        let is_owner = match member {
            "record" | "getRecord" => false,
            "ownerRecord" | "getOwnerRecord" => true,
            _ => return None,
        };
        if !EXPLORE {
            return None;
        }
        let asked = ("record of a panel", Span { end: class.key().end + u32::from(is_owner), ..class.key() });
        let known = match cx.memo.get(&asked) {
            Some(known) => known.clone(),
            None => {
                let model = Self::model_of_record(cx, class, is_owner);
                let known = model.map_or(Value::Null, |model| Value::string(model.name()));
                cx.memo.insert(asked, known.clone());
                known
            }
        };
        let model = models::class_of_value(cx, &known)?;
        Some(cx.some_object(model, Why::Property))
    }

    /// What a resource or one of its pages has from Filament: its model, or the query of its rows.
    pub(in crate::laravel) fn call_panel(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str) -> Option<Value<'a>> {
        if !EXPLORE || class.decl.is_abstract {
            return None;
        }
        match method.to_ascii_lowercase().as_str() {
            "geteloquentquery" | "getglobalsearcheloquentquery" | "getrecordroutebindingeloquentquery" => {
                let model = Self::model_of_resource(cx, class)?;
                Some(Self::model_query(cx, model))
            }
            "getmodel" => Self::model_of_resource(cx, class).map(|model| Value::string(model.name())),
            "gettablequery" => {
                let model = Self::model_of_page(cx, class)?;
                Some(Self::model_query(cx, model))
            }
            _ => None,
        }
    }
}

/// A query of rows that another class knows, if any does.
fn told_elsewhere<'a>() -> Query<'a> {
    Query { kind: QueryKind::Eloquent, open: true, has_from: true, told_elsewhere: true, ..Query::default() }
}

/// Whether a file speaks of Filament.
fn speaks(program: &Program<'_>, file: FileId) -> bool {
    program.sources().file(file).text().contains("Filament\\")
}

/// Which query each closure gets.
fn takers(closures: Vec<(Span, Taker)>) -> BTreeMap<Span, Option<Taker>> {
    let mut takers: BTreeMap<Span, Option<Taker>> = BTreeMap::new();
    for (closure, taker) in closures {
        let known = takers.entry(closure).or_insert_with(|| Some(taker.clone()));
        if known.as_ref().is_some_and(|known| *known != taker) {
            *known = None;
        }
    }
    takers
}

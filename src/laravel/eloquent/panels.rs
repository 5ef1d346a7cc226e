//! Columns that Filament's resources ask the database for: of tables that can be sorted and searched, of relations whose rows are
//! offered to choose from, of orders.
//!
//! Source: `filament/tables` (`Columns/Concerns/CanBeSorted.php`, `CanBeSearched.php`, `Table/Concerns/CanSortRecords.php`),
//! `filament/forms` (`Components/Select.php`).

use std::collections::BTreeSet;

use crate::eval::{Interp, Text};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::php::ast::{Arg, Callee, ClassRef, Expr, ExprKind, Stmt};
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};
use crate::references::{ColumnReference, Context, Operation};
use crate::source::Span;

/// The class that resources are made from.
const RESOURCE: &str = "Filament\\Resources\\Resource";

/// Where columns of tables live, and components that offer the rows of a relation.
const COLUMNS: &str = "Filament\\Tables\\Columns\\";
const CHOICES: [&str; 3] = ["Filament\\Forms\\Components\\", "Filament\\Tables\\Filters\\", "Filament\\Schemas\\Components\\"];

/// Methods after which a column shows what is worked out.
const COMPUTED: [&str; 9] = ["state", "getStateUsing", "counts", "exists", "avg", "max", "min", "sum", "query"];

/// What a resource says that selects more for its tables, under names of its own.
const SELECTS: [&str; 8] =
    ["addSelect(", "selectRaw(", "selectSub(", "->select(", "oin(", "withAggregate(", "fromSub(", "withExpression("];

/// What a resource says where its tables show other rows than its model's.
const OF_OTHERS: [&str; 3] = ["->records(", "function getModel(", "->relationship(fn"];

/// How the columns end that a query counts or sums up.
const SUMMED: [&str; 6] = ["_count", "_exists", "_sum", "_avg", "_min", "_max"];

/// What a resource says.
#[derive(Default)]
struct Found<'a> {
    named: Vec<Named<'a>>,
    /// The columns that say by a query of their own how they are ordered.
    ordered: BTreeSet<&'a str>,
    /// Whether its table shows rows of a query of its own.
    of_others: bool,
}

/// A column that a resource names.
struct Named<'a> {
    /// The relation whose column it is; none is the model itself.
    relation: Option<String>,
    column: &'a Expr,
    operation: Operation,
    /// Whether the table as a whole is ordered by it.
    is_order_of_table: bool,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns that a resource of Filament names.
    pub(crate) fn survey_panels(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) {
        if class.decl.is_abstract || !cx.program.is_a(class, &[RESOURCE]) {
            return;
        }
        let declared = cx.declared_property(class, "model", true);
        let model = declared.and_then(|value| models::class_of_value(cx, &value));
        let Some(model) = model.filter(|model| models::is_model(cx.program, *model)) else { return };
        let text = cx.program.sources().slice(class.decl.span);
        let selects = SELECTS.iter().any(|word| text.contains(word));
        let mut found = Found::default();
        for method in &class.decl.methods {
            collect(method.body.as_deref().unwrap_or_default(), &mut found);
        }
        if found.of_others || OF_OTHERS.iter().any(|words| text.contains(words)) {
            return;
        }
        for one in found.named {
            let name = match &one.column.kind {
                ExprKind::String(name) => &**name,
                _ => continue,
            };
            // `withCount('trips as busy')`; an order by a column that says itself how it is ordered.
            let is_alias = !name.is_empty() && text.contains(&format!(" as {name}"));
            let is_own = one.is_order_of_table && found.ordered.contains(name);
            if one.relation.is_some() || !(selects || is_alias || is_own) {
                Self::note_of_panel(cx, model, &one);
            }
        }
    }

    fn note_of_panel(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, named: &Named<'a>) {
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
        if !is_word || is_summed {
            return;
        }
        let table = match relation {
            None => Self::table_of_model(cx, model),
            Some(relation) => Self::related(cx, model, &relation).and_then(|id| Self::table_of_query(cx, id)),
        };
        let (Some(table), Some(place)) = (table, text.place(from, path.len())) else { return };
        // No call takes it: what the class declares is asked for later.
        let found = ColumnReference::of(table, column.to_owned(), named.operation, place, place.0, Context::default());
        cx.host.found.columns.push(found);
    }
}

/// Calls one behind the other: `X::make('name')->sortable()->searchable()`.
struct Chain<'a> {
    /// What it begins with: the class on which `make` is called, and its arguments; none is a variable.
    made: Option<(&'a str, &'a [Arg])>,
    /// The methods, the last one first, with their arguments.
    links: Vec<(&'a str, &'a [Arg], Span)>,
}

impl<'a> Chain<'a> {
    fn of(expr: &'a Expr) -> Option<Self> {
        let (mut expr, mut links) = (expr, Vec::new());
        loop {
            let made = match &expr.kind {
                ExprKind::Variable(_) => None,
                ExprKind::Call(call) => match &call.callee {
                    Callee::Method { object, name, .. } => {
                        links.push((name.named()?, call.args.as_slice(), expr.span));
                        expr = object;
                        continue;
                    }
                    Callee::Static { class: ClassRef::Named(class), name } if name.named()?.eq_ignore_ascii_case("make") => {
                        Some((&*class.resolved, call.args.as_slice()))
                    }
                    _ => return None,
                },
                _ => return None,
            };
            return (!links.is_empty()).then_some(Chain { made, links });
        }
    }

    fn calls(&self, names: &[&str]) -> bool {
        self.links.iter().any(|(method, ..)| names.iter().any(|name| method.eq_ignore_ascii_case(name)))
    }

    /// Whether what stands in it belongs to another model.
    fn leads_away(&self) -> bool {
        self.calls(&["relationship"]) && self.calls(&["schema", "components", "form"])
    }

    /// The arguments of the last call of each method of a name.
    fn last(&self, method: &str) -> Option<&'a [Arg]> {
        self.links.iter().find(|(name, ..)| name.eq_ignore_ascii_case(method)).map(|(_, args, _)| *args)
    }

    fn note(&self, found: &mut Found<'a>) {
        match self.made {
            None => {
                found.of_others |= self.calls(&["query", "records"]) && self.calls(&["columns"]);
                for method in ["defaultSort", "reorderable"] {
                    let Some(args) = self.last(method) else { continue };
                    // `reorderable('sort', $condition)`
                    let is_sure = method == "defaultSort" || args.len() == 1;
                    let column = args.first().filter(|arg| is_sure && arg.name.is_none()).map(|arg| &arg.value);
                    let operation = Operation::Order;
                    found.named.extend(column.map(|column| Named { relation: None, column, operation, is_order_of_table: true }));
                }
            }
            Some((class, args)) if class.starts_with(COLUMNS) && !class.contains("\\Spatie") => self.of_column(args, found),
            Some((class, args)) if CHOICES.iter().any(|namespace| class.starts_with(namespace)) => self.of_choice(args, found),
            Some(_) => {}
        }
    }

    /// `TextColumn::make('author.name')->sortable()->searchable(['first_name'])`
    fn of_column(&self, made: &'a [Arg], found: &mut Found<'a>) {
        let Some(ExprKind::String(name)) = made.first().map(|arg| &arg.value.kind) else { return };
        // Columns that are not shown ask for nothing.
        let is_off = |args: &[Arg]| args.first().is_some_and(|arg| is_literal(&arg.value, "false"));
        let is_hidden = self.last("hidden").is_some_and(|args| !is_off(args)) || self.last("visible").is_some_and(is_off);
        if is_hidden || self.calls(&COMPUTED) {
            found.ordered.insert(name);
            return;
        }
        for (method, operation) in [("sortable", Operation::Order), ("searchable", Operation::Where)] {
            let Some(args) = self.last(method) else { continue };
            // With a query of its own, or on a condition that is not written out, the column need not be there.
            let is_own = |arg: &Arg| {
                let is_condition = matches!(arg.name.as_deref(), Some("query" | "isGlobal" | "condition"));
                is_condition || matches!(arg.value.kind, ExprKind::Closure(_)) || arg.spread
            };
            if args.iter().any(is_own) {
                found.ordered.insert(name);
                continue;
            }
            let plain = Named { relation: None, column: &made[0].value, operation, is_order_of_table: false };
            match args.iter().find(|arg| arg.name.is_none()).map(|arg| &arg.value) {
                Some(Expr { kind: ExprKind::Array(items), .. }) => {
                    // Of `user.name`, they are columns of the user.
                    let relation = name.rsplit_once('.').map(|(relation, _)| relation.to_owned());
                    let columns = items.iter().filter_map(|item| item.value.as_ref());
                    found.named.extend(columns.map(|column| Named { relation: relation.clone(), column, ..plain }));
                }
                None => found.named.push(plain),
                Some(value) if is_literal(value, "true") => found.named.push(plain),
                Some(_) => {}
            }
        }
    }

    /// `Select::make('team_id')->relationship('team', 'title')`
    fn of_choice(&self, made: &'a [Arg], found: &mut Found<'a>) {
        if self.calls(&["getOptionLabelFromRecordUsing", "options"]) {
            return;
        }
        for (_, args, _) in self.links.iter().filter(|(method, ..)| method.eq_ignore_ascii_case("relationship")) {
            let argument = |position: usize, name: &str| {
                let named = args.iter().find(|arg| arg.name.as_deref() == Some(name));
                named.or_else(|| args.get(position).filter(|arg| arg.name.is_none())).map(|arg| &arg.value)
            };
            let relation = argument(0, "name").or_else(|| made.first().map(|arg| &arg.value));
            let (Some(relation), Some(column)) = (relation, argument(1, "titleAttribute")) else { continue };
            if let ExprKind::String(relation) = &relation.kind {
                let (relation, operation) = (Some(relation.to_string()), Operation::Select);
                found.named.push(Named { relation, column, operation, is_order_of_table: false });
            }
        }
    }
}

/// Whether an expression is `true` or `false`.
fn is_literal(expr: &Expr, word: &str) -> bool {
    match &expr.kind {
        ExprKind::Constant(name) => name.base().eq_ignore_ascii_case(word),
        ExprKind::Bool(value) => (word == "true") == *value,
        _ => false,
    }
}

/// The columns that statements name, but for those inside of what belongs to another model.
fn collect<'a>(body: &'a [Stmt], found: &mut Found<'a>) {
    let mut inner: BTreeSet<Span> = BTreeSet::new();
    visit::statements(body, &mut |node| {
        let Node::Expr(expr) = node else { return true };
        if inner.contains(&expr.span) {
            return true;
        }
        let Some(chain) = Chain::of(expr) else { return true };
        inner.extend(chain.links.iter().map(|(.., span)| *span));
        chain.note(found);
        !chain.leads_away()
    });
}

//! Reads the code of a class that shows rows: which columns it names, and which closures get the query of these rows.
//!
//! Source: `filament/tables` (`Filters/Concerns/InteractsWithTableQuery.php`, `Columns/Concerns/InteractsWithTableQuery.php`,
//! `Table/Concerns/HasQuery.php`, `Grouping/Group.php`), `filament/forms` (`Components/Select.php`).

use std::collections::{BTreeMap, BTreeSet};

use crate::laravel::eloquent::models;
use crate::laravel::eloquent::panels::chain::{Chain, Root, argument, closure};
use crate::laravel::eloquent::panels::speaks;
use crate::php::ast::{Arg, Callee, ClassRef, Expr, ExprKind, Function, Stmt};
use crate::php::program::{ClassDecl, Program, Resolved};
use crate::php::visit::{self, Node};
use crate::references::Operation;
use crate::source::Span;

/// How many calls of the project's own helpers are followed into each other.
const MAX_CALLS: u32 = 4;

/// Where filters and columns of tables live, and components that offer the rows of a relation.
const FILTERS: &str = "Filament\\Tables\\Filters\\";
pub(super) const COLUMNS: &str = "Filament\\Tables\\Columns\\";
/// Filters that are made of constraints, which ask for rows of other tables, too.
const CONSTRAINTS: &str = "Filament\\Tables\\Filters\\QueryBuilder";
const GROUP: &str = "Filament\\Tables\\Grouping\\Group";
const CHOICES: [&str; 3] = ["Filament\\Forms\\Components\\", FILTERS, "Filament\\Schemas\\Components\\"];

/// Tabs above a table.
const TABS: [&str; 3] = [
    "Filament\\Resources\\Components\\Tab",
    "Filament\\Resources\\Pages\\ListRecords\\Tab",
    "Filament\\Schemas\\Components\\Tabs\\Tab",
];

/// Actions that offer rows of the related table.
const ATTACHING: [&str; 2] = ["\\Actions\\AttachAction", "\\Actions\\AssociateAction"];

const OFFERED: &str = "recordSelectOptionsQuery";

/// Methods whose fields belong to the related rows, of a component that is made for a relation.
const OF_RELATED: [&str; 7] =
    ["schema", "components", "form", "createOptionForm", "editOptionForm", "manageOptionForm", "simple"];

/// What a class says of rows.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) named: Vec<Named<'a>>,
    /// The columns that say by a query of their own how they are ordered.
    pub(super) ordered: BTreeSet<&'a str>,
    /// Whether its table shows rows of a query of its own.
    pub(super) of_others: bool,
    /// The queries that its tables are given, and the class in whose code each stands.
    pub(super) queries: Vec<(&'a Expr, ClassDecl<'a>)>,
    /// The closures that get a query.
    pub(super) closures: Vec<(Span, Taker)>,
    /// The classes whose code was read.
    pub(super) read: BTreeMap<Span, ClassDecl<'a>>,
}

/// A column that a class names.
pub(super) struct Named<'a> {
    /// The relation whose column it is; none is the table at hand.
    pub(super) relation: Option<String>,
    pub(super) column: &'a Expr,
    pub(super) operation: Operation,
    /// Whether the table as a whole is ordered by it.
    pub(super) is_order_of_table: bool,
    /// Whether a form names it, whose model need not be the table's.
    pub(super) is_of_form: bool,
}

impl<'a> Named<'a> {
    /// A column of the table at hand.
    pub(super) fn own(column: &'a Expr, operation: Operation) -> Self {
        Named { relation: None, column, operation, is_order_of_table: false, is_of_form: false }
    }

    /// A column of related rows.
    pub(super) fn of(relation: String, column: &'a Expr, operation: Operation) -> Self {
        Named { relation: Some(relation), ..Named::own(column, operation) }
    }
}

/// A closure that gets a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taker {
    /// The relations that lead to the rows of the query; empty for those of the table at hand.
    pub(super) path: String,
    /// Whether it gets the query as its first argument, whatever that is called; else by the name `query`.
    pub(super) is_first: bool,
    /// Whether the query offers rows to choose from, rather than shows those of a table.
    pub(super) offers: bool,
    /// Whether it stands in a form, whose model need not be the table's.
    pub(super) is_of_form: bool,
}

/// Reads the code of a class.
pub(super) struct Reader<'p, 'a> {
    program: &'p Program<'a>,
    pub(super) found: Found<'a>,
    /// The methods that were read, each with the rows that it was read for.
    seen: BTreeSet<(Span, Option<String>)>,
}

/// Where code stands.
#[derive(Clone)]
struct Place<'a> {
    /// The relations that lead to the rows that it speaks of; none if they are not known.
    path: Option<String>,
    /// The class whose code it is, and the one that `static` means in it.
    scope: ClassDecl<'a>,
    late: ClassDecl<'a>,
    /// How many calls lead to it.
    calls: u32,
}

impl<'p, 'a> Reader<'p, 'a> {
    /// Reads a class: what its methods say, and those that they call for it.
    pub(super) fn read(program: &'p Program<'a>, class: ClassDecl<'a>) -> Found<'a> {
        let mut reader = Reader { program, found: Found::default(), seen: BTreeSet::new() };
        let methods = program.methods(class);
        let own: Vec<_> = methods.iter().filter(|method| speaks(program, method.function.span.file)).collect();
        // What others call says what they call it for.
        let mut called = BTreeSet::new();
        for method in &own {
            called_by(class, method.function, &mut called);
        }
        for method in own {
            if !called.contains(&method.function.name.to_ascii_lowercase()) {
                let place = Place { path: Some(String::new()), scope: method.class, late: class, calls: 0 };
                reader.method(method.function, place);
            }
        }
        reader.found
    }

    fn method(&mut self, function: &'a Function, place: Place<'a>) {
        if place.calls <= MAX_CALLS && self.seen.insert((function.span, place.path.clone())) {
            self.found.read.insert(place.scope.key(), place.scope);
            self.body(function.body.as_deref().unwrap_or_default(), &place);
        }
    }

    fn body(&mut self, body: &'a [Stmt], place: &Place<'a>) {
        visit::statements(body, &mut |node| match node {
            Node::Expr(expr) => self.meet(expr, place),
            Node::Stmt(_) => true,
        });
    }

    fn expression(&mut self, expr: &'a Expr, place: &Place<'a>) {
        visit::expression(expr, &mut |node| match node {
            Node::Expr(expr) => self.meet(expr, place),
            Node::Stmt(_) => true,
        });
    }

    /// Looks at an expression. Whether its parts are to be looked at, too.
    fn meet(&mut self, expr: &'a Expr, place: &Place<'a>) -> bool {
        if let Some(chain) = Chain::of(expr) {
            self.chain(&chain, place);
            return false;
        }
        if let ExprKind::Call(call) = &expr.kind
            && let Callee::Static { class, name } = &call.callee
            && let Some(name) = name.named()
            && let Resolved::Project(found) = self.program.resolve(class, Some(place.scope), Some(place.late))
        {
            let forwards = !matches!(class, ClassRef::Named(_));
            self.call(found, if forwards { place.late } else { found }, name, place);
        }
        true
    }

    /// A method of the project's own that gives components, or adds some to a table or a form that it gets.
    fn call(&mut self, class: ClassDecl<'a>, late: ClassDecl<'a>, name: &str, place: &Place<'a>) {
        let Some(found) = self.program.method(class, name).filter(|found| found.function.body.is_some()) else { return };
        if speaks(self.program, found.function.span.file) && !models::is_model(self.program, class) {
            let place = Place { path: place.path.clone(), scope: found.class, late, calls: place.calls + 1 };
            self.method(found.function, place);
        }
    }

    fn chain(&mut self, chain: &Chain<'a>, place: &Place<'a>) {
        self.note(chain, place);
        match chain.root {
            Root::Made(_, args) => self.arguments(args, place),
            Root::Other(expr) => self.expression(expr, place),
            Root::Variable("this") => {
                if let Some((name, _)) = chain.links.last() {
                    self.call(place.late, place.late, name, place);
                }
            }
            Root::Variable(_) => {}
        }
        let of_others = Place { path: inner_path(chain, place), ..place.clone() };
        let leads_away = chain.calls(&["relationship", "model", "record"]);
        for (method, args) in &chain.links {
            let inside = leads_away && OF_RELATED.iter().any(|name| method.eq_ignore_ascii_case(name));
            self.arguments(args, if inside { &of_others } else { place });
        }
    }

    fn arguments(&mut self, args: &'a [Arg], place: &Place<'a>) {
        for arg in args {
            self.expression(&arg.value, place);
        }
    }

    fn note(&mut self, chain: &Chain<'a>, place: &Place<'a>) {
        // Fields of a form offer rows of relations; all else is told of the table at hand.
        let is_own = place.path.as_deref() == Some("");
        match chain.root {
            Root::Made(class, args) => {
                let is = |name: &str| self.is_below(class, name);
                if is_own && class.starts_with(COLUMNS) && !class.contains("\\Spatie") {
                    self.found.of_column(chain, args);
                    self.own_queries(chain, &[("sortable", 1, "query"), ("searchable", 1, "query")]);
                } else if is_own && is(FILTERS) && !is(CONSTRAINTS) && !is(&format!("{CONSTRAINTS}\\")) {
                    self.found.of_filter(chain, class, args);
                    let queries = ["query", "modifyQueryUsing", "baseQuery", "modifyBaseQueryUsing"];
                    self.own_queries(chain, &queries.map(|method| (method, 0, "callback")));
                    for arg in chain.last("queries").into_iter().flatten() {
                        let taker = Taker { path: String::new(), is_first: true, offers: false, is_of_form: false };
                        self.found.closures.extend(closure(&arg.value).map(|closure| (closure, taker)));
                    }
                } else if is_own && TABS.iter().any(|tab| is(tab)) {
                    self.own_queries(chain, &[("query", 0, "callback"), ("modifyQueryUsing", 0, "callback")]);
                } else if is_own && is(GROUP) {
                    self.found.of_group(chain, args);
                    let queries = ["orderQueryUsing", "scopeQueryUsing", "scopeQueryByKeyUsing"];
                    self.own_queries(chain, &queries.map(|method| (method, 0, "callback")));
                } else if is_own && ATTACHING.iter().any(|name| class.ends_with(name)) {
                    self.own_queries(chain, &[(OFFERED, 0, "callback")]);
                }
                if CHOICES.iter().any(|namespace| class.starts_with(namespace)) {
                    let is_of_form = !class.starts_with(FILTERS);
                    self.choice(chain, args, place, is_of_form);
                    let path = chain.relation().and_then(|relation| joined(place.path.as_deref(), relation));
                    if let Some(path) = path {
                        self.found.of_field(chain, class, &path);
                    }
                }
            }
            Root::Variable(_) | Root::Other(_) if is_own => {
                let is_of_table = chain.is_of_table();
                let is_query = chain.calls(&["query", "records"]);
                self.found.of_others |= is_query && (is_of_table || chain.calls(&["columns"]));
                if is_of_table || matches!(chain.root, Root::Variable(_)) {
                    self.found.of_table(chain);
                }
                if is_of_table {
                    self.found.of_groups(chain);
                    self.own_queries(chain, &[("modifyQueryUsing", 0, "callback"), ("defaultSort", 0, "column")]);
                    let given = chain.last("query").and_then(|args| argument(args, 0, "query"));
                    self.found.queries.extend(given.map(|given| (given, place.scope)));
                }
            }
            Root::Variable(_) | Root::Other(_) => {}
        }
    }

    /// Whether a class is one of a package's, or below it.
    fn is_below(&self, class: &str, name: &str) -> bool {
        let is = |class: &str| if name.ends_with('\\') { class.starts_with(name) } else { class == name };
        is(class) || self.program.class(class).is_some_and(|class| self.program.ancestors(class).into_iter().any(is))
    }

    /// Closures that get the query of the table at hand.
    fn own_queries(&mut self, chain: &Chain<'a>, methods: &[(&str, usize, &str)]) {
        for (method, position, name) in methods {
            let calls = chain.links.iter().filter(|(called, _)| called.eq_ignore_ascii_case(method));
            for (_, args) in calls {
                let taker = Taker { path: String::new(), is_first: false, offers: *method == OFFERED, is_of_form: false };
                let given = argument(args, *position, name).and_then(closure);
                self.found.closures.extend(given.map(|closure| (closure, taker)));
            }
        }
    }

    /// `Select::make('team_id')->relationship('team', 'title', fn (Builder $query) => …)`
    fn choice(&mut self, chain: &Chain<'a>, made: &'a [Arg], place: &Place<'a>, is_of_form: bool) {
        let is_plain = !chain.calls(&["getOptionLabelFromRecordUsing", "options"]);
        for (_, args) in chain.links.iter().filter(|(method, _)| method.eq_ignore_ascii_case("relationship")) {
            let relation = argument(args, 0, "name").or_else(|| made.first().map(|arg| &arg.value));
            let Some(Expr { kind: ExprKind::String(relation), .. }) = relation else { continue };
            let Some(path) = joined(place.path.as_deref(), relation) else { continue };
            for arg in args.iter().skip(1) {
                let taker = Taker { path: path.clone(), is_first: false, offers: true, is_of_form };
                self.found.closures.extend(closure(&arg.value).map(|closure| (closure, taker)));
            }
            if let Some(column) = argument(args, 1, "titleAttribute").filter(|_| is_plain) {
                let named = Named::of(path, column, Operation::Select);
                self.found.named.push(Named { is_of_form, ..named });
            }
        }
    }
}

/// The way to the rows of what stands inside of a component that is made for a relation, or for another model.
fn inner_path(chain: &Chain<'_>, place: &Place<'_>) -> Option<String> {
    let relation = chain.relation().filter(|_| !chain.calls(&["model", "record"]))?;
    joined(place.path.as_deref(), relation)
}

/// A path of relations with one more behind it; none if it is not known.
fn joined(path: Option<&str>, relation: &str) -> Option<String> {
    path.map(|path| if path.is_empty() { relation.to_owned() } else { format!("{path}.{relation}") })
}

/// The methods of the object or the class at hand that a function calls, in lower case.
fn called_by(class: ClassDecl<'_>, function: &Function, called: &mut BTreeSet<String>) {
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let Node::Expr(Expr { kind: ExprKind::Call(call), .. }) = node {
            let name = match &call.callee {
                Callee::Static { class: ClassRef::SelfClass(_) | ClassRef::Static(_), name } => name.named(),
                Callee::Static { class: ClassRef::Named(named), name } if *named.resolved == *class.name() => name.named(),
                Callee::Method { object: Expr { kind: ExprKind::Variable(this), .. }, name, .. } if **this == *"this" => {
                    name.named()
                }
                _ => None,
            };
            let other = name.filter(|name| !name.eq_ignore_ascii_case(&function.name));
            called.extend(other.map(str::to_ascii_lowercase));
        }
        true
    });
}

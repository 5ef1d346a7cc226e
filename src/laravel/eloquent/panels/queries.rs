//! What code does to the queries that Filament gives it, where other columns of the same table ask for the result: which may
//! select more under names of their own, or stand on more tables.

use std::collections::BTreeSet;

use crate::php::ast::{Arg, Callee, ClassRef, Expr, ExprKind, Param, Stmt};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit::{self, Node};
use crate::source::Span;

/// Methods that select more.
const SELECTS: [&str; 8] =
    ["select", "addselect", "selectraw", "selectsub", "withaggregate", "fromsub", "withexpression", "fromraw"];

/// Methods that count or sum up.
const COUNTS: [&str; 6] = ["withcount", "withsum", "withavg", "withmin", "withmax", "withexists"];

/// What is done to the queries of a class.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Treatment {
    /// Whether they may select more than the columns of their tables.
    pub(super) selects: bool,
    /// Whether they may count or sum up.
    pub(super) counts: bool,
    /// Whether they may stand on more tables.
    pub(super) joins: bool,
}

impl Treatment {
    /// What classes do to the queries that they are given, but for the closures whose queries offer rows to choose from.
    pub(super) fn of<'a>(classes: impl IntoIterator<Item = ClassDecl<'a>>, offering: &BTreeSet<Span>) -> Self {
        let mut treatment = Treatment::default();
        for method in classes.into_iter().flat_map(|class| &class.decl.methods) {
            let is_named = method.name.to_ascii_lowercase().contains("query");
            let given = match takes_query(&method.params) {
                _ if is_named => Given::Whole,
                true => Given::Handed,
                false => Given::Nothing,
            };
            treatment.body(method.body.as_deref().unwrap_or_default(), offering, given);
        }
        treatment
    }

    fn body(&mut self, body: &[Stmt], offering: &BTreeSet<Span>, given: Given) {
        let mut inner: BTreeSet<Span> = BTreeSet::new();
        visit::statements(body, &mut |node| {
            let Node::Expr(expr) = node else { return true };
            match &expr.kind {
                ExprKind::Closure(closure) if offering.contains(&closure.span) || inner.contains(&closure.span) => return false,
                ExprKind::Closure(closure) if given == Given::Nothing && takes_query(&closure.params) => {
                    self.body(&closure.body, offering, Given::Handed);
                    return false;
                }
                ExprKind::Call(call) => {
                    let (Callee::Method { name, .. } | Callee::Static { name, .. }) = &call.callee else { return true };
                    let Some(name) = name.named().map(str::to_ascii_lowercase) else { return true };
                    if has_query_of_its_own(&name) {
                        inner.extend(call.args.iter().flat_map(|arg| closures_in(&arg.value)));
                    }
                    let is_given = match given {
                        Given::Nothing => false,
                        Given::Handed => !begins_anew(expr),
                        Given::Whole => true,
                    };
                    self.call(&name, &call.args, is_given);
                    // `$table->query(Post::query()->fromSub(…))`
                    if name == "query" && given == Given::Nothing {
                        call.args.iter().for_each(|arg| self.whole(&arg.value));
                    }
                }
                // `withCount('trips as busy')`
                ExprKind::String(text) if given != Given::Nothing => {
                    self.counts |= text.to_ascii_lowercase().contains(" as ");
                }
                _ => {}
            }
            true
        });
    }

    /// A query that a table is given: all that is done to it counts.
    fn whole(&mut self, query: &Expr) {
        visit::expression(query, &mut |node| {
            if let Node::Expr(Expr { kind: ExprKind::Call(call), .. }) = node
                && let Callee::Method { name, .. } | Callee::Static { name, .. } = &call.callee
                && let Some(name) = name.named()
            {
                self.call(&name.to_ascii_lowercase(), &call.args, true);
            }
            true
        });
    }

    fn call(&mut self, name: &str, args: &[Arg], is_given: bool) {
        let is_closure = |arg: &Arg| matches!(&arg.value, Expr { kind: ExprKind::Closure(_) | ExprKind::Null, .. });
        if name == "modifyqueryusing" && !args.iter().all(is_closure) {
            // What is called then is not looked at.
            (self.selects, self.joins) = (true, true);
        }
        if !is_given {
            return;
        }
        // `$names->join(', ')` is of a collection.
        let joins = name.contains("join") && (name != "join" || args.len() > 1);
        self.joins |= joins || name == "from" || name.starts_with("from");
        self.selects |= joins || SELECTS.contains(&name);
        self.counts |= COUNTS.contains(&name);
    }
}

/// What code has to do with a query of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    /// Nothing, as far as is seen.
    Nothing,
    /// It is handed one.
    Handed,
    /// Whatever query it makes may be the table's.
    Whole,
}

/// Whether closures that a method of a query gets have another query in their hands, so that what they join and select is
/// theirs: `whereHas('posts', fn ($query) => …)`.
fn has_query_of_its_own(method: &str) -> bool {
    const BEGINNINGS: [&str; 6] = ["where", "orwhere", "with", "has", "orhas", "load"];
    BEGINNINGS.iter().any(|beginning| method.starts_with(beginning)) || method.contains("doesnthave")
}

/// The closures that an argument is, or holds as an array.
fn closures_in(value: &Expr) -> Vec<Span> {
    match &value.kind {
        ExprKind::Closure(closure) => vec![closure.span],
        ExprKind::Array(items) => items.iter().filter_map(|item| item.value.as_ref()).flat_map(closures_in).collect(),
        _ => Vec::new(),
    }
}

/// Whether a chain of calls begins with a class, so that it makes a query of its own: `Post::select('title')`.
fn begins_anew(expr: &Expr) -> bool {
    let mut expr = expr;
    while let ExprKind::Call(call) = &expr.kind {
        match &call.callee {
            Callee::Method { object, .. } => expr = object,
            Callee::Static { class, .. } => return matches!(class, ClassRef::Named(_)),
            _ => return false,
        }
    }
    false
}

/// Whether a function gets a query: by that name, or of that type.
fn takes_query(params: &[Param]) -> bool {
    params.iter().any(|param| *param.name == *"query" || param.ty.as_ref().is_some_and(|ty| ty.names_class("Builder")))
}

/// The classes that a method of a class names: `'index' => Pages\ListPosts::route('/')`.
pub(super) fn named_by<'a>(program: &Program<'a>, class: ClassDecl<'a>, method: &str) -> Vec<ClassDecl<'a>> {
    let Some(found) = program.method(class, method) else { return Vec::new() };
    let mut named = Vec::new();
    visit::statements(found.function.body.as_deref().unwrap_or_default(), &mut |node| {
        let Node::Expr(expr) = node else { return true };
        let class = match &expr.kind {
            ExprKind::ClassConstant { class, .. } => class,
            ExprKind::Call(call) => match &call.callee {
                Callee::Static { class, .. } => class,
                _ => return true,
            },
            _ => return true,
        };
        if let ClassRef::Named(name) = class {
            named.extend(program.class(&name.resolved));
        }
        true
    });
    named
}

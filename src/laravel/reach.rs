//! Which functions of a project may reach a table at all, so that a survey need not follow arguments into the others.
//!
//! By names alone: a function reaches a table if it calls something that names one, or calls a function of a
//! name under which some function does.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::laravel::signatures::Signatures;
use crate::php::ast::{Callee, ClassRef, Expr, ExprKind, Function, NewClass, Stmt};
use crate::php::program::Program;
use crate::php::visit::{self, Node};
use crate::source::Span;

/// Methods that name a table, make a builder or write a row, in lower case.
const SINKS: [&str; 44] = [
    "table",
    "from",
    "fromsub",
    "fromraw",
    "join",
    "leftjoin",
    "rightjoin",
    "crossjoin",
    "straightjoin",
    "joinsub",
    "leftjoinsub",
    "rightjoinsub",
    "joinwhere",
    "leftjoinwhere",
    "insert",
    "insertgetid",
    "insertorignore",
    "insertusing",
    "update",
    "updateorinsert",
    "upsert",
    "truncate",
    "hastable",
    "hascolumn",
    "hascolumns",
    "hasview",
    "dropifexists",
    "rename",
    "gettable",
    "settable",
    "newquery",
    "newmodelquery",
    "query",
    "connection",
    "statement",
    "unprepared",
    "wherehas",
    "whereexists",
    "wherenotexists",
    "orwhereexists",
    "assertdatabasehas",
    "assertdatabasemissing",
    "assertdatabasecount",
    "getschemabuilder",
];

/// How often names are passed on from callee to caller.
const ROUNDS: usize = 12;

/// What a function calls: names of functions and methods, in lower case.
struct Calls {
    span: Span,
    name: String,
    names: BTreeSet<String>,
}

/// The functions and methods that may reach a table, by the places of their declarations. What is described by a
/// signature takes one.
#[must_use]
pub fn functions_that_reach(program: &Program<'_>, signatures: &Signatures) -> BTreeSet<Span> {
    let per_file: Vec<Vec<Calls>> = program.code().par_iter().map(|file| calls_in(&program.file(*file).statements)).collect();
    let functions: Vec<Calls> = per_file.into_iter().flatten().collect();
    let mut callers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut reaches: Vec<bool> = Vec::with_capacity(functions.len());
    for (index, function) in functions.iter().enumerate() {
        reaches.push(function.names.iter().any(|name| SINKS.contains(&name.as_str()) || signatures.mentions(name)));
        for name in &function.names {
            callers.entry(name).or_default().push(index);
        }
    }
    let mut fresh: BTreeSet<&str> =
        functions.iter().zip(&reaches).filter(|(_, reaches)| **reaches).map(|(function, _)| function.name.as_str()).collect();
    let mut told: BTreeSet<&str> = fresh.clone();
    for _ in 0..ROUNDS {
        let mut next: BTreeSet<&str> = BTreeSet::new();
        for index in fresh.iter().flat_map(|name| callers.get(name).into_iter().flatten()) {
            if !std::mem::replace(&mut reaches[*index], true) {
                let name = functions[*index].name.as_str();
                if told.insert(name) {
                    next.insert(name);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        fresh = next;
    }
    functions.iter().zip(&reaches).filter(|(_, reaches)| **reaches).map(|(function, _)| function.span).collect()
}

/// The functions and methods in statements, with what they call; closures belong to the function around them.
fn calls_in(statements: &[Stmt]) -> Vec<Calls> {
    let (classes, functions) = crate::laravel::reach::declared_in(statements);
    let methods = classes.iter().flat_map(|class| &class.methods);
    functions.into_iter().chain(methods).map(calls_of).collect()
}

fn calls_of(function: &Function) -> Calls {
    let mut names = BTreeSet::new();
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let Node::Expr(expr) = node {
            names.extend(called(expr));
        }
        true
    });
    let name = function.name.rsplit('\\').next().unwrap_or_default().to_ascii_lowercase();
    Calls { span: function.span, name, names }
}

/// The name that an expression calls. A name that is computed may be any, so it counts as a sink.
fn called(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Call(call) => Some(match &call.callee {
            Callee::Function(name) => name.base().to_ascii_lowercase(),
            Callee::Method { name, .. } => name.named().map_or_else(|| SINKS[0].to_owned(), str::to_ascii_lowercase),
            Callee::Static { class, name } => {
                let schema = matches!(class, ClassRef::Named(class) if class.base().eq_ignore_ascii_case("Schema"));
                if schema {
                    SINKS[0].to_owned()
                } else {
                    name.named().map_or_else(|| SINKS[0].to_owned(), str::to_ascii_lowercase)
                }
            }
            Callee::Dynamic(_) => return None,
        }),
        ExprKind::New { class: NewClass::Ref(_), .. } => Some("__construct".to_owned()),
        _ => None,
    }
}

/// The classes (anonymous ones too) and functions that statements declare, wherever they stand.
#[must_use]
pub fn declared_in(statements: &[Stmt]) -> (Vec<&crate::php::ast::Class>, Vec<&Function>) {
    use crate::php::ast::StmtKind;
    let mut classes: Vec<&crate::php::ast::Class> = Vec::new();
    let mut functions: Vec<&Function> = Vec::new();
    let mut bodies: Vec<&[Stmt]> = vec![statements];
    while let Some(body) = bodies.pop() {
        visit::statements(body, &mut |node| {
            let class = match node {
                Node::Stmt(Stmt { kind: StmtKind::Class(class), .. }) => Some(&**class),
                Node::Stmt(Stmt { kind: StmtKind::Function(function), .. }) => {
                    functions.push(function);
                    bodies.extend(function.body.as_deref());
                    None
                }
                Node::Expr(expr) => match &expr.kind {
                    ExprKind::New { class: NewClass::Anonymous(class), .. } => Some(&**class),
                    _ => None,
                },
                Node::Stmt(_) => None,
            };
            if let Some(class) = class {
                classes.push(class);
                bodies.extend(class.methods.iter().filter_map(|method| method.body.as_deref()));
            }
            true
        });
    }
    classes.sort_by_key(|class| class.span);
    functions.sort_by_key(|function| function.span);
    (classes, functions)
}

//! Which `catch` clauses let nobody know that the database failed.
//!
//! A clause is called silent only if everything in it is understood: counters, assignments, a
//! roll-back, a `return` of nothing, and calls of the project's own methods that are silent too. A call
//! of anything else may tell somebody.

use crate::php::ast::{Call, Callee, Catch, ClassRef, Expr, ExprKind, Function, Member, Stmt, StmtKind, Type};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit::{self, Node};

/// Exceptions that a failing query is one of (`Illuminate/Database/QueryException.php`).
const DATABASE_ERRORS: [&str; 7] = [
    "Exception",
    "Throwable",
    "RuntimeException",
    "PDOException",
    "Illuminate\\Database\\QueryException",
    "Illuminate\\Database\\UniqueConstraintViolationException",
    "QueryException",
];

/// How many calls of the project's own methods are followed.
const MAX_CALLS: u32 = 3;

/// Whether a clause would catch what a query throws.
pub(in crate::laravel) fn catches_database_errors(catch: &Catch) -> bool {
    catch.types.iter().any(|name| DATABASE_ERRORS.iter().any(|error| name.resolved.eq_ignore_ascii_case(error)))
}

/// Whether a clause catches all failures of the database, so that missing tables are among them.
pub(in crate::laravel) fn is_silent(program: &Program<'_>, catch: &Catch, scope: Option<ClassDecl<'_>>) -> bool {
    let all = |name: &str| !name.eq_ignore_ascii_case("Illuminate\\Database\\UniqueConstraintViolationException");
    catch.types.iter().any(|name| all(&name.resolved)) && silent_statements(program, &catch.body, scope, MAX_CALLS, true)
}

/// Whether all that a function does is to give nothing where something fails, as its declared type lets it: whoever calls it asks
/// for that.
pub(in crate::laravel) fn gives_nothing_instead(function: &Function) -> bool {
    let nothing = |catch: &Catch| matches!(catch.body.as_slice(), [Stmt { kind: StmtKind::Return(Some(value)), .. }] if matches!(value.kind, ExprKind::Null));
    let tries = match function.body.as_deref() {
        Some([Stmt { kind: StmtKind::Try { body, catches, .. }, .. }]) => {
            matches!(body.as_slice(), [Stmt { kind: StmtKind::Return(Some(_)), .. }]) && catches.iter().all(nothing)
        }
        _ => false,
    };
    tries && matches!(function.return_type, Some(Type::Nullable(_)))
}

/// Whether statements tell nobody. `returns` says whether a `return` leaves the function that failed.
fn silent_statements(program: &Program<'_>, body: &[Stmt], scope: Option<ClassDecl<'_>>, calls: u32, returns: bool) -> bool {
    let mut silent = true;
    visit::statements(body, &mut |node| {
        match node {
            Node::Stmt(stmt) => match &stmt.kind {
                StmtKind::Echo(_) => silent = false,
                StmtKind::Return(Some(value)) if returns && (tells(value) || is_null_for_a_value(program, value)) => {
                    silent = false;
                }
                _ => {}
            },
            Node::Expr(expr) => match &expr.kind {
                ExprKind::Throw(_) | ExprKind::Exit(_) | ExprKind::New { .. } | ExprKind::Yield(..) => silent = false,
                ExprKind::Other(children) if !children.is_empty() => silent = false,
                // What is kept for later may be looked at later.
                ExprKind::Assign { value, .. } | ExprKind::AssignOp { value, .. } if names_failure(value) => silent = false,
                // So may the number of failures.
                ExprKind::IncDec { target, .. } | ExprKind::AssignOp { target, .. } if counts_failures(program, target) => {
                    silent = false;
                }
                ExprKind::Call(call) => silent &= silent_call(program, call, scope, calls),
                _ => {}
            },
        }
        silent
    });
    silent
}

/// Whether a returned value says that something failed. Nothing, null and empty values do not.
fn tells(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Null | ExprKind::Int(0) | ExprKind::Bool(true) => false,
        ExprKind::Array(items) => !items.is_empty(),
        ExprKind::String(text) => !text.is_empty(),
        ExprKind::Float(number) => *number != 0.0,
        _ => true,
    }
}

/// Whether a `return null` stands in a function that gives a value where nothing fails: who calls it can tell one from the other.
fn is_null_for_a_value(program: &Program<'_>, value: &Expr) -> bool {
    if !matches!(value.kind, ExprKind::Null) {
        return false;
    }
    let text = program.sources().file(value.span.file).text();
    let Some(before) = text.get(..value.span.start as usize) else { return false };
    let body = &before[memchr::memmem::rfind(before.as_bytes(), b"function ").unwrap_or(0)..];
    let gives = |after: &str| {
        let given = after.split(';').next().unwrap_or_default().trim();
        !given.is_empty() && !["null", "true", "[]"].iter().any(|word| given.eq_ignore_ascii_case(word))
    };
    // The last one is the one that is asked about.
    let returns = body.split("return ").count().saturating_sub(2);
    body.split("return ").skip(1).take(returns).any(gives)
}

/// Whether what is counted is called after failures and is read in the end: `$stats['errors']`. What an object counts for itself
/// may never be asked for.
fn counts_failures(program: &Program<'_>, target: &Expr) -> bool {
    const WORDS: [&str; 3] = ["error", "fail", "skip"];
    let counted = program.sources().slice(target.span);
    let lower = counted.to_ascii_lowercase();
    let root = counted.split('[').next().unwrap_or_default();
    if root.is_empty() || root.starts_with("$this") || !WORDS.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let text = program.sources().file(target.span.file).text();
    memchr::memmem::find_iter(text.as_bytes(), root).any(|at| is_read(&text[..at], &text[at + root.len()..]))
}

/// Whether something that is named here is read, and not only counted or set.
fn is_read(before: &str, behind: &str) -> bool {
    let mut rest = behind;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return false;
    }
    while let Some(index) = rest.strip_prefix('[').and_then(|inner| inner.find(']')) {
        rest = &rest[index + 2..];
    }
    let rest = rest.trim_start();
    let sets = rest.starts_with("++") || rest.starts_with("--") || rest.starts_with("+=");
    let assigns = rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
    !sets && !assigns && !before.ends_with("++") && !before.ends_with("--")
}

/// Whether a value has the failure in it: text, or what a variable holds.
fn names_failure(value: &Expr) -> bool {
    let mut names = false;
    visit::expression(value, &mut |node| {
        if let Node::Expr(expr) = node {
            names |= matches!(&expr.kind, ExprKind::String(text) if !text.is_empty())
                || matches!(&expr.kind, ExprKind::Interpolated(_) | ExprKind::Variable(_) | ExprKind::Bool(false));
            if let ExprKind::Variable(name) = &expr.kind {
                names &= **name != *"this";
            }
        }
        !names
    });
    names
}

fn silent_call(program: &Program<'_>, call: &Call, scope: Option<ClassDecl<'_>>, calls: u32) -> bool {
    let method = match &call.callee {
        Callee::Method { name, .. } | Callee::Static { name, .. } => name.named(),
        Callee::Function(name) => Some(name.base()),
        Callee::Dynamic(_) => None,
    };
    let Some(method) = method else { return false };
    if method.eq_ignore_ascii_case("rollBack") {
        return true;
    }
    if calls == 0 {
        return false;
    }
    let follow = |class: ClassDecl<'_>, method: &str| match program.method(class, method) {
        Some(found) => silent_function(program, found.function, Some(found.class), calls - 1),
        None => false,
    };
    match &call.callee {
        Callee::Method { object, name: Member::Named(name, _), .. } => match (&object.kind, scope) {
            (ExprKind::Variable(this), Some(class)) if **this == *"this" => follow(class, name),
            _ => false,
        },
        Callee::Static { class: ClassRef::SelfClass(_) | ClassRef::Static(_), name: Member::Named(name, _) } => {
            scope.is_some_and(|class| follow(class, name))
        }
        Callee::Function(name) => {
            program.function(&name.resolved).is_some_and(|function| silent_function(program, function, None, calls - 1))
                || matches!(
                    method.to_ascii_lowercase().as_str(),
                    "microtime" | "now" | "time" | "count" | "max" | "min" | "round"
                )
        }
        _ => false,
    }
}

fn silent_function(program: &Program<'_>, function: &Function, scope: Option<ClassDecl<'_>>, calls: u32) -> bool {
    match &function.body {
        Some(body) => silent_statements(program, body, scope, calls, false),
        None => false,
    }
}

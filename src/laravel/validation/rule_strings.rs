//! Where a file writes down rules that look into the database, and for which attributes.

use std::collections::BTreeMap;

use crate::php::ast::{ArrayItem, Callee, ClassRef, Expr, ExprKind, Member, Piece, Stmt};
use crate::php::calls::declared_in;
use crate::php::program::Program;
use crate::php::visit::{self, Node};
use crate::source::{FileId, Span};

/// The name of an attribute, and the literal that spells it.
pub(in crate::laravel) type Attribute = (Box<str>, Span);

/// What a file says.
#[derive(Default)]
pub(in crate::laravel) struct Written<'a> {
    /// Strings that may hold such a rule, with their literals, and the attribute that they are for where an array says it.
    pub(in crate::laravel) strings: Vec<(Box<str>, Span, Option<Attribute>)>,
    /// The tables of `Rule::exists($table)` and `Rule::unique($table)` that name no column, and the attributes.
    pub(in crate::laravel) objects: Vec<(&'a Expr, Attribute, Span)>,
    /// What each `Rule::unique()` takes to be the only one of its kind.
    pub(in crate::laravel) uniques: Vec<Unique<'a>>,
}

/// A `Rule::unique()` of which all columns are known.
pub(in crate::laravel) struct Unique<'a> {
    /// Its table.
    pub(in crate::laravel) table: &'a Expr,
    /// The column of the input, and those that it is the only one within.
    pub(in crate::laravel) columns: Vec<String>,
    /// The columns that have to be NULL for a row to count.
    pub(in crate::laravel) nulls: Vec<String>,
    /// The call.
    pub(in crate::laravel) span: Span,
}

/// The rules of a file.
pub(in crate::laravel) fn of<'a>(program: &'a Program<'a>, file: FileId) -> Written<'a> {
    let source = program.sources().file(file).text();
    let mut written = Written::default();
    if !["exists:", "unique:", "Rule::exists", "Rule::unique"].iter().any(|rule| source.contains(rule)) {
        return written;
    }
    let mut attributes: BTreeMap<Span, Attribute> = BTreeMap::new();
    let mut visit = |node: Node<'a>| {
        let Node::Expr(expr) = node else { return true };
        let mut look = |text: &str, span: Span, attribute: Option<&Attribute>| {
            if text.contains("exists:") || text.contains("unique:") {
                written.strings.push((text.into(), span, attribute.cloned()));
            }
        };
        match &expr.kind {
            ExprKind::String(text) => look(text, expr.span, attributes.get(&expr.span)),
            ExprKind::Interpolated(pieces) => {
                for piece in pieces {
                    if let Piece::Text(text, span) = piece {
                        // What follows in the string is not known.
                        look(text, *span, None);
                    }
                }
            }
            ExprKind::Array(items) => {
                for item in items {
                    of_item(item, &mut attributes, &mut written);
                }
            }
            _ => {}
        }
        true
    };
    let statements: &'a [Stmt] = &program.file(file).statements;
    visit::statements(statements, &mut visit);
    let (classes, functions) = declared_in(statements);
    for function in functions {
        visit::statements(function.body.as_deref().unwrap_or_default(), &mut visit);
    }
    for class in classes {
        let defaults = class.properties.iter().filter_map(|property| property.default.as_ref());
        let constants = class.constants.iter().map(|constant| &constant.value);
        // `#[Validate('exists:users,id')]` on a property of a component.
        let attributes = class.properties.iter().flat_map(|property| &property.attributes);
        let told = attributes.flat_map(|attribute| &attribute.args).map(|arg| &arg.value);
        let values: Vec<&'a Expr> = defaults.chain(constants).chain(told).collect();
        for value in values {
            visit::expression(value, &mut visit);
        }
        for method in &class.methods {
            visit::statements(method.body.as_deref().unwrap_or_default(), &mut visit);
        }
    }
    written
}

/// `'email' => …`: the rules there are for this attribute.
fn of_item<'a>(item: &'a ArrayItem, attributes: &mut BTreeMap<Span, Attribute>, written: &mut Written<'a>) {
    let (Some(key), Some(value)) = (&item.key, &item.value) else { return };
    let ExprKind::String(name) = &key.kind else { return };
    let attribute = || (name.clone(), key.span);
    let mut one = |rule: &'a Expr| match &rule.kind {
        ExprKind::String(_) => {
            attributes.insert(rule.span, attribute());
        }
        _ => {
            written.objects.extend(table_alone(rule).map(|(table, span)| (table, attribute(), span)));
            written.uniques.extend(unique(rule, name));
        }
    };
    match &value.kind {
        ExprKind::Array(rules) => rules.iter().filter_map(|rule| rule.value.as_ref()).for_each(one),
        _ => one(value),
    }
}

/// The table of a `Rule::exists($table)` that names no column, whatever is chained to it.
fn table_alone(rule: &Expr) -> Option<(&Expr, Span)> {
    let ExprKind::Call(call) = &rule.kind else { return None };
    match &call.callee {
        Callee::Method { object, .. } => table_alone(object),
        Callee::Static { class: ClassRef::Named(class), name: Member::Named(name, _) } => {
            let is_rule = &*class.resolved == "Illuminate\\Validation\\Rule" && matches!(&**name, "exists" | "unique");
            match call.args.as_slice() {
                [table] if is_rule => Some((&table.value, rule.span)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a value is the same each time.
fn is_fixed(value: &Expr) -> bool {
    !matches!(value.kind, ExprKind::Variable(_) | ExprKind::Property { .. } | ExprKind::Index { .. } | ExprKind::Call(_))
}

/// Whether a value is `null`, or what `where()` takes for it (`Illuminate/Validation/Rules/DatabaseRule.php`).
fn is_null(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Null => true,
        ExprKind::String(text) => text.eq_ignore_ascii_case("null"),
        _ => false,
    }
}

/// What a `Rule::unique()` of an attribute looks at, if all that is chained to it is known.
fn unique<'a>(rule: &'a Expr, attribute: &str) -> Option<Unique<'a>> {
    let ExprKind::Call(call) = &rule.kind else { return None };
    let literal = |position: usize| match call.args.get(position).map(|arg| &arg.value.kind) {
        Some(ExprKind::String(name)) => Some(name.to_string()),
        _ => None,
    };
    match &call.callee {
        Callee::Method { object, name: Member::Named(name, _), .. } => {
            let mut unique = unique(object, attribute)?;
            match (name.to_ascii_lowercase().as_str(), call.args.len()) {
                ("ignore" | "ignoremodel", _) => {}
                // Among rows of one kind alone they may be unique, and others not.
                ("where", 2) if !call.args.get(1).is_some_and(|arg| is_fixed(&arg.value)) => unique.columns.push(literal(0)?),
                ("where", 2) if call.args.get(1).is_some_and(|arg| is_null(&arg.value)) => unique.nulls.push(literal(0)?),
                ("wherenull" | "withouttrashed", 1) => unique.nulls.push(literal(0)?),
                ("withouttrashed", 0) => unique.nulls.push("deleted_at".to_owned()),
                // What else is chained to it may look at other rows.
                _ => return None,
            }
            Some(Unique { span: rule.span, ..unique })
        }
        Callee::Static { class: ClassRef::Named(class), name: Member::Named(name, _) } => {
            let is_rule = &*class.resolved == "Illuminate\\Validation\\Rule" && name.eq_ignore_ascii_case("unique");
            let table = &call.args.first().filter(|_| is_rule)?.value;
            let column = match call.args.len() {
                // Of `users.*.email` the last part; of `user.email` Laravel asks for no column.
                1 if attribute.contains('.') && !attribute.contains('*') => return None,
                1 => attribute.rsplit(['.', '*']).next().filter(|name| !name.is_empty())?.to_owned(),
                _ => literal(1).filter(|name| name != "NULL")?,
            };
            Some(Unique { table, columns: vec![column], nulls: Vec::new(), span: rule.span })
        }
        _ => None,
    }
}

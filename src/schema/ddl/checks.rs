//! Constraints that list the values of a column: `CHECK (state IN ('open', 'paid'))`, and what PostgreSQL makes of it when it
//! writes a dump: `CHECK (((state)::text = ANY ((ARRAY['open'::character varying])::text[])))`.

use sqlparser::ast::{BinaryOperator, CheckConstraint, Expr, Value, ValueWithSpan};

use super::locate::Locator;
use crate::schema::Check;

/// What a constraint lists, if it is a list of texts for one column.
pub(super) fn of(constraint: &CheckConstraint, at: &Locator<'_>) -> Option<Check> {
    let (subject, list) = match bare(&constraint.expr) {
        Expr::InList { expr, list, negated: false } => (bare(expr), list.as_slice()),
        Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => match bare(right) {
            Expr::Array(array) => (bare(left), array.elem.as_slice()),
            _ => return None,
        },
        _ => return None,
    };
    if constraint.enforced == Some(false) {
        return None;
    }
    let Expr::Identifier(column) = subject else { return None };
    let text = |value: &Expr| match bare(value) {
        Expr::Value(ValueWithSpan { value: Value::SingleQuotedString(text), .. }) => Some(text.clone()),
        _ => None,
    };
    let values = list.iter().map(text).collect::<Option<Vec<String>>>()?;
    Some(Check { name: constraint.name.as_ref().map(|name| at.text(name)), column: at.text(column), values })
}

/// An expression without parentheses and casts around it.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => bare(inner),
        expr => expr,
    }
}

//! What nests to the left and can be long: `$a->b()->c()…` and `'a' . 'b' . …`.
//!
//! Both are taken apart with a loop and put together from the inside, so that their length costs no
//! stack here. What would still make the tree too deep is cut into segments, whose parts are kept.

use super::{Lower, MAX_DEPTH};
use crate::php::ast::{BinaryOp, ClassRef, Expr, ExprKind};
use crate::php::kind::{Field, Kind};
use crate::php::tree::Node;
use crate::source::Span;

/// From so many operands on, operands of one associative operator are joined in halves.
const BALANCED_FROM: usize = 32;

impl<'t> Lower<'t> {
    /// A chain of calls, properties and indices.
    pub(super) fn chain(&mut self, node: Node<'t>) -> Expr {
        let bottom = self.links.len();
        let mut at = node;
        while let Some(inner) = inner(at) {
            if at.kind() != Kind::ParenthesizedExpression {
                self.links.push(at);
            }
            at = inner;
        }
        let room = self.room(self.links.len() - bottom);
        self.depth += room;
        let mut expr = self.expr(at);
        let mut built = 0;
        let mut segments = Vec::new();
        while self.links.len() > bottom {
            let Some(link) = self.links.pop() else { break };
            if built == room {
                let rest = self.nothing(expr.span.start as usize, expr.span.end as usize);
                segments.push(std::mem::replace(&mut expr, rest));
                built = 0;
            }
            expr = self.link(link, expr);
            built += 1;
        }
        self.depth -= room;
        self.join(node, segments, expr)
    }

    /// How many of `wanted` levels a chain may have at this place; at least one. Half of what is
    /// left is kept for the arguments in it.
    fn room(&self, wanted: usize) -> u32 {
        let left = MAX_DEPTH.saturating_sub(self.depth) / 2;
        u32::try_from(wanted).unwrap_or(u32::MAX).min(left.max(1))
    }

    /// How many levels the operations from `bottom` on will make.
    fn levels_of_operations(&self, bottom: usize) -> usize {
        let links = self.links.get(bottom..).unwrap_or_default();
        if links.len() < BALANCED_FROM {
            return links.len();
        }
        let operators: Vec<_> = links.iter().map(|&link| self.operator(link)).collect();
        let runs = operators.chunk_by(|one, other| one == other);
        runs.map(|run| match run.first() {
            Some(Some(op)) if is_associative(*op) && run.len() > BALANCED_FROM => run.len().ilog2() as usize + 1,
            _ => run.len(),
        })
        .sum()
    }

    /// The expression, or all segments side by side if there are any.
    fn join(&mut self, node: Node<'t>, mut segments: Vec<Expr>, expr: Expr) -> Expr {
        if segments.is_empty() {
            return expr;
        }
        self.error(node, format!("more than {MAX_DEPTH} links in one expression"));
        segments.push(expr);
        Expr { span: self.span(node), kind: ExprKind::Other(segments) }
    }

    /// One link, whose left side is built already.
    fn link(&mut self, node: Node<'t>, left: Expr) -> Expr {
        let kind = match node.kind() {
            Kind::SubscriptExpression => self.index(node, left),
            Kind::MemberAccessExpression | Kind::NullsafeMemberAccessExpression => ExprKind::Property {
                object: Box::new(left),
                name: self.member_of(node),
                nullsafe: node.kind() == Kind::NullsafeMemberAccessExpression,
            },
            Kind::ScopedPropertyAccessExpression => self.static_property(node, ClassRef::Dynamic(Box::new(left))),
            Kind::ClassConstantAccessExpression => self.class_constant(node, ClassRef::Dynamic(Box::new(left))),
            _ => self.call_on(node, left),
        };
        Expr { span: self.span(node), kind }
    }

    fn index(&mut self, node: Node<'t>, base: Expr) -> ExprKind {
        let index = node.parts().nth(1);
        let index = index.map(|index| Box::new(self.expr(index)));
        ExprKind::Index { base: Box::new(base), index }
    }

    /// Two operands, of which the left one may be such a node again.
    pub(super) fn binary(&mut self, node: Node<'t>) -> Expr {
        let bottom = self.links.len();
        let mut at = node;
        while at.kind() == Kind::BinaryExpression {
            self.links.push(at);
            let Some(left) = at.get(Field::Left) else { break };
            at = Self::unwrap(left);
        }
        let room = self.room(self.levels_of_operations(bottom));
        self.depth += room;
        let mut expr = if at.kind() == Kind::BinaryExpression { self.nothing(at.start(), at.start()) } else { self.expr(at) };
        let mut built = 0;
        let mut segments = Vec::new();
        while self.links.len() > bottom {
            let Some(link) = self.links.pop() else { break };
            if built == room {
                let rest = self.nothing(expr.span.start as usize, expr.span.end as usize);
                segments.push(std::mem::replace(&mut expr, rest));
                built = 0;
            }
            expr = self.operation(link, expr, bottom);
            built += 1;
        }
        self.depth -= room;
        self.join(node, segments, expr)
    }

    /// One operation, whose left side is built already; takes further links along if the operator
    /// is associative and there are many operands.
    fn operation(&mut self, node: Node<'t>, left: Expr, bottom: usize) -> Expr {
        let Some(op) = self.operator(node) else { return self.instance_of(node, left) };
        let mut same = 0;
        if is_associative(op) {
            let waiting = self.links.get(bottom..).unwrap_or_default();
            same = waiting.iter().rev().take_while(|&&link| self.operator(link) == Some(op)).count();
        }
        let right = self.right(node);
        if same < BALANCED_FROM {
            let kind = ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) };
            return Expr { span: self.span(node), kind };
        }
        let mut operands = vec![left, right];
        for _ in 0..same {
            let Some(link) = self.links.pop() else { break };
            let right = self.right(link);
            operands.push(right);
        }
        balanced(op, operands).unwrap_or_else(|| self.nothing(node.start(), node.end()))
    }

    fn right(&mut self, node: Node<'t>) -> Expr {
        self.expr_or_nothing(node.get(Field::Right), node)
    }

    /// `left instanceof Class`; anything unknown keeps its operands.
    fn instance_of(&mut self, node: Node<'t>, left: Expr) -> Expr {
        let span = self.span(node);
        let operator = self.operator_text(node);
        let kind = match node.get(Field::Right) {
            Some(right) if operator.eq_ignore_ascii_case("instanceof") => {
                ExprKind::InstanceOf { operand: Box::new(left), class: self.class_ref(right) }
            }
            _ => ExprKind::Other(vec![left, self.right(node)]),
        };
        Expr { span, kind }
    }

    pub(super) fn operator_text(&self, node: Node<'_>) -> &'t str {
        node.children().find(|child| child.field() == Field::Operator).map_or("", |operator| self.text(operator))
    }

    fn operator(&self, node: Node<'_>) -> Option<BinaryOp> {
        binary_op(self.operator_text(node))
    }

    /// `target op= value`
    pub(super) fn assign_op(&mut self, node: Node<'t>) -> ExprKind {
        let target = self.expr_or_nothing(node.get(Field::Left), node);
        let value = self.right(node);
        match binary_op(self.operator_text(node).trim_end_matches('=')) {
            Some(op) => ExprKind::AssignOp { op, target: Box::new(target), value: Box::new(value) },
            None => ExprKind::Other(vec![target, value]),
        }
    }
}

/// What stands left of the last link; none if the node is no link.
fn inner(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::MemberCallExpression
        | Kind::MemberAccessExpression
        | Kind::NullsafeMemberCallExpression
        | Kind::NullsafeMemberAccessExpression => node.get(Field::Object),
        Kind::SubscriptExpression | Kind::ParenthesizedExpression => node.first(),
        Kind::FunctionCallExpression => node.get(Field::Function).filter(|callee| !callee.kind().is_name()),
        Kind::ScopedCallExpression | Kind::ScopedPropertyAccessExpression => {
            node.get(Field::Scope).filter(|scope| !scope.kind().is_name())
        }
        Kind::ClassConstantAccessExpression => node.first().filter(|scope| !scope.kind().is_name()),
        _ => None,
    }
}

/// Joins operands in halves, so that the depth is the logarithm of their number.
fn balanced(op: BinaryOp, operands: Vec<Expr>) -> Option<Expr> {
    let mut level = operands;
    while level.len() > 1 {
        let mut above = Vec::with_capacity(level.len() / 2 + 1);
        let mut rest = level.into_iter();
        while let Some(left) = rest.next() {
            above.push(match rest.next() {
                Some(right) => join_pair(op, left, right),
                None => left,
            });
        }
        level = above;
    }
    level.pop()
}

fn join_pair(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    let span: Span = left.span.to(right.span);
    Expr { span, kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) } }
}

/// Whether the operands may be grouped in any way, with the same result and order of evaluation.
fn is_associative(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Concat | BinaryOp::And | BinaryOp::Or | BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor)
}

fn binary_op(text: &str) -> Option<BinaryOp> {
    Some(match text {
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Sub,
        "*" => BinaryOp::Mul,
        "/" => BinaryOp::Div,
        "%" => BinaryOp::Mod,
        "**" => BinaryOp::Pow,
        "." => BinaryOp::Concat,
        "&" => BinaryOp::BitAnd,
        "|" => BinaryOp::BitOr,
        "^" => BinaryOp::BitXor,
        "<<" => BinaryOp::ShiftLeft,
        ">>" => BinaryOp::ShiftRight,
        "&&" => BinaryOp::And,
        "||" => BinaryOp::Or,
        "??" => BinaryOp::Coalesce,
        "==" => BinaryOp::Equal,
        "!=" | "<>" => BinaryOp::NotEqual,
        "===" => BinaryOp::Identical,
        "!==" => BinaryOp::NotIdentical,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterEqual,
        "<=>" => BinaryOp::Spaceship,
        "|>" => BinaryOp::Pipe,
        _ if text.eq_ignore_ascii_case("and") => BinaryOp::And,
        _ if text.eq_ignore_ascii_case("or") => BinaryOp::Or,
        _ if text.eq_ignore_ascii_case("xor") => BinaryOp::Xor,
        _ => return None,
    })
}

//! Expressions, chains and calls aside.

use super::Lower;
use crate::php::ast::{ArrayItem, CastKind, Expr, ExprKind, Magic, MatchArm, UnaryOp};
use crate::php::kind::{Field, Kind};
use crate::php::literal::float;
use crate::php::tree::Node;

impl<'t> Lower<'t> {
    /// Any expression. An empty one stands for what is too deep or missing.
    pub(super) fn expr(&mut self, node: Node<'t>) -> Expr {
        let node = Self::unwrap(node);
        if node.is_missing() {
            return self.nothing(node.start(), node.end());
        }
        match self.descend(node, |lower| lower.any_expr(node)) {
            Some(expr) => expr,
            None => self.nothing(node.start(), node.end()),
        }
    }

    fn any_expr(&mut self, node: Node<'t>) -> Expr {
        match node.kind() {
            Kind::MemberCallExpression
            | Kind::MemberAccessExpression
            | Kind::NullsafeMemberCallExpression
            | Kind::NullsafeMemberAccessExpression
            | Kind::SubscriptExpression => self.chain(node),
            Kind::FunctionCallExpression if node.get(Field::Function).is_some_and(|callee| !callee.kind().is_name()) => {
                self.chain(node)
            }
            Kind::ScopedCallExpression | Kind::ScopedPropertyAccessExpression | Kind::ClassConstantAccessExpression
                if node.first().is_some_and(|scope| !scope.kind().is_name()) =>
            {
                self.chain(node)
            }
            Kind::BinaryExpression => self.binary(node),
            // The value is the same, only without its warnings.
            Kind::ErrorSuppressionExpression => self.first_expr(node),
            _ => Expr { span: self.span(node), kind: self.expr_kind(node) },
        }
    }

    fn expr_kind(&mut self, node: Node<'t>) -> ExprKind {
        match node.kind() {
            Kind::VariableName => ExprKind::Variable(self.variable_name(node).0),
            Kind::String => self.single_quoted_string(node),
            Kind::EncapsedString => self.double_quoted_string(node),
            Kind::Heredoc | Kind::Nowdoc => self.heredoc(node),
            Kind::ShellCommandExpression => self.shell_command(node),
            Kind::Integer => self.integer(node),
            Kind::Float => ExprKind::Float(float(self.text(node))),
            Kind::Boolean => ExprKind::Bool(self.text(node).eq_ignore_ascii_case("true")),
            Kind::Null => ExprKind::Null,
            Kind::Name | Kind::QualifiedName | Kind::RelativeName | Kind::RelativeScope => self.constant(node),
            Kind::ArrayCreationExpression => self.array(node),
            Kind::ListLiteral => self.list(node),
            Kind::FunctionCallExpression => self.function_call(node),
            Kind::ScopedCallExpression => self.static_call(node),
            Kind::ScopedPropertyAccessExpression => {
                let class = self.scope_of(node);
                self.static_property(node, class)
            }
            Kind::ClassConstantAccessExpression => {
                let class = self.scope_of(node);
                self.class_constant(node, class)
            }
            Kind::ObjectCreationExpression => self.new_object(node),
            Kind::AnonymousFunction | Kind::ArrowFunction => self.closure(node),
            Kind::AssignmentExpression | Kind::ReferenceAssignmentExpression => self.assign(node),
            Kind::AugmentedAssignmentExpression => self.assign_op(node),
            Kind::UnaryOpExpression => self.unary(node),
            Kind::UpdateExpression => self.update(node),
            Kind::ConditionalExpression => self.ternary(node),
            Kind::CastExpression => self.cast(node),
            Kind::MatchExpression => self.match_expr(node),
            _ => self.keyword_expr(node),
        }
    }

    /// The expressions that start with a keyword, and all that has no place of its own.
    fn keyword_expr(&mut self, node: Node<'t>) -> ExprKind {
        match node.kind() {
            Kind::ThrowExpression => ExprKind::Throw(self.boxed_first(node)),
            Kind::CloneExpression => self.clone_expr(node),
            Kind::IncludeExpression | Kind::IncludeOnceExpression | Kind::RequireExpression | Kind::RequireOnceExpression => {
                ExprKind::Include(self.boxed_first(node))
            }
            Kind::YieldExpression => self.yield_expr(node),
            Kind::DynamicVariableName => ExprKind::VariableVariable(self.boxed_first(node)),
            Kind::ByRef => self.first_expr(node).kind,
            _ => {
                let mut children = Vec::new();
                self.salvage(node, &mut children);
                ExprKind::Other(children)
            }
        }
    }

    fn first_expr(&mut self, node: Node<'t>) -> Expr {
        self.expr_or_nothing(node.first(), node)
    }

    fn boxed_first(&mut self, node: Node<'t>) -> Box<Expr> {
        Box::new(self.first_expr(node))
    }

    fn boxed(&mut self, node: Node<'t>, field: Field) -> Box<Expr> {
        Box::new(self.expr_or_nothing(node.get(field), node))
    }

    /// A constant, with the keywords that the grammar takes for one.
    fn constant(&mut self, node: Node<'t>) -> ExprKind {
        let text = self.text(node);
        let bare = text.strip_prefix('\\').unwrap_or(text);
        if let Some(magic) = magic(bare) {
            return ExprKind::Magic(magic);
        }
        match bare.len() {
            3 | 4 if bare.eq_ignore_ascii_case("die") || bare.eq_ignore_ascii_case("exit") => ExprKind::Exit(None),
            4 if bare.eq_ignore_ascii_case("null") => ExprKind::Null,
            4 if bare.eq_ignore_ascii_case("true") => ExprKind::Bool(true),
            5 if bare.eq_ignore_ascii_case("false") => ExprKind::Bool(false),
            _ => ExprKind::Constant(self.constant_name(node)),
        }
    }

    /// `[…]` and `array(…)`
    fn array(&mut self, node: Node<'t>) -> ExprKind {
        let elements = node.parts().filter(|part| part.kind() == Kind::ArrayElementInitializer);
        ExprKind::Array(elements.map(|element| self.array_item(element)).collect())
    }

    fn array_item(&mut self, node: Node<'t>) -> ArrayItem {
        let mut parts = node.parts();
        let (first, second) = (parts.next(), parts.next());
        let (key, value) = if second.is_some() { (first, second) } else { (None, first) };
        self.item(key, value)
    }

    fn item(&mut self, key: Option<Node<'t>>, value: Option<Node<'t>>) -> ArrayItem {
        let kind = value.map(Node::kind);
        let (spread, by_ref) = (kind == Some(Kind::VariadicUnpacking), kind == Some(Kind::ByRef));
        let value = if spread || by_ref { value.and_then(Node::first) } else { value };
        ArrayItem { key: key.map(|key| self.expr(key)), value: value.map(|value| self.expr(value)), spread, by_ref }
    }

    /// `[…]` and `list(…)` as targets, where commas may follow each other.
    fn list(&mut self, node: Node<'t>) -> ExprKind {
        let mut items = Vec::new();
        let (mut key, mut value) = (None, None);
        for child in node.children() {
            match child.kind() {
                Kind::Comma => {
                    let item = self.item(key.take(), value.take());
                    items.push(item);
                }
                Kind::Arrow => key = value.take(),
                kind if kind.is_trivia() || kind == Kind::Error => {}
                _ => value = Some(child),
            }
        }
        // A comma at the end makes no hole.
        if value.is_some() {
            let item = self.item(key, value);
            items.push(item);
        }
        ExprKind::Array(items)
    }

    fn assign(&mut self, node: Node<'t>) -> ExprKind {
        ExprKind::Assign {
            target: self.boxed(node, Field::Left),
            value: self.boxed(node, Field::Right),
            by_ref: node.kind() == Kind::ReferenceAssignmentExpression,
        }
    }

    fn unary(&mut self, node: Node<'t>) -> ExprKind {
        let op = match self.operator_text(node) {
            "!" => UnaryOp::Not,
            "-" => UnaryOp::Minus,
            "~" => UnaryOp::BitNot,
            _ => UnaryOp::Plus,
        };
        let operand = node.parts().find(|part| part.field() != Field::Operator);
        let operand = Box::new(self.expr_or_nothing(operand, node));
        ExprKind::Unary { op, operand }
    }

    fn update(&mut self, node: Node<'t>) -> ExprKind {
        let target = node.first();
        let operator = node.children().find(|child| child.field() == Field::Operator);
        let prefix = match (operator, target) {
            (Some(operator), Some(target)) => operator.start() < target.start(),
            _ => false,
        };
        let increment = self.operator_text(node) == "++";
        ExprKind::IncDec { prefix, increment, target: Box::new(self.expr_or_nothing(target, node)) }
    }

    fn ternary(&mut self, node: Node<'t>) -> ExprKind {
        ExprKind::Ternary {
            condition: self.boxed(node, Field::Condition),
            then: node.get(Field::Body).map(|then| Box::new(self.expr(then))),
            otherwise: self.boxed(node, Field::Alternative),
        }
    }

    fn cast(&mut self, node: Node<'t>) -> ExprKind {
        let ty = node.get(Field::Type).map_or("", |ty| self.text(ty)).to_ascii_lowercase();
        let to = match &*ty {
            "int" | "integer" => CastKind::Int,
            "float" | "double" | "real" => CastKind::Float,
            "bool" | "boolean" => CastKind::Bool,
            "array" => CastKind::Array,
            "object" => CastKind::Object,
            "unset" => CastKind::Unset,
            _ => CastKind::String,
        };
        ExprKind::Cast { to, operand: self.boxed(node, Field::Value) }
    }

    fn match_expr(&mut self, node: Node<'t>) -> ExprKind {
        let subject = self.boxed(node, Field::Condition);
        let mut arms = Vec::new();
        for arm in node.get(Field::Body).into_iter().flat_map(Node::parts) {
            let tests = match arm.kind() {
                Kind::MatchConditionalExpression => {
                    let list = arm.get(Field::ConditionalExpressions);
                    let tests = list.into_iter().flat_map(Node::parts);
                    Some(tests.map(|test| self.expr(test)).collect())
                }
                Kind::MatchDefaultExpression => None,
                _ => continue,
            };
            let body = self.expr_or_nothing(arm.get(Field::ReturnExpression), arm);
            arms.push(MatchArm { tests, body });
        }
        ExprKind::Match { subject, arms }
    }

    fn clone_expr(&mut self, node: Node<'t>) -> ExprKind {
        let Some(list) = node.get(Field::Arguments) else { return ExprKind::Clone(self.boxed_first(node)) };
        let (args, _) = self.args(list);
        let mut values = args.into_iter().map(|arg| arg.value);
        match (values.next(), values.next()) {
            (Some(only), None) => ExprKind::Clone(Box::new(only)),
            (first, second) => ExprKind::Other(first.into_iter().chain(second).chain(values).collect()),
        }
    }

    fn yield_expr(&mut self, node: Node<'t>) -> ExprKind {
        if node.has(Kind::YieldFrom) {
            return ExprKind::YieldFrom(self.boxed_first(node));
        }
        let Some(element) = node.first() else { return ExprKind::Yield(None, None) };
        let ArrayItem { key, value, .. } = self.array_item(element);
        ExprKind::Yield(key.map(Box::new), value.map(Box::new))
    }
}

fn magic(text: &str) -> Option<Magic> {
    if !text.starts_with("__") {
        return None;
    }
    Some(match &*text.to_ascii_uppercase() {
        "__DIR__" => Magic::Dir,
        "__FILE__" => Magic::File,
        "__LINE__" => Magic::Line,
        "__CLASS__" => Magic::Class,
        "__NAMESPACE__" => Magic::Namespace,
        "__METHOD__" => Magic::Method,
        "__FUNCTION__" => Magic::Function,
        "__TRAIT__" => Magic::Trait,
        _ => return None,
    })
}

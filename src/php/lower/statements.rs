//! Statements, loops aside.

use super::Lower;
use crate::php::ast::{Catch, Expr, ExprKind, Stmt, StmtKind, Type};
use crate::php::kind::{Field, Kind};
use crate::php::tree::Node;

impl<'t> Lower<'t> {
    /// All statements among the children of a node.
    pub(super) fn statements(&mut self, list: Node<'t>, out: &mut Vec<Stmt>) {
        for child in list.children() {
            match child.kind() {
                Kind::Error => self.recover(child, out),
                kind if kind.is_statement() => {
                    let documented = self.documented_variables(child);
                    let before = out.len();
                    self.stmt(child, out);
                    for (name, ty) in documented {
                        place_documented(out, before, name, ty);
                    }
                }
                _ => {}
            }
        }
    }

    /// A body: a block in braces, `: … end`, or a single statement.
    pub(super) fn block(&mut self, node: Node<'t>) -> Vec<Stmt> {
        let mut out = Vec::new();
        self.body_into(node, &mut out);
        out
    }

    fn body_into(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        if let Kind::CompoundStatement | Kind::ColonBlock = node.kind() {
            self.descend(node, |lower| lower.statements(node, out));
        } else {
            self.stmt(node, out);
        }
    }

    /// The statements with the role of a body.
    pub(super) fn body(&mut self, node: Node<'t>) -> Vec<Stmt> {
        let mut out = Vec::new();
        for child in node.children().filter(|child| child.field() == Field::Body && !child.kind().is_trivia()) {
            self.body_into(child, &mut out);
        }
        out
    }

    /// One statement, and behind it what could be saved from errors in it.
    pub(super) fn stmt(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let known = self.descend(node, |lower| lower.any_stmt(node, out));
        if known.is_some() && node.has_error() {
            self.recover_inside(node, out);
        }
    }

    fn any_stmt(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let kind = match node.kind() {
            Kind::EmptyStatement | Kind::GotoStatement | Kind::NamedLabelStatement => return,
            Kind::NamespaceUseDeclaration => return self.namespace_use(node),
            Kind::NamespaceDefinition => return self.namespace(node, out),
            Kind::DeclareStatement => return self.declare(node, out),
            Kind::CompoundStatement => {
                let mut block = Vec::new();
                self.statements(node, &mut block);
                StmtKind::Block(block)
            }
            Kind::ExpressionStatement => return self.expression_statement(node, out),
            Kind::EchoStatement => StmtKind::Echo(self.sequence(node.first())),
            Kind::ReturnStatement => StmtKind::Return(node.first().map(|value| self.expr(value))),
            Kind::ExitStatement => {
                let status = node.first().map(|value| Box::new(self.expr(value)));
                StmtKind::Expr(Expr { span: self.span(node), kind: ExprKind::Exit(status) })
            }
            Kind::IfStatement => self.if_statement(node),
            Kind::TryStatement => self.try_statement(node),
            Kind::UnsetStatement => StmtKind::Unset(node.parts().map(|part| self.expr(part)).collect()),
            Kind::GlobalDeclaration => {
                let names = node.parts().filter(|part| part.kind() == Kind::VariableName);
                StmtKind::Global(names.map(|name| self.variable_name(name).0).collect())
            }
            Kind::FunctionStaticDeclaration => self.static_variables(node),
            Kind::FunctionDefinition => StmtKind::Function(Box::new(self.function(node, false))),
            Kind::ClassDeclaration | Kind::InterfaceDeclaration | Kind::TraitDeclaration | Kind::EnumDeclaration => {
                StmtKind::Class(Box::new(self.class(node)))
            }
            Kind::ConstDeclaration => self.constants(node),
            _ => self.loop_statement(node),
        };
        out.push(Stmt { span: self.span(node), kind });
    }

    /// An expression for its effect, or behind `<?=` for its text.
    fn expression_statement(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let Some(expression) = node.first() else { return };
        let kind = if expression.kind() == Kind::PrintIntrinsic {
            StmtKind::Echo(expression.first().map(|value| self.expr(value)).into_iter().collect())
        } else {
            let value = self.expr(expression);
            if self.is_short_echo(node, out) { StmtKind::Echo(vec![value]) } else { StmtKind::Expr(value) }
        };
        out.push(Stmt { span: self.span(node), kind });
    }

    /// Whether a statement stands behind `<?=`, or behind a comma of such a statement.
    fn is_short_echo(&self, node: Node<'_>, before: &[Stmt]) -> bool {
        let text = self.slice(0, node.start()).trim_ascii_end();
        text.ends_with("<?=") || text.ends_with(',') && before.last().is_some_and(|stmt| matches!(stmt.kind, StmtKind::Echo(_)))
    }

    /// `a, b, c`, which the grammar nests to the right.
    pub(super) fn sequence(&mut self, node: Option<Node<'t>>) -> Vec<Expr> {
        let mut values = Vec::new();
        let mut rest = node;
        while let Some(node) = rest.take() {
            if node.kind() != Kind::SequenceExpression {
                values.push(self.expr(node));
                break;
            }
            let mut parts = node.parts();
            if let Some(first) = parts.next() {
                values.push(self.expr(first));
            }
            rest = parts.next();
        }
        values
    }

    /// `if`, its `elseif`, and every `else` that is nothing but another `if`.
    fn if_statement(&mut self, node: Node<'t>) -> StmtKind {
        let mut branches = Vec::new();
        let mut otherwise = None;
        let mut rest = Some(node);
        while let Some(node) = rest.take() {
            let branch = self.branch(node);
            branches.push(branch);
            let alternatives = node.children().filter(|child| matches!(child.kind(), Kind::ElseIfClause | Kind::ElseClause));
            for clause in alternatives {
                if clause.kind() == Kind::ElseIfClause {
                    let branch = self.branch(clause);
                    branches.push(branch);
                    continue;
                }
                match clause.get(Field::Body) {
                    Some(inner) if inner.kind() == Kind::IfStatement => rest = Some(inner),
                    _ => otherwise = Some(self.body(clause)),
                }
            }
        }
        StmtKind::If { branches, otherwise }
    }

    fn branch(&mut self, node: Node<'t>) -> (Expr, Vec<Stmt>) {
        let condition = self.expr_or_nothing(node.get(Field::Condition), node);
        (condition, self.body(node))
    }

    fn try_statement(&mut self, node: Node<'t>) -> StmtKind {
        let body = self.body(node);
        let mut catches = Vec::new();
        let mut finally = None;
        for clause in node.parts() {
            match clause.kind() {
                Kind::CatchClause => {
                    let catch = self.catch(clause);
                    catches.push(catch);
                }
                Kind::FinallyClause => finally = Some(self.body(clause)),
                _ => {}
            }
        }
        StmtKind::Try { body, catches, finally }
    }

    fn catch(&mut self, node: Node<'t>) -> Catch {
        let types = node.get(Field::Type).into_iter().flat_map(Node::parts);
        Catch {
            span: self.span(node),
            types: types.map(|ty| self.class_name(ty)).collect(),
            variable: node.get(Field::Name).map(|name| self.variable_name(name).0),
            body: self.body(node),
        }
    }

    /// `declare(…);` says nothing; a block behind it does.
    fn declare(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let mut body = Vec::new();
        for part in node.parts().filter(|part| part.kind().is_statement()) {
            self.body_into(part, &mut body);
        }
        if !body.is_empty() {
            out.push(Stmt { span: self.span(node), kind: StmtKind::Block(body) });
        }
    }

    fn static_variables(&mut self, node: Node<'t>) -> StmtKind {
        let mut variables = Vec::new();
        for part in node.parts().filter(|part| part.kind() == Kind::StaticVariableDeclaration) {
            let name = part.get(Field::Name).map_or_else(Box::default, |name| self.variable_name(name).0);
            let value = part.get(Field::Value).map(|value| self.expr(value));
            variables.push((name, value));
        }
        StmtKind::StaticVars(variables)
    }

    /// `const` outside classes.
    fn constants(&mut self, node: Node<'t>) -> StmtKind {
        let mut constants = Vec::new();
        for element in node.parts().filter(|part| part.kind() == Kind::ConstElement) {
            let mut parts = element.parts();
            let name = parts.next().map_or("", |name| self.text(name));
            let name = self.scope.declare(name).into();
            let value = self.expr_or_nothing(parts.next(), element);
            constants.push((name, value));
        }
        StmtKind::Const(constants)
    }
}

/// Puts what a comment says of a variable where the variable has its value: behind its assignment, into the body of the
/// loop that fills it, or else before the statement.
fn place_documented(out: &mut Vec<Stmt>, at: usize, name: Option<Box<str>>, ty: Type) {
    let Some(stmt) = out.get_mut(at) else { return };
    let span = stmt.span;
    let documented = |name: Box<str>| Stmt { span, kind: StmtKind::Documented(name, ty) };
    let target = match &stmt.kind {
        StmtKind::Expr(Expr { kind: ExprKind::Assign { target, .. }, .. }) => Some(&**target),
        StmtKind::Foreach { value, .. } if name.is_some() => Some(value),
        _ => None,
    };
    let filled = target.and_then(|target| match &target.kind {
        ExprKind::Variable(own) if name.as_ref().is_none_or(|name| name == own) => Some(own.clone()),
        _ => None,
    });
    match (filled, name, &mut stmt.kind) {
        (Some(own), _, StmtKind::Foreach { body, .. }) => body.insert(0, documented(own)),
        (Some(own), ..) => out.insert(at + 1, documented(own)),
        (None, Some(name), _) => out.insert(at, documented(name)),
        (None, None, _) => {}
    }
}

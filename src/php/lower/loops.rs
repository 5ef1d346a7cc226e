//! Loops, `switch`, and what leaves them.

use super::Lower;
use crate::php::ast::{Expr, Stmt, StmtKind};
use crate::php::kind::{Field, Kind};
use crate::php::literal::{Number, integer};
use crate::php::tree::Node;

impl<'t> Lower<'t> {
    /// A loop, `switch`, `break` or `continue`; anything else keeps its children.
    pub(super) fn loop_statement(&mut self, node: Node<'t>) -> StmtKind {
        match node.kind() {
            Kind::WhileStatement => {
                let condition = self.expr_or_nothing(node.get(Field::Condition), node);
                StmtKind::While(condition, self.body(node))
            }
            Kind::DoStatement => {
                let body = self.body(node);
                StmtKind::DoWhile(body, self.expr_or_nothing(node.get(Field::Condition), node))
            }
            Kind::ForStatement => StmtKind::For {
                init: self.sequence(node.get(Field::Initialize)),
                condition: self.sequence(node.get(Field::Condition)),
                step: self.sequence(node.get(Field::Update)),
                body: self.body(node),
            },
            Kind::ForeachStatement => self.foreach(node),
            Kind::SwitchStatement => self.switch(node),
            Kind::BreakStatement => StmtKind::Break(self.levels(node)),
            Kind::ContinueStatement => StmtKind::Continue(self.levels(node)),
            _ => {
                let mut children = Vec::new();
                self.salvage_statements(node, &mut children);
                StmtKind::Other(children)
            }
        }
    }

    fn levels(&self, node: Node<'_>) -> u32 {
        match node.first().map(|levels| integer(self.text(levels))) {
            Some(Number::Int(levels)) => u32::try_from(levels).unwrap_or(1).max(1),
            _ => 1,
        }
    }

    fn foreach(&mut self, node: Node<'t>) -> StmtKind {
        let mut parts = node.parts().filter(|part| part.field() != Field::Body);
        let (subject, target) = (parts.next(), parts.next());
        let (key, value) = match target {
            Some(pair) if pair.kind() == Kind::Pair => {
                let mut parts = pair.parts();
                (parts.next(), parts.next())
            }
            target => (None, target),
        };
        let by_ref = value.is_some_and(|value| value.kind() == Kind::ByRef);
        let value = if by_ref { value.and_then(Node::first) } else { value };
        StmtKind::Foreach {
            subject: self.expr_or_nothing(subject, node),
            key: key.map(|key| self.expr(key)),
            value: self.expr_or_nothing(value, node),
            by_ref,
            body: self.body(node),
        }
    }

    fn switch(&mut self, node: Node<'t>) -> StmtKind {
        let subject = self.expr_or_nothing(node.get(Field::Condition), node);
        let mut cases: Vec<(Option<Expr>, Vec<Stmt>)> = Vec::new();
        for case in node.get(Field::Body).into_iter().flat_map(Node::children) {
            match case.kind() {
                Kind::CaseStatement => {
                    let test = self.expr_or_nothing(case.get(Field::Value), case);
                    cases.push((Some(test), self.case_body(case)));
                }
                Kind::DefaultStatement => cases.push((None, self.case_body(case))),
                _ => {}
            }
        }
        StmtKind::Switch { subject, cases }
    }

    fn case_body(&mut self, case: Node<'t>) -> Vec<Stmt> {
        let mut body = Vec::new();
        self.statements(case, &mut body);
        body
    }
}

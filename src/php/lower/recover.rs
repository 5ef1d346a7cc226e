//! What can be saved from errors, and what is said about them.
//!
//! The parser skips what it cannot place and keeps the pieces that it did understand. They are
//! lowered here: statements and expressions as statements beside the error, members of a class that
//! lost its frame as a class.

use super::Lower;
use super::classes::empty_class;
use crate::php::ast::{Class, ClassKind, Expr, Stmt, StmtKind, SyntaxError};
use crate::php::kind::Kind;
use crate::php::tree::Node;
use crate::source::Span;

/// How many characters of the text a message repeats.
const QUOTED_CHARACTERS: usize = 40;

impl<'t> Lower<'t> {
    /// The errors that the parser met.
    pub(super) fn report_syntax_errors(&mut self) {
        for &(index, missing) in &self.tree.errors {
            let Some(node) = self.tree.node(index) else { continue };
            let message = match missing {
                Some(missing) => format!("expected {}", expectation(missing)),
                None => unexpected(self.slice(first_token(node), node.end())),
            };
            let span = self.span(node);
            self.errors.push(SyntaxError { span, message });
        }
    }

    /// The pieces inside an error among statements.
    pub(super) fn recover(&mut self, error: Node<'t>, out: &mut Vec<Stmt>) {
        self.descend(error, |lower| lower.recover_children(error, out));
    }

    fn recover_children(&mut self, error: Node<'t>, out: &mut Vec<Stmt>) {
        let mut class: Option<Class> = None;
        let mut keyword: Option<Node<'t>> = None;
        for child in error.children() {
            match child.kind() {
                Kind::ClassKeyword => keyword = Some(child),
                Kind::Name if keyword.is_some_and(|keyword| keyword.end() < child.start()) => {
                    let kind = keyword.map_or(ClassKind::Class, |keyword| self.class_kind(keyword));
                    let name = self.scope.declare(self.text(child)).into();
                    let previous = class.replace(empty_class(kind, name, self.span(child)));
                    self.finish(previous, error, out);
                    keyword = None;
                }
                Kind::BaseClause | Kind::ClassInterfaceClause => {
                    let names = self.clause_names(error, child.kind());
                    if let Some(class) = &mut class {
                        if child.kind() == Kind::BaseClause {
                            class.extends = names;
                        } else {
                            class.implements = names;
                        }
                    }
                }
                Kind::DeclarationList | Kind::EnumDeclarationList => {
                    let class = class.get_or_insert_with(|| self.nameless(error));
                    self.members(child, class);
                }
                Kind::ConstDeclaration if class.is_none() => self.stmt(child, out),
                kind if kind.is_member() => {
                    let class = class.get_or_insert_with(|| self.nameless(error));
                    self.class_member(child, class);
                }
                kind if kind.is_token() => {}
                _ => self.salvage_statement(child, out),
            }
        }
        self.finish(class, error, out);
    }

    fn finish(&self, class: Option<Class>, error: Node<'_>, out: &mut Vec<Stmt>) {
        if let Some(class) = class {
            let span = self.span(error);
            out.push(Stmt { span, kind: StmtKind::Class(Box::new(Class { span, ..class })) });
        }
    }

    fn nameless(&self, error: Node<'_>) -> Class {
        empty_class(ClassKind::Class, Box::default(), Span::new(self.file, error.start(), error.start()))
    }

    fn class_kind(&self, keyword: Node<'_>) -> ClassKind {
        match &*self.text(keyword).to_ascii_lowercase() {
            "interface" => ClassKind::Interface,
            "trait" => ClassKind::Trait,
            "enum" => ClassKind::Enum,
            _ => ClassKind::Class,
        }
    }

    /// The errors inside a statement that are not inside a statement of its own.
    pub(super) fn recover_inside(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let mut at = node.index() + 1;
        if node.kind() == Kind::CompoundStatement {
            // A block has met its errors among its statements.
            return;
        }
        while at < node.behind() {
            let Some(inner) = self.tree.node(at) else { break };
            let kind = inner.kind();
            if kind == Kind::Error {
                let mut children = Vec::new();
                self.recover(inner, &mut children);
                if !children.is_empty() {
                    out.push(Stmt { span: self.span(inner), kind: StmtKind::Other(children) });
                }
            }
            let lowered_elsewhere = kind.is_statement()
                || matches!(kind, Kind::Error | Kind::ColonBlock | Kind::CaseStatement | Kind::DefaultStatement)
                || matches!(kind, Kind::DeclarationList | Kind::EnumDeclarationList);
            at = if lowered_elsewhere || !inner.has_error() { inner.behind() } else { at + 1 };
        }
    }

    /// The statements and expressions among the children of a node that has no place of its own.
    pub(super) fn salvage_statements(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        for part in node.children().filter(|child| !child.kind().is_trivia()) {
            self.salvage_statement(part, out);
        }
    }

    fn salvage_statement(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let kind = node.kind();
        if kind.is_statement() {
            self.stmt(node, out);
        } else if kind.is_expression() {
            let value = self.expr(node);
            out.push(Stmt { span: value.span, kind: StmtKind::Expr(value) });
        } else if kind == Kind::Error {
            self.recover(node, out);
        } else if !kind.is_name() {
            self.descend(node, |lower| lower.salvage_statements(node, out));
        }
    }

    /// The expressions among the children of a node that has no place of its own.
    pub(super) fn salvage(&mut self, node: Node<'t>, out: &mut Vec<Expr>) {
        for part in node.parts() {
            if part.kind().is_expression() || part.kind().is_name() {
                let value = self.expr(part);
                out.push(value);
            } else {
                self.descend(part, |lower| lower.salvage(part, out));
            }
        }
    }
}

/// Where the first token behind HTML, tags and comments starts.
fn first_token(node: Node<'_>) -> usize {
    let skipped = |kind| matches!(kind, Kind::PhpTag | Kind::Text | Kind::TextInterpolation | Kind::Comment);
    node.children().find(|child| !skipped(child.kind())).map_or(node.start(), Node::start)
}

/// What the parser missed, as a person would say it.
fn expectation(missing: &str) -> String {
    if missing.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        format!("a {}", missing.replace('_', " "))
    } else {
        format!("\"{missing}\"")
    }
}

/// A message that repeats the first word of what could not be parsed.
fn unexpected(text: &str) -> String {
    let text = text.trim_start();
    let is_word = |char: char| char == '_' || char == '$' || char == '\\' || char.is_alphanumeric();
    let end = match text.chars().next() {
        None => return "unexpected end".to_owned(),
        Some(first) if is_word(first) => text.find(|char| !is_word(char)).unwrap_or(text.len()),
        Some(first) if "()[]{};,".contains(first) => 1,
        Some(_) => text.find(|char: char| is_word(char) || char.is_whitespace()).unwrap_or(text.len()),
    };
    let token: String = text.get(..end).unwrap_or_default().chars().take(QUOTED_CHARACTERS).collect();
    format!("unexpected \"{token}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        assert_eq!(unexpected("foo bar"), "unexpected \"foo\"");
        assert_eq!(unexpected("  $a->b"), "unexpected \"$a\"");
        assert_eq!(unexpected("=> $a"), "unexpected \"=>\"");
        assert_eq!(unexpected(");}"), "unexpected \")\"");
        assert_eq!(unexpected(""), "unexpected end");
        assert_eq!(unexpected(&"x".repeat(99)).len(), "unexpected \"\"".len() + QUOTED_CHARACTERS);
        assert_eq!(expectation(";"), "expected \";\"".trim_start_matches("expected "));
        assert_eq!(expectation("name"), "a name");
    }
}

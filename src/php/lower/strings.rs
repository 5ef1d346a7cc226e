//! Strings: quoted, heredoc, nowdoc, shell commands, and the interpolation in them.
//!
//! The grammar cuts literal text at every escape. Here text is what lies between two
//! interpolations, decoded as a whole.

use super::Lower;
use crate::php::ast::{Expr, ExprKind, Member, Piece};
use crate::php::kind::{Field, Kind};
use crate::php::literal::{Number, double_quoted, integer, single_quoted, unindent};
use crate::php::tree::Node;
use crate::source::Span;

/// How the literal text of a string is to be read.
#[derive(Clone, Copy)]
struct Reading {
    /// The quotation mark that a backslash escapes.
    quote: Option<u8>,
    /// Blanks to remove from the start of every line.
    indent: usize,
}

impl<'t> Lower<'t> {
    /// `'…'`
    pub(super) fn single_quoted_string(&self, node: Node<'_>) -> ExprKind {
        let text = self.text(node).trim_start_matches(['b', 'B']);
        let text = text.strip_prefix('\'').unwrap_or(text);
        ExprKind::String(single_quoted(text.strip_suffix('\'').unwrap_or(text)))
    }

    /// `"…"`
    pub(super) fn double_quoted_string(&mut self, node: Node<'t>) -> ExprKind {
        let text = self.text(node);
        let open = text.find('"').map_or(0, |at| at + 1);
        let close = usize::from(text.len() > open && text.ends_with('"'));
        let (start, end) = (node.start() + open, node.end() - close);
        self.pieces(node, start, end, Reading { quote: Some(b'"'), indent: 0 })
    }

    /// A command in backticks: its interpolated expressions are kept.
    pub(super) fn shell_command(&mut self, node: Node<'t>) -> ExprKind {
        let reading = Reading { quote: Some(b'`'), indent: 0 };
        let kind = self.pieces(node, node.start() + 1, node.end().saturating_sub(1), reading);
        let ExprKind::Interpolated(pieces) = kind else { return ExprKind::Other(Vec::new()) };
        let expressions = pieces.into_iter().filter_map(|piece| match piece {
            Piece::Expr(expr) => Some(expr),
            Piece::Text(..) => None,
        });
        ExprKind::Other(expressions.collect())
    }

    /// `<<<MARK` and `<<<'MARK'`
    pub(super) fn heredoc(&mut self, node: Node<'t>) -> ExprKind {
        let Some((start, end, indent)) = self.heredoc_lines(node) else { return ExprKind::String(Box::default()) };
        if node.kind() == Kind::Nowdoc {
            return ExprKind::String(unindent(self.slice(start, end), indent, true).into());
        }
        match node.find(Kind::HeredocBody) {
            Some(body) => self.pieces(body, start, end, Reading { quote: None, indent }),
            // Blank lines only.
            None => ExprKind::String(double_quoted(&unindent(self.slice(start, end), indent, true), None)),
        }
    }

    /// Where the text of a heredoc starts and ends, and how far its closing marker is indented.
    fn heredoc_lines(&self, node: Node<'_>) -> Option<(usize, usize, usize)> {
        let mark = node.find(Kind::HeredocStart)?;
        let close = node.find(Kind::HeredocEnd)?;
        // The scanner may count the blanks before the marker to it.
        let close_text = self.text(close);
        let mark_start = close.start() + (close_text.len() - close_text.trim_start().len());
        let start = mark.end() + self.slice(mark.end(), mark_start).find('\n')? + 1;
        let body = self.slice(start, mark_start);
        let text = body.trim_end_matches([' ', '\t']);
        let indent = body.len() - text.len();
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Some((start, start + text.len(), indent))
    }

    /// The text from `start` to `end` with the interpolations among the children of `node`.
    fn pieces(&mut self, node: Node<'t>, start: usize, end: usize, reading: Reading) -> ExprKind {
        let mut pieces = Vec::new();
        let mut at = start;
        let mut children = node.children().peekable();
        while let Some(child) = children.next() {
            let (from, expr) = match child.kind() {
                Kind::BraceOpen => {
                    // `{$expression}`: everything up to the closing brace.
                    let mut inner = None;
                    let mut close = child.end();
                    for part in children.by_ref() {
                        close = part.end();
                        match part.kind() {
                            Kind::BraceClose => break,
                            kind if kind.is_trivia() || kind == Kind::Error => {}
                            _ => inner = inner.or(Some(part)),
                        }
                    }
                    let expr = self.expr_or_nothing(inner, child);
                    (child.start(), Some((expr, close)))
                }
                kind if kind.is_trivia() => (0, None),
                Kind::StringContent | Kind::EscapeSequence | Kind::Error | Kind::Unknown => (0, None),
                _ => {
                    let (expr, close) = self.simple_interpolation(child, end);
                    (child.start(), Some((expr, close)))
                }
            };
            let Some((expr, close)) = expr else { continue };
            if from < at {
                continue;
            }
            self.push_text(&mut pieces, at, from, start, reading);
            pieces.push(Piece::Expr(expr));
            at = close;
        }
        if pieces.is_empty() {
            let raw = unindent(self.slice(start, end), reading.indent, true);
            return ExprKind::String(double_quoted(&raw, reading.quote));
        }
        self.push_text(&mut pieces, at, end, start, reading);
        ExprKind::Interpolated(pieces)
    }

    fn push_text(&self, pieces: &mut Vec<Piece>, from: usize, to: usize, start: usize, reading: Reading) {
        if from < to {
            let raw = unindent(self.slice(from, to), reading.indent, from == start);
            if !raw.is_empty() {
                let text = double_quoted(&raw, reading.quote);
                pieces.push(Piece::Text(text, Span::new(self.file, from, to)));
            }
        }
    }

    /// `$name`, `$name[key]`, `$name->property`, `${name}`: the expression and where it ends.
    fn simple_interpolation(&mut self, node: Node<'t>, limit: usize) -> (Expr, usize) {
        let kind = match node.kind() {
            Kind::SubscriptExpression => self.simple_subscript(node),
            Kind::DynamicVariableName => self.braced_name(node),
            Kind::VariableName => return self.simple_nullsafe(node, limit),
            _ => None,
        };
        let expr = match kind {
            Some(kind) => Expr { span: self.span(node), kind },
            None => self.expr(node),
        };
        (expr, node.end())
    }

    /// `$name?->property`, which the grammar takes for a variable and text.
    fn simple_nullsafe(&mut self, node: Node<'t>, limit: usize) -> (Expr, usize) {
        let variable = self.expr(node);
        let Some(rest) = self.slice(node.end(), limit).strip_prefix("?->") else { return (variable, node.end()) };
        let is_part = |char: char| char == '_' || char.is_ascii_alphanumeric() || !char.is_ascii();
        let length = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        if name.is_empty() || name.starts_with(|char: char| char.is_ascii_digit()) {
            return (variable, node.end());
        }
        let start = node.end() + "?->".len();
        let end = start + length;
        let name = Member::Named(name.into(), Span::new(self.file, start, end));
        let kind = ExprKind::Property { object: Box::new(variable), name, nullsafe: true };
        (Expr { span: Span::new(self.file, node.start(), end), kind }, end)
    }

    /// `$name[key]`, where a bare word is a string.
    fn simple_subscript(&mut self, node: Node<'t>) -> Option<ExprKind> {
        let mut parts = node.parts();
        let (base, key) = (parts.next()?, parts.next()?);
        let text = self.text(key);
        let kind = match key.kind() {
            Kind::Name => ExprKind::String(text.into()),
            Kind::Integer | Kind::UnaryOpExpression => match simple_integer(text) {
                Some(value) => ExprKind::Int(value),
                None => ExprKind::String(text.into()),
            },
            _ => return None,
        };
        let index = Expr { span: self.span(key), kind };
        Some(ExprKind::Index { base: Box::new(self.expr(base)), index: Some(Box::new(index)) })
    }

    /// `${name}` and `${name[key]}`, which mean the variable of that name.
    fn braced_name(&mut self, node: Node<'t>) -> Option<ExprKind> {
        let inner = node.has(Kind::BraceOpen).then(|| node.first()).flatten()?;
        match inner.kind() {
            Kind::Name => Some(ExprKind::Variable(self.text(inner).into())),
            Kind::SubscriptExpression => {
                let mut parts = inner.parts();
                let base = parts.next().filter(|base| base.kind() == Kind::Name)?;
                let index = parts.next()?;
                let variable = ExprKind::Variable(self.text(base).into());
                let base = Box::new(Expr { span: self.span(base), kind: variable });
                Some(ExprKind::Index { base, index: Some(Box::new(self.expr(index))) })
            }
            _ => None,
        }
    }

    /// An integer.
    pub(super) fn integer(&self, node: Node<'_>) -> ExprKind {
        match integer(self.text(node)) {
            Number::Int(value) => ExprKind::Int(value),
            Number::Float(value) => ExprKind::Float(value),
        }
    }

    /// A name behind an arrow or a double colon.
    pub(super) fn member(&mut self, node: Node<'t>) -> Member {
        match node.kind() {
            Kind::Name => Member::Named(self.text(node).into(), self.span(node)),
            _ => Member::Dynamic(Box::new(self.expr(node))),
        }
    }

    /// The role [`Field::Name`] of a node as a member.
    pub(super) fn member_of(&mut self, node: Node<'t>) -> Member {
        match node.get(Field::Name) {
            // `->{NAME}` is a constant's value.
            Some(name) if node.has(Kind::BraceOpen) => Member::Dynamic(Box::new(self.expr(name))),
            Some(name) => self.member(name),
            None => Member::Named(Box::default(), Span::new(self.file, node.end(), node.end())),
        }
    }
}

/// A key in `"$a[…]"` is an integer only in its usual spelling.
fn simple_integer(text: &str) -> Option<i64> {
    let value: i64 = text.parse().ok()?;
    (value.to_string() == text).then_some(value)
}

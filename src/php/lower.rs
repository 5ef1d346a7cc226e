//! The flat tree to the syntax tree.
//!
//! One pass in the order of the text, so that namespaces and imports are known when names are met.
//! Depth is bounded here: nothing that this module builds is nested deeper than [`MAX_DEPTH`], so
//! that walking and dropping it by recursion is safe. Submodules each lower one family of nodes.

mod calls;
mod chains;
mod classes;
mod docs;
mod expressions;
mod functions;
mod loops;
mod namespaces;
mod recover;
mod statements;
mod strings;
mod types;

use super::ast::{self, Comment, Expr, ExprKind, File, Name, Namespace, SyntaxError};
use super::kind::Kind;
use super::names::Scope;
use super::tree::{Node, Tree};
use crate::source::{FileId, Span};

/// How many levels of expressions and statements may nest.
pub(super) const MAX_NESTING: u32 = 150;

/// How deep the tree may get: nesting plus the links of chains.
pub(super) const MAX_DEPTH: u32 = 500;

/// How many errors one file may have.
pub(super) const MAX_ERRORS: usize = 100;

/// Builds the syntax tree of a file.
pub(super) fn lower(file: FileId, text: &str, tree: &Tree) -> File {
    let mut lower = Lower {
        file,
        text,
        tree,
        scope: Scope::default(),
        namespaces: Vec::new(),
        imports: Vec::new(),
        nesting: 0,
        depth: 0,
        links: Vec::new(),
        errors: Vec::new(),
    };
    let mut statements = Vec::new();
    match tree.root() {
        Some(root) if root.kind() == Kind::Error => lower.recover(root, &mut statements),
        Some(root) => lower.statements(root, &mut statements),
        None => {}
    }
    lower.report_syntax_errors();
    lower.errors.sort_by_key(|error| (error.span.start, error.span.end));
    lower.errors.truncate(MAX_ERRORS);
    let comments = tree.comments.iter().map(|&(start, end)| Comment { span: lower.comment(start, end) }).collect();
    File {
        statements,
        namespaces: lower.namespaces,
        imports: lower.imports,
        comments,
        errors: lower.errors,
        given_up: None,
        once: super::calls::Once::default(),
    }
}

/// The state of the pass.
struct Lower<'t> {
    file: FileId,
    text: &'t str,
    tree: &'t Tree,
    /// The namespace and imports at this place.
    scope: Scope,
    /// The namespaces up to this place.
    namespaces: Vec<Namespace>,
    /// The imports up to this place.
    imports: Vec<ast::Import>,
    /// Levels of recursion.
    nesting: u32,
    /// Levels of the tree above this place.
    depth: u32,
    /// The links of the chains that are being built, outermost first.
    links: Vec<Node<'t>>,
    errors: Vec<SyntaxError>,
}

impl<'t> Lower<'t> {
    fn span(&self, node: Node<'_>) -> Span {
        Span::new(self.file, node.start(), node.end())
    }

    fn text(&self, node: Node<'_>) -> &'t str {
        self.slice(node.start(), node.end())
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// An expression for a place where none could be made out.
    fn nothing(&self, start: usize, end: usize) -> Expr {
        Expr { span: Span::new(self.file, start, end), kind: ExprKind::Other(Vec::new()) }
    }

    /// Goes one level down for `build`; says so and returns none where that is too deep.
    fn descend<T>(&mut self, node: Node<'t>, build: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nesting >= MAX_NESTING || self.depth >= MAX_DEPTH {
            self.error(node, format!("nested more than {MAX_NESTING} levels deep"));
            return None;
        }
        self.nesting += 1;
        self.depth += 1;
        let result = build(self);
        self.nesting -= 1;
        self.depth -= 1;
        Some(result)
    }

    fn error(&mut self, node: Node<'_>, message: String) {
        if self.errors.len() < MAX_ERRORS {
            let span = self.span(node);
            self.errors.push(SyntaxError { span, message });
        }
    }

    /// A name of a class, resolved.
    fn class_name(&self, node: Node<'_>) -> Name {
        Name { span: self.span(node), resolved: self.scope.class(self.text(node)).into(), fallback: None }
    }

    /// The name without the dollar sign, and where it stands.
    fn variable_name(&self, node: Node<'_>) -> (Box<str>, Span) {
        let text = self.text(node);
        match text.strip_prefix('$') {
            Some(name) => (name.into(), Span::new(self.file, node.start() + 1, node.end())),
            None => (text.into(), self.span(node)),
        }
    }

    /// Takes parentheses away.
    fn unwrap(mut node: Node<'t>) -> Node<'t> {
        while node.kind() == Kind::ParenthesizedExpression {
            let Some(inner) = node.first() else { break };
            node = inner;
        }
        node
    }

    /// A comment without the line's end, which the grammar sometimes includes.
    fn comment(&self, start: u32, end: u32) -> Span {
        let trimmed = self.slice(start as usize, end as usize).trim_end_matches(['\r', '\n']);
        Span::new(self.file, start as usize, start as usize + trimmed.len())
    }

    /// The `/** */` comment of a declaration: the last one between its start and its name, or else
    /// the one before it, where only blanks and other comments may stand between.
    fn doc(&self, declaration: Node<'_>, name_start: usize) -> Option<Span> {
        let comments = &self.tree.comments;
        let before_name = comments.partition_point(|&(start, _)| (start as usize) < name_start);
        let mut limit = declaration.start();
        for &(start, end) in comments.get(..before_name)?.iter().rev() {
            let outside = (start as usize) < declaration.start();
            if outside {
                if !self.slice(end as usize, limit).trim().is_empty() {
                    return None;
                }
                limit = start as usize;
            }
            let text = self.slice(start as usize, end as usize);
            if text.strip_prefix("/**").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
                return Some(self.comment(start, end));
            }
        }
        None
    }
}

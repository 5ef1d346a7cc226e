//! `namespace` and `use` declarations: what changes the scope of names.

use super::Lower;
use crate::php::ast::{self, Namespace, Stmt, StmtKind};
use crate::php::kind::{Field, Kind};
use crate::php::names::Import;
use crate::php::tree::Node;
use crate::source::Span;

impl<'t> Lower<'t> {
    /// `namespace A;` opens the rest of the file, `namespace A {…}` a block.
    pub(super) fn namespace(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let name = node.get(Field::Name).map_or("", |name| self.text(name));
        self.scope.enter(name);
        let (start, end) = match node.get(Field::Body) {
            Some(body) => (node.start(), body.start() + 1),
            None => (node.start(), node.end()),
        };
        self.namespaces.push(Namespace { span: Span::new(self.file, start, end), name: self.scope.namespace().into() });
        if let Some(body) = node.get(Field::Body) {
            let statements = self.block(body);
            out.push(Stmt { span: self.span(node), kind: StmtKind::Block(statements) });
            self.scope.enter("");
        }
    }

    /// `use A, B as C;`, `use function f;`, `use A\{B, function f};`
    pub(super) fn namespace_use(&mut self, node: Node<'t>) {
        let kind = self.import_kind(node).unwrap_or(Import::Class);
        let before = self.imports.len();
        self.namespace_use_clauses(node, kind);
        let span = self.span(node);
        self.imports.iter_mut().skip(before).for_each(|import| import.span = span);
    }

    fn namespace_use_clauses(&mut self, node: Node<'t>, kind: Import) {
        let Some(group) = node.find(Kind::NamespaceUseGroup) else {
            // `use function a, b`: the grammar hangs the keyword on the first clause only.
            let mut kind = kind;
            for clause in node.parts().filter(|part| part.kind() == Kind::NamespaceUseClause) {
                kind = self.import_kind(clause).unwrap_or(kind);
                self.namespace_use_clause(clause, "", kind);
            }
            return;
        };
        let prefix = node.find(Kind::NamespaceName).map_or("", |name| self.text(name));
        for clause in group.parts().filter(|part| part.kind() == Kind::NamespaceUseClause) {
            let kind = self.import_kind(clause).unwrap_or(kind);
            self.namespace_use_clause(clause, prefix, kind);
        }
    }

    fn namespace_use_clause(&mut self, clause: Node<'t>, prefix: &str, kind: Import) {
        let Some(name) = clause.parts().find(|part| part.kind().is_name()) else { return };
        let path = format!("{prefix}\\{}", self.text(name));
        let alias = clause.get(Field::Alias).map(|alias| self.text(alias));
        if let Some((path, alias)) = self.scope.import(kind, &path, alias) {
            let span = self.span(clause);
            self.imports.push(ast::Import { span, is_class: kind == Import::Class, path: path.into(), alias: alias.into() });
        }
    }

    /// The keyword `function` or `const` of a declaration or clause.
    fn import_kind(&self, node: Node<'_>) -> Option<Import> {
        let keyword = node.children().find(|child| child.field() == Field::Type)?;
        let text = self.text(keyword);
        if text.eq_ignore_ascii_case("function") {
            Some(Import::Function)
        } else if text.eq_ignore_ascii_case("const") {
            Some(Import::Constant)
        } else {
            None
        }
    }
}

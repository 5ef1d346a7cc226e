//! The parser's tree, flattened: one vector of nodes in the order of the text.
//!
//! A node's first child follows it at once, and every node knows where its subtree ends, so walking
//! needs neither pointers nor a cursor. This module must not know the parser or PHP's meaning.

use super::kind::{Field, Kind};

/// A node as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    /// First byte.
    pub(super) start: u32,
    /// The byte behind the last one.
    pub(super) end: u32,
    /// The index behind the last node of the subtree.
    pub(super) next: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// Its role in its parent.
    pub(super) field: Field,
    /// The parser put it in because it was expected.
    pub(super) missing: bool,
    /// An error lies in it.
    pub(super) has_error: bool,
}

/// A flat tree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All nodes, each before its children.
    pub(super) nodes: Vec<Raw>,
    /// Start and end of every comment, in order.
    pub(super) comments: Vec<(u32, u32)>,
    /// The outermost errors: the node's index, and what is missing if something is.
    pub(super) errors: Vec<(u32, Option<&'static str>)>,
}

impl Tree {
    /// The node that holds all others; none if nothing was parsed.
    pub(super) fn root(&self) -> Option<Node<'_>> {
        self.node(0)
    }

    /// The node at an index.
    pub(super) fn node(&self, index: u32) -> Option<Node<'_>> {
        self.nodes.get(index as usize).map(|raw| Node { tree: self, index, raw })
    }
}

/// A node of a [`Tree`].
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree,
    index: u32,
    raw: &'t Raw,
}

impl<'t> Node<'t> {
    /// What it is.
    pub(super) fn kind(self) -> Kind {
        self.raw.kind
    }

    /// Its role in its parent.
    pub(super) fn field(self) -> Field {
        self.raw.field
    }

    /// Its first byte.
    pub(super) fn start(self) -> usize {
        self.raw.start as usize
    }

    /// The byte behind its last one.
    pub(super) fn end(self) -> usize {
        self.raw.end as usize
    }

    /// Whether the parser made it up.
    pub(super) fn is_missing(self) -> bool {
        self.raw.missing
    }

    /// Whether an error lies in it.
    pub(super) fn has_error(self) -> bool {
        self.raw.has_error
    }

    /// All children, tokens and comments among them.
    pub(super) fn children(self) -> Children<'t> {
        Children { tree: self.tree, at: self.index + 1, end: self.raw.next }
    }

    /// The children that mean something: no tokens, comments, HTML or errors.
    pub(super) fn parts(self) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(|child| !child.kind().is_trivia() && child.kind() != Kind::Error)
    }

    /// The first of [`Node::parts`].
    pub(super) fn first(self) -> Option<Node<'t>> {
        self.parts().next()
    }

    /// The first child with this role that is not a token.
    pub(super) fn get(self, field: Field) -> Option<Node<'t>> {
        self.children().find(|child| child.field() == field && !child.kind().is_trivia())
    }

    /// The first child of this kind.
    pub(super) fn find(self, kind: Kind) -> Option<Node<'t>> {
        self.children().find(|child| child.kind() == kind)
    }

    /// Whether it has a child of this kind.
    pub(super) fn has(self, kind: Kind) -> bool {
        self.find(kind).is_some()
    }

    /// The node behind this one in the order of the text that is not inside this one.
    pub(super) fn behind(self) -> u32 {
        self.raw.next
    }

    /// Its index in the tree.
    pub(super) fn index(self) -> u32 {
        self.index
    }
}

/// The children of a node.
#[derive(Clone)]
pub(super) struct Children<'t> {
    tree: &'t Tree,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = self.tree.node(self.at)?;
        // A subtree ends behind its root, so that this always advances.
        self.at = node.raw.next.max(self.at + 1);
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(kind: Kind, next: u32) -> Raw {
        Raw { start: 0, end: 0, next, kind, field: Field::None, missing: false, has_error: false }
    }

    #[test]
    fn children_skip_grandchildren() {
        let nodes = vec![raw(Kind::Program, 4), raw(Kind::IfStatement, 3), raw(Kind::Name, 3), raw(Kind::Comma, 4)];
        let tree = Tree { nodes, ..Tree::default() };
        let root = tree.root().expect("a root");
        assert_eq!(root.children().map(Node::kind).collect::<Vec<_>>(), [Kind::IfStatement, Kind::Comma]);
        assert_eq!(root.parts().count(), 1);
        assert!(root.has(Kind::Comma));
        assert!(Tree::default().root().is_none());
    }
}

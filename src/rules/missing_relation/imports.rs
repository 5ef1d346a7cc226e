//! How a class is named in a file, and where a `use` that is missing belongs.

use crate::finding::Edit;
use crate::php::ast::{Class, File, Import, Stmt, StmtKind};
use crate::source::Span;

/// The imports around a class, and those to add.
pub(super) struct Imports<'f> {
    text: &'f str,
    tree: &'f File,
    class: &'f Class,
    /// The namespace that the class is in, and the end of its declaration.
    namespace: (&'f str, Option<Span>),
    /// The imports that hold there.
    present: Vec<&'f Import>,
    /// Whether a `use` may stand where the class is.
    allowed: bool,
    /// The paths to import.
    added: Vec<String>,
}

impl<'f> Imports<'f> {
    /// The imports that hold for a class of a file.
    pub(super) fn of(text: &'f str, tree: &'f File, class: &'f Class) -> Self {
        let start = class.span.start;
        let namespace = tree.namespaces.iter().rfind(|namespace| namespace.span.end <= start);
        let from = namespace.map_or(0, |namespace| namespace.span.end);
        let present = tree.imports.iter().filter(|import| import.is_class && (from..start).contains(&import.span.start));
        let is_it = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Class(other) if other.span == class.span);
        let allowed = tree.statements.iter().any(|stmt| match &stmt.kind {
            StmtKind::Block(inner) => inner.iter().any(is_it),
            _ => is_it(stmt),
        });
        Imports {
            text,
            tree,
            class,
            namespace: namespace.map_or(("", None), |namespace| (&*namespace.name, Some(namespace.span))),
            present: present.collect(),
            allowed,
            added: Vec::new(),
        }
    }

    /// The name of a class as the file may write it; one that is not known there yet will be imported.
    pub(super) fn name(&mut self, class: &str) -> String {
        let imported = |import: &&&Import| import.path.eq_ignore_ascii_case(class);
        if let Some(import) = self.present.iter().find(imported) {
            return import.alias.to_string();
        }
        let (namespace, base) = class.rsplit_once('\\').unwrap_or(("", class));
        let taken = self.present.iter().any(|import| import.alias.eq_ignore_ascii_case(base))
            || self.added.iter().any(|path| path.rsplit('\\').next().is_some_and(|other| other.eq_ignore_ascii_case(base)));
        if namespace.eq_ignore_ascii_case(self.namespace.0) && !taken {
            return base.to_owned();
        }
        // `use Illuminate\Database\Eloquent\Relations;`
        let below = |import: &&&Import| {
            let rest = class.get(import.path.len()..).filter(|rest| rest.starts_with('\\'));
            rest.is_some() && class.get(..import.path.len()).is_some_and(|start| start.eq_ignore_ascii_case(&import.path))
        };
        if let Some(import) = self.present.iter().find(below) {
            return format!("{}{}", import.alias, class.get(import.path.len()..).unwrap_or_default());
        }
        if taken || !self.allowed || self.is_used(base) {
            return format!("\\{class}");
        }
        self.added.push(class.to_owned());
        base.to_owned()
    }

    /// Whether the file names something of this name that is no import of it, so that an import would give it another meaning.
    fn is_used(&self, name: &str) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        self.text.match_indices(name).any(|(start, _)| {
            let end = start + name.len();
            let before = self.text.get(..start).and_then(|before| before.chars().next_back());
            let after = self.text.get(end..).and_then(|after| after.chars().next());
            let within = |span: &Span| span.range().contains(&start);
            !before.is_some_and(|c| word(c) || matches!(c, '\\' | '$' | '>')) // a part of a longer name, or a member
                && !after.is_some_and(word)
                && !self.tree.comments.iter().any(|comment| within(&comment.span))
                && !self.tree.namespaces.iter().any(|namespace| within(&namespace.span))
                && !self.tree.imports.iter().any(|import| within(&import.span))
        })
    }

    /// The edits that add the imports which the names need.
    pub(super) fn edits(&self, line_end: &str) -> Vec<Edit> {
        let mut added = self.added.clone();
        added.sort_by_key(|path| alphabetic(path));
        let mut places: Vec<(Place, Vec<String>)> = Vec::new();
        for path in added {
            let (place, line) = (self.place(&path, line_end), format!("use {path};"));
            match places.last_mut().filter(|(last, _)| last.offset == place.offset) {
                Some((_, lines)) => lines.push(line),
                None => places.push((place, vec![line])),
            }
        }
        let edit = |(place, lines): (Place, Vec<String>)| Edit {
            span: Span::new(self.class.span.file, place.offset, place.offset),
            text: format!("{}{}{}", place.before, lines.join(&place.between), place.after),
        };
        places.into_iter().map(edit).collect()
    }

    /// Where the import of a path belongs: in its order where the file keeps one, else behind the last one.
    fn place(&self, path: &str, line_end: &str) -> Place {
        let mut declarations: Vec<(&str, Span)> = Vec::new();
        for import in &self.present {
            if declarations.last().is_none_or(|(_, span)| *span != import.span) {
                declarations.push((&import.path, import.span));
            }
        }
        let orders: [Order; 4] = [
            |path| (0, alphabetic(path)),
            |path| (0, path.to_ascii_lowercase()),
            |path| (0, path.to_owned()),
            |path| (path.len(), String::new()),
        ];
        let position = match orders.into_iter().find(|key| declarations.is_sorted_by_key(|(path, _)| key(path))) {
            Some(key) => declarations.iter().take_while(|(other, _)| key(other) <= key(path)).count(),
            None => declarations.len(),
        };
        if let Some((_, previous)) = position.checked_sub(1).and_then(|at| declarations.get(at)) {
            let between = format!("{line_end}{}", indent(self.text, previous.start as usize));
            let offset = line_rest(self.text, previous.end as usize);
            return Place { offset, before: between.clone(), between, after: String::new() };
        }
        // Imports of functions follow those of classes.
        let from = self.namespace.1.map_or(0, |namespace| namespace.end);
        let mut all = self.tree.imports.iter().map(|import| import.span.start);
        if let Some(first) = all.find(|start| (from..self.class.span.start).contains(start)) {
            let between = format!("{line_end}{}", indent(self.text, first as usize));
            return Place { offset: first as usize, before: String::new(), between: between.clone(), after: between };
        }
        if let Some(namespace) = self.namespace.1 {
            let offset = line_rest(self.text, namespace.end as usize);
            if self.text.get(..namespace.end as usize).is_some_and(|text| text.ends_with('{')) {
                let between = format!("{line_end}{}", indent(self.text, self.class.span.start as usize));
                return Place { offset, before: between.clone(), between, after: line_end.to_owned() };
            }
            let before = format!("{line_end}{line_end}");
            return Place { offset, before, between: line_end.to_owned(), after: String::new() };
        }
        let class = self.class.span.start;
        let offset = self.class.doc.map_or(class, |doc| doc.start.min(class)) as usize;
        Place { offset, before: String::new(), between: line_end.to_owned(), after: format!("{line_end}{line_end}") }
    }
}

/// What imports are sorted by.
type Order = fn(&str) -> (usize, String);

/// Where imports go, and what stands around them.
struct Place {
    offset: usize,
    before: String,
    between: String,
    after: String,
}

/// As the usual tools sort imports: without regard to case, a name before those below it.
fn alphabetic(path: &str) -> String {
    path.to_ascii_lowercase().replace('\\', " ")
}

/// The blanks at the start of the line of a place.
pub(super) fn indent(text: &str, offset: usize) -> &str {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or_default();
    let length = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
    line.get(..length).unwrap_or_default()
}

/// The end of the line of a place if nothing but a comment follows there, else the place itself.
pub(super) fn line_rest(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default().trim_end();
    let comment = line.trim_start();
    if comment.starts_with("//") || comment.starts_with('#') { offset + line.len() } else { offset }
}

//! All PHP of a project: its files, each parsed at most once, and its classes, functions and
//! constants by fully qualified name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use foldhash::HashMap;
use rayon::prelude::*;

use super::asked::{self, Subject};
use super::ast::{Class, ClassKind, ClassRef, Expr, File, Function, Name, StmtKind};
use super::composer::Composer;
use super::files::Files;
use super::links::AllLinks;
use crate::source::{FileId, SourceFile, Sources, Span};

/// How many steps a chain of parents or traits may have; more is taken for a cycle.
const MAX_ANCESTORS: usize = 64;

/// A class, interface, trait or enum of the project.
#[derive(Clone, Copy, Debug)]
pub struct ClassDecl<'a> {
    /// Its declaration.
    pub decl: &'a Class,
}

impl<'a> ClassDecl<'a> {
    /// What tells it apart from all others: the place of its declaration.
    #[must_use]
    pub fn key(self) -> Span {
        self.decl.span
    }

    /// Its fully qualified name; empty for an anonymous class.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.decl.name
    }

    /// The name behind the last backslash.
    #[must_use]
    pub fn base_name(self) -> &'a str {
        self.decl.name.rsplit('\\').next().unwrap_or_default()
    }

    /// The file that declares it.
    #[must_use]
    pub fn file(self) -> FileId {
        self.decl.span.file
    }
}

/// A method, and the class or trait that it was found in.
#[derive(Clone, Copy, Debug)]
pub struct Method<'a> {
    /// The class whose `self` it sees: for a trait's method the class that uses the trait.
    pub class: ClassDecl<'a>,
    /// Its declaration.
    pub function: &'a Function,
}

/// Everything that is declared.
#[derive(Debug)]
pub struct Program<'a> {
    sources: &'a Sources,
    files: &'a Files,
    /// In the order of their names.
    classes: BTreeMap<String, ClassDecl<'a>>,
    /// The same, to be found by their names in lower case.
    by_name: HashMap<String, ClassDecl<'a>>,
    functions: HashMap<String, &'a Function>,
    constants: HashMap<String, &'a Expr>,
    code: Vec<FileId>,
    composer: Composer,
    /// The classes that name a class as their parent, by its name in lower case.
    children: HashMap<String, Vec<ClassDecl<'a>>>,
    pub(super) links: AllLinks<'a>,
}

impl<'a> Program<'a> {
    /// Parses the files that hold code, side by side, and lists what they declare. Files that hold
    /// data alone (translations, configuration) are parsed when something asks for them.
    #[must_use]
    pub fn new(sources: &'a Sources, files: &'a Files) -> Self {
        Program::calling(sources, files, &[], &[])
    }

    /// As [`Program::new`], where a file holds code also if one of these functions is named in it, and where classes in the
    /// `foreign` namespaces are somebody else's, whose meaning is known: what the project declares under their names (helpers
    /// for editors, patched copies) does not count.
    #[must_use]
    pub fn calling(sources: &'a Sources, files: &'a Files, functions: &[&str], foreign: &[&str]) -> Self {
        let composer = Composer::read(sources);
        let counts = |file: &SourceFile| file.holds_code(holds_code) || functions.iter().any(|name| file.text().contains(name));
        let code: Vec<FileId> =
            sources.iter().filter(|(_, file)| is_php(file.path()) && counts(file)).map(|(id, _)| id).collect();
        let mut program = Program {
            sources,
            files,
            classes: BTreeMap::new(),
            by_name: HashMap::default(),
            functions: HashMap::default(),
            constants: HashMap::default(),
            code,
            composer,
            children: HashMap::default(),
            links: AllLinks::default(),
        };
        program.code.par_iter().for_each(|&id| {
            let _ = program.file(id);
        });
        for id in program.code.clone() {
            program.index(id, foreign);
        }
        program.by_name = program.classes.iter().map(|(name, class)| (name.clone(), *class)).collect();
        let classes: Vec<ClassDecl<'a>> = program.classes().collect();
        program.links = AllLinks::of(&program, &classes);
        for class in classes.into_iter().filter(|class| class.decl.kind == ClassKind::Class) {
            for parent in &class.decl.extends {
                program.children.entry(parent.resolved.to_ascii_lowercase()).or_default().push(class);
            }
        }
        program
    }

    fn index(&mut self, id: FileId, foreign: &[&str]) {
        let file = self.file(id);
        let is_foreign = |name: &str| {
            let starts = |namespace: &str| name.get(..namespace.len()).is_some_and(|start| start.eq_ignore_ascii_case(namespace));
            foreign.iter().any(|namespace| starts(namespace))
        };
        file.declarations(&mut |stmt| match &stmt.kind {
            StmtKind::Class(class) if is_foreign(ClassDecl { decl: class }.name()) => {}
            StmtKind::Class(class) => self.add_class(ClassDecl { decl: class }),
            StmtKind::Function(function) => {
                self.functions.entry(function.name.to_ascii_lowercase()).or_insert(function);
            }
            StmtKind::Const(constants) => {
                for (name, value) in constants {
                    self.constants.entry(name.to_string()).or_insert(value);
                }
            }
            _ => {}
        });
    }

    /// Of two classes with one name, the one counts whose file composer's autoloader would load; then the first one.
    fn add_class(&mut self, class: ClassDecl<'a>) {
        let key = class.name().to_ascii_lowercase();
        match self.classes.get(&key) {
            Some(known) if self.is_autoloaded(*known) || !self.is_autoloaded(class) => {}
            _ => {
                self.classes.insert(key, class);
            }
        }
    }

    /// Whether composer's autoloader finds a class by its name.
    #[must_use]
    pub fn is_autoloaded(&self, class: ClassDecl<'_>) -> bool {
        let path = self.sources.path(class.file());
        self.composer.paths_of(class.name()).iter().any(|candidate| candidate == path)
    }

    /// The sources that the program was read from.
    #[must_use]
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// What composer's files say.
    #[must_use]
    pub fn composer(&self) -> &Composer {
        &self.composer
    }

    /// Takes a package for required, as [`Composer::assume`] does.
    pub fn assume_package(&mut self, package: &str, constraint: &str) {
        self.composer.assume(package, constraint);
    }

    /// A file's syntax tree, parsed now if it was not before.
    #[must_use]
    pub fn file(&self, id: FileId) -> &'a File {
        if asked::is_noted() {
            asked::note(Subject::File, self.sources.path(id));
            if self.code.binary_search(&id).is_err() {
                asked::note_data(self.sources.path(id));
            }
        }
        self.files.tree(id, self.sources).unwrap_or_else(|| {
            static EMPTY: OnceLock<File> = OnceLock::new();
            EMPTY.get_or_init(File::default)
        })
    }

    /// The files that hold code, in the order of their paths.
    #[must_use]
    pub fn code(&self) -> &[FileId] {
        asked::note_texts();
        &self.code
    }

    /// The files of which something holds, by path and text, in the order of their paths.
    pub fn files_where(&self, holds: impl Fn(&str, &str) -> bool + Clone + Send + Sync + 'static) -> Vec<FileId> {
        asked::note_scan(|| std::sync::Arc::new(holds.clone()));
        self.sources.iter().filter(|(_, file)| holds(file.path(), file.text())).map(|(id, _)| id).collect()
    }

    /// Whether a file has been parsed.
    #[must_use]
    pub fn is_parsed(&self, id: FileId) -> bool {
        self.files.is_made(id)
    }

    /// The class of this name. A leading backslash and case do not matter.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<ClassDecl<'a>> {
        let name = name.strip_prefix('\\').unwrap_or(name);
        let lower = name.to_ascii_lowercase();
        asked::note(Subject::Class, &lower);
        self.by_name.get(&lower).copied()
    }

    /// Every class with a name, in the order of the names.
    pub fn classes(&self) -> impl Iterator<Item = ClassDecl<'a>> + '_ {
        asked::note_everything();
        self.classes.values().copied()
    }

    /// The function of this name.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&'a Function> {
        let lower = name.to_ascii_lowercase();
        asked::note(Subject::Function, &lower);
        self.functions.get(&lower).copied()
    }

    /// The value of the constant of this name.
    #[must_use]
    pub fn constant(&self, name: &str) -> Option<&'a Expr> {
        asked::note(Subject::Constant, name);
        self.constants.get(name).copied()
    }

    /// Every function with its name in lower case, in no order.
    pub(super) fn functions(&self) -> impl Iterator<Item = (&str, &'a Function)> + '_ {
        self.functions.iter().map(|(name, function)| (name.as_str(), *function))
    }

    /// Every constant with its name, in no order.
    pub(super) fn constants(&self) -> impl Iterator<Item = (&str, &'a Expr)> + '_ {
        self.constants.iter().map(|(name, value)| (name.as_str(), *value))
    }

    /// The file at this path, links of the project followed.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        if asked::is_noted() {
            asked::note(Subject::File, path);
            let resolved = self.sources.resolve(path);
            if resolved != path {
                asked::note(Subject::File, &resolved);
            }
        }
        self.sources.find(path)
    }

    /// The files whose paths start with `prefix`, in order.
    pub fn under<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, FileId)> + 's {
        asked::note_folder(prefix);
        self.sources.under(prefix)
    }

    /// The files of a name in any folder, in the order of their paths.
    pub fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (FileId, &'s str)> + 's {
        asked::note(Subject::Named, name);
        let is_named = move |path: &str| path.rsplit('/').next() == Some(name);
        self.sources.iter().map(|(id, file)| (id, file.path())).filter(move |(_, path)| is_named(path))
    }

    /// The class and its parents, nearest first, as far as the project declares them.
    #[must_use]
    pub fn lineage(&self, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        self.links.get(class).map_or_else(|| self.find_lineage(class), |links| links.lineage.clone())
    }

    pub(super) fn find_lineage(&self, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        let mut line = vec![class];
        let mut current = class;
        while line.len() < MAX_ANCESTORS && current.decl.kind != ClassKind::Interface {
            let Some(parent) = current.decl.extends.first().and_then(|name| self.class(&name.resolved)) else { break };
            if line.iter().any(|known| known.key() == parent.key()) {
                break;
            }
            line.push(parent);
            current = parent;
        }
        line
    }

    /// The parent of a class, if the project declares it.
    #[must_use]
    pub fn parent(&self, class: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        class.decl.extends.first().and_then(|name| self.class(&name.resolved))
    }

    /// All that a class is made of, as far as the project declares it: itself, its parents, and the traits of each.
    #[must_use]
    pub fn parts(&self, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        self.lineage(class).into_iter().flat_map(|owner| std::iter::once(owner).chain(self.traits(owner))).collect()
    }

    /// The names of the parents and traits that its parts have and the project does not declare.
    #[must_use]
    pub fn foreign_parts(&self, class: ClassDecl<'a>) -> Vec<&'a str> {
        let named = |part: ClassDecl<'a>| {
            let used = part.decl.traits.iter().flat_map(|used| &used.names);
            part.decl.extends.iter().chain(used).map(|name| &*name.resolved)
        };
        self.parts(class).into_iter().flat_map(named).filter(|name| self.class(name).is_none()).collect()
    }

    /// The name of the first ancestor that the project does not declare.
    #[must_use]
    pub fn foreign_parent(&self, class: ClassDecl<'a>) -> Option<&'a str> {
        let last = self.lineage(class).last().copied()?;
        last.decl.extends.first().filter(|name| self.class(&name.resolved).is_none()).map(|name| &*name.resolved)
    }

    /// Every name that `instanceof` would accept, the class's own first: classes, interfaces and
    /// traits of the project and the first foreign ones behind them.
    #[must_use]
    pub fn ancestors(&self, class: ClassDecl<'a>) -> Vec<&'a str> {
        self.links.get(class).map_or_else(|| self.find_ancestors(class), |links| links.ancestors.clone())
    }

    pub(super) fn find_ancestors(&self, class: ClassDecl<'a>) -> Vec<&'a str> {
        let mut names = Vec::new();
        let mut queue = vec![class];
        let mut at = 0;
        while at < queue.len() && queue.len() < MAX_ANCESTORS * 4 {
            let class = queue[at];
            at += 1;
            names.push(class.name());
            let uses = class.decl.traits.iter().flat_map(|used| &used.names);
            for name in class.decl.extends.iter().chain(&class.decl.implements).chain(uses) {
                match self.class(&name.resolved) {
                    Some(known) if queue.iter().any(|seen| seen.key() == known.key()) => {}
                    Some(known) => queue.push(known),
                    None => names.push(&name.resolved),
                }
            }
        }
        names
    }

    /// Whether a class is, extends, implements or uses one of these names.
    #[must_use]
    pub fn is_a(&self, class: ClassDecl<'a>, names: &[&str]) -> bool {
        let is_one = |have: &&'a str| names.iter().any(|name| have.eq_ignore_ascii_case(name));
        match self.links.get(class) {
            Some(links) => links.ancestors.iter().any(is_one),
            None => self.find_ancestors(class).iter().any(is_one),
        }
    }

    /// The traits that a class uses by itself, those of traits included, with the name a use gave.
    #[must_use]
    pub fn traits(&self, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        self.links.get(class).map_or_else(|| self.find_traits(class), |links| links.traits.clone())
    }

    pub(super) fn find_traits(&self, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        let mut found: Vec<ClassDecl<'a>> = Vec::new();
        let mut queue = vec![class];
        let mut at = 0;
        while at < queue.len() && queue.len() < MAX_ANCESTORS {
            for name in queue[at].decl.traits.iter().flat_map(|used| &used.names) {
                if let Some(used) = self.class(&name.resolved)
                    && used.decl.kind == ClassKind::Trait
                    && !queue.iter().any(|seen| seen.key() == used.key())
                {
                    queue.push(used);
                    found.push(used);
                }
            }
            at += 1;
        }
        found
    }

    /// Every method that a class has, its own before its traits' and parents'; of one name the first.
    #[must_use]
    pub fn methods(&self, class: ClassDecl<'a>) -> Vec<Method<'a>> {
        let mut found: Vec<Method<'a>> = Vec::new();
        for class in self.lineage(class) {
            for holder in std::iter::once(class).chain(self.traits(class)) {
                for function in &holder.decl.methods {
                    if !found.iter().any(|known| known.function.name.eq_ignore_ascii_case(&function.name)) {
                        found.push(Method { class, function });
                    }
                }
            }
        }
        found
    }

    /// The classes that name a class as their parent, whether the project declares that one or not.
    #[must_use]
    pub fn children(&self, name: &str) -> &[ClassDecl<'a>] {
        let lower = name.to_ascii_lowercase();
        asked::note(Subject::Children, &lower);
        self.children.get(&lower).map_or(&[], Vec::as_slice)
    }

    /// Whether another class names this one as its parent.
    #[must_use]
    pub fn has_children(&self, class: ClassDecl<'a>) -> bool {
        let lower = class.name().to_ascii_lowercase();
        asked::note(Subject::Children, &lower);
        self.children.contains_key(&lower)
    }

    /// Whether a class below this one declares the property again, so that only an object of exactly
    /// this class has this class's default.
    #[must_use]
    pub fn is_redeclared(&self, class: ClassDecl<'a>, property: &str) -> bool {
        if asked::is_noted() {
            asked::note(Subject::Children, &class.name().to_ascii_lowercase());
        }
        let mut queue = vec![class];
        let mut at = 0;
        while at < queue.len() && queue.len() < MAX_ANCESTORS * 8 {
            let children = self.children.get(&queue[at].name().to_ascii_lowercase());
            for child in children.into_iter().flatten() {
                if child.decl.properties.iter().any(|own| *own.name == *property) {
                    return true;
                }
                queue.push(*child);
            }
            at += 1;
        }
        false
    }

    /// The value of a class constant and the class that declares it: own, traits', parents', interfaces'.
    #[must_use]
    pub fn class_constant(&self, class: ClassDecl<'a>, name: &str) -> Option<(ClassDecl<'a>, &'a Expr)> {
        let own = |class: ClassDecl<'a>| class.decl.constants.iter().find(|c| *c.name == *name).map(|c| (class, &c.value));
        for class in self.lineage(class) {
            if let Some(found) = own(class).or_else(|| self.traits(class).into_iter().find_map(own)) {
                return Some(found);
            }
        }
        self.ancestors(class).into_iter().filter_map(|name| self.class(name)).find_map(own)
    }

    /// The class that a reference means, seen from `scope` (for `self`, `static`, `parent`).
    #[must_use]
    pub fn resolve(&self, class: &'a ClassRef, scope: Option<ClassDecl<'a>>, late: Option<ClassDecl<'a>>) -> Resolved<'a> {
        let known = |class: Option<ClassDecl<'a>>| class.map_or(Resolved::Unknown, Resolved::Project);
        match class {
            ClassRef::Named(name) => self.class(&name.resolved).map_or(Resolved::Foreign(name), Resolved::Project),
            ClassRef::SelfClass(_) => known(scope),
            ClassRef::Static(_) => known(late.or(scope)),
            ClassRef::Parent(_) => match scope.and_then(|scope| scope.decl.extends.first()) {
                Some(name) => self.class(&name.resolved).map_or(Resolved::Foreign(name), Resolved::Project),
                None => Resolved::Unknown,
            },
            ClassRef::Dynamic(_) => Resolved::Unknown,
        }
    }
}

/// What a class reference means.
#[derive(Clone, Copy, Debug)]
pub enum Resolved<'a> {
    /// A class of the project.
    Project(ClassDecl<'a>),
    /// A class that the project does not declare.
    Foreign(&'a Name),
    /// Not known.
    Unknown,
}

fn is_php(path: &str) -> bool {
    path.rsplit('.').next().is_some_and(|extension| extension.eq_ignore_ascii_case("php"))
}

/// Whether a file does anything but return data: such a file names no class, calls nothing.
fn holds_code(text: &str) -> bool {
    const SIGNS: [&str; 8] = ["class ", "function", "->", "::", "interface ", "trait ", "const ", "\nenum "];
    SIGNS.iter().any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some()) || text.contains("include")
}

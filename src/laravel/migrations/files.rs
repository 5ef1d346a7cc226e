//! The files of the migrations in their folders, in the order in which Laravel would run them.
//!
//! Source: `Illuminate/Database/Migrations/Migrator.php`, `getMigrationFiles`.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::{ROOT, relative_path};
use crate::laravel::migrations::{flarum, phinx};
use crate::php::ast::{ClassKind, Stmt, StmtKind};
use crate::php::program::{ClassDecl, Program};
use crate::references::{Gap, GapKind};
use crate::source::{FileId, Sources, Span};

/// The migrations of a project, in the order in which they run.
#[derive(Clone, Debug, Default)]
pub struct Migrations {
    /// Those that run together, the default connection's first.
    pub batches: Vec<Batch>,
    /// Files that are run in no order that is known.
    pub loose: BTreeSet<FileId>,
    /// Files of which users publish some: what one makes, another one may make instead.
    pub alternatives: BTreeSet<FileId>,
    /// Files that only run where a switch of the configuration is on.
    pub switched: BTreeSet<FileId>,
    /// Folders that are run by code which could not be followed, so that their place in the order is not known.
    pub unordered: BTreeSet<String>,
    /// Paths that could not be followed.
    pub gaps: Vec<Gap>,
}

/// Migrations that run together.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The connection that they run on; none is the default one.
    pub connection: Option<String>,
    /// Whether code that names no connection may speak to their schema too.
    pub beside: bool,
    /// Whether nothing in the project runs them, so that they may belong to any connection.
    pub unrun: bool,
    /// Name (the file's, without `.php`) and file.
    pub files: Vec<(String, FileId)>,
}

/// Where a project's files of migrations are.
pub(in crate::laravel) struct Folders<'s> {
    sources: &'s Sources,
    /// Whether templates of migrations (`*.php.stub`), which a package publishes, are migrations.
    stubs: bool,
    /// Folders in which every file that has an `up()` is a migration, whatever it is called.
    named: &'s [String],
    /// Whether the project runs them by a migrator of its own, which goes over one folder after the other.
    own_migrator: bool,
    /// Folders that run one after the other, each in its own order.
    units: Vec<String>,
}

impl<'s> Folders<'s> {
    pub(in crate::laravel) fn new(sources: &'s Sources, stubs: bool, named: &'s [String], own_migrator: bool) -> Self {
        Folders { sources, stubs, named, own_migrator, units: flarum::units(sources) }
    }

    /// The path that an evaluated one stands for, relative to the root; a gap if it leads out of the project.
    pub(in crate::laravel) fn inside(path: &str, at: Span) -> Result<String, Gap> {
        relative_path(path).ok_or_else(|| {
            let reason =
                if path.starts_with(ROOT) { "the path leads out of the project" } else { "the path is not below the project" };
            // The project's own name for its root means nothing to people.
            let what = format!("migrations in {}", path.strip_prefix(ROOT).unwrap_or(path));
            Gap { span: at, what, reason: reason.to_owned(), kind: GapKind::Other, is_named: false }
        })
    }

    /// The files of these paths, ordered: those of all folders are sorted by name together, and of two with one name the
    /// later path's wins. A path may be that of a single file. Folders that run `apart` have their names to themselves.
    pub(in crate::laravel) fn files(&self, paths: &[String], apart: &[String]) -> Vec<(String, FileId)> {
        let mut files: BTreeMap<String, (String, FileId)> = BTreeMap::new();
        for folder in apart {
            let mut own = BTreeMap::new();
            self.add_folder(&mut own, &self.sources.resolve(folder), paths);
            // What runs by itself takes no other file's place.
            files.extend(own.into_iter().map(|(key, file)| (format!("{key} {folder}"), file)));
        }
        for (place, path) in paths.iter().enumerate() {
            match self.sources.find(path) {
                Some(file) if is_file(path) => self.add(&mut files, path, file, Some(place)),
                _ => self.add_folder(&mut files, &self.sources.resolve(path), paths),
            }
        }
        files.into_values().collect()
    }

    fn add_folder(&self, files: &mut BTreeMap<String, (String, FileId)>, folder: &str, named: &[String]) {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        // Where templates are published by name, the others in their folder no longer are.
        let is_listed =
            named.iter().any(|path| path.strip_prefix(&prefix).is_some_and(|name| !name.contains('/') && is_stub(name)));
        let takes_all = self.named.iter().any(|named| named == folder);
        for (path, id) in self.sources.under(&prefix) {
            let name = &path[prefix.len()..];
            if takes_all {
                if !name.contains('/') && name.ends_with(".php") && self.sources.file(id).text().contains("function up(") {
                    self.add(files, path, id, None);
                }
                continue;
            }
            // `glob('*_*.php')`: not recursive, and not hidden.
            let counts = name.ends_with(".php") || (self.stubs && !is_listed && is_stub(name));
            if !name.contains('/') && name.contains('_') && counts && !name.starts_with('.') {
                self.add(files, path, id, None);
            }
        }
    }

    fn add(&self, files: &mut BTreeMap<String, (String, FileId)>, path: &str, id: FileId, place: Option<usize>) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let bare = name.strip_suffix(".stub").unwrap_or(name);
        let bare = bare.strip_suffix(".php").unwrap_or(bare).to_owned();
        // Templates get their dates when they are published: in the order in which the provider names them, else those
        // first that make tables.
        let key = match place {
            _ if phinx::is_file_name(name) => phinx::facts::sort_key(&bare),
            _ if is_dated(name) || (name.ends_with(".php") && place.is_none()) => bare.clone(),
            Some(place) => format!("~0{place:06}{bare}"),
            None => format!("~1{}{bare}", u8::from(!bare.starts_with("create_"))),
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let unit = self.units.iter().position(|unit| unit == folder);
        let key = unit.map_or(key.clone(), |unit| format!("{unit:04} {key}"));
        // One that the provider names is not there a second time because its folder was read as well.
        if !files.values().any(|(_, known)| *known == id) {
            let key = if self.own_migrator && files.contains_key(&key) { format!("{key} {path}") } else { key };
            files.insert(key, (bare, id));
        }
    }

    /// Every folder with files that are named as migrations are, tests' and templates' apart.
    pub(in crate::laravel) fn all(&self) -> BTreeSet<&'s str> {
        let aside = |part: &str| {
            let part = part.to_ascii_lowercase();
            matches!(part.as_str(), "tests" | "test" | "stubs" | "fixtures" | "workbench" | "testbench" | "vendor" | "examples")
        };
        let migration = |(_, file): (FileId, &'s crate::source::SourceFile)| {
            let (folder, name) = file.path().rsplit_once('/')?;
            let named = is_dated(name) && name.ends_with(".php");
            let stub = self.stubs
                && is_stub(name)
                && folder.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case("migrations"));
            if flarum::is_migration(file.path(), file.text()) && !folder.split('/').any(aside) {
                return Some(folder);
            }
            let counts = (named || stub) && !folder.split('/').any(aside);
            // Its parent may be Laravel's class or one of the project's.
            (counts && file.text().contains("Migration") && file.text().contains("function up(")).then_some(folder)
        };
        self.sources.iter().filter_map(migration).collect()
    }
}

/// `2024_01_01_…`
pub(in crate::laravel) fn is_dated(name: &str) -> bool {
    let mut parts = name.split('_');
    let number =
        |part: Option<&str>, length: usize| part.is_some_and(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()));
    number(parts.next(), 4) && number(parts.next(), 2) && number(parts.next(), 2)
}

/// Whether a file is a template of a migration, by its name.
pub(in crate::laravel) fn is_stub(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".stub").is_some_and(|name| name.ends_with(".php") || !name.contains('.'))
}

/// Whether a file holds a migration or a template of one, by what stands in it.
pub(in crate::laravel) fn is_migration(sources: &Sources, file: FileId) -> bool {
    let file = sources.file(file);
    is_file(file.path()) && file.text().contains("Migration") && file.text().contains("function up(")
}

fn is_file(path: &str) -> bool {
    path.ends_with(".php") || path.ends_with(".stub")
}

/// The class of a migration that is declared by name in a file: the one that the file is named after
/// (`Migrator::getMigrationClass`), else the first that can be run.
#[must_use]
pub(crate) fn migration_class<'a>(program: &Program<'a>, file: FileId) -> Option<ClassDecl<'a>> {
    let file_name = program.sources().path(file).rsplit('/').next().unwrap_or_default().trim_end_matches(".php");
    let named_after =
        crate::laravel::support::naming::studly(&file_name.splitn(5, '_').nth(4).unwrap_or_default().replace('_', " "));
    let mut found: Option<ClassDecl<'a>> = None;
    program.file(file).declarations(&mut |stmt: &'a Stmt| {
        if let StmtKind::Class(class) = &stmt.kind
            && class.kind == ClassKind::Class
            && (found.is_none()
                || crate::laravel::support::naming::class_basename(&class.name).eq_ignore_ascii_case(&named_after))
            && is_runnable(program, ClassDecl { decl: class })
        {
            found = Some(ClassDecl { decl: class });
        }
    });
    found
}

/// Whether a class has a method that a migrator calls.
fn is_runnable<'a>(program: &Program<'a>, class: ClassDecl<'a>) -> bool {
    let has = |method: &str| program.method(class, method).is_some();
    has("up") || (has("change") && phinx::is_migration(program, class))
}

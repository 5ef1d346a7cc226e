//! Finding the migrations, in the order in which Laravel would run them.
//!
//! Source: `Illuminate/Database/Migrations/Migrator.php`, `getMigrationFiles`.

use std::collections::BTreeMap;

use crate::eval::{ROOT, relative_path};
use crate::php::ast::{ClassKind, Stmt, StmtKind};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit;
use crate::references::Gap;
use crate::source::{FileId, Sources, Span};

/// The migrations of a project, ordered.
#[derive(Clone, Debug, Default)]
pub struct Migrations {
    /// Name (the file's, without `.php`) and file.
    pub files: Vec<(String, FileId)>,
    /// Paths that could not be followed.
    pub gaps: Vec<Gap>,
}

/// The files in `database/migrations` and in the paths that service providers name. The files of
/// all folders are sorted by name together; of two with one name, the application's own wins.
#[must_use]
pub fn find_migrations(sources: &Sources, paths: &[(String, Span)]) -> Migrations {
    let mut found = Migrations::default();
    let mut files: BTreeMap<String, FileId> = BTreeMap::new();
    for (path, at) in paths {
        let Some(folder) = relative_path(path) else {
            let what = format!("migrations in {path}");
            let reason =
                if path.starts_with(ROOT) { "the path leads out of the project" } else { "the path is not below the project" };
            found.gaps.push(Gap { span: *at, what, reason: reason.to_owned(), reference: false });
            continue;
        };
        match sources.find(&folder) {
            Some(file) if folder.ends_with(".php") => add(&mut files, sources.path(file), file),
            _ => add_folder(&mut files, sources, &folder),
        }
    }
    add_folder(&mut files, sources, "database/migrations");
    found.files = files.into_iter().collect();
    found
}

fn add_folder(files: &mut BTreeMap<String, FileId>, sources: &Sources, folder: &str) {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    for (path, id) in sources.under(&prefix) {
        let name = &path[prefix.len()..];
        // `glob('*_*.php')`: not recursive, and not hidden.
        if !name.contains('/') && name.contains('_') && name.ends_with(".php") && !name.starts_with('.') {
            add(files, path, id);
        }
    }
}

fn add(files: &mut BTreeMap<String, FileId>, path: &str, id: FileId) {
    let name = path.rsplit('/').next().unwrap_or(path);
    files.insert(name.trim_end_matches(".php").to_owned(), id);
}

/// The class of a migration that is declared by name in a file: the one that the file is named after
/// (`Migrator::getMigrationClass`), else the first that can be run.
#[must_use]
pub(crate) fn migration_class<'a>(program: &Program<'a>, file: FileId) -> Option<ClassDecl<'a>> {
    let file_name = program.sources().path(file).rsplit('/').next().unwrap_or_default().trim_end_matches(".php");
    let named_after = super::naming::studly(&file_name.splitn(5, '_').nth(4).unwrap_or_default().replace('_', " "));
    let mut found: Option<ClassDecl<'a>> = None;
    visit::declarations(&program.file(file).statements, &mut |stmt: &'a Stmt| {
        if let StmtKind::Class(class) = &stmt.kind
            && class.kind == ClassKind::Class
            && (found.is_none() || super::naming::class_basename(&class.name).eq_ignore_ascii_case(&named_after))
            && program.method(ClassDecl { decl: class }, "up").is_some()
        {
            found = Some(ClassDecl { decl: class });
        }
    });
    found
}

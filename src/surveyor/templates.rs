//! Templates of code, which a generator fills in: no application runs them as they are.

use std::sync::LazyLock;

use regex::Regex;

use crate::php::calls::declared_in;
use crate::php::program::Program;
use crate::source::{FileId, is_test};

/// A class or a namespace whose name is put in later: `class [NAME]Controller`, `class {{ class }}`, `class $CLASS$`,
/// `namespace %NAMESPACE%`, `class <?= $name ?>`.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    let header = r"(?m)^[ \t]*(?:(?:abstract|final|readonly)[ \t]+)*(?:class|interface|trait|enum|namespace)[ \t]+[\w\\]*";
    Regex::new(&format!(r"{header}(?:\[\w|\{{\{{|\{{!!|\{{\w|%\w|\$\w|@\w|<\w|<\?|<%)")).expect("it is valid")
});

/// The names that generators put in place of a class's and a namespace's, where the template is to be valid PHP.
const CLASS: &str = "DummyClass";
const NAMESPACES: [&str; 2] = ["DummyNamespace", "DummyRootNamespace"];

/// Whether a file is a template: by the folder that it lies in, or by a placeholder where a class is declared.
pub(super) fn is_template(program: &Program<'_>, file: FileId) -> bool {
    let source = program.sources().file(file);
    let (path, text) = (source.path(), source.text());
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if folder.split('/').any(|part| part.eq_ignore_ascii_case("stubs") || part.eq_ignore_ascii_case("stub")) {
        return true;
    }
    // A generator may hold such a text in a string: only where it stands as code, it makes no sense.
    let may_be_broken = !program.is_parsed(file) || !program.file(file).errors.is_empty();
    if may_be_broken && HEADER.is_match(text) && !program.file(file).errors.is_empty() {
        return true;
    }
    text.contains("Dummy") && is_dummy(program, file, path)
}

fn is_dummy(program: &Program<'_>, file: FileId, path: &str) -> bool {
    let (classes, _) = declared_in(&program.file(file).statements);
    classes.into_iter().any(|class| {
        let (namespace, name) = class.name.rsplit_once('\\').unwrap_or(("", &class.name));
        let first = namespace.split('\\').next().unwrap_or_default();
        NAMESPACES.contains(&first) || (name == CLASS && !is_test(path))
    })
}

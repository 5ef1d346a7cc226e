//! What rules ask of all files or all classes, looked for once.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::laravel::support::naming;
use crate::migrator::is_vendored;
use crate::php::program::ClassDecl;
use crate::source::{FileId, Span, quoted_words};

/// What files and classes say, each kind once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The files that set another prefix for all tables while the program runs.
    pub(super) prefixing: BTreeSet<FileId>,
    /// The tests that put something in the place of the database.
    pub(super) mocking: BTreeSet<FileId>,
    /// The names that migrations with syntax errors have in quotes.
    pub(super) broken: BTreeSet<String>,
    /// The classes with a method that gives an attribute a value when it is read, by the attribute's name in small letters, without
    /// underscores, and the byte that the class's name begins with.
    accessors: BTreeMap<String, Vec<(FileId, u32)>>,
    /// The short names of classes by what Laravel makes of them in names of columns.
    bases: BTreeMap<String, BTreeSet<String>>,
}

impl Texts {
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut texts = Texts::default();
        for (id, file) in cx.sources.iter() {
            let is_test = cx.is_test(id);
            if memchr::memmem::find(file.text().as_bytes(), b"setTablePrefix(").is_some() || (is_test && sets_prefix(file.text()))
            {
                texts.prefixing.insert(id);
            }
            if is_test && ["DB::shouldReceive(", "DB::spy(", "DB::partialMock("].iter().any(|call| file.text().contains(call)) {
                texts.mocking.insert(id);
            }
            let is_migration = file.path().contains("migrations/") && !is_vendored(file.path());
            // A file without PHP's opening tag is text to PHP.
            let is_text = || file.path().ends_with(".php") && !file.text().contains("<?");
            if is_migration && (!cx.program.file(id).errors.is_empty() || is_text()) {
                texts.broken.extend(quoted_words(file.text()).map(str::to_owned));
            }
        }
        for class in cx.program.classes() {
            let base = naming::class_basename(class.name());
            texts.bases.entry(naming::snake(base)).or_default().insert(base.to_owned());
            for method in &class.decl.methods {
                let lower = method.name.to_ascii_lowercase();
                let old =
                    lower.strip_prefix("get").and_then(|rest| rest.strip_suffix("attribute")).filter(|name| !name.is_empty());
                let attribute = match old {
                    Some(name) => name.to_owned(),
                    // `protected function fullName(): Attribute`
                    None if method.return_type.is_some() && makes_attribute(cx, class, method.span) => lower,
                    None => continue,
                };
                let place = (class.file(), class.decl.name_span.start);
                texts.accessors.entry(attribute).or_default().push(place);
            }
        }
        texts
    }

    /// Where the names of the classes begin that have an accessor for an attribute.
    pub(super) fn with_accessor(&self, attribute: &str) -> &[(FileId, u32)] {
        let name = attribute.replace('_', "").to_ascii_lowercase();
        self.accessors.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The one class after which Laravel calls a column that refers to its key.
    pub(super) fn class_of_column(&self, column: &str, key: &str) -> Option<&str> {
        let base = column.strip_suffix(key)?.strip_suffix('_')?;
        let names = self.bases.get(base)?;
        names.first().filter(|_| names.len() == 1).map(String::as_str)
    }
}

/// Whether a test sets a key of the configuration with which tables' names begin: `Config::set('jobs.table_prefix', 'new')`.
fn sets_prefix(text: &str) -> bool {
    let names_it = |rest: &str| {
        let key = rest.trim_start_matches(['[', ' ', '\n']).get(1..).and_then(|rest| rest.split(['\'', '"']).next());
        key.is_some_and(|key| key.contains("prefix"))
    };
    ["Config::set(", "config()->set(", "config(["].iter().any(|call| text.split(call).skip(1).any(names_it))
}

/// Whether the head of a method says that it gives an `Attribute`.
fn makes_attribute(cx: &Context<'_>, class: ClassDecl<'_>, span: Span) -> bool {
    span.file == class.file() && cx.sources.slice(span).split('{').next().is_some_and(|head| head.contains("Attribute"))
}

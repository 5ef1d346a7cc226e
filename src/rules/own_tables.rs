//! Tables that the code which names them brings or takes away itself: a command that moves what an old version has left and drops it, a
//! test that gives a setting the name of a table of its own.

use std::sync::LazyLock;

use foldhash::HashSet;
use regex::Regex;

use super::Context;
use crate::migrator::is_vendored;
use crate::references::TableReference;
use crate::source::FileId;

/// Code that drops a table, be it in a comment.
static DROPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:\bdrop\s+table\s+(?:if\s+exists\s+)?|\bdropIfExists\(\s*|Schema::drop\(\s*)['"`]?([\w.]+)"#)
        .expect("the pattern is a constant")
});

/// A text that is the value of a key: `'table' => 'custom_audits'`.
static VALUE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"=>\s*['"]([\w.]+)['"]"#).expect("the pattern is a constant"));

/// Texts in quotes.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"['"]([\w.]+)['"]"#).expect("the pattern is a constant"));

/// The tables of files' own, with the files.
#[derive(Debug, Default)]
pub(super) struct OwnTables(HashSet<(FileId, String)>);

impl OwnTables {
    fn new(cx: &Context<'_>) -> Self {
        let mut own = HashSet::default();
        for (id, file) in cx.sources.iter() {
            let (path, text) = (file.path(), file.text());
            if !path.ends_with(".php") || is_vendored(path) || cx.replay.is_migration(id) {
                continue;
            }
            let mut note = |pattern: &Regex, text: &str| {
                own.extend(pattern.captures_iter(text).filter_map(|found| Some((id, found.get(1)?.as_str().to_owned()))));
            };
            if ["drop", "DROP"].iter().any(|word| text.contains(word)) {
                note(&DROPS, text);
            }
            if cx.is_test(id) && text.contains("onfig") {
                note(&VALUE, text);
                text.lines().filter(|line| line.contains("onfig")).for_each(|line| note(&QUOTED, line));
            }
        }
        OwnTables(own)
    }
}

/// Whether the file that names a table brings it, or takes it away.
pub(super) fn is_own(cx: &Context<'_>, reference: &TableReference) -> bool {
    let own = cx.own_tables.get_or_init(|| OwnTables::new(cx));
    own.0.contains(&(reference.span.file, reference.table.clone()))
}

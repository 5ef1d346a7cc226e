//! Code that switches foreign keys off for a time.

use crate::php::program::Program;
use crate::source::{FileId, qualified_names};

/// Words of code that switches foreign keys off.
const SWITCHES: [&str; 5] =
    ["FOREIGN_KEY_CHECKS", "foreign_key_checks", "ForeignKeyConstraints", "PRAGMA foreign_keys", "session_replication_role"];

/// Whether the code of a file switches foreign keys off for a time, by itself or by a class that it names.
#[must_use]
pub fn switches_keys_off(program: &Program<'_>, file: FileId) -> bool {
    let says = |file: FileId| {
        // What is worked out of a migration rests on it, then.
        let _ = program.file(file);
        let text = program.sources().file(file).text();
        SWITCHES.iter().any(|word| text.contains(word))
    };
    let text = program.sources().file(file).text();
    let helper = |name: &str| program.class(name).is_some_and(|class| class.file() != file && says(class.file()));
    let calls = |alias: &str| text.contains(&format!("{alias}::")) || text.contains(&format!("new {alias}"));
    let mut imports = program.file(file).imports.iter();
    says(file)
        || imports.any(|import| import.is_class && helper(&import.path) && calls(&import.alias))
        || qualified_names(text).iter().any(|name| calls(name) && helper(name))
}

/// What switches foreign keys off, or drops what hangs on a table with it.
const KEYS_OFF: [&str; 5] =
    ["oreignKeyConstraints", "FOREIGN_KEY_CHECKS", "foreign_key_checks", "session_replication_role", "CASCADE"];

/// Whether nothing is in the way of a migration that drops what a key refers to.
pub(super) fn in_migration(program: &Program<'_>, file: FileId) -> bool {
    let text = program.sources().file(file).text();
    KEYS_OFF.iter().any(|sign| text.contains(sign)) || switches_keys_off(program, file)
}

//! The `tablecheck.yaml` that `init` writes: what is known of the project, and every key with an example.

use std::fmt::Write;

use super::Loaded;
use crate::baseline::BASELINE_NAME;
use crate::report::count;

/// Keys that are told, each with what it is for and an example that fits.
const EXAMPLES: [(&str, &str); 10] = [
    ("Only these are checked where the command line names no path.", "paths:\n  - app\n  - database\n"),
    ("Files that are not looked at, unless they are migrations.", "exclude:\n  - app/Legacy\n"),
    ("How much the findings of a rule matter: off, note, warning or error.", "rules:\n  undefined-on-delete: off\n"),
    (
        "Findings that are not told, by where they are or by table.",
        "ignore:\n  - {paths: [tests], rules: [missing-required-column], reason: made to fail}\n",
    ),
    ("Tables that no migration makes; `*` stands for any text.", "tables:\n  - legacy_*\n"),
    ("What a connection is, where config/database.php does not say it.", "connections:\n  reports: {driver: pgsql}\n"),
    ("`none` where the database has no foreign keys, or they are not wanted.", "relationships: none\n"),
    ("Composer packages to take for installed.", "packages:\n  - laravel/telescope\n"),
    (
        "Functions and methods of your own that take tables and columns.",
        "signatures:\n  - {class: App\\Crm\\Client, method: push, args: [table, row]}\n",
    ),
    ("Methods of migrations' tables that come from elsewhere.", "blueprint:\n  money: decimal\n"),
];

/// One sentence on what was found.
pub(super) fn sentence(loaded: &Loaded) -> String {
    let numbers = &loaded.analysis.summary;
    let kind = if loaded.project.root.join("artisan").is_file() { "an application" } else { "a package" };
    let migrations = count(numbers.migrations, "migration", "migrations");
    let make = if numbers.migrations == 1 { "makes" } else { "make" };
    let found = count(loaded.analysis.findings.len(), "finding", "findings");
    let all = numbers.references + numbers.unresolved;
    format!(
        "This is {kind} for Laravel {}: {migrations} {make} {}{}; {} of {all} references are known. There {} {found} now.",
        loaded.analysis.laravel,
        count(numbers.tables, "table", "tables"),
        connections(loaded),
        numbers.references,
        if loaded.analysis.findings.len() == 1 { "is" } else { "are" },
    )
}

/// On which connections, if that is known.
fn connections(loaded: &Loaded) -> String {
    let database = &loaded.analysis.database;
    let named = database.connections.iter().filter(|(_, schema)| !schema.tables.is_empty());
    let named: Vec<String> = named.map(|(name, schema)| format!("`{name}` ({})", schema.driver.as_str())).collect();
    if named.is_empty() { String::new() } else { format!(" on {}", named.join(", ")) }
}

/// The text of the file.
pub(super) fn text(loaded: &Loaded, with_baseline: bool) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut text = format!(
        "# yaml-language-server: $schema=https://raw.githubusercontent.com/tablecheck/tablecheck/v{version}/tablecheck.schema.json\n\
         # Nothing in here is needed; `tablecheck config` prints what counts, and `tablecheck rules` lists the rules.\n\
         \n\
         # The least severity that fails a run: note, warning, error or never.\n\
         fail_on: warning\n"
    );
    if with_baseline {
        let _ = write!(
            text,
            "\n# The findings that are known; `tablecheck check --prune-baseline` takes out what was mended.\nbaseline: {BASELINE_NAME}\n"
        );
    }
    let no_keys = without_foreign_keys(loaded);
    if no_keys {
        text.push_str(
            "\n# The project speaks of PlanetScale, where databases mostly have no foreign keys.\nrelationships: none\n",
        );
    }
    for (about, example) in EXAMPLES {
        if no_keys && example.starts_with("relationships") {
            continue;
        }
        let _ = write!(text, "\n# {about}\n");
        for line in example.lines() {
            let _ = writeln!(text, "# {line}");
        }
    }
    text
}

/// Whether the project speaks of a database without foreign keys.
fn without_foreign_keys(loaded: &Loaded) -> bool {
    let files = ["config/database.php", ".env.example", "composer.json"];
    let sources = &loaded.project.sources;
    files.iter().filter_map(|path| sources.find(path)).any(|id| {
        let text = sources.file(id).text().to_ascii_lowercase();
        text.contains("psdb.cloud") || text.contains("planetscale")
    })
}

#[cfg(test)]
mod tests {
    use super::EXAMPLES;
    use crate::config::{ConfigFile, KEYS};

    #[test]
    fn every_example_is_right_and_every_key_has_one() {
        for (about, example) in EXAMPLES {
            assert_eq!(ConfigFile::read(example).mistakes, [], "{example}");
            assert!(about.ends_with('.'), "{about}");
        }
        let told = |key: &str| {
            ["fail_on", "baseline", "driver"].contains(&key)
                || EXAMPLES.iter().any(|(_, example)| example.starts_with(&format!("{key}:")))
        };
        assert_eq!(KEYS.iter().map(|key| key.name).filter(|key| !told(key)).collect::<Vec<_>>(), [""; 0]);
    }
}

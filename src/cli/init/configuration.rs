//! The `tablecheck.yaml` that `init` writes: what is known of the project, and every key with an example.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::text::{WIDTH, wrapped_to};
use super::Loaded;
use crate::baseline::BASELINE_NAME;
use crate::config::{KEYS, Key};
use crate::laravel::ENV_EXAMPLES;
use crate::report::{count, no_schema, shortcomings};

/// What was found.
pub(super) fn sentence(loaded: &Loaded) -> String {
    let numbers = &loaded.analysis.summary;
    let laravel = match loaded.analysis.caveats(&loaded.project.sources).laravel {
        Some((version, taken)) => format!("Laravel {version} (not supported: checked as Laravel {taken})"),
        None => format!("Laravel {}", loaded.analysis.laravel),
    };
    let kind = match (loaded.is_application(), loaded.is_package()) {
        (true, _) => format!("an application for {laravel}"),
        (false, true) => format!("a package for {laravel}"),
        (false, false) => "a project that does not require Laravel".to_owned(),
    };
    if numbers.knows_nothing() {
        let missing = format!("This is {kind}, but {}, so tablecheck does not know its tables.", no_schema(numbers));
        let hints = shortcomings(numbers, &loaded.project.sources).into_iter();
        let hints = hints.map(|hint| format!("\n`tablecheck check` will fail: {hint}."));
        return missing + &hints.collect::<String>();
    }
    let migrations = count(numbers.migrations, "migration", "migrations");
    let make = if numbers.migrations == 1 { "creates" } else { "create" };
    let origin = if numbers.migrations == 0 { "a schema dump creates".to_owned() } else { format!("{migrations} {make}") };
    let found = count(loaded.analysis.findings.len(), "finding", "findings");
    let all = numbers.references + numbers.unresolved;
    format!(
        "This is {kind}: {origin} {}{}; {} of {all} references are resolved. There {} {found} now.",
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

/// What the project's own facts say of a key: why, and how it is set.
type Known = BTreeMap<&'static str, (&'static str, String)>;

/// The text of the file.
pub(super) fn text(loaded: &Loaded, with_baseline: bool) -> String {
    let mut known = Known::new();
    if with_baseline {
        let about = "Existing findings; `tablecheck check --prune-baseline` removes those that are fixed.";
        known.insert("baseline", (about, format!("baseline: {BASELINE_NAME}\n")));
    }
    if without_foreign_keys(loaded) {
        let about = "The project mentions PlanetScale, where most databases have no foreign keys.";
        known.insert("relationships", (about, "relationships: none\n".to_owned()));
    }
    written(&known)
}

/// The text: what is set, then every other key as a comment.
fn written(known: &Known) -> String {
    let mut text = "\
        # yaml-language-server: $schema=https://raw.githubusercontent.com/tablecheck/tablecheck/main/tablecheck.schema.json\n\
        # All keys are optional. `tablecheck config` prints the effective settings, `tablecheck rules` lists the rules.\n"
        .to_owned();
    let width = WIDTH - "# ".len();
    let is_set = |key: &&Key| key.name == "fail_on" || known.contains_key(key.name);
    for key in KEYS.iter().filter(is_set) {
        let (about, setting) = known.get(key.name).map_or((key.about, key.example), |(about, setting)| (*about, setting));
        let _ = write!(text, "\n{}{setting}", commented(&wrapped_to(about, width)));
    }
    for key in KEYS.iter().filter(|key| !is_set(key)) {
        let _ = write!(text, "\n{}{}", commented(&wrapped_to(key.about, width)), commented(key.example));
    }
    text
}

/// Lines as comments.
fn commented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("# {line}\n")).collect();
    lines.concat()
}

/// Whether the project speaks of a database without foreign keys.
fn without_foreign_keys(loaded: &Loaded) -> bool {
    let files = ["config/database.php", "composer.json"].into_iter().chain(ENV_EXAMPLES);
    let sources = &loaded.project.sources;
    files.filter_map(|path| sources.find(path)).any(|id| {
        let text = sources.file(id).text().to_ascii_lowercase();
        text.contains("psdb.cloud") || text.contains("planetscale")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;

    #[test]
    fn every_key_is_set_or_told() {
        let known = Known::from([("relationships", ("Because.", "relationships: none\n".to_owned()))]);
        for known in [Known::new(), known] {
            let text = written(&known);
            let file = ConfigFile::read(&text);
            assert_eq!(file.mistakes, [], "{text}");
            for key in KEYS {
                let told = text.matches(&format!("\n# {}:", key.name)).count();
                assert_eq!(told + usize::from(file.line_of(key.name).is_some()), 1, "{}: {text}", key.name);
            }
            assert_eq!(file.line_of("relationships").is_some(), known.contains_key("relationships"));
        }
    }
}

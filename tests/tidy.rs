//! Rules of the house that no compiler knows: what the core may not name, how long a module may be, and that
//! documentation names what exists.

#[path = "support/expect.rs"]
mod expect;

use std::path::{Path, PathBuf};

use expect::{assert_file, repository};
use tablecheck::catalog;
use tablecheck::finding::Severity;
use tablecheck::report::Format;
use walkdir::WalkDir;

/// The longest module, in lines.
const LONGEST_MODULE: usize = 500;
/// The rooms that may speak to the world; all others are the core.
const SHELL: [&str; 7] = ["main", "lib", "cli", "lsp", "report", "project", "workspace"];
/// What the core may not name.
const WORLD: [&str; 11] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "clap::",
    "miette::",
    "walkdir::",
];
/// Rooms, and the rooms above them that they may not import.
const ABOVE: [(&str, &[&str]); 6] = [
    ("source", &["finding", "php", "eval", "schema", "catalog", "laravel", "references", "rules", "analysis", "config"]),
    ("finding", &["php", "eval", "schema", "catalog", "laravel", "references", "rules", "analysis", "config"]),
    ("php", &["eval", "schema", "catalog", "laravel", "references", "rules", "analysis", "config"]),
    ("eval", &["schema", "laravel", "references", "rules", "analysis"]),
    ("schema", &["php", "eval", "laravel", "references", "rules", "analysis"]),
    ("catalog", &["php", "eval", "schema", "laravel", "references", "rules", "analysis"]),
];

/// Rooms of the shell that others stand upon.
const LOWER: [&str; 2] = ["workspace", "project"];
/// What these may not name: the rooms above them, the workspace's own door, and what only a command line needs.
const UPPER: [&str; 8] =
    ["crate::workspace", "crate::cli", "crate::lsp", "crate::report", "clap", "miette", "print!", "println!"];

/// Every Rust file below a folder of the repository: its path relative to the repository, and its text.
fn modules(folder: &str) -> Vec<(PathBuf, String)> {
    let entries =
        WalkDir::new(repository(folder)).sort_by_file_name().into_iter().map(|entry| entry.expect("the repository can be read"));
    let rust = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let read = |entry: walkdir::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).expect("the repository can be read");
        (entry.path().strip_prefix(repository("")).unwrap_or(entry.path()).to_owned(), text)
    };
    rust.map(read).collect()
}

/// The room that a module of `src` belongs to.
fn room(path: &Path) -> String {
    let first = path.components().nth(1).expect("a module lies in src");
    Path::new(first.as_os_str()).file_stem().expect("it has a name").to_string_lossy().into_owned()
}

/// The lines of a module before its tests, without comments, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines.map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn the_core_names_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for (path, text) in modules("src") {
        if SHELL.contains(&room(&path).as_str()) {
            continue;
        }
        for (number, line) in code(&text) {
            let world = WORLD.iter().filter(|word| line.contains(**word)).map(ToString::to_string);
            let shell = SHELL.iter().map(|room| format!("crate::{room}::")).filter(|import| line.contains(import));
            wrong.extend(world.chain(shell).map(|word| format!("{}:{number} names {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "the core is pure, but\n{}", wrong.join("\n"));
}

#[test]
fn no_room_imports_one_above_it() {
    let mut wrong = Vec::new();
    for (path, text) in modules("src") {
        let Some((_, above)) = ABOVE.iter().find(|(name, _)| room(&path) == *name) else { continue };
        for (number, line) in code(&text) {
            let imports = above.iter().filter(|other| line.contains(&format!("crate::{other}::")));
            wrong.extend(imports.map(|other| format!("{}:{number} imports {other}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "imports run downwards only, but\n{}", wrong.join("\n"));
}

#[test]
fn the_lower_rooms_of_the_shell_know_nothing_of_those_above() {
    let mut wrong = Vec::new();
    for (path, text) in modules("src") {
        if !LOWER.contains(&room(&path).as_str()) {
            continue;
        }
        for (number, line) in code(&text) {
            let named = UPPER.iter().filter(|word| line.contains(**word));
            wrong.extend(named.map(|word| format!("{}:{number} names {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "a language server uses these rooms, too, but\n{}", wrong.join("\n"));
}

/// Otherwise none of them can be understood before the others. Each names the module that it imports something from, not the
/// room, so that this can be seen.
#[test]
fn no_modules_of_the_workspace_import_each_other_in_a_circle() {
    let name = |path: &Path| path.file_stem().expect("it has a name").to_string_lossy().into_owned();
    let mut left: Vec<(String, Vec<String>)> = Vec::new();
    for (path, text) in modules("src/workspace") {
        let imported = code(&text).filter_map(|(_, line)| line.strip_prefix("use super::"));
        let imported =
            imported.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default());
        left.push((name(&path), imported.map(str::to_owned).collect()));
    }
    let modules: Vec<String> = left.iter().map(|(name, _)| name.clone()).collect();
    for (module, imported) in &left {
        assert!(imported.iter().all(|other| modules.contains(other)), "{module} imports from the room: {imported:?}");
    }
    // Whatever imports nothing that is left stands below the rest.
    loop {
        let names: Vec<String> = left.iter().map(|(name, _)| name.clone()).collect();
        left.retain(|(_, imported)| imported.iter().any(|other| names.contains(other)));
        if left.len() == names.len() {
            break;
        }
    }
    assert!(left.is_empty(), "these import each other: {left:?}");
}

/// A file may be a pipe without end, or a link to somewhere else: one module knows how to open it.
#[test]
fn one_module_opens_files_and_none_starts_programs() {
    const OPENING: [&str; 11] = [
        "fs::read(",
        "fs::read_to_string(",
        "fs::write(",
        "fs::copy(",
        "fs::rename(",
        "fs::create_dir",
        "fs::remove",
        "File::open",
        "File::create",
        "OpenOptions",
        "process::Command",
    ];
    // The second one is only compiled for tests.
    const ALLOWED: [&str; 2] = ["src/project/disk.rs", "src/report/example.rs"];
    let mut wrong = Vec::new();
    for (path, text) in modules("src") {
        if ALLOWED.iter().any(|allowed| path == Path::new(allowed)) {
            continue;
        }
        for (number, line) in code(&text) {
            let found = OPENING.iter().filter(|word| line.contains(**word));
            wrong.extend(found.map(|word| format!("{}:{number}: {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "src/project/disk.rs opens all files, but\n{}", wrong.join("\n"));
}

#[test]
fn modules_are_short_and_say_what_they_are_for() {
    for (path, text) in modules("src").into_iter().chain(modules("tests")) {
        assert!(text.starts_with("//!"), "{} starts without saying what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= LONGEST_MODULE, "{} has {lines} lines; {LONGEST_MODULE} are the limit", path.display());
    }
}

#[test]
fn paths_in_the_documentation_exist() {
    for document in ["README.md", "CONTRIBUTING.md", "src/lib.rs"] {
        let text = std::fs::read_to_string(repository(document)).expect("the document exists");
        // What commands print is compared with what they do elsewhere, and may name what they would write.
        let plain: Vec<&str> = text.split("```").step_by(2).collect();
        for word in plain.join("").split('`').skip(1).step_by(2).flat_map(str::split_whitespace) {
            let top = ["src/", "tests/", "rules/", "testdata/", ".ci/", ".github/", "editors/", "benches/", "fuzz/"];
            if !top.iter().any(|folder| word.starts_with(folder)) {
                continue;
            }
            // A line may be named behind a path.
            let word = word.split(':').next().unwrap_or(word);
            // Of `rules/*.yaml` and `src/rules/<id>.rs`, the folder counts.
            let path = word.split(['*', '<']).next().unwrap_or(word).trim_end_matches([',', '.', ':']);
            let path = if path.len() < word.len() { path.rsplit_once('/').map_or(path, |(folder, _)| folder) } else { path };
            assert!(repository(path).exists(), "{document} names `{word}`, which does not exist");
        }
    }
}

#[test]
fn the_documentation_lists_rules_and_formats() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("there is a README");
    let row = |severity: Severity| {
        let own = catalog::rules().iter().filter(|rule| rule.severity == severity);
        let links: Vec<String> = own.map(|rule| format!("[{0}](docs/rules/{0}.md)", rule.id)).collect();
        format!("| {}s | {} |\n", severity.as_str(), links.join(", "))
    };
    let rules: String = [Severity::Error, Severity::Warning, Severity::Note].map(row).concat();
    assert_file("README.md", &with_list(&readme, "rules", &format!("| | rules |\n|---|---|\n{rules}")));
    let page = std::fs::read_to_string(repository("docs/formats.md")).expect("there is a page of the formats");
    let row = |(name, about): (&str, &str)| format!("- `{name}`: {about}\n");
    let formats: String = Format::descriptions().map(row).collect();
    assert_file("docs/formats.md", &with_list(&page, "formats", &formats));
}

/// A text with another list between `<!-- name -->` and `<!-- /name -->`.
fn with_list(text: &str, name: &str, list: &str) -> String {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&start).expect("the list has a place");
    let (_, after) = rest.split_once(&end).expect("the list's place has an end");
    format!("{before}{start}{list}{end}{after}")
}

/// A macro declares the modules of the rules, and `cargo fmt` finds none that a macro declares.
#[test]
fn the_rules_are_formatted() {
    let paths = modules("src/rules").into_iter().map(|(path, _)| repository("").join(path));
    let rustfmt = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let check = std::process::Command::new(rustfmt).args(["--check", "--edition", "2024"]).args(paths).output();
    let Ok(check) = check else { return };
    assert!(check.status.success(), "`rustfmt src/rules/*.rs` formats:\n{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn advice_is_about_reasons_that_are_given() {
    let (advice, others): (Vec<_>, Vec<_>) =
        modules("src").into_iter().partition(|(path, _)| path.ends_with("cli/coverage/advice.rs"));
    let [(_, advice)] = advice.as_slice() else { panic!("one module gives advice") };
    let list = advice.split_once("const ADVICE").and_then(|(_, rest)| rest.split_once("];")).map_or("", |(list, _)| list);
    // `("reason", "advice")`
    let reasons: Vec<&str> =
        list.split('(').skip(1).filter_map(|entry| entry.trim_start().strip_prefix('"')?.split('"').next()).collect();
    assert!(reasons.len() >= 10, "{reasons:?}");
    for reason in reasons {
        let quoted = format!("\"{reason}\"");
        assert!(others.iter().any(|(_, text)| text.contains(&quoted)), "no module gives the reason {quoted}");
    }
}

#[test]
fn every_rule_file_is_in_the_catalog() {
    let files = std::fs::read_dir(repository("rules")).expect("there is a folder of rules");
    for entry in files.map(|entry| entry.expect("the folder can be read").path()) {
        let text = std::fs::read_to_string(&entry).unwrap_or_default();
        let Some(id) = text.strip_prefix("id: ").and_then(|rest| rest.lines().next()) else { continue };
        assert!(catalog::rule(id).is_some(), "{} is not in src/catalog/list.rs", entry.display());
    }
}

/// What a `Cargo.lock` says of packages: name, version, and the names of what each depends on.
fn locked(path: &str) -> Vec<(String, String, Vec<String>)> {
    let text = std::fs::read_to_string(repository(path)).expect("the repository can be read");
    let package = |block: &str| {
        let field =
            |key: &str| block.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim_matches('"').to_owned();
        let needed = block.lines().filter_map(|line| line.strip_prefix(" \"")?.split(['"', ' ']).next());
        (field("name = "), field("version = "), needed.map(str::to_owned).collect())
    };
    text.split("[[package]]").skip(1).map(package).collect()
}

/// Otherwise what is fuzzed is not what is released; `cp Cargo.lock fuzz/ && cargo metadata --manifest-path fuzz/Cargo.toml`
/// mends it.
#[test]
fn fuzz_targets_are_built_of_the_same_packages() {
    let (own, fuzz) = (locked("Cargo.lock"), locked("fuzz/Cargo.lock"));
    let other: Vec<_> = fuzz
        .iter()
        .filter(|(name, version, _)| {
            let mut same = own.iter().filter(|(own, ..)| own == name).peekable();
            same.peek().is_some() && !same.any(|(_, own, _)| own == version)
        })
        .collect();
    assert!(other.is_empty(), "{other:?}");
    let needed = |packages: &[(String, String, Vec<String>)]| {
        let program = packages.iter().find(|(name, ..)| name == "tablecheck").expect("the program is in it");
        program.2.clone()
    };
    let manifest = std::fs::read_to_string(repository("Cargo.toml")).expect("the repository can be read");
    let (_, rest) = manifest.split_once("[dev-dependencies]\n").expect("there are dependencies of the tests");
    let of_tests: Vec<&str> =
        rest.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect();
    let expected: Vec<String> = needed(&own).into_iter().filter(|name| !of_tests.contains(&name.as_str())).collect();
    assert_eq!(needed(&fuzz), expected);
}

//! The pages of `docs/` that are made of the catalog, and that all links in the documentation lead somewhere.

#[path = "support/expect.rs"]
mod expect;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect::{assert_file, repository};
use tablecheck::catalog::statements::facts;
use tablecheck::catalog::{self, Example, FixKind, RuleDoc};
use tablecheck::fixture;

/// The pages of the book that are not rules, in its order.
const PAGES: [(&str, &str); 16] = [
    ("tutorial.md", "A first look"),
    ("install.md", "Install"),
    ("init.md", "In an existing project"),
    ("configuration.md", "Configuration"),
    ("baseline.md", "Baseline and suppression"),
    ("ci.md", "In CI"),
    ("hooks.md", "Before a commit"),
    ("editors.md", "Editors"),
    ("fixes.md", "Fixes"),
    ("references.md", "Before something is renamed"),
    ("schema.md", "The schema"),
    ("migrations.md", "Adding missing foreign keys"),
    ("formats.md", "Reports and formats"),
    ("how-it-works.md", "How it works"),
    ("faq.md", "Questions"),
    ("supported.md", "Supported versions"),
];

#[test]
fn every_rule_has_a_page() {
    let mut index = String::from("# Rules\n\n| rule | severity | finds |\n|---|---|---|\n");
    for rule in catalog::rules() {
        assert_file(&format!("docs/rules/{}.md", rule.id), &page(rule));
        let _ = writeln!(index, "| [`{0}`](rules/{0}.md) | {1} | {2} |", rule.id, rule.severity.as_str(), rule.summary);
    }
    assert_file("docs/rules.md", &index);
    let mut summary = String::from("# Summary\n\n[tablecheck](index.md)\n\n");
    for (file, title) in PAGES.iter().filter(|(file, _)| repository("docs").join(file).is_file()) {
        let _ = writeln!(summary, "- [{title}]({file})");
    }
    summary.push_str("- [Versioning](versioning.md)\n- [Rules](rules.md)\n");
    for rule in catalog::rules() {
        let _ = writeln!(summary, "  - [{0}](rules/{0}.md)", rule.id);
    }
    assert_file("docs/SUMMARY.md", &summary);
    let pages = std::fs::read_dir(repository("docs/rules")).expect("there are pages").count();
    assert_eq!(pages, catalog::rules().len(), "there is no page of a rule that is gone");
}

/// The page of a rule.
fn page(rule: &RuleDoc) -> String {
    let (id, severity) = (&rule.id, rule.severity.as_str());
    let fix = match rule.fix.as_slice() {
        [] => "by hand",
        [FixKind::Edit] => "`tablecheck check --fix`, if only one fix makes sense",
        [FixKind::Migration] => "`tablecheck migration`",
        _ => "`tablecheck check --fix` or `tablecheck migration`",
    };
    let mut out = format!(
        "<!-- Generated from rules/{id}.yaml by `UPDATE_EXPECT=1 cargo test --test docs`. -->\n# {id}\n\n**{}.**\n\n\
         | severity | fixed | since |\n|---|---|---|\n| {severity} | {fix} | {} |\n\n",
        capital(&rule.summary),
        rule.since
    );
    for (title, example) in [("Reported", rule.examples.bad.first()), ("Not reported", rule.examples.good.first())] {
        let Some(example) = example else { continue };
        let excerpt = example.excerpt();
        let _ = write!(out, "{title}: {}\n\n```php\n// {}\n{}\n```\n\n", example.title, excerpt.path, excerpt.code);
        if title == "Reported"
            && let Some(message) = message(id, example)
        {
            let _ = write!(out, "```text\n{severity}[{id}]: {message}\n```\n\n");
        }
    }
    let _ = write!(out, "## Why it matters\n\n{}\n\n", rule.why.trim());
    if !rule.severities.is_empty() {
        let _ = write!(out, "## Other severities\n\n{}\n\n", rule.severities.trim());
    }
    let _ = write!(out, "## What to do\n\n{}\n\n", rule.what_to_do.trim());
    if id == "impossible-statement" {
        out.push_str(&refusals());
    }
    let _ = write!(
        out,
        "## How to silence it\n\nIn one place, with a comment on the line of the finding or above it:\n\n\
         ```php\n// @tablecheck-ignore {id} (reason)\n```\n\nFor the whole project, in `tablecheck.yaml` (`note`, `warning` or `error` instead of `off` \
         changes the severity):\n\n```yaml\nrules:\n  {id}: off\n```\n\n[Baseline and suppression](../baseline.md) has other ways.\n\n## All examples\n"
    );
    for (title, examples) in [("Reported", &rule.examples.bad), ("Not reported", &rule.examples.good)] {
        for example in examples {
            let _ = write!(out, "\n<details>\n<summary>{title}: {}</summary>\n", html(&example.title));
            for (path, text) in fixture::parse(&example.code) {
                let kind = if path.ends_with(".php") { "php" } else { "text" };
                let _ = write!(out, "\n`{path}`\n\n```{kind}\n{}\n```\n", text.trim_end());
            }
            out.push_str("\n</details>\n");
        }
    }
    out
}

/// Which database refuses what, and with which error.
fn refusals() -> String {
    const DATABASES: [(&str, &str); 4] =
        [("mysql", "MySQL"), ("mariadb", "MariaDB"), ("pgsql", "PostgreSQL"), ("sqlite", "SQLite")];
    let mut out = "## What each database refuses\n\n\
         The numbers and words are those of the database's error. Real servers run the cases behind this table in the tests; \
         what only MySQL does comes from its manual.\n\n"
        .to_owned();
    let titles = DATABASES.map(|(_, title)| title).join(" | ");
    let _ = write!(out, "| statement | {titles} |\n|---|---|---|---|---|\n");
    for fact in facts() {
        let cells = DATABASES.map(|(driver, _)| match fact.by.get(driver) {
            None => "accepted".to_owned(),
            Some(by) => {
                let version = by.laravel.map_or_else(String::new, |first| format!(" (Laravel {first} and later)"));
                let only = by.only.as_ref().map_or_else(String::new, |kind| format!(" ({kind} key only)"));
                format!("{}{version}{only}", by.error)
            }
        });
        let _ = writeln!(out, "| {} | {} |", fact.says, cells.join(" | "));
    }
    out.push('\n');
    out
}

/// What the rule says of an example.
fn message(id: &str, example: &Example) -> Option<String> {
    let analysis = fixture::compare(&example.code).ok()?;
    analysis.findings.into_iter().find(|finding| finding.rule == id).map(|finding| finding.message)
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// All pages.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_link_leads_somewhere() {
    let mut all = documents(&repository("docs"));
    all.extend(["README.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(repository));
    let mut wrong = Vec::new();
    for document in all {
        let text = std::fs::read_to_string(&document).expect("the page can be read");
        // What is in fences is no link.
        let prose: Vec<&str> = text.split("```").step_by(2).collect();
        for link in prose.iter().flat_map(|text| text.split("](").skip(1)).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("https://") || link.starts_with("http://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = document.parent().expect("a page is in a folder");
            let target = if path.is_empty() { document.clone() } else { folder.join(path) };
            let headings = std::fs::read_to_string(&target).unwrap_or_default();
            let has = |anchor: &str| headings.lines().filter_map(|line| line.strip_prefix('#')).any(|line| slug(line) == anchor);
            if !target.exists() || !(anchor.is_empty() || has(anchor)) {
                wrong.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "these links lead nowhere:\n{}", wrong.join("\n"));
}

/// The name of a heading in links.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn the_readme_is_short() {
    let text = std::fs::read_to_string(repository("README.md")).expect("there is a README");
    assert!(text.lines().count() <= 150, "the README has {} lines", text.lines().count());
}

#[test]
fn the_documentation_shows_the_job_that_is_written() {
    let read = |path: &str| std::fs::read_to_string(repository(path)).expect("the file is a part of the project");
    let (job, page) = (read("src/cli/init/templates/github.yml"), read("docs/ci.md"));
    let steps = job.split_once("    steps:\n").map(|(_, steps)| steps).expect("the job has steps");
    let steps = steps.split("        working-directory:").next().expect("the job has a last step");
    assert!(page.contains(steps), "docs/ci.md shows other steps than\n{steps}");
    let (hook, page) = (read("src/cli/init/templates/pre-commit.yaml"), read("docs/hooks.md"));
    assert!(page.contains(hook.trim_end()), "docs/hooks.md shows another hook than\n{hook}");
}

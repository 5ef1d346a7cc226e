//! Everything that is seen is accounted for: each name of a table or a column is there, or a finding speaks of it, or a gap says
//! why nothing is said.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::{Config, ConfigFile};
use tablecheck::fixture;
use tablecheck::project::Project;
use tablecheck::references::{Operation, TableUse};
use tablecheck::schema::Whereabouts;
use tablecheck::source::{Sources, Span};

/// The names that are neither there nor spoken of, each with its place.
fn lost(sources: &Sources, analysis: &Analysis) -> Vec<String> {
    // A finding is where a query takes the name; a constant may spell it elsewhere.
    let found = analysis.findings.iter().filter(|finding| finding.rule.starts_with("unknown-"));
    let found = found.flat_map(|finding| finding.labels.iter().map(|label| label.span).chain([finding.span]));
    let said: BTreeSet<Span> = found.chain(analysis.gaps.iter().map(|gap| gap.span)).collect();
    let locate = |connection: &Option<String>, table: &str| analysis.database.locate(connection.as_deref(), table);
    let mut lost = Vec::new();
    // Of the columns of a table that is missing, its own finding or gap speaks.
    let mut hear = |what: String, span: Span, tables: &[&TableUse]| {
        let mut of_missing =
            tables.iter().filter(|table| !matches!(locate(&table.connection, &table.table), Whereabouts::Found(_)));
        if !said.contains(&span) && !of_missing.any(|table| said.contains(&table.span)) {
            lost.push(format!("{}:{}: {what}", sources.path(span.file), sources.start(span).line));
        }
    };
    // What code makes for itself is there for some.
    let made = |table: &str, column: Option<&str>| {
        analysis.references.local_tables.iter().filter(|local| local.table.eq_ignore_ascii_case(table)).any(
            |local| match column {
                Some(column) => local.columns.is_some() && local.may_have(column),
                None => !local.altered,
            },
        )
    };
    for table in &analysis.references.tables {
        let claims = !table.operation.asks() && table.operation != Operation::SchemaCreate;
        if claims && !made(&table.table, None) && !matches!(locate(&table.connection, &table.table), Whereabouts::Found(_)) {
            hear(format!("table `{}`", table.table), table.span, &[]);
        }
    }
    let has = |connection: &Option<String>, table: &str, column: &str| match locate(connection, table) {
        Whereabouts::Found(places) => places.iter().any(|place| place.table.column(column).is_some()),
        _ => false,
    };
    let given = |table: &str, column: &str| {
        analysis.references.selected.contains(&(table.to_ascii_lowercase(), column.to_ascii_lowercase()))
    };
    for column in analysis.references.columns.iter().filter(|column| !column.open) {
        let name = column.column.as_str();
        let is_known =
            |of: &TableUse| has(&of.connection, &of.table, name) || given(&of.table, name) || made(&of.table, Some(name));
        if !column.tables.iter().any(is_known) && !name.eq_ignore_ascii_case("rowid") {
            hear(format!("column `{name}`"), column.span, &column.tables.iter().collect::<Vec<_>>());
        }
    }
    for row in &analysis.references.rows {
        for (key, span) in &row.columns {
            let name = key.split("->").next().unwrap_or(key).trim();
            // `table.column` may speak of another table of an update.
            let is_known = has(&row.table.connection, &row.table.table, name) || made(&row.table.table, Some(name));
            if !name.is_empty() && !name.contains('.') && !is_known {
                hear(format!("column `{name}` of a row"), *span, &[&row.table]);
            }
        }
    }
    lost
}

/// A configuration under which all rules speak.
fn everything(config: Config) -> Config {
    Config { rules: Config::default().rules, ignore: Config::default().ignore, ..config }
}

/// The projects of a folder of fixtures, by their names.
fn fixtures(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be listed").path());
    let mut fixtures: Vec<(String, String)> =
        entries.map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("it can be read"))).collect();
    fixtures.sort();
    fixtures
}

#[test]
fn everything_in_the_fixtures_is_accounted_for() {
    let mut lost_of = Vec::new();
    let mut seen = 0;
    for (path, text) in fixtures("tests/findings") {
        let project = text.split_once('\n').expect("a title").1;
        let (sources, config) = fixture::project(project);
        let analysis = analyze(&sources, &everything(config));
        // What is silenced is told to nobody.
        if analysis.summary.groundless > 0 || text.contains("tablecheck-ignore") {
            continue;
        }
        seen += analysis.references.tables.len() + analysis.references.columns.len();
        lost_of.extend(lost(&sources, &analysis).into_iter().map(|lost| format!("{path}: {lost}")));
    }
    assert!(seen > 500, "{seen} references");
    assert!(lost_of.is_empty(), "{} of {seen} are not accounted for:\n{}", lost_of.len(), lost_of.join("\n"));
}

#[test]
fn everything_in_the_projects_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects");
    let mut lost_of = Vec::new();
    let mut projects: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    projects.sort();
    for root in projects {
        let project = Project::load(&root).expect("it can be read");
        let settings = fs::read_to_string(root.join("tablecheck.yaml")).unwrap_or_default();
        let analysis = analyze(&project.sources, &everything(ConfigFile::read(&settings).config));
        if analysis.summary.groundless == 0 {
            lost_of.extend(lost(&project.sources, &analysis).into_iter().map(|lost| format!("{}: {lost}", root.display())));
        }
    }
    assert!(lost_of.is_empty(), "{} are not accounted for:\n{}", lost_of.len(), lost_of.join("\n"));
}

//! What databases refuse: the cases of `tests/differential/statements.yaml`, which real servers are asked, too.

use std::collections::BTreeSet;

use serde::Deserialize;
use tablecheck::catalog::statements::facts;
use tablecheck::config::Config;
use tablecheck::migrator::replay;
use tablecheck::php::files::Files;
use tablecheck::php::program::Program;
use tablecheck::schema::IncidentKind;
use tablecheck::source::Sources;

/// Two migrations, and which databases refuse the second one.
#[derive(Deserialize)]
struct Case {
    name: String,
    #[serde(default)]
    schema: String,
    change: String,
    #[serde(default)]
    refused: Vec<String>,
    #[serde(default)]
    accepted: Vec<String>,
    manual: Option<Manual>,
}

/// What MySQL does by its manual: the section.
#[derive(Deserialize)]
struct Manual {
    refused: Option<String>,
    accepted: Option<String>,
}

fn cases() -> Vec<Case> {
    serde_yaml::from_str(include_str!("differential/statements.yaml")).expect("it is YAML")
}

fn migration(body: &str) -> String {
    format!(
        "<?php use Illuminate\\Database\\Migrations\\Migration; use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB; use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {{ public function up(): void {{ {body} }} }};"
    )
}

/// The statements of a case that a database refuses, by the names of the facts, and whether they stand in the second migration.
fn refused(case: &Case, driver: &str) -> Vec<(&'static str, bool)> {
    let sources = Sources::from_files([
        ("composer.json", r#"{"require": {"laravel/framework": "^12.0"}}"#.to_owned()),
        ("database/migrations/2024_01_01_000000_schema.php", migration(&case.schema)),
        ("database/migrations/2024_01_02_000000_change.php", migration(&case.change)),
    ]);
    let config = Config { driver: Some(driver.parse().expect("it is a driver")), ..Config::default() };
    let files = Files::new(&sources);
    let replay = replay(&Program::new(&sources, &files), &config);
    let incidents = replay.incidents.iter().filter_map(|incident| match &incident.kind {
        IncidentKind::Refused(refusal) => Some((refusal.name(), sources.path(incident.at.file).ends_with("_change.php"))),
        _ => None,
    });
    incidents.collect()
}

#[test]
fn every_database_refuses_what_it_does_in_reality() {
    let mut shown: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let refuses = case.refused.iter().map(|driver| (driver, true));
        let accepts = case.accepted.iter().map(|driver| (driver, false));
        let mysql = "mysql".to_owned();
        let by_manual = case.manual.as_ref().map(|manual| (&mysql, manual.refused.is_some()));
        assert!(case.manual.as_ref().is_none_or(|manual| manual.refused.is_some() != manual.accepted.is_some()), "{}", case.name);
        for (driver, is_refused) in refuses.chain(accepts).chain(by_manual) {
            let found = refused(&case, driver);
            if found.iter().any(|(_, in_change)| !in_change) || found.is_empty() == is_refused {
                wrong.push(format!("{} on {driver}: {found:?}", case.name));
            }
            shown.extend(found.into_iter().map(|(name, _)| (name, driver.clone())));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let known: BTreeSet<&str> = facts().iter().map(|fact| fact.refusal.as_str()).collect();
    assert_eq!(shown.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), known, "every fact is one that is found");
    // MySQL refuses what MariaDB does in most cases, and no server of SQL Server is asked.
    let asked = |driver: &&String| !["mysql", "sqlsrv"].contains(&driver.as_str());
    for fact in facts() {
        for driver in fact.by.keys().filter(asked) {
            assert!(shown.contains(&(fact.refusal.as_str(), driver.clone())), "no case shows {} on {driver}", fact.refusal);
        }
    }
}

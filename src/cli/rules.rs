//! `tablecheck rules`: every rule with its severity, what it says, and whether something mends it by itself.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command};
use serde::Serialize;

use super::settings::SettingsArguments;
use super::text::{width, wrapped, wrapped_to};
use super::{CliError, DataFormat, Outcome};
use crate::catalog::{self, FixKind, RuleDoc};
use crate::config::{Config, Level};
use crate::finding::Severity;
use crate::rules::severity;

/// How wide the column of the summaries is at least.
const LEAST: usize = 24;

/// List all rules with severity, fix and summary
///
/// If the configuration of the project changes a rule's severity, the list shows both.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck rules                         with the severities of the project in this folder
  tablecheck rules --config strict.yaml    with those of this configuration file
  tablecheck rules --format json           for other tools

`tablecheck explain RULE` says more about one rule.")]
pub(super) struct Arguments {
    /// A file or folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How to print the rules
    #[arg(short, long, value_enum, default_value_t = DataFormat::Text)]
    format: DataFormat,
    #[command(flatten)]
    settings: SettingsArguments,
}

/// Takes any text for a rule's id, and lets shells offer those that there are: the command itself knows better what was meant by
/// another.
#[derive(Clone, Debug)]
pub(super) struct RuleId {
    offered: Vec<&'static RuleDoc>,
}

impl RuleId {
    /// Every rule is offered.
    pub(super) fn any() -> Self {
        RuleId { offered: catalog::rules().iter().collect() }
    }

    /// These rules are offered.
    pub(super) fn of(ids: &[&str]) -> Self {
        RuleId { offered: ids.iter().filter_map(|id| catalog::rule(id)).collect() }
    }
}

impl TypedValueParser for RuleId {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value = |rule: &&'static RuleDoc| PossibleValue::new(rule.id.as_str()).help(rule.summary.as_str());
        Some(Box::new(self.offered.iter().map(value)))
    }
}

/// The version of the JSON contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    /// The configuration file, if there is one.
    config: Option<&'a str>,
    rules: Vec<JsonRule<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    id: &'a str,
    summary: &'a str,
    default_severity: &'static str,
    /// `off` where there are to be no findings.
    severity: &'static str,
    fix: Vec<&'static str>,
    since: &'a str,
}

/// Prints the rules.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let configured = arguments.settings.workspace().configuration(&arguments.path)?;
    match arguments.format {
        DataFormat::Text => text(&configured.config, configured.shown.as_deref(), out)?,
        DataFormat::Json => json(&configured.config, configured.shown.as_deref(), out)?,
    }
    Ok(Outcome::Clean)
}

/// The word for the severity that a rule has in this project.
fn level(rule: &RuleDoc, config: &Config) -> &'static str {
    severity(config, &rule.id, rule.severity).map_or(Level::Off, Level::Severity).as_str()
}

fn json(config: &Config, shown: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let rule = |rule: &'static RuleDoc| JsonRule {
        id: &rule.id,
        summary: &rule.summary,
        default_severity: rule.severity.as_str(),
        severity: level(rule, config),
        fix: rule.fix.iter().map(|kind| kind.as_str()).collect(),
        since: &rule.since,
    };
    let document = Document { version: VERSION, config: shown, rules: catalog::rules().iter().map(rule).collect() };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Prints the rules as a table, a part for each severity. `shown` is the configuration file, if there is one.
pub(super) fn text(config: &Config, shown: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let changed = catalog::rules().iter().any(|rule| level(rule, config) != rule.severity.as_str());
    let row = |rule: &RuleDoc| {
        let (own, here) = (rule.severity.as_str(), level(rule, config));
        let fix = match rule.fix.as_slice() {
            [] => "",
            [only] => only.as_str(),
            _ => "both",
        };
        [rule.id.as_str(), if own == here { "" } else { here }, fix, &rule.summary].map(str::to_owned)
    };
    let head = ["rule", "here", "fix", "says"].map(str::to_owned);
    let all: Vec<[String; 4]> = std::iter::once(head.clone()).chain(catalog::rules().iter().map(row)).collect();
    // Where nothing is changed, there is no column for it.
    let columns: Vec<usize> = if changed { vec![0, 1, 2] } else { vec![0, 2] };
    let widest = |column: usize| all.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = columns.iter().map(|column| widest(*column)).collect();
    let margin: usize = widths.iter().map(|width| width + 2).sum();
    let print = |row: &[String; 4], out: &mut dyn Write| {
        let cells = columns.iter().zip(&widths).map(|(column, width)| format!("{:width$}  ", row[*column]));
        let mut start: String = cells.collect();
        wrapped_to(&row[3], width().saturating_sub(margin).max(LEAST)).lines().try_for_each(|line| {
            writeln!(out, "{}", format!("{start}{line}").trim_end())?;
            start = " ".repeat(margin);
            Ok::<(), io::Error>(())
        })
    };
    print(&head, out)?;
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Note, "Notes")] {
        let mut rules: Vec<&RuleDoc> = catalog::rules().iter().filter(|rule| rule.severity == severity).collect();
        rules.sort_by_key(|rule| &rule.id);
        writeln!(out, "\n{title}:")?;
        rules.into_iter().try_for_each(|rule| print(&row(rule), out))?;
    }
    writeln!(out)?;
    if let (true, Some(path)) = (changed, shown) {
        writeln!(out, "here: the severity in {path}, if it differs from the default.")?;
    }
    let (edit, migration) = (FixKind::Edit.as_str(), FixKind::Migration.as_str());
    let fixes = format!(
        "fix: an {edit} by `tablecheck check --fix` if only one replacement makes sense, a {migration} that `tablecheck migration` \
        writes, or both. `tablecheck explain RULE` says more."
    );
    writeln!(out, "{}", wrapped(&fixes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;

    fn printed(config: &str) -> String {
        let file = ConfigFile::read(config);
        assert_eq!(file.mistakes, []);
        let mut out = Vec::new();
        text(&file.config, Some("a.yaml"), &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("the list is UTF-8")
    }

    #[test]
    fn the_list_is_aligned_and_fits() {
        for config in ["", "rules: {unknown-table: off, missing-relation: warning}"] {
            let text = printed(config);
            assert!(
                text.lines().all(|line| line.chars().count() <= super::super::text::WIDTH && line.trim_end() == line),
                "{text}"
            );
            let header = text.lines().next().unwrap_or_default();
            let says = header.find("says").expect("the table has a head");
            let rows = text.lines().skip(1).take_while(|line| !line.starts_with("fix: ") && !line.starts_with("here: "));
            for line in rows.filter(|line| !line.is_empty() && !line.ends_with(':')) {
                assert!(line.chars().nth(says - 1) == Some(' ') && line.chars().nth(says) != Some(' '), "{line}");
            }
            for rule in catalog::rules() {
                assert!(text.lines().any(|line| line.starts_with(&format!("{} ", rule.id))), "{} is listed", rule.id);
            }
        }
    }

    #[test]
    fn what_is_changed_stands_beside_the_default() {
        assert!(!printed("").contains("\nhere: "));
        let row = |text: &str, rule: &str| {
            let line = text.lines().find(|line| line.starts_with(rule)).unwrap_or_default();
            line.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
        };
        let text = printed("rules: {unknown-table: off, missing-foreign-key: warning}");
        assert_eq!(row(&text, "unknown-table"), "unknown-table off edit query");
        assert_eq!(row(&text, "missing-foreign-key"), "missing-foreign-key migration column that");
        assert!(text.contains("\nhere: the severity in a.yaml, if it differs from the default.\n"), "{text}");
        let text = printed("relationships: none");
        assert_eq!(row(&text, "missing-foreign-key"), "missing-foreign-key off migration column");
    }

    #[test]
    fn rules_stand_below_their_severity_by_name() {
        let text = printed("");
        let mut title = "";
        let mut last = "";
        for line in text.lines().skip(1).take_while(|line| !line.starts_with("fix: ")) {
            let name = line.split_whitespace().next().unwrap_or_default();
            if line.ends_with(':') {
                (title, last) = (line, "");
            } else if let Some(rule) = catalog::rule(name).filter(|_| !line.starts_with(' ')) {
                assert_eq!(title.to_ascii_lowercase(), format!("{}s:", rule.severity.as_str()), "{line}");
                assert!(last < name, "{last} stands before {name}");
                last = name;
            }
        }
    }
}

//! The arguments of `check` that say which findings count, and how much of them is shown.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::explain::instead;
use super::rules::RuleId;
use super::{CliError, Style};
use crate::catalog;
use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::report::Look;

/// Which findings count.
#[derive(Clone, Debug, Args)]
pub(super) struct Narrow {
    /// Report only findings of this rule; may be repeated
    #[arg(long = "rule", aliases = ["only", "select"], value_name = "RULE", value_delimiter = ',', value_parser = RuleId::any(), hide_possible_values = true)]
    rules: Vec<String>,
    /// Report no findings of this rule; may be repeated
    #[arg(long = "ignore-rule", alias = "ignore", value_name = "RULE", value_delimiter = ',', value_parser = RuleId::any(), hide_possible_values = true)]
    ignored: Vec<String>,
    /// Report only findings of at least this severity
    #[arg(long, alias = "min-severity", value_name = "SEVERITY", value_parser = severity_parser())]
    severity: Option<Severity>,
    /// The lowest severity that fails the run, instead of `fail_on` in the configuration
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_parser())]
    fail_on: Option<FailOn>,
    /// Print notes in a terminal, too; by default it only counts them
    #[arg(long)]
    notes: bool,
    /// Print how many findings each rule has, and where, instead of the findings
    #[arg(long, aliases = ["statistics", "summary"])]
    pub(super) stats: bool,
    /// Print the findings and nothing else
    #[arg(short, long)]
    quiet: bool,
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    let all = [Severity::Note, Severity::Warning, Severity::Error];
    let value = |severity: Severity| PossibleValue::new(severity.as_str()).aliases(other_words(severity));
    let is = |severity: Severity, name: &str| severity.as_str() == name || other_words(severity).contains(&name);
    PossibleValuesParser::new(all.map(value))
        .map(move |name| all.into_iter().find(|severity| is(*severity, &name)).unwrap_or(Severity::Note))
}

fn fail_on_parser() -> impl TypedValueParser<Value = FailOn> {
    let words = |choice| match choice {
        FailOn::Never => ["none", "off", "nothing"],
        FailOn::Severity(severity) => other_words(severity),
    };
    let value = move |(name, choice)| PossibleValue::new(name).aliases(words(choice));
    let is = move |(word, choice): &(&str, FailOn), name: &str| *word == name || words(*choice).contains(&name);
    PossibleValuesParser::new(FailOn::ALL.map(value)).map(move |name| {
        FailOn::ALL.into_iter().find(|choice| is(choice, &name)).map_or_else(FailOn::default, |(_, choice)| choice)
    })
}

/// The words that other programs have for a severity.
fn other_words(severity: Severity) -> [&'static str; 3] {
    match severity {
        Severity::Note => ["info", "notice", "hint"],
        Severity::Warning => ["warn", "warnings", "medium"],
        Severity::Error => ["errors", "high", "critical"],
    }
}

impl Narrow {
    /// Refuses rules that are not there.
    pub(super) fn verify(&self) -> Result<(), CliError> {
        let unknown = self.rules.iter().chain(&self.ignored).find(|id| catalog::rule(id).is_none());
        unknown.map_or(Ok(()), |id| Err(CliError::Argument(format!("there is no rule `{id}`; {}", instead(id)))))
    }

    /// Whether a finding counts.
    pub(super) fn wants(&self, finding: &Finding) -> bool {
        let named = |ids: &[String]| ids.iter().any(|id| id == finding.rule);
        (self.rules.is_empty() || named(&self.rules))
            && !named(&self.ignored)
            && self.severity.is_none_or(|least| finding.severity >= least)
    }

    /// Whether only some findings count.
    pub(super) fn leaves_out(&self) -> bool {
        !self.rules.is_empty() || !self.ignored.is_empty() || self.severity.is_some()
    }

    /// What fails the run, where the configuration says this.
    pub(super) fn fail_on(&self, configured: FailOn) -> FailOn {
        self.fail_on.unwrap_or(configured)
    }

    /// How the report looks. Notes are drawn where somebody asks for them, or nobody waits at a terminal.
    pub(super) fn look(&self, style: Style) -> Look {
        let fails = self.fail_on.is_some_and(|limit| limit.fails(Severity::Note));
        let asked = self.notes || fails || !self.rules.is_empty() || self.severity == Some(Severity::Note);
        Look {
            colour: style.colour,
            width: style.width,
            terminal: style.terminal,
            notes: asked || !style.terminal,
            stats: self.stats,
            quiet: self.quiet,
        }
    }
}

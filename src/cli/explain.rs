//! `tablecheck explain`: a rule's documentation, as it stands in its YAML file.

use std::io::Write;

use clap::Args;

use super::rules::{self, RuleId};
use super::text::wrapped;
use super::{CliError, Outcome, Style};
use crate::catalog::{self, Example, Excerpt, FixKind, RuleDoc, rule};
use crate::config::Config;
use crate::spelling::{distance, is_near};

/// Explain a rule: what it finds, why it matters, what to do, and how to silence it
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck explain                  list all rules with their default severities
  tablecheck explain unknown-table    why a rule matters, what to do, and how to silence it
  tablecheck explain unknown-table --examples
                                      show all examples with all their files

`tablecheck rules` lists them with the severities of a project.")]
pub(super) struct Arguments {
    /// The rule's id, as shown in brackets in a report; without it, all rules are listed
    #[arg(value_parser = RuleId::any(), hide_possible_values = true)]
    rule: Option<String>,
    /// Print all examples in full, with all their files
    #[arg(long)]
    examples: bool,
}

/// Prints the documentation.
pub(super) fn run(arguments: &Arguments, style: Style, out: &mut dyn Write) -> Result<Outcome, CliError> {
    match arguments.rule.as_deref() {
        None => rules::text(&Config::default(), None, out)?,
        Some(id) => match rule(id) {
            Some(rule) => explain(rule, arguments.examples, style, out)?,
            None => return Err(CliError::Argument(format!("there is no rule `{id}`; {}", instead(id)))),
        },
    }
    Ok(Outcome::Clean)
}

/// How many rules are offered instead of one that is not there.
const MOST_OFFERED: usize = 3;

/// What to ask for instead of a rule that is not there.
pub(super) fn instead(id: &str) -> String {
    let wanted = id.to_ascii_lowercase().replace(['_', ' '], "-");
    let words = |id: &str| id.split('-').map(str::to_owned).collect::<Vec<_>>();
    // Of a rule whose name has one word more or less, or another order, the words are the same.
    let shared = |id: &str| {
        let own = words(id);
        words(&wanted).iter().filter(|word| own.iter().any(|own| own == *word || is_near(word, own))).count()
    };
    let near = catalog::rules().iter().map(|rule| (distance(&wanted, &rule.id), shared(&rule.id), rule.id.as_str()));
    let mut near: Vec<_> = near.filter(|(edits, shared, id)| *edits == 0 || is_near(&wanted, id) || *shared > 0).collect();
    let best = near.iter().map(|(_, shared, _)| *shared).max().unwrap_or(0);
    near.retain(|(_, shared, id)| *shared == best || is_near(&wanted, id));
    near.sort_unstable();
    let names: Vec<String> = near.iter().take(MOST_OFFERED).map(|(_, _, id)| format!("`{id}`")).collect();
    match names.as_slice() {
        [] => "`tablecheck rules` lists all rules".to_owned(),
        [only] => format!("did you mean {only}? `tablecheck rules` lists all rules"),
        [first @ .., last] => format!("did you mean {} or {last}? `tablecheck rules` lists all rules", first.join(", ")),
    }
}

fn explain(rule: &RuleDoc, all: bool, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} ({}, since {})", style.strong(&rule.id), rule.severity.as_str(), rule.since)?;
    writeln!(out, "{}\n", wrapped(&format!("{}.", sentence(&rule.summary))))?;
    writeln!(out, "{}\n\n{}\n", style.strong("Why it matters"), wrapped(&rule.why))?;
    if !rule.severities.is_empty() {
        writeln!(out, "{}\n\n{}\n", style.strong("Other severities"), wrapped(&rule.severities))?;
    }
    writeln!(out, "{}\n\n{}", style.strong("What to do"), wrapped(&rule.what_to_do))?;
    for kind in &rule.fix {
        writeln!(out, "\n{}", wrapped(help_of(*kind)))?;
    }
    silence(&rule.id, style, out)?;
    let kinds = [("Reported", &rule.examples.bad), ("Not reported", &rule.examples.good)];
    if all {
        return kinds
            .into_iter()
            .try_for_each(|(title, examples)| examples.iter().try_for_each(|example| print_example(title, example, style, out)));
    }
    for (title, examples) in kinds {
        let Some(example) = examples.first() else { continue };
        let Excerpt { path, code } = example.excerpt();
        writeln!(out, "\n{}: {}\n\n    {}", style.strong(title), example.title, style.weak(&format!("// {path}")))?;
        code.lines().try_for_each(|line| writeln!(out, "{}", format!("    {line}").trim_end()))?;
    }
    writeln!(out, "\n`tablecheck explain {} --examples` prints all examples in full.", rule.id)?;
    writeln!(out, "{}", catalog::page(&rule.id))
}

/// A text that begins with a large letter.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// What mends a finding by itself.
fn help_of(kind: FixKind) -> &'static str {
    match kind {
        FixKind::Edit => {
            "If only one replacement makes sense, `tablecheck check --fix` edits the code (with `--unsafe-fixes` also \
            where a person should look at the edit). `tablecheck check --diff` shows the edits."
        }
        FixKind::Migration => {
            "`tablecheck migration` writes the migration that adds what is missing; `--dry-run` prints it instead."
        }
    }
}

/// The ways not to see a rule's findings, from one place to the whole project.
fn silence(id: &str, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let ways = [
        ("Once, with a comment on the line of the finding or on the line above", format!("// @tablecheck-ignore {id} (reason)")),
        ("In one file, with a comment anywhere in it", format!("// @tablecheck-ignore-file {id} (reason)")),
        ("All current findings, with a baseline", "tablecheck check --generate-baseline".to_owned()),
        (
            "In the whole project, in tablecheck.yaml; `note`, `warning` or `error` instead of `off` changes the severity",
            format!("rules: {{{id}: off}}"),
        ),
    ];
    writeln!(out, "\n{}", style.strong("How to silence it"))?;
    for (what, way) in ways {
        writeln!(out, "\n{}\n    {way}", wrapped(&format!("{what}:")))?;
    }
    Ok(())
}

fn print_example(title: &str, example: &Example, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "\n{}: {}\n", style.strong(title), example.title)?;
    for line in example.code.lines() {
        writeln!(out, "{}", format!("    {line}").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { colour: false, terminal: false, width: 100 };

    #[test]
    fn every_rule_can_be_explained() {
        for rule in catalog::rules() {
            let mut out = Vec::new();
            run(&Arguments { rule: Some(rule.id.clone()), examples: false }, PLAIN, &mut out).expect("the rule exists");
            let text = String::from_utf8(out).expect("explanations are UTF-8");
            assert!(text.starts_with(&rule.id) && text.contains("Reported: ") && text.contains("Not reported: "));
            assert!(text.lines().count() <= 70, "{text}");
            let after = text.split_once("\nHow to silence it\n").map(|(_, after)| after).unwrap_or_default();
            assert!(after.contains(&format!("\n    // @tablecheck-ignore {} (reason)\n", rule.id)), "{after}");
            assert_eq!(text.contains("`tablecheck migration` writes"), rule.fix.contains(&FixKind::Migration), "{}", rule.id);
            assert_eq!(text.contains("`tablecheck check --fix` edits"), rule.fix.contains(&FixKind::Edit), "{}", rule.id);
        }
    }

    #[test]
    fn the_nearest_rules_are_offered_instead_of_one_that_is_not_there() {
        for (asked, expected) in [
            ("nonsense", "there is no rule `nonsense`; `tablecheck rules` lists all rules"),
            (
                "unknwon-table",
                "there is no rule `unknwon-table`; did you mean `unknown-table`? `tablecheck rules` lists all rules",
            ),
            ("UNKNOWN_TABLE", "did you mean `unknown-table`?"),
            ("table-unknown", "did you mean `unknown-table`?"),
            ("redundant", "did you mean `redundant-index`?"),
            ("table", "did you mean `unknown-table`, `duplicate-table` or `table-not-in-query`?"),
            ("foreign-key", "did you mean `missing-foreign-key`, `dangling-foreign-key` or `duplicate-foreign-key`?"),
        ] {
            let error = run(&Arguments { rule: Some(asked.to_owned()), examples: true }, PLAIN, &mut Vec::new())
                .expect_err("there is no such rule");
            assert!(error.to_string().contains(expected), "{asked}: {error}");
        }
    }
}

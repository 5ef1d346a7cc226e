//! `tablecheck explain`: a rule's documentation, as it stands in its YAML file.

use std::io::Write;

use clap::Args;

use super::{CliError, Outcome};
use crate::catalog::{Example, RuleDoc, rule, rules};

/// Say what a rule means, why it matters and what to do, with examples
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tablecheck explain                  list all rules
  tablecheck explain unknown-table    explain one")]
pub(super) struct Arguments {
    /// The rule's id, as it stands in brackets in a report; all rules are listed if it is left out
    rule: Option<String>,
}

/// The width that texts are wrapped to.
const WIDTH: usize = 100;

/// Prints the documentation.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    match arguments.rule.as_deref() {
        None => list(out)?,
        Some(id) => match rule(id) {
            Some(rule) => explain(rule, out)?,
            None => return Err(CliError::Argument(format!("there is no rule `{id}`; `tablecheck explain` lists all rules"))),
        },
    }
    Ok(Outcome::Clean)
}

fn list(out: &mut dyn Write) -> std::io::Result<()> {
    let width = rules().iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rules() {
        writeln!(out, "{:width$}  {:7}  {}", rule.id, rule.severity.as_str(), rule.summary)?;
    }
    Ok(())
}

fn explain(rule: &RuleDoc, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} ({}, since {})\n", rule.id, rule.severity.as_str(), rule.since)?;
    writeln!(out, "{}\n", wrapped(&format!("Says: {}.", rule.summary)))?;
    writeln!(out, "Why it matters\n\n{}\n", wrapped(&rule.why))?;
    writeln!(out, "What to do\n\n{}", wrapped(&rule.what_to_do))?;
    for (title, examples) in [("Reported", &rule.examples.bad), ("Not reported", &rule.examples.good)] {
        for example in examples {
            print_example(title, example, out)?;
        }
    }
    Ok(())
}

fn print_example(title: &str, example: &Example, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "\n{title}: {}\n", example.title)?;
    for line in example.code.lines() {
        writeln!(out, "{}", format!("    {line}").trim_end())?;
    }
    Ok(())
}

/// The text in lines of at most [`WIDTH`] characters, where words allow it.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a line from the beginning");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= WIDTH {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_explained() {
        for rule in rules() {
            let mut out = Vec::new();
            run(&Arguments { rule: Some(rule.id.clone()) }, &mut out).expect("the rule exists");
            let text = String::from_utf8(out).expect("explanations are UTF-8");
            assert!(text.starts_with(&rule.id) && text.contains("Reported: ") && text.contains("Not reported: "));
        }
        let error = run(&Arguments { rule: Some("nonsense".to_owned()) }, &mut Vec::new()).expect_err("there is no such rule");
        assert_eq!(error.to_string(), "there is no rule `nonsense`; `tablecheck explain` lists all rules");
    }

    #[test]
    fn texts_are_wrapped_between_words() {
        let text = wrapped(&"word ".repeat(50));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(text.lines().count(), 3);
    }
}

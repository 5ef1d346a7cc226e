//! `tablecheck coverage`: what was not understood, and why. Silence of the rules is worth only as much as this says.

mod advice;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::place::JsonPlace;
use super::settings::{SchemaArguments, SettingsArguments};
use super::text::fitted;
use super::{CliError, DataFormat, Outcome};
use crate::analysis::Caveats;
use crate::references::{Gap, GapKind};
use crate::report;
use crate::workspace::Loaded;

/// List what tablecheck could not work out, and why
///
/// tablecheck reports nothing about a table or a column that it could not work out. This command lists every such place, so you
/// can tell "no findings" from "nothing understood".
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck coverage                  of the project in this folder
  tablecheck coverage app/Services     of one folder
  tablecheck coverage --format json    for other tools

Exit codes: 0 printed, whatever the result; 2 tablecheck could not do its work.")]
pub(super) struct Arguments {
    /// A file or folder of the project; the default is the paths in the configuration, or the current folder
    path: Option<PathBuf>,
    /// How to print the gaps
    #[arg(short, long, value_enum, default_value_t = DataFormat::Text)]
    format: DataFormat,
    #[command(flatten)]
    dumps: SchemaArguments,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// The version of the JSON contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: JsonSummary,
    caveats: Vec<String>,
    gaps: Vec<JsonGap<'a>>,
    unreadable: Vec<JsonUnreadable<'a>>,
}

#[derive(Serialize)]
struct JsonSummary {
    /// Whether nothing is known of the database, so that no reference was checked.
    schema_unknown: bool,
    references: usize,
    unresolved: usize,
    tables: JsonShare,
    columns: JsonShare,
}

#[derive(Serialize)]
struct JsonShare {
    resolved: usize,
    unresolved: usize,
}

impl From<(usize, usize)> for JsonShare {
    fn from((resolved, unresolved): (usize, usize)) -> Self {
        JsonShare { resolved, unresolved }
    }
}

#[derive(Serialize)]
struct JsonGap<'a> {
    #[serde(flatten)]
    place: JsonPlace,
    what: &'a str,
    reason: &'a str,
    /// What can be done, if anything can.
    advice: Option<&'static str>,
    /// Whether the reference to a table or that to a column was lost.
    reference: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonUnreadable<'a> {
    path: &'a str,
    reason: &'a str,
}

/// Prints the gaps.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let loaded = arguments.settings.workspace_with(&arguments.dumps).load(arguments.path.as_deref())?;
    match arguments.format {
        DataFormat::Text => text(&loaded, out)?,
        DataFormat::Json => json(&loaded, out)?,
    }
    Ok(Outcome::Clean)
}

fn gaps(loaded: &Loaded) -> impl Iterator<Item = &Gap> {
    loaded.analysis.gaps.iter().filter(|gap| loaded.is_span_asked_for(gap.span))
}

/// The paths that are there and were not read: path and reason.
fn unreadable(loaded: &Loaded) -> impl Iterator<Item = &(String, String)> {
    loaded.project.sources.unreadable().iter().filter(|(path, _)| loaded.is_path_asked_for(path) && !loaded.config.excludes(path))
}

/// Why little was checked, and what the project asks for and does not get. What it has of syntax errors stands in the list.
fn caveats(loaded: &Loaded) -> Vec<String> {
    let sources = &loaded.project.sources;
    let caveats = Caveats { broken: None, ..loaded.analysis.caveats(sources) };
    let caveats = report::caveats(&caveats, sources, |file| loaded.shown_path(file));
    report::shortcomings(&loaded.analysis.summary, sources).into_iter().chain(caveats).collect()
}

fn text(loaded: &Loaded, out: &mut dyn Write) -> std::io::Result<()> {
    let summary = &loaded.analysis.summary;
    if summary.knows_nothing() {
        writeln!(out, "Nothing was checked: {}, so the tables are unknown.", report::no_schema(summary))?;
    } else {
        writeln!(out, "Schema: {}.", report::origin(summary))?;
    }
    for caveat in caveats(loaded) {
        writeln!(out, "{}", fitted(&format!("note: {caveat}.")))?;
    }
    for (what, (resolved, lost)) in [("tables", summary.of_tables), ("columns", summary.of_columns)] {
        let all = resolved + lost;
        if all == 0 {
            writeln!(out, "The code names no {what}.")?;
        } else if summary.knows_nothing() {
            writeln!(out, "Understood {resolved} of {all} references to {what}, but checked none of them.")?;
        } else {
            writeln!(out, "Resolved {resolved} of {all} references to {what} ({}).", share(resolved, all))?;
        }
    }
    let (references, others): (Vec<&Gap>, Vec<&Gap>) = gaps(loaded).partition(|gap| gap.kind != GapKind::Other);
    groups("Unresolved references", &references, loaded, out)?;
    groups("Other code that tablecheck does not understand", &others, loaded, out)?;
    let unreadable: Vec<_> = unreadable(loaded).collect();
    if !unreadable.is_empty() {
        writeln!(out, "\nFiles that were not read ({}):", unreadable.len())?;
        for (path, reason) in unreadable {
            writeln!(out, "  {}: {reason}", loaded.way.to(path))?;
        }
    }
    Ok(())
}

/// Gaps by their reasons, the most frequent one first.
fn groups(title: &str, gaps: &[&Gap], loaded: &Loaded, out: &mut dyn Write) -> std::io::Result<()> {
    if gaps.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title} ({}):", gaps.len())?;
    let mut by_reason: BTreeMap<&str, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        by_reason.entry(&gap.reason).or_default().push(gap);
    }
    let mut by_reason: Vec<(&str, Vec<&Gap>)> = by_reason.into_iter().collect();
    by_reason.sort_by_key(|(_, gaps)| std::cmp::Reverse(gaps.len()));
    let sources = &loaded.project.sources;
    for (reason, gaps) in by_reason {
        writeln!(out, "\n  {reason} ({})", gaps.len())?;
        if let Some(advice) = advice::on(reason) {
            writeln!(out, "  to have them checked: {advice}")?;
        }
        for gap in gaps {
            let line = sources.start(gap.span).line;
            writeln!(out, "    {}:{line}: {}", loaded.shown_path(gap.span.file), gap.what)?;
        }
    }
    Ok(())
}

/// A share in percent, rounded down to a tenth, so that 100 % means all.
fn share(part: usize, all: usize) -> String {
    if all == 0 {
        return "none".to_owned();
    }
    let tenths = part * 1000 / all;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn json(loaded: &Loaded, out: &mut dyn Write) -> std::io::Result<()> {
    let sources = &loaded.project.sources;
    let gaps = gaps(loaded).map(|gap| JsonGap {
        place: JsonPlace::new(sources, gap.span),
        what: &gap.what,
        reason: &gap.reason,
        advice: advice::on(&gap.reason),
        reference: match gap.kind {
            GapKind::Table => Some("table"),
            GapKind::Column => Some("column"),
            GapKind::Other => None,
        },
    });
    let numbers = &loaded.analysis.summary;
    let summary = JsonSummary {
        schema_unknown: numbers.knows_nothing(),
        references: numbers.references,
        unresolved: numbers.unresolved,
        tables: numbers.of_tables.into(),
        columns: numbers.of_columns.into(),
    };
    let document = Document {
        version: VERSION,
        summary,
        caveats: caveats(loaded),
        gaps: gaps.collect(),
        unreadable: unreadable(loaded).map(|(path, reason)| JsonUnreadable { path, reason }).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_all_but_one_is_not_all() {
        assert_eq!(share(999_999, 1_000_000), "99.9 %");
        assert_eq!(share(3, 3), "100.0 %");
        assert_eq!(share(0, 0), "none");
    }
}

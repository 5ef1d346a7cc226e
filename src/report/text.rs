//! The format for people: each finding with an excerpt of the source, the places that explain it, and what to do.
//!
//! [`miette`] draws the excerpts. It draws one file a time, so that labels in other files become
//! excerpts of their own below the finding's. Of many notes of one rule the first are drawn and the rest is counted, so that
//! what matters more is not lost among them.

mod excerpt;
mod fold;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use self::excerpt::{Excerpt, Texts};
use self::fold::Folds;
use super::{ProjectReport, Report, notes, printable, summary};
use crate::finding::{Finding, Severity};
use crate::source::{FileId, Span};

/// The width that texts are wrapped to, whatever the terminal's: output is the same everywhere.
const WIDTH: usize = 100;
/// How many columns a tab takes.
const TAB_WIDTH: usize = 4;

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let theme = if report.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .tab_width(TAB_WIDTH)
        .with_context_lines(1)
        .with_break_words(false)
        .with_links(false)
        .without_syntax_highlighting();
    let mut folds = Folds::of(report);
    let mut texts = Texts::default();
    for (project, finding) in report.findings() {
        if folds.take(project, finding) {
            continue;
        }
        let mut text = String::new();
        for drawing in drawings(project, finding, &mut texts) {
            handler.render_report(&mut text, &drawing).map_err(io::Error::other)?;
        }
        writeln!(out, "{text}")?;
    }
    folds.print(out)?;
    summary::print(report, out)
}

/// What is drawn of a finding: first its own file, then each other file that a label points into.
fn drawings<'a>(project: &ProjectReport<'a>, finding: &Finding, texts: &mut Texts<'a>) -> Vec<Drawing<'a>> {
    let mut others: BTreeMap<FileId, Vec<(Span, String)>> = BTreeMap::new();
    let mut own = vec![(finding.span, String::new())];
    for label in &finding.labels {
        let labels = if label.span.file == finding.span.file { &mut own } else { others.entry(label.span.file).or_default() };
        labels.push((label.span, printable(&label.message)));
    }
    let severity = match finding.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Note => miette::Severity::Advice,
    };
    let heading = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    let mut drawings =
        vec![Drawing::new(project, Some(heading), printable(&finding.message), severity, finding.span.file, &own, texts)];
    for (file, labels) in others {
        let messages: Vec<&str> = labels.iter().map(|(_, message)| message.as_str()).collect();
        let places: Vec<(Span, String)> = labels.iter().map(|(span, _)| (*span, String::new())).collect();
        let advice = miette::Severity::Advice;
        drawings.push(Drawing::new(project, None, messages.join("; "), advice, file, &places, texts));
    }
    if let Some(last) = drawings.last_mut() {
        let lines: Vec<String> = notes::help(finding).iter().map(|line| printable(line)).collect();
        last.help = (!lines.is_empty()).then(|| lines.join("\n"));
    }
    drawings
}

/// A message with labels in one file, as miette takes it.
#[derive(Debug)]
struct Drawing<'a> {
    heading: Option<String>,
    message: String,
    severity: miette::Severity,
    excerpt: Excerpt<'a>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl<'a> Drawing<'a> {
    /// A drawing whose first place is the main one.
    fn new(
        project: &ProjectReport<'a>,
        heading: Option<String>,
        message: String,
        severity: miette::Severity,
        file: FileId,
        places: &[(Span, String)],
        texts: &mut Texts<'a>,
    ) -> Self {
        let excerpt = Excerpt::new(project.sources.file(file), project.shown_path(file), texts);
        let label = |(index, (span, message)): (usize, &(Span, String))| {
            let (start, length) = excerpt.drawn(*span);
            let message = (!message.is_empty()).then(|| message.clone());
            if index == 0 {
                LabeledSpan::new_primary_with_span(message, (start, length))
            } else {
                LabeledSpan::new(message, start, length)
            }
        };
        let labels = places.iter().enumerate().map(label).collect();
        Drawing { heading, message, severity, excerpt, labels, help: None }
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        self.heading.as_ref().map(|heading| Box::new(heading) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn findings_are_drawn_with_their_labels() {
        example::assert_recorded(&example::printed(print), "text.txt");
    }
}

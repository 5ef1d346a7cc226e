//! A block of the report: a finding, or all findings with one cause.

use std::io::{self, Write};

use super::wrap::{width, wrapped};
use super::{Extent, excerpt};
use crate::finding::{Finding, Label, Severity};
use crate::report::group::{self, Group};
use crate::report::look::{Look, style};
use crate::report::{ProjectReport, Report, count, notes, printable};
use crate::source::{FileId, Span};

/// How many further places a block lists.
const MOST_PLACES: usize = 12;
/// How many lines explain a finding before the rest is counted.
const MOST_LABELS: usize = 4;

/// Findings with one cause, in order.
pub(super) struct Block<'r, 'a> {
    project: &'r ProjectReport<'a>,
    /// The one that says most comes first.
    findings: Vec<&'a Finding>,
}

/// The blocks of a report, in the order in which their first findings come. In full, each finding is a block.
pub(super) fn blocks<'r, 'a>(report: &'r Report<'a>, extent: Extent) -> Vec<Block<'r, 'a>> {
    let groups = group::groups(report, extent == Extent::Short).into_iter();
    groups.map(|Group { project, findings }| Block { project, findings }).collect()
}

impl Block<'_, '_> {
    /// The rule of all its findings.
    pub(super) fn rule(&self) -> &'static str {
        self.findings[0].rule
    }

    /// The severity of all its findings.
    pub(super) fn severity(&self) -> Severity {
        self.findings[0].severity
    }

    /// The files of its findings.
    pub(super) fn files(&self) -> impl Iterator<Item = String> {
        self.findings.iter().map(|finding| self.project.shown_path(finding.span.file))
    }

    /// How many findings it stands for.
    pub(super) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Prints the block and an empty line.
    pub(super) fn print(&self, look: Look, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
        let finding = self.findings[0];
        let (project, sources) = (self.project, self.project.sources);
        writeln!(out, "{}", self.heading(look))?;
        let start = project.place(finding.span).start;
        let gutter = start.line.to_string().len().max(2);
        let frame = |sign: &str| look.paint(style::FRAME, sign);
        let arrow = frame(&format!("{:gutter$}-->", ""));
        writeln!(out, "{arrow} {}:{}:{}", project.shown_path(finding.span.file), start.line, start.column)?;
        excerpt::print(sources.file(finding.span.file), finding.span, gutter, Some(finding.severity), look, out)?;
        let indent = gutter + 3;
        let line = |text: &str, out: &mut dyn Write| {
            writeln!(out, "{:gutter$} {} {}", "", frame("="), wrapped(text, look.width, indent, indent))
        };
        if let Some(places) = self.places() {
            line(&places, out)?;
        }
        if extent == Extent::Full {
            for label in &finding.labels {
                let start = project.place(label.span).start;
                let path = project.shown_path(label.span.file);
                let place = format!("{path}:{}:{}", start.line, start.column);
                let message = wrapped(&printable(&label.message), look.width, indent, indent);
                if label.span == finding.span {
                    writeln!(out, "{:gutter$} {} {message}", "", frame("="))?;
                    continue;
                }
                writeln!(out, "{:gutter$} {} {message}\n{arrow} {place}", "", frame("="))?;
                excerpt::print(sources.file(label.span.file), label.span, gutter, None, look, out)?;
            }
        } else {
            self.explanations().iter().try_for_each(|text| line(text, out))?;
        }
        for help in notes::help(finding) {
            line(&format!("help: {}", printable(&help)), out)?;
        }
        writeln!(out)
    }

    /// Severity, rule and message, and whether it can be fixed.
    fn heading(&self, look: Look) -> String {
        let finding = self.findings[0];
        let name = format!("{}[{}]", finding.severity.as_str(), finding.rule);
        let fixable = self.findings.iter().any(|finding| finding.fix.is_some());
        let message = format!("{}{}", printable(&finding.message), if fixable { " [*]" } else { "" });
        let first = width(&name) + 2;
        let message = if look.terminal { wrapped(&message, look.width, first, 2) } else { message };
        let (message, mark) = message.strip_suffix("[*]").map_or((message.as_str(), ""), |before| (before, "[*]"));
        let lines: Vec<String> = message.split('\n').map(|line| look.paint(style::STRONG, line)).collect();
        let colour = style::of(finding.severity);
        format!("{}: {}{}", look.paint(colour, &name), lines.join("\n"), look.paint(style::DONE, mark))
    }

    /// Where the same is found, too.
    fn places(&self) -> Option<String> {
        let others = self.findings.get(1..).unwrap_or_default();
        let list = self.by_file(others.iter().take(MOST_PLACES).map(|finding| finding.span));
        let more = others.len().saturating_sub(MOST_PLACES);
        let rest = if more == 0 { String::new() } else { format!(" and {}", count(more, "more place", "more places")) };
        (!others.is_empty()).then(|| format!("also at {}{rest}", list.join("; ")))
    }

    /// The lines of some places, those of one file together.
    fn by_file(&self, spans: impl Iterator<Item = Span>) -> Vec<String> {
        let mut files: Vec<(FileId, Vec<u32>)> = Vec::new();
        for span in spans {
            let line = self.project.place(span).start.line;
            match files.iter_mut().find(|(file, _)| *file == span.file) {
                Some((_, lines)) if lines.contains(&line) => {}
                Some((_, lines)) => lines.push(line),
                None => files.push((span.file, vec![line])),
            }
        }
        files.iter().map(|(file, lines)| self.lines(*file, lines)).collect()
    }

    /// The places that explain the finding, those with the same message in one line.
    fn explanations(&self) -> Vec<String> {
        let finding = self.findings[0];
        let mut messages: Vec<(&str, Vec<&Label>)> = Vec::new();
        for label in &finding.labels {
            match messages.iter_mut().find(|(message, _)| *message == label.message) {
                Some((_, labels)) => labels.push(label),
                None => messages.push((&label.message, vec![label])),
            }
        }
        let more = messages.len().saturating_sub(MOST_LABELS);
        let told = messages.iter().take(MOST_LABELS).map(|(message, labels)| {
            let list = self.by_file(labels.iter().take(MOST_LABELS).map(|label| label.span));
            let message = printable(message);
            // What is said of the place itself.
            if labels.iter().all(|label| label.span == finding.span) {
                return message;
            }
            match message.strip_suffix(" here") {
                Some(message) => format!("{message} at {}", list.join("; ")),
                None => format!("{message}: {}", list.join("; ")),
            }
        });
        let mut told: Vec<String> = told.collect();
        if more > 0 {
            told.push(format!("{}; `--format full` shows all", count(more, "more related place", "more related places")));
        }
        told
    }

    /// Lines of a file: of the one that the finding is in, only their numbers.
    fn lines(&self, file: FileId, lines: &[u32]) -> String {
        let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
        if file == self.findings[0].span.file {
            return format!("{} {}", if lines.len() == 1 { "line" } else { "lines" }, numbers.join(", "));
        }
        format!("{}:{}", self.project.shown_path(file), numbers.join(", "))
    }
}

//! What is told of findings with one cause: the first one in full, and where the others are.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Extent, change, excerpt, path, place};
use crate::catalog;
use crate::finding::{Finding, Safety, Severity};
use crate::report::group::Group;
use crate::report::page::tables::Tables;
use crate::report::page::{escaped, inline};
use crate::report::{Report, count, notes};

/// How many lines around a finding are shown.
const AROUND: u32 = 2;
/// How many lines around a place that explains one.
const AROUND_LABEL: u32 = 1;
/// How many places that explain a finding are shown.
const MOST_LABELS: usize = 50;
/// How many further places are shown without being asked for.
const FEW: usize = 6;

/// Findings with one cause.
pub(super) struct Block<'r, 'a> {
    pub(super) report: &'r Report<'a>,
    pub(super) group: Group<'r, 'a>,
    /// What links to it name.
    pub(super) anchor: String,
}

impl Block<'_, '_> {
    /// The one that says most.
    fn first(&self) -> &Finding {
        self.group.findings[0]
    }

    /// The place of its project among the projects.
    pub(super) fn project(&self) -> usize {
        self.report.projects.iter().position(|project| std::ptr::eq(project, self.group.project)).unwrap_or(0)
    }

    /// The connection and the table that it is about.
    pub(super) fn table(&self) -> Option<(Option<&str>, &str)> {
        let finding = self.first();
        Some((finding.connection.as_deref(), finding.table.as_deref()?))
    }

    /// A line that leads to it.
    pub(super) fn link(&self) -> String {
        let finding = self.first();
        let severity = finding.severity.as_str();
        let places = match self.group.findings.len() {
            1 => String::new(),
            number => format!(" <span class=\"weak\">{}</span>", count(number, "place", "places")),
        };
        let (anchor, message) = (&self.anchor, inline(&finding.message));
        format!("<p><span class=\"{severity}\">{severity}</span> <a href=\"#{anchor}\">{message}</a>{places}</p>")
    }

    /// Prints it.
    pub(super) fn print(&self, tables: Option<&Tables<'_>>, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
        let (project, finding) = (self.group.project, self.first());
        let severity = finding.severity.as_str();
        let (anchor, rule) = (&self.anchor, escaped(finding.rule));
        writeln!(
            out,
            "<article id=\"{anchor}\" class=\"{severity}\" data-rule=\"{rule}\" data-severity=\"{severity}\" tabindex=\"-1\">\n\
             <h3><span class=\"{severity}\">{severity}</span> {} <a class=\"self\" href=\"#{anchor}\" aria-label=\"Link to this \
             finding\">#</a></h3>",
            inline(&finding.message)
        )?;
        write!(out, "<p class=\"weak\"><a href=\"{}\" rel=\"noreferrer\">{rule}</a>", catalog::page(finding.rule))?;
        if let Some((connection, table)) = self.table() {
            let name = escaped(table);
            match tables.and_then(|tables| tables.anchor(connection, table)) {
                Some(anchor) => write!(out, " · table <a href=\"#{anchor}\"><code>{name}</code></a>")?,
                None => write!(out, " · table <code>{name}</code>")?,
            }
        }
        if self.group.findings.len() > 1 {
            write!(out, " · {} places", self.group.findings.len())?;
        }
        let fixable = self.group.findings.iter().filter(|finding| finding.fix.is_some()).count();
        if fixable > 0 && self.group.findings.len() > 1 {
            write!(out, " · {fixable} can be fixed")?;
        }
        writeln!(out, "</p>")?;
        let around = if extent == Extent::Full { AROUND } else { 0 };
        let file = escaped(&path(self.report, project, finding.span.file));
        let start = project.place(finding.span).start;
        writeln!(
            out,
            "<div data-path=\"{file}\"><p class=\"place\"><code>{file}:{}:{}</code></p>{}</div>",
            start.line,
            start.column,
            excerpt::lines(project.sources.file(finding.span.file), finding.span, around)
        )?;
        if let Some(fix) = &finding.fix {
            let (safety, option) = match fix.safety {
                Safety::Safe => ("safe", "--fix"),
                Safety::Unsafe => ("unsafe", "--fix --unsafe-fixes"),
            };
            writeln!(
                out,
                "<div class=\"fix\"><p><b class=\"{safety}\">{safety} fix</b> <span class=\"weak\"><code>tablecheck check \
                 {option}</code> writes it</span></p>{}</div>",
                change::print(self.report, project, fix, finding.span.file)
            )?;
        }
        let help = notes::help(finding);
        if !help.is_empty() {
            let lines: Vec<String> = help.iter().map(|line| format!("<li>{}</li>", inline(line))).collect();
            writeln!(out, "<ul class=\"help\">{}</ul>", lines.concat())?;
        }
        self.labels(extent, out)?;
        self.others(out)?;
        writeln!(out, "</article>")
    }

    /// Prints the places that explain it, folded.
    fn labels(&self, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
        let (project, finding) = (self.group.project, self.first());
        if finding.labels.is_empty() {
            return Ok(());
        }
        let places = count(finding.labels.len(), "related place", "related places");
        writeln!(out, "<details><summary>{places}</summary>")?;
        for label in finding.labels.iter().take(MOST_LABELS) {
            let place = escaped(&place(self.report, project, label.span));
            let code = match extent {
                Extent::Short => String::new(),
                Extent::Full => excerpt::lines(project.sources.file(label.span.file), label.span, AROUND_LABEL),
            };
            writeln!(out, "<p class=\"place\"><code>{place}</code> {}</p>{code}", inline(&label.message))?;
        }
        if finding.labels.len() > MOST_LABELS {
            let more = count(finding.labels.len() - MOST_LABELS, "more place", "more places");
            writeln!(out, "<p class=\"weak\">and {more}; <code>--format json</code> lists all</p>")?;
        }
        writeln!(out, "</details>")
    }

    /// Prints the other places where the same is found, line by line. Of many, most are folded.
    fn others(&self, out: &mut dyn Write) -> io::Result<()> {
        let others = self.group.findings.get(1..).unwrap_or_default();
        if others.is_empty() {
            return Ok(());
        }
        let told: BTreeSet<_> = self.first().labels.iter().map(|label| (label.span, &label.message)).collect();
        let list = |findings: &[&Finding], out: &mut dyn Write| {
            writeln!(out, "<ul class=\"places\">")?;
            for finding in findings {
                self.other(finding, &told, out)?;
            }
            writeln!(out, "</ul>")
        };
        let (few, many) = others.split_at(if others.len() > FEW + 2 { FEW } else { others.len() });
        writeln!(out, "<p class=\"weak\">also at</p>")?;
        list(few, out)?;
        if !many.is_empty() {
            writeln!(out, "<details class=\"more\"><summary>{} more places</summary>", many.len())?;
            list(many, out)?;
            writeln!(out, "</details>")?;
        }
        Ok(())
    }

    /// Prints another place: its line, or what a fix makes of it, and what explains it and is not told yet.
    fn other(&self, finding: &Finding, told: &BTreeSet<(crate::source::Span, &String)>, out: &mut dyn Write) -> io::Result<()> {
        let project = self.group.project;
        let (file, line) = (path(self.report, project, finding.span.file), project.sources.start(finding.span).line);
        let file = escaped(&file);
        let code = match &finding.fix {
            Some(fix) => change::print(self.report, project, fix, finding.span.file),
            None => excerpt::line(project.sources.file(finding.span.file), finding.span),
        };
        write!(out, "<li data-path=\"{file}\"><code>{file}:{line}</code> {code}")?;
        for label in finding.labels.iter().filter(|label| !told.contains(&(label.span, &label.message))).take(MOST_LABELS) {
            let place = escaped(&place(self.report, project, label.span));
            write!(out, "<p class=\"weak\">{}: <code>{place}</code></p>", inline(&label.message))?;
        }
        writeln!(out, "</li>")
    }

    /// How severe it is.
    pub(super) fn severity(&self) -> Severity {
        self.first().severity
    }
}

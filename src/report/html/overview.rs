//! The head of the page: what was looked at, how much was found, and what can be left out.

use std::io::{self, Write};

use super::path;
use crate::finding::Severity;
use crate::report::page::{escaped, inline};
use crate::report::{Look, Report, count, summary, tally};

/// How many files are named.
const MOST_FILES: usize = 10;

/// What the page is called.
pub(super) fn title(report: &Report) -> String {
    match report.projects.as_slice() {
        [project] => {
            if project.name.is_empty() {
                "tablecheck".to_owned()
            } else {
                format!("tablecheck: {}", project.name)
            }
        }
        projects => format!("tablecheck: {} projects", projects.len()),
    }
}

/// Prints the numbers.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let numbers = &report.summary;
    writeln!(out, "<header><h1>{}</h1>", escaped(&title(report)))?;
    let totals = [
        (numbers.errors, "error", "errors", Severity::Error),
        (numbers.warnings, "warning", "warnings", Severity::Warning),
        (numbers.notes, "note", "notes", Severity::Note),
    ];
    let total = |(number, one, many, severity): (usize, &str, &str, Severity)| {
        let class = if number == 0 { "weak" } else { severity.as_str() };
        format!("<li><b class=\"{class}\">{number}</b> {}</li>", if number == 1 { one } else { many })
    };
    writeln!(out, "<ul class=\"totals\">{}</ul>", totals.map(total).concat())?;
    let mut closing = Vec::new();
    // How long it took changes each time.
    summary::print(&Report { elapsed: None, look: Look::default(), ..report.clone() }, &mut closing)?;
    for line in String::from_utf8_lossy(&closing).lines() {
        let class = if line.starts_with("error: ") { "error" } else { "weak" };
        writeln!(out, "<p class=\"{class}\">{}</p>", inline(line))?;
    }
    writeln!(out, "</header>")?;
    let rules = tally::by_rule(report);
    if rules.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section class=\"overview\"><div class=\"wide\"><table class=\"numbers\"><thead><tr><th>rule</th><th>errors</th><th>warnings</th>\
         <th>notes</th><th>fixable</th></tr></thead><tbody>"
    )?;
    for (rule, numbers) in rules {
        let rule = escaped(rule);
        let cell = |number: usize, class: &str| match number {
            0 => "<td class=\"weak\">-</td>".to_owned(),
            number => format!("<td class=\"{class}\">{number}</td>"),
        };
        writeln!(
            out,
            "<tr><td><a data-filter=\"rule\" data-value=\"{rule}\">{rule}</a></td>{}{}{}{}</tr>",
            cell(numbers.errors, "error"),
            cell(numbers.warnings, "warning"),
            cell(numbers.notes, "note"),
            cell(numbers.fixable, "")
        )?;
    }
    writeln!(out, "</tbody></table></div>")?;
    let files = tally::by_file(report, |project, file| path(report, project, file));
    writeln!(
        out,
        "<div class=\"wide\"><table class=\"numbers files\"><thead><tr><th>files with most findings</th><th></th></tr></thead><tbody>"
    )?;
    for (file, number) in files.iter().take(MOST_FILES) {
        let file = escaped(file);
        writeln!(out, "<tr><td><a data-filter=\"path\" data-value=\"{file}\">{file}</a></td><td>{number}</td></tr>")?;
    }
    writeln!(out, "</tbody></table>")?;
    if files.len() > MOST_FILES {
        writeln!(out, "<p class=\"weak\">and {}</p>", count(files.len() - MOST_FILES, "more file", "more files"))?;
    }
    writeln!(out, "</div></section>")
}

/// Prints what chooses among the findings. Only the script shows it, because nothing works without it.
pub(super) fn filters(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<form id=\"filter\" hidden=\"\"><input id=\"path\" type=\"search\" placeholder=\"part of a path; press /\" aria-label=\"Path\"/>"
    )?;
    writeln!(out, "<select id=\"rule\" aria-label=\"Rule\"><option value=\"\">all rules</option>")?;
    let mut rules: Vec<_> = tally::by_rule(report).into_iter().map(|(rule, _)| rule).collect();
    rules.sort_unstable();
    for rule in rules {
        writeln!(out, "<option>{}</option>", escaped(rule))?;
    }
    writeln!(out, "</select>")?;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let name = severity.as_str();
        writeln!(
            out,
            "<button type=\"button\" class=\"{name}\" data-severity=\"{name}\" aria-pressed=\"true\">{name}s</button>"
        )?;
    }
    writeln!(out, "<output id=\"shown\"></output><span class=\"keys weak\"><kbd>j</kbd> next <kbd>k</kbd> previous</span></form>")
}

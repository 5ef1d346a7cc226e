//! One page for browsers that needs nothing else: what was found beside its code, how much of it there is, and the tables.
//!
//! The most severe comes first. All of it is there without the script, which only leaves out what a reader does not look for.

mod block;
mod change;
mod excerpt;
mod overview;
mod tables;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use self::block::Block;
use super::page::Frame;
use super::page::tables::free;
use super::{ProjectReport, Report, count, group};
use crate::source::{FileId, Span};

/// How many bytes findings take at most, so that browsers open the page quickly.
const LONGEST: usize = 4_000_000;
/// From how many causes on, less of their code is shown.
const MANY: usize = 1_500;

/// How much code is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// The lines of what is meant.
    Short,
    /// Those around them, too, and those of places that explain it.
    Full,
}

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_at_most(report, LONGEST, out)
}

fn print_at_most(report: &Report, longest: usize, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame::new(&overview::title(report), include_str!("html/page.css"), include_str!("html/page.js"));
    let mut anchors = BTreeSet::new();
    let known = tables::known(report, &mut anchors);
    let mut groups = if report.look.stats { Vec::new() } else { group::groups(report, true) };
    groups.sort_by_key(|group| Reverse(group.findings[0].severity));
    let extent = if groups.len() > MANY { Extent::Short } else { Extent::Full };
    let (mut blocks, mut drawn, mut left_out) = (Vec::new(), Vec::new(), 0);
    for group in groups {
        let anchor = free(&format!("f-{}", group::id(group.project, group.findings[0])), &mut anchors);
        let block = Block { report, group, anchor };
        let mut text = Vec::new();
        // The next one might fit, but then it would stand there as if it mattered more.
        if left_out == 0 {
            block.print(known.get(&block.project()), extent, &mut text)?;
        }
        if left_out > 0 || drawn.len() + text.len() > longest {
            left_out += block.group.findings.len();
        } else {
            drawn.append(&mut text);
            blocks.push(block);
        }
    }
    frame.open(out)?;
    overview::print(report, out)?;
    if !blocks.is_empty() {
        writeln!(out, "<main>")?;
        overview::filters(report, out)?;
        out.write_all(&drawn)?;
        writeln!(
            out,
            "<p id=\"none\" hidden=\"\">No finding matches these filters. <button type=\"button\">Show all</button></p>"
        )?;
        if left_out > 0 {
            let more = count(left_out, "finding is", "findings are");
            writeln!(
                out,
                "<p class=\"left-out\">{more} not shown (the least severe ones), because the page would get too large; <code>--format \
                 json</code> lists all.</p>"
            )?;
        }
        writeln!(out, "</main>")?;
    }
    tables::print(report, &known, &blocks, out)?;
    let (name, address) = (concat!("tablecheck ", env!("CARGO_PKG_VERSION")), env!("CARGO_PKG_REPOSITORY"));
    writeln!(out, "<footer class=\"weak\">by <a href=\"{address}\" rel=\"noreferrer\">{name}</a></footer>")?;
    frame.close(out)
}

/// What is known of the tables of each project, by its place among the projects.
type Known<'r> = BTreeMap<usize, super::page::tables::Tables<'r>>;

/// How a file is called on the page: as the format for tools calls it, so that nothing tells where the project lies.
fn path(report: &Report, project: &ProjectReport, file: FileId) -> String {
    format!("{}{}", report.prefix(project), project.sources.path(file))
}

/// A place as people write it, with its line.
fn place(report: &Report, project: &ProjectReport, span: Span) -> String {
    format!("{}:{}", path(report, project, span.file), project.sources.start(span).line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        let page = example::printed(print);
        // The style and the script are files of their own.
        let content = &page[page.find("<body>").expect("there is content")..page.find("<script>").expect("there is a script")];
        example::assert_recorded(&format!("{content}\n"), "html.html");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let page = example::printed(|report, out| print_at_most(report, 2_500, out));
        assert_eq!(page.matches("<article").count(), 1, "the error stays");
        assert!(page.contains("1 finding is not shown (the least severe ones)"), "{page}");
    }

    #[test]
    fn what_nobody_asked_for_is_left_out() {
        let page = example::printed(|report, out| {
            let look = crate::report::Look { stats: true, ..report.look };
            print(&Report { look, ..report.clone() }, out)
        });
        assert!(!page.contains("<article") && page.contains("unknown-table"), "only numbers are wanted");
        let page = example::printed(|report, out| {
            let projects = report.projects.iter().map(|project| ProjectReport { findings: &[], ..project.clone() }).collect();
            print(
                &Report {
                    projects,
                    summary: crate::analysis::Summary { tables: 1, ..crate::analysis::Summary::default() },
                    ..report.clone()
                },
                out,
            )
        });
        assert!(page.contains("no problems") && !page.contains("<main>"), "{page}");
    }
}

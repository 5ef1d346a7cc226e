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
use super::{ProjectReport, Report, group};
use crate::source::{FileId, Span};

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let frame = Frame::new(&overview::title(report), include_str!("html/page.css"), include_str!("html/page.js"));
    let mut anchors = BTreeSet::new();
    let known = tables::known(report, &mut anchors);
    let mut groups = if report.look.stats { Vec::new() } else { group::groups(report, true) };
    groups.sort_by_key(|group| Reverse(group.findings[0].severity));
    let mut blocks = Vec::new();
    for group in groups {
        let anchor = free(&format!("f-{}", group::id(group.project, group.findings[0])), &mut anchors);
        blocks.push(Block { report, group, anchor });
    }
    frame.open(out)?;
    overview::print(report, out)?;
    if !blocks.is_empty() {
        writeln!(out, "<main>")?;
        overview::filters(report, out)?;
        for block in &blocks {
            block.print(known.get(&block.project()), out)?;
        }
        writeln!(
            out,
            "<p id=\"none\" hidden=\"\">Nothing is left with these filters. <button type=\"button\">Show all</button></p>\n</main>"
        )?;
    }
    tables::print(report, &known, &blocks, out)?;
    let (name, address) = (concat!("tablecheck ", env!("CARGO_PKG_VERSION")), env!("CARGO_PKG_REPOSITORY"));
    writeln!(out, "<footer class=\"weak\">made by <a href=\"{address}\" rel=\"noreferrer\">{name}</a></footer>")?;
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
    fn what_nobody_asked_for_is_left_out() {
        let page = example::printed(|report, out| {
            let look = crate::report::Look { stats: true, ..report.look };
            print(&Report { look, ..report.clone() }, out)
        });
        assert!(!page.contains("<article") && page.contains("unknown-table"), "only numbers are wanted");
        let page = example::printed(|report, out| {
            let projects = report.projects.iter().map(|project| ProjectReport { findings: &[], ..project.clone() }).collect();
            print(&Report { projects, summary: crate::analysis::Summary::default(), ..report.clone() }, out)
        });
        assert!(page.contains("no problems") && !page.contains("<main>"), "{page}");
    }
}

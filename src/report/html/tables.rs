//! The tables at the end of the page, each folded away, with links to what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::block::Block;
use super::{Known, path};
use crate::report::page::escaped;
use crate::report::page::tables::Tables;
use crate::report::{Report, count, printable};

/// How many lines that use a table are listed.
const MOST_USES: usize = 40;
/// How many lines are listed of all tables together, if there are many.
const ALL_USES: usize = 8_000;

/// What is known of the tables of the projects.
pub(super) fn known<'r>(report: &'r Report, taken: &mut BTreeSet<String>) -> Known<'r> {
    let number = report.summary.tables.max(1);
    let most = (ALL_USES / number).clamp(2, MOST_USES);
    let projects = report.projects.iter().enumerate().filter_map(|(index, project)| Some((index, project, project.analysis?)));
    let tables = projects.map(|(index, project, analysis)| {
        let path = move |file| path(report, project, file);
        (index, Tables::new(analysis, project.sources, path, most, taken))
    });
    tables.collect()
}

/// Prints the tables of all projects.
pub(super) fn print(report: &Report, known: &Known<'_>, blocks: &[Block<'_, '_>], out: &mut dyn Write) -> io::Result<()> {
    for (index, tables) in known {
        let Some((project, analysis)) = report.projects.get(*index).and_then(|project| Some((project, project.analysis?))) else {
            continue;
        };
        let database = &analysis.database;
        // Of folders that nothing runs nobody knows whether there are such tables.
        let shown: Vec<_> = tables.each().filter(|(name, ..)| !database.places.anywhere.iter().any(|one| one == name)).collect();
        if shown.is_empty() {
            continue;
        }
        let of = if report.projects.len() > 1 { format!(" of {}", printable(project.way.prefix())) } else { String::new() };
        writeln!(out, "<section class=\"tables\"><h2>{}{}</h2>", count(shown.len(), "table", "tables"), escaped(&of))?;
        let mut about: BTreeMap<&str, Vec<&Block>> = BTreeMap::new();
        for block in blocks.iter().filter(|block| block.project() == *index) {
            if let Some(anchor) = block.table().and_then(|(connection, table)| tables.anchor(connection, table)) {
                about.entry(anchor).or_default().push(block);
            }
        }
        let several = shown.iter().any(|(connection, ..)| *connection != shown[0].0);
        for one in shown {
            let (connection, _, table) = one;
            let anchor = tables.anchor(Some(connection), &table.name).unwrap_or_default();
            let found = about.get(anchor).map_or(&[][..], Vec::as_slice);
            let findings = match found.len() {
                0 => String::new(),
                number => {
                    let worst = found.iter().map(|block| block.severity()).max().map_or("", |severity| severity.as_str());
                    format!(" · <span class=\"{worst}\">{}</span>", count(number, "finding", "findings"))
                }
            };
            let uses = tables.n_uses(table);
            let uses = if uses == 0 { String::new() } else { format!(" · {}", count(uses, "use", "uses")) };
            let on = if several { format!(" on {}", escaped(connection)) } else { String::new() };
            writeln!(
                out,
                "<details id=\"{anchor}\"><summary><code>{}</code>{on} · {}{uses}{findings}</summary>",
                escaped(&table.name),
                count(table.columns.len(), "column", "columns")
            )?;
            let links: Vec<String> = found.iter().map(|block| block.link()).collect();
            tables.print(one, &links, out)?;
            writeln!(out, "</details>")?;
        }
        writeln!(out, "</section>")?;
    }
    Ok(())
}

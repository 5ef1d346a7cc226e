//! The schema as one page that needs nothing else: a diagram, and every table with its columns, keys, history, findings, and the
//! places in the code that use it.

mod layout;
mod picture;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::diagram::Drawn;
use super::{Columns, Loaded};
use crate::finding::Finding;
use crate::report::count;
use crate::report::page::tables::{Tables, words};
use crate::report::page::{Frame, escaped, inline};

/// How many lines that use a table are listed.
const MOST_USES: usize = 300;

/// Prints the page.
pub(super) fn print(loaded: &Loaded, names: &[String], columns: Option<Columns>, out: &mut dyn Write) -> io::Result<()> {
    let drawn = Drawn::new(loaded, names, columns);
    let sources = &loaded.project.sources;
    let known = Tables::new(&loaded.analysis, sources, |file| loaded.shown_path(file), MOST_USES, &mut BTreeSet::new());
    let is_wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    let mut tables: Vec<_> = known.each().filter(|(_, _, table)| is_wanted(&table.name)).collect();
    // The default connection is what most code means.
    let default = &loaded.analysis.database.default_connection;
    tables.sort_by_key(|(connection, _, _)| connection != default);
    let several = tables.windows(2).any(|two| two[0].0 != two[1].0);
    let mut findings: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &loaded.analysis.findings {
        if let Some(table) = &finding.table {
            findings.entry(table.to_lowercase()).or_default().push(finding);
        }
    }
    let found = |table: &str| findings.get(&table.to_lowercase()).map_or(&[][..], Vec::as_slice);
    let title = match loaded.name() {
        name if name.is_empty() => "Schema".to_owned(),
        name => format!("Schema of {name}"),
    };
    let frame = Frame::new(&title, include_str!("html/page.css"), include_str!("html/page.js"));
    frame.open(out)?;
    let (title, number) = (escaped(&title), count(tables.len(), "table", "tables"));
    writeln!(
        out,
        "<nav><h1>{title}</h1><input id=\"search\" type=\"search\" placeholder=\"{number}; press /\" aria-label=\"Find a table or a column\"/>\n<ul>"
    )?;
    let mut shown = "";
    for (connection, schema, table) in &tables {
        if several && shown != *connection {
            shown = connection;
            writeln!(out, "<li class=\"connection\">{} ({})</li>", escaped(connection), schema.driver.title())?;
        }
        let (name, text) = (escaped(&table.name), escaped(&words(table)));
        let anchor = known.anchor(Some(connection), &table.name).unwrap_or_default();
        let found = found(&table.name);
        let worst = found.iter().map(|finding| finding.severity).max();
        let badge =
            worst.map_or_else(String::new, |worst| format!("<span class=\"count {}\">{}</span>", worst.as_str(), found.len()));
        writeln!(
            out,
            "<li data-text=\"{text}\"><a href=\"#{anchor}\" data-table=\"{name}\"><span>{name}</span>{badge}</a></li>"
        )?;
    }
    writeln!(
        out,
        "</ul></nav>\n<main>\n<div class=\"tools\"><button id=\"all\">whole</button><button id=\"in\" aria-label=\"Zoom in\">+</button>\
                   <button id=\"out\" aria-label=\"Zoom out\">−</button><select id=\"distance\" aria-label=\"Neighbours\"><option value=\"1\">\
                   neighbours</option><option value=\"2\">distance 2</option><option value=\"0\">alone</option></select><select \
                   id=\"severity\" aria-label=\"Findings\"><option value=\"\">all findings</option><option>error</option><option>warning\
                   </option><option>note</option></select></div>"
    )?;
    picture::print(&drawn, loaded, out)?;
    for one in tables {
        let (connection, _, table) = one;
        let (name, text) = (escaped(&table.name), escaped(&words(table)));
        let anchor = known.anchor(Some(connection), &table.name).unwrap_or_default();
        let of = if several { format!(" <span class=\"weak\">on {}</span>", escaped(connection)) } else { String::new() };
        writeln!(out, "<section id=\"{anchor}\" data-text=\"{text}\"><h2>{name}{of}</h2>")?;
        let findings: Vec<String> = found(&table.name).iter().map(|finding| line(loaded, finding)).collect();
        known.print(one, &findings, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>")?;
    frame.close(out)
}

/// A finding in a line.
fn line(loaded: &Loaded, finding: &Finding) -> String {
    let severity = finding.severity.as_str();
    let line = loaded.project.sources.start(finding.span).line;
    format!(
        "<p class=\"finding {severity}\" data-severity=\"{severity}\">{severity}[{}]: {} <span class=\"weak\"><code>{}</code></span></p>",
        finding.rule,
        inline(&finding.message),
        escaped(&format!("{}:{line}", loaded.shown_path(finding.span.file)))
    )
}

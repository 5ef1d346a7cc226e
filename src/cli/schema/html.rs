//! The schema as one page that needs nothing else: a diagram, and every table with its columns, keys, history, findings, and the
//! places in the code that use it.

mod layout;
mod picture;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::diagram::{Drawn, Entity};
use super::{Columns, Loaded, sql_type};
use crate::finding::Finding;
use crate::report::{count, printable};
use crate::schema::Schema;
use crate::source::Span;

/// How many places that use a table are listed.
const MOST_USES: usize = 300;

/// Prints the page.
pub(super) fn print(loaded: &Loaded, names: &[String], columns: Option<Columns>, out: &mut dyn Write) -> io::Result<()> {
    let drawn = Drawn::new(loaded, names, columns);
    let whole = Drawn::new(loaded, names, Some(Columns::All));
    let page = Page::new(loaded);
    let title = if loaded.way.prefix().is_empty() { "Schema".to_owned() } else { format!("Schema of {}", loaded.way.prefix()) };
    let (title, css, js) = (escaped(&title), include_str!("html/page.css"), include_str!("html/page.js"));
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>"
    )?;
    let tables = count(whole.tables.len(), "table", "tables");
    writeln!(
        out,
        "<nav><h1>{title}</h1><input id=\"search\" type=\"search\" placeholder=\"{tables}; press /\" aria-label=\"Find a table or a column\">\n<ul>"
    )?;
    for entity in &whole.tables {
        let (name, text) = (escaped(&entity.table.name), escaped(&words(entity)));
        let found = page.findings(&entity.table.name).len();
        let badge = if found == 0 { String::new() } else { format!("<span class=\"count\">{found}</span>") };
        writeln!(out, "<li data-text=\"{text}\"><a href=\"#t-{name}\" data-table=\"{name}\">{name}{badge}</a></li>")?;
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
    let empty = Schema::default();
    for entity in &whole.tables {
        let mut schemas = loaded.analysis.database.connections.values();
        let schema = schemas.find(|schema| schema.table(&entity.table.name).is_some()).unwrap_or(&empty);
        page.section(entity, schema, out)?;
    }
    writeln!(out, "</main>\n<script>\n{js}</script>\n</body>\n</html>")
}

/// What is known of tables beside the schema, by their names in lower case.
struct Page<'a> {
    loaded: &'a Loaded,
    findings: BTreeMap<String, Vec<&'a Finding>>,
    uses: BTreeMap<String, Vec<(Span, String)>>,
}

impl<'a> Page<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        let mut page = Page { loaded, findings: BTreeMap::new(), uses: BTreeMap::new() };
        for finding in &loaded.analysis.findings {
            if let Some(table) = &finding.table {
                page.findings.entry(table.to_lowercase()).or_default().push(finding);
            }
        }
        let references = &loaded.analysis.references;
        for used in &references.tables {
            page.uses.entry(used.table.to_lowercase()).or_default().push((used.call, String::new()));
        }
        for used in &references.columns {
            // After a join, nobody knows which table is meant.
            if let [table] = used.tables.as_slice() {
                page.uses.entry(table.table.to_lowercase()).or_default().push((used.span, used.column.clone()));
            }
        }
        for uses in page.uses.values_mut() {
            uses.sort();
            uses.dedup();
        }
        page
    }

    fn findings(&self, table: &str) -> &[&'a Finding] {
        self.findings.get(&table.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    fn place(&self, span: Span) -> String {
        let line = self.loaded.project.sources.start(span).line;
        escaped(&format!("{}:{line}", self.loaded.shown_path(span.file)))
    }

    fn section(&self, entity: &Entity<'_>, schema: &Schema, out: &mut dyn Write) -> io::Result<()> {
        let table = entity.table;
        let name = escaped(&table.name);
        writeln!(out, "<section id=\"t-{name}\" data-text=\"{}\"><h2>{name}</h2>", escaped(&words(entity)))?;
        if let Some(at) = table.defined_at {
            writeln!(out, "<p class=\"weak\">created in <code>{}</code></p>", self.place(at))?;
        }
        for finding in self.findings(&table.name) {
            let severity = finding.severity.as_str();
            writeln!(
                out,
                "<p class=\"finding {severity}\" data-severity=\"{severity}\">{severity}[{}]: {} <span class=\"weak\"><code>{}</code></span></p>",
                finding.rule,
                escaped(&finding.message),
                self.place(finding.span)
            )?;
        }
        writeln!(out, "<table><tr><th>column</th><th>type</th><th>null</th><th>key</th><th class=\"weak\">written in</th></tr>")?;
        for attribute in &entity.columns {
            let column = attribute.column;
            let place = column.defined_at.map(|at| self.place(at)).unwrap_or_default();
            writeln!(
                out,
                "<tr><td><code>{}</code></td><td><code>{}</code></td><td>{}</td><td>{}</td><td class=\"weak\"><code>{place}</code></td></tr>",
                escaped(&column.name),
                escaped(&sql_type(self.loaded, schema, column)),
                if column.nullable { "null" } else { "" },
                attribute.marks.join(" ")
            )?;
        }
        writeln!(out, "</table>")?;
        for index in &table.indexes {
            let columns = escaped(&index.columns.join(", "));
            writeln!(out, "<p class=\"weak\">{} <code>{}</code> ({columns})</p>", index.kind.as_str(), escaped(&index.name))?;
        }
        for key in &table.foreign_keys {
            let (columns, target) = (escaped(&key.columns.join(", ")), escaped(&key.table));
            let delete = key.on_delete.as_ref().map(|action| format!(", on delete {}", escaped(action))).unwrap_or_default();
            writeln!(
                out,
                "<p>{columns} → <a href=\"#t-{target}\">{target}</a> ({}){delete}</p>",
                escaped(&key.references.join(", "))
            )?;
        }
        let uses = self.uses.get(&table.name.to_lowercase()).map_or(&[][..], Vec::as_slice);
        if !uses.is_empty() {
            let places = count(uses.len(), "place uses it", "places use it");
            writeln!(out, "<details><summary>{places}</summary>")?;
            for (span, column) in uses.iter().take(MOST_USES) {
                writeln!(out, "<div><code>{}</code> {}</div>", self.place(*span), escaped(column))?;
            }
            writeln!(out, "</details>")?;
        }
        writeln!(out, "</section>")
    }
}

/// What a table is found by.
fn words(entity: &Entity<'_>) -> String {
    let columns = entity.columns.iter().map(|attribute| attribute.column.name.to_lowercase());
    std::iter::once(entity.table.name.to_lowercase()).chain(columns).collect::<Vec<_>>().join(" ")
}

/// A text in HTML, also in an attribute.
fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

//! The tables of a project on a page: their columns, keys and indexes, what was found, and the places in the code that use them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::escaped;
use crate::analysis::Analysis;
use crate::report::count;
use crate::schema::{Column, IndexKind, Schema, Table};
use crate::source::{FileId, Sources, Span};

/// A table with its connection and that one's schema.
pub(crate) type Known<'a> = (&'a str, &'a Schema, &'a Table);

/// What a page knows of tables beside the schema.
pub(crate) struct Tables<'a> {
    analysis: &'a Analysis,
    sources: &'a Sources,
    /// How a file is called.
    path: Box<dyn Fn(FileId) -> String + 'a>,
    /// How many places that use a table are listed.
    most_uses: usize,
    /// By connection and name in lower case, what links to tables name.
    anchors: BTreeMap<(String, String), String>,
    /// By name in lower case.
    uses: BTreeMap<String, Vec<(Span, &'a str)>>,
}

impl<'a> Tables<'a> {
    /// The tables of a project. `taken` are the anchors that the page has already.
    pub(crate) fn new(
        analysis: &'a Analysis,
        sources: &'a Sources,
        path: impl Fn(FileId) -> String + 'a,
        most_uses: usize,
        taken: &mut BTreeSet<String>,
    ) -> Self {
        let mut anchors = BTreeMap::new();
        for (connection, schema) in &analysis.database.connections {
            for table in schema.tables.values() {
                let anchor = free(&format!("t-{}", slug(&table.name)), taken);
                anchors.insert((connection.clone(), table.name.to_lowercase()), anchor);
            }
        }
        let mut uses: BTreeMap<String, Vec<(Span, &str)>> = BTreeMap::new();
        for used in &analysis.references.tables {
            uses.entry(used.table.to_lowercase()).or_default().push((used.call, ""));
        }
        for used in &analysis.references.columns {
            // After a join, nobody knows which table is meant.
            if let [table] = used.tables.as_slice() {
                uses.entry(table.table.to_lowercase()).or_default().push((used.span, &used.column));
            }
        }
        for uses in uses.values_mut() {
            uses.sort();
            uses.dedup();
        }
        Tables { analysis, sources, path: Box::new(path), most_uses, anchors, uses }
    }

    /// Every table with its connection and that one's schema.
    pub(crate) fn each(&self) -> impl Iterator<Item = Known<'a>> + use<'a> {
        let connections = self.analysis.database.connections.iter();
        connections.flat_map(|(name, schema)| schema.tables.values().map(move |table| (name.as_str(), schema, table)))
    }

    /// What a link to a table names; of a table of no known connection, that of the first one of this name.
    pub(crate) fn anchor(&self, connection: Option<&str>, table: &str) -> Option<&str> {
        let table = table.to_lowercase();
        let here = connection.and_then(|connection| self.anchors.get(&(connection.to_owned(), table.clone())));
        let found = here.or_else(|| self.anchors.iter().find(|((_, name), _)| *name == table).map(|(_, anchor)| anchor));
        found.map(String::as_str)
    }

    /// How many places use a table.
    pub(crate) fn n_uses(&self, table: &Table) -> usize {
        self.uses.get(&table.name.to_lowercase()).map_or(0, Vec::len)
    }

    fn place(&self, span: Span) -> String {
        escaped(&format!("{}:{}", (self.path)(span.file), self.sources.start(span).line))
    }

    /// Prints what is known of a table. `findings` are lines of HTML.
    pub(crate) fn print(
        &self,
        (connection, schema, table): Known<'_>,
        findings: &[String],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if let Some(at) = table.defined_at {
            writeln!(out, "<p class=\"weak\">created in <code>{}</code></p>", self.place(at))?;
        }
        for finding in findings {
            writeln!(out, "{finding}")?;
        }
        writeln!(
            out,
            "<div class=\"wide\"><table><thead><tr><th>column</th><th>type</th><th>null</th><th>key</th><th class=\"weak\">written \
             in</th></tr></thead><tbody>"
        )?;
        for column in &table.columns {
            // Most columns are written where the table is created: there the line says it.
            let is_there = |at: Span| table.defined_at.is_some_and(|created| created.file == at.file);
            let place = column.defined_at.map(|at| {
                if is_there(at) {
                    format!(">line {}", self.sources.start(at).line)
                } else {
                    format!(" data-far=\"\"><code>{}</code>", self.place(at))
                }
            });
            let place = place.unwrap_or_else(|| ">".to_owned());
            writeln!(
                out,
                "<tr><td><code>{}</code></td><td><code>{}</code></td><td>{}</td><td>{}</td><td class=\"weak\"{place}</td></tr>",
                escaped(&column.name),
                escaped(&column.ty.sql(schema.driver, self.analysis.laravel, column.auto_increment)),
                if column.nullable { "null" } else { "" },
                marks(table, column).join(" ")
            )?;
        }
        writeln!(out, "</tbody></table></div>")?;
        for index in &table.indexes {
            let columns = escaped(&index.columns.join(", "));
            writeln!(out, "<p class=\"weak\">{} <code>{}</code> ({columns})</p>", index.kind.as_str(), escaped(&index.name))?;
        }
        for key in &table.foreign_keys {
            let (columns, target) = (escaped(&key.columns.join(", ")), escaped(&key.table));
            let target = match self.anchor(Some(connection), &key.table) {
                Some(anchor) => format!("<a href=\"#{anchor}\">{target}</a>"),
                None => target,
            };
            let delete = key.on_delete.as_ref().map(|action| format!(", on delete {}", escaped(action))).unwrap_or_default();
            writeln!(out, "<p>{columns} → {target} ({}){delete}</p>", escaped(&key.references.join(", ")))?;
        }
        self.print_uses(table, out)
    }

    /// Prints the places that use a table, line by line.
    fn print_uses(&self, table: &Table, out: &mut dyn Write) -> io::Result<()> {
        let Some(uses) = self.uses.get(&table.name.to_lowercase()) else { return Ok(()) };
        let mut lines: Vec<(String, BTreeSet<&str>)> = Vec::new();
        for (span, column) in uses {
            let place = self.place(*span);
            if lines.last().is_none_or(|(last, _)| *last != place) {
                lines.push((place, BTreeSet::new()));
            }
            if let Some((_, columns)) = lines.last_mut().filter(|_| !column.is_empty()) {
                columns.insert(column);
            }
        }
        let places = count(uses.len(), "place uses it", "places use it");
        writeln!(out, "<details><summary>{places}</summary>")?;
        for (place, columns) in lines.iter().take(self.most_uses) {
            let columns: Vec<String> = columns.iter().map(|column| escaped(column)).collect();
            writeln!(out, "<div><code>{place}</code> {}</div>", columns.join(", "))?;
        }
        if lines.len() > self.most_uses {
            let more = count(lines.len() - self.most_uses, "more line", "more lines");
            writeln!(out, "<div class=\"weak\">and {more}; <code>tablecheck references</code> lists all</div>")?;
        }
        writeln!(out, "</details>")
    }
}

/// `PK`, `FK` and `UK`, where a column is a key.
pub(crate) fn marks(table: &Table, column: &Column) -> Vec<&'static str> {
    let is = |name: &String| name.eq_ignore_ascii_case(&column.name);
    let mut marks: Vec<&str> = Vec::new();
    if table.primary_key().iter().any(is) {
        marks.push("PK");
    }
    if table.foreign_keys.iter().any(|key| key.columns.iter().any(is)) {
        marks.push("FK");
    }
    if table.indexes.iter().any(|index| index.kind == IndexKind::Unique && matches!(index.columns.as_slice(), [one] if is(one))) {
        marks.push("UK");
    }
    marks
}

/// What a table is found by.
pub(crate) fn words(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| column.name.to_lowercase());
    std::iter::once(table.name.to_lowercase()).chain(columns).collect::<Vec<_>>().join(" ")
}

/// A name of which nothing has to be escaped where a link names it.
fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '~' }).collect()
}

/// The name, or with a number if it is taken. It is taken then.
pub(crate) fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: usize| format!("{name}-{number}"));
    let found = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_plain_and_come_once() {
        let mut taken = BTreeSet::new();
        assert_eq!(slug("public.users_2"), "public.users_2");
        assert_eq!(slug("a \"b\"<é>"), "a~~b~~~~");
        let names = ["t-a", "t-b", "t-a", "t-a"].map(|name| free(name, &mut taken));
        assert_eq!(names, ["t-a", "t-b", "t-a-2", "t-a-3"]);
    }
}

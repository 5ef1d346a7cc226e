//! The schema as a graph for Graphviz.

use std::io::{self, Write};

use super::diagram::{Drawn, Entity};

/// Prints the graph.
pub(super) fn print(drawn: &Drawn<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph schema {{")?;
    writeln!(out, "  graph [rankdir=LR, nodesep=0.4, ranksep=1.2];")?;
    writeln!(out, "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#5b6b7f\"];")?;
    drawn.tables.iter().try_for_each(|table| node(table, out))?;
    for key in &drawn.keys {
        let style = if key.optional { ", style=dashed" } else { "" };
        let head = if key.single { "none" } else { "crow" };
        let label = quoted(&key.columns);
        writeln!(
            out,
            "  {} -> {} [label={label}, arrowtail={head}, dir=both, arrowhead=tee{style}];",
            quoted(key.from),
            quoted(key.to)
        )?;
    }
    writeln!(out, "}}")
}

fn node(entity: &Entity<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = &entity.table.name;
    write!(out, "  {} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">", quoted(name))?;
    write!(out, "<tr><td bgcolor=\"#dfe7f1\" colspan=\"2\"><b>{}</b></td></tr>", html(name))?;
    for attribute in &entity.columns {
        let marks = if attribute.marks.is_empty() { String::new() } else { format!(" <b>{}</b>", attribute.marks.join(" ")) };
        let null = if attribute.column.nullable { " null" } else { "" };
        let (column, kind) = (html(&attribute.column.name), html(&attribute.kind));
        write!(out, "<tr><td align=\"left\">{column}{marks}</td><td align=\"left\">{kind}{null}</td></tr>")?;
    }
    writeln!(out, "</table>>];")
}

/// A name in quotes.
fn quoted(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as Graphviz's labels of HTML take it.
fn html(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("a\"b\\"), "\"a\\\"b\\\\\"");
        assert_eq!(html("<a> & \"b\""), "&lt;a&gt; &amp; &quot;b&quot;");
    }
}

//! The diagram as SVG: tables with their columns, keys as lines, keys that are missing as dashed ones, and the tables that code
//! names and nothing creates.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::layout::{Spot, place};
use super::{Drawn, Loaded, escaped};
use crate::finding::Remedy;

/// The height of a line, and the width of a character.
const LINE: f64 = 18.0;
const CHARACTER: f64 = 7.3;
/// The largest letters of names that are read from afar: large ones would look important.
const LARGEST: f64 = 26.0;
/// The space inside of a box.
const PAD: f64 = 8.0;

/// A box of the diagram.
struct Shape {
    name: String,
    /// Name, type and marks of each column.
    rows: Vec<(String, String)>,
    ghost: bool,
}

impl Shape {
    fn size(&self) -> (f64, f64) {
        let number = |value: usize| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
        let row = |(left, right): &(String, String)| left.chars().count() + right.chars().count() + 2;
        let longest = self.rows.iter().map(row).chain([self.name.chars().count()]).max().unwrap_or(0);
        (number(longest) * CHARACTER + 2.0 * PAD, number(self.rows.len() + 1) * LINE + PAD)
    }

    /// Where the line of the name is when it fills the box, and the size of its letters.
    fn name_from_afar(&self, (width, height): (f64, f64)) -> (f64, f64) {
        let letters = f64::from(u32::try_from(self.name.chars().count().max(1)).unwrap_or(u32::MAX));
        let size = ((width - PAD) / (letters * 0.62)).min(height * 0.8).min(LARGEST);
        (height / 2.0 + size * 0.33, size)
    }
}

/// Prints the diagram.
pub(super) fn print(drawn: &Drawn<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for entity in &drawn.tables {
        let row = |attribute: &super::super::diagram::Attribute<'_>| {
            let marks = if attribute.marks.is_empty() { String::new() } else { format!(" {}", attribute.marks.join(" ")) };
            (format!("{}{marks}", attribute.column.name), attribute.kind.clone())
        };
        known.insert(entity.table.name.to_lowercase(), shapes.len());
        shapes.push(Shape { name: entity.table.name.clone(), rows: entity.columns.iter().map(row).collect(), ghost: false });
    }
    let mut lines: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
    for key in &drawn.keys {
        if let (Some(from), Some(to)) = (known.get(&key.from.to_lowercase()), known.get(&key.to.to_lowercase())) {
            lines.insert((*from, *to, "key"));
        }
    }
    for finding in &loaded.analysis.findings {
        let Some(table) = finding.table.as_ref().map(|table| table.to_lowercase()) else { continue };
        match &finding.remedy {
            Some(Remedy::Key { target, .. }) => {
                if let (Some(from), Some(to)) = (known.get(&table), known.get(&target.to_lowercase())) {
                    lines.insert((*from, *to, "missing"));
                }
            }
            _ if finding.rule == "unknown-table" && !known.contains_key(&table) => {
                known.insert(table.clone(), shapes.len());
                let rows = vec![("no migration creates it".to_owned(), String::new())];
                shapes.push(Shape { name: table, rows, ghost: true });
            }
            _ => {}
        }
    }
    let sizes: Vec<(f64, f64)> = shapes.iter().map(Shape::size).collect();
    let edges: BTreeSet<(usize, usize)> = lines.iter().map(|(from, to, _)| (*from, *to)).collect();
    let (spots, (width, height)) = place(&sizes, &edges);
    let (width, height) = (width.max(100.0) + 40.0, height.max(60.0) + 40.0);
    writeln!(
        out,
        "<svg id=\"picture\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-20 -20 {width:.0} {height:.0}\" role=\"img\">"
    )?;
    for (from, to, class) in &lines {
        let (start, end) = (spots[*from], spots[*to]);
        let path = curve((start, sizes[*from]), (end, sizes[*to]));
        let (one, other) = (escaped(&shapes[*from].name), escaped(&shapes[*to].name));
        writeln!(
            out,
            "<path class=\"{class}\" data-from=\"{one}\" data-to=\"{other}\" d=\"{path}\"><title>{one} → {other}</title></path>"
        )?;
    }
    for ((shape, spot), (width, height)) in shapes.iter().zip(&spots).zip(&sizes) {
        let name = escaped(&shape.name);
        let ghost = if shape.ghost { " ghost" } else { "" };
        let Spot { x, y } = spot;
        writeln!(
            out,
            "<g class=\"box{ghost}\" data-table=\"{name}\"><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"4\"/>\
                       <rect class=\"head\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{LINE:.0}\" rx=\"4\"/><text class=\"name\" \
                       x=\"{:.0}\" y=\"{:.0}\">{name}</text>",
            x + PAD,
            y + 13.0
        )?;
        let mut line = y + LINE + 14.0;
        for (left, right) in &shape.rows {
            writeln!(out, "<text x=\"{:.0}\" y=\"{line:.0}\">{}</text>", x + PAD, escaped(left))?;
            writeln!(
                out,
                "<text class=\"kind\" x=\"{:.0}\" y=\"{line:.0}\" text-anchor=\"end\">{}</text>",
                x + width - PAD,
                escaped(right)
            )?;
            line += LINE;
        }
        // From afar only the name can be read.
        let (middle, size) = shape.name_from_afar((*width, *height));
        writeln!(
            out,
            "<text class=\"far\" x=\"{:.0}\" y=\"{:.0}\" font-size=\"{size:.0}\" text-anchor=\"middle\">{name}</text></g>",
            x + width / 2.0,
            y + middle
        )?;
    }
    writeln!(out, "</svg>")
}

/// A line from one box to another, or from a box to itself.
fn curve((from, (from_width, from_height)): (Spot, (f64, f64)), (to, (to_width, to_height)): (Spot, (f64, f64))) -> String {
    let (start, end) = (from.y + from_height / 2.0, to.y + to_height / 2.0);
    // Lines leave and reach boxes at the sides that look at each other.
    let (left, right, bend) = if from == to {
        (from.x + from_width, from.x + from_width, 40.0)
    } else if from.x >= to.x + to_width {
        (from.x, to.x + to_width, -40.0)
    } else {
        (from.x + from_width, to.x, 40.0)
    };
    let (start, end) = if from == to { (start - 8.0, end + 8.0) } else { (start, end) };
    let back = if from == to { bend } else { -bend };
    format!("M{left:.0} {start:.0}C{:.0} {start:.0} {:.0} {end:.0} {right:.0} {end:.0}", left + bend, right + back)
}

//! The numbers as tables of plain text.

use std::io::{self, Write};

use crate::measure::{Application, Measured};
use crate::scan::{COLUMNS, TABLES};

/// The numbers of one line.
#[derive(Clone, Copy, Default)]
struct Line {
    candidates: usize,
    sampled: usize,
    reported: usize,
    /// How many of the candidates would be reported, if those that were not drawn are like those that were.
    expected: f64,
}

impl Line {
    fn add(mut self, measured: &Measured) -> Self {
        self.candidates += measured.candidates;
        self.sampled += measured.sampled;
        self.reported += measured.reported;
        self.expected += share(measured.reported, measured.sampled) * number(measured.candidates);
        self
    }

    fn sum<'m>(measured: impl IntoIterator<Item = &'m Measured>) -> Self {
        measured.into_iter().fold(Line::default(), Line::add)
    }

    fn write(self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        let Line { candidates, sampled, reported, expected } = self;
        let share = 100.0 * share(reported, sampled);
        let estimate = if candidates == 0 { 0.0 } else { 100.0 * expected / number(candidates) };
        writeln!(out, "  {name:<24}{candidates:>11}{sampled:>9}{reported:>10}{share:>8.1}%{estimate:>9.1}%")
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The table of one application, and the names that were missed if they are asked for.
pub(crate) fn application(
    application: &Application,
    measured: &[Measured],
    list_missed: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    table(&format!("{} ({} tables)", application.name, application.tables()), &measured.iter().collect::<Vec<_>>(), out)?;
    if list_missed {
        for candidate in measured.iter().flat_map(|measured| &measured.missed) {
            let source = application.sources.file(candidate.file);
            let at = source.position(u32::try_from(candidate.name.start).unwrap_or(u32::MAX));
            let literal = source.text()[candidate.name.clone()].to_owned();
            let of = if candidate.is_table() { String::new() } else { format!(" of {}", candidate.table) };
            let why = application.silenced(candidate).map(|why| format!(" [{why}]")).unwrap_or_default();
            writeln!(out, "  missed {}:{}:{}: {} '{literal}'{of}{why}", source.path(), at.line, at.column, candidate.kind)?;
        }
    }
    writeln!(out)
}

/// The table of all applications together.
pub(crate) fn totals(all: &[Vec<Measured>], out: &mut dyn Write) -> io::Result<()> {
    table(&format!("all {} applications", all.len()), &all.iter().flatten().collect::<Vec<_>>(), out)
}

fn table(title: &str, measured: &[&Measured], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{title:<26}{:>11}{:>9}{:>10}{:>9}{:>10}", "candidates", "sampled", "reported", "share", "estimate")?;
    let of = |kinds: &[&str]| Line::sum(measured.iter().copied().filter(|measured| kinds.contains(&measured.kind)));
    for (title, kinds) in [("TABLES", TABLES.as_slice()), ("COLUMNS", &COLUMNS)] {
        for kind in kinds {
            let line = of(&[kind]);
            if line.candidates > 0 {
                line.write(kind, out)?;
            }
        }
        of(kinds).write(title, out)?;
    }
    out.flush()
}

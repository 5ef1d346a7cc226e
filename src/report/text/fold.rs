//! Blocks that are counted instead of drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Extent;
use super::block::Block;
use crate::finding::Severity;
use crate::report::count;

/// Of a rule with so many blocks only the first are drawn, and how many these are. Errors are all drawn.
fn limits(severity: Severity) -> Option<(usize, usize)> {
    match severity {
        Severity::Note => Some((10, 3)),
        Severity::Warning => Some((30, 10)),
        Severity::Error => None,
    }
}

/// The blocks of the rules that have many.
pub(super) struct Folds {
    rules: BTreeMap<(Severity, &'static str), Fold>,
}

#[derive(Default)]
struct Fold {
    seen: usize,
    /// How many findings are not drawn.
    more: usize,
    /// Their files.
    files: BTreeSet<String>,
}

impl Folds {
    /// The rules of which there are many blocks. In full, nothing is folded.
    pub(super) fn of(blocks: &[Block], extent: Extent) -> Self {
        let mut numbers: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
        for block in blocks.iter().filter(|_| extent == Extent::Short) {
            *numbers.entry((block.severity(), block.rule())).or_default() += 1;
        }
        let many = |severity, number| limits(severity).is_some_and(|(many, _)| number >= many);
        let folded = numbers.into_iter().filter(|((severity, _), number)| many(*severity, *number));
        Folds { rules: folded.map(|(key, _)| (key, Fold::default())).collect() }
    }

    /// Whether a block is counted and not drawn. To be asked once for each.
    pub(super) fn take(&mut self, block: &Block) -> bool {
        let Some(fold) = self.rules.get_mut(&(block.severity(), block.rule())) else { return false };
        fold.seen += 1;
        if limits(block.severity()).is_none_or(|(_, drawn)| fold.seen <= drawn) {
            return false;
        }
        fold.more += block.len();
        fold.files.extend(block.files());
        true
    }

    /// Says how many of a severity were not drawn, and how to see them.
    pub(super) fn print(&self, severity: Severity, out: &mut dyn Write) -> io::Result<()> {
        for ((_, rule), fold) in self.rules.iter().filter(|((of, _), _)| *of == severity) {
            let files = count(fold.files.len(), "file", "files");
            let severity = severity.as_str();
            writeln!(out, "{severity}[{rule}]: {} more in {files}; `--format concise` shows one per line\n", fold.more)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::report::{Format, example};

    fn drawn(severity: Severity, number: usize) -> (usize, Vec<String>) {
        let messages: Vec<String> = (0..number).map(|index| format!("it {index}")).collect();
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let text = std::cell::RefCell::new(String::new());
        example::with_many(severity, &messages, |report| {
            let mut out = Vec::new();
            Format::Text.print(report, &mut out).expect("a vector takes everything");
            *text.borrow_mut() = String::from_utf8(out).expect("the format prints UTF-8");
        });
        let text = text.into_inner();
        let drawn = text.matches("--> ").count();
        (drawn, text.lines().filter(|line| line.contains("more in")).map(str::to_owned).collect())
    }

    #[test]
    fn of_many_the_first_are_drawn() {
        assert_eq!(drawn(Severity::Note, 9), (9, Vec::new()));
        let told = "note[unindexed-foreign-key]: 7 more in 3 files; `--format concise` shows one per line";
        assert_eq!(drawn(Severity::Note, 10), (3, vec![told.to_owned()]));
        let told = "warning[unindexed-foreign-key]: 30 more in 3 files; `--format concise` shows one per line";
        assert_eq!(drawn(Severity::Warning, 40), (10, vec![told.to_owned()]));
        assert_eq!(drawn(Severity::Error, 40), (40, Vec::new()));
    }
}

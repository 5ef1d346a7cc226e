//! How a report for people looks: its colours, its width, and how much of it is drawn.

/// The width where no terminal says another one, in columns.
const USUAL_WIDTH: usize = 100;
/// The narrowest width that texts are wrapped to.
const NARROWEST: usize = 40;
/// The widest one: longer lines are hard to read.
const WIDEST: usize = 200;

/// How formats for people draw what they are given. Formats for programs do not look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to print colours.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
    /// Whether a terminal shows the report at once, so that no line may be longer than it.
    pub terminal: bool,
    /// Whether notes are drawn, and not only counted.
    pub notes: bool,
    /// Whether findings are counted only.
    pub stats: bool,
    /// Whether the closing lines are left out.
    pub quiet: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look { colour: false, width: USUAL_WIDTH, terminal: false, notes: true, stats: false, quiet: false }
    }
}

impl Look {
    /// How a report looks that is kept in a file: without colours, and the same on every machine.
    #[must_use]
    pub fn kept(self) -> Look {
        Look { stats: self.stats, quiet: self.quiet, ..Look::default() }
    }

    /// The width of a terminal, kept in bounds; the usual one where it is not known.
    #[must_use]
    pub fn width_of(columns: Option<usize>) -> usize {
        columns.map_or(USUAL_WIDTH, |columns| columns.clamp(NARROWEST, WIDEST))
    }

    /// The text in this style of ANSI, where colours are wanted.
    pub(crate) fn paint(self, style: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The styles of ANSI by what they are used for.
pub(super) mod style {
    use crate::finding::Severity;

    /// What has to be seen first.
    pub(in crate::report) const STRONG: &str = "1";
    /// The lines beside an excerpt.
    pub(in crate::report) const FRAME: &str = "34";
    /// What can be skipped.
    pub(in crate::report) const WEAK: &str = "2";
    /// What can be done at once.
    pub(in crate::report) const DONE: &str = "32";

    /// The style of a severity.
    pub(in crate::report) fn of(severity: Severity) -> &'static str {
        match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_stay_in_bounds() {
        assert_eq!([None, Some(7), Some(80), Some(5_000)].map(Look::width_of), [100, 40, 80, 200]);
    }

    #[test]
    fn colours_are_only_used_where_they_are_wanted() {
        assert_eq!(Look::default().paint(style::STRONG, "a"), "a");
        assert_eq!(Look { colour: true, ..Look::default() }.paint(style::STRONG, "a"), "\u{1b}[1ma\u{1b}[0m");
    }
}

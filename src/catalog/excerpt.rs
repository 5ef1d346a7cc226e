//! The part of an example that shows the point: without the frame that every PHP file has.

use super::rule::Example;

/// How many lines before a mark are shown, and behind it.
const AROUND: (usize, usize) = (4, 3);
/// How many lines of an example without marks are shown.
const LONGEST: usize = 10;

/// A part of one of an example's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file.
    pub path: String,
    /// Its lines, at most ten or so, not indented more than needed.
    pub code: String,
}

impl Example {
    /// The lines around the first mark; without marks, those of the last file that say something of tables.
    #[must_use]
    pub fn excerpt(&self) -> Excerpt {
        let files: Vec<(&str, &str)> = self.code.split("//- /").filter_map(|file| file.split_once('\n')).collect();
        // Marks are comments below the lines that they are for.
        let marked = files.iter().find_map(|(path, text)| {
            let lines: Vec<&str> = text.lines().collect();
            let at = lines.iter().position(|line| is_mark(line))?;
            let from = lines[..at].iter().rposition(|line| is_frame(line)).map_or(0, |last| last + 1);
            let from = from.max(at.saturating_sub(AROUND.0 + 1));
            let to = (at + 1 + AROUND.1).min(lines.len());
            Some(Excerpt { path: (*path).to_owned(), code: dedented(&lines[from..to]) })
        });
        marked.unwrap_or_else(|| {
            let says = |line: &&str| line.contains("::") || line.contains("->") || line.contains("$table");
            let last = files.iter().rfind(|(_, text)| text.lines().any(|line| says(&line))).or(files.last());
            let (path, text) = last.copied().unwrap_or_default();
            let lines: Vec<&str> = text.lines().filter(|line| !is_frame(line)).collect();
            let from = lines.iter().position(|line| says(&line.trim_start())).unwrap_or(0);
            let indent = |line: &str| line.len() - line.trim_start().len();
            let inner = |line: &&&str| line.trim().is_empty() || indent(line) >= indent(lines[from]);
            let to = from + lines[from..].iter().take(LONGEST).take_while(inner).count();
            let ends = |line: &&str| line.trim().is_empty() || matches!(line.trim(), "}" | "};");
            let end = lines[from..to].iter().rposition(|line| !ends(line)).map_or(to, |at| from + at + 1);
            // The blocks that it opens are closed.
            let opened: usize = lines[from..end].iter().map(|line| line.matches('{').count()).sum();
            let closed: usize = lines[from..end].iter().map(|line| line.matches('}').count()).sum();
            let end = (end + opened.saturating_sub(closed)).min(to);
            Excerpt { path: path.to_owned(), code: dedented(&lines[from..end]) }
        })
    }
}

fn is_mark(line: &str) -> bool {
    line.trim_start().strip_prefix("//").is_some_and(|rest| rest.trim_start().starts_with('^'))
}

/// Whether a line is one that files begin with.
fn is_frame(line: &str) -> bool {
    line.starts_with("<?php") || line.starts_with("namespace ") || line.starts_with("use ")
}

/// The lines without the indentation that all have, and without empty ones or ends of blocks at either end.
fn dedented(lines: &[&str]) -> String {
    let first = lines.iter().position(|line| !line.trim().is_empty() && line.trim() != "{").unwrap_or(0);
    let lines = &lines[first..];
    let is_code = |line: &&str| !line.trim().is_empty() && !is_mark(line);
    let indent = lines.iter().filter(|line| is_code(line)).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    // A mark stands under its line, which moves to the left.
    let shifted = lines.iter().map(|line| match line.strip_prefix("//").filter(|_| is_mark(line)) {
        Some(rest) => format!("//{}", rest.get(indent.min(rest.len() - rest.trim_start().len())..).unwrap_or(rest)),
        None => line.get(indent.min(line.len() - line.trim_start().len())..).unwrap_or_default().to_owned(),
    });
    let shifted: Vec<String> = shifted.collect();
    let start = shifted.iter().position(|line| !line.trim().is_empty() && line != "{").unwrap_or(0);
    let mut kept: Vec<&str> = shifted[start..].iter().map(String::as_str).collect();
    // What ends a block that is not shown says nothing.
    let open = |lines: &[&str]| {
        let count = |sign: char| lines.iter().map(|line| line.matches(sign).count()).sum::<usize>();
        count('{') >= count('}')
    };
    while kept.last().is_some_and(|last| last.trim().is_empty() || (last.trim() == "}" || last.trim() == "};") && !open(&kept)) {
        kept.pop();
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn the_point_of_an_example_is_shown() {
        let code = "//- /database/migrations/2024_a.php\n<?php\nuse A;\nSchema::create('a', fn ($table) => $table->id());\n\
                    //- /app/B.php\n<?php\nnamespace App;\nclass B\n{\n    function c()\n    {\n        DB::table('b')->get();\n\
                    //                 ^ unknown-table\n    }\n}\n";
        let Excerpt { path, code } = Example { title: String::new(), code: code.to_owned() }.excerpt();
        assert_eq!(path, "app/B.php");
        assert!(code.contains("DB::table('b')") && code.contains("^ unknown-table"), "{code}");
        assert!(!code.contains("namespace"), "{code}");
    }

    #[test]
    fn excerpts_are_short() {
        for rule in catalog::rules() {
            for example in rule.examples.bad.iter().chain(&rule.examples.good) {
                let Excerpt { path, code } = example.excerpt();
                assert!(!path.is_empty() && !code.trim().is_empty(), "{}: {}", rule.id, example.title);
                assert!(code.lines().count() <= LONGEST, "{}: {}\n{code}", rule.id, example.title);
            }
        }
    }
}

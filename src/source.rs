//! Source files as the core sees them: an id, a path relative to the project's root, and text.
//!
//! Nothing here reads a disk. Paths appear in [`Sources`] and in reports; everything between speaks
//! of [`FileId`] and [`Span`], so an unsaved editor buffer, standard input and a test fixture are
//! all the same thing to the core.

mod numbers;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use numbers::{Numbers, reading};
pub use words::{qualified_names, quoted_words};
use xxhash_rust::xxh3::xxh3_128;

/// One file of a [`Sources`], valid only together with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// The first byte, counted from 0.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

impl Span {
    /// A span of `file` from byte `start` up to, not including, byte `end`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that holds both. Both must be of the same file; `other` is ignored if not.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The span as a range of indices into the file's text.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people and tools name it. Both numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// One file: its path and text, and where its lines start.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: Arc<str>,
    lines: Arc<[u32]>,
    /// What was counted before each block of the text; only if it has lines so long that they are not counted every time.
    blocks: OnceLock<Arc<[Counted]>>,
    /// The fingerprint of the text, once somebody asks for it.
    print: OnceLock<u128>,
    /// Whether it holds code, once somebody asks for it.
    holds_code: OnceLock<bool>,
}

/// How long a block of a text is, in bytes.
const BLOCK: usize = 4096;

/// How many characters there are before a place, and how many UTF-16 code units.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    characters: u32,
    units: u32,
}

impl Counted {
    /// Counts on. What begins a character is told from what continues it byte by byte, so that bytes may end anywhere.
    fn and(self, bytes: &[u8]) -> Self {
        let (mut characters, mut units) = (0, 0);
        for byte in bytes {
            characters += u32::from(byte & 0xc0 != 0x80);
            units += u32::from(byte & 0xc0 != 0x80) + u32::from(*byte >= 0xf0);
        }
        Counted { characters: self.characters + characters, units: self.units + units }
    }
}

impl SourceFile {
    fn new(path: String, text: Arc<str>) -> Self {
        let lines = line_starts(&text);
        SourceFile { path, text, lines, blocks: OnceLock::new(), print: OnceLock::new(), holds_code: OnceLock::new() }
    }

    /// The path relative to the project's root, with `/` between its parts on every platform.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The fingerprint of the text: texts with the same one are the same.
    #[must_use]
    pub fn print(&self) -> u128 {
        *self.print.get_or_init(|| xxh3_128(self.text.as_bytes()))
    }

    /// Whether it holds code, as `tells` says of its text when it is asked for the first time.
    pub(crate) fn holds_code(&self, tells: impl FnOnce(&str) -> bool) -> bool {
        *self.holds_code.get_or_init(|| tells(&self.text))
    }

    /// The line (from 0) that holds a byte.
    fn line_index(&self, offset: u32) -> usize {
        self.lines.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The 1-based line and column (in characters) of a byte offset. An offset past the end, or
    /// inside a character, counts as the nearest one before it.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let (line, before) = self.before(offset);
        Position { line, column: before.characters + 1 }
    }

    /// Where a line is, counted from 1, without its end.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<std::ops::Range<usize>> {
        let index = number.checked_sub(1)? as usize;
        let start = *self.lines.get(index)? as usize;
        let end = self.lines.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let text = self.text.get(start..end)?;
        Some(start..start + text.trim_end_matches(['\n', '\r']).len())
    }

    /// The 1-based line, and the 0-based column in UTF-16 code units, of a byte offset: what
    /// language servers speak.
    #[must_use]
    pub fn utf16_position(&self, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(offset);
        (line, before.units)
    }

    /// The line (from 1), and what there is of it before `offset`.
    fn before(&self, offset: u32) -> (u32, Counted) {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.line_index(count(end));
        let start = self.lines.get(line).map_or(0, |&start| start as usize);
        if end.saturating_sub(start) < BLOCK {
            return (count(line) + 1, Counted::default().and(self.text.as_bytes().get(start..end).unwrap_or_default()));
        }
        let (from, to) = (self.counted(start), self.counted(end));
        (count(line) + 1, Counted { characters: to.characters - from.characters, units: to.units - from.units })
    }

    /// What there is in the text before a byte.
    fn counted(&self, offset: usize) -> Counted {
        let blocks = self.blocks.get_or_init(|| {
            let mut counted = Counted::default();
            let before = self.text.as_bytes().chunks(BLOCK).map(|block| {
                let after = counted.and(block);
                std::mem::replace(&mut counted, after)
            });
            before.collect()
        });
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        let before = blocks.get(block).copied().unwrap_or_default();
        before.and(self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default())
    }
}

/// A length as the 32-bit number that offsets are kept in.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// How many links are followed one after the other; more is taken for a cycle.
const MAX_LINKS: usize = 16;

/// Every file that an analysis may look at, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    by_path: Arc<BTreeMap<String, FileId>>,
    unreadable: Vec<(String, String)>,
    links: BTreeMap<String, String>,
}

impl Sources {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds a set from paths (relative, with `/`) and texts. Of two files with one path the last
    /// one counts. Files are numbered in the order of their paths, whatever the order given.
    #[must_use]
    pub fn from_files<P: Into<String>, T: Into<Arc<str>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let sorted: BTreeMap<String, Arc<str>> = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        Sources::of(sorted.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect())
    }

    /// Of files in the order of their paths.
    fn of(files: Vec<Arc<SourceFile>>) -> Self {
        let by_path = files.iter().enumerate().map(|(index, file)| (file.path.clone(), FileId(count(index)))).collect();
        Sources { files, by_path: Arc::new(by_path), ..Sources::default() }
    }

    /// The same files, some of them with another text.
    #[must_use]
    pub fn with_texts(&self, texts: &BTreeMap<FileId, String>) -> Self {
        let mut changed = self.clone();
        for (id, text) in texts {
            if let Some(file) = changed.files.get_mut(id.0 as usize) {
                *file = Arc::new(SourceFile::new(file.path.clone(), Arc::from(text.as_str())));
            }
        }
        changed
    }

    /// The same files and some more; the files may get other numbers.
    #[must_use]
    pub fn with_files(&self, more: impl IntoIterator<Item = (String, String)>) -> Self {
        self.with_changes(more.into_iter().map(|(path, text)| (path, Some(text))))
    }

    /// The same files but for those that are given: each with another text, or none to leave it out. The files may get
    /// other numbers.
    #[must_use]
    pub fn with_changes(&self, changes: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        let changes: BTreeMap<String, Option<String>> = changes.into_iter().collect();
        // What is known of a file that stays is kept with it.
        let made = |path: &String, text: &str| Arc::new(SourceFile::new(path.clone(), Arc::from(text)));
        let stays = |(path, text): (&String, &Option<String>)| text.is_some() && self.by_path.contains_key(path);
        if changes.iter().all(stays) {
            let mut changed = self.clone();
            for (path, text) in &changes {
                if let (Some(id), Some(text)) = (self.by_path.get(path), text)
                    && let Some(file) = changed.files.get_mut(id.0 as usize).filter(|file| *file.text != **text)
                {
                    *file = made(path, text);
                }
            }
            return changed;
        }
        let known = self.files.iter().map(|file| (file.path.clone(), Arc::clone(file)));
        let mut files: BTreeMap<String, Arc<SourceFile>> = known.collect();
        for (path, text) in &changes {
            match text {
                Some(text) => drop(files.insert(path.clone(), made(path, text))),
                None => drop(files.remove(path)),
            }
        }
        let (unreadable, links) = (self.unreadable.clone(), self.links.clone());
        Sources { unreadable, links, ..Sources::of(files.into_values().collect()) }
    }

    /// Whether these are the same files, with the same texts, of which the same is known.
    #[must_use]
    pub fn is_same(&self, other: &Sources) -> bool {
        let is_same = |one: &Arc<SourceFile>, two: &Arc<SourceFile>| {
            Arc::ptr_eq(one, two) || (one.path == two.path && (Arc::ptr_eq(&one.text, &two.text) || one.text == two.text))
        };
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(one, two)| is_same(one, two))
            && self.unreadable == other.unreadable
            && self.links == other.links
    }

    /// Notes a file that exists but could not be read, and why, so that `coverage` can say so.
    pub fn add_unreadable(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.unreadable.push((path.into(), reason.into()));
        self.unreadable.sort();
    }

    /// The files that could not be read: path and reason, sorted.
    #[must_use]
    pub fn unreadable(&self) -> &[(String, String)] {
        &self.unreadable
    }

    /// Notes that a path is a link to another one of the project.
    pub fn add_link(&mut self, path: impl Into<String>, target: impl Into<String>) {
        self.links.insert(path.into(), target.into());
    }

    /// The paths that are links to others of the project, with what they lead to.
    #[must_use]
    pub fn links(&self) -> &BTreeMap<String, String> {
        &self.links
    }

    /// A path with the project's links in it followed.
    #[must_use]
    pub fn resolve(&self, path: &str) -> String {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let link = self.links.iter().find_map(|(link, target)| {
                let rest = path.strip_prefix(link.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
                Some(format!("{target}{rest}").trim_start_matches('/').to_owned())
            });
            match link {
                Some(followed) => path = followed,
                None => break,
            }
        }
        path
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(count(index)), &**file))
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file at this path, if there is one.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        let linked = || self.by_path.get(&self.resolve(path)).copied();
        self.by_path.get(path).copied().or_else(|| if self.links.is_empty() { None } else { linked() })
    }

    /// The file at this path, if there is one; links are not followed.
    #[must_use]
    pub fn find_exactly(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The files whose path starts with `prefix`, in order.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, FileId)> {
        self.by_path
            .range(prefix.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, id)| (path.as_str(), *id))
    }

    /// The text that a span covers; empty where the span does not fit the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.files.get(span.file.0 as usize).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    /// The path of the file that a span lies in.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).path()
    }

    /// Where a span starts.
    #[must_use]
    pub fn start(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// Where a span ends: the position just behind its last character.
    #[must_use]
    pub fn end(&self, span: Span) -> Position {
        self.file(span.file).position(span.end)
    }
}

fn line_starts(text: &str) -> Arc<[u32]> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| count(at + 1))).collect()
}

/// Whether a path is one of the tests.
#[must_use]
pub fn is_test(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "Tests" | "test" | "Test")) || path.ends_with("Test.php")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_quotes_are_names() {
        let text = "create('boats', \"trips\"); // it's 'two words' 'ä_1' 'open";
        assert_eq!(quoted_words(text).collect::<Vec<_>>(), ["boats", "trips", "ä_1"]);
        assert_eq!(quoted_words("''\"").count(), 0);
    }

    #[test]
    fn positions_count_characters_from_one() {
        let sources = Sources::from_files([("a.php", "<?php\n// ä𝄞x\n")]);
        let file = sources.file(FileId(0));
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        let x = u32::try_from(file.text().find('x').expect("x is there")).expect("small");
        assert_eq!(file.position(x), Position { line: 2, column: 6 });
        assert_eq!(file.utf16_position(x), (2, 6));
        assert_eq!(file.position(9999).line, 3);
    }

    #[test]
    fn lines_have_no_end() {
        let sources = Sources::from_files([("a.php", "one\r\n\n two")]);
        let file = sources.file(FileId(0));
        let line = |number| file.line(number).map(|range| &file.text()[range]);
        assert_eq!([0, 1, 2, 3, 4].map(line), [None, Some("one"), Some(""), Some(" two"), None]);
    }

    #[test]
    fn positions_in_long_lines_are_the_same() {
        let text = format!("<?php\n{}x\n{}y", "aä𝄞".repeat(5_000), "b".repeat(9_000));
        let sources = Sources::from_files([("a.php", &*text)]);
        let file = sources.file(FileId(0));
        let at = |what: char| u32::try_from(text.find(what).expect("it is there")).expect("small");
        assert_eq!(file.position(at('x')), Position { line: 2, column: 15_001 });
        assert_eq!(file.utf16_position(at('x')), (2, 20_000));
        assert_eq!(file.position(at('y')), Position { line: 3, column: 9_001 });
        assert_eq!(file.position(u32::MAX), Position { line: 3, column: 9_002 });
    }

    #[test]
    fn files_are_numbered_by_path() {
        let sources = Sources::from_files([("b", "2"), ("a", "1"), ("a/c", "3")]);
        assert_eq!(sources.iter().map(|(_, f)| f.path()).collect::<Vec<_>>(), ["a", "a/c", "b"]);
        assert_eq!(sources.under("a/").map(|(path, _)| path).collect::<Vec<_>>(), ["a/c"]);
    }
}

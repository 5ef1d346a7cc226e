//! What an evaluation asks a program for, so that it is known what its results rest on.
//!
//! All look-ups of [`Program`](super::program::Program) note what they are asked: a class, a function, a constant or a file by
//! its name, what lies in a folder, whether a class has children. That there is none is an answer, too. The answers themselves
//! are not kept: two programs are compared by [`Prints`](super::prints::Prints), and what rests on none of the answers that
//! differ between them would be the same again.
//!
//! An evaluation runs on one thread from its beginning to its end, and what it asks is noted there. Where nobody wants to know,
//! nothing is noted.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashSet;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A question, as a number: what is asked for, and its name.
pub type Question = u64;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The class of a name, in lower case, with all that it has from others.
    Class,
    /// The classes below a class, by its name in lower case.
    Children,
    /// The function of a name, in lower case.
    Function,
    /// The constant of a name.
    Constant,
    /// The file at a path: whether there is one, and its text.
    File,
    /// The paths that end in a file's name.
    Named,
    /// Whether a function may reach a table, by its path and the byte that it begins with.
    Reach,
    /// Whether a class of the project uses a trait, by its name in lower case.
    Used,
}

/// The question of this subject and name.
#[must_use]
pub fn question(subject: Subject, name: &str) -> Question {
    xxh3_64_with_seed(name.as_bytes(), subject as u64)
}

/// The name of a function in questions whether it reaches a table: its file's path, and the byte that it begins with.
#[must_use]
pub fn reach_name(path: &str, start: u32) -> String {
    format!("{path}:{start}")
}

/// All that an evaluation asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// The folders whose files were listed: what their paths start with.
    pub folders: BTreeSet<String>,
    /// The files that hold data alone, and of which the trees were asked for all the same.
    pub data: BTreeSet<String>,
    /// Whether all classes or all files were gone through.
    pub everything: bool,
    /// Whether all files were gone through, and not only what classes have from each other.
    pub texts: bool,
}

/// A question to the texts of all files: whether the file at a path, with its text, is one of those that are looked for.
pub type Scan = Arc<dyn Fn(&str, &str) -> bool + Send + Sync>;

thread_local! {
    static IS_NOTED: Cell<bool> = const { Cell::new(false) };
    static NOTED: RefCell<(HashSet<Question>, Asked)> = RefCell::default();
    static SCANS: RefCell<Vec<Scan>> = RefCell::default();
}

/// Does something, and gives what it asked as well.
pub fn while_noting<T>(work: impl FnOnce() -> T) -> (T, Asked) {
    NOTED.with_borrow_mut(|(questions, asked)| {
        questions.clear();
        *asked = Asked::default();
    });
    IS_NOTED.set(true);
    let result = work();
    IS_NOTED.set(false);
    let asked = NOTED.with_borrow_mut(|(questions, asked)| {
        let mut asked = std::mem::take(asked);
        asked.questions = questions.drain().collect();
        asked.questions.sort_unstable();
        asked
    });
    (result, asked)
}

/// The same, with the questions to the texts of all files, which cannot be written down.
pub fn while_noting_scans<T>(work: impl FnOnce() -> T) -> (T, Asked, Vec<Scan>) {
    SCANS.take();
    let (result, asked) = while_noting(work);
    (result, asked, SCANS.take())
}

/// Notes a question to the texts of all files.
pub(super) fn note_scan(scan: impl FnOnce() -> Scan) {
    if is_noted() {
        SCANS.with_borrow_mut(|scans| scans.push(scan()));
    }
}

/// Whether somebody wants to know what is asked now.
#[must_use]
pub fn is_noted() -> bool {
    IS_NOTED.get()
}

/// Notes a question.
pub fn note(subject: Subject, name: &str) {
    if is_noted() {
        let question = question(subject, name);
        NOTED.with_borrow_mut(|(questions, _)| {
            questions.insert(question);
        });
    }
}

/// Notes that a folder is listed.
pub(super) fn note_folder(prefix: &str) {
    if is_noted() {
        NOTED.with_borrow_mut(|(_, asked)| {
            if !asked.folders.contains(prefix) {
                asked.folders.insert(prefix.to_owned());
            }
        });
    }
}

/// Notes that the tree of a file is asked for that holds data alone.
pub(super) fn note_data(path: &str) {
    NOTED.with_borrow_mut(|(_, asked)| {
        if !asked.data.contains(path) {
            asked.data.insert(path.to_owned());
        }
    });
}

/// Notes that all is gone through.
pub(super) fn note_everything() {
    if is_noted() {
        NOTED.with_borrow_mut(|(_, asked)| asked.everything = true);
    }
}

/// Notes that the texts of all files are gone through.
pub(super) fn note_texts() {
    if is_noted() {
        NOTED.with_borrow_mut(|(_, asked)| (asked.everything, asked.texts) = (true, true));
    }
}

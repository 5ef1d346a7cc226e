//! How spans are written down and read again: what was said of files under their numbers of one day is read with those that
//! they have on another.

use std::cell::RefCell;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FileId, Span};

/// What the numbers of files mean that are read.
#[derive(Clone, Debug, Default)]
pub enum Numbers {
    /// What they meant when they were written.
    #[default]
    Same,
    /// All of them this file.
    One(FileId),
    /// Each what stands in its place here; none if the file is gone.
    Table(Arc<[Option<FileId>]>),
}

thread_local! {
    static NUMBERS: RefCell<(Numbers, bool)> = RefCell::default();
}

/// Reads something in which the numbers of files mean this. None if a file is gone of which it speaks.
pub fn reading<T>(numbers: Numbers, read: impl FnOnce() -> Option<T>) -> Option<T> {
    NUMBERS.set((numbers, true));
    let result = read();
    let (_, complete) = NUMBERS.take();
    result.filter(|_| complete)
}

impl Span {
    /// What is written nowhere.
    const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.file.0, self.start, self.end.wrapping_sub(self.start)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (number, start, length) = <(u32, u32, u32)>::deserialize(deserializer)?;
        let span = Span { file: FileId(number), start, end: start.wrapping_add(length) };
        Ok(NUMBERS.with_borrow_mut(|(numbers, complete)| match numbers {
            Numbers::Same => span,
            Numbers::One(file) => Span { file: *file, ..span },
            Numbers::Table(_) if span == Span::NOWHERE => span,
            Numbers::Table(files) => match files.get(number as usize).copied().flatten() {
                Some(file) => Span { file, ..span },
                None => {
                    *complete = false;
                    span
                }
            },
        }))
    }
}

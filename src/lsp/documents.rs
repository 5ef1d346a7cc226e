//! The texts that editors hold.

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::encoding::{Encoding, Lines};

/// A text that an editor holds.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its address, as the client spells it.
    pub(super) uri: Uri,
    /// The client's number of this state of it.
    pub(super) version: i32,
    /// All of it.
    pub(super) text: String,
}

impl Document {
    /// Makes the changes, one after the other: each counts in what the ones before have made.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        self.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let bytes = Lines::new(&self.text, encoding).bytes(change.range);
                    self.text.replace_range(bytes, &change.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => self.text = change.text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    use super::*;

    #[test]
    fn changes_count_in_what_those_before_have_made() {
        let mut document = Document { uri: Uri(String::new()), version: 1, text: "ä\r\nbc\r\n".to_owned() };
        #[expect(deprecated, reason = "the field is there")]
        let change = |line: u32, from: u32, to: u32, text: &str| {
            let place = |character| Position { line, character };
            let range = Range { start: place(from), end: place(to) };
            let text = text.to_owned();
            TextDocumentContentChangeEvent::from(TextDocumentContentChangePartial { range, range_length: None, text })
        };
        document.change(2, vec![change(0, 1, 1, "x\r\n"), change(2, 0, 1, "𝄞")], Encoding::Utf16);
        assert_eq!(document.text, "äx\r\n\r\n𝄞c\r\n");
        assert_eq!(document.version, 2);
    }
}

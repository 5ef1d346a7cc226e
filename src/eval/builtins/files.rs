//! Functions that look at the project's own files.

use std::rc::Rc;

use super::super::text::Text;
use super::super::value::Value;
use super::super::{Host, Interp, ROOT};
use super::{Answer, Given};

pub(super) fn call<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "file_exists" | "is_file" => match given.text(0) {
            Some(path) if path.starts_with(ROOT) && path.ends_with(".php") => Some(Value::Bool(cx.find_file(&path).is_some())),
            _ => None,
        },
        "file_get_contents" => given.text(0).and_then(|path| cx.find_file(&path)).map(|file| {
            let text = cx.program.sources().file(file).text();
            let span = crate::source::Span::new(file, 0, text.len());
            Value::Str(Rc::new(Text::literal(text, span, true)))
        }),
        _ => return None,
    })
}

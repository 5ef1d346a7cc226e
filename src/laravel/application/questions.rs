//! Questions that code asks before it uses a name: what comes behind them is there only where they are answered with yes.

use crate::eval::{Args, Interp, Value};
use crate::laravel::Laravel;
use crate::references::ANY_TABLE;
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A function that asks whether a name is one of a list that nobody knows, or whether a plugin is there.
    pub(in crate::laravel) fn asked_first(cx: &mut Interp<'a, Self>, function: &str, args: &Args<'a>) -> Option<Value<'a>> {
        if function != "in_array" {
            // What a plugin brings, its tables and columns, is only used where it is.
            return Some(cx.host.probe(ANY_TABLE, Some(ANY_TABLE)));
        }
        let name = args.value(0).and_then(Value::as_str)?;
        let lists_any = |value: &Value<'a>| match value {
            Value::Unknown(_) => true,
            Value::Array(list) => list.open && list.entries.is_empty(),
            _ => false,
        };
        args.value(1).is_some_and(lists_any).then(|| cx.host.probe(ANY_TABLE, Some(&name)))
    }

    /// Notes that a text stands behind a question for the column that it names, and is there only if the column is.
    pub(in crate::laravel) fn note_asked_text(&mut self, asked: &[u32], text: &str, span: Span) {
        if !EXPLORE || text.is_empty() || text.contains(char::is_whitespace) {
            return;
        }
        let column = text.rsplit('.').next().unwrap_or(text);
        let is_it = |of: &str| of == ANY_TABLE || of.eq_ignore_ascii_case(column);
        let probes = asked.iter().filter_map(|number| self.replay.probes.get(*number as usize));
        if probes.filter_map(|probe| probe.column.as_deref()).any(is_it) {
            let end = span.end.saturating_sub(1);
            let start = end.saturating_sub(u32::try_from(column.len()).unwrap_or(0));
            self.found.probed.insert(Span { start, end, ..span });
        }
    }
}

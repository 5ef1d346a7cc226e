//! Values that leave the known code: what is done to them there is not known.

use std::rc::Rc;

use crate::eval::{Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;
use crate::source::Span;

/// How deep arrays and objects that leave the known code are looked into.
const DEPTH: u32 = 2;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What can be reached from a value may be changed by code that is not known.
    pub(in crate::laravel) fn escapes(cx: &mut Interp<'a, Self>, value: &Value<'a>, span: Span) {
        Self::escape(cx, value, span, DEPTH);
    }

    fn escape(cx: &mut Interp<'a, Self>, value: &Value<'a>, span: Span, depth: u32) {
        match value {
            Value::Host(id) => match cx.host.thing_mut(*id) {
                Some(Thing::Blueprint(blueprint)) => blueprint.open_at = blueprint.open_at.or(Some(span)),
                Some(Thing::Query(query)) => query.escaped = true,
                _ => {}
            },
            Value::Array(list) if depth > 0 => {
                let list = Rc::clone(list);
                list.entries.iter().for_each(|entry| Self::escape(cx, &entry.value, span, depth - 1));
            }
            Value::Object(object) if depth > 0 => {
                let values: Vec<Value<'a>> = object.properties.borrow().iter().map(|(_, value)| value.clone()).collect();
                for value in &values {
                    Self::escape(cx, value, span, depth - 1);
                }
            }
            _ => {}
        }
    }
}

//! JSON.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::arrays::key_of;
use super::super::numbers::exact;
use super::super::strings::{Builder, MAX_MADE};
use super::super::text::Text;
use super::super::value::{Array, Key, Object, Value, Why};
use super::{Answer, Given};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "json_encode" => given.value(0).zip(given.int_or(1, 0)).map(|(value, flags)| {
            let mut json = Encoder { out: Builder::default(), flags, length: 0 };
            json.value(value, 0);
            json.out.value()
        }),
        "json_decode" => decode(given),
        "json_validate" => given.text(0).map(|text| Value::Bool(serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok())),
        "json_last_error" => None,
        _ => return None,
    })
}

const HEX_TAG: i64 = 1;
const HEX_AMP: i64 = 2;
const HEX_APOS: i64 = 4;
const HEX_QUOT: i64 = 8;
const FORCE_OBJECT: i64 = 16;
const NUMERIC_CHECK: i64 = 32;
const UNESCAPED_SLASHES: i64 = 64;
const PRETTY_PRINT: i64 = 128;
const UNESCAPED_UNICODE: i64 = 256;
const PRESERVE_ZERO_FRACTION: i64 = 1024;

/// The deepest nesting that is encoded.
const MAX_DEPTH: usize = 128;

struct Encoder {
    out: Builder,
    flags: i64,
    length: usize,
}

impl Encoder {
    fn has(&self, flag: i64) -> bool {
        self.flags & flag != 0
    }

    fn put(&mut self, text: &str) {
        self.length += text.len();
        self.out.push_str(text);
    }

    fn unknown(&mut self, why: Why) {
        self.out.push(&Text::unknown(why));
    }

    fn value(&mut self, value: &Value<'_>, depth: usize) {
        if depth > MAX_DEPTH || self.length > MAX_MADE {
            return self.unknown(Why::Bound);
        }
        match value {
            Value::Null => self.put("null"),
            Value::Bool(truth) => self.put(if *truth { "true" } else { "false" }),
            Value::Int(number) => self.put(&number.to_string()),
            Value::Float(number) if number.is_finite() => {
                let mut spelled = exact(*number);
                if self.has(PRESERVE_ZERO_FRACTION) && !spelled.contains(['.', 'e']) {
                    spelled.push_str(".0");
                }
                self.put(&spelled);
            }
            Value::Str(text) => self.string(text),
            Value::Array(array) if !array.is_complete() => self.unknown(Why::Data),
            Value::Array(array) => {
                let list = array.is_list() && !self.has(FORCE_OBJECT);
                let entries: Vec<_> =
                    array.entries.iter().map(|entry| ((!list).then(|| key_text(&entry.key)), &entry.value)).collect();
                self.members(&entries, if list { ('[', ']') } else { ('{', '}') }, depth);
            }
            Value::Object(object) if object.class.is_none() && object.case.is_none() => {
                let properties = object.properties.borrow();
                let entries: Vec<_> = properties.iter().map(|(name, value)| (Some(name.to_string()), value)).collect();
                self.members(&entries, ('{', '}'), depth);
            }
            Value::Object(object) if object.case.is_some() => match object.get("value") {
                Some(value) => self.value(&value, depth),
                None => self.unknown(Why::Data),
            },
            Value::Unknown(why) => self.unknown(*why),
            Value::OneOf(_) => self.unknown(Why::Choices),
            _ => self.unknown(Why::Data),
        }
    }

    fn members(&mut self, entries: &[(Option<String>, &Value<'_>)], (open, close): (char, char), depth: usize) {
        self.put(&open.to_string());
        let pretty = self.has(PRETTY_PRINT) && !entries.is_empty();
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 {
                self.put(",");
            }
            if pretty {
                self.put("\n");
                self.put(&"    ".repeat(depth + 1));
            }
            if let Some(key) = key {
                let quoted = self.quoted(key);
                self.put("\"");
                self.put(&quoted);
                self.put(if pretty { "\": " } else { "\":" });
            }
            self.value(value, depth + 1);
        }
        if pretty {
            self.put("\n");
            self.put(&"    ".repeat(depth));
        }
        self.put(&close.to_string());
    }

    fn string(&mut self, text: &Text) {
        let number = text.known().filter(|_| self.has(NUMERIC_CHECK)).and_then(|text| super::super::numbers::numeric(&text));
        if let Some(number) = number {
            return self.value(&number, 0);
        }
        self.put("\"");
        let quoted = text.map(|part| self.quoted(part));
        self.length += quoted.known().map_or(0, |text| text.len());
        self.out.push(&quoted);
        self.put("\"");
    }

    fn quoted(&self, text: &str) -> String {
        use fmt::Write;
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '"' if self.has(HEX_QUOT) => out.push_str("\\u0022"),
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '/' if !self.has(UNESCAPED_SLASHES) => out.push_str("\\/"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '<' if self.has(HEX_TAG) => out.push_str("\\u003C"),
                '>' if self.has(HEX_TAG) => out.push_str("\\u003E"),
                '&' if self.has(HEX_AMP) => out.push_str("\\u0026"),
                '\'' if self.has(HEX_APOS) => out.push_str("\\u0027"),
                letter if letter.is_control() && letter.is_ascii() && letter != '\u{7f}' => {
                    let _ = write!(out, "\\u{:04x}", u32::from(letter));
                }
                letter if letter.is_ascii() || (self.has(UNESCAPED_UNICODE) && !matches!(letter, '\u{2028}' | '\u{2029}')) => {
                    out.push(letter);
                }
                letter => {
                    let mut units = [0; 2];
                    for unit in letter.encode_utf16(&mut units) {
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
        out
    }
}

fn key_text(key: &Key) -> String {
    match key {
        Key::Int(number) => number.to_string(),
        Key::Str(name) => name.to_string(),
    }
}

fn decode<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let text = given.text(0)?;
    let flags = given.int_or(3, 0)?;
    let arrays = given.flag(1, false)? || flags & 1 != 0;
    if text.len() > MAX_MADE || given.has(2) && given.int(2)? < 64 {
        return None;
    }
    let mut json = serde_json::Deserializer::from_str(&text);
    match json.deserialize_any(Reader { arrays, makes: PhantomData }).and_then(|value| json.end().map(|()| value)) {
        Ok(value) => Some(value.0),
        // PHP's bound of depth is another one, and big or odd numbers may be none here.
        Err(error) if error.to_string().contains("recursion") || error.to_string().contains("number") => None,
        Err(_) if flags & (1 << 22) != 0 => None,
        Err(_) => Some(Value::Null),
    }
}

/// Reads JSON into values, the members of objects in their order.
#[derive(Clone, Copy)]
struct Reader<'a> {
    arrays: bool,
    makes: PhantomData<fn() -> Value<'a>>,
}

/// What is read. A type of its own, for the traits of `serde` are not this crate's.
struct Decoded<'a>(Value<'a>);

impl<'de, 'a> serde::de::DeserializeSeed<'de> for Reader<'a> {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self).map(|decoded| decoded.0)
    }
}

impl<'de, 'a> Visitor<'de> for Reader<'a> {
    type Value = Decoded<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Decoded(Value::Null))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Decoded(Value::Bool(truth)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Decoded(Value::Int(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "PHP makes a float of a number that is too big")]
        let float = number as f64;
        Ok(Decoded(i64::try_from(number).map_or(Value::Float(float), Value::Int)))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Decoded(Value::Float(number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Decoded(Value::string(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Array::default();
        while let Some(value) = elements.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Decoded(Value::array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        if self.arrays {
            let mut array = Array::default();
            while let Some(name) = members.next_key::<String>()? {
                let value = members.next_value_seed(self)?;
                if let Some(key) = key_of(&Value::string(name)) {
                    array.set(key, None, value);
                }
            }
            return Ok(Decoded(Value::array(array)));
        }
        let object = Object::new(None, true, None);
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            object.set(&name, value);
        }
        Ok(Decoded(Value::Object(Rc::clone(&object))))
    }
}

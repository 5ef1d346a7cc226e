//! Functions that give a string in another shape: its case, its ends, its length.

use std::rc::Rc;

use super::super::strings::{BLANKS, Builder, MAX_MADE, change_first, changed, sliced, unknown_text};
use super::super::text::{Part, Text};
use super::super::value::{Value, Why};
use super::{Answer, Given};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "strtolower" => parts(given, str::to_ascii_lowercase),
        "strtoupper" => parts(given, str::to_ascii_uppercase),
        "mb_strtolower" => parts(given, str::to_lowercase),
        "mb_strtoupper" => parts(given, str::to_uppercase),
        "ucfirst" => first(given, |letter| letter.to_ascii_uppercase().to_string()),
        "lcfirst" => first(given, |letter| letter.to_ascii_lowercase().to_string()),
        "mb_ucfirst" => first(given, |letter| letter.to_uppercase().to_string()),
        "mb_lcfirst" => first(given, |letter| letter.to_lowercase().to_string()),
        "ucwords" => ucwords(given),
        "mb_convert_case" => convert_case(given),
        "trim" => trim(given, true, true),
        "ltrim" => trim(given, true, false),
        "rtrim" | "chop" => trim(given, false, true),
        "mb_trim" => mb_trim(given, true, true),
        "mb_ltrim" => mb_trim(given, true, false),
        "mb_rtrim" => mb_trim(given, false, true),
        "addslashes" => {
            whole(given, |text| text.replace('\\', "\\\\").replace('\'', "\\'").replace('"', "\\\"").replace('\0', "\\0"))
        }
        "stripslashes" => whole(given, stripslashes),
        "quotemeta" => whole(given, |text| escaped(text, |c| ".\\+*?[^]$()".contains(c))),
        "nl2br" => whole(given, nl2br),
        "htmlspecialchars" | "htmlentities" if given.len() == 1 => {
            let plain = |text: &str| name == "htmlspecialchars" || text.is_ascii();
            match given.text(0) {
                Some(text) if plain(&text) => whole(given, |text| {
                    text.replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('"', "&quot;")
                        .replace('\'', "&#039;")
                }),
                _ => None,
            }
        }
        "strrev" => given
            .known(0)
            .filter(|(_, text)| text.is_ascii())
            .map(|(from, text)| changed(&from, &text.chars().rev().collect::<String>())),
        "str_repeat" => repeat(given),
        "str_pad" => pad(given, false),
        "mb_str_pad" => pad(given, true),
        "wordwrap" => wordwrap(given),
        "chunk_split" => chunk_split(given),
        "strval" => given.written(0).map(Value::Str),
        "iconv" | "mb_convert_encoding" => {
            let (from, text) = given.known(if name == "iconv" { 2 } else { 0 })?;
            text.is_ascii().then_some(Value::Str(from))
        }
        "utf8_encode" | "utf8_decode" | "mb_scrub" | "normalizer_normalize" => {
            given.known(0).filter(|(_, text)| text.is_ascii()).map(|(from, _)| Value::Str(from))
        }
        "escapeshellarg"
        | "htmlspecialchars_decode"
        | "html_entity_decode"
        | "htmlentities"
        | "htmlspecialchars"
        | "strip_tags" => {
            let plain = |text: &str| !text.contains(['<', '>', '&', '\'', '"', '\0']);
            given.known(0).filter(|(_, text)| name != "escapeshellarg" && plain(text)).map(|(from, _)| Value::Str(from))
        }
        _ => return None,
    })
}

/// A change of every part by itself.
fn parts<'a>(given: Given<'_, 'a>, change: impl Fn(&str) -> String) -> Answer<'a> {
    Some(Value::Str(Rc::new(given.written(0)?.map(change))))
}

/// A change that needs the whole string.
fn whole<'a>(given: Given<'_, 'a>, change: impl Fn(&str) -> String) -> Answer<'a> {
    let text = given.written(0)?;
    Some(match text.known() {
        Some(known) if known.len() <= MAX_MADE => changed(&text, &change(&known)),
        _ => unknown_text(&text),
    })
}

/// A change of the first letter, which has to be known.
fn first<'a>(given: Given<'_, 'a>, change: impl Fn(char) -> String) -> Answer<'a> {
    let text = given.written(0)?;
    match text.known() {
        Some(known) => Some(changed(&text, &change_first(&known, change))),
        None => match text.parts().split_first() {
            Some((Part::Known(start, _), rest)) => {
                let mut whole = Builder::default();
                whole.push_str(&change_first(start, change));
                for part in whole_of(rest) {
                    whole.push(&part);
                }
                Some(whole.value())
            }
            _ => Some(unknown_text(&text)),
        },
    }
}

/// Parts of a string as strings of their own.
fn whole_of(parts: &[Part]) -> Vec<Text> {
    let one = |part: &Part| match part {
        Part::Known(text, Some(written)) => Text::literal(text, written.span, written.verbatim),
        Part::Known(text, None) => Text::computed(text),
        Part::Unknown(why) => Text::unknown(*why),
    };
    parts.iter().map(one).collect()
}

fn escaped(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if special(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn stripslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next().map(|next| if next == '0' { '\0' } else { next })),
            other => out.push(other),
        }
    }
    out
}

fn nl2br(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let pair = matches!(rest.get(at..at + 2), Some("\r\n" | "\n\r"));
        let end = at + if pair { 2 } else { 1 };
        out.push_str(&rest[..at]);
        out.push_str("<br />");
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    out + rest
}

fn ucwords<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let ends = given.text_or(1, " \t\r\n\u{c}\u{b}")?;
    whole(given, |text| {
        let mut starts = true;
        let capital = |letter: char| {
            let made = if starts { letter.to_ascii_uppercase() } else { letter };
            starts = ends.contains(letter);
            made
        };
        text.chars().map(capital).collect()
    })
}

fn convert_case<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    match given.int(1)? {
        0 | 4 => parts(given, str::to_uppercase),
        1 | 5 => parts(given, str::to_lowercase),
        2 | 6 => whole(given, title),
        _ => None,
    }
}

/// Each word with a capital and small letters behind it, as `mb_convert_case` with `MB_CASE_TITLE` has it.
#[must_use]
pub fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars() {
        // Neither a word's letter nor its end.
        let ignored = matches!(letter, '\'' | '.' | ':' | '^' | '`' | '¨' | '\u{ad}' | '·' | '’' | '\u{300}'..='\u{36f}');
        let cased = letter.is_lowercase() || letter.is_uppercase();
        if inside {
            out.extend(letter.to_lowercase());
        } else {
            out.extend(letter.to_uppercase());
        }
        if !ignored {
            inside = cased;
        }
    }
    out
}

/// The characters of a list in which `a..z` stands for all between.
fn letters_of(list: &str) -> Vec<char> {
    let given: Vec<char> = list.chars().collect();
    let mut letters = Vec::new();
    let mut at = 0;
    while let Some(&letter) = given.get(at) {
        match (given.get(at + 1), given.get(at + 2), given.get(at + 3)) {
            (Some('.'), Some('.'), Some(&last)) if last >= letter && last.is_ascii() => {
                letters.extend(letter..=last);
                at += 4;
            }
            _ => {
                letters.push(letter);
                at += 1;
            }
        }
    }
    letters
}

fn trim<'a>(given: Given<'_, 'a>, left: bool, right: bool) -> Answer<'a> {
    let text = given.written(0)?;
    let letters = letters_of(&given.text_or(1, BLANKS)?);
    if letters.iter().any(|letter| !letter.is_ascii()) && !text.known()?.is_ascii() {
        return None;
    }
    Some(trimmed(&text, |letter| letters.contains(&letter), left, right))
}

fn mb_trim<'a>(given: Given<'_, 'a>, left: bool, right: bool) -> Answer<'a> {
    let text = given.written(0)?;
    if !given.has(1) {
        return Some(trimmed(&text, |letter| letter.is_whitespace() || matches!(letter, '\0' | '\u{180e}'), left, right));
    }
    let letters = given.text(1)?;
    Some(trimmed(&text, |letter| letters.contains(letter), left, right))
}

/// A string without certain letters at its ends. Of a string that is known in parts, the known ends.
#[must_use]
pub fn trimmed<'a>(text: &Text, cut: impl Fn(char) -> bool, left: bool, right: bool) -> Value<'a> {
    if let Some(known) = text.known() {
        let start = if left { known.len() - known.trim_start_matches(&cut).len() } else { 0 };
        let end = if right { known.trim_end_matches(&cut).len().max(start) } else { known.len() };
        return sliced(text, start, end).unwrap_or_else(|| unknown_text(text));
    }
    let mut pieces: Vec<Text> = whole_of(text.parts());
    if left && let Some(known) = pieces.first().and_then(Text::known) {
        let start = known.len() - known.trim_start_matches(&cut).len();
        if start == known.len() {
            return unknown_text(text);
        }
        if let (Some(piece), Some(first)) = (super::super::strings::slice(&pieces[0], start, known.len()), pieces.first_mut()) {
            *first = piece;
        }
    }
    if right && let Some(known) = pieces.last().and_then(Text::known) {
        let end = known.trim_end_matches(&cut).len();
        if end == 0 {
            return unknown_text(text);
        }
        if let Some(last) = pieces.last_mut()
            && let Some(piece) = super::super::strings::slice(last, 0, end)
        {
            *last = piece;
        }
    }
    let mut whole = Builder::default();
    for piece in &pieces {
        whole.push(piece);
    }
    whole.value()
}

fn repeat<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (from, text) = given.known(0)?;
    let times = usize::try_from(given.int(1)?).ok()?;
    if text.len().saturating_mul(times) > MAX_MADE {
        return Some(Value::Unknown(Why::Bound));
    }
    Some(if times == 1 { Value::Str(from) } else { Value::string(text.repeat(times)) })
}

fn pad<'a>(given: Given<'_, 'a>, letters: bool) -> Answer<'a> {
    let (from, text) = given.known(0)?;
    let width = usize::try_from(given.int(1)?).unwrap_or(0);
    let fill = given.text_or(2, " ")?;
    // STR_PAD_LEFT is 0, STR_PAD_RIGHT 1, STR_PAD_BOTH 2.
    let side = given.int_or(3, 1)?;
    padded(&from, &text, width, &fill, side, letters)
}

/// A string filled up to a width.
pub(super) fn padded<'a>(from: &Text, text: &str, width: usize, fill: &str, side: i64, letters: bool) -> Answer<'a> {
    if fill.is_empty() || width > MAX_MADE || (!letters && !fill.is_ascii()) {
        return None;
    }
    let length = if letters { text.chars().count() } else { text.len() };
    let missing = width.saturating_sub(length);
    let filling = |count: usize| Text::computed(&fill.chars().cycle().take(count).collect::<String>());
    let (before, after) = match side {
        0 => (missing, 0),
        1 => (0, missing),
        2 => (missing / 2, missing - missing / 2),
        _ => return None,
    };
    let mut whole = Builder::default();
    whole.push(&filling(before));
    whole.push(from);
    whole.push(&filling(after));
    Some(whole.value())
}

fn wordwrap<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (from, text) = given.known(0)?;
    let (width, between) = (given.int_or(1, 75)?, given.text_or(2, "\n")?);
    let cut = given.flag(3, false)?;
    if !text.is_ascii() || between.is_empty() || (width <= 0 && cut) || text.len() > 1 << 16 {
        return None;
    }
    let width = usize::try_from(width).unwrap_or(0);
    let (mut out, bytes) = (String::new(), text.as_bytes());
    let (mut start, mut space) = (0, 0);
    let mut at = 0;
    let starts_break = |at: usize| text[at..].starts_with(&*between);
    while at < bytes.len() {
        if starts_break(at) {
            out.push_str(&text[start..at + between.len()]);
            at += between.len() - 1;
            start = at + 1;
            space = start;
        } else if bytes[at] == b' ' {
            if at - start >= width {
                out.push_str(&text[start..at]);
                out.push_str(&between);
                start = at + 1;
            }
            space = at;
        } else if at - start >= width && cut && start >= space {
            out.push_str(&text[start..at]);
            out.push_str(&between);
            start = at;
            space = at;
        } else if at - start >= width && start < space {
            out.push_str(&text[start..space]);
            out.push_str(&between);
            start = space + 1;
            space = start;
        }
        at += 1;
    }
    out.push_str(&text[start..]);
    Some(changed(&from, &out))
}

fn chunk_split<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (from, text) = given.known(0)?;
    let (size, end) = (usize::try_from(given.int_or(1, 76)?).ok()?, given.text_or(2, "\r\n")?);
    if size == 0 || !text.is_ascii() || text.len().saturating_mul(end.len() + 1) > MAX_MADE {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    Some(changed(&from, &letters.chunks(size).map(|chunk| chunk.iter().collect::<String>() + &end).collect::<String>()))
}

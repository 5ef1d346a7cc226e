//! Functions of regular expressions: PCRE's, where the engine here means the same by them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use fancy_regex::{Regex, RegexBuilder};

use super::super::strings::{replaced, sliced};
use super::super::text::Text;
use super::super::value::{Array, Key, Value};
use super::{Answer, Given, count};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "preg_replace" => preg_replace(given),
        "preg_match" => given.text(0).and_then(|pattern| {
            let subject = given.text(1)?;
            let found = Pattern::new(&pattern, &subject)?.first(&subject, offset(given, 4)?)?.is_some();
            Some(Value::Int(i64::from(found)))
        }),
        "preg_match_all" => given.text(0).and_then(|pattern| {
            let subject = given.text(1)?;
            Some(count(Pattern::new(&pattern, &subject)?.all(&subject, offset(given, 4)?)?.len()))
        }),
        "preg_split" => preg_split(given),
        "preg_grep" => preg_grep(given),
        "preg_quote" => preg_quote(given),
        "preg_last_error" => Some(Value::Int(0)),
        "preg_last_error_msg" => Some(Value::string("No error")),
        "fnmatch" if given.len() == 2 => {
            given.text(0).zip(given.text(1)).and_then(|(pattern, text)| wildcard(&pattern, &text)).map(Value::Bool)
        }
        _ => return None,
    })
}

/// A match and its groups.
type Captures<'t> = fancy_regex::Captures<'t, str>;

/// How many matches are looked for.
const MAX_MATCHES: usize = 4096;
/// The longest subject, in bytes.
const MAX_SUBJECT: usize = 1 << 16;
/// How large an expression may become, and how often it may go back.
const MAX_SIZE: usize = 1 << 20;
const MAX_STEPS: usize = 20_000;

fn offset(given: Given<'_, '_>, position: usize) -> Option<usize> {
    given.int_or(position, 0).and_then(|offset| usize::try_from(offset).ok())
}

thread_local! {
    /// Expressions that were compiled before: code that is looked at in many ways asks for the same one again and again.
    static COMPILED: RefCell<BTreeMap<String, Option<Regex>>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many compiled expressions each thread keeps.
const MAX_COMPILED: usize = 256;

/// The compiled expression; none if it is none.
fn compiled(pattern: String) -> Option<Regex> {
    COMPILED.with_borrow_mut(|known| {
        if let Some(regex) = known.get(&pattern) {
            return regex.clone();
        }
        let mut builder = RegexBuilder::new(&pattern);
        builder.backtrack_limit(MAX_STEPS).delegate_size_limit(MAX_SIZE).delegate_dfa_size_limit(MAX_SIZE);
        let regex = builder.build().ok();
        if known.len() >= MAX_COMPILED {
            known.clear();
        }
        known.insert(pattern, regex.clone());
        regex
    })
}

/// A regular expression.
pub struct Pattern {
    regex: Regex,
    /// Whether it may match more where it matches nothing.
    may_be_longer: bool,
}

impl Pattern {
    /// PHP's expression with its delimiters and flags, for one subject; none if it might mean something else here.
    #[must_use]
    pub fn new(pattern: &str, subject: &str) -> Option<Self> {
        let pattern = pattern.trim_start();
        let open = pattern.chars().next().filter(|open| !open.is_alphanumeric() && *open != '\\')?;
        let close = match open {
            '(' => ')',
            '{' => '}',
            '[' => ']',
            '<' => '>',
            same => same,
        };
        let (body, flags) = pattern.get(open.len_utf8()..)?.rsplit_once(close)?;
        let flags = flags.trim_end();
        if !flags.chars().all(|flag| matches!(flag, 'i' | 'm' | 's' | 'u' | 'x' | 'D' | 'U' | 'S' | 'X' | 'A'))
            || subject.len() > MAX_SUBJECT
        {
            return None;
        }
        let has = |flag: char| flags.contains(flag);
        // Without `u`, letters are bytes. A dollar sign also stands before a last line feed.
        let other = (!subject.is_ascii() || !body.is_ascii()) && !has('u');
        let ends = subject.ends_with('\n') && !has('D') && (body.contains('$') || body.contains("\\Z"));
        if other || ends || has('A') || (has('x') && body.contains('[')) {
            return None;
        }
        let mut whole = String::new();
        for flag in ['i', 'm', 's', 'x', 'U'].into_iter().filter(|flag| has(*flag)) {
            whole.push(flag);
        }
        let prefix = if whole.is_empty() { String::new() } else { format!("(?{whole})") };
        let body = translated(body)?;
        let may_be_longer = has('U') || ["|", "*?", "??", "}?"].iter().any(|word| body.contains(word));
        compiled(format!("{prefix}{body}")).map(|regex| Pattern { regex, may_be_longer })
    }

    /// The first match: the outer option is none if that is not known.
    pub fn first<'t>(&self, subject: &'t str, offset: usize) -> Option<Option<Captures<'t>>> {
        if !subject.is_char_boundary(offset) {
            return None;
        }
        self.regex.captures_from_pos(subject, offset).ok()
    }

    /// All matches; none if they are not known.
    #[must_use]
    pub fn all<'t>(&self, subject: &'t str, offset: usize) -> Option<Vec<Captures<'t>>> {
        let mut found: Vec<Captures<'t>> = Vec::new();
        let mut at = offset;
        while at <= subject.len() {
            let Some(captures) = self.first(subject, at)? else { break };
            let place = captures.get(0)?;
            at = place.end();
            if place.start() == place.end() {
                // PCRE looks for a longer match at the same place, which only these could have.
                if self.may_be_longer {
                    return None;
                }
                at += subject[at..].chars().next().map_or(1, char::len_utf8);
            }
            if found.len() >= MAX_MATCHES {
                return None;
            }
            found.push(captures);
        }
        Some(found)
    }

    /// A match as PHP's array of groups: groups that matched nothing are empty, and left out at the end.
    #[must_use]
    pub fn groups<'a>(&self, text: &Text, captures: &Captures<'_>, trims: bool) -> Array<'a> {
        let mut array = Array::default();
        let last = (0..captures.len()).rev().find(|group| !trims || captures.get(*group).is_some()).unwrap_or(0);
        for (group, name) in self.regex.capture_names().enumerate().take(last + 1) {
            let value = captures
                .get(group)
                .and_then(|found| sliced(text, found.start(), found.end()))
                .unwrap_or_else(|| Value::string(""));
            if let Some(name) = name {
                array.set(Key::Str(Rc::from(name)), None, value.clone());
            }
            array.set(Key::Int(i64::try_from(group).unwrap_or(i64::MAX)), None, value);
        }
        array
    }

    /// Each group's number and name.
    pub fn names(&self) -> impl Iterator<Item = (usize, Option<&str>)> {
        self.regex.capture_names().enumerate()
    }
}

/// The words of PCRE that the engine here spells in another way, or does not have: none.
fn translated(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len() + 8);
    let mut letters = body.chars().peekable();
    let mut class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                'h' => out.push_str(if class { " \\t" } else { "[ \\t]" }),
                'R' | 'K' | 'X' | 'C' | 'G' | 'c' | 'Q' | 'E' | 'N' | 'g' | 'H' | 'V' | 'v' | 'o' => return None,
                'e' => out.push_str("\\x1b"),
                'Z' => out.push_str("\\z"),
                escape @ ('p' | 'P' | 'x') if letters.peek() == Some(&'{') => {
                    out.push('\\');
                    out.push(escape);
                    for letter in letters.by_ref() {
                        out.push(letter);
                        if letter == '}' {
                            break;
                        }
                    }
                }
                'k' | 'b' | 'A' | 'z' | 'B' if class => return None,
                other if other.is_ascii_alphanumeric() => {
                    out.push('\\');
                    out.push(other);
                }
                other => plain(&mut out, other),
            },
            '[' if !class => {
                class = true;
                out.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                if letters.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
            }
            '[' if letters.peek() == Some(&':') => {
                out.push('[');
                let mut inner = String::new();
                for letter in letters.by_ref() {
                    inner.push(letter);
                    if letter == ']' {
                        break;
                    }
                }
                out.push_str(&inner);
            }
            '[' => out.push_str("\\["),
            ']' if class => {
                class = false;
                out.push(']');
            }
            '&' | '~' if class => plain(&mut out, letter),
            '-' if class && letters.peek() == Some(&'-') => out.push_str("\\-"),
            '(' if !class && letters.peek() == Some(&'?') => {
                out.push('(');
                out.extend(letters.next());
                if let Some('\'' | '|' | '(' | 'R' | '&' | '#' | 'J' | '0'..='9') = letters.peek() {
                    return None;
                }
            }
            '(' if !class && letters.peek() == Some(&'*') => return None,
            // A brace that counts nothing is a brace.
            '{' if !class => {
                let ahead: String = letters.clone().take_while(|letter| *letter != '}').collect();
                let counts = !ahead.is_empty()
                    && ahead.starts_with(|c: char| c.is_ascii_digit())
                    && ahead.chars().all(|c| c.is_ascii_digit() || c == ',');
                out.push_str(if counts { "{" } else { "\\{" });
            }
            other => out.push(other),
        }
    }
    (!class).then_some(out)
}

/// A letter that means itself.
fn plain(out: &mut String, letter: char) {
    if letter.is_ascii_punctuation()
        && !matches!(letter, '<' | '>' | '/' | '_' | '"' | '\'' | '`' | ',' | ';' | ':' | '=' | '!' | '%' | '@')
    {
        out.push('\\');
    }
    out.push(letter);
}

/// A replacement with `$1`, `${1}` and `\1` filled in.
fn filled(replacement: &str, captures: &Captures<'_>) -> String {
    let mut out = String::new();
    let bytes = replacement.as_bytes();
    let mut at = 0;
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| usize::from(byte - b'0'));
    while let Some(letter) = replacement[at..].chars().next() {
        let braces = letter == '$' && bytes.get(at + 1) == Some(&b'{');
        let start = at + 1 + usize::from(braces);
        if matches!(letter, '$' | '\\')
            && let Some(first) = digit(start)
        {
            let (group, end) = digit(start + 1).map_or((first, start + 1), |second| (first * 10 + second, start + 2));
            if !braces || bytes.get(end) == Some(&b'}') {
                out.push_str(captures.get(group).map_or("", |found| found.as_str()));
                at = end + usize::from(braces);
                continue;
            }
        }
        if letter == '\\' && bytes.get(at + 1) == Some(&b'\\') {
            out.push('\\');
            at += 2;
            continue;
        }
        out.push(letter);
        at += letter.len_utf8();
    }
    out
}

/// One string, or a list of them.
fn texts(value: &Value<'_>) -> Option<Vec<Rc<str>>> {
    match value {
        Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| entry.value.as_str()).collect(),
        other => Some(vec![other.as_str()?]),
    }
}

fn preg_replace<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let patterns = texts(given.value(0)?)?;
    let by = texts(given.value(1)?)?;
    let single = !matches!(given.value(1), Some(Value::Array(_)));
    let limit = usize::try_from(given.int_or(3, -1)?).unwrap_or(usize::MAX);
    let one = |value: &Value<'a>| -> Answer<'a> {
        let mut current = super::super::operators::to_text(value).as_text()?.clone();
        for (at, pattern) in patterns.iter().enumerate() {
            let known = current.known()?;
            let replacement = by.get(if single { 0 } else { at }).map_or("", |by| by);
            let pattern = Pattern::new(pattern, &known)?;
            let mut cuts = Vec::new();
            for captures in pattern.all(&known, 0)?.iter().take(limit) {
                let found = captures.get(0)?;
                cuts.push((found.start(), found.end(), Text::computed(&filled(replacement, captures))));
            }
            current = replaced(&current, &known, &cuts).as_text()?.clone();
        }
        Some(Value::Str(current))
    };
    match given.value(2)? {
        Value::Array(list) if list.is_complete() => {
            let mut all = (**list).clone();
            for entry in &mut all.entries {
                entry.value = one(&entry.value)?;
            }
            Some(Value::array(all))
        }
        subject => one(subject),
    }
}

fn preg_split<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (text, subject) = given.known(1)?;
    let pattern = Pattern::new(&given.text(0)?, &subject)?;
    let flags = given.int_or(3, 0)?;
    let limit = usize::try_from(given.int_or(2, -1)?).ok().filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let (no_empty, delimiters) = (flags & 1 != 0, flags & 2 != 0);
    if flags & 4 != 0 {
        return None;
    }
    let mut list = Array::default();
    let mut pieces = 1;
    let mut start = 0;
    for captures in pattern.all(&subject, 0)? {
        let found = captures.get(0)?;
        if pieces >= limit {
            break;
        }
        if !no_empty || found.start() > start {
            list.push(sliced(&text, start, found.start())?);
            pieces += 1;
        }
        if delimiters {
            for group in 1..captures.len() {
                if let Some(group) = captures.get(group).filter(|group| !no_empty || !group.as_str().is_empty()) {
                    list.push(sliced(&text, group.start(), group.end())?);
                }
            }
        }
        start = found.end();
    }
    if !no_empty || start < subject.len() {
        list.push(sliced(&text, start, subject.len())?);
    }
    Some(Value::array(list))
}

fn preg_grep<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (pattern, list) = (given.text(0)?, given.complete(1)?);
    let wanted = given.int_or(2, 0)? & 1 == 0;
    let mut kept = (**list).clone();
    let mut failed = false;
    kept.entries.retain(|entry| {
        let matches = super::super::operators::to_text(&entry.value)
            .as_str()
            .and_then(|text| Pattern::new(&pattern, &text)?.first(&text, 0).map(|found| found.is_some()));
        failed |= matches.is_none();
        matches == Some(wanted)
    });
    (!failed).then(|| Value::array(kept))
}

fn preg_quote<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (from, text) = given.known(0)?;
    let delimiter = given.text_or(1, "")?;
    let mut out = String::new();
    for letter in text.chars() {
        if letter == '\0' {
            out.push_str("\\000");
            continue;
        }
        if ".\\+*?[^]$(){}=!<>|:-#".contains(letter) || delimiter.starts_with(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    Some(super::super::strings::changed(&from, &out))
}

/// Whether a text fits a pattern in which `*` stands for anything and `?` for one letter.
fn wildcard(pattern: &str, text: &str) -> Option<bool> {
    let mut expression = String::from("/^");
    for letter in pattern.chars() {
        match letter {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '[' | '\\' => return None,
            letter => {
                let _ = write!(expression, "{}", escaped(letter));
            }
        }
    }
    expression.push_str("$/sDu");
    Pattern::new(&expression, text)?.first(text, 0).map(|found| found.is_some())
}

fn escaped(letter: char) -> String {
    if letter.is_ascii_punctuation() { format!("\\{letter}") } else { letter.to_string() }
}

//! `Str::…` and fluent strings, as far as names of tables and columns pass through them.
//!
//! Source: `Illuminate/Support/Str.php`.

use std::rc::Rc;

use super::{Laravel, naming};
use crate::eval::{Args, Text, Value, Why};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Str::…` of known strings; none if the method is not one of those that names pass through.
    pub(super) fn call_str(method: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let text = |position: usize| args.value(position).and_then(Value::as_str);
        let number = |position: usize| args.value(position).and_then(Value::as_int).and_then(|n| usize::try_from(n).ok());
        // The subject comes last in some.
        let subject = match lower.as_str() {
            "replace" | "replacefirst" | "replacelast" => args.value(2)?,
            _ => args.value(0)?,
        };
        let Value::Str(from) = subject else { return None };
        let Some(known) = from.known() else {
            return Some(Value::Str(Rc::new(Text::unknown(from.why().unwrap_or(Why::Data)))));
        };
        let made: String = match lower.as_str() {
            "snake" => match text(1) {
                Some(separator) => naming::snake(&known).replace('_', &separator),
                None => naming::snake(&known),
            },
            "plural" => naming::plural(&known),
            "singular" => naming::singular(&known),
            "studly" => naming::studly(&known),
            "camel" => naming::camel(&known),
            "pluralstudly" => naming::plural_studly(&known),
            "kebab" => naming::snake(&known).replace('_', "-"),
            "lower" => known.to_lowercase(),
            "upper" => known.to_uppercase(),
            "ucfirst" => change_first(&known, char::to_ascii_uppercase),
            "lcfirst" => change_first(&known, char::to_ascii_lowercase),
            "title" => known.split(' ').map(|word| change_first(word, char::to_ascii_uppercase)).collect::<Vec<_>>().join(" "),
            "trim" if args.len() == 1 => known.trim().to_owned(),
            "slug" => slug(&known, text(1).as_deref().unwrap_or("-")),
            "before" => known.split_once(&*text(1)?).map_or(&*known, |(before, _)| before).to_owned(),
            "beforelast" => known.rsplit_once(&*text(1)?).map_or(&*known, |(before, _)| before).to_owned(),
            "after" => known.split_once(&*text(1)?).map_or(&*known, |(_, after)| after).to_owned(),
            "afterlast" => known.rsplit_once(&*text(1)?).map_or(&*known, |(_, after)| after).to_owned(),
            "finish" => {
                let end = text(1)?;
                format!("{}{end}", known.trim_end_matches(&*end))
            }
            "start" => {
                let start = text(1)?;
                format!("{start}{}", known.trim_start_matches(&*start))
            }
            "append" => {
                args.items.iter().skip(1).try_fold(known.to_string(), |whole, arg| Some(whole + &*arg.value.as_str()?))?
            }
            "prepend" => args
                .items
                .iter()
                .skip(1)
                .rev()
                .try_fold(known.to_string(), |whole, arg| Some(format!("{}{whole}", arg.value.as_str()?)))?,
            "replace" => known.replace(&*text(0)?, &text(1)?),
            "replacefirst" => known.replacen(&*text(0)?, &text(1)?, 1),
            "limit" => {
                let limit = number(1)?;
                if known.chars().count() <= limit {
                    known.to_string()
                } else {
                    let short: String = known.chars().take(limit).collect();
                    format!("{}{}", short.trim_end(), text(2).as_deref().unwrap_or("..."))
                }
            }
            "substr" => {
                let rest = known.chars().skip(number(1)?);
                match args.value(2) {
                    None | Some(Value::Null) => rest.collect(),
                    Some(_) => rest.take(number(2)?).collect(),
                }
            }
            "classbasename" => naming::class_basename(&known).to_owned(),
            _ => return None,
        };
        Some(Self::derived(from, &made))
    }

    /// A string that was made from another one, which stays its place.
    fn derived(from: &Rc<Text>, to: &str) -> Value<'a> {
        match from.written() {
            Some(span) => Value::Str(Rc::new(Text::literal(to, span, false))),
            None => Value::string(to),
        }
    }
}

fn change_first(text: &str, change: impl Fn(&char) -> char) -> String {
    let mut letters = text.chars();
    letters.next().map(|letter| change(&letter)).into_iter().chain(letters).collect()
}

/// `Str::slug` of text in ASCII; other letters would need Laravel's transliteration.
fn slug(text: &str, separator: &str) -> String {
    let other = if separator == "-" { '_' } else { '-' };
    let spaced: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c == other || c.is_whitespace() || separator.contains(c) { ' ' } else { c })
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(separator)
}

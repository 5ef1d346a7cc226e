//! The parameters of PHP's functions, for calls with named arguments.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::host::{ArgValue, Args};
use super::super::value::{Array, Value};

/// A function a line: its name and its parameters, with the defaults that can be written down.
static SIGNATURES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| parsed(include_str!("signatures.txt")));

fn parsed(table: &str) -> BTreeMap<&str, &str> {
    table.lines().filter_map(|line| line.split_once(' ')).collect()
}

/// The arguments in the order of the parameters; none if that is not known.
#[must_use]
pub(super) fn order<'a>(name: &str, args: &Args<'a>) -> Option<Args<'a>> {
    in_order(SIGNATURES.get(name)?, args)
}

/// The arguments in the order of the parameters, which are written as `name`, `name=default` or `...name`.
#[must_use]
pub fn in_order<'a>(parameters: &str, args: &Args<'a>) -> Option<Args<'a>> {
    let parameters: Vec<&str> = parameters.split(' ').collect();
    let plain = |parameter: &str| parameter.split('=').next().map(str::to_owned);
    let known = |name: &str| parameters.iter().any(|parameter| plain(parameter).as_deref() == Some(name));
    if args.items.iter().any(|arg| arg.name.as_deref().is_some_and(|name| !known(name))) {
        return None;
    }
    let mut items: Vec<ArgValue<'a>> = args.items.iter().take_while(|arg| arg.name.is_none()).cloned().collect();
    let mut left = args.items.len() - items.len();
    let span = args.items.first()?.span;
    for parameter in parameters.iter().skip(items.len()) {
        if left == 0 {
            break;
        }
        let (name, default) = parameter.split_once('=').map_or((*parameter, None), |(name, default)| (name, Some(default)));
        match args.items.iter().find(|arg| arg.name.as_deref() == Some(name)) {
            Some(arg) => {
                items.push(ArgValue { name: None, ..arg.clone() });
                left -= 1;
            }
            None => items.push(ArgValue { name: None, value: written(default?)?, span }),
        }
    }
    (left == 0).then_some(Args { items, open: args.open, entry: args.entry })
}

/// A default as JSON has it.
fn written<'a>(default: &str) -> Option<Value<'a>> {
    Some(match default {
        "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "[]" => Value::array(Array::default()),
        text if text.starts_with('"') => Value::string(serde_json::from_str::<String>(text).ok()?),
        number => Value::Int(number.parse().ok()?),
    })
}

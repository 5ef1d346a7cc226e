//! Functions that take paths and addresses apart.

use std::rc::Rc;

use super::super::ROOT;
use super::super::strings::{changed, relative_path, sliced, unknown_text};
use super::super::value::{Array, Key, Value};
use super::{Answer, Given};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "basename" => basename(given),
        "dirname" => dirname(given),
        "realpath" => given.written(0).map(|text| match text.known() {
            Some(path) => match relative_path(&path) {
                Some(relative) if relative.is_empty() => Value::string(ROOT),
                Some(relative) => changed(&text, &format!("{ROOT}/{relative}")),
                None => Value::Str(text),
            },
            None => unknown_text(&text),
        }),
        "pathinfo" => pathinfo(given),
        "parse_url" => parse_url(given),
        _ => return None,
    })
}

fn basename<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let text = given.written(0)?;
    let suffix = given.text_or(1, "")?;
    let Some(path) = text.known() else { return Some(unknown_text(&text)) };
    let trimmed = path.trim_end_matches('/');
    let start = trimmed.rfind('/').map_or(0, |at| at + 1);
    let name = trimmed.get(start..)?;
    let kept = name.strip_suffix(&*suffix).filter(|rest| !rest.is_empty()).unwrap_or(name);
    sliced(&text, start, start + kept.len())
}

/// The folder of a path.
fn folder(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return if path.is_empty() { String::new() } else { "/".to_owned() };
    }
    match trimmed.rsplit_once('/') {
        Some((folder, _)) => match folder.trim_end_matches('/') {
            "" => "/".to_owned(),
            folder => folder.to_owned(),
        },
        None => ".".to_owned(),
    }
}

fn dirname<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let levels = given.int_or(1, 1)?.clamp(0, 64);
    let text = given.written(0)?;
    let Some(known) = text.known() else { return Some(unknown_text(&text)) };
    Some(changed(&text, &(0..levels).fold(known.to_string(), |path, _| folder(&path))))
}

fn pathinfo<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (text, path) = given.known(0)?;
    let trimmed = path.trim_end_matches('/');
    let start = trimmed.rfind('/').map_or(0, |at| at + 1);
    let name = trimmed.get(start..)?;
    let dot = name.rfind('.');
    let base = sliced(&text, start, start + name.len())?;
    let extension = dot.and_then(|dot| sliced(&text, start + dot + 1, start + name.len()));
    let stem = sliced(&text, start, start + dot.unwrap_or(name.len()))?;
    let around = (!path.is_empty()).then(|| Value::string(folder(&path)));
    Some(match given.int_or(1, 15)? {
        1 => around.unwrap_or_else(|| Value::string("")),
        2 => base,
        4 => extension.unwrap_or_else(|| Value::string("")),
        8 => stem,
        15 => {
            let mut all = Array::default();
            let parts = [("dirname", around), ("basename", Some(base)), ("extension", extension), ("filename", Some(stem))];
            for (key, value) in parts {
                if let Some(value) = value {
                    all.set(Key::Str(Rc::from(key)), None, value);
                }
            }
            Value::array(all)
        }
        _ => return None,
    })
}

/// `scheme://user:pass@host:port/path?query#fragment`, where it is written in just that form.
fn parse_url<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let url = given.text(0)?;
    let (scheme, rest) = url.split_once("://")?;
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if scheme.is_empty() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) || !plain(rest) {
        return None;
    }
    let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (authority, path) = rest.find('/').map_or((rest, None), |at| (&rest[..at], Some(&rest[at..])));
    let (login, host) = authority.rsplit_once('@').map_or((None, authority), |(login, host)| (Some(login), host));
    let (user, pass) = login.map_or((None, None), |login| match login.split_once(':') {
        Some((user, pass)) => (Some(user), Some(pass)),
        None => (Some(login), None),
    });
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (host, None),
    };
    if host.is_empty() || host.contains(['[', ':']) {
        return None;
    }
    let mut all = Array::default();
    let mut set = |key: &str, value: Option<Value<'a>>| {
        if let Some(value) = value {
            all.set(Key::Str(Rc::from(key)), None, value);
        }
    };
    set("scheme", Some(Value::string(scheme)));
    set("host", Some(Value::string(host)));
    set("port", port.map(|port| Value::Int(i64::from(port))));
    set("user", user.map(Value::string));
    set("pass", pass.map(Value::string));
    set("path", path.map(Value::string));
    set("query", query.map(Value::string));
    set("fragment", fragment.map(Value::string));
    let names = ["scheme", "host", "port", "user", "pass", "path", "query", "fragment"];
    match given.int_or(1, -1)? {
        -1 => Some(Value::array(all)),
        part => {
            let name = names.get(usize::try_from(part).ok()?)?;
            Some(all.get_str(name).cloned().unwrap_or(Value::Null))
        }
    }
}

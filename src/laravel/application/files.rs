//! Questions about the project's folders and files, which service providers ask to find their migrations.
//!
//! Only what lies in the project and counts as one of its files is seen.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::eval::{Args, Array, CallSite, Interp, ROOT, Text, Value, relative_path};
use crate::laravel::Laravel;
use crate::references::{Gap, GapKind};
use crate::source::Span;

/// How many folders and files an answer may have.
const MAX_ENTRIES: usize = 4096;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A function of PHP that looks at folders. A survey is not answered: what is there at run time may differ.
    pub(in crate::laravel) fn call_folder_function(cx: &mut Interp<'a, Self>, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
        if EXPLORE {
            return None;
        }
        match name {
            "glob" => Some(Self::glob(cx, &args.value(0)?.as_str()?, args.len() > 1)),
            "scandir" => {
                let folder = relative_path(&args.value(0)?.as_str()?)?;
                let names = [".", ".."]
                    .into_iter()
                    .map(str::to_owned)
                    .chain(Self::entries(cx, &folder).into_iter().map(|(name, _)| name));
                Some(Value::array(Array::list(names.map(Value::string))))
            }
            "is_dir" => {
                let path = args.value(0)?.as_str()?;
                let folder = relative_path(&path)?;
                Some(Value::Bool(!Self::entries(cx, &folder).is_empty()))
            }
            "module_path" => {
                let below = Self::modules_folder(cx)?;
                let name = args.value(0)?.as_str()?;
                let known =
                    Self::entries(cx, &below).into_iter().find(|(known, folder)| *folder && known.eq_ignore_ascii_case(&name));
                let name = known.map_or_else(|| name.to_string(), |(known, _)| known);
                let rest = match args.value(1) {
                    None => String::new(),
                    Some(rest) => format!("/{}", rest.as_str()?.trim_matches('/')),
                };
                Some(Value::string(format!("{ROOT}/{below}/{name}{}", rest.trim_end_matches('/'))))
            }
            _ => None,
        }
    }

    /// Notes a file that lies outside of the project: it is not read. Streams (`php://input`) are no files.
    pub(in crate::laravel) fn refuse_outside(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) {
        if let Some(path) = args.value(0).and_then(Value::as_str) {
            Self::refuse_path_outside(cx, &path, at.call);
        }
    }

    /// Notes a path that leads out of the project.
    pub(in crate::laravel) fn refuse_path_outside(cx: &mut Interp<'a, Self>, path: &str, at: Span) {
        let is_file = !EXPLORE && !path.contains("://") && (path.starts_with('/') || path.starts_with(".."));
        if is_file && relative_path(path).is_none() {
            let what = format!("the file {}", path.strip_prefix(ROOT).unwrap_or(path));
            let gap = Gap {
                span: at,
                what,
                reason: "the path leads out of the project".to_owned(),
                kind: GapKind::Other,
                is_named: false,
            };
            cx.host.found.gaps.push(gap);
        }
    }

    /// `File::directories()` and its like.
    pub(in crate::laravel) fn call_file_facade(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let method = method.to_ascii_lowercase();
        match method.as_str() {
            "get" | "sharedget" => {
                Self::refuse_outside(cx, args, at);
                let file = cx.find_file(&args.value(0)?.as_str()?).filter(|_| !EXPLORE)?;
                let text = cx.program.sources().file(file).text();
                Some(Value::Str(Rc::new(Text::literal(text, Span::new(file, 0, text.len()), true))))
            }
            "glob" => Self::call_folder_function(cx, "glob", args),
            "isdirectory" => Self::call_folder_function(cx, "is_dir", args),
            "exists" if !EXPLORE => {
                let path = relative_path(&args.value(0)?.as_str()?)?;
                Some(Value::Bool(cx.program.find(&path).is_some() || !Self::entries(cx, &path).is_empty()))
            }
            "directories" if !EXPLORE => {
                let path = args.value(0)?.as_str()?;
                let folder = relative_path(&path)?;
                let folders = Self::entries(cx, &folder).into_iter().filter(|(_, is_folder)| *is_folder);
                Some(Value::array(Array::list(folders.map(|(name, _)| Value::string(format!("{ROOT}/{folder}/{name}"))))))
            }
            _ => None,
        }
    }

    /// What a folder holds: names, and whether each is a folder.
    fn entries(cx: &Interp<'a, Self>, folder: &str) -> BTreeSet<(String, bool)> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = cx.program.under(&prefix).map(|(path, _)| &path[prefix.len()..]);
        below
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => (name.to_owned(), true),
                None => (rest.to_owned(), false),
            })
            .collect()
    }

    /// `glob(pattern)`: the paths that fit, folders alone if there are flags (which nearly always is `GLOB_ONLYDIR`).
    fn glob(cx: &Interp<'a, Self>, pattern: &str, flags: bool) -> Value<'a> {
        let Some(pattern) = relative_path(pattern) else { return Value::array(Array::open_if(true)) };
        let mut paths: Vec<String> = vec![String::new()];
        let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        for (place, part) in parts.iter().enumerate() {
            let last = place + 1 == parts.len();
            let mut next = Vec::new();
            for path in &paths {
                for (name, is_folder) in Self::entries(cx, path) {
                    let wanted = if last { is_folder || !flags } else { is_folder };
                    if wanted && matches(part.as_bytes(), name.as_bytes()) {
                        next.push(if path.is_empty() { name } else { format!("{path}/{name}") });
                    }
                }
            }
            next.truncate(MAX_ENTRIES);
            paths = next;
        }
        Value::array(Array::list(paths.into_iter().map(|path| Value::string(format!("{ROOT}/{path}")))))
    }
}

/// Whether a name fits a pattern with `*` and `?`.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.first(), name.first()) {
        (None, None) => true,
        (Some(b'*'), _) => matches(&pattern[1..], name) || (!name.is_empty() && matches(pattern, &name[1..])),
        (Some(b'?'), Some(_)) => matches(&pattern[1..], &name[1..]),
        (Some(want), Some(have)) => want == have && matches(&pattern[1..], &name[1..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_of_glob() {
        for (pattern, name, fits) in [("*", "a", true), ("a*c", "abbc", true), ("a?c", "ac", false), ("*_*.php", "a_b.php", true)]
        {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), fits, "{pattern} {name}");
        }
    }
}

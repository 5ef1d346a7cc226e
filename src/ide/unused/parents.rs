//! Models that are made of classes which are not here: what these do with which columns is not known.

use crate::ide::View;
use crate::php::composer::Composer;
use crate::php::{TokenKind, tokens};

/// How many parents are followed.
const MAX_PARENTS: usize = 16;

/// Whether a class has a parent that is neither here nor the framework's.
pub(super) fn has_stranger(view: View<'_>, composer: &Composer, class: &str) -> bool {
    let mut class = class.trim_start_matches('\\').to_owned();
    for _ in 0..MAX_PARENTS {
        let paths = composer.paths_of(&class);
        let Some(file) = paths.iter().find_map(|path| view.sources.find(path)) else { return true };
        let Some(parent) = parent_in(view.sources.file(file).text(), &class) else { return false };
        if parent.starts_with("Illuminate\\") || parent == "Eloquent" {
            return false;
        }
        class = parent;
    }
    true
}

/// The full name of the parent that a class has in a file; none if it has none there.
fn parent_in(text: &str, class: &str) -> Option<String> {
    let tokens = tokens(text);
    let spelled = |at: usize| tokens.get(at).map_or("", |token| text.get(token.start..token.end).unwrap_or_default());
    // A name with its namespace is several tokens.
    let name_from = |from: usize| {
        let parts = (from..tokens.len()).take_while(|at| tokens[*at].kind == TokenKind::Word || spelled(*at) == "\\");
        let parts: Vec<usize> = parts.take_while(|at| !spelled(*at).eq_ignore_ascii_case("implements")).collect();
        let end = parts.iter().position(|at| spelled(*at).eq_ignore_ascii_case("as")).unwrap_or(parts.len());
        let alias = parts.get(end + 1).map(|at| spelled(*at).to_owned());
        (parts[..end].iter().map(|at| spelled(*at)).collect::<String>(), alias)
    };
    let short = class.rsplit('\\').next().unwrap_or(class);
    let declared = (0..tokens.len()).find(|at| {
        spelled(*at).eq_ignore_ascii_case("class") && spelled(at + 1).eq_ignore_ascii_case(short) && spelled(at + 2) == "extends"
    })?;
    let (parent, _) = name_from(declared + 3);
    if let Some(full) = parent.strip_prefix('\\') {
        return Some(full.to_owned());
    }
    let (first, rest) = parent.split_once('\\').map_or((parent.as_str(), None), |(first, rest)| (first, Some(rest)));
    let imports = (0..declared).filter(|at| spelled(*at).eq_ignore_ascii_case("use")).map(|at| name_from(at + 1));
    for (full, alias) in imports {
        let full = full.trim_start_matches('\\');
        let own = full.rsplit('\\').next().unwrap_or(full);
        if alias.as_deref().unwrap_or(own).eq_ignore_ascii_case(first) {
            return Some(rest.map_or_else(|| full.to_owned(), |rest| format!("{full}\\{rest}")));
        }
    }
    match class.rsplit_once('\\') {
        // Laravel's own alias needs no import.
        _ if parent == "Eloquent" => Some(parent),
        Some((namespace, _)) => Some(format!("{namespace}\\{parent}")),
        None => Some(parent),
    }
}

#[cfg(test)]
mod tests {
    use super::parent_in;

    #[test]
    fn parents_are_found_by_imports_and_namespaces() {
        let parent = |text: &str| parent_in(&format!("<?php namespace A\\B; {text}"), "A\\B\\C");
        assert_eq!(parent("class C {}"), None);
        assert_eq!(parent("final class C extends D implements E {}").as_deref(), Some("A\\B\\D"));
        assert_eq!(parent("class C extends \\D\\E {}").as_deref(), Some("D\\E"));
        assert_eq!(parent("use X\\Y; use D\\E as F; class C extends F {}").as_deref(), Some("D\\E"));
        assert_eq!(parent("use D\\E; class C extends E\\G {}").as_deref(), Some("D\\E\\G"));
        assert_eq!(parent("class C extends Eloquent {}").as_deref(), Some("Eloquent"));
    }
}

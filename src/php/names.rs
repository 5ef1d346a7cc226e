//! PHP's name resolution: the namespace and the imports in force at a place.
//!
//! Class names and functions are matched without regard to case, constants with it; the spelling
//! that the source uses is kept. This module must not know the tree.

use foldhash::HashMap;

/// What a `use` imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Import {
    /// A class or a namespace.
    Class,
    /// `use function`
    Function,
    /// `use const`
    Constant,
}

/// The namespace and imports at a place in a file.
#[derive(Debug, Default)]
pub(super) struct Scope {
    namespace: String,
    classes: HashMap<String, String>,
    functions: HashMap<String, String>,
    constants: HashMap<String, String>,
}

/// A resolved function or constant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    /// The fully qualified name.
    pub(super) name: String,
    /// The global name that PHP tries next.
    pub(super) fallback: Option<String>,
}

impl Scope {
    /// Enters a namespace, which forgets all imports. An empty name is the global namespace.
    pub(super) fn enter(&mut self, namespace: &str) {
        *self = Scope { namespace: compact(namespace).trim_matches('\\').to_owned(), ..Scope::default() };
    }

    /// The namespace; empty for the global one.
    pub(super) fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Notes `use path as alias`; without an alias the path's last part is it. Gives both as they are noted.
    pub(super) fn import(&mut self, what: Import, path: &str, alias: Option<&str>) -> Option<(String, String)> {
        let path = compact(path).trim_matches('\\').to_owned();
        let alias = alias.unwrap_or_else(|| path.rsplit('\\').next().unwrap_or_default()).to_owned();
        if path.is_empty() {
            return None;
        }
        match what {
            Import::Class => self.classes.insert(alias.to_ascii_lowercase(), path.clone()),
            Import::Function => self.functions.insert(alias.to_ascii_lowercase(), path.clone()),
            Import::Constant => self.constants.insert(alias.clone(), path.clone()),
        };
        Some((path, alias))
    }

    /// The full name of a class, written `name` in the source.
    pub(super) fn class(&self, name: &str) -> String {
        let name = compact(name);
        if let Some(rest) = name.strip_prefix('\\') {
            return rest.to_owned();
        }
        if let Some(relative) = relative(&name) {
            return self.declare(relative);
        }
        let (first, rest) = name.split_once('\\').map_or((&*name, None), |(first, rest)| (first, Some(rest)));
        match (self.classes.get(&first.to_ascii_lowercase()), rest) {
            (Some(path), None) => path.clone(),
            (Some(path), Some(rest)) => format!("{path}\\{rest}"),
            (None, _) => self.declare(&name),
        }
    }

    /// The full name of a function, written `name` in the source.
    pub(super) fn function(&self, name: &str) -> Resolved {
        self.other(name, |scope, name| scope.functions.get(&name.to_ascii_lowercase()))
    }

    /// The full name of a constant, written `name` in the source.
    pub(super) fn constant(&self, name: &str) -> Resolved {
        self.other(name, |scope, name| scope.constants.get(name))
    }

    /// The full name of something that is declared here.
    pub(super) fn declare(&self, name: &str) -> String {
        if self.namespace.is_empty() { name.to_owned() } else { format!("{}\\{name}", self.namespace) }
    }

    fn other<'s>(&'s self, name: &str, imports: impl Fn(&'s Scope, &str) -> Option<&'s String>) -> Resolved {
        if name.contains('\\') {
            // A qualified name is looked up like a class, and has no second try.
            return Resolved { name: self.class(name), fallback: None };
        }
        if let Some(path) = imports(self, name) {
            return Resolved { name: path.clone(), fallback: None };
        }
        let fallback = (!self.namespace.is_empty()).then(|| name.to_owned());
        Resolved { name: self.declare(name), fallback }
    }
}

/// The rest of `namespace\rest`.
fn relative(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once('\\')?;
    first.eq_ignore_ascii_case("namespace").then_some(rest)
}

/// A name without the spaces and comments that older PHP allowed around its backslashes.
fn compact(name: &str) -> std::borrow::Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_whitespace()) {
        name.split_ascii_whitespace().collect::<String>().into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        let mut scope = Scope::default();
        scope.enter("App\\Http");
        scope.import(Import::Class, "Lib\\Tool", None);
        scope.import(Import::Class, "\\Other\\Thing", Some("Stuff"));
        scope.import(Import::Function, "Lib\\helper", Some("Help"));
        scope.import(Import::Constant, "Lib\\MAX", None);
        scope
    }

    #[test]
    fn classes() {
        let scope = scope();
        for (written, expected) in [
            ("Tool", "Lib\\Tool"),
            ("tOOL", "Lib\\Tool"),
            ("Tool\\Part", "Lib\\Tool\\Part"),
            ("stuff", "Other\\Thing"),
            ("Thing", "App\\Http\\Thing"),
            ("\\Tool", "Tool"),
            ("namespace\\Tool", "App\\Http\\Tool"),
            ("NAMESPACE\\A\\B", "App\\Http\\A\\B"),
            ("A\\B", "App\\Http\\A\\B"),
            ("A \\ B", "App\\Http\\A\\B"),
        ] {
            assert_eq!(scope.class(written), expected, "{written}");
        }
    }

    #[test]
    fn functions_and_constants() {
        let scope = scope();
        let resolved =
            |name: &str, fallback: Option<&str>| Resolved { name: name.to_owned(), fallback: fallback.map(str::to_owned) };
        assert_eq!(scope.function("help"), resolved("Lib\\helper", None));
        assert_eq!(scope.function("config"), resolved("App\\Http\\config", Some("config")));
        assert_eq!(scope.function("\\config"), resolved("config", None));
        assert_eq!(scope.function("Tool\\f"), resolved("Lib\\Tool\\f", None));
        assert_eq!(scope.function("namespace\\f"), resolved("App\\Http\\f", None));
        assert_eq!(scope.constant("MAX"), resolved("Lib\\MAX", None));
        assert_eq!(scope.constant("max"), resolved("App\\Http\\max", Some("max")));
    }

    #[test]
    fn a_namespace_forgets_imports() {
        let mut scope = scope();
        scope.enter("");
        assert_eq!(scope.class("Tool"), "Tool");
        assert_eq!(scope.function("config"), Resolved { name: "config".to_owned(), fallback: None });
    }
}

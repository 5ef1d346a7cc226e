//! Which table the class before `::` stands for, as far as a plain look at the files tells.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::php::Code;

static NAMESPACE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\s*namespace\s+([\w\\]+)\s*[;{]"));
static IMPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\s*use\s+\\?([\w\\]+)(?:\s+as\s+(\w+))?\s*;"));
static IMPORTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^\s*use\s+\\?([\w\\]+)\\\{([^}]*)\}\s*;"));
static CLASS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^\s*(?:(?:abstract|final|readonly)\s+)*class\s+(\w+)\s+extends\s+(\\?[\w\\]+)"));
static TABLE: LazyLock<Regex> = LazyLock::new(|| pattern(TABLE_PROPERTY));
static FIXED_TABLE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r#"{TABLE_PROPERTY}\s*(['"])"#)));
static UNGUARDED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$guarded\s*=\s*(?:\[\s*\]|false)"));

/// The declaration of a model's table.
pub(crate) const TABLE_PROPERTY: &str = r"(?:protected|public)\s+(?:\??\w+\s+)?\$table\s*=";
/// How many parents of a class are looked at.
const GENERATIONS: usize = 8;

/// Compiles a pattern that is part of this tool.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of this tool are sound")
}

/// The names that a file's short class names stand for.
pub(crate) struct Imports {
    namespace: String,
    imports: BTreeMap<String, String>,
}

impl Imports {
    pub(crate) fn new(code: &Code) -> Self {
        let masked = code.masked();
        let namespace = NAMESPACE.captures(masked).map(|found| found[1].to_owned()).unwrap_or_default();
        let mut imports = BTreeMap::new();
        let mut add = |name: &str, alias: Option<&str>| {
            let short = alias.unwrap_or_else(|| last(name));
            // The first one is the import; a trait that a class uses comes later.
            imports.entry(short.to_owned()).or_insert_with(|| name.to_owned());
        };
        for found in IMPORT.captures_iter(masked) {
            add(&found[1], found.get(2).map(|alias| alias.as_str()));
        }
        for found in IMPORTS.captures_iter(masked) {
            for item in found[2].split(',').map(str::trim).filter(|item| !item.is_empty()) {
                let (name, alias) = item.split_once(" as ").map_or((item, None), |(name, alias)| (name, Some(alias.trim())));
                add(&format!("{}\\{}", &found[1], name.trim()), alias);
            }
        }
        Imports { namespace, imports }
    }

    /// The full name of a class that the file names.
    pub(crate) fn resolve(&self, name: &str) -> String {
        if let Some(full) = name.strip_prefix('\\') {
            return full.to_owned();
        }
        let (first, rest) = name.split_once('\\').map_or((name, None), |(first, rest)| (first, Some(rest)));
        match (self.imports.get(first), rest) {
            (Some(import), None) => import.clone(),
            (Some(import), Some(rest)) => format!("{import}\\{rest}"),
            (None, _) if self.namespace.is_empty() => name.to_owned(),
            (None, _) => format!("{}\\{name}", self.namespace),
        }
    }
}

/// The last part of a class's full name.
fn last(name: &str) -> &str {
    name.rsplit('\\').next().unwrap_or(name)
}

/// A class that extends another one, in a file of its name.
struct Class {
    parent: String,
    /// The `$table` that it sets; `Some(None)` where it does something else about its table.
    #[expect(clippy::option_option, reason = "nothing said and nothing known are not the same")]
    table: Option<Option<String>>,
    unguarded: bool,
    /// Its code, to see which methods it declares.
    masked: String,
}

/// All classes that may be models, by their full names.
#[derive(Default)]
pub(crate) struct Models(BTreeMap<String, Class>);

impl Models {
    /// Notes the class of a file, if it has one of its name.
    pub(crate) fn add(&mut self, path: &str, text: &str, code: &Code, imports: &Imports) {
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".php");
        let Some(class) = CLASS.captures_iter(code.masked()).find(|class| &class[1] == stem) else { return };
        let name = if imports.namespace.is_empty() { stem.to_owned() } else { format!("{}\\{stem}", imports.namespace) };
        let fixed = FIXED_TABLE.captures(code.masked()).and_then(|found| {
            let literal = code.literal_at(found.get(1)?.start()).filter(|literal| literal.fixed)?;
            code.masked()[literal.whole.end..].starts_with(';').then(|| text[literal.content.clone()].to_owned())
        });
        let is_set = TABLE.is_match(code.masked()) || code.masked().contains("function getTable(");
        let class = Class {
            parent: imports.resolve(&class[2]),
            table: if is_set { Some(fixed) } else { None },
            unguarded: UNGUARDED.is_match(code.masked()),
            masked: code.masked().to_owned(),
        };
        self.0.insert(name, class);
    }

    /// The class and its parents within the project, if Laravel's model is above them.
    fn line(&self, name: &str) -> Option<Vec<&Class>> {
        const ROOTS: [&str; 4] = ["Model", "Authenticatable", "Pivot", "MorphPivot"];
        let mut line = Vec::new();
        let mut name = name;
        while let Some(class) = self.0.get(name) {
            line.push(class);
            name = &class.parent;
            if line.len() > GENERATIONS {
                return None;
            }
        }
        let root = ROOTS.contains(&last(name)) || name == "Illuminate\\Foundation\\Auth\\User";
        (root && !line.is_empty()).then_some(line)
    }

    /// The table of a model, by its `$table` or by its name, if `exists` knows it.
    pub(crate) fn table(&self, name: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
        let line = self.line(name)?;
        match line.iter().find_map(|class| class.table.clone()) {
            Some(set) => set.filter(|table| exists(table)),
            None => plurals(&snake(last(name))).into_iter().find(|table| exists(table)),
        }
    }

    /// Whether a model declares a method of this name itself, so that a call of it is not Laravel's.
    pub(crate) fn declares(&self, name: &str, method: &str) -> bool {
        let declaration = format!("function {method}(");
        self.line(name).unwrap_or_default().iter().any(|class| class.masked.contains(&declaration))
    }

    /// Whether a model takes every attribute, where others drop what is not fillable.
    pub(crate) fn is_unguarded(&self, name: &str) -> bool {
        self.line(name).unwrap_or_default().iter().any(|class| class.unguarded)
    }
}

/// `OrderItem` as `order_item`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// What the plural of a word may be. Only one that is a table counts, so that a wrong one does no harm.
fn plurals(word: &str) -> Vec<String> {
    const IRREGULAR: [(&str, &str); 4] = [("person", "people"), ("child", "children"), ("shelf", "shelves"), ("man", "men")];
    const SAME: [&str; 7] = ["media", "data", "metadata", "news", "series", "equipment", "staff"];
    if let Some((stem, plural)) = IRREGULAR.iter().find_map(|(one, many)| Some((word.strip_suffix(one)?, many))) {
        return vec![format!("{stem}{plural}")];
    }
    if SAME.contains(&word.rsplit('_').next().unwrap_or(word)) {
        return vec![word.to_owned()];
    }
    if let Some(stem) = word.strip_suffix("is") {
        return vec![format!("{stem}es")];
    }
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => vec![format!("{stem}ies")],
        None if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => vec![format!("{word}es")],
        None => vec![format!("{word}s")],
    }
}

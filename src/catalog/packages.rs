//! The tables that packages bring, as data: read from `rules/packages.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;
use serde_yaml::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Vendors whose packages bring no tables, or only such as are known.
    tools: Vec<String>,
    packages: Vec<Package>,
}

/// A package, or some of its versions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name.
    #[serde(rename = "package")]
    pub name: String,
    #[serde(default)]
    tables: Tables,
    #[serde(default)]
    adds: BTreeMap<String, Vec<Column>>,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default)]
    config: BTreeMap<String, Option<String>>,
    #[serde(default)]
    auto: bool,
    #[serde(default)]
    auto_from: Option<u32>,
    #[serde(default)]
    auto_until: Option<u32>,
    /// The class whose `ignoreMigrations()` keeps its migrations from running.
    pub ignored_by: Option<String>,
    /// The key of the configuration that names its tables' connection.
    pub connection: Option<String>,
}

/// A table that a package reads or writes by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The table, or the key of the configuration that names it: one with a dot in it.
    pub table: String,
    /// The table, if the configuration does not name it.
    pub otherwise: Option<String>,
    #[serde(default)]
    from: Option<u32>,
    #[serde(default)]
    until: Option<u32>,
    #[serde(default)]
    traits: Vec<String>,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    functions: Vec<String>,
    /// What to do if it is missing.
    pub because: String,
}

/// What the tables are needed for that packages read and write by themselves.
#[derive(Clone, Copy, Debug)]
pub enum Use<'u> {
    /// A method that a class has from a trait: the names of the class's ancestors, and the method in lower case.
    Method(&'u [&'u str], &'u str),
    /// A global function, in lower case.
    Function(&'u str),
}

/// The table that a required package needs for a use. `version` gives a package's major version, if it is required.
pub fn needed(version: impl Fn(&str) -> Option<u32>, used: Use<'_>) -> Option<&'static Need> {
    let is_one = |names: &[String], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_used = |need: &Need| match used {
        Use::Method(ancestors, method) => {
            is_one(&need.methods, method) && ancestors.iter().any(|ancestor| is_one(&need.traits, ancestor))
        }
        Use::Function(name) => is_one(&need.functions, name),
    };
    let holds = |package: &Package, need: &Need| {
        // The framework is always there, and what it needs is a matter of no version.
        package.name == FRAMEWORK
            || version(&package.name).is_some_and(|version| {
                need.from.is_none_or(|from| version >= from) && need.until.is_none_or(|until| version <= until)
            })
    };
    NEEDS.iter().find(|(package, need)| is_used(need) && holds(package, need)).map(|(_, need)| *need)
}

/// All that packages need: few of them need anything, and each call of a function outside the project asks.
static NEEDS: LazyLock<Vec<(&'static Package, &'static Need)>> =
    LazyLock::new(|| PACKAGES.iter().flat_map(|package| package.needs.iter().map(move |need| (package, need))).collect());

/// What to do if a table is missing that a package needs, by the table's name.
pub fn because(table: &str) -> Option<&'static str> {
    let is_it = |need: &Need| need.table == table || need.otherwise.as_deref() == Some(table);
    NEEDS.iter().find(|(_, need)| is_it(need)).map(|(_, need)| need.because.as_str())
}

/// The package that stands for every Laravel project.
const FRAMEWORK: &str = "laravel/framework";

/// Tables: by name, or with their columns, in the order in which they are made.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Tables {
    Names(Vec<String>),
    Columns(serde_yaml::Mapping),
}

impl Default for Tables {
    fn default() -> Self {
        Tables::Names(Vec::new())
    }
}

/// A column or a command of Blueprint: the calls that make it, each chained to the one before.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Value")]
pub struct Column(pub Vec<Call>);

/// A call of a method.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: String,
    /// What it gets.
    pub arguments: Vec<Argument>,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub enum Argument {
    /// Null, or something that is none of the others.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Argument>),
}

impl From<Value> for Column {
    fn from(value: Value) -> Self {
        let call = |(method, arguments): (Value, Value)| {
            let arguments = match arguments {
                // `nullable: true` is `nullable()`.
                Value::Null | Value::Bool(true) => Vec::new(),
                Value::Sequence(list) => list.into_iter().map(Argument::from).collect(),
                single => vec![Argument::from(single)],
            };
            Call { method: method.as_str().unwrap_or_default().to_owned(), arguments }
        };
        match value {
            Value::Mapping(calls) => Column(calls.into_iter().map(call).collect()),
            bare => Column(vec![call((bare, Value::Null))]),
        }
    }
}

impl From<Value> for Argument {
    fn from(value: Value) -> Self {
        match value {
            Value::Bool(value) => Argument::Bool(value),
            Value::Number(number) => number.as_i64().map_or(Argument::Null, Argument::Int),
            Value::String(text) => Argument::Text(text),
            Value::Sequence(list) => Argument::List(list.into_iter().map(Argument::from).collect()),
            _ => Argument::Null,
        }
    }
}

impl Package {
    /// Its tables, in the order in which they are made; none for columns that are not listed.
    pub fn tables(&self) -> impl Iterator<Item = (&str, Option<Vec<Column>>)> {
        let (names, columns) = match &self.tables {
            Tables::Names(names) => (Some(names), None),
            Tables::Columns(columns) => (None, Some(columns)),
        };
        let names = names.into_iter().flatten().map(|name| (name.as_str(), None));
        let columns = columns.into_iter().flatten().map(|(name, columns)| {
            let columns = columns.as_sequence().map(|list| list.iter().cloned().map(Column::from).collect());
            (name.as_str().unwrap_or_default(), columns)
        });
        names.chain(columns)
    }

    /// The columns that it adds to tables of the project.
    pub fn adds(&self) -> impl Iterator<Item = (&str, &[Column])> {
        self.adds.iter().map(|(table, columns)| (table.as_str(), columns.as_slice()))
    }

    /// The names of its tables.
    fn names(&self) -> impl Iterator<Item = &str> {
        let (names, columns) = match &self.tables {
            Tables::Names(names) => (Some(names), None),
            Tables::Columns(columns) => (None, Some(columns)),
        };
        let bare = names.into_iter().flatten().map(String::as_str);
        bare.chain(columns.into_iter().flatten().map(|(name, _)| name.as_str().unwrap_or_default()))
    }

    fn has(&self, table: &str) -> bool {
        self.names().any(|name| name == table)
    }

    /// Whether its migrations run by themselves in a version.
    fn runs(&self, version: u32) -> bool {
        let says = self.auto || self.auto_from.is_some() || self.auto_until.is_some();
        says && self.auto_from.is_none_or(|from| version >= from) && self.auto_until.is_none_or(|until| version <= until)
    }
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/packages.yaml"))
        .expect("rules/packages.yaml is part of the program, and a test reads it")
});

static PACKAGES: LazyLock<&[Package]> = LazyLock::new(|| &FILE.packages);

/// The packages that bring a table, by its name.
static BY_TABLE: LazyLock<HashMap<&'static str, Vec<&'static Package>>> = LazyLock::new(|| {
    let mut by_table: HashMap<&str, Vec<&Package>> = HashMap::default();
    for package in *PACKAGES {
        for name in package.names() {
            by_table.entry(name).or_default().push(package);
        }
    }
    by_table
});

/// Every package that is known.
#[must_use]
pub fn all() -> &'static [Package] {
    &PACKAGES
}

/// Whether a table is one that the framework or a required package brings; `requires` tells which are.
#[must_use]
pub fn brings(requires: impl Fn(&str) -> bool, table: &str) -> bool {
    bringing(table).any(|package| package == FRAMEWORK || requires(package))
}

/// Whether a table is one that a package brings, and not the framework; `may_be_here` tells which packages count.
#[must_use]
pub fn of_package(may_be_here: impl Fn(&str) -> bool, table: &str) -> bool {
    bringing(table).any(|package| package != FRAMEWORK && may_be_here(package))
}

/// The names of the packages that bring a table, the framework among them.
fn bringing(table: &str) -> impl Iterator<Item = &'static str> {
    BY_TABLE.get(table).into_iter().flatten().map(|package| package.name.as_str())
}

/// The values that packages' own configurations give a key, or the keys below it: what is left of each
/// key (empty for the key itself), and its value, of which none is null.
pub fn config_defaults(key: &str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> + '_ {
    PACKAGES.iter().flat_map(|package| &package.config).filter_map(move |(name, value)| {
        let rest = name.strip_prefix(key)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
        Some((rest, value.as_deref()))
    })
}

/// The packages whose migrations run by themselves, without any migration of the project. `version` gives a
/// package's major version, if it is required.
pub fn running(version: impl Fn(&str) -> Option<u32>) -> impl Iterator<Item = &'static Package> {
    PACKAGES.iter().filter(move |package| version(&package.name).is_some_and(|version| package.runs(version)))
}

/// The newest major version of a package whose migrations run by themselves; none if those of the newest of all do.
#[must_use]
pub fn newest_running(name: &str) -> Option<u32> {
    let versions = PACKAGES.iter().filter(|package| package.name == name);
    let says = |package: &&Package| package.auto || package.auto_from.is_some() || package.auto_until.is_some();
    let newest = versions.filter(says).map(|package| package.auto_until.unwrap_or(u32::MAX)).max();
    newest.filter(|newest| *newest < u32::MAX)
}

/// Whether a required package creates a table by itself.
#[must_use]
pub fn creates(version: impl Fn(&str) -> Option<u32>, table: &str) -> bool {
    running(version).any(|package| package.has(table))
}

/// Whether a package of which nothing is known seems to make a table: a word of its name is a word of the table's
/// (`24slides/laravel-saml2`, `saml2_tenants`) and of none of the project's own. Nobody but the package's source could tell.
#[must_use]
pub fn may_create<'t>(package: &str, table: &str, own: impl IntoIterator<Item = &'t str>) -> bool {
    if PACKAGES.iter().any(|known| known.name == package) {
        return false;
    }
    let Some((_, name)) = package.split_once('/') else { return false };
    let words = name.split(['-', '_', '.']).filter(|word| word.len() >= SHORTEST_WORD && !COMMON_WORDS.contains(word));
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_ascii_lowercase();
    let shared: Vec<String> = words.map(singular).filter(|word| table.split('_').any(|part| singular(part) == *word)).collect();
    !shared.is_empty() && own.into_iter().all(|own| own.split('_').all(|part| !shared.contains(&singular(part))))
}

/// In bytes; shorter words are in too many names.
const SHORTEST_WORD: usize = 4;

/// Words of packages' names that say nothing of what a package is about.
const COMMON_WORDS: [&str; 22] = [
    "laravel",
    "lumen",
    "eloquent",
    "illuminate",
    "filament",
    "livewire",
    "nova",
    "symfony",
    "package",
    "packages",
    "framework",
    "support",
    "core",
    "utils",
    "tools",
    "helpers",
    "client",
    "server",
    "provider",
    "bridge",
    "user",
    "users",
];

/// Whether a package brings no tables: it is the framework or a part of it, PHP itself, or a library that nobody takes for one
/// with a database; or its tables are known.
#[must_use]
pub fn is_tool(package: &str) -> bool {
    let Some((vendor, _)) = package.split_once('/') else { return true };
    FILE.tools.iter().any(|tool| tool == vendor) || PACKAGES.iter().any(|known| known.name == package)
}

/// Whether a package's name says that it is made for Laravel.
#[must_use]
pub fn is_named_after_laravel(package: &str) -> bool {
    ["laravel", "lumen", "eloquent", "statamic"].iter().any(|word| package.contains(word))
}

/// What a package's tables may begin with: its name, without what says that it is one of Laravel's, or its vendor's.
pub fn prefixes(package: &str) -> impl Iterator<Item = &str> {
    let (vendor, name) = package.split_once('/').unwrap_or_default();
    let words: Vec<&str> =
        name.split(['-', '_', '.']).filter(|word| !matches!(*word, "laravel" | "lumen" | "eloquent")).collect();
    let own = words.first().copied().filter(|_| words.len() == 1);
    own.into_iter().chain([vendor]).filter(|word| !word.is_empty())
}

/// Whether a table is one that a package may expect of the application that it is installed in: the framework's, and those of
/// its starter kits.
#[must_use]
pub fn is_hosts(table: &str) -> bool {
    is_skeleton(table) || PACKAGES.iter().any(|package| package.name == "laravel/jetstream" && package.has(table))
}

/// Whether a table is one that every Laravel application has by its skeleton.
#[must_use]
pub fn is_skeleton(table: &str) -> bool {
    PACKAGES.iter().any(|package| package.name == "laravel/framework" && package.has(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_required_packages_count() {
        let requires = |package: &str| package == "laravel/sanctum";
        assert!(brings(requires, "sessions"));
        assert!(brings(requires, "personal_access_tokens"));
        assert!(!brings(requires, "telescope_entries"));
        let version = |number: u32| move |package: &str| (package == "laravel/passport").then_some(number);
        assert!(creates(version(11), "oauth_clients"));
        assert!(!creates(version(12), "oauth_clients"));
        assert_eq!((newest_running("laravel/telescope"), newest_running("laravel/nothing")), (Some(4), None));
        assert!(is_skeleton("users") && !is_skeleton("orders"));
    }

    #[test]
    fn every_column_is_a_call_of_blueprint() {
        let columns = |package: &'static Package| {
            let made = package.tables().filter_map(|(_, columns)| columns).flatten();
            made.chain(package.adds().flat_map(|(_, columns)| columns.to_vec())).collect::<Vec<Column>>()
        };
        for Column(calls) in PACKAGES.iter().flat_map(columns) {
            let first = calls.first().expect("a column is made by a call");
            let known = crate::catalog::laravel::column_method(&first.method.to_ascii_lowercase(), 11).is_some()
                || ["primary", "unique", "index", "foreign", "timestamps"].contains(&first.method.as_str());
            assert!(known, "{calls:?}");
        }
    }
}

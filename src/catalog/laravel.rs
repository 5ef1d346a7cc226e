//! What Laravel's methods mean, as data: read from `rules/laravel/*.yaml`, which are part of the binary.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::spelling::nearest;

/// What a Blueprint method adds to a table.
#[derive(Clone, Debug, Deserialize)]
pub struct ColumnMethod {
    /// Its name.
    pub method: String,
    /// The names of its parameters, in order.
    #[serde(default)]
    pub params: Vec<String>,
    /// The one column that it adds.
    #[serde(flatten)]
    pub column: ColumnSpec,
    /// The name of that column where the argument is left out.
    #[serde(default)]
    pub default: Option<String>,
    /// The columns that it adds, where they are several.
    #[serde(default)]
    pub adds: Vec<NamedColumn>,
    /// The columns of an index that it makes.
    #[serde(default)]
    pub index: Vec<String>,
    /// Whether the result takes `constrained()` and `references()`.
    #[serde(default)]
    pub foreign: bool,
    /// Whether something can be chained to the result.
    #[serde(default = "yes")]
    pub chain: bool,
    /// The first major version of Laravel that has it.
    #[serde(default)]
    pub since: Option<u32>,
    /// The last major version of Laravel that has it.
    #[serde(default)]
    pub until: Option<u32>,
}

/// A column as a method makes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ColumnSpec {
    /// Laravel's name of its type.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// `unsigned()`
    #[serde(default)]
    pub unsigned: bool,
    /// `nullable()`
    #[serde(default)]
    pub nullable: bool,
    /// `autoIncrement()`
    #[serde(default)]
    pub auto_increment: bool,
    /// Its length.
    #[serde(default)]
    pub length: Option<u32>,
    /// Its total digits.
    #[serde(default)]
    pub total: Option<u32>,
    /// Its digits behind the point.
    #[serde(default)]
    pub places: Option<u32>,
    /// Its precision.
    #[serde(default)]
    pub precision: Option<u32>,
    /// Its subtype.
    #[serde(default)]
    pub subtype: Option<String>,
    /// Its default.
    #[serde(default)]
    pub default_value: Option<String>,
}

/// A column with its name, in which `{name}` stands for an argument.
#[derive(Clone, Debug, Deserialize)]
pub struct NamedColumn {
    /// The name.
    pub name: String,
    /// The rest.
    #[serde(flatten)]
    pub spec: ColumnSpec,
}

fn yes() -> bool {
    true
}

/// The role of an argument of a query method. `rules/laravel/query.yaml` says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "explained in the data's own file")]
pub enum Role {
    Table,
    Alias,
    Column,
    Columns,
    Rest,
    Where,
    On,
    Operator,
    Row,
    Rows,
    Keyed,
    Query,
    Nested,
    Same,
    Sql,
    Key,
    Value,
}

/// What a query method gives back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "explained in the data's own file")]
pub enum Returns {
    #[default]
    Builder,
    Row,
    Rows,
    Key,
    Number,
    Value,
    None,
}

/// What a query method does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Deed {
    Query,
    Join,
    Select,
    Where,
    Order,
    Group,
    Insert,
    Update,
    Upsert,
    Delete,
}

/// A signature that query methods share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryMethod {
    /// The methods.
    pub methods: Vec<String>,
    /// The role of each argument.
    pub args: Vec<Role>,
    /// The names of all its parameters.
    #[serde(default)]
    pub params: Vec<String>,
    /// What it does.
    pub operation: Deed,
    /// What it gives back.
    #[serde(default)]
    pub returns: Returns,
    /// Whether its table becomes part of the scope.
    #[serde(default)]
    pub joins: bool,
    /// Whether its table becomes the query's own.
    #[serde(default)]
    pub from: bool,
    /// Whether its name alone tells that the receiver is a query builder.
    #[serde(default)]
    pub only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlueprintFile {
    columns: Vec<ColumnMethod>,
    modifiers: BTreeSet<String>,
    harmless: BTreeSet<String>,
    mistaken: BTreeMap<String, String>,
    commands: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryFile {
    methods: Vec<QueryMethod>,
}

static BLUEPRINT: LazyLock<BlueprintFile> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/blueprint.yaml"))
        .expect("rules/laravel/blueprint.yaml is part of the program, and a test reads it")
});

static COLUMNS: LazyLock<BTreeMap<String, Vec<&'static ColumnMethod>>> = LazyLock::new(|| {
    let mut map: BTreeMap<String, Vec<&ColumnMethod>> = BTreeMap::new();
    for method in &BLUEPRINT.columns {
        map.entry(method.method.to_ascii_lowercase()).or_default().push(method);
    }
    map
});

static QUERIES: LazyLock<BTreeMap<String, QueryMethod>> = LazyLock::new(|| {
    let file: QueryFile = serde_yaml::from_str(include_str!("../../rules/laravel/query.yaml"))
        .expect("rules/laravel/query.yaml is part of the program, and a test reads it");
    let entries = file.methods.into_iter();
    entries.flat_map(|entry| entry.methods.clone().into_iter().map(move |m| (m.to_ascii_lowercase(), entry.clone()))).collect()
});

/// The Blueprint method of this name in a major version of Laravel.
#[must_use]
pub fn column_method(name: &str, laravel: u32) -> Option<&'static ColumnMethod> {
    let fits = |m: &&ColumnMethod| m.since.is_none_or(|since| laravel >= since) && m.until.is_none_or(|until| laravel <= until);
    let candidates = COLUMNS.get(&name.to_ascii_lowercase())?;
    // A project may have the method from elsewhere; of another version is better than unknown.
    candidates.iter().find(|method| fits(method)).or_else(|| candidates.first()).copied()
}

/// Whether Laravel reads a word after a column. Upper and lower case differ: other spellings it stores, and nothing more.
#[must_use]
pub fn is_modifier(name: &str) -> bool {
    BLUEPRINT.modifiers.contains(name)
}

/// The word that Laravel reads after a column and that is meant by another: by its spelling, or because other programs have it.
#[must_use]
pub fn modifier_meant(name: &str) -> Option<&'static str> {
    if BLUEPRINT.harmless.contains(name) {
        return None;
    }
    let known = BLUEPRINT.mistaken.get(name).map(String::as_str);
    known.or_else(|| nearest(name, BLUEPRINT.modifiers.iter().map(String::as_str)))
}

/// The method of a Blueprint that is meant by another name, which no version of Laravel has: by its spelling.
///
/// Short words, and those with a plural, may be what somebody has called a method of their own: `cuid`, `enums`.
#[must_use]
pub fn blueprint_method_meant(name: &str) -> Option<&'static str> {
    if name.len() < 4 || COLUMNS.contains_key(&name.to_ascii_lowercase()) {
        return None;
    }
    let columns = COLUMNS.values().flatten().map(|method| method.method.as_str());
    let meant = nearest(name, columns.chain(BLUEPRINT.commands.iter().map(String::as_str)))?;
    let is_own = name.eq_ignore_ascii_case(meant)
        || (name.len() == 4 && meant.len() == 4)
        || (name.len() < 8 && name.strip_suffix('s') == Some(meant));
    (!is_own).then_some(meant)
}

/// The names of the Blueprint methods that make one column, called as their argument says; as Laravel spells them.
pub fn column_method_names() -> impl Iterator<Item = &'static str> {
    let named = |method: &&&ColumnMethod| method.adds.is_empty() && method.params.first().is_some_and(|first| first == "column");
    COLUMNS.values().filter_map(move |methods| methods.iter().find(named)).map(|method| method.method.as_str())
}

/// The query method of this name.
#[must_use]
pub fn query_method(name: &str) -> Option<&'static QueryMethod> {
    QUERIES.get(&name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::TypeKind;

    #[test]
    fn every_type_is_one_of_laravels() {
        for method in COLUMNS.values().flatten() {
            let kinds = method.column.kind.iter().chain(method.adds.iter().filter_map(|column| column.spec.kind.as_ref()));
            for kind in kinds {
                assert!(kind == "morphKey" || TypeKind::from_laravel(kind).is_some(), "{}: {kind}", method.method);
            }
            assert!(method.column.kind.is_some() == method.adds.is_empty(), "{}: `type` or `adds`", method.method);
        }
    }

    #[test]
    fn methods_of_blueprints_are_meant_by_their_spelling() {
        for (name, meant) in [
            ("indx", Some("index")),
            ("strng", Some("string")),
            ("unsignedBigInterger", Some("unsignedBigInteger")),
            ("softDelete", Some("softDeletes")),
            ("dropColum", Some("dropColumn")),
            ("index", None),
            ("STRING", None),
            ("cuid", None),
            ("uuids", None),
            ("uid", None),
            ("hstore", None),
            ("userstamps", None),
        ] {
            assert_eq!(blueprint_method_meant(name), meant, "{name}");
        }
    }

    #[test]
    fn keys_are_spelled_right() {
        let known = "method params default adds index foreign chain since until type unsigned nullable auto_increment length total \
                     places precision subtype default_value name";
        let file: serde_yaml::Value =
            serde_yaml::from_str(include_str!("../../rules/laravel/blueprint.yaml")).expect("it is YAML");
        let mut entries: Vec<&serde_yaml::Value> = file["columns"].as_sequence().expect("a list").iter().collect();
        while let Some(entry) = entries.pop() {
            entries.extend(entry.get("adds").and_then(|adds| adds.as_sequence()).into_iter().flatten());
            for (key, _) in entry.as_mapping().expect("a map") {
                let key = key.as_str().expect("a name");
                assert!(known.split_whitespace().any(|name| name == key), "{key}");
            }
        }
    }

    #[test]
    fn versions_choose_the_signature() {
        assert_eq!(column_method("float", 10).map(|m| m.params.len()), Some(4));
        assert_eq!(column_method("FLOAT", 12).map(|m| m.params.len()), Some(2));
        assert!(query_method("leftJoin").is_some_and(|m| m.joins));
    }

    #[test]
    fn what_gives_a_key_may_be_told_of_which_column() {
        for (name, method) in QUERIES.iter() {
            assert_eq!(method.returns == Returns::Key, method.args.contains(&Role::Key), "{name}");
        }
    }
}

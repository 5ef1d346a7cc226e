//! What migrations that are written for Phinx say, as data: read from `rules/laravel/phinx.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phinx {
    /// The package whose version decides.
    pub package: String,
    /// The parents of its migrations.
    pub classes: Vec<String>,
    /// From which version on something holds.
    pub since: Since,
    /// The keys of its configuration that decide instead.
    pub flags: Flags,
    types: BTreeMap<String, ColumnKind>,
    constants: BTreeMap<String, BTreeMap<String, Constant>>,
}

/// From which version on something holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// Every change waits for `save()`.
    pub planned: Vec<u32>,
    /// Columns take NULL unless they say otherwise.
    pub nullable: Vec<u32>,
    /// The key that a table gets by itself is unsigned.
    pub unsigned: Vec<u32>,
}

/// Keys below `feature_flags`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    /// Whether columns take NULL unless they say otherwise.
    pub nullable: String,
    /// Whether the key that a table gets by itself is unsigned.
    pub unsigned: String,
}

/// A type of a column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnKind {
    /// Laravel's name for the nearest kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The type itself by driver, where it is another one than Laravel's.
    #[serde(default)]
    sql: BTreeMap<String, String>,
    /// The limit where none is given.
    #[serde(default)]
    pub limit: Option<u32>,
    #[serde(default)]
    sizes: Vec<Size>,
    /// Whether `signed => false` means something to it.
    #[serde(default)]
    pub signed: bool,
    /// All digits where none are given.
    #[serde(default)]
    pub total: Option<u32>,
    /// Those behind the point.
    #[serde(default)]
    pub places: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Size {
    from: u32,
    #[serde(rename = "type")]
    kind: String,
}

/// The value of a class's constant.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Constant {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

impl ColumnKind {
    /// Laravel's name for the kind that a limit makes of it, in MySQL.
    #[must_use]
    pub fn sized(&self, limit: Option<u32>) -> &str {
        let reached = |size: &&Size| limit.is_some_and(|limit| limit >= size.from);
        self.sizes.iter().find(reached).map_or(&self.kind, |size| &size.kind)
    }

    /// The type itself, where it is another one than Laravel's.
    #[must_use]
    pub fn sql(&self, driver: &str, limit: u32) -> Option<String> {
        self.sql.get(driver).map(|sql| sql.replace("{limit}", &limit.to_string()))
    }
}

static PHINX: LazyLock<Phinx> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../../rules/laravel/phinx.yaml")).expect("a test parses it"));

/// What is known of Phinx.
#[must_use]
pub fn phinx() -> &'static Phinx {
    &PHINX
}

/// A type by the name that migrations write.
#[must_use]
pub fn column_kind(name: &str) -> Option<&'static ColumnKind> {
    PHINX.types.get(name)
}

/// A constant of one of its classes. An adapter has those of the interface, too.
#[must_use]
pub fn constant(class: &str, name: &str) -> Option<&'static Constant> {
    let class = class.trim_start_matches('\\');
    let of = |class: &str| PHINX.constants.get(class).and_then(|constants| constants.get(name));
    let is_adapter = class.starts_with("Phinx\\Db\\Adapter\\");
    of(class).or_else(|| of("Phinx\\Db\\Adapter\\AdapterInterface").filter(|_| is_adapter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::types::TypeKind;

    #[test]
    fn every_type_is_one_that_laravel_has_a_name_for() {
        for (name, kind) in &phinx().types {
            let names = kind.sizes.iter().map(|size| &size.kind).chain([&kind.kind]);
            assert!(names.into_iter().all(|name| TypeKind::from_laravel(name).is_some()), "{name}");
            assert!(kind.kind != "raw" || !kind.sql.is_empty(), "{name}");
            let from: Vec<u32> = kind.sizes.iter().map(|size| size.from).collect();
            assert!(from.is_sorted_by(|a, b| a > b), "{name}: the largest comes first");
        }
    }

    #[test]
    fn limits_make_other_kinds() {
        let kind = |name: &str, limit| column_kind(name).map(|kind| kind.sized(limit));
        assert_eq!(kind("text", Some(16_777_215)), Some("mediumText"));
        assert_eq!(kind("text", None), Some("text"));
        assert_eq!(kind("integer", Some(11)), Some("integer"));
        assert_eq!(kind("integer", Some(255)), Some("tinyInteger"));
        assert_eq!(kind("string", Some(65_535)), Some("string"));
        assert_eq!(column_kind("binary").and_then(|kind| kind.sql("mysql", 16)).as_deref(), Some("binary(16)"));
        assert!(matches!(constant("Phinx\\Db\\Adapter\\MysqlAdapter", "PHINX_TYPE_JSON"), Some(Constant::Text(_))));
        assert!(constant("Phinx\\Db\\Table", "TEXT_LONG").is_none());
    }
}

//! What is known of packages' classes and traits that models are made of, as data: read from `rules/laravel/models.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Names of classes and traits, or beginnings of names that end in `\`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plain: Vec<String>,
    except: Vec<String>,
    fills: Vec<String>,
    relates: BTreeMap<String, Vec<String>>,
    translates: Vec<String>,
    stores: Vec<String>,
    parents: Vec<String>,
    folds: BTreeMap<String, Folds>,
    tables: BTreeMap<String, String>,
}

/// How a class or trait of a package stores attributes in one JSON column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folds {
    /// The method that lists those which have columns of their own.
    pub method: String,
    /// What it lists where the class does not say.
    pub lists: Vec<String>,
    /// The JSON column.
    pub column: String,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/models.yaml")).expect("a test parses the embedded file")
});

fn names(list: &[String], class: &str) -> bool {
    list.iter().any(|name| if name.ends_with('\\') { class.starts_with(name.as_str()) } else { name == class })
}

/// Whether a class or trait of a package stores attributes in the columns of their names.
#[must_use]
pub fn takes_attributes_as_they_are(class: &str) -> bool {
    names(&FILE.plain, class) && !names(&FILE.except, class)
}

/// Whether a class or trait of a package may give columns a value when a model is saved.
#[must_use]
pub fn may_fill_columns(class: &str) -> bool {
    !takes_attributes_as_they_are(class) || names(&FILE.fills, class)
}

/// Whether a class or trait of a package may bring a relation that reads this column of the model's own table.
#[must_use]
pub fn may_relate(class: &str, column: &str) -> bool {
    let class = class.trim_start_matches('\\');
    // The alias that older applications have for Laravel's own `Model`.
    if class == "Eloquent" {
        return false;
    }
    let reads = |columns: &Vec<String>| columns.iter().any(|name| name == "*" || name.eq_ignore_ascii_case(column));
    !names(&FILE.plain, class)
        || FILE.relates.iter().any(|(name, columns)| names(std::slice::from_ref(name), class) && reads(columns))
}

/// Whether a class or trait of a package keeps a model's translations in rows of another model.
#[must_use]
pub fn translates(class: &str) -> bool {
    names(&FILE.translates, class)
}

/// Whether a class or trait of a package keeps a model's rows in no SQL database: in files, in memory, in a store of documents.
#[must_use]
pub fn stores_elsewhere(class: &str) -> bool {
    names(&FILE.stores, class.trim_start_matches('\\'))
}

/// Whether a trait of a package gives a model the table and the foreign keys that its parent has by convention.
#[must_use]
pub fn is_called_like_its_parent(class: &str) -> bool {
    names(&FILE.parents, class.trim_start_matches('\\'))
}

/// How a class or trait of a package stores attributes in one JSON column, if it does.
#[must_use]
pub fn folds(class: &str) -> Option<&'static Folds> {
    FILE.folds.get(class.trim_start_matches('\\'))
}

/// The table of a package's model, or the key of the configuration that names it: one with a dot in it.
#[must_use]
pub fn table_of(class: &str) -> Option<&'static str> {
    FILE.tables.get(class.trim_start_matches('\\')).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_known_by_their_namespaces() {
        assert!(takes_attributes_as_they_are("Illuminate\\Database\\Eloquent\\SoftDeletes"));
        assert!(takes_attributes_as_they_are("Spatie\\Permission\\Traits\\HasRoles"));
        assert!(takes_attributes_as_they_are("Spatie\\SchemalessAttributes\\SchemalessAttributesTrait"));
        assert!(!takes_attributes_as_they_are("Spatie\\ModelStates\\HasStates"));
        assert!(!takes_attributes_as_they_are("Astrotomic\\Translatable\\Translatable"));
        assert!(may_fill_columns("Cviebrock\\EloquentSluggable\\Sluggable"));
        assert!(!may_fill_columns("Illuminate\\Notifications\\Notifiable"));
    }

    #[test]
    fn relations_of_packages_are_known_by_their_columns() {
        assert!(may_relate("Kalnoy\\Nestedset\\NodeTrait", "parent_id"));
        assert!(!may_relate("Kalnoy\\Nestedset\\NodeTrait", "user_id"));
        assert!(may_relate("Laravel\\Cashier\\Subscription", "user_id"));
        assert!(!may_relate("Laravel\\Sanctum\\HasApiTokens", "user_id"));
        assert!(!may_relate("Illuminate\\Database\\Eloquent\\SoftDeletes", "user_id"));
        assert!(may_relate("Somebody\\Unknown", "user_id"));
    }
}

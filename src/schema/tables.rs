//! The tables of a schema by name, which databases compare without regard to case.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::Table;

/// Tables by name, in the order of their names.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    by_name: BTreeMap<String, Table>,
    /// The names by what they are in lower case.
    folded: BTreeMap<String, BTreeSet<String>>,
}

impl Deref for Tables {
    type Target = BTreeMap<String, Table>;

    fn deref(&self) -> &Self::Target {
        &self.by_name
    }
}

impl Tables {
    /// The name, as it is written in the schema, of the table that a name means.
    #[must_use]
    pub fn name_of(&self, name: &str) -> Option<&str> {
        if let Some((own, _)) = self.by_name.get_key_value(name) {
            return Some(own);
        }
        self.folded.get(&name.to_ascii_lowercase())?.first().map(String::as_str)
    }

    /// Adds a table, or takes the place of that of exactly this name.
    pub fn insert(&mut self, name: String, table: Table) {
        self.folded.entry(name.to_ascii_lowercase()).or_default().insert(name.clone());
        self.by_name.insert(name, table);
    }

    /// Takes the table of exactly this name away.
    pub fn remove(&mut self, name: &str) -> Option<Table> {
        let folded = name.to_ascii_lowercase();
        if let Some(names) = self.folded.get_mut(&folded) {
            names.remove(name);
            if names.is_empty() {
                self.folded.remove(&folded);
            }
        }
        self.by_name.remove(name)
    }

    /// The table of exactly this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.by_name.get_mut(name)
    }

    /// All tables, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.by_name.values_mut()
    }
}

impl<'t> IntoIterator for &'t Tables {
    type Item = (&'t String, &'t Table);
    type IntoIter = std::collections::btree_map::Iter<'t, String, Table>;

    fn into_iter(self) -> Self::IntoIter {
        self.by_name.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_until_they_are_gone() {
        let mut tables = Tables::default();
        tables.insert("Users".to_owned(), Table::default());
        tables.insert("users".to_owned(), Table::default());
        assert_eq!(tables.name_of("users"), Some("users"));
        assert_eq!(tables.name_of("USERS"), Some("Users"));
        assert!(tables.remove("Users").is_some());
        assert_eq!(tables.name_of("USERS"), Some("users"));
        assert!(tables.remove("USERS").is_none());
        assert!(tables.remove("users").is_some());
        assert_eq!(tables.name_of("USERS"), None);
    }
}

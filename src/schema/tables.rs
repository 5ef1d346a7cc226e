//! The tables of a schema by name, which databases compare without regard to case.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::iter::Map;
use std::ops::Index;
use std::sync::Arc;

use super::Table;

/// Tables by name, in the order of their names. A copy shares the tables, until one of the two is changed.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    by_name: BTreeMap<String, Arc<Table>>,
    /// The names by what they are in lower case.
    folded: Arc<BTreeMap<String, BTreeSet<String>>>,
}

impl Tables {
    /// The names and the tables.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Table)> {
        self.into_iter()
    }

    /// All tables.
    pub fn values(&self) -> impl Iterator<Item = &Table> + Clone {
        self.by_name.values().map(|table| &**table)
    }

    /// All names.
    pub fn keys(&self) -> impl Iterator<Item = &String> + Clone {
        self.by_name.keys()
    }

    /// The table of exactly this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.by_name.get(name).map(|table| &**table)
    }

    /// Whether there is a table of exactly this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The tables that were changed since others were copied from these, or the other way round: each as it is here and there.
    pub fn differing<'t>(&'t self, others: &'t Tables) -> impl Iterator<Item = (Option<&'t Table>, Option<&'t Table>)> {
        let names: BTreeSet<&String> = self.by_name.keys().chain(others.by_name.keys()).collect();
        names.into_iter().filter_map(|name| {
            let (own, other) = (self.by_name.get(name), others.by_name.get(name));
            let same = own.zip(other).is_some_and(|(own, other)| Arc::ptr_eq(own, other));
            (!same).then(|| (own.map(|table| &**table), other.map(|table| &**table)))
        })
    }

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
        Arc::make_mut(&mut self.folded).entry(name.to_ascii_lowercase()).or_default().insert(name.clone());
        self.by_name.insert(name, Arc::new(table));
    }

    /// Takes the table of exactly this name away.
    pub fn remove(&mut self, name: &str) -> Option<Table> {
        let folded = name.to_ascii_lowercase();
        let all = Arc::make_mut(&mut self.folded);
        if let Some(names) = all.get_mut(&folded) {
            names.remove(name);
            if names.is_empty() {
                all.remove(&folded);
            }
        }
        self.by_name.remove(name).map(Arc::unwrap_or_clone)
    }

    /// The table of exactly this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.by_name.get_mut(name).map(Arc::make_mut)
    }

    /// All tables, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.by_name.values_mut().map(Arc::make_mut)
    }

    /// Some tables, to be changed; the others stay shared.
    pub fn values_mut_where(&mut self, wanted: impl Fn(&Table) -> bool) -> impl Iterator<Item = &mut Table> {
        self.by_name.values_mut().filter(move |table| wanted(table)).map(Arc::make_mut)
    }
}

impl Index<&str> for Tables {
    type Output = Table;

    /// The table of exactly this name.
    ///
    /// # Panics
    /// If there is none.
    fn index(&self, name: &str) -> &Table {
        &self.by_name[name]
    }
}

/// A table and the name that it has.
type Pair<'t> = (&'t String, &'t Table);

/// Goes over tables and their names.
pub(super) type Iter<'t> = Map<btree_map::Iter<'t, String, Arc<Table>>, fn((&'t String, &'t Arc<Table>)) -> Pair<'t>>;

impl<'t> IntoIterator for &'t Tables {
    type Item = Pair<'t>;
    type IntoIter = Iter<'t>;

    fn into_iter(self) -> Self::IntoIter {
        self.by_name.iter().map(|(name, table)| (name, &**table))
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

//! Which name was probably meant.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::schema::{Schema, Table};
use crate::spelling::{self, distance, is_near};

/// Columns that very many tables have, so that they tell tables apart only a little.
const COMMON: [&str; 16] = [
    "id",
    "user_id",
    "name",
    "title",
    "slug",
    "description",
    "type",
    "status",
    "active",
    "is_active",
    "image",
    "email",
    "uuid",
    "created_at",
    "updated_at",
    "deleted_at",
];

/// How well a second table has to fit, as a share of the best one's fit.
const SECOND: f64 = 0.8;

/// The names nearest in spelling, the nearest first.
#[must_use]
pub(crate) fn nearest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut near: Vec<(usize, &str)> =
        names.filter(|name| is_near(wrong, name) || same_words(wrong, name)).map(|name| (distance(wrong, name), name)).collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// Names among which the nearest ones are looked for many times.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_spelling: spelling::Names,
    by_words: HashMap<Vec<String>, Vec<String>>,
}

impl Names {
    /// These names.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Self {
        let mut by_words: HashMap<Vec<String>, Vec<String>> = HashMap::default();
        for name in names.clone() {
            by_words.entry(words(name)).or_default().push(name.to_owned());
        }
        Names { by_spelling: spelling::Names::new(names), by_words }
    }

    /// What [`nearest`] gives.
    pub(super) fn nearest(&self, wrong: &str) -> Vec<String> {
        let same = Some(words(wrong)).filter(|words| !words.is_empty()).and_then(|words| self.by_words.get(&words));
        let same = same.into_iter().flatten().map(String::as_str);
        let mut near: Vec<(usize, &str)> =
            self.by_spelling.near(wrong).chain(same).map(|name| (distance(wrong, name), name)).collect();
        near.sort_unstable();
        near.dedup();
        near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
    }
}

/// `user` and `users`, `ai_cost` and `ai_costs`, `order-items` and `order_items`: the same words, written in another way.
fn same_words(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    !a.is_empty() && a == b
}

/// The words of a name, one for all ways to write them.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(['_', '-', '.']).filter(|part| !part.is_empty());
    parts.map(|part| crate::laravel::support::naming::singular(&part.to_lowercase())).collect()
}

/// Whether one name may be written in the place of another, which it is like: `Some(true)` where it is clear that it was meant.
/// Short names are near to many others by chance, and what columns alone suggest may be called quite differently.
pub(super) fn is_meant(wrong: &str, right: &str) -> Option<bool> {
    /// The least length of names that one letter does not make another name of.
    const TELLING: usize = 5;
    /// The least share of words that names have in common if they may mean the same.
    const ALIKE: f64 = 0.3;
    let length = wrong.chars().count().min(right.chars().count());
    let near = is_near(wrong, right);
    if same_words(wrong, right) || (near && length >= TELLING) {
        return Some(true);
    }
    ((near && length + 1 >= TELLING) || likeness(wrong, right) > ALIKE).then_some(false)
}

/// How well the columns that are written fit a table: the share of them that it has, common ones
/// counting little. None where too few are there to tell.
fn fit(columns: &BTreeSet<&str>, table: &Table) -> Option<f64> {
    let weight = |column: &str| if COMMON.contains(&column) { 0.2 } else { 1.0 };
    let total: f64 = columns.iter().map(|column| weight(column)).sum();
    let matched: f64 = columns.iter().filter(|column| table.column(column).is_some()).map(|column| weight(column)).sum();
    (total >= 2.0 && matched >= 2.0 && matched / total >= 0.5).then_some(matched / total)
}

/// How much two names have in common: the share of words.
fn likeness(a: &str, b: &str) -> f64 {
    let words = |name: &str| -> BTreeSet<String> {
        name.split('_').filter(|part| !part.is_empty()).map(crate::laravel::support::naming::singular).collect()
    };
    let (a, b) = (words(a), words(b));
    let common = u32::try_from(a.intersection(&b).count()).unwrap_or(0);
    let all = u32::try_from(a.union(&b).count()).unwrap_or(1).max(1);
    f64::from(common) / f64::from(all)
}

/// A table that was probably meant.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its name.
    pub(super) table: String,
    /// How many of the columns it has, of how many; none if it is suggested by its name.
    pub(super) columns: Option<(usize, usize)>,
}

/// The tables that were probably meant, the best first: those that the columns fit, then those that are spelled alike.
/// Those that stand beside it in the query are meant by their own names.
#[must_use]
pub(super) fn tables(
    schema: &Schema,
    names: &Names,
    wrong: &str,
    columns: &BTreeSet<&str>,
    beside: &BTreeSet<String>,
) -> Vec<Candidate> {
    // Fewer than two columns fit no table.
    let tables = schema.tables.values().filter(|table| columns.len() >= 2 && !beside.contains(&table.name.to_ascii_lowercase()));
    let mut fitting: Vec<(f64, &Table)> = tables
        .filter_map(|table| {
            let fit = fit(columns, table)?;
            // Of tables that fit nearly as well, the one with the likelier name.
            Some((fit + likeness(wrong, &table.name) * 0.5, table))
        })
        .collect();
    fitting.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    // What fits much worse than the best one is not meant.
    let best = fitting.first().map_or(0.0, |(fit, _)| *fit);
    fitting.retain(|(fit, _)| *fit >= best * SECOND);
    let mut candidates: Vec<Candidate> = fitting
        .into_iter()
        .take(2)
        .map(|(_, table)| {
            let matched = columns.iter().filter(|column| table.column(column).is_some()).count();
            Candidate { table: table.name.clone(), columns: Some((matched, columns.len())) }
        })
        .collect();
    for name in names.nearest(wrong) {
        if !candidates.iter().any(|candidate| candidate.table == name) {
            candidates.push(Candidate { table: name, columns: None });
        }
    }
    // A name that is one or two letters off is the stronger sign.
    let misspelled =
        candidates.iter().position(|candidate| is_near(wrong, &candidate.table) || same_words(wrong, &candidate.table));
    if let Some(at) = misspelled {
        let best = candidates.remove(at);
        candidates.insert(0, best);
    }
    candidates.truncate(3);
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_alike_takes_the_place() {
        for (wrong, right, expected) in [
            ("order", "orders", Some(true)),
            ("cart", "carts", Some(true)),
            ("nummber", "number", Some(true)),
            ("mail", "email", Some(false)),
            ("ai_cost_tracking", "ai_usage_costs", Some(false)),
            ("ip", "id", None),
            ("filters", "api_settings", None),
        ] {
            assert_eq!(is_meant(wrong, right), expected, "{wrong} {right}");
        }
    }

    #[test]
    fn names_of_the_same_words_are_near() {
        assert_eq!(nearest("order", ["orders", "users"].into_iter()), ["orders"]);
    }
}

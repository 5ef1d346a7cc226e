//! Names of keys and indexes: Laravel's own, unless they are too long or taken.

use std::collections::BTreeSet;

use crate::laravel::support::naming;
use crate::schema::Schema;

/// The characters that every driver takes: `PostgreSQL` takes one fewer than `MySQL`.
const LONGEST: usize = 63;

/// The names that a schema has, and those that were given since.
pub(super) struct Names<'s> {
    schema: &'s Schema,
    taken: BTreeSet<String>,
}

impl<'s> Names<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let of = |table: &crate::schema::Table| {
            let keys = table.foreign_keys.iter().map(|key| key.name.to_ascii_lowercase());
            keys.chain(table.indexes.iter().map(|index| index.name.to_ascii_lowercase())).collect::<Vec<_>>()
        };
        Names { schema, taken: schema.tables.values().flat_map(of).collect() }
    }

    /// The name of a new index or key (`index`, `foreign`), and whether it has to be given because Laravel would make another.
    pub(super) fn give(&mut self, table: &str, columns: &[String], kind: &str) -> (String, bool) {
        let prefix = if self.schema.prefix_indexes { self.schema.prefix.as_str() } else { "" };
        let usual = naming::index_name(&format!("{prefix}{table}"), columns, kind);
        let fits = |name: &String| name.chars().count() <= LONGEST && !self.taken.contains(name);
        if fits(&usual) {
            self.taken.insert(usual.clone());
            return (usual, false);
        }
        let short = naming::index_name(&initials(table), columns, kind);
        let cut: String = usual.chars().take(LONGEST - 9).collect();
        let numbered = (0_u32..).map(|n| format!("{cut}_{:08x}", crc32fast::hash(format!("{usual}{n}").as_bytes())));
        let name = std::iter::once(short).chain(numbered).find(fits).unwrap_or(usual);
        self.taken.insert(name.clone());
        (name, true)
    }
}

/// `ai_conversation_provider_history` becomes `acph`.
fn initials(table: &str) -> String {
    table.split(['_', '.', '-']).filter_map(|word| word.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_laravels_unless_they_are_too_long_or_taken() {
        let schema = Schema::default();
        let mut names = Names::new(&schema);
        let columns = ["conversation_id".to_owned()];
        let long = "organization_conversation_provider_history_entries";
        assert_eq!(names.give("posts", &columns, "foreign"), ("posts_conversation_id_foreign".to_owned(), false));
        assert_eq!(names.give(long, &columns, "foreign"), ("ocphe_conversation_id_foreign".to_owned(), true));
        let (third, given) = names.give(long, &columns, "foreign");
        assert!(given && third.len() == LONGEST, "{third}");
        let (fourth, _) = names.give(long, &columns, "foreign");
        assert_ne!(third, fourth);
    }

    #[test]
    fn a_prefix_counts_where_it_is_part_of_names() {
        let schema = Schema { prefix: "app_".to_owned(), prefix_indexes: true, ..Schema::default() };
        let (name, given) = Names::new(&schema).give("posts", &["user_id".to_owned()], "index");
        assert_eq!((name.as_str(), given), ("app_posts_user_id_index", false));
    }
}

//! `duplicate-foreign-key`: two foreign keys of a table say the same.

use super::keys::{self, Declared};
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::ForeignKey;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let all = keys::keys(cx);
    for (position, key) in all.iter().enumerate() {
        let of_table = |other: &&Declared<'_>| {
            other.connection == key.connection && other.table.name == key.table.name && says_the_same(other.key, key.key)
        };
        let Some(first) = all[..position].iter().find(of_table).filter(|first| first.at != key.at) else { continue };
        let message = format!(
            "`{}` has a second foreign key of {} to {}",
            key.table.name,
            keys::list(&key.key.columns),
            keys::referenced(key.key)
        );
        let differs = first.key.on_delete != key.key.on_delete || first.key.on_update != key.key.on_update;
        let help = if differs {
            format!("drop one of `{}` and `{}`: they do not do the same on a delete or an update", first.key.name, key.key.name)
        } else {
            format!("drop `{}`: the database checks every write twice", key.key.name)
        };
        let finding = Finding::new("duplicate-foreign-key", Severity::Warning, key.at, message)
            .on_table(key.connection, &key.table.name)
            .label(first.at, "the first one is here");
        findings.push(finding.help(help));
    }
}

/// Whether two keys connect the same columns, in whatever order.
fn says_the_same(some: &ForeignKey, other: &ForeignKey) -> bool {
    let pairs = |key: &ForeignKey| {
        let lower = |name: &String| name.to_ascii_lowercase();
        let mut pairs: Vec<_> = key.columns.iter().map(lower).zip(key.references.iter().map(lower)).collect();
        pairs.sort();
        pairs
    };
    some.table.eq_ignore_ascii_case(&other.table) && pairs(some) == pairs(other)
}

//! `duplicate-foreign-key`: two foreign keys of a table say the same.

use std::collections::BTreeMap;

use super::keys::{self, Declared};
use super::{Context, Findings};
use crate::finding::{Finding, Severity};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let all = keys::keys(cx);
    let mut first_of: BTreeMap<Saying<'_>, &Declared<'_>> = BTreeMap::new();
    for key in &all {
        let first = *first_of.entry(saying(key)).or_insert(key);
        if std::ptr::eq(first, key) || first.at == key.at {
            continue;
        }
        let message = format!(
            "`{}` has a second foreign key from {} to {}",
            key.table.name,
            keys::list(&key.key.columns),
            keys::referenced(key.key)
        );
        let differs = first.key.on_delete != key.key.on_delete || first.key.on_update != key.key.on_update;
        let help = if differs {
            format!("drop `{}` or `{}`: they differ in what a delete or an update does", first.key.name, key.key.name)
        } else {
            format!("drop `{}`: the database checks every write twice", key.key.name)
        };
        let finding = Finding::new("duplicate-foreign-key", Severity::Warning, key.at, message)
            .on_table(key.connection, &key.table.name)
            .label(first.at, "the first one is here");
        findings.push(finding.help(help));
    }
}

/// What a key says: of which table, which columns it connects, in whatever order, and with which table.
type Saying<'c> = (&'c str, &'c str, String, Vec<(String, String)>);

fn saying<'c>(declared: &'c Declared<'_>) -> Saying<'c> {
    let lower = |name: &String| name.to_ascii_lowercase();
    let key = declared.key;
    let mut pairs: Vec<_> = key.columns.iter().map(lower).zip(key.references.iter().map(lower)).collect();
    pairs.sort();
    (declared.connection, &declared.table.name, lower(&key.table), pairs)
}

//! Which table comes first: those that others refer to.

use std::collections::{BTreeMap, BTreeSet};

/// The tables, parents before children, otherwise in the order of their names. Tables that refer to one another in a circle
/// stand in the order in which they are met. `parents` gives the tables that each one refers to.
#[must_use]
pub(super) fn parents_first(parents: &BTreeMap<String, BTreeSet<String>>, wanted: &BTreeSet<String>) -> Vec<String> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for start in wanted {
        // A stack of its own: chains of tables may be long.
        let mut stack = vec![(start.as_str(), false)];
        while let Some((table, left)) = stack.pop() {
            if left {
                out.push(table.to_owned());
            } else if done.insert(table) {
                stack.push((table, true));
                let above = parents.get(table).into_iter().flatten().rev();
                stack.extend(above.filter(|parent| !done.contains(parent.as_str())).map(|parent| (parent.as_str(), false)));
            }
        }
    }
    out.retain(|table| wanted.contains(table));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_before_children_and_circles_end() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let parents = BTreeMap::from([
            ("a_costs".to_owned(), set(&["messages", "users"])),
            ("messages".to_owned(), set(&["talks"])),
            ("talks".to_owned(), set(&["users", "talks"])),
            ("x".to_owned(), set(&["y"])),
            ("y".to_owned(), set(&["x"])),
        ]);
        let wanted = set(&["a_costs", "messages", "talks", "x", "y"]);
        assert_eq!(parents_first(&parents, &wanted), ["talks", "messages", "a_costs", "y", "x"]);
    }
}

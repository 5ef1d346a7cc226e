//! How far names are apart in spelling. Knows nothing of what they name.

/// How many letters of a name count.
const LONGEST: usize = 128;

/// How many edits (insertions, deletions, substitutions, swaps of neighbours) lead from one name to the other.
#[must_use]
pub fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let to: Vec<char> = to.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let substitution = last[j] + usize::from(a != b);
            let mut best = substitution.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

/// Whether one name is another one misspelled: a few edits in relation to its length.
#[must_use]
pub fn is_near(wrong: &str, right: &str) -> bool {
    let most = (wrong.chars().count().min(right.chars().count()) / 4).clamp(1, 3);
    // Each edit makes a name longer or shorter by one letter at most.
    let lengths = [wrong, right].map(|name| name.len().min(LONGEST));
    if wrong.is_ascii() && right.is_ascii() && lengths[0].abs_diff(lengths[1]) > most {
        return false;
    }
    (1..=most).contains(&distance(wrong, right))
}

/// The name nearest in spelling, without regard to case, if one is near at all.
#[must_use]
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.into_iter().filter(|name| is_near(wrong, name) || name.eq_ignore_ascii_case(wrong));
    near.min_by_key(|name| (distance(wrong, name), *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_swaps_as_one() {
        assert_eq!(distance("users", "users"), 0);
        assert_eq!(distance("usres", "users"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert!(is_near("custmers", "customers"));
        assert!(!is_near("ai_cost_tracking", "ai_usage_costs"));
    }

    #[test]
    fn the_nearest_of_several_is_the_one_with_the_fewest_edits() {
        assert_eq!(nearest("drivr", ["paths", "driver"]), Some("driver"));
        assert_eq!(nearest("Paths", ["paths", "driver"]), Some("paths"));
        assert_eq!(nearest("ignore", ["paths", "driver"]), None);
    }
}

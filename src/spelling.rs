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

/// The most edits that lead from a name to another one which it is near to.
const FARTHEST: usize = 3;

/// How many edits may lead from a name to another one which it is near to, by the length of the shorter one in letters.
fn most_edits(shorter: usize) -> usize {
    (shorter / 4).clamp(1, FARTHEST)
}

/// Whether one name is another one misspelled: a few edits in relation to its length.
#[must_use]
pub fn is_near(wrong: &str, right: &str) -> bool {
    let most = most_edits(wrong.chars().count().min(right.chars().count()));
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

/// How often each letter stands in a name, letters taken together that are far from each other in the alphabet.
type Letters = [u8; 32];

fn letters(name: &str) -> Letters {
    let mut letters = Letters::default();
    for letter in name.chars().flat_map(char::to_lowercase).take(LONGEST) {
        let count = &mut letters[letter as usize % 32];
        *count = count.saturating_add(1);
    }
    letters
}

/// How many letters a name has in lower case.
fn length(name: &str) -> usize {
    name.chars().flat_map(char::to_lowercase).count()
}

/// Names among which near ones are looked for many times.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In the order of their lengths.
    names: Vec<(usize, Letters, String)>,
}

impl Names {
    /// These names.
    #[must_use]
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let facts = |name: &str| (length(name), letters(name), name.to_owned());
        let mut names: Vec<_> = names.into_iter().map(facts).collect();
        names.sort_by_key(|(length, ..)| *length);
        Names { names }
    }

    /// Those of which a name may be a misspelling, as [`is_near`] says.
    pub fn near<'n>(&'n self, wrong: &'n str) -> impl Iterator<Item = &'n str> {
        let length = length(wrong);
        let own = letters(wrong);
        // A letter more or less makes a difference of one, a letter instead of another one a difference of two. What lies
        // behind the letters that count makes no difference.
        let (shortest, longest) =
            if length + FARTHEST < LONGEST { (length.saturating_sub(FARTHEST), length + FARTHEST) } else { (0, usize::MAX) };
        let from = self.names.partition_point(|(length, ..)| *length < shortest);
        let names = self.names[from..].iter().take_while(move |(length, ..)| *length <= longest);
        let may_be = move |(other, theirs, _): &&(usize, Letters, String)| {
            let differences: usize = own.iter().zip(theirs).map(|(a, b)| usize::from(a.abs_diff(*b))).sum();
            // Letters that become several in lower case make a name longer than it is.
            let most = if wrong.is_ascii() { most_edits(length.min(*other)) } else { FARTHEST };
            differences <= 2 * most
        };
        names.filter(may_be).map(|(.., name)| name.as_str()).filter(move |name| is_near(wrong, name))
    }
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
    fn an_index_finds_what_a_walk_finds() {
        let long = "a".repeat(150);
        let names =
            ["orders", "order", "users", "usres", "Ordres", "posts", "tags", "äpfel", "apfel", "İstanbul", "a", "", &long];
        let index = Names::new(names);
        let other = format!("{long}bcdef");
        for wrong in names.into_iter().chain(["oders", "use", "xyz", "tgas", "ORDERS", "istanbul", &other]) {
            let mut found: Vec<&str> = index.near(wrong).collect();
            let mut expected: Vec<&str> = names.into_iter().filter(|name| is_near(wrong, name)).collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_of_several_is_the_one_with_the_fewest_edits() {
        assert_eq!(nearest("drivr", ["paths", "driver"]), Some("driver"));
        assert_eq!(nearest("Paths", ["paths", "driver"]), Some("paths"));
        assert_eq!(nearest("ignore", ["paths", "driver"]), None);
    }
}

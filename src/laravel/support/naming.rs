//! The names that Laravel derives from other names: a model's table, a pivot's table, the target of
//! `constrained()`, an index. The rules are those of `Illuminate\Support\Str`, `Pluralizer`,
//! `Eloquent\Model` and `Schema\Blueprint`; odd results (`created_by` pluralises to `created_bies`)
//! are theirs, and right because Laravel makes them too.
//!
//! Pure functions of strings. Nothing here knows of syntax trees, schemas or files.

mod inflector;

use std::cell::RefCell;
use std::thread::LocalKey;

use foldhash::HashMap;

/// The part of a class name behind the last `\` or `/`, as Laravel's `class_basename()` gives it.
#[must_use]
pub fn class_basename(class: &str) -> &str {
    class.rsplit(['\\', '/']).next().unwrap_or(class)
}

/// `Str::snake`: an underscore before each capital A to Z but the first character, all in lower case.
///
/// Capitals in a row are letters by themselves (`APIKey` becomes `a_p_i_key`), white space goes, and
/// other characters, `-` among them, stay.
#[must_use]
pub fn snake(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 4);
    let mut word_starts = true;
    for character in text.chars() {
        let capital = if word_starts { character.to_ascii_uppercase() } else { character };
        word_starts = is_word_separator(character);
        if character.is_whitespace() {
            continue;
        }
        if capital.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(capital);
    }
    out.to_lowercase()
}

/// `Str::studly`: the words between `-`, `_` and white space, each with a capital, put together.
#[must_use]
pub fn studly(text: &str) -> String {
    text.split(|c: char| c == '-' || c == '_' || c.is_whitespace()).map(capitalised).collect()
}

/// `Str::camel`: as [`studly`], with a small first letter.
#[must_use]
pub fn camel(text: &str) -> String {
    let studly = studly(text);
    let mut characters = studly.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

thread_local! {
    static PLURAL: RefCell<HashMap<String, String>> = RefCell::new(HashMap::default());
    static SINGULAR: RefCell<HashMap<String, String>> = RefCell::new(HashMap::default());
}

/// The same few words are asked for again and again, and the list of exceptions is long.
fn remembered(known: &'static LocalKey<RefCell<HashMap<String, String>>>, text: &str, work: impl FnOnce() -> String) -> String {
    /// The most words that are remembered, and the longest, in bytes.
    const MOST: usize = 10_000;
    const LONGEST: usize = 60;
    if let Some(form) = known.with_borrow(|known| known.get(text).cloned()) {
        return form;
    }
    let form = work();
    if text.len() <= LONGEST {
        known.with_borrow_mut(|known| {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(text.to_owned(), form.clone());
        });
    }
    form
}

/// `Str::plural`: the English plural of the whole text, in the letter case of the text.
#[must_use]
pub fn plural(text: &str) -> String {
    let last_counts = |last: char| last.is_ascii_alphanumeric() || ('\u{80}'..='\u{ffff}').contains(&last);
    let countable = !["recommended", "related"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if countable && !text.contains('\n') && text.chars().next_back().is_some_and(last_counts) {
        remembered(&PLURAL, text, || match_case(&inflector::pluralize(text), text))
    } else {
        text.to_owned()
    }
}

/// `Str::singular`: the English singular of the whole text, in the letter case of the text.
#[must_use]
pub fn singular(text: &str) -> String {
    remembered(&SINGULAR, text, || match_case(&inflector::singularize(text), text))
}

/// `Str::pluralStudly`: pluralises the last word of a `StudlyCaps` name.
#[must_use]
pub fn plural_studly(text: &str) -> String {
    let last_word = text.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase()).last().map_or(0, |(at, _)| at);
    let (rest, word) = text.split_at(last_word);
    format!("{rest}{}", plural(word))
}

/// The table of a model that names none: `App\Models\OrderItem` has `order_items`.
#[must_use]
pub fn model_table(class: &str) -> String {
    snake(&plural_studly(class_basename(class)))
}

/// The same up to Laravel 5.7, which takes the whole name for one word: `SafetyInformation` has `safety_informations`.
#[must_use]
pub fn old_model_table(class: &str) -> String {
    snake(&plural(class_basename(class)))
}

/// The table of a pivot model that names none: `App\Models\RoleUser` has `role_user`.
#[must_use]
pub fn pivot_table(class: &str) -> String {
    snake(&singular(class_basename(class)))
}

/// The table that `belongsToMany` joins two models by: their names in the order of the alphabet.
#[must_use]
pub fn joining_table(class: &str, other_class: &str) -> String {
    let mut segments = [snake(class_basename(class)), snake(class_basename(other_class))];
    segments.sort();
    segments.join("_").to_lowercase()
}

/// The table that `morphToMany` joins by: the last word of the relation's name in the plural.
#[must_use]
pub fn morph_pivot_table(name: &str) -> String {
    let last_word = name.rfind('_').map_or(0, |at| at + 1);
    let (rest, word) = name.split_at(last_word);
    format!("{rest}{}", plural(word))
}

/// The column by which other tables refer to a model: its name and its key's name.
#[must_use]
pub fn model_foreign_key(class: &str, key: &str) -> String {
    format!("{}_{key}", snake(class_basename(class)))
}

/// The column that `belongsTo` reads: the relation's name and the related model's key.
#[must_use]
pub fn relation_foreign_key(relation: &str, key: &str) -> String {
    format!("{}_{key}", snake(relation))
}

/// The table that `constrained()` guesses from a column's name: without the last `_{key}`, in the plural.
#[must_use]
pub fn constrained_table(column: &str, key: &str) -> String {
    let suffix = format!("_{key}");
    let stem = column.rfind(&suffix).map_or(column, |at| &column[..at]);
    plural(stem)
}

/// The name that Laravel gives to an index or a key when none is given. `table` is with the
/// connection's prefix if `prefix_indexes` is set; `kind` is `primary`, `unique`, `index`,
/// `fulltext`, `spatialindex`, `vectorindex` or `foreign`.
#[must_use]
pub fn index_name<S: AsRef<str>>(table: &str, columns: &[S], kind: &str) -> String {
    let columns: Vec<&str> = columns.iter().map(AsRef::as_ref).collect();
    format!("{table}_{}_{kind}", columns.join("_")).to_ascii_lowercase().replace(['-', '.'], "_")
}

/// What PHP's `ucwords` takes for the end of a word.
fn is_word_separator(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{b}' | '\u{c}')
}

/// The word with a capital as its first letter.
fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// `Pluralizer::matchCase`: gives `word` the letter case of `model`, where that has a plain one.
fn match_case(word: &str, model: &str) -> String {
    if model.to_lowercase() == model {
        word.to_lowercase()
    } else if model.to_uppercase() == model {
        word.to_uppercase()
    } else if model.starts_with(|first: char| !first.is_ascii_lowercase()) {
        let mut word = word.to_owned();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        word
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word that real Laravel was asked for: the word, its model's table, its plural, its pivot's table.
    fn recorded() -> impl Iterator<Item = [&'static str; 4]> {
        include_str!("../../../testdata/plurals.tsv").lines().skip(1).map(|line| {
            let mut cells = line.split('\t');
            [(); 4].map(|()| cells.next().expect("each line has four cells"))
        })
    }

    #[test]
    fn names_are_those_that_laravel_makes() {
        let mut wrong = Vec::new();
        let mut n_words = 0;
        for [word, table, plural_of_snake, pivot] in recorded() {
            n_words += 1;
            let class = studly(word);
            let ours = [model_table(&class), plural(&snake(word)), pivot_table(&class)];
            if ours != [table, plural_of_snake, pivot] {
                wrong.push(format!("{word}: Laravel {table} {plural_of_snake} {pivot}, ours {}", ours.join(" ")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(n_words > 800, "the recorded words are there");
    }

    #[test]
    fn snake_splits_before_every_ascii_capital() {
        for (text, snaked) in [
            ("APIKey", "a_p_i_key"),
            ("User_Name", "user__name"),
            ("Address2Line", "address2_line"),
            ("foo-bar", "foo-bar"),
            ("two words", "two_words"),
            ("ÄpfelBaum", "äpfel_baum"),
            ("", ""),
        ] {
            assert_eq!(snake(text), snaked);
        }
        assert_eq!(studly("order-item_line"), "OrderItemLine");
        assert_eq!(camel("order_item"), "orderItem");
    }

    #[test]
    fn constrained_guesses_as_laravel_does() {
        for (column, key, table) in [
            ("user_id", "id", "users"),
            ("author", "id", "authors"),
            ("created_by", "id", "created_bies"),
            ("order_status_id", "id", "order_statuses"),
            ("customer_feedback_id", "id", "customer_feedbacks"),
            ("user_uuid", "uuid", "users"),
            ("user_id", "uuid", "user_ids"),
        ] {
            assert_eq!(constrained_table(column, key), table);
        }
    }

    #[test]
    fn names_of_two_things() {
        assert_eq!(joining_table("App\\Models\\User", "App\\Models\\Role"), "role_user");
        assert_eq!(morph_pivot_table("taggable"), "taggables");
        assert_eq!(morph_pivot_table("media_category"), "media_categories");
        assert_eq!(model_foreign_key("App\\Models\\OrderItem", "uuid"), "order_item_uuid");
        assert_eq!(relation_foreign_key("approvedBy", "id"), "approved_by_id");
        assert_eq!(index_name("Public.users", &["team-id", "Email"], "unique"), "public_users_team_id_email_unique");
    }

    #[test]
    fn odd_words_are_inflected_as_laravel_does() {
        for (word, pluralised, singularised) in [
            ("parentheses", "parentheses", "parenthesis"),
            ("OXEN", "OXENS", "OX"),
            ("ClassStatus", "ClassStatuses", "ClassStatus"),
            ("key.", "key.", "key."),
            ("related", "related", "related"),
            ("größe", "größes", "größe"),
        ] {
            assert_eq!(plural(word), pluralised);
            assert_eq!(singular(word), singularised);
        }
    }

    #[test]
    fn no_text_is_too_odd() {
        let pieces = ["", "s", "ö", "𝄞", "_", "\n", "A", "us", "ies", "İ", "\\", "oxen", "taxes"];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let text = format!("{first}{second}{third}");
                    let _ = (snake(&text), studly(&text), camel(&text), plural(&text), singular(&text), plural_studly(&text));
                    let _ = (model_table(&text), pivot_table(&text), joining_table(&text, first), morph_pivot_table(&text));
                    let _ = (constrained_table(&text, second), index_name(&text, &[second], third));
                }
            }
        }
    }
}

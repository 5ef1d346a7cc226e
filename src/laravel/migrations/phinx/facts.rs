//! What the version of Phinx and its configuration decide.

use crate::catalog::phinx::phinx;
use crate::eval::Interp;
use crate::laravel::Laravel;

/// What holds where a migration says nothing.
#[derive(Clone, Copy, Debug)]
pub(in crate::laravel) struct Facts {
    /// Every change waits for `save()`.
    pub(super) planned: bool,
    /// A column takes NULL.
    pub(super) nullable: bool,
    /// The key that a table gets by itself is unsigned; none where that is not known.
    pub(super) unsigned: Option<bool>,
}

/// What the configuration says of that.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::laravel) struct Flags {
    /// Whether columns take NULL.
    pub(in crate::laravel) nullable: Option<bool>,
    /// Whether the key that a table gets by itself is unsigned.
    pub(in crate::laravel) unsigned: Option<bool>,
}

impl Facts {
    pub(in crate::laravel) fn of<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>) -> Facts {
        let known = phinx();
        let version = cx.program.composer().version(&known.package);
        // A version that nobody names is taken for a new one.
        let has = |since: &[u32]| version.as_deref().is_none_or(|version| version >= since);
        let flags = cx.host.replay.phinx;
        Facts {
            planned: has(&known.since.planned),
            nullable: flags.nullable.unwrap_or_else(|| has(&known.since.nullable)),
            unsigned: flags.unsigned.or_else(|| version.is_some().then(|| has(&known.since.unsigned))),
        }
    }
}

/// Whether a file is named as Phinx wants its migrations to be: `20240131120000_create_users.php`
/// (`Phinx\Util\Util::MIGRATION_FILE_NAME_PATTERN`; what it makes itself begins with fourteen digits).
pub(crate) fn is_file_name(name: &str) -> bool {
    let Some(bare) = name.strip_suffix(".php") else { return false };
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    digits == 14 && (bare.len() == digits || bare.as_bytes().get(digits) == Some(&b'_'))
}

/// The name by which such a file finds its place among Laravel's: `2024_01_31_120000_create_users`.
pub(in crate::laravel) fn sort_key(bare: &str) -> String {
    match (bare.get(..4), bare.get(4..6), bare.get(6..8), bare.get(8..)) {
        (Some(year), Some(month), Some(day), Some(rest)) => format!("{year}_{month}_{day}_{rest}"),
        _ => bare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_fourteen_digits() {
        assert!(is_file_name("20140716082651_initial.php") && is_file_name("20140716082651.php"));
        assert!(!is_file_name("2014_07_16_082651_initial.php") && !is_file_name("2014071608265_a.php"));
        assert!(!is_file_name("20140716082651_initial.sql") && !is_file_name("20140716082651a.php"));
    }

    #[test]
    fn both_tools_files_are_in_one_order() {
        let mut keys = [sort_key("20240131120000_b"), "2024_02_01_000000_c".to_owned(), "2023_12_31_235959_a".to_owned()];
        keys.sort();
        assert_eq!(keys, ["2023_12_31_235959_a", "2024_01_31_120000_b", "2024_02_01_000000_c"]);
    }
}

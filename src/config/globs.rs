//! Patterns of paths: `app/Legacy`, `**/Generated/*.php`. A pattern that names a folder means all that is in it.

use globset::{GlobBuilder, GlobSet};

/// Patterns of paths.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    patterns: Vec<String>,
    /// One for each pattern.
    sets: Vec<GlobSet>,
}

impl PartialEq for Globs {
    fn eq(&self, other: &Globs) -> bool {
        // The sets are made of the patterns.
        self.patterns == other.patterns
    }
}

impl Globs {
    /// Adds a pattern: `*` and `?` stay inside one folder, `**` goes through any number of them.
    ///
    /// # Errors
    /// If the pattern cannot be read: why.
    pub fn add(&mut self, pattern: &str) -> Result<(), String> {
        let plain = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
        if plain.is_empty() {
            return Err("it is empty".to_owned());
        }
        if plain.split('/').any(|part| part == "..") {
            return Err("`..` leads out of the folder of this file".to_owned());
        }
        if plain.starts_with('/') {
            return Err("paths are relative to the folder of this file, without a leading `/`".to_owned());
        }
        let reason = |error: globset::Error| error.kind().to_string();
        let glob = GlobBuilder::new(plain).literal_separator(true).build().map_err(reason)?;
        self.sets.push(GlobSet::builder().add(glob).build().map_err(reason)?);
        self.patterns.push(plain.to_owned());
        Ok(())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The patterns, in their order.
    #[must_use]
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a path, or a folder that it lies in, fits one of the patterns.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.chain([path]).any(|part| self.sets.iter().any(|set| set.is_match(part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stand_for_all_that_is_in_them() {
        let mut globs = Globs::default();
        for pattern in ["./app/Legacy/", "**/Generated/*.php", "lib/*.inc.php"] {
            globs.add(pattern).expect("the pattern is right");
        }
        for path in ["app/Legacy/A.php", "app/Legacy/Deep/A.php", "modules/x/Generated/A.php", "lib/a.inc.php"] {
            assert!(globs.matches(path), "{path}");
        }
        for path in ["app/LegacyA.php", "app/A.php", "modules/Generated/deep/A.php", "lib/deep/a.inc.php"] {
            assert!(!globs.matches(path), "{path}");
        }
    }

    #[test]
    fn a_pattern_that_is_wrong_leaves_the_others_as_they_are() {
        let mut globs = Globs::default();
        globs.add("app").expect("the pattern is right");
        for wrong in ["", "../other", "/app", "a[", "{a"] {
            assert!(globs.add(wrong).is_err(), "{wrong}");
        }
        assert_eq!(globs.patterns(), ["app"]);
        assert!(globs.matches("app/A.php"));
    }
}

//! Casts of attributes and the types of columns that cannot keep what they make, as data: read from `rules/laravel/casts.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Casts that do not fit types of columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misfit {
    /// The casts, without their parameters.
    pub casts: Vec<String>,
    /// What the columns hold, roughly.
    pub types: Vec<String>,
    /// Only for texts that take fewer characters than that.
    pub shorter_than: Option<u32>,
    /// A word in the model's own code that makes it fit.
    pub unless_says: Option<String>,
    /// How much it matters: `error`, `warning` or `note`.
    pub severity: String,
    /// Why, as the rest of a sentence.
    pub says: String,
}

static ALL: LazyLock<Vec<Misfit>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/casts.yaml")).expect("a test parses the embedded file")
});

/// All of them, the worst of each kind first.
#[must_use]
pub fn misfits() -> &'static [Misfit] {
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed() {
        let types = ["integer", "decimal", "float", "boolean", "string", "uuid", "date", "time", "json"];
        for misfit in misfits() {
            assert!(misfit.types.iter().all(|name| types.contains(&name.as_str())), "{misfit:?}");
            assert!(["error", "warning", "note"].contains(&misfit.severity.as_str()), "{misfit:?}");
            assert!(!misfit.casts.is_empty() && !misfit.says.ends_with('.'), "{misfit:?}");
        }
    }
}

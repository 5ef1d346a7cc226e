//! The arguments of `check` that say what becomes of known findings.

use std::path::PathBuf;

use clap::Args;

use crate::workspace::BaselineWish;

/// What is to be done with known findings.
#[derive(Clone, Debug, Args)]
pub(super) struct BaselineArguments {
    /// Write down all that is found now, so that only what is new is told from then on
    ///
    /// The file is the one that the configuration names, else `tablecheck-baseline.yaml` beside it, or in the project's root.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "", value_parser = any_path, conflicts_with_all = ["prune_baseline", "no_baseline", "paths"])]
    generate_baseline: Option<PathBuf>,
    /// Take out of the baseline what is not found any more
    #[arg(long, conflicts_with = "no_baseline")]
    prune_baseline: bool,
    /// The file with the known findings, instead of the one that the configuration names
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Tell of known findings, too
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
}

impl BaselineArguments {
    /// What they ask of the workspace.
    pub(super) fn wish(&self) -> BaselineWish {
        BaselineWish {
            generate: self.generate_baseline.clone(),
            prune: self.prune_baseline,
            file: self.baseline.clone(),
            is_off: self.no_baseline,
        }
    }
}

/// A path, which may be empty: then it is the usual one.
fn any_path(text: &str) -> Result<PathBuf, std::convert::Infallible> {
    Ok(PathBuf::from(text))
}

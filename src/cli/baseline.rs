//! The arguments of `check` that say what becomes of known findings.

use std::path::PathBuf;

use clap::Args;

use crate::workspace::BaselineWish;

/// What is to be done with known findings.
#[derive(Clone, Debug, Args)]
pub(super) struct BaselineArguments {
    /// Record all current findings, so that later runs report only new ones
    ///
    /// The file is the one in the configuration, otherwise `tablecheck-baseline.yaml` next to the configuration or in the
    /// project's root.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "", value_parser = any_path, conflicts_with_all = ["prune_baseline", "no_baseline", "paths", "since", "staged"])]
    generate_baseline: Option<PathBuf>,
    /// Remove entries from the baseline that no longer occur
    #[arg(long, conflicts_with = "no_baseline", hide_short_help = true)]
    prune_baseline: bool,
    /// The baseline file, instead of the one in the configuration
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    baseline: Option<PathBuf>,
    /// Report findings in the baseline, too
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

//! `breaks-running-code`: what `src/analysis/deployed.rs` says of a change; of a project as it is, there is nothing to say.

use super::{Context, Findings};

pub(super) fn check(_: &Context<'_>, _: &mut Findings) {}

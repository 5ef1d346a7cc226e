//! The files that run tablecheck elsewhere: in CI, and before a commit.

use std::path::Path;

use super::Step;
use crate::project::disk::{self, Bounds, LARGEST_OF_TOOLS};
use crate::project::portable;

/// A job for GitHub, in a file of its own.
pub(super) fn github(top: &Path, root: &Path) -> Step {
    let path = top.join(".github/workflows/tablecheck.yml");
    if path.exists() {
        return Step::Done(path);
    }
    let text = include_str!("templates/github.yml").replace("{folder}", &folder(top, root));
    Step::Write { path, text, about: "a job that annotates pull requests".to_owned() }
}

/// A job for GitLab: the file itself, or what is to be added to it.
pub(super) fn gitlab(top: &Path, root: &Path) -> Step {
    let text = include_str!("templates/gitlab.yml").replace("{folder}", &folder(top, root));
    whole_or_part(top, ".gitlab-ci.yml", text, "a job that reports in merge requests")
}

/// A hook for pre-commit: its configuration, or what is to be added to it.
pub(super) fn pre_commit(top: &Path) -> Step {
    whole_or_part(
        top,
        ".pre-commit-config.yaml",
        include_str!("templates/pre-commit.yaml").to_owned(),
        "a hook that checks staged changes",
    )
}

/// A file of which others own the rest.
fn whole_or_part(top: &Path, name: &str, text: String, about: &str) -> Step {
    let path = top.join(name);
    match disk::read_text(&path, Bounds::Within(top), LARGEST_OF_TOOLS) {
        Ok(present) if present.contains("tablecheck") => Step::Done(path),
        Err(refusal) if refusal.is_missing() => Step::Write { path, text, about: about.to_owned() },
        Ok(_) | Err(_) => Step::Tell { path, what: text },
    }
}

/// The project's folder from the repository's root.
fn folder(top: &Path, root: &Path) -> String {
    let below = portable(root.strip_prefix(top).unwrap_or(Path::new("")));
    if below.is_empty() { ".".to_owned() } else { below }
}

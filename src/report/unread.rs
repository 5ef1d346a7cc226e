//! Files and folders that are there but could not be read, or were left out.

use super::{ProjectReport, Report, count, printable};

/// How many are named.
const NAMED: usize = 3;

impl Report<'_> {
    /// How many they are.
    #[must_use]
    pub fn n_unread(&self) -> usize {
        self.projects.iter().map(|project| project.sources.unreadable().len()).sum()
    }

    /// Each one, called as `path` does, with the reason.
    pub(super) fn unread_files(&self, path: impl Fn(&ProjectReport, &str) -> String) -> impl Iterator<Item = (String, &str)> {
        let all = self.projects.iter().flat_map(|project| project.sources.unreadable().iter().map(move |one| (project, one)));
        all.map(move |(project, (name, reason))| (path(project, name), reason.as_str()))
    }

    /// How many they are, and the first ones by name, with the reason. A sentence without a full stop.
    #[must_use]
    pub fn unread(&self) -> Option<String> {
        let named = self.unread_files(|project, path| project.way.to(path)).take(NAMED).map(|(path, reason)| {
            let reason = reason.strip_prefix("it is ").unwrap_or(reason);
            format!("`{}` ({})", printable(&path), printable(reason))
        });
        let mut named: Vec<String> = named.collect();
        let n = self.n_unread();
        let (paths, were) = (count(n, "file or folder", "files and folders"), if n == 1 { "was" } else { "were" });
        if n > NAMED {
            named.push(format!("{} more (`tablecheck coverage` lists them)", n - NAMED));
        }
        let last = named.pop()?;
        let list = if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) };
        Some(format!("{paths} {were} not read: {list}"))
    }
}

//! The applications in a folder, for what is measured on real ones.

use std::path::{Path, PathBuf};

/// The application in a folder, or those in its folders, by name; without a folder a small one of the test data. `only` leaves
/// the one in the folder of this name.
///
/// # Errors
/// If the folder cannot be read, or holds no application.
pub(crate) fn applications(dir: Option<&Path>, only: Option<&str>) -> Result<Vec<PathBuf>, String> {
    let is_application = |path: &Path| path.join("composer.json").is_file() || path.join("artisan").is_file();
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects/clean-shop");
    let dir = dir.unwrap_or(&shop);
    // The name of an application is that of its folder, also where that is called `.`.
    let dir = dir.canonicalize().map_err(|error| format!("cannot read `{}`: {error}", dir.display()))?;
    let mut roots = if is_application(&dir) {
        vec![dir]
    } else {
        let entries = std::fs::read_dir(&dir).map_err(|error| format!("cannot read `{}`: {error}", dir.display()))?;
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_application(path)).collect()
    };
    roots.sort();
    roots.retain(|root| only.is_none_or(|only| root.file_name().is_some_and(|name| name == only)));
    if roots.is_empty() {
        return Err("there is no application; it would have a `composer.json` or an `artisan`".to_owned());
    }
    Ok(roots)
}

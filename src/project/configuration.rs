//! The project's configuration file: which one it is, and its text.

use std::path::{Path, PathBuf};

use super::disk::{self, Bounds};
use super::{Moment, ProjectError, repository};

/// The names that the file may have. In one folder, there may be one of them.
pub const CONFIG_NAMES: [&str; 3] = ["tablecheck.yaml", ".tablecheck.yaml", "tablecheck.yml"];
/// The largest file that is read, in bytes.
const LARGEST: u64 = 1_000_000;

/// Finds the configuration of the project with this root: in the root, else in the nearest folder above it, but not
/// beyond the repository.
///
/// # Errors
/// If a folder has several, so that it is not clear which one is meant.
pub fn find_config(root: &Path) -> Result<Option<PathBuf>, ProjectError> {
    find_config_at(root, Moment::default())
}

/// The same, of the files as they are or were at some time.
///
/// # Errors
/// If a folder has several.
pub fn find_config_at(root: &Path, moment: Moment<'_>) -> Result<Option<PathBuf>, ProjectError> {
    for folder in root.ancestors() {
        let found: Vec<&str> = CONFIG_NAMES.into_iter().filter(|name| moment.has(&folder.join(name))).collect();
        match found.as_slice() {
            [] if folder.join(".git").exists() => break,
            [] => {}
            [name] => return Ok(Some(folder.join(name))),
            [name, other, ..] => {
                let cause = format!("there is also `{other}`");
                return Err(ProjectError::with_cure(&folder.join(name), cause, "keep one of them"));
            }
        }
    }
    Ok(None)
}

/// The text of a configuration file. One that a person did not name must lie in the repository that it is found in, or in
/// its folder: mistakes in it are shown, and a link could make them those of any file.
///
/// # Errors
/// If it cannot be read, is no text, or is too large to be one.
pub fn read_config(path: &Path, is_named: bool) -> Result<String, ProjectError> {
    const CURE: &str = "name a readable YAML file";
    let wrong = |cause: String| ProjectError::with_cure(path, cause, CURE);
    let folder = path.parent().unwrap_or(Path::new(""));
    let bounds = if is_named { Bounds::Anywhere } else { Bounds::Within(repository(folder).unwrap_or(folder)) };
    let bytes = disk::read(path, bounds, LARGEST).map_err(|refusal| wrong(refusal.to_string()))?;
    String::from_utf8(bytes).map_err(|error| wrong(format!("it is not UTF-8: {}", error.utf8_error())))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_file_within_the_repository_counts() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let top = folder.path();
        let write = |path: &str| {
            let path = top.join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            fs::write(path, "").expect("the file can be written");
        };
        let alone =
            ["tablecheck.yaml", "one/.git/HEAD", "two/app/composer.json", "three/.tablecheck.yaml", "four/tablecheck.yml"];
        for path in alone.iter().chain(&["five/tablecheck.yaml", "five/tablecheck.yml"]) {
            write(path);
        }
        assert_eq!(find_config(&top.join("one")), Ok(None));
        assert_eq!(find_config(&top.join("two/app")), Ok(Some(top.join("tablecheck.yaml"))));
        assert_eq!(find_config(&top.join("three")), Ok(Some(top.join("three/.tablecheck.yaml"))));
        assert_eq!(find_config(&top.join("four")), Ok(Some(top.join("four/tablecheck.yml"))));
        let error = find_config(&top.join("five")).expect_err("there are two").to_string();
        assert!(error.ends_with("there is also `tablecheck.yml`; keep one of them"), "{error}");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let file = folder.path().join("a.yaml");
        assert!(read_config(&file, true).is_err() && read_config(folder.path(), true).is_err());
        fs::write(&file, [0xff, 0xfe]).expect("the file can be written");
        assert!(read_config(&file, true).expect_err("it is not UTF-8").to_string().contains("not UTF-8"));
    }
}

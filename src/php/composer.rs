//! What `composer.json` and `composer.lock` say: where classes are, which packages are required.

use serde_json::Value;

use crate::source::Sources;

/// The parts of composer's files that matter here.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    /// PSR-4: namespace prefix (with its last backslash) and folder (with its last slash, or empty).
    psr4: Vec<(String, String)>,
    /// Required packages: name and constraint, of `require` and `require-dev`.
    requires: Vec<(String, String)>,
    /// The names of those that composer's files do not say.
    assumed: Vec<String>,
    /// The names of those in `require` alone.
    needed: Vec<String>,
    /// Installed packages: name and version, from the lock file.
    locked: Vec<(String, String)>,
    /// The installed packages whose service providers Laravel discovers.
    discovered: Vec<String>,
    /// `name`, where there is one.
    name: Option<String>,
    /// Whether there is a `composer.json` that could be read.
    present: bool,
    /// Whether its `type` is `project`, as Laravel's skeleton has it, or it says none and has the skeleton's namespace.
    is_project: bool,
}

impl Composer {
    /// Reads the files in the project's root and, for autoloading, those of packages inside it.
    #[must_use]
    pub fn read(sources: &Sources) -> Self {
        let mut composer = Composer::default();
        let json = |path: &str| {
            let text = sources.file(sources.find(path)?).text();
            serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).ok()
        };
        for (_, file) in sources.iter() {
            let Some(folder) = file.path().strip_suffix("composer.json") else { continue };
            if !(folder.is_empty() || folder.ends_with('/')) {
                continue;
            }
            if let Some(value) = json(file.path()) {
                composer.add_autoload(&value, folder);
            }
        }
        if let Some(root) = json("composer.json") {
            composer.present = true;
            // Some packages say that they are projects.
            let is_library = sources.under("app/").next().is_none()
                && sources.under("src/").next().is_some()
                && !["bootstrap/app.php", "config/app.php"].iter().any(|path| sources.find(path).is_some());
            composer.is_project = match root.get("type").and_then(Value::as_str) {
                Some(kind) => kind == "project" && !is_library,
                None => root.pointer("/autoload/psr-4/App\\").is_some(),
            };
            composer.name = root.get("name").and_then(Value::as_str).map(str::to_owned);
            composer.needed.extend(strings(root.get("require")).into_iter().map(|(name, _)| name));
            for key in ["require", "require-dev"] {
                composer.requires.extend(strings(root.get(key)));
            }
        }
        if let Some(lock) = json("composer.lock") {
            for key in ["packages", "packages-dev"] {
                for package in lock.get(key).and_then(Value::as_array).into_iter().flatten() {
                    let field = |name: &str| package.get(name).and_then(Value::as_str).map(str::to_owned);
                    let providers = package.get("extra").and_then(|extra| extra.get("laravel")?.get("providers")?.as_array());
                    if providers.is_some_and(|providers| !providers.is_empty()) {
                        composer.discovered.extend(field("name"));
                    }
                    if let (Some(name), Some(version)) = (field("name"), field("version")) {
                        composer.locked.push((name, version));
                    }
                }
            }
        }
        composer.psr4.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        composer
    }

    /// Whether the root is an application's by its `type`, or by the namespace `App` where it says none; a package's own type is
    /// `library`, or not said.
    #[must_use]
    pub fn is_project(&self) -> bool {
        self.is_project
    }

    fn add_autoload(&mut self, value: &Value, folder: &str) {
        for section in ["autoload", "autoload-dev"] {
            let Some(map) = value.get(section).and_then(|s| s.get("psr-4")).and_then(Value::as_object) else { continue };
            for (prefix, paths) in map {
                let listed = paths.as_array().map_or_else(|| vec![paths], |list| list.iter().collect());
                for path in listed.into_iter().filter_map(Value::as_str) {
                    let path = path.trim_start_matches("./").trim_matches('/');
                    let slash = if path.is_empty() { "" } else { "/" };
                    self.psr4.push((prefix.clone(), format!("{folder}{path}{slash}")));
                }
            }
        }
    }

    /// The paths at which PSR-4 would look for a class, the most specific first.
    #[must_use]
    pub fn paths_of(&self, class: &str) -> Vec<String> {
        self.psr4
            .iter()
            .filter_map(|(prefix, folder)| {
                let rest = class.strip_prefix(prefix.as_str())?;
                Some(format!("{folder}{}.php", rest.replace('\\', "/")))
            })
            .collect()
    }

    /// Takes a package for required where composer's files do not say a version of it; without a constraint for its newest.
    pub fn assume(&mut self, package: &str, constraint: &str) {
        if self.version(package).is_none() {
            let constraint = if constraint.is_empty() { NEWEST } else { constraint };
            self.requires.retain(|(name, _)| name != package);
            self.requires.push((package.to_owned(), constraint.to_owned()));
            self.assumed.push(package.to_owned());
        }
    }

    /// Whether the project has a readable `composer.json`.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// The package's own name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the project requires this package, itself or through the lock file.
    #[must_use]
    pub fn requires(&self, package: &str) -> bool {
        self.requires.iter().chain(&self.locked).any(|(name, _)| name == package)
    }

    /// Whether composer's own files say that a package is required.
    #[must_use]
    pub fn names(&self, package: &str) -> bool {
        self.requires(package) && !self.assumed.iter().any(|name| name == package)
    }

    /// The names of the packages that the project cannot do without, as it says itself.
    pub fn needed(&self) -> impl Iterator<Item = &str> {
        self.needed.iter().map(String::as_str)
    }

    /// The names of the packages that the project requires itself, for development, too.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.requires.iter().map(|(name, _)| name.as_str())
    }

    /// The names of the packages that plug themselves into Laravel: those whose service providers it discovers, as the lock
    /// file tells; of required packages that it does not list, those named after Laravel.
    pub fn plugins(&self) -> impl Iterator<Item = &str> {
        let is_locked = |name: &str| self.locked.iter().any(|(locked, _)| locked == name);
        let required = self.requires.iter().map(|(name, _)| name.as_str());
        let unlocked = required.filter(move |name| name.contains("laravel") && !is_locked(name));
        self.discovered.iter().map(String::as_str).chain(unlocked)
    }

    /// The version of a package: the locked one, else the highest that a constraint names. Only the
    /// numbers; `v12.3.1` and `^12.3` give `[12, 3, …]`.
    #[must_use]
    pub fn version(&self, package: &str) -> Option<Vec<u32>> {
        self.versions(package).into_iter().max()
    }

    /// The lowest version of a package that may be installed; as [`Composer::version`].
    #[must_use]
    pub fn oldest_version(&self, package: &str) -> Option<Vec<u32>> {
        self.versions(package).into_iter().min()
    }

    /// The locked version of a package, else all that its constraint names.
    fn versions(&self, package: &str) -> Vec<Vec<u32>> {
        let numbers = |text: &str| -> Option<Vec<u32>> {
            let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let version: Vec<u32> = digits
                .split('.')
                .map_while(|part| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok())
                .collect();
            (!version.is_empty()).then_some(version)
        };
        if let Some((_, version)) = self.locked.iter().find(|(name, _)| name == package) {
            return numbers(version).into_iter().collect();
        }
        let constraint = self.requires.iter().find(|(name, _)| name == package).map_or("", |(_, constraint)| constraint);
        constraint.split(['|', ',', ' ']).filter_map(numbers).collect()
    }
}

/// The version of a package of which nothing says another one.
const NEWEST: &str = "9999";

fn strings(map: Option<&Value>) -> Vec<(String, String)> {
    map.and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn psr4_prefers_the_longest_prefix() {
        let sources = Sources::from_files([(
            "composer.json",
            r#"{"autoload": {"psr-4": {"App\\": "app/", "App\\Tests\\": ["tests"], "": "lib"}}, "require": {"laravel/framework": "^10.0 || ^11.2"}}"#,
        )]);
        let composer = Composer::read(&sources);
        assert_eq!(composer.paths_of("App\\Tests\\A"), ["tests/A.php", "app/Tests/A.php", "lib/App/Tests/A.php"]);
        assert_eq!(composer.version("laravel/framework"), Some(vec![11, 2]));
        assert_eq!(composer.oldest_version("laravel/framework"), Some(vec![10, 0]));
    }

    #[test]
    fn what_is_assumed_gives_way_to_what_is_required() {
        let sources = Sources::from_files([("composer.json", r#"{"require": {"a/a": "^1.0", "b/b": "*"}}"#)]);
        let mut composer = Composer::read(&sources);
        for (package, constraint) in [("a/a", "^2"), ("b/b", "^2"), ("c/c", "")] {
            composer.assume(package, constraint);
        }
        assert_eq!(composer.version("a/a"), Some(vec![1, 0]));
        assert_eq!(composer.version("b/b"), Some(vec![2]));
        assert_eq!(composer.version("c/c"), Some(vec![9999]));
    }
}

//! The few files below `vendor/` that count: service providers that register migrations themselves, these migrations,
//! and the configuration and models that these ask for names.
//!
//! Composer's own list says which packages are installed and which providers Laravel discovers; of other packages
//! nothing is read, so that a large `vendor/` costs nothing.

use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::{DirEntry, WalkDir};

use super::disk::{self, Bounds, LARGEST_OF_TOOLS, Refusal};
use super::walk::{Found, LARGEST_FILE, portable};

/// Composer's list of the packages that are installed.
const LIST: &str = "vendor/composer/installed.json";
/// What a provider says that registers migrations.
const SIGNS: [&str; 4] = ["loadMigrationsFrom", "runsMigrations", "discoversMigrations", "migrator"];
/// Where an application lists providers that are not discovered.
const LISTS: [&str; 2] = ["bootstrap/providers.php", "config/app.php"];
/// How deep in a package its migrations may lie.
const DEEPEST: usize = 8;

/// Adds the files that count.
pub(super) fn add(root: &Path, found: &mut Found) {
    let list = match read(root, &root.join(LIST)) {
        Ok(list) => list,
        Err(refusal) => {
            if !refusal.is_missing() {
                found.left_out.push((LIST.to_owned(), refusal.to_string()));
            }
            return;
        }
    };
    let json = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).ok();
    let Some(installed) = json(list) else {
        found.left_out.push((LIST.to_owned(), "it is not JSON".to_owned()));
        return;
    };
    // Composer 1 wrote the list itself, Composer 2 an object that holds it.
    let packages = installed.get("packages").unwrap_or(&installed).as_array().map_or(&[][..], Vec::as_slice);
    let refused = refused(read(root, &root.join("composer.json")).ok().and_then(json).as_ref(), packages);
    let listed = LISTS.iter().filter_map(|path| read(root, &root.join(path)).ok());
    let listed: String = listed.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
    for package in packages {
        let Some(name) = package.get("name").and_then(Value::as_str) else { continue };
        let discovered = !refused.iter().any(|refused| refused == name || refused == "*");
        let providers = strings(package.pointer("/extra/laravel/providers"));
        let providers: Vec<&str> =
            providers.into_iter().filter(|class| discovered || listed.contains(class.trim_start_matches('\\'))).collect();
        if !providers.is_empty() {
            add_package(root, name, package, &providers, found);
        }
    }
}

/// Reads one of the files that say which packages and providers there are.
fn read(root: &Path, path: &Path) -> Result<Vec<u8>, Refusal> {
    disk::read(path, Bounds::Within(root), LARGEST_OF_TOOLS)
}

/// The packages whose providers are not discovered.
fn refused(own: Option<&Value>, packages: &[Value]) -> Vec<String> {
    let of =
        |json: &Value| strings(json.pointer("/extra/laravel/dont-discover")).into_iter().map(str::to_owned).collect::<Vec<_>>();
    packages.iter().chain(own).flat_map(of).collect()
}

fn strings(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Adds what counts of a package.
fn add_package(root: &Path, name: &str, package: &Value, providers: &[&str], found: &mut Found) {
    let path = package.get("install-path").and_then(Value::as_str);
    let folder = path.map_or_else(|| root.join("vendor").join(name), |path| root.join("vendor/composer").join(path));
    let Ok(folder) = folder.canonicalize() else { return };
    if !folder.starts_with(root.join("vendor")) {
        // One that is linked from elsewhere in the project is read there.
        if !folder.starts_with(root) {
            found.left_out.push((format!("vendor/{name}"), "it is a symbolic link that leads out of the project".to_owned()));
        }
        return;
    }
    let registering: Vec<PathBuf> = providers.iter().filter_map(|class| provider_file(root, &folder, package, class)).collect();
    if registering.is_empty() {
        return;
    }
    let mut add = |path: &Path| {
        if let Ok(path) = path.strip_prefix(root)
            && !found.files.iter().any(|known| known == path)
        {
            found.files.push(path.to_owned());
        }
    };
    for path in &registering {
        add(path);
    }
    let entries = WalkDir::new(&folder).max_depth(DEEPEST).follow_links(false).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_aside(entry)).filter_map(Result::ok) {
        let small = || entry.metadata().is_ok_and(|facts| facts.len() <= LARGEST_FILE);
        if entry.file_type().is_file() && entry.path().strip_prefix(&folder).is_ok_and(counts) && small() {
            add(entry.path());
        }
    }
}

/// The file of a provider, if it registers migrations.
fn provider_file(root: &Path, folder: &Path, package: &Value, class: &str) -> Option<PathBuf> {
    let class = class.trim_start_matches('\\');
    let prefixes = package.pointer("/autoload/psr-4").and_then(Value::as_object)?;
    let paths = prefixes.iter().filter_map(|(prefix, paths)| {
        let rest = class.strip_prefix(prefix.as_str())?.replace('\\', "/");
        let folders = paths.as_str().map_or_else(|| strings(Some(paths)), |path| vec![path]);
        Some(folders.into_iter().map(move |path| folder.join(path).join(format!("{rest}.php"))).collect::<Vec<_>>())
    });
    paths.flatten().find_map(|path| {
        let path = path.canonicalize().ok()?;
        let text = disk::read(&path, Bounds::Within(&root.join("vendor")), LARGEST_FILE).ok()?;
        let says = |sign: &str| memchr::memmem::find(&text, sign.as_bytes()).is_some();
        SIGNS.iter().any(|sign| says(sign)).then_some(path)
    })
}

/// Whether a folder of a package holds nothing that runs in an application.
fn is_aside(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
    let aside =
        ["tests", "test", "resources", "vendor", "node_modules", "docs", "workbench", "factories", "seeders", "seeds", "stubs"];
    entry.file_type().is_dir() && (name.starts_with('.') || aside.contains(&name.as_str()))
}

/// Whether a file of a package counts: its migrations, and what these ask for names: its configuration and models.
fn counts(path: &Path) -> bool {
    let php = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("php"));
    let folders = portable(path.parent().unwrap_or(path)).to_ascii_lowercase();
    php && folders.split('/').any(|folder| matches!(folder, "migrations" | "database" | "config" | "models"))
}

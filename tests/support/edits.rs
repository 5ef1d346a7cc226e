//! Edits of a project such as people make, one after the other, each chosen by chance.

use std::collections::BTreeMap;
use std::path::Path;

use tablecheck::project::Project;

use super::random::Random;

/// The files of a project in a folder of this repository, or anywhere else, by their paths.
pub(crate) fn project(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let project = Project::load(&root).expect("the project can be read");
    project.sources.iter().map(|(_, file)| (file.path().to_owned(), file.text().to_owned())).collect()
}

/// A project that is being edited.
pub(crate) struct Edits {
    /// Its files, by their paths.
    pub(crate) files: BTreeMap<String, String>,
    /// What files said before, for who takes an edit back; none for one that was not there.
    before: Vec<(String, Option<String>)>,
    random: Random,
    made: usize,
}

impl Edits {
    pub(crate) fn new(files: BTreeMap<String, String>, seed: u64) -> Self {
        Edits { files, before: Vec::new(), random: Random::new(seed), made: 0 }
    }

    /// Makes one edit, and says which.
    pub(crate) fn edit(&mut self) -> String {
        self.made += 1;
        loop {
            let made = match self.random.below(16) {
                0 => self.rename_method(),
                1 => self.rename("class "),
                2 => self.migrate(),
                3 => self.delete(),
                4 | 5 => self.take_back(),
                6 => self.swap_string("config/"),
                7 => self.swap_string("app/Models/"),
                8 => self.swap_string(""),
                9 => self.require(),
                10 => self.mistype(),
                11 => self.without_trait(),
                12 => self.copy(),
                13 => self.shift(),
                14 => self.move_line(),
                _ => self.rename("trait "),
            };
            if let Some(what) = made {
                return what;
            }
        }
    }

    fn path(&mut self, wanted: impl Fn(&str, &str) -> bool) -> Option<String> {
        let all: Vec<&String> = self.files.iter().filter(|(path, text)| wanted(path, text)).map(|(path, _)| path).collect();
        if all.is_empty() { None } else { Some((*self.random.pick(&all)).clone()) }
    }

    fn set(&mut self, path: &str, text: String) {
        let before = self.files.insert(path.to_owned(), text);
        self.before.push((path.to_owned(), before));
    }

    /// Replaces the word behind one of the places where `before` stands.
    fn rename_behind(&mut self, path: &str, before: &str, to: impl FnOnce(&str) -> String) -> Option<String> {
        let text = self.files.get(path)?.clone();
        let places: Vec<usize> = text.match_indices(before).map(|(at, _)| at + before.len()).collect();
        if places.is_empty() {
            return None;
        }
        let at = *self.random.pick(&places);
        let end = text[at..].find(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(text.len(), |length| at + length);
        let new = to(&text[at..end]);
        let what = format!("`{before}{}` is `{before}{new}` in {path}", &text[at..end]);
        self.set(path, format!("{}{new}{}", &text[..at], &text[end..]));
        Some(what)
    }

    fn rename_method(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.contains("function "))?;
        let other = self.path(|path, text| path.ends_with(".php") && text.contains("function "))?;
        let named = self.files[&other].split("function ").nth(1)?.split('(').next().unwrap_or_default().trim().to_owned();
        let made = self.made;
        let borrowed = self.random.chance(50) && !named.is_empty();
        self.rename_behind(&path, "function ", |name| if borrowed { named } else { format!("{name}{made}") })
    }

    fn rename(&mut self, before: &str) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.contains(&format!("\n{before}")))?;
        let made = self.made;
        self.rename_behind(&path, before, |name| format!("{name}{made}"))
    }

    fn migrate(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.contains("migrations/") && text.contains("Schema::create('"))?;
        let table = self.files[&path].split("Schema::create('").nth(1)?.split('\'').next()?.to_owned();
        let folder = path.rsplit_once('/')?.0.to_owned();
        let made = self.made;
        let change = match self.random.below(4) {
            0 => format!("Schema::table('{table}', function ($table) {{ $table->string('added_{made}'); }});"),
            1 => format!("Schema::table('{table}', function ($table) {{ $table->dropColumn('name'); }});"),
            2 => format!("Schema::drop('{table}');"),
            _ => format!("Schema::create('made_{made}', function ($table) {{ $table->id(); $table->integer('{table}_id'); }});"),
        };
        let new = format!("{folder}/2099_01_01_{made:06}_change.php");
        let text = format!(
            "<?php\nreturn new class extends Illuminate\\Database\\Migrations\\Migration {{\n    public function up() {{ {change} }}\n}};\n"
        );
        self.set(&new, text);
        Some(format!("{new}: {change}"))
    }

    fn delete(&mut self) -> Option<String> {
        let path = self.path(|path, _| path.ends_with(".php"))?;
        let before = self.files.remove(&path);
        self.before.push((path.clone(), before));
        Some(format!("{path} is gone"))
    }

    fn take_back(&mut self) -> Option<String> {
        let (path, before) = self.before.pop()?;
        match before {
            Some(text) => drop(self.files.insert(path.clone(), text)),
            None => drop(self.files.remove(&path)),
        }
        Some(format!("{path} is what it was"))
    }

    /// Gives a string another text, mostly one that stands elsewhere.
    fn swap_string(&mut self, folder: &str) -> Option<String> {
        let path = self.path(|path, text| path.starts_with(folder) && path.ends_with(".php") && text.contains('\''))?;
        let other = self.path(|path, text| path.ends_with(".php") && text.contains('\''))?;
        let strings: Vec<String> = self.files[&other].split('\'').skip(1).step_by(2).map(str::to_owned).collect();
        if strings.is_empty() {
            return None;
        }
        let new = self.random.pick(&strings).clone();
        let text = self.files[&path].clone();
        let parts: Vec<&str> = text.split('\'').collect();
        let inner: Vec<usize> = (1..parts.len()).step_by(2).collect();
        if inner.is_empty() {
            return None;
        }
        let at = *self.random.pick(&inner);
        let what = format!("'{}' is '{new}' in {path}", parts[at]);
        let changed: Vec<&str> =
            parts.iter().enumerate().map(|(place, part)| if place == at { new.as_str() } else { part }).collect();
        self.set(&path, changed.join("'"));
        Some(what)
    }

    fn require(&mut self) -> Option<String> {
        let text = self.files.get("composer.json")?.clone();
        let packages = ["spatie/laravel-permission", "laravel/sanctum", "laravel/telescope", "doctrine/dbal"];
        let package = self.random.word(&packages);
        let version = 1 + self.random.below(12);
        let new = text.replacen("\"require\": {", &format!("\"require\": {{\n        \"{package}\": \"^{version}.0\","), 1);
        self.set("composer.json", new);
        Some(format!("{package} {version} is required"))
    }

    fn mistype(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.len() > 20)?;
        let text = self.files[&path].clone();
        let mut at = 6 + self.random.below(text.len() - 6);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let typed = self.random.word(&["}", "'", "(", "?>", ";", "$", "{ class X {"]);
        self.set(&path, format!("{}{typed}{}", &text[..at], &text[at..]));
        Some(format!("{typed} is typed at {at} of {path}"))
    }

    fn without_trait(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.contains("\n    use "))?;
        let text = self.files[&path].replacen("\n    use ", "\n    // use ", 1);
        self.set(&path, text);
        Some(format!("{path} loses a trait"))
    }

    fn copy(&mut self) -> Option<String> {
        let path = self.path(|path, _| path.ends_with(".php"))?;
        let new = format!("{}{}.php", path.trim_end_matches(".php"), self.made);
        let text = self.files[&path].clone();
        self.set(&new, text);
        Some(format!("{new} is a copy of {path}"))
    }

    fn shift(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.starts_with("<?php"))?;
        let text = self.files[&path].replacen("<?php", "<?php\n// One line more.", 1);
        self.set(&path, text);
        Some(format!("{path} has a line more"))
    }

    fn move_line(&mut self) -> Option<String> {
        let path = self.path(|path, text| path.ends_with(".php") && text.lines().count() > 4)?;
        let mut lines: Vec<String> = self.files[&path].lines().map(str::to_owned).collect();
        let at = 1 + self.random.below(lines.len() - 1);
        let line = lines.remove(at);
        if self.random.chance(50) {
            let to = 1 + self.random.below(lines.len());
            lines.insert(to.min(lines.len()), line);
        }
        self.set(&path, lines.join("\n") + "\n");
        Some(format!("line {at} of {path} is moved"))
    }
}

//! Whose a table is: what the framework and packages bring, they also use.

use super::Doubt;
use crate::catalog::packages::{self, Argument, Column};
use crate::ide::View;
use crate::laravel::support::naming;
use crate::php::composer::Composer;
use crate::schema::{Origin, Table};

/// Who may bring tables.
#[derive(Debug)]
pub(super) struct Owners {
    composer: Composer,
    /// The table in which Laravel lists the migrations that ran.
    migrations: String,
    /// The packages of whose tables nothing is known.
    strangers: Vec<String>,
    /// The columns that required packages add to the project's tables.
    added: Vec<String>,
}

impl Owners {
    pub(super) fn new(view: View<'_>, composer: &Composer) -> Self {
        let names = composer.needed().chain(composer.plugins());
        let is_here = |package: &str| {
            let own = |path: &str| path.ends_with("/composer.json") && !crate::migrator::is_vendored(path);
            let mut files = view.sources.iter().filter(|(_, file)| own(file.path()));
            files.any(|(_, file)| file.text().contains(&format!("\"{package}\"")))
        };
        let strangers = names.filter(|package| !packages::is_tool(package) && !is_here(package)).map(str::to_owned).collect();
        let required = packages::all().iter().filter(|package| composer.requires(&package.name));
        let added = required.flat_map(|package| package.adds().flat_map(|(_, columns)| columns)).filter_map(name_of).collect();
        let migrations = view.analysis.settings.as_ref().map_or_else(String::new, |settings| settings.migrations_table.clone());
        Owners { composer: composer.clone(), migrations, strangers, added }
    }

    /// What the project requires.
    pub(super) fn composer(&self) -> &Composer {
        &self.composer
    }

    /// Why nothing is said of a table; none if it is the project's own.
    pub(super) fn of(&self, view: View<'_>, table: &Table) -> Option<Doubt> {
        let name = table.name.as_str();
        if table.origin == Origin::Framework || name.eq_ignore_ascii_case(&self.migrations) {
            return Some(Doubt::Framework);
        }
        if packages::is_skeleton(name) {
            return (!Self::is_hosts(table)).then_some(Doubt::Framework);
        }
        let known = packages::all().iter().filter(|package| self.composer.requires(&package.name));
        if let Some(package) = known.into_iter().find(|package| package.tables().any(|(own, _)| own == name)) {
            return Some(Doubt::Package(Some(package.name.clone())));
        }
        let is_vendors = table.defined_at.is_some_and(|at| crate::migrator::is_vendored(view.sources.path(at.file)));
        if table.origin == Origin::Package || is_vendors {
            return Some(Doubt::Package(None));
        }
        if table.origin == Origin::Config {
            return Some(Doubt::Schema);
        }
        let first = naming::singular(name.split('_').next().unwrap_or(name)).to_ascii_lowercase();
        let may_bring = |package: &&String| {
            let is_prefix = packages::prefixes(package).any(|prefix| naming::singular(prefix).eq_ignore_ascii_case(&first));
            is_prefix || initials(package) == first || packages::may_create(package, name, [])
        };
        self.strangers.iter().find(may_bring).map(|package| Doubt::Package(Some(package.clone())))
    }

    /// Whether it is the table of users: the framework needs it, and the project gives it columns of its own.
    pub(super) fn is_hosts(table: &Table) -> bool {
        table.name == "users" && table.origin == Origin::Project
    }

    /// Whether a required package adds a column of this name to a table.
    pub(super) fn adds(&self, column: &str) -> bool {
        self.added.iter().any(|added| added.eq_ignore_ascii_case(column))
    }
}

/// The name of a column that a package adds.
fn name_of(Column(calls): &Column) -> Option<String> {
    let first = |argument: &Argument| match argument {
        Argument::Text(text) => Some(text.clone()),
        Argument::List(list) => list.iter().find_map(|argument| match argument {
            Argument::Text(text) => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    };
    calls.first()?.arguments.first().and_then(first)
}

/// The first letters of the words of a package's name, as some put before their tables: `laravel-translation-manager` has
/// `ltm_translations`. Two are in too many names.
fn initials(package: &str) -> String {
    let name = package.split_once('/').map_or(package, |(_, name)| name);
    let initials: String = name.split(['-', '_', '.']).filter_map(|word| word.chars().next()).collect();
    if initials.len() > 2 { initials } else { String::new() }
}

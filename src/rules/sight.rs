//! What code sees of the tables that code makes for itself: tests those of tests, all code those of other code.

use std::collections::BTreeSet;

use super::Context;
use crate::references::{self, LocalTable};
use crate::source::{FileId, Span, is_test};

/// Where code stands that sees tables.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    file: FileId,
    /// Whether it is a test, or runs for tests alone.
    of_tests: bool,
}

impl Context<'_> {
    /// What the code of a file sees.
    #[must_use]
    pub fn sight(&self, file: FileId) -> Sight {
        Sight { file, of_tests: self.runs_with_tests(file) }
    }

    /// What the code around a reference sees.
    #[must_use]
    pub fn sight_of(&self, file: FileId, around: &references::Context) -> Sight {
        Sight { file, of_tests: around.of_tests || self.runs_with_tests(file) }
    }

    /// Whether code runs with the tests alone: the tests, and the application that a package makes for them.
    fn runs_with_tests(&self, file: FileId) -> bool {
        self.is_test(file) || self.sources.path(file).starts_with("workbench/")
    }

    /// Whether code certainly makes a table of this very name for itself.
    #[must_use]
    pub fn has_local_table(&self, table: &str, sight: Sight) -> bool {
        !self.sees_another_time(sight) && self.locals(table, sight).any(|local| !local.altered)
    }

    /// Whether code certainly gives a table of this very name, which it makes or changes for itself, this column.
    #[must_use]
    pub fn has_local_column(&self, table: &str, column: &str, sight: Sight) -> bool {
        let has = |local: &LocalTable| local.columns.is_some() && local.may_have(column);
        !self.sees_another_time(sight) && self.locals(table, sight).any(has)
    }

    /// Whether code may make a table of this name for itself.
    #[must_use]
    pub fn is_local_table(&self, table: &str, sight: Sight) -> bool {
        let is_it = |local: &LocalTable| local.may_be_called(table, sight.of_tests);
        self.sees_another_time(sight)
            || self.locals(table, sight).any(|local| !local.altered)
            || self.seen(self.local_tables(""), sight).any(is_it)
    }

    /// Whether code makes or changes a table of this name for itself so that it may have this column there.
    ///
    /// A table that code makes for itself where migrations make one, too, has either's columns.
    #[must_use]
    pub fn may_have_locally(&self, table: &str, column: &str, sight: Sight) -> bool {
        // A test may run migrations of the project under another configuration.
        let is_other = |local: &LocalTable| sight.of_tests && self.replay.is_migration(local.call.file);
        self.sees_another_time(sight) || self.locals(table, sight).any(|local| local.may_have(column) || is_other(local))
    }

    /// Where code makes or changes a table of this name for itself so that it may have this column.
    pub(super) fn where_made_locally(&self, table: &str, column: &str, sight: Sight) -> Option<Span> {
        self.locals(table, sight).find(|local| local.may_have(column)).map(|local| local.call)
    }

    /// Whether code makes or changes a table of this name for itself so that it may lack this column there.
    #[must_use]
    pub fn may_lack_locally(&self, table: &str, column: &str, sight: Sight) -> bool {
        self.sees_another_time(sight) || self.locals(table, sight).any(|local| local.may_lack(column))
    }

    /// Whether this column of a table may be another one where code makes or changes the table for itself.
    #[must_use]
    pub fn may_differ_locally(&self, table: &str, column: &str, sight: Sight) -> bool {
        self.may_have_locally(table, column, sight) || self.may_lack_locally(table, column, sight)
    }

    /// What code makes or changes of a table for itself, as far as it is seen.
    fn locals(&self, table: &str, sight: Sight) -> impl Iterator<Item = &LocalTable> {
        self.seen(self.local_tables(table), sight)
    }

    fn seen<'l>(&'l self, tables: &'l [&'l LocalTable], sight: Sight) -> impl Iterator<Item = &'l LocalTable> {
        tables.iter().copied().filter(move |local| sight.of_tests || !self.is_test(local.span.file))
    }

    /// Whether a test sees the schema of another time, or of another configuration.
    fn sees_another_time(&self, sight: Sight) -> bool {
        self.elsewhen.get_or_init(|| self.tests_of_another_time()).contains(&sight.file)
    }

    /// The tests that see the schema of another time.
    fn tests_of_another_time(&self) -> BTreeSet<FileId> {
        let is_base = |path: &str| path.ends_with("TestCase.php");
        let tests = || self.sources.iter().filter(|(_, file)| is_test(file.path()));
        let all = tests().any(|(_, base)| is_base(base.path()) && goes_back(base.text()));
        tests().filter(|(_, file)| all || goes_elsewhere(file.text())).map(|(id, _)| id).collect()
    }
}

/// Commands after which a test sees the schema of another time.
const BACKWARDS: [&str; 3] = ["migrate:rollback", "migrate:reset", "->down()"];

/// Commands that run the migrations anew, under what is configured then.
const ANEW: [&str; 3] = ["migrate:refresh", "migrate:fresh", "->up()"];

/// How code sets something of the configuration.
const SETS: [&str; 4] = ["config([", "config()->set(", "Config::set(", "['config']->set("];

fn goes_back(text: &str) -> bool {
    BACKWARDS.iter().any(|command| text.contains(command))
}

fn goes_elsewhere(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    goes_back(text) || (has(&ANEW) && has(&SETS))
}

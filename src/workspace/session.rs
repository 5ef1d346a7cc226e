//! A project that stays open while its files change, in editors' buffers and on disk.
//!
//! Its answers are those of a run of the command line over the same texts: settings, known findings and analysis are worked out
//! by the same functions. What is known of the project is kept from one answer to the next.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::analyzer::Analyzer;
use super::baseline::BaselineWish;
use super::configuration::configure_at;
use super::error::{Error, WrongConfig};
use super::focus::Focus;
use super::listener::{Listener, Running, Step};
use super::loaded::Loaded;
use super::settings::Settings;
use crate::config::{Config, Until};
use crate::finding::Finding;
use crate::ide::Glance;
use crate::project::{Changes, Project};
use crate::schema::Database;
use crate::source::Span;

/// A project that stays open.
#[derive(Debug)]
pub struct Session {
    settings: Settings,
    listener: Arc<dyn Listener>,
    /// The project as it lies on disk.
    project: Project,
    /// Whether something on disk has changed since it was read.
    is_stale: bool,
    /// What editors hold, by path from the root.
    buffers: BTreeMap<String, Vec<u8>>,
    analyzer: Arc<Analyzer>,
    /// What was set for it when that could last be read, and the folder that paths in it start from.
    configured: (Config, PathBuf),
    /// The last answer.
    last: Option<Arc<Snapshot>>,
}

/// What is known of an open project at some time.
#[derive(Debug)]
pub struct Snapshot {
    /// The project, with the texts that editors hold.
    pub loaded: Loaded,
    /// Its findings, without those that the baseline knows.
    pub findings: Vec<Finding>,
    /// What is wrong with the configuration, if something is: what was set before counts.
    pub wrong_config: Option<WrongConfig>,
}

impl Session {
    /// Opens the project with this root. Nothing is analysed yet.
    ///
    /// # Errors
    /// If the root cannot be read.
    pub fn open(root: &Path, settings: Settings, listener: Arc<dyn Listener>) -> Result<Self, Error> {
        let project = {
            let _reading = Running::start(&*listener, Step::Read);
            Project::load(root)?
        };
        let analyzer = Arc::new(Analyzer::new(&project.root, &settings, false));
        let configured = (Config::default(), project.root.clone());
        let buffers = BTreeMap::new();
        Ok(Session { settings, listener, project, is_stale: false, buffers, analyzer, configured, last: None })
    }

    /// The root: an absolute path without links.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.project.root
    }

    /// Takes what an editor holds for a file, given by its path from the root, until [`Session::close_buffer`].
    pub fn set_buffer(&mut self, path: &str, text: &str) {
        self.buffers.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    /// From now on a file is what lies on disk.
    pub fn close_buffer(&mut self, path: &str) {
        self.buffers.remove(path);
        self.is_stale = true;
    }

    /// Something on disk may have changed.
    pub fn touch(&mut self) {
        self.is_stale = true;
    }

    /// Whether what editors hold is what lies on disk.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        let on_disk = |path: &String| self.project.sources.find_exactly(path).map(|file| self.project.sources.file(file).text());
        self.buffers.iter().all(|(path, bytes)| on_disk(path).is_none_or(|text| text.as_bytes() == bytes.as_slice()))
    }

    /// Keeps what is known for the next time the project is opened, if it holds for what lies on disk.
    pub fn store(&self) {
        if self.is_saved() {
            self.analyzer.store();
        }
    }

    /// Analyses the project as it is now.
    ///
    /// # Errors
    /// If the root cannot be read any more.
    pub fn analyze(&mut self) -> Result<Arc<Snapshot>, Error> {
        if std::mem::replace(&mut self.is_stale, false) {
            let _reading = Running::start(&*self.listener, Step::Read);
            self.project = Project::load(&self.project.root)?;
        }
        let root = self.project.root.clone();
        let held = self.buffers.iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone())));
        let changes = Changes { top: root.clone(), before: BTreeMap::new(), instead: held.clone().collect() };
        let wrong_config = match configure_at(&root, &self.settings, changes.now()) {
            Ok(configured) => {
                self.configured = (configured.config, configured.folder);
                None
            }
            Err(Error::Config(wrong)) => Some(wrong),
            Err(error) => {
                self.listener.remark(&error.to_string());
                None
            }
        };
        let project = Project { sources: self.project.with_contents(held), root };
        let (config, folder) = self.configured.clone();
        let analysis = self.analyzer.analyze(&project.sources, &config, &*self.listener);
        let mut known = BaselineWish::default().known_at(changes.now(), &self.configured);
        let path = |finding: &Finding| format!("{}{}", config.base, project.sources.path(finding.span.file));
        let known = known.take(analysis.findings.iter().map(|finding| (finding, path(finding))), &project.sources);
        let findings = analysis.findings.iter().zip(known).filter(|(_, known)| !known).map(|(finding, _)| finding.clone());
        let findings = findings.collect();
        let everything = (Focus::on(vec![String::new()]), None);
        let (analyzer, listener) = (Arc::clone(&self.analyzer), Arc::clone(&self.listener));
        let loaded = Loaded::new(project, analysis, (config, folder), analyzer, everything, listener);
        let snapshot = Arc::new(Snapshot { loaded, findings, wrong_config });
        self.last = Some(Arc::clone(&snapshot));
        Ok(snapshot)
    }

    /// The database as it was before a migration when the project was last analysed.
    #[must_use]
    pub fn before(&self, migration: &str) -> Option<Database> {
        let known = self.last.as_ref()?;
        let until = Some(Until { migration: migration.to_owned(), inclusive: false });
        let config = Config { until, ..known.loaded.config.clone() };
        Some(self.analyzer.replay(&known.loaded.project.sources, &config))
    }

    /// Looks at the code around a place of one file, given by its path from the root, with another text in it. None if the
    /// project is not known yet, or the file is no part of it.
    #[must_use]
    pub fn look_at(&self, path: &str, text: String, offset: usize) -> Option<Glance> {
        let known = self.last.as_ref()?;
        let file = known.loaded.project.sources.find_exactly(path)?;
        let settings = known.loaded.analysis.settings.as_ref()?;
        // The settings speak of files by their numbers, which stay as they are.
        let held = self.buffers.iter().filter_map(|(path, bytes)| {
            let file = known.loaded.project.sources.find_exactly(path)?;
            Some((file, String::from_utf8_lossy(bytes).into_owned()))
        });
        let mut texts: BTreeMap<_, _> = held.collect();
        texts.insert(file, text);
        let sources = known.loaded.project.sources.with_texts(&texts);
        let place = Span::new(file, offset, offset);
        let glimpses = self.analyzer.look_at(&sources, &known.loaded.config, settings, place);
        Some(Glance { sources, glimpses })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phases::Unobserved;
    use crate::workspace::Keeping;

    #[test]
    fn an_open_project_follows_its_buffers_and_its_files() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            std::fs::write(path, text).expect("the file can be written");
        };
        write("artisan", "");
        write("composer.json", "{}");
        let migration = "database/migrations/2024_01_01_000000_orders.php";
        let orders = "<?php return new class extends Migration { function up() { Schema::create('orders', fn ($table) => $table->id()); } };";
        write(migration, orders);
        write("app/Open.php", "<?php DB::table('orders')->get();");
        let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
        let mut session = Session::open(folder.path(), settings, Arc::new(Unobserved)).expect("the project can be read");
        let rules = |session: &mut Session| {
            let snapshot = session.analyze().expect("the project is there");
            snapshot.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        assert!(rules(&mut session).is_empty());
        // A buffer counts before it is saved, also one of a migration for the code elsewhere.
        session.set_buffer("app/Open.php", "<?php DB::table('ordres')->get();");
        assert_eq!(rules(&mut session), ["unknown-table"]);
        session.set_buffer("app/Open.php", "<?php DB::table('orders')->get();");
        session.set_buffer(migration, &orders.replace("'orders'", "'people'"));
        assert_eq!(rules(&mut session), ["unknown-table"]);
        session.close_buffer(migration);
        assert!(rules(&mut session).is_empty());
        // So does what is set.
        session.set_buffer("app/Open.php", "<?php DB::table('ordres')->get();");
        session.set_buffer("tablecheck.yaml", "rules: {unknown-table: off}");
        assert!(rules(&mut session).is_empty());
        session.set_buffer("tablecheck.yaml", "rules: {unknown-tabel: off}");
        let snapshot = session.analyze().expect("the project is there");
        assert!(snapshot.wrong_config.is_some() && snapshot.findings.is_empty(), "what was set before counts");
        session.close_buffer("tablecheck.yaml");
        // What is written or deleted beside it counts once somebody says so.
        write("database/migrations/2024_02_01_000000_ordres.php", &orders.replace("'orders'", "'ordres'"));
        session.touch();
        assert!(rules(&mut session).is_empty());
    }
}

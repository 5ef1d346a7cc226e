//! The thread that knows a project: it takes changes, analyses what they have made of the project, and looks at texts that are
//! being written.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::RequestId;

use crate::ide::{self, Candidate, Completion, Looker, View};
use crate::schema::Database;
use crate::source::FileId;
use crate::workspace::{Listener, Session, Settings, Snapshot};

/// How long it has to be quiet until the project is analysed: who types on does not wait for answers in between.
const QUIET: Duration = Duration::from_millis(15);

/// What the thread is told.
#[derive(Debug)]
pub(super) enum Job {
    /// Something has changed; the number counts the changes.
    Change(u64, Change),
    /// Somebody waits for what could stand at a place.
    Complete(Ask),
    /// The end is near: keep what is known.
    Store,
}

/// What has changed.
#[derive(Debug)]
pub(super) enum Change {
    /// An editor holds this text of the file at this path from the root.
    Buffer(String, String),
    /// It holds it no more.
    Closed(String),
    /// Something on disk, or nothing: the project is to be looked at for the first time.
    Disk,
}

/// A question of what could stand at a place.
#[derive(Debug)]
pub(super) struct Ask {
    /// Who asks.
    pub(super) id: RequestId,
    /// The file, by its path from the root.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// The place, in bytes.
    pub(super) offset: usize,
}

/// What the thread tells.
#[derive(Debug)]
pub(super) enum Event {
    /// The project with this root was analysed with so many changes; or could not be, and why.
    Analyzed(PathBuf, u64, Result<Arc<Snapshot>, String>),
    /// What could stand at a place, with what is known of the candidates.
    Completed(Ask, Option<Completion>, Option<Arc<Snapshot>>),
}

/// The loop's end of the thread.
#[derive(Debug)]
pub(super) struct Project {
    /// The root: an absolute path without links.
    pub(super) root: PathBuf,
    jobs: Sender<Job>,
    thread: Option<std::thread::JoinHandle<()>>,
    /// How many changes the thread was told of.
    pub(super) told: u64,
    /// How many of them the last answer knows of.
    pub(super) known: u64,
    /// The last answer.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Why there is none.
    pub(super) failure: Option<String>,
}

impl Project {
    /// Starts the thread for the project with this root.
    pub(super) fn start(root: PathBuf, settings: Settings, listener: Arc<dyn Listener>, events: Sender<Event>) -> Self {
        let (jobs, inbox) = unbounded();
        let folder = root.clone();
        let work = move || Worker { root: folder, settings, listener, session: None, last: None, events }.run(&inbox);
        let thread = std::thread::Builder::new().name("project".to_owned()).spawn(work).ok();
        let mut project = Project { root, jobs, thread, told: 0, known: 0, snapshot: None, failure: None };
        project.change(Change::Disk);
        project
    }

    /// Tells of a change.
    pub(super) fn change(&mut self, change: Change) {
        self.told += 1;
        let _ = self.jobs.send(Job::Change(self.told, change));
    }

    /// Asks what could stand at a place.
    pub(super) fn ask(&self, ask: Ask) {
        let _ = self.jobs.send(Job::Complete(ask));
    }

    /// Whether all changes are known.
    pub(super) fn is_current(&self) -> bool {
        self.known >= self.told
    }

    /// Ends the thread, which keeps what is known for the next time.
    pub(super) fn end(mut self) {
        let _ = self.jobs.send(Job::Store);
        drop(std::mem::replace(&mut self.jobs, unbounded().0));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    root: PathBuf,
    settings: Settings,
    listener: Arc<dyn Listener>,
    session: Option<Session>,
    last: Option<Arc<Snapshot>>,
    events: Sender<Event>,
}

impl Worker {
    fn run(mut self, inbox: &Receiver<Job>) {
        let mut pending = None;
        loop {
            let job = match pending {
                None => inbox.recv().ok(),
                Some(_) => match inbox.recv_timeout(QUIET) {
                    Ok(job) => Some(job),
                    Err(error) if error.is_timeout() => {
                        self.analyze(pending.take().unwrap_or_default());
                        continue;
                    }
                    Err(_) => None,
                },
            };
            match job {
                Some(Job::Change(number, change)) => {
                    self.change(change);
                    pending = Some(number);
                }
                Some(Job::Complete(ask)) => {
                    if !self.knows(&ask.path)
                        && let Some(number) = pending.take()
                    {
                        self.analyze(number);
                    }
                    self.complete(ask);
                }
                Some(Job::Store) => {
                    if let Some(session) = &self.session {
                        session.store();
                    }
                }
                None => return,
            }
        }
    }

    /// The open project; opened now if it is not.
    fn session(&mut self) -> Result<&mut Session, String> {
        if self.session.is_none() {
            let session = Session::open(&self.root, self.settings.clone(), Arc::clone(&self.listener));
            self.session = Some(session.map_err(|error| error.to_string())?);
        }
        self.session.as_mut().ok_or_else(String::new)
    }

    /// Whether the last answer knows of a file.
    fn knows(&self, path: &str) -> bool {
        self.last.as_ref().is_some_and(|snapshot| snapshot.loaded.project.sources.find_exactly(path).is_some())
    }

    fn change(&mut self, change: Change) {
        let Ok(session) = self.session() else { return };
        match change {
            Change::Buffer(path, text) => session.set_buffer(&path, &text),
            Change::Closed(path) => session.close_buffer(&path),
            Change::Disk => session.touch(),
        }
    }

    fn analyze(&mut self, number: u64) {
        let is_first = self.last.is_none();
        // Whatever happens in an analysis, the next one is a new try.
        let analyzed = catch_unwind(AssertUnwindSafe(|| {
            let session = self.session()?;
            let snapshot = session.analyze().map_err(|error| error.to_string())?;
            if is_first {
                session.store();
            }
            Ok(snapshot)
        }));
        let analyzed = analyzed.unwrap_or_else(|cause| Err(format!("the analysis failed: {}", told(&*cause))));
        if let Ok(snapshot) = &analyzed {
            self.last = Some(Arc::clone(snapshot));
        }
        let _ = self.events.send(Event::Analyzed(self.root.clone(), number, analyzed));
    }

    fn complete(&mut self, ask: Ask) {
        let found = self.last.clone().zip(self.session.as_ref()).and_then(|(snapshot, session)| {
            let look = || {
                let sources = &snapshot.loaded.project.sources;
                let view = View { sources, analysis: &snapshot.loaded.analysis };
                let file = sources.find_exactly(&ask.path)?;
                ide::complete(view, &Looking { session, snapshot: &snapshot }, file, &ask.text, ask.offset)
            };
            catch_unwind(AssertUnwindSafe(look)).ok().flatten()
        });
        let _ = self.events.send(Event::Completed(ask, found, self.last.clone()));
    }
}

/// What a panic says.
pub(super) fn told(cause: &(dyn std::any::Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(ToString::to_string).or_else(|| cause.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it panicked".to_owned())
}

struct Looking<'w> {
    session: &'w Session,
    snapshot: &'w Snapshot,
}

impl Looker for Looking<'_> {
    fn look_at(&self, file: FileId, text: String, offset: usize) -> Option<ide::Glance> {
        let path = self.snapshot.loaded.project.sources.path(file);
        self.session.look_at(path, text, offset)
    }

    fn before(&self, migration: FileId) -> Option<Database> {
        let migration = self.snapshot.loaded.analysis.migrations.iter().find(|known| known.file == migration)?;
        self.session.before(&migration.name)
    }
}

/// The path of a file from a root, if it lies below.
pub(super) fn below(root: &Path, path: &Path) -> Option<String> {
    path.strip_prefix(root).ok().map(crate::project::portable)
}

/// What a candidate's place is called: the migration's file and line.
pub(super) fn place_of(snapshot: &Snapshot, candidate: &Candidate) -> Option<String> {
    let span = candidate.defined_at?;
    let sources = &snapshot.loaded.project.sources;
    if (span.file.0 as usize) >= sources.len() {
        return None;
    }
    let start = sources.start(span);
    let line = sources.file(span.file).text().lines().nth(start.line as usize - 1).unwrap_or_default().trim();
    Some(format!("```php\n{line}\n```\n{}:{}", sources.path(span.file), start.line))
}

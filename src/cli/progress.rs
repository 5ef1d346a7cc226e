//! What a person sees on a terminal while a run takes long: one line on standard error that says what is being done.
//!
//! The line is there only between [`Progress::show`] and [`Progress::hide`], and nothing else prints in between; so it never
//! mixes with what the run prints, also not where that ends with an error.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A run that is done by then shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line is drawn again.
const PACE: Duration = Duration::from_millis(100);
/// What turns, so that a person sees that something happens; every terminal has these.
const TURNING: [char; 4] = ['|', '/', '-', '\\'];

/// A line on a terminal that says what is being done.
#[derive(Debug)]
pub(super) struct Progress {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    line: Mutex<Line>,
    ended: Condvar,
}

/// What is on the terminal, and what shall be.
#[derive(Debug)]
struct Line {
    start: Instant,
    doing: Option<&'static str>,
    /// How many columns are drawn upon.
    width: usize,
    turn: usize,
    ended: bool,
}

impl Progress {
    /// Begins, where there is a person to see it: standard error is a terminal that can go back in a line, and no machine's.
    pub(super) fn if_seen() -> Option<Self> {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if dumb || set("CI") || !io::stderr().is_terminal() {
            return None;
        }
        let line = Line { start: Instant::now(), doing: None, width: 0, turn: 0, ended: false };
        let shared = Arc::new(Shared { line: Mutex::new(line), ended: Condvar::new() });
        let theirs = Arc::clone(&shared);
        // Without a thread there is no line, and nothing else is lost.
        let thread = thread::Builder::new().name("progress".to_owned()).spawn(move || theirs.turn()).ok()?;
        Some(Progress { shared, thread: Some(thread) })
    }

    /// Says what is being done from now on.
    pub(super) fn show(&self, doing: &'static str) {
        let mut line = self.shared.line();
        line.doing = Some(doing);
        if line.start.elapsed() >= PATIENCE {
            line.draw(&mut io::stderr());
        }
    }

    /// Takes the line away.
    pub(super) fn hide(&self) {
        let mut line = self.shared.line();
        line.doing = None;
        line.erase(&mut io::stderr());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.hide();
        self.shared.line().ended = true;
        self.shared.ended.notify_all();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to draw.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Draws again and again, until the end.
    fn turn(&self) {
        let mut line = self.line();
        let mut wait = PATIENCE;
        while !line.ended {
            let waited = self.ended.wait_timeout(line, wait);
            line = waited.unwrap_or_else(PoisonError::into_inner).0;
            wait = PACE;
            if !line.ended && line.start.elapsed() >= PATIENCE {
                line.draw(&mut io::stderr());
            }
        }
    }
}

impl Line {
    fn draw(&mut self, out: &mut dyn Write) {
        let Some(doing) = self.doing else { return };
        let text = format!("{} {doing}, {:.1} s", TURNING[self.turn % TURNING.len()], self.start.elapsed().as_secs_f64());
        self.turn += 1;
        let width = text.len();
        // Where this cannot be written, nobody waits for it.
        let _ = write!(out, "\r{text:<0$}", self.width).and_then(|()| out.flush());
        self.width = self.width.max(width);
    }

    /// Spaces are understood by every terminal.
    fn erase(&mut self, out: &mut dyn Write) {
        if self.width > 0 {
            let _ = write!(out, "\r{:1$}\r", "", self.width).and_then(|()| out.flush());
            self.width = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a terminal shows of one line after these bytes, and whether it stayed in that line.
    fn seen(bytes: &[u8]) -> String {
        let (mut screen, mut column) = (Vec::new(), 0);
        for byte in bytes {
            match byte {
                b'\r' => column = 0,
                byte => {
                    assert!((b' '..0x7f).contains(byte), "{byte} is no plain character");
                    screen.resize(screen.len().max(column + 1), b' ');
                    screen[column] = *byte;
                    column += 1;
                }
            }
        }
        String::from_utf8(screen).expect("it is ASCII").trim_end().to_owned()
    }

    #[test]
    fn a_shorter_line_covers_a_longer_one_and_all_is_erased() {
        let mut line = Line { start: Instant::now(), doing: Some("looking through the code"), width: 0, turn: 0, ended: false };
        let mut out = Vec::new();
        line.erase(&mut out);
        assert_eq!(out, b"", "there is nothing to erase");
        line.draw(&mut out);
        assert!(seen(&out).starts_with("| looking through the code, 0."), "{}", seen(&out));
        line.doing = Some("checking");
        line.draw(&mut out);
        let shown = seen(&out);
        assert!(shown.starts_with("/ checking, 0.") && shown.ends_with(" s") && shown.len() < 20, "{shown}");
        line.erase(&mut out);
        assert_eq!(seen(&out), "");
        line.doing = None;
        let before = out.len();
        line.draw(&mut out);
        assert_eq!(out.len(), before, "nothing is being done");
    }
}

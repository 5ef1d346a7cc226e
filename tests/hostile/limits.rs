//! Runs the program with bounds of its own on processor time and memory, so that a test neither hangs nor takes the machine with
//! it. Both are counted for the process alone: a busy machine changes nothing.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::folder::command;

/// The most processor time, in seconds.
const MOST_TIME: u64 = 40;
/// The most address space, in kilobytes. The stacks of threads count, though hardly any of them is ever touched.
const MOST_MEMORY: u64 = 6_000_000;
/// A process that waits for something uses no processor time. It is ended after this time by the clock, however busy the machine.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// On standard output.
    pub(crate) out: String,
    /// On standard error.
    pub(crate) err: String,
    /// Its exit code.
    pub(crate) code: Option<i32>,
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ended {
    run_with(folder, arguments, &[])
}

/// The same, with something more in its environment.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], environment: &[(&str, &OsStr)]) -> Ended {
    let whole = command(folder);
    let mut limited = std::process::Command::new("sh");
    let limits = format!("ulimit -c 0; ulimit -t {MOST_TIME}; ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"");
    limited.arg("-c").arg(limits).arg(whole.get_program()).args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, value) in whole.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        limited.env_remove(name);
    }
    limited.envs(environment.iter().copied());
    let (mut out, mut err) = (file(), file());
    let copy = |file: &File| file.try_clone().expect("it can be shared");
    let mut child = limited.stdout(copy(&out)).stderr(copy(&err)).spawn().expect("the program can be run");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if start.elapsed() > LONGEST_WAIT {
            child.kill().expect("it can be ended");
            panic!("{arguments:?} waits for something without end: {}{}", text(&mut out), text(&mut err));
        }
        sleep(Duration::from_millis(5));
    };
    let ended = Ended { out: text(&mut out), err: text(&mut err), code: status.code() };
    assert!(ended.code.is_some(), "{arguments:?} was ended by {status}, for too much time or memory: {ended:?}");
    ended
}

fn file() -> File {
    tempfile::tempfile().expect("there is a folder for temporary files")
}

fn text(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().expect("it can be read again");
    file.read_to_end(&mut bytes).expect("it can be read");
    String::from_utf8_lossy(&bytes).into_owned()
}

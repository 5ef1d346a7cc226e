//! Runs the program with bounds on the processor time and the memory that it may take. The clock tells nothing on a machine that
//! has other things to do, so that it only ends what waits without end.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::folder::command;

/// How long a run may wait for whatever it waits for.
const PATIENCE: Duration = Duration::from_secs(1200);

/// What a run may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Seconds of processor time, of all threads together.
    pub(crate) seconds: u32,
    /// Address space, in megabytes. Each thread takes 256 of them for its stack, of which it uses little.
    pub(crate) megabytes: u32,
    /// How many threads it is told to use.
    pub(crate) threads: &'static str,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { seconds: 60, megabytes: 6_000, threads: "2" }
    }
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code; none if the run was ended by somebody else.
    pub(crate) code: Option<i32>,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it said beside.
    pub(crate) stderr: String,
    /// Whether it took more than it may.
    pub(crate) killed: bool,
    /// Whether it waited without end.
    pub(crate) hung: bool,
}

/// Runs the program in a folder within the usual bounds. It must end by itself.
#[track_caller]
pub(crate) fn ask(folder: &Path, arguments: &[&str]) -> Ended {
    ask_with(folder, arguments, &[])
}

/// The same, with something more in its environment.
#[track_caller]
pub(crate) fn ask_with(folder: &Path, arguments: &[&str], environment: &[(&str, &OsStr)]) -> Ended {
    let mut command = command(folder);
    command.args(arguments).envs(environment.iter().copied());
    let ended = run(&command, Limits::default());
    assert!(!ended.hung && !ended.killed, "{arguments:?} ends by itself: {ended:?}");
    ended
}

/// Runs a command within bounds.
pub(crate) fn run(command: &Command, limits: Limits) -> Ended {
    let mut bounded = if cfg!(unix) {
        let mut shell = Command::new("sh");
        // Not every system bounds address space.
        shell.args(["-c", "ulimit -t \"$1\"; ulimit -v \"$2\" 2>/dev/null; shift 2; exec \"$@\"", "sh"]);
        shell.args([limits.seconds.to_string(), (u64::from(limits.megabytes) * 1024).to_string()]);
        shell.arg(command.get_program());
        shell
    } else {
        Command::new(command.get_program())
    };
    bounded.args(command.get_args()).current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => bounded.env(name, value),
            None => bounded.env_remove(name),
        };
    }
    bounded.env("RAYON_NUM_THREADS", limits.threads);
    let mut child =
        bounded.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let (out, err) = (reading(child.stdout.take()), reading(child.stderr.take()));
    let (status, hung) = wait(&mut child);
    let text = |reading: JoinHandle<Vec<u8>>| String::from_utf8_lossy(&reading.join().expect("it reads")).into_owned();
    let (stdout, stderr) = (text(out), text(err));
    Ended { code: status.code(), stdout, stderr, killed: status.code().is_none() && !hung, hung }
}

/// Reads all that a process says while it runs.
fn reading(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.expect("it is piped").read_to_end(&mut bytes).expect("the pipe can be read");
        bytes
    })
}

/// Waits for the end, and makes one if there is none.
fn wait(child: &mut Child) -> (ExitStatus, bool) {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it is a child") {
            return (status, false);
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("it is a child");
            return (child.wait().expect("it is a child"), true);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

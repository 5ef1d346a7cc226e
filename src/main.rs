//! The program `tablecheck`: reads the arguments, calls the command line's room, maps the outcome to an exit code.

use std::process::ExitCode;

use tablecheck::cli::{self, Outcome};

/// An analysis makes many small values and frees them soon; this allocator is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::arguments().unwrap_or_else(|error| error.exit());
    match cli::run(arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            cli::complain(&error);
            ExitCode::from(2)
        }
    }
}

//! The program: the arguments go to the command line or to the window.

use std::process::ExitCode;

use frontstage::cli::{self, Command};

/// Halves the time of tessellation against the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::parse() {
        Command::Open(file) => open(file),
        Command::Task(task) => cli::run(&task),
    }
}

#[cfg(feature = "gui")]
fn open(file: Option<std::path::PathBuf>) -> ExitCode {
    match frontstage::app::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(not(feature = "gui"))]
fn open(_file: Option<std::path::PathBuf>) -> ExitCode {
    eprintln!(
        "This build of Frontstage has no window. Its commands: fmt, new, render; see frontstage --help."
    );
    ExitCode::from(2)
}

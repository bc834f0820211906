//! The program: the arguments go to the command line or to the window.

use std::process::ExitCode;

use frontstage::cli::{self, Command};

fn main() -> ExitCode {
    match cli::parse() {
        Command::Open(_file) => {
            eprintln!("this build of Frontstage has no window; see `frontstage --help`");
            ExitCode::from(2)
        }
        Command::Task(task) => cli::run(&task),
    }
}

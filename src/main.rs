//! The program: the arguments go to the command line or to the window.

use std::process::ExitCode;

use frontstage::cli::{self, Command};

/// Halves the time of tessellation against the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::parse() {
        Command::Open(file, renderer) => open(file, renderer),
        Command::Task(task) => cli::run(&task),
    }
}

#[cfg(feature = "gui")]
fn open(file: Option<std::path::PathBuf>, renderer: Option<cli::Renderer>) -> ExitCode {
    use frontstage::app::{self, Renderer};
    let renderer = match renderer {
        None => Renderer::Any,
        Some(cli::Renderer::Glow) => Renderer::Glow,
        Some(cli::Renderer::Wgpu) => Renderer::Wgpu,
    };
    match app::run(file, renderer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(not(feature = "gui"))]
fn open(_file: Option<std::path::PathBuf>, _renderer: Option<cli::Renderer>) -> ExitCode {
    eprintln!(
        "This build of Frontstage has no window. Its commands: fmt, new, render; see frontstage --help."
    );
    ExitCode::from(2)
}

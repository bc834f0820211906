//! The program: the arguments go to the command line or to the window.

use std::process::ExitCode;

use frontstage::cli::{self, Invocation};

/// Halves the time of tessellation against the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::parse() {
        Invocation::Open(file, renderer) => open(file, renderer),
        Invocation::Task(task) => cli::run(&task),
    }
}

#[cfg(feature = "gui")]
fn open(file: Option<std::path::PathBuf>, renderer: Option<cli::RendererChoice>) -> ExitCode {
    use frontstage::app::{self, Renderer};
    let renderer = match renderer {
        None => Renderer::Any,
        Some(cli::RendererChoice::Glow) => Renderer::Glow,
        Some(cli::RendererChoice::Wgpu) => Renderer::Wgpu,
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
fn open(_file: Option<std::path::PathBuf>, _renderer: Option<cli::RendererChoice>) -> ExitCode {
    eprintln!(
        "This build of Frontstage has no window. Its commands: fmt, new, render; see frontstage --help."
    );
    ExitCode::from(2)
}

//! The command line: what a script, a pull request's checks or a terminal does with blueprints.
//!
//! Each subcommand is a room of its own. Owns the words on the terminal and the exit codes; knows no
//! window: [`Invocation::Open`] is the program's own business.

mod check;
mod fmt;
mod new;
mod numbers;
mod render;

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand, error::ErrorKind};

use crate::{
    format::{self, Located, ReadError, Reading},
    model::{cut, plural, quoted},
    store::{Loaded, Store, StoreError},
};

/// Draws service blueprints before and after AI joins a service, and says what changed.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    /// The blueprint to open in the window
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What draws the window: OpenGL, or wgpu in builds that have it; without this, OpenGL and then wgpu
    #[arg(long, value_name = "RENDERER")]
    renderer: Option<RendererChoice>,
}

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RendererChoice {
    /// OpenGL
    Glow,
    /// Vulkan, Metal, Direct3D or OpenGL ES
    Wgpu,
}

/// A subcommand.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    /// Say what blueprints forget: rules with what is wrong, why it matters and what to do.
    ///
    /// Ends with 0, with 1 when there are errors that nobody accepted, with 2 when a file could not be read.
    Check(check::CheckTask),
    /// Write blueprints in their canonical spelling.
    ///
    /// What is wrong in a file is named with line and column. Ends with 0 when all files are or were made
    /// canonical, with 1 when --check found one that would change or has problems, with 2 when one could
    /// not be read or must not be written.
    Fmt(fmt::Fmt),
    /// Make a new blueprint from a template.
    New(new::New),
    /// Say what a blueprint is worth: times, work, cost, load, and what each variant saves.
    ///
    /// Ends with 0, or with 2 when the file could not be read.
    Numbers(numbers::NumbersTask),
    /// Draw a blueprint as an SVG, a PNG or a PDF.
    Render(render::Render),
}

/// What the program is asked to do.
#[derive(Debug, Clone)]
pub enum Invocation {
    /// Open the window, with a file or without, drawn by any renderer or by a certain one.
    Open(Option<PathBuf>, Option<RendererChoice>),
    /// Do a task on the terminal.
    Task(Task),
}

/// What the arguments of the program ask for. Ends the program when they ask for help or make no sense.
pub fn parse() -> Invocation {
    let arguments = Arguments::parse();
    match arguments.task {
        Some(task) => Invocation::Task(task),
        None => match one_file(arguments.files) {
            Ok(file) => Invocation::Open(file, arguments.renderer),
            Err(words) => Arguments::command()
                .error(ErrorKind::TooManyValues, words)
                .exit(),
        },
    }
}

/// The file to open, if there is one; what to say when there are several.
fn one_file(mut files: Vec<PathBuf>) -> Result<Option<PathBuf>, String> {
    if files.len() < 2 {
        return Ok(files.pop());
    }
    let names = files.iter().map(|file| printable(file.display()));
    let names: Vec<_> = names.map(|name| quoted(&name).into_owned()).collect();
    Err(format!(
        "the window opens one blueprint at a time, and here are {}: {}. Start frontstage once for each",
        files.len(),
        cut(&names.join(", "), MAX_NAMES)
    ))
}

/// Does a task, and says how it ended.
pub fn run(task: &Task) -> ExitCode {
    match task {
        Task::Check(task) => task.run(),
        Task::Fmt(task) => task.run(),
        Task::New(task) => task.run(),
        Task::Numbers(task) => task.run(),
        Task::Render(task) => task.run(),
    }
    .into()
}

/// How a task ended; the numbers are part of the contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Done, and nothing to complain about.
    Good = 0,
    /// Done, and there is something to complain about.
    Found = 1,
    /// Not done.
    Failed = 2,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Why a file did not open.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Read(#[from] ReadError),
}

/// Reads the blueprint at `path`, with what was read from the disk.
fn open(path: &Path) -> Result<(Loaded, Reading), OpenError> {
    let loaded = Store::disk().read(path)?;
    let reading = format::read(&loaded.bytes)?;
    Ok((loaded, reading))
}

/// Reads the blueprint at `path` for a task that leaves it as it is, and says what is wrong with it; `done` is what becomes
/// of one that this version does not know all of. `None` when it did not open, which is said too.
fn open_to_read(path: &Path, done: &str) -> Option<Reading> {
    let reading = match open(path) {
        Ok((_, reading)) => reading,
        Err(error) => {
            complain(path, error);
            return None;
        }
    };
    complain_of_all(path, &reading.problems);
    if let Some(why) = &reading.read_only {
        complain(
            path,
            format_args!("{done} as far as this version understands it: {why}"),
        );
    }
    Some(reading)
}

/// Writes to standard output. Who stopped reading, as `head` does, has what they wanted.
///
/// # Errors
/// When it could not be written, but for that.
fn print(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// `text` as a terminal may show it: a label in a file can neither move the cursor, nor colour or
/// reorder what stands around it.
fn printable(text: impl std::fmt::Display) -> String {
    let text = text.to_string();
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if format::is_hidden(c) {
            // Writing to a `String` cannot fail.
            let _ = write!(printable, "\\u{{{:x}}}", u32::from(c));
        } else {
            printable.push(c);
        }
    }
    printable
}

/// How many characters of the names of files a message has.
const MAX_NAMES: usize = 400;
/// How many problems of a file are named.
const MAX_NAMED: usize = 100;
/// How many bytes a line about a file may have, beside the file's name.
const MAX_LINE: usize = 1_900;

/// Says one line about a file on standard error.
fn complain(path: &Path, text: impl std::fmt::Display) {
    eprintln!("{}: {}", printable(path.display()), line_of(text));
}

/// `text` as one line for the terminal, which no file can make long.
fn line_of(text: impl std::fmt::Display) -> String {
    let mut line = printable(text);
    if line.len() > MAX_LINE {
        line.truncate(line.floor_char_boundary(MAX_LINE));
        line.push('…');
    }
    line
}

/// Names the problems of a file on standard error: the first hundred, then how many more there are.
fn complain_of_all(path: &Path, problems: &[Located]) {
    for problem in problems.iter().take(MAX_NAMED) {
        complain(path, problem);
    }
    if let Some(more) = problems
        .len()
        .checked_sub(MAX_NAMED)
        .filter(|more| *more > 0)
    {
        complain(path, plural(more, "more problem", "more problems"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_file_opens_the_window() {
        let arguments = Arguments::parse_from(["frontstage", "refund.blueprint.ron"]);
        assert_eq!(arguments.files, [PathBuf::from("refund.blueprint.ron")]);
        assert!(arguments.task.is_none());
        assert!(Arguments::parse_from(["frontstage"]).files.is_empty());
        let two = Arguments::parse_from(["frontstage", "a.ron", "b\u{1b}.ron"]);
        let words = one_file(two.files).expect_err("two files are one too many");
        assert!(
            words.contains("here are 2: a.ron, b\\u{1b}.ron."),
            "{words}"
        );
        let arguments = Arguments::parse_from(["frontstage", "--renderer", "wgpu"]);
        assert_eq!(arguments.renderer, Some(RendererChoice::Wgpu));
    }

    #[test]
    fn the_terminal_gets_no_control_characters() {
        assert_eq!(
            printable("a\u{1b}[31m\u{202e}b\nc é"),
            "a\\u{1b}[31m\\u{202e}b\\u{a}c é"
        );
    }
}

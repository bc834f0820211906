//! `frontstage fmt`: writes blueprints in their canonical spelling, or says which would change.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use atomic_write_file::AtomicWriteFile;
use clap::Args;

use super::{Outcome, complain, open, printable};
use crate::{format, model::Trouble};

/// The arguments of `fmt`.
#[derive(Debug, Clone, Args)]
pub struct Fmt {
    /// Change nothing, only say which files would change
    #[arg(long)]
    check: bool,
    /// Write files that have comments, and lose the comments
    #[arg(long)]
    drop_comments: bool,
    /// The blueprints
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Fmt {
    /// Does every file, and gives the worst outcome.
    pub(super) fn run(&self) -> Outcome {
        self.files
            .iter()
            .map(|file| self.file(file))
            .max()
            .unwrap_or(Outcome::Good)
    }

    fn file(&self, path: &Path) -> Outcome {
        let (bytes, reading) = match open(path) {
            Ok(opened) => opened,
            Err(error) => {
                complain(path, error);
                return Outcome::Failed;
            }
        };
        if let Some(reason) = &reading.read_only {
            complain(path, format_args!("not written: {reason}"));
            return Outcome::Failed;
        }
        let text = format::write(&reading.blueprint);
        if text.as_bytes() == bytes {
            return Outcome::Good;
        }
        if reading.comments && !self.drop_comments {
            complain(
                path,
                "not written: the file has comments, which writing drops; \
                 move them to `note` fields, or use --drop-comments",
            );
            return Outcome::Failed;
        }
        if self.check {
            println!("{} would change", printable(path.display()));
            return Outcome::Found;
        }
        // What reading had to mend is now so in the file too; other problems stay as they were.
        let mended = reading.problems.iter().filter(|located| {
            matches!(
                located.problem.trouble,
                Trouble::Renamed(_) | Trouble::NotFinite(_)
            )
        });
        for located in mended {
            complain(path, located);
        }
        match write(path, &text) {
            Ok(()) => Outcome::Good,
            Err(error) => {
                complain(path, format_args!("not written: {error}"));
                Outcome::Failed
            }
        }
    }
}

/// Writes `text` in place of the file at `path`, the whole of it or nothing.
fn write(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it points to is written.
    let path = path.canonicalize()?;
    let mut file = AtomicWriteFile::open(path)?;
    file.write_all(text.as_bytes())?;
    file.commit()
}

//! `frontstage fmt`: writes blueprints in their canonical spelling, or says which would change.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, complain, complain_of_all, open, printable};
use crate::{
    format::{self, LineEnds},
    model::Blueprint,
    store::{Expected, Store},
};

/// The arguments of `fmt`.
#[derive(Debug, Clone, Args)]
pub struct Fmt {
    /// Change nothing, only say which files would change and what is wrong in them
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
        let (loaded, reading) = match open(path) {
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
        let is_canonical = text.as_bytes() == loaded.bytes;
        if reading.comments && !self.drop_comments {
            complain(
                path,
                "not written: the file has comments, which writing drops; \
                 move them to `note` fields, or use --drop-comments",
            );
            return Outcome::Failed;
        }
        if let Err(why) = reads_back(&text, &reading.blueprint) {
            let words = "not written: it would not read back as the same blueprint";
            complain(path, format_args!("{words}; please report this ({why})"));
            return Outcome::Failed;
        }
        complain_of_all(path, &reading.problems);
        if self.check {
            if reading.line_ends != LineEnds::Lf {
                complain(path, &reading.line_ends);
            }
            if !is_canonical {
                println!("{} would change", printable(path.display()));
            }
            return match is_canonical && reading.problems.is_empty() {
                true => Outcome::Good,
                false => Outcome::Found,
            };
        }
        if is_canonical {
            return Outcome::Good;
        }
        if let Some(version) = reading.migrated_from {
            match Store::disk().keep_original(path, version, &loaded) {
                Ok(copy) => println!(
                    "{} had format {version}; it is kept as {}",
                    printable(path.display()),
                    printable(copy.display())
                ),
                Err(error) => {
                    complain(path, format_args!("not written: {error}"));
                    return Outcome::Failed;
                }
            }
        }
        let expected = Expected::Same(loaded.stamp);
        match Store::disk().save(path, text.as_bytes(), expected) {
            Ok(_) => Outcome::Good,
            Err(error) => {
                complain(path, format_args!("not written: {error}"));
                Outcome::Failed
            }
        }
    }
}

/// Proves that `text` reads as `blueprint`, before it takes the place of what is on disk.
fn reads_back(text: &str, blueprint: &Blueprint) -> Result<(), String> {
    let reading = format::read(text.as_bytes()).map_err(|error| error.to_string())?;
    match reading.blueprint == *blueprint {
        true => Ok(()),
        false => Err("it reads as another one".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const CANONICAL: &str = "Blueprint(\n    format: 2,\n    title: \"x\",\n)\n";

    /// Runs `fmt` on a file with `text`; gives the outcome and what the file then says.
    fn check_fmt(text: &str, flags: &[Flag], outcome: Outcome, after: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.blueprint.ron");
        fs::write(&file, text).expect("a file");
        let task = Fmt {
            check: flags.contains(&Flag::Check),
            drop_comments: flags.contains(&Flag::DropComments),
            files: vec![file.clone()],
        };
        assert_eq!(task.run(), outcome, "{text}");
        assert_eq!(fs::read_to_string(&file).expect("the file"), after);
    }

    #[derive(PartialEq)]
    enum Flag {
        Check,
        DropComments,
    }

    #[test]
    fn files_become_canonical() {
        let windows = CANONICAL.replace('\n', "\r\n");
        for text in ["(title:\"x\")", &format!("\u{feff}{CANONICAL}"), &windows] {
            check_fmt(text, &[], Outcome::Good, CANONICAL);
            check_fmt(text, &[Flag::Check], Outcome::Found, text);
        }
        check_fmt(CANONICAL, &[Flag::Check], Outcome::Good, CANONICAL);
    }

    #[test]
    fn a_file_of_an_older_format_is_kept_beside_the_new_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.blueprint.ron");
        let copies = ["a.blueprint.ron.v1.bak", "a.blueprint.ron.v1-2.bak"];
        // The same original twice is kept once, another one beside it.
        let olds = ["(format: 1)", "(format: 1)", "(format: 1, title: \"x\")"];
        for old in olds {
            fs::write(&file, old).expect("a file");
            let task = Fmt {
                check: false,
                drop_comments: false,
                files: vec![file.clone()],
            };
            assert_eq!(task.run(), Outcome::Good);
        }
        assert_eq!(fs::read_to_string(&file).expect("the file"), CANONICAL);
        let kept = copies.map(|name| fs::read_to_string(folder.path().join(name)).ok());
        assert_eq!(kept, [olds[0], olds[2]].map(|old| Some(old.to_owned())));
    }

    #[test]
    fn comments_are_dropped_only_when_asked() {
        let text = "(title: \"x\") // why";
        check_fmt(text, &[], Outcome::Failed, text);
        check_fmt(
            text,
            &[Flag::DropComments, Flag::Check],
            Outcome::Found,
            text,
        );
        check_fmt(text, &[Flag::DropComments], Outcome::Good, CANONICAL);
    }

    #[test]
    fn what_cannot_be_written_stays_as_it_is() {
        for text in ["(title: \"x\", mood: 5)", "(format: 7)", "(title: ", ""] {
            check_fmt(text, &[], Outcome::Failed, text);
            check_fmt(text, &[Flag::Check], Outcome::Failed, text);
        }
    }

    #[test]
    fn the_worst_outcome_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("good.ron");
        fs::write(&good, "()").expect("a file");
        let task = Fmt {
            check: false,
            drop_comments: false,
            files: vec![folder.path().join("missing.ron"), good.clone()],
        };
        assert_eq!(task.run(), Outcome::Failed);
        let text = fs::read_to_string(good).expect("the file");
        assert_eq!(text, "Blueprint(\n    format: 2,\n)\n");
    }
}

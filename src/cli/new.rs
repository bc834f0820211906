//! `frontstage new`: makes a blueprint from a template, and never overwrites one.

use std::{fs, io, io::Write as _, path::PathBuf};

use clap::{Args, builder::PossibleValuesParser};

use super::{Outcome, complain};
use crate::templates::{TEMPLATES, Template, find};

/// The arguments of `new`.
#[derive(Debug, Clone, Args)]
pub struct New {
    /// What to start from
    #[arg(
        long,
        default_value = "blank",
        value_parser = PossibleValuesParser::new(TEMPLATES.iter().map(|template| template.name))
    )]
    template: String,
    /// The file to make
    file: PathBuf,
}

impl New {
    pub(super) fn run(&self) -> Outcome {
        let Some(template) = find(&self.template) else {
            complain(
                &self.file,
                format_args!("there is no template “{}”", self.template),
            );
            return Outcome::Failed;
        };
        match self.make(template) {
            Ok(()) => Outcome::Good,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                complain(
                    &self.file,
                    "not made: the file is there already; choose another name",
                );
                Outcome::Failed
            }
            Err(error) => {
                complain(&self.file, format_args!("not made: {error}"));
                Outcome::Failed
            }
        }
    }

    fn make(&self, template: &Template) -> io::Result<()> {
        let mut file = fs::File::create_new(&self.file)?;
        file.write_all(template.text.as_bytes())?;
        file.sync_all()
    }
}

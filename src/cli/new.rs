//! `frontstage new`: makes a blueprint from a template, and never overwrites one.

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};

use super::{Outcome, complain};
use crate::{
    store::{Expected, Store},
    templates::{TEMPLATES, find},
};

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
        match Store::disk().save(&self.file, template.text.as_bytes(), Expected::Absent) {
            Ok(_) => Outcome::Good,
            Err(error) => {
                complain(&self.file, format_args!("not made: {error}"));
                Outcome::Failed
            }
        }
    }
}

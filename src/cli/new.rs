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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_made_and_never_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.blueprint.ron");
        let task = New {
            template: "blank".to_owned(),
            file: file.clone(),
        };
        assert_eq!(task.run(), Outcome::Good);
        let made = fs::read_to_string(&file).expect("the file");
        assert_eq!(made, TEMPLATES[0].text);

        fs::write(&file, "mine").expect("a file");
        assert_eq!(task.run(), Outcome::Failed);
        assert_eq!(fs::read_to_string(&file).expect("the file"), "mine");
    }
}

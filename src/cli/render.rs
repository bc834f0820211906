//! `frontstage render`: a blueprint as a picture. Reads the file and writes the SVG; draws nothing itself.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
};

use clap::{Args, ValueEnum};

use super::{Outcome, complain, open};
use crate::{
    model::{Blueprint, VariantId},
    paint,
    scene::{Scene, Show, TextMeasure, Theme},
};

/// The arguments of `render`.
#[derive(Debug, Clone, Args)]
pub struct Render {
    /// The blueprint
    file: PathBuf,
    /// A variant's id or name, or the first two: `compare` above each other, `overlay` in one grid;
    /// `compare` if there are two
    #[arg(long, value_name = "ID|compare|overlay")]
    variant: Option<String>,
    /// The colours
    #[arg(long, value_enum, default_value_t)]
    theme: Colours,
    /// Where the picture goes; `-` prints it
    #[arg(short, long, value_name = "FILE.svg")]
    output: PathBuf,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Colours {
    /// Dark on light, for paper
    #[default]
    Light,
    /// Light on dark
    Dark,
}

impl From<Colours> for Theme {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::Light => Self::Light,
            Colours::Dark => Self::Dark,
        }
    }
}

/// Why there is nothing to draw.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum NothingToDraw {
    #[error("the blueprint has no variant yet; add one, then draw it")]
    Empty,
    #[error("there is no variant “{asked}”; write one of: {known}")]
    NoVariant { asked: String, known: String },
}

impl Render {
    /// Draws the picture.
    pub(super) fn run(&self) -> Outcome {
        let blueprint = match open(&self.file) {
            Ok((_, reading)) => reading.blueprint,
            Err(error) => {
                complain(&self.file, error);
                return Outcome::Failed;
            }
        };
        let show = match shown(&blueprint, self.variant.as_deref()) {
            Ok(show) => show,
            Err(error) => {
                complain(&self.file, error);
                return Outcome::Failed;
            }
        };
        let scene = Scene::build(&blueprint, &show.into(), &TextMeasure::default());
        let picture = paint::svg(&scene, self.theme.into());
        let written = if self.output.as_os_str() == "-" {
            io::stdout().lock().write_all(picture.as_bytes())
        } else {
            fs::write(&self.output, picture)
        };
        match written {
            Ok(()) => Outcome::Good,
            Err(error) => {
                complain(
                    &self.output,
                    format_args!("not written: {error}; choose another place with -o"),
                );
                Outcome::Failed
            }
        }
    }
}

/// What to draw for `asked`: a variant's id, its name, `compare` or `overlay`.
fn shown(blueprint: &Blueprint, asked: Option<&str>) -> Result<Show, NothingToDraw> {
    let variants = &blueprint.variants;
    let pair = match &**variants {
        [] => return Err(NothingToDraw::Empty),
        [first, second, ..] => Some(Show::Compare(first.id.clone(), second.id.clone())),
        [_] => None,
    };
    let Some(asked) = asked else {
        return Ok(pair.unwrap_or_else(|| Show::One(variants[0].id.clone())));
    };
    let by_id = blueprint
        .variant(&VariantId::new(asked))
        .map(|(_, found)| found);
    let by_name = || variants.iter().find(|variant| variant.name == asked);
    if let Some(variant) = by_id {
        return Ok(Show::One(variant.id.clone()));
    }
    match (asked, pair) {
        ("compare", Some(pair)) => return Ok(pair),
        ("overlay", Some(Show::Compare(first, second))) => return Ok(Show::Overlay(first, second)),
        _ => {}
    }
    if let Some(variant) = by_name() {
        return Ok(Show::One(variant.id.clone()));
    }
    let mut known: Vec<&str> = variants.iter().map(|variant| variant.id.as_str()).collect();
    if variants.len() > 1 {
        known.extend(["compare", "overlay"]);
    }
    Err(NothingToDraw::NoVariant {
        asked: asked.to_owned(),
        known: known.join(", "),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use std::sync::Arc;

    use super::*;
    use crate::model::Variant;

    /// What is drawn of a blueprint with these variants (id and name) when `asked` is asked for.
    fn check_shown(variants: &[(&str, &str)], asked: Option<&str>, expected: &str) {
        let variant = |(id, name): &(&str, &str)| {
            Arc::new(Variant {
                id: (*id).into(),
                name: (*name).to_owned(),
                ..Variant::default()
            })
        };
        let blueprint = Blueprint {
            variants: variants.iter().map(variant).collect(),
            ..Blueprint::default()
        };
        let shown = match shown(&blueprint, asked) {
            Ok(Show::One(id)) => id.to_string(),
            Ok(Show::Compare(first, second)) => format!("{first} {second}"),
            Ok(Show::Overlay(first, second)) => format!("{first} over {second}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_first_two_variants_are_compared_unless_one_is_named() {
        let two = [("before", "Before"), ("after", "After")];
        check_shown(&two, None, "before after");
        check_shown(&two, Some("compare"), "before after");
        check_shown(&two, Some("overlay"), "before over after");
        check_shown(&two, Some("after"), "after");
        check_shown(&two, Some("After"), "after");
        check_shown(&two[..1], None, "before");
    }

    #[test]
    fn an_unknown_variant_names_those_there_are() {
        check_shown(
            &[("before", "Before")],
            Some("compare"),
            "there is no variant “compare”; write one of: before",
        );
        check_shown(
            &[],
            None,
            "the blueprint has no variant yet; add one, then draw it",
        );
    }
}

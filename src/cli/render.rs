//! `frontstage render`: a blueprint as a picture. Reads the file and writes the SVG; draws nothing itself.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    format,
    model::{Blueprint, VariantId},
    paint,
    scene::{Scene, Show, TextMeasure, Theme},
};

/// Draws a blueprint as an SVG picture.
#[derive(Debug, Clone, clap::Args)]
pub struct RenderArgs {
    /// The blueprint.
    pub file: PathBuf,
    /// A variant's id or name, or `compare` for the first two; by default `compare` if there are two.
    #[arg(long)]
    pub variant: Option<String>,
    /// The colours.
    #[arg(long, value_enum, default_value_t)]
    pub theme: ThemeArg,
    /// Where the picture goes; `-` prints it.
    #[arg(short, long, value_name = "FILE.svg")]
    pub output: PathBuf,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeArg {
    /// Dark on light, for paper.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

impl From<ThemeArg> for Theme {
    fn from(theme: ThemeArg) -> Self {
        match theme {
            ThemeArg::Light => Self::Light,
            ThemeArg::Dark => Self::Dark,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The file cannot be read.
    #[error("{file}: cannot be read ({error}); check the name and whether you may read it")]
    Unreadable {
        /// Which.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no blueprint.
    #[error("{file}: {error}")]
    NoBlueprint {
        /// Which.
        file: String,
        /// What is wrong with it.
        error: format::ReadError,
    },
    /// It has no variant to draw.
    #[error("the blueprint has no variant yet; add one, then draw it")]
    Empty,
    /// It has no such variant.
    #[error("there is no variant “{asked}”; write one of: {known}")]
    NoVariant {
        /// What was asked for.
        asked: String,
        /// The ids there are.
        known: String,
    },
    /// The picture cannot be written.
    #[error("{file}: cannot be written ({error}); choose another place with -o")]
    Unwritable {
        /// Where.
        file: String,
        /// What the system says.
        error: io::Error,
    },
}

/// Draws the picture that `args` ask for.
///
/// # Errors
/// When the file cannot be read, has no such variant, or the picture cannot be written.
pub fn run(args: &RenderArgs) -> Result<(), RenderError> {
    let name = |path: &Path| path.display().to_string();
    let bytes = fs::read(&args.file).map_err(|error| RenderError::Unreadable {
        file: name(&args.file),
        error,
    })?;
    let reading = format::read(&bytes).map_err(|error| RenderError::NoBlueprint {
        file: name(&args.file),
        error,
    })?;
    let show = shown(&reading.blueprint, args.variant.as_deref())?;
    let scene = Scene::build(&reading.blueprint, &show, &TextMeasure::default());
    let picture = paint::svg(&scene, args.theme.into());
    let written = if args.output.as_os_str() == "-" {
        io::stdout().lock().write_all(picture.as_bytes())
    } else {
        fs::write(&args.output, picture)
    };
    written.map_err(|error| RenderError::Unwritable {
        file: name(&args.output),
        error,
    })
}

/// What to draw for `asked`: a variant's id, its name, or `compare`.
fn shown(blueprint: &Blueprint, asked: Option<&str>) -> Result<Show, RenderError> {
    let variants = &blueprint.variants;
    let pair = match &**variants {
        [] => return Err(RenderError::Empty),
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
    if asked == "compare"
        && let Some(pair) = pair
    {
        return Ok(pair);
    }
    if let Some(variant) = by_name() {
        return Ok(Show::One(variant.id.clone()));
    }
    let mut known: Vec<&str> = variants.iter().map(|variant| variant.id.as_str()).collect();
    if variants.len() > 1 {
        known.push("compare");
    }
    Err(RenderError::NoVariant {
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
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_first_two_variants_are_compared_unless_one_is_named() {
        let two = [("before", "Before"), ("after", "After")];
        check_shown(&two, None, "before after");
        check_shown(&two, Some("compare"), "before after");
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

//! `frontstage render`: a blueprint as a picture, as the ending of its name says: SVG, PNG or PDF. Reads
//! the file and writes the picture; draws nothing itself.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{Outcome, complain, open_to_read, print};
use crate::{
    measure::Numbers,
    model::{Blueprint, Places, VariantId, quoted},
    paint::{
        self, Area, FallbackFonts, FontFile, Format, Legend, MOST_PIXELS, Orientation, PagesError,
        PaintError, Picture, PrintScale, Sheets,
    },
    scene::{Lens, Scene, Show, TextMeasure, Theme},
    store::{Expected, Store, SystemFont},
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
    /// PDF: every variant, then the first two compared
    #[arg(long, conflicts_with = "variant")]
    all: bool,
    /// One phase alone, by its name or id
    #[arg(long, value_name = "NAME")]
    phase: Option<String>,
    /// The colours
    #[arg(long, value_enum, default_value_t)]
    theme: Colours,
    /// PDF and PNG: on sheets of paper, cut between cards where one is too small
    #[arg(long, value_enum)]
    paper: Option<PaperName>,
    /// Sheets lie on their side; without this and --portrait, whichever needs fewer
    #[arg(long, requires = "paper", conflicts_with = "portrait")]
    landscape: bool,
    /// Sheets stand upright
    #[arg(long, requires = "paper")]
    portrait: bool,
    /// How large on paper: `fit` puts all on one sheet; else 0.8 or 80%. Without it as large as can be read
    #[arg(long, value_name = "FACTOR|fit", value_parser = scale)]
    scale: Option<PaperScale>,
    /// PNG: pixels across
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "dpi")]
    width: Option<u32>,
    /// PNG: pixels an inch; 144 draws a card's title as large as two pixels a point
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..))]
    dpi: Option<u32>,
    /// Under the picture, what the marks mean that occur in it
    #[arg(long)]
    legend: bool,
    /// Beside the name of each variant, what a case comes to
    #[arg(long)]
    figures: bool,
    /// Where the picture goes, its ending saying what it is; `-` prints an SVG
    #[arg(short, long, value_name = "FILE.svg|png|pdf")]
    output: PathBuf,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PaperName {
    A4,
    A3,
    A2,
    A1,
    A0,
    Letter,
}

impl From<PaperName> for paint::Paper {
    fn from(paper: PaperName) -> Self {
        match paper {
            PaperName::A4 => Self::A4,
            PaperName::A3 => Self::A3,
            PaperName::A2 => Self::A2,
            PaperName::A1 => Self::A1,
            PaperName::A0 => Self::A0,
            PaperName::Letter => Self::Letter,
        }
    }
}

/// A scale as it is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PaperScale(PrintScale);

/// Reads `fit`, `0.8` or `80%`.
fn scale(typed: &str) -> Result<PaperScale, String> {
    if typed == "fit" {
        return Ok(PaperScale(PrintScale::OneSheet));
    }
    let (number, of) = match typed.strip_suffix('%') {
        Some(number) => (number, 100.0),
        None => (typed, 1.0),
    };
    match number.trim().parse::<f32>().map(|number| number / of) {
        Ok(factor) if (0.01..=100.0).contains(&factor) => Ok(PaperScale(PrintScale::Times(factor))),
        _ => Err("write fit, or a factor between 0.01 and 100 such as 0.8 or 80%".to_owned()),
    }
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

const POINTS_PER_INCH: f64 = 72.0;

/// What a picture is, by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    Svg,
    Png,
    Pdf,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
enum NoPicture {
    #[error("the blueprint has no variant yet; add one, then draw it")]
    Empty,
    #[error("there is no variant “{asked}”; write one of: {known}")]
    NoVariant { asked: String, known: String },
    #[error("there is no phase “{asked}”; write one of: {known}")]
    NoPhase { asked: String, known: String },
    #[error("{} does not say what the picture is; end it in .svg, .png or .pdf", .0.display())]
    NoKind(PathBuf),
    #[error("{option} is not for {kind}; {remedy}")]
    NotFor {
        option: &'static str,
        kind: &'static str,
        remedy: &'static str,
    },
    #[error(
        "a PNG is one picture, and this needs {0} sheets; write a PDF, or choose --scale fit or larger paper"
    )]
    ManySheets(usize),
    #[error(transparent)]
    Pages(#[from] PagesError),
    #[error(
        "{asked} would make a picture of {millions} million pixels, more than {most} million; write at most {fits}, or end the name in .svg \
         or .pdf, which have no pixels",
        most = MOST_PIXELS / 1_000_000
    )]
    TooManyPixels {
        /// The option as it was typed.
        asked: String,
        millions: f64,
        /// The option with the most that can be drawn.
        fits: String,
    },
    #[error(transparent)]
    Paint(#[from] PaintError),
}

/// What a picture of `shows` leaves out: the steps without a place on the board, each variant told once.
fn left_out(blueprint: &Blueprint, shows: &[Show]) -> Vec<String> {
    let is_shown = |id: &VariantId| shows.iter().any(|show| show.variants().any(|v| v == id));
    let variants = blueprint.variants.iter().filter(|v| is_shown(&v.id));
    let places = Places::of(blueprint);
    let words = variants.filter_map(|variant| {
        let steps = places.steps(variant).into_iter();
        let waiting: Vec<&str> = steps
            .filter(|(_, step)| !places.is_placed(step))
            .map(|(_, step)| step.called())
            .collect();
        let words = match waiting.len() {
            0 => return None,
            1 => "1 step waits in the tray and is not drawn".to_owned(),
            many => format!("{many} steps wait in the tray and are not drawn"),
        };
        let name = quoted(&variant.name);
        Some(format!("{name}: {words}: {}", named(&waiting)))
    });
    words.collect()
}

/// The first of `titles` in quotes, and how many more there are.
fn named(titles: &[&str]) -> String {
    const MOST: usize = 60;
    let mut words = String::new();
    let mut left = MOST;
    for (number, title) in titles.iter().enumerate() {
        let title = quoted(title);
        let length = title.chars().count();
        if length > left {
            let more = titles.len() - number;
            return format!("{words} and {more} more");
        }
        left -= length;
        let separator = if number == 0 { "" } else { ", " };
        words.push_str(&format!("{separator}“{title}”"));
    }
    words
}

impl Render {
    /// Draws the picture.
    pub(super) fn run(&self) -> Outcome {
        let Some(reading) = open_to_read(&self.file, "drawn") else {
            return Outcome::Failed;
        };
        let picture = match self.picture(&reading.blueprint) {
            Ok(picture) => picture,
            Err(error) => {
                complain(&self.file, error);
                return Outcome::Failed;
            }
        };
        let written = if self.output.as_os_str() == "-" {
            print(&picture).map_err(|error| error.to_string())
        } else {
            // A picture that cannot be written whole leaves the one that was there.
            let saved = Store::disk().save(&self.output, &picture, Expected::Any);
            saved.map(drop).map_err(|error| error.to_string())
        };
        match written {
            Ok(()) => Outcome::Good,
            Err(error) => {
                complain(&self.output, format_args!("not written: {error}"));
                Outcome::Failed
            }
        }
    }

    /// The bytes of the picture.
    fn picture(&self, blueprint: &Blueprint) -> Result<Vec<u8>, NoPicture> {
        let kind = kind(&self.output)?;
        self.check_options(kind)?;
        let shows = if self.all {
            every_look(blueprint)?
        } else {
            vec![shown(blueprint, self.variant.as_deref())?]
        };
        for words in left_out(blueprint, &shows) {
            complain(&self.file, words);
        }
        let text = TextMeasure::default();
        let numbers = self.figures.then(|| Numbers::of(blueprint));
        let scenes: Vec<(String, Scene)> = shows
            .into_iter()
            .map(|show| {
                let name = show.name(blueprint);
                let mut lens = Lens::from(show).on_paper();
                if let Some(numbers) = &numbers {
                    lens.lines = numbers.lines(lens.show.variants());
                }
                (name, Scene::build(blueprint, &lens, &text))
            })
            .collect();
        if kind == FileKind::Svg && self.phase.is_none() && !self.legend {
            let svg = scenes
                .iter()
                .map(|(_, scene)| paint::svg(scene, self.theme.into()));
            return Ok(svg.collect::<String>().into_bytes());
        }
        let mut pictures = Vec::with_capacity(scenes.len());
        for (name, scene) in &scenes {
            pictures.push(Picture {
                name: name.clone(),
                scene,
                area: area(scene, blueprint, self.phase.as_deref())?,
            });
        }
        let legend = match self.legend {
            true => Legend::OfMarks,
            false => Legend::Without,
        };
        let format = (self.format(), legend);
        let pages = paint::pages(&blueprint.title, &pictures, format, &text)?;
        if kind == FileKind::Svg {
            let svg = pages
                .iter()
                .map(|page| paint::svg_page(page, self.theme.into()));
            return Ok(svg.collect::<String>().into_bytes());
        }
        let file = |SystemFont { data, index }| FontFile { data, index };
        let fallback = FallbackFonts::of(&pages, |letters| {
            let found = Store::disk().fonts().find(letters, &paint::draws);
            found.into_iter().map(file).collect()
        });
        if let Some(words) = fallback.words() {
            complain(&self.output, words);
        }
        let (theme, fonts) = (self.theme.into(), &fallback.fonts);
        match kind {
            FileKind::Png => match &*pages {
                [page] => {
                    let picture = paint::png(page, self.pixels(page), theme, fonts);
                    picture.map_err(|error| self.no_png(error, page))
                }
                pages => Err(NoPicture::ManySheets(pages.len())),
            },
            _ => {
                let go_on = &mut |_| ControlFlow::Continue(());
                Ok(paint::pdf(&blueprint.title, &pages, theme, fonts, go_on)?)
            }
        }
    }

    /// An option that would do nothing is refused, with what to do instead.
    fn check_options(&self, kind: FileKind) -> Result<(), NoPicture> {
        const NO_PAGES: &str = "end the name of the picture in .pdf";
        let wrong = match kind {
            FileKind::Svg if self.paper.is_some() => Some(("--paper", "an SVG", NO_PAGES)),
            FileKind::Svg if self.all => Some(("--all", "an SVG", NO_PAGES)),
            FileKind::Png if self.all => Some(("--all", "a PNG", NO_PAGES)),
            FileKind::Svg | FileKind::Pdf if self.width.is_some() || self.dpi.is_some() => {
                let option = if self.width.is_some() {
                    "--width"
                } else {
                    "--dpi"
                };
                let remedy = "only a PNG has pixels: leave it out, or end the name in .png";
                Some((option, "this picture", remedy))
            }
            _ if self.scale.is_some() && self.paper.is_none() => {
                let remedy = "say which with --paper; a PNG without paper takes --width or --dpi";
                Some(("--scale", "a picture without paper", remedy))
            }
            _ => None,
        };
        match wrong {
            None => Ok(()),
            Some((option, kind, remedy)) => Err(NoPicture::NotFor {
                option,
                kind,
                remedy,
            }),
        }
    }

    fn format(&self) -> Format {
        let Some(paper) = self.paper else {
            return Format::OwnSize;
        };
        let orientation = match (self.landscape, self.portrait) {
            (true, _) => Some(Orientation::Landscape),
            (_, true) => Some(Orientation::Portrait),
            (false, false) => None,
        };
        Format::Sheets(Sheets {
            paper: paper.into(),
            orientation,
            scale: self.scale.map_or(PrintScale::Readable, |scale| scale.0),
        })
    }

    /// Why there is no PNG of `page`, in the units of the option that asked for too much.
    fn no_png(&self, error: PaintError, page: &paint::Page<'_>) -> NoPicture {
        let PaintError::TooManyPixels { millions, fits } = error else {
            return error.into();
        };
        let (asked, fits) = match (self.width, self.dpi) {
            (Some(width), _) => {
                let most = (fits * f64::from(page.size.x)).floor();
                (format!("--width {width}"), format!("--width {most}"))
            }
            (None, dpi) => {
                let most = (fits * POINTS_PER_INCH).floor();
                let asked = dpi.map_or("the usual --dpi 144".to_owned(), |dpi| {
                    format!("--dpi {dpi}")
                });
                (asked, format!("--dpi {most}"))
            }
        };
        NoPicture::TooManyPixels {
            asked,
            millions,
            fits,
        }
    }

    /// Pixels a point: two, as a screen of high density has, unless asked otherwise.
    fn pixels(&self, page: &paint::Page<'_>) -> f32 {
        match (self.width, self.dpi) {
            (Some(width), _) => width as f32 / page.size.x,
            (_, Some(dpi)) => dpi as f32 / POINTS_PER_INCH as f32,
            (None, None) => 2.0,
        }
    }
}

/// What the picture at `path` is to be.
fn kind(path: &Path) -> Result<FileKind, NoPicture> {
    if path.as_os_str() == "-" {
        return Ok(FileKind::Svg);
    }
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("svg") => Ok(FileKind::Svg),
        Some("png") => Ok(FileKind::Png),
        Some("pdf") => Ok(FileKind::Pdf),
        _ => Err(NoPicture::NoKind(path.to_path_buf())),
    }
}

/// Every variant, then the first two compared.
fn every_look(blueprint: &Blueprint) -> Result<Vec<Show>, NoPicture> {
    let ids = blueprint.variants.iter().map(|variant| &variant.id);
    let mut looks: Vec<Show> = ids.cloned().map(Show::One).collect();
    match &*blueprint.variants {
        [] => return Err(NoPicture::Empty),
        [first, second, ..] => looks.push(Show::Compare(first.id.clone(), second.id.clone())),
        [_] => {}
    }
    Ok(looks)
}

/// The part of `scene` that `phase` asks for, by name or id.
fn area(scene: &Scene, blueprint: &Blueprint, phase: Option<&str>) -> Result<Area, NoPicture> {
    let Some(asked) = phase else {
        return Ok(Area::Everything);
    };
    let phases = scene.panes.first().map_or(&[][..], |pane| &pane.phases);
    let by_id = phases.iter().position(|phase| phase.id.as_str() == asked);
    let by_name = || phases.iter().position(|phase| phase.name == asked);
    let known = || {
        let names = blueprint.phases.iter().map(|phase| phase.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    by_id
        .or_else(by_name)
        .map(Area::Phase)
        .ok_or_else(|| NoPicture::NoPhase {
            asked: asked.to_owned(),
            known: known(),
        })
}

/// What to draw for `asked`: a variant's id, its name, `compare` or `overlay`.
fn shown(blueprint: &Blueprint, asked: Option<&str>) -> Result<Show, NoPicture> {
    let variants = &blueprint.variants;
    let pair = match &**variants {
        [] => return Err(NoPicture::Empty),
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
    Err(NoPicture::NoVariant {
        asked: asked.to_owned(),
        known: known.join(", "),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use std::{fs, sync::Arc};

    use clap::Parser as _;

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

    #[derive(Debug, clap::Parser)]
    struct Line {
        #[command(flatten)]
        render: Render,
    }

    #[test]
    fn a_picture_takes_the_place_of_the_old_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let [file, picture, link] =
            ["a.ron", "a.svg", "old.svg"].map(|name| folder.path().join(name));
        fs::write(&file, "(variants: [(id: \"now\")])").unwrap();
        let draw = || {
            let words = [Path::new("render"), &file, Path::new("-o"), &picture];
            Line::try_parse_from(words).unwrap().render.run()
        };
        fs::write(&picture, "old").unwrap();
        // A second name of the old picture, which is never written into.
        fs::hard_link(&picture, &link).unwrap();
        assert_eq!(draw(), Outcome::Good);
        assert!(fs::read_to_string(&picture).unwrap().starts_with("<svg"));
        assert_eq!(fs::read_to_string(&link).unwrap(), "old");
        fs::remove_file(&picture).unwrap();
        assert_eq!(draw(), Outcome::Good);
        fs::remove_file(&picture).unwrap();
        fs::create_dir(&picture).unwrap();
        assert_eq!(draw(), Outcome::Failed);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            3,
            "no remains"
        );
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

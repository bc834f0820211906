//! What is drawn for an export or for the clipboard, and the drawing itself: beside the window, with
//! progress, and a way to stop.
//!
//! Pure work on a blueprint; knows no window and no file.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::{
    measure::Numbers,
    model::Blueprint,
    paint::{
        self, Area, FallbackFonts, FontFile, Format, Legend, Page, PagesError, PaintError, Picture,
        Pixels,
    },
    scene::{Lens, Pane, Rect, Scene, TextMeasure, Theme, Vec2},
    store::{Fonts, SystemFont},
};

/// What kind of file a picture becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PictureKind {
    #[default]
    Pdf,
    Png,
    Svg,
}

impl PictureKind {
    pub(super) const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Svg];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Svg => "SVG",
        }
    }

    /// What it is in a file dialog, and its ending.
    pub(super) fn filter(self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf => ("Documents (PDF)", "pdf"),
            Self::Png => ("Pictures (PNG)", "png"),
            Self::Svg => ("Pictures (SVG)", "svg"),
        }
    }
}

/// What stands beside the name of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BesideName {
    Nothing,
    /// What a case comes to.
    Figures,
}

impl BesideName {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing",
            Self::Figures => "What a case comes to",
        }
    }
}

/// A picture to be drawn, of the document as it is when it is ordered.
#[derive(Clone)]
pub(super) struct DrawingOrder {
    pub(super) blueprint: Arc<Blueprint>,
    pub(super) text: Arc<TextMeasure>,
    /// For letters that Inter lacks.
    pub(super) fonts: Arc<dyn Fonts>,
    /// One picture each.
    pub(super) looks: Vec<Lens>,
    /// What stands beside the name of each variant.
    pub(super) beside: BesideName,
    pub(super) area: Area,
    pub(super) kind: PictureKind,
    pub(super) format: Format,
    pub(super) legend: Legend,
    /// Of a PNG: how many pixels across; two a point unless somebody said.
    pub(super) width: Option<u32>,
}

/// What was drawn.
pub(super) struct Drawn<P> {
    pub(super) picture: P,
    /// Which letters stand as boxes, to be told.
    pub(super) boxes: Option<String>,
}

impl<P> Drawn<P> {
    /// `done`, and which letters stand as boxes.
    pub(super) fn words(&self, done: &str) -> String {
        match &self.boxes {
            Some(boxes) => format!("{done}. {boxes}"),
            None => done.to_owned(),
        }
    }
}

/// What will come of an order.
pub(super) struct Outlook {
    /// How many sheets, or how large.
    pub(super) words: String,
    /// The first pages.
    pub(super) sheets: Vec<SmallPage>,
    /// How many pages there are besides.
    pub(super) more: usize,
    /// What stands on them.
    pub(super) scenes: Vec<Scene>,
}

/// A page as a small picture shows it.
pub(super) struct SmallPage {
    /// In points.
    pub(super) size: Vec2,
    /// It is a sheet of paper, and not as large as what it shows.
    pub(super) is_paper: bool,
    /// Which part of which pane of which scene stands where on it.
    pub(super) cutouts: Vec<((usize, usize), Rect, Rect)>,
}

/// The most pages that a small picture shows.
const MOST_SHEETS: usize = 6;

fn place_of(scenes: &[(String, Scene)], pane: &Pane) -> Option<(usize, usize)> {
    scenes.iter().enumerate().find_map(|(at, (_, scene))| {
        let mut panes = scene.panes.iter();
        Some((at, panes.position(|held| std::ptr::eq(held, pane))?))
    })
}

/// Points of paper as people measure it.
fn millimetres(size: Vec2) -> String {
    let of = |points: f32| grouped((points * 25.4 / 72.0).round() as u32);
    format!("{} × {} mm", of(size.x), of(size.y))
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum ExportError {
    #[error("{0}")]
    Pages(#[from] PagesError),
    #[error("{0}")]
    Paint(#[from] PaintError),
    #[error(
        "It would have {0} million pixels, which is too much to paste. Select some cards or a phase, or \
         export a PDF."
    )]
    TooLargeToPaste(u64),
}

/// How far the drawing is, and whether it is still wanted.
#[derive(Debug, Default)]
pub(super) struct DrawingWatch {
    pub(super) done: AtomicUsize,
    pub(super) count: AtomicUsize,
    pub(super) stopped: AtomicBool,
}

/// Pixels a point of a PNG: as a screen of high density has them.
const PIXELS: f32 = 2.0;
/// The most pixels that go to the clipboard: other programs take pictures whole, many times a second.
const MOST_TO_PASTE: f32 = 16e6;
/// Below this many pixels a point nobody reads a card.
const LEAST_TO_PASTE: f32 = 0.75;

impl DrawingOrder {
    /// The bytes of the file.
    pub(super) fn draw(&self, watch: &DrawingWatch) -> Result<Drawn<Vec<u8>>, ExportError> {
        let scenes = self.scenes();
        let is_whole = self.area == Area::Everything && self.legend == Legend::Without;
        if self.kind == PictureKind::Svg && is_whole {
            let svg = scenes
                .iter()
                .map(|(_, scene)| paint::svg(scene, Theme::Light));
            // Its viewer finds the fonts.
            return Ok(Drawn {
                picture: svg.collect::<String>().into_bytes(),
                boxes: None,
            });
        }
        let pages = self.pages(&scenes)?;
        watch.count.store(pages.len(), Ordering::Relaxed);
        let mut go_on = |done| {
            watch.done.store(done, Ordering::Relaxed);
            if watch.stopped.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        if self.kind == PictureKind::Svg {
            let svg = pages.iter().map(|page| paint::svg_page(page, Theme::Light));
            return Ok(Drawn {
                picture: svg.collect::<String>().into_bytes(),
                boxes: None,
            });
        }
        let fallback = self.fallback(&pages);
        let fonts = &fallback.fonts;
        let picture = match (self.kind, &*pages) {
            (PictureKind::Png, [page]) => {
                paint::png(page, self.pixels_a_point(page), Theme::Light, fonts)?
            }
            _ => {
                let title = &self.blueprint.title;
                paint::pdf(title, &pages, Theme::Light, fonts, &mut go_on)?
            }
        };
        Ok(Drawn {
            picture,
            boxes: fallback.words(),
        })
    }

    /// The one picture as pixels, not more than other programs take.
    pub(super) fn pixels(&self) -> Result<Drawn<Pixels>, ExportError> {
        let scenes = self.scenes();
        let pages = self.pages(&scenes)?;
        let page = pages.first().ok_or(PaintError::Empty)?;
        let fits = (MOST_TO_PASTE / (page.size.x * page.size.y)).sqrt();
        if fits < LEAST_TO_PASTE {
            let millions = page.size.x * page.size.y * PIXELS * PIXELS / 1e6;
            return Err(ExportError::TooLargeToPaste(millions.ceil() as u64));
        }
        let fallback = self.fallback(&pages);
        let size = fits.min(PIXELS);
        Ok(Drawn {
            picture: paint::pixels(page, size, Theme::Light, &fallback.fonts)?,
            boxes: fallback.words(),
        })
    }

    /// How many pixels a PNG has a point.
    fn pixels_a_point(&self, page: &Page<'_>) -> f32 {
        self.width
            .map_or(PIXELS, |width| width as f32 / page.size.x)
    }

    fn fallback(&self, pages: &[Page<'_>]) -> FallbackFonts {
        let file = |SystemFont { data, index }| FontFile { data, index };
        FallbackFonts::of(pages, |letters| {
            let found = self.fonts.find(letters, &paint::draws);
            found.into_iter().map(file).collect()
        })
    }

    /// What it will be: in words, and as a small picture.
    pub(super) fn outlook(&self) -> Result<Outlook, ExportError> {
        let scenes = self.scenes();
        let pages = self.pages(&scenes)?;
        let words = self.words(&pages)?;
        let sheet = |page: &Page<'_>| SmallPage {
            size: page.size,
            is_paper: matches!(self.format, Format::Sheets(_)),
            cutouts: page
                .cutouts()
                .filter_map(|cutout| {
                    Some((place_of(&scenes, cutout.pane)?, cutout.part, cutout.at))
                })
                .collect(),
        };
        let sheets = pages.iter().take(MOST_SHEETS).map(sheet).collect();
        let more = pages.len().saturating_sub(MOST_SHEETS);
        drop(pages);
        Ok(Outlook {
            words,
            sheets,
            more,
            scenes: scenes.into_iter().map(|(_, scene)| scene).collect(),
        })
    }

    /// How many sheets there are, or how large it is.
    fn words(&self, pages: &[Page<'_>]) -> Result<String, ExportError> {
        let first = pages.first().ok_or(PaintError::Empty)?;
        Ok(match (self.kind, self.format) {
            (PictureKind::Pdf, Format::Sheets(sheets)) => {
                let side = if first.size.x > first.size.y {
                    "landscape"
                } else {
                    "portrait"
                };
                let paper = format!(
                    "{} {side}, {}",
                    sheets.paper.name(),
                    millimetres(first.size)
                );
                let count = match pages.len() {
                    1 => format!("1 sheet of {paper}"),
                    many => format!("{many} sheets of {paper}"),
                };
                let scales = pages.iter().map(|page| (page.scale * 100.0).floor() as u32);
                let (least, most) = scales.fold((u32::MAX, 0), |(least, most), scale| {
                    (least.min(scale), most.max(scale))
                });
                if least == most {
                    format!("{count}, at {least} %")
                } else {
                    format!("{count}, at {least} to {most} %")
                }
            }
            (PictureKind::Pdf, Format::OwnSize) if pages.len() > 1 => {
                format!("{} pages, each as large as its picture", pages.len())
            }
            (PictureKind::Pdf, _) => format!("1 page, {}", millimetres(first.size)),
            (PictureKind::Png, _) => {
                let (width, height) = paint::size_in_pixels(first, self.pixels_a_point(first))?;
                format!("{} × {} pixels", grouped(width), grouped(height))
            }
            (PictureKind::Svg, _) => {
                let (width, height) = (first.size.x.round() as u32, first.size.y.round() as u32);
                format!(
                    "{} × {} pixels, and sharp at any size",
                    grouped(width),
                    grouped(height)
                )
            }
        })
    }

    fn scenes(&self) -> Vec<(String, Scene)> {
        let numbers = (self.beside == BesideName::Figures).then(|| Numbers::of(&self.blueprint));
        let scene = |lens: &Lens| {
            let mut paper = lens.clone().on_paper();
            if let Some(numbers) = &numbers {
                paper.lines = numbers.lines(paper.show.variants());
            }
            let scene = Scene::build(&self.blueprint, &paper, &self.text);
            (lens.show.name(&self.blueprint), scene)
        };
        self.looks.iter().map(scene).collect()
    }

    fn pages<'a>(&self, scenes: &'a [(String, Scene)]) -> Result<Vec<Page<'a>>, PagesError> {
        let pictures: Vec<Picture<'_>> = scenes
            .iter()
            .map(|(name, scene)| Picture {
                name: name.clone(),
                scene,
                area: self.area,
            })
            .collect();
        let format = (self.format, self.legend);
        paint::pages(&self.blueprint.title, &pictures, format, &self.text)
    }
}

/// A number with its thousands apart: `1,840`.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1840, "1,840"),
            (1234567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }
}

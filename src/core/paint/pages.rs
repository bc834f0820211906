//! Which part of a scene goes on which page, and how large.
//!
//! A picture is either one page of its own size, or sheets of paper. A board too large for one sheet is cut
//! between cards, never through one; every sheet repeats the lane names at the left and the phases at the
//! top, and a connector that is cut says beside the board where it leads. A page of its own size is made smaller where a side would be longer than 200 inches: viewers take no
//! more. Knows no pen: a [`Page`] is drawn by the painters of PNG and PDF alike.

mod cut;
mod furniture;
mod legend;
mod stub;
mod tile;

use std::fmt;

use crate::scene::{Pane, Pos2, Rect, Scene, Shape, TextMeasure, Vec2, pos2, vec2};

/// A look at a blueprint, to be put on paper.
#[derive(Clone, Debug)]
pub struct Picture<'a> {
    /// What it shows: `Before`, `Compare`. A PDF's bookmark.
    pub name: String,
    /// The look, laid out; the same scene as in the window.
    pub scene: &'a Scene,
    /// Which part of the scene.
    pub area: Area,
}

/// A part of a scene. Lanes and moments stay whole, with their names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// Every pane with every lane and moment that is shown.
    Everything,
    /// The moments of one phase: an index into a pane's `phases`.
    Phase(usize),
    /// The lanes and moments around something in one pane: an index into the scene's `panes`.
    Around(usize, Rect),
}

/// What the pages are like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Format {
    /// One page a picture, as large as it is.
    #[default]
    OwnSize,
    /// As many sheets of paper of one size as it needs.
    Sheets(Sheets),
}

/// The paper to draw on. All sheets are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheets {
    /// The size of each sheet.
    pub paper: Paper,
    /// Which way they lie; without one, whichever needs fewer.
    pub orientation: Option<Orientation>,
    /// How large the board is drawn; decides how many sheets it takes.
    pub scale: PrintScale,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of ISO 216 and ANSI")]
pub enum Paper {
    A4,
    A3,
    A2,
    A1,
    A0,
    Letter,
}

impl Paper {
    /// Every size, as a pick list shows them.
    pub const ALL: [Self; 6] = [
        Self::A4,
        Self::A3,
        Self::A2,
        Self::A1,
        Self::A0,
        Self::Letter,
    ];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A3 => "A3",
            Self::A2 => "A2",
            Self::A1 => "A1",
            Self::A0 => "A0",
            Self::Letter => "Letter",
        }
    }

    /// Width and height upright, in millimetres.
    const fn millimetres(self) -> (f32, f32) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
            Self::A2 => (420.0, 594.0),
            Self::A1 => (594.0, 841.0),
            Self::A0 => (841.0, 1189.0),
            Self::Letter => (215.9, 279.4),
        }
    }

    /// Width and height, in points.
    pub fn size(self, orientation: Orientation) -> Vec2 {
        let (width, height) = self.millimetres();
        let upright = vec2(width, height) * (72.0 / 25.4);
        match orientation {
            Orientation::Portrait => upright,
            Orientation::Landscape => vec2(upright.y, upright.x),
        }
    }
}

/// Which way a sheet lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Higher than wide.
    Portrait,
    /// Wider than high.
    Landscape,
}

/// How large a board is drawn on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum PrintScale {
    /// As large as one sheet allows, but never too small to read: then on several.
    #[default]
    Readable,
    /// All of it on one sheet, however small.
    OneSheet,
    /// So many points of paper a point of the board.
    Times(f32),
}

/// The least scale at which titles are still read: 13 points become 8.
const READABLE: f32 = 0.62;
/// The scale at which a board on several sheets is large enough: that of a screen.
const FULL: f32 = 1.0;
/// No board is blown up further than this to fill a sheet.
const LARGEST: f32 = 3.0;
/// What viewers take as the largest side of a page, in points: 200 inches.
const LONGEST_SIDE: f32 = 14_400.0;

/// Why there are no pages.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PagesError {
    /// Something that must not be cut is larger than a sheet.
    #[error(
        "at a scale of {} a card with its lane's name is larger than {paper}; choose a scale of at \
         most {}, or larger paper",
        Percent(*.scale),
        Percent(*.fits)
    )]
    TooLarge {
        /// The scale that was asked for: points of paper a point of the board.
        scale: f32,
        /// What the paper is called: `A4`.
        paper: &'static str,
        /// The largest scale that would do.
        fits: f32,
    },
    /// There is nothing to draw.
    #[error("there is nothing to draw: the blueprint has no lanes and phases yet")]
    Empty,
    /// What was to be drawn is not shown.
    #[error("what was to be drawn is not on the board; show it first")]
    NotShown,
}

/// A scale for a person.
struct Percent(f32);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", (self.0 * 100.0).floor())
    }
}

/// A page, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Width and height of the page, in points of 1/72 inch.
    pub size: Vec2,
    /// Points of the page a point of the board.
    pub scale: f32,
    /// The name of the picture it is of; several sheets have the same.
    pub picture: String,
    /// Where phases begin on it, for bookmarks: the phase's name and its place.
    pub phases: Vec<(String, Pos2)>,
    /// What is drawn, back to front.
    pub(super) layers: Vec<Layer<'a>>,
}

/// A part of a page with coordinates of its own.
#[derive(Clone, Debug)]
pub(super) struct Layer<'a> {
    /// The part of the page, in its points; nothing is drawn outside.
    pub(super) clip: Rect,
    /// Points of the page a point of the layer.
    pub(super) scale: f32,
    /// Where the layer's (0, 0) lies on the page.
    pub(super) origin: Vec2,
    pub(super) content: LayerContent<'a>,
}

/// What a layer shows.
#[derive(Clone, Debug)]
pub(super) enum LayerContent<'a> {
    /// What of a pane lies inside the clip.
    Pane(&'a Pane),
    /// Shapes that are no part of the board: a title, a footer, crop marks.
    Shapes(Vec<Shape>),
}

/// A part of a pane on a page.
#[derive(Clone, Copy, Debug)]
pub struct Cutout<'a> {
    /// The pane that it is cut from.
    pub pane: &'a Pane,
    /// Which part of the scene it shows, in points of the scene.
    pub part: Rect,
    /// Where it stands on the page, in points of the page.
    pub at: Rect,
}

impl<'a> Page<'a> {
    /// The parts of the board on this page: cells, names of lanes, headers of phases and moments.
    pub fn cutouts(&self) -> impl Iterator<Item = Cutout<'a>> {
        self.layers.iter().filter_map(|layer| match layer.content {
            LayerContent::Pane(pane) => Some(Cutout {
                pane,
                part: layer.seen(),
                at: layer.clip,
            }),
            LayerContent::Shapes(_) => None,
        })
    }
}

impl Layer<'_> {
    /// The part of the layer's own coordinates that is seen.
    pub(super) fn seen(&self) -> Rect {
        let own = |at: Pos2| ((at.to_vec2() - self.origin) / self.scale).to_pos2();
        Rect::from_min_max(own(self.clip.min), own(self.clip.max))
    }
}

/// Whether pictures explain their marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Legend {
    /// They do not: who looks at them knows.
    #[default]
    Without,
    /// Each ends with the marks that occur in it, and their words.
    OfMarks,
}

/// The pages of `pictures`, in order. `title` stands at the foot of sheets.
pub fn pages<'a>(
    title: &str,
    pictures: &[Picture<'a>],
    (format, legend): (Format, Legend),
    text: &TextMeasure,
) -> Result<Vec<Page<'a>>, PagesError> {
    let mut pages = Vec::new();
    for picture in pictures {
        let excerpt = tile::Excerpt::new(picture)?;
        let mut own = match format {
            Format::OwnSize => vec![own_size(&excerpt, text)],
            Format::Sheets(sheets) => on_sheets(&excerpt, sheets, 0.0)?.pages(&excerpt, text),
        };
        match (legend, format) {
            (Legend::Without, _) => {}
            (Legend::OfMarks, Format::OwnSize) => {
                own.iter_mut()
                    .for_each(|page| legend::add_below(page, text));
            }
            (Legend::OfMarks, Format::Sheets(sheets)) => {
                // Rather drawn a little smaller than with a sheet for the legend alone.
                let foot = legend::height(&own, text);
                let tight = on_sheets(&excerpt, sheets, foot).ok();
                if let Some(tight) = tight.filter(|tight| tight.tiles.len() <= own.len()) {
                    own = tight.pages(&excerpt, text);
                }
                legend::add_sheet(&mut own, text);
            }
        }
        pages.append(&mut own);
    }
    if let Format::Sheets(_) = format {
        furniture::add_footers(&mut pages, title, text);
    }
    Ok(pages)
}

fn own_size<'a>(excerpt: &tile::Excerpt<'a>, text: &TextMeasure) -> Page<'a> {
    let tile = excerpt.whole();
    let size = excerpt.size(&tile);
    let scale = (LONGEST_SIDE / size.max_elem()).min(1.0);
    let page = size * scale;
    excerpt.page(&tile, page, scale, pos2(0.0, 0.0), text)
}

/// How a board is spread over sheets.
struct PagePlan {
    paper: Vec2,
    /// The part of a sheet that the board may fill.
    room: Rect,
    scale: f32,
    /// Row by row.
    tiles: Vec<tile::Tile>,
    /// Tiles in a row.
    across: usize,
}

impl PagePlan {
    fn pages<'a>(&self, excerpt: &tile::Excerpt<'a>, text: &TextMeasure) -> Vec<Page<'a>> {
        let room = self.room;
        let tiles = self.tiles.iter().enumerate();
        tiles
            .map(|(number, tile)| {
                let size = excerpt.size(tile) * self.scale;
                // One sheet alone is centred; tiles begin at the corner, to be laid edge to edge.
                let at = match self.tiles.len() {
                    1 => room.min + vec2((room.width() - size.x).max(0.0) / 2.0, 0.0),
                    _ => room.min,
                };
                let mut page = excerpt.page(tile, self.paper, self.scale, at, text);
                if self.tiles.len() > 1 {
                    let here = (number % self.across, number / self.across);
                    let grid = (self.across, self.tiles.len() / self.across);
                    let board = excerpt.trimmed_size(tile) * self.scale;
                    furniture::add_marks(&mut page, Rect::from_min_size(at, board), here, grid);
                }
                page
            })
            .collect()
    }
}

/// Spreads a board over sheets whose foot is kept free, so many points high.
fn on_sheets(
    excerpt: &tile::Excerpt<'_>,
    sheets: Sheets,
    foot: f32,
) -> Result<PagePlan, PagesError> {
    if let Some(orientation) = sheets.orientation {
        return on_oriented(excerpt, (sheets, foot), orientation);
    }
    let landscape = on_oriented(excerpt, (sheets, foot), Orientation::Landscape);
    let portrait = on_oriented(excerpt, (sheets, foot), Orientation::Portrait);
    match (landscape, portrait) {
        (Ok(landscape), Ok(portrait)) => {
            let fewer = portrait.tiles.len() < landscape.tiles.len();
            let larger =
                portrait.tiles.len() == landscape.tiles.len() && portrait.scale > landscape.scale;
            Ok(if fewer || larger { portrait } else { landscape })
        }
        (plan, other) => plan.or(other),
    }
}

fn on_oriented(
    excerpt: &tile::Excerpt<'_>,
    (sheets, foot): (Sheets, f32),
    orientation: Orientation,
) -> Result<PagePlan, PagesError> {
    let paper = sheets.paper.size(orientation);
    let mut filled = furniture::room(paper);
    filled.max.y -= foot;
    let room = filled.size();
    let whole = excerpt.whole();
    let size = excerpt.size(&whole);
    let on_one = (room / size).min_elem().min(LARGEST);
    let one = PagePlan {
        paper,
        room: filled,
        scale: on_one,
        tiles: vec![whole],
        across: 1,
    };
    let tiled = |scale: f32| {
        let (tiles, across) = excerpt.tiles(room / scale)?;
        Ok(PagePlan {
            paper,
            room: filled,
            scale,
            tiles,
            across,
        })
    };
    match sheets.scale {
        PrintScale::OneSheet => Ok(one),
        PrintScale::Readable if on_one >= READABLE => Ok(one),
        PrintScale::Readable => {
            let mut scale = READABLE;
            // A cell may be larger than a sheet: then everything is drawn smaller.
            loop {
                match tiled(scale) {
                    Err(tile::TooLarge { factor }) if scale > on_one => scale *= factor,
                    Err(_) => return Ok(one),
                    Ok(plan) => return Ok(fuller(plan, tiled)),
                }
            }
        }
        PrintScale::Times(scale) if on_one >= scale => Ok(PagePlan { scale, ..one }),
        PrintScale::Times(scale) => {
            tiled(scale).map_err(|too: tile::TooLarge| PagesError::TooLarge {
                scale,
                paper: sheets.paper.name(),
                fits: scale * too.factor,
            })
        }
    }
}

/// The plan with as few sheets, and these filled: drawn as large as needs no more of them.
fn fuller<E>(plan: PagePlan, tiled: impl Fn(f32) -> Result<PagePlan, E>) -> PagePlan {
    const STEPS: usize = 8;
    let (mut best, mut too_large) = (plan, FULL);
    for _ in 0..STEPS {
        let scale = f32::midpoint(best.scale, too_large);
        match tiled(scale) {
            Ok(larger) if larger.tiles.len() <= best.tiles.len() => best = larger,
            _ => too_large = scale,
        }
    }
    best
}

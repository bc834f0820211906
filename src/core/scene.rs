//! A blueprint laid out: where every card, connector, header and line of text stands.
//!
//! Owns layout, routing, text measuring and the names of colours. Knows nothing of windows, files
//! or exporters: the window and every exporter draw the same [`Scene`]. Lengths are points at
//! 100 %, x to the right and y down.
//!
//! A scene is a pure function of the blueprint and of what is shown. [`Scene::update`] gives the same
//! as [`Scene::build`], faster.

mod board;
mod boundary;
mod card;
mod cast;
mod fold;
mod head;
mod index;
mod layout;
mod lens;
mod memory;
mod route;
mod row;
mod sorted_map;
mod stacked;
mod strand;
mod text;
mod theme;
mod wire;
mod wires;
mod words;

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

pub use epaint::emath::{Pos2, Rect, Vec2, pos2, vec2};

use crate::{
    model::{Blueprint, ConnectorId, LaneId, LineKind, MomentId, PhaseId, StepId, VariantId},
    patch::{ChangeKind, Comparison},
};

/// A blueprint laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What it was laid out for; a scene for another lens is another scene.
    pub lens: Lens,
    /// One pane a variant shown, top to bottom. Their columns have the same x.
    pub panes: Vec<Pane>,
    /// Right and bottom edge of all panes; the left and the top one are at 0.
    pub size: Vec2,
    /// Speeds up [`Scene::update`].
    memory: memory::SceneMemory,
}

/// One variant laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Pane {
    /// Whose steps it shows, and into which new ones go.
    pub variant: VariantId,
    /// The variant under it in an overlay: what only that one has stands here too.
    pub under: Option<VariantId>,
    /// What the variant is called, for its title and for screen readers.
    pub name: String,
    /// What stands beside it on paper.
    pub line: Option<LineBeside>,
    /// All of it, headers included.
    pub rect: Rect,
    /// The part that holds cells: right of the lane names, below the phase and moment headers.
    pub body: Rect,
    /// The lanes as bands, top to bottom, folded ones too; [`Card::cell`] counts in them.
    pub lanes: Vec<LaneBand>,
    /// The headers of phases, left to right; a phase without moments has none.
    pub phases: Vec<PhaseHead>,
    /// The moments that have a column, left to right; [`Card::cell`] counts in them.
    pub columns: Vec<Column>,
    /// Where empty moments are folded away, left to right.
    pub gaps: Vec<MomentGap>,
    /// The lines of interaction, visibility and internal interaction.
    pub lines: Vec<ServiceLine>,
    /// Fields of the steps, under the lanes; empty unless the blueprint shows rows.
    pub rows: Vec<FieldRow>,
    /// The cards in cells.
    pub cards: SortedMap<StepId, Card>,
    /// Where cards that moved stood in the variant under this one.
    pub ghosts: SortedMap<StepId, Card>,
    /// The arrows whose two ends have cards.
    pub wires: Wires,
    /// Finds the cards on some lines of the columns.
    card_index: index::StretchIndex,
}

/// A lane of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneBand {
    /// The lane of the blueprint, which every pane shows.
    pub id: LaneId,
    /// From the pane's left edge to its right edge; `left..body.left` holds the name.
    pub rect: Rect,
    /// The name at the left edge.
    pub header: ShapeGroup,
    /// Its tint and the hairline at its foot, across the pane and under everything else.
    pub ground: ShapeGroup,
    /// Whether it shows its cells.
    pub fold: Fold,
    /// How much each cell of a folded lane hides.
    pub notes: Vec<ShapeGroup>,
}

/// A phase of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseHead {
    /// The phase of the blueprint, which every pane shows.
    pub id: PhaseId,
    /// Its whole name, of which the header may have room for a part.
    pub name: String,
    /// Its header, as wide as its moments.
    pub rect: Rect,
    /// What to draw there.
    pub header: ShapeGroup,
}

/// A moment of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The moment of the blueprint, which stands in the same column of every pane.
    pub id: MomentId,
    /// The phase that holds it; its header stands above.
    pub phase: PhaseId,
    /// Where its cards stand: x from left to right edge of a card, y the pane's body.
    pub rect: Rect,
    /// Its own name, if it has one, under the phase's header.
    pub header: Option<ShapeGroup>,
}

/// Empty moments of a phase, folded to a gap between its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct MomentGap {
    /// The phase that holds all of them.
    pub phase: PhaseId,
    /// The moments that have no column, left to right.
    pub moments: Vec<MomentId>,
    /// Its header, under that of the phase.
    pub rect: Rect,
    /// What to draw, across the pane and under everything else.
    pub group: ShapeGroup,
}

/// A line between two lanes, with its name at the right.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceLine {
    /// The line of interaction, of visibility or of internal interaction.
    pub kind: LineKind,
    /// How far down it runs, in points from the top of the scene.
    pub y: f32,
    /// How wide its name is, in points; kept free at the right of the columns.
    pub name_width: f32,
    /// Its dots and its name.
    pub group: ShapeGroup,
}

/// A step's card. Its shapes are made when they are drawn: of thousands few are on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Whose step it shows.
    pub variant: VariantId,
    /// The cell it stands in: indexes into the pane's `lanes` and `columns` (its first column).
    pub cell: (usize, usize),
    /// The card itself; its badges stand out above it.
    pub rect: Rect,
    /// How it differs in the other variant; empty unless compared.
    pub changes: BTreeSet<ChangeKind>,
    /// Addresses that it leads to, of those that may be opened.
    pub links: Vec<String>,
    id: StepId,
    face: Arc<card::Face>,
}

/// An arrow by what it is made from; unique within a variant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireId {
    /// A connector of the variant.
    Connector(ConnectorId),
    /// The hand-over of this step's AI touchpoint.
    HandOver(StepId),
}

impl std::fmt::Display for WireId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connector(id) => id.fmt(f),
            Self::HandOver(step) => write!(f, "{step}/hand-over"),
        }
    }
}

/// An arrow, as it runs. Its shapes are made when they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire<'a> {
    /// The variant that holds the connector or the touchpoint.
    pub variant: &'a VariantId,
    /// The step it leaves; it has a card in the pane.
    pub from: &'a StepId,
    /// The step it reaches; it has a card in the pane.
    pub to: &'a StepId,
    /// Its corners, from start to end, each segment level or upright.
    pub points: Corners,
    /// How it differs in the other variant; empty unless compared.
    pub changes: &'a BTreeSet<ChangeKind>,
    /// Where its label stands, if it has one.
    pub label_rect: Option<Rect>,
    /// A rectangle that holds the line and its heads.
    pub bounds: Rect,
    /// Middles of the gaps where it passes under another arrow.
    gaps: Vec<Pos2>,
    arrow: &'a wire::Arrow,
}

/// Shapes that belong together: one `<g>` of the SVG, one thing to cull in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeGroup {
    /// What kind of record it shows: the first class of the SVG's `<g>`.
    pub class: Class,
    /// The model's kind, a second class: `wait`, `ai`, `flow`, `message`, `hand-over`, `customer` ...
    pub kind: &'static str,
    /// The id of its record.
    pub id: String,
    /// A rectangle that holds every shape.
    pub bounds: Rect,
    /// What to draw, back to front.
    pub shapes: Vec<Shape>,
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the SVG's classes")]
pub enum Class {
    Step,
    Connector,
    Label,
    Lane,
    Header,
    Row,
    Rule,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle with rounded corners.
    Rect {
        /// Its edges, in points of the scene.
        rect: Rect,
        /// Of the rounded corners, in points; 0 for sharp ones.
        radius: f32,
        /// What it is filled with; without one, what is behind shows through.
        fill: Option<Ink>,
        /// The line around it, along its edges; without one, no line.
        stroke: Option<Stroke>,
    },
    /// A line through points, with rounded corners and a gap where another line crosses over it.
    Line {
        /// Its ends and the corners between them, in order.
        points: Vec<Pos2>,
        /// Of the rounded corners, in points; where a segment is short, less.
        radius: f32,
        /// How it is drawn.
        stroke: Stroke,
        /// Middles of the gaps, each on a segment of `points`.
        gaps: Vec<Pos2>,
    },
    /// A filled polygon: an arrow head, a card with cut corners.
    Polygon {
        /// Its corners in order, the last joined to the first.
        points: Vec<Pos2>,
        /// What it is filled with.
        fill: Ink,
        /// The line around it, along its edges; without one, no line.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// Left end of the line's box, at the middle of its height.
        at: Pos2,
        /// What it says, in one line, cut to fit already.
        text: String,
        /// How wide Inter draws it, in points; who draws it in another font keeps to this width.
        width: f32,
        /// Its size and weight; the face is Inter.
        font: Font,
        /// The colour of its letters, by name.
        ink: Ink,
    },
    /// A small picture: one glyph of the icon font.
    Icon {
        /// The glyph, by what it stands for.
        icon: Icon,
        /// The square it fills.
        rect: Rect,
        /// The colour of the glyph, by name.
        ink: Ink,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// How thick the line is, in points at 100 %.
    pub width: f32,
    /// The colour of the line, by name.
    pub ink: Ink,
    /// Whether it is broken; [`Stroke::dashes`] says how.
    pub dashed: bool,
}

impl Stroke {
    /// Length of a dash and of the space after it, if it is broken. The lines between lanes are dotted, so
    /// that they are no messages, and ways back have long dashes.
    pub fn dashes(self) -> Option<(f32, f32)> {
        let dashes = match self.ink {
            Ink::ServiceLine => size::DOTS,
            Ink::Back => size::LONG_DASH,
            _ => size::DASH,
        };
        self.dashed.then_some(dashes)
    }
}

pub use fold::{Fold, gap_words};
pub use head::LineBeside;
pub use head::fold_mark;
pub use head::lines_between;
pub use head::{lane_ink, lane_tint};
pub use lens::{Lens, MomentsShown, Show, TitlesShown};
pub use route::Corners;
pub use row::{FieldRow, RowCell, RowPoint, feeling_icon, feeling_number};
pub use sorted_map::SortedMap;
pub use strand::{Piece, Strand, strands};
pub(crate) use text::is_no_letter;
pub use text::{Font, TextLine, TextMeasure, Weight};
pub use theme::{Icon, Ink, Rgb, Theme, font, icon_font, size};
pub use wire::{words_beside, words_beside_hand_over};
pub use wires::Wires;
pub use words::words_elsewhere;

impl Scene {
    /// Lays out `lens` of `blueprint` from nothing.
    pub fn build(blueprint: &Blueprint, lens: &Lens, text: &TextMeasure) -> Self {
        layout::build(blueprint, lens, text, layout::Past::default()).with_lines(text)
    }

    /// Lays out `new` in the place of what this scene shows, doing again only what differs: the scene
    /// remembers what it was made from. Equal to [`Scene::build`] of `new`.
    pub fn update(&mut self, new: &Blueprint, text: &TextMeasure) {
        let past = layout::Past {
            panes: std::mem::take(&mut self.panes),
            memory: std::mem::take(&mut self.memory),
        };
        *self = layout::build(new, &self.lens.clone(), text, past).with_lines(text);
    }

    /// With what stands beside the names of the variants.
    fn with_lines(mut self, text: &TextMeasure) -> Self {
        for pane in &mut self.panes {
            let said = self.lens.lines.get(&pane.variant);
            pane.line = said.map(|said| LineBeside::new(&pane.name, said, text));
        }
        self
    }

    /// What differs between the two variants shown, if there are two.
    pub fn comparison(&self) -> Option<&Arc<Comparison>> {
        Some(self.memory.compared.as_ref()?.comparison())
    }

    /// The pane that shows steps of `variant`.
    pub fn pane(&self, variant: &VariantId) -> Option<&Pane> {
        self.panes.iter().find(|pane| pane.shows(variant))
    }
}

impl Pane {
    /// Whether steps of `variant` stand in it.
    pub fn shows(&self, variant: &VariantId) -> bool {
        self.variant == *variant || self.under.as_ref() == Some(variant)
    }
}

impl Pane {
    /// Everything there is to draw, back to front. Whoever draws a pane draws these and nothing else,
    /// so that every exporter shows what the layout adds.
    pub fn groups(&self) -> impl Iterator<Item = Cow<'_, ShapeGroup>> {
        let wires = self.wires.values().map(|wire| wire.group());
        let cards = self.ghosts.values().chain(self.cards.values());
        let cards = cards.map(Card::group);
        let labels = self.wires.values().filter_map(|wire| wire.label());
        let made = wires.chain(cards).chain(labels).map(Cow::Owned);
        self.ground().map(Cow::Borrowed).chain(made)
    }

    /// Those of [`Pane::groups`] of which something stands in `area`, in the same order. Takes no longer
    /// on a large board.
    pub fn groups_in(&self, area: Rect) -> impl Iterator<Item = Cow<'_, ShapeGroup>> {
        let wires = self.wires_in(area).map(|(_, wire)| wire.group());
        let ghosts = self.ghosts.values();
        let ghosts = ghosts.filter(move |card| card.bounds().intersects(area));
        let cards = self.cards_in(area).map(|(_, card)| card);
        let cards = ghosts.chain(cards).map(Card::group);
        let labels = self.wires_in(area).filter_map(|(_, wire)| wire.label());
        let made = wires.chain(cards).chain(labels).map(Cow::Owned);
        self.ground()
            .map(Cow::Borrowed)
            .chain(made)
            .filter(move |group| group.bounds.intersects(area))
    }

    /// What stands under connectors and cards.
    fn ground(&self) -> impl Iterator<Item = &ShapeGroup> {
        let grounds = self.lanes.iter().map(|lane| &lane.ground);
        let gaps = self.gaps.iter().map(|gap| &gap.group);
        let notes = self.lanes.iter().flat_map(|lane| &lane.notes);
        let rows = self.rows.iter().flat_map(FieldRow::groups);
        let lines = self.lines.iter().map(|line| &line.group);
        let below = grounds.chain(gaps).chain(notes).chain(rows);
        below.chain(self.headers()).chain(lines)
    }

    /// The names of lanes, phases and moments.
    pub fn headers(&self) -> impl Iterator<Item = &ShapeGroup> {
        let lanes = self.lanes.iter().map(|lane| &lane.header);
        let phases = self.phases.iter().map(|phase| &phase.header);
        let moments = self
            .columns
            .iter()
            .filter_map(|column| column.header.as_ref());
        let rows = self.rows.iter().map(|row| &row.header);
        lanes.chain(phases).chain(moments).chain(rows)
    }

    /// The cards of which something stands in `area`, by id. Takes no longer on a large board.
    pub fn cards_in(&self, area: Rect) -> impl Iterator<Item = (&StepId, &Card)> {
        let found = self
            .card_index
            .find_lines(self.lines_near(area))
            .into_iter();
        let cards = found.map(|place| self.cards.at(place as usize));
        cards.filter(move |(_, card)| card.bounds().intersects(area))
    }

    /// The arrows of which something may stand in `area`, by id. Takes no longer on a large board.
    pub fn wires_in(&self, area: Rect) -> impl Iterator<Item = (&WireId, Wire<'_>)> {
        let found = self.wires.on_lines(self.lines_near(area)).into_iter();
        let wires = found.map(|place| self.wires.at(place as usize));
        wires.filter(move |(_, wire)| wire.reach().intersects(area))
    }

    /// The first and the last line of the columns of which something may be seen in `area`: columns are odd, what
    /// lies between is even.
    fn lines_near(&self, area: Rect) -> (u32, u32) {
        /// Borders, arrow heads and what turns beside a gutter reach no further out of a line, in points.
        const REACH: f32 = 24.0;
        let (left, right) = (area.left() - REACH, area.right() + REACH);
        let first = self.columns.partition_point(|c| c.rect.right() < left);
        let end = self.columns.partition_point(|c| c.rect.left() <= right);
        // From the gutter before the first column to the one after the last.
        (2 * first as u32, 2 * end as u32)
    }

    /// The columns of which something stands between `left` and `right`.
    pub fn columns_in(&self, left: f32, right: f32) -> std::ops::Range<usize> {
        let first = self.columns.partition_point(|c| c.rect.right() < left);
        let end = self.columns.partition_point(|c| c.rect.left() <= right);
        first..end.max(first)
    }

    /// The phases of which something stands between `left` and `right`.
    pub fn phases_in(&self, left: f32, right: f32) -> &[PhaseHead] {
        let first = self.phases.partition_point(|p| p.rect.right() < left);
        let end = self.phases.partition_point(|p| p.rect.left() <= right);
        &self.phases[first..end.max(first)]
    }

    /// The card at `at`; beyond its edges by `more` points too.
    pub fn card_at(&self, at: Pos2, more: f32) -> Option<(&StepId, &Card)> {
        let near = Rect::from_center_size(at, Vec2::splat(2.0 * more));
        let mut cards = self.cards_in(near);
        cards.find(|(_, card)| card.rect.expand(more).contains(at))
    }
}

impl Card {
    /// What to draw; its first shape is the `Shape::Rect` of the card, which shows nothing where corners are cut.
    pub fn group(&self) -> ShapeGroup {
        self.group_at(1.0)
    }

    /// What to draw where it is seen `zoom` times as large: small cards have large badges and no
    /// marks.
    pub fn group_at(&self, zoom: f32) -> ShapeGroup {
        self.face.draw(self.id.as_str(), self.rect.min, zoom)
    }

    /// A rectangle that holds every shape.
    pub fn bounds(&self) -> Rect {
        self.face.bounds(self.rect)
    }

    /// Where its badges are seen, drawn `zoom` times as large.
    pub fn crown_at(&self, zoom: f32) -> Option<Rect> {
        self.face.crown_at(self.rect, zoom)
    }

    /// Whose card it is; that of a ghost is the step that moved away.
    pub fn id(&self) -> &StepId {
        &self.id
    }

    /// What the step is called, whole; the card may have room for a part.
    pub fn called(&self) -> &str {
        self.face.called()
    }

    /// The colour of its ground.
    pub fn ground(&self) -> Ink {
        self.face.ground()
    }

    /// The colour of its border.
    pub fn border(&self) -> Ink {
        self.face.border()
    }
}

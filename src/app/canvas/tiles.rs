//! Phases as tiles, where cards are too small to read: the phase's name, its times, pains and AI, in the
//! place of the cards. What is counted is kept until the document or what is shown differs.

use std::{collections::BTreeMap, sync::Arc};

use egui::{
    Align2, Color32, CursorIcon, FontId, Galley, Id, Painter, Pos2, Rect, Response, Sense, Stroke,
    StrokeKind, Ui, accesskit, pos2, vec2,
};

use super::{Canvas, Sheet, draw::TITLE_ZOOM};
use crate::{
    app::look,
    gesture::Hit,
    model::{Blueprint, Key, PhaseId, VariantId, plural},
    patch::counts_in_words,
    scene::{Icon, Ink, Pane, PhaseHead, Scene, Show},
    session::{ADDS_WAYS, PhaseTally, Session, Target},
};

/// Space inside a tile, around its words.
const PAD: f32 = 10.0;

/// A tile at least so high has a line for each figure, in points of the window.
const ROOMY: f32 = 112.0;

/// A tile narrower than this tells its words to the pointer.
const NARROW: f32 = 160.0;

/// What is counted of each phase shown.
#[derive(Default)]
pub(super) struct Tiles {
    tallies: BTreeMap<VariantId, BTreeMap<PhaseId, PhaseTally>>,
    made_from: Option<(Arc<Blueprint>, Show)>,
}

impl Tiles {
    fn update(&mut self, session: &Session) {
        let (shown, show) = (session.shown(), session.show());
        if let Some((old, of)) = &self.made_from
            && Arc::ptr_eq(old, shown)
            && of == show
        {
            return;
        }
        let changes = session.changes();
        let comparison = changes.map(|changes| &*changes.comparison);
        let panes = session.scene().panes.iter();
        self.tallies = panes
            .map(|pane| {
                let mut tallies = PhaseTally::of_phases(shown, &pane.variant, comparison);
                // In one grid the steps that went are part of the picture.
                if let (Show::Overlay(first, _), Some(comparison)) = (show, comparison) {
                    PhaseTally::add_removed(&mut tallies, shown, first, comparison);
                }
                (pane.variant.clone(), tallies)
            })
            .collect();
        self.made_from = Some((Arc::clone(shown), show.clone()));
    }
}

/// Whether phases are shown as tiles at this zoom.
pub(super) fn are_shown(zoom: f32) -> bool {
    zoom < TITLE_ZOOM
}

impl Canvas {
    /// The phase that is selected, as a tile: Enter zooms into it.
    pub(super) fn tile_selected(&self, session: &Session) -> Option<Rect> {
        let selection = session.selection();
        let Target::Record(Key::Phase(id)) = &selection.target else {
            return None;
        };
        let scene = session.scene();
        let pane = scene.pane(&selection.variant).or(scene.panes.first());
        let pane = pane.filter(|_| are_shown(self.camera.zoom))?;
        let phase = pane.phases.iter().find(|phase| phase.id == *id)?;
        Some(tile_rect(pane, phase))
    }

    /// Whether Enter zooms into a tile now.
    pub fn enters_tile(&self, session: &Session) -> bool {
        self.tile_selected(session).is_some()
    }
}

fn tile_rect(pane: &Pane, phase: &PhaseHead) -> Rect {
    Rect::from_x_y_ranges(phase.rect.x_range(), pane.body.y_range())
}

/// Where a tile stands on screen: as high as its pane.
fn on_screen(sheet: &Sheet, pane: &Pane, phase: &PhaseHead) -> Rect {
    (sheet.to_screen * tile_rect(pane, phase)).shrink2(vec2(1.0, 2.0))
}

/// The tile at a place of the window stands for its phase: the cards in it are too small to be meant.
pub(super) fn tile_at(sheet: &Sheet, scene: &Scene, at: Pos2) -> Hit {
    for pane in &scene.panes {
        let mut phases = pane.phases.iter();
        let tile = phases.find(|phase| on_screen(sheet, pane, phase).contains(at));
        if let Some(phase) = tile {
            return Hit::Phase {
                variant: pane.variant.clone(),
                phase: phase.id.clone(),
            };
        }
    }
    Hit::Nothing
}

/// Draws the tiles over the cards. A double click, or Enter on a selected phase, zooms into it.
pub(super) fn tiles_ui(
    ui: &mut Ui,
    painter: &Painter,
    response: &Response,
    session: &Session,
    sheet: &Sheet,
    canvas: &mut Canvas,
) {
    if !are_shown(sheet.camera.zoom) {
        return;
    }
    canvas.tiles.update(session);
    let pointer = response.hover_pos();
    let scene = session.scene();
    let lowest = scene.panes.iter().map(|pane| {
        let tile = sheet.to_screen * pane.body;
        inside(tile, tile).height()
    });
    let is_roomy = lowest.fold(f32::INFINITY, f32::min) >= ROOMY;
    for pane in &scene.panes {
        let clip = sheet.body_clip(pane);
        let body = painter.with_clip_rect(clip);
        let most = name_size(sheet, &body, pane);
        let has_words = have_words(sheet, &body, pane);
        if has_words {
            // Between tiles no piece of a connector is left.
            body.rect_filled(sheet.to_screen * pane.body, 0.0, sheet.ink(Ink::Canvas));
        }
        for phase in &pane.phases {
            let rect = tile_rect(pane, phase);
            let tile = on_screen(sheet, pane, phase);
            let seen = tile.intersect(clip);
            if !seen.is_positive() {
                continue;
            }
            let hovered = pointer.is_some_and(|at| seen.contains(at));
            let tally = canvas.tiles.tallies.get(&pane.variant);
            let tally = tally.and_then(|tallies| tallies.get(&phase.id));
            let name = session.shown().phase(&phase.id);
            let name = name.map_or("", |(_, phase)| phase.name.as_str());
            let selected =
                session.selection().target == Target::Record(Key::Phase(phase.id.clone()));
            let border = match (selected, hovered) {
                (true, _) => Border(2.0, Ink::Accent),
                (_, true) => Border(1.0, Ink::TextFaint),
                _ => Border(1.0, Ink::CardBorder),
            };
            let tile = Tile {
                phase: &phase.id,
                name,
                tally,
                rect: tile,
                seen,
                border,
                is_roomy,
                most: has_words.then_some(most),
            };
            tile_ui(ui, &body, sheet, pane, &tile);
            if hovered {
                ui.ctx().set_cursor_icon(CursorIcon::ZoomIn);
                if response.double_clicked() {
                    canvas.camera.show(sheet.area, rect, scene);
                    canvas.camera.keep_inside(sheet.area, session.scene());
                }
            }
        }
    }
}

/// Whether there is room for a phase's name in any tile of a pane; if not, they are no tiles.
pub(super) fn have_words(sheet: &Sheet, painter: &Painter, pane: &Pane) -> bool {
    let clip = sheet.body_clip(pane);
    pane.phases.iter().any(|phase| {
        let tile = on_screen(sheet, pane, phase);
        let seen = tile.intersect(clip);
        let name = (&*phase.name, NAME_SIZES[0]);
        seen.is_positive() && TileName::of(painter, sheet, name, inside(tile, seen)).is_some()
    })
}

/// The size at which the names of a pane stand on level lines wherever they do, so that they look alike.
fn name_size(sheet: &Sheet, painter: &Painter, pane: &Pane) -> f32 {
    let clip = sheet.body_clip(pane);
    let sizes = pane.phases.iter().filter_map(|phase| {
        let tile = on_screen(sheet, pane, phase);
        let seen = tile.intersect(clip);
        let name = (&*phase.name, NAME_SIZES[0]);
        let name = TileName::of(painter, sheet, name, inside(tile, seen));
        name.filter(|name| seen.is_positive() && !name.is_upright)
    });
    sizes.map(|name| name.size).fold(NAME_SIZES[0], f32::min)
}

/// The part of a tile in which words stand. They stay in view while a wide phase passes.
fn inside(tile: Rect, seen: Rect) -> Rect {
    let left = tile.left().max(seen.left());
    let rect = Rect::from_x_y_ranges(left..=tile.right(), seen.y_range());
    let pad = |side: f32| PAD.min(side * 0.12);
    rect.shrink2(vec2(pad(rect.width()), pad(rect.height())))
}

/// A phase's name as large as it fits without being cut: on level lines, or upright in a narrow tile.
struct TileName {
    galley: Arc<Galley>,
    size: f32,
    is_upright: bool,
}

/// Sizes of a name, the one to be preferred first.
const NAME_SIZES: [f32; 5] = [18.0, 14.0, 12.0, 10.5, 9.0];

/// Rather than smaller than this a name stands upright: one narrow tile would make the names of all small.
const LEAST_LEVEL: f32 = 12.0;

impl TileName {
    /// A name in `inside`, no larger than `most`.
    fn of(
        painter: &Painter,
        sheet: &Sheet,
        (name, most): (&str, f32),
        inside: Rect,
    ) -> Option<Self> {
        let words = TileText::new(painter, sheet, inside);
        let most = match inside.width() > NARROW && inside.height() >= ROOMY {
            true => most,
            false => most.min(NAME_SIZES[1]),
        };
        let sizes = || NAME_SIZES.into_iter().filter(|size| *size <= most);
        let level = |size| {
            let galley = words.whole(name, look::semibold(size), Ink::Text)?;
            (galley.size().y <= inside.height()).then_some(Self {
                galley,
                size,
                is_upright: false,
            })
        };
        let upright = |size| {
            let ink = sheet.ink(Ink::Text);
            let galley = painter.layout_no_wrap(name.to_owned(), look::semibold(size), ink);
            let fits =
                galley.size().x <= inside.height() && galley.size().y <= inside.width() + 4.0;
            fits.then_some(Self {
                galley,
                size,
                is_upright: true,
            })
        };
        let large = sizes().filter(|size| *size >= LEAST_LEVEL);
        (large.into_iter().find_map(level))
            .or_else(|| sizes().skip(1).find_map(upright))
            .or_else(|| sizes().find_map(level))
    }
}

/// How thick the line around a tile is, in points of the window, and its colour.
#[derive(Clone, Copy)]
struct Border(f32, Ink);

/// A phase as a tile of a pane.
struct Tile<'a> {
    phase: &'a PhaseId,
    name: &'a str,
    /// None if nothing was counted: the phase has no step.
    tally: Option<&'a PhaseTally>,
    /// All of it, in points of the window.
    rect: Rect,
    /// What of it is in sight.
    seen: Rect,
    border: Border,
    /// Whether there is a line for each figure in the tiles of all panes, which are read beside each other.
    is_roomy: bool,
    /// The largest size of its name; none if the tiles of the pane are too small for words.
    most: Option<f32>,
}

fn tile_ui(ui: &mut Ui, painter: &Painter, sheet: &Sheet, pane: &Pane, tile: &Tile<'_>) {
    let Tile {
        phase, name, seen, ..
    } = *tile;
    let Border(width, border) = tile.border;
    let (most, tally, is_roomy) = (tile.most, tile.tally, tile.is_roomy);
    let tile = tile.rect;
    let inside = inside(tile, seen);
    let stroke = Stroke::new(width, sheet.ink(border));
    let radius = 8.0_f32.min(tile.width() / 6.0);
    if most.is_some() {
        painter.rect_filled(tile, radius, sheet.ink(Ink::Card));
        painter.rect_stroke(tile, radius, stroke, StrokeKind::Inside);
    } else if border != Ink::CardBorder {
        // Too small for words: the blocks say more than an empty frame, but for what is chosen.
        painter.rect_stroke(tile, 2.0, stroke, StrokeKind::Inside);
    }
    let empty = PhaseTally::default();
    let tally = tally.unwrap_or(&empty);
    let spoken = spoken(name, tally);
    let id = Id::unique(("tile", pane.variant.as_str(), phase.as_str()));
    let node = ui.interact(seen, id, Sense::hover());
    node.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::Figure, true, &spoken));
    let ways = tally.adds_ways.then_some(ADDS_WAYS);
    match (seen.width() < NARROW, ways) {
        (true, None) => drop(node.on_hover_text(&spoken)),
        (true, Some(ways)) => drop(node.on_hover_text(format!("{spoken}\n{ways}"))),
        (false, Some(ways)) => drop(node.on_hover_text(ways)),
        (false, None) => {}
    }
    let name = most.and_then(|most| TileName::of(painter, sheet, (name, most), inside));
    let Some(name) = name else {
        return;
    };
    let ink = sheet.ink(Ink::Text);
    if name.is_upright {
        let size = name.galley.size();
        let at = inside.center() + vec2(-size.y, size.x) / 2.0;
        let text = egui::epaint::TextShape::new(at, name.galley, ink);
        painter.add(text.with_angle(-std::f32::consts::FRAC_PI_2));
        return;
    }
    let mut words = TileText::new(painter, sheet, inside);
    words.y += name.galley.size().y + 3.0;
    painter.galley(inside.min, name.galley, ink);
    if !is_roomy {
        let [work, wait] = tally.short_times();
        let time = |icon, text: Option<String>| text.map(|text| (icon, text, Ink::TextMuted));
        let mut all: Vec<_> = time(Icon::Clock, work).into_iter().collect();
        all.extend(marks(tally));
        all.extend(time(Icon::Wait, wait));
        words.marks(&all);
        let steps = plural(tally.steps, "step", "steps");
        words.line(&steps, FontId::proportional(12.0), Ink::TextMuted);
        return;
    }
    let facts = if inside.width() < NARROW {
        tally.short_words()
    } else {
        tally.words()
    };
    for fact in &facts {
        words.line(fact, FontId::proportional(12.0), Ink::TextMuted);
    }
    words.marks(&marks(tally));
    let changes = counts_in_words(tally.changes.clone());
    if !changes.is_empty() {
        words.line(&changes, FontId::proportional(12.0), Ink::TextMuted);
    }
}

/// Pains and AI with their marks.
fn marks(tally: &PhaseTally) -> Vec<(Icon, String, Ink)> {
    let mut marks = Vec::new();
    if tally.pains > 0 {
        let text = plural(tally.pains, "pain", "pains");
        marks.push((Icon::Pain, text, Ink::DangerText));
    }
    if tally.touchpoints > 0 {
        let text = format!("{} AI", tally.touchpoints);
        marks.push((Icon::Spark, text, Ink::AiText));
    }
    marks
}

/// Lines of text in a tile, from the top, as far as there is room.
struct TileText<'a> {
    painter: &'a Painter,
    sheet: &'a Sheet,
    inside: Rect,
    y: f32,
}

impl<'a> TileText<'a> {
    fn new(painter: &'a Painter, sheet: &'a Sheet, inside: Rect) -> Self {
        Self {
            painter,
            sheet,
            inside,
            y: inside.top(),
        }
    }

    /// Draws `text`, unless a part of it would be missing.
    fn line(&mut self, text: &str, font: FontId, ink: Ink) {
        let Some(galley) = self.whole(text, font, ink) else {
            return;
        };
        let height = galley.size().y;
        if self.y + height <= self.inside.bottom() + 1.0 {
            let at = pos2(self.inside.left(), self.y);
            self.painter.galley(at, galley, self.sheet.ink(ink));
            self.y += height + 3.0;
        }
    }

    /// `text` on two lines at most, if no word of it is cut.
    fn whole(&self, text: &str, font: FontId, ink: Ink) -> Option<Arc<Galley>> {
        let (color, room) = (self.sheet.ink(ink), self.inside.width());
        let is_cut = text.split(' ').any(|word| {
            let word = self.galley(word, font.clone(), color, f32::INFINITY);
            word.size().x > room
        });
        if is_cut {
            return None;
        }
        let galley = self.galley(text, font, color, room);
        (!galley.elided).then_some(galley)
    }

    /// Counts with their marks, beside each other where there is room.
    fn marks(&mut self, marks: &[(Icon, String, Ink)]) {
        let mut x = self.inside.left();
        let mut lowest = self.y;
        for (icon, text, ink) in marks {
            let color = self.sheet.ink(*ink);
            let galley = self.galley(text, FontId::proportional(12.0), color, f32::INFINITY);
            let (width, height) = (galley.size().x + 16.0, galley.size().y);
            if x > self.inside.left() && x + width > self.inside.right() {
                x = self.inside.left();
                self.y = lowest;
            }
            if self.y + height > self.inside.bottom() + 1.0 || x + width > self.inside.right() {
                continue;
            }
            let middle = pos2(x + 6.0, self.y + height / 2.0);
            let (glyph, font) = (icon.glyph(), look::icon_font(12.0));
            self.painter
                .text(middle, Align2::CENTER_CENTER, glyph, font, color);
            self.painter.galley(pos2(x + 16.0, self.y), galley, color);
            x += width + 12.0;
            lowest = self.y + height + 3.0;
        }
        self.y = lowest;
    }

    fn galley(&self, text: &str, font: FontId, ink: Color32, width: f32) -> Arc<Galley> {
        let format = egui::TextFormat::simple(font, ink);
        let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
        job.wrap = egui::text::TextWrapping {
            max_rows: 2,
            ..egui::text::TextWrapping::wrap_at_width(width)
        };
        self.painter.layout_job(job)
    }
}

/// Everything a tile says, for those who do not see it.
fn spoken(name: &str, tally: &PhaseTally) -> String {
    let mut words = vec![format!("Phase {name}")];
    words.extend(tally.words());
    if tally.pains > 0 {
        words.push(plural(tally.pains, "pain", "pains"));
    }
    if tally.touchpoints > 0 {
        let (one, many) = ("AI touchpoint", "AI touchpoints");
        words.push(plural(tally.touchpoints, one, many));
    }
    let changes = counts_in_words(tally.changes.clone());
    if !changes.is_empty() {
        words.push(changes);
    }
    words.join(", ").replace('\u{a0}', " ")
}

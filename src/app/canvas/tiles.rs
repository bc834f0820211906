//! Phases as tiles, where cards are too small to read: the phase's name, its times, pains and AI, over
//! the faint cards. What is counted is kept until the document or what is shown differs.

use std::{collections::BTreeMap, sync::Arc};

use egui::{
    Align2, Color32, CursorIcon, FontId, Galley, Id, Painter, Pos2, Rect, Response, Sense, Stroke,
    StrokeKind, Ui, Vec2, accesskit, pos2, vec2,
};

use super::{Canvas, Sheet, draw::TITLE_ZOOM};
use crate::{
    app::look,
    gesture::Hit,
    model::{Blueprint, PhaseId, VariantId},
    patch::ChangeKind,
    scene::{Icon, Ink, Pane, PhaseHead, Scene, Show},
    session::{PhaseTally, Session, Target, plural},
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
                let tallies = PhaseTally::of_phases(shown, &pane.variant, comparison);
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
        let Target::Phase(id) = &selection.target else {
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

/// Where a tile stands on screen. Below a low board there is room for all the words.
fn on_screen(sheet: &Sheet, scene: &Scene, pane: &Pane, phase: &PhaseHead) -> Rect {
    let mut tile = (sheet.to_screen * tile_rect(pane, phase)).shrink2(vec2(1.0, 2.0));
    if is_last(scene, pane) {
        tile.max.y = tile.bottom().max(tile.top() + ROOMY + 2.0 * PAD);
    }
    tile
}

fn is_last(scene: &Scene, pane: &Pane) -> bool {
    scene
        .panes
        .last()
        .is_some_and(|last| std::ptr::eq(last, pane))
}

/// The tile at a place of the window stands for its phase: the cards in it are too small to be meant.
pub(super) fn tile_at(sheet: &Sheet, scene: &Scene, at: Pos2) -> Hit {
    for pane in &scene.panes {
        let mut phases = pane.phases.iter();
        let tile = phases.find(|phase| on_screen(sheet, scene, pane, phase).contains(at));
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
    for pane in &scene.panes {
        let mut clip = sheet.body_clip(pane);
        if is_last(scene, pane) {
            clip.max.y = sheet.area.bottom();
        }
        let body = painter.with_clip_rect(clip);
        for phase in &pane.phases {
            let rect = tile_rect(pane, phase);
            let tile = on_screen(sheet, scene, pane, phase);
            let seen = tile.intersect(clip);
            if !seen.is_positive() {
                continue;
            }
            let hovered = pointer.is_some_and(|at| seen.contains(at));
            let tally = canvas.tiles.tallies.get(&pane.variant);
            let tally = tally.and_then(|tallies| tallies.get(&phase.id));
            let name = session.shown().phase(&phase.id);
            let name = name.map_or("", |(_, phase)| phase.name.as_str());
            let selected = session.selection().target == Target::Phase(phase.id.clone());
            let strength = match (selected, hovered) {
                (true, _) => (2.0, Ink::Accent),
                (_, true) => (1.0, Ink::Accent),
                _ => (1.0, Ink::CardBorder),
            };
            tile_ui(
                ui,
                &body,
                sheet,
                pane,
                (tile, seen, strength),
                (name, tally),
            );
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

/// The least room for words; in a smaller tile none could be read.
const LEAST: Vec2 = vec2(36.0, 14.0);

fn tile_ui(
    ui: &mut Ui,
    painter: &Painter,
    sheet: &Sheet,
    pane: &Pane,
    (tile, seen, (width, border)): (Rect, Rect, (f32, Ink)),
    (name, tally): (&str, Option<&PhaseTally>),
) {
    // Words stay in view while a wide phase passes.
    let left = tile.left().max(seen.left());
    let inside = Rect::from_x_y_ranges(left..=tile.right(), seen.y_range()).shrink(PAD);
    let has_words = inside.width() >= LEAST.x && inside.height() >= LEAST.y;
    let stroke = Stroke::new(width, sheet.ink(border));
    if has_words {
        // The cards stay as faint blocks: the canvas's own colour lies over them.
        painter.rect_filled(tile, 8.0, sheet.ink(Ink::Canvas).gamma_multiply(0.86));
        painter.rect_stroke(tile, 8.0, stroke, StrokeKind::Inside);
    } else if border == Ink::Accent {
        // Too small for words: the blocks say more than an empty frame, but for what is chosen.
        painter.rect_stroke(tile, 2.0, stroke, StrokeKind::Inside);
    }
    let empty = PhaseTally::default();
    let tally = tally.unwrap_or(&empty);
    let spoken = spoken(name, tally);
    let id = Id::unique(("tile", pane.variant.as_str(), name, tile.left() as i32));
    let node = ui.interact(seen, id, Sense::hover());
    node.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::Figure, true, &spoken));
    if seen.width() < NARROW {
        node.on_hover_text(&spoken);
    }
    if !has_words {
        return;
    }
    let mut words = Words {
        painter,
        sheet,
        inside,
        y: inside.top(),
    };
    let is_low = inside.height() < ROOMY;
    let large = if inside.width() > NARROW && !is_low {
        18.0
    } else {
        14.0
    };
    words.line(name, look::semibold(large), Ink::Text);
    if is_low {
        words.marks(&marks(tally));
        let facts = tally.short_words().join(" · ");
        words.line(&facts, FontId::proportional(12.0), Ink::TextMuted);
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
    let changes = change_words(tally);
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
struct Words<'a> {
    painter: &'a Painter,
    sheet: &'a Sheet,
    inside: Rect,
    y: f32,
}

impl Words<'_> {
    fn line(&mut self, text: &str, font: FontId, ink: Ink) {
        let color = self.sheet.ink(ink);
        let galley = self.galley(text, font, color, self.inside.width());
        let height = galley.size().y;
        if self.y + height <= self.inside.bottom() + 1.0 {
            let at = pos2(self.inside.left(), self.y);
            self.painter.galley(at, galley, color);
            self.y += height + 3.0;
        }
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

/// `+2 −1 ~3`: how many steps differ, with the marks of the badges.
fn change_words(tally: &PhaseTally) -> String {
    let signs = [
        (ChangeKind::Added, "+"),
        (ChangeKind::Removed, "−"),
        (ChangeKind::Changed, "~"),
        (ChangeKind::Moved, "→"),
    ];
    let counts = signs.into_iter().filter_map(|(kind, sign)| {
        let count = tally.changes.get(&kind)?;
        Some(format!("{sign}{count} {}", kind.word()))
    });
    counts.collect::<Vec<_>>().join("  ")
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
    let changes = change_words(tally);
    if !changes.is_empty() {
        words.push(changes);
    }
    words.join(", ").replace('\u{a0}', " ")
}

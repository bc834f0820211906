//! Phases as tiles, where cards are too small to read: the phase's name, its times, pains and AI, over
//! the faint cards. What is counted is kept until the document or what is shown differs.

use std::{collections::BTreeMap, sync::Arc};

use egui::{
    Align2, Color32, CursorIcon, FontId, Galley, Id, Painter, Pos2, Rect, Response, Sense, Stroke,
    StrokeKind, Ui, accesskit, pos2, vec2,
};

use super::{Camera, Sheet, draw::TITLE_ZOOM};
use crate::{
    app::look,
    model::{Blueprint, PhaseId, VariantId},
    patch::ChangeKind,
    scene::{Icon, Ink, Pane, Show},
    session::{Session, Tally, plural},
};

/// Space inside a tile, around its words.
const PAD: f32 = 10.0;

/// What is counted of each phase shown.
#[derive(Default)]
pub(super) struct Tiles {
    tallies: BTreeMap<VariantId, BTreeMap<PhaseId, Tally>>,
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
        let comparison = changes.map(|changes| &changes.comparison);
        let panes = session.scene().panes.iter();
        self.tallies = panes
            .map(|pane| {
                let tallies = Tally::of_phases(shown, &pane.variant, comparison);
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

/// Draws the tiles over the cards. A double click, or Enter on a selected phase, zooms into it.
pub(super) fn tiles_ui(
    ui: &mut Ui,
    painter: &Painter,
    response: &Response,
    session: &Session,
    sheet: &Sheet,
    tiles: &mut Tiles,
    camera: &mut Camera,
) {
    if !are_shown(sheet.camera.zoom) {
        return;
    }
    tiles.update(session);
    let pointer = response.hover_pos();
    for pane in &session.scene().panes {
        let clip = sheet.body_clip(pane);
        let body = painter.with_clip_rect(clip);
        for phase in &pane.phases {
            let rect = Rect::from_x_y_ranges(phase.rect.x_range(), pane.body.y_range());
            let tile = (sheet.to_screen * rect).shrink2(vec2(1.0, 2.0));
            let seen = tile.intersect(clip);
            if !seen.is_positive() {
                continue;
            }
            let hovered = pointer.is_some_and(|at| seen.contains(at));
            let tally = tiles.tallies.get(&pane.variant);
            let tally = tally.and_then(|tallies| tallies.get(&phase.id));
            let name = session.shown().phase(&phase.id);
            let name = name.map_or("", |(_, phase)| phase.name.as_str());
            tile_ui(ui, &body, sheet, pane, (tile, seen, hovered), (name, tally));
            if hovered {
                ui.ctx().set_cursor_icon(CursorIcon::ZoomIn);
                if response.double_clicked() {
                    camera.show(sheet.area, rect);
                    camera.keep_inside(sheet.area, session.scene());
                }
            }
        }
    }
}

fn tile_ui(
    ui: &mut Ui,
    painter: &Painter,
    sheet: &Sheet,
    pane: &Pane,
    (tile, seen, hovered): (Rect, Rect, bool),
    (name, tally): (&str, Option<&Tally>),
) {
    // The cards stay as faint blocks: the canvas's own colour lies over them.
    painter.rect_filled(tile, 8.0, sheet.ink(Ink::Canvas).gamma_multiply(0.86));
    let border = if hovered { Ink::Accent } else { Ink::Hairline };
    let stroke = Stroke::new(if hovered { 1.5 } else { 1.0 }, sheet.ink(border));
    painter.rect_stroke(tile, 8.0, stroke, StrokeKind::Inside);
    let empty = Tally::default();
    let tally = tally.unwrap_or(&empty);
    let spoken = spoken(name, tally);
    let id = Id::unique(("tile", pane.variant.as_str(), name, tile.left() as i32));
    let node = ui.interact(seen, id, Sense::hover());
    node.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::Figure, true, &spoken));
    // Words stay in view while a wide phase passes.
    let left = tile.left().max(seen.left());
    let inside = Rect::from_x_y_ranges(left..=tile.right(), seen.y_range()).shrink(PAD);
    if inside.width() < 36.0 || inside.height() < 14.0 {
        return;
    }
    let mut words = Words {
        painter,
        sheet,
        inside,
        y: inside.top(),
    };
    let large = if inside.width() > 150.0 { 18.0 } else { 14.0 };
    words.line(name, look::semibold(large), Ink::Text, None);
    let facts = tally.words();
    for (place, fact) in facts.iter().enumerate() {
        let ink = if place == 0 { Ink::TextMuted } else { Ink::Text };
        words.line(fact, FontId::proportional(12.0), ink, None);
    }
    let small = || FontId::proportional(12.0);
    if tally.pains > 0 {
        let text = plural(tally.pains, "pain", "pains");
        words.line(&text, small(), Ink::DangerText, Some(Icon::Pain));
    }
    if tally.touchpoints > 0 {
        let text = format!("{} AI", tally.touchpoints);
        words.line(&text, small(), Ink::AiText, Some(Icon::Spark));
    }
    let changes = change_words(tally);
    if !changes.is_empty() {
        words.line(&changes, small(), Ink::TextMuted, None);
    }
}

/// Lines of text in a tile, from the top, as far as there is room.
struct Words<'a> {
    painter: &'a Painter,
    sheet: &'a Sheet,
    inside: Rect,
    y: f32,
}

impl Words<'_> {
    fn line(&mut self, text: &str, font: FontId, ink: Ink, icon: Option<Icon>) {
        let color = self.sheet.ink(ink);
        let indent = if icon.is_some() { 16.0 } else { 0.0 };
        let galley = self.galley(text, font, color, self.inside.width() - indent);
        let height = galley.size().y;
        if self.y + height > self.inside.bottom() + 1.0 {
            return;
        }
        let at = pos2(self.inside.left(), self.y);
        if let Some(icon) = icon {
            let middle = at + vec2(6.0, height / 2.0);
            let (glyph, font) = (icon.glyph(), look::icon_font(12.0));
            self.painter
                .text(middle, Align2::CENTER_CENTER, glyph, font, color);
        }
        self.painter
            .galley(Pos2::new(at.x + indent, at.y), galley, color);
        self.y += height + 3.0;
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
fn change_words(tally: &Tally) -> String {
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
fn spoken(name: &str, tally: &Tally) -> String {
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

//! Lane names that stay at the left edge, phase and moment headers that stay at the top.

use std::collections::BTreeMap;

use egui::{Align2, Painter, Pos2, Rect, Stroke, StrokeKind, emath::TSTransform, pos2, vec2};

use super::{ScreenPen, Sheet, draw::text_size, rows, tiles};
use crate::{
    app::look,
    model::{Key, VariantId, plural},
    patch::counts_in_words,
    scene::{Fold, Ink, LaneBand, Pane, ServiceLine, Shape, font, lane_ink, lane_tint, size},
    session::{Session, Target},
};

/// Where a pane's headers stand: at the top of the canvas while the pane scrolls under them.
pub(super) fn pinned(sheet: &Sheet, pane: &Pane) -> Rect {
    let screen = sheet.to_screen * pane.rect;
    let zoom = sheet.camera.zoom;
    let mut height = (pane.body.top() - pane.rect.top()) * zoom;
    if tiles::are_shown(zoom) && has_title(pane) {
        // The variant's name stays readable above its tiles, which bear the phases' names.
        height = height.max(LEAST_TITLE);
    }
    let top = screen
        .top()
        .max(sheet.area.top())
        .min(screen.bottom() - height);
    Rect::from_min_size(
        pos2(sheet.area.left(), top),
        vec2(sheet.area.width(), height),
    )
}

/// Least height of the strip with a variant's name, in points of the window.
const LEAST_TITLE: f32 = 18.0;

/// Whether a strip with the variant's name stands above the phases, as in Compare.
fn has_title(pane: &Pane) -> bool {
    let first = pane.phases.first();
    first.is_some_and(|phase| phase.rect.top() - pane.rect.top() >= size::TITLE_STRIP)
}

/// The place of the scene that a place on the pinned headers shows.
pub(super) fn unpinned(sheet: &Sheet, pane: &Pane, at: Pos2) -> Pos2 {
    let header = pinned(sheet, pane);
    let place = sheet.to_screen.inverse() * at;
    let share = (at.y - header.top()) / header.height().max(1.0);
    let y = pane.rect.top() + share * (pane.body.top() - pane.rect.top());
    let left_of_cells = at.x < sheet.area.left() + sheet.camera.strip();
    let x = if left_of_cells {
        pane.body.left() - 1.0
    } else {
        place.x
    };
    // Left of the cells the headers show the variant's name at any height.
    pos2(x, if left_of_cells { pane.rect.top() } else { y })
}

/// Paints the headers of a pane; those of phases and moments leave `room` at the right edge.
pub(super) fn paint(
    sheet: &Sheet,
    painter: &Painter,
    session: &Session,
    (pane, room): (&Pane, f32),
    figures: &PaneFigures,
) {
    let header = pinned(sheet, pane);
    lane_names(sheet, painter, session, pane, header);
    let ground = painter.with_clip_rect(header.intersect(sheet.area));
    ground.rect_filled(header, 0.0, sheet.ink(Ink::Canvas));
    let by = header.top() - (sheet.to_screen * pane.rect).top();
    let moved = TSTransform::new(
        sheet.to_screen.translation + vec2(0.0, by),
        sheet.camera.zoom,
    );
    let right_of_lanes = Rect::from_min_max(
        pos2(sheet.area.left() + sheet.camera.strip(), header.top()),
        header.max,
    );
    let seen = right_of_lanes.intersect(sheet.area);
    let columns = painter.with_clip_rect(seen.with_max_x(seen.right() - room));
    phases(sheet, &columns, session, pane, moved);
    title(
        sheet,
        painter,
        session,
        (pane, figures.get(&pane.variant)),
        header,
    );
}

/// The figures of each variant that is compared, in words, the longest first: the first that has room is shown.
#[derive(Default)]
pub(in crate::app) struct PaneFigures {
    /// By variant.
    pub(in crate::app) lines: BTreeMap<VariantId, Vec<String>>,
    /// They are told in this colour.
    pub(in crate::app) ink: Option<Ink>,
}

impl PaneFigures {
    fn get(&self, variant: &VariantId) -> (&[String], Ink) {
        let lines = self.lines.get(variant).map_or(&[][..], Vec::as_slice);
        (lines, self.ink.unwrap_or(Ink::TextMuted))
    }

    /// What is said of a variant, in full.
    pub(super) fn words(&self, variant: &VariantId) -> Option<&str> {
        self.lines.get(variant)?.first().map(String::as_str)
    }
}

/// A variant's name above its pane, in Compare.
fn title(
    sheet: &Sheet,
    painter: &Painter,
    session: &Session,
    (pane, (lines, figures_ink)): (&Pane, (&[String], Ink)),
    header: Rect,
) {
    if session.scene().panes.len() < 2 {
        return;
    }
    let zoom = sheet.camera.zoom;
    let height = if tiles::are_shown(zoom) {
        header.height()
    } else {
        size::TITLE_STRIP * zoom
    };
    let strip = Rect::from_min_size(header.min, vec2(header.width(), height));
    let painter = painter.with_clip_rect(strip.intersect(sheet.area));
    painter.rect_filled(strip, 0.0, sheet.ink(Ink::TitleStrip));
    let line = Stroke::new(1.0, sheet.ink(Ink::Hairline));
    painter.hline(strip.x_range(), strip.top(), line);
    painter.hline(strip.x_range(), strip.bottom() - 0.5, line);
    let selected = session.selection().target == Target::Record(Key::Variant(pane.variant.clone()));
    let ink = if selected { Ink::AccentText } else { Ink::Text };
    let name = painter.text(
        strip.left_center() + vec2(12.0, 0.0),
        Align2::LEFT_CENTER,
        &pane.name,
        look::semibold(text_size((14.0 * zoom.clamp(0.8, 1.2)).min(height))),
        sheet.ink(ink),
    );
    let facts = facts(session, pane);
    let mut x = name.right() + 12.0;
    for (text, ground, ink) in facts {
        let font = egui::FontId::proportional(text_size(11.0 * zoom.clamp(0.8, 1.2)));
        let galley = painter.layout_no_wrap(text, font, sheet.ink(ink));
        let chip = Rect::from_min_size(
            pos2(x, strip.center().y - galley.size().y / 2.0 - 2.0),
            galley.size() + vec2(16.0, 4.0),
        );
        if strip.height() > chip.height() {
            painter.rect_filled(chip, chip.height() / 2.0, sheet.ink(ground));
            painter.galley(chip.min + vec2(8.0, 2.0), galley, sheet.ink(ink));
        }
        x = chip.right() + 8.0;
    }
    let font = egui::FontId::proportional(text_size((12.0 * zoom.clamp(0.8, 1.2)).min(height)));
    let room = strip.intersect(sheet.area).right() - 12.0 - x;
    let ink = sheet.ink(figures_ink);
    let laid_out = lines
        .iter()
        .map(|line| painter.layout_no_wrap(line.clone(), font.clone(), ink));
    if let Some(galley) = laid_out.into_iter().find(|galley| galley.size().x <= room) {
        let at = pos2(x + 4.0, strip.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, ink);
    }
}

/// What is counted of a variant: only what the document says.
fn facts(session: &Session, pane: &Pane) -> Vec<(String, Ink, Ink)> {
    let Some((place, _)) = session.blueprint().variant(&pane.variant) else {
        return Vec::new();
    };
    let tally = session.tally(&pane.variant);
    let mut facts = vec![(
        plural(tally.steps, "step", "steps"),
        Ink::Chip,
        Ink::TextMuted,
    )];
    if tally.pains > 0 {
        let text = plural(tally.pains, "pain", "pains");
        facts.push((text, Ink::DangerFill, Ink::DangerText));
    }
    if tally.touchpoints > 0 {
        let text = plural(tally.touchpoints, "AI touchpoint", "AI touchpoints");
        facts.push((text, Ink::AiChip, Ink::AiText));
    }
    if let (Some(changes), 1..) = (session.changes(), place) {
        let words = counts_in_words(changes.counted());
        if !words.is_empty() {
            facts.push((words, Ink::Chip, Ink::TextMuted));
        }
    }
    facts
}

/// A line between lanes, with its name where it is seen and nothing crosses it.
pub(super) fn service_line(sheet: &Sheet, body: &Painter, pane: &Pane, line: &ServiceLine) {
    let pen = ScreenPen::new(body, sheet.to_screen, sheet.theme);
    let line = &readable(sheet, line);
    let place = match shows_line_names(sheet) {
        true => pane.name_place(line, seen_across(sheet, body)),
        false => None,
    };
    let shapes = line.shapes(place);
    let is_name = |shape: &&Shape| matches!(shape, Shape::Text { .. });
    let dots = shapes.iter().filter(|shape| !is_name(shape));
    dots.for_each(|shape| pen.shape(shape));
    if let Some(name) = shapes.iter().find(is_name) {
        line_name(sheet, body, name);
    }
}

/// Where connectors leave no room for the name of a line, it stands over them at the right.
pub(super) fn crossed_name(sheet: &Sheet, body: &Painter, pane: &Pane, line: &ServiceLine) {
    let line = &readable(sheet, line);
    let (left, right) = seen_across(sheet, body);
    let at = line.last_place(right);
    if !shows_line_names(sheet) || at < left || pane.name_place(line, (left, right)).is_some() {
        return;
    }
    let place = Rect::from_center_size(
        pos2(at + line.name_width / 2.0, line.y),
        vec2(line.name_width + 12.0, 14.0),
    );
    body.rect_filled(sheet.to_screen * place, 0.0, sheet.ink(Ink::Canvas));
    if let Some(name) = line.shapes(Some(at)).last() {
        line_name(sheet, body, name);
    }
}

/// Least size of the name of a line, in points of the window.
const LEAST_LINE_NAME: f32 = 8.5;

/// `line` with as much room for its name as it takes where it is drawn larger than the board.
fn readable(sheet: &Sheet, line: &ServiceLine) -> ServiceLine {
    let grown = LEAST_LINE_NAME / (font::LINE_NAME.size * sheet.camera.zoom);
    ServiceLine {
        name_width: line.name_width * grown.max(1.0),
        ..line.clone()
    }
}

/// The name of a line: it stays readable while the rest gets small.
fn line_name(sheet: &Sheet, body: &Painter, name: &Shape) {
    let Shape::Text {
        at,
        text,
        font,
        ink,
        ..
    } = name
    else {
        return;
    };
    let size = (font.size * sheet.camera.zoom).max(LEAST_LINE_NAME);
    let font = look::medium(text_size(size));
    let at = sheet.to_screen * *at;
    body.text(at, Align2::LEFT_CENTER, text, font, sheet.ink(*ink));
}

fn shows_line_names(sheet: &Sheet) -> bool {
    !tiles::are_shown(sheet.camera.zoom)
}

/// The part of the scene that `body` shows, from left to right.
fn seen_across(sheet: &Sheet, body: &Painter) -> (f32, f32) {
    let seen = sheet.to_screen.inverse() * body.clip_rect();
    (seen.left(), seen.right())
}

fn phases(sheet: &Sheet, painter: &Painter, session: &Session, pane: &Pane, moved: TSTransform) {
    let selection = &session.selection().target;
    let seen = (moved.inverse() * painter.clip_rect()).x_range();
    let in_tiles = tiles::are_shown(sheet.camera.zoom);
    // Tiles bear the names, and need no bar above them.
    let has_bars = !in_tiles || !tiles::have_words(sheet, painter, pane);
    for phase in pane.phases_in(seen.min, seen.max) {
        let rect = moved * phase.rect;
        if has_bars {
            painter.rect_filled(rect, 6.0 * sheet.camera.zoom, sheet.ink(Ink::Header));
        }
        if in_tiles {
            continue;
        }
        if *selection == Target::Record(Key::Phase(phase.id.clone())) {
            ring(sheet, painter, rect);
        }
        let name = session
            .shown()
            .phase(&phase.id)
            .map_or("", |(_, phase)| phase.name.as_str());
        // The name of a wide phase stays in view while its moments pass.
        let left = rect.left().max(painter.clip_rect().left()) + 12.0 * sheet.camera.zoom;
        let right = rect.right().min(painter.clip_rect().right()) - 4.0;
        let inside = Rect::from_x_y_ranges(left..=right, rect.y_range());
        // Names stay readable while the rest gets small, but not beyond their bars.
        let size = font::HEADER.size * sheet.camera.zoom.max(0.8);
        let size = size.min(rect.height() * 0.82);
        if size >= LEAST_NAME {
            elided(sheet, painter, inside, name, size, Ink::Text);
        }
    }
    for gap in &pane.gaps {
        let pen = ScreenPen::new(painter, moved, sheet.theme);
        let words = gap.group.shapes.iter();
        words
            .filter(|shape| matches!(shape, Shape::Text { .. }))
            .for_each(|shape| pen.shape(shape));
    }
    for column in &pane.columns[pane.columns_in(seen.min, seen.max)] {
        let here = *selection == Target::Record(Key::Moment(column.id.clone()));
        if let Some(header) = &column.header {
            ScreenPen::new(painter, moved, sheet.theme).group(header);
        }
        if here {
            // Its header is low or has no words: a bar over its tinted column.
            let foot = (moved * pane.body).top();
            let across = (moved * column.rect).expand(size::GUTTER / 2.0 * sheet.camera.zoom);
            let bar = Rect::from_x_y_ranges(across.x_range(), foot - 3.0..=foot);
            painter.rect_filled(bar, 1.0, sheet.ink(Ink::Accent));
        }
    }
}

/// Where the header of a lane at `rect` begins. The name of a high lane stays in view while its cards pass,
/// that of a folded lane stands in the middle of its line.
pub(super) fn name_top(sheet: &Sheet, band: &LaneBand, rect: Rect, strip_top: f32) -> f32 {
    let scale = sheet.camera.header_scale();
    if band.fold != Fold::Open {
        return rect.center().y - band.rect.height() * scale / 2.0;
    }
    let lowest = rect.bottom() - 48.0 * scale;
    strip_top.clamp(rect.top(), lowest.max(rect.top()))
}

/// Names smaller than this, in points of the window, are not drawn.
pub(super) const LEAST_NAME: f32 = 6.0;

/// A lane lower than this, in points of the window, shows its name on one line.
const LOW_LANE: f32 = 28.0;

fn lane_names(sheet: &Sheet, painter: &Painter, session: &Session, pane: &Pane, header: Rect) {
    let scale = sheet.camera.header_scale();
    let strip = Rect::from_min_max(
        pos2(sheet.area.left(), header.bottom()),
        pos2(
            sheet.area.left() + sheet.camera.strip(),
            (sheet.to_screen * pane.rect).bottom(),
        ),
    );
    let seen = strip.intersect(sheet.area);
    let painter = painter.with_clip_rect(seen);
    painter.rect_filled(strip, 0.0, sheet.ink(Ink::Canvas));
    // The bands are those of the lanes, in their order.
    for (band, lane) in pane.lanes.iter().zip(&session.shown().lanes) {
        let rect = sheet.to_screen * band.rect;
        if !rect.intersects(seen) {
            continue;
        }
        let rect = Rect::from_x_y_ranges(strip.x_range(), rect.y_range());
        if let Some(tint) = lane_tint(lane.kind) {
            painter.rect_filled(rect, 0.0, sheet.ink(tint));
        }
        if session.selection().target == Target::Record(Key::Lane(band.id.clone())) {
            painter.rect_filled(rect, 0.0, sheet.ink(Ink::SelectedFill));
        }
        let bar = Rect::from_min_size(
            rect.min + vec2(0.0, 4.0),
            vec2(size::LANE_BAR, (rect.height() - 8.0).max(2.0)),
        );
        painter.rect_filled(bar, 1.0, sheet.ink(lane_ink(lane.kind)));
        let line = Stroke::new(1.0, sheet.ink(Ink::Hairline));
        painter.hline(rect.x_range(), rect.top(), line);
        let top = name_top(sheet, band, rect, strip.top());
        let to_screen = TSTransform::new(vec2(rect.left(), top - band.rect.top() * scale), scale);
        let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        let pen = ScreenPen::new(&inside, to_screen, sheet.theme);
        let is_low = match band.fold {
            Fold::Open => rect.height() < LOW_LANE,
            _ => rect.height() < LOW_LANE / 2.0,
        };
        if is_low {
            // Too low for its lines: the name alone, in the middle.
            let name = lane.name.as_str();
            let left = rect.left() + size::LANE_TEXT;
            let seen = rect.intersect(strip);
            let place = Rect::from_x_y_ranges(left..=rect.right() - 4.0, seen.y_range());
            if seen.height() >= LEAST_NAME + 2.0 {
                let size = (seen.height() - 1.0).min(10.5);
                elided(sheet, &inside, place, name, size, Ink::Text);
            }
        }
        let is_name =
            |shape: &Shape| matches!(shape, Shape::Text { font, .. } if *font == font::HEADER);
        let mut names = band.header.shapes.iter().filter(|shape| is_name(shape));
        let is_whole = names
            .clone()
            .all(|shape| fits_above(rect.bottom(), to_screen, shape));
        if let (Some(Shape::Text { at, font, .. }), false, false) = (names.next(), is_low, is_whole)
        {
            // A second line that is left out leaves a mark behind the first.
            let at = to_screen * *at;
            let place = Rect::from_x_y_ranges(at.x..=rect.right() - 4.0, at.y - 8.0..=at.y + 8.0);
            elided(
                sheet,
                &inside,
                place,
                &lane.name,
                font.size * scale,
                Ink::Text,
            );
        }
        for shape in &band.header.shapes {
            let is_told = is_name(shape) && !is_whole;
            if !is_low && !is_told && fits_above(rect.bottom(), to_screen, shape) {
                pen.shape(shape);
            }
        }
    }
    rows::paint_names(sheet, &painter, pane, strip);
    let edge = Stroke::new(1.0, sheet.ink(Ink::Hairline));
    painter.vline(strip.right() - 0.5, strip.y_range(), edge);
}

/// Whether a word or picture of a header ends above `bottom`: what would be cut is left out. Grounds and lines
/// are drawn by the window.
pub(super) fn fits_above(bottom: f32, to_screen: TSTransform, shape: &Shape) -> bool {
    let foot = match shape {
        Shape::Text { at, font, .. } => at.y + font.size * 0.6,
        Shape::Icon { rect, .. } => rect.bottom(),
        _ => return false,
    };
    (to_screen * pos2(0.0, foot)).y <= bottom + 0.5
}

fn ring(sheet: &Sheet, painter: &Painter, rect: Rect) {
    let stroke = Stroke::new(1.5, sheet.ink(Ink::Accent));
    painter.rect_stroke(rect, 6.0, stroke, StrokeKind::Inside);
}

/// One line of text, cut off with ... where it does not fit.
fn elided(sheet: &Sheet, painter: &Painter, inside: Rect, text: &str, size: f32, ink: Ink) {
    if inside.width() < 12.0 {
        return;
    }
    let mut job = egui::text::LayoutJob::single_section(
        text.to_owned(),
        egui::TextFormat::simple(look::semibold(text_size(size)), sheet.ink(ink)),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(inside.width());
    let galley = painter.layout_job(job);
    let at = pos2(inside.left(), inside.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, sheet.ink(ink));
}

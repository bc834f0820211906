//! Paints a slide: big, calm, and the same whether a person or a picture asks. Takes no input.

use egui::{
    Align2, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, emath::TSTransform, pos2, vec2,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{
    part::{PhasePart, PhaseSide},
    slides::zoom,
};
use crate::{
    app::{
        canvas::{ScreenPen, paint_scene},
        look,
        widgets::change_look,
    },
    model::Lane,
    patch::{ChangeKind, Comparison},
    scene::{Card, Fold, Ink, LaneBand, Pane, Scene, Shape, Theme, font, lane_tint, size},
};

/// What slides are painted with: a place, a theme, and how large words are on this screen.
pub(super) struct Stage<'a> {
    pub(super) painter: &'a Painter,
    pub(super) theme: Theme,
    /// 1 on a screen of 1366 x 768 points.
    pub(super) scale: f32,
}

impl Stage<'_> {
    pub(super) fn ink(&self, ink: Ink) -> egui::Color32 {
        look::color(self.theme, ink)
    }

    /// Words in at most so many rows of a width.
    pub(super) fn words(
        &self,
        text: &str,
        font: FontId,
        ink: Ink,
        (width, rows): (f32, usize),
    ) -> Arc<Galley> {
        let format = egui::TextFormat::simple(font, self.ink(ink));
        let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
        job.wrap.max_width = width;
        job.wrap.max_rows = rows;
        self.painter.layout_job(job)
    }

    /// A word on a ground of its own, its left edge at `at`; gives its right edge.
    pub(super) fn pill(&self, at: Pos2, text: &str, font: FontId, ground: Ink, ink: Ink) -> f32 {
        let galley = self
            .painter
            .layout_no_wrap(text.to_owned(), font, self.ink(ink));
        let pad = vec2(galley.size().y * 0.6, galley.size().y * 0.2);
        let rect = Rect::from_min_size(
            pos2(at.x, at.y - galley.size().y / 2.0 - pad.y),
            galley.size() + 2.0 * pad,
        );
        self.painter
            .rect_filled(rect, rect.height() / 2.0, self.ink(ground));
        self.painter.galley(rect.min + pad, galley, self.ink(ink));
        rect.right()
    }

    /// A phase, or a part of it, in `area`; the lane names stay at the left.
    pub(super) fn phase(
        &self,
        area: Rect,
        lanes: &[Arc<Lane>],
        (part, side): (&PhasePart, &PhaseSide),
        changes: &Comparison,
    ) {
        let (Some(pane), Some(crop)) = (side.pane(), side.crop()) else {
            return;
        };
        let zoom = zoom(part, area.size());
        let strip = size::LANE_HEADER * zoom;
        let top = area.top() + (area.height() - part.size().1 * zoom).max(0.0) / 2.0;
        let room = area.width() - strip;
        let left = area.left() + strip + (room - part.cells_width() * zoom).max(0.0) / 2.0;
        let to_screen = TSTransform::new(
            vec2(left - crop.left() * zoom, top - crop.top() * zoom),
            zoom,
        );
        let pen = ScreenPen::new(self.painter, to_screen, self.theme);
        for header in pane
            .columns
            .iter()
            .filter_map(|column| column.header.as_ref())
        {
            pen.group(header);
        }
        self.lanes(area, (pane, lanes), to_screen);
        self.service_lines(area, pane, to_screen);
        for wire in pane.wires.values() {
            pen.group(&wire.group());
        }
        for card in pane.cards.values() {
            pen.group(&card.group());
        }
        for label in pane.wires.values().filter_map(|wire| wire.label()) {
            pen.group(&label);
        }
        for (id, card) in side.cards() {
            if let Some(kinds) = changes.steps.get(id) {
                self.changes(to_screen, card, kinds);
            }
        }
    }

    /// How a card differs from the first variant, at the right of its top edge, before AI. What was added
    /// has a border of that colour.
    fn changes(&self, to_screen: TSTransform, card: &Card, kinds: &BTreeSet<ChangeKind>) {
        let zoom = to_screen.scaling;
        let (ai, card) = (card.crown_at(1.0), card.rect);
        if kinds.contains(&ChangeKind::Added) && ai.is_none() {
            let stroke = Stroke::new(size::BORDER_STRONG * zoom, self.ink(Ink::Added));
            let (rect, radius) = (to_screen * card, size::RADIUS * zoom);
            self.painter
                .rect_stroke(rect, radius, stroke, StrokeKind::Middle);
        }
        let mut right = match ai {
            Some(ai) => ai.left() - size::GRID,
            None => card.right() - size::BADGE_PAD,
        };
        let shown: Vec<ChangeKind> = ChangeKind::all_of(kinds)
            .filter(|kind| *kind != ChangeKind::Ai)
            .collect();
        for kind in shown.into_iter().rev() {
            let (mark, ground, ink) = change_look(kind);
            let text = format!("{mark} {}", kind.word());
            let font = look::font_id(font::BADGE, zoom);
            let galley = self.painter.layout_no_wrap(text, font, self.ink(ink));
            let wide = galley.size().x / zoom + 2.0 * size::BADGE_PAD;
            let place = Rect::from_min_size(
                pos2(right - wide, card.top() - size::BADGE_RISE),
                vec2(wide, size::BADGE),
            );
            right = place.left() - size::GRID;
            let place = to_screen * place;
            self.painter
                .rect_filled(place, place.height() / 2.0, self.ink(ground));
            let at = Align2::CENTER_CENTER.anchor_size(place.center(), galley.size());
            self.painter.galley(at.min, galley, self.ink(ink));
        }
    }

    /// Lane names with their bars at the left edge, hairlines across the whole screen.
    fn lanes(&self, area: Rect, (pane, lanes): (&Pane, &[Arc<Lane>]), to_screen: TSTransform) {
        let at = vec2(area.left(), to_screen.translation.y);
        let names = TSTransform::new(at, to_screen.scaling);
        let pen = ScreenPen::new(self.painter, names, self.theme);
        let line = Stroke::new(1.0, self.ink(Ink::Hairline));
        for (place, lane) in pane.lanes.iter().enumerate() {
            if let Some(tint) = lanes.get(place).and_then(|lane| lane_tint(lane.kind)) {
                let y = (to_screen * lane.rect).y_range();
                let ground = Rect::from_x_y_ranges(area.x_range(), y);
                self.painter.rect_filled(ground, 0.0, self.ink(tint));
            }
            match lane.fold {
                Fold::Open => pen.group(&lane.header),
                Fold::Empty | Fold::Folded => {
                    let name = lanes.get(place).map_or("", |lane| &lane.name);
                    self.folded(&pen, names, lane, name);
                }
            }
            let foot = (to_screen * lane.rect).bottom();
            let boundary = pane.lines.iter().any(|line| line.y == lane.rect.bottom());
            if place + 1 < pane.lanes.len() && !boundary {
                self.painter.hline(area.x_range(), foot, line);
            }
        }
    }

    /// A lane in which nothing happens here: its bar and its whole name, in a line. Nobody can open it.
    fn folded(&self, pen: &ScreenPen<'_>, names: TSTransform, lane: &LaneBand, name: &str) {
        let bar = |shape: &&Shape| matches!(shape, Shape::Rect { .. });
        lane.header
            .shapes
            .iter()
            .filter(bar)
            .for_each(|shape| pen.shape(shape));
        let font = look::font_id(font::HEADER, names.scaling);
        let room = (size::LANE_HEADER - 2.0 * size::LANE_TEXT) * names.scaling;
        let galley = self.words(name, font, Ink::TextFaint, (room, 1));
        let left = lane.rect.left() + size::LANE_BAR + size::LANE_TEXT;
        let at = names * pos2(left, lane.rect.center().y);
        let at = at - vec2(0.0, galley.size().y / 2.0);
        self.painter.galley(at, galley, self.ink(Ink::TextFaint));
    }

    /// The lines of interaction and visibility across the screen, their names at the right edge.
    fn service_lines(&self, area: Rect, pane: &Pane, to_screen: TSTransform) {
        let zoom = to_screen.scaling;
        let left = area.left() + size::LANE_HEADER * zoom;
        for line in &pane.lines {
            let y = to_screen.translation.y + line.y * zoom;
            let mut right = area.right();
            for shape in &line.group.shapes {
                let Shape::Text { text, .. } = shape else {
                    continue;
                };
                let font = look::font_id(font::LINE_NAME, zoom.min(1.6));
                let ink = self.ink(Ink::TextFaint);
                let name = self.painter.layout_no_wrap(text.clone(), font, ink);
                let at = pos2(area.right() - name.size().x, y - name.size().y / 2.0);
                right = at.x - 8.0;
                self.painter.galley(at, name, ink);
            }
            let stroke = Stroke::new(1.0, self.ink(Ink::ServiceLine));
            let (dash, gap) = size::DASH;
            let path = [pos2(left, y), pos2(right, y)];
            let dashes = egui::Shape::dashed_line(&path, stroke, dash * zoom, gap * zoom);
            self.painter.extend(dashes);
        }
    }

    /// The whole scene as large as `area` allows.
    pub(super) fn overview(&self, area: Rect, scene: &Scene) {
        let fits = area.size() / scene.size.max(vec2(1.0, 1.0));
        let zoom = fits.x.min(fits.y).min(1.6);
        let drawn = scene.size * zoom;
        let at = area.center() - drawn / 2.0;
        let to_screen = TSTransform::new(at.to_vec2(), zoom);
        paint_scene(self.painter, scene, to_screen, self.theme);
        if scene.panes.len() < 2 {
            return;
        }
        for pane in &scene.panes {
            let strip = to_screen
                * Rect::from_min_size(pane.rect.min, vec2(pane.rect.width(), size::TITLE_STRIP));
            self.painter.text(
                strip.left_center() + vec2(size::LANE_TEXT * zoom, 0.0),
                Align2::LEFT_CENTER,
                &pane.name,
                look::semibold((14.0 * zoom).max(10.0)),
                self.ink(Ink::Text),
            );
        }
    }

    /// A dot for each stop of the way; the present one is a bar that fills from Before to After.
    pub(super) fn progress(&self, middle: Pos2, stops: usize, here: usize, part: f32) {
        let (dot, bar, gap) = (8.0 * self.scale, 36.0 * self.scale, 8.0 * self.scale);
        let width = stops as f32 * (dot + gap) - gap + bar - dot;
        let mut x = middle.x - width / 2.0;
        for stop in 0..stops {
            let wide = if stop == here { bar } else { dot };
            let rect = Rect::from_min_size(pos2(x, middle.y - dot / 2.0), vec2(wide, dot));
            let ground = if stop < here { Ink::Accent } else { Ink::Track };
            self.painter.rect_filled(rect, dot / 2.0, self.ink(ground));
            if stop == here {
                let done = rect.with_max_x(rect.left() + (bar * part).max(dot));
                self.painter
                    .rect_filled(done, dot / 2.0, self.ink(Ink::Accent));
            }
            x += wide + gap;
        }
    }

    /// A box with words for a moment: which keys there are.
    pub(super) fn hint(&self, at: Pos2, text: &str) {
        let font = look::medium(13.0 * self.scale.min(1.5));
        let galley = self
            .painter
            .layout_no_wrap(text.to_owned(), font, self.ink(Ink::Panel));
        let size = galley.size() + vec2(28.0, 16.0);
        let place = Rect::from_center_size(at, size);
        self.painter.rect_filled(place, 8.0, self.ink(Ink::Text));
        self.painter
            .galley(place.min + vec2(14.0, 8.0), galley, self.ink(Ink::Panel));
    }

    /// A hairline frame, for the edge of the notes.
    pub(super) fn rule(&self, rect: Rect) {
        self.painter.rect(
            rect,
            0.0,
            self.ink(Ink::Panel),
            Stroke::new(1.0, self.ink(Ink::Hairline)),
            StrokeKind::Inside,
        );
    }
}

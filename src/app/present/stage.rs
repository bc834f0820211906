//! Paints a slide: big, calm, and the same whether a person or a picture asks. Takes no input.

use egui::{
    Align2, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, emath::TSTransform, pos2, vec2,
};
use std::sync::Arc;

use super::slides::{PhaseSlide, crop, height, zoom};
use crate::{
    app::{
        canvas::{Pen, paint_scene},
        look,
    },
    scene::{Ink, Pane, Scene, Shape, Theme, font, size},
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
    pub(super) fn phase(&self, area: Rect, scenes: &[Scene], slide: &PhaseSlide) {
        let pane = scenes.get(slide.side).and_then(|scene| scene.panes.first());
        let Some(pane) = pane else {
            return;
        };
        let zoom = zoom(scenes, &slide.columns, area.size());
        let crop = crop(pane, &slide.columns);
        let strip = size::LANE_HEADER * zoom;
        let top = area.top() + (area.height() - height(scenes) * zoom).max(0.0) / 2.0;
        let room = area.width() - strip;
        let left = area.left() + strip + (room - crop.width() * zoom).max(0.0) / 2.0;
        let to_screen = TSTransform::new(
            vec2(left - crop.left() * zoom, top - crop.top() * zoom),
            zoom,
        );
        let cells = self.painter.with_clip_rect(to_screen * crop);
        let pen = Pen::new(&cells, to_screen, self.theme);
        for column in pane.columns.get(slide.columns.clone()).unwrap_or_default() {
            if let Some(header) = &column.header {
                pen.group(header);
            }
        }
        let wires = || pane.wires_in(crop);
        for (_, wire) in wires() {
            pen.group(&wire.group());
        }
        // Only arrows fade: lanes go on across the screen, and cards stand whole.
        self.fade(&cells, to_screen * crop, zoom, slide, pane);
        self.lanes(area, pane, to_screen);
        self.service_lines(area, pane, to_screen);
        for (_, card) in pane.cards_in(crop) {
            pen.group(&card.group());
        }
        let labels = wires().filter_map(|(_, wire)| wire.label());
        for label in labels.filter(|label| crop.contains_rect(label.bounds)) {
            pen.group(&label);
        }
    }

    /// Lane names with their bars at the left edge, hairlines across the whole screen.
    fn lanes(&self, area: Rect, pane: &Pane, to_screen: TSTransform) {
        let at = vec2(area.left(), to_screen.translation.y);
        let names = TSTransform::new(at, to_screen.scaling);
        let pen = Pen::new(self.painter, names, self.theme);
        let line = Stroke::new(1.0, self.ink(Ink::Hairline));
        for (place, lane) in pane.lanes.iter().enumerate() {
            pen.group(&lane.header);
            let foot = (to_screen * lane.rect).bottom();
            let boundary = pane.lines.iter().any(|line| line.y == lane.rect.bottom());
            if place + 1 < pane.lanes.len() && !boundary {
                self.painter.hline(area.x_range(), foot, line);
            }
        }
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
                let ground = Rect::from_min_size(at, name.size()).expand2(vec2(8.0, 0.0));
                self.painter.rect_filled(ground, 0.0, self.ink(Ink::Canvas));
                self.painter.galley(at, name, ink);
            }
            let stroke = Stroke::new(1.0, self.ink(Ink::ServiceLine));
            let (dash, gap) = size::DASH;
            let path = [pos2(left, y), pos2(right, y)];
            let dashes = egui::Shape::dashed_line(&path, stroke, dash * zoom, gap * zoom);
            self.painter.extend(dashes);
        }
    }

    /// Arrows that go on beyond the slide fade away at its edges.
    fn fade(&self, painter: &Painter, crop: Rect, zoom: f32, slide: &PhaseSlide, pane: &Pane) {
        let width = size::GUTTER * zoom;
        let ground = self.ink(Ink::Canvas);
        let edge = |outer: f32, inner: f32| {
            let mut mesh = egui::Mesh::default();
            for (x, color) in [(outer, ground), (inner, ground.gamma_multiply(0.0))] {
                mesh.colored_vertex(pos2(x, crop.top()), color);
                mesh.colored_vertex(pos2(x, crop.bottom()), color);
            }
            mesh.add_triangle(0, 1, 2);
            mesh.add_triangle(1, 2, 3);
            painter.add(mesh);
        };
        if slide.columns.start > 0 {
            edge(crop.left(), crop.left() + width);
        }
        if slide.columns.end < pane.columns.len() {
            edge(crop.right(), crop.right() - width);
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

//! What is drawn on the canvas: panes, what is selected, and what a drag will do.

use egui::{Painter, Pos2, Rect, Stroke, StrokeKind, Ui, emath::TSTransform, vec2};

use super::{
    Camera, Picking, ScreenPen, add, blocks, draw::TITLE_ZOOM, glide::Glide, headers,
    point::card_near, rows, veil::Veil,
};
use crate::{
    app::look,
    gesture::{GesturePreview, Hit, handle_places, hit},
    model::Key,
    scene::{Ink, Pane, Theme, Wire, WireId, size},
    session::{Session, Target},
};

/// A handle so near a connector's head, in points of the window, would cover it.
const COVERED: f32 = 7.0;

/// Space between the mark of a cell and the edges of its lane, for the names of the lines that run there.
const CELL_AIR: f32 = 7.0;

/// What a pane is drawn with.
pub(super) struct Sheet {
    pub(super) area: Rect,
    pub(super) to_screen: TSTransform,
    pub(super) camera: Camera,
    pub(super) theme: Theme,
}

impl Sheet {
    pub(super) fn ink(&self, ink: Ink) -> egui::Color32 {
        look::color(self.theme, ink)
    }

    /// The part of the canvas in which a pane's cells are seen.
    pub(super) fn body_clip(&self, pane: &Pane) -> Rect {
        let header = headers::pinned(self, pane);
        let bottom = (self.to_screen * pane.rect)
            .bottom()
            .min(self.area.bottom());
        Rect::from_min_max(
            Pos2::new(self.area.left() + self.camera.strip(), header.bottom()),
            Pos2::new(self.area.right(), bottom.max(header.bottom())),
        )
    }

    pub(super) fn pane(
        &self,
        ui: &Ui,
        painter: &Painter,
        session: &Session,
        pane: &Pane,
        (glide, figures): (&Glide, &headers::PaneFigures),
    ) {
        if !(self.to_screen * pane.rect).intersects(self.area) {
            return;
        }
        let clip = self.body_clip(pane);
        let body = painter.with_clip_rect(clip);
        let pen = ScreenPen::new(&body, self.to_screen, self.theme);
        for gap in &pane.gaps {
            pen.group(&gap.group);
        }
        for lane in &pane.lanes {
            pen.group(&lane.ground);
            lane.notes.iter().for_each(|note| pen.group(note));
        }
        rows::paint(self, &body, session, pane);
        self.hovered_cell(ui, &body, session, pane);
        self.empty_cell(&body, session, pane);
        self.selected_moment(&body, session, pane);
        for line in &pane.lines {
            headers::service_line(self, &body, pane, line);
        }
        if self.camera.zoom < TITLE_ZOOM {
            blocks::paint(self, &body, session, pane);
        } else if glide.is_under_way() {
            glide.paint(self, &body, pane);
        } else {
            self.cells(&body, session, pane);
        }
        let room = add::room_at_right(ui, session, pane, self);
        headers::paint(self, painter, session, (pane, room), figures);
    }

    /// The cards and connectors on screen, with what is selected.
    fn cells(&self, painter: &Painter, session: &Session, pane: &Pane) {
        let area = self.to_screen.inverse() * painter.clip_rect();
        let pen = ScreenPen::new(painter, self.to_screen, self.theme);
        let veil = Veil::of(session);
        let wires = pane.wires_in(area);
        let wires: Vec<_> = wires
            .map(|(id, wire)| {
                let pen = pen.with(veil.of_wire(id, &wire));
                (id, wire.group(), wire, pen)
            })
            .collect();
        for (id, group, wire, pen) in &wires {
            if is_selected_wire(session, pane, id) {
                self.halo_line(painter, &wire.points);
            }
            pen.wire_line(group);
        }
        for line in &pane.lines {
            headers::crossed_name(self, painter, pane, line);
        }
        let selection = session.selection();
        let here = pane.shows(&selection.variant);
        let ghosts = pane.ghosts.values();
        let zoom = self.camera.zoom;
        for ghost in ghosts.filter(|ghost| ghost.bounds().intersects(area)) {
            pen.with(veil.of_card(ghost)).group(&ghost.group_at(zoom));
        }
        for (id, card) in pane.cards_in(area) {
            if here && selection.steps().contains(id) {
                self.halo(painter, self.to_screen * card.rect);
            }
            pen.with(veil.of_card(card)).group(&card.group_at(zoom));
        }
        for (_, group, wire, pen) in &wires {
            pen.wire_heads(group, lift(pane, wire, zoom));
        }
        for (_, _, wire, pen) in &wires {
            wire.label().iter().for_each(|label| pen.group(label));
        }
    }

    /// A moment that is selected is its whole column.
    fn selected_moment(&self, painter: &Painter, session: &Session, pane: &Pane) {
        let selection = session.selection();
        let Target::Record(Key::Moment(id)) = &selection.target else {
            return;
        };
        if let Some(column) = pane.columns.iter().find(|column| column.id == *id) {
            let column = self.to_screen * column.rect.expand2(vec2(size::GUTTER / 2.0, 0.0));
            let tint = self.ink(Ink::DropFill).gamma_multiply(0.6);
            painter.rect_filled(column, 0.0, tint);
        }
    }

    /// The empty cell under the pointer says that a step can go there.
    fn hovered_cell(&self, ui: &Ui, painter: &Painter, session: &Session, pane: &Pane) {
        let at = ui
            .ctx()
            .pointer_hover_pos()
            .filter(|at| painter.clip_rect().contains(*at));
        let Some(at) = at.filter(|_| !session.is_read_only() && self.camera.zoom >= 0.4) else {
            return;
        };
        let Hit::Cell {
            variant,
            lane,
            moment,
        } = hit(session.scene(), self.to_screen.inverse() * at)
        else {
            return;
        };
        let lane = pane.lanes.iter().find(|band| band.id == lane);
        let column = pane.columns.iter().find(|column| column.id == moment);
        if let (Some(lane), Some(column)) = (lane, column)
            && variant == pane.variant
        {
            let cell = Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range());
            let cell = self.to_screen * cell.shrink2(vec2(0.0, CELL_AIR));
            // Grey, and no frame: blue is what is selected.
            painter.rect_filled(cell, 6.0, self.ink(Ink::Hover).gamma_multiply(0.6));
        }
    }

    /// The cell that is selected, or that the keyboard would fill.
    fn empty_cell(&self, painter: &Painter, session: &Session, pane: &Pane) {
        let selection = session.selection();
        let Some((lane, moment)) = selection.cell() else {
            return;
        };
        if !pane.shows(&selection.variant) || session.editing().is_some() {
            return;
        }
        let lane = pane.lanes.iter().find(|band| band.id == *lane);
        let column = pane.columns.iter().find(|column| column.id == *moment);
        if let (Some(lane), Some(column)) = (lane, column) {
            let cell = Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range());
            // Its frame goes around the cards that stand in it.
            let is_empty = pane.cards_in(cell).next().is_none();
            let cell = self.to_screen * cell.expand2(vec2(6.0, -CELL_AIR));
            let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
            painter.rect(
                cell,
                6.0,
                self.ink(Ink::DropFill),
                stroke,
                StrokeKind::Inside,
            );
            if is_empty && self.camera.zoom >= 0.6 {
                painter.text(
                    cell.center(),
                    egui::Align2::CENTER_CENTER,
                    "Type to add a step",
                    egui::FontId::proportional(11.0 * self.camera.zoom.min(1.2)),
                    self.ink(Ink::TextMuted),
                );
            }
        }
    }

    fn halo(&self, painter: &Painter, card: Rect) {
        let zoom = self.camera.zoom;
        // Between the ring and the card's own border some ground is seen.
        let halo = card.expand(4.0 * zoom.max(0.8));
        painter.rect_filled(halo, 8.0 * zoom, self.ink(Ink::Halo));
        let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
        painter.rect_stroke(halo, 8.0 * zoom, stroke, StrokeKind::Inside);
    }

    fn halo_line(&self, painter: &Painter, points: &[Pos2]) {
        let points: Vec<Pos2> = points.iter().map(|point| self.to_screen * *point).collect();
        let stroke = Stroke::new(6.0 * self.camera.zoom.max(0.6), self.ink(Ink::Halo));
        painter.add(egui::Shape::line(points, stroke));
    }

    pub(super) fn preview(&self, painter: &Painter, session: &Session, preview: &GesturePreview) {
        let accent = Stroke::new(1.5, self.ink(Ink::Accent));
        match preview {
            GesturePreview::Cards {
                variant,
                steps,
                by,
                drop,
                into,
            } => {
                if let Some(line) = into {
                    // The connector that takes the card in.
                    let line = line.iter().map(|point| self.to_screen * *point).collect();
                    let stroke = Stroke::new(4.0, self.ink(Ink::Accent));
                    painter.add(egui::Shape::line(line, stroke));
                }
                if let Some(drop) = drop {
                    let fill = self.ink(Ink::DropFill).gamma_multiply(0.7);
                    painter.rect(
                        self.to_screen * *drop,
                        6.0,
                        fill,
                        accent,
                        StrokeKind::Inside,
                    );
                }
                let moved = TSTransform::new(
                    self.to_screen.translation + *by * self.to_screen.scaling,
                    self.to_screen.scaling,
                );
                let pane = session.scene().pane(variant);
                for step in steps {
                    if let Some(card) = pane.and_then(|pane| pane.cards.get(step)) {
                        let pen = ScreenPen::new(painter, moved, self.theme);
                        pen.group(&card.group_at(self.camera.zoom));
                    }
                }
            }
            GesturePreview::Line { from, to, target } => {
                if let Some(target) = target {
                    let target = (self.to_screen * *target).expand(3.0);
                    painter.rect_stroke(target, 8.0, accent, StrokeKind::Outside);
                }
                let (from, to) = (self.to_screen * *from, self.to_screen * *to);
                painter.line_segment([from, to], accent);
                painter.circle_filled(to, 4.0, self.ink(Ink::Accent));
            }
            GesturePreview::Point(at, value) => rows::paint_point(self, painter, *at, *value),
            GesturePreview::Marquee(rect) => {
                let fill = self.ink(Ink::DropFill).gamma_multiply(0.5);
                painter.rect(
                    self.to_screen * *rect,
                    2.0,
                    fill,
                    accent,
                    StrokeKind::Inside,
                );
            }
            GesturePreview::Insert(rect) => {
                let bar = (self.to_screen * *rect).intersect(self.area);
                painter.rect_filled(bar, 1.0, self.ink(Ink::Accent));
            }
        }
    }

    /// Handles to draw a connector from, on the card under the pointer, and at the ends of the connector that
    /// is selected.
    pub(super) fn handles(&self, ui: &Ui, painter: &Painter, session: &Session) {
        if session.is_read_only() || self.camera.zoom < 0.4 {
            return;
        }
        let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
        let handle = |painter: &Painter, place: Pos2, stroke: Stroke| {
            let radius = 4.0 * self.camera.zoom.min(1.0);
            painter.circle(place, radius, self.ink(Ink::Card), stroke);
        };
        // What the pointer is over is not selected yet: blue would say so.
        let offered = Stroke::new(1.5, self.ink(Ink::TextFaint));
        let selection = session.selection();
        if let Some(pane) = session.scene().pane(&selection.variant) {
            let painter = painter.with_clip_rect(self.body_clip(pane));
            let wires = selection.wires().iter();
            for wire in wires.filter_map(|id| pane.wires.get(id)) {
                let ends = wire.points.first().into_iter().chain(wire.points.last());
                ends.for_each(|end| handle(&painter, self.to_screen * *end, stroke));
            }
        }
        let hovered = ui
            .ctx()
            .pointer_hover_pos()
            .filter(|at| self.area.contains(*at));
        let under = hovered.and_then(|at| card_near(session, self.to_screen.inverse() * at));
        if let Some((variant, step)) = under {
            let Some(pane) = session.scene().pane(&variant) else {
                return;
            };
            let Some(card) = pane.cards.get(&step) else {
                return;
            };
            if card.variant != pane.variant {
                // Nothing new leads on from what is gone.
                return;
            }
            let painter = painter.with_clip_rect(self.body_clip(pane));
            let places = handle_places(card.rect, card.crown_at(self.camera.zoom));
            let near = pane.wires_in(card.rect.expand(size::HEAD_LENGTH));
            let tips = near.filter_map(|(_, wire)| wire.points.last().copied());
            let tips: Vec<Pos2> = tips.map(|tip| self.to_screen * tip).collect();
            for (_, place) in places {
                let place = self.to_screen * place;
                // Where a connector's head touches the card, the head is worth more.
                if tips.iter().any(|tip| tip.distance(place) < COVERED) {
                    continue;
                }
                handle(&painter, place, offered);
            }
        }
    }

    pub(super) fn picking(&self, painter: &Painter, session: &Session, picking: &Picking) {
        let Some(pane) = session.scene().pane(&picking.variant) else {
            return;
        };
        if let Some(card) = pane.cards.get(&picking.from) {
            let rect = (self.to_screen * card.rect).expand(5.0);
            let stroke = Stroke::new(2.0, self.ink(Ink::Accent));
            painter.rect_stroke(rect, 9.0, stroke, StrokeKind::Outside);
        }
    }

    /// Says at the bottom of the canvas what the keyboard is asked for.
    pub(super) fn banner(&self, painter: &Painter, text: &str) {
        let font = look::medium(12.0);
        let galley = painter.layout_no_wrap(text.to_owned(), font, self.ink(Ink::OnAccent));
        let place = Rect::from_center_size(
            self.area.center_bottom() - vec2(0.0, 88.0),
            galley.size() + vec2(24.0, 12.0),
        );
        painter.rect_filled(place, 8.0, self.ink(Ink::Accent));
        painter.galley(place.min + vec2(12.0, 6.0), galley, self.ink(Ink::OnAccent));
    }
}

/// How much higher the head at the end of `wire` is drawn, so that it stands on a badge that has grown over it.
fn lift(pane: &Pane, wire: &Wire<'_>, zoom: f32) -> f32 {
    let [.., before, end] = &*wire.points else {
        return 0.0;
    };
    let crown = pane.cards.get(wire.to);
    let crown = crown.and_then(|card| card.crown_at(zoom));
    let Some(crown) = crown.filter(|_| before.x == end.x && before.y < end.y) else {
        return 0.0;
    };
    let is_over = crown
        .x_range()
        .expand(size::HEAD_WIDTH / 2.0)
        .contains(end.x);
    if is_over {
        (end.y - crown.top()).max(0.0)
    } else {
        0.0
    }
}

fn is_selected_wire(session: &Session, pane: &Pane, wire: &WireId) -> bool {
    let selection = session.selection();
    pane.shows(&selection.variant) && selection.wires().contains(wire)
}

//! Fades the changes that the filter of Compare leaves out.

use egui::{Painter, Rect, Stroke};

use super::Sheet;
use crate::{
    patch::Subject,
    scene::{Ink, Pane, WireId, size},
    session::Session,
};

/// How much of what is left out the canvas covers.
const COVER: f32 = 0.72;

/// Covers what of `pane` the filter leaves out.
pub(super) fn veil(sheet: &Sheet, painter: &Painter, session: &Session, pane: &Pane) {
    let Some(changes) = session.changes() else {
        return;
    };
    let cover = sheet.ink(Ink::Canvas).gamma_multiply(COVER);
    let zoom = sheet.to_screen.scaling;
    let over = |rect: Rect| {
        let rect = (sheet.to_screen * rect).expand(1.0);
        if rect.intersects(painter.clip_rect()) {
            painter.rect_filled(rect, size::RADIUS * zoom, cover);
        }
    };
    let over_wire = |id: &WireId| {
        let Some(wire) = pane.wires.get(id).filter(|w| !w.changes.is_empty()) else {
            return;
        };
        let points = wire.points.iter().map(|point| sheet.to_screen * *point);
        let stroke = Stroke::new((size::WIRE + 2.0) * zoom, cover);
        painter.add(egui::Shape::line(points.collect(), stroke));
        if let Some(label) = wire.label() {
            over(label.bounds);
        }
    };
    for subject in &changes.left_out {
        match subject {
            Subject::Step(id) => {
                over_wire(&WireId::HandOver(id.clone()));
                let places = [pane.cards.get(id), pane.ghosts.get(id)];
                let differing = places.into_iter().flatten();
                let differing = differing.filter(|card| !card.changes.is_empty());
                differing.for_each(|card| over(card.bounds()));
            }
            Subject::Connector(id) => over_wire(&WireId::Connector(id.clone())),
        }
    }
}

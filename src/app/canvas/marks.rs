//! Rings around what was found, where it stands on the canvas.

use egui::{Rect, Stroke, StrokeKind, Ui};

use super::{Canvas, Sheet, headers};
use crate::{
    app::look,
    model::Key,
    scene::{Ink, Pane},
    session::{Found, Session, Target},
};

impl Canvas {
    /// Rings everything found that is on screen.
    pub fn ring_ui(&self, ui: &Ui, session: &Session, found: &[Found]) {
        let Some(area) = self.area else {
            return;
        };
        let sheet = Sheet {
            area,
            to_screen: self.camera.screen_from_scene(area),
            camera: self.camera,
            theme: look::theme(ui),
        };
        let stroke = Stroke::new(2.0, sheet.ink(Ink::MarkRing));
        for pane in &session.scene().panes {
            let body = ui.painter_at(sheet.body_clip(pane));
            let over_headers = ui.painter_at(area);
            for found in found {
                let (painter, rect) = match place(&sheet, pane, found) {
                    Some((RingClip::Body, rect)) => (&body, rect),
                    Some((RingClip::Headers, rect)) => (&over_headers, rect),
                    None => continue,
                };
                if painter.clip_rect().intersects(rect) {
                    // Even a card that is a speck gets a ring that can be seen.
                    let grow = (10.0 - rect.size().min_elem()).max(4.0) / 2.0;
                    let ring = rect.expand(grow.max(2.0));
                    painter.rect_stroke(ring, 7.0, stroke, StrokeKind::Outside);
                }
            }
        }
    }
}

/// What a ring is clipped to.
enum RingClip {
    Body,
    Headers,
}

fn place(sheet: &Sheet, pane: &Pane, found: &Found) -> Option<(RingClip, Rect)> {
    let selection = &found.selection;
    match &selection.target {
        Target::Items { .. } if pane.shows(&selection.variant) => {
            let card = selection.lead().and_then(|id| pane.cards.get(id));
            let rect = match (card, selection.wires().first()) {
                // With its badges, which are drawn only for those on screen.
                (Some(card), _) if (sheet.to_screen * card.rect).intersects(sheet.area) => {
                    card.group_at(sheet.camera.zoom).bounds
                }
                (Some(_), _) => return None,
                (None, Some(wire)) => pane.wires.get(wire)?.label()?.bounds,
                (None, None) => return None,
            };
            Some((RingClip::Body, sheet.to_screen * rect))
        }
        Target::Record(Key::Lane(id)) => {
            let band = pane.lanes.iter().find(|band| band.id == *id)?;
            let left = sheet.area.left();
            let rect = Rect::from_x_y_ranges(
                left + 8.0..=left + sheet.camera.strip() - 6.0,
                (sheet.to_screen * band.rect).shrink(6.0).y_range(),
            );
            Some((RingClip::Headers, rect))
        }
        Target::Record(Key::Phase(id)) => {
            let phase = pane.phases.iter().find(|phase| phase.id == *id)?;
            let header = headers::pinned(sheet, pane);
            let rect = sheet.to_screen * phase.rect;
            let rect = Rect::from_x_y_ranges(rect.x_range(), header.y_range());
            Some((RingClip::Headers, rect.shrink(4.0)))
        }
        Target::Record(Key::Moment(id)) => {
            let column = pane.columns.iter().find(|column| column.id == *id)?;
            let header = headers::pinned(sheet, pane);
            let rect = sheet.to_screen * column.rect;
            let top = header.bottom() - 24.0 * sheet.camera.zoom;
            let rect = Rect::from_x_y_ranges(rect.x_range(), top..=header.bottom());
            Some((RingClip::Headers, rect.shrink(2.0)))
        }
        _ => None,
    }
}

//! What is marked on the canvas: rings around what was found, badges on cards of which the checks say something.

use std::collections::BTreeMap;

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{Canvas, Sheet, headers};
use crate::{
    app::{checks::CardFindings, look},
    checks::FindingSeverity,
    model::{Key, StepId, VariantId, plural},
    scene::{Ink, Pane},
    session::{Found, Session, Target},
};

/// Below this zoom a badge is a dot, as cards have no icons there.
const NUMBERED: f32 = 0.6;

impl Canvas {
    /// Marks cards of which the checks say something: in the corner, how many findings, in the colour of the gravest. The
    /// card whose badge was clicked.
    pub(in crate::app) fn badges_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        cards: &BTreeMap<(VariantId, StepId), CardFindings>,
    ) -> Option<(VariantId, StepId)> {
        let sheet = self.sheet(ui)?;
        let is_small = sheet.camera.zoom < NUMBERED;
        let radius = if is_small { 4.0 } else { 8.0 };
        let mut clicked = None;
        for pane in &session.scene().panes {
            let body = sheet.body_clip(pane);
            let painter = ui.painter_at(body);
            let shown = cards.iter().filter(|((id, _), _)| pane.shows(id));
            for ((variant, step), found) in shown {
                let Some(card) = pane.cards.get(step) else {
                    continue;
                };
                let rect = sheet.to_screen * card.rect;
                let center = rect.left_top();
                if !body.expand(radius).contains(center) {
                    continue;
                }
                let (fill, text) = match found.severity {
                    FindingSeverity::Error => (Ink::DangerText, Ink::Card),
                    _ => (Ink::WarningText, Ink::Card),
                };
                let paper = Stroke::new(1.5, sheet.ink(Ink::Canvas));
                painter.circle(center, radius, sheet.ink(fill), paper);
                if !is_small {
                    let number = match found.count {
                        many if many > 9 => "9+".to_owned(),
                        count => count.to_string(),
                    };
                    let font = look::semibold(if number.len() > 1 { 8.5 } else { 10.5 });
                    let middle = Align2::CENTER_CENTER;
                    painter.text(center, middle, number, font, sheet.ink(text));
                }
                let spot = Rect::from_center_size(center, Vec2::splat(2.0 * radius + 2.0));
                let id = ui.scope_id().with(("findings", variant, step));
                let response = ui.interact(spot.intersect(body), id, Sense::click());
                let called = session.blueprint().step(variant, step);
                let called = called.map_or("", |step| step.called());
                let count = plural(found.count, "finding", "findings");
                let name = format!("{count} of “{called}”");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                let more = match found.count {
                    1 => String::new(),
                    many => format!("\nand {} more", many - 1),
                };
                if response
                    .on_hover_text(format!("{}{more}", found.words))
                    .clicked()
                {
                    clicked = Some((variant.clone(), step.clone()));
                }
            }
        }
        clicked
    }

    /// The part of the board that is on screen.
    fn sheet(&self, ui: &Ui) -> Option<Sheet> {
        let area = self.area?;
        Some(Sheet {
            area,
            to_screen: self.camera.screen_from_scene(area),
            camera: self.camera,
            theme: look::theme(ui),
        })
    }

    /// Rings everything found that is on screen.
    pub fn ring_ui(&self, ui: &Ui, session: &Session, found: &[Found]) {
        let Some(sheet) = self.sheet(ui) else {
            return;
        };
        let stroke = Stroke::new(2.0, sheet.ink(Ink::MarkRing));
        for pane in &session.scene().panes {
            let body = ui.painter_at(sheet.body_clip(pane));
            let over_headers = ui.painter_at(sheet.area);
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

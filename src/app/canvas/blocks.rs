//! The canvas from far away: cards as plain blocks and connectors as bare lines, in one mesh.
//!
//! A triangle mesh costs no tessellation: ten thousand blocks take less time than sixty cards.

use egui::{Mesh, Painter, Rect, Shape};

use super::Sheet;
use crate::{
    scene::{Ink, Pane},
    session::Session,
};

/// Below this zoom no connectors are drawn: there is less than a pixel between two cards.
const WIRE_ZOOM: f32 = 0.06;
/// Narrower blocks, in points, have no border of their own.
const BORDERED: f32 = 8.0;

/// Draws the cards and connectors of a pane that are on screen.
pub(super) fn paint(sheet: &Sheet, painter: &Painter, session: &Session, pane: &Pane) {
    let mut mesh = Mesh::default();
    let area = sheet.to_screen.inverse() * painter.clip_rect();
    if sheet.camera.zoom >= WIRE_ZOOM {
        wires(&mut mesh, sheet, session, pane, area);
    }
    cards(&mut mesh, sheet, session, pane, area);
    painter.add(Shape::mesh(mesh));
}

fn wires(mesh: &mut Mesh, sheet: &Sheet, session: &Session, pane: &Pane, area: Rect) {
    let selection = session.selection();
    let selected = pane.shows(&selection.variant).then(|| selection.wires());
    for (id, wire) in pane.wires_in(area) {
        let is_selected = selected.is_some_and(|wires| wires.contains(id));
        let (ink, half) = if is_selected {
            (sheet.ink(Ink::Accent), 1.0)
        } else {
            (sheet.ink(wire.ink()), 0.4)
        };
        for pair in wire.points.windows(2) {
            let segment = Rect::from_two_pos(pair[0], pair[1]);
            mesh.add_colored_rect((sheet.to_screen * segment).expand(half), ink);
        }
    }
}

fn cards(mesh: &mut Mesh, sheet: &Sheet, session: &Session, pane: &Pane, area: Rect) {
    let selection = session.selection();
    let selected = pane.shows(&selection.variant).then(|| selection.steps());
    for (id, card) in pane.cards_in(area) {
        let is_selected = selected.is_some_and(|steps| steps.contains(id));
        let (ground, border) = if is_selected {
            (Ink::Halo, Ink::Accent)
        } else {
            (card.ground(), card.border())
        };
        let (ground, border) = (sheet.ink(ground), sheet.ink(border));
        let rect = sheet.to_screen * card.rect;
        if rect.width() >= BORDERED {
            mesh.add_colored_rect(rect, border);
            mesh.add_colored_rect(rect.shrink(0.75), ground);
        } else {
            // Too small for a border, it has something of its colour.
            mesh.add_colored_rect(rect, ground.lerp_to_gamma(border, 0.5));
        }
    }
}

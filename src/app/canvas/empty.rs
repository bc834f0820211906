//! What an empty canvas says: how to begin, and a button that does it.

use egui::{Rect, RichText, Ui, UiBuilder, vec2};

use super::Sheet;
use crate::{
    app::{keys, look},
    scene::{Ink, Pane},
    session::{Action, Command, Session},
};

/// Says how to begin where there is nothing yet: no lanes or phases, or no steps in the variant shown.
pub(super) fn empty_ui(ui: &mut Ui, session: &Session, sheet: &Sheet, actions: &mut Vec<Action>) {
    let blueprint = session.shown();
    if session.editing().is_some() {
        return;
    }
    if blueprint.lanes.is_empty() || blueprint.phases.is_empty() {
        let place = Rect::from_center_size(sheet.area.center(), vec2(360.0, 140.0));
        panel_ui(ui, place, |ui| without_grid_ui(ui, session, actions));
        return;
    }
    let panes = &session.scene().panes;
    let is_empty = |pane: &Pane| {
        let variant = blueprint.variant(&pane.variant);
        variant.is_some_and(|(_, variant)| variant.steps.is_empty())
    };
    let Some(pane) = panes.last().filter(|_| panes.iter().all(is_empty)) else {
        return;
    };
    if session.is_read_only() {
        return;
    }
    let below = (sheet.to_screen * pane.rect).bottom() + 24.0;
    let room = Rect::from_min_max(
        egui::pos2(sheet.area.left() + sheet.camera.strip(), below),
        sheet.area.max,
    );
    // Near the board it speaks of.
    let place = Rect::from_center_size(room.center(), vec2(room.width().min(480.0), 160.0));
    let place = place.translate(vec2(0.0, (below + 24.0 - place.top()).min(0.0)));
    if room.height() >= place.height() {
        panel_ui(ui, place, |ui| {
            without_steps_ui(ui, session, &pane.name, actions);
        });
    }
}

fn panel_ui(ui: &mut Ui, place: Rect, content: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.vertical_centered(content);
    });
}

fn without_grid_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.label(RichText::new("An empty blueprint").font(look::semibold(15.0)));
    ui.label("A service blueprint has lanes from top to bottom and phases from left to right.");
    ui.add_space(8.0);
    if session.shown().lanes.is_empty() && ui.button("Add a lane").clicked() {
        actions.push(Action::Command(Command::AddLane));
    }
    if session.shown().phases.is_empty() && ui.button("Add a phase").clicked() {
        actions.push(Action::Command(Command::AddPhase));
    }
}

fn without_steps_ui(ui: &mut Ui, session: &Session, name: &str, actions: &mut Vec<Action>) {
    let muted = look::ink(ui, Ink::TextMuted);
    let has_any = |id| {
        let variant = session.blueprint().variant(id);
        variant.is_some_and(|(_, held)| !held.steps.is_empty())
    };
    let first = session.blueprint().variants.first();
    let title = match (session.show().pair(), first) {
        (Some(_), Some(first)) if !has_any(&first.id) => {
            format!("Nothing to compare yet: draw {} first", first.name)
        }
        _ => format!("{name} has no steps yet"),
    };
    ui.label(RichText::new(title).font(look::semibold(15.0)));
    ui.add_space(4.0);
    let on_first = first.is_some_and(|first| first.id == session.selection().variant);
    let has_before = first.is_some_and(|first| has_any(&first.id));
    if !on_first && has_before && session.can(Command::StartSecond) {
        ui.label(
            RichText::new("Begin with a copy of Before, and change what AI changes.").color(muted),
        );
        ui.add_space(8.0);
        command_ui(ui, Command::StartSecond, actions);
        ui.add_space(4.0);
        ui.label(RichText::new("Or double-click a cell to draw it from nothing.").color(muted));
    } else {
        let words =
            "Double-click a cell, or press ↓ to choose the first and type what happens there.";
        ui.label(RichText::new(words).color(muted));
        let words = "In a workshop, capture what is said line by line.";
        ui.label(RichText::new(words).color(muted));
        ui.add_space(8.0);
        command_ui(ui, Command::Capture, actions);
    }
}

fn command_ui(ui: &mut Ui, command: Command, actions: &mut Vec<Action>) {
    let info = command.info();
    let ink = look::ink(ui, Ink::OnAccent);
    let text = RichText::new(info.name).font(look::medium(13.0)).color(ink);
    let mut button = egui::Button::new(text)
        .fill(look::ink(ui, Ink::Accent))
        .min_size(vec2(0.0, 32.0));
    if let Some(keys) = info.keys.first() {
        button = button.shortcut_text(RichText::new(keys::shown(keys)).size(11.0).color(ink));
    }
    if ui.add(button).clicked() {
        actions.push(Action::Command(command));
    }
}

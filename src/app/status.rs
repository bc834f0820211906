//! The bar at the bottom: saved or not, both variants in one line, what changed, zoom.

use egui::{Align, Layout, RichText, Ui};

use super::{canvas::Canvas, look, menus::name_it};
use crate::{
    patch::ChangeKind,
    scene::Ink,
    session::{Action, Command, Session},
};

/// The bar at the bottom. `saved` says how the document stands to its file.
pub fn status_ui(
    ui: &mut Ui,
    session: &Session,
    canvas: &Canvas,
    saved: &str,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let small = |text: &str| RichText::new(text).size(12.0);
        let muted = look::ink(ui, Ink::TextMuted);
        ui.add_space(4.0);
        let saved = ui.label(small(saved).color(muted));
        ui.ctx().accesskit_node_builder(saved.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        for variant in session.blueprint().variants.iter().take(3) {
            let tally = session.tally(&variant.id);
            let (steps, ai) = (tally.steps, tally.touchpoints);
            let mut line = format!("{steps} {}", if steps == 1 { "step" } else { "steps" });
            if ai > 0 {
                line += &format!(", {ai} AI");
            }
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label(small(&variant.name).font(look::medium(12.0)));
                ui.label(small(&line).color(muted));
            });
        }
        if let Some(changes) = session.changes() {
            let count = |kind| changes.count(kind);
            let wires = changes.comparison.connectors.len();
            let text = format!(
                "+{} added  −{} removed  ~{} changed  →{} moved, {wires} connectors",
                count(ChangeKind::Added),
                count(ChangeKind::Removed),
                count(ChangeKind::Changed),
                count(ChangeKind::Moved)
            );
            let button =
                egui::Button::new(small(&text).color(look::ink(ui, Ink::AccentText))).frame(false);
            if ui
                .add(button)
                .on_hover_text("List of changes (Ctrl+L)")
                .clicked()
            {
                actions.push(Action::Command(Command::ChangeList));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add_space(4.0);
            let mut button = |ui: &mut Ui, sign: &str, name: &str, command| {
                let response = ui.add(egui::Button::new(small(sign)).frame(false));
                name_it(ui, &response, name);
                if response.on_hover_text(name).clicked() {
                    actions.push(Action::Command(command));
                }
            };
            button(ui, "+", "Zoom in", Command::ZoomIn);
            button(
                ui,
                &percent(canvas.zoom()),
                "Zoom to 100 %",
                Command::ZoomFull,
            );
            button(ui, "−", "Zoom out", Command::ZoomOut);
            button(ui, "Fit", "Zoom to fit", Command::ZoomFit);
            ui.add_space(8.0);
            let count = session.selection().steps().len();
            if count > 1 {
                ui.label(small(&format!("{count} selected")).color(muted));
            }
        });
    });
}

/// A zoom in percent; below two it has a decimal, so that it never reads as nothing.
fn percent(zoom: f32) -> String {
    let percent = zoom * 100.0;
    if percent < 2.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

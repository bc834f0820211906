//! The bar at the bottom: saved or not, both variants in one line, what changed, zoom.

use egui::{Align, Label, Layout, RichText, Ui};

use super::{canvas::Canvas, keys, look, menus::name_it};
use crate::{
    model::{Variant, plural},
    patch::counts_in_words,
    scene::Ink,
    session::{Action, Changes, Command, Session},
};

/// The bar at the bottom. `saved` says how the document stands to its file.
pub fn status_ui(
    ui: &mut Ui,
    session: &Session,
    canvas: &Canvas,
    saved: &str,
    actions: &mut Vec<Action>,
) {
    // What stands at the right has its room first; what is told beside it is cut where it ends.
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(4.0);
        let mut button = |ui: &mut Ui, sign: &str, name: &str, command: Command| {
            let button = egui::Button::new(small(sign)).frame_when_inactive(false);
            let response = ui.add(button.min_size(egui::vec2(24.0, 24.0)));
            name_it(ui, &response, name);
            if response.on_hover_text(keys::tip(name, command)).clicked() {
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
            let muted = look::ink(ui, Ink::TextMuted);
            ui.label(small(&format!("{count} selected")).color(muted));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            told_ui(ui, session, saved, actions);
        });
    });
}

fn small(text: &str) -> RichText {
    RichText::new(text).size(12.0)
}

/// Saved or not, both variants, and what changed.
fn told_ui(ui: &mut Ui, session: &Session, saved: &str, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 16.0;
    let muted = look::ink(ui, Ink::TextMuted);
    ui.add_space(4.0);
    let saved = ui.add(Label::new(small(saved).color(muted)).truncate());
    ui.ctx().accesskit_node_builder(saved.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    for variant in told(session) {
        let tally = session.tally(&variant.id);
        let (steps, ai) = (tally.steps, tally.touchpoints);
        let mut line = plural(steps, "step", "steps");
        if ai > 0 {
            line += &format!(", {ai} AI");
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add(Label::new(small(&variant.name).font(look::medium(12.0))).truncate());
            ui.add(Label::new(small(&line).color(muted)).truncate());
        });
    }
    if let Some(changes) = session.changes() {
        let text = changes_words(changes);
        let words = small(&text).color(look::ink(ui, Ink::AccentText));
        let button = egui::Button::new(words).frame(false).truncate();
        if ui
            .add(button)
            .on_hover_text(keys::tip("List of changes", Command::ChangeList))
            .clicked()
        {
            actions.push(Action::Command(Command::ChangeList));
        }
    }
}

/// The variants of which the bar tells: all where they have room, else the first and those shown.
fn told(session: &Session) -> impl Iterator<Item = &Variant> {
    const MOST: usize = 3;
    let variants = &session.blueprint().variants;
    let all = variants.len() <= MOST;
    let is_told = move |place: usize, variant: &Variant| {
        all || place == 0 || session.show().variants().any(|id| *id == variant.id)
    };
    let told = variants.iter().enumerate();
    told.filter_map(move |(place, v)| is_told(place, v).then_some(&**v))
}

/// How much differs, each kind that there is.
fn changes_words(changes: &Changes) -> String {
    let words = counts_in_words(changes.counted());
    let mut words: Vec<String> = Some(words).into_iter().filter(|w| !w.is_empty()).collect();
    let wires = changes.comparison.connectors.len();
    if wires > 0 {
        words.push(plural(wires, "connector", "connectors"));
    }
    if words.is_empty() {
        return "No changes".to_owned();
    }
    words.join("  ")
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

//! The blueprint itself: what it is about, its lists, and the tray.

use egui::Ui;

use super::{
    InspectorState,
    form::Form,
    forms::{ABOUT, SOURCES},
    frame::{MOST_LISTED, more_ui, or_unnamed, step_row_ui},
    places::lane_named,
    record::registers_ui,
    rows::rows_ui,
};
use crate::{
    app::widgets::{heading_ui, muted_ui, row_ui, section_ui, text_button_ui},
    model::Key,
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Session, Target},
};

/// Shows the blueprint.
pub(super) fn blueprint_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
) {
    let blueprint = session.blueprint();
    let title = or_unnamed(&blueprint.title);
    heading_ui(ui, Some((Icon::Blueprint, Ink::TextMuted)), title);
    muted_ui(
        ui,
        "The blueprint; select something on it to see its fields",
    );
    ui.add_space(size::GRID);
    let form = &mut Form::new(session, state, actions, Key::Blueprint);
    form.lines_ui(ui, ABOUT);
    rows_ui(form, ui);
    tray_ui(ui, session, form.actions);
    lists_ui(ui, session, form.actions);
    section_ui(ui, "Sources", "", Ink::TextMuted);
    form.items_ui(ui, &SOURCES);
    form.add_ui(ui, &SOURCES);
}

/// The steps of the variant looked at that stand in no cell.
fn tray_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    let variant = &session.selection().variant;
    let Some((_, held)) = blueprint.variant(variant) else {
        return;
    };
    let tray = &session.tally(variant).tray;
    if tray.is_empty() {
        return;
    }
    section_ui(ui, "Tray", &tray.len().to_string(), Ink::TextMuted);
    muted_ui(
        ui,
        "Not placed yet. Click one, then pick its lane and moment.",
    );
    let steps = tray.iter().take(MOST_LISTED);
    for (id, step) in steps.filter_map(|id| Some((id, held.steps.get(id)?))) {
        let lane = step.lane.as_ref().map(|id| lane_named(blueprint, id));
        step_row_ui(ui, step, &lane.unwrap_or_default(), || {
            actions.push(Action::Select(Selection::step(variant, id)));
        });
    }
    more_ui(ui, tray.len());
}

fn lists_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    section_ui(ui, "Variants", "", Ink::TextMuted);
    for variant in &blueprint.variants {
        if row_ui(ui, None, or_unnamed(&variant.name), variant.state.words()) {
            let target = Target::Record(Key::Variant(variant.id.clone()));
            actions.push(Action::Select(Selection::of(&variant.id, target)));
        }
    }
    add_ui(ui, session, actions, Command::AddVariant);
    registers_ui(ui, session, actions);
}

fn add_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>, command: Command) {
    ui.add_enabled_ui(session.can(command), |ui| {
        if text_button_ui(ui, Icon::Plus, command.info().name, Ink::Text) {
            actions.push(Action::Command(command));
        }
    });
}

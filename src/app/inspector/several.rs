//! Several steps and connectors at once: the fields they can share.

use egui::Ui;

use super::{
    InspectorState,
    form::Form,
    forms::{Line, SHARED},
    step::faces_ui,
};
use crate::{
    app::widgets::{Use, button_ui, heading_ui, muted_ui, section_ui, text_button_ui, wrapped_ui},
    edit::Edit,
    model::{ConnectorKind, Fields as _, Key, PathPart, Step, plural},
    scene::{Icon, Ink, WireId, size},
    session::{Action, Command, Selection, Session},
};

/// Shows several steps and connectors.
pub(super) fn several_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    selection: &Selection,
) {
    let variant = &selection.variant;
    let steps: Vec<&Step> = selection
        .steps()
        .iter()
        .filter_map(|id| session.blueprint().step(variant, id))
        .map(|step| &**step)
        .collect();
    let connectors: Vec<Key> = selection
        .wires()
        .iter()
        .filter_map(|wire| match wire {
            WireId::Connector(id) => Some(Key::Connector(variant.clone(), id.clone())),
            WireId::HandOver(_) => None,
        })
        .collect();
    heading_ui(ui, None, &heading(steps.len(), selection.wires().len()));
    muted_ui(
        ui,
        "What is set here goes to all of them, as one step of the history.",
    );
    ui.add_space(size::GRID);
    if !steps.is_empty() {
        let keys = selection.steps().iter();
        let keys = keys.map(|id| Key::Step(variant.clone(), id.clone()));
        let mut form = Form::of_several(session, state, actions, keys.collect());
        form.differ = differ(&steps);
        steps_ui(&mut form, ui, &steps);
    }
    if !connectors.is_empty() {
        connectors_ui(ui, session, actions, &connectors);
    }
    ui.add_space(size::GRID * 2.0);
    ui.add_enabled_ui(session.can(Command::Delete), |ui| {
        if text_button_ui(ui, Icon::Delete, "Delete", Ink::DangerText) {
            actions.push(Action::Command(Command::Delete));
        }
    });
}

fn heading(steps: usize, wires: usize) -> String {
    let some = |count, one, many| (count > 0).then(|| plural(count, one, many));
    let parts = [
        some(steps, "step", "steps"),
        some(wires, "connector", "connectors"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The fields, of those that are shown, in which the steps differ.
fn differ(steps: &[&Step]) -> Vec<&'static str> {
    let Some((first, others)) = steps.split_first() else {
        return Vec::new();
    };
    let shown = [
        "lane", "moment", "kind", "owner", "channel", "systems", "feeling", "markers",
    ];
    let fields = Step::FIELDS.iter();
    let fields = fields.filter(|field| shown.contains(&field.name));
    let fields = fields.filter(|field| others.iter().any(|other| !(field.same)(first, other)));
    fields.map(|field| field.name).collect()
}

fn steps_ui(form: &mut Form<'_>, ui: &mut Ui, steps: &[&Step]) {
    form.lines_ui(ui, SHARED);
    let feeling = steps.first().and_then(|step| step.feeling);
    let feeling = feeling.filter(|_| !form.differ.contains(&"feeling"));
    faces_ui(form, ui, feeling);
    form.lines_ui(ui, &[Line::One("markers")]);
    section_ui(ui, "For each of them", "", Ink::TextMuted);
    wrapped_ui(ui, |ui| {
        for (command, icon, ink) in [
            (Command::MakeAi, Icon::Spark, Ink::AiText),
            (Command::AddPain, Icon::Pain, Ink::Text),
            (Command::Duplicate, Icon::Copy, Ink::Text),
        ] {
            let usable = Use::from(command.info().can(Some(form.session)));
            if button_ui(ui, usable, icon, (command.info().name, ink)) {
                form.actions.push(Action::Command(command));
            }
        }
    });
}

fn connectors_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>, keys: &[Key]) {
    section_ui(ui, "Connectors", &keys.len().to_string(), Ink::TextMuted);
    let usable = Use::from(Command::Delete.info().can(Some(session)));
    wrapped_ui(ui, |ui| {
        for kind in ConnectorKind::ALL {
            let words = format!("Make them {}", kind.words());
            if button_ui(ui, usable, None, (&words, Ink::Text)) {
                actions.push(Action::Edit(Edit::Set {
                    keys: keys.to_vec(),
                    field: vec![PathPart::Name("kind")],
                    typed: kind.words().to_owned(),
                }));
            }
        }
    });
}

//! The fields of a connector and of a hand-over.

use egui::Ui;

use super::{
    InspectorState,
    form::Form,
    forms::{CONNECTOR, ENDS},
    places::{of_ai, step_named},
    touchpoint,
};
use crate::{
    app::{
        draft::pending,
        widgets::{heading_ui, muted_ui, row_ui, text_button_ui},
    },
    edit::Edit,
    model::{ConnectorId, ConnectorKind, Key, StepId, VariantId, cut},
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Session},
};

/// Shows a connector.
pub(super) fn connector_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    (variant, id): (&VariantId, &ConnectorId),
) {
    let blueprint = session.blueprint();
    let Some((_, held)) = blueprint.variant(variant) else {
        return;
    };
    let Some(connector) = held.connectors.get(id) else {
        return;
    };
    heading_ui(ui, None, "Connector");
    // The whole titles stand in the fields of the ends.
    let end = |id: &StepId| cut(&step_named(blueprint, variant, id), 40).into_owned();
    let words = format!("{} → {}", end(&connector.from), end(&connector.to));
    muted_ui(ui, &format!("{} · {words}", held.name));
    ui.add_space(size::GRID);
    let key = Key::Connector(variant.clone(), id.clone());
    let form = &mut Form::new(session, state, actions, key);
    form.lines_ui(ui, CONNECTOR);
    if connector.share.is_some() && connector.kind == ConnectorKind::Message {
        muted_ui(ui, "A share counts on a flow only.");
    }
    form.lines_ui(ui, ENDS);
    ui.add_enabled_ui(!session.is_read_only(), |ui| {
        ui.horizontal(|ui| {
            if text_button_ui(ui, None, "Swap direction", Ink::Text) {
                form.commit_drafts();
                let now = pending(session, form.actions);
                let (_, held) = now.variant(variant).unwrap_or((0, held));
                let mut connector = (**held.connectors.get(id).unwrap_or(connector)).clone();
                std::mem::swap(&mut connector.from, &mut connector.to);
                form.actions.push(Action::Edit(Edit::PutConnector {
                    variant: variant.clone(),
                    id: id.clone(),
                    connector,
                }));
            }
            if text_button_ui(ui, Icon::Delete, "Delete", Ink::DangerText) {
                form.actions.push(Action::Command(Command::Delete));
            }
        });
    });
    super::compare::connector_ui(form, ui, (variant, id));
    ui.add_space(size::GRID * 2.0);
    muted_ui(ui, &format!("Id in the file: {id}"));
}

/// Shows a hand-over.
pub(super) fn hand_over_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    (variant, id): (&VariantId, &StepId),
) {
    let blueprint = session.blueprint();
    let Some(step) = blueprint.step(variant, id) else {
        return;
    };
    if step.ai.is_none() {
        return;
    }
    heading_ui(ui, Some((Icon::HandOver, Ink::Ai)), of_ai("hand_over"));
    let held = blueprint.variant(variant);
    let held = held.map_or("", |(_, variant)| variant.name.as_str());
    muted_ui(ui, &format!("{held} · the way to a person"));
    ui.add_space(size::GRID);
    let spark = Some((Icon::Spark, Ink::Ai));
    if row_ui(ui, spark, step.called(), "") {
        actions.push(Action::Reveal(Selection::step(variant, id)));
    }
    ui.add_space(size::GRID);
    let key = Key::Step(variant.clone(), id.clone());
    let mut form = Form::new(session, state, actions, key);
    touchpoint::hand_over_ui(&mut form, ui, step);
    ui.add_enabled_ui(!session.is_read_only(), |ui| {
        if text_button_ui(ui, Icon::Delete, "Delete", Ink::DangerText) {
            actions.push(Action::Command(Command::Delete));
        }
    });
}

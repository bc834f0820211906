//! The fields of a connector and of a hand-over.

use egui::Ui;

use super::{
    InspectorState,
    form::{Form, Look},
    places::{of_ai, of_connector, step_choices, step_named},
    touchpoint,
};
use crate::{
    app::widgets::{heading_ui, muted_ui, row_ui, text_button_ui, typed},
    edit::Edit,
    model::{Connector, ConnectorId, ConnectorKind, Step, StepId, VariantId},
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
    let end = |id: &StepId| step_named(blueprint, variant, id);
    let words = format!("{} → {}", end(&connector.from), end(&connector.to));
    muted_ui(ui, &format!("{} · {words}", held.name));
    ui.add_space(size::GRID);
    let mut form = Form::new(session, state, actions, (variant.clone(), id.clone()));
    let form = &mut form;
    fields_ui(form, ui, connector);
    ui.add_enabled_ui(!session.is_read_only(), |ui| {
        ui.horizontal(|ui| {
            if text_button_ui(ui, None, "Swap direction", Ink::Text) {
                form.change(|connector| std::mem::swap(&mut connector.from, &mut connector.to));
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

fn fields_ui(form: &mut Form<'_, Connector>, ui: &mut Ui, connector: &Connector) {
    let label = of_connector("label");
    form.text_ui(ui, label, &connector.label, |c, text| c.label = text);
    ui.columns(2, |ui| {
        let words = ConnectorKind::words as fn(_) -> _;
        let kind = (connector.kind, ConnectorKind::ALL, words);
        form.one_of_ui(&mut ui[0], of_connector("kind"), kind, |c, kind| {
            c.kind = kind;
        });
        let two_way = connector.two_way;
        form.yes_no_ui(&mut ui[1], of_connector("two_way"), two_way, |c, yes| {
            c.two_way = yes;
        });
    });
    let share = connector.share;
    form.share_ui(ui, of_connector("share"), share, |c, share| c.share = share);
    if share.is_some() && connector.kind == ConnectorKind::Message {
        muted_ui(ui, "A share counts on a flow only.");
    }
    end_ui(
        form,
        ui,
        "from",
        (&connector.from, &connector.to),
        |c, id| {
            c.from = id;
        },
    );
    end_ui(form, ui, "to", (&connector.to, &connector.from), |c, id| {
        c.to = id;
    });
    let note = (
        &of_connector("note").into(),
        Look {
            rows: 2,
            ..Look::LINE
        },
    );
    form.typed_ui(ui, note, (&connector.note, None), typed::text, |c, text| {
        c.note = text;
    });
}

fn end_ui(
    form: &mut Form<'_, Connector>,
    ui: &mut Ui,
    name: &'static str,
    (end, other): (&StepId, &StepId),
    set: impl Fn(&mut Connector, StepId),
) {
    let blueprint = form.blueprint();
    let Some((variant, _)) = form.keys.first().cloned() else {
        return;
    };
    let picked = step_named(blueprint, &variant, end);
    let choices = || step_choices(blueprint, &variant, Some(other), Some(end));
    form.pick_ui(ui, of_connector(name), &picked, choices, |c, id| {
        set(c, id.clone());
    });
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
    let key = (variant.clone(), id.clone());
    let mut form: Form<'_, Step> = Form::new(session, state, actions, key.clone());
    touchpoint::hand_over_ui(&mut form, ui, step);
    ui.add_enabled_ui(!session.is_read_only(), |ui| {
        if text_button_ui(ui, Icon::Delete, "Delete", Ink::DangerText) {
            actions.push(Action::Command(Command::Delete));
        }
    });
}

/// The edit that changes several connectors.
pub(super) fn edit_all(
    session: &Session,
    actions: &[Action],
    keys: &[(VariantId, ConnectorId)],
    change: &dyn Fn(&mut Connector),
) -> Option<Edit> {
    let before = super::draft::pending(session, actions);
    super::held::edit_of(&before, keys, None, change)
}

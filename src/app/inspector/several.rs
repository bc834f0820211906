//! Several steps and connectors at once: the fields they can share.

use egui::Ui;

use super::{
    InspectorState,
    form::{Form, Look},
    places::of_step,
    step::{DIFFER, Shared, feeling_ui, lane_ui, moment_ui},
    wire,
};
use crate::{
    app::widgets::{
        Name, Use, button_ui, heading_ui, muted_ui, section_ui, text_button_ui, typed, wrapped_ui,
    },
    model::{ConnectorId, ConnectorKind, Marker, Step, StepKind, VariantId, plural},
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
    let connectors: Vec<(VariantId, ConnectorId)> = selection
        .wires()
        .iter()
        .filter_map(|wire| match wire {
            WireId::Connector(id) => Some((variant.clone(), id.clone())),
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
        let keys = keys.map(|id| (variant.clone(), id.clone())).collect();
        let mut form = Form {
            session,
            state,
            actions,
            keys,
            copy: None,
        };
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

/// What all of `steps` agree in.
fn common<'a, V: PartialEq>(steps: &[&'a Step], value: impl Fn(&'a Step) -> V) -> Option<V> {
    let first = value(steps.first()?);
    let agree = steps.iter().all(|step| value(step) == first);
    agree.then_some(first)
}

fn steps_ui(form: &mut Form<'_, Step>, ui: &mut Ui, steps: &[&Step]) {
    ui.columns(2, |ui| {
        lane_ui(
            form,
            &mut ui[0],
            common(steps, |step| step.lane.as_ref()).map_or(Shared::Differ, Shared::Place),
        );
        moment_ui(
            form,
            &mut ui[1],
            common(steps, |step| step.moment.as_ref()).map_or(Shared::Differ, Shared::Place),
        );
    });
    kind_ui(form, ui, steps);
    ui.columns(2, |ui| {
        shared_text_ui(
            form,
            &mut ui[0],
            of_step("owner"),
            common(steps, |step| &step.owner),
            |step, text| step.owner = text,
        );
        shared_text_ui(
            form,
            &mut ui[1],
            of_step("channel"),
            common(steps, |step| &step.channel),
            |step, text| step.channel = text,
        );
    });
    let look = Look {
        hint: match common(steps, |step| &step.systems) {
            Some(_) => "One, another, …",
            None => DIFFER,
        },
        ..Look::LINE
    };
    let systems = common(steps, |step| &step.systems);
    let shown = systems.map_or_else(String::new, |systems| typed::show_names(systems));
    let about = (&Name::from(of_step("systems")), look);
    form.typed_ui(ui, about, (&shown, None), typed::names, |step, names| {
        step.systems = names;
    });
    let feeling = common(steps, |step| &step.feeling).copied().flatten();
    feeling_ui(form, ui, feeling, |step, feeling| step.feeling = feeling);
    markers_ui(form, ui, steps);
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

fn kind_ui(form: &mut Form<'_, Step>, ui: &mut Ui, steps: &[&Step]) {
    let kind = common(steps, |step| &step.kind).copied();
    let choices = || {
        let all = StepKind::ALL.iter();
        all.map(|one| (*one, one.words().to_owned(), Some(*one) == kind))
            .collect()
    };
    let picked = kind.map_or(DIFFER, StepKind::words);
    form.pick_ui(ui, of_step("kind"), picked, choices, |step, kind| {
        step.kind = *kind;
    });
}

fn shared_text_ui(
    form: &mut Form<'_, Step>,
    ui: &mut Ui,
    name: &str,
    shared: Option<&String>,
    set: impl Fn(&mut Step, String) + 'static,
) {
    let look = Look {
        hint: if shared.is_none() { DIFFER } else { "" },
        ..Look::LINE
    };
    let shown = shared.map_or("", String::as_str);
    form.typed_ui(ui, (&name.into(), look), (shown, None), typed::text, set);
}

/// Each marker is ticked when all have it; a tick gives it to all, or takes it from all.
fn markers_ui(form: &mut Form<'_, Step>, ui: &mut Ui, steps: &[&Step]) {
    let all_have = |marker: &Marker| steps.iter().all(|step| step.markers.contains(marker));
    let ticked: Vec<Marker> = Marker::ALL.iter().copied().filter(all_have).collect();
    let markers = (&ticked[..], Marker::ALL, Marker::words as fn(_) -> _);
    let before = ticked.clone();
    form.ticks_ui(ui, of_step("markers"), markers, move |step, list| {
        let is_toggled = |marker: &Marker| before.contains(marker) != list.contains(marker);
        step.markers = Marker::ALL
            .iter()
            .copied()
            .filter(|marker| {
                if is_toggled(marker) {
                    list.contains(marker)
                } else {
                    step.markers.contains(marker)
                }
            })
            .collect();
    });
}

fn connectors_ui(
    ui: &mut Ui,
    session: &Session,
    actions: &mut Vec<Action>,
    keys: &[(VariantId, ConnectorId)],
) {
    section_ui(ui, "Connectors", &keys.len().to_string(), Ink::TextMuted);
    let usable = Use::from(Command::Delete.info().can(Some(session)));
    wrapped_ui(ui, |ui| {
        for kind in ConnectorKind::ALL {
            let words = format!("Make them {}", kind.words());
            if button_ui(ui, usable, None, (&words, Ink::Text)) {
                let edit = wire::edit_all(session, actions, keys, &|c| c.kind = *kind);
                actions.extend(edit.map(Action::Edit));
            }
        }
    });
}

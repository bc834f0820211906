//! The fields of a step.

mod figures;
mod more;

pub(super) use more::{feeling_ui, open_link_ui, pain_field};

use egui::Ui;

use super::{
    InspectorState, compare,
    form::{Form, Look},
    held::Held,
    places::{lane_choices, lane_named, moment_choices, moment_named, of_step},
    touchpoint,
};
use crate::{
    app::widgets::{heading_ui, label_ui, muted_ui, section_ui, tick_ui, typed},
    edit::Edit,
    model::{Blueprint, Join, LaneId, MomentId, Split, Step, StepId, StepKind, VariantId},
    scene::{Icon, Ink, size},
    session::{Action, Session},
};

/// Shows a step.
pub(super) fn step_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    (variant, id): (&VariantId, &StepId),
) {
    let Some(step) = session.blueprint().step(variant, id) else {
        return;
    };
    let spark = step.ai.as_ref().map(|_| (Icon::Spark, Ink::Ai));
    heading_ui(ui, spark, step.called());
    muted_ui(ui, &where_it_is(session.blueprint(), variant, step));
    everywhere_ui(ui, session, state, (variant, id));
    let mut form = Form::new(session, state, actions, (variant.clone(), id.clone()));
    if form.state.everywhere {
        form.keys.extend(others(session.blueprint(), variant, id));
    }
    let form = &mut form;
    ui.add_space(size::GRID);
    basics_ui(form, ui, step);
    // What one came for stands first: the difference while comparing, the AI touchpoint where there is one.
    let comparing = session.changes().is_some();
    if comparing {
        compare::step_ui(form, ui, (variant, id));
    }
    if step.ai.is_some() {
        touchpoint::touchpoint_ui(form, ui, step);
    }
    figures::figures_ui(form, ui, step);
    ways_ui(form, ui, step);
    more::people_ui(form, ui, step);
    if step.ai.is_none() {
        touchpoint::touchpoint_ui(form, ui, step);
    }
    more::controls_ui(form, ui, step);
    more::pains_ui(form, ui, step);
    more::marks_ui(form, ui, step);
    more::links_ui(form, ui, step);
    if !comparing {
        compare::step_ui(form, ui, (variant, id));
    }
    ui.add_space(size::GRID * 2.0);
    muted_ui(ui, &format!("Id in the file: {id}"));
}

/// `After · Assistant (Frontstage) · Ask 2`.
fn where_it_is(blueprint: &Blueprint, variant: &VariantId, step: &Step) -> String {
    let variant = blueprint.variant(variant);
    let variant = variant.map_or("", |(_, variant)| variant.name.as_str());
    let lane = step.lane.as_ref().map(|id| match blueprint.lane(id) {
        Some((_, lane)) if lane.kind.words() == lane.name => lane.name.clone(),
        Some((_, lane)) => format!("{} ({})", lane.name, lane.kind.words()),
        None => lane_named(blueprint, id),
    });
    let moment = step.moment.as_ref().map(|id| moment_named(blueprint, id));
    let tray = step.cell().is_none().then(|| "in the tray".to_owned());
    let parts = [Some(variant.to_owned()), lane, moment, tray];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The same step in the other variants.
fn others(blueprint: &Blueprint, variant: &VariantId, id: &StepId) -> Vec<(VariantId, StepId)> {
    let others = blueprint.variants.iter();
    let others = others.filter(|other| other.id != *variant && other.steps.contains_key(id));
    others.map(|v| (v.id.clone(), id.clone())).collect()
}

/// What a step in several variants offers: to change it in all of them.
fn everywhere_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    (variant, id): (&VariantId, &StepId),
) {
    let others = others(session.blueprint(), variant, id);
    if others.is_empty() || session.is_read_only() {
        state.everywhere = false;
        return;
    }
    tick_ui(ui, &mut state.everywhere, "Also in the other variants");
    if state.everywhere {
        let names: Vec<&str> = others
            .iter()
            .filter_map(|(id, _)| session.blueprint().variant(id))
            .map(|(_, variant)| variant.name.as_str())
            .collect();
        muted_ui(ui, &format!("Changes go to {} too.", names.join(" and ")));
    }
}

fn basics_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    form.text_ui(ui, of_step("title"), &step.title, |step, text| {
        step.title = text;
    });
    let description = of_step("description");
    form.lines_ui(ui, description, &step.description, |step, text| {
        step.description = text;
    });
    let note = (
        &of_step("note").into(),
        Look {
            rows: 2,
            ..Look::LINE
        },
    );
    form.typed_ui(ui, note, (&step.note, None), typed::text, |step, text| {
        step.note = text;
    });
    ui.columns(2, |ui| {
        lane_ui(form, &mut ui[0], Shared::Place(step.lane.as_ref()));
        moment_ui(form, &mut ui[1], Shared::Place(step.moment.as_ref()));
    });
    ui.columns(2, |ui| {
        let kind = (step.kind, StepKind::ALL, StepKind::words as fn(_) -> _);
        form.one_of_ui(&mut ui[0], of_step("kind"), kind, |step, kind| {
            step.kind = kind;
        });
        let name = of_step("span").into();
        let span = step.span.to_string();
        let shown = (span.as_str(), None);
        let about = (&name, Look::LINE);
        form.typed_ui(&mut ui[1], about, shown, typed::span, |step, span| {
            step.span = span;
        });
    });
    if step.cell().is_none() {
        muted_ui(
            ui,
            "This step is in the tray. Pick a lane and a moment to place it.",
        );
    }
}

/// A place that one step or several have, or in which they differ.
#[derive(Clone, Copy)]
pub(super) enum Shared<'a, T> {
    /// All of them have this; none lies in the tray.
    Place(Option<&'a T>),
    /// Not all have the same.
    Differ,
}

impl<'a, T> Shared<'a, T> {
    /// What the field says, and what is picked in its list.
    fn shown(self, named: impl FnOnce(&T) -> String) -> (String, Option<&'a T>) {
        match self {
            Self::Place(Some(place)) => (named(place), Some(place)),
            Self::Place(None) => ("In the tray".to_owned(), None),
            Self::Differ => (DIFFER.to_owned(), None),
        }
    }
}

/// The choices as they are, or with none of them picked where the steps differ.
fn picked_of<T>(mut choices: Vec<(T, String, bool)>, picked: &str) -> Vec<(T, String, bool)> {
    if picked == DIFFER {
        choices.iter_mut().for_each(|choice| choice.2 = false);
    }
    choices
}

/// What a field says when the steps differ in it.
pub(super) const DIFFER: &str = "They differ";

/// The lane: another one puts the step below what stands there.
pub(super) fn lane_ui(form: &mut Form<'_, Step>, ui: &mut Ui, lane: Shared<'_, LaneId>) {
    let blueprint = form.blueprint();
    let (picked, lane) = lane.shown(|id| lane_named(blueprint, id));
    let choices = || picked_of(lane_choices(blueprint, lane), &picked);
    if let Some(lane) = form.picked_ui(ui, &of_step("lane").into(), &picked, choices) {
        place(form, |step| step.lane.clone_from(&lane));
    }
}

/// The moment: another one puts the step below what stands there.
pub(super) fn moment_ui(form: &mut Form<'_, Step>, ui: &mut Ui, moment: Shared<'_, MomentId>) {
    let blueprint = form.blueprint();
    let (picked, moment) = moment.shown(|id| moment_named(blueprint, id));
    let choices = || picked_of(moment_choices(blueprint, moment), &picked);
    if let Some(moment) = form.picked_ui(ui, &of_step("moment").into(), &picked, choices) {
        place(form, |step| step.moment.clone_from(&moment));
    }
}

/// Gives each step the lane or moment that `set` names: below the others of its new cell, or into the
/// tray.
fn place(form: &mut Form<'_, Step>, set: impl Fn(&mut Step)) {
    let blueprint = super::draft::pending(form.session, form.actions);
    let mut edits = Vec::new();
    for key in &form.keys {
        let Some(old) = Step::find(&blueprint, key) else {
            continue;
        };
        let mut new = old.clone();
        set(&mut new);
        if new == old {
            continue;
        }
        edits.push(match new.cell() {
            Some((lane, moment)) => Edit::PlaceSteps {
                variant: key.0.clone(),
                steps: vec![key.1.clone()],
                lane: lane.clone(),
                moment: moment.clone(),
                at: None,
            },
            None => new.put(&blueprint, key),
        });
    }
    if !edits.is_empty() {
        form.actions.push(Action::Edit(Edit::All(edits)));
    }
}

fn ways_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Ways in and out", "", Ink::TextMuted);
    let split = (step.split, Split::ALL, Split::words as fn(_) -> _);
    form.choice_ui(ui, of_step("split"), split, |step, split| {
        step.split = split;
    });
    let join = (step.join, Join::ALL, Join::words as fn(_) -> _);
    form.choice_ui(ui, of_step("join"), join, |step, join| step.join = join);
    ui.columns(2, |ui| {
        form.yes_no_ui(&mut ui[0], of_step("start"), step.start, |step, start| {
            step.start = start;
        });
        let name = of_step("rank").into();
        let rank = step.rank.to_string();
        let shown = (rank.as_str(), None);
        form.alone_ui(|form| {
            let about = (&name, Look::LINE);
            form.typed_ui(&mut ui[1], about, shown, typed::rank, |step, rank| {
                step.rank = rank;
            });
        });
    });
}

/// A label over something that is not one field.
fn part_ui(ui: &mut Ui, name: &str) {
    label_ui(ui, &name.into());
}

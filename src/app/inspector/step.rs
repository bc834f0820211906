//! The fields of a step.

mod figures;
mod more;

pub(super) use more::{faces_ui, new_control, pain_field};

use egui::Ui;

use super::{
    InspectorState, compare,
    form::Form,
    forms,
    places::{lane_named, moment_named},
    touchpoint,
};
use crate::{
    app::widgets::{heading_ui, label_ui, muted_ui, section_ui, tick_ui},
    model::{Blueprint, Key, Step, StepId, VariantId},
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
    let key = Key::Step(variant.clone(), id.clone());
    let form = &mut Form::new(session, state, actions, key);
    if form.state.everywhere {
        let others = others(session.blueprint(), variant, id).into_iter();
        let others = others.map(|variant| Key::Step(variant, id.clone()));
        form.keys.extend(others);
    }
    ui.add_space(size::GRID);
    title_ui(form, ui, step);
    form.lines_ui(ui, forms::STEP);
    if session.blueprint().cell_of(step).is_none() {
        muted_ui(
            ui,
            "This step is in the tray. Pick a lane and a moment to place it.",
        );
    }
    // What one came for stands first: the difference while comparing, the AI touchpoint where there is one.
    let comparing = session.changes().is_some();
    if comparing {
        compare::step_ui(form, ui, (variant, id));
    }
    figures::figures_ui(form, ui, step);
    if step.ai.is_some() {
        touchpoint::touchpoint_ui(form, ui, step);
    }
    section_ui(ui, "Ways in and out", "", Ink::TextMuted);
    form.lines_ui(ui, forms::WAYS);
    section_ui(ui, "Who and where", "", Ink::TextMuted);
    form.lines_ui(ui, forms::PEOPLE);
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

/// The title, and what is said behind it beside what happens.
fn title_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    form.lines_ui(ui, forms::TITLE);
    let way = form.way("title");
    let draft = form.state.drafts.get(&form.field_key(&way));
    let Some(draft) = draft.filter(|draft| draft.is_new()) else {
        return;
    };
    let said = form.session.said_in_title(step, &draft.text);
    if !said.is_empty() {
        muted_ui(ui, &format!("Taken from the title: {}", said.join(" · ")));
    }
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
    let tray = blueprint
        .cell_of(step)
        .is_none()
        .then(|| "in the tray".to_owned());
    let parts = [Some(variant.to_owned()), lane, moment, tray];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The other variants that have the step.
fn others(blueprint: &Blueprint, variant: &VariantId, id: &StepId) -> Vec<VariantId> {
    let others = blueprint.variants.iter();
    let others = others.filter(|other| other.id != *variant && other.steps.contains_key(id));
    others.map(|v| v.id.clone()).collect()
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
            .filter_map(|id| session.blueprint().variant(id))
            .map(|(_, variant)| variant.name.as_str())
            .collect();
        muted_ui(ui, &format!("Changes go to {} too.", names.join(" and ")));
    }
}

/// A label over something that is not one field.
fn part_ui(ui: &mut Ui, name: &str) {
    label_ui(ui, &name.into());
}

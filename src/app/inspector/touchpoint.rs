//! The fields of an AI touchpoint, in groups that fold.

mod records;

use egui::Ui;

use super::{
    form::Form,
    forms::Line::{self, Long, One, Two},
    places::{NONE, of_ai, optional_step_choices, role_named, step_named},
};
use crate::{
    app::widgets::{group_ui, muted_ui, section_ui, text_button_ui, typed},
    model::{
        Autonomy, Blueprint, Fallback, Function, HandOver, Key, Step, StepId, Touchpoint, Trigger,
        plural,
    },
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Target},
};

const DOES: &str = "What it does";
const ANSWERS: &str = "Who answers";
const HAND_OVER: &str = "Hand-over";
const OVERSIGHT: &str = "Oversight";
const OUTAGE: &str = "Outage and stop";
const SERVES: &str = "Who it serves";
const DATA: &str = "Data, rules, monitors, incidents";
const RANKING: &str = "Ranking";

/// The groups, top to bottom.
pub(super) const GROUPS: &[&str] = &[
    DOES, ANSWERS, HAND_OVER, OVERSIGHT, OUTAGE, SERVES, DATA, RANKING,
];

/// The groups that stand open until somebody folds them.
pub(super) const OPEN_AT_FIRST: &[&str] = &[DOES, ANSWERS, HAND_OVER];

/// What sets a field of the touchpoint, if there is one.
fn on_ai<V>(
    set: impl Fn(&mut Touchpoint, V) + Clone + 'static,
) -> impl Fn(&mut Step, V) + Clone + 'static {
    move |step, value| {
        if let Some(ai) = step.ai.as_deref_mut() {
            set(ai, value);
        }
    }
}

/// What sets a field of a part that is there only while something is known of it.
fn on_part<P: Clone + Default + PartialEq + 'static, V>(
    part: fn(&mut Touchpoint) -> &mut Option<P>,
    set: impl Fn(&mut P, V) + Clone + 'static,
) -> impl Fn(&mut Step, V) + Clone + 'static {
    on_ai(move |ai, value| {
        let held = part(ai);
        let mut known = held.take().unwrap_or_default();
        set(&mut known, value);
        *held = (known != P::default()).then_some(known);
    })
}

/// Shows the AI touchpoint of a step, or the button that makes it one.
pub(super) fn touchpoint_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    let editable = !form.session.is_read_only();
    let Some(ai) = step.ai.as_deref() else {
        section_ui(ui, of_ai_section(), "", Ink::TextMuted);
        let make = "Make an AI touchpoint";
        let clicked = ui
            .add_enabled_ui(editable, |ui| {
                text_button_ui(ui, Icon::Spark, make, Ink::AiText)
            })
            .inner;
        if clicked {
            form.actions.push(Action::Command(Command::MakeAi));
        }
        return;
    };
    section_ui(ui, of_ai_section(), ai.status.words(), Ink::AiText);
    for group in GROUPS {
        let is_open = form.state.groups.contains(group);
        if group_ui(ui, group, &summary(form.blueprint(), group, ai), is_open) {
            if is_open {
                form.state.groups.remove(group);
            } else {
                form.state.groups.insert(group);
            }
        }
        if !is_open {
            continue;
        }
        match *group {
            DOES => does_ui(form, ui, step, ai),
            ANSWERS => form.lines_of_ui(ui, ANSWERS_LINES, step),
            HAND_OVER => {
                let resolves = on_ai(|ai, share| ai.resolves = share);
                form.share_slider_ui(ui, of_ai("resolves"), ai.resolves, resolves);
                hand_over_ui(form, ui, step);
            }
            OVERSIGHT => oversight_ui(form, ui, step, ai),
            OUTAGE => outage_ui(form, ui, step, ai),
            SERVES => form.lines_of_ui(ui, SERVES_LINES, step),
            DATA => records::records_ui(form, ui, step, ai),
            _ => ranking_ui(form, ui, step, ai),
        }
        ui.add_space(size::GRID);
    }
    ui.add_enabled_ui(editable, |ui| {
        if text_button_ui(ui, Icon::Delete, "Remove AI", Ink::DangerText) {
            form.state.drafts.commit(None, form.session, form.actions);
            form.change(|step| step.ai = None);
        }
    });
}

fn of_ai_section() -> &'static str {
    super::places::of_step("ai")
}

/// What a folded group says.
fn summary(blueprint: &Blueprint, group: &str, ai: &Touchpoint) -> String {
    let share = |share: Option<crate::model::Share>| share.map(typed::show_share);
    let some = |count, one, many| (count > 0).then(|| plural(count, one, many));
    let said = match group {
        DOES => ai.autonomy.map(|autonomy| autonomy.words().to_owned()),
        ANSWERS => (!ai.owner.is_empty()).then(|| ai.owner.clone()),
        HAND_OVER => share(ai.resolves).map(|share| format!("{share} resolved")),
        OVERSIGHT => ai.oversight.as_ref().map(|oversight| {
            let role = oversight.role.as_ref();
            let role = role.map(|role| role_named(blueprint, role));
            let parts = [role, share(oversight.share)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }),
        OUTAGE => ai.stop.as_ref().map(|stop| stop.who.clone()),
        SERVES => (!ai.languages.is_empty()).then(|| typed::show_names(&ai.languages)),
        DATA => some(ai.monitors.len(), "monitor", "monitors"),
        _ => (!ai.wave.is_empty()).then(|| ai.wave.clone()),
    };
    said.unwrap_or_default()
}

fn does_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    form.lines_of_ui(ui, &[Long("ai/task"), Long("ai/never")], step);
    system_ui(form, ui, step, ai);
    let lines = &[One("ai/technique"), Two("ai/autonomy", "ai/status")];
    form.lines_of_ui(ui, lines, step);
    let all = (
        &ai.takes_over[..],
        Function::ALL,
        Function::words as fn(_) -> _,
    );
    let set = on_ai(|ai, list| ai.takes_over = list);
    form.ticks_ui(ui, of_ai("takes_over"), all, set);
    form.lines_of_ui(ui, &[One("ai/unit_cost")], step);
}

fn system_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    form.lines_of_ui(ui, &[One("ai/system")], step);
    let systems = &form.blueprint().ai_systems;
    let known = ai.system.as_ref().and_then(|id| systems.get_key_value(id));
    if let Some((id, system)) = known {
        let words = format!("Go to {}", system.name);
        if text_button_ui(ui, Icon::Right, &words, Ink::AccentText) {
            let variant = &form.session.selection().variant;
            let target = Target::Record(Key::AiSystem(id.clone()));
            form.actions
                .push(Action::Select(Selection::of(variant, target)));
        }
    }
}

/// Shows the way to a person; also the inspector of the hand-over's arrow.
pub(super) fn hand_over_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    let none = HandOver::default();
    let hand_over = step.hand_over().unwrap_or(&none);
    let part: fn(&mut Touchpoint) -> &mut Option<HandOver> = |ai| &mut ai.hand_over;
    let set = on_part(part, |hand_over, to| hand_over.to = to);
    step_pick_ui(form, ui, "Hands over to", hand_over.to.as_ref(), set);
    let all = (
        &hand_over.triggers[..],
        Trigger::ALL,
        Trigger::words as fn(_) -> _,
    );
    let set = on_part(part, |hand_over, list| hand_over.triggers = list);
    form.ticks_ui(ui, "Triggers", all, set);
    let lines = &[Two("ai/hand_over/confidence", "ai/hand_over/label")];
    form.lines_of_ui(ui, lines, step);
    let unused = hand_over.confidence.is_some();
    if unused && !hand_over.triggers.contains(&Trigger::LowConfidence) {
        muted_ui(
            ui,
            "The confidence counts once low confidence is a trigger.",
        );
    }
}

/// A step of the same variant, or none.
fn step_pick_ui(
    form: &mut Form<'_, Step>,
    ui: &mut Ui,
    name: &str,
    picked: Option<&StepId>,
    set: impl Fn(&mut Step, Option<StepId>),
) {
    let blueprint = form.blueprint();
    let Some((variant, own)) = form.keys.first().cloned() else {
        return;
    };
    let words = picked.map_or_else(|| NONE.to_owned(), |id| step_named(blueprint, &variant, id));
    let choices = || optional_step_choices(blueprint, &variant, Some(&own), picked);
    form.alone_ui(|form| {
        form.pick_ui(ui, name, &words, choices, |step, id| set(step, id.clone()));
    });
}

fn oversight_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    let lines = &[
        One("ai/oversight/role"),
        Two("ai/oversight/share", "ai/oversight/time"),
    ];
    form.lines_of_ui(ui, lines, step);
    if ai.autonomy == Some(Autonomy::ActsAfterApproval) {
        muted_ui(
            ui,
            "It acts after approval: every case waits for the review.",
        );
    }
    let lines = &[Two("ai/oversight/can_stop", "ai/oversight/can_override")];
    form.lines_of_ui(ui, lines, step);
}

fn outage_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    let part: fn(&mut Touchpoint) -> &mut Option<Fallback> = |ai| &mut ai.fallback;
    let set = on_part(part, |fallback, to| fallback.to = to);
    let to = ai
        .fallback
        .as_ref()
        .and_then(|fallback| fallback.to.as_ref());
    step_pick_ui(form, ui, of_ai("fallback"), to, set);
    let lines = &[
        One("ai/fallback/last_tested"),
        Long("ai/stop/how"),
        Two("ai/stop/who", "ai/stop/takes"),
    ];
    form.lines_of_ui(ui, lines, step);
}

/// Who answers for it, and what a person can do about it.
const ANSWERS_LINES: &[Line] = &[
    Two("ai/owner", "ai/next_review"),
    Two("ai/affects_person", "ai/reversible"),
    Long("ai/appeal"),
    Two("ai/customer_told", "ai/explained"),
];

/// Whom it serves.
const SERVES_LINES: &[Line] = &[
    One("ai/languages"),
    One("ai/channels"),
    Long("ai/serves"),
    Long("ai/serves_not"),
];

fn ranking_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step, ai: &Touchpoint) {
    const MARKS: &[u8] = &[1, 2, 3, 4, 5];
    let words: fn(u8) -> &'static str = |mark| match mark {
        1 => "1 least",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5 most",
        _ => "Out of range",
    };
    ui.columns(3, |ui| {
        let set = on_ai(|ai, mark| ai.value = mark);
        let value = (ai.value, MARKS, words);
        form.choice_ui(&mut ui[0], of_ai("value"), value, set);
        let set = on_ai(|ai, mark| ai.effort = mark);
        let effort = (ai.effort, MARKS, words);
        form.choice_ui(&mut ui[1], of_ai("effort"), effort, set);
        let set = on_ai(|ai, mark| ai.risk = mark);
        let risk = (ai.risk, MARKS, words);
        form.choice_ui(&mut ui[2], of_ai("risk"), risk, set);
    });
    form.lines_of_ui(ui, &[One("ai/wave")], step);
}

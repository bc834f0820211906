//! The fields of an AI touchpoint, in groups that fold.

mod records;

use egui::Ui;

use super::{
    form::{Form, Look},
    places::{NONE, missing, of_ai, optional_step_choices, role_choices, role_named, step_named},
};
use crate::{
    app::widgets::{group_ui, muted_ui, section_ui, text_button_ui, typed},
    model::{
        AiSystemId, Autonomy, Blueprint, Fallback, Function, HandOver, Key, Oversight, RoleId,
        Status, Step, StepId, Stop, Technique, Touchpoint, Trigger, plural,
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
            DOES => does_ui(form, ui, ai),
            ANSWERS => answers_ui(form, ui, ai),
            HAND_OVER => {
                let resolves = on_ai(|ai, share| ai.resolves = share);
                form.share_slider_ui(ui, of_ai("resolves"), ai.resolves, resolves);
                hand_over_ui(form, ui, ai.hand_over.as_ref());
            }
            OVERSIGHT => oversight_ui(form, ui, ai),
            OUTAGE => outage_ui(form, ui, ai),
            SERVES => serves_ui(form, ui, ai),
            DATA => records::records_ui(form, ui, ai),
            _ => ranking_ui(form, ui, ai),
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

fn does_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    let look = Look {
        rows: 2,
        ..Look::LINE
    };
    let task = (&of_ai("task").into(), look);
    let set = on_ai(|ai, text| ai.task = text);
    form.typed_ui(ui, task, (&ai.task, None), typed::text, set);
    let never = (&of_ai("never").into(), look);
    let set = on_ai(|ai, text| ai.never = text);
    form.typed_ui(ui, never, (&ai.never, None), typed::text, set);
    system_ui(form, ui, ai);
    technique_ui(
        form,
        ui,
        of_ai("technique"),
        ai.technique.as_ref(),
        |step, t| {
            if let Some(ai) = step.ai.as_deref_mut() {
                ai.technique = t;
            }
        },
    );
    ui.columns(2, |ui| {
        let autonomy = (ai.autonomy, Autonomy::ALL, Autonomy::words as fn(_) -> _);
        let set = on_ai(|ai, autonomy| ai.autonomy = autonomy);
        form.choice_ui(&mut ui[0], of_ai("autonomy"), autonomy, set);
        let status = (ai.status, Status::ALL, Status::words as fn(_) -> _);
        let set = on_ai(|ai, status| ai.status = status);
        form.one_of_ui(&mut ui[1], of_ai("status"), status, set);
    });
    let all = (
        &ai.takes_over[..],
        Function::ALL,
        Function::words as fn(_) -> _,
    );
    let set = on_ai(|ai, list| ai.takes_over = list);
    form.ticks_ui(ui, of_ai("takes_over"), all, set);
    let set = on_ai(|ai, cost| ai.unit_cost = cost);
    form.money_ui(ui, of_ai("unit_cost"), ai.unit_cost, set);
}

fn system_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    let blueprint = form.blueprint();
    let systems = &blueprint.ai_systems;
    let picked = ai.system.as_ref().map_or_else(
        || NONE.to_owned(),
        |id| match systems.get(id) {
            Some(system) => system.name.clone(),
            None => missing(id.as_str()),
        },
    );
    let choices = || {
        let systems = systems.iter().map(|(id, system)| {
            let is_picked = ai.system.as_ref() == Some(id);
            (Some(id.clone()), system.name.clone(), is_picked)
        });
        let none = (None, NONE.to_owned(), ai.system.is_none());
        std::iter::once(none).chain(systems).collect()
    };
    let set = on_ai(|ai, system: Option<AiSystemId>| ai.system = system);
    form.pick_ui(ui, of_ai("system"), &picked, choices, |step, id| {
        set(step, id.clone());
    });
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

/// A technique: one of the list, or another in words.
pub(super) fn technique_ui<T: super::held::Held>(
    form: &mut Form<'_, T>,
    ui: &mut Ui,
    name: &str,
    technique: Option<&Technique>,
    set: impl Fn(&mut T, Option<Technique>) + Clone + 'static,
) {
    const OTHER: &str = "Another one";
    let picked = technique.map_or(NONE, |technique| match technique {
        Technique::Other(_) => OTHER,
        known => known.words(),
    });
    let choices = || {
        let none = (None, NONE.to_owned(), technique.is_none());
        let known = Technique::ALL.iter().map(|one| {
            let is_picked = technique == Some(one);
            (Some(one.clone()), one.words().to_owned(), is_picked)
        });
        let other = technique.filter(|t| matches!(t, Technique::Other(_)));
        let is_other = other.is_some();
        let other = other.cloned();
        let other = other.unwrap_or_else(|| Technique::Other(String::new()));
        let other = (Some(other), OTHER.to_owned(), is_other);
        std::iter::once(none).chain(known).chain([other]).collect()
    };
    form.pick_ui(ui, name, picked, choices, |record, technique| {
        set(record, technique.clone());
    });
    if let Some(Technique::Other(words)) = technique {
        let name = format!("{name}: which");
        form.text_ui(ui, name, words, move |record, text| {
            set(record, Some(Technique::Other(text)));
        });
    }
}

fn answers_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    ui.columns(2, |ui| {
        let set = on_ai(|ai, text| ai.owner = text);
        form.text_ui(&mut ui[0], of_ai("owner"), &ai.owner, set);
        let set = on_ai(|ai, date| ai.next_review = date);
        let date = ai.next_review.as_ref();
        form.date_ui(&mut ui[1], of_ai("next_review"), date, set);
    });
    ui.columns(2, |ui| {
        let set = on_ai(|ai, yes| ai.affects_person = yes);
        form.yes_no_ui(&mut ui[0], of_ai("affects_person"), ai.affects_person, set);
        let set = on_ai(|ai, yes| ai.reversible = yes);
        form.yes_no_ui(&mut ui[1], of_ai("reversible"), ai.reversible, set);
    });
    let look = Look {
        rows: 2,
        ..Look::LINE
    };
    let appeal = (&of_ai("appeal").into(), look);
    let set = on_ai(|ai, text| ai.appeal = text);
    form.typed_ui(ui, appeal, (&ai.appeal, None), typed::text, set);
    ui.columns(2, |ui| {
        let set = on_ai(|ai, yes| ai.customer_told = yes);
        form.yes_no_ui(&mut ui[0], of_ai("customer_told"), ai.customer_told, set);
        let set = on_ai(|ai, yes| ai.explained = yes);
        form.yes_no_ui(&mut ui[1], of_ai("explained"), ai.explained, set);
    });
}

/// Shows the way to a person; also the inspector of the hand-over's arrow.
pub(super) fn hand_over_ui(form: &mut Form<'_, Step>, ui: &mut Ui, known: Option<&HandOver>) {
    let none = HandOver::default();
    let hand_over = known.unwrap_or(&none);
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
    ui.columns(2, |ui| {
        let set = on_part(part, |hand_over, share| hand_over.confidence = share);
        form.share_ui(&mut ui[0], "Below confidence", hand_over.confidence, set);
        let set = on_part(part, |hand_over, text| hand_over.label = text);
        form.text_ui(&mut ui[1], "Hand-over label", &hand_over.label, set);
    });
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

fn oversight_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    let none = Oversight::default();
    let oversight = ai.oversight.as_ref().unwrap_or(&none);
    let part: fn(&mut Touchpoint) -> &mut Option<Oversight> = |ai| &mut ai.oversight;
    let blueprint = form.blueprint();
    let role = oversight.role.as_ref();
    let picked = role.map_or_else(|| NONE.to_owned(), |id| role_named(blueprint, id));
    let set = on_part(part, |o, role: Option<RoleId>| o.role = role);
    let choices = || role_choices(blueprint, role);
    form.pick_ui(ui, "Reviewer", &picked, choices, |step, role| {
        set(step, role.clone());
    });
    ui.columns(2, |ui| {
        let set = on_part(part, |oversight, share| oversight.share = share);
        form.share_ui(&mut ui[0], "Share reviewed", oversight.share, set);
        let set = on_part(part, |oversight, time| oversight.time = time);
        let time = oversight.time.as_ref();
        form.time_ui(&mut ui[1], "Time of a review", time, set);
    });
    if ai.autonomy == Some(Autonomy::ActsAfterApproval) {
        muted_ui(
            ui,
            "It acts after approval: every case waits for the review.",
        );
    }
    ui.columns(2, |ui| {
        let set = on_part(part, |oversight, yes| oversight.can_stop = yes);
        form.yes_no_ui(&mut ui[0], "Can stop it", oversight.can_stop, set);
        let set = on_part(part, |oversight, yes| oversight.can_override = yes);
        form.yes_no_ui(&mut ui[1], "Can override it", oversight.can_override, set);
    });
}

fn outage_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    let none = Fallback::default();
    let fallback = ai.fallback.as_ref().unwrap_or(&none);
    let part: fn(&mut Touchpoint) -> &mut Option<Fallback> = |ai| &mut ai.fallback;
    let set = on_part(part, |fallback, to| fallback.to = to);
    step_pick_ui(form, ui, of_ai("fallback"), fallback.to.as_ref(), set);
    let set = on_part(part, |fallback, date| fallback.last_tested = date);
    let tested = fallback.last_tested.as_ref();
    form.date_ui(ui, "Fallback last tested", tested, set);
    let none = Stop::default();
    let stop = ai.stop.as_ref().unwrap_or(&none);
    let part: fn(&mut Touchpoint) -> &mut Option<Stop> = |ai| &mut ai.stop;
    let look = Look {
        rows: 2,
        ..Look::LINE
    };
    let how = (&of_ai("stop").into(), look);
    let set = on_part(part, |stop, text| stop.how = text);
    form.typed_ui(ui, how, (&stop.how, None), typed::text, set);
    ui.columns(2, |ui| {
        let set = on_part(part, |stop, text| stop.who = text);
        form.text_ui(&mut ui[0], "Who stops it", &stop.who, set);
        let set = on_part(part, |stop, time| stop.takes = time);
        form.time_ui(&mut ui[1], "Stopping takes", stop.takes.as_ref(), set);
    });
}

fn serves_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
    let set = on_ai(|ai, names| ai.languages = names);
    form.names_ui(ui, of_ai("languages"), &ai.languages, set);
    let set = on_ai(|ai, names| ai.channels = names);
    form.names_ui(ui, of_ai("channels"), &ai.channels, set);
    let look = Look {
        rows: 2,
        ..Look::LINE
    };
    let serves = (&of_ai("serves").into(), look);
    let set = on_ai(|ai, text| ai.serves = text);
    form.typed_ui(ui, serves, (&ai.serves, None), typed::text, set);
    let not = (&of_ai("serves_not").into(), look);
    let set = on_ai(|ai, text| ai.serves_not = text);
    form.typed_ui(ui, not, (&ai.serves_not, None), typed::text, set);
}

fn ranking_ui(form: &mut Form<'_, Step>, ui: &mut Ui, ai: &Touchpoint) {
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
    let set = on_ai(|ai, text| ai.wave = text);
    form.text_ui(ui, of_ai("wave"), &ai.wave, set);
}

//! The fields of an AI touchpoint, in groups that fold.

use egui::Ui;

use super::{form::Form, forms, places::role_named};
use crate::{
    app::widgets::{group_ui, muted_ui, section_ui, text_button_ui, typed},
    model::{Autonomy, Blueprint, Key, Step, Touchpoint, Trigger, plural},
    scene::{Icon, Ink},
    session::{Action, Command, Selection, Target},
};

const DOES: &str = "What it does";
const ANSWERS: &str = "Owner";
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

/// Shows the AI touchpoint of a step, or the button that makes it one.
pub(super) fn touchpoint_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
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
            ANSWERS => form.lines_ui(ui, forms::ANSWERS),
            HAND_OVER => {
                form.lines_ui(ui, forms::RESOLVES);
                hand_over_ui(form, ui, step);
            }
            OVERSIGHT => oversight_ui(form, ui, ai),
            OUTAGE => form.lines_ui(ui, forms::OUTAGE),
            SERVES => form.lines_ui(ui, forms::SERVES),
            DATA => form.lines_ui(ui, forms::KEPT),
            _ => form.lines_ui(ui, forms::RANKING),
        }
        ui.add_space(crate::scene::size::GRID);
    }
    ui.add_enabled_ui(editable, |ui| {
        if text_button_ui(ui, Icon::Delete, "Remove AI", Ink::DangerText) {
            form.commit_drafts();
            form.set(form.way("ai"), "");
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

fn does_ui(form: &mut Form<'_>, ui: &mut Ui, ai: &Touchpoint) {
    form.lines_ui(ui, forms::TASK);
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
    form.lines_ui(ui, forms::MEANS);
}

/// Shows the way to a person; also the inspector of the hand-over's arrow.
pub(super) fn hand_over_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    form.lines_ui(ui, forms::HAND_OVER);
    let is_unused = step.hand_over().is_some_and(|hand_over| {
        hand_over.confidence.is_some() && !hand_over.triggers.contains(&Trigger::LowConfidence)
    });
    if is_unused {
        muted_ui(
            ui,
            "The confidence counts once low confidence is a trigger.",
        );
    }
}

fn oversight_ui(form: &mut Form<'_>, ui: &mut Ui, ai: &Touchpoint) {
    form.lines_ui(ui, forms::OVERSIGHT);
    if ai.autonomy == Some(Autonomy::ActsAfterApproval) {
        muted_ui(
            ui,
            "It acts after approval: every case waits for the review.",
        );
    }
    form.lines_ui(ui, forms::POWERS);
}

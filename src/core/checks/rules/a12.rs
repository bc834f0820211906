//! A12: controls are kept or dropped on purpose.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, is_in_use},
    },
    model::{ControlId, State, Status},
};

/// The rule.
pub(super) const A12: Check = Check {
    id: "A12",
    title: "Controls are kept or dropped on purpose",
    why: "A control that goes without a word is a control that somebody relied on.",
    remedy: "Let a step perform it, or say in the variant why it is dropped and who agreed.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

use std::collections::BTreeSet;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (first, view) in context.pairs() {
        let held = view.variant.steps.values().flat_map(|step| &step.controls);
        let held: BTreeSet<&ControlId> = held.map(|control| &control.id).collect();
        let is_tried = view.variant.steps.iter().any(|(id, step)| {
            let status = context.blueprint.ai_status(id);
            step.ai.is_some() && is_in_use(status) && status >= Status::Pilot
        });
        let mut seen = BTreeSet::new();
        let controls = first.variant.steps.values().flat_map(|step| &step.controls);
        for control in controls {
            let dropped = view.variant.dropped_controls.get(&control.id);
            let is_agreed = dropped.is_some_and(|dropped| {
                !dropped.why.trim().is_empty() && !dropped.agreed_by.trim().is_empty()
            });
            if held.contains(&control.id) || is_agreed || !seen.insert(&control.id) {
                continue;
            }
            let missing = match dropped {
                None => "no step performs it, and nobody said why",
                Some(dropped) if dropped.why.trim().is_empty() => "it is dropped without a reason",
                Some(_) => "it is dropped, and nobody agreed",
            };
            let key = view.own_key();
            let place = format!("{}/dropped_controls/{}", key.path(), control.id);
            let message = format!(
                "{}: the control “{}”: {missing}",
                view.variant.name,
                control.called()
            );
            let finding = findings.at_place(place, key, message);
            finding.severity = match (view.variant.state, is_tried) {
                (State::Option, _) => FindingSeverity::Advice,
                (_, true) => FindingSeverity::Error,
                (_, false) => FindingSeverity::Warning,
            };
        }
    }
}

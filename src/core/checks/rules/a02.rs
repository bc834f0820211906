//! A02: a person can be reached.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{LaneKind, Status, StepId},
};

/// The rule.
pub(super) const A02: Check = Check {
    id: "A02",
    title: "A person can be reached",
    why: "Where every way around the AI ends without a person, who is not helped by it is lost.",
    remedy: "Draw a hand-over to a step with people, or lead its ways to one.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let blueprint = context.blueprint;
    for (view, touchpoint) in context.touchpoints() {
        let is_person = |step: &StepId| view.has_people(blueprint, step);
        if is_person(touchpoint.id) {
            continue;
        }
        let on: Vec<&StepId> = view
            .flows(touchpoint.id)
            .iter()
            .map(|way| &way.to)
            .collect();
        // A way ends where nothing leads on, or at a customer whom nobody serves any more.
        let passed = view.reach(on.iter().copied(), |step| !is_person(step));
        let ends = on.is_empty()
            || passed.iter().any(|step| {
                let is_customer = view.lane(step) == Some(LaneKind::Customer);
                !is_person(step)
                    && (view.after(step).is_empty() || is_customer && is_last(view, step))
            });
        let hand_over = touchpoint.ai.hand_over.as_ref();
        let to = hand_over.and_then(|hand_over| hand_over.to.as_ref());
        let handed = to.is_some_and(|to| view.reach([to], |_| true).into_iter().any(is_person));
        if ends && !handed {
            let message = format!(
                "From “{}” some way ends without anybody to turn to",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message).error_from(
                Status::Pilot,
                view,
                &touchpoint.of,
            );
        }
    }
}

/// Whether nothing carries a case on from a step.
fn is_last(view: &crate::checks::context::VariantView<'_>, step: &StepId) -> bool {
    view.after(step).is_empty()
}

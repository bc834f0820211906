//! A14: who asks for a person gets one.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Autonomy, Status, Trigger},
};

/// The rule.
pub(super) const A14: Check = Check {
    id: "A14",
    title: "Who asks for a person gets one",
    why: "A customer who asks for a person and gets a machine again complains, or leaves.",
    remedy: "Draw a hand-over, and tick “asks for a person” among what triggers it.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let ai = touchpoint.ai;
        // Who only proposes or drafts stands beside a person already.
        let is_alone = !matches!(ai.autonomy, Some(Autonomy::Suggests | Autonomy::Drafts));
        let hand_over = ai.hand_over.as_ref();
        let hands = hand_over.is_some_and(|hand_over| {
            hand_over.to.is_some() && hand_over.triggers.contains(&Trigger::AsksForPerson)
        });
        if is_alone && !hands && view.faces_customer(touchpoint.id) {
            let message = format!(
                "“{}” does not hand over when the customer asks for a person",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message).error_from(
                Status::Live,
                view,
                &touchpoint.of,
            );
        }
    }
}

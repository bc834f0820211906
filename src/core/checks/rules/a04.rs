//! A04: what falls below the threshold goes somewhere.

use crate::checks::{Answerer, Check, FindingSeverity, Findings, context::Context};

/// The rule.
pub(super) const A04: Check = Check {
    id: "A04",
    title: "What falls below the threshold goes somewhere",
    why: "A confidence below which AI shall not act needs a step that takes those cases.",
    remedy: "Draw the hand-over for them.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let Some(hand_over) = &touchpoint.ai.hand_over else {
            continue;
        };
        if hand_over.confidence.is_some() && hand_over.to.is_none() {
            let message = format!(
                "“{}” has a threshold and no way for what falls below it",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message);
        }
    }
}

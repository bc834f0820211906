//! A08: customers are told that it is AI.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Autonomy, Status, Told},
};

/// The rule.
pub(super) const A08: Check = Check {
    id: "A08",
    title: "Customers are told that it is AI",
    why: "Who talks to a machine has a right to know it (EU 2024/1689, article 50).",
    remedy: "Say it before its first answer, or why it is obvious.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let drafts = touchpoint.ai.autonomy == Some(Autonomy::Drafts);
        let is_untold = touchpoint.ai.told == Some(Told::No);
        if is_untold && !drafts && view.faces_customer(touchpoint.id) {
            let message = format!(
                "“{}” faces the customer, and they are not told that it is AI",
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

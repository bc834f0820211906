//! B03: every step has a title.

use crate::checks::{Answerer, Check, FindingSeverity, Findings, context::Context};

/// The rule.
pub(super) const B03: Check = Check {
    id: "B03",
    title: "Every step has a title",
    why: "A card without words says nothing to who did not draw it.",
    remedy: "Write what happens, in a few words.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        for (id, step) in &view.variant.steps {
            if step.title.trim().is_empty() {
                findings.at(view.key(id), "The step has no title");
            }
        }
    }
}

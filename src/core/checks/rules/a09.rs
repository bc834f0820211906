//! A09: exceptions go somewhere.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Key,
};

/// The rule.
pub(super) const A09: Check = Check {
    id: "A09",
    title: "Exceptions go somewhere",
    why: "People did more than the rule: what they caught by the way is caught by nobody now.",
    remedy: "Say which step receives the exceptions, or why there are none.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (first, view) in context.pairs() {
        let steps = first.variant.steps.iter();
        for (id, step) in steps.filter(|(_, step)| !step.workers.is_empty()) {
            if view.variant.steps.contains_key(id) {
                continue;
            }
            let removed = view.variant.removed.get(id);
            let goes = removed.is_some_and(|removed| removed.exceptions_go_to.is_some());
            if !goes {
                let message = format!(
                    "{} has no “{}” any more, and no step receives its exceptions",
                    view.variant.name,
                    step.called()
                );
                let key = Key::Removed(view.variant.id.clone(), id.clone());
                findings.at(key, message);
            }
        }
    }
}

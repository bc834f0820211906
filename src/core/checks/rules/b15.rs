//! B15: every way ends.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::StepId,
};

/// The rule.
pub(super) const B15: Check = Check {
    id: "B15",
    title: "Every way ends",
    why: "A case that can never leave a loop waits for ever, and there are no figures for it.",
    remedy: "Draw the way out of the loop.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

use std::collections::BTreeSet;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        // Backwards from every step that leads nowhere: who is not met never ends.
        let mut before: std::collections::BTreeMap<&StepId, Vec<&StepId>> =
            std::collections::BTreeMap::new();
        for (from, ways) in &view.carriers {
            for to in ways {
                before.entry(to).or_default().push(from);
            }
        }
        let steps = view.variant.steps.keys();
        let ends = steps.clone().filter(|id| view.after(id).is_empty());
        let mut open: Vec<&StepId> = ends.collect();
        let mut ends: BTreeSet<&StepId> = BTreeSet::new();
        while let Some(step) = open.pop() {
            if ends.insert(step) {
                open.extend(before.get(step).into_iter().flatten());
            }
        }
        let caught = steps.filter(|id| !ends.contains(id));
        if let Some(first) = { caught }.next() {
            let message = format!("From “{}” no way ever ends", view.called(first));
            findings.at(view.key(first), message);
        }
    }
}

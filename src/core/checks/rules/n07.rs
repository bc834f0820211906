//! N07: a queue that goes leaves no hole.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{RoleId, StepKind, plural},
};

/// The rule.
pub(super) const N07: Check = Check {
    id: "N07",
    title: "A queue that goes leaves no hole",
    why: "Where people still get cases they still have a queue: who deletes the wait deletes it from the figures only.",
    remedy: "Keep a wait with “queue of” that role, or say why nobody waits.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

use std::collections::BTreeSet;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (first, view) in context.pairs() {
        let queues = |view: &crate::checks::context::VariantView<'_>| -> BTreeSet<RoleId> {
            let steps = view.variant.steps.values();
            let waits = steps.filter(|step| step.kind == StepKind::Wait);
            waits.filter_map(|step| step.queue_of.clone()).collect()
        };
        let here = queues(view);
        for role in queues(first).difference(&here) {
            let steps = view.variant.steps.values();
            let works = steps.filter(|step| step.workers.iter().any(|w| w.role == *role));
            let count = works.count();
            if count == 0 {
                continue;
            }
            let held = context.blueprint.role(role);
            let name = held.map_or(role.as_str(), |(_, held)| held.name.as_str());
            let message = format!(
                "{} has no queue of “{name}” any more, who still works on {}",
                view.variant.name,
                plural(count, "step", "steps")
            );
            let place = format!("{}/queues/{role}", view.own_key().path());
            findings.at_place(place, view.own_key(), message);
        }
    }
}

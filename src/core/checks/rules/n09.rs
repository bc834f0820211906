//! N09: who AI hands over to is there when it is.

use std::collections::BTreeSet;

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{OpenHours, RoleId, Written},
};

/// The rule.
pub(super) const N09: Check = Check {
    id: "N09",
    title: "Who AI hands over to is there when it is",
    why: "A customer who is handed over at night waits until the morning, and was better served by a note that says so.",
    remedy: "Let it say when somebody is there, close it with them, or plan people for these hours.",
    answered_by: Answerer::Owner,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let target = touchpoint.step.hand_over().and_then(|way| way.to.as_ref());
        let Some(target) = target.and_then(|to| view.variant.steps.get(to)) else {
            continue;
        };
        let system = touchpoint.ai.system.as_ref();
        let system = system.and_then(|id| context.blueprint.ai_systems.get(id));
        let always = OpenHours::Always;
        let open = system.and_then(|system| system.open.as_ref());
        // What nobody can read is not known to be open longer.
        let open = match open {
            Some(written) => match written.known() {
                Some(open) => open,
                None => continue,
            },
            None => &always,
        };
        let mut seen: BTreeSet<&RoleId> = BTreeSet::new();
        for worker in &target.workers {
            let Some((_, role)) = context.blueprint.role(&worker.role) else {
                continue;
            };
            let there = role.open.as_ref().and_then(Written::known);
            let Some(there) = there.filter(|_| seen.insert(&worker.role)) else {
                continue;
            };
            if open.is_within(there) {
                continue;
            }
            let message = format!(
                "“{}” is there {open}, and hands over to “{}”, who is there {there}",
                touchpoint.step.called(),
                role.name
            );
            findings.at(view.key(touchpoint.id), message);
        }
    }
}

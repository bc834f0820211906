//! B07: work is begun by somebody.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{LaneKind, StepId, plural},
};

/// The rule.
pub(super) const B07: Check = Check {
    id: "B07",
    title: "Work is begun by somebody",
    why: "Work to which no customer and no start leads is done for nobody, as far as the blueprint says.",
    remedy: "Draw what leads to it, or mark it as a start.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        let steps = &view.variant.steps;
        let begins = |id: &StepId| {
            let is_start = steps.get(id).is_some_and(|step| step.start == Some(true));
            is_start || view.lane(id) == Some(LaneKind::Customer)
        };
        let reached = view.reach(steps.keys().filter(|id| begins(id)), |_| true);
        let works = steps.iter().filter(|(id, step)| {
            !step.workers.is_empty() && !reached.contains(id) && !view.after(id).is_empty()
        });
        let works: Vec<_> = works.map(|(id, _)| id).collect();
        if let Some(first) = works.first() {
            let count = plural(works.len(), "step of people is", "steps of people are");
            let message = format!(
                "{count} reached from no customer and no start, first “{}”",
                view.called(first)
            );
            findings.at(view.own_key(), message);
        }
    }
}

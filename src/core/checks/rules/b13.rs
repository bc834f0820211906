//! B13: phases and moments have a good size.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Key, plural},
};

/// The rule.
pub(super) const B13: Check = Check {
    id: "B13",
    title: "Phases and moments have a good size",
    why: "A phase of more than 40 steps is read by nobody, and a moment in which nothing ever happens only takes room.",
    remedy: "Cut the phase in two; delete the moment.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

/// The most steps that one reads in a phase.
const MOST: usize = 40;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let blueprint = context.blueprint;
    for phase in &blueprint.phases {
        let is_in = |moment: &crate::model::MomentId| phase.moments.iter().any(|m| m.id == *moment);
        for view in &context.variants {
            let steps = view.variant.steps.values();
            let here = steps.filter(|step| step.moment.as_ref().is_some_and(is_in));
            let count = here.count();
            if count > MOST {
                let words = plural(count, "step", "steps");
                let message = format!("“{}” has {words} in {}", phase.name, view.variant.name);
                findings.at(Key::Phase(phase.id.clone()), message);
            }
        }
    }
    let steps = || {
        context
            .variants
            .iter()
            .flat_map(|view| view.variant.steps.values())
    };
    if steps().next().is_none() {
        return;
    }
    for (phase, moment) in blueprint.moments() {
        let covers = |step: &crate::model::Step| {
            let columns = blueprint.moments().map(|(_, moment)| &moment.id);
            let mut span = columns.skip_while(|id| step.moment.as_ref() != Some(id));
            let wide = usize::try_from(step.span.max(1)).unwrap_or(usize::MAX);
            span.by_ref().take(wide).any(|id| *id == moment.id)
        };
        if !steps().any(|step| covers(step)) {
            let message = format!("A moment of “{}” is empty in every variant", phase.name);
            findings.at(Key::Moment(moment.id.clone()), message);
        }
    }
}

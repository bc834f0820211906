//! N06: a queue is counted once.

use std::collections::BTreeMap;

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, VariantView},
    },
    measure::{Quantity, WAITING_DAY},
    model::{RoleId, State, Step, StepId, StepKind, Written},
};

/// The rule.
pub(super) const N06: Check = Check {
    id: "N06",
    title: "A queue is counted once",
    why: "A typed wait in front of people whose queue is worked out counts the same waiting twice; one that lies far from what is worked out says that cases, people or times are not right.",
    remedy: "Say whose queue the wait is, or look at cases, people and times again.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

/// A typed wait and a computed one agree when they are not further apart, as a share of the longer one.
const AGREE: f64 = 0.5;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (place, view) in context.variants.iter().enumerate() {
        let Some(numbers) = context.numbers.variant(&view.variant.id) else {
            continue;
        };
        if view.variant.state == State::Retired {
            continue;
        }
        let queues = numbers.roles.iter();
        let queues = queues.filter_map(|role| Some((&role.id, role.queue.exact()?)));
        let queues: BTreeMap<&RoleId, f64> = queues.collect();
        for (id, step) in &view.variant.steps {
            let wait = step.wait.as_ref().and_then(Written::known);
            let (Some(wait), StepKind::Wait) = (wait, step.kind) else {
                continue;
            };
            let typed = wait.mean(WAITING_DAY) / 1000.0;
            let message = match &step.queue_of {
                None => counted_twice(context, view, (id, step), &queues),
                // A typed wait of a queue is a reading of today: nothing else is compared with it.
                Some(role) if place == 0 => queues
                    .get(role)
                    .filter(|queue| (typed - **queue).abs() > AGREE * typed.max(**queue))
                    .map(|queue| {
                        let say = |seconds: f64| Quantity::Time.say(seconds);
                        format!(
                            "“{}” is said to take {}; from cases, people and times it is {}",
                            step.called(),
                            say(typed),
                            say(*queue)
                        )
                    }),
                Some(_) => None,
            };
            if let Some(message) = message {
                findings.at(view.key(id), message);
            }
        }
    }
}

/// That a wait stands right before people whose queue is worked out.
fn counted_twice(
    context: &Context<'_>,
    view: &VariantView<'_>,
    (id, step): (&StepId, &Step),
    queues: &BTreeMap<&RoleId, f64>,
) -> Option<String> {
    let next = view
        .after(id)
        .iter()
        .filter_map(|to| view.variant.steps.get(*to));
    let mut workers = next.flat_map(|step| &step.workers);
    let role = workers.find(|worker| queues.contains_key(&worker.role))?;
    let held = context.blueprint.role(&role.role);
    let name = held.map_or(role.role.as_str(), |(_, held)| held.name.as_str());
    Some(format!(
        "“{}” is counted beside the queue of “{name}”, which comes right after it",
        step.called()
    ))
}

//! N08: people's time holds the customer's part of a talk.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, VariantView},
    },
    measure::WAITING_DAY,
    model::{LaneKind, RoleId, State, Step, StepId, Written},
};

/// The rule.
pub(super) const N08: Check = Check {
    id: "N08",
    title: "People's time holds the customer's part of a talk",
    why: "Who is on the phone while the customer looks for a number is at work: their time is longer than that of their own steps.",
    remedy: "Add the customer's time to the step of the people, if they stay with them.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        if view.variant.state == State::Retired {
            continue;
        }
        let before = view.before();
        for (id, step) in &view.variant.steps {
            let is_theirs = view.lane(id) == Some(LaneKind::Customer);
            let time = step.work.as_ref().and_then(Written::known);
            let takes = time.is_some_and(|time| time.mean(WAITING_DAY) > 0.0);
            if !is_theirs || !takes {
                continue;
            }
            let from = before.get(id).map_or(&[][..], Vec::as_slice);
            let pairs = from
                .iter()
                .flat_map(|one| view.after(id).iter().map(move |two| (*one, *two)));
            let Some(role) = pairs
                .filter_map(|(one, two)| in_one_talk(view, one, two))
                .next()
            else {
                continue;
            };
            let held = context.blueprint.role(role);
            let name = held.map_or(role.as_str(), |(_, held)| held.name.as_str());
            let message = format!(
                "“{}” takes the customer time between two steps of “{name}” in one talk; theirs does not hold it",
                step.called()
            );
            findings.at(view.key(id), message);
        }
    }
}

/// The role that works at both of two steps in one channel.
fn in_one_talk<'v>(view: &VariantView<'v>, one: &StepId, two: &StepId) -> Option<&'v RoleId> {
    let step = |id: &StepId| view.variant.steps.get(id);
    let (one, two): (&Step, &Step) = (step(one)?, step(two)?);
    let channel = one.channel.trim();
    if channel.is_empty() || channel != two.channel.trim() {
        return None;
    }
    let works = |role: &RoleId| two.workers.iter().any(|worker| worker.role == *role);
    one.workers
        .iter()
        .map(|worker| &worker.role)
        .find(|role| works(role))
}

//! A02: a person can be reached.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, VariantView},
    },
    model::{Status, StepId},
};

/// The rule.
pub(super) const A02: Check = Check {
    id: "A02",
    title: "A person can be reached",
    why: "Where every way around the AI ends without a person, who is not helped by it is lost.",
    remedy: "Draw a hand-over to a step with people, or lead its ways to one.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut known = BTreeMap::new();
    for (view, touchpoint) in context.touchpoints() {
        let people = known
            .entry(&view.variant.id)
            .or_insert_with(|| People::of(context, view));
        if people.at.contains(touchpoint.id) {
            continue;
        }
        let on = view.flows(touchpoint.id);
        let ends = on.is_empty() || on.iter().any(|way| people.missed.contains(&way.to));
        let hand_over = touchpoint.ai.hand_over.as_ref();
        let to = hand_over.and_then(|hand_over| hand_over.to.as_ref());
        let handed = to.is_some_and(|to| people.met.contains(to));
        if ends && !handed {
            let message = format!(
                "From “{}” some way ends without anybody to turn to",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message).error_from(
                Status::Pilot,
                view,
                &touchpoint.of,
            );
        }
    }
}

/// Where a case meets people in a variant. Worked out from the ends backwards, once for all touchpoints.
struct People<'b> {
    /// Steps at which people work.
    at: BTreeSet<&'b StepId>,
    /// Steps from which some way comes to such a step.
    met: BTreeSet<&'b StepId>,
    /// Steps from which some way ends and has met none.
    missed: BTreeSet<&'b StepId>,
}

impl<'b> People<'b> {
    fn of(context: &Context<'b>, view: &VariantView<'b>) -> Self {
        let steps = || view.variant.steps.keys();
        let at = steps().filter(|id| view.has_people(context.blueprint, id));
        let at: BTreeSet<&StepId> = at.collect();
        let before = view.before();
        // What leads to a step that is not there ends there.
        let all = steps().chain(view.reached.iter().copied());
        let ends = all.filter(|id| !at.contains(id) && view.after(id).is_empty());
        let missed = back_from(ends, &before, |step| !at.contains(step));
        let met = back_from(at.iter().copied(), &before, |_| true);
        Self { at, met, missed }
    }
}

/// The steps from which cases come to some steps, with these; only through steps that are passed.
fn back_from<'b>(
    from: impl Iterator<Item = &'b StepId>,
    before: &BTreeMap<&'b StepId, Vec<&'b StepId>>,
    passes: impl Fn(&StepId) -> bool,
) -> BTreeSet<&'b StepId> {
    let mut open: Vec<&StepId> = from.collect();
    let mut reached: BTreeSet<&StepId> = open.iter().copied().collect();
    while let Some(step) = open.pop() {
        let earlier = before.get(step).into_iter().flatten();
        for one in earlier.filter(|one| passes(one)) {
            if reached.insert(one) {
                open.push(one);
            }
        }
    }
    reached
}

//! B04: every step is on a way.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{LaneKind, plural},
};

/// The rule.
pub(super) const B04: Check = Check {
    id: "B04",
    title: "Every step is on a way",
    why: "A step that no connector touches is in no figure, and nobody sees when it happens.",
    remedy: "Connect it, or delete it; what the customer sees and touches goes without.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        let mut touched = view.reached.clone();
        touched.extend(view.carriers.keys());
        for way in view.variant.connectors.values() {
            touched.extend([&way.from, &way.to]);
        }
        let steps = view.variant.steps.keys();
        let alone = steps
            .filter(|id| view.lane(id) != Some(LaneKind::PhysicalEvidence))
            .filter(|id| !touched.contains(id));
        let alone: Vec<_> = alone.collect();
        if let Some(first) = alone.first().filter(|_| view.variant.steps.len() > 1) {
            let steps = plural(alone.len(), "step is", "steps are");
            let message = format!("{steps} on no way, first “{}”", view.called(first));
            findings.at(view.own_key(), message);
        }
    }
}

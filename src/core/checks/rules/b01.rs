//! B01: a customer lane with steps.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::LaneKind,
};

/// The rule.
pub(super) const B01: Check = Check {
    id: "B01",
    title: "A customer lane with steps",
    why: "A service blueprint shows the service from the customer: without their steps nobody sees what they live through.",
    remedy: "Add a lane of the kind Customer and write down what they do; a service inside the house silences this rule.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lanes = context.blueprint.lanes.iter();
    let has_lane = lanes.clone().any(|lane| lane.kind == LaneKind::Customer);
    for view in &context.variants {
        if view.variant.steps.is_empty() {
            continue;
        }
        if !has_lane {
            findings.at(view.own_key(), "There is no customer lane");
            continue;
        }
        let mut steps = view.variant.steps.keys();
        if !steps.any(|step| view.lane(step) == Some(LaneKind::Customer)) {
            findings.at(view.own_key(), "The customer lane is empty");
        }
    }
}

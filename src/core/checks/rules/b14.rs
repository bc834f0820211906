//! B14: it is said what the blueprint is about.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Key,
};

/// The rule.
pub(super) const B14: Check = Check {
    id: "B14",
    title: "It is said what the blueprint is about",
    why: "Without a scenario and a persona everybody reads another service into it.",
    remedy: "Write one sentence for each.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let blueprint = context.blueprint;
    let mut missing = Vec::new();
    if blueprint.scenario.trim().is_empty() {
        missing.push("scenario");
    }
    if blueprint.persona.trim().is_empty() {
        missing.push("persona");
    }
    if !missing.is_empty() {
        let message = format!("No {}", missing.join(" and no "));
        findings.at(Key::Blueprint, message);
    }
}

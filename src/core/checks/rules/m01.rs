//! M01: what two people changed is settled.

use crate::checks::{
    Answerer, Check, FindingSeverity, Findings,
    context::{Context, record_at},
};

/// The rule.
pub(super) const M01: Check = Check {
    id: "M01",
    title: "What two people changed is settled",
    why: "Until somebody chooses, the file holds three values of one thing, and nobody knows which one counts.",
    remedy: "Take one side, or type what is right.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Error,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for path in context.blueprint.conflicts.keys() {
        let message = "Two people changed this differently, and nobody chose yet";
        findings.at_place(path.clone(), record_at(path), message);
    }
}

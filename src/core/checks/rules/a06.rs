//! A06: reviews are held.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Key, Status, Written},
};

/// The rule.
pub(super) const A06: Check = Check {
    id: "A06",
    title: "Reviews are held",
    why: "A review that nobody holds finds nothing.",
    remedy: "Hold it, and write down the date of the next one.",
    answered_by: Answerer::Owner,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (id, of) in &context.blueprint.ai_uses {
        let due = of.next_review.as_ref().and_then(Written::known).copied();
        let Some(due) = due.filter(|due| *due < context.today) else {
            continue;
        };
        if of.status == Status::Retired {
            continue;
        }
        let message = format!("The review of “{}” was due on {due}", of.name);
        let finding = findings.at(Key::AiUse(id.clone()), message);
        finding.since = due.tomorrow().ok();
    }
}

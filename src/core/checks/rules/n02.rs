//! N02: repeats are said once.

use crate::checks::{Answerer, Check, FindingSeverity, Findings, context::Context};

/// The rule.
pub(super) const N02: Check = Check {
    id: "N02",
    title: "Repeats are said once",
    why: "A loop and a share that both say how many cases come back count them twice.",
    remedy: "Clear the share, or delete the loop.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, numbers) in context.variants.iter().zip(&context.numbers.variants) {
        if numbers.repeats_twice {
            let message = "Cases that come back are drawn as a loop and said as a share";
            findings.at(view.own_key(), message);
        }
    }
}

//! N02: repeats are said once.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, Fix, context::Context},
    edit::Edit,
    model::PathPart,
};

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
            let finding = findings.at(view.own_key(), message);
            finding.fixes.push(Fix {
                words: "clear the share",
                edit: Edit::Set {
                    keys: vec![view.own_key()],
                    field: vec![PathPart::Name("demand"), PathPart::Name("repeat_share")],
                    typed: String::new(),
                },
            });
            let loops = view.loops_into(&numbers.entries);
            if !loops.is_empty() {
                finding.fixes.push(Fix {
                    words: "delete the loop",
                    edit: Edit::DeleteConnectors {
                        variant: view.variant.id.clone(),
                        connectors: loops,
                    },
                });
            }
        }
    }
}

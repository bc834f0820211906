//! B02: everything that is named is there.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, record_at},
    },
    model::Trouble,
};

/// The rule.
pub(super) const B02: Check = Check {
    id: "B02",
    title: "Everything that is named is there",
    why: "What leads to nothing is not drawn, not counted and not carried over.",
    remedy: "Choose another record, or clear the field.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Error,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.blueprint.problems() {
        if !matches!(
            problem.trouble,
            Trouble::Dangling(..) | Trouble::DoubledId(_)
        ) {
            continue;
        }
        let key = record_at(&problem.path);
        let words = crate::model::capital(&problem.trouble.to_string());
        findings.at_place(problem.path, key, words);
    }
}

//! B09: what several ways mean is said.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Split,
};

/// The rule.
pub(super) const B09: Check = Check {
    id: "B09",
    title: "What several ways mean is said",
    why: "Without a split nobody knows whether a case takes one of the ways or all of them; without a label nobody knows when.",
    remedy: "Say Either or Both; give each way of an Either a label.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        for (id, step) in &view.variant.steps {
            let ways = view.flows(id);
            if ways.len() < 2 {
                continue;
            }
            let silent = ways.iter().filter(|way| way.label.trim().is_empty());
            match (step.split, silent.count()) {
                (None, _) => {
                    let message = format!(
                        "{} ways lead out of “{}”, and nobody said whether a case takes one or all",
                        ways.len(),
                        step.called()
                    );
                    findings.at(view.key(id), message);
                }
                (Some(Split::Either), silent) if silent > 0 => {
                    let message = format!(
                        "“{}” sends cases along one of {} ways, of which {silent} have no label",
                        step.called(),
                        ways.len()
                    );
                    findings.at(view.key(id), message);
                }
                (Some(Split::Either | Split::Both), _) => {}
            }
        }
    }
}

//! N01: shares add up.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Split,
};

/// The rule.
pub(super) const N01: Check = Check {
    id: "N01",
    title: "Shares add up",
    why: "Cases cannot go more than all, and what is left over ends somewhere nobody drew.",
    remedy: "Let the shares of the ways add up to 100 %.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        for (id, step) in &view.variant.steps {
            let ways = view.flows(id).iter();
            let shares: Vec<Option<f64>> = ways.map(|way| way.share.map(|s| s.0)).collect();
            let known: f64 = shares.iter().flatten().sum();
            let all_said = shares.iter().all(Option::is_some);
            let is_split = step.split == Some(Split::Either) && shares.len() > 1;
            if is_split && (known > 1.0 + 1e-9 || all_said && known < 1.0 - 1e-9) {
                let message = format!(
                    "The ways out of “{}” add up to {} %",
                    step.called(),
                    percent(known)
                );
                findings.at(view.key(id), message);
            }
            let Some(ai) = step.ai.as_deref() else {
                continue;
            };
            let share = |share: Option<crate::model::Share>| share.map_or(0.0, |share| share.0);
            let sum = share(ai.resolves) + share(ai.gives_up);
            if sum > 1.0 + 1e-9 {
                let message = format!(
                    "“{}” resolves and gives up {} % together",
                    step.called(),
                    percent(sum)
                );
                findings.at(view.key(id), message);
            }
        }
    }
}

fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

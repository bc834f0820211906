//! N12: savings rest on more than guesses.

use crate::checks::{Answerer, Check, FindingSeverity, Findings, context::Context};

/// The rule.
pub(super) const N12: Check = Check {
    id: "N12",
    title: "Savings rest on more than guesses",
    why: "A saving that rests on guesses is a guess.",
    remedy: "Measure what moves it most, or say who estimated it.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Advice,
    find,
};

/// From which share on it is most of it.
const MOST: f64 = 0.5;

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for difference in &context.numbers.differences {
        let cost = difference.per_case.cost.figure;
        let work = difference.per_case.work.figure;
        let saving = if cost.low.is_some_and(|low| low > 0.0) {
            cost
        } else {
            work
        };
        let saves = saving.low.is_some_and(|low| low > 0.0);
        let Some(view) = context
            .variants
            .iter()
            .find(|view| view.variant.id == difference.to)
        else {
            continue;
        };
        if saves && saving.guessed > MOST {
            let share = (saving.guessed * 100.0).round();
            let message = format!(
                "{share} % of what {} saves rests on guesses",
                view.variant.name
            );
            findings.at(view.own_key(), message);
        }
    }
}

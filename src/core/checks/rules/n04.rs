//! N04: an outage can be borne.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Key,
};

/// The rule.
pub(super) const N04: Check = Check {
    id: "N04",
    title: "An outage can be borne",
    why: "While an AI system is down its cases come to people.",
    remedy: "Plan people for it, or another way for the cases.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, numbers) in context.variants.iter().zip(&context.numbers.variants) {
        for outage in &numbers.outages {
            for (role, load) in &outage.roles {
                let usual = numbers.roles.iter().find(|usual| usual.id == *role);
                let was_over = usual.is_some_and(|usual| usual.load.low.is_some_and(|l| l > 1.0));
                let Some(over) = load.low.filter(|load| *load > 1.0 && !was_over) else {
                    continue;
                };
                let held = context.blueprint.role(role);
                let name = held.map_or("a role", |(_, held)| held.name.as_str());
                let system = context.blueprint.ai_systems.get(&outage.system);
                let system = system.map_or("the AI", |system| system.name.as_str());
                let over = (over * 1000.0).round() / 10.0;
                let message = format!(
                    "While “{system}” is down “{name}” is loaded to {over} % in {}",
                    view.variant.name
                );
                let place = format!("{}/outage/{}/{role}", view.own_key().path(), outage.system);
                findings.at_place(place, Key::Role(role.clone()), message);
            }
        }
    }
}

//! N03: somebody has the time.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Key, Status},
};

/// The rule.
pub(super) const N03: Check = Check {
    id: "N03",
    title: "Somebody has the time",
    why: "A role loaded above 100 % has a backlog that grows every day.",
    remedy: "Take work away, or plan more people.",
    answered_by: Answerer::Finance,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, numbers) in context.variants.iter().zip(&context.numbers.variants) {
        for role in &numbers.roles {
            let over = role.load.low.filter(|load| *load > 1.0);
            let Some(load) = over else { continue };
            let held = context.blueprint.role(&role.id);
            let name = held.map_or("a role", |(_, held)| held.name.as_str());
            let load = (load * 1000.0).round() / 10.0;
            let message = format!("In {} “{name}” is loaded to {load} %", view.variant.name);
            let watches = view.variant.steps.iter().any(|(id, step)| {
                let oversight = step.ai.as_deref().and_then(|ai| ai.oversight.as_ref());
                let is_it = oversight.is_some_and(|o| o.role.as_ref() == Some(&role.id));
                is_it && context.blueprint.ai_status(id) == Status::Live
            });
            let place = format!("{}/roles/{}", view.own_key().path(), role.id);
            let finding = findings.at_place(place, Key::Role(role.id.clone()), message);
            if watches {
                finding.severity = FindingSeverity::Error;
            }
        }
    }
}

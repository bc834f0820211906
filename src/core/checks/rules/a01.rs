//! A01: what is tried or in use has an owner.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, is_in_use},
    },
    model::{Key, State, Status},
};

/// The rule.
pub(super) const A01: Check = Check {
    id: "A01",
    title: "What is tried or in use has an owner",
    why: "Nobody answers for it, so nobody stops it.",
    remedy: "Name the business owner.",
    answered_by: Answerer::Owner,
    severity: FindingSeverity::Error,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let of = &touchpoint.of;
        if !is_in_use(of.status) || !of.owner.trim().is_empty() {
            continue;
        }
        let stage = match of.status {
            Status::Live => "in use",
            _ => "in pilot",
        };
        let message = format!("“{}” is {stage} and has no owner", touchpoint.step.called());
        let key = Key::AiUse(crate::model::AiUseId::new(touchpoint.id.as_str()));
        let finding = findings.at(key, message);
        if view.variant.state == State::Option {
            finding.severity = FindingSeverity::Advice;
        }
    }
}

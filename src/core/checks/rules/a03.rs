//! A03: what acts on people can be stopped.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{Autonomy, Status},
};

/// The rule.
pub(super) const A03: Check = Check {
    id: "A03",
    title: "What acts on people can be stopped",
    why: "AI that acts on what matters to a person, and that nobody can stop or override, is nobody’s decision any more.",
    remedy: "Give somebody the power to stop it or to override it, or let it only propose.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let acts = matches!(
            touchpoint.ai.autonomy,
            Some(Autonomy::ActsWithVeto | Autonomy::ActsThenInforms | Autonomy::ActsAlone)
        );
        let oversight = touchpoint.ai.oversight.as_ref();
        let is_free = oversight.is_some_and(|oversight| {
            oversight.can_stop == Some(false) && oversight.can_override == Some(false)
        });
        if acts && touchpoint.of.affects == Some(true) && is_free {
            let message = format!(
                "“{}” acts on what affects a person, and nobody can stop or override it",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message).error_from(
                Status::Pilot,
                view,
                &touchpoint.of,
            );
        }
    }
}

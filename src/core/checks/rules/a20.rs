//! A20: a decision about a person can be appealed.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{AiUseId, Decides, Key, Status},
};

/// The rule.
pub(super) const A20: Check = Check {
    id: "A20",
    title: "A decision about a person can be appealed",
    why: "Who is decided about by a machine needs somebody who looks again.",
    remedy: "Write down the way to appeal, or who reviews.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let of = &touchpoint.of;
        let decides = of.decides.iter().any(|one| *one != Decides::Nothing);
        let oversight = touchpoint.ai.oversight.as_ref();
        let is_reviewed = oversight.is_some_and(|oversight| oversight.role.is_some());
        if (decides || of.affects == Some(true)) && of.appeal.trim().is_empty() && !is_reviewed {
            let message = format!(
                "“{}” decides about a person, without appeal and without review",
                touchpoint.step.called()
            );
            let key = Key::AiUse(AiUseId::new(touchpoint.id.as_str()));
            findings.at(key, message).error_from(Status::Live, view, of);
        }
    }
}

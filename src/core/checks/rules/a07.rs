//! A07: a decision that matters has its rule.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{AiUseId, Decides, Key, Status},
};

/// The rule.
pub(super) const A07: Check = Check {
    id: "A07",
    title: "A decision that matters has its rule",
    why: "Who decides on credit, insurance, work or an account of a person is under laws that say how.",
    remedy: "Name the rule that applies, and when it was looked up.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let of = &touchpoint.of;
        let grave = [
            Decides::Credit,
            Decides::Insurance,
            Decides::Work,
            Decides::Account,
        ];
        let id = AiUseId::new(touchpoint.id.as_str());
        let mut rules = context.blueprint.rules.values();
        let has_rule = !of.rules.is_empty() || rules.any(|rule| rule.uses.contains(&id));
        let decides = of.decides.iter().find(|one| grave.contains(one));
        if let (Some(what), false) = (decides, has_rule) {
            let message = format!(
                "“{}” decides on {}, and no rule that applies is named",
                touchpoint.step.called(),
                what.words().to_lowercase()
            );
            findings
                .at(Key::AiUse(id), message)
                .error_from(Status::Live, view, of);
        }
    }
}

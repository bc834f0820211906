//! A22: an agent has named tools and limits.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::Technique,
};

/// The rule.
pub(super) const A22: Check = Check {
    id: "A22",
    title: "An agent has named tools and limits",
    why: "What an agent may do is what its tools may do.",
    remedy: "Name each tool, and how far it may go with it.",
    answered_by: Answerer::Risk,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (view, touchpoint) in context.touchpoints() {
        let system = touchpoint.ai.system.as_ref();
        let system = system.and_then(|id| context.blueprint.ai_systems.get(id));
        let is_agent = system.is_some_and(|s| s.technique == Some(Technique::AgentWithTools));
        let tools = &touchpoint.ai.tools;
        let is_limited = !tools.is_empty()
            && tools
                .iter()
                .all(|tool| !tool.name.trim().is_empty() && !tool.limit.trim().is_empty());
        if is_agent && !is_limited {
            let message = format!(
                "“{}” is an agent without named tools and limits",
                touchpoint.step.called()
            );
            findings.at(view.key(touchpoint.id), message);
        }
    }
}

//! A18: what happens in an outage was tried.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings,
        context::{Context, is_in_use},
    },
    model::{Date, State, Written},
};

/// The rule.
pub(super) const A18: Check = Check {
    id: "A18",
    title: "What happens in an outage was tried",
    why: "A fallback that nobody tried is a hope.",
    remedy: "Try it, and write down when.",
    answered_by: Answerer::Owner,
    severity: FindingSeverity::Warning,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    let test_days = context.policy.test_days();
    for (view, touchpoint) in context.touchpoints() {
        if !is_in_use(touchpoint.of.status) {
            continue;
        }
        let fallback = touchpoint.ai.fallback.as_ref();
        let tested = fallback.and_then(|fallback| fallback.last_tested.as_ref());
        let system = touchpoint.ai.system.as_ref();
        let system = system.and_then(|id| context.blueprint.ai_systems.get(id));
        let exit = system.and_then(|system| system.exit_plan.as_ref());
        let exit = exit.map(|plan| plan.tested.as_ref());
        let mut worst = state_of((context.today, test_days), tested, "fallback");
        if worst.is_none()
            && let Some(exit) = exit
            && touchpoint.of.critical == Some(true)
        {
            worst = state_of((context.today, test_days), exit, "exit plan");
        }
        let Some((words, since)) = worst else {
            continue;
        };
        let message = format!("“{}”: {words}", touchpoint.step.called());
        let finding = findings.at(view.key(touchpoint.id), message);
        finding.since = since;
        finding.severity = match (view.variant.state, touchpoint.of.critical) {
            (State::Option, _) => FindingSeverity::Advice,
            (_, Some(true)) => FindingSeverity::Error,
            _ => FindingSeverity::Warning,
        };
    }
}

/// What is wrong with a test, and since when time brings it.
fn state_of(
    (today, test_days): (Date, i32),
    tested: Option<&Written<Date>>,
    what: &str,
) -> Option<(String, Option<Date>)> {
    let Some(tested) = tested.and_then(Written::known) else {
        return Some((format!("the {what} was never tested"), None));
    };
    let ends = tested.checked_add(jiff::Span::new().days(test_days)).ok()?;
    let since = ends.tomorrow().ok();
    (today > ends).then(|| (format!("the {what} was last tested on {tested}"), since))
}

//! B10: times, costs and people are known.

use crate::{
    checks::{Answerer, Check, FindingSeverity, Findings, context::Context},
    model::{LaneKind, StepKind, plural},
};

/// The rule.
pub(super) const B10: Check = Check {
    id: "B10",
    title: "Times, costs and people are known",
    why: "What nobody said is in no total: figures then say “at least”.",
    remedy: "Fill in what is missing, the largest first; or say that the people of the lane do it.",
    answered_by: Answerer::Designer,
    severity: FindingSeverity::Advice,
    find,
};

fn find(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in &context.variants {
        let steps = view.variant.steps.iter();
        let steps = steps.filter(|(id, _)| view.lane(id) != Some(LaneKind::PhysicalEvidence));
        let (mut times, mut people, mut first) = (0_usize, 0_usize, None);
        for (id, step) in steps {
            let no_time =
                match &*step.workers {
                    [] => step.work.is_none() && step.kind == StepKind::Action,
                    workers => workers.iter().any(|worker| worker.work.is_none()),
                } || step.kind == StepKind::Wait && step.wait.is_none() && step.queue_of.is_none();
            let is_staffed = matches!(
                view.lane(id),
                Some(LaneKind::Frontstage | LaneKind::Backstage)
            );
            let nobody = is_staffed && step.ai.is_none() && step.workers.is_empty();
            times += usize::from(no_time);
            people += usize::from(nobody && step.work.is_some());
            if no_time || nobody {
                first = first.or(Some(id));
            }
        }
        let mut parts = Vec::new();
        if times > 0 {
            parts.push(format!("times missing: {}", plural(times, "step", "steps")));
        }
        if people > 0 {
            parts.push(format!("nobody named: {}", plural(people, "step", "steps")));
        }
        if let (Some(first), false) = (first, parts.is_empty()) {
            let message = format!("{}; first “{}”", parts.join("; "), view.called(first));
            findings.at(view.own_key(), crate::model::capital(&message));
        }
    }
}

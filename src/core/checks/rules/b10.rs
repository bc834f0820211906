//! B10: times, costs and people are known.

use crate::{
    checks::{
        Answerer, Check, FindingSeverity, Findings, Fix,
        context::{Context, VariantView},
    },
    edit::Edit,
    model::{LaneKind, Step, StepId, StepKind, Worker, plural},
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
            let nobody = is_nobodys(view, id, step);
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
            let finding = findings.at(view.own_key(), crate::model::capital(&message));
            let edits = given_to_lanes(context, view);
            if !edits.is_empty() {
                finding.fixes.push(Fix {
                    words: "the people of the lane do it",
                    edit: Edit::All(edits),
                });
            }
        }
    }
}

/// Whether people have to work at a step and nobody said who.
fn is_nobodys(view: &VariantView<'_>, id: &StepId, step: &Step) -> bool {
    let is_staffed = matches!(
        view.lane(id),
        Some(LaneKind::Frontstage | LaneKind::Backstage)
    );
    is_staffed && step.kind == StepKind::Action && step.ai.is_none() && step.workers.is_empty()
}

/// What gives steps of nobody to the people of their lanes, with the time that they take.
fn given_to_lanes(context: &Context<'_>, view: &VariantView<'_>) -> Vec<Edit> {
    let steps = view.variant.steps.iter();
    let nobodys = steps.filter(|(id, step)| is_nobodys(view, id, step));
    let given = nobodys.filter_map(|(id, step)| {
        let (_, lane) = context.blueprint.lane(step.lane.as_ref()?)?;
        let mut step = (**step).clone();
        step.workers.push(Worker {
            role: lane.role.clone()?,
            work: step.work.take(),
        });
        Some(Edit::PutStep {
            variant: view.variant.id.clone(),
            id: id.clone(),
            step: Box::new(step),
        })
    });
    given.collect()
}

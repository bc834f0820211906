//! What becomes of the work while an AI system is out of order, and what the service would be without its AI.

use super::{
    Figure,
    flow::Ousted,
    inputs::AiAtWork,
    numbers::{Measured, VariantNumbers},
};
use crate::model::{AiSystemId, Autonomy, Blueprint, RoleId, Step, StepId, Time, Variant, Written};

/// The loads of roles while an AI system is out of order.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Which system.
    pub system: AiSystemId,
    /// The load of each role that works then.
    pub roles: Vec<(RoleId, Figure)>,
    /// Touchpoints whose cases go nowhere then: nobody said where to.
    pub stopped: Vec<StepId>,
}

/// The outage of each system that touchpoints of a variant run on. `cases` a month come as ever.
pub(super) fn outages(
    blueprint: &Blueprint,
    variant: &Variant,
    first: Option<&VariantNumbers>,
) -> Vec<Outage> {
    let systems = blueprint.ai_systems.keys().filter(|system| {
        let mut steps = variant.steps.values();
        steps.any(|step| runs_on(step, system))
    });
    let outages = systems.map(|system| {
        let ai = Down {
            blueprint,
            variant,
            system,
        };
        let roles = Measured::new(blueprint, variant, first, &ai).loads();
        let stopped = variant.steps.iter();
        let stopped = stopped
            .filter(|(id, step)| matches!(ai.ousted(id, step), Some(Ousted::Replaced(None))));
        Outage {
            system: system.clone(),
            roles,
            stopped: stopped.map(|(id, _)| id.clone()).collect(),
        }
    });
    outages.collect()
}

fn runs_on(step: &Step, system: &AiSystemId) -> bool {
    step.ai
        .as_deref()
        .is_some_and(|ai| ai.system.as_ref() == Some(system))
}

/// An AI system out of order.
struct Down<'b> {
    blueprint: &'b Blueprint,
    variant: &'b Variant,
    system: &'b AiSystemId,
}

impl AiAtWork for Down<'_> {
    fn ousted(&self, _: &StepId, step: &Step) -> Option<Ousted> {
        let ai = step.ai.as_deref().filter(|_| runs_on(step, self.system))?;
        let is_there = |to: &StepId| self.variant.steps.contains_key(to);
        let fallback = ai
            .fallback
            .as_ref()
            .and_then(|fallback| fallback.to.clone());
        let fallback = fallback.filter(is_there);
        if step.has_outcomes() {
            let hand_over = step
                .hand_over()
                .and_then(|way| way.to.clone())
                .filter(is_there);
            return Some(Ousted::Replaced(fallback.or(hand_over)));
        }
        match ai.autonomy {
            // People go on by hand.
            Some(Autonomy::Suggests | Autonomy::Drafts) => None,
            _ => Some(Ousted::Replaced(fallback)),
        }
    }

    fn helps(&self, _: &StepId, step: &Step) -> bool {
        !runs_on(step, self.system)
    }

    fn is_reviewed(&self, step: &Step) -> bool {
        !runs_on(step, self.system)
    }

    fn is_paid(&self, step: &Step) -> bool {
        !runs_on(step, self.system)
    }

    fn by_hand(&self, id: &StepId, role: Option<&RoleId>) -> Option<Written<Time>> {
        time_before(self.blueprint, id, role)
    }
}

/// The time of a step in the first variant: of the same role, or of nobody in particular.
fn time_before(blueprint: &Blueprint, id: &StepId, role: Option<&RoleId>) -> Option<Written<Time>> {
    let step = blueprint.variants.first()?.steps.get(id)?;
    let worker = step
        .workers
        .iter()
        .find(|worker| Some(&worker.role) == role);
    worker.map_or_else(|| step.work.clone(), |worker| worker.work.clone())
}

/// How much of its AI a variant is counted with: each stage adds something to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AiStage {
    /// Without: nothing is resolved, people draft, nobody reviews, no run is paid.
    Without,
    /// Cases are resolved and given up.
    Resolves,
    /// It drafts and proposes.
    Drafts,
    /// People review.
    Reviewed,
}

/// A variant up to some stage.
pub(super) struct Staged<'b> {
    pub blueprint: &'b Blueprint,
    pub stage: AiStage,
}

impl AiAtWork for Staged<'_> {
    fn ousted(&self, _: &StepId, step: &Step) -> Option<Ousted> {
        (self.stage < AiStage::Resolves && step.has_outcomes()).then_some(Ousted::Unresolved)
    }

    fn helps(&self, _: &StepId, _: &Step) -> bool {
        self.stage >= AiStage::Drafts
    }

    fn is_reviewed(&self, _: &Step) -> bool {
        self.stage >= AiStage::Reviewed
    }

    fn is_paid(&self, _: &Step) -> bool {
        false
    }

    fn by_hand(&self, id: &StepId, role: Option<&RoleId>) -> Option<Written<Time>> {
        time_before(self.blueprint, id, role)
    }
}

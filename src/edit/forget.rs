//! References: which of a step lead to nothing, and how they are cleared when what they name goes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    sync::Arc,
};

use super::batch::Known;
use crate::model::{
    AiSystemId, Blueprint, Comment, CommentId, Connector, LaneId, MomentId, PainId, Place, Removed,
    RoleId, Step, StepId, Variant, VariantId, Worker,
};

/// What a deletion took away.
#[derive(Default)]
pub(super) struct Gone {
    lane: Option<LaneId>,
    moments: BTreeSet<MomentId>,
    role: Option<RoleId>,
    ai_system: Option<AiSystemId>,
    variant: Option<VariantId>,
    steps: BTreeMap<VariantId, BTreeSet<StepId>>,
    pains: BTreeSet<PainId>,
}

impl Gone {
    pub(super) fn lane(id: &LaneId) -> Self {
        Self {
            lane: Some(id.clone()),
            ..Self::default()
        }
    }

    pub(super) fn moments(moments: BTreeSet<MomentId>) -> Self {
        Self {
            moments,
            ..Self::default()
        }
    }

    pub(super) fn role(id: &RoleId) -> Self {
        Self {
            role: Some(id.clone()),
            ..Self::default()
        }
    }

    pub(super) fn ai_system(id: &AiSystemId) -> Self {
        Self {
            ai_system: Some(id.clone()),
            ..Self::default()
        }
    }

    pub(super) fn steps_of(variant: &Variant) -> Self {
        let mut gone = Self::default();
        for (id, step) in &variant.steps {
            gone.step(&variant.id, id, step);
        }
        gone
    }

    pub(super) fn and_variant(mut self, id: &VariantId) -> Self {
        self.variant = Some(id.clone());
        self
    }

    /// The pains of `old` that `new` has no more.
    pub(super) fn pains_but(&mut self, old: &Step, new: &Step) {
        if old.pains.is_empty() {
            return;
        }
        let stay: BTreeSet<&PainId> = new.pains.iter().map(|pain| &pain.id).collect();
        let gone = old.pains.iter().map(|pain| &pain.id);
        self.pains
            .extend(gone.filter(|id| !stay.contains(id)).cloned());
    }

    /// Whether no step and no pain went.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.pains.is_empty()
    }

    /// Whether what a step says depends on whether references to what went are cleared before: it names what
    /// went, or brings it back.
    pub(super) fn is_met_by(&self, variant: &VariantId, id: &StepId, step: &Step) -> bool {
        if self.is_empty() {
            return false;
        }
        let here = self.steps.get(variant);
        let went_here = |id: &StepId| here.is_some_and(|here| here.contains(id));
        let went = |id: &StepId| self.steps.values().any(|steps| steps.contains(id));
        went(id)
            || ways(step).any(went_here)
            || step.replaces.iter().any(went)
            || step.answers.iter().any(|pain| self.pains.contains(pain))
            || (step.pains.iter()).any(|pain| self.pains.contains(&pain.id))
    }

    /// Whether a step went at which a connector of `variant` ends.
    pub(super) fn has_end_of(&self, variant: &VariantId, connector: &Connector) -> bool {
        let here = self.steps.get(variant);
        here.is_some_and(|here| here.contains(&connector.from) || here.contains(&connector.to))
    }

    pub(super) fn step(&mut self, variant: &VariantId, id: &StepId, step: &Step) {
        let steps = self.steps.entry(variant.clone()).or_default();
        steps.insert(id.clone());
        self.pains_of(step);
    }

    pub(super) fn pains_of(&mut self, step: &Step) {
        self.pains
            .extend(step.pains.iter().map(|pain| pain.id.clone()));
    }

    /// Deletes the steps that stood in a lane or moment that went, then clears every reference to
    /// anything that went.
    pub(super) fn forget(mut self, blueprint: &mut Blueprint) {
        self.delete_steps(blueprint);
        self.move_comments(blueprint);
        if !self.pains.is_empty() {
            // A step carried over holds the same pains in several variants.
            let steps = blueprint
                .variants
                .iter()
                .flat_map(|variant| variant.steps.values());
            for pain in steps.flat_map(|step| &step.pains) {
                self.pains.remove(&pain.id);
            }
        }
        if self.steps.is_empty()
            && self.pains.is_empty()
            && self.role.is_none()
            && self.ai_system.is_none()
        {
            return;
        }
        let first: BTreeSet<StepId> = match blueprint.variants.first() {
            Some(first) if !self.steps.is_empty() => first.steps.keys().cloned().collect(),
            _ => BTreeSet::new(),
        };
        let went: BTreeSet<&StepId> = self.steps.values().flatten().collect();
        let went_from_first = |id: &StepId| went.contains(id) && !first.contains(id);
        for variant in &mut blueprint.variants {
            // A file may hold a variant's id twice: what still stands in the other did not go.
            let mut here = self.steps.get(&variant.id).cloned().unwrap_or_default();
            here.retain(|id| !variant.steps.contains_key(id));
            let went_here = |id: &StepId| here.contains(id);
            let stale: Vec<StepId> = variant
                .steps
                .iter()
                .filter(|(_, step)| self.touches(step, &went_here, &went_from_first))
                .map(|(id, _)| id.clone())
                .collect();
            let loose = variant
                .connectors
                .values()
                .any(|c| went_here(&c.from) || went_here(&c.to));
            let notes = variant.removed.iter().any(|(id, removed)| {
                went_from_first(id) || removed.exceptions_go_to.as_ref().is_some_and(went_here)
            });
            if stale.is_empty() && !loose && !notes {
                continue;
            }
            let variant = Arc::make_mut(variant);
            variant
                .connectors
                .retain(|_, c| !went_here(&c.from) && !went_here(&c.to));
            variant.removed.retain(|id, _| !went_from_first(id));
            let is_lost =
                |removed: &Removed| removed.exceptions_go_to.as_ref().is_some_and(went_here);
            let lost = variant.removed.iter().filter(|(_, r)| is_lost(r));
            let lost: Vec<StepId> = lost.map(|(id, _)| id.clone()).collect();
            for id in lost {
                if let Some(removed) = variant.removed.get_mut(&id) {
                    Arc::make_mut(removed).exceptions_go_to = None;
                }
            }
            for id in stale {
                if let Some(step) = variant.steps.get_mut(&id) {
                    clear_ways(step, &went_here);
                    self.clear(Arc::make_mut(step), &went_from_first);
                }
            }
        }
    }

    fn delete_steps(&mut self, blueprint: &mut Blueprint) {
        if self.lane.is_none() && self.moments.is_empty() {
            return;
        }
        let mut deleted = Vec::new();
        for variant in &mut blueprint.variants {
            let in_gone = |step: &Step| {
                step.lane.is_some() && step.lane == self.lane
                    || step
                        .moment
                        .as_ref()
                        .is_some_and(|m| self.moments.contains(m))
            };
            let ids: Vec<StepId> = variant
                .steps
                .iter()
                .filter(|(_, step)| in_gone(step))
                .map(|(id, _)| id.clone())
                .collect();
            for id in ids {
                if let Some(step) = Arc::make_mut(variant).steps.remove(&id) {
                    deleted.push((variant.id.clone(), id, step));
                }
            }
        }
        for (variant, id, step) in deleted {
            self.step(&variant, &id, &step);
        }
    }

    /// What was said about a cell that went is kept: it is now about the blueprint.
    fn move_comments(&self, blueprint: &mut Blueprint) {
        if self.variant.is_none() && self.lane.is_none() && self.moments.is_empty() {
            return;
        }
        let is_about_it = |comment: &Comment| match &comment.at {
            Place::Cell(variant, lane, moment) => {
                self.variant.as_ref() == Some(variant)
                    || self.lane.as_ref() == Some(lane)
                    || self.moments.contains(moment)
            }
            Place::Record(_) => false,
        };
        let comments = blueprint.comments.iter();
        let moved = comments.filter(|(_, comment)| is_about_it(comment));
        let moved: Vec<CommentId> = moved.map(|(id, _)| id.clone()).collect();
        for id in moved {
            if let Some(comment) = blueprint.comments.get_mut(&id) {
                Arc::make_mut(comment).at = Place::default();
            }
        }
    }

    fn touches(
        &self,
        step: &Step,
        went_here: &impl Fn(&StepId) -> bool,
        went_from_first: &impl Fn(&StepId) -> bool,
    ) -> bool {
        let ai = step.ai.as_deref();
        ways(step).any(went_here)
            || step.replaces.iter().any(went_from_first)
            || step.answers.iter().any(|pain| self.pains.contains(pain))
            || step
                .workers
                .iter()
                .any(|w| Some(&w.role) == self.role.as_ref())
            || ai.is_some_and(|ai| ai.system.is_some() && ai.system == self.ai_system)
            || ai
                .and_then(|ai| ai.oversight.as_ref())
                .is_some_and(|o| o.role.is_some() && o.role == self.role)
    }

    fn clear(&self, step: &mut Step, went_from_first: &impl Fn(&StepId) -> bool) {
        step.replaces.retain(|id| !went_from_first(id));
        step.answers.retain(|pain| !self.pains.contains(pain));
        step.workers.retain(|w| Some(&w.role) != self.role.as_ref());
        if let Some(ai) = &mut step.ai {
            if ai.system == self.ai_system {
                ai.system = None;
            }
            if let Some(oversight) = &mut ai.oversight
                && oversight.role == self.role
            {
                oversight.role = None;
            }
        }
    }
}

/// The steps of the same variant that a touchpoint leads to.
fn ways(step: &Step) -> impl Iterator<Item = &StepId> {
    let ai = step.ai.as_deref();
    let hand_over = ai.and_then(|ai| ai.hand_over.as_ref()?.to.as_ref());
    let fallback = ai.and_then(|ai| ai.fallback.as_ref()?.to.as_ref());
    hand_over.into_iter().chain(fallback)
}

/// Clears the ways of a touchpoint to steps of the same variant that are gone.
pub(super) fn clear_ways(step: &mut Arc<Step>, gone: &impl Fn(&StepId) -> bool) {
    if !ways(step).any(gone) {
        return;
    }
    let Some(ai) = &mut Arc::make_mut(step).ai else {
        return;
    };
    if let Some(hand_over) = &mut ai.hand_over
        && hand_over.to.as_ref().is_some_and(gone)
    {
        hand_over.to = None;
    }
    if let Some(fallback) = &mut ai.fallback
        && fallback.to.as_ref().is_some_and(gone)
    {
        fallback.to = None;
    }
}

/// What a step refers to that does not exist: in words, and its id.
pub(super) fn dangling(
    blueprint: &Blueprint,
    variant: &VariantId,
    step: &Step,
    known: &Known,
) -> BTreeSet<(&'static str, String)> {
    let mut missing = BTreeSet::new();
    let mut need = |there: bool, what: &'static str, id: &dyn Display| {
        if !there {
            missing.insert((what, id.to_string()));
        }
    };
    if let Some(id) = &step.lane {
        need(known.lane(blueprint, id), "the lane", id);
    }
    if let Some(id) = &step.moment {
        need(known.moment(blueprint, id), "the moment", id);
    }
    for Worker { role, .. } in &step.workers {
        need(blueprint.role(role).is_some(), "the role", role);
    }
    let first = blueprint.variants.first();
    for id in &step.replaces {
        let there = first.is_some_and(|first| first.steps.contains_key(id));
        need(there, "the step it replaces", id);
    }
    for id in &step.answers {
        need(known.pain(blueprint, id), "the pain it answers", id);
    }
    for id in ways(step) {
        let there = blueprint.step(variant, id).is_some();
        need(there, "the step it leads to", id);
    }
    if let Some(ai) = step.ai.as_deref() {
        if let Some(id) = &ai.system {
            need(blueprint.ai_system(id).is_some(), "the AI system", id);
        }
        if let Some(id) = ai.oversight.as_ref().and_then(|o| o.role.as_ref()) {
            need(blueprint.role(id).is_some(), "the role", id);
        }
    }
    missing
}

//! What is selected.

use std::collections::BTreeSet;

use crate::{
    model::{Blueprint, Key, LaneId, MomentId, StepId, VariantId},
    scene::WireId,
};

/// What is selected, and in which variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Whose cards and cells are meant.
    pub variant: VariantId,
    /// What.
    pub target: Target,
}

/// What is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Nothing in particular: the inspector shows the blueprint itself.
    #[default]
    Blueprint,
    /// A cell, to put something in.
    Cell {
        /// Its row.
        lane: LaneId,
        /// Its column.
        moment: MomentId,
    },
    /// Steps and connectors.
    Items {
        /// The steps.
        steps: BTreeSet<StepId>,
        /// The connectors and hand-overs.
        wires: BTreeSet<WireId>,
        /// The step selected last, from which the keyboard goes on.
        lead: Option<StepId>,
    },
    /// A record of a register, a moment or a variant.
    Record(Key),
}

const NO_STEPS: &BTreeSet<StepId> = &BTreeSet::new();
const NO_WIRES: &BTreeSet<WireId> = &BTreeSet::new();

impl Selection {
    /// One step.
    pub fn step(variant: &VariantId, step: &StepId) -> Self {
        Self::items(variant, [step.clone()], [])
    }

    /// One connector or hand-over.
    pub fn wire(variant: &VariantId, wire: &WireId) -> Self {
        Self::items(variant, [], [wire.clone()])
    }

    /// A cell.
    pub fn in_cell(variant: &VariantId, lane: &LaneId, moment: &MomentId) -> Self {
        let (lane, moment) = (lane.clone(), moment.clone());
        Self::of(variant, Target::Cell { lane, moment })
    }

    /// Steps and connectors.
    pub fn items(
        variant: &VariantId,
        steps: impl IntoIterator<Item = StepId>,
        wires: impl IntoIterator<Item = WireId>,
    ) -> Self {
        let steps: BTreeSet<StepId> = steps.into_iter().collect();
        let wires: BTreeSet<WireId> = wires.into_iter().collect();
        let lead = steps.last().cloned();
        let target = if steps.is_empty() && wires.is_empty() {
            Target::Blueprint
        } else {
            Target::Items { steps, wires, lead }
        };
        Self::of(variant, target)
    }

    /// The same with the keyboard at `step`, if it is selected.
    #[must_use]
    pub fn led_by(mut self, step: Option<&StepId>) -> Self {
        if let Target::Items { steps, lead, .. } = &mut self.target
            && let Some(step) = step.filter(|step| steps.contains(*step))
        {
            *lead = Some(step.clone());
        }
        self
    }

    /// `target` as seen in `variant`.
    pub fn of(variant: &VariantId, target: Target) -> Self {
        Self {
            variant: variant.clone(),
            target,
        }
    }

    /// The steps selected.
    pub fn steps(&self) -> &BTreeSet<StepId> {
        match &self.target {
            Target::Items { steps, .. } => steps,
            _ => NO_STEPS,
        }
    }

    /// The connectors and hand-overs selected.
    pub fn wires(&self) -> &BTreeSet<WireId> {
        match &self.target {
            Target::Items { wires, .. } => wires,
            _ => NO_WIRES,
        }
    }

    /// The step from which the keyboard goes on.
    pub fn lead(&self) -> Option<&StepId> {
        match &self.target {
            Target::Items { lead, .. } => lead.as_ref(),
            _ => None,
        }
    }

    /// The cell selected.
    pub fn cell(&self) -> Option<(&LaneId, &MomentId)> {
        match &self.target {
            Target::Cell { lane, moment } => Some((lane, moment)),
            _ => None,
        }
    }

    /// Adds a step or takes it out again.
    pub fn toggle_step(&mut self, variant: &VariantId, step: &StepId) {
        self.keep_items(variant);
        if let Target::Items { steps, lead, wires } = &mut self.target {
            if steps.remove(step) {
                *lead = steps.last().cloned();
            } else {
                steps.insert(step.clone());
                *lead = Some(step.clone());
            }
            if steps.is_empty() && wires.is_empty() {
                self.target = Target::Blueprint;
            }
        }
    }

    /// Adds a connector or takes it out again.
    pub fn toggle_wire(&mut self, variant: &VariantId, wire: &WireId) {
        self.keep_items(variant);
        if let Target::Items { steps, wires, .. } = &mut self.target {
            if !wires.remove(wire) {
                wires.insert(wire.clone());
            }
            if steps.is_empty() && wires.is_empty() {
                self.target = Target::Blueprint;
            }
        }
    }

    fn keep_items(&mut self, variant: &VariantId) {
        if self.variant != *variant || !matches!(self.target, Target::Items { .. }) {
            *self = Self::of(
                variant,
                Target::Items {
                    steps: BTreeSet::new(),
                    wires: BTreeSet::new(),
                    lead: None,
                },
            );
        }
    }

    /// What of it still exists.
    pub fn still_in(&self, blueprint: &Blueprint) -> Self {
        let Some((_, variant)) = blueprint.variant(&self.variant) else {
            let first = blueprint.variants.first();
            return Self::of(
                &first.map(|v| v.id.clone()).unwrap_or_default(),
                Target::Blueprint,
            );
        };
        let there = match &self.target {
            Target::Items { steps, wires, lead } => {
                let steps: BTreeSet<_> = steps
                    .iter()
                    .filter(|id| variant.steps.contains_key(*id))
                    .cloned()
                    .collect();
                let wires = wires.iter().filter(|wire| match wire {
                    WireId::Connector(id) => variant.connectors.contains_key(id),
                    WireId::HandOver(id) => variant
                        .steps
                        .get(id)
                        .is_some_and(|s| s.hand_over().is_some()),
                });
                let mut selection = Self::items(&self.variant, steps, wires.cloned());
                if let Target::Items {
                    steps, lead: new, ..
                } = &mut selection.target
                    && lead.as_ref().is_some_and(|lead| steps.contains(lead))
                {
                    new.clone_from(lead);
                }
                return selection;
            }
            Target::Blueprint => true,
            Target::Cell { lane, moment } => {
                blueprint.lane(lane).is_some() && blueprint.moment(moment).is_some()
            }
            Target::Record(key) => key.is_in(blueprint),
        };
        if there {
            self.clone()
        } else {
            Self::of(&self.variant, Target::Blueprint)
        }
    }
}

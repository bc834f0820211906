//! What is counted of each variant, kept up to date from one change to the next: the window shows it in
//! every frame.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Step, StepId, VariantId},
    patch::{MapPatch, Patch},
};

/// What is counted of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Its steps.
    pub steps: usize,
    /// Steps that are AI touchpoints.
    pub touchpoints: usize,
    /// The pains of all steps.
    pub pains: usize,
    /// The steps that stand in no cell.
    pub tray: BTreeSet<StepId>,
}

/// What is counted of a variant that never held anything.
const NOTHING: &Tally = &Tally {
    steps: 0,
    touchpoints: 0,
    pains: 0,
    tray: BTreeSet::new(),
};

/// The tallies of a blueprint's variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tallies(BTreeMap<VariantId, Tally>);

impl Tallies {
    /// Counts what `patch` changes.
    pub(super) fn update(&mut self, patch: &Patch) {
        for (id, contents) in &patch.contents {
            let tally = self.0.entry(id.clone()).or_default();
            tally.update(&contents.steps);
        }
    }

    /// What is counted of the variant.
    pub(super) fn get(&self, variant: &VariantId) -> &Tally {
        self.0.get(variant).unwrap_or(NOTHING)
    }
}

impl Tally {
    fn update(&mut self, patch: &MapPatch<StepId, Step>) {
        for (id, swap) in patch {
            if let Some(step) = &swap.before {
                self.steps -= 1;
                self.touchpoints -= usize::from(step.ai.is_some());
                self.pains -= step.pains.len();
                self.tray.remove(id);
            }
            if let Some(step) = &swap.after {
                self.steps += 1;
                self.touchpoints += usize::from(step.ai.is_some());
                self.pains += step.pains.len();
                if step.cell().is_none() {
                    self.tray.insert(id.clone());
                }
            }
        }
    }
}

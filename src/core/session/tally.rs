//! What is counted of each variant, kept up to date from one change to the next: the window shows it in
//! every frame.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Blueprint, Key, Places, Step, StepId, VariantId},
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
    /// The steps that stand in no cell: they name none, or one that is not there.
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
    /// Counts what `patch` changes, which leads to `blueprint`.
    pub(super) fn update(&mut self, patch: &Patch, blueprint: &Blueprint) {
        let places = Places::of(blueprint);
        for (id, contents) in &patch.contents {
            let tally = self.0.entry(id.clone()).or_default();
            tally.update(&contents.steps, &places);
        }
        // A lane or a moment that came or went decides for steps that are still the same.
        let is_place = |key: &Key| matches!(key, Key::Lane(_) | Key::Phase(_));
        if patch.registers.keys().any(is_place) {
            for variant in &blueprint.variants {
                let waiting = variant
                    .steps
                    .iter()
                    .filter(|(_, step)| !places.is_placed(step));
                let tray = waiting.map(|(id, _)| id.clone()).collect();
                self.0.entry(variant.id.clone()).or_default().tray = tray;
            }
        }
    }

    /// What is counted of the variant.
    pub(super) fn get(&self, variant: &VariantId) -> &Tally {
        self.0.get(variant).unwrap_or(NOTHING)
    }
}

impl Tally {
    fn update(&mut self, patch: &MapPatch<StepId, Step>, places: &Places<'_>) {
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
                if !places.is_placed(step) {
                    self.tray.insert(id.clone());
                }
            }
        }
    }
}

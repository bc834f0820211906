//! Who names whom, and where pains, controls and the ends of connectors are: looked up, where a walk over the
//! document would take a frame's time.
//!
//! Kept up to date from patches.

use std::collections::{BTreeMap, BTreeSet, btree_set::Iter};

use crate::{
    model::{
        AiSystemId, Blueprint, Connector, ConnectorId, ControlId, LaneId, MomentId, PainId,
        Removed, RoleId, Step, StepId, VariantId,
    },
    patch::{self, MapPatch, Patch},
};

/// A record that others name. Lanes and moments are places, and the ends of connectors have lists of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Named by workers and by who oversees an AI touchpoint.
    Role(RoleId),
    /// Named by AI touchpoints.
    AiSystem(AiSystemId),
    /// Named by the ways of AI touchpoints, by what takes its place, and by who gets the exceptions of a
    /// removed step; in which variant, the namer says.
    Step(StepId),
    /// Named by the steps that answer it.
    Pain(PainId),
}

/// A record that names another, in its variant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namer {
    /// A step.
    Step(VariantId, StepId),
    /// What is said of a step that was removed.
    Removed(VariantId, StepId),
}

/// A step of a variant.
pub type StepAt = (VariantId, StepId);

/// Looks up what a blueprint holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    named: BTreeMap<Named, BTreeSet<Namer>>,
    /// The steps of each cell, by rank and id.
    cells: BTreeMap<(VariantId, LaneId, MomentId), BTreeSet<(i64, StepId)>>,
    pains: BTreeMap<PainId, BTreeSet<StepAt>>,
    controls: BTreeMap<ControlId, BTreeSet<StepAt>>,
    leaving: BTreeMap<StepAt, BTreeSet<ConnectorId>>,
    reaching: BTreeMap<StepAt, BTreeSet<ConnectorId>>,
}

/// What came in or goes out.
#[derive(Clone, Copy)]
enum Turn {
    In,
    Out,
}

impl Turn {
    /// Puts `value` into the set of `key`, or takes it out; a set that is empty goes.
    fn note<K: Ord, V: Ord>(self, sets: &mut BTreeMap<K, BTreeSet<V>>, key: K, value: V) {
        match self {
            Self::In => {
                sets.entry(key).or_default().insert(value);
            }
            Self::Out => {
                if let Some(set) = sets.get_mut(&key) {
                    set.remove(&value);
                    if set.is_empty() {
                        sets.remove(&key);
                    }
                }
            }
        }
    }
}

impl Index {
    /// Of all that `blueprint` holds: it differs from nothing.
    pub fn of(blueprint: &Blueprint) -> Self {
        let mut index = Self::default();
        index.update(&patch::diff(&Blueprint::default(), blueprint));
        index
    }

    /// Follows a change.
    pub(super) fn update(&mut self, patch: &Patch) {
        for (variant, contents) in &patch.contents {
            for_each(&contents.steps, |turn, id, step| {
                self.step(turn, &(variant.clone(), id.clone()), step);
            });
            for_each(&contents.connectors, |turn, id, connector| {
                self.connector(turn, (variant, id), connector);
            });
            for_each(&contents.removed, |turn, id, removed| {
                self.removed(turn, &(variant.clone(), id.clone()), removed);
            });
        }
    }

    fn step(&mut self, turn: Turn, at: &StepAt, step: &Step) {
        if let Some((lane, moment)) = step.cell() {
            let cell = (at.0.clone(), lane.clone(), moment.clone());
            turn.note(&mut self.cells, cell, (step.rank, at.1.clone()));
        }
        for pain in &step.pains {
            turn.note(&mut self.pains, pain.id.clone(), at.clone());
        }
        for control in &step.controls {
            turn.note(&mut self.controls, control.id.clone(), at.clone());
        }
        names_of(step, |named| {
            let namer = Namer::Step(at.0.clone(), at.1.clone());
            turn.note(&mut self.named, named, namer);
        });
    }

    fn connector(
        &mut self,
        turn: Turn,
        (variant, id): (&VariantId, &ConnectorId),
        connector: &Connector,
    ) {
        let end = |step: &StepId| (variant.clone(), step.clone());
        turn.note(&mut self.leaving, end(&connector.from), id.clone());
        turn.note(&mut self.reaching, end(&connector.to), id.clone());
    }

    fn removed(&mut self, turn: Turn, at: &StepAt, removed: &Removed) {
        if let Some(to) = &removed.exceptions_go_to {
            let namer = Namer::Removed(at.0.clone(), at.1.clone());
            turn.note(&mut self.named, Named::Step(to.clone()), namer);
        }
    }

    /// Who names `named`, in the order of their variants' ids and their own.
    pub fn named_by(&self, named: &Named) -> impl ExactSizeIterator<Item = &Namer> {
        in_set(&self.named, named)
    }

    /// The steps of `variant` that name `named`.
    pub fn steps_naming<'a>(
        &'a self,
        named: &Named,
        variant: &'a VariantId,
    ) -> impl Iterator<Item = &'a StepId> {
        let first = Namer::Step(variant.clone(), StepId::default());
        let here = self.named.get(named).into_iter();
        let here = here.flat_map(move |set| set.range(first.clone()..));
        here.map_while(move |namer| match namer {
            Namer::Step(held_by, id) if held_by == variant => Some(id),
            _ => None,
        })
    }

    /// The steps of a cell, top to bottom.
    pub fn cell(
        &self,
        variant: &VariantId,
        (lane, moment): (&LaneId, &MomentId),
    ) -> impl ExactSizeIterator<Item = &StepId> {
        let cell = (variant.clone(), lane.clone(), moment.clone());
        in_set(&self.cells, &cell).map(|(_, id)| id)
    }

    /// The ids of all pains.
    pub fn pains(&self) -> impl ExactSizeIterator<Item = &PainId> {
        self.pains.keys()
    }

    /// The steps that have the pain.
    pub fn with_pain(&self, pain: &PainId) -> impl ExactSizeIterator<Item = &StepAt> {
        in_set(&self.pains, pain)
    }

    /// The ids of all controls.
    pub fn controls(&self) -> impl ExactSizeIterator<Item = &ControlId> {
        self.controls.keys()
    }

    /// The steps that have the control.
    pub fn with_control(&self, control: &ControlId) -> impl ExactSizeIterator<Item = &StepAt> {
        in_set(&self.controls, control)
    }

    /// The connectors of every kind that leave a step, by id.
    pub fn connectors_out(&self, step: &StepAt) -> Iter<'_, ConnectorId> {
        in_set(&self.leaving, step)
    }

    /// The connectors of every kind that reach a step, by id.
    pub fn connectors_in(&self, step: &StepAt) -> Iter<'_, ConnectorId> {
        in_set(&self.reaching, step)
    }
}

/// What stands in the set of `key`, if there is one.
fn in_set<'a, K: Ord, V>(sets: &'a BTreeMap<K, BTreeSet<V>>, key: &K) -> Iter<'a, V> {
    sets.get(key).map(BTreeSet::iter).unwrap_or_default()
}

/// What went, then what came.
fn for_each<K: Ord, V>(patch: &MapPatch<K, V>, mut note: impl FnMut(Turn, &K, &V)) {
    for (id, swap) in patch {
        if let Some(record) = &swap.before {
            note(Turn::Out, id, record);
        }
        if let Some(record) = &swap.after {
            note(Turn::In, id, record);
        }
    }
}

/// Every record that a step names.
fn names_of(step: &Step, mut note: impl FnMut(Named)) {
    for worker in &step.workers {
        note(Named::Role(worker.role.clone()));
    }
    for id in &step.replaces {
        note(Named::Step(id.clone()));
    }
    for id in &step.answers {
        note(Named::Pain(id.clone()));
    }
    let Some(ai) = step.ai.as_deref() else {
        return;
    };
    if let Some(id) = &ai.system {
        note(Named::AiSystem(id.clone()));
    }
    if let Some(id) = ai.oversight.as_ref().and_then(|it| it.role.as_ref()) {
        note(Named::Role(id.clone()));
    }
    let hand_over = ai.hand_over.as_ref().and_then(|it| it.to.as_ref());
    let fallback = ai.fallback.as_ref().and_then(|it| it.to.as_ref());
    for id in hand_over.into_iter().chain(fallback) {
        note(Named::Step(id.clone()));
    }
}

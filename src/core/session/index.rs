//! Who names whom, and where pains, controls and the ends of connectors are: looked up, where a walk over the
//! document would take a frame's time.
//!
//! Kept up to date from patches.

use std::collections::{BTreeMap, BTreeSet, btree_set::Iter};

use crate::{
    model::{
        Blueprint, Connector, ConnectorId, ControlId, Fields, Key, Keyed, Kind, LaneId, MomentId,
        PainId, Record, Ref, Step, StepId, VariantId, Visit, refs,
    },
    patch::{self, MapPatch, Patch},
};

/// What others name. Lanes and moments are places, and the ends of connectors have lists of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A record of a register.
    Record(Key),
    /// A step; in which variant, the namer says.
    Step(StepId),
    /// A pain of a step.
    Pain(PainId),
}

impl Named {
    fn by(name: Ref<'_>) -> Option<Self> {
        match name {
            Ref::Record(Kind::Lane | Kind::Phase, _)
            | Ref::Moment(_)
            | Ref::Source(_)
            | Ref::Variant(_)
            | Ref::Connector(..) => None,
            Ref::Record(kind, id) => Some(Self::Record(kind.key(id))),
            Ref::Step(_, id) => Some(Self::Step(id.clone())),
            Ref::Pain(id) => Some(Self::Pain(id.clone())),
        }
    }
}

/// A step of a variant.
pub type StepAt = (VariantId, StepId);

/// Looks up what a blueprint holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    named: BTreeMap<Named, BTreeSet<Key>>,
    /// The steps of each cell, by rank and id.
    cells: BTreeMap<(VariantId, LaneId, MomentId), BTreeSet<(i64, StepId)>>,
    pains: BTreeMap<PainId, BTreeSet<StepAt>>,
    controls: BTreeMap<ControlId, BTreeSet<StepAt>>,
    leaving: BTreeMap<StepAt, BTreeSet<ConnectorId>>,
    reaching: BTreeMap<StepAt, BTreeSet<ConnectorId>>,
}

/// What came in or goes out.
#[derive(Clone, Copy)]
enum InOrOut {
    In,
    Out,
}

impl InOrOut {
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
        for (key, swap) in &patch.registers {
            for (turn, keyed) in [(InOrOut::Out, &swap.before), (InOrOut::In, &swap.after)] {
                if let (Some(keyed), Some((kind, _))) = (keyed, key.in_register()) {
                    kind.visit(NamesOf(self, turn, key, keyed));
                }
            }
        }
        for (variant, contents) in &patch.contents {
            for_each(&contents.steps, |turn, id, step| {
                self.step(turn, &(variant.clone(), id.clone()), step);
            });
            for_each(&contents.connectors, |turn, id, connector| {
                self.connector(turn, (variant, id), connector);
            });
            for_each(&contents.removed, |turn, id, removed| {
                let key = Key::Removed(variant.clone(), id.clone());
                self.names(turn, &key, removed);
            });
        }
    }

    fn step(&mut self, turn: InOrOut, at: &StepAt, step: &Step) {
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
        self.names(turn, &Key::Step(at.0.clone(), at.1.clone()), step);
    }

    fn connector(
        &mut self,
        turn: InOrOut,
        (variant, id): (&VariantId, &ConnectorId),
        connector: &Connector,
    ) {
        let end = |step: &StepId| (variant.clone(), step.clone());
        turn.note(&mut self.leaving, end(&connector.from), id.clone());
        turn.note(&mut self.reaching, end(&connector.to), id.clone());
    }

    /// Notes what the fields of a record name.
    fn names<T: Fields>(&mut self, turn: InOrOut, key: &Key, record: &T) {
        refs(record, &mut |name| {
            if let Some(named) = Named::by(name) {
                turn.note(&mut self.named, named, key.clone());
            }
        });
    }

    /// Who names `named`, in the order of their variants' ids and their own.
    pub fn named_by(&self, named: &Named) -> impl ExactSizeIterator<Item = &Key> {
        in_set(&self.named, named)
    }

    /// The steps of `variant` that name `named`.
    pub fn steps_naming<'a>(
        &'a self,
        named: &Named,
        variant: &'a VariantId,
    ) -> impl Iterator<Item = &'a StepId> {
        let first = Key::Step(variant.clone(), StepId::default());
        let here = self.named.get(named).into_iter();
        let here = here.flat_map(move |set| set.range(first.clone()..));
        here.map_while(move |namer| match namer {
            Key::Step(held_by, id) if held_by == variant => Some(id),
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
fn for_each<K: Ord, V>(patch: &MapPatch<K, V>, mut note: impl FnMut(InOrOut, &K, &V)) {
    for (id, swap) in patch {
        if let Some(record) = &swap.before {
            note(InOrOut::Out, id, record);
        }
        if let Some(record) = &swap.after {
            note(InOrOut::In, id, record);
        }
    }
}

/// Notes what a record of a register names.
struct NamesOf<'a>(&'a mut Index, InOrOut, &'a Key, &'a Keyed);

impl Visit for NamesOf<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let Self(index, turn, key, keyed) = self;
        if let Some(record) = T::record_in(keyed) {
            index.names(turn, key, &**record);
        }
    }
}

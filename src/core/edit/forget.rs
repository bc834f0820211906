//! References: which of a record lead to nothing, and how they are cleared when what they name goes.
//!
//! Which fields name what stands in the tables of the model ([`Fields`]); nothing here knows a field.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::batch::KnownIds;
use crate::model::{
    self, Blueprint, Connector, ConnectorId, Fields, Gone, Id, Key, Kind, MomentId, PainId, Phase,
    Record, Records, Ref, Register as _, Source, SourceId, Step, StepId, Variant, VariantId, Visit,
    Within, names_gone,
};

/// What a deletion took away.
#[derive(Default)]
pub(super) struct Lost {
    /// A record of a register, a source or a variant.
    record: Option<Key>,
    moments: BTreeSet<MomentId>,
    steps: BTreeMap<VariantId, BTreeSet<StepId>>,
    connectors: BTreeSet<(VariantId, ConnectorId)>,
    sources: BTreeSet<SourceId>,
    pains: BTreeSet<PainId>,
}

impl Lost {
    /// What `key` names, which holds nothing else.
    pub(super) fn record(key: &Key) -> Self {
        Self {
            record: Some(key.clone()),
            ..Self::default()
        }
    }

    /// A phase and its moments.
    pub(super) fn phase(phase: &Phase) -> Self {
        let moments = phase.moments.iter();
        Self {
            record: Some(Key::Phase(phase.id.clone())),
            moments: moments.map(|moment| moment.id.clone()).collect(),
            ..Self::default()
        }
    }

    pub(super) fn moment(id: &MomentId) -> Self {
        Self {
            moments: [id.clone()].into(),
            ..Self::default()
        }
    }

    pub(super) fn connectors(variant: &VariantId, connectors: &[ConnectorId]) -> Self {
        let connectors = connectors.iter();
        Self {
            connectors: connectors.map(|id| (variant.clone(), id.clone())).collect(),
            ..Self::default()
        }
    }

    /// The sources of `old` that are not among `new`.
    pub(super) fn sources(old: &[Source], new: &[Source]) -> Self {
        let kept: BTreeSet<&SourceId> = new.iter().map(|source| &source.id).collect();
        let old = old.iter().map(|source| &source.id);
        Self {
            sources: old.filter(|id| !kept.contains(id)).cloned().collect(),
            ..Self::default()
        }
    }

    /// The variant and its steps.
    pub(super) fn variant(variant: &Variant) -> Self {
        let mut lost = Self {
            record: Some(Key::Variant(variant.id.clone())),
            ..Self::default()
        };
        for (id, step) in &variant.steps {
            lost.step(&variant.id, id, step);
        }
        lost
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
        let went = |id: &StepId| self.steps.values().any(|steps| steps.contains(id));
        let is_gone = |name: Ref<'_>| match name {
            Ref::Step(Within::Variant, id) => here.is_some_and(|here| here.contains(id)),
            Ref::Step(Within::First, id) => went(id),
            Ref::Pain(id) => self.pains.contains(id),
            _ => false,
        };
        went(id)
            || names_gone(step, &Gone::new(&is_gone))
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

    fn is_nothing(&self) -> bool {
        self.record.is_none()
            && self.connectors.is_empty()
            && self.sources.is_empty()
            && self.moments.is_empty()
            && self.steps.is_empty()
            && self.pains.is_empty()
    }

    /// Deletes the steps that stood in a lane or moment that went, then clears every reference to
    /// anything that went.
    pub(super) fn forget(mut self, blueprint: &mut Blueprint) {
        self.delete_steps(blueprint);
        if !self.pains.is_empty() {
            // A step carried over holds the same pains in several variants.
            let steps = blueprint.variants.iter().flat_map(|v| v.steps.values());
            for pain in steps.flat_map(|step| &step.pains) {
                self.pains.remove(&pain.id);
            }
        }
        if self.is_nothing() {
            return;
        }
        self.loose_connectors(blueprint);
        let first: BTreeSet<StepId> = match blueprint.variants.first() {
            Some(first) if !self.steps.is_empty() => first.steps.keys().cloned().collect(),
            _ => BTreeSet::new(),
        };
        let went: BTreeSet<&StepId> = self.steps.values().flatten().collect();
        let went_from_first = |id: &StepId| went.contains(id) && !first.contains(id);
        let record = self.record.as_ref().and_then(Key::in_register);
        let (source, variant) = match &self.record {
            Some(Key::Source(id)) => (Some(id), None),
            Some(Key::Variant(id)) => (None, Some(id)),
            _ => (None, None),
        };
        let is_gone = |here: &BTreeSet<StepId>, name: Ref<'_>| match name {
            Ref::Record(kind, id) => record == Some((kind, id)),
            Ref::Moment(id) => self.moments.contains(id),
            Ref::Source(id) => self.sources.contains(id) || source == Some(id),
            Ref::Variant(id) => variant == Some(id),
            Ref::Step(Within::Variant, id) => here.contains(id),
            Ref::Step(Within::First, id) => went_from_first(id),
            Ref::Step(Within::Named(variant), id) => {
                (self.steps.get(variant)).is_some_and(|steps| steps.contains(id))
            }
            Ref::Connector(variant, id) => self.connectors.contains(&(variant.clone(), id.clone())),
            Ref::Pain(id) => self.pains.contains(id),
        };
        let nowhere = BTreeSet::new();
        let is_gone_at_all = |name: Ref<'_>| is_gone(&nowhere, name);
        for kind in Kind::ALL {
            kind.visit(Clear(blueprint, &Gone::new(&is_gone_at_all)));
        }
        for variant in &mut blueprint.variants {
            let here = self.steps.get(&variant.id).unwrap_or(&nowhere);
            let is_gone_here = |name: Ref<'_>| is_gone(here, name);
            let gone = Gone::new(&is_gone_here);
            let is_touched = stale(&variant.steps, &gone).next().is_some()
                || stale(&variant.connectors, &gone).next().is_some()
                || stale(&variant.removed, &gone).next().is_some()
                || names_gone(&**variant, &gone)
                || variant.removed.keys().any(went_from_first);
            if !is_touched {
                continue;
            }
            let variant = Arc::make_mut(variant);
            // An arrow without one of its ends is none.
            variant.connectors.retain(|_, c| !names_gone(&**c, &gone));
            variant.removed.retain(|id, _| !went_from_first(id));
            clear(&mut variant.removed, &gone);
            clear(&mut variant.steps, &gone);
            model::forget(variant, &gone);
        }
    }

    /// Takes the connectors along that lose an end.
    fn loose_connectors(&mut self, blueprint: &Blueprint) {
        for id in self.steps.keys() {
            let Some((_, variant)) = blueprint.variant(id) else {
                continue;
            };
            let loose = (variant.connectors.iter()).filter(|(_, c)| self.has_end_of(id, c));
            let loose: Vec<_> = loose
                .map(|(loose, _)| (id.clone(), loose.clone()))
                .collect();
            self.connectors.extend(loose);
        }
    }

    fn delete_steps(&mut self, blueprint: &mut Blueprint) {
        let lane = match &self.record {
            Some(Key::Lane(id)) => Some(id),
            _ => None,
        };
        if lane.is_none() && self.moments.is_empty() {
            return;
        }
        let mut deleted = Vec::new();
        for variant in &mut blueprint.variants {
            let in_gone = |step: &Step| {
                step.lane.is_some() && step.lane.as_ref() == lane
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
}

/// Clears what went from the records of a register; the others stay shared.
struct Clear<'a>(&'a mut Blueprint, &'a Gone<'a>);

impl Visit for Clear<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        if !model::can_refer::<T>() {
            return;
        }
        let register = T::all_mut(self.0);
        let entries = register.entries();
        let stale = entries.filter(|(_, record)| names_gone(&***record, self.1));
        let stale: Vec<(Id<T>, Arc<T>)> =
            stale.map(|(id, r)| (id.clone(), Arc::clone(r))).collect();
        for (id, mut record) in stale {
            model::forget(Arc::make_mut(&mut record), self.1);
            register.put(&id, record, None);
        }
    }
}

/// The records that name something that went.
fn stale<'r, K: Ord + Clone, T: Fields>(
    records: &'r Records<K, T>,
    gone: &'r Gone<'r>,
) -> impl Iterator<Item = &'r K> {
    let stale = records
        .iter()
        .filter(|(_, record)| names_gone(&***record, gone));
    stale.map(|(id, _)| id)
}

/// Clears what went from the records that name it; the others stay shared.
pub(super) fn clear<K: Ord + Clone, T: Fields + Clone>(
    records: &mut Records<K, T>,
    gone: &Gone<'_>,
) {
    let stale: Vec<K> = stale(records, gone).cloned().collect();
    for id in stale {
        if let Some(record) = records.get_mut(&id) {
            model::forget(Arc::make_mut(record), gone);
        }
    }
}

/// What a record refers to that does not exist: in words, and its id. `variant` is the one it belongs to.
pub(super) fn dangling<T: Fields>(
    blueprint: &Blueprint,
    variant: Option<&VariantId>,
    record: &T,
    known: &KnownIds,
) -> BTreeSet<(&'static str, String)> {
    let mut missing = BTreeSet::new();
    model::refs(record, &mut |name| {
        let first = blueprint.variants.first();
        let (there, what) = match name {
            Ref::Record(kind, id) => (known.has(blueprint, kind, id), kind.noun()),
            Ref::Moment(id) => (known.moment(blueprint, id), "moment"),
            Ref::Source(id) => {
                let there = blueprint.sources.iter().any(|source| source.id == *id);
                (there, "source")
            }
            Ref::Variant(id) => (blueprint.variant(id).is_some(), "variant"),
            Ref::Step(Within::Named(variant), id) => {
                (blueprint.step(variant, id).is_some(), "step")
            }
            Ref::Connector(variant, id) => {
                let held = blueprint.variant(variant);
                let there = held.is_some_and(|(_, held)| held.connectors.contains_key(id));
                (there, "connector")
            }
            Ref::Step(Within::First, id) => {
                let there = first.is_some_and(|first| first.steps.contains_key(id));
                (there, "step it replaces")
            }
            Ref::Step(Within::Variant, id) => {
                let there = variant.is_some_and(|v| blueprint.step(v, id).is_some());
                (there, "step it leads to")
            }
            Ref::Pain(id) => (known.pain(blueprint, id), "pain it answers"),
        };
        if !there {
            missing.insert((what, name.id().to_owned()));
        }
    });
    missing
}

//! A list of edits in time that grows with their number: what one of them finds out about the document, the next
//! one does not look for again.
//!
//! Does what the edits would do one after the other. References to what went are cleared together, before anything
//! could notice. What an edit of any other kind did is found by comparing, and what is known stays known. Some of
//! those walk over the document themselves (a record of a register deleted, a variant put, steps carried over), and
//! so does the first of them after steps or pains went: a list of thousands of such takes as many walks.

use std::{
    borrow::Borrow,
    cell::{Cell, OnceCell},
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use super::{
    Edit, Refusal,
    connect::{Joined, put_connector},
    delete_steps,
    forget::Lost,
    named,
    place::{self, Cells},
    put_step, register, set,
};
use crate::model::{
    Blueprint, ConnectorId, FieldEdit, Key, Kind, MomentId, PainId, PathPart, Phase, Record,
    Register as _, Step, StepId, Variant, VariantId, Visit,
};

/// What is known of a document between the edits of a list.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) known: KnownIds,
    pub(super) cells: Cells,
    joined: Joined,
    /// What went, and to which there may still be references.
    pub(super) gone: Lost,
}

impl Batch {
    /// Makes one change, alone or a list of them.
    pub(super) fn run(blueprint: &mut Blueprint, edit: &Edit) -> Result<(), Refusal> {
        let mut batch = Self::default();
        batch.apply(blueprint, edit)?;
        batch.forget(blueprint);
        Ok(())
    }

    fn apply(&mut self, blueprint: &mut Blueprint, edit: &Edit) -> Result<(), Refusal> {
        named::check_ids(edit)?;
        match edit {
            Edit::All(edits) => edits
                .iter()
                .try_for_each(|edit| self.apply(blueprint, edit)),
            Edit::PlaceSteps {
                variant,
                steps,
                lane,
                moment,
                at,
            } => place::place_steps(blueprint, (variant, steps), (lane, moment), *at, self),
            Edit::PutStep { variant, id, step } => {
                if self.gone.is_met_by(variant, id, step) {
                    self.forget(blueprint);
                }
                put_step(blueprint, variant, id, step, self)
            }
            Edit::DeleteSteps { variant, steps } => delete_steps(blueprint, variant, steps, self),
            Edit::PutConnector {
                variant,
                id,
                connector,
            } => {
                if self.ends_at_gone(blueprint, variant, id) {
                    self.forget(blueprint);
                }
                put_connector(blueprint, variant, id, connector, &mut self.joined)
            }
            Edit::Put { record, at } => {
                if record.can_refer() {
                    self.forget(blueprint);
                }
                register::put(blueprint, record, *at, &mut self.known)
            }
            Edit::Set { keys, field, typed } => {
                self.set(blueprint, keys, (field, FieldEdit::Typed(typed)))
            }
            Edit::Item { keys, field, what } => {
                self.set(blueprint, keys, (field, FieldEdit::Item(what)))
            }
            Edit::PutMoment { phase, moment, at } if !self.known.moment(blueprint, &moment.id) => {
                let moments = &mut super::phase_mut(blueprint, phase)?.moments;
                let at = at.unwrap_or(usize::MAX).min(moments.len());
                moments.insert(at, moment.clone());
                super::span::widen(blueprint, &moment.id);
                self.known.moments.add(moment.id.clone());
                Ok(())
            }
            // These leave every step, connector and id where it is.
            Edit::Move { key, .. } if !matches!(key, Key::Variant(_)) => edit.apply(blueprint),
            Edit::MoveMoment { .. } => edit.apply(blueprint),
            Edit::DeleteConnectors {
                variant,
                connectors,
            } if !connectors
                .iter()
                .any(|id| self.ends_at_gone(blueprint, variant, id)) =>
            {
                self.follow(blueprint, edit)
            }
            _ => {
                self.forget(blueprint);
                self.follow(blueprint, edit)
            }
        }
    }

    /// Changes a field of each record.
    fn set(
        &mut self,
        blueprint: &mut Blueprint,
        keys: &[Key],
        to: (&[PathPart], FieldEdit<'_>),
    ) -> Result<(), Refusal> {
        let edits = set::edits(blueprint, keys, to)?;
        let mut edits = edits.iter();
        edits.try_for_each(|edit| self.apply(blueprint, edit))
    }

    /// Whether a connector ends at a step that went.
    fn ends_at_gone(&self, blueprint: &Blueprint, variant: &VariantId, id: &ConnectorId) -> bool {
        let held = blueprint.variant(variant).map(|(_, held)| held);
        let connector = held.and_then(|held| held.connectors.get(id));
        connector.is_some_and(|connector| self.gone.has_end_of(variant, connector))
    }

    /// Makes a change of any kind, and then finds out what it did to what is known.
    fn follow(&mut self, blueprint: &mut Blueprint, edit: &Edit) -> Result<(), Refusal> {
        let variants = blueprint.variants.clone();
        edit.apply(blueprint)?;
        if let Edit::Delete(key) = edit {
            self.known.delete(key);
        }
        let ids = |list: &[Arc<Variant>]| -> Vec<VariantId> {
            list.iter().map(|variant| variant.id.clone()).collect()
        };
        if ids(&variants) != ids(&blueprint.variants) {
            *self = Self::default();
            return Ok(());
        }
        for (old, new) in variants.iter().zip(&blueprint.variants) {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            for (id, old, new_step) in old.steps.differences(&new.steps) {
                let steps = (old.map(|step| &**step), new_step.map(|step| &**step));
                self.known.note(steps.0, steps.1);
                self.cells.note(&new.id, id, steps);
            }
            for (_, old, connector) in old.connectors.differences(&new.connectors) {
                let connectors = (old.map(|c| &**c), connector.map(|c| &**c));
                self.joined.note(&new.id, connectors);
            }
        }
        Ok(())
    }

    /// Clears the references to what went.
    fn forget(&mut self, blueprint: &mut Blueprint) {
        if self.gone.is_empty() {
            return;
        }
        std::mem::take(&mut self.gone).forget(blueprint);
        // The connectors of a step that went have gone too.
        self.joined = Joined::default();
    }

    /// Notes that a step of a variant is another one now, or came or went.
    pub(super) fn note(
        &mut self,
        (variant, id): (&VariantId, &StepId),
        (old, new): (Option<&Step>, Option<&Step>),
    ) {
        self.known.note(old, new);
        self.cells.note(variant, id, (old, new));
    }
}

/// Which ids there are. The first few times they are looked for in the document, from then on in a set.
pub(super) struct KnownIds {
    /// The records of each register.
    registers: BTreeMap<Kind, IdSet<String>>,
    moments: IdSet<MomentId>,
    pain_asks: Cell<usize>,
    /// By how many steps has each.
    pains: OnceCell<HashMap<PainId, usize>>,
}

impl Default for KnownIds {
    fn default() -> Self {
        Self {
            registers: Kind::ALL
                .iter()
                .map(|kind| (*kind, IdSet::default()))
                .collect(),
            moments: IdSet::default(),
            pain_asks: Cell::default(),
            pains: OnceCell::default(),
        }
    }
}

/// The ids of all records of a kind.
struct AllIds<'a>(&'a Blueprint);

impl Visit for AllIds<'_> {
    type Out = HashSet<String>;

    fn kind<T: Record>(self) -> HashSet<String> {
        let entries = T::all(self.0).entries();
        entries.map(|(id, _)| id.to_string()).collect()
    }
}

/// How often something is looked for before it is worth the making of a set.
const FEW: usize = 8;

/// A set of ids, made when it is worth it.
struct IdSet<K> {
    asks: Cell<usize>,
    set: OnceCell<HashSet<K>>,
}

impl<K> Default for IdSet<K> {
    fn default() -> Self {
        Self {
            asks: Cell::new(0),
            set: OnceCell::new(),
        }
    }
}

impl<K: Eq + Hash> IdSet<K> {
    fn has<Q: Eq + Hash + ?Sized>(
        &self,
        id: &Q,
        look: impl Fn() -> bool,
        all: impl Fn() -> HashSet<K>,
    ) -> bool
    where
        K: Borrow<Q>,
    {
        self.asks.set(self.asks.get() + 1);
        if self.asks.get() <= FEW {
            return look();
        }
        self.set.get_or_init(all).contains(id)
    }

    fn add(&mut self, id: K) {
        if let Some(set) = self.set.get_mut() {
            set.insert(id);
        }
    }
}

impl KnownIds {
    /// Whether there is a record of this kind and id.
    pub(super) fn has(&self, blueprint: &Blueprint, kind: Kind, id: &str) -> bool {
        let look = || kind.key(id).is_in(blueprint);
        let all = || kind.visit(AllIds(blueprint));
        self.registers[&kind].has(id, look, all)
    }

    /// Notes that there is a record of this kind and id.
    pub(super) fn add(&mut self, kind: Kind, id: &str) {
        if let Some(ids) = self.registers.get_mut(&kind) {
            ids.add(id.to_owned());
        }
    }

    /// Whether there is a moment of this id.
    pub(super) fn moment(&self, blueprint: &Blueprint, id: &MomentId) -> bool {
        let look = || blueprint.moment(id).is_some();
        let all = || blueprint.moments().map(|(_, m)| m.id.clone()).collect();
        self.moments.has(id, look, all)
    }

    /// Notes that a record is not there any more.
    fn delete(&mut self, key: &Key) {
        if let Some((kind, _)) = key.in_register() {
            self.registers.insert(kind, IdSet::default());
        }
        if matches!(key, Key::Phase(_) | Key::Moment(_)) {
            self.moments = IdSet::default();
        }
    }

    /// Notes that there is a phase with its moments.
    pub(super) fn add_phase(&mut self, phase: &Phase) {
        self.add(Kind::Phase, phase.id.as_str());
        for moment in &phase.moments {
            self.moments.add(moment.id.clone());
        }
    }

    /// Whether a step has the pain of this id.
    pub(super) fn pain(&self, blueprint: &Blueprint, id: &PainId) -> bool {
        self.pain_asks.set(self.pain_asks.get() + 1);
        if self.pain_asks.get() <= FEW {
            return blueprint.pains().any(|pain| pain.id == *id);
        }
        let pains = self.pains.get_or_init(|| {
            let mut pains = HashMap::new();
            for pain in blueprint.pains() {
                *pains.entry(pain.id.clone()).or_default() += 1;
            }
            pains
        });
        pains.contains_key(id)
    }

    fn note(&mut self, old: Option<&Step>, new: Option<&Step>) {
        let Some(pains) = self.pains.get_mut() else {
            return;
        };
        for pain in new.into_iter().flat_map(|step| &step.pains) {
            *pains.entry(pain.id.clone()).or_default() += 1;
        }
        for pain in old.into_iter().flat_map(|step| &step.pains) {
            if let Some(count) = pains.get_mut(&pain.id) {
                *count -= 1;
                if *count == 0 {
                    pains.remove(&pain.id);
                }
            }
        }
    }
}

//! Two variants laid over each other: everything of the second, and what only the first has.
//!
//! A function of the two and of what differs between them; records are shared, not copied.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{ChangeKind, Comparison, Touched, compare::note};
use crate::model::{Records, Step, StepId, Variant};

/// Ends the ids of stand-ins.
const ARROW: char = '←';

/// Two variants in one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The second, with the steps and connectors that only the first has, and with a stand-in for each
    /// step that stood in another cell there.
    pub variant: Arc<Variant>,
    /// How each step and connector of it differs. A stand-in is both moved and removed: it moved away.
    pub comparison: Arc<Comparison>,
    /// The stand-ins, by their ids: which step each stands for.
    pub stand_ins: BTreeMap<StepId, StepId>,
}

impl Overlay {
    /// Lays `second` over `first`, which differ by `comparison`.
    pub fn new(first: &Variant, second: &Variant, comparison: &Comparison) -> Self {
        let mut merged = second.clone();
        merged.name = name(first, second);
        let mut comparison = comparison.clone();
        let mut stand_ins = BTreeMap::new();
        for (id, before, after) in first.steps.differences(&second.steps) {
            let Some(step) = before else {
                continue;
            };
            let Some(after) = after else {
                merged.steps.insert(id.clone(), Arc::clone(step));
                continue;
            };
            if !leaves_stand_in(step, after) {
                continue;
            }
            let taken = |id: &StepId| first.steps.contains_key(id) || second.steps.contains_key(id);
            let stand_in = stand_in_for(id, taken);
            merged.steps.insert(stand_in.clone(), Arc::clone(step));
            comparison.steps.insert(stand_in.clone(), moved_away());
            stand_ins.insert(stand_in, id.clone());
        }
        for (id, before, after) in first.connectors.differences(&second.connectors) {
            if let (Some(connector), None) = (before, after) {
                merged.connectors.insert(id.clone(), Arc::clone(connector));
            }
        }
        Self {
            variant: Arc::new(merged),
            comparison: Arc::new(comparison),
            stand_ins,
        }
    }

    /// Lays other states of the two over each other: as [`Overlay::new`], but only the records that are
    /// `touched` are looked at. Says which of the overlay's records may be others now.
    pub fn update(
        &mut self,
        (first, second): (&Variant, &Variant),
        comparison: &Comparison,
        mut touched: Touched,
    ) -> Touched {
        // A step that is called like a stand-in may take its name, and what is called otherwise then is not
        // worth finding out.
        let is_odd = |id: &StepId| {
            let named = [first, second].map(|held| held.steps.contains_key(&first_name(id)));
            id.as_str().ends_with(ARROW) || named.contains(&true)
        };
        if touched.steps.iter().any(is_odd) {
            touched.steps.extend(self.stand_ins.keys().cloned());
            *self = Self::new(first, second, comparison);
            touched.steps.extend(self.stand_ins.keys().cloned());
            return touched;
        }
        let own = Arc::make_mut(&mut self.variant);
        let of_both = Variant {
            name: name(first, second),
            steps: std::mem::take(&mut own.steps),
            connectors: std::mem::take(&mut own.connectors),
            ..second.head()
        };
        *own = of_both;
        own.removed = second.removed.clone();
        let mut stand_ins = BTreeSet::new();
        if !touched.steps.is_empty() || !touched.connectors.is_empty() {
            let changes = Arc::make_mut(&mut self.comparison);
            for id in &touched.steps {
                let (before, after) = (first.steps.get(id), second.steps.get(id));
                set(&mut own.steps, id, after.or(before));
                let kinds = comparison.steps.get(id).cloned().unwrap_or_default();
                note(&mut changes.steps, id, kinds);
                let stand_in = first_name(id);
                let left = before.zip(after).filter(|(a, b)| leaves_stand_in(a, b));
                if let Some((step, _)) = left {
                    set(&mut own.steps, &stand_in, Some(step));
                    note(&mut changes.steps, &stand_in, moved_away());
                    self.stand_ins.insert(stand_in.clone(), id.clone());
                    stand_ins.insert(stand_in);
                } else if self.stand_ins.remove(&stand_in).is_some() {
                    own.steps.remove(&stand_in);
                    changes.steps.remove(&stand_in);
                    stand_ins.insert(stand_in);
                }
            }
            for id in &touched.connectors {
                let (before, after) = (first.connectors.get(id), second.connectors.get(id));
                set(&mut own.connectors, id, after.or(before));
                let kinds = comparison.connectors.get(id).cloned().unwrap_or_default();
                note(&mut changes.connectors, id, kinds);
            }
        }
        touched.steps.extend(stand_ins);
        touched
    }
}

fn name(first: &Variant, second: &Variant) -> String {
    format!("{} and {}", first.name, second.name)
}

/// Whether a step of both variants stood in another cell before.
fn leaves_stand_in(before: &Step, after: &Step) -> bool {
    before.cell().is_some() && before.cell() != after.cell()
}

/// Makes `record` the one of `id`; of none there is none.
fn set<K: Ord + Clone, V>(records: &mut Records<K, V>, id: &K, record: Option<&Arc<V>>) {
    match record {
        None => drop(records.remove(id)),
        Some(new) if records.get(id).is_some_and(|old| Arc::ptr_eq(old, new)) => {}
        Some(new) => drop(records.insert(id.clone(), Arc::clone(new))),
    }
}

/// What a stand-in is: moved and removed, which no step is.
fn moved_away() -> BTreeSet<ChangeKind> {
    [ChangeKind::Removed, ChangeKind::Moved].into()
}

/// Whether `changes` are those of a stand-in.
pub fn is_stand_in(changes: &BTreeSet<ChangeKind>) -> bool {
    changes.contains(&ChangeKind::Removed) && changes.contains(&ChangeKind::Moved)
}

fn stand_in_for(id: &StepId, taken: impl Fn(&StepId) -> bool) -> StepId {
    let mut name = first_name(id);
    while taken(&name) {
        name = first_name(&name);
    }
    name
}

/// What the stand-in of a step is called, unless a step is called so.
fn first_name(id: &StepId) -> StepId {
    StepId::new(&format!("{id}{ARROW}"))
}

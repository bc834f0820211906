//! Two variants laid over each other: everything of the second, and what only the first has.
//!
//! A function of the two and of what differs between them; records are shared, not copied.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{ChangeKind, Comparison};
use crate::model::{Step, StepId, Variant};

/// Two variants in one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The second, with the steps and connectors that only the first has, and with a stand-in for each
    /// step that stood in another cell there.
    pub variant: Arc<Variant>,
    /// How each step and connector of it differs. A stand-in is both moved and removed: it moved away.
    pub comparison: Comparison,
    /// The stand-ins, by their ids: which step each stands for.
    pub stand_ins: BTreeMap<StepId, StepId>,
}

/// Lays `second` over `first`, which differ by `comparison`.
pub fn overlay(first: &Variant, second: &Variant, comparison: Comparison) -> Overlay {
    let mut merged = second.clone();
    merged.name = format!("{} and {}", first.name, second.name);
    let mut comparison = comparison;
    let mut stand_ins = BTreeMap::new();
    for (id, swap) in super::diff_map(&first.steps, &second.steps) {
        let Some(step) = swap.before else {
            continue;
        };
        let Some(after) = swap.after else {
            merged.steps.insert(id, step);
            continue;
        };
        if step.cell().is_none() || step.cell() == after.cell() {
            continue;
        }
        let taken = |id: &StepId| first.steps.contains_key(id) || second.steps.contains_key(id);
        let stand_in = stand_in_for(&id, taken);
        merged.steps.insert(stand_in.clone(), step);
        comparison.steps.insert(stand_in.clone(), moved_away());
        stand_ins.insert(stand_in, id);
    }
    for (id, swap) in super::diff_map(&first.connectors, &second.connectors) {
        if let (Some(connector), None) = (swap.before, swap.after) {
            merged.connectors.insert(id, connector);
        }
    }
    Overlay {
        variant: Arc::new(merged),
        comparison,
        stand_ins,
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
    let mut name = format!("{id}←");
    while taken(&StepId::new(&name)) {
        name.push('←');
    }
    StepId::new(&name)
}

/// The steps of one cell of two variants laid over each other, in the order in which they stack:
/// those of `second`, and those that only `first` has.
pub fn overlaid_cell<'v>(
    (first, second): (&'v Variant, &'v Variant),
    stands: impl Fn(&Step) -> bool,
) -> Vec<(&'v Variant, &'v StepId)> {
    let of_second = second.steps.iter().map(|(id, step)| (second, id, step));
    let only_first = first.steps.iter().map(|(id, step)| (first, id, step));
    let only_first = only_first.filter(|(_, id, _)| !second.steps.contains_key(*id));
    let both = of_second.chain(only_first);
    let mut cell: Vec<_> = both.filter(|(_, _, step)| stands(step)).collect();
    cell.sort_by_key(|(_, id, step)| (step.rank, *id));
    cell.into_iter().map(|(held, id, _)| (held, id)).collect()
}

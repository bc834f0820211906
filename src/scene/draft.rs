//! A variant whose cards have rows and columns, but no coordinates yet.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    TextMeasure,
    board::Board,
    fold::Hidden,
    memory::{Routing, Task},
    route::{Net, Slot},
    wire::{self, Arrow},
};
use crate::{
    model::{Step, StepId, Variant},
    patch::{ChangeKind, Comparison, is_stand_in},
};

/// A variant whose cards have rows and columns, but no coordinates yet.
pub(super) struct Draft<'a> {
    pub(super) variant: &'a Arc<Variant>,
    comparison: &'a Comparison,
    pub(super) placed: Vec<Placed<'a>>,
    /// Index of each lane's first row; one more at the end.
    pub(super) first_row: Vec<usize>,
    pub(super) arrows: Vec<Arc<Arrow>>,
    pub(super) routing: Routing,
    /// What folded lanes hide.
    pub(super) hidden: Hidden,
}

/// A step in its cell.
pub(super) struct Placed<'a> {
    pub(super) id: &'a StepId,
    pub(super) step: &'a Arc<Step>,
    pub(super) lane: usize,
    pub(super) slot: Slot,
}

impl<'a> Draft<'a> {
    /// Places the steps of `variant` and plans the ways of its connectors, unless `old` is how they
    /// were routed and they are still the same.
    pub(super) fn new(
        board: &Board<'a>,
        variant: &'a Arc<Variant>,
        comparison: &'a Comparison,
        text: &TextMeasure,
        old: Option<&Routing>,
    ) -> Self {
        let mut placed: Vec<Placed<'a>> = variant
            .steps
            .iter()
            .filter_map(|(id, step)| {
                let (lane, column, span) = board.cell(step)?;
                if board.is_folded(lane) {
                    return None;
                }
                let row = 0;
                let slot = Slot { row, column, span };
                Some(Placed {
                    id,
                    step,
                    lane,
                    slot,
                })
            })
            .collect();
        let first_row = stack(&mut placed, board);
        let index: BTreeMap<&StepId, usize> =
            placed.iter().enumerate().map(|(i, p)| (p.id, i)).collect();
        let arrows = wire::arrows(variant, comparison, |id| index.contains_key(id), text);
        let nets = arrows.iter().filter_map(|arrow| {
            Some(Net {
                from: *index.get(&arrow.from)?,
                to: *index.get(&arrow.to)?,
                label: arrow.label_size(),
            })
        });
        // What stands for a step that moved away is no step.
        let is_step = |id: &StepId| !comparison.steps.get(id).is_some_and(is_stand_in);
        let hidden = Hidden::of(board, variant, is_step);
        let slots = placed.iter().map(|placed| placed.slot);
        let task = Task {
            rows: first_row.last().copied().unwrap_or(0),
            columns: board.moments.len(),
            slots: slots.chain(hidden.slots(&first_row)).collect(),
            nets: nets.collect(),
        };
        Self {
            routing: Routing::plan(task, old),
            hidden,
            variant,
            comparison,
            placed,
            first_row,
            arrows,
        }
    }

    pub(super) fn changes(&self, id: &StepId) -> BTreeSet<ChangeKind> {
        self.comparison.steps.get(id).cloned().unwrap_or_default()
    }

    pub(super) fn is_empty(&self, lane: usize) -> bool {
        self.placed.iter().all(|placed| placed.lane != lane)
    }
}

/// Gives every step its row: cards of a cell stack downward by rank, then id. Returns the first row of
/// each lane, and the number of all rows. A lane without steps has one row.
fn stack(placed: &mut [Placed<'_>], board: &Board<'_>) -> Vec<usize> {
    placed.sort_by_key(|placed| (placed.lane, placed.step.rank, placed.id));
    let mut first_row = vec![0];
    let mut rest = &mut *placed;
    for lane in 0..board.blueprint.lanes.len() {
        let base = first_row[lane];
        let count = rest.partition_point(|placed| placed.lane == lane);
        let (here, below) = rest.split_at_mut(count);
        let mut free = vec![base; board.moments.len()];
        for placed in here {
            let columns = placed.slot.column..placed.slot.column + placed.slot.span;
            let row = free[columns.clone()].iter().copied().max().unwrap_or(base);
            placed.slot.row = row;
            free[columns].fill(row + 1);
        }
        first_row.push(free.into_iter().max().unwrap_or(base).max(base + 1));
        rest = below;
    }
    first_row
}

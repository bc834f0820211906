//! A variant whose cards have rows and columns, but no coordinates yet: cards of one cell are stacked.
//!
//! A card over several moments lies below all that stand there before it by rank; no gap above it is filled.

use std::sync::Arc;

use super::{
    TextMeasure,
    board::Board,
    cast::{BoardChange, Cast, Contrast, Member, Stacks},
    fold::Hidden,
    memory::{PaneMemory, Routing},
    route::{Net, Slot},
};
use crate::{
    model::{StepId, Variant},
    patch::is_stand_in,
};

/// A variant whose cards have rows and columns, but no coordinates yet.
pub(super) struct StackedPane<'a> {
    pub(super) variant: &'a Arc<Variant>,
    pub(super) cast: Cast,
    pub(super) stacking: Stacking,
    pub(super) routing: Routing,
    /// What folded lanes hide.
    pub(super) hidden: Hidden,
}

/// Which rows the lanes of a pane have once their cards are stacked.
#[derive(Clone, Debug)]
pub(super) struct Stacking {
    /// Index of each lane's first row; one more at the end.
    pub(super) first_row: Vec<usize>,
    /// How many cards each lane has.
    pub(super) counts: Vec<usize>,
}

impl<'a> StackedPane<'a> {
    /// Places the steps of `variant` and plans the ways of its connectors, unless `old` is how they
    /// were routed and they are still the same.
    pub(super) fn new(
        board: &Board<'a>,
        variant: &'a Arc<Variant>,
        differences: Contrast<'_>,
        text: &TextMeasure,
        old: &mut PaneMemory,
        ground: BoardChange,
    ) -> Self {
        let mut cast = std::mem::take(&mut old.cast);
        let stacks = cast.update(board, variant, differences, text, ground);
        let stacking = match old.stacking.take() {
            Some(stacking) if stacks == Stacks::Same => stacking,
            _ => stack(&mut cast.steps, board),
        };
        // What stands for a step that moved away is no step.
        let is_step = |id: &StepId| {
            !differences
                .comparison
                .steps
                .get(id)
                .is_some_and(is_stand_in)
        };
        let hidden = Hidden::of(board, variant, is_step);
        let is_asked_the_same =
            stacks == Stacks::Same && !cast.has_other_arrows && !board.has_folded();
        let routing = match old.routing.take() {
            Some(routing) if is_asked_the_same => routing.kept(),
            old => {
                let nets = cast.arrows.iter().map(|joined| {
                    let (from, to) = joined.ends();
                    Net {
                        from,
                        to,
                        label: joined.label,
                    }
                });
                let slots = cast.steps.iter();
                let slots =
                    slots.map(|member| member.place.map_or(Slot::NOWHERE, |place| place.slot));
                let slots = slots.chain(hidden.slots(&stacking.first_row));
                let rows = stacking.first_row.last().copied().unwrap_or(0);
                Routing::plan(old, (rows, board.moments.len()), slots, nets)
            }
        };
        Self {
            routing,
            hidden,
            variant,
            cast,
            stacking,
        }
    }

    pub(super) fn is_empty(&self, lane: usize) -> bool {
        self.stacking.counts[lane] == 0
    }

    /// Whether no step has a card.
    pub(super) fn has_no_card(&self) -> bool {
        self.stacking.counts.iter().all(|count| *count == 0)
    }
}

/// Gives every step its row: cards of a cell stack downward by rank, then id. A lane without
/// cards has one row.
fn stack(steps: &mut [Member], board: &Board<'_>) -> Stacking {
    let mut lanes: Vec<Vec<usize>> = vec![Vec::new(); board.blueprint.lanes.len()];
    for (index, member) in steps.iter().enumerate() {
        if let Some(place) = member.place {
            lanes[place.lane].push(index);
        }
    }
    let mut first_row = vec![0];
    for (lane, here) in lanes.iter_mut().enumerate() {
        // Stable: steps of the same rank stay in the order of their ids.
        here.sort_by_key(|index| steps[*index].rank);
        let base = first_row[lane];
        let mut free = vec![base; board.moments.len()];
        for index in here {
            let Some(place) = &mut steps[*index].place else {
                continue;
            };
            let columns = place.slot.column..place.slot.column + place.slot.span;
            let row = free[columns.clone()].iter().copied().max().unwrap_or(base);
            place.slot.row = row;
            free[columns].fill(row + 1);
        }
        first_row.push(free.into_iter().max().unwrap_or(base).max(base + 1));
    }
    Stacking {
        first_row,
        counts: lanes.iter().map(Vec::len).collect(),
    }
}

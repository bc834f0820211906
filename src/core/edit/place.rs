//! Where cards stand within a cell: ranks.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Edit, Refusal, batch::Batch, variant_mut};
use crate::model::{Blueprint, Kind, LaneId, MomentId, Step, StepId, Variant, VariantId};

/// Room left between two neighbours, so that most inserts touch one card only.
const GAP: i64 = 16;

/// The steps of a cell, top to bottom.
pub fn cell<'a>(variant: &'a Variant, lane: &LaneId, moment: &MomentId) -> Vec<(&'a StepId, i64)> {
    let mut cards: Vec<_> = variant
        .steps
        .iter()
        .filter(|(_, step)| step.cell() == Some((lane, moment)))
        .map(|(id, step)| (id, step.rank))
        .collect();
    cards.sort_by_key(|(id, rank)| (*rank, *id));
    cards
}

/// The edit that puts every step into its own cell of `variant`, which is `held`, before the card that
/// stands at `at` there. Steps that come to share a cell keep their order.
pub fn place_each(
    held: &Variant,
    variant: &VariantId,
    mut placed: Vec<(StepId, LaneId, MomentId)>,
    at: Option<usize>,
) -> Edit {
    let rank_of = |id: &StepId| held.steps.get(id).map(|step| step.rank);
    placed.sort_by_cached_key(|(id, ..)| (rank_of(id), id.clone()));
    let mut cells: BTreeMap<(LaneId, MomentId), Vec<StepId>> = BTreeMap::new();
    for (id, lane, moment) in placed {
        cells.entry((lane, moment)).or_default().push(id);
    }
    let edits = cells
        .into_iter()
        .map(|((lane, moment), steps)| Edit::PlaceSteps {
            variant: variant.clone(),
            steps,
            lane,
            moment,
            at,
        });
    Edit::All(edits.collect())
}

/// Who stands in which cell of each variant, by rank and id: found once for all that are placed one after
/// the other, because each cell would be a walk over every step.
#[derive(Default)]
pub(super) struct Cells(BTreeMap<VariantId, Option<BTreeMap<Cell, Stack>>>);

type Cell = (LaneId, MomentId);

type Stack = BTreeSet<(i64, StepId)>;

impl Cells {
    /// The steps of a cell, top to bottom, with their ranks.
    fn stand(
        &mut self,
        (name, held): (&VariantId, &Variant),
        lane: &LaneId,
        moment: &MomentId,
    ) -> Vec<(StepId, i64)> {
        // Made for the second cell; most lists have one.
        let Some(cells) = self.0.get_mut(name) else {
            self.0.insert(name.clone(), None);
            let cards = cell(held, lane, moment).into_iter();
            return cards.map(|(id, rank)| (id.clone(), rank)).collect();
        };
        let cells = cells.get_or_insert_with(|| {
            let mut cells: BTreeMap<Cell, Stack> = BTreeMap::new();
            for (id, step) in &held.steps {
                if let Some(cell) = cell_of(step) {
                    cells
                        .entry(cell)
                        .or_default()
                        .insert((step.rank, id.clone()));
                }
            }
            cells
        });
        let stack = cells.get(&(lane.clone(), moment.clone()));
        let stack = stack.into_iter().flatten();
        stack.map(|(rank, id)| (id.clone(), *rank)).collect()
    }

    /// Notes that a step is another one now, or came or went.
    pub(super) fn note(
        &mut self,
        variant: &VariantId,
        id: &StepId,
        (old, new): (Option<&Step>, Option<&Step>),
    ) {
        let Some(Some(cells)) = self.0.get_mut(variant) else {
            return;
        };
        if let Some(old) = old
            && let Some(stack) = cell_of(old).and_then(|cell| cells.get_mut(&cell))
        {
            stack.remove(&(old.rank, id.clone()));
        }
        if let Some(new) = new
            && let Some(cell) = cell_of(new)
        {
            let stack = cells.entry(cell).or_default();
            stack.insert((new.rank, id.clone()));
        }
    }
}

fn cell_of(step: &Step) -> Option<Cell> {
    let (lane, moment) = step.cell()?;
    Some((lane.clone(), moment.clone()))
}

/// Places steps in a cell.
pub(super) fn place_steps(
    blueprint: &mut Blueprint,
    (name, steps): (&VariantId, &[StepId]),
    (lane, moment): (&LaneId, &MomentId),
    at: Option<usize>,
    batch: &mut Batch,
) -> Result<(), Refusal> {
    if !batch.known.has(blueprint, Kind::Lane, lane.as_str()) {
        return Err(Refusal::Missing("the lane".to_owned()));
    }
    if !batch.known.moment(blueprint, moment) {
        return Err(Refusal::Missing("the moment".to_owned()));
    }
    let variant = variant_mut(blueprint, name)?;
    if !steps.iter().all(|id| variant.steps.contains_key(id)) {
        return Err(Refusal::Missing("the step".to_owned()));
    }
    let stand = batch.cells.stand((name, variant), lane, moment);
    let moving: BTreeSet<&StepId> = steps.iter().collect();
    let others: Vec<&(StepId, i64)> = stand
        .iter()
        .filter(|(id, _)| !moving.contains(id))
        .collect();
    let at = at.unwrap_or(others.len()).min(others.len());
    let (above_them, below_them) = others.split_at(at);
    let whole = || {
        let above = above_them.iter().map(|(id, _)| id);
        above
            .chain(steps)
            .chain(below_them.iter().map(|(id, _)| id))
    };
    if whole().eq(stand.iter().map(|(id, _)| id)) {
        // They stand there already: no rank changes.
        return Ok(());
    }
    let above = above_them.last().map(|(_, rank)| *rank);
    let below = below_them.first().map(|(_, rank)| *rank);
    let ranks = ranks_between(above, below, steps.len());
    let mut set = |id: &StepId, rank: i64| {
        let Some(step) = variant.steps.get_mut(id) else {
            return;
        };
        let stays = step.cell() == Some((lane, moment)) && step.rank == rank;
        if !stays {
            let old = Arc::clone(step);
            let step = Arc::make_mut(step);
            step.lane = Some(lane.clone());
            step.moment = Some(moment.clone());
            step.rank = rank;
            batch.cells.note(name, id, (Some(&old), Some(step)));
        }
    };
    match ranks {
        Some(ranks) => steps.iter().zip(ranks).for_each(|(id, rank)| set(id, rank)),
        None => whole()
            .zip(0..)
            .for_each(|(id, place)| set(id, place * GAP)),
    }
    Ok(())
}

/// `count` ranks in order between two neighbours, or `None` when there is no room.
fn ranks_between(above: Option<i64>, below: Option<i64>, count: usize) -> Option<Vec<i64>> {
    let count = i64::try_from(count).ok()?;
    match (above, below) {
        (None, None) => Some((0..count).map(|i| i * GAP).collect()),
        (Some(above), None) => (1..=count)
            .map(|i| above.checked_add(i.checked_mul(GAP)?))
            .collect(),
        (None, Some(below)) => (1..=count)
            .rev()
            .map(|i| below.checked_sub(i.checked_mul(GAP)?))
            .collect(),
        (Some(above), Some(below)) => {
            let room = below.checked_sub(above)?;
            let pitch = room / count.checked_add(1)?;
            (pitch > 0).then(|| (1..=count).map(|i| above + i * pitch).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_found_between_neighbours() {
        assert_eq!(ranks_between(Some(0), Some(16), 1), Some(vec![8]));
        assert_eq!(ranks_between(Some(0), Some(1), 1), None);
        assert_eq!(ranks_between(None, Some(0), 2), Some(vec![-32, -16]));
        assert_eq!(ranks_between(Some(i64::MAX), None, 1), None);
    }
}

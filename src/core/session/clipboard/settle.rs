//! How steps settle where they arrive: below what stands there, without what is not known there, in an order in which
//! each may name the others.

use std::collections::{BTreeMap, BTreeSet};

use super::Slip;
use crate::{
    edit::Edit,
    model::{self, Gone, LaneId, MomentId, Ref, Step, StepId, Variant, VariantId, Within},
    session::title::put_step,
};

/// The rank of the lowest card of each cell that has any.
pub(super) fn lowest_ranks(variant: &Variant) -> BTreeMap<(LaneId, MomentId), i64> {
    let mut ranks = BTreeMap::new();
    for step in variant.steps.values() {
        if let Some((lane, moment)) = step.cell() {
            let cell = (lane.clone(), moment.clone());
            let lowest = ranks.entry(cell).or_insert(step.rank);
            *lowest = step.rank.max(*lowest);
        }
    }
    ranks
}

/// Puts a step below what stands in its cell.
pub(super) fn settle_down(
    step: &mut Step,
    (lane, moment): (Option<LaneId>, Option<MomentId>),
    ranks: &mut BTreeMap<(LaneId, MomentId), i64>,
) {
    (step.lane, step.moment) = (lane, moment);
    let cell = step
        .cell()
        .map(|(lane, moment)| (lane.clone(), moment.clone()));
    step.rank = match cell {
        Some(cell) => *ranks
            .entry(cell)
            .and_modify(|rank| *rank = rank.saturating_add(16))
            .or_insert(0),
        None => 0,
    };
}

/// Clears what a step names and is not known where it comes to, and notes it; a basis whose figure went goes with it.
pub(super) fn forget_unknown(
    step: &mut Step,
    is_known: &dyn Fn(Ref<'_>) -> bool,
    slip: &Slip,
    left_out: &mut BTreeSet<String>,
) {
    let is_unknown = |name: Ref<'_>| !is_known(name);
    let gone = Gone::new(&is_unknown);
    if !model::names_gone(step, &gone) {
        return;
    }
    model::refs(step, &mut |name| {
        if is_unknown(name) {
            let called = slip
                .outside
                .get(name.id())
                .map_or(name.id(), String::as_str);
            left_out.insert(format!("the {} “{called}”", name.kind().noun()));
        }
    });
    let before = step.clone();
    model::forget(step, &gone);
    let empty = Step::default();
    let (now, fields) = (step.clone(), <Step as model::Fields>::FIELDS);
    step.basis.retain(|name, _| {
        let field = fields.iter().find(|field| field.name == name);
        field.is_none_or(|field| (field.same)(&before, &empty) || !(field.same)(&now, &empty))
    });
}

/// Clears a hand-over of a step to itself, which a file may have and no edit makes, and notes it.
pub(super) fn forget_own_hand_over(id: &StepId, step: &mut Step, left_out: &mut BTreeSet<String>) {
    let hand_over = step.ai.as_deref_mut().and_then(|ai| ai.hand_over.as_mut());
    if let Some(hand_over) = hand_over.filter(|hand_over| hand_over.to.as_ref() == Some(id)) {
        hand_over.to = None;
        left_out.insert(format!("the hand-over of “{}” to itself", step.title));
    }
}

/// Puts steps in that may name each other: first without what they name in their variant, then as they are.
pub(super) fn in_two_passes(variant: &VariantId, steps: Vec<(StepId, Step)>) -> Vec<Edit> {
    let is_way = |name: Ref<'_>| matches!(name, Ref::Step(Within::Variant, _) | Ref::Pain(_));
    let ways = Gone::new(&is_way);
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for (id, step) in steps {
        if model::names_gone(&step, &ways) {
            let mut bare = step.clone();
            model::forget(&mut bare, &ways);
            first.push(put_step(variant, &id, bare));
            again.push(put_step(variant, &id, step));
        } else {
            first.push(put_step(variant, &id, step));
        }
    }
    first.extend(again);
    first
}

/// Things with commas between them; of many the first.
pub(super) fn listed(words: &BTreeSet<String>) -> String {
    const MOST: usize = 4;
    let first: Vec<&str> = words.iter().take(MOST).map(String::as_str).collect();
    let mut said = first.join(", ");
    if let Some(more) = words.len().checked_sub(MOST).filter(|more| *more > 0) {
        said += &format!(" and {more} more");
    }
    said
}

//! Wide cards: when a moment comes or goes among those that a card covers, it goes on covering the others.

use std::collections::{BTreeMap, BTreeSet};

use super::variant_mut;
use crate::model::{Blueprint, MomentId, Step, StepId, VariantId};

/// Cards, and how many moments each of them covers.
pub(super) type Spans = Vec<(VariantId, StepId, u32)>;

/// Widens the cards among whose moments `fresh` has just been put.
pub(super) fn widen(blueprint: &mut Blueprint, fresh: &MomentId) {
    let order = order(blueprint);
    let Some(at) = order.get(fresh).copied() else {
        return;
    };
    let wide = wide(blueprint, |step| {
        let first = step.moment.as_ref().and_then(|id| order.get(id))?;
        (first + 1..first.saturating_add(usize_of(step.span)))
            .contains(&at)
            .then(|| step.span.saturating_add(1))
    });
    set(blueprint, wide);
}

/// How many moments the cards cover once some moments are gone that they cover now, besides their first.
pub(super) fn narrowed(blueprint: &Blueprint, gone: &BTreeSet<MomentId>) -> Spans {
    let order = order(blueprint);
    let places: BTreeSet<usize> = gone
        .iter()
        .filter_map(|id| order.get(id))
        .copied()
        .collect();
    wide(blueprint, |step| {
        let first = *step.moment.as_ref().and_then(|id| order.get(id))?;
        if places.contains(&first) {
            return None;
        }
        let end = first.saturating_add(usize_of(step.span));
        let lost = u32::try_from(places.range(first..end).count()).ok()?;
        (lost > 0).then(|| step.span.saturating_sub(lost).max(1))
    })
}

/// The place of each moment among all.
fn order(blueprint: &Blueprint) -> BTreeMap<MomentId, usize> {
    let moments = blueprint.moments().enumerate();
    moments
        .map(|(place, (_, moment))| (moment.id.clone(), place))
        .collect()
}

fn usize_of(span: u32) -> usize {
    usize::try_from(span).unwrap_or(usize::MAX)
}

/// The wide cards of which `span` says how many moments they cover from now on.
fn wide(blueprint: &Blueprint, span: impl Fn(&Step) -> Option<u32>) -> Spans {
    let variants = blueprint.variants.iter();
    let steps = variants.flat_map(|held| held.steps.iter().map(move |(id, step)| (held, id, step)));
    let wide = steps.filter(|(_, _, step)| step.span > 1);
    wide.filter_map(|(held, id, step)| Some((held.id.clone(), id.clone(), span(step)?)))
        .collect()
}

/// Lets the cards cover as many moments.
pub(super) fn set(blueprint: &mut Blueprint, spans: Spans) {
    for (variant, id, span) in spans {
        if let Ok(held) = variant_mut(blueprint, &variant)
            && let Some(step) = held.steps.get_mut(&id)
        {
            std::sync::Arc::make_mut(step).span = span;
        }
    }
}

//! The order in which people read a variant: moment by moment, lane by lane, then the tray.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{Blueprint, LaneId, MomentId, Phase, Step, StepId, Variant};

/// Where a blueprint's lanes and moments stand, for looking up many of them.
pub struct Places<'b> {
    lanes: BTreeMap<&'b LaneId, (usize, &'b str)>,
    moments: BTreeMap<&'b MomentId, (usize, &'b Phase, usize)>,
}

impl<'b> Places<'b> {
    /// The places of `blueprint`.
    pub fn of(blueprint: &'b Blueprint) -> Self {
        let lanes = blueprint.lanes.iter().enumerate();
        let mut moments = BTreeMap::new();
        for phase in &blueprint.phases {
            for (number, moment) in phase.moments.iter().enumerate() {
                let column = moments.len();
                moments
                    .entry(&moment.id)
                    .or_insert((column, &**phase, number));
            }
        }
        Self {
            lanes: lanes
                .map(|(row, lane)| (&lane.id, (row, &*lane.name)))
                .collect(),
            moments,
        }
    }

    /// The column and row of a step; the tray comes last.
    pub fn cell(&self, step: &Step) -> (usize, usize) {
        let moment = step.moment.as_ref().and_then(|id| self.moments.get(id));
        let lane = step.lane.as_ref().and_then(|id| self.lanes.get(id));
        let far = usize::MAX;
        match (moment, lane) {
            (Some((column, ..)), Some((row, _))) => (*column, *row),
            (_, lane) => (far, lane.map_or(far, |(row, _)| *row)),
        }
    }

    /// Whether a step stands in a cell that exists.
    pub fn is_placed(&self, step: &Step) -> bool {
        self.cell(step).0 != usize::MAX
    }

    /// Where a step stands, in words: `Agent, Ask 2`, or `In the tray`.
    pub fn words(&self, step: &Step) -> String {
        let moment = step.moment.as_ref().and_then(|id| self.moments.get(id));
        let lane = step.lane.as_ref().and_then(|id| self.lanes.get(id));
        match (lane, moment) {
            (Some((_, lane)), Some((_, phase, number))) => {
                format!("{lane}, {}", moment_words(phase, *number))
            }
            (Some((_, lane)), None) => format!("In the tray, {lane}"),
            _ => "In the tray".to_owned(),
        }
    }

    /// The moment of a step in words, if it has one.
    pub fn moment(&self, step: &Step) -> Option<String> {
        let (_, phase, number) = self.moments.get(step.moment.as_ref()?)?;
        Some(moment_words(phase, *number))
    }

    /// The steps of a variant in reading order.
    pub fn steps<'v>(&self, variant: &'v Variant) -> Vec<(&'v StepId, &'v Arc<Step>)> {
        let mut steps: Vec<_> = variant.steps.iter().collect();
        // The map gives them by id, which decides between equal ranks.
        steps.sort_by_cached_key(|(_, step)| (self.cell(step), step.rank));
        steps
    }
}

/// A moment by its phase and its number there, counted from 0: `Ask, 2`, or `Ask, 2: Second try`.
pub fn moment_words(phase: &Phase, number: usize) -> String {
    let name = match phase.moments.len() {
        1 => phase.name.clone(),
        _ => format!("{}, {}", phase.name, number + 1),
    };
    match phase.moments.get(number) {
        Some(moment) if !moment.name.is_empty() => format!("{name}: {}", moment.name),
        _ => name,
    }
}

//! The order in which people read a variant: moment by moment, lane by lane, then the tray.

use std::{collections::BTreeMap, sync::Arc};

use super::{Blueprint, LaneId, MomentId, Phase, Step, StepId, Variant};

/// Where a blueprint's lanes and moments stand, for looking up many of them.
pub struct Places<'b> {
    lanes: BTreeMap<&'b LaneId, (usize, &'b str)>,
    moments: BTreeMap<&'b MomentId, (usize, &'b Phase, usize)>,
}

/// When a step is read, as [`Places::turn`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    waits: bool,
    column: usize,
    /// None of those that wait: their lane, if they have one, does not count.
    row: Option<usize>,
    rank: i64,
}

impl<'b> Places<'b> {
    /// The places of `blueprint`.
    pub fn of(blueprint: &'b Blueprint) -> Self {
        let lanes = (0..).zip(&blueprint.lanes);
        let lanes = lanes.map(|(row, lane)| (&lane.id, (row, &*lane.name)));
        let moments = blueprint.phases.iter().flat_map(|phase| {
            let moments = phase.moments.iter().enumerate();
            moments.map(move |(number, moment)| (&moment.id, &**phase, number))
        });
        let moments = (0..).zip(moments);
        Self {
            lanes: lanes.collect(),
            moments: moments
                .map(|(column, (id, phase, number))| (id, (column, phase, number)))
                .collect(),
        }
    }

    /// When a step is read: column by column, from the top; the tray last, by moment. Steps with the same
    /// turn go by id.
    pub fn turn(&self, step: &Step) -> Turn {
        let moment = step.moment.as_ref().and_then(|id| self.moments.get(id));
        let lane = step.lane.as_ref().and_then(|id| self.lanes.get(id));
        let column = moment.map_or(usize::MAX, |(column, ..)| *column);
        let row = moment.and(lane).map(|(row, _)| *row);
        Turn {
            waits: row.is_none(),
            column,
            row,
            rank: step.rank,
        }
    }

    /// Whether a step stands in a cell that exists.
    pub fn is_placed(&self, step: &Step) -> bool {
        !self.turn(step).waits
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
        // The map gives them by id, which decides between equal turns.
        steps.sort_by_cached_key(|(_, step)| self.turn(step));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lane, Moment};

    #[test]
    fn cells_are_read_before_the_tray() {
        let lane = |id: &str| {
            Arc::new(Lane {
                id: id.into(),
                ..Lane::default()
            })
        };
        let moment = |id: &str| Moment {
            id: id.into(),
            ..Moment::default()
        };
        let blueprint = Blueprint {
            lanes: vec![lane("agent"), lane("clerk")],
            phases: vec![Arc::new(Phase {
                moments: vec![moment("m1"), moment("m2")],
                ..Phase::default()
            })],
            ..Blueprint::default()
        };
        let waits = |lane: Option<&str>, moment: Option<&str>, rank| Step {
            lane: lane.map(Into::into),
            moment: moment.map(Into::into),
            rank,
            ..Step::default()
        };
        let steps = [
            ("a", waits(None, None, 0)),
            ("b", waits(Some("agent"), None, 1)),
            ("c", waits(Some("clerk"), None, 0)),
            ("d", waits(None, Some("m2"), 0)),
            ("e", Step::new("clerk".into(), "m1".into(), "")),
            ("f", Step::new("agent".into(), "m1".into(), "")),
            ("g", Step::new("agent".into(), "m2".into(), "")),
            // There is no such lane, and no such moment.
            ("h", Step::new("desk".into(), "m1".into(), "")),
            ("i", Step::new("agent".into(), "m3".into(), "")),
        ];
        let steps = steps.map(|(id, step)| (id.into(), Arc::new(step)));
        let variant = Variant {
            steps: steps.into_iter().collect(),
            ..Variant::default()
        };
        let places = Places::of(&blueprint);
        for step in variant.steps.values() {
            let has_cell = blueprint.cell_of(step).is_some();
            assert_eq!(places.is_placed(step), has_cell, "{step:?}");
        }
        let order = places.steps(&variant);
        let order: Vec<&str> = order.into_iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(order, ["f", "e", "g", "h", "d", "a", "c", "i", "b"]);
    }
}

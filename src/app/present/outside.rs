//! What lies outside the moments that a slide shows, as far as a connector leads there: each step at the other end stands
//! in a column of its own before or after the part, as words that say where it is.
//!
//! So every connector of a slide has both its ends on it, with its label, and is routed around all cards. Knows no window.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::{Blueprint, LaneId, Moment, MomentId, Phase, Step, StepId, Variant},
    scene::words_elsewhere,
};

/// The column of what is earlier, and its phase; no id of a document has a slash.
const EARLIER: &str = "/earlier";
/// The column of what is later.
const LATER: &str = "/later";

/// Where the steps of a blueprint stand in time, and which moments a slide shows.
pub(super) struct Outside<'a> {
    blueprint: &'a Blueprint,
    moments: &'a BTreeSet<&'a MomentId>,
    /// The place of each moment, and its phase.
    order: BTreeMap<&'a MomentId, (usize, &'a Phase)>,
    /// The lanes in which a step of the part stands.
    lanes: BTreeSet<&'a LaneId>,
}

impl<'a> Outside<'a> {
    pub(super) fn new(blueprint: &'a Blueprint, moments: &'a BTreeSet<&'a MomentId>) -> Self {
        let order = blueprint.moments().enumerate();
        let order = order.map(|(place, (phase, moment))| (&moment.id, (place, &**phase)));
        let mut outside = Self {
            blueprint,
            moments,
            order: order.collect(),
            lanes: BTreeSet::new(),
        };
        let steps = blueprint.variants.iter().flat_map(|v| v.steps.values());
        let cells = steps.filter_map(|step| outside.inside(step));
        outside.lanes = cells.collect();
        outside
    }

    /// The lane of a step that the part shows.
    fn inside(&self, step: &'a Step) -> Option<&'a LaneId> {
        let (lane, moment) = self.blueprint.cell_of(step)?;
        self.moments.contains(moment).then_some(lane)
    }

    /// The steps outside to which a connector of `variant` leads, or from which one comes: in the columns of what
    /// is earlier and later, called by their phase.
    pub(super) fn of(&self, variant: &'a Variant) -> BTreeMap<StepId, Step> {
        let mut outside = BTreeMap::new();
        for (from, to) in ways(variant) {
            let (Some(start), Some(end)) = (variant.steps.get(from), variant.steps.get(to)) else {
                continue;
            };
            let (near, id, far) = match (self.inside(start), self.inside(end)) {
                (Some(near), None) => (near, to, end),
                (None, Some(near)) => (near, from, start),
                _ => continue,
            };
            if let Some(step) = self.stand_in(near, far) {
                outside.entry(id.clone()).or_insert(step);
            }
        }
        outside
    }

    /// What stands for `step` beside the part; none if it has no place on the board.
    fn stand_in(&self, near: &LaneId, step: &Step) -> Option<Step> {
        let (lane, moment) = self.blueprint.cell_of(step)?;
        let (place, phase) = *self.order.get(moment)?;
        let first = self.moments.iter().filter_map(|id| self.order.get(*id));
        let first = first.map(|(place, _)| *place).min()?;
        let (sign, moment) = if place < first {
            ("←", EARLIER)
        } else {
            ("→", LATER)
        };
        Some(Step {
            title: words_elsewhere(sign, &phase.name, step.called()),
            // Its own lane, unless nothing else of it is shown.
            lane: Some(self.lanes.get(lane).map_or(near, |own| *own).clone()),
            moment: Some(moment.into()),
            span: 1,
            ..step.clone()
        })
    }
}

/// From which step to which the arrows of a variant lead.
fn ways(variant: &Variant) -> impl Iterator<Item = (&StepId, &StepId)> {
    let connectors = variant.connectors.values();
    let connectors = connectors.map(|wire| (&wire.from, &wire.to));
    let hand_overs = variant.steps.iter().filter_map(|(id, step)| {
        let hand_over = step.hand_over()?;
        Some((id, hand_over.to.as_ref()?))
    });
    connectors.chain(hand_overs)
}

/// Adds the columns in which a step stands.
pub(super) fn add_columns(part: &mut Blueprint) {
    let is_used = |id: &str| {
        let steps = part.variants.iter().flat_map(|v| v.steps.values());
        let mut moments = steps.filter_map(|step| step.moment.as_ref());
        moments.any(|moment| moment.as_str() == id)
    };
    let column = |id: &str, name: &str| {
        Arc::new(Phase {
            id: id.into(),
            name: name.to_owned(),
            moments: vec![Moment {
                id: id.into(),
                ..Moment::default()
            }],
            ..Phase::default()
        })
    };
    let (earlier, later) = (is_used(EARLIER), is_used(LATER));
    if earlier {
        part.phases.insert(0, column(EARLIER, "Earlier"));
    }
    if later {
        part.phases.push(column(LATER, "Later"));
    }
}

//! What a scene remembers of how it was made, so that the next one is made faster.
//!
//! Everything is kept with all it was made from and is used again only when that is the same, so a
//! scene made with a memory equals one made without.

use std::sync::Arc;

use super::{
    board::{Board, MomentColumns},
    cast::{BoardChange, Cast},
    route::{Geometry, Net, RoutePlan, Slot},
    stacked::Stacking,
};
use crate::{
    model::{LaneId, LaneKind},
    patch::{Compared, Overlay},
};

/// What was measured and routed. Takes no part in comparing scenes.
#[derive(Clone, Debug, Default)]
pub(super) struct SceneMemory {
    lanes: Vec<(LaneId, LaneKind, bool)>,
    pub(super) moment_columns: Arc<MomentColumns>,
    pub(super) compared: Option<Compared>,
    /// The two variants in one.
    pub(super) overlay: Option<Overlay>,
    pub(super) panes: Vec<PaneMemory>,
}

impl PartialEq for SceneMemory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl SceneMemory {
    /// Of scenes on `board`.
    pub(super) fn of(board: &Board<'_>) -> Self {
        let lanes = board.blueprint.lanes.iter().enumerate();
        Self {
            lanes: lanes
                .map(|(index, lane)| (lane.id.clone(), lane.kind, board.is_folded(index)))
                .collect(),
            moment_columns: Arc::clone(&board.moment_columns),
            ..Self::default()
        }
    }

    /// Whether lanes and moments are where they were.
    pub(super) fn ground(&self, old: &Self) -> BoardChange {
        if self.lanes == old.lanes && Arc::ptr_eq(&self.moment_columns, &old.moment_columns) {
            BoardChange::Same
        } else {
            BoardChange::Other
        }
    }
}

/// What was measured and routed of a pane.
#[derive(Clone, Debug, Default)]
pub(super) struct PaneMemory {
    pub(super) cast: Cast,
    /// None until its cards were stacked.
    pub(super) stacking: Option<Stacking>,
    pub(super) routing: Option<Routing>,
}

/// What the router is asked.
#[derive(Clone, Debug, Default)]
struct RoutingTask {
    rows: usize,
    columns: usize,
    slots: Vec<Slot>,
    nets: Vec<Net>,
}

impl RoutingTask {
    /// Asks for this; says whether that is another question than before.
    fn ask(
        &mut self,
        (rows, columns): (usize, usize),
        slots: impl Iterator<Item = Slot>,
        nets: impl Iterator<Item = Net>,
    ) -> bool {
        let is_other_grid = (self.rows, self.columns) != (rows, columns);
        (self.rows, self.columns) = (rows, columns);
        let has_other_slots = become_list(&mut self.slots, slots);
        let has_other_nets = become_list(&mut self.nets, nets);
        is_other_grid || has_other_slots || has_other_nets
    }
}

/// Makes `list` that of `items`, where it lies; says whether it was another one.
fn become_list<T: PartialEq>(list: &mut Vec<T>, items: impl Iterator<Item = T>) -> bool {
    let mut is_other = false;
    let mut count = 0;
    for item in items {
        match list.get_mut(count) {
            Some(old) if *old == item => {}
            Some(old) => {
                *old = item;
                is_other = true;
            }
            None => {
                list.push(item);
                is_other = true;
            }
        }
        count += 1;
    }
    is_other |= count < list.len();
    list.truncate(count);
    is_other
}

/// What the router was asked, and what it said.
#[derive(Clone, Debug, Default)]
pub(super) struct Routing {
    task: RoutingTask,
    /// Changed in place, unless somebody has a copy of the scene.
    pub(super) plan: Arc<RoutePlan>,
    /// Whether ways were chosen again the last time.
    pub(super) is_planned_anew: bool,
    /// Whether the last time there was nothing to ask, because nobody moved and no arrow is another one.
    pub(super) is_kept: bool,
}

impl Routing {
    /// Plans the ways of `nets` between `slots` on a grid of rows and columns, or takes what was planned for the same.
    pub(super) fn plan(
        old: Option<Self>,
        (rows, columns): (usize, usize),
        slots: impl Iterator<Item = Slot>,
        nets: impl Iterator<Item = Net>,
    ) -> Self {
        let mut routing = old.unwrap_or_default();
        routing.is_kept = false;
        routing.is_planned_anew = routing.task.ask((rows, columns), slots, nets);
        if routing.is_planned_anew {
            let plan = Arc::make_mut(&mut routing.plan);
            plan.update(rows, columns, &routing.task.slots, &routing.task.nets);
        }
        routing
    }

    /// What was planned, where there is nothing to ask.
    pub(super) fn kept(self) -> Self {
        Self {
            is_planned_anew: false,
            is_kept: true,
            ..self
        }
    }

    /// Finds the routes in `geometry`, unless it is the same as before.
    pub(super) fn trace(&mut self, geometry: Geometry) {
        if !self.plan.is_traced(&geometry) {
            Arc::make_mut(&mut self.plan).trace(geometry);
        }
    }
}

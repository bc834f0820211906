//! What a scene remembers of how it was made, so that the next one is made faster.
//!
//! Everything is kept with all it was made from and is used again only when that is the same, so a
//! scene made with a memory equals one made without.

use std::sync::Arc;

use super::{
    board::{Board, Places},
    cast::{Cast, Ground},
    route::{Geometry, Net, Plan, Slot},
};
use crate::{
    model::{LaneId, LaneKind},
    patch::{Compared, Overlay},
};

/// What was measured and routed. Takes no part in comparing scenes.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    lanes: Vec<(LaneId, LaneKind, bool)>,
    pub(super) places: Arc<Places>,
    pub(super) compared: Option<Compared>,
    /// The two variants in one.
    pub(super) overlay: Option<Overlay>,
    pub(super) panes: Vec<PaneMemory>,
}

impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Memory {
    /// Of scenes on `board`.
    pub(super) fn of(board: &Board<'_>) -> Self {
        let lanes = board.blueprint.lanes.iter().enumerate();
        Self {
            lanes: lanes
                .map(|(index, lane)| (lane.id.clone(), lane.kind, board.is_folded(index)))
                .collect(),
            places: Arc::clone(&board.places),
            ..Self::default()
        }
    }

    /// Whether lanes and moments are where they were.
    pub(super) fn ground(&self, old: &Self) -> Ground {
        if self.lanes == old.lanes && Arc::ptr_eq(&self.places, &old.places) {
            Ground::Same
        } else {
            Ground::Other
        }
    }
}

/// What was measured and routed of a pane.
#[derive(Clone, Debug, Default)]
pub(super) struct PaneMemory {
    pub(super) cast: Cast,
    /// The first row of each lane, and how many cards it has.
    pub(super) stacked: Option<(Vec<usize>, Vec<usize>)>,
    pub(super) routing: Option<Routing>,
}

/// What the router is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Task {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) slots: Vec<Slot>,
    pub(super) nets: Vec<Net>,
}

/// What the router was asked, and what it said.
#[derive(Clone, Debug, Default)]
pub(super) struct Routing {
    task: Task,
    /// Changed in place, unless somebody has a copy of the scene.
    pub(super) plan: Arc<Plan>,
    traced: Option<Geometry>,
}

impl Routing {
    /// Plans `task`, or takes what was planned for the same.
    pub(super) fn plan(task: Task, old: Option<Self>) -> Self {
        let mut routing = old.unwrap_or_default();
        if routing.task != task {
            let plan = Arc::make_mut(&mut routing.plan);
            plan.update(task.rows, task.columns, &task.slots, &task.nets);
            routing.task = task;
            routing.traced = None;
        }
        routing
    }

    /// Finds the routes in `geometry`, unless it is the same as before.
    pub(super) fn trace(&mut self, geometry: Geometry) {
        if self.traced.as_ref() != Some(&geometry) {
            Arc::make_mut(&mut self.plan).trace(&geometry);
            self.traced = Some(geometry);
        }
    }
}

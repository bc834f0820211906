//! What a scene remembers of how it was made, so that the next one is made faster.
//!
//! Everything is kept with all it was made from and is used again only when that is the same, so a
//! scene made with a memory equals one made without.

use std::sync::Arc;

use super::{
    Pos2,
    board::{Board, Places},
    cast::{Cast, Ground},
    route::{Geometry, Net, Plan, Route, Slot, plan},
    size,
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
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) slots: Vec<Slot>,
    pub(super) nets: Vec<Net>,
}

/// What the router was asked, and what it said.
#[derive(Clone, Debug)]
pub(super) struct Routing {
    task: Arc<Task>,
    pub(super) plan: Arc<Plan>,
    traced: Option<(Arc<Geometry>, Arc<Vec<Route>>)>,
}

impl Routing {
    /// Plans `task`, or takes what was planned for the same.
    pub(super) fn plan(task: Task, old: Option<Self>) -> Self {
        if let Some(old) = old
            && *old.task == task
        {
            return old;
        }
        Self {
            plan: Arc::new(plan(task.rows, task.columns, &task.slots, &task.nets)),
            task: Arc::new(task),
            traced: None,
        }
    }

    /// The routes in `geometry`. Those that reach a card from above where it has badges end on them.
    pub(super) fn trace(&mut self, geometry: Geometry) -> Arc<Vec<Route>> {
        if let Some((old, routes)) = &self.traced
            && **old == geometry
        {
            return Arc::clone(routes);
        }
        let mut routes = self.plan.trace(&geometry);
        for (net, route) in self.task.nets.iter().zip(&mut routes) {
            if let [start, next, ..] = &mut *route.points {
                end_on_badges(&geometry, net.from, start, *next);
            }
            if let [.., before, end] = &mut *route.points {
                end_on_badges(&geometry, net.to, end, *before);
            }
        }
        let routes = Arc::new(routes);
        self.traced = Some((Arc::new(geometry), Arc::clone(&routes)));
        routes
    }
}

fn end_on_badges(geometry: &Geometry, card: usize, end: &mut Pos2, before: Pos2) {
    let Some(badges) = geometry.crowns.get(card).copied().flatten() else {
        return;
    };
    let is_from_above = before.x == end.x && before.y < badges.top() - size::HEAD_LENGTH;
    let reach = size::HEAD_WIDTH / 2.0;
    if is_from_above && badges.expand(reach).x_range().contains(end.x) {
        end.y = badges.top();
    }
}

//! What all panes of a scene share: the lanes and their names, the moments, and the width of columns.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    TextMeasure,
    draft::Draft,
    head::{self, LaneName},
    route::Slot,
    size,
};
use crate::model::{Blueprint, LaneId, LineKind, Moment, MomentId, Phase, Step};

/// What all panes share: lanes and moments.
pub(super) struct Board<'a> {
    pub(super) blueprint: &'a Blueprint,
    lanes: BTreeMap<&'a LaneId, usize>,
    pub(super) lane_names: Vec<LaneName>,
    pub(super) moments: Vec<(usize, &'a Arc<Phase>, &'a Moment)>,
    columns: BTreeMap<&'a MomentId, usize>,
    /// Each with the index of the lane below it.
    pub(super) lines: Vec<(LineKind, usize)>,
    /// Room at the right for the names of the lines.
    margin: f32,
}

impl<'a> Board<'a> {
    pub(super) fn new(blueprint: &'a Blueprint, text: &TextMeasure) -> Self {
        let phases = blueprint.phases.iter().enumerate();
        let moments: Vec<_> = phases
            .flat_map(|(index, phase)| phase.moments.iter().map(move |m| (index, phase, m)))
            .collect();
        // Of doubled ids the first counts, so they go in last.
        let columns = moments.iter().enumerate().rev();
        let lanes = blueprint.lanes.iter().enumerate().rev();
        let lines = head::lines_between(blueprint.lanes.iter().map(|lane| lane.kind));
        let margin = match head::line_name_width(&lines, text) {
            0.0 => 0.0,
            width => width + 5.0 * size::GRID,
        };
        Self {
            blueprint,
            lanes: lanes.map(|(index, lane)| (&lane.id, index)).collect(),
            lane_names: blueprint
                .lanes
                .iter()
                .map(|lane| LaneName::new(lane, text))
                .collect(),
            columns: columns.map(|(index, (_, _, m))| (&m.id, index)).collect(),
            moments,
            lines,
            margin,
        }
    }

    /// The cell in which `step` stands, as lane, first column and number of columns.
    pub(super) fn cell(&self, step: &Step) -> Option<(usize, usize, usize)> {
        let (lane, moment) = step.cell()?;
        let (lane, column) = (*self.lanes.get(lane)?, *self.columns.get(moment)?);
        let room = self.moments.len() - column;
        let span = usize::try_from(step.span).unwrap_or(room).clamp(1, room);
        Some((lane, column, span))
    }
}

/// Left and right edges of the columns, the same in every pane.
pub(super) struct Columns {
    pub(super) edges: Vec<(f32, f32)>,
    /// Left edge of the first and right edge of the last gutter.
    pub(super) outer: (f32, f32),
    /// Right edge of the panes.
    pub(super) right: f32,
}

impl Columns {
    pub(super) fn new(board: &Board<'_>, drafts: &[Draft<'_>]) -> Self {
        let gutter = |at: usize| {
            let room = drafts
                .iter()
                .map(|draft| draft.routing.plan.column_gutter(at));
            room.fold(size::GUTTER, f32::max)
        };
        let mut x = size::LANE_HEADER;
        let mut edges = Vec::with_capacity(board.moments.len());
        let mut last_phase = None;
        for (at, (phase, _, _)) in board.moments.iter().enumerate() {
            x += gutter(at);
            if last_phase.is_some_and(|last| last != *phase) {
                x += size::PHASE_GAP;
            }
            last_phase = Some(*phase);
            edges.push((x, x + size::CARD_WIDTH));
            x += size::CARD_WIDTH;
        }
        x += gutter(board.moments.len());
        Self {
            edges,
            outer: (size::LANE_HEADER, x),
            right: x + board.margin,
        }
    }

    /// Left and right edge of the columns that `slot` covers.
    pub(super) fn of(&self, slot: Slot) -> (f32, f32) {
        let (left, first_right) = self.edges[slot.column];
        let last = self.edges.get(slot.column + slot.span - 1);
        (left, last.map_or(first_right, |edges| edges.1))
    }
}

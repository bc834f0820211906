//! What all panes of a scene share: the lanes and their names, the moments, and the width of columns.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Lens, TextMeasure, TitlesShown, boundary,
    card::CardForm,
    fold::{self, Gap},
    head::{self, LaneName},
    route::Slot,
    size,
    stacked::StackedPane,
};
use crate::model::{Blueprint, LaneId, LineKind, Moment, MomentId, Phase, Step, StepId};

/// What all panes share: lanes and moments.
pub(super) struct Board<'a> {
    pub(super) blueprint: &'a Blueprint,
    lanes: BTreeMap<&'a LaneId, usize>,
    pub(super) lane_names: Vec<LaneName>,
    /// Those that have a column, left to right, each with its phase and the phase's index.
    pub(super) moments: Vec<(usize, &'a Arc<Phase>, &'a Moment)>,
    /// Where moments without a column were left out, left to right.
    pub(super) gaps: Vec<Gap<'a>>,
    /// Whether somebody folded it, for each lane.
    folded: Vec<bool>,
    /// The column of each of `moments`.
    pub(super) moment_columns: Arc<MomentColumns>,
    /// Each with the index of the lane below it.
    pub(super) lines: Vec<(LineKind, usize)>,
    /// How much of a title a card says.
    titles: TitlesShown,
    /// Steps that stand for themselves elsewhere.
    elsewhere: BTreeSet<StepId>,
    /// Room at the right for the names of the lines.
    margin: f32,
}

/// Which moments have a column, and where it is: kept from one board to the next, because most edits change
/// no moment.
#[derive(Clone, Debug, Default)]
pub(super) struct MomentColumns {
    moments: Vec<MomentId>,
    columns: BTreeMap<MomentId, usize>,
}

impl MomentColumns {
    /// Of `moments`, left to right: those that were `known`, if they are the same.
    fn of<'a>(moments: impl Iterator<Item = &'a MomentId> + Clone, known: Arc<Self>) -> Arc<Self> {
        if moments.clone().eq(&known.moments) {
            return known;
        }
        let columns = moments.clone().enumerate();
        Arc::new(Self {
            columns: columns.map(|(column, id)| (id.clone(), column)).collect(),
            moments: moments.cloned().collect(),
        })
    }
}

impl<'a> Board<'a> {
    /// The board of a blueprint; `known` is where moments were on the last one.
    pub(super) fn new(
        blueprint: &'a Blueprint,
        lens: &Lens,
        text: &TextMeasure,
        known: Arc<MomentColumns>,
    ) -> Self {
        let (moments, gaps) = fold::split(blueprint, lens);
        let folded = blueprint.lanes.iter();
        let folded = folded.map(|lane| lens.folded.contains(&lane.id)).collect();
        let lanes = blueprint.lanes.iter().enumerate();
        let lines = head::lines_between(blueprint.lanes.iter().map(|lane| lane.kind));
        let margin = match boundary::name_width(&lines, text) {
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
            moment_columns: MomentColumns::of(
                moments.iter().map(|(_, _, moment)| &moment.id),
                known,
            ),
            moments,
            gaps,
            folded,
            lines,
            titles: lens.titles,
            elsewhere: lens.elsewhere.clone(),
            margin,
        }
    }

    /// The cell in which `step` stands, as lane, first column and number of columns.
    pub(super) fn cell(&self, step: &Step) -> Option<(usize, usize, usize)> {
        let (lane, moment) = step.cell()?;
        let (lane, column) = (
            *self.lanes.get(lane)?,
            *self.moment_columns.columns.get(moment)?,
        );
        let room = self.moments.len() - column;
        let span = usize::try_from(step.span).unwrap_or(room).clamp(1, room);
        Some((lane, column, span))
    }

    /// What the card of a step is like.
    pub(super) fn form(&self, step: &StepId) -> CardForm {
        if self.elsewhere.contains(step) {
            CardForm::Elsewhere
        } else {
            CardForm::Card(self.titles)
        }
    }

    /// Whether somebody folded the lane.
    pub(super) fn is_folded(&self, lane: usize) -> bool {
        self.folded[lane]
    }

    /// Whether somebody folded any.
    pub(super) fn has_folded(&self) -> bool {
        self.folded.contains(&true)
    }

    /// Height of the row with the moments' names.
    pub(super) fn moment_header(&self) -> f32 {
        let mut moments = self.moments.iter();
        if !self.gaps.is_empty() {
            size::GAP_HEADER
        } else if moments.any(|(_, _, moment)| !moment.name.trim().is_empty()) {
            size::MOMENT_HEADER
        } else {
            0.0
        }
    }
}

/// Left and right edges of the columns, the same in every pane.
pub(super) struct Columns {
    pub(super) edges: Vec<(f32, f32)>,
    /// Of each gap of the board.
    pub(super) gaps: Vec<(f32, f32)>,
    /// Of each phase; none of one without moments.
    pub(super) phases: Vec<Option<(f32, f32)>>,
    /// Left edge of the first and right edge of the last gutter.
    pub(super) outer: (f32, f32),
    /// Right edge of the panes.
    pub(super) right: f32,
}

impl Columns {
    pub(super) fn new(board: &Board<'_>, panes: &[StackedPane<'_>]) -> Self {
        let gutter = |at: usize| {
            let room = panes.iter().map(|pane| pane.routing.plan.column_gutter(at));
            room.fold(size::GUTTER, f32::max)
        };
        let mut x = size::LANE_HEADER;
        let mut edges = Vec::with_capacity(board.moments.len());
        let mut gaps = Vec::with_capacity(board.gaps.len());
        let mut phases = vec![None; board.blueprint.phases.len()];
        let mut last_phase = None;
        let mut put = |phase: usize, x: &mut f32, width: f32| {
            if last_phase.is_some_and(|last| last != phase) {
                *x += size::PHASE_GAP;
            }
            last_phase = Some(phase);
            let edges = (*x, *x + width);
            *x = edges.1;
            let held: &mut Option<(f32, f32)> = &mut phases[phase];
            *held = Some((held.map_or(edges.0, |held| held.0), edges.1));
            edges
        };
        let mut rest = board.gaps.iter().peekable();
        for at in 0..=board.moments.len() {
            x += gutter(at);
            while let Some(gap) = rest.next_if(|gap| gap.at == at) {
                gaps.push(put(gap.phase, &mut x, size::MOMENT_GAP));
                x += size::GUTTER;
            }
            if let Some((phase, _, _)) = board.moments.get(at) {
                edges.push(put(*phase, &mut x, size::CARD_WIDTH));
            }
        }
        Self {
            edges,
            gaps,
            phases,
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

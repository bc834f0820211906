//! Folding lanes and empty moments away, and opening what hides something that is selected.
//!
//! What is folded is no part of the document and no step of the history. What is selected is always shown:
//! whoever selects a step opens the lane and the moments that hide it.

use std::collections::BTreeSet;

use super::{Editing, Selection, Session, Target};
use crate::{
    edit::Refusal,
    model::{Key, LaneId, MomentId, Step, StepId},
    scene::{MomentsShown, WireId},
};

impl Session {
    /// The lane that is selected, or in which something is selected.
    pub fn lane_here(&self) -> Option<LaneId> {
        match &self.selection.target {
            Target::Record(Key::Lane(id)) => Some(id.clone()),
            _ => self.place().map(|(_, lane, _)| lane),
        }
    }

    /// Whether somebody folded the lane.
    pub fn is_folded(&self, lane: &LaneId) -> bool {
        self.lens.folded.contains(lane)
    }

    /// Folds the lane, or opens it again, and selects it.
    pub(super) fn fold_lane(&mut self) -> Result<(), Refusal> {
        let lane = self.lane_here();
        let lane = lane.ok_or(Refusal::Rule("Select a lane, or a step in it, first."))?;
        self.stop_asking_labels();
        self.close_title();
        let variant = self.selection.variant.clone();
        self.select(&Selection::of(
            &variant,
            Target::Record(Key::Lane(lane.clone())),
        ));
        if !self.lens.folded.remove(&lane) {
            self.lens.folded.insert(lane);
        }
        self.refresh();
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// Opens every lane and shows every moment.
    pub(super) fn unfold_all(&mut self) {
        self.lens.folded = BTreeSet::new();
        self.lens.moments = MomentsShown::All;
        self.refresh();
    }

    /// Leaves out the moments without steps, or shows them again.
    pub(super) fn fold_moments(&mut self) {
        self.lens.moments = match self.lens.moments {
            MomentsShown::All => MomentsShown::Used,
            MomentsShown::Used => MomentsShown::All,
        };
        // What is selected in a moment that is left out now would show it again.
        let hidden = match &self.selection.target {
            Target::Record(Key::Moment(id)) => Some(id.clone()),
            Target::Cell { moment, .. } => Some(moment.clone()),
            _ => None,
        };
        self.refresh();
        if hidden.is_some_and(|moment| !self.has_column(&moment)) {
            let variant = self.selection.variant.clone();
            self.select(&Selection::of(&variant, Target::Blueprint));
        }
    }

    /// Opens what hides something that is selected, or the step that is being named.
    pub(super) fn open_what_hides(&mut self) {
        let (lanes, moments) = self.looked_at();
        let mut lens = self.lens.clone();
        for lane in &lanes {
            lens.folded.remove(lane);
        }
        if moments.iter().any(|moment| !self.has_column(moment)) {
            lens.moments = MomentsShown::All;
        }
        if lens != self.lens {
            self.lens = lens;
            self.refresh();
        }
    }

    /// The lanes of which cells have to be seen, and the moments.
    fn looked_at(&self) -> (BTreeSet<LaneId>, BTreeSet<MomentId>) {
        let (mut lanes, mut moments) = (BTreeSet::new(), BTreeSet::new());
        let mut cell = |lane: &LaneId, moment: &MomentId| {
            lanes.insert(lane.clone());
            moments.insert(moment.clone());
        };
        if let Some(Editing::New(step)) = &self.editing {
            cell(&step.lane, &step.moment);
        }
        match &self.selection.target {
            Target::Cell { lane, moment } => cell(lane, moment),
            Target::Record(Key::Moment(id)) => {
                moments.insert(id.clone());
            }
            Target::Items { steps, wires, .. } if !self.lens.folded.is_empty() => {
                let ends = wires.iter().flat_map(|wire| self.ends(wire));
                for id in steps.iter().cloned().chain(ends) {
                    let step = self.blueprint.step(&self.selection.variant, &id);
                    // A step that stands in a cell gives its moment a column.
                    if let Some((lane, _)) = step.and_then(|step| Step::cell(step)) {
                        lanes.insert(lane.clone());
                    }
                }
            }
            _ => {}
        }
        (lanes, moments)
    }

    /// The steps that a connector or hand-over joins.
    fn ends(&self, wire: &WireId) -> Vec<StepId> {
        let Some((_, held)) = self.blueprint.variant(&self.selection.variant) else {
            return Vec::new();
        };
        let (from, to) = match wire {
            WireId::Connector(id) => match held.connectors.get(id) {
                Some(connector) => (&connector.from, Some(&connector.to)),
                None => return Vec::new(),
            },
            WireId::HandOver(id) => {
                let hand_over = held.steps.get(id).and_then(|step| step.hand_over());
                (id, hand_over.and_then(|hand_over| hand_over.to.as_ref()))
            }
        };
        std::iter::once(from).chain(to).cloned().collect()
    }

    fn has_column(&self, moment: &MomentId) -> bool {
        let pane = self.scene.panes.first();
        pane.is_none_or(|pane| pane.columns.iter().any(|column| column.id == *moment))
    }

    /// The lanes that show their cells, top to bottom.
    pub(super) fn open_lanes(&self) -> Vec<LaneId> {
        let lanes = self.blueprint.lanes.iter().map(|lane| &lane.id);
        lanes.filter(|id| !self.is_folded(id)).cloned().collect()
    }

    /// The moments that have a column, left to right.
    pub(super) fn open_moments(&self) -> Vec<MomentId> {
        let hidden: BTreeSet<&MomentId> = match self.scene.panes.first() {
            Some(pane) => pane.gaps.iter().flat_map(|gap| &gap.moments).collect(),
            None => BTreeSet::new(),
        };
        let moments = self.blueprint.moments().map(|(_, moment)| &moment.id);
        moments.filter(|id| !hidden.contains(id)).cloned().collect()
    }
}

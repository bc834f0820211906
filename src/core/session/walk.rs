//! Going on from what is selected by keyboard: to a neighbour, to the next change, to a new step.
//!
//! The arrows go cell by cell, as in a spreadsheet, and through the cards of a stack: an empty cell is
//! where the next card goes, so every cell must be within reach of the keyboard.

use super::{Selection, Session, Target, title::NewStep};
use crate::{
    edit::Refusal,
    model::{Connector, Key, LaneId, Moment, MomentId, StepId, VariantId},
    patch::Subject,
    scene::WireId,
};

/// A way on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

impl Direction {
    /// Columns to the right and lanes down.
    pub(super) fn delta(self) -> (isize, isize) {
        match self {
            Self::Left => (-1, 0),
            Self::Right => (1, 0),
            Self::Up => (0, -1),
            Self::Down => (0, 1),
        }
    }
}

impl Session {
    /// The cell where something new would go: the selected one, or that of the selected step; `None` when that
    /// step is in the tray.
    pub fn place(&self) -> Option<(VariantId, LaneId, MomentId)> {
        let (lane, moment) = match self.selection.cell() {
            Some(cell) => cell,
            None => {
                let lead = self.selection.lead()?;
                let step = self.blueprint.step(&self.selection.variant, lead)?;
                self.blueprint.cell_of(step)?
            }
        };
        let variant = self.above(&self.selection.variant).clone();
        Some((variant, lane.clone(), moment.clone()))
    }

    pub(super) fn walk(&mut self, direction: Direction) {
        if let Some(cell) = self.field.clone() {
            self.walk_field(&cell, direction);
            self.effects.push(super::Effect::Reveal);
            return;
        }
        let Some((variant, lane, moment)) = self.place() else {
            self.enter_canvas(direction);
            return;
        };
        if let Some((owner, neighbour)) = self.in_stack(&variant, &lane, &moment, direction) {
            self.select(&Selection::step(&owner, &neighbour));
        } else if let Some(cell) = self.row_beside((&variant, &lane, &moment), direction) {
            self.select_field(cell);
        } else if let Some((variant, lane, moment)) =
            self.beside(&variant, &lane, &moment, direction)
        {
            self.select_in_cell(&variant, &lane, &moment, direction);
        } else if direction == Direction::Left {
            // Left of the first cell stands the lane's name.
            self.select(&Selection::of(&variant, Target::Record(Key::Lane(lane))));
        }
        self.effects.push(super::Effect::Reveal);
    }

    /// Selects the next card that way beside those selected, over empty cells. Where that one is selected already,
    /// the card left is given back, so that the way back undoes the way there.
    pub(super) fn extend(&mut self, direction: Direction) {
        let lead = self.selection.lead().cloned();
        let (Some(lead), None) = (lead, &self.field) else {
            self.walk(direction);
            return;
        };
        let Some(next) = self.next_card(&lead, direction) else {
            return;
        };
        let mut selection = self.selection.clone();
        let variant = selection.variant.clone();
        match selection.steps().contains(&next) {
            true => selection.toggle_step(&variant, &lead),
            false => selection.toggle_step(&variant, &next),
        }
        self.select(&selection.led_by(Some(&next)));
        self.effects.push(super::Effect::Reveal);
    }

    /// The next card of the same variant in the stack, else in the row or the column of a card.
    fn next_card(&self, lead: &StepId, direction: Direction) -> Option<StepId> {
        let (variant, lane, moment) = self.place()?;
        let owner = &self.selection.variant;
        if let Some((held, next)) = self.in_stack(&variant, &lane, &moment, direction) {
            return (held == *owner).then_some(next);
        }
        let (lanes, moments) = (self.open_lanes(), self.open_moments());
        let (right, down) = direction.delta();
        let here = match right {
            0 => lanes.iter().position(|other| *other == lane)?,
            _ => moments.iter().position(|other| *other == moment)?,
        };
        let count = if right == 0 {
            lanes.len()
        } else {
            moments.len()
        };
        let way: Vec<usize> = match right + down {
            ..0 => (0..here).rev().collect(),
            _ => (here + 1..count).collect(),
        };
        way.into_iter().find_map(|place| {
            let cell = match right {
                0 => (&lanes[place], &moment),
                _ => (&lane, &moments[place]),
            };
            let cards = self.cards_in(&variant, cell).into_iter();
            let mut cards = cards.filter(|(held, id)| held == owner && id != lead);
            let card = match direction {
                Direction::Up => cards.next_back(),
                _ => cards.next(),
            };
            card.map(|(_, id)| id)
        })
    }

    /// Nothing in a cell is selected: begin at the first or last card of what is shown.
    fn enter_canvas(&mut self, direction: Direction) {
        let variant = self
            .scene
            .pane(&self.selection.variant)
            .or(self.scene.panes.first());
        let Some(variant) = variant.map(|pane| pane.variant.clone()) else {
            return;
        };
        match &self.selection.target {
            Target::Record(Key::Lane(id)) => {
                let places: Vec<_> = self.blueprint.lanes.iter().map(|l| l.id.clone()).collect();
                let to = neighbour(&places, id, direction.delta().1);
                if let Some(lane) = to {
                    self.select(&Selection::of(&variant, Target::Record(Key::Lane(lane))));
                    return;
                }
                if direction == Direction::Down {
                    // Below the last lane stand the rows.
                    self.enter_rows(&variant);
                    return;
                }
                if direction != Direction::Right {
                    return;
                }
                let lane = id.clone();
                if self.lens.folded.remove(&lane) {
                    self.refresh();
                }
                if let Some(moment) = self.open_moments().first() {
                    self.select_in_cell(&variant, &lane, moment, Direction::Down);
                }
                return;
            }
            Target::Record(Key::Phase(id)) => {
                let places: Vec<_> = self.blueprint.phases.iter().map(|p| p.id.clone()).collect();
                if let Some(phase) = neighbour(&places, id, direction.delta().0) {
                    self.select(&Selection::of(&variant, Target::Record(Key::Phase(phase))));
                    return;
                }
                // Below its name stand its cells.
                let (lanes, open) = (self.open_lanes(), self.open_moments());
                let phase = self
                    .blueprint
                    .phase(id)
                    .map(|(_, phase)| std::sync::Arc::clone(phase));
                let mut moments = phase.iter().flat_map(|phase| &phase.moments);
                let first = moments.find(|moment| open.contains(&moment.id));
                if direction == Direction::Down
                    && let (Some(lane), Some(moment)) = (lanes.first(), first)
                {
                    self.select_in_cell(&variant, lane, &moment.id, direction);
                    return;
                }
            }
            Target::Record(Key::Moment(id)) => {
                let places = self.open_moments();
                if let Some(moment) = neighbour(&places, id, direction.delta().0) {
                    self.select(&Selection::of(
                        &variant,
                        Target::Record(Key::Moment(moment)),
                    ));
                    return;
                }
                // Below its name stands its first cell.
                if direction == Direction::Down
                    && places.contains(id)
                    && let Some(lane) = self.open_lanes().first()
                {
                    let moment = id.clone();
                    self.select_in_cell(&variant, lane, &moment, direction);
                    return;
                }
            }
            _ => {}
        }
        let (lanes, moments) = (self.open_lanes(), self.open_moments());
        if let (Some(lane), Some(moment)) = (lanes.first(), moments.first()) {
            self.select_in_cell(&variant, lane, moment, Direction::Down);
        } else if let Some(lane) = self.blueprint.lanes.first() {
            self.select(&Selection::of(
                &variant,
                Target::Record(Key::Lane(lane.id.clone())),
            ));
        } else {
            self.enter_rows(&variant);
        }
    }

    /// Selects the card of a cell that one meets first when going towards it; the cell where there is none.
    pub(super) fn select_in_cell(
        &mut self,
        variant: &VariantId,
        lane: &LaneId,
        moment: &MomentId,
        towards: Direction,
    ) {
        let mut cards = self.cards_in(variant, (lane, moment));
        let card = match towards {
            Direction::Up => cards.pop(),
            Direction::Left | Direction::Right | Direction::Down => cards.into_iter().next(),
        };
        self.select(&match card {
            Some((owner, card)) => Selection::step(&owner, &card),
            None => Selection::in_cell(variant, lane, moment),
        });
    }

    fn in_stack(
        &self,
        variant: &VariantId,
        lane: &LaneId,
        moment: &MomentId,
        direction: Direction,
    ) -> Option<(VariantId, StepId)> {
        let cards = self.cards_in(variant, (lane, moment));
        let lead = self.selection.lead()?;
        let place = cards.iter().position(|(_, id)| id == lead)?;
        let next = place.checked_add_signed(direction.delta().1)?;
        (next != place).then(|| cards.into_iter().nth(next))?
    }

    /// The cell beside another; up and down lead from pane to pane.
    fn beside(
        &self,
        variant: &VariantId,
        lane: &LaneId,
        moment: &MomentId,
        direction: Direction,
    ) -> Option<(VariantId, LaneId, MomentId)> {
        let (right, down) = direction.delta();
        let (lanes, moments) = (self.open_lanes(), self.open_moments());
        if right != 0 {
            let here = moments.iter().position(|m| m == moment)?;
            let step = self.selection.lead();
            let owner = &self.selection.variant;
            let step = step.and_then(|id| self.blueprint.step(owner, id));
            // Right of a wide card is what stands right of its last moment, or else under it.
            let wide = step.map_or(1, |step| usize::try_from(step.span).unwrap_or(usize::MAX));
            let to = if right > 0 {
                let to = here.saturating_add(wide.max(1));
                to.min(moments.len().checked_sub(1)?)
            } else {
                here.checked_sub(1)?
            };
            let moment = moments.get(to).filter(|_| to != here)?;
            return Some((variant.clone(), lane.clone(), moment.clone()));
        }
        if let Some(lane) = neighbour(&lanes, lane, down) {
            return Some((variant.clone(), lane, moment.clone()));
        }
        let pane = self
            .scene
            .panes
            .iter()
            .position(|pane| pane.variant == *variant)?;
        let pane = self.scene.panes.get(pane.checked_add_signed(down)?)?;
        let lane = if down > 0 {
            lanes.first()
        } else {
            lanes.last()
        };
        Some((pane.variant.clone(), lane?.clone(), moment.clone()))
    }

    /// Opens a new step beside the selected one, connected; in a new moment where there is none.
    pub(super) fn new_step_towards(&mut self, direction: Direction) -> Result<(), Refusal> {
        let missing = || Refusal::Rule("Select a step in a cell first.");
        let (variant, lane, moment) = self.place().ok_or_else(missing)?;
        let from = self.selection.lead().cloned().ok_or_else(missing)?;
        let beside = self
            .beside(&variant, &lane, &moment, direction)
            .filter(|(other, ..)| *other == variant);
        let mut step = match (beside, direction) {
            (Some((_, lane, moment)), _) => self.blank(variant, lane, moment),
            (None, Direction::Right | Direction::Left) => {
                self.in_new_moment(variant, lane, &moment, direction)?
            }
            (None, Direction::Up) => return Err(Refusal::Rule("There is no lane above.")),
            (None, Direction::Down) => return Err(Refusal::Rule("There is no lane below.")),
        };
        self.join(&mut step, from, direction);
        self.open_draft(step)
    }

    /// Opens a new step in a new moment after the selected one, connected.
    pub(super) fn new_step_in_new_moment(&mut self) -> Result<(), Refusal> {
        let missing = || Refusal::Rule("Select a step in a cell first.");
        let (variant, lane, moment) = self.place().ok_or_else(missing)?;
        let from = self.selection.lead().cloned().ok_or_else(missing)?;
        let mut step = self.in_new_moment(variant, lane, &moment, Direction::Right)?;
        self.join(&mut step, from, Direction::Right);
        self.open_draft(step)
    }

    /// Opens a new step in the selected cell, below what stands there.
    pub(super) fn new_step_here(&mut self) -> Result<(), Refusal> {
        let missing = || Refusal::Rule("Select a cell first.");
        let (variant, lane, moment) = self.place().ok_or_else(missing)?;
        let step = self.blank(variant, lane, moment);
        self.open_draft(step)
    }

    fn blank(&mut self, variant: VariantId, lane: LaneId, moment: MomentId) -> NewStep {
        NewStep::in_cell(variant, self.fresh_step_id("new"), lane, moment)
    }

    fn in_new_moment(
        &mut self,
        variant: VariantId,
        lane: LaneId,
        beside: &MomentId,
        direction: Direction,
    ) -> Result<NewStep, Refusal> {
        let missing = || Refusal::Missing("the moment".to_owned());
        let (_, phase, _) = self.blueprint.moment(beside).ok_or_else(missing)?;
        let phase = std::sync::Arc::clone(phase);
        let place = phase
            .moments
            .iter()
            .position(|m| m.id == *beside)
            .ok_or_else(missing)?;
        let at = if direction == Direction::Left {
            place
        } else {
            place + 1
        };
        let moment = Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        };
        let mut step = self.blank(variant, lane, moment.id.clone());
        step.new_moment = Some((phase.id.clone(), moment, at));
        Ok(step)
    }

    /// Work runs to the right: a step made to the left leads here, any other is led to.
    fn join(&mut self, step: &mut NewStep, with: StepId, direction: Direction) {
        let (from, to) = match direction {
            Direction::Left => (step.id.clone(), with),
            _ => (with, step.id.clone()),
        };
        let connector = Connector {
            from,
            to,
            ..Connector::default()
        };
        step.connectors = vec![(self.fresh_connector_id(), connector)];
    }

    /// Selects the next connector that touches the selected step, or the step again after the last.
    pub(super) fn next_connector(&mut self) {
        let variant = self.selection.variant.clone();
        let Some(pane) = self.scene.pane(&variant) else {
            return;
        };
        let step = match (self.selection.lead(), self.selection.wires().first()) {
            (Some(step), _) => Some(step.clone()),
            (None, Some(wire)) => pane.wires.get(wire).map(|wire| {
                let walked = self.walked.as_ref();
                let back = walked.filter(|step| *step == wire.from || *step == wire.to);
                back.unwrap_or(wire.from).clone()
            }),
            (None, None) => None,
        };
        let Some(step) = step else {
            return;
        };
        let wires: Vec<&WireId> = pane
            .wires
            .iter()
            .filter(|(_, wire)| *wire.from == step || *wire.to == step)
            .map(|(id, _)| id)
            .collect();
        let current = self.selection.wires().first();
        let next = match current {
            None => 0,
            Some(wire) => wires.iter().position(|id| *id == wire).map_or(0, |i| i + 1),
        };
        let selection = match wires.get(next) {
            Some(id) => {
                let owner = pane.wires.get(id).map_or(&variant, |wire| wire.variant);
                Selection::wire(owner, id)
            }
            None => {
                let owner = pane.cards.get(&step).map_or(&variant, |card| &card.variant);
                Selection::step(owner, &step)
            }
        };
        self.select(&selection);
        self.walked = Some(step);
        self.effects.push(super::Effect::Reveal);
    }

    /// Walks through the changes between the variants compared, and shows them.
    pub(super) fn next_change(&mut self, forward: isize) {
        if self.changes.is_none() {
            self.compare();
        }
        let Some(changes) = self.changes.clone() else {
            return;
        };
        let changes: Vec<_> = changes.taken().collect();
        let here = changes.iter().position(|change| {
            change.variant == self.selection.variant
                && match &change.subject {
                    Subject::Step(id) => self.selection.steps().contains(id),
                    Subject::Connector(id) => self
                        .selection
                        .wires()
                        .contains(&WireId::Connector(id.clone())),
                }
        });
        let count = isize::try_from(changes.len()).unwrap_or(isize::MAX);
        if count == 0 {
            self.say_no_change();
            return;
        }
        let next = match here {
            None if forward > 0 => 0,
            None => count - 1,
            Some(here) => (isize::try_from(here).unwrap_or(0) + forward).rem_euclid(count),
        };
        if let Some(change) = usize::try_from(next)
            .ok()
            .and_then(|next| changes.get(next))
        {
            let selection = match &change.subject {
                Subject::Step(id) => Selection::step(&change.variant, id),
                Subject::Connector(id) => {
                    Selection::wire(&change.variant, &WireId::Connector(id.clone()))
                }
            };
            self.select(&selection);
            self.effects.push(super::Effect::Reveal);
        }
    }
}

fn neighbour<T: PartialEq + Clone>(list: &[T], of: &T, by: isize) -> Option<T> {
    let place = list.iter().position(|item| item == of)?;
    let next = place.checked_add_signed(by)?;
    if next == place {
        return None;
    }
    list.get(next).cloned()
}

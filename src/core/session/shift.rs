//! Moving what is selected by keyboard, to a neighbouring cell or place.

use super::{Direction, Session, Target};
use crate::{
    edit::{Edit, Refusal, place_each},
    model::{Key, LaneId, MomentId},
};

impl Session {
    pub(super) fn move_by(&mut self, direction: Direction) -> Result<(), Refusal> {
        let (right, down) = direction.delta();
        let target = self.selection.target.clone();
        let to = |place: usize, by: isize| {
            place
                .checked_add_signed(by)
                .ok_or(Refusal::Rule("It is the first already."))
        };
        let edit = match target {
            Target::Record(Key::Moment(moment)) if right != 0 => self.moment_move(moment, right)?,
            Target::Record(key) => {
                // Phases and variants stand side by side, all others one below the other.
                let by = match key {
                    Key::Phase(_) | Key::Variant(_) => right,
                    _ => down,
                };
                let Some((place, _)) = key.place(&self.blueprint).filter(|_| by != 0) else {
                    return Ok(());
                };
                let to = to(place, by)?;
                Edit::Move { key, to }
            }
            Target::Items { .. } => self.steps_move(right, down)?,
            _ => return Ok(()),
        };
        self.edit(&edit, None)?;
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// A moment moves within its phase, then into the neighbouring one.
    pub(super) fn moment_move(&self, moment: MomentId, right: isize) -> Result<Edit, Refusal> {
        let found = self
            .blueprint
            .moment(&moment)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let phase = found.1;
        let place = phase
            .moments
            .iter()
            .position(|m| m.id == moment)
            .unwrap_or(0);
        let inside = place
            .checked_add_signed(right)
            .filter(|to| *to < phase.moments.len());
        if let Some(to) = inside {
            let phase = phase.id.clone();
            return Ok(Edit::MoveMoment { moment, phase, to });
        }
        let (here, _) = self
            .blueprint
            .phase(&phase.id)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let next = here
            .checked_add_signed(right)
            .and_then(|n| self.blueprint.phases.get(n));
        let next = next.ok_or(Refusal::Rule("There is no phase on that side."))?;
        Ok(Edit::MoveMoment {
            moment,
            phase: next.id.clone(),
            to: if right > 0 { 0 } else { next.moments.len() },
        })
    }

    /// The steps selected, each as many columns and lanes further. In a stack, up and down reorder first.
    pub(super) fn steps_move(&self, right: isize, down: isize) -> Result<Edit, Refusal> {
        let variant = &self.selection.variant;
        let (_, held) = self
            .blueprint
            .variant(variant)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let moments: Vec<&MomentId> = self.blueprint.moments().map(|(_, m)| &m.id).collect();
        let lanes: Vec<&LaneId> = self.blueprint.lanes.iter().map(|lane| &lane.id).collect();
        let steps = self.selected_steps();
        if let [(id, step)] = &steps[..]
            && down != 0
            && let Some((lane, moment)) = self.blueprint.cell_of(step)
        {
            let mut cards = self.index().cell(variant, (lane, moment));
            let count = cards.len();
            let place = cards.position(|card| card == id).unwrap_or(0);
            let next = place.checked_add_signed(down).filter(|next| *next < count);
            if let Some(next) = next {
                return Ok(Edit::PlaceSteps {
                    variant: variant.clone(),
                    steps: vec![id.clone()],
                    lane: lane.clone(),
                    moment: moment.clone(),
                    at: Some(next),
                });
            }
        }
        let mut placed = Vec::new();
        for (id, step) in &steps {
            let Some((lane, moment)) = self.blueprint.cell_of(step) else {
                continue;
            };
            let column = moments.iter().position(|m| *m == moment);
            let column = column.and_then(|column| column.checked_add_signed(right));
            let row = lanes.iter().position(|l| *l == lane);
            let row = row.and_then(|row| row.checked_add_signed(down));
            let to = column
                .and_then(|c| moments.get(c))
                .zip(row.and_then(|r| lanes.get(r)));
            let (moment, lane) = to.ok_or(Refusal::Rule("There is no cell on that side."))?;
            placed.push((id.clone(), (*lane).clone(), (*moment).clone()));
        }
        // Coming from below, a card lands below what stands there; from above, above.
        let at = (down > 0).then_some(0);
        Ok(place_each(held, variant, placed, at))
    }
}

const NO_CARD: &str = "What was selected is no longer there.";

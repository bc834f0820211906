//! The tray: steps that have no lane or no moment yet, or one that is not there; into cells and out of them.

use std::sync::Arc;

use super::{
    Action, Selection, Session, Target, capture::name::fold, command::NO_STEP, title::put_step,
};
use crate::{
    edit::{Edit, Refusal},
    model::{Key, Lane, LaneId, LaneKind, MomentId, Places, Step, StepId, VariantId, plural},
};

impl Session {
    /// The steps of a variant that wait in the tray: in reading order, by the moment they were said in.
    pub fn tray(&self, variant: &VariantId) -> Vec<(&StepId, &Arc<Step>)> {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return Vec::new();
        };
        let waiting = &self.tally(variant).tray;
        if waiting.is_empty() {
            return Vec::new();
        }
        let places = Places::of(&self.blueprint);
        let mut steps: Vec<_> = waiting
            .iter()
            .filter_map(|id| held.steps.get_key_value(id))
            .collect();
        // Stable: the tally names them by id.
        steps.sort_by_cached_key(|(_, step)| places.turn(step));
        steps
    }

    /// Where keys begin to look for a cell for the steps selected.
    pub fn cell_for_selected(&self) -> Option<Selection> {
        let blueprint = &self.blueprint;
        let variant = &self.selection.variant;
        let step = blueprint.step(variant, self.selection.lead()?)?;
        let lane = step.lane.as_ref().filter(|id| blueprint.lane(id).is_some());
        let lane = lane.or(blueprint.lanes.first().map(|lane| &lane.id))?;
        let moment = step.moment.as_ref();
        let moment = moment.filter(|id| blueprint.moment(id).is_some());
        let first = blueprint.moments().next().map(|(_, moment)| &moment.id);
        let moment = moment.or(first)?;
        Some(Selection::in_cell(variant, lane, moment))
    }

    /// Puts steps into the cell that is selected, and selects them there.
    pub(super) fn put_here(
        &mut self,
        variant: &VariantId,
        steps: &[StepId],
    ) -> Result<(), Refusal> {
        let (of, lane, moment) = self
            .place()
            .ok_or(Refusal::Rule("Choose a cell with the arrows first."))?;
        if of != *variant {
            return Err(Refusal::Rule("Choose a cell of the same variant."));
        }
        let edit = Edit::PlaceSteps {
            variant: of,
            steps: steps.to_vec(),
            lane,
            moment,
            at: None,
        };
        let selection = Selection::items(variant, steps.iter().cloned(), []);
        self.edit(&edit, Some(selection))?;
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// Takes the steps selected out of their cells.
    pub(super) fn take_out(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let steps = self.selected_steps();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        let blueprint = &self.blueprint;
        let is_placed = |step: &Step| blueprint.cell_of(step).is_some();
        let placed = steps.iter().filter(|(_, step)| is_placed(step));
        let edits: Vec<Edit> = placed
            .map(|(id, step)| {
                let step = Step {
                    lane: None,
                    moment: None,
                    ..(**step).clone()
                };
                put_step(&variant, id, step)
            })
            .collect();
        if edits.is_empty() {
            return Err(Refusal::Rule("That is in the tray already."));
        }
        let words = match edits.len() {
            1 => "Put the step into the tray".to_owned(),
            many => format!("Put {many} steps into the tray"),
        };
        self.edit(&Edit::All(edits), None)?;
        self.say_undo(&words);
        Ok(())
    }

    /// Makes a lane of a name under which steps wait: they stand in it, each in the moment it was said in.
    pub(super) fn lane_from_tray(&mut self, name: &str) -> Result<(), Refusal> {
        let lane = Lane {
            id: self.fresh_id(name, |blueprint, id| blueprint.lane(id).is_some()),
            name: name.to_owned(),
            kind: LaneKind::Custom,
            ..Lane::default()
        };
        let id = lane.id.clone();
        let wanted = fold(name);
        let mut edits = vec![Edit::put_listed(lane, None)];
        for variant in &self.blueprint.variants {
            let waits = |step: &Step| step.lane.is_none() && fold(&step.owner) == wanted;
            for (step_id, step) in variant.steps.iter().filter(|(_, step)| waits(step)) {
                let step = Step {
                    lane: Some(id.clone()),
                    // The lane says it now.
                    owner: String::new(),
                    ..(**step).clone()
                };
                edits.push(put_step(&variant.id, step_id, step));
            }
        }
        let many = edits.len() - 1;
        let selection = Selection::of(&self.selection.variant, Target::Record(Key::Lane(id)));
        self.edit(&Edit::All(edits), Some(selection))?;
        self.effects.push(super::Effect::Reveal);
        let steps = plural(many, "step", "steps");
        self.say_undo(&format!("Added the lane “{name}” with {steps}"));
        Ok(())
    }
}

/// The action that puts a step into a cell, above the card at `at`, and selects it there.
pub fn place(
    variant: &VariantId,
    step: &StepId,
    (lane, moment): (LaneId, MomentId),
    at: Option<usize>,
) -> Action {
    let edit = Edit::PlaceSteps {
        variant: variant.clone(),
        steps: vec![step.clone()],
        lane,
        moment,
        at,
    };
    Action::EditThen(edit, Selection::step(variant, step))
}

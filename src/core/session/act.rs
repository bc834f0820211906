//! What commands of the table do to a document, where no other room is about it.

use std::sync::Arc;

use super::{
    Action, Asked, Command, Effect, Selection, Session, Target, command::NO_STEP, title::put_step,
};
use crate::{
    edit::{Edit, Refusal},
    model::{
        AiUse, AiUseId, Key, Pain, Split, Step, StepId, Touchpoint, Variant, VariantId, plural,
    },
    patch::ChangeFilter,
    scene::Show,
};

impl Session {
    /// Deletes what is selected; a cell of a row is emptied.
    pub(super) fn delete_or_clear(&mut self) -> Result<(), Refusal> {
        match self.field.clone() {
            Some(cell) => self.clear_field(&cell),
            None => self.delete(),
        }
    }

    /// Opens the name of what is selected; a cell of a row is filled in.
    pub(super) fn rename_or_fill(&mut self) -> Result<(), Refusal> {
        match self.field.clone() {
            Some(cell) => self.open_field(cell),
            None => {
                self.open_rename(self.selection.clone());
                Ok(())
            }
        }
    }

    pub(super) fn select_blueprint(&mut self) {
        let variant = self.selection.variant.clone();
        self.select(&Selection::of(&variant, Target::Blueprint));
    }

    /// Steps of the selection as they stand in its variant.
    pub(super) fn selected_steps(&self) -> Vec<(StepId, Arc<Step>)> {
        let ids = self.selection.steps().iter();
        ids.filter_map(|id| {
            let step = self.blueprint.step(&self.selection.variant, id)?;
            Some((id.clone(), Arc::clone(step)))
        })
        .collect()
    }

    pub(super) fn select_all(&mut self) {
        let variant = self.selection.variant.clone();
        let Some(pane) = self.scene.pane(&variant) else {
            return;
        };
        let mut within = self.steps_within(&variant, &self.selection.target);
        within.retain(|id| pane.cards.contains_key(id));
        if !within.is_empty() {
            self.select(&Selection::items(&variant, within, []));
            return;
        }
        let (steps, wires) = (pane.cards.keys().cloned(), pane.wires.keys().cloned());
        self.select(&Selection::items(&variant, steps, wires));
    }

    /// The steps of a variant that stand in a lane, phase or moment.
    pub fn steps_within(&self, variant: &VariantId, target: &Target) -> Vec<StepId> {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return Vec::new();
        };
        let phase = match target {
            Target::Record(Key::Phase(id)) => {
                self.blueprint.phase(id).map(|(_, phase)| Arc::clone(phase))
            }
            _ => None,
        };
        let is_within = |step: &Step| match target {
            Target::Record(Key::Lane(id)) => step.lane.as_ref() == Some(id),
            Target::Record(Key::Moment(id)) => step.moment.as_ref() == Some(id),
            Target::Record(Key::Phase(_)) => phase.as_ref().is_some_and(|phase| {
                phase
                    .moments
                    .iter()
                    .any(|moment| Some(&moment.id) == step.moment.as_ref())
            }),
            _ => false,
        };
        let steps = held.steps.iter().filter(|(_, step)| is_within(step));
        steps.map(|(id, _)| id.clone()).collect()
    }

    pub(super) fn show_first(&mut self) {
        self.show_variant(0);
    }

    pub(super) fn show_second(&mut self) {
        self.show_variant(1);
    }

    pub(super) fn show_next(&mut self) {
        let variants = &self.blueprint.variants;
        let is_here = |variant: &Arc<Variant>| variant.id == self.selection.variant;
        if let Some(here) = variants.iter().position(is_here) {
            self.show_variant((here + 1) % variants.len());
        }
    }

    /// Shows the variant at `place` alone.
    fn show_variant(&mut self, place: usize) {
        if let Some(variant) = self.blueprint.variants.get(place) {
            let id = variant.id.clone();
            let target = self.selection.target.clone();
            self.show_what(Show::One(id.clone()));
            self.select(&Selection::of(&id, target));
        }
    }

    pub(super) fn show_all_changes(&mut self) {
        self.set_filter(ChangeFilter::default());
    }

    pub(super) fn compare(&mut self) {
        if let (Some(first), Some(other)) = self.pair() {
            let show = self.comparison_of(first, other);
            self.show_what(show);
        }
    }

    pub(super) fn make_ai(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let steps = self.selected_steps();
        for (id, step) in steps {
            if step.ai.is_none() {
                let mut step = (*step).clone();
                step.ai = Some(Box::new(Touchpoint::default()));
                edits.extend(self.new_use(&id, &step.title));
                edits.push(put_step(&variant, &id, step));
            }
        }
        // What it does is said next, where it is one.
        let is_one = self.selection.steps().len() == 1;
        let leads_on = is_one.then_some(Effect::Ask(Asked::Task));
        if edits.is_empty() {
            self.say("That is an AI touchpoint already.", Vec::new());
            self.effects.extend(leads_on);
            return Ok(());
        }
        let many = edits.len();
        self.edit(&Edit::All(edits), None)?;
        self.effects.extend(leads_on);
        if is_one {
            self.say_undo(
                "Made it an AI touchpoint; say what it does, Enter goes back to the canvas",
            );
        } else {
            let steps = plural(many, "step an AI touchpoint", "steps AI touchpoints");
            self.say_undo(&format!("Made {steps}"));
        }
        Ok(())
    }

    /// The edit that begins the AI use of a step, unless there is one.
    pub(super) fn new_use(&self, id: &StepId, title: &str) -> Option<Edit> {
        if self.blueprint.ai_use(id).is_some() {
            return None;
        }
        let new = AiUse {
            name: title.to_owned(),
            ..AiUse::default()
        };
        Some(Edit::put(AiUseId::new(id.as_str()), new, None))
    }

    pub(super) fn add_pain(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let mut numbers = Vec::new();
        let steps = self.selected_steps();
        let pains = self.fresh_pain_ids(steps.iter().map(|_| "pain"));
        for ((id, step), pain) in steps.into_iter().zip(pains) {
            let mut step = (*step).clone();
            numbers.push(step.pains.len());
            step.pains.push(Pain {
                id: pain,
                ..Pain::default()
            });
            edits.push(put_step(&variant, &id, step));
        }
        self.edit(&Edit::All(edits), None)?;
        match numbers[..] {
            [number] => {
                self.effects.push(Effect::Ask(Asked::Pain(number)));
                self.say_undo("Added a pain; say what hurts, Enter goes back to the canvas");
            }
            _ => self.say_undo(&format!("Added a pain to {} steps", numbers.len())),
        }
        Ok(())
    }

    pub(super) fn say_undo(&mut self, text: &str) {
        let undo = ("Undo".to_owned(), Action::Command(Command::Undo));
        self.say(text, vec![undo]);
    }

    pub(super) fn split(&mut self, split: Split) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let lead = self.selection.lead().cloned();
        let lead = lead.ok_or(Refusal::Rule(NO_STEP))?;
        self.say_ways_out(&variant, &lead, split)
    }
}

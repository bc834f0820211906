//! What the commands of the table do to a document.

use std::sync::Arc;

use super::{
    Action, Asked, Command, Direction, Effect, Menu, Selection, Session, Target, draft::put_step,
};
use crate::{
    edit::{Edit, Refusal},
    model::{Pain, Row, Split, Step, StepId, Touchpoint, VariantId},
    patch::ChangeFilter,
    scene::Show,
};

impl Session {
    /// Does what a command of the table says; commands of the window do nothing here.
    pub(super) fn command(&mut self, command: Command) -> Result<(), Refusal> {
        let changes = matches!(command.info().menu, Menu::Edit | Menu::Insert);
        if changes && !self.can(command) {
            self.check_editable()?;
        }
        match command {
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Cut => {
                if self.selection.steps().is_empty() {
                    return Err(Refusal::Rule(NO_STEP));
                }
                self.copy();
                self.delete()
            }
            Command::Copy => {
                self.copy();
                Ok(())
            }
            Command::Duplicate => self.duplicate(),
            Command::Delete => match self.field.clone() {
                Some(cell) => self.clear_field(&cell),
                None => self.delete(),
            },
            Command::SelectAll => {
                self.select_all();
                Ok(())
            }
            Command::SelectBlueprint => {
                let variant = self.selection.variant.clone();
                self.select(&Selection::of(&variant, Target::Blueprint));
                Ok(())
            }
            Command::Rename => match self.field.clone() {
                Some(cell) => self.open_field(cell),
                None => {
                    self.open_rename(self.selection.clone());
                    Ok(())
                }
            },
            Command::ShowFirst | Command::ShowSecond | Command::NextVariant => {
                self.show_variant(command);
                Ok(())
            }
            Command::ShowCompare => {
                self.compare();
                Ok(())
            }
            Command::CompareOverlay => {
                self.other_comparison();
                Ok(())
            }
            Command::AllChanges => {
                self.set_filter(ChangeFilter::default());
                Ok(())
            }
            Command::NextChange => {
                self.next_change(1);
                Ok(())
            }
            Command::PreviousChange => {
                self.next_change(-1);
                Ok(())
            }
            Command::ToTray => self.take_out(),
            Command::FoldLane => self.fold_lane(),
            Command::RowFeeling => self.turn_row(Row::Feeling),
            Command::RowTime => self.turn_row(Row::Time),
            Command::RowChannel => self.turn_row(Row::Channel),
            Command::RowSystems => self.turn_row(Row::Systems),
            Command::RowOwner => self.turn_row(Row::Owner),
            Command::RowControls => self.turn_row(Row::Controls),
            Command::RowPains => self.turn_row(Row::Pains),
            Command::FoldMoments => {
                self.fold_moments();
                Ok(())
            }
            Command::UnfoldAll => {
                self.unfold_all();
                Ok(())
            }
            Command::NewStep => self.new_step_here(),
            Command::StepRight => self.new_step_towards(Direction::Right),
            Command::StepLeft => self.new_step_towards(Direction::Left),
            Command::StepDown => self.new_step_towards(Direction::Down),
            Command::StepUp => self.new_step_towards(Direction::Up),
            Command::StepInNewMoment => self.new_step_in_new_moment(),
            Command::NextConnector => {
                self.next_connector();
                Ok(())
            }
            Command::MakeAi => self.make_ai(),
            Command::AddPain => self.add_pain(),
            Command::SplitEither => self.split(Split::Either),
            Command::SplitBoth => self.split(Split::Both),
            Command::AddLane => self.add_lane(),
            Command::AddPhase => self.add_phase(),
            Command::AddMoment => self.add_moment(),
            Command::AddRole => self.add_role(),
            Command::AddAiSystem => self.add_ai_system(),
            Command::AddVariant => self.add_variant(),
            Command::CarryOver => self.carry_over(),
            Command::StartSecond => self.start_second(),
            Command::MoveLeft => self.move_by(Direction::Left),
            Command::MoveRight => self.move_by(Direction::Right),
            Command::MoveUp => self.move_by(Direction::Up),
            Command::MoveDown => self.move_by(Direction::Down),
            _ => Ok(()),
        }
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

    fn select_all(&mut self) {
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
            Target::Phase(id) => self.blueprint.phase(id).map(|(_, phase)| Arc::clone(phase)),
            _ => None,
        };
        let is_within = |step: &Step| match target {
            Target::Lane(id) => step.lane.as_ref() == Some(id),
            Target::Moment(id) => step.moment.as_ref() == Some(id),
            Target::Phase(_) => phase.as_ref().is_some_and(|phase| {
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

    fn show_variant(&mut self, command: Command) {
        let ids: Vec<VariantId> = self
            .blueprint
            .variants
            .iter()
            .map(|v| v.id.clone())
            .collect();
        let wanted = match command {
            Command::ShowFirst => ids.first().cloned(),
            Command::ShowSecond => ids.get(1).cloned(),
            _ => {
                let here = ids.iter().position(|id| *id == self.selection.variant);
                here.and_then(|here| ids.get((here + 1) % ids.len()).cloned())
            }
        };
        if let Some(id) = wanted {
            let target = self.selection.target.clone();
            self.show_what(Show::One(id.clone()));
            self.select(&Selection::of(&id, target));
        }
    }

    pub(super) fn compare(&mut self) {
        if let (Some(first), Some(other)) = self.pair() {
            let show = self.comparison_of(first, other);
            self.show_what(show);
        }
    }

    fn make_ai(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let steps = self.selected_steps();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        for (id, step) in steps {
            if step.ai.is_none() {
                let mut step = (*step).clone();
                step.ai = Some(Box::new(Touchpoint::default()));
                edits.push(put_step(&variant, &id, step));
            }
        }
        if edits.is_empty() {
            self.say("That is an AI touchpoint already.", Vec::new());
            return Ok(());
        }
        let text = match edits.len() {
            1 => "Made it an AI touchpoint".to_owned(),
            many => format!("Made {many} steps AI touchpoints"),
        };
        self.edit(&Edit::All(edits), None)?;
        self.say_undo(&text);
        Ok(())
    }

    fn add_pain(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let mut numbers = Vec::new();
        let steps = self.selected_steps();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
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

    fn split(&mut self, split: Split) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let lead = self.selection.lead().cloned();
        let step = lead
            .as_ref()
            .and_then(|id| self.blueprint.step(&variant, id));
        let (Some(id), Some(step)) = (&lead, step) else {
            return Err(Refusal::Rule(NO_STEP));
        };
        let mut step = (**step).clone();
        step.split = Some(split);
        self.edit(&put_step(&variant, id, step), None)
    }
}

pub(super) const NO_STEP: &str = "Select a step first.";

//! Deleting what is selected, with a question where more would go than one sees.

use super::{Action, Command, Question, Selection, Session, Target, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{ConnectorKind, Key, StepId, VariantId, plural},
    scene::{Show, WireId},
};

impl Session {
    pub(super) fn delete(&mut self) -> Result<(), Refusal> {
        let selection = self.selection.clone();
        let key = match &selection.target {
            Target::Blueprint | Target::Cell { .. } => return Ok(()),
            Target::Items { .. } => return self.delete_items(&selection),
            Target::Record(key) => key,
        };
        let edit = Edit::Delete(key.clone());
        match key {
            Key::Lane(_) | Key::Phase(_) | Key::Moment(_) => self.ask_what_becomes(key),
            Key::Variant(id) => {
                let held = self.blueprint.variant(id).map_or(0, |(_, v)| v.steps.len());
                if held == 0 {
                    return self.edit(&edit, None);
                }
                let steps = plural(held, "step", "steps");
                // What loses nothing comes first, and Enter takes it.
                self.question = Some(Question {
                    text: format!("This variant holds {steps}. Delete all of it?"),
                    answers: vec![
                        ("Cancel".to_owned(), Action::Dismiss),
                        (format!("Delete with {steps}"), Action::Edit(edit)),
                    ],
                });
                Ok(())
            }
            _ => self.edit(&edit, None),
        }
    }

    pub(super) fn delete_items(&mut self, selection: &Selection) -> Result<(), Refusal> {
        let variant = &selection.variant;
        if self.is_underneath() {
            // What is struck out is gone from After already; here only Before would lose it.
            return Err(Refusal::Rule(UNDERNEATH));
        }
        let steps: Vec<StepId> = selection.steps().iter().cloned().collect();
        let mut connectors = Vec::new();
        let mut edits = Vec::new();
        for wire in selection.wires() {
            match wire {
                WireId::Connector(id) => connectors.push(id.clone()),
                WireId::HandOver(id) if !steps.contains(id) => {
                    if let Some(step) = self.blueprint.step(variant, id) {
                        let mut step = (**step).clone();
                        if let Some(ai) = &mut step.ai {
                            ai.hand_over = None;
                        }
                        edits.push(put_step(variant, id, step));
                    }
                }
                WireId::HandOver(_) => {}
            }
        }
        if !connectors.is_empty() {
            edits.push(Edit::DeleteConnectors {
                variant: variant.clone(),
                connectors,
            });
        }
        // What stood where the first step stood is selected next, so that the keyboard stays where it was.
        let cell = self
            .place()
            .map(|(v, lane, moment)| Selection::in_cell(&v, &lane, &moment));
        let titles: Vec<String> = self
            .selected_steps()
            .iter()
            .map(|(_, s)| s.title.clone())
            .collect();
        let held = self.selected_steps();
        let controls = held.iter().map(|(_, step)| step.controls.len()).sum();
        let bridge = self.bridge_over(selection);
        if !steps.is_empty() {
            edits.push(Edit::DeleteSteps {
                variant: variant.clone(),
                steps: steps.clone(),
            });
        }
        self.edit(&Edit::All(edits), cell)?;
        if let Show::Overlay(first, second) = &self.lens.show
            && second == variant
        {
            // In an overlay what is gone from After stays to be seen.
            let removed = Selection::items(first, steps.iter().cloned(), []);
            let removed = removed.still_in(&self.blueprint);
            if !removed.steps().is_empty() {
                self.select(&removed);
            }
        }
        self.tell_removed(variant, &steps, (&titles, controls), bridge);
        Ok(())
    }

    /// Where one flow leads to the selected steps and one leads on from them: the offer to join its ends
    /// once they are gone.
    fn bridge_over(&self, selection: &Selection) -> Option<(String, Action)> {
        let (_, held) = self.blueprint.variant(&selection.variant)?;
        let steps = selection.steps();
        let mut flows = Vec::new();
        for connector in held.connectors.values() {
            let ends = (
                steps.contains(&connector.from),
                steps.contains(&connector.to),
            );
            if connector.kind == ConnectorKind::Flow && ends.0 != ends.1 {
                flows.push((ends.1, connector));
            }
        }
        let only = |leads_in: bool| {
            let mut sides = flows.iter().filter(|(is_in, _)| *is_in == leads_in);
            let (_, connector) = sides.next()?;
            sides.next().is_none().then_some(*connector)
        };
        let (from, to) = (&only(true)?.from, &only(false)?.to);
        let named = |id: &StepId| held.steps.get(id).map(|step| shortened(step.called()));
        let words = format!("Connect “{}” to “{}”", named(from)?, named(to)?);
        let variant = selection.variant.clone();
        let (from, to) = (from.clone(), to.clone());
        (from != to).then_some((words, Action::ConnectFlow { variant, from, to }))
    }

    /// Removing a step of Before from a later variant asks why, and never insists.
    pub(super) fn tell_removed(
        &mut self,
        variant: &VariantId,
        steps: &[StepId],
        (titles, controls): (&[String], usize),
        bridge: Option<(String, Action)>,
    ) {
        let Some(what) = (match titles {
            [] => None,
            [one] if one.is_empty() => Some("a step without a title".to_owned()),
            [one] => Some(format!("“{one}”")),
            many => Some(format!("{} steps", many.len())),
        }) else {
            return;
        };
        let what = match controls {
            0 => what,
            1 if titles.len() == 1 => format!("{what} with its control"),
            1 => format!("{what} with a control"),
            many => format!("{what} with {many} controls"),
        };
        let mut actions = vec![("Undo".to_owned(), Action::Command(Command::Undo))];
        actions.extend(bridge);
        let first = self.blueprint.variants.first();
        if let Some(first) = first
            && first.id != *variant
            && let Some(step) = steps.iter().find(|id| first.steps.contains_key(*id))
        {
            let show = self.comparison_of(&first.id, variant);
            let why = Action::SayWhy(show, Selection::step(&first.id, step));
            actions.push(("Say why…".to_owned(), why));
        }
        // Where two variants are on screen, which of them lost the step is no matter of course.
        let place = match (self.lens.show.pair(), self.blueprint.variant(variant)) {
            (Some(_), Some((_, variant))) => format!(" from {}", variant.name),
            _ => String::new(),
        };
        self.say(&format!("Deleted {what}{place}"), actions);
    }
}

const UNDERNEATH: &str =
    "That is in the variant underneath only. To delete it there, show that variant by itself.";

/// A title that fits on a button.
pub(super) fn shortened(title: &str) -> String {
    const MOST: usize = 24;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    let start: String = title.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

//! A step gives its place to another one: its cell, its ways, and what named it.

use std::collections::BTreeSet;

use super::{
    Throughout,
    merge::{forget_itself, with_lost},
    together::LostWords,
    ways::{split_of_one, ways_of_one},
};
use crate::{
    edit::{Edit, Refusal},
    model::{self, Fields as _, Gone, Key, Step, StepId, Variant, VariantId},
    session::{Effect, Selection, Session, title::plain, title::put_step},
};

/// Which step gives its place to which.
#[derive(Clone, Debug, PartialEq)]
pub struct Replace {
    /// In which variant it was chosen.
    pub variant: VariantId,
    /// Which step goes.
    pub step: StepId,
    /// What comes.
    pub by: Replacement,
    /// Whether the same is done in the other variants.
    pub throughout: Throughout,
}

/// What takes the place of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Replacement {
    /// A new step, of this title.
    New(String),
    /// A step of the same variant, which leaves where it stood.
    Step(StepId),
}

impl Session {
    /// What was said of a step and goes with it when it is replaced, by the names of the fields.
    pub fn goes_with(&self, variant: &VariantId, step: &StepId) -> Vec<String> {
        let step = self.blueprint.step(variant, step);
        step.map_or_else(Vec::new, |step| said_of(step))
    }

    /// Replaces a step. Connectors stay themselves, and what named the step names the other; a step of the Before that
    /// is replaced in a later variant is named as replaced there.
    pub(in crate::session) fn replace_step(&mut self, replace: &Replace) -> Result<(), Refusal> {
        let old = &replace.step;
        let here = self
            .blueprint
            .variant(&replace.variant)
            .map(|(_, held)| held);
        let here = here.ok_or_else(|| Refusal::Missing("the variant".to_owned()))?;
        let gone = here.steps.get(old);
        let gone = gone
            .ok_or_else(|| Refusal::Missing("the step".to_owned()))?
            .clone();
        let (id, new_step) = match &replace.by {
            Replacement::Step(id) if id == old => {
                return Err(Refusal::Rule("A step is replaced by another one."));
            }
            Replacement::Step(id) => {
                let step = here.steps.get(id);
                let step = step.ok_or_else(|| Refusal::Missing("the step".to_owned()))?;
                (id.clone(), (**step).clone())
            }
            Replacement::New(title) => {
                let title = plain(title);
                if title.is_empty() {
                    return Err(Refusal::Rule("The new step needs a title."));
                }
                let said = self.read_title(&title);
                (self.fresh_step_id(&said.title), said)
            }
        };
        let mut new = (*self.blueprint).clone();
        let (mut edits, mut lost) = (Vec::new(), LostWords::new());
        for variant in self.throughout(&replace.variant, replace.throughout) {
            let Some((_, held)) = new.variant(&variant) else {
                continue;
            };
            let Some(left) = held.steps.get(old) else {
                continue;
            };
            let members: BTreeSet<StepId> = [old.clone(), id.clone()].into();
            let mut comes = match held.steps.get(&id) {
                Some(step) => (**step).clone(),
                None => new_step.clone(),
            };
            take_place(&mut comes, left);
            comes.split = split_of_one(held, &members, &mut lost);
            forget_itself(&mut comes, &members, &mut lost);
            forget_elsewhere(&mut comes, held);
            let before = new.variants.first().filter(|first| first.id != variant);
            if before.is_some_and(|before| before.steps.contains_key(old))
                && !comes.replaces.contains(old)
            {
                comes.replaces.push(old.clone());
            }
            let mut here = vec![put_step(&variant, &id, comes)];
            here.extend(ways_of_one((&variant, held), &members, &id, &mut lost));
            here.push(Edit::Redirect {
                from: Key::Step(variant.clone(), old.clone()),
                to: Key::Step(variant.clone(), id.clone()),
            });
            here.push(Edit::DeleteSteps {
                variant: variant.clone(),
                steps: vec![old.clone()],
            });
            let here = Edit::All(here);
            here.apply(&mut new)?;
            edits.push(here);
        }
        let selection = Selection::step(&replace.variant, &id);
        self.edit(&Edit::All(edits), Some(selection))?;
        let (old, new) = (gone.called(), new_step.called());
        self.history
            .name_last(&format!("Replace “{old}” by “{new}”"));
        self.effects.push(Effect::Reveal);
        lost.dedup();
        lost.extend(
            said_of(&gone)
                .into_iter()
                .map(|field| format!("{field} of “{old}”")),
        );
        self.say_undo(&with_lost(format!("Replaced “{old}” by “{new}”"), &lost));
        Ok(())
    }
}

/// Gives a step the place of another one, and what is said of its ways.
fn take_place(step: &mut Step, left: &Step) {
    (step.lane, step.moment) = (left.lane.clone(), left.moment.clone());
    (step.span, step.rank) = (left.span, left.rank);
    step.join = step.join.or(left.join);
    step.start = step.start.max(left.start);
    step.happens = step.happens.or(left.happens);
    let replaced = left
        .replaces
        .iter()
        .filter(|id| !step.replaces.contains(id));
    let replaced: Vec<StepId> = replaced.cloned().collect();
    step.replaces.extend(replaced);
}

/// Clears ways to steps that are not in this variant: the step may come from another one.
fn forget_elsewhere(step: &mut Step, held: &Variant) {
    let is_elsewhere = |name: model::Ref<'_>| matches!(name, model::Ref::Step(model::Within::Variant, id) if !held.steps.contains_key(id));
    model::forget(step, &Gone::new(&is_elsewhere));
}

/// What was said of a step beside its title, its place and its ways, by the names of the fields: it goes with it.
fn said_of(step: &Step) -> Vec<String> {
    let bare = Step {
        title: step.title.clone(),
        lane: step.lane.clone(),
        moment: step.moment.clone(),
        span: step.span,
        rank: step.rank,
        split: step.split,
        join: step.join,
        start: step.start,
        happens: step.happens,
        replaces: step.replaces.clone(),
        ..Step::default()
    };
    let fields = Step::FIELDS.iter();
    let said = fields.filter(|field| !(field.same)(step, &bare));
    said.map(|field| field.label.to_owned()).collect()
}

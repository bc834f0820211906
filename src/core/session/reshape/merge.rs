//! Several steps become one.

use std::collections::BTreeSet;

use super::{
    Throughout, in_reading_order,
    together::{self, LostWords},
    ways::{split_of_one, ways_of_one},
};
use crate::{
    edit::{Edit, Refusal},
    model::{
        self, Blueprint, Gone, Key, LaneId, MomentId, Ref, Step, StepId, Variant, VariantId,
        Within, names_gone, plural,
    },
    session::{
        Effect, Selection, Session,
        title::{plain, put_step},
    },
};

/// Which steps become one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// In which variant they were chosen.
    pub variant: VariantId,
    /// Which.
    pub steps: BTreeSet<StepId>,
    /// What the one is called there.
    pub title: String,
    /// Whether the same is done in the other variants.
    pub throughout: Throughout,
}

/// What comes of merging the steps selected, before it is done.
#[derive(Clone, Debug, PartialEq)]
pub struct MergePlan {
    /// The merge, with the titles one after the other.
    pub merge: Merge,
    /// What cannot be kept, in words.
    pub lost: Vec<String>,
    /// The other variants that have some of them, by name.
    pub also_in: Vec<String>,
}

/// Why nothing is merged.
pub(in crate::session) const TOO_FEW: &str = "Select two steps or more: they become one. Shift and a click or an arrow adds to the selection.";

impl Session {
    /// What comes of merging the steps selected; `None` of fewer than two.
    pub fn merge_plan(&self) -> Option<MergePlan> {
        let selection = self.selection();
        let (steps, variant) = (selection.steps(), &selection.variant);
        let (_, held) = self.blueprint.variant(variant)?;
        let merged = self.merged(&self.blueprint, held, steps, None)?;
        Some(MergePlan {
            merge: Merge {
                variant: variant.clone(),
                steps: steps.clone(),
                title: merged.step.title,
                throughout: Throughout::This,
            },
            lost: merged.lost,
            also_in: self
                .also_in(variant, steps)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        })
    }

    /// What the title of the one step says beside what happens, in words.
    pub fn said_in_merged(&self, merge: &Merge) -> Vec<String> {
        let here = self.blueprint.variant(&merge.variant);
        let merged =
            here.and_then(|(_, held)| self.merged(&self.blueprint, held, &merge.steps, None));
        merged.map_or_else(Vec::new, |merged| {
            self.said_in_title(&merged.step, &merge.title)
        })
    }

    /// Merges steps.
    pub(in crate::session) fn merge_steps(&mut self, merge: &Merge) -> Result<(), Refusal> {
        let mut new = (*self.blueprint).clone();
        let (mut edits, mut lost) = (Vec::new(), LostWords::new());
        let here = self.blueprint.variant(&merge.variant).map(|(_, held)| held);
        let here = here.ok_or_else(|| Refusal::Missing("the variant".to_owned()))?;
        let merged = self.merged(&self.blueprint, here, &merge.steps, None);
        let kept = merged.ok_or(Refusal::Rule(TOO_FEW))?.kept;
        let (title, ids) = (plain(&merge.title), self.ids.clone());
        let is_as_here = |held: &Variant| {
            let title = |of: &Variant, id| of.steps.get(id).map(|step| step.title.clone());
            merge
                .steps
                .iter()
                .all(|id| title(held, id) == title(here, id))
        };
        for variant in self.throughout(&merge.variant, merge.throughout) {
            let Some((_, held)) = new.variant(&variant) else {
                continue;
            };
            let Some(mut merged) = self.merged(&new, held, &merge.steps, Some(&kept)) else {
                continue;
            };
            if is_as_here(held) {
                // The same pain has the same id everywhere.
                let mut ids = ids.clone();
                merged.step = self.retitled(&mut ids, &merged.step, &title);
                self.ids = ids;
            }
            let ways = ways_of_one((&variant, held), &merged.members, &kept, &mut merged.lost);
            let mut here = Vec::new();
            here.push(put_step(&variant, &kept, merged.step));
            here.extend(ways);
            let others: Vec<StepId> = merged
                .members
                .iter()
                .filter(|id| **id != kept)
                .cloned()
                .collect();
            here.extend(others.iter().map(|other| Edit::Redirect {
                from: Key::Step(variant.clone(), other.clone()),
                to: Key::Step(variant.clone(), kept.clone()),
            }));
            here.push(Edit::DeleteSteps {
                variant: variant.clone(),
                steps: others,
            });
            let here = Edit::All(here);
            here.apply(&mut new)?;
            edits.push(here);
            lost.extend(
                merged
                    .lost
                    .into_iter()
                    .filter(|words| !lost.contains(words))
                    .collect::<Vec<_>>(),
            );
        }
        let selection = Selection::step(&merge.variant, &kept);
        self.edit(&Edit::All(edits), Some(selection))?;
        let steps = plural(merge.steps.len(), "step", "steps");
        self.history.name_last(&format!("Merge {steps}"));
        self.effects.push(Effect::Reveal);
        self.say_undo(&with_lost(format!("Merged {steps}"), &lost));
        Ok(())
    }

    /// The one step that comes of those of `steps` that stand in `held`; `None` where nothing becomes of them: of one
    /// alone that is the kept one already.
    fn merged(
        &self,
        blueprint: &Blueprint,
        held: &Variant,
        steps: &BTreeSet<StepId>,
        kept: Option<&StepId>,
    ) -> Option<Merged> {
        let columns: Vec<MomentId> = blueprint.moments().map(|(_, m)| m.id.clone()).collect();
        let lanes: Vec<LaneId> = blueprint.lanes.iter().map(|lane| lane.id.clone()).collect();
        let found = in_reading_order(held, steps, &columns, &lanes);
        let (first, rest) = found.split_first()?;
        let kept = kept.unwrap_or(&first.0).clone();
        if rest.is_empty() && (first.0 == kept || steps.len() < 2) {
            return None;
        }
        let members: BTreeSet<StepId> = found.iter().map(|(id, _)| id.clone()).collect();
        let mut lost = LostWords::new();
        let mut step: Step = first.1.clone();
        for (_, other) in rest {
            together::add(&mut step, other, &mut lost);
        }
        step.split = split_of_one(held, &members, &mut lost);
        forget_itself(&mut step, &members, &mut lost);
        // What of the Before is not here any more has its place taken.
        if let Some(before) = blueprint
            .variants
            .first()
            .filter(|first| first.id != held.id)
        {
            let others = members.iter().filter(|id| **id != kept);
            let others = others.filter(|id| before.steps.contains_key(*id));
            let new: Vec<StepId> = others
                .filter(|id| !step.replaces.contains(id))
                .cloned()
                .collect();
            step.replaces.extend(new);
        }
        Some(Merged {
            step,
            kept,
            members,
            lost,
        })
    }
}

/// One step of several.
struct Merged {
    step: Step,
    /// Whose id it has.
    kept: StepId,
    /// Those it is made of.
    members: BTreeSet<StepId>,
    lost: LostWords,
}

/// Clears what a step names of those it is made of.
pub(super) fn forget_itself(step: &mut Step, members: &BTreeSet<StepId>, lost: &mut LostWords) {
    let is_one_of =
        |name: Ref<'_>| matches!(name, Ref::Step(Within::Variant, id) if members.contains(id));
    let itself = Gone::new(&is_one_of);
    if names_gone(step, &itself) {
        model::forget(step, &itself);
        lost.push("the hand-over between them".to_owned());
    }
}

/// What was done, and what of it could not be kept: all in one message.
pub(super) fn with_lost(done: String, lost: &[String]) -> String {
    if lost.is_empty() {
        return done;
    }
    format!("{done}. Not kept: {}.", lost.join("; "))
}

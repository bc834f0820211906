//! Adding lanes, phases, moments, roles, AI systems and variants; carrying steps over.

use std::sync::Arc;

use super::{
    Action, Asked, Editing, Effect, Question, Selection, Session, Target, command::NO_STEP,
};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Id, Key, Kind, Lane, LaneId, LaneKind, Moment, MomentId, PathPart, Phase, State, StepId,
        Variant, VariantId, plural,
    },
    scene::Show,
};

/// The kind of a lane that its name says.
pub(super) fn kind_named(name: &str) -> Option<LaneKind> {
    let name = name.to_lowercase();
    let words = || name.split(|c: char| !c.is_alphanumeric());
    let kinds = [
        (LaneKind::PhysicalEvidence, &["evidence"][..]),
        (LaneKind::Customer, &["customer", "customers"]),
        (LaneKind::Frontstage, &["frontstage"]),
        (LaneKind::Backstage, &["backstage"]),
        (LaneKind::Support, &["support", "system", "systems"]),
    ];
    let mut said = kinds
        .into_iter()
        .filter(|(_, names)| words().any(|word| names.contains(&word)));
    let (kind, _) = said.next()?;
    // “Customer support” says two.
    said.next().is_none().then_some(kind)
}

impl Session {
    pub(super) fn add_lane(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Record(Key::Lane(id)) => self.blueprint.lane(id),
            _ => self
                .place()
                .and_then(|(_, lane, _)| self.blueprint.lane(&lane)),
        };
        let beside = near.map(|(_, lane)| lane).or(self.blueprint.lanes.last());
        let kind = beside.map_or(LaneKind::Customer, |lane| lane.kind);
        let at = near.map(|(place, _)| place + 1);
        let lane = Lane {
            id: self.fresh_id("lane", |blueprint, id| blueprint.lane(id).is_some()),
            name: "New lane".to_owned(),
            kind,
            ..Lane::default()
        };
        let id = lane.id.clone();
        let target = Target::Record(Key::Lane(id.clone()));
        self.add_and_name(target, &Edit::put_listed(lane, at))?;
        self.added_lane = Some(id);
        Ok(())
    }

    /// The lane that was added, while it is given its first name.
    pub(super) fn lane_being_added(&self) -> Option<LaneId> {
        let Some(Editing::Name(selection, _)) = &self.editing else {
            return None;
        };
        let added = self.added_lane.clone()?;
        let is_it = selection.target == Target::Record(Key::Lane(added.clone()));
        is_it.then_some(added)
    }

    /// Says of which kind a lane is that was added, which was guessed, and offers the others.
    pub(super) fn tell_kind_of(&mut self, added: Option<LaneId>) {
        let Some((_, lane)) = added.and_then(|id| self.blueprint.lane(&id)) else {
            return;
        };
        self.added_lane = None;
        let others = LaneKind::ALL.iter().filter(|kind| **kind != lane.kind);
        let others = others.map(|kind| {
            let words = kind.words().to_owned();
            let set = Edit::Set {
                keys: vec![Key::Lane(lane.id.clone())],
                field: vec![PathPart::Name("kind")],
                typed: words.clone(),
            };
            (words, Action::Edit(set))
        });
        let text = format!(
            "“{}” is a lane of the kind {}. Is it another?",
            lane.name,
            lane.kind.words()
        );
        let others = others.collect();
        self.say(&text, others);
    }

    pub(super) fn add_phase(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Record(Key::Phase(id)) => self.blueprint.phase(id).map(|(place, _)| place),
            Target::Record(Key::Moment(id)) => self.phase_of(id),
            _ => self
                .place()
                .and_then(|(_, _, moment)| self.phase_of(&moment)),
        };
        let phase = Phase {
            id: self.fresh_id("phase", |blueprint, id| blueprint.phase(id).is_some()),
            name: "New phase".to_owned(),
            moments: vec![Moment {
                id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
                ..Moment::default()
            }],
            ..Phase::default()
        };
        let at = near.map(|place| place + 1);
        self.add_and_name(
            Target::Record(Key::Phase(phase.id.clone())),
            &Edit::put_listed(phase, at),
        )
    }

    pub(super) fn phase_of(&self, moment: &MomentId) -> Option<usize> {
        let (_, phase, _) = self.blueprint.moment(moment)?;
        self.blueprint.phase(&phase.id).map(|(place, _)| place)
    }

    pub(super) fn add_moment(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Record(Key::Moment(id)) => Some(id.clone()),
            _ => self.place().map(|(_, _, moment)| moment),
        };
        let (phase, at) = match (near, &self.selection.target) {
            (Some(near), _) => {
                let found = self.blueprint.moment(&near);
                let (_, phase, _) =
                    found.ok_or_else(|| Refusal::Missing("the moment".to_owned()))?;
                let place = phase.moments.iter().position(|m| m.id == near);
                (phase.id.clone(), place.map(|place| place + 1))
            }
            (None, Target::Record(Key::Phase(id))) => (id.clone(), None),
            (None, _) => {
                let last = self.blueprint.phases.last();
                let last = last.ok_or(Refusal::Rule("Add a phase first."))?;
                (last.id.clone(), None)
            }
        };
        let moment = Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        };
        let selection = Selection::of(
            &self.selection.variant,
            Target::Record(Key::Moment(moment.id.clone())),
        );
        self.edit(&Edit::PutMoment { phase, moment, at }, Some(selection))?;
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// Adds a record to a register, and selects it.
    pub(super) fn add_record(&mut self, kind: Kind) -> Result<(), Refusal> {
        let name = format!("New {}", kind.noun());
        let id: Id<()> = self.fresh_id(kind.noun(), |blueprint, id| {
            kind.key(id.as_str()).is_in(blueprint)
        });
        let key = kind.key(id.as_str());
        let edit = Edit::new_record(&key, name).ok_or(Refusal::Rule(NO_KEY))?;
        let selection = Selection::of(&self.selection.variant, Target::Record(key.clone()));
        self.edit(&edit, Some(selection))?;
        self.effects.push(Effect::Ask(Asked::Name(key)));
        Ok(())
    }

    pub(super) fn add_and_name(&mut self, target: Target, edit: &Edit) -> Result<(), Refusal> {
        let selection = Selection::of(&self.selection.variant, target);
        self.edit(edit, Some(selection.clone()))?;
        self.open_rename(selection);
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// A further variant: asks of which it is a copy, unless there is nothing to copy.
    pub(super) fn add_variant(&mut self) -> Result<(), Refusal> {
        if self.blueprint.variants.is_empty() {
            return self.open_variant(Variant {
                id: "before".into(),
                name: "Before".to_owned(),
                state: State::Today,
                ..Variant::default()
            });
        }
        let variants = self.blueprint.variants.iter();
        let mut full: Vec<_> = variants.filter(|held| !held.steps.is_empty()).collect();
        if full.is_empty() {
            return self.add_variant_of(None);
        }
        // The one looked at comes first.
        full.sort_by_key(|held| held.id != self.selection.variant);
        let copies = full.into_iter().map(|held| {
            let steps = plural(held.steps.len(), "step", "steps");
            let words = format!("A copy of {} ({steps})", held.name);
            (words, Action::AddVariant(Some(held.id.clone())))
        });
        let empty = ("No steps".to_owned(), Action::AddVariant(None));
        self.question = Some(Question {
            text: "What does the new variant begin with?".to_owned(),
            answers: copies.chain([empty]).collect(),
        });
        Ok(())
    }

    /// Adds a variant: a copy of `source`, or one without steps.
    pub(super) fn add_variant_of(&mut self, source: Option<&VariantId>) -> Result<(), Refusal> {
        let source = match source {
            Some(id) => {
                let (_, source) = self
                    .blueprint
                    .variant(id)
                    .ok_or_else(|| Refusal::Missing("the variant".to_owned()))?;
                Arc::clone(source)
            }
            None => Arc::default(),
        };
        let is_free = |name: &String| self.blueprint.variants.iter().all(|v| v.name != *name);
        let count = self.blueprint.variants.len();
        let after = (count == 1).then(|| "After".to_owned());
        let numbered = (count + 1..).map(|number| format!("Variant {number}"));
        let mut names = after.into_iter().chain(numbered);
        let name = names.find(is_free).unwrap_or_default();
        let copy = self.fresh_copy(&source, &name);
        let key = Key::Variant(copy.id.clone());
        self.open_variant(copy)?;
        self.effects.push(Effect::Ask(Asked::Name(key)));
        Ok(())
    }

    pub(super) fn open_variant(&mut self, variant: Variant) -> Result<(), Refusal> {
        let id = variant.id.clone();
        let edit = Edit::PutVariant {
            variant: Box::new(variant),
            at: None,
        };
        self.edit(
            &edit,
            Some(Selection::of(&id, Target::Record(Key::Variant(id.clone())))),
        )?;
        self.show_what(Show::One(id.clone()));
        self.select(&Selection::of(
            &id,
            Target::Record(Key::Variant(id.clone())),
        ));
        Ok(())
    }

    pub(super) fn fresh_copy(&mut self, source: &Variant, name: &str) -> Variant {
        // Two people who each begin the After of a file mean the same one; further variants are their own.
        let plain = Id::new(&name.to_lowercase().replace(' ', "-"));
        let is_second = self.blueprint.variants.len() == 1;
        let is_free = is_second && self.blueprint.variant(&plain).is_none();
        Variant {
            id: if is_free {
                plain
            } else {
                self.fresh_id(name, |blueprint, id| blueprint.variant(id).is_some())
            },
            name: name.to_owned(),
            state: State::Option,
            ..source.clone()
        }
    }

    pub(super) fn carry_over(&mut self) -> Result<(), Refusal> {
        let from = self.selection.variant.clone();
        let steps: Vec<StepId> = self.selection.steps().iter().cloned().collect();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        let first = self.blueprint.variants.first().map(|v| &v.id);
        if first != Some(&from) {
            return Err(Refusal::Rule(
                "Select steps of Before to copy them to After.",
            ));
        }
        let Some(to) = self.other.clone() else {
            return self.start_second();
        };
        let name = self
            .blueprint
            .variant(&to)
            .map_or_else(String::new, |(_, v)| v.name.clone());
        let count = steps.len();
        let called = self.steps_called(&from, steps.iter());
        let revision = self.history.revision();
        self.edit(&Edit::CarryOver { from, to, steps }, None)?;
        self.name_since(revision, &format!("Copy {called} to {name}"));
        let what = if count == 1 {
            "the step".to_owned()
        } else {
            format!("{count} steps")
        };
        self.say_undo(&format!("Copied {what} to {name}"));
        Ok(())
    }

    /// Start After from Before: copies everything with its ids, and shows it.
    pub(super) fn start_second(&mut self) -> Result<(), Refusal> {
        let first = self.blueprint.variants.first();
        let first = Arc::clone(first.ok_or_else(|| Refusal::Missing("the Before".to_owned()))?);
        let Some(other) = self.other.clone() else {
            let copy = self.fresh_copy(&first, "After");
            return self.open_variant(copy);
        };
        let held = self
            .blueprint
            .variant(&other)
            .map_or(0, |(_, v)| v.steps.len());
        if held > 0 {
            return Err(Refusal::Rule(
                "After has steps already. Select steps of Before and copy them to After, or add a variant.",
            ));
        }
        let steps = first.steps.keys().cloned().collect();
        let edit = Edit::CarryOver {
            from: first.id.clone(),
            to: other.clone(),
            steps,
        };
        let revision = self.history.revision();
        self.edit(&edit, None)?;
        let name = |id| self.blueprint.variant(id).map_or("", |(_, v)| &v.name);
        let label = format!("Start {} from {}", name(&other), first.name);
        self.name_since(revision, &label);
        self.show_what(Show::One(other.clone()));
        let text = format!("Copied all steps of {}; change them here", first.name);
        self.say_undo(&text);
        Ok(())
    }
}

/// Why nothing can be added: a mistake of the program, not of a person.
const NO_KEY: &str = "Nothing of this kind can be added.";

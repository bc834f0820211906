//! Replacing words: in every text that find walks, as one change, through the same edits as anything typed.

use std::cell::Cell;

use super::{
    super::{Selection, Session, Target, title::put_step},
    FindWords, Needle,
};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Blueprint, Fields, Key, Kind, Record, Register as _, Rewrite, Step, VariantId, Visit,
        plural, rewrite,
    },
    scene::WireId,
};

/// Words that take the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacing {
    /// What is looked for.
    pub words: FindWords,
    /// What stands in its place then; may be empty.
    pub with: String,
    /// The variants whose steps and connectors are looked through.
    pub variants: Vec<VariantId>,
    /// The one place where it is done, as find goes to it; everywhere when `None`.
    pub only: Option<Selection>,
}

/// The field of a phase that holds its moments, which are records of their own.
const MOMENTS: &str = "moments";

impl Session {
    /// Replaces words, as one step of the history.
    pub(in crate::session) fn replace(&mut self, replacing: &Replacing) -> Result<(), Refusal> {
        self.check_editable()?;
        let (edits, times) = replaced(&self.blueprint, replacing)?;
        let places = edits.len();
        if places == 0 {
            return Err(Refusal::Rule(match replacing.only {
                Some(_) => {
                    "Here stands only the name of something: replace it where that is named."
                }
                None => "There is nothing to replace.",
            }));
        }
        let revision = self.history.revision();
        self.edit(&Edit::All(edits), None)?;
        let (old, new) = (replacing.words.text.trim(), replacing.with.trim());
        self.name_since(revision, &format!("Replace “{old}” by “{new}”"));
        let often = plural(times, "time", "times");
        match replacing.only {
            Some(_) => self.say_undo(&format!("Replaced {often}")),
            None => {
                let places = plural(places, "place", "places");
                self.say_undo(&format!("Replaced {often} in {places}"));
            }
        }
        Ok(())
    }
}

/// The edits that replace the words wherever that changes anything, and how often they do.
fn replaced(blueprint: &Blueprint, replacing: &Replacing) -> Result<(Vec<Edit>, usize), Refusal> {
    let Some(needle) = Needle::to_replace(&replacing.words) else {
        return Ok((Vec::new(), 0));
    };
    let times = Cell::new(0);
    let mut change = |text: &str| {
        let (new, count) = needle.replaced(text, &replacing.with)?;
        if new == text {
            return None;
        }
        times.set(times.get() + count);
        Some(new)
    };
    let mut walk = Walk {
        blueprint,
        change: &mut change,
        edits: Vec::new(),
    };
    match &replacing.only {
        Some(only) => walk.selected(only)?,
        None => walk.all(&replacing.variants)?,
    }
    Ok((walk.edits, times.get()))
}

struct Walk<'a, 'c> {
    blueprint: &'a Blueprint,
    change: &'a mut Rewrite<'c>,
    edits: Vec<Edit>,
}

impl Walk<'_, '_> {
    fn all(&mut self, variants: &[VariantId]) -> Result<(), Refusal> {
        for id in variants {
            let Some((_, variant)) = self.blueprint.variant(id) else {
                continue;
            };
            for step in variant.steps.keys() {
                self.record(&Key::Step(id.clone(), step.clone()))?;
            }
            for connector in variant.connectors.keys() {
                self.record(&Key::Connector(id.clone(), connector.clone()))?;
            }
        }
        for kind in Kind::ALL {
            for key in kind.visit(KeysOf(self.blueprint)) {
                self.record(&key)?;
            }
        }
        for (_, moment) in self.blueprint.moments() {
            self.record(&Key::Moment(moment.id.clone()))?;
        }
        Ok(())
    }

    /// The record that find goes to.
    fn selected(&mut self, selection: &Selection) -> Result<(), Refusal> {
        let variant = &selection.variant;
        if let Some(step) = selection.steps().first() {
            return self.record(&Key::Step(variant.clone(), step.clone()));
        }
        match (selection.wires().first(), &selection.target) {
            (Some(WireId::Connector(id)), _) => {
                self.record(&Key::Connector(variant.clone(), id.clone()))
            }
            (Some(WireId::HandOver(id)), _) => {
                let Some(step) = self.blueprint.step(variant, id) else {
                    return Ok(());
                };
                let mut new = Step::clone(step);
                if let Some(hand_over) = new.ai.as_mut().and_then(|ai| ai.hand_over.as_mut()) {
                    rewrite(hand_over, self.change).map_err(Refusal::Value)?;
                }
                if new != **step {
                    self.edits.push(put_step(variant, id, new));
                }
                Ok(())
            }
            (None, Target::Record(key)) => self.record(key),
            (None, _) => Ok(()),
        }
    }

    /// A record, if the words stand in it.
    fn record(&mut self, key: &Key) -> Result<(), Refusal> {
        let blueprint = self.blueprint;
        match key {
            Key::Step(variant, id) => {
                if let Some(step) = blueprint.step(variant, id)
                    && let Some(new) = self.rewritten(&**step)?
                {
                    self.edits.push(put_step(variant, id, new));
                }
            }
            Key::Connector(variant, id) => {
                let held = blueprint.variant(variant);
                if let Some(old) = held.and_then(|(_, held)| held.connectors.get(id))
                    && let Some(connector) = self.rewritten(&**old)?
                {
                    self.edits.push(Edit::PutConnector {
                        variant: variant.clone(),
                        id: id.clone(),
                        connector,
                    });
                }
            }
            Key::Moment(id) => {
                if let Some((_, phase, old)) = blueprint.moment(id)
                    && let Some(moment) = self.rewritten(old)?
                {
                    self.edits.push(Edit::PutMoment {
                        phase: phase.id.clone(),
                        moment,
                        at: None,
                    });
                }
            }
            key => {
                if let Some((kind, _)) = key.in_register() {
                    kind.visit(InRegister(self, key))?;
                }
            }
        }
        Ok(())
    }

    /// The record with the words replaced; `None` where that changes nothing.
    fn rewritten<T: Fields + Clone + PartialEq>(
        &mut self,
        record: &T,
    ) -> Result<Option<T>, Refusal> {
        let mut new = record.clone();
        for field in T::FIELDS.iter().filter(|field| field.name != MOMENTS) {
            (field.rewrite)(&mut new, self.change).map_err(Refusal::Value)?;
        }
        Ok((new != *record).then_some(new))
    }
}

/// What names every record of a register.
struct KeysOf<'a>(&'a Blueprint);

impl Visit for KeysOf<'_> {
    type Out = Vec<Key>;

    fn kind<T: Record>(self) -> Vec<Key> {
        let entries = T::all(self.0).entries();
        entries.map(|(id, _)| T::key(id.clone())).collect()
    }
}

/// Replaces in a record of a register.
struct InRegister<'w, 'a, 'c>(&'w mut Walk<'a, 'c>, &'w Key);

impl Visit for InRegister<'_, '_, '_> {
    type Out = Result<(), Refusal>;

    fn kind<T: Record>(self) -> Self::Out {
        let Self(walk, key) = self;
        let blueprint = walk.blueprint;
        if let Some(id) = T::id_in(key)
            && let Some(record) = T::all(blueprint).record(id)
            && let Some(new) = walk.rewritten(&**record)?
        {
            walk.edits.push(Edit::put(id.clone(), new, None));
        }
        Ok(())
    }
}

//! What a table says beside a step: its fields that no captured line has words for, and the name of its moment.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::Made, Planner};
use crate::model::{Blueprint, Control, ControlId, Feeling};

/// What is said of a step and its moment, beside the line that makes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Beside {
    pub(in super::super) note: String,
    pub(in super::super) channel: String,
    pub(in super::super) systems: Vec<String>,
    pub(in super::super) owner: String,
    pub(in super::super) feeling: Option<Feeling>,
    /// Names of controls.
    pub(in super::super) controls: Vec<String>,
    /// What the moment is called.
    pub(in super::super) moment: String,
}

/// Whether a moment bears the name that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedMoment {
    Is,
    Not,
}

impl Planner {
    /// Fills the step made last; what finds no field of its own goes into the note.
    pub(super) fn fill_last(&mut self, beside: &Beside, named: NamedMoment, made: &mut Made) {
        let names = beside.controls.iter();
        let controls: Vec<Control> = names.map(|name| self.control(name)).collect();
        // A step that was there may stand behind it, with what its ways out mean.
        let held = &self.held.steps;
        let mut made_steps = self.steps.iter_mut().rev();
        let Some((_, step)) = made_steps.find(|(id, _)| !held.contains_key(id)) else {
            return;
        };
        let mut note = vec![beside.note.clone()];
        // What the line itself says goes first.
        if step.channel.is_empty() {
            beside.channel.clone_into(&mut step.channel);
        } else if !beside.channel.is_empty() && beside.channel != step.channel {
            note.push(format!("Channel: {}", beside.channel));
        }
        for system in &beside.systems {
            if !step.systems.contains(system) {
                step.systems.push(system.clone());
            }
        }
        step.feeling = beside.feeling;
        for control in controls {
            if !step.controls.iter().any(|other| other.id == control.id) {
                step.controls.push(control);
            }
        }
        if step.owner.is_empty() {
            beside.owner.clone_into(&mut step.owner);
        } else if !beside.owner.is_empty() {
            // In the tray the owner is whose step it is.
            note.push(format!("Owner: {}", beside.owner));
        }
        if named == NamedMoment::Not && !beside.moment.is_empty() {
            note.push(format!("Moment: {}", beside.moment));
        }
        note.retain(|text| !text.is_empty());
        step.note = note.join("\n");
        if let Made::Step(made) = made {
            made.step.clone_from(step);
            if let (NamedMoment::Is, Some(moment)) = (named, &mut made.seat.moment) {
                beside.moment.clone_into(&mut moment.name);
            }
        }
    }

    /// The control of that name: the one that is there, or a new one.
    fn control(&mut self, name: &str) -> Control {
        let blueprint = &self.blueprint;
        let known = self
            .controls
            .get_or_insert_with(|| KnownControls::of(blueprint));
        if let Some(control) = known.called.get(name) {
            return control.clone();
        }
        let control = Control {
            id: self.ids.fresh(name, |id| known.ids.contains(id)),
            name: name.to_owned(),
            ..Control::default()
        };
        known.add(&control);
        control
    }
}

/// Controls by name, so that many are found quickly.
#[derive(Default)]
pub(super) struct KnownControls {
    /// The first of each name.
    called: BTreeMap<String, Control>,
    ids: BTreeSet<ControlId>,
}

impl KnownControls {
    fn of(blueprint: &Blueprint) -> Self {
        let mut known = Self::default();
        let steps = blueprint.variants.iter().flat_map(|v| v.steps.values());
        for control in steps.flat_map(|step| &step.controls) {
            known.add(control);
        }
        known
    }

    fn add(&mut self, control: &Control) {
        self.ids.insert(control.id.clone());
        let called = self.called.entry(control.name.clone());
        called.or_insert_with(|| control.clone());
    }
}

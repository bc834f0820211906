//! What a table says beside a step: its fields that no captured line has words for, and the name of its moment.

use super::{super::Made, Planner};
use crate::model::{Control, ControlId, Feeling, Step};

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
        let Some((_, step)) = self.steps.last_mut() else {
            return;
        };
        let mut note = vec![beside.note.clone()];
        beside.channel.clone_into(&mut step.channel);
        step.systems.clone_from(&beside.systems);
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
        let planned = self.steps.iter().rev().map(|(_, step)| step);
        let held = self.blueprint.variants.iter();
        let held = held.flat_map(|held| held.steps.values().map(|step| &**step));
        let called = |step: &Step| {
            let mut controls = step.controls.iter();
            controls.find(|control| control.name == name).cloned()
        };
        if let Some(control) = planned.chain(held).find_map(called) {
            return control;
        }
        let blueprint = &self.blueprint;
        let steps = || {
            blueprint
                .variants
                .iter()
                .flat_map(|held| held.steps.values())
        };
        let made = &self.steps;
        let is_taken = |id: &ControlId| {
            let all = made.iter().map(|(_, step)| step);
            let mut all = all.chain(steps().map(|step| &**step));
            all.any(|step| step.controls.iter().any(|control| control.id == *id))
        };
        Control {
            id: self.ids.fresh(name, is_taken),
            name: name.to_owned(),
            ..Control::default()
        }
    }
}

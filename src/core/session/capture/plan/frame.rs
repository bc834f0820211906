//! The frame that lines need: the next moment, a phase of that name, made where there is none.

use super::{super::Made, NamedMoment, PlannedMoment, PlannedPhase, Planner, name};
use crate::{
    edit::Edit,
    model::{Key, Keyed, Moment, PathPart, Phase, PhaseId},
};
use std::{collections::BTreeMap, sync::Arc};

impl Planner {
    /// Goes to the next moment of the phase: one without cards, else a new one.
    pub(super) fn go_on(&mut self, at: usize) {
        self.last_row = None;
        let phase = self.columns[at].phase.clone();
        let next = self.columns.get(at + 1);
        if next.is_some_and(|next| next.phase == phase && next.rows.is_empty()) {
            self.column = Some(at + 1);
            return;
        }
        let first = self.first_of_phase(at);
        let moment = self.new_moment();
        self.columns.insert(
            at + 1,
            PlannedMoment {
                id: moment.id.clone(),
                phase: phase.clone(),
                name: String::new(),
                rows: BTreeMap::new(),
                is_used: false,
            },
        );
        self.frame.push(Edit::PutMoment {
            phase,
            moment,
            at: Some(at + 1 - first),
        });
        self.column = Some(at + 1);
    }

    fn new_moment(&mut self) -> Moment {
        Moment {
            id: self.fresh("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        }
    }

    /// Names the moment at hand, if it has no name yet.
    pub(super) fn name_moment(&mut self, name: &str) -> NamedMoment {
        let Some(column) = self.column.and_then(|at| self.columns.get_mut(at)) else {
            return NamedMoment::Not;
        };
        let held = self.blueprint.moment(&column.id);
        let held = held.map_or("", |(.., moment)| moment.name.as_str());
        let now = if column.name.is_empty() {
            held
        } else {
            &column.name
        };
        if name.is_empty() {
            return NamedMoment::Not;
        }
        if !now.is_empty() {
            return match name::fold(now) == name::fold(name) {
                true => NamedMoment::Is,
                false => NamedMoment::Not,
            };
        }
        name.clone_into(&mut column.name);
        self.frame.push(Edit::Set {
            keys: vec![Key::Moment(column.id.clone())],
            field: vec![PathPart::Name("name")],
            typed: name.to_owned(),
        });
        NamedMoment::Is
    }

    /// Begins a phase: one of that name, or the one at hand if it is empty and unnamed, or a new one after it.
    pub(super) fn begin_phase(&mut self, name: &str) -> Made {
        if name.is_empty() {
            return Made::Nothing("Say what the phase is called: # Name.");
        }
        self.last_row = None;
        let wanted = name::fold(name);
        let known = self.phases.iter().find(|phase| phase.folded == wanted);
        let known = known.map(|phase| (phase.id.clone(), phase.name.clone()));
        if let Some((id, name)) = known {
            let inside = |column: &PlannedMoment| column.phase == id;
            let first = self.columns.iter().position(inside);
            let filled = |column: &PlannedMoment| inside(column) && !column.rows.is_empty();
            let last = self.columns.iter().rposition(filled);
            self.is_chosen = last.is_none();
            match last.or(first) {
                Some(at) => self.column = Some(at),
                None => return Made::Nothing("That phase has no moment."),
            }
            return Made::Phase {
                name,
                is_new: false,
            };
        }
        let here = self.column.map(|at| self.columns[at].phase.clone());
        self.is_chosen = true;
        if let Some(phase) = here.as_ref().and_then(|here| self.nameless(here)) {
            let planned = self.phases.iter_mut().find(|other| other.id == phase.id);
            if let Some(planned) = planned {
                *planned = PlannedPhase::new(phase.id.clone(), name);
            }
            self.column = self.columns.iter().position(|c| c.phase == phase.id);
            let phase = Phase {
                name: name.to_owned(),
                ..phase
            };
            self.frame.push(Edit::put_listed(phase, None));
            return Made::Phase {
                name: name.to_owned(),
                is_new: true,
            };
        }
        let place = self
            .phases
            .iter()
            .position(|phase| Some(&phase.id) == here.as_ref());
        let place = place.map_or(self.phases.len(), |place| place + 1);
        let moment = self.new_moment();
        let phase = Phase {
            id: self.fresh(name, |blueprint, id| blueprint.phase(id).is_some()),
            name: name.to_owned(),
            moments: vec![moment.clone()],
            ..Phase::default()
        };
        let ends = |phase: &PlannedPhase| {
            let mut columns = self.columns.iter();
            columns.rposition(|column| column.phase == phase.id)
        };
        let last = self.phases[..place].iter().rev().find_map(ends);
        let at = last.map_or(0, |last| last + 1);
        self.columns.insert(
            at,
            PlannedMoment {
                id: moment.id,
                phase: phase.id.clone(),
                name: String::new(),
                rows: BTreeMap::new(),
                is_used: false,
            },
        );
        self.phases
            .insert(place, PlannedPhase::new(phase.id.clone(), name));
        self.frame.push(Edit::put_listed(phase, Some(place)));
        self.column = Some(at);
        Made::Phase {
            name: name.to_owned(),
            is_new: true,
        }
    }

    /// The phase, if nobody has named or used it: a template's `Phase 1`.
    fn nameless(&self, id: &PhaseId) -> Option<Phase> {
        let (_, phase) = self.blueprint.phase(id)?;
        let mut columns = self.columns.iter().filter(|column| column.phase == *id);
        let is_empty = columns.all(|column| column.rows.is_empty() && !column.is_used);
        let mut now = self.phases.iter().filter(|other| other.id == *id);
        let is_unnamed = is_nameless(phase) && now.all(|now| now.name == phase.name);
        (is_unnamed && is_empty).then(|| (**phase).clone())
    }

    /// Where a phase took the place of the only one of a blueprint without steps, its moments are those that are
    /// needed: the template's others go.
    pub(in super::super) fn take_spare_moments(&mut self) {
        let blueprint = Arc::clone(&self.blueprint);
        let [phase] = &*blueprint.phases else {
            return;
        };
        let is_taken = self.frame.iter().any(
            |edit| matches!(edit, Edit::Put { record: Keyed::Phase(id, _), .. } if *id == phase.id),
        );
        let is_empty = blueprint.variants.iter().all(|held| held.steps.is_empty());
        if !is_taken || !is_empty || !blueprint.comments.is_empty() || !is_nameless(phase) {
            return;
        }
        let untouched = |moment: &Moment| {
            let blank = Moment {
                id: moment.id.clone(),
                ..Moment::default()
            };
            *moment == blank
        };
        let is_spare = |column: &&PlannedMoment| {
            let moment = blueprint.moment(&column.id);
            column.rows.is_empty() && moment.is_some_and(|(.., moment)| untouched(moment))
        };
        let columns = self
            .columns
            .iter()
            .filter(|column| column.phase == phase.id);
        let many = columns.clone().count();
        let mut spare: Vec<_> = columns.filter(is_spare).map(|c| c.id.clone()).collect();
        if spare.len() == many {
            // A phase keeps one.
            spare.remove(0);
        }
        let gone = spare.into_iter();
        self.frame
            .extend(gone.map(|moment| Edit::Delete(Key::Moment(moment))));
    }
}

/// Whether nobody has given the phase a name of its own.
fn is_nameless(phase: &Phase) -> bool {
    let number = phase.name.strip_prefix("Phase ");
    phase.name.is_empty()
        || phase.name == "New phase"
        || number.is_some_and(|number| number.parse::<u32>().is_ok())
}

//! A lane, phase or moment that goes, and what becomes of the steps in it: they move to another one, into the tray, or
//! go with it.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Action, Effect, Question, Selection, Session, Target, delete::shortened, title::put_step,
};
use crate::{
    edit::{Edit, Refusal, place_each},
    model::{Key, LaneId, Moment, MomentId, PhaseId, Referred as _, Step, capital, plural, quoted},
    scene::lines_between,
};

/// Where the steps of a lane, phase or moment go before it is deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum Refuge {
    /// Into another lane, phase or moment.
    Record(Key),
    /// Out of their cells.
    Tray,
}

/// How many places a question offers at once; the digits that answer it end somewhere.
const MOST: usize = 5;

impl Session {
    /// Asks what becomes of the steps in a lane, phase or moment that is to be deleted; deletes it at once where there
    /// are none. What cannot be deleted is refused before.
    pub(super) fn ask_what_becomes(&mut self, key: &Key) -> Result<(), Refusal> {
        let edit = Edit::Delete(key.clone());
        let count = self.steps_of(key);
        let lines = self.lines_that_go(key);
        if count == 0 {
            self.edit(&edit, self.beside_record(key))?;
            if !lines.is_empty() {
                self.say_undo(&format!("Deleted the lane.{lines}"));
            }
            return Ok(());
        }
        self.check_editable()?;
        edit.apply(&mut (*self.blueprint).clone())?;
        let (what, steps) = (key.noun(), plural(count, "step", "steps"));
        let what = match key.called(&self.blueprint) {
            Some(name) => format!("The {what} “{}”", quoted(&name)),
            None => format!("This {what}"),
        };
        let them = if count == 1 { "it" } else { "them" };
        let mut refuges = self.refuges(key);
        refuges.reverse();
        let text =
            format!("{what} holds {steps} over all variants.{lines} What becomes of {them}?");
        self.question = Some(self.vacating(key, (&text, &steps), refuges));
        Ok(())
    }

    /// The lines between lanes that are drawn no more once a lane is gone, in a sentence after another one.
    fn lines_that_go(&self, key: &Key) -> String {
        let Key::Lane(gone) = key else {
            return String::new();
        };
        let lanes = &self.blueprint.lanes;
        let all = lines_between(lanes.iter().map(|lane| lane.kind));
        let left = lanes.iter().filter(|lane| lane.id != *gone);
        let left = lines_between(left.map(|lane| lane.kind));
        let lost = all
            .iter()
            .filter(|(line, _)| left.iter().all(|(other, _)| other != line));
        let lost: Vec<String> = lost
            .map(|(line, _)| format!("the {}", line.words().to_lowercase()))
            .collect();
        match &*lost {
            [] => String::new(),
            [one] => format!(" {} goes with it.", capital(one)),
            many => format!(" {} go with it.", capital(&many.join(" and "))),
        }
    }

    /// The question with the nearest places; the others behind one more answer.
    fn vacating(
        &self,
        key: &Key,
        (text, steps): (&str, &str),
        mut refuges: Vec<(Key, String)>,
    ) -> Question {
        let vacate = |to| Action::Vacate(key.clone(), to);
        let mut answers = Vec::new();
        // One more needs no page of its own.
        let most = if refuges.len() == MOST + 1 {
            MOST + 1
        } else {
            MOST
        };
        for _ in 0..most {
            let Some((to, name)) = refuges.pop() else {
                break;
            };
            let words = format!("Move its {steps} to “{}”", shortened(&name));
            answers.push((words, vacate(Refuge::Record(to))));
        }
        if !refuges.is_empty() {
            let more = self.vacating(key, (text, steps), refuges);
            answers.push((
                format!("Move to another {}…", key.noun()),
                Action::Ask(more),
            ));
        }
        let tray = format!("Move its {steps} to the tray");
        answers.push((tray, vacate(Refuge::Tray)));
        let delete = Action::Edit(Edit::Delete(key.clone()));
        answers.push((format!("Delete with {steps}"), delete));
        answers.push(("Cancel".to_owned(), Action::Dismiss));
        Question {
            text: text.to_owned(),
            answers,
        }
    }

    /// The others of its kind, the nearest first, by name.
    fn refuges(&self, key: &Key) -> Vec<(Key, String)> {
        let blueprint = &self.blueprint;
        let all: Vec<(Key, String)> = match key {
            Key::Lane(_) => {
                let lanes = blueprint.lanes.iter();
                lanes
                    .map(|lane| (Key::Lane(lane.id.clone()), lane.name.clone()))
                    .collect()
            }
            Key::Phase(_) => {
                let phases = blueprint.phases.iter();
                phases
                    .map(|phase| (Key::Phase(phase.id.clone()), phase.name.clone()))
                    .collect()
            }
            Key::Moment(_) => {
                let names = crate::model::Names::of_all(blueprint);
                let moments = blueprint.moments().map(|(_, moment)| &moment.id);
                moments
                    .map(|id| (Key::Moment(id.clone()), Moment::called(id, &names)))
                    .collect()
            }
            _ => Vec::new(),
        };
        let here = all.iter().position(|(other, _)| other == key).unwrap_or(0);
        let mut others: Vec<_> = all.into_iter().enumerate().collect();
        others.retain(|(_, (other, _))| other != key);
        // Of two lanes as near the one below: work seldom goes over to the customer. Of phases and moments the one before.
        let is_lane = matches!(key, Key::Lane(_));
        others.sort_by_key(|(place, _)| (place.abs_diff(here), (*place < here) == is_lane));
        others.into_iter().map(|(_, other)| other).collect()
    }

    /// How many steps of all variants say that they stand there, in a cell or in the tray.
    fn steps_of(&self, key: &Key) -> usize {
        let is_there = self.is_within(key);
        let variants = self.blueprint.variants.iter();
        let steps = variants.flat_map(|variant| variant.steps.values());
        steps.filter(|step| is_there(step)).count()
    }

    /// Whether a step says that it stands in a lane, phase or moment.
    fn is_within(&self, key: &Key) -> impl Fn(&Step) -> bool + use<> {
        let (mut lane, mut moments) = (None, BTreeSet::new());
        match key {
            Key::Lane(id) => lane = Some(id.clone()),
            Key::Moment(id) => moments.extend([id.clone()]),
            Key::Phase(id) => {
                let phase = self.blueprint.phase(id).map(|(_, phase)| &phase.moments);
                moments.extend(phase.into_iter().flatten().map(|moment| moment.id.clone()));
            }
            // Steps stand in nothing else.
            _ => {}
        }
        move |step| {
            let in_lane = lane.is_some() && step.lane == lane;
            in_lane || step.moment.as_ref().is_some_and(|id| moments.contains(id))
        }
    }

    /// Deletes a lane, phase or moment once its steps are elsewhere.
    pub(super) fn vacate(&mut self, key: &Key, to: &Refuge) -> Result<(), Refusal> {
        let (count, lines) = (self.steps_of(key), self.lines_that_go(key));
        let mut edits = match (key, to) {
            (_, Refuge::Tray) => self.tray_moves(key),
            (Key::Lane(from), Refuge::Record(Key::Lane(to))) => self.lane_moves(from, to),
            (Key::Moment(from), Refuge::Record(Key::Moment(to))) => self.moment_moves(from, to),
            (Key::Phase(from), Refuge::Record(Key::Phase(to))) => self.phase_moves(from, to)?,
            _ => return Err(Refusal::Rule("The steps cannot go there.")),
        };
        let name = |key: &Key| {
            key.called(&self.blueprint)
                .map(|name| format!("“{}”", quoted(&name)))
        };
        let gone = match name(key) {
            Some(name) => format!("the {} {name}", key.noun()),
            None => format!("the {}", key.noun()),
        };
        let (place, selection) = match to {
            Refuge::Tray => ("in the tray".to_owned(), self.beside_record(key)),
            Refuge::Record(to) => {
                // What was said of the one is said of the other.
                edits.push(Edit::Redirect {
                    from: key.clone(),
                    to: to.clone(),
                });
                let place = name(to).map(|name| format!("in {name}"));
                let place = place.unwrap_or_else(|| format!("in the other {}", to.noun()));
                let target = Target::Record(to.clone());
                (place, Some(Selection::of(&self.selection.variant, target)))
            }
        };
        edits.push(Edit::Delete(key.clone()));
        self.edit(&Edit::All(edits), selection)?;
        self.history.name_last(&format!("Delete {gone}"));
        self.effects.push(Effect::Reveal);
        let steps = plural(count, "step is", "steps are");
        let lines = match &*lines {
            "" => String::new(),
            lines => format!(".{lines}"),
        };
        self.say_undo(&format!("Deleted {gone}; its {steps} {place}{lines}"));
        Ok(())
    }

    /// What stands beside a record, so that the keyboard stays where it was.
    fn beside_record(&self, key: &Key) -> Option<Selection> {
        let (next, _) = self.refuges(key).into_iter().next()?;
        Some(Selection::of(&self.selection.variant, Target::Record(next)))
    }

    /// Steps keep of their cell what is not deleted: the tray shows in which moment they were said.
    fn tray_moves(&self, key: &Key) -> Vec<Edit> {
        let is_there = self.is_within(key);
        let mut edits = Vec::new();
        for variant in &self.blueprint.variants {
            for (id, step) in variant.steps.iter().filter(|(_, step)| is_there(step)) {
                let mut step = (**step).clone();
                match key {
                    Key::Lane(_) => step.lane = None,
                    _ => step.moment = None,
                }
                edits.push(put_step(&variant.id, id, step));
            }
        }
        edits
    }

    fn lane_moves(&self, from: &LaneId, to: &LaneId) -> Vec<Edit> {
        let variants = self.blueprint.variants.iter();
        let edits = variants.map(|held| {
            let steps = held.steps.iter();
            let here = steps.filter(|(_, step)| step.lane.as_ref() == Some(from));
            let placed = here.filter_map(|(id, step)| {
                let (_, moment) = self.blueprint.cell_of(step)?;
                Some((id.clone(), to.clone(), moment.clone()))
            });
            place_each(held, &held.id, placed.collect(), None)
        });
        edits.collect()
    }

    fn moment_moves(&self, from: &MomentId, to: &MomentId) -> Vec<Edit> {
        let variants = self.blueprint.variants.iter();
        let edits = variants.map(|held| {
            let steps = held.steps.iter();
            let here = steps.filter(|(_, step)| step.moment.as_ref() == Some(from));
            let placed = here.filter_map(|(id, step)| {
                let (lane, _) = self.blueprint.cell_of(step)?;
                Some((id.clone(), lane.clone(), to.clone()))
            });
            place_each(held, &held.id, placed.collect(), None)
        });
        edits.collect()
    }

    /// The moments that hold steps become moments of the other phase: no card changes its place to its neighbours.
    fn phase_moves(&mut self, from: &PhaseId, to: &PhaseId) -> Result<Vec<Edit>, Refusal> {
        let blueprint = Arc::clone(&self.blueprint);
        let missing = || Refusal::Missing("the phase".to_owned());
        let (here, phase) = blueprint.phase(from).ok_or_else(missing)?;
        let (there, target) = blueprint.phase(to).ok_or_else(missing)?;
        let variants = blueprint.variants.iter();
        let steps = variants.flat_map(|variant| variant.steps.values());
        let columns: Vec<&MomentId> = blueprint.moments().map(|(_, moment)| &moment.id).collect();
        let covered = steps.flat_map(|step| {
            let first = columns
                .iter()
                .position(|id| Some(*id) == step.moment.as_ref());
            let wide = usize::try_from(step.span.max(1)).unwrap_or(usize::MAX);
            let columns = columns.iter().skip(first.unwrap_or(columns.len()));
            columns.take(wide).copied()
        });
        let used: BTreeSet<&MomentId> = covered.collect();
        // A phase keeps a moment until it goes.
        let last = Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        };
        let mut edits = vec![Edit::PutMoment {
            phase: from.clone(),
            moment: last,
            at: None,
        }];
        let begin = if there > here {
            0
        } else {
            target.moments.len()
        };
        let moved = phase
            .moments
            .iter()
            .filter(|moment| used.contains(&moment.id));
        edits.extend(moved.enumerate().map(|(place, moment)| Edit::MoveMoment {
            moment: moment.id.clone(),
            phase: to.clone(),
            to: begin + place,
        }));
        Ok(edits)
    }
}

//! Steps of another document come into this one by a plan that a person sees before anything is made.
//!
//! Lanes are those of the same name, then those of the same kind in order, else new ones; two lanes never become one.
//! Phases are those of the same name while their order allows it, else new ones; moments keep their order and the gaps
//! between them. Roles, AI systems and other records are those of the same name, or come along. On a board without
//! steps, lanes and phases that nobody named yet take the names of those that come.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Arrival, Fragment};
use crate::{
    edit::{Edit, Refusal},
    model::{
        self, Blueprint, Gone, Ids, Key, Kind, LaneId, Moment, MomentId, Names, Phase, PhaseId,
        Record, Register as _, StepId, Visit,
    },
    session::Session,
};

/// How steps of another document come into this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Bring {
    /// The steps.
    pub fragment: Fragment,
    /// Where each lane of theirs goes, in their order.
    pub lanes: Vec<BringLane>,
    /// Where each phase of theirs goes, in their order.
    pub phases: Vec<BringPhase>,
    /// The records of other registers that they name.
    pub records: Vec<BringRecord>,
}

/// A lane of steps that come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BringLane {
    /// What it is called there.
    pub name: String,
    /// How many steps stand in it.
    pub steps: usize,
    /// The lane here; a new one when absent.
    pub to: Option<LaneId>,
}

/// A phase of steps that come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BringPhase {
    /// What it is called there.
    pub name: String,
    /// How many moments of it come.
    pub moments: usize,
    /// The phase here; a new one when absent.
    pub to: Option<PhaseId>,
}

/// A record that steps that come name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BringRecord {
    /// Its kind.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Its id there.
    id: String,
    /// The id of the record here that has the same name; a new one when absent.
    pub to: Option<String>,
}

/// The records of a kind in a fragment, each with the one here of the same name.
struct Match<'a>(&'a Blueprint, &'a Blueprint);

impl Visit for Match<'_> {
    type Out = Vec<BringRecord>;

    fn kind<T: Record>(self) -> Vec<BringRecord> {
        let here = T::all(self.1);
        let mut taken = BTreeSet::new();
        let all = T::all(self.0).entries().map(|(id, record)| {
            let same = here.entries().find(|(other, there)| {
                is_same(there.name(), record.name()) && !taken.contains(other.as_str())
            });
            let to = same.map(|(id, _)| id.to_string());
            taken.extend(to.clone());
            BringRecord {
                kind: T::KIND,
                name: record.name().to_owned(),
                id: id.to_string(),
                to,
            }
        });
        all.collect()
    }
}

/// Puts a record of a fragment in under an id of its own.
struct PutRecord<'a> {
    from: &'a Blueprint,
    board: &'a Blueprint,
    ids: &'a mut Ids,
    id: &'a str,
}

impl Visit for PutRecord<'_> {
    /// The new id, and what puts the record there.
    type Out = Option<(String, Edit)>;

    fn kind<T: Record>(self) -> Self::Out {
        let old = model::Id::<T>::new(self.id);
        let mut record = (**T::all(self.from).record(&old)?).clone();
        // What it names came along only if it is here already.
        let names = Names::of_all(self.board);
        let is_missing = |name: model::Ref<'_>| !names.has(name);
        model::forget(&mut record, &Gone::new(&is_missing));
        let is_taken = |id: &model::Id<T>| T::all(self.board).record(id).is_some();
        let id = match is_taken(&old) {
            false => old,
            true => self.ids.fresh(record.name(), is_taken),
        };
        record.set_own_id(id.as_str());
        Some((id.to_string(), Edit::put(id, record, None)))
    }
}

impl Bring {
    /// The plan for a board, before a person changes it.
    pub fn plan(fragment: Fragment, board: &Blueprint) -> Self {
        let from = &fragment.blueprint;
        // Lanes and phases are matched one by one, and an AI use comes with its step.
        let is_other = |kind: &&Kind| !matches!(kind, Kind::Lane | Kind::Phase | Kind::AiUse);
        let others = Kind::ALL.iter().filter(is_other);
        let records = others.flat_map(|kind| kind.visit(Match(from, board)));
        Self {
            lanes: match_lanes(&fragment, board),
            phases: match_phases(from, board),
            records: records.collect(),
            fragment,
        }
    }

    /// Sends a lane elsewhere, or makes it a new one. The lane that went there before takes its place.
    pub fn send_lane(&mut self, number: usize, to: Option<LaneId>) {
        let Some(old) = self.lanes.get(number).map(|lane| lane.to.clone()) else {
            return;
        };
        if to.is_some()
            && let Some(other) = self.lanes.iter_mut().find(|lane| lane.to == to)
        {
            other.to = old;
        }
        if let Some(lane) = self.lanes.get_mut(number) {
            lane.to = to;
        }
    }
}

/// Whether two names mean the same, whatever their case.
fn is_same(a: &str, b: &str) -> bool {
    !a.trim().is_empty() && a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn match_lanes(fragment: &Fragment, board: &Blueprint) -> Vec<BringLane> {
    let from = &fragment.blueprint.lanes;
    let mut to: Vec<Option<LaneId>> = from
        .iter()
        .map(|lane| {
            let mut here = board.lanes.iter();
            let same = here.find(|other| is_same(&other.name, &lane.name));
            same.map(|lane| lane.id.clone())
        })
        .collect();
    // Two of one name: the first has it.
    for place in 1..to.len() {
        if to[..place].contains(&to[place]) {
            to[place] = None;
        }
    }
    for (place, lane) in from.iter().enumerate() {
        if to[place].is_none() {
            let mut free = board.lanes.iter();
            let free =
                free.find(|other| other.kind == lane.kind && !to.contains(&Some(other.id.clone())));
            to[place] = free.map(|lane| lane.id.clone());
        }
    }
    let steps = |id: &LaneId| {
        let steps = fragment.variant().steps.values();
        steps.filter(|step| step.lane.as_ref() == Some(id)).count()
    };
    let lanes = from.iter().zip(to);
    lanes
        .map(|(lane, to)| BringLane {
            name: lane.name.clone(),
            steps: steps(&lane.id),
            to,
        })
        .collect()
}

fn match_phases(from: &Blueprint, board: &Blueprint) -> Vec<BringPhase> {
    let mut next = 0;
    let is_blank = is_blank(board);
    let phases = from.phases.iter().map(|phase| {
        let left = board.phases.iter().enumerate().skip(next);
        let mut same = left
            .clone()
            .filter(|(_, here)| is_same(&here.name, &phase.name));
        let mut unnamed = left.filter(|(place, here)| is_blank && is_unnamed(here, *place));
        let found = same.next().or_else(|| unnamed.next());
        if let Some((place, _)) = found {
            next = place + 1;
        }
        BringPhase {
            name: phase.name.clone(),
            moments: phase.moments.len(),
            to: found.map(|(_, phase)| phase.id.clone()),
        }
    });
    phases.collect()
}

/// Whether a board has no step in any variant.
fn is_blank(board: &Blueprint) -> bool {
    let mut variants = board.variants.iter();
    variants.all(|variant| variant.steps.is_empty())
}

/// Whether a phase is called as it was made.
fn is_unnamed(phase: &Phase, place: usize) -> bool {
    phase.name.is_empty() || phase.name == format!("Phase {}", place + 1)
}

/// What the plan makes of a board before the steps come.
struct Ground<'a> {
    plan: &'a Bring,
    board: Blueprint,
    edits: Vec<Edit>,
    ids: &'a mut Ids,
    lanes: BTreeMap<LaneId, LaneId>,
    moments: BTreeMap<MomentId, MomentId>,
    records: BTreeMap<(Kind, String), String>,
}

impl Ground<'_> {
    fn make(&mut self, edit: Edit) -> Result<(), Refusal> {
        edit.apply(&mut self.board)?;
        self.edits.push(edit);
        Ok(())
    }

    fn lanes(&mut self) -> Result<(), Refusal> {
        let plan = self.plan;
        let is_blank = is_blank(&self.board);
        // New lanes stand beside those that are here; where none is, at the end.
        let mut next = self.board.lanes.len();
        let first_known = plan.lanes.iter().find_map(|lane| lane.to.as_ref());
        if let Some((place, _)) = first_known.and_then(|id| self.board.lane(id)) {
            next = place;
        }
        for (lane, to) in plan.fragment.blueprint.lanes.iter().zip(&plan.lanes) {
            let here = to.to.as_ref().and_then(|id| self.board.lane(id));
            if let Some((place, here)) = here {
                next = place + 1;
                let here = Arc::clone(here);
                self.lanes.insert(lane.id.clone(), here.id.clone());
                // Nobody gave it a name: it is called by its kind.
                if is_blank && here.name == here.kind.words() && here.name != lane.name {
                    let mut renamed = (*here).clone();
                    renamed.name.clone_from(&lane.name);
                    renamed.description.clone_from(&lane.description);
                    self.make(Edit::put_listed(renamed, None))?;
                }
                continue;
            }
            let mut new = (**lane).clone();
            let board = &self.board;
            if board.lane(&new.id).is_some() {
                new.id = self.ids.fresh(&new.name, |id| board.lane(id).is_some());
            }
            self.lanes.insert(lane.id.clone(), new.id.clone());
            self.make(Edit::put_listed(new, Some(next)))?;
            next += 1;
        }
        Ok(())
    }

    fn phases(&mut self) -> Result<(), Refusal> {
        let plan = self.plan;
        let is_blank = is_blank(&self.board);
        let mut next = self.board.phases.len();
        let first_known = plan.phases.iter().find_map(|phase| phase.to.as_ref());
        if let Some((place, _)) = first_known.and_then(|id| self.board.phase(id)) {
            next = place;
        }
        for (phase, to) in plan.fragment.blueprint.phases.iter().zip(&plan.phases) {
            let here = to.to.as_ref().and_then(|id| self.board.phase(id));
            if let Some((place, here)) = here {
                let here = Arc::clone(here);
                self.fill_phase(phase, (&here, place), is_blank)?;
                next = place + 1;
                continue;
            }
            let mut new = (**phase).clone();
            let board = &self.board;
            if board.phase(&new.id).is_some() {
                new.id = self.ids.fresh(&new.name, |id| board.phase(id).is_some());
            }
            for moment in &mut new.moments {
                let old = moment.id.clone();
                moment.id = free_moment(&self.board, self.ids, moment);
                self.moments.insert(old, moment.id.clone());
            }
            self.make(Edit::put_listed(new, Some(next)))?;
            next += 1;
        }
        Ok(())
    }

    /// Moments of a phase that comes are those of the phase here, one after the other; further ones are new.
    fn fill_phase(
        &mut self,
        phase: &Phase,
        (here, place): (&Phase, usize),
        is_blank: bool,
    ) -> Result<(), Refusal> {
        for (number, moment) in phase.moments.iter().enumerate() {
            let id = match here.moments.get(number) {
                Some(there) => there.id.clone(),
                None => {
                    let id = free_moment(&self.board, self.ids, moment);
                    let new = Moment {
                        id: id.clone(),
                        ..moment.clone()
                    };
                    self.make(Edit::PutMoment {
                        phase: here.id.clone(),
                        moment: new,
                        at: None,
                    })?;
                    id
                }
            };
            self.moments.insert(moment.id.clone(), id);
        }
        if !(is_blank && is_unnamed(here, place)) {
            return Ok(());
        }
        let mut named = here.clone();
        named.name.clone_from(&phase.name);
        named.description.clone_from(&phase.description);
        self.make(Edit::put_listed(named, None))?;
        for left in here.moments.iter().skip(phase.moments.len()) {
            self.make(Edit::Delete(Key::Moment(left.id.clone())))?;
        }
        Ok(())
    }

    fn records(&mut self) -> Result<(), Refusal> {
        let plan = self.plan;
        for record in &plan.records {
            let id = match &record.to {
                Some(id) => id.clone(),
                None => {
                    let put = record.kind.visit(PutRecord {
                        from: &plan.fragment.blueprint,
                        board: &self.board,
                        ids: self.ids,
                        id: &record.id,
                    });
                    let Some((id, edit)) = put else { continue };
                    self.make(edit)?;
                    id
                }
            };
            self.records.insert((record.kind, record.id.clone()), id);
        }
        Ok(())
    }
}

/// The id of a moment that comes, where it is free.
fn free_moment(board: &Blueprint, ids: &mut Ids, moment: &Moment) -> MomentId {
    let is_taken = |id: &MomentId| board.moment(id).is_some();
    match is_taken(&moment.id) {
        false => moment.id.clone(),
        true => ids.fresh(&moment.name, is_taken),
    }
}

impl Session {
    /// Puts steps of another document in by a plan, as one step of the history.
    pub(in crate::session) fn bring(&mut self, plan: &Bring) -> Result<(), Refusal> {
        self.check_editable()?;
        let mut ids = self.ids.clone();
        let mut ground = Ground {
            plan,
            board: (*self.blueprint).clone(),
            edits: Vec::new(),
            ids: &mut ids,
            lanes: BTreeMap::new(),
            moments: BTreeMap::new(),
            records: BTreeMap::new(),
        };
        ground.lanes()?;
        ground.phases()?;
        ground.records()?;
        let Ground {
            board,
            mut edits,
            lanes,
            moments,
            records,
            ..
        } = ground;
        self.ids = ids;
        let steps = plan.fragment.variant().steps.iter();
        let cells = steps.map(|(id, step)| {
            let lane = step.lane.as_ref().and_then(|lane| lanes.get(lane));
            let moment = step.moment.as_ref().and_then(|m| moments.get(m));
            (id.clone(), (lane.cloned(), moment.cloned()))
        });
        let cells: BTreeMap<StepId, _> = cells.collect();
        let variant = self.selection.variant.clone();
        let mut arrived = self.arrive(
            &board,
            &plan.fragment,
            &Arrival {
                variant: &variant,
                cells,
                records,
                is_from_elsewhere: true,
            },
        )?;
        edits.append(&mut arrived.edits);
        arrived.edits = edits;
        self.take_in(&variant, arrived, "Paste")
    }
}

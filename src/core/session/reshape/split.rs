//! A step becomes two, one after the other.

use std::sync::Arc;

use super::Throughout;
use crate::{
    edit::{Edit, Refusal, cell},
    model::{
        Blueprint, Connector, LaneId, Moment, MomentId, PhaseId, Step, StepId, Time, Variant,
        VariantId, Worker, Written, typed,
    },
    session::{Effect, Selection, Session, title::plain, title::put_step},
};

/// Which step becomes two, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitStep {
    /// In which variant it was chosen.
    pub variant: VariantId,
    /// Which.
    pub step: StepId,
    /// What both are called.
    pub titles: [String; 2],
    /// How long each takes, as typed; `None` where several share the work: each of their times is halved.
    pub work: Option<[String; 2]>,
    /// Whether the same is done in the other variants.
    pub throughout: Throughout,
}

/// What becomes of the work time of a step that is split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halving {
    /// It is one time: its halves, as they are typed; empty where nobody knows it.
    One([String; 2]),
    /// Several share it.
    OfEach,
}

/// Where the second step goes.
struct Beside {
    cell: Option<(LaneId, MomentId)>,
    at: Option<usize>,
    new: Option<(PhaseId, Moment, usize)>,
}

impl Session {
    /// What becomes of the work time of a step that is split.
    pub fn halving(&self, variant: &VariantId, step: &StepId) -> Option<Halving> {
        let step = self.blueprint.step(variant, step)?;
        Some(match &*step.workers {
            [] => Halving::One(typed_halves(step.work.as_ref())),
            [one] => Halving::One(typed_halves(one.work.as_ref())),
            _ => Halving::OfEach,
        })
    }

    /// The time of a half, as typed in the dialog; what was no time before the split may stay as it is written.
    pub fn half_of_work(
        &self,
        variant: &VariantId,
        step: &StepId,
        text: &str,
    ) -> typed::Parsed<Written<Time>> {
        let step = self.blueprint.step(variant, step);
        read_half(step.and_then(|step| own_work(step)), text)
    }

    /// What the other half of the work time is when one half is what `text` says; absent where no time is left for it,
    /// or none can be told.
    pub fn rest_of_work(&self, variant: &VariantId, step: &StepId, text: &str) -> Option<String> {
        let whole = self.blueprint.step(variant, step)?;
        let whole = own_work(whole)?.known()?;
        let half = typed::time(text).ok()??;
        let rest = Written::Known((*whole).minus(*half.known()?)?);
        Some(typed::show_time(Some(&rest)))
    }

    /// Splits a step: the ways in lead to the first, the ways out leave the second, and one leads from the one to the
    /// other. The first is the step that was there, with all that was said of it.
    pub(in crate::session) fn split_step(&mut self, split: &SplitStep) -> Result<(), Refusal> {
        let titles = split.titles.each_ref().map(|title| plain(title));
        if titles.iter().any(String::is_empty) {
            return Err(Refusal::Rule("Both steps need a title."));
        }
        let own = self.blueprint.step(&split.variant, &split.step);
        let own = own
            .ok_or_else(|| Refusal::Missing("the step".to_owned()))?
            .clone();
        let work = match &split.work {
            Some(typed) => {
                let read = |text| read_half(own_work(&own), text).map_err(Refusal::Value);
                Some([read(&typed[0])?, read(&typed[1])?])
            }
            None => None,
        };
        let before = Arc::clone(&self.blueprint);
        let variants = self.throughout(&split.variant, split.throughout);
        let steps = variants.iter().filter_map(|id| {
            let step = before.step(id, &split.step)?;
            Some((id, &**step))
        });
        let steps: Vec<(&VariantId, &Step)> = steps.collect();
        let (firsts, seconds) = self.both_halves(split, &steps, work.as_ref(), &own);
        let named = steps.iter().position(|(id, _)| **id == split.variant);
        let named = named.and_then(|place| seconds.get(place));
        let second = self.fresh_step_id(named.map_or(&titles[1], |step| &step.title));
        let moment = Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        };
        let connector = self.fresh_connector_id();
        let mut new = (*self.blueprint).clone();
        let mut edits = Vec::new();
        for ((variant, step), (first, mut last)) in
            steps.into_iter().zip(firsts.into_iter().zip(seconds))
        {
            let Some((_, held)) = new.variant(variant) else {
                continue;
            };
            let beside = beside(&new, held, &split.step, &moment);
            let mut here = Vec::new();
            if let Some((phase, moment, at)) = beside.new {
                let at = Some(at);
                here.push(Edit::PutMoment { phase, moment, at });
            }
            last.rank = 0;
            (last.lane, last.moment) = match &beside.cell {
                // Placing it says where.
                Some(_) => (None, None),
                None => (step.lane.clone(), step.moment.clone()),
            };
            here.push(put_step(variant, &second, last));
            if let Some((lane, moment)) = beside.cell {
                here.push(Edit::PlaceSteps {
                    variant: variant.clone(),
                    steps: vec![second.clone()],
                    lane,
                    moment,
                    at: beside.at,
                });
            }
            // The words of a time that nobody can read stay in the document all the while.
            here.push(put_step(variant, &split.step, first));
            let leaving = held.connectors.iter().filter(|(_, c)| c.from == split.step);
            here.extend(leaving.map(|(id, way)| Edit::PutConnector {
                variant: variant.clone(),
                id: id.clone(),
                connector: Connector {
                    from: second.clone(),
                    ..(**way).clone()
                },
            }));
            here.push(Edit::PutConnector {
                variant: variant.clone(),
                id: connector.clone(),
                connector: Connector {
                    from: split.step.clone(),
                    to: second.clone(),
                    ..Connector::default()
                },
            });
            let here = Edit::All(here);
            here.apply(&mut new)?;
            edits.push(here);
        }
        let both = [split.step.clone(), second.clone()];
        let selection = Selection::items(&split.variant, both, []).led_by(Some(&second));
        self.edit(&Edit::All(edits), Some(selection))?;
        self.history
            .name_last(&format!("Split “{}” in two", own.called()));
        self.effects.push(Effect::Reveal);
        let stays = match (&own.ai, own.pains.is_empty() && own.controls.is_empty()) {
            (Some(_), _) => ". The AI touchpoint, pains and controls stay with the first",
            (None, false) => ". Pains and controls stay with the first",
            (None, true) => "",
        };
        self.say_undo(&format!("Split “{}” in two{stays}", own.called()));
        Ok(())
    }

    /// Both steps of the step in each variant. What a title says beside what happens counts as elsewhere, and more
    /// than a half that was typed beside it.
    fn both_halves(
        &mut self,
        split: &SplitStep,
        steps: &[(&VariantId, &Step)],
        work: Option<&[Option<Written<Time>>; 2]>,
        own: &Step,
    ) -> (Vec<Step>, Vec<Step>) {
        let halves = steps.iter().map(|(_, step)| {
            // What was typed is of the times that were shown.
            let is_as_here = step.workers.len() < 2 && own_work(step) == own_work(own);
            let [first, mut second] = halves(step, work.filter(|_| is_as_here));
            // Words of the old title stay words.
            second.title.clone_from(&step.title);
            (first, second)
        });
        let (firsts, seconds): (Vec<Step>, Vec<Step>) = halves.unzip();
        let mut ids = self.ids.clone();
        let mut titled = |steps: &[Step], title: &str| {
            let steps: Vec<_> = steps.iter().map(|step| (&split.step, step)).collect();
            self.all_retitled(&mut ids, &steps, &plain(title))
        };
        let titled = (
            titled(&firsts, &split.titles[0]),
            titled(&seconds, &split.titles[1]),
        );
        self.ids = ids;
        titled
    }
}

/// The time that is typed for the whole step.
fn own_work(step: &Step) -> Option<&Written<Time>> {
    match &*step.workers {
        [] => step.work.as_ref(),
        [one] => one.work.as_ref(),
        _ => None,
    }
}

fn typed_halves(work: Option<&Written<Time>>) -> [String; 2] {
    halved(work).map(|half| typed::show_time(half.as_ref()))
}

/// Both halves of a time; one that cannot be read goes with the second, as it is written.
fn halved(work: Option<&Written<Time>>) -> [Option<Written<Time>>; 2] {
    match work {
        Some(Written::Known(time)) => time.halves().map(|half| Some(Written::Known(half))),
        other => [None, other.cloned()],
    }
}

/// The time of a half, as typed; words for the whole step that are no time may stay.
fn read_half(work: Option<&Written<Time>>, text: &str) -> typed::Parsed<Written<Time>> {
    match work {
        Some(Written::Unread(words)) if words.trim() == text.trim() => Ok(work.cloned()),
        _ => typed::time(text),
    }
}

/// The step before and after: the work is halved, or as it was typed; the delay after the work and what the ways out
/// mean go with the second, which they follow; where, by whom and with what it is done holds of both. All else was
/// said of the step that was there, which is the first.
fn halves(step: &Step, typed: Option<&[Option<Written<Time>>; 2]>) -> [Step; 2] {
    let mut first = step.clone();
    let mut second = Step {
        span: 1,
        kind: step.kind,
        happens: step.happens,
        owner: step.owner.clone(),
        perceived_owner: step.perceived_owner.clone(),
        channel: step.channel.clone(),
        systems: step.systems.clone(),
        wait: first.wait.take(),
        queue_of: first.queue_of.take(),
        split: first.split.take(),
        ..Step::default()
    };
    let works = |own: Option<&Written<Time>>| typed.cloned().unwrap_or_else(|| halved(own));
    [first.work, second.work] = match step.workers.is_empty() {
        true => works(step.work.as_ref()),
        false => [step.work.clone(), None],
    };
    for (place, worker) in step.workers.iter().enumerate() {
        let [one, other] = works(worker.work.as_ref());
        first.workers[place].work = one;
        second.workers.push(Worker {
            role: worker.role.clone(),
            work: other,
        });
    }
    for (name, moves) in [
        ("work", false),
        ("workers", false),
        ("happens", false),
        ("wait", true),
    ] {
        let basis = match moves {
            true => first.basis.remove(name),
            false => first.basis.get(name).cloned(),
        };
        second
            .basis
            .extend(basis.map(|basis| (name.to_owned(), basis)));
    }
    [first, second]
}

/// The cell behind a step if it is free, else one in a moment of its own; in the tray beside it.
fn beside(blueprint: &Blueprint, held: &Variant, id: &StepId, fresh: &Moment) -> Beside {
    let nowhere = Beside {
        cell: None,
        at: None,
        new: None,
    };
    let Some(step) = held.steps.get(id) else {
        return nowhere;
    };
    let Some((lane, moment)) = blueprint.cell_of(step) else {
        return nowhere;
    };
    let columns: Vec<&MomentId> = blueprint.moments().map(|(_, moment)| &moment.id).collect();
    let here = columns
        .iter()
        .position(|column| *column == moment)
        .unwrap_or(0);
    let wide = usize::try_from(step.span.max(1)).unwrap_or(usize::MAX);
    let next = here.saturating_add(wide).min(columns.len());
    // Another variant made the moment already: there both stand as here.
    let is_made = blueprint.moment(&fresh.id).is_some();
    let is_free = |column: &&MomentId| **column == fresh.id || cell(held, lane, column).is_empty();
    if let Some(column) = columns.get(next).copied().filter(is_free) {
        return Beside {
            cell: Some((lane.clone(), column.clone())),
            ..nowhere
        };
    }
    let last = columns[next.saturating_sub(1).min(columns.len() - 1)];
    let Some((_, phase, _)) = blueprint.moment(last).filter(|_| !is_made) else {
        // Below itself, in its own cell.
        let stack = cell(held, lane, moment);
        let place = stack.iter().position(|(other, _)| *other == id);
        return Beside {
            cell: Some((lane.clone(), moment.clone())),
            at: place.map(|place| place + 1),
            new: None,
        };
    };
    let place = phase
        .moments
        .iter()
        .position(|m| m.id == *last)
        .unwrap_or(0);
    Beside {
        cell: Some((lane.clone(), fresh.id.clone())),
        at: None,
        new: Some((phase.id.clone(), fresh.clone(), place + 1)),
    }
}

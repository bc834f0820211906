//! Capturing a conversation: lines as people say them become steps in place, connected.
//!
//! A line goes on from what is selected, so that undo, a click and the arrows say where the next one goes.
//! [`line`] understands a line, [`name`] finds who is meant, `plan` lays out, [`paste`] takes many at once,
//! `retitle` reads what is added to a title that is there.

pub mod line;
pub mod name;
pub mod paste;
mod plan;
mod retitle;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{Action, Effect, Selection, Session, Target, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Blueprint, ConnectorKind, Ids, Key, Keyed, LaneKind, MomentId, Pain, PhaseId, Split, Step,
        StepId, StepKind, Time, VariantId, Written,
    },
};
use line::{CapturedLine, LinePart, Onward};
use paste::{Destination, PastePreview, Pasted};
use plan::{Planned, Planner, Standing};

/// How the key that ends a line steers where it goes; a sign at its beginning says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Enter: as it reads well.
    #[default]
    On,
    /// Shift+Enter: in the same moment.
    Same,
    /// Ctrl+Enter: in the next moment.
    Next,
}

/// What a line becomes.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// A step, in a cell or in the tray.
    Step(Box<MadeStep>),
    /// A phase, in which the next step stands.
    Phase {
        /// The name of the phase, for the preview.
        name: String,
        /// Whether it was not there before.
        is_new: bool,
    },
    /// A pain of the last step, whose title it is.
    Pain {
        /// The step's title.
        of: String,
    },
    /// A way from the last step to one that is there, by their titles.
    Way {
        /// Where it begins.
        from: String,
        /// Where it leads.
        to: String,
        /// When it is taken; empty if nobody said.
        when: String,
    },
    /// What the ways out of a step mean, whose title it is.
    Ways {
        /// The step's title.
        of: String,
        /// What they mean.
        split: Split,
    },
    /// Nothing; the reason is a sentence for the person who typed.
    Nothing(&'static str),
}

/// A step that a line becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeStep {
    /// The step with all its fields, before it has an id in the document.
    pub step: Step,
    /// Its lane and moment by name, for the preview.
    pub seat: StepSeat,
}

/// Where a step goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepSeat {
    /// Its lane's name; none for a step in the tray.
    pub lane: Option<String>,
    /// The name before the colon, or that of whoever does it; none if nobody was named.
    pub name: Option<String>,
    /// Its moment; none for a step in the tray.
    pub moment: Option<SeatMoment>,
    /// The title of the step it is connected from; none if it is not connected.
    pub from: Option<String>,
    /// When that way is taken, and what all ways out of that step mean; empty if nobody said.
    pub when: Vec<String>,
}

/// A moment by the name of its phase: moments have a name of their own only where somebody gave one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatMoment {
    /// The name of its phase.
    pub phase: String,
    /// Its number in the phase, from 1.
    pub number: usize,
    /// The name that it gets with the step; empty where nobody gives it one.
    pub name: String,
    /// Whether it is made for the step.
    pub is_new: bool,
}

/// What the line being typed would become, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// What it would become, and where.
    pub words: String,
    /// What to know before it is taken over, such as a name that is no lane.
    pub warning: Option<String>,
    /// What each stretch of the line is, in bytes of the text, in order.
    pub parts: Vec<(Range<usize>, LinePart)>,
    /// Whether there is something to take over.
    pub is_ready: bool,
}

/// What capturing remembers beside the selection.
#[derive(Clone, Debug, Default)]
pub(super) struct Captured {
    /// The step made last, which leads on.
    last: Option<(VariantId, StepId)>,
    /// A phase begun after it.
    phase: Option<PhaseId>,
}

impl Session {
    /// What a line would become if it were taken over now.
    pub fn forecast(&self, text: &str, pace: Pace) -> Forecast {
        let line = self.read_line(text, pace);
        let Some(mut planner) = self.planner() else {
            return Forecast::default();
        };
        let warning = line.name.as_ref().and_then(|name| self.warning(name));
        let made = planner.take(&line);
        Forecast {
            words: made.words(),
            warning,
            parts: line.parts,
            is_ready: !matches!(made, Made::Nothing(_)),
        }
    }

    /// The lane that an unknown name was probably meant to be.
    pub fn meant(&self, name: &str) -> Option<&str> {
        let is_unknown = name::who(&self.blueprint, name) == name::MeantBy::Unknown;
        is_unknown
            .then(|| name::nearest(&self.blueprint, name))
            .flatten()
    }

    /// Lanes' names that the beginning of a line may stand for.
    pub fn completions(&self, text: &str) -> Vec<String> {
        name::completions(&self.blueprint, text)
    }

    /// Titles of steps that the beginning of a way back may stand for.
    pub fn titles_for(&self, text: &str) -> Vec<String> {
        let wanted = name::fold(text);
        let variant = self.blueprint.variant(&self.selection.variant);
        let steps = variant
            .into_iter()
            .flat_map(|(_, held)| held.steps.values());
        let titles = steps.map(|step| &step.title);
        let mut titles: Vec<String> = titles
            .filter(|title| !title.is_empty() && name::fold(title).contains(&wanted))
            .cloned()
            .collect();
        // Those that begin so come first.
        titles.sort_by_key(|title| (!name::fold(title).starts_with(&wanted), title.clone()));
        titles.dedup();
        titles
    }

    /// Takes over a line; the words say what became of it.
    pub(super) fn capture(&mut self, text: &str, pace: Pace) -> Result<(), Refusal> {
        self.check_editable()?;
        let line = self.read_line(text, pace);
        let mut planner = self
            .planner()
            .ok_or(Refusal::Rule("Add a variant first."))?;
        if let Made::Nothing(why) = planner.take(&line) {
            return Err(Refusal::Rule(why));
        }
        let begun = line.phase.is_some();
        let variant = self.selection.variant.clone();
        let planned = planner.finish();
        let last = planned.last.clone();
        let phase = planned
            .moment
            .as_ref()
            .and_then(|moment| self.phase_at(moment, &planned));
        let selection = match (planned.steps.last(), &phase, &last) {
            (Some(step), ..) => Some(Selection::step(&variant, step)),
            (None, Some(phase), _) if begun => Some(Selection::of(
                &variant,
                Target::Record(Key::Phase(phase.clone())),
            )),
            (None, _, Some(step)) => Some(Selection::step(&variant, step)),
            _ => None,
        };
        self.take_over(planned, selection)?;
        self.captured = Captured {
            last: last.map(|step| (variant, step)),
            phase: phase.filter(|_| begun),
        };
        Ok(())
    }

    /// What pasted lines would become.
    pub fn paste_preview(&self, pasted: &Pasted, to: Destination) -> PastePreview {
        let Some(mut planner) = self.planner() else {
            return PastePreview::default();
        };
        pasted.lay_out(&self.blueprint, &mut planner, to)
    }

    /// Takes over pasted lines as one step of the history.
    pub(super) fn paste_lines(&mut self, pasted: &Pasted, to: Destination) -> Result<(), Refusal> {
        self.check_editable()?;
        let mut planner = self
            .planner()
            .ok_or(Refusal::Rule("Add a variant first."))?;
        let preview = pasted.lay_out(&self.blueprint, &mut planner, to);
        planner.take_spare_moments();
        let planned = planner.finish();
        if planned.steps.is_empty() {
            return Err(Refusal::Rule("There is no step among the lines."));
        }
        let variant = self.selection.variant.clone();
        let last = planned.last.clone();
        let selection = Selection::items(&variant, planned.steps.clone(), []);
        let selection = selection.led_by(last.as_ref());
        self.take_over(planned, Some(selection))?;
        self.captured = Captured {
            last: last.map(|step| (variant, step)),
            phase: None,
        };
        self.say_undo(&format!("Added {}", preview.words()));
        Ok(())
    }

    /// Whether text on the clipboard holds steps of a blueprint, and no plain lines.
    pub fn holds_steps(&self, text: &str) -> bool {
        super::clipboard::holds_steps(text)
    }

    fn read_line(&self, text: &str, pace: Pace) -> CapturedLine {
        let mut line = line::read(text, |name| name::is_known(&self.blueprint, name));
        let says_where = match line.way {
            Onward::Back => true,
            Onward::Branch => line.split.is_some(),
            _ => false,
        };
        match pace {
            // The sign at its beginning says more than the key.
            _ if says_where => {}
            Pace::On => {}
            Pace::Same => line.way = Onward::Same,
            Pace::Next => line.way = Onward::Next,
        }
        line
    }

    /// The step of a title typed in place: what stands after it is understood as in the capture line.
    pub(super) fn read_title(&mut self, text: &str) -> Step {
        let mut ids = self.ids.clone();
        let step = self.with_pain_ids(&mut ids, step_of(&line::read_title(text)));
        self.ids = ids;
        step
    }

    fn with_pain_ids(&self, ids: &mut Ids, mut step: Step) -> Step {
        let ids = self.pain_ids(ids, step.pains.iter().map(|pain| pain.text.as_str()));
        for (pain, id) in step.pains.iter_mut().zip(ids) {
            pain.id = id;
        }
        step
    }

    fn warning(&self, name: &str) -> Option<String> {
        match name::who(&self.blueprint, name) {
            name::MeantBy::Lane(_) => None,
            name::MeantBy::Several(lanes) => Some(format!(
                "“{name}” could be {}. It would wait in the tray.",
                lanes.join(" or ")
            )),
            name::MeantBy::Role(_) => Some(format!(
                "“{name}” is a role and no lane. It waits in the tray."
            )),
            name::MeantBy::Unknown => Some(match name::nearest(&self.blueprint, name) {
                Some(lane) => format!(
                    "“{name}” is no lane here: Tab makes it {lane}, Enter puts it into the tray."
                ),
                None => format!("“{name}” is no lane here. It waits in the tray."),
            }),
        }
    }

    /// Where the next line goes on: from what is selected, else from the step captured last.
    fn planner(&self) -> Option<Planner> {
        let variant = &self.selection.variant;
        let (blueprint, ids) = (&self.blueprint, self.ids.clone());
        Planner::new(blueprint, variant, ids, self.standing())
    }

    fn standing(&self) -> Standing {
        let blueprint = &self.blueprint;
        let variant = &self.selection.variant;
        let row_of = |step: &Step| blueprint.lane(step.lane.as_ref()?).map(|(row, _)| row);
        let captured = self.captured.last.as_ref().filter(|(of, _)| of == variant);
        let captured = captured.map(|(_, step)| step.clone());
        let captured = captured.filter(|id| blueprint.step(variant, id).is_some());
        match &self.selection.target {
            Target::Cell { lane, moment } => Standing {
                row: blueprint.lane(lane).map(|(row, _)| row),
                moment: Some(moment.clone()),
                is_chosen: true,
                last: None,
            },
            Target::Record(Key::Moment(moment)) => Standing {
                moment: Some(moment.clone()),
                is_chosen: true,
                ..Standing::default()
            },
            Target::Record(Key::Phase(phase)) => {
                let begun = self.captured.phase.as_ref() == Some(phase);
                let last = captured.filter(|_| begun);
                let step = last.as_ref().and_then(|id| blueprint.step(variant, id));
                let filled = |moment: &MomentId| {
                    let held = blueprint.variant(variant).map(|(_, held)| held);
                    let mut steps = held.into_iter().flat_map(|held| held.steps.values());
                    steps.any(|step| step.moment.as_ref() == Some(moment))
                };
                let moments = blueprint.phase(phase).map(|(_, phase)| &phase.moments[..]);
                let moments = moments.unwrap_or_default();
                let at = moments.iter().rposition(|moment| filled(&moment.id));
                Standing {
                    row: step.and_then(|step| row_of(step)),
                    last,
                    moment: moments.get(at.unwrap_or(0)).map(|moment| moment.id.clone()),
                    is_chosen: at.is_none(),
                }
            }
            target => {
                let lead = self.selection.lead().cloned().or(captured.clone());
                let step = lead.as_ref().and_then(|id| blueprint.step(variant, id));
                let Some(step) = step else {
                    return Standing::default();
                };
                let row = match target {
                    Target::Record(Key::Lane(lane)) => blueprint.lane(lane).map(|(row, _)| row),
                    _ => row_of(step),
                };
                let is_evidence = row_of(step)
                    .is_some_and(|row| blueprint.lanes[row].kind == LaneKind::PhysicalEvidence);
                Standing {
                    // Evidence leads nowhere: the step before it goes on.
                    last: if is_evidence { captured } else { lead },
                    row,
                    moment: step.moment.clone(),
                    is_chosen: false,
                }
            }
        }
    }

    fn phase_at(&self, moment: &MomentId, planned: &Planned) -> Option<PhaseId> {
        if let Some((_, phase, _)) = self.blueprint.moment(moment) {
            return Some(phase.id.clone());
        }
        let Edit::All(edits) = &planned.edit else {
            return None;
        };
        edits.iter().find_map(|edit| match edit {
            Edit::Put {
                record: Keyed::Phase(id, phase),
                ..
            } if phase.moments.iter().any(|m| m.id == *moment) => Some(id.clone()),
            Edit::PutMoment {
                phase,
                moment: made,
                ..
            } if made.id == *moment => Some(phase.clone()),
            _ => None,
        })
    }

    fn take_over(&mut self, planned: Planned, selection: Option<Selection>) -> Result<(), Refusal> {
        self.edit(&planned.edit, selection)?;
        self.ids = planned.ids;
        self.effects.push(Effect::Reveal);
        self.tell_splits(&planned.sources.into_iter().collect::<Vec<_>>());
        Ok(())
    }

    /// A second way out of a step: says so, with the answers at hand, and stops nobody.
    fn tell_splits(&mut self, sources: &[StepId]) {
        let variant = self.selection.variant.clone();
        let Some((_, held)) = self.blueprint.variant(&variant) else {
            return;
        };
        let mut ways: BTreeMap<&StepId, usize> = sources.iter().map(|id| (id, 0)).collect();
        for connector in held.connectors.values() {
            if connector.kind == ConnectorKind::Flow
                && let Some(many) = ways.get_mut(&connector.from)
            {
                *many += 1;
            }
        }
        let open = sources.iter().rev().find_map(|id| {
            let step = held.steps.get(id)?;
            let is_open = step.split.is_none() && ways.get(id) == Some(&2);
            is_open.then(|| (id.clone(), Arc::clone(step)))
        });
        let Some((id, step)) = open else {
            return;
        };
        let answer = |word: &str, split: Split| {
            let mut step = (*step).clone();
            step.split = Some(split);
            (word.to_owned(), Action::Edit(put_step(&variant, &id, step)))
        };
        let answers = vec![answer("Either", Split::Either), answer("Both", Split::Both)];
        let text = format!(
            "Two ways lead out of “{}”: Either (one of them; <? in the line) or Both (all; <&)?",
            step.title
        );
        self.say(&text, answers);
    }
}

impl Made {
    /// What it is and where it goes.
    pub fn words(&self) -> String {
        match self {
            Self::Nothing(why) => (*why).to_owned(),
            Self::Pain { of } => format!("A pain of “{of}”"),
            Self::Way { from, to, when } if when.is_empty() => {
                format!("A way from “{from}” to “{to}”")
            }
            Self::Way { from, to, when } => format!("A way from “{from}” to “{to}”, {when}"),
            Self::Ways { of, split } => format!("Ways out of “{of}”: {}", split.words()),
            Self::Phase { name, is_new: true } => format!("Begins the phase “{name}”"),
            Self::Phase {
                name,
                is_new: false,
            } => format!("Goes on in the phase “{name}”"),
            Self::Step(made) => made.words(),
        }
    }
}

impl MadeStep {
    fn words(&self) -> String {
        let (step, seat) = (&self.step, &self.seat);
        let what = match step.kind {
            StepKind::Action => "Step",
            StepKind::Wait => "Wait",
        };
        let mut words = vec![match (&seat.lane, &seat.name) {
            (Some(lane), _) => format!("{what} in {lane}"),
            (None, Some(name)) if !name.is_empty() => format!("{what} in the tray, of “{name}”"),
            (None, _) => format!("{what} in the tray"),
        }];
        words.extend(self.place());
        words.extend(self.marks());
        words.extend(beside(step));
        words.extend(seat.from.as_ref().map(|from| format!("from “{from}”")));
        words.extend(seat.when.iter().cloned());
        words.join(" · ")
    }

    /// Its phase and moment in words.
    pub fn place(&self) -> Option<String> {
        let SeatMoment {
            phase,
            number,
            name,
            is_new,
        } = self.seat.moment.as_ref()?;
        let new = if *is_new { ", new moment" } else { "" };
        let called = match name.is_empty() {
            true => String::new(),
            false => format!(" “{name}”"),
        };
        Some(format!("{phase}, {number}{new}{called}"))
    }

    /// Its times, pains and AI in words.
    pub fn marks(&self) -> Vec<String> {
        marks(&self.step)
    }
}

/// A step's times, pains and AI in words, as a preview says them.
pub fn marks(step: &Step) -> Vec<String> {
    let time = |time: &Option<Written<Time>>| match time {
        Some(Written::Known(time)) => Some(time.words()),
        _ => None,
    };
    let role = step.workers.iter().find_map(|worker| time(&worker.work));
    let mut words: Vec<String> = time(&step.work).or(role).into_iter().collect();
    words.extend(time(&step.wait).map(|time| format!("{time} waiting")));
    match step.pains.len() {
        0 => {}
        1 => words.push("1 pain".to_owned()),
        many => words.push(format!("{many} pains")),
    }
    words.extend(step.ai.as_ref().map(|_| "AI".to_owned()));
    words.extend(step.split.map(|split| split.words().to_owned()));
    words
}

/// What a table fills in beside a step, in words: each field with what it holds.
pub fn beside(step: &Step) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    words.extend(step.feeling.map(|feeling| feeling.words().to_owned()));
    let controls: Vec<&str> = step.controls.iter().map(|c| c.name.as_str()).collect();
    // In the tray the owner is whose step it is, and that is said already.
    let owner = if step.lane.is_some() {
        &*step.owner
    } else {
        ""
    };
    for (label, text) in [
        ("Channel", &*step.channel),
        ("Systems", &step.systems.join(", ")),
        ("Owner", owner),
        ("Controls", &controls.join(", ")),
        ("Note", &step.note),
    ] {
        if !text.is_empty() {
            words.push(format!("{label}: {}", text.replace('\n', " / ")));
        }
    }
    words
}

/// The step of a line, without a place and with pains that have no ids yet.
fn step_of(line: &CapturedLine) -> Step {
    let pain = |text: &String| Pain {
        text: if text.is_empty() { "Pain" } else { text }.to_owned(),
        ..Pain::default()
    };
    Step {
        title: line.title.clone(),
        kind: line.kind,
        work: line.work.map(Written::Known),
        wait: line.wait.map(Written::Known),
        pains: line.pains.iter().map(pain).collect(),
        ai: line.ai.then(Box::default),
        split: line.decides,
        channel: line.channel.clone(),
        systems: line.systems.clone(),
        ..Step::default()
    }
}

/// Everything a blueprint's lanes are called, for the hint of an empty capture line.
pub fn lane_names(blueprint: &Blueprint) -> Vec<String> {
    blueprint
        .lanes
        .iter()
        .map(|lane| lane.name.clone())
        .collect()
}

//! Where lines go: the cell, the moment that may have to be made, the connector from the last step.
//!
//! Steps of one moment run one way, down or up, so that a moment reads as one exchange: when the
//! conversation turns back, or the lane has its step there already, the next moment begins.
//! A step whose name is no lane waits in the tray and keeps its moment and its connectors: once it
//! gets a lane it stands where it was said.

mod beside;
mod frame;
mod ways;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) use beside::Beside;
use beside::{KnownControls, NamedMoment};

use super::{
    Made, SeatMoment, StepSeat,
    line::{CapturedLine, Onward},
    name::{self, LaneNames, MeantBy},
};
use crate::{
    edit::Edit,
    model::{
        Blueprint, Connector, ConnectorId, ConnectorKind, Id, Ids, LaneKind, MomentId, PainId,
        PhaseId, Split, Step, StepId, Variant, VariantId, Worker,
    },
};

/// Room between the ranks of two cards of a cell.
const GAP: i64 = 16;

/// Where the next line goes on.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// The step that leads on to the next one.
    pub(super) last: Option<StepId>,
    /// The lane that is meant when a line names none: its row.
    pub(super) row: Option<usize>,
    /// The column, by its moment; the end of the board when `None`.
    pub(super) moment: Option<MomentId>,
    /// The next step stands in this very cell or column, and not beside the last one.
    pub(super) is_chosen: bool,
}

/// Lays lines out one after the other, without touching the blueprint.
pub(super) struct Planner {
    blueprint: Arc<Blueprint>,
    variant: VariantId,
    held: Arc<Variant>,
    lanes: LaneNames,
    ids: Ids,
    made: BTreeSet<String>,
    /// The pains of the blueprint and those made, once one is made.
    pains: Option<BTreeSet<PainId>>,
    /// The controls of the blueprint and those made, once one is named.
    controls: Option<KnownControls>,
    phases: Vec<PlannedPhase>,
    columns: Vec<PlannedMoment>,
    /// Names that are no lanes, folded, each with its row, below the lanes.
    strangers: BTreeMap<String, usize>,
    last: Option<StepId>,
    /// The row of the last step, if it stands in `column`.
    last_row: Option<usize>,
    row: Option<usize>,
    column: Option<usize>,
    is_chosen: bool,
    frame: Vec<Edit>,
    steps: Vec<(StepId, Step)>,
    places: BTreeMap<StepId, usize>,
    flows: Vec<(ConnectorId, Connector)>,
}

struct PlannedPhase {
    id: PhaseId,
    name: String,
    /// Its name as [`name::fold`] has it.
    folded: String,
}

/// The moments of a phase stand one after the other.
struct PlannedMoment {
    id: MomentId,
    phase: PhaseId,
    /// The name that it gets; empty where it keeps what it has.
    name: String,
    /// The rows with cards, each with the rank of its lowest.
    rows: BTreeMap<usize, i64>,
    /// Whether any variant has a card here.
    is_used: bool,
}

/// What a plan comes to.
pub(super) struct Planned {
    pub(super) edit: Edit,
    pub(super) ids: Ids,
    /// Steps made, in order.
    pub(super) steps: Vec<StepId>,
    /// The step that leads on.
    pub(super) last: Option<StepId>,
    /// The moment where the next line goes on.
    pub(super) moment: Option<MomentId>,
    /// Steps that got a further way out.
    pub(super) sources: BTreeSet<StepId>,
}

impl Planner {
    /// Lays out from `standing`; `None` when there is no such variant.
    pub(super) fn new(
        blueprint: &Arc<Blueprint>,
        variant: &VariantId,
        ids: Ids,
        standing: Standing,
    ) -> Option<Self> {
        let (_, held) = blueprint.variant(variant)?;
        let phases = blueprint.phases.iter();
        let mut planner = Self {
            blueprint: Arc::clone(blueprint),
            variant: variant.clone(),
            held: Arc::clone(held),
            lanes: LaneNames::of(blueprint),
            ids,
            made: BTreeSet::new(),
            pains: None,
            controls: None,
            phases: phases
                .map(|p| PlannedPhase::new(p.id.clone(), &p.name))
                .collect(),
            columns: Vec::new(),
            strangers: BTreeMap::new(),
            last: standing.last,
            last_row: None,
            row: standing.row,
            column: None,
            is_chosen: standing.is_chosen,
            frame: Vec::new(),
            steps: Vec::new(),
            places: BTreeMap::new(),
            flows: Vec::new(),
        };
        planner.fill();
        planner.column = match &standing.moment {
            Some(moment) => planner.columns.iter().position(|c| c.id == *moment),
            None => {
                let filled = planner.columns.iter().rposition(|c| !c.rows.is_empty());
                filled.or((!planner.columns.is_empty()).then_some(0))
            }
        };
        let last = planner
            .last
            .as_ref()
            .and_then(|id| planner.held.steps.get(id));
        if let Some(last) = last.cloned()
            && last.moment.as_ref() == planner.column.map(|at| &planner.columns[at].id)
        {
            planner.last_row = planner.row_of(&last);
        }
        Some(planner)
    }

    /// Which cells have cards.
    fn fill(&mut self) {
        let blueprint = Arc::clone(&self.blueprint);
        let mut places = BTreeMap::new();
        for (phase, moment) in blueprint.moments() {
            places.insert(moment.id.clone(), self.columns.len());
            self.columns.push(PlannedMoment {
                id: moment.id.clone(),
                phase: phase.id.clone(),
                name: String::new(),
                rows: BTreeMap::new(),
                is_used: false,
            });
        }
        let place = |step: &Step| places.get(step.moment.as_ref()?).copied();
        for step in blueprint.variants.iter().flat_map(|v| v.steps.values()) {
            if let Some(at) = place(step) {
                self.columns[at].is_used = true;
            }
        }
        for step in Arc::clone(&self.held).steps.values() {
            if let (Some(at), Some(row)) = (place(step), self.row_of(step)) {
                let lowest = self.columns[at].rows.entry(row).or_insert(step.rank);
                *lowest = step.rank.max(*lowest);
            }
        }
    }

    /// The row of a step: of its lane, or of the name under which it waits in the tray.
    fn row_of(&mut self, step: &Step) -> Option<usize> {
        match &step.lane {
            Some(lane) => self.blueprint.lane(lane).map(|(row, _)| row),
            None => Some(self.stranger(&step.owner)),
        }
    }

    fn stranger(&mut self, name: &str) -> usize {
        let next = self.blueprint.lanes.len() + self.strangers.len();
        *self.strangers.entry(name::fold(name)).or_insert(next)
    }

    /// Takes a line, as the next of the conversation.
    pub(super) fn take(&mut self, line: &CapturedLine) -> Made {
        if let Some(name) = &line.phase {
            return self.begin_phase(name);
        }
        if line.way == Onward::Back {
            return self.lead_back(line);
        }
        if line.title.is_empty() {
            if let (Some(split), None, true) = (line.split, &line.name, line.pains.is_empty()) {
                return self.settle_ways(split);
            }
            return match (&line.name, line.pains.is_empty()) {
                (None, false) => self.add_pains(line),
                (Some(_), _) => Made::Nothing("Say what happens after the colon."),
                (None, true) => Made::Nothing("Say what happens."),
            };
        }
        let (row, step) = self.step(line);
        let is_evidence = self.is_evidence(row);
        self.find_column(row, line.way, is_evidence);
        self.put(line, row, step)
    }

    /// Takes a line with what is said beside it, of its step and its moment.
    pub(super) fn take_with(&mut self, line: &CapturedLine, beside: &Beside) -> Made {
        let mut made = self.take(line);
        if matches!(made, Made::Step(_)) {
            let named = self.name_moment(&beside.moment);
            self.fill_last(beside, named, &mut made);
        }
        made
    }

    /// Takes a line that only waits in the tray, with its lane if it is clear, and with what is said beside it.
    pub(super) fn take_to_tray(&mut self, line: &CapturedLine, beside: &Beside) -> Made {
        if line.phase.is_some() {
            return Made::Nothing("A phase cannot wait in the tray.");
        }
        if line.way == Onward::Back {
            return Made::Nothing("A way back cannot wait in the tray.");
        }
        if line.title.is_empty() {
            return Made::Nothing("Nothing happens in it.");
        }
        let (row, mut step) = self.step(&CapturedLine {
            name: line.name.clone().or_else(|| Some(String::new())),
            ..line.clone()
        });
        keep_condition(line, &mut step);
        let lane = self.blueprint.lanes.get(row);
        let seat = StepSeat {
            lane: lane.map(|lane| lane.name.clone()),
            name: line.name.clone(),
            ..StepSeat::default()
        };
        let mut made = made_step(&step, seat);
        self.push(step);
        self.fill_last(beside, NamedMoment::Not, &mut made);
        made
    }

    /// Whether the next step stands in a moment that has none yet.
    pub(super) fn is_at_empty_moment(&self) -> bool {
        self.column
            .is_some_and(|at| self.columns[at].rows.is_empty())
    }

    /// The edit for everything that was taken.
    pub(super) fn finish(self) -> Planned {
        let variant = &self.variant;
        let steps = self.steps.iter().map(|(id, _)| id);
        let new = steps.filter(|id| !self.held.steps.contains_key(*id));
        let new = new.cloned().collect();
        let sources = self.flows.iter().map(|(_, flow)| flow.from.clone());
        let sources = sources.collect();
        let steps = self.steps.into_iter().map(|(id, step)| Edit::PutStep {
            variant: variant.clone(),
            id,
            step: Box::new(step),
        });
        let flows = self.flows.into_iter();
        let flows = flows.map(|(id, connector)| Edit::PutConnector {
            variant: variant.clone(),
            id,
            connector,
        });
        Planned {
            edit: Edit::All(self.frame.into_iter().chain(steps).chain(flows).collect()),
            ids: self.ids,
            steps: new,
            last: self.last,
            moment: self.column.map(|at| self.columns[at].id.clone()),
            sources,
        }
    }

    /// The step of a line, without a moment, and its row.
    fn step(&mut self, line: &CapturedLine) -> (usize, Step) {
        let mut step = super::step_of(line);
        for pain in &mut step.pains {
            pain.id = self.pain_id(&pain.text);
        }
        let row = match &line.name {
            None => self.row.or((!self.blueprint.lanes.is_empty()).then_some(0)),
            Some(name) => match self.lanes.who(&self.blueprint, name) {
                MeantBy::Lane(lane) => self.blueprint.lane(&lane).map(|(row, _)| row),
                MeantBy::Role(role) => {
                    let work = step.work.take();
                    step.workers = vec![Worker { role, work }];
                    step.owner.clone_from(name);
                    None
                }
                MeantBy::Several(_) | MeantBy::Unknown => {
                    step.owner.clone_from(name);
                    None
                }
            },
        };
        let lanes = self.blueprint.lanes.len();
        let row = row.unwrap_or_else(|| self.stranger(&step.owner));
        if row < lanes {
            step.lane = Some(self.blueprint.lanes[row].id.clone());
        } else if step.owner.is_empty() {
            // The line names nobody, and the last one was a name that is no lane.
            step.owner = self.owner_of_last().unwrap_or_default();
        }
        (row, step)
    }

    fn owner_of_last(&self) -> Option<String> {
        let last = self.last.as_ref()?;
        let planned = self.places.get(last).map(|at| &self.steps[*at].1);
        let step = planned.or_else(|| self.held.steps.get(last).map(|step| &**step))?;
        step.lane.is_none().then(|| step.owner.clone())
    }

    fn is_evidence(&self, row: usize) -> bool {
        let lane = self.blueprint.lanes.get(row);
        lane.is_some_and(|lane| lane.kind == LaneKind::PhysicalEvidence)
    }

    /// Goes to the column of the next step.
    fn find_column(&mut self, row: usize, way: Onward, is_evidence: bool) {
        let Some(at) = self.column else {
            self.begin_phase("Phase 1");
            return;
        };
        let is_chosen = std::mem::take(&mut self.is_chosen);
        match way {
            Onward::Next if !is_chosen => self.go_on(at),
            Onward::On | Onward::Apart
                if !is_chosen && !is_evidence && !self.reads_well(at, row) =>
            {
                self.go_on(at);
            }
            _ => {}
        }
    }

    /// Whether a step in `row` goes on the way in which the steps of the column run.
    fn reads_well(&self, at: usize, row: usize) -> bool {
        let rows = &self.columns[at].rows;
        let (Some(top), Some(bottom)) = (rows.keys().next(), rows.keys().next_back()) else {
            return true;
        };
        row > *bottom && self.last_row == Some(*bottom) || row < *top && self.last_row == Some(*top)
    }

    /// Puts the step of a line into the column at hand, connected.
    fn put(&mut self, line: &CapturedLine, row: usize, mut step: Step) -> Made {
        let Some(at) = self.column else {
            return Made::Nothing("There is no moment to put it into.");
        };
        let is_evidence = self.is_evidence(row);
        let rank = self.columns[at]
            .rows
            .get(&row)
            .map_or(0, |lowest| lowest.saturating_add(GAP));
        step.rank = rank;
        step.moment = Some(self.columns[at].id.clone());
        self.columns[at].rows.insert(row, rank);
        self.columns[at].is_used = true;
        // Evidence is shown beside what happens and is no part of the way.
        let from = match line.way {
            _ if is_evidence => None,
            Onward::Apart => None,
            Onward::Branch => self
                .last
                .as_ref()
                .and_then(|last| self.before(last))
                .or(self.last.clone()),
            _ => self.last.clone(),
        };
        if from.is_none() {
            keep_condition(line, &mut step);
        }
        let when = from.as_ref().map(|from| self.ways_words(from, line));
        let seat = StepSeat {
            lane: self.blueprint.lanes.get(row).map(|lane| lane.name.clone()),
            name: line
                .name
                .clone()
                .or_else(|| Some(step.owner.clone()).filter(|o| !o.is_empty())),
            moment: Some(self.seat_moment(at)),
            from: from.as_ref().map(|from| self.title(from)),
            when: when.unwrap_or_default(),
        };
        let made = made_step(&step, seat);
        let id = self.push(step);
        if let Some(from) = from {
            self.join(&from, id.clone(), line);
        }
        self.row = Some(row);
        if !is_evidence {
            self.last = Some(id);
            self.last_row = Some(row);
        }
        made
    }

    /// A column in words: its phase and its number there, and whether it has to be made.
    fn seat_moment(&self, at: usize) -> SeatMoment {
        let column = &self.columns[at];
        let number = at + 1 - self.first_of_phase(at);
        let phase = self.phases.iter().find(|phase| phase.id == column.phase);
        let is_new = self.blueprint.moment(&column.id).is_none();
        SeatMoment {
            phase: phase.map_or_else(String::new, |phase| phase.name.clone()),
            number,
            name: String::new(),
            is_new,
        }
    }

    /// The first column of the phase that the column at `at` belongs to.
    fn first_of_phase(&self, at: usize) -> usize {
        let phase = &self.columns[at].phase;
        let before = self.columns[..at].iter().rev();
        at - before.take_while(|column| column.phase == *phase).count()
    }

    fn push(&mut self, step: Step) -> StepId {
        let id = self.fresh(&step.title, |blueprint, id: &StepId| {
            blueprint.variants.iter().any(|v| v.steps.contains_key(id))
        });
        self.places.insert(id.clone(), self.steps.len());
        self.steps.push((id.clone(), step));
        id
    }

    fn title(&self, id: &StepId) -> String {
        let planned = self.places.get(id).map(|at| &self.steps[*at].1.title);
        let title = planned.or_else(|| self.held.steps.get(id).map(|step| &step.title));
        title.cloned().unwrap_or_default()
    }

    /// The step that leads to `id`.
    fn before(&self, id: &StepId) -> Option<StepId> {
        let held = self.held.connectors.values().map(|connector| &**connector);
        let flows = self
            .flows
            .iter()
            .map(|(_, connector)| connector)
            .chain(held);
        let mut flows = flows.filter(|c| c.kind == ConnectorKind::Flow && c.to == *id);
        flows.next().map(|connector| connector.from.clone())
    }

    /// A line that only says what hurts belongs to the last step.
    fn add_pains(&mut self, line: &CapturedLine) -> Made {
        let Some(last) = self.last.clone() else {
            return Made::Nothing("There is no step yet that this could hurt.");
        };
        let said = super::step_of(line);
        let alone = Step {
            pains: said.pains.clone(),
            ..Step::default()
        };
        if said != alone || line.condition.is_some() || line.split.is_some() {
            return Made::Nothing("A pain alone is of the last step: say what else happens too.");
        }
        let mut pains = said.pains;
        for pain in &mut pains {
            pain.id = self.pain_id(&pain.text);
        }
        let Some(step) = self.step_mut(&last) else {
            return Made::Nothing("The last step is no longer there.");
        };
        step.pains.extend(pains);
        Made::Pain {
            of: self.title(&last),
        }
    }

    fn pain_id(&mut self, text: &str) -> PainId {
        let known = self.pains.get_or_insert_with(|| {
            let pains = self.blueprint.pains();
            pains.map(|pain| pain.id.clone()).collect()
        });
        let id = self.ids.fresh(text, |id| known.contains(id));
        known.insert(id.clone());
        id
    }

    fn fresh<T>(&mut self, title: &str, taken: impl Fn(&Blueprint, &Id<T>) -> bool) -> Id<T> {
        loop {
            let id = self.ids.named(title);
            if !taken(&self.blueprint, &id) && self.made.insert(id.as_str().to_owned()) {
                return id;
            }
        }
    }

    fn fresh_connector(&mut self) -> ConnectorId {
        loop {
            let id = self.ids.connector();
            let mut variants = self.blueprint.variants.iter();
            let is_taken = variants.any(|v| v.connectors.contains_key(&id));
            if !is_taken && self.made.insert(id.as_str().to_owned()) {
                return id;
            }
        }
    }
}

impl PlannedPhase {
    fn new(id: PhaseId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            folded: name::fold(name),
        }
    }
}

/// A condition on which no way leads to the step stays where it was said: in its title.
fn keep_condition(line: &CapturedLine, step: &mut Step) {
    if let Some(condition) = &line.condition {
        step.title = format!("[{}] {}", condition.said, step.title);
    }
    if let Some(split) = line.split {
        let sign = match split {
            Split::Either => "<?",
            Split::Both => "<&",
        };
        step.title = format!("{sign} {}", step.title);
    }
}

fn made_step(step: &Step, seat: StepSeat) -> Made {
    Made::Step(Box::new(super::MadeStep {
        step: step.clone(),
        seat,
    }))
}

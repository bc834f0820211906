//! What the steps of a variant take and cost, and what of it nobody said.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Unsaid,
    flow::{Flow, Ousted, said},
    solve::Rewards,
};
use crate::model::{
    Autonomy, Basis, BasisKind, Hours, Key, LaneKind, Role, RoleId, Step, StepId, StepKind, Time,
    Written,
};

/// What is added up along the way of a case, node by node.
pub(super) struct Inputs<'b> {
    /// Seconds on the customer's path.
    pub path: Term,
    /// Seconds of the path in which nobody works.
    pub waits: Term,
    /// Seconds of people's work, by role.
    pub work: BTreeMap<&'b RoleId, Term>,
    /// Money beside people's work.
    pub spent: Term,
    /// Runs of carriers that pass a case from people to others.
    pub hand_offs: Term,
    /// Of each node, the share of its visits at which no person works.
    pub spared: Vec<f64>,
    /// Whether any step names somebody who works at it.
    pub has_workers: bool,
}

/// Something that is added up, with the inputs that it lacks.
#[derive(Clone, Default)]
pub(super) struct Term {
    pub rewards: Rewards,
    /// What nobody said, by the node at which it would count: how often in a visit.
    pub unsaid: BTreeMap<(usize, Unsaid), f64>,
    /// What of each node rests on guesses.
    pub guessed: Vec<f64>,
}

impl Term {
    /// Nothing.
    pub(super) fn new(count: usize) -> Self {
        Self {
            rewards: Rewards::none(count),
            unsaid: BTreeMap::new(),
            guessed: vec![0.0; count],
        }
    }

    fn add(&mut self, node: usize, value: f64, basis: BasisKind) {
        self.rewards.at[node] += value;
        if basis == BasisKind::Guess {
            self.guessed[node] += value;
        }
    }

    fn lacks(&mut self, node: usize, (place, field): (Key, String), times: f64) {
        *self
            .unsaid
            .entry((node, Unsaid { place, field }))
            .or_default() += times;
    }
}

/// What the sums take for granted.
#[derive(Clone, Copy)]
pub(super) struct Premises<'a> {
    /// Whether the variant is the first one: only there are typed waits of queues readings of today.
    pub is_first: bool,
    /// Mean seconds of waiting in the queue of a role, where that is known.
    pub queues: &'a BTreeMap<RoleId, f64>,
    /// What AI does of what it is drawn to do.
    pub ai: &'a dyn AiAtWork,
}

/// What AI does of what it is drawn to do: all of it, or less while it is out of order or is left out of account.
pub(super) trait AiAtWork {
    /// What becomes of the cases of a touchpoint that does not do its part.
    fn ousted(&self, _: &StepId, _: &Step) -> Option<Ousted> {
        None
    }

    /// Whether what it proposes or drafts helps whoever works at the step.
    fn helps(&self, _: &StepId, _: &Step) -> bool {
        true
    }

    /// Whether people watch over it.
    fn is_reviewed(&self, _: &Step) -> bool {
        true
    }

    /// Whether its runs are paid for.
    fn is_paid(&self, _: &Step) -> bool {
        true
    }

    /// The time that a role takes where AI does not help, if the step does not say it.
    fn by_hand(&self, _: &StepId, _: Option<&RoleId>) -> Option<Written<Time>> {
        None
    }
}

/// AI does what it is drawn to do.
pub(super) struct AsDrawn;

impl AiAtWork for AsDrawn {}

impl<'b> Inputs<'b> {
    pub(super) fn new(flow: &Flow<'b>, premises: Premises<'_>) -> Self {
        let count = flow.nodes.len();
        let mut inputs = Self {
            path: Term::new(count),
            waits: Term::new(count),
            work: BTreeMap::new(),
            spent: Term::new(count),
            hand_offs: Term::new(count),
            spared: vec![1.0; count],
            has_workers: false,
        };
        let steps = flow.variant.steps.values();
        inputs.has_workers = steps.into_iter().any(|step| !step.workers.is_empty());
        for node in 0..count {
            let Some((_, step)) = flow.nodes[node].step else {
                continue;
            };
            if flow.is_reached[node] && !flow.nodes[node].is_bare() {
                inputs.count_visit(flow, node, premises);
            }
            if flow.is_reached[node] {
                inputs.count_hand_offs(flow, node, step);
            }
        }
        inputs
    }

    /// Work and money where AI does another part of what it is drawn to do: only touchpoints are looked at again.
    pub(super) fn with_ai(&self, flow: &Flow<'b>, premises: Premises<'_>) -> Self {
        let count = flow.nodes.len();
        let is_ai = |node: &usize| {
            let at = &flow.nodes[*node];
            let has_ai = at.step.is_some_and(|(_, step)| step.ai.is_some());
            has_ai && flow.is_reached[*node] && !at.is_bare()
        };
        let touchpoints: Vec<usize> = (0..count).filter(is_ai).collect();
        let mut inputs = Self {
            path: Term::new(count),
            waits: Term::new(count),
            work: self.work.clone(),
            spent: self.spent.clone(),
            hand_offs: Term::new(count),
            spared: vec![1.0; count],
            has_workers: self.has_workers,
        };
        for term in inputs.work.values_mut().chain([&mut inputs.spent]) {
            for node in &touchpoints {
                (term.rewards.at[*node], term.guessed[*node]) = (0.0, 0.0);
            }
            term.unsaid
                .retain(|(node, _), _| touchpoints.binary_search(node).is_err());
        }
        for node in touchpoints {
            inputs.count_visit(flow, node, premises);
        }
        inputs
    }

    /// Adds what a visit of a step takes and costs.
    fn count_visit(&mut self, flow: &Flow<'b>, node: usize, premises: Premises<'_>) {
        if let Some((id, step)) = flow.nodes[node].step {
            let visit = Visit {
                flow,
                node,
                id,
                step,
                premises,
            };
            visit.count(self);
        }
    }

    fn count_hand_offs(&mut self, flow: &Flow<'b>, node: usize, step: &Step) {
        if flow.nodes[node].lane == LaneKind::PhysicalEvidence || step.workers.is_empty() {
            return;
        }
        let roles: BTreeSet<&RoleId> = step.workers.iter().map(|worker| &worker.role).collect();
        for to in flow.after(node) {
            let target = &flow.nodes[to];
            let is_evidence = target.lane == LaneKind::PhysicalEvidence;
            let Some((_, other)) = target.step.filter(|_| !is_evidence && !target.is_behind) else {
                continue;
            };
            let shares = other
                .workers
                .iter()
                .any(|worker| roles.contains(&worker.role));
            if !other.workers.is_empty() && !shares {
                self.hand_offs.rewards.along.insert((node, to), 1.0);
            }
        }
    }
}

/// A step at which cases are.
struct Visit<'a, 'b> {
    flow: &'a Flow<'b>,
    node: usize,
    id: &'b StepId,
    step: &'b Step,
    premises: Premises<'a>,
}

impl<'b> Visit<'_, 'b> {
    fn place(&self) -> Key {
        Key::Step(self.flow.variant.id.clone(), self.id.clone())
    }

    /// How far to trust what the step says in a field, or in a part of one; not said: a guess.
    fn basis(&self, field: &str) -> BasisKind {
        Basis::kind_of(&self.step.basis, field)
    }

    /// The field in which the time of a role is said, or that of nobody in particular.
    fn time_field(&self, role: Option<&RoleId>) -> String {
        match role {
            _ if self.is_by_hand() => "by_hand".to_owned(),
            Some(role) => format!("workers/{role}/work"),
            None => "work".to_owned(),
        }
    }

    /// Whether AI that helps people does not.
    fn is_by_hand(&self) -> bool {
        let ai = self.step.ai.as_deref();
        let is_helped =
            ai.is_some_and(|ai| matches!(ai.autonomy, Some(Autonomy::Suggests | Autonomy::Drafts)));
        is_helped && !self.premises.ai.helps(self.id, self.step)
    }

    fn count(&self, inputs: &mut Inputs<'b>) {
        let happens = self.flow.nodes[self.node].happens;
        self.count_work(inputs, happens);
        self.count_waits(inputs, happens);
        self.count_oversight(inputs, happens);
        if let Some(cost) = self
            .step
            .cost
            .filter(|cost| cost.0 >= 0.0 && cost.0.is_finite())
        {
            inputs
                .spent
                .add(self.node, happens * cost.0, self.basis("cost"));
        }
        self.count_unit_cost(inputs, happens);
    }

    fn count_unit_cost(&self, inputs: &mut Inputs<'b>, happens: f64) {
        let ai = self.step.ai.as_deref();
        let Some(ai) = ai.filter(|_| self.premises.ai.is_paid(self.step)) else {
            return;
        };
        let cost = ai
            .unit_cost
            .filter(|cost| cost.0 >= 0.0 && cost.0.is_finite());
        match cost {
            Some(cost) => inputs
                .spent
                .add(self.node, happens * cost.0, self.basis("ai/unit_cost")),
            None if self.step.has_outcomes() => {
                let field = "ai/unit_cost".to_owned();
                inputs
                    .spent
                    .lacks(self.node, (self.place(), field), happens);
            }
            None => {}
        }
    }

    /// The time that somebody takes: their own, or where AI does not help the time by hand.
    fn time_of(&self, role: Option<&RoleId>, own: Option<&Written<Time>>) -> TimeSaid {
        let by_hand = self.is_by_hand().then(|| {
            let said = self.step.by_hand.clone();
            said.or_else(|| self.premises.ai.by_hand(self.id, role))
        });
        let time = match &by_hand {
            Some(time) => time.as_ref(),
            None => own,
        };
        TimeSaid {
            seconds: handling(time, role.and_then(|role| self.flow.role(role))),
            // Where nothing is said of any field, its name need not be spelled.
            basis: match self.step.basis.is_empty() {
                true => BasisKind::default(),
                false => self.basis(&self.time_field(role)),
            },
        }
    }

    /// The work of the step: of people each their own, on the path the longest of them.
    fn count_work(&self, inputs: &mut Inputs<'b>, happens: f64) {
        let mut longest: Option<(f64, BasisKind)> = None;
        let mut count = |inputs: &mut Inputs<'b>, role: Option<&'b RoleId>, said: TimeSaid| {
            let field = || self.time_field(role);
            if let Some(role) = role {
                self.say(self.work_of(inputs, role), &said, (&field, happens));
            }
            match said.seconds {
                Some(seconds) if longest.is_none_or(|(longest, _)| seconds > longest) => {
                    longest = Some((seconds, said.basis));
                }
                Some(_) => {}
                None => inputs
                    .path
                    .lacks(self.node, (self.place(), field()), happens),
            }
        };
        for worker in &self.step.workers {
            let said = self.time_of(Some(&worker.role), worker.work.as_ref());
            count(inputs, Some(&worker.role), said);
        }
        if !self.step.workers.is_empty() {
            inputs.spared[self.node] *= 1.0 - happens;
        } else if self.step.work.is_some() || self.step.kind == StepKind::Action {
            count(inputs, None, self.time_of(None, self.step.work.as_ref()));
        }
        if let Some((seconds, basis)) = longest {
            inputs.path.add(self.node, happens * seconds, basis);
        }
    }

    /// Adds a time to a sum, or notes that it lacks it.
    fn say(&self, term: &mut Term, said: &TimeSaid, (field, happens): (&dyn Fn() -> String, f64)) {
        match said.seconds {
            Some(seconds) => term.add(self.node, happens * seconds, said.basis),
            None => term.lacks(self.node, (self.place(), field()), happens),
        }
    }

    fn work_of<'i>(&self, inputs: &'i mut Inputs<'b>, role: &'b RoleId) -> &'i mut Term {
        let count = self.flow.nodes.len();
        inputs.work.entry(role).or_insert_with(|| Term::new(count))
    }

    fn count_waits(&self, inputs: &mut Inputs<'b>, happens: f64) {
        let step = self.step;
        if step.wait.is_none() && step.kind != StepKind::Wait {
            return;
        }
        // A typed wait of a queue is a reading of today's: elsewhere the queue is what it will be.
        let queue = step.queue_of.as_ref().filter(|_| !self.premises.is_first);
        let (seconds, basis, field) = match queue {
            Some(role) => (
                self.premises.queues.get(role).copied(),
                BasisKind::Estimate,
                "queue_of",
            ),
            None => {
                let time = step.wait.as_ref().and_then(Written::known);
                let seconds = time.map(|time| time.mean(WAITING_DAY) / 1000.0);
                (seconds, self.basis("wait"), "wait")
            }
        };
        for term in [&mut inputs.path, &mut inputs.waits] {
            match seconds {
                Some(seconds) => term.add(self.node, happens * seconds, basis),
                None => term.lacks(self.node, (self.place(), field.to_owned()), happens),
            }
        }
    }

    /// The work of who watches over a touchpoint; the customer waits for it only where each case has to be approved.
    fn count_oversight(&self, inputs: &mut Inputs<'b>, happens: f64) {
        let ai = self.step.ai.as_deref();
        let Some(ai) = ai.filter(|_| self.premises.ai.is_reviewed(self.step)) else {
            return;
        };
        let approves = ai.autonomy == Some(Autonomy::ActsAfterApproval);
        if approves {
            inputs.spared[self.node] *= 1.0 - happens;
        }
        let oversight = ai.oversight.as_ref();
        let Some((oversight, role)) = oversight.and_then(|one| Some((one, one.role.as_ref()?)))
        else {
            return;
        };
        let share = if approves {
            Some(1.0)
        } else {
            oversight.share.and_then(said)
        };
        let review = TimeSaid {
            seconds: handling(oversight.time.as_ref(), self.flow.role(role)),
            basis: self
                .basis("ai/oversight/share")
                .min(self.basis("ai/oversight/time")),
        };
        let field = || "ai/oversight/time".to_owned();
        match share {
            Some(share) => {
                let times = happens * share;
                self.say(self.work_of(inputs, role), &review, (&field, times));
            }
            None => {
                let field = "ai/oversight/share".to_owned();
                self.work_of(inputs, role)
                    .lacks(self.node, (self.place(), field), happens);
            }
        }
        if approves {
            self.say(&mut inputs.path, &review, (&field, happens));
        }
    }
}

/// A time that a step says, or does not say.
struct TimeSaid {
    seconds: Option<f64>,
    basis: BasisKind,
}

/// Five working days are a week of seven days.
pub(crate) const WAITING_DAY: Hours = Hours(24.0 * 7.0 / 5.0);
/// Hours of a working day of whom nobody said how long they work.
const WORKING_DAY: f64 = 8.0;

/// Mean seconds of a handling time: a working day is a fifth of the role's week.
fn handling(time: Option<&Written<Time>>, role: Option<&Role>) -> Option<f64> {
    let hours = role.and_then(|role| role.hours_per_week);
    let hours = hours
        .map(|hours| hours.0 / 5.0)
        .filter(|hours| *hours > 0.0 && hours.is_finite());
    let time = time.and_then(Written::known)?;
    Some(time.mean(Hours(hours.unwrap_or(WORKING_DAY))) / 1000.0)
}

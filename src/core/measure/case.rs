//! One case in a variant: what is added up along its way, with what repeats make of it, as figures.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Figure, GapKind, RoleNumbers, Unsaid, WEEKS_A_MONTH,
    flow::{Exits, Flow, ROOT, said},
    inputs::{AiAtWork, Inputs, Premises, Term},
    solve::{Bounds, Rewards, Solver},
};
use crate::model::{Basis, BasisKind, Blueprint, Key, Places, Role, RoleId, StepId};

/// One case, with what repeats make of it.
pub(super) struct Case<'s, 'b> {
    pub solver: &'s Solver<'b>,
    pub ai: &'s dyn AiAtWork,
    /// Whether it is one of the first variant.
    pub is_first: bool,
    /// By how much everything counts because cases come back that no loop draws.
    pub repeats: f64,
    /// Nodes whose runs guessed shares decide, once somebody asked.
    pub unsure: OnceCell<Vec<bool>>,
}

impl<'s, 'b> Case<'s, 'b> {
    pub(super) fn inputs(&self, queues: &BTreeMap<RoleId, f64>) -> Inputs<'b> {
        let premises = Premises {
            is_first: self.is_first,
            queues,
            ai: self.ai,
        };
        Inputs::new(&self.solver.flow, premises)
    }

    /// The same case where AI does another part of what it is drawn to do and cases go the same ways, with the work and
    /// the money that this takes; `inputs` are those of this case.
    pub(super) fn with_ai<'t>(
        &self,
        ai: &'t dyn AiAtWork,
        inputs: &Inputs<'b>,
    ) -> (Case<'t, 'b>, Inputs<'b>)
    where
        's: 't,
    {
        let case = Case {
            ai,
            unsure: OnceCell::new(),
            solver: self.solver,
            is_first: self.is_first,
            repeats: self.repeats,
        };
        let premises = Premises {
            is_first: self.is_first,
            queues: &BTreeMap::new(),
            ai,
        };
        let inputs = inputs.with_ai(&self.solver.flow, premises);
        (case, inputs)
    }

    /// All that is added up, with the waits that come of so many cases a month, and how long these are for each role.
    pub(super) fn all_inputs(&self, cases: &Figure) -> (Inputs<'b>, BTreeMap<RoleId, f64>) {
        let mut inputs = self.inputs(&BTreeMap::new());
        let queues = self.queues(&inputs, cases);
        if !queues.is_empty() {
            inputs = self.inputs(&queues);
            self.add_queues(&mut inputs, &queues);
        }
        self.add_closed_hours(&mut inputs);
        (inputs, queues)
    }

    /// Runs of the entry steps.
    pub(super) fn entries(&self) -> Term {
        let flow = &self.solver.flow;
        let mut term = Term::new(flow.nodes.len());
        for entry in &flow.entries {
            term.rewards.at[*entry] = flow.nodes[*entry].happens;
        }
        term
    }

    /// How often each step is run, in the order of the steps; empty where nobody said all shares.
    pub(super) fn exact_runs(&self) -> Vec<f64> {
        let solver = self.solver;
        if !solver.open.is_empty() || solver.gaps().next().is_some() {
            return Vec::new();
        }
        let steps = solver.flow.variant.steps.keys();
        let runs = steps.map(|id| match solver.flow.of_step.get(id) {
            Some(node) => solver.visits[*node] * solver.flow.nodes[*node].happens * self.repeats,
            None => 0.0,
        });
        runs.collect()
    }

    pub(super) fn not_run(&self) -> Vec<StepId> {
        let flow = &self.solver.flow;
        let left = flow
            .steps()
            .filter(|(.., node)| !flow.is_reached[*node] && !flow.nodes[*node].is_bare());
        left.map(|(id, ..)| id.clone()).collect()
    }

    /// Steps that cases reach and that stand in no cell.
    pub(super) fn in_tray(&self) -> Vec<StepId> {
        let flow = &self.solver.flow;
        let places = Places::of(flow.blueprint);
        let steps = flow.steps().filter(|(.., node)| flow.is_reached[*node]);
        let lying = steps.filter(|(_, step, _)| !places.is_placed(step));
        lying.map(|(id, ..)| id.clone()).collect()
    }

    /// Bounds as a figure, when so many inputs are missing.
    pub(super) fn of_bounds(&self, bounds: Bounds, missing: usize) -> Figure {
        let gaps = self.solver.gaps().count();
        let no_split = self
            .solver
            .gaps()
            .filter(|(_, kind)| *kind == GapKind::NoSplit);
        let missing = missing + no_split.count();
        let high = bounds
            .high
            .filter(|high| missing == 0 && gaps == 0 && high.is_finite());
        Figure {
            low: Some(bounds.low * self.repeats).filter(|low| low.is_finite()),
            high: high
                .map(|high| high * self.repeats)
                .filter(|high| high.is_finite()),
            missing,
            guessed: 0.0,
        }
    }

    pub(super) fn figure(&self, term: &Term) -> Figure {
        let figure = self.of_bounds(self.solver.bounds(&term.rewards), missing(term));
        Figure {
            guessed: self.guessed(term),
            ..figure
        }
    }

    /// The customer's time.
    pub(super) fn time(&self, term: &Term) -> Figure {
        let figure = self.of_bounds(self.solver.customers_time(&term.rewards), missing(term));
        Figure {
            guessed: self.guessed(term),
            ..figure
        }
    }

    /// The share of a sum that rests on guesses: on guessed values, or on runs that guessed shares decide.
    fn guessed(&self, term: &Term) -> f64 {
        let visits = &self.solver.visits;
        let unsure = self
            .unsure
            .get_or_init(|| self.solver.graph.reach(self.guessed_splits()));
        let (mut all, mut guessed) = (0.0, 0.0);
        for (node, visits) in visits.iter().enumerate() {
            let value = term.rewards.at[node] * visits;
            all += value;
            guessed += match unsure[node] {
                true => value,
                false => term.guessed[node] * visits,
            };
        }
        if all > 0.0 {
            (guessed / all).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Where cases part by shares that are guesses.
    fn guessed_splits(&self) -> impl Iterator<Item = usize> + '_ {
        let flow = &self.solver.flow;
        let nodes = flow.nodes.iter().enumerate().skip(1);
        let parts = nodes.filter(|(number, node)| {
            let Exits::Choices(choices) = &node.exits else {
                return false;
            };
            let parts = choices.len() > 1
                || choices
                    .iter()
                    .flatten()
                    .any(|(_, share)| *share > 1e-9 && *share < 1.0 - 1e-9);
            flow.is_reached[*number]
                && parts
                && node.step.is_some_and(|(_, step)| {
                    let is_outcome = step.ai.is_some() && !node.is_behind;
                    match is_outcome {
                        true => Basis::kind_of(&step.basis, "ai/resolves") == BasisKind::Guess,
                        false => flow.is_guessed[*number],
                    }
                })
        });
        parts.map(|(number, _)| number)
    }

    /// Seconds of people's work, whoever does it.
    pub(super) fn work_term(&self, inputs: &Inputs<'_>) -> Term {
        let mut all = Term::new(self.solver.flow.nodes.len());
        for term in inputs.work.values() {
            all.add_times(term, 1.0);
        }
        all
    }

    /// What is spent on a case: money at steps and for runs of AI, and paid time.
    pub(super) fn cost_term(&self, inputs: &Inputs<'_>) -> Term {
        let mut all = inputs.spent.clone();
        for (id, term) in &inputs.work {
            let role = self.solver.flow.role(id);
            let is_worked =
                !term.unsaid.is_empty() || term.rewards.at.iter().any(|work| *work > 0.0);
            let rate = role.and_then(|role| role.cost_per_hour);
            let rate = rate
                .map(|rate| rate.0)
                .filter(|rate| *rate >= 0.0 && rate.is_finite());
            let paid = Paid::of(role);
            let hours = self.visits_of(term) / 3600.0;
            let mut lacks = |field: &str, times: f64| {
                let field = field.to_owned();
                let unsaid = Unsaid {
                    place: Key::Role((*id).clone()),
                    field,
                };
                *all.unsaid.entry((ROOT, unsaid)).or_default() += times;
            };
            if is_worked && rate.is_none() {
                lacks("cost_per_hour", hours * paid.factor);
            }
            if is_worked && rate != Some(0.0) && !paid.is_known {
                lacks("shrinkage", hours * rate.unwrap_or(1.0));
            }
            // A product is as good as the weakest of its factors.
            let is_guess = |field: &str| {
                role.is_none_or(|role| Basis::kind_of(&role.basis, field) == BasisKind::Guess)
            };
            let factor = paid.factor * rate.unwrap_or(0.0) / 3600.0;
            match is_guess("cost_per_hour") || paid.is_known && is_guess("shrinkage") {
                true => {
                    let mut guess = term.clone();
                    guess.guessed.clone_from(&guess.rewards.at);
                    all.add_times(&guess, factor);
                }
                false => all.add_times(term, factor),
            }
        }
        all
    }

    /// Seconds of people's work for a case.
    pub(super) fn work(&self, inputs: &Inputs<'_>) -> Figure {
        Self::by_whom(inputs, self.figure(&self.work_term(inputs)))
    }

    /// Money for a case.
    pub(super) fn cost(&self, inputs: &Inputs<'_>, term: &Term) -> Figure {
        Self::by_whom(inputs, self.figure(term))
    }

    /// Where nobody is named, whose work it is has to be said first.
    fn by_whom(inputs: &Inputs<'_>, mut figure: Figure) -> Figure {
        if !inputs.has_workers {
            figure.missing += 1;
            figure.high = None;
        }
        figure
    }

    /// The load of each role that works.
    pub(super) fn loads(&self, inputs: &Inputs<'_>, cases: &Figure) -> Vec<(RoleId, Figure)> {
        let roles = self.solver.flow.blueprint.roles.iter();
        let loads = roles.filter_map(|role| {
            let work = self.figure(inputs.work.get(&role.id)?);
            Some((role.id.clone(), Taken::of(role, &work, cases).load))
        });
        loads.collect()
    }

    fn visits_of(&self, term: &Term) -> f64 {
        let sum = term.rewards.at.iter().zip(&self.solver.visits);
        sum.map(|(value, visits)| value * visits).sum()
    }

    pub(super) fn needs_person(&self, inputs: &Inputs<'_>, repeat_share: f64) -> Figure {
        let untouched = self.solver.untouched(&inputs.spared);
        let share = if self.solver.flow.has_repeats {
            0.0
        } else {
            repeat_share
        };
        let needs = |untouched: f64| {
            let needs = 1.0 - untouched * (1.0 - share) / (1.0 - untouched * share);
            needs.clamp(0.0, 1.0)
        };
        let gaps = self.solver.gaps().count();
        let low = untouched.high.unwrap_or(1.0);
        Figure {
            low: Some(needs(low)),
            high: (gaps == 0).then(|| needs(untouched.low)),
            missing: self
                .solver
                .gaps()
                .filter(|(_, kind)| *kind == GapKind::NoSplit)
                .count(),
            guessed: 0.0,
        }
    }

    pub(super) fn roles(
        &self,
        blueprint: &Blueprint,
        inputs: &Inputs<'_>,
        cases: &Figure,
        queues: &BTreeMap<RoleId, f64>,
    ) -> Vec<RoleNumbers> {
        let roles = blueprint
            .roles
            .iter()
            .filter(|role| inputs.work.contains_key(&role.id));
        let numbers = roles.map(|role| {
            let work = self.figure(&inputs.work[&role.id]);
            let Taken {
                hours,
                paid_hours,
                load,
            } = Taken::of(role, &work, cases);
            RoleNumbers {
                id: role.id.clone(),
                work,
                hours,
                paid_hours,
                load,
                queue: queues
                    .get(&role.id)
                    .map_or(Figure::UNKNOWN, |wait| Figure::exactly(*wait)),
                closed_hours: self
                    .closed_hours(&role.id)
                    .map_or(Figure::UNKNOWN, Figure::exactly),
            }
        });
        numbers.collect()
    }
}

/// The time of a role that is taken in a month.
struct Taken {
    hours: Figure,
    paid_hours: Figure,
    load: Figure,
}

impl Taken {
    /// By its work for a case and the cases of a month.
    fn of(role: &Role, work: &Figure, cases: &Figure) -> Self {
        let hours = cases.product(work).times(1.0 / 3600.0);
        let paid = Paid::of(Some(role));
        let mut paid_hours = hours.times(paid.factor);
        if !paid.is_known && paid_hours.low.is_some() {
            paid_hours.high = None;
            paid_hours.missing += 1;
        }
        let there = role.people.zip(role.hours_per_week);
        let there = there.map(|(people, week)| people.0 * week.0 * WEEKS_A_MONTH);
        let load = match there.filter(|there| *there > 0.0 && there.is_finite()) {
            Some(there) => paid_hours.times(1.0 / there),
            None => Figure::UNKNOWN,
        };
        Self {
            hours,
            paid_hours,
            load,
        }
    }
}

/// How much time is paid for an hour of work.
#[derive(Clone, Copy)]
pub(super) struct Paid {
    pub factor: f64,
    /// Whether it is known how much of the paid time nobody can work.
    pub is_known: bool,
}

impl Paid {
    pub(super) fn of(role: Option<&Role>) -> Self {
        let at_once = role.and_then(|role| role.at_once).map(|at_once| at_once.0);
        let at_once = at_once
            .filter(|at_once| *at_once > 0.0 && at_once.is_finite())
            .unwrap_or(1.0);
        let shrinkage = role.and_then(|role| role.shrinkage).and_then(said);
        let shrinkage = shrinkage.filter(|shrinkage| *shrinkage < 1.0);
        Self {
            factor: 1.0 / at_once / (1.0 - shrinkage.unwrap_or(0.0)),
            is_known: shrinkage.is_some(),
        }
    }
}

impl Rewards {
    pub(super) fn none(count: usize) -> Self {
        Self {
            at: vec![0.0; count],
            along: BTreeMap::new(),
        }
    }
}

impl Term {
    /// Adds another so many times.
    pub(super) fn add_times(&mut self, other: &Self, factor: f64) {
        let values = self.rewards.at.iter_mut().zip(&other.rewards.at);
        values.for_each(|(sum, value)| *sum += factor * value);
        let guesses = self.guessed.iter_mut().zip(&other.guessed);
        guesses.for_each(|(sum, value)| *sum += factor * value);
        for (unsaid, times) in &other.unsaid {
            *self.unsaid.entry(unsaid.clone()).or_default() += times * factor;
        }
    }
}

/// How many inputs a sum lacks.
fn missing(term: &Term) -> usize {
    let unsaid: BTreeSet<&Unsaid> = term.unsaid.keys().map(|(_, unsaid)| unsaid).collect();
    unsaid.len()
}

/// Everything that nobody said and that some figure depends on.
pub(super) fn unknown(flow: &Flow<'_>, inputs: &Inputs<'_>, cost: &Term) -> Vec<Unsaid> {
    let terms = [&inputs.path, &inputs.waits, cost];
    let terms = terms.into_iter().chain(inputs.work.values());
    let lacking = terms.flat_map(|term| term.unsaid.keys().map(|(_, unsaid)| unsaid));
    let all: BTreeSet<&Unsaid> = lacking.chain(&flow.unsaid).collect();
    all.into_iter().cloned().collect()
}

/// A number divided by a figure above zero.
pub(super) fn quotient(one: f64, two: &Figure) -> Figure {
    let by = |two: Option<f64>| two.filter(|two| *two > 0.0).map(|two| one / two);
    Figure {
        low: by(two.high),
        high: by(two.low),
        ..*two
    }
}

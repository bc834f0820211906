//! The figures of each variant of a blueprint.

use std::{cell::OnceCell, collections::BTreeMap};

use super::{
    Difference, Endless, Figure, GapKind, Outage, Unsaid,
    case::{Case, quotient, unknown},
    compare::difference,
    flow::{Flow, said},
    inputs::{AiAtWork, AsDrawn, Inputs, Term},
    outage::outages,
    solve::{Bounds, Rewards, Solver},
};
use crate::model::{Blueprint, Currency, RoleId, StepId, Variant, VariantId};

/// The figures of a blueprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Of every amount of money.
    pub currency: Currency,
    /// In the order of the blueprint.
    pub variants: Vec<VariantNumbers>,
    /// What each later variant saves against the first one, where both have figures.
    pub differences: Vec<Difference>,
}

/// The figures of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantNumbers {
    /// Which.
    pub id: VariantId,
    /// Cases a month; [`Figure::UNKNOWN`] when nobody said how many come.
    pub cases: Figure,
    /// Contacts a month.
    pub contacts: Figure,
    /// Of one case.
    pub per_case: PerCase,
    /// How often each step is run for a case, in the order of the variant's steps; empty where a share is missing on which
    /// that depends.
    pub runs: Vec<f64>,
    /// The steps through which a case comes in.
    pub entries: Vec<StepId>,
    /// Of each role that works in the variant, in the order of the blueprint.
    pub roles: Vec<RoleNumbers>,
    /// The loads of roles while an AI system is out of order, system by system.
    pub outages: Vec<Outage>,
    /// What nobody said and figures depend on.
    pub unknown: Vec<Unsaid>,
    /// Steps behind which nothing is known, and why.
    pub gaps: Vec<(StepId, GapKind)>,
    /// Why there are no figures at all.
    pub endless: Option<Endless>,
    /// Whether some case may never end, by the shares that nobody said.
    pub may_never_end: bool,
    /// Steps that no start reaches, in no total.
    pub not_run: Vec<StepId>,
    /// Steps in the tray that cases reach: they count like others.
    pub in_tray: Vec<StepId>,
    /// Whether repeats are said twice: as a loop, which counts, and as a share.
    pub repeats_twice: bool,
    /// Whether contacts are counted at the starts, since no step of a customer touches another lane.
    pub contacts_at_starts: bool,
}

/// Figures of one case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerCase {
    /// How often it comes in.
    pub contacts: Figure,
    /// Seconds from the first contact until it is settled.
    pub customer_time: Figure,
    /// Seconds of these in which nobody works.
    pub waiting: Figure,
    /// Seconds of people's work.
    pub work: Figure,
    /// Money.
    pub cost: Figure,
    /// Chance that a person has to do with it.
    pub needs_person: Figure,
    /// How often people pass it to people of another role.
    pub hand_offs: Figure,
}

impl PerCase {
    const UNKNOWN: Self = Self {
        contacts: Figure::UNKNOWN,
        customer_time: Figure::UNKNOWN,
        waiting: Figure::UNKNOWN,
        work: Figure::UNKNOWN,
        cost: Figure::UNKNOWN,
        needs_person: Figure::UNKNOWN,
        hand_offs: Figure::UNKNOWN,
    };
}

/// Figures of a role in a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleNumbers {
    /// Which.
    pub id: RoleId,
    /// Seconds of work for a case.
    pub work: Figure,
    /// Hours of work a month.
    pub hours: Figure,
    /// Paid hours a month: several cases at once take less, holidays and breaks more.
    pub paid_hours: Figure,
    /// Share of the paid and available time that is taken; above 1 more comes than is done.
    pub load: Figure,
    /// Mean seconds of waiting for somebody of the role.
    pub queue: Figure,
    /// Mean seconds that an entry waits until somebody of the role is there.
    pub closed_hours: Figure,
}

/// Figures of a step in a variant, for one case.
#[derive(Clone, Debug, PartialEq)]
pub struct StepNumbers {
    /// Which.
    pub id: StepId,
    /// How often it is run.
    pub runs: Figure,
    /// Seconds of people's work.
    pub work: Figure,
    /// Money.
    pub cost: Figure,
}

impl Numbers {
    /// The figures of all variants.
    pub fn of(blueprint: &Blueprint) -> Self {
        let mut variants = blueprint.variants.iter();
        let first = variants.next();
        let first = first.map(|variant| Counted::new(blueprint, variant, None));
        let before = first.as_ref().map(|first| first.numbers.clone());
        let later = variants.map(|variant| Counted::new(blueprint, variant, before.as_ref()));
        let later: Vec<Counted<'_>> = later.collect();
        let differences = first.as_ref().map(|first| {
            let later = later.iter();
            later.filter_map(|later| difference(blueprint, first, later))
        });
        let differences = differences.into_iter().flatten().collect();
        Self {
            currency: blueprint.currency.clone(),
            differences,
            variants: first
                .into_iter()
                .chain(later)
                .map(|counted| counted.numbers)
                .collect(),
        }
    }
}

/// A variant with its figures, and what they were added up from.
pub(super) struct Counted<'b> {
    pub measured: Measured<'b>,
    pub numbers: VariantNumbers,
    /// None where nothing can be counted.
    pub inputs: Option<Inputs<'b>>,
}

impl<'b> Counted<'b> {
    fn new(
        blueprint: &'b Blueprint,
        variant: &'b Variant,
        first: Option<&'b VariantNumbers>,
    ) -> Self {
        let mut counted = Self::alone(blueprint, variant, first);
        counted.numbers.outages = outages(blueprint, variant, first);
        counted
    }

    /// The same without what an outage would do.
    pub(super) fn alone(
        blueprint: &'b Blueprint,
        variant: &'b Variant,
        first: Option<&'b VariantNumbers>,
    ) -> Self {
        let measured = Measured::new(blueprint, variant, first, &AsDrawn);
        let (numbers, inputs) = measured.counted();
        Self {
            measured,
            numbers,
            inputs,
        }
    }
}

/// The figures of each step of a variant. Where shares are missing this takes longer than all other figures together.
pub fn steps(blueprint: &Blueprint, variant: &VariantId) -> Vec<StepNumbers> {
    let Some((place, found)) = blueprint.variant(variant) else {
        return Vec::new();
    };
    let first = blueprint.variants.first().filter(|_| place > 0);
    let first = first.map(|first| Measured::new(blueprint, first, None, &AsDrawn).numbers());
    Measured::new(blueprint, found, first.as_ref(), &AsDrawn).steps()
}

/// A variant that can be counted in, or why it cannot.
pub(super) struct Measured<'b> {
    blueprint: &'b Blueprint,
    pub variant: &'b Variant,
    /// What is known of the first variant; none for the first itself.
    first: Option<&'b VariantNumbers>,
    ai: &'b dyn AiAtWork,
    solver: Result<Solver<'b>, Endless>,
}

impl<'b> Measured<'b> {
    pub(super) fn new(
        blueprint: &'b Blueprint,
        variant: &'b Variant,
        first: Option<&'b VariantNumbers>,
        ai: &'b dyn AiAtWork,
    ) -> Self {
        Self {
            blueprint,
            variant,
            first,
            ai,
            solver: Solver::new(Flow::new(blueprint, variant, ai)),
        }
    }

    /// One case, where there is one.
    pub(super) fn case(&self) -> Result<Case<'_, 'b>, Endless> {
        let solver = self.solver.as_ref().map_err(|endless| *endless)?;
        Ok(Case {
            solver,
            ai: self.ai,
            is_first: self.first.is_none(),
            repeats: self.repeats(solver).ok_or(Endless::NeverEnds)?,
            unsure: OnceCell::new(),
        })
    }

    pub(super) fn numbers(&self) -> VariantNumbers {
        self.counted().0
    }

    /// The figures, and what they are added up from.
    pub(super) fn counted(&self) -> (VariantNumbers, Option<Inputs<'b>>) {
        let mut numbers = VariantNumbers {
            id: self.variant.id.clone(),
            cases: Figure::UNKNOWN,
            contacts: Figure::UNKNOWN,
            per_case: PerCase::UNKNOWN,
            runs: Vec::new(),
            entries: Vec::new(),
            roles: Vec::new(),
            outages: Vec::new(),
            unknown: Vec::new(),
            gaps: Vec::new(),
            endless: None,
            may_never_end: false,
            not_run: Vec::new(),
            in_tray: Vec::new(),
            repeats_twice: false,
            contacts_at_starts: false,
        };
        let case = match self.case() {
            Ok(case) => case,
            Err(endless) => {
                numbers.endless = Some(endless);
                return (numbers, None);
            }
        };
        let solver = case.solver;
        numbers.repeats_twice = solver.flow.has_repeats && self.repeat_share() > 0.0;
        numbers.contacts_at_starts = solver.flow.are_entries_starts;
        numbers.may_never_end = solver.may_never_end();
        numbers.gaps = solver
            .gaps()
            .filter_map(|(node, kind)| Some((solver.flow.nodes[node].step?.0.clone(), kind)))
            .collect();
        let contacts = case.figure(&case.entries());
        numbers.per_case.contacts = contacts;
        numbers.cases = self.cases(&contacts);
        numbers.contacts = numbers.cases.product(&contacts);
        numbers.not_run = case.not_run();
        numbers.in_tray = case.in_tray();
        numbers.runs = case.exact_runs();
        let entries = solver.flow.entries.iter();
        let entries = entries.filter_map(|node| Some(solver.flow.nodes[*node].step?.0.clone()));
        numbers.entries = entries.collect();

        let (inputs, queues) = case.all_inputs(&numbers.cases);
        numbers.per_case.customer_time = case.time(&inputs.path);
        numbers.per_case.waiting = case.figure(&inputs.waits);
        numbers.per_case.work = case.work(&inputs);
        let cost = case.cost_term(&inputs);
        numbers.per_case.cost = case.cost(&inputs, &cost);
        numbers.per_case.needs_person = case.needs_person(&inputs, self.repeat_share());
        numbers.per_case.hand_offs = case.figure(&inputs.hand_offs);
        numbers.roles = case.roles(self.blueprint, &inputs, &numbers.cases, &queues);
        numbers.unknown = unknown(&solver.flow, &inputs, &cost);
        (numbers, Some(inputs))
    }

    /// The loads of roles alone.
    pub(super) fn loads(&self) -> Vec<(RoleId, Figure)> {
        let Ok(case) = self.case() else {
            return Vec::new();
        };
        let cases = self.cases(&case.figure(&case.entries()));
        // Waiting in queues is no work.
        case.loads(&case.inputs(&BTreeMap::new()), &cases)
    }

    /// The figures of each step, which take longer than all others together where shares are missing.
    pub(super) fn steps(&self) -> Vec<StepNumbers> {
        let Ok(case) = self.case() else {
            return Vec::new();
        };
        let solver = case.solver;
        let inputs = case.inputs(&BTreeMap::new());
        let cost = case.cost_term(&inputs);
        let mut steps = Vec::new();
        for (id, _, node) in solver.flow.steps() {
            if !solver.flow.is_reached[node] || solver.flow.nodes[node].is_bare() {
                continue;
            }
            let bounds = match solver.open.is_empty() {
                true => Bounds::exactly(solver.visits[node]),
                false => {
                    let mut runs = Rewards::none(solver.flow.nodes.len());
                    runs.at[node] = 1.0;
                    solver.bounds(&runs)
                }
            };
            let runs = case.of_bounds(bounds, 0);
            let happens = solver.flow.nodes[node].happens;
            let of = |term: &Term| {
                let lacks = term.unsaid.keys().filter(|(at, _)| *at == node);
                let mut figure = runs.times(term.rewards.at[node]);
                figure.missing = lacks.count();
                if figure.missing > 0 {
                    figure.high = None;
                }
                figure
            };
            let mut all = Term::new(solver.flow.nodes.len());
            for term in inputs.work.values() {
                all.rewards.at[node] += term.rewards.at[node];
                all.unsaid.extend(term.unsaid.clone());
            }
            steps.push(StepNumbers {
                id: id.clone(),
                runs: runs.times(happens),
                work: of(&all),
                cost: of(&cost),
            });
        }
        steps
    }

    fn repeat_share(&self) -> f64 {
        let demand = self.variant.demand.as_ref();
        demand
            .and_then(|demand| demand.repeat_share)
            .and_then(said)
            .unwrap_or(0.0)
    }

    /// By how much everything counts because cases come back that no loop draws; `None`: for ever.
    fn repeats(&self, solver: &Solver<'_>) -> Option<f64> {
        if solver.flow.has_repeats {
            return Some(1.0);
        }
        let share = self.repeat_share();
        (share < 1.0 - 1e-9).then(|| 1.0 / (1.0 - share))
    }

    /// Cases a month: as said, or from the contacts; what the first variant has holds for the others.
    fn cases(&self, contacts: &Figure) -> Figure {
        let sound = |count: f64| (count >= 0.0 && count.is_finite()).then_some(count);
        let demand = self.variant.demand.as_ref();
        let cases = demand.and_then(|demand| demand.cases_per_month);
        if let Some(cases) = cases.and_then(|cases| sound(cases.0)) {
            return Figure::exactly(cases);
        }
        let by = self
            .first
            .map_or(contacts, |first| &first.per_case.contacts);
        let came = demand.and_then(|demand| demand.contacts_per_month);
        match came.and_then(|came| sound(came.0)) {
            Some(came) => quotient(came, by),
            None => self.first.map_or(Figure::UNKNOWN, |first| first.cases),
        }
    }
}

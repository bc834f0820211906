//! What another variant saves: differences of figures, in which what nobody knows of both cancels; the bridge from one cost to
//! the other; and when what it costs to build has come back.

use std::collections::BTreeMap;

use super::{
    BridgePart, Figure, Unsaid,
    bridge::{bridge, payback},
    case::{Case, Paid},
    flow::{Exits, Flow},
    inputs::{Inputs, Term},
    numbers::{Counted, VariantNumbers},
};
use crate::model::{Blueprint, Key, RoleId, Step, StepId, VariantId};

/// How the figures of two variants differ, from the earlier to the later.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The earlier variant.
    pub from: VariantId,
    /// The later one.
    pub to: VariantId,
    /// What a case saves, figure by figure: positive saves.
    pub per_case: Savings,
    /// Paid hours a month that each role has less of.
    pub freed_hours: Vec<(RoleId, Saving)>,
    /// From the cost of the earlier to that of the later, change by change; the changes add up to the difference. Of work, in
    /// seconds, where no role has a cost. Empty where one end is not known.
    pub bridge: Vec<(BridgePart, f64)>,
    /// Whether the bridge is one of money.
    pub is_bridge_of_cost: bool,
    /// What comes back; none while nobody said how much of the freed hours is realised.
    pub payback: Option<Payback>,
}

/// What a case saves.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "each is the difference of the figure with its name"
)]
pub struct Savings {
    pub contacts: Saving,
    pub customer_time: Saving,
    pub waiting: Saving,
    pub work: Saving,
    pub cost: Saving,
    pub needs_person: Saving,
    pub hand_offs: Saving,
}

/// A difference, and how much of it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saving {
    /// In which sense.
    pub kind: SavingKind,
    /// The difference: no less than `low`, no more than `high`.
    pub figure: Figure,
}

/// In which sense a difference is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavingKind {
    /// Whatever is not known is not known of both, and cancels.
    Exactly,
    /// What is not known can only add to it.
    AtLeast,
    /// What is not known can only take from it.
    AtMost,
    /// It lies between two bounds.
    Range,
    /// Nobody can say.
    NotComparable,
}

/// When what it costs to build has come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payback {
    /// The first whole month by whose end it has, counted from 1; none when it never has.
    pub month: Option<u32>,
    /// What a month brings, from the month on in which savings are realised.
    pub monthly: f64,
}

impl Saving {
    const NOT_COMPARABLE: Self = Self {
        kind: SavingKind::NotComparable,
        figure: Figure::UNKNOWN,
    };

    /// A difference between two bounds; exact where they are the same.
    fn between(low: f64, high: Option<f64>) -> Self {
        let Some(high) = high else {
            return Self::NOT_COMPARABLE;
        };
        let figure = Figure {
            low: Some(low),
            high: Some(high),
            ..Figure::UNKNOWN
        };
        let kind = match figure.exact() {
            Some(_) => SavingKind::Exactly,
            None if low < 0.0 && high > 0.0 => SavingKind::NotComparable,
            None => SavingKind::Range,
        };
        Self { kind, figure }
    }

    /// A known difference, with what is not known beside it by how often it counts.
    fn of_terms(known: f64, unknown: impl IntoIterator<Item = f64>) -> Self {
        let (mut more, mut less) = (false, false);
        for times in unknown {
            more |= times > 1e-9;
            less |= times < -1e-9;
        }
        let (kind, low, high) = match (more, less) {
            (false, false) => (SavingKind::Exactly, Some(known), Some(known)),
            (true, false) => (SavingKind::AtLeast, Some(known), None),
            (false, true) => (SavingKind::AtMost, None, Some(known)),
            (true, true) => (SavingKind::NotComparable, None, None),
        };
        let figure = Figure {
            low,
            high,
            ..Figure::UNKNOWN
        };
        Self { kind, figure }
    }

    /// The difference so many times, which is not below zero.
    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            figure: self.figure.times(factor),
            ..self
        }
    }
}

/// How a variant differs from an earlier one.
pub(super) fn difference(
    blueprint: &Blueprint,
    one: &Counted<'_>,
    two: &Counted<'_>,
) -> Option<Difference> {
    let (before, after) = (&one.numbers, &two.numbers);
    let pair = Pair {
        sides: [PairSide::new(one)?, PairSide::new(two)?],
    };
    let entries = [pair.sides[0].case.entries(), pair.sides[1].case.entries()];
    let works = [pair.sides[0].work(), pair.sides[1].work()];
    let costs = [pair.sides[0].cost(), pair.sides[1].cost()];
    let sum =
        |terms: &[Term; 2], figures: [Figure; 2]| pair.of_sums([&terms[0], &terms[1]], figures);
    let of = |side: usize| pair.sides[side].inputs;
    let figures = |figure: fn(&VariantNumbers) -> Figure| [figure(before), figure(after)];
    let work = sum(&works, figures(|numbers| numbers.per_case.work));
    let cost = sum(&costs, figures(|numbers| numbers.per_case.cost));
    let per_case = Savings {
        contacts: sum(&entries, figures(|numbers| numbers.per_case.contacts)),
        customer_time: pair.of_times(figures(|numbers| numbers.per_case.customer_time)),
        waiting: pair.of_sums(
            [&of(0).waits, &of(1).waits],
            figures(|numbers| numbers.per_case.waiting),
        ),
        work,
        cost,
        needs_person: of_bounds(figures(|numbers| numbers.per_case.needs_person)),
        hand_offs: pair.of_sums(
            [&of(0).hand_offs, &of(1).hand_offs],
            figures(|numbers| numbers.per_case.hand_offs),
        ),
    };
    let (bridge, is_bridge_of_cost) = bridge(blueprint, &pair, (before, after));
    Some(Difference {
        from: before.id.clone(),
        to: after.id.clone(),
        per_case,
        freed_hours: freed(blueprint, &pair, (before, after)),
        bridge,
        is_bridge_of_cost,
        payback: payback(blueprint, &pair, (before, after)),
    })
}

/// When what a variant costs to build has come back, without all else in which it differs.
pub(super) fn payback_of(
    blueprint: &Blueprint,
    one: &Counted<'_>,
    two: &Counted<'_>,
) -> Option<Payback> {
    let pair = Pair {
        sides: [PairSide::new(one)?, PairSide::new(two)?],
    };
    payback(blueprint, &pair, (&one.numbers, &two.numbers))
}

/// A variant as one of two.
pub(super) struct PairSide<'s, 'b> {
    pub case: Case<'s, 'b>,
    pub inputs: &'s Inputs<'b>,
    visits: &'s [f64],
    /// Whether every share is said.
    is_exact: bool,
}

impl<'s, 'b> PairSide<'s, 'b> {
    fn new(counted: &'s Counted<'b>) -> Option<Self> {
        let case = counted.measured.case().ok()?;
        Some(Self {
            inputs: counted.inputs.as_ref()?,
            visits: &case.solver.visits,
            is_exact: case.solver.open.is_empty() && case.solver.gaps().next().is_none(),
            case,
        })
    }

    fn work(&self) -> Term {
        self.case.work_term(self.inputs)
    }

    fn cost(&self) -> Term {
        self.case.cost_term(self.inputs)
    }

    /// How often each unknown counts.
    fn unknowns(&self, term: &Term, visits: &[f64]) -> BTreeMap<Unsaid, f64> {
        let mut unknowns = BTreeMap::new();
        for ((node, unsaid), times) in &term.unsaid {
            *unknowns.entry(unsaid.clone()).or_insert(0.0) +=
                times * visits[*node] * self.case.repeats;
        }
        unknowns
    }
}

pub(super) struct Pair<'s, 'b> {
    pub sides: [PairSide<'s, 'b>; 2],
}

impl Pair<'_, '_> {
    fn of_sums(&self, terms: [&Term; 2], figures: [Figure; 2]) -> Saving {
        let visits = [self.sides[0].visits, self.sides[1].visits];
        if self.sides.iter().all(|side| side.is_exact) {
            return self.of_terms(terms, figures, visits);
        }
        if let Some(saving) = self.of_shared_choices(terms) {
            return saving;
        }
        of_bounds(figures)
    }

    fn of_times(&self, figures: [Figure; 2]) -> Saving {
        if !self.sides.iter().all(|side| side.is_exact) {
            return of_bounds(figures);
        }
        // Where of several ways the longest counts, nobody knows by how much it is longer.
        let is_open = |side: &PairSide<'_, '_>| side.case.solver.is_maximum_open();
        if self.sides.iter().any(is_open) {
            let known = figures[0]
                .low
                .zip(figures[1].low)
                .map(|(one, two)| one - two);
            let signs = [(0, 1.0), (1, -1.0)];
            let open = signs
                .into_iter()
                .filter(|(side, _)| is_open(&self.sides[*side]) || figures[*side].missing > 0);
            return known.map_or(Saving::NOT_COMPARABLE, |known| {
                Saving::of_terms(known, open.map(|(_, sign)| sign))
            });
        }
        let visits = [self.time_visits(0), self.time_visits(1)];
        let paths = [&self.sides[0].inputs.path, &self.sides[1].inputs.path];
        self.of_terms(paths, figures, [&visits[0], &visits[1]])
    }

    fn time_visits(&self, side: usize) -> Vec<f64> {
        let side = &self.sides[side];
        let visits = side.case.solver.time_visits(&side.inputs.path.rewards);
        visits.map_or_else(|| side.visits.to_vec(), |(visits, _)| visits)
    }

    /// The difference term by term: what neither side says of the same thing cancels.
    fn of_terms(&self, terms: [&Term; 2], figures: [Figure; 2], visits: [&[f64]; 2]) -> Saving {
        let (Some(one), Some(two)) = (figures[0].low, figures[1].low) else {
            return Saving::NOT_COMPARABLE;
        };
        let [flow, other] = [
            &self.sides[0].case.solver.flow,
            &self.sides[1].case.solver.flow,
        ];
        let mut counts: BTreeMap<(u8, Key, String), f64> = BTreeMap::new();
        for (side, sign) in [(0, 1.0), (1, -1.0)] {
            let unknowns = self.sides[side].unknowns(terms[side], visits[side]);
            for (unsaid, times) in unknowns {
                // One unknown of both sides has the key of the first.
                let key = match &unsaid.place {
                    Key::Step(_, id) if is_same(flow, other, id) => (
                        0,
                        Key::Step(flow.variant.id.clone(), id.clone()),
                        unsaid.field,
                    ),
                    Key::Step(..) => (1 + side as u8, unsaid.place, unsaid.field),
                    _ => (0, unsaid.place, unsaid.field),
                };
                *counts.entry(key).or_default() += sign * times;
            }
        }
        Saving::of_terms(one - two, counts.into_values())
    }

    /// Where the same splits stand in both and all others are said, each choice is made in both alike.
    fn of_shared_choices(&self, terms: [&Term; 2]) -> Option<Saving> {
        const MOST: usize = 256;
        let [one, two] = [&self.sides[0].case.solver, &self.sides[1].case.solver];
        if one.gaps().next().is_some() || two.gaps().next().is_some() {
            return None;
        }
        if terms.iter().any(|term| !term.unsaid.is_empty()) || one.open.len() != two.open.len() {
            return None;
        }
        let shared: Option<Vec<(usize, usize, usize)>> = one
            .open
            .iter()
            .map(|node| {
                let (id, _) = one.flow.nodes[*node]
                    .step
                    .filter(|_| !one.flow.nodes[*node].is_behind)?;
                let twin = *two.flow.of_step.get(id)?;
                let choices = same_choices(&one.flow, *node, &two.flow, twin)?;
                two.open.contains(&twin).then_some((*node, twin, choices))
            })
            .collect();
        let shared = shared?;
        let count = shared
            .iter()
            .try_fold(1_usize, |all, (_, _, choices)| all.checked_mul(*choices));
        if count.is_none_or(|count| count > MOST) {
            return None;
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut policies = [one.proper.clone(), two.proper.clone()];
        for number in 0..count? {
            let mut rest = number;
            for (node, twin, choices) in &shared {
                (policies[0][*node], policies[1][*twin]) = (rest % choices, rest % choices);
                rest /= choices;
            }
            let value = |side: usize| {
                let solver = self.sides[side].case.solver;
                let sum = solver.sum(&terms[side].rewards, &policies[side])?;
                Some(sum * self.sides[side].case.repeats)
            };
            let difference = value(0)? - value(1)?;
            (low, high) = (low.min(difference), high.max(difference));
        }
        Some(Saving::between(low, Some(high)))
    }
}

/// How many choices a split has that both sides have alike: the same ways with the same shares.
fn same_choices(one: &Flow<'_>, node: usize, two: &Flow<'_>, twin: usize) -> Option<usize> {
    let (Exits::Choices(first), Exits::Choices(second)) =
        (&one.nodes[node].exits, &two.nodes[twin].exits)
    else {
        return None;
    };
    let named = |flow: &Flow<'_>, ways: &[(usize, f64)]| {
        let ways = ways.iter().map(|(to, share)| {
            let id = flow.nodes[*to].step.map(|(id, _)| id.clone());
            (id, share.to_bits())
        });
        let mut ways: Vec<_> = ways.collect();
        ways.sort();
        ways
    };
    let is_same = first.len() == second.len()
        && std::iter::zip(first, second).all(|(a, b)| named(one, a) == named(two, b));
    is_same.then_some(first.len())
}

/// Whether a step is the same in both, so that what nobody knows of it is one unknown.
fn is_same(one: &Flow<'_>, two: &Flow<'_>, id: &StepId) -> bool {
    let step = |flow: &Flow<'_>| flow.variant.steps.get(id).cloned();
    let autonomy = |step: &Step| step.ai.as_deref().and_then(|ai| ai.autonomy);
    step(one).zip(step(two)).is_some_and(|(a, b)| {
        (&a.workers, &a.work, &a.wait) == (&b.workers, &b.work, &b.wait)
            && autonomy(&a) == autonomy(&b)
    })
}

/// The difference of two ranges that have nothing to do with each other.
fn of_bounds([one, two]: [Figure; 2]) -> Saving {
    if one.missing + two.missing > 0 {
        return Saving::NOT_COMPARABLE;
    }
    let low = one.low.zip(two.high).map(|(one, two)| one - two);
    let high = one.high.zip(two.low).map(|(one, two)| one - two);
    match (low, high) {
        (Some(low), high @ Some(_)) => Saving::between(low, high),
        (Some(low), None) if low >= 0.0 => Saving::of_terms(low, [1.0]),
        (None, Some(high)) if high <= 0.0 => Saving::of_terms(high, [-1.0]),
        _ => Saving::NOT_COMPARABLE,
    }
}

/// Paid hours that each role has less of in a month.
pub(super) fn freed(
    blueprint: &Blueprint,
    pair: &Pair<'_, '_>,
    (before, after): (&VariantNumbers, &VariantNumbers),
) -> Vec<(RoleId, Saving)> {
    let hours = |numbers: &VariantNumbers, id: &RoleId| {
        let role = numbers.roles.iter().find(|role| role.id == *id);
        role.map_or(Figure::exactly(0.0), |role| role.paid_hours)
    };
    let is_there = |id: &RoleId| {
        [before, after]
            .iter()
            .any(|numbers| numbers.roles.iter().any(|role| role.id == *id))
    };
    let roles = blueprint.roles.iter().filter(|role| is_there(&role.id));
    let same_cases = before.cases.exact().zip(after.cases.exact());
    let same_cases = same_cases
        .filter(|(one, two)| (one - two).abs() < 1e-6)
        .map(|(cases, _)| cases);
    let freed = roles.map(|role| {
        let figures = [hours(before, &role.id), hours(after, &role.id)];
        let count = |side: usize| pair.sides[side].case.solver.flow.nodes.len();
        let none = [Term::new(count(0)), Term::new(count(1))];
        let of = |side: usize| {
            pair.sides[side]
                .inputs
                .work
                .get(&role.id)
                .unwrap_or(&none[side])
        };
        let Some(cases) = same_cases else {
            return (role.id.clone(), of_bounds(figures));
        };
        // Of the same number of cases, what is not known cancels as it does for one.
        let work = |numbers: &VariantNumbers| {
            let found = numbers.roles.iter().find(|found| found.id == role.id);
            found.map_or(Figure::exactly(0.0), |found| found.work)
        };
        let factor = Paid::of(Some(role)).factor * cases / 3600.0;
        let saving = pair.of_sums([of(0), of(1)], [work(before), work(after)]);
        (role.id.clone(), saving.times(factor))
    });
    freed.collect()
}

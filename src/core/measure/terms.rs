//! What a figure of a case is made of: terms, each of one step, which add up to what is shown.
//!
//! Of a range the terms are those of its lower end, under the choices that make the figure least. Who first touches a case
//! is told step by step; where ways run at the same time, in proportion.

use std::collections::BTreeMap;

use super::{
    Figure, NamedFigure, Numbers, Quantity, Unsaid,
    case::{Case, Paid},
    figure::rounded_to_sum,
    flow::ROOT,
    inputs::{AsDrawn, Inputs, Term},
    numbers::{Measured, VariantNumbers},
};
use crate::model::{Blueprint, Money, RoleId, Share, StepId, VariantId};

/// Which figure of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those on screen")]
pub enum CaseFigure {
    CustomersTime,
    Waiting,
    Work,
    Cost,
    NeedsPerson,
    Contacts,
    HandOffs,
}

/// What a figure is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The figure.
    pub figure: Figure,
    /// What it counts.
    pub quantity: Quantity,
    /// The largest first. Rounded, they add up to its lower end as that is shown.
    pub parts: Vec<FigureTerm>,
    /// What nobody said and would add to it.
    pub missing: Vec<Unsaid>,
}

/// A part of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureTerm {
    /// The step of which it is.
    pub step: StepId,
    /// What of it.
    pub kind: TermKind,
    /// How often a case does it.
    pub runs: f64,
    /// How much it is each time.
    pub each: f64,
    /// How much it is for a case.
    pub value: f64,
    /// The same as it is shown: terms add up to the figure.
    pub rounded: f64,
    /// How much of it rests on guesses, 0 to 1.
    pub guessed: f64,
}

/// What of a step a term is.
#[derive(Clone, Debug, PartialEq)]
pub enum TermKind {
    /// Time of work: of a role, or of nobody who is paid.
    Work(Option<RoleId>),
    /// Waiting at it.
    Wait,
    /// Waiting for whoever works at this step, on the way to it.
    WaitOnTheWay(StepId),
    /// Money beside people's work.
    Spent,
    /// Paid time of a role.
    Paid {
        /// Whose.
        role: RoleId,
        /// What an hour of it costs.
        rate: Money,
        /// The share of the paid time in which nobody works, if anybody said.
        shrinkage: Option<Share>,
    },
    /// A case comes in.
    Entry,
    /// It passes from people to people of another role at this step.
    HandOff(StepId),
    /// The first person has to do with it.
    Touched,
}

impl Terms {
    /// The text of a part as it stands beside the figure.
    pub fn say(&self, part: &FigureTerm) -> String {
        self.quantity.say_in(part.rounded, self.grain())
    }

    fn grain(&self) -> f64 {
        self.quantity.grain(self.figure.low.unwrap_or(0.0))
    }
}

/// What a figure of a case of a variant is made of; `None` where there is none.
pub fn terms(
    blueprint: &Blueprint,
    numbers: &Numbers,
    variant: &VariantId,
    named: &NamedFigure,
) -> Option<Terms> {
    let (place, held) = blueprint.variant(variant)?;
    let of = numbers.variant(variant)?;
    let first = numbers.variants.first().filter(|_| place > 0);
    let measured = Measured::new(blueprint, held, first, &AsDrawn);
    let case = measured.case().ok()?;
    let (inputs, _) = case.all_inputs(&of.cases);
    let figure = (named.of)(&of.per_case);
    let gather = Gather {
        case: &case,
        inputs: &inputs,
    };
    let (mut parts, missing) = gather.parts(named.figure, of)?;
    parts.retain(|part| part.value.abs() > 1e-12);
    parts.sort_by(|one, two| two.value.total_cmp(&one.value));
    let low = figure.low?;
    let grain = named.quantity.grain(low);
    let shown = (low / grain).round() * grain;
    let values: Vec<f64> = parts.iter().map(|part| part.value).collect();
    for (part, rounded) in parts.iter_mut().zip(rounded_to_sum(&values, shown, grain)) {
        part.rounded = rounded;
    }
    Some(Terms {
        figure,
        quantity: named.quantity,
        parts,
        missing,
    })
}

/// A part of a figure before it is rounded.
struct Part {
    kind: TermKind,
    /// How much it is at each node in a visit, and what of that rests on guesses.
    at: Vec<f64>,
    guessed: Vec<f64>,
}

struct Gather<'a, 'b> {
    case: &'a Case<'a, 'b>,
    inputs: &'a Inputs<'b>,
}

impl Gather<'_, '_> {
    fn parts(
        &self,
        figure: CaseFigure,
        numbers: &VariantNumbers,
    ) -> Option<(Vec<FigureTerm>, Vec<Unsaid>)> {
        let solver = self.case.solver;
        Some(match figure {
            CaseFigure::CustomersTime => {
                let term = &self.inputs.path;
                let visits = solver.time_visits(&term.rewards)?;
                (self.times(term, &visits), missing(term))
            }
            CaseFigure::Waiting => {
                let term = &self.inputs.waits;
                let visits = solver.least_visits(&term.rewards)?;
                (self.times(term, &visits), missing(term))
            }
            CaseFigure::Work => {
                let all = self.case.work_term(self.inputs);
                let visits = solver.least_visits(&all.rewards)?;
                let works = self.inputs.work.iter().map(|(role, term)| Part {
                    kind: TermKind::Work(Some((*role).clone())),
                    at: term.rewards.at.clone(),
                    guessed: term.guessed.clone(),
                });
                (self.of_nodes(works, &visits.0), missing(&all))
            }
            CaseFigure::Cost => {
                let all = self.case.cost_term(self.inputs);
                let visits = solver.least_visits(&all.rewards)?;
                (self.of_nodes(self.costs(), &visits.0), missing(&all))
            }
            CaseFigure::Contacts => {
                let term = self.case.entries();
                let visits = solver.least_visits(&term.rewards)?;
                let part = Part {
                    kind: TermKind::Entry,
                    guessed: term.guessed,
                    at: term.rewards.at,
                };
                (self.of_nodes([part], &visits.0), Vec::new())
            }
            CaseFigure::HandOffs => {
                let term = &self.inputs.hand_offs;
                let visits = solver.least_visits(&term.rewards)?;
                (self.along(term, &visits, TermKind::HandOff), missing(term))
            }
            CaseFigure::NeedsPerson => (self.touched(numbers)?, Vec::new()),
        })
    }

    /// Work and waiting on a way, apart.
    fn times(&self, term: &Term, visits: &(Vec<f64>, Vec<usize>)) -> Vec<FigureTerm> {
        let waits = &self.inputs.waits;
        let all = term.rewards.at.iter().zip(&waits.rewards.at);
        let guesses = term.guessed.iter().zip(&waits.guessed);
        let works = Part {
            kind: TermKind::Work(None),
            at: all.map(|(all, wait)| all - wait).collect(),
            guessed: guesses.map(|(all, wait)| all - wait).collect(),
        };
        let waited = Part {
            kind: TermKind::Wait,
            at: waits.rewards.at.clone(),
            guessed: waits.guessed.clone(),
        };
        let mut terms = self.of_nodes([works, waited], &visits.0);
        terms.extend(self.along(term, visits, TermKind::WaitOnTheWay));
        terms
    }

    /// Money of steps, and paid time role by role.
    fn costs(&self) -> Vec<Part> {
        let mut parts = vec![Part {
            kind: TermKind::Spent,
            at: self.inputs.spent.rewards.at.clone(),
            guessed: self.inputs.spent.guessed.clone(),
        }];
        for (id, term) in &self.inputs.work {
            let role = self.case.solver.flow.role(id);
            let rate = role.and_then(|role| role.cost_per_hour);
            let Some(rate) = rate.filter(|rate| rate.0 >= 0.0 && rate.0.is_finite()) else {
                continue;
            };
            let paid = Paid::of(role);
            let factor = paid.factor * rate.0 / 3600.0;
            let scaled = |values: &[f64]| values.iter().map(|value| value * factor).collect();
            parts.push(Part {
                kind: TermKind::Paid {
                    role: (*id).clone(),
                    rate,
                    shrinkage: role
                        .and_then(|role| role.shrinkage)
                        .filter(|_| paid.is_known),
                },
                at: scaled(&term.rewards.at),
                guessed: scaled(&term.guessed),
            });
        }
        parts
    }

    /// Terms of parts that count at nodes.
    fn of_nodes(&self, parts: impl IntoIterator<Item = Part>, visits: &[f64]) -> Vec<FigureTerm> {
        let flow = &self.case.solver.flow;
        let mut terms = Vec::new();
        for part in parts {
            for (node, at) in part.at.iter().enumerate() {
                let Some((step, _)) = flow.nodes[node].step.filter(|_| *at != 0.0) else {
                    continue;
                };
                let happens = flow.nodes[node].happens;
                let value = at * visits[node] * self.case.repeats;
                terms.push(FigureTerm {
                    step: step.clone(),
                    kind: part.kind.clone(),
                    runs: visits[node] * happens * self.case.repeats,
                    each: if happens > 0.0 { at / happens } else { 0.0 },
                    value,
                    rounded: value,
                    guessed: (part.guessed[node] / at).clamp(0.0, 1.0),
                });
            }
        }
        terms
    }

    /// Terms of what counts along ways.
    fn along(
        &self,
        term: &Term,
        (visits, policy): &(Vec<f64>, Vec<usize>),
        kind: fn(StepId) -> TermKind,
    ) -> Vec<FigureTerm> {
        let solver = self.case.solver;
        let mut terms: BTreeMap<(StepId, StepId), FigureTerm> = BTreeMap::new();
        for ((from, to), each) in &term.rewards.along {
            let ends = solver.flow.nodes[*from]
                .step
                .zip(solver.flow.nodes[*to].step);
            let Some(((step, _), (target, _))) = ends else {
                continue;
            };
            let share = solver.share_of(*from, *to, policy);
            let runs = visits[*from] * share * self.case.repeats;
            let held = terms
                .entry((step.clone(), target.clone()))
                .or_insert_with(|| FigureTerm {
                    step: step.clone(),
                    kind: kind(target.clone()),
                    runs: 0.0,
                    each: *each,
                    value: 0.0,
                    rounded: 0.0,
                    guessed: 0.0,
                });
            held.runs += runs;
            held.value += runs * each;
            held.rounded = held.value;
        }
        terms.into_values().collect()
    }

    /// Where a case first meets a person.
    fn touched(&self, numbers: &VariantNumbers) -> Option<Vec<FigureTerm>> {
        let solver = self.case.solver;
        let spared = &self.inputs.spared;
        let policy = match solver.open.is_empty() {
            true => solver.proper.clone(),
            false => solver.best_untouched(spared, f64::gt).1,
        };
        let visits = solver.visits_spared(&policy, spared)?;
        let nodes = 0..solver.flow.nodes.len();
        let touched = nodes.filter(|node| *node != ROOT && spared[*node] < 1.0);
        let mut terms: Vec<FigureTerm> = touched
            .filter_map(|node| {
                let (step, _) = solver.flow.nodes[node].step?;
                let each = 1.0 - spared[node];
                Some(FigureTerm {
                    step: step.clone(),
                    kind: TermKind::Touched,
                    runs: visits[node],
                    each,
                    value: visits[node] * each,
                    rounded: 0.0,
                    guessed: 0.0,
                })
            })
            .collect();
        // Of ways at the same time several may meet a person first.
        let sum: f64 = terms.iter().map(|term| term.value).sum();
        let needs = numbers.per_case.needs_person.low?;
        if sum > 0.0 {
            for term in &mut terms {
                term.value *= needs / sum;
            }
        }
        Some(terms)
    }
}

fn missing(term: &Term) -> Vec<Unsaid> {
    let mut missing: Vec<Unsaid> = term
        .unsaid
        .keys()
        .map(|(_, unsaid)| unsaid.clone())
        .collect();
    missing.sort();
    missing.dedup();
    missing
}

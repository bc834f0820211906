//! What of a variant may be moved, with how much each would move a figure that were a straight line: one solution of the flow
//! says it for all of them.

use std::collections::BTreeMap;

use super::{
    Lever, Quantity,
    case::{Case, Paid},
    flow::{Exits, ROOT, said},
    inputs::{Inputs, Term},
    lever::called,
};
use crate::model::{
    Basis, BasisKind, Blueprint, ConnectorId, ConnectorKind, FieldPath, Hours, Key, PathPart,
    RoleId, Split, Step, StepId, Time, VariantId, Written, capital,
};

/// What nobody said of a time or a rate lies below so many times the median of its like.
const MOST_MEDIANS: f64 = 4.0;
/// Nobody plans with more of the paid time lost; a shrinkage that nobody said lies below.
const MOST_SHRINKAGE: f64 = 0.5;
/// What may be moved, with how much it would move a straight line.
pub(super) struct Rank<'a, 'b> {
    pub blueprint: &'a Blueprint,
    pub variant: &'a VariantId,
    pub case: &'a Case<'a, 'b>,
    pub inputs: &'a Inputs<'b>,
    pub term: &'a Term,
    pub visits: Vec<f64>,
    /// What a case costs from each node on.
    pub worth: Vec<f64>,
    pub has_cost: bool,
    /// Seconds that a step takes in the middle; none where no step says its time.
    pub median: Option<f64>,
    pub found: Vec<(Lever, f64)>,
}

/// A field that may be moved.
struct Candidate {
    label: String,
    place: Key,
    field: FieldPath,
    quantity: Quantity,
    now: Option<f64>,
    basis: BasisKind,
    /// The upper end of its range while nobody said it.
    unsaid: f64,
    /// It is never more.
    most: f64,
    /// How much the figure moves with each unit of it.
    slope: f64,
}

impl Rank<'_, '_> {
    /// All of it, what moves the figure most first.
    pub(super) fn ranked(mut self) -> Vec<Lever> {
        self.steps();
        self.ways();
        self.roles();
        self.repeats();
        let mut found = self.found;
        found.sort_by(|(one, a), (two, b)| b.total_cmp(a).then_with(|| one.label.cmp(&two.label)));
        found.into_iter().map(|(lever, _)| lever).collect()
    }

    fn add(&mut self, candidate: Candidate) {
        let range = Lever::range(candidate.now, candidate.basis, candidate.unsaid);
        let Some((low, high)) = range else { return };
        let high = high.min(candidate.most);
        let moved = (high - low) * candidate.slope.abs();
        if high > low && moved.is_finite() && moved > 0.0 {
            let Candidate {
                label,
                place,
                field,
                quantity,
                now,
                ..
            } = candidate;
            let limits = match quantity {
                Quantity::Share => (0.0, candidate.most),
                _ => (low, high),
            };
            let lever = Lever {
                label,
                place,
                field,
                quantity,
                now,
                low,
                high,
                limits,
            };
            self.found.push((lever, moved));
        }
    }

    /// What a second of a role counts.
    fn second(&self, role: &RoleId) -> f64 {
        if !self.has_cost {
            return 1.0;
        }
        let role = self.case.solver.flow.role(role);
        let rate = role
            .and_then(|role| role.cost_per_hour)
            .map_or(0.0, |rate| rate.0);
        Paid::of(role).factor * rate / 3600.0
    }

    fn steps(&mut self) {
        let flow = &self.case.solver.flow;
        let steps: Vec<_> = flow
            .steps()
            .filter(|(.., node)| flow.is_reached[*node] && !flow.nodes[*node].is_bare())
            .collect();
        for (id, step, node) in steps {
            self.times(id, step, node);
            self.money(id, step, node);
            self.touchpoint(id, step, node);
        }
    }

    fn of_step(&self, id: &StepId, step: &Step, what: &str) -> (String, Key) {
        let label = format!("{}, {what}", step.called());
        (label, Key::Step(self.variant.clone(), id.clone()))
    }

    /// The same of an AI touchpoint: its name is left out where it is the only one that has such a thing.
    fn of_touchpoint(
        &self,
        (id, step): (&StepId, &Step),
        what: &str,
        has: fn(&Step) -> bool,
    ) -> (String, Key) {
        let (label, key) = self.of_step(id, step, what);
        let steps = self.case.solver.flow.variant.steps.values();
        let count = steps.into_iter().filter(|step| has(step)).count();
        match count {
            1 => (capital(what), key),
            _ => (label, key),
        }
    }

    fn times(&mut self, id: &StepId, step: &Step, node: usize) {
        let runs = self.visits[node] * self.case.repeats;
        let happens = self.case.solver.flow.nodes[node].happens;
        for (place, worker) in step.workers.iter().enumerate() {
            let what = match &step.workers[..] {
                [_] => "work time".to_owned(),
                _ => {
                    let role = self.case.solver.flow.role(&worker.role);
                    let name = role.map_or(worker.role.as_str(), |role| role.name.as_str());
                    format!("work time of {name}")
                }
            };
            let (label, key) = self.of_step(id, step, &what);
            let field = format!("workers/{}/work", worker.role);
            self.add(Candidate {
                label,
                place: key,
                field: vec![
                    PathPart::Name("workers"),
                    PathPart::Number(place),
                    PathPart::Name("work"),
                ],
                quantity: Quantity::Time,
                now: seconds(worker.work.as_ref()),
                basis: Basis::kind_of(&step.basis, &field),
                unsaid: self.median.unwrap_or(0.0) * MOST_MEDIANS,
                most: f64::INFINITY,
                slope: runs * happens * self.second(&worker.role),
            });
        }
        if let Some(share) = step.happens {
            let (label, key) = self.of_step(id, step, "share of cases that need it");
            self.add(Candidate {
                label,
                place: key,
                field: vec![PathPart::Name("happens")],
                quantity: Quantity::Share,
                now: said(share),
                basis: Basis::kind_of(&step.basis, "happens"),
                unsaid: 1.0,
                most: 1.0,
                slope: match happens > 0.0 {
                    true => runs * self.term.rewards.at[node] / happens,
                    false => 0.0,
                },
            });
        }
    }

    fn money(&mut self, id: &StepId, step: &Step, node: usize) {
        if !self.has_cost {
            return;
        }
        let happens = self.case.solver.flow.nodes[node].happens;
        let runs = self.visits[node] * self.case.repeats * happens;
        let unit = step.ai.as_deref().and_then(|ai| ai.unit_cost);
        let costs = [
            (step.cost, "cost", vec![PathPart::Name("cost")], "cost"),
            (
                unit,
                "cost of a run",
                vec![PathPart::Name("ai"), PathPart::Name("unit_cost")],
                "ai/unit_cost",
            ),
        ];
        for (cost, what, field, basis) in costs {
            let Some(cost) = cost else { continue };
            let (label, key) = self.of_step(id, step, what);
            self.add(Candidate {
                label,
                place: key,
                field,
                quantity: Quantity::Money,
                now: Some(cost.0),
                basis: Basis::kind_of(&step.basis, basis),
                unsaid: 0.0,
                most: f64::INFINITY,
                slope: runs,
            });
        }
    }

    fn touchpoint(&mut self, id: &StepId, step: &Step, node: usize) {
        let Some(ai) = step.ai.as_deref() else {
            return;
        };
        let flow = &self.case.solver.flow;
        let happens = flow.nodes[node].happens;
        let runs = self.visits[node] * self.case.repeats * happens;
        let gives_up = ai.gives_up.and_then(said).unwrap_or(0.0);
        let behind = flow.after(node).find(|to| flow.nodes[*to].is_behind);
        let behind = behind.map_or(0.0, |node| self.worth[node]);
        let target = step.hand_over().and_then(|way| way.to.as_ref());
        let target = target.and_then(|to| flow.of_step.get(to));
        let target = target.map_or(0.0, |node| self.worth[*node]);
        let name = |name: &'static str| PathPart::Name(name);
        if step.has_outcomes() {
            let (label, key) =
                self.of_touchpoint((id, step), "resolved without a person", Step::has_outcomes);
            self.add(Candidate {
                label,
                place: key,
                field: vec![name("ai"), name("resolves")],
                quantity: Quantity::Share,
                now: ai.resolves.and_then(said),
                basis: Basis::kind_of(&step.basis, "ai/resolves"),
                unsaid: 1.0,
                most: 1.0 - gives_up,
                slope: runs * (target - behind),
            });
        }
        if let Some(share) = ai.gives_up {
            let (label, key) =
                self.of_touchpoint((id, step), "customers who give up", Step::has_outcomes);
            self.add(Candidate {
                label,
                place: key,
                field: vec![name("ai"), name("gives_up")],
                quantity: Quantity::Share,
                now: said(share),
                basis: Basis::kind_of(&step.basis, "ai/gives_up"),
                unsaid: 1.0,
                most: 1.0 - ai.resolves.and_then(said).unwrap_or(0.0),
                slope: runs * target,
            });
        }
        let oversight = ai.oversight.as_ref();
        let Some((oversight, role)) = oversight.and_then(|one| Some((one, one.role.as_ref()?)))
        else {
            return;
        };
        let (time, share) = (
            seconds(oversight.time.as_ref()),
            oversight.share.and_then(said),
        );
        let second = self.second(role);
        let (label, key) = self.of_touchpoint((id, step), "share reviewed", has_review);
        self.add(Candidate {
            label,
            place: key.clone(),
            field: vec![name("ai"), name("oversight"), name("share")],
            quantity: Quantity::Share,
            now: share,
            basis: Basis::kind_of(&step.basis, "ai/oversight/share"),
            unsaid: 1.0,
            most: 1.0,
            slope: runs * time.unwrap_or(0.0) * second,
        });
        let (label, _) = self.of_touchpoint((id, step), "time of a review", has_review);
        self.add(Candidate {
            label,
            place: key,
            field: vec![name("ai"), name("oversight"), name("time")],
            quantity: Quantity::Time,
            now: time,
            basis: Basis::kind_of(&step.basis, "ai/oversight/time"),
            unsaid: self.median.unwrap_or(0.0) * MOST_MEDIANS,
            most: f64::INFINITY,
            slope: runs * share.unwrap_or(0.0) * second,
        });
    }

    /// Shares of ways out of an Either. Of two ways the one with the smaller share is moved: the other has the rest.
    fn ways(&mut self) {
        let solver = self.case.solver;
        let flow = &solver.flow;
        let mut candidates = Vec::new();
        let mut flows: BTreeMap<usize, Vec<(&ConnectorId, Option<f64>)>> = BTreeMap::new();
        for (id, connector) in &flow.variant.connectors {
            if let (ConnectorKind::Flow, Some(from), Some(_)) = (
                connector.kind,
                flow.of_step.get(&connector.from),
                flow.of_step.get(&connector.to),
            ) {
                let share = connector.share.map(|share| share.0);
                flows.entry(*from).or_default().push((id, share));
            }
        }
        for (id, connector) in &flow.variant.connectors {
            let ends = (
                flow.of_step.get(&connector.from),
                flow.of_step.get(&connector.to),
            );
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            let is_way = connector.kind == ConnectorKind::Flow && flow.is_reached[*from];
            let is_either = flow.nodes[*from]
                .step
                .is_some_and(|(_, step)| step.split == Some(Split::Either));
            let others = flows.get(from).into_iter().flatten();
            let others = others.filter(|(other, _)| *other != id);
            let others: Vec<(&ConnectorId, Option<f64>)> = others.copied().collect();
            if !is_way || !is_either || others.is_empty() {
                continue;
            }
            let share = connector.share.and_then(said);
            if let [(other, theirs)] = &others[..] {
                let (own, theirs) = match (share, theirs) {
                    (Some(own), Some(theirs)) => (own, *theirs),
                    (Some(own), None) => (own, 1.0 - own),
                    (None, Some(theirs)) => (1.0 - theirs, *theirs),
                    (None, None) => (0.5, 0.5),
                };
                let is_smaller = match own - theirs {
                    apart if apart.abs() > 1e-9 => apart < 0.0,
                    _ => id < *other,
                };
                if !is_smaller {
                    continue;
                }
            }
            let open = others.iter().filter(|(_, share)| share.is_none()).count();
            let said_by_others: f64 = others.iter().filter_map(|(_, share)| *share).sum();
            let now = match (share, open) {
                // What is left is its own.
                (None, 0) => Some((1.0 - said_by_others).max(0.0)),
                (share, _) => share,
            };
            // The ways that a touchpoint's resolved cases take begin behind it.
            let behind = flow.after(*from).find(|node| flow.nodes[*node].is_behind);
            let node = behind.unwrap_or(*from);
            let rest = match &flow.nodes[node].exits {
                Exits::Choices(choices) => choices.first().map_or(0.0, |ways| {
                    let others = ways.iter().filter(|(way, _)| way != to);
                    let (sum, worth) = others.fold((0.0, 0.0), |(sum, worth), (way, share)| {
                        (sum + share, worth + share * self.worth[*way])
                    });
                    if sum > 0.0 { worth / sum } else { 0.0 }
                }),
                Exits::Both(_) | Exits::Gap(_) => continue,
            };
            let (from_name, to_name) = (
                called(self.blueprint, self.variant, &connector.from),
                called(self.blueprint, self.variant, &connector.to),
            );
            let label = match connector.label.trim() {
                "" => format!("{from_name} → {to_name}, share of cases"),
                label => format!("{label}, share after {from_name}"),
            };
            candidates.push(Candidate {
                label,
                place: Key::Connector(self.variant.clone(), id.clone()),
                field: vec![PathPart::Name("share")],
                quantity: Quantity::Share,
                now,
                basis: Basis::kind_of(&connector.basis, "share"),
                unsaid: 1.0,
                most: match open {
                    0 => 1.0,
                    _ => (1.0 - said_by_others).max(0.0),
                },
                slope: self.visits[node] * self.case.repeats * (self.worth[*to] - rest),
            });
        }
        candidates
            .into_iter()
            .for_each(|candidate| self.add(candidate));
    }

    fn roles(&mut self) {
        if !self.has_cost {
            return;
        }
        let mut rates: Vec<f64> = self
            .blueprint
            .roles
            .iter()
            .filter_map(|role| Some(role.cost_per_hour?.0))
            .collect();
        rates.sort_by(f64::total_cmp);
        let median = rates.get(rates.len() / 2).copied().unwrap_or(0.0);
        let mut candidates = Vec::new();
        for (id, term) in &self.inputs.work {
            let Some(role) = self.case.solver.flow.role(id) else {
                continue;
            };
            let worked: f64 = term
                .rewards
                .at
                .iter()
                .zip(&self.visits)
                .map(|(at, visits)| at * visits)
                .sum();
            let hours = worked * self.case.repeats / 3600.0;
            let paid = Paid::of(Some(role));
            let rate = role.cost_per_hour.map(|rate| rate.0);
            let key = Key::Role((*id).clone());
            candidates.push(Candidate {
                label: format!("{}, cost per hour", role.name),
                place: key.clone(),
                field: vec![PathPart::Name("cost_per_hour")],
                quantity: Quantity::Money,
                now: rate,
                basis: Basis::kind_of(&role.basis, "cost_per_hour"),
                unsaid: median * MOST_MEDIANS,
                most: f64::INFINITY,
                slope: hours * paid.factor,
            });
            let lost = role.shrinkage.and_then(said).filter(|_| paid.is_known);
            candidates.push(Candidate {
                label: format!("{}, shrinkage", role.name),
                place: key,
                field: vec![PathPart::Name("shrinkage")],
                quantity: Quantity::Share,
                now: lost,
                basis: Basis::kind_of(&role.basis, "shrinkage"),
                unsaid: MOST_SHRINKAGE,
                most: 0.9,
                slope: hours * rate.unwrap_or(0.0) * paid.factor / (1.0 - lost.unwrap_or(0.0)),
            });
        }
        candidates
            .into_iter()
            .for_each(|candidate| self.add(candidate));
    }

    fn repeats(&mut self) {
        let flow = &self.case.solver.flow;
        let demand = flow.variant.demand.as_ref();
        let share = demand.and_then(|demand| demand.repeat_share).and_then(said);
        if let Some(share) = share.filter(|_| !flow.has_repeats) {
            let variant = self.variant.clone();
            self.add(Candidate {
                label: "Cases that come back".to_owned(),
                place: Key::Variant(variant),
                field: vec![PathPart::Name("demand"), PathPart::Name("repeat_share")],
                quantity: Quantity::Share,
                now: Some(share),
                basis: Basis::kind_of(&flow.variant.basis, "demand/repeat_share"),
                unsaid: 0.0,
                most: 0.9,
                slope: self.worth[ROOT] * self.case.repeats * self.case.repeats,
            });
        }
    }
}

/// Whether people review what its AI does.
fn has_review(step: &Step) -> bool {
    let ai = step.ai.as_deref();
    ai.is_some_and(|ai| ai.oversight.as_ref().is_some_and(|one| one.role.is_some()))
}

/// Mean seconds of a time that can be read.
fn seconds(time: Option<&Written<Time>>) -> Option<f64> {
    Some(time?.known()?.mean(Hours(8.0)) / 1000.0)
}

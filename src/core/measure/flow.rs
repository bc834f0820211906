//! Where cases go: the steps of a variant as a graph, with the ways out of each.
//!
//! A case goes along flows and along the hand-over of an AI touchpoint; messages carry nobody. What a step does with its
//! cases is one choice among few where a share is missing, and one alone where all is said. Knows no time and no money.

use std::collections::HashMap;

use super::{Unsaid, graph::Graph, inputs::AiAtWork};
use crate::model::{
    Basis, BasisKind, Blueprint, ConnectorId, ConnectorKind, Key, LaneKind, Role, RoleId, Share,
    Split, Step, StepId, Variant,
};

/// Shares that differ by less are the same: what is added up is rounded.
const ROUNDING: f64 = 1e-9;

/// The node from which every case begins.
pub(super) const ROOT: usize = 0;

/// Ways out that are taken together, each by a share of the cases; what is left of them ends here.
pub(super) type Ways = Vec<(usize, f64)>;

/// What becomes of the cases that are at a node.
#[derive(Clone, Debug)]
pub(super) enum Exits {
    /// One of these, each of which says where all of them go.
    Choices(Vec<Ways>),
    /// They go all these ways at the same time.
    Both(Vec<usize>),
    /// Nobody knows.
    Gap(GapKind),
}

/// Why nobody knows where cases go from a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// Several ways, and nobody said whether one or all of them are taken.
    NoSplit,
    /// Shares of the ways that make more than a whole.
    SharesAboveOne,
    /// More cases are resolved and given up than there are.
    OutcomesAboveOne,
    /// Ways of a Both that meet in no one step.
    NoMeeting,
}

/// A step as cases pass it, or a part of one.
pub(super) struct Node<'b> {
    /// Which step; none for the root.
    pub step: Option<(&'b StepId, &'b Step)>,
    /// Whether it stands for the drawn ways out of a touchpoint, which has no runs of its own.
    pub is_behind: bool,
    /// Where its lane stands to the three lines; [`LaneKind::Custom`] without one.
    pub lane: LaneKind,
    /// Share of the visits that are runs.
    pub happens: f64,
    pub exits: Exits,
}

impl Node<'_> {
    /// Whether cases pass through it without a run: it is evidence, or no step.
    pub(super) fn is_bare(&self) -> bool {
        self.is_behind || self.step.is_none() || self.lane == LaneKind::PhysicalEvidence
    }

    /// Whether it is a step of the customer.
    pub(super) fn is_customers(&self) -> bool {
        !self.is_behind && self.lane == LaneKind::Customer
    }
}

/// The graph of a variant.
pub(super) struct Flow<'b> {
    pub blueprint: &'b Blueprint,
    pub variant: &'b Variant,
    /// The root first.
    pub nodes: Vec<Node<'b>>,
    /// The node of each step.
    pub of_step: HashMap<&'b StepId, usize>,
    /// Whether some way from the root leads to a node.
    pub is_reached: Vec<bool>,
    /// Steps through which a case comes in from the customer.
    pub entries: Vec<usize>,
    /// Whether these are the starts, since no step of a customer touches another lane.
    pub are_entries_starts: bool,
    /// Whether a loop through an entry step is drawn: cases that come back.
    pub has_repeats: bool,
    /// Of each node, whether cases leave its step by a share that is a guess.
    pub is_guessed: Vec<bool>,
    /// Shares that nobody said, on which figures depend.
    pub unsaid: Vec<Unsaid>,
}

impl Step {
    /// Whether some of what comes to its AI touchpoint is resolved, handed over or given up: else it is an ordinary step.
    pub(super) fn has_outcomes(&self) -> bool {
        let hands_over = self.hand_over().is_some_and(|way| way.to.is_some());
        let ai = self.ai.as_deref();
        hands_over || ai.is_some_and(|ai| ai.resolves.is_some() || ai.gives_up.is_some())
    }
}

/// What a step's hand-over, resolved share and given-up share make of its runs.
struct Outcomes {
    /// Shares that go on along the drawn ways: one, or the least and the greatest.
    resolves: Vec<f64>,
    gives_up: f64,
    hand_over: Option<usize>,
}

impl<'b> Flow<'b> {
    /// The graph of a variant; `ai` says which touchpoints do not do their part.
    pub(super) fn new(blueprint: &'b Blueprint, variant: &'b Variant, ai: &dyn AiAtWork) -> Self {
        let mut flow = Self {
            blueprint,
            variant,
            nodes: vec![Node {
                step: None,
                is_behind: false,
                lane: LaneKind::Custom,
                happens: 1.0,
                exits: Exits::Choices(vec![Vec::new()]),
            }],
            of_step: HashMap::new(),
            is_reached: Vec::new(),
            entries: Vec::new(),
            are_entries_starts: false,
            has_repeats: false,
            is_guessed: Vec::new(),
            unsaid: Vec::new(),
        };
        let lanes: HashMap<_, _> = blueprint
            .lanes
            .iter()
            .map(|lane| (&lane.id, lane.kind))
            .collect();
        for (id, step) in &variant.steps {
            let lane = step.lane.as_ref().and_then(|lane| lanes.get(lane));
            flow.of_step.insert(id, flow.nodes.len());
            flow.nodes.push(Node {
                step: Some((id, step)),
                is_behind: false,
                lane: lane.copied().unwrap_or_default(),
                happens: step
                    .happens
                    .map_or(1.0, |happens| said(happens).unwrap_or(0.0)),
                exits: Exits::Choices(vec![Vec::new()]),
            });
        }
        let mut flows: Vec<Vec<(usize, Option<f64>, &ConnectorId)>> =
            vec![Vec::new(); flow.nodes.len()];
        let mut is_led_to = vec![false; flow.nodes.len()];
        flow.is_guessed = vec![false; flow.nodes.len()];
        for (id, connector) in &variant.connectors {
            let ends = (
                flow.of_step.get(&connector.from),
                flow.of_step.get(&connector.to),
            );
            if let (ConnectorKind::Flow, (Some(&from), Some(&to))) = (connector.kind, ends) {
                flows[from].push((to, connector.share.and_then(said), id));
                is_led_to[to] = true;
                flow.is_guessed[from] |= connector.share.is_some()
                    && Basis::kind_of(&connector.basis, "share") == BasisKind::Guess;
            }
        }
        let mut is_left = vec![false; flow.nodes.len()];
        for node in 1..flow.nodes.len() {
            let Some((id, step)) = flow.nodes[node].step else {
                continue;
            };
            let ousted = ai.ousted(id, step);
            let outcomes = flow.outcomes(id, step, ousted.as_ref());
            is_left[node] = !flows[node].is_empty();
            if step.happens.is_some_and(|happens| said(happens).is_none()) {
                flow.unsaid(Key::Step(variant.id.clone(), id.clone()), "happens");
            }
            if let Some(to) = outcomes.as_ref().and_then(|outcomes| outcomes.hand_over) {
                is_led_to[to] = true;
                is_left[node] = true;
            }
            let drawn = flow.drawn(id, step, &flows[node]);
            flow.leave(node, drawn, outcomes);
        }
        flow.begin(&is_led_to, &is_left);
        flow.reach();
        flow.find_entries();
        flow
    }

    /// What becomes of the runs of a touchpoint; `None` where it is an ordinary step.
    fn outcomes(&mut self, id: &StepId, step: &Step, ousted: Option<&Ousted>) -> Option<Outcomes> {
        let ai = step.ai.as_deref()?;
        let to = step.hand_over().and_then(|way| way.to.as_ref());
        let hand_over = to.and_then(|to| self.of_step.get(to)).copied();
        let is_one = ai.resolves.is_some() || ai.gives_up.is_some() || hand_over.is_some();
        if let Some(ousted) = ousted {
            let to = match ousted {
                Ousted::Replaced(to) => to.as_ref().and_then(|to| self.of_step.get(to)).copied(),
                Ousted::Unresolved => hand_over,
            };
            return (is_one || matches!(ousted, Ousted::Replaced(_))).then_some(Outcomes {
                resolves: vec![0.0],
                gives_up: 0.0,
                hand_over: to,
            });
        }
        if !is_one {
            return None;
        }
        let gives_up = ai.gives_up.and_then(said).unwrap_or(0.0);
        let resolves = match ai.resolves.and_then(said) {
            Some(resolves) => vec![resolves],
            None => {
                self.unsaid(
                    Key::Step(self.variant.id.clone(), id.clone()),
                    "ai/resolves",
                );
                vec![0.0, 1.0 - gives_up]
            }
        };
        Some(Outcomes {
            resolves,
            gives_up,
            hand_over,
        })
    }

    fn unsaid(&mut self, place: Key, field: &'static str) {
        self.unsaid.push(Unsaid {
            place,
            field: field.to_owned(),
        });
    }

    /// Where the cases go along the drawn flows.
    fn drawn(
        &mut self,
        id: &StepId,
        step: &Step,
        flows: &[(usize, Option<f64>, &ConnectorId)],
    ) -> Exits {
        match (flows, step.split) {
            ([], _) => Exits::Choices(vec![Vec::new()]),
            ([(to, said, _)], _) => Exits::Choices(vec![vec![(*to, said.unwrap_or(1.0))]]),
            (_, Some(Split::Both)) => Exits::Both(flows.iter().map(|(to, ..)| *to).collect()),
            (_, Some(Split::Either)) => {
                let ways: Vec<_> = flows.iter().map(|(to, share, _)| (*to, *share)).collect();
                self.either(&ways, "share", |flow, way| {
                    let id = flows[way].2.clone();
                    Some(Key::Connector(flow.variant.id.clone(), id))
                })
            }
            (_, None) => {
                self.unsaid(Key::Step(self.variant.id.clone(), id.clone()), "split");
                Exits::Gap(GapKind::NoSplit)
            }
        }
    }

    /// One of several ways. What is left over of the shares goes wholly to one of the ways without a share; `place` says
    /// where the share of a way is said.
    fn either(
        &mut self,
        ways: &[(usize, Option<f64>)],
        field: &'static str,
        place: impl Fn(&Self, usize) -> Option<Key>,
    ) -> Exits {
        let said: f64 = ways.iter().filter_map(|(_, share)| *share).sum();
        if said > 1.0 + ROUNDING {
            return Exits::Gap(GapKind::SharesAboveOne);
        }
        let left = (1.0 - said).max(0.0);
        let open: Vec<usize> = (0..ways.len())
            .filter(|way| ways[*way].1.is_none())
            .collect();
        if open.len() > 1 && left > ROUNDING {
            for way in &open {
                if let Some(place) = place(self, *way) {
                    self.unsaid(place, field);
                }
            }
        }
        let taken = |taken: Option<usize>| {
            let shares = ways.iter().enumerate();
            merged(shares.map(|(way, (to, share))| match share {
                Some(share) => (*to, *share),
                None if taken == Some(way) => (*to, left),
                None => (*to, 0.0),
            }))
        };
        match &*open {
            [] => Exits::Choices(vec![taken(None)]),
            open => Exits::Choices(open.iter().map(|way| taken(Some(*way))).collect()),
        }
    }

    /// Says what becomes of the cases at a node. Where a touchpoint resolves some of them, these take the drawn ways
    /// from a node behind it.
    fn leave(&mut self, node: usize, drawn: Exits, outcomes: Option<Outcomes>) {
        let Some(outcomes) = outcomes else {
            self.nodes[node].exits = drawn;
            return;
        };
        let happens = self.nodes[node].happens;
        let over = |resolves: &f64| resolves + outcomes.gives_up > 1.0 + ROUNDING;
        if outcomes.resolves.iter().any(over) {
            self.nodes[node].exits = Exits::Gap(GapKind::OutcomesAboveOne);
            return;
        }
        let behind = self.nodes.len();
        let ends_here = matches!(&drawn, Exits::Choices(all) if all.iter().all(Vec::is_empty));
        let choices = outcomes.resolves.iter().map(|resolves| {
            let mut ways = Vec::new();
            if !ends_here {
                ways.push((behind, (1.0 - happens) + happens * resolves));
            }
            if let Some(to) = outcomes.hand_over {
                ways.push((to, happens * (1.0 - resolves - outcomes.gives_up)));
            }
            merged(ways.into_iter())
        });
        self.nodes[node].exits = Exits::Choices(choices.collect());
        if !ends_here {
            self.nodes.push(Node {
                step: self.nodes[node].step,
                is_behind: true,
                lane: self.nodes[node].lane,
                happens: 1.0,
                exits: drawn,
            });
            self.is_guessed.push(self.is_guessed[node]);
        }
    }

    /// Where cases begin: at the steps marked so, else at those of the customer that nothing leads to, else at any such
    /// step.
    fn begin(&mut self, is_led_to: &[bool], is_left: &[bool]) {
        let steps = 1..is_led_to.len();
        let step = |node: usize| self.nodes[node].step.map(|(_, step)| step);
        let is_marked = |node: usize, mark: bool| step(node).is_some_and(|s| s.start == Some(mark));
        let mut starts: Vec<usize> = steps
            .clone()
            .filter(|node| is_marked(*node, true))
            .collect();
        let is_first =
            |node: &usize| !is_led_to[*node] && is_left[*node] && !is_marked(*node, false);
        if starts.is_empty() {
            let customers = |node: &usize| self.nodes[*node].is_customers();
            starts = steps.clone().filter(is_first).filter(customers).collect();
        }
        if starts.is_empty() {
            starts = steps.filter(is_first).collect();
        }
        let enters: Vec<(usize, Option<f64>)> = starts
            .iter()
            .map(|node| {
                (
                    *node,
                    step(*node).and_then(|step| step.enters).and_then(said),
                )
            })
            .collect();
        self.nodes[ROOT].exits = match &*enters {
            [(only, _)] => Exits::Choices(vec![vec![(*only, 1.0)]]),
            _ => self.either(&enters, "enters", |flow, start| {
                let (id, _) = flow.nodes[enters[start].0].step?;
                Some(Key::Step(flow.variant.id.clone(), id.clone()))
            }),
        };
    }

    /// The nodes to which cases can go from one, under any choice.
    pub(super) fn after(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let (choices, both) = match &self.nodes[node].exits {
            Exits::Choices(choices) => (&choices[..], &[][..]),
            Exits::Both(ways) => (&[][..], &ways[..]),
            Exits::Gap(_) => (&[][..], &[][..]),
        };
        let chosen = choices.iter().flatten().map(|(to, _)| *to);
        chosen.chain(both.iter().copied())
    }

    /// Which nodes lead to which, under any choice.
    pub(super) fn graph(&self) -> Graph {
        let mut graph = Graph::default();
        (0..self.nodes.len()).for_each(|node| graph.add_node(self.after(node)));
        graph
    }

    /// Looks again which nodes cases come to.
    pub(super) fn reach(&mut self) {
        let mut is_reached = vec![false; self.nodes.len()];
        is_reached[ROOT] = true;
        let mut open = vec![ROOT];
        while let Some(node) = open.pop() {
            for to in self.after(node) {
                if !std::mem::replace(&mut is_reached[to], true) {
                    open.push(to);
                }
            }
        }
        self.is_reached = is_reached;
    }

    /// The steps of the customer that touch another lane and are the first of these on some way.
    fn find_entries(&mut self) {
        let count = self.nodes.len();
        let kind = |node: usize| self.nodes[node].lane;
        let is_other =
            |node: usize| !matches!(kind(node), LaneKind::Customer | LaneKind::PhysicalEvidence);
        let mut touches = vec![false; count];
        for node in 1..count {
            for to in self.after(node) {
                // A node behind a touchpoint stands for the touchpoint.
                if kind(node) == LaneKind::Customer && is_other(to) {
                    touches[node] = true;
                }
                if kind(to) == LaneKind::Customer && is_other(node) {
                    touches[to] = true;
                }
            }
        }
        let mut is_seen = vec![false; count];
        let mut open = vec![ROOT];
        let mut entries = Vec::new();
        is_seen[ROOT] = true;
        while let Some(node) = open.pop() {
            if self.nodes[node].is_customers() && touches[node] {
                entries.push(node);
                continue;
            }
            for to in self.after(node) {
                if !std::mem::replace(&mut is_seen[to], true) {
                    open.push(to);
                }
            }
        }
        entries.sort_unstable();
        if entries.is_empty() {
            self.are_entries_starts = true;
            entries = self.after(ROOT).collect();
            entries.sort_unstable();
            entries.dedup();
        }
        self.has_repeats = entries.iter().any(|entry| self.comes_back(*entry));
        self.entries = entries;
    }

    /// Whether some way from a node leads to it again.
    fn comes_back(&self, node: usize) -> bool {
        let mut is_seen = vec![false; self.nodes.len()];
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            for to in self.after(at) {
                if to == node {
                    return true;
                }
                if !std::mem::replace(&mut is_seen[to], true) {
                    open.push(to);
                }
            }
        }
        false
    }

    /// The steps, each with its node, in the order of the variant.
    pub(super) fn steps(&self) -> impl Iterator<Item = (&'b StepId, &'b Step, usize)> + '_ {
        let nodes = self.nodes.iter().enumerate();
        let nodes = nodes.filter(|(_, node)| !node.is_behind);
        nodes.filter_map(|(number, node)| node.step.map(|(id, step)| (id, step, number)))
    }

    /// The role called so.
    pub(super) fn role(&self, id: &RoleId) -> Option<&'b Role> {
        self.blueprint.role(id).map(|(_, role)| &**role)
    }
}

/// What happens to a touchpoint that does not do its part.
#[derive(Clone, Debug)]
pub(super) enum Ousted {
    /// It does not work: all its cases go there, or nowhere.
    Replaced(Option<StepId>),
    /// It resolves nothing and loses nobody: all its cases are handed over.
    Unresolved,
}

/// A share that is one: what lies outside 0 to 1 says nothing.
pub(super) fn said(share: Share) -> Option<f64> {
    (0.0..=1.0).contains(&share.0).then_some(share.0)
}

/// The ways with each target once, without those that nobody takes.
fn merged(ways: impl Iterator<Item = (usize, f64)>) -> Ways {
    let mut merged: Ways = Vec::new();
    for (to, share) in ways.filter(|(_, share)| *share > 0.0) {
        match merged.iter_mut().find(|(other, _)| *other == to) {
            Some((_, sum)) => *sum += share,
            None => merged.push((to, share)),
        }
    }
    merged
}

//! How often cases pass each node, and what that adds up to: exactly where all shares are said, and between which
//! bounds where some are missing.
//!
//! A missing share is a choice. The choice that makes a figure least is found by policy iteration (Howard 1960): of each
//! node the best choice for the values that the present choices give, until none is better. Inside a block, where ways
//! multiply, each choice is tried.

use super::{
    blocks::{Block, blocks},
    flow::{Exits, Flow, GapKind, ROOT},
    graph::{Graph, NodeOrder},
    sparse::{SparseRow, Triangles},
};

/// What counts as better: more than what rounding makes.
const BETTER: f64 = 1e-10;
/// No policy iteration takes as many rounds.
const MOST_ROUNDS: usize = 200;
/// As many combinations of choices inside a block are tried.
const MOST_TRIED: usize = 256;

/// A graph with its blocks, and what is known of it whatever is counted.
pub(super) struct Solver<'b> {
    pub flow: Flow<'b>,
    /// Which nodes lead to which, under any choice.
    pub graph: Graph,
    /// In which order they do.
    pub order: NodeOrder,
    pub blocks: Vec<Block>,
    /// Of each node, the blocks in which it lies, inner ones first.
    pub within: Vec<Vec<usize>>,
    /// The block of each node that splits.
    pub block_of: Vec<Option<usize>>,
    /// A choice at each node under which every case ends.
    pub proper: Vec<usize>,
    /// Whether a case at a node ends under some choices. No others are chosen that lead to one where it does not.
    ends: Vec<bool>,
    /// Choices that may be taken where every case has to end.
    pub is_allowed: Vec<Vec<bool>>,
    /// How often cases pass each node under `proper`: where all shares are said, under the only choice there is.
    pub visits: Vec<f64>,
    /// Nodes with more than one choice.
    pub open: Vec<usize>,
    /// Whether a case that comes to a node never ends under some choice.
    traps: Vec<bool>,
}

/// Why nothing can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endless {
    /// No step at which a case could begin.
    NoStart,
    /// Some cases never end, whatever is chosen.
    NeverEnds,
}

/// How often cases pass each node under one choice, for one case at the root.
pub(super) struct Passed {
    pub triangles: Triangles,
    /// Of each block, the chance that at least one of its ways arrives.
    pub meets: Vec<f64>,
}

/// What is counted: at each node, and along each way.
#[derive(Clone, Default)]
pub(super) struct Rewards {
    /// For each visit of a node.
    pub at: Vec<f64>,
    /// For each case that goes from one node to another.
    pub along: std::collections::BTreeMap<(usize, usize), f64>,
}

/// The least and the greatest that something can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub low: f64,
    /// `None`: as much as you like.
    pub high: Option<f64>,
}

impl Bounds {
    pub(super) fn exactly(value: f64) -> Self {
        Self {
            low: value,
            high: Some(value),
        }
    }
}

impl<'b> Solver<'b> {
    /// Looks at a graph.
    pub(super) fn new(mut flow: Flow<'b>) -> Result<Self, Endless> {
        if flow.after(ROOT).next().is_none() && !matches!(flow.nodes[ROOT].exits, Exits::Gap(_)) {
            return Err(Endless::NoStart);
        }
        let mut graph = flow.graph();
        let order = graph.order();
        let blocks = blocks(&mut flow, &graph, &order);
        // A Both that is a gap leads nowhere; the order holds.
        if flow
            .nodes
            .iter()
            .any(|node| matches!(node.exits, Exits::Gap(GapKind::NoMeeting)))
        {
            graph = flow.graph();
        }
        let before = graph.reversed();
        let count = flow.nodes.len();
        let mut within = vec![Vec::new(); count];
        let mut block_of = vec![None; count];
        for (number, block) in blocks.iter().enumerate() {
            block_of[block.split] = Some(number);
            let inside = block.inside.iter();
            inside.for_each(|(node, _)| within[*node].push(number));
        }
        let open = (0..count).filter(|node| flow.is_reached[*node]);
        let open = open.filter(
            |node| matches!(&flow.nodes[*node].exits, Exits::Choices(all) if all.len() > 1),
        );
        let open = open.collect();
        let mut solver = Self {
            traps: traps(&flow, &before),
            proper: Vec::new(),
            visits: Vec::new(),
            ends: Vec::new(),
            is_allowed: Vec::new(),
            flow,
            graph,
            order,
            blocks,
            within,
            block_of,
            open,
        };
        solver.find_proper(&before).ok_or(Endless::NeverEnds)?;
        let visits = solver.visits_under(&solver.proper);
        solver.visits = visits.ok_or(Endless::NeverEnds)?;
        Ok(solver)
    }

    /// Whether cases come to a node that end.
    pub(super) fn is_counted(&self, node: usize) -> bool {
        self.flow.is_reached[node] && self.ends[node]
    }

    /// The ways of a node under a choice.
    pub(super) fn ways(&self, node: usize, choice: usize) -> &[(usize, f64)] {
        match &self.flow.nodes[node].exits {
            Exits::Choices(choices) => &choices[choice],
            Exits::Both(_) | Exits::Gap(_) => &[],
        }
    }

    /// Whether an edge is counted by a block around its start: what arrives at the meeting is one case.
    pub(super) fn is_met(&self, from: usize, to: usize) -> bool {
        let mut around = self.within[from].iter();
        around.any(|block| self.blocks[*block].meeting == Some(to))
    }

    /// Where cases go under a policy.
    pub(super) fn row(&self, node: usize, policy: &[usize], meets: &[f64]) -> SparseRow {
        let mut row: SparseRow = match &self.flow.nodes[node].exits {
            Exits::Choices(choices) => choices[policy[node]].clone(),
            Exits::Gap(_) => Vec::new(),
            Exits::Both(ways) => {
                let mut row = SparseRow::new();
                let mut add = |to: usize, share: f64| match row.iter_mut().find(|(at, _)| *at == to)
                {
                    Some((_, sum)) => *sum += share,
                    None => row.push((to, share)),
                };
                let meeting = self.block_of[node].and_then(|number| {
                    let meeting = self.blocks[number].meeting?;
                    Some((meeting, meets[number]))
                });
                // A way that leads to the meeting at once arrives there with the others.
                let apart = ways
                    .iter()
                    .filter(|way| meeting.is_none_or(|(at, _)| at != **way));
                apart.for_each(|way| add(*way, 1.0));
                if let Some((at, share)) = meeting {
                    add(at, share);
                }
                row
            }
        };
        row.retain(|(to, _)| !self.is_met(node, *to));
        row
    }

    /// How often cases pass each node under a policy; `None` where some never end.
    pub(super) fn pass(&self, policy: &[usize]) -> Option<Passed> {
        let mut meets = vec![0.0; self.blocks.len()];
        let mut local = vec![usize::MAX; self.flow.nodes.len()];
        for number in 0..self.blocks.len() {
            meets[number] = self.meet(number, policy, &meets, &mut local)?;
        }
        let nodes = 0..self.flow.nodes.len();
        let rows = nodes.map(|node| match self.is_counted(node) {
            true => self.row(node, policy, &meets),
            false => SparseRow::new(),
        });
        let triangles = Triangles::in_order(rows.collect(), &self.order)?;
        Some(Passed { triangles, meets })
    }

    /// The chance that at least one way of a block arrives at its meeting.
    fn meet(
        &self,
        number: usize,
        policy: &[usize],
        meets: &[f64],
        local: &mut [usize],
    ) -> Option<f64> {
        let block = &self.blocks[number];
        let Some(meeting) = block.meeting else {
            return Some(0.0);
        };
        for (place, (node, _)) in block.inside.iter().enumerate() {
            local[*node] = place;
        }
        let mut arrives = Vec::with_capacity(block.inside.len());
        let mut rows = Vec::with_capacity(block.inside.len());
        for (node, _) in &block.inside {
            let inner = self.within[*node]
                .iter()
                .take_while(|other| **other != number);
            let is_inner = |to: usize| {
                inner
                    .clone()
                    .any(|other| self.blocks[*other].meeting == Some(to))
            };
            let row = self.full_row(*node, policy, meets);
            let row: SparseRow = row.into_iter().filter(|(to, _)| !is_inner(*to)).collect();
            let there = row.iter().filter(|(to, _)| *to == meeting);
            arrives.push(there.map(|(_, share)| share).sum());
            let stays = row.into_iter().filter(|(to, _)| local[*to] != usize::MAX);
            rows.push(stays.map(|(to, share)| (local[to], share)).collect());
        }
        let solved = Triangles::new(rows);
        let chances = solved.map(|solved| solved.values(arrives));
        let missed = chances.map(|chances| {
            let ways = block.ways.iter().filter(|way| !way.is_side);
            let missed = ways.map(|way| match way.first == meeting {
                true => 0.0,
                false => 1.0 - chances[local[way.first]],
            });
            missed.product::<f64>()
        });
        for (node, _) in &block.inside {
            local[*node] = usize::MAX;
        }
        Some(1.0 - missed?)
    }

    /// Where cases go from a node of a block, the meetings of the blocks around it included.
    fn full_row(&self, node: usize, policy: &[usize], meets: &[f64]) -> SparseRow {
        match &self.flow.nodes[node].exits {
            Exits::Choices(choices) => choices[policy[node]].clone(),
            Exits::Gap(_) => Vec::new(),
            Exits::Both(ways) => {
                let number = self.block_of[node];
                let meeting = number.and_then(|number| self.blocks[number].meeting);
                let apart = ways.iter().filter(|way| Some(**way) != meeting);
                let mut row: SparseRow = apart.map(|way| (*way, 1.0)).collect();
                if let (Some(number), Some(meeting)) = (number, meeting) {
                    row.push((meeting, meets[number]));
                }
                row
            }
        }
    }

    /// What a visit of each node counts under a policy.
    pub(super) fn constants(&self, rewards: &Rewards, policy: &[usize]) -> Vec<f64> {
        let mut constants = rewards.at.clone();
        for ((from, to), reward) in &rewards.along {
            constants[*from] += reward * self.share_of(*from, *to, policy);
        }
        constants
    }

    /// The share of the cases at a node that go to another under a policy.
    pub(super) fn share_of(&self, from: usize, to: usize, policy: &[usize]) -> f64 {
        match &self.flow.nodes[from].exits {
            Exits::Choices(choices) => {
                let ways = choices[policy[from]].iter();
                ways.filter(|(way, _)| *way == to)
                    .map(|(_, share)| share)
                    .sum()
            }
            Exits::Both(ways) => ways.iter().filter(|way| **way == to).count() as f64,
            Exits::Gap(_) => 0.0,
        }
    }

    /// What is counted under one policy; `None` where some cases never end.
    pub(super) fn sum(&self, rewards: &Rewards, policy: &[usize]) -> Option<f64> {
        Some(self.values(rewards, policy)?[ROOT])
    }

    /// The same from each node on.
    pub(super) fn values(&self, rewards: &Rewards, policy: &[usize]) -> Option<Vec<f64>> {
        let passed = self.pass(policy)?;
        Some(passed.triangles.values(self.constants(rewards, policy)))
    }

    /// Between which bounds lies what is counted, for one case.
    pub(super) fn bounds(&self, rewards: &Rewards) -> Bounds {
        if self.open.is_empty() {
            let counted = self.constants(rewards, &self.proper);
            let terms = counted.iter().zip(&self.visits);
            return Bounds::exactly(terms.map(|(value, visits)| value * visits).sum());
        }
        let (low, _) = self.best(rewards, f64::lt);
        let nodes = 0..self.flow.nodes.len();
        // Where a choice may keep a case for ever, what follows may come any number of times.
        let is_trap = |node: &usize| {
            let is_kept = self.is_allowed[*node].iter().any(|allowed| !allowed);
            self.flow.is_reached[*node] && (self.traps[*node] || is_kept)
        };
        let behind = self.graph.reach(nodes.filter(is_trap));
        let counts = |node: usize| {
            let along = rewards.along.keys();
            rewards.at[node] > 0.0 || along.into_iter().any(|(from, _)| *from == node)
        };
        let is_open = (0..behind.len()).any(|node| behind[node] && counts(node));
        Bounds {
            low,
            high: (!is_open).then(|| self.best(rewards, f64::gt).0),
        }
    }

    /// How often cases pass each node under the choices that make a sum least, and these choices.
    pub(super) fn least_visits(&self, rewards: &Rewards) -> Option<(Vec<f64>, Vec<usize>)> {
        if self.open.is_empty() {
            return Some((self.visits.clone(), self.proper.clone()));
        }
        let (_, policy) = self.best(rewards, f64::lt);
        Some((self.visits_under(&policy)?, policy))
    }

    /// How often cases pass each node under a policy.
    pub(super) fn visits_under(&self, policy: &[usize]) -> Option<Vec<f64>> {
        let passed = self.pass(policy)?;
        let mut begin = vec![0.0; self.flow.nodes.len()];
        begin[ROOT] = 1.0;
        Some(passed.triangles.visits(begin))
    }

    /// The least or the greatest sum, by which of two is better, and its choices. Only choices under which every case
    /// ends are taken.
    fn best(&self, rewards: &Rewards, is_better: fn(&f64, &f64) -> bool) -> (f64, Vec<usize>) {
        let mut policy = self.proper.clone();
        let mut best = f64::NAN;
        for _ in 0..MOST_ROUNDS {
            let Some(passed) = self.pass(&policy) else {
                break;
            };
            let values = passed.triangles.values(self.constants(rewards, &policy));
            best = values[ROOT];
            let mut is_changed = false;
            for node in &self.open {
                if !self.within[*node].is_empty() {
                    continue;
                }
                let worth = |choice: usize| self.worth(*node, choice, rewards, &values);
                is_changed |= self.improve(*node, &mut policy, worth, is_better);
            }
            if !is_changed {
                let values = |policy: &[usize]| self.values(rewards, policy);
                is_changed = self.try_inside(&mut policy, &values, is_better);
            }
            if !is_changed {
                break;
            }
        }
        (best, policy)
    }

    /// What a choice of a node is worth, by what the nodes are worth to which it leads.
    pub(super) fn worth(
        &self,
        node: usize,
        choice: usize,
        rewards: &Rewards,
        values: &[f64],
    ) -> f64 {
        let ways = self.ways(node, choice).iter();
        let worth = ways.map(|(to, share)| {
            let along = rewards.along.get(&(node, *to)).copied().unwrap_or(0.0);
            share * (values[*to] + along)
        });
        worth.sum()
    }

    /// Takes the best choice of a node. Whether it is another one.
    pub(super) fn improve(
        &self,
        node: usize,
        policy: &mut [usize],
        worth: impl Fn(usize) -> f64,
        is_better: fn(&f64, &f64) -> bool,
    ) -> bool {
        let had = policy[node];
        let (mut taken, mut best) = (had, worth(had));
        for choice in 0..self.is_allowed[node].len() {
            let value = worth(choice);
            let margin = BETTER * (1.0 + best.abs());
            if self.is_allowed[node][choice]
                && is_better(&value, &best)
                && (value - best).abs() > margin
            {
                (taken, best) = (choice, value);
            }
        }
        policy[node] = taken;
        taken != had
    }

    /// Tries other choices inside blocks, where ways multiply: of each outermost block those that make the value of its
    /// split best. Whether one was better. `values` are those of all nodes under a policy.
    ///
    /// Where a block has more than [`MOST_TRIED`] combinations, each choice is tried by itself, which may miss a pair of
    /// choices that is better together alone.
    pub(super) fn try_inside(
        &self,
        policy: &mut Vec<usize>,
        values: &dyn Fn(&[usize]) -> Option<Vec<f64>>,
        is_better: fn(&f64, &f64) -> bool,
    ) -> bool {
        let mut is_changed = false;
        for (number, block) in self.blocks.iter().enumerate() {
            if !self.within[block.split].is_empty() {
                continue;
            }
            let open = self
                .open
                .iter()
                .filter(|node| self.within[**node].contains(&number));
            let open: Vec<(usize, Vec<usize>)> = open
                .map(|node| {
                    let choices = 0..self.is_allowed[*node].len();
                    (
                        *node,
                        choices
                            .filter(|choice| self.is_allowed[*node][*choice])
                            .collect(),
                    )
                })
                .collect();
            // Nothing is chosen here: there is nothing to work out either.
            if open.is_empty() {
                continue;
            }
            let count = open
                .iter()
                .try_fold(1_usize, |all, (_, choices)| all.checked_mul(choices.len()));
            let value = |policy: &[usize]| Some(values(policy)?[block.split]);
            let Some(mut best) = value(policy) else {
                continue;
            };
            let mut take = |policy: &mut Vec<usize>, tried: Vec<usize>| {
                let margin = BETTER * (1.0 + best.abs());
                let other = value(&tried);
                if let Some(other) =
                    other.filter(|other| is_better(other, &best) && (other - best).abs() > margin)
                {
                    (best, is_changed) = (other, true);
                    *policy = tried;
                }
            };
            if let Some(count) = count.filter(|count| *count <= MOST_TRIED) {
                for number in 0..count {
                    let (mut tried, mut rest) = (policy.clone(), number);
                    for (node, choices) in &open {
                        tried[*node] = choices[rest % choices.len()];
                        rest /= choices.len();
                    }
                    take(policy, tried);
                }
            } else {
                for (node, choices) in &open {
                    for choice in choices {
                        let mut tried = policy.clone();
                        tried[*node] = *choice;
                        take(policy, tried);
                    }
                }
            }
        }
        is_changed
    }

    /// Finds a choice at each node under which every case ends, and which choices keep that so; `None` where some case
    /// never ends whatever is chosen.
    fn find_proper(&mut self, before: &Graph) -> Option<()> {
        let flow = &self.flow;
        let count = flow.nodes.len();
        let mut is_in = vec![true; count];
        loop {
            let mut ends = vec![false; count];
            let mut proper = vec![0; count];
            let mut queue: Vec<usize> = (0..count).collect();
            while let Some(node) = queue.pop() {
                if ends[node] || !is_in[node] {
                    continue;
                }
                let choice = match &flow.nodes[node].exits {
                    Exits::Gap(_) => Some(0),
                    Exits::Both(ways) => ways.iter().all(|to| ends[*to]).then_some(0),
                    Exits::Choices(choices) => choices.iter().position(|ways| {
                        let stays = ways.iter().all(|(to, _)| is_in[*to]);
                        stays && (leaks(ways) || ways.iter().any(|(to, _)| ends[*to]))
                    }),
                };
                if let Some(choice) = choice {
                    ends[node] = true;
                    proper[node] = choice;
                    queue.extend(before.after(node));
                }
            }
            if ends == is_in {
                if !ends[ROOT] {
                    return None;
                }
                let allowed = flow.nodes.iter().map(|node| match &node.exits {
                    Exits::Choices(choices) => {
                        let is_allowed =
                            |ways: &Vec<(usize, f64)>| ways.iter().all(|(to, _)| ends[*to]);
                        choices.iter().map(is_allowed).collect()
                    }
                    Exits::Both(_) | Exits::Gap(_) => vec![true],
                });
                self.is_allowed = allowed.collect();
                self.proper = proper;
                self.ends = ends;
                return Some(());
            }
            is_in = ends;
        }
    }

    /// Gaps that cases reach: the step behind which nothing is known, and why.
    pub(super) fn gaps(&self) -> impl Iterator<Item = (usize, GapKind)> + '_ {
        let nodes = self.flow.nodes.iter().enumerate();
        nodes.filter_map(|(number, node)| match node.exits {
            Exits::Gap(kind) if self.flow.is_reached[number] => Some((number, kind)),
            _ => None,
        })
    }

    /// Whether under some choice a case never ends.
    pub(super) fn may_never_end(&self) -> bool {
        let nodes = 0..self.flow.nodes.len();
        nodes
            .into_iter()
            .any(|node| self.flow.is_reached[node] && self.traps[node])
    }
}

/// Whether some of the cases at a node end there.
pub(super) fn leaks(ways: &[(usize, f64)]) -> bool {
    ways.iter().map(|(_, share)| share).sum::<f64>() < 1.0 - 1e-9
}

/// The nodes from which a case never ends under some choice: the greatest set that some choice does not leave.
fn traps(flow: &Flow<'_>, before: &Graph) -> Vec<bool> {
    let count = flow.nodes.len();
    let mut is_trap = vec![true; count];
    let mut queue: Vec<usize> = (0..count).collect();
    while let Some(node) = queue.pop() {
        let holds = match &flow.nodes[node].exits {
            Exits::Gap(_) => false,
            Exits::Both(ways) => ways.iter().any(|to| is_trap[*to]),
            Exits::Choices(choices) => choices
                .iter()
                .any(|ways| !leaks(ways) && ways.iter().all(|(to, _)| is_trap[*to])),
        };
        if is_trap[node] && !holds {
            is_trap[node] = false;
            queue.extend(before.after(node));
        }
    }
    is_trap
}

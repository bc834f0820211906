//! The share of cases that no person touches, and the customer's time: what does not add up from visit to visit.
//!
//! Both are worked out from the ends backwards. Where ways run at the same time, chances multiply and of times the
//! longest counts, so that what stands here is solved around the linear systems of `solve`.

use super::{
    flow::{Exits, ROOT},
    graph::NodeOrder,
    solve::{Bounds, Rewards, Solver},
    sparse::{SparseRow, Triangles},
};
use crate::model::Join;

/// Rounds of Newton's method; it is done in a few, and in one where ways do not multiply.
const MOST_ROUNDS: usize = 60;
/// Chances that move by less stand still: it is what rounding makes.
const STILL: f64 = 1e-12;

/// Of a way through a block: the chance that no person touched the case and it arrived, or that it ended on the way.
#[derive(Clone, Copy)]
struct Arrival {
    arrives: f64,
    ends: f64,
}

/// Which steps people work at: of each node, the share of the visits that no person touches there.
pub(super) type Spared = [f64];

impl Solver<'_> {
    /// The chance that a case ends untouched by a person.
    pub(super) fn untouched(&self, spared: &Spared) -> Bounds {
        let best = |is_better| self.best_untouched(spared, is_better).0;
        match self.open.is_empty() {
            true => Bounds::exactly(best(f64::lt)),
            false => Bounds {
                low: best(f64::lt),
                high: Some(best(f64::gt)),
            },
        }
    }

    /// The least or the greatest chance, and the choices that make it so.
    pub(super) fn best_untouched(
        &self,
        spared: &Spared,
        is_better: fn(&f64, &f64) -> bool,
    ) -> (f64, Vec<usize>) {
        let mut policy = self.proper.clone();
        let mut best = 0.0;
        for _ in 0..MOST_ROUNDS {
            let Some(chances) = self.chances(spared, &policy) else {
                break;
            };
            best = chances[ROOT];
            let mut is_changed = false;
            for node in &self.open {
                if self.within[*node].is_empty() {
                    // What ends here is untouched.
                    let worth = |choice: usize| {
                        let ways = self.ways(*node, choice);
                        1.0 + ways
                            .iter()
                            .map(|(to, share)| share * (chances[*to] - 1.0))
                            .sum::<f64>()
                    };
                    is_changed |= self.improve(*node, &mut policy, worth, is_better);
                }
            }
            if !is_changed {
                let values = |policy: &[usize]| self.chances(spared, policy);
                is_changed = self.try_inside(&mut policy, &values, is_better);
            }
            if !is_changed {
                break;
            }
        }
        (best, policy)
    }

    /// Of each node, the chance that a case there ends untouched.
    pub(super) fn chances(&self, spared: &Spared, policy: &[usize]) -> Option<Vec<f64>> {
        let count = self.flow.nodes.len();
        let mut through = vec![
            Arrival {
                arrives: 0.0,
                ends: 1.0
            };
            self.blocks.len()
        ];
        for number in 0..self.blocks.len() {
            through[number] = self.through(number, spared, policy, &through)?;
        }
        let nodes: Vec<usize> = (0..count).collect();
        self.newton(&nodes, None, Some(&self.order), |node, chances| {
            if !self.is_counted(node) {
                return (SparseRow::new(), 0.0);
            }
            let (row, constant) = self.split_row(node, policy, chances, &through);
            let row: SparseRow = row
                .into_iter()
                .map(|(to, share)| (to, share * spared[node]))
                .collect();
            (row, constant * spared[node])
        })
    }

    /// How often cases that nobody touched yet come to each node under a policy; of the visits of a node this share goes on
    /// untouched.
    pub(super) fn visits_spared(&self, policy: &[usize], spared: &[f64]) -> Option<Vec<f64>> {
        let passed = self.pass(policy)?;
        let nodes = 0..self.flow.nodes.len();
        let rows = nodes.map(|node| {
            if !self.is_counted(node) {
                return SparseRow::new();
            }
            let row = self.row(node, policy, &passed.meets);
            let row = row
                .into_iter()
                .map(|(to, share)| (to, share * spared[node]));
            row.collect()
        });
        let mut begin = vec![0.0; self.flow.nodes.len()];
        begin[ROOT] = 1.0;
        Some(Triangles::in_order(rows.collect(), &self.order)?.visits(begin))
    }

    /// The least solution of a system in which some nodes multiply, by Newton's method from zero; `fixed` is a node whose
    /// chance is given, and `order` that of all nodes where it is about all.
    fn newton(
        &self,
        nodes: &[usize],
        fixed: Option<(usize, f64)>,
        order: Option<&NodeOrder>,
        line: impl Fn(usize, &[f64]) -> (SparseRow, f64),
    ) -> Option<Vec<f64>> {
        let count = self.flow.nodes.len();
        let mut chances = vec![0.0; count];
        // The system is as large as the part that is asked about: a block is small beside the whole.
        let mut local = vec![usize::MAX; count];
        for (place, node) in nodes.iter().enumerate() {
            local[*node] = place;
        }
        if let Some((node, chance)) = fixed {
            chances[node] = chance;
        }
        for _ in 0..MOST_ROUNDS {
            let mut rows = Vec::with_capacity(nodes.len());
            let mut constants = Vec::with_capacity(nodes.len());
            for node in nodes {
                let (row, constant) = line(*node, &chances);
                let row = row.into_iter().filter(|(to, _)| local[*to] != usize::MAX);
                rows.push(row.map(|(to, share)| (local[to], share)).collect());
                constants.push(constant);
            }
            let solved = match order {
                Some(order) => Triangles::in_order(rows, order),
                None => Triangles::new(rows),
            };
            let next = solved?.values(constants);
            let mut moved: f64 = 0.0;
            for (node, next) in std::iter::zip(nodes, next) {
                if fixed.is_none_or(|(fixed, _)| fixed != *node) {
                    moved = moved.max((next - chances[*node]).abs());
                    chances[*node] = next;
                }
            }
            if moved < STILL {
                break;
            }
        }
        Some(chances)
    }

    /// What a case at a node comes to, as a line through the present chances: with which share of the chances of others,
    /// and what besides.
    fn split_row(
        &self,
        node: usize,
        policy: &[usize],
        chances: &[f64],
        through: &[Arrival],
    ) -> (SparseRow, f64) {
        match &self.flow.nodes[node].exits {
            Exits::Choices(choices) => {
                let ways = &choices[policy[node]];
                let sum: f64 = ways.iter().map(|(_, share)| share).sum();
                (ways.clone(), (1.0 - sum).max(0.0))
            }
            // Nobody knows; what is not known is not counted as work of a person.
            Exits::Gap(_) => (SparseRow::new(), 1.0),
            Exits::Both(_) => {
                let Some(number) = self.block_of[node] else {
                    return (SparseRow::new(), 1.0);
                };
                let block = &self.blocks[number];
                // Each factor with what it hangs on.
                let sides = block.ways.iter().filter(|way| way.is_side);
                let mut factors: Vec<(Option<usize>, f64, f64)> =
                    sides.map(|way| (Some(way.first), 1.0, 0.0)).collect();
                if block.meeting.is_some() {
                    let Arrival { arrives, ends } = through[number];
                    factors.push((block.meeting, arrives, ends));
                }
                let value = |(on, by, plus): &(Option<usize>, f64, f64)| {
                    on.map_or(0.0, |on| by * chances[on]) + plus
                };
                let all: f64 = factors.iter().map(value).product();
                let mut row = SparseRow::new();
                let mut constant = all;
                for (place, (on, by, _)) in factors.iter().enumerate() {
                    let Some(on) = *on else { continue };
                    let others = factors
                        .iter()
                        .enumerate()
                        .filter(|(other, _)| *other != place);
                    let slope = by * others.map(|(_, factor)| value(factor)).product::<f64>();
                    constant -= slope * chances[on];
                    match row.iter_mut().find(|(to, _)| *to == on) {
                        Some((_, sum)) => *sum += slope,
                        None => row.push((on, slope)),
                    }
                }
                (row, constant)
            }
        }
    }

    /// What becomes of an untouched case between a split and its meeting.
    fn through(
        &self,
        number: usize,
        spared: &Spared,
        policy: &[usize],
        inner: &[Arrival],
    ) -> Option<Arrival> {
        let block = &self.blocks[number];
        let Some(meeting) = block.meeting else {
            return Some(Arrival {
                arrives: 0.0,
                ends: 1.0,
            });
        };
        let nodes: Vec<usize> = block.inside.iter().map(|(node, _)| *node).collect();
        // Untouched whether it arrives or ends, and untouched and ended: what arrives is the difference.
        let solve = |at_meeting: f64| {
            self.newton(
                &nodes,
                Some((meeting, at_meeting)),
                None,
                |node, chances| {
                    let (row, mut constant) = self.split_row(node, policy, chances, inner);
                    let there = row.iter().filter(|(to, _)| *to == meeting);
                    let there: f64 = there.map(|(_, share)| share).sum();
                    constant += there * at_meeting;
                    let row = row.into_iter().filter(|(to, _)| *to != meeting);
                    let row = row.map(|(to, share)| (to, share * spared[node])).collect();
                    (row, constant * spared[node])
                },
            )
        };
        let (either, ended) = (solve(1.0)?, solve(0.0)?);
        let ways = || block.ways.iter().filter(|way| !way.is_side);
        let product = |chances: &[f64], there: f64| {
            let ways = ways().map(|way| match way.first == meeting {
                true => there,
                false => chances[way.first],
            });
            ways.product::<f64>()
        };
        let ends = product(&ended, 0.0);
        Some(Arrival {
            arrives: product(&either, 1.0) - ends,
            ends,
        })
    }

    /// The customer's time from the first contact on, when each visit of a node takes `times`; with what a Both does to
    /// it. The greatest is open where the mean of a maximum is only known to be no less than the maximum of the means.
    pub(super) fn customers_time(&self, times: &Rewards) -> Bounds {
        let (low, ..) = self.best_time(times, Side::Low);
        let is_open = self.may_never_end() || self.is_maximum_open();
        let is_exact = self.open.is_empty() && !self.blocks.iter().any(|block| self.is_any(block));
        Bounds {
            low,
            high: match (is_open, is_exact) {
                (true, _) => None,
                (false, true) => Some(low),
                (false, false) => Some(self.best_time(times, Side::High).0),
            },
        }
    }

    /// Whether somewhere of several ways the longest counts, of which only the mean is known.
    pub(super) fn is_maximum_open(&self) -> bool {
        self.blocks.iter().any(|block| self.is_at_least(block))
    }

    /// How often each node counts in the customer's time, where choices make it least; and these choices.
    pub(super) fn time_visits(&self, times: &Rewards) -> Option<(Vec<f64>, Vec<usize>)> {
        let (_, policy, longest) = self.best_time(times, Side::Low);
        let passed = self.pass(&policy)?;
        let rows = self.time_rows(Side::Low, &policy, &passed.meets, &longest);
        let mut begin = vec![0.0; self.flow.nodes.len()];
        begin[ROOT] = 1.0;
        Some((
            Triangles::in_order(rows, &self.order)?.visits(begin),
            policy,
        ))
    }

    /// Whether the first of the ways to arrive goes on.
    fn is_any(&self, block: &super::blocks::Block) -> bool {
        let meeting = block
            .meeting
            .and_then(|meeting| self.flow.nodes[meeting].step);
        meeting.is_some_and(|(_, step)| step.join == Some(Join::Any))
    }

    /// Whether of several ways the longest counts.
    fn is_at_least(&self, block: &super::blocks::Block) -> bool {
        let sides = block
            .ways
            .iter()
            .filter(|way| way.is_side && way.reaches_customer);
        let waits = block.meeting.is_some() && !self.is_any(block);
        waits || sides.count() + usize::from(block.meeting.is_some()) > 1
    }

    /// The least or the greatest time: shares are chosen for it, and of ways the longest counts whatever is chosen.
    fn best_time(&self, times: &Rewards, side: Side) -> (f64, Vec<usize>, Vec<Option<Longest>>) {
        let mut policy = self.proper.clone();
        let mut longest: Vec<Option<Longest>> = self
            .blocks
            .iter()
            .map(|block| self.first_way(block))
            .collect();
        let mut best = 0.0;
        let is_better = match side {
            Side::Low => f64::lt,
            Side::High => f64::gt,
        };
        for _ in 0..MOST_ROUNDS {
            let Some(passed) = self.pass(&policy) else {
                break;
            };
            let Some(values) = self.time_values(times, side, &policy, &passed.meets, &mut longest)
            else {
                break;
            };
            best = values[ROOT];
            let mut is_changed = false;
            for node in self
                .open
                .iter()
                .filter(|node| self.within[**node].is_empty())
            {
                let worth = |choice: usize| self.worth(*node, choice, times, &values);
                is_changed |= self.improve(*node, &mut policy, worth, is_better);
            }
            if !is_changed {
                let start = longest.clone();
                let values = |policy: &[usize]| {
                    let passed = self.pass(policy)?;
                    let mut longest = start.clone();
                    self.time_values(times, side, policy, &passed.meets, &mut longest)
                };
                is_changed = self.try_inside(&mut policy, &values, is_better);
            }
            if !is_changed {
                break;
            }
        }
        (best, policy, longest)
    }

    /// A way of a block that counts.
    fn first_way(&self, block: &super::blocks::Block) -> Option<Longest> {
        if block.meeting.is_some() {
            return block
                .ways
                .iter()
                .position(|way| !way.is_side)
                .map(Longest::Meeting);
        }
        let counts = |way: &super::blocks::Branch| way.is_side && way.reaches_customer;
        block.ways.iter().position(counts).map(Longest::Side)
    }

    /// The time from each node on under a policy: of ways that run at the same time the longest counts, which is looked for
    /// until it is the longest for the times that come of it.
    fn time_values(
        &self,
        times: &Rewards,
        side: Side,
        policy: &[usize],
        meets: &[f64],
        longest: &mut [Option<Longest>],
    ) -> Option<Vec<f64>> {
        let mut values = vec![0.0; self.flow.nodes.len()];
        for _ in 0..MOST_ROUNDS {
            let rows = self.time_rows(side, policy, meets, longest);
            values = Triangles::in_order(rows, &self.order)?.values(self.constants(times, policy));
            let mut is_changed = false;
            for (number, longest) in longest.iter_mut().enumerate() {
                let taken = self.longest(number, side, &values, meets, *longest);
                is_changed |= taken != *longest;
                *longest = taken;
            }
            if !is_changed {
                break;
            }
        }
        Some(values)
    }

    /// Where the customer's time goes from each node: of ways that run at the same time, along the one that counts.
    fn time_rows(
        &self,
        side: Side,
        policy: &[usize],
        meets: &[f64],
        longest: &[Option<Longest>],
    ) -> Vec<SparseRow> {
        let nodes = 0..self.flow.nodes.len();
        let rows = nodes.map(|node| {
            if !self.is_counted(node) {
                return SparseRow::new();
            }
            let mut row = match self.block_of[node] {
                None => self.ways(node, policy[node]).to_vec(),
                Some(number) => self.longest_row(number, side, longest[number], meets),
            };
            row.retain(|(to, _)| !self.is_met(node, *to));
            row
        });
        rows.collect()
    }

    fn longest_row(
        &self,
        number: usize,
        side: Side,
        longest: Option<Longest>,
        meets: &[f64],
    ) -> SparseRow {
        let block = &self.blocks[number];
        match longest {
            None => SparseRow::new(),
            Some(Longest::Side(way)) => vec![(block.ways[way].first, 1.0)],
            Some(Longest::Meeting(way)) => {
                let mut row = SparseRow::new();
                let first = block.ways[way].first;
                // The first to arrive may take no time at all.
                let is_none = self.is_any(block) && side == Side::Low;
                if block.meeting != Some(first) && !is_none {
                    row.push((first, 1.0));
                }
                row.extend(block.meeting.map(|meeting| (meeting, meets[number])));
                row
            }
        }
    }

    /// The way that counts: the longest, and of those of which the first to arrive goes on the shortest.
    fn longest(
        &self,
        number: usize,
        side: Side,
        values: &[f64],
        meets: &[f64],
        had: Option<Longest>,
    ) -> Option<Longest> {
        let block = &self.blocks[number];
        let takes = |taken: Longest| {
            let row = self.longest_row(number, side, Some(taken), meets);
            row.iter()
                .map(|(to, share)| share * values[*to])
                .sum::<f64>()
        };
        let ways = 0..block.ways.len();
        let met = ways
            .clone()
            .filter(|way| !block.ways[*way].is_side)
            .map(Longest::Meeting);
        let first = had.filter(|had| matches!(had, Longest::Meeting(_)));
        let mut best_met = first.or_else(|| met.clone().next());
        for way in met {
            let Some(best) = best_met else { break };
            let margin = 1e-9 * (1.0 + takes(best).abs());
            let is_taken = match self.is_any(block) {
                true => takes(way) < takes(best) - margin,
                false => takes(way) > takes(best) + margin,
            };
            if is_taken {
                best_met = Some(way);
            }
        }
        let sides =
            ways.filter(|way| block.ways[*way].is_side && block.ways[*way].reaches_customer);
        let mut best = had
            .filter(|had| matches!(had, Longest::Side(_)))
            .or(best_met);
        for way in sides.map(Longest::Side).chain(best_met) {
            let margin = 1e-9 * (1.0 + best.map_or(0.0, takes).abs());
            if best.is_none_or(|best| takes(way) > takes(best) + margin) {
                best = Some(way);
            }
        }
        best
    }
}

/// Which end of a range is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// Which way of a block counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Longest {
    /// A way to the meeting, with what follows it.
    Meeting(usize),
    /// A side way, to its end.
    Side(usize),
}

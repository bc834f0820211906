//! Ways of a Both that meet again: between the split and the step where they meet, one case goes several ways.
//!
//! Where the ways do not meet in one step, nobody can say when they are one case again; the split is then a gap.

use std::collections::BTreeSet;

use super::{
    flow::{Exits, Flow, GapKind},
    graph::{Graph, NodeOrder},
};
use crate::model::LaneKind;

/// What a Both makes of its ways.
pub(super) struct Block {
    /// The node of the split.
    pub split: usize,
    /// Its ways, by their first nodes.
    pub ways: Vec<Branch>,
    /// Where those that are no side ways meet; none when all are.
    pub meeting: Option<usize>,
    /// The nodes between the split and the meeting, with the way on which each lies.
    pub inside: Vec<(usize, usize)>,
}

/// A way out of a Both.
pub(super) struct Branch {
    pub first: usize,
    /// Whether it ends by itself: no other way comes where it comes.
    pub is_side: bool,
    /// Whether, as a way that ends by itself, it comes to a step of the customer.
    pub reaches_customer: bool,
}

/// As many ways are followed at once.
const WAYS_AT_ONCE: usize = 512;

/// The blocks of a graph, inner ones before those around them. A Both without a clear nesting becomes a gap.
pub(super) fn blocks(flow: &mut Flow<'_>, graph: &Graph, order: &NodeOrder) -> Vec<Block> {
    let nodes = 0..flow.nodes.len();
    let is_both =
        |node: &usize| flow.is_reached[*node] && matches!(flow.nodes[*node].exits, Exits::Both(_));
    let splits: Vec<usize> = nodes.filter(is_both).collect();
    if splits.is_empty() {
        return Vec::new();
    }
    let into = graph.reversed();
    let mut found = Vec::new();
    let is_looped =
        |split: &usize| order.group_size(*split) > 1 || graph.after(*split).contains(split);
    let (looped, plain): (Vec<usize>, Vec<usize>) = splits.into_iter().partition(is_looped);
    let mut rest = &plain[..];
    while !rest.is_empty() {
        let mut ways = 0;
        let fits = |split: &usize| {
            ways += graph.after(*split).len();
            ways <= WAYS_AT_ONCE
        };
        let many = rest.iter().copied().take_while(fits).count().max(1);
        let (now, later) = rest.split_at(many);
        rest = later;
        let comers = Comers::new(now, graph, order);
        for (split, first_way) in &comers.splits {
            let of = |node: usize| comers.of(node, *first_way, graph.after(*split).len());
            found.push((*split, block(flow, (*split, graph, &into), &of, None)));
        }
    }
    for split in looped {
        let (comers, reaches_split) = apart_from_split(split, graph);
        let of = |node: usize| comers[node];
        let block = block(flow, (split, graph, &into), &of, Some(&reaches_split));
        found.push((split, block));
    }
    let mut blocks = Vec::new();
    let mut has_gaps = false;
    for (split, block) in found {
        match block {
            Some(block) => blocks.push(block),
            None => {
                flow.nodes[split].exits = Exits::Gap(GapKind::NoMeeting);
                has_gaps = true;
            }
        }
    }
    if has_gaps {
        flow.reach();
    }
    blocks.sort_by_key(|block: &Block| (block.inside.len(), block.split));
    blocks
}

/// Which ways come to which nodes, of several splits to which no way leads back.
struct Comers {
    /// The splits, each with the number of its first way.
    splits: Vec<(usize, usize)>,
    /// Of each node, a bit for each way.
    bits: Vec<u64>,
    /// How many words of bits a node has.
    words: usize,
}

impl Comers {
    fn new(splits: &[usize], graph: &Graph, order: &NodeOrder) -> Self {
        let mut ways = 0;
        let splits = splits.iter().map(|split| {
            let first = ways;
            ways += graph.after(*split).len();
            (*split, first)
        });
        let splits: Vec<_> = splits.collect();
        let words = ways.div_ceil(64);
        let mut bits = vec![0_u64; graph.count() * words];
        for (split, first) in &splits {
            for (way, to) in graph.after(*split).iter().enumerate() {
                let way = first + way;
                bits[to * words + way / 64] |= 1 << (way % 64);
            }
        }
        let mut come = vec![0; words];
        for group in order.groups() {
            come.fill(0);
            for node in group {
                let own = &bits[node * words..(node + 1) * words];
                come.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
            }
            if come.iter().all(|word| *word == 0) {
                continue;
            }
            for node in group {
                let to = graph.after(*node).iter();
                for at in to.chain([node]) {
                    let held = &mut bits[at * words..(at + 1) * words];
                    held.iter_mut()
                        .zip(&come)
                        .for_each(|(held, come)| *held |= come);
                }
            }
        }
        Self {
            splits,
            bits,
            words,
        }
    }

    /// How many of the ways from `first` on come to a node, and the last of them.
    fn of(&self, node: usize, first: usize, count: usize) -> (usize, usize) {
        let held = |way: &usize| {
            let (word, bit) = ((first + way) / 64, (first + way) % 64);
            self.bits[node * self.words + word] >> bit & 1 == 1
        };
        let ways = (0..count).filter(held);
        ways.fold((0, 0), |(many, _), way| (many + 1, way))
    }
}

/// How many ways of a split come to each node without passing the split again, and the last of them; and which of the ways
/// come back to it.
fn apart_from_split(split: usize, graph: &Graph) -> (Vec<(usize, usize)>, Vec<bool>) {
    let mut comers = vec![(0, 0); graph.count()];
    let ways = graph.after(split).iter().enumerate();
    let reaches_split = ways.map(|(way, first)| {
        let mut is_seen = vec![false; graph.count()];
        is_seen[*first] = true;
        let mut open = vec![*first];
        let mut comes_back = false;
        while let Some(node) = open.pop() {
            if node == split {
                comes_back = true;
                continue;
            }
            comers[node] = (comers[node].0 + 1, way);
            for to in graph.after(node) {
                if !std::mem::replace(&mut is_seen[*to], true) {
                    open.push(*to);
                }
            }
        }
        comes_back
    });
    let reaches_split = reaches_split.collect();
    (comers, reaches_split)
}

/// The block of one split; `None` without a clear nesting. `comers` says how many of its ways come to a node, and the last
/// of them.
fn block(
    flow: &Flow<'_>,
    (split, graph, into): (usize, &Graph, &Graph),
    comers: &dyn Fn(usize) -> (usize, usize),
    reaches_split: Option<&[bool]>,
) -> Option<Block> {
    let ways = graph.after(split);
    let is_shared = |node: usize| comers(node).0 > 1;
    // Of each way, the nodes to which no other comes, and where it goes on from them.
    let mut branches = Vec::with_capacity(ways.len());
    let mut inside = Vec::new();
    let mut meeting = None;
    let (mut sides_back, mut meets_back) = (0, false);
    for (way, first) in ways.iter().enumerate() {
        let mut own = Vec::new();
        let mut met = Vec::new();
        let mut is_seen = BTreeSet::from([*first]);
        let mut open = vec![*first];
        let mut leads_back = false;
        while let Some(node) = open.pop() {
            if node == split {
                leads_back = true;
                continue;
            }
            if is_shared(node) {
                met.push(node);
                continue;
            }
            own.push(node);
            open.extend(graph.after(node).iter().filter(|to| is_seen.insert(**to)));
        }
        let is_side = met.is_empty();
        branches.push(Branch {
            first: *first,
            is_side,
            reaches_customer: own
                .iter()
                .any(|node| flow.nodes[*node].lane == LaneKind::Customer),
        });
        let comes_back = reaches_split.is_some_and(|back| back[way]);
        if is_side {
            sides_back += usize::from(comes_back);
            continue;
        }
        meets_back |= comes_back;
        // A way back to the split leaves the block elsewhere than at the meeting.
        if leads_back {
            return None;
        }
        for at in met {
            meet(&mut meeting, at)?;
        }
        for node in own {
            let is_of_way = |from: &usize| *from == split || comers(*from) == (1, way);
            let from = into.after(node).iter();
            if !from.filter(|from| flow.is_reached[**from]).all(is_of_way) {
                return None;
            }
            inside.push((node, way));
        }
    }
    // Each time round two cases would become of one.
    if sides_back + usize::from(meets_back) > 1 {
        return None;
    }
    inside.sort_unstable();
    Some(Block {
        split,
        ways: branches,
        meeting,
        inside,
    })
}

/// Notes that ways meet at a node; `None` when they meet at another one too.
fn meet(meeting: &mut Option<usize>, at: usize) -> Option<()> {
    (*meeting.get_or_insert(at) == at).then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::RngSeed};

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(11),
            ..ProptestConfig::default()
        })]

        /// Ways that are followed together come where each comes alone.
        #[test]
        fn ways_come_where_they_come_alone(
            edges in prop::collection::vec((0_usize..12, 0_usize..12), 0..30),
        ) {
            let mut graph = Graph::default();
            for node in 0..12 {
                let own = edges.iter().filter(|(from, _)| *from == node);
                graph.add_node(own.map(|(_, to)| *to));
            }
            let order = graph.order();
            let is_plain = |node: &usize| {
                order.group_size(*node) == 1 && !graph.after(*node).contains(node)
            };
            let splits: Vec<usize> = (0..12).filter(is_plain).collect();
            let comers = Comers::new(&splits, &graph, &order);
            for (split, first) in &comers.splits {
                let (alone, comes_back) = apart_from_split(*split, &graph);
                prop_assert!(comes_back.iter().all(|back| !back));
                for (node, alone) in alone.iter().enumerate() {
                    let together = comers.of(node, *first, graph.after(*split).len());
                    prop_assert_eq!(together, *alone, "split {} at {}", split, node);
                }
            }
        }
    }
}

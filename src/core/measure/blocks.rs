//! Ways of a Both that meet again: between the split and the step where they meet, one case goes several ways.
//!
//! Where the ways do not meet in one step, nobody can say when they are one case again; the split is then a gap.

use super::flow::{Exits, Flow, GapKind};
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
    /// Whether it comes to a step of the customer.
    pub reaches_customer: bool,
}

/// The blocks of a graph, inner ones before those around them. A Both without a clear nesting becomes a gap.
pub(super) fn blocks(flow: &mut Flow<'_>) -> Vec<Block> {
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); flow.nodes.len()];
    for node in (0..flow.nodes.len()).filter(|node| flow.is_reached[*node]) {
        flow.after(node).for_each(|to| into[to].push(node));
    }
    let mut blocks = Vec::new();
    let mut gaps = Vec::new();
    for node in 0..flow.nodes.len() {
        let Exits::Both(ways) = &flow.nodes[node].exits else {
            continue;
        };
        if !flow.is_reached[node] {
            continue;
        }
        match block(flow, node, ways, &into) {
            Some(block) => blocks.push(block),
            None => gaps.push(node),
        }
    }
    for node in gaps {
        flow.nodes[node].exits = Exits::Gap(GapKind::NoMeeting);
    }
    flow.reach();
    blocks.sort_by_key(|block: &Block| (block.inside.len(), block.split));
    blocks
}

/// The block of one split; `None` without a clear nesting.
fn block(flow: &Flow<'_>, split: usize, ways: &[usize], into: &[Vec<usize>]) -> Option<Block> {
    let count = flow.nodes.len();
    // How many ways come to a node, and the last of them.
    let mut comers = vec![(0_u32, 0_usize); count];
    let mut reaches_split = vec![false; ways.len()];
    let mut reached: Vec<Vec<usize>> = Vec::with_capacity(ways.len());
    for (way, first) in ways.iter().enumerate() {
        let mut is_seen = vec![false; count];
        let mut list = Vec::new();
        let mut open = vec![*first];
        if *first == split {
            reaches_split[way] = true;
            open.clear();
        } else {
            is_seen[*first] = true;
        }
        while let Some(node) = open.pop() {
            list.push(node);
            comers[node] = (comers[node].0 + 1, way);
            for to in flow.after(node) {
                if to == split {
                    reaches_split[way] = true;
                } else if !std::mem::replace(&mut is_seen[to], true) {
                    open.push(to);
                }
            }
        }
        reached.push(list);
    }
    let is_shared = |node: usize| comers[node].0 > 1;
    let branches: Vec<Branch> = std::iter::zip(ways, &reached)
        .map(|(first, reached)| Branch {
            first: *first,
            is_side: !reached.iter().any(|node| is_shared(*node)),
            reaches_customer: reached
                .iter()
                .any(|node| flow.nodes[*node].lane == LaneKind::Customer),
        })
        .collect();
    let side = (0..ways.len()).filter(|way| branches[*way].is_side);
    let sides_back = side.filter(|way| reaches_split[*way]).count();
    let met = (0..ways.len()).filter(|way| !branches[*way].is_side);
    let meets_back = met.clone().any(|way| reaches_split[way]);
    // Each time round two cases would become of one.
    if sides_back + usize::from(meets_back) > 1 {
        return None;
    }
    let mut inside = Vec::new();
    let mut meeting = None;
    for way in met {
        if is_shared(ways[way]) {
            meet(&mut meeting, ways[way])?;
        }
        for node in &reached[way] {
            if is_shared(*node) {
                continue;
            }
            inside.push((*node, way));
            for to in flow.after(*node) {
                // A way back to the split leaves the block elsewhere than at the meeting.
                if to == split {
                    return None;
                }
                if is_shared(to) {
                    meet(&mut meeting, to)?;
                }
            }
            let is_of_way =
                |from: &usize| *from == split || comers[*from].0 == 1 && comers[*from].1 == way;
            if !into[*node].iter().all(is_of_way) {
                return None;
            }
        }
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

//! Which nodes lead to which: kept in two lists, however many nodes there are. Knows no shares.

/// Nodes by number, with those that each leads to.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// Where the list of each node begins in `to`, and where the last one ends.
    starts: Vec<usize>,
    to: Vec<usize>,
}

impl Default for Graph {
    fn default() -> Self {
        Self {
            starts: vec![0],
            to: Vec::new(),
        }
    }
}

impl Graph {
    /// Adds the next node with those that it leads to.
    pub(super) fn add_node(&mut self, to: impl IntoIterator<Item = usize>) {
        self.to.extend(to);
        self.starts.push(self.to.len());
    }

    /// How many nodes there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Those that a node leads to.
    pub(super) fn after(&self, node: usize) -> &[usize] {
        &self.to[self.starts[node]..self.starts[node + 1]]
    }

    /// The same nodes, each with those that lead to it.
    pub(super) fn reversed(&self) -> Self {
        let mut starts = vec![0; self.starts.len()];
        self.to.iter().for_each(|to| starts[to + 1] += 1);
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut next = starts.clone();
        let mut to = vec![0; self.to.len()];
        for from in 0..self.count() {
            for target in self.after(from) {
                to[next[*target]] = from;
                next[*target] += 1;
            }
        }
        Self { starts, to }
    }

    /// The nodes to which ways lead from some, these included.
    pub(super) fn reach(&self, from: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut is_reached = vec![false; self.count()];
        let mut open: Vec<usize> = from.into_iter().collect();
        open.iter().for_each(|node| is_reached[*node] = true);
        while let Some(node) = open.pop() {
            for to in self.after(node) {
                if !std::mem::replace(&mut is_reached[*to], true) {
                    open.push(*to);
                }
            }
        }
        is_reached
    }

    /// The order in which nodes lead to each other (Tarjan 1972, without recursion).
    pub(super) fn order(&self) -> NodeOrder {
        const UNSEEN: usize = usize::MAX;
        let count = self.count();
        let mut number = vec![UNSEEN; count];
        let mut lowest = vec![0; count];
        let mut is_open = vec![false; count];
        let mut stack = Vec::new();
        // The way to the node that is looked at: each node, and which of those it leads to comes next.
        let mut way: Vec<(usize, usize)> = Vec::new();
        let mut seen = 0;
        let mut nodes = Vec::with_capacity(count);
        let mut ends = Vec::with_capacity(count);
        for root in 0..count {
            if number[root] != UNSEEN {
                continue;
            }
            way.push((root, 0));
            while let Some((node, next)) = way.last_mut() {
                let node = *node;
                if *next == 0 {
                    number[node] = seen;
                    lowest[node] = seen;
                    seen += 1;
                    stack.push(node);
                    is_open[node] = true;
                }
                if let Some(to) = self.after(node).get(*next) {
                    *next += 1;
                    if number[*to] == UNSEEN {
                        way.push((*to, 0));
                    } else if is_open[*to] {
                        lowest[node] = lowest[node].min(number[*to]);
                    }
                    // A node without any lists nothing: it is begun once.
                    continue;
                }
                way.pop();
                if let Some((from, _)) = way.last() {
                    lowest[*from] = lowest[*from].min(lowest[node]);
                }
                if lowest[node] == number[node] {
                    while let Some(member) = stack.pop() {
                        is_open[member] = false;
                        nodes.push(member);
                        if member == node {
                            break;
                        }
                    }
                    ends.push(nodes.len());
                }
            }
        }
        // Those that lead to none came first.
        nodes.reverse();
        let mut bounds: Vec<usize> = ends.iter().rev().map(|end| count - end).collect();
        bounds.push(count);
        let mut group_of = vec![0; count];
        for (group, ends) in bounds.windows(2).enumerate() {
            nodes[ends[0]..ends[1]]
                .iter()
                .for_each(|node| group_of[*node] = group);
        }
        NodeOrder {
            nodes,
            bounds,
            group_of,
        }
    }
}

/// Nodes in an order in which each comes before those it leads to; those of a loop, which lead to each other, are a group.
#[derive(Clone, Debug)]
pub(super) struct NodeOrder {
    nodes: Vec<usize>,
    /// Where each group begins in `nodes`, and where the last one ends.
    bounds: Vec<usize>,
    /// Of each node, the number of its group.
    pub group_of: Vec<usize>,
}

impl NodeOrder {
    /// The groups: each comes before those it leads to.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[usize]> {
        self.bounds
            .windows(2)
            .map(|ends| &self.nodes[ends[0]..ends[1]])
    }

    /// How many nodes stand in the group of one.
    pub(super) fn group_size(&self, node: usize) -> usize {
        let group = self.group_of[node];
        self.bounds[group + 1] - self.bounds[group]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)], count: usize) -> Graph {
        let mut graph = Graph::default();
        for node in 0..count {
            let own = edges.iter().filter(|(from, _)| *from == node);
            graph.add_node(own.map(|(_, to)| *to));
        }
        graph
    }

    #[test]
    fn loops_are_groups_and_what_leads_on_comes_before() {
        // 0 → 1 ⇄ 2 → 3, 0 → 3, 4 → 4, 5 alone.
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3), (0, 3), (4, 4)];
        let order = graph(&edges, 6).order();
        let mut groups: Vec<Vec<usize>> = order.groups().map(<[usize]>::to_vec).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        let place = |node: usize| groups.iter().position(|group| group.contains(&node));
        assert_eq!(groups.len(), 5, "{groups:?}");
        assert_eq!(place(1), place(2));
        assert!(place(0) < place(1) && place(1) < place(3), "{groups:?}");
        assert_eq!((order.group_size(2), order.group_size(4)), (2, 1));
    }

    #[test]
    fn turned_round_it_leads_back() {
        let turned = graph(&[(0, 1), (2, 1), (1, 0)], 3).reversed();
        assert_eq!(turned.after(1), [0, 2]);
        assert_eq!(turned.after(0), [1]);
        assert_eq!(turned.reach([1]), [true, true, true]);
    }
}

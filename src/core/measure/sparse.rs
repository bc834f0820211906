//! Exact solution of `v = c + Q v` and of `x = b + Qᵀ x`, where few entries of `Q` are not zero.
//!
//! Rows are taken in the order in which they lead to each other, those of a loop together (Tarjan 1972): outside loops
//! there is nothing to eliminate. In a loop it is Gauss's elimination with pivots on the diagonal, those first whose row
//! and column are shortest (Markowitz 1957). Knows nothing of steps.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, NodeOrder};

/// A row of `Q`: to which columns, and how much. Each column stands in it once.
pub(super) type SparseRow = Vec<(usize, f64)>;

/// `I - Q`, taken apart into two triangles.
pub(super) struct Triangles {
    /// The pivots, in the order in which they were taken.
    order: Vec<usize>,
    /// Of each row, what stood on the diagonal when it was the pivot.
    pivots: Vec<f64>,
    /// Of each row, what was left right of the diagonal.
    upper: Vec<SparseRow>,
    /// Of each column in a loop, by how much it was added to which rows.
    lower: BTreeMap<usize, SparseRow>,
}

/// A pivot below this counts as zero: the loop has no way out.
const LEAST_PIVOT: f64 = 1e-12;

impl Triangles {
    /// Takes `I - Q` apart. `None` where a loop has no way out: then there is no solution.
    pub(super) fn new(rows: Vec<SparseRow>) -> Option<Self> {
        let mut graph = Graph::default();
        for row in &rows {
            graph.add_node(row.iter().map(|(to, _)| *to));
        }
        Self::in_order(rows, &graph.order())
    }

    /// The same where it is known which rows lead to which, at most.
    pub(super) fn in_order(mut rows: Vec<SparseRow>, order: &NodeOrder) -> Option<Self> {
        let count = rows.len();
        let mut triangles = Self {
            order: Vec::with_capacity(count),
            pivots: vec![1.0; count],
            upper: Vec::new(),
            lower: BTreeMap::new(),
        };
        let mut before: Vec<Vec<usize>> = Vec::new();
        for group in order.groups() {
            match group {
                // What no loop leads back to is solved already.
                [only] if rows[*only].iter().all(|(to, _)| to != only) => {
                    triangles.order.push(*only);
                }
                group => {
                    before.resize(count, Vec::new());
                    triangles.eliminate(group, order, &mut rows, &mut before)?;
                }
            }
        }
        triangles.upper = rows;
        Some(triangles)
    }

    /// Takes the rows of a loop, or of several that hang together; those that lead to them are taken already.
    fn eliminate(
        &mut self,
        group: &[usize],
        order: &NodeOrder,
        rows: &mut [SparseRow],
        before: &mut [Vec<usize>],
    ) -> Option<()> {
        let is_inside = |node: usize| order.group_of[node] == order.group_of[group[0]];
        for from in group {
            let inside = rows[*from].iter().filter(|(to, _)| is_inside(*to));
            inside.for_each(|(to, _)| before[*to].push(*from));
        }
        let mut is_done: BTreeSet<usize> = BTreeSet::new();
        let mut queue = Queue::new(group, rows, before);
        while let Some(pivot) = queue.next(rows, before, &is_done) {
            is_done.insert(pivot);
            let mut row = std::mem::take(&mut rows[pivot]);
            let own = row.iter().position(|(to, _)| *to == pivot);
            let own = own.map_or(0.0, |place| row.swap_remove(place).1);
            let left = 1.0 - own;
            if left < LEAST_PIVOT {
                return None;
            }
            for (to, _) in row.iter().filter(|(to, _)| is_inside(*to)) {
                before[*to].retain(|from| *from != pivot);
            }
            let above = std::mem::take(&mut before[pivot]);
            let lower = self.lower.entry(pivot).or_default();
            for from in above.into_iter().filter(|from| *from != pivot) {
                let place = rows[from].iter().position(|(to, _)| *to == pivot);
                let Some(place) = place else { continue };
                let factor = rows[from].swap_remove(place).1 / left;
                lower.push((from, factor));
                for (to, share) in &row {
                    match rows[from].iter_mut().find(|(other, _)| other == to) {
                        Some((_, sum)) => *sum += factor * share,
                        None => {
                            rows[from].push((*to, factor * share));
                            if is_inside(*to) {
                                before[*to].push(from);
                            }
                        }
                    }
                }
                queue.changed(from, rows, before);
            }
            for (to, _) in row.iter().filter(|(to, _)| is_inside(*to)) {
                queue.changed(*to, rows, before);
            }
            self.order.push(pivot);
            self.pivots[pivot] = left;
            rows[pivot] = row;
        }
        Some(())
    }

    /// The solution of `v = c + Q v`.
    pub(super) fn values(&self, mut constant: Vec<f64>) -> Vec<f64> {
        for pivot in &self.order {
            let known = constant[*pivot];
            if known != 0.0 && !self.lower.is_empty() {
                for (row, factor) in self.lower.get(pivot).into_iter().flatten() {
                    constant[*row] += factor * known;
                }
            }
        }
        for pivot in self.order.iter().rev() {
            let later = self.upper[*pivot].iter();
            let sum: f64 = later.map(|(to, share)| share * constant[*to]).sum();
            constant[*pivot] = (constant[*pivot] + sum) / self.pivots[*pivot];
        }
        constant
    }

    /// The solution of `x = b + Qᵀ x`.
    pub(super) fn visits(&self, mut begin: Vec<f64>) -> Vec<f64> {
        for pivot in &self.order {
            begin[*pivot] /= self.pivots[*pivot];
            let known = begin[*pivot];
            if known != 0.0 {
                for (to, share) in &self.upper[*pivot] {
                    begin[*to] += share * known;
                }
            }
        }
        for pivot in self.order.iter().rev() {
            let Some(later) = self.lower.get(pivot) else {
                continue;
            };
            let sum: f64 = later.iter().map(|(row, factor)| factor * begin[*row]).sum();
            begin[*pivot] += sum;
        }
        begin
    }
}

/// Which row is taken next: those are listed by what their elimination would cost, at most.
struct Queue {
    heap: std::collections::BinaryHeap<std::cmp::Reverse<(usize, usize)>>,
}

impl Queue {
    fn new(group: &[usize], rows: &[SparseRow], before: &[Vec<usize>]) -> Self {
        let all = group.iter();
        let all = all.map(|row| std::cmp::Reverse((cost(*row, rows, before), *row)));
        Self {
            heap: all.collect(),
        }
    }

    fn changed(&mut self, row: usize, rows: &[SparseRow], before: &[Vec<usize>]) {
        let entry = (cost(row, rows, before), row);
        self.heap.push(std::cmp::Reverse(entry));
    }

    /// The cheapest row that is left; entries that are out of date are passed over.
    fn next(
        &mut self,
        rows: &[SparseRow],
        before: &[Vec<usize>],
        is_done: &BTreeSet<usize>,
    ) -> Option<usize> {
        loop {
            let std::cmp::Reverse((listed, row)) = self.heap.pop()?;
            if !is_done.contains(&row) && listed == cost(row, rows, before) {
                return Some(row);
            }
        }
    }
}

fn cost(row: usize, rows: &[SparseRow], before: &[Vec<usize>]) -> usize {
    rows[row].len() * before[row].len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], right: &[f64]) {
        assert_eq!(found.len(), right.len());
        for (found, right) in found.iter().zip(right) {
            assert!((found - right).abs() < 1e-9, "{found} instead of {right}");
        }
    }

    #[test]
    fn a_loop_is_solved_exactly() {
        // 0 → 1, 1 → 0 with 18 %.
        let loop_of_two = vec![vec![(1, 1.0)], vec![(0, 0.18)]];
        let solved = Triangles::new(loop_of_two).expect("it has a way out");
        close(&solved.visits(vec![1.0, 0.0]), &[1.0 / 0.82, 1.0 / 0.82]);
        close(
            &solved.values(vec![1.0, 2.0]),
            &[3.0 / 0.82, (2.0 + 0.18) / 0.82],
        );
        assert!(Triangles::new(vec![vec![(1, 1.0)], vec![(0, 1.0)]]).is_none());
        assert!(Triangles::new(vec![vec![(0, 1.0)]]).is_none());
    }

    #[test]
    fn both_ways_agree_with_plain_elimination() {
        let mut seed = 7_u64;
        let mut chance = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as f64 / f64::from(u32::MAX >> 1)
        };
        for count in 1..14 {
            let rows: Vec<SparseRow> = (0..count)
                .map(|_| {
                    let row = (0..count)
                        .map(|to| (to, chance()))
                        .filter(|(_, one)| *one < 0.4);
                    let row: SparseRow = row.collect();
                    let sum: f64 = row.iter().map(|(_, one)| one).sum::<f64>() + 0.2;
                    row.into_iter().map(|(to, one)| (to, one / sum)).collect()
                })
                .collect();
            let constant: Vec<f64> = (0..count).map(|_| chance()).collect();
            let solved = Triangles::new(rows.clone()).expect("every row leaks");
            let values = solved.values(constant.clone());
            let visits = solved.visits(constant.clone());
            let again: Vec<f64> = (0..count)
                .map(|row| {
                    constant[row] + rows[row].iter().map(|(to, q)| q * values[*to]).sum::<f64>()
                })
                .collect();
            close(&values, &again);
            let mut sums = constant.clone();
            for (row, visits) in rows.iter().zip(&visits) {
                row.iter()
                    .for_each(|(to, share)| sums[*to] += share * visits);
            }
            close(&visits, &sums);
        }
    }
}

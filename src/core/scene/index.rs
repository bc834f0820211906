//! Which of many things stand in a part of the scene, without looking at all of them.
//!
//! Knows stretches from left to right and nothing of what they belong to, nor how high they stand: who asks
//! for a low part of a high scene gets what is above and below it too.

/// Width of the narrowest buckets, in points: about a card and its gutter.
const BUCKET: f32 = 256.0;
/// What a line counts: a column and its gutter fill a bucket.
const LINE: f32 = BUCKET / 2.0;
/// Buckets of the widest level hold this many of the narrowest: no blueprint is wider.
const LEVELS: usize = 20;

/// Stretches along x. Each stands in one bucket of a level whose buckets are so wide that it reaches
/// into the next one at most: a long stretch costs no more room than a short one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StretchIndex {
    levels: Vec<Level>,
}

/// Buckets of one width, and the numbers of the stretches in each.
#[derive(Clone, Debug, Default, PartialEq)]
struct Level {
    /// Where each bucket begins in `items`; one more at the end.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl StretchIndex {
    /// Sorts stretches, each from its left to its right end; their numbers are their places in the list.
    fn new(stretches: impl Iterator<Item = (f32, f32)>) -> Self {
        let mut levels: Vec<Level> = Vec::new();
        // What they belong to lies far apart in memory, so it is looked at once.
        let places: Vec<(u8, u32)> = stretches
            .map(|(left, right)| place(left, right))
            .map(|(level, bucket)| (level as u8, bucket as u32))
            .collect();
        for &(level, bucket) in &places {
            let (level, bucket) = (usize::from(level), bucket as usize);
            if levels.len() <= level {
                levels.resize_with(level + 1, Level::default);
            }
            let starts = &mut levels[level].starts;
            if starts.len() < bucket + 2 {
                starts.resize(bucket + 2, 0);
            }
            starts[bucket + 1] += 1;
        }
        for level in &mut levels {
            let mut sum = 0;
            for start in &mut level.starts {
                sum += *start;
                *start = sum;
            }
            level.items = vec![0; sum as usize];
        }
        // Each start moves on while its bucket fills, and ends where the next one begins.
        for (number, (level, bucket)) in (0..).zip(places) {
            let bucket = bucket as usize;
            let Level { starts, items } = &mut levels[usize::from(level)];
            items[starts[bucket] as usize] = number;
            starts[bucket] += 1;
        }
        for level in &mut levels {
            level.starts.insert(0, 0);
            level.starts.pop();
        }
        Self { levels }
    }

    /// Sorts stretches from line to line of the columns: bands are odd, what lies between is even.
    pub(super) fn of_lines(stretches: impl Iterator<Item = (u32, u32)>) -> Self {
        Self::new(stretches.map(|(low, high)| (low as f32 * LINE, high as f32 * LINE)))
    }

    /// The numbers, in order, of all stretches that may reach one of these lines.
    pub(super) fn find_lines(&self, (first, last): (u32, u32)) -> Vec<u32> {
        self.find(first as f32 * LINE, last as f32 * LINE)
    }

    /// The numbers, in order, of all stretches that may reach into the one from `left` to `right`.
    fn find(&self, left: f32, right: f32) -> Vec<u32> {
        let (first, last) = (bucket(left), bucket(right));
        let mut found = Vec::new();
        for (width, level) in self.levels.iter().enumerate() {
            let first = (first >> width).saturating_sub(1);
            let last = (last >> width).min(level.starts.len().saturating_sub(2));
            if let (Some(&start), Some(&end)) =
                (level.starts.get(first), level.starts.get(last + 1))
                && start < end
            {
                found.extend_from_slice(&level.items[start as usize..end as usize]);
            }
        }
        found.sort_unstable();
        found
    }
}

/// The narrowest bucket that `x` stands in. What is no number stands in the first.
fn bucket(x: f32) -> usize {
    ((x / BUCKET).max(0.0) as usize).min((1 << LEVELS) - 1)
}

/// The level and the bucket of a stretch.
fn place(left: f32, right: f32) -> (usize, usize) {
    let (first, last) = (bucket(left), bucket(right));
    // Buckets half as far apart as the ends are at most one apart in the next level, often in this one.
    let apart = last.saturating_sub(first);
    let mut level = (usize::BITS - apart.leading_zeros()) as usize;
    while level > 0 && (last >> (level - 1)).saturating_sub(first >> (level - 1)) <= 1 {
        level -= 1;
    }
    (level, first >> level)
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::FileFailurePersistence};

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
            ..ProptestConfig::default()
        })]

        #[test]
        fn whatever_reaches_in_is_found(
            stretches in prop::collection::vec((-100.0..90_000.0_f32, 0.0..1.0_f32), 0..40),
            from in -100.0..90_000.0_f32,
            width in 0.0..4_000.0_f32,
        ) {
            // Most are short, a few are very long.
            let long = |(left, length): &(f32, f32)| (*left, left + length.powi(8) * 80_000.0);
            let stretches: Vec<(f32, f32)> = stretches.iter().map(long).collect();
            let index = StretchIndex::new(stretches.iter().copied());
            let found = index.find(from, from + width);
            prop_assert!(found.is_sorted_by(|a, b| a < b));
            for (number, (left, right)) in (0..).zip(&stretches) {
                if *left <= from + width && *right >= from {
                    prop_assert!(found.contains(&number), "{number}");
                }
            }
        }
    }

    #[test]
    fn what_is_far_away_is_not_looked_at() {
        assert!(StretchIndex::default().find(0.0, 9.0).is_empty());
        let stretches =
            (0..1000_u16).map(|at| (f32::from(at) * 200.0, f32::from(at) * 200.0 + 150.0));
        assert!(StretchIndex::new(stretches).find(50_000.0, 51_600.0).len() < 16);
    }
}

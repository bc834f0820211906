//! The legs of one gap: their order, and where they stand on the sides of the cards.
//!
//! A gap is what is free between two neighbouring cards of a row or column. Every leg in it holds on
//! to one of the two cards or to both. Written for rows (cards left and right, legs from top to
//! bottom); columns are the same with the axes swapped.

use super::legs::{LegEnd, Legs, Toward};

/// Distance of two ports that need not be closer, in points: two arrow heads side by side, and between them
/// enough that they stay two on a small board.
const SEPARATION: f32 = 12.0;
/// Distance of two ports beside a straight one for which that one moves off the middle, in points:
/// enough for two arrow heads side by side.
const EASY: f32 = 13.0;
/// How far ports keep off a card's corners, if the card is large enough.
const CORNER: f32 = 8.0;

/// How a leg of a gap ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Course {
    /// Turns up.
    Up,
    /// Runs from card to card.
    Straight,
    /// Turns down.
    Down,
}

/// What orders the legs of a gap: the course, how far away it turns, and which cards it holds on to.
type StubRank = (Course, i64, (bool, bool));

/// Where a leg that does not run from card to card turns: the crossing line and the track there.
type Corner = (u32, u32);

/// What the order and the conflicts of a leg depend on.
#[derive(Clone, Copy, Debug)]
struct Stub {
    course: Course,
    /// Whether it holds on to the left card and to the right card.
    holds: (bool, bool),
    corner: Corner,
}

impl Stub {
    fn new(legs: &Legs, index: usize) -> Self {
        let leg = legs.leg(index);
        let corner = |at: u32, other: usize| {
            let fine = if at.is_multiple_of(2) {
                legs.tracks[other] + 1
            } else {
                0
            };
            (at, fine)
        };
        let course = |toward| {
            if toward == Toward::Low {
                Course::Up
            } else {
                Course::Down
            }
        };
        match (leg.low_end, leg.high_end) {
            (LegEnd::Port, LegEnd::Turn(toward)) => Self {
                course: course(toward),
                holds: (true, false),
                corner: corner(leg.high, legs.at_high(index)),
            },
            (LegEnd::Turn(toward), LegEnd::Port) => Self {
                course: course(toward),
                holds: (false, true),
                corner: corner(leg.low, legs.at_low(index)),
            },
            _ => Self {
                course: Course::Straight,
                holds: (true, true),
                corner: (0, 0),
            },
        }
    }

    /// Whether two legs of a gap would lie on each other at the same height.
    fn meets(&self, other: &Self) -> bool {
        match (self.holds, other.holds) {
            ((true, false), (false, true)) => self.corner >= other.corner,
            ((false, true), (true, false)) => other.corner >= self.corner,
            _ => true,
        }
    }

    /// Upper first. Of those that turn up, the nearest to its card is uppermost; of those that turn
    /// down, lowest: so none crosses another right at the card.
    fn rank(&self) -> StubRank {
        let distance = (i64::from(self.corner.0) << 24) + i64::from(self.corner.1);
        let from_card = if self.holds.0 { distance } else { -distance };
        let order = if self.course == Course::Up {
            from_card
        } else {
            -from_card
        };
        (self.course, order, self.holds)
    }
}

/// How far down the cards at the two ends of a leg reach from the top of their row: the left and the right one.
pub(super) type EndDepths = (Option<f32>, Option<f32>);

/// Settles gaps one after the other.
#[derive(Default)]
pub(super) struct GapSettler {
    /// What orders each leg, also among those that are alike; the leg; what it does.
    ranked: Vec<((StubRank, u32), usize, Stub)>,
    stubs: Vec<Stub>,
    sides: Vec<EndDepths>,
    /// The legs of the last gap from top to bottom, and how far below the top of their row they run.
    pub(super) found: Vec<(usize, f32)>,
}

impl GapSettler {
    /// Finds the heights of the legs of a gap, given the sides that they hold on to.
    pub(super) fn settle(&mut self, legs: &Legs, home: usize, sides: impl Fn(usize) -> EndDepths) {
        self.found.clear();
        self.ranked.clear();
        let ranked = legs.on(home).map(|leg| {
            let stub = Stub::new(legs, leg);
            ((stub.rank(), legs.rank(leg)), leg, stub)
        });
        self.ranked.extend(ranked);
        self.ranked.sort_unstable_by_key(|ranked| ranked.0);
        self.stubs.clear();
        self.stubs.extend(self.ranked.iter().map(|ranked| ranked.2));
        self.sides.clear();
        self.sides
            .extend(self.ranked.iter().map(|ranked| sides(ranked.1)));
        let heights = heights(&self.stubs, &self.sides);
        let ranked = self.ranked.iter().map(|ranked| ranked.1);
        self.found.extend(ranked.zip(heights));
    }
}

/// Heights of the legs of a gap, which come in order with the sides they hold on to.
fn heights(stubs: &[Stub], sides: &[EndDepths]) -> Vec<f32> {
    let mut heights = wishes(stubs, sides);
    if let [_] = heights[..] {
        return heights;
    }
    // Sides of one row start at the same height, so the order fits all cards if the shortest has room for it.
    let shortest = sides
        .iter()
        .flat_map(|sides| [sides.0, sides.1])
        .flatten()
        .fold(f32::INFINITY, f32::min)
        .max(0.0);
    let corner = CORNER.min(shortest / 4.0);
    let chain = longest_chain(stubs);
    let separation = SEPARATION.min((shortest - 2.0 * corner) / chain.max(1) as f32);
    push_apart(stubs, sides, corner, separation, &mut heights);
    heights
}

/// Where each leg would like to be: ports of a side spread evenly, a single straight one in the middle,
/// so that a row of cards joined one by one has one straight line through it.
fn wishes(stubs: &[Stub], sides: &[EndDepths]) -> Vec<f32> {
    let mut straights = (0..stubs.len()).filter(|&k| stubs[k].course == Course::Straight);
    let only = match (straights.next(), straights.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let left = GapSide::new(sides.iter().map(|sides| sides.0).collect(), only);
    let right = GapSide::new(sides.iter().map(|sides| sides.1).collect(), only);
    let middle = only.map(|only| {
        let (top, bottom) = common(&sides[only]);
        // Where many ways part on one side of it, the straight one makes room.
        let (least, most) = (
            left.least_middle().max(right.least_middle()),
            left.most_middle().min(right.most_middle()),
        );
        let middle = f32::midpoint(top, bottom);
        let corner = CORNER.min((bottom - top).max(0.0) / 4.0);
        let eased = if least < most {
            middle.clamp(least, most)
        } else {
            f32::midpoint(least, most)
        };
        eased.max(top + corner).min(bottom - corner)
    });
    (0..stubs.len())
        .map(|k| match (left.wish(k, middle), right.wish(k, middle)) {
            (Some(left), Some(right)) => {
                let (top, bottom) = common(&sides[k]);
                f32::midpoint(left, right).clamp(top.min(bottom), bottom.max(top))
            }
            (Some(wish), None) | (None, Some(wish)) => wish,
            (None, None) => 0.0,
        })
        .collect()
}

/// Top and bottom of what the cards at both ends of a leg have in common.
fn common(sides: &EndDepths) -> (f32, f32) {
    match *sides {
        (Some(left), Some(right)) => (0.0, left.min(right)),
        (Some(side), None) | (None, Some(side)) => (0.0, side),
        (None, None) => (0.0, 0.0),
    }
}

/// One side of a gap: a card, and the legs that hold on to it.
struct GapSide {
    /// Height of the card for the legs that hold on to it.
    holds: Vec<Option<f32>>,
    /// For each leg how many before it hold on to the card; one more at the end.
    ranks: Vec<usize>,
    /// The leg that alone runs from card to card.
    only: Option<usize>,
}

impl GapSide {
    fn new(holds: Vec<Option<f32>>, only: Option<usize>) -> Self {
        let mut ranks = vec![0];
        for hold in &holds {
            ranks.push(ranks[ranks.len() - 1] + usize::from(hold.is_some()));
        }
        Self { holds, ranks, only }
    }

    fn count(&self) -> usize {
        self.ranks[self.holds.len()]
    }

    /// Legs above and below the straight one.
    fn split(&self) -> (usize, usize) {
        let above = self.only.map_or(0, |only| self.ranks[only]);
        (above, self.count().saturating_sub(above + 1))
    }

    /// The distance that the ports of this side can have.
    fn distance(&self) -> f32 {
        let height = self.holds.iter().flatten().copied().fold(0.0, f32::max);
        EASY.min(height / (self.count() + 1) as f32)
    }

    /// The straight leg has to be at least this far down.
    fn least_middle(&self) -> f32 {
        let card = self.only.and_then(|only| self.holds[only]);
        card.map_or(f32::NEG_INFINITY, |_| {
            self.distance() * (self.split().0 + 1) as f32
        })
    }

    /// The straight leg has to be at most this far down.
    fn most_middle(&self) -> f32 {
        let card = self.only.and_then(|only| self.holds[only]);
        card.map_or(f32::INFINITY, |bottom| {
            bottom - self.distance() * (self.split().1 + 1) as f32
        })
    }

    /// Where leg `k` would like to be if the straight leg runs at `middle`.
    fn wish(&self, k: usize, middle: Option<f32>) -> Option<f32> {
        let (top, bottom) = (0.0, self.holds[k]?);
        let rank = self.ranks[k];
        let (above, below) = self.split();
        Some(match (self.only, middle) {
            (Some(only), Some(middle)) => match k.cmp(&only) {
                std::cmp::Ordering::Less => spread(top, middle, rank, above),
                std::cmp::Ordering::Equal => middle,
                std::cmp::Ordering::Greater => spread(middle, bottom, rank - above - 1, below),
            },
            _ => spread(top, bottom, rank, self.count()),
        })
    }
}

/// The place of `rank` of `count` spread evenly between `top` and `bottom`.
fn spread(top: f32, bottom: f32, rank: usize, count: usize) -> f32 {
    top + (bottom - top) * (rank + 1) as f32 / (count + 1) as f32
}

/// Above this count all legs of a gap count as meeting, which is quicker to work out.
const MOST_COMPARED: usize = 64;

/// The most legs that all have to keep apart, one below the other.
fn longest_chain(stubs: &[Stub]) -> usize {
    if stubs.len() > MOST_COMPARED {
        return stubs.len();
    }
    let mut lengths: Vec<usize> = Vec::with_capacity(stubs.len());
    for (k, stub) in stubs.iter().enumerate() {
        let before = (0..k)
            .filter(|&j| stubs[j].meets(stub))
            .map(|j| lengths[j])
            .max();
        lengths.push(before.unwrap_or(0) + 1);
    }
    lengths.into_iter().max().unwrap_or(0)
}

/// Keeps legs that meet apart, in their order, first downwards, then back up from the cards' corners.
fn push_apart(
    stubs: &[Stub],
    sides: &[EndDepths],
    corner: f32,
    separation: f32,
    heights: &mut [f32],
) {
    let is_large = stubs.len() > MOST_COMPARED;
    for k in 0..stubs.len() {
        let first = if is_large { k.saturating_sub(1) } else { 0 };
        for j in first..k {
            if is_large || stubs[j].meets(&stubs[k]) {
                heights[k] = heights[k].max(heights[j] + separation);
            }
        }
    }
    for k in (0..stubs.len()).rev() {
        heights[k] = heights[k].min(common(&sides[k]).1 - corner);
        let last = if is_large {
            (k + 2).min(stubs.len())
        } else {
            stubs.len()
        };
        for j in k + 1..last {
            if is_large || stubs[k].meets(&stubs[j]) {
                heights[k] = heights[k].min(heights[j] - separation);
            }
        }
    }
}

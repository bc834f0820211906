//! The legs of one gap: their order, and where they stand on the sides of the cards.
//!
//! A gap is what is free between two neighbouring cards of a row or column. Every leg in it holds on
//! to one of the two cards or to both. Written for rows (cards left and right, legs from top to
//! bottom); columns are the same with the axes swapped.

use super::tracks::{Joint, Leg, Toward};

/// Distance of two ports that need not be closer, in points.
const SEPARATION: f32 = 8.0;
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
    fn new(leg: &Leg, tracks: &[u32]) -> Self {
        let corner = |at: u32, other: usize| {
            (
                at,
                if at.is_multiple_of(2) {
                    tracks[other] + 1
                } else {
                    0
                },
            )
        };
        let course = |toward| {
            if toward == Toward::Low {
                Course::Up
            } else {
                Course::Down
            }
        };
        match (leg.low, leg.high) {
            ((_, Joint::Port(_)), (at, Joint::Turn(other, toward))) => Self {
                course: course(toward),
                holds: (true, false),
                corner: corner(at, other),
            },
            ((at, Joint::Turn(other, toward)), (_, Joint::Port(_))) => Self {
                course: course(toward),
                holds: (false, true),
                corner: corner(at, other),
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
    fn rank(&self) -> (Course, i64, (bool, bool)) {
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

/// Sorts the legs of a gap from top to bottom and notes their ranks.
pub(super) fn arrange(all: &[Leg], tracks: &mut [u32], gap: &mut [usize]) {
    let mut ranked = gap
        .iter()
        .map(|&leg| (Stub::new(&all[leg], tracks).rank(), leg))
        .collect::<Vec<_>>();
    ranked.sort_unstable();
    for (rank, (leg, (_, sorted))) in (0..).zip(gap.iter_mut().zip(ranked)) {
        *leg = sorted;
        tracks[sorted] = rank;
    }
}

/// The sides of the cards that a leg holds on to: top and bottom of the left and of the right card.
pub(super) type Sides = (Option<(f32, f32)>, Option<(f32, f32)>);

/// Heights of the legs of a gap, which come in order with the sides they hold on to.
pub(super) fn settle(all: &[Leg], tracks: &[u32], gap: &[usize], sides: &[Sides]) -> Vec<f32> {
    let stubs = gap
        .iter()
        .map(|&leg| Stub::new(&all[leg], tracks))
        .collect::<Vec<_>>();
    let mut heights = wishes(&stubs, sides);
    if let [_] = heights[..] {
        return heights;
    }
    // Sides of one row start at the same height, so the order fits all cards if the shortest has room for it.
    let shortest = sides
        .iter()
        .flat_map(|sides| [sides.0, sides.1])
        .flatten()
        .map(|(top, bottom)| bottom - top)
        .fold(f32::INFINITY, f32::min)
        .max(0.0);
    let corner = CORNER.min(shortest / 4.0);
    let chain = longest_chain(&stubs);
    let separation = SEPARATION.min((shortest - 2.0 * corner) / chain.max(1) as f32);
    push_apart(&stubs, sides, corner, separation, &mut heights);
    heights
}

/// Where each leg would like to be: ports of a side spread evenly, a single straight one in the middle,
/// so that a row of cards joined one by one has one straight line through it.
fn wishes(stubs: &[Stub], sides: &[Sides]) -> Vec<f32> {
    let mut straights = (0..stubs.len()).filter(|&k| stubs[k].course == Course::Straight);
    let only = match (straights.next(), straights.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let left = Side::new(sides.iter().map(|sides| sides.0).collect(), only);
    let right = Side::new(sides.iter().map(|sides| sides.1).collect(), only);
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
fn common(sides: &Sides) -> (f32, f32) {
    match *sides {
        (Some(left), Some(right)) => (left.0.max(right.0), left.1.min(right.1)),
        (Some(side), None) | (None, Some(side)) => side,
        (None, None) => (0.0, 0.0),
    }
}

/// One side of a gap: a card, and the legs that hold on to it.
struct Side {
    /// Top and bottom of the card for the legs that hold on to it.
    holds: Vec<Option<(f32, f32)>>,
    /// For each leg how many before it hold on to the card; one more at the end.
    ranks: Vec<usize>,
    /// The leg that alone runs from card to card.
    only: Option<usize>,
}

impl Side {
    fn new(holds: Vec<Option<(f32, f32)>>, only: Option<usize>) -> Self {
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
        let height = self
            .holds
            .iter()
            .flatten()
            .map(|(top, bottom)| bottom - top)
            .fold(0.0, f32::max);
        EASY.min(height / (self.count() + 1) as f32)
    }

    /// The straight leg has to be at least this far down.
    fn least_middle(&self) -> f32 {
        let card = self.only.and_then(|only| self.holds[only]);
        card.map_or(f32::NEG_INFINITY, |(top, _)| {
            top + self.distance() * (self.split().0 + 1) as f32
        })
    }

    /// The straight leg has to be at most this far down.
    fn most_middle(&self) -> f32 {
        let card = self.only.and_then(|only| self.holds[only]);
        card.map_or(f32::INFINITY, |(_, bottom)| {
            bottom - self.distance() * (self.split().1 + 1) as f32
        })
    }

    /// Where leg `k` would like to be if the straight leg runs at `middle`.
    fn wish(&self, k: usize, middle: Option<f32>) -> Option<f32> {
        let (top, bottom) = self.holds[k]?;
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
fn push_apart(stubs: &[Stub], sides: &[Sides], corner: f32, separation: f32, heights: &mut [f32]) {
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

//! The legs of one gap: their order, and where they stand on the sides of the cards.
//!
//! A gap is what is free between two neighbouring cards of a row or column. Every leg in it holds on
//! to one of the two cards or to both. Written for rows (cards left and right, legs from top to
//! bottom); columns are the same with the axes swapped.

use super::tracks::{Joint, Leg, Toward};

/// Distance of two ports that need not be closer, in points.
const SEPARATION: f32 = 8.0;
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

/// Where each leg would like to be: ports of a side spread evenly, a single straight one in the middle.
fn wishes(stubs: &[Stub], sides: &[Sides]) -> Vec<f32> {
    let left = side_wishes(stubs, sides, |sides| sides.0);
    let right = side_wishes(stubs, sides, |sides| sides.1);
    let straight = stubs
        .iter()
        .filter(|stub| stub.course == Course::Straight)
        .count();
    left.iter()
        .zip(&right)
        .zip(sides)
        .map(|((left, right), sides)| match (left, right) {
            (Some(left), Some(right)) => {
                let (top, bottom) = common(sides);
                let wish = if straight == 1 {
                    (top + bottom) / 2.0
                } else {
                    (left + right) / 2.0
                };
                wish.clamp(top.min(bottom), bottom.max(top))
            }
            (Some(wish), None) | (None, Some(wish)) => *wish,
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

/// The wishes of the legs that hold on to one side of the gap.
fn side_wishes(
    stubs: &[Stub],
    sides: &[Sides],
    side: impl Fn(&Sides) -> Option<(f32, f32)>,
) -> Vec<Option<f32>> {
    let here = sides.iter().map(&side).collect::<Vec<_>>();
    let count = here.iter().flatten().count();
    let mut straights =
        (0..stubs.len()).filter(|&k| stubs[k].course == Course::Straight && here[k].is_some());
    let centre = match (straights.next(), straights.next()) {
        (Some(only), None) => Some((only, common(&sides[only]))),
        _ => None,
    };
    let mut before = 0;
    let ups = centre.map_or(0, |(only, _)| here[..only].iter().flatten().count());
    here.iter()
        .enumerate()
        .map(|(k, side)| {
            let (top, bottom) = (*side)?;
            let rank = before;
            before += 1;
            let height = match centre {
                None => spread(top, bottom, rank, count),
                Some((only, common)) => {
                    let middle = (common.0 + common.1) / 2.0;
                    match k.cmp(&only) {
                        std::cmp::Ordering::Less => spread(top, middle, rank, ups),
                        std::cmp::Ordering::Equal => middle,
                        std::cmp::Ordering::Greater => {
                            spread(middle, bottom, rank - ups - 1, count - ups - 1)
                        }
                    }
                }
            };
            Some(height)
        })
        .collect()
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

//! The legs of all ways, and the order in which they run side by side.
//!
//! Owns the tracks of gutters: legs that meet get different tracks, and the order of tracks is the
//! one with the fewest crossings found. Knows nothing of coordinates; the order of legs in a gap is
//! the affair of `ports`.

use std::ops::Range;

use super::{
    Net,
    grid::{Axis, Grid},
    ports,
    way::Way,
};

/// What a leg does at one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// It holds on to the card of a slot.
    Port(usize),
    /// It turns into this leg, which lies on that side of it.
    Turn(usize, Toward),
}

/// A side of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Toward {
    /// To smaller coordinates: up, or left.
    Low,
    /// To greater coordinates: down, or right.
    High,
}

/// One straight piece of a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leg {
    pub(super) net: usize,
    pub(super) axis: Axis,
    /// The line it runs on: a gutter if even, else a row or column.
    pub(super) line: u32,
    /// The crossing line where it begins, left or top, and what it does there.
    pub(super) low: (u32, Joint),
    /// The crossing line where it ends, right or bottom, and what it does there.
    pub(super) high: (u32, Joint),
}

impl Leg {
    pub(super) fn is_in_gutter(&self) -> bool {
        self.line.is_multiple_of(2)
    }
}

/// The legs of a gap, in order: an upper or left card (or none) and a lower or right card (or none).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gap {
    pub(super) legs: Range<usize>,
}

/// All legs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Legs {
    /// Net by net, from start to end.
    pub(super) all: Vec<Leg>,
    /// Where the legs of each net begin; one more at the end.
    pub(super) starts: Vec<usize>,
    /// For each leg its track in the gutter, or its rank in the gap.
    pub(super) tracks: Vec<u32>,
    /// Legs sorted by axis, line and gap.
    pub(super) sorted: Vec<usize>,
    /// The range of `sorted` of each gutter that is used, by axis and line.
    pub(super) gutters: Vec<(Axis, u32, Range<usize>)>,
}

impl Legs {
    pub(super) fn new(grid: &Grid, nets: &[Net], ways: &[Option<Way>]) -> Self {
        let mut all = Vec::with_capacity(ways.len() * 3);
        let mut starts = Vec::with_capacity(ways.len() + 1);
        for (index, (net, way)) in nets.iter().zip(ways).enumerate() {
            starts.push(all.len());
            if let (Some(way), Some(from), Some(to)) =
                (way, grid.place(net.from), grid.place(net.to))
            {
                push_legs(&mut all, index, net, way, way.legs(from, to));
            }
        }
        starts.push(all.len());
        let tracks = vec![0; all.len()];
        Self {
            all,
            starts,
            tracks,
            sorted: Vec::new(),
            gutters: Vec::new(),
        }
    }

    /// The legs of net `index`, from start to end.
    pub(super) fn of(&self, index: usize) -> Range<usize> {
        self.starts[index]..self.starts[index + 1]
    }

    /// Gives every leg its track or rank, and says which legs share a gap.
    pub(super) fn arrange(&mut self, grid: &Grid) -> Vec<Gap> {
        let gap_start = |leg: &Leg| {
            if leg.is_in_gutter() {
                return 0;
            }
            let (at, _) = if matches!(leg.low.1, Joint::Port(_)) {
                leg.low
            } else {
                leg.high
            };
            grid.run_start(leg.axis, leg.line, at / 2)
        };
        let mut keyed = self
            .all
            .iter()
            .enumerate()
            .map(|(index, leg)| (leg.axis, leg.line, gap_start(leg), index))
            .collect::<Vec<_>>();
        keyed.sort_unstable();
        self.sorted = keyed.iter().map(|&(.., index)| index).collect();
        let mut gaps = Vec::new();
        self.gutters.clear();
        let mut start = 0;
        for group in keyed.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let range = start..start + group.len();
            start = range.end;
            let (axis, line, ..) = group[0];
            if line.is_multiple_of(2) {
                self.gutters.push((axis, line, range));
            } else {
                gaps.push(Gap { legs: range });
            }
        }
        // Column gutters first: which track a leg has there says how far it runs in a row gutter.
        self.arrange_gutters(Axis::Upright, |_, _| true);
        self.arrange_gutters(Axis::Level, |_, _| true);
        // Now that it is known which of two legs turns first, those that turn together fall into line.
        self.arrange_gutters(Axis::Upright, Self::turns_together);
        for gap in &gaps {
            ports::arrange(
                &self.all,
                &mut self.tracks,
                &mut self.sorted[gap.legs.clone()],
            );
        }
        gaps
    }

    /// Gives the legs of the gutters of one axis their tracks.
    fn arrange_gutters(&mut self, axis: Axis, wanted: impl Fn(&Self, &Range<usize>) -> bool) {
        for gutter in 0..self.gutters.len() {
            let (its_axis, _, range) = &self.gutters[gutter];
            if *its_axis == axis && wanted(self, range) {
                self.arrange_gutter(range.clone());
            }
        }
    }

    /// Whether two legs of a gutter turn the same way into the same gutter.
    fn turns_together(&self, range: &Range<usize>) -> bool {
        let mut turns = self.sorted[range.clone()]
            .iter()
            .flat_map(|&leg| [self.all[leg].low, self.all[leg].high])
            .filter_map(|(at, joint)| match joint {
                Joint::Turn(_, toward) if at.is_multiple_of(2) => Some((at, toward)),
                _ => None,
            })
            .collect::<Vec<_>>();
        turns.sort_unstable();
        turns.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Gives the legs of one gutter their tracks.
    fn arrange_gutter(&mut self, range: Range<usize>) {
        let mut spans = self.sorted[range]
            .iter()
            .map(|&leg| self.span(leg))
            .collect::<Vec<_>>();
        spans.sort_unstable_by_key(|span| (span.low_line, span.high_line, span.leg));
        let mut start = 0;
        while start < spans.len() {
            let mut end = start + 1;
            let mut reach = spans[start].high_line;
            while end < spans.len() && spans[end].low_line <= reach {
                reach = reach.max(spans[end].high_line);
                end += 1;
            }
            arrange_cluster(&spans[start..end], &mut self.tracks);
            start = end;
        }
    }

    fn span(&self, index: usize) -> Span {
        let leg = &self.all[index];
        let place = |(at, joint): (u32, Joint)| match joint {
            Joint::Turn(other, toward) => {
                // Where two legs turn into the same gutter, the tracks there say who turns first.
                let fine = if at.is_multiple_of(2) {
                    self.tracks[other] + 1
                } else {
                    0
                };
                (u64::from(at) << 32 | u64::from(fine), toward)
            }
            Joint::Port(_) => (u64::from(at) << 32, Toward::Low),
        };
        let (low, low_toward) = place(leg.low);
        let (high, high_toward) = place(leg.high);
        Span {
            leg: index,
            low_line: leg.low.0,
            high_line: leg.high.0,
            low,
            high: high.max(low),
            low_toward,
            high_toward,
        }
    }
}

/// Adds the legs of one way.
fn push_legs(
    all: &mut Vec<Leg>,
    index: usize,
    net: &Net,
    way: &Way,
    legs: impl Iterator<Item = (Axis, u32, u32, u32)>,
) {
    let base = all.len();
    let count = way.lines().len();
    for (k, (axis, line, begin, end)) in legs.enumerate() {
        let begin_joint = if k == 0 {
            Joint::Port(net.from)
        } else {
            Joint::Turn(base + k - 1, Toward::Low)
        };
        let end_joint = if k + 1 == count {
            Joint::Port(net.to)
        } else {
            Joint::Turn(base + k + 1, Toward::Low)
        };
        let is_forward = if begin != end {
            begin < end
        } else if k == 0 {
            way.exit.is_at_low_end()
        } else if k + 1 == count {
            !way.entry.is_at_low_end()
        } else {
            true
        };
        let (low, high) = if is_forward {
            ((begin, begin_joint), (end, end_joint))
        } else {
            ((end, end_joint), (begin, begin_joint))
        };
        all.push(Leg {
            net: index,
            axis,
            line,
            low,
            high,
        });
    }
    // A leg lies to that side of its neighbour where its other end is.
    for k in base..all.len() {
        let line = all[k].line;
        let toward = |joint: Joint| match joint {
            Joint::Turn(other, _) => {
                let neighbour: &Leg = &all[other];
                let is_low_end = neighbour.low.1 == Joint::Turn(k, Toward::Low)
                    || neighbour.low.1 == Joint::Turn(k, Toward::High);
                let (far, far_end) = if is_low_end {
                    neighbour.high
                } else {
                    neighbour.low
                };
                let toward = match far.cmp(&line) {
                    std::cmp::Ordering::Less => Toward::Low,
                    std::cmp::Ordering::Greater => Toward::High,
                    std::cmp::Ordering::Equal if is_low_end || far_end == joint => Toward::High,
                    std::cmp::Ordering::Equal => Toward::Low,
                };
                Joint::Turn(other, toward)
            }
            Joint::Port(slot) => Joint::Port(slot),
        };
        let (low, high) = (toward(all[k].low.1), toward(all[k].high.1));
        all[k].low.1 = low;
        all[k].high.1 = high;
    }
}

/// A leg in a gutter, with its ends as comparable places along the gutter.
#[derive(Clone, Copy, Debug)]
struct Span {
    leg: usize,
    low_line: u32,
    high_line: u32,
    low: u64,
    high: u64,
    low_toward: Toward,
    high_toward: Toward,
}

impl Span {
    /// Whether the two might lie on each other if they had the same track.
    fn meets(&self, other: &Self) -> bool {
        let parts = |a: &Self, b: &Self| {
            a.high_line < b.low_line
                // Ports on the same side of a card keep apart in the order in which the legs turn.
                || (a.high_line == b.low_line && a.high_line % 2 == 1 && a.high_toward == b.low_toward)
        };
        !parts(self, other) && !parts(other, self)
    }

    /// Four times the crossings if this leg runs before `other`, that is left of it or above it.
    fn crossings_before(&self, other: &Self) -> i32 {
        let within = |place: u64, span: &Self| span.low < place && place < span.high;
        let mut crossings = 0;
        for (place, toward) in [(self.low, self.low_toward), (self.high, self.high_toward)] {
            if toward == Toward::High && within(place, other) {
                crossings += 4;
            }
        }
        for (place, toward) in [
            (other.low, other.low_toward),
            (other.high, other.high_toward),
        ] {
            if toward == Toward::Low && within(place, self) {
                crossings += 4;
            }
        }
        let outward = |mine: Toward, others: Toward| mine == Toward::High && others == Toward::Low;
        // Both turn away from each other at the same place, coming from the same direction: they would cross.
        if self.low == other.low && outward(self.low_toward, other.low_toward) {
            crossings += 4;
        }
        if self.high == other.high && outward(self.high_toward, other.high_toward) {
            crossings += 4;
        }
        // Coming from different directions they need not, but their ports must make way.
        if self.low == other.high && outward(self.low_toward, other.high_toward) {
            crossings += 1;
        }
        if self.high == other.low && outward(self.high_toward, other.low_toward) {
            crossings += 1;
        }
        crossings
    }

    /// A first guess of the order: who turns to the left (or up) at both ends runs there, the shortest
    /// outermost, so that the longer enclose the shorter.
    fn rank(&self) -> (i32, i64, usize) {
        let side = |toward| if toward == Toward::Low { -1 } else { 1 };
        let lean = side(self.low_toward) + side(self.high_toward);
        let length = i64::from(self.high_line) - i64::from(self.low_line);
        (lean, if lean > 0 { -length } else { length }, self.leg)
    }
}

/// Clusters above this size are ordered by the first guess alone.
const MOST_COMPARED: usize = 160;

/// Orders legs that meet, directly or over others, and gives them tracks.
fn arrange_cluster(spans: &[Span], tracks: &mut [u32]) {
    if let [only] = spans {
        tracks[only.leg] = 0;
        return;
    }
    let mut ranked = spans.to_vec();
    ranked.sort_unstable_by_key(Span::rank);
    let ordered = if ranked.len() > MOST_COMPARED {
        ranked
    } else {
        improve(&ranked)
    };
    // The end of the last leg on each track would not do: a track may be free further along.
    let mut on_track: Vec<Vec<&Span>> = Vec::new();
    for span in &ordered {
        let mut track = on_track.len();
        while track > 0 && !on_track[track - 1].iter().any(|other| other.meets(span)) {
            track -= 1;
        }
        if track == on_track.len() {
            on_track.push(Vec::new());
        }
        on_track[track].push(span);
        tracks[span.leg] = track as u32;
    }
}

/// Inserts leg by leg where it crosses least, then moves each once more.
fn improve(ranked: &[Span]) -> Vec<Span> {
    let mut ordered: Vec<Span> = Vec::with_capacity(ranked.len());
    for span in ranked {
        let at = best_position(&ordered, span);
        ordered.insert(at, *span);
    }
    for span in ranked {
        if let Some(at) = ordered.iter().position(|other| other.leg == span.leg) {
            ordered.remove(at);
            let at = best_position(&ordered, span);
            ordered.insert(at, *span);
        }
    }
    ordered
}

/// Where among `ordered` the leg crosses least; of equals the last.
fn best_position(ordered: &[Span], span: &Span) -> usize {
    let mut cost = 0;
    let mut best = (0, 0);
    for (position, other) in (1..).zip(ordered) {
        if span.meets(other) {
            cost += other.crossings_before(span) - span.crossings_before(other);
        }
        if cost <= best.0 {
            best = (cost, position);
        }
    }
    best.1
}

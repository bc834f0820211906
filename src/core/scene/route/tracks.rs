//! The order in which legs run side by side in gutters.
//!
//! Legs that meet get different tracks, and the order of tracks is the one with the fewest crossings
//! found. A gutter is arranged again when one of its legs differs, or the track of a leg into which one turns.
//! Where more than 160 legs meet, the first guess stands, whatever crosses.
//! Knows nothing of coordinates; the order of legs in a gap is the affair of `ports`.

use super::{
    grid::Axis,
    legs::{LegEnd, Legs, Marks, Toward},
    way::MOST_LEGS,
};

/// Arranges the marked gutters, and marks gaps and seats where that changed something.
pub(super) fn arrange(legs: &mut Legs, marks: &mut Marks) {
    let mut desk = GutterLists::default();
    let homes = legs.homes;
    let columns = marks.columns.len();
    // Column gutters first: which track a leg has there says how far it runs in a row gutter.
    for gutter in 0..columns {
        if !marks.columns[gutter] {
            continue;
        }
        desk.arrange(legs, homes.gutter(Axis::Upright, gutter), |_| 0);
        for &(leg, track) in &desk.found {
            if std::mem::replace(&mut legs.first_tracks[leg], track) == track {
                continue;
            }
            for (other, at) in turns(legs, leg) {
                if at.is_multiple_of(2) {
                    marks.rows[legs.leg(other).line as usize / 2] = true;
                }
            }
        }
    }
    for gutter in 0..marks.rows.len() {
        if !marks.rows[gutter] {
            continue;
        }
        let first_tracks = &legs.first_tracks;
        desk.arrange(legs, homes.gutter(Axis::Level, gutter), |leg| {
            first_tracks[leg]
        });
        set_tracks(legs, marks, &desk.found);
    }
    // Now that it is known which of two legs turns first, those that turn together fall into line.
    for gutter in 0..columns {
        if !marks.columns[gutter] {
            continue;
        }
        let home = homes.gutter(Axis::Upright, gutter);
        if desk.turn_together(legs, home) {
            desk.arrange(legs, home, |leg| legs.tracks[leg]);
        } else {
            desk.found.clear();
            let firsts = legs.on(home).map(|leg| (leg, legs.first_tracks[leg]));
            desk.found.extend(firsts);
        }
        set_tracks(legs, marks, &desk.found);
    }
}

/// The legs into which a leg turns, and the lines on which they run.
fn turns(legs: &Legs, index: usize) -> impl Iterator<Item = (usize, u32)> + use<> {
    let leg = *legs.leg(index);
    let low = matches!(leg.low_end, LegEnd::Turn(_)).then(|| (legs.at_low(index), leg.low));
    let high = matches!(leg.high_end, LegEnd::Turn(_)).then(|| (legs.at_high(index), leg.high));
    low.into_iter().chain(high)
}

/// Notes tracks, and marks what depends on those that differ.
fn set_tracks(legs: &mut Legs, marks: &mut Marks, found: &[(usize, u32)]) {
    for &(leg, track) in found {
        if std::mem::replace(&mut legs.tracks[leg], track) == track {
            continue;
        }
        marks.seats[leg / MOST_LEGS] = true;
        for (other, _) in turns(legs, leg) {
            let other = legs.leg(other);
            // Gutters of rows are not arranged again for the sake of those of columns.
            if !other.is_in_gutter() || other.axis == Axis::Upright {
                marks.home(legs.homes, other);
            }
        }
    }
}

/// Lists to work on, kept from gutter to gutter.
#[derive(Default)]
struct GutterLists {
    /// The legs of the last gutter and their tracks.
    found: Vec<(usize, u32)>,
    spans: Vec<Span>,
    ranked: Vec<Span>,
    ordered: Vec<Span>,
    turns: Vec<(u32, Toward)>,
}

impl GutterLists {
    /// Whether two legs of a gutter turn the same way into the same gutter.
    fn turn_together(&mut self, legs: &Legs, home: usize) -> bool {
        self.turns.clear();
        for leg in legs.on(home) {
            let leg = legs.leg(leg);
            for (at, end) in [(leg.low, leg.low_end), (leg.high, leg.high_end)] {
                if let LegEnd::Turn(toward) = end
                    && at.is_multiple_of(2)
                {
                    self.turns.push((at, toward));
                }
            }
        }
        self.turns.sort_unstable();
        self.turns.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// Finds the tracks of the legs of one gutter, given those of the legs into which they turn.
    fn arrange(&mut self, legs: &Legs, home: usize, track: impl Fn(usize) -> u32) {
        self.found.clear();
        self.spans.clear();
        let spans = legs.on(home).map(|leg| span(legs, leg, &track));
        self.spans.extend(spans);
        self.spans
            .sort_unstable_by_key(|span| (span.low_line, span.high_line, span.number));
        let mut start = 0;
        while start < self.spans.len() {
            let mut end = start + 1;
            let mut reach = self.spans[start].high_line;
            while end < self.spans.len() && self.spans[end].low_line <= reach {
                reach = reach.max(self.spans[end].high_line);
                end += 1;
            }
            self.arrange_cluster(start..end);
            start = end;
        }
    }

    /// Orders legs that meet, directly or over others, and gives them tracks.
    fn arrange_cluster(&mut self, cluster: std::ops::Range<usize>) {
        let cluster = &self.spans[cluster];
        if let [only] = cluster {
            self.found.push((only.leg as usize, 0));
            return;
        }
        self.ranked.clear();
        self.ranked.extend_from_slice(cluster);
        self.ranked.sort_unstable_by_key(Span::rank);
        if self.ranked.len() > MOST_COMPARED {
            std::mem::swap(&mut self.ranked, &mut self.ordered);
        } else {
            improve(&self.ranked, &mut self.ordered);
        }
        // The end of the last leg on each track would not do: a track may be free further along.
        let first = self.found.len();
        for (k, span) in self.ordered.iter().enumerate() {
            let before = std::iter::zip(&self.ordered[..k], &self.found[first..]);
            let met = before.filter(|(other, _)| other.meets(span));
            let track = met.map(|(_, (_, track))| track + 1).max();
            self.found.push((span.leg as usize, track.unwrap_or(0)));
        }
    }
}

fn span(legs: &Legs, index: usize, track: impl Fn(usize) -> u32) -> Span {
    let leg = legs.leg(index);
    let place = |at: u32, end: LegEnd, other: fn(&Legs, usize) -> usize| match end {
        LegEnd::Turn(toward) => {
            // Where two legs turn into the same gutter, the tracks there say who turns first.
            let fine = if at.is_multiple_of(2) {
                track(other(legs, index)) + 1
            } else {
                0
            };
            (u64::from(at) << 32 | u64::from(fine), toward)
        }
        LegEnd::Port => (u64::from(at) << 32, Toward::Low),
    };
    let (low, low_toward) = place(leg.low, leg.low_end, Legs::at_low);
    let (high, high_toward) = place(leg.high, leg.high_end, Legs::at_high);
    Span {
        leg: index as u32,
        number: legs.rank(index),
        low_line: leg.low,
        high_line: leg.high,
        low,
        high: high.max(low),
        low_toward,
        high_toward,
    }
}

/// A leg in a gutter, with its ends as comparable places along the gutter.
#[derive(Clone, Copy, Debug)]
struct Span {
    leg: u32,
    /// What orders legs that are alike.
    number: u32,
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
    fn rank(&self) -> (i32, i64, u32) {
        let side = |toward| if toward == Toward::Low { -1 } else { 1 };
        let lean = side(self.low_toward) + side(self.high_toward);
        let length = i64::from(self.high_line) - i64::from(self.low_line);
        (lean, if lean > 0 { -length } else { length }, self.number)
    }
}

/// Clusters above this size are ordered by the first guess alone.
const MOST_COMPARED: usize = 160;

/// Inserts leg by leg where it crosses least, then moves each once more.
fn improve(ranked: &[Span], ordered: &mut Vec<Span>) {
    ordered.clear();
    for span in ranked {
        let at = best_position(ordered, span);
        ordered.insert(at, *span);
    }
    for span in ranked {
        if let Some(at) = ordered.iter().position(|other| other.leg == span.leg) {
            ordered.remove(at);
            let at = best_position(ordered, span);
            ordered.insert(at, *span);
        }
    }
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

//! How wide a gutter has to be: its tracks, room for arrow heads, room for labels.
//!
//! Knows nothing of where the layout puts the gutter.

use std::collections::BTreeMap;

use super::{
    HEAD, LEAD, Nets, PAD, PITCH, Vec2,
    grid::{Axis, Grid},
    legs::{LegEnd, Legs, Toward},
    way::{MOST_LEGS, Side},
};

/// Gutters through which a connector runs straight from card to card need at least this, in points.
const LEAST: f32 = 24.0;
/// Labels wider than this rather stand on a long level leg than beside the card they leave.
const WIDE: f32 = 64.0;
/// The size that a card is counted on to have at least.
const CARD: Vec2 = Vec2 { x: 120.0, y: 40.0 };

/// What a gutter holds, across it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GutterRoom {
    /// From the gutter's near edge (left or top) to the first track.
    near: f32,
    /// From the last track to the far edge.
    far: f32,
    /// How many tracks there are.
    count: u32,
    /// The distance of each track from the first, where labels keep some apart.
    offsets: Vec<f32>,
    /// What is needed besides: straight connectors and their labels.
    least: f32,
    /// More before a track, for labels that stand on it.
    extra: BTreeMap<u32, f32>,
}

impl GutterRoom {
    /// What the gutter needs.
    pub(super) fn size(&self) -> f32 {
        match self.count.checked_sub(1) {
            Some(last) => (self.near + self.offset(last) + self.far).max(self.least),
            None => self.least,
        }
    }

    fn offset(&self, track: u32) -> f32 {
        match self.offsets.get(track as usize) {
            Some(offset) => *offset,
            None if track < self.count => PITCH * track as f32,
            None => 0.0,
        }
    }

    /// Where the tracks stand in a gutter from `edges.0` to `edges.1`.
    pub(super) fn tracks(&self, edges: (f32, f32)) -> Tracks<'_> {
        let size = self.size().max(f32::EPSILON);
        let used = self.near
            + self
                .count
                .checked_sub(1)
                .map_or(0.0, |last| self.offset(last))
            + self.far;
        Tracks {
            room: self,
            low: edges.0,
            size,
            given: edges.1 - edges.0,
            used,
        }
    }

    fn finish(&mut self) {
        let mut at = 0.0;
        if !self.extra.is_empty() {
            let offsets = (0..self.count).map(|track| {
                if track > 0 {
                    at += PITCH;
                }
                at += self.extra.get(&track).copied().unwrap_or(0.0);
                at
            });
            self.offsets = offsets.collect();
        }
        if self.count == 0 {
            self.least = self.least.max(self.near_least());
        }
    }

    fn near_least(&self) -> f32 {
        if self.near > 0.0 || self.far > 0.0 {
            LEAST
        } else {
            0.0
        }
    }
}

/// The tracks of a gutter that has its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracks<'a> {
    room: &'a GutterRoom,
    low: f32,
    size: f32,
    given: f32,
    used: f32,
}

impl Tracks<'_> {
    /// The coordinate of a track.
    pub(super) fn at(&self, track: u32) -> f32 {
        let offset = self.room.offset(track);
        if self.given >= self.size {
            // Spare room is shared by both sides; what labels asked for stays where it is.
            self.low + self.room.near + offset + (self.given - self.used) / 2.0
        } else {
            self.low + (self.room.near + offset) * self.given / self.size
        }
    }
}

/// The room that the column gutters and the row gutters need.
pub(super) fn reserve(grid: &Grid, nets: &Nets, legs: &Legs) -> (Vec<GutterRoom>, Vec<GutterRoom>) {
    let mut rooms = Rooms {
        columns: vec![GutterRoom::default(); grid.columns as usize + 1],
        rows: vec![GutterRoom::default(); grid.rows as usize + 1],
    };
    let mut labelled = Vec::new();
    for (seat, net) in nets.seats.iter().enumerate() {
        let Some((from, to)) = net.ends.filter(|_| !legs.of(seat).is_empty()) else {
            continue;
        };
        rooms.lead(net.exit, net.exit.line(from), LEAD);
        rooms.lead(net.entry, net.entry.line(to), HEAD);
        let first = legs.of(seat).start;
        if net.label.is_some() && !legs.leg(first).is_in_gutter() {
            labelled.push(legs.homes.of_leg(legs.leg(first)));
        }
        for (leg, track) in legs.chain(seat).iter().zip(&legs.tracks[legs.of(seat)]) {
            if leg.is_in_gutter() {
                let room = rooms.room(leg.axis, leg.line);
                room.count = room.count.max(track + 1);
            }
        }
    }
    labelled.sort_unstable();
    labelled.dedup();
    reserve_labels(nets, legs, &labelled, &mut rooms);
    for room in rooms.columns.iter_mut().chain(&mut rooms.rows) {
        if room.count > 0 {
            room.near = room.near.max(LEAD);
            room.far = room.far.max(LEAD);
        }
        room.finish();
    }
    (rooms.columns, rooms.rows)
}

struct Rooms {
    columns: Vec<GutterRoom>,
    rows: Vec<GutterRoom>,
}

impl Rooms {
    /// The gutter in which legs of `axis` run on `line`.
    fn room(&mut self, axis: Axis, line: u32) -> &mut GutterRoom {
        let gutters = if axis == Axis::Upright {
            &mut self.columns
        } else {
            &mut self.rows
        };
        &mut gutters[line as usize / 2]
    }

    /// Keeps the first track `size` away from cards that have a port on `side`, in the gutter `line`.
    fn lead(&mut self, side: Side, line: u32, size: f32) {
        let room = self.room(side.axis().other(), line);
        let lead = if side.is_at_low_end() {
            &mut room.near
        } else {
            &mut room.far
        };
        *lead = lead.max(size);
    }
}

/// Makes room for each label beside the first leg of its way, or on a long leg of a row gutter.
fn reserve_labels(nets: &Nets, legs: &Legs, gaps: &[usize], rooms: &mut Rooms) {
    for &home in gaps {
        let (low, high) = (
            Beside::new(nets, legs, home, Toward::Low, rooms),
            Beside::new(nets, legs, home, Toward::High, rooms),
        );
        // Where the two cards share a gutter, labels at one stand beside those at the other.
        let shared = low.gutter == high.gutter;
        for (beside, other) in [(&low, &high), (&high, &low)] {
            let Some((axis, line)) = beside.gutter else {
                continue;
            };
            let room = rooms.room(axis, line);
            if beside.is_in_the_way {
                let lead = if std::ptr::eq(beside, &low) {
                    &mut room.near
                } else {
                    &mut room.far
                };
                *lead = lead.max(beside.need + PAD);
            } else {
                let both = beside.need + if shared { other.need } else { 0.0 };
                room.least = room.least.max(both + HEAD);
            }
        }
    }
}

/// The labels that stand beside the first leg of their way, right after one side of one card.
#[derive(Default)]
struct Beside {
    /// The gutter they stand in, none if there are none.
    gutter: Option<(Axis, u32)>,
    /// Room they need across the gutter.
    need: f32,
    /// Whether tracks have to keep clear of them.
    is_in_the_way: bool,
}

impl Beside {
    /// The labels in a gap at its lower or at its upper card. Those that find a better place get it.
    fn new(nets: &Nets, legs: &Legs, home: usize, end: Toward, rooms: &mut Rooms) -> Self {
        let mut beside = Self::default();
        let (mut count, mut size) = (0.0, Vec2::ZERO);
        let mut all = 0_u32;
        for index in legs.on(home) {
            all += 1;
            let leg = legs.leg(index);
            let seat = index / MOST_LEGS;
            let (at, its_end, begins) = if end == Toward::Low {
                (leg.low, leg.low_end, leg.is_forward)
            } else {
                (leg.high, leg.high_end, !leg.is_forward)
            };
            let leaves_here = index == legs.of(seat).start && its_end == LegEnd::Port && begins;
            // A leg that runs on through free cells has room enough there.
            let (Some(label), true) = (nets.seats[seat].label, leaves_here && leg.low == leg.high)
            else {
                continue;
            };
            let long = legs.of(seat).find(|&leg| {
                let leg = legs.leg(leg);
                leg.axis == Axis::Level && leg.is_in_gutter() && leg.high >= leg.low + 2
            });
            match long {
                Some(long) if label.x > WIDE || leg.axis == Axis::Upright => {
                    let extra = &mut rooms.rows[legs.leg(long).line as usize / 2].extra;
                    let before = extra.entry(legs.tracks[long]).or_default();
                    *before = before.max(label.y + 2.0 * PAD - PITCH);
                }
                _ => {
                    count += 1.0;
                    size = size.max(label);
                    beside.gutter = Some((leg.axis.other(), at));
                    beside.is_in_the_way |= is_crowded(legs, index);
                }
            }
        }
        let Some((axis, _)) = beside.gutter else {
            return beside;
        };
        let (across, along, side) = match axis {
            Axis::Upright => (size.x, size.y, CARD.y),
            Axis::Level => (size.y, size.x, CARD.x),
        };
        let distance = side / (all + 1) as f32;
        // Above one line and below the next there is always room; right of it only where the grid goes on.
        let most = match axis {
            Axis::Upright => f32::ceil(count / 2.0),
            Axis::Level => count,
        };
        let deep = ((along + PAD) / distance).ceil().min(most);
        // Places are tried in steps, which loses some room.
        let loss = if deep > 1.0 { 1.3 } else { 1.0 };
        beside.need = (across + 2.0 * PAD) * deep * loss;
        beside
    }
}

/// Whether another way passes right where the first leg `stub` leaves its card.
fn is_crowded(legs: &Legs, stub: usize) -> bool {
    let leg = legs.leg(stub);
    let home = legs.homes.gutter(leg.axis.other(), leg.low as usize / 2);
    legs.on(home).any(|index| {
        let other = legs.leg(index);
        index / MOST_LEGS != stub / MOST_LEGS && other.low <= leg.line && leg.line <= other.high
    })
}

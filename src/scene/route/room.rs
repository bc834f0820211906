//! How wide a gutter has to be: its tracks, room for arrow heads, room for labels.
//!
//! Knows nothing of where the layout puts the gutter.

use std::collections::BTreeMap;

use super::{
    HEAD, LEAD, Net, PAD, PITCH, Vec2,
    grid::{Axis, Grid},
    tracks::{Gap, Joint, Leg, Legs, Toward},
    way::{Side, Way},
};

/// Gutters through which a connector runs straight from card to card need at least this, in points.
const LEAST: f32 = 24.0;
/// Labels wider than this rather stand on a long level leg than beside the card they leave.
const WIDE: f32 = 64.0;
/// The size that a card is counted on to have at least.
const CARD: Vec2 = Vec2 { x: 120.0, y: 40.0 };

/// What a gutter holds, across it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Room {
    /// From the gutter's near edge (left or top) to the first track.
    near: f32,
    /// From the last track to the far edge.
    far: f32,
    /// The distance of each track from the first.
    offsets: Vec<f32>,
    /// What is needed besides: straight connectors and their labels.
    least: f32,
    /// More before a track, for labels that stand on it.
    extra: BTreeMap<u32, f32>,
}

impl Room {
    /// What the gutter needs.
    pub(super) fn size(&self) -> f32 {
        match self.offsets.last() {
            Some(last) => (self.near + last + self.far).max(self.least),
            None => self.least,
        }
    }

    /// The coordinate of a track in a gutter from `edges.0` to `edges.1`.
    pub(super) fn track(&self, track: u32, edges: (f32, f32)) -> f32 {
        let offset = self.offsets.get(track as usize).copied().unwrap_or(0.0);
        let size = self.size().max(f32::EPSILON);
        let given = edges.1 - edges.0;
        if given >= size {
            // Spare room is shared by both sides; what labels asked for stays where it is.
            let used = self.near + self.offsets.last().copied().unwrap_or(0.0) + self.far;
            edges.0 + self.near + offset + (given - used) / 2.0
        } else {
            edges.0 + (self.near + offset) * given / size
        }
    }

    fn finish(&mut self, count: u32) {
        let mut at = 0.0;
        self.offsets = (0..count)
            .map(|track| {
                if track > 0 {
                    at += PITCH;
                }
                at += self.extra.get(&track).copied().unwrap_or(0.0);
                at
            })
            .collect();
        if self.offsets.is_empty() {
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

/// The room that the column gutters and the row gutters need.
pub(super) fn reserve(
    grid: &Grid,
    nets: &[Net],
    ways: &[Option<Way>],
    legs: &Legs,
    gaps: &[Gap],
) -> (Vec<Room>, Vec<Room>) {
    let mut rooms = Rooms {
        columns: vec![Room::default(); grid.columns as usize + 1],
        rows: vec![Room::default(); grid.rows as usize + 1],
    };
    for (net, way) in nets.iter().zip(ways) {
        let (Some(way), Some(from), Some(to)) = (way, grid.place(net.from), grid.place(net.to))
        else {
            continue;
        };
        rooms.lead(way.exit, way.exit.line(from), LEAD);
        rooms.lead(way.entry, way.entry.line(to), HEAD);
    }
    reserve_labels(nets, legs, gaps, &mut rooms);
    for (axis, line, range) in &legs.gutters {
        let count = legs.sorted[range.clone()]
            .iter()
            .map(|&leg| legs.tracks[leg] + 1)
            .max();
        let room = rooms.room(*axis, *line);
        room.near = room.near.max(LEAD);
        room.far = room.far.max(LEAD);
        room.finish(count.unwrap_or(0));
    }
    for room in rooms.columns.iter_mut().chain(&mut rooms.rows) {
        if room.offsets.is_empty() {
            room.finish(0);
        }
    }
    (rooms.columns, rooms.rows)
}

struct Rooms {
    columns: Vec<Room>,
    rows: Vec<Room>,
}

impl Rooms {
    /// The gutter in which legs of `axis` run on `line`.
    fn room(&mut self, axis: Axis, line: u32) -> &mut Room {
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
fn reserve_labels(nets: &[Net], legs: &Legs, gaps: &[Gap], rooms: &mut Rooms) {
    for gap in gaps {
        let gap = &legs.sorted[gap.legs.clone()];
        let (low, high) = (
            Beside::new(nets, legs, gap, Toward::Low, rooms),
            Beside::new(nets, legs, gap, Toward::High, rooms),
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
    /// The labels in `gap` at its lower or at its upper card. Those that find a better place get it.
    fn new(nets: &[Net], legs: &Legs, gap: &[usize], end: Toward, rooms: &mut Rooms) -> Self {
        let mut beside = Self::default();
        let (mut count, mut size) = (0.0, Vec2::ZERO);
        for &index in gap {
            let leg = &legs.all[index];
            let net = &nets[leg.net];
            let (at, joint) = if end == Toward::Low {
                leg.low
            } else {
                leg.high
            };
            let range = legs.of(leg.net);
            let leaves_here = index == range.start && joint == Joint::Port(net.from);
            // A leg that runs on through free cells has room enough there.
            let (Some(label), true) = (net.label, leaves_here && leg.low.0 == leg.high.0) else {
                continue;
            };
            let long = range.into_iter().find(|&leg| {
                let leg = &legs.all[leg];
                leg.axis == Axis::Level && leg.is_in_gutter() && leg.high.0 >= leg.low.0 + 2
            });
            match long {
                Some(long) if label.x > WIDE || leg.axis == Axis::Upright => {
                    let extra = &mut rooms.rows[legs.all[long].line as usize / 2].extra;
                    let before = extra.entry(legs.tracks[long]).or_default();
                    *before = before.max(label.y + 2.0 * PAD - PITCH);
                }
                _ => {
                    count += 1.0;
                    size = size.max(label);
                    beside.gutter = Some((leg.axis.other(), at));
                    beside.is_in_the_way |= is_crowded(legs, leg);
                }
            }
        }
        let Some((axis, _)) = beside.gutter else {
            return beside;
        };
        // Labels of ports that are close to each other stand one further out than the other.
        let (across, along, side) = match axis {
            Axis::Upright => (size.x, size.y, CARD.y),
            Axis::Level => (size.y, size.x, CARD.x),
        };
        let distance = side / (gap.len() + 1) as f32;
        let deep = ((along + PAD) / distance).ceil().min(count);
        // Places are tried in steps, which loses some room.
        let loss = if deep > 1.0 { 1.3 } else { 1.0 };
        beside.need = (across + 2.0 * PAD) * deep * loss;
        beside
    }
}

/// Whether another way passes right where the first leg `stub` leaves its card.
fn is_crowded(legs: &Legs, stub: &Leg) -> bool {
    let (gutter, axis) = (stub.low.0, stub.axis.other());
    let found = legs
        .gutters
        .binary_search_by_key(&(axis, gutter), |(axis, line, _)| (*axis, *line));
    let Ok(found) = found else { return false };
    legs.sorted[legs.gutters[found].2.clone()]
        .iter()
        .any(|&other| {
            let leg = &legs.all[other];
            leg.net != stub.net && leg.low.0 <= stub.line && stub.line <= leg.high.0
        })
}

//! Orthogonal routing of connectors through the gutters of a grid.
//!
//! Works on a bare grid: cards occupy cells (row, column), rows and columns are separated by gutters.
//! Two phases: [`RoutePlan::update`] chooses ways and tracks without any coordinate, which says how many tracks
//! each gutter needs; once the layout has given the gutters their width, [`RoutePlan::trace`] gives points.
//! Knows nothing of blueprints, colours or fonts.
//!
//! A way is a chain of legs, level and upright by turns. A leg runs either on a track of a *gutter*,
//! which no card ever reaches into, or in a *gap*: the free cells between two neighbouring cards of a
//! row or column. Every leg in a gap holds on to a card's side, so gaps decide where ports are.
//!
//! - `grid`: which cells are taken, and what is free between them.
//! - `change`: which rows and cells differ from those of an earlier grid.
//! - `way`: the way of one net, from its own two ends and the cells around them alone.
//! - `legs`: the legs of all ways, and which share a gutter or gap.
//! - `tracks`: the order of legs in a gutter, from the nets in that gutter.
//! - `ports`: the order of legs in a gap, and where they stand on the cards' sides.
//! - `room`: how wide gutters have to be.
//! - `trace`: coordinates and points.
//! - `crossings`: gaps where routes cross.
//! - `labels`: places for labels.
//!
//! A [`RoutePlan`] is made anew by changing an old one, and a new one by changing an empty one. What is
//! expensive (ways, orders, heights, crossings, labels) is worked out again only where something that it was made from
//! differs; what is cheap (room) is worked out for all, in passes over flat lists. Coordinates and points follow from
//! these and the geometry, and are worked out for each route that is asked for.

mod change;
mod corners;
mod crossings;
mod grid;
mod labels;
mod legs;
mod ports;
mod room;
#[cfg(test)]
mod tests;
mod trace;
mod tracks;
mod way;

use super::{Pos2, Rect, Vec2, pos2};
use change::{GridChange, NONE};
pub use corners::Corners;
use grid::{Axis, Grid, GridPlace};
use legs::{Legs, Marks};
use room::GutterRoom;
use trace::Trace;
use way::{Bend, MARGIN, Side, Turns};

/// Distance of two tracks of a gutter, in points.
const PITCH: f32 = 8.0;
/// Free room between a card and the first track beside it, enough for a rounded corner.
const LEAD: f32 = 10.0;
/// Free room between a card and the first track where an arrow head stands: 12 points and a corner.
const HEAD: f32 = 18.0;
/// Free room on each side of a label, in points.
const PAD: f32 = 3.0;

/// The cells a card occupies: one row, one or more columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    /// Row, from the top of the pane (a lane has as many rows as its highest stack).
    pub(super) row: usize,
    /// First column that it covers, from 0.
    pub(super) column: usize,
    /// Columns covered, at least 1.
    pub(super) span: usize,
}

impl Slot {
    /// Not on the grid: nets to it get no way.
    pub(super) const NOWHERE: Self = Self {
        row: usize::MAX,
        column: usize::MAX,
        span: 1,
    };
}

/// One connector to route, by the indexes of its slots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Net {
    /// Index of the slot it leaves.
    pub(super) from: usize,
    /// Index of the slot it reaches; may equal `from` (a loop to itself).
    pub(super) to: usize,
    /// Size of its label, if it has one.
    pub(super) label: Option<Vec2>,
}

/// Where the layout put rows and columns. Gutter `i` lies before row or column `i`; the last one after all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Geometry {
    /// Left and right edge of each column's cards.
    pub(super) columns: Vec<(f32, f32)>,
    /// Left edge of the first and right edge of the last gutter.
    pub(super) outer_x: (f32, f32),
    /// Top and bottom edge of each row's cards (the highest card of the row).
    pub(super) rows: Vec<(f32, f32)>,
    /// Top edge of the first and bottom edge of the last gutter.
    pub(super) outer_y: (f32, f32),
    /// The size of each slot's card, which has its left top corner where its row and first column begin.
    pub(super) cards: Vec<Vec2>,
    /// What stands out above each card, its badges: labels keep off it, and lines that reach the card
    /// from above with room for a head end on it.
    pub(super) crowns: Vec<Option<Rect>>,
    /// Width and length of an arrow head.
    pub(super) head: Vec2,
}

impl Geometry {
    /// The card of a slot at a place.
    fn card(&self, slot: usize, place: GridPlace) -> Rect {
        let left = self.columns[place.first as usize].0;
        let top = self.rows[place.row as usize].0;
        Rect::from_min_size(pos2(left, top), self.cards[slot])
    }
}

/// A connector's way in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    /// From start to end.
    pub(super) points: Corners,
    /// Middles of the gaps where it passes under another route.
    pub(super) gaps: Vec<Pos2>,
    /// Where its label stands; on no card and on no other label.
    pub(super) label: Option<Rect>,
}

/// The ways of all nets, the tracks they run on, and once there are coordinates their routes.
///
/// A way depends on its own net, on how many nets meet at its two ends, and on the cells between and
/// around them; the tracks of a gutter depend on the nets there and on where those turn.
#[derive(Clone, Debug, Default)]
pub(super) struct RoutePlan {
    grid: Grid,
    nets: Nets,
    turns: Turns,
    legs: Legs,
    marks: Marks,
    column_rooms: Vec<GutterRoom>,
    row_rooms: Vec<GutterRoom>,
    trace: Trace,
    /// For each slot which one of the grid last traced it was, or `NONE`.
    slots: Vec<u32>,
}

/// The nets. Each has a seat, which it keeps.
#[derive(Clone, Debug, Default)]
struct Nets {
    seats: Vec<Seat>,
    /// The seats of all nets, in their order.
    order: Vec<u32>,
    /// Seats that nobody has.
    free: Vec<u32>,
}

/// A net and what is known of its way.
#[derive(Clone, Copy, Debug, Default)]
struct Seat {
    from: u32,
    to: u32,
    label: Option<Vec2>,
    /// Where its ends are; none if one of them is not on the grid.
    ends: Option<(GridPlace, GridPlace)>,
    turn: Option<Bend>,
    exit: Side,
    entry: Side,
    /// Whether its label has to be placed again.
    is_relabelled: bool,
}

impl RoutePlan {
    /// Chooses the ways of `nets` on a grid of `rows` x `columns` cells, and the tracks they need.
    ///
    /// Nets whose ends are not on the grid get no way: their [`Route`] is empty. What was chosen before
    /// is kept where nothing differs; the plan is the same as one made from nothing.
    pub(super) fn update(&mut self, rows: usize, columns: usize, slots: &[Slot], nets: &[Net]) {
        let grid = self.grid.changed(rows, columns, slots);
        let has_other_columns = |grid: &Grid| grid.columns != self.grid.columns;
        let is_new = !self.trace.is_done || grid.as_ref().is_some_and(has_other_columns);
        if is_new {
            self.nets = Nets::default();
            self.legs = Legs::default();
            self.marks = Marks::default();
            self.trace = Trace::default();
        }
        let has_moved = is_new || grid.is_some();
        let change = match grid.map(|grid| std::mem::replace(&mut self.grid, grid)) {
            Some(old) if !is_new => GridChange::of(&old, &self.grid),
            _ => GridChange::none(&self.grid),
        };
        self.legs.homes = legs::Homes::of(&self.grid);
        self.marks.resize(&self.grid, self.legs.homes.count());
        for gutter in change.shift.new_gutters() {
            self.marks.rows[gutter as usize] = true;
        }
        self.seat(nets, (&change, has_moved));
        self.turns.count(&self.grid, nets);
        for (index, net) in nets.iter().enumerate() {
            let seat = self.nets.order[index] as usize;
            self.legs.order[seat] = index as u32;
            self.find_way(seat, &tidy(net), (&change, has_moved));
        }
        if has_moved {
            self.find_homes(&change);
        }
        self.slots = change.slots;
        tracks::arrange(&mut self.legs, &mut self.marks);
        (self.column_rooms, self.row_rooms) = room::reserve(&self.grid, &self.nets, &self.legs);
        self.trace.is_done = false;
    }

    /// Gives every net a seat: the one it had, if it was there.
    fn seat(&mut self, nets: &[Net], (change, has_moved): (&GridChange, bool)) {
        let mut seats = Vec::with_capacity(nets.len());
        let mut gone = Vec::new();
        let is_there = |was: GridPlace, now: GridPlace| {
            change.shift.row(was.row) == Some(now.row)
                && (was.first, was.last) == (now.first, now.last)
        };
        let is_same = |old: usize, new: usize| {
            let (seat, net) = (&self.nets.seats[self.nets.order[old] as usize], &nets[new]);
            if !has_moved {
                return (seat.from as usize, seat.to as usize) == (net.from, net.to);
            }
            match (seat.ends, self.grid.ends(net.from, net.to)) {
                (Some(was), Some(now)) => is_there(was.0, now.0) && is_there(was.1, now.1),
                (None, None) => true,
                _ => false,
            }
        };
        change::align(
            (self.nets.order.len(), nets.len()),
            is_same,
            |old, new| match (old, new) {
                (Some(old), Some(_)) => seats.push(self.nets.order[old]),
                (Some(old), None) => gone.push(self.nets.order[old]),
                (None, _) => seats.push(NONE),
            },
        );
        for seat in gone {
            self.put_legs(seat as usize, None, (change, has_moved));
            self.nets.seats[seat as usize] = Seat::default();
            self.nets.free.push(seat);
        }
        for seat in seats.iter_mut().filter(|seat| **seat == NONE) {
            *seat = self.nets.free.pop().unwrap_or_else(|| {
                self.nets.seats.push(Seat::default());
                self.nets.seats.len() as u32 - 1
            });
        }
        self.nets.order = seats;
        let count = self.nets.seats.len();
        self.legs.grow(count);
        self.marks.seats.resize(count, false);
        self.trace.grow(count);
    }

    /// Finds the way of the net in a seat, unless it has to be the one it had.
    fn find_way(&mut self, seat: usize, net: &Net, (change, has_moved): (&GridChange, bool)) {
        let was = self.nets.seats[seat];
        if !has_moved
            && (was.from as usize, was.to as usize, was.label) == (net.from, net.to, net.label)
            && was.ends.is_some()
            && was.turn == Some(self.turns.of(net))
        {
            return;
        }
        let ends = self.grid.ends(net.from, net.to);
        let turn = ends.map(|_| self.turns.of(net));
        let is_kept = was.turn == turn
            && match (was.ends, ends) {
                (Some(was), Some(now)) => !has_moved && was == now || is_far(change, was, now),
                (None, None) => true,
                _ => false,
            };
        self.nets.seats[seat] = Seat {
            from: net.from as u32,
            to: net.to as u32,
            label: net.label,
            ends,
            turn,
            is_relabelled: was.is_relabelled || was.label != net.label,
            ..was
        };
        let Some((ends, turn)) = ends.zip(turn) else {
            if !is_kept {
                self.put_legs(seat, None, (change, has_moved));
            }
            return;
        };
        if is_kept {
            let top = |(from, to): (GridPlace, GridPlace)| from.row.min(to.row);
            let by = was.ends.map_or(0, |was| top(ends).wrapping_sub(top(was)));
            let shift = &change.shift;
            // At a gutter into which a row came, what met may part: a leg there counts as another one.
            let is_whole = was.ends.is_none_or(|was| !shift.parts(was))
                || (self.legs.chain(seat).iter()).all(|leg| shift.leg(leg).is_some());
            let by = 2_u32.wrapping_mul(by);
            if !is_whole {
                let mut chain = self.legs.copy(seat);
                for leg in chain.0.iter_mut().take(chain.1) {
                    leg.move_by(by);
                    leg.start = leg.gap_start(&self.grid);
                }
                self.put_legs(seat, Some(&chain), (change, has_moved));
            } else if by != 0 {
                let legs = self.legs.chain_mut(seat).iter_mut();
                legs.for_each(|leg| leg.move_by(by));
            }
            return;
        }
        let way = way::choose(&self.grid, ends, turn);
        (self.nets.seats[seat].exit, self.nets.seats[seat].entry) = (way.exit, way.entry);
        let chain = legs::chain(&self.grid, &way, ends);
        self.put_legs(seat, Some(&chain), (change, has_moved));
    }

    /// Gives a seat other legs, or none, and marks what depends on those that differ.
    fn put_legs(
        &mut self,
        seat: usize,
        chain: Option<&(legs::Chain, usize)>,
        (change, has_moved): (&GridChange, bool),
    ) {
        let (legs, marks) = (&mut self.legs, &mut self.marks);
        let homes = legs.homes;
        let fresh = chain.map_or(&[][..], |(legs, count)| &legs[..*count]);
        let is_same = |was: &legs::Leg, now: &legs::Leg| {
            let was = change.shift.leg(was);
            was.is_some_and(|was| {
                legs::Leg {
                    start: now.start,
                    ..was
                } == *now
            })
        };
        let were = legs.chain(seat);
        if were.len() == fresh.len() && were.iter().zip(fresh).all(|(was, now)| is_same(was, now)) {
            for (leg, now) in legs.chain_mut(seat).iter_mut().zip(fresh) {
                // Which of two legs is the longer one matters to their order.
                if leg.is_in_gutter() && leg.high - leg.low != now.high - now.low {
                    marks.home(homes, now);
                }
                *leg = legs::Leg {
                    start: leg.start,
                    ..*now
                };
            }
            return;
        }
        for leg in were {
            marks.was(homes, &change.shift, leg);
        }
        if !has_moved {
            legs.unlist(seat);
        }
        match chain {
            Some(chain) => legs.put(seat, chain),
            None => legs.clear(seat),
        }
        for leg in legs.chain(seat) {
            marks.home(homes, leg);
        }
        if !has_moved {
            legs.list(seat);
        }
        marks.seats[seat] = true;
        self.trace.unsettle(seat);
    }

    /// Finds the homes of all legs, once cards have moved.
    fn find_homes(&mut self, change: &GridChange) {
        let (legs, marks) = (&mut self.legs, &mut self.marks);
        legs.clear_homes(&self.grid);
        let homes = legs.homes;
        for seat in 0..legs.seats() {
            if !marks.seats[seat] {
                for leg in legs
                    .chain_mut(seat)
                    .iter_mut()
                    .filter(|leg| !leg.is_in_gutter())
                {
                    let start = match leg.axis {
                        Axis::Level => Some(leg.start),
                        Axis::Upright => change.shift.start(leg.start),
                    };
                    leg.start = leg.gap_start(&self.grid);
                    if start != Some(leg.start) {
                        marks.home(homes, leg);
                        if let Some(start) = start {
                            marks.home(homes, &legs::Leg { start, ..*leg });
                        }
                    }
                }
            }
            legs.list(seat);
        }
    }

    /// Width that column gutter `i` needs, in points; 0 if nothing runs there.
    pub(super) fn column_gutter(&self, i: usize) -> f32 {
        self.column_rooms.get(i).map_or(0.0, GutterRoom::size)
    }

    /// Height that row gutter `i` needs, in points; 0 if nothing runs there.
    pub(super) fn row_gutter(&self, i: usize) -> f32 {
        self.row_rooms.get(i).map_or(0.0, GutterRoom::size)
    }

    /// Finds the routes of all nets, where `geometry` leaves room for them.
    ///
    /// Gutters may be wider than asked for. In narrower ones tracks come closer together.
    pub(super) fn trace(&mut self, geometry: Geometry) {
        trace::trace(self, geometry);
    }

    /// Whether the routes are those that `geometry` leaves room for.
    pub(super) fn is_traced(&self, geometry: &Geometry) -> bool {
        self.trace.is_done && self.trace.geometry == *geometry
    }

    /// Whether a net, by its place among all, has a route.
    pub(super) fn is_routed(&self, net: usize) -> bool {
        self.trace.is_done && !self.legs.of(self.nets.order[net] as usize).is_empty()
    }

    /// The route of a net as it was traced.
    pub(super) fn route(&self, net: usize) -> Route {
        if self.trace.is_done {
            trace::route(self, self.nets.order[net] as usize)
        } else {
            Route::default()
        }
    }

    /// The routes of all nets as they were traced, in their order.
    #[cfg(test)]
    fn routes(&self) -> impl Iterator<Item = Route> {
        (0..self.nets.order.len()).map(|net| self.route(net))
    }

    /// Where labels stand, net by net.
    pub(super) fn labels(&self) -> impl Iterator<Item = Rect> {
        let seats = self.nets.order.iter().map(|seat| *seat as usize);
        seats.filter_map(|seat| self.trace.labels[seat])
    }

    /// Whether any net has a label.
    pub(super) fn has_labels(&self) -> bool {
        self.trace.board.is_known
    }

    /// The first and the last line of the columns on which something of a net stands, its label included.
    pub(super) fn extent(&self, net: usize) -> (u32, u32) {
        let seat = self.nets.order[net] as usize;
        let mut extent = (u32::MAX, 0);
        let mut note = |low: u32, high: u32| extent = (extent.0.min(low), extent.1.max(high));
        for leg in self.legs.chain(seat) {
            match leg.axis {
                Axis::Level => note(leg.low, leg.high),
                Axis::Upright => note(leg.line, leg.line),
            }
        }
        if let Some(label) = self.trace.labels[seat] {
            let columns = &self.trace.geometry.columns;
            let lines = labels::lines_across(columns, label.left(), label.right());
            note(*lines.start() as u32, *lines.end() as u32);
        }
        extent
    }

    /// The level legs of all nets that run on one of certain lines, net by net: the line, even in gutters, and
    /// its height.
    pub(super) fn levels_on(
        &self,
        is_wanted: impl Fn(u32) -> bool,
    ) -> impl Iterator<Item = (u32, f32)> {
        let seats = self.nets.order.iter().filter(|_| self.trace.is_done);
        let legs = seats.flat_map(|seat| {
            let seat = *seat as usize;
            self.legs.chain(seat).iter().zip(self.legs.of(seat))
        });
        let levels = legs.filter(move |(leg, _)| leg.axis == Axis::Level && is_wanted(leg.line));
        levels.map(|(leg, number)| {
            let height = trace::at(self, &self.trace.geometry, number);
            (leg.line, height)
        })
    }
}

/// Whether nothing differs between two cards and near them that their ways could depend on.
fn is_far(change: &GridChange, was: (GridPlace, GridPlace), now: (GridPlace, GridPlace)) -> bool {
    let rows =
        |ends: (GridPlace, GridPlace)| (ends.0.row.min(ends.1.row), ends.0.row.max(ends.1.row));
    let columns = |place: GridPlace| (place.first, place.last);
    let left = now.0.first.min(now.1.first).saturating_sub(MARGIN);
    let right = now.0.last.max(now.1.last) + MARGIN;
    change.shift.row(was.0.row) == Some(now.0.row)
        && change.shift.row(was.1.row) == Some(now.1.row)
        && columns(was.0) == columns(now.0)
        && columns(was.1) == columns(now.1)
        && change.shift.keeps(rows(was), rows(now))
        && !change.touches(rows(now), (left, right))
}

/// The net with a label size that can be placed, or without a label.
fn tidy(net: &Net) -> Net {
    let usable = |size: &Vec2| size.is_finite() && size.x > 0.0 && size.y > 0.0;
    Net {
        label: net.label.filter(usable),
        ..*net
    }
}

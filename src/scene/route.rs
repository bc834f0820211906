//! Orthogonal routing of connectors through the gutters of a grid.
//!
//! Works on a bare grid: cards occupy cells (row, column), rows and columns are separated by gutters.
//! Two phases: [`plan`] chooses ways and tracks without any coordinate, which says how many tracks
//! each gutter needs; once the layout has given the gutters their width, [`Plan::trace`] gives points.
//! Knows nothing of blueprints, colours or fonts.
//!
//! A way is a chain of legs, level and upright by turns. A leg runs either on a track of a *gutter*,
//! which no card ever reaches into, or in a *gap*: the free cells between two neighbouring cards of a
//! row or column. Every leg in a gap holds on to a card's side, so gaps decide where ports are.
//!
//! - `grid`: which cells are taken, and what is free between them.
//! - `way`: the way of one net, from its own two ends and the cells around them alone.
//! - `tracks`: the order of legs in a gutter, from the nets in that gutter.
//! - `ports`: the order of legs in a gap, and where they stand on the cards' sides.
//! - `room`: how wide gutters have to be.
//! - `trace`: points, and gaps where routes cross.
//! - `labels`: places for labels.

mod grid;
mod labels;
mod ports;
mod room;
#[cfg(test)]
mod tests;
mod trace;
mod tracks;
mod way;

use super::{Pos2, Rect, Vec2, pos2};
use grid::Grid;
use room::Room;
use tracks::{Gap, Legs};
use way::Way;

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
    /// First column.
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
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Geometry {
    /// Left and right edge of each column's cards.
    pub(super) columns: Vec<(f32, f32)>,
    /// Left edge of the first and right edge of the last gutter.
    pub(super) outer_x: (f32, f32),
    /// Top and bottom edge of each row's cards (the highest card of the row).
    pub(super) rows: Vec<(f32, f32)>,
    /// Top edge of the first and bottom edge of the last gutter.
    pub(super) outer_y: (f32, f32),
    /// The card of each slot: fills its columns, starts at its row's top, may be lower than the row.
    pub(super) cards: Vec<Rect>,
    /// What stands out above each card, its badges: labels keep off it, lines need not.
    pub(super) crowns: Vec<Option<Rect>>,
}

/// A connector's way in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    /// Corners from start to end; consecutive ones differ in exactly one coordinate.
    pub(super) points: Vec<Pos2>,
    /// Middles of the gaps where it passes under another route.
    pub(super) gaps: Vec<Pos2>,
    /// Where its label stands; on no card and on no other label.
    pub(super) label: Option<Rect>,
}

/// The ways of all nets and the tracks they run on, without coordinates.
///
/// A way depends on its own net, on how many nets meet at its two ends, and on the cells between and
/// around them; the tracks of a gutter depend on the nets there and on where those turn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    grid: Grid,
    nets: Vec<Net>,
    /// The way of each net; none if one of its ends is not on the grid.
    ways: Vec<Option<Way>>,
    legs: Legs,
    gaps: Vec<Gap>,
    column_rooms: Vec<Room>,
    row_rooms: Vec<Room>,
}

/// Chooses the ways of `nets` on a grid of `rows` x `columns` cells, and the tracks they need.
///
/// Nets whose ends are not on the grid get no way: their [`Route`] is empty.
pub(super) fn plan(rows: usize, columns: usize, slots: &[Slot], nets: &[Net]) -> Plan {
    let grid = Grid::new(rows, columns, slots);
    let nets = nets.iter().map(tidy).collect::<Vec<_>>();
    let ways = way::choose_all(&grid, &nets);
    let mut legs = Legs::new(&grid, &nets, &ways);
    let gaps = legs.arrange(&grid);
    let (column_rooms, row_rooms) = room::reserve(&grid, &nets, &ways, &legs, &gaps);
    Plan {
        grid,
        nets,
        ways,
        legs,
        gaps,
        column_rooms,
        row_rooms,
    }
}

/// The net with a label size that can be placed, or without a label.
fn tidy(net: &Net) -> Net {
    let usable = |size: &Vec2| size.is_finite() && size.x > 0.0 && size.y > 0.0;
    Net {
        label: net.label.filter(usable),
        ..*net
    }
}

impl Plan {
    /// Width that column gutter `i` needs, in points; 0 if nothing runs there.
    pub(super) fn column_gutter(&self, i: usize) -> f32 {
        self.column_rooms.get(i).map_or(0.0, Room::size)
    }

    /// Height that row gutter `i` needs, in points; 0 if nothing runs there.
    pub(super) fn row_gutter(&self, i: usize) -> f32 {
        self.row_rooms.get(i).map_or(0.0, Room::size)
    }

    /// The routes of all nets, in their order, where `geometry` leaves room for them.
    ///
    /// Gutters may be wider than asked for. In narrower ones tracks come closer together.
    pub(super) fn trace(&self, geometry: &Geometry) -> Vec<Route> {
        trace::trace(self, geometry)
    }
}

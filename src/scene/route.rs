//! Orthogonal routing of connectors through the gutters of a grid.
//!
//! Works on a bare grid: cards occupy cells (row, column), rows and columns are separated by gutters.
//! Two phases: [`plan`] chooses ways and tracks without any coordinate, which says how many tracks
//! each gutter needs; once the layout has given the gutters their width, [`Plan::trace`] gives points.

use super::{Pos2, Rect, Vec2};

/// The cells a card occupies: one row, one or more columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Row, from the top of the pane (a lane has as many rows as its highest stack).
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Columns covered, at least 1.
    pub span: usize,
}

/// One connector to route, by the indexes of its slots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Net {
    /// Index of the slot it leaves.
    pub from: usize,
    /// Index of the slot it reaches; may equal `from` (a loop to itself).
    pub to: usize,
    /// Size of its label, if it has one.
    pub label: Option<Vec2>,
}

/// Where the layout put rows and columns. Gutter `i` lies before row or column `i`; the last one after all.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    /// Left and right edge of each column's cards.
    pub columns: Vec<(f32, f32)>,
    /// Left edge of the first and right edge of the last gutter.
    pub outer_x: (f32, f32),
    /// Top and bottom edge of each row's cards (the highest card of the row).
    pub rows: Vec<(f32, f32)>,
    /// Top edge of the first and bottom edge of the last gutter.
    pub outer_y: (f32, f32),
    /// The card of each slot: fills its columns, starts at its row's top, may be lower than the row.
    pub cards: Vec<Rect>,
}

/// A connector's way in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from start to end; consecutive ones differ in exactly one coordinate.
    pub points: Vec<Pos2>,
    /// Middles of the gaps where it passes under another route.
    pub gaps: Vec<Pos2>,
    /// Where its label stands; on no card and on no other label.
    pub label: Option<Rect>,
}

//! The way of one net: which sides of the cards it leaves and enters, and along which lines it runs.
//!
//! Depends on the net's own ends, on how many nets meet there, and on the cells around them. Knows
//! nothing of tracks and coordinates. A way has five legs at most and is looked for in the gutters nearest to its
//! ends: it is the cheapest of a few shapes, and not the shortest there is.

use super::{
    Net,
    grid::{Axis, Grid, GridPlace},
};

/// A side of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Side {
    #[default]
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    /// The axis of a leg that holds on to this side.
    pub(super) fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Right => Axis::Level,
            Self::Top | Self::Bottom => Axis::Upright,
        }
    }

    /// Whether a leg that holds on to this side runs from there to greater coordinates.
    pub(super) fn is_at_low_end(self) -> bool {
        matches!(self, Self::Right | Self::Bottom)
    }

    /// The gutter line beside this side of a card at `place`.
    pub(super) fn line(self, place: GridPlace) -> u32 {
        match self {
            Self::Left => 2 * place.first,
            Self::Right => 2 * place.last + 2,
            Self::Top => 2 * place.row,
            Self::Bottom => 2 * place.row + 2,
        }
    }
}

/// Most legs of a way.
pub(super) const MOST_LEGS: usize = 5;

/// A chain of legs, level and upright by turns.
#[derive(Clone, Copy, Debug)]
pub(super) struct NetWay {
    pub(super) exit: Side,
    pub(super) entry: Side,
    lines: [u32; MOST_LEGS],
    len: usize,
}

impl NetWay {
    fn new<const LEN: usize>(exit: Side, lines: [u32; LEN], entry: Side) -> Self {
        const { assert!(LEN <= MOST_LEGS) };
        let mut way = Self {
            exit,
            entry,
            lines: [0; MOST_LEGS],
            len: LEN,
        };
        way.lines[..LEN].copy_from_slice(&lines);
        way
    }

    /// The line of each leg.
    pub(super) fn lines(&self) -> &[u32] {
        &self.lines[..self.len]
    }

    /// Axis, line, and the crossing lines where each leg begins and ends, from start to end.
    pub(super) fn legs(
        &self,
        from: GridPlace,
        to: GridPlace,
    ) -> impl Iterator<Item = (Axis, u32, u32, u32)> {
        let mut axis = self.exit.axis().other();
        (0..self.len).map(move |k| {
            axis = axis.other();
            let begin = if k == 0 {
                self.exit.line(from)
            } else {
                self.lines[k - 1]
            };
            let end = if k + 1 == self.len {
                self.entry.line(to)
            } else {
                self.lines[k + 1]
            };
            (axis, self.lines[k], begin, end)
        })
    }
}

/// Where a way that may turn anywhere turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bend {
    /// Soon, so that the many ways out of a card part at once.
    Early,
    /// At the end, so that the many ways into a card meet there.
    Late,
    /// Round a corner of the one card at both ends.
    Back,
}

/// Where the ways of nets turn.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    outs: Vec<u32>,
    ins: Vec<u32>,
}

impl Turns {
    /// Counts the nets at each slot.
    pub(super) fn count(&mut self, grid: &Grid, nets: &[Net]) {
        for counts in [&mut self.outs, &mut self.ins] {
            counts.clear();
            counts.resize(grid.places.len(), 0);
        }
        for net in nets {
            if grid.ends(net.from, net.to).is_some() {
                self.outs[net.from] += 1;
                self.ins[net.to] += 1;
            }
        }
    }

    /// Where the way of `net`, whose ends are on the grid, turns.
    pub(super) fn of(&self, net: &Net) -> Bend {
        if net.from == net.to {
            return Bend::Back;
        }
        match self.outs[net.from].cmp(&self.ins[net.to]) {
            std::cmp::Ordering::Greater => Bend::Early,
            std::cmp::Ordering::Less => Bend::Late,
            std::cmp::Ordering::Equal if net.label.is_some() => Bend::Late,
            std::cmp::Ordering::Equal => Bend::Early,
        }
    }
}

/// How far beyond the columns of its two ends cells can matter to a way. Of rows none do but those of its
/// ends and between them.
pub(super) const MARGIN: u32 = 3;

/// The way between cards at two places.
pub(super) fn choose(grid: &Grid, (from, to): (GridPlace, GridPlace), turn: Bend) -> NetWay {
    match turn {
        Bend::Back => loop_at_corner(from),
        Bend::Early | Bend::Late => WaySearch::new(grid, from, to, turn).run(),
    }
}

/// Out at the right, round the lower right corner, in from below.
fn loop_at_corner(place: GridPlace) -> NetWay {
    let (row, column) = (2 * place.row + 1, 2 * place.last + 1);
    NetWay::new(
        Side::Right,
        [row, column + 1, row + 1, column],
        Side::Bottom,
    )
}

/// How the target lies to the source, by columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearing {
    Forward,
    SameColumn,
    Backward,
}

/// Costs are in points, roughly: a bend is as bad as a detour of so many points.
const BEND: f32 = 45.0;
/// A side that no reader expects a connector at.
const WRONG_SIDE: f32 = 500.0;
/// Running above or below all rows, or left of all columns.
const OUTSIDE: f32 = 12.0;
/// Roughly the half of a column's and a row's distance.
const HALF_COLUMN: f32 = 88.0;
const HALF_ROW: f32 = 48.0;
/// What decides between ways of the same length and shape.
const NUDGE: f32 = 0.02;
/// Gutters tried from each end of a way before giving up on that shape.
const REACH: u32 = 6;

/// The search for the cheapest of the shapes that can be had.
struct WaySearch<'a> {
    grid: &'a Grid,
    from: GridPlace,
    to: GridPlace,
    turn: Bend,
    bearing: Bearing,
    best: Option<(f32, NetWay)>,
}

impl<'a> WaySearch<'a> {
    fn new(grid: &'a Grid, from: GridPlace, to: GridPlace, turn: Bend) -> Self {
        let bearing = if to.first > from.last {
            Bearing::Forward
        } else if to.last < from.first {
            Bearing::Backward
        } else {
            Bearing::SameColumn
        };
        Self {
            grid,
            from,
            to,
            turn,
            bearing,
            best: None,
        }
    }

    fn run(mut self) -> NetWay {
        self.straight();
        if self.best.is_none() {
            self.level_ends();
            // Nothing else is cheaper than a forward Z without a detour.
            if !self
                .best
                .is_some_and(|(_, way)| way.len == 3 && self.bearing == Bearing::Forward)
            {
                self.upright_ends();
                self.mixed_ends();
            }
        }
        // Rows of gutters and the outermost columns of gutters are always free, so this way always is.
        self.best.map_or_else(|| self.around(0), |(_, way)| way)
    }

    fn row_lines(&self) -> (u32, u32) {
        (2 * self.from.row + 1, 2 * self.to.row + 1)
    }

    /// One leg from card to card.
    fn straight(&mut self) {
        let (from, to) = (self.from, self.to);
        if from.row == to.row {
            if self.bearing == Bearing::Forward {
                self.attempt(Side::Right, [2 * from.row + 1], Side::Left);
            }
        } else if self.bearing == Bearing::SameColumn {
            let (low, high) = (from.first.max(to.first), from.last.min(to.last));
            let middle = (low + high) / 2;
            for column in (low..=high.min(low + REACH)).chain([middle]) {
                if from.row < to.row {
                    self.attempt(Side::Bottom, [2 * column + 1], Side::Top);
                } else {
                    self.attempt(Side::Top, [2 * column + 1], Side::Bottom);
                }
            }
        }
    }

    /// Out at the right or left and in at the right or left, over one upright leg or over a row gutter.
    fn level_ends(&mut self) {
        let (row, to_row) = self.row_lines();
        let (from, to) = (self.from, self.to);
        let (first, last) = match self.bearing {
            Bearing::Forward => (2 * from.last + 2, 2 * to.first),
            Bearing::Backward => (2 * from.first, 2 * to.last + 2),
            Bearing::SameColumn => {
                let right = 2 * from.last.max(to.last) + 2;
                let left = 2 * from.first.min(to.first);
                self.attempt(Side::Right, [row, right, to_row], Side::Right);
                self.attempt(Side::Left, [row, left, to_row], Side::Left);
                return;
            }
        };
        let (exit, entry) = match self.bearing {
            Bearing::Backward => (Side::Left, Side::Right),
            _ => (Side::Right, Side::Left),
        };
        if row != to_row {
            let (low, high) = (first.min(last), first.max(last));
            let near = (low..=high.min(low + 2 * REACH)).step_by(2);
            // Those near both ends are tried once.
            let far = low.max(high.saturating_sub(2 * REACH))..=high;
            let far = far.step_by(2).filter(|gutter| *gutter > low + 2 * REACH);
            for gutter in near.chain(far) {
                self.attempt(exit, [row, gutter, to_row], entry);
            }
        }
        if self.bearing == Bearing::Forward {
            for gutter in self.row_gutters() {
                self.attempt(exit, [row, first, gutter, last, to_row], entry);
            }
        }
    }

    /// Out at the top or bottom and in at the top or bottom.
    fn upright_ends(&mut self) {
        let (column, to_column) = self.port_columns();
        for gutter in self.row_gutters() {
            let exit = self.exit_toward(gutter);
            let entry = self.entry_from(gutter);
            self.attempt(exit, [column, gutter, to_column], entry);
        }
        if self.from.row != self.to.row {
            for gutter in self.column_gutters() {
                self.keep_if_cheaper(self.around(gutter));
            }
        }
    }

    /// Out at one of top and bottom, in at one of left and right, or the other way round.
    fn mixed_ends(&mut self) {
        let (row, to_row) = self.row_lines();
        let (column, to_column) = self.port_columns();
        let (exit, entry) = match self.bearing {
            Bearing::Backward => (Side::Left, Side::Right),
            _ => (Side::Right, Side::Left),
        };
        if row != to_row {
            self.attempt(exit, [row, to_column], self.entry_from(row));
            self.attempt(self.exit_toward(to_row), [column, to_row], entry);
        }
        for gutter in self.row_gutters() {
            let (beside, to_beside) = (exit.line(self.from), entry.line(self.to));
            self.attempt(
                exit,
                [row, beside, gutter, to_column],
                self.entry_from(gutter),
            );
            self.attempt(
                self.exit_toward(gutter),
                [column, gutter, to_beside, to_row],
                entry,
            );
        }
    }

    /// Top or bottom, row gutter, column gutter `gutter`, row gutter, top or bottom.
    fn around(&self, gutter: u32) -> NetWay {
        let (column, to_column) = self.port_columns();
        let (exit, entry) = if self.from.row < self.to.row {
            (Side::Bottom, Side::Top)
        } else if self.from.row > self.to.row {
            (Side::Top, Side::Bottom)
        } else {
            (Side::Bottom, Side::Bottom)
        };
        let lines = [
            column,
            exit.line(self.from),
            gutter,
            entry.line(self.to),
            to_column,
        ];
        NetWay::new(exit, lines, entry)
    }

    /// The columns whose middle lines a way leaves and enters at top or bottom.
    fn port_columns(&self) -> (u32, u32) {
        let (from, to) = (self.from, self.to);
        let column = to.first.clamp(from.first, from.last);
        (2 * column + 1, 2 * column.clamp(to.first, to.last) + 1)
    }

    /// The row gutters beside the two cards. The one between adjacent rows comes twice, which does no harm.
    fn row_gutters(&self) -> [u32; 4] {
        let (from, to) = (2 * self.from.row, 2 * self.to.row);
        [from, from + 2, to, to + 2]
    }

    /// Column gutters near the two cards, and the outermost.
    fn column_gutters(&self) -> impl Iterator<Item = u32> + use<> {
        let (from, to) = (self.from, self.to);
        let low = from.first.min(to.first);
        let high = from.last.max(to.last) + 1;
        let around = low.saturating_sub(2)..=(high + 2).min(self.grid.columns);
        let near = around.clone().take(2 * REACH as usize);
        let end = around.start() + 2 * REACH;
        let far = around.rev().take(2 * REACH as usize);
        // Those near both ends are tried once.
        near.chain(far.filter(move |gutter| *gutter >= end))
            .chain([0, self.grid.columns])
            .map(|gutter| 2 * gutter)
    }

    fn exit_toward(&self, row_line: u32) -> Side {
        if row_line > 2 * self.from.row + 1 {
            Side::Bottom
        } else {
            Side::Top
        }
    }

    fn entry_from(&self, row_line: u32) -> Side {
        if row_line > 2 * self.to.row + 1 {
            Side::Bottom
        } else {
            Side::Top
        }
    }

    fn attempt<const LEN: usize>(&mut self, exit: Side, lines: [u32; LEN], entry: Side) {
        self.keep_if_cheaper(NetWay::new(exit, lines, entry));
    }

    /// Keeps the way if it is free and cheaper than the best so far; of equals the first stays.
    fn keep_if_cheaper(&mut self, way: NetWay) {
        let Some(cost) = self.cost(&way) else { return };
        if self.best.is_none_or(|(best, _)| cost < best) {
            self.best = Some((cost, way));
        }
    }

    /// What the way costs, none if a card is in it.
    fn cost(&self, way: &NetWay) -> Option<f32> {
        let mut cost =
            BEND * (way.len - 1) as f32 + self.exit_cost(way.exit) + self.entry_cost(way.entry);
        for (k, (axis, line, begin, end)) in way.legs(self.from, self.to).enumerate() {
            let (is_first, is_last) = (k == 0, k + 1 == way.len);
            if is_first && begin != end && way.exit.is_at_low_end() != (begin < end) {
                return None;
            }
            if is_last && begin != end && way.entry.is_at_low_end() != (begin > end) {
                return None;
            }
            // Costs only add up, and of equals the first stays.
            if self.best.is_some_and(|(best, _)| cost >= best)
                || !self.grid.is_free(axis, line, begin, end)
            {
                return None;
            }
            let (half, most) = match axis {
                Axis::Level => (HALF_COLUMN, 2 * self.grid.rows),
                Axis::Upright => (HALF_ROW, 2 * self.grid.columns),
            };
            let length = half * begin.abs_diff(end) as f32;
            cost += length;
            if line == 0 || (line == most && axis == Axis::Level) {
                cost += OUTSIDE;
            }
            let counts = match self.turn {
                Bend::Early => k < 2,
                Bend::Late | Bend::Back => k + 2 >= way.len,
            };
            if counts {
                cost += NUDGE * length;
            }
        }
        Some(cost)
    }

    /// Forward work leaves at the right, work within a column by the side that faces the target,
    /// and what goes back leaves at top or bottom, so that it reads as a loop.
    fn exit_cost(&self, side: Side) -> f32 {
        match (self.bearing, side) {
            (Bearing::Forward, Side::Right) => 0.0,
            (Bearing::Forward, Side::Left) => WRONG_SIDE,
            (Bearing::SameColumn, Side::Right) => 40.0,
            (Bearing::SameColumn, Side::Left) => 50.0,
            (Bearing::Backward, Side::Left) => 130.0,
            (Bearing::Backward, Side::Right) => 160.0,
            (_, Side::Top | Side::Bottom) => {
                self.upright_cost(side, self.exit_toward(2 * self.to.row + 1))
            }
        }
    }

    /// Forward work enters at the left, and so on.
    fn entry_cost(&self, side: Side) -> f32 {
        match (self.bearing, side) {
            (Bearing::Forward, Side::Left) => 0.0,
            (Bearing::Forward, Side::Right) => WRONG_SIDE,
            (Bearing::SameColumn, Side::Right) => 40.0,
            (Bearing::SameColumn, Side::Left) => 50.0,
            (Bearing::Backward, Side::Right) => 130.0,
            (Bearing::Backward, Side::Left) => 160.0,
            (_, Side::Top | Side::Bottom) => {
                self.upright_cost(side, self.entry_from(2 * self.from.row + 1))
            }
        }
    }

    /// What it costs to leave or enter at the top or bottom when `facing` is the side toward the other card.
    fn upright_cost(&self, side: Side, facing: Side) -> f32 {
        let same_row = self.from.row == self.to.row;
        match self.bearing {
            // Top and bottom differ a little, so that a detour has a reason to choose one.
            _ if same_row => {
                let base = if self.bearing == Bearing::Forward {
                    110.0
                } else {
                    0.0
                };
                if side == Side::Bottom {
                    base
                } else {
                    base + 6.0
                }
            }
            Bearing::Forward => {
                if side == facing {
                    100.0
                } else {
                    160.0
                }
            }
            Bearing::SameColumn => {
                if side == facing {
                    0.0
                } else {
                    200.0
                }
            }
            Bearing::Backward => {
                if side == facing {
                    0.0
                } else {
                    60.0
                }
            }
        }
    }
}

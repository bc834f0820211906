//! Which cells of a grid are taken by cards, and how far one can run freely between them.
//!
//! Owns the *lines*: along each axis, line `2i` is gutter `i` and line `2i + 1` is row or column `i`.
//! Knows nothing of nets. A grid of more than 2^24 cells is taken as empty: no net on it gets a way.

use super::Slot;

/// Cells beyond which a grid is taken for bad input: no blueprint comes near.
const MOST_CELLS: usize = 1 << 24;

/// How a leg runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axis {
    /// From left to right; its line is one of the rows' lines.
    Level,
    /// From top to bottom; its line is one of the columns' lines.
    Upright,
}

impl Axis {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Level => Self::Upright,
            Self::Upright => Self::Level,
        }
    }
}

/// A card's place, in range of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GridPlace {
    pub(super) row: u32,
    /// First column that it covers, from 0.
    pub(super) first: u32,
    /// Last column that it covers, at least `first`.
    pub(super) last: u32,
}

/// The cells taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: u32,
    pub(super) columns: u32,
    /// The place of each slot, none if it is not on the grid.
    pub(super) places: Vec<Option<GridPlace>>,
    /// One more than the slot that takes a cell, row by row; 0 if the cell is free.
    cells: Vec<u32>,
    /// For each row and each column `c` up to the count: first column of the free run that ends before `c`.
    row_runs: Vec<u32>,
    /// The same for columns.
    column_runs: Vec<u32>,
    /// The same for column gutters, which cards that span several columns interrupt.
    gutter_runs: Vec<u32>,
}

impl Grid {
    /// `None` if these slots stand as they do on this grid.
    pub(super) fn changed(&self, rows: usize, columns: usize, slots: &[Slot]) -> Option<Self> {
        let fits = rows < MOST_CELLS
            && columns < MOST_CELLS
            && (rows + 1).saturating_mul(columns + 1) <= MOST_CELLS
            && slots.len() < MOST_CELLS;
        let (rows, columns) = if fits { (rows, columns) } else { (0, 0) };
        let places = slots.iter().map(|slot| place(rows, columns, slot));
        let is_same = (self.rows as usize, self.columns as usize) == (rows, columns)
            && places.clone().eq(self.places.iter().copied());
        (!is_same).then(|| Self::new(rows, columns, places.collect()))
    }

    fn new(rows: usize, columns: usize, places: Vec<Option<GridPlace>>) -> Self {
        let mut cells = vec![0_u32; rows * columns];
        for (index, place) in (1_u32..).zip(&places) {
            let Some(place) = place else { continue };
            let start = place.row as usize * columns;
            for cell in &mut cells[start + place.first as usize..=start + place.last as usize] {
                if *cell == 0 {
                    *cell = index;
                }
            }
        }
        let taken = |row: usize, column: usize| cells[row * columns + column] != 0;
        let spanned = |gutter: usize, row: usize| {
            gutter > 0
                && gutter < columns
                && taken(row, gutter)
                && cells[row * columns + gutter - 1] == cells[row * columns + gutter]
        };
        let row_runs = runs(rows, columns, taken);
        let column_runs = runs(columns, rows, |column, row| taken(row, column));
        let gutter_runs = runs(columns + 1, rows, spanned);
        // The cap above keeps both counts far below u32.
        let (rows, columns) = (rows as u32, columns as u32);
        Self {
            rows,
            columns,
            places,
            cells,
            row_runs,
            column_runs,
            gutter_runs,
        }
    }

    /// The place of slot `index`, if it is on the grid.
    pub(super) fn place(&self, index: usize) -> Option<GridPlace> {
        self.places.get(index).copied().flatten()
    }

    /// The places of two slots, if both are on the grid.
    pub(super) fn ends(&self, from: usize, to: usize) -> Option<(GridPlace, GridPlace)> {
        Some((self.place(from)?, self.place(to)?))
    }

    /// The slot that takes a cell.
    pub(super) fn slot_at(&self, row: u32, column: u32) -> Option<usize> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        let cell = self.cells[(row * self.columns + column) as usize];
        (cell > 0).then(|| cell as usize - 1)
    }

    /// Whether a leg on `line` can run between the lines `p` and `q` of the other axis, both included.
    pub(super) fn is_free(&self, axis: Axis, line: u32, p: u32, q: u32) -> bool {
        let (p, q) = (p.min(q), p.max(q));
        self.run_start(axis, line, q.div_ceil(2)) <= p / 2
    }

    /// First cell of the free run along `line` that ends before cell `end`.
    pub(super) fn run_start(&self, axis: Axis, line: u32, end: u32) -> u32 {
        let (runs, along) = match (axis, line % 2) {
            (Axis::Level, 0) => return 0,
            (Axis::Level, _) => (&self.row_runs, self.columns),
            (Axis::Upright, 0) => (&self.gutter_runs, self.rows),
            (Axis::Upright, _) => (&self.column_runs, self.rows),
        };
        runs.get(((line / 2) * (along + 1) + end) as usize)
            .copied()
            .unwrap_or(end)
    }
}

/// Where `slot` stands; a span that leaves the grid is cut.
fn place(rows: usize, columns: usize, slot: &Slot) -> Option<GridPlace> {
    if slot.row >= rows || slot.column >= columns {
        return None;
    }
    let last = slot
        .column
        .saturating_add(slot.span.max(1) - 1)
        .min(columns - 1);
    Some(GridPlace {
        row: slot.row as u32,
        first: slot.column as u32,
        last: last as u32,
    })
}

/// For each of `lines` and each end from 0 to `along`: where the free run that ends there starts.
fn runs(lines: usize, along: usize, taken: impl Fn(usize, usize) -> bool) -> Vec<u32> {
    let mut runs = Vec::with_capacity(lines * (along + 1));
    for line in 0..lines {
        let mut start = 0;
        runs.push(start);
        for cell in 0..along {
            if taken(line, cell) {
                start = cell as u32 + 1;
            }
            runs.push(start);
        }
    }
    runs
}

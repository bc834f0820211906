//! What differs between two grids: which rows are the same ones, and which cells changed.
//!
//! Any answer is a right one, as long as what is said to be the same is; a better one saves work.

use super::{
    grid::{Grid, GridPlace},
    legs::Leg,
};

/// No row, no gutter, nothing.
pub(super) const NONE: u32 = u32::MAX;
/// How far to look for where two lists go on alike.
const LOOK: usize = 64;

/// Pairs what is the same in two lists, in their order. The rest stands alone, or beside what took its place.
pub(super) fn align(
    (old, new): (usize, usize),
    same: impl Fn(usize, usize) -> bool,
    mut pair: impl FnMut(Option<usize>, Option<usize>),
) {
    if old == new {
        // Nothing more came than went: all are paired, whether they are the same or not.
        (0..new).for_each(|i| pair(Some(i), Some(i)));
        return;
    }
    let (mut i, mut j) = (0, 0);
    while i < old && j < new {
        if !same(i, j) {
            let (left, right) = (old - i, new - j);
            // What came is looked for only while the new list has more, so that a change of one pairs all others.
            let came = (1..=right.saturating_sub(left).min(LOOK)).find(|by| same(i, j + by));
            let went = (1..=left.saturating_sub(right).min(LOOK)).find(|by| same(i + by, j));
            for _ in 0..came.unwrap_or(0) {
                pair(None, Some(j));
                j += 1;
            }
            for _ in 0..went.unwrap_or(0) {
                pair(Some(i), None);
                i += 1;
            }
        }
        pair(Some(i), Some(j));
        i += 1;
        j += 1;
    }
    (i..old).for_each(|i| pair(Some(i), None));
    (j..new).for_each(|j| pair(None, Some(j)));
}

/// Where the rows of one grid are on another with the same columns.
#[derive(Debug)]
pub(super) struct RowShift {
    /// The new number of each row, ascending; `NONE` of those that went.
    rows: Vec<u32>,
    /// The new number of each gutter; `NONE` where rows came or went, so that what met there may part.
    gutters: Vec<u32>,
    /// How many such gutters there are before each.
    seams: Vec<u32>,
    count: u32,
    is_still: bool,
}

impl RowShift {
    /// Rows that are all where they were.
    pub(super) fn none(count: u32) -> Self {
        Self::new((0..count).collect(), count)
    }

    /// The rows to which most cards of each row went, as long as they keep their order.
    fn of(old: &Grid, new: &Grid, slots: &[u32]) -> Self {
        let mut votes = vec![(NONE, 0_u32); old.rows as usize];
        for (place, &was) in new.places.iter().zip(slots) {
            let was = old.places.get(was as usize).copied().flatten();
            let (Some(was), Some(place)) = (was, place) else {
                continue;
            };
            let vote = &mut votes[was.row as usize];
            if vote.0 == place.row {
                vote.1 += 1;
            } else if vote.1 == 0 {
                *vote = (place.row, 1);
            } else {
                vote.1 -= 1;
            }
        }
        let mut rows = vec![NONE; votes.len()];
        let mut next = 0;
        // Rows after the last that is known, and how many there are on both sides until the next one.
        let mut known = 0;
        let fill = |rows: &mut [u32], known: usize, next: u32, end: u32| {
            if rows.len() - known == (end - next) as usize {
                (next..)
                    .zip(&mut rows[known..])
                    .for_each(|(to, row)| *row = to);
            }
        };
        for (row, (to, _)) in votes.iter().enumerate() {
            if *to != NONE && *to >= next {
                fill(&mut rows[..row], known, next, *to);
                rows[row] = *to;
                (known, next) = (row + 1, to + 1);
            }
        }
        fill(&mut rows, known, next, new.rows);
        Self::new(rows, new.rows)
    }

    fn new(rows: Vec<u32>, count: u32) -> Self {
        let mut gutters = Vec::with_capacity(rows.len() + 1);
        let mut seams = Vec::with_capacity(rows.len() + 2);
        seams.push(0);
        let mut above = NONE;
        for below in rows.iter().copied().chain([count]) {
            // Before the first row comes none, to which one is added to give the first.
            let is_seam = below == NONE
                || (above == NONE && !gutters.is_empty())
                || above.wrapping_add(1) != below;
            gutters.push(if is_seam { NONE } else { below });
            seams.push(seams[gutters.len() - 1] + u32::from(is_seam));
            above = below;
        }
        let is_still = seams[gutters.len()] == 0;
        Self {
            rows,
            gutters,
            seams,
            count,
            is_still,
        }
    }

    /// The new number of a row.
    pub(super) fn row(&self, row: u32) -> Option<u32> {
        self.rows
            .get(row as usize)
            .copied()
            .filter(|row| *row != NONE)
    }

    /// The new line that is surely the same as `line`, of a leg along rows or of its ends.
    pub(super) fn line(&self, line: u32) -> Option<u32> {
        if self.is_still {
            return Some(line);
        }
        if line.is_multiple_of(2) {
            let gutter = self.gutters.get(line as usize / 2).copied();
            gutter
                .filter(|gutter| *gutter != NONE)
                .map(|gutter| 2 * gutter)
        } else {
            self.row(line / 2).map(|row| 2 * row + 1)
        }
    }

    /// Where a free run of a column starts now that started at the row `start`.
    pub(super) fn start(&self, start: u32) -> Option<u32> {
        match start.checked_sub(1) {
            None => Some(0),
            Some(before) => self.row(before).map(|row| row + 1),
        }
    }

    /// Whether the rows from `old.0` to `old.1` are those from `new.0` to `new.1`, and none else lies between
    /// them, and they reach to the edges of the grid if they did.
    pub(super) fn keeps(&self, old: (u32, u32), new: (u32, u32)) -> bool {
        if self.is_still {
            return old == new;
        }
        let last = self.rows.len() as u32;
        self.row(old.0) == Some(new.0)
            && self.row(old.1) == Some(new.1)
            && self.seams[old.0 as usize + 1] == self.seams[old.1 as usize + 1]
            && (old.0 == 0) == (new.0 == 0)
            && (old.1 + 1 == last) == (new.1 + 1 == self.count)
    }

    /// Whether beside one of two cards, away from the other, is a gutter where what met may part.
    pub(super) fn parts(&self, (from, to): (GridPlace, GridPlace)) -> bool {
        let is_seam = |gutter: u32| self.gutters[gutter as usize] == NONE;
        !self.is_still && (is_seam(from.row.min(to.row)) || is_seam(from.row.max(to.row) + 1))
    }

    /// The new gutters that are surely none of the old.
    pub(super) fn new_gutters(&self) -> Vec<u32> {
        let mut is_new = vec![true; self.count as usize + 1];
        for gutter in self.gutters.iter().filter(|gutter| **gutter != NONE) {
            is_new[*gutter as usize] = false;
        }
        (0..)
            .zip(is_new)
            .filter_map(|(gutter, is_new)| is_new.then_some(gutter))
            .collect()
    }

    /// The same leg on the new grid, but for where its gap starts.
    pub(super) fn leg(&self, leg: &Leg) -> Option<Leg> {
        leg.shifted(|line| self.line(line))
    }
}

/// What differs between two grids with the same columns.
#[derive(Debug)]
pub(super) struct GridChange {
    pub(super) shift: RowShift,
    /// For each slot which one of the old grid it was, or `NONE`; empty if all are the same.
    pub(super) slots: Vec<u32>,
    /// How many cells with changes there are above and left of each corner of the grid; empty if there are none.
    cells: Vec<u32>,
    width: usize,
    /// How many columns with changed cells there are before each.
    columns: Vec<u32>,
}

impl GridChange {
    /// Nothing differs.
    pub(super) fn none(grid: &Grid) -> Self {
        Self {
            shift: RowShift::none(grid.rows),
            slots: Vec::new(),
            cells: Vec::new(),
            width: grid.columns as usize + 1,
            columns: Vec::new(),
        }
    }

    /// What differs from `old` to `new`.
    pub(super) fn of(old: &Grid, new: &Grid) -> Self {
        let mut slots = vec![NONE; new.places.len()];
        let across =
            |grid: &Grid, slot: usize| grid.places[slot].map(|place| (place.first, place.last));
        align(
            (old.places.len(), new.places.len()),
            |i, j| across(old, i) == across(new, j),
            |i, j| {
                if let (Some(i), Some(j)) = (i, j) {
                    slots[j] = i as u32;
                }
            },
        );
        let shift = RowShift::of(old, new, &slots);
        let width = new.columns as usize + 1;
        let mut cells = vec![0_u32; (new.rows as usize + 1) * width];
        let mut note = |row: u32, first: u32, last: u32| {
            let start = (row as usize + 1) * width + 1;
            for cell in &mut cells[start + first as usize..=start + last as usize] {
                *cell = 1;
            }
        };
        let mut is_left = vec![true; old.places.len()];
        let mut differ = |was: Option<GridPlace>, now: Option<GridPlace>| {
            if let Some(was) = was
                && let Some(row) = shift.row(was.row)
            {
                note(row, was.first, was.last);
            }
            if let Some(now) = now {
                note(now.row, now.first, now.last);
            }
        };
        for (now, &was) in new.places.iter().zip(&slots) {
            let was = (was != NONE).then_some(was as usize);
            if let Some(was) = was {
                is_left[was] = false;
            }
            let was = was.and_then(|was| old.places[was]);
            let is_same = match (was, now) {
                (Some(was), Some(now)) => {
                    shift.row(was.row) == Some(now.row)
                        && (was.first, was.last) == (now.first, now.last)
                }
                (None, None) => true,
                _ => false,
            };
            if !is_same {
                differ(was, *now);
            }
        }
        for (was, _) in old
            .places
            .iter()
            .zip(is_left)
            .filter(|(_, is_left)| *is_left)
        {
            differ(*was, None);
        }
        for row in 1..=new.rows as usize {
            let mut sum = 0;
            for column in 1..width {
                sum += cells[row * width + column];
                cells[row * width + column] = sum + cells[(row - 1) * width + column];
            }
        }
        let foot = &cells[new.rows as usize * width..];
        let mut columns = vec![0; width];
        for column in 1..width {
            let differs = foot[column] != foot[column - 1];
            columns[column] = columns[column - 1] + u32::from(differs);
        }
        Self {
            shift,
            slots,
            cells,
            width,
            columns,
        }
    }

    /// Whether a cell of these rows and columns changed; columns may lie beyond the grid.
    pub(super) fn touches(&self, rows: (u32, u32), columns: (u32, u32)) -> bool {
        if self.cells.is_empty() {
            return false;
        }
        let left = columns.0 as usize;
        let right = (columns.1 as usize + 1).min(self.width - 1);
        if self.columns[left] == self.columns[right] {
            return false;
        }
        let (top, bottom) = (
            rows.0 as usize * self.width,
            (rows.1 as usize + 1) * self.width,
        );
        let at = |row: usize, column: usize| self.cells[row + column];
        at(bottom, right) + at(top, left) != at(bottom, left) + at(top, right)
    }
}

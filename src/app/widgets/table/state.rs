//! What a table remembers from frame to frame: what is looked at, and where.
//!
//! Follows what is selected in the document, and opens what hides it.

use std::collections::BTreeSet;

use egui::{Rect, Vec2, pos2, vec2};

use super::{
    BAR, INDENT, PAD, ROW, Table, TableRow,
    arrange::{Arranged, RowsAsked, SeenRow, Sort},
    editor::Editor,
};

/// What of its width a column with a share of the room gives up before the table is wider than its place.
const YIELDS: f32 = 0.2;

/// Where a column stands on screen, and what of it is in sight.
#[derive(Clone, Copy)]
pub(super) struct ColumnPlace {
    pub(super) left: f32,
    pub(super) right: f32,
    /// The left end of what is in sight.
    pub(super) from: f32,
}

impl ColumnPlace {
    /// The cell of this column in a row.
    pub(super) fn cell(self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.left..=self.right, row.y_range())
    }

    /// What of that is in sight.
    pub(super) fn clip(self, row: Rect) -> Rect {
        let left = self.left.max(self.from);
        Rect::from_x_y_ranges(left..=self.right.min(row.right()), row.y_range())
    }
}

/// What a table remembers from frame to frame.
pub(crate) struct TableState<K> {
    pub(super) filter: String,
    pub(super) wants_filter: bool,
    pub(super) sort: Option<Sort>,
    pub(super) folded: BTreeSet<K>,
    pub(super) folds: u64,
    pub(super) arranged: Arranged,
    /// What was selected in the document when it was last asked.
    pub(super) selected: Option<K>,
    pub(super) cursor: Option<K>,
    /// The line of the cursor.
    pub(super) here: Option<usize>,
    /// The line of the cursor, or where it was last.
    pub(super) at: usize,
    pub(super) column: usize,
    /// Where a range begins.
    pub(super) anchor: Option<K>,
    pub(super) editor: Option<Editor<K>>,
    /// Whether the cursor is brought into sight.
    pub(super) seeks: bool,
    pub(super) offset: Vec2,
    /// Height of the part with the rows.
    pub(super) height: f32,
    pub(super) body: Rect,
    pub(super) places: Vec<ColumnPlace>,
}

impl<K> Default for TableState<K> {
    fn default() -> Self {
        Self {
            filter: String::new(),
            wants_filter: false,
            sort: None,
            folded: BTreeSet::new(),
            folds: 0,
            arranged: Arranged::default(),
            selected: None,
            cursor: None,
            here: None,
            at: 0,
            column: 0,
            anchor: None,
            editor: None,
            seeks: true,
            offset: Vec2::ZERO,
            height: 0.0,
            body: Rect::ZERO,
            places: Vec::new(),
        }
    }
}

impl<K: Clone + Ord> TableState<K> {
    /// Whether the rows stand in the order of the document, under their groups.
    pub(crate) fn is_sorted(&self) -> bool {
        self.sort.is_some()
    }

    /// Back to the order of the document.
    pub(crate) fn unsort(&mut self) {
        self.sort = None;
        self.seek();
    }

    /// Brings the row of the cursor into sight, and closes a cell that is open.
    pub(crate) fn seek(&mut self) {
        self.seeks = true;
        self.editor = None;
    }

    /// Whether a cell is open.
    pub(crate) fn is_editing(&self) -> bool {
        self.editor.is_some()
    }

    /// The row of the cursor, if it is seen.
    pub(crate) fn cursor(&self) -> Option<&K> {
        self.cursor.as_ref().filter(|_| self.here.is_some())
    }

    /// The part with the rows, as it was drawn last.
    pub(crate) fn body(&self) -> Rect {
        self.body
    }

    /// Puts the cursor into a column.
    pub(crate) fn put_column(&mut self, column: usize) {
        self.column = column;
    }

    /// Where the name of the cursor's row stands, be it in sight or not.
    pub(crate) fn name_place<R: TableRow<Key = K>>(&self, table: &Table<'_, R>) -> Option<Rect> {
        let line = self.arranged.lines.get(self.here?)?;
        let row = self.row_rect(self.here?);
        let left = row.left() + line.name_indent();
        let right = self.places.get(table.title)?.right;
        Some(Rect::from_x_y_ranges(left..=right, row.y_range()))
    }

    /// The next row below that passes, or above.
    pub(crate) fn beside<R: TableRow<Key = K>>(
        &self,
        table: &Table<'_, R>,
        passes: impl Fn(&R) -> bool,
    ) -> Option<K> {
        let (above, below) = self.arranged.lines.split_at_checked(self.at)?;
        let mut lines = below.iter().chain(above.iter().rev());
        let line = lines.find(|line| passes(&table.rows[line.row]))?;
        Some(table.rows[line.row].key())
    }

    /// What stands above the cursor, from there upwards.
    pub(crate) fn above<'r, R: TableRow<Key = K>>(
        &self,
        table: &Table<'r, R>,
    ) -> impl Iterator<Item = &'r R> {
        let rows = table.rows;
        let above = self.arranged.lines.iter().take(self.at).rev();
        above.map(move |line| &rows[line.row])
    }

    /// The row at the cursor, or where it was last.
    pub(crate) fn row_here<'r, R: TableRow<Key = K>>(&self, table: &Table<'r, R>) -> Option<&'r R> {
        self.row_at(table, self.at)
    }

    pub(super) fn row_at<'r, R: TableRow<Key = K>>(
        &self,
        table: &Table<'r, R>,
        at: usize,
    ) -> Option<&'r R> {
        table.rows.get(self.arranged.lines.get(at)?.row)
    }

    pub(super) fn find<R: TableRow<Key = K>>(
        &self,
        table: &Table<'_, R>,
        key: &K,
    ) -> Option<usize> {
        let mut lines = self.arranged.lines.iter();
        lines.position(|line| table.rows[line.row].key() == *key)
    }

    pub(super) fn put_cursor(&mut self, key: K, at: usize) {
        self.cursor = Some(key);
        (self.here, self.at) = (Some(at), at);
        self.seeks = true;
    }

    pub(super) fn clear_filter(&mut self) {
        self.filter.clear();
        self.seeks = true;
    }

    /// While something is looked for nothing is folded.
    pub(super) fn is_open(&self, key: &K) -> bool {
        !self.filter.trim().is_empty() || !self.folded.contains(key)
    }

    /// Folds what lies under a group, or opens it.
    pub(super) fn fold(&mut self, key: K) {
        if self.filter.trim().is_empty() {
            if !self.folded.remove(&key) {
                self.folded.insert(key);
            }
            self.folds += 1;
        }
    }

    /// Takes in what differs: rows, and what is selected. What hides the selected row opens.
    pub(super) fn meet<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) {
        let is_other = self.arrange(table);
        if self.places.is_empty() {
            // Never shown so far: the cursor begins at what rows are called.
            self.column = table.title;
        }
        if self.selected != table.selected {
            self.selected.clone_from(&table.selected);
            let is_new = self.cursor != table.selected;
            self.cursor.clone_from(&table.selected);
            self.locate(table);
            if self.here.is_none() {
                self.reveal(table);
            }
            self.seeks |= is_new;
        } else if is_other {
            self.locate(table);
        }
        self.seeks |= table.is_named || self.editor.is_some();
    }

    fn arrange<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) -> bool {
        let asked = RowsAsked {
            filter: &self.filter,
            sort: self.sort,
            folded: &self.folded,
            folds: self.folds,
            title: table.title,
        };
        let rows = (table.rows, table.revision);
        self.arranged.update(rows, &table.columns, &asked)
    }

    fn locate<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) {
        let cursor = self.cursor.as_ref();
        self.here = cursor.and_then(|key| self.find(table, key));
        let last = self.arranged.lines.len().saturating_sub(1);
        self.at = self.here.unwrap_or(self.at).min(last);
    }

    /// Opens the groups above the cursor, and lets go of a filter that its row does not pass.
    fn reveal<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) {
        let Some(key) = self.cursor.clone() else {
            return;
        };
        let Some(place) = table.rows.iter().position(|row| row.key() == key) else {
            return;
        };
        let mut least = table.rows[place].group().unwrap_or(usize::MAX);
        for above in table.rows[..place].iter().rev() {
            if let Some(level) = above.group().filter(|level| *level < least) {
                least = level;
                self.folds += u64::from(self.folded.remove(&above.key()));
            }
        }
        self.arrange(table);
        self.locate(table);
        // A flat list has no groups, whatever is looked for.
        let is_listed = table.rows[place].group().is_none() || self.sort.is_none();
        if self.here.is_none() && is_listed {
            self.filter.clear();
            self.arrange(table);
            self.locate(table);
        }
    }

    pub(super) fn row_rect(&self, at: usize) -> Rect {
        let top = self.body.top() + top_of(at) - self.offset.y;
        Rect::from_min_size(pos2(self.body.left(), top), vec2(self.body.width(), ROW))
    }

    /// Sets the columns beside each other: in the width of the body, or wider where that is too narrow. Says
    /// how wide.
    pub(super) fn place<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) -> f32 {
        let columns = &table.columns;
        let room = self.body.width() - BAR;
        let least: f32 = columns.iter().map(|column| column.width.1).sum();
        let wide = columns.iter().filter(|column| column.width.0 > 0.0);
        let wide: f32 = wide.map(|column| column.width.1).sum();
        // Before one has to scroll, words are cut off a little earlier.
        let given = ((least - room) / wide.max(1.0)).clamp(0.0, YIELDS);
        let more = (room - least).max(0.0);
        let mut left = self.body.left();
        self.places.clear();
        for column in columns {
            let (share, own) = column.width;
            let own = if share > 0.0 {
                own * (1.0 - given)
            } else {
                own
            };
            let right = left + own + share * more;
            let title = self.places.get(table.title).map(|title| title.right);
            let by = title.map_or(0.0, |_| self.offset.x);
            self.places.push(ColumnPlace {
                left: left - by,
                right: right - by,
                from: title.unwrap_or(left),
            });
            left = right;
        }
        left - self.body.left()
    }
}

/// Where a row stands below the first.
pub(super) fn top_of(row: usize) -> f32 {
    row as f32 * ROW
}

impl SeenRow {
    /// How far its first cell is set in: in a group behind the arrow that folds it.
    pub(super) fn name_indent(self) -> f32 {
        let level = self.level as f32 * INDENT;
        match (self.is_group, self.level) {
            (true, _) => level + INDENT,
            (false, 0) => 0.0,
            (false, _) => level + PAD,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_below_each_other_however_many_there_are() {
        for row in [0, 1, 65_535, 65_536, 200_000] {
            assert_eq!(top_of(row + 1) - top_of(row), ROW, "{row}");
        }
    }
}

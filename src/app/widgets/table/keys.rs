//! The keys of a table: arrows walk rows and columns, Left and Right fold groups, Enter edits, / goes to the
//! filter.

use egui::{Event, InputState, Key, Modifiers, Ui};

use super::{CellEdit, Did, ROW, Table, TableRow, TableState, editor::Editor};
use crate::session::Action;

impl<K: Clone + Ord> TableState<K> {
    /// Takes the keys that mean something here. To be asked before shortcuts are, and only while the table has
    /// the keyboard and nothing lies over it.
    pub(crate) fn keys<R: TableRow<Key = K>>(
        &mut self,
        ui: &Ui,
        table: &Table<'_, R>,
        actions: &mut Vec<Action>,
    ) -> Did<K> {
        self.meet(table);
        if self.editor.is_some() {
            return Did::Nothing;
        }
        let pressed = |modifiers, key| {
            ui.input_mut(|input: &mut InputState| input.consume_key(modifiers, key))
        };
        let plain = |key| pressed(Modifiers::NONE, key);
        let shift = |key| pressed(Modifiers::SHIFT, key);
        let last = self.arranged.lines.len().saturating_sub(1);
        let at = self.at;
        let page = ((self.height / ROW) as usize).saturating_sub(1).max(1);
        if shift(Key::ArrowDown) {
            self.extend(table, 1)
        } else if shift(Key::ArrowUp) {
            self.extend(table, -1)
        } else if plain(Key::ArrowDown) {
            let by = usize::from(self.here.is_some());
            self.go(table, at + by)
        } else if plain(Key::ArrowUp) {
            self.go(table, at.saturating_sub(1))
        } else if plain(Key::PageDown) {
            self.go(table, at + page)
        } else if plain(Key::PageUp) {
            self.go(table, at.saturating_sub(page))
        } else if plain(Key::Home) {
            self.go(table, 0)
        } else if plain(Key::End) {
            self.go(table, last)
        } else if plain(Key::ArrowLeft) {
            self.left(table)
        } else if plain(Key::ArrowRight) {
            self.right(table)
        } else if pressed(Modifiers::ALT, Key::Enter) {
            self.here.map_or(Did::Nothing, |at| self.opened(table, at))
        } else if plain(Key::Enter) {
            self.edit(table, at, actions)
        } else if ui.input(|input| input.key_pressed(Key::F2)) && self.types_here(table) {
            plain(Key::F2);
            self.edit(table, at, actions)
        } else if table.has_stops() && shift(Key::Tab) {
            self.tab(table, -1)
        } else if table.has_stops() && plain(Key::Tab) {
            self.tab(table, 1)
        } else if !self.filter.is_empty() && plain(Key::Escape) {
            self.clear_filter();
            Did::Nothing
        } else {
            self.wants_filter |= ui.input_mut(takes_slash);
            Did::Nothing
        }
    }

    /// To another row, which is chosen then.
    pub(super) fn go<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>, to: usize) -> Did<K> {
        let to = to.min(self.arranged.lines.len().saturating_sub(1));
        let Some(row) = self.row_at(table, to) else {
            return Did::Nothing;
        };
        let key = row.key();
        self.anchor = Some(key.clone());
        self.put_cursor(key.clone(), to);
        Did::Chose(key)
    }

    /// Takes the next record below or above into the range, or the last one out of it.
    fn extend<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>, by: isize) -> Did<K> {
        let mut next = self.at;
        while let Some(place) = next.checked_add_signed(by)
            && let Some(row) = self.row_at(table, place)
        {
            next = place;
            if row.is_record() {
                return self.extend_to(table, next);
            }
        }
        Did::Nothing
    }

    /// The records from where the range begins to `to`.
    pub(super) fn extend_to<R: TableRow<Key = K>>(
        &mut self,
        table: &Table<'_, R>,
        to: usize,
    ) -> Did<K> {
        let Some(lead) = self.row_at(table, to).filter(|row| row.is_record()) else {
            return Did::Nothing;
        };
        let begin = self.anchor.as_ref().and_then(|key| self.find(table, key));
        let begin = begin.or(self.here).unwrap_or(to);
        let range = begin.min(to)..=begin.max(to);
        let rows = range.filter_map(|at| self.row_at(table, at));
        let records = rows.filter(|row| row.is_record());
        let rows: Vec<K> = records.map(TableRow::key).collect();
        let lead = lead.key();
        self.anchor = self.row_at(table, begin).map(TableRow::key);
        self.put_cursor(lead.clone(), to);
        Did::Extended { rows, lead }
    }

    fn left<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) -> Did<K> {
        let Some(line) = self.arranged.lines.get(self.at) else {
            return Did::Nothing;
        };
        let row = &table.rows[line.row];
        if row.is_record() && self.column > 0 {
            self.column -= 1;
            return Did::Nothing;
        }
        if row.group().is_some() && self.is_open(&row.key()) {
            self.fold(row.key());
            return Did::Nothing;
        }
        // To what it lies under.
        let above = self.arranged.lines[..self.at].iter();
        let parent = above.clone().rposition(|above| above.level < line.level);
        parent.map_or(Did::Nothing, |parent| self.go(table, parent))
    }

    fn right<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>) -> Did<K> {
        let Some(row) = self.row_at(table, self.at) else {
            return Did::Nothing;
        };
        if row.is_part() {
            return Did::Nothing;
        }
        if row.group().is_none() {
            self.column = (self.column + 1).min(table.columns.len().saturating_sub(1));
        } else if self.is_open(&row.key()) {
            return self.go(table, self.at + 1);
        } else {
            self.fold(row.key());
        }
        Did::Nothing
    }

    /// To the next cell that can be typed in, over the ends of rows.
    fn tab<R: TableRow<Key = K>>(&mut self, table: &Table<'_, R>, by: isize) -> Did<K> {
        let is_record = |at: &usize| {
            let row = self.row_at(table, *at);
            row.is_some_and(TableRow::is_record)
        };
        if is_record(&self.at)
            && let Some(next) = table.stop_beside(self.column, by)
        {
            self.column = next;
            return Did::Nothing;
        }
        let count = self.arranged.lines.len();
        let (to, column) = if by > 0 {
            let to = (self.at + 1..count).find(is_record);
            (to, table.stops().next())
        } else {
            let to = (0..self.at.min(count)).rev().find(is_record);
            (to, table.stops().next_back())
        };
        let Some(to) = to else {
            return Did::Nothing;
        };
        self.column = column.unwrap_or_default();
        self.go(table, to)
    }

    /// Opens the cell for typing, or does what editing means there; without either the record is opened.
    pub(super) fn edit<R: TableRow<Key = K>>(
        &mut self,
        table: &Table<'_, R>,
        at: usize,
        actions: &mut Vec<Action>,
    ) -> Did<K> {
        let Some(row) = self.row_at(table, at) else {
            return Did::Nothing;
        };
        match self.edit_here(table, row) {
            Some((_, CellEdit::Act(action))) => actions.push(*action),
            Some((column, edit)) => self.editor = Some(Editor::open(row.key(), column, &edit)),
            None if row.group().is_some() => self.fold(row.key()),
            None => return self.opened(table, at),
        }
        Did::Nothing
    }

    /// A group has one cell, its name, and so has a part.
    fn edit_here<'t, R: TableRow<Key = K>>(
        &self,
        table: &Table<'t, R>,
        row: &R,
    ) -> Option<(usize, CellEdit<'t>)> {
        let column = match row.is_record() {
            false => table.title,
            true => self.column,
        };
        Some((column, table.columns.get(column)?.edit_of(row)?))
    }

    /// Whether F2 means the cell: what is done at once is not typed.
    fn types_here<R: TableRow<Key = K>>(&self, table: &Table<'_, R>) -> bool {
        self.row_at(table, self.at).is_some_and(|row| {
            let edit = self.edit_here(table, row);
            row.group().is_none() && !matches!(edit, Some((_, CellEdit::Act(_))))
        })
    }

    fn opened<R: TableRow<Key = K>>(&self, table: &Table<'_, R>, at: usize) -> Did<K> {
        let row = self.row_at(table, at).filter(|row| row.is_record());
        row.map_or(Did::Nothing, |row| Did::Opened(row.key(), self.column))
    }
}

/// A stroke is another key on every keyboard, so its text counts.
fn takes_slash(input: &mut InputState) -> bool {
    let is_slash = |event: &Event| matches!(event, Event::Text(text) if text == "/");
    let place = input.events.iter().position(is_slash);
    place.map(|place| input.events.remove(place)).is_some()
}

//! A table: rows of records under columns, sorted by a click, filtered by words, edited in place, walked by keys.
//!
//! One widget for every list of records. Who owns them gives the rows and says in columns what stands in a
//! cell, how it is sorted and edited, all as data; the table holds what is looked at, and no record. Only the
//! rows on screen are worded and drawn: all are worded once a revision, and only while something is looked for
//! or sorted.
//!
//! A sorted table is flat: its rows stand where their value puts them, and not under their group any more.
//! Every row is as high as the others, and words stand in one line.

mod arrange;
mod cell;
mod copied;
mod editor;
mod head;
mod keys;
mod rows;
mod state;

use std::{fmt::Debug, hash::Hash};

use egui::{Align2, EventFilter, Id, Rect, Role, Sense, Ui};

use crate::{app::look, scene::Ink, session::Action};
pub(crate) use arrange::SortKey;
pub(crate) use cell::TableCell;
pub(crate) use copied::CopiedRows;
pub(crate) use editor::{CellChoices, CellEdit};
pub(crate) use head::to_others_ui;
pub(crate) use state::TableState;

/// Height of a row.
const ROW: f32 = 30.0;
/// How far a level of groups is set in.
const INDENT: f32 = 18.0;
/// Space between a cell's edge and its words.
const PAD: f32 = 8.0;
/// Room for the bar with which one scrolls.
const BAR: f32 = 12.0;

/// A row: a record, a group above records, or a part of a record below it.
pub(crate) trait TableRow {
    /// What tells it from the others, whatever the order.
    type Key: Clone + Ord + Hash + Debug;

    /// What tells it from the others: selection, folding and editing go by it.
    fn key(&self) -> Self::Key;

    /// How far a group is set in; `None` for a record. A group has its name alone, and can be folded.
    fn group(&self) -> Option<usize> {
        None
    }

    /// Whether it belongs to the record above it: it stands where that one stands, has its name alone, and is not
    /// counted.
    fn is_part(&self) -> bool {
        false
    }

    /// Whether it is neither a group nor a part.
    fn is_record(&self) -> bool {
        self.group().is_none() && !self.is_part()
    }
}

/// What is said of a row.
pub(crate) type Of<'a, R, T> = Box<dyn Fn(&R) -> T + 'a>;

/// A column: its heading, what its cells say, and by what it sorts and is edited.
pub(crate) struct TableColumn<'a, R> {
    name: String,
    notes: Vec<String>,
    /// Its share of the room that is left, and its least width.
    width: (f32, f32),
    cell: Of<'a, R, TableCell>,
    order: Option<Of<'a, R, SortKey>>,
    edit: Option<Of<'a, R, Option<CellEdit<'a>>>>,
    is_stop: bool,
    is_said_once: bool,
    is_link: bool,
}

impl<'a, R> TableColumn<'a, R> {
    /// A column that gets `share` of the room that is left beside the least widths of all.
    pub(crate) fn new(
        name: impl Into<String>,
        (share, least): (f32, f32),
        cell: impl Fn(&R) -> TableCell + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            notes: Vec::new(),
            width: (share, least),
            cell: Box::new(cell),
            order: None,
            edit: None,
            is_stop: false,
            is_said_once: false,
            is_link: false,
        }
    }

    /// Lines below its name.
    pub(crate) fn noted(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes = notes.into_iter().collect();
        self
    }

    /// Sorted by this, and not by its words.
    pub(crate) fn ordered(mut self, order: impl Fn(&R) -> SortKey + 'a) -> Self {
        self.order = Some(Box::new(order));
        self
    }

    /// Edited in place. Where there is nothing to edit, the record is opened.
    pub(crate) fn edited(mut self, edit: impl Fn(&R) -> Option<CellEdit<'a>> + 'a) -> Self {
        self.edit = Some(Box::new(edit));
        self
    }

    /// Makes it a column at which Tab stops while cells are edited.
    pub(crate) fn stop(mut self) -> Self {
        self.is_stop = true;
        self
    }

    /// What the row above says is not shown again.
    pub(crate) fn said_once(mut self) -> Self {
        self.is_said_once = true;
        self
    }

    /// A click opens the record.
    pub(crate) fn link(mut self) -> Self {
        self.is_link = true;
        self
    }

    fn order_of(&self, row: &R) -> SortKey {
        match &self.order {
            Some(order) => order(row),
            None => SortKey::words((self.cell)(row).text()),
        }
    }

    fn edit_of(&self, row: &R) -> Option<CellEdit<'a>> {
        self.edit.as_ref()?(row)
    }
}

/// What a table shows.
pub(crate) struct Table<'a, R: TableRow> {
    /// What has the keyboard while the table has it.
    pub(crate) id: Id,
    /// What it is called, on screen too.
    pub(crate) name: &'a str,
    /// One record, and several.
    pub(crate) noun: (&'a str, &'a str),
    /// What is said of all of it.
    pub(crate) summary: String,
    /// Said where there is no row.
    pub(crate) empty: &'a str,
    /// What the groups are, a word a level.
    pub(crate) groups: &'a [&'a str],
    /// In the order of the document, records under their groups.
    pub(crate) rows: &'a [R],
    /// Another number whenever the rows, or what their cells say, are others.
    pub(crate) revision: u64,
    /// From left to right.
    pub(crate) columns: Vec<TableColumn<'a, R>>,
    /// The column that says what a row is called. It stays in sight, and those before it; others pass behind.
    pub(crate) title: usize,
    /// The row of what is selected in the document, if it has one.
    pub(crate) selected: Option<R::Key>,
    /// Whether a row is selected, beside that one.
    pub(crate) is_selected: Of<'a, R, bool>,
    /// Whether it was found by searching.
    pub(crate) is_found: Of<'a, R, bool>,
    /// Whether the selected row is being named: it stays in sight then.
    pub(crate) is_named: bool,
}

impl<R: TableRow> Table<'_, R> {
    fn stops(&self) -> impl DoubleEndedIterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.is_stop)
            .map(|(number, _)| number)
    }

    fn has_stops(&self) -> bool {
        self.stops().next().is_some()
    }

    /// The next column to the right, or to the left, at which Tab stops.
    fn stop_beside(&self, column: usize, by: isize) -> Option<usize> {
        match by > 0 {
            true => self.stops().find(|stop| *stop > column),
            false => self.stops().rfind(|stop| *stop < column),
        }
    }

    /// The roles of the table, its rows and its cells: with groups it is a tree.
    fn roles(&self) -> (Role, Role, Role) {
        let is_tree = self.rows.first().is_some_and(|row| row.group().is_some());
        match is_tree {
            true => (Role::TreeGrid, Role::TreeItem, Role::GridCell),
            false => (Role::Table, Role::Row, Role::Cell),
        }
    }
}

/// What a person did with rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Did<K> {
    /// Nothing.
    Nothing,
    /// Chose a row, and no other.
    Chose(K),
    /// Took a record in, or out, beside those that are chosen.
    Toggled(K),
    /// Chose all records of a range; the last one leads.
    Extended {
        /// The records, from top to bottom.
        rows: Vec<K>,
        /// Where the range ends.
        lead: K,
    },
    /// Wants to see a record, from this column.
    Opened(K, usize),
}

/// Shows a table in `area`. `extra_ui` shows what else stands above it, beside its name.
pub(crate) fn table_ui<R: TableRow>(
    ui: &mut Ui,
    area: Rect,
    state: &mut TableState<R::Key>,
    table: &Table<'_, R>,
    extra_ui: impl FnOnce(&mut Ui),
    actions: &mut Vec<Action>,
) -> Did<R::Key> {
    ui.painter()
        .rect_filled(area, 0.0, look::ink(ui, Ink::Canvas));
    let response = ui.interact(area, table.id, Sense::click());
    let nobody = ui.memory(|memory| memory.focused().is_none());
    if nobody || response.clicked() {
        response.request_focus();
    }
    let filter = EventFilter {
        tab: table.has_stops(),
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    let [strip, heads, body] = parts(area, head::height(&table.columns));
    state.strip_ui(ui, strip, table, extra_ui, actions);
    state.body = body;
    state.meet(table);
    let did = state.rows_ui(ui, table, actions);
    // After the rows, which may have scrolled sideways.
    state.place(table);
    state.heads_ui(ui, heads, table);
    let count = state.arranged.lines.len();
    let active = state.here.map(|at| row_id(table, state.row_at(table, at)));
    ui.ctx().accesskit_node_builder(table.id, |node| {
        node.set_role(table.roles().0);
        node.set_label(table.name);
        node.set_row_count(count);
        if let Some(active) = active.filter(|_| state.shows_cursor()) {
            node.set_active_descendant(active.accesskit_id());
        }
    });
    state.open_cell_ui(ui, table, actions);
    if count == 0 {
        let words = match state.filter.trim() {
            "" => table.empty,
            _ => "No row holds these words. Esc shows all.",
        };
        let (font, color) = (look::medium(13.0), look::ink(ui, Ink::TextMuted));
        let painter = ui.painter();
        painter.text(body.center(), Align2::CENTER_CENTER, words, font, color);
    }
    if state.seeks {
        ui.ctx().request_repaint();
    }
    did
}

/// The strip, the heads of the columns and the rows, from top to bottom.
fn parts(area: Rect, heads: f32) -> [Rect; 3] {
    let (strip, below) = area.split_top_bottom_at_y(area.top() + head::STRIP);
    let (heads, body) = below.split_top_bottom_at_y(below.top() + heads);
    [strip, heads, body]
}

fn row_id<R: TableRow>(table: &Table<'_, R>, row: Option<&R>) -> Id {
    table.id.with(("row", row.map(TableRow::key)))
}

#[cfg(test)]
mod tests;

//! The rows of a table as plain cells, for other programs.

use std::collections::BTreeSet;

use super::{
    Table, TableRow, TableState,
    arrange::{Arranged, RowsAsked},
};
use crate::format::PlainCells;

/// Which rows become cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CopiedRows {
    /// Those that are selected; all while none is.
    Selected,
    /// All that pass the filter.
    All,
}

impl<K: Clone + Ord> TableState<K> {
    /// The rows as they are sorted and filtered, be they folded away or not. Groups are columns before the others: a
    /// row says by itself where it belongs.
    pub(crate) fn cells<R: TableRow<Key = K>>(
        &self,
        table: &Table<'_, R>,
        which: CopiedRows,
    ) -> PlainCells {
        let mut arranged = Arranged::default();
        let asked = RowsAsked {
            filter: &self.filter,
            sort: self.sort,
            folded: &BTreeSet::new(),
            folds: 0,
            title: table.title,
        };
        arranged.update((table.rows, table.revision), &table.columns, &asked);
        let lines = arranged.lines.iter();
        let lines = lines.filter(|line| table.rows[line.row].is_record());
        let mut places: Vec<usize> = lines.map(|line| line.row).collect();
        let is_selected = |place: &usize| {
            let row = &table.rows[*place];
            (table.is_selected)(row) || table.selected.as_ref() == Some(&row.key())
        };
        if which == CopiedRows::Selected && places.iter().any(is_selected) {
            places.retain(is_selected);
        }
        let groups = groups_of(table);
        let differs = table.columns.get(table.title).is_some_and(|column| {
            let cells = places
                .iter()
                .map(|place| (column.cell)(&table.rows[*place]));
            cells
                .into_iter()
                .any(|cell| cell.changes().next().is_some())
        });
        let own = |column: usize, place: usize| {
            let cell = (table.columns[column].cell)(&table.rows[place]);
            if !(differs && column == table.title) {
                return vec![cell.words()];
            }
            let changes: Vec<&str> = cell.changes().collect();
            vec![cell.text().to_owned(), changes.join(", ")]
        };
        let cells = |place: usize| {
            let above = groups[place].iter().cloned();
            let columns = 0..table.columns.len();
            above
                .chain(columns.flat_map(|column| own(column, place)))
                .collect()
        };
        let heads = table.groups.iter().map(|name| (*name).to_owned());
        let columns = table
            .columns
            .iter()
            .enumerate()
            .flat_map(|(place, column)| {
                let change = (differs && place == table.title).then(|| "Change".to_owned());
                [column.name.clone()].into_iter().chain(change)
            });
        PlainCells {
            name: table.name.to_owned(),
            heads: heads.chain(columns).collect(),
            rows: places.into_iter().map(cells).collect(),
        }
    }
}

/// What each row stands under, a name a level.
fn groups_of<R: TableRow>(table: &Table<'_, R>) -> Vec<Vec<String>> {
    let mut above = vec![String::new(); table.groups.len()];
    let rows = table.rows.iter().map(|row| {
        if let Some(level) = row.group() {
            let name = table.columns.get(table.title);
            let name = name.map_or_else(String::new, |column| (column.cell)(row).words());
            above.iter_mut().skip(level).for_each(String::clear);
            if let Some(place) = above.get_mut(level) {
                *place = name;
            }
        }
        above.clone()
    });
    rows.collect()
}

//! A table with a step a row: which row holds its headings, and what its columns are.

use super::{BoardNames, PastedColumn, one_line};
use crate::session::capture::{
    name::fold,
    paste::{ColumnMeaning, meaning::are_times, sheet::Facing, table::LOOKED_AT},
};

/// The row with headings: the first that names two fields, or that names the column of the lanes; only titles
/// stand above it.
pub(super) fn head(facing: Facing<'_>, board: &BoardNames) -> Option<usize> {
    let lanes = lane_column(facing, 0, board);
    let filled = (0..facing.lines()).filter(|line| facing.filled(*line).next().is_some());
    for line in filled.take(LOOKED_AT) {
        let cells: Vec<_> = facing.filled(line).collect();
        let meaning = |cell: &str| ColumnMeaning::of_heading(cell);
        let known = cells
            .iter()
            .filter(|(_, cell)| meaning(cell).is_some())
            .count();
        let names_lanes = lanes.is_some_and(|lanes| {
            let cell = facing.cell(line, lanes);
            cells.len() > 1 && known > 0 && !cell.is_empty() && board.lane(cell).is_none()
        });
        if known > 1 || known == 1 && facing.columns() == 1 || names_lanes {
            return Some(line);
        }
        if cells.len() > 1 {
            return None;
        }
    }
    None
}

/// What the columns are. The one that mostly holds lanes of the board says who, whatever stands above it.
pub(super) fn columns(
    facing: Facing<'_>,
    heads: Option<usize>,
    board: &BoardNames,
) -> Vec<PastedColumn> {
    let first = heads.map_or(0, |line| line + 1);
    let lanes = lane_column(facing, first, board);
    let mut meanings = match heads {
        Some(line) => headed(facing, line, lanes),
        None => guessed(facing, lanes, board),
    };
    if !meanings.contains(&ColumnMeaning::Step) {
        let is_free = |at: &usize| meanings[*at] == ColumnMeaning::Note;
        let free = (0..meanings.len()).find(is_free);
        let other = (0..meanings.len()).find(|at| Some(*at) != lanes);
        if let Some(at) = free.or(other) {
            meanings[at] = ColumnMeaning::Step;
        }
    }
    let column = |(at, meaning)| {
        let heading = heads.map(|line| one_line(facing.cell(line, at)));
        let heading = heading.unwrap_or_default();
        let name = match heading.is_empty() {
            true => facing.column_name(at),
            false => heading.clone(),
        };
        PastedColumn {
            name,
            meaning,
            is_filled: facing.down(at, first).next().is_some(),
            lane: board.lane_name(&heading).map(str::to_owned),
            heading,
        }
    };
    meanings.into_iter().enumerate().map(column).collect()
}

/// The column that mostly holds lanes of the board.
fn lane_column(facing: Facing<'_>, first: usize, board: &BoardNames) -> Option<usize> {
    let named = |at: usize| {
        let cells = facing.down(at, first);
        cells.fold((0, 0), |(lanes, all), cell| {
            (lanes + usize::from(board.lane(cell).is_some()), all + 1)
        })
    };
    let columns = (0..facing.columns().min(2 * LOOKED_AT)).rev();
    let counted = columns.map(|at| (at, named(at)));
    let mostly = counted.filter(|(_, (lanes, all))| *lanes > 1 && 2 * lanes >= *all);
    mostly
        .max_by_key(|(_, (lanes, _))| *lanes)
        .map(|(at, _)| at)
}

fn headed(facing: Facing<'_>, line: usize, lanes: Option<usize>) -> Vec<ColumnMeaning> {
    let meaning = |at| ColumnMeaning::of_heading(facing.cell(line, at));
    let mut meanings: Vec<ColumnMeaning> = (0..facing.columns())
        .map(|at| meaning(at).unwrap_or(ColumnMeaning::Note))
        .collect();
    if let Some(lanes) = lanes {
        // Who else is named does it or answers for it.
        for meaning in meanings.iter_mut().filter(|it| **it == ColumnMeaning::Who) {
            *meaning = ColumnMeaning::Owner;
        }
        meanings[lanes] = ColumnMeaning::Who;
    } else if !meanings.contains(&ColumnMeaning::Who) {
        // Where nothing else says whose step it is, its owner does.
        let mut owners = meanings.iter_mut();
        if let Some(owner) = owners.find(|it| **it == ColumnMeaning::Owner) {
            *owner = ColumnMeaning::Who;
        }
    }
    meanings
}

/// What columns without headings may be: the one with the longest words is the step, the one before it who
/// does it unless another holds the lanes, one of times the time, one of the board's phases the phase.
fn guessed(facing: Facing<'_>, lanes: Option<usize>, board: &BoardNames) -> Vec<ColumnMeaning> {
    let width = facing.columns();
    let length = |at: usize| -> usize { facing.down(at, 0).map(|cell| cell.chars().count()).sum() };
    let free = (0..width).rev().filter(|at| Some(*at) != lanes);
    let longest = free.max_by_key(|at| length(*at)).unwrap_or(0);
    let is_phase = |at: usize| {
        let known = |cell: &str| board.phases.contains(&fold(cell));
        let (phases, all) = facing.down(at, 0).fold((0, 0), |(phases, all), cell| {
            (phases + usize::from(known(cell)), all + 1)
        });
        phases * 2 > all
    };
    let mut columns: Vec<ColumnMeaning> = (0..width)
        .map(|at| match at {
            _ if Some(at) == lanes => ColumnMeaning::Who,
            _ if at == longest => ColumnMeaning::Step,
            _ if are_times("", facing.down(at, 0)) => ColumnMeaning::Time,
            _ if is_phase(at) => ColumnMeaning::Phase,
            _ => ColumnMeaning::Note,
        })
        .collect();
    let before = longest.checked_sub(1).filter(|_| lanes.is_none());
    if let Some(before) = before.filter(|at| columns[*at] == ColumnMeaning::Note) {
        columns[before] = ColumnMeaning::Who;
    }
    columns
}

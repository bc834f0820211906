//! How a table stands to a board: which line of it holds the lanes, and what its other lines say.
//!
//! A table is walked over line by line, a line a moment (or a step): row by row where lanes stand side by side, column by
//! column where they stand one below the other. What crosses the lines is a column here, whichever way it runs.

mod grid;
mod list;

use super::{
    ColumnMeaning,
    sheet::{Facing, PastedCells, WalkedBy},
};
use crate::{
    model::Blueprint,
    session::capture::name::{Clarity, LaneNames, fold},
};

/// As many lines from the edge may hold the lanes: titles and phases stand before them.
const LOOKED_AT: usize = 6;

/// How the cells of a table are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableShape {
    /// Each row is a step, and columns are its fields.
    StepARow,
    /// Lanes stand side by side, and a row is a moment.
    LanesAcross,
    /// Lanes stand one below the other, and a column is a moment.
    LanesDown,
}

impl TableShape {
    /// Every shape, as a choice shows them.
    pub const ALL: &[Self] = &[Self::LanesDown, Self::LanesAcross, Self::StepARow];

    /// What a choice calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::StepARow => "One step a row",
            Self::LanesAcross => "Lanes across",
            Self::LanesDown => "Lanes down",
        }
    }

    /// What it means, for who wonders.
    pub fn explained(self) -> &'static str {
        match self {
            Self::StepARow => "Each row is a step, each column one of its fields",
            Self::LanesAcross => "Each column is a lane, each row a moment",
            Self::LanesDown => "Each row is a lane, each column a moment",
        }
    }

    pub(super) fn way(self) -> WalkedBy {
        match self {
            Self::LanesDown => WalkedBy::ByColumn,
            Self::StepARow | Self::LanesAcross => WalkedBy::ByRow,
        }
    }
}

/// A column of a table as it is walked over: a row of the sheet where the lanes stand one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedColumn {
    /// What it is called: its heading, or its place where it has none.
    pub name: String,
    /// What its cells are.
    pub meaning: ColumnMeaning,
    /// Whether it holds words below its heading.
    pub is_filled: bool,
    /// What stands at its head; of merged cells, in the first of them.
    pub(super) heading: String,
    /// The lane of the board that its heading names.
    pub(super) lane: Option<String>,
}

impl PastedColumn {
    /// What a pick list calls a meaning of this column: its lane by the name that the board has for it.
    pub fn called(&self, meaning: ColumnMeaning) -> String {
        match &self.lane {
            Some(lane) if meaning == ColumnMeaning::OfLane => format!("Lane: {lane}"),
            _ => meaning.name().to_owned(),
        }
    }
}

/// A table, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PastedTable {
    pub(super) shape: TableShape,
    /// The line that holds the headings.
    pub(super) heads: Option<usize>,
    pub(super) columns: Vec<PastedColumn>,
}

/// What a table is read against.
pub(super) struct BoardNames {
    names: LaneNames,
    /// The names of the lanes, from above.
    lanes: Vec<String>,
    /// The names of the phases, folded.
    phases: Vec<String>,
}

impl BoardNames {
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let lanes = blueprint.lanes.iter().map(|lane| lane.name.clone());
        let phases = blueprint.phases.iter().map(|phase| fold(&phase.name));
        Self {
            names: LaneNames::of(blueprint),
            lanes: lanes.collect(),
            phases: phases.collect(),
        }
    }

    /// The row of the lane that a cell names.
    fn lane(&self, cell: &str) -> Option<usize> {
        self.names.in_table(cell).map(|(lane, _)| lane)
    }

    /// The name of the lane that a cell names.
    pub(super) fn lane_name(&self, cell: &str) -> Option<&str> {
        self.lane(cell).map(|lane| self.lanes[lane].as_str())
    }

    /// Whether a cell names a lane beyond doubt.
    fn names_lane(&self, cell: &str) -> bool {
        let named = self.names.in_table(cell);
        named.is_some_and(|(_, clarity)| clarity < Clarity::Beginning)
    }
}

impl PastedTable {
    /// Reads a sheet as it is most likely meant for the board.
    pub(super) fn guess(sheet: &PastedCells, board: &BoardNames) -> Self {
        let across = grid::LaneLine::find(sheet.facing(WalkedBy::ByRow), board);
        let across = across.filter(|line| line.is_of_row(sheet.facing(WalkedBy::ByRow), board));
        let down = grid::LaneLine::find(sheet.facing(WalkedBy::ByColumn), board);
        let down = down.filter(|line| line.is_of_column(sheet.facing(WalkedBy::ByColumn), board));
        let lanes = |line: &Option<grid::LaneLine>| line.as_ref().map_or(0, |line| line.distinct);
        let shape = match (lanes(&across), lanes(&down)) {
            (0, 0) => TableShape::StepARow,
            (across, down) if across >= down => TableShape::LanesAcross,
            _ => TableShape::LanesDown,
        };
        Self::read_as(shape, sheet, board)
    }

    /// Reads a sheet in a shape that somebody chose.
    pub(super) fn read_as(shape: TableShape, sheet: &PastedCells, board: &BoardNames) -> Self {
        let facing = sheet.facing(shape.way());
        match shape {
            TableShape::StepARow => {
                let heads = list::head(facing, board);
                Self::read_rows(heads, facing, board)
            }
            TableShape::LanesAcross | TableShape::LanesDown => {
                // A single lane may be a word like any other.
                let line = grid::LaneLine::find(facing, board);
                let line = line.filter(|line| line.distinct > 1 || line.is_head(facing, board));
                let line = line.unwrap_or_else(|| grid::LaneLine::nameless(facing));
                Self {
                    shape,
                    heads: Some(line.at),
                    columns: line.columns(facing, board),
                }
            }
        }
    }

    /// Reads rows as steps, with headings in that line.
    fn read_rows(heads: Option<usize>, facing: Facing<'_>, board: &BoardNames) -> Self {
        Self {
            shape: TableShape::StepARow,
            heads,
            columns: list::columns(facing, heads, board),
        }
    }

    /// The first row holds headings and no step, or the other way round.
    pub(super) fn swap_headings(&mut self, sheet: &PastedCells, board: &BoardNames) {
        let facing = sheet.facing(self.shape.way());
        let first = (0..facing.lines()).find(|line| facing.filled(*line).next().is_some());
        let heads = match self.heads {
            Some(_) => None,
            None => first,
        };
        *self = Self::read_rows(heads, facing, board);
    }
}

/// A cell on one line.
pub(super) fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Lane, Phase};

    /// How a table is read: its shape, and of every column that holds something what it is called and what it is.
    fn check(text: &str, expected: &str) {
        let lane = |name: &&str| {
            Arc::new(Lane {
                name: (*name).to_owned(),
                ..Lane::default()
            })
        };
        let blueprint = Blueprint {
            lanes: ["Customer", "Frontstage", "Backstage"]
                .iter()
                .map(lane)
                .collect(),
            phases: vec![Arc::new(Phase {
                name: "Ask".to_owned(),
                ..Phase::default()
            })],
            ..Blueprint::default()
        };
        let sheet = PastedCells::separated(&text.replace('|', "\t").replace(" / ", "\n"), '\t');
        let table = PastedTable::guess(&sheet, &BoardNames::of(&blueprint));
        let columns = table.columns.iter().filter(|column| column.is_filled);
        let columns: Vec<String> = columns
            .map(|column| format!("{}={}", column.name, column.called(column.meaning)))
            .collect();
        let words = format!("{:?}: {}", table.shape, columns.join(", "));
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn lanes_make_a_grid_of_a_table() {
        check(
            "Customer|a|b / Frontstage|c|d",
            "LanesDown: Customer=Lane: Customer, Frontstage=Lane: Frontstage",
        );
        check(
            "Stage|Come|Go / Cust.|a|b / Staff|x|y / Front|c|d",
            "LanesDown: Stage=Phase, Cust.=Lane: Customer, Staff=Its lane, Front=Lane: Frontstage",
        );
        check(
            "|Customer|Time|Pains|Frontstage / Come|a|1m|x|c",
            "LanesAcross: Column A=Phase, Customer=Lane: Customer, Time=Time, Pains=Pain, \
             Frontstage=Lane: Frontstage",
        );
        check(
            "|Come|Go / Customer|a|b / Pains|x|y",
            "LanesDown: Row 1=Phase, Customer=Lane: Customer, Pains=Pain",
        );
        check(
            "Stage|Awareness|Desire|Action / Customer|a|b|c / Frontstage|d|e|f",
            "LanesDown: Stage=Phase, Customer=Lane: Customer, Frontstage=Lane: Frontstage",
        );
        check(
            "Phase|Step|Customer|Backstage time|Backstage / Come|Look|a|5m|b",
            "LanesAcross: Phase=Phase, Step=Moment, Customer=Lane: Customer, Backstage time=Time, \
             Backstage=Lane: Backstage",
        );
        check(
            "Nr|Phase|Customer|Frontstage / 1|Come|a|b / 2|Go|c|d",
            "LanesAcross: Nr=Left out, Phase=Phase, Customer=Lane: Customer, \
             Frontstage=Lane: Frontstage",
        );
    }

    #[test]
    fn a_list_stays_one_and_finds_its_lanes() {
        check(
            "Customer|Opens it / Frontstage|Greets / Customer|Pays",
            "StepARow: Column A=Lane, Column B=Step",
        );
        check(
            "Ask|Customer|Opens the app|2m / |Frontstage|Greets|1m / |Customer|Pays|3m",
            "StepARow: Column A=Phase, Column B=Lane, Column C=Step, Column D=Time",
        );
        check(
            "Owner|Lane|Step|Time / Ann|Customer|Opens|2m / Bob|Frontstage|Greets|1m",
            "StepARow: Owner=Owner, Lane=Lane, Step=Step, Time=Time",
        );
        check(
            "Owner|Step / Ann|Opens / Bob|Greets",
            "StepARow: Owner=Lane, Step=Step",
        );
        check(
            "Who|What|Ticket / Customer|Opens|A-1 / Frontstage|Greets|A-2",
            "StepARow: Who=Lane, What=Step, Ticket=Note",
        );
        check(
            "From|To|What / Customer|Frontstage|Hands it over / Frontstage|Backstage|Files it",
            "StepARow: From=Lane, To=Note, What=Step",
        );
    }

    #[test]
    fn a_table_without_lanes_goes_by_its_headings_and_lengths() {
        check(
            "Nurse|Weighs the child|2m / Doctor|Listens to it|5m",
            "StepARow: Column A=Lane, Column B=Step, Column C=Time",
        );
        check(
            "Step|Duration|Ticket / Weighs|2m|A / Listens|5m|B",
            "StepARow: Step=Step, Duration=Time, Ticket=Note",
        );
    }
}

//! A table with a step a cell: the line that names its lanes, and what the columns below it are.
//!
//! Titles may stand before that line, and columns with phases and moments before its first lane, whatever stands
//! in the corner. An empty heading goes on with the one before it, as merged cells do.

use std::collections::BTreeSet;

use super::{BoardNames, LOOKED_AT, PastedColumn, one_line};
use crate::session::capture::{
    name::{Clarity, fold},
    paste::{
        ColumnMeaning,
        meaning::{are_numbers, are_times},
        sheet::Facing,
    },
};

/// So many lines are looked at to tell what columns hold.
const SAMPLE: usize = 60;

/// A line of a table that names lanes.
pub(super) struct LaneLine {
    pub(super) at: usize,
    /// The lane that each of its cells names.
    lanes: Vec<Option<usize>>,
    /// How many different lanes it names.
    pub(super) distinct: usize,
}

impl LaneLine {
    /// The line near the edge that names most lanes.
    pub(super) fn find(facing: Facing<'_>, board: &BoardNames) -> Option<Self> {
        let filled = (0..facing.lines()).filter(|line| facing.filled(*line).next().is_some());
        let lines = filled.take(LOOKED_AT).map(|at| Self::of(facing, at, board));
        let mut best: Option<Self> = None;
        for line in lines.filter(|line| line.distinct > 0) {
            if best
                .as_ref()
                .is_none_or(|best| line.distinct > best.distinct)
            {
                best = Some(line);
            }
        }
        best
    }

    /// The line that has to hold the lanes when none of them is on the board: the first that is no title.
    pub(super) fn nameless(facing: Facing<'_>) -> Self {
        let filled = |line: &usize| facing.filled(*line).next().is_some();
        let is_more = |line: &usize| facing.filled(*line).nth(1).is_some();
        let at = (0..facing.lines()).find(is_more);
        Self {
            at: at.or_else(|| (0..facing.lines()).find(filled)).unwrap_or(0),
            lanes: vec![None; facing.columns()],
            distinct: 0,
        }
    }

    fn of(facing: Facing<'_>, at: usize, board: &BoardNames) -> Self {
        let named = |column| board.names.in_table(facing.cell(at, column));
        let named: Vec<Option<(usize, Clarity)>> = (0..facing.columns()).map(named).collect();
        // “Customer journey” above “Customer” is a title: of cells that name one lane the clearest do.
        let clearest = |lane: usize| {
            let all = named.iter().flatten().filter(|(other, _)| *other == lane);
            all.map(|(_, clarity)| *clarity).min()
        };
        let lanes: Vec<Option<usize>> = named
            .iter()
            .map(|cell| {
                let (lane, clarity) = (*cell)?;
                (clearest(lane) == Some(clarity)).then_some(lane)
            })
            .collect();
        let distinct: BTreeSet<usize> = lanes.iter().flatten().copied().collect();
        Self {
            at,
            distinct: distinct.len(),
            lanes,
        }
    }

    /// Whether a row names the lanes of the columns below it.
    pub(super) fn is_of_row(&self, facing: Facing<'_>, board: &BoardNames) -> bool {
        self.is_head(facing, board) && !self.heads_list(facing)
    }

    /// Whether a column names the lanes of the rows beside it, and not who does the step of each row.
    pub(super) fn is_of_column(&self, facing: Facing<'_>, board: &BoardNames) -> bool {
        let is_step_list = (0..self.first()).any(|column| is_list_head(facing, self.at, column));
        // A lane that is named again and again may as well be who does the step of each row.
        let repeats = self.lanes.iter().flatten().count() > self.distinct;
        let moments = self.moments(facing).filter(|cells| !cells.is_empty());
        let is_wide = moments.take(3).count() == 3;
        let mut moments = self
            .moments(facing)
            .take(SAMPLE)
            .filter(|cells| !cells.is_empty());
        let has_times = moments.any(|cells| are_times("", cells.into_iter()));
        self.is_head(facing, board)
            && (is_wide || self.is_mostly_known(facing))
            && !is_step_list
            && !has_times
            && (is_wide || !repeats)
    }

    /// Whether what it names beside lanes are mostly fields, from the first lane on.
    fn is_mostly_known(&self, facing: Facing<'_>) -> bool {
        let known = |column: usize, cell: &str| {
            let is_lane = self.lanes[column].is_some();
            is_lane || ColumnMeaning::of_heading(cell).is_some() || is_line_of(cell)
        };
        let cells = facing.filled(self.at);
        let cells = cells.skip_while(|(column, _)| self.lanes[*column].is_none());
        let (count, all) = cells.fold((0, 0), |(count, all), (column, cell)| {
            (count + usize::from(known(column, cell)), all + 1)
        });
        3 * count >= all
    }

    /// Whether it names lanes as a heading does: each of them once or in cells beside each other, with words below
    /// that are no lanes. A single lane needs an empty corner, or one that says that it names phases.
    pub(super) fn is_head(&self, facing: Facing<'_>, board: &BoardNames) -> bool {
        let mut runs: Vec<usize> = self.lanes.iter().flatten().copied().collect();
        runs.dedup();
        let corner = facing.cell(self.at, 0);
        let corner_names_phases =
            corner.is_empty() || ColumnMeaning::of_heading(corner) == Some(ColumnMeaning::Phase);
        let is_cornered = self.first() > 0
            && corner_names_phases
            && (0..self.first()).any(|column| facing.down(column, self.at + 1).next().is_some());
        let cells: Vec<&str> = self.moments(facing).take(SAMPLE).flatten().collect();
        let lanes = cells.iter().filter(|cell| board.names_lane(cell)).count();
        runs.len() == self.distinct
            && (self.distinct > 1 || is_cornered)
            && !cells.is_empty()
            && 2 * lanes < cells.len()
    }

    /// Whether its other headings are those of a table with a step a row.
    fn heads_list(&self, facing: Facing<'_>) -> bool {
        let others = facing
            .filled(self.at)
            .skip_while(|(column, _)| self.lanes[*column].is_none());
        let mut meanings = others
            .filter(|(column, _)| self.lanes[*column].is_none())
            .filter_map(|(_, cell)| ColumnMeaning::of_heading(cell));
        self.distinct == 1
            && meanings.any(|it| matches!(it, ColumnMeaning::Step | ColumnMeaning::Who))
    }

    /// What the lanes hold in each line below.
    fn moments<'a>(&'a self, facing: Facing<'a>) -> impl Iterator<Item = Vec<&'a str>> {
        (self.at + 1..facing.lines()).map(move |line| {
            let cells = facing.filled(line);
            let of_lanes = cells.filter(|(column, _)| self.lanes[*column].is_some());
            of_lanes.map(|(_, cell)| cell).collect()
        })
    }

    /// The first column of a lane; none of the columns before it is one.
    fn first(&self) -> usize {
        self.lanes.iter().position(Option::is_some).unwrap_or(0)
    }

    /// What every column is.
    pub(super) fn columns(&self, facing: Facing<'_>, board: &BoardNames) -> Vec<PastedColumn> {
        let reader = ColumnReader::new(self, facing);
        let mut columns: Vec<PastedColumn> = Vec::new();
        for at in 0..facing.columns() {
            let before = columns.last().filter(|_| at > reader.lead);
            let column = reader.read(at, before, board);
            columns.push(column);
        }
        columns
    }
}

/// Whether a row (a column of the facing) is the head of a table with a step a row.
fn is_list_head(facing: Facing<'_>, lanes: usize, column: usize) -> bool {
    let corner = ColumnMeaning::of_heading(facing.cell(lanes, column));
    let heads: Vec<&str> = facing.down(column, lanes + 1).collect();
    let meanings = heads
        .iter()
        .filter_map(|head| ColumnMeaning::of_heading(head));
    let fields: Vec<ColumnMeaning> = meanings.collect();
    let has_step = fields.contains(&ColumnMeaning::Step);
    let is_mostly_fields = 2 * fields.len() > heads.len();
    // “Awareness, Desire, Action” are phases although one of them is a word for steps.
    let is_short = corner != Some(ColumnMeaning::Phase) && heads.len() <= 3;
    is_mostly_fields || has_step && is_short
}

/// The lines that every blueprint has between its lanes, and that the board draws by itself.
fn is_line_of(heading: &str) -> bool {
    fold(heading).starts_with("line of ")
}

/// Tells what the columns of a grid are.
struct ColumnReader<'a> {
    line: &'a LaneLine,
    facing: Facing<'a>,
    /// How many columns stand before the lanes.
    lead: usize,
    /// The first column that holds something below its heading.
    first: Option<usize>,
    phases: Option<usize>,
}

impl<'a> ColumnReader<'a> {
    fn new(line: &'a LaneLine, facing: Facing<'a>) -> Self {
        let lead = match line.distinct {
            0 => nameless_lead(line, facing),
            _ => line.first(),
        };
        let mut reader = Self {
            line,
            facing,
            lead,
            first: None,
            phases: None,
        };
        reader.first = (0..lead).find(|at| reader.below(*at).next().is_some());
        reader.phases = reader.find_phases();
        reader
    }

    fn heading(&self, at: usize) -> &'a str {
        self.facing.cell(self.line.at, at)
    }

    fn below(&self, at: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.facing.down(at, self.line.at + 1)
    }

    /// Whether a column before the lanes names phases or moments: without a heading, with a word of the corner,
    /// or the first of all, whatever it is called.
    fn is_lead(&self, at: usize) -> bool {
        let heading = self.heading(at);
        let is_first = self.first == Some(at);
        let meaning = ColumnMeaning::of_heading(heading);
        at < self.lead
            && self.below(at).next().is_some()
            && match meaning {
                None => heading.is_empty() || is_first,
                Some(ColumnMeaning::Time | ColumnMeaning::Wait) => {
                    is_first && !are_times(heading, self.below(at))
                }
                Some(meaning) => meaning.is_corner(),
            }
    }

    /// The column of phases: the one that is called so, else the first before the lanes that names more than one,
    /// as a title does not.
    fn find_phases(&self) -> Option<usize> {
        let is_named = |at: &usize| {
            self.line.lanes[*at].is_none()
                && ColumnMeaning::of_heading(self.heading(*at)) == Some(ColumnMeaning::Phase)
                && self.below(*at).next().is_some()
        };
        let names_moments =
            |at: usize| ColumnMeaning::of_heading(self.heading(at)) == Some(ColumnMeaning::Moment);
        let leads: Vec<usize> = (0..self.lead)
            .filter(|at| self.is_lead(*at) && !names_moments(*at) && !are_numbers(self.below(*at)))
            .collect();
        let is_more = |at: &&usize| self.below(**at).nth(1).is_some();
        (0..self.facing.columns())
            .find(is_named)
            .or_else(|| leads.iter().find(is_more).copied())
            .or_else(|| leads.last().copied())
    }

    fn read(&self, at: usize, before: Option<&PastedColumn>, board: &BoardNames) -> PastedColumn {
        let heading = self.heading(at);
        let is_filled = self.below(at).next().is_some();
        let own = |meaning, lane: Option<&str>| PastedColumn {
            name: match heading.is_empty() {
                true => self.facing.column_name(at),
                false => one_line(heading),
            },
            meaning,
            is_filled,
            heading: one_line(heading),
            lane: lane.map(str::to_owned),
        };
        if let Some(lane) = self.line.lanes[at] {
            return own(ColumnMeaning::OfLane, Some(&board.lanes[lane]));
        }
        if self.phases == Some(at) {
            return own(ColumnMeaning::Phase, None);
        }
        if self.is_lead(at) {
            return own(self.moments_or_nothing(at), None);
        }
        if !heading.is_empty() {
            let (meaning, lane) = self.headed(at, board);
            return own(meaning, lane);
        }
        if is_filled && are_times("", self.below(at)) {
            return own(ColumnMeaning::Time, None);
        }
        match before.filter(|_| is_filled) {
            Some(before) => PastedColumn {
                name: self.facing.column_name(at),
                is_filled,
                ..before.clone()
            },
            None => own(ColumnMeaning::Ignored, None),
        }
    }

    /// What a column with a heading says that is no lane, and of which lane.
    fn headed<'b>(&self, at: usize, board: &'b BoardNames) -> (ColumnMeaning, Option<&'b str>) {
        let heading = self.heading(at);
        if let Some((meaning, lane)) = field_of_lane(heading, board) {
            return (meaning, Some(lane));
        }
        let meaning = match ColumnMeaning::of_heading(heading) {
            Some(ColumnMeaning::Who) => ColumnMeaning::Owner,
            Some(meaning) if meaning.is_corner() => self.moments_or_nothing(at),
            Some(meaning) => meaning,
            None if are_times(heading, self.below(at)) => ColumnMeaning::Time,
            None if is_line_of(heading) || self.below(at).next().is_none() => {
                ColumnMeaning::Ignored
            }
            None => ColumnMeaning::OfLane,
        };
        (meaning, None)
    }

    /// Names of moments, unless there is but one (a title) or they only count.
    fn moments_or_nothing(&self, at: usize) -> ColumnMeaning {
        let is_title = self.heading(at).is_empty() && self.below(at).nth(1).is_none();
        match is_title || are_numbers(self.below(at)) {
            true => ColumnMeaning::Ignored,
            false => ColumnMeaning::Moment,
        }
    }
}

/// Where no lane is known, the first column names phases if its heading is none, or a word of the corner.
fn nameless_lead(line: &LaneLine, facing: Facing<'_>) -> usize {
    let is_filled =
        |column: &usize| (0..facing.lines()).any(|l| !facing.cell(l, *column).is_empty());
    let first = (0..facing.columns()).find(is_filled).unwrap_or(0);
    let corner = facing.cell(line.at, first);
    let meaning = ColumnMeaning::of_heading(corner);
    let leads = corner.is_empty() || meaning.is_some_and(ColumnMeaning::is_corner);
    first + usize::from(leads)
}

/// “Frontstage time”, “Customer pains”: a field of the steps of one lane.
fn field_of_lane<'a>(heading: &str, board: &'a BoardNames) -> Option<(ColumnMeaning, &'a str)> {
    let spaces = heading.match_indices([' ', '\n']).map(|(at, _)| at);
    spaces.take(LOOKED_AT).find_map(|at| {
        let meaning = ColumnMeaning::of_heading(&heading[at..])?;
        let lane = board.lane_name(&heading[..at])?;
        (!meaning.is_corner()).then_some((meaning, lane))
    })
}

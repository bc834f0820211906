//! What pasted text means for the blueprint it is pasted into: a table with lanes across or down has a step in
//! each cell, and lines that mostly begin with a lane's name mean it.

use std::collections::BTreeSet;

use super::{CapturedLine, ColumnMeaning, NamedBy, Pasted, SaidRow, line, name, plain};
use crate::model::Blueprint;

impl Pasted {
    /// Reads the text as it is meant for `blueprint`: a table with lanes across or down is one step a cell, and
    /// where most lines begin with a lane's name, they mean it.
    #[must_use]
    pub fn for_blueprint(mut self, blueprint: &Blueprint) -> Self {
        if !self.is_table() {
            let names = |row: &&Vec<String>| {
                let line = row.first().map_or("", |line| plain(line));
                !line.contains(':') && name::at_start(blueprint, line).is_some()
            };
            let (named, all) = (self.rows.iter().filter(names).count(), self.said_rows());
            if named > 1 && 2 * named >= all {
                self.naming = NamedBy::ByFirstWords;
            }
            return self;
        }
        let is_lane = |cell: &String| {
            let names = || blueprint.lanes.iter().map(|lane| name::fold(&lane.name));
            !cell.is_empty() && names().any(|name| name == name::fold(cell))
        };
        let is_field = |cell: &String| {
            ColumnMeaning::of_heading(cell).is_some_and(|meaning| meaning != ColumnMeaning::Phase)
        };
        let mut rows = self.rows.clone();
        rows.splice(0..0, self.headings.clone());
        let [top, below @ ..] = &rows[..] else {
            return self;
        };
        if below.is_empty() || top.iter().skip(1).any(is_field) {
            return self;
        }
        let lanes = |cells: &[String]| {
            let names = cells.iter().filter(|cell| is_lane(cell));
            let folded: BTreeSet<String> = names.map(|cell| name::fold(cell)).collect();
            (
                folded.len(),
                cells.iter().filter(|cell| is_lane(cell)).count(),
            )
        };
        let down: Vec<String> = below
            .iter()
            .filter_map(|row| row.first().cloned())
            .collect();
        let corner = top.first().map_or("", String::as_str);
        let corner = (corner.is_empty(), ColumnMeaning::of_heading(corner));
        let (names_phases, names_lanes) = match corner {
            (true, _) => (true, true),
            (false, meaning) => (
                meaning == Some(ColumnMeaning::Phase),
                meaning == Some(ColumnMeaning::Who),
            ),
        };
        let (across, down) = (lanes(top), lanes(&down));
        if across.0 == across.1 && (across.0 > 1 || across.0 == 1 && names_phases) {
            self.lay_lanes_across(rows);
        } else if down.0 > 1 && down.0 == down.1 && names_lanes {
            // What stands in the corner names the lanes below it, and phases once they change places.
            if let Some(corner) = rows.first_mut().and_then(|top| top.first_mut()) {
                corner.clear();
            }
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            let column = |at: usize| {
                let cells = rows
                    .iter()
                    .map(|row| row.get(at).cloned().unwrap_or_default());
                cells.collect()
            };
            self.lay_lanes_across((0..width).map(column).collect());
        }
        self
    }

    /// What a row says, and what the columns of lanes say in it: a step each. What the other columns say
    /// belongs to the first of them.
    pub(super) fn with_lanes(
        &self,
        cells: &[String],
        (text, said): (String, SaidRow),
    ) -> Vec<(String, SaidRow)> {
        if !self.columns.contains(&ColumnMeaning::OfLane) {
            return vec![(text, said)];
        }
        let mut said = Some(said);
        let mut all = Vec::new();
        if let Some(own) = said.take_if(|said| !said.line.title.is_empty()) {
            all.push((text, own));
        }
        let columns = self.columns.iter().zip(cells).enumerate();
        for (at, (_, cell)) in
            columns.filter(|(_, (meaning, _))| **meaning == ColumnMeaning::OfLane)
        {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            let heading = self.headings.as_ref().and_then(|all| all.get(at));
            let name = heading.filter(|heading| !heading.is_empty()).cloned();
            let line = CapturedLine {
                name,
                ..line::read_title(plain(cell))
            };
            let mut step = SaidRow::of(line);
            if let Some(rest) = said.take() {
                step.line.work = step.line.work.or(rest.line.work);
                step.line.wait = step.line.wait.or(rest.line.wait);
                step.line.pains.extend(rest.line.pains);
                step.note = rest.note;
                step.kept = rest.kept;
            }
            all.push((cell.to_owned(), step));
        }
        all
    }

    /// Takes a table whose first row names lanes; a column before them names phases.
    fn lay_lanes_across(&mut self, mut rows: Vec<Vec<String>>) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut headings = rows.remove(0);
        headings.resize(width, String::new());
        let meaning = |(at, heading): (usize, &String)| match ColumnMeaning::of_heading(heading) {
            Some(meaning) => meaning,
            None if at == 0 && heading.is_empty() => ColumnMeaning::Phase,
            None if heading.is_empty() => ColumnMeaning::Note,
            None => ColumnMeaning::OfLane,
        };
        self.columns = headings.iter().enumerate().map(meaning).collect();
        self.headings = Some(headings);
        self.rows = rows;
    }

    /// How many rows hold words.
    fn said_rows(&self) -> usize {
        let said = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        self.rows.iter().filter(said).count()
    }
}

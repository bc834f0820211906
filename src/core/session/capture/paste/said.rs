//! What a line of a table says: its phase, its moment, its steps, and which step its other cells speak of.

use super::{
    super::{
        line::{self, CapturedLine},
        plan::Beside,
    },
    ColumnMeaning,
    meaning::{feeling_in, time_in},
    plain,
    sheet::Facing,
    table::{BoardNames, PastedColumn, PastedTable, TableShape, one_line},
};
use crate::model::{Blueprint, LaneKind, StepKind, typed};

/// A step that is said, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct SaidStep {
    /// Its place in what was pasted.
    pub(super) at: String,
    /// What stood there, on one line.
    pub(super) text: String,
    pub(super) line: CapturedLine,
    pub(super) beside: Beside,
    /// What could not be read, and is in the note.
    pub(super) kept: Vec<String>,
    /// Whether its text is a whole row, so that nothing of that goes unseen where it becomes no step.
    pub(super) is_row: bool,
}

impl SaidStep {
    /// Whether it says anything at all, in letters or figures.
    pub(super) fn has_words(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }

    /// Whether it says something of a step and not what happens; pains alone belong to the step before.
    pub(super) fn lacks_step(&self) -> bool {
        let says_more = self.line.work.is_some()
            || self.line.wait.is_some()
            || self.beside != Beside::default();
        self.line.title.is_empty() && self.line.phase.is_none() && says_more
    }
}

/// What a line of a table says.
#[derive(Debug, Default)]
pub(super) struct SaidLine {
    /// A phase that is named in it, and where.
    pub(super) phase: Option<(String, String)>,
    pub(super) steps: Vec<SaidStep>,
    /// Cells that speak of a step where there is none: their places and what they hold.
    pub(super) strays: Vec<(String, String)>,
}

/// Reads the lines of a table.
pub(super) struct TableReader<'a> {
    pub(super) table: &'a PastedTable,
    pub(super) facing: Facing<'a>,
    pub(super) board: &'a BoardNames,
    pub(super) blueprint: &'a Blueprint,
}

impl<'a> TableReader<'a> {
    /// What a line says; `is_known` says whether a lane or a role is called so.
    pub(super) fn read(&self, line: usize, is_known: impl Fn(&str) -> bool) -> SaidLine {
        let mut said = SaidLine {
            phase: self.joined(line, ColumnMeaning::Phase),
            ..SaidLine::default()
        };
        said.steps.extend(self.own_step(line, is_known));
        for (at, column, cell) in self.cells(line) {
            if column.meaning == ColumnMeaning::OfLane {
                let place = self.facing.address(line, at);
                said.steps.extend(steps_in(cell, column, &place));
            }
        }
        let is_list = self.table.shape == TableShape::StepARow;
        if is_list && said.steps.is_empty() && self.says_more(line) {
            // Pains alone belong to the step before, and anything else is said to lack a step.
            said.steps
                .push(self.row_step(line, CapturedLine::default()));
        }
        for (at, column, cell) in self.cells(line) {
            if matches!(
                column.meaning,
                ColumnMeaning::Who
                    | ColumnMeaning::Step
                    | ColumnMeaning::Phase
                    | ColumnMeaning::OfLane
                    | ColumnMeaning::Ignored
            ) {
                continue;
            }
            match self.target(column, &said.steps) {
                Some(target) => fill(&mut said.steps[target], column, cell),
                None => {
                    let text = with_heading(&column.heading, &one_line(cell));
                    said.strays.push((self.facing.address(line, at), text));
                }
            }
        }
        said
    }

    /// The columns of a line that hold something.
    fn cells(
        &self,
        line: usize,
    ) -> impl Iterator<Item = (usize, &'a PastedColumn, &'a str)> + use<'a> {
        let columns = &self.table.columns;
        let filled = self.facing.filled(line);
        filled.filter_map(move |(at, cell)| Some((at, columns.get(at)?, cell)))
    }

    /// What the columns of one meaning hold, and where the first of them stands.
    fn joined(&self, line: usize, wanted: ColumnMeaning) -> Option<(String, String)> {
        let cells = self
            .cells(line)
            .filter(|(_, column, _)| column.meaning == wanted);
        let mut cells = cells.peekable();
        let place = self.facing.address(line, cells.peek()?.0);
        let texts: Vec<String> = cells.map(|(.., cell)| one_line(cell)).collect();
        Some((place, texts.join(" ")))
    }

    /// The step that the line itself is.
    fn own_step(&self, line: usize, is_known: impl Fn(&str) -> bool) -> Option<SaidStep> {
        let (_, title) = self.joined(line, ColumnMeaning::Step)?;
        let title = plain(&title);
        let said = match self.who(line) {
            None => line::read(title, is_known),
            who => CapturedLine {
                name: who,
                ..line::read_title(title)
            },
        };
        Some(self.row_step(line, said))
    }

    fn row_step(&self, line: usize, said: CapturedLine) -> SaidStep {
        let texts: Vec<String> = self
            .facing
            .filled(line)
            .map(|(_, cell)| one_line(cell))
            .collect();
        SaidStep {
            at: (line + 1).to_string(),
            text: texts.join(" · "),
            is_row: true,
            line: CapturedLine {
                name: said.name.clone().or_else(|| self.who(line)),
                ..said
            },
            ..SaidStep::default()
        }
    }

    /// Whose step it is: the lane of the board, or the name as it stands there.
    fn who(&self, line: usize) -> Option<String> {
        let (_, who) = self.joined(line, ColumnMeaning::Who)?;
        Some(self.board.lane_name(&who).map(str::to_owned).unwrap_or(who))
    }

    /// Whether the line holds more than a phase and what is left out.
    fn says_more(&self, line: usize) -> bool {
        self.cells(line).any(|(_, column, _)| {
            !matches!(
                column.meaning,
                ColumnMeaning::Phase | ColumnMeaning::Ignored
            )
        })
    }

    /// Which step a cell speaks of: the one of the lane that its heading names; of feelings and pains the
    /// customer's, of systems, owners and controls that of those who serve, else the first that is no evidence.
    fn target(&self, column: &PastedColumn, steps: &[SaidStep]) -> Option<usize> {
        let lane = |step: &SaidStep| {
            let name = step.line.name.as_deref();
            self.blueprint
                .lanes
                .iter()
                .find(|lane| Some(&*lane.name) == name)
        };
        let kind = |step: &SaidStep| lane(step).map_or(LaneKind::Custom, |lane| lane.kind);
        // A dash in a cell is no step that other cells could speak of.
        let happens =
            |step: &SaidStep| step.is_row || step.has_words() && !step.line.title.is_empty();
        let find = |fits: &dyn Fn(&SaidStep) -> bool| {
            let mut steps = steps.iter();
            steps.position(|step| happens(step) && fits(step))
        };
        if column.lane.is_some() && self.table.shape != TableShape::StepARow {
            return find(&|step| step.line.name == column.lane);
        }
        let wanted = match column.meaning {
            ColumnMeaning::Feeling | ColumnMeaning::Pain => {
                find(&|step| kind(step) == LaneKind::Customer)
            }
            ColumnMeaning::Systems | ColumnMeaning::Owner | ColumnMeaning::Controls => {
                find(&|step| !matches!(kind(step), LaneKind::Customer | LaneKind::PhysicalEvidence))
            }
            _ => None,
        };
        wanted
            .or_else(|| find(&|step| kind(step) != LaneKind::PhysicalEvidence))
            .or_else(|| find(&|_| true))
    }
}

/// The steps of a cell: of a list with bullets or numbers one an item, else one.
fn steps_in(cell: &str, column: &PastedColumn, place: &str) -> Vec<SaidStep> {
    let items: Vec<&str> = cell.lines().collect();
    let is_list = items.len() > 1 && items.iter().all(|item| plain(item) != item.trim());
    let whole = one_line(cell);
    let titles: Vec<&str> = match is_list {
        true => items,
        false => vec![&whole],
    };
    let name = column.lane.clone();
    let heading = Some(column.heading.clone()).filter(|heading| !heading.is_empty());
    let name = name.or(heading);
    let step = |title: &str| SaidStep {
        at: place.to_owned(),
        text: one_line(title),
        line: CapturedLine {
            name: name.clone(),
            ..line::read_title(plain(title))
        },
        ..SaidStep::default()
    };
    titles.into_iter().map(step).collect()
}

/// Puts a cell into its field of the step; what cannot be read there goes into the note.
fn fill(step: &mut SaidStep, column: &PastedColumn, cell: &str) {
    let heading = &column.heading;
    let is_taken = match column.meaning {
        ColumnMeaning::Time | ColumnMeaning::Wait => fill_time(step, column, cell),
        ColumnMeaning::Pain => {
            let pains = cell
                .lines()
                .map(|pain| plain(pain).trim_start_matches('!').trim());
            step.line.pains.extend(pains.map(str::to_owned));
            true
        }
        ColumnMeaning::Feeling => {
            let feeling = feeling_in(cell).filter(|_| step.beside.feeling.is_none());
            step.beside.feeling = step.beside.feeling.or(feeling);
            feeling.is_some()
        }
        ColumnMeaning::Moment => {
            join(&mut step.beside.moment, &one_line(cell), " ");
            true
        }
        ColumnMeaning::Channel => {
            join(&mut step.beside.channel, &one_line(cell), ", ");
            true
        }
        ColumnMeaning::Owner => {
            join(&mut step.beside.owner, &one_line(cell), ", ");
            true
        }
        ColumnMeaning::Systems => {
            let names = cell
                .lines()
                .map(|line| typed::names(plain(line)).unwrap_or_default());
            step.beside.systems.extend(names.flatten());
            true
        }
        ColumnMeaning::Controls => {
            let names = cell.lines().map(|line| plain(line).to_owned());
            step.beside.controls.extend(names);
            true
        }
        _ => {
            join(&mut step.beside.note, &with_heading(heading, cell), "\n");
            return;
        }
    };
    if !is_taken {
        let text = with_heading(heading, cell);
        join(&mut step.beside.note, &text, "\n");
        step.kept.push(one_line(&text));
    }
}

/// Whether the cell is a time, and the step has none yet.
fn fill_time(step: &mut SaidStep, column: &PastedColumn, cell: &str) -> bool {
    let Some(time) = time_in(&column.heading, cell) else {
        return false;
    };
    // The time of waiting is what a wait takes.
    let is_wait = column.meaning == ColumnMeaning::Wait || step.line.kind == StepKind::Wait;
    let field = match is_wait {
        true => &mut step.line.wait,
        false => &mut step.line.work,
    };
    if field.is_some() {
        return false;
    }
    *field = Some(time);
    true
}

fn join(held: &mut String, more: &str, between: &str) {
    if !held.is_empty() {
        held.push_str(between);
    }
    held.push_str(more);
}

fn with_heading(heading: &str, text: &str) -> String {
    match heading {
        "" => text.to_owned(),
        heading => format!("{heading}: {text}"),
    }
}

//! Many lines at once: from a sticky-note board, a mail or a spreadsheet. Each line, or each cell of a table, becomes a
//! step, a phase, a field of a step or nothing, and what becomes nothing is counted with the reason. What is too much is
//! refused whole.
//!
//! A table is read against the board: [`table`] finds the lanes in it, [`said`] tells what a line of it says.

mod meaning;
mod preview;
mod said;
mod sheet;
mod table;

use super::{
    Made,
    line::{self, CapturedLine, Onward},
    name::{self, MeantBy},
    plan::Planner,
};
use crate::model::Blueprint;
pub use meaning::ColumnMeaning;
pub use preview::{PastePreview, PastedRow};
use said::{SaidStep, TableReader};
use sheet::{PastedCells, WalkedBy};
use table::{BoardNames, PastedTable, one_line};
pub use table::{PastedColumn, TableShape};

/// Text longer than this is no conversation, in bytes.
const MOST_BYTES: usize = 1_000_000;
/// As many lines as are taken at once.
const MOST_LINES: usize = 5_000;
/// As many columns as are taken at once.
const MOST_COLUMNS: usize = 1_000;
/// As many cells that hold something are taken at once.
const MOST_CELLS: usize = 20_000;
/// A title of more characters than this is mostly hidden on its card.
const LONG_TITLE: usize = 200;

/// Why text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Nothing but spaces.
    #[error("The clipboard holds no text.")]
    Empty,
    /// Too many bytes.
    #[error("The text is longer than 1 MB. Paste it in parts.")]
    TooLong,
    /// Too many lines; how many.
    #[error("The text has {0} lines; 5,000 are taken at once. Paste it in parts.")]
    TooManyLines(usize),
    /// Too many columns; how many.
    #[error("The table has {0} columns; 1,000 are taken at once. Paste it in parts.")]
    TooManyColumns(usize),
    /// Too many cells; how many.
    #[error("The table has {0} cells with text; 20,000 are taken at once. Paste it in parts.")]
    TooManyCells(usize),
}

/// Where pasted steps go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destination {
    /// Into cells, each connected to the last, as if every line had been captured.
    #[default]
    InSequence,
    /// All into the tray.
    Tray,
}

/// How a line without a colon says whose step it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamedBy {
    /// Not at all: it is a title, and goes on where the last one was.
    #[default]
    ByColon,
    /// By a lane's name at its beginning; the title keeps it.
    ByFirstWords,
}

/// Text from the clipboard, as lines or as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Cells as they were pasted; lines have one each.
    sheet: PastedCells,
    /// How they are read; none for lines.
    table: Option<PastedTable>,
    /// Whose step a line without a colon is.
    pub naming: NamedBy,
}

impl Pasted {
    /// Reads the clipboard's text as it is most likely meant for `blueprint`: as a table where it has tabs, the strokes of
    /// Markdown, or headings or lanes between commas or semicolons; else as lines.
    ///
    /// # Errors
    /// When there is nothing, or too much.
    pub fn read(text: &str, blueprint: &Blueprint) -> Result<Self, PasteError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(PasteError::Empty);
        }
        if text.len() > MOST_BYTES {
            return Err(PasteError::TooLong);
        }
        let board = BoardNames::of(blueprint);
        let mut pasted = Self {
            sheet: PastedCells::of_lines(text),
            table: None,
            naming: NamedBy::default(),
        };
        match table_in(text, &board) {
            Some(Ok((sheet, table))) => {
                pasted.sheet = sheet;
                pasted.table = Some(table);
            }
            Some(Err(error)) => return Err(error),
            None if pasted.sheet.height() > MOST_LINES => {
                return Err(PasteError::TooManyLines(pasted.sheet.height()));
            }
            None => pasted.naming = pasted.likely_naming(blueprint),
        }
        Ok(pasted)
    }

    /// How the cells are read; none for lines.
    pub fn shape(&self) -> Option<TableShape> {
        self.table.as_ref().map(|table| table.shape)
    }

    /// Reads the cells in a shape that somebody chose.
    pub fn turn(&mut self, shape: TableShape, blueprint: &Blueprint) {
        if self.table.is_some() {
            self.table = Some(PastedTable::read_as(
                shape,
                &self.sheet,
                &BoardNames::of(blueprint),
            ));
        }
    }

    /// What the cells of a table are: by its columns, or by its rows where lanes stand one below the other.
    pub fn columns(&self) -> &[PastedColumn] {
        self.table.as_ref().map_or(&[], |table| &table.columns)
    }

    /// Takes the cells of a column for something else.
    pub fn take_column_as(&mut self, column: usize, meaning: ColumnMeaning) {
        let columns = self.table.iter_mut().flat_map(|table| &mut table.columns);
        if let Some(column) = columns.into_iter().nth(column) {
            column.meaning = meaning;
        }
    }

    /// Whether a row of a table with a step a row holds headings.
    pub fn has_headings(&self) -> bool {
        self.table
            .as_ref()
            .is_some_and(|table| table.heads.is_some())
    }

    /// The first row of a table with a step a row is no heading but a step, or the other way round.
    pub fn swap_headings(&mut self, blueprint: &Blueprint) {
        if let Some(table) = self
            .table
            .as_mut()
            .filter(|it| it.shape == TableShape::StepARow)
        {
            table.swap_headings(&self.sheet, &BoardNames::of(blueprint));
        }
    }

    /// Where most lines without a colon begin with a lane's name, they mean it.
    fn likely_naming(&self, blueprint: &Blueprint) -> NamedBy {
        let lines = || (0..self.sheet.height()).map(|line| self.sheet.cell(line, 0));
        let named = lines()
            .filter(|line| !line.contains(':') && name::at_start(blueprint, plain(line)).is_some());
        let (named, all) = (
            named.count(),
            lines().filter(|line| !line.is_empty()).count(),
        );
        match named > 1 && 2 * named >= all {
            true => NamedBy::ByFirstWords,
            false => NamedBy::ByColon,
        }
    }

    /// Lays everything out.
    pub(super) fn lay_out(
        &self,
        blueprint: &Blueprint,
        planner: &mut Planner,
        to: Destination,
    ) -> PastePreview {
        let mut laying = Laying {
            blueprint,
            planner,
            to,
            naming: self.naming,
            preview: PastePreview::default(),
        };
        match &self.table {
            None => laying.lay_lines(&self.sheet),
            Some(table) => laying.lay_table(&self.sheet, table),
        }
        laying.preview
    }
}

/// Cells and how they are read, if the text is a table.
fn table_in(
    text: &str,
    board: &BoardNames,
) -> Option<Result<(PastedCells, PastedTable), PasteError>> {
    let checked = |sheet: &PastedCells| match (sheet.height(), sheet.width(), sheet.filled()) {
        (lines, ..) if lines > MOST_LINES => Err(PasteError::TooManyLines(lines)),
        (_, columns, _) if columns > MOST_COLUMNS => Err(PasteError::TooManyColumns(columns)),
        (.., cells) if cells > MOST_CELLS => Err(PasteError::TooManyCells(cells)),
        _ => Ok(()),
    };
    let read = |sheet: PastedCells| {
        checked(&sheet).map(|()| {
            let table = PastedTable::guess(&sheet, board);
            (sheet, table)
        })
    };
    if let Some(sheet) = PastedCells::of_markdown(text) {
        return Some(read(sheet));
    }
    if text.contains('\t') {
        return Some(read(PastedCells::separated(text, '\t')));
    }
    [';', ','].into_iter().find_map(|separator| {
        let sheet = PastedCells::separated(text, separator);
        if checked(&sheet).is_err() {
            return None;
        }
        let first = sheet.facing(WalkedBy::ByRow).filled(0);
        let known = first.filter(|(_, cell)| ColumnMeaning::of_heading(cell).is_some());
        let has_headings = known.count() > 1;
        let table = PastedTable::guess(&sheet, board);
        // Commas are part of sentences too: only the board's lanes, in even rows, make a table of them.
        let has_lanes = table.shape != TableShape::StepARow && sheet.width() > 2 && sheet.is_even();
        (has_headings || has_lanes).then_some(Ok((sheet, table)))
    })
}

/// Lays lines and cells out, and keeps what became of each.
struct Laying<'a> {
    blueprint: &'a Blueprint,
    planner: &'a mut Planner,
    to: Destination,
    naming: NamedBy,
    preview: PastePreview,
}

impl Laying<'_> {
    fn lay_lines(&mut self, sheet: &PastedCells) {
        let blueprint = self.blueprint;
        for number in 0..sheet.height() {
            let text = sheet.cell(number, 0);
            if text.is_empty() {
                self.preview.blank += 1;
                continue;
            }
            let step = SaidStep {
                at: (number + 1).to_string(),
                text: text.to_owned(),
                line: line::read(plain(text), |name| name::is_known(blueprint, name)),
                ..SaidStep::default()
            };
            self.lay_step(step);
        }
    }

    fn lay_table(&mut self, sheet: &PastedCells, table: &PastedTable) {
        let blueprint = self.blueprint;
        let board = BoardNames::of(blueprint);
        let reader = TableReader {
            table,
            facing: sheet.facing(table.shape.way()),
            board: &board,
            blueprint,
        };
        self.say_unread(&reader);
        let is_grid = table
            .columns
            .iter()
            .any(|it| it.meaning == ColumnMeaning::OfLane);
        let mut phase = String::new();
        for number in table.heads.map_or(0, |line| line + 1)..reader.facing.lines() {
            let said = reader.read(number, |name| name::is_known(blueprint, name));
            if reader.facing.filled(number).next().is_none() {
                self.preview.blank += 1;
            }
            if let Some((at, named)) = said.phase.filter(|(_, named)| *named != phase) {
                match self.to {
                    Destination::InSequence => self.begin_phase(at, &named),
                    Destination::Tray => {
                        self.leave_out(at, named.clone(), "A phase cannot wait in the tray.");
                    }
                }
                phase = named;
            }
            // Each line of a grid is a moment of its own.
            let mut is_begun = false;
            for mut step in said.steps {
                if is_grid {
                    step.line.way = match (is_begun, self.planner.is_at_empty_moment()) {
                        (true, _) => Onward::Same,
                        (false, true) => Onward::On,
                        (false, false) => Onward::Next,
                    };
                }
                is_begun |= self.lay_step(step);
            }
            for (at, text) in said.strays {
                self.leave_out(
                    at,
                    text,
                    "There is no step in its moment that it could speak of.",
                );
            }
        }
    }

    /// Names what is read neither as a heading nor as a field: titles above the table, a word in the corner, columns
    /// that are left out.
    fn say_unread(&mut self, reader: &TableReader<'_>) {
        let (facing, table) = (reader.facing, reader.table);
        let heads = table.heads.unwrap_or(0);
        for line in 0..heads {
            let cells: Vec<(usize, &str)> = facing.filled(line).collect();
            if let Some((column, _)) = cells.first() {
                let texts: Vec<String> = cells.iter().map(|(_, cell)| one_line(cell)).collect();
                let at = facing.address(line, *column);
                let why = match table.shape.way() {
                    WalkedBy::ByRow => "It stands above the headings.",
                    WalkedBy::ByColumn => "It stands before the lanes.",
                };
                self.leave_out(at, texts.join(" · "), why);
            }
        }
        for (at, column) in table.columns.iter().enumerate() {
            let heading = facing.cell(heads, at);
            let is_title = table.shape != TableShape::StepARow
                && matches!(column.meaning, ColumnMeaning::Phase | ColumnMeaning::Moment)
                && !heading.is_empty()
                && ColumnMeaning::of_heading(heading).is_none();
            if is_title {
                let why = "It names neither a lane nor a field.";
                self.leave_out(facing.address(heads, at), one_line(heading), why);
            }
            if column.meaning == ColumnMeaning::Ignored {
                let first = (heads..facing.lines()).find(|line| !facing.cell(*line, at).is_empty());
                if let Some(first) = first {
                    let texts: Vec<String> = facing.down(at, heads).map(one_line).collect();
                    let why = "It is no lane and no field of a step.";
                    self.leave_out(facing.address(first, at), texts.join(" · "), why);
                }
            }
        }
    }

    fn leave_out(&mut self, at: String, text: String, why: &'static str) {
        self.preview.rows.push(PastedRow {
            at,
            text,
            made: Made::Nothing(why),
            kept: None,
            doubt: None,
        });
    }

    fn begin_phase(&mut self, at: String, named: &str) {
        let line = CapturedLine {
            phase: Some(named.to_owned()),
            ..CapturedLine::default()
        };
        let made = self.planner.take(&line);
        self.preview.rows.push(PastedRow {
            at,
            text: named.to_owned(),
            made,
            kept: None,
            doubt: None,
        });
    }

    /// Lays a step out; whether it became one.
    fn lay_step(&mut self, mut said: SaidStep) -> bool {
        if self.naming == NamedBy::ByFirstWords && said.line.name.is_none() {
            let lane = name::at_start(self.blueprint, &said.line.title);
            said.line.name = lane.map(str::to_owned);
        }
        let made = if !said.has_words() {
            Made::Nothing("It has neither letters nor figures.")
        } else if said.lacks_step() {
            Made::Nothing("It does not say what happens.")
        } else if self.to == Destination::Tray {
            self.planner.take_to_tray(&said.line, &said.beside)
        } else {
            self.planner.take_with(&said.line, &said.beside)
        };
        let is_step = matches!(made, Made::Step(_));
        let kept = said.kept.join(", ");
        let doubt = self.doubt(&said, &made);
        self.preview.rows.push(PastedRow {
            at: said.at,
            text: said.text,
            doubt,
            made,
            kept: (!kept.is_empty()).then(|| format!("{kept} is kept in the note")),
        });
        is_step
    }

    /// What may have been meant otherwise, although nothing is wrong with it.
    fn doubt(&mut self, said: &SaidStep, made: &Made) -> Option<String> {
        let Made::Step(made) = made else {
            return None;
        };
        let line = &said.line;
        if let Some(name) = &line.name
            && made.seat.lane.is_none()
            && let MeantBy::Several(lanes) = name::who(self.blueprint, name)
        {
            return Some(format!("“{name}” could be {}", lanes.join(" or ")));
        }
        // A title that begins with a lane's name is a good title; only who meant the lane by it may want to know
        // that the step stands elsewhere.
        let lane = name::at_start(self.blueprint, &line.title).filter(|_| line.name.is_none());
        if let Some(lane) = lane.filter(|lane| made.seat.lane.as_deref() != Some(*lane)) {
            self.preview.lacks_colons = true;
            return Some(format!("No colon after “{lane}”: taken as a title"));
        }
        let length = made.step.title.chars().count();
        (length > LONG_TITLE).then(|| format!("A card shows the beginning of its {length} letters"))
    }
}

/// A line without the bullet, number or box of a list before it.
fn plain(line: &str) -> &str {
    let mut rest = line.trim();
    for bullet in ["- ", "* ", "• ", "– ", "— ", "◦ ", "▪ ", "·"] {
        if let Some(text) = rest.strip_prefix(bullet) {
            rest = text.trim_start();
            break;
        }
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && let Some(text) = rest[digits..].strip_prefix(['.', ')'])
        && text.starts_with(char::is_whitespace)
    {
        rest = text.trim_start();
    }
    for box_ in ["[ ] ", "[x] ", "[X] ", "☐ ", "☑ "] {
        rest = rest.strip_prefix(box_).unwrap_or(rest);
    }
    rest
}

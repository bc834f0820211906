//! Many lines at once: from a sticky-note board, a mail or a spreadsheet. Each becomes a step, a phase
//! or nothing, and what becomes nothing is counted with the reason. More than a million bytes or 5,000 lines are
//! refused whole.

mod grid;

use super::{
    Made,
    line::{self, CapturedLine, Onward, length},
    name,
    plan::Planner,
};
use crate::model::{Blueprint, plural};

/// Text longer than this is no conversation, in bytes.
const MOST_BYTES: usize = 1_000_000;
/// As many lines as are taken at once.
const MOST_LINES: usize = 5_000;

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

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each names the field it fills")]
pub enum ColumnMeaning {
    Who,
    Step,
    Time,
    Wait,
    Pain,
    Phase,
    Note,
    /// Steps of the lane that the column's heading names.
    OfLane,
    Ignored,
}

impl ColumnMeaning {
    /// Every meaning, as a pick list shows them.
    pub const ALL: &[Self] = &[
        Self::Who,
        Self::Step,
        Self::Time,
        Self::Wait,
        Self::Pain,
        Self::Phase,
        Self::Note,
        Self::OfLane,
        Self::Ignored,
    ];

    /// What a pick list calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Who => "Lane",
            Self::Step => "Step",
            Self::Time => "Time",
            Self::Wait => "Wait",
            Self::Pain => "Pain",
            Self::Phase => "Phase",
            Self::Note => "Note",
            Self::OfLane => "Its lane",
            Self::Ignored => "Left out",
        }
    }

    /// The meaning that a column's heading names.
    fn of_heading(heading: &str) -> Option<Self> {
        let plain = name::fold(heading);
        let bare = plain.split(['(', '[', '/']).next().unwrap_or("").trim();
        Some(match bare {
            "lane" | "who" | "actor" | "role" | "owner" | "swimlane" | "by" => Self::Who,
            "step" | "title" | "task" | "activity" | "action" | "what" | "text" | "description"
            | "name" => Self::Step,
            "time" | "work" | "work time" | "duration" | "minutes" | "seconds" | "min" | "mins"
            | "sec" => Self::Time,
            "wait" | "waiting" | "delay" | "wait time" | "waiting time" => Self::Wait,
            "pain" | "pains" | "pain point" | "pain points" | "problem" | "issue" => Self::Pain,
            "phase" | "stage" => Self::Phase,
            "note" | "notes" | "comment" | "comments" => Self::Note,
            _ => return None,
        })
    }
}

/// Text from the clipboard, as lines or as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Cells; lines have one each.
    rows: Vec<Vec<String>>,
    /// What the columns are; none for lines.
    pub columns: Vec<ColumnMeaning>,
    /// What the columns are called, if the first row says so.
    pub headings: Option<Vec<String>>,
    /// Whose step a line without a colon is.
    pub naming: NamedBy,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct PastedRow {
    /// Its number in what was pasted, from 1.
    pub number: usize,
    /// What stood there, for the preview.
    pub text: String,
    /// What it becomes, or why nothing.
    pub made: Made,
    /// What could not be read and is kept in the note.
    pub kept: Option<String>,
    /// What may have been meant otherwise, although nothing is wrong with it.
    pub doubt: Option<String>,
}

/// What becomes of all rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastePreview {
    /// Row by row, those without words left out.
    pub rows: Vec<PastedRow>,
    /// Rows that held nothing at all.
    pub blank: usize,
}

impl PastePreview {
    /// How many steps there will be.
    pub fn steps(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| matches!(row.made, Made::Step(_)))
            .count()
    }

    /// How many of them will wait in the tray.
    pub fn in_tray(&self) -> usize {
        let waits = |row: &&PastedRow| match &row.made {
            Made::Step(made) => made.step.lane.is_none() || made.step.moment.is_none(),
            _ => false,
        };
        self.rows.iter().filter(waits).count()
    }

    /// How many rows become nothing although they hold words.
    pub fn skipped(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| matches!(row.made, Made::Nothing(_)))
            .count()
    }

    /// Whether a line may have meant a lane that it is not put into.
    pub fn doubts(&self) -> bool {
        self.rows.iter().any(|row| row.doubt.is_some())
    }

    /// What was made, in one sentence.
    pub fn words(&self) -> String {
        let mut steps = plural(self.steps(), "step", "steps");
        match self.in_tray() {
            0 => {}
            many => steps += &format!(" ({many} in the tray)"),
        }
        let mut words = vec![steps];
        let begun = |row: &&PastedRow| matches!(row.made, Made::Phase { is_new: true, .. });
        match self.rows.iter().filter(begun).count() {
            0 => {}
            many => words.push(plural(many, "new phase", "new phases")),
        }
        match self.skipped() {
            0 => {}
            many => words.push(format!("{} left out", plural(many, "line", "lines"))),
        }
        words.join(", ")
    }
}

impl Pasted {
    /// Reads the clipboard's text: a table where it has tabs, or headings that say so; else lines.
    ///
    /// # Errors
    /// When there is nothing, or too much.
    pub fn read(text: &str) -> Result<Self, PasteError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(PasteError::Empty);
        }
        if text.len() > MOST_BYTES {
            return Err(PasteError::TooLong);
        }
        let pasted = table(text).unwrap_or_else(|| lines(text));
        if pasted.rows.len() > MOST_LINES {
            return Err(PasteError::TooManyLines(pasted.rows.len()));
        }
        Ok(pasted)
    }

    /// Whether it has columns.
    pub fn is_table(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The first row is no heading but a step, or the other way round.
    pub fn swap_headings(&mut self) {
        match self.headings.take() {
            Some(headings) => self.rows.insert(0, headings),
            None if self.rows.len() > 1 => self.headings = Some(self.rows.remove(0)),
            None => {}
        }
    }

    /// Lays every row out.
    pub(super) fn lay_out(
        &self,
        blueprint: &Blueprint,
        planner: &mut Planner,
        to: Destination,
    ) -> PastePreview {
        let known = |name: &str| name::is_known(blueprint, name);
        let mut preview = PastePreview::default();
        let mut phase = String::new();
        let first = 1 + usize::from(self.headings.is_some());
        for (place, cells) in self.rows.iter().enumerate() {
            let text = cells
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty());
            let text = text.collect::<Vec<_>>().join(" · ");
            if text.is_empty() {
                preview.blank += 1;
                continue;
            }
            let number = place + first;
            let (named, mut all) = if self.is_table() {
                let (named, said) = self.read_row(cells, &known);
                (named, self.with_lanes(cells, (text, said)))
            } else {
                let line = line::read(plain(&cells[0]), known);
                (None, vec![(text, SaidRow::of(line))])
            };
            let begins = named.filter(|named| *named != phase && to == Destination::InSequence);
            // Each row of a grid is a moment of its own.
            if self.columns.contains(&ColumnMeaning::OfLane) {
                for (place, (_, said)) in all.iter_mut().enumerate() {
                    said.line.way = match place {
                        0 if begins.is_some() => Onward::On,
                        0 => Onward::Next,
                        _ => Onward::Same,
                    };
                }
            }
            if let Some(named) = begins {
                let line = CapturedLine {
                    phase: Some(named.clone()),
                    ..CapturedLine::default()
                };
                let made = planner.take(&line);
                preview.rows.push(PastedRow {
                    number,
                    text: named.clone(),
                    made,
                    kept: None,
                    doubt: None,
                });
                phase = named;
            }
            for (text, mut said) in all {
                if self.naming == NamedBy::ByFirstWords && said.line.name.is_none() {
                    let lane = name::at_start(blueprint, &said.line.title);
                    said.line.name = lane.map(str::to_owned);
                }
                let made = if !text.chars().any(char::is_alphanumeric) {
                    Made::Nothing("It has neither letters nor figures.")
                } else if to == Destination::Tray {
                    planner.take_to_tray(&said.line, &said.note)
                } else {
                    planner.take_noted(&said.line, &said.note)
                };
                preview.rows.push(PastedRow {
                    number,
                    text,
                    doubt: doubt(blueprint, &said.line, &made),
                    made,
                    kept: said.kept,
                });
            }
        }
        preview
    }

    /// The phase that a row names, and what it says.
    fn read_row(
        &self,
        cells: &[String],
        known: &impl Fn(&str) -> bool,
    ) -> (Option<String>, SaidRow) {
        let cell = |wanted: ColumnMeaning| -> Vec<(usize, &str)> {
            let all = self.columns.iter().zip(cells).enumerate();
            let found =
                all.filter(|(_, (meaning, text))| **meaning == wanted && !text.trim().is_empty());
            found.map(|(at, (_, text))| (at, text.trim())).collect()
        };
        let join = |wanted: ColumnMeaning, between: &str| {
            let texts: Vec<&str> = cell(wanted).iter().map(|(_, text)| *text).collect();
            texts.join(between)
        };
        let (who, title) = (
            join(ColumnMeaning::Who, " "),
            join(ColumnMeaning::Step, " "),
        );
        let title = plain(&title);
        let mut line = if who.is_empty() {
            line::read(title, known)
        } else {
            CapturedLine {
                name: Some(who),
                ..line::read_title(title)
            }
        };
        let mut note: Vec<String> = Vec::new();
        let mut kept = Vec::new();
        for (at, text) in cell(ColumnMeaning::Time)
            .into_iter()
            .chain(cell(ColumnMeaning::Wait))
        {
            let field = if self.columns[at] == ColumnMeaning::Time {
                &mut line.work
            } else {
                &mut line.wait
            };
            match self.time_in(at, text) {
                Some(time) => *field = Some(time),
                None => kept.push(self.with_heading(at, text)),
            }
        }
        let pains = cell(ColumnMeaning::Pain);
        line.pains.extend(
            pains
                .iter()
                .map(|(_, text)| text.trim_start_matches('!').trim().to_owned()),
        );
        note.extend(
            cell(ColumnMeaning::Note)
                .iter()
                .map(|(at, text)| self.with_heading(*at, text)),
        );
        note.extend(kept.iter().cloned());
        // What stands beyond the last column known is not lost either.
        note.extend(
            cells
                .iter()
                .skip(self.columns.len())
                .map(|text| text.trim().to_owned()),
        );
        note.retain(|text| !text.is_empty());
        let phase = Some(join(ColumnMeaning::Phase, " ")).filter(|phase| !phase.is_empty());
        let kept = (!kept.is_empty()).then(|| format!("{} is kept in the note", kept.join(", ")));
        (
            phase,
            SaidRow {
                line,
                note: note.join("\n"),
                kept,
            },
        )
    }

    /// A time in a cell; a plain number takes the unit that the heading names.
    fn time_in(&self, column: usize, text: &str) -> Option<crate::model::Time> {
        if let Some(time) = length::read(text) {
            return Some(time);
        }
        let heading = self.headings.as_ref().and_then(|all| all.get(column));
        let heading = name::fold(heading.map_or("", String::as_str));
        let mut words = heading
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty());
        let unit = words.find_map(|word| match word {
            "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
            "m" | "min" | "mins" | "minute" | "minutes" => Some("min"),
            "h" | "hour" | "hours" => Some("h"),
            "d" | "day" | "days" => Some("d"),
            _ => None,
        })?;
        length::read(&format!("{text} {unit}"))
    }

    fn with_heading(&self, column: usize, text: &str) -> String {
        let heading = self.headings.as_ref().and_then(|all| all.get(column));
        match heading
            .map(|heading| heading.trim())
            .filter(|heading| !heading.is_empty())
        {
            Some(heading) => format!("{heading}: {text}"),
            None => text.to_owned(),
        }
    }
}

/// A title that begins with a lane's name is a good title; only who meant the lane by it may want to know
/// that the step stands elsewhere.
fn doubt(blueprint: &Blueprint, line: &CapturedLine, made: &Made) -> Option<String> {
    let Made::Step(made) = made else {
        return None;
    };
    let lane = name::at_start(blueprint, &line.title).filter(|_| line.name.is_none())?;
    let is_there = made.seat.lane.as_deref() == Some(lane);
    (!is_there).then(|| format!("No colon after “{lane}”: taken as a title"))
}

/// What a row says.
struct SaidRow {
    line: CapturedLine,
    note: String,
    kept: Option<String>,
}

impl SaidRow {
    fn of(line: CapturedLine) -> Self {
        Self {
            line,
            note: String::new(),
            kept: None,
        }
    }
}

fn lines(text: &str) -> Pasted {
    Pasted {
        rows: text.lines().map(|line| vec![line.to_owned()]).collect(),
        columns: Vec::new(),
        headings: None,
        naming: NamedBy::default(),
    }
}

/// Cells, if the text is a table: with tabs, or with headings between commas or semicolons.
fn table(text: &str) -> Option<Pasted> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let by_headings = |separator: u8| {
        let rows = cells(first, separator);
        let headings = rows.first().cloned().unwrap_or_default();
        headings.len() > 1
            && headings
                .iter()
                .filter(|h| ColumnMeaning::of_heading(h).is_some())
                .count()
                > 1
    };
    let separator = if text.contains('\t') {
        b'\t'
    } else {
        *[b';', b',']
            .iter()
            .find(|separator| by_headings(**separator))?
    };
    let mut rows = cells(text, separator);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let first = rows.first()?;
    let meanings: Vec<Option<ColumnMeaning>> = first
        .iter()
        .map(|cell| ColumnMeaning::of_heading(cell))
        .collect();
    let known = meanings.iter().flatten().count();
    let has_headings = known > 1 || known == 1 && first.len() == 1;
    let mut columns: Vec<ColumnMeaning> = if has_headings {
        meanings
            .into_iter()
            .map(|meaning| meaning.unwrap_or(ColumnMeaning::Note))
            .collect()
    } else {
        guess(&rows, width)
    };
    columns.resize(width, ColumnMeaning::Note);
    if !columns.contains(&ColumnMeaning::Step) {
        let free = columns
            .iter()
            .position(|meaning| *meaning == ColumnMeaning::Note);
        columns[free.unwrap_or(0)] = ColumnMeaning::Step;
    }
    let headings = has_headings.then(|| rows.remove(0));
    Some(Pasted {
        rows,
        columns,
        headings,
        naming: NamedBy::default(),
    })
}

/// What columns without headings may be: the one with the longest words is the step, the one before it who
/// does it, one of times the time.
fn guess(rows: &[Vec<String>], width: usize) -> Vec<ColumnMeaning> {
    let column = |at: usize| {
        rows.iter()
            .filter_map(move |row| row.get(at))
            .map(|cell| cell.trim())
    };
    let length = |at: usize| column(at).map(|cell| cell.chars().count()).sum::<usize>();
    let longest = (0..width).rev().max_by_key(|at| length(*at)).unwrap_or(0);
    let is_time = |at: usize| {
        let filled = column(at).filter(|cell| !cell.is_empty());
        let (times, all) = filled.fold((0, 0), |(times, all), cell| {
            (times + usize::from(length::read(cell).is_some()), all + 1)
        });
        all > 0 && times * 2 > all
    };
    let mut columns: Vec<ColumnMeaning> = (0..width)
        .map(|at| match at {
            _ if at == longest => ColumnMeaning::Step,
            _ if is_time(at) => ColumnMeaning::Time,
            _ => ColumnMeaning::Note,
        })
        .collect();
    if let Some(before) = longest
        .checked_sub(1)
        .filter(|at| columns[*at] == ColumnMeaning::Note)
    {
        columns[before] = ColumnMeaning::Who;
    }
    columns
}

/// The cells of every record; quoted ones may hold separators and line breaks.
fn cells(text: &str, separator: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // The text is UTF-8, and rows may differ in length: no record fails.
    let records = reader.records().filter_map(Result::ok);
    records
        .map(|record| {
            record
                .iter()
                .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect()
        })
        .collect()
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

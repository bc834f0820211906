//! What pasted text would become, row by row, for the dialog that asks before anything is made.

use super::Made;
use crate::model::plural;

/// What becomes of a line or of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct PastedRow {
    /// Where it stood in what was pasted: the number of its line, from 1, or its cell as a spreadsheet calls it.
    pub at: String,
    /// What stood there, on one line.
    pub text: String,
    /// What it becomes, or why nothing.
    pub made: Made,
    /// What could not be read and is kept in the note.
    pub kept: Option<String>,
    /// What may have been meant otherwise, although nothing is wrong with it.
    pub doubt: Option<String>,
}

/// What becomes of all that was pasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastePreview {
    /// Row by row, those without words left out.
    pub rows: Vec<PastedRow>,
    /// Lines that held nothing at all.
    pub blank: usize,
    /// Whether a line without a colon begins with a lane that it is not put into.
    pub lacks_colons: bool,
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
            many => words.push(format!("{many} left out")),
        }
        words.join(", ")
    }
}

//! The rows under the lanes: which cell of them is selected, walking over them, and filling them in.
//!
//! A cell of a row stands for the steps that it speaks of: they are selected with it, and what is filled in
//! goes into their fields.

use std::sync::Arc;

use super::{Direction, Selection, Session, Target, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Control, ControlId, FieldPath, Key, MomentId, Pain, PathPart, Row, Step, StepId, VariantId,
    },
    scene::{Pane, RowCell},
};

/// A cell of a row under the lanes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldCell {
    /// Whose steps.
    pub variant: VariantId,
    /// Which field.
    pub row: Row,
    /// A moment that lies in it.
    pub moment: MomentId,
}

/// What a person typed into a field of a step, in a cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Which step.
    pub step: StepId,
    /// Which of its fields ([`row_fields`]).
    pub field: FieldPath,
    /// What was typed: as the field takes it, or of controls and pains one a line.
    pub typed: String,
}

/// The fields of a step that a row shows, to be filled in; none where several people share the time.
pub fn row_fields(row: Row, step: &Step) -> Vec<FieldPath> {
    let field = |name| vec![PathPart::Name(name)];
    match row {
        Row::Time => step.own_work().into_iter().chain([field("wait")]).collect(),
        Row::Feeling => vec![field("feeling")],
        Row::Channel => vec![field("channel")],
        Row::Systems => vec![field("systems")],
        Row::Owner => vec![field("owner")],
        Row::Controls => vec![field(CONTROLS)],
        Row::Pains => vec![field(PAINS)],
    }
}

const CONTROLS: &str = "controls";
const PAINS: &str = "pains";

impl Session {
    /// The cell of a row that is selected.
    pub fn field(&self) -> Option<&FieldCell> {
        self.field.as_ref()
    }

    /// Whether that cell is open to be filled in.
    pub fn is_filling(&self) -> bool {
        self.filling && self.field.is_some()
    }

    /// What is drawn of a cell.
    pub fn row_cell(&self, cell: &FieldCell) -> Option<&RowCell> {
        let pane = self.scene.pane(&cell.variant)?;
        let row = pane.rows.iter().find(|row| row.field == cell.row)?;
        row.cell(column(pane, &cell.moment)?)
    }

    /// Selects a cell of a row, and with it the steps that it speaks of.
    pub(super) fn select_field(&mut self, cell: FieldCell) {
        let Some(selection) = self.field_selection(&cell) else {
            return;
        };
        self.select(&selection);
        self.field = Some(cell);
    }

    /// What Esc goes back to, one level at a time: from a cell of a row to the steps or the moment that it
    /// speaks of, so that the arrows go on from there; from anything else to nothing in particular.
    pub fn level_up(&self) -> Selection {
        match &self.field {
            Some(_) => self.selection.clone(),
            None => Selection::of(&self.selection.variant, Target::Blueprint),
        }
    }

    /// Opens a cell to be filled in, if it speaks of any step.
    pub(super) fn open_field(&mut self, cell: FieldCell) -> Result<(), Refusal> {
        self.check_editable()?;
        let held = self.row_cell(&cell).map(|held| held.steps.len());
        let row = cell.row;
        self.select_field(cell);
        match held {
            None => Ok(()),
            Some(0) if row == Row::Feeling => Err(Refusal::Rule(
                "The customer does nothing in this moment: put a step in a Customer lane first.",
            )),
            Some(0) => Err(Refusal::Rule(
                "There is no step in this moment: put one in a lane first.",
            )),
            Some(_) => {
                self.filling = true;
                Ok(())
            }
        }
    }

    pub(super) fn close_field(&mut self) {
        self.filling = false;
    }

    /// Puts what was typed into steps, all in one step of the history.
    pub(super) fn fill(&mut self, variant: &VariantId, filled: &[Filled]) -> Result<(), Refusal> {
        let mut edits = Vec::new();
        for Filled { step, field, typed } in filled {
            let lines = match field.as_slice() {
                [PathPart::Name(name @ (CONTROLS | PAINS))] => *name,
                _ => {
                    edits.push(Edit::Set {
                        keys: vec![Key::Step(variant.clone(), step.clone())],
                        field: field.clone(),
                        typed: typed.clone(),
                    });
                    continue;
                }
            };
            let held = self.blueprint.step(variant, step);
            let held = held.ok_or_else(|| Refusal::Missing("the step".to_owned()))?;
            let mut new = (**held).clone();
            let texts = lines_of(typed);
            if lines == CONTROLS {
                new.controls = self.controls(&new.controls, &texts);
            } else {
                new.pains = self.pains(&new.pains, &texts);
            }
            edits.push(put_step(variant, step, new));
        }
        self.filling = false;
        self.edit(&Edit::All(edits), None)
    }

    /// Makes the feelings of the selected cell better or worse by `by`; from unknown it begins at neutral.
    pub(super) fn nudge(&mut self, by: i8) -> Result<(), Refusal> {
        let Some(cell) = self.field.clone().filter(|cell| cell.row == Row::Feeling) else {
            return Ok(());
        };
        let steps = self.row_cell(&cell).map(|held| held.steps.clone());
        let values = steps.unwrap_or_default().into_iter().filter_map(|id| {
            let step = self.blueprint.step(&cell.variant, &id)?;
            let old = step.feeling.map_or(0, |feeling| feeling.0);
            let new = old.saturating_add(by).clamp(-2, 2);
            Some(Filled {
                field: vec![PathPart::Name("feeling")],
                typed: new.to_string(),
                step: id,
            })
        });
        let filled: Vec<_> = values.collect();
        self.fill(&cell.variant, &filled)
    }

    /// Takes away what the steps of the selected cell say.
    pub(super) fn clear_field(&mut self, cell: &FieldCell) -> Result<(), Refusal> {
        let steps = self.row_cell(cell).map(|held| held.steps.clone());
        let mut filled = Vec::new();
        for id in steps.unwrap_or_default() {
            let Some(step) = self.blueprint.step(&cell.variant, &id) else {
                continue;
            };
            filled.extend(row_fields(cell.row, step).into_iter().map(|field| Filled {
                step: id.clone(),
                field,
                typed: String::new(),
            }));
        }
        self.fill(&cell.variant, &filled)
    }

    /// Shows a field as the last row, or takes its row away.
    pub(super) fn turn_row(&mut self, row: Row) -> Result<(), Refusal> {
        let mut head = (*self.blueprint).clone();
        let held = head.rows.len();
        head.rows.retain(|other| *other != row);
        if head.rows.len() == held {
            head.rows.push(row);
        }
        self.edit(&Edit::SetHead(Box::new(head)), None)
    }

    /// Forgets the cell of a row once something else is selected, or the row is gone.
    pub(super) fn keep_field(&mut self) {
        let kept = self.field.as_ref().is_some_and(|cell| {
            self.row_cell(cell).is_some()
                && self.field_selection(cell).as_ref() == Some(&self.selection)
        });
        if !kept {
            self.field = None;
            self.filling = false;
        }
    }

    /// The steps of a cell that have cards; where there is none, the moment.
    fn field_selection(&self, cell: &FieldCell) -> Option<Selection> {
        let pane = self.scene.pane(&cell.variant)?;
        let steps = self.row_cell(cell)?.steps.iter();
        let steps = steps.filter(|id| pane.cards.contains_key(*id)).cloned();
        let selection = Selection::items(&cell.variant, steps, []);
        if selection.steps().is_empty() {
            let moment = Target::Record(Key::Moment(cell.moment.clone()));
            return Some(Selection::of(&cell.variant, moment));
        }
        Some(selection)
    }

    pub(super) fn walk_field(&mut self, cell: &FieldCell, direction: Direction) {
        let (right, down) = direction.delta();
        let Some(pane) = self.scene.pane(&cell.variant) else {
            return;
        };
        let Some(here) = pane.rows.iter().position(|row| row.field == cell.row) else {
            return;
        };
        let at = column(pane, &cell.moment).unwrap_or(0);
        if right != 0 {
            let held = pane.rows[here].cell(at).map(|cell| cell.columns.clone());
            let next = held.and_then(|held| {
                if right > 0 {
                    Some(held.end).filter(|at| *at < pane.columns.len())
                } else {
                    held.start.checked_sub(1)
                }
            });
            if let Some(next) = next {
                let moment = pane.columns[next].id.clone();
                self.select_field(FieldCell {
                    moment,
                    ..cell.clone()
                });
            }
            return;
        }
        let next = here.checked_add_signed(down);
        if let Some(row) = next.and_then(|next| pane.rows.get(next)) {
            let row = row.field;
            self.select_field(FieldCell {
                row,
                ..cell.clone()
            });
            return;
        }
        let lanes = self.open_lanes();
        let pane = if down < 0 {
            Some(cell.variant.clone())
        } else {
            let panes = self.scene.panes.iter();
            let below = panes.skip_while(|pane| pane.variant != cell.variant).nth(1);
            below.map(|pane| pane.variant.clone())
        };
        let Some(variant) = pane else {
            return;
        };
        let lane = if down < 0 {
            lanes.last()
        } else {
            lanes.first()
        };
        match (lane, self.blueprint.lanes.last()) {
            (Some(lane), _) => self.select_in_cell(&variant, lane, &cell.moment, direction),
            // Every lane is folded: its name is what there is of it.
            (None, Some(lane)) => {
                self.select(&Selection::of(
                    &variant,
                    Target::Record(Key::Lane(lane.id.clone())),
                ));
            }
            (None, None) if down > 0 => self.enter_rows(&variant),
            (None, None) => {}
        }
    }

    /// Selects the first cell of the first row.
    pub(super) fn enter_rows(&mut self, variant: &VariantId) {
        let row = self.scene.pane(variant).and_then(|pane| pane.rows.first());
        let (row, moments) = (row.map(|row| row.field), self.open_moments());
        if let (Some(row), Some(moment)) = (row, moments.first().cloned()) {
            let variant = variant.clone();
            self.select_field(FieldCell {
                variant,
                row,
                moment,
            });
        }
    }

    /// The row that is entered from a cell at the edge of the lanes: the first one below the last lane, or
    /// the last one of the pane above the first lane.
    pub(super) fn row_beside(
        &self,
        (variant, lane, moment): (&VariantId, &crate::model::LaneId, &MomentId),
        direction: Direction,
    ) -> Option<FieldCell> {
        let lanes = self.open_lanes();
        let panes = &self.scene.panes;
        let here = panes.iter().position(|pane| pane.variant == *variant)?;
        let (pane, row) = match direction {
            Direction::Down if lanes.last() == Some(lane) => {
                (&panes[here], panes[here].rows.first())
            }
            Direction::Up if lanes.first() == Some(lane) => {
                let above = panes.get(here.checked_sub(1)?)?;
                (above, above.rows.last())
            }
            _ => return None,
        };
        Some(FieldCell {
            variant: pane.variant.clone(),
            row: row?.field,
            moment: moment.clone(),
        })
    }

    /// Controls called `names`: those that are there, those of other steps, and new ones.
    fn controls(&mut self, old: &[Control], names: &[String]) -> Vec<Control> {
        let blueprint = Arc::clone(&self.blueprint);
        let steps = blueprint.variants.iter().flat_map(|v| v.steps.values());
        let known: Vec<&Control> = steps.flat_map(|step| &step.controls).collect();
        let elsewhere = |name: &str| known.iter().find(|control| one_line(&control.name) == name);
        let meant = meant(
            old,
            |control| one_line(&control.name),
            names,
            |name| elsewhere(name).is_some(),
        );
        let mut controls: Vec<Control> = Vec::new();
        for (name, meant) in names.iter().zip(meant) {
            let mut control = match meant {
                Some(control) => control,
                None => elsewhere(name)
                    .map(|control| (*control).clone())
                    .unwrap_or_default(),
            };
            if one_line(&control.name) != *name {
                control.name.clone_from(name);
            }
            if control.id.is_empty() || controls.iter().any(|other| other.id == control.id) {
                let is_taken = |id: &ControlId| {
                    let mut all = known.iter().copied().chain(&controls);
                    all.any(|other| other.id == *id)
                };
                control.id = self.ids.fresh(name, is_taken);
            }
            controls.push(control);
        }
        keep(&mut controls, old, |control| says_nothing(&control.name));
        controls
    }

    /// Pains that say `texts`: those that are there, and new ones.
    fn pains(&mut self, old: &[Pain], texts: &[String]) -> Vec<Pain> {
        let meant = meant(old, |pain| one_line(&pain.text), texts, |_| false);
        let new = texts
            .iter()
            .zip(&meant)
            .filter(|(_, meant)| meant.is_none());
        let new = new.map(|(text, _)| text.as_str());
        let mut fresh = self.fresh_pain_ids(new).into_iter();
        let mut pains: Vec<Pain> = Vec::new();
        for (text, meant) in texts.iter().zip(meant) {
            let mut pain = meant.unwrap_or_else(|| Pain {
                id: fresh.next().unwrap_or_default(),
                ..Pain::default()
            });
            if one_line(&pain.text) != *text {
                pain.text.clone_from(text);
            }
            pains.push(pain);
        }
        keep(&mut pains, old, |pain| says_nothing(&pain.text));
        pains
    }
}

/// How alike two lines have to be to be one that was corrected, of 1.
const ALIKE: f64 = 0.7;

/// Which of the records `old` each line of a cell means, each record at most once: the one that says it; of
/// a line that was corrected the one at its place while there are as many lines, or else the one most like
/// it. What is known `elsewhere` was not corrected.
fn meant<T: Clone>(
    old: &[T],
    said: impl Fn(&T) -> String,
    lines: &[String],
    elsewhere: impl Fn(&str) -> bool,
) -> Vec<Option<T>> {
    let mut left: Vec<Option<(String, &T)>> = old
        .iter()
        .map(|record| (said(record), record))
        .filter(|(said, _)| !said.is_empty())
        .map(Some)
        .collect();
    let mut meant: Vec<Option<T>> = Vec::new();
    for line in lines {
        let says =
            |record: &Option<(String, &T)>| matches!(record, Some((said, _)) if said == line);
        let at = left.iter().position(says);
        meant.push(
            at.and_then(|at| left[at].take())
                .map(|(_, record)| record.clone()),
        );
    }
    for (place, line) in lines.iter().enumerate() {
        if meant[place].is_some() || elsewhere(line) {
            continue;
        }
        let is_at_place = left.len() == lines.len() && left[place].is_some();
        let at = if is_at_place {
            Some(place)
        } else {
            let alike = left.iter().enumerate().filter_map(|(at, record)| {
                let (said, _) = record.as_ref()?;
                Some((at, strsim::jaro_winkler(said, line)))
            });
            let best = alike.max_by(|a, b| a.1.total_cmp(&b.1));
            best.filter(|(_, alike)| *alike >= ALIKE).map(|(at, _)| at)
        };
        meant[place] = at
            .and_then(|at| left[at].take())
            .map(|(_, record)| record.clone());
    }
    meant
}

/// What a cell of controls or pains says: one a line.
fn lines_of(typed: &str) -> Vec<String> {
    let lines = typed.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn says_nothing(text: &str) -> bool {
    one_line(text).is_empty()
}

/// Puts back, where they stood, the records that a cell does not show: nobody took them away.
fn keep<T: Clone>(records: &mut Vec<T>, old: &[T], is_hidden: impl Fn(&T) -> bool) {
    for (place, record) in old.iter().enumerate().filter(|(_, old)| is_hidden(old)) {
        records.insert(place.min(records.len()), record.clone());
    }
}

/// A text as a list shows it that has a line for each: without its own line breaks.
pub fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

impl super::Action {
    /// Selects a cell of a row and brings it into view.
    pub fn field(variant: &VariantId, row: Row, moment: &MomentId) -> Self {
        Self::SelectField(FieldCell {
            variant: variant.clone(),
            row,
            moment: moment.clone(),
        })
    }
}

fn column(pane: &Pane, moment: &MomentId) -> Option<usize> {
    pane.columns.iter().position(|column| column.id == *moment)
}

//! All variants as columns, every step as a row: what it is where, and what each variant adds up to.

use std::{collections::BTreeMap, sync::Arc};

use egui::Ui;

use super::go_to;
use crate::{
    app::{
        canvas::canvas_id,
        figures::FiguresNow,
        widgets::{
            self, CopiedRows, Did, SortKey, TableCell, TableColumn, TableRow, TableState, table_ui,
        },
    },
    format::PlainCells,
    measure::LineLength,
    model::{Blueprint, StepId, VariantId, plural},
    patch::{ChangeKind, VariantsCell, VariantsColumn, VariantsRow, VariantsTable, table},
    session::{Action, Selection, Session, sum_words},
};

/// How many columns stand before those of the variants; the last of them is the step's title.
const BEFORE: usize = 2;

/// The table, kept until the document is another, and how often it was made.
#[derive(Default)]
pub struct TablePage {
    known: Option<(Arc<Blueprint>, VariantsTable)>,
    revision: u64,
    /// What each variant comes to, in one line.
    lines: BTreeMap<VariantId, String>,
    state: TableState<StepId>,
}

impl TableRow for VariantsRow {
    type Key = StepId;

    fn key(&self) -> StepId {
        self.step.clone()
    }
}

impl TablePage {
    /// Notes what the variants come to.
    pub(super) fn note(&mut self, figures: Option<FiguresNow<'_>>) {
        let lines = figures.into_iter().flat_map(|now| {
            let variants = now.numbers.variants.iter();
            variants.map(|of| (of.id.clone(), now.numbers.line(of).words(LineLength::Whole)))
        });
        self.lines = lines.filter(|(_, words)| !words.is_empty()).collect();
    }

    /// Takes the keys that mean something here, before the shortcuts do.
    pub fn keys(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        self.update(session);
        if let Some((_, table)) = &self.known {
            let shown = shown(session, table, (self.revision, &self.lines));
            let did = self.state.keys(ui, &shown, actions);
            did_rows(session, table, did, actions);
        }
    }

    /// Its rows as cells.
    pub(super) fn cells(&mut self, session: &Session, which: CopiedRows) -> Option<PlainCells> {
        self.update(session);
        let (_, table) = self.known.as_ref()?;
        let shown = shown(session, table, (self.revision, &self.lines));
        Some(self.state.cells(&shown, which))
    }

    fn update(&mut self, session: &Session) {
        let blueprint = session.blueprint();
        let is_fresh = |(known, _): &(Arc<Blueprint>, VariantsTable)| Arc::ptr_eq(known, blueprint);
        if !self.known.as_ref().is_some_and(is_fresh) {
            self.known = Some((Arc::clone(blueprint), table(blueprint)));
            self.revision += 1;
        }
    }
}

/// Shows the table. A step chosen in a variant is looked at on the canvas.
pub fn table_page_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut TablePage,
    actions: &mut Vec<Action>,
) {
    page.update(session);
    let area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    if let Some((_, table)) = &page.known {
        let shown = shown(session, table, (page.revision, &page.lines));
        let did = table_ui(ui, area, &mut page.state, &shown, |_| (), actions);
        did_rows(session, table, did, actions);
    }
}

fn shown<'a>(
    session: &'a Session,
    table: &'a VariantsTable,
    (revision, lines): (u64, &'a BTreeMap<VariantId, String>),
) -> widgets::Table<'a, VariantsRow> {
    let count = table.columns.len().max(1) as f32;
    let phase = TableColumn::new("Phase", (0.0, 92.0), |row: &VariantsRow| {
        TableCell::new(row.phase.as_str())
    });
    let title = TableColumn::new("Step", (0.1, 188.0), |row: &VariantsRow| {
        TableCell::title(row.title.as_str())
    });
    let variants = table.columns.iter().enumerate().map(|(place, column)| {
        TableColumn::new(
            &column.name,
            (0.9 / count, 184.0),
            move |row: &VariantsRow| cell(&row.cells[place], place),
        )
        .ordered(move |row| match &row.cells[place] {
            lacks if !lacks.is_there && lacks.kinds.is_empty() => SortKey::Unknown,
            has => SortKey::words(&cell(has, place).words()),
        })
        .noted(sums(column, lines.get(&column.variant)))
        .link()
    });
    let selection = session.selection();
    widgets::Table {
        id: canvas_id(),
        name: "Table",
        noun: ("step", "steps"),
        summary: plural(table.rows.len(), "step", "steps"),
        empty: "No variant has a step yet. Draw or capture some first.",
        groups: &[],
        rows: &table.rows,
        revision,
        columns: [phase.said_once(), title]
            .into_iter()
            .chain(variants)
            .collect(),
        title: BEFORE - 1,
        selected: selection.lead().cloned(),
        is_selected: Box::new(|row| selection.steps().contains(&row.step)),
        is_found: Box::new(|_| false),
        is_named: false,
    }
}

/// What is counted of a variant, and what it comes to: in two lines.
fn sums(column: &VariantsColumn, line: Option<&String>) -> [String; 2] {
    let counts = [
        Some(plural(column.steps, "step", "steps")),
        (column.touchpoints > 0).then(|| format!("{} AI", column.touchpoints)),
        (column.pains > 0).then(|| plural(column.pains, "pain", "pains")),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let work = line.cloned().unwrap_or_else(|| {
        // While nobody can say where a case goes, times are added.
        let work = sum_words(&column.spent.work, "work");
        let ways = column.adds_ways.then(|| "all ways of decisions".to_owned());
        let work: Vec<String> = work.into_iter().chain(ways).collect();
        work.join(", ")
    });
    [counts.join(" · "), work]
}

/// What a step is in one variant, of which the first is what the others are compared with.
fn cell(cell: &VariantsCell, place: usize) -> TableCell {
    let text = match (cell.is_there, cell.kinds.is_empty()) {
        (true, true) if place > 0 => "unchanged".to_owned(),
        (false, true) => "–".to_owned(),
        _ => cell.details.join(" · "),
    };
    // The mark of AI stands for the step being one, whether it is new or not.
    let kinds = ChangeKind::all_of(&cell.kinds);
    let kinds = kinds.filter(|kind| *kind != ChangeKind::Ai);
    TableCell::new(text)
        .badges(kinds.chain(cell.is_ai.then_some(ChangeKind::Ai)))
        .more(&cell.details)
}

/// Selects what was chosen in a variant that is shown, or goes there.
fn did_rows(session: &Session, table: &VariantsTable, did: Did<StepId>, actions: &mut Vec<Action>) {
    let has =
        |variant: &VariantId, step: &StepId| session.blueprint().step(variant, step).is_some();
    let holders = |step: &StepId| {
        let variants = table.columns.iter().map(|column| &column.variant);
        let holders: Vec<&VariantId> = variants.filter(|variant| has(variant, step)).collect();
        holders
    };
    let seen = |step: &StepId| {
        let mut holders = holders(step).into_iter();
        holders.find(|variant| session.scene().pane(variant).is_some())
    };
    let selection = match did {
        Did::Nothing => None,
        Did::Chose(step) => seen(&step).map(|variant| Selection::step(variant, &step)),
        Did::Toggled(step) => seen(&step).map(|variant| {
            let mut selection = session.selection().clone();
            selection.toggle_step(variant, &step);
            selection
        }),
        Did::Extended { rows, lead } => seen(&lead).map(|variant| {
            let steps = rows.into_iter().filter(|step| has(variant, step));
            Selection::items(variant, steps, []).led_by(Some(&lead))
        }),
        Did::Opened(step, column) => {
            let holders = holders(&step);
            // What a variant lacks is looked at in the first that has it.
            let column = column.checked_sub(BEFORE);
            let own = column.and_then(|column| Some(&table.columns.get(column)?.variant));
            let own = own.filter(|own| holders.contains(own));
            let variant = own.or(holders.first().copied());
            let step = variant.map(|variant| Selection::step(variant, &step));
            actions.extend(step.map(|step| go_to(session, step)));
            None
        }
    };
    actions.extend(selection.map(Action::Select));
}

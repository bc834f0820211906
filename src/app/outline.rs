//! The outline: every step as a row of a table, with what comes before and after it. It takes the canvas's
//! place and its keyboard, and shares selection, inspector and names in place with it.
//!
//! What is made from the document is made when it differs.

mod columns;
mod edit;
mod keys;

use std::sync::Arc;

use egui::Ui;

use super::{
    canvas::{Canvas, canvas_id},
    menus::{segment_ui, segments_ui},
    widgets::{CopiedRows, Did, Table, TableRow, TableState, table_ui},
};
use crate::{
    format::PlainCells,
    model::{Blueprint, plural},
    scene::Show,
    session::{Action, Editing, Found, Grouping, Outline, OutlineRow, Selection, Session, Target},
};
use columns::Book;

/// What the outline remembers between frames.
#[derive(Default)]
pub struct OutlineView {
    grouping: Grouping,
    table: TableState<OutlineRow>,
    outline: Outline,
    /// What the outline was made from, and how often it was made.
    made_from: Option<(Arc<Blueprint>, Show, Grouping)>,
    revision: u64,
    /// What was selected, in which outline, and the row of it.
    selected: Option<(Selection, u64, Option<OutlineRow>)>,
}

impl TableRow for OutlineRow {
    type Key = Self;

    fn key(&self) -> Self {
        self.clone()
    }

    fn group(&self) -> Option<usize> {
        match self {
            Self::Phase(_) | Self::Lane(_) | Self::Tray => Some(0),
            Self::Moment(_) => Some(1),
            Self::Step(..) | Self::Way(..) => None,
        }
    }

    fn is_part(&self) -> bool {
        matches!(self, Self::Way(..))
    }
}

impl OutlineView {
    /// It comes or goes: what is selected is scrolled to.
    pub fn start_again(&mut self) {
        self.table.seek();
    }

    /// Takes over what is typed in a cell. What cannot be understood stays, and is still
    /// [a draft](Self::open_draft).
    pub fn commit(&mut self, session: &Session, actions: &mut Vec<Action>) {
        if self.table.is_editing() {
            self.update(session);
            let (table, state) = self.table(session, &[]);
            state.commit(&table, actions);
        }
    }

    /// What is typed in a cell and not yet taken over: the name of its column, and the text.
    pub fn open_draft(&self) -> Option<(&str, &str)> {
        self.table.open_draft()
    }

    /// Its rows as cells.
    pub(super) fn cells(&mut self, session: &Session, which: CopiedRows) -> PlainCells {
        self.update(session);
        let (table, state) = self.table(session, &[]);
        state.cells(&table, which)
    }

    /// Makes the rows anew when the document, or what is shown of it, is another.
    fn update(&mut self, session: &Session) {
        let (shown, show) = (session.shown(), session.show());
        let is_same = self.made_from.as_ref().is_some_and(|(of, by, how)| {
            Arc::ptr_eq(of, shown) && by == show && *how == self.grouping
        });
        if !is_same {
            self.outline = Outline::of(shown, show, self.grouping);
            self.made_from = Some((Arc::clone(shown), show.clone(), self.grouping));
            self.revision += 1;
        }
        let (selection, revision) = (session.selection(), self.revision);
        let is_known = |(of, by, _): &(Selection, u64, _)| of == selection && *by == revision;
        if !self.selected.as_ref().is_some_and(is_known) {
            let row = self.outline.place_of(selection);
            let row = row.and_then(|row| self.outline.rows.get(row)).cloned();
            self.selected = Some((selection.clone(), revision, row));
        }
    }

    /// The row that is being named or selected. Nothing of the document stands for the tray.
    fn current(&self, session: &Session) -> Option<OutlineRow> {
        if let Some(Editing::New(step)) = session.editing() {
            return Some(OutlineRow::Step(step.variant.clone(), step.id.clone()));
        }
        let selected = self.selected.as_ref();
        let row = selected.and_then(|(.., row)| row.clone());
        let is_nothing = session.selection().target == Target::Blueprint;
        let is_tray = is_nothing && self.table.cursor() == Some(&OutlineRow::Tray);
        row.or(is_tray.then_some(OutlineRow::Tray))
    }

    /// The table of what was made last. `found` stands out.
    fn table<'a>(
        &'a mut self,
        session: &'a Session,
        found: &'a [Found],
    ) -> (Table<'a, OutlineRow>, &'a mut TableState<OutlineRow>) {
        let selection = session.selection();
        let selected = self.current(session);
        let book = Book {
            session,
            outline: &self.outline,
            grouping: self.grouping,
        };
        let table = Table {
            id: canvas_id(),
            name: "Outline",
            noun: ("step", "steps"),
            summary: summary(session),
            empty: "Nothing to list yet. Add a phase and a lane, then steps.",
            groups: match self.grouping {
                Grouping::Phases => &["Phase", "Moment"],
                Grouping::Lanes => &["Lane"],
            },
            rows: &self.outline.rows,
            revision: self.revision,
            columns: columns::columns(book),
            title: columns::STEP,
            selected,
            is_selected: Box::new(|row| row.is_selected(selection)),
            is_found: Box::new(|row| {
                let own = row.selection(&selection.variant);
                own.is_some_and(|own| found.iter().any(|found| found.selection == own))
            }),
            is_named: session.editing().is_some(),
        };
        (table, &mut self.table)
    }
}

/// Shows the outline in the place that is left. `found` stands out.
pub fn outline_ui(
    ui: &mut Ui,
    session: &Session,
    canvas: &mut Canvas,
    view: &mut OutlineView,
    found: &[Found],
    actions: &mut Vec<Action>,
) {
    let area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    view.update(session);
    let grouping = view.grouping;
    let mut chosen = None;
    let (table, state) = view.table(session, found);
    let is_sorted = state.is_sorted();
    let extra_ui = |ui: &mut Ui| {
        segments_ui(ui, |ui| {
            for (own, words) in [(Grouping::Phases, "By phase"), (Grouping::Lanes, "By lane")] {
                // Sorted rows stand under no group.
                if segment_ui(ui, words, own == grouping && !is_sorted, "").clicked() {
                    chosen = Some(own);
                }
            }
        });
    };
    let did = table_ui(ui, area, state, &table, extra_ui, actions);
    did_rows(session, did, actions);
    if session.editing().is_some() {
        keys::tab_in_title(ui, canvas, state, actions);
    }
    let (place, body) = (state.name_place(&table), state.body());
    canvas.title_at_ui(ui, session, place, body, actions);
    drop(table);
    if let Some(grouping) = chosen {
        view.grouping = grouping;
        view.table.unsort();
    }
}

/// How many steps each variant shown has.
fn summary(session: &Session) -> String {
    let variants = match session.show() {
        Show::One(id) => vec![id],
        Show::Compare(first, second) | Show::Overlay(first, second) => vec![first, second],
    };
    let variants = variants.into_iter();
    let variants = variants.filter_map(|id| session.shown().variant(id));
    let counts = variants.map(|(_, variant)| {
        let steps = plural(variant.steps.len(), "step", "steps");
        format!("{}: {steps}", variant.name)
    });
    counts.collect::<Vec<_>>().join("   ")
}

/// Selects what was chosen in the table.
fn did_rows(session: &Session, did: Did<OutlineRow>, actions: &mut Vec<Action>) {
    let selection = session.selection();
    let variant = &selection.variant;
    let selection = match did {
        Did::Nothing => return,
        Did::Chose(row) => {
            let own = row.selection(variant);
            own.unwrap_or_else(|| Selection::of(variant, Target::Blueprint))
        }
        Did::Toggled(OutlineRow::Step(variant, step)) => {
            let mut selection = selection.clone();
            selection.toggle_step(&variant, &step);
            selection
        }
        Did::Extended {
            rows,
            lead: OutlineRow::Step(variant, lead),
        } => {
            let steps = rows.into_iter().filter_map(|row| match row {
                OutlineRow::Step(of, step) if of == variant => Some(step),
                _ => None,
            });
            Selection::items(&variant, steps, []).led_by(Some(&lead))
        }
        Did::Opened(..) => {
            actions.push(Action::Command(crate::session::Command::NextPane));
            return;
        }
        Did::Toggled(_) | Did::Extended { .. } => return,
    };
    actions.push(Action::Select(selection));
}

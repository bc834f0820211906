//! The table that is seen, given to other programs: copied as cells, or saved as a CSV file.

use egui::Ui;

use super::{App, clipboard, overlays, view::View, widgets::CopiedRows};
use crate::{
    format::PlainCells,
    model::plural,
    session::{Action, Command, Fragment},
};

impl App {
    /// The cells of the table that is seen: of the view, else of the list that lies over the board.
    fn cells_seen(&mut self, which: CopiedRows) -> Option<PlainCells> {
        let session = self.session.as_ref()?;
        match self.views.shown() {
            View::Outline => Some(self.outline.cells(session, which)),
            View::Table => self.pages.cells(session, which),
            View::Blueprint if self.overlays.changes => overlays::change_cells(session),
            View::Blueprint | View::ForRole | View::Numbers | View::Checks => None,
        }
    }

    /// Puts the whole table that is seen on the clipboard.
    pub(super) fn copy_table(&mut self, ui: &Ui) {
        self.copy_rows(ui, CopiedRows::All);
    }

    /// Puts rows of the table that is seen on the clipboard; says so, or what to open first.
    pub(super) fn copy_rows(&mut self, ui: &Ui, which: CopiedRows) {
        match self.cells_seen(which) {
            Some(cells) => self.put_cells(ui, &cells, None),
            None => self.say_no_table(),
        }
    }

    /// Copied steps go to the clipboard beside the rows that show them, where a table shows them.
    pub(super) fn put_steps(&mut self, ui: &Ui, fragment: &Fragment) {
        if self.views.shown() == View::Outline
            && !fragment.is_cut()
            && let Some(cells) = self.cells_seen(CopiedRows::Selected)
        {
            return self.put_cells(ui, &cells, Some(fragment));
        }
        let (text, html) = (
            fragment.titles().join("\n"),
            clipboard::html_of_steps(fragment),
        );
        if !self.clipboard.put(&text, &html) {
            ui.ctx().copy_text(fragment.text());
        }
    }

    fn put_cells(&mut self, ui: &Ui, cells: &PlainCells, steps: Option<&Fragment>) {
        let html = clipboard::html_of_cells(cells, steps);
        if !self.clipboard.put(&cells.text(), &html) {
            // Text alone: steps can be pasted as steps then, cells as cells.
            let text = steps.map_or_else(|| cells.text(), Fragment::text);
            ui.ctx().copy_text(text);
        }
        let all = self.cells_seen(CopiedRows::All);
        let all = all.map_or(0, |all| all.rows.len());
        let count = cells.rows.len();
        let (words, more) = match count < all {
            true => {
                let more = (
                    format!("Copy all {all}"),
                    Action::Command(Command::CopyTable),
                );
                (
                    format!("Copied {count} of {} as cells", plural(all, "row", "rows")),
                    vec![more],
                )
            }
            false => (
                format!("Copied {} as cells", plural(count, "row", "rows")),
                Vec::new(),
            ),
        };
        if let Some(session) = &mut self.session {
            session.say(&words, more);
        }
    }

    /// Asks where the table that is seen shall be saved, all of it.
    pub(super) fn save_table(&mut self, _: &Ui) {
        match (self.cells_seen(CopiedRows::All), &self.session) {
            (Some(cells), Some(session)) => self.files.ask_for_csv(cells, session),
            _ => self.say_no_table(),
        }
    }

    fn say_no_table(&mut self) {
        if let Some(session) = &mut self.session {
            let words = "No table is shown. Open the outline, the table of all variants or the list of changes.";
            session.say(words, Vec::new());
        }
    }
}

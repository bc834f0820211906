//! Comparing in the window: the bar above the canvas and the pages made of what differs.
//!
//! Reads the session and gives back actions; what is compared, and how, the session knows.

mod bar;
mod role_page;
mod table_page;

pub use bar::bar_ui;
pub(super) use bar::chooser_ui;

use egui::Ui;

use role_page::RolePage;
use table_page::TablePage;

use super::{figures::FiguresNow, view::View, widgets::CopiedRows};
use crate::{
    format::PlainCells,
    scene::Show,
    session::{Action, Selection, Session},
};

/// What the pages remember.
#[derive(Default)]
pub struct Pages {
    role: RolePage,
    table: TablePage,
}

impl Pages {
    /// Takes the keys that mean something on the page, before the shortcuts do.
    pub fn keys(&mut self, ui: &Ui, session: &Session, view: View, actions: &mut Vec<Action>) {
        if view == View::Table {
            self.table.keys(ui, session, actions);
        }
    }

    /// The cells of the table, while that is the page.
    pub(super) fn cells(&mut self, session: &Session, which: CopiedRows) -> Option<PlainCells> {
        self.table.cells(session, which)
    }

    /// A page in the middle of the window; says whether a step was chosen, to be looked at on the board.
    pub fn page_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (view, figures): (View, Option<FiguresNow<'_>>),
        actions: &mut Vec<Action>,
    ) -> bool {
        match view {
            View::Blueprint | View::Outline | View::Numbers | View::Checks => false,
            View::Table => {
                self.table.note(figures);
                table_page::table_page_ui(ui, session, &mut self.table, actions);
                false
            }
            View::ForRole => {
                role_page::role_page_ui(ui, (session, figures), &mut self.role, actions)
            }
        }
    }
}

/// Shows a step where it stands: in what is shown, or else alone in its variant.
fn go_to(session: &Session, selection: Selection) -> Action {
    if session.scene().pane(&selection.variant).is_some() {
        return Action::Reveal(selection);
    }
    Action::ShowAndSelect(Show::One(selection.variant.clone()), selection)
}

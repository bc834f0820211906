//! Comparing in the window: the bar above the canvas and the pages made of what differs.
//!
//! Reads the session and gives back actions; what is compared, and how, the session knows.

mod bar;
mod role_page;
mod table_page;

pub use bar::bar_ui;

use egui::{Popup, Ui};

use role_page::RolePage;
use table_page::TablePage;

use crate::{
    scene::Show,
    session::{Action, Command, Selection, Session},
};

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The canvas.
    #[default]
    Canvas,
    /// Every variant as a column, every step as a row.
    Table,
    /// What changes for a role.
    Role,
}

/// Which page is shown, and what the pages remember.
#[derive(Default)]
pub struct Pages {
    shown: Page,
    role: RolePage,
    table: TablePage,
    /// What the canvas showed when it was left: a page can choose other variants to compare.
    canvas: Option<Show>,
    /// Whether a popup or a text field was there when the frame began; Esc is meant for that.
    had_popup: bool,
    had_text: bool,
}

impl Pages {
    /// What the middle of the window shows.
    pub fn shown(&self) -> Page {
        self.shown
    }

    /// The canvas, whatever it shows.
    pub fn leave(&mut self) {
        self.shown = Page::Canvas;
    }

    /// Shows a page.
    pub fn open(&mut self, page: Page, session: &Session) {
        if self.shown == Page::Canvas {
            self.canvas = Some(session.show().clone());
        }
        self.shown = page;
    }

    /// Shows a page, or the canvas as it was when the page is shown already.
    pub fn toggle(&mut self, page: Page, session: &Session) -> Option<Action> {
        if self.shown == page {
            return self.back(session);
        }
        self.open(page, session);
        None
    }

    /// Looks at what is open before the panels are shown: they may close it with the same Esc.
    pub fn begin(&mut self, ui: &Ui) {
        self.had_popup = Popup::is_any_open(ui.ctx());
    }

    /// After all others had their chance: whether Esc is left for going back.
    pub fn end(&mut self, ui: &Ui) -> bool {
        let had_text = std::mem::replace(&mut self.had_text, ui.ctx().text_edit_focused());
        !self.had_popup && !had_text
    }

    /// The canvas as it was when it was left.
    pub fn back(&mut self, session: &Session) -> Option<Action> {
        self.shown = Page::Canvas;
        let show = self.canvas.take()?;
        let mut shown = match &show {
            Show::One(id) => vec![id],
            Show::Compare(first, second) | Show::Overlay(first, second) => vec![first, second],
        }
        .into_iter();
        let is_there = shown.all(|id| session.blueprint().variant(id).is_some());
        (is_there && show != *session.show()).then_some(Action::Show(show))
    }

    /// Takes the keys that mean something on the page, before the shortcuts do.
    pub fn keys(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        if self.shown == Page::Table {
            self.table.keys(ui, session, actions);
        }
    }

    /// The page in the middle of the window.
    pub fn page_ui(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let goes = match self.shown {
            Page::Canvas => false,
            Page::Table => {
                table_page::table_page_ui(ui, session, &mut self.table, actions);
                false
            }
            Page::Role => role_page::role_page_ui(ui, session, &mut self.role, actions),
        };
        if goes {
            self.leave();
        }
    }
}

impl Page {
    /// Whether what `action` does is to be seen on the canvas.
    pub fn is_left_by(self, action: &Action) -> bool {
        use Command as C;
        match action {
            Action::ShowAndSelect(..) | Action::CompareAs(_) | Action::Reveal(_) => true,
            Action::Command(command) => matches!(
                command,
                C::ShowFirst
                    | C::ShowSecond
                    | C::ShowCompare
                    | C::CompareOverlay
                    | C::NextVariant
                    | C::NextChange
                    | C::PreviousChange
                    | C::Find
                    | C::FindNext
                    | C::FindPrevious
                    | C::Outline
                    | C::ZoomIn
                    | C::ZoomOut
                    | C::ZoomFull
                    | C::ZoomFit
                    | C::ZoomSelection
            ),
            _ => false,
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

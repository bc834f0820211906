//! The views of the app, as the rail has them, and which of them is shown.
//!
//! Blueprint and outline are two looks at one board: they share what is shown of the blueprint, the
//! selection and the keyboard. Every other view is a page that takes the board's place.

use egui::{Popup, Ui};

use super::{App, canvas};
use crate::{
    scene::{Icon, Show},
    session::{Action, Command, Seen, Session},
};

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The canvas.
    #[default]
    Blueprint,
    /// Every step as a row.
    Outline,
    /// Every variant as a column, every step as a row.
    Table,
    /// What changes for a role.
    ForRole,
    /// What it all comes to.
    Numbers,
    /// What the blueprint forgets.
    Checks,
}

/// A view's row in the rail.
pub struct ViewInfo {
    /// Which.
    pub view: View,
    /// Its picture.
    pub icon: Icon,
    /// Its word.
    pub name: &'static str,
    /// What it is.
    pub words: &'static str,
    /// The command that leads there.
    pub command: Option<Command>,
}

/// The rail, top to bottom.
pub const RAIL: &[ViewInfo] = &[
    ViewInfo {
        view: View::Blueprint,
        icon: Icon::Blueprint,
        name: "Blueprint",
        words: "The blueprint as it is drawn",
        command: None,
    },
    ViewInfo {
        view: View::Outline,
        icon: Icon::Outline,
        name: "Outline",
        words: "Every step as a row, with what comes before and after it",
        command: Some(Command::Outline),
    },
    ViewInfo {
        view: View::Table,
        icon: Icon::Table,
        name: "Table",
        words: "Every variant as a column, side by side",
        command: Some(Command::ShowTable),
    },
    ViewInfo {
        view: View::ForRole,
        icon: Icon::Role,
        name: "For a role",
        words: "What changes for a role, to be read out or copied",
        command: Some(Command::ShowRole),
    },
    ViewInfo {
        view: View::Numbers,
        icon: Icon::Numbers,
        name: "Numbers",
        words: "Time, work and cost before and after, what moves them, and what is not known yet",
        command: Some(Command::ShowNumbers),
    },
    ViewInfo {
        view: View::Checks,
        icon: Icon::Checks,
        name: "Checks",
        words: "What the blueprint forgets, why it matters and who can answer",
        command: Some(Command::ShowChecks),
    },
];

impl View {
    /// Whether it is a page in the place of the board.
    pub fn is_page(self) -> bool {
        match self {
            Self::Blueprint | Self::Outline => false,
            Self::Table | Self::ForRole | Self::Numbers | Self::Checks => true,
        }
    }
}

/// Which view is shown, and the way back to the board.
#[derive(Default)]
pub(super) struct Views {
    shown: View,
    /// How the board was looked at when a page took its place: the blueprint, or the outline.
    board: View,
    /// What the board showed then: a page can choose other variants to compare.
    show: Option<Show>,
    /// Whether a popup or a text field was there when the frame began; Esc is meant for that.
    had_popup: bool,
    had_text: bool,
}

impl Views {
    /// The view that is shown.
    pub(super) fn shown(&self) -> View {
        self.shown
    }

    /// Shows the board in a page's place, whatever it shows now.
    pub(super) fn leave_page(&mut self) {
        if self.shown.is_page() {
            self.shown = self.board;
        }
    }

    /// Shows a view; the board as it was when a page took its place.
    fn show(&mut self, view: View, session: &Session) -> Option<Action> {
        let from = std::mem::replace(&mut self.shown, view);
        match (from.is_page(), view.is_page()) {
            (false, true) => {
                self.board = from;
                self.show = Some(session.show().clone());
                None
            }
            (true, false) => {
                let show = self.show.take()?;
                let is_there = |id| session.blueprint().variant(id).is_some();
                let is_new = show != *session.show();
                (is_new && show.variants().all(is_there)).then_some(Action::Show(show))
            }
            (true, true) | (false, false) => None,
        }
    }

    /// Looks at what is open before the panels are shown: they may close it with the same Esc.
    pub(super) fn begin(&mut self, ui: &Ui) {
        self.had_popup = Popup::is_any_open(ui.ctx());
    }

    /// After all others had their chance: whether Esc is left for going back.
    fn end(&mut self, ui: &Ui) -> bool {
        let had_text = std::mem::replace(&mut self.had_text, ui.ctx().text_edit_focused());
        !self.had_popup && !had_text
    }
}

/// Whether what `action` does is to be seen on the board.
pub(super) fn leads_to_board(action: &Action) -> bool {
    match action {
        Action::ShowAndSelect(..) | Action::CompareAs(_) | Action::Reveal(_) => true,
        Action::Command(command) => command.info().seen == Seen::Board,
        _ => false,
    }
}

impl App {
    /// Shows a view.
    pub(super) fn show_view(&mut self, view: View) {
        let Some(session) = &mut self.session else {
            return;
        };
        let from = self.views.shown();
        if from == view {
            return;
        }
        if let Some(action) = self.views.show(view, session) {
            session.run(action);
        }
        if [from, view].contains(&View::Outline) {
            self.outline.start_again();
        }
    }

    /// Shows a view, or what was there before it if it is shown already.
    pub(super) fn toggle_view(&mut self, view: View) {
        let is_here = self.views.shown() == view;
        self.show_view(match (is_here, view.is_page()) {
            (false, _) => view,
            (true, true) => self.views.board,
            (true, false) => View::Blueprint,
        });
    }

    /// Goes to a view, which has the keyboard then.
    pub(super) fn go(&mut self, ui: &Ui, view: View) {
        self.show_view(view);
        ui.ctx()
            .memory_mut(|memory| memory.request_focus(canvas::canvas_id()));
    }

    /// Esc that nobody took leads back to the blueprint.
    pub(super) fn leave_view(&mut self, ui: &Ui) {
        let is_free = self.views.end(ui);
        let is_away = self.views.shown() != View::Blueprint;
        let pressed =
            || ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if self.session.is_some() && is_away && is_free && pressed() {
            self.go(ui, View::Blueprint);
            ui.ctx().request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_stands_in_the_rail_once() {
        let row = |view: View| match view {
            View::Blueprint => 0,
            View::Outline => 1,
            View::Table => 2,
            View::ForRole => 3,
            View::Numbers => 4,
            View::Checks => 5,
        };
        let rows: Vec<usize> = RAIL.iter().map(|info| row(info.view)).collect();
        assert_eq!(rows, [0, 1, 2, 3, 4, 5]);
    }
}

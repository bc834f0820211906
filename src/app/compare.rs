//! Comparing in the window: the bar above the canvas and the pages made of what differs.
//!
//! Reads the session and gives back actions; what is compared, and how, the session knows.

mod bar;
mod role_page;
mod table_page;

pub(super) use bar::badge;
pub use bar::bar_ui;
pub use role_page::{RolePage, role_page_ui};
pub use table_page::{TablePage, table_page_ui};

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

    /// `page`, or the canvas where it is shown already.
    #[must_use]
    pub fn or_back(self, page: Self) -> Self {
        if self == page { Self::Canvas } else { page }
    }
}

/// Shows a step where it stands: in what is shown, or else alone in its variant.
fn go_to(session: &Session, selection: Selection) -> Action {
    if session.scene().pane(&selection.variant).is_some() {
        return Action::Reveal(selection);
    }
    Action::ShowAndSelect(Show::One(selection.variant.clone()), selection)
}

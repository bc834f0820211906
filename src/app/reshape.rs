//! Dialogs of steps that get another shape: split in two, merged, replaced. Each says what will be, and in which
//! variants; Enter does it, Esc leaves everything as it is.

mod form;
mod replace;

use egui::Ui;

use form::{Done, MergeForm, SplitForm, merge_ui, split_ui};
use replace::{ReplaceForm, replace_ui};

use crate::session::{Action, Session};

/// The dialog that is open, if one is.
#[derive(Default)]
pub(super) struct Reshape {
    open: Option<Open>,
}

enum Open {
    Split(SplitForm),
    Merge(MergeForm),
    Replace(ReplaceForm),
}

impl Reshape {
    /// Whether a dialog is open: keys are not for what is under it.
    pub(super) fn is_asking(&self) -> bool {
        self.open.is_some()
    }

    /// Asks how the step selected is split; its title where the caret stood, if it was being typed.
    pub(super) fn split(&mut self, session: &Session, before_caret: Option<&str>) {
        self.open = SplitForm::of(session, before_caret).map(Open::Split);
    }

    /// Merges the steps selected: at once where this variant alone has them and says their title then, else it asks.
    pub(super) fn merge(&mut self, session: &mut Session) {
        let Some(plan) = session.merge_plan() else {
            return;
        };
        if plan.also_in.is_empty() {
            session.run(Action::MergeSteps(Box::new(plan.merge)));
            session.run(Action::Rename(session.selection().clone()));
        } else {
            self.open = Some(Open::Merge(MergeForm::of(plan)));
        }
    }

    /// Asks by what the step selected is replaced.
    pub(super) fn replace(&mut self, session: &Session) {
        self.open = ReplaceForm::of(session).map(Open::Replace);
    }
}

/// The dialog, while it is open.
pub(super) fn reshape_ui(
    ui: &Ui,
    session: &Session,
    reshape: &mut Reshape,
    actions: &mut Vec<Action>,
) {
    let done = match &mut reshape.open {
        None => return,
        Some(Open::Split(form)) => split_ui(ui, session, form),
        Some(Open::Merge(form)) => merge_ui(ui, session, form),
        Some(Open::Replace(form)) => replace_ui(ui, session, form),
    };
    match done {
        Done::NotYet => {}
        Done::Left => reshape.open = None,
        Done::Takes(action) => {
            reshape.open = None;
            actions.push(*action);
        }
    }
}

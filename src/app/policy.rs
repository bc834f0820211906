//! The team's policy for the open document: looked for when a document comes, when it is saved elsewhere and when the window
//! is looked at again.

use std::{path::PathBuf, sync::Arc};

use egui::Context;

use crate::{
    checks::{POLICY_FILE, Policy},
    session::Session,
    store::Store,
};

/// The policy that holds now.
#[derive(Default)]
pub(super) struct KnownPolicy {
    policy: Arc<Policy>,
    /// For which file it was looked for.
    path: Option<PathBuf>,
    had_focus: bool,
    /// What was said of it last, so that it is said once.
    said: String,
}

impl KnownPolicy {
    /// The policy for the open document, and what is to be said about it.
    pub(super) fn of(
        &mut self,
        ctx: &Context,
        session: &Session,
        store: &Store,
    ) -> (&Arc<Policy>, Option<String>) {
        let has_focus = ctx.input(|input| input.focused);
        let comes_back = has_focus && !self.had_focus;
        self.had_focus = has_focus;
        if self.path.as_ref() == session.path() && !comes_back {
            return (&self.policy, None);
        }
        self.path = session.path().cloned();
        let (policy, words) = self.look(store);
        if policy != *self.policy {
            self.policy = Arc::new(policy);
        }
        let is_new = !words.is_empty() && words != self.said;
        self.said.clone_from(&words);
        (&self.policy, is_new.then_some(words))
    }

    /// The policy beside the file or above it; one that cannot be read asks for nothing, and that is said.
    fn look(&self, store: &Store) -> (Policy, String) {
        let found = match &self.path {
            Some(path) => store.read_above(path, POLICY_FILE),
            None => Ok(None),
        };
        match found {
            Ok(None) => (Policy::default(), String::new()),
            Ok(Some((at, loaded))) => match Policy::read(&loaded.bytes) {
                Ok((policy, odd)) => (policy, odd.join(" ")),
                Err(error) => {
                    let words = format!(
                        "The policy {} cannot be used, and the checks go without: {error}",
                        at.display()
                    );
                    (Policy::default(), words)
                }
            },
            Err(error) => (Policy::default(), error.to_string()),
        }
    }
}

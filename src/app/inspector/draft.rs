//! What is being typed and not yet in the document.
//!
//! A field shows its draft while there is one. A draft becomes one edit once its field has given the
//! focus away, whatever is selected by then: it knows the record it was typed for. What cannot be
//! understood stays a draft, with the reason.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Context, Id};

use crate::{
    edit::Edit,
    model::Blueprint,
    session::{Action, Session},
};

/// Makes the edit of a text for a blueprint; no edit when the record is gone or nothing differs.
type Commit = Box<dyn Fn(&Blueprint, &str) -> Result<Option<Edit>, String>>;

/// Text being typed.
pub(super) struct Draft {
    /// The field's label.
    pub label: String,
    /// What is typed so far.
    pub text: String,
    /// Why it cannot be taken over.
    pub error: Option<String>,
    /// What the field held before.
    original: String,
    /// The field, and a slider beside it.
    holders: Vec<Id>,
    commit: Commit,
}

/// The drafts of one document, by path and field.
#[derive(Default)]
pub(super) struct Drafts {
    open: BTreeMap<String, Draft>,
    last: Option<String>,
}

impl Drafts {
    /// The draft of a field.
    pub(super) fn get(&self, key: &str) -> Option<&Draft> {
        self.open.get(key)
    }

    /// The draft that was typed in last.
    pub(super) fn last(&self) -> Option<&Draft> {
        let last = self.last.as_ref().and_then(|key| self.open.get(key));
        last.or_else(|| self.open.values().next())
    }

    /// Takes over what was typed; `commit` is asked for only when the draft is a new one.
    pub(super) fn typed(
        &mut self,
        key: &str,
        text: String,
        (label, original, holders): (&str, &str, &[Id]),
        commit: impl FnOnce() -> Commit,
    ) {
        self.last = Some(key.to_owned());
        match self.open.get_mut(key) {
            Some(draft) => {
                draft.text = text;
                draft.error = None;
                draft.holders = holders.to_vec();
            }
            None => {
                let draft = Draft {
                    label: label.to_owned(),
                    text,
                    error: None,
                    original: original.to_owned(),
                    holders: holders.to_vec(),
                    commit: commit(),
                };
                self.open.insert(key.to_owned(), draft);
            }
        }
    }

    /// Drops a field's draft.
    pub(super) fn discard(&mut self, key: &str) {
        self.open.remove(key);
    }

    /// Drops the drafts of every field whose key is meant.
    pub(super) fn discard_where(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.open.retain(|key, _| !is_meant(key));
    }

    /// Turns drafts into edits: all of them, or with `ctx` those whose field nobody is in any more.
    pub(super) fn commit(
        &mut self,
        ctx: Option<&Context>,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        let is_held = |draft: &Draft| {
            ctx.is_some_and(|ctx| {
                let focused = ctx.memory(egui::Memory::focused);
                let mut holders = draft.holders.iter();
                holders.any(|id| focused == Some(*id) || ctx.is_being_dragged(*id))
            })
        };
        let due: Vec<String> = self
            .open
            .iter()
            .filter(|(_, draft)| draft.error.is_none() && !is_held(draft))
            .map(|(key, _)| key.clone())
            .collect();
        for key in due {
            let Some(mut draft) = self.open.remove(&key) else {
                continue;
            };
            if draft.text == draft.original {
                continue;
            }
            match (draft.commit)(&pending(session, actions), &draft.text) {
                Ok(edit) => actions.extend(edit.map(Action::Edit)),
                Err(error) => {
                    draft.error = Some(error);
                    self.open.insert(key, draft);
                }
            }
        }
    }
}

/// The document as it will be after `actions`. An edit puts whole records, so it is made from a document
/// in which the edits before it are done.
pub(super) fn pending(session: &Session, actions: &[Action]) -> Arc<Blueprint> {
    let mut blueprint = Arc::clone(session.blueprint());
    for action in actions {
        if let Action::Edit(edit) | Action::EditThen(edit, _) = action {
            let mut next = (*blueprint).clone();
            if edit.apply(&mut next).is_ok() {
                blueprint = Arc::new(next);
            }
        }
    }
    blueprint
}

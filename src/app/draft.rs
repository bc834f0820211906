//! What is being typed and not yet in the document: in the inspector, in a cell of a table, in a row under the lanes.
//!
//! A draft is an edit that sets a field ([`Edit::Set`]) and is not yet applied. It knows the records it was typed for,
//! whatever is selected by then. What cannot be understood stays a draft, with the reason. The title that is typed on
//! the canvas is the session's ([`crate::session`]): a step exists only once it has one.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Context, Id};

use crate::{
    edit::{Edit, Refusal, set_edits},
    model::{Blueprint, FieldPath, Input, Key, PathPart, short_quotations},
    session::{Action, Session},
};

/// A text that a person types for a field of one or several records.
pub(super) struct Draft {
    /// What the field is called.
    pub label: String,
    /// What is typed so far.
    pub text: String,
    /// Why it cannot be taken over.
    pub error: Option<String>,
    keys: Vec<Key>,
    field: FieldPath,
    /// What the field held before.
    original: String,
    input: Input,
}

impl Draft {
    /// Begins with what the field of the first record holds; `None` where it has no such field.
    pub(super) fn of(blueprint: &Blueprint, keys: Vec<Key>, field: FieldPath) -> Option<Self> {
        let seen = keys.first()?.seen(blueprint, &field)?;
        Some(Self {
            label: seen.label.to_owned(),
            text: seen.typed.clone(),
            error: None,
            keys,
            field,
            original: seen.typed,
            input: seen.input,
        })
    }

    /// Spellings that an empty field takes.
    pub(super) fn hint(&self) -> &'static str {
        match self.input {
            Input::Line { hint, .. } => hint,
            Input::Names => "One, another, …",
            _ => "",
        }
    }

    /// Begins with another spelling of what the field holds.
    pub(super) fn begin_with(&mut self, shown: String) {
        self.text.clone_from(&shown);
        self.original = shown;
    }

    /// Whether something else is typed than what the field held.
    pub(super) fn is_new(&self) -> bool {
        self.text != self.original
    }

    /// Takes in what is typed now.
    pub(super) fn type_in(&mut self, text: String) {
        self.text = text;
        self.error = None;
    }

    /// The edit that takes it over to `blueprint`, which is the session's with what is about to be done; none when that changes nothing, or what it was typed for is gone.
    ///
    /// # Errors
    /// What is wrong with the text, for the person who typed it.
    pub(super) fn edit(
        &self,
        session: &Session,
        blueprint: &Blueprint,
    ) -> Result<Option<Edit>, String> {
        let is_there = |key: &Key| key.seen(blueprint, &self.field).is_some();
        if !self.is_new() || !self.keys.iter().any(is_there) {
            return Ok(None);
        }
        let changes = set_edits(blueprint, &self.keys, &self.field, &self.text);
        let changes = changes.map_err(|refusal| said(&refusal))?;
        if changes.is_empty() {
            return Ok(None);
        }
        let edit = Edit::All(changes);
        let mut new = blueprint.clone();
        let applied = edit.apply(&mut new);
        let fits = applied.and_then(|()| session.check_room(blueprint, &new));
        fits.map_err(|refusal| said(&refusal))?;
        Ok(Some(Edit::Set {
            keys: self.keys.clone(),
            field: self.field.clone(),
            typed: self.text.clone(),
        }))
    }

    /// What takes it over, as [`Draft::edit`] finds it.
    ///
    /// # Errors
    /// What is wrong with the text, for the person who typed it.
    pub(super) fn action(
        &self,
        session: &Session,
        blueprint: &Blueprint,
    ) -> Result<Option<Action>, String> {
        let edit = self.edit(session, blueprint)?;
        let is_title = self.is_title_of_steps();
        Ok(edit.map(|edit| match is_title {
            true => Action::Retitle(self.keys.clone(), self.text.clone()),
            false => Action::Edit(edit),
        }))
    }

    /// Whether it is a title of steps, behind which a time may stand.
    fn is_title_of_steps(&self) -> bool {
        let are_steps = self.keys.iter().all(|key| matches!(key, Key::Step(..)));
        are_steps && *self.field == [PathPart::Name("title")]
    }
}

/// A refusal as it stands under a field.
fn said(refusal: &Refusal) -> String {
    short_quotations(&refusal.to_string()).into_owned()
}

/// The drafts of the inspector, each by what keeps its field apart from all others.
#[derive(Default)]
pub(super) struct Drafts {
    open: BTreeMap<String, OpenField>,
    last: Option<String>,
}

struct OpenField {
    draft: Draft,
    /// The field, and a slider beside it.
    holders: Vec<Id>,
}

impl Drafts {
    /// The draft of a field.
    pub(super) fn get(&self, key: &str) -> Option<&Draft> {
        self.open.get(key).map(|held| &held.draft)
    }

    /// The draft that was typed in last.
    pub(super) fn last(&self) -> Option<&Draft> {
        let last = self.last.as_ref().and_then(|key| self.open.get(key));
        let any = || self.open.values().next();
        last.or_else(any).map(|held| &held.draft)
    }

    /// Takes over what was typed; `begin` is asked for only when the draft is a new one.
    pub(super) fn type_in(
        &mut self,
        key: &str,
        text: String,
        holders: &[Id],
        begin: impl FnOnce() -> Option<Draft>,
    ) {
        self.last = Some(key.to_owned());
        if !self.open.contains_key(key)
            && let Some(draft) = begin()
        {
            let holders = Vec::new();
            self.open
                .insert(key.to_owned(), OpenField { draft, holders });
        }
        if let Some(held) = self.open.get_mut(key) {
            held.draft.type_in(text);
            held.holders = holders.to_vec();
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
        let is_held = |held: &OpenField| {
            ctx.is_some_and(|ctx| {
                let focused = ctx.memory(egui::Memory::focused);
                let mut holders = held.holders.iter();
                holders.any(|id| focused == Some(*id) || ctx.is_being_dragged(*id))
            })
        };
        let due: Vec<String> = self
            .open
            .iter()
            .filter(|(_, held)| held.draft.error.is_none() && !is_held(held))
            .map(|(key, _)| key.clone())
            .collect();
        for key in due {
            let Some(mut held) = self.open.remove(&key) else {
                continue;
            };
            match held.draft.action(session, &pending(session, actions)) {
                Ok(action) => actions.extend(action),
                Err(error) => {
                    held.draft.error = Some(error);
                    self.open.insert(key, held);
                }
            }
        }
    }
}

/// The document as it will be after `actions`: a draft is checked against what the edits before it make.
pub(super) fn pending(session: &Session, actions: &[Action]) -> Arc<Blueprint> {
    let mut blueprint = Arc::clone(session.blueprint());
    for action in actions {
        let retitled;
        let edit = match action {
            Action::Edit(edit) | Action::EditThen(edit, _) => edit,
            Action::Retitle(keys, title) => {
                retitled = session.retitling(keys, title);
                &retitled
            }
            _ => continue,
        };
        let mut next = (*blueprint).clone();
        if edit.apply(&mut next).is_ok() {
            blueprint = Arc::new(next);
        }
    }
    blueprint
}

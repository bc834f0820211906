//! Words that stand in the document already: the channels, systems and people that a field suggests, wherever it is
//! typed in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use egui::{Id, Ui};

use super::widgets::{Suggestions, begin_text, fitting, list_part, typed, with_part};
use crate::{
    model::{Blueprint, Input, Key, PathPart},
    session::Session,
};

/// What a field names, where others name the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KnownAs {
    Channel,
    System,
    Person,
    Language,
}

impl KnownAs {
    /// What the field at the end of `way` in the record `key` names; `None` where it is words of its own.
    fn of(key: &Key, way: &[PathPart]) -> Option<Self> {
        let names: Vec<&str> = way
            .iter()
            .filter_map(|part| match part {
                PathPart::Name(name) => Some(*name),
                PathPart::Number(_) | PathPart::Item(_) => None,
            })
            .collect();
        match (key, &names[..]) {
            (Key::Step(..), ["channel"]) => Some(Self::Channel),
            (Key::Step(..), ["systems"]) => Some(Self::System),
            (Key::Step(..), ["owner" | "perceived_owner"]) => Some(Self::Person),
            (Key::Step(..), ["ai", "stop", "who"] | ["pains", "said_by"]) => Some(Self::Person),
            (Key::Step(..), ["ai", "languages"]) => Some(Self::Language),
            (Key::AiSystem(_), ["model_owner"] | ["validated", "by"])
            | (Key::Comment(_), ["author"])
            | (Key::AiUse(_) | Key::Monitor(_), ["owner"])
            | (Key::Rule(_), ["by"])
            | (Key::Incident(_), ["told", "whom"])
            | (Key::Variant(_), ["dropped_controls", "agreed_by"] | ["left_pains", "by"]) => {
                Some(Self::Person)
            }
            _ => None,
        }
    }
}

/// The words of a document, each kind collected once for each state of it, and the list of them below a field.
#[derive(Default)]
pub(super) struct KnownWords {
    of: Option<Arc<Blueprint>>,
    words: Vec<(KnownAs, Arc<[String]>)>,
    list: Suggestions,
}

/// A field that is typed in.
pub(super) struct TypedField<'a> {
    /// Its id on screen.
    pub id: Id,
    /// The record, and the field of it.
    pub key: &'a Key,
    pub way: &'a [PathPart],
    /// What it says now.
    pub text: &'a str,
}

/// Words that would do in a field.
struct FittingWords {
    input: Input,
    words: Vec<String>,
}

impl FittingWords {
    /// The text of the field with one of the words, which was taken.
    fn take(&self, ui: &Ui, field: &TypedField<'_>, taken: usize) -> Option<String> {
        let word = self.words.get(taken)?;
        let text = match self.input {
            Input::Names => with_part(field.text, word),
            _ => word.clone(),
        };
        // The field keeps the keyboard, with the cursor behind the word.
        let end = text.chars().count();
        begin_text(ui, field.id, end..end);
        Some(text)
    }
}

impl KnownWords {
    /// Opens the list of a field: something was typed there.
    pub(super) fn open(&mut self, field: Id) {
        self.list.open(field);
    }

    /// Closes the list.
    pub(super) fn close(&mut self) {
        self.list.close();
    }

    /// Whether the pointer is over the list that is open.
    pub(super) fn is_under_pointer(&self, ui: &Ui) -> bool {
        self.list.is_under_pointer(ui)
    }

    /// Gives the keys of a field to its list, before the field sees them; the text with the word that was taken.
    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        session: &Session,
        field: &TypedField<'_>,
    ) -> Option<String> {
        if !ui.memory(|memory| memory.has_focus(field.id)) {
            return None;
        }
        let fits = self.fitting(session, field)?;
        let taken = self.list.keys(ui, field.id, fits.words.len())?;
        self.list.close();
        fits.take(ui, field, taken)
    }

    /// The list below a field; the text with the word that was clicked.
    pub(super) fn list_ui(
        &mut self,
        ui: &Ui,
        session: &Session,
        field: &TypedField<'_>,
    ) -> Option<String> {
        let response = ui.ctx().read_response(field.id)?;
        if response.clicked() {
            self.list.open(field.id);
        }
        let is_open = self.list.is_open(ui, field.id) && !session.is_read_only();
        let fits = is_open.then(|| self.fitting(session, field)).flatten();
        let Some(fits) = fits.filter(|fits| !fits.words.is_empty()) else {
            self.list.hide(field.id);
            return None;
        };
        let words: Vec<&str> = fits.words.iter().map(String::as_str).collect();
        let taken = self.list.list_ui(ui, (field.id, response.rect), &words)?;
        self.list.close();
        fits.take(ui, field, taken)
    }

    /// The words of the document that would do in a field.
    fn fitting(&mut self, session: &Session, field: &TypedField<'_>) -> Option<FittingWords> {
        let kind = KnownAs::of(field.key, field.way)?;
        let input = field.key.seen(session.blueprint(), field.way)?.input;
        let words = self.of(session.blueprint(), kind);
        let said = match input {
            Input::Names => list_part(field.text),
            _ => field.text,
        };
        let held = typed::names(field.text).unwrap_or_default();
        let mut fits = fitting(&words, said);
        if input == Input::Names {
            fits.retain(|word| !held.iter().any(|name| name == word));
        }
        let words = fits.into_iter().map(str::to_owned).collect();
        Some(FittingWords { input, words })
    }

    /// The words of a kind, in the order of the alphabet.
    fn of(&mut self, blueprint: &Arc<Blueprint>, kind: KnownAs) -> Arc<[String]> {
        let is_same = self
            .of
            .as_ref()
            .is_some_and(|of| Arc::ptr_eq(of, blueprint));
        if !is_same {
            self.of = Some(Arc::clone(blueprint));
            self.words.clear();
        }
        if let Some((_, words)) = self.words.iter().find(|(of, _)| *of == kind) {
            return Arc::clone(words);
        }
        let words = collect(blueprint, kind);
        self.words.push((kind, Arc::clone(&words)));
        words
    }
}

fn collect(blueprint: &Blueprint, kind: KnownAs) -> Arc<[String]> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let variants = blueprint.variants.iter();
    let steps = variants.flat_map(|variant| variant.steps.values());
    for step in steps {
        let ai = step.ai.as_deref();
        match kind {
            KnownAs::Channel => {
                found.insert(&step.channel);
            }
            KnownAs::System => found.extend(step.systems.iter().map(String::as_str)),
            KnownAs::Language => {
                let languages = ai.map(|ai| &ai.languages).into_iter().flatten();
                found.extend(languages.map(String::as_str));
            }
            KnownAs::Person => {
                found.extend([&*step.owner, &*step.perceived_owner]);
                found.extend(step.pains.iter().map(|pain| &*pain.said_by));
                found.extend(ai.and_then(|ai| Some(&*ai.stop.as_ref()?.who)));
            }
        }
    }
    if kind == KnownAs::Person {
        found.extend(blueprint.roles.iter().map(|role| &*role.name));
        let systems = blueprint.ai_systems.values();
        found.extend(systems.map(|system| &*system.model_owner));
        found.extend(blueprint.ai_uses.values().map(|of| &*of.owner));
        found.extend(blueprint.monitors.values().map(|monitor| &*monitor.owner));
    }
    // “Phone” and “phone” are one word.
    let words = found.into_iter().map(str::trim);
    let words: BTreeMap<String, &str> = words
        .filter(|word| !word.is_empty())
        .map(|word| (word.to_lowercase(), word))
        .collect();
    words.into_values().map(str::to_owned).collect()
}

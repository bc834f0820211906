//! Words that stand in the document already: the channels, systems and people that a field suggests.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use egui::{Id, Ui};

use super::form::Form;
use crate::{
    app::widgets::{begin_text, fitting, list_part, typed, with_part},
    model::{Blueprint, FieldPath, Input, Key, PathPart, Touchpoint},
};

/// What a field names, where others name the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownAs {
    Channel,
    System,
    Person,
    Language,
}

impl KnownAs {
    /// What the field at the end of `way` in the record `key` names; `None` where it is words of its own.
    pub(super) fn of(key: &Key, way: &[PathPart]) -> Option<Self> {
        let names: Vec<&str> = way
            .iter()
            .filter_map(|part| match part {
                PathPart::Name(name) => Some(*name),
                PathPart::Number(_) | PathPart::Item(_) => None,
            })
            .collect();
        match (key, &names[..]) {
            (Key::Step(..), ["channel"] | ["ai", "channels"]) => Some(Self::Channel),
            (Key::Step(..), ["systems"]) => Some(Self::System),
            (Key::Step(..), ["owner" | "perceived_owner"] | ["ai", "owner"]) => Some(Self::Person),
            (Key::Step(..), ["ai", "stop", "who"] | ["pains", "said_by"]) => Some(Self::Person),
            (Key::Step(..), ["ai", "languages"]) => Some(Self::Language),
            (Key::AiSystem(_), ["model_owner"]) | (Key::Comment(_), ["author"]) => {
                Some(Self::Person)
            }
            _ => None,
        }
    }
}

/// The words of a document, each kind collected once for each state of it.
#[derive(Default)]
pub(super) struct KnownWords {
    of: Option<Arc<Blueprint>>,
    words: Vec<(KnownAs, Arc<[String]>)>,
}

impl KnownWords {
    /// The words of a kind, in the order of the alphabet.
    pub(super) fn of(&mut self, blueprint: &Arc<Blueprint>, kind: KnownAs) -> Arc<[String]> {
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

impl Form<'_> {
    /// What is typed in a field now, and the words of the document that would do there.
    fn fitting(&mut self, way: &FieldPath, shown: &str) -> Option<(String, Input, Vec<String>)> {
        let kind = KnownAs::of(&self.key(), way)?;
        let input = self.key().seen(self.blueprint(), way)?.input;
        let draft = self.state.drafts.get(&self.field_key(way));
        let text = draft.map_or(shown, |draft| &draft.text).to_owned();
        let words = self.state.known.of(self.session.blueprint(), kind);
        let said = match input {
            Input::Names => list_part(&text),
            _ => &text,
        };
        let held = typed::names(&text).unwrap_or_default();
        let mut fits = fitting(&words, said);
        if input == Input::Names {
            fits.retain(|word| !held.iter().any(|name| name == word));
        }
        let fits = fits.into_iter().map(str::to_owned).collect();
        Some((text, input, fits))
    }

    /// Gives the keys of a field to the list of what it suggests; the text with the word that was taken.
    pub(super) fn suggested(
        &mut self,
        ui: &Ui,
        (way, id): (&FieldPath, Id),
        shown: &str,
    ) -> Option<String> {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let (text, input, fits) = self.fitting(way, shown)?;
        let taken = self.state.suggestions.keys(ui, id, fits.len())?;
        self.take_suggested(ui, id, (&text, &input, fits.get(taken)?))
    }

    /// The list of what a field suggests, below it; the text with the word that was clicked.
    pub(super) fn suggest_ui(
        &mut self,
        ui: &Ui,
        (way, id): (&FieldPath, Id),
        shown: &str,
    ) -> Option<String> {
        let response = ui.ctx().read_response(id)?;
        if response.clicked() {
            self.state.suggestions.open(id);
        }
        if !self.state.suggestions.is_open(ui, id) || self.session.is_read_only() {
            return None;
        }
        let (text, input, fits) = self.fitting(way, shown)?;
        if fits.is_empty() {
            return None;
        }
        let words: Vec<&str> = fits.iter().map(String::as_str).collect();
        let list = &mut self.state.suggestions;
        let taken = list.list_ui(ui, (id, response.rect), &words)?;
        self.take_suggested(ui, id, (&text, &input, fits.get(taken)?))
    }

    fn take_suggested(
        &mut self,
        ui: &Ui,
        id: Id,
        (text, input, word): (&str, &Input, &str),
    ) -> Option<String> {
        self.state.suggestions.close();
        let text = match input {
            Input::Names => with_part(text, word),
            _ => word.to_owned(),
        };
        // The field keeps the keyboard, with the cursor behind the word.
        let end = text.chars().count();
        begin_text(ui, id, end..end);
        Some(text)
    }
}

fn collect(blueprint: &Blueprint, kind: KnownAs) -> Arc<[String]> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let variants = blueprint.variants.iter();
    let steps = variants.flat_map(|variant| variant.steps.values());
    for step in steps {
        let ai = step.ai.as_deref();
        let of_ai = |list: fn(&Touchpoint) -> &Vec<String>| {
            let names = ai.map(list).into_iter().flatten();
            names.map(String::as_str)
        };
        match kind {
            KnownAs::Channel => {
                found.insert(&step.channel);
                found.extend(of_ai(|ai| &ai.channels));
            }
            KnownAs::System => found.extend(step.systems.iter().map(String::as_str)),
            KnownAs::Language => found.extend(of_ai(|ai| &ai.languages)),
            KnownAs::Person => {
                found.extend([&*step.owner, &*step.perceived_owner]);
                found.extend(step.pains.iter().map(|pain| &*pain.said_by));
                found.extend(ai.map(|ai| &*ai.owner));
                found.extend(ai.and_then(|ai| Some(&*ai.stop.as_ref()?.who)));
            }
        }
    }
    if kind == KnownAs::Person {
        found.extend(blueprint.roles.iter().map(|role| &*role.name));
        let systems = blueprint.ai_systems.values();
        found.extend(systems.map(|system| &*system.model_owner));
    }
    // “Phone” and “phone” are one word.
    let words = found.into_iter().map(str::trim);
    let words: BTreeMap<String, &str> = words
        .filter(|word| !word.is_empty())
        .map(|word| (word.to_lowercase(), word))
        .collect();
    words.into_values().map(str::to_owned).collect()
}

//! Fields that are picked: another record, a choice, boxes to tick.

use egui::Ui;

use super::{
    form::Form,
    places::{NONE, step_choices},
};
use crate::{
    app::widgets::{Picked, tick_ui, typed},
    edit::Edit,
    model::{Blueprint, FieldPath, Input, Key, Kind, PathPart, RefKind, ShownField, StepId},
    session::Action,
};

/// What a step's lane or moment says while it has none.
const IN_THE_TRAY: &str = "In the tray";

impl Form<'_> {
    /// Another record of the document, or none.
    pub(super) fn reference_ui(
        &mut self,
        ui: &mut Ui,
        way: &FieldPath,
        seen: &ShownField,
        kind: RefKind,
    ) {
        let names = self.key().names(self.blueprint());
        let is_place = matches!(kind, RefKind::Record(Kind::Lane) | RefKind::Moment);
        let none = if is_place { IN_THE_TRAY } else { NONE };
        let picked = or_none(&seen.words, none);
        let choices = || {
            let line = match is_place {
                true => "None: in the tray",
                false => NONE,
            };
            let is_none = seen.typed.is_empty() && seen.words.is_empty();
            let none = seen
                .is_optional
                .then(|| (String::new(), line.to_owned(), is_none));
            let all = (seen.choices)(&names).into_iter();
            let all = all.map(|(typed, words)| {
                let is_picked = typed == seen.typed;
                (typed, words, is_picked)
            });
            none.into_iter().chain(all).collect()
        };
        let name = self.name(seen.label);
        let add = self.add_words(kind);
        match self.picked_or_new_ui(ui, (way, &name), (picked, add.as_deref()), choices) {
            Some(Picked::One(typed)) => {
                self.state.naming = None;
                self.set(way.clone(), &typed);
            }
            Some(Picked::New) => self.add_picked(way, kind),
            None => {}
        }
        self.naming_ui(ui, way);
    }

    /// Another step of the same variant, or none: of the record shown alone, since the others are elsewhere.
    pub(super) fn step_ui(&mut self, ui: &mut Ui, way: &FieldPath, seen: &ShownField) {
        let (blueprint, key) = (self.blueprint(), self.key());
        let Some(variant) = key.names(blueprint).variant() else {
            return;
        };
        let step = variant.steps.get(&StepId::from(&*seen.typed));
        let words = step.map_or(&*seen.words, |step| step.called());
        let picked = or_none(words, NONE);
        let choices = || {
            let is_none = seen.typed.is_empty();
            let none = seen
                .is_optional
                .then(|| (String::new(), NONE.to_owned(), is_none));
            let all = step_choices(blueprint, variant).into_iter();
            let all = all.filter(|(id, _)| !is_own(blueprint, &key, way, id.as_str()));
            let all = all.map(|(id, words)| {
                let is_picked = id.as_str() == seen.typed;
                (id.to_string(), words, is_picked)
            });
            none.into_iter().chain(all).collect()
        };
        let name = self.name(seen.label);
        let add = self.add_words(RefKind::Step);
        match self.picked_or_new_ui(ui, (way, &name), (picked, add.as_deref()), choices) {
            Some(Picked::One(typed)) => {
                self.state.naming = None;
                self.alone_ui(|form| form.set(way.clone(), &typed));
            }
            Some(Picked::New) => self.alone_ui(|form| form.add_picked(way, RefKind::Step)),
            None => {}
        }
        self.naming_ui(ui, way);
    }

    /// One of a few choices; where other words are taken too, a field for them.
    pub(super) fn choice_ui(&mut self, ui: &mut Ui, way: &FieldPath, seen: &ShownField) {
        const OTHER: &str = "Another one";
        let Input::Choice {
            all,
            optional,
            open,
        } = &seen.input
        else {
            return;
        };
        let shown = &*seen.typed;
        let key = self.field_key(way);
        let is_known = shown.is_empty() || all.contains(&shown);
        let asked = (key, shown.to_owned());
        let is_other = *open && (!is_known || self.state.is_other.as_ref() == Some(&asked));
        let picked = match shown {
            _ if is_other => OTHER,
            "" => or_none(&seen.words, NONE),
            known => known,
        };
        let choices = || {
            let none = optional.then(|| (Some(""), NONE, shown.is_empty() && !is_other));
            let known = all.iter().map(|one| (Some(*one), *one, *one == picked));
            let other = open.then_some((None, OTHER, is_other));
            let all = none.into_iter().chain(known).chain(other);
            all.map(|(typed, words, is_picked)| (typed, words.to_owned(), is_picked))
                .collect()
        };
        let name = self.name(seen.label);
        match self.picked_ui(ui, (way, &name), picked, choices) {
            Some(Some(typed)) => {
                self.state.is_other = None;
                self.set(way.clone(), typed);
            }
            // Which one is said in the field that is now shown.
            Some(None) => self.state.is_other = Some(asked),
            None => {}
        }
        if is_other {
            let name = self.name(&format!("{}: which", seen.label));
            let look = self.look(&Input::Text);
            let words = if is_known { "" } else { shown };
            self.labelled_ui(ui, &name, |form, ui, label| {
                form.bare_ui(ui, (way, look), (&name, label), (words, None, &[]));
            });
        }
    }

    /// Boxes to tick, in two columns. Of several records one is ticked when all have it.
    pub(super) fn ticks_ui(
        &mut self,
        ui: &mut Ui,
        way: &FieldPath,
        seen: &ShownField,
        all: &[&'static str],
    ) {
        let blueprint = self.blueprint();
        let ticked_in = |key: &Key| -> Vec<String> {
            let seen = key.seen(blueprint, way);
            let typed = seen.map(|seen| typed::names(&seen.typed).unwrap_or_default());
            typed.unwrap_or_default()
        };
        let has = |ticked: &[String], one: &str| ticked.iter().any(|other| other == one);
        let mut ticked = ticked_in(&self.key());
        if !self.differ.is_empty() {
            for key in &self.keys {
                if ticked.is_empty() {
                    break;
                }
                let there = ticked_in(key);
                ticked.retain(|one| has(&there, one));
            }
        }
        let mut toggled = None;
        let name = self.name(seen.label);
        self.labelled_ui(ui, &name, |_, ui, _| {
            // Row by row: words that take two lines push both columns down.
            for row in all.chunks(2) {
                ui.columns(2, |columns| {
                    for (ui, one) in columns.iter_mut().zip(row) {
                        let mut is_ticked = has(&ticked, one);
                        if tick_ui(ui, &mut is_ticked, one).changed() {
                            toggled = Some((*one, is_ticked));
                        }
                    }
                });
            }
        });
        let Some((toggled, is_ticked)) = toggled else {
            return;
        };
        // A step of another variant may have no such part.
        let has_it = |key: &&Key| key.seen(blueprint, way).is_some();
        let edits = self.keys.iter().filter(has_it).map(|key| {
            let there = ticked_in(key);
            let wanted = all.iter().filter(|one| match **one == toggled {
                true => is_ticked,
                false => has(&there, one),
            });
            let wanted: Vec<String> = wanted.map(|one| (*one).to_owned()).collect();
            Edit::Set {
                keys: vec![key.clone()],
                field: way.clone(),
                typed: typed::show_names(&wanted),
            }
        });
        let edit = Edit::All(edits.collect());
        self.actions.push(Action::Edit(edit));
    }
}

/// Whether a step is the one that the field belongs to, or the other end of a connector.
fn is_own(blueprint: &Blueprint, key: &Key, way: &FieldPath, id: &str) -> bool {
    match key {
        Key::Step(_, own) => own.as_str() == id,
        Key::Connector(variant, connector) => {
            let held = blueprint.variant(variant).map(|(_, held)| held);
            let connector = held.and_then(|held| held.connectors.get(connector));
            connector.is_some_and(|connector| match way.as_slice() {
                [PathPart::Name("from")] => connector.to.as_str() == id,
                _ => connector.from.as_str() == id,
            })
        }
        _ => false,
    }
}

/// Words, or those that say there are none.
pub(super) fn or_none<'w>(words: &'w str, none: &'w str) -> &'w str {
    if words.is_empty() { none } else { words }
}

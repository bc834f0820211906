//! A record's fields: shows a value, keeps its draft, and turns what a person did into an edit.

use std::{fmt::Display, rc::Rc};

use egui::{Id, Ui};

use super::{
    InspectorState,
    draft::pending,
    held::{Held, edit_of},
};
use crate::{
    app::widgets::{
        Keystroke, Message, Name, ShareSlider, TextField, label_ui, pick_ui, share_slider_ui,
        text_field_ui, tick_ui, typed,
    },
    edit::Edit,
    model::{Blueprint, Date, FieldPath, Key, Money, Share, Time, Written},
    scene::Ink,
    session::{Action, Session},
};

/// Shown in an empty field for several words.
pub(super) const NAMES_HINT: &str = "One, another, …";

/// What an optional choice says when nobody made it.
const NOT_KNOWN: &str = "Not known";

/// Copies a list from the record shown to the same record of another variant.
type Spread<T> = Rc<Copying<T>>;

/// Gives a part of the first record to the second.
type Copying<T> = dyn Fn(&T, &mut T);

/// The words of a choice.
type Words<E> = fn(E) -> &'static str;

/// The fields of a record, or of several that get the same values.
pub(super) struct Form<'a, T: Held> {
    /// The document.
    pub session: &'a Session,
    /// Drafts, and what is unfolded.
    pub state: &'a mut InspectorState,
    /// What a person did.
    pub actions: &'a mut Vec<Action>,
    /// Whose fields: the first is the one shown.
    pub keys: Vec<T::Key>,
    /// While items of a list are shown: how the whole list is given to the other records, whose items
    /// may stand in another order.
    pub copy: Option<Spread<T>>,
}

/// How a text field looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look<'a> {
    /// Lines it has at least.
    pub rows: usize,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Shown after the text.
    pub unit: &'a str,
}

impl Look<'_> {
    /// One line.
    pub(super) const LINE: Look<'static> = Look {
        rows: 1,
        hint: "",
        unit: "",
    };
    /// A few lines.
    pub(super) const LINES: Look<'static> = Look {
        rows: 3,
        hint: "",
        unit: "",
    };
}

impl<'a, T: Held> Form<'a, T> {
    /// The fields of one record.
    pub(super) fn new(
        session: &'a Session,
        state: &'a mut InspectorState,
        actions: &'a mut Vec<Action>,
        key: T::Key,
    ) -> Self {
        Self {
            session,
            state,
            actions,
            keys: vec![key],
            copy: None,
        }
    }

    /// The document as it stands.
    pub(super) fn blueprint(&self) -> &'a Blueprint {
        self.session.blueprint()
    }

    /// The path of the record shown.
    pub(super) fn path(&self) -> String {
        self.keys.first().map(T::path).unwrap_or_default()
    }

    /// What keeps a field apart from all others.
    pub(super) fn field_key(&self, name: &Name) -> String {
        format!("{}/{}", self.path(), name.spoken)
    }

    /// Changes the records at once.
    pub(super) fn change(&mut self, change: impl Fn(&mut T)) {
        let before = pending(self.session, self.actions);
        let copy = self.copy.as_deref();
        let edit = edit_of(&before, &self.keys, copy, &change);
        self.actions.extend(edit.map(Action::Edit));
    }

    /// Shows fields that only the record shown has: they name things of its own variant.
    pub(super) fn alone_ui(&mut self, show_ui: impl FnOnce(&mut Self)) {
        let others = self.keys.split_off(1.min(self.keys.len()));
        show_ui(self);
        self.keys.extend(others);
    }

    /// A field whose text is read as a value.
    pub(super) fn typed_ui<V: Clone + 'static>(
        &mut self,
        ui: &mut Ui,
        (name, look): (&Name, Look<'_>),
        (shown, warning): (&str, Option<&str>),
        read: fn(&str) -> Result<V, String>,
        set: impl Fn(&mut T, V) + 'static,
    ) {
        self.labelled_ui(ui, name, |form, ui, label| {
            form.bare_ui(ui, (name, look), label, (shown, warning, &[]), read, set);
        });
    }

    /// The field of [`Form::typed_ui`] without its label; `beside` are ids of widgets that type into it too.
    fn bare_ui<V: Clone + 'static>(
        &mut self,
        ui: &mut Ui,
        (name, look): (&Name, Look<'_>),
        label: Id,
        (shown, warning, beside): (&str, Option<&str>, &[Id]),
        read: fn(&str) -> Result<V, String>,
        set: impl Fn(&mut T, V) + 'static,
    ) {
        if let Some((text, id)) = self.draft_ui(ui, (name, look), label, (shown, warning)) {
            let mut holders = beside.to_vec();
            holders.push(id);
            let key = self.field_key(name);
            self.type_in(&key, text, (&name.spoken, shown, &holders), read, set);
        }
    }

    /// The field itself with its draft; gives what was typed into it in this frame.
    fn draft_ui(
        &mut self,
        ui: &mut Ui,
        (name, look): (&Name, Look<'_>),
        label: Id,
        (shown, warning): (&str, Option<&str>),
    ) -> Option<(String, Id)> {
        let key = self.field_key(name);
        let id = field_id(&key);
        if self.state.takes_focus(id, &name.spoken) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let draft = self.state.drafts.get(&key);
        let error = draft.and_then(|draft| draft.error.clone());
        let message = match (&error, warning) {
            (Some(error), _) => Message::Error(error),
            (None, Some(warning)) if draft.is_none() => Message::Warning(warning),
            _ => Message::None,
        };
        let field = TextField {
            id,
            label,
            text: draft.map_or(shown, |draft| &draft.text),
            rows: look.rows,
            hint: look.hint,
            unit: look.unit,
            message,
        };
        match text_field_ui(ui, &field) {
            Keystroke::None => None,
            Keystroke::Discarded => {
                self.state.drafts.discard(&key);
                None
            }
            Keystroke::Typed(text) => Some((text, id)),
        }
    }

    /// A field that is set by its path.
    pub(super) fn typed_at_ui(
        &mut self,
        ui: &mut Ui,
        (name, way, look): (&Name, &FieldPath, Look<'_>),
        shown: &str,
        warning: Option<&str>,
    ) {
        let key = self.field_key(name);
        self.labelled_ui(ui, name, |form, ui, label| {
            let about = (shown, warning);
            let Some((text, id)) = form.draft_ui(ui, (name, look), label, about) else {
                return;
            };
            let keys: Vec<Key> = form.keys.iter().map(T::key).collect();
            let about = (name.spoken.as_str(), shown, &[id][..]);
            form.state.drafts.typed(&key, text, about, || {
                let way = way.clone();
                Box::new(move |blueprint, text| {
                    let edit = set_edit(&keys, &way, text);
                    let mut after = blueprint.clone();
                    edit.apply(&mut after)
                        .map_err(|refusal| refusal.to_string())?;
                    Ok((after != *blueprint).then_some(edit))
                })
            });
        });
    }

    /// Sets a field to what was picked.
    pub(super) fn set_at_once(&mut self, way: &FieldPath, typed: &str) {
        let keys: Vec<Key> = self.keys.iter().map(T::key).collect();
        self.actions.push(Action::Edit(set_edit(&keys, way, typed)));
    }

    /// Puts text into a field's draft.
    fn type_in<V: Clone + 'static>(
        &mut self,
        key: &str,
        text: String,
        about: (&str, &str, &[Id]),
        read: fn(&str) -> Result<V, String>,
        set: impl Fn(&mut T, V) + 'static,
    ) {
        let (keys, copy) = (self.keys.clone(), self.copy.clone());
        self.state.drafts.typed(key, text, about, || {
            Box::new(move |blueprint, text| {
                let value = read(text)?;
                let set = |record: &mut T| set(record, value.clone());
                Ok(edit_of(blueprint, &keys, copy.as_deref(), &set))
            })
        });
    }

    /// A label and, under it, what `show_ui` makes; it is given the label's id.
    pub(super) fn labelled_ui(
        &mut self,
        ui: &mut Ui,
        name: &Name,
        show_ui: impl FnOnce(&mut Self, &mut Ui, Id),
    ) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let label = label_ui(ui, name).id;
            let editable = !self.session.is_read_only();
            ui.add_enabled_ui(editable, |ui| show_ui(self, ui, label));
        });
        ui.add_space(4.0);
    }

    /// A line of text.
    pub(super) fn text_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        text: &str,
        set: impl Fn(&mut T, String) + 'static,
    ) {
        let about = (&name.into(), Look::LINE);
        self.typed_ui(ui, about, (text, None), typed::text, set);
    }

    /// A few lines of text.
    pub(super) fn lines_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        text: &str,
        set: impl Fn(&mut T, String) + 'static,
    ) {
        let about = (&name.into(), Look::LINES);
        self.typed_ui(ui, about, (text, None), typed::text, set);
    }

    /// Names, separated by commas.
    pub(super) fn names_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        names: &[String],
        set: impl Fn(&mut T, Vec<String>) + 'static,
    ) {
        let look = Look {
            hint: NAMES_HINT,
            ..Look::LINE
        };
        let shown = typed::show_names(names);
        self.typed_ui(ui, (&name.into(), look), (&shown, None), typed::names, set);
    }

    /// A share, in percent.
    pub(super) fn share_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        share: Option<Share>,
        set: impl Fn(&mut T, Option<Share>) + 'static,
    ) {
        let shown = share.map(typed::show_share).unwrap_or_default();
        let about = (&name.into(), Look::LINE);
        self.typed_ui(ui, about, (&shown, None), typed::share, set);
    }

    /// A share with a slider beside the field.
    pub(super) fn share_slider_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        share: Option<Share>,
        set: impl Fn(&mut T, Option<Share>) + Clone + 'static,
    ) {
        let name = name.into();
        let key = self.field_key(&name);
        let draft = self.state.drafts.get(&key);
        let typed_share = draft.and_then(|draft| typed::share(&draft.text).ok());
        let shown = share.map(typed::show_share).unwrap_or_default();
        self.labelled_ui(ui, &name, |form, ui, label| {
            ui.columns(2, |ui| {
                let slider = ShareSlider {
                    name: &name,
                    share: typed_share.unwrap_or(share).map(|share| share.0),
                    ink: Ink::Ai,
                };
                let line = egui::vec2(ui[0].available_width(), crate::scene::size::CONTROL);
                let middle = egui::Layout::left_to_right(egui::Align::Center);
                let (slider, moved) = ui[0]
                    .allocate_ui_with_layout(line, middle, |ui| share_slider_ui(ui, slider))
                    .inner;
                if let Some(moved) = moved {
                    let text = typed::show_share(Share(moved));
                    let holders = [slider, field_id(&key)];
                    let about = (name.spoken.as_str(), shown.as_str(), &holders[..]);
                    form.type_in(&key, text, about, typed::share, set.clone());
                }
                let about = (&name, Look::LINE);
                let shown = (shown.as_str(), None, &[slider][..]);
                form.bare_ui(&mut ui[1], about, label, shown, typed::share, set);
            });
        });
    }

    /// An amount of money.
    pub(super) fn money_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        money: Option<Money>,
        set: impl Fn(&mut T, Option<Money>) + 'static,
    ) {
        let look = Look {
            unit: &self.blueprint().currency,
            ..Look::LINE
        };
        let shown = or_empty(money.map(|money| money.0));
        self.typed_ui(ui, (&name.into(), look), (&shown, None), typed::money, set);
    }

    /// A whole number.
    pub(super) fn whole_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        number: Option<u32>,
        set: impl Fn(&mut T, Option<u32>) + 'static,
    ) {
        let about = (&name.into(), Look::LINE);
        self.typed_ui(ui, about, (&or_empty(number), None), typed::whole, set);
    }

    /// A time.
    pub(super) fn time_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        time: Option<&Written<Time>>,
        set: impl Fn(&mut T, Option<Written<Time>>) + 'static,
    ) {
        let look = Look {
            hint: typed::TIME_HINT,
            ..Look::LINE
        };
        let warning = format!("Kept as written, but no time: write {}", typed::TIME_HINT);
        let warning = is_unread(time).then_some(&*warning);
        let shown = typed::show_time(time);
        self.typed_ui(
            ui,
            (&name.into(), look),
            (&shown, warning),
            typed::time,
            set,
        );
    }

    /// A date.
    pub(super) fn date_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        date: Option<&Written<Date>>,
        set: impl Fn(&mut T, Option<Written<Date>>) + 'static,
    ) {
        let look = Look {
            hint: "YYYY-MM-DD",
            ..Look::LINE
        };
        let warning = is_unread(date).then_some("Kept as written, but no date: write 2027-01-15");
        let shown = (or_empty(date), warning);
        self.typed_ui(
            ui,
            (&name.into(), look),
            (&shown.0, shown.1),
            typed::date,
            set,
        );
    }

    /// A pick list; `choices` are made only while it is open.
    pub(super) fn pick_ui<V>(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        picked: &str,
        choices: impl FnOnce() -> Vec<(V, String, bool)>,
        set: impl Fn(&mut T, &V),
    ) {
        if let Some(value) = self.picked_ui(ui, &name.into(), picked, choices) {
            self.change(|record| set(record, &value));
        }
    }

    /// A pick list whose choice is not simply a field's value.
    pub(super) fn picked_ui<V>(
        &mut self,
        ui: &mut Ui,
        name: &Name,
        picked: &str,
        choices: impl FnOnce() -> Vec<(V, String, bool)>,
    ) -> Option<V> {
        let id = field_id(&self.field_key(name));
        let mut chosen = None;
        self.labelled_ui(ui, name, |_, ui, label| {
            chosen = pick_ui(ui, id, label, picked, choices);
        });
        chosen
    }

    /// One of a few choices that may not have been made.
    pub(super) fn choice_ui<E: Choice>(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        (choice, all, words): (Option<E>, &[E], Words<E>),
        set: impl Fn(&mut T, Option<E>),
    ) {
        let picked = choice.map_or(NOT_KNOWN, words);
        let choices = || {
            let known = all.iter().map(|one| Some(*one));
            let choices = std::iter::once(None).chain(known);
            choices
                .map(|one| (one, one.map_or(NOT_KNOWN, words).to_owned(), one == choice))
                .collect()
        };
        self.pick_ui(ui, name, picked, choices, |record, one| set(record, *one));
    }

    /// One of a few choices.
    pub(super) fn one_of_ui<E: Choice>(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        (choice, all, words): (E, &[E], Words<E>),
        set: impl Fn(&mut T, E),
    ) {
        let choices = || {
            let choices = all.iter();
            choices
                .map(|one| (*one, words(*one).to_owned(), *one == choice))
                .collect()
        };
        self.pick_ui(ui, name, words(choice), choices, |record, one| {
            set(record, *one);
        });
    }

    /// Yes, no, or not known.
    pub(super) fn yes_no_ui(
        &mut self,
        ui: &mut Ui,
        name: impl Into<Name>,
        answer: Option<bool>,
        set: impl Fn(&mut T, Option<bool>),
    ) {
        let words = |yes| if yes { "Yes" } else { "No" };
        self.choice_ui(ui, name, (answer, &[true, false], words), set);
    }

    /// Boxes to tick, in two columns; `set` is given the list in the order of `all`.
    pub(super) fn ticks_ui<E: Choice>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        (ticked, all, words): (&[E], &[E], Words<E>),
        set: impl Fn(&mut T, Vec<E>),
    ) {
        let mut toggled = None;
        self.labelled_ui(ui, &name.into(), |_, ui, _| {
            // Row by row: words that take two lines push both columns down.
            for row in all.chunks(2) {
                ui.columns(2, |columns| {
                    for (ui, one) in columns.iter_mut().zip(row) {
                        let mut is_ticked = ticked.contains(one);
                        if tick_ui(ui, &mut is_ticked, words(*one)).changed() {
                            toggled = Some(*one);
                        }
                    }
                });
            }
        });
        if let Some(toggled) = toggled {
            let wanted = |one: &E| ticked.contains(one) != (*one == toggled);
            let list: Vec<E> = all.iter().copied().filter(wanted).collect();
            self.change(|record| set(record, list.clone()));
        }
    }
}

/// What choices of a pick list are.
pub(super) trait Choice: Copy + PartialEq {}
impl<E: Copy + PartialEq> Choice for E {}

/// The id of a field, the same in every frame.
fn field_id(key: &str) -> Id {
    Id::unique(("inspector", key))
}

fn or_empty<V: Display>(value: Option<V>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn is_unread<V>(value: Option<&Written<V>>) -> bool {
    value.is_some_and(|value| value.known().is_none())
}

fn set_edit(keys: &[Key], way: &FieldPath, typed: &str) -> Edit {
    Edit::Set {
        keys: keys.to_vec(),
        field: way.clone(),
        typed: typed.to_owned(),
    }
}

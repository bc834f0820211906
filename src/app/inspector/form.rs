//! A record's fields: shows each from the table of its record, keeps its draft, and turns what a person did into an edit.

use egui::{Id, Ui};

use super::{
    InspectorState,
    forms::{FieldGroup, Line},
    pick::or_none,
    places::NONE,
};
use crate::{
    app::{
        draft::Draft,
        known::{KnownWords, TypedField},
        widgets::{
            ChoiceList, Keystroke, Message, Name, Picked, ShareSlider, TextField, label_ui,
            muted_ui, pick_or_add_ui, pick_ui, section_ui, share_slider_ui, text_field_ui, typed,
        },
    },
    edit::Edit,
    model::{
        Blueprint, Control, FieldPath, Input, ItemEdit, Key, PathPart, RefKind, Share, ShownField,
        Unit,
    },
    scene::{Ink, size},
    session::{Action, Session},
};

/// Shown in an empty field for several words.
const NAMES_HINT: &str = "One, another, …";

/// What a field says when the records differ in it.
pub(super) const DIFFER: &str = "They differ";

/// The fields of a record, or of several that get the same values.
pub(super) struct Form<'a> {
    /// The document.
    pub session: &'a Session,
    /// Drafts, and what is unfolded.
    pub state: &'a mut InspectorState,
    /// What a person did.
    pub actions: &'a mut Vec<Action>,
    /// Whose fields: the first is the one shown.
    pub keys: Vec<Key>,
    /// The fields, by name, in which the records differ: they are shown empty.
    pub differ: Vec<&'static str>,
    /// Where in the record the fields stand.
    pub within: AtPart,
}

/// A part of a record, or an item of one of its lists.
#[derive(Clone, Default)]
pub(super) struct AtPart {
    /// The way there.
    way: FieldPath,
    /// The same with numbers for items, as faults name them.
    numbered: String,
    /// What is said of it beside the label of a field.
    spoken: String,
}

/// How a text field looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldLook<'a> {
    /// Lines it has at least.
    rows: usize,
    /// Shown while it is empty.
    hint: &'a str,
    /// Shown after the text.
    unit: &'a str,
}

impl<'a> Form<'a> {
    /// The fields of one record.
    pub(super) fn new(
        session: &'a Session,
        state: &'a mut InspectorState,
        actions: &'a mut Vec<Action>,
        key: Key,
    ) -> Self {
        Self::of_several(session, state, actions, vec![key])
    }

    /// The fields of several records.
    pub(super) fn of_several(
        session: &'a Session,
        state: &'a mut InspectorState,
        actions: &'a mut Vec<Action>,
        keys: Vec<Key>,
    ) -> Self {
        Self {
            session,
            state,
            actions,
            keys,
            differ: Vec::new(),
            within: AtPart::default(),
        }
    }

    /// The document as it stands.
    pub(super) fn blueprint(&self) -> &'a Blueprint {
        self.session.blueprint()
    }

    /// The record shown.
    pub(super) fn key(&self) -> Key {
        self.keys.first().cloned().unwrap_or_default()
    }

    /// What keeps a field, or a list, apart from all others.
    pub(super) fn field_key(&self, way: &[PathPart]) -> String {
        key_of_field(&self.key(), way)
    }

    /// The way from the record to a field: names, with a `/` between them.
    pub(super) fn way(&self, path: &'static str) -> FieldPath {
        let parts = path.split('/').map(PathPart::Name);
        self.within.way.iter().cloned().chain(parts).collect()
    }

    /// Shows fields of a part or of an item, which is the `number`th of its list and called `item`.
    pub(super) fn item_ui(
        &mut self,
        (list, part): (&'static str, &PathPart),
        (item, number): (&str, usize),
        show_ui: impl FnOnce(&mut Self),
    ) {
        let mut within = AtPart {
            way: self.way(list),
            numbered: self.numbered(&format!("{list}/{number}")),
            spoken: format!(", {item} {}", number + 1),
        };
        within.way.push(part.clone());
        self.within_ui(within, show_ui);
    }

    /// Shows fields of an entry of a map; `of` says which entry it is.
    pub(super) fn entry_ui(
        &mut self,
        (map, entry): (&'static str, &str),
        of: &str,
        show_ui: impl FnOnce(&mut Self),
    ) {
        let mut within = AtPart {
            way: self.way(map),
            numbered: self.numbered(&format!("{map}/{entry}")),
            spoken: format!(" of {of}"),
        };
        within.way.push(PathPart::Item(entry.into()));
        self.within_ui(within, show_ui);
    }

    fn within_ui(&mut self, within: AtPart, show_ui: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.within, within);
        show_ui(self);
        self.within = outside;
    }

    fn numbered(&self, path: &str) -> String {
        match &*self.within.numbered {
            "" => path.to_owned(),
            within => format!("{within}/{path}"),
        }
    }

    pub(super) fn name(&self, label: &str) -> Name {
        Name {
            label: label.to_owned(),
            spoken: format!("{label}{}", self.within.spoken),
        }
    }

    /// Shows fields that only the record shown has: they name things of its own variant.
    pub(super) fn alone_ui(&mut self, show_ui: impl FnOnce(&mut Self)) {
        let others = self.keys.split_off(1.min(self.keys.len()));
        show_ui(self);
        self.keys.extend(others);
    }

    /// Sets a field to what was picked.
    pub(super) fn set(&mut self, way: FieldPath, typed: &str) {
        self.actions.push(Action::Edit(Edit::Set {
            keys: self.keys.clone(),
            field: way,
            typed: typed.to_owned(),
        }));
    }

    /// Changes a list, or an item of one.
    pub(super) fn change_item(&mut self, way: FieldPath, what: ItemEdit) {
        self.actions.push(Action::Edit(Edit::Item {
            keys: self.keys.clone(),
            field: way,
            what,
        }));
    }

    /// Takes over what is typed in any field, before something changes the records as a whole.
    pub(super) fn commit_drafts(&mut self) {
        self.state.drafts.commit(None, self.session, self.actions);
    }

    /// Shows fields in groups.
    pub(super) fn groups_ui(&mut self, ui: &mut Ui, groups: &[FieldGroup]) {
        for group in groups {
            if !group.title.is_empty() {
                section_ui(ui, group.title, "", Ink::TextMuted);
            }
            self.lines_ui(ui, group.lines);
        }
    }

    /// Shows lines of fields.
    pub(super) fn lines_ui(&mut self, ui: &mut Ui, lines: &[Line]) {
        for line in lines {
            match *line {
                Line::One(path) => self.field_ui(ui, (path, 1)),
                Line::Long(path) => self.field_ui(ui, (path, 2)),
                Line::Longer(path) => self.field_ui(ui, (path, 3)),
                Line::Beside(paths) => {
                    ui.columns(paths.len(), |ui| {
                        for (ui, path) in ui.iter_mut().zip(paths) {
                            self.field_ui(ui, (path, 1));
                        }
                    });
                }
                Line::Figures(paths) => self.figures_ui(ui, paths),
                Line::BasisOf(path) => self.basis_ui(ui, path),
                Line::Slider(path) => self.slider_ui(ui, path),
                Line::Address(path) => {
                    self.field_ui(ui, (path, 1));
                    self.open_link_ui(ui, path);
                }
                Line::List(list) => self.list_ui(ui, list),
            }
        }
    }

    /// Shows a field, or a part of one, by its path.
    fn field_ui(&mut self, ui: &mut Ui, (path, rows): (&'static str, usize)) {
        let way = self.way(path);
        let Some(mut seen) = self.key().seen(self.blueprint(), &way) else {
            debug_assert!(false, "there is no field at {path}");
            return;
        };
        let mut look = self.look(&seen.input);
        look.rows = rows;
        if self.differ.contains(&path) {
            (seen.typed, seen.words) = (String::new(), DIFFER.to_owned());
            (look.hint, look.unit) = (DIFFER, "");
        }
        match &seen.input {
            Input::Text | Input::Names | Input::Line { .. } => {
                let fault = self.fault(path);
                self.typed_ui(ui, (&way, look), &seen, fault.as_deref());
            }
            Input::Choice { .. } => self.choice_ui(ui, &way, &seen),
            Input::Ticks(all) => self.ticks_ui(ui, &way, &seen, all),
            Input::Reference(RefKind::Step) => self.step_ui(ui, &way, &seen),
            Input::Reference(kind) => self.reference_ui(ui, &way, &seen, *kind),
            Input::References(kind) => self.references_ui(ui, &way, &seen, *kind),
            Input::List | Input::Part => {
                let words = or_none(&seen.words, NONE);
                self.labelled_ui(ui, &seen.label.into(), |_, ui, _| muted_ui(ui, words));
            }
        }
    }

    /// How a field of one line looks.
    pub(super) fn look(&self, input: &Input) -> FieldLook<'a> {
        let (hint, unit) = match input {
            Input::Names => (NAMES_HINT, ""),
            Input::Line { hint, unit } => {
                let unit = match unit {
                    Unit::None => "",
                    Unit::Currency => &self.blueprint().currency.0,
                    Unit::Hours => "h",
                };
                (*hint, unit)
            }
            _ => ("", ""),
        };
        let rows = 1;
        FieldLook { rows, hint, unit }
    }

    /// What is wrong with a field as it stands in the document.
    fn fault(&mut self, path: &str) -> Option<String> {
        let path = self.numbered(path);
        let (key, blueprint) = (self.key(), self.session.blueprint());
        let faults = self.state.faults.of(blueprint, &key);
        let fault = faults.iter().find(|fault| fault.path == path)?;
        Some(format!("Kept as written: {}", fault.trouble))
    }

    /// A field that is typed in, with its draft.
    fn typed_ui(
        &mut self,
        ui: &mut Ui,
        (way, look): (&FieldPath, FieldLook<'_>),
        seen: &ShownField,
        fault: Option<&str>,
    ) {
        let name = self.name(seen.label);
        self.labelled_ui(ui, &name, |form, ui, label| {
            form.bare_ui(ui, (way, look), (&name, label), (&seen.typed, fault, &[]));
        });
    }

    /// The field of [`Form::typed_ui`] without its label; `beside` are ids of widgets that type into it too.
    pub(super) fn bare_ui(
        &mut self,
        ui: &mut Ui,
        (way, look): (&FieldPath, FieldLook<'_>),
        (name, label): (&Name, Id),
        (shown, fault, beside): (&str, Option<&str>, &[Id]),
    ) {
        let key = self.field_key(way);
        let id = field_id(&key);
        if self.state.takes_focus(id, &name.spoken) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let taken = self.suggested(way, id, shown, |known, session, field| {
            known.keys(ui, session, field)
        });
        let draft = self.state.drafts.get(&key);
        let error = draft.and_then(|draft| draft.error.clone());
        let message = match (&error, fault) {
            (Some(error), _) => Message::Error(error),
            (None, Some(fault)) if draft.is_none() => Message::Warning(fault),
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
        let done = text_field_ui(ui, &field);
        let taken = taken.or_else(|| {
            self.suggested(way, id, shown, |known, session, field| {
                known.list_ui(ui, session, field)
            })
        });
        let typed = match done {
            _ if taken.is_some() => taken,
            Keystroke::None => None,
            Keystroke::Discarded => {
                self.state.drafts.discard(&key);
                None
            }
            Keystroke::Typed(text) => {
                self.state.known.open(id);
                Some(text)
            }
        };
        if let Some(text) = typed {
            let mut holders = beside.to_vec();
            holders.push(id);
            self.type_in((way, name), (shown, text), &holders);
        }
    }

    /// What `suggest` says of the words that a field suggests.
    fn suggested(
        &mut self,
        way: &FieldPath,
        id: Id,
        shown: &str,
        suggest: impl FnOnce(&mut KnownWords, &Session, &TypedField<'_>) -> Option<String>,
    ) -> Option<String> {
        let (key, draft) = (self.key(), self.state.drafts.get(&self.field_key(way)));
        let text = draft.map_or(shown, |draft| &draft.text).to_owned();
        let field = TypedField {
            id,
            key: &key,
            way,
            text: &text,
        };
        suggest(&mut self.state.known, self.session, &field)
    }

    /// Puts text into a field's draft.
    fn type_in(
        &mut self,
        (way, name): (&FieldPath, &Name),
        (shown, text): (&str, String),
        holders: &[Id],
    ) {
        let (blueprint, keys) = (self.blueprint(), self.keys.clone());
        let key = self.field_key(way);
        self.state.drafts.type_in(&key, text, holders, || {
            let mut draft = Draft::of(blueprint, keys, way.clone())?;
            draft.label.clone_from(&name.spoken);
            // Several records may differ in it: the field then shows nothing.
            draft.begin_with(shown.to_owned());
            Some(draft)
        });
    }

    /// A share with a slider beside the field.
    fn slider_ui(&mut self, ui: &mut Ui, path: &'static str) {
        let way = self.way(path);
        let Some(seen) = self.key().seen(self.blueprint(), &way) else {
            debug_assert!(false, "there is no field at {path}");
            return;
        };
        let (name, key) = (self.name(seen.label), self.field_key(&way));
        let draft = self.state.drafts.get(&key);
        let shown = draft.map_or(&seen.typed, |draft| &draft.text);
        let share = typed::share(shown).or_else(|_| typed::share(&seen.typed));
        let (look, fault) = (self.look(&seen.input), self.fault(path));
        self.labelled_ui(ui, &name, |form, ui, label| {
            ui.columns(2, |ui| {
                let slider = ShareSlider {
                    name: &name,
                    share: share.ok().flatten().map(|share| share.0),
                    ink: Ink::Ai,
                };
                let line = egui::vec2(ui[0].available_width(), size::CONTROL);
                let middle = egui::Layout::left_to_right(egui::Align::Center);
                let (slider, moved) = ui[0]
                    .allocate_ui_with_layout(line, middle, |ui| share_slider_ui(ui, slider))
                    .inner;
                if let Some(moved) = moved {
                    let text = typed::show_share(Share(moved));
                    let holders = [slider, field_id(&key)];
                    form.type_in((&way, &name), (&seen.typed, text), &holders);
                }
                let about = (seen.typed.as_str(), fault.as_deref(), &[slider][..]);
                form.bare_ui(&mut ui[1], (&way, look), (&name, label), about);
            });
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

    /// A pick list under a label, with a last line that makes something new where `add` says what. `choices` are made
    /// only while it is open; each says whether it is picked now.
    pub(super) fn picked_or_new_ui<V>(
        &mut self,
        ui: &mut Ui,
        (way, name): (&[PathPart], &Name),
        (picked, add): (&str, Option<&str>),
        choices: impl FnOnce() -> Vec<(V, String, bool)>,
    ) -> Option<Picked<V>> {
        let id = field_id(&self.field_key(way));
        let takes_focus = self.state.takes_focus_alone(id);
        let mut chosen = None;
        self.labelled_ui(ui, name, |_, ui, label| {
            let list = ChoiceList {
                id,
                label,
                picked,
                add,
                takes_focus,
            };
            chosen = pick_or_add_ui(ui, list, choices);
        });
        chosen
    }

    /// A pick list under a label. `choices` are made only while it is open; each says whether it is picked now.
    pub(super) fn picked_ui<V>(
        &mut self,
        ui: &mut Ui,
        (way, name): (&[PathPart], &Name),
        picked: &str,
        choices: impl FnOnce() -> Vec<(V, String, bool)>,
    ) -> Option<V> {
        let id = field_id(&self.field_key(way));
        let mut chosen = None;
        self.labelled_ui(ui, name, |_, ui, label| {
            chosen = pick_ui(ui, id, label, picked, choices);
        });
        chosen
    }

    /// Shows the fields of other records than those of the form.
    pub(super) fn of_ui(&mut self, keys: Vec<Key>, show_ui: impl FnOnce(&mut Self)) {
        let keys = std::mem::replace(&mut self.keys, keys);
        let differ = std::mem::take(&mut self.differ);
        self.within_ui(AtPart::default(), show_ui);
        (self.keys, self.differ) = (keys, differ);
    }

    /// Why the variant `key` does without a control, and who agreed.
    pub(super) fn dropped_ui(&mut self, ui: &mut Ui, key: Key, control: &Control) {
        let called = control.called();
        self.of_ui(vec![key], |form| {
            for (field, label, spoken) in [
                (
                    "why",
                    format!("Or why “{called}” is dropped"),
                    format!("Why the control “{called}” is dropped"),
                ),
                (
                    "agreed_by",
                    "Who agreed".to_owned(),
                    format!("Who agreed that “{called}” is dropped"),
                ),
            ] {
                let way = vec![
                    PathPart::Name("dropped_controls"),
                    PathPart::Item(control.id.as_str().into()),
                    PathPart::Name(field),
                ];
                form.worded_ui(ui, &way, &Name { label, spoken });
            }
        });
    }

    /// A field that is typed in, under a label of its own.
    pub(super) fn worded_ui(&mut self, ui: &mut Ui, way: &FieldPath, name: &Name) {
        let Some(seen) = self.key().seen(self.blueprint(), way) else {
            return;
        };
        let look = self.look(&seen.input);
        self.labelled_ui(ui, name, |form, ui, label| {
            form.bare_ui(ui, (way, look), (name, label), (&seen.typed, None, &[]));
        });
    }
}

/// What keeps a field of a record apart from all others.
pub(super) fn key_of_field(key: &Key, way: &[PathPart]) -> String {
    let parts = way.iter().map(|part| format!("/{part}"));
    format!("{key:?}{}", parts.collect::<String>())
}

/// The id of a field, the same in every frame.
pub(super) fn field_id(key: &str) -> Id {
    Id::unique(("inspector", key))
}

//! The fields of a record of a register, shown from a form that is data.

use egui::Ui;

use super::{
    InspectorState,
    form::{Form, Look, NAMES_HINT},
    forms::{Group, Line, Note, RecordForm, form_of},
    frame::{count, id_ui, or_unnamed, record_end_ui, select, used_ui},
    held::Held,
    places::{NONE, moment_words},
};
use crate::{
    app::widgets::{heading_ui, muted_ui, row_ui, section_ui, text_button_ui},
    model::{
        Blueprint, FieldPath, Fields, Input, Key, Names, PathPart, Phase, Problem, Record,
        Register as _, ShownField, Unit, Visit, faults_of, seen,
    },
    scene::{Icon, Ink, size},
    session::{Action, Command, Named, Session, Target},
};

/// Shows a record, and what can be done with all of it.
pub(super) fn record_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    key: &Key,
) {
    if let Some((kind, _)) = key.in_register() {
        kind.visit(Show {
            ui,
            session,
            state,
            actions,
            key,
        });
    }
}

struct Show<'a> {
    ui: &'a mut Ui,
    session: &'a Session,
    state: &'a mut InspectorState,
    actions: &'a mut Vec<Action>,
    key: &'a Key,
}

impl Visit for Show<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let Self {
            ui,
            session,
            state,
            actions,
            key,
        } = self;
        let blueprint = session.blueprint();
        let Some(id) = T::id_in(key) else { return };
        let Some(record) = T::all(blueprint).record(id) else {
            return;
        };
        let shown = form_of(T::KIND);
        heading_ui(ui, shown.icon, or_unnamed(record.name()));
        let place = key.place(blueprint);
        let number = place.map_or(0, |(place, _)| place + 1).to_string();
        muted_ui(ui, &shown.about.replace("{}", &number));
        ui.add_space(size::GRID);
        let mut form: Form<'_, T> = Form::new(session, state, actions, id.clone());
        form.groups_ui(ui, shown.groups, record);
        if let Key::Phase(id) = key
            && let Some((_, phase)) = blueprint.phase(id)
        {
            moments_ui(ui, session, actions, phase);
        }
        if let Some(title) = shown.used {
            used_ui(ui, session, actions, title, &Named::Record(key.clone()));
        }
        let last = place.map_or(0, |(_, many)| many.saturating_sub(1));
        let place = place.map(|(place, _)| place);
        let (before, after) = shown.moves();
        let moves = [
            (before, place.is_some_and(|place| place > 0)),
            (after, place.is_some_and(|place| place < last)),
            (Command::Delete, last > 0 || shown.may_be_none),
        ];
        let from = if place.is_some() { 0 } else { 2 };
        record_end_ui(ui, session, actions, &moves[from..]);
        id_ui(ui, ("Id", id.as_str()));
    }
}

/// The moments of a phase, and a button that adds one.
fn moments_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>, phase: &Phase) {
    let many = count(phase.moments.len());
    section_ui(ui, "Moments", &many, Ink::TextMuted);
    for moment in &phase.moments {
        if row_ui(ui, None, &moment_words(phase, moment), "") {
            let target = Target::Record(Key::Moment(moment.id.clone()));
            select(session, actions, target);
        }
    }
    ui.add_enabled_ui(session.can(Command::AddMoment), |ui| {
        if text_button_ui(ui, Icon::Plus, Command::AddMoment.info().name, Ink::Text) {
            actions.push(Action::Command(Command::AddMoment));
        }
    });
}

impl<T: Held + Fields> Form<'_, T> {
    /// Shows fields in groups.
    pub(super) fn groups_ui(&mut self, ui: &mut Ui, groups: &[Group], record: &T) {
        for group in groups {
            if !group.title.is_empty() {
                section_ui(ui, group.title, "", Ink::TextMuted);
            }
            self.lines_of_ui(ui, group.lines, record);
        }
    }

    /// Shows lines of fields.
    pub(super) fn lines_of_ui(&mut self, ui: &mut Ui, lines: &[Line], record: &T) {
        let faults = faults_of(record);
        for line in lines {
            match *line {
                Line::One(path) => self.field_ui(ui, (path, 1), record, &faults),
                Line::Long(path) => self.field_ui(ui, (path, 2), record, &faults),
                Line::Longer(path) => self.field_ui(ui, (path, 3), record, &faults),
                Line::Two(left, right) => {
                    ui.columns(2, |ui| {
                        self.field_ui(&mut ui[0], (left, 1), record, &faults);
                        self.field_ui(&mut ui[1], (right, 1), record, &faults);
                    });
                }
            }
        }
    }

    /// Shows a field, or a part of one, by its path.
    fn field_ui(
        &mut self,
        ui: &mut Ui,
        (path, rows): (&'static str, usize),
        record: &T,
        faults: &[Problem],
    ) {
        let way = path_of(path);
        let blueprint = self.blueprint();
        let names = self.keys.first().map(T::key).unwrap_or_default();
        let names = names.names(blueprint);
        let Some(seen) = seen(record, &way, &names) else {
            debug_assert!(false, "there is no field at {path}");
            return;
        };
        let fault = faults.iter().find(|fault| fault.path == path);
        let warning = fault.map(|fault| format!("Kept as written: {}", fault.trouble));
        let (hint, unit) = match &seen.input {
            Input::Names => (NAMES_HINT, ""),
            Input::Line { hint, unit } => {
                let unit = match unit {
                    Unit::None => "",
                    Unit::Currency => &blueprint.currency,
                    Unit::Hours => "h",
                };
                (*hint, unit)
            }
            _ => ("", ""),
        };
        match seen.input {
            Input::Text | Input::Names | Input::Line { .. } => {
                let look = Look { rows, hint, unit };
                let about = (&seen.label.into(), &way, look);
                self.typed_at_ui(ui, about, &seen.typed, warning.as_deref());
            }
            Input::Choice { .. } => self.choice_at_ui(ui, &way, &seen),
            Input::Reference(_) => {
                let picked = if seen.typed.is_empty() {
                    NONE
                } else {
                    &seen.words
                };
                let choices = || {
                    let none = std::iter::once((String::new(), NONE.to_owned()));
                    let choices = none.chain((seen.choices)(&names));
                    let choices = choices.map(|(typed, label)| {
                        let is_picked = label == picked;
                        (typed, label, is_picked)
                    });
                    choices.collect()
                };
                if let Some(typed) = self.picked_ui(ui, &seen.label.into(), picked, choices) {
                    self.set_at_once(&way, &typed);
                }
            }
            Input::List | Input::Part => {
                let words = if seen.words.is_empty() {
                    NONE
                } else {
                    &seen.words
                };
                self.labelled_ui(ui, &seen.label.into(), |_, ui, _| muted_ui(ui, words));
            }
        }
    }

    /// One of a few choices; where other words are taken too, a field for them.
    fn choice_at_ui(&mut self, ui: &mut Ui, way: &FieldPath, seen: &ShownField) {
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
        let is_other = *open && !shown.is_empty() && !all.contains(&shown);
        let picked = match shown {
            "" => NONE,
            _ if is_other => OTHER,
            known => known,
        };
        let choices = || {
            let none = optional.then(|| (String::new(), NONE.to_owned(), shown.is_empty()));
            let known = all.iter();
            let known = known.map(|one| ((*one).to_owned(), (*one).to_owned(), *one == shown));
            let other = open.then(|| (OTHER.to_owned(), OTHER.to_owned(), is_other));
            none.into_iter().chain(known).chain(other).collect()
        };
        if let Some(typed) = self.picked_ui(ui, &seen.label.into(), picked, choices) {
            self.set_at_once(way, &typed);
        }
        if is_other {
            let name = format!("{}: which", seen.label);
            self.typed_at_ui(ui, (&name.into(), way, Look::LINE), shown, None);
        }
    }
}

/// The way that `path` spells: names of fields, and numbers of entries, with a `/` between them.
fn path_of(path: &'static str) -> FieldPath {
    let part = |part: &'static str| match part.parse() {
        Ok(number) => PathPart::Number(number),
        Err(_) => PathPart::Name(part),
    };
    path.split('/').map(part).collect()
}

/// The registers that the blueprint's own page lists, and a line for each of their records.
pub(super) fn registers_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    for kind in crate::model::Kind::ALL {
        let form = form_of(*kind);
        if form.is_listed {
            kind.visit(List {
                ui,
                session,
                actions,
                form,
            });
        }
    }
}

struct List<'a> {
    ui: &'a mut Ui,
    session: &'a Session,
    actions: &'a mut Vec<Action>,
    form: &'static RecordForm,
}

impl Visit for List<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let Self {
            ui,
            session,
            actions,
            form,
        } = self;
        let blueprint: &Blueprint = session.blueprint();
        let register = T::all(blueprint);
        let heading = crate::model::capital(T::KIND.plural());
        section_ui(ui, &heading, "", Ink::TextMuted);
        let names = Names::of_all(blueprint);
        let noted = form.note.field().and_then(T::field);
        for (id, record) in register.entries().take(super::frame::MOST_LISTED) {
            let note = noted.map(|field| (field.words)(record, &names));
            let note = match (note, &form.note) {
                (Some(count), Note::Count(_, one, many)) if !count.is_empty() => {
                    format!("{count} {}", if count == "1" { one } else { many })
                }
                (note, _) => note.unwrap_or_default(),
            };
            if row_ui(ui, form.icon, or_unnamed(record.name()), &note) {
                select(session, actions, Target::Record(T::key(id.clone())));
            }
        }
        super::frame::more_ui(ui, register.count());
        let can = !session.is_read_only();
        ui.add_enabled_ui(can, |ui| {
            let words = format!("Add {}", crate::model::with_article(T::KIND.noun()));
            if text_button_ui(ui, Icon::Plus, &words, Ink::Text) {
                actions.push(Action::AddRecord(T::KIND));
            }
        });
    }
}

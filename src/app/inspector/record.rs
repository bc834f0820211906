//! The fields of a record of a register, shown from a form that is data.

use egui::Ui;

use super::{
    InspectorState,
    form::Form,
    forms::{Note, RecordForm, form_of},
    frame::{count, id_ui, or_unnamed, record_end_ui, select, used_ui},
    places::moment_words,
};
use crate::{
    app::widgets::{heading_ui, muted_ui, row_ui, section_ui, text_button_ui},
    edit::Edit,
    model::{
        AiUseId, Blueprint, Key, Names, Phase, Record, Register as _, SAID_IN_FORMAT_1, Visit,
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
        Form::new(session, state, actions, key.clone()).groups_ui(ui, shown.groups);
        if let Key::Phase(id) = key
            && let Some((_, phase)) = blueprint.phase(id)
        {
            moments_ui(ui, session, actions, phase);
        }
        if let Key::AiUse(id) = key {
            said_otherwise_ui(ui, session, actions, id);
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

/// What variants of an older file said differently of an AI use, each with a button that settles it.
fn said_otherwise_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>, id: &AiUseId) {
    let Some(of) = session.blueprint().ai_uses.get(id) else {
        return;
    };
    for (key, said) in &of.ext {
        let Some(variant) = key.strip_prefix(SAID_IN_FORMAT_1) else {
            continue;
        };
        let called = session.blueprint().variant(&variant.into());
        let called = called.map_or(variant, |(_, variant)| &*variant.name);
        section_ui(ui, &format!("Said in {called}"), "", Ink::TextMuted);
        muted_ui(ui, said.get_ron());
        let words = format!("Delete what was said in {called}");
        let delete = |ui: &mut Ui| text_button_ui(ui, Icon::Delete, &words, Ink::DangerText);
        let editable = !session.is_read_only();
        if ui.add_enabled_ui(editable, delete).inner {
            let mut settled = (**of).clone();
            settled.ext.remove(key);
            actions.push(Action::Edit(Edit::put(id.clone(), settled, None)));
        }
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

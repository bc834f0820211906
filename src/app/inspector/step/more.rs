//! Who and where, controls, pains, marks and links of a step.

use std::collections::BTreeSet;

use egui::{Role, Ui, WidgetInfo};

use crate::{
    app::{
        inspector::{
            form::Form,
            forms::{CONTROLS, LINKS, Line, PAINS},
            naming::NewName,
            places::{label, missing, of_step, pain, step_choices, step_named},
        },
        look,
        widgets::{Name, Picked, icon_button_ui, icon_text, section_ui},
    },
    edit::Edit,
    model::{
        Control, ControlId, Feeling, Id, ItemEdit, Key, NewItem, Pain, PainId, PathPart, Step,
        StepId, Variant, with_article,
    },
    scene::{Icon, Ink, feeling_number, size},
    session::Session,
};

/// Shows the checks that a step performs.
pub(super) fn controls_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(
        ui,
        of_step("controls"),
        &count(&step.controls),
        Ink::TextMuted,
    );
    form.items_ui(ui, &CONTROLS);
    form.add_ui(ui, &CONTROLS);
    let session = form.session;
    let index = session.index();
    let own: BTreeSet<&ControlId> = step.controls.iter().map(|c| &c.id).collect();
    if index.controls().len() <= own.len() {
        return;
    }
    let choices = || {
        let elsewhere = index.controls().filter(|id| !own.contains(id));
        let elsewhere = elsewhere.filter_map(|id| known_control(session, id));
        elsewhere
            .map(|control| (control, control.called().to_owned(), false))
            .collect()
    };
    let name = "Keep a control of another step".into();
    let way = form.way(CONTROLS.path);
    let kept = form.picked_ui(ui, (&way, &name), "Pick a control", choices);
    if let Some(control) = kept {
        form.change_item(way, ItemEdit::Add(new_control(control)));
    }
}

/// A control as a new item of a list, with the id that says it is the same one.
pub(in crate::app::inspector) fn new_control(control: &Control) -> NewItem {
    let field = |name, text: &String| (vec![PathPart::Name(name)], text.clone());
    NewItem {
        id: control.id.to_string(),
        unless_named: false,
        typed: vec![field("name", &control.name), field("rule", &control.rule)],
    }
}

/// The control of an id, as the last step of the last variant has it.
fn known_control<'s>(session: &'s Session, id: &ControlId) -> Option<&'s Control> {
    let held = session.index().with_control(id);
    let held = held.filter_map(|(variant, step)| {
        let (place, variant) = session.blueprint().variant(variant)?;
        Some((place, variant.steps.get(step)?))
    });
    let (_, step) = held.max_by_key(|(place, _)| *place)?;
    step.controls.iter().rfind(|control| control.id == *id)
}

/// The field with the words of a pain.
pub(in crate::app::inspector) fn pain_field(number: usize) -> Name {
    Name::of_item(label::<Pain>("text"), PAINS.item, number)
}

/// Shows what hurts in a step, and which pains it answers.
pub(super) fn pains_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(ui, of_step("pains"), &count(&step.pains), Ink::TextMuted);
    form.items_ui(ui, &PAINS);
    form.add_ui(ui, &PAINS);
    answers_ui(form, ui, step);
}

fn answers_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    let session = form.session;
    let words = |id: &PainId| match pain(session, id) {
        Some((pain, step, variant)) => {
            let text = if pain.text.is_empty() {
                "A pain"
            } else {
                &pain.text
            };
            format!("{text} ({}, {})", step.called(), variant.name)
        }
        None => missing(id.as_str()),
    };
    let choices = || {
        let others = session.index().pains();
        let others = others.filter(|id| !step.answers.contains(id));
        others.map(|id| (id.clone(), words(id), false)).collect()
    };
    let hurt = hurt_step(form, step);
    let add = hurt.map(|(first, _, hurt)| {
        let pain = with_article(PAINS.item);
        format!("Add {pain} to “{}” in {}", hurt.called(), first.name)
    });
    let names = ("answers", "Pick a pain", add.as_deref());
    let wants_new = many_ui(form, ui, names, &step.answers, words, choices);
    if let Some((first, id, _)) = hurt.filter(|_| wants_new) {
        add_answered(form, Key::Step(first.id.clone(), id.clone()));
    }
}

/// The step of the first variant that this one of a later variant was, or whose place it takes: what it answers hurts there.
fn hurt_step<'a>(form: &Form<'a>, step: &'a Step) -> Option<(&'a Variant, &'a StepId, &'a Step)> {
    let first = form.blueprint().variants.first()?;
    let Key::Step(variant, own) = form.key() else {
        return None;
    };
    if variant == first.id {
        return None;
    }
    let mut was = std::iter::once(&own).chain(&step.replaces);
    let was = was.find_map(|id| first.steps.get_key_value(id))?;
    Some((first, was.0, was.1))
}

/// Gives the step `hurt` a new pain, which the step of the form answers, and asks what hurts.
fn add_answered(form: &mut Form<'_>, hurt: Key) {
    form.commit_drafts();
    let id = form.fresh_item(&PAINS);
    let (pains, text) = (PathPart::Name(PAINS.path), PathPart::Name("text"));
    let answers = form.way("answers");
    let pain = NewItem {
        id: id.clone(),
        typed: vec![(vec![text.clone()], format!("New {}", PAINS.item))],
        ..NewItem::default()
    };
    let answered = NewItem {
        typed: vec![(Vec::new(), id.clone())],
        ..NewItem::default()
    };
    let add = |keys: Vec<Key>, field, item| Edit::Item {
        keys,
        field,
        what: ItemEdit::Add(item),
    };
    let edits = vec![
        add(vec![hurt.clone()], vec![pains.clone()], pain),
        add(form.keys.clone(), answers.clone(), answered),
    ];
    let naming = NewName {
        field: form.field_key(&answers),
        key: hurt,
        way: vec![pains, PathPart::Item(id.into()), text],
        noun: PAINS.item,
    };
    form.make(edits, naming);
}

/// References as lines that can be taken out, and a pick list that adds one; says whether something new is asked for.
fn many_ui<T: 'static>(
    form: &mut Form<'_>,
    ui: &mut Ui,
    (field, hint, add): (&'static str, &str, Option<&str>),
    held: &[Id<T>],
    words: impl Fn(&Id<T>) -> String,
    choices: impl FnOnce() -> Vec<(Id<T>, String, bool)>,
) -> bool {
    let way = form.way(field);
    let name = of_step(field).into();
    let picked = form.picked_or_new_ui(ui, (&way, &name), (hint, add), choices);
    let wants_new = picked == Some(Picked::New);
    if let Some(Picked::One(added)) = picked {
        form.state.naming = None;
        let new = NewItem {
            typed: vec![(Vec::new(), added.to_string())],
            ..NewItem::default()
        };
        form.change_item(way.clone(), ItemEdit::Add(new));
    }
    form.naming_ui(ui, &way);
    let editable = !form.session.is_read_only();
    for (number, one) in held.iter().enumerate() {
        let words = words(one);
        ui.horizontal_top(|ui| {
            let room = ui.available_width() - 24.0 - ui.spacing().item_spacing.x;
            ui.allocate_ui(egui::vec2(room, 0.0), |ui| {
                ui.set_width(room);
                ui.add_space(size::GRID);
                ui.add(egui::Label::new(&words).wrap());
            });
            ui.add_enabled_ui(editable, |ui| {
                if icon_button_ui(ui, Icon::Close, &format!("Take out {words}")) {
                    let item = way.iter().cloned().chain([PathPart::Number(number)]);
                    form.change_item(item.collect(), ItemEdit::Remove);
                }
            });
        });
    }
    ui.add_space(size::GRID);
    wants_new
}

/// Shows what makes a step stand out, the feeling, and whose place it takes.
pub(super) fn marks_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Feeling and marks", "", Ink::TextMuted);
    faces_ui(form, ui, step.feeling);
    form.lines_ui(ui, &[Line::One("markers")]);
    replaces_ui(form, ui, step);
}

/// Five faces, of which one can be picked; picked again, nothing is known.
pub(in crate::app::inspector) fn faces_ui(
    form: &mut Form<'_>,
    ui: &mut Ui,
    feeling: Option<Feeling>,
) {
    let mut picked = None;
    form.labelled_ui(ui, &of_step("feeling").into(), |_, ui, _| {
        ui.spacing_mut().item_spacing.x = size::GRID;
        ui.spacing_mut().button_padding.x = 2.0;
        ui.columns(5, |ui| {
            for (ui, value) in ui.iter_mut().zip(-2..=2) {
                let icon = match value {
                    ..0 => Icon::Bad,
                    0 => Icon::Neutral,
                    _ => Icon::Good,
                };
                let is_picked = feeling == Some(Feeling(value));
                let number = feeling_number(value);
                let ink = if is_picked {
                    Ink::AccentText
                } else {
                    Ink::Text
                };
                let color = look::ink(ui, ink);
                let ground = if is_picked {
                    Ink::SelectedFill
                } else {
                    Ink::Field
                };
                let border = if is_picked {
                    Ink::Accent
                } else {
                    Ink::FieldBorder
                };
                let words = egui::RichText::new(number).color(color);
                let button = egui::Button::new((icon_text(icon, 14.0).color(color), words))
                    .fill(look::ink(ui, ground))
                    .stroke(egui::Stroke::new(1.0, look::ink(ui, border)));
                let wanted = egui::vec2(ui.available_width(), size::CONTROL);
                let response = ui.add_sized(wanted, button);
                let words = Feeling(value).words();
                let enabled = ui.is_enabled();
                response
                    .widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_picked, words));
                if response.on_hover_text(words).clicked() {
                    picked = Some((!is_picked).then_some(Feeling(value)));
                }
            }
        });
    });
    if let Some(feeling) = picked {
        let typed = feeling.map(|feeling| feeling.0.to_string());
        form.set(form.way("feeling"), &typed.unwrap_or_default());
    }
}

fn replaces_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    let blueprint = form.blueprint();
    let Some(first) = blueprint.variants.first() else {
        return;
    };
    let key = form.key();
    let held = key.names(blueprint).variant();
    let is_first = held.is_some_and(|held| held.id == first.id);
    if is_first && step.replaces.is_empty() {
        return;
    }
    let words = |id: &StepId| step_named(blueprint, &first.id, id);
    let choices = || {
        let choices = step_choices(blueprint, first).into_iter();
        choices
            .filter(|(id, _)| !step.replaces.contains(id))
            .map(|(id, words)| (id, words, false))
            .collect()
    };
    let hint = format!("Pick a step of {}", first.name);
    form.alone_ui(|form| {
        // What takes no step's place is new: a step of the first variant is not made for it.
        let about = ("replaces", hint.as_str(), None);
        many_ui(form, ui, about, &step.replaces, words, choices);
    });
}

/// Shows where to read more.
pub(super) fn links_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    section_ui(ui, of_step("links"), &count(&step.links), Ink::TextMuted);
    form.items_ui(ui, &LINKS);
    form.add_ui(ui, &LINKS);
}

fn count<I>(list: &[I]) -> String {
    match list.len() {
        0 => String::new(),
        some => some.to_string(),
    }
}

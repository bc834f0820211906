//! Who and where, controls, pains, marks and links of a step.

use std::collections::BTreeSet;

use egui::{OpenUrl, Role, Ui, WidgetInfo};

use crate::{
    app::{
        inspector::{
            form::{Form, Look},
            list::List,
            places::{missing, of_step, pain, step_choices, step_named},
        },
        look,
        widgets::{
            Name, icon_button_ui, icon_text, message_ui, muted_ui, section_ui, text_button_ui,
            typed,
        },
    },
    model::{
        Control, ControlId, Feeling, Link, Marker, Often, Pain, PainId, Severity, Step, StepId,
        may_open,
    },
    scene::{Icon, Ink, feeling_number, size},
    session::Session,
};

/// Shows who answers for a step and where it happens.
pub(super) fn people_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Who and where", "", Ink::TextMuted);
    ui.columns(2, |ui| {
        form.text_ui(&mut ui[0], of_step("owner"), &step.owner, |step, text| {
            step.owner = text;
        });
        let channel = of_step("channel");
        form.text_ui(&mut ui[1], channel, &step.channel, |step, text| {
            step.channel = text;
        });
    });
    let perceived = of_step("perceived_owner");
    form.text_ui(ui, perceived, &step.perceived_owner, |step, text| {
        step.perceived_owner = text;
    });
    form.names_ui(ui, of_step("systems"), &step.systems, |step, names| {
        step.systems = names;
    });
}

const CONTROLS: List<Step, Control> = List {
    name: "Controls",
    item: "control",
    of: |step| Some(&mut step.controls),
};

/// Shows the checks that a step performs.
pub(super) fn controls_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(
        ui,
        of_step("controls"),
        &count(&step.controls),
        Ink::TextMuted,
    );
    CONTROLS.items_ui(form, ui, &step.controls, |form, ui, number, control| {
        let set = CONTROLS.set(number, |control, text| control.name = text);
        let name = CONTROLS.field("What is checked", number);
        form.text_ui(ui, name, &control.name, set);
        let set = CONTROLS.set(number, |control, text| control.rule = text);
        let name = CONTROLS.field("Rule that asks for it", number);
        form.text_ui(ui, name, &control.rule, set);
    });
    let session = form.session;
    let index = session.index();
    CONTROLS.add_ui(form, ui, |ids| Control {
        id: ids.fresh("control", |id| index.with_control(id).len() > 0),
        ..Control::default()
    });
    let own: BTreeSet<&ControlId> = step.controls.iter().map(|c| &c.id).collect();
    if index.controls().len() > own.len() {
        let choices = || {
            let elsewhere = index.controls().filter(|id| !own.contains(id));
            let elsewhere = elsewhere.filter_map(|id| known_control(session, id));
            elsewhere
                .map(|control| (control.clone(), control.called().to_owned(), false))
                .collect()
        };
        let name = "Keep a control of another step";
        CONTROLS.spreading(form, |form| {
            form.pick_ui(ui, name, "Pick a control", choices, |step, control| {
                step.controls.push(control.clone());
            });
        });
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

const PAINS: List<Step, Pain> = List {
    name: "Pains",
    item: "pain",
    of: |step| Some(&mut step.pains),
};

/// The field with the words of a pain.
pub(in crate::app::inspector) fn pain_field(number: usize) -> Name {
    PAINS.field("What hurts", number)
}

/// Shows what hurts in a step, and which pains it answers.
pub(super) fn pains_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, of_step("pains"), &count(&step.pains), Ink::TextMuted);
    PAINS.items_ui(form, ui, &step.pains, |form, ui, number, pain| {
        let set = PAINS.set(number, |pain, text| pain.text = text);
        let name = pain_field(number);
        let look = Look {
            rows: 2,
            ..Look::LINE
        };
        form.typed_ui(ui, (&name, look), (&pain.text, None), typed::text, set);
        ui.columns(2, |ui| {
            let often = (pain.often, Often::ALL, Often::words as fn(_) -> _);
            let set = PAINS.set(number, |pain, often| pain.often = often);
            form.choice_ui(&mut ui[0], PAINS.field("How often", number), often, set);
            let bad = (pain.bad, Severity::ALL, Severity::words as fn(_) -> _);
            let set = PAINS.set(number, |pain, bad| pain.bad = bad);
            form.choice_ui(&mut ui[1], PAINS.field("How bad", number), bad, set);
        });
        ui.columns(2, |ui| {
            let set = PAINS.set(number, |pain, text| pain.said_by = text);
            let name = PAINS.field("Said by", number);
            form.text_ui(&mut ui[0], name, &pain.said_by, set);
            let set = PAINS.set(number, |pain, votes| pain.votes = votes);
            form.whole_ui(&mut ui[1], PAINS.field("Votes", number), pain.votes, set);
        });
    });
    let index = form.session.index();
    PAINS.add_ui(form, ui, |ids| Pain {
        id: ids.fresh("pain", |id| index.with_pain(id).len() > 0),
        ..Pain::default()
    });
    answers_ui(form, ui, step);
}

fn answers_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
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
    many_ui(
        form,
        ui,
        (of_step("answers"), "Pick a pain"),
        &step.answers,
        words,
        choices,
        |step| &mut step.answers,
    );
}

/// References as lines that can be taken out, and a pick list that adds one.
fn many_ui<V: Clone + PartialEq + 'static>(
    form: &mut Form<'_, Step>,
    ui: &mut Ui,
    (name, hint): (&'static str, &str),
    held: &[V],
    words: impl Fn(&V) -> String,
    choices: impl FnOnce() -> Vec<(V, String, bool)>,
    of: fn(&mut Step) -> &mut Vec<V>,
) {
    let mut taken = None;
    let added = form.picked_ui(ui, &name.into(), hint, choices);
    let editable = !form.session.is_read_only();
    for one in held {
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
                    taken = Some(one.clone());
                }
            });
        });
    }
    let mut list = held.to_vec();
    list.retain(|one| taken.as_ref() != Some(one));
    list.extend(added);
    if list != held {
        form.change(|step| of(step).clone_from(&list));
    }
    ui.add_space(size::GRID);
}

/// Shows what makes a step stand out, the feeling, and whose place it takes.
pub(super) fn marks_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, "Marks", "", Ink::TextMuted);
    feeling_ui(form, ui, step.feeling, |step, feeling| {
        step.feeling = feeling;
    });
    let markers = (&step.markers[..], Marker::ALL, Marker::words as fn(_) -> _);
    form.ticks_ui(ui, of_step("markers"), markers, |step, list| {
        step.markers = list;
    });
    replaces_ui(form, ui, step);
}

/// Five faces, of which one can be picked; picked again, nothing is known.
pub(in crate::app::inspector) fn feeling_ui(
    form: &mut Form<'_, Step>,
    ui: &mut Ui,
    feeling: Option<Feeling>,
    set: impl Fn(&mut Step, Option<Feeling>),
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
        form.change(|step| set(step, feeling));
    }
}

fn replaces_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    let blueprint = form.blueprint();
    let Some(first) = blueprint.variants.first() else {
        return;
    };
    let is_first = form.keys.first().is_some_and(|(id, _)| *id == first.id);
    if is_first && step.replaces.is_empty() {
        return;
    }
    let words = |id: &StepId| step_named(blueprint, &first.id, id);
    let choices = || {
        let choices = step_choices(blueprint, &first.id, None, None).into_iter();
        choices
            .filter(|(id, ..)| !step.replaces.contains(id))
            .collect()
    };
    let hint = format!("Pick a step of {}", first.name);
    form.alone_ui(|form| {
        let about = (of_step("replaces"), hint.as_str());
        many_ui(form, ui, about, &step.replaces, words, choices, |step| {
            &mut step.replaces
        });
    });
}

const LINKS: List<Step, Link> = List {
    name: "Links",
    item: "link",
    of: |step| Some(&mut step.links),
};

/// Shows where to read more.
pub(super) fn links_ui(form: &mut Form<'_, Step>, ui: &mut Ui, step: &Step) {
    section_ui(ui, of_step("links"), &count(&step.links), Ink::TextMuted);
    LINKS.items_ui(form, ui, &step.links, |form, ui, number, link| {
        let set = LINKS.set(number, |link, text| link.title = text);
        form.text_ui(ui, LINKS.field("Title", number), &link.title, set);
        let set = LINKS.set(number, |link, text| link.address = text);
        form.text_ui(ui, LINKS.field("Address", number), &link.address, set);
        let key = format!("{}/links/{number}", form.path());
        open_link_ui(ui, &mut form.state.unfolded, key, &link.address);
    });
    LINKS.add_ui(form, ui, |_| Link::default());
}

/// Opens an address, after a click that shows where it leads.
pub(in crate::app::inspector) fn open_link_ui(
    ui: &mut Ui,
    asked: &mut Option<String>,
    key: String,
    address: &str,
) {
    if address.is_empty() {
        return;
    }
    if !may_open(address) {
        let text = "Only addresses that begin with http://, https:// or mailto: can be opened.";
        message_ui(ui, Ink::WarningText, text);
        return;
    }
    if asked.as_ref() != Some(&key) {
        if text_button_ui(ui, Icon::Link, "Open…", Ink::AccentText) {
            *asked = Some(key);
        }
        return;
    }
    muted_ui(
        ui,
        &format!("This opens, outside Frontstage: {}", visible(address)),
    );
    ui.horizontal(|ui| {
        if text_button_ui(ui, Icon::Link, "Open it", Ink::AccentText) {
            ui.open_url(OpenUrl::new_tab(address));
            *asked = None;
        }
        if text_button_ui(ui, Icon::Close, "Cancel", Ink::Text) {
            *asked = None;
        }
    });
}

/// An address with its control and direction marks made visible, so that it cannot look like another.
fn visible(address: &str) -> String {
    address
        .chars()
        .flat_map(|c| {
            let hidden = c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if hidden {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

fn count<I>(list: &[I]) -> String {
    match list.len() {
        0 => String::new(),
        some => some.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_hide_where_it_leads() {
        let shown = visible("https://a.org/\u{202e}gro.b");
        assert_eq!(shown, "https://a.org/\\u{202e}gro.b");
    }
}

//! How a step is split, and how several are merged.

use std::sync::Arc;

use egui::{Id, Key, Modal, Modifiers, RichText, Ui, vec2};

use crate::{
    app::{
        look,
        widgets::{
            Keystroke, Message, Name, TextField, begin_text, label_ui, muted_ui, radio_ui,
            take_or_leave_ui, text_field_ui, typed,
        },
    },
    model::{StepId, VariantId, capital, plural, quoted},
    scene::size,
    session::{Action, Halving, MergePlan, Session, SplitStep, Throughout},
};

/// What came of a dialog in this frame.
pub(super) enum Done {
    /// It stays open.
    NotYet,
    /// It was left.
    Left,
    /// This is to be done.
    Takes(Box<Action>),
}

/// A field of a dialog: what it is called, and what stands in it.
pub(super) struct DialogField<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a mut String,
    pub(super) hint: &'a str,
    pub(super) wrong: Option<String>,
}

/// The keyboard comes to a field of a dialog that opens: what it was opened from, such as the command field, may still
/// give the keyboard back to what had it before.
#[derive(Default)]
pub(super) struct KeyboardLead {
    frames: u8,
}

impl KeyboardLead {
    /// How many frames a dialog takes to have the keyboard for good.
    const FRAMES: u8 = 3;

    /// Leads the keyboard to a field, all of whose words are selected.
    pub(super) fn lead_to(&mut self, ui: &Ui, name: &str, text: &str) {
        match self.frames {
            0 => begin_text(ui, field_id(name), 0..text.chars().count()),
            Self::FRAMES.. => return,
            _ => ui.memory_mut(|memory| memory.request_focus(field_id(name))),
        }
        self.frames += 1;
        ui.ctx().request_repaint();
    }
}

/// What a frame of a dialog says beside its content.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) escaped: bool,
}

/// A field under its label; Esc in it leaves the dialog.
pub(super) fn field_ui(ui: &mut Ui, field: &mut DialogField<'_>, typed: &mut Typed) {
    let label = label_ui(ui, &Name::from(field.name)).id;
    let shown = TextField {
        id: field_id(field.name),
        label,
        text: field.text,
        rows: 1,
        hint: field.hint,
        unit: "",
        message: match &field.wrong {
            Some(wrong) => Message::Error(wrong),
            None => Message::None,
        },
    };
    match text_field_ui(ui, &shown) {
        Keystroke::None => {}
        Keystroke::Typed(text) => *field.text = text,
        Keystroke::Discarded => typed.escaped = true,
    }
}

pub(super) fn field_id(name: &str) -> Id {
    Id::unique(("reshape", name))
}

/// A dialog with a heading, and two buttons at its foot, of which the first does what `takes` says. Enter takes it.
pub(super) fn dialog_ui(
    ui: &Ui,
    (heading, takes): (&str, &str),
    content: impl FnOnce(&mut Ui, &mut Typed),
) -> Pressed {
    let ctx = ui.ctx();
    let mut typed = Typed::default();
    let shown = Modal::new(Id::unique("reshape"))
        .frame(look::dialog_frame(ui))
        .show(ctx, |ui| {
            let room = ctx.content_rect();
            ui.set_width(480.0_f32.min(room.width() - 64.0));
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label(heading);
                node.set_modal();
            });
            let words = RichText::new(heading).font(look::semibold(15.0));
            ui.add(egui::Label::new(words).wrap());
            let height = (room.height() - 200.0).max(120.0);
            egui::ScrollArea::vertical()
                .max_height(height)
                .show(ui, |ui| content(ui, &mut typed));
            ui.add_space(size::GRID);
            take_or_leave_ui(ui, takes)
        });
    let (taken, left) = shown.inner;
    let (enter, escape) = ctx.input_mut(|input| {
        let enter = input.consume_key(Modifiers::NONE, Key::Enter);
        (enter, input.consume_key(Modifiers::NONE, Key::Escape))
    });
    match (escape || left || typed.escaped, enter || taken) {
        (true, _) => Pressed::Left,
        (_, true) => Pressed::Taken,
        _ => Pressed::NotYet,
    }
}

/// What a person did with a dialog in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    NotYet,
    Left,
    Taken,
}

/// In which variants it is done, where others have the steps too.
pub(super) fn throughout_ui(
    ui: &mut Ui,
    here: &str,
    also_in: &[String],
    throughout: &mut Throughout,
) {
    if also_in.is_empty() {
        return;
    }
    ui.add_space(size::GRID);
    let only = format!("Only in {here}");
    radio_ui(ui, throughout, Throughout::This, &only);
    let all = format!("In {here} and {}", also_in.join(", "));
    radio_ui(ui, throughout, Throughout::All, &all);
}

pub(super) fn variant_name(session: &Session, variant: &VariantId) -> String {
    let found = session.blueprint().variant(variant);
    found.map_or_else(String::new, |(_, variant)| variant.name.clone())
}

/// How a step is split.
pub(super) struct SplitForm {
    variant: VariantId,
    step: StepId,
    heading: String,
    titles: [String; 2],
    /// The title that has the keyboard first: the second, where it is to be written.
    begins: usize,
    work: Option<[String; 2]>,
    /// Which times were typed: the other one is what is left, as long as nobody types it too.
    typed: [bool; 2],
    also_in: Vec<String>,
    throughout: Throughout,
    opening: KeyboardLead,
}

impl SplitForm {
    pub(super) fn of(session: &Session, before_caret: Option<&str>) -> Option<Self> {
        let selection = session.selection();
        let (variant, id) = (&selection.variant, selection.lead()?);
        let step = session.blueprint().step(variant, id)?;
        let also_in = session.also_in(variant, &[id.clone()].into()).into_iter();
        let titles = halves_of(&step.title, before_caret);
        Some(Self {
            begins: usize::from(titles[1].is_empty()),
            heading: format!("Split “{}” in two", quoted(step.called())),
            titles,
            work: match session.halving(variant, id)? {
                Halving::One(work) => Some(work),
                Halving::OfEach => None,
            },
            typed: [false; 2],
            also_in: also_in.map(str::to_owned).collect(),
            throughout: Throughout::This,
            opening: KeyboardLead::default(),
            variant: variant.clone(),
            step: id.clone(),
        })
    }
}

/// A title as two: cut where the caret stood, or before its first “and”; else the second is to be written.
fn halves_of(title: &str, before_caret: Option<&str>) -> [String; 2] {
    let at_caret = before_caret.and_then(|before| {
        let rest = title.trim().strip_prefix(before.trim())?;
        Some((before.trim(), rest))
    });
    let at_and = || title.split_once(" and ");
    let is_whole = |(first, rest): &(&str, &str)| !(first.is_empty() || rest.trim().is_empty());
    let halves = at_caret.filter(is_whole).or_else(at_and);
    let Some((first, second)) = halves.filter(is_whole) else {
        return [title.trim().to_owned(), String::new()];
    };
    let marks = [',', ';', ':', '–', '-', '+', ' '];
    let mut second = second.trim_start_matches(marks);
    for word in ["and ", "then "] {
        second = second.strip_prefix(word).unwrap_or(second).trim_start();
    }
    [first.trim_end_matches(marks).to_owned(), capital(second)]
}

const TITLES: [&str; 2] = ["First step", "Second step"];
const TIMES: [&str; 2] = ["Work time of the first", "Work time of the second"];
/// Width of a time, in points.
const TIME: f32 = 148.0;

pub(super) fn split_ui(ui: &Ui, session: &Session, form: &mut SplitForm) -> Done {
    form.opening
        .lead_to(ui, TITLES[form.begins], &form.titles[form.begins]);
    let blueprint = Arc::clone(session.blueprint());
    let Some(step) = blueprint.step(&form.variant, &form.step) else {
        return Done::Left;
    };
    let (variant, id) = (form.variant.clone(), form.step.clone());
    let wrong_time = |text: &str| session.half_of_work(&variant, &id, text).err();
    let heading = form.heading.clone();
    let done = dialog_ui(ui, (&heading, "Split"), |ui, typed| {
        for place in 0..2 {
            ui.horizontal_top(|ui| {
                let has_time = form.work.is_some();
                let width = ui.available_width() - if has_time { TIME + 8.0 } else { 0.0 };
                let title = DialogField {
                    name: TITLES[place],
                    text: &mut form.titles[place],
                    hint: "What happens?",
                    wrong: None,
                };
                column_ui(ui, width, title, typed);
                if let Some(work) = &mut form.work {
                    let wrong = wrong_time(&work[place]);
                    let before = work[place].clone();
                    let time = DialogField {
                        name: TIMES[place],
                        text: &mut work[place],
                        hint: typed::TIME_HINT,
                        wrong,
                    };
                    column_ui(ui, TIME, time, typed);
                    let other = 1 - place;
                    if work[place] != before {
                        form.typed[place] = true;
                        let rest = session.rest_of_work(&variant, &id, &work[place]);
                        if let Some(rest) = rest.filter(|_| !form.typed[other]) {
                            work[other] = rest;
                        }
                    }
                }
            });
            taken_ui(ui, &session.said_in_title(step, &form.titles[place]));
        }
        if form.work.is_none() {
            muted_ui(ui, "The time of each worker is halved.");
        }
        muted_ui(
            ui,
            "Ways in lead to the first, ways out leave the second. Pains, controls, notes and AI stay with the first.",
        );
        if let Some(wait) = &step.wait {
            let wait = typed::show_time(Some(wait));
            let words = format!("The waiting time ({}) goes with the second.", quoted(&wait));
            muted_ui(ui, &words);
        }
        let here = variant_name(session, &form.variant);
        throughout_ui(ui, &here, &form.also_in, &mut form.throughout);
    });
    let is_whole = form.titles.iter().all(|title| !title.trim().is_empty());
    let work = form.work.iter().flatten();
    let is_read = work.clone().all(|time| wrong_time(time).is_none());
    match done {
        Pressed::NotYet => Done::NotYet,
        Pressed::Left => Done::Left,
        Pressed::Taken if is_whole && is_read => {
            Done::Takes(Box::new(Action::SplitStep(Box::new(SplitStep {
                variant: form.variant.clone(),
                step: form.step.clone(),
                titles: form.titles.clone(),
                work: form.work.clone(),
                throughout: form.throughout,
            }))))
        }
        Pressed::Taken => {
            // What is missing has the keyboard.
            let empty = form.titles.iter().position(|title| title.trim().is_empty());
            let name = match empty {
                Some(place) => TITLES[place],
                None => {
                    TIMES[work
                        .into_iter()
                        .position(|time| wrong_time(time).is_some())
                        .unwrap_or(0)]
                }
            };
            ui.memory_mut(|memory| memory.request_focus(field_id(name)));
            Done::NotYet
        }
    }
}

/// What a title says beside what happens, in words.
fn taken_ui(ui: &mut Ui, said: &[String]) {
    if !said.is_empty() {
        muted_ui(ui, &format!("Taken from the title: {}", said.join(" · ")));
    }
}

fn column_ui(ui: &mut Ui, width: f32, mut field: DialogField<'_>, typed: &mut Typed) {
    ui.vertical(|ui| {
        ui.set_width(width);
        field_ui(ui, &mut field, typed);
    });
}

/// How steps are merged.
pub(super) struct MergeForm {
    plan: MergePlan,
    opening: KeyboardLead,
}

impl MergeForm {
    pub(super) fn of(plan: MergePlan) -> Self {
        Self {
            plan,
            opening: KeyboardLead::default(),
        }
    }
}

const MERGED_TITLE: &str = "Title of the one step";

pub(super) fn merge_ui(ui: &Ui, session: &Session, form: &mut MergeForm) -> Done {
    let MergePlan {
        merge,
        lost,
        also_in,
    } = &mut form.plan;
    form.opening.lead_to(ui, MERGED_TITLE, &merge.title);
    let heading = format!("Merge {}", plural(merge.steps.len(), "step", "steps"));
    let done = dialog_ui(ui, (&heading, "Merge"), |ui, typed| {
        let mut title = DialogField {
            name: MERGED_TITLE,
            text: &mut merge.title,
            hint: "What happens?",
            wrong: None,
        };
        field_ui(ui, &mut title, typed);
        taken_ui(ui, &session.said_in_merged(merge));
        muted_ui(
            ui,
            "Times are added; pains, controls, systems and notes come together; ways lead to and from the one step.",
        );
        if !lost.is_empty() {
            muted_ui(ui, &format!("Not kept: {}.", lost.join("; ")));
        }
        let here = variant_name(session, &merge.variant);
        throughout_ui(ui, &here, also_in, &mut merge.throughout);
    });
    match done {
        Pressed::NotYet => Done::NotYet,
        Pressed::Left => Done::Left,
        Pressed::Taken => Done::Takes(Box::new(Action::MergeSteps(Box::new(merge.clone())))),
    }
}

#[cfg(test)]
mod tests {
    use super::halves_of;

    #[test]
    fn a_title_is_cut_at_the_caret_or_at_its_and() {
        for (title, before, first, second) in [
            (
                "Reads the case and answers",
                None,
                "Reads the case",
                "Answers",
            ),
            (
                "Reads the case, answers",
                Some("Reads the case,"),
                "Reads the case",
                "Answers",
            ),
            ("Reads and then answers", Some("Reads"), "Reads", "Answers"),
            ("Reads and answers", Some(""), "Reads", "Answers"),
            ("Reads", None, "Reads", ""),
            ("Reads", Some("Reads"), "Reads", ""),
            ("", None, "", ""),
        ] {
            assert_eq!(
                halves_of(title, before),
                [first, second],
                "{title} {before:?}"
            );
        }
    }
}

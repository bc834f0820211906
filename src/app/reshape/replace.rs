//! By what a step is replaced: a new one, or one that is there.

use egui::{Button, Key, Modifiers, Ui, vec2};

use super::form::{
    DialogField, Done, KeyboardLead, Pressed, dialog_ui, field_id, field_ui, throughout_ui,
    variant_name,
};
use crate::{
    app::widgets::muted_ui,
    model::{StepId, VariantId, quoted},
    session::{Action, Replace, Replacement, Session, Throughout, capture::name::fold},
};

/// What a step is replaced by.
pub(super) struct ReplaceForm {
    variant: VariantId,
    step: StepId,
    heading: String,
    typed: String,
    /// The row taken by Enter: the new step, or one of those below.
    row: usize,
    /// What goes with the step, by the names of the fields.
    said: Vec<String>,
    also_in: Vec<String>,
    throughout: Throughout,
    opening: KeyboardLead,
}

impl ReplaceForm {
    pub(super) fn of(session: &Session) -> Option<Self> {
        let selection = session.selection();
        let (variant, id) = (&selection.variant, selection.lead()?);
        let step = session.blueprint().step(variant, id)?;
        let also_in = session.also_in(variant, &[id.clone()].into()).into_iter();
        Some(Self {
            heading: format!("Replace “{}”", quoted(step.called())),
            typed: String::new(),
            row: 0,
            said: session.goes_with(variant, id),
            also_in: also_in.map(str::to_owned).collect(),
            throughout: Throughout::This,
            opening: KeyboardLead::default(),
            variant: variant.clone(),
            step: id.clone(),
        })
    }
}

const BY: &str = "Replaced by";
/// How many steps are offered.
const MOST: usize = 8;

pub(super) fn replace_ui(ui: &Ui, session: &Session, form: &mut ReplaceForm) -> Done {
    form.opening.lead_to(ui, BY, "");
    let by = |form: &ReplaceForm, step: Option<&StepId>| {
        Box::new(Action::ReplaceStep(Box::new(Replace {
            variant: form.variant.clone(),
            step: form.step.clone(),
            by: match step {
                Some(step) => Replacement::Step(step.clone()),
                None => Replacement::New(form.typed.clone()),
            },
            throughout: form.throughout,
        })))
    };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let walked = i32::from(pressed(Key::ArrowDown)) - i32::from(pressed(Key::ArrowUp));
    let mut clicked = None;
    let heading = form.heading.clone();
    let mut choices = Vec::new();
    let done = dialog_ui(ui, (&heading, "Replace"), |ui, typed| {
        let before = form.typed.clone();
        let mut field = DialogField {
            name: BY,
            text: &mut form.typed,
            hint: "A new title, or a step that is there",
            wrong: None,
        };
        field_ui(ui, &mut field, typed);
        choices = self::choices(session, form);
        if before != form.typed {
            form.row = 0;
        }
        let row = form.row.saturating_add_signed(walked as isize);
        form.row = row.min(choices.len().saturating_sub(1));
        for (place, (id, words)) in choices.iter().enumerate() {
            let button = Button::selectable(place == form.row, words).truncate();
            let button = button.min_size(vec2(ui.available_width(), 26.0));
            if ui.add(button).clicked() {
                clicked = Some(id.clone());
            }
        }
        muted_ui(
            ui,
            "It takes over the place and the ways; what named the step names it.",
        );
        if !form.said.is_empty() {
            let said = form.said.join(", ");
            muted_ui(ui, &format!("Goes with the step: {said}."));
        }
        let here = variant_name(session, &form.variant);
        throughout_ui(ui, &here, &form.also_in, &mut form.throughout);
    });
    if let Some(step) = clicked {
        return Done::Takes(by(form, step.as_ref()));
    }
    match (done, choices.get(form.row)) {
        (Pressed::Left, _) => Done::Left,
        (Pressed::Taken, Some((step, _))) => Done::Takes(by(form, step.as_ref())),
        (Pressed::Taken, None) => {
            ui.memory_mut(|memory| memory.request_focus(field_id(BY)));
            Done::NotYet
        }
        (Pressed::NotYet, _) => Done::NotYet,
    }
}

/// A new step of the words typed, then the steps whose titles hold them; without words those of the tray.
fn choices(session: &Session, form: &ReplaceForm) -> Vec<(Option<StepId>, String)> {
    let words = form.typed.trim();
    let new = (!words.is_empty()).then(|| (None, format!("New step “{}”", quoted(words))));
    let Some((_, held)) = session.blueprint().variant(&form.variant) else {
        return new.into_iter().collect();
    };
    let waiting = &session.tally(&form.variant).tray;
    let wanted: Vec<String> = words.split_whitespace().map(fold).collect();
    let fits = |id: &StepId, title: &str| {
        let title = fold(title);
        *id != form.step
            && !title.is_empty()
            && wanted.iter().all(|word| title.contains(word))
            && (!wanted.is_empty() || waiting.contains(id))
    };
    let steps = held.steps.iter().filter(|(id, step)| fits(id, &step.title));
    let steps = steps.take(MOST).map(|(id, step)| {
        let place = match waiting.contains(id) {
            true => " (in the tray)",
            false => "",
        };
        (Some(id.clone()), format!("{}{place}", step.title))
    });
    new.into_iter().chain(steps).collect()
}

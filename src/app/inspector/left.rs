//! What a variant leaves as it is and does without: pains and controls of the first variant, each with the reason.

use egui::Ui;

use super::{
    form::Form,
    frame::{MOST_LISTED, more_ui},
    places::{self, label},
};
use crate::{
    app::widgets::{Name, muted_ui, section_ui},
    model::{ControlId, FieldPath, Key, PainId, PathPart, Variant, VariantId, cut},
    scene::Ink,
    session::Named,
};

/// Asks for the reasons of what `variant` leaves of the first one; never insists.
pub(super) fn left_ui(form: &mut Form<'_>, ui: &mut Ui, first: &VariantId, variant: &Variant) {
    pains_ui(form, ui, first, variant);
    controls_ui(form, ui, first, variant);
}

/// The pains of the first variant that no step of this one answers.
fn pains_ui(form: &mut Form<'_>, ui: &mut Ui, first: &VariantId, variant: &Variant) {
    let index = form.session.index();
    let is_before = |id: &PainId| index.with_pain(id).any(|(held, _)| held == first);
    let is_answered = |id: &PainId| {
        let named = Named::Pain(id.clone());
        index.steps_naming(&named, &variant.id).next().is_some()
    };
    let open = index.pains().filter(|id| is_before(id) && !is_answered(id));
    let open: Vec<&PainId> = open.collect();
    section_ui(ui, label::<Variant>("left_pains"), "", Ink::TextMuted);
    if open.is_empty() {
        muted_ui(ui, "Every pain of the first variant is answered here.");
    }
    for id in open.iter().take(MOST_LISTED) {
        let text = places::pain(form.session, id).map(|(pain, ..)| &*pain.text);
        let text = text.filter(|text| !text.is_empty()).unwrap_or(id.as_str());
        let called = cut(text, 60);
        muted_ui(ui, &format!("“{called}”"));
        let way = |field| -> FieldPath {
            vec![
                PathPart::Name("left_pains"),
                PathPart::Item(id.as_str().into()),
                PathPart::Name(field),
            ]
        };
        reason_ui(
            form,
            ui,
            [
                (way("why"), "Why it stays", format!("Why “{called}” stays")),
                (
                    way("by"),
                    "Who said so",
                    format!("Who said that “{called}” stays"),
                ),
            ],
        );
    }
    more_ui(ui, open.len());
}

/// The controls of the first variant that no step of this one performs.
fn controls_ui(form: &mut Form<'_>, ui: &mut Ui, first: &VariantId, variant: &Variant) {
    let index = form.session.index();
    let held_by = |id: &ControlId, by: &VariantId| {
        let mut held = index.with_control(id);
        held.any(|(held, _)| held == by)
    };
    let lost = index.controls();
    let lost = lost.filter(|id| held_by(id, first) && !held_by(id, &variant.id));
    let lost: Vec<&ControlId> = lost.collect();
    section_ui(ui, label::<Variant>("dropped_controls"), "", Ink::TextMuted);
    if lost.is_empty() {
        muted_ui(ui, "Every control of the first variant is performed here.");
    }
    for id in lost.iter().take(MOST_LISTED) {
        let mut held = index.with_control(id);
        let control = held.find_map(|(variant, step)| {
            let step = form.blueprint().step(variant, step)?;
            step.controls.iter().find(|control| control.id == **id)
        });
        if let Some(control) = control {
            muted_ui(ui, &format!("“{}”", cut(control.called(), 60)));
            let key = Key::Variant(variant.id.clone());
            form.dropped_ui(ui, key, control);
        }
    }
    more_ui(ui, lost.len());
}

fn reason_ui(form: &mut Form<'_>, ui: &mut Ui, fields: [(FieldPath, &str, String); 2]) {
    for (way, label, spoken) in fields {
        let name = Name {
            label: label.to_owned(),
            spoken,
        };
        form.worded_ui(ui, &way, &name);
    }
}

//! What a step or connector is in the other variant, in words, and why it is missing there.

use egui::{Label, Ui};

use super::{
    form::Form,
    forms::REMOVED,
    places::{NONE, label, step_choices},
    step::new_control,
};
use crate::{
    app::widgets::{Name, Picked, badge_ui, muted_ui, section_ui, text_button_ui},
    edit::Edit,
    model::{
        ConnectorId, ControlId, ItemEdit, Key, PathPart, RefKind, Removed, StepId, Variant,
        VariantId,
    },
    patch::{self, ChangeKind, Subject},
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Session},
};

/// Shows how a step differs in the variant that Compare sets beside this one.
pub(super) fn step_ui(form: &mut Form<'_>, ui: &mut Ui, (variant, id): (&VariantId, &StepId)) {
    let Some((first, other)) = pair(form.session, variant) else {
        return;
    };
    let beside = if first.id == *variant { other } else { first };
    title_ui(ui, first, beside);
    if beside.steps.is_empty() {
        not_begun_ui(form, ui, beside);
        return;
    }
    change_ui(form, ui, (first, other), &Subject::Step(id.clone()));
    match (first.steps.contains_key(id), other.steps.contains_key(id)) {
        (true, true) if goes_ui(ui, beside) => {
            let selection = Selection::step(&beside.id, id);
            let action = super::frame::go_to(form.session, selection);
            form.actions.push(action);
        }
        (true, false) if is_before(form.session, first) => {
            removed_ui(form, ui, (first, other), id);
        }
        _ => {}
    }
}

/// Shows how a connector differs in the variant that Compare sets beside this one.
pub(super) fn connector_ui(
    form: &mut Form<'_>,
    ui: &mut Ui,
    (variant, id): (&VariantId, &ConnectorId),
) {
    let Some((first, other)) = pair(form.session, variant) else {
        return;
    };
    let beside = if first.id == *variant { other } else { first };
    title_ui(ui, first, beside);
    if beside.steps.is_empty() {
        not_begun_ui(form, ui, beside);
        return;
    }
    change_ui(form, ui, (first, other), &Subject::Connector(id.clone()));
}

/// The two variants compared, of which `variant` is one; it stands in for the second if it is none of them.
fn pair<'s>(session: &'s Session, variant: &VariantId) -> Option<(&'s Variant, &'s Variant)> {
    let blueprint = session.blueprint();
    let (first, other) = session.pair();
    let first = first?;
    let is_one = variant == first || Some(variant) == other;
    let other = if is_one { other? } else { variant };
    let named = |id: &VariantId| blueprint.variant(id).map(|(_, variant)| &**variant);
    Some((named(first)?, named(other)?))
}

fn title_ui(ui: &mut Ui, first: &Variant, beside: &Variant) {
    let title = if first.id == beside.id {
        format!("Compared with {}", beside.name)
    } else {
        format!("In {}", beside.name)
    };
    section_ui(ui, &title, "", Ink::TextMuted);
}

/// A variant without steps removed nothing: nobody has begun it.
fn not_begun_ui(form: &mut Form<'_>, ui: &mut Ui, beside: &Variant) {
    muted_ui(ui, &format!("{} has no steps yet.", beside.name));
    if form.session.can(Command::StartSecond)
        && text_button_ui(
            ui,
            Icon::Copy,
            Command::StartSecond.info().name,
            Ink::AccentText,
        )
    {
        let start = Action::Command(Command::StartSecond);
        form.actions.push(start);
    }
}

fn goes_ui(ui: &mut Ui, beside: &Variant) -> bool {
    let words = format!("Go to it in {}", beside.name);
    text_button_ui(ui, Icon::Right, &words, Ink::AccentText)
}

/// The change of one subject in words.
fn change_ui(
    form: &mut Form<'_>,
    ui: &mut Ui,
    (first, other): (&Variant, &Variant),
    subject: &Subject,
) {
    let is_asked = matches!(subject, Subject::Step(_));
    let session = form.session;
    let index = session.index();
    let keeps =
        |control: &ControlId| (index.with_control(control)).any(|(held, _)| *held == other.id);
    let pair = (&first.id, &other.id);
    let change = patch::change_of(session.blueprint(), pair, subject, &keeps);
    let Some(change) = change else {
        muted_ui(ui, "The same in both.");
        return;
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GRID;
        for kind in ChangeKind::all_of(&change.kinds) {
            badge_ui(ui, kind);
        }
    });
    if change.kinds.contains(&ChangeKind::Removed) && is_asked {
        // The fields below say it.
        return;
    }
    for detail in &change.details {
        ui.add(Label::new(detail).wrap());
    }
}

/// Whether `variant` is the first of all: only for its steps reasons are kept.
fn is_before(session: &Session, variant: &Variant) -> bool {
    let first = session.blueprint().variants.first();
    first.is_some_and(|first| first.id == variant.id)
}

/// The label of the field with the reason why a step is missing.
pub(super) fn why_removed() -> &'static str {
    label::<Removed>("why")
}

/// Asks why a step of the first variant is missing, and where its duties went; never insists.
fn removed_ui(form: &mut Form<'_>, ui: &mut Ui, (first, other): (&Variant, &Variant), id: &StepId) {
    let Some(step) = first.steps.get(id) else {
        return;
    };
    let key = Key::Removed(other.id.clone(), id.clone());
    let form = &mut Form::new(form.session, form.state, form.actions, key);
    form.lines_ui(ui, REMOVED);
    let blueprint = form.blueprint();
    for (number, control) in step.controls.iter().enumerate() {
        let mut held = form.session.index().with_control(&control.id);
        let kept = held.find(|(variant, _)| *variant == other.id);
        let kept = kept.and_then(|(_, step)| other.steps.get(step));
        let way = vec![PathPart::Item(control.id.as_str().into())];
        let name = control.called();
        if let Some(kept) = kept {
            muted_ui(
                ui,
                &format!("Control kept: “{name}”, now in “{}”", kept.called()),
            );
            form.naming_ui(ui, &way);
            continue;
        }
        let keeper = Name {
            label: format!("The control “{name}” goes to"),
            spoken: Name::of_item("Goes to", "control", number).spoken,
        };
        let steps = || {
            let steps = step_choices(blueprint, other).into_iter();
            steps.map(|(id, words)| (id, words, false)).collect()
        };
        let kept_in = |key: Key| Edit::Item {
            keys: vec![key],
            field: vec![PathPart::Name("controls")],
            what: ItemEdit::Add(new_control(control)),
        };
        let add = form.add_words(RefKind::Step);
        match form.picked_or_new_ui(ui, (&way, &keeper), (NONE, add.as_deref()), steps) {
            Some(Picked::One(to)) => {
                let to = Key::Step(other.id.clone(), to);
                form.actions.push(Action::Edit(kept_in(to)));
            }
            Some(Picked::New) => {
                form.add_then(&way, RefKind::Step, |_, key| Some(kept_in(key.clone())));
            }
            None => {}
        }
        form.dropped_ui(ui, Key::Variant(other.id.clone()), control);
    }
    if form.session.can(Command::CarryOver) {
        let words = format!("Copy it to {}", other.name);
        if text_button_ui(ui, Icon::Copy, &words, Ink::AccentText) {
            form.actions.push(Action::Command(Command::CarryOver));
        }
    }
}

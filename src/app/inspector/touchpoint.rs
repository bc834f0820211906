//! The fields of an AI touchpoint, in groups that fold.

use egui::{Align, Button, Event, Key as Pressed, Margin, Modifiers, RichText, Ui, WidgetInfo};

use super::{InspectorState, form::Form, forms, frame::MOST_LISTED, places::role_named};
use crate::{
    app::{
        look,
        widgets::{
            Name, group_ui, label_ui, muted_ui, row_ui, section_ui, text_button_ui, typed,
            wrapped_ui,
        },
    },
    edit::Edit,
    model::{
        AiUse, AiUseId, Autonomy, Blueprint, Key, Kind, PathPart, RefKind, Step, Told, Touchpoint,
        Trigger, capital, cut, plural, with_article,
    },
    scene::{Icon, Ink, size},
    session::{Action, Command, Named, Selection, Session, Target},
};

pub(super) const DOES: &str = "What it does";
const ANSWERS: &str = "Owner";
const HAND_OVER: &str = "Hand-over";
const OVERSIGHT: &str = "Oversight";
const OUTAGE: &str = "Outage and stop";
const SERVES: &str = "Who it serves";
const DATA: &str = "Data, rules, monitors, incidents";
const NOTES: &str = "Evidence and notes";

/// The groups, top to bottom.
pub(super) const GROUPS: &[&str] = &[
    DOES, ANSWERS, HAND_OVER, OVERSIGHT, OUTAGE, SERVES, DATA, NOTES,
];

/// The groups that stand open until somebody folds them.
pub(super) const OPEN_AT_FIRST: &[&str] = &[DOES, ANSWERS, HAND_OVER];

/// The groups in the index, short, each with the key that leads to it together with Alt.
const INDEX: &[(&str, &str, Pressed)] = &[
    (DOES, "Does", Pressed::Num1),
    (ANSWERS, "Owner", Pressed::Num2),
    (HAND_OVER, "Hand-over", Pressed::Num3),
    (OVERSIGHT, "Oversight", Pressed::Num4),
    (OUTAGE, "Outage", Pressed::Num5),
    (SERVES, "Serves", Pressed::Num6),
    (DATA, "Data", Pressed::Num7),
    (NOTES, "Notes", Pressed::Num8),
];

/// The index of the groups, where the step selected is an AI touchpoint: it stays above what scrolls.
pub(super) fn index_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    selection: &Selection,
) {
    let (steps, wires) = (selection.steps(), selection.wires());
    let step = match (steps.len(), wires.len()) {
        (1, 0) => steps.first(),
        _ => None,
    };
    let step = step.and_then(|id| session.blueprint().step(&selection.variant, id));
    if step.is_none_or(|step| step.ai.is_none()) {
        return;
    }
    let frame = egui::Frame::NONE
        .fill(look::ink(ui, Ink::Rail))
        .inner_margin(Margin::symmetric(size::PANEL_PAD as i8, 5));
    let band = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().interact_size.y = 22.0;
        wrapped_ui(ui, |ui| {
            ui.spacing_mut().button_padding = egui::vec2(6.0, 1.0);
            for (number, (group, short, key)) in INDEX.iter().enumerate() {
                let ink = match state.groups.contains(group) {
                    true => Ink::AiText,
                    false => Ink::TextMuted,
                };
                let text = RichText::new(*short).small().color(look::ink(ui, ink));
                let button = Button::new(text)
                    .fill(look::ink(ui, Ink::Field))
                    .wrap_mode(egui::TextWrapMode::Extend)
                    .min_size(egui::vec2(0.0, 22.0));
                let response = ui.add(button);
                let name = format!("Jump to {group}");
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
                let hint = format!("{group} (Alt+{})", number + 1);
                if response.on_hover_text(hint).clicked() || pressed_with_alt(ui, *key) {
                    state.jump = Some(group);
                }
            }
        });
    });
    let line = band.response.rect;
    let hair = egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline));
    ui.painter().hline(line.x_range(), line.bottom(), hair);
}

/// Whether a digit was pressed with Alt, which is then no letter of any text.
fn pressed_with_alt(ui: &Ui, key: Pressed) -> bool {
    ui.input_mut(|input| {
        let is_pressed = input.consume_key(Modifiers::ALT, key);
        if is_pressed {
            let digit = key.symbol_or_name();
            input
                .events
                .retain(|event| !matches!(event, Event::Text(text) if text == digit));
        }
        is_pressed
    })
}

/// Shows the AI touchpoint of a step, or the button that makes it one.
pub(super) fn touchpoint_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    let editable = !form.session.is_read_only();
    let Some(ai) = step.ai.as_deref() else {
        section_ui(ui, of_ai_section(), "", Ink::TextMuted);
        let make = "Make an AI touchpoint";
        let clicked = ui
            .add_enabled_ui(editable, |ui| {
                text_button_ui(ui, Icon::Spark, make, Ink::AiText)
            })
            .inner;
        if clicked {
            form.actions.push(Action::Command(Command::MakeAi));
        }
        section_ui(
            ui,
            super::places::of_step("opportunity"),
            "",
            Ink::TextMuted,
        );
        form.lines_ui(ui, forms::OPPORTUNITY);
        return;
    };
    let Key::Step(_, id) = form.key() else { return };
    let blueprint = form.blueprint();
    let use_key = AiUseId::new(id.as_str());
    let status = blueprint.ai_status(&id).words();
    section_ui(ui, of_ai_section(), status, Ink::AiText);
    for group in GROUPS {
        let is_wanted = form.state.jump == Some(*group);
        if is_wanted {
            form.state.jump = None;
            form.state.groups.insert(group);
            ui.scroll_to_cursor(Some(Align::TOP));
        }
        let is_open = form.state.groups.contains(group);
        let head = group_ui(
            ui,
            &spoken(group),
            &summary(blueprint, group, (&use_key, ai)),
            is_open,
        );
        if is_wanted {
            head.request_focus();
        }
        if head.clicked() {
            if is_open {
                form.state.groups.remove(group);
            } else {
                form.state.groups.insert(group);
            }
        }
        if !is_open {
            continue;
        }
        match *group {
            DOES => does_ui(form, ui, ai),
            ANSWERS => of_use_ui(form, ui, &use_key, forms::ANSWERS),
            HAND_OVER => {
                form.lines_ui(ui, forms::RESOLVES);
                hand_over_ui(form, ui, step);
            }
            OVERSIGHT => oversight_ui(form, ui, ai),
            OUTAGE => form.lines_ui(ui, forms::OUTAGE),
            SERVES => serves_ui(form, ui, ai),
            DATA => {
                of_use_ui(form, ui, &use_key, forms::KEPT);
                watched_ui(form, ui, &use_key, &[Kind::Monitor, Kind::Incident]);
            }
            _ => of_use_ui(form, ui, &use_key, forms::EVIDENCE),
        }
        ui.add_space(size::GRID);
    }
    ui.add_enabled_ui(editable, |ui| {
        if text_button_ui(ui, Icon::Delete, "Remove AI", Ink::DangerText) {
            form.commit_drafts();
            form.set(form.way("ai"), "");
        }
    });
}

/// What a group is called: on screen short, and spoken so that it is not taken for the field of that name.
fn spoken(group: &str) -> Name {
    match group {
        ANSWERS => Name {
            label: group.to_owned(),
            spoken: "Owner of the AI touchpoint".to_owned(),
        },
        group => group.into(),
    }
}

fn of_ai_section() -> &'static str {
    super::places::of_step("ai")
}

/// What a folded group says.
fn summary(blueprint: &Blueprint, group: &str, (id, ai): (&AiUseId, &Touchpoint)) -> String {
    let of = blueprint.ai_uses.get(id);
    let share = |share: Option<crate::model::Share>| share.map(typed::show_share);
    let some = |count, one, many| (count > 0).then(|| plural(count, one, many));
    let said = match group {
        DOES => ai.autonomy.map(|autonomy| autonomy.words().to_owned()),
        ANSWERS => of.map(|of| of.owner.clone()),
        HAND_OVER => share(ai.resolves).map(|share| format!("{share} resolved")),
        OVERSIGHT => ai.oversight.as_ref().map(|oversight| {
            let role = oversight.role.as_ref();
            let role = role.map(|role| role_named(blueprint, role));
            let parts = [role, share(oversight.share)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }),
        OUTAGE => ai.stop.as_ref().map(|stop| stop.who.clone()),
        SERVES => (!ai.languages.is_empty()).then(|| typed::show_names(&ai.languages)),
        DATA => {
            let monitors = blueprint.monitors.values();
            let watching = monitors.filter(|monitor| monitor.r#use.as_ref() == Some(id));
            some(watching.count(), "monitor", "monitors")
        }
        _ => of.map(|of| of.inventory.clone()),
    };
    said.unwrap_or_default()
}

fn does_ui(form: &mut Form<'_>, ui: &mut Ui, ai: &Touchpoint) {
    form.lines_ui(ui, forms::TASK);
    let systems = &form.blueprint().ai_systems;
    let known = ai.system.as_ref().and_then(|id| systems.get_key_value(id));
    if let Some((id, system)) = known {
        let words = format!("Go to {}", cut(&system.name, 36));
        if text_button_ui(ui, Icon::Right, &words, Ink::AccentText) {
            let variant = &form.session.selection().variant;
            let target = Target::Record(Key::AiSystem(id.clone()));
            form.actions
                .push(Action::Select(Selection::of(variant, target)));
        }
    }
    form.lines_ui(ui, forms::MEANS);
}

/// Shows the way to a person; also the inspector of the hand-over's arrow.
pub(super) fn hand_over_ui(form: &mut Form<'_>, ui: &mut Ui, step: &Step) {
    form.lines_ui(ui, forms::HAND_OVER);
    let is_unused = step.hand_over().is_some_and(|hand_over| {
        hand_over.confidence.is_some() && !hand_over.triggers.contains(&Trigger::LowConfidence)
    });
    if is_unused {
        muted_ui(
            ui,
            "The confidence counts once low confidence is a trigger.",
        );
    }
}

fn oversight_ui(form: &mut Form<'_>, ui: &mut Ui, ai: &Touchpoint) {
    form.lines_ui(ui, forms::OVERSIGHT);
    if ai.autonomy == Some(Autonomy::ActsAfterApproval) {
        muted_ui(
            ui,
            "It acts after approval: every case waits for the review.",
        );
    }
    form.lines_ui(ui, forms::POWERS);
}

/// Shows what is true of the AI whatever the variant.
fn of_use_ui(form: &mut Form<'_>, ui: &mut Ui, id: &AiUseId, lines: &[forms::Line]) {
    form.of_ui(vec![Key::AiUse(id.clone())], |form| {
        form.lines_ui(ui, lines);
    });
}

fn serves_ui(form: &mut Form<'_>, ui: &mut Ui, ai: &Touchpoint) {
    form.lines_ui(ui, forms::SERVES);
    match ai.told {
        Some(Told::At(_)) => form.alone_ui(|form| form.lines_ui(ui, forms::TOLD_AT)),
        Some(Told::Obvious(_)) => form.alone_ui(|form| form.lines_ui(ui, forms::TOLD_WHY)),
        Some(Told::No) | None => {}
    }
}

/// Who watches a use and what went wrong with it: each a line that leads to it, and buttons that add one.
pub(super) fn watched_ui(form: &mut Form<'_>, ui: &mut Ui, id: &AiUseId, kinds: &[Kind]) {
    let blueprint = form.blueprint();
    let named = Named::Record(Key::AiUse(id.clone()));
    let namers: Vec<&Key> = form.session.index().named_by(&named).collect();
    for kind in kinds.iter().copied() {
        label_ui(ui, &capital(kind.plural()).into());
        let of_kind = |key: &&&Key| key.in_register().is_some_and(|(other, _)| other == kind);
        for key in namers.iter().filter(of_kind).take(MOST_LISTED) {
            let called = key.called(blueprint).unwrap_or_default();
            if row_ui(ui, None, &called, "") {
                let variant = &form.session.selection().variant;
                let target = Target::Record((*key).clone());
                form.actions
                    .push(Action::Select(Selection::of(variant, target)));
            }
        }
        let editable = !form.session.is_read_only();
        let words = format!("Add {}", with_article(kind.noun()));
        let add = |ui: &mut Ui| text_button_ui(ui, Icon::Plus, &words, Ink::Text);
        if ui.add_enabled_ui(editable, add).inner {
            add_watching(form, kind, id);
        }
    }
}

/// Makes a monitor or an incident of a use, and leads to it.
fn add_watching(form: &mut Form<'_>, kind: Kind, id: &AiUseId) {
    form.commit_drafts();
    let Some((key, made)) = form.new_record(RefKind::Record(kind)) else {
        return;
    };
    let mut edits = Vec::new();
    // A touchpoint of which nobody said anything has no record yet that could be named.
    if form.blueprint().ai_uses.get(id).is_none()
        && let Some(of) = form.blueprint().ai_use_or_new(id)
    {
        edits.push(Edit::put(id.clone(), AiUse::clone(&of), None));
    }
    edits.push(made);
    edits.push(Edit::Set {
        keys: vec![key.clone()],
        field: vec![PathPart::Name("use")],
        typed: id.to_string(),
    });
    let variant = &form.session.selection().variant;
    let there = Selection::of(variant, Target::Record(key));
    form.actions.push(Action::Edit(Edit::All(edits)));
    form.actions.push(Action::Select(there));
    form.state.request_focus();
}

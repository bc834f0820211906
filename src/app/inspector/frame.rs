//! The fields of what the blueprint is built from: cell, lane, phase, moment, role, AI system, variant.

use egui::Ui;

use super::{
    InspectorState,
    form::Form,
    forms::{Line, VARIANT},
    left::left_ui,
    places::{label, lane_named, moment_named, moment_words},
};
use crate::{
    app::widgets::{
        Use, button_ui, heading_ui, label_ui, muted_ui, row_ui, section_ui, text_button_ui,
        wrapped_ui,
    },
    model::{Key, LaneId, MomentId, Step, Variant, VariantId, plural},
    scene::{Icon, Ink, size},
    session::{Action, Command, Named, Selection, Session, Target},
};

/// Shows a cell, and what stands in it.
pub(super) fn cell_ui(
    ui: &mut Ui,
    session: &Session,
    actions: &mut Vec<Action>,
    (lane, moment): (&LaneId, &MomentId),
) {
    let blueprint = session.blueprint();
    let variant = &session.selection().variant;
    let lane_name = lane_named(blueprint, lane);
    let moment_name = moment_named(blueprint, moment);
    heading_ui(ui, None, &format!("{lane_name}, {moment_name}"));
    let Some((_, held)) = blueprint.variant(variant) else {
        return;
    };
    let kind = blueprint
        .lane(lane)
        .map_or("", |(_, lane)| lane.kind.words());
    muted_ui(ui, &format!("{} · a cell of a {kind} lane", held.name));
    ui.add_space(size::GRID);
    ui.add_enabled_ui(session.can(Command::NewStep), |ui| {
        if text_button_ui(ui, Icon::Plus, Command::NewStep.info().name, Ink::Text) {
            actions.push(Action::Command(Command::NewStep));
        }
    });
    let cards = session.index().cell(variant, (lane, moment));
    let many = cards.len();
    section_ui(ui, "Steps here", &count(many), Ink::TextMuted);
    if many == 0 {
        muted_ui(ui, "None. Type on the canvas to write the first one.");
    }
    for id in cards.take(MOST_LISTED) {
        if let Some(step) = held.steps.get(id) {
            step_row_ui(ui, step, "", || {
                actions.push(Action::Reveal(Selection::step(variant, id)));
            });
        }
    }
    more_ui(ui, many);
}

/// A step as a line that leads to it.
pub(super) fn step_row_ui(ui: &mut Ui, step: &Step, note: &str, go: impl FnOnce()) {
    let icon = step.ai.as_ref().map(|_| (Icon::Spark, Ink::Ai));
    if row_ui(ui, icon, step.called(), note) {
        go();
    }
}

pub(super) fn count(many: usize) -> String {
    if many == 0 {
        String::new()
    } else {
        many.to_string()
    }
}

/// The pictures of what can be done with all of a record.
const SIGNS: &[(Command, Icon)] = &[
    (Command::Delete, Icon::Delete),
    (Command::MoveUp, Icon::MoveUp),
    (Command::MoveDown, Icon::MoveDown),
    (Command::MoveLeft, Icon::MoveLeft),
    (Command::MoveRight, Icon::MoveRight),
];

/// What can be done with all of a record.
pub(super) fn record_end_ui(
    ui: &mut Ui,
    session: &Session,
    actions: &mut Vec<Action>,
    moves: &[(Command, bool)],
) {
    ui.add_space(size::GRID * 2.0);
    wrapped_ui(ui, |ui| {
        for (command, is_possible) in moves {
            let sign = SIGNS.iter().find(|(of, _)| of == command);
            let icon = sign.map(|(_, icon)| *icon);
            let ink = match *command == Command::Delete {
                true => Ink::DangerText,
                false => Ink::Text,
            };
            let can = command.info().can(Some(session));
            let usable = Use::from(can.and(if *is_possible {
                Ok(())
            } else {
                Err(at_the_end(*command))
            }));
            if button_ui(ui, usable, icon, (command.info().name, ink)) {
                actions.push(Action::Command(*command));
            }
        }
    });
    ui.add_space(size::GRID * 2.0);
}

/// Why a record cannot go where a command would bring it.
fn at_the_end(command: Command) -> &'static str {
    match command {
        Command::Delete => "It is the only one, and one has to stay.",
        _ => "It can go no further that way.",
    }
}

/// The id by which the file names a record.
pub(super) fn id_ui(ui: &mut Ui, (name, id): (&'static str, &str)) {
    label_ui(ui, &name.into());
    ui.add(egui::Label::new(id).wrap());
}

/// Shows a moment.
pub(super) fn moment_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    id: &MomentId,
) {
    let Some((column, phase, moment)) = session.blueprint().moment(id) else {
        return;
    };
    heading_ui(ui, None, &moment_words(phase, moment));
    muted_ui(ui, "A moment: a column of every variant");
    ui.add_space(size::GRID);
    let key = Key::Moment(id.clone());
    Form::new(session, state, actions, key).lines_ui(ui, &[Line::One("name")]);
    label_ui(ui, &"Phase".into());
    if row_ui(ui, None, &phase.name, "") {
        select(
            session,
            actions,
            Target::Record(Key::Phase(phase.id.clone())),
        );
    }
    let last = session.blueprint().moments().count().saturating_sub(1);
    let moves = [
        (Command::MoveLeft, column > 0),
        (Command::MoveRight, column < last),
        (Command::Delete, phase.moments.len() > 1),
    ];
    record_end_ui(ui, session, actions, &moves);
    id_ui(ui, ("Id", id.as_str()));
}

/// The steps of every variant that name `named`.
pub(super) fn used_ui(
    ui: &mut Ui,
    session: &Session,
    actions: &mut Vec<Action>,
    title: &str,
    named: &Named,
) {
    let index = session.index();
    let used = index.named_by(named).len();
    section_ui(ui, title, &count(used), Ink::TextMuted);
    if used == 0 {
        muted_ui(ui, "No step yet.");
    }
    let variants = session.blueprint().variants.iter();
    let steps = variants.flat_map(|variant| {
        let steps = index.steps_naming(named, &variant.id);
        steps.filter_map(move |id| Some((variant, id, variant.steps.get(id)?)))
    });
    for (variant, id, step) in steps.take(MOST_LISTED) {
        step_row_ui(ui, step, &variant.name, || {
            let selection = Selection::step(&variant.id, id);
            actions.push(go_to(session, selection));
        });
    }
    more_ui(ui, used);
}

/// How many lines a list of the inspector has at most: more are not read, and every one takes its time.
pub(super) const MOST_LISTED: usize = 50;

/// Says how many of `count` are not listed.
pub(super) fn more_ui(ui: &mut Ui, count: usize) {
    if let Some(more) = count.checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        muted_ui(ui, &format!("… and {more} more"));
    }
}

/// Selects something of a variant, and shows the variant if it is not on screen.
pub(super) fn go_to(session: &Session, selection: Selection) -> Action {
    if session.scene().pane(&selection.variant).is_some() {
        Action::Reveal(selection)
    } else {
        let show = crate::scene::Show::One(selection.variant.clone());
        Action::ShowAndSelect(show, selection)
    }
}

/// Shows a variant.
pub(super) fn variant_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    id: &VariantId,
) {
    let Some((place, variant)) = session.blueprint().variant(id) else {
        return;
    };
    let f = |name| label::<Variant>(name);
    heading_ui(ui, None, or_unnamed(&variant.name));
    muted_ui(
        ui,
        &format!(
            "A variant with {} and {}",
            plural(variant.steps.len(), "step", "steps"),
            plural(variant.connectors.len(), "connector", "connectors"),
        ),
    );
    ui.add_space(size::GRID);
    let key = Key::Variant(id.clone());
    let form = &mut Form::new(session, state, actions, key);
    form.groups_ui(ui, VARIANT);
    match session.blueprint().variants.first() {
        Some(first) if place > 0 => left_ui(form, ui, &first.id, variant),
        _ => muted_ui(ui, "The first variant is the Before; it stays first."),
    }
    let last = session.blueprint().variants.len().saturating_sub(1);
    let moves = [
        (Command::MoveLeft, place > 1),
        (Command::MoveRight, place > 0 && place < last),
        (Command::Delete, last > 0),
    ];
    record_end_ui(ui, session, actions, &moves);
    id_ui(ui, (f("id"), id.as_str()));
}

/// Selects something that belongs to no variant.
pub(super) fn select(session: &Session, actions: &mut Vec<Action>, target: Target) {
    let variant = &session.selection().variant;
    actions.push(Action::Select(Selection::of(variant, target)));
}

pub(super) fn or_unnamed(name: &str) -> &str {
    if name.is_empty() { "No name yet" } else { name }
}

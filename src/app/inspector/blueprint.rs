//! The blueprint itself: what it is about, its lists, and the tray.

use egui::Ui;

use super::{
    InspectorState,
    form::{Form, Look},
    forms::Line::{self, Long, One},
    frame::{MOST_LISTED, more_ui, or_unnamed, step_row_ui},
    list::List,
    places::lane_named,
    record::registers_ui,
    rows::rows_ui,
};
use crate::{
    app::widgets::{heading_ui, muted_ui, row_ui, section_ui, text_button_ui, typed},
    model::{Blueprint, Key, Source},
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Session, Target},
};

const TWO_ROWS: Look<'static> = Look {
    rows: 2,
    ..Look::LINE
};

const SOURCES: List<Blueprint, Source> = List {
    name: "Sources",
    item: "source",
    of: |blueprint| Some(&mut blueprint.sources),
};

/// What the blueprint is about.
const ABOUT: &[Line] = &[
    One("title"),
    Long("scenario"),
    One("persona"),
    Line::Longer("summary"),
];

/// Shows the blueprint.
pub(super) fn blueprint_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
) {
    let blueprint = session.blueprint();
    let title = or_unnamed(&blueprint.title);
    heading_ui(ui, Some((Icon::Blueprint, Ink::TextMuted)), title);
    muted_ui(
        ui,
        "The blueprint; select something on it to see its fields",
    );
    ui.add_space(size::GRID);
    let mut form: Form<'_, Blueprint> = Form::new(session, state, actions, ());
    form.lines_of_ui(ui, ABOUT, &blueprint.head());
    let look = Look {
        hint: "EUR",
        ..Look::LINE
    };
    let about = (&"Currency".into(), look);
    let shown = (blueprint.currency.as_str(), None);
    form.typed_ui(ui, about, shown, currency, |head, code| {
        head.currency = code;
    });
    rows_ui(&mut form, ui);
    tray_ui(ui, session, actions);
    lists_ui(ui, session, actions);
    let mut form: Form<'_, Blueprint> = Form::new(session, state, actions, ());
    sources_ui(&mut form, ui, &blueprint.sources);
}

/// A currency: three capital letters, as banks write it (ISO 4217), or none.
fn currency(typed: &str) -> Result<String, String> {
    let code = typed.trim().to_uppercase();
    if code.is_empty() || code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        Ok(code)
    } else {
        Err(format!("“{code}” is no currency: write EUR, USD or GBP"))
    }
}

/// The steps of the variant looked at that stand in no cell.
fn tray_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    let variant = &session.selection().variant;
    let Some((_, held)) = blueprint.variant(variant) else {
        return;
    };
    let tray = &session.tally(variant).tray;
    if tray.is_empty() {
        return;
    }
    section_ui(ui, "Tray", &tray.len().to_string(), Ink::TextMuted);
    muted_ui(
        ui,
        "Not placed yet. Click one, then pick its lane and moment.",
    );
    let steps = tray.iter().take(MOST_LISTED);
    for (id, step) in steps.filter_map(|id| Some((id, held.steps.get(id)?))) {
        let lane = step.lane.as_ref().map(|id| lane_named(blueprint, id));
        step_row_ui(ui, step, &lane.unwrap_or_default(), || {
            actions.push(Action::Select(Selection::step(variant, id)));
        });
    }
    more_ui(ui, tray.len());
}

fn lists_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    section_ui(ui, "Variants", "", Ink::TextMuted);
    for variant in &blueprint.variants {
        if row_ui(ui, None, or_unnamed(&variant.name), variant.state.words()) {
            let target = Target::Record(Key::Variant(variant.id.clone()));
            actions.push(Action::Select(Selection::of(&variant.id, target)));
        }
    }
    add_ui(ui, session, actions, Command::AddVariant);
    registers_ui(ui, session, actions);
}

fn add_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>, command: Command) {
    ui.add_enabled_ui(session.can(command), |ui| {
        if text_button_ui(ui, Icon::Plus, command.info().name, Ink::Text) {
            actions.push(Action::Command(command));
        }
    });
}

fn sources_ui(form: &mut Form<'_, Blueprint>, ui: &mut Ui, sources: &[Source]) {
    section_ui(ui, SOURCES.name, "", Ink::TextMuted);
    SOURCES.items_ui(form, ui, sources, |form, ui, number, source| {
        let set = SOURCES.set(number, |source, text| source.title = text);
        form.text_ui(ui, SOURCES.field("Title", number), &source.title, set);
        let name = SOURCES.field("What it says", number);
        let set = SOURCES.set(number, |source, text| source.says = text);
        form.typed_ui(
            ui,
            (&name, TWO_ROWS),
            (&source.says, None),
            typed::text,
            set,
        );
        ui.columns(2, |ui| {
            let name = SOURCES.field("Address", number);
            let set = SOURCES.set(number, |source, text| source.address = text);
            form.text_ui(&mut ui[0], name, &source.address, set);
            let name = SOURCES.field("Date", number);
            let set = SOURCES.set(number, |source, date| source.date = date);
            form.date_ui(&mut ui[1], name, source.date.as_ref(), set);
        });
        let key = format!("sources/{number}");
        super::step::open_link_ui(ui, &mut form.state.unfolded, key, &source.address);
    });
    SOURCES.add_ui(form, ui, |ids| Source {
        id: ids.fresh("source", |id| sources.iter().any(|source| source.id == *id)),
        ..Source::default()
    });
}

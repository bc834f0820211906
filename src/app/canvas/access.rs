//! Names of what is on the canvas, for screen readers, tests and scripts.
//!
//! The nodes take no keyboard focus of their own: the canvas has it and tells what is selected. A screen
//! reader's click on a node selects. With more than 500 cards and cells on screen only headers have names.

use egui::{Id, Rect, Sense, Ui, accesskit};

use super::{Sheet, headers};
use crate::{
    gesture::Hit,
    model::{Blueprint, Key, capital, plural},
    patch::ChangeKind,
    scene::Pane,
    session::{Action, Selection, Session, Target},
};

/// Beyond this many cards and cells on screen only headers are named: the outline is for the rest.
const MOST: usize = 500;

pub(super) fn pane_ui(
    ui: &mut Ui,
    session: &Session,
    (pane, figures): (&Pane, Option<&str>),
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let screen = (sheet.to_screen * pane.rect).intersect(sheet.area);
    let is_read = ui
        .ctx()
        .accesskit_node_builder(super::canvas_id(), |_| ())
        .is_some();
    if !screen.is_positive() || !is_read {
        return;
    }
    let blueprint = session.shown();
    let id = Id::unique(("pane", pane.variant.as_str()));
    ui.scope_builder(egui::UiBuilder::new().scope_id(id).max_rect(screen), |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(accesskit::Role::Group);
            node.set_label(pane.name.as_str());
            if let Some(figures) = figures {
                node.set_description(figures);
            }
            node.set_bounds(accesskit::Rect {
                x0: screen.left().into(),
                y0: screen.top().into(),
                x1: screen.right().into(),
                y1: screen.bottom().into(),
            });
        });
        headers_ui(ui, blueprint, pane, sheet, actions);
        let clip = sheet.body_clip(pane);
        let area = sheet.to_screen.inverse() * clip;
        if pane.columns_in(area.left(), area.right()).len() > MOST {
            return;
        }
        let cards: Vec<_> = pane
            .cards_in(area)
            .filter(|(_, card)| card.rect.intersects(area))
            .collect();
        let cells = empty_cells(pane, sheet, clip);
        if cards.len() + cells.len() > MOST {
            return;
        }
        let selection = session.selection();
        let here = pane.shows(&selection.variant);
        for (id, card) in cards {
            let Some(step) = blueprint.step(&card.variant, id) else {
                continue;
            };
            let rect = (sheet.to_screen * card.rect).intersect(clip);
            let selected = here && selection.steps().contains(id);
            let words = ChangeKind::all_of(&card.changes);
            let words = words.filter(|kind| *kind != ChangeKind::Ai || step.ai.is_none());
            let words = words.map(ChangeKind::word);
            let words: Vec<&str> = words
                .chain(step.ai.as_ref().map(|_| "AI touchpoint"))
                .collect();
            let hit = Hit::Card {
                variant: card.variant.clone(),
                step: id.clone(),
            };
            node_ui(
                ui,
                &hit,
                (rect, accesskit::Role::ListItem),
                step.called(),
                actions,
                |node| {
                    node.set_selected(selected);
                    if !words.is_empty() {
                        node.set_description(words.join(", "));
                    }
                },
            );
        }
        for (lane, column, rect) in cells {
            let (lane, moment) = (&pane.lanes[lane].id, &pane.columns[column].id);
            let Some(name) = blueprint.cell_name(lane, moment) else {
                continue;
            };
            let hit = Hit::Cell {
                variant: pane.variant.clone(),
                lane: lane.clone(),
                moment: moment.clone(),
            };
            let selected = here && selection.cell() == Some((lane, moment));
            node_ui(
                ui,
                &hit,
                (rect, accesskit::Role::Cell),
                &name,
                actions,
                |node| {
                    node.set_selected(selected);
                },
            );
        }
    });
}

fn headers_ui(
    ui: &mut Ui,
    blueprint: &Blueprint,
    pane: &Pane,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let header = headers::pinned(sheet, pane);
    let strip = sheet.area.left()..=sheet.area.left() + sheet.camera.strip();
    for band in &pane.lanes {
        let rect = sheet.to_screen * band.rect;
        let rect = Rect::from_x_y_ranges(strip.clone(), rect.y_range());
        let rect = rect
            .intersect(Rect::everything_below(header.bottom()))
            .intersect(sheet.area);
        if !rect.is_positive() {
            continue;
        }
        if let Some((_, lane)) = blueprint.lane(&band.id) {
            let hit = Hit::Lane {
                variant: pane.variant.clone(),
                lane: band.id.clone(),
            };
            node_ui(
                ui,
                &hit,
                (rect, accesskit::Role::RowHeader),
                &lane.name,
                actions,
                |node| node.set_expanded(!band.is_folded()),
            );
        }
    }
    let by = header.top() - (sheet.to_screen * pane.rect).top();
    let right = Rect::everything_right_of(*strip.end()).intersect(sheet.area);
    let place = |rect: Rect| {
        (sheet.to_screen * rect)
            .translate(egui::vec2(0.0, by))
            .intersect(right)
    };
    let seen = (sheet.to_screen.inverse() * right).x_range();
    for phase in pane.phases_in(seen.min, seen.max) {
        let rect = place(phase.rect);
        let Some((_, record)) = blueprint.phase(&phase.id) else {
            continue;
        };
        if rect.is_positive() {
            let hit = Hit::Phase {
                variant: pane.variant.clone(),
                phase: phase.id.clone(),
            };
            node_ui(
                ui,
                &hit,
                (rect, accesskit::Role::ColumnHeader),
                &record.name,
                actions,
                |_| {},
            );
        }
    }
    for column in &pane.columns[pane.columns_in(seen.min, seen.max)] {
        // Only a moment with a name of its own has a header.
        let phase = column
            .header
            .as_ref()
            .and_then(|_| blueprint.phase(&column.phase));
        let moment = phase.and_then(|(_, phase)| phase.moments.iter().find(|m| m.id == column.id));
        let Some(moment) = moment else {
            continue;
        };
        let top = pane
            .phases
            .first()
            .map_or(pane.rect.top(), |phase| phase.rect.bottom() + 2.0);
        let rect = place(Rect::from_x_y_ranges(
            column.rect.x_range(),
            top..=pane.body.top(),
        ));
        if rect.is_positive() && !moment.name.is_empty() {
            let hit = Hit::Moment {
                variant: pane.variant.clone(),
                moment: column.id.clone(),
            };
            node_ui(
                ui,
                &hit,
                (rect, accesskit::Role::ColumnHeader),
                &moment.name,
                actions,
                |_| {},
            );
        }
    }
}

/// The cells on screen that hold no card: indexes of lane and column, and the place.
fn empty_cells(pane: &Pane, sheet: &Sheet, clip: Rect) -> Vec<(usize, usize, Rect)> {
    let on_screen = |rect: Rect| (sheet.to_screen * rect).intersect(clip);
    let area = sheet.to_screen.inverse() * clip;
    let filled: std::collections::BTreeSet<(usize, usize)> = pane
        .cards_in(Rect::from_x_y_ranges(area.x_range(), pane.rect.y_range()))
        .map(|(_, card)| card.cell)
        .collect();
    let columns = pane.columns_in(area.left(), area.right());
    let mut cells = Vec::new();
    for (lane, band) in pane.lanes.iter().enumerate() {
        if band.is_folded() || !on_screen(band.rect).is_positive() {
            continue;
        }
        for column in columns.clone() {
            let place = &pane.columns[column];
            let cell = Rect::from_x_y_ranges(place.rect.x_range(), band.rect.y_range());
            let rect = on_screen(cell);
            if rect.is_positive() && !filled.contains(&(lane, column)) {
                cells.push((lane, column, rect));
            }
            if cells.len() > MOST {
                return cells;
            }
        }
    }
    cells
}

pub(super) fn node_ui(
    ui: &mut Ui,
    hit: &Hit,
    (rect, role): (Rect, accesskit::Role),
    name: &str,
    actions: &mut Vec<Action>,
    more: impl FnOnce(&mut accesskit::Node),
) {
    let id = Id::unique(("on canvas", hit));
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, name));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.add_action(accesskit::Action::Click);
        more(node);
    });
    if ui.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click)) {
        actions.push(action(hit));
    }
}

/// What a screen reader's click asks for.
fn action(hit: &Hit) -> Action {
    if let Hit::Field(cell) = hit {
        return Action::SelectField(cell.clone());
    }
    let selection = match hit {
        Hit::Card { variant, step } => Selection::step(variant, step),
        Hit::Cell {
            variant,
            lane,
            moment,
        } => Selection::in_cell(variant, lane, moment),
        Hit::Lane { variant, lane } => {
            Selection::of(variant, Target::Record(Key::Lane(lane.clone())))
        }
        Hit::Phase { variant, phase } => {
            Selection::of(variant, Target::Record(Key::Phase(phase.clone())))
        }
        Hit::Moment { variant, moment } => {
            Selection::of(variant, Target::Record(Key::Moment(moment.clone())))
        }
        _ => return Action::Dismiss,
    };
    Action::Select(selection)
}

/// Says what is selected to those who do not see it.
pub(super) fn selection_ui(ui: &mut Ui, session: &Session, sheet: &Sheet) {
    let id = Id::unique("what is selected");
    let place = Rect::from_min_size(sheet.area.left_bottom(), egui::Vec2::ZERO);
    let words = selection_in_words(session);
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::Status, true, &words));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_live(accesskit::Live::Polite));
}

/// Words for the selection, told when it changes.
fn selection_in_words(session: &Session) -> String {
    if let Some(words) = super::rows::selected_in_words(session) {
        return words;
    }
    let selection = session.selection();
    let blueprint = session.blueprint();
    match &selection.target {
        Target::Items { steps, wires, .. } => match (steps.len(), wires.len()) {
            (1, 0) => {
                let step = steps
                    .first()
                    .and_then(|id| blueprint.step(&selection.variant, id));
                let Some(step) = step else {
                    return String::new();
                };
                let cell = step
                    .cell()
                    .and_then(|(lane, moment)| blueprint.cell_name(lane, moment));
                format!(
                    "{}, {}",
                    step.called(),
                    cell.unwrap_or_else(|| "in the tray".to_owned())
                )
            }
            (0, 1) => "Connector".to_owned(),
            (0, wires) => plural(wires, "connector", "connectors"),
            (steps, 0) => plural(steps, "step", "steps"),
            (steps, wires) => format!(
                "{} and {}",
                plural(steps, "step", "steps"),
                plural(wires, "connector", "connectors")
            ),
        },
        Target::Cell { lane, moment } => {
            let name = blueprint.cell_name(lane, moment).unwrap_or_default();
            format!("{name}, empty")
        }
        Target::Blueprint => String::new(),
        Target::Record(key) => {
            let name = key.called(blueprint).filter(|_| {
                // The others are drawn nowhere but in the inspector, which says their name.
                matches!(key, Key::Lane(_) | Key::Phase(_))
            });
            match name {
                Some(name) => format!("{} {name}", capital(key.noun())),
                None => capital(key.noun()),
            }
        }
    }
}

//! The pointer on the canvas: what it is over, presses, drags and lets go, given to [`Gesture`].

use egui::{CursorIcon, Pos2, Rect, Response, Ui, vec2};

use super::{Camera, Canvas, fold, headers, is_panning, sheet::Sheet, tiles};
use crate::{
    gesture::{Gesture, HeldKeys, Hit, curve_cell, handle_at, hit, hit_header, wire_end_at},
    model::{Key, LaneId, StepId, VariantId},
    session::{Action, Command, Selection, Session, Target},
};

/// The pointer: what it presses, drags and lets go.
pub(super) fn point(
    ui: &Ui,
    response: &Response,
    session: &mut Session,
    canvas: &mut Canvas,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let area = sheet.area;
    let to_scene = sheet.to_screen.inverse();
    let (press, latest, modifiers) = ui.input(|input| {
        (
            input.pointer.press_origin(),
            input.pointer.latest_pos(),
            input.modifiers,
        )
    });
    let held = HeldKeys {
        shift: modifiers.shift,
        ctrl: modifiers.command,
        alt: modifiers.alt,
    };
    let under = |at: Pos2| under(session, sheet, at);
    let pressed = ui.input(|input| input.pointer.primary_pressed());
    let pressed = pressed && response.is_pointer_button_down_on();
    if session.editing().is_some() || session.is_filling() {
        canvas.gesture.cancel();
        if pressed && let Some(at) = press {
            // A press beside a name that is being typed takes the name over; the click goes on from there.
            canvas.gesture.press(to_scene * at, under(at), held);
        }
        return;
    }
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let hit = match folded_lane(session, &under(at)) {
            Some((variant, lane)) => Hit::Lane { variant, lane },
            None => under(at),
        };
        let keep = is_selected(session, &hit);
        canvas.menu.click(hit.clone());
        if !keep {
            let mut gesture = Gesture::Idle;
            gesture.press(to_scene * at, hit, HeldKeys::default());
            actions.extend(gesture.release(session));
        }
        return;
    }
    if let Some(at) = response.hover_pos()
        && canvas.gesture == Gesture::Idle
    {
        let hit = under(at);
        let icon = match folded_lane(session, &hit) {
            Some(_) => CursorIcon::PointingHand,
            None => cursor(&hit),
        };
        ui.ctx().set_cursor_icon(icon);
    }
    if response.double_clicked() && tiles::are_shown(sheet.camera.zoom) {
        canvas.gesture.cancel();
        return;
    }
    if response.double_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        canvas.gesture.cancel();
        let hit = under(at);
        match folded_lane(session, &hit) {
            Some((variant, lane)) => actions.extend(fold::turn(&variant, lane)),
            None => actions.extend(double_click(session, &hit)),
        }
        return;
    }
    if let Gesture::Placing { .. } = canvas.gesture {
        place_from_tray(ui, latest, session, canvas, sheet, actions);
        return;
    }
    if pressed && let Some(at) = press {
        let hit = under(at);
        canvas.gesture.press(to_scene * at, hit, held);
    }
    if is_panning(ui, response) {
        canvas.gesture.cancel();
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        return;
    }
    if let Some(at) = latest
        && response.is_pointer_button_down_on()
    {
        let zoom = canvas.camera.zoom;
        actions.extend(canvas.gesture.drag(session, to_scene * at, zoom));
        if canvas.gesture.is_dragging() {
            pan_at_edges(ui, area, at, session, &mut canvas.camera);
            // What was let go there is looked at, and nothing lies over it.
            canvas.let_go = Some(at);
            ui.ctx().set_cursor_icon(match canvas.gesture {
                Gesture::Connecting { .. } | Gesture::Rejoining { .. } => CursorIcon::Crosshair,
                _ => CursorIcon::Grabbing,
            });
        }
    }
    if ui.input(|input| input.pointer.primary_released()) && canvas.gesture != Gesture::Idle {
        if !canvas.gesture.is_dragging()
            && let Gesture::Pressed { on, .. } = &canvas.gesture
            && let Hit::Card { variant, step } | Hit::Handle { variant, step, .. } = on
            && let Some(picking) = canvas.picking.take()
            && picking.variant == *variant
            && picking.from != *step
        {
            let (variant, to) = (variant.clone(), step.clone());
            canvas.gesture.cancel();
            actions.push(Action::Connect {
                variant,
                from: picking.from,
                to,
            });
            return;
        }
        if let (Gesture::Moving { .. }, Some(at), Some(tray)) =
            (&canvas.gesture, latest, canvas.tray)
            && tray.contains(at)
        {
            canvas.gesture.cancel();
            actions.push(Action::Command(Command::ToTray));
            return;
        }
        let lands = latest.is_some_and(|at| area.contains(at) && is_on_grid(&under(at)));
        if canvas.gesture.needs_a_cell() && !lands {
            canvas.gesture.cancel();
        }
        actions.extend(canvas.gesture.release(session));
    }
}

/// A step dragged out of the tray: the press was there, so the canvas follows the pointer itself.
fn place_from_tray(
    ui: &Ui,
    latest: Option<Pos2>,
    session: &mut Session,
    canvas: &mut Canvas,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let Some(at) = latest else {
        return;
    };
    let place = sheet.to_screen.inverse() * at;
    canvas.gesture.drag(session, place, canvas.camera.zoom);
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let on_grid = sheet.area.contains(at) && is_on_grid(&under(session, sheet, at));
    if ui.input(|input| input.pointer.primary_down()) {
        if sheet.area.contains(at) {
            pan_at_edges(ui, sheet.area, at, session, &mut canvas.camera);
        }
    } else if on_grid {
        actions.extend(canvas.gesture.release(session));
    } else {
        canvas.gesture.cancel();
    }
}

/// The folded lane whose line is under the pointer.
fn folded_lane(session: &Session, hit: &Hit) -> Option<(VariantId, LaneId)> {
    match hit {
        Hit::Cell { variant, lane, .. } if session.is_folded(lane) => {
            Some((variant.clone(), lane.clone()))
        }
        _ => None,
    }
}

fn is_on_grid(hit: &Hit) -> bool {
    matches!(
        hit,
        Hit::Card { .. }
            | Hit::Handle { .. }
            | Hit::Cell { .. }
            | Hit::Wire { .. }
            | Hit::WireEnd { .. }
    )
}

/// A drag near the edge of the canvas moves what is shown.
fn pan_at_edges(ui: &Ui, area: Rect, at: Pos2, session: &Session, camera: &mut Camera) {
    const EDGE: f32 = 28.0;
    let push = |at: f32, low: f32, high: f32| {
        let over = (at - (high - EDGE)).max(0.0) - (low + EDGE - at).max(0.0);
        over.clamp(-EDGE, EDGE) * 0.4
    };
    let shift = vec2(
        push(at.x, area.left() + camera.strip(), area.right()),
        push(at.y, area.top(), area.bottom()),
    );
    if shift != egui::Vec2::ZERO {
        camera.pos_in_scene += shift / camera.zoom;
        camera.keep_inside(area, session.scene());
        ui.ctx().request_repaint();
    }
}

/// What stands under a place of the window: headers lie over cells.
fn under(session: &Session, sheet: &Sheet, at: Pos2) -> Hit {
    let scene = session.scene();
    let place = sheet.to_screen.inverse() * at;
    for pane in &scene.panes {
        let screen = sheet.to_screen * pane.rect;
        if !screen.y_range().contains(at.y) {
            continue;
        }
        let header = headers::pinned(sheet, pane);
        if header.contains(at) {
            return hit_header(pane, headers::unpinned(sheet, pane, at));
        }
        if at.x < sheet.area.left() + sheet.camera.strip() {
            let beside = Pos2::new(pane.body.left() - 1.0, place.y);
            return hit_header(pane, beside);
        }
    }
    if tiles::are_shown(sheet.camera.zoom) {
        return tiles::tile_at(sheet, scene, at);
    }
    let selection = session.selection();
    if let Some(pane) = scene.pane(&selection.variant)
        && !session.is_read_only()
        && let Some(end) = wire_end_at(pane, selection.wires(), place)
    {
        return end;
    }
    if let Some((variant, step)) = card_near(session, place)
        && sheet.camera.zoom >= 0.4
        && let Some(pane) = scene.pane(&variant).filter(|pane| pane.variant == variant)
        && let Some(card) = pane.cards.get(&step)
        && let badges = card.crown_at(sheet.camera.zoom)
        && let Some(handle) = handle_at(&variant, &step, (card.rect, badges), place)
    {
        return handle;
    }
    hit(scene, place)
}

fn is_selected(session: &Session, hit: &Hit) -> bool {
    let selection = session.selection();
    match hit {
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } => {
            selection.variant == *variant && selection.steps().contains(step)
        }
        Hit::Wire { variant, wire } | Hit::WireEnd { variant, wire, .. } => {
            selection.variant == *variant && selection.wires().contains(wire)
        }
        _ => false,
    }
}

fn cursor(hit: &Hit) -> CursorIcon {
    match hit {
        Hit::Card { .. } => CursorIcon::Grab,
        Hit::Handle { .. } | Hit::WireEnd { .. } => CursorIcon::Crosshair,
        Hit::Wire { .. } | Hit::Title { .. } => CursorIcon::PointingHand,
        Hit::Lane { .. } => CursorIcon::ResizeVertical,
        Hit::Phase { .. } | Hit::Moment { .. } => CursorIcon::ResizeHorizontal,
        Hit::Cell { .. } | Hit::Field(_) => CursorIcon::Cell,
        Hit::Point { .. } => CursorIcon::ResizeVertical,
        Hit::RowName { .. } | Hit::Pane { .. } | Hit::Nothing => CursorIcon::Default,
    }
}

fn double_click(session: &Session, hit: &Hit) -> Vec<Action> {
    let rename = |selection| vec![Action::Rename(selection)];
    match hit {
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } => {
            rename(Selection::step(variant, step))
        }
        Hit::Wire { variant, wire } | Hit::WireEnd { variant, wire, .. } => {
            rename(Selection::wire(variant, wire))
        }
        Hit::Cell {
            variant,
            lane,
            moment,
        } => vec![
            Action::Select(Selection::in_cell(variant, lane, moment)),
            Action::Command(Command::NewStep),
        ],
        Hit::Lane { variant, lane } => rename(Selection::of(
            variant,
            Target::Record(Key::Lane(lane.clone())),
        )),
        Hit::Phase { variant, phase } => rename(Selection::of(
            variant,
            Target::Record(Key::Phase(phase.clone())),
        )),
        Hit::Moment { variant, moment } => rename(Selection::of(
            variant,
            Target::Record(Key::Moment(moment.clone())),
        )),
        Hit::Field(cell) => vec![Action::OpenField(cell.clone())],
        Hit::Point { variant, step } => {
            let cell = curve_cell(session, variant, step);
            cell.map(Action::OpenField).into_iter().collect()
        }
        Hit::RowName { .. } | Hit::Title { .. } | Hit::Pane { .. } | Hit::Nothing => Vec::new(),
    }
}

/// The card at a place of the scene, a little beyond its edges included: there stand its handles.
pub(super) fn card_near(session: &Session, at: Pos2) -> Option<(VariantId, StepId)> {
    let pane = session
        .scene()
        .panes
        .iter()
        .find(|pane| pane.rect.y_range().contains(at.y))?;
    let (step, card) = pane.card_at(at, 6.0)?;
    Some((card.variant.clone(), step.clone()))
}

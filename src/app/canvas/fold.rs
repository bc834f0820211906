//! The marks that fold and open lanes, and the gaps that show empty moments again.

use egui::{
    Align2, Button, Color32, Pos2, Rect, Response, Stroke, StrokeKind, Ui, emath::TSTransform,
    pos2, vec2,
};

use super::{Sheet, headers};
use crate::{
    app::{keys, look, menus::name_it},
    model::{Key, LaneId, VariantId},
    scene::{Icon, Ink, LaneBand, Pane, fold_mark, gap_words, size},
    session::{Action, Command, Selection, Session, Target},
};

/// Below this zoom the marks are too small to be hit.
const LEAST_ZOOM: f32 = 0.4;

/// Folds the lane, or opens it.
pub(super) fn turn(variant: &VariantId, lane: LaneId) -> [Action; 2] {
    [
        Action::Select(Selection::of(variant, Target::Record(Key::Lane(lane)))),
        Action::Command(Command::FoldLane),
    ]
}

pub(super) fn fold_ui(
    ui: &mut Ui,
    session: &Session,
    pane: &Pane,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    if sheet.camera.zoom < LEAST_ZOOM {
        return;
    }
    let header = headers::pinned(sheet, pane);
    lanes_ui(ui, session, pane, (sheet, header), actions);
    gaps_ui(ui, pane, (sheet, header), actions);
}

fn lanes_ui(
    ui: &mut Ui,
    session: &Session,
    pane: &Pane,
    (sheet, header): (&Sheet, Rect),
    actions: &mut Vec<Action>,
) {
    let strip = Rect::from_min_max(
        pos2(sheet.area.left(), header.bottom()),
        pos2(
            sheet.area.left() + sheet.camera.strip(),
            sheet.area.bottom(),
        ),
    );
    let pointer = ui.ctx().pointer_hover_pos();
    for band in &pane.lanes {
        let screen = sheet.to_screen * band.rect;
        let row = Rect::from_x_y_ranges(strip.x_range(), screen.y_range());
        let mark = mark_place(sheet, band, row, strip.top());
        if !strip.contains_rect(mark.shrink(2.0)) {
            continue;
        }
        let name = session.shown().lane(&band.id);
        let name = name.map_or("", |(_, lane)| lane.name.as_str());
        let (icon, verb) = match band.is_folded() {
            true => (Icon::Right, "Open"),
            false => (Icon::Down, "Fold"),
        };
        let words = format!("{verb} {name}");
        let id = (pane.variant.as_str(), "fold", band.id.as_str());
        let response = button_ui(ui, id, mark, &words);
        let is_near = pointer.is_some_and(|at| row.intersect(strip).contains(at));
        let is_selected = session.selection().target == Target::Record(Key::Lane(band.id.clone()));
        // The mark of a folded lane is part of its picture.
        if !band.is_folded() && (is_near || is_selected || has_focus(ui, &response)) {
            ui.painter().text(
                mark.center(),
                Align2::CENTER_CENTER,
                icon.glyph(),
                look::icon_font(size::FOLD_MARK * sheet.camera.header_scale()),
                sheet.ink(Ink::TextMuted),
            );
        }
        let keys = Command::FoldLane.info().keys.iter().map(|k| keys::shown(k));
        let keys: Vec<String> = keys.collect();
        response
            .clone()
            .on_hover_text(format!("{words}  {}", keys.join(", ")));
        if response.clicked() {
            actions.extend(turn(&pane.variant, band.id.clone()));
        }
    }
}

/// A button without a ground: what it stands on is drawn by the scene.
fn button_ui(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug,
    place: Rect,
    name: &str,
) -> Response {
    let button = Button::new("")
        .fill(Color32::TRANSPARENT)
        .stroke(Stroke::NONE)
        .small();
    let response = ui.push_id(id, |ui| ui.put(place, button)).inner;
    name_it(ui, &response, name);
    if response.hovered() || has_focus(ui, &response) {
        let stroke = Stroke::new(1.0, look::ink(ui, Ink::Accent));
        ui.painter()
            .rect_stroke(place, 4.0, stroke, StrokeKind::Inside);
    }
    response
}

/// The window manager may say that the window has no focus while keys arrive all the same.
fn has_focus(ui: &Ui, response: &Response) -> bool {
    ui.memory(|memory| memory.has_focus(response.id))
}

/// Where a lane's mark stands on screen: beside the first line of its name.
fn mark_place(sheet: &Sheet, band: &LaneBand, row: Rect, strip_top: f32) -> Rect {
    let scale = sheet.camera.header_scale();
    let top = headers::name_top(sheet, band, row, strip_top);
    let to_screen = TSTransform::new(vec2(row.left(), top - band.rect.top() * scale), scale);
    let middle = if band.is_folded() {
        band.rect.center().y
    } else {
        band.rect.top() + size::LANE_PAD + size::TITLE_LINE / 2.0
    };
    let center: Pos2 = to_screen * fold_mark(0.0, middle).center();
    Rect::from_center_size(
        center,
        vec2(size::LANE_TEXT - 1.0, size::TITLE_LINE + 2.0 * size::GRID) * scale,
    )
}

fn gaps_ui(ui: &mut Ui, pane: &Pane, (sheet, header): (&Sheet, Rect), actions: &mut Vec<Action>) {
    let by = header.top() - (sheet.to_screen * pane.rect).top();
    let columns = Rect::from_min_max(
        pos2(sheet.area.left() + sheet.camera.strip(), header.top()),
        header.max,
    )
    .intersect(sheet.area);
    for gap in &pane.gaps {
        let place = (sheet.to_screen * gap.rect).translate(vec2(0.0, by));
        if !columns.contains_rect(place.shrink(2.0)) {
            continue;
        }
        let words = gap_words(gap.moments.len());
        let id = (pane.variant.as_str(), "gap", gap.moments.first());
        let response = button_ui(ui, id, place.shrink(1.0), &words)
            .on_hover_text(format!("{words}: click to show them"));
        if response.clicked() {
            actions.push(Action::Command(Command::FoldMoments));
        }
    }
}

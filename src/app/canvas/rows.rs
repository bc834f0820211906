//! The rows under the lanes on screen: drawn, named for screen readers, and worked by keyboard.

use egui::{
    Event, Key, Modifiers, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, emath::TSTransform, vec2,
};

use super::{ScreenPen, Sheet, access::node_ui, draw::text_size, headers, tiles};
use crate::{
    app::look,
    gesture::Hit,
    model::{Blueprint, MomentId, Row},
    scene::{FieldRow, Icon, Ink, Pane, RowCell, Shape, feeling_number, font, size},
    session::{Action, Command, FieldCell, Session},
};

/// Draws what stands right of the names, and a ring around the cell that is selected.
pub(super) fn paint(sheet: &Sheet, body: &Painter, session: &Session, pane: &Pane) {
    let pen = ScreenPen::new(body, sheet.to_screen, sheet.theme);
    for row in &pane.rows {
        if !(sheet.to_screen * row.rect).intersects(body.clip_rect()) {
            continue;
        }
        if sheet.camera.zoom < size::BODY_ZOOM {
            small_row(sheet, body, &pen, row);
        } else {
            row.groups().for_each(|group| pen.group(group));
        }
    }
    let field = session.field().filter(|cell| cell.variant == pane.variant);
    if let Some(cell) = field.and_then(|cell| session.row_cell(cell)) {
        let rect = sheet.to_screen * cell.rect.shrink2(vec2(0.0, 2.0));
        let stroke = Stroke::new(1.5, sheet.ink(Ink::Accent));
        body.rect_stroke(rect, 6.0, stroke, StrokeKind::Inside);
    }
}

/// Whether a row has room for its values: without them it says nothing.
fn has_room(sheet: &Sheet, row: &FieldRow) -> bool {
    let height = row.rect.height() * sheet.camera.zoom;
    !tiles::are_shown(sheet.camera.zoom) && height >= size::LEAST_WORDS + 2.0
}

/// A row where its words would be too small: the values alone, as large as can be read, on as many lines as
/// there is room for.
fn small_row(sheet: &Sheet, body: &Painter, pen: &ScreenPen<'_>, row: &FieldRow) {
    if !has_room(sheet, row) {
        return;
    }
    pen.group(&row.rule);
    if row.field == Row::Feeling {
        row.across.iter().for_each(|group| pen.group(group));
    }
    for cell in &row.cells {
        let place = sheet.to_screen * cell.rect;
        if !place.intersects(body.clip_rect()) {
            continue;
        }
        if row.field != Row::Feeling {
            let place = place.shrink2(vec2(2.0, 0.0));
            pen.words_in(place, &words_of(row, cell), (0.0, Ink::Text));
            continue;
        }
        for shape in &cell.group.shapes {
            match shape {
                Shape::Text { at, text, ink, .. } => {
                    let at = sheet.to_screen * *at;
                    let font = egui::FontId::proportional(size::LEAST_WORDS);
                    body.text(at, egui::Align2::LEFT_CENTER, text, font, sheet.ink(*ink));
                }
                shape => pen.shape(shape),
            }
        }
    }
}

/// What a cell says where no icon stands beside it: a wait is told by its word.
fn words_of(row: &FieldRow, cell: &RowCell) -> String {
    if row.field != Row::Time {
        return cell.words.clone();
    }
    let mut words = String::new();
    for shape in &cell.group.shapes {
        match shape {
            Shape::Icon { icon, .. } => {
                words.push_str(if words.is_empty() { "" } else { ", " });
                words.push_str(if *icon == Icon::Wait { "wait " } else { "" });
            }
            Shape::Text { text, .. } => {
                let is_new = words.is_empty() || words.ends_with(' ');
                words.push_str(if is_new { "" } else { " " });
                words.push_str(text);
            }
            _ => {}
        }
    }
    words
}

/// Draws the names at the left edge, in the strip of the lanes' names.
pub(super) fn paint_names(sheet: &Sheet, painter: &Painter, pane: &Pane, strip: Rect) {
    let scale = sheet.camera.header_scale();
    let line = Stroke::new(1.0, sheet.ink(Ink::Hairline));
    if let (Some(lane), false) = (pane.lanes.last(), pane.rows.is_empty()) {
        let foot = (sheet.to_screen * lane.rect).bottom();
        painter.hline(strip.x_range(), foot, line);
    }
    for row in &pane.rows {
        let screen = sheet.to_screen * row.rect;
        let rect = Rect::from_x_y_ranges(strip.x_range(), screen.y_range());
        if !rect.intersects(strip) || !has_room(sheet, row) {
            continue;
        }
        let to_screen = TSTransform::new(
            vec2(rect.left(), rect.top() - row.rect.top() * scale),
            scale,
        );
        let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        let pen = ScreenPen::new(&inside, to_screen, sheet.theme);
        let fits = |shape: &&Shape| headers::fits_above(rect.bottom(), to_screen, shape);
        match row.header.shapes.first() {
            Some(name) if !fits(&name) => low_name(sheet, &inside, name, rect),
            _ => {
                let shapes = row.header.shapes.iter().filter(fits);
                shapes.for_each(|shape| pen.shape(shape));
            }
        }
        painter.hline(rect.x_range(), rect.bottom(), line);
    }
}

/// The name of a row that is too low for its place and size: in the middle, as large as there is room.
fn low_name(sheet: &Sheet, painter: &Painter, name: &Shape, rect: Rect) {
    let Shape::Text {
        at,
        text,
        font,
        ink,
        ..
    } = name
    else {
        return;
    };
    let scale = sheet.camera.header_scale();
    let size = (rect.height() - 1.0).min(font.size * scale);
    if size >= headers::LEAST_NAME {
        let at = Pos2::new(rect.left() + at.x * scale, rect.center().y);
        let font = look::semibold(text_size(size));
        painter.text(at, egui::Align2::LEFT_CENTER, text, font, sheet.ink(*ink));
    }
}

/// The point of the curve where it is dragged, with the number it means there.
pub(super) fn paint_point(sheet: &Sheet, painter: &Painter, at: egui::Pos2, value: i8) {
    let (zoom, accent) = (sheet.camera.zoom, sheet.ink(Ink::Accent));
    let at = sheet.to_screen * at;
    painter.circle_filled(at, (size::CURVE_POINT + 2.0) * zoom, accent);
    painter.text(
        at + vec2(12.0 * zoom, 0.0),
        egui::Align2::LEFT_CENTER,
        feeling_number(value),
        egui::FontId::proportional(font::TITLE.size * zoom.max(0.7)),
        accent,
    );
}

/// Names of the rows and of their cells on screen.
pub(super) fn nodes_ui(
    ui: &mut Ui,
    session: &Session,
    pane: &Pane,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    let blueprint = session.shown();
    let clip = sheet.body_clip(pane);
    let header = headers::pinned(sheet, pane);
    let strip = sheet.area.left()..=sheet.area.left() + sheet.camera.strip();
    for row in &pane.rows {
        let screen = sheet.to_screen * row.rect;
        let name = Rect::from_x_y_ranges(strip.clone(), screen.y_range())
            .intersect(Rect::everything_below(header.bottom()))
            .intersect(sheet.area);
        if !name.is_positive() {
            continue;
        }
        let hit = Hit::RowName {
            variant: pane.variant.clone(),
            row: row.field,
        };
        let role = egui::accesskit::Role::RowHeader;
        node_ui(ui, &hit, (name, role), row.field.words(), actions, |_| {});
        for cell in &row.cells {
            let rect = (sheet.to_screen * cell.rect).intersect(clip);
            let column = pane.columns.get(cell.columns.start);
            let Some(column) = column.filter(|_| rect.is_positive()) else {
                continue;
            };
            let Some(name) = cell_name(blueprint, row.field, &column.id) else {
                continue;
            };
            let field = FieldCell {
                variant: pane.variant.clone(),
                row: row.field,
                moment: column.id.clone(),
            };
            let here = session.field().and_then(|field| session.row_cell(field));
            let selected = here.is_some_and(|here| std::ptr::eq(here, cell));
            let role = egui::accesskit::Role::Cell;
            node_ui(
                ui,
                &Hit::Field(field),
                (rect, role),
                &name,
                actions,
                |node| {
                    node.set_selected(selected);
                    if !cell.words.is_empty() {
                        node.set_value(cell.words.as_str());
                    }
                },
            );
        }
    }
}

/// A cell in words: `Feeling, Ask, 2`.
pub(super) fn cell_name(blueprint: &Blueprint, row: Row, moment: &MomentId) -> Option<String> {
    let (_, phase, _) = blueprint.moment(moment)?;
    let number = 1 + phase.moments.iter().position(|m| m.id == *moment)?;
    Some(format!("{}, {}, {number}", row.words(), phase.name))
}

/// What the cell that is selected says, for those who do not see it.
pub(super) fn selected_in_words(session: &Session) -> Option<String> {
    let field = session.field()?;
    let name = cell_name(session.blueprint(), field.row, &field.moment)?;
    let words = session.row_cell(field).map_or("", |cell| &*cell.words);
    Some(match words {
        "" => format!("{name}: not known"),
        words => format!("{name}: {words}"),
    })
}

/// The keys of a cell: Enter fills it in, + and − move a feeling, Delete empties it. Says what was typed
/// beside, which begins the value.
pub(super) fn keys(ui: &Ui, session: &Session, actions: &mut Vec<Action>) -> Option<String> {
    let field = session.field()?;
    if session.is_read_only() {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Enter) {
        actions.push(Action::OpenField(field.clone()));
        return None;
    }
    if pressed(Key::Delete) || pressed(Key::Backspace) {
        actions.push(Action::Command(Command::Delete));
        return None;
    }
    let typed = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<String>()
    });
    if field.row == Row::Feeling {
        for sign in typed.chars() {
            match sign {
                '+' | '=' => actions.push(Action::Nudge(1)),
                '-' | '−' => actions.push(Action::Nudge(-1)),
                _ => {}
            }
        }
        return None;
    }
    if typed.trim().is_empty() {
        return None;
    }
    actions.push(Action::OpenField(field.clone()));
    Some(typed)
}

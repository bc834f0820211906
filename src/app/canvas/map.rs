//! The overview map: the whole board as a small picture in a corner, and the part that is seen.
//!
//! The picture is painted anew when the scene or the theme differs; every other frame draws one rectangle
//! with it. It stretches: a board of a thousand moments is still as high as a hand.

use std::sync::Arc;

use egui::{
    Align2, Color32, ColorImage, CursorIcon, Id, Pos2, Rect, Sense, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, pos2, vec2,
};

use super::{Camera, Canvas, Sheet, focus_rect};
use crate::{
    app::look,
    model::{Blueprint, Lane},
    patch::ChangeKind,
    scene::{Card, Icon, Ink, Lens, Scene, Theme, lane_ink, size},
    session::Session,
};

/// Width of the map on screen.
const WIDTH: f32 = 240.0;
/// Least and greatest height of the map on screen.
const HEIGHTS: (f32, f32) = (56.0, 150.0);
/// Space between the map and the edges of the canvas.
const AIR: f32 = 20.0;
/// Pixels of the picture a point of the screen.
const SHARP: f32 = 2.0;
/// The map shows itself when the board is so many times as large as the view.
const LARGE: f32 = 2.0;
/// The map takes no more of the canvas than this share.
const MOST: f32 = 0.1;
/// What it takes of itself: less, as it may cover what somebody looks at.
const UNASKED: f32 = 0.04;
/// Height of the phases' names above the picture.
const NAMES: f32 = 16.0;

/// Whether the map is shown, and its picture.
#[derive(Default)]
pub(super) struct BoardMap {
    shown: MapShown,
    picture: Option<MapPicture>,
    /// Where it stands.
    place: Option<Rect>,
    /// Where the pointer took hold of the view, from the view's middle, in places of the scene.
    held: Option<egui::Vec2>,
}

/// When the map is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum MapShown {
    /// On boards much larger than the window.
    #[default]
    WhereUseful,
    Always,
    Never,
}

struct MapPicture {
    texture: TextureHandle,
    of: (Arc<Blueprint>, Lens, Theme),
}

impl Canvas {
    /// Shows the map, or hides it, whatever the size of the board.
    pub fn toggle_map(&mut self, session: &Session) {
        let is_shown = self
            .area
            .is_some_and(|area| shows(self.map.shown, &self.camera, area, session.scene()));
        self.map.shown = if is_shown {
            MapShown::Never
        } else {
            MapShown::Always
        };
    }

    /// The larger part of `area`, the canvas, beside the overview map: for what stands at its foot.
    pub fn beside_map(&self, area: Rect) -> Rect {
        match self
            .map
            .place
            .filter(|map| map.center().y > area.center().y)
        {
            Some(map) if map.center().x > area.center().x => area.with_max_x(map.left()),
            Some(map) => area.with_min_x(map.right()),
            None => area,
        }
    }
}

fn shows(shown: MapShown, camera: &Camera, area: Rect, scene: &Scene) -> bool {
    let share = map_size(scene).x * map_size(scene).y / area.area().max(1.0);
    let times = body(scene).size() / camera.view(area).size();
    match shown {
        // Where all is seen there is nothing to find.
        MapShown::Always => share <= MOST && !camera.view(area).contains_rect(body(scene)),
        MapShown::Never => false,
        MapShown::WhereUseful => share <= UNASKED && times.max_elem() >= LARGE,
    }
}

/// How large the map is on screen.
fn map_size(scene: &Scene) -> egui::Vec2 {
    let body = body(scene);
    let height = (WIDTH * body.height() / body.width()).clamp(HEIGHTS.0, HEIGHTS.1);
    vec2(WIDTH, height + NAMES)
}

/// The scene without the lane names.
fn body(scene: &Scene) -> Rect {
    let right = scene.size.x.max(size::LANE_HEADER + 1.0);
    Rect::from_min_max(
        pos2(size::LANE_HEADER, 0.0),
        pos2(right, scene.size.y.max(1.0)),
    )
}

/// Draws the map; a click looks there, and the view can be dragged.
pub(super) fn map_ui(ui: &mut Ui, session: &Session, sheet: &Sheet, canvas: &mut Canvas) {
    let scene = session.scene();
    if !shows(canvas.map.shown, &canvas.camera, sheet.area, scene) || scene.panes.is_empty() {
        canvas.map.picture = None;
        canvas.map.place = None;
        return;
    }
    let body = body(scene);
    let Some(whole) = place(session, sheet, map_size(scene), canvas.map.held) else {
        canvas.map.place = None;
        return;
    };
    let frame = whole.with_min_y(whole.top() + NAMES);
    let texture = picture(ui, session, sheet.theme, &mut canvas.map, frame.size());
    let response = ui.interact(frame, Id::unique("overview map"), Sense::click_and_drag());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, "Overview map")
    });
    let view = canvas.camera.view(sheet.area);
    let scene_at = |at: Pos2| {
        let share = (at - frame.min) / frame.size();
        body.min + share * body.size()
    };
    if let Some(at) = response.interact_pointer_pos() {
        let at = scene_at(at);
        if response.is_pointer_button_down_on() && canvas.map.held.is_none() {
            // Who takes hold of the view drags it; who presses beside it jumps there.
            let inside = view.contains(at);
            canvas.map.held = Some(if inside {
                view.center() - at
            } else {
                vec2(0.0, 0.0)
            });
        }
        if let Some(held) = canvas.map.held {
            canvas.camera.look_at(sheet.area, at + held);
            canvas.camera.keep_inside(sheet.area, scene);
        }
    }
    if !response.is_pointer_button_down_on() {
        canvas.map.held = None;
    }
    let painter = ui.painter_at(sheet.area);
    let ground = whole.expand(4.0);
    canvas.map.place = Some(ground);
    painter.rect_filled(ground, 7.0, sheet.ink(Ink::Panel));
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture, frame, all, Color32::WHITE);
    let line = Stroke::new(1.0, sheet.ink(Ink::CardBorder));
    painter.rect_stroke(ground, 7.0, line, StrokeKind::Outside);
    phase_names(sheet, &painter, scene, (whole, body));
    let screen_at = |at: Pos2| frame.min + (at - body.min) / body.size() * frame.size();
    let view = canvas.camera.view(sheet.area).intersect(body);
    let mut seen = Rect::from_min_max(screen_at(view.min), screen_at(view.max));
    if seen.width() < 6.0 {
        seen = Rect::from_center_size(seen.center(), vec2(6.0, seen.height()));
    }
    let seen = seen.intersect(frame);
    let accent = Stroke::new(1.5, sheet.ink(Ink::Accent));
    let wash = sheet.ink(Ink::Accent).gamma_multiply(0.12);
    painter.rect(seen, 3.0, wash, accent, StrokeKind::Inside);
    if response.hovered() || response.dragged() {
        let icon = if response.dragged() {
            CursorIcon::Grabbing
        } else {
            CursorIcon::Grab
        };
        ui.ctx().set_cursor_icon(icon);
        close_ui(ui, whole, sheet, canvas);
    }
}

/// The names of the phases above the picture, where one has room for all of it.
fn phase_names(sheet: &Sheet, painter: &egui::Painter, scene: &Scene, (whole, body): (Rect, Rect)) {
    let Some(pane) = scene.panes.first() else {
        return;
    };
    let x = |x: f32| whole.left() + (x - body.left()) / body.width() * whole.width();
    let mut taken = whole.left();
    for (index, phase) in pane.phases.iter().enumerate() {
        let left = x(phase.rect.left()).max(taken);
        let next = pane.phases.get(index + 1);
        let right = next.map_or(whole.right(), |next| x(next.rect.left()));
        let font = egui::FontId::proportional(9.5);
        let ink = sheet.ink(Ink::TextMuted);
        let name = painter.layout_no_wrap(phase.name.clone(), font, ink);
        if name.size().x <= right - left - 2.0 {
            taken = left + name.size().x + 4.0;
            let y = whole.top() + (NAMES - name.size().y) / 2.0;
            painter.galley(pos2(left, y), name, ink);
        }
    }
}

/// A way to hide the map by pointer.
fn close_ui(ui: &mut Ui, frame: Rect, sheet: &Sheet, canvas: &mut Canvas) {
    let place = Rect::from_center_size(frame.right_top() + vec2(-12.0, 12.0), vec2(18.0, 18.0));
    let response = ui.interact(place, Id::unique("close map"), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, "Hide the overview map")
    });
    let fill = if response.hovered() {
        Ink::Hover
    } else {
        Ink::Panel
    };
    ui.painter().rect_filled(place, 5.0, sheet.ink(fill));
    let (glyph, font) = (Icon::Close.glyph(), look::icon_font(12.0));
    let ink = sheet.ink(Ink::TextMuted);
    ui.painter()
        .text(place.center(), Align2::CENTER_CENTER, glyph, font, ink);
    if response
        .on_hover_text("Hide the overview map (M)")
        .clicked()
    {
        canvas.map.shown = MapShown::Never;
    }
}

/// A corner of the canvas in which the map covers neither what is selected nor a row below the lanes, and no card if there is
/// such a corner; nothing where there is none. While it is held it stays.
fn place(
    session: &Session,
    sheet: &Sheet,
    wanted: egui::Vec2,
    held: Option<egui::Vec2>,
) -> Option<Rect> {
    let scene = session.scene();
    let heads = scene
        .panes
        .first()
        .map_or(0.0, |pane| pane.body.top() - pane.rect.top());
    let mut room = sheet.area.shrink(AIR);
    room.min.x += sheet.camera.strip();
    room.min.y += heads * sheet.camera.zoom;
    let selected = focus_rect(session).map(|(_, rect)| rect);
    let rows = scene.panes.iter().flat_map(|pane| &pane.rows);
    let kept = selected.into_iter().chain(rows.map(|row| row.rect));
    let kept: Vec<Rect> = kept.map(|rect| sheet.to_screen * rect).collect();
    let cards = scene.panes.iter().flat_map(|pane| &pane.cards);
    let cards: Vec<Rect> = match held {
        // Of thousands of cards some would be under every corner.
        None if session
            .scene()
            .panes
            .iter()
            .map(|pane| pane.cards.len())
            .sum::<usize>()
            <= 500 =>
        {
            cards.map(|(_, card)| sheet.to_screen * card.rect).collect()
        }
        _ => Vec::new(),
    };
    let covers = |some: &[Rect], corner: Rect| some.iter().any(|one| one.intersects(corner));
    let is_free = |corner| held.is_some() || !covers(&kept, corner);
    // Rows at the foot leave a room above them with corners of its own.
    let rows = scene.panes.iter().flat_map(|pane| &pane.rows);
    let rows = rows.map(|row| (sheet.to_screen * row.rect).top() - AIR);
    let foot = rows.fold(room.bottom(), f32::min);
    let rooms = [room, room.with_max_y(foot.max(room.top()))];
    // Rather one that covers no card at all.
    let is_open = |corner| is_free(corner) && !covers(&cards, corner);
    let mut open = rooms.iter();
    open.find_map(|room| free_corner(*room, wanted, is_open))
        .or_else(|| {
            let mut free = rooms.iter();
            free.find_map(|room| free_corner(*room, wanted, is_free))
        })
}

/// The first corner of `room` that is free, from the bottom right one on.
fn free_corner(room: Rect, wanted: egui::Vec2, is_free: impl Fn(Rect) -> bool) -> Option<Rect> {
    if room.width() < wanted.x || room.height() < wanted.y {
        return None;
    }
    let corners = [
        Align2::RIGHT_BOTTOM,
        Align2::LEFT_BOTTOM,
        Align2::RIGHT_TOP,
        Align2::LEFT_TOP,
    ];
    let mut corners = corners
        .map(|corner| corner.align_size_within_rect(wanted, room))
        .into_iter();
    corners.find(|corner| is_free(*corner))
}

/// The picture as a texture, painted anew where it is of something else.
fn picture(
    ui: &Ui,
    session: &Session,
    theme: Theme,
    map: &mut BoardMap,
    points: egui::Vec2,
) -> egui::TextureId {
    let of = (Arc::clone(session.shown()), session.lens().clone(), theme);
    let same = |picture: &MapPicture| {
        Arc::ptr_eq(&picture.of.0, &of.0) && (&picture.of.1, picture.of.2) == (&of.1, theme)
    };
    if let Some(picture) = map.picture.as_ref().filter(|picture| same(picture)) {
        return picture.texture.id();
    }
    let image = paint(session, theme, points * SHARP);
    let texture = ui
        .ctx()
        .load_texture("overview map", image, TextureOptions::LINEAR);
    let id = texture.id();
    map.picture = Some(MapPicture { texture, of });
    id
}

/// Lanes as bands, cards as blocks; what differs and AI on top, so that it is never hidden by its neighbours.
fn paint(session: &Session, theme: Theme, wanted: egui::Vec2) -> ColorImage {
    let scene = session.scene();
    let body = body(scene);
    let ink = |ink| look::color(theme, ink);
    let (columns, rows) = (wanted.x as usize, wanted.y as usize);
    let mut image = ColorImage::filled([columns, rows], ink(Ink::Canvas));
    let scale = wanted / body.size();
    let mut fill = |rect: Rect, color: Color32, least: f32| {
        let from = (rect.min - body.min) * scale;
        let to = (rect.max - body.min) * scale;
        let pixel = |at: f32, count: usize| (at.max(0.0) as usize).min(count);
        let xs = pixel(from.x, columns)..pixel(to.x.max(from.x + least), columns);
        let ys = pixel(from.y, rows)..pixel(to.y.max(from.y + least), rows);
        for y in ys {
            if let Some(line) = image
                .pixels
                .get_mut(y * columns + xs.start..y * columns + xs.end)
            {
                line.fill(color);
            }
        }
    };
    for pane in &scene.panes {
        for (row, band) in pane.lanes.iter().enumerate() {
            if row % 2 == 1 {
                fill(band.rect, ink(Ink::Chip), 1.0);
            }
        }
        for phase in &pane.phases {
            fill(phase.rect, ink(Ink::ServiceLine), 2.0);
        }
        if scene.panes.len() > 1 {
            let line =
                Rect::from_x_y_ranges(pane.rect.x_range(), pane.rect.top()..=pane.rect.top());
            fill(line, ink(Ink::ServiceLine), 1.0);
        }
        let variant = session.shown().variant(&pane.variant);
        let lanes = &session.shown().lanes;
        // Cards and steps both come in the order of their ids: none is looked for.
        let steps = variant.into_iter().flat_map(|(_, held)| &held.steps);
        let mut steps = steps.peekable();
        let mut cards: Vec<(u8, Rect, Ink)> = pane
            .cards
            .iter()
            .map(|(id, card)| {
                while steps.next_if(|(own, _)| *own < id).is_some() {}
                let step = steps.peek().filter(|(own, _)| *own == id);
                let is_ai = step.is_some_and(|(_, step)| step.ai.is_some());
                let (order, color) = if is_ai {
                    (3, Ink::Ai)
                } else {
                    card_ink(lanes, card)
                };
                (order, card.rect, color)
            })
            .collect();
        cards.sort_by_key(|(order, ..)| *order);
        for (_, rect, color) in cards {
            fill(rect, ink(color), 2.0);
        }
    }
    image
}

/// The colour of a card on the map, and its place in the drawing order.
fn card_ink(lanes: &[Arc<Lane>], card: &Card) -> (u8, Ink) {
    let is = |kind| card.changes.contains(&kind);
    if is(ChangeKind::Ai) {
        return (3, Ink::Ai);
    }
    if is(ChangeKind::Removed) {
        return (2, Ink::Removed);
    }
    if is(ChangeKind::Added) {
        return (2, Ink::Added);
    }
    if !card.changes.is_empty() {
        return (1, Ink::Changed);
    }
    let lane = lanes.get(card.cell.0);
    (0, lane.map_or(Ink::LaneCustom, |lane| lane_ink(lane.kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_moves_out_of_the_way_and_hides_where_no_corner_is_free() {
        let room = Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 500.0));
        let size = vec2(240.0, 100.0);
        let corner = |kept: &[Rect]| {
            free_corner(room, size, |corner| {
                !kept.iter().any(|kept| kept.intersects(corner))
            })
        };
        let at = |x, y| Some(Rect::from_min_size(pos2(x, y), size));
        assert_eq!(corner(&[]), at(660.0, 450.0));
        let card = Rect::from_min_size(pos2(700.0, 500.0), vec2(120.0, 60.0));
        assert_eq!(corner(&[card]), at(100.0, 450.0));
        let row = Rect::from_min_max(pos2(0.0, 480.0), pos2(1000.0, 560.0));
        assert_eq!(corner(&[row]), at(660.0, 50.0));
        assert_eq!(corner(&[room]), None);
    }
}

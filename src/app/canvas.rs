//! The canvas: the scene on screen, with the pointer, the keyboard and names for screen readers.
//!
//! Draws what [`Session::scene`] laid out; every change goes out as an [`Action`].

mod access;
mod camera;
mod draw;
mod headers;
mod menu;
mod title;

use egui::{
    CursorIcon, EventFilter, Id, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    emath::TSTransform, vec2,
};

use super::look;
use crate::{
    gesture::{Gesture, Held, Hit, Preview, handle_at, hit, hit_header},
    model::{StepId, VariantId},
    scene::{Ink, Pane, Theme, WireId},
    session::{Action, Command, Direction, Editing, Selection, Session, Target},
};

pub use camera::Camera;
pub use draw::{Pen, paint_scene};

/// What the canvas remembers between frames.
#[derive(Default)]
pub struct Canvas {
    camera: Camera,
    gesture: Gesture,
    title: title::TitleEditor,
    menu_on: Option<Hit>,
    picking: Option<Picking>,
    area: Option<Rect>,
    fit_wanted: bool,
    /// A dialog lies over the window: keys are meant for it.
    asleep: bool,
}

/// A connector being drawn by keyboard: the next step chosen is where it ends.
struct Picking {
    variant: VariantId,
    from: StepId,
}

impl Canvas {
    /// How large the scene is shown.
    pub fn zoom(&self) -> f32 {
        self.camera.zoom
    }

    /// Says whether a dialog lies over the window, which then has the keyboard.
    pub fn set_asleep(&mut self, asleep: bool) {
        self.asleep = asleep;
    }

    /// Whether a connector is being drawn by keyboard.
    pub fn is_connecting(&self) -> bool {
        self.picking.is_some()
    }

    /// Fits the scene into the window when it is drawn next.
    pub fn fit_when_shown(&mut self) {
        self.fit_wanted = true;
    }

    /// Where something of the scene stands on screen, if the canvas was drawn.
    pub fn on_screen(&self, rect: Rect) -> Option<Rect> {
        Some(self.camera.screen_from_scene(self.area?) * rect)
    }

    /// Brings the selection into view, or the step that is being named.
    pub fn reveal(&mut self, session: &Session) {
        let Some(area) = self.area else {
            return;
        };
        if let Some((pane, rect)) = focus_rect(session) {
            let header = pane.body.top() - pane.rect.top();
            self.camera.reveal(area, rect, header);
            self.camera.keep_inside(area, session.scene());
        }
    }

    /// Does a command about the view; says whether it was one.
    pub fn command(&mut self, command: Command, session: &Session) -> bool {
        let Some(area) = self.area else {
            return false;
        };
        let middle = area.center();
        match command {
            Command::ZoomIn => self.camera.zoom_at(area, middle, 1.25),
            Command::ZoomOut => self.camera.zoom_at(area, middle, 0.8),
            Command::ZoomFull => {
                let factor = 1.0 / self.camera.zoom;
                self.camera.zoom_at(area, middle, factor);
            }
            Command::ZoomFit => self.camera.fit(area, session.scene()),
            Command::ZoomSelection => {
                if let Some((_, rect)) = focus_rect(session) {
                    self.camera.show(area, rect);
                }
            }
            Command::Connect => {
                if let Some(from) = session.selection().lead() {
                    self.picking = Some(Picking {
                        variant: session.selection().variant.clone(),
                        from: from.clone(),
                    });
                }
            }
            _ => return false,
        }
        self.camera.keep_inside(area, session.scene());
        true
    }
}

/// The id of the widget that has the keyboard while the canvas has it.
pub fn canvas_id() -> Id {
    Id::unique("canvas")
}

/// Draws the canvas and takes its input.
pub fn canvas_ui(
    ui: &mut Ui,
    session: &mut Session,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    canvas.area = Some(area);
    if std::mem::take(&mut canvas.fit_wanted) {
        canvas.camera.fit(area, session.scene());
        // A board too wide for the window is read from its beginning, at a size one can read.
        canvas.camera.zoom = canvas.camera.zoom.clamp(0.6, 1.0);
    }
    canvas.picking.take_if(|picking| {
        let gone = session
            .blueprint()
            .step(&picking.variant, &picking.from)
            .is_none();
        gone || session.selection().variant != picking.variant
    });
    let response = ui.interact(area, canvas_id(), Sense::click_and_drag());
    ui.ctx().accesskit_node_builder(canvas_id(), |node| {
        node.set_role(egui::accesskit::Role::Canvas);
        node.set_label("Canvas");
    });
    keep_keyboard(ui, &response);
    let theme = look::theme(ui);
    let painter = ui.painter_at(area);
    painter.rect_filled(area, 0.0, look::color(theme, Ink::Canvas));
    navigate(ui, &response, area, session, &mut canvas.camera);
    let to_screen = canvas.camera.screen_from_scene(area);
    point(ui, &response, session, canvas, actions);
    let sheet = Sheet {
        area,
        to_screen,
        camera: canvas.camera,
        theme,
    };
    for pane in &session.scene().panes {
        sheet.pane(ui, &painter, session, pane);
    }
    if let Some(preview) = canvas.gesture.preview(session) {
        sheet.preview(&painter, session, &preview);
    }
    if canvas.gesture == Gesture::Idle && session.editing().is_none() {
        sheet.handles(ui, &painter, session);
    }
    if let Some(picking) = &canvas.picking {
        sheet.picking(&painter, session, picking);
    }
    for pane in &session.scene().panes {
        access::pane_ui(ui, session, pane, &sheet, actions);
        headers::add_ui(ui, session, pane, &sheet, actions);
    }
    access::selection_ui(ui, session, &sheet);
    title::title_ui(ui, session, &mut canvas.title, &sheet, actions);
    menu::context_menu_ui(&response, session, canvas.menu_on.as_ref(), actions);
    if session.shown().lanes.is_empty() || session.shown().phases.is_empty() {
        empty_ui(ui, area, session, actions);
    }
    keyboard(ui, &response, session, canvas, actions);
}

/// What a pane is drawn with.
struct Sheet {
    area: Rect,
    to_screen: TSTransform,
    camera: Camera,
    theme: Theme,
}

impl Sheet {
    fn ink(&self, ink: Ink) -> egui::Color32 {
        look::color(self.theme, ink)
    }

    /// The part of the canvas in which a pane's cells are seen.
    fn body_clip(&self, pane: &Pane) -> Rect {
        let header = headers::pinned(self, pane);
        let bottom = (self.to_screen * pane.rect)
            .bottom()
            .min(self.area.bottom());
        Rect::from_min_max(
            Pos2::new(self.area.left() + self.camera.strip(), header.bottom()),
            Pos2::new(self.area.right(), bottom.max(header.bottom())),
        )
    }

    fn pane(&self, ui: &Ui, painter: &Painter, session: &Session, pane: &Pane) {
        if !(self.to_screen * pane.rect).intersects(self.area) {
            return;
        }
        let clip = self.body_clip(pane);
        let body = painter.with_clip_rect(clip);
        let pen = Pen::new(&body, self.to_screen, self.theme);
        for lane in &pane.lanes {
            pen.group(&lane.rule);
        }
        self.hovered_cell(ui, &body, session, pane);
        self.empty_cell(&body, session, pane);
        for line in &pane.lines {
            headers::service_line(self, &body, line);
        }
        for (id, wire) in &pane.wires {
            if is_selected_wire(session, pane, id) {
                self.halo_line(&body, &wire.points);
            }
            pen.group(&wire.group);
        }
        let selection = session.selection();
        let here = selection.variant == pane.variant;
        for (id, card) in &pane.cards {
            let screen = self.to_screen * card.rect;
            if !screen.intersects(clip) {
                continue;
            }
            if here && selection.steps().contains(id) {
                self.halo(&body, screen);
            }
            pen.group(&card.group);
        }
        for label in pane.wires.values().filter_map(|wire| wire.label.as_ref()) {
            pen.group(label);
        }
        headers::paint(self, ui, painter, session, pane);
    }

    /// The empty cell under the pointer says that a step can go there.
    fn hovered_cell(&self, ui: &Ui, painter: &Painter, session: &Session, pane: &Pane) {
        let at = ui
            .ctx()
            .pointer_hover_pos()
            .filter(|at| painter.clip_rect().contains(*at));
        let Some(at) = at.filter(|_| !session.is_read_only() && self.camera.zoom >= 0.4) else {
            return;
        };
        let Hit::Cell {
            variant,
            lane,
            moment,
        } = hit(session.scene(), self.to_screen.inverse() * at)
        else {
            return;
        };
        let lane = pane.lanes.iter().find(|band| band.id == lane);
        let column = pane.columns.iter().find(|column| column.id == moment);
        if let (Some(lane), Some(column)) = (lane, column)
            && variant == pane.variant
        {
            let cell = Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range());
            let cell = self.to_screen * cell.shrink2(vec2(0.0, 6.0));
            painter.rect_filled(cell, 6.0, self.ink(Ink::DropFill).gamma_multiply(0.6));
        }
    }

    /// The cell that is selected, or that the keyboard would fill.
    fn empty_cell(&self, painter: &Painter, session: &Session, pane: &Pane) {
        let selection = session.selection();
        let Some((lane, moment)) = selection.cell() else {
            return;
        };
        if selection.variant != pane.variant || session.editing().is_some() {
            return;
        }
        let lane = pane.lanes.iter().find(|band| band.id == *lane);
        let column = pane.columns.iter().find(|column| column.id == *moment);
        if let (Some(lane), Some(column)) = (lane, column) {
            let cell = Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range());
            let cell = self.to_screen * cell.shrink2(vec2(0.0, 6.0));
            let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
            painter.rect(
                cell,
                6.0,
                self.ink(Ink::DropFill),
                stroke,
                StrokeKind::Inside,
            );
            if self.camera.zoom >= 0.6 {
                painter.text(
                    cell.center(),
                    egui::Align2::CENTER_CENTER,
                    "Type to add a step",
                    egui::FontId::proportional(11.0 * self.camera.zoom.min(1.2)),
                    self.ink(Ink::TextMuted),
                );
            }
        }
    }

    fn halo(&self, painter: &Painter, card: Rect) {
        let zoom = self.camera.zoom;
        let halo = card.expand(3.0 * zoom.max(0.6));
        painter.rect_filled(halo, 8.0 * zoom, self.ink(Ink::Halo));
        let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
        painter.rect_stroke(halo, 8.0 * zoom, stroke, StrokeKind::Inside);
    }

    fn halo_line(&self, painter: &Painter, points: &[Pos2]) {
        let points: Vec<Pos2> = points.iter().map(|point| self.to_screen * *point).collect();
        let stroke = Stroke::new(6.0 * self.camera.zoom.max(0.6), self.ink(Ink::Halo));
        painter.add(egui::Shape::line(points, stroke));
    }

    fn preview(&self, painter: &Painter, session: &Session, preview: &Preview) {
        let accent = Stroke::new(1.5, self.ink(Ink::Accent));
        match preview {
            Preview::Cards {
                variant,
                steps,
                by,
                drop,
            } => {
                if let Some(drop) = drop {
                    let fill = self.ink(Ink::DropFill).gamma_multiply(0.7);
                    painter.rect(
                        self.to_screen * *drop,
                        6.0,
                        fill,
                        accent,
                        StrokeKind::Inside,
                    );
                }
                let moved = TSTransform::new(
                    self.to_screen.translation + *by * self.to_screen.scaling,
                    self.to_screen.scaling,
                );
                let pane = session.scene().pane(variant);
                for step in steps {
                    if let Some(card) = pane.and_then(|pane| pane.cards.get(step)) {
                        Pen::new(painter, moved, self.theme).group(&card.group);
                    }
                }
            }
            Preview::Line { from, to, target } => {
                if let Some(target) = target {
                    let target = (self.to_screen * *target).expand(3.0);
                    painter.rect_stroke(target, 8.0, accent, StrokeKind::Outside);
                }
                let (from, to) = (self.to_screen * *from, self.to_screen * *to);
                painter.line_segment([from, to], accent);
                painter.circle_filled(to, 4.0, self.ink(Ink::Accent));
            }
            Preview::Marquee(rect) => {
                let fill = self.ink(Ink::DropFill).gamma_multiply(0.5);
                painter.rect(
                    self.to_screen * *rect,
                    2.0,
                    fill,
                    accent,
                    StrokeKind::Inside,
                );
            }
            Preview::Insert(rect) => {
                let bar = (self.to_screen * *rect).intersect(self.area);
                painter.rect_filled(bar, 1.0, self.ink(Ink::Accent));
            }
        }
    }

    /// Handles to draw a connector from, on the card under the pointer.
    fn handles(&self, ui: &Ui, painter: &Painter, session: &Session) {
        if session.is_read_only() || self.camera.zoom < 0.4 {
            return;
        }
        let hovered = ui
            .ctx()
            .pointer_hover_pos()
            .filter(|at| self.area.contains(*at));
        let under = hovered.and_then(|at| card_near(session, self.to_screen.inverse() * at));
        if let Some((variant, step)) = under {
            let Some(pane) = session.scene().pane(&variant) else {
                return;
            };
            let Some(card) = pane.cards.get(&step) else {
                return;
            };
            let painter = painter.with_clip_rect(self.body_clip(pane));
            let rect = self.to_screen * card.rect;
            for place in [
                rect.left_center(),
                rect.right_center(),
                rect.center_top(),
                rect.center_bottom(),
            ] {
                let stroke = Stroke::new(1.5, self.ink(Ink::Accent));
                painter.circle(
                    place,
                    4.0 * self.camera.zoom.min(1.0),
                    self.ink(Ink::Card),
                    stroke,
                );
            }
        }
    }

    fn picking(&self, painter: &Painter, session: &Session, picking: &Picking) {
        let Some(pane) = session.scene().pane(&picking.variant) else {
            return;
        };
        if let Some(card) = pane.cards.get(&picking.from) {
            let rect = (self.to_screen * card.rect).expand(5.0);
            let stroke = Stroke::new(2.0, self.ink(Ink::Accent));
            painter.rect_stroke(rect, 9.0, stroke, StrokeKind::Outside);
        }
        let text = "Connect to: go there with the arrows and press Enter, or click it. Esc stops.";
        let font = look::medium(12.0);
        let galley = painter.layout_no_wrap(text.to_owned(), font, self.ink(Ink::OnAccent));
        let place = Rect::from_center_size(
            self.area.center_bottom() - vec2(0.0, 88.0),
            galley.size() + vec2(24.0, 12.0),
        );
        painter.rect_filled(place, 8.0, self.ink(Ink::Accent));
        painter.galley(place.min + vec2(12.0, 6.0), galley, self.ink(Ink::OnAccent));
    }
}

fn is_selected_wire(session: &Session, pane: &Pane, wire: &WireId) -> bool {
    let selection = session.selection();
    selection.variant == pane.variant && selection.wires().contains(wire)
}

/// The card at a place of the scene, a little beyond its edges included: there stand its handles.
fn card_near(session: &Session, at: Pos2) -> Option<(VariantId, StepId)> {
    let pane = session
        .scene()
        .panes
        .iter()
        .find(|pane| pane.rect.y_range().contains(at.y))?;
    let (step, _) = pane
        .cards
        .iter()
        .find(|(_, card)| card.rect.expand(6.0).contains(at))?;
    Some((pane.variant.clone(), step.clone()))
}

/// What the keyboard is at: the step being named, or what is selected.
fn focus_rect(session: &Session) -> Option<(&Pane, Rect)> {
    let scene = session.scene();
    if let Some(Editing::New(step)) = session.editing() {
        let pane = scene.pane(&step.variant)?;
        return Some((pane, pane.cards.get(&step.id)?.rect));
    }
    let selection = session.selection();
    let pane = scene.pane(&selection.variant)?;
    let rect = match &selection.target {
        Target::Items { steps, wires, .. } => {
            let cards = steps.iter().filter_map(|id| Some(pane.cards.get(id)?.rect));
            let lines = wires
                .iter()
                .filter_map(|id| Some(pane.wires.get(id)?.group.bounds));
            cards.chain(lines).reduce(Rect::union)?
        }
        Target::Cell { lane, moment } => {
            let lane = pane.lanes.iter().find(|band| band.id == *lane)?;
            let column = pane.columns.iter().find(|column| column.id == *moment)?;
            Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range())
        }
        Target::Lane(id) => {
            let lane = pane.lanes.iter().find(|band| band.id == *id)?;
            Rect::from_x_y_ranges(
                pane.body.left()..=pane.body.left() + 1.0,
                lane.rect.y_range(),
            )
        }
        Target::Phase(id) => {
            let phase = pane.phases.iter().find(|phase| phase.id == *id)?;
            Rect::from_x_y_ranges(
                phase.rect.x_range(),
                pane.body.top()..=pane.body.top() + 1.0,
            )
        }
        Target::Moment(id) => {
            let column = pane.columns.iter().find(|column| column.id == *id)?;
            Rect::from_x_y_ranges(
                column.rect.x_range(),
                pane.body.top()..=pane.body.top() + 1.0,
            )
        }
        _ => return None,
    };
    Some((pane, rect))
}

/// The canvas has the keyboard unless something else asked for it, and keeps the arrows.
fn keep_keyboard(ui: &Ui, response: &Response) {
    let nobody = ui.memory(|memory| memory.focused().is_none());
    if nobody || response.clicked() || response.drag_started() {
        response.request_focus();
    }
    let filter = EventFilter {
        tab: false,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(canvas_id(), filter));
}

/// Wheel and Space pan, Ctrl+wheel and pinch zoom at the pointer.
fn navigate(ui: &Ui, response: &Response, area: Rect, session: &Session, camera: &mut Camera) {
    let before = *camera;
    if response.contains_pointer() {
        let (zoom, scroll, at) = ui.input(|input| {
            (
                input.zoom_delta(),
                input.smooth_scroll_delta(),
                input.pointer.hover_pos(),
            )
        });
        if let Some(at) = at
            && (zoom - 1.0).abs() > f32::EPSILON
        {
            camera.zoom_at(area, at, zoom);
        } else {
            camera.pos_in_scene -= scroll / camera.zoom;
        }
    }
    if is_panning(ui, response) {
        camera.pos_in_scene -= response.drag_delta() / camera.zoom;
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    if before != *camera {
        camera.keep_inside(area, session.scene());
    }
}

fn is_panning(ui: &Ui, response: &Response) -> bool {
    response.dragged_by(egui::PointerButton::Middle)
        || response.dragged() && ui.input(|input| input.key_down(egui::Key::Space))
}

/// The pointer: what it presses, drags and lets go.
fn point(
    ui: &Ui,
    response: &Response,
    session: &mut Session,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let Some(area) = canvas.area else {
        return;
    };
    if session.editing().is_some() {
        // A click beside a name that is being typed takes the name over, and does nothing else.
        canvas.gesture.cancel();
        return;
    }
    let to_scene = canvas.camera.screen_from_scene(area).inverse();
    let (press, latest, modifiers) = ui.input(|input| {
        (
            input.pointer.press_origin(),
            input.pointer.latest_pos(),
            input.modifiers,
        )
    });
    let held = Held {
        shift: modifiers.shift,
        ctrl: modifiers.command,
        alt: modifiers.alt,
    };
    let sheet = Sheet {
        area,
        to_screen: canvas.camera.screen_from_scene(area),
        camera: canvas.camera,
        theme: Theme::Light,
    };
    let under = |at: Pos2| under(session, &sheet, at);
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let hit = under(at);
        let keep = is_selected(session, &hit);
        canvas.menu_on = Some(hit.clone());
        if !keep {
            let mut gesture = Gesture::Idle;
            gesture.press(to_scene * at, hit, Held::default());
            actions.extend(gesture.release(session));
        }
        return;
    }
    if let Some(at) = response.hover_pos()
        && canvas.gesture == Gesture::Idle
    {
        ui.ctx().set_cursor_icon(cursor(&under(at)));
    }
    if response.double_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        canvas.gesture.cancel();
        actions.extend(double_click(session, &under(at)));
        return;
    }
    let pressed = ui.input(|input| input.pointer.primary_pressed());
    if response.is_pointer_button_down_on()
        && pressed
        && let Some(at) = press
    {
        let hit = under(at);
        canvas.gesture.press(to_scene * at, hit, held);
    }
    if is_panning(ui, response) {
        canvas.gesture.cancel();
        return;
    }
    if let Some(at) = latest
        && response.is_pointer_button_down_on()
    {
        let zoom = canvas.camera.zoom;
        actions.extend(canvas.gesture.drag(session, to_scene * at, zoom));
        if canvas.gesture.is_dragging() {
            pan_at_edges(ui, area, at, session, &mut canvas.camera);
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
        let lands = latest.is_some_and(|at| area.contains(at) && is_on_grid(&under(at)));
        if canvas.gesture.needs_a_cell() && !lands {
            canvas.gesture.cancel();
        }
        actions.extend(canvas.gesture.release(session));
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
    if let Some((variant, step)) = card_near(session, place)
        && sheet.camera.zoom >= 0.4
        && let Some(card) = scene.pane(&variant).and_then(|pane| pane.cards.get(&step))
        && let Some(handle) = handle_at(&variant, &step, card.rect, place)
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
        Hit::Cell { .. } => CursorIcon::Cell,
        Hit::Pane { .. } | Hit::Nothing => CursorIcon::Default,
    }
}

fn double_click(session: &mut Session, hit: &Hit) -> Vec<Action> {
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
        Hit::Lane { variant, lane } => rename(Selection::of(variant, Target::Lane(lane.clone()))),
        Hit::Phase { variant, phase } => {
            rename(Selection::of(variant, Target::Phase(phase.clone())))
        }
        Hit::Moment { variant, moment } => {
            rename(Selection::of(variant, Target::Moment(moment.clone())))
        }
        Hit::Title { .. } | Hit::Pane { .. } | Hit::Nothing => {
            let _ = session;
            Vec::new()
        }
    }
}

/// Keys of the canvas that are no commands: arrows walk, Esc steps back, letters begin a step.
fn keyboard(
    ui: &Ui,
    response: &Response,
    session: &Session,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    // Keys that arrive are meant for this window, whatever the window manager says of its focus.
    let has_keyboard = ui.memory(|memory| memory.has_focus(response.id));
    if canvas.asleep || !has_keyboard || session.editing().is_some() || session.question().is_some()
    {
        return;
    }
    use egui::{Key, Modifiers};
    let arrows = [
        (Key::ArrowLeft, Direction::Left),
        (Key::ArrowRight, Direction::Right),
        (Key::ArrowUp, Direction::Up),
        (Key::ArrowDown, Direction::Down),
    ];
    for (key, direction) in arrows {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            actions.push(Action::Walk(direction));
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        if canvas.gesture != Gesture::Idle {
            canvas.gesture.cancel();
        } else if canvas.picking.take().is_none() {
            let variant = session.selection().variant.clone();
            actions.push(Action::Select(Selection::of(&variant, Target::Blueprint)));
        }
    }
    if canvas.picking.is_some() {
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if enter
            && let Some(to) = session.selection().lead()
            && let Some(picking) = canvas.picking.take()
        {
            actions.push(Action::Connect {
                variant: picking.variant,
                from: picking.from,
                to: to.clone(),
            });
        }
        return;
    }
    if session.selection().cell().is_some() && session.can(Command::NewStep) {
        let typed = ui.input(|input| {
            let texts = input.events.iter().filter_map(|event| match event {
                egui::Event::Text(text) => Some(text.as_str()),
                _ => None,
            });
            texts.collect::<String>()
        });
        if !typed.trim().is_empty() {
            canvas.title.begin_with(typed);
            actions.push(Action::Command(Command::NewStep));
        }
    }
}

/// A blueprint without lanes or phases says how to begin.
fn empty_ui(ui: &mut Ui, area: Rect, session: &Session, actions: &mut Vec<Action>) {
    let place = Rect::from_center_size(area.center(), vec2(360.0, 120.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        ui.vertical_centered(|ui| {
            ui.label(egui::RichText::new("An empty blueprint").font(look::semibold(15.0)));
            ui.label(
                "A service blueprint has lanes from top to bottom and phases from left to right.",
            );
            ui.add_space(8.0);
            if session.shown().lanes.is_empty() && ui.button("Add a lane").clicked() {
                actions.push(Action::Command(Command::AddLane));
            }
            if session.shown().phases.is_empty() && ui.button("Add a phase").clicked() {
                actions.push(Action::Command(Command::AddPhase));
            }
        });
    });
}

/// Whether shortcuts without Ctrl or Alt are meant for the canvas.
pub fn has_keyboard(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(canvas_id()) || memory.focused().is_none())
}

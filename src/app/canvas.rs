//! The canvas: the scene on screen, with the pointer, the keyboard and names for screen readers.
//!
//! Draws what [`Session::scene`] laid out; every change goes out as an [`Action`].

mod access;
mod add;
mod blocks;
mod camera;
mod draw;
mod empty;
mod filling;
mod fold;
mod glide;
mod headers;
mod map;
mod marks;
mod menu;
mod point;
mod rows;
mod sheet;
mod tiles;
mod tip;
mod title;
mod veil;

use egui::{CursorIcon, EventFilter, Id, Rect, Response, Sense, Ui};

use super::look;
use crate::{
    gesture::{Gesture, connect_new},
    model::{self, StepId, VariantId},
    scene::{Ink, Pane, Show},
    session::{Action, Command, Direction, Editing, Question, Selection, Session, Target},
};

pub use camera::Camera;
pub use draw::{ScreenPen, paint_scene};
pub(super) use headers::PaneFigures;
use sheet::Sheet;

/// What the canvas remembers between frames.
#[derive(Default)]
pub struct Canvas {
    camera: Camera,
    gesture: Gesture,
    title: title::TitleEditor,
    filling: filling::Filling,
    menu: menu::CanvasMenu,
    glide: glide::Glide,
    tiles: tiles::Tiles,
    map: map::BoardMap,
    picking: Option<Picking>,
    placing: Option<Placing>,
    /// Where the tray is: a card dropped there leaves its cell.
    tray: Option<Rect>,
    area: Option<Rect>,
    /// What lies over the canvas at its right edge: find and its list.
    covered: Option<f32>,
    fit_wanted: bool,
    /// What was shown when it was drawn last.
    shown: Option<Show>,
    /// How large the scene was when it was drawn last.
    scene_size: egui::Vec2,
    /// Where the pointer ended a drag: no tip until it has gone on.
    let_go: Option<egui::Pos2>,
    /// A dialog lies over the window: keys are meant for it.
    asleep: bool,
    /// What the variants come to that are compared.
    figures: PaneFigures,
}

/// A connector being drawn by keyboard: the next step chosen is where it ends.
struct Picking {
    variant: VariantId,
    from: StepId,
}

/// Steps that are to go into a cell, chosen by keyboard.
struct Placing {
    variant: VariantId,
    steps: Vec<StepId>,
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

    /// Says what the variants come to that are compared.
    pub(super) fn set_figures(&mut self, figures: PaneFigures) {
        self.figures = figures;
    }

    /// Opens the menu of what is selected.
    pub fn ask_menu(&mut self) {
        self.menu.ask();
    }

    /// Whether a card or a cell is being chosen by keyboard.
    pub fn is_choosing(&self) -> bool {
        self.picking.is_some() || self.placing.is_some()
    }

    /// Says where the tray is shown.
    pub(super) fn set_tray(&mut self, tray: Option<Rect>) {
        self.tray = tray;
    }

    /// A step of the tray is being dragged.
    pub(super) fn carry(&mut self, variant: &VariantId, step: &StepId) {
        self.gesture = Gesture::Placing {
            variant: variant.clone(),
            step: step.clone(),
            to: egui::Pos2::ZERO,
        };
    }

    /// Asks for a cell for the steps selected.
    pub(super) fn ask_for_cell(&mut self, session: &Session) {
        let selection = session.selection();
        self.placing = Some(Placing {
            variant: selection.variant.clone(),
            steps: selection.steps().iter().cloned().collect(),
        });
    }

    /// What is typed into the cell of a row that is open.
    pub fn open_values(&mut self, session: &Session) -> Option<Action> {
        self.filling.values(session)
    }

    /// Fits the scene into the window when it is drawn next.
    pub fn fit_when_shown(&mut self) {
        self.fit_wanted = true;
    }

    /// Where something of the scene stands on screen, if the canvas was drawn.
    pub fn on_screen(&self, rect: Rect) -> Option<Rect> {
        Some(self.camera.screen_from_scene(self.area?) * rect)
    }

    /// Where what is selected stands on screen.
    pub fn selected_on_screen(&self, session: &Session) -> Option<Rect> {
        let (_, rect) = focus_rect(session)?;
        self.on_screen(rect)
    }

    /// Forgets what lay over the canvas; what still does is said in every frame.
    pub fn uncover(&mut self) {
        self.covered = None;
    }

    /// Says that `rect` of the window lies over the canvas: what is revealed stands left of it. What lies
    /// over the left half is left to the person who put it there.
    pub fn cover(&mut self, rect: Rect) {
        let is_right = |area: Rect| area.intersects(rect) && rect.left() > area.center().x - 120.0;
        if self.area.is_some_and(is_right) {
            let covered = self.covered.unwrap_or(f32::INFINITY);
            self.covered = Some(covered.min(rect.left()));
        }
    }

    /// Brings the selection into view, or the step that is being named.
    pub fn reveal(&mut self, session: &Session) {
        let Some(mut area) = self.area else {
            return;
        };
        if let Some(covered) = self.covered {
            // On a narrow canvas there is no room beside it.
            area.max.x = covered.max(area.left() + 360.0).min(area.max.x);
        }
        if let Some((pane, mut rect)) = focus_rect(session) {
            let header = pane.body.top() - pane.rect.top();
            if let Target::Record(model::Key::Lane(_)) = session.selection().target {
                // It reaches from end to end: where one looks is as good a part as any.
                let middle = self.camera.screen_from_scene(area).inverse() * area.center();
                rect = rect.translate(egui::vec2(middle.x - rect.left(), 0.0));
            }
            self.camera.reveal(area, rect, header);
            self.camera.keep_inside(area, session.scene());
        }
    }

    /// Shows the scene larger, smaller, or a part of it.
    pub fn zoom_to(&mut self, to: Zoom, session: &Session) {
        let Some(area) = self.area else {
            return;
        };
        let scene = session.scene();
        let target = focus_rect(session).map(|(_, rect)| rect);
        let selected = target.map(|rect| self.camera.screen_from_scene(area) * rect);
        let seen = selected.filter(|rect| area.contains_rect(*rect));
        // What is selected stays where it is.
        let middle = seen.unwrap_or(area).center();
        match (to, target) {
            (Zoom::In, _) => self.camera.zoom_at(area, middle, 1.25, scene),
            (Zoom::Out, _) => self.camera.zoom_at(area, middle, 0.8, scene),
            (Zoom::Full, _) => {
                let factor = 1.0 / self.camera.zoom;
                self.camera.zoom_at(area, middle, factor, scene);
            }
            (Zoom::Fit, _) => self.camera.fit(area, scene),
            (Zoom::Selection, Some(rect)) => self.camera.show(area, rect, scene),
            (Zoom::Selection, None) => {}
        }
        self.camera.keep_inside(area, scene);
    }

    /// Begins a connector at what is selected; the next step chosen is where it ends.
    pub fn begin_connector(&mut self, session: &Session) {
        if let Some(from) = session.selection().lead() {
            self.picking = Some(Picking {
                variant: session.selection().variant.clone(),
                from: from.clone(),
            });
        }
    }
}

/// How large the scene is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    /// Larger than now.
    In,
    /// Smaller than now.
    Out,
    /// A point of the scene is one of the window.
    Full,
    /// All of it at once.
    Fit,
    /// What is selected.
    Selection,
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
    let before = canvas.area.replace(area);
    session.note_room(area.height());
    if std::mem::take(&mut canvas.fit_wanted) {
        // A board too wide for the window is read from its beginning, at a size one can read.
        canvas.camera.fit_within(area, session.scene(), (0.75, 1.0));
    }
    if canvas.scene_size != session.scene().size
        || before.is_some_and(|old| old.size() != area.size())
    {
        // What was shown may have shrunk away from under the window, or the window may have grown.
        canvas.scene_size = session.scene().size;
        canvas.camera.keep_inside(area, session.scene());
    }
    canvas.picking.take_if(|picking| {
        let gone = session
            .blueprint()
            .step(&picking.variant, &picking.from)
            .is_none();
        gone || session.selection().variant != picking.variant
    });
    if canvas.shown.as_ref() != Some(session.show()) {
        if matches!(session.show(), Show::Compare(..)) && canvas.shown.is_some() {
            canvas.camera.show_both(area, session.scene());
        }
        canvas.shown = Some(session.show().clone());
    }
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
    canvas.glide.advance(ui);
    let sheet = Sheet {
        area,
        to_screen: canvas.camera.screen_from_scene(area),
        camera: canvas.camera,
        theme,
    };
    point::point(ui, &response, session, canvas, &sheet, actions);
    for pane in &session.scene().panes {
        sheet.pane(
            ui,
            &painter,
            session,
            pane,
            (&canvas.glide, &canvas.figures),
        );
    }
    tiles::tiles_ui(ui, &painter, &response, session, &sheet, canvas);
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
        let figures = canvas.figures.words(&pane.variant);
        access::pane_ui(ui, session, (pane, figures), &sheet, actions);
        rows::nodes_ui(ui, session, pane, &sheet, actions);
        add::add_ui(ui, session, pane, &sheet, actions);
        fold::fold_ui(ui, session, pane, &sheet, actions);
    }
    access::selection_ui(ui, session, &sheet);
    title::title_ui(ui, session, &mut canvas.title, &sheet, actions);
    filling::filling_ui(ui, session, &mut canvas.filling, &sheet, actions);
    menu::context_menu_ui(
        &response,
        session,
        sheet.to_screen,
        &mut canvas.menu,
        actions,
    );
    tip::tip_ui(ui, session, canvas, &sheet);
    empty::empty_ui(ui, session, &sheet, actions);
    map::map_ui(ui, session, &sheet, canvas);
    if canvas.picking.is_some() {
        let text = "Connect to: go there with the arrows and press Enter, or click it. Esc stops.";
        sheet.banner(&painter, text);
    } else if canvas.placing.is_some() {
        let text = "Choose a cell with the arrows; Enter puts the step there. Esc stops.";
        sheet.banner(&painter, text);
    }
    keyboard(ui, &response, session, canvas, actions);
}

/// What the keyboard is at: the step being named, or what is selected.
pub(super) fn focus_rect(session: &Session) -> Option<(&Pane, Rect)> {
    let scene = session.scene();
    if let Some(Editing::New(step)) = session.editing() {
        let pane = scene.pane(&step.variant)?;
        return Some((pane, pane.cards.get(&step.id)?.rect));
    }
    let selection = session.selection();
    let pane = scene.pane(&selection.variant)?;
    if let Some(cell) = session.field().and_then(|cell| session.row_cell(cell)) {
        return Some((pane, cell.rect));
    }
    let rect = match &selection.target {
        Target::Items { steps, wires, .. } => {
            let cards = steps.iter().filter_map(|id| Some(pane.cards.get(id)?.rect));
            let lines = wires
                .iter()
                .filter_map(|id| Some(pane.wires.get(id)?.bounds));
            cards.chain(lines).reduce(Rect::union)?
        }
        Target::Cell { lane, moment } => {
            let lane = pane.lanes.iter().find(|band| band.id == *lane)?;
            let column = pane.columns.iter().find(|column| column.id == *moment)?;
            Rect::from_x_y_ranges(column.rect.x_range(), lane.rect.y_range())
        }
        Target::Record(model::Key::Lane(id)) => {
            let lane = pane.lanes.iter().find(|band| band.id == *id)?;
            Rect::from_x_y_ranges(
                pane.body.left()..=pane.body.left() + 1.0,
                lane.rect.y_range(),
            )
        }
        Target::Record(model::Key::Phase(id)) => {
            let phase = pane.phases.iter().find(|phase| phase.id == *id)?;
            Rect::from_x_y_ranges(
                phase.rect.x_range(),
                pane.body.top()..=pane.body.top() + 1.0,
            )
        }
        Target::Record(model::Key::Moment(id)) => {
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
        tab: true,
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
            camera.zoom_at(area, at, zoom, session.scene());
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

/// Keys of the canvas that are no commands: arrows walk, Esc steps back, letters begin a step.
fn keyboard(
    ui: &Ui,
    response: &Response,
    session: &mut Session,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    // Keys that arrive are meant for this window, whatever the window manager says of its focus.
    let has_keyboard = ui.memory(|memory| memory.has_focus(response.id));
    if canvas.asleep
        || !has_keyboard
        || session.editing().is_some()
        || session.is_filling()
        || session.question().is_some_and(Question::is_grave)
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
        if ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, key)) {
            actions.push(Action::Extend(direction));
        } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            actions.push(Action::Walk(direction));
        }
    }
    // Esc closes a question first.
    let is_asked = session.question().is_some();
    if !is_asked && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        if canvas.gesture != Gesture::Idle {
            canvas.gesture.cancel();
        } else if let Some(placing) = canvas.placing.take() {
            let steps = Selection::items(&placing.variant, placing.steps, []);
            actions.push(Action::Select(steps));
        } else if let Some(picking) = canvas.picking.take() {
            let from = Selection::step(&picking.variant, &picking.from);
            actions.push(Action::Select(from));
        } else {
            actions.push(Action::Select(session.level_up()));
        }
    }
    if canvas.placing.is_some() {
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if let Some(placing) = canvas.placing.take_if(|_| enter) {
            actions.push(Action::PutHere(placing.variant, placing.steps));
        }
        return;
    }
    if let Some(phase) = canvas.tile_selected(session)
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
        && let Some(area) = canvas.area
    {
        canvas.camera.show(area, phase, session.scene());
        canvas.camera.keep_inside(area, session.scene());
    }
    if canvas.picking.is_some() {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            let selection = session.selection();
            let cell = selection.cell();
            let cell = cell.map(|(lane, moment)| (lane.clone(), moment.clone()));
            let picking = &mut canvas.picking;
            actions.extend(match (selection.lead().cloned(), cell) {
                (Some(to), _) => picking.take().map(|picking| Action::Connect {
                    variant: picking.variant,
                    from: picking.from,
                    to,
                }),
                (None, Some(cell)) => picking
                    .take()
                    .map(|picking| connect_new(session, picking.variant, picking.from, cell)),
                (None, None) => None,
            });
        }
        return;
    }
    if session.field().is_some() {
        if let Some(typed) = rows::keys(ui, session, actions) {
            canvas.filling.begin_with(typed);
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

/// Whether shortcuts without Ctrl or Alt are meant for the canvas.
pub fn has_keyboard(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(canvas_id()) || memory.focused().is_none())
}

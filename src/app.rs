//! The window: all of egui stands in here.
//!
//! A frame goes: shortcuts, panels (each gives [`Action`]s, none changes the document), then the actions
//! are run against the [`Session`], then what the session asks for is done.

pub mod canvas;
mod capture;
pub mod compare;
pub mod files;
mod find;
pub mod inspector;
mod keys;
pub mod look;
mod menus;
mod outline;
mod overlays;
mod palette;
mod present;
mod rail;
mod shortcuts;
pub mod start;
mod start_up;
mod status;
mod tray;
mod widgets;

use std::{collections::BTreeSet, path::Path, sync::Arc};

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    scene::{Ink, Show, TextMeasure, size},
    session::{Action, Command, Effect, Session},
    store::{
        Store,
        settings::{Motion, Scale, ThemeChoice},
    },
};
use canvas::Canvas;
use capture::Capture;
use compare::{Page, Pages};
use files::{Files, dialogs::FileDialogs};
use find::Find;
use inspector::InspectorState;
use outline::OutlineView;
use overlays::Overlays;
use palette::Palette;
use present::{Begin, Goes, Present};
use rail::Place;
use start::Start;
use tray::Tray;

pub use start_up::{Renderer, StartError, run};

/// The app: at most one open document, and what the window remembers.
pub struct App {
    session: Option<Session>,
    files: Files,
    start: Start,
    canvas: Canvas,
    inspector: InspectorState,
    /// Whether the inspector is open, or folded to make room for the canvas.
    has_inspector: bool,
    pages: Pages,
    palette: Palette,
    find: Find,
    outline: OutlineView,
    overlays: Overlays,
    capture: Capture,
    tray: Tray,
    /// The presentation that is being given, in place of all panels.
    present: Option<Present>,
    /// Which document the canvas showed last: another one is fitted into the window.
    document: u64,
    /// What the window is called now.
    window_title: String,
}

impl App {
    /// The app as it starts. `data_dir` is where settings and recovery data are kept.
    pub fn new(
        ctx: &egui::Context,
        store: Store,
        dialogs: Box<dyn FileDialogs>,
        data_dir: Option<&Path>,
    ) -> Self {
        look::install(ctx);
        let text = Arc::new(TextMeasure::default());
        Self {
            session: None,
            files: Files::new(ctx, store, dialogs, data_dir, text),
            start: Start::default(),
            canvas: Canvas::default(),
            inspector: InspectorState::new(files::fresh_ids()),
            has_inspector: true,
            pages: Pages::default(),
            palette: Palette::default(),
            find: Find::default(),
            outline: OutlineView::default(),
            overlays: Overlays::default(),
            capture: Capture::default(),
            tray: Tray::default(),
            present: None,
            document: 0,
            window_title: String::new(),
        }
    }

    /// Opens a file, as if it had been chosen in the dialog.
    pub fn open(&mut self, file: &Path) {
        self.files.open(file, &mut self.session);
    }

    /// The open document.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// One frame.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let may_end = |input: &egui::InputState| {
            input.viewport().close_requested() || !input.raw.dropped_files.is_empty()
        };
        if ui.input(may_end) {
            self.commit_drafts();
        }
        let open_draft = self.open_draft();
        self.files.update(&mut self.session, open_draft);
        self.meet_document(ui);
        let mut actions = Vec::new();
        let is_asking =
            self.files.is_asking() || self.capture.is_asking() || self.overlays.has_page();
        // Esc closes a menu or a list of choices, and nothing else with it.
        let has_menu = egui::Popup::is_any_open(ui.ctx());
        let escape = |input: &mut egui::InputState| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)
        };
        if has_menu && !ui.ctx().text_edit_focused() && ui.input_mut(escape) {
            egui::Popup::close_all(ui.ctx());
        }
        self.canvas.set_asleep(is_asking || has_menu);
        if self.presentation_ui(ui) {
            self.files.modals_ui(ui, &mut self.session);
            return;
        }
        if !is_asking {
            self.shortcuts(ui, &mut actions);
        }
        self.pages.begin(ui);
        self.panels_ui(ui, &mut actions);
        for action in actions {
            self.run(ui, action);
        }
        self.effects(ui);
        self.files.modals_ui(ui, &mut self.session);
        overlays::keyboard_ui(ui, &mut self.overlays);
        overlays::about_ui(ui, &mut self.overlays);
        self.leave_page(ui);
        look::focus_ring(ui.ctx());
    }

    /// The presentation, if one is given; says whether it is.
    fn presentation_ui(&mut self, ui: &mut Ui) -> bool {
        let (Some(present), Some(session)) = (&mut self.present, &self.session) else {
            return false;
        };
        let keys = match self.files.is_asking() {
            true => present::Keys::Left,
            false => present::Keys::Taken,
        };
        if present::present_ui(ui, session, present, keys) == Goes::Ended {
            present.end(ui);
            self.present = None;
            ui.ctx().request_repaint();
        }
        true
    }

    /// Another document than before is shown from its beginning.
    fn meet_document(&mut self, ui: &Ui) {
        if self.document != self.files.document_number() {
            self.document = self.files.document_number();
            self.canvas = Canvas::default();
            self.pages = Pages::default();
            self.canvas.fit_when_shown();
            self.find = Find::default();
            self.outline = OutlineView::default();
            self.inspector = InspectorState::new(files::fresh_ids());
            self.capture = Capture::default();
            self.tray = Tray::default();
            // On a small screen the blueprint comes first; the inspector comes when it is asked for.
            self.has_inspector &= ui.ctx().content_rect().width() >= size::INSPECTOR_FROM;
            if let Some(present) = self.present.take() {
                present.end(ui);
            }
        }
        let title = match &self.session {
            Some(session) => {
                let mark = if session.is_dirty() { "• " } else { "" };
                format!("{mark}{} – Frontstage", self.files.title(session))
            }
            None => "Frontstage".to_owned(),
        };
        if title != self.window_title {
            ui.ctx()
                .send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.window_title = title;
        }
    }

    /// What is typed and not yet taken over, for recovery.
    fn open_draft(&self) -> Option<(String, String)> {
        let said = || Some(("Capture line", self.capture.open_text()?));
        let outside_of_forms = self
            .canvas
            .open_draft()
            .or_else(|| self.outline.open_draft());
        let owned = |(field, text): (&str, &str)| (field.to_owned(), text.to_owned());
        (outside_of_forms.map(owned))
            .or_else(|| inspector::open_draft(&self.inspector))
            .or_else(|| said().map(owned))
    }

    /// What is typed in a field of the inspector or in place on the canvas goes into the document.
    fn commit_drafts(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        if session.editing().is_some()
            && let Some(text) = self.canvas.open_title()
        {
            session.run(Action::CommitTitle(text.to_owned()));
        }
        if session.is_filling()
            && let Some(fill) = self.canvas.open_values()
        {
            session.run(fill);
        }
        let mut actions = Vec::new();
        inspector::commit_drafts(&mut self.inspector, session, &mut actions);
        self.outline.commit(session, &mut actions);
        actions.into_iter().for_each(|action| session.run(action));
    }

    fn panels_ui(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let panel = look::ink(ui, Ink::Panel);
        let bar = Frame::new()
            .fill(panel)
            .inner_margin(Margin::symmetric(8, 0));
        let title = self
            .session
            .as_ref()
            .map_or_else(String::new, |s| self.files.title(s));
        let on = self.switched_on();
        Panel::top("top bar")
            .exact_size(size::TOP_BAR)
            .frame(bar)
            .show(ui, |ui| {
                let (session, palette) = (self.session.as_ref(), &mut self.palette);
                let mut from_palette = Vec::new();
                menus::top_bar_ui(ui, session, (&title, &on), actions, |ui| {
                    palette::palette_ui(ui, session, palette, &mut from_palette);
                });
                actions.append(&mut from_palette);
            });
        self.files.bars_ui(ui, &mut self.session);
        let Some(session) = &mut self.session else {
            egui::CentralPanel::no_frame().show(ui, |ui| {
                start::start_ui(ui, &mut self.start, &mut self.files, &mut self.session);
            });
            return;
        };
        let saved = self.files.state(session).words();
        Panel::bottom("status bar")
            .exact_size(size::STATUS_BAR)
            .frame(bar)
            .show(ui, |ui| {
                status::status_ui(ui, session, &self.canvas, saved, actions);
            });
        let rail = Frame::new().fill(look::ink(ui, Ink::Rail));
        let here = match (self.pages.shown(), self.outline.is_shown()) {
            (Page::Table, _) => Place::Table,
            (Page::Role, _) => Place::Role,
            (Page::Canvas, true) => Place::Outline,
            (Page::Canvas, false) => Place::Blueprint,
        };
        let goes_to = Panel::left("rail")
            .exact_size(size::RAIL)
            .resizable(false)
            .frame(rail)
            .show(ui, |ui| rail::rail_ui(ui, session, (here, &on), actions))
            .inner;
        let side = Frame::new().fill(panel);
        if self.has_inspector {
            Panel::right("inspector")
                .resizable(true)
                .default_size(size::INSPECTOR)
                .size_range(size::INSPECTOR_LEAST..=size::INSPECTOR_MOST)
                .frame(side)
                .show(ui, |ui| {
                    inspector::inspector_ui(ui, session, &mut self.inspector, actions);
                });
        }
        capture::capture_ui(ui, session, &mut self.capture, &self.canvas, actions);
        let (tray, canvas) = (&mut self.tray, &mut self.canvas);
        tray::tray_ui(ui, session, tray, canvas, here, actions);
        // The table has every variant, and no two to choose.
        if here == Place::Role || here != Place::Table && session.show().pair().is_some() {
            Panel::top("compare bar")
                .exact_size(size::COMPARE_BAR)
                .frame(bar)
                .show(ui, |ui| {
                    compare::bar_ui(ui, session, &self.pages, actions);
                });
        }
        let area = ui.available_rect_before_wrap();
        let paper = Frame::new().fill(look::ink(ui, Ink::Canvas));
        egui::CentralPanel::default()
            .frame(paper)
            .show(ui, |ui| match self.pages.shown() {
                Page::Canvas => {
                    let (outline, found) = (&mut self.outline, self.find.marks());
                    if outline.is_shown() {
                        outline::outline_ui(ui, session, &mut self.canvas, outline, found, actions);
                    } else {
                        canvas::canvas_ui(ui, session, &mut self.canvas, actions);
                        self.canvas.ring_ui(ui, session, found);
                    }
                    self.canvas.uncover();
                    find::find_ui(ui, area, session, &mut self.canvas, &mut self.find, actions);
                }
                Page::Table | Page::Role => self.pages.page_ui(ui, session, actions),
            });
        let canvas = &mut self.canvas;
        let foot = match here {
            Place::Blueprint => canvas.beside_map(area),
            _ => area,
        };
        let places = (area, foot);
        overlays::overlays_ui(ui, places, session, canvas, &mut self.overlays, actions);
        capture::dialog_ui(ui, session, &mut self.capture, actions);
        if let Some(place) = goes_to {
            self.go(ui, place);
        }
    }

    /// Goes to a place of the rail.
    fn go(&mut self, ui: &Ui, place: Place) {
        let page = match place {
            Place::Table => Page::Table,
            Place::Role => Page::Role,
            Place::Blueprint | Place::Outline => Page::Canvas,
        };
        if self.pages.shown() != page {
            match page {
                Page::Canvas => self.toggle_page(self.pages.shown()),
                Page::Table | Page::Role => self.toggle_page(page),
            }
        }
        if page == Page::Canvas && self.outline.is_shown() != (place == Place::Outline) {
            self.outline.toggle();
        }
        ui.ctx()
            .memory_mut(|memory| memory.request_focus(canvas::canvas_id()));
    }

    fn run(&mut self, ui: &Ui, action: Action) {
        if matches!(action, Action::Command(_)) {
            self.commit_drafts();
        }
        if self.pages.shown().is_left_by(&action) {
            self.pages.leave();
        }
        if let Action::Command(command) = action
            && (self.window_command(ui, command) || self.files.command(command, &mut self.session))
        {
            return;
        }
        if let Some(session) = &mut self.session {
            let still = match self.files.settings().motion {
                Motion::Full => self.canvas.still(session),
                Motion::Reduced => None,
            };
            session.run(action);
            if let Some(still) = still {
                self.canvas.glide_from(still, session);
            }
        }
    }

    /// Does a command of the window; says whether it was one.
    fn window_command(&mut self, ui: &Ui, command: Command) -> bool {
        let ctx = ui.ctx();
        match command {
            Command::Palette => self.palette.open(),
            Command::Find => self.find.open(),
            Command::Outline => self.outline.toggle(),
            Command::FindNext | Command::FindPrevious => {
                let by = if command == Command::FindNext { 1 } else { -1 };
                let session = self.session.as_mut();
                if let Some(session) = session
                    && let Some(action) = self.find.walk(session, by)
                {
                    session.run(action);
                }
            }
            Command::ThemeSystem => self.files.choose_theme(ThemeChoice::System),
            Command::ThemeLight => self.files.choose_theme(ThemeChoice::Light),
            Command::ThemeDark => self.files.choose_theme(ThemeChoice::Dark),
            Command::ScaleNormal => self.files.choose_scale(Scale::Normal),
            Command::ScaleLarger => self.files.choose_scale(Scale::Larger),
            Command::ScaleLarge => self.files.choose_scale(Scale::Large),
            Command::ScaleLargest => self.files.choose_scale(Scale::Largest),
            Command::ReducedMotion => {
                let motion = match self.files.settings().motion {
                    Motion::Full => Motion::Reduced,
                    Motion::Reduced => Motion::Full,
                };
                self.files.choose_motion(motion);
            }
            Command::ShowTable => self.toggle_page(Page::Table),
            Command::ShowRole => self.toggle_page(Page::Role),
            Command::ToggleInspector => {
                self.has_inspector = !self.has_inspector;
                if !self.has_inspector {
                    // What had the keyboard may be gone with it.
                    ctx.memory_mut(|memory| memory.request_focus(canvas::canvas_id()));
                }
            }
            Command::HistoryList => self.overlays.history = !self.overlays.history,
            Command::ChangeList => self.overlays.changes = !self.overlays.changes,
            Command::Keyboard => self.overlays.keyboard = !self.overlays.keyboard,
            Command::About => self.overlays.about = true,
            Command::Capture => self.capture.open(),
            Command::Tray => self.tray.toggle(),
            Command::PlaceStep => {
                if let Some(session) = &mut self.session
                    && let Some(cell) = session.cell_for_selected()
                {
                    self.canvas.ask_for_cell(session);
                    session.run(Action::Reveal(cell));
                    ctx.memory_mut(|memory| memory.request_focus(canvas::canvas_id()));
                }
            }
            Command::Present => self.present(ui, Begin::First),
            Command::PresentHere => self.present(ui, Begin::Here),
            Command::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Command::NextPane => {
                if canvas::has_keyboard(ui) {
                    self.has_inspector = true;
                    self.inspector.request_focus();
                } else {
                    ctx.memory_mut(|memory| memory.request_focus(canvas::canvas_id()));
                }
            }
            _ => {
                let session = self.session.as_ref();
                let is_done = session.is_some_and(|session| self.canvas.command(command, session));
                if is_done && self.outline.is_shown() {
                    // What happens on the canvas is to be seen there.
                    self.outline.toggle();
                }
                return is_done;
            }
        }
        true
    }

    fn toggle_page(&mut self, page: Page) {
        if let Some(session) = &mut self.session
            && let Some(action) = self.pages.toggle(page, session)
        {
            session.run(action);
        }
    }

    /// Esc that nobody took leads from a page or the outline back to the canvas, which has the keyboard then.
    fn leave_page(&mut self, ui: &Ui) {
        let is_away = self.pages.shown() != Page::Canvas || self.outline.is_shown();
        let is_free = self.pages.end(ui);
        let pressed =
            || ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if self.session.is_some() && is_away && is_free && pressed() {
            self.go(ui, Place::Blueprint);
            ui.ctx().request_repaint();
        }
    }

    /// The commands whose entries in the menus bear a tick: what they name is the case now.
    fn switched_on(&self) -> BTreeSet<Command> {
        let theme = match self.files.settings().theme {
            ThemeChoice::System => Command::ThemeSystem,
            ThemeChoice::Light => Command::ThemeLight,
            ThemeChoice::Dark => Command::ThemeDark,
        };
        let scale = match self.files.settings().scale {
            Scale::Normal => Command::ScaleNormal,
            Scale::Larger => Command::ScaleLarger,
            Scale::Large => Command::ScaleLarge,
            Scale::Largest => Command::ScaleLargest,
        };
        let on_canvas = self.pages.shown() == Page::Canvas;
        let shown = self.session.as_ref().filter(|_| on_canvas);
        let shown = shown.and_then(shown_by);
        let switches = [
            (Command::ToggleInspector, self.has_inspector),
            (
                Command::ReducedMotion,
                self.files.settings().motion == Motion::Reduced,
            ),
            (Command::Outline, self.outline.is_shown()),
            (Command::ShowTable, self.pages.shown() == Page::Table),
            (Command::ShowRole, self.pages.shown() == Page::Role),
            (Command::HistoryList, self.overlays.history),
            (Command::ChangeList, self.overlays.changes),
            (
                Command::CompareOverlay,
                self.session
                    .as_ref()
                    .is_some_and(|session| matches!(session.show(), Show::Overlay(..))),
            ),
        ];
        let on = switches.into_iter().filter(|(_, is_on)| *is_on);
        on.map(|(command, _)| command)
            .chain([theme, scale])
            .chain(shown)
            .collect()
    }

    fn present(&mut self, ui: &Ui, begin: Begin) {
        if let Some(session) = &self.session {
            self.present = Some(Present::new(ui, session, begin));
        }
    }

    fn effects(&mut self, ui: &Ui) {
        let Some(session) = &mut self.session else {
            return;
        };
        for effect in session.take_effects() {
            match effect {
                Effect::CopyText(text) => ui.ctx().copy_text(text),
                Effect::Reveal => self.canvas.reveal(session),
                Effect::Ask(field) => {
                    self.has_inspector = true;
                    self.inspector.ask(field);
                }
            }
        }
    }
}

/// The command that shows what is shown.
fn shown_by(session: &Session) -> Option<Command> {
    let (first, second) = session.pair();
    match session.show() {
        Show::Compare(..) | Show::Overlay(..) => Some(Command::ShowCompare),
        Show::One(id) if Some(id) == first => Some(Command::ShowFirst),
        Show::One(id) if Some(id) == second => Some(Command::ShowSecond),
        Show::One(_) => None,
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    /// The window's own settings are kept by `store`; egui's memory is not.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}

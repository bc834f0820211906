//! The window: all of egui stands in here.
//!
//! A frame goes: shortcuts, panels (each gives [`Action`]s, none changes the document), then the actions
//! are run against the [`Session`], then what the session asks for is done.

pub mod canvas;
pub mod files;
mod keys;
pub mod look;
mod menus;
mod overlays;
mod palette;
pub mod start;
mod start_up;
mod status;

use std::{path::Path, sync::Arc};

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    scene::{Ink, TextMeasure, size},
    session::{Action, Command, Effect, Session},
    store::{Store, settings::ThemeChoice},
};
use canvas::Canvas;
use files::{Files, dialogs::FileDialogs};
use overlays::Overlays;
use palette::Palette;
use start::Start;

pub use start_up::{StartError, run};

/// The app: at most one open document, and what the window remembers.
pub struct App {
    session: Option<Session>,
    files: Files,
    start: Start,
    canvas: Canvas,
    palette: Palette,
    overlays: Overlays,
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
            palette: Palette::default(),
            overlays: Overlays::default(),
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
        let open_draft = self.open_draft();
        self.files.update(&mut self.session, open_draft);
        self.meet_document(ui);
        let mut actions = Vec::new();
        if !self.files.is_asking() {
            self.shortcuts(ui, &mut actions);
        }
        self.panels_ui(ui, &mut actions);
        for action in actions {
            self.run(ui, action);
        }
        self.effects(ui);
        self.files.modals_ui(ui, &mut self.session);
        overlays::keyboard_ui(ui, &mut self.overlays);
        overlays::about_ui(ui, &mut self.overlays);
    }

    /// Another document than before is shown from its beginning.
    fn meet_document(&mut self, ui: &Ui) {
        if self.document != self.files.document_number() {
            self.document = self.files.document_number();
            self.canvas = Canvas::default();
            self.canvas.fit_when_shown();
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
        let text = self.canvas.open_text()?;
        Some(("Title".to_owned(), text.to_owned()))
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
        Panel::top("top bar")
            .exact_size(size::TOP_BAR)
            .frame(bar)
            .show(ui, |ui| {
                let (session, palette) = (self.session.as_ref(), &mut self.palette);
                let mut from_palette = Vec::new();
                menus::top_bar_ui(ui, session, &title, actions, |ui| {
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
        let side = Frame::new().fill(panel).inner_margin(Margin::same(14));
        Panel::right("inspector")
            .exact_size(size::INSPECTOR)
            .frame(side)
            .show(ui, |ui| {
                ui.label("Inspector");
            });
        let area = ui.available_rect_before_wrap();
        egui::CentralPanel::no_frame().show(ui, |ui| {
            canvas::canvas_ui(ui, session, &mut self.canvas, actions);
        });
        overlays::overlays_ui(ui, area, session, &self.canvas, &mut self.overlays, actions);
    }

    fn shortcuts(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        let in_text = ui.ctx().text_edit_focused();
        let asked = self
            .session
            .as_ref()
            .is_some_and(|session| session.question().is_some());
        let on_canvas = self.session.is_some() && canvas::has_keyboard(ui);
        let bare = !in_text && on_canvas && !asked;
        if let Some(command) = ui.input_mut(|input| keys::pressed(input, !bare)) {
            let can = match &self.session {
                Some(session) => session.can(command),
                None => command.info().without_document,
            };
            if can {
                actions.push(Action::Command(command));
            }
        }
        if bare {
            // A platform turns Ctrl+C, Ctrl+X and Ctrl+V into these events.
            let clipboard = ui.input(|input| {
                input.events.iter().find_map(|event| match event {
                    egui::Event::Copy => Some(Action::Command(Command::Copy)),
                    egui::Event::Cut => Some(Action::Command(Command::Cut)),
                    egui::Event::Paste(text) => Some(Action::Paste(text.clone())),
                    _ => None,
                })
            });
            actions.extend(clipboard);
        }
    }

    fn run(&mut self, ui: &Ui, action: Action) {
        if let Action::Command(command) = action
            && (self.window_command(ui, command) || self.files.command(command, &mut self.session))
        {
            return;
        }
        if let Some(session) = &mut self.session {
            session.run(action);
        }
    }

    /// Does a command of the window; says whether it was one.
    fn window_command(&mut self, ui: &Ui, command: Command) -> bool {
        let ctx = ui.ctx();
        match command {
            Command::Palette => self.palette.open(),
            Command::ThemeSystem => self.files.choose_theme(ThemeChoice::System),
            Command::ThemeLight => self.files.choose_theme(ThemeChoice::Light),
            Command::ThemeDark => self.files.choose_theme(ThemeChoice::Dark),
            Command::HistoryList => self.overlays.history = !self.overlays.history,
            Command::ChangeList => self.overlays.changes = !self.overlays.changes,
            Command::Keyboard => self.overlays.keyboard = !self.overlays.keyboard,
            Command::About => self.overlays.about = true,
            Command::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Command::NextPane => {
                let on_canvas = canvas::has_keyboard(ui);
                ctx.memory_mut(|memory| {
                    if !on_canvas {
                        memory.request_focus(canvas::canvas_id());
                    }
                });
            }
            _ => {
                let session = self.session.as_ref();
                return session.is_some_and(|session| self.canvas.command(command, session));
            }
        }
        true
    }

    fn effects(&mut self, ui: &Ui) {
        let Some(session) = &mut self.session else {
            return;
        };
        for effect in session.take_effects() {
            match effect {
                Effect::CopyText(text) => ui.ctx().copy_text(text),
                Effect::Reveal => self.canvas.reveal(session),
            }
        }
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

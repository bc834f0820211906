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

use std::sync::Arc;

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    scene::{Ink, TextMeasure, size},
    session::{Action, Command, Effect, Session},
};
pub use start_up::{StartError, run};

use canvas::Canvas;
use overlays::Overlays;
use palette::Palette;

/// The app: at most one open document, and what the window remembers.
pub struct App {
    session: Option<Session>,
    canvas: Canvas,
    palette: Palette,
    overlays: Overlays,
    text: Arc<TextMeasure>,
}

impl App {
    /// The app as it starts.
    pub fn new(ctx: &egui::Context, session: Option<Session>) -> Self {
        look::install(ctx);
        let mut canvas = Canvas::default();
        canvas.fit_when_shown();
        Self {
            session,
            canvas,
            palette: Palette::default(),
            overlays: Overlays::default(),
            text: Arc::new(TextMeasure::default()),
        }
    }

    /// The app as it starts from the command line, with a file or without.
    fn open(ctx: &egui::Context, file: Option<std::path::PathBuf>) -> Self {
        let text = Arc::new(TextMeasure::default());
        let session = file.and_then(|file| {
            let bytes = std::fs::read(&file).ok()?;
            let reading = crate::format::read(&bytes).ok()?;
            let ids = crate::model::Ids::from_seed(7);
            Some(Session::new(reading.blueprint, Some(file), ids, text))
        });
        Self::new(ctx, session)
    }

    /// The open document.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// One frame.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let mut actions = Vec::new();
        self.shortcuts(ui, &mut actions);
        self.panels_ui(ui, &mut actions);
        for action in actions {
            self.run(ui, action);
        }
        self.effects(ui);
    }

    fn panels_ui(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let panel = look::ink(ui, Ink::Panel);
        let bar = Frame::new()
            .fill(panel)
            .inner_margin(Margin::symmetric(8, 0));
        let title = "Untitled".to_owned();
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
        let Some(session) = &mut self.session else {
            return;
        };
        Panel::bottom("status bar")
            .exact_size(size::STATUS_BAR)
            .frame(bar)
            .show(ui, |ui| {
                status::status_ui(ui, session, &self.canvas, "Saved", actions);
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

    fn shortcuts(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let in_text = ui.ctx().text_edit_focused();
        let asked = self
            .session
            .as_ref()
            .is_some_and(|session| session.question().is_some());
        let on_canvas = canvas::has_keyboard(ui);
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
            let clipboard = ui.input_mut(|input| {
                let found = input.events.iter().find_map(|event| match event {
                    egui::Event::Copy => Some(Action::Command(Command::Copy)),
                    egui::Event::Cut => Some(Action::Command(Command::Cut)),
                    egui::Event::Paste(text) => Some(Action::Paste(text.clone())),
                    _ => None,
                });
                found
            });
            actions.extend(clipboard);
        }
    }

    fn run(&mut self, ui: &Ui, action: Action) {
        if let Action::Command(command) = action
            && self.window_command(ui, command)
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
            Command::ThemeSystem => ctx.set_theme(egui::ThemePreference::System),
            Command::ThemeLight => ctx.set_theme(egui::ThemePreference::Light),
            Command::ThemeDark => ctx.set_theme(egui::ThemePreference::Dark),
            Command::HistoryList => self.overlays.history = !self.overlays.history,
            Command::ChangeList => self.overlays.changes = !self.overlays.changes,
            Command::Keyboard => self.overlays.keyboard = true,
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
}

//! The window: all of egui stands in here.
//!
//! A frame goes: shortcuts, panels (each gives [`Action`]s, none changes the document), then the actions
//! are run against the [`Session`], then what the session asks for is done.

pub mod canvas;
mod capture;
mod checks;
pub mod clipboard;
mod commands;
pub mod compare;
mod draft;
mod figures;
pub mod files;
mod find;
pub mod inspector;
mod keys;
mod known;
mod latest;
pub mod look;
mod menus;
mod numbers;
mod outline;
mod overlays;
mod palette;
mod policy;
mod present;
mod rail;
mod reshape;
mod shortcuts;
pub mod start;
mod start_up;
mod status;
mod tables;
mod tray;
mod view;
mod widgets;

use std::{path::Path, sync::Arc};

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    scene::{Ink, Show, TextMeasure, size},
    session::{Action, Effect, Selection, Session},
    store::Store,
};
use canvas::Canvas;
use capture::Capture;
use checks::ChecksPage;
use clipboard::{Clipboard, PasteChord, TextOnly};
use compare::Pages;
use figures::Figures;
use files::{Files, dialogs::FileDialogs};
use find::Find;
use inspector::InspectorState;
use numbers::NumbersPage;
use outline::OutlineView;
use overlays::{OverlayRoom, Overlays};
use palette::Palette;
use policy::KnownPolicy;
use present::{Goes, Present};
use reshape::Reshape;
use start::Start;
use tray::Tray;
use view::{View, Views};

pub use figures::{Age, FiguresNow};
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
    views: Views,
    pages: Pages,
    figures: Figures,
    numbers: NumbersPage,
    checks: ChecksPage,
    policy: KnownPolicy,
    palette: Palette,
    find: Find,
    outline: OutlineView,
    overlays: Overlays,
    capture: Capture,
    reshape: Reshape,
    clipboard: Box<dyn Clipboard>,
    paste_chord: PasteChord,
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
            views: Views::default(),
            pages: Pages::default(),
            figures: Figures::default(),
            numbers: NumbersPage::default(),
            checks: ChecksPage::new(),
            policy: KnownPolicy::default(),
            palette: Palette::default(),
            find: Find::default(),
            outline: OutlineView::default(),
            overlays: Overlays::default(),
            capture: Capture::default(),
            reshape: Reshape::default(),
            clipboard: Box::new(TextOnly),
            paste_chord: PasteChord::default(),
            tray: Tray::default(),
            present: None,
            document: 0,
            window_title: String::new(),
        }
    }

    /// The app with a clipboard that takes more than text.
    #[must_use]
    pub fn with_clipboard(self, clipboard: Box<dyn Clipboard>) -> Self {
        Self { clipboard, ..self }
    }

    /// Opens a file, as if it had been chosen in the dialog.
    pub fn open(&mut self, file: &Path) {
        self.files.open(file, &mut self.session);
    }

    /// The open document.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The figures that the window shows.
    pub fn figures(&self) -> Option<FiguresNow<'_>> {
        self.figures.now(self.session.as_ref()?)
    }

    /// Waits until the figures are those of the document as it is.
    pub fn settle_figures(&mut self) {
        self.figures.settle();
        self.numbers.settle();
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
        if let Some(session) = &mut self.session {
            let (policy, words) = self.policy.of(ui.ctx(), session, self.files.store());
            self.figures.update(ui.ctx(), session, policy);
            if let Some(words) = words {
                session.say(&words, Vec::new());
            }
            self.canvas.set_figures(self.figures.of_panes(session));
            if self.views.shown() == View::Numbers {
                self.numbers.update(ui.ctx(), session);
            }
        }
        let mut actions = Vec::new();
        let is_asking = self.files.is_asking()
            || self.capture.is_asking()
            || self.reshape.is_asking()
            || self.overlays.has_page();
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
        self.views.begin(ui);
        self.panels_ui(ui, &mut actions);
        for action in actions {
            self.run(ui, action);
        }
        self.effects(ui);
        self.files.modals_ui(ui, &mut self.session);
        overlays::keyboard_ui(ui, &mut self.overlays);
        overlays::about_ui(ui, &mut self.overlays);
        if let Some(you) = overlays::about_you_ui(ui, &mut self.overlays) {
            self.files.change_settings(move |settings| {
                settings.name.clone_from(&you.name);
                settings.function.clone_from(&you.function);
            });
        }
        self.leave_view(ui);
        look::focus_ring(ui.ctx());
    }

    /// The presentation, if one is given; says whether it is.
    fn presentation_ui(&mut self, ui: &mut Ui) -> bool {
        let (Some(present), Some(session)) = (&mut self.present, &self.session) else {
            return false;
        };
        let keys = match self.files.is_asking() {
            true => present::Keyboard::Left,
            false => present::Keyboard::Taken,
        };
        let shown = (session, self.figures.now(session));
        if present::present_ui(ui, shown, present, keys) == Goes::Ended {
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
            self.views = Views::default();
            self.pages = Pages::default();
            self.figures = Figures::default();
            self.numbers = NumbersPage::default();
            self.checks.forget();
            self.canvas.fit_when_shown();
            self.find = Find::default();
            self.outline = OutlineView::default();
            self.inspector = InspectorState::new(files::fresh_ids());
            self.capture = Capture::default();
            self.reshape = Reshape::default();
            self.tray = Tray::default();
            // On a small screen the blueprint comes first; the inspector comes when it is asked for.
            self.has_inspector &= ui.ctx().content_rect().width() >= size::INSPECTOR_FROM;
            if let Some(present) = self.present.take() {
                present.end(ui);
            }
        }
        let title = match &self.session {
            Some(session) => {
                let is_unsaved = self.files.state(session).is_unsaved();
                let mark = if is_unsaved { "• " } else { "" };
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
            .or_else(|| self.numbers.open_draft())
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
            && let Some(fill) = self.canvas.open_values(session)
        {
            session.run(fill);
        }
        let mut actions = Vec::new();
        inspector::commit_drafts(&mut self.inspector, session, &mut actions);
        self.outline.commit(session, &mut actions);
        self.numbers.commit(session, &mut actions);
        actions.into_iter().for_each(|action| session.run(action));
    }

    fn panels_ui(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let panel = look::ink(ui, Ink::Panel);
        let bar = Frame::new()
            .fill(panel)
            .inner_margin(Margin::symmetric(8, 0));
        let file = self.session.as_ref().map(|session| menus::FileLabel {
            name: self.files.title(session),
            state: self.files.state(session),
        });
        let on = self.switched_on();
        Panel::top("top bar")
            .exact_size(size::TOP_BAR)
            .frame(bar)
            .show(ui, |ui| {
                let (session, palette) = (self.session.as_ref(), &mut self.palette);
                let mut from_palette = Vec::new();
                menus::top_bar_ui(ui, session.zip(file.as_ref()), &on, actions, |ui| {
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
                let told = (&self.canvas, self.figures.now(session));
                status::status_ui(ui, session, told, saved, actions);
            });
        let rail = Frame::new().fill(look::ink(ui, Ink::Rail));
        let here = self.views.shown();
        let mut goes_to = Panel::left("rail")
            .exact_size(size::RAIL)
            .resizable(false)
            .frame(rail)
            .show(ui, |ui| rail::rail_ui(ui, session, (here, &on), actions))
            .inner;
        let side = Frame::new().fill(panel);
        if let Some((finding, selection)) = self.checks.take_asked() {
            self.inspector.ask_for_gaps(&finding, &selection);
        }
        self.inspector.note_author(&self.files.settings().name);
        let mut goes_to_board = false;
        if self.has_inspector {
            Panel::right("inspector")
                .resizable(true)
                .default_size(size::INSPECTOR)
                .size_range(inspector_widths(ui.ctx().content_rect().width()))
                .frame(side)
                .show(ui, |ui| {
                    if here == View::Numbers {
                        let (page, now) = (&mut self.numbers, self.figures.now(session));
                        goes_to_board |= numbers::side_ui(ui, session, page, now, actions);
                    } else {
                        inspector::inspector_ui(ui, session, &mut self.inspector, actions);
                    }
                });
        }
        capture::capture_ui(ui, session, &mut self.capture, &self.canvas, actions);
        let (tray, canvas) = (&mut self.tray, &mut self.canvas);
        tray::tray_ui(ui, session, tray, canvas, here, actions);
        // Other pages have every variant, or choose for themselves.
        let has_pair = session.show().pair().is_some();
        if here == View::ForRole || !here.is_page() && has_pair {
            Panel::top("compare bar")
                .exact_size(size::COMPARE_BAR)
                .frame(bar)
                .show(ui, |ui| {
                    compare::bar_ui(ui, session, here, actions);
                });
        }
        if here.is_page() {
            // It is about what the board shows.
            self.overlays.changes = false;
        }
        if self.overlays.changes {
            let side = self.files.settings().changes_at;
            let moved = overlays::changes_ui(ui, session, &mut self.overlays, side, actions);
            if let Some(side) = moved {
                self.files
                    .change_settings(move |settings| settings.changes_at = side);
            }
        }
        let area = ui.available_rect_before_wrap();
        let paper = Frame::new().fill(look::ink(ui, Ink::Canvas));
        egui::CentralPanel::default().frame(paper).show(ui, |ui| {
            let (canvas, find) = (&mut self.canvas, &mut self.find);
            match here {
                View::Blueprint => {
                    canvas::canvas_ui(ui, session, canvas, actions);
                    canvas.ring_ui(ui, session, find.marks());
                    // An overlay has marks of its own: what changed.
                    let is_plain = !matches!(session.show(), Show::Overlay(..));
                    if let Some(now) = self.figures.now(session).filter(|_| is_plain)
                        && let Some((variant, step)) = canvas.badges_ui(ui, session, now.cards)
                    {
                        let at = (&variant, &step);
                        self.checks.open_at(session, now.findings, at);
                        actions.push(Action::Select(Selection::step(at.0, at.1)));
                        goes_to = Some(View::Checks);
                    }
                }
                View::Outline => {
                    let (outline, found) = (&mut self.outline, find.marks());
                    outline::outline_ui(ui, session, canvas, outline, found, actions);
                }
                View::Numbers => {
                    let (page, now) = (&mut self.numbers, self.figures.now(session));
                    goes_to_board |= numbers::numbers_ui(ui, session, page, now, actions);
                    return;
                }
                View::Checks => {
                    let found = self
                        .figures
                        .now(session)
                        .map_or(&[][..], |now| now.findings);
                    let settings = self.files.settings();
                    let author = (&*settings.name, &*settings.function);
                    checks::checks_ui(ui, session, &mut self.checks, found, author, actions);
                    return;
                }
                View::Table | View::ForRole => {
                    let shown = (here, self.figures.now(session));
                    if self.pages.page_ui(ui, session, shown, actions) {
                        self.views.leave_page();
                    }
                    return;
                }
            }
            canvas.uncover();
            find::find_ui(ui, area, session, canvas, find, actions);
        });
        if goes_to_board {
            self.views.leave_page();
        }
        self.has_inspector |= self.numbers.takes_side();
        let canvas = &mut self.canvas;
        let foot = match here {
            View::Blueprint => canvas.beside_map(area),
            _ => area,
        };
        let places = OverlayRoom {
            area,
            foot,
            selected: canvas
                .selected_on_screen(session)
                .filter(|_| here == View::Blueprint),
        };
        overlays::overlays_ui(ui, places, session, canvas, &mut self.overlays, actions);
        capture::dialog_ui(ui, session, &mut self.capture, actions);
        reshape::reshape_ui(ui, session, &mut self.reshape, actions);
        if let Some(view) = goes_to {
            self.go(ui, view);
        }
        if let Some(text) = self.capture.take_pasted() {
            self.paste(&text, actions);
        }
    }

    /// Takes text that was pasted on the canvas or into the capture line: steps of this blueprint at once, all else
    /// after a look at what it becomes.
    fn paste(&mut self, text: &str, actions: &mut Vec<Action>) {
        let Some(session) = &mut self.session else {
            return;
        };
        let html = self.clipboard.html();
        let carried = html.as_deref().and_then(clipboard::steps_in);
        let steps = carried.filter(|steps| session.holds_steps(steps));
        let steps =
            steps.or_else(|| Some(text.to_owned()).filter(|text| session.holds_steps(text)));
        match steps {
            Some(steps) => match session.from_elsewhere(&steps) {
                Some(fragment) => self.capture.bring(fragment, session),
                None => actions.push(Action::Paste(steps)),
            },
            None => self.capture.paste(text, session),
        }
    }

    fn effects(&mut self, ui: &Ui) {
        let Some(session) = &mut self.session else {
            return;
        };
        for effect in session.take_effects() {
            match effect {
                Effect::CopySteps(fragment) => self.put_steps(ui, &fragment),
                Effect::Reveal => {
                    if let Some(session) = &self.session {
                        self.canvas.reveal(session);
                    }
                }
                Effect::Ask(field) => {
                    self.has_inspector = true;
                    self.inspector.ask(field);
                }
            }
        }
    }
}

/// How wide the inspector may be in a window of this width: the board keeps half of it, as far as that goes.
fn inspector_widths(window: f32) -> egui::Rangef {
    let half = window / 2.0 - size::RAIL;
    let most = half.clamp(size::INSPECTOR_NARROW, size::INSPECTOR_MOST);
    egui::Rangef::new(size::INSPECTOR_LEAST.min(most), most)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_keeps_half_of_a_small_window() {
        for window in [800.0_f32, 683.0, 560.0] {
            let widest = inspector_widths(window).max;
            assert!(window - size::RAIL - widest >= window / 2.0, "{window}");
        }
        let wide = inspector_widths(1920.0);
        assert_eq!(
            (wide.min, wide.max),
            (size::INSPECTOR_LEAST, size::INSPECTOR_MOST)
        );
        assert_eq!(inspector_widths(400.0).max, size::INSPECTOR_NARROW);
    }
}

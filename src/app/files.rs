//! Documents and their files: opening, saving, closing, recovery, recent files.
//!
//! Owns the way from a wish ("open this", "quit") to what becomes of the open document: every wish that
//! would end it passes the same question, a save that fails ends nothing, and nothing on disk is
//! overwritten unseen. How bytes reach the disk is `store`'s; what a document is, `model`'s. Files are
//! read and written beside the window, in `work`; the `_ui` functions only show and ask.

mod ask;
mod bars;
mod claims;
pub mod dialogs;
mod document;
mod export;
mod export_copy;
mod export_form;
mod flow;
mod guard;
mod job;
mod leftovers;
mod path_field;
mod preferences;
mod saving;
mod watcher;
mod work;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use egui::{Context, ThemePreference, ViewportCommand};

use crate::{
    model::Ids,
    scene::TextMeasure,
    session::{FileCommand, Session},
    store::{
        OpenDraft, Recovery, Shown, Store, StoreError,
        settings::{Motion, Scale, Settings, ThemeChoice},
    },
    templates::Template,
};

use ask::Ask;
use claims::Access;
use dialogs::FileDialogs;
use document::Document;
pub use document::FileState;
use export_copy::{CopiedPart, Copying};
use export_form::{Choices, Drawing};
use flow::{Dialog, Intent, ReadingJob};
use guard::Guard;
use job::{Job, Progress};
pub use leftovers::{Damaged, Leftover, Leftovers, age};
use preferences::Preferences;
use saving::{Wish, Writing};
use watcher::Watcher;

/// Everything the window knows about files, beside the one open document.
pub struct Files {
    ctx: Context,
    store: Store,
    dialogs: Box<dyn FileDialogs>,
    text: Arc<TextMeasure>,
    preferences: Preferences,
    guard: Guard,
    leftovers: Leftovers,
    comparing: Option<Job<Result<Leftovers, StoreError>>>,
    document: Document,
    watcher: Watcher,
    /// Held once more by each lock that is being let go in the background.
    releases: Arc<()>,
    ask: Option<Ask>,
    dialog: Option<Dialog>,
    reading: Option<ReadingJob>,
    writing: Option<Writing>,
    /// What is to be written after that.
    wishes: VecDeque<Wish>,
    /// What was chosen in the export dialog last.
    export: Choices,
    drawing: Option<Drawing>,
    copying: Option<Copying>,
    missing: Missing,
    /// A trouble that is said in a bar until it is closed.
    trouble: Option<String>,
    /// The window may close: the question was answered.
    leaving: bool,
    /// Numbers the documents, so that the window can tell one from the next.
    opened: u64,
}

/// Which recent files are not there.
#[derive(Default)]
struct Missing {
    paths: BTreeSet<PathBuf>,
    /// When those that are there were changed last.
    changed: BTreeMap<PathBuf, SystemTime>,
    looking: Option<Job<Vec<(PathBuf, RecentFile)>>>,
    looked_for: Vec<PathBuf>,
}

/// What became of a recent file.
enum RecentFile {
    Gone,
    There(Option<SystemTime>),
}

impl Files {
    /// Starts with the settings and the recovery data in `data_dir`; without one, nothing is remembered.
    pub fn new(
        ctx: &Context,
        store: Store,
        dialogs: Box<dyn FileDialogs>,
        data_dir: Option<&Path>,
        text: Arc<TextMeasure>,
    ) -> Self {
        let preferences = Preferences::open(&store, data_dir);
        ctx.set_theme(theme_preference(preferences.settings().theme));
        apply_motion(ctx, preferences.settings().motion);
        ctx.set_zoom_factor(preferences.settings().scale.factor());
        let trouble = preferences.take_trouble();
        let guard = Guard::start(&store, data_dir);
        let watcher = Watcher::start(ctx, &store);
        let mut files = Self {
            ctx: ctx.clone(),
            store,
            dialogs,
            text,
            preferences,
            guard,
            leftovers: Leftovers::default(),
            comparing: None,
            document: Document::default(),
            watcher,
            releases: Arc::default(),
            ask: None,
            dialog: None,
            reading: None,
            writing: None,
            wishes: VecDeque::new(),
            export: Choices::default(),
            drawing: None,
            copying: None,
            missing: Missing::default(),
            trouble,
            leaving: false,
            opened: 0,
        };
        files.look_for_leftovers();
        files.look_for_missing();
        files
    }

    /// Does a command of files. Text fields are committed before.
    pub fn command(&mut self, command: FileCommand, session: &mut Option<Session>) {
        use FileCommand as C;
        match command {
            C::New => self.start(&crate::templates::TEMPLATES[0], session),
            C::Open => self.go(Intent::Pick.into(), session),
            C::Save => self.save(session, None),
            C::SaveAs => self.save_as(session, None),
            C::Reload => self.go(Intent::Reload.into(), session),
            C::Export => self.ask_export(session),
            C::CopyPicture => self.copy_picture(CopiedPart::Selection, session),
            C::CopyPhasePicture => self.copy_picture(CopiedPart::Phase, session),
            C::CopyBoardPicture => self.copy_picture(CopiedPart::Everything, session),
            C::StartScreen => self.go(Intent::Close.into(), session),
            C::Quit => self.go(Intent::Quit.into(), session),
        }
    }

    /// Opens a file, such as one named on the command line.
    pub fn open(&mut self, path: &Path, session: &mut Option<Session>) {
        self.go(
            Intent::Open(path.to_path_buf(), Access::Edit).into(),
            session,
        );
    }

    /// Opens an untitled copy of a template or an example.
    pub fn start(&mut self, template: &'static Template, session: &mut Option<Session>) {
        self.go(Intent::New(template).into(), session);
    }

    /// Opens recovered work, named by its recovery file.
    pub fn recover(&mut self, file: &Path, session: &mut Option<Session>) {
        self.go(Intent::Recover(file.to_path_buf()).into(), session);
    }

    /// Asks whether recovered work, or a damaged recovery file, shall go for good.
    pub fn ask_to_forget(&mut self, file: &Path, title: &str) {
        self.ask = Some(Ask::Forget {
            file: file.to_path_buf(),
            title: title.to_owned(),
        });
    }

    /// Once a frame, before anything is drawn: dialogs, finished work, dropped files, the close button,
    /// recovery. `open_draft` is a text field that is open: the path of what it edits, and its text.
    pub fn update(&mut self, session: &mut Option<Session>, open_draft: Option<(String, String)>) {
        self.document.open_draft = open_draft.map(|(field, text)| OpenDraft { field, text });
        self.poll_dialog(session);
        self.poll_reading(session);
        self.poll_writing(session);
        self.poll_drawing(session);
        self.poll_copying(session);
        self.poll_start_screen();
        self.poll_disk();
        self.poll_claiming();
        self.take_dropped_files(session);
        self.answer_close_button(session);
        self.guard(session.as_ref());
    }

    /// Whether a modal is open, under which no shortcut of the window may work.
    pub fn is_asking(&self) -> bool {
        self.ask.is_some() || self.reading.is_some() || self.drawing.is_some()
    }

    /// What to call the document: its file's name.
    pub fn title(&self, session: &Session) -> String {
        match session.path().and_then(|path| path.file_name()) {
            Some(name) => name.to_string_lossy().into_owned(),
            None if let Some(original) = &self.document.copy_of => {
                format!("Copy of {}", flow::name_of(original))
            }
            None if session.blueprint().title.is_empty() => "Untitled".to_owned(),
            None => format!("{} (no file yet)", session.blueprint().title),
        }
    }

    /// A number that changes whenever another document is opened, or the same one anew.
    pub fn document_number(&self) -> u64 {
        self.opened
    }

    /// Where files are.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// What the program remembers.
    pub fn settings(&self) -> &Settings {
        self.preferences.settings()
    }

    /// Changes what the program remembers.
    pub fn change_settings(&mut self, change: impl Fn(&mut Settings) + Send + 'static) {
        self.preferences.change(change);
    }

    /// Shows the window light or dark, now and the next time.
    pub fn choose_theme(&mut self, theme: ThemeChoice) {
        self.ctx.set_theme(theme_preference(theme));
        self.change_settings(move |settings| settings.theme = theme);
    }

    /// Shows words and controls so large, now and the next time.
    pub fn choose_scale(&mut self, scale: Scale) {
        self.ctx.set_zoom_factor(scale.factor());
        self.change_settings(move |settings| settings.scale = scale);
    }

    /// Lets things move on the screen or not, now and the next time.
    pub fn choose_motion(&mut self, motion: Motion) {
        apply_motion(&self.ctx, motion);
        self.change_settings(move |settings| settings.motion = motion);
    }

    /// Work that earlier runs left unsaved.
    pub fn leftovers(&self) -> &Leftovers {
        &self.leftovers
    }

    /// Whether a recent file was missing when it was looked for last.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.missing.paths.contains(path)
    }

    /// When a recent file was changed last, as far as that is known.
    pub fn last_change(&self, path: &Path) -> Option<SystemTime> {
        self.missing.changed.get(path).copied()
    }

    /// Takes a file from the list of recent ones.
    pub fn forget_recent(&mut self, path: &Path) {
        let path = path.to_path_buf();
        self.change_settings(move |settings| settings.forget(&path));
    }

    /// Measures text for the scenes of the start screen.
    pub fn text(&self) -> &TextMeasure {
        &self.text
    }

    /// Looks what earlier runs left, beside the window.
    fn look_for_leftovers(&mut self) {
        let Some(runs) = self.guard.recovery().map(Recovery::runs) else {
            return;
        };
        let store = self.store.clone();
        let look = move || Ok(leftovers::compare(&store, runs.list()?));
        let job = Job::start(&self.ctx, look);
        match job.poll_patiently() {
            Progress::Done(found) => self.found(found),
            _ => self.comparing = Some(job),
        }
    }

    fn found(&mut self, found: Result<Leftovers, StoreError>) {
        match found {
            Ok(leftovers) => self.leftovers = leftovers,
            Err(error) => self.trouble = Some(error.to_string()),
        }
    }

    /// Looks which recent files are there, beside the window: a shared drive may take its time.
    fn look_for_missing(&mut self) {
        let recent = self.settings().recent.clone();
        self.missing.looked_for.clone_from(&recent);
        let store = self.store.clone();
        let look = move || {
            let see = |path: PathBuf| {
                let seen = match store.kind(&path) {
                    Ok(Some(_)) => RecentFile::There(store.last_change(&path)),
                    _ => RecentFile::Gone,
                };
                (path, seen)
            };
            recent.into_iter().map(see).collect()
        };
        self.missing.looking = Some(Job::start(&self.ctx, look));
    }

    fn poll_start_screen(&mut self) {
        if let Some(Progress::Done(found)) = self.comparing.as_ref().map(Job::poll) {
            self.found(found);
            self.comparing = None;
        }
        if let Some(Progress::Done(seen)) = self.missing.looking.as_ref().map(Job::poll) {
            self.missing.looking = None;
            self.missing.paths.clear();
            self.missing.changed.clear();
            for (path, seen) in seen {
                match seen {
                    RecentFile::Gone => _ = self.missing.paths.insert(path),
                    RecentFile::There(Some(time)) => _ = self.missing.changed.insert(path, time),
                    RecentFile::There(None) => {}
                }
            }
        }
        let focused = self.ctx.input(|input| {
            let focused = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
            input.events.iter().any(focused)
        });
        if focused {
            self.watcher.look_now();
        }
        if focused || self.missing.looked_for != self.settings().recent {
            self.look_for_missing();
        }
        if let Some(trouble) = self.preferences.take_trouble() {
            self.trouble = Some(trouble);
        }
    }

    fn is_writing(&self) -> bool {
        self.writing.is_some() || !self.wishes.is_empty()
    }

    fn take_dropped_files(&mut self, session: &mut Option<Session>) {
        let dropped = self.ctx.input(|input| {
            let files = &input.raw.dropped_files;
            files
                .first()
                .map(|file| (file.path().to_path_buf(), files.len()))
        });
        let Some((path, count)) = dropped else { return };
        if self.is_asking() {
            return;
        }
        if count > 1 {
            self.trouble = Some(format!(
                "One blueprint is open at a time: of the {count} files, only {} was taken.",
                Shown(&path)
            ));
        }
        self.open(&path, session);
    }

    /// The close button passes the same question as every other end of a document.
    fn answer_close_button(&mut self, session: &mut Option<Session>) {
        let wants_to_close = self.ctx.input(|input| input.viewport().close_requested());
        if !wants_to_close || self.leaving {
            return;
        }
        self.look_at_disk(session.as_ref());
        if !self.is_writing() && !self.is_unsaved(session.as_ref()) {
            self.let_go();
            self.leaving = true;
            return;
        }
        self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        self.go(Intent::Quit.into(), session);
    }

    fn remember(&mut self, path: &Path) {
        let path = path.to_path_buf();
        self.change_settings(move |settings| settings.remember(&path));
    }
}

/// Menus, folds and scrolling that egui animates move as much as our own.
fn apply_motion(ctx: &egui::Context, motion: Motion) {
    let seconds = match motion {
        Motion::Full => egui::Style::default().animation_time,
        Motion::Reduced => 0.0,
    };
    ctx.all_styles_mut(|style| {
        style.animation_time = seconds;
        if motion == Motion::Reduced {
            style.scroll_animation = egui::style::ScrollAnimation::none();
        } else {
            style.scroll_animation = egui::style::ScrollAnimation::default();
        }
    });
}

fn theme_preference(theme: ThemeChoice) -> ThemePreference {
    match theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    }
}

/// Ids from the system's randomness: two people who work on copies of one file must not make the same.
pub(super) fn fresh_ids() -> Ids {
    Ids::from_seed(RandomState::new().hash_one(std::time::SystemTime::now()))
}

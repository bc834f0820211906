//! The system's file dialogs behind a trait, and when not to trust them.
//!
//! Knows dialogs and paths, and nothing of documents. What is done when no dialog can be shown,
//! a field for the path, is [`Files`](super::Files)' business.

use std::{
    collections::VecDeque,
    env,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, TryRecvError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use egui::Context;
use rfd::AsyncFileDialog;

/// What a dialog is to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it is for.
    pub wants: Wants,
    /// The folder it starts in, if one suggests itself.
    pub folder: Option<PathBuf>,
    /// What is to be written, in the dialog's list of kinds, and its extension.
    pub kind: (&'static str, &'static str),
}

/// What a dialog is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A file that is there.
    Open,
    /// A place for a file of this name.
    Save(String),
}

/// What came of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This file or place.
    Picked(PathBuf),
    /// The person closed it.
    Cancelled,
    /// There was no dialog that a person could have seen.
    Unavailable,
}

/// Asks for files, one at a time.
pub trait FileDialogs {
    /// Shows a dialog and returns at once; one that is open already is forgotten.
    fn ask(&mut self, request: &Request, ctx: &Context);
    /// What came of it, once. Called each frame.
    fn poll(&mut self, ctx: &Context) -> Option<Answer>;
}

/// The dialogs for this machine.
///
/// Where nothing could show a dialog, or `FRONTSTAGE_DIALOGS=path` asks for it (a script cannot reach
/// into another program's dialog), every request is answered with [`Answer::Unavailable`], so that a
/// field for the path opens at once.
pub fn system(window: &eframe::CreationContext<'_>) -> Box<dyn FileDialogs> {
    let wants_paths = env::var_os("FRONTSTAGE_DIALOGS").is_some_and(|value| value == "path");
    if wants_paths || !has_dialogs() {
        return Box::new(NoDialogs::default());
    }
    Box::new(RfdDialogs {
        template: AsyncFileDialog::new().set_parent(window),
        open: None,
        broken: false,
    })
}

/// No dialogs: a path is typed.
#[derive(Debug, Default)]
pub struct NoDialogs {
    asked: Option<()>,
}

impl FileDialogs for NoDialogs {
    fn ask(&mut self, _request: &Request, _ctx: &Context) {
        self.asked = Some(());
    }

    fn poll(&mut self, _ctx: &Context) -> Option<Answer> {
        self.asked.take().map(|()| Answer::Unavailable)
    }
}

/// The dialogs of rfd.
///
/// On Linux rfd answers `None` both when a person cancels and when there is neither a portal nor
/// zenity. A field for the path after every cancel would annoy all those whose dialogs work, so it
/// comes only when nobody can have seen a dialog: it came back quicker than a hand can cancel, or
/// the window kept the keyboard all the while. From then on it comes at once.
struct RfdDialogs {
    template: AsyncFileDialog,
    open: Option<OpenDialog>,
    broken: bool,
}

struct OpenDialog {
    result: Receiver<Option<PathBuf>>,
    since: Instant,
    lost_focus: bool,
}

/// Nobody finds and presses Cancel faster.
const QUICKEST_HAND: Duration = Duration::from_millis(400);

impl FileDialogs for RfdDialogs {
    fn ask(&mut self, request: &Request, ctx: &Context) {
        let (name, extension) = request.kind;
        let mut dialog = self.template.clone().add_filter(name, &[extension]);
        if let Some(folder) = &request.folder {
            dialog = dialog.set_directory(folder);
        }
        if let Wants::Save(suggested) = &request.wants {
            dialog = dialog.set_file_name(suggested);
        }
        let (sender, result) = channel();
        self.open = Some(OpenDialog {
            result,
            since: Instant::now(),
            lost_focus: false,
        });
        if self.broken {
            // The sender goes here, and the next poll says so.
            return;
        }
        // The dialog is made on this thread, as macOS demands; only the waiting is done elsewhere.
        let wants_open = request.wants == Wants::Open;
        let (picking, placing) = if wants_open {
            (Some(dialog.pick_file()), None)
        } else {
            (None, Some(dialog.save_file()))
        };
        let ctx = ctx.clone();
        let wait = move || {
            let picked = match (picking, placing) {
                (Some(picking), _) => pollster::block_on(picking),
                (None, Some(placing)) => pollster::block_on(placing),
                (None, None) => None,
            };
            // Nobody waits any more when the dialog was forgotten.
            _ = sender.send(picked.map(|file| file.path().to_path_buf()));
            ctx.request_repaint();
        };
        // Without a thread the sender goes, which the next poll takes as "no dialog".
        _ = thread::Builder::new()
            .name("file dialog".into())
            .spawn(wait);
    }

    fn poll(&mut self, ctx: &Context) -> Option<Answer> {
        let open = self.open.as_mut()?;
        open.lost_focus |= !ctx.input(|input| input.focused);
        let picked = match open.result.try_recv() {
            Ok(picked) => picked,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => None,
        };
        let seen = open.lost_focus && open.since.elapsed() > QUICKEST_HAND;
        self.open = None;
        Some(match picked {
            Some(path) => Answer::Picked(path),
            None if seen => Answer::Cancelled,
            None => {
                self.broken = true;
                Answer::Unavailable
            }
        })
    }
}

/// Whether something on this machine can show a dialog: on Linux a portal that the session bus can
/// start, or zenity. Elsewhere the system itself.
fn has_dialogs() -> bool {
    !cfg!(target_os = "linux") || has_portal() || on_path("zenity")
}

fn has_portal() -> bool {
    const SERVICE: &str = "dbus-1/services/org.freedesktop.portal.Desktop.service";
    let runtime_bus = || {
        env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists())
    };
    let has_bus = env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || runtime_bus();
    let folders = env::var_os("XDG_DATA_DIRS").unwrap_or("/usr/local/share:/usr/share".into());
    has_bus && env::split_paths(&folders).any(|folder| folder.join(SERVICE).exists())
}

fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Dialogs that answer as a script says, for tests; clones share the script.
#[derive(Clone, Debug, Default)]
pub struct Scripted {
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
    waiting: bool,
}

impl Scripted {
    /// Answers the next request that has no answer yet; a request without one stays open.
    pub fn answer(&self, answer: Answer) {
        self.with(|script| script.answers.push_back(answer));
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.with(|script| script.requests.clone())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Script) -> T) -> T {
        act(&mut self.script.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl FileDialogs for Scripted {
    fn ask(&mut self, request: &Request, _ctx: &Context) {
        self.with(|script| {
            script.requests.push(request.clone());
            script.waiting = true;
        });
    }

    fn poll(&mut self, _ctx: &Context) -> Option<Answer> {
        self.with(|script| {
            let answer = script.waiting.then(|| script.answers.pop_front())??;
            script.waiting = false;
            Some(answer)
        })
    }
}

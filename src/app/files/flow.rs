//! What becomes of a wish: the question, the dialog, the reading or writing, and then the document.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::ViewportCommand;

use super::{
    Files,
    ask::Ask,
    claims::Access,
    dialogs::{Answer, Request, Wants},
    export::DrawingOrder,
    fresh_ids,
    job::{Job, Progress},
    path_field::PathField,
    work::{self, OpenError, Opened},
};
use crate::{
    format::{self, PlainCells},
    session::Session,
    store::{Expected, Shown, Watch, with_extension},
    templates::Template,
};

/// What someone wants that would end the open document.
pub(super) enum Intent {
    New(&'static Template),
    /// Choose a file, then open it.
    Pick,
    Open(PathBuf, Access),
    /// A file that was read already.
    Show(Box<Opened>),
    Recover(PathBuf),
    Reload,
    Close,
    Quit,
}

/// An intent on its way.
pub(super) struct Going {
    pub(super) intent: Intent,
    /// The state of the document that may be given up. A later state was not meant by the answer.
    pub(super) discards: Option<u64>,
}

impl From<Intent> for Going {
    fn from(intent: Intent) -> Self {
        Self {
            intent,
            discards: None,
        }
    }
}

/// What a dialog, or a field for the path, was opened for.
pub(super) enum Purpose {
    Open { discards: Option<u64> },
    SaveAs { then: Option<Going> },
    Picture(Box<DrawingOrder>),
    Table(PlainCells),
}

/// A dialog that is open.
pub(super) struct Dialog {
    pub(super) purpose: Purpose,
    pub(super) request: Request,
    /// Which document was open when it was asked: another one is not saved in its stead.
    document: u64,
}

/// A file being read.
pub(super) struct ReadingJob {
    pub(super) path: PathBuf,
    job: Job<Result<Opened, OpenError>>,
    discards: Option<u64>,
}

impl Files {
    /// Carries out an intent, after the question if something would be lost.
    pub(super) fn go(&mut self, going: Going, session: &mut Option<Session>) {
        if let Some(writing) = &mut self.writing {
            // It goes on when the file is written: what it would end must be on disk first.
            writing.then = Some(going);
            return;
        }
        if let Some(wish) = self.wishes.back_mut() {
            wish.then = Some(going);
            return;
        }
        self.look_at_disk(session.as_ref());
        let revision = session.as_ref().map(|session| session.history().revision());
        if self.would_lose(&going.intent, session.as_ref()) && going.discards != revision {
            self.ask = Some(Ask::Unsaved(going));
            return;
        }
        let discards = going.discards;
        match going.intent {
            Intent::New(template) => self.show_template(template, session),
            Intent::Pick => self.ask_for_file(discards),
            // The question, if there was one, was about this state: it is not asked again.
            Intent::Open(path, access) => self.read(&path, access, revision, session),
            Intent::Show(opened) => self.show(*opened, session),
            Intent::Recover(file) => self.show_recovered(&file, session),
            Intent::Reload => {
                if let Some(path) = session.as_ref().and_then(|session| session.path().cloned()) {
                    self.read(&path, self.document.access, revision, session);
                }
            }
            Intent::Close => {
                self.let_go();
                *session = None;
                self.look_for_missing();
            }
            Intent::Quit => {
                self.let_go();
                self.leaving = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn ask_for_file(&mut self, discards: Option<u64>) {
        let request = Request {
            wants: Wants::Open,
            folder: self.folder(None),
            kind: BLUEPRINTS,
        };
        self.ask_dialog(Purpose::Open { discards }, request);
    }

    pub(super) fn ask_dialog(&mut self, purpose: Purpose, request: Request) {
        self.dialogs.ask(&request, &self.ctx);
        self.dialog = Some(Dialog {
            purpose,
            request,
            document: self.opened,
        });
        self.ctx.request_repaint();
    }

    /// Where a dialog starts: beside the document, else beside the file used last.
    pub(super) fn folder(&self, beside: Option<&Path>) -> Option<PathBuf> {
        let recent = self.settings().recent.first();
        beside
            .or(recent.map(PathBuf::as_path))
            .and_then(|path| path.parent())
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(Path::to_path_buf)
    }

    pub(super) fn poll_dialog(&mut self, session: &mut Option<Session>) {
        if self.dialog.is_none() {
            return;
        }
        let Some(answer) = self.dialogs.poll(&self.ctx) else {
            return;
        };
        let Some(dialog) = self.dialog.take() else {
            return;
        };
        match answer {
            Answer::Cancelled => {}
            _ if matches!(dialog.purpose, Purpose::SaveAs { .. })
                && dialog.document != self.opened => {}
            Answer::Picked(path) => self.picked(&path, dialog.purpose, session),
            Answer::Unavailable => self.ask = Some(Ask::Path(PathField::new(dialog))),
        }
    }

    /// Goes on with the file or place that was chosen.
    pub(super) fn picked(&mut self, path: &Path, purpose: Purpose, session: &mut Option<Session>) {
        match purpose {
            Purpose::Open { discards } => {
                let intent = Intent::Open(path.to_path_buf(), Access::Edit);
                self.go(Going { intent, discards }, session);
            }
            Purpose::SaveAs { then } => {
                let path = with_extension(path);
                let path = std::path::absolute(&path).unwrap_or(path);
                let own = session.as_ref().and_then(|open| open.path()) == Some(&path);
                match self.document.stamp.filter(|_| own) {
                    Some(stamp) => self.write_document(&path, Expected::Same(stamp), then, session),
                    None => self.write_document(&path, Expected::Absent, then, session),
                }
            }
            Purpose::Picture(order) => self.draw(*order, path, session),
            Purpose::Table(cells) => self.write_table(cells, path, session),
        }
    }

    fn read(
        &mut self,
        path: &Path,
        access: Access,
        discards: Option<u64>,
        session: &mut Option<Session>,
    ) {
        let job = {
            let (store, path) = (self.store.clone(), path.to_path_buf());
            let asking = self.asking();
            let order = work::Opening { access, asking };
            Job::start(&self.ctx, move || work::open(&store, &path, order))
        };
        let progress = job.poll_patiently();
        self.reading = Some(ReadingJob {
            path: path.to_path_buf(),
            job,
            discards,
        });
        self.finish_reading(progress, session);
    }

    pub(super) fn poll_reading(&mut self, session: &mut Option<Session>) {
        if let Some(reading) = &self.reading {
            let progress = reading.job.poll();
            self.finish_reading(progress, session);
        }
    }

    fn finish_reading(
        &mut self,
        progress: Progress<Result<Opened, OpenError>>,
        session: &mut Option<Session>,
    ) {
        if matches!(progress, Progress::Working) {
            return;
        }
        let Some(reading) = self.reading.take() else {
            return;
        };
        match progress {
            Progress::Done(Ok(opened)) if opened.waits_for_choice() => {
                self.ask = Some(Ask::Taken(Box::new(opened), reading.discards));
            }
            Progress::Done(Ok(opened)) => {
                let going = Going {
                    intent: Intent::Show(Box::new(opened)),
                    discards: reading.discards,
                };
                self.go(going, session);
            }
            Progress::Done(Err(error)) => {
                let title = format!("{} was not opened", name_of(&reading.path));
                self.ask = Some(Ask::failed(&title, error.to_string()));
            }
            Progress::Working | Progress::Broken => {
                let title = format!("{} was not opened", name_of(&reading.path));
                let text = "Reading it ended in a fault of the program. Nothing was changed; please \
                            report this, with the file if you can.";
                self.ask = Some(Ask::failed(&title, text.to_owned()));
            }
        }
    }

    /// Makes a file the open document.
    fn show(&mut self, opened: Opened, session: &mut Option<Session>) {
        self.let_go();
        if opened.access == Access::Copy {
            self.show_copy(opened, session);
            return;
        }
        let reading = opened.reading;
        let mut new = Session::new(
            reading.blueprint,
            Some(opened.path.clone()),
            fresh_ids(),
            Arc::clone(&self.text),
        );
        // One that may not be saved must not ask to be.
        if reading.unsaved && reading.read_only.is_none() {
            new.mark_unsaved();
        }
        self.document.migrated_from = reading.migrated_from;
        self.document.line_ends = reading.line_ends;
        self.document.notes.problems = reading.problems.iter().map(work::problem_words).collect();
        self.document.notes.mended = reading.unsaved;
        self.document.notes.comments = reading.comments;
        let others = opened.whose.others().map(str::to_owned);
        self.document.is_read_beside = reading.read_only.is_none() && others.is_some();
        new.set_read_only(reading.read_only.map(|why| why.to_string()).or(others));
        self.document.access = opened.access;
        self.document.whose = opened.whose;
        self.watch(&opened.path, opened.stamp);
        self.document.protection = opened.protection;
        self.remember(&opened.path);
        self.place(new, session);
    }

    /// Makes what a file holds a document of its own, without a file.
    fn show_copy(&mut self, opened: Opened, session: &mut Option<Session>) {
        let (reading, text) = (opened.reading, Arc::clone(&self.text));
        let mut new = Session::new(reading.blueprint, None, fresh_ids(), text);
        // What this version does not understand a copy would lose just as much.
        match reading.read_only {
            None => new.mark_unsaved(),
            Some(why) => new.set_read_only(Some(why.to_string())),
        }
        self.document.notes.problems = reading.problems.iter().map(work::problem_words).collect();
        self.document.notes.mended = reading.unsaved;
        self.document.line_ends = reading.line_ends;
        self.document.copy_of = Some(opened.path);
        self.place(new, session);
    }

    fn show_template(&mut self, template: &Template, session: &mut Option<Session>) {
        match format::read(template.text.as_bytes()) {
            Ok(reading) => {
                self.let_go();
                let text = Arc::clone(&self.text);
                let new = Session::new(reading.blueprint, None, fresh_ids(), text);
                self.place(new, session);
            }
            Err(error) => {
                let title = format!("{} was not opened", template.title);
                self.ask = Some(Ask::failed(&title, error.to_string()));
            }
        }
    }

    fn show_recovered(&mut self, file: &Path, session: &mut Option<Session>) {
        let found = |leftover: &super::Leftover| leftover.recovered.file == file;
        let Some(at) = self.leftovers.work.iter().position(found) else {
            return;
        };
        let recovered = self.leftovers.work[at].recovered.clone();
        let line_ends = self.leftovers.work[at].line_ends.clone();
        let reading = match format::read_recovered(recovered.text.as_bytes()) {
            Ok(reading) => reading,
            Err(error) => {
                let text = format!(
                    "{error}. The work is kept in {}, as text that any editor opens.",
                    Shown(file)
                );
                self.ask = Some(Ask::failed("The work was not opened", text));
                return;
            }
        };
        self.let_go();
        let recovery = self.guard.recovery_mut();
        let taken = recovery.map(|recovery| recovery.take_over(&recovered));
        match taken {
            Some(Ok(key)) => self.document.key = Some(key),
            // Its file stays where it is, and this run writes one of its own.
            Some(Err(error)) => self.trouble = Some(error.to_string()),
            None => {}
        }
        self.leftovers.work.remove(at);
        let text = Arc::clone(&self.text);
        let mut new = Session::new(reading.blueprint, recovered.path.clone(), fresh_ids(), text);
        new.mark_unsaved();
        new.set_read_only(reading.read_only.map(|why| why.to_string()));
        self.document.notes.typed = recovered.open;
        self.document.line_ends = line_ends;
        self.document.stamp = recovered.saved;
        if let Some(path) = &recovered.path {
            self.claim_later(path);
            if let Some(stamp) = recovered.saved {
                self.watcher.watch(Some(Watch::new(path, stamp)));
            }
        }
        self.place(new, session);
    }

    fn place(&mut self, new: Session, session: &mut Option<Session>) {
        *session = Some(new);
        self.opened += 1;
        self.ctx.request_repaint();
    }
}

/// What is opened and saved, for the dialogs.
pub(super) const BLUEPRINTS: (&str, &str) = ("Blueprints", "ron");

/// The file's name, for a heading.
pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Shown(Path::new(name)).to_string()
}

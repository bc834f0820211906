//! How the open document stands to its file: what is saved is what the disk holds.

use std::{path::Path, sync::Arc};

use super::{
    Files, bars,
    claims::{Access, Whose},
    flow::Intent,
    job::{Job, Progress},
    saving::Writing,
};
use crate::{
    format::{self, LineEnds},
    session::Session,
    store::{DiskChange, DraftKey, OpenDraft, Protection, Sight, Stamp, UnsavedWork, Watch},
};

/// What is known of the open document's file.
#[derive(Default)]
pub(super) struct Document {
    /// The file's content as it was loaded or last saved.
    pub(super) stamp: Option<Stamp>,
    pub(super) migrated_from: Option<u32>,
    /// How the lines of the file end.
    pub(super) line_ends: LineEnds,
    /// Its name in the recovery data.
    pub(super) key: Option<DraftKey>,
    /// What the recovery data were given last.
    given: Option<(u64, Option<OpenDraft>)>,
    /// A text field that is open.
    pub(super) open_draft: Option<OpenDraft>,
    /// What became of the file on disk, when it is not what was loaded or last saved.
    pub(super) on_disk: Option<DiskChange>,
    /// The person has been told of that, and wants to go on with what is open.
    pub(super) keeps_mine: bool,
    /// What would keep a save from the file.
    pub(super) protection: Option<Protection>,
    /// What it was opened for.
    pub(super) access: Access,
    /// Which window may change the file.
    pub(super) whose: Whose,
    /// It is only read because another window has the file, and for no other reason.
    pub(super) is_read_beside: bool,
    /// The other window has let the file go since.
    pub(super) is_free: bool,
    pub(super) claiming: Option<Job<Whose>>,
    /// The file it is a copy of.
    pub(super) copy_of: Option<std::path::PathBuf>,
    pub(super) notes: bars::Notes,
}

/// How the document stands to its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// As it is on disk.
    Saved,
    /// Changed since.
    Unsaved,
    /// The file is not on disk any more.
    Gone,
    /// The file holds something else than what was loaded or saved.
    Differs,
    /// Being written.
    Saving,
    /// It may not be changed.
    ReadOnly,
    /// As it is on disk, where it cannot be saved.
    Protected,
    /// New and untouched: it has no file yet.
    NoFile,
}

impl FileState {
    /// Whether the disk holds something else than what is open.
    pub fn is_unsaved(self) -> bool {
        match self {
            Self::Unsaved | Self::Gone | Self::Differs | Self::Saving => true,
            Self::Saved | Self::ReadOnly | Self::Protected | Self::NoFile => false,
        }
    }

    /// For the status bar.
    pub fn words(self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::Unsaved => "Not saved",
            Self::Gone => "Not saved: the file is gone",
            Self::Differs => "Not saved: the file has changed",
            Self::Saving => "Saving…",
            Self::ReadOnly => "Read-only",
            Self::Protected => "Write-protected",
            Self::NoFile => "No file yet",
        }
    }
}

impl Files {
    /// How the document stands to its file.
    pub fn state(&self, session: &Session) -> FileState {
        if self.is_writing() {
            return FileState::Saving;
        }
        if session.is_read_only() {
            return FileState::ReadOnly;
        }
        match self.document.on_disk {
            Some(DiskChange::Gone) => FileState::Gone,
            Some(_) => FileState::Differs,
            None if session.is_dirty() => FileState::Unsaved,
            None if session.path().is_none() => FileState::NoFile,
            None if self.document.protection.is_some() => FileState::Protected,
            None => FileState::Saved,
        }
    }

    /// Whether something would be lost with the document: changes, words in an open text field, or all of it where
    /// the disk does not hold it any more. What may not be saved cannot be lost.
    pub fn is_unsaved(&self, session: Option<&Session>) -> bool {
        session.is_some_and(|session| {
            self.has_changes(session) || self.document.on_disk.is_some() && !session.is_read_only()
        })
    }

    /// Why the document may not be saved there. What is read because another window has its file may be saved under
    /// another name; of what this version does not understand a copy would lose just as much.
    pub(super) fn may_not_save<'a>(
        &self,
        session: &'a Session,
        path: Option<&Path>,
    ) -> Option<&'a str> {
        let is_elsewhere = session.path().map(std::path::PathBuf::as_path) != path;
        let may_elsewhere = self.document.is_read_beside && is_elsewhere;
        session.read_only().filter(|_| !may_elsewhere)
    }

    fn has_changes(&self, session: &Session) -> bool {
        session.is_dirty() || self.document.open_draft.is_some()
    }

    /// Whether carrying out a wish would lose something.
    pub(super) fn would_lose(&self, intent: &Intent, session: Option<&Session>) -> bool {
        let wants_disk = |open: &Session| match intent {
            Intent::Reload => true,
            Intent::Open(path, _) => open.path() == Some(path),
            _ => false,
        };
        match session {
            // What is on disk is wanted, unless it was said before that it is not.
            Some(open) if wants_disk(open) && !self.document.keeps_mine => self.has_changes(open),
            _ => self.is_unsaved(session),
        }
    }

    /// Takes the news of the file. While it is being written they are about our own writing.
    pub(super) fn poll_disk(&mut self) {
        if let Some(sight) = self.watcher.poll()
            && !self.writing.as_ref().is_some_and(Writing::is_document)
        {
            self.see(sight);
        }
    }

    fn see(&mut self, sight: Sight) {
        let document = &mut self.document;
        let change = Some(sight.change).filter(|change| *change != DiskChange::Same);
        if document.on_disk != change {
            document.on_disk = change;
            document.keeps_mine = false;
        }
        document.is_free = sight.is_claimed == Some(false);
        if document.protection != sight.protection {
            document.protection = sight.protection;
            document.notes.dismissed.remove(&bars::Remark::Protection);
        }
    }

    /// Looks at the file before something ends the document, as the last look may be a second old. A drive that takes
    /// its time is not waited for.
    pub(super) fn look_at_disk(&mut self, session: Option<&Session>) {
        let path = session.and_then(Session::path);
        let (Some(path), Some(stamp)) = (path, self.document.stamp) else {
            return;
        };
        let (store, mut watch) = (self.store.clone(), Watch::new(path, stamp));
        let look = Job::start(&self.ctx, move || watch.look(&store));
        if let Progress::Done(sight) = look.poll_patiently() {
            self.see(sight);
            // The watcher tells only what is new to it: whatever comes next has to be.
            self.watcher.look_now();
        }
    }

    /// Gives the recovery data what is new since the last frame.
    pub(super) fn guard(&mut self, session: Option<&Session>) {
        if self.guard.poll(&self.ctx) {
            self.look_for_leftovers();
        }
        let unsaved = self.is_unsaved(session);
        let (Some(session), Some(recovery)) = (session, self.guard.recovery_mut()) else {
            return;
        };
        if self.leaving {
            // What was discarded must not come back in the frames until the window is gone.
            return;
        }
        let document = &mut self.document;
        if !unsaved {
            if let (Some(_), Some(key)) = (document.given.take(), document.key) {
                recovery.discard(key);
            }
            return;
        }
        let state = (session.history().revision(), document.open_draft.clone());
        if document.given.as_ref() == Some(&state) {
            return;
        }
        let key = *document.key.get_or_insert_with(|| recovery.new_key());
        let blueprint = Arc::clone(session.blueprint());
        let draft = UnsavedWork {
            path: session.path().cloned(),
            title: blueprint.title.clone(),
            saved: document.stamp,
            open: document.open_draft.clone(),
            text: Box::new(move || format::write(&blueprint)),
        };
        recovery.put(key, draft);
        document.given = Some(state);
    }

    /// The document ends, on purpose: its recovery data go, nothing is watched any more, and other windows may have
    /// the file.
    pub(super) fn let_go(&mut self) {
        if let (Some(recovery), Some(key)) = (self.guard.recovery(), self.document.key) {
            recovery.discard(key);
        }
        let ended = std::mem::take(&mut self.document);
        self.unclaim(ended.whose);
        self.watcher.watch(None);
    }

    pub(super) fn watch(&mut self, path: &Path, stamp: Stamp) {
        self.document.stamp = Some(stamp);
        self.document.on_disk = None;
        self.document.keeps_mine = false;
        self.document.protection = None;
        let watch = Watch::new(path, stamp);
        let watch = match self.document.is_read_beside {
            true => watch.with_claim(self.guard.data_dir()),
            false => watch,
        };
        self.watcher.watch(Some(watch));
    }
}

//! Unsaved work on disk, so that a crash loses two seconds at most.
//!
//! Owns the folder `recovery` among the user's data. Each run of the program has a folder of its
//! own there, named after its start and process, with a lock that the system lets go when the
//! process ends, in whatever way; so a run whose lock can be had is over, and what it left is
//! offered. Knows documents as text only. Nothing here is opened by itself, and nothing goes but
//! by [`Recovery::discard`] and [`Recovery::forget`].

mod draft_file;
mod run_folder;
mod writer;

use std::{
    fmt,
    path::{Path, PathBuf},
    process,
    sync::Arc,
    time::{Duration, SystemTime},
};

use draft_file::Header;
use run_folder::RunFolder;
use serde::{Deserialize, Serialize};
use writer::Writer;

use super::{Doing, EntryKind, Hold, SaveStep, Stamp, Store, StoreError};

/// The recovery data of this run, and what earlier runs left.
#[derive(Debug)]
pub struct Recovery {
    runs: Runs,
    /// `None` only while this is dropped.
    writer: Option<Writer>,
    folder: Arc<RunFolder>,
    next_key: u64,
}

/// Where the runs of the program keep their recovery data. What they left can be looked for on any thread.
#[derive(Clone, Debug)]
pub struct Runs {
    store: Store,
    /// Where all runs have their folders.
    folder: PathBuf,
    /// The folder of this one.
    run: PathBuf,
}

/// One document of this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey(u64);

/// The unsaved state of a document, to be written when its turn comes.
pub struct UnsavedWork {
    /// The file it belongs to; `None` until it is saved for the first time.
    pub path: Option<PathBuf>,
    /// The document's title, for the list of what can be recovered.
    pub title: String,
    /// The file's content when it was loaded or last saved.
    pub saved: Option<Stamp>,
    /// What was being typed and is not in the document yet.
    pub open: Option<OpenDraft>,
    /// Makes the document's text; called on the writer's thread, because a large one takes a while.
    pub text: Box<dyn FnOnce() -> String + Send>,
}

/// A text field that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDraft {
    /// The field's path in the document, such as `variants/before/steps/ID/title`.
    pub field: String,
    /// What it holds.
    pub text: String,
}

/// Unsaved work that a run left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The recovery file, which names it.
    pub file: PathBuf,
    /// The file it belongs to, if it was ever saved.
    pub path: Option<PathBuf>,
    /// The document's title.
    pub title: String,
    /// The content of the file at `path` that the work was based on.
    pub saved: Option<Stamp>,
    /// When it was written.
    pub time: SystemTime,
    /// What was being typed.
    pub open: Option<OpenDraft>,
    /// The document as RON text.
    pub text: String,
}

/// A recovery file that cannot be read; it stays until the user lets it go.
#[derive(Debug)]
pub struct Unreadable {
    /// The recovery file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub why: StoreError,
}

/// What earlier runs left.
#[derive(Debug, Default)]
pub struct FoundDrafts {
    /// Newest first.
    pub drafts: Vec<Recovered>,
    /// Sorted by path.
    pub unreadable: Vec<Unreadable>,
}

const DRAFT: &str = "draft";
const LOCK: &str = "alive.lock";
/// How old an empty folder of a run must be to be tidied away: a younger one may just be starting.
const STARTED: Duration = Duration::from_secs(60);

impl Recovery {
    /// Starts the run: makes its folder and the thread that writes into it.
    pub fn open(store: Store, data_dir: &Path) -> Result<Self, StoreError> {
        const TRIES: u32 = 100;
        let folder = data_dir.join("recovery");
        let started = millis(SystemTime::now());
        for number in 0..TRIES {
            let run = folder.join(format!("{started}-{}-{number}", process::id()));
            if store.kind(&run)?.is_some() {
                continue;
            }
            if let Some(made) = RunFolder::make(&store, &run)? {
                let made = Arc::new(made);
                let failed = |error| StoreError::from_io(&run, Doing::Save(SaveStep::Write), error);
                return Ok(Self {
                    writer: Some(Writer::start(Arc::clone(&made)).map_err(failed)?),
                    runs: Runs { store, folder, run },
                    folder: made,
                    next_key: 0,
                });
            }
        }
        Err(StoreError::AlreadyThere { path: folder })
    }

    /// A key for a document that is new or just opened.
    pub fn new_key(&mut self) -> DraftKey {
        self.next_key += 1;
        DraftKey(self.next_key)
    }

    /// Accepts the newest state of a document, and returns at once. It is on disk within two seconds;
    /// of several that come before, only the newest is made into text and written.
    pub fn put(&self, key: DraftKey, draft: UnsavedWork) {
        if let Some(writer) = &self.writer {
            writer.put(self.file(key), draft);
        }
    }

    /// The document was saved, or its changes were given up: its recovery file goes, off this thread.
    pub fn discard(&self, key: DraftKey) {
        if let Some(writer) = &self.writer {
            writer.discard(self.file(key));
        }
    }

    /// Why the newest state of some document is not on disk, until it is. To be shown: the user
    /// believes the work is safe.
    pub fn trouble(&self) -> Option<Arc<StoreError>> {
        self.writer.as_ref().and_then(Writer::trouble)
    }

    /// Waits until all that was put or discarded is done; for the end of the program.
    pub fn flush(&self) -> Result<(), Arc<StoreError>> {
        match &self.writer {
            Some(writer) => writer.flush(),
            None => Ok(()),
        }
    }

    /// Where this run and others keep their data.
    pub fn runs(&self) -> Runs {
        self.runs.clone()
    }

    /// What runs that are over left behind.
    pub fn list(&self) -> Result<FoundDrafts, StoreError> {
        self.runs.list()
    }

    /// Makes recovered work a document of this run: its file comes along, so that it is on disk
    /// without a gap, and goes with [`Recovery::discard`] like any other.
    pub fn take_over(&mut self, recovered: &Recovered) -> Result<DraftKey, StoreError> {
        let key = self.new_key();
        self.runs.store.rename(&recovered.file, &self.file(key))?;
        Ok(key)
    }

    /// Removes what a run left: a [`Recovered`] that the user discards, or an [`Unreadable`].
    pub fn forget(&self, file: &Path) -> Result<(), StoreError> {
        let runs = &self.runs;
        runs.store.remove(file)?;
        if let Some(run) = file.parent()
            && run != runs.run
            && drafts_in(&runs.store, run).is_ok_and(|files| files.is_empty())
        {
            runs.tidy(run);
        }
        Ok(())
    }

    fn file(&self, key: DraftKey) -> PathBuf {
        self.runs.run.join(format!("document-{}.{DRAFT}", key.0))
    }
}

impl Runs {
    /// What runs that are over left behind. Runs that are still alive, this one among them, keep theirs.
    pub fn list(&self) -> Result<FoundDrafts, StoreError> {
        let mut found = FoundDrafts::default();
        for run in self.store.list(&self.folder)? {
            if run == self.run || !matches!(self.store.kind(&run), Ok(Some(EntryKind::Folder))) {
                continue;
            }
            // The lock is held while looking, so two windows that start together do not tidy at once.
            let hold = match self.store.storage().hold(&run.join(LOCK), "") {
                Ok(Hold::Taken) => continue,
                Ok(hold) => Some(hold),
                // A folder that can be read but not locked still has drafts to offer.
                Err(_) => None,
            };
            // A run that another window has just tidied away is no error of this one.
            let files = drafts_in(&self.store, &run).unwrap_or_default();
            if files.is_empty() {
                drop(hold);
                self.tidy(&run);
                continue;
            }
            for file in files {
                match read_draft(&self.store, &file) {
                    Ok(recovered) => found.drafts.push(recovered),
                    Err(StoreError::NotFound { .. }) => {}
                    Err(why) => found.unreadable.push(Unreadable { file, why }),
                }
            }
        }
        found
            .drafts
            .sort_by_key(|draft| std::cmp::Reverse(draft.time));
        Ok(found)
    }

    /// Removes the folder of a run that left nothing: its lock, and temporary files that a crash cut
    /// short, of which the whole was never there. Whatever else someone put there stays.
    fn tidy(&self, run: &Path) {
        let now = millis(SystemTime::now());
        let young = started(run).is_none_or(|at| now.saturating_sub(at) < STARTED.as_millis());
        if !young {
            remove_run(&self.store, run);
        }
    }
}

impl Drop for Recovery {
    /// Writes what is pending and ends the run. Drafts that are left will be offered next time.
    fn drop(&mut self) {
        self.writer = None;
        self.folder.let_go();
        let Runs { store, run, .. } = &self.runs;
        if drafts_in(store, run).is_ok_and(|files| files.is_empty()) {
            remove_run(store, run);
        }
    }
}

impl fmt::Debug for UnsavedWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsavedWork")
            .field("path", &self.path)
            .field("title", &self.title)
            .field("saved", &self.saved)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

fn read_draft(store: &Store, file: &Path) -> Result<Recovered, StoreError> {
    // What the program held in memory it must find again, also where no file could hold it.
    let loaded = store.read_up_to(file, u64::MAX - 1)?;
    let (header, text) = draft_file::parse(loaded.bytes).map_err(|why| StoreError::Corrupt {
        path: file.into(),
        why,
    })?;
    Ok(Recovered {
        file: file.into(),
        path: header.path,
        title: header.title,
        saved: header.saved,
        time: SystemTime::UNIX_EPOCH + Duration::from_millis(header.time),
        open: header.open,
        text,
    })
}

fn drafts_in(store: &Store, run: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = store.list(run)?;
    files.retain(|file| file.extension().is_some_and(|found| found == DRAFT));
    Ok(files)
}

fn remove_run(store: &Store, run: &Path) {
    for file in store.list(run).unwrap_or_default() {
        let ours = file.extension().is_some_and(|found| found == "tmp")
            || file.file_name().is_some_and(|name| name == LOCK);
        if ours {
            _ = store.remove(&file);
        }
    }
    // An empty folder that stays harms nobody, and the next start tries again.
    _ = store.storage().remove_folder(run);
}

fn started(run: &Path) -> Option<u128> {
    run.file_name()?.to_str()?.split('-').next()?.parse().ok()
}

fn millis(time: SystemTime) -> u128 {
    // A clock before 1970 is as good as 1970 here.
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis()
}

//! The thread that writes recovery files: newest wins, nobody waits.
//!
//! Owns the order of work and the clock of it. Knows files by path, and nothing of runs.

use std::{
    collections::BTreeMap,
    fmt, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime},
};

use super::{Header, RunFolder, UnsavedWork, millis};
use crate::store::StoreError;

/// How long a draft waits for a newer one. With the writing it stays below two seconds.
const PATIENCE: Duration = Duration::from_millis(700);
/// How long after a failure the same draft is tried again, in a new file.
const AGAIN: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Writer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<WriterState>,
    /// Rung when there is something to do, and when something is done.
    bell: Condvar,
}

#[derive(Debug, Default)]
struct WriterState {
    pending: BTreeMap<PathBuf, Pending>,
    /// Files whose newest draft is not on disk, and why.
    troubles: BTreeMap<PathBuf, Arc<StoreError>>,
    /// Requests so far; how many of them have been tried; and up to which one somebody waits.
    asked: u64,
    tried: u64,
    awaited: u64,
    stage: WriteStage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum WriteStage {
    #[default]
    Open,
    /// Everything that is pending is tried once more, then the thread ends.
    Closing,
}

#[derive(Debug)]
struct Pending {
    due: Instant,
    work: Work,
}

enum Work {
    Write(UnsavedWork, SystemTime),
    /// A draft that was made into text but could not be written.
    Retry(Header, String),
    Discard,
}

impl Writer {
    pub(super) fn start(folder: Arc<RunFolder>) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let thread = thread::Builder::new().name("recovery".into()).spawn({
            let shared = Arc::clone(&shared);
            move || shared.run(&folder)
        })?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    pub(super) fn put(&self, file: PathBuf, draft: UnsavedWork) {
        let work = Work::Write(draft, SystemTime::now());
        self.ask(file, work, PATIENCE);
    }

    pub(super) fn discard(&self, file: PathBuf) {
        self.ask(file, Work::Discard, Duration::ZERO);
    }

    pub(super) fn trouble(&self) -> Option<Arc<StoreError>> {
        self.shared.lock().troubles.values().next().cloned()
    }

    pub(super) fn flush(&self) -> Result<(), Arc<StoreError>> {
        let mut state = self.shared.lock();
        // A request of its own: what failed before is tried again too.
        state.asked += 1;
        let awaited = state.asked;
        state.awaited = awaited;
        self.shared.bell.notify_all();
        while state.tried < awaited {
            state = self.shared.wait(state);
        }
        match state.troubles.values().next() {
            None => Ok(()),
            Some(trouble) => Err(Arc::clone(trouble)),
        }
    }

    fn ask(&self, file: PathBuf, work: Work, patience: Duration) {
        let mut state = self.shared.lock();
        let mut due = Instant::now() + patience;
        // A draft that is put off by newer ones keeps its place, or steady typing would put it off for ever.
        if let Some(Pending {
            due: earlier,
            work: Work::Write(..),
        }) = state.pending.get(&file)
        {
            due = due.min(*earlier);
        }
        state.asked += 1;
        let replaced = state.pending.insert(file, Pending { due, work });
        self.shared.bell.notify_all();
        drop(state);
        // Dropped outside the lock: it may hold the last handle on a large document.
        drop(replaced);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.lock().stage = WriteStage::Closing;
        self.shared.bell.notify_all();
        if let Some(thread) = self.thread.take() {
            // It catches the panics of others and has none of its own to pass on.
            _ = thread.join();
        }
    }
}

impl Shared {
    fn run(&self, folder: &RunFolder) {
        let mut state = self.lock();
        loop {
            let batch = state.take_due();
            let (stage, asked) = (state.stage, state.asked);
            let took_all = state.pending.is_empty();
            if !batch.is_empty() {
                drop(state);
                let done: Vec<_> = batch
                    .into_iter()
                    .map(|(file, work)| {
                        let outcome = work.perform(folder, &file);
                        (file, outcome)
                    })
                    .collect();
                state = self.lock();
                for (file, outcome) in done {
                    state.settle(file, outcome);
                }
            }
            if took_all {
                state.tried = asked;
            }
            self.bell.notify_all();
            if stage == WriteStage::Closing {
                return;
            }
            state = self.rest(state);
        }
    }

    /// Sleeps until something is due.
    fn rest<'a>(&'a self, mut state: MutexGuard<'a, WriterState>) -> MutexGuard<'a, WriterState> {
        while !state.hurried() {
            let next = state.pending.values().map(|pending| pending.due).min();
            state = match next.map(|due| due.saturating_duration_since(Instant::now())) {
                None => self.wait(state),
                Some(Duration::ZERO) => return state,
                Some(wait) => {
                    let woken = self.bell.wait_timeout(state, wait);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        state
    }

    fn wait<'a>(&self, state: MutexGuard<'a, WriterState>) -> MutexGuard<'a, WriterState> {
        self.bell
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The state is whole between any two statements, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WriterState {
    /// Somebody waits, so nothing else does.
    fn hurried(&self) -> bool {
        self.stage == WriteStage::Closing || self.tried < self.awaited
    }

    fn take_due(&mut self) -> Vec<(PathBuf, Work)> {
        let now = Instant::now();
        let everything = self.hurried();
        self.pending
            .extract_if(.., |_, pending| everything || pending.due <= now)
            .map(|(file, pending)| (file, pending.work))
            .collect()
    }

    fn settle(&mut self, file: PathBuf, outcome: Outcome) {
        match outcome.trouble {
            None => self.troubles.remove(&file),
            Some(trouble) => self.troubles.insert(file.clone(), Arc::new(trouble)),
        };
        if let Some(work) = outcome.again {
            let due = Instant::now() + AGAIN;
            // One that came in the meantime is newer.
            self.pending.entry(file).or_insert(Pending { due, work });
        }
    }
}

/// What came of a piece of work, and what of it is to be tried again.
struct Outcome {
    trouble: Option<StoreError>,
    again: Option<Work>,
}

impl Work {
    fn perform(self, folder: &RunFolder, file: &Path) -> Outcome {
        let (header, text) = match self {
            Self::Discard => {
                let trouble = folder.remove(file).err();
                let again = trouble.as_ref().map(|_| Self::Discard);
                return Outcome { trouble, again };
            }
            Self::Retry(header, text) => (header, text),
            Self::Write(draft, time) => {
                let header = Header {
                    path: draft.path,
                    title: draft.title,
                    saved: draft.saved,
                    time: u64::try_from(millis(time)).unwrap_or(u64::MAX),
                    open: draft.open,
                };
                // A fault in making the text must not end the thread that guards all other documents.
                match catch_unwind(AssertUnwindSafe(draft.text)) {
                    Ok(text) => (header, text),
                    Err(_) => {
                        let trouble = StoreError::Unfaithful {
                            path: file.into(),
                            why: "the document could not be written as text".into(),
                        };
                        return Outcome {
                            trouble: Some(trouble),
                            again: None,
                        };
                    }
                }
            }
        };
        let trouble = folder.write(file, &header, &text).err();
        let again = trouble.as_ref().map(|_| Self::Retry(header, text));
        Outcome { trouble, again }
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Write(..) => "Write",
            Self::Retry(..) => "Retry",
            Self::Discard => "Discard",
        })
    }
}

//! Recovery data of this window: begun at the start, and again by itself when that failed.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use egui::Context;

use super::job::{Job, Progress};
use crate::store::{Recovery, Store, StoreError};

/// Keeps unsaved work on disk, or says why it does not.
pub(super) struct Guard {
    store: Store,
    data_dir: Option<PathBuf>,
    recovery: Option<Recovery>,
    /// Why there is none.
    why: Option<StoreError>,
    opening: Option<Job<Result<Recovery, StoreError>>>,
    tried: Instant,
}

/// How long after a failure the recovery data are tried again.
const AGAIN: Duration = Duration::from_secs(5);

impl Guard {
    /// Keeps them in this folder; without one, there are none.
    pub(super) fn start(store: &Store, data_dir: Option<&Path>) -> Self {
        let mut guard = Self {
            store: store.clone(),
            data_dir: data_dir.map(Path::to_path_buf),
            recovery: None,
            why: None,
            opening: None,
            tried: Instant::now(),
        };
        if let Some(folder) = data_dir {
            guard.opened(Recovery::open(store.clone(), folder));
        }
        guard
    }

    /// The recovery data, if they could be begun.
    pub(super) fn recovery(&self) -> Option<&Recovery> {
        self.recovery.as_ref()
    }

    /// The same, to be given a document.
    pub(super) fn recovery_mut(&mut self) -> Option<&mut Recovery> {
        self.recovery.as_mut()
    }

    /// The program's folder for data.
    pub(super) fn data_dir(&self) -> Option<&Path> {
        self.data_dir.as_deref()
    }

    /// Why unsaved work would not survive a crash, in words; `None` while it would.
    pub(super) fn trouble(&self) -> Option<String> {
        let words = |error: &StoreError| {
            format!(
                "Unsaved work would not survive a crash, save often: {error} It is tried again every few seconds."
            )
        };
        if self.data_dir.is_none() {
            return Some(
                "There is no folder for recovery data: unsaved work would not survive a crash. \
                 Save often, or set FRONTSTAGE_DATA to a folder."
                    .to_owned(),
            );
        }
        match &self.recovery {
            Some(recovery) => recovery.trouble().map(|error| words(&error)),
            None => self.why.as_ref().map(words),
        }
    }

    /// Tries again, beside the window, when it is time. Says whether the recovery data could be begun just now.
    pub(super) fn poll(&mut self, ctx: &Context) -> bool {
        if self.recovery.is_some() {
            return false;
        }
        let Some(folder) = &self.data_dir else {
            return false;
        };
        match self.opening.as_ref().map(Job::poll) {
            Some(Progress::Working) => {}
            Some(Progress::Done(opened)) => {
                self.opening = None;
                self.opened(opened);
            }
            Some(Progress::Broken) => self.opening = None,
            None if self.tried.elapsed() >= AGAIN => {
                self.tried = Instant::now();
                let (store, folder) = (self.store.clone(), folder.clone());
                self.opening = Some(Job::start(ctx, move || Recovery::open(store, &folder)));
            }
            None => ctx.request_repaint_after(AGAIN),
        }
        self.recovery.is_some()
    }

    fn opened(&mut self, opened: Result<Recovery, StoreError>) {
        match opened {
            Ok(recovery) => {
                self.recovery = Some(recovery);
                self.why = None;
            }
            Err(error) => self.why = Some(error),
        }
    }
}

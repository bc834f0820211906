//! The folder of one run, with the lock that says it is alive. Made again when it went, with its drive or by hand.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{Header, LOCK, draft_file};
use crate::store::{Expected, Hold, SaveStep, Store, StoreError, error::Doing};

#[derive(Debug)]
pub(super) struct RunFolder {
    store: Store,
    run: PathBuf,
    /// Taken while the run goes on.
    hold: Mutex<Option<Hold>>,
}

impl RunFolder {
    /// Makes the folder and takes its lock; `None` when another has it.
    pub(super) fn make(store: &Store, run: &Path) -> Result<Option<Self>, StoreError> {
        let hold = make(store, run)?;
        Ok(hold.map(|hold| Self {
            store: store.clone(),
            run: run.into(),
            hold: Mutex::new(Some(hold)),
        }))
    }

    /// Writes a draft in place of the one before it.
    pub(super) fn write(&self, file: &Path, header: &Header, text: &str) -> Result<(), StoreError> {
        let bytes = draft_file::compose(header, text).map_err(|why| StoreError::Unfaithful {
            path: file.into(),
            why,
        })?;
        match self.store.save(file, &bytes, Expected::Any) {
            Err(StoreError::NoFolder { .. }) => {
                let mut hold = self.hold();
                // Let go first: dropped later, it would take the new lock's file along.
                *hold = None;
                *hold = make(&self.store, &self.run)?;
                drop(hold);
                self.store.save(file, &bytes, Expected::Any).map(drop)
            }
            saved => saved.map(drop),
        }
    }

    pub(super) fn remove(&self, file: &Path) -> Result<(), StoreError> {
        self.store.remove(file)
    }

    /// The run is over.
    pub(super) fn let_go(&self) {
        *self.hold() = None;
    }

    fn hold(&self) -> MutexGuard<'_, Option<Hold>> {
        self.hold.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make(store: &Store, run: &Path) -> Result<Option<Hold>, StoreError> {
    store.create_folder(run)?;
    match store.storage().hold(&run.join(LOCK), "") {
        Ok(Hold::Taken) => Ok(None),
        Ok(hold) => Ok(Some(hold)),
        // A drive without locks: all that is lost is that other windows offer this one's drafts.
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(Some(Hold::Held(Box::new(())))),
        Err(error) => Err(StoreError::from_io(
            run,
            Doing::Save(SaveStep::Write),
            error,
        )),
    }
}

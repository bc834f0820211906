//! Reading and writing a document: the parts that run beside the window.
//!
//! Pure but for the store: given the same files they do the same. Knows no window.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    claims::{Access, Asking, Whose},
    export::Drawn,
};
use crate::{
    format::{self, LineEnds, Located, PlainCells, ReadError, Reading},
    model::Blueprint,
    store::{Expected, Protection, Shown, Stamp, Store, StoreError},
};

/// A file that was opened.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
    pub(super) reading: Reading,
    pub(super) protection: Option<Protection>,
    pub(super) access: Access,
    /// Which window may change it.
    pub(super) whose: Whose,
}

impl Opened {
    /// Whether another window has the file, and the person has yet to say what to do.
    pub(super) fn waits_for_choice(&self) -> bool {
        self.access == Access::Edit && self.whose.others().is_some()
    }
}

/// How a file is to be opened.
pub(super) struct Opening {
    pub(super) access: Access,
    pub(super) asking: Asking,
}

/// Why a file was not opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{} cannot be opened: {error}.", Shown(path))]
    Read {
        path: PathBuf,
        error: Box<ReadError>,
    },
}

/// Opens a file. One that may be changed is claimed, so that other windows are told.
pub(super) fn open(store: &Store, path: &Path, how: Opening) -> Result<Opened, OpenError> {
    // Links and relative names are made plain, so that the title and the recent files are right later.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let loaded = store.read(&path)?;
    match format::read(&loaded.bytes) {
        Ok(reading) => {
            let whose = match (&reading.read_only, how.access) {
                (None, Access::Edit | Access::Read) => Whose::ask(store, &path, how.asking),
                _ => Whose::Unasked,
            };
            Ok(Opened {
                protection: store.protection(&path),
                path,
                stamp: loaded.stamp,
                reading,
                access: how.access,
                whose,
            })
        }
        Err(error) => Err(OpenError::Read {
            path,
            error: Box::new(error),
        }),
    }
}

/// What is to be written.
pub(super) enum Content {
    /// A document, the older format its file has, of which a copy is kept, and how the file's lines end.
    Blueprint(Arc<Blueprint>, Option<u32>, LineEnds),
    /// A picture of it.
    Picture(Drawn<Vec<u8>>),
    /// A table as cells.
    Table(PlainCells),
}

/// Writes. A document is read back and compared before the disk is touched.
pub(super) fn save(
    store: &Store,
    path: &Path,
    content: &Content,
    expected: Expected,
) -> Result<Stamp, StoreError> {
    match content {
        Content::Picture(drawn) => store.save(path, &drawn.picture, expected),
        Content::Table(cells) => store.save(path, &cells.csv(), expected),
        Content::Blueprint(blueprint, migrated_from, line_ends) => {
            if let (Some(version), Expected::Same(stamp)) = (migrated_from, expected) {
                // The save that follows finds out for itself that the file is not what it was.
                if let Ok(loaded) = store.read(path)
                    && loaded.stamp == stamp
                {
                    store.keep_original(path, *version, &loaded)?;
                }
            }
            let text = line_ends.restore(format::write(blueprint));
            store.save_checked(path, text.as_bytes(), expected, |bytes| {
                same_document(bytes, blueprint)
            })
        }
    }
}

/// The records of a file that was read, for a person: where, and what.
pub(super) fn problem_words(located: &Located) -> String {
    match located.at {
        Some(at) => format!("{at}, {}", located.problem),
        None => located.problem.to_string(),
    }
}

fn same_document(bytes: &[u8], blueprint: &Blueprint) -> Result<(), String> {
    let reading = format::read(bytes).map_err(|error| error.to_string())?;
    if reading.blueprint == *blueprint {
        return Ok(());
    }
    let patch = crate::patch::diff(blueprint, &reading.blueprint);
    Err(crate::patch::label(&patch))
}

//! Files: reading with limits, saving without ever losing a byte, watching, recovery, settings.
//!
//! Everything in the program that touches a file goes through a [`Store`]. It deals in bytes and
//! text: it knows neither blueprints nor windows, and whoever calls it says what the bytes mean
//! (see [`Store::save_checked`]). What a disk can do, one step at a time, is a [`Storage`];
//! the rules of saving are written once, here, over those steps, so that tests can make each of
//! them fail ([`fake`]).

mod claim;
mod error;
pub mod fake;
mod fonts;
mod place;
mod recovery;
mod save;
pub mod settings;
mod stamp;
mod storage;
mod watch;

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

pub use claim::{Claim, Claimed, Holder, SeenBy};
pub use error::{Doing, SaveStep, Shown, StoreError};
pub use fonts::{Draws, Fonts, NoFonts, SystemFont, SystemFonts};
pub use place::{data_dir, with_extension};
pub use recovery::{
    DraftKey, FoundDrafts, OpenDraft, Recovered, Recovery, Runs, Unreadable, UnsavedWork,
};
pub use save::Protection;
pub use stamp::Stamp;
pub use storage::{Disk, EntryKind, Hold, Stat, Storage};
pub use watch::{DiskChange, Sight, Watch};

/// The largest file that is read, in bytes: 64 MB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads, saves and watches files; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    storage: Arc<dyn Storage>,
    fonts: Arc<dyn Fonts>,
}

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// All of it.
    pub bytes: Vec<u8>,
    /// What to hand to [`Store::save`] and [`Watch::new`] later.
    pub stamp: Stamp,
}

/// What a save may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: the file is new. Also the answer to [`StoreError::Gone`], when it is to be there again.
    Absent,
    /// The file with this content, as it was loaded or last saved.
    Same(Stamp),
    /// Whatever is there: for files the program alone owns, and for pictures made anew.
    Any,
}

impl Store {
    /// The real files, and the fonts that are installed.
    pub fn disk() -> Self {
        Self {
            storage: Arc::new(Disk),
            fonts: Arc::new(SystemFonts),
        }
    }

    /// Any other storage, such as a [`fake`]; without fonts.
    pub fn on(storage: Arc<dyn Storage>) -> Self {
        Self {
            storage,
            fonts: Arc::new(NoFonts),
        }
    }

    /// The same with other fonts.
    #[must_use]
    pub fn with_fonts(self, fonts: Arc<dyn Fonts>) -> Self {
        Self { fonts, ..self }
    }

    /// Where fonts come from, for letters that the bundled ones lack.
    pub fn fonts(&self) -> &Arc<dyn Fonts> {
        &self.fonts
    }

    /// Reads a whole file of up to [`MAX_BYTES`]. The size is looked at first, so a file that is too
    /// big costs no memory; a folder, a device or a pipe is refused before it is opened.
    pub fn read(&self, path: &Path) -> Result<Loaded, StoreError> {
        self.read_up_to(path, MAX_BYTES)
    }

    /// The nearest file called `name` beside `path` or in a folder above it.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn read_above(
        &self,
        path: &Path,
        name: &str,
    ) -> Result<Option<(PathBuf, Loaded)>, StoreError> {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        for folder in whole.ancestors().skip(1) {
            let there = folder.join(name);
            // A folder that may not be looked into holds none for us.
            if let Ok(Some(EntryKind::File)) = self.kind(&there) {
                let loaded = self.read(&there)?;
                return Ok(Some((there, loaded)));
            }
        }
        Ok(None)
    }

    /// Compares what is at `path` now with a stamp, by content. [`Watch`] does it cheaply again and again.
    pub fn changed(&self, path: &Path, stamp: Stamp) -> DiskChange {
        match self.storage.stat(path) {
            Ok(stat) if stat.kind != EntryKind::File => DiskChange::Gone,
            Ok(stat) if stat.bytes != stamp.bytes() => DiskChange::Changed,
            Ok(_) => match self.read(path) {
                Ok(loaded) if loaded.stamp == stamp => DiskChange::Same,
                Ok(_) => DiskChange::Changed,
                Err(_) => DiskChange::Gone,
            },
            Err(_) => DiskChange::Gone,
        }
    }

    /// What is at `path`, links followed; `None` when nothing is.
    pub fn kind(&self, path: &Path) -> Result<Option<EntryKind>, StoreError> {
        match self.storage.stat(path) {
            Ok(stat) => Ok(Some(stat.kind)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::from_io(path, Doing::Read, error)),
        }
    }

    /// When what is at `path` was changed last, if that is known.
    pub fn last_change(&self, path: &Path) -> Option<SystemTime> {
        self.storage.stat(path).ok()?.changed
    }

    /// What a folder holds, sorted by name; full paths.
    pub fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
        self.storage
            .list(folder)
            .map_err(|error| StoreError::from_io(folder, Doing::Read, error))
    }

    /// Removes a file. One that is not there is as good as removed.
    pub fn remove(&self, path: &Path) -> Result<(), StoreError> {
        match self.storage.remove(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::from_io(path, Doing::Remove, error))
            }
            _ => Ok(()),
        }
    }

    /// Leaves a file of an older format beside itself as `NAME.v1.bak`, before it is saved in the format of today; as
    /// `NAME.v1-2.bak` where another one has that name. Gives the name of the copy.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub fn keep_original(
        &self,
        path: &Path,
        version: u32,
        loaded: &Loaded,
    ) -> Result<PathBuf, StoreError> {
        let mut number = 1_usize;
        loop {
            let mut name = path.file_name().unwrap_or_default().to_os_string();
            name.push(match number {
                1 => format!(".v{version}.bak"),
                more => format!(".v{version}-{more}.bak"),
            });
            let copy = path.with_file_name(name);
            match self.save(&copy, &loaded.bytes, Expected::Absent) {
                Ok(_) => return Ok(copy),
                Err(StoreError::AlreadyThere { .. }) => {}
                Err(error) => return Err(error),
            }
            // A copy of the very same file is as good.
            if self.changed(&copy, loaded.stamp) == DiskChange::Same {
                return Ok(copy);
            }
            number += 1;
        }
    }

    /// Gives a file another name on the same disk, for files the program alone owns: what has that
    /// name is replaced.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        self.storage
            .rename(from, to)
            .map_err(|error| StoreError::from_io(from, Doing::Move, error))
    }

    /// Makes a folder, and those above it, for the program's own data: only the user may look into it.
    pub fn create_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.storage
            .create_folder(folder)
            .map_err(|error| StoreError::from_io(folder, Doing::Save(SaveStep::Write), error))
    }

    fn read_up_to(&self, path: &Path, limit: u64) -> Result<Loaded, StoreError> {
        let failed = |error| StoreError::from_io(path, Doing::Read, error);
        let stat = self.storage.stat(path).map_err(failed)?;
        refuse_unless_file(path, stat.kind)?;
        let too_big = |bytes| StoreError::TooBig {
            path: path.into(),
            bytes,
            limit,
        };
        if stat.bytes > limit {
            return Err(too_big(stat.bytes));
        }
        // A file may grow after it was measured, so the reading has the same limit.
        let bytes = self.storage.read(path, limit + 1).map_err(failed)?;
        if bytes.len() as u64 > limit {
            return Err(too_big(bytes.len() as u64));
        }
        let stamp = Stamp::of(&bytes);
        Ok(Loaded { bytes, stamp })
    }

    /// The single steps, for the rooms of this module.
    fn storage(&self) -> &dyn Storage {
        &*self.storage
    }
}

fn refuse_unless_file(path: &Path, kind: EntryKind) -> Result<(), StoreError> {
    match kind {
        EntryKind::File => Ok(()),
        EntryKind::Folder => Err(StoreError::IsFolder { path: path.into() }),
        EntryKind::Other => Err(StoreError::NotAFile { path: path.into() }),
    }
}

/// The folder a file stands in; `.` for a bare name.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

//! Files: reading with limits, saving without ever losing a byte, watching, recovery, settings.
//!
//! Everything in the program that touches a file goes through a [`Store`]. It deals in bytes and
//! text: it knows neither blueprints nor windows, and whoever calls it says what the bytes mean
//! (see [`Store::save_checked`]). What a disk can do, one step at a time, is a [`Storage`];
//! the rules of saving are written once, here, over those steps, so that tests can make each of
//! them fail ([`fake`]).

mod error;
pub mod fake;
mod fonts;
mod place;
mod recovery;
pub mod settings;
mod stamp;
mod storage;
mod watch;

use std::{
    io,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

pub use error::{Doing, Shown, StoreError};
pub use fonts::{Draws, Fonts, NoFonts, SystemFont, SystemFonts};
pub use place::{data_dir, with_extension};
pub use recovery::{
    DraftKey, FoundDrafts, OpenDraft, Recovered, Recovery, Runs, Unreadable, UnsavedWork,
};
pub use stamp::Stamp;
pub use storage::{Disk, EntryKind, Hold, Stat, Storage};
pub use watch::{DiskChange, Watch};

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

    /// Saves so that at any moment, whatever fails, the file holds its old or its new content, whole.
    ///
    /// Links are followed to the real file. The bytes go to a temporary file in the same folder and
    /// to the device; just before it takes the target's place the target is compared with what is
    /// `expected` there. A failure leaves the target as it was, and no temporary file behind; the
    /// one exception is [`StoreError::Unconfirmed`], which carries the stamp of what is now there.
    /// An error of the device is reported and the temporary file given up, never synced again: the
    /// system may have dropped the very pages that failed.
    ///
    /// Mode, owner and group of the target are kept where the system lets us. Access control lists,
    /// extended attributes and hard links to the old file are not.
    pub fn save(&self, path: &Path, bytes: &[u8], expected: Expected) -> Result<Stamp, StoreError> {
        let failed = |error| StoreError::from_io(path, Doing::Write, error);
        let target = self.storage.resolve(path).map_err(failed)?;
        let new = Stamp::of(bytes);

        // Looked at before as well as after writing: a refusal should cost nothing.
        let there = self.compare(path, &target, new, expected)?;
        if there == There::File {
            self.may_replace(path, &target)?;
        }
        let like = (there == There::File).then_some(target.as_path());
        let temporary = self.write_beside(path, &target, bytes, like)?;
        let placed = self
            .compare(path, &target, new, expected)
            .and_then(|_| self.place(path, &temporary, &target));
        if let Err(error) = placed {
            // The first error is the one to tell; a drive that is gone cannot be tidied anyway.
            _ = self.storage.remove(&temporary);
            return Err(error);
        }
        // Without this a loss of power may undo the rename.
        match self.storage.sync_folder(folder_of(&target)) {
            Ok(()) => Ok(new),
            Err(source) => Err(StoreError::Unconfirmed {
                path: path.into(),
                stamp: new,
                source,
            }),
        }
    }

    /// [`Store::save`] for a document: before the disk is touched, `read_back` reads the bytes and
    /// compares them with the document, and says what is different.
    pub fn save_checked(
        &self,
        path: &Path,
        bytes: &[u8],
        expected: Expected,
        read_back: impl FnOnce(&[u8]) -> Result<(), String>,
    ) -> Result<Stamp, StoreError> {
        read_back(bytes).map_err(|why| StoreError::Unfaithful {
            path: path.into(),
            why,
        })?;
        self.save(path, bytes, expected)
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

    /// Gives a file another name on the same disk, for files the program alone owns: what has that
    /// name is replaced.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        self.storage
            .rename(from, to)
            .map_err(|error| StoreError::from_io(from, Doing::Read, error))
    }

    /// Makes a folder, and those above it, for the program's own data: only the user may look into it.
    pub fn create_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.storage
            .create_folder(folder)
            .map_err(|error| StoreError::from_io(folder, Doing::Write, error))
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

    /// Refuses to go on when the target is not what is expected there. The very bytes that are to be
    /// saved are always welcome: nothing would be lost.
    fn compare(
        &self,
        path: &Path,
        target: &Path,
        new: Stamp,
        expected: Expected,
    ) -> Result<There, StoreError> {
        let failed = |error| StoreError::from_io(path, Doing::Write, error);
        let stat = match self.storage.stat(target) {
            Ok(stat) => stat,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match expected {
                    // A folder that went with the file is another matter: nothing can be saved there.
                    Expected::Same(_) if self.storage.stat(folder_of(target)).is_ok() => {
                        Err(StoreError::Gone { path: path.into() })
                    }
                    _ => Ok(There::Nothing),
                };
            }
            Err(error) => return Err(failed(error)),
        };
        refuse_unless_file(path, stat.kind)?;
        let (welcome, refusal) = match expected {
            Expected::Any => return Ok(There::File),
            Expected::Absent => (new, StoreError::AlreadyThere { path: path.into() }),
            Expected::Same(stamp) => (stamp, StoreError::ChangedOnDisk { path: path.into() }),
        };
        if stat.bytes != welcome.bytes() && stat.bytes != new.bytes() {
            return Err(refusal);
        }
        let found = self.storage.read(target, stat.bytes + 1).map_err(failed)?;
        let found = Stamp::of(&found);
        if found == welcome || found == new {
            Ok(There::File)
        } else {
            Err(refusal)
        }
    }

    /// A rename replaces even a file that is protected against writing; the user who protected it
    /// meant otherwise.
    fn may_replace(&self, path: &Path, target: &Path) -> Result<(), StoreError> {
        self.storage
            .may_write(target)
            .map_err(|error| match error.kind() {
                io::ErrorKind::PermissionDenied => StoreError::Protected { path: path.into() },
                _ => StoreError::from_io(path, Doing::Write, error),
            })
    }

    fn place(&self, path: &Path, temporary: &Path, target: &Path) -> Result<(), StoreError> {
        self.storage
            .rename(temporary, target)
            .map_err(|error| match error.kind() {
                // The folder takes new files, so it is the target that resists. On Windows: open elsewhere.
                io::ErrorKind::PermissionDenied => StoreError::Busy { path: path.into() },
                _ => StoreError::from_io(path, Doing::Write, error),
            })
    }

    /// Writes the bytes to a new file in the target's folder, for a rename must not cross disks.
    fn write_beside(
        &self,
        path: &Path,
        target: &Path,
        bytes: &[u8],
        like: Option<&Path>,
    ) -> Result<PathBuf, StoreError> {
        loop {
            let temporary = folder_of(target).join(temporary_name());
            match self.storage.write_new(&temporary, bytes, like) {
                Ok(()) => return Ok(temporary),
                // Left by a crash, or another machine's on a shared drive: not ours to touch.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    _ = self.storage.remove(&temporary);
                    return Err(match error.kind() {
                        io::ErrorKind::NotFound => StoreError::NoFolder {
                            path: folder_of(path).into(),
                        },
                        _ => StoreError::from_io(path, Doing::Write, error),
                    });
                }
            }
        }
    }
}

/// What stands where a file is to be saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum There {
    Nothing,
    File,
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

/// Hidden, skipped by the usual sync programs (`.tmp`), and short: the target's own name may
/// already be as long as a name can be.
fn temporary_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(".frontstage-{}-{number}.tmp", process::id())
}

//! Saving: the order of the steps, so that nothing is lost and nothing is overwritten unseen.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use super::{
    Expected, SaveStep, Stamp, Stat, Store, StoreError, error::Doing, folder_of,
    refuse_unless_file, stamp::short_hash,
};

/// One save on its way.
struct Save<'a> {
    store: &'a Store,
    /// As the user named it.
    path: &'a Path,
    /// The real file behind links.
    target: PathBuf,
    new: Stamp,
    expected: Expected,
}

/// What keeps a save from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The file is protected against writing.
    File,
    /// No file may be made in its folder.
    Folder,
    /// Its whole disk can only be read.
    Disk,
}

/// What stands where a file is to be saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum There {
    Nothing,
    File,
}

/// What came of putting the new file in its place.
enum Placed {
    Done,
    /// What stands there is not what was seen a moment before: it has to be compared again.
    LookAgain,
}

impl Store {
    /// Saves so that at any moment, whatever fails, the file holds its old or its new content, whole.
    ///
    /// Links are followed to the real file. The bytes go to a temporary file in the same folder and
    /// to the device; just before it takes the target's place the target is compared with what is
    /// `expected` there. Where the drive can, the two files then trade their names, what came out is looked
    /// at, and put back if another program wrote it in that instant. A failure leaves the target as it was, and
    /// no temporary file behind; the exceptions are [`StoreError::Unconfirmed`], which carries the stamp of what
    /// is now there, and [`StoreError::KeptBeside`].
    /// An error of the device is reported and the temporary file given up, never synced again: the
    /// system may have dropped the very pages that failed.
    ///
    /// Mode, owner and group of the target are kept where the system lets us. Access control lists,
    /// extended attributes and hard links to the old file are not. Temporary files in that folder that programs
    /// left which run no more are removed.
    pub fn save(&self, path: &Path, bytes: &[u8], expected: Expected) -> Result<Stamp, StoreError> {
        let target = self
            .storage
            .resolve(path)
            .map_err(|error| StoreError::from_io(path, Doing::Save(SaveStep::Look), error))?;
        let save = Save {
            store: self,
            path,
            target,
            new: Stamp::of(bytes),
            expected,
        };
        save.run(bytes)
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

    /// What would keep a save from the file that is at `path`, as far as that can be seen before; `None` also when
    /// nothing is there.
    pub fn protection(&self, path: &Path) -> Option<Protection> {
        let target = self.storage.resolve(path).ok()?;
        let folder = folder_of(&target);
        let of = |checked: std::io::Result<()>, refused| match checked.err()?.kind() {
            ErrorKind::PermissionDenied => Some(refused),
            ErrorKind::ReadOnlyFilesystem => Some(Protection::Disk),
            _ => None,
        };
        of(self.storage.may_write(&target), Protection::File)
            .or_else(|| of(self.storage.may_write(folder), Protection::Folder))
    }

    /// A rename replaces even a file that is protected against writing; the user who protected it
    /// meant otherwise.
    fn may_replace(&self, path: &Path, target: &Path) -> Result<(), StoreError> {
        self.storage
            .may_write(target)
            .map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied => StoreError::Protected { path: path.into() },
                _ => StoreError::from_io(path, Doing::Save(SaveStep::Write), error),
            })
    }

    /// Removes temporary files that programs left which run no more. They are halves of files that were never said
    /// to be saved, or what a save had replaced.
    fn remove_leftovers(&self, folder: &Path) {
        for file in self.storage.list(folder).unwrap_or_default() {
            if let Some(temporary) = Temporary::of(&file)
                && temporary.is_left(self, &file)
            {
                // It stays, and harms nobody, where it cannot be removed.
                _ = self.storage.remove(&file);
            }
        }
    }
}

impl Save<'_> {
    fn run(&self, bytes: &[u8]) -> Result<Stamp, StoreError> {
        // Looked at before as well as after writing: a refusal should cost nothing.
        let there = self.compare()?;
        if there == There::File {
            self.store.may_replace(self.path, &self.target)?;
        }
        let folder = folder_of(&self.target);
        self.store.remove_leftovers(folder);
        let like = (there == There::File).then_some(self.target.as_path());
        let temporary = self.write_beside(bytes, like)?;
        if let Err(error) = self.take_place(&temporary) {
            if !matches!(&error, StoreError::KeptBeside { .. }) {
                // The first error is the one to tell; a drive that is gone cannot be tidied anyway.
                _ = self.store.storage.remove(&temporary);
            }
            return Err(error);
        }
        // Without this a loss of power may undo the rename.
        match self.store.storage.sync_folder(folder) {
            Ok(()) => Ok(self.new),
            Err(source) => Err(StoreError::Unconfirmed {
                path: self.path.into(),
                stamp: self.new,
                source,
            }),
        }
    }

    /// Refuses to go on when the target is not what is expected there. The very bytes that are to be
    /// saved are always welcome: nothing would be lost.
    fn compare(&self) -> Result<There, StoreError> {
        let path = || self.path.to_path_buf();
        let storage = &self.store.storage;
        let stat = match storage.stat(&self.target) {
            Ok(stat) => stat,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match self.expected {
                    // A folder that went with the file is another matter: nothing can be saved there.
                    Expected::Same(_) if storage.stat(folder_of(&self.target)).is_ok() => {
                        Err(StoreError::Gone { path: path() })
                    }
                    _ => Ok(There::Nothing),
                };
            }
            Err(error) => return Err(self.failed(SaveStep::Look, error)),
        };
        refuse_unless_file(self.path, stat.kind)?;
        let refusal = match self.expected {
            Expected::Any => return Ok(There::File),
            Expected::Absent => StoreError::AlreadyThere { path: path() },
            Expected::Same(_) => StoreError::ChangedOnDisk { path: path() },
        };
        if self.is_welcome(&self.target, stat)? {
            Ok(There::File)
        } else {
            Err(refusal)
        }
    }

    /// Whether a file holds what may be replaced.
    fn is_welcome(&self, file: &Path, stat: Stat) -> Result<bool, StoreError> {
        let welcome = match self.expected {
            Expected::Any => return Ok(true),
            Expected::Absent => self.new,
            Expected::Same(stamp) => stamp,
        };
        if stat.bytes != welcome.bytes() && stat.bytes != self.new.bytes() {
            return Ok(false);
        }
        let found = self.store.storage.read(file, stat.bytes + 1);
        let found = Stamp::of(&found.map_err(|error| self.failed(SaveStep::Look, error))?);
        Ok(found == welcome || found == self.new)
    }

    /// Puts the new file in its place, once what stands there has been compared.
    fn take_place(&self, temporary: &Path) -> Result<(), StoreError> {
        // Each further round means that another program was at work in the same instant.
        const ROUNDS: usize = 3;
        for _ in 0..ROUNDS {
            let placed = match (self.compare()?, self.expected) {
                (_, Expected::Any) => self.rename(temporary)?,
                (There::Nothing, _) => self.take_free_place(temporary)?,
                (There::File, _) => self.trade_places(temporary)?,
            };
            if let Placed::Done = placed {
                return Ok(());
            }
        }
        Err(StoreError::ChangedOnDisk {
            path: self.path.into(),
        })
    }

    fn take_free_place(&self, temporary: &Path) -> Result<Placed, StoreError> {
        match self.store.storage.rename_new(temporary, &self.target) {
            Ok(()) => Ok(Placed::Done),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Placed::LookAgain),
            Err(error) if error.kind() == ErrorKind::Unsupported => self.rename(temporary),
            Err(error) => Err(self.not_placed(error)),
        }
    }

    /// The new and the old file trade names, and what came out is looked at.
    fn trade_places(&self, temporary: &Path) -> Result<Placed, StoreError> {
        let storage = &self.store.storage;
        match storage.exchange(temporary, &self.target) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Placed::LookAgain),
            Err(error) if error.kind() == ErrorKind::Unsupported => return self.rename(temporary),
            Err(error) => return Err(self.not_placed(error)),
        }
        let stat = storage.stat(temporary);
        let stat = stat.map_err(|error| self.failed(SaveStep::Look, error));
        let looked = stat.and_then(|stat| self.is_welcome(temporary, stat));
        if let Ok(true) = looked {
            // It stays, and harms nobody, where it cannot be removed: the next save tries again.
            _ = storage.remove(temporary);
            return Ok(Placed::Done);
        }
        self.put_back(temporary)?;
        looked.map(|_| Placed::LookAgain)
    }

    /// Another program's file came out: it gets its name back, and ours comes out.
    fn put_back(&self, temporary: &Path) -> Result<(), StoreError> {
        let storage = &self.store.storage;
        let back = storage.exchange(temporary, &self.target);
        let out = back.and_then(|()| storage.read(temporary, self.new.bytes() + 1));
        match out {
            Ok(bytes) if Stamp::of(&bytes) == self.new => Ok(()),
            // A third version was written meanwhile. Neither may go.
            _ => Err(self.keep_beside(temporary)),
        }
    }

    /// Gives the temporary file, which holds what nobody else has, a name that people see.
    fn keep_beside(&self, temporary: &Path) -> StoreError {
        const TRIES: usize = 100;
        const LONGEST: usize = 60;
        let name = self
            .target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        // A name may be as long as names can be, and more is to come.
        let stem: String = name.chars().take(LONGEST).collect();
        let names =
            (1..=TRIES).map(|number| self.target.with_file_name(format!("{stem}.kept-{number}")));
        let storage = &self.store.storage;
        let kept = names.into_iter().find(|visible| {
            let renamed = match storage.rename_new(temporary, visible) {
                Err(error)
                    if error.kind() == ErrorKind::Unsupported && storage.stat(visible).is_err() =>
                {
                    storage.rename(temporary, visible)
                }
                renamed => renamed,
            };
            renamed.is_ok()
        });
        StoreError::KeptBeside {
            path: self.path.into(),
            kept: kept.unwrap_or_else(|| temporary.to_path_buf()),
        }
    }

    /// For what the program alone owns, and for drives that know no other way.
    fn rename(&self, temporary: &Path) -> Result<Placed, StoreError> {
        self.store
            .storage
            .rename(temporary, &self.target)
            .map(|()| Placed::Done)
            .map_err(|error| self.not_placed(error))
    }

    fn not_placed(&self, error: std::io::Error) -> StoreError {
        match error.kind() {
            // The folder takes new files, so it is the target that resists. On Windows: open elsewhere.
            ErrorKind::PermissionDenied => StoreError::Busy {
                path: self.path.into(),
            },
            _ => self.failed(SaveStep::Place, error),
        }
    }

    fn failed(&self, step: SaveStep, error: std::io::Error) -> StoreError {
        StoreError::from_io(self.path, Doing::Save(step), error)
    }

    /// Writes the bytes to a new file in the target's folder, for a rename must not cross disks.
    fn write_beside(&self, bytes: &[u8], like: Option<&Path>) -> Result<PathBuf, StoreError> {
        let storage = &self.store.storage;
        loop {
            let temporary = folder_of(&self.target).join(Temporary::fresh(self.store).name());
            match storage.write_new(&temporary, bytes, like) {
                Ok(()) => return Ok(temporary),
                // Left by a crash, or another machine's on a shared drive: not ours to touch.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    _ = storage.remove(&temporary);
                    return Err(match error.kind() {
                        ErrorKind::NotFound => StoreError::NoFolder {
                            path: folder_of(self.path).into(),
                        },
                        _ => self.failed(SaveStep::Write, error),
                    });
                }
            }
        }
    }
}

/// A temporary file, by what its name says: `.frontstage-MACHINE-PROCESS-NUMBER.tmp`.
///
/// Hidden, skipped by the usual sync programs (`.tmp`), and short: the target's own name may already be as long as
/// a name can be.
struct Temporary {
    /// A hash of the machine's name; none in the names that earlier versions gave.
    machine: Option<String>,
    process: u32,
    number: u64,
}

const TEMPORARY: (&str, &str) = (".frontstage-", ".tmp");

/// How old a temporary file must be to count as left when nobody can say whether its program still runs.
const LONG_AGO: Duration = Duration::from_secs(24 * 60 * 60);

impl Temporary {
    fn fresh(store: &Store) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self {
            machine: Some(short_hash(store.storage.machine().as_ref())),
            process: process::id(),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
        }
    }

    fn name(&self) -> String {
        let (start, end) = TEMPORARY;
        let machine = self.machine.as_deref().unwrap_or_default();
        format!("{start}{machine}-{}-{}{end}", self.process, self.number)
    }

    fn of(file: &Path) -> Option<Self> {
        let (start, end) = TEMPORARY;
        let name = file.file_name()?.to_str()?;
        let parts = name.strip_prefix(start)?.strip_suffix(end)?;
        let (parts, number) = parts.rsplit_once('-')?;
        let (machine, process) = match parts.split_once('-') {
            Some((machine, process)) => (Some(machine.to_owned()), process),
            None => (None, parts),
        };
        Some(Self {
            machine,
            process: process.parse().ok()?,
            number: number.parse().ok()?,
        })
    }

    /// Whether the program that made it is over. Of another machine's that cannot be told, so age has to do.
    fn is_left(&self, store: &Store, file: &Path) -> bool {
        let here = short_hash(store.storage.machine().as_ref());
        let is_of_here = self
            .machine
            .as_ref()
            .is_some_and(|machine| *machine == here);
        match store
            .storage
            .is_running(self.process)
            .filter(|_| is_of_here)
        {
            Some(runs) => !runs,
            None => {
                let changed = store.last_change(file);
                let age = changed.and_then(|at| SystemTime::now().duration_since(at).ok());
                age.is_some_and(|age| age > LONG_AGO)
            }
        }
    }
}

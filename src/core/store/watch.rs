//! Notices that another program changed a file. Polled, by path; knows no clock of the window.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{EntryKind, Protection, Stamp, Store};

/// What became of a file since it was loaded or saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskChange {
    /// Its content is the same.
    Same,
    /// It has other content.
    Changed,
    /// No readable file is there: moved, deleted, or its drive is away.
    Gone,
}

/// What was seen of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What became of it.
    pub change: DiskChange,
    /// What would keep a save from it; `None` where nothing does, and of a file that is gone.
    pub protection: Option<Protection>,
    /// Whether another window has the file; `None` where that is not asked.
    pub is_claimed: Option<bool>,
}

impl Sight {
    /// Of a file that is not there.
    pub const GONE: Self = Self {
        change: DiskChange::Gone,
        protection: None,
        is_claimed: None,
    };
}

/// Looks at one file again and again, and reads it only when its size or time says that it may
/// have changed.
///
/// By path, not by inode: editors and git replace files. Polling, and not the system's
/// notifications, because those do not come from other machines on a shared drive. On a drive that
/// hangs a look hangs too, so the window looks from a thread of its own.
#[derive(Clone, Debug)]
pub struct Watch {
    path: PathBuf,
    stamp: Stamp,
    locks: Option<Locks>,
    known: Option<Known>,
}

/// Where to ask whether another window has the file: beside it, and among the user's data where there are any.
#[derive(Clone, Debug)]
struct Locks {
    data_dir: Option<PathBuf>,
}

/// The last verdict on the content, and the size and time it belongs to. Not the protection: that of a folder
/// changes without a trace in the file's time.
#[derive(Clone, Debug)]
struct Known {
    bytes: u64,
    changed: SystemTime,
    change: DiskChange,
}

/// How old a file's time must be before an equal time means equal content: some file systems
/// count in steps of two seconds.
const SETTLED: Duration = Duration::from_secs(2);

impl Watch {
    /// Watches the file whose content is known to be `stamp`.
    pub fn new(path: &Path, stamp: Stamp) -> Self {
        Self {
            path: path.into(),
            stamp,
            locks: None,
            known: None,
        }
    }

    /// Looks after the other window too that has the file.
    #[must_use]
    pub fn with_claim(self, data_dir: Option<&Path>) -> Self {
        let data_dir = data_dir.map(Path::to_path_buf);
        Self {
            locks: Some(Locks { data_dir }),
            ..self
        }
    }

    /// Forgets what was seen, so that the next look is a whole one.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// The file that is watched.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The content that counts as the same.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Looks; cheap enough for once a second, and for each time the window gets the focus.
    pub fn look(&mut self, store: &Store) -> Sight {
        let stat = match store.storage().stat(&self.path) {
            Ok(stat) if stat.kind == EntryKind::File => stat,
            _ => {
                self.known = None;
                return Sight::GONE;
            }
        };
        let sight = |change| Sight {
            change,
            protection: store.protection(&self.path),
            is_claimed: self
                .locks
                .as_ref()
                .map(|locks| store.is_claimed(&self.path, locks.data_dir.as_deref())),
        };
        if let (Some(known), Some(changed)) = (&self.known, stat.changed)
            && known.bytes == stat.bytes
            && known.changed == changed
        {
            return sight(known.change);
        }
        let change = store.changed(&self.path, self.stamp);
        let sight = sight(change);
        self.known = stat
            .changed
            .filter(|changed| {
                SystemTime::now()
                    .duration_since(*changed)
                    .is_ok_and(|age| age > SETTLED)
            })
            .map(|changed| Known {
                bytes: stat.bytes,
                changed,
                change,
            });
        sight
    }
}

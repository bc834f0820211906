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
}

impl Sight {
    /// Of a file that is not there.
    pub const GONE: Self = Self {
        change: DiskChange::Gone,
        protection: None,
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
    known: Option<Known>,
}

/// The last verdict on the content, and the size and time it belongs to.
#[derive(Clone, Debug)]
struct Known {
    bytes: u64,
    changed: SystemTime,
    sight: Sight,
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
            known: None,
        }
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
        if let (Some(known), Some(changed)) = (&self.known, stat.changed)
            && known.bytes == stat.bytes
            && known.changed == changed
        {
            return known.sight;
        }
        let sight = Sight {
            change: store.changed(&self.path, self.stamp),
            protection: store.protection(&self.path),
        };
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
                sight,
            });
        sight
    }
}

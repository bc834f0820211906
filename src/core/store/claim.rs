//! Who has a file open: a lock beside it, so that a second window is told. A hint; saving compares for itself.

use std::{
    fmt,
    path::{Path, PathBuf},
    process,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use super::{Hold, Store, folder_of, stamp::short_hash};

/// What came of asking for a file.
#[derive(Debug)]
pub enum Claim {
    /// It is ours until this is dropped, or the program ends in whatever way.
    Held(Claimed),
    /// Another window has it, of whom this is known; `None` where the lock says nothing that can be read.
    Taken(Option<Holder>),
    /// Neither beside the file nor among the user's data is a lock to be had: nobody will be told.
    Unseen,
}

/// A file that was claimed.
#[derive(Debug)]
pub struct Claimed {
    /// The file, links followed.
    file: PathBuf,
    seen_by: SeenBy,
    /// Lets the lock go when it is dropped.
    _hold: Hold,
}

/// Who sees that a file is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenBy {
    /// Everyone who opens the file.
    Everyone,
    /// Only this user's windows on this machine: no lock could be had beside the file.
    ThisMachine,
}

/// Who has a file open, as a lock file says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user's name on that machine.
    pub user: String,
    /// The machine's name.
    pub machine: String,
    /// The number of the process.
    pub process: u32,
    /// Since when, in milliseconds since 1970.
    pub since: u64,
}

impl Claimed {
    /// Whether it is this file, links followed.
    pub fn is_of(&self, store: &Store, path: &Path) -> bool {
        store
            .storage
            .resolve(path)
            .is_ok_and(|real| real == self.file)
    }

    /// Who sees it.
    pub fn seen_by(&self) -> SeenBy {
        self.seen_by
    }
}

impl Holder {
    fn of_this_window(store: &Store) -> Self {
        let user = ["USER", "USERNAME", "LOGNAME"]
            .into_iter()
            .find_map(|name| {
                let value = std::env::var(name).ok()?;
                (!value.is_empty()).then_some(value)
            });
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self {
            user: user.unwrap_or_default(),
            machine: store.storage.machine(),
            process: process::id(),
            since: u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Whether it is the same user on the same machine: another window of theirs.
    pub fn is_me(&self, store: &Store) -> bool {
        let me = Self::of_this_window(store);
        (&self.user, &self.machine) == (&me.user, &me.machine)
    }

    /// Since when.
    pub fn since(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.since)
    }
}

/// Who it is, for a message: user, machine and process, as far as they are known. Anyone may have written the
/// lock file, so the names are cut and their control characters escaped.
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 40;
        let short = |name: &str| {
            let name: String = name.chars().take(LONGEST).collect();
            super::Shown(Path::new(&name)).to_string()
        };
        if !self.user.is_empty() {
            write!(f, "{} on ", short(&self.user))?;
        }
        write!(f, "{} (process {})", short(&self.machine), self.process)
    }
}

impl Store {
    /// Asks for a file: the lock `.NAME.lock` beside it, else one in the folder `locks` of the user's data, which
    /// other machines and users do not see.
    pub fn claim(&self, path: &Path, data_dir: Option<&Path>) -> Claim {
        let Ok(file) = self.storage.resolve(path) else {
            return Claim::Unseen;
        };
        if let Some(claim) = self.claim_by(&lock_beside(&file), &file, SeenBy::Everyone) {
            return claim;
        }
        let among_data = data_dir.and_then(|data| {
            let lock = lock_among(data, &file);
            self.create_folder(folder_of(&lock)).ok()?;
            self.claim_by(&lock, &file, SeenBy::ThisMachine)
        });
        among_data.unwrap_or(Claim::Unseen)
    }

    /// Whether another window has a file, without asking for it: cheap enough for once a second.
    pub fn is_claimed(&self, path: &Path, data_dir: Option<&Path>) -> bool {
        let Ok(file) = self.storage.resolve(path) else {
            return false;
        };
        let among_data = data_dir.map(|data| lock_among(data, &file));
        let mut locks = std::iter::once(lock_beside(&file)).chain(among_data);
        locks.any(|lock| {
            // A lock file goes with its lock; what a killed program left is let go here at once.
            self.storage.stat(&lock).is_ok()
                && matches!(self.storage.hold(&lock, &self.note()), Ok(Hold::Taken))
        })
    }

    /// What a lock file of this window says.
    fn note(&self) -> String {
        ron::to_string(&Holder::of_this_window(self)).unwrap_or_default() + "\n"
    }

    fn claim_by(&self, lock: &Path, file: &Path, seen_by: SeenBy) -> Option<Claim> {
        const LONGEST: u64 = 4096;
        match self.storage.hold(lock, &self.note()) {
            Ok(hold @ Hold::Held(_)) => Some(Claim::Held(Claimed {
                file: file.into(),
                seen_by,
                _hold: hold,
            })),
            Ok(Hold::Taken) => {
                let note = self.storage.read(lock, LONGEST).ok();
                let holder = note.and_then(|note| ron::de::from_bytes(&note).ok());
                Some(Claim::Taken(holder))
            }
            Err(_) => None,
        }
    }
}

fn lock_beside(file: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".lock");
    folder_of(file).join(name)
}

fn lock_among(data: &Path, file: &Path) -> PathBuf {
    let name = format!("{}.lock", short_hash(file.as_os_str()));
    data.join("locks").join(name)
}

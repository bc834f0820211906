//! What a disk can do, one step at a time, and the real disk.
//!
//! Owns every call to the system's files. No rule of saving stands here: the order of the steps is
//! `Store`'s, so that a fake with the same steps tests the real rules.

use std::{
    any::Any,
    fmt,
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, ErrorKind, Read, Seek, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::folder_of;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A device, a pipe, a socket: reading it may never end.
    Other,
}

/// What the system says about a path, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// What it is.
    pub kind: EntryKind,
    /// Its length, in bytes.
    pub bytes: u64,
    /// When it last changed, if the system says so; an equal time means no change for the most part.
    pub changed: Option<SystemTime>,
}

/// Whether a lock was to be had.
pub enum Hold {
    /// Ours until this is dropped, or the process ends in whatever way.
    Held(Box<dyn Any + Send + Sync>),
    /// Another holds it.
    Taken,
}

impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held(_) => "Held",
            Self::Taken => "Taken",
        })
    }
}

/// The single steps of reading and saving. Each either happens or fails; none tries again.
pub trait Storage: fmt::Debug + Send + Sync {
    /// The path of the real file behind links, whether or not it exists.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Looks at what is there.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// Reads a file, but no more than `limit` bytes of it.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Fails when this file is protected against writing, or when no file may be made or replaced in this
    /// folder; changes nothing.
    fn may_write(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that must not exist yet, with mode and owner of `like`, and waits until all of it
    /// is on the device. When it fails, a part may be left.
    fn write_new(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()>;
    /// Gives a file another name on the same disk; what had that name is replaced, all at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// The same, but only when nothing has that name. `Unsupported` where the drive cannot do that at once.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Lets two files trade their names, all at once. `Unsupported` where the drive cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the device.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Full paths of what a folder holds, sorted.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Makes a folder and those above it, closed to other users; fine when it exists.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Tries to take the lock that this file stands for, which is made when missing and says `note` while
    /// it is held. It goes when the lock is let go.
    fn hold(&self, path: &Path, note: &str) -> io::Result<Hold>;
    /// The machine that this process runs on, by name.
    fn machine(&self) -> String;
    /// Whether a process of this machine still runs; `None` where that cannot be told.
    fn is_running(&self, process: u32) -> Option<bool>;
}

/// The real disk.
///
/// The crate `atomic-write-file` comes close, and was read before this was written. Version 0.3.1
/// leaves its temporary file behind when the sync or the rename fails, replaces a link instead of
/// the file behind it, fails where root may not change owners (shared drives, containers), and
/// cannot tell a failed rename from a failed sync of the folder after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Storage for Disk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        // Only the last name matters: links among the folders above lead to the same folder anyway.
        // `canonicalize` would fail on a link whose target is yet to be made.
        const LINKS: usize = 40;
        let mut real = std::path::absolute(path)?;
        for _ in 0..LINKS {
            match fs::symlink_metadata(&real) {
                Ok(metadata) if metadata.is_symlink() => {
                    real = folder_of(&real).join(fs::read_link(&real)?);
                }
                Ok(_) => return Ok(real),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(real),
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("its links lead round in a circle"))
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let metadata = fs::metadata(path)?;
        let kind = if metadata.is_file() {
            EntryKind::File
        } else if metadata.is_dir() {
            EntryKind::Folder
        } else {
            EntryKind::Other
        };
        Ok(Stat {
            kind,
            bytes: metadata.len(),
            changed: changed(&metadata),
        })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return may_write_in(path);
        }
        // The mode alone does not tell who may write, and to root opening alone does not tell that
        // the file is protected.
        if metadata.permissions().readonly() {
            return Err(ErrorKind::PermissionDenied.into());
        }
        File::options().write(true).open(path).map(drop)
    }

    fn write_new(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if like.is_some() {
            use std::os::unix::fs::OpenOptionsExt;
            // Closed until it has the mode of the file it replaces, which may be a private one.
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        if let Some(like) = like {
            copy_access(like, &file)?;
        }
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        swift_rename(from, to, rustix::fs::RenameFlags::NOREPLACE)
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        swift_rename(one, other, rustix::fs::RenameFlags::EXCHANGE)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn rename_new(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some drives (shared ones, FUSE) do not know the request: there is nothing to wait for.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::InvalidInput | ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        // Windows cannot open a folder as a file; its file systems keep a journal of renames.
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut paths = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn hold(&self, path: &Path, note: &str) -> io::Result<Hold> {
        let (file, is_ours) = open_lock(path, note)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Hold::Taken),
            // A shared drive lets nobody ask who may not write the file; somebody made it.
            Err(TryLockError::Error(_)) if !is_ours => return Ok(Hold::Taken),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let lock = Lock {
            file,
            path: path.into(),
        };
        if !lock.is_at_its_path() {
            // Another let it go at this moment, and a third may have it by now.
            return Ok(Hold::Taken);
        }
        if !is_ours {
            // Left by a program of another user that is over. Dropping the lock removes it where that is allowed.
            drop(lock);
            let (file, is_ours) = open_lock(path, note)?;
            return match is_ours && file.try_lock().is_ok() {
                true => Ok(note_down(
                    Lock {
                        file,
                        path: path.into(),
                    },
                    note,
                )),
                false => Err(ErrorKind::PermissionDenied.into()),
            };
        }
        Ok(note_down(lock, note))
    }

    fn machine(&self) -> String {
        gethostname::gethostname().to_string_lossy().into_owned()
    }

    #[cfg(unix)]
    fn is_running(&self, process: u32) -> Option<bool> {
        use rustix::process::{Pid, test_kill_process};
        let pid = Pid::from_raw(i32::try_from(process).ok()?)?;
        // Any answer but "no such process" comes from one that is there.
        Some(test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
    }

    #[cfg(not(unix))]
    fn is_running(&self, _process: u32) -> Option<bool> {
        None
    }
}

/// The note is for people and other windows; the lock holds without it.
fn note_down(lock: Lock, note: &str) -> Hold {
    _ = lock.file.set_len(0);
    _ = (&lock.file).write_all(note.as_bytes());
    Hold::Held(Box::new(lock))
}

/// Opens the file of a lock, made if need be, and says whether it may be written. Never another file: no link is
/// followed, and what holds anything but such a note is nobody's to empty.
fn open_lock(path: &Path, note: &str) -> io::Result<(File, bool)> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let mut reading = File::options();
    reading.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // Nor does opening wait, should it be a pipe.
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        options.custom_flags(flags);
        reading.custom_flags(flags);
    }
    let (mut file, is_ours) = match options.open(path) {
        // Another user's: whether it is locked can be seen all the same.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => match reading.open(path) {
            Ok(file) => (file, false),
            Err(_) => return Err(error),
        },
        opened => (opened?, true),
    };
    let begins = note.split_inclusive(':').next().unwrap_or_default();
    let mut found = Vec::new();
    let is_file = file.metadata()?.is_file();
    if is_file {
        (&mut file)
            .take(MOST_OF_NOTE as u64)
            .read_to_end(&mut found)?;
        file.rewind()?;
    }
    let is_note = found.is_empty() || !begins.is_empty() && found.starts_with(begins.as_bytes());
    match is_file && is_note && found.len() < MOST_OF_NOTE {
        true => Ok((file, is_ours)),
        false => Err(ErrorKind::AlreadyExists.into()),
    }
}

/// How much of a lock's file is read to see whether it is one; a note is shorter.
const MOST_OF_NOTE: usize = 4096;

/// A lock that is held. It is let go by asking for it, not only by closing the file: a program that is being
/// started at that moment has the file open too, for an instant.
struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Whether the locked file is the one at the path: whoever had the lock before may have removed it just then.
    #[cfg(unix)]
    fn is_at_its_path(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let of = |metadata: io::Result<fs::Metadata>| metadata.map(|m| (m.dev(), m.ino())).ok();
        let locked = of(self.file.metadata());
        locked.is_some() && locked == of(fs::symlink_metadata(&self.path))
    }

    /// Elsewhere nothing says which file a name means; where one is there, it is taken for this one.
    #[cfg(not(unix))]
    fn is_at_its_path(&self) -> bool {
        self.path.exists()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_at_its_path() {
            // Removed while it is still locked, so that nobody else's is. One that stays is free, and says no more
            // than who had it last.
            _ = fs::remove_file(&self.path);
        }
        // If it fails, closing the file does the same a little later.
        _ = self.file.unlock();
    }
}

/// A rename with a condition, which not every drive can do.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swift_rename(from: &Path, to: &Path, how: rustix::fs::RenameFlags) -> io::Result<()> {
    use rustix::{fs::CWD, io::Errno};
    rustix::fs::renameat_with(CWD, from, CWD, to, how).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => ErrorKind::Unsupported.into(),
        other => other.into(),
    })
}

/// Whether files can be made and renamed in a folder.
#[cfg(unix)]
fn may_write_in(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// The access list of a folder cannot be read without unsafe code; the save finds out.
#[cfg(not(unix))]
fn may_write_in(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// On Unix the time of the inode's last change: unlike the time of the content, no copying program sets it back.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> Option<SystemTime> {
    use std::{os::unix::fs::MetadataExt, time::Duration};
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn changed(metadata: &fs::Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

/// Gives the new file group, owner and mode of the one it will replace.
#[cfg(unix)]
fn copy_access(like: &Path, file: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let wanted = fs::metadata(like)?;
    let made = file.metadata()?;
    let mut mode = wanted.mode() & 0o777;
    if made.gid() != wanted.gid() && fchown(file, None, Some(wanted.gid())).is_err() {
        // Not in that group: what the group might do must not pass to another one; it may do what
        // everyone may.
        mode = (mode & 0o707) | (mode & 0o007) << 3;
    }
    if made.uid() != wanted.uid() {
        // Only root can; for anyone else the file has a new owner, as with every editor that saves this way.
        _ = fchown(file, Some(wanted.uid()), None);
    }
    match file.set_permissions(fs::Permissions::from_mode(mode)) {
        // Drives without modes (memory sticks, shares) refuse; there the folder decides.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Windows gives a new file the access list of its folder.
#[cfg(not(unix))]
fn copy_access(_like: &Path, _file: &File) -> io::Result<()> {
    Ok(())
}

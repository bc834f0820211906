//! What a disk can do, one step at a time, and the real disk.
//!
//! Owns every call to the system's files. No rule of saving stands here: the order of the steps is
//! `Store`'s, so that a fake with the same steps tests the real rules.

use std::{
    any::Any,
    fmt,
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, ErrorKind, Read, Write},
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
    /// Fails when this file is protected against writing; changes nothing.
    fn may_write(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that must not exist yet, with mode and owner of `like`, and waits until all of it
    /// is on the device. When it fails, a part may be left.
    fn write_new(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()>;
    /// Gives a file another name on the same disk; what had that name is replaced, all at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
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
    /// Tries to take the lock that this file stands for, which is made when missing.
    fn hold(&self, path: &Path) -> io::Result<Hold>;
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
        // The mode alone does not tell who may write, and to root opening alone does not tell that
        // the file is protected.
        if fs::metadata(path)?.permissions().readonly() {
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

    fn hold(&self, path: &Path) -> io::Result<Hold> {
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Hold::Held(Box::new(Lock(file)))),
            Err(TryLockError::WouldBlock) => Ok(Hold::Taken),
            // A drive without locks: all that is lost is the knowledge of who else is at work.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                Ok(Hold::Held(Box::new(file)))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// A lock that is let go by asking for it, not only by closing the file: a program that is being
/// started at that moment has the file open too, for an instant.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // If it fails, closing the file does the same a little later.
        _ = self.0.unlock();
    }
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

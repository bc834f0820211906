//! What can go wrong with a file, in words for the person whose file it is.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use super::Stamp;

/// What was being done to a file when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Doing {
    Read,
    Save(SaveStep),
    Remove,
    /// Giving a file of the program's own another name.
    Move,
}

/// A step of saving, for the message about one that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStep {
    /// Reading what the target holds now, with which it is compared before it is replaced.
    Look,
    /// Writing a new file beside it.
    Write,
    /// Putting the new file in its place.
    Place,
}

impl fmt::Display for SaveStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Look => "what it holds now could not be read",
            Self::Write => "a new file could not be written beside it",
            Self::Place => "the new file could not be put in its place",
        })
    }
}

/// Why a file could not be read or saved. Each message says what happened, where, and what to do.
///
/// After any of them the document is still open and unsaved, and the file is as it was, but for
/// [`StoreError::Unconfirmed`].
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum StoreError {
    #[error(
        "{} does not exist. It may have been moved, renamed or deleted, or its drive is not connected.",
        Shown(path)
    )]
    NotFound { path: PathBuf },
    #[error(
        "The folder {} does not exist, or its drive is not connected. Choose another place.",
        Shown(path)
    )]
    NoFolder { path: PathBuf },
    #[error("{} is a folder. Choose a file in it.", Shown(path))]
    IsFolder { path: PathBuf },
    #[error("{} is a device or a pipe, not a file. Choose a file.", Shown(path))]
    NotAFile { path: PathBuf },
    #[error("{} is too big: it has {}, and up to {} can be opened.", Shown(path), Size(*bytes), Size(*limit))]
    TooBig {
        path: PathBuf,
        bytes: u64,
        limit: u64,
    },
    #[error(
        "You may not read {}. Ask its owner for access, or choose another file.",
        Shown(path)
    )]
    MayNotRead { path: PathBuf },
    #[error(
        "{} was not saved: you may not write in its folder. Choose another place.",
        Shown(path)
    )]
    MayNotWrite { path: PathBuf },
    #[error(
        "{} was not saved: you may not read what it holds now, so it cannot be replaced. Ask its owner for access, or choose another place.",
        Shown(path)
    )]
    MayNotLook { path: PathBuf },
    #[error("You may not remove {}.", Shown(path))]
    MayNotRemove { path: PathBuf },
    #[error(
        "{} was not saved: the file is protected against writing. Choose another place, or lift the protection and save again.",
        Shown(path)
    )]
    Protected { path: PathBuf },
    #[error(
        "{} was not saved: another program keeps it open, or protects it. Close it there and save again, or choose another place.",
        Shown(path)
    )]
    Busy { path: PathBuf },
    #[error(
        "{} was not saved: its disk can only be read. Choose another place.",
        Shown(path)
    )]
    ReadOnlyDisk { path: PathBuf },
    #[error(
        "{} was not saved: the disk is full. Make room and save again, or choose another place.",
        Shown(path)
    )]
    DiskFull { path: PathBuf },
    #[error(
        "{} was not saved: its name cannot be used there. Choose another name.",
        Shown(path)
    )]
    BadName { path: PathBuf },
    /// Someone else wrote the file: offer to reload it or to save elsewhere, never only to overwrite.
    #[error(
        "{} was not saved: it has changed on disk since you opened it. Reload it, or keep your version with Save as.",
        Shown(path)
    )]
    ChangedOnDisk { path: PathBuf },
    /// The answer to "save it there again" is [`Expected::Absent`](super::Expected::Absent).
    #[error(
        "{} was not saved: the file has been moved or deleted since you opened it. Save it there again, or choose another place.",
        Shown(path)
    )]
    Gone { path: PathBuf },
    /// The answer to "replace it" is [`Expected::Same`](super::Expected::Same) with the stamp of what is there.
    #[error(
        "{} was not saved: another file of this name is already there. Choose another name, or replace it.",
        Shown(path)
    )]
    AlreadyThere { path: PathBuf },
    /// The new content is in place, and the next save has to expect `stamp`; the document is still unsaved.
    #[error(
        "{} was written, but the disk did not confirm it ({source}). Save again, or keep a copy elsewhere with Save as.",
        Shown(path)
    )]
    Unconfirmed {
        path: PathBuf,
        stamp: Stamp,
        source: io::Error,
    },
    /// Another program, or a fault of the disk, came between the last comparison and the end of the save.
    #[error(
        "{} is not saved for sure: another program wrote it, or the disk failed, at that very moment. The other version is kept as {}. Look at both, then save again.",
        Shown(path),
        Shown(kept)
    )]
    KeptBeside { path: PathBuf, kept: PathBuf },
    /// Our own mistake, found before it could do harm.
    #[error(
        "{} was not saved: read back, it would not be the same blueprint ({why}). The file on disk is untouched; please report this.",
        Shown(path)
    )]
    Unfaithful { path: PathBuf, why: String },
    /// A file of the program's own data that cannot be understood.
    #[error("{} cannot be read: {why}. It was left as it is.", Shown(path))]
    Corrupt { path: PathBuf, why: String },
    #[error(
        "{} could not be read: {source}. Check its drive, then try again.",
        Shown(path)
    )]
    ReadFailed { path: PathBuf, source: io::Error },
    #[error(
        "{} was not saved: {step} ({source}). Choose another place.",
        Shown(path)
    )]
    WriteFailed {
        path: PathBuf,
        step: SaveStep,
        source: io::Error,
    },
    #[error("{} could not be removed: {source}.", Shown(path))]
    RemoveFailed { path: PathBuf, source: io::Error },
    #[error("{} could not be given another name: {source}.", Shown(path))]
    MoveFailed { path: PathBuf, source: io::Error },
}

impl StoreError {
    /// The file or folder it is about, as the user named it.
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::NoFolder { path }
            | Self::IsFolder { path }
            | Self::NotAFile { path }
            | Self::TooBig { path, .. }
            | Self::MayNotRead { path }
            | Self::MayNotWrite { path }
            | Self::MayNotLook { path }
            | Self::MayNotRemove { path }
            | Self::Protected { path }
            | Self::Busy { path }
            | Self::ReadOnlyDisk { path }
            | Self::DiskFull { path }
            | Self::BadName { path }
            | Self::ChangedOnDisk { path }
            | Self::Gone { path }
            | Self::AlreadyThere { path }
            | Self::Unconfirmed { path, .. }
            | Self::KeptBeside { path, .. }
            | Self::Unfaithful { path, .. }
            | Self::Corrupt { path, .. }
            | Self::ReadFailed { path, .. }
            | Self::WriteFailed { path, .. }
            | Self::RemoveFailed { path, .. }
            | Self::MoveFailed { path, .. } => path,
        }
    }

    /// Finds the words for an error of the system.
    pub(super) fn from_io(path: &Path, doing: Doing, source: io::Error) -> Self {
        use io::ErrorKind as E;
        let path = path.to_path_buf();
        match (source.kind(), doing) {
            (E::NotFound | E::NotADirectory, Doing::Save(_)) => Self::NoFolder {
                path: super::folder_of(&path).into(),
            },
            (E::NotFound | E::NotADirectory, _) => Self::NotFound { path },
            (E::IsADirectory, _) => Self::IsFolder { path },
            (E::PermissionDenied, Doing::Read) => Self::MayNotRead { path },
            (E::PermissionDenied, Doing::Save(SaveStep::Look)) => Self::MayNotLook { path },
            (E::PermissionDenied, Doing::Save(_)) => Self::MayNotWrite { path },
            (E::PermissionDenied, Doing::Remove) => Self::MayNotRemove { path },
            (E::ResourceBusy | E::ExecutableFileBusy, Doing::Save(_)) => Self::Busy { path },
            (E::ReadOnlyFilesystem, Doing::Save(_)) => Self::ReadOnlyDisk { path },
            (E::StorageFull | E::QuotaExceeded | E::FileTooLarge, Doing::Save(_)) => {
                Self::DiskFull { path }
            }
            (E::InvalidFilename | E::InvalidInput, Doing::Save(_)) => Self::BadName { path },
            (_, Doing::Read) => Self::ReadFailed { path, source },
            (_, Doing::Save(step)) => Self::WriteFailed { path, step, source },
            (_, Doing::Remove) => Self::RemoveFailed { path, source },
            (_, Doing::Move) => Self::MoveFailed { path, source },
        }
    }
}

/// A path for a message: what would control a terminal or turn the writing direction is escaped.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a Path);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.to_string_lossy().chars() {
            match char {
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    write!(f, "{}", char.escape_unicode())?;
                }
                _ if char.is_control() => write!(f, "{}", char.escape_default())?,
                _ => write!(f, "{char}")?,
            }
        }
        Ok(())
    }
}

/// A number of bytes for a message.
struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MB: u64 = 1024 * 1024;
        // Rounded up: 64 MB and one byte must not read as 64 MB.
        write!(f, "{} MB", self.0.div_ceil(MB))
    }
}

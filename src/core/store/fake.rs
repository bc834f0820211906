//! Storages for tests: one in memory, and one that fails as a script says.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, SystemTime},
};

use super::{EntryKind, Hold, Stat, Storage, folder_of};

/// Files in memory.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    held: Arc<Mutex<BTreeSet<PathBuf>>>,
    state: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    folders: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, MemoryFile>,
    writes: u64,
}

#[derive(Debug, Clone)]
struct MemoryFile {
    bytes: Vec<u8>,
    changed: SystemTime,
}

impl MemoryStorage {
    /// No files, and no folders but the roots.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file there, with its folders, as another program would.
    pub fn put(&self, path: &Path, bytes: &[u8]) {
        let mut memory = locked(&self.state);
        memory.add_folders(folder_of(path));
        memory.put(path, bytes);
    }

    /// The content of a file.
    pub fn get(&self, path: &Path) -> Option<Vec<u8>> {
        let memory = locked(&self.state);
        memory.files.get(path).map(|file| file.bytes.clone())
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> Vec<PathBuf> {
        locked(&self.state).files.keys().cloned().collect()
    }
}

impl Memory {
    fn put(&mut self, path: &Path, bytes: &[u8]) {
        self.writes += 1;
        let file = MemoryFile {
            bytes: bytes.into(),
            // A second for each write: times are told apart, and long ago, thus settled.
            changed: SystemTime::UNIX_EPOCH + Duration::from_secs(self.writes),
        };
        self.files.insert(path.into(), file);
    }

    fn add_folders(&mut self, folder: &Path) {
        self.folders
            .extend(folder.ancestors().map(Path::to_path_buf));
    }

    fn has_folder(&self, folder: &Path) -> bool {
        folder == Path::new(".") || folder.parent().is_none() || self.folders.contains(folder)
    }

    fn file(&self, path: &Path) -> io::Result<&MemoryFile> {
        self.files
            .get(path)
            .ok_or_else(|| ErrorKind::NotFound.into())
    }
}

impl Storage for MemoryStorage {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.into())
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let memory = locked(&self.state);
        if memory.has_folder(path) {
            return Ok(Stat {
                kind: EntryKind::Folder,
                bytes: 0,
                changed: None,
            });
        }
        let file = memory.file(path)?;
        Ok(Stat {
            kind: EntryKind::File,
            bytes: file.bytes.len() as u64,
            changed: Some(file.changed),
        })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let memory = locked(&self.state);
        let mut bytes = memory.file(path)?.bytes.clone();
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        let memory = locked(&self.state);
        match memory.has_folder(path) {
            true => Ok(()),
            false => memory.file(path).map(drop),
        }
    }

    fn write_new(&self, path: &Path, bytes: &[u8], _like: Option<&Path>) -> io::Result<()> {
        let mut memory = locked(&self.state);
        if !memory.has_folder(folder_of(path)) {
            return Err(ErrorKind::NotFound.into());
        }
        if memory.files.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        memory.put(path, bytes);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut memory = locked(&self.state);
        if memory.has_folder(to) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if !memory.has_folder(folder_of(to)) {
            return Err(ErrorKind::NotFound.into());
        }
        let file = memory.files.remove(from).ok_or(ErrorKind::NotFound)?;
        memory.files.insert(to.into(), file);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if locked(&self.state).files.contains_key(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut memory = locked(&self.state);
        let (first, second) = (memory.file(one)?.clone(), memory.file(other)?.clone());
        memory.files.insert(one.into(), second);
        memory.files.insert(other.into(), first);
        Ok(())
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = locked(&self.state).files.remove(path);
        removed.map(drop).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let memory = locked(&self.state);
        if !memory.has_folder(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let inside = |path: &&PathBuf| path.parent() == Some(folder);
        let mut paths: Vec<_> = memory.files.keys().filter(inside).cloned().collect();
        paths.extend(memory.folders.iter().filter(inside).cloned());
        paths.sort();
        Ok(paths)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        locked(&self.state).add_folders(folder);
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        if !self.list(folder)?.is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        locked(&self.state).folders.remove(folder);
        Ok(())
    }

    fn hold(&self, path: &Path, note: &str) -> io::Result<Hold> {
        let mut memory = locked(&self.state);
        if !memory.has_folder(folder_of(path)) {
            return Err(ErrorKind::NotFound.into());
        }
        if !locked(&self.held).insert(path.into()) {
            return Ok(Hold::Taken);
        }
        memory.put(path, note.as_bytes());
        Ok(Hold::Held(Box::new(MemoryHold {
            held: Arc::clone(&self.held),
            state: Arc::clone(&self.state),
            path: path.into(),
        })))
    }

    fn machine(&self) -> String {
        "memory".to_owned()
    }

    /// Of all processes only this one.
    fn is_running(&self, process: u32) -> Option<bool> {
        Some(process == process::id())
    }
}

struct MemoryHold {
    held: Arc<Mutex<BTreeSet<PathBuf>>>,
    state: Arc<Mutex<Memory>>,
    path: PathBuf,
}

impl Drop for MemoryHold {
    fn drop(&mut self) {
        locked(&self.state).files.remove(&self.path);
        locked(&self.held).remove(&self.path);
    }
}

/// A step of a [`Storage`], by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the methods of the trait")]
pub enum StorageStep {
    Resolve,
    Stat,
    Read,
    MayWrite,
    WriteNew,
    Rename,
    RenameNew,
    Exchange,
    SyncFolder,
    Remove,
    List,
    CreateFolder,
    RemoveFolder,
    Hold,
}

/// What goes wrong at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskFault {
    /// Refused: no permission, such as in a folder that can only be read.
    NotAllowed,
    /// The whole disk can only be read.
    ReadOnlyDisk,
    /// No room. A write leaves half of its bytes.
    DiskFull,
    /// The device reports an error. A write leaves all of its bytes, as after a failed sync.
    DiskError,
    /// From here on every step fails; a write leaves half of its bytes. Also what a crash leaves.
    DriveLost,
    /// The step happens, but is reported as failed, and every later one fails: a shared drive went away.
    DriveLostAfter,
    /// The step takes this long, as on a drive far away.
    Slow(Duration),
    /// Just before the step another program writes this file.
    Written(PathBuf, Vec<u8>),
    /// Just before the step another program removes this file.
    Removed(PathBuf),
    /// The drive does not know the step.
    Unsupported,
}

/// A storage that fails as its script says.
#[derive(Debug)]
pub struct Faulty {
    inner: Arc<dyn Storage>,
    script: Mutex<Script>,
}

#[derive(Debug, Default)]
struct Script {
    at: BTreeMap<usize, DiskFault>,
    on: VecDeque<(StorageStep, DiskFault)>,
    steps: Vec<StorageStep>,
    lost: bool,
}

impl Faulty {
    /// Works like `inner` until told otherwise.
    pub fn new(inner: Arc<dyn Storage>) -> Self {
        Self {
            inner,
            script: Mutex::default(),
        }
    }

    /// The fault happens at step number `count`, from 0.
    pub fn at(self, count: usize, fault: DiskFault) -> Self {
        locked(&self.script).at.insert(count, fault);
        self
    }

    /// The fault happens the next time this step is taken; a second call for the same step is for the time after.
    pub fn on(self, step: StorageStep, fault: DiskFault) -> Self {
        self.next(step, fault);
        self
    }

    /// [`Faulty::on`], for one that is already in use.
    pub fn next(&self, step: StorageStep, fault: DiskFault) {
        locked(&self.script).on.push_back((step, fault));
    }

    /// The steps taken so far.
    pub fn steps(&self) -> Vec<StorageStep> {
        locked(&self.script).steps.clone()
    }

    /// Takes the step, with what the script has for it.
    fn take<T>(&self, step: StorageStep, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.next_fault(step) {
            None => act(),
            Some(DiskFault::DriveLostAfter) => act().and(Err(lost())),
            Some(DiskFault::Slow(time)) => {
                thread::sleep(time);
                act()
            }
            Some(DiskFault::Written(path, bytes)) => {
                // Another program need not be careful: it writes the file in place.
                _ = self.inner.remove(&path);
                self.inner.write_new(&path, &bytes, None)?;
                act()
            }
            Some(DiskFault::Removed(path)) => {
                self.inner.remove(&path)?;
                act()
            }
            Some(fault) => Err(error_of(&fault)),
        }
    }

    fn next_fault(&self, step: StorageStep) -> Option<DiskFault> {
        let mut script = locked(&self.script);
        let count = script.steps.len();
        script.steps.push(step);
        if script.lost {
            return Some(DiskFault::DriveLost);
        }
        let on = script.on.iter().position(|(on, _)| *on == step);
        let fault = match script.at.remove(&count) {
            Some(fault) => Some(fault),
            None => on
                .and_then(|at| script.on.remove(at))
                .map(|(_, fault)| fault),
        };
        script.lost = matches!(
            fault,
            Some(DiskFault::DriveLost | DiskFault::DriveLostAfter)
        );
        fault
    }
}

impl Storage for Faulty {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.take(StorageStep::Resolve, || self.inner.resolve(path))
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.take(StorageStep::Stat, || self.inner.stat(path))
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.take(StorageStep::Read, || self.inner.read(path, limit))
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        self.take(StorageStep::MayWrite, || self.inner.may_write(path))
    }

    fn write_new(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
        let already_lost = locked(&self.script).lost;
        let write = |bytes: &[u8]| self.inner.write_new(path, bytes, like);
        match self.next_fault(StorageStep::WriteNew) {
            None => write(bytes),
            Some(
                fault @ (DiskFault::NotAllowed | DiskFault::ReadOnlyDisk | DiskFault::Unsupported),
            ) => Err(error_of(&fault)),
            Some(fault) if already_lost => Err(error_of(&fault)),
            Some(fault @ (DiskFault::DiskFull | DiskFault::DriveLost)) => {
                write(&bytes[..bytes.len() / 2])?;
                Err(error_of(&fault))
            }
            Some(fault @ (DiskFault::DiskError | DiskFault::DriveLostAfter)) => {
                write(bytes)?;
                Err(error_of(&fault))
            }
            Some(DiskFault::Slow(time)) => {
                thread::sleep(time);
                write(bytes)
            }
            Some(DiskFault::Written(other, content)) => {
                _ = self.inner.remove(&other);
                self.inner.write_new(&other, &content, None)?;
                write(bytes)
            }
            Some(DiskFault::Removed(other)) => {
                self.inner.remove(&other)?;
                write(bytes)
            }
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.take(StorageStep::Rename, || self.inner.rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.take(StorageStep::RenameNew, || self.inner.rename_new(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.take(StorageStep::Exchange, || self.inner.exchange(one, other))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.take(StorageStep::SyncFolder, || self.inner.sync_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.take(StorageStep::Remove, || self.inner.remove(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.take(StorageStep::List, || self.inner.list(folder))
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.take(StorageStep::CreateFolder, || {
            self.inner.create_folder(folder)
        })
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.take(StorageStep::RemoveFolder, || {
            self.inner.remove_folder(folder)
        })
    }

    fn hold(&self, path: &Path, note: &str) -> io::Result<Hold> {
        self.take(StorageStep::Hold, || self.inner.hold(path, note))
    }

    fn machine(&self) -> String {
        self.inner.machine()
    }

    fn is_running(&self, process: u32) -> Option<bool> {
        self.inner.is_running(process)
    }
}

fn error_of(fault: &DiskFault) -> io::Error {
    match fault {
        DiskFault::NotAllowed => ErrorKind::PermissionDenied.into(),
        DiskFault::ReadOnlyDisk => ErrorKind::ReadOnlyFilesystem.into(),
        DiskFault::DiskFull => ErrorKind::StorageFull.into(),
        DiskFault::DriveLost | DiskFault::DriveLostAfter => lost(),
        DiskFault::Unsupported => ErrorKind::Unsupported.into(),
        DiskFault::DiskError
        | DiskFault::Slow(_)
        | DiskFault::Written(..)
        | DiskFault::Removed(_) => io::Error::other("input/output error"),
    }
}

fn lost() -> io::Error {
    io::Error::other("no such device")
}

/// A panic in one test must not hide what another one finds.
fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

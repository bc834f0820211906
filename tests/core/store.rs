//! Files are never lost: saving under every fault, reading with limits, watching.

mod at_once;
mod recovery;
mod seen;
mod settings;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use frontstage::store::{
    Disk, DiskChange, EntryKind, Expected, MAX_BYTES, Stamp, Storage, Store, StoreError, Watch,
    fake::{DiskFault, Faulty, MemoryStorage, StorageStep},
};
use proptest::prelude::*;
use tempfile::TempDir;

const OLD: &[u8] = b"Blueprint(title: \"old\")\n";
const NEW: &[u8] = b"Blueprint(title: \"new, and longer\")\n";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Saves `NEW` and checks the outcome, that the file then holds `content`, and that nothing else is there.
#[track_caller]
fn check_save(store: &Store, path: &Path, expected: Expected, outcome: &str, content: &[u8]) {
    let before = names(path.parent().unwrap());
    let saved = store.save(path, NEW, expected);
    match &saved {
        Ok(stamp) => assert_eq!(*stamp, Stamp::of(NEW)),
        Err(error) => assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        ),
    }
    let said = saved.map_or_else(|error| error.to_string(), |_| "saved".into());
    assert!(said.contains(outcome), "{said}");
    assert_eq!(fs::read(path).unwrap(), content);
    let mut after = names(path.parent().unwrap());
    after.retain(|name| !before.contains(name) && !path.ends_with(name));
    assert_eq!(after, [""; 0], "left behind");
}

#[test]
fn a_new_file_is_made_and_read() {
    let folder = folder();
    let path = folder.path().join("Grüße an alle.blueprint.ron");
    check_save(&Store::disk(), &path, Expected::Absent, "saved", NEW);
    let loaded = Store::disk().read(&path).unwrap();
    assert_eq!(
        (loaded.bytes.as_slice(), loaded.stamp),
        (NEW, Stamp::of(NEW))
    );
}

#[test]
fn what_is_expected_is_replaced_and_nothing_else() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let check = |content: &[u8], expected, outcome: &str, after: &[u8]| {
        fs::write(&path, content).unwrap();
        check_save(&Store::disk(), &path, expected, outcome, after);
    };
    let same = Expected::Same(Stamp::of(OLD));
    let other = b"Blueprint(title: \"odd\")\n";
    assert_eq!(other.len(), OLD.len());
    check(OLD, same, "saved", NEW);
    check(OLD, Expected::Any, "saved", NEW);
    check(b"", same, "has changed on disk", b"");
    check(other, same, "has changed on disk", other);
    check(OLD, Expected::Absent, "already there", OLD);
    // Someone has saved just this: nothing would be lost.
    check(NEW, same, "saved", NEW);
    check(NEW, Expected::Absent, "saved", NEW);
}

#[test]
fn a_file_that_went_is_made_again_only_on_demand() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let store = Store::disk();
    let same = Expected::Same(Stamp::of(OLD));
    let error = store.save(&path, NEW, same).unwrap_err();
    assert!(matches!(error, StoreError::Gone { .. }), "{error}");
    assert!(!path.exists());
    check_save(&store, &path, Expected::Absent, "saved", NEW);

    let error = store.save(&folder.path().join("gone/a.ron"), NEW, same);
    let error = error.unwrap_err();
    assert!(matches!(error, StoreError::NoFolder { .. }), "{error}");
    assert_eq!(error.path(), folder.path().join("gone"));
}

#[test]
fn a_name_as_long_as_can_be_is_saved() {
    let folder = folder();
    let path = folder.path().join(format!("{}.ron", "a".repeat(251)));
    check_save(&Store::disk(), &path, Expected::Absent, "saved", NEW);
    let path = folder.path().join(format!("{}.ron", "a".repeat(300)));
    let error = Store::disk().save(&path, NEW, Expected::Absent);
    assert!(
        matches!(error, Err(StoreError::BadName { .. })),
        "{error:?}"
    );
}

#[test]
fn only_files_are_read_and_replaced() {
    let folder = folder();
    let check = |path: &Path, expected: &str| {
        let store = Store::disk();
        let read = store.read(path).unwrap_err().to_string();
        assert!(read.contains(expected), "{read}");
        let saved = store.save(path, NEW, Expected::Any).unwrap_err();
        assert!(saved.to_string().contains(expected), "{saved}");
    };
    check(folder.path(), "is a folder");
    assert_eq!(names(folder.path()), [""; 0]);
    #[cfg(unix)]
    {
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        check(&socket, "is a device or a pipe");
    }
}

#[test]
fn a_file_that_is_too_big_costs_no_memory() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let file = fs::File::create(&path).unwrap();
    file.set_len(MAX_BYTES + 1).unwrap();
    let faulty = Arc::new(Faulty::new(Arc::new(Disk)));
    let error = Store::on(faulty.clone()).read(&path).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("it has 65 MB, and up to 64 MB"), "{error}");
    assert_eq!(faulty.steps(), [StorageStep::Stat]);
    file.set_len(MAX_BYTES).unwrap();
    assert!(Store::disk().read(&path).is_ok());
}

#[test]
fn a_missing_file_says_so() {
    let folder = folder();
    for path in ["a.ron", "none/a.ron"] {
        let error = Store::disk().read(&folder.path().join(path)).unwrap_err();
        assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
    }
    assert_eq!(Store::disk().kind(&folder.path().join("a")).unwrap(), None);
    assert_eq!(
        Store::disk().kind(folder.path()).unwrap(),
        Some(EntryKind::Folder)
    );
}

#[test]
fn a_message_cannot_control_the_terminal() {
    let error = StoreError::NotFound {
        path: "a\u{1b}[2J\u{202e}b.ron".into(),
    };
    assert!(
        error
            .to_string()
            .starts_with("a\\u{1b}[2J\\u{202e}b.ron does not exist"),
        "{error}"
    );
}

#[test]
fn a_document_that_does_not_read_back_never_touches_the_disk() {
    let faulty = Arc::new(Faulty::new(Arc::new(MemoryStorage::new())));
    let store = Store::on(faulty.clone());
    let path = Path::new("/a.ron");
    let refused = store.save_checked(path, NEW, Expected::Absent, |_| {
        Err("a step is missing".into())
    });
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("a step is missing"), "{error}");
    assert_eq!(faulty.steps(), []);
    let agree = |bytes: &[u8]| (bytes == NEW).then_some(()).ok_or_else(String::new);
    assert!(
        store
            .save_checked(path, NEW, Expected::Absent, agree)
            .is_ok()
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Root may write anywhere, so some refusals cannot be seen as root; they are tested with `Faulty` too.
    fn is_root(folder: &Path) -> bool {
        let root = fs::metadata(folder).unwrap().uid() == 0;
        if root {
            eprintln!("not checked: root may read and write everything");
        }
        root
    }

    #[test]
    fn links_lead_to_the_file_behind_them() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("team")).unwrap();
        fs::write(path("team/a.ron"), OLD).unwrap();
        symlink("team/a.ron", path("near.ron")).unwrap();
        symlink(path("near.ron"), path("far.ron")).unwrap();
        symlink("team/new.ron", path("dangling.ron")).unwrap();
        symlink("round.ron", path("round.ron")).unwrap();

        let same = Expected::Same(Stamp::of(OLD));
        check_save(&Store::disk(), &path("far.ron"), same, "saved", NEW);
        assert_eq!(fs::read(path("team/a.ron")).unwrap(), NEW);
        check_save(
            &Store::disk(),
            &path("dangling.ron"),
            Expected::Absent,
            "saved",
            NEW,
        );
        assert_eq!(fs::read_link(path("far.ron")).unwrap(), path("near.ron"));
        assert_eq!(
            fs::read_link(path("near.ron")).unwrap(),
            Path::new("team/a.ron")
        );
        assert_eq!(names(&path("team")), ["a.ron", "new.ron"]);

        let error = Store::disk().save(&path("round.ron"), NEW, Expected::Any);
        assert!(error.unwrap_err().to_string().contains("circle"));
    }

    #[test]
    fn the_mode_is_kept() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        for mode in [0o600, 0o640, 0o664, 0o755] {
            fs::write(&path, OLD).unwrap();
            set_mode(&path, mode);
            check_save(&Store::disk(), &path, Expected::Any, "saved", NEW);
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, mode);
        }
    }

    #[test]
    fn owner_and_group_are_kept_where_that_is_allowed() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        fs::write(&path, OLD).unwrap();
        if std::os::unix::fs::chown(&path, Some(12345), Some(54321)).is_err() {
            eprintln!("not checked: only root may give files away");
            return;
        }
        set_mode(&path, 0o660);
        check_save(&Store::disk(), &path, Expected::Any, "saved", NEW);
        let kept = fs::metadata(&path).unwrap();
        assert_eq!(
            (kept.uid(), kept.gid(), kept.mode() & 0o777),
            (12345, 54321, 0o660)
        );
    }

    /// A rename would replace it, and the one who protected it meant otherwise.
    #[test]
    fn a_protected_file_is_not_replaced() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        fs::write(&path, OLD).unwrap();
        set_mode(&path, 0o444);
        check_save(
            &Store::disk(),
            &path,
            Expected::Any,
            "protected against writing",
            OLD,
        );
    }

    #[test]
    fn a_folder_that_can_only_be_read_refuses() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        fs::write(&path, OLD).unwrap();
        if is_root(folder.path()) {
            return;
        }
        set_mode(folder.path(), 0o555);
        check_save(
            &Store::disk(),
            &path,
            Expected::Any,
            "you may not write in its folder",
            OLD,
        );
        set_mode(folder.path(), 0o755);
        set_mode(&path, 0o000);
        let error = Store::disk().read(&path).unwrap_err();
        assert!(matches!(error, StoreError::MayNotRead { .. }), "{error}");
    }
}

#[test]
fn every_fault_has_its_words() {
    let check = |step, fault, expected: &str| {
        let memory = Arc::new(MemoryStorage::new());
        let path = Path::new("/team/a.ron");
        memory.put(path, OLD);
        let store = Store::on(Arc::new(Faulty::new(memory.clone()).on(step, fault)));
        let error = store
            .save(path, NEW, Expected::Same(Stamp::of(OLD)))
            .unwrap_err();
        let error = error.to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("/team/a.ron"), "{error}");
        let remedies = ["Save as", "another place", "another name"];
        assert!(
            remedies.iter().any(|remedy| error.contains(remedy)),
            "{error}"
        );
    };
    check(
        StorageStep::WriteNew,
        DiskFault::NotAllowed,
        "you may not write in its folder",
    );
    check(
        StorageStep::WriteNew,
        DiskFault::ReadOnlyDisk,
        "can only be read",
    );
    check(
        StorageStep::WriteNew,
        DiskFault::DiskFull,
        "the disk is full",
    );
    check(
        StorageStep::WriteNew,
        DiskFault::DiskError,
        "could not be written beside it (input/output error)",
    );
    check(
        StorageStep::Exchange,
        DiskFault::DriveLost,
        "could not be put in its place (no such device)",
    );
    check(
        StorageStep::Exchange,
        DiskFault::NotAllowed,
        "keeps it open",
    );
    check(
        StorageStep::Read,
        DiskFault::NotAllowed,
        "may not read what it holds now",
    );
    check(
        StorageStep::Read,
        DiskFault::DiskError,
        "what it holds now could not be read (input/output error)",
    );
    check(
        StorageStep::MayWrite,
        DiskFault::NotAllowed,
        "protected against writing",
    );
    check(
        StorageStep::SyncFolder,
        DiskFault::DiskError,
        "did not confirm",
    );
    let path = PathBuf::from("/team/a.ron");
    check(
        StorageStep::WriteNew,
        DiskFault::Written(path.clone(), b"theirs".into()),
        "has changed on disk",
    );
    check(
        StorageStep::WriteNew,
        DiskFault::Removed(path),
        "moved or deleted",
    );
}

/// The rules of saving, as steps: the last look is right before the rename, and the folder is synced after it.
#[test]
fn a_save_takes_its_steps_in_order() {
    let memory = Arc::new(MemoryStorage::new());
    let path = Path::new("/a.ron");
    memory.put(path, OLD);
    let faulty = Arc::new(Faulty::new(memory));
    let store = Store::on(faulty.clone());
    store
        .save(path, NEW, Expected::Same(Stamp::of(OLD)))
        .unwrap();
    let look = [StorageStep::Stat, StorageStep::Read];
    let steps = [
        &[StorageStep::Resolve][..],
        &look,
        &[
            StorageStep::MayWrite,
            StorageStep::List,
            StorageStep::WriteNew,
        ],
        &look,
        &[StorageStep::Exchange],
        &look,
        &[StorageStep::Remove, StorageStep::SyncFolder],
    ];
    assert_eq!(faulty.steps(), steps.concat());
}

/// Saves under faults. Whatever fails, the file is the old one or the new one, whole; if it is said to be
/// saved, it is the new one; and nothing is left behind unless the drive went away.
fn check_whole(
    inner: &Arc<dyn Storage>,
    path: &Path,
    old: Option<&[u8]>,
    new: &[u8],
    expected: Expected,
    faults: &[(usize, DiskFault)],
) -> usize {
    let mut faulty = Faulty::new(inner.clone());
    for (at, fault) in faults {
        faulty = faulty.at(*at, fault.clone());
    }
    let faulty = Arc::new(faulty);
    let saved = Store::on(faulty.clone()).save(path, new, expected);
    let direct = Store::on(inner.clone());
    let now = match direct.read(path) {
        Ok(loaded) => Some(loaded.bytes),
        Err(StoreError::NotFound { .. }) => None,
        Err(error) => panic!("{error}"),
    };
    let now = now.as_deref();
    assert!(now == old || now == Some(new), "{now:?} after {faults:?}");
    if matches!(saved, Ok(_) | Err(StoreError::Unconfirmed { .. })) {
        assert_eq!(now, Some(new), "{saved:?} after {faults:?}");
    }
    let lost =
        |fault: &DiskFault| matches!(fault, DiskFault::DriveLost | DiskFault::DriveLostAfter);
    if !faults.iter().any(|(_, fault)| lost(fault)) {
        let left = direct.list(path.parent().unwrap()).unwrap();
        let stray = left.iter().filter(|left| *left != path).count();
        let steps = faulty.steps();
        let failed_removal = |(at, _): &(usize, _)| steps.get(*at) == Some(&StorageStep::Remove);
        // Only a removal that itself fails can leave the temporary file, or what may not be lost.
        assert!(
            stray == 0
                || faults.iter().any(failed_removal)
                || matches!(saved, Err(StoreError::KeptBeside { .. })),
            "{left:?} after {faults:?}"
        );
    }
    faulty.steps().len()
}

fn faults() -> [DiskFault; 6] {
    [
        DiskFault::NotAllowed,
        DiskFault::ReadOnlyDisk,
        DiskFault::DiskFull,
        DiskFault::DiskError,
        DiskFault::DriveLost,
        DiskFault::DriveLostAfter,
    ]
}

#[test]
fn a_fault_at_any_step_leaves_the_file_whole_on_a_real_disk() {
    let disk: Arc<dyn Storage> = Arc::new(Disk);
    for old in [None, Some(OLD)] {
        for fault in faults() {
            let mut at = 0;
            loop {
                let folder = folder();
                let path = folder.path().join("a.ron");
                if let Some(old) = old {
                    fs::write(&path, old).unwrap();
                }
                let expected = old.map_or(Expected::Absent, |old| Expected::Same(Stamp::of(old)));
                let steps = check_whole(&disk, &path, old, NEW, expected, &[(at, fault.clone())]);
                at += 1;
                // Until the fault lies beyond the last step.
                if at > steps {
                    assert_eq!(fs::read(&path).unwrap(), NEW);
                    break;
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn faults_in_any_number_leave_the_file_whole(
        old in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..40)),
        new in proptest::collection::vec(any::<u8>(), 0..40),
        known in any::<bool>(),
        faults in proptest::collection::vec((0_usize..14, proptest::sample::select(faults().to_vec())), 0..4),
    ) {
        let memory = Arc::new(MemoryStorage::new());
        let path = Path::new("/team/a.ron");
        memory.put(path, b"");
        match &old {
            Some(old) => memory.put(path, old),
            None => memory.remove(path).unwrap(),
        }
        let expected = match &old {
            Some(old) if known => Expected::Same(Stamp::of(old)),
            None if known => Expected::Absent,
            _ => Expected::Any,
        };
        let memory: Arc<dyn Storage> = memory;
        check_whole(&memory, path, old.as_deref(), &new, expected, &faults);
    }
}

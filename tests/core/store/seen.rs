//! What is seen of a file without saving it: changes, protection, and who has it open.

use std::{thread, time::Duration};

use frontstage::store::{Claim, Disk, Protection, SeenBy, Sight};

use super::*;

/// What the window marks before anyone types, and unmarks once it is lifted.
#[cfg(unix)]
#[test]
fn a_protected_file_is_seen_before_it_is_saved() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, OLD).unwrap();
    let mut watch = Watch::new(&path, Stamp::of(OLD));
    let mut check = |mode, protection| {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let sight = watch.look(&Store::disk());
        assert_eq!(
            (sight.change, sight.protection),
            (DiskChange::Same, protection)
        );
    };
    check(0o644, None);
    check(0o444, Some(Protection::File));
    check(0o644, None);
    let memory = Arc::new(MemoryStorage::new());
    memory.put(Path::new("/team/a.ron"), OLD);
    let of = |fault| {
        let faulty = Faulty::new(memory.clone()).on(StorageStep::MayWrite, fault);
        Store::on(Arc::new(faulty)).protection(Path::new("/team/a.ron"))
    };
    assert_eq!(of(DiskFault::ReadOnlyDisk), Some(Protection::Disk));
    assert_eq!(of(DiskFault::NotAllowed), Some(Protection::File));
    let second = Faulty::new(memory.clone()).at(2, DiskFault::NotAllowed);
    let store = Store::on(Arc::new(second));
    assert_eq!(
        store.protection(Path::new("/team/a.ron")),
        Some(Protection::Folder)
    );
}

/// A folder that is protected later leaves no trace in the file's size and time.
#[test]
fn a_folder_that_is_protected_later_is_seen() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, OLD).unwrap();
    let faulty = Arc::new(Faulty::new(Arc::new(Disk)));
    let store = Store::on(faulty.clone());
    // Until then a file's time does not yet say that its content is the same.
    thread::sleep(Duration::from_millis(2100));
    let mut watch = Watch::new(&path, Stamp::of(OLD));
    let sight = |protection| Sight {
        change: DiskChange::Same,
        protection,
        is_claimed: None,
    };
    assert_eq!(watch.look(&store), sight(None));
    faulty.next(StorageStep::MayWrite, DiskFault::NotAllowed);
    assert_eq!(watch.look(&store), sight(Some(Protection::File)));
    assert_eq!(watch.look(&store), sight(None));
    let reads = faulty.steps();
    let reads = reads.iter().filter(|step| **step == StorageStep::Read);
    assert_eq!(reads.count(), 1, "the content is not read again");
}

/// A file is one window's at a time, whatever name it is opened by.
#[test]
fn a_file_is_claimed_once() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    fs::write(&path, OLD).unwrap();
    let store = Store::disk();
    let Claim::Held(first) = store.claim(&path, None) else {
        panic!("nobody has it");
    };
    assert_eq!(first.seen_by(), SeenBy::Everyone);
    assert_eq!(names(folder.path()), [".a.ron.lock", "a.ron"]);
    assert!(first.is_of(&store, &path));
    let Claim::Taken(Some(holder)) = store.claim(&path, None) else {
        panic!("it is taken, and says by whom");
    };
    assert!(holder.is_me(&store));
    assert_eq!(holder.process, std::process::id());
    assert!(store.is_claimed(&path, None));
    drop(first);
    assert!(!store.is_claimed(&path, None));
    assert_eq!(names(folder.path()), ["a.ron"], "nothing is left");
    // What a killed program leaves is a file without a lock.
    fs::write(folder.path().join(".a.ron.lock"), "(user: \"x\"").unwrap();
    assert!(!store.is_claimed(&path, None));
    fs::write(folder.path().join(".a.ron.lock"), "(user: \"x\"").unwrap();
    assert!(matches!(store.claim(&path, None), Claim::Held(_)));
}

/// Where no lock can be had beside the file, the user's own windows still see each other.
#[test]
fn without_a_lock_beside_the_file_one_among_the_data_does() {
    let memory = Arc::new(MemoryStorage::new());
    let path = Path::new("/team/a.ron");
    memory.put(path, OLD);
    let refusing = || {
        let faulty = Faulty::new(memory.clone()).on(StorageStep::Hold, DiskFault::NotAllowed);
        Store::on(Arc::new(faulty))
    };
    let data = Some(Path::new("/data"));
    let Claim::Held(first) = refusing().claim(path, data) else {
        panic!("nobody has it");
    };
    assert_eq!(first.seen_by(), SeenBy::ThisMachine);
    assert!(matches!(
        refusing().claim(path, data),
        Claim::Taken(Some(_))
    ));
    assert!(matches!(refusing().claim(path, None), Claim::Unseen));
}

#[test]
fn a_watch_notices_every_change_of_content_and_no_other() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let store = Store::disk();
    fs::write(&path, OLD).unwrap();
    let mut watch = Watch::new(&path, Stamp::of(OLD));
    let mut check = |expected| {
        assert_eq!(watch.look(&store).change, expected);
        assert_eq!(watch.look(&store).change, expected, "the second time");
        assert_eq!(store.changed(&path, Stamp::of(OLD)), expected);
    };
    check(DiskChange::Same);
    fs::write(&path, OLD).unwrap();
    check(DiskChange::Same);
    fs::write(&path, NEW).unwrap();
    check(DiskChange::Changed);
    // The same length, and so soon that the time may be the same.
    fs::write(&path, vec![b'x'; OLD.len()]).unwrap();
    check(DiskChange::Changed);
    fs::write(&path, OLD).unwrap();
    check(DiskChange::Same);
    fs::remove_file(&path).unwrap();
    check(DiskChange::Gone);
    fs::create_dir(&path).unwrap();
    check(DiskChange::Gone);
    fs::remove_dir(&path).unwrap();
    // By path: another file of this name counts.
    store.save(&path, OLD, Expected::Absent).unwrap();
    check(DiskChange::Same);
}

#[test]
fn a_watch_does_not_read_what_did_not_change() {
    let memory = Arc::new(MemoryStorage::new());
    let path = Path::new("/a.ron");
    memory.put(path, OLD);
    let faulty = Arc::new(Faulty::new(memory.clone()));
    let store = Store::on(faulty.clone());
    let mut watch = Watch::new(path, Stamp::of(OLD));
    let reads = || {
        faulty
            .steps()
            .iter()
            .filter(|step| **step == StorageStep::Read)
            .count()
    };
    for _ in 0..10 {
        assert_eq!(watch.look(&store).change, DiskChange::Same);
    }
    assert_eq!(reads(), 1);
    memory.put(path, &[b'x'; OLD.len()]);
    for _ in 0..10 {
        assert_eq!(watch.look(&store).change, DiskChange::Changed);
    }
    assert_eq!(reads(), 2);
    faulty.next(StorageStep::Stat, DiskFault::DriveLost);
    assert_eq!(watch.look(&store).change, DiskChange::Gone);
}

/// A name that looks like a lock and is somebody's file, or leads to one: it is left alone.
#[cfg(unix)]
#[test]
fn a_lock_never_empties_another_file() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    for name in ["a.ron", "b.ron"] {
        fs::write(path(name), OLD).unwrap();
    }
    fs::write(path("mine.txt"), "years of work").unwrap();
    std::os::unix::fs::symlink("mine.txt", path(".a.ron.lock")).unwrap();
    fs::write(path(".b.ron.lock"), "a lock of another program").unwrap();
    let data = path("data");
    for name in ["a.ron", "b.ron"] {
        let Claim::Held(claimed) = Store::disk().claim(&path(name), Some(&data)) else {
            panic!("the lock among the data is free");
        };
        assert_eq!(claimed.seen_by(), SeenBy::ThisMachine);
    }
    assert_eq!(fs::read(path("mine.txt")).unwrap(), b"years of work");
    assert!(path(".a.ron.lock").is_symlink());
    assert_eq!(
        fs::read(path(".b.ron.lock")).unwrap(),
        b"a lock of another program"
    );
}

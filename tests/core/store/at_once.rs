//! Programs at work on one file in the same instant, and what a killed one left.

use super::*;

proptest! {
    /// Another program that writes at any step until the two files have traded their names is never overwritten,
    /// and what it wrote stands where it put it.
    #[test]
    fn what_another_program_writes_is_not_overwritten(at in 0_usize..20, theirs in "[a-z]{0,30}") {
        let memory = Arc::new(MemoryStorage::new());
        let path = Path::new("/team/a.ron");
        memory.put(path, OLD);
        let written = DiskFault::Written(path.into(), theirs.clone().into());
        let faulty = Arc::new(Faulty::new(memory.clone()).at(at, written));
        let saved = Store::on(faulty.clone()).save(path, NEW, Expected::Same(Stamp::of(OLD)));
        let traded = faulty.steps().iter().position(|step| *step == StorageStep::Exchange);
        if traded.is_none_or(|traded| at <= traded) {
            prop_assert!(matches!(saved, Err(StoreError::ChangedOnDisk { .. })), "{saved:?}");
            prop_assert_eq!(memory.get(path), Some(theirs.into_bytes()));
            prop_assert_eq!(memory.paths(), [path.to_path_buf()]);
        }
    }

    /// Nor is one that makes the file while a new one of that name is being saved.
    #[test]
    fn what_another_program_makes_is_not_overwritten(at in 0_usize..20, theirs in "[a-z]{0,30}") {
        let memory = Arc::new(MemoryStorage::new());
        let path = Path::new("/team/a.ron");
        memory.put(Path::new("/team/b.ron"), OLD);
        let written = DiskFault::Written(path.into(), theirs.clone().into());
        let faulty = Arc::new(Faulty::new(memory.clone()).at(at, written));
        let saved = Store::on(faulty.clone()).save(path, NEW, Expected::Absent);
        let placed = faulty.steps().iter().position(|step| *step == StorageStep::RenameNew);
        if placed.is_none_or(|placed| at <= placed) {
            prop_assert!(matches!(saved, Err(StoreError::AlreadyThere { .. })), "{saved:?}");
            prop_assert_eq!(memory.get(path), Some(theirs.into_bytes()));
        }
    }
}

/// Two programs that write at the very moment: each version is somewhere.
#[test]
fn of_three_versions_none_is_lost() {
    let memory = Arc::new(MemoryStorage::new());
    let path = Path::new("/team/a.ron");
    memory.put(path, OLD);
    let written = |bytes: &[u8]| DiskFault::Written(path.into(), bytes.into());
    // One just before the trade, one just before what came out would be put back.
    let faulty = Faulty::new(memory.clone())
        .on(StorageStep::Exchange, written(b"second"))
        .on(StorageStep::Exchange, written(b"third"));
    let store = Store::on(Arc::new(faulty));
    let error = store.save(path, NEW, Expected::Same(Stamp::of(OLD)));
    let Err(StoreError::KeptBeside { kept, .. }) = error else {
        panic!("{error:?}");
    };
    let mut found = [memory.get(path).unwrap(), memory.get(&kept).unwrap()];
    found.sort();
    assert_eq!(found, [b"second".to_vec(), b"third".to_vec()]);
    assert!(kept.to_str().unwrap().starts_with("/team/a.ron.kept-"));
}

/// Drives that cannot trade names or take only free ones are saved to as ever.
#[test]
fn drives_without_these_steps_are_saved_to_by_a_rename() {
    for (old, step) in [
        (Some(OLD), StorageStep::Exchange),
        (None, StorageStep::RenameNew),
    ] {
        let memory = Arc::new(MemoryStorage::new());
        let path = Path::new("/team/a.ron");
        memory.put(Path::new("/team/b.ron"), OLD);
        if let Some(old) = old {
            memory.put(path, old);
        }
        let faulty = Faulty::new(memory.clone()).on(step, DiskFault::Unsupported);
        let expected = old.map_or(Expected::Absent, |old| Expected::Same(Stamp::of(old)));
        let store = Store::on(Arc::new(faulty));
        store.save(path, NEW, expected).unwrap();
        assert_eq!(memory.get(path).unwrap(), NEW);
        assert_eq!(memory.paths().len(), 2);
    }
}

/// Temporary files of programs that are over go with the next save; those of programs that run, of other machines
/// and of other make stay.
#[test]
fn what_a_killed_program_left_goes_with_the_next_save() {
    let folder = folder();
    let put = |name: &str| fs::write(folder.path().join(name), OLD).unwrap();
    let path = folder.path().join("a.ron");
    // A real name, caught while a save writes to a full disk and the removal fails too.
    let faulty = Faulty::new(Arc::new(Disk))
        .on(StorageStep::WriteNew, DiskFault::DiskFull)
        .on(StorageStep::Remove, DiskFault::DiskError);
    let refused = Store::on(Arc::new(faulty)).save(&path, NEW, Expected::Absent);
    assert!(matches!(refused, Err(StoreError::DiskFull { .. })));
    let ours = names(folder.path()).pop().expect("it was left");
    let of_process =
        |id: u32| ours.replace(&format!("-{}-", std::process::id()), &format!("-{id}-"));
    let mut over = std::process::Command::new("true").spawn().unwrap();
    over.wait().unwrap();
    let over = of_process(over.id());
    assert_ne!(over, ours);
    put(&over);
    put(".frontstage-0badcafe-1-0.tmp");
    put(".frontstage-notes.tmp");

    Store::disk().save(&path, NEW, Expected::Absent).unwrap();
    let mut left = vec![
        ".frontstage-0badcafe-1-0.tmp".to_owned(),
        ".frontstage-notes.tmp".to_owned(),
        "a.ron".to_owned(),
        ours,
    ];
    left.sort();
    assert_eq!(names(folder.path()), left);
}

//! Settings survive bad files, and two windows do not lose each other's.

use std::{fs, path::Path, sync::Arc, thread};

use frontstage::store::{
    Store, StoreError,
    fake::{DiskFault, Faulty, MemoryStorage, StorageStep},
    settings::{MAX_RECENT, Motion, Settings, SettingsFile, ThemeChoice},
};

use super::{folder, names};

fn file(data: &Path) -> SettingsFile {
    SettingsFile::new(Store::disk(), data)
}

#[test]
fn what_is_changed_is_loaded() {
    let data = folder();
    let data = data.path().join("not made yet");
    let settings = file(&data);
    assert_eq!(settings.load().0, Settings::default());
    let changed = settings.change(|settings| {
        settings.theme = ThemeChoice::Dark;
        settings.motion = Motion::Reduced;
        settings.notes.insert("panel".into(), "risks".into());
        settings.remember(Path::new("/gone/with the drive.ron"));
    });
    let (loaded, trouble) = file(&data).load();
    assert!(trouble.is_none());
    assert_eq!(loaded, changed.unwrap());
    assert_eq!(
        (loaded.theme, loaded.motion),
        (ThemeChoice::Dark, Motion::Reduced)
    );
    assert_eq!(loaded.recent, [Path::new("/gone/with the drive.ron")]);
}

#[test]
fn recent_files_are_newest_first_once_each_and_few() {
    let mut settings = Settings::default();
    for number in (0..20).chain([15, 19]) {
        settings.remember(Path::new(&format!("/{number}.ron")));
    }
    assert_eq!(settings.recent.len(), MAX_RECENT);
    let first: Vec<_> = settings.recent[..4]
        .iter()
        .map(|path| path.to_str().unwrap())
        .collect();
    assert_eq!(first, ["/19.ron", "/15.ron", "/18.ron", "/17.ron"]);
    settings.forget(Path::new("/15.ron"));
    assert_eq!(settings.recent.len(), MAX_RECENT - 1);
    settings.remember(Path::new("relative.ron"));
    assert!(settings.recent[0].is_absolute());
}

#[test]
fn a_bad_file_is_set_aside_and_an_earlier_one_kept() {
    let data = folder();
    let settings = file(data.path());
    for bad in ["(theme: Sepia)", "(theme: "] {
        fs::write(settings.path(), bad).unwrap();
        let (loaded, trouble) = settings.load();
        assert_eq!(loaded, Settings::default());
        let trouble = trouble.unwrap().to_string();
        assert!(trouble.contains("settings.bad"), "{trouble}");
        assert!(settings.load().1.is_none(), "told once");
    }
    let content = |name| fs::read_to_string(data.path().join(name)).unwrap();
    assert_eq!(content("settings.bad.ron"), "(theme: Sepia)");
    assert_eq!(content("settings.bad-2.ron"), "(theme: ");
    // A field of a newer version is no reason to lose the rest.
    fs::write(settings.path(), "(theme: Dark, sound: Off)").unwrap();
    assert_eq!(settings.load().0.theme, ThemeChoice::Dark);
}

#[test]
fn settings_that_cannot_be_read_are_not_replaced() {
    let memory = Arc::new(MemoryStorage::new());
    let path = Path::new("/data/settings.ron");
    memory.put(path, b"(theme: Dark)");
    let faulty = Faulty::new(memory.clone()).on(StorageStep::Read, DiskFault::DiskError);
    let settings = SettingsFile::new(Store::on(Arc::new(faulty)), Path::new("/data"));
    let error = settings.change(|settings| settings.motion = Motion::Reduced);
    assert!(
        matches!(error, Err(StoreError::ReadFailed { .. })),
        "{error:?}"
    );
    assert_eq!(memory.get(path).unwrap(), b"(theme: Dark)");
}

#[test]
fn windows_do_not_lose_each_others_changes() {
    let data = folder();
    thread::scope(|scope| {
        for window in 0..4 {
            let settings = file(data.path());
            scope.spawn(move || {
                for number in 0..10 {
                    let name = format!("{window}-{number}");
                    let change = |settings: &mut Settings| {
                        settings.notes.insert(name.clone(), String::new());
                    };
                    settings.change(change).unwrap();
                }
            });
        }
    });
    assert_eq!(file(data.path()).load().0.notes.len(), 40);
    assert_eq!(names(data.path()), ["settings.ron"]);
}

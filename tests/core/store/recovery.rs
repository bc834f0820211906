//! Unsaved work survives a crash, and is never offered while its program still runs.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use frontstage::store::{
    FoundDrafts, OpenDraft, Recovery, Stamp, Store, StoreError, UnsavedWork,
    fake::{DiskFault, Faulty, MemoryStorage, StorageStep},
};

use super::folder;

const DATA: &str = "/data";

fn open(data: &Path) -> Recovery {
    Recovery::open(Store::disk(), data).unwrap()
}

fn draft(text: impl Into<String>) -> UnsavedWork {
    let text = text.into();
    UnsavedWork {
        path: Some("/team/a.ron".into()),
        title: "Refunds".into(),
        saved: Some(Stamp::of(b"saved")),
        open: None,
        text: Box::new(move || text),
    }
}

fn texts(found: &FoundDrafts) -> Vec<&str> {
    let mut texts: Vec<_> = found
        .drafts
        .iter()
        .map(|draft| draft.text.as_str())
        .collect();
    texts.sort_unstable();
    texts
}

/// Checks what a new run is offered.
#[track_caller]
fn check_found(data: &Path, expected: &[&str]) {
    let recovery = open(data);
    let found = recovery.list().unwrap();
    assert_eq!(texts(&found), expected);
    assert!(found.unreadable.is_empty(), "{found:?}");
}

/// All recovery files, of whatever run.
fn draft_files(data: &Path) -> Vec<PathBuf> {
    let runs = fs::read_dir(data.join("recovery")).unwrap();
    runs.flat_map(|run| fs::read_dir(run.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == "draft"))
        .collect()
}

/// Waits until `done`, and fails after `limit`.
#[track_caller]
fn wait(limit: Duration, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < limit, "not within {limit:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn all_that_was_put_is_offered_later() {
    let data = folder();
    let mut recovery = open(data.path());
    let (a, b) = (recovery.new_key(), recovery.new_key());
    recovery.put(a, draft("lost"));
    recovery.put(a, draft("a"));
    recovery.put(
        b,
        UnsavedWork {
            path: None,
            title: "Two\nlines".into(),
            saved: None,
            open: Some(OpenDraft {
                field: "variants/before/steps/x/title".into(),
                text: "half a wo".into(),
            }),
            text: Box::new(|| "b\r\n\"quoted\"\n".into()),
        },
    );
    assert_eq!(
        texts(&recovery.list().unwrap()),
        [""; 0],
        "its own work is open, not lost"
    );
    drop(recovery);

    let found = open(data.path()).list().unwrap();
    let [b, a] = found.drafts.as_slice() else {
        panic!("{found:?}")
    };
    let (a, b) = if a.text == "a" { (a, b) } else { (b, a) };
    assert_eq!(a.text, "a");
    assert_eq!(a.path.as_deref(), Some(Path::new("/team/a.ron")));
    assert_eq!(
        (a.title.as_str(), a.saved, &a.open),
        ("Refunds", Some(Stamp::of(b"saved")), &None)
    );
    assert!(a.time.elapsed().unwrap() < Duration::from_secs(60));
    assert_eq!(
        (b.text.as_str(), b.title.as_str()),
        ("b\r\n\"quoted\"\n", "Two\nlines")
    );
    assert_eq!((b.path.as_deref(), b.saved), (None, None));
    assert_eq!(b.open.as_ref().unwrap().text, "half a wo");
}

#[test]
fn a_change_is_on_disk_within_two_seconds_even_while_changes_go_on() {
    let data = folder();
    let mut recovery = open(data.path());
    let key = recovery.new_key();
    let start = Instant::now();
    wait(Duration::from_secs(2), || {
        recovery.put(key, draft(format!("{:?}", start.elapsed())));
        !draft_files(data.path()).is_empty()
    });
}

#[test]
fn nobody_waits_and_only_the_newest_is_made_into_text() {
    let data = folder();
    let mut recovery = open(data.path());
    let key = recovery.new_key();
    let made = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    for number in 0..1000 {
        let made = Arc::clone(&made);
        let slow = move || {
            made.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(300));
            number.to_string()
        };
        recovery.put(
            key,
            UnsavedWork {
                text: Box::new(slow),
                ..draft("")
            },
        );
    }
    assert!(
        start.elapsed() < Duration::from_millis(200),
        "{:?}",
        start.elapsed()
    );
    recovery.flush().unwrap();
    assert_eq!(made.load(Ordering::SeqCst), 1);
    drop(recovery);
    check_found(data.path(), &["999"]);
}

#[test]
fn what_was_saved_or_given_up_is_not_offered() {
    let data = folder();
    let mut recovery = open(data.path());
    let (a, b) = (recovery.new_key(), recovery.new_key());
    for key in [a, b] {
        recovery.put(key, draft("old"));
        recovery.flush().unwrap();
    }
    recovery.discard(a);
    recovery.put(b, draft("pending"));
    recovery.discard(b);
    // A change after the save is again unsaved work.
    recovery.put(a, draft("after"));
    drop(recovery);
    check_found(data.path(), &["after"]);
}

#[test]
fn a_run_that_ends_with_nothing_unsaved_leaves_nothing() {
    let data = folder();
    let mut recovery = open(data.path());
    let key = recovery.new_key();
    recovery.put(key, draft("a"));
    recovery.discard(key);
    drop(recovery);
    assert_eq!(super::names(&data.path().join("recovery")), [""; 0]);
}

#[test]
fn recovered_work_comes_along_without_a_gap_and_goes_when_discarded() {
    let data = folder();
    let mut first = open(data.path());
    for text in ["a", "b"] {
        let key = first.new_key();
        first.put(key, draft(text));
    }
    drop(first);

    let mut second = open(data.path());
    let found = second.list().unwrap();
    let (a, b) = (&found.drafts[0], &found.drafts[1]);
    second.forget(&b.file).unwrap();
    let key = second.take_over(a).unwrap();
    assert_eq!(texts(&second.list().unwrap()), [""; 0]);
    // Another window had it on its list too.
    let error = second.take_over(a).unwrap_err();
    assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
    drop(second);

    check_found(data.path(), &[a.text.as_str()]);
    let mut third = open(data.path());
    let key_of_third = third.take_over(&third.list().unwrap().drafts[0]).unwrap();
    assert_eq!(key, key_of_third, "both are the first of their run");
    third.discard(key_of_third);
    drop(third);
    check_found(data.path(), &[]);
}

#[test]
fn a_bad_file_is_listed_and_stays_until_it_is_forgotten() {
    let data = folder();
    let mut first = open(data.path());
    for text in ["whole", "cut"] {
        let key = first.new_key();
        first.put(key, draft(text));
    }
    drop(first);
    let files = draft_files(data.path());
    let cut = files
        .iter()
        .find(|file| fs::read_to_string(file).unwrap().ends_with("cut"));
    let cut = cut.unwrap();
    let bytes = fs::read(cut).unwrap();
    fs::write(cut, &bytes[..bytes.len() - 1]).unwrap();

    for _ in 0..2 {
        let recovery = open(data.path());
        let found = recovery.list().unwrap();
        assert_eq!(texts(&found), ["whole"]);
        assert_eq!(found.unreadable[0].file, *cut);
        let why = found.unreadable[0].why.to_string();
        assert!(why.contains("its text was cut or changed"), "{why}");
        assert!(cut.exists());
    }
    open(data.path()).forget(cut).unwrap();
    check_found(data.path(), &["whole"]);
}

#[test]
fn a_failure_is_told_and_tried_again() {
    let memory = Arc::new(MemoryStorage::new());
    let faulty = Arc::new(Faulty::new(memory.clone()));
    let mut recovery = Recovery::open(Store::on(faulty.clone()), DATA.as_ref()).unwrap();
    let (a, b) = (recovery.new_key(), recovery.new_key());
    faulty.next(StorageStep::WriteNew, DiskFault::DiskFull);
    recovery.put(a, draft("a"));
    let error = recovery.flush().unwrap_err();
    assert!(matches!(*error, StoreError::DiskFull { .. }), "{error}");
    assert!(recovery.trouble().is_some());
    // The other document is written, and then so is this one, without being put again.
    recovery.put(b, draft("b"));
    recovery.flush().unwrap();
    assert!(recovery.trouble().is_none());
    drop(recovery);
    let next = Recovery::open(Store::on(memory), DATA.as_ref()).unwrap();
    assert_eq!(texts(&next.list().unwrap()), ["a", "b"]);
}

/// Cleaned away by hand, or with a drive that was unplugged and is back.
#[test]
fn a_folder_that_went_is_made_again() {
    let data = folder();
    let mut recovery = open(data.path());
    let key = recovery.new_key();
    fs::remove_dir_all(data.path().join("recovery")).unwrap();
    recovery.put(key, draft("mine"));
    recovery.flush().unwrap();
    // While this run lives, its draft is not offered to another.
    assert!(open(data.path()).list().unwrap().drafts.is_empty());
    drop(recovery);
    check_found(data.path(), &["mine"]);
}

#[test]
fn a_document_that_cannot_be_made_into_text_does_not_take_others_along() {
    let data = folder();
    let mut recovery = open(data.path());
    let (a, b) = (recovery.new_key(), recovery.new_key());
    recovery.put(a, draft("before"));
    recovery.flush().unwrap();
    recovery.put(
        a,
        UnsavedWork {
            text: Box::new(|| panic!("on purpose")),
            ..draft("")
        },
    );
    recovery.put(b, draft("b"));
    assert!(recovery.flush().is_err());
    drop(recovery);
    check_found(data.path(), &["b", "before"]);
}

#[test]
fn a_crash_while_writing_leaves_the_draft_before_it() {
    for fault in super::faults() {
        for step in [
            StorageStep::WriteNew,
            StorageStep::Rename,
            StorageStep::SyncFolder,
        ] {
            let memory = Arc::new(MemoryStorage::new());
            let faulty = Arc::new(Faulty::new(memory.clone()));
            let mut recovery = Recovery::open(Store::on(faulty.clone()), DATA.as_ref()).unwrap();
            let key = recovery.new_key();
            recovery.put(key, draft("one"));
            recovery.flush().unwrap();
            faulty.next(step, fault.clone());
            recovery.put(key, draft("two"));
            _ = recovery.flush();
            // As after a crash: the next run sees the disk as it is now.
            let files = memory.paths();
            let file = files
                .iter()
                .find(|path| path.extension().is_some_and(|e| e == "draft"));
            let bytes = memory.get(file.unwrap()).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.ends_with("one") || text.ends_with("two"),
                "{fault:?} at {step:?}: {text}"
            );
        }
    }
}

const CHILD: &str = "FRONTSTAGE_TEST_CHILD";

/// Not a test by itself: the program that the tests below kill. Without the variable it does nothing.
#[test]
fn runs_until_it_is_killed() {
    let Some(data) = env::var_os(CHILD) else {
        return;
    };
    let data = PathBuf::from(data);
    let mut recovery = open(&data);
    let key = recovery.new_key();
    for number in 0_usize.. {
        // Long enough that a write can be cut short.
        let text = format!("{number} ").repeat(20_000);
        recovery.put(key, draft(text));
        recovery.flush().unwrap();
    }
}

fn start_child(data: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "store::recovery::runs_until_it_is_killed"]);
    command
        .env(CHILD, data)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn work_of_a_killed_program_is_offered_whole_and_of_a_living_one_not_at_all() {
    let data = folder();
    for round in 1..=8 {
        let mut child = start_child(data.path());
        wait(Duration::from_secs(20), || {
            data.path().join("recovery").exists() && draft_files(data.path()).len() == round
        });
        // Alive: only what the children killed before it left is offered.
        assert_eq!(open(data.path()).list().unwrap().drafts.len(), round - 1);
        // At another point of its writing each time.
        thread::sleep(Duration::from_millis(7 * round as u64));
        // SIGKILL: the process gets no chance to tidy up.
        child.kill().unwrap();
        child.wait().unwrap();

        let found = open(data.path()).list().unwrap();
        assert!(found.unreadable.is_empty(), "{found:?}");
        assert_eq!(found.drafts.len(), round);
        for draft in &found.drafts {
            let mut words = draft.text.split_whitespace();
            let first = words.next().unwrap();
            assert_eq!(draft.text, format!("{first} ").repeat(20_000));
        }
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let data = folder();
    let data = data.path().join("share/frontstage");
    let _recovery = open(&data);
    let mode = fs::metadata(&data).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

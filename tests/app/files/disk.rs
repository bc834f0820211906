//! What the disk holds decides what is saved; and two windows on one file.

use frontstage::{app::files::FileState, store::Storage};

use super::*;

fn remove(desk: &Desk) {
    Storage::remove(&*desk.memory, Path::new(FILE)).unwrap();
}

fn put(desk: &Desk, text: &str) {
    desk.memory.put(Path::new(FILE), text.as_bytes());
}

impl Desk {
    fn state(&mut self) -> FileState {
        let window = self.window();
        window.files.state(window.session.as_ref().unwrap())
    }

    #[track_caller]
    fn wait_for(&mut self, state: FileState) {
        self.wait_until("the disk to be looked at", |desk| desk.state() == state);
    }
}

#[test]
fn a_file_that_went_counts_as_unsaved() {
    let mut desk = Desk::new();
    desk.open(FILE);
    desk.wait_for(FileState::Saved);
    remove(&desk);
    desk.wait_for(FileState::Gone);
    assert!(desk.sees("What you see is on no disk"));
    desk.wait_until("recovery data", |desk| desk.drafts().len() == 1);
    // The bar can be closed; what is true stays true.
    desk.click("Dismiss");
    assert_eq!(desk.state(), FileState::Gone);

    // Both ways out ask, and Save writes the file again at its place.
    assert!(!desk.close_button(), "it stays open");
    assert!(desk.sees("is gone from the disk. Save it?"));
    desk.click("Cancel");
    desk.command(Command::StartScreen);
    assert!(desk.sees("is gone from the disk. Save it?"));
    desk.click("Save");
    assert!(desk.window().session.is_none(), "then it is closed");
    assert_eq!(desk.file(FILE), text_of("Refund"));
    desk.wait_until("no recovery data", |desk| desk.drafts().is_empty());
}

/// Nobody looks but the one who closes.
#[test]
fn a_file_that_went_just_now_is_noticed_when_it_is_closed() {
    let mut desk = Desk::new();
    desk.open(FILE);
    remove(&desk);
    assert!(!desk.close_button());
    assert!(desk.sees("is gone from the disk. Save it?"));
}

#[test]
fn what_was_only_on_screen_is_recovered() {
    let mut desk = Desk::new();
    desk.open(FILE);
    remove(&desk);
    desk.wait_until("recovery data", |desk| desk.drafts().len() == 1);
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert!(desk.sees("is not there any more"));
    desk.click("Open recovered");
    desk.wait_for(FileState::Gone);
    desk.click("Save it there again");
    check_open(&mut desk, "Refund", false, "Refund");
    assert_eq!(desk.state(), FileState::Saved);
}

#[test]
fn a_file_that_is_as_it_was_counts_as_saved() {
    let mut desk = Desk::new();
    desk.open(FILE);
    remove(&desk);
    desk.wait_for(FileState::Gone);
    desk.wait_until("recovery data", |desk| desk.drafts().len() == 1);
    put(&desk, &text_of("Refund"));
    desk.wait_for(FileState::Saved);
    desk.wait_until("no recovery data", |desk| desk.drafts().is_empty());
    assert!(desk.close_button());
}

#[test]
fn what_others_wrote_is_reloaded_without_a_question_while_nothing_is_unsaved() {
    let mut desk = Desk::new();
    desk.open(FILE);
    put(&desk, &text_of("Theirs"));
    desk.wait_for(FileState::Differs);
    assert!(desk.sees("changed on disk"));
    desk.click("Reload");
    check_open(&mut desk, "Theirs", false, "Theirs");
    assert_eq!(desk.state(), FileState::Saved);
}

#[test]
fn keep_mine_is_unsaved_until_it_is_on_disk() {
    let mut desk = Desk::new();
    desk.open(FILE);
    put(&desk, &text_of("Theirs"));
    desk.wait_for(FileState::Differs);
    desk.click("Keep mine");
    assert!(!desk.sees("changed on disk"));
    assert_eq!(desk.state(), FileState::Differs);
    desk.wait_until("recovery data", |desk| desk.drafts().len() == 1);
    // Reloading would take it away now.
    desk.command(Command::Reload);
    assert!(desk.sees("lose your changes?"));
    desk.click("Cancel");
    assert!(!desk.close_button());
    desk.click("Save");
    // Others wrote it: that is never overwritten without a word.
    assert!(desk.sees("changed on disk since you opened it"));
    assert_eq!(desk.file(FILE), text_of("Theirs"));
    desk.click("Replace");
    assert_eq!(desk.file(FILE), text_of("Refund"));
}

/// Halves of a sync, a merge tool, another program: what is open is all there is.
#[test]
fn a_garbled_file_is_not_reloaded() {
    let mut desk = Desk::new();
    desk.open(FILE);
    put(&desk, "Blueprint(title: \"Ref");
    desk.wait_for(FileState::Differs);
    desk.click("Reload");
    assert!(desk.sees("was not opened"));
    desk.click("Close");
    assert_eq!(desk.state(), FileState::Differs);
    desk.command(Command::Save);
    desk.click("Replace");
    check_open(&mut desk, "Refund", false, "Refund");
}

#[test]
fn a_protected_file_is_marked_before_anyone_types() {
    let mut desk = Desk::new();
    desk.faults
        .next(StorageStep::MayWrite, DiskFault::NotAllowed);
    desk.open(FILE);
    assert_eq!(desk.state(), FileState::Protected);
    assert!(desk.sees("is protected against writing"));
}

#[test]
fn a_second_window_is_told_and_reads() {
    let mut first = Desk::new();
    first.open(FILE);
    let mut second = Desk::on(Arc::clone(&first.memory));
    second.open(FILE);
    assert!(second.sees("refund.blueprint.ron is open in another window"));
    assert!(second.sees("You opened it in another window just now"));
    second.click("Read it");
    assert_eq!(second.state(), FileState::ReadOnly);
    assert!(second.sees("is open for reading only"));
    second.command(Command::Save);
    assert!(second.sees("It cannot be saved"));
    second.click("Close");

    // What the first saves is read anew, still without being able to change it.
    first.retitle("Mine");
    first.command(Command::Save);
    second.wait_until("the bar", |desk| desk.sees("changed on disk"));
    second.click("Reload");
    check_open(&mut second, "Mine", false, "Mine");
    assert_eq!(second.state(), FileState::ReadOnly);

    // While the first has it, trying asks again; once it is closed there, it can be changed here.
    second.click("Try to edit");
    assert!(second.sees("is open in another window"));
    second.click("Cancel");
    assert!(first.close_button());
    second.wait_until("word of it", |desk| {
        desk.sees("the other window has closed it")
    });
    second.click("Edit it");
    assert_eq!(second.state(), FileState::Saved);
    let locks = |desk: &Desk| {
        let mut paths = desk.memory.paths();
        paths.retain(|path| {
            path.starts_with("/desk") && path.extension().is_some_and(|e| e == "lock")
        });
        paths
    };
    assert_eq!(
        locks(&second),
        [Path::new("/desk/.refund.blueprint.ron.lock")]
    );
    assert!(second.close_button());
    assert!(locks(&second).is_empty(), "no lock is left");
}

#[test]
fn a_second_window_works_on_a_copy() {
    let mut first = Desk::new();
    first.open(FILE);
    let mut second = Desk::on(Arc::clone(&first.memory));
    second.open(FILE);
    second.click("Work on a copy");
    assert_eq!(second.state(), FileState::Unsaved);
    assert!(second.sees("Copy of refund.blueprint.ron"));
    let copy = Path::new("/desk/refund-copy.blueprint.ron");
    second.dialogs.answer(Answer::Picked(copy.into()));
    second.command(Command::Save);
    check_open(&mut second, "Refund", false, "Refund");
    let asked = second.dialogs.requests().pop().unwrap();
    assert_eq!(asked.wants, Wants::Save("refund-copy.blueprint.ron".into()));
    assert_eq!(asked.folder.as_deref(), Some(Path::new("/desk")));
    first.retitle("Mine");
    first.command(Command::Save);
    assert_eq!(first.file(FILE), text_of("Mine"));
    assert_eq!(second.state(), FileState::Saved);
}

/// Reading may turn into a file of one's own.
#[test]
fn what_is_read_can_be_saved_under_another_name() {
    let mut first = Desk::new();
    first.open(FILE);
    let mut second = Desk::on(Arc::clone(&first.memory));
    second.open(FILE);
    second.click("Read it");
    second.dialogs.answer(Answer::Picked("/desk/mine".into()));
    second.command(Command::SaveAs);
    assert_eq!(second.state(), FileState::Saved);
    second.retitle("Mine");
    second.command(Command::Save);
    check_open(&mut second, "Mine", false, "Mine");
}

/// Its own file, opened or reloaded again, is not another window's.
#[test]
fn a_window_does_not_meet_itself() {
    let mut desk = Desk::new();
    desk.open(FILE);
    desk.open(FILE);
    assert_eq!(desk.state(), FileState::Saved);
    desk.command(Command::Reload);
    assert_eq!(desk.state(), FileState::Saved);
    desk.open(OTHER);
    // And what it left is free.
    let mut second = Desk::on(Arc::clone(&desk.memory));
    second.open(FILE);
    assert_eq!(second.state(), FileState::Saved);
}

/// Save as takes the new file, and lets the old one go.
#[test]
fn another_window_that_has_the_new_file_is_said() {
    let mut first = Desk::new();
    first.open(OTHER);
    let mut second = Desk::on(Arc::clone(&first.memory));
    second.open(FILE);
    second.dialogs.answer(Answer::Picked(OTHER.into()));
    second.command(Command::SaveAs);
    second.click("Replace");
    assert!(second.sees("is open elsewhere too"));
    first.wait_for(FileState::Differs);
    let mut third = Desk::on(Arc::clone(&first.memory));
    third.open(FILE);
    assert_eq!(third.state(), FileState::Saved);
}

#[test]
fn recovery_is_tried_again_by_itself() {
    let memory = Arc::new(MemoryStorage::new());
    memory.put(Path::new(FILE), text_of("Refund").as_bytes());
    let mut desk = Desk::on(memory);
    desk.crash();
    desk.faults
        .next(StorageStep::CreateFolder, DiskFault::DiskFull);
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert!(desk.sees("would not survive a crash"));
    desk.open(FILE);
    desk.retitle("Mine");
    let start = Instant::now();
    while desk.drafts().is_empty() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "it is never tried again"
        );
        thread::sleep(Duration::from_millis(50));
        desk.harness().step();
    }
    assert!(!desk.sees("would not survive a crash"));
}

/// A copy would lose what this version does not understand, just as the file would.
#[test]
fn a_copy_of_what_is_not_understood_is_not_saved() {
    let mut first = Desk::new();
    first.open(FILE);
    let mut second = Desk::on(Arc::clone(&first.memory));
    second.open(FILE);
    second.click("Read it");
    put(
        &first,
        &text_of("Odd").replacen("title:", "colour: 3,\n    title:", 1),
    );
    second.click("Work on a copy");
    assert_eq!(second.state(), FileState::ReadOnly);
    second.command(Command::SaveAs);
    assert!(second.sees("This blueprint is read-only"));
}

/// What a crash left is offered also when the recovery data could only be reached later.
#[test]
fn what_was_left_is_offered_once_recovery_is_back() {
    let mut desk = Desk::with_changes();
    desk.wait_until("recovery data", |desk| desk.drafts().len() == 1);
    desk.crash();
    desk.faults
        .next(StorageStep::CreateFolder, DiskFault::DiskFull);
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert!(!desk.sees("Open recovered"));
    let start = Instant::now();
    while !desk.sees("Open recovered") {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "it is never looked for"
        );
        thread::sleep(Duration::from_millis(50));
        desk.harness().step();
    }
}

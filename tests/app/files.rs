//! Documents and their files in the window: nothing is lost on any way through it.

mod disk;
mod exporting;
mod letters;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use egui::{Key, Modifiers, Ui, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::{Harness, kittest::Queryable};
use frontstage::{
    app::{
        files::{
            Files,
            dialogs::{Answer, FileDialogs, NoDialogs, Scripted, Wants},
        },
        look,
        start::{Start, start_ui},
    },
    edit::Edit,
    format,
    model::Blueprint,
    scene::TextMeasure,
    session::{Action, Command, Does, Session},
    store::{
        Fonts, NoFonts, Store,
        fake::{DiskFault, Faulty, MemoryStorage, StorageStep},
    },
    templates::TEMPLATES,
};

use super::dropped::Dropped;

const FILE: &str = "/desk/refund.blueprint.ron";
const OTHER: &str = "/desk/other.blueprint.ron";

/// The parts of the window that have to do with files.
struct Window {
    files: Files,
    session: Option<Session>,
    start: Start,
    typing: Option<(String, String)>,
}

impl Window {
    fn ui(&mut self, ui: &mut Ui) {
        self.files.update(&mut self.session, self.typing.clone());
        self.files.bars_ui(ui, &mut self.session);
        match &self.session {
            None => start_ui(ui, &mut self.start, &mut self.files, &mut self.session),
            Some(session) => {
                ui.label(self.files.title(session));
            }
        }
        self.files.modals_ui(ui, &mut self.session);
    }
}

/// A window on files in memory, which a test can make fail.
struct Desk {
    memory: Arc<MemoryStorage>,
    faults: Arc<Faulty>,
    dialogs: Scripted,
    fonts: Arc<dyn Fonts>,
    /// Whether letters that no font has may be drawn as boxes.
    boxes: bool,
    harness: Option<Harness<'static, Option<Window>>>,
}

impl Desk {
    fn new() -> Self {
        let memory = Arc::new(MemoryStorage::new());
        memory.put(Path::new(OTHER), text_of("Other").as_bytes());
        memory.put(Path::new(FILE), text_of("Refund").as_bytes());
        Self::on(memory)
    }

    /// A window on files that another may have open too.
    fn on(memory: Arc<MemoryStorage>) -> Self {
        let faults = Arc::new(Faulty::new(Arc::clone(&memory) as Arc<_>));
        let mut desk = Self {
            memory,
            faults,
            dialogs: Scripted::default(),
            fonts: Arc::new(NoFonts),
            boxes: false,
            harness: None,
        };
        desk.open_window(Box::new(desk.dialogs.clone()));
        desk
    }

    /// A desk with the file open and changed.
    fn with_changes() -> Self {
        let mut desk = Self::new();
        desk.open(FILE);
        desk.retitle("Mine");
        desk
    }

    fn open_window(&mut self, dialogs: Box<dyn FileDialogs>) {
        let store = Store::on(Arc::clone(&self.faults) as Arc<_>).with_fonts(self.fonts.clone());
        let mut dialogs = Some(dialogs);
        let frame = move |ui: &mut Ui, window: &mut Option<Window>| {
            if let Some(dialogs) = dialogs.take() {
                let text = Arc::new(TextMeasure::default());
                let data = Some(Path::new("/data"));
                *window = Some(Window {
                    files: Files::new(ui.ctx(), store.clone(), dialogs, data, text),
                    session: None,
                    start: Start::default(),
                    typing: None,
                });
            }
            window.as_mut().unwrap().ui(ui);
        };
        let mut builder = Harness::builder()
            .with_size([1280.0, 720.0])
            .with_context_setup(look::install);
        if self.boxes {
            builder = builder.allow_missing_glyphs();
        }
        let harness = builder.build_ui_state(frame, None);
        self.harness = Some(harness);
        self.settle();
    }

    fn harness(&mut self) -> &mut Harness<'static, Option<Window>> {
        self.harness.as_mut().unwrap()
    }

    fn window(&mut self) -> &mut Window {
        self.harness().state_mut().as_mut().unwrap()
    }

    /// Ends the program as a crash does: nothing is asked, nothing is tidied.
    fn crash(&mut self) {
        self.harness = None;
    }

    fn settle(&mut self) {
        self.harness().run_steps(6);
    }

    fn wait_until(&mut self, what: &str, is_so: impl Fn(&mut Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "waited for {what}"
            );
            thread::sleep(Duration::from_millis(10));
            self.harness().step();
        }
    }

    fn command(&mut self, command: Command) {
        let Does::Files(command) = command.info().does else {
            panic!("{command:?} is not about files");
        };
        let window = self.window();
        window.files.command(command, &mut window.session);
        self.settle();
    }

    fn open(&mut self, path: &str) {
        let window = self.window();
        window.files.open(Path::new(path), &mut window.session);
        self.settle();
    }

    fn retitle(&mut self, title: &str) {
        let session = self.window().session.as_mut().unwrap();
        let mut head = (**session.blueprint()).clone();
        head.title = title.into();
        session.run(Action::Edit(Edit::SetHead(Box::new(head))));
        assert!(session.is_dirty());
        self.settle();
    }

    fn click(&mut self, name: &str) {
        self.harness().get_by_label(name).click();
        self.settle();
    }

    /// For what stands in a bar and in the modal over it.
    fn click_last(&mut self, name: &str) {
        let last = self.harness().get_all_by_label(name).last();
        last.expect("there is one").click();
        self.settle();
    }

    fn sees(&mut self, words: &str) -> bool {
        self.harness()
            .query_all_by_label_contains(words)
            .next()
            .is_some()
    }

    /// Whether something has this value for a screen reader.
    fn reads(&mut self, value: &str) -> bool {
        self.harness().query_all_by_value(value).next().is_some()
    }

    fn press(&mut self, key: Key) {
        self.harness().key_press(key);
        self.settle();
    }

    fn close_button(&mut self) -> bool {
        let harness = self.harness();
        let viewport = harness
            .input_mut()
            .viewports
            .entry(ViewportId::ROOT)
            .or_default();
        viewport.events.push(ViewportEvent::Close);
        harness.step();
        let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
        let stays = commands.contains(&ViewportCommand::CancelClose);
        let viewport = harness
            .input_mut()
            .viewports
            .entry(ViewportId::ROOT)
            .or_default();
        viewport.events.clear();
        self.settle();
        !stays
    }

    fn drop_file(&mut self, path: &str) {
        let file = Arc::new(Dropped(path.into()));
        self.harness().input_mut().dropped_files.push(file);
        self.settle();
    }

    fn file(&self, path: &str) -> String {
        String::from_utf8(self.memory.get(Path::new(path)).unwrap()).unwrap()
    }

    fn drafts(&self) -> Vec<PathBuf> {
        let mut paths = self.memory.paths();
        paths.retain(|path| path.extension().is_some_and(|found| found == "draft"));
        paths
    }

    fn title(&mut self) -> Option<String> {
        let session = self.window().session.as_ref()?;
        Some(session.blueprint().title.clone())
    }
}

fn text_of(title: &str) -> String {
    let template = TEMPLATES[0].text;
    let mut blueprint: Blueprint = format::read(template.as_bytes()).unwrap().blueprint;
    blueprint.title = title.into();
    format::write(&blueprint)
}

/// The document that is open, whether it has unsaved changes, and the title that its file has on disk.
#[track_caller]
fn check_open(desk: &mut Desk, title: &str, dirty: bool, on_disk: &str) {
    let session = desk.window().session.as_ref().expect("a document is open");
    assert_eq!(session.blueprint().title, title);
    assert_eq!(session.is_dirty(), dirty, "dirty");
    let path = session.path().cloned();
    match path {
        Some(path) => assert_eq!(desk.file(path.to_str().unwrap()), text_of(on_disk)),
        None => assert_eq!(on_disk, ""),
    }
}

#[test]
fn what_is_saved_opens_as_it_was() {
    let mut desk = Desk::new();
    desk.command(Command::New);
    check_open(&mut desk, "Untitled blueprint", false, "");
    desk.retitle("Refund");
    desk.dialogs.answer(Answer::Picked("/desk/new".into()));
    desk.command(Command::Save);
    check_open(&mut desk, "Refund", false, "Refund");
    assert_eq!(
        desk.dialogs.requests()[0].wants,
        Wants::Save("refund.blueprint.ron".into())
    );
    let bytes = desk.file("/desk/new.blueprint.ron");
    desk.command(Command::StartScreen);
    assert_eq!(desk.title(), None);
    desk.click("new.blueprint.ron");
    check_open(&mut desk, "Refund", false, "Refund");
    desk.command(Command::Save);
    assert_eq!(desk.file("/desk/new.blueprint.ron"), bytes);
}

#[test]
fn every_end_of_a_document_passes_the_question() {
    let ends: [(&str, fn(&mut Desk)); 6] = [
        ("new", |desk| desk.command(Command::New)),
        ("open", |desk| desk.open(OTHER)),
        ("drop", |desk| desk.drop_file(OTHER)),
        ("close", |desk| desk.command(Command::StartScreen)),
        ("quit", |desk| desk.command(Command::Quit)),
        ("close button", |desk| assert!(!desk.close_button())),
    ];
    for (name, end) in ends {
        let mut desk = Desk::with_changes();
        end(&mut desk);
        assert!(
            desk.sees("Save the changes to refund.blueprint.ron?"),
            "{name}"
        );
        desk.click("Cancel");
        check_open(&mut desk, "Mine", true, "Refund");

        end(&mut desk);
        desk.click("Save");
        assert_eq!(desk.file(FILE), text_of("Mine"), "{name}");
        assert!(!desk.window().files.is_asking(), "{name}");

        let mut desk = Desk::with_changes();
        end(&mut desk);
        desk.click("Discard");
        assert_eq!(desk.file(FILE), text_of("Refund"), "{name}");
        assert!(!desk.window().files.is_asking(), "{name}");
        desk.wait_until("the recovery data to go", |desk| desk.drafts().is_empty());
        desk.crash();
        assert_eq!(
            desk.drafts(),
            Vec::<PathBuf>::new(),
            "{name}: what was discarded stays away"
        );
    }
}

#[test]
fn opening_asks_before_the_dialog() {
    let mut desk = Desk::with_changes();
    desk.command(Command::Open);
    assert_eq!(desk.dialogs.requests().len(), 0);
    desk.click("Discard");
    assert_eq!(desk.dialogs.requests().len(), 1);
    // Until another is open, what was discarded is still there.
    check_open(&mut desk, "Mine", true, "Refund");
    desk.dialogs.answer(Answer::Cancelled);
    desk.settle();
    check_open(&mut desk, "Mine", true, "Refund");

    // What is done after the answer was not meant by it.
    desk.command(Command::Open);
    desk.click("Discard");
    desk.retitle("More");
    desk.dialogs.answer(Answer::Picked(OTHER.into()));
    desk.settle();
    assert!(desk.sees("Save the changes"));
    desk.click("Save");
    check_open(&mut desk, "Other", false, "Other");
    assert_eq!(desk.file(FILE), text_of("More"));
}

#[test]
fn escape_is_cancel() {
    let mut desk = Desk::with_changes();
    desk.command(Command::StartScreen);
    desk.press(Key::Escape);
    assert!(!desk.window().files.is_asking());
    check_open(&mut desk, "Mine", true, "Refund");
}

#[test]
fn a_failed_save_ends_nothing() {
    let mut desk = Desk::with_changes();
    // The fault is for the save: settings and recovery data have been written.
    desk.wait_until("the draft", |desk| !desk.drafts().is_empty());
    for fault in [
        DiskFault::DiskFull,
        DiskFault::NotAllowed,
        DiskFault::DiskError,
    ] {
        desk.faults.next(StorageStep::WriteNew, fault);
        desk.command(Command::Quit);
        desk.click("Save");
        assert!(desk.sees("refund.blueprint.ron was not saved"));
        check_open(&mut desk, "Mine", true, "Refund");
        desk.click("Cancel");
        check_open(&mut desk, "Mine", true, "Refund");
    }
    desk.faults.next(StorageStep::WriteNew, DiskFault::DiskFull);
    desk.command(Command::StartScreen);
    desk.click("Save");
    desk.dialogs
        .answer(Answer::Picked("/desk/elsewhere".into()));
    desk.click("Save as");
    assert_eq!(
        desk.title(),
        None,
        "what was wanted goes on once it is saved"
    );
    assert_eq!(desk.file("/desk/elsewhere.blueprint.ron"), text_of("Mine"));
    assert_eq!(desk.file(FILE), text_of("Refund"));
}

#[test]
fn a_file_changed_on_disk_is_never_overwritten() {
    let mut desk = Desk::with_changes();
    desk.memory
        .put(Path::new(FILE), text_of("Theirs").as_bytes());
    desk.command(Command::Save);
    assert!(desk.sees("changed on disk since you opened it"));
    desk.click("Cancel");
    check_open(&mut desk, "Mine", true, "Theirs");

    desk.command(Command::Save);
    desk.dialogs.answer(Answer::Picked("/desk/mine".into()));
    // The bar offers the same by now, so the modal's button is the last.
    desk.click_last("Save as");
    check_open(&mut desk, "Mine", false, "Mine");
    assert_eq!(desk.file(FILE), text_of("Theirs"));

    let mut desk = Desk::with_changes();
    desk.memory
        .put(Path::new(FILE), text_of("Theirs").as_bytes());
    desk.command(Command::Save);
    // The bar may offer the same by now, so the modal's button is the last.
    desk.harness()
        .get_all_by_label("Reload")
        .last()
        .unwrap()
        .click();
    desk.settle();
    desk.click("Discard");
    check_open(&mut desk, "Theirs", false, "Theirs");
}

#[test]
fn another_file_is_replaced_only_when_asked() {
    let mut desk = Desk::with_changes();
    desk.dialogs.answer(Answer::Picked(OTHER.into()));
    desk.command(Command::SaveAs);
    assert!(desk.sees("Replace other.blueprint.ron?"));
    desk.click("Cancel");
    assert_eq!(desk.file(OTHER), text_of("Other"));
    check_open(&mut desk, "Mine", true, "Refund");

    desk.dialogs.answer(Answer::Picked(OTHER.into()));
    desk.command(Command::SaveAs);
    desk.click("Replace");
    check_open(&mut desk, "Mine", false, "Mine");
    assert_eq!(desk.file(FILE), text_of("Refund"));
}

#[test]
fn a_file_that_cannot_be_opened_changes_nothing() {
    let mut desk = Desk::with_changes();
    desk.command(Command::Save);
    for (content, words) in [
        ("Blueprint(lanes: [(id: 1)])", "line 1, column"),
        ("<<<<<<< HEAD\n", "merge conflict"),
        ("", "the file is empty"),
    ] {
        desk.memory.put(Path::new(OTHER), content.as_bytes());
        desk.drop_file(OTHER);
        assert!(desk.sees("other.blueprint.ron was not opened"), "{content}");
        assert!(desk.sees(words), "{content}");
        assert_eq!(desk.file(OTHER), content);
        desk.click("Close");
        check_open(&mut desk, "Mine", false, "Mine");
    }
    desk.open("/desk");
    assert!(desk.sees("is a folder"));
}

#[test]
fn what_is_odd_in_a_file_is_said() {
    let mut desk = Desk::new();
    let odd = text_of("Odd").replacen("Blueprint(\n", "// why\nBlueprint(\n", 1);
    desk.memory.put(Path::new(OTHER), odd.as_bytes());
    desk.open(OTHER);
    assert!(desk.sees("has comments"));
    desk.click("Dismiss");
    assert!(!desk.sees("has comments"));

    let unknown = text_of("Odd").replacen("title:", "colour: 3,\n    title:", 1);
    desk.memory.put(Path::new(OTHER), unknown.as_bytes());
    desk.open(OTHER);
    assert!(desk.sees("for reading only"));
    assert!(desk.window().session.as_ref().unwrap().is_read_only());
    desk.command(Command::SaveAs);
    assert!(desk.sees("This blueprint is read-only"));
    desk.click("Close");

    let mended = text_of("Odd").replacen(
        "state: Today,",
        "state: Today, steps: {\"a\": (title: \"x\", cost: inf), \"a\": (title: \"y\")},",
        1,
    );
    desk.memory.put(Path::new(OTHER), mended.as_bytes());
    desk.open(OTHER);
    assert!(desk.sees("problems"), "the bar says so");
    desk.click("Show all");
    assert!(desk.sees("line "));
    desk.click("Close");
    assert!(desk.window().session.as_ref().unwrap().is_dirty());
    assert_eq!(desk.file(OTHER), mended);
}

#[test]
fn settings_that_cannot_be_read_say_that_the_defaults_hold() {
    let mut desk = Desk::new();
    desk.crash();
    let settings = Path::new("/data/settings.ron");
    desk.memory.put(settings, b"(theme: ");
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert!(desk.sees("what holds are the defaults"));
    assert!(desk.sees("settings.bad.ron cannot be read"));
}

#[test]
fn a_file_keeps_its_line_ends() {
    let windows = |title: &str| text_of(title).replace('\n', "\r\n");
    let mut desk = Desk::new();
    desk.memory
        .put(Path::new(FILE), windows("Refund").as_bytes());
    desk.open(FILE);
    desk.retitle("Mine");
    desk.command(Command::Save);
    assert_eq!(desk.file(FILE), windows("Mine"));
    // Work that was recovered goes back to the same file.
    desk.retitle("Lost");
    desk.wait_until("the draft", |desk| !desk.drafts().is_empty());
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    desk.click("Open recovered");
    desk.command(Command::Save);
    assert_eq!(desk.file(FILE), windows("Lost"));
    // A line without it, and all become plain.
    let mixed = windows("Mixed").replacen("\r\n", "\n", 1);
    desk.memory.put(Path::new(OTHER), mixed.as_bytes());
    desk.open(OTHER);
    desk.retitle("Plain");
    desk.command(Command::Save);
    assert_eq!(desk.file(OTHER), text_of("Plain"));
}

#[test]
fn work_survives_a_crash() {
    let mut desk = Desk::with_changes();
    desk.window().typing = Some(("title".into(), "Mine and mo".into()));
    desk.settle();
    desk.wait_until("the draft", |desk| !desk.drafts().is_empty());
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert_eq!(desk.title(), None, "it is never opened by itself");
    assert!(desk.sees("Not in the file"));
    assert!(desk.sees("Mine and mo"));

    desk.click("Open recovered");
    check_open(&mut desk, "Mine", true, "Refund");
    assert!(desk.sees("Mine and mo"), "what was being typed");
    // A second crash at once loses nothing either.
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    desk.click("Open recovered");
    check_open(&mut desk, "Mine", true, "Refund");
    desk.command(Command::Save);
    check_open(&mut desk, "Mine", false, "Mine");
    desk.wait_until("the recovery data to go", |desk| desk.drafts().is_empty());
}

#[test]
fn recovered_work_is_offered_beside_an_open_file() {
    let mut desk = Desk::with_changes();
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    desk.open(OTHER);
    assert!(desk.sees("on another blueprint was recovered"));
    desk.open(FILE);
    check_open(&mut desk, "Refund", false, "Refund");
    assert!(desk.sees("Unsaved work on refund.blueprint.ron was recovered"));
    desk.click("Open recovered");
    check_open(&mut desk, "Mine", true, "Refund");
    assert!(!desk.sees("was recovered"));
}

#[test]
fn recovered_work_goes_only_when_asked() {
    let mut desk = Desk::with_changes();
    desk.crash();
    desk.open_window(Box::new(desk.dialogs.clone()));
    desk.click("Discard");
    assert!(desk.sees("gone for good"));
    // Enter takes what changes nothing.
    desk.press(Key::Enter);
    assert_eq!(desk.drafts().len(), 1);
    desk.click("Discard");
    desk.harness()
        .get_all_by_label("Discard")
        .last()
        .unwrap()
        .click();
    desk.settle();
    assert_eq!(desk.drafts().len(), 0);
    assert!(!desk.sees("Recovered work"));
}

#[test]
fn recovered_work_meets_a_file_that_went_on() {
    let mut desk = Desk::with_changes();
    desk.crash();
    desk.memory
        .put(Path::new(FILE), text_of("Theirs").as_bytes());
    desk.open_window(Box::new(desk.dialogs.clone()));
    assert!(desk.sees("The file has changed since"));
    desk.click("Open recovered");
    desk.command(Command::Save);
    assert!(desk.sees("changed on disk since you opened it"));
    assert_eq!(desk.file(FILE), text_of("Theirs"));
}

#[test]
fn without_dialogs_a_path_is_typed() {
    let mut desk = Desk::new();
    desk.crash();
    desk.open_window(Box::new(NoDialogs::default()));
    desk.click("Open…");
    let type_path = |desk: &mut Desk, path: &str| {
        // What is there when the field opens is selected, so typing replaces it.
        desk.harness().get_by_label("Path").type_text(path);
        desk.settle();
    };
    let select_all = |desk: &mut Desk| {
        desk.harness().get_by_label("Path").focus();
        desk.settle();
        desk.harness()
            .key_press_modifiers(Modifiers::COMMAND, Key::A);
        desk.settle();
    };
    assert!(desk.harness().get_by_label("Path").is_focused());
    type_path(&mut desk, "/desk/nothing");
    desk.press(Key::Enter);
    assert!(desk.sees("does not exist"));
    select_all(&mut desk);
    type_path(&mut desk, "/desk/refund");
    desk.click("Open");
    check_open(&mut desk, "Refund", false, "Refund");

    desk.retitle("Mine");
    desk.command(Command::SaveAs);
    type_path(&mut desk, "/nowhere/x");
    desk.click("Save");
    assert!(desk.sees("The folder /nowhere does not exist"));
    select_all(&mut desk);
    type_path(&mut desk, "/desk/typed");
    desk.press(Key::Enter);
    check_open(&mut desk, "Mine", false, "Mine");
    assert_eq!(desk.file("/desk/typed.blueprint.ron"), text_of("Mine"));
    desk.command(Command::Open);
    desk.click("Cancel");
    assert!(!desk.window().files.is_asking());
}

#[test]
fn a_picture_is_exported() {
    let mut desk = Desk::new();
    desk.open(FILE);
    let export = |desk: &mut Desk, kind: &str| {
        desk.command(Command::Export);
        desk.click(kind);
        desk.click("Export…");
    };
    for _ in 0..2 {
        desk.dialogs.answer(Answer::Picked("/desk/picture".into()));
        export(&mut desk, "SVG");
    }
    // The same bytes are welcome; another file is not.
    assert!(desk.file("/desk/picture.svg").starts_with("<svg"));
    assert!(!desk.window().files.is_asking());
    desk.dialogs
        .answer(Answer::Picked("/desk/picture.svg".into()));
    desk.memory.put(Path::new("/desk/picture.svg"), b"other");
    export(&mut desk, "SVG");
    assert!(desk.sees("Replace picture.svg?"));
    desk.click("Replace");
    assert!(desk.file("/desk/picture.svg").starts_with("<svg"));
}

#[test]
fn a_second_file_waits_for_the_first() {
    let mut desk = Desk::with_changes();
    desk.wait_until("the draft", |desk| !desk.drafts().is_empty());
    let far = DiskFault::Slow(Duration::from_millis(400));
    desk.faults.next(StorageStep::WriteNew, far);
    desk.command(Command::Save);
    desk.dialogs.answer(Answer::Picked("/desk/picture".into()));
    desk.command(Command::Export);
    desk.click("SVG");
    desk.click("Export…");
    // The window closes when both are on disk.
    assert!(!desk.close_button());
    desk.wait_until("the end", Desk::close_button);
    assert_eq!(desk.file(FILE), text_of("Mine"));
    assert!(desk.file("/desk/picture.svg").starts_with("<svg"));
}

#[test]
fn a_save_while_it_goes_elsewhere_goes_there_too() {
    let mut desk = Desk::with_changes();
    desk.wait_until("the draft", |desk| !desk.drafts().is_empty());
    let before = desk.file(FILE);
    let far = DiskFault::Slow(Duration::from_millis(400));
    desk.faults.next(StorageStep::WriteNew, far);
    desk.dialogs.answer(Answer::Picked("/desk/copy".into()));
    desk.command(Command::SaveAs);
    desk.command(Command::Save);
    desk.retitle("Mine, later");
    desk.command(Command::Save);
    desk.wait_until("the copy", |desk| {
        let session = desk.window().session.as_ref();
        session.is_some_and(|session| !session.is_dirty())
    });
    let path = desk.window().session.as_ref().unwrap().path().cloned();
    assert_eq!(path, Some("/desk/copy.blueprint.ron".into()));
    check_open(&mut desk, "Mine, later", false, "Mine, later");
    assert_eq!(desk.file(FILE), before, "the old file is left alone");
}

#[test]
fn the_start_screen_is_reached_by_keyboard() {
    let mut desk = Desk::new();
    desk.open(FILE);
    desk.command(Command::StartScreen);
    let names: Vec<_> = TEMPLATES.iter().map(|template| template.title).collect();
    let mut reached = Vec::new();
    for _ in 0..names.len() + 8 {
        desk.press(Key::Tab);
        for name in ["Open…", "refund.blueprint.ron"].iter().chain(&names) {
            let found = desk.harness().get_by_label(name);
            if found.is_focused() && !reached.contains(name) {
                reached.push(*name);
            }
        }
    }
    assert_eq!(reached.len(), names.len() + 2, "{reached:?}");
    desk.harness().get_by_label(names[0]).focus();
    desk.settle();
    desk.press(Key::Enter);
    check_open(&mut desk, "Untitled blueprint", false, "");
}

#[test]
fn missing_recent_files_stay_until_removed() {
    let mut desk = Desk::new();
    desk.open(FILE);
    desk.command(Command::StartScreen);
    desk.crash();
    frontstage::store::Storage::remove(&*desk.memory, Path::new(FILE)).unwrap();
    desk.open_window(Box::new(desk.dialogs.clone()));
    desk.wait_until("the look", |desk| {
        desk.window().files.is_missing(Path::new(FILE))
    });
    assert!(desk.reads("Missing: /desk"));
    desk.click("Remove refund.blueprint.ron from the list");
    assert!(!desk.reads("Missing: /desk"));
}

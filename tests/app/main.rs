//! The window without a graphics card. Here: a person at it, and the main job by keyboard, and again by pointer.
#![cfg(feature = "gui")]
#![expect(
    clippy::unwrap_used,
    reason = "a failed step of a test is a failed test"
)]

mod capture;
mod changing;
mod checking;
mod dropped;
mod files;
mod finding;
mod gliding;
mod hands;
mod idle;
mod inspector;
mod numbers;
mod outlining;
mod pages;
mod present;
mod reshaping;
mod rows;
mod settings;
mod tables;

use std::{path::Path, sync::Arc};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Ui, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use frontstage::{
    app::{App, files::dialogs::NoDialogs},
    format,
    model::{Blueprint, ConnectorKind, Split, Step},
    session::Session,
    store::{Store, fake::MemoryStorage},
};

const FILE: &str = "/desk/job.blueprint.ron";

/// Somebody at the window, with files in memory.
struct Person {
    memory: Arc<MemoryStorage>,
    harness: Harness<'static, Option<App>>,
}

impl Person {
    fn new() -> Self {
        let memory = Arc::new(MemoryStorage::new());
        memory.put(Path::new("/desk/other.ron"), b"()");
        let store = Store::on(Arc::clone(&memory) as Arc<_>);
        let frame = move |ui: &mut Ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let dialogs = Box::new(NoDialogs::default());
                App::new(ui.ctx(), store.clone(), dialogs, Some(Path::new("/data")))
            });
            app.frame_ui(ui);
        };
        let harness = Harness::builder()
            .with_size([1440.0, 900.0])
            .build_ui_state(frame, None);
        let mut person = Self { memory, harness };
        person.wait();
        person
    }

    fn session(&self) -> &Session {
        self.harness.state().as_ref().unwrap().session().unwrap()
    }

    fn blueprint(&self) -> &Blueprint {
        self.session().blueprint()
    }

    fn wait(&mut self) {
        self.harness.run_steps(3);
    }

    /// Presses a chord such as `Ctrl+Shift+P`.
    fn key(&mut self, chord: &str) {
        let mut modifiers = Modifiers::NONE;
        for word in chord.split('+') {
            match word {
                "Ctrl" => modifiers |= Modifiers::COMMAND,
                "Shift" => modifiers |= Modifiers::SHIFT,
                "Alt" => modifiers |= Modifiers::ALT,
                name => {
                    let key = Key::from_name(name).unwrap();
                    self.harness.key_press_modifiers(modifiers, key);
                }
            }
        }
        self.wait();
    }

    fn keys(&mut self, chords: &[&str]) {
        chords.iter().for_each(|chord| self.key(chord));
    }

    fn write(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.wait();
    }

    /// Runs a command, or goes to a step, by the command field.
    fn find(&mut self, words: &str) {
        self.key("Ctrl+K");
        self.write(words);
        self.key("Enter");
    }

    /// Gives a path in the path field.
    fn path(&mut self, path: &str) {
        self.key("Ctrl+A");
        self.write(path);
        self.key("Enter");
        // Files are read and written beside the window.
        for _ in 0..200 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            self.wait();
        }
    }

    fn place(&self, role: Role, name: &str) -> Pos2 {
        self.harness
            .get_by_role_and_label(role, name)
            .rect()
            .center()
    }

    fn edge(&self, name: &str, right: f32, down: f32) -> Pos2 {
        let rect = self
            .harness
            .get_by_role_and_label(Role::ListItem, name)
            .rect();
        rect.center() + egui::vec2(rect.width(), rect.height()) * egui::vec2(right, down) / 2.0
    }

    fn press(&mut self, at: Pos2, pressed: bool) {
        self.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        self.harness.step();
    }

    fn click(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.step();
        self.press(at, true);
        self.press(at, false);
        self.wait();
    }

    fn double_click(&mut self, at: Pos2) {
        self.click(at);
        self.press(at, true);
        self.press(at, false);
        self.wait();
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.event(Event::PointerMoved(from));
        self.wait();
        self.press(from, true);
        for step in 1..=8_u8 {
            let at = from.lerp(to, f32::from(step) / 8.0);
            self.harness.event(Event::PointerMoved(at));
            self.harness.step();
        }
        self.press(to, false);
        self.wait();
    }

    fn step(&self, variant: &str, title: &str) -> Step {
        let (_, variant) = self.blueprint().variant(&variant.into()).unwrap();
        let step = variant.steps.values().find(|step| step.title == title);
        (**step.unwrap_or_else(|| panic!("no step {title}"))).clone()
    }

    /// Checks that a variant holds these steps and these flows.
    fn check_drawn(&self, variant: &str, steps: &[&str], flows: &[(&str, &str)]) {
        let (_, variant) = self.blueprint().variant(&variant.into()).unwrap();
        let mut titles: Vec<&str> = variant.steps.values().map(|s| s.title.as_str()).collect();
        let mut wanted = steps.to_vec();
        titles.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(titles, wanted);
        let title = |id| variant.steps[id].title.as_str();
        let mut drawn: Vec<_> = variant
            .connectors
            .values()
            .filter(|c| c.kind == ConnectorKind::Flow)
            .map(|c| (title(&c.from), title(&c.to)))
            .collect();
        let mut wanted = flows.to_vec();
        drawn.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(drawn, wanted);
    }
}

const BEFORE: &[&str] = &[
    "Has a question",
    "Calls",
    "Waits",
    "Agent answers",
    "Looks it up",
    "Offers a change",
    "Confirms",
    "Reads it",
];

const BEFORE_FLOWS: &[(&str, &str)] = &[
    ("Has a question", "Calls"),
    ("Calls", "Waits"),
    ("Waits", "Agent answers"),
    ("Agent answers", "Looks it up"),
    ("Agent answers", "Offers a change"),
    ("Offers a change", "Confirms"),
    ("Confirms", "Reads it"),
];

/// Draws the Before: three lanes, two phases, eight connected steps, an Either.
fn draw_before_by_keyboard(person: &mut Person) {
    person.keys(&["Ctrl+N", "ArrowDown"]);
    for title in ["Has a question", "Calls"] {
        person.write(title);
        person.key("Tab");
    }
    person.write("Waits");
    person.key("Enter");
    person.key("Ctrl+ArrowDown");
    person.write("Agent answers");
    person.keys(&["Enter", "Ctrl+ArrowDown"]);
    person.write("Looks it up");
    person.keys(&["Enter", "Ctrl+Shift+P"]);
    person.write("Settle");
    person.key("Enter");
    person.find("Agent answers");
    person.key("Ctrl+ArrowRight");
    person.write("Offers a change");
    person.key("Enter");
    assert!(person.session().question().is_some(), "Either or Both?");
    // The labels of both ways are asked for; Esc skips one.
    person.keys(&["1", "Escape", "Escape"]);
    person.key("Ctrl+ArrowRight");
    person.write("Confirms");
    person.keys(&["Enter", "Ctrl+ArrowUp"]);
    person.write("Reads it");
    person.key("Enter");
}

#[test]
fn the_main_job_by_keyboard_alone() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.check_drawn("before", BEFORE, BEFORE_FLOWS);
    assert_eq!(
        person.step("before", "Agent answers").split,
        Some(Split::Either)
    );

    person.find("Start After");
    person.find("Agent answers");
    person.key("F2");
    person.key("Ctrl+A");
    person.write("Assistant answers");
    person.keys(&["Enter", "A"]);
    // Walks to “Looks it up” two lanes further and connects: a hand-over, for it is an AI touchpoint.
    person.find("Confirms");
    person.key("Ctrl+ArrowDown");
    person.write("Person takes over");
    person.keys(&["Enter", "2"]);
    person.find("Assistant answers");
    person.keys(&["C", "ArrowRight", "ArrowRight", "ArrowDown", "Enter", "2"]);
    let assistant = person.step("after", "Assistant answers");
    assert!(assistant.hand_over().is_some_and(|h| h.to.is_some()));
    person.find("Waits");
    person.key("Delete");

    person.key("Ctrl+2");
    let changes = Arc::clone(person.session().changes().unwrap());
    let words: Vec<String> = changes
        .list()
        .iter()
        .map(|change| format!("{}: {}", change.title, change.details.join("; ")))
        .collect();
    assert_eq!(
        words[..4],
        [
            "Waits: No reason given",
            "Assistant answers: Title: Agent answers → Assistant answers; \
             Became an AI touchpoint: Idea; Hands over to “Person takes over”",
            "Confirms: Split: none → Both, all of them",
            "Person takes over: In Backstage, Settle, 1",
        ],
        "{words:#?}"
    );

    let last = format::write(person.blueprint());
    let (_, done) = person.session().history().labels();
    for _ in 0..done {
        person.key("Ctrl+Z");
    }
    let first = format::write(person.blueprint());
    assert_eq!(first, frontstage::templates::TEMPLATES[0].text);
    for _ in 0..done {
        person.key("Ctrl+Y");
    }
    assert_eq!(format::write(person.blueprint()), last);

    person.key("Ctrl+S");
    person.path(FILE);
    assert!(!person.session().is_dirty());
    person.key("Ctrl+W");
    assert!(person.harness.state().as_ref().unwrap().session().is_none());
    person.key("Ctrl+O");
    person.path(FILE);
    assert_eq!(format::write(person.blueprint()), last);
    let bytes = person.memory.get(Path::new(FILE)).unwrap();
    assert_eq!(bytes, last.as_bytes());
}

#[test]
fn drawing_by_pointer() {
    let mut person = Person::new();
    person.key("Ctrl+N");
    let away = Pos2::new(900.0, 700.0);
    for (cell, title) in [
        ("Customer, Phase 1, 1", "Asks"),
        ("Customer, Phase 1, 2", "Waits"),
        ("Frontstage, Phase 1, 2", "Answers"),
    ] {
        let at = person.place(Role::Cell, cell);
        person.double_click(at);
        person.write(title);
        person.click(away);
    }
    // Handle to card, handle to card, handle to an empty cell.
    let (from, to) = (
        person.edge("Asks", 1.0, 0.0),
        person.edge("Waits", 0.0, 0.0),
    );
    person.drag(from, to);
    let (from, to) = (
        person.edge("Waits", 0.0, 1.0),
        person.edge("Answers", 0.0, 0.0),
    );
    person.drag(from, to);
    let from = person.edge("Answers", 1.0, 0.0);
    let to = person.place(Role::Cell, "Frontstage, Phase 1, 3");
    person.drag(from, to);
    person.write("Confirms");
    person.click(away);
    person.check_drawn(
        "before",
        &["Asks", "Waits", "Answers", "Confirms"],
        &[
            ("Asks", "Waits"),
            ("Waits", "Answers"),
            ("Answers", "Confirms"),
        ],
    );

    // A card dragged to another cell; a lane dragged to another place; Esc drops a drag.
    let from = person.edge("Confirms", 0.0, 0.0);
    let to = person.place(Role::Cell, "Backstage, Phase 1, 4");
    person.drag(from, to);
    assert_eq!(
        person.step("before", "Confirms").lane,
        Some("backstage".into())
    );
    let (from, to) = (
        person.place(Role::RowHeader, "Backstage"),
        person.place(Role::RowHeader, "Frontstage") - egui::vec2(0.0, 30.0),
    );
    person.drag(from, to);
    let lanes: Vec<&str> = person
        .blueprint()
        .lanes
        .iter()
        .map(|l| l.name.as_str())
        .collect();
    assert_eq!(lanes, ["Customer", "Backstage", "Frontstage"]);

    // A marquee around all, copied to the other variant.
    person.drag(Pos2::new(1000.0, 500.0), Pos2::new(150.0, 90.0));
    assert_eq!(person.session().selection().steps().len(), 4);
    person.key("Ctrl+Shift+C");
    person.check_drawn(
        "after",
        &["Asks", "Waits", "Answers", "Confirms"],
        &[
            ("Asks", "Waits"),
            ("Waits", "Answers"),
            ("Answers", "Confirms"),
        ],
    );
}

#[test]
fn letters_in_a_field_are_no_shortcuts() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("F6");
    person.key("Ctrl+A");
    for key in ["A", "P", "Delete"] {
        person.key(key);
    }
    person.write("Phones the bank");
    person.key("Enter");
    let step = person.step("before", "Phones the bank");
    assert!(step.ai.is_none() && step.pains.is_empty());
}

#[test]
fn escape_on_a_card_without_words_leaves_nothing_behind() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "ArrowDown", "Enter", "Escape"]);
    person.check_drawn("before", &[], &[]);
    assert!(!person.session().is_dirty());
    assert_eq!(person.session().history().undo_label(), None);
}

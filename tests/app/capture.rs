//! A workshop by keyboard: lines typed as they are said, what waits in the tray, what is pasted.

use egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frontstage::{format, templates::TEMPLATES};

use super::Person;

const WORKSHOP: &str = include_str!("../golden/workshop.txt");
const README: &str = include_str!("../../README.md");

/// Types a text key by key, as a keyboard sends it: the key and what it writes.
fn type_keys(person: &mut Person, text: &str) {
    for letter in text.chars() {
        let key = Key::from_name(&letter.to_uppercase().to_string());
        let modifiers = if letter.is_uppercase() {
            Modifiers::SHIFT
        } else {
            Modifiers::NONE
        };
        if let Some(key) = key {
            for pressed in [true, false] {
                person.harness.event(Event::Key {
                    key,
                    physical_key: None,
                    pressed,
                    repeat: false,
                    modifiers,
                });
            }
        }
        person.harness.event(Event::Text(letter.to_string()));
    }
    person.wait();
}

/// Checks that all of the workshop stands in place, connected, with its times.
fn check_workshop(person: &Person) {
    let (_, before) = person.blueprint().variant(&"before".into()).unwrap();
    assert_eq!(before.steps.len(), 30);
    assert_eq!(before.connectors.len(), 29);
    assert!(before.steps.values().all(|step| step.cell().is_some()));
    let timed = before
        .steps
        .values()
        .filter(|step| step.work.is_some() || step.wait.is_some());
    assert_eq!(timed.count(), 26);
    let pains: usize = before.steps.values().map(|step| step.pains.len()).sum();
    assert_eq!(pains, 5);
    let phases: Vec<&str> = person.blueprint().phases.iter().map(|p| &*p.name).collect();
    assert_eq!(phases, ["Ask", "Look up", "Answer", "Close"]);
}

#[test]
fn a_workshop_is_captured_at_speaking_speed() {
    let mut person = Person::new();
    person.key("Ctrl+N");
    let mut keys = 1;
    person.key("N");
    for line in WORKSHOP.lines() {
        type_keys(&mut person, line);
        keys += 1;
        person.key("Enter");
    }
    check_workshop(&person);
    let figure = format!("{keys} keys beside the words");
    assert!(README.contains(&figure), "the tour says {figure}");
    // Ctrl+Z from the line takes back line by line; the up arrow brings the last one back to mend it.
    person.key("ArrowUp");
    assert!(
        person
            .harness
            .query_by_label("Sees the refund in the account")
            .is_none()
    );
    person.key("Enter");
    check_workshop(&person);
    for _ in WORKSHOP.lines() {
        person.key("Ctrl+Z");
    }
    assert_eq!(format::write(person.blueprint()), TEMPLATES[0].text);
}

#[test]
fn the_last_line_comes_back_without_undoing_what_it_did_not_do() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    for line in ["Calls", "# Phase 1"] {
        type_keys(&mut person, line);
        person.key("Enter");
    }
    person.key("ArrowUp");
    person.step("before", "Calls");
    let line = person.harness.get_by_label("Capture line");
    assert_eq!(line.value().as_deref(), Some("# Phase 1"));
}

#[test]
fn what_is_typed_stays_in_the_line_and_nags_nobody() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    let names_last = |person: &Person| {
        let mut hints = person.harness.query_all_by_label_contains("↑ last line");
        hints.next().is_some()
    };
    assert!(!names_last(&person), "there is none yet");
    type_keys(&mut person, "Calls");
    person.key("Enter");
    assert!(names_last(&person));
    person.key("Ctrl+Z");
    type_keys(&mut person, "Answers");
    person.key("Escape");
    assert!(person.harness.query_by_label("Capture line").is_none());
    assert_eq!(
        person.session().notice().unwrap().text,
        "What was typed stays in the capture line until this file is closed: N opens it"
    );
    person.key("N");
    let line = person.harness.get_by_label("Capture line");
    assert_eq!(line.value().as_deref(), Some("Answers"));
    // Closed it is no unsaved work: the start screen opens without a question.
    person.keys(&["Escape", "Ctrl+W"]);
    let app = person.harness.state().as_ref().unwrap();
    assert!(app.session().is_none());
}

#[test]
fn a_pasted_line_without_a_colon_says_that_it_is_a_title() {
    let mut person = Person::new();
    person.key("Ctrl+N");
    let text = "Front: Answers\nCustomer calls the bank".to_owned();
    person.harness.event(Event::Paste(text));
    person.wait();
    let mut notes = person.harness.query_all_by_label_contains("No colon after");
    assert!(notes.next().is_some() && notes.next().is_none());
    drop(notes);
    let words = "A line that begins with a lane's name goes into that lane, without a colon too";
    let by_words = person.place(Role::CheckBox, words);
    person.click(by_words);
    let mut notes = person.harness.query_all_by_label_contains("No colon after");
    assert!(notes.next().is_none());
    drop(notes);
    person.click(person.place(Role::Button, "Add 2 steps"));
    let step = person.step("before", "Customer calls the bank");
    assert_eq!(step.lane, Some("customer".into()));
}

#[test]
fn tab_completes_a_lane_and_shift_enter_stays_in_the_moment() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    type_keys(&mut person, "fr");
    person.key("Tab");
    type_keys(&mut person, "Answers");
    person.key("Enter");
    type_keys(&mut person, "Notes it");
    person.key("Shift+Enter");
    let cell = |title: &str| {
        let step = person.step("before", title);
        (step.lane.unwrap(), step.moment.unwrap())
    };
    assert_eq!(cell("Answers"), ("frontstage".into(), "m1".into()));
    assert_eq!(cell("Notes it"), cell("Answers"));
}

#[test]
fn a_card_of_the_tray_is_placed_by_keyboard_and_by_pointer() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    for line in ["Courier: Brings it", "Courier: Rings"] {
        type_keys(&mut person, line);
        person.key("Enter");
    }
    person.keys(&["Escape", "T", "Enter", "ArrowDown", "Enter"]);
    assert_eq!(
        person.step("before", "Brings it").lane,
        Some("frontstage".into())
    );
    let from = person.place(Role::ListItem, "Rings");
    let to = person.place(Role::Cell, "Backstage, Phase 1, 3");
    person.drag(from, to);
    let rings = person.step("before", "Rings");
    assert_eq!(rings.cell(), Some((&"backstage".into(), &"m3".into())));
    person.key("Shift+T");
    assert_eq!(person.step("before", "Rings").cell(), None);
    person.key("Ctrl+Z");
    assert!(person.step("before", "Rings").cell().is_some());
}

#[test]
fn a_pasted_workshop_is_one_step_back() {
    let mut person = Person::new();
    person.key("Ctrl+N");
    person.harness.event(Event::Paste(WORKSHOP.to_owned()));
    person.wait();
    assert!(person.harness.query_by_label("Add 30 steps").is_some());
    person.key("Escape");
    assert!(!person.session().is_dirty());
    person.harness.event(Event::Paste(WORKSHOP.to_owned()));
    person.wait();
    person.key("Enter");
    check_workshop(&person);
    person.key("Ctrl+Z");
    assert_eq!(format::write(person.blueprint()), TEMPLATES[0].text);
}

/// The words of the preview of a paste that hold `words`.
fn previewed(person: &Person, words: &str) -> usize {
    person.harness.query_all_by_label_contains(words).count()
}

#[test]
fn a_pasted_table_is_turned_by_hand_and_seen_before_it_comes() {
    let mut person = Person::new();
    person.key("Ctrl+N");
    let text = "Stage\tDiscover\tBook\nCustomer\tSearches\tBooks\nFrontstage\tGreets\tConfirms\nTime\t2m\t1m\n";
    person.harness.event(Event::Paste(text.to_owned()));
    person.wait();
    let is_taken = |person: &Person, name: &str| {
        let radio = person
            .harness
            .get_by_role_and_label(Role::RadioButton, name);
        radio.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(is_taken(&person, "Lanes down"));
    assert_eq!(previewed(&person, "Begins the phase “Discover”"), 1);
    assert!(person.harness.query_by_label("Add 4 steps").is_some());
    // Turned, its phases are names that are no lanes, and that is seen at once.
    person.click(person.place(Role::RadioButton, "Lanes across"));
    assert!(is_taken(&person, "Lanes across"));
    assert_eq!(previewed(&person, "Tray: Discover"), 3);
    assert!(person.harness.query_by_label("Add 6 steps").is_some());
    person.click(person.place(Role::RadioButton, "One step a row"));
    assert!(
        person
            .harness
            .query_by_label("The first row holds headings")
            .is_some()
    );
    person.click(person.place(Role::RadioButton, "Lanes down"));
    // What a row is can be said by hand too; Enter in the list of choices does not paste.
    person.click(person.place(Role::ComboBox, "Time"));
    person.write("note");
    assert!(person.harness.query_by_label("Add 4 steps").is_some());
    person.click(person.place(Role::Button, "Note"));
    assert_eq!(previewed(&person, "Note: Time: 2m"), 1);
    person.click(person.place(Role::Button, "Add 4 steps"));
    let searches = person.step("before", "Searches");
    assert_eq!(searches.lane, Some("customer".into()));
    assert_eq!(
        (searches.work.is_none(), &*searches.note),
        (true, "Time: 2m")
    );
    let phases = person.blueprint().phases.iter();
    let phases: Vec<&str> = phases.map(|phase| &*phase.name).collect();
    assert_eq!(phases, ["Discover", "Book"]);
    person.key("Ctrl+Z");
    assert_eq!(format::write(person.blueprint()), TEMPLATES[0].text);
}

#[test]
fn letters_on_an_empty_cell_begin_a_title_whatever_shortcut_they_are() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "ArrowDown"]);
    type_keys(&mut person, "n");
    person.wait();
    type_keys(&mut person, "otes it");
    person.key("Enter");
    assert_eq!(
        person.step("before", "notes it").lane,
        Some("customer".into())
    );
}

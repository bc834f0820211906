//! Lanes folded by keyboard and pointer, and rows filled in where they stand.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frontstage::model::{Feeling, Row};

use super::{Person, dropped::Dropped};

impl Person {
    fn with_example() -> Self {
        let mut person = Self::new();
        let example = person.place(Role::Button, "Where is my refund?");
        person.click(example);
        person
    }

    /// What a cell of a row says to a screen reader.
    fn cell(&self, name: &str) -> String {
        let node = self.harness.get_by_role_and_label(Role::Cell, name);
        node.accesskit_node().value().unwrap_or_default()
    }

    fn sees_card(&self, title: &str) -> bool {
        let card = self.harness.query_by_role_and_label(Role::ListItem, title);
        card.is_some()
    }
}

#[test]
fn a_lane_folds_by_keyboard_and_opens_by_its_mark() {
    let mut person = Person::with_example();
    let card = person.place(Role::ListItem, "Opens chat and picks a topic");
    person.click(card);
    person.key("Ctrl+Period");
    assert!(!person.sees_card("Opens chat and picks a topic"));
    let mark = person.place(Role::Button, "Open Customer");
    person.click(mark);
    assert!(person.sees_card("Opens chat and picks a topic"));
    // From the lane's name the arrow to the right opens it too.
    person.keys(&["Ctrl+Period", "ArrowRight"]);
    assert!(person.sees_card("Opens chat and picks a topic"));
}

#[test]
fn a_cell_of_a_row_is_filled_in_by_keyboard() {
    let mut person = Person::with_example();
    let steps = |person: &Person| person.session().history().labels().0.len();
    let cell = person.place(Role::Cell, "Time, Ask, 1");
    person.click(cell);
    person.write("1:30");
    person.key("Enter");
    assert_eq!(person.cell("Time, Ask, 1").replace('\u{a0}', " "), "1m 30s");
    assert_eq!(steps(&person), 1);
    // Up is the feeling of the same moment.
    person.key("ArrowUp");
    person.write("+");
    person.write("+");
    assert_eq!(person.cell("Feeling, Ask, 1"), "+2, Very good");
    assert_eq!(steps(&person), 3);
    person.key("Delete");
    assert_eq!(person.cell("Feeling, Ask, 1"), "");
    person.keys(&["Ctrl+Z", "Ctrl+Z"]);
    let step = person.step("before", "Opens chat and picks a topic");
    assert_eq!(step.feeling, Some(Feeling(1)));
    // What cannot be read stays open, and Esc leaves what was there.
    person.key("ArrowDown");
    person.key("F2");
    person.key("Ctrl+A");
    person.write("soon");
    person.key("Enter");
    assert!(person.session().is_filling());
    person.key("Escape");
    assert!(!person.session().is_filling());
    assert_eq!(person.cell("Time, Ask, 1").replace('\u{a0}', " "), "1m 30s");
}

#[test]
fn a_cell_of_a_row_suggests_what_stands_in_the_document() {
    let mut person = Person::with_example();
    let tick = person.place(Role::CheckBox, "Channel");
    person.click(tick);
    let opens = "Opens chat and picks a topic";
    let cell = person.place(Role::Cell, "Channel, Ask, 1");
    person.click(cell);
    person.keys(&["F2", "Ctrl+A"]);
    person.write("app");
    person.place(Role::ListBoxOption, "App chat");
    // Nothing is chosen until an arrow does it.
    person.key("Enter");
    assert_eq!(person.step("before", opens).channel, "app");
    person.keys(&["F2", "Ctrl+A"]);
    person.write("app");
    person.keys(&["ArrowDown", "Enter"]);
    assert!(person.session().is_filling(), "the word is in the field");
    person.key("Enter");
    assert_eq!(person.step("before", opens).channel, "App chat");
    // A click on the list takes a word too, and the cell stays open.
    person.keys(&["F2", "Ctrl+A"]);
    person.write("app");
    let option = person.place(Role::ListBoxOption, "App chat");
    person.click(option);
    assert!(
        person.session().is_filling(),
        "the list belongs to the cell"
    );
    person.key("Enter");
    assert_eq!(person.step("before", opens).channel, "App chat");
}

/// Opens the time of a moment, replaces it by `typed` and drops a file: it is not opened unasked.
fn check_asked(typed: &str, dirty: bool) {
    let mut person = Person::with_example();
    let title = person.blueprint().title.clone();
    let cell = person.place(Role::Cell, "Time, Ask, 1");
    person.click(cell);
    person.keys(&["F2", "Ctrl+A"]);
    person.write(typed);
    assert!(!person.session().is_dirty());
    let file = Arc::new(Dropped("/desk/other.ron".into()));
    person.harness.input_mut().dropped_files.push(file);
    person.wait();
    let asked = person.harness.query_by_label("Discard");
    assert!(asked.is_some(), "{typed} is lost");
    person.key("Escape");
    assert_eq!(person.blueprint().title, title);
    assert_eq!(person.session().is_dirty(), dirty);
}

#[test]
fn what_is_typed_in_a_cell_is_not_lost_to_a_dropped_file() {
    check_asked("2m", true);
    check_asked("soon", false);
}

#[test]
fn rows_are_ticked_in_the_inspector() {
    let mut person = Person::with_example();
    let tick = person.place(Role::CheckBox, "Owner");
    person.click(tick);
    let rows = [Row::Feeling, Row::Time, Row::Owner];
    assert_eq!(person.blueprint().rows, rows);
    let up = person.place(Role::Button, "Move Time up");
    person.click(up);
    let rows = [Row::Time, Row::Feeling, Row::Owner];
    assert_eq!(person.blueprint().rows, rows);
    person.key("Ctrl+Z");
    assert_eq!(
        person.blueprint().rows,
        [Row::Feeling, Row::Time, Row::Owner]
    );
}

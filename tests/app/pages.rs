//! The pages in place of the canvas: the table of all variants, and what changes for a role.

use super::*;
use frontstage::{model::VariantId, scene::Show};

impl Person {
    /// Opens the example with a Before and an After.
    pub(super) fn open_example(&mut self) {
        let example = self.place(Role::Button, "Where is my refund?");
        self.click(example);
        self.wait_for_files();
    }

    fn wait_for_files(&mut self) {
        for _ in 0..100 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            self.wait();
        }
    }

    /// Whether the canvas is what is seen: its cards are.
    fn sees_canvas(&self) -> bool {
        self.harness
            .query_all_by_role(Role::ListItem)
            .next()
            .is_some()
    }

    /// Opens a page by its keys, and leaves it by Esc.
    fn check_page(&mut self, keys: &str) {
        let before = self.session().show().clone();
        let selection = self.session().selection().clone();
        self.key(keys);
        assert!(!self.sees_canvas(), "{keys} shows a page");
        // A list of choices is closed first, and only then the page. The table has none.
        let chooser = self
            .harness
            .query_by_role_and_label(Role::ComboBox, "Compare against");
        if let Some(place) = chooser.map(|chooser| chooser.rect().center()) {
            self.click(place);
            self.key("Escape");
            assert!(!self.sees_canvas(), "{keys}: Esc closed the list");
        }
        self.key("Escape");
        assert!(self.sees_canvas(), "{keys}: Esc left the page");
        assert_eq!(*self.session().show(), before);
        assert_eq!(*self.session().selection(), selection);
    }
}

#[test]
fn escape_leads_from_a_page_back_to_the_canvas_as_it_was() {
    let mut person = Person::new();
    person.open_example();
    person.key("Ctrl+1");
    person.check_page("Ctrl+4");
    person.check_page("Ctrl+5");
    person.key("Ctrl+2");
    person.check_page("Ctrl+4");
    person.check_page("Ctrl+5");
    // Both above each other would not be seen in this window at 60 %.
    assert!(matches!(person.session().show(), Show::Overlay(..)));

    // A page on which others were chosen leads back to those that were shown.
    person.find("Add a variant");
    person.key("Ctrl+1");
    person.key("Ctrl+5");
    let chooser = person.place(Role::ComboBox, "Compare");
    person.click(chooser);
    // The list lies over the bar in which the variant has a button too.
    let named = person
        .harness
        .query_all_by_role_and_label(Role::Button, "After");
    let after = named.last().unwrap().rect().center();
    person.click(after);
    let before = VariantId::from("before");
    assert_ne!(*person.session().show(), Show::One(before.clone()));
    person.key("Escape");
    assert_eq!(*person.session().show(), Show::One(before));
}

#[test]
fn escape_closes_a_text_field_before_the_page() {
    let mut person = Person::new();
    person.open_example();
    person.key("Ctrl+4");
    person.key("Ctrl+K");
    person.write("find");
    person.key("Escape");
    assert!(!person.sees_canvas(), "Esc closed the command field");
    person.key("Escape");
    assert!(person.sees_canvas());
}

#[test]
fn bare_keys_do_nothing_to_what_a_page_hides() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+4");
    person.keys(&["Delete", "A", "P"]);
    person.key("Escape");
    person.check_drawn("before", BEFORE, BEFORE_FLOWS);
    // The canvas has the keyboard again.
    person.key("P");
    assert_eq!(person.step("before", "Calls").pains.len(), 1);
}

#[test]
fn the_table_is_walked_by_keys_and_enter_leads_to_the_canvas() {
    let mut person = Person::new();
    person.open_example();
    person.key("Ctrl+4");
    person.keys(&["ArrowDown", "ArrowDown"]);
    let row = "Opens chat and picks a topic";
    let lead = person.session().selection().lead().cloned().unwrap();
    let step = |variant: &str| person.blueprint().step(&variant.into(), &lead).cloned();
    assert_eq!(step("before").unwrap().title, row, "the inspector shows it");
    let cell = |person: &Person, name: &str| {
        let cell = person.harness.query_by_role_and_label(Role::Cell, name);
        cell.map(|cell| cell.value().unwrap_or_default())
    };
    let before = cell(&person, &format!("Before of {row}"));
    assert_eq!(before.as_deref(), Some("Customer · 40s"));
    let after = cell(&person, &format!("After of {row}")).unwrap();
    assert!(after.starts_with("changed, Title: "), "{after}");

    person.write("/");
    person.write("parcel");
    assert_eq!(cell(&person, &format!("Before of {row}")), None);
    person.keys(&["Enter", "ArrowDown"]);
    assert!(!person.sees_canvas());
    person.key("Enter");
    assert!(person.sees_canvas());
    let lead = person.session().selection().lead().cloned().unwrap();
    let title = person
        .blueprint()
        .step(&"before".into(), &lead)
        .unwrap()
        .title
        .clone();
    assert_eq!(title, "Traces the return parcel");
}

#[test]
fn a_page_over_the_outline_leads_back_to_it() {
    let mut person = Person::new();
    person.open_example();
    person.key("Ctrl+Shift+O");
    let sees_outline = |person: &Person| {
        let outline = person
            .harness
            .query_by_role_and_label(Role::TreeGrid, "Outline");
        outline.is_some()
    };
    assert!(sees_outline(&person));
    person.key("Ctrl+5");
    assert!(!sees_outline(&person));
    person.key("Ctrl+4");
    person.key("Ctrl+4");
    assert!(sees_outline(&person), "the same keys lead back");
    person.key("Ctrl+4");
    person.key("Ctrl+Shift+O");
    assert!(
        sees_outline(&person),
        "the outline is not turned off unseen"
    );
    person.key("Escape");
    assert!(person.sees_canvas());
}

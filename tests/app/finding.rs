//! Finding one's way: find by keyboard, phases as tiles, the overview map.

use super::*;
use frontstage::scene::Show;

impl Person {
    /// The title of the step that is selected.
    pub(super) fn selected(&self) -> &str {
        let selection = self.session().selection();
        let step = selection.lead().unwrap();
        let step = self.blueprint().step(&selection.variant, step).unwrap();
        &step.title
    }

    /// Goes on in the walk and checks where it leads.
    fn check_walk(&mut self, key: &str, title: &str, count: &str) {
        self.key(key);
        assert_eq!(self.selected(), title, "after {key}");
        assert!(
            self.harness.query_by_label(count).is_some(),
            "{key}: {count}"
        );
    }
}

#[test]
fn find_walks_through_what_it_found_without_losing_the_field() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.key("Ctrl+F");
    person.write("A");
    assert!(person.harness.query_by_label("6 of 9").is_some());
    person.write("ns");
    person.write("WER");
    assert_eq!(person.selected(), "Agent answers");
    person.check_walk("Enter", "Agent answers", "1 of 1");
    person.key("Ctrl+A");
    person.write("it");
    person.check_walk("Enter", "Looks it up", "2 of 3");
    person.check_walk("Enter", "Reads it", "3 of 3");
    person.check_walk("Enter", "Waits", "1 of 3");
    person.check_walk("Shift+Enter", "Reads it", "3 of 3");
    person.check_walk("Shift+F3", "Looks it up", "2 of 3");
    person.check_walk("ArrowDown", "Reads it", "3 of 3");
    let lines = person
        .harness
        .query_all_by_role(Role::ListBoxOption)
        .count();
    assert_eq!(lines, 3);
    person.key("Escape");
    assert_eq!(person.selected(), "Reads it");
    assert!(person.harness.query_by_label("3 of 3").is_none());
    // The keyboard is the canvas's again.
    person.key("P");
    assert_eq!(person.step("before", "Reads it").pains.len(), 1);
    person.check_walk("F3", "Waits", "1 of 3");
}

#[test]
fn zoomed_out_a_phase_is_a_tile_that_can_be_entered() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Confirms");
    person.key("P");
    let tile = "Phase Settle, 2 steps, work unknown, 1 pain";
    assert!(person.harness.query_by_label(tile).is_none());
    person.keys(&["Ctrl+Minus"; 9]);
    let at = person.place(Role::Figure, tile);
    person.click(at);
    person.key("Enter");
    assert!(person.harness.query_by_label(tile).is_none());
    let card = person
        .harness
        .get_by_role_and_label(Role::ListItem, "Confirms");
    assert!(card.rect().width() > 100.0, "{:?}", card.rect());
    assert!(person.session().editing().is_none());
}

#[test]
fn a_click_on_the_map_looks_there() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let map = |person: &Person| {
        let map = person
            .harness
            .query_by_role_and_label(Role::Image, "Overview map");
        map.map(|map| map.rect())
    };
    assert_eq!(map(&person), None, "a small board needs no map");
    person.keys(&["Ctrl+0", "M"]);
    person.keys(&["Ctrl+Plus"; 3]);
    let place = map(&person).unwrap();
    person.click(place.left_center() + egui::vec2(4.0, 0.0));
    person.place(Role::ListItem, "Calls");
    person.click(place.right_center() - egui::vec2(4.0, 0.0));
    assert!(
        person
            .harness
            .query_by_role_and_label(Role::ListItem, "Calls")
            .is_none(),
        "it lies left of what is seen"
    );
    person.place(Role::ListItem, "Reads it");
    person.key("M");
    assert_eq!(map(&person), None);
}

#[test]
fn words_are_replaced_one_by_one_and_all_at_once() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.key("Ctrl+H");
    person.write("it");
    assert!(person.harness.query_by_label_contains("of 3").is_some());
    // The same chord leads on to what takes its place.
    person.key("Ctrl+H");
    person.write("them");
    let first = person.selected().to_owned();
    person.key("Enter");
    let titles = |person: &Person, word: &str| {
        let (_, before) = person.blueprint().variant(&"before".into()).unwrap();
        let steps = before.steps.values();
        steps.filter(|step| step.title.contains(word)).count()
    };
    assert_eq!(titles(&person, "them"), 1);
    assert!(person.harness.query_by_label_contains("of 2").is_some());
    assert_ne!(person.selected(), first);
    person.key("Ctrl+Enter");
    assert_eq!(titles(&person, "them"), 3);
    assert!(person.harness.query_by_label("Nothing found").is_some());
    let undo = |person: &Person| person.session().history().undo_label().map(str::to_owned);
    assert_eq!(undo(&person).as_deref(), Some("Replace “it” by “them”"));
    person.key("Escape");
    person.key("Ctrl+Z");
    assert_eq!(titles(&person, "them"), 1);
}

#[test]
fn in_the_overlay_what_both_variants_hold_is_found_and_gone_to_there() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    person.key("Ctrl+2");
    if !matches!(person.session().show(), Show::Overlay(..)) {
        person.key("Ctrl+Shift+2");
    }
    let show = person.session().show().clone();
    assert!(matches!(show, Show::Overlay(..)));
    // Removed: only the Before has it.
    person.key("Ctrl+F");
    person.write("waits");
    person.wait();
    assert_eq!(*person.session().show(), show, "the overlay stays");
    let selection = person.session().selection().clone();
    assert_eq!(selection.variant.as_str(), "before");
    assert_eq!(selection.steps().len(), 1);
    // Carried over: seen once, found once.
    person.key("Ctrl+A");
    person.write("confirms");
    person.wait();
    assert_eq!(person.session().selection().variant.as_str(), "after");
    person.harness.get_by_label("1 of 1");
    assert_eq!(*person.session().show(), show);
}

//! Presenting: the way through the slides, and back to the editor as it was.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Person;

impl Person {
    /// What a screen reader is told of the slide.
    fn slide(&self) -> String {
        let nodes = self.harness.get_all_by_role(Role::Status);
        let mut names = nodes.filter_map(|node| node.accesskit_node().label());
        names.next_back().unwrap_or_default()
    }

    fn check_slide(&self, words: &str) {
        let slide = self.slide();
        assert!(slide.starts_with(words), "{slide} is not {words}");
    }

    fn sees(&self, label: &str) -> bool {
        self.harness.query_by_label(label).is_some()
    }
}

#[test]
fn each_phase_is_shown_before_then_after() {
    let mut person = Person::new();
    let example = person.place(Role::Button, "Where is my refund?");
    person.click(example);
    let card = person.place(Role::ListItem, "Opens chat and picks a topic");
    person.click(card);
    let selection = person.session().selection().clone();

    person.key("F5");
    person.check_slide("Where is my refund?, 1 of 11");
    assert!(!person.sees("Compare"), "no panels");
    for (key, slide) in [
        ("ArrowRight", "Notice, Before, 2 of 11"),
        ("Space", "Notice, After, 3 of 11"),
        ("PageDown", "Ask, Before, 4 of 11. Customer: Opens chat"),
        ("Backspace", "Notice, After, 3 of 11"),
        ("PageUp", "Notice, Before, 2 of 11"),
        ("End", "The whole blueprint, 11 of 11"),
        ("ArrowRight", "The whole blueprint, 11 of 11"),
        (
            "ArrowLeft",
            "What a case comes to, 10 of 11. Customer's time: ≥ 11m 41s, before ≥ 55m 37s",
        ),
        ("ArrowLeft", "Answer, After, 9 of 11"),
        ("Home", "Where is my refund?, 1 of 11"),
    ] {
        person.key(key);
        person.check_slide(slide);
    }
    person.keys(&["1", "1", "Enter"]);
    person.check_slide("The whole blueprint, 11 of 11");
    person.keys(&["5", "Enter"]);
    person.check_slide("Ask, After, 5 of 11");
    let gone = "Removed since Before: “Waits for an agent”, “Reads the case history”";
    assert!(person.slide().contains(gone), "{}", person.slide());
    person.click(egui::pos2(500.0, 500.0));
    person.check_slide("Look up, Before, 6 of 11");
    // A blank screen comes back where it was.
    person.keys(&["B", "ArrowRight"]);
    person.check_slide("Look up, Before, 6 of 11");

    person.key("Escape");
    assert!(person.sees("Compare"));
    assert_eq!(*person.session().selection(), selection);
    assert_eq!(
        person.place(Role::ListItem, "Opens chat and picks a topic"),
        card
    );
    assert!(
        !person.session().is_dirty(),
        "no key was meant for the canvas"
    );
    person.key("Shift+F5");
    person.check_slide("Ask, Before, 4 of 11");
}

#[test]
fn notes_are_shown_when_asked_for() {
    let mut person = Person::new();
    let example = person.place(Role::Button, "Where is my refund?");
    person.click(example);
    person.key("F5");
    let summary = "What a reader should take away";
    assert!(!person.sees(summary));
    person.key("N");
    assert!(person.sees(summary));
    // No step of this phase has a note.
    person.key("ArrowRight");
    assert!(person.sees("No notes here. A step's note is written in the inspector."));
    person.keys(&["ArrowLeft", "N"]);
    assert!(!person.sees(summary));
}

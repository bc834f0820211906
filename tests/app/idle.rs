//! A window in which nothing happens draws nothing: no battery goes on a picture that does not change.

use std::time::Duration;

use egui::{ViewportId, accesskit::Role};

use super::Person;

impl Person {
    /// Lets messages and hints pass, then checks that nothing wants to be drawn for five seconds.
    fn check_idle(&mut self, state: &str) {
        // Each step is a quarter of a second; the longest message stays for seven seconds.
        self.harness.run_steps(60);
        let output = self.harness.output().viewport_output.get(&ViewportId::ROOT);
        let delay = output.unwrap().repaint_delay;
        assert!(
            delay > Duration::from_secs(5),
            "{state}: drawn again in {delay:?}"
        );
    }
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut person = Person::new();
    person.check_idle("start screen");
    let example = person.place(Role::Button, "Where is my refund?");
    person.click(example);
    person.check_idle("a document");
    let card = person.place(Role::ListItem, "Opens chat and picks a topic");
    person.click(card);
    person.check_idle("a step");
    person.key("F6");
    person.check_idle("a field with the keyboard");
    person.key("Escape");
    person.key("P");
    person.check_idle("a message that has passed");
    person.key("Ctrl+2");
    person.check_idle("Compare");
    person.key("Ctrl+K");
    person.check_idle("the command field");
    person.key("Escape");
    person.key("F5");
    person.check_idle("a presentation");
}

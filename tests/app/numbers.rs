//! The figures in the window: where people look they are those of the document.

use super::*;
use frontstage::{app::Age, measure::Numbers};

impl Person {
    fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    /// Waits until large documents are counted too.
    fn settle(&mut self) {
        self.harness.state_mut().as_mut().unwrap().settle_figures();
        self.wait();
    }

    /// Proves that the figures of the window are those of the document.
    fn check_figures(&self) {
        let figures = self.app().figures().unwrap();
        assert_eq!(figures.age, Age::Fresh);
        assert_eq!(*figures.numbers, Numbers::of(self.blueprint()));
    }
}

#[test]
fn the_figures_are_those_of_the_document_after_every_edit() {
    let mut person = Person::new();
    assert!(person.app().figures().is_none(), "nothing is open");
    draw_before_by_keyboard(&mut person);
    person.check_figures();
    person.find("Calls");
    for keys in [
        &["Delete"][..],
        &["Ctrl+Z"],
        &["A"],
        &["Ctrl+D"],
        &["Ctrl+Z", "Ctrl+Z"],
    ] {
        person.keys(keys);
        person.check_figures();
    }
    person.find("Start After");
    person.check_figures();
    // Another document has no figures of this one.
    person.keys(&["Ctrl+W"]);
    let discard = person.place(Role::Button, "Discard");
    person.click(discard);
    assert!(person.app().figures().is_none());
}

#[test]
fn a_large_document_is_counted_beside_the_window() {
    const MANY: usize = 130;
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    let lines: Vec<String> = (0..MANY)
        .map(|number| format!("Front: Answers letter {number:03} 2m"))
        .collect();
    person.harness.event(egui::Event::Paste(lines.join("\n")));
    person.wait();
    person.key("Enter");
    assert_eq!(person.blueprint().variants[0].steps.len(), MANY);
    person.settle();
    person.check_figures();
    person.key("Escape");
    person.key("Ctrl+Z");
    person.settle();
    person.check_figures();
}

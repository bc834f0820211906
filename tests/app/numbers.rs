//! The figures in the window: where people look they are those of the document.

use super::*;
use egui_kittest::kittest::NodeT as _;
use frontstage::{
    app::Age,
    measure::{LineLength, Numbers},
};

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

impl Person {
    /// The figure of a name, as it is shown.
    fn figure(&self, name: &str) -> String {
        self.find_figure(name)
            .unwrap_or_else(|| panic!("no {name}"))
    }

    fn find_figure(&self, name: &str) -> Option<String> {
        let mut labels = self.harness.query_all_by_role(Role::Label);
        let node = labels.find(|node| node.accesskit_node().data().label() == Some(name))?;
        node.accesskit_node().value()
    }

    /// What a variant comes to, in one line.
    fn line(&self, variant: usize) -> String {
        let numbers = Numbers::of(self.blueprint());
        numbers
            .line(&numbers.variants[variant])
            .words(LineLength::Whole)
    }
}

#[test]
fn the_foot_of_the_window_says_what_the_variants_come_to() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    person.write("Front: Answers");
    person.keys(&["Enter", "Escape"]);
    // Nothing is known yet: what is counted is told instead.
    assert!(person.figure("Figures").starts_with("Before 1 step"));
    person.key("Ctrl+W");
    person.click(person.place(Role::Button, "Discard"));
    person.open_example();
    let told = person.figure("Figures");
    for variant in 0..2 {
        assert!(told.contains(&person.line(variant)), "{told}");
    }
    assert!(told.contains("saves at least 43m 56s"), "{told}");
    // The same words stand above each variant in Compare.
    person.key("Ctrl+2");
    if person.session().scene().panes.len() < 2 {
        person.key("Ctrl+Shift+2");
    }
    let pane = person.harness.get_by_role_and_label(Role::Group, "After");
    let line = pane
        .accesskit_node()
        .data()
        .description()
        .unwrap()
        .to_owned();
    assert_eq!(line, format!("{}   saves at least 43m 56s", person.line(1)));
    // A small window says less, and tells all the same.
    person.harness.set_size(egui::vec2(900.0, 600.0));
    person.wait();
    assert_eq!(person.figure("Figures"), told);
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

//! The figures in the window: where people look they are those of the document.

use super::*;
use egui_kittest::kittest::NodeT as _;
use frontstage::{
    app::Age,
    measure::{LineLength, Numbers},
};

impl Person {
    pub(super) fn app(&self) -> &App {
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

/// The fixture of the right values: what a partner of finance would look at.
const REFUND: &str = include_str!("../../src/core/measure/tests/refund-status.ron");

impl Person {
    /// Opens the refund case, with the part of the paid time that nobody can work, at its numbers.
    pub(super) fn open_refund(&mut self, shrinkage: &str) {
        self.open_text(REFUND.to_owned(), shrinkage);
    }

    pub(super) fn open_text(&mut self, mut text: String, shrinkage: &str) {
        for rate in ["32)", "34)", "36)"] {
            let rate = format!("cost_per_hour: {rate}");
            let lost = format!("{}, shrinkage: {shrinkage})", rate.trim_end_matches(')'));
            text = text.replace(&rate, &lost);
        }
        self.memory.put(Path::new(FILE), text.as_bytes());
        self.harness
            .state_mut()
            .as_mut()
            .unwrap()
            .open(Path::new(FILE));
        for _ in 0..40 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            self.wait();
        }
        self.key("Ctrl+9");
        self.settle();
    }
}

#[test]
fn the_numbers_are_those_of_the_right_values() {
    let mut person = Person::new();
    person.open_refund("0.3");
    let heading = person
        .harness
        .query_by_role_and_label(Role::Heading, "Numbers");
    assert!(heading.is_some());
    assert!(
        person
            .harness
            .query_by_role_and_label(Role::Group, "Numbers")
            .is_some(),
        "the view is a group of its name"
    );
    for (name, value) in [
        ("Customer's time before", "≥ 55m 37s"),
        ("Customer's time after", "≥ 11m 41s"),
        ("Work before", "7m 17s"),
        ("Work after", "1m 32s"),
        ("Cost before", "5.60 EUR"),
        ("Cost after", "1.28 EUR"),
        ("Needs a person after", "36.3 %"),
        ("Load of Support agent before", "117.9 %"),
        ("AI resolves", "−2.60"),
    ] {
        assert_eq!(person.figure(name), value, "{name}");
    }
    let summary = person.figure("Summary");
    assert!(
        summary.starts_with("A case, Before → After · 95,000 cases a month"),
        "{summary}"
    );
    // The bars add up to what is shown at both ends.
    let parts = [
        "Without the AI",
        "AI resolves",
        "Drafts",
        "Review",
        "Repeats",
        "Unit cost",
    ];
    let sum: f64 = parts
        .iter()
        .map(|part| {
            person
                .figure(part)
                .replace('−', "-")
                .parse::<f64>()
                .unwrap()
        })
        .sum();
    assert!((sum - (1.28 - 5.60)).abs() < 1e-9, "{sum}");
    person.click(person.place(Role::Button, "A year"));
    assert_eq!(person.figure("Needs a person after"), "413,611 cases");
    // Esc leads back to the board.
    person.key("Escape");
    assert!(person.find_figure("Cost after").is_none());
}

#[test]
fn a_figure_opens_its_terms() {
    let mut person = Person::new();
    person.open_refund("0.3");
    let labels: Vec<_> = person.harness.query_all_by_role(Role::Label).collect();
    let at = labels
        .iter()
        .find(|node| node.accesskit_node().data().label() == Some("Cost after"))
        .unwrap()
        .rect()
        .center();
    drop(labels);
    person.click(at);
    let group = person
        .harness
        .query_by_role_and_label(Role::Group, "Terms of Cost after");
    assert!(group.is_some());
    let term = person
        .harness
        .query_by_label_contains("Takes over with a summary, Support agent");
    assert!(term.is_some());
}

#[test]
fn a_slider_moves_the_figures_and_is_applied_as_one_step() {
    let mut person = Person::new();
    person.open_refund("0.3");
    let was = person.figure("Cost after");
    let steps = person.session().history().labels().1;
    let rect = person
        .harness
        .get_by_role_and_label(Role::Slider, "Resolved without a person")
        .rect();
    let from = egui::pos2(rect.left() + rect.width() * 0.67, rect.center().y);
    let to = egui::pos2(rect.left() + rect.width() * 0.35, rect.center().y);
    person.drag(from, to);
    let tried = person.figure("Cost after");
    assert_ne!(tried, was, "it moves while it is dragged");
    assert!(person.figure("Summary").contains("tried out, not saved"));
    // Before, the document and the foot of the window stay.
    assert_eq!(person.figure("Cost before"), "5.60 EUR");
    assert_eq!(person.session().history().labels().1, steps);
    assert!(person.figure("Figures").contains(&was));
    person.click(person.place(Role::Button, "Apply"));
    assert_eq!(person.figure("Cost after"), tried);
    assert_eq!(person.session().history().labels().1, steps + 1);
    assert!(person.figure("Figures").contains(&tried));
    person.check_figures();
    person.key("Ctrl+Z");
    assert_eq!(person.figure("Cost after"), was);
    // As a variant of its own it leaves After as it is.
    person.drag(from, to);
    let tried = person.figure("Cost after");
    person.click(person.place(Role::Button, "Save as a variant"));
    let names: Vec<&str> = person
        .blueprint()
        .variants
        .iter()
        .map(|v| v.name.as_str())
        .collect();
    assert_eq!(names.last(), Some(&"After, what if"));
    assert_eq!(person.figure("Cost after"), was);
    let numbers = Numbers::of(person.blueprint());
    let saved = &numbers.variants.last().unwrap().per_case.cost;
    assert_eq!(
        saved.text(frontstage::measure::Quantity::Money, "EUR"),
        tried
    );
}

#[test]
fn missing_times_are_typed_one_after_the_other() {
    let mut person = Person::new();
    person.open_refund("0.3");
    person.click(person.place(Role::Button, "Fill in…"));
    for (number, time) in ["20s", "15s", "5s"].iter().enumerate() {
        person.write(time);
        person.key("Enter");
        person.check_figures();
        assert_eq!(person.session().history().labels().1, number + 1);
    }
    assert!(person.blueprint().variants.iter().take(2).all(|variant| {
        let numbers = Numbers::of(person.blueprint());
        numbers.variant(&variant.id).unwrap().unknown.is_empty()
    }));
    assert!(!person.figure("Customer's time after").contains('≥'));
    person.key("Ctrl+Z");
    assert!(person.figure("Customer's time after").contains('≥'));
}

#[test]
fn both_bounds_of_what_is_not_said_stand_everywhere_alike() {
    let mut person = Person::new();
    person.open_text(REFUND.replacen("resolves: 0.67,", "", 1), "0.3");
    let cost = person.figure("Cost after");
    assert!(cost.contains(" to "), "{cost}");
    let numbers = Numbers::of(person.blueprint());
    let case = &numbers.variants[1].per_case;
    assert_eq!(
        cost,
        case.cost.text(frontstage::measure::Quantity::Money, "EUR")
    );
    assert!(person.figure("Figures").contains(&cost));
    person.key("F5");
    for _ in 0..12 {
        person.key("ArrowRight");
        let statuses = person.harness.query_all_by_role(Role::Status);
        let mut told = statuses.filter_map(|node| node.accesskit_node().label());
        if told.any(|words| words.contains("What a case comes to") && words.contains(&cost)) {
            return;
        }
    }
    panic!("no slide says {cost}");
}

#[test]
fn what_changes_for_a_role_says_its_work_and_load() {
    let mut person = Person::new();
    person.open_refund("0.3");
    person.key("Ctrl+5");
    let words =
        "Work a case 6m 12s → 59s · load 117.9 % → 18.7 % · saves 11,792.8 paid hours a month";
    assert!(person.harness.query_by_label(words).is_some());
}

#[test]
fn one_variant_and_none_make_sense() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "Ctrl+9"]);
    assert!(
        person
            .harness
            .query_by_label_contains("No step yet")
            .is_some()
    );
    person.keys(&["Escape", "N"]);
    person.write("Customer: Calls 2m");
    person.keys(&["Enter", "Escape", "Ctrl+9"]);
    assert!(
        person
            .harness
            .query_by_role_and_label(Role::Heading, "Numbers")
            .is_some()
    );
}

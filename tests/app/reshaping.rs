//! Into the middle, split, merge, replace, and what becomes of a lane's steps: by key and by pointer.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use super::{Person, draw_before_by_keyboard};

impl Person {
    /// The titles between which connectors of Before lead from `title`, with their labels.
    fn ways_from(&self, title: &str) -> Vec<(String, String)> {
        let (_, held) = self.blueprint().variant(&"before".into()).unwrap();
        let named = |id| held.steps.get(id).map_or("", |step| step.title.as_str());
        let ways = held.connectors.values().filter(|c| named(&c.from) == title);
        let mut ways: Vec<_> = ways
            .map(|c| (named(&c.to).to_owned(), c.label.clone()))
            .collect();
        ways.sort();
        ways
    }

    /// Whether the connector selected leads on from a step.
    fn leads_on(&self, title: &str) -> bool {
        let (_, held) = self.blueprint().variant(&"before".into()).unwrap();
        let wire = self.session().selection().wires().first();
        let Some(frontstage::scene::WireId::Connector(id)) = wire else {
            return false;
        };
        held.steps[&held.connectors[id].from].title == title
    }

    fn leads(&self, from: &str, to: &str) -> bool {
        self.ways_from(from).iter().any(|(title, _)| title == to)
    }

    /// Goes into a field of a dialog and types over what it holds.
    fn type_over(&mut self, name: &str, text: &str) {
        self.click(self.place(Role::TextInput, name));
        self.key("Ctrl+A");
        self.write(text);
    }

    fn value(&self, name: &str) -> String {
        let field = self.harness.get_by_role_and_label(Role::TextInput, name);
        field.value().unwrap_or_default()
    }

    fn is_there(&self, role: Role, name: &str) -> bool {
        self.harness.query_by_role_and_label(role, name).is_some()
    }
}

#[test]
fn a_step_goes_into_a_connector_by_key_and_by_drag() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    // L walks from connector to connector of the step, until it is the one that leads on.
    while !person.leads_on("Calls") {
        person.key("L");
    }
    person.key("Insert");
    person.write("Listens to music");
    person.key("Enter");
    assert!(person.leads("Calls", "Listens to music"));
    assert!(person.leads("Listens to music", "Waits"));
    person.key("Ctrl+Z");
    assert!(person.leads("Calls", "Waits"));
    // A card dropped on the line between two others.
    person.key("Shift+1");
    let from = person.place(Role::ListItem, "Reads it");
    let line = person.edge("Calls", 1.0, 0.0) + egui::vec2(12.0, 0.0);
    person.drag(from, line);
    assert!(
        person.leads("Calls", "Reads it"),
        "{:?}",
        person.ways_from("Calls")
    );
    assert!(person.leads("Reads it", "Waits"));
}

#[test]
fn a_second_way_may_go_in_between_and_labels_are_asked_for() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Has a question");
    person.key("Ctrl+ArrowRight");
    person.write("Looks online");
    person.keys(&["Enter", "3"]);
    assert!(person.leads("Has a question", "Looks online"));
    assert!(person.leads("Looks online", "Calls"));
    assert!(!person.leads("Has a question", "Calls"));
    person.key("Ctrl+ArrowDown");
    person.write("Asks the bot");
    person.keys(&["Enter", "1"]);
    person.write("if urgent");
    person.key("Enter");
    person.write("else");
    person.key("Enter");
    let labels: Vec<String> = person
        .ways_from("Looks online")
        .into_iter()
        .map(|way| way.1)
        .collect();
    assert_eq!(labels.len(), 2);
    assert!(labels.contains(&"if urgent".to_owned()) && labels.contains(&"else".to_owned()));
    assert!(person.session().editing().is_none());
}

#[test]
fn a_step_is_split_where_the_caret_stands() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Agent answers");
    person.keys(&["F2", "Home"]);
    for _ in 0.."Agent".len() {
        person.key("ArrowRight");
    }
    person.key("Ctrl+Shift+Enter");
    assert!(person.is_there(Role::TextInput, "First step"));
    person.key("Enter");
    assert!(person.leads("Agent", "Answers"));
    assert!(person.leads("Answers", "Looks it up"));
    person.key("Ctrl+Z");
    assert!(person.leads("Agent answers", "Looks it up"));
    // What the first takes is not left for the second.
    person.find("Agent answers");
    person.keys(&["F2", "End"]);
    person.write(" 25m");
    person.key("Enter");
    person.find("Agent answers");
    person.key("Ctrl+Shift+Enter");
    let [first, second] = ["Work time of the first", "Work time of the second"];
    person.type_over(first, "20m");
    assert_eq!(person.value(second), "5m");
    person.type_over(second, "7m");
    person.type_over(first, "10m");
    assert_eq!(person.value(second), "7m", "as it was typed");
    person.key("Escape");
    // Where nothing says where, the second title is asked for.
    person.find("Waits");
    person.key("Ctrl+Shift+Enter");
    person.write("Listens on 3m");
    let taken = "Taken from the title: 3m";
    assert!(person.harness.query_by_label_contains(taken).is_some());
    person.key("Enter");
    assert!(person.leads("Waits", "Listens on"));
}

#[test]
fn steps_are_merged_and_replaced() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let (calls, waits) = (
        person.place(Role::ListItem, "Calls"),
        person.place(Role::ListItem, "Waits"),
    );
    person.click(calls);
    person
        .harness
        .event(egui::Event::ModifiersChanged(egui::Modifiers::SHIFT));
    person.harness.event(egui::Event::PointerMoved(waits));
    person.harness.step();
    for pressed in [true, false] {
        person.harness.event(egui::Event::PointerButton {
            pos: waits,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::SHIFT,
        });
        person.harness.step();
    }
    person
        .harness
        .event(egui::Event::ModifiersChanged(egui::Modifiers::NONE));
    person.wait();
    assert_eq!(person.session().selection().steps().len(), 2);
    person.key("Ctrl+J");
    // The title of the one is open, to be shortened.
    person.key("Ctrl+A");
    person.write("Calls and waits");
    person.key("Enter");
    assert!(person.leads("Has a question", "Calls and waits"));
    assert!(person.leads("Calls and waits", "Agent answers"));
    person.find("Replace by");
    person.write("Opens chat");
    person.key("Enter");
    assert!(person.leads("Has a question", "Opens chat"));
    assert!(person.leads("Opens chat", "Agent answers"));
    // One that is there.
    person.find("Opens chat");
    person.find("Replace by");
    person.write("Reads");
    person.keys(&["ArrowDown", "Enter"]);
    assert!(person.leads("Has a question", "Reads it"));
    assert!(person.leads("Confirms", "Reads it"));
}

#[test]
fn a_lane_gives_its_steps_away_before_it_goes() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let lane = person.place(Role::RowHeader, "Backstage");
    person.click(lane);
    person.key("Delete");
    assert!(person.is_there(Role::Button, "Move its 1 step to “Frontstage”"));
    assert!(person.is_there(Role::Button, "Cancel"));
    person.key("Escape");
    assert!(person.session().question().is_none());
    assert_eq!(person.blueprint().lanes.len(), 3);
    person.key("Delete");
    person.key("Enter");
    assert_eq!(person.blueprint().lanes.len(), 2);
    let step = person.step("before", "Looks it up");
    assert_eq!(step.lane, Some("frontstage".into()));
}

#[test]
fn what_adds_a_lane_or_a_phase_stays_on_screen() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    for _ in 0..8 {
        person.find("Add a moment");
    }
    person.key("Ctrl+0");
    person.find("Has a question");
    for name in ["Add a phase", "Add a lane"] {
        let at = person.place(Role::Button, name);
        assert!(at.x < 1440.0 && at.y < 900.0, "{name} at {at:?}");
    }
    // At every zoom it covers no lane's name.
    for keys in [&["Ctrl+0"][..], &["Ctrl+Plus"]] {
        person.keys(keys);
        let button = person.place(Role::Button, "Add a lane");
        let button = egui::Rect::from_center_size(button, egui::vec2(60.0, 20.0));
        let names = person.harness.get_all_by_role(Role::RowHeader);
        let covered = names
            .map(|name| name.rect())
            .find(|name| name.intersects(button));
        assert_eq!(covered, None, "{keys:?}: {button:?}");
    }
}

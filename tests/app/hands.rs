//! What hands expect between keyboard and pointer: nothing is swallowed, nothing changes by itself, and every
//! way leads back.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frontstage::session::Target;

use super::{Person, draw_before_by_keyboard};

impl Person {
    fn has(&self, role: Role, name: &str) -> bool {
        let found = self.harness.query_by_role_and_label(role, name);
        found.is_some()
    }

    /// What a screen reader is told.
    fn told(&self) -> Vec<String> {
        let nodes = self.harness.get_all_by_role(Role::Status);
        nodes
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    fn message(&self) -> &str {
        self.session().notice().map_or("", |notice| &notice.text)
    }
}

#[test]
fn a_click_beside_a_title_takes_it_over_and_selects() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    // An empty card is open below; the click goes to another card all the same.
    person.key("Ctrl+ArrowDown");
    let at = person.place(Role::ListItem, "Waits");
    person.click(at);
    assert_eq!(person.selected(), "Waits");
    person.key("Delete");
    assert!(!person.has(Role::ListItem, "Waits"));
    assert!(person.has(Role::ListItem, "Calls"));
}

#[test]
fn what_is_struck_out_in_an_overlay_is_not_deleted_from_before() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    person.key("Ctrl+2");
    if person.session().show().pair().is_some() && !person.session().is_underneath() {
        person.key("Ctrl+Shift+2");
    }
    let at = person.place(Role::ListItem, "Waits");
    person.click(at);
    assert!(person.session().is_underneath());
    person.key("Delete");
    assert!(!person.step("before", "Waits").title.is_empty());
    assert!(
        person.message().contains("underneath"),
        "{}",
        person.message()
    );
}

#[test]
fn saying_why_begins_in_the_field_and_ends_on_the_canvas() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Start After");
    person.find("Waits");
    person.key("Delete");
    let at = person.place(Role::Button, "Say why…");
    person.click(at);
    person.write("Nobody waits any more");
    person.key("Enter");
    let (_, after) = person.blueprint().variant(&"after".into()).unwrap();
    let why: Vec<&str> = after
        .removed
        .values()
        .map(|removed| &*removed.why)
        .collect();
    assert_eq!(why, ["Nobody waits any more"]);
    // The canvas has the keyboard again: an arrow walks.
    let before = person.session().selection().clone();
    person.key("ArrowLeft");
    assert_ne!(*person.session().selection(), before);
}

#[test]
fn a_pain_is_said_at_once() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("P");
    person.write("Nobody picks up");
    person.key("Enter");
    let pains = person.step("before", "Calls").pains;
    assert_eq!(pains.len(), 1);
    assert_eq!(pains[0].text, "Nobody picks up");
    person.key("ArrowRight");
    assert_eq!(person.selected(), "Waits");
}

#[test]
fn escape_leads_from_the_outline_back_to_the_canvas() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+Shift+O");
    assert!(!person.has(Role::ListItem, "Calls"));
    person.key("Escape");
    assert!(person.has(Role::ListItem, "Calls"));
    // Zooming is to be seen on the canvas, so it leads there too.
    person.keys(&["Ctrl+Shift+O", "Ctrl+0"]);
    assert!(person.has(Role::ListItem, "Calls"));
}

#[test]
fn the_rail_leads_everywhere_and_back() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    for (place, seen) in [
        ("Outline", Some((Role::TreeGrid, "Outline"))),
        ("Table", None),
        ("For a role", None),
        ("Outline", Some((Role::TreeGrid, "Outline"))),
        ("Blueprint", Some((Role::ListItem, "Calls"))),
    ] {
        let at = person.place(Role::Button, place);
        person.click(at);
        if let Some((role, name)) = seen {
            assert!(person.has(role, name), "{place}");
        } else {
            assert!(!person.has(Role::ListItem, "Calls"), "{place}");
        }
    }
}

#[test]
fn tab_leads_from_a_card_to_its_fields() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.keys(&["Tab", "Ctrl+A"]);
    person.write("Phones");
    person.key("Enter");
    assert_eq!(person.step("before", "Phones").title, "Phones");
}

#[test]
fn who_draws_on_is_not_stopped_by_either_or_both() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+ArrowDown");
    person.write("Writes a letter");
    person.key("Enter");
    assert!(person.session().question().is_some(), "Either or Both?");
    // Enter does not answer by accident, and the next step can be drawn at once.
    person.key("Enter");
    assert_eq!(person.step("before", "Calls").split, None);
    person.key("Ctrl+ArrowDown");
    person.write("Files it");
    person.key("Enter");
    assert_eq!(person.step("before", "Files it").title, "Files it");
    assert_eq!(person.step("before", "Calls").split, None);
}

#[test]
fn a_line_taken_back_to_be_mended_goes_where_it_was() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    for line in ["Customer: Calls", "Front: Answers 2m"] {
        person.write(line);
        person.key("Enter");
    }
    person.key("ArrowUp");
    person.check_drawn("before", &["Calls"], &[]);
    person.key("Escape");
    person.check_drawn("before", &["Calls", "Answers"], &[("Calls", "Answers")]);
    // The line is still open; a slip in a lane's name is mended by Tab.
    person.write("Fornt: Looks up 3m");
    person.key("Tab");
    person.key("Enter");
    let step = person.step("before", "Looks up");
    assert_eq!(step.lane, Some("frontstage".into()));
    assert!(step.work.is_some());
}

#[test]
fn the_tray_goes_by_keyboard() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    person.write("Customer: Calls");
    person.key("Enter");
    person.write("Courier: Brings it");
    person.keys(&["Enter", "Escape"]);
    // T goes to the tray whatever is selected; Enter asks for a cell, and Enter again puts the step there.
    person.find("Calls");
    person.keys(&["T", "Enter", "ArrowDown", "Enter"]);
    assert!(person.step("before", "Brings it").cell().is_some());
    assert!(matches!(
        person.session().selection().target,
        Target::Items { .. }
    ));
}

#[test]
fn a_step_of_the_tray_is_named_on_its_card() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    person.write("Courier: Brings it");
    person.keys(&["Enter", "Escape", "T", "F2"]);
    person.write("Brings the parcel");
    person.key("Enter");
    assert!(person.step("before", "Brings the parcel").cell().is_none());
    // The card has the keyboard again: F2 once more, and Esc keeps the name.
    person.key("F2");
    person.write("Nothing");
    person.key("Escape");
    assert_eq!(person.selected(), "Brings the parcel");
    // From the inspector or the canvas it goes too, and unfolds the tray. Tab takes the name over.
    person.click(person.place(Role::Button, "Fold the tray"));
    assert!(!person.has(Role::ListItem, "Brings the parcel"));
    person.key("F2");
    person.write("Rings");
    person.key("Tab");
    assert!(person.has(Role::ListItem, "Rings"));
    assert_eq!(person.session().blueprint().variants[0].steps.len(), 1);
    // The card is left with Enter, which asks for a cell.
    person.keys(&["Enter", "ArrowDown", "Enter"]);
    assert!(person.step("before", "Rings").cell().is_some());
}

#[test]
fn a_full_tray_is_walked_through_though_few_of_its_cards_are_seen() {
    const MANY: usize = 60;
    let mut person = Person::new();
    person.key("Ctrl+N");
    let lines: Vec<String> = (0..MANY)
        .map(|number| format!("Courier: Brings parcel {number:02}"))
        .collect();
    person.harness.event(egui::Event::Paste(lines.join("\n")));
    person.wait();
    person.key("Enter");
    assert_eq!(person.blueprint().variants[0].steps.len(), MANY);
    person.key("T");
    let first = person.selected().to_owned();
    let seen = person.harness.get_all_by_role(Role::ListItem).count();
    assert!((3..20).contains(&seen), "{seen} cards");
    let mut walked = std::collections::BTreeSet::from([first]);
    for _ in 1..MANY {
        person.key("ArrowRight");
        walked.insert(person.selected().to_owned());
    }
    assert_eq!(walked.len(), MANY);
    for _ in 1..MANY {
        person.key("ArrowLeft");
    }
    assert_eq!(person.selected(), "Brings parcel 00");
}

#[test]
fn a_tile_is_the_same_node_wherever_it_is_seen() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.harness.set_size(egui::vec2(520.0, 420.0));
    person.wait();
    person.keys(&["Ctrl+Minus"; 9]);
    let tiles = |person: &Person| {
        let tiles = person.harness.get_all_by_role(Role::Figure);
        let tiles = tiles.map(|tile| (tile.accesskit_node().id(), tile.rect()));
        tiles.collect::<Vec<_>>()
    };
    let before = tiles(&person);
    let at = before[0].1.center();
    person.harness.event(egui::Event::PointerMoved(at));
    person.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(-23.0, 0.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: egui::Modifiers::NONE,
    });
    person.wait();
    let after = tiles(&person);
    assert_ne!(before[0].1, after[0].1, "it moved");
    assert_eq!(before[0].0, after[0].0);
}

#[test]
fn a_step_without_a_title_has_a_name_all_the_same() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.keys(&["F2", "Delete", "Enter"]);
    assert!(person.has(Role::ListItem, "No title yet"));
    let step = person.step("before", "");
    let (lane, moment) = step.cell().unwrap();
    let cell = person.blueprint().cell_name(lane, moment).unwrap();
    let spoken = format!("No title yet, {cell}");
    assert!(person.told().contains(&spoken), "{:?}", person.told());
    person.key("Shift+T");
    assert!(person.has(Role::ListItem, "No title yet"));
    let spoken = "No title yet, in the tray".to_owned();
    assert!(person.told().contains(&spoken), "{:?}", person.told());
}

#[test]
fn looking_at_a_touchpoint_changes_nothing() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("A");
    let share = person
        .harness
        .get_by_role_and_label(Role::TextInput, "Resolves without a person");
    share.focus();
    person.wait();
    person.write("42.5 %");
    person.key("Enter");
    let resolves = |person: &Person| {
        person
            .step("before", "Calls")
            .ai
            .unwrap()
            .resolves
            .unwrap()
            .0
    };
    assert!((resolves(&person) - 0.425).abs() < 1e-9);
    person.find("Waits");
    person.find("Calls");
    person.wait();
    assert!((resolves(&person) - 0.425).abs() < 1e-9);
}

#[test]
fn a_phase_with_steps_is_kept_unless_somebody_says_otherwise() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let at = person.place(Role::ColumnHeader, "Settle");
    person.click(at);
    person.keys(&["Delete", "Escape"]);
    assert_eq!(person.blueprint().phases.len(), 2, "Esc keeps it");
    person.keys(&["Delete", "Enter"]);
    assert_eq!(person.blueprint().phases.len(), 1);
    person.check_drawn("before", super::BEFORE, super::BEFORE_FLOWS);
    person.key("Ctrl+Z");
    person.click(at);
    person.keys(&["Delete", "3"]);
    assert_eq!(person.blueprint().phases.len(), 1);
    let (_, before) = person.blueprint().variant(&"before".into()).unwrap();
    assert!(before.steps.len() < super::BEFORE.len(), "with its steps");
}

#[test]
fn the_menu_of_a_card_goes_by_keyboard_and_escape_closes_it_alone() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Confirms");
    person.key("Shift+F10");
    person.wait();
    assert!(
        person.has(Role::Button, "Put into the tray"),
        "the menu is open"
    );
    let selected = person.session().selection().clone();
    person.key("Delete");
    person.key("Escape");
    person.wait();
    assert!(
        !person.has(Role::Button, "Put into the tray"),
        "it is closed"
    );
    assert_eq!(
        *person.session().selection(),
        selected,
        "nothing else was done"
    );
    person.key("Shift+F10");
    person.wait();
    person.keys(&["ArrowDown"; 2]);
    person.key("Enter");
    person.wait();
    assert_eq!(person.step("before", "Confirms").pains.len(), 1);
}

#[test]
fn a_connector_that_is_given_up_leads_back_to_where_it_began() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Confirms");
    let selected = person.session().selection().clone();
    person.keys(&["C", "ArrowLeft"]);
    assert_ne!(*person.session().selection(), selected);
    person.key("Escape");
    assert_eq!(*person.session().selection(), selected);
}

#[test]
fn a_row_that_cannot_run_says_why() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let why = |person: &Person, name: &str| {
        let row = person.harness.get_by_role_and_label(Role::Button, name);
        let node = row.accesskit_node();
        assert_eq!(node.is_disabled(), node.description().is_some(), "{name}");
        node.description()
    };
    person.key("Ctrl+B");
    let edit = person.place(Role::Button, "Edit");
    person.click(edit);
    assert_eq!(why(&person, "Undo"), None);
    assert_eq!(
        why(&person, "Redo").as_deref(),
        Some("There is nothing to redo.")
    );
    assert_eq!(why(&person, "Cut").as_deref(), Some("Select a step first."));
    person.key("Escape");
    // The keys say the same.
    person.key("Ctrl+Shift+Z");
    assert_eq!(person.message(), "There is nothing to redo.");
}

//! The outline by keyboard alone: reading, adding, naming, timing, connecting, deleting, and taking it all back.

use super::*;

#[test]
fn the_outline_is_edited_by_keyboard_alone() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    let drawn = format::write(person.blueprint());
    person.find("Confirms");
    person.key("Ctrl+Shift+O");
    let row = |person: &Person, name: &str| {
        let row = person.harness.query_by_role_and_label(Role::TreeItem, name);
        row.is_some()
    };
    assert!(row(&person, "Phase 1") && row(&person, "Settle") && row(&person, "Confirms"));
    assert!(
        person
            .harness
            .query_by_role_and_label(Role::ListItem, "Confirms")
            .is_none(),
        "the outline stands in the canvas's place"
    );
    let before = person
        .harness
        .get_by_role_and_label(Role::GridCell, "Comes after, Confirms");
    assert_eq!(before.value().as_deref(), Some("Offers a change"));

    // Renamed in place, timed, moved to another lane.
    person.key("Enter");
    person.key("Ctrl+A");
    person.write("Says yes");
    person.key("Tab");
    person.key("Enter");
    person.write("back");
    person.key("Enter");
    assert_eq!(
        person.step("before", "Says yes").lane,
        Some("backstage".into())
    );
    person.keys(&["Tab", "Enter"]);
    person.write("1m10");
    person.key("Enter");
    let work = person.step("before", "Says yes").work.unwrap();
    assert_eq!(
        format!("{work:?}"),
        format!(
            "{:?}",
            frontstage::model::Written::<frontstage::model::Time>::read("1m 10s")
        )
    );

    // A new step after it, connected; then connected to a third.
    person.key("Insert");
    person.write("Files it");
    person.key("Enter");
    assert!(person.session().question().is_some(), "Either or Both?");
    person.key("1");
    person.keys(&["ArrowRight"; 4]);
    person.key("ArrowRight");
    person.key("Enter");
    person.write("Has a q");
    person.key("Enter");
    let (_, variant) = person.blueprint().variant(&"before".into()).unwrap();
    let title = |id| variant.steps[id].title.as_str();
    let drawn_now = variant
        .connectors
        .values()
        .map(|c| (title(&c.from), title(&c.to)));
    let drawn_now: Vec<_> = drawn_now.collect();
    assert!(
        drawn_now.contains(&("Says yes", "Files it")),
        "{drawn_now:?}"
    );
    assert!(
        drawn_now.contains(&("Files it", "Has a question")),
        "{drawn_now:?}"
    );

    // Deleted; its neighbour is selected, and the arrows go on from there.
    person.find("Files it");
    person.key("Delete");
    assert!(!row(&person, "Files it"));
    assert!(person.session().selection().target != frontstage::session::Target::Blueprint);
    // Folded, what lies under it is gone from sight.
    person.key("Home");
    person.key("ArrowLeft");
    assert!(row(&person, "Phase 1") && !row(&person, "Calls"));
    person.key("ArrowRight");
    assert!(row(&person, "Calls"));

    while format::write(person.blueprint()) != drawn {
        assert!(person.session().history().undo_label().is_some());
        person.key("Ctrl+Z");
    }
    person.key("Ctrl+Shift+O");
    person.place(Role::ListItem, "Confirms");
}

#[test]
fn shift_selects_several_rows_and_they_are_deleted_as_one() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Calls");
    person.key("Ctrl+Shift+O");
    let selected = |person: &Person| person.session().selection().steps().len();
    person.keys(&["Shift+ArrowDown"; 3]);
    assert_eq!(selected(&person), 4);
    person.key("Shift+ArrowUp");
    assert_eq!(selected(&person), 3);
    let (_, before) = person.blueprint().variant(&"before".into()).unwrap();
    let all = before.steps.len();
    person.key("Delete");
    let count = |person: &Person| {
        let (_, before) = person.blueprint().variant(&"before".into()).unwrap();
        before.steps.len()
    };
    assert_eq!(count(&person), all - 3);
    person.key("ArrowDown");
    assert!(selected(&person) < 2, "the arrows go on with one row");
    person.key("Ctrl+Z");
    assert_eq!(count(&person), all);
}

#[test]
fn the_outline_is_filtered_by_words_and_sorted_by_a_click() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Confirms");
    person.key("Ctrl+Shift+O");
    let row = |person: &Person, name: &str| {
        let row = person.harness.query_by_role_and_label(Role::TreeItem, name);
        row.map(|row| row.rect().top())
    };
    // All columns count, and the names of groups: what passes stands under its groups.
    person.write("/");
    person.write("backst");
    let seen = |person: &Person, names: &[&str]| {
        names
            .iter()
            .map(|name| row(person, name).is_some())
            .collect::<Vec<_>>()
    };
    let names = ["Phase 1", "Looks it up", "Settle", "Confirms"];
    assert_eq!(seen(&person, &names), [true, true, false, false]);
    person.place(Role::Label, "1 of 8 steps");
    person.key("Escape");
    assert_eq!(seen(&person, &names), [true; 4]);

    // Sorted rows stand under no group; the third click brings the groups back.
    let head = person.place(Role::Button, "Step");
    person.click(head);
    assert_eq!(seen(&person, &names), [false, true, false, true]);
    assert!(row(&person, "Confirms") < row(&person, "Looks it up"));
    person.click(head);
    assert!(row(&person, "Confirms") > row(&person, "Looks it up"));
    person.click(head);
    assert_eq!(seen(&person, &names), [true; 4]);

    // What is gone to is never hidden, be it by a filter or in a folded group.
    person.write("/");
    person.write("backst");
    person.key("Enter");
    person.find("Waits");
    assert_eq!(seen(&person, &names), [true; 4]);
    person.keys(&["Home", "ArrowLeft"]);
    assert_eq!(seen(&person, &names), [true, false, true, true]);
    person.find("Looks it up");
    assert_eq!(seen(&person, &names), [true; 4]);
}

#[test]
fn every_way_out_of_a_step_has_a_row_that_leads_to_its_target() {
    let mut person = Person::new();
    draw_before_by_keyboard(&mut person);
    person.find("Agent answers");
    let lead = |person: &Person| person.session().selection().lead().cloned();
    let answers = lead(&person);
    person.key("Ctrl+Shift+O");
    let ways = ["→ Looks it up", "→ Offers a change"];
    for way in ways {
        person.place(Role::TreeItem, way);
    }
    // The cell holds both in words, for who hears or copies it.
    let cell = person
        .harness
        .get_by_role_and_label(Role::GridCell, "Leads to, Agent answers");
    assert_eq!(
        cell.value().as_deref(),
        Some("Looks it up; Offers a change")
    );

    // By keyboard: the arrow that is walked to is selected, Enter goes on to where it leads.
    person.key("ArrowDown");
    assert_eq!(person.session().selection().wires().len(), 1);
    person.key("ArrowDown");
    person.key("Enter");
    let offers = lead(&person);
    assert_eq!(
        person.step("before", "Offers a change").title,
        "Offers a change"
    );
    assert!(offers.is_some() && offers != answers);
    person.find("Agent answers");
    let at = person.place(Role::TreeItem, ways[1]);
    person.click(at);
    assert_eq!(lead(&person), offers, "a click goes there too");
    assert!(person.session().selection().wires().is_empty());

    // Ways belong to their step: they are not counted, and go with it when rows are sorted.
    person.write("/");
    person.write("agent answers");
    person.harness.get_by_label("4 of 8 steps");
    person.place(Role::TreeItem, ways[0]);
}

#[test]
fn a_way_back_has_its_mark_and_its_share() {
    let mut person = Person::new();
    let example = person.place(Role::Button, "Where is my refund?");
    person.click(example);
    for _ in 0..100 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        person.wait();
    }
    person.keys(&["Ctrl+1", "Ctrl+Shift+O"]);
    let cell = person
        .harness
        .get_by_role_and_label(Role::GridCell, "Comes after, Opens chat and picks a topic");
    let value = cell.value().unwrap();
    assert!(value.contains("Reads the answer (↩ "), "{value}");
}

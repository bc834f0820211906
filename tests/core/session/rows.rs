//! The rows under the lanes: selected, walked over and filled in.

use std::sync::Arc;

use frontstage::{
    gesture::{Gesture, HeldKeys, Hit, hit},
    model::{Control, Feeling, Key, Pain, PathPart, Row, VariantId},
    scene::{Pane, pos2, size, vec2},
    session::{Action, Command, Direction, FieldCell, Filled, Target},
};

use crate::{common::service::service, session::desk::Desk};

/// The service by hand with these rows.
fn desk(rows: &[Row]) -> Desk {
    let mut blueprint = service();
    blueprint.rows = rows.to_vec();
    Desk::new(blueprint)
}

fn cell(row: Row, moment: &str) -> FieldCell {
    FieldCell {
        variant: "before".into(),
        row,
        moment: moment.into(),
    }
}

/// What is typed into a field of a step.
fn filled(step: &str, (field, typed): (&'static str, &str)) -> Filled {
    Filled {
        step: step.into(),
        field: vec![PathPart::Name(field)],
        typed: typed.to_owned(),
    }
}

fn fill(desk: &mut Desk, step: &str, what: (&'static str, &str)) {
    desk.run(Action::Fill("before".into(), vec![filled(step, what)]));
}

fn pane(desk: &Desk) -> &Pane {
    &desk.session.scene().panes[0]
}

/// What the cells of a row say, left to right.
fn words(desk: &Desk, row: Row) -> Vec<String> {
    let row = pane(desk).rows.iter().find(|held| held.field == row);
    let cells = row.unwrap().cells.iter();
    cells
        .map(|cell| cell.words.replace('\u{a0}', " "))
        .collect()
}

#[test]
fn cells_say_what_is_known_and_that_something_is_not() {
    let mut desk = desk(Row::ALL);
    assert_eq!(words(&desk, Row::Time), ["?", "?", "?"]);
    assert_eq!(words(&desk, Row::Feeling), ["", "", ""]);
    fill(&mut desk, "reads", ("work", "1m 10s"));
    fill(&mut desk, "looks", ("work", "2m"));
    fill(&mut desk, "looks", ("wait", "2d"));
    fill(&mut desk, "asks", ("feeling", "-2"));
    fill(&mut desk, "reads", ("channel", "Chat"));
    fill(&mut desk, "asks", ("channel", "Chat"));
    fill(&mut desk, "reads", ("pains", "Slow"));
    // Two steps in the first moment, and the time of one of them.
    assert_eq!(words(&desk, Row::Time), ["≥ 1m 10s", "2m, 2d", "?"]);
    assert_eq!(words(&desk, Row::Feeling), ["−2, Very bad", "", ""]);
    assert_eq!(words(&desk, Row::Channel), ["Chat", "", ""]);
    assert_eq!(words(&desk, Row::Pains), ["Slow", "", ""]);
}

#[test]
fn what_is_filled_in_is_one_step_of_the_history() {
    let mut desk = desk(&[Row::Time]);
    let text = desk.text();
    let values = vec![
        filled("asks", ("work", "90")),
        filled("asks", ("wait", "5 min")),
        filled("reads", ("work", "1:30")),
    ];
    desk.run(Action::OpenField(cell(Row::Time, "m1")));
    assert!(desk.session.is_filling());
    assert_eq!(desk.selected(), ["asks", "reads"]);
    desk.run(Action::Fill("before".into(), values));
    assert!(!desk.session.is_filling());
    assert_eq!(words(&desk, Row::Time)[0], "3m, 5m");
    assert_eq!(desk.session.field(), Some(&cell(Row::Time, "m1")));
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text);
}

#[test]
fn feelings_are_those_of_the_customer_and_move_by_key() {
    let mut desk = desk(&[Row::Feeling]);
    fill(&mut desk, "reads", ("feeling", "2"));
    assert_eq!(words(&desk, Row::Feeling)[0], "");
    desk.run(Action::SelectField(cell(Row::Feeling, "m1")));
    assert_eq!(desk.selected(), ["asks"]);
    for _ in 0..3 {
        desk.run(Action::Nudge(-1));
    }
    assert_eq!(desk.step("before", "asks").feeling, Some(Feeling(-2)));
    desk.command(Command::Delete);
    assert_eq!(desk.step("before", "asks").feeling, None);
    desk.command(Command::Undo);
    assert_eq!(desk.step("before", "asks").feeling, Some(Feeling(-2)));
    desk.run(Action::OpenField(cell(Row::Feeling, "m2")));
    assert!(desk.notice().starts_with("The customer does nothing"));
    let moment = Target::Record(Key::Moment("m2".into()));
    assert_eq!(desk.session.selection().target, moment);
}

#[test]
fn a_point_is_dragged_up_and_down() {
    let mut desk = desk(&[Row::Feeling]);
    fill(&mut desk, "asks", ("feeling", "0"));
    let point = pane(&desk).rows[0].cells[0].points[0].at;
    let on = hit(desk.session.scene(), point + vec2(3.0, 3.0));
    let (variant, step): (VariantId, _) = ("before".into(), "asks".into());
    assert_eq!(on, Hit::Point { variant, step });
    let mut gesture = Gesture::default();
    gesture.press(point, on, HeldKeys::default());
    let to = pos2(point.x + 40.0, point.y - 2.2 * size::CURVE_STEP);
    assert!(gesture.drag(&desk.session, to, 1.0).is_empty());
    assert!(gesture.preview(&desk.session).is_some());
    for action in gesture.release(&mut desk.session) {
        desk.run(action);
    }
    assert_eq!(desk.step("before", "asks").feeling, Some(Feeling(2)));
    let moved = pane(&desk).rows[0].cells[0].points[0].at;
    assert_eq!(moved, pos2(point.x, point.y - 2.0 * size::CURVE_STEP));
}

#[test]
fn the_curve_stops_where_nobody_said() {
    let mut desk = desk(&[Row::Feeling]);
    for (moment, title) in [("m2", "Waits"), ("m3", "Reads it")] {
        desk.select_cell("before", "customer", moment);
        desk.command(Command::NewStep);
        desk.run(Action::CommitTitle(title.to_owned()));
    }
    let lines = |desk: &Desk| {
        let shapes = pane(desk).rows[0].across.iter().flat_map(|g| &g.shapes);
        let curves = shapes.filter_map(|shape| match shape {
            frontstage::scene::Shape::Line { points, stroke, .. } if points.len() > 2 => {
                Some(stroke.dashed)
            }
            _ => None,
        });
        curves.collect::<Vec<bool>>()
    };
    let last = desk.called("before", "Reads it");
    fill(&mut desk, "asks", ("feeling", "-1"));
    fill(&mut desk, last.as_str(), ("feeling", "1"));
    assert_eq!(lines(&desk), [false; 0]);
    // Without the step that nobody spoke of it goes across, dashed.
    let waits = desk.called("before", "Waits");
    fill(&mut desk, waits.as_str(), ("feeling", "0"));
    assert_eq!(lines(&desk), [false, false]);
    desk.select("before", waits.as_str());
    desk.command(Command::Delete);
    assert_eq!(lines(&desk), [true]);
}

#[test]
fn arrows_lead_from_the_last_lane_into_the_rows() {
    let mut desk = desk(&[Row::Feeling, Row::Time]);
    desk.select_cell("before", "clerk", "m2");
    desk.run(Action::Walk(Direction::Down));
    assert_eq!(desk.session.field(), Some(&cell(Row::Feeling, "m2")));
    desk.run(Action::Walk(Direction::Down));
    desk.run(Action::Walk(Direction::Right));
    assert_eq!(desk.session.field(), Some(&cell(Row::Time, "m3")));
    assert_eq!(desk.selected(), ["answers"]);
    desk.run(Action::Walk(Direction::Up));
    desk.run(Action::Walk(Direction::Up));
    assert_eq!(desk.session.field(), None);
    assert_eq!(
        desk.session.selection().cell(),
        Some((&"clerk".into(), &"m3".into()))
    );
}

#[test]
fn esc_leads_from_a_row_to_what_it_speaks_of() {
    let mut desk = desk(&[Row::Feeling, Row::Time]);
    desk.run(Action::SelectField(cell(Row::Time, "m2")));
    assert_eq!(desk.selected(), ["looks"]);
    desk.run(Action::Select(desk.session.level_up()));
    assert_eq!(
        (desk.session.field(), desk.selected()),
        (None, vec!["looks"])
    );
    desk.run(Action::Walk(Direction::Left));
    assert_eq!(desk.selected(), ["reads"]);
    desk.run(Action::Select(desk.session.level_up()));
    assert_eq!(desk.session.selection().target, Target::Blueprint);

    // Nothing happens for the customer in this moment: it is selected itself.
    desk.run(Action::SelectField(cell(Row::Feeling, "m3")));
    desk.run(Action::Select(desk.session.level_up()));
    let moment = Target::Record(Key::Moment("m3".into()));
    assert_eq!(
        (desk.session.field(), &desk.session.selection().target),
        (None, &moment)
    );
    desk.run(Action::Walk(Direction::Down));
    assert_eq!(
        desk.session.selection().cell(),
        Some((&"customer".into(), &"m3".into()))
    );
}

#[test]
fn controls_and_pains_keep_their_records_when_they_are_renamed() {
    let mut desk = desk(&[Row::Controls, Row::Pains]);
    fill(&mut desk, "looks", ("pains", "Slow\nTwice"));
    fill(&mut desk, "looks", ("controls", "Four eyes"));
    fill(&mut desk, "reads", ("controls", "Four eyes\nIdentity"));
    let looks = desk.step("before", "looks").clone();
    let reads = desk.step("before", "reads").clone();
    assert_eq!(reads.controls[0].id, looks.controls[0].id);
    assert_ne!(reads.controls[1].id, looks.controls[0].id);
    fill(&mut desk, "looks", ("pains", "Too slow\nTwice"));
    let renamed = &desk.step("before", "looks").pains;
    assert_eq!(renamed[0].id, looks.pains[0].id);
    assert_eq!(renamed[1], looks.pains[1]);
    fill(&mut desk, "looks", ("pains", "Twice"));
    assert_eq!(desk.step("before", "looks").pains, [looks.pains[1].clone()]);
}

#[test]
fn a_line_that_went_does_not_give_its_record_to_another() {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let looks = Arc::make_mut(before.steps.get_mut(&"looks".into()).unwrap());
    let pain = |id: &str, text: &str, votes| Pain {
        id: id.into(),
        text: text.to_owned(),
        votes: Some(votes),
        ..Pain::default()
    };
    looks.pains = vec![pain("p-1", "Nobody answers", 9), pain("p-2", "Slow", 2)];
    let control = |id: &str, rule: &str| Control {
        id: id.into(),
        name: "Four eyes".to_owned(),
        rule: rule.to_owned(),
    };
    looks.controls = vec![control("c-1", "Above 1000"), control("c-2", "Above 5000")];
    let old = looks.clone();
    let mut desk = Desk::new(blueprint);
    fill(&mut desk, "looks", ("pains", "Slow at noon"));
    let pains = desk.step("before", "looks").pains.clone();
    assert_eq!(pains, [pain("p-2", "Slow at noon", 2)]);
    fill(
        &mut desk,
        "looks",
        ("controls", "Four eyes\nFour eyes\nNew"),
    );
    let controls = &desk.step("before", "looks").controls;
    assert_eq!(controls[..2], old.controls[..]);
    assert_eq!(controls[2].name, "New");
}

#[test]
fn records_without_a_name_are_kept_by_a_row() {
    let mut blueprint = service();
    blueprint.rows = vec![Row::Pains];
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let looks = Arc::make_mut(before.steps.get_mut(&"looks".into()).unwrap());
    let pain = |id: &str, text: &str| Pain {
        id: id.into(),
        text: text.to_owned(),
        ..Pain::default()
    };
    looks.pains = vec![pain("p-1", ""), pain("p-2", "Slow\nand twice")];
    let pains = looks.pains.clone();
    let mut desk = Desk::new(blueprint);
    fill(&mut desk, "looks", ("pains", "Slow and twice"));
    assert_eq!(desk.step("before", "looks").pains, pains);
    assert!(!desk.session.is_dirty(), "it says what was there");
    fill(&mut desk, "looks", ("pains", ""));
    assert_eq!(desk.step("before", "looks").pains, pains[..1]);
}

#[test]
fn rows_are_turned_on_and_off_and_taken_back() {
    let mut desk = Desk::of_service();
    desk.command(Command::RowPains);
    desk.command(Command::RowTime);
    assert_eq!(desk.session.blueprint().rows, [Row::Pains, Row::Time]);
    assert_eq!(pane(&desk).rows.len(), 2);
    desk.run(Action::SelectField(cell(Row::Pains, "m1")));
    desk.command(Command::RowPains);
    assert_eq!(desk.session.blueprint().rows, [Row::Time]);
    assert_eq!(desk.session.field(), None);
    desk.command(Command::Undo);
    assert_eq!(desk.session.blueprint().rows, [Row::Pains, Row::Time]);
}

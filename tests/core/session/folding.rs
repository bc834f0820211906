//! Lanes and empty moments folded away: what is hidden, and what opens it.

use frontstage::{
    gesture::{Gesture, HeldKeys, Hit, hit},
    model::{Key, VariantId},
    scene::{MomentsShown, pos2},
    session::{Action, Command, Direction, Selection, Target},
};

use crate::session::desk::Desk;

fn fold(desk: &mut Desk, lane: &str) {
    let target = Target::Record(Key::Lane(lane.into()));
    desk.run(Action::Select(Selection::of(&"before".into(), target)));
    desk.command(Command::FoldLane);
}

/// The lanes that are folded.
fn folded(desk: &Desk) -> Vec<&str> {
    let lens = desk.session.lens();
    lens.folded
        .iter()
        .map(frontstage::model::Id::as_str)
        .collect()
}

fn columns(desk: &Desk) -> Vec<&str> {
    let columns = desk.session.scene().panes[0].columns.iter();
    columns.map(|column| column.id.as_str()).collect()
}

#[test]
fn a_folded_lane_says_what_it_hides_and_opens_again() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    desk.select("before", "reads");
    desk.command(Command::FoldLane);
    assert_eq!(folded(&desk), ["agent"]);
    let agent = Target::Record(Key::Lane("agent".into()));
    assert_eq!(desk.session.selection().target, agent);
    let pane = &desk.session.scene().panes[0];
    assert_eq!(pane.cards.len(), 1);
    assert_eq!(pane.wires.len(), 0);
    assert_eq!(pane.lanes[1].notes.len(), 3);
    desk.command(Command::FoldLane);
    assert_eq!(desk.session.scene().panes[0].cards.len(), 4);
    assert_eq!(desk.text(), text);
    assert!(!desk.session.is_dirty());
}

#[test]
fn what_is_selected_opens_what_hides_it() {
    let before = VariantId::from("before");
    for selection in [
        Selection::step(&before, &"looks".into()),
        Selection::wire(&before, &frontstage::scene::WireId::Connector("c-3".into())),
        Selection::in_cell(&before, &"agent".into(), &"m2".into()),
    ] {
        let mut desk = Desk::of_service();
        fold(&mut desk, "agent");
        desk.run(Action::Reveal(selection.clone()));
        assert_eq!(folded(&desk), [""; 0]);
        assert_eq!(*desk.session.selection(), selection);
    }
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::MakeAi);
    fold(&mut desk, "agent");
    desk.command(Command::Undo);
    assert_eq!(folded(&desk), [""; 0]);
    assert_eq!(desk.selected(), ["looks"]);
}

#[test]
fn a_new_step_opens_its_lane() {
    let mut desk = Desk::of_service();
    fold(&mut desk, "clerk");
    let step = frontstage::session::NewStep::in_cell(
        "before".into(),
        "new".into(),
        "clerk".into(),
        "m2".into(),
    );
    desk.run(Action::Draft(step));
    assert_eq!(folded(&desk), [""; 0]);
}

#[test]
fn arrows_pass_by_what_is_folded() {
    let mut desk = Desk::of_service();
    fold(&mut desk, "agent");
    desk.select("before", "asks");
    desk.run(Action::Walk(Direction::Down));
    let cell = Selection::in_cell(&"before".into(), &"clerk".into(), &"m1".into());
    assert_eq!(*desk.session.selection(), cell);
    assert_eq!(folded(&desk), ["agent"]);
    // The lane's name is reached from its first cell, or from another lane's, and opens to the right.
    desk.run(Action::Walk(Direction::Left));
    desk.run(Action::Walk(Direction::Up));
    let agent = Target::Record(Key::Lane("agent".into()));
    assert_eq!(desk.session.selection().target, agent);
    desk.run(Action::Walk(Direction::Right));
    assert_eq!(desk.selected(), ["reads"]);
}

#[test]
fn a_click_on_a_folded_lane_selects_it_and_a_drop_opens_it() {
    let mut desk = Desk::of_service();
    fold(&mut desk, "clerk");
    desk.run(Action::Select(Selection::default()));
    let pane = &desk.session.scene().panes[0];
    let (lane, column) = (&pane.lanes[2], &pane.columns[1]);
    let on_line = pos2(column.rect.center().x, lane.rect.center().y);
    let from = pane.cards[&"reads".into()].rect.center();
    let mut gesture = Gesture::default();
    gesture.press(
        on_line,
        hit(desk.session.scene(), on_line),
        HeldKeys::default(),
    );
    for action in gesture.release(&mut desk.session) {
        desk.run(action);
    }
    let clerk = Target::Record(Key::Lane("clerk".into()));
    assert_eq!(desk.session.selection().target, clerk);
    let (variant, step) = ("before".into(), "reads".into());
    gesture.press(from, Hit::Card { variant, step }, HeldKeys::default());
    for action in gesture.drag(&desk.session, on_line, 1.0) {
        desk.run(action);
    }
    for action in gesture.release(&mut desk.session) {
        desk.run(action);
    }
    assert_eq!(desk.cell("before", &"reads".into()), "clerk m2");
    assert_eq!(folded(&desk), [""; 0]);
}

#[test]
fn empty_moments_fold_until_one_is_needed() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::Delete);
    desk.command(Command::SelectBlueprint);
    desk.command(Command::FoldMoments);
    assert_eq!(columns(&desk), ["m1", "m3"]);
    assert_eq!(desk.session.scene().panes[0].gaps.len(), 1);
    desk.select("before", "reads");
    desk.run(Action::Walk(Direction::Right));
    assert_eq!(desk.selected(), ["answers"]);
    // Taking back the deletion brings the step, and its moment.
    desk.command(Command::Undo);
    assert_eq!(columns(&desk), ["m1", "m2", "m3"]);
    assert_eq!(desk.session.lens().moments, MomentsShown::Used);
    desk.command(Command::Redo);
    // The cell of the deleted step is selected then: it is shown.
    desk.command(Command::AddMoment);
    assert_eq!(desk.session.lens().moments, MomentsShown::All);
    desk.command(Command::FoldMoments);
    assert_eq!(desk.session.lens().moments, MomentsShown::Used);
    assert_eq!(desk.session.selection().target, Target::Blueprint);
}

#[test]
fn a_moment_is_dropped_behind_folded_ones() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::Delete);
    desk.command(Command::SelectBlueprint);
    desk.command(Command::FoldMoments);
    let pane = &desk.session.scene().panes[0];
    let (first, last) = (pane.columns[0].rect, pane.columns[1].rect);
    let (variant, moment) = ("before".into(), "m1".into());
    let mut gesture = Gesture::default();
    gesture.press(
        first.center_top(),
        Hit::Moment { variant, moment },
        HeldKeys::default(),
    );
    let to = pos2(last.right() - 1.0, first.top());
    let mut actions = gesture.drag(&desk.session, to, 1.0);
    actions.extend(gesture.release(&mut desk.session));
    for action in actions {
        desk.run(action);
    }
    let moments = desk.session.blueprint().moments();
    let moments: Vec<&str> = moments.map(|(_, m)| m.id.as_str()).collect();
    assert_eq!(moments, ["m2", "m3", "m1"]);
}

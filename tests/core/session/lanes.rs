//! Lanes that come and go: of which kind a new one is, and which lines between lanes go with one.

use frontstage::{
    model::{Key, LaneKind},
    session::{Action, Command, Selection, Target},
};

use crate::session::desk::Desk;

fn select_lane(desk: &mut Desk, lane: &str) {
    let target = Target::Record(Key::Lane(lane.into()));
    desk.run(Action::Select(Selection::of(&"before".into(), target)));
}

/// The kind of the lane of a name.
fn kind(desk: &Desk, name: &str) -> LaneKind {
    let lanes = &desk.session.blueprint().lanes;
    lanes.iter().find(|lane| lane.name == name).unwrap().kind
}

#[test]
fn a_new_lane_is_of_the_kind_beside_it_or_of_its_name_and_offers_the_others() {
    let mut desk = Desk::of_service();
    select_lane(&mut desk, "agent");
    desk.command(Command::AddLane);
    desk.run(Action::CommitTitle("Branch".to_owned()));
    assert_eq!(kind(&desk, "Branch"), LaneKind::Frontstage);
    assert_eq!(
        desk.notice(),
        "“Branch” is a lane of the kind Frontstage. Is it another?"
    );
    let notice = desk.session.notice().unwrap().clone();
    let names: Vec<&str> = notice
        .actions
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Physical evidence",
            "Customer",
            "Backstage",
            "Support",
            "Custom"
        ]
    );
    desk.run(notice.actions[3].1.clone());
    assert_eq!(kind(&desk, "Branch"), LaneKind::Support);
    for (name, is) in [
        ("Core systems", LaneKind::Support),
        ("Customer support", LaneKind::Frontstage),
        ("Customer evidence shown", LaneKind::Frontstage),
        ("Backstage crew", LaneKind::Backstage),
    ] {
        select_lane(&mut desk, "agent");
        desk.command(Command::AddLane);
        desk.run(Action::CommitTitle(name.to_owned()));
        assert_eq!(kind(&desk, name), is, "{name}");
    }
    // What is renamed later stays of its kind.
    select_lane(&mut desk, "agent");
    desk.command(Command::Rename);
    desk.run(Action::CommitTitle("Systems desk".to_owned()));
    assert_eq!(kind(&desk, "Systems desk"), LaneKind::Frontstage);
}

#[test]
fn lines_that_go_with_a_lane_are_told() {
    let mut desk = Desk::of_service();
    select_lane(&mut desk, "agent");
    desk.command(Command::Delete);
    let told = "The line of interaction goes with it.";
    assert!(desk.question().contains(told), "{}", desk.question());
    desk.run(Action::Answer(0));
    assert!(desk.notice().ends_with(told), "{}", desk.notice());
    desk.command(Command::Undo);
    // Nothing stands in it.
    select_lane(&mut desk, "clerk");
    desk.command(Command::Delete);
    assert_eq!(
        desk.notice(),
        "Deleted the lane. The line of visibility goes with it."
    );
}

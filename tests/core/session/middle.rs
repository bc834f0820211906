//! Into the middle: a step between the two ends of a connector, by key, by drag, and as an answer.

use frontstage::{
    edit::Edit,
    format::write,
    model::{Connector, ConnectorKind, HandOver, Key, Share, Split, Step, Touchpoint},
    scene::WireId,
    session::{Action, Command, Middle, Selection},
};

use crate::{common::service::service, session::desk::Desk};

fn wire(id: &str) -> WireId {
    WireId::Connector(id.into())
}

fn select_wire(desk: &mut Desk, id: &str) {
    desk.run(Action::Select(Selection::wire(&"before".into(), &wire(id))));
}

/// Puts a step into a connector of Before by its command; says in which cell it stands.
fn insert(desk: &mut Desk, id: &str, title: &str) -> String {
    let text = desk.text();
    select_wire(desk, id);
    desk.command(Command::InsertStep);
    assert_eq!(desk.text(), text, "nothing is made before it has words");
    desk.run(Action::CommitTitle(title.to_owned()));
    assert_eq!(desk.question(), "", "it was said where it goes");
    let new = desk.called("before", title);
    assert_eq!(desk.selected(), [new.as_str()]);
    let cell = desk.cell("before", &new);
    let done = desk.text();
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
    desk.command(Command::Redo);
    assert_eq!(desk.text(), done);
    cell
}

fn put(desk: &mut Desk, id: &str, connector: Connector) {
    desk.run(Action::Edit(Edit::PutConnector {
        variant: "before".into(),
        id: id.into(),
        connector,
    }));
}

#[test]
fn what_a_connector_says_stays_with_its_first_half() {
    let mut desk = Desk::of_service();
    put(
        &mut desk,
        "c-2",
        Connector {
            from: "reads".into(),
            to: "looks".into(),
            label: "if unclear".to_owned(),
            share: Some(Share(0.3)),
            note: "Asked twice".to_owned(),
            ..Connector::default()
        },
    );
    insert(&mut desk, "c-2", "Asks back");
    let new = desk.called("before", "Asks back");
    let first = desk.variant("before").connectors[&"c-2".into()].clone();
    assert_eq!((&first.to, first.label.as_str()), (&new, "if unclear"));
    assert_eq!(first.share, Some(Share(0.3)));
    let connectors = desk.variant("before").connectors.values();
    let second: Vec<_> = connectors.filter(|c| c.from == new).collect();
    assert_eq!(second.len(), 1);
    let plain = Connector {
        from: new,
        to: "looks".into(),
        ..Connector::default()
    };
    assert_eq!(**second[0], plain);
    assert!(
        !desk
            .joins("before")
            .contains(&"Reads > Looks up".to_owned())
    );
}

#[test]
fn news_stay_news_and_both_ways_stay_both_ways() {
    let mut desk = Desk::of_service();
    put(
        &mut desk,
        "c-2",
        Connector {
            from: "reads".into(),
            to: "looks".into(),
            kind: ConnectorKind::Message,
            two_way: Some(true),
            ..Connector::default()
        },
    );
    insert(&mut desk, "c-2", "Tells");
    let connectors = desk.variant("before").connectors.values();
    let halves = connectors.filter(|c| c.kind == ConnectorKind::Message && c.two_way == Some(true));
    assert_eq!(halves.count(), 2);
}

#[test]
fn the_card_goes_into_a_free_cell_between_or_a_new_moment() {
    // Side by side: a moment is made between them.
    let mut desk = Desk::of_service();
    let cell = insert(&mut desk, "c-2", "Asks back");
    assert!(cell.starts_with("agent "), "{cell}");
    let moments: Vec<String> = desk
        .session
        .blueprint()
        .moments()
        .map(|(_, moment)| format!("agent {}", moment.id))
        .collect();
    assert_eq!(moments.iter().position(|moment| *moment == cell), Some(1));
    assert_eq!(moments.len(), 4);
    // A free cell between, in the lane of the start; then in that of the end.
    for (from, to, cell) in [
        ("asks", "answers", "customer m2"),
        ("answers", "asks", "customer m2"),
    ] {
        let mut desk = Desk::of_service();
        put(&mut desk, "c-9", crate::common::service::flow(from, to));
        let found = insert(&mut desk, "c-9", "Waits");
        let taken = "agent m2";
        assert_ne!(found, taken);
        assert_eq!(found, cell, "{from} to {to}");
        assert_eq!(desk.session.blueprint().moments().count(), 3);
    }
    // In one moment: in the stack of the start, on the side of the end.
    let mut desk = Desk::of_service();
    assert_eq!(insert(&mut desk, "c-1", "Queues"), "customer m1");
    let (asks, queues) = (
        desk.step("before", "asks").rank,
        desk.step("before", desk.called("before", "Queues").as_str())
            .rank,
    );
    assert!(queues > asks);
}

#[test]
fn a_hand_over_leads_to_the_step_and_a_flow_goes_on() {
    let mut desk = Desk::of_service();
    let step = Step {
        ai: Some(Box::new(Touchpoint {
            hand_over: Some(HandOver {
                to: Some("answers".into()),
                label: "stuck".to_owned(),
                ..HandOver::default()
            }),
            ..Touchpoint::default()
        })),
        ..desk.step("before", "reads").clone()
    };
    desk.run(Action::Edit(Edit::PutStep {
        variant: "before".into(),
        id: "reads".into(),
        step: Box::new(step),
    }));
    let hand_over = WireId::HandOver("reads".into());
    desk.run(Action::Select(Selection::wire(
        &"before".into(),
        &hand_over,
    )));
    desk.command(Command::InsertStep);
    desk.run(Action::CommitTitle("Calls".to_owned()));
    let new = desk.called("before", "Calls");
    let kept = desk.step("before", "reads").hand_over().unwrap();
    assert_eq!(
        (kept.to.as_ref(), kept.label.as_str()),
        (Some(&new), "stuck")
    );
    assert!(desk.joins("before").contains(&"Calls > Answers".to_owned()));
}

#[test]
fn a_step_that_is_there_goes_into_a_connector() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    let middle = |id: &str| Middle {
        variant: "before".into(),
        wire: wire(id),
        cell: None,
    };
    // From reads to looks goes asks, which leads to reads already.
    desk.run(Action::PutInto(
        middle("c-3"),
        "before".into(),
        "asks".into(),
    ));
    let joins = ["Asks > Answers", "Looks up > Asks", "Reads > Looks up"];
    assert_eq!(desk.joins("before"), joins, "it left the way it began");
    assert_eq!(desk.question(), "");
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text);
    // An end of the connector stays where it is.
    desk.run(Action::PutInto(
        middle("c-3"),
        "before".into(),
        "looks".into(),
    ));
    assert_eq!(desk.notice(), "The step is an end of that connector.");
    assert_eq!(desk.text(), text);
    // Where the halves are there already, no second one comes.
    put(
        &mut desk,
        "c-8",
        crate::common::service::flow("reads", "answers"),
    );
    desk.run(Action::PutInto(
        middle("c-8"),
        "before".into(),
        "looks".into(),
    ));
    let joins = ["Asks > Reads", "Looks up > Answers", "Reads > Looks up"];
    assert_eq!(desk.joins("before"), joins);
}

#[test]
fn a_step_that_is_moved_into_a_connector_closes_the_gap_it_leaves() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    let middle = Middle {
        variant: "before".into(),
        wire: wire("c-1"),
        cell: Some(("clerk".into(), "m1".into())),
    };
    desk.run(Action::PutInto(
        middle.clone(),
        "before".into(),
        "looks".into(),
    ));
    let joins = ["Asks > Looks up", "Looks up > Reads", "Reads > Answers"];
    assert_eq!(desk.joins("before"), joins);
    assert_eq!(desk.notice(), "“Reads” leads to “Answers” now");
    // It stands in the lane in which it was let go.
    assert_eq!(desk.cell("before", &"looks".into()), "clerk m1");
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
    // One at which ways part keeps its ways: which is meant nobody can tell.
    put(
        &mut desk,
        "c-9",
        crate::common::service::flow("looks", "asks"),
    );
    desk.run(Action::PutInto(middle, "before".into(), "looks".into()));
    let joins = [
        "Asks > Looks up",
        "Looks up > Answers",
        "Looks up > Asks",
        "Looks up > Reads",
        "Reads > Looks up",
    ];
    assert_eq!(desk.joins("before"), joins);
}

#[test]
fn a_step_let_go_on_a_connector_keeps_the_lane_it_is_let_go_in() {
    let into = |id: &str, lane: &str, moment: &str| {
        let mut desk = Desk::of_service();
        let step = Step::new("clerk".into(), "m3".into(), "Notes");
        desk.run(Action::Edit(Edit::PutStep {
            variant: "before".into(),
            id: "notes".into(),
            step: Box::new(step),
        }));
        let middle = Middle {
            variant: "before".into(),
            wire: wire(id),
            cell: Some((lane.into(), moment.into())),
        };
        desk.run(Action::PutInto(middle, "before".into(), "notes".into()));
        desk.cell("before", &"notes".into())
    };
    // Both ends stand in one moment: beside the start, beside the end, in a lane of neither.
    assert_eq!(into("c-1", "customer", "m1"), "customer m1");
    assert_eq!(into("c-1", "agent", "m1"), "agent m1");
    assert_eq!(into("c-1", "clerk", "m1"), "clerk m1");
    // No moment is free between the ends: a new one, in the lane.
    assert!(into("c-3", "clerk", "m2").starts_with("clerk m-"));
}

#[test]
fn a_step_from_another_variant_is_carried_over_into_a_connector() {
    let mut desk = Desk::of_started();
    desk.select("after", "looks");
    desk.command(Command::Delete);
    let flow = Edit::PutConnector {
        variant: "after".into(),
        id: "c-7".into(),
        connector: crate::common::service::flow("reads", "answers"),
    };
    desk.run(Action::Edit(flow));
    let middle = Middle {
        variant: "after".into(),
        wire: wire("c-7"),
        cell: None,
    };
    desk.run(Action::PutInto(middle, "before".into(), "looks".into()));
    assert_eq!(desk.cell("after", &"looks".into()), "agent m2");
    let joins = ["Asks > Reads", "Looks up > Answers", "Reads > Looks up"];
    assert_eq!(desk.joins("after"), joins);
}

#[test]
fn without_a_connector_nothing_is_inserted() {
    let mut desk = Desk::of_service();
    desk.select("before", "reads");
    assert!(!desk.session.can(Command::InsertStep));
    desk.run(Action::Command(Command::InsertStep));
    assert!(desk.notice().starts_with("Select one connector first"));
}

#[test]
fn a_second_step_on_one_side_may_go_in_between() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    desk.select("before", "looks");
    desk.command(Command::StepRight);
    desk.run(Action::CommitTitle("Calls".to_owned()));
    let answers: Vec<String> = desk
        .session
        .question()
        .unwrap()
        .answers
        .iter()
        .map(|(words, _)| words.clone())
        .collect();
    assert_eq!(
        answers,
        [
            "Either: one of them",
            "Both: all of them",
            "In between, before “Answers”",
            "Not known yet"
        ]
    );
    desk.run(Action::Answer(2));
    let joins = [
        "Asks > Reads",
        "Calls > Answers",
        "Looks up > Calls",
        "Reads > Looks up",
    ];
    assert_eq!(desk.joins("before"), joins);
    let calls = desk.called("before", "Calls");
    assert_eq!(desk.variant("before").connectors[&"c-3".into()].to, calls);
    assert_eq!(desk.step("before", "looks").split, None);
    assert_eq!(desk.selected(), [calls.as_str()]);
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
}

#[test]
fn a_third_way_asks_too_and_a_way_in_as_well() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::StepRight);
    desk.run(Action::CommitTitle("Calls".to_owned()));
    desk.run(Action::Answer(1));
    desk.select("before", "looks");
    desk.command(Command::StepRight);
    desk.run(Action::CommitTitle("Writes".to_owned()));
    assert_eq!(
        desk.question(),
        "There is a way on that side already. Where does “Writes” go?"
    );
    desk.run(Action::Answer(0));
    assert!(
        desk.joins("before")
            .contains(&"Looks up > Writes".to_owned())
    );
    // A step before another one, to which one leads already.
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::StepLeft);
    desk.run(Action::CommitTitle("Waits".to_owned()));
    let question = desk.session.question().unwrap();
    assert_eq!(question.answers[1].0, "In between, after “Reads”");
    desk.run(Action::Answer(1));
    let joins = [
        "Asks > Reads",
        "Looks up > Answers",
        "Reads > Waits",
        "Waits > Looks up",
    ];
    assert_eq!(desk.joins("before"), joins);
}

#[test]
fn on_another_side_nothing_lies_in_between() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::StepDown);
    desk.run(Action::CommitTitle("Files".to_owned()));
    let answers = &desk.session.question().unwrap().answers;
    assert_eq!(
        answers.len(),
        3,
        "the way on is to the right, this one below"
    );
}

#[test]
fn after_either_the_labels_are_asked_for_in_turn() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::StepDown);
    desk.run(Action::CommitTitle("Files".to_owned()));
    let selected = desk.session.selection().clone();
    desk.run(Action::Answer(0));
    assert_eq!(desk.step("before", "looks").split, Some(Split::Either));
    assert!(desk.session.editing().is_some());
    // In reading order: what is filed in the same moment, then the answer.
    desk.run(Action::CommitTitleAndGoOn("if complete".to_owned()));
    assert!(desk.session.editing().is_some());
    desk.run(Action::CancelTitle);
    assert!(desk.session.editing().is_none());
    assert_eq!(*desk.session.selection(), selected, "back at the new step");
    let held = desk.variant("before");
    let labels: Vec<&str> = held
        .connectors
        .values()
        .filter(|c| c.from == "looks".into())
        .map(|c| c.label.as_str())
        .collect();
    assert_eq!(labels.len(), 2);
    assert!(labels.contains(&"if complete") && labels.contains(&""));
    let files = desk.called("before", "Files");
    let to_files = held.connectors.values().find(|c| c.to == files).unwrap();
    assert_eq!(to_files.label, "if complete");
    // Who clicks elsewhere is asked no more.
    desk.select("before", "looks");
    desk.command(Command::SplitEither);
    desk.run(Action::CommitTitle("else".to_owned()));
    assert!(desk.session.editing().is_none());
}

#[test]
fn naming_a_connector_is_called_label() {
    let mut desk = Desk::of_service();
    let called = |desk: &Desk| Command::Rename.info().called(Some(&desk.session));
    desk.select("before", "reads");
    assert_eq!(called(&desk), "Rename");
    select_wire(&mut desk, "c-1");
    assert_eq!(called(&desk), "Label");
    assert_eq!(Command::Rename.info().called(None), "Rename");
    let lane = frontstage::session::Target::Record(Key::Lane("agent".into()));
    desk.run(Action::Select(Selection::of(&"before".into(), lane)));
    assert_eq!(called(&desk), "Rename");
    assert_eq!(desk.text(), write(&service()));
}

//! Drawing by keyboard: new steps, their connectors, and what is asked.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    format::write,
    model::{Key, Split, StepId},
    scene::{Show, WireId},
    session::{Action, COMMANDS, Command, Menu, Selection, Target},
};

use crate::{common::service::service, session::desk::Desk};

/// Makes a step beside another by a command; gives its cell and what was joined to make it.
fn check_new_step(desk: &mut Desk, from: &str, command: Command, expect: (&str, &str)) -> StepId {
    let (text, before) = (desk.text(), desk.joins("before"));
    desk.select("before", from);
    desk.command(command);
    assert_eq!(desk.text(), text, "nothing is made before it has words");
    assert!(desk.session.editing().is_some(), "{}", desk.notice());
    desk.run(Action::CommitTitle("  Calls\n back ".to_owned()));
    let new = desk.called("before", "Calls back");
    assert_eq!(desk.cell("before", &new), expect.0);
    let mut joins = desk.joins("before");
    joins.retain(|join| !before.contains(join));
    assert_eq!(joins, [expect.1]);
    assert_eq!(desk.selected(), [new.as_str()]);
    let done = desk.text();
    desk.command(Command::Undo);
    assert_eq!(desk.text(), text, "one step of the history");
    assert_eq!(desk.selected(), [from], "what was selected before");
    desk.command(Command::Redo);
    assert_eq!(desk.text(), done);
    assert_eq!(desk.selected(), [new.as_str()], "what was selected after");
    new
}

#[test]
fn a_new_step_stands_beside_and_is_connected() {
    for (from, command, cell, join) in [
        (
            "reads",
            Command::StepRight,
            "agent m2",
            "Reads > Calls back",
        ),
        (
            "looks",
            Command::StepLeft,
            "agent m1",
            "Calls back > Looks up",
        ),
        (
            "looks",
            Command::StepDown,
            "clerk m2",
            "Looks up > Calls back",
        ),
        (
            "looks",
            Command::StepUp,
            "customer m2",
            "Looks up > Calls back",
        ),
    ] {
        let mut desk = Desk::of_service();
        let new = check_new_step(&mut desk, from, command, (cell, join));
        assert!(new.as_str().starts_with("calls-back-"), "{new}");
        assert_eq!(desk.session.blueprint().moments().count(), 3);
    }
}

#[test]
fn where_no_moment_is_one_is_made_with_the_step() {
    for (from, command, place, join) in [
        ("answers", Command::StepRight, 3, "Answers > Calls back"),
        ("asks", Command::StepLeft, 0, "Calls back > Asks"),
        ("reads", Command::StepInNewMoment, 1, "Reads > Calls back"),
    ] {
        let mut desk = Desk::of_service();
        desk.select("before", from);
        desk.command(command);
        desk.run(Action::CommitTitle("Calls back".to_owned()));
        let new = desk.called("before", "Calls back");
        let (_, moment) = desk.step("before", new.as_str()).cell().unwrap();
        let blueprint = desk.session.blueprint();
        assert_eq!(blueprint.moment(moment).unwrap().0, place);
        assert_eq!(blueprint.moments().count(), 4);
        assert!(desk.joins("before").contains(&join.to_owned()));
        desk.command(Command::Undo);
        assert_eq!(desk.text(), write(&service()), "both go with one undo");
    }
}

#[test]
fn there_is_no_lane_beyond_the_last() {
    for (step, command, words) in [
        ("asks", Command::StepUp, "There is no lane above."),
        ("clerk", Command::StepDown, "There is no lane below."),
    ] {
        let mut desk = Desk::of_service();
        if step == "clerk" {
            desk.select_cell("before", "clerk", "m1");
            desk.command(Command::NewStep);
            desk.run(Action::CommitTitle("Pays".to_owned()));
        } else {
            desk.select("before", step);
        }
        desk.command(command);
        assert_eq!(desk.notice(), words);
        assert!(desk.session.editing().is_none());
    }
}

#[test]
fn a_card_without_words_leaves_nothing_behind() {
    let closings = [
        Action::CancelTitle,
        Action::CommitTitle(String::new()),
        Action::CommitTitle(" \n ".to_owned()),
        Action::CommitTitleAndGoOn(String::new()),
    ];
    let openings = [
        Command::NewStep,
        Command::StepRight,
        Command::StepInNewMoment,
    ];
    for closing in &closings {
        for opening in openings {
            let mut desk = Desk::of_service();
            desk.select("before", "answers");
            desk.command(opening);
            assert_ne!(desk.session.shown(), desk.session.blueprint());
            desk.run(closing.clone());
            assert_eq!(desk.text(), write(&service()));
            assert!(!desk.session.is_dirty());
            assert!(desk.session.editing().is_none());
            assert_eq!(desk.session.shown(), desk.session.blueprint());
            assert_eq!(desk.selected(), ["answers"]);
        }
    }
}

#[test]
fn renaming_closes_a_card_without_words() {
    let mut desk = Desk::of_service();
    desk.select("before", "answers");
    desk.command(Command::StepRight);
    desk.command(Command::Rename);
    desk.run(Action::CommitTitle("Replies".to_owned()));
    assert_eq!(desk.step("before", "answers").title, "Replies");
    assert_eq!(desk.variant("before").steps.len(), 4);
}

#[test]
fn tab_goes_on_from_step_to_step() {
    let mut desk = Desk::of_service();
    desk.select_cell("before", "clerk", "m1");
    desk.command(Command::NewStep);
    for title in ["One", "Two", "Three", "Four"] {
        desk.run(Action::CommitTitleAndGoOn(title.to_owned()));
    }
    desk.run(Action::CancelTitle);
    let mut joins = desk.joins("before");
    joins.retain(|join| ["One", "Two", "Thr"].iter().any(|t| join.starts_with(t)));
    assert_eq!(joins, ["One > Two", "Three > Four", "Two > Three"]);
    assert_eq!(desk.session.blueprint().moments().count(), 4);
    assert_eq!(desk.selected(), [desk.called("before", "Four").as_str()]);
}

#[test]
fn the_second_way_out_asks_once_what_it_means() {
    let mut desk = Desk::of_service();
    desk.connect("before", "asks", "looks");
    assert_eq!(
        desk.question(),
        "Several ways lead out of “Asks”. Which does a case take?"
    );
    desk.run(Action::Answer(0));
    assert_eq!(desk.step("before", "asks").split, Some(Split::Either));
    desk.connect("before", "asks", "answers");
    assert_eq!(desk.question(), "", "it was said");

    // By a new step as well; and who does not know is not asked again.
    desk.select("before", "reads");
    desk.command(Command::StepDown);
    desk.run(Action::CommitTitle("Notes".to_owned()));
    assert!(
        desk.question()
            .starts_with("Several ways lead out of “Reads”")
    );
    desk.run(Action::Answer(2));
    assert_eq!(desk.step("before", "reads").split, None);
    desk.connect("before", "reads", "answers");
    assert_eq!(desk.question(), "");
    desk.connect("before", "reads", "looks");
    assert_eq!(desk.notice(), "These two steps are connected already.");
}

#[test]
fn an_answer_that_has_become_old_is_not_given() {
    let mut desk = Desk::of_service();
    desk.connect("before", "asks", "looks");
    let mut asks = desk.step("before", "asks").clone();
    asks.title = "Asks politely".to_owned();
    desk.run(Action::Edit(Edit::PutStep {
        variant: "before".into(),
        id: "asks".into(),
        step: Box::new(asks),
    }));
    desk.run(Action::Answer(0));
    assert_eq!(desk.step("before", "asks").title, "Asks politely");
}

/// The service with an AI touchpoint at `looks`.
fn with_ai() -> Desk {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::MakeAi);
    assert_eq!(
        desk.notice(),
        "Made it an AI touchpoint; say what it does, Enter goes back to the canvas"
    );
    desk
}

#[test]
fn a_way_from_an_ai_touchpoint_asks_flow_or_hand_over() {
    let mut desk = with_ai();
    desk.connect("before", "looks", "asks");
    assert_eq!(desk.question(), "What leads on from the AI touchpoint?");
    desk.run(Action::Answer(1));
    let hand_over = desk.step("before", "looks").hand_over().unwrap();
    assert_eq!(hand_over.to, Some("asks".into()));
    let wire = WireId::HandOver("looks".into());
    assert_eq!(
        *desk.session.selection(),
        Selection::wire(&"before".into(), &wire)
    );
    assert_eq!(desk.variant("before").connectors.len(), 3);
    // It hands over already: the next one is a flow, the second.
    desk.connect("before", "looks", "reads");
    assert!(desk.question().starts_with("Several ways lead out"));

    let mut desk = with_ai();
    desk.connect("before", "looks", "asks");
    desk.run(Action::Answer(0));
    assert!(desk.joins("before").contains(&"Looks up > Asks".to_owned()));
    assert!(desk.question().starts_with("Several ways lead out"));
    assert_eq!(desk.step("before", "looks").hand_over(), None);

    let mut desk = with_ai();
    let text = desk.text();
    desk.connect("before", "looks", "asks");
    desk.run(Action::Dismiss);
    assert_eq!(desk.text(), text);
}

#[test]
fn a_new_step_from_an_ai_touchpoint_asks_too() {
    for (answer, joined) in [(0, true), (1, false)] {
        let mut desk = with_ai();
        desk.command(Command::StepDown);
        desk.run(Action::CommitTitle("Decides".to_owned()));
        assert_eq!(desk.question(), "What leads on from the AI touchpoint?");
        desk.run(Action::Answer(answer));
        let join = "Looks up > Decides".to_owned();
        assert_eq!(desk.joins("before").contains(&join), joined);
        let decides = desk.called("before", "Decides");
        let hand_over = desk.step("before", "looks").hand_over();
        let to = hand_over.and_then(|hand_over| hand_over.to.clone());
        assert_eq!(to, (!joined).then_some(decides));
        assert_eq!(desk.question().starts_with("Several ways"), joined);
    }
}

#[test]
fn what_holds_steps_asks_before_it_goes() {
    for (target, words) in [
        (
            Target::Record(Key::Lane("agent".into())),
            "The lane “Agent” holds 3 steps over all variants. The line of interaction goes with it. What becomes of them?",
        ),
        (
            Target::Record(Key::Moment("m2".into())),
            "This moment holds 1 step over all variants. What becomes of it?",
        ),
        (
            Target::Record(Key::Phase("ask".into())),
            "The phase “Ask” holds 3 steps over all variants. What becomes of them?",
        ),
        (
            Target::Record(Key::Variant("before".into())),
            "This variant holds 4 steps. Delete all of it?",
        ),
    ] {
        let mut desk = Desk::of_service();
        let text = desk.text();
        desk.run(Action::Select(Selection::of(&"before".into(), target)));
        desk.command(Command::Delete);
        assert_eq!(desk.question(), words);
        assert_eq!(desk.text(), text);
        let answers: Vec<String> = {
            let answers = desk.session.question().unwrap().answers.iter();
            answers.map(|(words, _)| words.clone()).collect()
        };
        let place = |words: &str| answers.iter().position(|answer| answer.starts_with(words));
        desk.run(Action::Answer(place("Cancel").unwrap()));
        assert_eq!(desk.text(), text, "kept");
        desk.command(Command::Delete);
        desk.run(Action::Answer(place("Delete with").unwrap()));
        assert_ne!(desk.text(), text);
        desk.command(Command::Undo);
        assert_eq!(desk.text(), text);
    }
}

#[test]
fn what_is_empty_goes_without_a_word() {
    for target in [
        Target::Record(Key::Lane("clerk".into())),
        Target::Record(Key::Variant("after".into())),
        Target::Record(Key::Role("staff".into())),
    ] {
        let mut desk = Desk::of_service();
        let text = desk.text();
        desk.run(Action::Select(Selection::of(&"before".into(), target)));
        desk.command(Command::Delete);
        assert_eq!(desk.question(), "");
        assert_ne!(desk.text(), text);
    }
}

#[test]
fn a_deleted_step_can_be_undone_and_explained() {
    let mut desk = Desk::of_started();
    desk.select("after", "looks");
    desk.command(Command::Delete);
    assert_eq!(desk.notice(), "Deleted “Looks up”");
    let notice = desk.session.notice().unwrap().clone();
    let buttons: Vec<&str> = notice.actions.iter().map(|(text, _)| &**text).collect();
    let bridge = "Connect “Reads” to “Answers”";
    assert_eq!(buttons, ["Undo", bridge, "Say why…"]);
    let cell = (&"agent".into(), &"m2".into());
    assert_eq!(
        desk.session.selection().cell(),
        Some(cell),
        "the keyboard stays"
    );
    desk.run(notice.actions[2].1.clone());
    assert_eq!(desk.selected(), ["looks"]);
    assert_eq!(desk.session.selection().variant, "before".into());
    desk.run(notice.actions[0].1.clone());
    assert_eq!(desk.variant("after").steps.len(), 4);
    desk.select("after", "looks");
    desk.command(Command::Delete);
    desk.run(notice.actions[1].1.clone());
    let variant = desk.variant("after");
    let mut joined = variant.connectors.values();
    assert!(joined.any(|c| c.from == "reads".into() && c.to == "answers".into()));
}

#[test]
fn after_starts_from_before_with_the_same_ids() {
    let mut desk = Desk::of_service();
    desk.command(Command::StartSecond);
    assert_eq!(*desk.session.show(), Show::One("after".into()));
    let (labels, _) = desk.session.history().labels();
    assert_eq!(labels, ["Start After from Before"]);
    assert_eq!(desk.variant("after").steps, desk.variant("before").steps);
    assert_eq!(
        desk.variant("after").connectors,
        desk.variant("before").connectors
    );
    desk.command(Command::StartSecond);
    assert!(desk.notice().starts_with("After has steps already."));

    // Without an After one is made.
    let mut only = service();
    only.variants.pop();
    let mut desk = Desk::new(only);
    desk.command(Command::StartSecond);
    assert_eq!(desk.variant("after").steps, desk.variant("before").steps);
    desk.command(Command::ShowCompare);
    assert!(desk.session.changes().unwrap().list().is_empty());
}

#[test]
fn steps_are_carried_over_to_after_only() {
    let mut desk = Desk::of_service();
    desk.select("before", "reads");
    desk.command(Command::CarryOver);
    assert_eq!(desk.notice(), "Copied the step to After");
    assert_eq!(desk.step("after", "reads"), desk.step("before", "reads"));
    desk.select("after", "reads");
    assert!(!desk.session.can(Command::CarryOver));
    desk.command(Command::Undo);
    assert_eq!(desk.text(), write(&service()));
    desk.run(Action::Command(Command::SelectBlueprint));
    desk.run(Action::Command(Command::CarryOver));
    assert_eq!(desk.notice(), "Select a step first.");
}

#[test]
fn cards_of_a_stack_keep_their_order_when_moved() {
    let mut desk = Desk::of_service();
    // `looks` above `answers` above `asks`, against the order of ids.
    for step in ["looks", "answers", "asks"] {
        desk.run(Action::Edit(Edit::PlaceSteps {
            variant: "before".into(),
            steps: vec![step.into()],
            lane: "agent".into(),
            moment: "m2".into(),
            at: None,
        }));
    }
    let order = |desk: &Desk, lane: &str, moment: &str| -> Vec<String> {
        let cards = frontstage::edit::cell(desk.variant("before"), &lane.into(), &moment.into());
        cards.iter().map(|(id, _)| id.to_string()).collect()
    };
    let stack = ["looks", "answers", "asks"];
    let steps = stack.map(StepId::from);
    desk.run(Action::Select(Selection::items(
        &"before".into(),
        steps,
        [],
    )));
    for (command, lane, moment) in [
        (Command::MoveRight, "agent", "m3"),
        (Command::MoveDown, "clerk", "m3"),
        (Command::MoveLeft, "clerk", "m2"),
        (Command::MoveUp, "agent", "m2"),
    ] {
        desk.command(command);
        assert_eq!(order(&desk, lane, moment), stack, "{command:?}");
    }
    desk.command(Command::MoveRight);
    desk.command(Command::MoveRight);
    assert_eq!(desk.notice(), "There is no cell on that side.");
    // One card moves through the stack first.
    desk.select("before", "answers");
    desk.command(Command::MoveUp);
    assert_eq!(order(&desk, "agent", "m3"), ["answers", "looks", "asks"]);
    desk.command(Command::MoveUp);
    assert_eq!(order(&desk, "agent", "m3"), ["looks", "asks"]);
    assert_eq!(order(&desk, "customer", "m3"), ["answers"]);
}

#[test]
fn moments_and_lanes_move_by_keyboard() {
    let mut desk = Desk::of_service();
    let phases = |desk: &Desk| -> Vec<usize> {
        let phases = desk.session.blueprint().phases.iter();
        phases.map(|phase| phase.moments.len()).collect()
    };
    let moment = Selection::of(&"before".into(), Target::Record(Key::Moment("m2".into())));
    desk.run(Action::Select(moment));
    desk.command(Command::MoveRight);
    assert_eq!(phases(&desk), [1, 2], "into the next phase");
    desk.command(Command::MoveRight);
    let last = desk.session.blueprint().moments().last().unwrap().1.clone();
    assert_eq!(last.id, "m2".into());
    desk.command(Command::MoveRight);
    assert_eq!(desk.notice(), "There is no phase on that side.");
    let lane = Selection::of(
        &"before".into(),
        Target::Record(Key::Lane("customer".into())),
    );
    desk.run(Action::Select(lane));
    desk.command(Command::MoveDown);
    assert_eq!(desk.session.blueprint().lanes[1].id, "customer".into());
    desk.command(Command::MoveUp);
    desk.command(Command::MoveUp);
    assert_eq!(desk.notice(), "It is the first already.");
}

#[test]
fn saved_is_a_place_in_the_history() {
    let mut desk = Desk::of_service();
    assert!(!desk.session.is_dirty());
    desk.select("before", "asks");
    desk.command(Command::AddPain);
    assert!(desk.session.is_dirty());
    desk.save();
    assert!(!desk.session.is_dirty());
    desk.command(Command::MakeAi);
    assert!(desk.session.is_dirty());
    desk.command(Command::Undo);
    assert!(!desk.session.is_dirty());
    desk.command(Command::Undo);
    assert!(desk.session.is_dirty());
    desk.command(Command::Redo);
    assert!(!desk.session.is_dirty());
    desk.session.mark_unsaved();
    assert!(desk.session.is_dirty());
}

#[test]
fn what_changes_nothing_is_no_step_of_the_history() {
    let mut desk = Desk::of_service();
    let same = desk.step("before", "asks").clone();
    desk.run(Action::Edit(Edit::PutStep {
        variant: "before".into(),
        id: "asks".into(),
        step: Box::new(same),
    }));
    desk.select("before", "asks");
    desk.command(Command::Rename);
    desk.run(Action::CommitTitle(" Asks ".to_owned()));
    assert!(!desk.session.is_dirty());
    assert_eq!(desk.session.history().undo_label(), None);
}

#[test]
fn reading_only_says_so_and_can_still_look() {
    let mut desk = Desk::of_started();
    desk.select("after", "looks");
    desk.session
        .set_read_only(Some("the file is newer".to_owned()));
    let text = desk.text();
    let said = "This blueprint is open for reading only.";
    for info in COMMANDS {
        let changes = matches!(info.menu, Menu::Insert)
            || matches!(
                info.command,
                Command::Undo | Command::Cut | Command::Delete | Command::Duplicate
            )
            || matches!(info.command, Command::Rename | Command::MoveLeft);
        if !changes || matches!(info.command, Command::Connect) {
            continue;
        }
        assert!(!desk.session.can(info.command), "{}", info.name);
        desk.session.say("", Vec::new());
        desk.run(Action::Command(info.command));
        assert_eq!(desk.notice(), said, "{}", info.name);
        assert_eq!(desk.question(), "");
        assert_eq!(desk.copied(), None);
    }
    desk.connect("after", "asks", "answers");
    assert_eq!(desk.notice(), said);
    assert_eq!(desk.text(), text);
    desk.command(Command::Copy);
    assert!(desk.copied().is_some());
    desk.command(Command::ShowCompare);
    desk.command(Command::SelectAll);
    assert!(Arc::ptr_eq(desk.session.shown(), desk.session.blueprint()));
}

//! Copy, paste and doubling: fresh ids, nothing that leads nowhere.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    model::{HandOver, Id, Key, Step, StepId, Touchpoint, Worker},
    session::{Action, Command, Selection},
};
use proptest::prelude::*;

use crate::{
    common::{blueprints, cases, service::service},
    session::desk::Desk,
};

fn select(desk: &mut Desk, steps: &[&str]) {
    let steps = steps.iter().map(|id| StepId::from(*id));
    let selection = Selection::items(&"before".into(), steps, []);
    desk.run(Action::Select(selection));
}

/// Copies steps of one desk and pastes them into a cell of another; gives the titles and cells of what came.
fn check_pasted(from: &mut Desk, steps: &[&str], to: &mut Desk, cell: (&str, &str)) -> Vec<String> {
    select(from, steps);
    from.command(Command::Copy);
    let text = from.copied().unwrap();
    let old: Vec<StepId> = to.variant("before").steps.keys().cloned().collect();
    to.select_cell("before", cell.0, cell.1);
    to.run(Action::Paste(text));
    let came = to.session.selection().steps().clone();
    assert_eq!(came.len(), steps.len(), "{}", to.notice());
    assert!(old.iter().all(|id| !came.contains(id)), "fresh ids");
    assert_eq!(to.variant("before").steps.len(), old.len() + came.len());
    let mut came: Vec<String> = came
        .iter()
        .map(|id| {
            let title = &to.variant("before").steps[id].title;
            format!("{title}: {}", to.cell("before", id))
        })
        .collect();
    came.sort();
    came
}

#[test]
fn pasted_steps_keep_their_places_to_each_other_and_their_connectors() {
    let (mut from, mut to) = (Desk::of_service(), Desk::of_service());
    let came = check_pasted(
        &mut from,
        &["asks", "reads", "looks"],
        &mut to,
        ("customer", "m2"),
    );
    assert_eq!(
        came,
        ["Asks: customer m2", "Looks up: agent m3", "Reads: agent m2"]
    );
    assert_eq!(
        to.joins("before"),
        [
            "Asks > Reads",
            "Asks > Reads",
            "Looks up > Answers",
            "Reads > Looks up",
            "Reads > Looks up",
        ]
    );
    to.command(Command::Undo);
    assert_eq!(to.text(), from.text());
}

#[test]
fn what_does_not_fit_at_the_edge_stands_at_the_edge() {
    let (mut from, mut to) = (Desk::of_service(), Desk::of_service());
    let came = check_pasted(&mut from, &["asks", "answers"], &mut to, ("clerk", "m3"));
    assert_eq!(came, ["Answers: clerk m3", "Asks: clerk m3"]);
}

#[test]
fn what_another_document_does_not_know_is_left_out() {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let reads = Arc::make_mut(before.steps.get_mut(&"reads".into()).unwrap());
    reads.workers = vec![Worker {
        role: "staff".into(),
        work: None,
    }];
    let hand_over_to = |step: &mut Step, to: &str| {
        step.ai = Some(Box::new(Touchpoint {
            hand_over: Some(HandOver {
                to: Some(to.into()),
                ..HandOver::default()
            }),
            ..Touchpoint::default()
        }));
    };
    hand_over_to(reads, "looks");
    let looks = Arc::make_mut(before.steps.get_mut(&"looks".into()).unwrap());
    hand_over_to(looks, "answers");
    let mut from = Desk::new(blueprint);
    let mut to = Desk::of_service();
    to.run(Action::Edit(Edit::Delete(Key::Role("staff".into()))));
    check_pasted(&mut from, &["reads", "looks"], &mut to, ("clerk", "m1"));
    let came: Vec<StepId> = to.session.selection().steps().iter().cloned().collect();
    let called = |title: &str| {
        let mut found = came.iter();
        let found = found.find(|id| to.step("before", id.as_str()).title == title);
        found.unwrap().clone()
    };
    let reads = to.step("before", called("Reads").as_str());
    assert!(reads.workers.is_empty());
    assert_eq!(reads.hand_over().unwrap().to, Some(called("Looks up")));
    let looks = to.step("before", called("Looks up").as_str());
    assert_eq!(looks.hand_over().unwrap().to, None);
}

#[test]
fn text_of_windows_pastes_too() {
    let mut desk = Desk::of_service();
    let mut step = desk.step("before", "asks").clone();
    step.note = "two\nlines".to_owned();
    desk.run(Action::Edit(Edit::PutStep {
        variant: "before".into(),
        id: "asks".into(),
        step: Box::new(step),
    }));
    select(&mut desk, &["asks"]);
    desk.command(Command::Cut);
    let text = desk.copied().unwrap().replace('\n', "\r\n");
    assert!(!desk.variant("before").steps.contains_key(&"asks".into()));
    desk.run(Action::Paste(text));
    let came = desk.called("before", "Asks");
    assert_eq!(desk.step("before", came.as_str()).note, "two\nlines");
}

#[test]
fn other_text_is_refused() {
    for text in [
        "",
        "()",
        "Buy milk",
        "(title: \"A blueprint\", lanes: [])",
        "(steps: {})",
        "(steps: 5)",
        &"[".repeat(100_000),
    ] {
        let mut desk = Desk::of_service();
        desk.select("before", "asks");
        let before = desk.text();
        desk.run(Action::Paste(text.to_owned()));
        assert_eq!(
            desk.notice(),
            "The clipboard holds no steps of a blueprint."
        );
        assert_eq!(desk.text(), before);
        assert_eq!(desk.selected(), ["asks"], "what was selected stays so");
    }
}

#[test]
fn text_made_by_hand_does_no_harm() {
    let text = r#"(
        columns: {"a": 18446744073709551615}, rows: {"a": 18446744073709551615},
        steps: {"a": (title: "Far", span: 0, lane: "no", replaces: ["x"]), "b": (title: "Near")},
        connectors: {
            "c": (from: "a", to: "b"), "d": (from: "a", to: "b"), "e": (from: "a", to: "a"),
            "f": (from: "a", to: "z"),
        },
    )"#;
    let mut desk = Desk::of_service();
    desk.select_cell("before", "customer", "m2");
    desk.run(Action::Paste(text.to_owned()));
    let far = desk.called("before", "Far");
    assert_eq!(desk.cell("before", &far), "clerk m3");
    assert_eq!(desk.step("before", far.as_str()).span, 1);
    let near = desk.called("before", "Near");
    assert_eq!(desk.cell("before", &near), "customer m2");
    let joins = desk.joins("before");
    assert_eq!(joins.iter().filter(|j| *j == "Far > Near").count(), 1);
    assert_eq!(joins.len(), 4);

    // A value that cannot be is refused, and said.
    let before = desk.text();
    desk.run(Action::Paste(text.replace("span: 0", "cost: -5")));
    assert_eq!(desk.notice(), "Cost: -5 is out of range: write 0 or more");
    assert_eq!(desk.text(), before);
}

#[test]
fn doubling_puts_copies_to_the_right() {
    let mut desk = Desk::of_service();
    select(&mut desk, &["asks", "reads"]);
    desk.command(Command::Duplicate);
    let cells: Vec<String> = desk
        .session
        .selection()
        .steps()
        .iter()
        .map(|id| desk.cell("before", id))
        .collect();
    assert_eq!(cells, ["customer m2", "agent m2"]);
    // At the right edge the copy stands below.
    desk.select("before", "answers");
    desk.command(Command::Duplicate);
    let copy = desk.session.selection().lead().unwrap().clone();
    assert_eq!(desk.cell("before", &copy), "agent m3");
    let rank = desk.step("before", copy.as_str()).rank;
    assert!(rank > desk.step("before", "answers").rank);
}

#[test]
fn copies_of_many_steps_without_a_title_all_have_ids_of_their_own() {
    let mut desk = Desk::of_service();
    let step = desk.step("before", "asks").clone();
    let untitled = (0..150).map(|number| Edit::PutStep {
        variant: "before".into(),
        id: Id::new(&format!("untitled-{number}")),
        step: Box::new(Step {
            title: String::new(),
            ..step.clone()
        }),
    });
    desk.run(Action::Edit(Edit::All(untitled.collect())));
    for _ in 0..3 {
        let before = desk.variant("before").steps.len();
        desk.command(Command::SelectAll);
        desk.command(Command::Duplicate);
        assert_eq!(desk.variant("before").steps.len(), 2 * before);
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn anything_pastes_into_any_document(from in blueprints(), to in blueprints()) {
        let (mut from, mut to) = (Desk::new(from), Desk::new(to));
        from.run(Action::Command(Command::SelectAll));
        from.run(Action::Command(Command::Copy));
        let Some(text) = from.copied() else {
            return Ok(());
        };
        let first = to.text();
        let cell = to.session.blueprint().lanes.last().cloned().zip(
            to.session.blueprint().moments().next().map(|(_, m)| m.id.clone()),
        );
        let (Some((lane, moment)), Some(variant)) =
            (cell, to.session.blueprint().variants.first().cloned())
        else {
            return Ok(());
        };
        let selection = Selection::in_cell(&variant.id, &lane.id, &moment);
        to.run(Action::Select(selection));
        to.run(Action::Paste(text));
        prop_assert_eq!(to.notice(), "");
        prop_assert_eq!(
            to.session.selection().steps().len(),
            from.session.selection().steps().len()
        );
        to.run(Action::Command(Command::Undo));
        prop_assert_eq!(to.text(), first);
    }
}

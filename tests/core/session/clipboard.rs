//! Copy, paste and doubling: fresh ids, nothing that leads nowhere.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    format::read,
    model::{
        Blueprint, Comment, Fallback, HandOver, Id, Key, Pain, Place, Removed, Step, StepId,
        Touchpoint, Worker,
    },
    session::{Action, Command, Selection, bring::Bring},
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
    assert!(reads.basis.is_empty(), "a basis goes with its figure");
    assert_eq!(reads.hand_over().unwrap().to, Some(called("Looks up")));
    let looks = to.step("before", called("Looks up").as_str());
    assert_eq!(looks.hand_over().unwrap().to, Some("answers".into()));
    let left_out = "Left out, because it is not here: the role “staff”.";
    assert_eq!(to.notice(), left_out);
}

/// A service in which much names the step that is cut: the way to a person, what is done in an outage, who takes
/// exceptions, what it takes the place of, an answer to its pain, a comment.
fn with_names_of_reads() -> Blueprint {
    let mut desk = Desk::of_started();
    let touchpoint = |step: &Step| {
        let mut step = step.clone();
        step.ai = Some(Box::new(Touchpoint {
            hand_over: Some(HandOver {
                to: Some("reads".into()),
                label: "Not resolved".to_owned(),
                ..HandOver::default()
            }),
            fallback: Some(Fallback {
                to: Some("reads".into()),
                last_tested: None,
            }),
            ..Touchpoint::default()
        }));
        step
    };
    let mut put = |variant: &str, id: &str, step: Step| {
        desk.run(Action::Edit(Edit::PutStep {
            variant: variant.into(),
            id: id.into(),
            step: Box::new(step),
        }));
    };
    let service = service();
    let step = |id: &str| (*service.variants[0].steps[&id.into()]).clone();
    let mut reads = step("reads");
    reads.pains = vec![Pain {
        id: "slow".into(),
        text: "Slow".to_owned(),
        ..Pain::default()
    }];
    put("after", "reads", reads);
    let mut looks = touchpoint(&step("looks"));
    looks.answers = vec!["slow".into()];
    put("after", "looks", looks);
    desk.run(Action::Edit(Edit::DeleteSteps {
        variant: "after".into(),
        steps: vec!["answers".into()],
    }));
    desk.run(Action::Edit(Edit::SetRemoved {
        variant: "after".into(),
        step: "answers".into(),
        removed: Some(Removed {
            exceptions_go_to: Some("reads".into()),
            ..Removed::default()
        }),
    }));
    let about = Place::Record(Key::Step("after".into(), "reads".into()));
    let comment = Comment {
        at: about,
        text: "Who is that?".to_owned(),
        ..Comment::default()
    };
    desk.run(Action::Edit(Edit::put("k".into(), comment, None)));
    (**desk.session.blueprint()).clone()
}

#[test]
fn cut_and_paste_is_a_move() {
    let mut desk = Desk::new(with_names_of_reads());
    desk.run(Action::Show(frontstage::scene::Show::One("after".into())));
    let first = desk.text();
    let cell = desk.cell("after", &"reads".into());
    desk.select("after", "reads");
    desk.command(Command::Cut);
    let text = desk.copied().unwrap();
    assert!(!desk.text().contains("\"reads\", label"), "it is gone");
    let (lane, moment) = cell.split_once(' ').unwrap();
    desk.select_cell("after", lane, moment);
    desk.run(Action::Paste(text.clone()));
    let rank = desk.step("after", "reads").rank;
    let without_rank = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| !line.trim().starts_with("rank:"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(without_rank(&desk.text()), without_rank(&first), "{rank}");
    // Pasted again it is another step.
    desk.run(Action::Paste(text));
    assert!(desk.session.selection().lead() != Some(&"reads".into()));
}

#[test]
fn what_was_changed_since_the_cut_stays() {
    let mut desk = Desk::new(with_names_of_reads());
    desk.run(Action::Show(frontstage::scene::Show::One("after".into())));
    desk.select("after", "reads");
    desk.command(Command::Cut);
    let text = desk.copied().unwrap();
    let mut looks = desk.step("after", "looks").clone();
    let ai = looks.ai.as_mut().unwrap();
    ai.hand_over = Some(HandOver {
        to: Some("asks".into()),
        ..HandOver::default()
    });
    desk.run(Action::Edit(Edit::PutStep {
        variant: "after".into(),
        id: "looks".into(),
        step: Box::new(looks),
    }));
    desk.select_cell("after", "customer", "m1");
    desk.run(Action::Paste(text));
    let looks = desk.step("after", "looks");
    assert_eq!(looks.hand_over().unwrap().to, Some("asks".into()));
    let fallback = looks.ai.as_ref().unwrap().fallback.as_ref();
    assert_eq!(fallback.and_then(|f| f.to.clone()), Some("reads".into()));
    assert_eq!(desk.cell("after", &"reads".into()), "customer m1");
}

#[test]
fn a_copy_in_another_variant_is_the_same_step() {
    let mut desk = Desk::of_started();
    let gone = ["asks", "reads"].map(StepId::from).to_vec();
    desk.run(Action::Edit(Edit::DeleteSteps {
        variant: "after".into(),
        steps: gone,
    }));
    select(&mut desk, &["asks", "reads"]);
    desk.command(Command::Copy);
    let text = desk.copied().unwrap();
    desk.run(Action::Show(frontstage::scene::Show::One("after".into())));
    desk.select_cell("after", "customer", "m1");
    desk.run(Action::Paste(text));
    let same = |desk: &Desk, id: &str| desk.step("after", id) == desk.step("before", id);
    assert!(same(&desk, "asks") && same(&desk, "reads"));
    let joins = desk.joins("after");
    assert!(joins.contains(&"Asks > Reads".to_owned()), "{joins:?}");
}

/// Copies everything of one document and brings it into another, by the plan as it is made.
fn bring(from: &mut Desk, to: &mut Desk) -> Bring {
    from.command(Command::SelectAll);
    from.command(Command::Copy);
    let text = from.copied().unwrap();
    let fragment = to.session.from_elsewhere(&text).unwrap();
    let plan = Bring::plan(fragment, to.session.blueprint());
    to.run(Action::PasteSteps(Box::new(plan.clone())));
    plan
}

#[test]
fn a_whole_board_brought_into_a_blank_one_looks_as_it_did() {
    let example = include_str!("../../../blueprints/loan-agreement-review.blueprint.ron");
    let mut from = Desk::new(read(example.as_bytes()).unwrap().blueprint);
    let blank = include_str!("../../../blueprints/blank.blueprint.ron");
    let mut to = Desk::new(read(blank.as_bytes()).unwrap().blueprint);
    let first = to.text();
    bring(&mut from, &mut to);
    assert_eq!(to.notice(), "");
    let variant = from.session.blueprint().variants[0].id.clone();
    let (old, new) = (from.variant(variant.as_str()), to.variant("before"));
    assert_eq!(old.steps.len(), new.steps.len());
    assert_eq!(old.connectors.len(), new.connectors.len());
    let places = |desk: &Desk, step: &Step| {
        let blueprint = desk.session.blueprint();
        let lane = step.lane.as_ref().and_then(|id| blueprint.lane(id));
        let moment = step.moment.as_ref().and_then(|id| blueprint.moment(id));
        let lane = lane.map(|(_, lane)| lane.name.clone());
        (
            lane,
            moment.map(|(place, phase, _)| (place, phase.name.clone())),
        )
    };
    for (id, step) in &old.steps {
        let here = &new.steps[id];
        assert_eq!(places(&from, step), places(&to, here), "{id}");
        assert_eq!(step.workers.len(), here.workers.len(), "{id}");
    }
    to.command(Command::Undo);
    assert_eq!(to.text(), first);
}

#[test]
fn lanes_and_roles_of_the_same_name_are_the_same() {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let reads = Arc::make_mut(before.steps.get_mut(&"reads".into()).unwrap());
    reads.workers = vec![Worker {
        role: "staff".into(),
        work: None,
    }];
    let mut from = Desk::new(blueprint);
    let mut other = service();
    let role = Arc::make_mut(&mut other.roles[0]);
    role.id = "people".into();
    let role = role.name.clone();
    let lane = Arc::make_mut(&mut other.lanes[0]);
    lane.name = lane.name.to_uppercase();
    let mut to = Desk::with_seed(other, 8);
    let lanes = to.session.blueprint().lanes.len();
    let plan = bring(&mut from, &mut to);
    assert!(plan.lanes.iter().all(|lane| lane.to.is_some()));
    assert_eq!(to.session.blueprint().lanes.len(), lanes);
    let roles = &to.session.blueprint().roles;
    assert_eq!(roles.iter().filter(|other| other.name == role).count(), 1);
    let steps = to.session.selection().steps().clone();
    let mut steps = steps.iter().map(|id| to.step("before", id.as_str()));
    let reads = steps.find(|step| step.title == "Reads").unwrap();
    assert_eq!(reads.workers[0].role, "people".into());
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
    let text = r#"Blueprint(
        format: 2,
        variants: [(
            id: "v",
            steps: {
                "a": (title: "Far", span: 0, lane: "no", replaces: ["x"]),
                "b": (title: "Near", lane: "customer", moment: "m1"),
            },
            connectors: {
                "c": (from: "a", to: "b"), "d": (from: "a", to: "b"), "e": (from: "a", to: "a"),
                "f": (from: "a", to: "z"),
            },
        )],
    )"#;
    let mut desk = Desk::of_service();
    desk.select_cell("before", "customer", "m2");
    desk.run(Action::Paste(text.to_owned()));
    let far = desk.called("before", "Far");
    assert_eq!(desk.cell("before", &far), "customer m2");
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
    assert_eq!(
        desk.session.history().undo_label(),
        Some("Duplicate 2 steps")
    );
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
fn the_history_calls_a_deed_by_what_was_meant() {
    let mut desk = Desk::of_service();
    let undo = |desk: &Desk| desk.session.history().undo_label().map(str::to_owned);
    let title = desk.step("before", "reads").title.clone();
    desk.select("before", "reads");
    desk.command(Command::Duplicate);
    assert_eq!(undo(&desk), Some(format!("Duplicate “{title}”")));
    desk.select("before", "reads");
    desk.command(Command::Copy);
    desk.run(Action::PasteCopied);
    assert_eq!(undo(&desk), Some(format!("Paste “{title}”")));
    desk.select("before", "reads");
    desk.command(Command::CarryOver);
    assert_eq!(undo(&desk), Some(format!("Copy “{title}” to After")));
    desk.select("before", "reads");
    desk.command(Command::Cut);
    assert_eq!(undo(&desk), Some(format!("Cut “{title}”")));
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
        let said = to.notice();
        prop_assert!(said.is_empty() || said.starts_with("Left out"), "{}", said);
        prop_assert_eq!(
            to.session.selection().steps().len(),
            from.session.selection().steps().len()
        );
        to.run(Action::Command(Command::Undo));
        prop_assert_eq!(to.text(), first);
    }
}

#[test]
fn text_of_an_earlier_version_comes_in_and_says_what_it_lacks() {
    let text = r#"Fragment(
        columns: {"a": 0, "b": 1}, rows: {"a": 0, "b": 0},
        steps: {
            "a": (lane: "customer", moment: "x1", title: "Wonders"),
            "b": (
                lane: "customer", moment: "x2", title: "Sorts",
                workers: [(role: "sorter", work: "55s")],
                basis: {"workers": (kind: Guess, source: "a guess")},
            ),
        },
        connectors: {"c": (from: "a", to: "b", label: "then")},
    )"#;
    let mut desk = Desk::of_service();
    let fragment = desk.session.from_elsewhere(text).unwrap();
    let plan = Bring::plan(fragment, desk.session.blueprint());
    desk.run(Action::PasteSteps(Box::new(plan)));
    let sorts = desk.called("before", "Sorts");
    let step = desk.step("before", sorts.as_str());
    assert_eq!(step.lane, Some("customer".into()));
    assert!(step.moment.is_some());
    assert!(step.workers.is_empty() && step.basis.is_empty());
    let left_out = "Left out, because it is not here: the role “sorter”.";
    assert_eq!(desk.notice(), left_out);
    assert!(desk.joins("before").contains(&"Wonders > Sorts".to_owned()));
}

#[test]
fn a_comment_about_nobody_knows_what_comes_along_about_the_blueprint() {
    let mut desk = Desk::of_service();
    desk.select_cell("before", "customer", "m2");
    let text = r#"Blueprint(
        variants: [(id: "x", steps: {"s": (title: "Waits")})],
        comments: {"odd": (at: Record("variants/nowhere/at/all"), text: "Why?")},
    )"#;
    let fragment = desk.session.from_elsewhere(text).unwrap();
    let plan = Bring::plan(fragment, desk.session.blueprint());
    desk.run(Action::PasteSteps(Box::new(plan)));
    desk.called("before", "Waits");
    let comments = &desk.session.blueprint().comments;
    let comment = comments.values().find(|comment| comment.text == "Why?");
    assert_eq!(comment.unwrap().at, Place::default());
}

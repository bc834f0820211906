//! The change list and the names of undo steps say exactly what was done.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    model::{
        Autonomy, Basis, BasisKind, Blueprint, Comment, Control, HandOver, Key, Lane, Moment,
        PathPart, Removed, Role, Step, StepId, Touchpoint, Variant, Worker, Written,
    },
    patch::{ChangeKind, Subject, changes, diff, diff_variants, label},
};
use proptest::prelude::*;

use crate::common::{
    blueprints, cases,
    service::{flow, service},
};

fn applied(blueprint: &Blueprint, edit: &Edit) -> Blueprint {
    let mut new = blueprint.clone();
    edit.apply(&mut new).unwrap();
    new
}

/// The service with an After that is like Before.
fn started() -> Blueprint {
    applied(&service(), &carry(&["asks", "reads", "looks", "answers"]))
}

fn carry(steps: &[&str]) -> Edit {
    Edit::CarryOver {
        from: "before".into(),
        to: "after".into(),
        steps: steps.iter().map(|id| StepId::from(*id)).collect(),
    }
}

/// The edit that changes a step of After.
fn change(blueprint: &Blueprint, id: &str, change: impl Fn(&mut Step)) -> Edit {
    let step = blueprint.step(&"after".into(), &id.into());
    let mut step = step.map_or_else(Step::default, |step| (**step).clone());
    change(&mut step);
    Edit::PutStep {
        variant: "after".into(),
        id: id.into(),
        step: Box::new(step),
    }
}

fn place(id: &str, lane: &str, moment: &str, at: Option<usize>) -> Edit {
    Edit::PlaceSteps {
        variant: "after".into(),
        steps: vec![id.into()],
        lane: lane.into(),
        moment: moment.into(),
        at,
    }
}

fn connect(id: &str, from: &str, to: &str) -> Edit {
    Edit::PutConnector {
        variant: "after".into(),
        id: id.into(),
        connector: flow(from, to),
    }
}

fn delete(steps: &[&str]) -> Edit {
    Edit::DeleteSteps {
        variant: "after".into(),
        steps: steps.iter().map(|id| StepId::from(*id)).collect(),
    }
}

/// Proves what an edit of `blueprint` is called in the history.
fn check_label(blueprint: &Blueprint, edit: &Edit, words: &str) {
    let new = applied(blueprint, edit);
    assert_eq!(label(&diff(blueprint, &new)), words, "{edit:?}");
}

/// Proves what the change list says of Before and After, a line a change and a line a detail.
fn check_changes(blueprint: &Blueprint, lines: &[&str]) {
    let mut said = Vec::new();
    for change in changes(blueprint, &"before".into(), &"after".into()) {
        let kinds: Vec<&str> = change.kinds.iter().map(|kind| kind.word()).collect();
        said.push(format!("{}: {}", kinds.join(", "), change.title));
        said.extend(change.details.iter().map(|detail| format!("  {detail}")));
    }
    assert_eq!(said, lines);
}

#[test]
fn a_service_carried_over_does_not_differ() {
    check_changes(&started(), &[]);
}

#[test]
fn an_empty_after_has_everything_removed() {
    let lines = [
        "removed: Asks",
        "removed: Reads",
        "removed: Looks up",
        "removed: Answers",
        "removed: Asks → Reads",
        "removed: Reads → Looks up",
        "removed: Looks up → Answers",
    ];
    check_changes(&service(), &lines);
}

#[test]
fn drawing_says_what_came_and_where() {
    let blueprint = started();
    let step = |step: &mut Step| {
        *step = Step::new("clerk".into(), "m3".into(), "Pays");
        step.replaces = vec!["looks".into()];
    };
    let new = Edit::All(vec![
        change(&blueprint, "pays", step),
        connect("c-9", "answers", "pays"),
    ]);
    check_label(&blueprint, &new, "Add “Pays”");
    check_changes(
        &applied(&blueprint, &new),
        &[
            "added: Pays",
            "  In Clerk, Answer, 1",
            "  Replaces “Looks up”",
            "added: Answers → Pays",
        ],
    );
}

#[test]
fn changing_names_the_fields() {
    let mut blueprint = started();
    let edit = change(&blueprint, "reads", |step| {
        step.work = Some(Written::read("50s"));
        step.owner = "Ada".to_owned();
    });
    check_label(&blueprint, &edit, "Change “Reads”");
    blueprint = applied(&blueprint, &edit);
    let edit = change(&blueprint, "looks", |step| step.title = "Finds".to_owned());
    check_label(&blueprint, &edit, "Rename “Looks up” to “Finds”");
    blueprint = applied(&blueprint, &edit);
    check_changes(
        &blueprint,
        &[
            "changed: Reads",
            "  Work time: none → 50s",
            "  Owner: none → Ada",
            "changed: Finds",
            "  Title: Looks up → Finds",
        ],
    );
}

#[test]
fn moving_says_from_where_to_where() {
    let blueprint = started();
    let edit = place("looks", "clerk", "m3", None);
    check_label(&blueprint, &edit, "Move “Looks up”");
    check_changes(
        &applied(&blueprint, &edit),
        &[
            "moved: Looks up",
            "  Lane: Agent → Clerk",
            "  Moment: Ask, 2 → Answer, 1",
        ],
    );
    // Onto another card: below it, without a word about the order.
    let edit = place("looks", "agent", "m3", None);
    check_changes(
        &applied(&blueprint, &edit),
        &["moved: Looks up", "  Moment: Ask, 2 → Answer, 1"],
    );
}

#[test]
fn an_order_within_a_cell_is_a_move() {
    let below = change(&service(), "looks", |step| {
        *step = Step::new("agent".into(), "m1".into(), "Looks up");
        step.rank = 16;
    });
    let Edit::PutStep { step, .. } = &below else {
        unreachable!("it was made so");
    };
    let both = Edit::All(vec![
        Edit::PutStep {
            variant: "before".into(),
            id: "looks".into(),
            step: step.clone(),
        },
        carry(&["asks", "reads", "looks", "answers"]),
    ]);
    let stack = applied(&service(), &both);
    let edit = place("looks", "agent", "m1", Some(0));
    check_label(&stack, &edit, "Move “Looks up”");
    check_changes(
        &applied(&stack, &edit),
        &["moved: Looks up", "  Elsewhere in its cell"],
    );
}

#[test]
fn cards_that_make_room_are_not_moved() {
    let mut blueprint = started();
    for (id, rank) in [("a", 0), ("b", 1)] {
        let edit = change(&blueprint, id, |step| {
            *step = Step::new("agent".into(), "m1".into(), id);
            step.rank = rank;
        });
        blueprint = applied(&blueprint, &edit);
    }
    // No rank is free between the two: all are numbered anew.
    check_label(
        &blueprint,
        &place("looks", "agent", "m1", Some(1)),
        "Move “Looks up”",
    );
    check_label(
        &blueprint,
        &place("b", "agent", "m1", Some(1)),
        "Reorder a cell",
    );
}

#[test]
fn ai_that_comes_changes_and_goes_is_said() {
    let plain = started();
    let with_ai = |blueprint: &Blueprint, id: &str, autonomy| {
        let touchpoint = Touchpoint {
            autonomy,
            ..Touchpoint::default()
        };
        change(blueprint, id, |step| {
            step.ai = Some(Box::new(touchpoint.clone()));
        })
    };
    let edit = with_ai(&plain, "reads", None);
    check_label(&plain, &edit, "Make “Reads” an AI touchpoint");
    let blueprint = applied(&plain, &edit);
    check_changes(
        &blueprint,
        &["AI: Reads", "  Became an AI touchpoint: Idea"],
    );
    let edit = with_ai(&blueprint, "reads", Some(Autonomy::Drafts));
    check_label(&blueprint, &edit, "Change autonomy of “Reads”");
    let edit = change(&blueprint, "reads", |step| step.ai = None);
    check_label(&blueprint, &edit, "Take AI out of “Reads”");

    let edit = change(&blueprint, "bot", |step| {
        *step = Step::new("agent".into(), "m2".into(), "Sorts");
        step.rank = 16;
        step.ai = Some(Box::new(Touchpoint {
            hand_over: Some(HandOver {
                to: Some("looks".into()),
                ..HandOver::default()
            }),
            ..Touchpoint::default()
        }));
    });
    check_changes(
        &applied(&plain, &edit),
        &[
            "added, AI: Sorts",
            "  In Agent, Ask, 2",
            "  Became an AI touchpoint: Idea",
            "  Hands over to “Looks up”",
        ],
    );
}

#[test]
fn removing_says_why_and_what_becomes_of_it() {
    let mut blueprint = started();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let looks = Arc::make_mut(before.steps.get_mut(&"looks".into()).unwrap());
    looks.controls = vec![Control {
        id: "four".into(),
        name: "Four eyes".to_owned(),
        ..Control::default()
    }];
    check_label(&blueprint, &delete(&["looks"]), "Delete “Looks up”");
    check_label(&blueprint, &delete(&["looks", "asks"]), "Delete 2 steps");
    let blueprint = applied(&blueprint, &delete(&["looks"]));
    let why = Edit::SetRemoved {
        variant: "after".into(),
        step: "looks".into(),
        removed: Some(Removed {
            why: "The screen shows it".to_owned(),
            exceptions_go_to: Some("answers".into()),
        }),
    };
    check_label(&blueprint, &why, "Say why a step was removed");
    let drops = Edit::Set {
        keys: vec![Key::Variant("after".into())],
        field: vec![
            PathPart::Name("dropped_controls"),
            PathPart::Item("four".into()),
            PathPart::Name("why"),
        ],
        typed: "Low sums".to_owned(),
    };
    check_changes(
        &applied(&applied(&blueprint, &why), &drops),
        &[
            "removed: Looks up",
            "  Why: The screen shows it",
            "  Exceptions go to “Answers”",
            "  Drops the control “Four eyes”: Low sums",
            "removed: Reads → Looks up",
            "removed: Looks up → Answers",
        ],
    );
}

#[test]
fn a_deleted_step_is_named_though_references_to_it_change_elsewhere() {
    let blueprint = started();
    let refer = change(&blueprint, "reads", |step| {
        step.replaces = vec!["looks".into()];
    });
    let blueprint = applied(&blueprint, &refer);
    let delete = Edit::DeleteSteps {
        variant: "before".into(),
        steps: vec!["looks".into()],
    };
    // `after` comes before `before` in the order of ids.
    check_label(&blueprint, &delete, "Delete “Looks up”");
}

#[test]
fn connectors_are_named_by_what_they_join() {
    let blueprint = started();
    check_label(&blueprint, &connect("c-9", "asks", "looks"), "Connect");
    let label = Edit::PutConnector {
        variant: "after".into(),
        id: "c-1".into(),
        connector: frontstage::model::Connector {
            label: "late".to_owned(),
            ..flow("asks", "reads")
        },
    };
    check_label(&blueprint, &label, "Change label of a connector");
    let connectors = vec!["c-1".into(), "c-2".into()];
    let cut = Edit::DeleteConnectors {
        variant: "after".into(),
        connectors,
    };
    check_label(&blueprint, &cut, "Delete 2 connectors");
    check_changes(
        &applied(&blueprint, &connect("c-2", "reads", "answers")),
        &["changed: Reads → Answers", "  To: Looks up → Answers"],
    );
}

#[test]
fn every_edit_has_a_name() {
    let blueprint = started();
    let lane = |id: &str, name: &str| {
        Edit::put_listed(
            Lane {
                id: id.into(),
                name: name.to_owned(),
                ..Lane::default()
            },
            None,
        )
    };
    let moment = |id: &str, name: &str| Edit::PutMoment {
        phase: "ask".into(),
        moment: Moment {
            id: id.into(),
            name: name.to_owned(),
            ..Moment::default()
        },
        at: None,
    };
    let to_phase = |moment: &str, phase: &str| Edit::MoveMoment {
        moment: moment.into(),
        phase: phase.into(),
        to: 0,
    };
    let worker = |step: &mut Step| {
        step.workers = vec![Worker {
            role: "staff".into(),
            work: None,
        }];
    };
    for (edit, words) in [
        (lane("new", "Bank"), "Add lane “Bank”"),
        (lane("agent", "Desk"), "Rename lane “Agent” to “Desk”"),
        (
            Edit::Move {
                key: Key::Lane("agent".into()),
                to: 0,
            },
            "Reorder lanes",
        ),
        (
            Edit::Delete(Key::Lane("agent".into())),
            "Delete lane “Agent”",
        ),
        (moment("new", ""), "Add moment"),
        (moment("m1", "Noon"), "Name moment “Noon”"),
        (to_phase("m2", "ask"), "Move moment"),
        (to_phase("m2", "answer"), "Move moment"),
        (Edit::Delete(Key::Moment("m2".into())), "Delete moment"),
        (
            Edit::Move {
                key: Key::Phase("ask".into()),
                to: 1,
            },
            "Reorder phases",
        ),
        (Edit::Delete(Key::Phase("ask".into())), "Delete phase “Ask”"),
        (
            Edit::put_listed(
                Role {
                    id: "new".into(),
                    name: "Boss".to_owned(),
                    ..Role::default()
                },
                None,
            ),
            "Add role “Boss”",
        ),
        (
            Edit::PutVariant {
                variant: Box::new(Variant {
                    id: "pilot".into(),
                    name: "Pilot".to_owned(),
                    ..Variant::default()
                }),
                at: None,
            },
            "Add variant “Pilot”",
        ),
        (
            Edit::Delete(Key::Variant("after".into())),
            "Delete variant “After”",
        ),
        (
            Edit::SetHead(Box::new(Blueprint {
                title: "New".to_owned(),
                ..blueprint.clone()
            })),
            "Change the blueprint's title",
        ),
        (
            Edit::put("k".into(), Comment::default(), None),
            "Add comment",
        ),
        (
            change(&blueprint, "reads", worker),
            "Change workers of “Reads”",
        ),
        (
            change(&blueprint, "reads", |step| {
                step.perceived_owner = "Bank".to_owned();
            }),
            "Change “Who the customer thinks it is” of “Reads”",
        ),
        (
            change(&blueprint, "reads", |step| {
                let value = ron::value::RawValue::from_boxed_ron("1".into()).unwrap();
                step.ext.insert("tool.key".to_owned(), value);
            }),
            "Change “Reads”",
        ),
        (
            change(&blueprint, "new", |step| {
                *step = Step::new("clerk".into(), "m1".into(), "");
            }),
            "Add a step without a title",
        ),
    ] {
        check_label(&blueprint, &edit, words);
    }
    check_label(&service(), &carry(&["asks", "reads"]), "Add 2 steps");
}

proptest! {
    #![proptest_config(cases(40))]

    /// Added, removed, moved, changed and AI, told from the two records alone.
    #[test]
    fn a_comparison_follows_the_records(blueprint in blueprints()) {
        let ids: Vec<_> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
        for first in &ids {
            for second in &ids {
                check_comparison(&blueprint, first, second);
            }
        }
    }
}

fn check_comparison(
    blueprint: &Blueprint,
    first: &frontstage::model::VariantId,
    second: &frontstage::model::VariantId,
) {
    let (_, a) = blueprint.variant(first).unwrap();
    let (_, b) = blueprint.variant(second).unwrap();
    let comparison = diff_variants(blueprint, first, second);
    for id in a.steps.keys().chain(b.steps.keys()) {
        let is = |kind| {
            let kinds = comparison.steps.get(id);
            kinds.is_some_and(|kinds| kinds.contains(&kind))
        };
        let (old, new) = (a.steps.get(id), b.steps.get(id));
        assert_eq!(is(ChangeKind::Added), old.is_none(), "{id}");
        assert_eq!(is(ChangeKind::Removed), new.is_none(), "{id}");
        let ai = |step: Option<&Arc<Step>>| step.and_then(|step| step.ai.clone());
        assert_eq!(is(ChangeKind::Ai), ai(old) != ai(new), "{id}");
        let (Some(old), Some(new)) = (old, new) else {
            assert!(!is(ChangeKind::Moved) && !is(ChangeKind::Changed), "{id}");
            continue;
        };
        let place = |step: &Step| (step.lane.clone(), step.moment.clone(), step.rank);
        assert_eq!(is(ChangeKind::Moved), place(old) != place(new), "{id}");
        let mut like_new = (**old).clone();
        like_new.lane.clone_from(&new.lane);
        like_new.moment.clone_from(&new.moment);
        like_new.rank = new.rank;
        like_new.ai.clone_from(&new.ai);
        like_new.ext.clone_from(&new.ext);
        assert_eq!(is(ChangeKind::Changed), like_new != **new, "{id}");
    }
    for id in a.connectors.keys().chain(b.connectors.keys()) {
        let kinds = comparison.connectors.get(id).cloned().unwrap_or_default();
        let expected = match (a.connectors.get(id), b.connectors.get(id)) {
            (None, _) => vec![ChangeKind::Added],
            (_, None) => vec![ChangeKind::Removed],
            (Some(old), Some(new)) => {
                let mut like_new = (**old).clone();
                like_new.ext.clone_from(&new.ext);
                if like_new == **new {
                    Vec::new()
                } else {
                    vec![ChangeKind::Changed]
                }
            }
        };
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected, "{id}");
    }
    // The list in words has each of them once, and says something of all that stayed.
    let list = changes(blueprint, first, second);
    assert_eq!(
        list.len(),
        comparison.steps.len() + comparison.connectors.len()
    );
    for change in &list {
        let stays = change
            .kinds
            .iter()
            .all(|kind| !matches!(kind, ChangeKind::Added | ChangeKind::Removed));
        assert!(!stays || !change.details.is_empty(), "{change:?}");
        let variant = blueprint.variant(&change.variant).unwrap().1;
        assert!(match &change.subject {
            Subject::Step(id) => variant.steps.contains_key(id),
            Subject::Connector(id) => variant.connectors.contains_key(id),
        });
    }
}

#[test]
fn a_basis_says_what_differs_and_nothing_else() {
    let mut blueprint = started();
    for (variant, work) in [(0, BasisKind::Guess), (1, BasisKind::Measured)] {
        let mut held = (*blueprint.variants[variant]).clone();
        let step = held.steps.get_mut(&StepId::from("looks")).unwrap();
        let basis = |kind| Basis {
            kind,
            ..Basis::default()
        };
        let step = Arc::make_mut(step);
        step.basis.insert("work".to_owned(), basis(work));
        step.basis
            .insert("wait".to_owned(), basis(BasisKind::Guess));
        blueprint.variants[variant] = Arc::new(held);
    }
    let lines = [
        "changed: Looks up",
        "  Basis: Work time: Guess → Work time: Measured",
    ];
    check_changes(&blueprint, &lines);
}

//! Edits: an accepted one leaves no new problem, a deletion takes every reference along.

use std::{collections::BTreeSet, sync::Arc};

use frontstage::{
    edit::{Edit, cell},
    format::{read, write},
    model::{
        AiSystem, Blueprint, Comment, Connector, Fallback, HandOver, Id, Key, Kind, Moment, Money,
        Oversight, Pain, Phase, Place, Removed, Role, Share, Step, StepId, Touchpoint, Variant,
        VariantId, Worker, Written,
    },
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::common::{
    cases,
    edits::edits,
    odd_blueprints,
    service::{flow, service},
};

/// What is wrong with a document, and where: by names and ids, which stay when a record moves. The numbers of what has
/// no id are left out, because what follows moves up when one goes.
fn troubles(blueprint: &Blueprint) -> BTreeSet<(String, String)> {
    let place = |path: &str| {
        let parts = path.split('/');
        let named: Vec<&str> = parts.filter(|p| p.parse::<usize>().is_err()).collect();
        named.join("/")
    };
    let problems = blueprint.problems().into_iter();
    problems
        .map(|problem| (place(&problem.path), problem.trouble.to_string()))
        .collect()
}

/// Where an edit brings records: those may have the troubles of others, of which they are copies.
fn brought(edit: &Edit) -> Vec<String> {
    match edit {
        Edit::SetHead(_) => vec!["sources".to_owned()],
        Edit::Put { record, .. } => {
            let (kind, id) = record.in_register();
            vec![format!("{}/{id}", kind.field())]
        }
        Edit::PutVariant { variant, .. } => vec![format!("variants/{}", variant.id)],
        Edit::PutStep { variant, id, .. } => vec![format!("variants/{variant}/steps/{id}")],
        Edit::PutConnector { variant, id, .. } => {
            vec![format!("variants/{variant}/connectors/{id}")]
        }
        Edit::CarryOver { to, steps, .. } => {
            let steps = steps.iter().map(|id| format!("variants/{to}/steps/{id}"));
            steps.chain([format!("variants/{to}/connectors")]).collect()
        }
        Edit::All(edits) => edits.iter().flat_map(brought).collect(),
        // These bring nothing that could be wrong.
        _ => Vec::new(),
    }
}

/// The troubles that an edit made: at a place where it brought nothing, or such as the document had nowhere.
fn added(old: &Blueprint, new: &Blueprint, edit: &Edit) -> Vec<(String, String)> {
    let (known, brought) = (troubles(old), brought(edit));
    let is_copy = |(path, trouble): &(String, String)| {
        let is_inside = |place: &String| {
            let rest = path.strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        brought.iter().any(is_inside) && known.iter().any(|(_, known)| known == trouble)
    };
    let news = troubles(new).into_iter();
    news.filter(|new| !known.contains(new) && !is_copy(new))
        .collect()
}

/// Applies an edit that must be accepted, to a copy.
fn check_accepted(blueprint: &Blueprint, edit: &Edit) -> Blueprint {
    let mut new = blueprint.clone();
    if let Err(refusal) = edit.apply(&mut new) {
        panic!("{refusal}: {edit:?}");
    }
    assert_eq!(added(blueprint, &new, edit), [], "after {edit:?}");
    new
}

/// Proves that an edit is refused, and how.
fn check_refused(blueprint: &Blueprint, edit: &Edit, words: &str) {
    match edit.apply(&mut blueprint.clone()) {
        Ok(()) => panic!("accepted: {edit:?}"),
        Err(refusal) => assert_eq!(refusal.to_string(), words),
    }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn accepted_edits_add_no_problem(
        blueprint in odd_blueprints(),
        edits in vec(edits(), 1..16),
    ) {
        let mut blueprint = blueprint;
        for edit in &edits {
            let mut new = blueprint.clone();
            if edit.apply(&mut new).is_err() {
                continue;
            }
            let added = added(&blueprint, &new, edit);
            prop_assert!(added.is_empty(), "{:?} after {:?}", added, edit);
            blueprint = new;
        }
    }

    #[test]
    fn a_list_of_edits_does_what_they_do_one_after_the_other(
        blueprint in odd_blueprints(),
        edits in vec(edits(), 1..60),
    ) {
        let mut one_by_one = blueprint.clone();
        let mut accepted = Vec::new();
        for edit in edits {
            let mut new = one_by_one.clone();
            let done = edit.apply(&mut new);
            accepted.push(edit);
            if done.is_err() {
                let list = Edit::All(accepted.clone());
                prop_assert_eq!(list.apply(&mut blueprint.clone()), done);
                accepted.pop();
            } else {
                one_by_one = new;
            }
        }
        let mut at_once = blueprint.clone();
        prop_assert_eq!(Edit::All(accepted).apply(&mut at_once), Ok(()));
        prop_assert_eq!(at_once, one_by_one);
    }
}

/// What an edit does, and to what if it does it to many kinds.
fn kind_of(edit: &Edit) -> String {
    match edit {
        Edit::Put { record, .. } => format!("Put {}", record.key().noun()),
        Edit::Move { key, .. } => format!("Move {}", key.noun()),
        Edit::Delete(key) => format!("Delete {}", key.noun()),
        Edit::Set { keys, .. } => format!("Set {}", keys[0].noun()),
        Edit::Item { what, .. } => {
            let name = format!("{what:?}");
            format!("Item {}", name.split(['(', ' ']).next().unwrap())
        }
        other => {
            let name = format!("{other:?}");
            name.split([' ', '(']).next().unwrap().to_owned()
        }
    }
}

/// Without this the law above could hold because every edit is refused.
#[test]
fn random_edits_of_every_kind_are_accepted_and_refused() {
    let others = "All CarryOver DeleteConnectors DeleteSteps MoveMoment PlaceSteps PutConnector PutMoment \
                  PutStep PutVariant SetHead SetRemoved";
    let of_no_register = [
        "Item Add",
        "Item Remove",
        "Item MoveTo",
        "Delete moment",
        "Delete variant",
        "Move variant",
        "Set blueprint",
        "Set step",
    ];
    let of_registers = Kind::ALL
        .iter()
        .flat_map(|kind| ["Put", "Delete", "Set"].map(|verb| format!("{verb} {}", kind.noun())));
    let others = others.split_whitespace().chain(of_no_register);
    let mut unaccepted: BTreeSet<String> = others.map(str::to_owned).chain(of_registers).collect();
    let refused = [
        "PutStep",
        "PutConnector",
        "PutVariant",
        "Put role",
        "Item Add",
        "Item Remove",
        "All",
    ];
    let mut unrefused: BTreeSet<String> = refused.map(str::to_owned).into();
    let mut runner = TestRunner::deterministic();
    let runs = (odd_blueprints(), vec(edits(), 16));
    for _ in 0..5_000 {
        if unaccepted.is_empty() && unrefused.is_empty() {
            return;
        }
        let (mut blueprint, edits) = runs.new_tree(&mut runner).unwrap().current();
        for edit in edits {
            let mut new = blueprint.clone();
            if edit.apply(&mut new).is_ok() {
                unaccepted.remove(&kind_of(&edit));
                blueprint = new;
            } else {
                unrefused.remove(&kind_of(&edit));
            }
        }
    }
    panic!("never accepted: {unaccepted:?}; never refused: {unrefused:?}");
}

fn put(blueprint: &Blueprint, variant: &str, id: &str, change: impl Fn(&mut Step)) -> Edit {
    let step = blueprint.step(&variant.into(), &id.into());
    let mut step = step.map_or_else(Step::default, |step| (**step).clone());
    change(&mut step);
    Edit::PutStep {
        variant: variant.into(),
        id: id.into(),
        step: Box::new(step),
    }
}

/// The service, carried over, with a reference of every kind to the step `looks` of Before and of After.
fn entangled() -> Blueprint {
    let mut blueprint = service();
    let system = Arc::new(AiSystem::default());
    blueprint.ai_systems.insert("bot".into(), system);
    let all = ["asks", "reads", "looks", "answers"].map(StepId::from);
    let carry = |blueprint: &Blueprint| {
        let steps = all.to_vec();
        check_accepted(
            blueprint,
            &Edit::CarryOver {
                from: "before".into(),
                to: "after".into(),
                steps,
            },
        )
    };
    let blueprint = check_accepted(
        &blueprint,
        &put(&blueprint, "before", "looks", |step| {
            step.pains = vec![Pain {
                id: "slow".into(),
                ..Pain::default()
            }];
        }),
    );
    let blueprint = carry(&blueprint);
    let blueprint = check_accepted(
        &blueprint,
        &put(&blueprint, "after", "reads", |step| {
            step.replaces = vec!["looks".into(), "asks".into()];
            step.answers = vec!["slow".into()];
            step.workers = vec![Worker {
                role: "staff".into(),
                work: None,
            }];
            step.ai = Some(Box::new(Touchpoint {
                system: Some("bot".into()),
                oversight: Some(Oversight {
                    role: Some("staff".into()),
                    share: Some(Share(0.5)),
                    ..Oversight::default()
                }),
                hand_over: Some(HandOver {
                    to: Some("looks".into()),
                    label: "unsure".to_owned(),
                    ..HandOver::default()
                }),
                fallback: Some(Fallback {
                    to: Some("looks".into()),
                    ..Fallback::default()
                }),
                ..Touchpoint::default()
            }));
        }),
    );
    let blueprint = check_accepted(&blueprint, &delete("after", "asks"));
    check_accepted(
        &blueprint,
        &Edit::SetRemoved {
            variant: "after".into(),
            step: "asks".into(),
            removed: Some(Removed {
                why: "Nobody needs to ask".to_owned(),
                exceptions_go_to: Some("looks".into()),
            }),
        },
    )
}

fn delete(variant: &str, step: &str) -> Edit {
    Edit::DeleteSteps {
        variant: variant.into(),
        steps: vec![step.into()],
    }
}

fn after(blueprint: &Blueprint) -> &Variant {
    blueprint.variant(&"after".into()).unwrap().1
}

#[test]
fn a_deleted_step_of_after_is_forgotten_everywhere_in_it() {
    let blueprint = check_accepted(&entangled(), &delete("after", "looks"));
    let reads = &after(&blueprint).steps[&"reads".into()];
    let ai = reads.ai.as_deref().unwrap();
    let hand_over = ai.hand_over.as_ref().unwrap();
    assert_eq!((&hand_over.to, &*hand_over.label), (&None, "unsure"));
    assert_eq!(ai.fallback.as_ref().unwrap().to, None);
    assert_eq!(after(&blueprint).connectors.len(), 0);
    let removed = &after(&blueprint).removed[&"asks".into()];
    assert_eq!(removed.exceptions_go_to, None);
    assert_eq!(removed.why, "Nobody needs to ask");
    // Before still has the step and its pain.
    assert_eq!(reads.replaces, ["looks".into(), "asks".into()]);
    assert_eq!(reads.answers, ["slow".into()]);
    assert_eq!(blueprint.variants[0], entangled().variants[0]);
}

#[test]
fn a_deleted_step_of_before_is_forgotten_by_later_variants() {
    let blueprint = check_accepted(&entangled(), &delete("before", "looks"));
    let reads = &after(&blueprint).steps[&"reads".into()];
    assert_eq!(reads.replaces, ["asks".into()]);
    assert_eq!(reads.answers, ["slow".into()], "After has the pain too");
    let hand_over = reads.hand_over().unwrap();
    assert_eq!(hand_over.to, Some("looks".into()), "After has the step too");

    let blueprint = check_accepted(&blueprint, &delete("before", "asks"));
    assert!(after(&blueprint).removed.is_empty());
    let blueprint = check_accepted(&blueprint, &delete("after", "looks"));
    assert!(after(&blueprint).steps[&"reads".into()].answers.is_empty());
}

#[test]
fn a_pain_that_goes_takes_its_answers_along() {
    let blueprint = entangled();
    let without = |variant| put(&blueprint, variant, "looks", |step| step.pains.clear());
    let half = check_accepted(&blueprint, &without("before"));
    assert_eq!(after(&half).steps[&"reads".into()].answers.len(), 1);
    let none = check_accepted(&half, &without("after"));
    assert_eq!(after(&none).steps[&"reads".into()].answers.len(), 0);
}

#[test]
fn a_deleted_role_system_or_variant_is_forgotten() {
    let blueprint = entangled();
    let role = "staff".into();
    let without = check_accepted(&blueprint, &Edit::Delete(Key::Role(role)));
    let reads = &after(&without).steps[&"reads".into()];
    assert!(reads.workers.is_empty());
    let oversight = reads.ai.as_deref().unwrap().oversight.as_ref().unwrap();
    assert_eq!(
        (&oversight.role, oversight.share),
        (&None, Some(Share(0.5)))
    );

    let system = "bot".into();
    let without = check_accepted(&blueprint, &Edit::Delete(Key::AiSystem(system)));
    let reads = &after(&without).steps[&"reads".into()];
    assert_eq!(reads.ai.as_deref().unwrap().system, None);

    let variant = "before".into();
    let without = check_accepted(&blueprint, &Edit::Delete(Key::Variant(variant)));
    let reads = &after(&without).steps[&"reads".into()];
    assert_eq!(
        reads.replaces,
        ["looks".into()],
        "the first variant is After"
    );
    assert!(after(&without).removed.is_empty());
}

#[test]
fn a_comment_on_what_went_is_kept_about_the_blueprint() {
    let about = |at: Place| Comment {
        at,
        text: "Why?".to_owned(),
        ..Comment::default()
    };
    let after = || -> VariantId { "after".into() };
    let step = || Place::Record(Key::Step(after(), "looks".into()));
    let connector = || Place::Record(Key::Connector(after(), "c-2".into()));
    let lane = || Edit::Delete(Key::Lane("agent".into()));
    let phase = || Edit::Delete(Key::Phase("ask".into()));
    let steps = |variant: &str| Edit::DeleteSteps {
        variant: variant.into(),
        steps: vec!["looks".into()],
    };
    let whole = service();
    let mut both = whole.clone();
    let carried = Edit::CarryOver {
        from: "before".into(),
        to: after(),
        steps: whole.variants[0].steps.keys().cloned().collect(),
    };
    carried.apply(&mut both).unwrap();
    for (at, edit, goes) in [
        (step(), steps("after"), true),
        (step(), steps("before"), false),
        (step(), lane(), true),
        (step(), Edit::Delete(Key::Variant(after())), true),
        (connector(), steps("after"), true),
        (connector(), steps("before"), false),
        (
            connector(),
            Edit::DeleteConnectors {
                variant: after(),
                connectors: vec!["c-2".into()],
            },
            true,
        ),
        (
            Place::Record(Key::Variant(after())),
            Edit::Delete(Key::Variant(after())),
            true,
        ),
        (Place::Record(Key::Lane("agent".into())), lane(), true),
        (Place::Record(Key::Lane("customer".into())), lane(), false),
        (Place::Record(Key::Phase("ask".into())), phase(), true),
        (Place::Record(Key::Moment("m2".into())), phase(), true),
    ] {
        let put = Edit::put("k".into(), about(at.clone()), None);
        let blueprint = check_accepted(&both, &put);
        let without = check_accepted(&blueprint, &edit);
        let expected = if goes { Place::default() } else { at };
        let comment = &without.comments[&"k".into()];
        assert_eq!(
            (&comment.at, &*comment.text),
            (&expected, "Why?"),
            "{edit:?}"
        );
    }
    check_refused(
        &both,
        &Edit::put(
            "k".into(),
            about(Place::Record(Key::Step(after(), "nowhere".into()))),
            None,
        ),
        "The step is no longer there",
    );
}

#[test]
fn a_deleted_lane_moment_or_phase_takes_its_steps_along() {
    let blueprint = entangled();
    let comment = Edit::put(
        "k".into(),
        Comment {
            at: Place::Cell("after".into(), "agent".into(), "m2".into()),
            text: "Why here?".to_owned(),
            ..Comment::default()
        },
        None,
    );
    let blueprint = check_accepted(&blueprint, &comment);
    for (edit, left) in [
        (Edit::Delete(Key::Lane("agent".into())), &["asks"][..]),
        (
            Edit::Delete(Key::Moment("m2".into())),
            &["answers", "asks", "reads"],
        ),
        (Edit::Delete(Key::Phase("ask".into())), &["answers"]),
    ] {
        let without = check_accepted(&blueprint, &edit);
        let steps: Vec<&str> = without.variants[0].steps.keys().map(Id::as_str).collect();
        assert_eq!(steps, left, "{edit:?}");
        let comment = &without.comments[&"k".into()];
        assert_eq!(comment.text, "Why here?");
        assert_eq!(comment.at, Place::default(), "it is kept, about the whole");
    }
}

#[test]
fn what_a_file_has_twice_loses_one() {
    let mut blueprint = entangled();
    let (lane, role) = (
        Arc::clone(&blueprint.lanes[1]),
        Arc::clone(&blueprint.roles[0]),
    );
    let variant = Arc::clone(&blueprint.variants[1]);
    blueprint.lanes.push(lane);
    blueprint.roles.push(role);
    blueprint.variants.push(variant);
    let blueprint = read(write(&blueprint).as_bytes()).unwrap().blueprint;
    let lane = "agent-2".into();
    let mended = check_accepted(&blueprint, &Edit::Delete(Key::Lane(lane)));
    let role = "staff-2".into();
    let mended = check_accepted(&mended, &Edit::Delete(Key::Role(role)));
    let variant = "after-2".into();
    let mended = check_accepted(&mended, &Edit::Delete(Key::Variant(variant)));
    assert_eq!(troubles(&mended), BTreeSet::new());
    assert_eq!(write(&mended), write(&entangled()));
}

#[test]
fn carrying_over_keeps_ids() {
    let blueprint = service();
    let carry = |steps: &[&str]| Edit::CarryOver {
        from: "before".into(),
        to: "after".into(),
        steps: steps.iter().map(|id| StepId::from(*id)).collect(),
    };
    let whole = check_accepted(&blueprint, &carry(&["asks", "reads", "looks", "answers"]));
    assert_eq!(after(&whole).steps, whole.variants[0].steps);
    assert_eq!(after(&whole).connectors, whole.variants[0].connectors);

    let part = check_accepted(&blueprint, &carry(&["looks", "answers"]));
    let ids: Vec<&str> = after(&part).steps.keys().map(Id::as_str).collect();
    assert_eq!(ids, ["answers", "looks"]);
    let ids: Vec<&str> = after(&part).connectors.keys().map(Id::as_str).collect();
    assert_eq!(ids, ["c-3"]);

    // What comes later joins what is there.
    let more = check_accepted(&part, &carry(&["reads"]));
    let ids: Vec<&str> = after(&more).connectors.keys().map(Id::as_str).collect();
    assert_eq!(ids, ["c-2", "c-3"]);

    // What was joined anew there stays joined once.
    let redrawn = Edit::All(vec![
        Edit::DeleteConnectors {
            variant: "after".into(),
            connectors: vec!["c-3".into()],
        },
        Edit::PutConnector {
            variant: "after".into(),
            id: "anew".into(),
            connector: flow("looks", "answers"),
        },
        carry(&["reads", "looks"]),
    ]);
    let whole = check_accepted(&whole, &redrawn);
    let ids: Vec<&str> = after(&whole).connectors.keys().map(Id::as_str).collect();
    assert_eq!(ids, ["anew", "c-1", "c-2"]);

    check_refused(
        &blueprint,
        &Edit::CarryOver {
            from: "before".into(),
            to: "before".into(),
            steps: Vec::new(),
        },
        "A step is carried over to another variant.",
    );
}

#[test]
fn a_hand_over_to_a_step_that_does_not_come_along_is_open() {
    let blueprint = entangled();
    let back = Edit::CarryOver {
        from: "after".into(),
        to: "before".into(),
        steps: vec!["reads".into()],
    };
    let without = check_accepted(&blueprint, &delete("before", "looks"));
    let carried = check_accepted(&without, &back);
    let reads = &carried.variants[0].steps[&"reads".into()];
    assert_eq!(reads.hand_over().unwrap().to, None);
    assert_eq!(reads.hand_over().unwrap().label, "unsure");
}

/// The cell `agent, m1` of Before after placing, with ranks.
fn check_placed(ranks: &[(&str, i64)], place: &[&str], at: Option<usize>, expect: &[(&str, i64)]) {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    before.steps.remove(&"reads".into());
    before.connectors = Default::default();
    for (id, rank) in ranks {
        let mut step = Step::new("agent".into(), "m1".into(), id);
        step.rank = *rank;
        before.steps.insert((*id).into(), Arc::new(step));
    }
    let edit = Edit::PlaceSteps {
        variant: "before".into(),
        steps: place.iter().map(|id| StepId::from(*id)).collect(),
        lane: "agent".into(),
        moment: "m1".into(),
        at,
    };
    let placed = check_accepted(&blueprint, &edit);
    let cards = cell(&placed.variants[0], &"agent".into(), &"m1".into());
    let cards: Vec<_> = cards
        .iter()
        .map(|(id, rank)| (id.as_str(), *rank))
        .collect();
    assert_eq!(cards, expect);
}

#[test]
fn placed_steps_keep_their_order_and_take_the_middle() {
    let stack = [("a", 0), ("b", 16)];
    check_placed(
        &stack,
        &["looks"],
        None,
        &[("a", 0), ("b", 16), ("looks", 32)],
    );
    check_placed(
        &stack,
        &["looks"],
        Some(0),
        &[("looks", -16), ("a", 0), ("b", 16)],
    );
    check_placed(
        &stack,
        &["looks"],
        Some(1),
        &[("a", 0), ("looks", 8), ("b", 16)],
    );
    check_placed(
        &stack,
        &["looks", "asks"],
        Some(1),
        &[("a", 0), ("looks", 5), ("asks", 10), ("b", 16)],
    );
    check_placed(
        &stack,
        &["looks"],
        Some(99),
        &[("a", 0), ("b", 16), ("looks", 32)],
    );
    // Places count after the steps were taken out.
    check_placed(&stack, &["b"], Some(0), &[("b", -16), ("a", 0)]);
    check_placed(&stack, &["b", "a"], None, &[("b", 0), ("a", 16)]);
}

#[test]
fn where_there_is_no_room_the_cell_is_numbered_anew() {
    let stack = [("a", 4), ("b", 5)];
    check_placed(
        &stack,
        &["looks"],
        Some(1),
        &[("a", 0), ("looks", 16), ("b", 32)],
    );
    check_placed(
        &[("a", i64::MAX)],
        &["looks"],
        None,
        &[("a", 0), ("looks", 16)],
    );
    check_placed(
        &[("a", i64::MIN), ("b", i64::MAX)],
        &["looks"],
        Some(1),
        &[("a", 0), ("looks", 16), ("b", 32)],
    );
}

#[test]
fn steps_that_stand_there_already_keep_their_ranks() {
    let stack = [("a", -7), ("b", 3), ("c", 4)];
    check_placed(&stack, &["b"], Some(1), &stack);
    check_placed(&stack, &["a", "b", "c"], None, &stack);
    check_placed(&stack, &["b", "c"], Some(1), &stack);
}

#[test]
fn impossible_values_are_refused_in_words() {
    let blueprint = service();
    for (edit, words) in [
        (
            put(&blueprint, "before", "asks", |s| s.cost = Some(Money(-1.0))),
            "Cost: -1 is out of range: write 0 or more",
        ),
        (
            put(&blueprint, "before", "asks", |s| {
                s.wait = Some(Written::Unread("soon".to_owned()));
            }),
            "Wait: “soon” is no time: write 40s, 4m 30s, 2h, 3d, 1wd or 6w",
        ),
        (
            put(&blueprint, "before", "asks", |s| s.span = 0),
            "A step covers at least one moment.",
        ),
        (
            put(&blueprint, "before", "asks", |s| s.lane = Some("x".into())),
            "The lane is no longer there",
        ),
        (
            Edit::put_listed(
                Role {
                    id: "new".into(),
                    cost_per_hour: Some(Money(f64::NAN)),
                    ..Role::default()
                },
                None,
            ),
            "Cost per hour: NaN is out of range: write 0 or more",
        ),
        (
            Edit::PutConnector {
                variant: "before".into(),
                id: "c-1".into(),
                connector: Connector {
                    share: Some(Share(66.0)),
                    ..flow("asks", "reads")
                },
            },
            "Share: 66 is out of range: write a share from 0 to 1",
        ),
    ] {
        check_refused(&blueprint, &edit, words);
    }
}

#[test]
fn a_fault_of_the_file_does_not_stand_in_the_way() {
    let mut blueprint = service();
    let before = Arc::make_mut(&mut blueprint.variants[0]);
    let asks = Arc::make_mut(before.steps.get_mut(&"asks".into()).unwrap());
    asks.wait = Some(Written::Unread("soon".to_owned()));
    asks.lane = Some("nowhere".into());
    let renamed = put(&blueprint, "before", "asks", |s| s.title = "Asks us".into());
    check_accepted(&blueprint, &renamed);
    let mut copy = (*blueprint.variants[0]).clone();
    copy.id = "copy".into();
    let copied = Edit::PutVariant {
        variant: Box::new(copy),
        at: None,
    };
    check_accepted(&blueprint, &copied);
    // Another reference to nothing is a new fault.
    let moved = put(&blueprint, "before", "asks", |s| {
        s.lane = Some("void".into());
    });
    check_refused(&blueprint, &moved, "The lane is no longer there");
}

#[test]
fn rules_of_a_blueprint() {
    let blueprint = service();
    let mut small = blueprint.clone();
    small.phases.truncate(1);
    small.variants.truncate(1);
    let connect = |id: &str, from: &str, to: &str| Edit::PutConnector {
        variant: "before".into(),
        id: id.into(),
        connector: flow(from, to),
    };
    let with_ai = check_accepted(
        &blueprint,
        &put(&blueprint, "before", "reads", |step| {
            step.ai = Some(Box::default());
        }),
    );
    let to_itself = put(&with_ai, "before", "reads", |step| {
        step.ai.as_mut().unwrap().hand_over = Some(HandOver {
            to: Some("reads".into()),
            ..HandOver::default()
        });
    });
    for (blueprint, edit, words) in [
        (
            &small,
            Edit::Delete(Key::Phase("ask".into())),
            "A blueprint keeps at least one phase.",
        ),
        (
            &small,
            Edit::Delete(Key::Variant("before".into())),
            "A blueprint keeps at least one variant.",
        ),
        (
            &blueprint,
            Edit::Delete(Key::Moment("m3".into())),
            "A phase keeps at least one moment; delete the phase instead.",
        ),
        (
            &blueprint,
            Edit::put_listed(
                Phase {
                    id: "new".into(),
                    moments: vec![Moment {
                        id: "m1".into(),
                        ..Moment::default()
                    }],
                    ..Phase::default()
                },
                None,
            ),
            "The moment is there already",
        ),
        (
            &blueprint,
            Edit::Move {
                key: Key::Variant("after".into()),
                to: 0,
            },
            "The first variant is the Before and stays first.",
        ),
        (
            &blueprint,
            connect("c-9", "asks", "reads"),
            "These two steps are connected already.",
        ),
        (
            &blueprint,
            // The end of one connector dragged onto that of another.
            connect("c-2", "asks", "reads"),
            "These two steps are connected already.",
        ),
        (
            &blueprint,
            connect("c-9", "asks", "asks"),
            "A connector joins two different steps.",
        ),
        (
            &blueprint,
            connect("c-9", "asks", "gone"),
            "The step at the connector's end is no longer there",
        ),
        (
            &with_ai,
            to_itself,
            "An AI touchpoint hands over to another step.",
        ),
    ] {
        check_refused(blueprint, &edit, words);
    }
    // In a list too, whichever of it comes second.
    let both = |first, second| Edit::All(vec![first, second]);
    let (fresh, same) = (
        connect("c-8", "asks", "looks"),
        connect("c-9", "asks", "looks"),
    );
    let words = "These two steps are connected already.";
    check_refused(&blueprint, &both(fresh.clone(), same.clone()), words);
    let other = connect("c-7", "asks", "answers");
    check_refused(
        &blueprint,
        &both(other.clone(), both(fresh.clone(), same)),
        words,
    );
    check_refused(
        &blueprint,
        &both(other.clone(), connect("c-9", "asks", "reads")),
        words,
    );
    check_refused(
        &blueprint,
        &Edit::All(vec![other, fresh, connect("c-9", "asks", "reads")]),
        words,
    );
    // What one edit of the list frees, the next may join.
    let moved = connect("c-1", "asks", "answers");
    check_accepted(&blueprint, &both(moved, connect("c-9", "asks", "reads")));
    let gone = Edit::Delete(Key::Lane("gone".into()));
    check_refused(&blueprint, &gone, "The lane is no longer there");
}

/// What a long list has found out about the document is kept true by each of its edits.
#[test]
fn a_step_stands_in_a_phase_that_a_long_list_brought() {
    let blueprint = service();
    let in_moment = |moment: &str, number: usize| Edit::PutStep {
        variant: "before".into(),
        id: format!("s{number}").as_str().into(),
        step: Box::new(Step::new("agent".into(), moment.into(), "Looks")),
    };
    let phase = Phase {
        id: "later".into(),
        moments: vec![Moment {
            id: "m-later".into(),
            ..Moment::default()
        }],
        ..Phase::default()
    };
    let mut edits: Vec<Edit> = (0..20).map(|number| in_moment("m1", number)).collect();
    edits.push(Edit::put_listed(phase, None));
    edits.push(in_moment("m-later", 20));
    let new = check_accepted(&blueprint, &Edit::All(edits));
    assert_eq!(new.phases.len(), blueprint.phases.len() + 1);
}

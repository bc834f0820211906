//! Right values, worked out by hand, and laws over random blueprints.

mod random;
mod taken_apart;

use super::*;
use crate::{format, model::Blueprint};

/// The fixture of E7 and E8: `refund-status` as it stood when its figures were worked out by hand.
const REFUND: &str = include_str!("tests/refund-status.ron");

fn read(text: &str) -> Blueprint {
    format::read(text.as_bytes())
        .expect("the blueprint is sound")
        .blueprint
}

/// A blueprint with one variant: its steps and its connectors, as RON.
fn variant(steps: &str, connectors: &str) -> Blueprint {
    read(&format!(
        r#"(
            lanes: [
                (id: "c", name: "Customer", kind: Customer),
                (id: "f", name: "Agent", kind: Frontstage),
            ],
            phases: [(id: "p", name: "P", moments: [(id: "m")])],
            roles: [
                (id: "agent", name: "Agent", people: 40, hours_per_week: 38, cost_per_hour: 32, shrinkage: 0),
                (id: "reviewer", name: "Reviewer", people: 2, hours_per_week: 38, cost_per_hour: 36, shrinkage: 0),
            ],
            variants: [(id: "v", name: "V", demand: (cases_per_month: 1000), steps: {{{steps}}}, connectors: {{{connectors}}})],
        )"#
    ))
}

fn per_case(blueprint: &Blueprint) -> PerCase {
    Numbers::of(blueprint).variants[0].per_case
}

fn near(found: Option<f64>, right: f64, tolerance: f64) {
    let found = found.unwrap_or_else(|| panic!("not known instead of {right}"));
    assert!(
        (found - right).abs() <= tolerance,
        "{found} instead of {right}"
    );
}

fn runs(blueprint: &Blueprint, step: &str) -> Figure {
    let measured =
        numbers::Measured::new(blueprint, &blueprint.variants[0], None, &inputs::AsDrawn);
    let steps = measured.steps();
    let step = steps.into_iter().find(|found| found.id.as_str() == step);
    step.expect("the step is run").runs
}

#[test]
fn e1_rework_runs_again() {
    let with = |share: f64| {
        variant(
            r#""a": (lane: "c", moment: "m", work: "10m", start: true, split: Either)
            , "z": (lane: "c", moment: "m", work: "0s")"#,
            &format!(r#""l": (from: "a", to: "a", share: {share}), "o": (from: "a", to: "z")"#),
        )
    };
    near(runs(&with(0.2), "a").exact(), 1.25, 1e-9);
    near(per_case(&with(0.2)).customer_time.exact(), 750.0, 0.1);
    let forever = variant(
        r#""a": (lane: "c", moment: "m", work: "10m", start: true)"#,
        r#""l": (from: "a", to: "a")"#,
    );
    assert_eq!(
        Numbers::of(&forever).variants[0].endless,
        Some(Endless::NeverEnds)
    );
    assert_eq!(per_case(&forever).customer_time, Figure::UNKNOWN);
}

#[test]
fn e3_missing_shares_are_a_range() {
    let two = variant(
        r#""a": (lane: "c", moment: "m", work: "5m", split: Either), "b": (lane: "c", moment: "m", work: "2m"),
           "c": (lane: "c", moment: "m", work: "12m")"#,
        r#""1": (from: "a", to: "b"), "2": (from: "a", to: "c")"#,
    );
    let time = per_case(&two).customer_time;
    near(time.low, 420.0, 0.1);
    near(time.high, 1020.0, 0.1);
    let three = variant(
        r#""a": (lane: "c", moment: "m", work: "5m", split: Either), "b": (lane: "c", moment: "m", work: "2m"),
           "c": (lane: "c", moment: "m", work: "12m"), "d": (lane: "c", moment: "m", work: "1m")"#,
        r#""1": (from: "a", to: "b"), "2": (from: "a", to: "c"), "3": (from: "a", to: "d", share: 0.3)"#,
    );
    let time = per_case(&three).customer_time;
    near(time.low, 402.0, 0.1);
    near(time.high, 822.0, 0.1);
}

#[test]
fn e4_ways_that_meet_are_one_case_again() {
    for join in ["All", "Any"] {
        let both = variant(
            &format!(
                r#""s": (lane: "c", moment: "m", work: "0s", split: Both),
                   "a": (lane: "f", moment: "m", workers: [(role: "agent", work: "10m")]),
                   "b": (lane: "f", moment: "m", workers: [(role: "agent", work: "6m")]),
                   "c": (lane: "f", moment: "m", workers: [(role: "agent", work: "2m")], join: {join})"#
            ),
            r#""1": (from: "s", to: "a"), "2": (from: "s", to: "b"), "3": (from: "a", to: "c"), "4": (from: "b", to: "c")"#,
        );
        near(runs(&both, "c").exact(), 1.0, 1e-9);
        let figures = per_case(&both);
        near(figures.work.exact(), 18.0 * 60.0, 0.1);
        let time = figures.customer_time;
        match join {
            "All" => {
                near(time.low, 720.0, 0.1);
                assert_eq!(time.high, None);
            }
            _ => {
                near(time.low, 120.0, 0.1);
                near(time.high, 8.0 * 60.0, 0.1);
            }
        }
    }
}

#[test]
fn e4c_ways_without_a_meeting_are_said_to_have_none() {
    let wild = variant(
        r#""s": (lane: "c", moment: "m", work: "1m", split: Both), "a": (lane: "f", moment: "m", work: "1m"),
           "b": (lane: "f", moment: "m", work: "1m"), "c": (lane: "f", moment: "m", work: "1m")"#,
        r#""1": (from: "s", to: "a"), "2": (from: "s", to: "b"), "3": (from: "a", to: "c"), "4": (from: "b", to: "c"),
           "5": (from: "c", to: "a")"#,
    );
    let numbers = &Numbers::of(&wild).variants[0];
    assert_eq!(numbers.gaps, [("s".into(), GapKind::NoMeeting)]);
    near(numbers.per_case.customer_time.low, 60.0, 0.1);
    assert_eq!(numbers.per_case.customer_time.high, None);
}

#[test]
fn e5_a_part_of_the_ways_arrives() {
    let both = variant(
        r#""s": (lane: "c", moment: "m", work: "1m", split: Both), "a": (lane: "f", moment: "m", work: "1m"),
           "b": (lane: "f", moment: "m", work: "1m"), "c": (lane: "f", moment: "m", work: "1m")"#,
        r#""1": (from: "s", to: "a"), "2": (from: "s", to: "b"), "3": (from: "a", to: "c", share: 0.7),
           "4": (from: "b", to: "c", share: 0.5)"#,
    );
    near(runs(&both, "c").exact(), 0.85, 1e-9);
}

#[test]
fn e6_oversight_is_work_and_approval_is_waiting() {
    let with = |autonomy: &str| {
        variant(
            &format!(
                r#""ai": (lane: "c", moment: "m", work: "0s", start: true, ai: (
                    status: Live, autonomy: {autonomy}, unit_cost: 0.06, resolves: 0.67, hand_over: (to: "agent"),
                    oversight: (role: "reviewer", share: 0.02, time: "3m"))),
                   "agent": (lane: "f", moment: "m", workers: [(role: "agent", work: "140s")])"#
            ),
            "",
        )
    };
    let alone = with("ActsAlone");
    near(per_case(&alone).cost.exact(), 0.5067, 0.0005);
    let numbers = &Numbers::of(&alone).variants[0];
    near(numbers.roles[0].work.exact(), 46.2, 0.1);
    near(numbers.roles[1].work.exact(), 3.6, 0.1);
    near(numbers.per_case.customer_time.exact(), 46.2, 0.1);
    near(numbers.per_case.needs_person.exact(), 0.33, 0.001);
    let approved = with("ActsAfterApproval");
    let numbers = &Numbers::of(&approved).variants[0];
    near(numbers.roles[1].work.exact(), 180.0, 0.1);
    near(numbers.per_case.customer_time.exact(), 226.2, 0.1);
    near(numbers.per_case.needs_person.exact(), 1.0, 0.001);
}

#[test]
fn e7_and_e8_the_refund_before_and_after() {
    let mut blueprint = read(REFUND);
    let numbers = Numbers::of(&blueprint);
    let [before, after] = &numbers.variants[..2] else {
        panic!("before and after");
    };
    near(before.per_case.contacts.exact(), 1.2195, 0.0005);
    let role = |numbers: &VariantNumbers, id: &str| {
        let roles = numbers.roles.iter();
        roles
            .into_iter()
            .find(|role| role.id.as_str() == id)
            .expect("it works")
            .clone()
    };
    let agent = role(before, "agent");
    near(agent.work.exact(), 371.95, 0.1);
    near(role(before, "desk-clerk").work.exact(), 64.88, 0.1);
    near(agent.hours.exact(), 9_815.0, 1.0);
    near(role(before, "desk-clerk").hours.exact(), 1_712.0, 1.0);
    near(agent.load.low, 0.825, 0.001);
    assert_eq!(agent.load.high, None, "shrinkage is not said");
    near(before.per_case.cost.low, 3.919, 0.0005);
    let time = before.per_case.customer_time;
    near(time.low, 3_337.0, 0.5);
    assert_eq!((time.high, time.missing), (None, 3));
    assert_eq!(time.text(Quantity::Time, ""), "≥ 55m 37s");

    near(after.per_case.contacts.exact(), 1.1561, 0.0005);
    // The agents answer, and read drafts over.
    near(role(after, "agent").work.exact(), 53.41 + 5.72, 0.1);
    near(role(after, "reviewer").work.exact(), 4.16, 0.1);
    near(role(after, "desk-clerk").work.exact(), 28.99, 0.1);
    near(after.per_case.cost.low, 0.918, 0.0005);
    near(after.per_case.needs_person.exact(), 0.363, 0.001);
    near(after.per_case.customer_time.low, 701.0, 0.5);

    for role in &mut blueprint.roles {
        std::sync::Arc::make_mut(role).shrinkage = Some(crate::model::Share(0.3));
    }
    let before = &Numbers::of(&blueprint).variants[0];
    near(before.per_case.cost.exact(), 5.599, 0.0005);
    near(role(before, "agent").load.exact(), 1.179, 0.001);
}

#[test]
fn e12_queue_and_rework() {
    let desk = read(
        r#"(
            lanes: [(id: "c", name: "Customer", kind: Customer), (id: "f", name: "Desk", kind: Frontstage)],
            phases: [(id: "p", name: "P", moments: [(id: "m")])],
            roles: [(id: "clerk", name: "Clerk", people: 1, hours_per_week: 168, on_duty: 1, busiest_hour: 0.041666666667,
                     open: "always", shrinkage: 0)],
            variants: [
                (id: "today", demand: (cases_per_month: 2922), steps: {
                    "q": (lane: "c", moment: "m", kind: Wait, wait: "1m", queue_of: "clerk", start: true),
                    "w": (lane: "f", moment: "m", workers: [(role: "clerk", work: "10m")], split: Either),
                    "z": (lane: "c", moment: "m", work: "0s"),
                }, connectors: {
                    "1": (from: "q", to: "w"), "2": (from: "w", to: "q", share: 0.2), "3": (from: "w", to: "z", share: 0.8),
                }),
                (id: "next", steps: {
                    "q": (lane: "c", moment: "m", kind: Wait, wait: "1m", queue_of: "clerk", start: true),
                    "w": (lane: "f", moment: "m", workers: [(role: "clerk", work: "10m")], split: Either),
                    "z": (lane: "c", moment: "m", work: "0s"),
                }, connectors: {
                    "1": (from: "q", to: "w"), "2": (from: "w", to: "q", share: 0.2), "3": (from: "w", to: "z", share: 0.8),
                }),
            ],
        )"#,
    );
    let numbers = Numbers::of(&desk);
    let [today, next] = &numbers.variants[..] else {
        panic!("two variants");
    };
    near(today.roles[0].load.exact(), 0.833, 0.001);
    // M/M/1 with 5 an hour of 10 minutes each: 50 minutes in the queue and 10 of work a pass, 1.25 passes a case.
    near(next.roles[0].queue.exact(), 3_000.0, 1.0);
    near(next.per_case.customer_time.exact(), 75.0 * 60.0, 1.0);
    near(today.per_case.customer_time.exact(), 1.25 * 660.0, 0.1);
}

#[test]
fn e2_contacts_and_cases() {
    let mut blueprint = read(REFUND);
    for (place, variant) in blueprint.variants.iter_mut().enumerate() {
        let variant = std::sync::Arc::make_mut(variant);
        variant.demand = (place == 0).then(|| crate::model::Demand {
            contacts_per_month: Some(crate::model::Count(95_000.0)),
            ..crate::model::Demand::default()
        });
    }
    let numbers = Numbers::of(&blueprint);
    let [before, after] = &numbers.variants[..2] else {
        panic!("before and after");
    };
    near(before.cases.exact(), 77_900.0, 0.5);
    near(after.cases.exact(), 77_900.0, 0.5);
    near(after.contacts.exact(), 90_058.0, 1.0);
}

#[test]
fn shares_that_make_no_sense_give_no_figure_behind_them() {
    let wild = variant(
        r#""a": (lane: "c", moment: "m", work: "5m", split: Either), "b": (lane: "c", moment: "m", work: "2m"),
           "c": (lane: "c", moment: "m", work: "12m", happens: 3)"#,
        r#""1": (from: "a", to: "b", share: 0.9), "2": (from: "a", to: "c", share: 0.6)"#,
    );
    let numbers = &Numbers::of(&wild).variants[0];
    assert_eq!(numbers.gaps, [("a".into(), GapKind::SharesAboveOne)]);
    near(numbers.per_case.customer_time.low, 300.0, 0.1);
    assert_eq!(numbers.per_case.customer_time.high, None);
}

/// The refund with a reply by hand of 80 s, and `shrinkage` of everybody.
fn refund(shrinkage: f64) -> Blueprint {
    let mut blueprint = read(REFUND);
    for role in &mut blueprint.roles {
        std::sync::Arc::make_mut(role).shrinkage = Some(crate::model::Share(shrinkage));
    }
    let after = std::sync::Arc::make_mut(&mut blueprint.variants[1]);
    let mut step = after.steps[&"agent-answers".into()].as_ref().clone();
    step.by_hand = Some(crate::model::Written::read("80s"));
    after
        .steps
        .insert("agent-answers".into(), std::sync::Arc::new(step));
    blueprint
}

#[test]
fn e9_the_bridge_adds_up_to_the_difference() {
    let numbers = Numbers::of(&refund(0.0));
    let difference = &numbers.differences[0];
    let right = [
        (BridgePart::WithoutAi, -1.2008),
        (BridgePart::Resolves, -1.8212),
        (BridgePart::Drafts, -0.1073),
        (BridgePart::Review, 0.0976),
        (BridgePart::Repeats, -0.0462),
        (BridgePart::UnitCost, 0.0770),
    ];
    assert!(difference.is_bridge_of_cost);
    assert_eq!(
        difference.bridge.len(),
        right.len(),
        "{:?}",
        difference.bridge
    );
    for ((part, value), (right_part, right)) in difference.bridge.iter().zip(right) {
        assert_eq!(*part, right_part);
        near(Some(*value), right, 0.0005);
    }
    let sum: f64 = difference.bridge.iter().map(|(_, value)| value).sum();
    near(Some(sum), -3.0009, 0.0005);
    let saved = difference.per_case.cost;
    assert_eq!(saved.kind, SavingKind::Exactly);
    near(saved.figure.exact(), 3.0009, 0.0005);
}

#[test]
fn the_refund_saves_what_both_know() {
    let numbers = Numbers::of(&refund(0.3));
    let time = numbers.differences[0].per_case.customer_time;
    // Three times are known of neither, and count more often before.
    assert_eq!(time.kind, SavingKind::AtLeast);
    near(time.figure.low, 43.0 * 60.0 + 56.0, 1.0);
}

#[test]
fn e15_what_is_unknown_on_both_sides_cancels() {
    let of = |before: &str, after: &str, after_share: &str| {
        let step = |id: &str, work: &str| {
            let work = (work != "?").then(|| format!(r#"work: "{work}m", "#));
            format!(
                r#""{id}": (lane: "c", moment: "m", {}),"#,
                work.unwrap_or_default()
            )
        };
        let variant = |id: &str, works: &str, share: &str| {
            let steps: Vec<(&str, &str)> = works.split(' ').map(|one| one.split_at(1)).collect();
            let all: String = steps.iter().map(|(id, work)| step(id, work)).collect();
            let ways: String = steps
                .windows(2)
                .enumerate()
                .map(|(place, pair)| {
                    let share = if place == 0 { share } else { "" };
                    format!(
                        r#""{place}": (from: "{}", to: "{}"{share}),"#,
                        pair[0].0, pair[1].0
                    )
                })
                .collect();
            format!(r#"(id: "{id}", steps: {{{all}}}, connectors: {{{ways}}}),"#)
        };
        let blueprint = read(&format!(
            r#"(lanes: [(id: "c", name: "C", kind: Customer)], phases: [(id: "p", name: "P", moments: [(id: "m")])],
                variants: [{}{}])"#,
            variant("before", before, ""),
            variant("after", after, after_share),
        ));
        let numbers = Numbers::of(&blueprint);
        (numbers.differences[0].per_case.customer_time, numbers)
    };
    let (saved, numbers) = of("A5 B? C3", "A5 B? D1", "");
    near(numbers.variants[0].per_case.customer_time.low, 480.0, 0.1);
    near(numbers.variants[1].per_case.customer_time.low, 360.0, 0.1);
    assert_eq!(saved.kind, SavingKind::Exactly);
    near(saved.figure.exact(), 120.0, 0.1);
    let (saved, _) = of("A5 B? C3", "A5 B?", ", share: 0.5");
    assert_eq!(saved.kind, SavingKind::AtLeast);
    near(saved.figure.low, 180.0, 0.1);
    let (saved, _) = of("A5 B4 C3", "A5 B4 D?", "");
    assert_eq!(saved.kind, SavingKind::AtMost);
    near(saved.figure.high, 180.0, 0.1);
    let (saved, _) = of("A5 B? C3", "A5 B4 D?", "");
    assert_eq!(saved.kind, SavingKind::NotComparable);
}

#[test]
fn e18_payback() {
    let with = |share: f64| {
        // At paid rates: as if no paid hour were lost.
        let mut blueprint = refund(0.0);
        let after = std::sync::Arc::make_mut(&mut blueprint.variants[1]);
        after.realised = Some(crate::model::Realised {
            share: Some(crate::model::Share(share)),
            from_month: None,
        });
        let numbers = Numbers::of(&blueprint);
        numbers.differences[0]
            .payback
            .expect("it is said how much is realised")
    };
    let most = with(0.6);
    near(Some(most.monthly), 144_544.0, 20.0);
    assert_eq!(most.month, Some(4));
    let least = with(0.2);
    near(Some(least.monthly), 26_002.0, 20.0);
    assert_eq!(least.month, Some(19));
}

#[test]
fn e19_an_outage_loads_the_people() {
    let mut blueprint = refund(0.3);
    for (role, people) in blueprint.roles.iter_mut().zip([40.0, 13.0, 2.0]) {
        std::sync::Arc::make_mut(role).people = Some(crate::model::Count(people));
    }
    let after = &Numbers::of(&blueprint).variants[1];
    let load = |id: &str| {
        let role = after.roles.iter().find(|role| role.id.as_str() == id);
        role.expect("it works").load.exact()
    };
    near(load("agent"), 0.337, 0.001);
    near(load("desk-clerk"), 0.509, 0.001);
    let [outage] = &after.outages[..] else {
        panic!("one system");
    };
    let down = |id: &str| {
        let role = outage.roles.iter().find(|(role, _)| role.as_str() == id);
        role.expect("it works then").1.exact()
    };
    near(down("agent"), 1.121, 0.001);
    near(down("desk-clerk"), 1.542, 0.001);
    assert!(outage.stopped.is_empty());
}

//! A generated service for figures and checks: loops, ways that meet again and AI, the same every time.
//!
//! Built from the model alone. Knows nothing of what is measured with it.

use std::{fmt::Write as _, sync::Arc};

use frontstage::model::{
    AiSystem, Autonomy, Blueprint, Connector, Count, Demand, HandOver, Lane, LaneKind, Moment,
    Money, Phase, Role, Share, Split, Step, StepId, Touchpoint, Variant, Worker, Written,
};

/// Steps that a case comes back to.
const LOOPS: usize = 500;
/// Places where a case goes two ways that meet again.
const BLOCKS: usize = 100;

pub(crate) fn step_id(number: usize) -> StepId {
    let mut id = String::new();
    _ = write!(id, "step-{number:05}");
    id.as_str().into()
}

/// A service of `count` steps in each of two variants.
pub(crate) fn service(count: usize) -> Blueprint {
    let before = variant(count, "before");
    let mut after = variant(count, "after");
    // Between the blocks: what is handed over goes into none.
    for number in (4..count).step_by(50) {
        let id = step_id(number);
        let mut step = (*after.steps[&id]).clone();
        step.ai = Some(Box::new(Touchpoint {
            system: Some("assistant".into()),
            autonomy: Some(Autonomy::ActsAlone),
            resolves: Some(Share(0.7)),
            unit_cost: Some(Money(0.06)),
            hand_over: Some(HandOver {
                to: Some(step_id(number + 1)),
                ..HandOver::default()
            }),
            ..Touchpoint::default()
        }));
        step.workers.clear();
        after.steps.insert(id, Arc::new(step));
    }
    let lane = |id: &str, kind| {
        Arc::new(Lane {
            id: id.into(),
            name: id.to_owned(),
            kind,
            ..Lane::default()
        })
    };
    let role = |id: &str, rate: f64| {
        Arc::new(Role {
            id: id.into(),
            name: id.to_owned(),
            cost_per_hour: Some(Money(rate)),
            shrinkage: Some(Share(0.3)),
            people: Some(Count(60.0)),
            hours_per_week: Some(frontstage::model::Hours(38.0)),
            ..Role::default()
        })
    };
    Blueprint {
        currency: "EUR".into(),
        lanes: vec![
            lane("customer", LaneKind::Customer),
            lane("agent", LaneKind::Frontstage),
        ],
        phases: vec![Arc::new(Phase {
            id: "phase".into(),
            moments: vec![Moment {
                id: "moment".into(),
                ..Moment::default()
            }],
            ..Phase::default()
        })],
        roles: vec![role("agent", 32.0), role("clerk", 34.0)],
        ai_systems: [("assistant".into(), Arc::new(AiSystem::default()))].into(),
        variants: vec![Arc::new(before), Arc::new(after)],
        ..Blueprint::default()
    }
}

/// A chain of steps. Of its blocks each has a split, two ways and the step where they meet; of the steps between them some
/// lead back to the step before.
fn variant(count: usize, id: &str) -> Variant {
    let mut variant = Variant {
        id: id.into(),
        name: id.to_owned(),
        demand: Some(Demand {
            cases_per_month: Some(Count(95_000.0)),
            ..Demand::default()
        }),
        ..Variant::default()
    };
    let every = count / BLOCKS;
    let mut loops = 0;
    let connect = |variant: &mut Variant, from: usize, to: usize, share: Option<f64>| {
        let connector = Connector {
            from: step_id(from),
            to: step_id(to),
            share: share.map(Share),
            ..Connector::default()
        };
        let id = format!("c-{from:05}-{to:05}");
        variant
            .connectors
            .insert(id.as_str().into(), Arc::new(connector));
    };
    let mut steps = Vec::with_capacity(count);
    for number in 0..count {
        let lane = if number == 0 { "customer" } else { "agent" };
        let mut step = Step::new(lane.into(), "moment".into(), &format!("Step {number}"));
        step.start = (number == 0).then_some(true);
        let role = if number % 3 == 0 { "clerk" } else { "agent" };
        step.workers.push(Worker {
            role: role.into(),
            work: Some(Written::read("20s")),
        });
        let place = number % every;
        match place {
            0 if number + 3 < count => {
                step.split = Some(Split::Both);
                connect(&mut variant, number, number + 1, None);
                connect(&mut variant, number, number + 2, None);
            }
            1 if number + 2 < count => connect(&mut variant, number, number + 2, None),
            _ if number + 1 >= count => {}
            place if place > 4 && loops < LOOPS && number + 1 < count => {
                loops += 1;
                step.split = Some(Split::Either);
                connect(&mut variant, number, number + 1, Some(0.9));
                connect(&mut variant, number, number - 1, Some(0.1));
            }
            _ => connect(&mut variant, number, number + 1, None),
        }
        steps.push((step_id(number), Arc::new(step)));
    }
    variant.steps = steps.into_iter().collect();
    variant
}

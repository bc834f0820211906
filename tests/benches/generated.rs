//! The generated blueprint: 8 lanes, a step in every cell, one and a half connectors a step; the same every time.
//!
//! Built from the model alone. Knows nothing of what is measured with it.

use std::sync::Arc;

use frontstage::model::{
    Blueprint, Connector, ConnectorId, HandOver, Ids, Lane, LaneKind, Moment, Pain, Phase, Records,
    Row, State, Step, StepId, Touchpoint, Variant, Written,
};

/// Rows of every generated blueprint.
pub(crate) const LANES: usize = 8;
const MOMENTS_A_PHASE: usize = 10;

const DEEDS: &[&str] = &[
    "Reads the case",
    "Asks for the order number",
    "Checks the payment in the ledger",
    "Writes back to the customer",
    "Waits for the bank",
    "Looks up the contract and its changes",
    "Approves",
    "Notes the reason for the refund in the file",
    "Calls the customer, who may not pick up the phone",
    "Closes the case",
];

/// A blueprint with `moments` columns: Before has `8 x moments` steps and half as many connectors again;
/// After carries them over with a twentieth each removed, changed, moved, and given to AI.
pub(crate) fn blueprint(moments: usize) -> Blueprint {
    let before = before(moments);
    let after = after(&before, moments);
    Blueprint {
        title: format!("Generated, {} steps", LANES * moments),
        currency: "EUR".into(),
        lanes: lanes(),
        phases: phases(moments),
        variants: vec![Arc::new(before), Arc::new(after)],
        ..Blueprint::default()
    }
}

/// A blueprint of `count` lanes with a step in every hundredth.
#[allow(dead_code, reason = "not every bench is about it")]
pub(crate) fn many_lanes(count: usize) -> Blueprint {
    let mut blueprint = blueprint(3);
    let lane = |number: usize| {
        Arc::new(Lane {
            id: format!("lane-{number}").as_str().into(),
            name: format!("Lane {number}"),
            kind: LaneKind::Backstage,
            ..Lane::default()
        })
    };
    blueprint.lanes = (0..count).map(lane).collect();
    let Some(before) = blueprint.variants.first_mut().map(Arc::make_mut) else {
        return blueprint;
    };
    for number in (100..count).step_by(100) {
        let id = format!("step-far-{number}");
        before
            .steps
            .insert(id.as_str().into(), Arc::new(step(number, 1, number)));
    }
    blueprint
}

/// A blueprint of one step, which has `count` pains.
#[allow(dead_code, reason = "not every bench is about it")]
pub(crate) fn many_pains(count: usize) -> Blueprint {
    let mut blueprint = blueprint(3);
    let pain = |number: usize| Pain {
        id: format!("pain-{number}").as_str().into(),
        text: format!("It hurts for the reason {number}"),
        ..Pain::default()
    };
    let step = Step {
        pains: (0..count).map(pain).collect(),
        ..step(3, 1, 0)
    };
    let before = Variant {
        id: "before".into(),
        steps: [(step_id(3, 1), Arc::new(step))].into(),
        ..Variant::default()
    };
    blueprint.variants = vec![Arc::new(before)];
    blueprint.rows.push(Row::Pains);
    blueprint
}

fn lanes() -> Vec<Arc<Lane>> {
    use LaneKind::{Backstage, Custom, Customer, Frontstage, PhysicalEvidence, Support};
    let kinds = [
        PhysicalEvidence,
        Customer,
        Frontstage,
        Frontstage,
        Backstage,
        Backstage,
        Support,
        Custom,
    ];
    let lane = |(number, kind)| {
        Arc::new(Lane {
            id: format!("lane-{number}").as_str().into(),
            name: format!("Lane {number}"),
            kind,
            ..Lane::default()
        })
    };
    kinds.into_iter().enumerate().map(lane).collect()
}

fn phases(moments: usize) -> Vec<Arc<Phase>> {
    let columns: Vec<usize> = (0..moments).collect();
    let phase = |(number, columns): (usize, &[usize])| {
        let moment = |column: &usize| Moment {
            id: moment_id(*column).as_str().into(),
            ..Moment::default()
        };
        Arc::new(Phase {
            id: format!("phase-{number:04}").as_str().into(),
            name: format!("Phase {number}"),
            moments: columns.iter().map(moment).collect(),
            ..Phase::default()
        })
    };
    let chunks = columns.chunks(MOMENTS_A_PHASE).enumerate();
    chunks.map(phase).collect()
}

fn moment_id(column: usize) -> String {
    format!("m-{column:04}")
}

/// The step of a cell; the id begins as the window would make it.
fn step_id(lane: usize, column: usize) -> StepId {
    format!("step-{column:04}-{lane}").as_str().into()
}

fn before(moments: usize) -> Variant {
    let mut steps = Records::new();
    for column in 0..moments {
        for lane in 0..LANES {
            let number = column * LANES + lane;
            steps.insert(step_id(lane, column), Arc::new(step(lane, column, number)));
        }
    }
    Variant {
        id: "before".into(),
        name: "Before".to_owned(),
        state: State::Today,
        steps,
        connectors: connectors(moments),
        ..Variant::default()
    }
}

fn step(lane: usize, column: usize, number: usize) -> Step {
    let pain = (number % 17 == 3).then(|| Pain {
        id: format!("pain-{number}").as_str().into(),
        text: "Nobody knows who has it".to_owned(),
        ..Pain::default()
    });
    Step {
        lane: Some(format!("lane-{lane}").as_str().into()),
        moment: Some(moment_id(column).as_str().into()),
        title: format!("{} {number}", DEEDS[number % DEEDS.len()]),
        description: "As the team described it in the workshop, in a sentence or two.".to_owned(),
        work: Some(Written::read("1m 10s")),
        wait: (number % 11 == 5).then(|| Written::read("2h")),
        pains: pain.into_iter().collect(),
        ..Step::default()
    }
}

/// Along each lane from moment to moment; half of the steps also to another lane, now and then back to an
/// earlier moment or far ahead. Exactly `LANES * moments * 3 / 2`.
fn connectors(moments: usize) -> Records<ConnectorId, Connector> {
    let mut ids = Ids::from_seed(15_000);
    let mut connectors = Records::new();
    let mut add = |from: StepId, to: StepId| {
        let connector = Connector {
            from,
            to,
            ..Connector::default()
        };
        connectors.insert(ids.connector(), Arc::new(connector));
        connectors.len()
    };
    for column in 1..moments {
        for lane in 0..LANES {
            add(step_id(lane, column - 1), step_id(lane, column));
        }
    }
    let wanted = LANES * moments * 3 / 2;
    let mut number: usize = 0;
    loop {
        let (column, lane) = ((number * 2) / LANES % moments, (number * 2) % LANES);
        let other = (lane + 1 + number % 3) % LANES;
        let to = match number % 100 {
            7 | 57 => column.saturating_sub(6),
            31 => (column + 25).min(moments - 1),
            even if even % 2 == 0 => column,
            _ => (column + 1).min(moments - 1),
        };
        number += 1;
        if add(step_id(lane, column), step_id(other, to)) >= wanted {
            return connectors;
        }
    }
}

fn after(before: &Variant, moments: usize) -> Variant {
    let mut after = Variant {
        id: "after".into(),
        name: "After".to_owned(),
        state: State::Proposed,
        ..before.clone()
    };
    let ids: Vec<StepId> = after.steps.keys().cloned().collect();
    for (number, id) in ids.iter().enumerate() {
        match number % 20 {
            4 => {
                after.steps.remove(id);
                continue;
            }
            9 | 13 | 18 => {}
            _ => continue,
        }
        let Some(step) = after.steps.get_mut(id).map(Arc::make_mut) else {
            continue;
        };
        match number % 20 {
            9 => step.title.push_str(", sooner"),
            13 => {
                let column = (number / LANES + 1).min(moments - 1);
                step.moment = Some(moment_id(column).as_str().into());
            }
            _ => {
                step.ai = Some(Box::new(Touchpoint {
                    hand_over: Some(HandOver {
                        to: ids.get(number + 1).cloned(),
                        ..HandOver::default()
                    }),
                    ..Touchpoint::default()
                }));
            }
        }
    }
    let steps = &after.steps;
    let has_both = |connector: &Arc<Connector>| {
        steps.contains_key(&connector.from) && steps.contains_key(&connector.to)
    };
    after.connectors.retain(|_, connector| has_both(connector));
    after
}

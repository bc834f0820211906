//! A small service made by hand, for tests that say what exactly happens.
//!
//! ```text
//!            Ask           | Answer
//!            m1     m2     | m3
//! Customer   asks          |
//! Agent      reads  looks  | answers
//! Clerk                    |
//! ```

use std::sync::Arc;

use frontstage::model::{
    Blueprint, Connector, Lane, LaneKind, Moment, Phase, Role, State, Step, Variant,
};

/// The service today, and an empty After.
pub(crate) fn service() -> Blueprint {
    Blueprint {
        title: "Refunds".to_owned(),
        lanes: vec![
            lane("customer", "Customer", LaneKind::Customer),
            lane("agent", "Agent", LaneKind::Frontstage),
            lane("clerk", "Clerk", LaneKind::Backstage),
        ],
        phases: vec![
            phase("ask", "Ask", &["m1", "m2"]),
            phase("answer", "Answer", &["m3"]),
        ],
        roles: vec![Arc::new(Role {
            id: "staff".into(),
            name: "Staff".to_owned(),
            ..Role::default()
        })],
        variants: vec![
            Arc::new(Variant {
                id: "before".into(),
                name: "Before".to_owned(),
                state: State::Today,
                steps: [
                    ("asks", Step::new("customer".into(), "m1".into(), "Asks")),
                    ("reads", Step::new("agent".into(), "m1".into(), "Reads")),
                    ("looks", Step::new("agent".into(), "m2".into(), "Looks up")),
                    ("answers", Step::new("agent".into(), "m3".into(), "Answers")),
                ]
                .map(|(id, step)| (id.into(), Arc::new(step)))
                .into(),
                connectors: [
                    ("c-1", "asks", "reads"),
                    ("c-2", "reads", "looks"),
                    ("c-3", "looks", "answers"),
                ]
                .map(|(id, from, to)| (id.into(), Arc::new(flow(from, to))))
                .into(),
                ..Variant::default()
            }),
            Arc::new(Variant {
                id: "after".into(),
                name: "After".to_owned(),
                ..Variant::default()
            }),
        ],
        ..Blueprint::default()
    }
}

pub(crate) fn flow(from: &str, to: &str) -> Connector {
    Connector {
        from: from.into(),
        to: to.into(),
        ..Connector::default()
    }
}

fn lane(id: &str, name: &str, kind: LaneKind) -> Arc<Lane> {
    Arc::new(Lane {
        id: id.into(),
        name: name.to_owned(),
        kind,
        ..Lane::default()
    })
}

fn phase(id: &str, name: &str, moments: &[&str]) -> Arc<Phase> {
    let moment = |id: &&str| Moment {
        id: (*id).into(),
        ..Moment::default()
    };
    Arc::new(Phase {
        id: id.into(),
        name: name.to_owned(),
        moments: moments.iter().map(moment).collect(),
        ..Phase::default()
    })
}

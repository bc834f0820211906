//! Random blueprints, sound and unsound, and random changes to them.

use std::sync::Arc;

use frontstage::model::{
    AiUse, AiUseId, Blueprint, Connector, ConnectorKind, Control, Feeling, HandOver, Lane,
    LaneKind, Marker, Moment, Pain, Phase, Row, Share, Split, Status, Step, StepId, StepKind,
    Touchpoint, Variant, Written,
};
use proptest::{prelude::*, sample::select};

/// A blueprint with two variants that share some of their steps.
pub(crate) fn blueprints() -> impl Strategy<Value = Blueprint> {
    let lanes = prop::collection::vec((kinds(), words()), 0..6);
    let phases = prop::collection::vec(prop::collection::vec(words(), 0..4), 0..4);
    (lanes, phases, contents(), contents()).prop_map(|(lanes, phases, before, after)| {
        let lanes = lanes.into_iter().zip(0..).map(|((kind, name), index)| {
            Arc::new(Lane {
                id: format!("l{index}").as_str().into(),
                description: name.clone(),
                name,
                kind,
                ..Lane::default()
            })
        });
        let mut moments = 0..;
        let phases = phases.into_iter().zip(0..).map(|(names, index)| {
            let moment = |name| Moment {
                id: format!("m{}", moments.next().unwrap_or(0)).as_str().into(),
                name,
                ..Moment::default()
            };
            Arc::new(Phase {
                id: format!("p{index}").as_str().into(),
                name: format!("Phase {index}"),
                moments: names.into_iter().map(moment).collect(),
                ..Phase::default()
            })
        });
        Blueprint {
            lanes: lanes.collect(),
            phases: phases.collect(),
            rows: Row::ALL.to_vec(),
            variants: vec![variant("before", before), variant("after", after)],
            ..Blueprint::default()
        }
    })
}

/// A change to a blueprint.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    Put(usize, usize, Box<Step>),
    Drop(usize, usize),
    Join(usize, usize, Connector),
    Part(usize, usize),
    Rename(usize, String),
    Reverse,
    /// Many steps in a row.
    PutRun(usize, usize, Vec<Step>),
    DropRun(usize, usize, usize),
    /// A lane that steps may name already, or one that is there no more.
    ToggleLane(usize, usize, LaneKind),
    /// A moment of a phase that steps may name already, or one that is there no more.
    ToggleMoment(usize, usize, usize),
    /// How far the AI at a step has come.
    Reach(usize, Status),
}

pub(crate) fn turns() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => (0..2_usize, 0..30_usize, steps()).prop_map(|(v, s, step)| Turn::Put(v, s, Box::new(step))),
        1 => (0..2_usize, 0..30_usize).prop_map(|(v, s)| Turn::Drop(v, s)),
        2 => (0..2_usize, 0..30_usize, connectors()).prop_map(|(v, c, con)| Turn::Join(v, c, con)),
        1 => (0..2_usize, 0..30_usize).prop_map(|(v, c)| Turn::Part(v, c)),
        1 => (0..6_usize, words()).prop_map(|(lane, name)| Turn::Rename(lane, name)),
        1 => Just(Turn::Reverse),
        1 => (0..2_usize, 0..30_usize, prop::collection::vec(steps(), 0..30))
            .prop_map(|(v, s, steps)| Turn::PutRun(v, s, steps)),
        1 => (0..2_usize, 0..30_usize, 0..30_usize).prop_map(|(v, s, n)| Turn::DropRun(v, s, n)),
        1 => (0..7_usize, 0..6_usize, kinds()).prop_map(|(id, at, kind)| Turn::ToggleLane(id, at, kind)),
        1 => (0..30_usize, select(Status::ALL)).prop_map(|(s, status)| Turn::Reach(s, status)),
        1 => (0..4_usize, 0..12_usize, 0..4_usize).prop_map(|(p, id, at)| Turn::ToggleMoment(p, id, at)),
    ]
}

/// A blueprint of so many steps and connectors that their maps have several chunks.
pub(crate) fn large_blueprints() -> impl Strategy<Value = Blueprint> {
    let many = || {
        (
            prop::collection::vec(steps(), 150..180),
            prop::collection::vec(connectors(), 140..160),
        )
    };
    (blueprints(), many(), 0..40_usize).prop_map(|(mut blueprint, before, differing)| {
        let mut after = before.clone();
        // Most of both variants is the same.
        after.0.rotate_left(differing / 20);
        after.0.truncate(150 - differing);
        blueprint.variants = vec![variant("before", before), variant("after", after)];
        blueprint
    })
}

impl Turn {
    pub(crate) fn make(self, blueprint: &mut Blueprint) {
        match self {
            Self::Reach(step, status) => {
                let id = AiUseId::new(step_id(step).as_str());
                let of = AiUse {
                    status,
                    ..AiUse::default()
                };
                blueprint.ai_uses.insert(id, Arc::new(of));
            }
            Self::Put(variant, id, step) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                variant.steps.insert(step_id(id), Arc::new(*step));
            }
            Self::Drop(variant, id) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                variant.steps.remove(&step_id(id));
            }
            Self::Join(variant, id, connector) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                let id = format!("c{id}").as_str().into();
                variant.connectors.insert(id, Arc::new(connector));
            }
            Self::Part(variant, id) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                variant.connectors.remove(&format!("c{id}").as_str().into());
            }
            Self::Rename(lane, name) => {
                if let Some(lane) = blueprint.lanes.get_mut(lane) {
                    Arc::make_mut(lane).name = name;
                }
            }
            Self::Reverse => {
                blueprint.lanes.reverse();
                blueprint.phases.reverse();
            }
            Self::PutRun(variant, from, steps) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                let steps = steps.into_iter().map(Arc::new);
                variant.steps.extend((from..).map(step_id).zip(steps));
            }
            Self::DropRun(variant, from, count) => {
                let variant = Arc::make_mut(&mut blueprint.variants[variant]);
                for id in from..from + count {
                    variant.steps.remove(&step_id(id));
                }
            }
            Self::ToggleLane(id, at, kind) => {
                let id = format!("l{id}").as_str().into();
                if let Some((place, _)) = blueprint.lane(&id) {
                    blueprint.lanes.remove(place);
                    return;
                }
                let lane = Arc::new(Lane {
                    id,
                    kind,
                    ..Lane::default()
                });
                blueprint.lanes.insert(at.min(blueprint.lanes.len()), lane);
            }
            Self::ToggleMoment(phase, id, at) => {
                let id = format!("m{id}").as_str().into();
                let held = blueprint.moment(&id).map(|(_, phase, _)| phase.id.clone());
                let place = held.and_then(|held| Some(blueprint.phase(&held)?.0));
                if let Some(place) = place {
                    let phase = Arc::make_mut(&mut blueprint.phases[place]);
                    phase.moments.retain(|moment| moment.id != id);
                } else if let Some(phase) = blueprint.phases.get_mut(phase) {
                    let phase = Arc::make_mut(phase);
                    let moment = Moment {
                        id,
                        ..Moment::default()
                    };
                    phase.moments.insert(at.min(phase.moments.len()), moment);
                }
            }
        }
    }
}

type Contents = (Vec<Step>, Vec<Connector>);

fn contents() -> impl Strategy<Value = Contents> {
    (
        prop::collection::vec(steps(), 0..30),
        prop::collection::vec(connectors(), 0..30),
    )
}

fn variant(id: &str, (steps, connectors): Contents) -> Arc<Variant> {
    Arc::new(Variant {
        id: id.into(),
        name: id.to_owned(),
        steps: steps
            .into_iter()
            .zip(0..)
            .map(|(step, index)| (step_id(index), Arc::new(step)))
            .collect(),
        connectors: connectors
            .into_iter()
            .zip(0..)
            .map(|(connector, index)| (format!("c{index}").as_str().into(), Arc::new(connector)))
            .collect(),
        ..Variant::default()
    })
}

fn step_id(index: usize) -> StepId {
    format!("s{index}").as_str().into()
}

fn steps() -> impl Strategy<Value = Step> {
    let place = (0..8_u8, 0..12_u8, 0..4_u32, -2..3_i64);
    let marks = (any::<[bool; 8]>(), -2..3_i8, words());
    (place, words(), marks).prop_map(
        |((lane, moment, span, rank), title, (on, mood, text))| Step {
            // Some of these lanes and moments do not exist.
            lane: (lane < 7).then(|| format!("l{lane}").as_str().into()),
            moment: (moment < 11).then(|| format!("m{moment}").as_str().into()),
            span,
            rank,
            title,
            kind: if on[0] {
                StepKind::Wait
            } else {
                StepKind::Action
            },
            wait: on[1].then_some(Written::Unread(text)),
            pains: vec![Pain::default(); usize::from(on[2])],
            controls: vec![Control::default(); usize::from(on[3])],
            markers: if on[4] {
                vec![Marker::MomentOfTruth, Marker::Idea]
            } else {
                Vec::new()
            },
            feeling: on[5].then_some(Feeling(mood)),
            split: on[6].then_some(Split::Either),
            ai: on[7].then(|| {
                Box::new(Touchpoint {
                    resolves: Some(Share(0.66)),
                    hand_over: Some(HandOver {
                        to: Some(step_id(usize::from(lane))),
                        ..HandOver::default()
                    }),
                    ..Touchpoint::default()
                })
            }),
            ..Step::default()
        },
    )
}

fn connectors() -> impl Strategy<Value = Connector> {
    (0..32_usize, 0..32_usize, any::<[bool; 3]>(), words()).prop_map(|(from, to, on, label)| {
        Connector {
            from: step_id(from),
            to: step_id(to),
            kind: if on[0] {
                ConnectorKind::Message
            } else {
                ConnectorKind::Flow
            },
            two_way: on[1].then_some(true),
            label: if on[2] { label } else { String::new() },
            ..Connector::default()
        }
    })
}

fn kinds() -> impl Strategy<Value = LaneKind> {
    prop::sample::select(vec![
        LaneKind::PhysicalEvidence,
        LaneKind::Customer,
        LaneKind::Frontstage,
        LaneKind::Backstage,
        LaneKind::Support,
        LaneKind::Custom,
    ])
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{1,9}( [a-z]{1,12}){0,6}",
        1 => Just(String::new()),
        1 => "[a-zA-Z]{20,40}",
        1 => "\\PC{0,20}",
        1 => "[返金がまだ届かない]{1,30}",
        1 => ".{0,8}",
    ]
}

//! Steps as text of an earlier version: with the ids of lanes and moments, and nothing of what they name.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;

use crate::model::{
    Blueprint, Connector, ConnectorId, Lane, LaneId, Moment, MomentId, Phase, Step, StepId, Variant,
};

/// What the text holds.
#[derive(Default, Deserialize)]
#[serde(default, rename = "Fragment")]
struct Bare {
    columns: BTreeMap<StepId, usize>,
    rows: BTreeMap<StepId, usize>,
    steps: BTreeMap<StepId, Step>,
    connectors: BTreeMap<ConnectorId, Connector>,
}

/// The small blueprint that such a text stands for, with lanes called by their ids; `None` when it is no such text.
pub(super) fn read(text: &str) -> Option<Blueprint> {
    let bare: Bare = crate::format::read_value(text).ok()?;
    let mut rows: BTreeMap<&LaneId, usize> = BTreeMap::new();
    let mut columns: BTreeMap<&MomentId, usize> = BTreeMap::new();
    for (id, step) in &bare.steps {
        let row = bare.rows.get(id).copied().unwrap_or_default();
        let column = bare.columns.get(id).copied().unwrap_or_default();
        if let Some(lane) = &step.lane {
            rows.entry(lane).or_insert(row);
        }
        if let Some(moment) = &step.moment {
            columns.entry(moment).or_insert(column);
        }
    }
    let mut lanes: Vec<(&LaneId, usize)> = rows.into_iter().collect();
    lanes.sort_by_key(|(_, row)| *row);
    let lanes = lanes.into_iter().map(|(id, _)| Lane {
        id: id.clone(),
        name: id.to_string(),
        ..Lane::default()
    });
    let mut moments: Vec<(&MomentId, usize)> = columns.into_iter().collect();
    moments.sort_by_key(|(_, column)| *column);
    let moments = moments.into_iter().map(|(id, _)| Moment {
        id: id.clone(),
        ..Moment::default()
    });
    let phase = Phase {
        id: "pasted".into(),
        name: "Pasted steps".to_owned(),
        moments: moments.collect(),
        ..Phase::default()
    };
    let lanes: Vec<Arc<Lane>> = lanes.map(Arc::new).collect();
    let has_moments = !phase.moments.is_empty();
    let steps = bare.steps.into_iter();
    let connectors = bare.connectors.into_iter();
    Some(Blueprint {
        lanes,
        phases: has_moments.then(|| Arc::new(phase)).into_iter().collect(),
        variants: vec![Arc::new(Variant {
            id: "pasted".into(),
            steps: steps.map(|(id, step)| (id, Arc::new(step))).collect(),
            connectors: connectors.map(|(id, c)| (id, Arc::new(c))).collect(),
            ..Variant::default()
        })],
        ..Blueprint::default()
    })
}

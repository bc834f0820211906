//! The ways of several steps as those of one: which lead on, which come to join the same two steps, which lay between.

use std::collections::{BTreeMap, BTreeSet};

use super::together::{LostWords, join_words};
use crate::{
    edit::Edit,
    model::{Connector, ConnectorId, ConnectorKind, Key, Share, Split, StepId, Variant, VariantId},
};

/// The ways of `members`, which become `kept`: what has to be done, in the order of the edits.
pub(super) fn ways_of_one(
    (variant, held): (&VariantId, &Variant),
    members: &BTreeSet<StepId>,
    kept: &StepId,
    lost: &mut LostWords,
) -> Vec<Edit> {
    let touches = |c: &Connector| members.contains(&c.from) || members.contains(&c.to);
    let mut all: Vec<(&ConnectorId, Connector)> = held
        .connectors
        .iter()
        .filter(|(_, connector)| touches(connector))
        .map(|(id, connector)| (id, (**connector).clone()))
        .collect();
    // Those that are the kept step's already stay themselves.
    let is_own = |c: &Connector| {
        let ends = [&c.from, &c.to];
        ends.iter()
            .all(|end| *end == kept || !members.contains(*end))
    };
    all.sort_by_key(|(id, connector)| (!is_own(connector), (*id).clone()));
    let mut stay: BTreeMap<(StepId, StepId, ConnectorKind), (&ConnectorId, Connector)> =
        BTreeMap::new();
    let (mut gone, mut follow) = (Vec::new(), Vec::new());
    for (id, mut connector) in all {
        for end in [&mut connector.from, &mut connector.to] {
            if members.contains(end) {
                end.clone_from(kept);
            }
        }
        if connector.from == connector.to {
            if !connector.label.trim().is_empty() {
                lost.push(format!(
                    "the label “{}” between them",
                    connector.label.trim()
                ));
            }
            gone.push(id.clone());
            continue;
        }
        let ends = (connector.from.clone(), connector.to.clone(), connector.kind);
        match stay.get_mut(&ends) {
            Some((other, way)) => {
                join(way, &connector, kept, lost);
                follow.push(Edit::Redirect {
                    from: Key::Connector(variant.clone(), id.clone()),
                    to: Key::Connector(variant.clone(), (*other).clone()),
                });
                gone.push(id.clone());
            }
            None => {
                stay.insert(ends, (id, connector));
            }
        }
    }
    let mut edits = follow;
    if !gone.is_empty() {
        edits.push(Edit::DeleteConnectors {
            variant: variant.clone(),
            connectors: gone,
        });
    }
    let changed = stay.into_values().filter(|(id, connector)| {
        held.connectors
            .get(*id)
            .is_some_and(|old| **old != *connector)
    });
    edits.extend(changed.map(|(id, connector)| Edit::PutConnector {
        variant: variant.clone(),
        id: id.clone(),
        connector,
    }));
    edits
}

/// Puts what another connector says in words behind what one says.
pub(in crate::session) fn say_too(way: &mut Connector, other: &Connector) {
    join_words(&mut way.label, &other.label, " / ");
    join_words(&mut way.note, &other.note, "\n");
}

/// Two connectors that join the same two steps now, as one.
fn join(way: &mut Connector, other: &Connector, kept: &StepId, lost: &mut LostWords) {
    say_too(way, other);
    way.two_way = way.two_way.max(other.two_way);
    if way.share == other.share {
        // Both ways out of an Either lead to one step: who took one or the other comes.
        if let (Some(share), true) = (way.share, way.to == *kept) {
            way.share = Some(Share((2.0 * share.0).min(1.0)));
        }
        return;
    }
    way.share = match (way.share, other.share) {
        (Some(one), Some(two)) if way.to == *kept => Some(Share((one.0 + two.0).min(1.0))),
        _ => {
            lost.push("the share of a way that two of them had".to_owned());
            None
        }
    };
}

/// What several ways out of the one step mean: what it meant at the only one of them from which ways lead out, or what
/// they agree in.
pub(super) fn split_of_one(
    held: &Variant,
    members: &BTreeSet<StepId>,
    lost: &mut LostWords,
) -> Option<Split> {
    let leads_out = |c: &Connector| {
        c.kind == ConnectorKind::Flow && members.contains(&c.from) && !members.contains(&c.to)
    };
    let out = held.connectors.values().filter(|c| leads_out(c));
    let leading: BTreeSet<&StepId> = out.map(|c| &c.from).collect();
    let split = |id: &StepId| held.steps.get(id).and_then(|step| step.split);
    if let [one] = leading.iter().collect::<Vec<_>>()[..] {
        return split(one);
    }
    let said: BTreeSet<Option<&str>> = members
        .iter()
        .map(|id| {
            split(id).map(|split| match split {
                Split::Either => "Either",
                Split::Both => "Both",
            })
        })
        .collect();
    match said.len() {
        0 | 1 => members.first().and_then(split),
        _ => {
            lost.push("what its several ways out mean".to_owned());
            None
        }
    }
}

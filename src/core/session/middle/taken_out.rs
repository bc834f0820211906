//! A step that goes into the middle of another way leaves the one in which it stood.

use crate::{
    edit::Edit,
    model::{Connector, ConnectorId, ConnectorKind, Key, StepId, Variant, VariantId},
    scene::WireId,
};

/// What takes a step out of the way in which it stood.
#[derive(Default)]
pub(super) struct TakenOut {
    pub(super) edits: Vec<Edit>,
    /// The steps before and after it, which are joined now.
    pub(super) joined: Option<(StepId, StepId)>,
}

/// Takes a step out of the one way that leads through it, and joins what stood before and after it. One at which ways
/// meet or part keeps them all: which of them is meant nobody can tell.
pub(super) fn taken_out(
    held: &Variant,
    (variant, step): (&VariantId, &StepId),
    wire: &WireId,
) -> TakenOut {
    let is_apart = |id: &ConnectorId| *wire != WireId::Connector(id.clone());
    let all = |touches: fn(&Connector) -> &StepId| -> Vec<(&ConnectorId, &Connector)> {
        let all = held.connectors.iter().map(|(id, way)| (id, &**way));
        all.filter(|(id, way)| touches(way) == step && is_apart(id))
            .collect()
    };
    let (ins, outs) = (all(|way| &way.to), all(|way| &way.from));
    let ways = ins.iter().chain(&outs);
    let are_flows = ways
        .clone()
        .all(|(_, way)| way.kind == ConnectorKind::Flow && way.from != way.to);
    if !are_flows || ins.len() > 1 || outs.len() > 1 {
        return TakenOut::default();
    }
    let delete = |id: &ConnectorId| Edit::DeleteConnectors {
        variant: variant.clone(),
        connectors: vec![id.clone()],
    };
    let (Some((first, before)), Some((second, after))) = (ins.first(), outs.first()) else {
        return TakenOut {
            edits: ways.map(|(id, _)| delete(id)).collect(),
            joined: None,
        };
    };
    // It stands between these two already.
    let ends = super::ends(held, wire).ok();
    if ends == Some((&before.from, &after.to)) {
        return TakenOut::default();
    }
    let is_joined = |way: &Connector| way.from == before.from && way.to == after.to;
    let mut others = held.connectors.values();
    if before.from == after.to || others.any(|way| is_joined(way)) {
        return TakenOut {
            edits: vec![delete(first), delete(second)],
            joined: None,
        };
    }
    let joined = Edit::PutConnector {
        variant: variant.clone(),
        id: (*first).clone(),
        connector: Connector {
            to: after.to.clone(),
            ..(*before).clone()
        },
    };
    let said = Edit::Redirect {
        from: Key::Connector(variant.clone(), (*second).clone()),
        to: Key::Connector(variant.clone(), (*first).clone()),
    };
    TakenOut {
        edits: vec![joined, said, delete(second)],
        joined: Some((before.from.clone(), after.to.clone())),
    }
}

//! Connectors: what may be joined.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Refusal, value, variant_mut};
use crate::model::{Blueprint, Connector, ConnectorId, ConnectorKind, StepId, Variant, VariantId};

/// What is joined in each variant, remembered from one connector of a list of edits to the next: to look
/// through all connectors for each of thousands would take the square of their number.
#[derive(Default)]
pub(super) struct Joined(BTreeMap<VariantId, Option<Pairs>>);

impl Joined {
    /// Whether two steps are joined by another connector than `id`, which is about to join them.
    fn is_doubled_by(
        &mut self,
        (name, held): (&VariantId, &Variant),
        id: &ConnectorId,
        connector: &Connector,
    ) -> bool {
        // Made for the second connector; most lists have one.
        let Some(pairs) = self.0.get_mut(name) else {
            self.0.insert(name.clone(), None);
            return is_joined(held, id, connector);
        };
        let pairs = pairs.get_or_insert_with(|| Pairs::of(held));
        pairs.by_another(held.connectors.get(id).map(|own| &**own), connector)
    }

    /// Notes that a connector is another one now, or came or went.
    pub(super) fn note(
        &mut self,
        name: &VariantId,
        (old, new): (Option<&Connector>, Option<&Connector>),
    ) {
        if let Some(Some(pairs)) = self.0.get_mut(name) {
            pairs.note(old, new);
        }
    }
}

/// How many connectors join which steps of a variant, and how.
pub(super) struct Pairs(HashMap<Pair, usize>);

/// From where to where, and how.
type Pair = (StepId, StepId, ConnectorKind);

/// What two connectors have in common of which one is too many.
fn pair(connector: &Connector) -> Pair {
    let (from, to) = (&connector.from, &connector.to);
    (from.clone(), to.clone(), connector.kind)
}

impl Pairs {
    /// Those of a variant as it is now.
    pub(super) fn of(held: &Variant) -> Self {
        let mut pairs = HashMap::with_capacity(held.connectors.len());
        for connector in held.connectors.values() {
            *pairs.entry(pair(connector)).or_default() += 1;
        }
        Self(pairs)
    }

    /// Notes that a connector is another one now, or came or went.
    pub(super) fn note(&mut self, old: Option<&Connector>, new: Option<&Connector>) {
        if let Some(count) = old.and_then(|old| self.0.get_mut(&pair(old))) {
            *count = count.saturating_sub(1);
        }
        if let Some(new) = new {
            *self.0.entry(pair(new)).or_default() += 1;
        }
    }

    /// Whether the two ends of `connector` are joined in the same way by another one than `own`, which is in
    /// its place now.
    pub(super) fn by_another(&self, own: Option<&Connector>, connector: &Connector) -> bool {
        let pair_of = pair(connector);
        let is_own = own.is_some_and(|own| pair(own) == pair_of);
        let all = self.0.get(&pair_of).copied().unwrap_or(0);
        all > usize::from(is_own)
    }
}

/// Whether the two ends of a connector are joined in the same way by another one than `id`.
pub(super) fn is_joined(held: &Variant, id: &ConnectorId, connector: &Connector) -> bool {
    held.connectors.iter().any(|(other, c)| {
        c.from == connector.from && c.to == connector.to && c.kind == connector.kind && other != id
    })
}

pub(super) fn put_connector(
    blueprint: &mut Blueprint,
    name: &VariantId,
    id: &ConnectorId,
    connector: &Connector,
    joined: &mut Joined,
) -> Result<(), Refusal> {
    value::check(blueprint, connector)?;
    let variant = variant_mut(blueprint, name)?;
    let old = variant.connectors.get(id);
    let known = |end: fn(&Connector) -> &StepId| {
        variant.steps.contains_key(end(connector))
            || old.is_some_and(|old| end(old) == end(connector))
    };
    if !known(|c| &c.from) || !known(|c| &c.to) {
        return Err(Refusal::Missing(
            "the step at the connector's end".to_owned(),
        ));
    }
    // What a file brought may stay as it is, and its other fields may change.
    let stays = old.is_some_and(|old| {
        old.from == connector.from && old.to == connector.to && old.kind == connector.kind
    });
    if !stays {
        if connector.from == connector.to {
            return Err(Refusal::Rule("A connector joins two different steps."));
        }
        if joined.is_doubled_by((name, variant), id, connector) {
            return Err(Refusal::Rule("These two steps are connected already."));
        }
    }
    let old = variant
        .connectors
        .insert(id.clone(), Arc::new(connector.clone()));
    joined.note(name, (old.as_deref(), Some(connector)));
    Ok(())
}

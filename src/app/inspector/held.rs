//! Records as the inspector reaches them: how one is found, and the edit that puts it back.

use crate::{
    edit::Edit,
    model::{
        AiSystem, AiSystemId, Blueprint, Connector, ConnectorId, Lane, LaneId, Moment, MomentId,
        Phase, PhaseId, Removed, Role, RoleId, Step, StepId, Variant, VariantId,
    },
};

/// A record whose fields can be edited.
pub(super) trait Held: Clone + PartialEq + 'static {
    /// What names one of them in a blueprint.
    type Key: Clone + 'static;

    /// The record as it stands.
    fn find(blueprint: &Blueprint, key: &Self::Key) -> Option<Self>;

    /// The edit that puts it in the place of what stands there.
    fn put(self, blueprint: &Blueprint, key: &Self::Key) -> Edit;

    /// Its path in the file: keeps fields of different records apart.
    fn path(key: &Self::Key) -> String;
}

impl Held for Step {
    type Key = (VariantId, StepId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        blueprint.step(variant, id).map(|step| (**step).clone())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::PutStep {
            variant: variant.clone(),
            id: id.clone(),
            step: Box::new(self),
        }
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/steps/{id}")
    }
}

impl Held for Connector {
    type Key = (VariantId, ConnectorId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        let (_, variant) = blueprint.variant(variant)?;
        variant.connectors.get(id).map(|c| (**c).clone())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::PutConnector {
            variant: variant.clone(),
            id: id.clone(),
            connector: self,
        }
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/connectors/{id}")
    }
}

/// Found even before anybody said a word about it: a step of the first variant is removed by not being
/// in the other one.
impl Held for Removed {
    type Key = (VariantId, StepId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        let (_, variant) = blueprint.variant(variant)?;
        let removed = variant.removed.get(id).map(|removed| (**removed).clone());
        Some(removed.unwrap_or_default())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::SetRemoved {
            variant: variant.clone(),
            step: id.clone(),
            removed: (self != Self::default()).then_some(self),
        }
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/removed/{id}")
    }
}

impl Held for Lane {
    type Key = LaneId;

    fn find(blueprint: &Blueprint, id: &LaneId) -> Option<Self> {
        blueprint.lane(id).map(|(_, lane)| (**lane).clone())
    }

    fn put(self, _: &Blueprint, _: &LaneId) -> Edit {
        Edit::PutLane {
            lane: self,
            at: None,
        }
    }

    fn path(id: &LaneId) -> String {
        format!("lanes/{id}")
    }
}

impl Held for Phase {
    type Key = PhaseId;

    fn find(blueprint: &Blueprint, id: &PhaseId) -> Option<Self> {
        blueprint.phase(id).map(|(_, phase)| (**phase).clone())
    }

    fn put(self, _: &Blueprint, _: &PhaseId) -> Edit {
        Edit::PutPhase {
            phase: self,
            at: None,
        }
    }

    fn path(id: &PhaseId) -> String {
        format!("phases/{id}")
    }
}

impl Held for Moment {
    type Key = MomentId;

    fn find(blueprint: &Blueprint, id: &MomentId) -> Option<Self> {
        blueprint.moment(id).map(|(_, _, moment)| moment.clone())
    }

    fn put(self, blueprint: &Blueprint, id: &MomentId) -> Edit {
        let phase = blueprint.moment(id).map(|(_, phase, _)| phase.id.clone());
        Edit::PutMoment {
            phase: phase.unwrap_or_default(),
            moment: self,
            at: None,
        }
    }

    fn path(id: &MomentId) -> String {
        format!("moments/{id}")
    }
}

impl Held for Role {
    type Key = RoleId;

    fn find(blueprint: &Blueprint, id: &RoleId) -> Option<Self> {
        blueprint.role(id).map(|(_, role)| (**role).clone())
    }

    fn put(self, _: &Blueprint, _: &RoleId) -> Edit {
        Edit::PutRole {
            role: self,
            at: None,
        }
    }

    fn path(id: &RoleId) -> String {
        format!("roles/{id}")
    }
}

impl Held for AiSystem {
    type Key = AiSystemId;

    fn find(blueprint: &Blueprint, id: &AiSystemId) -> Option<Self> {
        blueprint
            .ai_system(id)
            .map(|(_, system)| (**system).clone())
    }

    fn put(self, _: &Blueprint, _: &AiSystemId) -> Edit {
        Edit::PutAiSystem {
            system: self,
            at: None,
        }
    }

    fn path(id: &AiSystemId) -> String {
        format!("ai_systems/{id}")
    }
}

/// Without what it holds, which the edit keeps anyway.
impl Held for Variant {
    type Key = VariantId;

    fn find(blueprint: &Blueprint, id: &VariantId) -> Option<Self> {
        blueprint.variant(id).map(|(_, variant)| variant.head())
    }

    fn put(self, _: &Blueprint, _: &VariantId) -> Edit {
        Edit::PutVariant {
            variant: Box::new(self),
            at: None,
        }
    }

    fn path(id: &VariantId) -> String {
        format!("variants/{id}")
    }
}

/// The blueprint's own fields, without its collections.
impl Held for Blueprint {
    type Key = ();

    fn find(blueprint: &Blueprint, (): &()) -> Option<Self> {
        Some(blueprint.head())
    }

    fn put(self, _: &Blueprint, (): &()) -> Edit {
        Edit::SetHead(Box::new(self))
    }

    fn path((): &()) -> String {
        String::new()
    }
}

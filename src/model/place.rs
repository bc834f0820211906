//! What a comment is about: references that follow and clear as all others do.

use serde::{Deserialize, Serialize};

use super::{
    AiSystemId, ConnectorId, LaneId, MomentId, PhaseId, RoleId, SourceId, StepId, VariantId,
};

/// What a comment is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Spelled")]
pub enum Place {
    /// The whole.
    #[default]
    Blueprint,
    /// A row.
    Lane(LaneId),
    /// A stage of the journey.
    Phase(PhaseId),
    /// A column.
    Moment(MomentId),
    /// People who do the work.
    Role(RoleId),
    /// AI that is bought or built.
    AiSystem(AiSystemId),
    /// Where outside figures come from.
    Source(SourceId),
    /// A state of the service.
    Variant(VariantId),
    /// A step of a variant.
    Step(VariantId, StepId),
    /// A connector of a variant.
    Connector(VariantId, ConnectorId),
    /// A cell of a variant.
    Cell(VariantId, LaneId, MomentId),
    /// A path that an older file had and that leads to none of these; kept as written.
    Record(String),
}

/// As files spell it: older ones have the path of a record, such as `variants/after/steps/ID`.
#[derive(Deserialize)]
enum Spelled {
    Blueprint,
    Lane(LaneId),
    Phase(PhaseId),
    Moment(MomentId),
    Role(RoleId),
    AiSystem(AiSystemId),
    Source(SourceId),
    Variant(VariantId),
    Step(VariantId, StepId),
    Connector(VariantId, ConnectorId),
    Cell(VariantId, LaneId, MomentId),
    Record(String),
}

impl From<Spelled> for Place {
    fn from(spelled: Spelled) -> Self {
        match spelled {
            Spelled::Blueprint => Self::Blueprint,
            Spelled::Lane(lane) => Self::Lane(lane),
            Spelled::Phase(phase) => Self::Phase(phase),
            Spelled::Moment(moment) => Self::Moment(moment),
            Spelled::Role(role) => Self::Role(role),
            Spelled::AiSystem(system) => Self::AiSystem(system),
            Spelled::Source(source) => Self::Source(source),
            Spelled::Variant(variant) => Self::Variant(variant),
            Spelled::Step(variant, step) => Self::Step(variant, step),
            Spelled::Connector(variant, connector) => Self::Connector(variant, connector),
            Spelled::Cell(variant, lane, moment) => Self::Cell(variant, lane, moment),
            Spelled::Record(path) => Self::at_path(path),
        }
    }
}

impl Place {
    /// The place that the path of a record leads to.
    fn at_path(path: String) -> Self {
        match path.split('/').collect::<Vec<_>>()[..] {
            [""] => Self::Blueprint,
            ["lanes", lane] => Self::Lane(lane.into()),
            ["phases", phase] => Self::Phase(phase.into()),
            ["phases", _, "moments", moment] => Self::Moment(moment.into()),
            ["roles", role] => Self::Role(role.into()),
            ["ai_systems", system] => Self::AiSystem(system.into()),
            ["variants", variant] => Self::Variant(variant.into()),
            ["variants", variant, "steps", step] => Self::Step(variant.into(), step.into()),
            ["variants", variant, "connectors", connector] => {
                Self::Connector(variant.into(), connector.into())
            }
            _ => Self::Record(path),
        }
    }
}

//! Every change a person can make to a blueprint, and when it is refused.
//!
//! An [`Edit`] is data: it carries the ids of what it makes. [`Edit::apply`] is the only way to change
//! a blueprint; it keeps the invariants of [`invariant`] and never leaves a change half done, because
//! the caller drops the copy it was applied to when it is refused.

use std::{fmt, sync::Arc};

use crate::model::{
    AiSystem, AiSystemId, Blueprint, Comment, CommentId, Connector, ConnectorId, Lane, LaneId,
    Moment, MomentId, Phase, PhaseId, Removed, Role, RoleId, Step, StepId, Variant, VariantId,
};

/// A change to a blueprint.
///
/// `Put…` replaces the record with the same id or adds it, at `at` of its list or at the end.
/// `Move…` gives a record another place in its list: `to` counts after it was taken out.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each names the record and what becomes of it")]
pub enum Edit {
    /// Replaces title, scenario, persona, summary, currency, rows and sources; ignores the rest.
    SetHead(Box<Blueprint>),
    PutLane {
        lane: Lane,
        at: Option<usize>,
    },
    MoveLane {
        lane: LaneId,
        to: usize,
    },
    /// Deletes the lane; its steps, in every variant, go too.
    DeleteLane {
        lane: LaneId,
    },
    /// Adds or renames a phase. An added phase brings its moments; for one that exists, `moments` is ignored.
    PutPhase {
        phase: Phase,
        at: Option<usize>,
    },
    MovePhase {
        phase: PhaseId,
        to: usize,
    },
    /// Deletes the phase, its moments and the steps in them, in every variant.
    DeletePhase {
        phase: PhaseId,
    },
    PutMoment {
        phase: PhaseId,
        moment: Moment,
        at: Option<usize>,
    },
    MoveMoment {
        moment: MomentId,
        phase: PhaseId,
        to: usize,
    },
    /// Deletes the moment and the steps in it, in every variant. The last one of a phase is refused.
    DeleteMoment {
        moment: MomentId,
    },
    PutRole {
        role: Role,
        at: Option<usize>,
    },
    MoveRole {
        role: RoleId,
        to: usize,
    },
    /// Deletes the role and every worker and oversight that names it.
    DeleteRole {
        role: RoleId,
    },
    PutAiSystem {
        system: AiSystem,
        at: Option<usize>,
    },
    /// Deletes the system; touchpoints that use it keep everything else.
    DeleteAiSystem {
        system: AiSystemId,
    },
    /// Adds a variant with all it holds; for one that exists, its steps, connectors and `removed` are kept.
    PutVariant {
        variant: Box<Variant>,
        at: Option<usize>,
    },
    MoveVariant {
        variant: VariantId,
        to: usize,
    },
    DeleteVariant {
        variant: VariantId,
    },
    PutStep {
        variant: VariantId,
        id: StepId,
        step: Box<Step>,
    },
    /// Puts steps into a cell, in this order, before the card that stands at `at` there (`None`: below all).
    /// Clears no field but `rank`.
    PlaceSteps {
        variant: VariantId,
        steps: Vec<StepId>,
        lane: LaneId,
        moment: MomentId,
        at: Option<usize>,
    },
    /// Deletes steps, the connectors that touch them, and every reference to them.
    DeleteSteps {
        variant: VariantId,
        steps: Vec<StepId>,
    },
    /// Carries steps over with their ids, and the connectors between steps that are then in both.
    /// A step that is already there is replaced.
    CarryOver {
        from: VariantId,
        to: VariantId,
        steps: Vec<StepId>,
    },
    PutConnector {
        variant: VariantId,
        id: ConnectorId,
        connector: Connector,
    },
    DeleteConnectors {
        variant: VariantId,
        connectors: Vec<ConnectorId>,
    },
    /// Says why a step of the first variant is not in this one; `None` takes it back.
    SetRemoved {
        variant: VariantId,
        step: StepId,
        removed: Option<Removed>,
    },
    PutComment {
        id: CommentId,
        comment: Box<Comment>,
    },
    DeleteComment {
        id: CommentId,
    },
    /// Several edits as one step of the history.
    All(Vec<Edit>),
}

/// Why an edit is refused, in words for the person who tried it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What it changes does not exist.
    #[error("{0} is no longer there")]
    Missing(String),
    /// It would make something that already exists.
    #[error("{0} is there already")]
    Doubled(String),
    /// It would break a rule of the blueprint.
    #[error("{0}")]
    Rule(&'static str),
}

impl Edit {
    /// Makes the change.
    ///
    /// # Errors
    /// When what it names does not exist or the result would break a rule; `blueprint` may then be
    /// half changed and must be dropped.
    pub fn apply(&self, _blueprint: &mut Blueprint) -> Result<(), Refusal> {
        let _ = Arc::new(());
        Err(Refusal::Rule("not yet"))
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

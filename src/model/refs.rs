//! References between records: what a value names, what of it is known, and what of it went.
//!
//! Every reference is spelled once, in the `refs` of its type ([`Value`](super::Value)); problems, forgetting after a
//! deletion, "used by" and the checks of an edit read them from there. Knows ids, not where records stand.

use super::{
    AiSystemId, ConnectorId, LaneId, MomentId, PainId, PhaseId, RoleId, SourceId, StepId, VariantId,
};

/// The variant in which a step that is named has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within<'a> {
    /// That of the record which names it.
    Variant,
    /// The first of all, the Before.
    First,
    /// One that is named beside it.
    Named(&'a VariantId),
}

/// The name of a record in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each names the record that is meant")]
pub enum Ref<'a> {
    Lane(&'a LaneId),
    Phase(&'a PhaseId),
    Moment(&'a MomentId),
    Role(&'a RoleId),
    AiSystem(&'a AiSystemId),
    Source(&'a SourceId),
    Variant(&'a VariantId),
    Step(Within<'a>, &'a StepId),
    Connector(&'a VariantId, &'a ConnectorId),
    Pain(&'a PainId),
}

impl<'a> Ref<'a> {
    /// The same, meant of the first variant where it names a step.
    #[must_use]
    pub fn in_first(self) -> Self {
        match self {
            Self::Step(Within::Variant, id) => Self::Step(Within::First, id),
            other => other,
        }
    }

    /// The id that stands in the file.
    pub fn id(self) -> &'a str {
        match self {
            Self::Lane(id) => id.as_str(),
            Self::Phase(id) => id.as_str(),
            Self::Moment(id) => id.as_str(),
            Self::Role(id) => id.as_str(),
            Self::AiSystem(id) => id.as_str(),
            Self::Source(id) => id.as_str(),
            Self::Variant(id) => id.as_str(),
            Self::Connector(_, id) => id.as_str(),
            Self::Step(_, id) => id.as_str(),
            Self::Pain(id) => id.as_str(),
        }
    }

    /// What kind of record it names, for a person.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Lane(_) => "lane",
            Self::Phase(_) => "phase",
            Self::Moment(_) => "moment",
            Self::Role(_) => "role",
            Self::AiSystem(_) => "AI system",
            Self::Source(_) => "source",
            Self::Variant(_) => "variant",
            Self::Connector(..) => "connector in this variant",
            Self::Step(Within::Variant | Within::Named(_), _) => "step in this variant",
            Self::Step(Within::First, _) => "step in the first variant",
            Self::Pain(_) => "pain",
        }
    }
}

/// What a deletion took away, as a question.
#[derive(Clone, Copy)]
pub struct Gone<'a> {
    is_gone: &'a dyn Fn(Ref<'_>) -> bool,
    in_first: bool,
}

impl<'a> Gone<'a> {
    /// What `is_gone` says is gone.
    pub fn new(is_gone: &'a dyn Fn(Ref<'_>) -> bool) -> Self {
        Self {
            is_gone,
            in_first: false,
        }
    }

    /// The same for fields that name steps of the first variant.
    #[must_use]
    pub fn in_first(self) -> Self {
        Self {
            in_first: true,
            ..self
        }
    }

    /// Whether the record that is named went.
    pub fn took(&self, name: Ref<'_>) -> bool {
        (self.is_gone)(if self.in_first { name.in_first() } else { name })
    }
}

//! References between records: what a value names, what of it is known, and what of it went.
//!
//! Every reference is spelled once, in the `refs` of its type ([`Value`](super::Value)); problems, forgetting after a
//! deletion, "used by" and the checks of an edit read them from there. Knows ids, not where records stand.

use super::{
    ConnectorId, Id, Kind, Moment, MomentId, Names, Pain, PainId, Record, Register, Source,
    SourceId, Step, StepId, Variant, VariantId, fields::or_id,
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
    /// A record of a register, by its id.
    Record(Kind, &'a str),
    Moment(&'a MomentId),
    Source(&'a SourceId),
    Variant(&'a VariantId),
    Step(Within<'a>, &'a StepId),
    Connector(&'a VariantId, &'a ConnectorId),
    Pain(&'a PainId),
}

/// What kind of record a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the record of its name")]
pub enum RefKind {
    /// A record of a register.
    Record(Kind),
    Moment,
    Source,
    Variant,
    Step,
    Connector,
    Pain,
}

impl RefKind {
    /// What a person calls one.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.noun(),
            Self::Moment => "moment",
            Self::Source => "source",
            Self::Variant => "variant",
            Self::Step => "step",
            Self::Connector => "connector",
            Self::Pain => "pain",
        }
    }
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
            Self::Record(_, id) => id,
            Self::Moment(id) => id.as_str(),
            Self::Source(id) => id.as_str(),
            Self::Variant(id) => id.as_str(),
            Self::Step(_, id) => id.as_str(),
            Self::Connector(_, id) => id.as_str(),
            Self::Pain(id) => id.as_str(),
        }
    }

    /// What kind of record it names.
    pub fn kind(self) -> RefKind {
        match self {
            Self::Record(kind, _) => RefKind::Record(kind),
            Self::Moment(_) => RefKind::Moment,
            Self::Source(_) => RefKind::Source,
            Self::Variant(_) => RefKind::Variant,
            Self::Step(..) => RefKind::Step,
            Self::Connector(..) => RefKind::Connector,
            Self::Pain(_) => RefKind::Pain,
        }
    }

    /// What it names and where that has to stand, for a person.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Step(Within::Variant | Within::Named(_), _) => "step in this variant",
            Self::Step(Within::First, _) => "step in the first variant",
            Self::Connector(..) => "connector in this variant",
            other => other.kind().noun(),
        }
    }
}

/// What others name by its id.
pub trait Referred: Sized + 'static {
    /// The reference that an id is.
    fn reference(id: &Id<Self>) -> Ref<'_>;

    /// Those there are, each with what people call it, in the order of a pick list.
    fn all<'b>(names: &Names<'b>) -> Vec<(&'b Id<Self>, &'b str)>;

    /// What people call it, or its id where it has no name or does not exist.
    fn called(id: &Id<Self>, names: &Names<'_>) -> String {
        let all = Self::all(names);
        let found = all.iter().find(|(known, _)| *known == id);
        or_id(found.map(|(_, name)| *name), id.as_str())
    }
}

impl<T: Record> Referred for T {
    fn reference(id: &Id<T>) -> Ref<'_> {
        Ref::Record(T::KIND, id.as_str())
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b Id<T>, &'b str)> {
        let entries = T::all(names.blueprint()).entries();
        entries.map(|(id, record)| (id, record.name())).collect()
    }

    fn called(id: &Id<T>, names: &Names<'_>) -> String {
        let record = T::all(names.blueprint()).record(id);
        or_id(record.map(|record| record.name()), id.as_str())
    }
}

impl Referred for Moment {
    fn reference(id: &MomentId) -> Ref<'_> {
        Ref::Moment(id)
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b MomentId, &'b str)> {
        let moments = names.blueprint().moments();
        moments
            .map(|(_, moment)| (&moment.id, &*moment.name))
            .collect()
    }

    fn called(id: &MomentId, names: &Names<'_>) -> String {
        let Some((_, phase, moment)) = names.blueprint().moment(id) else {
            return id.to_string();
        };
        let number = 1 + phase.moments.iter().take_while(|m| m.id != *id).count();
        if moment.name.is_empty() {
            format!("{}, {number}", phase.name)
        } else {
            format!("{}, {number} ({})", phase.name, moment.name)
        }
    }
}

impl Referred for Source {
    fn reference(id: &SourceId) -> Ref<'_> {
        Ref::Source(id)
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b SourceId, &'b str)> {
        let sources = names.blueprint().sources.iter();
        sources.map(|source| (&source.id, &*source.title)).collect()
    }
}

impl Referred for Variant {
    fn reference(id: &VariantId) -> Ref<'_> {
        Ref::Variant(id)
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b VariantId, &'b str)> {
        let variants = names.blueprint().variants.iter();
        variants
            .map(|variant| (&variant.id, &*variant.name))
            .collect()
    }
}

impl Referred for Step {
    fn reference(id: &StepId) -> Ref<'_> {
        Ref::Step(Within::Variant, id)
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b StepId, &'b str)> {
        let steps = names
            .variant()
            .into_iter()
            .flat_map(|variant| &variant.steps);
        steps.map(|(id, step)| (id, &*step.title)).collect()
    }

    /// The title in the variant looked at, or else in the first that has the step: `replaces` names steps
    /// of another one.
    fn called(id: &StepId, names: &Names<'_>) -> String {
        let step = names.step(id);
        or_id(step.map(|step| step.title.as_str()), id.as_str())
    }
}

impl Referred for Pain {
    fn reference(id: &PainId) -> Ref<'_> {
        Ref::Pain(id)
    }

    fn all<'b>(names: &Names<'b>) -> Vec<(&'b PainId, &'b str)> {
        let pains = names.blueprint().pains();
        pains.map(|pain| (&pain.id, &*pain.text)).collect()
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

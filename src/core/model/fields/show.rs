//! Values in words: names instead of ids, units, yes and no.
//!
//! For reading, never for the file; the file's spelling is `format`'s.

mod ai;

use std::{fmt::Display, sync::Arc};

use crate::model::{
    Autonomy, BasisKind, Better, Blueprint, ConnectorKind, Control, Count, Currency, Date, Decides,
    Demand, Effort, Feeling, Hours, Id, Join, Key, LaneKind, Link, Marker, MeasureKind,
    MeasureUnit, Moment, Money, Number, Often, OpenHours, Outcome, Pain, Place, Realised, Ref,
    Referred, Reply, Row, Severity, Share, Source, Split, State, Status, Step, StepId, StepKind,
    Technique, Time, Trigger, Variant, VariantId, WhyNot, Within, Worker, Written,
};

/// Where values find the names of what they refer to.
#[derive(Clone, Copy)]
pub struct Names<'b> {
    blueprint: &'b Blueprint,
    variant: Option<&'b Variant>,
}

impl<'b> Names<'b> {
    /// The names of `blueprint`, for values of a record of `variant`.
    pub fn of(blueprint: &'b Blueprint, variant: &'b Variant) -> Self {
        Self {
            blueprint,
            variant: Some(variant),
        }
    }

    /// The names of `blueprint`, for values of a record that belongs to no variant.
    pub fn of_all(blueprint: &'b Blueprint) -> Self {
        Self {
            blueprint,
            variant: None,
        }
    }

    /// The same for values that name steps of the first variant.
    #[must_use]
    pub fn in_first(&self) -> Self {
        Self {
            blueprint: self.blueprint,
            variant: self.blueprint.variants.first().map(|variant| &**variant),
        }
    }

    /// The blueprint.
    pub fn blueprint(&self) -> &'b Blueprint {
        self.blueprint
    }

    /// The variant to which the record belongs, if it belongs to one.
    pub fn variant(&self) -> Option<&'b Variant> {
        self.variant
    }

    /// Whether what a reference names is there. A step that a record of a variant names has to stand in that variant.
    pub fn has(&self, name: Ref<'_>) -> bool {
        let blueprint = self.blueprint;
        match name {
            Ref::Record(kind, id) => kind.key(id).is_in(blueprint),
            Ref::Moment(id) => blueprint.moment(id).is_some(),
            Ref::Source(id) => Key::Source(id.clone()).is_in(blueprint),
            Ref::Variant(id) => blueprint.variant(id).is_some(),
            Ref::Step(Within::Named(variant), id) => blueprint.step(variant, id).is_some(),
            Ref::Step(Within::Variant, id) => match self.variant {
                Some(variant) => variant.steps.contains_key(id),
                None => self.step(id).is_some(),
            },
            Ref::Step(Within::First, id) => {
                let first = blueprint.variants.first();
                first.is_some_and(|first| first.steps.contains_key(id))
            }
            Ref::Connector(variant, id) => {
                Key::Connector(variant.clone(), id.clone()).is_in(blueprint)
            }
            Ref::Pain(id) => blueprint.pains().any(|pain| pain.id == *id),
        }
    }

    /// The step called `id`: that of the variant, or else of the first that has it.
    pub fn step(&self, id: &StepId) -> Option<&'b Arc<Step>> {
        let mut all = self.blueprint.variants.iter();
        let here = self.variant.and_then(|variant| variant.steps.get(id));
        here.or_else(|| all.find_map(|variant| variant.steps.get(id)))
    }
}

/// A value that a person reads.
pub trait Words {
    /// In words; empty when nobody gave it. Names come from `names`.
    fn in_words(&self, names: &Names<'_>) -> String;
}

impl<T: Words> Words for Option<T> {
    fn in_words(&self, names: &Names<'_>) -> String {
        self.as_ref()
            .map_or_else(String::new, |value| value.in_words(names))
    }
}

impl<T: Words> Words for Vec<T> {
    fn in_words(&self, names: &Names<'_>) -> String {
        let shown: Vec<String> = self.iter().map(|value| value.in_words(names)).collect();
        // Where a value has commas of its own, another mark keeps the values apart.
        let mark = if shown.iter().any(|value| value.contains(',')) {
            "; "
        } else {
            ", "
        };
        shown.join(mark)
    }
}

impl<T: Words> Words for Box<T> {
    fn in_words(&self, names: &Names<'_>) -> String {
        (**self).in_words(names)
    }
}

impl<T: Words + Display> Words for Written<T> {
    fn in_words(&self, names: &Names<'_>) -> String {
        match self {
            Self::Known(value) => value.in_words(names),
            unread => unread.to_string(),
        }
    }
}

impl Words for Time {
    fn in_words(&self, _names: &Names<'_>) -> String {
        self.words()
    }
}

impl Words for String {
    fn in_words(&self, _names: &Names<'_>) -> String {
        self.clone()
    }
}

impl Words for Currency {
    fn in_words(&self, _names: &Names<'_>) -> String {
        self.0.clone()
    }
}

impl Words for bool {
    fn in_words(&self, _names: &Names<'_>) -> String {
        if *self { "Yes" } else { "No" }.to_owned()
    }
}

macro_rules! number_words {
    ($($name:ty),*) => {$(
        impl Words for $name {
            fn in_words(&self, _names: &Names<'_>) -> String {
                self.to_string()
            }
        }
    )*};
}

number_words!(u32, i64, Date, Number, OpenHours);

macro_rules! choice_words {
    ($($name:ty),*) => {$(
        impl Words for $name {
            fn in_words(&self, _names: &Names<'_>) -> String {
                self.words().to_owned()
            }
        }
    )*};
}

choice_words!(
    LaneKind,
    State,
    StepKind,
    Split,
    Join,
    Marker,
    ConnectorKind,
    Technique,
    Autonomy,
    Status,
    Trigger,
    BasisKind,
    Better,
    MeasureKind,
    MeasureUnit,
    Decides,
    Effort,
    Outcome,
    WhyNot,
    Often,
    Row,
    Severity
);

impl Words for Money {
    fn in_words(&self, names: &Names<'_>) -> String {
        // Cents are written when there are any, and then both digits.
        let amount = if self.0.fract() == 0.0 {
            format!("{:.0}", self.0)
        } else {
            format!("{:.2}", self.0)
        };
        joined(&[amount, names.blueprint.currency.0.clone()], " ")
    }
}

impl Words for Share {
    fn in_words(&self, _names: &Names<'_>) -> String {
        format!("{} %", tenths(self.0 * 100.0))
    }
}

impl Words for Hours {
    fn in_words(&self, _names: &Names<'_>) -> String {
        format!("{} h", tenths(self.0))
    }
}

impl Words for Count {
    fn in_words(&self, _names: &Names<'_>) -> String {
        tenths(self.0)
    }
}

impl Words for Feeling {
    fn in_words(&self, _names: &Names<'_>) -> String {
        match self.0 {
            -2..=2 => self.words().to_owned(),
            other => other.to_string(),
        }
    }
}

impl<T: Referred> Words for Id<T> {
    fn in_words(&self, names: &Names<'_>) -> String {
        T::called(self, names)
    }
}

impl Words for Moment {
    fn in_words(&self, _names: &Names<'_>) -> String {
        or_id(Some(&self.name), self.id.as_str())
    }
}

impl Words for Demand {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.cases_per_month, names, "", " cases a month"),
            of(&self.contacts_per_month, names, "", " contacts a month"),
            of(&self.repeat_share, names, "", " come back"),
        ])
    }
}

impl Words for Realised {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.share, names, "", " of the freed hours"),
            of(&self.from_month, names, "from month ", ""),
        ])
    }
}

impl Words for Worker {
    fn in_words(&self, names: &Names<'_>) -> String {
        joined(&[self.role.in_words(names), self.work.in_words(names)], " ")
    }
}

impl Words for Control {
    fn in_words(&self, _names: &Names<'_>) -> String {
        let name = or_id(Some(&self.name), self.id.as_str());
        sentence(&[name, self.rule.clone()])
    }
}

impl Words for Pain {
    fn in_words(&self, _names: &Names<'_>) -> String {
        sentence(&[
            self.text.clone(),
            self.often.map_or("", |often| often.words()).to_lowercase(),
            self.bad.map_or("", |bad| bad.words()).to_lowercase(),
            self.said_by.clone(),
        ])
    }
}

impl Words for Link {
    fn in_words(&self, _names: &Names<'_>) -> String {
        or_id(Some(&self.title), &self.address)
    }
}

impl Words for Reply {
    fn in_words(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.author.clone(),
            self.date.in_words(names),
            self.text.clone(),
        ])
    }
}

impl Words for Place {
    fn in_words(&self, names: &Names<'_>) -> String {
        let in_variant =
            |variant: &VariantId, what: String| joined(&[what, variant.in_words(names)], ", ");
        match self {
            Self::Record(Key::Blueprint) => String::new(),
            Self::Record(Key::Moment(id)) => id.in_words(names),
            Self::Record(Key::Source(id)) => id.in_words(names),
            Self::Record(Key::Variant(id)) => id.in_words(names),
            Self::Record(Key::Step(variant, id) | Key::Removed(variant, id)) => {
                in_variant(variant, id.in_words(names))
            }
            Self::Record(Key::Connector(variant, id)) => in_variant(variant, id.to_string()),
            Self::Record(key) => key.called(names.blueprint()).unwrap_or_default(),
            Self::Cell(variant, lane, moment) => {
                let cell = names.blueprint.cell_name(lane, moment);
                let cell = cell.unwrap_or_else(|| format!("{lane}, {moment}"));
                in_variant(variant, cell)
            }
            Self::Unknown(path) => path.clone(),
        }
    }
}

impl Words for Source {
    fn in_words(&self, _names: &Names<'_>) -> String {
        or_id(Some(&self.title), self.id.as_str())
    }
}

/// A number with one decimal at most.
fn tenths(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A name, or the id of what has none or does not exist.
pub(in crate::model) fn or_id(name: Option<&str>, id: &str) -> String {
    name.filter(|name| !name.is_empty())
        .unwrap_or(id)
        .to_owned()
}

/// The parts that say something, with commas; what goes on ends in no full stop.
fn sentence(parts: &[String]) -> String {
    let last = parts.iter().rposition(|part| !part.is_empty());
    let unended = |(at, part): (usize, &String)| match part.strip_suffix('.') {
        Some(part) if Some(at) != last && !part.ends_with('.') => part.to_owned(),
        _ => part.clone(),
    };
    let parts: Vec<String> = parts.iter().enumerate().map(unended).collect();
    joined(&parts, ", ")
}

fn joined(parts: &[String], mark: &str) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(mark)
}

/// A value with words around it, if somebody gave it.
fn of<T: Words>(value: &Option<T>, names: &Names<'_>, before: &str, after: &str) -> String {
    value.as_ref().map_or_else(String::new, |value| {
        format!("{before}{}{after}", value.in_words(names))
    })
}

fn yes_no(value: Option<bool>, yes: &str, no: &str) -> String {
    value
        .map_or("", |value| if value { yes } else { no })
        .to_owned()
}

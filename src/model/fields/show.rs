//! Values in words: names instead of ids, units, yes and no.
//!
//! For reading, never for the file; the file's spelling is `format`'s.

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use crate::model::{
    AiSystemId, Autonomy, Basis, Blueprint, ConnectorKind, Control, Count, DataUse, Date, Demand,
    Fallback, Feeling, Function, HandOver, Hours, Incident, Join, LaneId, LaneKind, Link, Marker,
    Moment, MomentId, Money, Monitor, Oversight, Pain, PainId, PhaseId, RoleId, Rule, Share, Split,
    State, Status, Step, StepId, StepKind, Stop, Technique, Time, Touchpoint, Trigger, Variant,
    VariantId, Worker, Written,
};

/// Where values find the names of what they refer to.
#[derive(Clone, Copy)]
pub struct Names<'b> {
    blueprint: &'b Blueprint,
    variant: &'b Variant,
}

impl<'b> Names<'b> {
    /// The names of `blueprint`, for values of a record of `variant`.
    pub fn of(blueprint: &'b Blueprint, variant: &'b Variant) -> Self {
        Self { blueprint, variant }
    }

    /// The step called `id`: that of the variant, or else of the first that has it.
    pub fn step(&self, id: &StepId) -> Option<&'b Arc<Step>> {
        let mut all = self.blueprint.variants.iter();
        let here = self.variant.steps.get(id);
        here.or_else(|| all.find_map(|variant| variant.steps.get(id)))
    }
}

/// A value that a person reads.
pub(super) trait Show {
    /// In words; empty when nobody gave it. Names come from `names`.
    fn show(&self, names: &Names<'_>) -> String;
}

impl<T: Show> Show for Option<T> {
    fn show(&self, names: &Names<'_>) -> String {
        self.as_ref()
            .map_or_else(String::new, |value| value.show(names))
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, names: &Names<'_>) -> String {
        let shown: Vec<String> = self.iter().map(|value| value.show(names)).collect();
        // Where a value has commas of its own, another mark keeps the values apart.
        let mark = if shown.iter().any(|value| value.contains(',')) {
            "; "
        } else {
            ", "
        };
        shown.join(mark)
    }
}

impl<T: Show> Show for Box<T> {
    fn show(&self, names: &Names<'_>) -> String {
        (**self).show(names)
    }
}

impl<T: Show + Display> Show for Written<T> {
    fn show(&self, names: &Names<'_>) -> String {
        match self {
            Self::Known(value) => value.show(names),
            unread => unread.to_string(),
        }
    }
}

impl Show for Time {
    fn show(&self, _names: &Names<'_>) -> String {
        self.words()
    }
}

impl Show for String {
    fn show(&self, _names: &Names<'_>) -> String {
        self.clone()
    }
}

impl Show for bool {
    fn show(&self, _names: &Names<'_>) -> String {
        if *self { "Yes" } else { "No" }.to_owned()
    }
}

macro_rules! show_number {
    ($($name:ty),*) => {$(
        impl Show for $name {
            fn show(&self, _names: &Names<'_>) -> String {
                self.to_string()
            }
        }
    )*};
}

show_number!(u8, u32, i64, Date);

macro_rules! show_words {
    ($($name:ty),*) => {$(
        impl Show for $name {
            fn show(&self, _names: &Names<'_>) -> String {
                self.words().to_owned()
            }
        }
    )*};
}

show_words!(
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
    Function
);

impl Show for Money {
    fn show(&self, names: &Names<'_>) -> String {
        // Cents are written when there are any, and then both digits.
        let amount = if self.0.fract() == 0.0 {
            format!("{:.0}", self.0)
        } else {
            format!("{:.2}", self.0)
        };
        joined(&[amount, names.blueprint.currency.clone()], " ")
    }
}

impl Show for Share {
    fn show(&self, _names: &Names<'_>) -> String {
        format!("{} %", tenths(self.0 * 100.0))
    }
}

impl Show for Hours {
    fn show(&self, _names: &Names<'_>) -> String {
        format!("{} h", tenths(self.0))
    }
}

impl Show for Count {
    fn show(&self, _names: &Names<'_>) -> String {
        tenths(self.0)
    }
}

impl Show for Feeling {
    fn show(&self, _names: &Names<'_>) -> String {
        match self.0 {
            -2..=2 => self.words().to_owned(),
            other => other.to_string(),
        }
    }
}

impl Show for LaneId {
    fn show(&self, names: &Names<'_>) -> String {
        let lane = names.blueprint.lane(self);
        or_id(lane.map(|(_, lane)| lane.name.as_str()), self.as_str())
    }
}

impl Show for RoleId {
    fn show(&self, names: &Names<'_>) -> String {
        let role = names.blueprint.role(self);
        or_id(role.map(|(_, role)| role.name.as_str()), self.as_str())
    }
}

impl Show for AiSystemId {
    fn show(&self, names: &Names<'_>) -> String {
        let system = names.blueprint.ai_system(self);
        or_id(
            system.map(|(_, system)| system.name.as_str()),
            self.as_str(),
        )
    }
}

impl Show for MomentId {
    fn show(&self, names: &Names<'_>) -> String {
        let Some((_, phase, moment)) = names.blueprint.moment(self) else {
            return self.to_string();
        };
        let number = 1 + phase.moments.iter().take_while(|m| m.id != *self).count();
        if moment.name.is_empty() {
            format!("{}, {number}", phase.name)
        } else {
            format!("{}, {number} ({})", phase.name, moment.name)
        }
    }
}

impl Show for StepId {
    /// The title in the variant looked at, or else in the first that has the step: `replaces` names steps
    /// of another one.
    fn show(&self, names: &Names<'_>) -> String {
        let step = names.step(self);
        or_id(step.map(|step| step.title.as_str()), self.as_str())
    }
}

impl Show for PainId {
    fn show(&self, names: &Names<'_>) -> String {
        let pain = names.blueprint.pains().find(|pain| pain.id == *self);
        or_id(pain.map(|pain| pain.text.as_str()), self.as_str())
    }
}

impl Show for PhaseId {
    fn show(&self, _names: &Names<'_>) -> String {
        self.to_string()
    }
}

impl Show for VariantId {
    fn show(&self, _names: &Names<'_>) -> String {
        self.to_string()
    }
}

impl Show for Moment {
    fn show(&self, _names: &Names<'_>) -> String {
        or_id(Some(&self.name), self.id.as_str())
    }
}

impl Show for Demand {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.cases_per_month, names, "", " cases a month"),
            of(&self.repeat_share, names, "", " come back"),
        ])
    }
}

impl Show for Worker {
    fn show(&self, names: &Names<'_>) -> String {
        joined(&[self.role.show(names), self.work.show(names)], " ")
    }
}

impl Show for Control {
    fn show(&self, _names: &Names<'_>) -> String {
        let name = or_id(Some(&self.name), &self.id);
        sentence(&[name, self.rule.clone()])
    }
}

impl Show for Pain {
    fn show(&self, _names: &Names<'_>) -> String {
        sentence(&[
            self.text.clone(),
            self.often.map_or("", |often| often.words()).to_lowercase(),
            self.bad.map_or("", |bad| bad.words()).to_lowercase(),
            self.said_by.clone(),
        ])
    }
}

impl Show for Link {
    fn show(&self, _names: &Names<'_>) -> String {
        or_id(Some(&self.title), &self.address)
    }
}

impl Show for BTreeMap<String, Basis> {
    fn show(&self, names: &Names<'_>) -> String {
        let shown: Vec<String> = self
            .iter()
            .map(|(name, basis)| {
                let field = super::STEP_FIELDS.iter().find(|field| field.name == name);
                let label = field.map_or(name.as_str(), |field| field.label);
                let basis = sentence(&[
                    basis.kind.words().to_owned(),
                    basis.source.clone(),
                    basis.on.show(names),
                ]);
                format!("{label}: {basis}")
            })
            .collect();
        shown.join("; ")
    }
}

impl Show for Touchpoint {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.task.clone(),
            self.status.show(names),
            self.autonomy.show(names),
        ])
    }
}

impl Show for Oversight {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.role.show(names),
            of(&self.share, names, "", " of the cases"),
            of(&self.time, names, "", " a review"),
            yes_no(self.can_stop, "can stop it", "cannot stop it"),
            yes_no(self.can_override, "can override it", "cannot override it"),
        ])
    }
}

impl Show for HandOver {
    fn show(&self, names: &Names<'_>) -> String {
        let triggers: Vec<String> = self
            .triggers
            .iter()
            .map(|trigger| trigger.words().to_lowercase())
            .collect();
        sentence(&[
            of(&self.to, names, "to ", ""),
            triggers.join(", "),
            of(&self.confidence, names, "below ", ""),
            self.label.clone(),
        ])
    }
}

impl Show for Fallback {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            of(&self.to, names, "to ", ""),
            of(&self.last_tested, names, "last tested ", ""),
        ])
    }
}

impl Show for Stop {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.who.clone(),
            self.how.clone(),
            of(&self.takes, names, "within ", ""),
        ])
    }
}

impl Show for Incident {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.on.show(names),
            self.what.clone(),
            self.severity.map_or("", |bad| bad.words()).to_lowercase(),
            self.done.clone(),
        ])
    }
}

impl Show for DataUse {
    fn show(&self, _names: &Names<'_>) -> String {
        sentence(&[
            self.name.clone(),
            yes_no(self.personal, "personal", "not personal"),
            yes_no(
                self.special_category,
                "special category",
                "no special category",
            ),
            yes_no(
                self.leaves,
                "leaves the organisation",
                "stays in the organisation",
            ),
        ])
    }
}

impl Show for Rule {
    fn show(&self, names: &Names<'_>) -> String {
        sentence(&[
            self.name.clone(),
            self.why.clone(),
            of(&self.checked_on, names, "checked ", ""),
        ])
    }
}

impl Show for Monitor {
    fn show(&self, _names: &Names<'_>) -> String {
        let with = |label: &str, text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("{label} {text}")
            }
        };
        sentence(&[
            self.metric.clone(),
            self.kind.map_or("", |kind| kind.words()).to_lowercase(),
            with("baseline", &self.baseline),
            with("target", &self.target),
            with("measured", &self.measured),
            with("alert at", &self.alert_at),
            self.how_often.clone(),
        ])
    }
}

/// A number with one decimal at most.
fn tenths(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A name, or the id of what has none or does not exist.
fn or_id(name: Option<&str>, id: &str) -> String {
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
fn of<T: Show>(value: &Option<T>, names: &Names<'_>, before: &str, after: &str) -> String {
    value.as_ref().map_or_else(String::new, |value| {
        format!("{before}{}{after}", value.show(names))
    })
}

fn yes_no(value: Option<bool>, yes: &str, no: &str) -> String {
    value
        .map_or("", |value| if value { yes } else { no })
        .to_owned()
}

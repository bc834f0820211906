//! Values in words: names instead of ids, units, yes and no.
//!
//! For reading, never for the file; the file's spelling is `format`'s.

use std::{collections::BTreeMap, fmt::Display};

use crate::model::{
    AiSystemId, Autonomy, Basis, Blueprint, ConnectorKind, Control, Count, DataUse, Demand,
    Fallback, Feeling, Function, HandOver, Hours, Incident, Join, LaneId, LaneKind, Link, Marker,
    Moment, MomentId, Money, Monitor, Oversight, Pain, PainId, PhaseId, RoleId, Rule, Share, Split,
    State, Status, StepId, StepKind, Stop, Technique, Touchpoint, Trigger, VariantId, Worker,
    Written,
};

/// A value that a person reads.
pub(super) trait Show {
    /// In words; empty when nobody gave it. Names come from `blueprint`.
    fn show(&self, blueprint: &Blueprint) -> String;
}

impl<T: Show> Show for Option<T> {
    fn show(&self, blueprint: &Blueprint) -> String {
        self.as_ref()
            .map_or_else(String::new, |value| value.show(blueprint))
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, blueprint: &Blueprint) -> String {
        let shown: Vec<String> = self.iter().map(|value| value.show(blueprint)).collect();
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
    fn show(&self, blueprint: &Blueprint) -> String {
        (**self).show(blueprint)
    }
}

impl<T: Display> Show for Written<T> {
    fn show(&self, _blueprint: &Blueprint) -> String {
        self.to_string()
    }
}

impl Show for String {
    fn show(&self, _blueprint: &Blueprint) -> String {
        self.clone()
    }
}

impl Show for bool {
    fn show(&self, _blueprint: &Blueprint) -> String {
        if *self { "Yes" } else { "No" }.to_owned()
    }
}

macro_rules! show_number {
    ($($name:ty),*) => {$(
        impl Show for $name {
            fn show(&self, _blueprint: &Blueprint) -> String {
                self.to_string()
            }
        }
    )*};
}

show_number!(u8, u32, i64);

macro_rules! show_words {
    ($($name:ty),*) => {$(
        impl Show for $name {
            fn show(&self, _blueprint: &Blueprint) -> String {
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
    fn show(&self, blueprint: &Blueprint) -> String {
        // Cents are written when there are any, and then both digits.
        let amount = if self.0.fract() == 0.0 {
            format!("{:.0}", self.0)
        } else {
            format!("{:.2}", self.0)
        };
        joined(&[amount, blueprint.currency.clone()], " ")
    }
}

impl Show for Share {
    fn show(&self, _blueprint: &Blueprint) -> String {
        format!("{} %", tenths(self.0 * 100.0))
    }
}

impl Show for Hours {
    fn show(&self, _blueprint: &Blueprint) -> String {
        format!("{} h", tenths(self.0))
    }
}

impl Show for Count {
    fn show(&self, _blueprint: &Blueprint) -> String {
        tenths(self.0)
    }
}

impl Show for Feeling {
    fn show(&self, _blueprint: &Blueprint) -> String {
        match self.0 {
            -2..=2 => self.words().to_owned(),
            other => other.to_string(),
        }
    }
}

impl Show for LaneId {
    fn show(&self, blueprint: &Blueprint) -> String {
        let lane = blueprint.lane(self);
        or_id(lane.map(|(_, lane)| lane.name.as_str()), self.as_str())
    }
}

impl Show for RoleId {
    fn show(&self, blueprint: &Blueprint) -> String {
        let role = blueprint.role(self);
        or_id(role.map(|(_, role)| role.name.as_str()), self.as_str())
    }
}

impl Show for AiSystemId {
    fn show(&self, blueprint: &Blueprint) -> String {
        let system = blueprint.ai_system(self);
        or_id(
            system.map(|(_, system)| system.name.as_str()),
            self.as_str(),
        )
    }
}

impl Show for MomentId {
    fn show(&self, blueprint: &Blueprint) -> String {
        let Some((_, phase, moment)) = blueprint.moment(self) else {
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
    /// The title in the first variant that has the step: where a step is named, it is mostly another
    /// variant's that is meant.
    fn show(&self, blueprint: &Blueprint) -> String {
        let step = blueprint
            .variants
            .iter()
            .find_map(|variant| variant.steps.get(self));
        or_id(step.map(|step| step.title.as_str()), self.as_str())
    }
}

impl Show for PainId {
    fn show(&self, blueprint: &Blueprint) -> String {
        let pain = blueprint
            .variants
            .iter()
            .flat_map(|variant| variant.steps.values())
            .flat_map(|step| &step.pains)
            .find(|pain| pain.id == *self);
        or_id(pain.map(|pain| pain.text.as_str()), self.as_str())
    }
}

impl Show for PhaseId {
    fn show(&self, _blueprint: &Blueprint) -> String {
        self.to_string()
    }
}

impl Show for VariantId {
    fn show(&self, _blueprint: &Blueprint) -> String {
        self.to_string()
    }
}

impl Show for Moment {
    fn show(&self, _blueprint: &Blueprint) -> String {
        or_id(Some(&self.name), self.id.as_str())
    }
}

impl Show for Demand {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            of(&self.cases_per_month, blueprint, "", " cases a month"),
            of(&self.repeat_share, blueprint, "", " come back"),
        ])
    }
}

impl Show for Worker {
    fn show(&self, blueprint: &Blueprint) -> String {
        joined(&[self.role.show(blueprint), self.work.show(blueprint)], " ")
    }
}

impl Show for Control {
    fn show(&self, _blueprint: &Blueprint) -> String {
        let name = or_id(Some(&self.name), &self.id);
        sentence(&[name, self.rule.clone()])
    }
}

impl Show for Pain {
    fn show(&self, _blueprint: &Blueprint) -> String {
        sentence(&[
            self.text.clone(),
            self.often.map_or("", |often| often.words()).to_lowercase(),
            self.bad.map_or("", |bad| bad.words()).to_lowercase(),
            self.said_by.clone(),
        ])
    }
}

impl Show for Link {
    fn show(&self, _blueprint: &Blueprint) -> String {
        or_id(Some(&self.title), &self.address)
    }
}

impl Show for BTreeMap<String, Basis> {
    fn show(&self, blueprint: &Blueprint) -> String {
        let shown: Vec<String> = self
            .iter()
            .map(|(name, basis)| {
                let field = super::STEP_FIELDS.iter().find(|field| field.name == name);
                let label = field.map_or(name.as_str(), |field| field.label);
                let basis = sentence(&[
                    basis.kind.words().to_owned(),
                    basis.source.clone(),
                    basis.on.show(blueprint),
                ]);
                format!("{label}: {basis}")
            })
            .collect();
        shown.join("; ")
    }
}

impl Show for Touchpoint {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            self.task.clone(),
            self.status.show(blueprint),
            self.autonomy.show(blueprint),
        ])
    }
}

impl Show for Oversight {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            self.role.show(blueprint),
            of(&self.share, blueprint, "", " of the cases"),
            of(&self.time, blueprint, "", " a review"),
            yes_no(self.can_stop, "can stop it", "cannot stop it"),
            yes_no(self.can_override, "can override it", "cannot override it"),
        ])
    }
}

impl Show for HandOver {
    fn show(&self, blueprint: &Blueprint) -> String {
        let triggers: Vec<String> = self
            .triggers
            .iter()
            .map(|trigger| trigger.words().to_lowercase())
            .collect();
        sentence(&[
            of(&self.to, blueprint, "to ", ""),
            triggers.join(", "),
            of(&self.confidence, blueprint, "below ", ""),
            self.label.clone(),
        ])
    }
}

impl Show for Fallback {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            of(&self.to, blueprint, "to ", ""),
            of(&self.last_tested, blueprint, "last tested ", ""),
        ])
    }
}

impl Show for Stop {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            self.who.clone(),
            self.how.clone(),
            of(&self.takes, blueprint, "within ", ""),
        ])
    }
}

impl Show for Incident {
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            self.on.show(blueprint),
            self.what.clone(),
            self.severity.map_or("", |bad| bad.words()).to_lowercase(),
            self.done.clone(),
        ])
    }
}

impl Show for DataUse {
    fn show(&self, _blueprint: &Blueprint) -> String {
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
    fn show(&self, blueprint: &Blueprint) -> String {
        sentence(&[
            self.name.clone(),
            self.why.clone(),
            of(&self.checked_on, blueprint, "checked ", ""),
        ])
    }
}

impl Show for Monitor {
    fn show(&self, _blueprint: &Blueprint) -> String {
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

/// The parts that say something, with commas.
fn sentence(parts: &[String]) -> String {
    joined(parts, ", ")
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
fn of<T: Show>(value: &Option<T>, blueprint: &Blueprint, before: &str, after: &str) -> String {
    value.as_ref().map_or_else(String::new, |value| {
        format!("{before}{}{after}", value.show(blueprint))
    })
}

fn yes_no(value: Option<bool>, yes: &str, no: &str) -> String {
    value
        .map_or("", |value| if value { yes } else { no })
        .to_owned()
}

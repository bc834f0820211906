//! What of a blueprint can be moved to see what its figures make of it: a share, a time, a price; with the range in which it
//! may lie.
//!
//! A lever says what would be typed where, so that trying something and doing it are the same. Knows no figure.

use std::sync::Arc;

use super::{Quantity, Unsaid};
use crate::model::{
    self, BasisKind, Blueprint, ConnectorId, ConnectorKind, FieldEdit, FieldPath, Hours, Key,
    Names, PathPart, Share, StepId, StepKind, Time, VariantId, Written, typed::show_share,
};

/// Something that can be moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// What it is, in words.
    pub label: String,
    /// The record in which it is said.
    pub place: Key,
    /// Where in it.
    pub field: FieldPath,
    /// What it counts.
    pub quantity: Quantity,
    /// What is said now.
    pub now: Option<f64>,
    /// It is hardly less.
    pub low: f64,
    /// It is hardly more.
    pub high: f64,
    /// It can be no less and no more than this.
    pub limits: (f64, f64),
}

/// What would be typed into a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The record.
    pub place: Key,
    /// Where in it.
    pub field: FieldPath,
    /// The words.
    pub typed: String,
}

impl Lever {
    /// The range in which what is said may lie, by how far it is to be trusted; `None` where nothing can be tried.
    pub(super) fn range(now: Option<f64>, basis: BasisKind, unsaid: f64) -> Option<(f64, f64)> {
        let (low, high) = match (now, basis) {
            (Some(now), BasisKind::Guess) => (now * 0.5, now * 2.0),
            (Some(now), BasisKind::Estimate) => (now * 0.8, now * 1.2),
            // No interval is said yet of what was measured.
            (Some(_), BasisKind::Measured) => return None,
            (None, _) => (0.0, unsaid),
        };
        (high > low && high.is_finite()).then_some((low, high))
    }

    /// Where it stands, or would stand while nobody said it.
    pub fn value(&self) -> f64 {
        self.now.unwrap_or(self.low)
    }

    /// A value as it is shown.
    pub fn say(&self, value: f64, currency: &str) -> String {
        super::Figure::exactly(value).text(self.quantity, currency)
    }

    /// A value with no more digits than can be typed and read.
    pub fn rounded(&self, value: f64) -> f64 {
        let grain = match self.quantity {
            Quantity::Share => 0.001,
            Quantity::Time if value >= 60.0 => 1.0,
            Quantity::Time => 0.1,
            Quantity::Money if value < 1.0 => 0.001,
            Quantity::Money => 0.01,
            Quantity::Count | Quantity::Hours => 1.0,
        };
        ((value / grain).round() * grain).clamp(self.limits.0, self.limits.1.max(self.limits.0))
    }

    /// What has to be typed for it to be `value`. The other ways out of an Either share what is left as they did before.
    pub fn settings(&self, blueprint: &Blueprint, value: f64) -> Vec<Setting> {
        let mut settings = vec![Setting {
            place: self.place.clone(),
            field: self.field.clone(),
            typed: self.typed(value),
        }];
        if let Key::Connector(variant, id) = &self.place {
            let others = siblings(blueprint, variant, id);
            let said: Vec<(ConnectorId, f64)> = others
                .iter()
                .filter_map(|(id, share)| Some((id.clone(), (*share)?)))
                .collect();
            // Where another way has no share, it takes what is left.
            if said.len() == others.len() {
                let sum: f64 = said.iter().map(|(_, share)| share).sum();
                let had = self.now.unwrap_or((1.0 - sum).max(0.0));
                let share = |own: f64| match (said.len(), had < 1.0 - 1e-9) {
                    (_, true) => own * (1.0 - value) / (1.0 - had),
                    (many, false) => (1.0 - value) / many as f64,
                };
                settings.extend(said.iter().map(|(id, own)| Setting {
                    place: Key::Connector(variant.clone(), id.clone()),
                    field: self.field.clone(),
                    typed: show_share(Share(share(*own).clamp(0.0, 1.0))),
                }));
            }
        }
        settings
    }

    fn typed(&self, value: f64) -> String {
        match self.quantity {
            Quantity::Share => show_share(Share(value.clamp(0.0, 1.0))),
            Quantity::Time => {
                let millis = (value * 1000.0).round();
                match millis % 1000.0 == 0.0 {
                    true => format!("{}s", millis / 1000.0),
                    false => format!("{millis}ms"),
                }
            }
            Quantity::Money => format!("{}", (value * 10_000.0).round() / 10_000.0),
            Quantity::Count | Quantity::Hours => format!("{}", value.round()),
        }
    }
}

/// The document with some fields set to what would be typed. What cannot be set is left as it is.
pub fn with(blueprint: &Blueprint, settings: &[Setting]) -> Blueprint {
    let mut changed = blueprint.clone();
    for setting in settings {
        _ = set(&mut changed, blueprint, setting);
    }
    changed
}

fn set(changed: &mut Blueprint, blueprint: &Blueprint, setting: &Setting) -> Option<()> {
    let names = setting.place.names(blueprint);
    let edit = FieldEdit::Typed(&setting.typed);
    let at = |variants: &mut [Arc<model::Variant>], id: &VariantId| {
        variants.iter().position(|variant| variant.id == *id)
    };
    match &setting.place {
        Key::Step(variant, id) => {
            let place = at(&mut changed.variants, variant)?;
            let held = Arc::make_mut(&mut changed.variants[place]);
            let mut step = (**held.steps.get(id)?).clone();
            put(&mut step, setting, edit, &names)?;
            held.steps.insert(id.clone(), Arc::new(step));
        }
        Key::Connector(variant, id) => {
            let place = at(&mut changed.variants, variant)?;
            let held = Arc::make_mut(&mut changed.variants[place]);
            let mut connector = (**held.connectors.get(id)?).clone();
            put(&mut connector, setting, edit, &names)?;
            held.connectors.insert(id.clone(), Arc::new(connector));
        }
        Key::Variant(id) => {
            let place = at(&mut changed.variants, id)?;
            let held = Arc::make_mut(&mut changed.variants[place]);
            put(held, setting, edit, &names)?;
        }
        Key::Role(id) => {
            let role = changed.roles.iter_mut().find(|role| role.id == *id)?;
            put(Arc::make_mut(role), setting, edit, &names)?;
        }
        _ => return None,
    }
    Some(())
}

fn put<T: model::Fields>(
    record: &mut T,
    setting: &Setting,
    edit: FieldEdit<'_>,
    names: &Names<'_>,
) -> Option<()> {
    model::set(record, &setting.field, edit, names).ok()
}

/// The other flows out of the step from which a flow comes, with their shares.
fn siblings(
    blueprint: &Blueprint,
    variant: &VariantId,
    id: &ConnectorId,
) -> Vec<(ConnectorId, Option<f64>)> {
    let Some((_, held)) = blueprint.variant(variant) else {
        return Vec::new();
    };
    let Some(own) = held.connectors.get(id) else {
        return Vec::new();
    };
    let others = held.connectors.iter().filter(|(other, connector)| {
        connector.from == own.from
            && connector.kind == ConnectorKind::Flow
            && *other != id
            && held.steps.contains_key(&connector.to)
    });
    others
        .map(|(id, connector)| (id.clone(), connector.share.map(|share| share.0)))
        .collect()
}

/// Where something that nobody said is typed; `None` where it is not typed but chosen.
pub fn field_of(blueprint: &Blueprint, unsaid: &Unsaid) -> Option<FieldPath> {
    let name = |name: &'static str| PathPart::Name(name);
    let field = unsaid.field.as_str();
    Some(match (&unsaid.place, field) {
        (Key::Step(variant, id), field) if field.starts_with("workers/") => {
            let role = field.strip_prefix("workers/")?.strip_suffix("/work")?;
            let step = blueprint.step(variant, id)?;
            let place = step
                .workers
                .iter()
                .position(|worker| worker.role.as_str() == role)?;
            vec![name("workers"), PathPart::Number(place), name("work")]
        }
        (_, "work") => vec![name("work")],
        (_, "wait") => vec![name("wait")],
        (_, "by_hand") => vec![name("by_hand")],
        (_, "happens") => vec![name("happens")],
        (_, "enters") => vec![name("enters")],
        (_, "share") => vec![name("share")],
        (_, "cost_per_hour") => vec![name("cost_per_hour")],
        (_, "shrinkage") => vec![name("shrinkage")],
        (_, "ai/resolves") => vec![name("ai"), name("resolves")],
        (_, "ai/unit_cost") => vec![name("ai"), name("unit_cost")],
        (_, "ai/oversight/share") => vec![name("ai"), name("oversight"), name("share")],
        (_, "ai/oversight/time") => vec![name("ai"), name("oversight"), name("time")],
        _ => return None,
    })
}

/// The median of the times that a variant says, in seconds: of handling, or of waits.
pub(super) fn median_time(
    blueprint: &Blueprint,
    variant: &VariantId,
    kind: StepKind,
) -> Option<f64> {
    let (_, held) = blueprint.variant(variant)?;
    let seconds = |time: &Written<Time>| Some(time.known()?.mean(Hours(8.0)) / 1000.0);
    let mut times: Vec<f64> = Vec::new();
    for step in held.steps.values() {
        match kind {
            StepKind::Wait => times.extend(step.wait.as_ref().and_then(seconds)),
            StepKind::Action => {
                let workers = step
                    .workers
                    .iter()
                    .filter_map(|worker| worker.work.as_ref());
                times.extend(workers.chain(&step.work).filter_map(seconds));
            }
        }
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}

/// What a step is called in the label of a lever.
pub(super) fn called(blueprint: &Blueprint, variant: &VariantId, id: &StepId) -> String {
    let step = blueprint.step(variant, id);
    step.map_or_else(|| id.to_string(), |step| step.called().to_owned())
}

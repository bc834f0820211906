//! What has to be said beside the figures, in sentences, and figures by their names.

use super::{
    BridgePart, CaseFigure, Difference, Endless, Figure, FigureTerm, GapKind, Numbers, PerCase,
    Quantity, Saving, SavingKind, Savings, TermKind, Unsaid, VariantNumbers, rounded_to_sum,
};
use crate::model::{Blueprint, Key, RoleId, StepId, VariantId, path_words, plural};

/// A figure of a case by its name.
pub struct NamedFigure {
    /// Which.
    pub figure: CaseFigure,
    /// What it is called on screen.
    pub name: &'static str,
    /// Its key for programs.
    pub key: &'static str,
    /// What it counts.
    pub quantity: Quantity,
    /// The figure of a variant.
    pub of: fn(&PerCase) -> Figure,
    /// What another variant saves of it.
    pub saved: fn(&Savings) -> Saving,
}

/// The figures of a case, in the order in which they are shown.
pub const FIGURES: &[NamedFigure] = &[
    NamedFigure {
        figure: CaseFigure::CustomersTime,
        name: "Customer's time",
        key: "customer_time",
        quantity: Quantity::Time,
        of: |case| case.customer_time,
        saved: |savings| savings.customer_time,
    },
    NamedFigure {
        figure: CaseFigure::Waiting,
        name: "Waiting",
        key: "waiting",
        quantity: Quantity::Time,
        of: |case| case.waiting,
        saved: |savings| savings.waiting,
    },
    NamedFigure {
        figure: CaseFigure::Work,
        name: "Work",
        key: "work",
        quantity: Quantity::Time,
        of: |case| case.work,
        saved: |savings| savings.work,
    },
    NamedFigure {
        figure: CaseFigure::Cost,
        name: "Cost",
        key: "cost",
        quantity: Quantity::Money,
        of: |case| case.cost,
        saved: |savings| savings.cost,
    },
    NamedFigure {
        figure: CaseFigure::NeedsPerson,
        name: "Needs a person",
        key: "needs_person",
        quantity: Quantity::Share,
        of: |case| case.needs_person,
        saved: |savings| savings.needs_person,
    },
    NamedFigure {
        figure: CaseFigure::Contacts,
        name: "Contacts",
        key: "contacts",
        quantity: Quantity::Count,
        of: |case| case.contacts,
        saved: |savings| savings.contacts,
    },
    NamedFigure {
        figure: CaseFigure::HandOffs,
        name: "Hand-offs",
        key: "hand_offs",
        quantity: Quantity::Count,
        of: |case| case.hand_offs,
        saved: |savings| savings.hand_offs,
    },
];

impl Numbers {
    /// The figures of a variant.
    pub fn variant(&self, id: &VariantId) -> Option<&VariantNumbers> {
        self.variants.iter().find(|numbers| numbers.id == *id)
    }

    /// A figure of a case as it is shown.
    pub fn text(&self, named: &NamedFigure, case: &PerCase) -> String {
        (named.of)(case).text(named.quantity, &self.currency.0)
    }

    /// What a variant saves as it is shown.
    pub fn saved_text(&self, named: &NamedFigure, savings: &Savings) -> String {
        (named.saved)(savings).text(named.quantity, &self.currency.0)
    }
}

impl Saving {
    /// How it is said: `43m 56s`, `at least 43m 56s`, `not comparable`.
    pub fn text(&self, quantity: Quantity, currency: &str) -> String {
        let bound = |bound: Option<f64>| {
            let bound = bound.map(Figure::exactly);
            bound.map_or_else(String::new, |bound| bound.text(quantity, currency))
        };
        match self.kind {
            SavingKind::Exactly | SavingKind::Range => self.figure.text(quantity, currency),
            SavingKind::AtLeast => format!("at least {}", bound(self.figure.low)),
            SavingKind::AtMost => format!("at most {}", bound(self.figure.high)),
            SavingKind::NotComparable => "not comparable".to_owned(),
        }
    }
}

impl Difference {
    /// The bridge as it is shown: the parts add up to the difference of what is shown at both ends.
    pub fn bridge_texts(&self, numbers: &Numbers) -> Vec<(BridgePart, f64, String)> {
        let quantity = match self.is_bridge_of_cost {
            true => Quantity::Money,
            false => Quantity::Time,
        };
        let end = |id: &VariantId| {
            let case = &numbers.variant(id)?.per_case;
            match self.is_bridge_of_cost {
                true => case.cost.low,
                false => case.work.low,
            }
        };
        let (Some(from), Some(to)) = (end(&self.from), end(&self.to)) else {
            return Vec::new();
        };
        let shown = |value: f64| {
            let grain = quantity.grain(value);
            (value / grain).round() * grain
        };
        let grain = quantity.grain(from).min(quantity.grain(to));
        let values: Vec<f64> = self.bridge.iter().map(|(_, value)| *value).collect();
        let rounded = rounded_to_sum(&values, shown(to) - shown(from), grain);
        let parts = self.bridge.iter().zip(rounded);
        parts
            .map(|((part, value), rounded)| (*part, *value, quantity.say_signed(rounded, grain)))
            .collect()
    }
}

impl FigureTerm {
    /// What it is of: `“Answers the shopper”, Support agent`.
    pub fn words(&self, blueprint: &Blueprint, variant: &VariantId) -> String {
        let step = step_called(blueprint, variant, &self.step);
        let role = |id: &RoleId| {
            let role = blueprint.role(id);
            role.map_or_else(|| id.to_string(), |(_, role)| role.name.clone())
        };
        match &self.kind {
            TermKind::Work(Some(id)) | TermKind::Paid { role: id, .. } => {
                format!("{step}, {}", role(id))
            }
            TermKind::Work(None) | TermKind::Entry | TermKind::Touched => step,
            TermKind::Wait => format!("{step}, wait"),
            TermKind::Spent => format!("{step}, cost of a run"),
            TermKind::WaitOnTheWay(to) => {
                format!("{step} → {}, wait", step_called(blueprint, variant, to))
            }
            TermKind::HandOff(to) => format!("{step} → {}", step_called(blueprint, variant, to)),
        }
    }

    /// How it comes about: `1.22 × 1m 20s`.
    pub fn how(&self, quantity: Quantity, currency: &str) -> String {
        let times = Quantity::Count.say(self.runs);
        let each = Figure::exactly(self.each).text(quantity, currency);
        match &self.kind {
            TermKind::Paid {
                rate, shrinkage, ..
            } => {
                let rate = Figure::exactly(rate.0).text(Quantity::Money, currency);
                let lost = shrinkage.map_or_else(
                    || "shrinkage not known".to_owned(),
                    |lost| format!("{} shrinkage", Quantity::Share.say(lost.0)),
                );
                format!("{times} × {each} ({rate} an hour, {lost})")
            }
            TermKind::Entry | TermKind::HandOff(_) => "times a case".to_owned(),
            TermKind::Touched => "cases whose first person it is".to_owned(),
            TermKind::Work(_) | TermKind::Wait | TermKind::WaitOnTheWay(_) | TermKind::Spent => {
                format!("{times} × {each}")
            }
        }
    }
}

impl SavingKind {
    /// Its key for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Exactly => "exactly",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Range => "range",
            Self::NotComparable => "not_comparable",
        }
    }
}

impl Unsaid {
    /// Where it would be said, as the file's paths are.
    pub fn path(&self) -> String {
        format!("{}/{}", self.place.path(), self.field)
    }

    /// What is not said, in words.
    pub fn words(&self, blueprint: &Blueprint) -> String {
        let called = match &self.place {
            Key::Step(variant, id) => step_called(blueprint, variant, id),
            Key::Role(id) => blueprint
                .role(id)
                .map_or_else(|| id.to_string(), |(_, role)| role.name.clone()),
            Key::Connector(variant, id) => {
                let connector = blueprint
                    .variant(variant)
                    .and_then(|(_, found)| found.connectors.get(id));
                connector.map_or_else(
                    || id.to_string(),
                    |connector| {
                        let end = |id| step_called(blueprint, variant, id);
                        format!("{} → {}", end(&connector.from), end(&connector.to))
                    },
                )
            }
            place => path_words(&place.path()),
        };
        format!("“{called}”: {}", field_words(&self.field))
    }
}

/// What a field is called that figures need.
fn field_words(field: &str) -> &'static str {
    match field {
        "work" => "work time",
        "wait" => "wait",
        "by_hand" => "work time without the AI",
        "queue_of" => "wait in the queue",
        "split" => "Either or Both",
        "share" => "share of cases",
        "happens" => "share of cases that need it",
        "enters" => "share of cases that begin here",
        "ai/resolves" => "share resolved without a person",
        "ai/unit_cost" => "cost of a run",
        "ai/oversight/share" => "share reviewed",
        "ai/oversight/time" => "time of a review",
        "cost_per_hour" => "cost per hour",
        "shrinkage" => "shrinkage",
        _ => "work time",
    }
}

fn step_called(blueprint: &Blueprint, variant: &VariantId, id: &StepId) -> String {
    let step = blueprint.step(variant, id);
    step.map_or_else(|| id.to_string(), |step| step.called().to_owned())
}

impl VariantNumbers {
    /// What has to be known to read the figures, a sentence each.
    pub fn notes(&self, blueprint: &Blueprint) -> Vec<String> {
        let called = |id: &StepId| format!("“{}”", step_called(blueprint, &self.id, id));
        let mut notes = Vec::new();
        match self.endless {
            Some(Endless::NoStart) => {
                notes.push(
                    "Where does a case begin? Mark a step with “Cases begin here”.".to_owned(),
                );
            }
            Some(Endless::NeverEnds) => {
                notes.push("Some cases never end: a loop has no way out.".to_owned());
            }
            None => {}
        }
        for (step, kind) in &self.gaps {
            let step = called(step);
            notes.push(match kind {
                GapKind::NoSplit => format!("{step} has several ways out: are they Either or Both?"),
                GapKind::SharesAboveOne => format!("The shares of the ways out of {step} are more than 100 %."),
                GapKind::OutcomesAboveOne => {
                    format!("{step} resolves and loses more than 100 % of its cases.")
                }
                GapKind::NoMeeting => {
                    format!("The ways of the Both at {step} meet in no one step: nobody can say when they are one case again.")
                }
            });
        }
        if self.may_never_end {
            notes.push("By the shares that nobody said, some cases may never end.".to_owned());
        }
        if self.repeats_twice {
            notes.push(
                "Repeats are said twice, as a loop and as a share: the loop counts.".to_owned(),
            );
        }
        if self.contacts_at_starts && self.endless.is_none() {
            notes.push("No step of a customer touches another lane: contacts are counted where cases begin.".to_owned());
        }
        let named = |steps: &[StepId], one: &str, many: &str| {
            let first: Vec<String> = steps.iter().take(5).map(called).collect();
            let more = steps.len().saturating_sub(5);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!(
                "{}: {}{more}.",
                plural(steps.len(), one, many),
                first.join(", ")
            )
        };
        if !self.not_run.is_empty() {
            let (one, many) = (
                "step that no case reaches is in no total",
                "steps that no case reaches are in no total",
            );
            notes.push(named(&self.not_run, one, many));
        }
        if !self.in_tray.is_empty() {
            let (one, many) = ("step in the tray counts too", "steps in the tray count too");
            notes.push(named(&self.in_tray, one, many));
        }
        for outage in &self.outages {
            let system = blueprint.ai_systems.get(&outage.system);
            let system =
                system.map_or_else(|| outage.system.to_string(), |system| system.name.clone());
            for step in &outage.stopped {
                notes.push(format!(
                    "If {system} is down, the cases at {} go nowhere.",
                    called(step)
                ));
            }
        }
        notes
    }
}

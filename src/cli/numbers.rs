//! `frontstage numbers`: the figures of a blueprint, for people, programs and spreadsheets. Every format says the same.

use std::{fmt::Write as _, path::PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Outcome, complain, open_to_read, print, printable};
use crate::{
    format::PlainCells,
    measure::{
        Difference, FIGURES, Figure, Numbers, Quantity, Saving, StepNumbers, VariantNumbers, steps,
    },
    model::{Blueprint, RoleId, VariantId, quoted},
};

/// The arguments of `numbers`.
#[derive(Debug, Clone, Args)]
pub struct NumbersTask {
    /// The blueprint
    file: PathBuf,
    /// One variant alone, by its id or name
    #[arg(long, value_name = "ID|NAME")]
    variant: Option<String>,
    /// For people, programs or spreadsheets
    #[arg(long, value_enum, default_value_t)]
    format: NumbersFormat,
}

/// How figures are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum NumbersFormat {
    /// Words.
    #[default]
    Text,
    /// One object; times in seconds.
    Json,
    /// A row a figure.
    Csv,
}

impl NumbersTask {
    pub(super) fn run(&self) -> Outcome {
        let Some(reading) = open_to_read(&self.file, "counted") else {
            return Outcome::Failed;
        };
        let blueprint = &reading.blueprint;
        let only = match self.variant.as_deref().map(|name| called(blueprint, name)) {
            None => None,
            Some(Some(id)) => Some(id),
            Some(None) => {
                let asked = quoted(self.variant.as_deref().unwrap_or_default());
                let known: Vec<&str> = blueprint
                    .variants
                    .iter()
                    .map(|variant| variant.id.as_str())
                    .collect();
                let known = known.join(", ");
                complain(
                    &self.file,
                    format_args!("there is no variant “{asked}”; write one of: {known}"),
                );
                return Outcome::Failed;
            }
        };
        if blueprint.variants.is_empty() {
            complain(
                &self.file,
                "the blueprint has no variant yet; add one, then count in it",
            );
        }
        let numbers = Numbers::of(blueprint);
        let page = Page {
            blueprint,
            numbers: &numbers,
            only,
        };
        let words = match self.format {
            NumbersFormat::Text => page.text(),
            NumbersFormat::Json => format!("{:#}\n", page.json()),
            NumbersFormat::Csv => page.cells().csv_text(),
        };
        match print(words.as_bytes()) {
            Ok(()) => Outcome::Good,
            Err(error) => {
                complain(
                    &self.file,
                    format_args!("the figures could not be written: {error}"),
                );
                Outcome::Failed
            }
        }
    }
}

/// The variant of an id, or else of a name.
fn called(blueprint: &Blueprint, name: &str) -> Option<VariantId> {
    let variants = &blueprint.variants;
    let by_id = variants.iter().find(|variant| variant.id.as_str() == name);
    let found = by_id.or_else(|| variants.iter().find(|variant| variant.name == name));
    found.map(|variant| variant.id.clone())
}

/// The figures that are written.
struct Page<'n> {
    blueprint: &'n Blueprint,
    numbers: &'n Numbers,
    only: Option<VariantId>,
}

impl Page<'_> {
    fn variants(&self) -> impl Iterator<Item = &VariantNumbers> {
        let variants = self.numbers.variants.iter();
        variants.filter(|numbers| self.only.as_ref().is_none_or(|only| *only == numbers.id))
    }

    fn differences(&self) -> impl Iterator<Item = &Difference> {
        let differences = self.numbers.differences.iter();
        differences.filter(|one| self.only.as_ref().is_none_or(|only| *only == one.to))
    }

    fn variant_name(&self, id: &VariantId) -> String {
        let variant = self.blueprint.variant(id);
        variant.map_or_else(|| id.to_string(), |(_, variant)| variant.name.clone())
    }

    fn role_name(&self, id: &RoleId) -> String {
        let role = self.blueprint.role(id);
        role.map_or_else(|| id.to_string(), |(_, role)| role.name.clone())
    }

    /// A part of a bridge with the unit that its text lacks.
    fn with_currency(&self, difference: &Difference, text: String) -> String {
        match difference.is_bridge_of_cost && !self.numbers.currency.0.is_empty() {
            true => format!("{text} {}", self.numbers.currency.0),
            false => text,
        }
    }

    fn say(&self, figure: &Figure, quantity: Quantity) -> String {
        figure.text(quantity, &self.numbers.currency.0)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for numbers in self.variants() {
            let _ = writeln!(text, "{}", printable(self.variant_name(&numbers.id)));
            text.push_str(&aligned(&self.lines_of(numbers)));
            for note in numbers.notes(self.blueprint) {
                let _ = writeln!(text, "  {}", printable(note));
            }
        }
        for difference in self.differences() {
            let ends =
                [&difference.from, &difference.to].map(|id| printable(self.variant_name(id)));
            let _ = writeln!(text, "{} → {}: a case saves (− is more)", ends[0], ends[1]);
            text.push_str(&aligned(&self.lines_of_difference(difference)));
        }
        text
    }

    fn lines_of(&self, numbers: &VariantNumbers) -> Vec<(String, String)> {
        let count = |figure| self.say(figure, Quantity::Count);
        let mut lines = vec![
            ("Cases a month".to_owned(), count(&numbers.cases)),
            ("Contacts a month".to_owned(), count(&numbers.contacts)),
        ];
        let figures = FIGURES.iter();
        lines.extend(figures.map(|named| {
            (
                named.name.to_owned(),
                self.numbers.text(named, &numbers.per_case),
            )
        }));
        for role in &numbers.roles {
            let name = self.role_name(&role.id);
            lines.push((
                format!("Work of {name}"),
                self.say(&role.work, Quantity::Time),
            ));
            lines.push((
                format!("Load of {name}"),
                self.say(&role.load, Quantity::Share),
            ));
        }
        for outage in &numbers.outages {
            let system = self.blueprint.ai_systems.get(&outage.system);
            let system = system.map_or(outage.system.as_str(), |system| &system.name);
            for (role, load) in &outage.roles {
                let name = format!("If {system} is down, {}", self.role_name(role));
                lines.push((name, self.say(load, Quantity::Share)));
            }
        }
        for (place, unsaid) in numbers.unknown.iter().take(MOST_UNKNOWN).enumerate() {
            let name = if place == 0 { "Not known" } else { "" };
            lines.push((name.to_owned(), unsaid.words(self.blueprint)));
        }
        let more = numbers.unknown.len().saturating_sub(MOST_UNKNOWN);
        if more > 0 {
            lines.push((String::new(), format!("and {more} more")));
        }
        lines
    }

    fn lines_of_difference(&self, difference: &Difference) -> Vec<(String, String)> {
        let figures = FIGURES.iter().map(|named| {
            let saved = self.numbers.saved_text(named, &difference.per_case);
            (named.name.to_owned(), saved)
        });
        let mut lines: Vec<(String, String)> = figures.collect();
        for (role, saved) in &difference.freed_hours {
            let name = format!("Paid hours of {}", self.role_name(role));
            lines.push((name, format!("{} a month", saved.text(Quantity::Hours, ""))));
        }
        for (part, _, text) in difference.bridge_texts(self.numbers) {
            lines.push((
                part.words().to_owned(),
                self.with_currency(difference, text),
            ));
        }
        if let Some(payback) = &difference.payback {
            let monthly = self.say(&Figure::exactly(payback.monthly), Quantity::Money);
            let month = payback.month;
            let month =
                month.map_or_else(|| "never".to_owned(), |month| format!("in month {month}"));
            lines.push((
                "Pays back".to_owned(),
                format!("{month}, {monthly} a month"),
            ));
        }
        lines
    }

    fn figure(&self, figure: &Figure, quantity: Quantity) -> Value {
        json!({
            "low": figure.low,
            "high": figure.high,
            "missing": figure.missing,
            "guessed": figure.guessed,
            "text": self.say(figure, quantity),
        })
    }

    fn saving(&self, saving: &Saving, quantity: Quantity) -> Value {
        json!({
            "low": saving.figure.low,
            "high": saving.figure.high,
            "missing": saving.figure.missing,
            "guessed": saving.figure.guessed,
            "text": saving.text(quantity, &self.numbers.currency.0),
        })
    }

    fn json(&self) -> Value {
        let variants: Vec<Value> = self
            .variants()
            .map(|numbers| self.variant(numbers))
            .collect();
        let differences: Vec<Value> = self.differences().map(|one| self.difference(one)).collect();
        json!({
            "currency": self.numbers.currency.0,
            "variants": variants,
            "differences": differences,
        })
    }

    fn variant(&self, numbers: &VariantNumbers) -> Value {
        let per_case: serde_json::Map<String, Value> = FIGURES
            .iter()
            .map(|named| {
                let figure = (named.of)(&numbers.per_case);
                (named.key.to_owned(), self.figure(&figure, named.quantity))
            })
            .collect();
        let monthly = |figure: Figure| numbers.cases.product(&figure);
        let hours = |figure: fn(&crate::measure::RoleNumbers) -> Figure| {
            let mut all = numbers.roles.iter().map(figure);
            let first = all.next().unwrap_or(Figure::exactly(0.0));
            all.fold(first, |sum, next| sum.plus(&next))
        };
        let roles = numbers.roles.iter().map(|role| {
            json!({
                "id": role.id.as_str(),
                "work": self.figure(&role.work, Quantity::Time),
                "hours_per_month": self.figure(&role.hours, Quantity::Hours),
                "load": self.figure(&role.load, Quantity::Share),
                "queue": self.figure(&role.queue, Quantity::Time),
                "closed_hours": self.figure(&role.closed_hours, Quantity::Time),
            })
        });
        let step = |step: &StepNumbers| {
            json!({
                "id": step.id.as_str(),
                "runs": self.figure(&step.runs, Quantity::Count),
                "work": self.figure(&step.work, Quantity::Time),
                "cost": self.figure(&step.cost, Quantity::Money),
            })
        };
        let outages = numbers.outages.iter().map(|outage| {
            let roles = outage.roles.iter().map(|(role, load)| {
                json!({"id": role.as_str(), "load": self.figure(load, Quantity::Share)})
            });
            json!({"system": outage.system.as_str(), "roles": roles.collect::<Vec<_>>()})
        });
        let unknown = numbers.unknown.iter();
        let unknown =
            unknown.map(|unsaid| json!({"place": unsaid.place.path(), "field": unsaid.field}));
        json!({
            "id": numbers.id.as_str(),
            "name": self.variant_name(&numbers.id),
            "cases_per_month": self.figure(&numbers.cases, Quantity::Count),
            "contacts_per_month": self.figure(&numbers.contacts, Quantity::Count),
            "per_case": per_case,
            "per_month": {
                "work_hours": self.figure(&hours(|role| role.hours), Quantity::Hours),
                "paid_hours": self.figure(&hours(|role| role.paid_hours), Quantity::Hours),
                "cost": self.figure(&monthly(numbers.per_case.cost), Quantity::Money),
            },
            "roles": roles.collect::<Vec<_>>(),
            "steps": steps(self.blueprint, &numbers.id).iter().map(step).collect::<Vec<_>>(),
            "outage": outages.collect::<Vec<_>>(),
            "unknown": unknown.collect::<Vec<_>>(),
            "notes": numbers.notes(self.blueprint),
        })
    }

    fn difference(&self, difference: &Difference) -> Value {
        let kinds: serde_json::Map<String, Value> = FIGURES
            .iter()
            .map(|named| {
                let saving = (named.saved)(&difference.per_case);
                (named.key.to_owned(), json!(saving.kind.key()))
            })
            .collect();
        let per_case: serde_json::Map<String, Value> = FIGURES
            .iter()
            .map(|named| {
                let saving = (named.saved)(&difference.per_case);
                (named.key.to_owned(), self.saving(&saving, named.quantity))
            })
            .collect();
        let freed = difference.freed_hours.iter();
        let freed =
            freed.map(|(role, saving)| (role.to_string(), self.saving(saving, Quantity::Hours)));
        let bridge = difference.bridge_texts(self.numbers).into_iter();
        let bridge = bridge.map(|(part, value, text)| {
            let mut figure = self.figure(&Figure::exactly(value), Quantity::Count);
            figure["text"] = json!(self.with_currency(difference, text));
            json!({"name": part.words(), "value": figure})
        });
        let payback = difference.payback.map(|payback| {
            let monthly = self.figure(&Figure::exactly(payback.monthly), Quantity::Money);
            json!({"month": payback.month, "monthly": monthly})
        });
        json!({
            "from": difference.from.as_str(),
            "to": difference.to.as_str(),
            "kind": kinds,
            "per_case": per_case,
            "freed_hours": freed.collect::<serde_json::Map<_, _>>(),
            "bridge": bridge.collect::<Vec<_>>(),
            "payback": payback,
        })
    }

    fn cells(&self) -> PlainCells {
        let heads = [
            "variant", "figure", "low", "high", "missing", "guessed", "text",
        ];
        let mut cells = PlainCells {
            name: "Numbers".to_owned(),
            heads: heads.map(str::to_owned).to_vec(),
            rows: Vec::new(),
        };
        for numbers in self.variants() {
            let mut row = |name: &str, figure: &Figure, quantity: Quantity| {
                let bound =
                    |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
                cells.rows.push(vec![
                    numbers.id.to_string(),
                    name.to_owned(),
                    bound(figure.low),
                    bound(figure.high),
                    figure.missing.to_string(),
                    figure.guessed.to_string(),
                    self.say(figure, quantity),
                ]);
            };
            row("cases_per_month", &numbers.cases, Quantity::Count);
            row("contacts_per_month", &numbers.contacts, Quantity::Count);
            for named in FIGURES {
                row(named.key, &(named.of)(&numbers.per_case), named.quantity);
            }
            for role in &numbers.roles {
                row(&format!("work/{}", role.id), &role.work, Quantity::Time);
                row(
                    &format!("hours_per_month/{}", role.id),
                    &role.hours,
                    Quantity::Hours,
                );
                row(&format!("load/{}", role.id), &role.load, Quantity::Share);
            }
        }
        cells
    }
}

/// How many unknown inputs are named.
const MOST_UNKNOWN: usize = 20;

/// Names and values in two columns. A label of the file can move no cursor; the line ends are ours.
fn aligned(lines: &[(String, String)]) -> String {
    let width = lines
        .iter()
        .map(|(name, _)| printable(name).chars().count())
        .max()
        .unwrap_or(0);
    let lines = lines.iter().map(|(name, value)| {
        let (name, value) = (printable(name), printable(value));
        format!("  {name:<width$}  {value}\n")
    });
    lines.collect()
}

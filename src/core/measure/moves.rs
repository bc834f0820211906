//! What moves the cost of a case most, so that one knows what to ask next; and from which resolved share on AI pays.
//!
//! What may be moved is ranked by how much it would move a figure that were a straight line, which takes one solution of
//! the flow; the first of these are then tried at both ends of their range.

use std::collections::BTreeMap;

use super::{
    Lever, Numbers, Quantity,
    case::Case,
    compare::payback_of,
    flow::said,
    inputs::{AsDrawn, Inputs},
    lever::{median_time, with},
    numbers::{Counted, Measured},
    rank::Rank,
};
use crate::model::{Blueprint, Key, PathPart, Share, StepId, StepKind, VariantId};

/// As many are told.
const TOLD: usize = 5;
/// As many are tried at both ends.
const TRIED: usize = 16;

/// Something that moves the cost of a case, else its work where no role has a cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Mover {
    /// What is moved.
    pub lever: Lever,
    /// What a case costs while it is at the lower end of its range.
    pub at_low: f64,
    /// And at the upper end.
    pub at_high: f64,
    /// What a case costs as it stands.
    pub now: f64,
    /// What that counts.
    pub quantity: Quantity,
}

impl Mover {
    /// By how much it moves the figure.
    pub fn swing(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// From which resolved share on a variant pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaysFrom {
    /// Even if AI resolves nothing.
    Nothing,
    /// From this share on.
    From(Share),
    /// Not even if it resolves all it can.
    Never,
}

/// What moves the cost of a case of a variant most over its range, the most first: what to ask next.
pub fn movers(blueprint: &Blueprint, numbers: &Numbers, variant: &VariantId) -> Vec<Mover> {
    movers_of(blueprint, numbers, variant).unwrap_or_default()
}

fn movers_of(blueprint: &Blueprint, numbers: &Numbers, variant: &VariantId) -> Option<Vec<Mover>> {
    let (place, held) = blueprint.variant(variant)?;
    let first = numbers.variants.first().filter(|_| place > 0);
    let has_cost = blueprint
        .roles
        .iter()
        .any(|role| role.cost_per_hour.is_some());
    let measured = Measured::new(blueprint, held, first, &AsDrawn);
    let case = measured.case().ok()?;
    let inputs = case.inputs(&BTreeMap::new());
    let moved = |case: &Case<'_, '_>, inputs: &Inputs<'_>| match has_cost {
        true => case.cost_term(inputs),
        false => case.work_term(inputs),
    };
    let term = moved(&case, &inputs);
    let (visits, policy) = case.solver.least_visits(&term.rewards)?;
    let worth = case.solver.values(&term.rewards, &policy)?;
    let rank = Rank {
        blueprint,
        variant,
        case: &case,
        inputs: &inputs,
        term: &term,
        visits,
        worth,
        has_cost,
        median: median_time(blueprint, variant, StepKind::Action),
        found: Vec::new(),
    };
    let now = case.figure(&term).low?;
    let at = |lever: &Lever, value: f64| {
        let changed = with(blueprint, &lever.settings(blueprint, value));
        let (_, held) = changed.variant(variant)?;
        let measured = Measured::new(&changed, held, first, &AsDrawn);
        let case = measured.case().ok()?;
        let inputs = case.inputs(&BTreeMap::new());
        case.figure(&moved(&case, &inputs)).low
    };
    let tried = rank.ranked().into_iter().take(TRIED);
    let mut movers: Vec<Mover> = tried
        .filter_map(|lever| {
            Some(Mover {
                at_low: at(&lever, lever.low)?,
                at_high: at(&lever, lever.high)?,
                lever,
                now,
                quantity: if has_cost {
                    Quantity::Money
                } else {
                    Quantity::Time
                },
            })
        })
        .filter(|mover| mover.swing() > 1e-9)
        .collect();
    movers.sort_by(|one, two| two.swing().total_cmp(&one.swing()));
    movers.truncate(TOLD);
    Some(movers)
}

/// What moves no cost of a case and is worth trying all the same: how many cases come, and how much of what is freed is
/// realised.
pub fn other_levers(blueprint: &Blueprint, variant: &VariantId) -> Vec<Lever> {
    let mut levers = Vec::new();
    let own = |id: &VariantId| Some(&**blueprint.variant(id)?.1);
    let first = blueprint.variants.first().map(|first| &**first);
    let says = [own(variant), first].into_iter().flatten();
    let demand = says.into_iter().find_map(|held| {
        let demand = held.demand.as_ref()?;
        let (field, label, count) = match (demand.cases_per_month, demand.contacts_per_month) {
            (Some(count), _) => ("cases_per_month", "Cases a month", count),
            (None, Some(count)) => ("contacts_per_month", "Contacts a month", count),
            (None, None) => return None,
        };
        Some(Lever {
            label: label.to_owned(),
            place: Key::Variant(held.id.clone()),
            field: vec![PathPart::Name("demand"), PathPart::Name(field)],
            quantity: Quantity::Count,
            now: Some(count.0),
            low: count.0 * 0.5,
            high: count.0 * 2.0,
            limits: (count.0 * 0.5, count.0 * 2.0),
        })
    });
    levers.extend(demand.filter(|lever| lever.high > lever.low));
    if let Some(held) = own(variant).filter(|held| first.is_some_and(|first| first.id != held.id)) {
        let realised = held.realised.as_ref();
        let from = realised.and_then(|realised| realised.from_month);
        levers.push(Lever {
            label: match from {
                Some(from) => format!("Realised from month {from}"),
                None => "Realised share of freed hours".to_owned(),
            },
            place: Key::Variant(held.id.clone()),
            field: vec![PathPart::Name("realised"), PathPart::Name("share")],
            quantity: Quantity::Share,
            now: realised
                .and_then(|realised| realised.share)
                .map(|share| share.0),
            low: 0.0,
            high: 1.0,
            limits: (0.0, 1.0),
        });
    }
    levers
}

/// From which resolved share of a touchpoint on a variant pays, while all else stays; `None` while nothing is claimed.
pub fn pays_from(
    blueprint: &Blueprint,
    numbers: &Numbers,
    variant: &VariantId,
    step: &StepId,
) -> Option<PaysFrom> {
    let before = numbers.variants.first()?;
    let touchpoint = blueprint.step(variant, step)?;
    let ai = touchpoint.ai.as_deref()?;
    ai.resolves?;
    let gives_up = ai.gives_up.and_then(said).unwrap_or(0.0);
    let monthly = |resolves: f64| {
        let mut changed = blueprint.clone();
        let place = changed
            .variants
            .iter()
            .position(|held| held.id == *variant)?;
        let mut step_of = (**touchpoint).clone();
        step_of.ai.as_deref_mut()?.resolves = Some(Share(resolves));
        let held = std::sync::Arc::make_mut(&mut changed.variants[place]);
        held.steps
            .insert(step.clone(), std::sync::Arc::new(step_of));
        let first = Counted::alone(&changed, changed.variants.first()?, None);
        let after = Counted::alone(&changed, &changed.variants[place], Some(before));
        Some(payback_of(&changed, &first, &after)?.monthly)
    };
    let (mut low, mut high) = (0.0, 1.0 - gives_up);
    if monthly(low)? >= 0.0 {
        return Some(PaysFrom::Nothing);
    }
    if monthly(high)? < 0.0 {
        return Some(PaysFrom::Never);
    }
    // To a hundredth of what is shown.
    while high - low > 1e-5 {
        let middle = f64::midpoint(low, high);
        match monthly(middle)? >= 0.0 {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(PaysFrom::From(Share(high)))
}

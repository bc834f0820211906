//! From one cost to the other, change by change; and when what it costs to build has come back.

use std::collections::BTreeMap;

use super::{
    case::Case,
    compare::{Pair, Payback, freed},
    flow::said,
    inputs::Inputs,
    numbers::{Measured, VariantNumbers},
    outage::{AiStage, Staged},
};
use crate::model::{Blueprint, Money};

/// A part of the bridge between two variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BridgePart {
    /// The steps as they are drawn now, done without the AI.
    WithoutAi,
    /// What AI resolves, and whom it loses.
    Resolves,
    /// What AI drafts and proposes.
    Drafts,
    /// The people who watch over it.
    Review,
    /// Cases that come back more or less often.
    Repeats,
    /// What its runs cost.
    UnitCost,
}

impl BridgePart {
    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::WithoutAi => "Without the AI",
            Self::Resolves => "AI resolves",
            Self::Drafts => "Drafts",
            Self::Review => "Review",
            Self::Repeats => "Repeats",
            Self::UnitCost => "Unit cost",
        }
    }
}

/// The way from the cost of one to that of the other. A part that rests on something that nobody said joins the next one.
pub(super) fn bridge(
    blueprint: &Blueprint,
    pair: &Pair<'_, '_>,
    (before, after): (&VariantNumbers, &VariantNumbers),
) -> (Vec<(BridgePart, f64)>, bool) {
    let has_cost = blueprint
        .roles
        .iter()
        .any(|role| role.cost_per_hour.is_some());
    let of = |numbers: &VariantNumbers| match has_cost {
        true => numbers.per_case.cost,
        false => numbers.per_case.work,
    };
    let (start, end) = (of(before), of(after));
    let later = &pair.sides[1];
    let of_case = |case: &Case<'_, '_>, inputs: &Inputs<'_>| {
        let figure = match has_cost {
            true => case.cost(inputs, &case.cost_term(inputs)),
            false => case.work(inputs),
        };
        (figure, case.figure(&case.entries()))
    };
    let stage = |stage: AiStage| {
        let ai = Staged { blueprint, stage };
        if stage >= AiStage::Resolves {
            // Cases go the ways that they go in the end: only what is done at touchpoints differs.
            let (case, inputs) = later.case.with_ai(&ai, later.inputs);
            return Some(of_case(&case, &inputs));
        }
        let variant = later.case.solver.flow.variant;
        let measured = Measured::new(blueprint, variant, Some(before), &ai);
        let case = measured.case().ok()?;
        Some(of_case(&case, &case.inputs(&BTreeMap::new())))
    };
    let contacts = before.per_case.contacts.exact();
    let (Some(first), Some(last), Some(contacts)) = (start.low, end.low, contacts) else {
        return (Vec::new(), has_cost);
    };
    if [start, end]
        .iter()
        .any(|figure| figure.missing == 0 && figure.exact().is_none())
    {
        return (Vec::new(), has_cost);
    }
    let mut parts = Vec::new();
    let mut had = first;
    let most_missing = start.missing.max(end.missing);
    let mut factor_after = 1.0;
    let stages = [
        (BridgePart::WithoutAi, AiStage::Without),
        (BridgePart::Resolves, AiStage::Resolves),
        (BridgePart::Drafts, AiStage::Drafts),
        (BridgePart::Review, AiStage::Reviewed),
    ];
    for (part, staged) in stages {
        let Some((figure, comes)) = stage(staged) else {
            continue;
        };
        let Some((value, comes)) = figure.low.zip(comes.exact().filter(|comes| *comes > 0.0))
        else {
            continue;
        };
        if figure.missing > most_missing {
            continue;
        }
        factor_after = contacts / comes;
        let now = value * factor_after;
        parts.push((part, now - had));
        had = now;
    }
    let without_factor = had / factor_after;
    parts.push((BridgePart::Repeats, without_factor - had));
    parts.push((BridgePart::UnitCost, last - without_factor));
    parts.retain(|(_, value)| value.abs() > 1e-9);
    (parts, has_cost)
}

/// When what the later variant costs to build has come back.
pub(super) fn payback(
    blueprint: &Blueprint,
    pair: &Pair<'_, '_>,
    (before, after): (&VariantNumbers, &VariantNumbers),
) -> Option<Payback> {
    let to = pair.sides[1].case.solver.flow.variant;
    let realised = to.realised.as_ref()?;
    let share = realised.share.and_then(said)?;
    let from_month = realised.from_month.unwrap_or(1).max(1);
    let (mut freed_money, mut added) = (0.0, 0.0);
    for (id, saving) in freed(blueprint, pair, (before, after)) {
        let hours = saving.figure.exact()?;
        let rate = blueprint.role(&id).and_then(|(_, role)| role.cost_per_hour);
        match rate.map(|rate| rate.0) {
            Some(rate) if hours >= 0.0 => freed_money += hours * rate,
            Some(rate) => added -= hours * rate,
            None if hours.abs() < 1e-9 => {}
            None => return None,
        }
    }
    let spent = |side: usize, numbers: &VariantNumbers| {
        let term = &pair.sides[side].inputs.spent;
        let figure = pair.sides[side].case.figure(term);
        Some(figure.exact()? * numbers.cases.exact()?)
    };
    added += spent(1, after)? - spent(0, before)?;
    let sound = |money: Option<Money>| money.map_or(0.0, |money| money.0).max(0.0);
    let running = added + sound(to.run_cost_per_month);
    let monthly = share * freed_money - running;
    let build = sound(to.build_cost);
    Some(Payback {
        month: first_month(build, monthly, running, from_month),
        monthly,
    })
}

/// The first month by whose end `build` has come back, when before `from` nothing is saved but all is paid.
fn first_month(build: f64, monthly: f64, running: f64, from: u32) -> Option<u32> {
    const MOST: u32 = 12 * 100;
    let before = -running * f64::from(from - 1);
    if monthly <= 0.0 {
        return (build <= 0.0 && monthly >= 0.0 && before >= 0.0).then_some(1);
    }
    let months = ((build - before) / monthly - 1e-9).ceil().max(1.0);
    let month = f64::from(from - 1) + months;
    (month <= f64::from(MOST)).then_some(month as u32)
}

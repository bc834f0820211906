//! All variants beside each other: every step as a row, and what it is in each variant.
//! Each is compared with the first and not with the one before it.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChangeKind, Subject, changes, compare::title_of, concern::in_order};
use crate::model::{Blueprint, LaneKind, Spent, Step, StepId, Variant, VariantId};

/// Every step of every variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantsTable {
    /// The columns: the variants, the first one first.
    pub columns: Vec<VariantsColumn>,
    /// The rows, in the order of the journey.
    pub rows: Vec<VariantsRow>,
}

/// A variant, and what is counted of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantsColumn {
    /// The variant, for looking at it.
    pub variant: VariantId,
    /// The variant's name, for the head of its column.
    pub name: String,
    /// How many steps it has.
    pub steps: usize,
    /// How many of its steps are AI touchpoints.
    pub touchpoints: usize,
    /// How many pains its steps have together.
    pub pains: usize,
    /// What all steps that are executed take together.
    pub spent: Spent,
    /// Whether a decision is among them, all of whose ways are added.
    pub adds_ways: bool,
}

/// A step in all variants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantsRow {
    /// The step, by its id, which is the same in all variants that have it.
    pub step: StepId,
    /// What it is called, in the first variant that has it: where it is called otherwise, that is a change.
    pub title: String,
    /// The name of its phase in the last variant that has it; empty in the tray.
    pub phase: String,
    /// What it is in each variant, in the order of the columns.
    pub cells: Vec<VariantsCell>,
}

/// What a step is in a variant, compared with the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantsCell {
    /// Whether the variant has it.
    pub is_there: bool,
    /// How it differs from the first variant.
    pub kinds: BTreeSet<ChangeKind>,
    /// Whether it is an AI touchpoint.
    pub is_ai: bool,
    /// What is different, a sentence each; of the first variant, where it is and how long it takes.
    pub details: Vec<String>,
}

/// Sets all variants of `blueprint` beside each other.
pub fn table(blueprint: &Blueprint) -> VariantsTable {
    let Some(first) = blueprint.variants.first() else {
        return VariantsTable::default();
    };
    let mut rows: BTreeMap<&StepId, VariantsRow> = BTreeMap::new();
    for (column, variant) in blueprint.variants.iter().enumerate() {
        let mut changed: BTreeMap<StepId, _> = changes(blueprint, &first.id, &variant.id)
            .into_iter()
            .filter_map(|change| match change.subject {
                Subject::Step(id) => Some((id, (change.kinds, change.details))),
                Subject::Connector(_) => None,
            })
            .collect();
        for (id, step) in first.steps.iter().chain(&variant.steps) {
            let row = rows.entry(id).or_insert_with(|| VariantsRow {
                step: id.clone(),
                cells: vec![VariantsCell::default(); blueprint.variants.len()],
                ..VariantsRow::default()
            });
            let here = variant.steps.get(id);
            let (kinds, mut details) = changed.remove(id).unwrap_or_default();
            if column == 0 {
                details = standing(blueprint, step);
            }
            let cell = &mut row.cells[column];
            if cell.kinds.is_empty() {
                *cell = VariantsCell {
                    is_there: here.is_some(),
                    kinds,
                    is_ai: here.is_some_and(|step| step.ai.is_some()),
                    details,
                };
            }
            if row.title.is_empty() {
                row.title = title_of(step);
            }
            let phase = step.moment.as_ref().and_then(|m| blueprint.moment(m));
            row.phase = phase.map_or_else(String::new, |(_, phase, _)| phase.name.clone());
        }
    }
    let order = in_order(blueprint, &blueprint.variants);
    VariantsTable {
        columns: blueprint
            .variants
            .iter()
            .map(|v| column(blueprint, v))
            .collect(),
        rows: order.into_iter().filter_map(|id| rows.remove(id)).collect(),
    }
}

/// Where a step is and how long it takes, in a few words each.
fn standing(blueprint: &Blueprint, step: &Step) -> Vec<String> {
    let lane = step.lane.as_ref().and_then(|lane| blueprint.lane(lane));
    let spent = Spent::of([step]);
    let work = spent.work.of_known();
    let wait = spent.wait.of_known().map(|wait| format!("{wait} wait"));
    let lane = lane.map(|(_, lane)| lane.name.clone());
    lane.into_iter().chain(work).chain(wait).collect()
}

fn column(blueprint: &Blueprint, variant: &Variant) -> VariantsColumn {
    let steps = || variant.steps.values();
    // Evidence is not executed: it takes no time.
    let is_executed = |step: &&Step| {
        let lane = step.lane.as_ref().and_then(|lane| blueprint.lane(lane));
        lane.is_none_or(|(_, lane)| lane.kind != LaneKind::PhysicalEvidence)
    };
    VariantsColumn {
        variant: variant.id.clone(),
        name: variant.name.clone(),
        steps: variant.steps.len(),
        touchpoints: steps().filter(|step| step.ai.is_some()).count(),
        pains: steps().map(|step| step.pains.len()).sum(),
        spent: Spent::of(steps().map(|step| &**step).filter(is_executed)),
        adds_ways: !variant.ways_of_decisions().is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Touchpoint, Variant};

    #[test]
    fn every_step_has_a_row_and_says_what_it_is_in_each_variant() {
        let step = |title: &str, work: &str| {
            let mut step = Step::new("l".into(), "m".into(), title);
            step.work = work.parse().ok().map(crate::model::Written::Known);
            Arc::new(step)
        };
        let variant = |id: &str, steps: Vec<(&str, Arc<Step>)>| {
            Arc::new(Variant {
                id: id.into(),
                name: id.to_owned(),
                steps: steps
                    .into_iter()
                    .map(|(id, step)| (id.into(), step))
                    .collect(),
                ..Variant::default()
            })
        };
        let asks = step("Asks", "1m");
        let mut sorts = (*step("Sorts", "")).clone();
        sorts.ai = Some(Box::new(Touchpoint::default()));
        let blueprint = Blueprint {
            variants: vec![
                variant(
                    "before",
                    vec![("asks", Arc::clone(&asks)), ("reads", step("Reads", "30s"))],
                ),
                variant(
                    "after",
                    vec![
                        ("asks", step("Asks in chat", "20s")),
                        ("sorts", Arc::new(sorts)),
                    ],
                ),
                variant("pilot", vec![("asks", asks)]),
            ],
            ..Blueprint::default()
        };
        let table = table(&blueprint);
        let words: Vec<String> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| {
                    let kinds: Vec<&str> = cell.kinds.iter().map(|kind| kind.word()).collect();
                    let there = if cell.is_there { "yes" } else { "no" };
                    format!("{there} {}", kinds.join("+"))
                });
                format!("{}: {}", row.title, cells.collect::<Vec<_>>().join(" | "))
            })
            .collect();
        assert_eq!(
            words,
            [
                "Asks: yes  | yes changed | yes ",
                "Reads: yes  | no removed | no removed",
                "Sorts: no  | yes added+AI | no ",
            ]
        );
        let reads = table.rows.iter().filter(|row| row.title == "Reads");
        let stands: Vec<_> = reads.map(|row| row.cells[0].details.as_slice()).collect();
        assert_eq!(stands, [["30s"]]);
        let totals = |column: &VariantsColumn| {
            (
                column.steps,
                column.touchpoints,
                column.spent.work.unknown,
                column
                    .spent
                    .work
                    .of_known()
                    .unwrap_or_default()
                    .replace('\u{a0}', " "),
            )
        };
        assert_eq!(totals(&table.columns[0]), (2, 0, 0, "1m 30s".to_owned()));
        assert_eq!(totals(&table.columns[1]), (2, 1, 1, "≥ 20s".to_owned()));
    }
}

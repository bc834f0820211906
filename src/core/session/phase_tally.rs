//! What is counted of a phase: steps, work, waiting, pains, AI touchpoints, changes.
//!
//! Knows no probabilities: times are summed as if a case passed every step once. Unknown is not zero: what
//! nobody gave is counted as such and said in the words.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{
        Blueprint, LaneKind, MomentId, PhaseId, Places, Spent, Step, TimeSum, VariantId, plural,
    },
    patch::{ChangeKind, Comparison},
};

/// What is counted of one phase in one variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseTally {
    /// Cards.
    pub steps: usize,
    /// What those that are executed take.
    pub spent: Spent,
    /// Pains.
    pub pains: usize,
    /// AI touchpoints.
    pub touchpoints: usize,
    /// Whether ways of a decision lead here, of which a case goes one: their times are added all the same.
    pub adds_ways: bool,
    /// Steps that differ from the other variant compared, by kind.
    pub changes: BTreeMap<ChangeKind, usize>,
}

impl PhaseTally {
    /// What is counted of every phase of a variant that has a step. Steps of the tray belong to none.
    pub fn of_phases(
        blueprint: &Blueprint,
        variant: &VariantId,
        comparison: Option<&Comparison>,
    ) -> BTreeMap<PhaseId, Self> {
        let phases: BTreeMap<&MomentId, &PhaseId> = blueprint
            .moments()
            .map(|(phase, moment)| (&moment.id, &phase.id))
            .collect();
        let places = Places::of(blueprint);
        let evidence = blueprint.lanes.iter();
        let evidence: BTreeSet<_> = evidence
            .filter(|lane| lane.kind == LaneKind::PhysicalEvidence)
            .map(|lane| &lane.id)
            .collect();
        let mut tallies: BTreeMap<PhaseId, Self> = BTreeMap::new();
        let Some((_, held)) = blueprint.variant(variant) else {
            return tallies;
        };
        let ways = held.ways_of_decisions();
        for (id, step) in &held.steps {
            let cell = step.cell().filter(|_| places.is_placed(step));
            let Some((lane, moment)) = cell else {
                continue;
            };
            let Some(phase) = phases.get(moment) else {
                continue;
            };
            let tally = tallies.entry((*phase).clone()).or_default();
            tally.adds_ways |= ways.contains(id);
            tally.count(step, evidence.contains(lane));
            let kinds = comparison.and_then(|comparison| comparison.steps.get(id));
            for kind in kinds.into_iter().flat_map(ChangeKind::all_of) {
                *tally.changes.entry(kind).or_default() += 1;
            }
        }
        tallies
    }

    /// Counts the steps of the first variant that went, each in the phase in which it stood, among the changes.
    pub fn add_removed(
        tallies: &mut BTreeMap<PhaseId, Self>,
        blueprint: &Blueprint,
        first: &VariantId,
        comparison: &Comparison,
    ) {
        let Some((_, held)) = blueprint.variant(first) else {
            return;
        };
        for (id, kinds) in &comparison.steps {
            let step = held.steps.get(id);
            let step = step.filter(|_| kinds.contains(&ChangeKind::Removed));
            let stood = step.and_then(|step| blueprint.moment(step.moment.as_ref()?));
            if let Some((_, phase, _)) = stood {
                let tally = tallies.entry(phase.id.clone()).or_default();
                *tally.changes.entry(ChangeKind::Removed).or_default() += 1;
            }
        }
    }

    fn count(&mut self, step: &Step, is_evidence: bool) {
        self.steps += 1;
        self.pains += step.pains.len();
        self.touchpoints += usize::from(step.ai.is_some());
        if !is_evidence {
            self.spent.add(step);
        }
    }

    /// Steps and times in words, the most telling first: `6 steps`, `≥ 4m work, 2 unknown`.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![plural(self.steps, "step", "steps")];
        words.extend(sum_words(&self.spent.work, "work"));
        words.extend(sum_words(&self.spent.wait, "wait"));
        words
    }
}

impl PhaseTally {
    /// Steps and times in few characters, for a place that is narrow: `6 steps`, `≥ 4m work`.
    pub fn short_words(&self) -> Vec<String> {
        let mut words = vec![plural(self.steps, "step", "steps")];
        let what = ["work", "wait"];
        let times = self.short_times().into_iter().zip(what);
        words.extend(times.filter_map(|(time, what)| Some(format!("{} {what}", time?))));
        words
    }

    /// Work and waiting as far as anything is known of them: `≥ 4m` when some of it is not.
    pub fn short_times(&self) -> [Option<String>; 2] {
        [&self.spent.work, &self.spent.wait].map(TimeSum::of_known)
    }
}

/// A sum in words: `12m work`, `≥ 12m work, 2 unknown`, `work unknown`; nothing when there is
/// nothing to know.
pub fn sum_words(sum: &TimeSum, what: &str) -> Option<String> {
    match (sum.of_known(), sum.unknown) {
        (Some(known), 0) => Some(format!("{known} {what}")),
        (Some(known), unknown) => Some(format!("{known} {what}, {unknown} unknown")),
        (None, 0) => None,
        (None, _) => Some(format!("{what} unknown")),
    }
}

/// What sums of times mean where a decision is among the steps.
pub const ADDS_WAYS: &str =
    "Times count every step once: all ways of a decision are added, of which a case goes one.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{StepKind, Written};

    /// Proves what a phase with steps of these times says; `?` is a time that nobody gave.
    fn check_words(works: &[&str], wanted: &str) {
        let mut tally = PhaseTally::default();
        for work in works {
            let step = Step {
                work: (*work != "?").then(|| Written::read(work)),
                ..Step::default()
            };
            tally.count(&step, false);
        }
        assert_eq!(tally.words().join(" | ").replace('\u{a0}', " "), wanted);
    }

    #[test]
    fn unknown_work_is_not_zero() {
        check_words(&["1m", "90s"], "2 steps | 2m 30s work");
        check_words(&["1m", "?"], "2 steps | ≥ 1m work, 1 unknown");
        check_words(&["?"], "1 step | work unknown");
        check_words(&["soon"], "1 step | work unknown");
        check_words(&["triangular 1m 2m 6m"], "1 step | ≈3m work");
        check_words(&["1d", "1h", "20s"], "3 steps | 1d 1h work");
        check_words(&["250ms"], "1 step | 250ms work");
        check_words(&[], "0 steps");
    }

    #[test]
    fn waiting_is_no_unknown_work() {
        let mut tally = PhaseTally::default();
        let step = Step {
            kind: StepKind::Wait,
            wait: Some(Written::read("4m")),
            ..Step::default()
        };
        tally.count(&step, false);
        assert_eq!(tally.words(), ["1 step", "4m wait"]);
        tally.count(&Step { wait: None, ..step }, false);
        assert_eq!(tally.words(), ["2 steps", "≥ 4m wait, 1 unknown"]);
        let mut evidence = PhaseTally::default();
        evidence.count(&Step::default(), true);
        assert_eq!(evidence.words(), ["1 step"]);
    }
}

//! What is counted of a phase: steps, work, waiting, pains, AI touchpoints, changes.
//!
//! Knows no probabilities: times are summed as if a case passed every step once. Unknown is not zero: what
//! nobody gave is counted as such and said in the words.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{
        Amount, Blueprint, Hours, LaneKind, MomentId, PhaseId, Step, StepKind, Time, VariantId,
        Written,
    },
    patch::{ChangeKind, Comparison},
};

/// How long a working day counts in a sum, in hours.
const WORKING_DAY: Hours = Hours(8.0);

/// A sum of times of which some are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// The means of the known ones together, in milliseconds.
    millis: f64,
    /// How many are known.
    pub known: usize,
    /// How many are not.
    pub unknown: usize,
}

/// What is counted of one phase in one variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhaseTally {
    /// Cards.
    pub steps: usize,
    /// Work of those that are executed and no waiting.
    pub work: Sum,
    /// Waiting that somebody gave.
    pub wait: Sum,
    /// Pains.
    pub pains: usize,
    /// AI touchpoints.
    pub touchpoints: usize,
    /// Steps that differ from the other variant compared, by kind.
    pub changes: BTreeMap<ChangeKind, usize>,
}

impl Sum {
    fn add(&mut self, time: Option<&Written<Time>>) {
        match time.and_then(Written::known) {
            Some(time) => {
                self.known += 1;
                self.millis += time.mean(WORKING_DAY);
            }
            None => self.unknown += 1,
        }
    }

    /// The sum in words: `12m`, `at least 12m`; `None` when nothing is known.
    pub fn words(&self) -> Option<String> {
        let known = self.of_known()?;
        Some(match self.unknown {
            0 => known,
            _ => format!("at least {known}"),
        })
    }

    /// The sum in few characters: `12m`, `≥ 12m`; `None` when nothing is known.
    pub fn short(&self) -> Option<String> {
        let known = self.of_known()?;
        Some(match self.unknown {
            0 => known,
            _ => format!("≥ {known}"),
        })
    }

    fn of_known(&self) -> Option<String> {
        if self.known == 0 || !self.millis.is_finite() {
            return None;
        }
        Some(in_units(self.millis))
    }
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
        let evidence = blueprint.lanes.iter();
        let evidence: BTreeSet<_> = evidence
            .filter(|lane| lane.kind == LaneKind::PhysicalEvidence)
            .map(|lane| &lane.id)
            .collect();
        let mut tallies: BTreeMap<PhaseId, Self> = BTreeMap::new();
        let Some((_, held)) = blueprint.variant(variant) else {
            return tallies;
        };
        for (id, step) in &held.steps {
            let Some((lane, moment)) = step.cell() else {
                continue;
            };
            let Some(phase) = phases.get(moment) else {
                continue;
            };
            let tally = tallies.entry((*phase).clone()).or_default();
            tally.count(step, evidence.contains(lane));
            let kinds = comparison.and_then(|comparison| comparison.steps.get(id));
            for kind in kinds.into_iter().flatten() {
                *tally.changes.entry(*kind).or_default() += 1;
            }
        }
        tallies
    }

    fn count(&mut self, step: &Step, is_evidence: bool) {
        self.steps += 1;
        self.pains += step.pains.len();
        self.touchpoints += usize::from(step.ai.is_some());
        if step.wait.is_some() {
            self.wait.add(step.wait.as_ref());
        }
        if is_evidence {
            return;
        }
        match step.workers.as_slice() {
            [] if step.work.is_none() && step.kind == StepKind::Wait => {}
            [] => self.work.add(step.work.as_ref()),
            workers => workers.iter().for_each(|w| self.work.add(w.work.as_ref())),
        }
    }

    /// Steps and times in words, the most telling first: `6 steps`, `at least 4m work, 2 unknown`.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![plural(self.steps, "step", "steps")];
        match (self.work.words(), self.work.unknown) {
            (Some(sum), 0) => words.push(format!("{sum} work")),
            (Some(sum), unknown) => words.push(format!("{sum} work, {unknown} unknown")),
            (None, 0) => {}
            (None, _) => words.push("work unknown".to_owned()),
        }
        words.extend(self.wait.words().map(|sum| format!("{sum} wait")));
        words
    }
}

impl PhaseTally {
    /// Steps and times in few characters, for a place that is narrow: `6 steps`, `≥ 4m work`.
    pub fn short_words(&self) -> Vec<String> {
        let mut words = vec![plural(self.steps, "step", "steps")];
        words.extend(self.work.short().map(|sum| format!("{sum} work")));
        words.extend(self.wait.short().map(|sum| format!("{sum} wait")));
        words
    }
}

/// The mean of a spread in its two largest units: `4m 30s`.
pub fn mean_words(time: &Time) -> String {
    in_units(time.mean(WORKING_DAY))
}

/// Milliseconds in their two largest units.
fn in_units(millis: f64) -> String {
    let seconds = (millis / 1000.0).round();
    // Below a second the parts of it count.
    let millis = if seconds > 0.0 {
        seconds * 1000.0
    } else {
        millis.round()
    };
    let whole = Amount::from_millis(millis as u64).to_string();
    let largest: Vec<&str> = whole.split(' ').take(2).collect();
    largest.join("\u{a0}")
}

/// A count with its noun: `1 step`, `3 steps`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check_words(&["1m", "?"], "2 steps | at least 1m work, 1 unknown");
        check_words(&["?"], "1 step | work unknown");
        check_words(&["soon"], "1 step | work unknown");
        check_words(&["triangular 1m 2m 6m"], "1 step | 3m work");
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
        let mut evidence = PhaseTally::default();
        evidence.count(&Step::default(), true);
        assert_eq!(evidence.words(), ["1 step"]);
    }
}

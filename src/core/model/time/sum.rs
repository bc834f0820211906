//! Times of several steps, added up: the one way for cards, rows, tiles and tables.
//!
//! A spread counts as its mean: means of parts add up to the mean of the whole, modes and medians do not.
//! Unknown is not zero: what nobody gave, or nobody can read, is counted as such. Knows no probabilities: a
//! sum is that of a case which passes every step once.

use std::collections::BTreeSet;

use super::{Amount, Time};
use crate::model::{ConnectorKind, Split, Step, StepId, StepKind, Variant, Written};

/// Times added up, of which some may not be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeSum {
    sum: Amount,
    /// Some of it is the mean of a spread.
    about: bool,
    /// How many times are known.
    pub known: usize,
    /// How many are not.
    pub unknown: usize,
}

impl TimeSum {
    /// Adds a time.
    pub fn add(&mut self, time: Option<&Written<Time>>) {
        let Some(time) = time.and_then(Written::known) else {
            self.unknown += 1;
            return;
        };
        self.known += 1;
        self.sum = self.sum.saturating_add(time.expected());
        self.about |= !matches!(time, Time::Fixed(_));
    }

    /// What is known: `4m 30s`, `≈4m` when some of it is a mean, `≥ 4m` when some of it is not known; `None` when
    /// nothing is.
    pub fn of_known(&self) -> Option<String> {
        let least = if self.unknown > 0 { "≥ " } else { "" };
        let about = if self.about { "≈" } else { "" };
        (self.known > 0).then(|| format!("{least}{about}{}", self.sum.short()))
    }
}

/// What steps take: people's work added up, whoever does it at the same time, and delays apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Of the workers, or of steps without workers their own.
    pub work: TimeSum,
    /// Of delays in which nobody works.
    pub wait: TimeSum,
}

impl Spent {
    /// What `steps` take together. Evidence is not executed: it is the caller's to leave it out.
    pub fn of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        let mut spent = Self::default();
        steps.into_iter().for_each(|step| spent.add(step));
        spent
    }

    /// Adds what a step takes. An action takes work and a wait takes time, whether somebody said how
    /// much or not.
    pub fn add(&mut self, step: &Step) {
        match &*step.workers {
            [] if step.work.is_some() || step.kind == StepKind::Action => {
                self.work.add(step.work.as_ref());
            }
            workers => workers.iter().for_each(|w| self.work.add(w.work.as_ref())),
        }
        if step.wait.is_some() || step.kind == StepKind::Wait {
            self.wait.add(step.wait.as_ref());
        }
    }
}

impl Variant {
    /// The steps to which a way out of a decision leads: a case goes one of these ways, and a sum of times counts all.
    pub fn ways_of_decisions(&self) -> BTreeSet<&StepId> {
        let ways = self.connectors.values().filter(|way| {
            let from = self.steps.get(&way.from);
            let decides = from.is_some_and(|from| from.split == Some(Split::Either));
            decides && way.kind == ConnectorKind::Flow
        });
        ways.map(|way| &way.to).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Connector, Worker};

    /// Proves what steps with these work times take; `?` is a time that nobody gave.
    fn check_work(works: &[&str], known: Option<&str>, unknown: usize) {
        let steps: Vec<Step> = works
            .iter()
            .map(|work| Step {
                work: (*work != "?").then(|| Written::read(work)),
                ..Step::default()
            })
            .collect();
        let sum = Spent::of(&steps).work;
        let words = sum.of_known().map(|words| words.replace('\u{a0}', " "));
        assert_eq!(
            (words.as_deref(), sum.unknown),
            (known, unknown),
            "{works:?}"
        );
    }

    #[test]
    fn sums_are_of_means_and_say_what_is_missing() {
        check_work(&["1m", "90s"], Some("2m 30s"), 0);
        check_work(&["1m", "?", "soon"], Some("≥ 1m"), 2);
        check_work(&["?"], None, 1);
        check_work(&["triangular 1m 2m 6m"], Some("≈3m"), 0);
        check_work(&["triangular 1m 2m 6m", "1m"], Some("≈4m"), 0);
        check_work(&["1wd 7h", "1wd 3h"], Some("2wd 10h"), 0);
        check_work(&["1d", "1h", "20s"], Some("1d 1h"), 0);
        check_work(&[], None, 0);
    }

    #[test]
    fn ways_out_of_a_decision_are_alternatives() {
        let mut variant = Variant::default();
        let decides = Step {
            split: Some(Split::Either),
            ..Step::default()
        };
        for (id, step) in [("asks", decides), ("a", Step::default())] {
            variant.steps.insert(id.into(), step.into());
        }
        let ways = [
            ("c-1", "asks", "a", ConnectorKind::Flow),
            ("c-2", "asks", "b", ConnectorKind::Flow),
            ("c-3", "asks", "told", ConnectorKind::Message),
            ("c-4", "a", "next", ConnectorKind::Flow),
        ];
        for (id, from, to, kind) in ways {
            let way = Connector {
                from: from.into(),
                to: to.into(),
                kind,
                ..Connector::default()
            };
            variant.connectors.insert(id.into(), way.into());
        }
        let ways: Vec<&str> = variant
            .ways_of_decisions()
            .iter()
            .map(|id| id.as_str())
            .collect();
        assert_eq!(ways, ["a", "b"]);
    }

    #[test]
    fn workers_and_waits_count_by_themselves() {
        let worker = |work: &str| Worker {
            role: "agent".into(),
            work: (work != "?").then(|| Written::read(work)),
        };
        let both = Step {
            workers: vec![worker("1m"), worker("?")],
            wait: Some(Written::read("2d")),
            ..Step::default()
        };
        let waits = Step {
            kind: StepKind::Wait,
            ..Step::default()
        };
        let spent = Spent::of([&both, &waits]);
        assert_eq!((spent.work.known, spent.work.unknown), (1, 1));
        assert_eq!((spent.wait.known, spent.wait.unknown), (1, 1));
    }
}

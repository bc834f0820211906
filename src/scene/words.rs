//! Figures in the few characters that a card has room for. Knows nothing of where they stand.

use crate::model::{Amount, Share, Step, StepKind, Time, Written};

/// A share in percent, with a decimal only when it has one: `34 %`, `2.5 %`. `None` when it is no number.
pub(super) fn percent(share: Share) -> Option<String> {
    let tenths = (share.0 * 1000.0).round();
    if !tenths.is_finite() {
        return None;
    }
    Some(format!("{}\u{a0}%", tenths / 10.0))
}

/// `2 pain points`; just the noun when there is one.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        one.to_owned()
    } else {
        format!("{number} {many}")
    }
}

/// `1 step`, `2 steps`.
pub(super) fn plural(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// The time people work on `step`: its workers' together, or its own. Empty when nobody said.
/// A `+ ?` stands for workers whose time nobody gave: unknown is not zero.
pub(super) fn work_time(step: &Step) -> String {
    if step.workers.is_empty() {
        return step.work.as_ref().map(time).unwrap_or_default();
    }
    if let [worker] = &*step.workers {
        return worker.work.as_ref().map(time).unwrap_or_default();
    }
    let known: Vec<&Time> = step
        .workers
        .iter()
        .filter_map(|worker| worker.work.as_ref()?.known())
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let sum = known.iter().fold(Amount::default(), |sum, time| {
        let next = middle(time);
        Amount {
            working_days: sum.working_days.saturating_add(next.working_days),
            millis: sum.millis.saturating_add(next.millis),
        }
    });
    let about = if known.iter().all(|time| matches!(time, Time::Fixed(_))) {
        ""
    } else {
        "≈"
    };
    let more = if known.len() < step.workers.len() {
        " + ?"
    } else {
        ""
    };
    format!("{about}{}{more}", amount(sum))
}

/// Times added up, and whether some are missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Total {
    known: Option<Amount>,
    /// Some of it is the middle of a spread.
    about: bool,
    /// Some of it nobody gave, or cannot be read.
    missing: bool,
}

impl Total {
    fn add(&mut self, time: Option<&Written<Time>>) {
        let Some(time) = time.and_then(Written::known) else {
            self.missing = true;
            return;
        };
        let (sum, next) = (self.known.unwrap_or_default(), middle(time));
        self.known = Some(Amount {
            working_days: sum.working_days.saturating_add(next.working_days),
            millis: sum.millis.saturating_add(next.millis),
        });
        self.about |= !matches!(time, Time::Fixed(_));
    }

    /// `≈1m 10s + ?`, `?` when nothing is known, and nothing when there is nothing to know.
    pub(super) fn words(&self) -> Option<String> {
        let about = if self.about { "≈" } else { "" };
        match (self.known, self.missing) {
            (Some(known), false) => Some(format!("{about}{}", amount(known))),
            (Some(known), true) => Some(format!("{about}{} + ?", amount(known))),
            (None, true) => Some("?".to_owned()),
            (None, false) => None,
        }
    }
}

/// The time of several steps: people's work added up, whoever does it at the same time, and delays apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sum {
    pub(super) work: Total,
    pub(super) wait: Total,
}

impl Sum {
    pub(super) fn of<'a>(steps: impl Iterator<Item = &'a Step>) -> Self {
        let mut sum = Self::default();
        for step in steps {
            match &*step.workers {
                [] if step.work.is_some() || step.kind == StepKind::Action => {
                    sum.work.add(step.work.as_ref());
                }
                workers => workers.iter().for_each(|w| sum.work.add(w.work.as_ref())),
            }
            if step.wait.is_some() || step.kind == StepKind::Wait {
                sum.wait.add(step.wait.as_ref());
            }
        }
        sum
    }

    /// Whether any of it is known.
    pub(super) fn is_known(&self) -> bool {
        self.work.known.is_some() || self.wait.known.is_some()
    }

    /// `1m 10s, wait 2d`.
    pub(super) fn words(&self) -> Option<String> {
        let wait = self.wait.words().map(|wait| format!("wait {wait}"));
        let parts: Vec<String> = self.work.words().into_iter().chain(wait).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// A time in few characters: `4m 30s`, of a spread its middle as `≈3m`; as written when it cannot be read.
pub(super) fn time(time: &Written<Time>) -> String {
    match time {
        Written::Known(Time::Fixed(fixed)) => amount(*fixed),
        Written::Known(spread) => format!("≈{}", amount(middle(spread))),
        Written::Unread(text) => text.clone(),
    }
}

/// The value by which a spread is known: its most frequent, mean or median one.
fn middle(time: &Time) -> Amount {
    match *time {
        Time::Fixed(amount) => amount,
        Time::Triangular { mode, .. } => mode,
        Time::Exponential { mean } => mean,
        Time::Lognormal { median, .. } => median,
        Time::Uniform { min, max } => Amount {
            working_days: min.working_days.midpoint(max.working_days),
            millis: min.millis.midpoint(max.millis),
        },
    }
}

/// The two largest units of `amount`: `1wd 2h`, `4m 30s`, `0s`.
fn amount(amount: Amount) -> String {
    const UNITS: [(&str, u64); 5] = [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1000),
        ("ms", 1),
    ];
    let mut parts = Vec::new();
    if amount.working_days > 0 {
        parts.push(format!("{}wd", amount.working_days));
    }
    let mut rest = amount.millis;
    for (unit, length) in UNITS {
        if rest >= length {
            parts.push(format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    parts.truncate(2);
    if parts.is_empty() {
        "0s".to_owned()
    } else {
        parts.join("\u{a0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Worker;

    const fn of(working_days: u32, millis: u64) -> Amount {
        Amount {
            working_days,
            millis,
        }
    }

    fn check_amount(working_days: u32, millis: u64, expected: &str) {
        let shown = amount(of(working_days, millis)).replace('\u{a0}', " ");
        assert_eq!(shown, expected);
    }

    #[test]
    fn amounts_show_their_two_largest_units() {
        check_amount(0, 0, "0s");
        check_amount(0, 40_000, "40s");
        check_amount(0, 270_000, "4m 30s");
        check_amount(0, 90_061_001, "1d 1h");
        check_amount(2, 3_600_000, "2wd 1h");
        check_amount(0, 250, "250ms");
    }

    #[test]
    fn shares_are_percent() {
        assert_eq!(percent(Share(0.34)).as_deref(), Some("34\u{a0}%"));
        assert_eq!(percent(Share(0.025)).as_deref(), Some("2.5\u{a0}%"));
        assert_eq!(percent(Share(f64::NAN)), None);
    }

    #[test]
    fn unknown_time_of_a_worker_is_not_zero() {
        let worker = |work: Option<Time>| Worker {
            role: "agent".into(),
            work: work.map(Written::Known),
        };
        let step = |workers| Step {
            workers,
            ..Step::default()
        };
        let minute = Time::Fixed(of(0, 60_000));
        assert_eq!(work_time(&step(vec![worker(None)])), "");
        assert_eq!(
            work_time(&step(vec![worker(Some(minute)), worker(None)])),
            "1m + ?"
        );
        assert_eq!(
            work_time(&step(vec![worker(Some(minute)), worker(Some(minute))])),
            "2m"
        );
    }
}

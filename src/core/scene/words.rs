//! Figures in the few characters that a card has room for. Knows nothing of where they stand.

use crate::model::{Share, Spent, Step, Time, TimeSum, Written};

/// A share in percent, with a decimal only when it has one: `34 %`, `2.5 %`. `None` when it is no number.
pub(super) fn percent(share: Share) -> Option<String> {
    let tenths = (share.0 * 1000.0).round();
    if !tenths.is_finite() {
        return None;
    }
    Some(format!("{}\u{a0}%", tenths / 10.0))
}

/// Where a step stands that is not in the picture: `→ Answer: Reads the answer`. `sign` points there.
pub fn words_elsewhere(sign: &str, phase: &str, step: &str) -> String {
    let place = match phase.trim() {
        "" => String::new(),
        phase => format!("{phase}: "),
    };
    format!("{sign} {place}{step}").trim_start().to_owned()
}

/// `2 pain points`; just the noun when there is one.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        one.to_owned()
    } else {
        format!("{number} {many}")
    }
}

/// The time people work on `step`: its workers' together, or its own. Empty when nobody said.
/// A `≥` stands for workers whose time nobody gave: unknown is not zero.
pub(super) fn work_time(step: &Step) -> String {
    match &*step.workers {
        [] => step.work.as_ref().map(time).unwrap_or_default(),
        [worker] => worker.work.as_ref().map(time).unwrap_or_default(),
        _ => match Spent::of([step]).work {
            TimeSum { known: 0, .. } => String::new(),
            sum => sum_words(&sum).unwrap_or_default(),
        },
    }
}

/// `≥ ≈1m 10s`, `?` when nothing is known, and nothing when there is nothing to know.
pub(super) fn sum_words(sum: &TimeSum) -> Option<String> {
    let unknown = || (sum.unknown > 0).then(|| "?".to_owned());
    sum.of_known().or_else(unknown)
}

/// `1m 10s, wait 2d`.
pub(super) fn spent_words(spent: &Spent) -> Option<String> {
    let wait = sum_words(&spent.wait).map(|wait| format!("wait {wait}"));
    let parts: Vec<String> = sum_words(&spent.work).into_iter().chain(wait).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A time in few characters: `4m 30s`, of a spread its mean as `≈3m`; as written when it cannot be read.
pub(super) fn time(time: &Written<Time>) -> String {
    match time {
        Written::Known(Time::Fixed(fixed)) => fixed.short(),
        Written::Known(spread) => format!("≈{}", spread.expected().short()),
        Written::Unread(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, Worker};

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
        let minute = Time::Fixed(Amount::from_millis(60_000));
        assert_eq!(work_time(&step(vec![worker(None)])), "");
        assert_eq!(
            work_time(&step(vec![worker(Some(minute)), worker(None)])),
            "≥ 1m"
        );
        assert_eq!(
            work_time(&step(vec![worker(Some(minute)), worker(Some(minute))])),
            "2m"
        );
    }
}

//! Times cut in two and put together, as far as a spread allows it.

use super::{Amount, HOUR, Time, WORKING_DAY, amount::WEEK};

impl Amount {
    /// Two halves that are the whole together, in whole seconds where it has some.
    fn halves(self) -> [Self; 2] {
        let unit = if self.millis >= 2_000 { 1_000 } else { 1 };
        let first = (self.millis / unit).div_ceil(2) * unit;
        // Half of a working day is hours of the clock.
        let odd = match self.working_days % 2 {
            0 => 0,
            _ => (WORKING_DAY.0 * HOUR / 2.0) as u64,
        };
        let odd_week = match self.weeks % 2 {
            0 => 0,
            _ => WEEK / 2,
        };
        [first, self.millis - first].map(|millis| Self {
            weeks: self.weeks / 2,
            working_days: self.working_days / 2,
            millis: millis.saturating_add(odd).saturating_add(odd_week),
        })
    }
}

impl Time {
    /// Its two halves: of a spread each of its values is cut in two.
    pub fn halves(self) -> [Self; 2] {
        let halves = match self {
            Self::Fixed(amount) => amount.halves().map(Self::Fixed),
            Self::Triangular { min, mode, max } => {
                let ([a, b], [c, d], [e, f]) = (min.halves(), mode.halves(), max.halves());
                [(a, c, e), (b, d, f)].map(|(min, mode, max)| Self::Triangular { min, mode, max })
            }
            Self::Exponential { mean } => mean.halves().map(|mean| Self::Exponential { mean }),
            Self::Lognormal { median, p95 } => {
                let ([a, b], [c, d]) = (median.halves(), p95.halves());
                [(a, c), (b, d)].map(|(median, p95)| Self::Lognormal { median, p95 })
            }
            Self::Uniform { min, max } => {
                let ([a, b], [c, d]) = (min.halves(), max.halves());
                [(a, c), (b, d)].map(|(min, max)| Self::Uniform { min, max })
            }
        };
        // Of next to nothing there is no half.
        halves.map(|half| half.checked().unwrap_or(self))
    }

    /// Both one after the other; `None` where that is no time of a kind there is: of two spreads, and of a fixed time
    /// with one that has no longest.
    pub fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Fixed(fixed), time) | (time, Self::Fixed(fixed)) => match time {
                Self::Fixed(amount) => Some(Self::Fixed(amount.saturating_add(fixed))),
                Self::Triangular { min, mode, max } => Some(Self::Triangular {
                    min: min.saturating_add(fixed),
                    mode: mode.saturating_add(fixed),
                    max: max.saturating_add(fixed),
                }),
                Self::Uniform { min, max } => Some(Self::Uniform {
                    min: min.saturating_add(fixed),
                    max: max.saturating_add(fixed),
                }),
                Self::Exponential { .. } | Self::Lognormal { .. } => None,
            },
            _ => None,
        }
    }

    /// What is left of it once `other` is taken from it; `None` where nothing is left, or where one of them spreads.
    pub fn minus(self, other: Self) -> Option<Self> {
        let (Self::Fixed(whole), Self::Fixed(part)) = (self, other) else {
            return None;
        };
        let millis = whole.by_the_clock().checked_sub(part.by_the_clock())?;
        let left = Amount {
            weeks: 0,
            working_days: whole.working_days.checked_sub(part.working_days)?,
            millis: u64::try_from(millis).ok()?,
        };
        (left != Amount::default()).then_some(Self::Fixed(left))
    }

    /// The means of both together.
    pub fn means_together(self, other: Self) -> Self {
        Self::Fixed(self.expected().saturating_add(other.expected()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().expect("a time")
    }

    #[test]
    fn what_is_taken_away_leaves_the_rest() {
        for (whole, part, rest) in [
            ("25m", "20m", Some("5m")),
            ("1w", "1d", Some("6d")),
            ("2wd", "1wd", Some("1wd")),
            ("25m", "25m", None),
            ("25m", "30m", None),
            ("1wd", "1h", None),
            ("uniform 1m 5m", "1m", None),
        ] {
            assert_eq!(
                time(whole).minus(time(part)),
                rest.map(time),
                "{whole} {part}"
            );
        }
    }

    #[test]
    fn halves_are_the_whole_together() {
        for (whole, first, second) in [
            ("1m 10s", "35s", "35s"),
            ("45s", "23s", "22s"),
            ("1s", "500ms", "500ms"),
            ("1wd", "4h", "4h"),
            ("6w", "3w", "3w"),
            ("1w", "3d 12h", "3d 12h"),
            ("3wd 1h", "1wd 4h 30m", "1wd 4h 30m"),
            ("uniform 1m 5m", "uniform 30s 2m30s", "uniform 30s 2m30s"),
            (
                "triangular 1m 2m 6m",
                "triangular 30s 1m 3m",
                "triangular 30s 1m 3m",
            ),
            (
                "lognormal 1ms p95 2ms",
                "lognormal 1ms p95 1ms",
                "lognormal 1ms p95 2ms",
            ),
        ] {
            assert_eq!(time(whole).halves(), [time(first), time(second)], "{whole}");
        }
    }

    #[test]
    fn a_fixed_time_moves_a_spread_and_two_spreads_are_none() {
        let plus = |a: &str, b: &str| time(a).plus(time(b));
        assert_eq!(plus("1m", "90s"), Some(time("2m 30s")));
        assert_eq!(plus("1m", "uniform 1m 5m"), Some(time("uniform 2m 6m")));
        assert_eq!(
            plus("triangular 1m 2m 6m", "1m"),
            Some(time("triangular 2m 3m 7m"))
        );
        assert_eq!(plus("uniform 1m 5m", "uniform 1m 5m"), None);
        assert_eq!(plus("exponential 1m", "1m"), None);
        let both = time("uniform 1m 5m").means_together(time("exponential 1m"));
        assert_eq!(both, time("4m"));
    }
}

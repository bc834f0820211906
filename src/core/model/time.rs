//! Time as people write it: a fixed length or a spread.
//!
//! Owns two spellings. The file's is strict and has one text for each time; what people type is taken
//! in many ways. Knows no calendar: how long a working day is, is the caller's to say.

mod amount;
mod parts;
mod spoken;
mod sum;
mod typed;

use std::{fmt, str::FromStr};

pub use amount::Amount;
use amount::UNITS;
pub use sum::{Spent, TimeSum};

/// Milliseconds in an hour.
const HOUR: f64 = 3_600_000.0;

/// How long a part of a working day is taken to be where nobody said how long a working day is.
const WORKING_DAY: super::Hours = super::Hours(8.0);

/// A length of time that is the same for every case, or spread over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// The same for every case.
    Fixed(Amount),
    /// Triangular distribution.
    Triangular {
        /// Shortest.
        min: Amount,
        /// Most frequent.
        mode: Amount,
        /// Longest.
        max: Amount,
    },
    /// Exponential distribution.
    Exponential {
        /// Mean.
        mean: Amount,
    },
    /// Log-normal distribution.
    Lognormal {
        /// Half of the cases take less.
        median: Amount,
        /// 95 % of the cases take less.
        p95: Amount,
    },
    /// Uniform distribution.
    Uniform {
        /// Shortest.
        min: Amount,
        /// Longest.
        max: Amount,
    },
}

/// Why a text is no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no time: write 40s, 4m 30s, 2h, 3d, 1wd or 6w")]
pub struct TimeError(pub String);

impl Time {
    /// Reads what a person types: the file's spelling, or `90` (seconds), `1:30`, `1:02:03`, `1m10`,
    /// `1,5 min`, `2 days`, `3-5m` (uniform), `5-8-20m` (triangular), `half an hour`, `about ten minutes`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_typed(text: &str) -> Result<Self, TimeError> {
        text.parse()
            .ok()
            .or_else(|| typed::time(text))
            .ok_or_else(|| TimeError(text.to_owned()))
    }

    /// What is left of a length of time as people say it, without `about` before it and `or so` after it.
    pub fn without_about(text: &str) -> &str {
        spoken::bare(text)
    }

    /// Its mean in milliseconds, when a working day has `working_day` hours.
    ///
    /// Triangular: (min + mode + max) / 3. Log-normal with median m and 95th percentile p:
    /// m exp(s² / 2), where s = ln(p / m) / 1.645 (the 95th percentile of the standard normal).
    pub fn mean(self, working_day: super::Hours) -> f64 {
        let millis = |amount: Amount| amount.in_millis(working_day);
        match self {
            Self::Fixed(amount) => millis(amount),
            Self::Triangular { min, mode, max } => (millis(min) + millis(mode) + millis(max)) / 3.0,
            Self::Exponential { mean } => millis(mean),
            Self::Lognormal { median, p95 } => {
                let median = millis(median);
                let spread = (millis(p95) / median).ln() / 1.645;
                if spread.is_finite() {
                    median * (spread * spread / 2.0).exp()
                } else {
                    median
                }
            }
            Self::Uniform { min, max } => f64::midpoint(millis(min), millis(max)),
        }
    }

    /// Its mean as a length: weeks and working days of it stay what they are, as far as they are whole.
    pub fn expected(self) -> Amount {
        let mean_of = |amounts: &[Amount]| {
            let count = amounts.len() as f64;
            let mean = |part: fn(&Amount) -> f64| amounts.iter().map(part).sum::<f64>() / count;
            let weeks = mean(|amount| f64::from(amount.weeks));
            let days = mean(|amount| f64::from(amount.working_days));
            Amount::of_parts(weeks, days, mean(|amount| amount.millis as f64))
        };
        match self {
            Self::Fixed(amount) | Self::Exponential { mean: amount } => amount,
            Self::Triangular { min, mode, max } => mean_of(&[min, mode, max]),
            Self::Uniform { min, max } => mean_of(&[min, max]),
            Self::Lognormal { median, .. } => {
                let factor = self.mean(WORKING_DAY) / median.in_millis(WORKING_DAY);
                if factor.is_finite() {
                    median.times(factor)
                } else {
                    median
                }
            }
        }
    }

    /// This spread, unless its values contradict each other.
    fn checked(self) -> Option<Self> {
        let sound = match self {
            Self::Fixed(_) | Self::Exponential { .. } => true,
            Self::Triangular { min, mode, max } => {
                !(mode.is_surely_below(min)
                    || max.is_surely_below(mode)
                    || max.is_surely_below(min))
            }
            Self::Lognormal { median, p95 } => {
                median != Amount::default() && !p95.is_surely_below(median)
            }
            Self::Uniform { min, max } => !max.is_surely_below(min),
        };
        sound.then_some(self)
    }

    /// Reads a spread by name from its amounts, which `amount` reads.
    fn spread(
        name: &str,
        amounts: &[&str],
        amount: impl Fn(&str) -> Option<Amount>,
    ) -> Option<Self> {
        let time = match (name, amounts) {
            ("triangular", [min, mode, max]) => Self::Triangular {
                min: amount(min)?,
                mode: amount(mode)?,
                max: amount(max)?,
            },
            ("exponential", [mean]) => Self::Exponential {
                mean: amount(mean)?,
            },
            ("lognormal", [median, "p95", p95]) => Self::Lognormal {
                median: amount(median)?,
                p95: amount(p95)?,
            },
            ("uniform", [min, max]) => Self::Uniform {
                min: amount(min)?,
                max: amount(max)?,
            },
            _ => return None,
        };
        time.checked()
    }
}

impl FromStr for Time {
    type Err = TimeError;

    /// Reads the file's spelling: `4m 30s`, `triangular 1m 3m 10m`. Within a spread an amount has no
    /// spaces: `uniform 1m30s 3m`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        // Each word is sound by itself, so that `1 0s` is not taken for ten seconds.
        let fixed = || {
            let sound = words.iter().all(|word| Amount::parse(word).is_some());
            sound.then(|| Amount::parse(&words.concat()).map(Self::Fixed))?
        };
        let time = match words.as_slice() {
            [name, amounts @ ..] => Self::spread(name, amounts, Amount::parse).or_else(fixed),
            [] => None,
        };
        time.ok_or_else(|| TimeError(text.to_owned()))
    }
}

impl Time {
    /// As a person reads it, and may type it: `5m`, `5m–10m`, `2m–3m–8m` with the most frequent in the middle;
    /// other spreads as the file has them.
    pub fn words(&self) -> String {
        let joined = |amounts: &[Amount]| {
            let amounts: Vec<String> = amounts.iter().map(Amount::to_string).collect();
            amounts.join("–")
        };
        match *self {
            Self::Uniform { min, max } => joined(&[min, max]),
            Self::Triangular { min, mode, max } => joined(&[min, mode, max]),
            Self::Fixed(_) | Self::Exponential { .. } | Self::Lognormal { .. } => self.to_string(),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut spread = |name: &str, amounts: &[Amount]| {
            f.write_str(name)?;
            for amount in amounts {
                f.write_str(" ")?;
                amount.spell(f, "")?;
            }
            Ok(())
        };
        match *self {
            Self::Fixed(amount) => amount.fmt(f),
            Self::Triangular { min, mode, max } => spread("triangular", &[min, mode, max]),
            Self::Exponential { mean } => spread("exponential", &[mean]),
            Self::Uniform { min, max } => spread("uniform", &[min, max]),
            Self::Lognormal { median, p95 } => {
                spread("lognormal", &[median])?;
                spread(" p95", &[p95])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Hours;

    fn check_spelling(text: &str, canonical: &str) {
        let time: Time = text.parse().expect(text);
        assert_eq!(time.to_string(), canonical, "{text}");
    }

    fn check_typed(text: &str, canonical: &str) {
        let time = Time::from_typed(text).expect(text);
        assert_eq!(time.to_string(), canonical, "{text}");
    }

    fn check_refused(text: &str) {
        assert_eq!(Time::from_typed(text), Err(TimeError(text.to_owned())));
    }

    #[test]
    fn every_time_has_one_spelling() {
        for canonical in [
            "0s",
            "40s",
            "4m 30s",
            "2h",
            "3d",
            "1wd",
            "1wd 4h",
            "6w",
            "42d",
            "1w 9d",
            "2w 1wd 4h",
            "1s 500ms",
            "4294967295w 4294967295wd 213503982334d 14h 25m 51s 615ms",
            "triangular 1m 3m 10m",
            "triangular 1m30s 3m 1wd4h",
            "uniform 2w 1w7d",
            "exponential 5m",
            "lognormal 5m p95 20m",
            "uniform 1m 3m",
        ] {
            check_spelling(canonical, canonical);
        }
        check_spelling("90s", "1m 30s");
        check_spelling("4m30s", "4m 30s");
        check_spelling("  36h ", "1d 12h");
    }

    #[test]
    fn people_type_times_in_many_ways() {
        for (typed, canonical) in [
            ("90", "1m 30s"),
            ("0.5", "500ms"),
            ("1:30", "1m 30s"),
            ("1:02:03", "1h 2m 3s"),
            ("1:30.5", "1m 30s 500ms"),
            ("1,5 min", "1m 30s"),
            ("1.5h", "1h 30m"),
            ("1m10", "1m 10s"),
            ("2h30", "2h 30m"),
            ("2 days", "2d"),
            ("1 working day", "1wd"),
            ("2 Working Days 3 hours", "2wd 3h"),
            ("6 weeks", "6w"),
            ("6w", "6w"),
            ("2-3 weeks", "uniform 2w 3w"),
            ("1.5 weeks", "1w 3d 12h"),
            ("a week and 2 days", "1w 2d"),
            ("1h and 5 minutes", "1h 5m"),
            ("40 Sec", "40s"),
            ("5-8-20m", "triangular 5m 8m 20m"),
            ("5 – 8 – 20 min", "triangular 5m 8m 20m"),
            ("40s-2m", "uniform 40s 2m"),
            ("30s - 1m 30s", "uniform 30s 1m30s"),
            ("5-8", "uniform 5s 8s"),
            ("Lognormal 5 p95 20m", "lognormal 5s p95 20m"),
            ("exponential 1,5m", "exponential 1m30s"),
        ] {
            check_typed(typed, canonical);
        }
    }

    #[test]
    fn people_say_times_in_words() {
        for (said, canonical) in [
            ("a quarter of an hour", "15m"),
            ("a quarter hour", "15m"),
            ("Three quarters of an hour", "45m"),
            ("three-quarters of an hour", "45m"),
            ("half an hour", "30m"),
            ("a half hour", "30m"),
            ("half a minute", "30s"),
            ("an hour and a half", "1h 30m"),
            ("one and a half hours", "1h 30m"),
            ("2 and a half min", "2m 30s"),
            ("an hour and half a minute", "1h 30s"),
            ("an hour and ten minutes", "1h 10m"),
            ("a couple of minutes", "2m"),
            ("a couple minutes", "2m"),
            ("a minute", "1m"),
            ("ten minutes", "10m"),
            ("twelve mins", "12m"),
            ("forty seconds", "40s"),
            ("ninety minutes", "1h 30m"),
            ("twenty-five minutes", "25m"),
            ("thirty five sec", "35s"),
            ("two working days", "2wd"),
            ("5 minutes or so", "5m"),
            ("half an hour or so", "30m"),
            ("about 5 min", "5m"),
            ("around 1:30", "1m 30s"),
            ("roughly 5-8 min", "uniform 5m 8m"),
            ("about a quarter of an hour or so", "15m"),
            ("~5m", "5m"),
            ("~ 5 m", "5m"),
        ] {
            check_typed(said, canonical);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            " ",
            "soon",
            "-5m",
            "5 x",
            "1:2:3:4",
            "1:75",
            "1e400",
            "99999999999999999999d",
            "300000000000d",
            "9999999999wd",
            "9999999999w",
            "uniform 2w 13d",
            "0.5wd",
            "triangular 10m 3m 1m",
            "triangular 1m 3m",
            "uniform 3m 1m",
            "lognormal 0s p95 1m",
            "20-8-5m",
            "1-2-3-4m",
            "m",
            "1 0s",
            "ten",
            "half",
            "a quarter",
            "a couple",
            "an",
            "about",
            "or so",
            "ten minutes and",
            "and ten minutes",
            "two quarters of an hour",
            "half a working day",
            "one two minutes",
        ] {
            check_refused(text);
        }
        for typed_only in ["90", "1:30", "1.5h", "30s 4m", "2 days", "5M"] {
            assert!(typed_only.parse::<Time>().is_err(), "{typed_only}");
        }
    }

    #[test]
    fn means_follow_the_formulas() {
        let mean = |text: &str| text.parse::<Time>().expect(text).mean(Hours(8.0));
        assert_eq!(mean("1wd 4h"), 12.0 * HOUR);
        assert_eq!(mean("6w"), mean("42d"));
        assert_eq!(mean("triangular 1m 3m 11m"), 5.0 * 60_000.0);
        assert_eq!(mean("uniform 1m 3m"), 2.0 * 60_000.0);
        assert_eq!(mean("exponential 5m"), 5.0 * 60_000.0);
        assert_eq!(mean("lognormal 5m p95 5m"), 5.0 * 60_000.0);
        // s = ln 4 / 1.645 = 0.8427; 5 exp(0.3551) = 7.1316 minutes.
        assert!((mean("lognormal 5m p95 20m") / 60_000.0 - 7.1316).abs() < 1e-3);
    }

    #[test]
    fn a_mean_is_told_in_two_units() {
        let told = |text: &str| {
            let mean = text.parse::<Time>().expect(text).expected();
            mean.short().replace('\u{a0}', " ")
        };
        assert_eq!(told("0s"), "0s");
        assert_eq!(told("250ms"), "250ms");
        assert_eq!(told("40s"), "40s");
        assert_eq!(told("1d 1h 1m"), "1d 1h");
        assert_eq!(told("triangular 1m 3m 11m"), "5m");
        assert_eq!(told("uniform 1wd 2wd"), "1wd 4h");
        assert_eq!(told("6w"), "6w");
        assert_eq!(told("uniform 1w 2w"), "1w 3d");
        assert_eq!(told("lognormal 5m p95 20m"), "7m 8s");
        assert_eq!(told("lognormal 1wd p95 1wd"), "1wd");
    }

    fn amounts() -> impl Strategy<Value = Amount> {
        let some = || prop_oneof![Just(0), any::<u32>()];
        (some(), some(), any::<u64>()).prop_map(|(weeks, working_days, millis)| Amount {
            weeks,
            working_days,
            millis,
        })
    }

    fn times() -> impl Strategy<Value = Time> {
        let sorted = proptest::collection::vec(any::<u64>(), 3).prop_map(|mut millis| {
            millis.sort_unstable();
            [millis[0], millis[1], millis[2]].map(|m| Amount::from_millis(m.max(1)))
        });
        prop_oneof![
            amounts().prop_map(Time::Fixed),
            amounts().prop_map(|mean| Time::Exponential { mean }),
            sorted
                .clone()
                .prop_map(|[min, mode, max]| Time::Triangular { min, mode, max }),
            sorted
                .clone()
                .prop_map(|[min, _, max]| Time::Uniform { min, max }),
            sorted.prop_map(|[median, _, p95]| Time::Lognormal { median, p95 }),
        ]
    }

    proptest! {
        #[test]
        fn both_means_are_the_same(time in times()) {
            // What is too long to be written is cut off.
            let most = u64::MAX as f64;
            let length = time.expected().in_millis(Hours(8.0)).min(most);
            let millis = time.mean(Hours(8.0)).min(most);
            prop_assert!((length - millis).abs() <= 1.0 + millis * 1e-9, "{time}: {length} {millis}");
        }

        #[test]
        fn a_spelled_time_reads_back(time in times()) {
            prop_assert_eq!(time.to_string().parse(), Ok(time));
            prop_assert_eq!(Time::from_typed(&time.to_string()), Ok(time));
            // What is typed goes up to some 285,000 years.
            let is_typed = time.mean(Hours(8.0)) < 1e14;
            prop_assert!(!is_typed || Time::from_typed(&time.words()) == Ok(time), "{}", time.words());
        }

        #[test]
        fn no_text_upsets_reading(text in "[ -~]{0,20}", odd in any::<String>()) {
            let _ = Time::from_typed(&text);
            let _ = Time::from_typed(&odd);
        }
    }
}

//! A length of time: weeks and working days as they were said, and whole milliseconds of the clock.
//!
//! Owns how a length is spelled in the file. Weeks and working days stand before the clock's units and stay what they
//! are: `6w` is no `42d`. Hours and below are normalised.

use std::fmt;

use super::{HOUR, WORKING_DAY};
use crate::model::Hours;

/// The units of the clock, largest first, in milliseconds.
pub(super) const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// Milliseconds in a week.
pub(super) const WEEK: u64 = 7 * 86_400_000;

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Whole weeks (`6w`), seven days each.
    pub weeks: u32,
    /// Whole working days (`1wd`), whose length depends on who works.
    pub working_days: u32,
    /// Milliseconds of the clock; a day has 24 hours.
    pub millis: u64,
}

impl Amount {
    /// So many milliseconds of the clock.
    pub const fn from_millis(millis: u64) -> Self {
        Self {
            weeks: 0,
            working_days: 0,
            millis,
        }
    }

    /// Its length in milliseconds, when a working day has `working_day` hours.
    pub fn in_millis(self, working_day: Hours) -> f64 {
        f64::from(self.working_days) * working_day.0 * HOUR + self.by_the_clock() as f64
    }

    /// Its milliseconds without the working days: all of the rest goes by the clock.
    pub fn by_the_clock(self) -> u128 {
        u128::from(self.weeks) * u128::from(WEEK) + u128::from(self.millis)
    }

    /// Both together; the most that can be said when that is too much.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self {
            weeks: self.weeks.saturating_add(other.weeks),
            working_days: self.working_days.saturating_add(other.working_days),
            millis: self.millis.saturating_add(other.millis),
        }
    }

    /// Its two largest units, kept together on a line: `1wd 2h`, `4m 30s`, `0s`. From a second on
    /// rounded to seconds.
    pub fn short(self) -> String {
        let millis = match self.millis {
            millis @ 0..1000 => millis,
            millis => millis.saturating_add(500) / 1000 * 1000,
        };
        let whole = Self { millis, ..self }.to_string();
        let largest: Vec<&str> = whole.split(' ').take(2).collect();
        largest.join("\u{a0}")
    }

    /// `factor` times as long, a part of a working day as hours of the clock.
    pub(super) fn times(self, factor: f64) -> Self {
        Self::of_parts(
            f64::from(self.weeks) * factor,
            f64::from(self.working_days) * factor,
            self.millis as f64 * factor,
        )
    }

    /// So many weeks, working days and milliseconds, rounded to whole ones.
    pub(super) fn of_parts(weeks: f64, working_days: f64, millis: f64) -> Self {
        let part = weeks.fract() * WEEK as f64 + working_days.fract() * WORKING_DAY.0 * HOUR;
        Self {
            weeks: weeks.trunc() as u32,
            working_days: working_days.trunc() as u32,
            millis: (millis + part).round() as u64,
        }
    }

    /// Whether it is shorter than `other`, however long a working day is.
    pub(super) fn is_surely_below(self, other: Self) -> bool {
        let sides = |amount: Self| (amount.working_days, amount.by_the_clock());
        let (here, there) = (sides(self), sides(other));
        here != there && here.0 <= there.0 && here.1 <= there.1
    }

    /// Reads `1wd4h`: numbers with their units, largest unit first, each unit once.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut amount = Self::default();
        let mut rest = text;
        // Weeks and working days come first, then the clock's units.
        let mut next_unit = 0;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: u64 = rest[..digits].parse().ok()?;
            rest = &rest[digits..];
            let letters = rest
                .find(|c: char| !c.is_ascii_lowercase())
                .unwrap_or(rest.len());
            let unit = &rest[..letters];
            rest = &rest[letters..];
            let place = match unit {
                "w" => 0,
                "wd" => 1,
                _ => UNITS.iter().position(|(name, _)| *name == unit)? + 2,
            };
            if place < next_unit {
                return None;
            }
            next_unit = place + 1;
            match place {
                0 => amount.weeks = number.try_into().ok()?,
                1 => amount.working_days = number.try_into().ok()?,
                place => {
                    let millis = number.checked_mul(UNITS[place - 2].1)?;
                    amount.millis = amount.millis.checked_add(millis)?;
                }
            }
        }
        (!text.is_empty()).then_some(amount)
    }

    /// Writes it with `separator` between the units.
    pub(super) fn spell(self, f: &mut fmt::Formatter<'_>, separator: &str) -> fmt::Result {
        if self == Self::default() {
            return f.write_str("0s");
        }
        let mut between = "";
        for (count, unit) in [(self.weeks, "w"), (self.working_days, "wd")] {
            if count > 0 {
                write!(f, "{between}{count}{unit}")?;
                between = separator;
            }
        }
        let mut rest = self.millis;
        for (unit, size) in UNITS {
            if rest >= size {
                write!(f, "{between}{}{unit}", rest / size)?;
                between = separator;
                rest %= size;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spell(f, " ")
    }
}

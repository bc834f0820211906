//! What a measure is told in, and which of its values are good.

use super::{Input, Unit, Value};
use crate::model::{Better, Names, Number, faults::Faults, typed, typed_number};

/// A number as people type it; with `%` behind it, the share that it is.
fn number(text: &str) -> Option<f64> {
    match text.trim().strip_suffix('%') {
        Some(hundredths) => typed_number(hundredths).map(|value| value / 100.0),
        None => typed_number(text),
    }
}

impl Value for Number {
    fn input() -> Input {
        Input::Line {
            hint: "",
            unit: Unit::None,
        }
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.0.to_string()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        let said = number(text).map(Self);
        said.ok_or_else(|| format!("“{}” is no number: write 4.5 or 12 %", text.trim()))
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if !self.0.is_finite() {
            at.out_of_range("a number", self.0);
        }
    }
}

impl Better {
    /// What it is called on screen.
    pub fn words(self) -> String {
        match self {
            Self::Higher => "Higher".to_owned(),
            Self::Lower => "Lower".to_owned(),
            Self::Within(low, high) => format!("{low} to {high}"),
        }
    }
}

/// What a field for it says while it is empty.
const BETTER_HINT: &str = "Higher, Lower, 2 to 5";

impl Value for Better {
    fn input() -> Input {
        Input::Line {
            hint: BETTER_HINT,
            unit: Unit::None,
        }
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.words()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        let text = typed::text(text)?;
        match text.to_lowercase().as_str() {
            "higher" => return Ok(Self::Higher),
            "lower" => return Ok(Self::Lower),
            _ => {}
        }
        let ends = text.split_once(" to ");
        let ends = ends.and_then(|(low, high)| Some((number(low)?, number(high)?)));
        ends.filter(|(low, high)| low <= high)
            .map(|(low, high)| Self::Within(low, high))
            .ok_or_else(|| {
                format!("“{text}” does not say which values are good: write {BETTER_HINT}")
            })
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Within(low, high) = self
            && !(low <= high && low.is_finite() && high.is_finite())
        {
            at.out_of_range("a number and a larger one", *high);
        }
    }
}

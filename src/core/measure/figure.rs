//! A figure: between which bounds it lies, what is missing to know it, and how it is said.

/// A figure of a variant, as a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// It is no less; `None`: nothing is known of it.
    pub low: Option<f64>,
    /// It is no more; `None`: nobody knows how much.
    pub high: Option<f64>,
    /// How many inputs are missing on which it depends.
    pub missing: usize,
    /// Share of it, 0 to 1, that rests on guesses.
    pub guessed: f64,
}

/// What a figure counts, which says how it is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Seconds, spelled with the two largest units.
    Time,
    /// Money, with cents, below 1 with a tenth of them.
    Money,
    /// A share of a whole, as per cent with one decimal.
    Share,
    /// How many, with up to two decimals below 100.
    Count,
    /// Hours of people.
    Hours,
}

impl Figure {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        low: None,
        high: None,
        missing: 0,
        guessed: 0.0,
    };

    /// A figure that is known.
    pub fn exactly(value: f64) -> Self {
        Self {
            low: Some(value),
            high: Some(value),
            missing: 0,
            guessed: 0.0,
        }
    }

    /// The value, if both bounds are the same.
    pub fn exact(&self) -> Option<f64> {
        let (low, high) = (self.low?, self.high?);
        (high - low <= 1e-9 * (1.0 + low.abs())).then_some(low)
    }

    /// The figure so many times.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            low: self
                .low
                .map(|low| low * factor)
                .filter(|low| low.is_finite()),
            high: self
                .high
                .map(|high| high * factor)
                .filter(|high| high.is_finite()),
            ..self
        }
    }

    /// Both added up; neither is below zero.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            low: self.low.zip(other.low).map(|(one, two)| one + two),
            high: self.high.zip(other.high).map(|(one, two)| one + two),
            missing: self.missing + other.missing,
            guessed: self.guessed.max(other.guessed),
        }
    }

    /// One times the other; neither is below zero.
    #[must_use]
    pub fn product(&self, other: &Self) -> Self {
        let finite = |value: &f64| value.is_finite();
        Self {
            low: self
                .low
                .zip(other.low)
                .map(|(one, two)| one * two)
                .filter(finite),
            high: self
                .high
                .zip(other.high)
                .map(|(one, two)| one * two)
                .filter(finite),
            missing: self.missing.max(other.missing),
            guessed: self.guessed.max(other.guessed),
        }
    }

    /// How it is said: `1m 32s`, `≥ 55m 37s`, `7m to 17m`, `not known`.
    pub fn text(&self, quantity: Quantity, currency: &str) -> String {
        let say = |value: f64| quantity.say(value);
        let words = match (self.low, self.high) {
            (None, None) => return "not known".to_owned(),
            (Some(low), None) => format!("≥ {}", say(low)),
            (None, Some(high)) => format!("≤ {}", say(high)),
            (Some(low), Some(high)) if say(low) == say(high) => say(low),
            (Some(low), Some(high)) => format!("{} to {}", say(low), say(high)),
        };
        match (quantity, currency) {
            (Quantity::Money, currency) if !currency.is_empty() => format!("{words} {currency}"),
            _ => words,
        }
    }
}

impl Quantity {
    /// The last digit that is shown of a value: a second, a cent, a tenth of a per cent.
    pub fn grain(self, value: f64) -> f64 {
        let size = value.abs();
        match self {
            Self::Time => time_grain(size),
            Self::Money if size < 1.0 && size != 0.0 => 0.001,
            Self::Money => 0.01,
            Self::Share => 0.001,
            Self::Count if size >= 100.0 => 1.0,
            Self::Count => 0.01,
            Self::Hours => 0.1,
        }
    }

    /// A value with the digits of another one, beside which it stands: cents where that is said in cents.
    pub fn say_in(self, value: f64, grain: f64) -> String {
        match self {
            Self::Money if grain < 0.01 => grouped(value, 3),
            Self::Money => grouped(value, 2),
            Self::Count if grain >= 1.0 => grouped(value, 0),
            _ => self.say(value),
        }
    }

    /// A difference with its sign: `+0.14`, `−1.71`.
    pub fn say_signed(self, value: f64, grain: f64) -> String {
        let words = self.say_in(value, grain);
        let is_nothing = !words.contains(|c: char| ('1'..='9').contains(&c));
        match value > 0.0 && !is_nothing {
            true => format!("+{words}"),
            false => words,
        }
    }

    /// A value in words, without a currency.
    pub fn say(self, value: f64) -> String {
        match self {
            Self::Time => say_time(value),
            Self::Money if value.abs() < 1.0 && value != 0.0 => grouped(value, 3),
            Self::Money => grouped(value, 2),
            Self::Share => format!("{} %", grouped(value * 100.0, 1)),
            // Of many, a part of one says nothing.
            Self::Count if value.abs() >= 100.0 => grouped(value, 0),
            Self::Count => trimmed(&grouped(value, 2)),
            Self::Hours => trimmed(&grouped(value, 1)),
        }
    }
}

/// The smaller of the two units in which a time is said, in seconds.
fn time_grain(seconds: f64) -> f64 {
    match seconds {
        seconds if seconds >= 86_400.0 => 3_600.0,
        seconds if seconds >= 3_600.0 => 60.0,
        seconds if seconds >= 9.95 => 1.0,
        _ => 0.1,
    }
}

/// Values rounded to whole grains that add up to `sum`, itself a number of grains: what is left over goes to those that
/// lost most (largest remainder).
pub fn rounded_to_sum(values: &[f64], sum: f64, grain: f64) -> Vec<f64> {
    let mut grains: Vec<f64> = values.iter().map(|value| (value / grain).floor()).collect();
    let left = (sum / grain).round() - grains.iter().sum::<f64>();
    if !left.is_finite() {
        return values.to_vec();
    }
    let remainder = |place: &usize| values[*place] / grain - (values[*place] / grain).floor();
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|one, two| remainder(two).total_cmp(&remainder(one)).then(one.cmp(two)));
    // More than one each is left only where the sum is not that of the values.
    for place in places.iter().cycle().take(left.clamp(0.0, 1e6) as usize) {
        grains[*place] += 1.0;
    }
    for place in places
        .iter()
        .rev()
        .cycle()
        .take((-left).clamp(0.0, 1e6) as usize)
    {
        grains[*place] -= 1.0;
    }
    grains.into_iter().map(|count| count * grain).collect()
}

/// Seconds with the two largest units that are not zero: `1m 32s`, `2h 5m`, `3d 4h`.
fn say_time(seconds: f64) -> String {
    const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    let sign = if seconds < 0.0 { "−" } else { "" };
    let seconds = seconds.abs();
    let step = time_grain(seconds);
    if seconds < 9.95 && seconds.fract() > 0.0 {
        let tenths = trimmed(&format!("{:.1}", half_up(seconds, 1)));
        return format!("{sign}{tenths}s");
    }
    if seconds > 1e15 {
        return format!("{sign}{:.1e}d", seconds / 86_400.0);
    }
    // Rounded to the second of the two units that are shown, so that no `60s` comes of it.
    let mut left = ((seconds / step).round() * step) as u64;
    let mut parts = Vec::new();
    for (unit, size) in UNITS {
        if left >= size && parts.len() < 2 {
            parts.push(format!("{}{unit}", left / size));
            left %= size;
        } else if !parts.is_empty() {
            break;
        }
    }
    match parts.is_empty() {
        true => "0s".to_owned(),
        false => format!("{sign}{}", parts.join(" ")),
    }
}

/// A number with commas between its thousands.
fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", half_up(value.abs(), decimals as i32));
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut words = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    match rest {
        "" => format!("{sign}{words}"),
        rest => format!("{sign}{words}.{rest}"),
    }
}

/// Rounded to so many decimals, a half up: as its terms are rounded that are to add up to it.
fn half_up(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}

/// Without zeros behind the point.
fn trimmed(text: &str) -> String {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn figures_are_said_with_fixed_digits() {
        for (seconds, text) in [
            (0.0, "0s"),
            (0.04, "0s"),
            (4.25, "4.3s"),
            (9.96, "10s"),
            (59.6, "1m"),
            (92.0, "1m 32s"),
            (3_599.7, "1h"),
            (3_336.8, "55m 37s"),
            (7_261.0, "2h 1m"),
            (90_000.0, "1d 1h"),
            (-92.0, "−1m 32s"),
        ] {
            assert_eq!(Quantity::Time.say(seconds), text);
        }
        assert_eq!(Quantity::Money.say(1.2345), "1.23");
        assert_eq!(Quantity::Money.say(0.9181), "0.918");
        assert_eq!(Quantity::Money.say(-1_234_567.0), "−1,234,567.00");
        assert_eq!(Quantity::Share.say(0.3628), "36.3 %");
        assert_eq!(Quantity::Share.say(-0.0), "0.0 %");
        assert_eq!(Quantity::Share.say(-0.05), "−5.0 %");
        assert_eq!(Quantity::Count.say(77_900.0), "77,900");
        assert_eq!(Quantity::Money.say_signed(0.137, 0.01), "+0.14");
        assert_eq!(Quantity::Money.say_signed(-1.712, 0.01), "−1.71");
        assert_eq!(Quantity::Money.say_signed(0.001, 0.01), "0.00");
        let range = Figure {
            low: Some(420.0),
            high: Some(1_020.0),
            missing: 2,
            guessed: 0.0,
        };
        assert_eq!(range.text(Quantity::Time, ""), "7m to 17m");
        let open = Figure {
            high: None,
            ..range
        };
        assert_eq!(open.text(Quantity::Time, ""), "≥ 7m");
        assert_eq!(Figure::UNKNOWN.text(Quantity::Time, ""), "not known");
        assert_eq!(
            Figure::exactly(2.0).text(Quantity::Money, "EUR"),
            "2.00 EUR"
        );
    }

    #[test]
    fn rounded_parts_add_up_to_what_is_shown() {
        for (values, sum, grain, right) in [
            (&[1.4, 1.4, 1.2][..], 4.0, 1.0, &[2.0, 1.0, 1.0][..]),
            (
                &[-1.2008, -1.8212, -0.1073, 0.0976, -0.0462, 0.0770],
                -3.0,
                0.01,
                &[-1.20, -1.82, -0.11, 0.10, -0.05, 0.08],
            ),
            (&[0.5, 0.5], 1.0, 1.0, &[1.0, 0.0]),
            (&[], 0.0, 1.0, &[]),
        ] {
            let found = rounded_to_sum(values, sum, grain);
            let total: f64 = found.iter().sum();
            assert!(values.is_empty() || (total - sum).abs() < 1e-9, "{found:?}");
            for (found, right) in std::iter::zip(&found, right) {
                assert!((found - right).abs() < 1e-9, "{found} instead of {right}");
            }
        }
    }
}

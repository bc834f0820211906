//! Times as people type them: `90`, `1:30`, `1,5 min`, `5-8-20m`, `half an hour`.
//!
//! Kind on purpose, and never the file's spelling: what is read here is written in the file's own way.

use super::{
    super::typed_number,
    Amount, Time, UNITS,
    spoken::{self, UNIT_NAMES},
};

/// A week and its length in milliseconds.
const WEEK: (&str, u64) = ("w", 7 * 86_400_000);

/// The time that `text` means, if it means one.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase().replace(['–', '—'], "-");
    let text = spoken::bare(&text);
    written(text).or_else(|| written(&spoken::in_figures(text)?))
}

/// The time in figures that `text` means.
fn written(text: &str) -> Option<Time> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [name, amounts @ ..] = words.as_slice()
        && let Some(spread) = Time::spread(name, amounts, |text| amount(text, "s"))
    {
        return Some(spread);
    }
    let parts: Vec<&str> = text.split('-').map(str::trim).collect();
    // `5-8-20m`: what has no unit takes that of the last part.
    let unit = last_unit(parts.last()?).unwrap_or("s");
    let read = |part: &&str| amount(part, unit);
    match parts.as_slice() {
        [only] => clock(only).or_else(|| amount(only, "s")).map(Time::Fixed),
        [min, max] => Time::Uniform {
            min: read(min)?,
            max: read(max)?,
        }
        .checked(),
        [min, mode, max] => Time::Triangular {
            min: read(min)?,
            mode: read(mode)?,
            max: read(max)?,
        }
        .checked(),
        _ => None,
    }
}

/// `1:30` is a minute and a half, `1:02:03` an hour, two minutes and three seconds.
fn clock(text: &str) -> Option<Amount> {
    let parts: Vec<&str> = text.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => ("0", *minutes, *seconds),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let below_60 = |text: &str| number(text).filter(|number| *number < 60.0);
    let minutes = if parts.len() == 2 {
        number(minutes)?
    } else {
        below_60(minutes)?
    };
    let millis = [
        in_millis(number(hours)?, "h")?,
        in_millis(minutes, "m")?,
        in_millis(below_60(seconds)?, "s")?,
    ];
    let sum = millis.into_iter().try_fold(0_u64, u64::checked_add)?;
    Some(Amount::from_millis(sum))
}

/// Numbers with units: `1,5 min`, `1h and 5 minutes`, `1m10`. A number without a unit at the end takes
/// the next smaller one, a number alone takes `unit`.
fn amount(text: &str, unit: &'static str) -> Option<Amount> {
    let mut amount = Amount::default();
    let mut rest = text.trim();
    let mut unit = unit;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(rest.len());
        let value = number(&rest[..digits])?;
        rest = rest[digits..].trim_start();
        if let Some((name, of_file)) = unit_at_start(rest) {
            rest = rest[name.len()..].trim_start();
            rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
            unit = of_file;
        } else if !rest.is_empty() {
            return None;
        }
        if unit == "wd" {
            let days =
                (value.fract() == 0.0 && value <= f64::from(u32::MAX)).then_some(value as u32)?;
            amount.working_days = amount.working_days.checked_add(days)?;
            unit = "h";
            continue;
        }
        let mut value = value;
        if unit == "w" {
            // What is left of a week goes by the clock.
            let weeks = value.trunc();
            let whole = (weeks <= f64::from(u32::MAX)).then_some(weeks as u32)?;
            amount.weeks = amount.weeks.checked_add(whole)?;
            value -= weeks;
        }
        amount.millis = amount.millis.checked_add(in_millis(value, unit)?)?;
        let mut smaller = units().skip_while(|(name, _)| *name != unit);
        unit = smaller.nth(1).map_or("ms", |(name, _)| name);
    }
    Some(amount)
}

/// The unit that `text` begins with: as people write it, and as the file does.
fn unit_at_start(text: &str) -> Option<(&'static str, &'static str)> {
    UNIT_NAMES.iter().copied().find(|(name, _)| {
        text.strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    })
}

/// The unit in which `text` ends, if it ends in one.
fn last_unit(text: &str) -> Option<&'static str> {
    let letters = text.trim_start_matches(|c: char| !c.is_alphabetic());
    unit_at_start(letters).map(|(_, of_file)| of_file)
}

/// A number of digits with a point or a comma, and nothing else.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    plain.then(|| typed_number(text))?
}

/// The units of the clock that people say, largest first.
fn units() -> impl Iterator<Item = (&'static str, u64)> {
    [WEEK].into_iter().chain(UNITS)
}

/// So many of `unit` in whole milliseconds, rounded; `None` when they are too many.
fn in_millis(value: f64, unit: &str) -> Option<u64> {
    let (_, size) = units().find(|(name, _)| *name == unit)?;
    let millis = (value * size as f64).round();
    // Above 2^53 milliseconds, some 285,000 years, a float no longer counts single ones.
    (millis <= 9_007_199_254_740_992.0).then_some(millis as u64)
}

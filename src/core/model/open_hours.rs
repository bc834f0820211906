//! When people or systems are there: opening times of a week, as people write them.
//!
//! No time zones and no holidays: every week is alike. Knows no clock.

use std::{fmt, str::FromStr};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Days of a week.
const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
/// What somebody who wrote something else is told.
pub(super) const OPENING_HINT: &str = "Mo-Fr 08-20, Sa 09:00-13:30";

/// When somebody is there in the course of a week: `always`, `daily 08-20`, `Mo-Fr 08-20, Sa 09:00-13:30`.
///
/// A stretch that ends before it begins (`22-06`) ends the next day, and one that ends when it begins (`08-08`) lasts a whole day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenHours {
    /// At every hour.
    Always,
    /// In these stretches, as they were written.
    Stretches(Vec<OpenStretch>),
}

/// Hours on some days of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenStretch {
    /// First and last day, from 0, Monday, to 6; the last may come before the first: `Sa-Mo`. `None` for `daily`.
    days: Option<(u8, u8)>,
    /// First minute of the day, below 24:00.
    from: u16,
    /// Minute of the day at which it ends, up to 24:00.
    to: u16,
}

impl OpenStretch {
    /// The days on which it begins, from 0, Monday.
    fn begins(&self) -> impl Iterator<Item = u8> {
        let (first, last) = self.days.unwrap_or((0, 6));
        let count = (last + 7 - first) % 7 + 1;
        (0..count).map(move |day| (first + day) % 7)
    }

    /// How many minutes it lasts on one day.
    fn minutes(&self) -> u16 {
        match self.to.cmp(&self.from) {
            std::cmp::Ordering::Greater => self.to - self.from,
            std::cmp::Ordering::Equal => DAY,
            std::cmp::Ordering::Less => self.to + DAY - self.from,
        }
    }
}

impl OpenHours {
    /// Minutes of a week.
    pub const WEEK: u32 = 7 * DAY as u32;

    /// The stretches of a week in minutes from Monday, midnight, in their order: none touches another, and none
    /// reaches beyond the week.
    pub fn spans(&self) -> Vec<(u32, u32)> {
        let stretches = match self {
            Self::Always => return vec![(0, Self::WEEK)],
            Self::Stretches(stretches) => stretches,
        };
        let mut spans = Vec::new();
        for stretch in stretches {
            for day in stretch.begins() {
                let from = u32::from(day) * u32::from(DAY) + u32::from(stretch.from);
                let to = from + u32::from(stretch.minutes());
                spans.push((from, to.min(Self::WEEK)));
                if to > Self::WEEK {
                    spans.push((0, to - Self::WEEK));
                }
            }
        }
        spans.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// Open minutes of a week.
    pub fn minutes_a_week(&self) -> u32 {
        self.spans().iter().map(|(from, to)| to - from).sum()
    }

    /// Whether each of its minutes is one of `other` too.
    pub fn is_within(&self, other: &Self) -> bool {
        let around = other.spans();
        let holds = |(from, to): &(u32, u32)| {
            around
                .iter()
                .any(|(first, last)| first <= from && to <= last)
        };
        self.spans().iter().all(holds)
    }

    /// On how many days of a week it opens, 0 to 7. What opens on one evening and closes the next morning opens on one
    /// day.
    pub fn days_a_week(&self) -> u32 {
        match self {
            Self::Always => 7,
            Self::Stretches(stretches) => {
                let mut days = [false; 7];
                let begins = stretches.iter().flat_map(OpenStretch::begins);
                begins.for_each(|day| days[usize::from(day)] = true);
                days.into_iter().map(u32::from).sum()
            }
        }
    }
}

impl fmt::Display for OpenHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stretches = match self {
            Self::Always => return f.write_str("always"),
            Self::Stretches(stretches) => stretches,
        };
        for (number, stretch) in stretches.iter().enumerate() {
            if number > 0 {
                f.write_str(", ")?;
            }
            let day = |day: u8| DAYS[usize::from(day)];
            match stretch.days {
                None => f.write_str("daily")?,
                Some((first, last)) if first == last => f.write_str(day(first))?,
                Some((first, last)) => write!(f, "{}-{}", day(first), day(last))?,
            }
            let hour = |minute: u16| format!("{:02}", minute / 60);
            let exact = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            let is_whole = stretch.from.is_multiple_of(60) && stretch.to.is_multiple_of(60);
            match is_whole {
                true => write!(f, " {}-{}", hour(stretch.from), hour(stretch.to))?,
                false => write!(f, " {}-{}", exact(stretch.from), exact(stretch.to))?,
            }
        }
        Ok(())
    }
}

/// Why a text says no opening times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("are no opening times: write {OPENING_HINT}, daily 08-20 or always")]
pub struct OpenHoursError;

impl FromStr for OpenHours {
    type Err = OpenHoursError;

    /// Any case, any dash, spaces where people put them.
    fn from_str(text: &str) -> Result<Self, OpenHoursError> {
        let plain = text.trim().replace(['–', '—', '−'], "-");
        if plain.eq_ignore_ascii_case("always") {
            return Ok(Self::Always);
        }
        let stretches = plain.split([',', ';']).map(stretch);
        let stretches: Option<Vec<OpenStretch>> = stretches.collect();
        stretches.map(Self::Stretches).ok_or(OpenHoursError)
    }
}

fn stretch(text: &str) -> Option<OpenStretch> {
    let text = text.trim();
    let hours = text.find(|c: char| c.is_ascii_digit())?;
    let (days, hours) = (text[..hours].trim(), text[hours..].trim());
    let (from, to) = hours.split_once('-')?;
    let (from, to) = (minute(from)?, minute(to)?);
    let days = match days.split_once('-') {
        Some((first, last)) => Some((day(first)?, day(last)?)),
        None if days.eq_ignore_ascii_case("daily") => None,
        None => Some((day(days)?, day(days)?)),
    };
    (from < DAY).then_some(OpenStretch { days, from, to })
}

fn day(text: &str) -> Option<u8> {
    let text = text.trim();
    let place = DAYS.iter().position(|day| day.eq_ignore_ascii_case(text))?;
    u8::try_from(place).ok()
}

/// A time of day: `8`, `08`, `09:30`, up to `24`.
fn minute(text: &str) -> Option<u16> {
    let text = text.trim();
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    let is_number = |text: &str| {
        (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = 60 * hour + minute;
    (minute < 60 && at <= DAY).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> OpenHours {
        text.parse().expect(text)
    }

    #[test]
    fn opening_times_are_read_and_spelled() {
        for (typed, spelled) in [
            ("always", "always"),
            ("Daily 8-20", "daily 08-20"),
            (
                "mo–fr 08 - 20, Sa 9:00-13:30",
                "Mo-Fr 08-20, Sa 09:00-13:30",
            ),
            ("Su22-06", "Su 22-06"),
        ] {
            assert_eq!(open(typed).to_string(), spelled);
            assert_eq!(open(spelled), open(typed));
        }
        for wrong in [
            "",
            "Mo-Fr",
            "08-20",
            "Xx 08-20",
            "Mo 25-26",
            "Mo 24-08",
            "Mo 08:60-09",
            "Mo 08-20 x",
            "Mo 8",
        ] {
            assert_eq!(wrong.parse::<OpenHours>(), Err(OpenHoursError), "{wrong}");
        }
    }

    #[test]
    fn hours_and_days_of_a_week_are_counted_once() {
        for (text, hours, days) in [
            ("always", 168, 7),
            ("daily 00-24", 168, 7),
            ("daily 08-20", 84, 7),
            ("Mo-Fr 08-20", 60, 5),
            ("Sa-Mo 08-12", 12, 3),
            ("daily 22-06", 56, 7),
            ("Su 22-06", 8, 1),
            ("Mo 08-12, Mo 10-14", 6, 1),
            ("We 08-08", 24, 1),
        ] {
            assert_eq!(open(text).minutes_a_week(), 60 * hours, "{text}");
            assert_eq!(open(text).days_a_week(), days, "{text}");
        }
        assert_eq!(open("Su 22-06").spans(), [(0, 360), (9_960, 10_080)]);
        assert_eq!(open("daily 00-24").spans(), [(0, OpenHours::WEEK)]);
    }
}

//! Quantities with their unit, and values kept as they were written.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Date, OpenHours, Time};

macro_rules! unit {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(
            /// The bare number; finite in a document that was read from a file.
            pub f64,
        );
    )*};
}

unit! {
    /// An amount in the blueprint's currency.
    Money,
    /// A share of a whole, 0 to 1.
    Share,
    /// Hours of work.
    Hours,
    /// How many: people in full-time equivalents, or cases.
    Count
}

/// What every amount of money in a document is counted in: three capital letters, as banks write it (ISO 4217). Empty
/// when nobody said it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(
    /// The letters; in a file of another tool perhaps something else.
    pub String,
);

impl From<&str> for Currency {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// A value that a person writes as text: understood, or kept as written until somebody mends it.
#[derive(Clone, Debug, PartialEq)]
pub enum Written<T> {
    /// Understood.
    Known(T),
    /// Not understood; the text as it stands in the file.
    Unread(String),
}

/// What has a spelling in the file.
pub trait Spelled: Sized {
    /// The value that `text` spells; `None` also where reading it would drop a part of the text.
    fn from_spelling(text: &str) -> Option<Self>;
}

impl Spelled for Time {
    fn from_spelling(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Spelled for OpenHours {
    fn from_spelling(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Spelled for Date {
    /// A plain date: of a date with a time of day, jiff would drop the time.
    fn from_spelling(text: &str) -> Option<Self> {
        let date: Self = text.parse().ok()?;
        (date.to_string() == text).then_some(date)
    }
}

impl<T: Spelled> Written<T> {
    /// Reads `text`; what cannot be read is kept.
    pub fn read(text: &str) -> Self {
        T::from_spelling(text).map_or_else(|| Self::Unread(text.to_owned()), Self::Known)
    }
}

impl<T> Written<T> {
    /// The value, if it was understood.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unread(_) => None,
        }
    }
}

impl<T> From<T> for Written<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: fmt::Display> fmt::Display for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => value.fmt(f),
            Self::Unread(text) => f.write_str(text),
        }
    }
}

impl<T: fmt::Display> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: Spelled> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::read(&text))
    }
}

/// A number as people type it, with either decimal mark. A mark that stands several times, or a comma before
/// exactly three digits, parts thousands.
pub fn typed_number(typed: &str) -> Option<f64> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    if !digits
        .chars()
        .all(|c| c.is_ascii_digit() || ".,-+".contains(c))
    {
        return None;
    }
    let last = |mark: char| digits.rfind(mark);
    let several = |mark: char| digits.matches(mark).count() > 1;
    let plain = match (last(','), last('.')) {
        (Some(comma), Some(point)) if comma > point => digits.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => digits.replace(',', ""),
        (Some(comma), None) => {
            let thousands = digits.len() - comma == 4 && !digits.starts_with('0');
            if thousands || several(',') {
                digits.replace(',', "")
            } else {
                digits.replace(',', ".")
            }
        }
        (None, Some(_)) if several('.') => digits.replace('.', ""),
        _ => digits,
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

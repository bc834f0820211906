//! What people type into a field, as values, and values as they are shown for typing.
//!
//! Kind on purpose: units, spaces and either decimal mark are taken. Nothing typed means nothing known,
//! never zero. An error is a sentence for the person who typed. Knows no window.

use super::{Count, Date, Hours, Money, OpenHours, Share, Time, Written, typed_number};

/// A value, nothing known, or what is wrong with the text.
pub type Parsed<T> = Result<Option<T>, String>;

/// Text as it stands, without the spaces around it.
pub fn text(typed: &str) -> Result<String, String> {
    Ok(typed.trim().to_owned())
}

/// A share: `66 %`, `0.66` and `66` are the same; a number up to 1 without a sign is the share itself.
pub fn share(typed: &str) -> Parsed<Share> {
    let plain = typed.trim();
    let (digits, percent) = match plain.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (plain, false),
    };
    if plain.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("“{plain}” is no share: write 66 % or 0.66");
    let value = typed_number(digits).ok_or_else(wrong)?;
    let value = if percent || value > 1.0 {
        value / 100.0
    } else {
        value
    };
    if (0.0..=1.0).contains(&value) {
        Ok(Some(Share(value)))
    } else {
        Err("A share lies between 0 % and 100 %".to_owned())
    }
}

/// An amount of money, with or without a currency: `€ 1,250.50`, `32`.
pub fn money(typed: &str) -> Parsed<Money> {
    let unit = |c: char| c.is_alphabetic() || "€$£¥".contains(c);
    quantity(typed, unit, "amount: write 12.50").map(|value| value.map(Money))
}

/// A currency: three letters, or none.
pub fn currency(typed: &str) -> Result<String, String> {
    let code = typed.trim().to_uppercase();
    if code.is_empty() || code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        Ok(code)
    } else {
        Err(format!("“{code}” is no currency: write EUR, USD or GBP"))
    }
}

/// A count, of cases or of people: `95000`, `95 000`, `2.5`.
pub fn count(typed: &str) -> Parsed<Count> {
    quantity(typed, |_| false, "number: write 42 or 2.5").map(|value| value.map(Count))
}

/// Hours: `38`, `38.5 h`.
pub fn hours(typed: &str) -> Parsed<Hours> {
    let unit = |c: char| "hours".contains(c);
    quantity(typed, unit, "number of hours: write 38 or 38.5").map(|value| value.map(Hours))
}

/// A whole number that is not negative.
pub fn whole(typed: &str) -> Parsed<u32> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let number = plain.parse();
    let number = number.map_err(|_| format!("“{plain}” is no whole number: write 3"))?;
    Ok(Some(number))
}

/// A step's place among the cards of its cell.
pub fn rank(typed: &str) -> Result<i64, String> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(0);
    }
    let rank = plain.parse();
    rank.map_err(|_| format!("“{plain}” is no whole number: write 3 or -3"))
}

/// What an empty field for a time says: spellings that it takes. A plain number would be seconds, which is
/// better said with its unit.
pub const TIME_HINT: &str = "5 min, 1:30, 90 s";

/// A time, in any of the spellings that people use.
pub fn time(typed: &str) -> Parsed<Written<Time>> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    match Time::from_typed(plain) {
        Ok(time) => Ok(Some(Written::Known(time))),
        Err(error) => Err(error.to_string()),
    }
}

/// Opening times: `Mo-Fr 08-20, Sa 09:00-13:30`, `daily 08-20`, `always`.
pub fn opening(typed: &str) -> Parsed<Written<OpenHours>> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let opening = plain.parse::<OpenHours>();
    let opening = opening.map_err(|error| format!("“{plain}” {error}"))?;
    Ok(Some(Written::Known(opening)))
}

/// A time as a person types it.
pub fn show_time(time: Option<&Written<Time>>) -> String {
    match time {
        Some(Written::Known(time)) => time.words(),
        Some(unread) => unread.to_string(),
        None => String::new(),
    }
}

/// A date: `2027-01-15`.
pub fn date(typed: &str) -> Parsed<Written<Date>> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let looks_right = plain.len() == 10 && plain.matches('-').count() == 2;
    match plain.parse::<Date>() {
        Ok(date) if looks_right => Ok(Some(Written::Known(date))),
        _ if looks_right => Err(format!("“{plain}” is not in the calendar")),
        _ => Err(format!("“{plain}” is no date: write 2027-01-15")),
    }
}

/// Names separated by commas, or by semicolons where a name has a comma.
pub fn names(typed: &str) -> Result<Vec<String>, String> {
    let mark = if typed.contains(';') { ';' } else { ',' };
    let names = typed.split(mark).map(str::trim);
    Ok(names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect())
}

/// Names as [`names`] reads them back.
pub fn show_names(names: &[String]) -> String {
    if names.iter().any(|name| name.contains(',')) {
        let joined = names.join("; ");
        // Without a semicolon the comma of a single name would part it.
        return if names.len() == 1 {
            joined + ";"
        } else {
            joined
        };
    }
    names.join(", ")
}

/// A share as a person types it: `66 %`, at most two decimals.
pub fn show_share(share: Share) -> String {
    let percent = (share.0 * 10_000.0).round() / 100.0;
    format!("{percent} %")
}

fn quantity(typed: &str, unit: fn(char) -> bool, what: &str) -> Parsed<f64> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let digits = plain.trim_matches(|c: char| c.is_whitespace() || unit(c));
    match typed_number(digits) {
        Some(value) if value < 0.0 => Err("It cannot be below zero".to_owned()),
        Some(value) => Ok(Some(value)),
        None => Err(format!("“{plain}” is no {what}")),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    /// Proves that each text is read as the value beside it; `None` stands for a refusal.
    fn check_typed<T: PartialEq + Debug>(
        read: fn(&str) -> Result<T, String>,
        cases: impl IntoIterator<Item = (&'static str, Option<T>)>,
    ) {
        for (typed, wanted) in cases {
            assert_eq!(read(typed).ok(), wanted, "{typed:?}");
        }
    }

    #[test]
    fn a_time_is_taken_in_every_spelling_that_its_hint_names() {
        for spelling in TIME_HINT.split(", ") {
            assert!(time(spelling).is_ok(), "{spelling}");
        }
        assert_eq!(time("90"), time("90 s"));
    }

    #[test]
    fn shares_are_taken_in_percent_or_as_they_are() {
        let some = |value| Some(Some(Share(value)));
        check_typed(
            share,
            [
                ("66 %", some(0.66)),
                ("66%", some(0.66)),
                ("0.66", some(0.66)),
                ("0,66", some(0.66)),
                ("66", some(0.66)),
                ("1", some(1.0)),
                ("1 %", some(0.01)),
                ("0", some(0.0)),
                ("", Some(None)),
                ("101", None),
                ("-1 %", None),
                ("most", None),
                ("%", None),
            ],
        );
        assert_eq!(show_share(Share(0.07)), "7 %");
        assert_eq!(show_share(Share(0.665)), "66.5 %");
    }

    #[test]
    fn numbers_are_taken_with_either_decimal_mark() {
        let some = |value| Some(Some(Money(value)));
        check_typed(
            money,
            [
                ("12.50", some(12.5)),
                ("12,5", some(12.5)),
                ("€ 1,250.50", some(1250.5)),
                ("1.250,50 EUR", some(1250.5)),
                ("95,000", some(95000.0)),
                ("95 000", some(95000.0)),
                ("1.250.000", some(1_250_000.0)),
                ("0,125", some(0.125)),
                (" ", Some(None)),
                ("-3", None),
                ("inf", None),
                ("a lot", None),
            ],
        );
    }

    #[test]
    fn dates_are_checked() {
        let some = |text| Some(Some(Written::read(text)));
        check_typed(
            date,
            [
                ("2027-01-15", some("2027-01-15")),
                ("", Some(None)),
                ("2027-02-30", None),
                ("15.1.2027", None),
                ("2027-01-15T10:00", None),
            ],
        );
    }

    #[test]
    fn names_come_back_as_they_were() {
        for list in [&["Ledger", "Portal"][..], &["A, B"], &["A, B", "C"], &[]] {
            let list: Vec<String> = list.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(names(&show_names(&list)), Ok(list));
        }
    }
}

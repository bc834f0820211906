//! Numbers and times in what people wrote, for the fields that ask for them now.

use crate::model::Time;

/// The number at the start of some words, where it is the only one in them, and the unit that it shows. A currency may
/// stand before it.
pub(super) fn number(words: &str) -> Option<(f64, Option<&'static str>)> {
    let words = words.trim();
    let money = |c: char| "€$£¥".contains(c);
    let code = words
        .split(' ')
        .next()
        .filter(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()));
    let plain = words
        .strip_prefix(code.unwrap_or_default())
        .unwrap_or(words);
    let plain = plain.trim_start_matches(money).trim_start();
    let end = plain.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let (digits, rest) = plain.split_at(end.unwrap_or(plain.len()));
    let digits = digits.trim_end_matches(['.', ',']);
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = crate::model::typed_number(digits)?;
    let rest = rest.trim_start();
    if rest.starts_with('%') {
        Some((number / 100.0, Some("Share")))
    } else if plain.len() < words.len() || rest.starts_with(money) {
        Some((number, Some("Money")))
    } else {
        Some((number, None))
    }
}

/// How often, as a time.
pub(super) fn every(words: &str) -> Option<String> {
    let words = words.trim().to_lowercase();
    let known = match words.as_str() {
        "daily" | "every day" => "1d",
        "weekly" | "every week" => "1w",
        other => other,
    };
    known.parse::<Time>().is_ok().then(|| known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_stands_first_is_read() {
        for (words, is) in [
            ("82 %", Some((0.82, Some("Share")))),
            ("4.5 % of the cases", Some((0.045, Some("Share")))),
            ("€ 1,250.50 a case", Some((1250.5, Some("Money")))),
            ("EUR 3.80 or less", Some((3.8, Some("Money")))),
            ("12 a week", Some((12.0, None))),
            ("3", Some((3.0, None))),
            ("below 5 %", None),
            ("1 in 200", None),
            ("", None),
            ("none", None),
        ] {
            assert_eq!(number(words), is, "{words}");
        }
    }

    #[test]
    fn how_often_is_a_time_where_it_says_one() {
        assert_eq!(every("Weekly").as_deref(), Some("1w"));
        assert_eq!(every("2d").as_deref(), Some("2d"));
        assert_eq!(every("when asked"), None);
    }
}

//! Lengths of time in words: `half an hour`, `an hour and a half`, `five to ten minutes`, `5 min or so`.
//!
//! Turns the words into figures, which `typed` reads like any others. A number in words needs a unit:
//! `ten` alone is no time.

/// Names of units, as people write them, and the unit of the file.
pub(super) const UNIT_NAMES: &[(&str, &str)] = &[
    ("working days", "wd"),
    ("working day", "wd"),
    ("business days", "wd"),
    ("business day", "wd"),
    ("workdays", "wd"),
    ("workday", "wd"),
    ("wd", "wd"),
    ("weeks", "w"),
    ("week", "w"),
    ("w", "w"),
    ("days", "d"),
    ("day", "d"),
    ("d", "d"),
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("hr", "h"),
    ("h", "h"),
    ("milliseconds", "ms"),
    ("millisecond", "ms"),
    ("msec", "ms"),
    ("ms", "ms"),
    ("minutes", "m"),
    ("minute", "m"),
    ("mins", "m"),
    ("min", "m"),
    ("m", "m"),
    ("seconds", "s"),
    ("second", "s"),
    ("secs", "s"),
    ("sec", "s"),
    ("s", "s"),
];

/// Words that say a length is not meant to the second.
const ABOUT: &[&str] = &[
    "about",
    "almost",
    "approx",
    "approx.",
    "approximately",
    "around",
    "ca",
    "ca.",
    "circa",
    "maybe",
    "nearly",
    "roughly",
    "some",
    "~",
];
/// From one on.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// From twenty on.
const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// What is left of a length without `about` before it and `or so` after it.
pub(super) fn bare(text: &str) -> &str {
    const OR_SO: &str = " or so";
    let mut rest = text.trim();
    if let Some(end) = rest.len().checked_sub(OR_SO.len())
        && rest
            .get(end..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(OR_SO))
    {
        rest = rest[..end].trim_end();
    }
    while let Some((word, after)) = rest.split_once(char::is_whitespace)
        && ABOUT.iter().any(|about| about.eq_ignore_ascii_case(word))
    {
        rest = after.trim_start();
    }
    rest.strip_prefix('~').unwrap_or(rest)
}

/// A length in words, in figures: `1.5h` for `an hour and a half`, `5-10m` for `five to ten minutes`.
pub(super) fn in_figures(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().flat_map(parted).collect();
    let Some((least, most)) = range(&words) else {
        return figures(&words);
    };
    fn number(words: Rest<'_, '_>) -> Option<String> {
        let (number, rest) = number_of(words)?;
        rest.is_empty().then(|| number.to_string())
    }
    fn end(words: Rest<'_, '_>) -> String {
        let said = figures(words).or_else(|| number(words));
        said.unwrap_or_else(|| words.concat())
    }
    // “five to ten minutes”: the first takes the unit of the second; “a minute or two”: the other way round.
    let unit = match (number(most), least.split_last()) {
        (Some(_), Some((last, _))) => unit(&[last])?.0,
        _ => "",
    };
    Some(format!("{}-{}{unit}", end(least), end(most)))
}

/// The two ends of `between five and ten minutes`, `five to ten minutes`, `two or three days`.
fn range<'a, 'b>(words: Rest<'a, 'b>) -> Option<(Rest<'a, 'b>, Rest<'a, 'b>)> {
    let (words, joins): (_, &[&str]) = match words {
        ["between", rest @ ..] => (rest, &["and"]),
        _ => (words, &["to", "or"]),
    };
    let at = words.iter().position(|word| joins.contains(word))?;
    let (least, most) = (&words[..at], &words[at + 1..]);
    // “12 or 24 hours” are two, and nothing between them.
    let first = |words| number_of(words).map(|(number, _)| number);
    let are_neighbours = || Some(first(least)? + 1.0 == first(most)?);
    (words[at] != "or" || are_neighbours() == Some(true)).then_some((least, most))
}

/// One length in figures.
fn figures(words: Rest<'_, '_>) -> Option<String> {
    let mut rest = words;
    let mut figures = String::new();
    loop {
        let (mut number, after) = number_of(rest)?;
        let (unit, mut after) = unit(after)?;
        // “an hour and a half”: of the same unit, as nothing else follows.
        if let ["and", more @ ..] = after
            && let Some((part, [])) = fraction(more)
        {
            number += part;
            after = &[];
        }
        figures += &format!("{number}{unit} ");
        rest = match after {
            [] => return Some(figures),
            ["and", more @ ..] => more,
            more => more,
        };
    }
}

/// `twenty-five` is two words, `5-8` is one.
fn parted(word: &str) -> impl Iterator<Item = &str> {
    let hyphen = word
        .chars()
        .all(|c| c.is_alphabetic() || c == '-')
        .then_some('-');
    word.split(move |c| Some(c) == hyphen)
}

type Rest<'a, 'b> = &'a [&'b str];

/// How many of the unit that comes next.
fn number_of<'a, 'b>(words: Rest<'a, 'b>) -> Option<(f64, Rest<'a, 'b>)> {
    if let Some((part, rest)) = fraction(words) {
        let rest = without(rest, &["of"]);
        return Some((part, without(rest, &["a", "an"])));
    }
    match words {
        ["a", "couple", rest @ ..] => return Some((2.0, without(rest, &["of"]))),
        ["a" | "an", rest @ ..] => return Some((1.0, rest)),
        _ => {}
    }
    let (number, rest) = whole(words)?;
    if let ["and", more @ ..] = rest
        && let Some((part, more)) = fraction(more)
    {
        return Some((number + part, more));
    }
    Some((number, rest))
}

/// Half, a quarter, three quarters.
fn fraction<'a, 'b>(words: Rest<'a, 'b>) -> Option<(f64, Rest<'a, 'b>)> {
    if let ["three" | "3", "quarters" | "quarter", rest @ ..] = words {
        return Some((0.75, rest));
    }
    match without(words, &["a", "one"]) {
        ["half", rest @ ..] => Some((0.5, rest)),
        ["quarter", rest @ ..] => Some((0.25, rest)),
        _ => None,
    }
}

/// A number in words or in figures.
fn whole<'a, 'b>(words: Rest<'a, 'b>) -> Option<(f64, Rest<'a, 'b>)> {
    let (word, rest) = words.split_first()?;
    let place = |list: &[&str], word: &str| list.iter().position(|other| *other == word);
    if let Some(place) = place(NUMBERS, word) {
        return Some((place as f64 + 1.0, rest));
    }
    let Some(tens) = place(TENS, word) else {
        return Some((super::typed::number(word)?, rest));
    };
    let tens = (tens as f64 + 2.0) * 10.0;
    let ones = rest.first().and_then(|word| place(&NUMBERS[..9], word));
    Some(match ones {
        Some(place) => (tens + place as f64 + 1.0, &rest[1..]),
        None => (tens, rest),
    })
}

/// The unit that comes next, as the file has it; a single letter is none among words.
fn unit<'a, 'b>(words: Rest<'a, 'b>) -> Option<(&'static str, Rest<'a, 'b>)> {
    let called = |name: &str| {
        let known = UNIT_NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, unit)| *unit)
    };
    if let [first, second, rest @ ..] = words
        && let Some(unit) = called(&format!("{first} {second}"))
    {
        return Some((unit, rest));
    }
    let (word, rest) = words.split_first()?;
    let unit = called(word).filter(|_| word.len() > 1)?;
    Some((unit, rest))
}

fn without<'a, 'b>(words: Rest<'a, 'b>, list: &[&str]) -> Rest<'a, 'b> {
    match words {
        [first, rest @ ..] if list.contains(first) => rest,
        _ => words,
    }
}

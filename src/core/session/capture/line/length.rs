//! Lengths of time among words: which words at the end of a line say how long something takes.
//!
//! Takes a length only where it cannot be meant otherwise: `by 12:30` says when, `60 euro an hour` what it
//! costs, and `the half an hour show` is a title. Knows English alone.

use crate::model::{Amount, Time};

/// A time has at most so many words: `about an hour and a half to an hour and three quarters`.
const TIME_WORDS: usize = 12;
/// No step of a service takes longer, in days.
const PLAUSIBLE_DAYS: u32 = 1_100;
/// Milliseconds in a day.
const DAY: u128 = 86_400_000;

/// Words that make what follows no length of the step: `by 12:30`, `within 2 days`, `the 90s`.
const NO_LENGTH_AFTER: &[&str] = &[
    "a", "above", "after", "an", "and", "at", "before", "below", "by", "each", "every", "first",
    "from", "in", "last", "least", "max", "max.", "maximum", "minimum", "most", "next", "of", "or",
    "over", "past", "per", "since", "than", "the", "till", "to", "under", "until", "with",
    "within",
];
/// Verbs that make a step together with `in` or `over`, so that what follows is its length: `logs in 2m`.
const WITH_IN_OR_OVER: &[&str] = &[
    "books", "checks", "clocks", "dials", "fills", "goes", "hands", "keys", "log", "logs",
    "punches", "scans", "sign", "signs", "take", "takes", "turns", "types",
];
/// Words that may lead to a length and then belong to it.
const LEADS_TO_LENGTH: &[&str] = &["for", "takes"];
/// Verbs that make `for a second` something that is asked for.
const WITH_FOR: &[&str] = &["ask", "asks", "begs", "calls", "hopes", "looks"];
/// Words after which `wait` is what somebody does: `asks her to wait 2 min`.
const WAIT_IS_DONE_AFTER: &[&str] = &[
    "and", "can", "could", "don't", "has", "have", "let", "may", "must", "not", "or", "please",
    "should", "to", "will",
];
/// Words after which `a minute` can only be how long.
const WAITS: &[&str] = &["queues", "wait", "waiting", "waits"];

/// A length of time and nothing else, as people say it.
pub fn read(text: &str) -> Option<Time> {
    let words: Vec<&str> = text.split_whitespace().collect();
    time(&words)
}

/// Whether the words begin with a word for waiting.
pub(in crate::session::capture) fn is_waiting(word: &str) -> bool {
    let word = word.to_lowercase();
    WAITS.contains(&word.trim_end_matches([',', '.']))
}

/// Whether the word may lead to a length.
pub(in crate::session::capture) fn leads(word: &str) -> bool {
    LEADS_TO_LENGTH.contains(&word)
}

/// The longest time that ends the words, after `keep` of them: where it starts, with the words that lead to it.
pub(super) fn at_end(words: &[&str], keep: usize) -> Option<(usize, Time)> {
    let first = keep.max(words.len().saturating_sub(TIME_WORDS));
    let (said, time) =
        (first..words.len()).find_map(|start| time(&words[start..]).map(|time| (start, time)))?;
    let is = |list: &[&str], word: &str| list.contains(&word.to_lowercase().as_str());
    let mut start = said;
    while start > keep && is(LEADS_TO_LENGTH, words[start - 1].trim_start_matches('(')) {
        start -= 1;
    }
    let before = start.checked_sub(1).map(|at| words[at]);
    let verb = start.checked_sub(2).map(|at| words[at]);
    let is_verbs = before.is_some_and(|word| is(&["in", "over"], word))
        && verb.is_some_and(|word| is(WITH_IN_OR_OVER, word));
    if !is_verbs && before.is_some_and(|word| is(NO_LENGTH_AFTER, word)) {
        return None;
    }
    if is_single(&words[said..]) {
        // “60 euro an hour”, “asks for a second”: only what leads to it makes it a length.
        let is_set_apart = words[said].starts_with('(')
            || before.is_none_or(|word| word.ends_with([',', ';', '–', '—']) || is_waiting(word));
        let is_led = start < said && !before.is_some_and(|word| is(WITH_FOR, word));
        if !(is_set_apart || is_verbs || is_led) {
            return None;
        }
    }
    Some((start, time))
}

/// `a minute`, `an hour`, `one day`: what could also be a rate or a manner of speaking.
fn is_single(words: &[&str]) -> bool {
    let [article, unit] = words else {
        return false;
    };
    let article = article.trim_start_matches('(').to_lowercase();
    let is_one_day = article == "one" && unit.to_lowercase().starts_with("day");
    is_one_day || article == "a" || article == "an"
}

/// Whether `wait` ends the words, after `keep` of them.
pub(super) fn ends_in_wait(words: &[&str], keep: usize) -> bool {
    let last = words.last();
    last.is_some_and(|last| last.eq_ignore_ascii_case("wait")) && words.len() > keep
}

/// Whether the `wait` that ends the words is a mark, and not something that somebody does.
pub(super) fn wait_is_mark(words: &[&str], keep: usize) -> bool {
    let before = &words[..words.len().saturating_sub(1)];
    let Some(word) = before.last() else {
        return true;
    };
    if word.ends_with([',', ';']) {
        return true;
    }
    let first = before.len().saturating_sub(TIME_WORDS);
    let follows_time =
        (first.max(keep)..before.len()).any(|start| time(&before[start..]).is_some());
    let done = WAIT_IS_DONE_AFTER.contains(&word.to_lowercase().as_str());
    follows_time || before.len() > 1 && !done
}

/// Reads words that are a length of time and nothing else, with a unit or as `1:30`.
fn time(words: &[&str]) -> Option<Time> {
    let text = words.join(" ");
    let text = text
        .trim_start_matches(['(', ',', ';'])
        .trim_end_matches([')', ',', '.', ';']);
    let bare = Time::without_about(text);
    let has_unit = bare.chars().any(char::is_alphabetic);
    if !has_unit && !bare.contains(':') || shouts(bare) || is_watts(bare) {
        return None;
    }
    let time = Time::from_typed(bare).ok()?;
    is_plausible(&time).then_some(time)
}

/// Whether a unit is a single capital letter: `3D` is no three days.
fn shouts(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_alphabetic());
    runs.filter(|run| run.chars().count() == 1 && *run != "A")
        .any(|run| run.chars().all(char::is_uppercase))
}

/// Whether it ends in a single `w` and is no number of weeks: `60w` is a lamp's power.
fn is_watts(text: &str) -> bool {
    const WEEKS: u32 = 52;
    let Some(before) = text.strip_suffix(['w', 'W']) else {
        return false;
    };
    let digits = before.trim().rsplit(|c: char| !c.is_ascii_digit());
    let number = digits
        .into_iter()
        .next()
        .and_then(|digits| digits.parse::<u32>().ok());
    let is_weeks = text.ends_with('w') && number.is_some_and(|number| number <= WEEKS);
    !before.ends_with(char::is_alphabetic) && !is_weeks
}

fn is_plausible(time: &Time) -> bool {
    let most = match *time {
        Time::Fixed(amount) => amount,
        Time::Triangular { max, .. } | Time::Uniform { max, .. } => max,
        Time::Exponential { mean } => mean,
        Time::Lognormal { p95, .. } => p95,
    };
    let none = most == Amount::default();
    !none
        && most.by_the_clock() <= u128::from(PLAUSIBLE_DAYS) * DAY
        && most.working_days <= PLAUSIBLE_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a line, and its length.
    fn check(line: &str, left: &str, length: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let found = at_end(&words, 1);
        let start = found.map_or(words.len(), |(start, _)| start);
        let found = found.map_or_else(String::new, |(_, time)| time.to_string());
        assert_eq!(
            (&*words[..start].join(" "), &*found),
            (left, length),
            "{line}"
        );
    }

    #[test]
    fn times_are_read_as_people_say_them() {
        for (said, length) in [
            ("half an hour", "30m"),
            ("1w", "1w"),
            ("6w", "6w"),
            ("for half an hour", "30m"),
            ("a quarter of an hour", "15m"),
            ("about three quarters of an hour or so", "45m"),
            ("an hour and a half", "1h 30m"),
            ("takes an hour and a half", "1h 30m"),
            ("about an hour and thirty five minutes or so", "1h 35m"),
            ("5 minutes or so", "5m"),
            ("around 5 min", "5m"),
            ("(roughly 5 min)", "5m"),
            ("a couple of minutes", "2m"),
            ("for a minute", "1m"),
            ("takes about a minute", "1m"),
            ("ten minutes.", "10m"),
            ("~ 5 min", "5m"),
            ("five to ten minutes", "uniform 5m 10m"),
            ("for 5 to 10 min", "uniform 5m 10m"),
            ("between five and ten minutes", "uniform 5m 10m"),
            ("two or three days", "uniform 2d 3d"),
            ("half an hour to an hour", "uniform 30m 1h"),
            ("for one or two minutes", "uniform 1m 2m"),
            ("5m to 10m", "uniform 5m 10m"),
            ("2 to 3 h", "uniform 2h 3h"),
            ("between 2 and 3 h", "uniform 2h 3h"),
            ("a minute or two", "uniform 1m 2m"),
            ("1,500 seconds", "25m"),
            ("2 weeks", "2w"),
            ("a week and a half", "1w 3d 12h"),
        ] {
            check(&format!("Reads it {said}"), "Reads it", length);
        }
        check("Reads it, a minute", "Reads it,", "1m");
        check("Waits a minute", "Waits", "1m");
        check("Logs in ten minutes", "Logs in", "10m");
        check("Waits .5h", "Waits", "30m");
    }

    #[test]
    fn words_that_say_something_else_stay_in_the_title() {
        for title in [
            "Waits for the half an hour show",
            "Waits for the half an hour",
            "Calls back in half an hour",
            "Calls back in about ten minutes",
            "Comes within an hour and a half",
            "Charges 60 euro an hour",
            "Calls twice a day",
            "Comes back one day",
            "Asks for a second",
            "Checks every couple of minutes",
            "Misses the last ten minutes",
            "Raises the limit from five to ten minutes",
            "Cuts it from 20 minutes to 5 minutes",
            "Talks to two or three people",
            "Picks between five and ten",
            "Changes the lamp 60w",
            "Picks 12 or 24 hours",
            "Waits at least 5 minutes",
            "Reads it, max 5 min",
            "Lists about 90",
            "Names ninety or so",
            "Meets the couple",
            "Loses a quarter",
            "Writes the minutes",
            "Plays the second half",
            "Brings forward the one second",
        ] {
            check(title, title, "");
        }
    }
}

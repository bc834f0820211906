//! What a cell of a row says about its steps. Unknown is left out, or said to be unknown; never zero.

use std::collections::HashSet;

use super::CellLine;
use crate::{
    model::{Control, Pain, Row, Spent, Step, plural},
    scene::{Icon, Ink, words::sum_words},
};

/// Whether the step says anything about the field.
pub(super) fn has(field: Row, step: &Step) -> bool {
    match field {
        Row::Feeling => step.feeling.is_some(),
        Row::Time => {
            let spent = Spent::of([step]);
            spent.work.known + spent.wait.known > 0
        }
        _ => !entries(field, &[step]).is_empty(),
    }
}

/// What `steps` say about the field, the same only once.
pub(super) fn entries(field: Row, steps: &[&Step]) -> Vec<CellLine> {
    let steps = steps.iter().copied();
    match field {
        // The curve shows it.
        Row::Feeling => Vec::new(),
        Row::Time => times(&Spent::of(steps)),
        Row::Channel => distinct(steps.map(|step| step.channel.as_str())),
        Row::Systems => distinct(steps.flat_map(|step| step.systems.iter().map(String::as_str))),
        Row::Owner => distinct(steps.map(|step| step.owner.as_str())),
        Row::Controls => {
            let controls: Vec<&str> = steps
                .flat_map(|step| step.controls.iter().map(Control::called))
                .collect();
            let mut entries = distinct(controls.into_iter());
            for entry in &mut entries {
                entry.icon = Some(Icon::Control);
            }
            entries
        }
        Row::Pains => steps.flat_map(|step| step.pains.iter().map(pain)).collect(),
    }
}

/// What the steps of a cell say about the field in an overlay: what stays, and what was before what is now.
pub(super) fn both(field: Row, was: &[&Step], steps: &[&Step]) -> Vec<CellLine> {
    if field == Row::Time {
        let (was, now) = (
            Spent::of(was.iter().copied()),
            Spent::of(steps.iter().copied()),
        );
        let work = turned(sum_words(&was.work), sum_words(&now.work));
        let wait = turned(sum_words(&was.wait), sum_words(&now.wait));
        let both = [time_line(Icon::Clock, work), time_line(Icon::Wait, wait)];
        return both.into_iter().flatten().collect();
    }
    let (was, now) = (entries(field, was), entries(field, steps));
    let is_in = |line: &CellLine, list: &[CellLine]| list.iter().any(|l| l.words == line.words);
    let left = |line: &&CellLine| !is_in(line, &now);
    if let (Some(gone), 1, [came]) = (was.iter().find(left), was.len(), &now[..])
        && gone.icon.is_none()
    {
        let words = format!("{} → {}", gone.words, came.words);
        return vec![CellLine {
            words,
            lines: 3,
            ..came.clone()
        }];
    }
    let gone = was.iter().filter(left).map(|line| CellLine {
        words: format!("− {}", line.words),
        ink: Ink::TextMuted,
        ..line.clone()
    });
    let stay = now.iter().filter(|line| is_in(line, &was)).cloned();
    let came = now.iter().filter(|line| !is_in(line, &was));
    let came = came.map(|line| CellLine {
        words: format!("+ {}", line.words),
        ..line.clone()
    });
    stay.chain(gone).chain(came).collect()
}

/// `15m → 4m`; once where both are the same, and `–` for nothing.
pub(super) fn turned(was: Option<String>, now: Option<String>) -> Option<String> {
    match (was, now) {
        (None, None) => None,
        (was, now) if was == now => now,
        (was, now) => {
            let said = |words: Option<String>| words.unwrap_or_else(|| "–".to_owned());
            Some(format!("{} → {}", said(was), said(now)))
        }
    }
}

/// The second class of a row's groups.
pub(super) fn class(field: Row) -> &'static str {
    match field {
        Row::Feeling => "feeling",
        Row::Time => "time",
        Row::Channel => "channel",
        Row::Systems => "systems",
        Row::Owner => "owner",
        Row::Controls => "controls",
        Row::Pains => "pains",
    }
}

/// The face of a feeling.
pub fn feeling_icon(value: i8) -> Icon {
    match value {
        ..0 => Icon::Bad,
        0 => Icon::Neutral,
        1.. => Icon::Good,
    }
}

/// A feeling as a number: `+1`, `0`, `−2`.
pub fn feeling_number(value: i8) -> String {
    match value {
        ..0 => format!("−{}", value.unsigned_abs()),
        0 => "0".to_owned(),
        1.. => format!("+{value}"),
    }
}

/// Work and wait, each on its line.
fn times(spent: &Spent) -> Vec<CellLine> {
    let both = [
        time_line(Icon::Clock, sum_words(&spent.work)),
        time_line(Icon::Wait, sum_words(&spent.wait)),
    ];
    both.into_iter().flatten().collect()
}

fn time_line(icon: Icon, words: Option<String>) -> Option<CellLine> {
    words.map(|words| CellLine {
        icon: Some(icon),
        ink: if words == "?" {
            Ink::TextMuted
        } else {
            Ink::Text
        },
        words,
        lines: 2,
    })
}

/// `Nobody answers (severe, often, 3 votes)`.
fn pain(pain: &Pain) -> CellLine {
    let votes = pain.votes.map(|votes| plural(votes, "vote", "votes"));
    let how: Vec<String> = [
        pain.bad.map(|bad| bad.words().to_lowercase()),
        pain.often.map(|often| often.words().to_lowercase()),
        votes,
    ]
    .into_iter()
    .flatten()
    .collect();
    let text = match pain.text.trim() {
        "" => "Pain",
        text => text,
    };
    let words = match &*how.join(", ") {
        "" => text.to_owned(),
        how => format!("{text} ({how})"),
    };
    CellLine {
        icon: Some(Icon::Pain),
        words,
        ink: Ink::Text,
        lines: 3,
    }
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<CellLine> {
    let mut known: HashSet<&str> = HashSet::new();
    let words = words.map(str::trim).filter(|word| !word.is_empty());
    let found = words.filter(|word| known.insert(word));
    let entry = |word: &str| CellLine {
        icon: None,
        words: word.to_owned(),
        ink: Ink::Text,
        lines: 2,
    };
    found.map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, Time, Written};

    fn step(minutes: Option<u64>, channel: &str) -> Step {
        Step {
            work: minutes.map(|m| Written::Known(Time::Fixed(Amount::from_millis(m * 60_000)))),
            channel: channel.to_owned(),
            ..Step::default()
        }
    }

    fn check_both(field: Row, was: &[&Step], now: &[&Step], expected: &[&str]) {
        let lines = both(field, was, now);
        let words: Vec<&str> = lines.iter().map(|line| line.words.as_str()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn an_overlay_says_what_was_before_what_is() {
        let (long, short) = (step(Some(15), "Phone"), step(Some(4), "Chat"));
        let silent = step(None, "");
        check_both(Row::Time, &[&long], &[&short], &["15m → 4m"]);
        check_both(Row::Time, &[&long], &[&long], &["15m"]);
        check_both(Row::Time, &[], &[&short], &["– → 4m"]);
        check_both(Row::Time, &[&long], &[&silent], &["15m → ?"]);
        check_both(Row::Channel, &[&long], &[&short], &["Phone → Chat"]);
        check_both(
            Row::Channel,
            &[&long],
            &[&long, &short],
            &["Phone", "+ Chat"],
        );
        check_both(Row::Channel, &[&long], &[], &["− Phone"]);
    }
}

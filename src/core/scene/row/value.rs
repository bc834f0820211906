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
    let entry = |icon, words: Option<String>| {
        words.map(|words| CellLine {
            icon: Some(icon),
            ink: if words == "?" {
                Ink::TextMuted
            } else {
                Ink::Text
            },
            words,
            lines: 1,
        })
    };
    let both = [
        entry(Icon::Clock, sum_words(&spent.work)),
        entry(Icon::Wait, sum_words(&spent.wait)),
    ];
    both.into_iter().flatten().collect()
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

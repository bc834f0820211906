//! What stands before the title of a line: which way it goes on, on which condition, and who does it.

use std::ops::Range;

use super::{Onward, WayCondition};
use crate::model::{Split, typed};

/// Names before a colon have at most so many words, unless a lane is called so.
const NAME_WORDS: usize = 3;

/// Which way a line goes on, as its first letters say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WaySign {
    pub(super) way: Onward,
    /// What the ways out mean of the step that it leaves from.
    pub(super) split: Option<Split>,
    /// How many bytes the sign has.
    pub(super) length: usize,
}

/// The signs that begin a line. A longer one stands before its beginning.
const SIGNS: &[(&str, Onward, Option<Split>)] = &[
    ("<?", Onward::Branch, Some(Split::Either)),
    ("<&", Onward::Branch, Some(Split::Both)),
    ("<", Onward::Branch, None),
    (">", Onward::Next, None),
    ("+", Onward::Same, None),
    ("/", Onward::Apart, None),
    ("^", Onward::Back, None),
];

/// The sign that `text` begins with.
pub(super) fn way(text: &str) -> Option<WaySign> {
    let (sign, way, split) = SIGNS
        .iter()
        .copied()
        .find(|(sign, ..)| text.starts_with(sign))?;
    let next = text[sign.len()..].chars().next();
    if sign == "<" && next != Some(' ') && text.contains('>') {
        // `<b>` is somebody's markup, and no way out.
        return None;
    }
    let ends = |c: char| c.is_whitespace() || c.is_alphabetic() || matches!(c, '"' | '“' | '[');
    next.is_none_or(ends).then_some(WaySign {
        way,
        split,
        length: sign.len(),
    })
}

/// A sign that parts ways behind the name of a lane, with where it stands.
pub(super) fn way_behind(text: &str) -> Option<(usize, WaySign)> {
    let gap = text.len() - text.trim_start().len();
    let sign = text[gap..].starts_with('<').then(|| way(&text[gap..]))?;
    sign.map(|sign| (gap, sign))
}

/// The condition in brackets that `text` begins with, and its place there. What may be meant otherwise is none: a
/// box to tick, the number of a note, a name that somebody has, a link.
pub(super) fn condition(
    text: &str,
    is_known: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, WayCondition)> {
    let start = text.len() - text.trim_start().len();
    let inner = text[start..].strip_prefix('[')?;
    let close = inner.find([']', '['])?;
    let (said, rest) = (inner[..close].trim(), inner[close..].strip_prefix(']')?);
    let letters = said.chars().filter(|c| c.is_alphabetic()).count();
    let condition = WayCondition::read(said);
    let is_condition = (letters > 1 || condition.share.is_some())
        && rest.starts_with(char::is_whitespace)
        && !rest.trim().is_empty()
        && !is_known(said);
    is_condition.then_some((start..start + close + 2, condition))
}

/// Where the name's colon stands, if the text begins with a name.
pub(super) fn name_end(text: &str, is_known: impl Fn(&str) -> bool) -> Option<usize> {
    let colon = text.find(':')?;
    let (name, rest) = (text[..colon].trim(), &text[colon + 1..]);
    if name.is_empty() || name.contains(['"', '“', '!']) {
        return None;
    }
    if is_known(name) {
        return Some(colon);
    }
    let said = rest.trim();
    let names_somebody = rest.starts_with(char::is_whitespace)
        && !said.is_empty()
        && !said.ends_with('?')
        && name.split_whitespace().count() <= NAME_WORDS
        && name.chars().any(char::is_alphabetic);
    names_somebody.then_some(colon)
}

impl WayCondition {
    /// Reads `rejected`, `30 %` or `rejected 30 %`.
    fn read(said: &str) -> Self {
        let mut condition = Self {
            said: said.to_owned(),
            label: said.to_owned(),
            share: None,
        };
        let Some(before) = said.strip_suffix('%').map(str::trim_end) else {
            return condition;
        };
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let label = before.trim_end_matches(is_figure);
        // “top5 %” is a word.
        if label.ends_with(char::is_alphanumeric) {
            return condition;
        }
        if let Ok(Some(share)) = typed::share(&format!("{}%", &before[label.len()..])) {
            condition.share = Some(share);
            condition.label = label
                .trim_end_matches([',', ';', ':', ' ', '\u{a0}'])
                .to_owned();
        }
        condition
    }

    /// As a preview says it: `when rejected, 30 %`.
    pub fn words(&self) -> String {
        let share = self.share.map(typed::show_share);
        let label = (!self.label.is_empty()).then(|| format!("when “{}”", self.label));
        let parts = [label, share];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

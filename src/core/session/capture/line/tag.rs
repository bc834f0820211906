//! What a step uses, among the marks behind a title: its channel and its systems; and what its ways out mean.
//!
//! Taken only as one word or in quotes: “writes to @live chat about it” is a title.

use super::{CapturedLine, LinePart, PlacedWord};
use crate::model::Split;

/// A name in quotes has at most so many words.
const TAG_WORDS: usize = 8;

impl CapturedLine {
    /// Takes a channel or a system off the end, leaving at least `keep` words: `@phone`, `="Case tool"`. Says how many
    /// words are left.
    pub(super) fn read_tag(&mut self, words: &[PlacedWord<'_>], keep: usize) -> Option<usize> {
        if let Some(start) = self.read_decides(words, keep) {
            return Some(start);
        }
        let first = keep.max(words.len().saturating_sub(TAG_WORDS));
        let is_sign = |word: &str| word.starts_with(['@', '=']);
        let start = (first..words.len())
            .rev()
            .find(|at| is_sign(words[*at].1))?;
        let said: Vec<&str> = words[start..].iter().map(|(_, word)| *word).collect();
        let said = said.join(" ");
        let (sign, said) = said.split_at(1);
        let name = tag_name(said)?;
        if sign == "=" {
            let names = name.split(',').map(str::trim).filter(|one| !one.is_empty());
            let names = names.map(str::to_owned);
            // The end of the line is read first.
            self.systems.splice(0..0, names);
            self.push_part(&words[start..], LinePart::System);
        } else if self.channel.is_empty() && !name.eq_ignore_ascii_case("ai") {
            name.clone_into(&mut self.channel);
            self.push_part(&words[start..], LinePart::Channel);
        } else {
            return None;
        }
        Some(start)
    }

    /// Takes `<?` or `<&` off the end: several ways lead out of the step.
    fn read_decides(&mut self, words: &[PlacedWord<'_>], keep: usize) -> Option<usize> {
        let start = words.len().checked_sub(1).filter(|start| *start >= keep)?;
        self.decides = match words[start].1 {
            "<?" => Some(Split::Either),
            "<&" => Some(Split::Both),
            _ => return None,
        };
        self.push_part(&words[start..], LinePart::Way);
        Some(start)
    }
}

/// The name of a channel or a system: one word that begins with a letter, or several in quotes.
fn tag_name(said: &str) -> Option<&str> {
    let said = said.trim_end_matches([',', ';']);
    let quoted = said.strip_prefix(['"', '“']);
    let inner = quoted.and_then(|inner| inner.strip_suffix(['"', '”']));
    match inner {
        Some(inner) => Some(inner.trim()).filter(|name| !name.is_empty()),
        None => {
            let is_one = !said.contains(char::is_whitespace) && !said.contains(['"', '“', '@']);
            (is_one && said.starts_with(char::is_alphabetic)).then_some(said)
        }
    }
}

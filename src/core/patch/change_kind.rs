//! In which ways something differs, in which order these ways are named, and how they are counted in words.

use std::collections::BTreeSet;

/// How a step or connector of one variant differs in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only in the second.
    Added,
    /// Only in the first.
    Removed,
    /// Its lane, moment or rank differs.
    Moved,
    /// A field other than lane, moment, rank, AI touchpoint and `ext` differs.
    Changed,
    /// Its AI touchpoint appeared, went or changed.
    Ai,
}

impl ChangeKind {
    /// Every kind, in the order they are listed.
    pub const ALL: &[Self] = &[
        Self::Added,
        Self::Removed,
        Self::Moved,
        Self::Changed,
        Self::Ai,
    ];

    /// The word on a card.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Ai => "AI",
        }
    }

    /// The sign before the word; AI has a picture instead.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Moved => "→",
            Self::Changed => "~",
            Self::Ai => "",
        }
    }

    /// Whether what differs by `kinds` counts as this kind. What stays and whose AI touchpoint differs is
    /// changed.
    pub fn is_of(self, kinds: &BTreeSet<Self>) -> bool {
        let stays = !kinds.contains(&Self::Added) && !kinds.contains(&Self::Removed);
        let changed = self == Self::Changed && kinds.contains(&Self::Ai) && stays;
        kinds.contains(&self) || changed
    }

    /// Every kind as which it counts that something differs by `kinds`, in the order they are listed: the badges it
    /// has wherever it is named.
    pub fn all_of(kinds: &BTreeSet<Self>) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|kind| kind.is_of(kinds))
    }
}

/// Counts of changes in words: `+2 added, ~3 changed, of these 3 AI`. What became AI is among what was added, removed
/// or changed, so it is said of these.
pub fn counts_in_words(counts: impl IntoIterator<Item = (ChangeKind, usize)>) -> String {
    let mut words = String::new();
    for (kind, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let lead = match (words.is_empty(), kind) {
            (true, _) => "",
            (false, ChangeKind::Ai) => OF_THESE,
            (false, _) => ", ",
        };
        words += &format!("{lead}{}{count} {}", kind.sign(), kind.word());
    }
    words
}

/// What stands before the count of AI where the other counts stand before it.
const OF_THESE: &str = ", of these ";

//! Words to look for: with or without regard to case and accents.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizer;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindWords {
    /// The words; blanks around them do not count.
    pub text: String,
    /// Whether every letter has to be the same.
    pub case: MatchCase,
}

/// Whether case and accents make a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MatchCase {
    #[default]
    No,
    Yes,
}

impl<T: AsRef<str> + ?Sized> From<&T> for FindWords {
    fn from(text: &T) -> Self {
        Self {
            text: text.as_ref().to_owned(),
            case: MatchCase::No,
        }
    }
}

/// Words to look for, ready to be compared.
pub(super) enum Needle {
    /// Without case and accents.
    Folded(String),
    /// Letter by letter.
    Exact(String),
}

impl Needle {
    pub(super) fn new(words: &FindWords) -> Option<Self> {
        Self::of(words.text.trim(), words)
    }

    /// For words that are replaced: the blanks around them count, as those around what takes their place do.
    pub(super) fn to_replace(words: &FindWords) -> Option<Self> {
        Self::new(words)?;
        Self::of(&words.text, words)
    }

    fn of(text: &str, words: &FindWords) -> Option<Self> {
        let needle = match words.case {
            MatchCase::No => Self::Folded(fold(text).text),
            MatchCase::Yes => Self::Exact(text.to_owned()),
        };
        let (Self::Folded(letters) | Self::Exact(letters)) = &needle;
        (!letters.is_empty()).then_some(needle)
    }

    /// Where the words stand first in `text`, in bytes.
    pub(super) fn in_text(&self, text: &str) -> Option<Range<usize>> {
        let needle = match self {
            Self::Folded(needle) => needle,
            Self::Exact(needle) => {
                let start = text.find(needle)?;
                return Some(start..start + needle.len());
            }
        };
        if text.is_ascii() {
            // Most texts are, and need no copy.
            let same = |(a, b): (&u8, &u8)| match b {
                b' ' => a.is_ascii_whitespace(),
                letter => a.eq_ignore_ascii_case(letter),
            };
            let needle = needle.as_bytes();
            let mut windows = text.as_bytes().windows(needle.len());
            let start = windows.position(|part| part.iter().zip(needle).all(same))?;
            return Some(start..start + needle.len());
        }
        let folded = fold(text);
        let start = folded.text.find(needle)?;
        let last = start + needle.len() - 1;
        Some(folded.from.get(start)?.start..folded.from.get(last)?.end)
    }

    /// `text` with all of the words replaced, and how often they stood there; `None` where they do not. A letter of
    /// which only a part would go, such as the second s of “ß”, stays.
    pub(super) fn replaced(&self, text: &str, with: &str) -> Option<(String, usize)> {
        let places: Vec<Range<usize>> = match self {
            Self::Exact(needle) => text
                .match_indices(needle)
                .map(|(at, part)| at..at + part.len())
                .collect(),
            Self::Folded(needle) => {
                let Folded { text: folded, from } = fold(text);
                let is_edge = |at: usize| at == 0 || from.get(at) != from.get(at - 1);
                let (mut places, mut at) = (Vec::new(), 0);
                while let Some(found) = folded.get(at..).and_then(|rest| rest.find(needle)) {
                    let (start, end) = (at + found, at + found + needle.len());
                    if is_edge(start) && is_edge(end) {
                        let last = &from[end - 1];
                        // An accent behind the last letter belongs to it.
                        let rest = text[last.end..].trim_start_matches(is_accent);
                        places.push(from[start].start..text.len() - rest.len());
                        at = end;
                    } else {
                        let letter = folded[start..].chars().next();
                        at = start + letter.map_or(1, char::len_utf8);
                    }
                }
                places
            }
        };
        let (mut new, mut done) = (String::new(), 0);
        for place in &places {
            new.push_str(&text[done..place.start]);
            new.push_str(with);
            done = place.end;
        }
        new.push_str(&text[done..]);
        (!places.is_empty()).then_some((new, places.len()))
    }
}

/// A text without case and accents, and from where in the original each of its bytes comes.
struct Folded {
    text: String,
    from: Vec<Range<usize>>,
}

fn fold(text: &str) -> Folded {
    let decompose = DecomposingNormalizer::new_nfd();
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        from: Vec::with_capacity(text.len()),
    };
    for (at, letter) in text.char_indices() {
        let from = at..at + letter.len_utf8();
        for part in decompose.normalize_iter(std::iter::once(letter)) {
            if is_accent(part) {
                continue;
            }
            match plain(part) {
                Some(letters) => folded.text.push_str(letters),
                None => folded.text.extend(part.to_lowercase()),
            }
        }
        folded.from.resize(folded.text.len(), from);
    }
    folded
}

/// The blocks of combining marks of European scripts; vowel signs of other scripts are letters.
fn is_accent(part: char) -> bool {
    matches!(part,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that people type without their stroke, and that no decomposition parts.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        '\u{a0}' | '\n' | '\r' | '\t' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that `words` are found in `text` as `part` of it, or not.
    fn check_found(words: &str, text: &str, part: Option<&str>) {
        let at = Needle::new(&words.into()).and_then(|needle| needle.in_text(text));
        assert_eq!(at.map(|at| &text[at]), part, "{words:?} in {text:?}");
    }

    #[test]
    fn case_and_accents_make_no_difference() {
        check_found("REFUND", "Where is my refund?", Some("refund"));
        check_found("cafe", "Le Café", Some("Café"));
        check_found("Café", "at the cafe", Some("cafe"));
        check_found("strasse", "Goethestraße 7", Some("straße"));
        check_found("zurich", "In Zu\u{308}rich", Some("Zu\u{308}rich"));
        check_found("lodz", "Łódź", Some("Łódź"));
        check_found("客户", "通知客户", Some("客户"));
        check_found("two words", "Two\nwords", Some("Two\nwords"));
        check_found("two words", "Zwei, “two\nwords”", Some("two\nwords"));
        check_found("  ", "anything", None);
        check_found("longer", "long", None);
    }

    #[test]
    fn every_place_is_replaced_once() {
        let folded = |words: &str| Needle::new(&words.into()).expect("there are words");
        let replaced = |words: &str, text: &str, with: &str| folded(words).replaced(text, with);
        let some = |text: &str, times| Some((text.to_owned(), times));
        assert_eq!(
            replaced("refund", "Refund, refund", "refunds"),
            some("refunds, refunds", 2)
        );
        assert_eq!(
            replaced("zurich", "Zürich, ZÜRICH", "Basel"),
            some("Basel, Basel", 2)
        );
        assert_eq!(
            replaced("cafe", "Le Cafe\u{301}!", "bar"),
            some("Le bar!", 1)
        );
        assert_eq!(replaced("a", "aaa", ""), some("", 3));
        assert_eq!(replaced("x", "aaa", "b"), None);
        // No half of a letter.
        assert_eq!(replaced("das", "daß", "dies"), None);
        assert_eq!(replaced("e", "æ, e", "a"), some("æ, a", 1));
        assert_eq!(replaced("strasse", "Straße", "Weg"), some("Weg", 1));
        // Blanks count on both sides.
        let with_blank = Needle::to_replace(&"Mr ".into()).expect("there are words");
        assert_eq!(
            with_blank.replaced("Mr Smith, Mrs Jones", "Dr "),
            some("Dr Smith, Mrs Jones", 1)
        );
        assert!(Needle::to_replace(&"  ".into()).is_none());
        let exact = Needle::new(&FindWords {
            text: "Case".to_owned(),
            case: MatchCase::Yes,
        });
        let exact = exact.expect("there are words");
        assert_eq!(
            exact.replaced("Case case Cáse", "Claim"),
            some("Claim case Cáse", 1)
        );
    }
}

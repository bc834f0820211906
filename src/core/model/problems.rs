//! What is wrong with a blueprint that nevertheless opens.
//!
//! Only what makes a document unsound: references to nothing, ids there twice, values out of range or
//! unreadable. What is unwise is a finding, and the checks' business.

use std::fmt;

use super::{Blueprint, faults, path_words, quoted};

/// The longest text that a file may hold, in bytes of UTF-8: longer ones would be refused when it is read.
pub const MAX_TEXT_BYTES: usize = 100_000;

/// How the keys of `ext` begin under which stands what a file of format 1 said and format 2 has no place for; in an AI
/// use the id of a variant follows that said something differently of it.
pub const SAID_IN_FORMAT_1: &str = "frontstage.v1.";

/// Something wrong at a place of the document. The document keeps it as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: names and ids from the top, such as `variants/before/steps/ID/lane`; in a list without
    /// ids the number of the record, counted from 0.
    pub path: String,
    /// What.
    pub trouble: Trouble,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", path_words(&self.path), self.trouble)
    }
}

/// What can be wrong in a document that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A reference to nothing: what kind of record, and the id.
    Dangling(&'static str, String),
    /// The same id twice in one list. No file that was read has it; an edit that would make it is refused.
    DoubledId(String),
    /// A time or date that cannot be read: what was expected, and the text.
    Unread(&'static str, String),
    /// A number outside its range: the range, and the number.
    OutOfRange(&'static str, String),
    /// A key or an id that was there already: which. The record that came later has a new one.
    Renamed(String),
    /// A record of a list without id; it has a new one.
    Unnamed,
    /// An id with a `/` in it: which. The record has another, and what refers to it does so by that.
    Parted(String),
    /// A number that is not finite, which reads as unknown: as it was written.
    NotFinite(String),
    /// A variant of an older file said something differently of an AI use, of which there is one now: which variant.
    SaidOtherwise(String),
    /// A text with more bytes than a file may hold in one: how many. No file that was read has it.
    TooLong(usize),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling(kind, id) if id.is_empty() => {
                write!(f, "names no {kind}: choose one, or delete this")
            }
            Self::Dangling(kind, id) => {
                write!(
                    f,
                    "there is no {kind} “{}”: choose another, or clear the field",
                    quoted(id)
                )
            }
            Self::DoubledId(id) => {
                write!(
                    f,
                    "the id “{}” is there already: give one of the two another",
                    quoted(id)
                )
            }
            Self::Unread(expected, text) => write!(f, "“{}” is no {expected}", quoted(text)),
            Self::OutOfRange(range, number) => write!(f, "{number} is out of range: write {range}"),
            Self::Renamed(id) => write!(
                f,
                "the id “{}” was there already: this record got a new one, references still mean the first",
                quoted(id)
            ),
            Self::Unnamed => f.write_str("had no id: it got one"),
            Self::Parted(id) => write!(
                f,
                "the id “{}” had a “/”, which parts the names of a place: this record got a new one, references follow",
                quoted(id)
            ),
            Self::SaidOtherwise(variant) => write!(
                f,
                "the variant “{}” said something else of this AI use: settle it there, then delete what was said",
                quoted(variant)
            ),
            Self::TooLong(bytes) => write!(
                f,
                "{bytes} bytes are too many for one text: at most {MAX_TEXT_BYTES} can be saved; part it, or link to a file"
            ),
            Self::NotFinite(number) => {
                write!(
                    f,
                    "“{}” is no number to calculate with: the field is now unknown",
                    quoted(number)
                )
            }
        }
    }
}

impl Blueprint {
    /// Everything wrong with the document, in the order of the file.
    pub fn problems(&self) -> Vec<Problem> {
        faults::problems(self)
    }
}

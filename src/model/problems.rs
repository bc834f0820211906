//! What is wrong with a blueprint that nevertheless opens.

use std::fmt;

use super::Blueprint;

/// Something wrong at a place of the document. The document keeps it as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: names and ids from the top, such as `variants/before/steps/ID/lane`.
    pub path: String,
    /// What.
    pub trouble: Trouble,
}

/// What can be wrong in a document that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A reference to nothing: what kind of record, and the id.
    Dangling(&'static str, String),
    /// The same id twice in one list.
    DoubledId(String),
    /// A time or date that cannot be read: what was expected, and the text.
    Unread(&'static str, String),
    /// A number outside its range: the range, and the number.
    OutOfRange(&'static str, String),
    /// A key that was there already; this is its new name, and the old one stands here.
    Renamed(String),
    /// A number that is not finite, which reads as unknown: as it was written.
    NotFinite(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Blueprint {
    /// Everything wrong with the document, in the order of the file.
    pub fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }
}

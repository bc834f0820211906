//! The file: one blueprint, one RON text, read kindly and written the same way every time.
//!
//! Owns the spelling ([`write`]), what is accepted ([`read`](read())) and the words in which a file is
//! refused ([`ReadError`]). Knows the model, and no files: `store` and `cli` bring and take bytes.

mod cells;
mod explain;
mod extent;
mod fault;
mod ids;
mod ignored;
mod lex;
mod line_ends;
mod locate;
mod migrate;
mod read;
mod walk;
mod write;

use serde::Serialize;

use crate::model::Blueprint;

pub use cells::PlainCells;
#[cfg(test)]
pub(crate) use extent::tests::with_notes;
pub use extent::{Extent, Limits};
pub use fault::{
    Fault, MAX_EXT_DEPTH, MAX_FILE_BYTES, MAX_RECORDS, MAX_TEXT_BYTES, Position, ReadError,
};
pub use line_ends::LineEnds;
pub use read::{
    Located, ReadOnly, Reading, UnknownField, places_of, read, read_recovered, read_value,
};
pub use write::is_hidden;

/// The ending of a blueprint's file name.
pub const FILE_ENDING: &str = ".blueprint.ron";

/// The canonical text of a document: the same document gives the same bytes, on every system.
pub fn write(blueprint: &Blueprint) -> String {
    let mut text = write_value(blueprint);
    text.push('\n');
    text
}

/// The canonical text of one value, such as a part of a document for the clipboard.
///
/// A record says its name; there is no line end after it.
///
/// # Panics
/// When the `Serialize` of `value` itself fails, which none of the model does.
pub fn write_value<T: Serialize + ?Sized>(value: &T) -> String {
    match write::to_ron(value) {
        Ok(text) => text,
        Err(fault) => unreachable!("{fault}"),
    }
}

//! What stops a file from opening, in words for the person who wrote it.
//!
//! Every message says what is wrong and what to do. Knows nothing of how
//! it is found.

use std::fmt;

use crate::model::{FORMAT, cut, path_words, quoted};

/// The longest text of a document, in bytes.
pub use crate::model::MAX_TEXT_BYTES;
/// The most records of a document.
pub const MAX_RECORDS: usize = 200_000;
/// How deep `ext` may go.
pub const MAX_EXT_DEPTH: usize = 48;

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// How many characters of what stands in a file, and of what the parser says of it, a message has.
const MAX_FOUND: usize = 60;
const MAX_SYNTAX: usize = 200;

/// A place in a file, both counted from 1; a column is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

impl Position {
    /// The place of the byte `offset` of `text`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: 1 + before.bytes().filter(|&byte| byte == b'\n').count(),
            column: 1 + before[start..].chars().count(),
        }
    }

    /// The byte of `text` at this place, or the end.
    pub(super) fn offset(self, text: &str) -> usize {
        let line = (1..self.line).try_fold(0, |start, _| {
            text[start..].find('\n').map(|length| start + length + 1)
        });
        let Some(start) = line else {
            return text.len();
        };
        text[start..]
            .char_indices()
            .nth(self.column.saturating_sub(1))
            .map_or(text.len(), |(at, _)| start + at)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a file does not open: where, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where; `None` when it is about the whole file.
    pub at: Option<Position>,
    /// The record or field there, such as `variants/before/steps/ID/title`; empty outside of all.
    pub path: String,
    /// What.
    pub fault: Fault,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{at}")?;
            if !self.path.is_empty() {
                write!(f, ", in {}", path_words(&self.path))?;
            }
            f.write_str(": ")?;
        }
        self.fault.fmt(f)
    }
}

impl std::error::Error for ReadError {}

/// What stops a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than [`MAX_FILE_BYTES`].
    #[error(
        "the file is too large: {} MB, the limit is {} MB; move parts of it to a second blueprint",
        bytes.div_ceil(1024 * 1024),
        MAX_FILE_BYTES / 1024 / 1024
    )]
    TooLarge {
        /// How large it is.
        bytes: u64,
    },
    /// Not UTF-8.
    #[error("the file is no UTF-8 text from here on: save it as UTF-8, or take an older copy")]
    NotText,
    /// Nothing in it.
    #[error(
        "the file is empty: a blueprint begins with `Blueprint(`; take an older copy, or make one with `frontstage new`"
    )]
    Empty,
    /// Something else than a record.
    #[error("this is no blueprint: one begins with `Blueprint(` or `(`")]
    NoBlueprint,
    /// Git's conflict markers.
    #[error(
        "git left a merge conflict here (`<<<<<<<`): take the whole file from one side (`git checkout --ours FILE` or `--theirs`), or keep one side by hand and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
    )]
    ConflictMarkers,
    /// The file ends inside a bracket.
    #[error(
        "the file ends before the bracket of {open} is closed: it may be cut off; take an older copy, or add the missing bracket"
    )]
    CutOff {
        /// The bracket that is not closed.
        open: Position,
    },
    /// A bracket closes another kind.
    #[error(
        "`{close}` does not close the `{opened}` of {open}: add the missing bracket, or delete this one"
    )]
    WrongBracket {
        /// The bracket here.
        close: char,
        /// The bracket it meets.
        opened: char,
        /// Where that one stands.
        open: Position,
    },
    /// Words after the end.
    #[error("the blueprint ends before this: delete what follows, or a `)` too many before it")]
    AfterEnd,
    /// A text without its closing quote.
    #[error("this text has no closing quote: add a `\"` at its end")]
    OpenText,
    /// A comment without its end.
    #[error("this comment has no end: add `*/`")]
    OpenComment,
    /// A character that begins nothing.
    #[error("“{0}” cannot stand here: put texts in double quotes, or delete it")]
    Character(char),
    /// Brackets in brackets in brackets.
    #[error(
        "the brackets are nested too deep: `ext` may go {MAX_EXT_DEPTH} levels deep, the rest needs fewer"
    )]
    TooDeep,
    /// More records than [`MAX_RECORDS`].
    #[error(
        "the file holds more than {MAX_RECORDS} records: move parts of it to a second blueprint"
    )]
    TooManyRecords,
    /// A text longer than [`MAX_TEXT_BYTES`].
    #[error(
        "this text is too long: {bytes} bytes, the limit is {MAX_TEXT_BYTES}; keep it in a file of its own and link to it"
    )]
    LongText {
        /// How long it is.
        bytes: usize,
    },
    /// A name that a field with fixed choices does not know.
    #[error(
        "“{}” is none of the choices here, did you mean {nearest}? There are: {}",
        quoted(found),
        known.join(", ")
    )]
    UnknownName {
        /// What stands there.
        found: String,
        /// The known name that is spelled most alike.
        nearest: &'static str,
        /// All known names.
        known: &'static [&'static str],
    },
    /// A field given twice in one record.
    #[error("`{}` is given twice in this record: delete one of the two", quoted(.0))]
    DoubledField(String),
    /// A record named as another.
    #[error("“{}(” cannot stand here: write `(` or `{expected}(`", quoted(found))]
    WrongRecord {
        /// What stands there.
        found: String,
        /// The name of the record that belongs here.
        expected: &'static str,
    },
    /// A value of another type.
    #[error("expected {expected}, found {}", cut(found, MAX_FOUND))]
    WrongType {
        /// What belongs here, with an example.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Any other breach of RON's rules.
    #[error("{}", cut(.0, MAX_SYNTAX))]
    Syntax(String),
    /// No such format.
    #[error("format {0} does not exist: this version writes format {FORMAT}")]
    NoSuchFormat(u64),
    /// A newer format that this version cannot even look at.
    #[error(
        "the file has format {format}, this version of Frontstage reads up to format {FORMAT}: open it with a newer version (it stopped at: {stopped})"
    )]
    Newer {
        /// The file's format.
        format: u64,
        /// What could not be read.
        stopped: Box<Fault>,
    },
}

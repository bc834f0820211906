//! How much of a file a document takes, so that an edit refuses what no file could hold.

use std::ops::AddAssign;

use serde::Serialize;

use super::{
    Fault, MAX_FILE_BYTES, MAX_RECORDS, MAX_TEXT_BYTES,
    ids::Room,
    walk::{MAX_ENTRIES, walk},
    write, write_value,
};
use crate::model::Blueprint;

/// How much of everything may be read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub(crate) file_bytes: usize,
    pub(crate) records: usize,
    /// Of lists and maps.
    pub(crate) entries: usize,
    pub(crate) text_bytes: usize,
}

impl Limits {
    /// Of a file, which anyone may have written.
    pub const FILE: Self = Self {
        file_bytes: MAX_FILE_BYTES,
        records: MAX_RECORDS,
        entries: MAX_ENTRIES,
        text_bytes: MAX_TEXT_BYTES,
    };
    /// Of what the program itself held in memory.
    pub const NONE: Self = Self {
        file_bytes: usize::MAX,
        records: usize::MAX,
        entries: usize::MAX,
        text_bytes: usize::MAX,
    };
}

/// What a document takes of a file, or more: never less.
///
/// Kept beside an open document and added to with each change, it says at nearly no cost that the document still
/// fits; only when it says that it might not is the document written and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    bytes: usize,
    records: usize,
    entries: usize,
}

impl Extent {
    /// What a record takes, or a whole document, but for the limits of single texts.
    pub fn at_most<T: Serialize + ?Sized>(value: &T) -> Self {
        // The record may stand as deep as records do, and after an id that is its key.
        const INDENT: usize = 32;
        const KEY: usize = 128;
        let text = write_value(value);
        let count = |wanted: u8| text.bytes().filter(|byte| *byte == wanted).count();
        Self {
            bytes: text.len() + KEY + (INDENT + 1) * (1 + count(b'\n')),
            // Those in texts count too.
            records: count(b'('),
            entries: 1 + count(b','),
        }
    }

    /// What a document takes of a file, but for the limits of single texts.
    pub fn of(blueprint: &Blueprint) -> Self {
        let text = write(blueprint);
        match walk(&text, Room::Blueprint, &Limits::NONE) {
            Ok(walked) => Self {
                // As a file whose lines end with two bytes, which is the larger.
                bytes: text.len() + text.bytes().filter(|byte| *byte == b'\n').count(),
                records: walked.records,
                entries: walked.entries,
            },
            // What is written is a blueprint; if it were none, the save would find out.
            Err(_) => Self::at_most(blueprint),
        }
    }

    /// Bytes of text.
    pub fn bytes(self) -> usize {
        self.bytes
    }

    /// Whether it certainly keeps within the limits.
    pub fn fits(self, limits: &Limits) -> bool {
        self.bytes <= limits.file_bytes
            && self.records <= limits.records
            && self.entries <= limits.entries
    }

    /// What the reader would refuse of a file with this.
    ///
    /// # Errors
    /// The first limit that it exceeds.
    pub fn check(self, limits: &Limits) -> Result<(), Fault> {
        if self.bytes > limits.file_bytes {
            let bytes = self.bytes as u64;
            return Err(Fault::TooLarge { bytes });
        }
        match self.fits(limits) {
            true => Ok(()),
            false => Err(Fault::TooManyRecords),
        }
    }

    /// Whether it is larger in any respect.
    pub fn exceeds(self, other: Self) -> bool {
        self.bytes > other.bytes || self.records > other.records || self.entries > other.entries
    }
}

impl AddAssign for Extent {
    fn add_assign(&mut self, more: Self) {
        self.bytes += more.bytes;
        self.records += more.records;
        self.entries += more.entries;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use super::{Extent, Limits, MAX_TEXT_BYTES};
    use crate::{
        format::{read, read::read_within, read_recovered, write},
        model::{Blueprint, Step, Variant},
    };

    /// A step for each note of so many bytes.
    pub(crate) fn with_notes(bytes: &[usize]) -> Blueprint {
        let mut variant = Variant {
            id: "before".into(),
            ..Variant::default()
        };
        for (number, bytes) in bytes.iter().enumerate() {
            let step = Step {
                title: format!("({number}, or so)"),
                note: "n".repeat(*bytes),
                ..Step::default()
            };
            let id = format!("step-{number}").as_str().into();
            variant.steps.insert(id, Arc::new(step));
        }
        let mut blueprint = Blueprint::default();
        blueprint.variants.push(Arc::new(variant));
        blueprint
    }

    /// The count and the reader say the same, whatever the limit.
    #[test]
    fn what_is_said_to_fit_opens() {
        let blueprint = with_notes(&[10; 5]);
        let text = write(&blueprint).replace('\n', "\r\n");
        let exact = Extent::of(&blueprint);
        assert_eq!(exact.bytes, text.len());
        assert!(!exact.exceeds(Extent::at_most(&blueprint)));
        let check = |limits: Limits, fault: Option<&str>| {
            let said = exact.check(&limits).err().map(|fault| fault.to_string());
            let read = read_within(text.as_bytes(), &limits).err();
            assert_eq!(said, read.map(|error| error.fault.to_string()));
            assert_eq!(said.is_some(), fault.is_some(), "{said:?}");
            assert!(said.unwrap_or_default().contains(fault.unwrap_or_default()));
        };
        let few = |file_bytes, records, entries| Limits {
            file_bytes,
            records,
            entries,
            ..Limits::FILE
        };
        check(Limits::FILE, None);
        check(few(exact.bytes, exact.records, exact.entries), None);
        check(
            few(exact.bytes - 1, exact.records, exact.entries),
            Some("too large"),
        );
        check(
            few(exact.bytes, exact.records - 1, exact.entries),
            Some("records"),
        );
        check(
            few(exact.bytes, exact.records, exact.entries - 1),
            Some("records"),
        );
    }

    /// What the program held it finds again after a crash.
    #[test]
    fn what_no_file_could_hold_is_recovered() {
        let blueprint = with_notes(&[MAX_TEXT_BYTES + 1]);
        let text = write(&blueprint);
        assert!(read(text.as_bytes()).is_err());
        let recovered = read_recovered(text.as_bytes()).expect("no limits");
        assert!(recovered.blueprint == blueprint);
    }
}

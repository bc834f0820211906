//! Older formats, brought up to date when they are read: one pure function a version.
//!
//! A migration says what changes in the text of one format so that it is that of the next; all else stays as it is,
//! also what it does not know, and every place of the new text is known in the old one. Each has a fixture under
//! `tests/core/fixtures`, frozen the day its format is.

mod first;
mod parts;
mod prose;

use std::ops::Range;

use crate::model::FORMAT;

/// A change to a text: what stands in a place from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Splice {
    at: Range<usize>,
    with: String,
}

/// What brings the text of a file from the format it is listed under to the next one.
type Migration = fn(&str) -> Vec<Splice>;

/// The migration of each older format; the first is that of format 1.
const MIGRATIONS: &[Migration] = &[first::migrate];

// Whoever raises the format is told here that a migration belongs to it.
const _: () = assert!(MIGRATIONS.len() + 1 == FORMAT as usize);

/// A text in the newest format.
#[derive(Debug)]
pub(super) struct Migrated {
    pub(super) text: String,
    /// The changes that were made, one format after the other.
    steps: Vec<Vec<Splice>>,
}

impl Migrated {
    /// The byte of the text as it was that became the byte `offset`: of something new, where it was put in.
    pub(super) fn original(&self, offset: usize) -> usize {
        let steps = self.steps.iter().rev();
        steps.fold(offset, |offset, splices| before(splices, offset))
    }
}

/// The text of a file of `format`, at least 1, in the newest format.
pub(super) fn migrate(text: &str, format: u64) -> Migrated {
    run(MIGRATIONS, text, format)
}

fn run(migrations: &[Migration], text: &str, format: u64) -> Migrated {
    let done = usize::try_from(format.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut migrated = Migrated {
        text: text.to_owned(),
        steps: Vec::new(),
    };
    for migration in migrations.iter().skip(done) {
        let mut splices = migration(&migrated.text);
        splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
        migrated.text = spliced(&migrated.text, &splices);
        migrated.steps.push(splices);
    }
    migrated
}

/// A text with changes, which stand in their order and do not overlap.
fn spliced(text: &str, splices: &[Splice]) -> String {
    let more: usize = splices.iter().map(|splice| splice.with.len()).sum();
    let mut new = String::with_capacity(text.len() + more);
    let mut done = 0;
    for splice in splices {
        new.push_str(&text[done..splice.at.start]);
        new.push_str(&splice.with);
        done = splice.at.end;
    }
    new + &text[done..]
}

/// The byte of a text before changes that became the byte `offset` after them.
fn before(splices: &[Splice], offset: usize) -> usize {
    // How many bytes were taken out and put in before it.
    let (mut out, mut put) = (0, 0);
    for splice in splices {
        let start = splice.at.start + put - out;
        if offset < start {
            break;
        }
        if offset < start + splice.with.len() {
            return splice.at.start;
        }
        out += splice.at.len();
        put += splice.with.len();
    }
    offset + out - put
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(text: &str, with: &str) -> Vec<Splice> {
        vec![Splice {
            at: text.len()..text.len(),
            with: with.to_owned(),
        }]
    }

    #[test]
    fn each_format_passes_through_all_later_migrations() {
        let migrations: &[Migration] = &[|text| add(text, "2"), |text| add(text, "3")];
        for (format, result) in [(1, "a23"), (2, "a3"), (3, "a"), (99, "a")] {
            assert_eq!(run(migrations, "a", format).text, result);
        }
    }

    #[test]
    fn places_of_the_new_text_are_known_in_the_old_one() {
        let migrations: &[Migration] = &[
            |_| {
                vec![
                    Splice {
                        at: 1..3,
                        with: String::new(),
                    },
                    Splice {
                        at: 5..5,
                        with: "xyz".to_owned(),
                    },
                ]
            },
            |text| add(text, "!"),
        ];
        let old = "abcdefg";
        let new = run(migrations, old, 1);
        assert_eq!(new.text, "adexyzfg!");
        for (at, c) in new.text.char_indices() {
            let was = new.original(at);
            match c {
                'x' | 'y' | 'z' => assert_eq!(was, 5),
                '!' => assert_eq!(was, 7),
                c => assert_eq!(old[was..].chars().next(), Some(c)),
            }
        }
    }
}

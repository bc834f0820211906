//! Older formats, brought up to date when they are read: one pure function a version.
//!
//! A migration takes the text of one format and gives that of the next; it keeps all it does not
//! know, comments too. Each has a fixture under `tests/fixtures`, frozen the day its format is.

use std::borrow::Cow;

use crate::model::FORMAT;

/// Brings the text of a file from the format it is listed under to the next one.
type Migration = fn(&str) -> String;

/// The migration of each older format; the first is that of format 1.
///
/// Format 1 is the newest, so there is none yet.
const MIGRATIONS: &[Migration] = &[];

// Whoever raises the format is told here that a migration belongs to it.
const _: () = assert!(MIGRATIONS.len() + 1 == FORMAT as usize);

/// The text of a file of `format`, at least 1, in the newest format.
pub(super) fn migrate(text: &str, format: u64) -> Cow<'_, str> {
    run(MIGRATIONS, text, format)
}

fn run<'t>(migrations: &[Migration], text: &'t str, format: u64) -> Cow<'t, str> {
    let done = usize::try_from(format.saturating_sub(1)).unwrap_or(usize::MAX);
    migrations
        .iter()
        .skip(done)
        .fold(Cow::Borrowed(text), |text, migration| {
            Cow::Owned(migration(&text))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_passes_through_all_later_migrations() {
        let migrations: &[Migration] = &[|text| format!("{text}2"), |text| format!("{text}3")];
        for (format, result) in [(1, "a23"), (2, "a3"), (3, "a"), (99, "a")] {
            assert_eq!(run(migrations, "a", format), result);
        }
    }
}

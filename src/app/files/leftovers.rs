//! Unsaved work that earlier runs left, and what it holds that the file on disk does not.

use std::{path::PathBuf, time::SystemTime};

use crate::{
    format::{self, LineEnds},
    model::Blueprint,
    patch,
    store::{FoundDrafts, Recovered, Shown, Store},
};

/// One piece of work that can be recovered.
pub struct Leftover {
    /// The work itself.
    pub recovered: Recovered,
    /// What differs from the file on disk, in words.
    pub difference: String,
    /// How the lines of that file end.
    pub line_ends: LineEnds,
}

/// A recovery file that cannot be read.
pub struct Damaged {
    /// The recovery file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub why: String,
}

/// What earlier runs left.
#[derive(Default)]
pub struct Leftovers {
    /// Newest first.
    pub work: Vec<Leftover>,
    /// Sorted by path.
    pub damaged: Vec<Damaged>,
}

impl Leftover {
    /// What to call it.
    pub fn title(&self) -> String {
        let file = self.recovered.path.as_ref().and_then(|p| p.file_name());
        match file {
            Some(name) => name.to_string_lossy().into_owned(),
            None if self.recovered.title.trim().is_empty() => "Untitled".into(),
            None => self.recovered.title.clone(),
        }
    }

    /// How long ago it was written.
    pub fn age(&self, now: SystemTime) -> String {
        age(self.recovered.time, now)
    }
}

/// How long ago `time` was, in words.
pub fn age(time: SystemTime, now: SystemTime) -> String {
    let seconds = now.duration_since(time).map_or(0, |age| age.as_secs());
    let count = |number: u64, noun: &str| match number {
        1 => format!("1 {noun} ago"),
        _ => format!("{number} {noun}s ago"),
    };
    match seconds {
        0..60 => "just now".into(),
        60..3_600 => count(seconds / 60, "minute"),
        3_600..86_400 => count(seconds / 3_600, "hour"),
        _ => count(seconds / 86_400, "day"),
    }
}

/// Compares what was found with the files it belongs to.
pub(super) fn compare(store: &Store, found: FoundDrafts) -> Leftovers {
    let work = found.drafts.into_iter().map(|recovered| {
        let (difference, line_ends) = difference(store, &recovered);
        Leftover {
            recovered,
            difference,
            line_ends,
        }
    });
    let damaged = found.unreadable.into_iter().map(|unreadable| Damaged {
        why: unreadable.why.to_string(),
        file: unreadable.file,
    });
    Leftovers {
        work: work.collect(),
        damaged: damaged.collect(),
    }
}

/// What differs from the file on disk, and how the lines of that end.
fn difference(store: &Store, recovered: &Recovered) -> (String, LineEnds) {
    let none = LineEnds::default();
    let work = match format::read_recovered(recovered.text.as_bytes()) {
        Ok(reading) => reading.blueprint,
        Err(error) => return (format!("It cannot be opened: {error}."), none),
    };
    let typed = recovered.open.as_ref().map_or(String::new(), |open| {
        format!(" “{}” was being typed.", open.text)
    });
    let Some(path) = &recovered.path else {
        let steps: usize = work.variants.iter().map(|v| v.steps.len()).sum();
        let (lanes, steps) = (counted(work.lanes.len(), "lane"), counted(steps, "step"));
        return (format!("Never saved: {lanes}, {steps}.{typed}"), none);
    };
    let Ok(loaded) = store.read(path) else {
        let gone = format!("Its file {} is not there any more.{typed}", Shown(path));
        return (gone, none);
    };
    let since = match recovered.saved {
        Some(stamp) if stamp != loaded.stamp => " The file has changed since.",
        _ => "",
    };
    match format::read(&loaded.bytes) {
        Ok(on_disk) => {
            let words = words(&on_disk.blueprint, &work);
            (format!("{words}{since}{typed}"), on_disk.line_ends)
        }
        Err(_) => (format!("Its file cannot be read any more.{typed}"), none),
    }
}

fn words(on_disk: &Blueprint, work: &Blueprint) -> String {
    let patch = patch::diff(on_disk, work);
    match patch.count() {
        0 => "The same as the file.".into(),
        1 => format!("Not in the file: {}.", patch::label(&patch)),
        more => format!(
            "Not in the file: {}, among them: {}.",
            counted(more, "change"),
            patch::label(&patch)
        ),
    }
}

fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

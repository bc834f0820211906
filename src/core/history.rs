//! Undo and redo: patches with a name and the selection on both sides; which state is the saved one.
//!
//! Knows patches; what a selection is, its user says.

use std::collections::VecDeque;

use crate::{
    model::Blueprint,
    patch::{Patch, Stale},
};

/// One step of the history.
#[derive(Clone, Debug)]
struct Entry<S> {
    label: String,
    patch: Patch,
    selected_before: S,
    selected_after: S,
    /// The state this entry leads to.
    revision: u64,
    /// What it keeps in memory, in bytes, about.
    weight: usize,
}

/// How many steps are always kept.
const ALWAYS: usize = 200;
/// What the history may keep in memory beyond them, in bytes: 256 MB.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// What was done and what was taken back, oldest first and next first.
#[derive(Clone, Debug)]
pub struct History<S> {
    done: VecDeque<Entry<S>>,
    undone: Vec<Entry<S>>,
    /// How many steps fell out because they were too many.
    forgotten: usize,
    /// The state before the oldest entry.
    oldest: u64,
    /// The state that is on disk; none for a document that never was, or that was mended while reading.
    saved: Option<u64>,
    newest: u64,
}

impl<S: Clone> History<S> {
    /// Of a document that is on disk as it is.
    pub fn of_saved() -> Self {
        Self {
            done: VecDeque::new(),
            undone: Vec::new(),
            forgotten: 0,
            oldest: 0,
            saved: Some(0),
            newest: 0,
        }
    }

    /// The present state; every change makes a new one, undo and redo come back to old ones.
    pub fn revision(&self) -> u64 {
        self.done.back().map_or(self.oldest, |entry| entry.revision)
    }

    /// Whether the present state differs from the one on disk.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.revision())
    }

    /// The state `revision` is now on disk.
    pub fn mark_saved(&mut self, revision: u64) {
        self.saved = Some(revision);
    }

    /// Whatever is on disk is not a state of this document any more.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Adds a change that was made, which keeps `weight` bytes in memory, and forgets what was taken back. Of all steps
    /// the newest 200 stay, and before them as many as 256 MB hold.
    pub fn push(
        &mut self,
        label: String,
        (patch, weight): (Patch, usize),
        (selected_before, selected_after): (S, S),
    ) {
        self.newest += 1;
        self.undone.clear();
        self.done.push_back(Entry {
            label,
            patch,
            selected_before,
            selected_after,
            revision: self.newest,
            weight,
        });
        let mut kept: usize = self.done.iter().map(|entry| entry.weight).sum();
        while kept > MOST_BYTES
            && self.done.len() > ALWAYS
            && let Some(entry) = self.done.pop_front()
        {
            kept -= entry.weight;
            self.oldest = entry.revision;
            self.forgotten += 1;
        }
    }

    /// How many steps before the oldest one cannot be taken back any more.
    pub fn forgotten(&self) -> usize {
        self.forgotten
    }

    /// Names the last change by what was meant, where its records alone do not say it.
    pub fn name_last(&mut self, label: &str) {
        if let Some(last) = self.done.back_mut() {
            label.clone_into(&mut last.label);
        }
    }

    /// The name of what undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.back().map(|entry| entry.label.as_str())
    }

    /// The name of what redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|entry| entry.label.as_str())
    }

    /// Every step by name, oldest first, and how many of them are done.
    pub fn labels(&self) -> (Vec<&str>, usize) {
        let undone = self.undone.iter().rev();
        let labels = self
            .done
            .iter()
            .chain(undone)
            .map(|entry| entry.label.as_str());
        (labels.collect(), self.done.len())
    }

    /// Takes the last change back, and says what was selected before it and what that changed; `None`
    /// when there is none.
    ///
    /// # Errors
    /// When `blueprint` is not the state the history leads to; nothing is changed then.
    pub fn undo(&mut self, blueprint: &mut Blueprint) -> Result<Option<(S, Patch)>, Stale> {
        let Some(entry) = self.done.back() else {
            return Ok(None);
        };
        let patch = entry.patch.clone().inverted();
        patch.apply(blueprint)?;
        let selected = entry.selected_before.clone();
        self.undone.extend(self.done.pop_back());
        Ok(Some((selected, patch)))
    }

    /// Does the last change again that was taken back, and says what was selected after it and what that
    /// changed.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, blueprint: &mut Blueprint) -> Result<Option<(S, Patch)>, Stale> {
        let Some(entry) = self.undone.last() else {
            return Ok(None);
        };
        let patch = entry.patch.clone();
        patch.apply(blueprint)?;
        let selected = entry.selected_after.clone();
        self.done.extend(self.undone.pop());
        Ok(Some((selected, patch)))
    }
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, History, MOST_BYTES};
    use crate::{model::Blueprint, patch::Patch};

    fn filled(steps: usize, weight: usize) -> History<()> {
        let mut history = History::of_saved();
        for number in 0..steps {
            history.push(number.to_string(), (Patch::default(), weight), ((), ()));
        }
        history
    }

    #[test]
    fn what_is_heavy_and_old_falls_out() {
        let check = |steps: usize, weight, kept: usize| {
            let history = filled(steps, weight);
            let (labels, done) = history.labels();
            assert_eq!((labels.len(), done), (kept, kept));
            assert_eq!(history.forgotten(), steps - kept);
            assert_eq!(
                labels.last().copied(),
                Some((steps - 1).to_string().as_str())
            );
        };
        check(5_000, 100, 5_000);
        // The newest are kept, however heavy they are.
        check(300, MOST_BYTES, ALWAYS);
        check(1_000, MOST_BYTES / 500, 500);
    }

    #[test]
    fn a_state_that_fell_out_is_not_the_saved_one() {
        let mut history = filled(300, MOST_BYTES);
        assert!(history.is_dirty());
        let mut blueprint = Blueprint::default();
        while history.undo(&mut blueprint).expect("it fits").is_some() {}
        assert!(
            history.is_dirty(),
            "what was saved was before the oldest step"
        );
    }
}

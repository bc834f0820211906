//! Room in a file: what no file could hold is refused where it is done.

use serde::Serialize;

use crate::{
    edit::Refusal,
    format::{Extent, Limits},
    model::Blueprint,
    patch::{MapPatch, Patch},
};

/// What a change takes.
pub(super) struct Burden {
    /// Of a file, at most: what it brings.
    added: Extent,
    /// Of memory, about, in bytes: what it brings and what it keeps for going back.
    pub(super) memory: usize,
}

/// Refuses a change that makes the document larger than a file may be. `extent` is what `old` takes at most, and
/// becomes what `new` does. A document that is too large already, such as a recovered one, may become smaller.
///
/// # Errors
/// What would be too large, and what to do.
pub(super) fn check(
    extent: &mut Extent,
    weight: &Burden,
    (old, new): (&Blueprint, &Blueprint),
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut grown = *extent;
    grown += weight.added;
    if !grown.fits(limits) {
        // It may still fit: what was replaced counts twice so far.
        grown = Extent::of(new);
        if let Err(fault) = grown.check(limits)
            && grown.exceeds(Extent::of(old))
        {
            return Err(Refusal::Value(format!(
                "This would not fit into a file: {fault}."
            )));
        }
    }
    *extent = grown;
    Ok(())
}

/// Counts what a change brings that is known to fit, such as one that is taken back.
pub(super) fn note(extent: &mut Extent, patch: &Patch) {
    *extent += weigh(patch).added;
}

/// Weighs a change. Of what is changed only the new record is written, which is about as large as the old one.
pub(super) fn weigh(patch: &Patch) -> Burden {
    let mut weight = Burden {
        added: Extent::default(),
        memory: 0,
    };
    if let Some(head) = &patch.head {
        weight.add(Some(&*head.before), Some(&*head.after));
    }
    for swap in patch.registers.values() {
        weight.add(swap.before.as_ref(), swap.after.as_ref());
    }
    weight.add_all(&patch.variants.records);
    for contents in patch.contents.values() {
        weight.add_all(&contents.steps);
        weight.add_all(&contents.connectors);
        weight.add_all(&contents.removed);
    }
    weight
}

impl Burden {
    fn add_all<K, V: Serialize>(&mut self, records: &MapPatch<K, V>) {
        for swap in records.values() {
            self.add(swap.before.as_deref(), swap.after.as_deref());
        }
    }

    fn add<V: Serialize>(&mut self, before: Option<&V>, after: Option<&V>) {
        let Some(record) = after.or(before) else {
            return;
        };
        let extent = Extent::at_most(record);
        if after.is_some() {
            self.added += extent;
        }
        let sides = usize::from(before.is_some()) + usize::from(after.is_some());
        self.memory += sides * (size_of::<V>() + extent.bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{check, note, weigh};
    use crate::{
        format::{Extent, Limits, with_notes, write},
        patch::diff,
    };

    /// Goes from one document to the next, in a file of `bytes` at most; says which of them were refused.
    fn refused(bytes: usize, notes: &[&[usize]]) -> Vec<usize> {
        let limits = Limits {
            file_bytes: bytes,
            ..Limits::FILE
        };
        let mut now = with_notes(notes[0]);
        let mut extent = Extent::at_most(&now);
        let mut refused = Vec::new();
        for (number, notes) in notes.iter().enumerate().skip(1) {
            let new = with_notes(notes);
            let checked = check(
                &mut extent,
                &weigh(&diff(&now, &new)),
                (&now, &new),
                &limits,
            );
            match checked {
                Ok(()) => {
                    assert!(write(&new).len() <= bytes || write(&new).len() < write(&now).len());
                    now = new;
                }
                Err(refusal) => {
                    let words = refusal.to_string();
                    assert!(
                        words.contains("move parts of it to a second blueprint"),
                        "{words}"
                    );
                    assert!(write(&new).len() > bytes);
                    refused.push(number);
                }
            }
        }
        refused
    }

    #[test]
    fn what_no_file_could_hold_is_refused() {
        // The same note again and again takes no more room than once.
        let same: &[usize] = &[4_000, 10];
        let other: &[usize] = &[4_001, 10];
        assert_eq!(refused(5_000, &[same, other, same, other, same]), []);
        assert_eq!(
            refused(5_000, &[same, &[4_000, 2_000], &[2_000, 2_000]]),
            [1]
        );
    }

    /// What is taken back is there again, and counts.
    #[test]
    fn what_comes_back_counts() {
        let limits = Limits {
            file_bytes: 5_000,
            ..Limits::FILE
        };
        let (full, empty) = (with_notes(&[3_000]), with_notes(&[]));
        let mut extent = Extent::of(&full);
        let patch = diff(&full, &empty);
        // So near the limit that it is counted anew.
        extent += Extent::at_most(&with_notes(&[2_000]));
        check(&mut extent, &weigh(&patch), (&full, &empty), &limits).expect("it is smaller");
        note(&mut extent, &patch.inverted());
        assert!(!Extent::of(&full).exceeds(extent));
    }

    #[test]
    fn what_is_too_large_already_may_become_smaller() {
        let steps: &[&[usize]] = &[
            &[9_000, 10],
            &[9_000, 20],
            &[8_000, 10],
            &[10, 10],
            &[10, 20],
        ];
        assert_eq!(refused(5_000, steps), [1]);
    }
}

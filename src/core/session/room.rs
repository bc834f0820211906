//! Room in a file: what no file could hold is refused where it is done.

use serde::Serialize;

use crate::{
    edit::Refusal,
    format::{Extent, Limits},
    model::Blueprint,
    patch::{MapPatch, Patch},
};

/// Refuses a change that makes the document larger than a file may be. `extent` is what `old` takes at most, and
/// becomes what `new` does. A document that is too large already, such as a recovered one, may become smaller.
///
/// # Errors
/// What would be too large, and what to do.
pub(super) fn check(
    extent: &mut Extent,
    patch: &Patch,
    (old, new): (&Blueprint, &Blueprint),
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut grown = *extent;
    grown += added(patch);
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

/// What the records take at most that a change brings; those in whose place they come are not taken off.
fn added(patch: &Patch) -> Extent {
    fn of<K, V: Serialize>(sum: &mut Extent, records: &MapPatch<K, V>) {
        for record in records.values().filter_map(|swap| swap.after.as_deref()) {
            *sum += Extent::at_most(record);
        }
    }
    let mut sum = Extent::default();
    if let Some(head) = &patch.head {
        sum += Extent::at_most(&*head.after);
    }
    for record in patch
        .registers
        .values()
        .filter_map(|swap| swap.after.as_ref())
    {
        sum += Extent::at_most(record);
    }
    of(&mut sum, &patch.variants.records);
    for contents in patch.contents.values() {
        of(&mut sum, &contents.steps);
        of(&mut sum, &contents.connectors);
        of(&mut sum, &contents.removed);
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::check;
    use crate::{
        format::{Extent, Limits, write},
        model::{Blueprint, Step, Variant},
        patch::diff,
    };

    fn with_notes(bytes: &[usize]) -> Blueprint {
        let mut variant = Variant::default();
        for (number, bytes) in bytes.iter().enumerate() {
            let step = Step {
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
            let checked = check(&mut extent, &diff(&now, &new), (&now, &new), &limits);
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

//! What follows from the document and is kept beside it: each part is brought up to date from patches, and is
//! then what it would be made from nothing.

use super::{index::Index, tally::Tallies};
use crate::{model::Blueprint, patch::Patch};

/// All that is kept of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Derived {
    pub(super) tallies: Tallies,
    pub(super) index: Index,
}

impl Derived {
    /// Of all that `blueprint` holds.
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let mut derived = Self::default();
        derived.update(
            &crate::patch::diff(&Blueprint::default(), blueprint),
            blueprint,
        );
        derived
    }

    /// Follows a change, which leads to `blueprint`.
    pub(super) fn update(&mut self, patch: &Patch, blueprint: &Blueprint) {
        self.tallies.update(patch, blueprint);
        self.index.update(patch);
    }
}

//! What a scene remembers of how it was made, so that the next one is made faster.
//!
//! Everything is kept with all it was made from and is used again only when that is the same, so a
//! scene made with a memory equals one made without.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::card::Face;
use crate::{
    model::{LaneKind, Step, StepId},
    patch::ChangeKind,
};

/// What was measured and routed. Takes no part in comparing scenes.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    faces: BTreeMap<(usize, StepId), (FaceKey, Arc<Face>)>,
}

impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// All that a card's face is made from.
#[derive(Clone, Debug)]
pub(super) struct FaceKey {
    /// Compared by pointer; held, so that no other step can take its address.
    pub(super) step: Arc<Step>,
    pub(super) lane: LaneKind,
    pub(super) changes: BTreeSet<ChangeKind>,
    pub(super) width: f32,
}

impl FaceKey {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.step, &other.step)
            && self.lane == other.lane
            && self.changes == other.changes
            && self.width == other.width
    }
}

impl Memory {
    /// The face of the step `id` in a pane, if it was made from the same.
    pub(super) fn face(&self, pane: usize, id: &StepId, key: &FaceKey) -> Option<Arc<Face>> {
        let (old, face) = self.faces.get(&(pane, id.clone()))?;
        old.is(key).then(|| Arc::clone(face))
    }

    pub(super) fn keep_face(&mut self, pane: usize, id: &StepId, key: FaceKey, face: &Arc<Face>) {
        self.faces
            .insert((pane, id.clone()), (key, Arc::clone(face)));
    }
}

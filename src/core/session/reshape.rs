//! Steps of another shape: one split in two, several merged, one replaced by another; in one variant or in all.
//!
//! What named a step names what it became: [`Edit::Redirect`]. What cannot be kept is said.

mod merge;
mod replace;
mod split;
mod together;
pub(super) mod ways;

use std::collections::BTreeSet;

use super::Session;
use crate::model::{MomentId, Step, StepId, Variant, VariantId};

pub(super) use merge::TOO_FEW;
pub use merge::{Merge, MergePlan};
pub use replace::{Replace, Replacement};
pub use split::{Halving, SplitStep};

/// In which variants a step gets another shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Throughout {
    /// In the one that is looked at.
    #[default]
    This,
    /// In all that have the step.
    All,
}

impl Session {
    /// The variants in which something is to be done: `variant` first of those that are not the first of all, because
    /// what stands in the Before is what others refer to.
    fn throughout(&self, variant: &VariantId, which: Throughout) -> Vec<VariantId> {
        let all = self.blueprint.variants.iter().map(|held| &held.id);
        let wanted = all.filter(|id| which == Throughout::All || *id == variant);
        wanted.cloned().collect()
    }

    /// The names of the other variants that have one of these steps.
    pub fn also_in(&self, variant: &VariantId, steps: &BTreeSet<StepId>) -> Vec<&str> {
        let others = self.blueprint.variants.iter();
        let others = others.filter(|held| held.id != *variant);
        let have = others.filter(|held| steps.iter().any(|id| held.steps.contains_key(id)));
        have.map(|held| held.name.as_str()).collect()
    }
}

/// Steps in the order in which one reads them: column by column, from the top.
fn in_reading_order<'v>(
    held: &'v Variant,
    steps: &BTreeSet<StepId>,
    columns: &[MomentId],
    lanes: &[crate::model::LaneId],
) -> Vec<(StepId, &'v Step)> {
    let found = steps.iter().filter_map(|id| held.steps.get_key_value(id));
    let mut found: Vec<(StepId, &Step)> = found.map(|(id, step)| (id.clone(), &**step)).collect();
    let turn = |step: &Step| {
        let column = columns
            .iter()
            .position(|id| Some(id) == step.moment.as_ref());
        let row = lanes.iter().position(|id| Some(id) == step.lane.as_ref());
        // What waits in the tray comes last.
        let last = usize::MAX;
        (column.unwrap_or(last), row.unwrap_or(last), step.rank)
    };
    found.sort_by_key(|(id, step)| (turn(step), id.clone()));
    found
}

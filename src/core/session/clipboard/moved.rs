//! CutSteps and paste is a move: the steps come back as themselves, with all that went with them.
//!
//! Cutting deletes, so whatever leads to the steps goes too: connectors to others, hand-overs, fallbacks, exceptions,
//! reasons, comments, in every variant. Pasting brings each of these back where nobody changed it since: the record as
//! it was, as it is after the deletion and as it is now are three versions of one, and are merged.

use std::{collections::BTreeMap, sync::Arc};

use super::{Arrived, in_two_passes, lowest_ranks, settle_down};
use crate::{
    edit::{Edit, Refusal},
    model::{
        self, Blueprint, Conflicts, Fields, Gone, Key, LaneId, MomentId, Names, Record,
        Register as _, StepId, VariantId, Versions, Visit, merge_fields,
    },
    patch::{self, Contents},
    session::title::put_step,
};

/// Steps that were cut and may come back.
pub(in crate::session) struct CutSteps {
    /// What tells this cut from others, on the clipboard.
    pub(super) mark: String,
    /// The variant from which they were cut.
    pub(super) variant: VariantId,
    /// Which.
    pub(super) steps: Vec<StepId>,
    /// The document before the cut.
    pub(super) before: Arc<Blueprint>,
}

impl CutSteps {
    /// What brings the steps back into `now`, each into its cell; `None` when one of them is there.
    pub(super) fn bring_back(
        &self,
        now: &Blueprint,
        cells: &BTreeMap<StepId, (Option<LaneId>, Option<MomentId>)>,
    ) -> Result<Option<Arrived>, Refusal> {
        let Some((_, held)) = now.variant(&self.variant) else {
            return Ok(None);
        };
        if self.steps.iter().any(|id| held.steps.contains_key(id)) {
            return Ok(None);
        }
        // What the deletion alone made of the document then.
        let mut after = (*self.before).clone();
        Edit::DeleteSteps {
            variant: self.variant.clone(),
            steps: self.steps.clone(),
        }
        .apply(&mut after)?;
        let back = patch::diff(&after, &self.before);
        let mut ranks = lowest_ranks(held);
        let contents = back.contents.get(&self.variant);
        let mut steps: Vec<_> = contents
            .into_iter()
            .flat_map(|contents| &contents.steps)
            .filter(|(_, step)| step.before.is_none())
            .filter_map(|(id, step)| Some((id.clone(), (**step.after.as_ref()?).clone())))
            .collect();
        steps.sort_by_key(|(id, step)| (step.rank, id.clone()));
        for (id, step) in &mut steps {
            let cell = cells.get(id).cloned().unwrap_or_default();
            settle_down(step, cell, &mut ranks);
        }
        // The document with the steps in it says which of the rest can come back.
        let mut with_steps = now.clone();
        let target = with_steps.variants.iter_mut();
        if let Some(target) = target.into_iter().find(|v| v.id == self.variant) {
            let target = Arc::make_mut(target);
            for (id, step) in &steps {
                target.steps.insert(id.clone(), Arc::new(step.clone()));
            }
        }
        let now = &with_steps;
        for (_, step) in &mut steps {
            forget_missing(
                step,
                &Key::Step(self.variant.clone(), StepId::default()),
                now,
            );
        }
        let mut edits = in_two_passes(&self.variant, steps);
        for (variant, contents) in &back.contents {
            bring_back_contents(now, variant, contents, &mut edits);
        }
        for (key, swap) in &back.registers {
            let back = Back {
                key,
                was: swap.before.as_ref(),
                wanted: swap.after.as_ref(),
                now,
            };
            let kind = key.in_register().map(|(kind, _)| kind);
            edits.extend(kind.and_then(|kind| kind.visit(back)));
        }
        Ok(Some(Arrived {
            edits,
            steps: self.steps.clone(),
            left_out: std::collections::BTreeSet::new(),
        }))
    }
}

/// The other steps, connectors and reasons of a variant that named the steps.
fn bring_back_contents(
    now: &Blueprint,
    variant: &VariantId,
    contents: &Contents,
    edits: &mut Vec<Edit>,
) {
    let Some((_, held)) = now.variant(variant) else {
        return;
    };
    for (id, swap) in &contents.steps {
        let (Some(was), Some(wanted), Some(is)) = (&swap.before, &swap.after, held.steps.get(id))
        else {
            continue;
        };
        let key = Key::Step(variant.clone(), id.clone());
        if let Some(step) = merged(now, &key, [&**was, &**is, &**wanted]) {
            edits.push(put_step(variant, id, step));
        }
    }
    for (id, swap) in &contents.connectors {
        let Some(connector) = swap.after.as_ref().filter(|_| swap.before.is_none()) else {
            continue;
        };
        let ends = [&connector.from, &connector.to];
        let is_whole = ends.iter().all(|end| held.steps.contains_key(*end));
        let is_joined = held.connectors.values().any(|other| {
            (&other.from, &other.to, other.kind) == (&connector.from, &connector.to, connector.kind)
        });
        if is_whole && !is_joined && held.connectors.get(id).is_none() {
            edits.push(Edit::PutConnector {
                variant: variant.clone(),
                id: id.clone(),
                connector: (**connector).clone(),
            });
        }
    }
    for (id, swap) in &contents.removed {
        let Some(wanted) = &swap.after else { continue };
        // A step that is in the variant again is not missing.
        if held.steps.contains_key(id) {
            continue;
        }
        let nothing = model::Removed::default();
        let was = swap.before.as_deref().unwrap_or(&nothing);
        let is = held.removed.get(id).map_or(&nothing, |removed| removed);
        let key = Key::Removed(variant.clone(), id.clone());
        let removed = merged(now, &key, [was, is, &**wanted]);
        edits.extend(removed.map(|removed| Edit::SetRemoved {
            variant: variant.clone(),
            step: id.clone(),
            removed: Some(removed),
        }));
    }
}

/// A record of a register that named the steps.
struct Back<'a> {
    key: &'a Key,
    was: Option<&'a model::Keyed>,
    wanted: Option<&'a model::Keyed>,
    now: &'a Blueprint,
}

impl Visit for Back<'_> {
    type Out = Option<Edit>;

    fn kind<T: Record>(self) -> Option<Edit> {
        let id = T::id_in(self.key)?;
        let is = T::all(self.now).record(id)?;
        let was = T::record_in(self.was?)?;
        let wanted = T::record_in(self.wanted?)?;
        let record = merged(self.now, self.key, [&**was, &**is, &**wanted])?;
        Some(Edit::put(id.clone(), record, None))
    }
}

/// What becomes of a record that was so, is so, and is wanted so; `None` when it stays as it is.
fn merged<T: Fields + Clone + PartialEq>(
    now: &Blueprint,
    key: &Key,
    [was, is, wanted]: [&T; 3],
) -> Option<T> {
    let merge = |ours: &T, theirs: &T| {
        let all = Versions {
            base: was,
            ours,
            theirs,
        };
        merge_fields(all, &mut Conflicts::default())
    };
    // Where both changed something the first merge keeps what was, and the second takes what is.
    let mut merged = merge(&merge(is, wanted), is);
    forget_missing(&mut merged, key, now);
    (merged != *is).then_some(merged)
}

/// Clears what a record names and is not there.
fn forget_missing<T: Fields>(record: &mut T, key: &Key, now: &Blueprint) {
    let names: Names<'_> = key.names(now);
    let is_missing = |name: model::Ref<'_>| !names.has(name);
    model::forget(record, &Gone::new(&is_missing));
}

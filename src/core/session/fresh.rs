//! Fresh ids: such as nothing in the document bears.

use std::collections::BTreeSet;

use super::Session;
use crate::model::{Blueprint, ConnectorId, Id, Ids, PainId, StepId};

impl Session {
    /// A fresh id for something called `title`: one that `taken` does not find in the document.
    pub(crate) fn fresh_id<T>(
        &mut self,
        title: &str,
        taken: impl Fn(&Blueprint, &Id<T>) -> bool,
    ) -> Id<T> {
        self.ids.fresh(title, |id| taken(&self.blueprint, id))
    }

    /// A fresh id for a step: the same id in another variant would mean the same step.
    pub(crate) fn fresh_step_id(&mut self, title: &str) -> StepId {
        self.fresh_id(title, |blueprint, id| {
            blueprint.variants.iter().any(|v| v.steps.contains_key(id))
        })
    }

    /// A fresh id for each of the pains that say `texts`.
    pub(super) fn fresh_pain_ids<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Vec<PainId> {
        let mut ids = self.ids.clone();
        let made = self.pain_ids(&mut ids, texts);
        self.ids = ids;
        made
    }

    /// The same, from ids that are not taken over yet.
    pub(super) fn pain_ids<'t>(
        &self,
        ids: &mut Ids,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Vec<PainId> {
        // Looked through once, however many they are.
        let known: BTreeSet<&PainId> = self.blueprint.pains().map(|pain| &pain.id).collect();
        let mut made: Vec<PainId> = Vec::new();
        let mut taken = BTreeSet::new();
        for text in texts {
            let is_taken = |id: &PainId| known.contains(id) || taken.contains(id);
            let id = ids.fresh(text, is_taken);
            taken.insert(id.clone());
            made.push(id);
        }
        made
    }

    /// A fresh id for a connector.
    pub(crate) fn fresh_connector_id(&mut self) -> ConnectorId {
        loop {
            let id = self.ids.connector();
            let mut variants = self.blueprint.variants.iter();
            if !variants.any(|v| v.connectors.contains_key(&id)) {
                return id;
            }
        }
    }
}

//! Fresh ids: such as nothing in the document bears.

use super::Session;
use crate::model::{Blueprint, ConnectorId, Id, PainId, StepId};

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

    /// A fresh id for a pain that says `text`.
    pub(super) fn fresh_pain_id(&mut self, text: &str) -> PainId {
        self.fresh_id(text, |blueprint, id| {
            blueprint.pains().any(|pain| pain.id == *id)
        })
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

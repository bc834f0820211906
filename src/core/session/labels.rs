//! What several ways out of a step mean, and the labels that say when each is taken, asked for one after the other.

use super::{Editing, Selection, Session, title::put_step};
use crate::{
    edit::Refusal,
    model::{Connector, ConnectorKind, Places, Split, StepId, VariantId},
    scene::WireId,
};

/// Labels that are asked for.
pub(super) struct LabelsAsked {
    /// Those that are not asked for yet, the next one last.
    left: Vec<Selection>,
    /// What is selected again once all were asked for.
    back: Selection,
}

impl Session {
    /// Says what several ways out of a step mean. Of an Either each way has a condition: those without a label are
    /// asked for it.
    pub(super) fn say_ways_out(
        &mut self,
        variant: &VariantId,
        id: &StepId,
        split: Split,
    ) -> Result<(), Refusal> {
        let step = self.blueprint.step(variant, id);
        let mut step = (**step.ok_or_else(|| Refusal::Missing("the step".to_owned()))?).clone();
        step.split = Some(split);
        self.edit(&put_step(variant, id, step), None)?;
        if split == Split::Either {
            self.ask_labels(variant, id);
        }
        Ok(())
    }

    /// Asks for the labels of the ways out of an Either that have none, if there are several ways.
    pub(super) fn ask_labels(&mut self, variant: &VariantId, id: &StepId) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let ways = self
            .derived
            .index
            .connectors_out(&(variant.clone(), id.clone()));
        let ways = ways.filter_map(|id| Some((id, held.connectors.get(id)?)));
        let flows = ways.filter(|(_, c)| c.kind == ConnectorKind::Flow);
        let mut flows: Vec<_> = flows.collect();
        if flows.len() < 2 {
            return;
        }
        // In the order in which one reads the steps they lead to.
        let places = Places::of(&self.blueprint);
        let turn = |way: &Connector| held.steps.get(&way.to).map(|step| places.turn(step));
        flows.sort_by_cached_key(|(_, way)| turn(way));
        let silent = flows.iter().filter(|(_, way)| way.label.trim().is_empty());
        let mut left: Vec<Selection> = silent
            .map(|(id, _)| Selection::wire(variant, &WireId::Connector((*id).clone())))
            .collect();
        left.reverse();
        let back = self.selection.clone();
        if !left.is_empty() {
            self.labels = Some(LabelsAsked { left, back });
            self.ask_next_label();
        }
    }

    /// What several ways out mean of the step from which an arrow leads on.
    pub fn split_at(&self, variant: &VariantId, wire: &WireId) -> Option<Split> {
        let (_, held) = self.blueprint.variant(variant)?;
        let WireId::Connector(id) = wire else {
            return None;
        };
        held.steps.get(&held.connectors.get(id)?.from)?.split
    }

    /// Opens the next label that is asked for; after the last, what was selected before is selected again.
    pub(super) fn ask_next_label(&mut self) {
        while let Some(next) = self.labels.as_mut().and_then(|labels| labels.left.pop()) {
            self.open_rename(next);
            if matches!(self.editing, Some(Editing::Name(..))) {
                self.effects.push(super::Effect::Reveal);
                return;
            }
        }
        self.stop_asking_labels();
    }

    /// Asks for no more labels: what was selected before is selected again.
    pub(super) fn stop_asking_labels(&mut self) {
        if let Some(asked) = self.labels.take() {
            self.select(&asked.back);
        }
    }
}

//! Copy and paste: steps with the connectors between them, as RON text.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Effect, Selection, Session, title::put_step};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Blueprint, Connector, ConnectorId, Gone, Key, Kind, LaneId, MomentId, PainId, Ref, Step,
        StepId, VariantId, Within, forget,
    },
};

/// What the clipboard holds between copy and paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Fragment {
    /// Lanes and moments of the steps count from the first column and lane of these.
    columns: BTreeMap<StepId, usize>,
    rows: BTreeMap<StepId, usize>,
    steps: BTreeMap<StepId, Step>,
    connectors: BTreeMap<ConnectorId, Connector>,
}

/// Whether a text is what [`Session::copy`] made.
pub(super) fn holds_steps(text: &str) -> bool {
    crate::format::read_part::<Fragment>(text).is_ok_and(|fragment| !fragment.steps.is_empty())
}

impl Session {
    pub(super) fn copy(&mut self) {
        let fragment = self.fragment();
        if !fragment.steps.is_empty() {
            let text = crate::format::write_value(&fragment);
            self.effects.push(Effect::CopyText(text));
        }
    }

    /// The steps selected, the connectors between them, and where they stand to each other.
    fn fragment(&self) -> Fragment {
        let mut fragment = Fragment::default();
        let Some((_, held)) = self.blueprint.variant(&self.selection.variant) else {
            return fragment;
        };
        for (id, step) in self.selected_steps() {
            let column = step.moment.as_ref().and_then(|m| self.blueprint.moment(m));
            let row = step
                .lane
                .as_ref()
                .and_then(|lane| self.blueprint.lane(lane));
            fragment
                .columns
                .insert(id.clone(), column.map_or(0, |(column, ..)| column));
            fragment
                .rows
                .insert(id.clone(), row.map_or(0, |(row, _)| row));
            fragment.steps.insert(id, (*step).clone());
        }
        for places in [&mut fragment.columns, &mut fragment.rows] {
            let first = places.values().min().copied().unwrap_or(0);
            places.values_mut().for_each(|place| *place -= first);
        }
        for (id, connector) in &held.connectors {
            if [&connector.from, &connector.to]
                .iter()
                .all(|e| fragment.steps.contains_key(*e))
            {
                fragment
                    .connectors
                    .insert(id.clone(), (**connector).clone());
            }
        }
        fragment
    }

    pub(super) fn paste(&mut self, text: &str) -> Result<(), Refusal> {
        let fragment: Fragment = crate::format::read_part(text).unwrap_or_default();
        if fragment.steps.is_empty() {
            return Err(Refusal::Rule(
                "The clipboard holds no steps of a blueprint.",
            ));
        }
        let place = self
            .place()
            .ok_or(Refusal::Rule("Select a cell to paste into."))?;
        self.insert(&fragment, &place)
    }

    /// Doubles the steps selected, each into the cell to its right, or below where there is none.
    pub(super) fn duplicate(&mut self) -> Result<(), Refusal> {
        let fragment = self.fragment();
        let steps = self.selected_steps();
        let columns = steps.iter().filter_map(|(_, step)| {
            let (column, ..) = self.blueprint.moment(step.moment.as_ref()?)?;
            Some(column)
        });
        let rows = steps.iter().filter_map(|(_, step)| {
            let (row, _) = self.blueprint.lane(step.lane.as_ref()?)?;
            Some(row)
        });
        let (Some(column), Some(row)) = (columns.min(), rows.min()) else {
            return Err(Refusal::Rule("Select steps in cells first."));
        };
        let last = self.blueprint.moments().count().saturating_sub(1);
        let moment = self.blueprint.moments().nth((column + 1).min(last));
        let (Some((_, moment)), Some(lane)) = (moment, self.blueprint.lanes.get(row)) else {
            return Err(Refusal::Rule("Select steps in cells first."));
        };
        let place = (
            self.selection.variant.clone(),
            lane.id.clone(),
            moment.id.clone(),
        );
        self.insert(&fragment, &place)
    }

    /// Puts copies with fresh ids in, the first at `place`. What does not fit at the edge stands at the edge.
    fn insert(
        &mut self,
        fragment: &Fragment,
        (variant, lane, moment): &(VariantId, LaneId, MomentId),
    ) -> Result<(), Refusal> {
        let blueprint = std::sync::Arc::clone(&self.blueprint);
        let missing = || Refusal::Missing("the cell".to_owned());
        let (_, held) = blueprint.variant(variant).ok_or_else(missing)?;
        let (row, _) = blueprint.lane(lane).ok_or_else(missing)?;
        let (column, ..) = blueprint.moment(moment).ok_or_else(missing)?;
        let moments: Vec<_> = blueprint.moments().map(|(_, m)| &m.id).collect();
        let mut ids: BTreeMap<StepId, StepId> = BTreeMap::new();
        let mut made = BTreeSet::new();
        for (old, step) in &fragment.steps {
            let mut id = self.fresh_step_id(&step.title);
            while !made.insert(id.clone()) {
                id = self.fresh_step_id(&step.title);
            }
            ids.insert(old.clone(), id);
        }
        let mut edits = Vec::new();
        // The rank of the lowest card of each cell that has any.
        let mut ranks: BTreeMap<(&LaneId, &MomentId), i64> = BTreeMap::new();
        for step in held.steps.values() {
            if let Some(cell) = step.cell() {
                let lowest = ranks.entry(cell).or_insert(step.rank);
                *lowest = step.rank.max(*lowest);
            }
        }
        let pains: BTreeSet<&PainId> = blueprint.pains().map(|pain| &pain.id).collect();
        let mut made_pains = BTreeSet::new();
        let mut order: Vec<_> = fragment.steps.iter().collect();
        order.sort_by_key(|(id, step)| (step.rank, (*id).clone()));
        for (old, step) in order {
            let of = |places: &BTreeMap<StepId, usize>| places.get(old).copied().unwrap_or(0);
            let row = row
                .saturating_add(of(&fragment.rows))
                .min(blueprint.lanes.len() - 1);
            let column = column
                .saturating_add(of(&fragment.columns))
                .min(moments.len() - 1);
            let (lane, moment) = (&blueprint.lanes[row].id, moments[column]);
            let rank = ranks
                .entry((lane, moment))
                .and_modify(|rank| *rank = rank.saturating_add(16))
                .or_insert(0);
            let mut step = known_only(step, &blueprint, &pains, &ids);
            if let Some(hand_over) = step.ai.as_mut().and_then(|ai| ai.hand_over.as_mut())
                && hand_over.to.as_ref() == Some(&ids[old])
            {
                hand_over.to = None;
            }
            step.lane = Some(lane.clone());
            step.moment = Some(moment.clone());
            step.rank = *rank;
            for pain in &mut step.pains {
                let is_taken = |id: &PainId| pains.contains(id) || made_pains.contains(id);
                pain.id = self.ids.fresh(&pain.text, is_taken);
                made_pains.insert(pain.id.clone());
            }
            edits.push(put_step(variant, &ids[old], step));
        }
        // A hand-over may lead to a step that is put in after it: once more, with every step there.
        let mut again = edits.clone();
        for edit in &mut edits {
            if let Edit::PutStep { step, .. } = edit
                && let Some(ai) = &mut step.ai
            {
                ai.hand_over = None;
                ai.fallback = None;
            }
        }
        again.retain(|edit| matches!(edit, Edit::PutStep { step, .. } if step.ai.is_some()));
        edits.extend(again);
        let mut joined = BTreeSet::new();
        for connector in fragment.connectors.values() {
            let end = |end: &StepId| ids.get(end).cloned();
            if let (Some(from), Some(to)) = (end(&connector.from), end(&connector.to)) {
                // A file may join two steps twice, or a step with itself; an edit does not.
                if from == to || !joined.insert((from.clone(), to.clone(), connector.kind)) {
                    continue;
                }
                edits.push(Edit::PutConnector {
                    variant: variant.clone(),
                    id: self.fresh_connector_id(),
                    connector: Connector {
                        from,
                        to,
                        ..connector.clone()
                    },
                });
            }
        }
        let selection = Selection::items(variant, ids.into_values(), []);
        self.edit(&Edit::All(edits), Some(selection))?;
        self.effects.push(Effect::Reveal);
        Ok(())
    }
}

/// `step` with what it refers to renamed by `ids`, and without what another document knows only.
fn known_only(
    step: &Step,
    blueprint: &Blueprint,
    pains: &BTreeSet<&PainId>,
    ids: &BTreeMap<StepId, StepId>,
) -> Step {
    let mut step = step.clone();
    let first = blueprint.variants.first();
    step.span = step.span.max(1);
    if let Some(ai) = &mut step.ai {
        let renamed = |id: &Option<StepId>| id.as_ref().and_then(|id| ids.get(id).cloned());
        if let Some(hand_over) = &mut ai.hand_over {
            hand_over.to = renamed(&hand_over.to);
        }
        if let Some(fallback) = &mut ai.fallback {
            fallback.to = renamed(&fallback.to);
        }
    }
    let is_unknown = |name: Ref<'_>| match name {
        // Where it stands is said when it is placed, and where its ways lead was found out above.
        Ref::Record(Kind::Lane, _) | Ref::Moment(_) | Ref::Step(Within::Variant, _) => false,
        Ref::Step(Within::First, id) => !first.is_some_and(|first| first.steps.contains_key(id)),
        Ref::Pain(id) => !pains.contains(id),
        Ref::Record(kind, id) => !kind.key(id).is_in(blueprint),
        Ref::Source(id) => !Key::Source(id.clone()).is_in(blueprint),
        Ref::Variant(id) | Ref::Step(Within::Named(id), _) | Ref::Connector(id, _) => {
            blueprint.variant(id).is_none()
        }
    };
    forget(&mut step, &Gone::new(&is_unknown));
    step
}

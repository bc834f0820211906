//! The blueprint as a list of rows: phases or lanes, their moments, and every step with what comes before
//! and after it. Knows nothing of columns, cells and keys on screen.

use std::{collections::BTreeMap, sync::Arc};

use super::{Selection, Target};
use crate::{
    model::{Blueprint, Key, LaneId, MomentId, PhaseId, Places, Step, StepId, Variant, VariantId},
    scene::{Show, WireId},
};

/// What stands above the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Phases, and in them moments.
    #[default]
    Phases,
    /// Lanes.
    Lanes,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutlineRow {
    /// A phase, with what lies under it.
    Phase(PhaseId),
    /// A moment, in its phase.
    Moment(MomentId),
    /// A lane, with what lies under it.
    Lane(LaneId),
    /// The steps without a place.
    Tray,
    /// A step of a variant.
    Step(VariantId, StepId),
}

/// A connector or hand-over as one end sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The step at the other end.
    pub step: StepId,
    /// The arrow.
    pub wire: WireId,
    /// What stands beside it.
    pub label: String,
}

/// The rows, and the ways between the steps.
#[derive(Debug, Default)]
pub struct Outline {
    /// From top to bottom.
    pub rows: Vec<OutlineRow>,
    into: BTreeMap<(VariantId, StepId), Vec<Way>>,
    out_of: BTreeMap<(VariantId, StepId), Vec<Way>>,
}

impl Outline {
    /// The outline of what is shown.
    ///
    /// Of two variants compared it lists all steps of the second and what only the first has.
    pub fn of(blueprint: &Blueprint, show: &Show, grouping: Grouping) -> Self {
        let variants: Vec<&Arc<Variant>> = match show {
            Show::One(id) => vec![id],
            Show::Compare(first, second) | Show::Overlay(first, second) => vec![second, first],
        }
        .into_iter()
        .filter_map(|id| Some(blueprint.variant(id)?.1))
        .collect();
        let mut outline = Self::default();
        for variant in &variants {
            outline.ways(variant);
        }
        let places = Places::of(blueprint);
        let mut steps: Vec<(&Variant, &StepId, &Step)> = Vec::new();
        for (number, variant) in variants.iter().enumerate() {
            let own = variant.steps.iter().filter(|(id, _)| {
                let mut earlier = variants.iter().take(number);
                !earlier.any(|other| other.steps.contains_key(*id))
            });
            steps.extend(own.map(|(id, step)| (&***variant, id, &**step)));
        }
        steps.sort_by_cached_key(|(_, id, step)| (places.turn(step), (*id).clone()));
        let tray = steps.partition_point(|(.., step)| places.is_placed(step));
        let (placed, tray) = steps.split_at(tray);
        match grouping {
            Grouping::Phases => outline.by_phase(blueprint, placed),
            Grouping::Lanes => outline.by_lane(blueprint, placed),
        }
        if !tray.is_empty() {
            outline.rows.push(OutlineRow::Tray);
            outline.rows.extend(tray.iter().map(row));
        }
        outline
    }

    fn by_phase(&mut self, blueprint: &Blueprint, placed: &[(&Variant, &StepId, &Step)]) {
        let mut under: BTreeMap<&MomentId, Vec<OutlineRow>> = BTreeMap::new();
        for step in placed {
            if let Some(moment) = &step.2.moment {
                under.entry(moment).or_default().push(row(step));
            }
        }
        for phase in &blueprint.phases {
            self.rows.push(OutlineRow::Phase(phase.id.clone()));
            for moment in &phase.moments {
                self.rows.push(OutlineRow::Moment(moment.id.clone()));
                self.rows
                    .extend(under.remove(&moment.id).unwrap_or_default());
            }
        }
    }

    fn by_lane(&mut self, blueprint: &Blueprint, placed: &[(&Variant, &StepId, &Step)]) {
        let mut under: BTreeMap<&LaneId, Vec<OutlineRow>> = BTreeMap::new();
        for step in placed {
            if let Some(lane) = &step.2.lane {
                under.entry(lane).or_default().push(row(step));
            }
        }
        for lane in &blueprint.lanes {
            self.rows.push(OutlineRow::Lane(lane.id.clone()));
            self.rows.extend(under.remove(&lane.id).unwrap_or_default());
        }
    }

    fn ways(&mut self, variant: &Variant) {
        let mut way = |from: &StepId, to: &StepId, wire: WireId, label: &str| {
            let towards = |step: &StepId| Way {
                step: step.clone(),
                wire: wire.clone(),
                label: label.to_owned(),
            };
            let key = |step: &StepId| (variant.id.clone(), step.clone());
            self.out_of.entry(key(from)).or_default().push(towards(to));
            self.into.entry(key(to)).or_default().push(towards(from));
        };
        for (id, connector) in &variant.connectors {
            let wire = WireId::Connector(id.clone());
            way(&connector.from, &connector.to, wire, &connector.label);
        }
        for (id, step) in &variant.steps {
            if let Some(hand_over) = step.hand_over()
                && let Some(to) = &hand_over.to
            {
                way(id, to, WireId::HandOver(id.clone()), &hand_over.label);
            }
        }
    }

    /// The ways that lead to a step.
    pub fn before(&self, variant: &VariantId, step: &StepId) -> &[Way] {
        let key = (variant.clone(), step.clone());
        self.into.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The ways that lead on from a step.
    pub fn after(&self, variant: &VariantId, step: &StepId) -> &[Way] {
        let key = (variant.clone(), step.clone());
        self.out_of.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The row of what is selected: of a connector, the step it comes from.
    pub fn place_of(&self, selection: &Selection) -> Option<usize> {
        let wanted = match &selection.target {
            Target::Items { lead, wires, .. } => {
                let step = match (lead, wires.first()) {
                    (Some(step), _) => step.clone(),
                    (None, Some(WireId::HandOver(step))) => step.clone(),
                    (None, Some(wire)) => self.start_of(&selection.variant, wire)?,
                    (None, None) => return None,
                };
                OutlineRow::Step(selection.variant.clone(), step)
            }
            Target::Record(Key::Phase(id)) => OutlineRow::Phase(id.clone()),
            Target::Record(Key::Moment(id)) | Target::Cell { moment: id, .. } => {
                OutlineRow::Moment(id.clone())
            }
            Target::Record(Key::Lane(id)) => OutlineRow::Lane(id.clone()),
            _ => return None,
        };
        let found = self.rows.iter().position(|row| *row == wanted);
        found.or_else(|| match &wanted {
            // In Compare a step stands once, whichever variant it is selected in.
            OutlineRow::Step(_, id) => self
                .rows
                .iter()
                .position(|row| matches!(row, OutlineRow::Step(_, own) if own == id)),
            _ => None,
        })
    }

    fn start_of(&self, variant: &VariantId, wire: &WireId) -> Option<StepId> {
        let mut ways = self.out_of.iter();
        let (key, _) =
            ways.find(|(key, ways)| key.0 == *variant && ways.iter().any(|w| w.wire == *wire))?;
        Some(key.1.clone())
    }
}

impl OutlineRow {
    /// What to select for it; nothing of the document stands for the tray.
    pub fn selection(&self, variant: &VariantId) -> Option<Selection> {
        let of = |target| Some(Selection::of(variant, target));
        match self {
            Self::Phase(id) => of(Target::Record(Key::Phase(id.clone()))),
            Self::Moment(id) => of(Target::Record(Key::Moment(id.clone()))),
            Self::Lane(id) => of(Target::Record(Key::Lane(id.clone()))),
            Self::Tray => None,
            Self::Step(variant, id) => Some(Selection::step(variant, id)),
        }
    }

    /// Whether it is one of the steps selected.
    pub fn is_selected(&self, selection: &Selection) -> bool {
        // In Compare a step stands once, whichever variant it is selected in.
        matches!(self, Self::Step(_, id) if selection.steps().contains(id))
    }
}

fn row((variant, id, _): &(&Variant, &StepId, &Step)) -> OutlineRow {
    OutlineRow::Step(variant.id.clone(), (*id).clone())
}

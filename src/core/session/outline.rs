//! The blueprint as a list of rows: phases or lanes, their moments, and every step with what comes before
//! and after it. Knows nothing of columns, cells and keys on screen.

use std::{collections::BTreeMap, sync::Arc};

use super::{Selection, Target};
use crate::{
    model::{Blueprint, Key, LaneId, MomentId, PhaseId, Places, Step, StepId, Variant, VariantId},
    scene::{Show, WireId, words_beside, words_beside_hand_over},
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
    /// One of several ways out of the step above it.
    Way(VariantId, StepId, WireId),
}

/// A connector or hand-over as one end sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The step at the other end.
    pub step: StepId,
    /// The arrow.
    pub wire: WireId,
    /// What stands beside it: the mark of a way back, the share of cases and the label.
    pub words: String,
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
            outline.ways(blueprint, variant);
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
        outline.list_ways();
        outline
    }

    /// Where a step has several ways out, each gets a row below it.
    fn list_ways(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for row in rows {
            let OutlineRow::Step(variant, step) = &row else {
                self.rows.push(row);
                continue;
            };
            let ways = self.after(variant, step).iter();
            let ways =
                ways.map(|way| OutlineRow::Way(variant.clone(), step.clone(), way.wire.clone()));
            let ways: Vec<OutlineRow> = ways.collect();
            self.rows.push(row);
            if ways.len() > 1 {
                self.rows.extend(ways);
            }
        }
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

    fn ways(&mut self, blueprint: &Blueprint, variant: &Variant) {
        let moments = blueprint.moments().enumerate();
        let columns: BTreeMap<&MomentId, usize> = moments
            .map(|(column, (_, moment))| (&moment.id, column))
            .collect();
        let column = |step: &StepId| {
            let moment = variant.steps.get(step)?.moment.as_ref()?;
            columns.get(moment).copied()
        };
        let mut way = |from: &StepId, to: &StepId, wire: WireId, words: String| {
            let towards = |step: &StepId| Way {
                step: step.clone(),
                wire: wire.clone(),
                words: words.clone(),
            };
            let key = |step: &StepId| (variant.id.clone(), step.clone());
            self.out_of.entry(key(from)).or_default().push(towards(to));
            self.into.entry(key(to)).or_default().push(towards(from));
        };
        for (id, connector) in &variant.connectors {
            let wire = WireId::Connector(id.clone());
            let ends = (column(&connector.from), column(&connector.to));
            let words = words_beside(connector, ends);
            way(&connector.from, &connector.to, wire, words);
        }
        for (id, step) in &variant.steps {
            if let Some(hand_over) = step.hand_over()
                && let Some(to) = &hand_over.to
            {
                let words = words_beside_hand_over(step, (column(id), column(to)));
                way(id, to, WireId::HandOver(id.clone()), words);
            }
        }
        // In the order in which one reads the steps they lead to.
        let places = Places::of(blueprint);
        for ((of, _), ways) in self.out_of.iter_mut().chain(&mut self.into) {
            if *of != variant.id {
                continue;
            }
            ways.sort_by_cached_key(|way| variant.steps.get(&way.step).map(|s| places.turn(s)));
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
        if selection.lead().is_none()
            && let Some(place) = self.way_place(selection)
        {
            return Some(place);
        }
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

    /// The row of the connector that is selected, if it has one.
    fn way_place(&self, selection: &Selection) -> Option<usize> {
        let wire = selection.wires().first()?;
        let is_it = |row: &OutlineRow| matches!(row, OutlineRow::Way(_, _, own) if own == wire);
        self.rows.iter().position(is_it)
    }

    /// The way of a row.
    pub fn way(&self, row: &OutlineRow) -> Option<&Way> {
        let OutlineRow::Way(variant, step, wire) = row else {
            return None;
        };
        let mut ways = self.after(variant, step).iter();
        ways.find(|way| way.wire == *wire)
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
            Self::Way(variant, _, wire) => Some(Selection::wire(variant, wire)),
        }
    }

    /// Whether it is one of the steps or connectors selected.
    pub fn is_selected(&self, selection: &Selection) -> bool {
        // In Compare a step stands once, whichever variant it is selected in.
        match self {
            Self::Step(_, id) => selection.steps().contains(id),
            Self::Way(_, _, wire) => selection.wires().contains(wire),
            _ => false,
        }
    }
}

fn row((variant, id, _): &(&Variant, &StepId, &Step)) -> OutlineRow {
    OutlineRow::Step(variant.id.clone(), (*id).clone())
}

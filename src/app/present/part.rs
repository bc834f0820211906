//! A part of a blueprint for one slide: some moments of it, laid out for themselves.
//!
//! What leads out of the part ends in words that stand in a column of their own, and what only passes by is left out.
//! Knows no window.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::outside::{Outside, add_columns};
use crate::{
    model::{Blueprint, LaneId, MomentId, PhaseId, Step, StepId, VariantId},
    scene::{
        Card, Lens, MomentsShown, Pane, Rect, Scene, Show, TextMeasure, TitlesShown, pos2, size,
    },
};

/// Some moments of a phase, laid out for themselves.
pub(super) struct PhasePart {
    pub(super) phase: PhaseId,
    /// Which part of the phase, from 0, and how many there are.
    pub(super) number: (usize, usize),
    pub(super) moments: Vec<MomentId>,
    /// One a variant.
    pub(super) sides: Vec<PhaseSide>,
}

/// A variant's side of a part.
pub(super) struct PhaseSide {
    pub(super) scene: Scene,
}

impl PhasePart {
    /// Lays out `moments` of `phase` in each of `variants`.
    pub(super) fn new(
        blueprint: &Blueprint,
        variants: &[VariantId],
        (phase, moments, number): (&PhaseId, Vec<MomentId>, (usize, usize)),
        text: &TextMeasure,
    ) -> Self {
        let wanted: BTreeSet<&MomentId> = moments.iter().collect();
        let (part, elsewhere) = excerpt(blueprint, &wanted, Others::Gone);
        let folded = unused_lanes(&part, variants);
        let sides = variants.iter().map(|id| {
            let lens = Lens {
                show: Show::One(id.clone()),
                folded: folded.clone(),
                moments: MomentsShown::All,
                titles: TitlesShown::Whole,
                elsewhere: elsewhere.get(id).cloned().unwrap_or_default(),
                lines: BTreeMap::new(),
            };
            PhaseSide {
                scene: Scene::build(&part, &lens, text),
            }
        });
        Self {
            phase: phase.clone(),
            number,
            sides: sides.collect(),
            moments,
        }
    }

    /// How wide and high the largest side is, lane names included.
    pub(super) fn size(&self) -> (f32, f32) {
        let crops = self.sides.iter().filter_map(PhaseSide::crop);
        crops.fold((1.0, 1.0), |(width, height): (f32, f32), crop| {
            let width = width.max(size::LANE_HEADER + crop.width());
            (width, height.max(crop.height()))
        })
    }

    /// How wide the cells are in the widest side.
    pub(super) fn cells_width(&self) -> f32 {
        self.size().0 - size::LANE_HEADER
    }
}

impl PhaseSide {
    pub(super) fn pane(&self) -> Option<&Pane> {
        self.scene.panes.first()
    }

    /// The cards of the part itself, without what stands elsewhere.
    pub(super) fn cards(&self) -> impl Iterator<Item = (&StepId, &Card)> {
        let cards = self.pane().into_iter().flat_map(|pane| &pane.cards);
        cards.filter(|(id, _)| !self.scene.lens.elsewhere.contains(*id))
    }

    /// What a slide shows of it beside the lane names: the cells, and the moments' names above them.
    pub(super) fn crop(&self) -> Option<Rect> {
        let pane = self.pane()?;
        let top = pane.phases.first();
        let top = top.map_or(pane.body.top(), |phase| phase.rect.bottom());
        let last = pane.columns.last().map(|column| column.rect.right());
        let last = last.unwrap_or(pane.body.left());
        let rects = pane.wires.values().flat_map(|wire| {
            let label = wire.label_rect.map(|rect| rect.right());
            label.into_iter().chain([wire.bounds.right()])
        });
        let ends = pane.cards.values().map(|card| card.rect.right());
        let right = rects.chain(ends).fold(last, f32::max) + size::GUTTER;
        let bottom = pane.lanes.last().map(|lane| lane.rect.bottom());
        let bottom = bottom.unwrap_or(pane.body.bottom());
        Some(Rect::from_min_max(
            pos2(pane.body.left(), top),
            pos2(right, bottom),
        ))
    }
}

/// What becomes of steps that stand in no moment of an excerpt, and to which no connector leads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// They are left out.
    Gone,
    /// They are left out unless they stand inside in another variant, which compares with them.
    Kept,
}

/// `blueprint` with `moments` only, and no rows under the lanes; and of each variant the steps that stand for
/// what lies outside. A picture to be looked at: nobody edits it.
pub(super) fn excerpt(
    blueprint: &Blueprint,
    moments: &BTreeSet<&MomentId>,
    others: Others,
) -> (Blueprint, BTreeMap<VariantId, BTreeSet<StepId>>) {
    let mut part = blueprint.clone();
    part.rows.clear();
    part.phases.retain_mut(|phase| {
        if !phase.moments.iter().all(|m| moments.contains(&m.id)) {
            let mut cut = (**phase).clone();
            cut.moments.retain(|m| moments.contains(&m.id));
            *phase = Arc::new(cut);
        }
        !phase.moments.is_empty()
    });
    let is_inside = |step: &Step| step.moment.as_ref().is_some_and(|m| moments.contains(m));
    let variants = || blueprint.variants.iter();
    let inside: BTreeSet<&StepId> = variants()
        .flat_map(|variant| &variant.steps)
        .filter(|(_, step)| is_inside(step))
        .map(|(id, _)| id)
        .collect();
    let order: BTreeMap<&MomentId, usize> = blueprint
        .moments()
        .enumerate()
        .map(|(place, (_, moment))| (&moment.id, place))
        .collect();
    let covers = |step: &Step| {
        let first = step.moment.as_ref().and_then(|m| order.get(m)).copied();
        let first = first.unwrap_or_default();
        let end = first.saturating_add(usize::try_from(step.span).unwrap_or(usize::MAX));
        let kept = moments.iter().filter_map(|m| order.get(*m));
        kept.filter(|place| (first..end).contains(*place)).count()
    };
    let outside = Outside::new(blueprint, moments);
    let mut elsewhere = BTreeMap::new();
    for (variant, whole) in part.variants.iter_mut().zip(variants()) {
        let mut cut = (**variant).clone();
        let stand_ins = outside.of(whole);
        cut.steps.retain(|id, step| {
            let is_kept = others == Others::Kept && inside.contains(id);
            is_inside(step) || is_kept || stand_ins.contains_key(id)
        });
        for step in cut.steps.values_mut() {
            if !is_inside(step) {
                // Without a moment it has no card, and what compares with it still says that it moved.
                Arc::make_mut(step).moment = None;
            } else if step.span > 1 {
                let span = u32::try_from(covers(step)).unwrap_or(1).max(1);
                if span != step.span {
                    Arc::make_mut(step).span = span;
                }
            }
        }
        for (id, step) in &stand_ins {
            cut.steps.insert(id.clone(), Arc::new(step.clone()));
        }
        // Between two steps that both stand elsewhere nothing is told here.
        let is_there = |id: &StepId| cut.steps.get(id).is_some_and(|step| is_inside(step));
        let is_end = |id: &StepId| cut.steps.contains_key(id);
        cut.connectors.retain(|_, wire| {
            let (from, to) = (&wire.from, &wire.to);
            is_end(from) && is_end(to) && (is_there(from) || is_there(to))
        });
        let lost: Vec<StepId> = stand_ins
            .iter()
            .filter(|(_, step)| {
                let to = step.hand_over().and_then(|hand_over| hand_over.to.as_ref());
                to.is_some_and(|to| !is_there(to))
            })
            .map(|(id, _)| id.clone())
            .collect();
        for id in lost {
            if let Some(step) = cut.steps.get_mut(&id) {
                Arc::make_mut(step).ai = None;
            }
        }
        elsewhere.insert(whole.id.clone(), stand_ins.into_keys().collect());
        *variant = Arc::new(cut);
    }
    add_columns(&mut part);
    (part, elsewhere)
}

/// The lanes in which no step of `variants` has a card.
pub(super) fn unused_lanes(part: &Blueprint, variants: &[VariantId]) -> BTreeSet<LaneId> {
    let variants = variants.iter().filter_map(|id| part.variant(id));
    let cells = variants.flat_map(|(_, variant)| variant.steps.values());
    let used: BTreeSet<&LaneId> = cells.filter_map(|step| Some(step.cell()?.0)).collect();
    let lanes = part.lanes.iter().map(|lane| &lane.id);
    lanes.filter(|id| !used.contains(id)).cloned().collect()
}

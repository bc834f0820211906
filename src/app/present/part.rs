//! A part of a blueprint for one slide: some moments of it, laid out for themselves.
//!
//! What leads out of the part is told in words at its card, and what only passes by is left out: a line on a
//! slide begins and ends at a card. Knows no window.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::{Blueprint, LaneId, MomentId, PhaseId, Step, StepId, Variant, VariantId},
    scene::{Lens, MomentsShown, Pane, Rect, Scene, Show, TextMeasure, pos2, size},
};

/// Room at the right of the last card for words about where its arrows go on.
pub(super) const GOES_ON: f32 = 168.0;

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
    /// Where arrows go on that leave the part, in words, by the card they leave.
    pub(super) goes_on: BTreeMap<StepId, Vec<String>>,
    /// Cards that an arrow from an earlier moment leads to.
    pub(super) comes_in: BTreeSet<StepId>,
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
        let part = excerpt(blueprint, &wanted, Outside::Gone);
        let folded = unused_lanes(&part, variants);
        let sides = variants.iter().map(|id| {
            let lens = Lens {
                show: Show::One(id.clone()),
                folded: folded.clone(),
                moments: MomentsShown::All,
            };
            let (goes_on, comes_in) = match blueprint.variant(id) {
                Some((_, variant)) => crossings(blueprint, variant, &wanted),
                None => Default::default(),
            };
            PhaseSide {
                scene: Scene::build(&part, &lens, text),
                goes_on,
                comes_in,
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
        let ends = pane.cards.iter().map(|(id, card)| {
            let more = if self.goes_on.contains_key(id) {
                GOES_ON
            } else {
                0.0
            };
            card.rect.right() + more
        });
        let right = rects.chain(ends).fold(last, f32::max) + size::GUTTER;
        let bottom = pane.lanes.last().map(|lane| lane.rect.bottom());
        let bottom = bottom.unwrap_or(pane.body.bottom());
        Some(Rect::from_min_max(
            pos2(pane.body.left(), top),
            pos2(right, bottom),
        ))
    }
}

/// What becomes of steps that stand in no moment of an excerpt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// They are left out.
    Gone,
    /// They are left out unless they stand inside in another variant, which compares with them.
    Kept,
}

/// `blueprint` with `moments` only, and no rows under the lanes. A picture to be looked at: nobody edits it.
pub(super) fn excerpt(
    blueprint: &Blueprint,
    moments: &BTreeSet<&MomentId>,
    outside: Outside,
) -> Blueprint {
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
    let inside: BTreeSet<&StepId> = match outside {
        Outside::Gone => BTreeSet::new(),
        Outside::Kept => variants()
            .flat_map(|variant| &variant.steps)
            .filter(|(_, step)| is_inside(step))
            .map(|(id, _)| id)
            .collect(),
    };
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
    for variant in &mut part.variants {
        let mut cut = (**variant).clone();
        cut.steps
            .retain(|id, step| is_inside(step) || inside.contains(id));
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
        let is_there = |id: &StepId| cut.steps.contains_key(id);
        cut.connectors
            .retain(|_, wire| is_there(&wire.from) && is_there(&wire.to));
        *variant = Arc::new(cut);
    }
    part
}

/// The lanes in which no step of `variants` has a card.
pub(super) fn unused_lanes(part: &Blueprint, variants: &[VariantId]) -> BTreeSet<LaneId> {
    let variants = variants.iter().filter_map(|id| part.variant(id));
    let cells = variants.flat_map(|(_, variant)| variant.steps.values());
    let used: BTreeSet<&LaneId> = cells.filter_map(|step| Some(step.cell()?.0)).collect();
    let lanes = part.lanes.iter().map(|lane| &lane.id);
    lanes.filter(|id| !used.contains(id)).cloned().collect()
}

type Crossings = (BTreeMap<StepId, Vec<String>>, BTreeSet<StepId>);

/// What leads out of `moments` of a variant, and which cards are come to from before.
fn crossings(blueprint: &Blueprint, variant: &Variant, moments: &BTreeSet<&MomentId>) -> Crossings {
    let order: BTreeMap<&MomentId, (usize, &str)> = blueprint
        .moments()
        .enumerate()
        .map(|(place, (phase, moment))| (&moment.id, (place, phase.name.as_str())))
        .collect();
    let place = |step: &Step| Some(*order.get(blueprint.cell_of(step)?.1)?);
    let is_inside = |step: &Step| step.moment.as_ref().is_some_and(|m| moments.contains(m));
    let (mut goes_on, mut comes_in): Crossings = Default::default();
    let flows = variant.connectors.values().map(|wire| {
        let share = wire
            .share
            .map(|share| format!("{}\u{a0}% ", (share.0 * 1000.0).round() / 10.0));
        let label = format!("{}{}", share.unwrap_or_default(), wire.label);
        (&wire.from, &wire.to, label)
    });
    let hand_overs = variant.steps.iter().filter_map(|(id, step)| {
        let hand_over = step.hand_over()?;
        Some((id, hand_over.to.as_ref()?, hand_over.label.clone()))
    });
    for (from, to, label) in flows.chain(hand_overs) {
        let (Some(start), Some(end)) = (variant.steps.get(from), variant.steps.get(to)) else {
            continue;
        };
        let (Some((start_at, _)), Some((end_at, phase))) = (place(start), place(end)) else {
            continue;
        };
        match (is_inside(start), is_inside(end)) {
            (true, false) => {
                let way = if end_at > start_at {
                    "→"
                } else {
                    "← back to"
                };
                let words = format!("{} {way} {phase}: {}", label.trim(), end.title);
                goes_on
                    .entry(from.clone())
                    .or_default()
                    .push(words.trim().to_owned());
            }
            (false, true) if start_at < end_at => {
                comes_in.insert(to.clone());
            }
            _ => {}
        }
    }
    (goes_on, comes_in)
}

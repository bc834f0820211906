//! Which slides a blueprint makes, and how large each is drawn: from its parts and the room there is.
//!
//! Knows no window. A slide is one phase of one variant; a phase too wide to be read is cut at its moments.
//! The whole stands at the end: both variants above each other, or in one grid where that can be read better,
//! or that grid phase by phase.

use std::collections::{BTreeMap, BTreeSet};

use super::part::{Others, PhasePart, excerpt, unused_lanes};
use crate::{
    model::{Blueprint, MomentId, PhaseId, StepId, VariantId},
    scene::{Lens, MomentsShown, Scene, Show, TextMeasure, TitlesShown, Vec2, vec2},
};

/// Below this zoom the small words of a card would be less than 10 points high.
const LEGIBLE: f32 = 10.0 / 11.0;
/// What one sees from the last row of a room; beyond it cards only get coarse.
const LARGEST: f32 = 2.4;
/// The smallest zoom of a phase: more lanes than fit are drawn smaller than legible, rather than not at all.
const SMALLEST: f32 = 0.3;
/// Below this zoom titles of cards would be less than 9 points high.
const WHOLE_LEGIBLE: f32 = 0.7;
/// All in one grid at this zoom is still better than phase by phase: titles are 7 points high.
const WHOLE_LEAST: f32 = 0.55;

/// One picture for the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slide {
    /// Title, scenario and persona.
    Opening,
    /// A phase, or a part of it, of one variant.
    Phase(PhaseSlide),
    /// What the variants come to.
    Sums,
    /// All of it, or some phases of both variants: by its place in the overviews.
    Overview(usize),
}

/// A phase, or a part of it, of one variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhaseSlide {
    /// Which part, by its place.
    pub(super) part: usize,
    /// Which variant, by its place.
    pub(super) side: usize,
}

/// A picture of both variants.
pub(super) struct Overview {
    pub(super) scene: Scene,
    /// Which phases; empty for all of them.
    pub(super) phases: Vec<PhaseId>,
}

/// What is laid out for slides.
#[derive(Clone, Copy)]
pub(super) struct SlideSource<'a> {
    pub(super) blueprint: &'a Blueprint,
    pub(super) variants: &'a [VariantId],
    pub(super) text: &'a TextMeasure,
}

/// The slides that show `parts`, the figures, if there are any, and `overviews`: each part in the first variant, then in the second, so that
/// the change is seen.
pub(super) fn slides(
    parts: &[PhasePart],
    overviews: &[Overview],
    sums: Option<Slide>,
) -> Vec<Slide> {
    let phases = parts.iter().enumerate().flat_map(|(part, held)| {
        let sides = 0..held.sides.len();
        sides.map(move |side| Slide::Phase(PhaseSlide { part, side }))
    });
    std::iter::once(Slide::Opening)
        .chain(phases)
        .chain(sums)
        .chain((0..overviews.len()).map(Slide::Overview))
        .collect()
}

/// The phases in which a step of any variant stands, left to right, with those of their moments in which one does.
pub(super) fn phases(source: SlideSource<'_>) -> Vec<(PhaseId, Vec<MomentId>)> {
    let blueprint = source.blueprint;
    let variants = source
        .variants
        .iter()
        .filter_map(|id| blueprint.variant(id));
    let steps = variants.flat_map(|(_, variant)| variant.steps.values());
    let cells = steps.filter_map(|step| step.cell());
    let placed = cells.filter(|(lane, _)| blueprint.lane(lane).is_some());
    let used: BTreeSet<&MomentId> = placed.map(|(_, moment)| moment).collect();
    let phases = blueprint.phases.iter().map(|phase| {
        let moments = phase.moments.iter().map(|moment| &moment.id);
        let moments = moments.filter(|id| used.contains(id)).cloned();
        (phase.id.clone(), moments.collect::<Vec<_>>())
    });
    phases.filter(|(_, moments)| !moments.is_empty()).collect()
}

/// Each phase, cut into the fewest parts of which each can be read in `room`.
pub(super) fn parts(source: SlideSource<'_>, room: Vec2) -> Vec<PhasePart> {
    let phases = phases(source);
    let parts = phases.iter().flat_map(|(phase, moments)| {
        let cut = |count: usize| -> Vec<PhasePart> {
            let at = |part: usize| moments.len() * part / count;
            (0..count)
                .map(|part| {
                    let moments = moments[at(part)..at(part + 1)].to_vec();
                    let what = (phase, moments, (part, count));
                    PhasePart::new(source.blueprint, source.variants, what, source.text)
                })
                .collect()
        };
        let fits = |part: &PhasePart| room.x / part.size().0 >= LEGIBLE;
        let most = moments.len();
        // A phase of many moments is not tried as a whole, and again in halves, and so on.
        let first = PhasePart::new(
            source.blueprint,
            source.variants,
            (phase, moments.clone(), (0, 1)),
            source.text,
        );
        if fits(&first) || most < 2 {
            return vec![first];
        }
        let guess = (first.size().0 * LEGIBLE / room.x.max(1.0)).floor() as usize;
        let guess = guess.clamp(2, most);
        let mut tries = (guess..most).map(&cut);
        let enough = tries.find(|parts| parts.iter().all(fits));
        enough.unwrap_or_else(|| cut(most))
    });
    parts.collect()
}

/// How large a part is drawn in every variant: the same, so that only what changes moves.
pub(super) fn zoom(part: &PhasePart, room: Vec2) -> f32 {
    let (width, height) = part.size();
    let zoom = (room.x / width).min(room.y / height);
    zoom.clamp(SMALLEST, LARGEST)
}

/// The whole as one picture, or phase by phase where one could not be read in `room`.
pub(super) fn overviews(source: SlideSource<'_>, room: Vec2) -> Vec<Overview> {
    let (stacked, grid) = match source.variants {
        [first, second, ..] => (
            Show::Compare(first.clone(), second.clone()),
            Show::Overlay(first.clone(), second.clone()),
        ),
        [only] => (Show::One(only.clone()), Show::One(only.clone())),
        [] => return Vec::new(),
    };
    let zoom = |scene: &Scene| {
        let fits = room / scene.size.max(vec2(1.0, 1.0));
        fits.x.min(fits.y)
    };
    let whole = |scene| {
        vec![Overview {
            scene,
            phases: Vec::new(),
        }]
    };
    let scene = Scene::build(
        source.blueprint,
        &Lens::from(stacked).on_paper(),
        source.text,
    );
    if zoom(&scene) >= WHOLE_LEGIBLE {
        return whole(scene);
    }
    let phases = phases(source);
    let page = |phases: &[(PhaseId, Vec<MomentId>)]| {
        let moments = phases.iter().flat_map(|(_, moments)| moments).collect();
        let (part, mut elsewhere) = excerpt(source.blueprint, &moments, Others::Kept);
        let elsewhere = laid_over(&part, &grid, &mut elsewhere);
        let lens = Lens {
            show: grid.clone(),
            folded: unused_lanes(&part, source.variants),
            moments: MomentsShown::All,
            titles: TitlesShown::Whole,
            elsewhere,
            lines: BTreeMap::new(),
        };
        Overview {
            scene: Scene::build(&part, &lens, source.text),
            phases: phases.iter().map(|(id, _)| id.clone()).collect(),
        }
    };
    let all = page(&phases);
    if zoom(&all.scene) >= WHOLE_LEAST || phases.len() < 2 {
        return whole(all.scene);
    }
    let mut pages: Vec<Overview> = Vec::new();
    let mut from = 0;
    while from < phases.len() {
        let mut best = page(&phases[from..=from]);
        let mut end = from + 1;
        while end < phases.len() {
            let more = page(&phases[from..=end]);
            if zoom(&more.scene) < WHOLE_LEGIBLE {
                break;
            }
            best = more;
            end += 1;
        }
        pages.push(best);
        from = end;
    }
    pages
}

/// The steps of a grid that stand for what lies outside: those of the upper variant, and of the one under it those
/// that the upper one lacks.
fn laid_over(
    part: &Blueprint,
    grid: &Show,
    elsewhere: &mut BTreeMap<VariantId, BTreeSet<StepId>>,
) -> BTreeSet<StepId> {
    let mut of = |id| elsewhere.remove(id).unwrap_or_default();
    match grid {
        Show::One(id) => of(id),
        Show::Compare(under, upper) | Show::Overlay(under, upper) => {
            let steps = part.variant(upper).map(|(_, variant)| &variant.steps);
            let is_upper = |id: &StepId| steps.is_some_and(|steps| steps.contains_key(id));
            let mut all = of(upper);
            all.extend(of(under).into_iter().filter(|id| !is_upper(id)));
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{format, templates::TEMPLATES};

    fn template(place: usize) -> Blueprint {
        let reading = format::read(TEMPLATES[place].text.as_bytes()).expect("a template opens");
        reading.blueprint
    }

    /// Every step is shown once in each variant, in order, and can be read.
    fn check_slides(blueprint: &Blueprint, room: Vec2) -> usize {
        let variants = blueprint.variants.iter().take(2);
        let variants: Vec<VariantId> = variants.map(|variant| variant.id.clone()).collect();
        let text = TextMeasure::default();
        let source = SlideSource {
            blueprint,
            variants: &variants,
            text: &text,
        };
        let parts = parts(source, room);
        for part in &parts {
            let legible = room.x / part.size().0 >= LEGIBLE;
            assert!(legible || part.moments.len() == 1);
            for side in &part.sides {
                // Every line of a slide begins and ends at a card of it.
                let pane = side.pane().expect("a pane");
                for wire in pane.wires.values() {
                    assert!(pane.cards.get(wire.from).is_some());
                    assert!(pane.cards.get(wire.to).is_some());
                }
            }
        }
        for (side, id) in variants.iter().enumerate() {
            let shown = parts.iter().map(|part| part.sides[side].cards().count());
            let shown: usize = shown.sum();
            let (_, variant) = blueprint.variant(id).expect("it is there");
            let placed = variant.steps.values().filter(|step| step.cell().is_some());
            assert_eq!(shown, placed.count());
        }
        let overviews = overviews(source, room);
        let slides = slides(&parts, &overviews, None);
        assert_eq!(slides.first(), Some(&Slide::Opening));
        assert!(matches!(slides.last(), Some(Slide::Overview(_))));
        let cards = overviews.iter().flat_map(|whole| &whole.scene.panes);
        assert!(parts.is_empty() || cards.map(|pane| pane.cards.len()).sum::<usize>() > 0);
        slides.len()
    }

    #[test]
    fn every_step_is_on_a_slide_that_can_be_read() {
        for place in 0..TEMPLATES.len() {
            let blueprint = template(place);
            let wide = check_slides(&blueprint, vec2(1800.0, 900.0));
            let narrow = check_slides(&blueprint, vec2(640.0, 400.0));
            assert!(narrow >= wide);
        }
    }

    /// Each connector of a step stands on its slide, with both its ends.
    #[test]
    fn every_connector_is_on_the_slides_of_its_steps() {
        for place in 0..TEMPLATES.len() {
            let blueprint = template(place);
            let variants = blueprint.variants.iter().take(2);
            let variants: Vec<VariantId> = variants.map(|variant| variant.id.clone()).collect();
            let text = TextMeasure::default();
            let source = SlideSource {
                blueprint: &blueprint,
                variants: &variants,
                text: &text,
            };
            for part in parts(source, vec2(640.0, 400.0)) {
                for (side, id) in part.sides.iter().zip(&variants) {
                    let (_, variant) = blueprint.variant(id).expect("it is there");
                    let own: BTreeSet<_> = side.cards().map(|(id, _)| id).collect();
                    let is_placed = |id| {
                        let step = variant.steps.get(id);
                        step.is_some_and(|step| blueprint.cell_of(step).is_some())
                    };
                    let wanted = variant.connectors.iter().filter(|(_, wire)| {
                        let is_own = own.contains(&wire.from) || own.contains(&wire.to);
                        is_own && is_placed(&wire.from) && is_placed(&wire.to)
                    });
                    let pane = side.pane().expect("a pane");
                    for (id, _) in wanted {
                        let id = crate::scene::WireId::Connector(id.clone());
                        assert!(pane.wires.contains_key(&id), "{id}");
                    }
                }
            }
        }
    }

    #[test]
    fn both_variants_of_a_part_follow_each_other() {
        let blueprint = template(TEMPLATES.len() - 1);
        let variants = blueprint.variants.iter().take(2);
        let variants: Vec<VariantId> = variants.map(|variant| variant.id.clone()).collect();
        let text = TextMeasure::default();
        let source = SlideSource {
            blueprint: &blueprint,
            variants: &variants,
            text: &text,
        };
        let parts = parts(source, vec2(1300.0, 600.0));
        let slides = slides(&parts, &[], None);
        let phases: Vec<PhaseSlide> = slides
            .iter()
            .filter_map(|slide| match slide {
                Slide::Phase(slide) => Some(*slide),
                _ => None,
            })
            .collect();
        for pair in phases.chunks(2) {
            let sides: Vec<_> = pair.iter().map(|slide| slide.side).collect();
            assert_eq!(sides, [0, 1]);
            assert!(pair.iter().all(|slide| slide.part == pair[0].part));
        }
    }
}

//! Which slides a blueprint makes, and how large each is drawn: from its scenes and the room there is.
//!
//! Knows no window. A slide is one phase of one variant; a phase too wide to be read is cut at its moments.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    model::PhaseId,
    scene::{Pane, Rect, Scene, Vec2, pos2, size},
};

/// Below this zoom the small words of a card would be less than 10 points high.
const LEGIBLE: f32 = 10.0 / 11.0;
/// What one sees from the last row of a room; beyond it cards only get coarse.
const LARGEST: f32 = 2.4;
/// The smallest zoom of a phase: more lanes than fit are drawn smaller than legible, rather than not at all.
const SMALLEST: f32 = 0.3;

/// One picture for the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slide {
    /// Title, scenario and persona.
    Opening,
    /// A phase, or a part of it, of one variant.
    Phase(PhaseSlide),
    /// All of it: Compare, or the one variant.
    Overview,
}

/// A phase, or a part of it, of one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PhaseSlide {
    /// Which phase.
    pub(super) phase: PhaseId,
    /// Which variant, by its place in the scenes.
    pub(super) side: usize,
    /// Which columns of the panes.
    pub(super) columns: Range<usize>,
    /// Which part of the phase, from 0, and how many there are.
    pub(super) part: (usize, usize),
}

/// The slides of `scenes`, which show one variant each, for a screen with `room` for cards and lane names:
/// each phase in the first variant, then in the second, so that the change is seen.
pub(super) fn slides(scenes: &[Scene], room: Vec2) -> Vec<Slide> {
    let mut slides = vec![Slide::Opening];
    for phase in phases(scenes) {
        let columns = columns_of(scenes, &phase);
        let parts = parts(scenes, columns, room);
        let count = parts.len();
        for (part, columns) in parts.into_iter().enumerate() {
            for side in 0..scenes.len() {
                slides.push(Slide::Phase(PhaseSlide {
                    phase: phase.clone(),
                    side,
                    columns: columns.clone(),
                    part: (part, count),
                }));
            }
        }
    }
    slides.push(Slide::Overview);
    slides
}

/// The phases in which a step of any scene stands, left to right.
pub(super) fn phases(scenes: &[Scene]) -> Vec<PhaseId> {
    let panes = || scenes.iter().flat_map(|scene| &scene.panes);
    let used: BTreeSet<&PhaseId> = panes()
        .flat_map(|pane| {
            let cells = pane.cards.values().map(|card| card.cell.1);
            cells.filter_map(|column| pane.columns.get(column))
        })
        .map(|column| &column.phase)
        .collect();
    let heads = panes().next().map(|pane| pane.phases.as_slice());
    let ids = heads.unwrap_or_default().iter().map(|head| head.id.clone());
    ids.filter(|id| used.contains(id)).collect()
}

/// How large `columns` are drawn in every variant: the same, so that only what changes moves.
pub(super) fn zoom(scenes: &[Scene], columns: &Range<usize>, room: Vec2) -> f32 {
    let zoom = zoom_to_width(scenes, columns, room).min(room.y / height(scenes));
    zoom.clamp(SMALLEST, LARGEST)
}

/// The height of the highest variant: all stand at the same place on the screen.
pub(super) fn height(scenes: &[Scene]) -> f32 {
    let tall = panes(scenes).map(|pane| crop(pane, &(0..1)).height());
    tall.fold(1.0, f32::max)
}

/// The part of a pane that a slide shows: its columns with the gutters beside them, all lanes, and the
/// moments' names above them.
pub(super) fn crop(pane: &Pane, columns: &Range<usize>) -> Rect {
    let column = |at: usize| pane.columns.get(at).map(|column| column.rect);
    let first = column(columns.start);
    let last = column(columns.end.saturating_sub(1));
    let before = columns.start.checked_sub(1).and_then(column);
    // An arrow that goes on beyond the slide shows no head, nor one that comes in its tail.
    let left = before.map_or(pane.body.left(), |rect| rect.right() + size::HEAD_LENGTH);
    let right = match (column(columns.end), last) {
        (Some(next), _) => next.left() - size::HEAD_LENGTH,
        (None, Some(last)) => (last.right() + 2.0 * size::GUTTER).min(pane.body.right()),
        (None, None) => pane.body.right(),
    };
    let top = pane.phases.first();
    let top = top.map_or(pane.body.top(), |phase| phase.rect.bottom());
    let left = first.map_or(left, |first| left.min(first.left()));
    Rect::from_min_max(pos2(left, top), pos2(right, pane.body.bottom()))
}

fn panes(scenes: &[Scene]) -> impl Iterator<Item = &Pane> {
    scenes.iter().filter_map(|scene| scene.panes.first())
}

fn zoom_to_width(scenes: &[Scene], columns: &Range<usize>, room: Vec2) -> f32 {
    let wide = panes(scenes).map(|pane| crop(pane, columns).width());
    room.x / (size::LANE_HEADER + wide.fold(1.0, f32::max))
}

fn columns_of(scenes: &[Scene], phase: &PhaseId) -> Range<usize> {
    let Some(pane) = panes(scenes).next() else {
        return 0..0;
    };
    let mut places = pane.columns.iter().enumerate();
    let first = places.position(|(_, column)| column.phase == *phase);
    let first = first.unwrap_or_default();
    let count = pane.columns[first..]
        .iter()
        .take_while(|column| column.phase == *phase);
    first..first + count.count()
}

/// The fewest parts, as even as can be, of which each can be read.
fn parts(scenes: &[Scene], columns: Range<usize>, room: Vec2) -> Vec<Range<usize>> {
    let cut = |count: usize| -> Vec<Range<usize>> {
        let at = |part: usize| columns.start + columns.len() * part / count;
        (0..count).map(|part| at(part)..at(part + 1)).collect()
    };
    let fits = |part: &Range<usize>| zoom_to_width(scenes, part, room) >= LEGIBLE;
    let enough = (1..columns.len()).find(|count| cut(*count).iter().all(fits));
    cut(enough.unwrap_or(columns.len().max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        format,
        scene::{Show, TextMeasure, vec2},
        templates::TEMPLATES,
    };

    fn scenes(template: usize) -> Vec<Scene> {
        let reading = format::read(TEMPLATES[template].text.as_bytes()).expect("a template opens");
        let blueprint = reading.blueprint;
        let variants = blueprint.variants.iter().take(2);
        let text = TextMeasure::default();
        variants
            .map(|variant| Scene::build(&blueprint, &Show::One(variant.id.clone()).into(), &text))
            .collect()
    }

    /// Every column with a step is shown once in each variant, in order, and can be read.
    fn check_slides(scenes: &[Scene], room: Vec2) -> usize {
        let slides = slides(scenes, room);
        assert_eq!(slides.first(), Some(&Slide::Opening));
        assert_eq!(slides.last(), Some(&Slide::Overview));
        for side in 0..scenes.len() {
            let mut next = 0;
            for slide in &slides {
                let Slide::Phase(slide) = slide else { continue };
                if slide.side == side {
                    assert!(slide.columns.start >= next && !slide.columns.is_empty());
                    next = slide.columns.end;
                    let legible = zoom_to_width(scenes, &slide.columns, room) >= LEGIBLE;
                    assert!(legible || slide.columns.len() == 1);
                }
            }
            let shown = |column: usize| {
                slides.iter().any(|slide| {
                    matches!(slide, Slide::Phase(slide) if slide.side == side && slide.columns.contains(&column))
                })
            };
            let cards = panes(scenes).flat_map(|pane| pane.cards.values());
            assert!(cards.map(|card| card.cell.1).all(shown));
        }
        slides.len()
    }

    #[test]
    fn every_step_is_on_a_slide_that_can_be_read() {
        for template in 0..TEMPLATES.len() {
            let scenes = scenes(template);
            let wide = check_slides(&scenes, vec2(1800.0, 900.0));
            let narrow = check_slides(&scenes, vec2(640.0, 400.0));
            assert!(narrow >= wide);
        }
    }

    #[test]
    fn both_variants_of_a_part_follow_each_other() {
        let scenes = scenes(TEMPLATES.len() - 1);
        let slides = slides(&scenes, vec2(1300.0, 600.0));
        let phases: Vec<_> = slides
            .iter()
            .filter_map(|slide| match slide {
                Slide::Phase(slide) => Some(slide),
                _ => None,
            })
            .collect();
        for pair in phases.chunks(scenes.len()) {
            let sides: Vec<_> = pair.iter().map(|slide| slide.side).collect();
            assert_eq!(sides, (0..scenes.len()).collect::<Vec<_>>());
            assert!(pair.iter().all(|slide| slide.columns == pair[0].columns));
        }
    }
}

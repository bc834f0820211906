//! What is folded away: lanes that became a line, and empty moments that became a gap.
//!
//! Owns which moments have a column, and what is said in the place of what is not drawn. Knows nothing of
//! who folded it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Class, Ink, LaneBand, Lens, MomentGap, MomentsShown, Rect, Shape, ShapeGroup, Stroke,
    TextMeasure,
    board::{Board, Columns},
    font, pos2,
    route::Slot,
    size,
};
use crate::model::{Blueprint, LaneId, Moment, MomentId, Phase, StepId, Variant, plural};

/// Whether a lane shows its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It does, and has the height of its rows.
    Open,
    /// It is a line because it has no step, in Compare.
    Empty,
    /// Somebody folded it: its steps have no cards.
    Folded,
}

/// A moment with its phase, and the phase's place.
pub(super) type Placed<'a> = (usize, &'a Arc<Phase>, &'a Moment);

/// Moments of one phase that have no column.
#[derive(Debug, PartialEq)]
pub(super) struct Gap<'a> {
    /// The phase they are of: an index into the blueprint's.
    pub(super) phase: usize,
    /// The column left of which it stands; the number of columns at the right end.
    pub(super) at: usize,
    pub(super) moments: Vec<&'a MomentId>,
}

/// The moments that have a column, and where others were left out.
pub(super) fn split<'a>(blueprint: &'a Blueprint, lens: &Lens) -> (Vec<Placed<'a>>, Vec<Gap<'a>>) {
    let phases = blueprint.phases.iter().enumerate();
    let all: Vec<Placed<'a>> = phases
        .flat_map(|(index, phase)| phase.moments.iter().map(move |m| (index, phase, m)))
        .collect();
    let used = match lens.moments {
        MomentsShown::All => vec![true; all.len()],
        MomentsShown::Used => used(blueprint, lens, &all),
    };
    // A board without any step has nothing to be folded around.
    if !used.contains(&true) {
        return (all, Vec::new());
    }
    let mut shown: Vec<Placed<'a>> = Vec::with_capacity(all.len());
    let mut gaps: Vec<Gap<'a>> = Vec::new();
    for (placed, used) in all.into_iter().zip(used) {
        let (phase, _, moment) = placed;
        if used {
            shown.push(placed);
            continue;
        }
        let at = shown.len();
        match gaps.last_mut() {
            Some(gap) if gap.phase == phase && gap.at == at => gap.moments.push(&moment.id),
            _ => gaps.push(Gap {
                phase,
                at,
                moments: vec![&moment.id],
            }),
        }
    }
    (shown, gaps)
}

/// Which of `moments` a step of what is shown covers, folded lanes included.
fn used(blueprint: &Blueprint, lens: &Lens, moments: &[Placed<'_>]) -> Vec<bool> {
    let mut used = vec![false; moments.len()];
    let columns = moments.iter().enumerate();
    let columns: BTreeMap<&MomentId, usize> = columns.map(|(at, (_, _, m))| (&m.id, at)).collect();
    let lanes: BTreeSet<&LaneId> = blueprint.lanes.iter().map(|lane| &lane.id).collect();
    let variants = lens.show.variants();
    let variants = variants.filter_map(|id| blueprint.variant(id));
    for step in variants.flat_map(|(_, variant)| variant.steps.values()) {
        let Some((lane, moment)) = step.cell() else {
            continue;
        };
        let Some(&first) = columns.get(moment).filter(|_| lanes.contains(lane)) else {
            continue;
        };
        let span = usize::try_from(step.span).unwrap_or(moments.len()).max(1);
        let end = first.saturating_add(span).min(moments.len());
        used[first..end].fill(true);
    }
    used
}

/// What the folded lanes of a variant hide, by lane and first column.
#[derive(Debug, Default)]
pub(super) struct Hidden(BTreeMap<(usize, usize), Count>);

#[derive(Debug, Default)]
struct Count {
    steps: usize,
    connectors: usize,
}

impl Hidden {
    /// What the folded lanes of `variant` hide of the steps that `counts`.
    pub(super) fn of(
        board: &Board<'_>,
        variant: &Variant,
        counts: impl Fn(&StepId) -> bool,
    ) -> Self {
        let mut hidden = Self::default();
        if !board.has_folded() {
            return hidden;
        }
        let mut cells: BTreeMap<&StepId, (usize, usize)> = BTreeMap::new();
        for (id, step) in &variant.steps {
            if let Some((lane, column, _)) = board.cell(step)
                && board.is_folded(lane)
                && counts(id)
            {
                cells.insert(id, (lane, column));
                hidden.0.entry((lane, column)).or_default().steps += 1;
            }
        }
        let flows = variant.connectors.values().map(|c| (&c.from, &c.to));
        let hand_overs = variant.steps.iter().filter_map(|(id, step)| {
            if !counts(id) {
                return None;
            }
            let to = step.hand_over()?.to.as_ref()?;
            Some((id, to))
        });
        for (from, to) in flows.chain(hand_overs) {
            let both = variant.steps.contains_key(from) && variant.steps.contains_key(to);
            let (from, to) = (cells.get(from), cells.get(to));
            let again = to.filter(|to| Some(*to) != from);
            for cell in from.into_iter().chain(again).filter(|_| both) {
                hidden.0.entry(*cell).or_default().connectors += 1;
            }
        }
        hidden
    }

    /// The number of steps hidden in a lane.
    pub(super) fn steps(&self, lane: usize) -> usize {
        self.in_lane(lane).map(|(_, count)| count.steps).sum()
    }

    /// The cells that hide steps, as the router sees them: connectors run around them too.
    pub(super) fn slots<'a>(&'a self, first_row: &'a [usize]) -> impl Iterator<Item = Slot> + 'a {
        self.0.keys().map(|(lane, column)| Slot {
            row: first_row[*lane],
            column: *column,
            span: 1,
        })
    }

    /// What stands in the line of a folded lane: in each cell how much it hides. `top` is that of its row.
    pub(super) fn notes(
        &self,
        (lane, id): (usize, &LaneId),
        columns: &Columns,
        top: f32,
        text: &TextMeasure,
    ) -> Vec<ShapeGroup> {
        let notes = self.in_lane(lane).map(|(column, count)| {
            let (left, right) = columns.edges[column];
            let rect = Rect::from_min_max(pos2(left, top), pos2(right, top + size::FOLD_NOTE));
            let mut words = plural(count.steps, "step", "steps");
            if count.connectors > 0 {
                let connectors = plural(count.connectors, "connector", "connectors");
                words = format!("{words}, {connectors}");
            }
            let mut shapes = vec![Shape::Rect {
                rect,
                radius: size::RADIUS,
                fill: Some(Ink::Chip),
                stroke: None,
            }];
            let room = rect.width() - 2.0 * size::CARD_PAD_X;
            let line = text.lines(&words, font::SMALL, room, 1).pop();
            let at = pos2(left + size::CARD_PAD_X, rect.center().y);
            shapes.extend(line.map(|line| line.at(at, font::SMALL, Ink::TextMuted)));
            ShapeGroup {
                class: Class::Lane,
                kind: "folded",
                id: id.to_string(),
                bounds: rect,
                shapes,
            }
        });
        notes.collect()
    }

    fn in_lane(&self, lane: usize) -> impl Iterator<Item = (usize, &Count)> {
        let cells = self.0.range((lane, 0)..=(lane, usize::MAX));
        cells.map(|((_, column), count)| (*column, count))
    }
}

/// The gap at `rect` of a phase: two hairlines down the pane, and above them how many moments it hides.
pub(super) fn gap(
    phase: &Phase,
    moments: Vec<MomentId>,
    rect: Rect,
    body: Rect,
    text: &TextMeasure,
) -> MomentGap {
    let upright = |x: f32| Shape::Line {
        points: vec![pos2(x, body.top()), pos2(x, body.bottom())],
        radius: 0.0,
        stroke: Stroke {
            width: 1.0,
            ink: Ink::Hairline,
            dashed: false,
        },
        gaps: Vec::new(),
    };
    let mut shapes = vec![upright(rect.left() + 0.5), upright(rect.right() - 0.5)];
    let head = Rect::from_min_max(rect.min, pos2(rect.right(), body.top()));
    let words = gap_words(moments.len());
    let lines = text.lines(&words, font::SMALL, rect.width(), 2);
    let mut y = head.top() + size::GRID;
    for line in lines {
        let x = head.center().x - line.width / 2.0;
        y += size::SMALL_LINE / 2.0;
        shapes.push(line.at(pos2(x, y), font::SMALL, Ink::TextMuted));
        y += size::SMALL_LINE / 2.0;
    }
    MomentGap {
        phase: phase.id.clone(),
        moments,
        rect: head,
        group: ShapeGroup {
            class: Class::Header,
            kind: "empty-moments",
            id: phase.id.to_string(),
            bounds: rect.expand(0.5),
            shapes,
        },
    }
}

/// What a gap says: `2 empty moments`.
pub fn gap_words(moments: usize) -> String {
    plural(moments, "empty moment", "empty moments")
}

impl LaneBand {
    /// Whether its steps have no cards because somebody folded it.
    pub fn is_folded(&self) -> bool {
        self.fold == Fold::Folded
    }
}

//! Places for labels: beside their own route, near its start, on no card and on no other label.
//!
//! Knows lines and cards; never moves either.

use super::{
    Geometry, PAD, Plan, Pos2, Rect, Route, Vec2,
    grid::Axis,
    pos2,
    trace::{Segment, Shelves},
};

/// Free room kept before an arrow head, in points.
const HEAD_ROOM: f32 = 14.0;
/// Distance of a label from the line below it, in points; its own height holds more above the letters.
const ABOVE: f32 = 1.0;
/// Places tried along one leg.
const TRIES: usize = 12;
/// Above a line, below it, on it; or right of it, left of it, on it.
const BESIDE: [f32; 3] = [-1.0, 1.0, 0.0];
/// Where to look if there is no place beside a route: beyond what is beside it.
const FURTHER: [f32; 4] = [-3.0, 3.0, -5.0, 5.0];

/// Gives every labelled route a place for its label.
pub(super) fn place(
    plan: &Plan,
    geometry: &Geometry,
    segments: &[Segment],
    uprights: &Shelves,
    routes: &mut [Route],
) {
    if plan.nets.iter().all(|net| net.label.is_none()) {
        return;
    }
    let mut board = Board {
        plan,
        geometry,
        segments,
        uprights,
        levels: Shelves::new(plan, segments, Axis::Level),
        rise: std::iter::zip(&geometry.cards, &geometry.crowns)
            .filter_map(|(card, crown)| Some(card.top() - crown.as_ref()?.top()))
            .fold(0.0, f32::max),
        labels: vec![Vec::new(); 2 * plan.grid.columns as usize + 1],
    };
    for (net, route) in routes.iter_mut().enumerate() {
        let Some(size) = plan.nets[net].label else {
            continue;
        };
        route.label = board.best(net, size, route);
        if let Some(rect) = route.label {
            board.take(rect);
        }
    }
}

/// What labels must not or should not cover.
struct Board<'a> {
    plan: &'a Plan,
    geometry: &'a Geometry,
    segments: &'a [Segment],
    uprights: &'a Shelves,
    levels: Shelves,
    /// How far the highest crown stands out above its card.
    rise: f32,
    /// Labels placed so far, by the column lines they touch.
    labels: Vec<Vec<Rect>>,
}

impl Board<'_> {
    /// The first free place along the route that covers no line, else the one that covers the fewest.
    fn best(&self, net: usize, size: Vec2, route: &Route) -> Option<Rect> {
        [&BESIDE[..], &FURTHER[..]].iter().find_map(|sides| {
            let mut best: Option<(u32, Rect)> = None;
            for rect in places(size, route, sides) {
                match self.covered(net, rect) {
                    Some(0) => return Some(rect),
                    Some(covered) if best.is_none_or(|(fewest, _)| covered < fewest) => {
                        best = Some((covered, rect));
                    }
                    _ => {}
                }
            }
            best.map(|(_, rect)| rect)
        })
    }

    /// How much the label of `net` would cover at `rect`; none if a card, a label or the edge is in the way.
    fn covered(&self, net: usize, rect: Rect) -> Option<u32> {
        let geometry = self.geometry;
        let inside = rect.left() >= geometry.outer_x.0
            && rect.right() <= geometry.outer_x.1
            && rect.top() >= geometry.outer_y.0
            && rect.bottom() <= geometry.outer_y.1;
        if !inside || self.hits_card(rect) {
            return None;
        }
        let lines = lines_across(&geometry.columns, rect.left(), rect.right());
        let mut covered = 0;
        for line in lines.clone() {
            if self
                .labels
                .get(line)?
                .iter()
                .any(|label| label.expand(1.0).intersects(rect))
            {
                return None;
            }
            let hit = |&&leg: &&usize| {
                let segment = &self.segments[leg];
                let ((low, high), (from, to)) = match segment.axis {
                    Axis::Level => ((rect.top(), rect.bottom()), (rect.left(), rect.right())),
                    Axis::Upright => ((rect.left(), rect.right()), (rect.top(), rect.bottom())),
                };
                // A point of distance keeps letters off the stroke.
                low < segment.at + 1.0
                    && segment.at - 1.0 < high
                    && from < segment.ends.1
                    && segment.ends.0 < to
            };
            for leg in self
                .uprights
                .on(line)
                .iter()
                .chain(self.levels.on(line))
                .filter(hit)
            {
                // Its own line reads better under a label than one that says something else.
                covered += if self.segments[*leg].net == net { 2 } else { 3 };
            }
        }
        Some(covered)
    }

    fn hits_card(&self, rect: Rect) -> bool {
        let rows = lines_across(&self.geometry.rows, rect.top(), rect.bottom() + self.rise);
        let columns = lines_across(&self.geometry.columns, rect.left(), rect.right());
        rows.filter(|line| line % 2 == 1).any(|row| {
            // The card right of a gutter may be the one left of it too, and cover it.
            columns.clone().any(|column| {
                let slot = self.plan.grid.slot_at(row as u32 / 2, column as u32 / 2);
                slot.is_some_and(|slot| {
                    let crown = self.geometry.crowns.get(slot).copied().flatten();
                    self.geometry.cards[slot].intersects(rect)
                        || crown.is_some_and(|crown| crown.intersects(rect))
                })
            })
        })
    }

    fn take(&mut self, rect: Rect) {
        for line in lines_across(&self.geometry.columns, rect.left(), rect.right()) {
            if let Some(labels) = self.labels.get_mut(line) {
                labels.push(rect);
            }
        }
    }
}

/// Places along the route, from its start, on these sides of it.
fn places(size: Vec2, route: &Route, sides: &[f32]) -> impl Iterator<Item = Rect> {
    let last = route.points.len().saturating_sub(2);
    route
        .points
        .windows(2)
        .enumerate()
        .flat_map(move |(leg, pair)| {
            let (start, end) = (pair[0], pair[1]);
            let axis = if start.y == end.y {
                Axis::Level
            } else {
                Axis::Upright
            };
            let extent = if axis == Axis::Level { size.x } else { size.y };
            let tail = if leg == last { HEAD_ROOM } else { PAD };
            // A leg too short for its label may still have room around its corner: there is one try always.
            let room = ((end - start).length() - extent - PAD - tail).max(0.0);
            let step = (room / (TRIES - 1) as f32).max(extent / 4.0);
            (0..TRIES)
                .map(move |attempt| step * attempt as f32)
                .take_while(move |offset| *offset <= room)
                .flat_map(move |offset| {
                    sides
                        .iter()
                        .map(move |&side| beside(start, end, size, PAD + offset, side))
                })
        })
}

/// The label's place `offset` along the way from `start` to `end`: above or right of it if `side` is
/// negative, on it if zero, else below or left of it.
fn beside(start: Pos2, end: Pos2, size: Vec2, offset: f32, side: f32) -> Rect {
    let axis = if start.y == end.y {
        Axis::Level
    } else {
        Axis::Upright
    };
    let min = match axis {
        Axis::Level => {
            let x = if end.x >= start.x {
                start.x + offset
            } else {
                start.x - offset - size.x
            };
            pos2(x, start.y + side * (size.y / 2.0 + ABOVE) - size.y / 2.0)
        }
        Axis::Upright => {
            let y = if end.y >= start.y {
                start.y + offset
            } else {
                start.y - offset - size.y
            };
            pos2(start.x - side * (size.x / 2.0 + PAD) - size.x / 2.0, y)
        }
    };
    Rect::from_min_size(min, size)
}

/// The lines that the stretch from `low` to `high` touches: bands are odd, what lies between is even.
fn lines_across(bands: &[(f32, f32)], low: f32, high: f32) -> std::ops::RangeInclusive<usize> {
    let line = |at: f32| {
        let after = bands.partition_point(|band| band.0 <= at);
        match after.checked_sub(1) {
            Some(band) if at <= bands[band].1 => 2 * band + 1,
            _ => 2 * after,
        }
    };
    line(low)..=line(high)
}

//! Places for labels: beside their own route, near its start, on no card and on no other label.
//!
//! Knows lines and cards; never moves either. A label that finds no place free of cards and labels is left out.

use super::{Geometry, PAD, Pos2, Rect, RoutePlan, Vec2, grid::Axis, pos2, trace, way::MOST_LEGS};

/// Free room kept before an arrow head, in points.
const HEAD_ROOM: f32 = 14.0;
/// Distance of a label from the line below it, in points; its own height holds more above the letters.
const ABOVE: f32 = 1.0;
/// A label nearer to a line than this lies on its stroke. Rounding must not count what stands [`ABOVE`] it.
const NEAR: f32 = 0.9 * ABOVE;
/// Places tried along one leg.
const TRIES: usize = 12;
/// Above a line, below it, on it; or right of it, left of it, on it.
const BESIDE: [f32; 3] = [-1.0, 1.0, 0.0];
/// Where to look if there is no place beside a route: beyond what is beside it.
const FURTHER: [f32; 4] = [-3.0, 3.0, -5.0, 5.0];

/// How far a line may run beyond the row or gutter that it belongs to.
const BAND: f32 = 8.0;
/// How much further than three times its size from its route a label is looked for.
const MORE: f32 = 24.0;
/// Badges stand out no further above a card that is gone.
const RISE: f32 = 64.0;

/// What labels keep off beside lines, as it was when they were placed.
#[derive(Clone, Debug, Default)]
pub(super) struct LabelGround {
    /// Whether labels were placed at all.
    pub(super) is_known: bool,
    cards: Vec<Option<Rect>>,
    crowns: Vec<Option<Rect>>,
    columns: Vec<(f32, f32)>,
    rows: Vec<(f32, f32)>,
    outer: [(f32, f32); 2],
    rise: f32,
}

impl LabelGround {
    fn new(plan: &RoutePlan, geometry: &Geometry) -> Self {
        let places = plan.grid.places.iter().enumerate();
        let cards: Vec<_> = places
            .map(|(slot, place)| Some(geometry.card(slot, (*place)?)))
            .collect();
        let crowns = (0..cards.len()).map(|slot| geometry.crowns.get(slot).copied().flatten());
        let crowns: Vec<_> = crowns.collect();
        let rises = std::iter::zip(&cards, &crowns)
            .filter_map(|(card, crown)| Some(card.as_ref()?.top() - crown.as_ref()?.top()));
        Self {
            is_known: true,
            rise: rises.fold(0.0, f32::max),
            cards,
            crowns,
            columns: geometry.columns.clone(),
            rows: geometry.rows.clone(),
            outer: [geometry.outer_x, geometry.outer_y],
        }
    }
}

/// Where something changed that a label could lie on.
pub(super) struct Changed<'a> {
    geometry: &'a Geometry,
    ground: LabelGround,
    /// Whether there is no label to place.
    pub(super) is_idle: bool,
    /// Whether every label has to be placed again.
    is_all: bool,
    /// How far up and down something changed on each line of a column.
    reach: Vec<(f32, f32)>,
    /// Everything below this height has moved: there is no need to say of each thing that it did.
    sunk: f32,
    /// So has everything right of here.
    drifted: f32,
    is_any: bool,
}

/// A line on which nothing changed.
const STILL: (f32, f32) = (f32::INFINITY, f32::NEG_INFINITY);

impl<'a> Changed<'a> {
    /// What changed besides routes.
    pub(super) fn new(plan: &RoutePlan, geometry: &'a Geometry) -> Self {
        let is_idle = plan.nets.seats.iter().all(|seat| seat.label.is_none());
        let old = &plan.trace.board;
        let mut changed = Self {
            geometry,
            ground: if is_idle {
                LabelGround::default()
            } else {
                LabelGround::new(plan, geometry)
            },
            is_idle,
            is_all: !old.is_known,
            reach: vec![STILL; 2 * plan.grid.columns as usize + 1],
            sunk: f32::INFINITY,
            drifted: f32::INFINITY,
            is_any: false,
        };
        if is_idle || changed.is_all {
            return changed;
        }
        changed.sink(&old.rows);
        for (column, (was, now)) in old.columns.iter().zip(&geometry.columns).enumerate() {
            if was != now && 2 * column + 2 < changed.reach.len() {
                // How many lines a leg has in common with a label depends on where columns begin.
                changed.reach[2 * column..=2 * column + 2].fill((f32::NEG_INFINITY, f32::INFINITY));
                changed.is_any = true;
                changed.drifted = changed.drifted.min(was.0.min(now.0));
            } else {
                changed.drifted = f32::INFINITY;
            }
        }
        let mut is_left = vec![true; old.cards.len()];
        let empty = plan.slots.is_empty();
        for slot in 0..changed.ground.cards.len() {
            let was = if empty {
                slot
            } else {
                plan.slots[slot] as usize
            };
            let before = (
                old.cards.get(was).copied().flatten(),
                old.crowns.get(was).copied().flatten(),
            );
            if let Some(is_left) = is_left.get_mut(was) {
                *is_left = false;
            }
            let now = (changed.ground.cards[slot], changed.ground.crowns[slot]);
            if before != now {
                let all = [before.0, before.1, now.0, now.1];
                all.into_iter()
                    .flatten()
                    .for_each(|rect| changed.note(rect));
            }
        }
        for was in (0..is_left.len()).filter(|was| is_left[*was]) {
            let all = [old.cards[was], old.crowns[was]];
            all.into_iter()
                .flatten()
                .for_each(|rect| changed.note(rect));
        }
        changed
    }

    /// Rows that made room move all below them, which is most of what changes then.
    fn sink(&mut self, were: &[(f32, f32)]) {
        let rows = &self.geometry.rows;
        let moved = std::iter::zip(were, rows).find(|(was, now)| was != now);
        if let Some((was, now)) = moved {
            self.sunk = was.0.min(now.0);
            self.is_any = true;
        }
    }

    /// Something came to `rect`, or went from there.
    fn note(&mut self, rect: Rect) {
        let rect = rect.expand(2.0);
        if rect.top() >= self.sunk || rect.left() >= self.drifted {
            return;
        }
        self.is_any = true;
        for line in lines_across(&self.geometry.columns, rect.left(), rect.right()) {
            if let Some(reach) = self.reach.get_mut(line) {
                *reach = (reach.0.min(rect.top()), reach.1.max(rect.bottom()));
            }
        }
    }

    /// A route came or went. It may end on badges, where for labels it ends on the card below.
    pub(super) fn note_route(&mut self, points: &[Pos2]) {
        let is_below = || points.iter().all(|point| point.y - 2.0 >= self.sunk);
        let is_right = || points.iter().all(|point| point.x - 2.0 >= self.drifted);
        if self.is_idle || self.is_all || is_below() || is_right() {
            return;
        }
        for pair in points.windows(2) {
            let mut rect = Rect::from_two_pos(pair[0], pair[1]);
            rect.max.y += self.ground.rise.max(0.0) + RISE;
            self.note(rect);
        }
    }

    /// Whether something changed in `area`, or the edge of everything near it.
    fn is_in(&self, area: Rect, old: &LabelGround) -> bool {
        if self.is_all || area.bottom() >= self.sunk {
            return true;
        }
        let inside = |outer: &[(f32, f32); 2]| {
            area.left() >= outer[0].0
                && area.right() <= outer[0].1
                && area.top() >= outer[1].0
                && area.bottom() <= outer[1].1
        };
        if old.outer != self.ground.outer && !(inside(&old.outer) && inside(&self.ground.outer)) {
            return true;
        }
        let lines = lines_across(&self.geometry.columns, area.left(), area.right());
        let end = (lines.end() + 1).min(self.reach.len());
        let reach = self.reach[(*lines.start()).min(end)..end].iter();
        reach
            .into_iter()
            .any(|(top, bottom)| *top <= area.bottom() && area.top() <= *bottom)
    }
}

/// Gives every labelled route a place for its label: the one it has, if nothing changed near it.
pub(super) fn place(plan: &mut RoutePlan, geometry: &Geometry, mut changed: Changed<'_>) {
    let old = std::mem::take(&mut plan.trace.board);
    if changed.is_idle && !old.is_known {
        return;
    }
    let mut is_any = changed.is_any || changed.is_all;
    for seat in 0..plan.nets.seats.len() {
        let net = &plan.nets.seats[seat];
        is_any |= net.is_relabelled;
        if net.label.is_some() && !plan.legs.of(seat).is_empty() {
            continue;
        }
        if let Some(label) = plan.trace.labels[seat].take() {
            changed.note(label);
            is_any = true;
        }
    }
    let is_moved = old.outer != changed.ground.outer;
    if !changed.is_idle && (is_any || is_moved) {
        let mut board = Obstacles {
            geometry,
            rise: changed.ground.rise,
            labels: vec![Vec::new(); 2 * plan.grid.columns as usize + 1],
            shelf: Shelf::default(),
        };
        for index in 0..plan.nets.order.len() {
            let seat = plan.nets.order[index] as usize;
            let net = &mut plan.nets.seats[seat];
            let is_relabelled = std::mem::take(&mut net.is_relabelled);
            let Some(size) = net.label.filter(|_| !plan.legs.of(seat).is_empty()) else {
                continue;
            };
            let points = trace::corners(plan, geometry, seat);
            let area = Rect::from_points(&points).expand2(3.0 * size + Vec2::splat(MORE));
            let had = plan.trace.labels[seat];
            let label = if is_relabelled || changed.is_in(area, &old) {
                if board.shelf.starts.is_empty() {
                    board.shelf = Shelf::new(plan);
                }
                let label = board.best(plan, seat, size, &points);
                if label != had {
                    had.into_iter()
                        .chain(label)
                        .for_each(|rect| changed.note(rect));
                    plan.trace.labels[seat] = label;
                }
                label
            } else {
                had
            };
            if let Some(rect) = label {
                board.take(rect);
            }
        }
    }
    plan.trace.board = changed.ground;
}

/// What labels must not or should not cover.
struct Obstacles<'a> {
    geometry: &'a Geometry,
    /// How far the highest crown stands out above its card.
    rise: f32,
    /// Labels placed so far, by the column lines they touch.
    labels: Vec<Vec<Rect>>,
    /// The legs in gutters of rows.
    shelf: Shelf,
}

impl Obstacles<'_> {
    /// The first free place along the route that covers no line, else the one that covers the fewest.
    fn best(&self, plan: &RoutePlan, seat: usize, size: Vec2, points: &[Pos2]) -> Option<Rect> {
        [&BESIDE[..], &FURTHER[..]].iter().find_map(|sides| {
            let mut best: Option<(u32, Rect)> = None;
            for rect in places(size, points, sides) {
                match self.covered(plan, seat, rect) {
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

    /// How much the label of `seat` would cover at `rect`; none if a card, a label or the edge is in the way.
    fn covered(&self, plan: &RoutePlan, seat: usize, rect: Rect) -> Option<u32> {
        let geometry = self.geometry;
        let inside = rect.left() >= geometry.outer_x.0
            && rect.right() <= geometry.outer_x.1
            && rect.top() >= geometry.outer_y.0
            && rect.bottom() <= geometry.outer_y.1;
        if !inside || self.hits_card(plan, rect) {
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
        }
        let hit = |leg: usize| {
            let at = trace::at(plan, geometry, leg);
            let ((low, high), (from, to)) = match plan.legs.leg(leg).axis {
                Axis::Level => ((rect.top(), rect.bottom()), (rect.left(), rect.right())),
                Axis::Upright => ((rect.left(), rect.right()), (rect.top(), rect.bottom())),
            };
            if low >= at + NEAR || at - NEAR >= high {
                return 0;
            }
            let ends = trace::ends(plan, geometry, leg);
            if from >= ends.1 || ends.0 >= to {
                return 0;
            }
            // Its own line reads better under a label than one that says something else.
            if leg / MOST_LEGS == seat { 2 } else { 3 }
        };
        let (legs, grid, homes) = (&plan.legs, &plan.grid, plan.legs.homes);
        let (first, last) = (*lines.start() as u32, *lines.end() as u32);
        let rows = lines_across(&geometry.rows, rect.top() - BAND, rect.bottom() + BAND);
        let (top, bottom) = (*rows.start() as u32, *rows.end() as u32);
        for line in first..=last {
            let index = line as usize / 2;
            let on_gutter = self.shelf.on(line as usize).iter();
            covered += on_gutter.map(|leg| hit(*leg as usize)).sum::<u32>();
            if line.is_multiple_of(2) {
                let on_gutter = legs.on(homes.gutter(Axis::Upright, index));
                covered += on_gutter.map(hit).sum::<u32>();
                continue;
            }
            let start = grid.run_start(Axis::Upright, line, (top / 2).min(grid.rows));
            for start in start..=(bottom / 2).min(grid.rows) {
                let in_gap = legs.on(homes.gap(Axis::Upright, index, start as usize));
                covered += in_gap.map(hit).sum::<u32>();
            }
        }
        for line in (top..=bottom).filter(|line| line % 2 == 1) {
            let index = line as usize / 2;
            let start = grid.run_start(Axis::Level, line, (first / 2).min(grid.columns));
            for start in start..=(last / 2).min(grid.columns) {
                for number in legs.on(homes.gap(Axis::Level, index, start as usize)) {
                    // A leg counts once for each line of a column on which both are.
                    let leg = legs.leg(number);
                    let (from, to) = (leg.low.max(first), leg.high.min(last));
                    covered += hit(number) * (to + 1).saturating_sub(from);
                }
            }
        }
        Some(covered)
    }

    fn hits_card(&self, plan: &RoutePlan, rect: Rect) -> bool {
        let rows = lines_across(&self.geometry.rows, rect.top(), rect.bottom() + self.rise);
        let columns = lines_across(&self.geometry.columns, rect.left(), rect.right());
        rows.filter(|line| line % 2 == 1).any(|row| {
            // The card right of a gutter may be the one left of it too, and cover it.
            columns.clone().any(|column| {
                let slot = plan.grid.slot_at(row as u32 / 2, column as u32 / 2);
                slot.is_some_and(|slot| {
                    let crown = self.geometry.crowns.get(slot).copied().flatten();
                    let card = plan
                        .grid
                        .place(slot)
                        .map(|place| self.geometry.card(slot, place));
                    card.is_some_and(|card| card.intersects(rect))
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

/// The legs in gutters of rows, by the lines of columns that they touch: such a gutter is as long as the blueprint.
#[derive(Default)]
struct Shelf {
    starts: Vec<u32>,
    legs: Vec<u32>,
}

impl Shelf {
    fn new(plan: &RoutePlan) -> Self {
        let lines = 2 * plan.grid.columns as usize + 1;
        let homes = plan.legs.homes;
        let gutters = (0..=plan.grid.rows as usize).map(|row| homes.gutter(Axis::Level, row));
        let levels = gutters.flat_map(|home| plan.legs.on(home));
        let touched = levels.flat_map(|number| {
            let leg = plan.legs.leg(number);
            (leg.low..=leg.high).map(move |line| (line as usize, number as u32))
        });
        let mut starts = vec![0_u32; lines + 2];
        for (line, _) in touched.clone() {
            starts[line + 2] += 1;
        }
        for line in 1..starts.len() {
            starts[line] += starts[line - 1];
        }
        let mut legs = vec![0; starts[lines + 1] as usize];
        // Each start moves on while its line fills, and ends where the next one begins.
        for (line, leg) in touched {
            legs[starts[line + 1] as usize] = leg;
            starts[line + 1] += 1;
        }
        Self { starts, legs }
    }

    /// The legs that touch a line of a column.
    fn on(&self, line: usize) -> &[u32] {
        match (self.starts.get(line), self.starts.get(line + 1)) {
            (Some(start), Some(end)) => &self.legs[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Places along the route, from its start, on these sides of it.
fn places(size: Vec2, points: &[Pos2], sides: &[f32]) -> impl Iterator<Item = Rect> {
    let last = points.len().saturating_sub(2);
    points.windows(2).enumerate().flat_map(move |(leg, pair)| {
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
pub(super) fn lines_across(
    bands: &[(f32, f32)],
    low: f32,
    high: f32,
) -> std::ops::RangeInclusive<usize> {
    let line = |at: f32| {
        let after = bands.partition_point(|band| band.0 <= at);
        match after.checked_sub(1) {
            Some(band) if at <= bands[band].1 => 2 * band + 1,
            _ => 2 * after,
        }
    };
    line(low)..=line(high)
}

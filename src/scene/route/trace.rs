//! From lines and tracks to points, and the gaps where routes cross.
//!
//! Trusts the plan that no way meets a card; only coordinates are worked out here.

use super::{
    Geometry, Plan, Pos2, Route,
    grid::Axis,
    labels, ports, pos2,
    tracks::{Joint, Leg},
};

/// The routes of all nets.
pub(super) fn trace(plan: &Plan, geometry: &Geometry) -> Vec<Route> {
    let mut routes = vec![Route::default(); plan.nets.len()];
    if !fits(plan, geometry) {
        return routes;
    }
    let heights = settle_legs(plan, geometry);
    for (index, route) in routes.iter_mut().enumerate() {
        route.points = points(plan, geometry, &heights, index);
    }
    let segments = segments(plan, &routes, &heights);
    let uprights = Shelves::new(plan, &segments, Axis::Upright);
    find_gaps(plan, &segments, &uprights, &mut routes);
    labels::place(plan, geometry, &segments, &uprights, &mut routes);
    routes
}

/// Whether the geometry is one of this plan's grid.
fn fits(plan: &Plan, geometry: &Geometry) -> bool {
    geometry.columns.len() >= plan.grid.columns as usize
        && geometry.rows.len() >= plan.grid.rows as usize
        && geometry.cards.len() >= plan.grid.places.len()
}

/// Left and right edge of a column gutter, or top and bottom edge of a row gutter.
pub(super) fn gutter(bands: &[(f32, f32)], outer: (f32, f32), index: usize) -> (f32, f32) {
    let low = index
        .checked_sub(1)
        .and_then(|before| bands.get(before))
        .map_or(outer.0, |band| band.1);
    let high = bands.get(index).map_or(outer.1, |band| band.0);
    (low, high.max(low))
}

/// The coordinate on which each leg runs: y of a level leg, x of an upright one.
fn settle_legs(plan: &Plan, geometry: &Geometry) -> Vec<f32> {
    let legs = &plan.legs;
    let mut heights = vec![0.0; legs.all.len()];
    for (axis, line, range) in &legs.gutters {
        let index = *line as usize / 2;
        let (room, edges) = match axis {
            Axis::Upright => (
                &plan.column_rooms[index],
                gutter(&geometry.columns, geometry.outer_x, index),
            ),
            Axis::Level => (
                &plan.row_rooms[index],
                gutter(&geometry.rows, geometry.outer_y, index),
            ),
        };
        for &leg in &legs.sorted[range.clone()] {
            heights[leg] = room.track(legs.tracks[leg], edges);
        }
    }
    for gap in &plan.gaps {
        let gap = &legs.sorted[gap.legs.clone()];
        let sides = gap
            .iter()
            .map(|&leg| sides(geometry, &legs.all[leg]))
            .collect::<Vec<_>>();
        for (&leg, height) in gap
            .iter()
            .zip(ports::settle(&legs.all, &legs.tracks, gap, &sides))
        {
            heights[leg] = height;
        }
    }
    heights
}

/// The sides of the cards at the two ends of a leg in a gap.
fn sides(geometry: &Geometry, leg: &Leg) -> ports::Sides {
    let side = |joint| match joint {
        Joint::Port(slot) => Some(match leg.axis {
            Axis::Level => (geometry.cards[slot].top(), geometry.cards[slot].bottom()),
            // A card may span more columns than the one in which the leg meets it.
            Axis::Upright => geometry.columns[leg.line as usize / 2],
        }),
        Joint::Turn(..) => None,
    };
    (side(leg.low.1), side(leg.high.1))
}

/// Corners of the route of net `index`.
fn points(plan: &Plan, geometry: &Geometry, heights: &[f32], index: usize) -> Vec<Pos2> {
    let legs = plan.legs.of(index);
    let Some(way) = plan.ways[index] else {
        return Vec::new();
    };
    let net = &plan.nets[index];
    let (Some(first), Some(last)) = (legs.clone().next(), legs.clone().next_back()) else {
        return Vec::new();
    };
    let edge = |slot: usize, side: super::way::Side| {
        let card = &geometry.cards[slot];
        match side {
            super::way::Side::Left => card.left(),
            super::way::Side::Right => card.right(),
            super::way::Side::Top => card.top(),
            super::way::Side::Bottom => card.bottom(),
        }
    };
    let point = |leg: usize, along: f32| match plan.legs.all[leg].axis {
        Axis::Level => pos2(along, heights[leg]),
        Axis::Upright => pos2(heights[leg], along),
    };
    let mut points = Vec::with_capacity(legs.len() + 1);
    points.push(point(first, edge(net.from, way.exit)));
    points.extend(legs.clone().skip(1).map(|leg| point(leg, heights[leg - 1])));
    points.push(point(last, edge(net.to, way.entry)));
    points
}

/// A leg with its coordinates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) net: usize,
    pub(super) axis: Axis,
    /// Its y if level, its x if upright.
    pub(super) at: f32,
    /// Its ends, the smaller first.
    pub(super) ends: (f32, f32),
}

/// The legs of all nets with their coordinates, in the order of the legs.
fn segments(plan: &Plan, routes: &[Route], heights: &[f32]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(heights.len());
    for (net, route) in routes.iter().enumerate() {
        for (leg, pair) in plan.legs.of(net).zip(route.points.windows(2)) {
            let axis = plan.legs.all[leg].axis;
            let (a, b) = match axis {
                Axis::Level => (pair[0].x, pair[1].x),
                Axis::Upright => (pair[0].y, pair[1].y),
            };
            segments.push(Segment {
                net,
                axis,
                at: heights[leg],
                ends: (a.min(b), a.max(b)),
            });
        }
    }
    segments
}

/// Legs of one axis by the column lines they touch.
pub(super) struct Shelves {
    starts: Vec<usize>,
    legs: Vec<usize>,
}

impl Shelves {
    pub(super) fn new(plan: &Plan, segments: &[Segment], axis: Axis) -> Self {
        let lines = 2 * plan.grid.columns as usize + 1;
        let mut starts = vec![0; lines + 1];
        let touched = |index: usize| {
            let leg: &Leg = &plan.legs.all[index];
            match axis {
                Axis::Upright => leg.line as usize..=leg.line as usize,
                Axis::Level => leg.low.0 as usize..=leg.high.0 as usize,
            }
        };
        let mine = || (0..segments.len()).filter(|&leg| segments[leg].axis == axis);
        for leg in mine() {
            for line in touched(leg) {
                starts[line + 1] += 1;
            }
        }
        for line in 0..lines {
            starts[line + 1] += starts[line];
        }
        let mut next = starts.clone();
        let mut legs = vec![0; starts[lines]];
        for leg in mine() {
            for line in touched(leg) {
                legs[next[line]] = leg;
                next[line] += 1;
            }
        }
        Self { starts, legs }
    }

    /// The legs on a column line.
    pub(super) fn on(&self, line: usize) -> &[usize] {
        match (self.starts.get(line), self.starts.get(line + 1)) {
            (Some(&start), Some(&end)) => &self.legs[start..end],
            _ => &[],
        }
    }
}

/// Notes a gap on a level leg wherever an upright one crosses it.
fn find_gaps(plan: &Plan, segments: &[Segment], uprights: &Shelves, routes: &mut [Route]) {
    let mut crossings: Vec<f32> = Vec::new();
    for (net, route) in routes.iter_mut().enumerate() {
        for (leg, pair) in plan.legs.of(net).zip(route.points.windows(2)) {
            let level = &segments[leg];
            if level.axis == Axis::Upright {
                continue;
            }
            crossings.clear();
            let span = &plan.legs.all[leg];
            for line in span.low.0..=span.high.0 {
                crossings.extend(
                    uprights
                        .on(line as usize)
                        .iter()
                        .map(|&other| &segments[other])
                        .filter_map(|upright| {
                            let crosses = level.ends.0 < upright.at
                                && upright.at < level.ends.1
                                && upright.ends.0 < level.at
                                && level.at < upright.ends.1;
                            crosses.then_some(upright.at)
                        }),
                );
            }
            crossings.sort_unstable_by(f32::total_cmp);
            if pair[0].x > pair[1].x {
                crossings.reverse();
            }
            route
                .gaps
                .extend(crossings.iter().map(|&x| pos2(x, level.at)));
        }
    }
}

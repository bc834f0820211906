//! What every routed grid has to keep, on random grids and on some drawn by hand.
//!
//! Set `FRONTSTAGE_ROUTES` to a folder to get the hand-made ones as SVG pictures.

#![allow(clippy::unwrap_used, reason = "a test may end at what is not there")]

mod laws;
mod picture;
mod samples;
mod updates;

use super::{Geometry, Net, Pos2, Rect, Route, RoutePlan, Slot, pos2};
use crate::scene::{Vec2, vec2};

/// A grid with cards and connectors, and the height of each card.
#[derive(Clone, Debug)]
struct Sample {
    rows: usize,
    columns: usize,
    slots: Vec<Slot>,
    heights: Vec<f32>,
    nets: Vec<Net>,
}

const COLUMN: f32 = 150.0;

impl Sample {
    /// The narrowest layout that gives each gutter what the plan asks for.
    fn geometry(&self, plan: &RoutePlan) -> Geometry {
        let mut columns = Vec::new();
        let mut x = 0.0;
        for column in 0..self.columns {
            x += plan.column_gutter(column).max(24.0);
            columns.push((x, x + COLUMN));
            x += COLUMN;
        }
        let outer_x = (0.0, x + plan.column_gutter(self.columns).max(24.0));
        let mut rows: Vec<(f32, f32)> = Vec::new();
        let mut y = 0.0;
        for row in 0..self.rows {
            y += plan.row_gutter(row).max(24.0);
            let cards = self
                .slots
                .iter()
                .zip(&self.heights)
                .filter(|(slot, _)| slot.row == row);
            let height = cards.map(|(_, height)| *height).fold(46.0, f32::max);
            rows.push((y, y + height));
            y += height;
        }
        let outer_y = (0.0, y + plan.row_gutter(self.rows).max(24.0));
        let mut geometry = Geometry {
            columns,
            outer_x,
            rows,
            outer_y,
            ..Geometry::default()
        };
        geometry.cards = self.sizes(&geometry);
        geometry
    }

    /// The size of each card: it fills its columns.
    fn sizes(&self, geometry: &Geometry) -> Vec<Vec2> {
        let width = |slot: &Slot| {
            let last = (slot.column + slot.span.max(1) - 1).min(self.columns.saturating_sub(1));
            let (first, last) = (
                geometry.columns.get(slot.column),
                geometry.columns.get(last),
            );
            first
                .zip(last)
                .map_or(0.0, |(first, last)| last.1 - first.0)
        };
        self.slots
            .iter()
            .zip(&self.heights)
            .map(|(slot, height)| vec2(width(slot), *height))
            .collect()
    }

    /// Where the cards are.
    fn cards(&self, geometry: &Geometry) -> Vec<Rect> {
        let card = |(slot, size): (&Slot, &Vec2)| {
            let corner = (geometry.columns.get(slot.column)).zip(geometry.rows.get(slot.row));
            corner.map_or(Rect::NOTHING, |(column, row)| {
                Rect::from_min_size(pos2(column.0, row.0), *size)
            })
        };
        self.slots.iter().zip(&geometry.cards).map(card).collect()
    }

    /// A plan made from nothing.
    fn plan(&self) -> RoutePlan {
        let mut plan = RoutePlan::default();
        plan.update(self.rows, self.columns, &self.slots, &self.nets);
        plan
    }

    fn route(&self) -> (Geometry, Vec<Route>) {
        let mut plan = self.plan();
        let geometry = self.geometry(&plan);
        let routes = trace(&mut plan, &geometry);
        (geometry, routes)
    }
}

fn trace(plan: &mut RoutePlan, geometry: &Geometry) -> Vec<Route> {
    plan.trace(geometry.clone());
    plan.routes().collect()
}

/// Level or upright, from the source's border to the target's, through and along no card.
fn check_ways(sample: &Sample, geometry: &Geometry, routes: &[Route]) {
    let cards = sample.cards(geometry);
    for (net, route) in sample.nets.iter().zip(routes) {
        let from = cards[net.from];
        let to = cards[net.to];
        assert!(route.points.len() >= 2, "{net:?} has no way");
        assert!(
            is_on_border(from, route.points[0]),
            "{net:?} does not start at its card: {route:?}"
        );
        assert!(
            is_on_border(to, *route.points.last().unwrap()),
            "{net:?} does not end at its card: {route:?}"
        );
        let count = route.points.len() - 1;
        for (k, pair) in route.points.windows(2).enumerate() {
            assert!(
                (pair[0].x == pair[1].x) != (pair[0].y == pair[1].y),
                "{net:?} is askew: {route:?}"
            );
            for (index, card) in cards.iter().enumerate() {
                let own = (k == 0 && index == net.from) || (k + 1 == count && index == net.to);
                let bounds = Rect::from_two_pos(pair[0], pair[1]);
                let hits = if own {
                    strictly_meets(*card, bounds)
                } else {
                    card.intersects(bounds)
                };
                assert!(
                    !hits,
                    "{net:?} runs into card {index} at {card:?}: {route:?}"
                );
            }
        }
        let end = count - 1;
        let last = (route.points[count] - route.points[end]).length();
        assert!(last >= 12.0, "{net:?} has {last} points for its arrow head");
    }
}

fn is_on_border(card: Rect, point: Pos2) -> bool {
    let level = (point.x == card.left() || point.x == card.right())
        && card.top() < point.y
        && point.y < card.bottom();
    let upright = (point.y == card.top() || point.y == card.bottom())
        && card.left() < point.x
        && point.x < card.right();
    level || upright
}

fn strictly_meets(a: Rect, b: Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// No two routes lie on each other, not even where they start and end.
fn check_apart(routes: &[Route]) {
    let segments = routes
        .iter()
        .enumerate()
        .flat_map(|(net, route)| {
            route
                .points
                .windows(2)
                .map(move |pair| (net, pair[0], pair[1]))
        })
        .collect::<Vec<_>>();
    for (k, (net, a, b)) in segments.iter().enumerate() {
        for (other, c, d) in &segments[k + 1..] {
            let ((one, two), gap) = if a.y == b.y && c.y == d.y {
                (((a.x, b.x), (c.x, d.x)), (a.y - c.y).abs())
            } else if a.x == b.x && c.x == d.x {
                (((a.y, b.y), (c.y, d.y)), (a.x - c.x).abs())
            } else {
                continue;
            };
            let overlap =
                one.0.max(one.1).min(two.0.max(two.1)) - one.0.min(one.1).max(two.0.min(two.1));
            let touches = if net == other {
                overlap > 0.0
            } else {
                overlap >= 0.0
            };
            assert!(
                !touches || gap > 0.5,
                "{net} and {other} lie on each other: {routes:#?}"
            );
        }
    }
}

/// Where two routes cross, the level one has a gap, and nowhere else.
fn check_gaps(routes: &[Route]) {
    let segments = routes
        .iter()
        .enumerate()
        .flat_map(|(net, route)| {
            route
                .points
                .windows(2)
                .map(move |pair| (net, pair[0], pair[1]))
        })
        .collect::<Vec<_>>();
    for (net, route) in routes.iter().enumerate() {
        let mut gaps = Vec::new();
        for (owner, a, b) in &segments {
            if *owner != net || a.y != b.y {
                continue;
            }
            let mut here = segments
                .iter()
                .filter(|(_, c, d)| {
                    c.x == d.x
                        && a.x.min(b.x) < c.x
                        && c.x < a.x.max(b.x)
                        && c.y.min(d.y) < a.y
                        && a.y < c.y.max(d.y)
                })
                .map(|(_, c, _)| pos2(c.x, a.y))
                .collect::<Vec<_>>();
            here.sort_by(|c, d| c.x.total_cmp(&d.x));
            if a.x > b.x {
                here.reverse();
            }
            gaps.extend(here);
        }
        assert_eq!(route.gaps, gaps, "gaps of {net}");
    }
}

/// Every label has a place of its size on no card and on no other label.
fn check_labels(sample: &Sample, geometry: &Geometry, routes: &[Route]) {
    let mut placed: Vec<Rect> = Vec::new();
    let cards = sample.cards(geometry);
    for (net, route) in sample.nets.iter().zip(routes) {
        assert_eq!(
            net.label.is_some(),
            route.label.is_some(),
            "{net:?}: {route:?}"
        );
        let (Some(size), Some(rect)) = (net.label, route.label) else {
            continue;
        };
        assert!((rect.size() - size).length() < 0.01);
        for card in &cards {
            assert!(
                !strictly_meets(*card, rect),
                "the label of {net:?} at {rect:?} lies on a card"
            );
        }
        for other in &placed {
            assert!(
                !strictly_meets(*other, rect),
                "the label of {net:?} at {rect:?} lies on another"
            );
        }
        placed.push(rect);
    }
}

fn check(sample: &Sample) -> Vec<Route> {
    let (geometry, routes) = sample.route();
    check_ways(sample, &geometry, &routes);
    check_apart(&routes);
    check_gaps(&routes);
    check_labels(sample, &geometry, &routes);
    assert_eq!(sample.route().1, routes, "the same twice");
    routes
}

fn small_label() -> Vec2 {
    vec2(28.0, 13.0)
}

//! From lines and tracks to points.
//!
//! Trusts the plan that no way meets a card; only coordinates are worked out here. Those of a route are worked out
//! when somebody asks for it: what is kept is where legs run in gaps, and which cross.

use super::{
    Corners, Geometry, Pos2, Rect, Route, RoutePlan, crossings,
    grid::{Axis, GridPlace},
    labels::{self, Changed},
    legs::{LegEnd, Legs},
    ports, pos2,
    way::{MOST_LEGS, Side},
};

/// What was found out with coordinates.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// Whether it is of the plan as it is.
    pub(super) is_done: bool,
    /// Where rows, columns and cards stand.
    pub(super) geometry: Geometry,
    /// Of each leg in a gap: how far below its row's top, or right of its column's left edge, it runs.
    pub(super) local: Vec<f32>,
    /// Of each seat: the heights of the cards at both ends.
    heights: Vec<(f32, f32)>,
    /// The width of each column.
    widths: Vec<f32>,
    /// Of each seat: which of its legs passes under which leg, from start to end.
    pub(super) crossings: Vec<Vec<(u32, u32)>>,
    /// Of each seat: where its label stands, on no card and on no other label.
    pub(super) labels: Vec<Option<Rect>>,
    /// Of each seat: its corners, as long as there are labels that keep off them.
    points: Vec<Corners>,
    /// Where cards stood, and what else labels keep off.
    pub(super) board: labels::LabelGround,
}

impl Trace {
    pub(super) fn grow(&mut self, seats: usize) {
        self.local.resize(seats * MOST_LEGS, f32::NAN);
        self.heights.resize(seats, (f32::NAN, f32::NAN));
        self.crossings.resize(seats, Vec::new());
        self.labels.resize(seats, None);
    }

    /// Forgets where the legs of a seat run in gaps.
    pub(super) fn unsettle(&mut self, seat: usize) {
        let start = seat * MOST_LEGS;
        self.local[start..start + MOST_LEGS].fill(f32::NAN);
    }
}

/// Finds the routes of all nets.
pub(super) fn trace(plan: &mut RoutePlan, geometry: Geometry) {
    if !fits(plan, &geometry) {
        plan.trace = Trace::default();
        plan.trace.grow(plan.nets.seats.len());
        return;
    }
    mark_sides(plan, &geometry);
    settle_gaps(plan, &geometry);
    crossings::find(plan);
    let mut changed = Changed::new(plan, &geometry);
    if changed.is_idle {
        plan.trace.points = Vec::new();
    } else {
        find_points(plan, &geometry, &mut changed);
    }
    labels::place(plan, &geometry, changed);
    let trace = &mut plan.trace;
    trace.geometry = geometry;
    plan.marks.seats.fill(false);
    plan.marks.lines.fill(false);
    plan.slots.clear();
    trace.is_done = true;
}

/// Whether the geometry is one of this plan's grid.
fn fits(plan: &RoutePlan, geometry: &Geometry) -> bool {
    geometry.columns.len() >= plan.grid.columns as usize
        && geometry.rows.len() >= plan.grid.rows as usize
        && geometry.cards.len() >= plan.grid.places.len()
}

/// Left and right edge of a column gutter, or top and bottom edge of a row gutter.
fn gutter(bands: &[(f32, f32)], outer: (f32, f32), index: usize) -> (f32, f32) {
    let low = index
        .checked_sub(1)
        .and_then(|before| bands.get(before))
        .map_or(outer.0, |band| band.1);
    let high = bands.get(index).map_or(outer.1, |band| band.0);
    (low, high.max(low))
}

/// Marks the gaps at cards that have another height, and in columns that have another width.
fn mark_sides(plan: &mut RoutePlan, geometry: &Geometry) {
    let (legs, marks, trace) = (&plan.legs, &mut plan.marks, &mut plan.trace);
    let columns = plan.grid.columns as usize;
    trace.widths.resize(columns, f32::NAN);
    for (column, width) in trace.widths.iter_mut().enumerate() {
        let (left, right) = geometry.columns[column];
        if std::mem::replace(width, right - left) != right - left {
            for start in 0..=plan.grid.rows as usize {
                marks.gap(legs.homes.gap(Axis::Upright, column, start));
            }
        }
    }
    if trace.is_done && trace.geometry.cards == geometry.cards {
        return;
    }
    for (number, (seat, heights)) in plan.nets.seats.iter().zip(&mut trace.heights).enumerate() {
        let [first, .., last] = legs.chain(number) else {
            // One leg that holds on to both.
            if let [only] = legs.chain(number) {
                let now = heights_of(geometry, seat);
                if std::mem::replace(heights, now) != now {
                    marks.home(legs.homes, only);
                }
            }
            continue;
        };
        let now = heights_of(geometry, seat);
        let was = std::mem::replace(heights, now);
        if was.0 != now.0 {
            marks.home(legs.homes, first);
        }
        if was.1 != now.1 {
            marks.home(legs.homes, last);
        }
    }
}

fn heights_of(geometry: &Geometry, seat: &super::Seat) -> (f32, f32) {
    let height = |slot: u32| geometry.cards[slot as usize].y;
    (height(seat.from), height(seat.to))
}

/// Settles the marked gaps, and marks seats whose legs run elsewhere in them.
fn settle_gaps(plan: &mut RoutePlan, geometry: &Geometry) {
    let (legs, marks, trace) = (&plan.legs, &mut plan.marks, &mut plan.trace);
    let mut desk = ports::GapSettler::default();
    for home in marks.take_gaps() {
        let sides = |index: usize| {
            let leg = legs.leg(index);
            let seat = &plan.nets.seats[index / MOST_LEGS];
            let side = |end: LegEnd, begins: bool| match (end, leg.axis) {
                (LegEnd::Turn(_), _) => None,
                (LegEnd::Port, Axis::Level) => {
                    let slot = if begins { seat.from } else { seat.to };
                    Some(geometry.cards[slot as usize].y)
                }
                // A card may span more columns than the one in which the leg meets it.
                (LegEnd::Port, Axis::Upright) => Some(trace.widths[leg.line as usize / 2]),
            };
            (
                side(leg.low_end, leg.is_forward),
                side(leg.high_end, !leg.is_forward),
            )
        };
        desk.settle(legs, home as usize, sides);
        for &(leg, height) in &desk.found {
            if trace.local[leg] != height {
                trace.local[leg] = height;
                marks.seats[leg / MOST_LEGS] = true;
            }
        }
    }
}

/// The coordinate on which a leg runs: y of a level leg, x of an upright one.
pub(super) fn at(plan: &RoutePlan, geometry: &Geometry, number: usize) -> f32 {
    let leg = plan.legs.leg(number);
    let index = leg.line as usize / 2;
    let (rooms, bands, outer) = match leg.axis {
        Axis::Upright => (&plan.column_rooms, &geometry.columns, geometry.outer_x),
        Axis::Level => (&plan.row_rooms, &geometry.rows, geometry.outer_y),
    };
    if leg.is_in_gutter() {
        let tracks = rooms[index].tracks(gutter(bands, outer, index));
        tracks.at(plan.legs.tracks[number])
    } else {
        bands[index].0 + plan.trace.local[number]
    }
}

/// The route of a seat.
pub(super) fn route(plan: &RoutePlan, seat: usize) -> Route {
    let geometry = &plan.trace.geometry;
    let at = |leg: u32| at(plan, geometry, leg as usize);
    let crossings = plan.trace.crossings[seat].iter();
    Route {
        points: points(plan, geometry, seat),
        gaps: crossings
            .map(|&(level, upright)| pos2(at(upright), at(level)))
            .collect(),
        label: plan.trace.labels[seat],
    }
}

/// Works out the points of all routes, and notes which are others now.
fn find_points(plan: &mut RoutePlan, geometry: &Geometry, changed: &mut Changed<'_>) {
    let seats = plan.nets.seats.len();
    plan.trace.points.resize(seats, Corners::default());
    for seat in 0..seats {
        let points = points(plan, geometry, seat);
        let had = &mut plan.trace.points[seat];
        if *had != points {
            changed.note_route(had);
            changed.note_route(&points);
            *had = points;
        }
    }
}

/// The points of the route of a seat.
fn points(plan: &RoutePlan, geometry: &Geometry, seat: usize) -> Corners {
    let mut points = corners(plan, geometry, seat);
    end_on_badges(plan, geometry, seat, &mut points);
    points
}

/// Corners of the route of a seat, from card to card.
pub(super) fn corners(plan: &RoutePlan, geometry: &Geometry, seat: usize) -> Corners {
    let mut points = Corners::default();
    let net = &plan.nets.seats[seat];
    let legs = plan.legs.of(seat);
    let (Some((from, to)), false) = (net.ends, legs.is_empty()) else {
        return points;
    };
    let mut along = edge(geometry, net.from, from, net.exit);
    let mut axis = net.exit.axis();
    let point = |axis: Axis, at: f32, along: f32| match axis {
        Axis::Level => pos2(along, at),
        Axis::Upright => pos2(at, along),
    };
    for leg in legs.clone() {
        axis = plan.legs.leg(leg).axis;
        let at = at(plan, geometry, leg);
        points.push(point(axis, at, along));
        along = at;
    }
    points.push(point(axis, along, edge(geometry, net.to, to, net.entry)));
    points
}

/// Ends a route on the badges of the cards that it reaches from above.
fn end_on_badges(plan: &RoutePlan, geometry: &Geometry, seat: usize, points: &mut Corners) {
    let net = &plan.nets.seats[seat];
    let crown = |slot: u32| geometry.crowns.get(slot as usize).copied().flatten();
    let end_on = |slot: u32, before: Pos2, end: &mut Pos2| {
        if before.x != end.x || before.y >= end.y {
            return;
        }
        let Some(badges) = crown(slot) else { return };
        let is_from_above = before.y < badges.top() - geometry.head.y;
        // A head is narrow where it comes down to the height of the badges.
        let reach = geometry.head.x / 4.0;
        if is_from_above && badges.expand(reach).x_range().contains(end.x) {
            end.y = badges.top();
        }
    };
    if let [start, next, ..] = &mut **points {
        end_on(net.from, *next, start);
    }
    if let [.., before, end] = &mut **points {
        end_on(net.to, *before, end);
    }
}

/// The ends of a leg, the smaller first: x of a level leg, y of an upright one.
pub(super) fn ends(plan: &RoutePlan, geometry: &Geometry, number: usize) -> (f32, f32) {
    let legs = &plan.legs;
    let leg = legs.leg(number);
    let end = |end: LegEnd, other: fn(&Legs, usize) -> usize, begins: bool| match end {
        LegEnd::Turn(_) => at(plan, geometry, other(legs, number)),
        LegEnd::Port => {
            let net = &plan.nets.seats[number / MOST_LEGS];
            match (net.ends, begins) {
                (Some((from, _)), true) => edge(geometry, net.from, from, net.exit),
                (Some((_, to)), false) => edge(geometry, net.to, to, net.entry),
                (None, _) => 0.0,
            }
        }
    };
    let low = end(leg.low_end, Legs::at_low, leg.is_forward);
    let high = end(leg.high_end, Legs::at_high, !leg.is_forward);
    (low.min(high), low.max(high))
}

/// Where a side of a card stands.
fn edge(geometry: &Geometry, slot: u32, place: GridPlace, side: Side) -> f32 {
    let card = geometry.card(slot as usize, place);
    match side {
        Side::Left => card.left(),
        Side::Right => card.right(),
        Side::Top => card.top(),
        Side::Bottom => card.bottom(),
    }
}

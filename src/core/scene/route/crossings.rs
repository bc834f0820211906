//! Which routes cross, from lines, tracks and heights in gaps alone: coordinates that only shift change nothing.

use super::{
    Axis, RoutePlan,
    grid::Grid,
    legs::{LegEnd, Legs},
    way::MOST_LEGS,
};

/// Finds anew what crosses the level legs of marked seats, and those over marked lines.
pub(super) fn find(plan: &mut RoutePlan) {
    let seats = plan.legs.seats();
    if !plan.marks.seats.contains(&true) && !plan.marks.lines.contains(&true) {
        return;
    }
    let mut lines = std::mem::take(&mut plan.marks.lines);
    for seat in (0..seats).filter(|seat| plan.marks.seats[*seat]) {
        let uprights = plan
            .legs
            .chain(seat)
            .iter()
            .filter(|leg| leg.axis == Axis::Upright);
        uprights.for_each(|leg| lines[leg.line as usize] = true);
    }
    let mut before = Vec::with_capacity(lines.len() + 1);
    let mut count = 0_u32;
    before.push(count);
    before.extend(lines.iter().map(|is_marked| {
        count += u32::from(*is_marked);
        count
    }));
    plan.marks.lines = lines;
    let mut found = Vec::new();
    for seat in 0..seats {
        let is_over = |leg: &super::legs::Leg| {
            leg.axis == Axis::Level && before[leg.high as usize + 1] > before[leg.low as usize]
        };
        if plan.marks.seats[seat] || count > 0 && plan.legs.chain(seat).iter().any(is_over) {
            let mut crossings = std::mem::take(&mut plan.trace.crossings[seat]);
            crossings.clear();
            let map = CrossingMap {
                grid: &plan.grid,
                legs: &plan.legs,
                local: &plan.trace.local,
            };
            for level in plan.legs.of(seat) {
                map.cross(level, &mut found);
                let uprights = found.iter().map(|&(.., upright)| (level as u32, upright));
                crossings.extend(uprights);
            }
            plan.trace.crossings[seat] = crossings;
        }
    }
}

/// Places on the grid: the line, and where on it.
type Key = u64;

struct CrossingMap<'a> {
    grid: &'a Grid,
    legs: &'a Legs,
    local: &'a [f32],
}

impl CrossingMap<'_> {
    /// Where a leg runs.
    fn key(&self, number: usize) -> Key {
        let leg = self.legs.leg(number);
        let on_line = if leg.is_in_gutter() {
            self.legs.tracks[number] + 1
        } else {
            // Ordered as the numbers are, and between the two ends of the line.
            let bits = self.local[number].to_bits();
            if bits >> 31 == 0 {
                bits | 1 << 31
            } else {
                !bits
            }
        };
        u64::from(leg.line) << 32 | u64::from(on_line)
    }

    /// Where a leg ends, the smaller first. What holds on to a card ends at the edge of the gutter beside it.
    fn ends(&self, number: usize) -> (Key, Key) {
        let leg = self.legs.leg(number);
        let low = match leg.low_end {
            LegEnd::Turn(_) => self.key(self.legs.at_low(number)),
            LegEnd::Port => u64::from(leg.low) << 32,
        };
        let high = match leg.high_end {
            LegEnd::Turn(_) => self.key(self.legs.at_high(number)),
            LegEnd::Port => u64::from(leg.high) << 32 | u64::from(u32::MAX),
        };
        (low.min(high), low.max(high))
    }

    /// The upright legs that cross a leg, if it is level, as the net runs.
    fn cross(&self, number: usize, found: &mut Vec<(Key, u32, u32)>) {
        found.clear();
        let level = self.legs.leg(number);
        if level.axis == Axis::Upright {
            return;
        }
        let (from, to) = self.ends(number);
        let height = self.key(number);
        for line in level.low..=level.high {
            let index = line as usize / 2;
            let home = if line.is_multiple_of(2) {
                self.legs.homes.gutter(Axis::Upright, index)
            } else {
                let start = self.grid.run_start(Axis::Upright, line, level.line / 2);
                self.legs.homes.gap(Axis::Upright, index, start as usize)
            };
            for other in self.legs.on(home) {
                let upright = self.legs.leg(other);
                if upright.high < level.line || level.line < upright.low {
                    continue;
                }
                let at = self.key(other);
                let (top, bottom) = self.ends(other);
                if from < at && at < to && top < height && height < bottom {
                    found.push((at, self.legs.rank(other), other as u32));
                }
            }
        }
        found.sort_unstable();
        let begin = match number % MOST_LEGS {
            0 => level.is_forward,
            _ => self.key(number - 1) == from,
        };
        if !begin {
            found.reverse();
        }
    }
}

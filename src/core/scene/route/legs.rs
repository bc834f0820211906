//! The legs of all ways, and which of them share a gutter or a gap.
//!
//! Legs belong to the *seat* of their net: a number that the net keeps while others come and go. Knows
//! nothing of the order of legs side by side; that is the affair of `tracks` and `ports`.

use super::{
    change::{NONE, RowShift},
    grid::{Axis, Grid, GridPlace},
    way::{MOST_LEGS, NetWay},
};

/// What a leg does at one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LegEnd {
    /// It holds on to the card that its net leaves or reaches.
    Port,
    /// It turns into the leg before or after it, which lies on that side of it.
    Turn(Toward),
}

/// A side of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Toward {
    /// To smaller coordinates: up, or left.
    Low,
    /// To greater coordinates: down, or right.
    High,
}

/// One straight piece of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    /// The line it runs on: a gutter if even, else a row or column.
    pub(super) line: u32,
    /// The crossing line where it begins, left or top.
    pub(super) low: u32,
    /// The crossing line where it ends, right or bottom.
    pub(super) high: u32,
    /// The first free cell of its gap; 0 in a gutter.
    pub(super) start: u32,
    pub(super) axis: Axis,
    pub(super) low_end: LegEnd,
    pub(super) high_end: LegEnd,
    /// Whether its net runs to greater coordinates.
    pub(super) is_forward: bool,
}

impl Leg {
    const NONE: Self = Self {
        line: 0,
        low: 0,
        high: 0,
        start: 0,
        axis: Axis::Level,
        low_end: LegEnd::Port,
        high_end: LegEnd::Port,
        is_forward: true,
    };

    pub(super) fn is_in_gutter(&self) -> bool {
        self.line.is_multiple_of(2)
    }

    /// The leg with those of its lines moved that belong to rows.
    pub(super) fn shifted(&self, line: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        Some(match self.axis {
            Axis::Level => Self {
                line: line(self.line)?,
                ..*self
            },
            Axis::Upright => Self {
                low: line(self.low)?,
                high: line(self.high)?,
                ..*self
            },
        })
    }

    /// Moves it to other rows, so many lines down; up by numbers that wrap.
    pub(super) fn move_by(&mut self, lines: u32) {
        match self.axis {
            Axis::Level => self.line = self.line.wrapping_add(lines),
            Axis::Upright => {
                self.low = self.low.wrapping_add(lines);
                self.high = self.high.wrapping_add(lines);
            }
        }
    }

    /// Where its gap starts: of a leg in a gap at least one end holds on to a card.
    pub(super) fn gap_start(&self, grid: &Grid) -> u32 {
        if self.is_in_gutter() {
            return 0;
        }
        let at = if self.low_end == LegEnd::Port {
            self.low
        } else {
            self.high
        };
        grid.run_start(self.axis, self.line, at / 2)
    }
}

/// The legs of one way, from start to end.
pub(super) type Chain = [Leg; MOST_LEGS];

/// The legs of `way` between cards at two places.
pub(super) fn chain(
    grid: &Grid,
    way: &NetWay,
    (from, to): (GridPlace, GridPlace),
) -> (Chain, usize) {
    let mut legs = [Leg::NONE; MOST_LEGS];
    let count = way.lines().len();
    for (k, (axis, line, begin, end)) in way.legs(from, to).enumerate() {
        let (is_first, is_last) = (k == 0, k + 1 == count);
        let is_forward = if begin != end {
            begin < end
        } else if is_first {
            way.exit.is_at_low_end()
        } else if is_last {
            !way.entry.is_at_low_end()
        } else {
            true
        };
        legs[k] = Leg {
            line,
            low: begin.min(end),
            high: begin.max(end),
            start: 0,
            axis,
            low_end: LegEnd::Port,
            high_end: LegEnd::Port,
            is_forward,
        };
    }
    // A leg lies to that side of its neighbour where its other end is.
    let toward = |line: u32, neighbour: &Leg, is_low_end: bool| {
        let far = if is_low_end {
            neighbour.high
        } else {
            neighbour.low
        };
        LegEnd::Turn(match far.cmp(&line) {
            std::cmp::Ordering::Less => Toward::Low,
            std::cmp::Ordering::Equal if !is_low_end => Toward::Low,
            _ => Toward::High,
        })
    };
    for k in 0..count {
        let line = legs[k].line;
        let before = (k > 0).then(|| toward(line, &legs[k - 1], !legs[k - 1].is_forward));
        let after = (k + 1 < count).then(|| toward(line, &legs[k + 1], legs[k + 1].is_forward));
        let ends = (
            before.unwrap_or(LegEnd::Port),
            after.unwrap_or(LegEnd::Port),
        );
        let leg = &mut legs[k];
        (leg.low_end, leg.high_end) = if leg.is_forward {
            ends
        } else {
            (ends.1, ends.0)
        };
        leg.start = leg.gap_start(grid);
    }
    (legs, count)
}

/// Where legs run side by side, as numbers: gutters and gaps of both axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Homes {
    rows: usize,
    columns: usize,
}

impl Homes {
    pub(super) fn of(grid: &Grid) -> Self {
        Self {
            rows: grid.rows as usize,
            columns: grid.columns as usize,
        }
    }

    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.gap(Axis::Upright, 0, self.rows) + self.columns
    }

    /// The home of the legs in a gutter.
    pub(super) fn gutter(self, axis: Axis, index: usize) -> usize {
        match axis {
            Axis::Level => index,
            Axis::Upright => self.rows + 1 + index,
        }
    }

    /// The home of the legs in the gap of a row or column that starts at a cell, which may be the one
    /// after the last.
    pub(super) fn gap(self, axis: Axis, index: usize, start: usize) -> usize {
        let gutters = self.rows + self.columns + 2;
        match axis {
            Axis::Level => gutters + index * (self.columns + 1) + start,
            Axis::Upright => {
                gutters + self.rows * (self.columns + 1) + start * self.columns + index
            }
        }
    }

    /// The home of a leg.
    pub(super) fn of_leg(self, leg: &Leg) -> usize {
        let index = leg.line as usize / 2;
        if leg.is_in_gutter() {
            self.gutter(leg.axis, index)
        } else {
            self.gap(leg.axis, index, leg.start as usize)
        }
    }
}

/// All legs. The leg `k` of the net in `seat` has the number `seat * MOST_LEGS + k`.
#[derive(Clone, Debug, Default)]
pub(super) struct Legs {
    pub(super) homes: Homes,
    all: Vec<Leg>,
    /// How many legs each seat has.
    counts: Vec<u8>,
    /// The place of each seat's net among all nets.
    pub(super) order: Vec<u32>,
    /// The first leg of each home.
    heads: Vec<u32>,
    /// The next leg of the same home.
    next: Vec<u32>,
    /// Of legs in gutters of columns: the track while nothing is known of the gutters of rows.
    pub(super) first_tracks: Vec<u32>,
    /// Of legs in gutters: the track.
    pub(super) tracks: Vec<u32>,
}

impl Legs {
    /// Makes room for `seats` nets.
    pub(super) fn grow(&mut self, seats: usize) {
        self.counts.resize(seats, 0);
        self.order.resize(seats, 0);
        self.all.resize(seats * MOST_LEGS, Leg::NONE);
        for list in [&mut self.next, &mut self.first_tracks, &mut self.tracks] {
            list.resize(seats * MOST_LEGS, NONE);
        }
    }

    pub(super) fn seats(&self) -> usize {
        self.counts.len()
    }

    /// The numbers of the legs of a seat, from start to end.
    pub(super) fn of(&self, seat: usize) -> std::ops::Range<usize> {
        let start = seat * MOST_LEGS;
        start..start + usize::from(self.counts[seat])
    }

    /// The legs of a seat, from start to end.
    pub(super) fn chain(&self, seat: usize) -> &[Leg] {
        &self.all[self.of(seat)]
    }

    /// A copy of the legs of a seat.
    pub(super) fn copy(&self, seat: usize) -> (Chain, usize) {
        let mut legs = [Leg::NONE; MOST_LEGS];
        let own = self.chain(seat);
        legs[..own.len()].copy_from_slice(own);
        (legs, own.len())
    }

    pub(super) fn chain_mut(&mut self, seat: usize) -> &mut [Leg] {
        let legs = self.of(seat);
        &mut self.all[legs]
    }

    pub(super) fn leg(&self, leg: usize) -> &Leg {
        &self.all[leg]
    }

    /// What orders legs that are alike.
    pub(super) fn rank(&self, leg: usize) -> u32 {
        self.order[leg / MOST_LEGS] * MOST_LEGS as u32 + (leg % MOST_LEGS) as u32
    }

    /// The leg into which `leg` turns at its low end, if it turns there.
    pub(super) fn at_low(&self, leg: usize) -> usize {
        if self.all[leg].is_forward {
            leg - 1
        } else {
            leg + 1
        }
    }

    /// The leg into which `leg` turns at its high end, if it turns there.
    pub(super) fn at_high(&self, leg: usize) -> usize {
        if self.all[leg].is_forward {
            leg + 1
        } else {
            leg - 1
        }
    }

    /// The legs of a home, in no order.
    pub(super) fn on(&self, home: usize) -> impl Iterator<Item = usize> + Clone {
        let mut leg = self.heads[home];
        std::iter::from_fn(move || {
            let found = (leg != NONE).then_some(leg as usize)?;
            leg = self.next[found];
            Some(found)
        })
    }

    /// Gives a seat other legs, on no home yet and without tracks.
    pub(super) fn put(&mut self, seat: usize, (legs, count): &(Chain, usize)) {
        let start = seat * MOST_LEGS;
        self.all[start..start + MOST_LEGS].copy_from_slice(legs);
        self.counts[seat] = *count as u8;
        self.first_tracks[start..start + MOST_LEGS].fill(NONE);
        self.tracks[start..start + MOST_LEGS].fill(NONE);
    }

    /// Leaves a seat without legs.
    pub(super) fn clear(&mut self, seat: usize) {
        self.put(seat, &([Leg::NONE; MOST_LEGS], 0));
    }

    /// Takes the legs of a seat from their homes.
    pub(super) fn unlist(&mut self, seat: usize) {
        for leg in self.of(seat) {
            let home = self.homes.of_leg(&self.all[leg]);
            let mut at = self.heads[home];
            if at as usize == leg {
                self.heads[home] = self.next[leg];
                continue;
            }
            while at != NONE {
                let next = self.next[at as usize];
                if next as usize == leg {
                    self.next[at as usize] = self.next[leg];
                    break;
                }
                at = next;
            }
        }
    }

    /// Adds the legs of a seat to their homes.
    pub(super) fn list(&mut self, seat: usize) {
        for leg in self.of(seat) {
            let home = self.homes.of_leg(&self.all[leg]);
            self.next[leg] = self.heads[home];
            self.heads[home] = leg as u32;
        }
    }

    /// Empties all homes, which are now those of `grid`.
    pub(super) fn clear_homes(&mut self, grid: &Grid) {
        self.homes = Homes::of(grid);
        refill(&mut self.heads, self.homes.count(), NONE);
    }
}

/// Fills a list anew, of as many. One that a much larger board needed gives its room back.
fn refill<T: Clone>(list: &mut Vec<T>, many: usize, value: T) {
    const TOO_MUCH: usize = 4;
    list.clear();
    if list.capacity() / TOO_MUCH > many {
        *list = Vec::new();
    }
    list.resize(many, value);
}

/// What has to be worked out again.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Gutters of columns of which a leg differs.
    pub(super) columns: Vec<bool>,
    /// Gutters of rows of which a leg differs.
    pub(super) rows: Vec<bool>,
    /// Gaps, by home, and each of them once.
    is_gap: Vec<bool>,
    pub(super) gaps: Vec<u32>,
    /// Seats whose legs stand elsewhere among others.
    pub(super) seats: Vec<bool>,
    /// Lines of columns with an upright leg that stands elsewhere.
    pub(super) lines: Vec<bool>,
}

impl Marks {
    /// Marks for these homes, with those of seats and lines kept.
    pub(super) fn resize(&mut self, grid: &Grid, homes: usize) {
        self.columns.clear();
        self.columns.resize(grid.columns as usize + 1, false);
        self.rows.clear();
        self.rows.resize(grid.rows as usize + 1, false);
        refill(&mut self.is_gap, homes, false);
        self.gaps.clear();
        self.lines.resize(2 * grid.columns as usize + 1, false);
    }

    /// Marks a gap.
    pub(super) fn gap(&mut self, home: usize) {
        if !std::mem::replace(&mut self.is_gap[home], true) {
            self.gaps.push(home as u32);
        }
    }

    /// Takes the marks off the gaps.
    pub(super) fn take_gaps(&mut self) -> Vec<u32> {
        for home in &self.gaps {
            self.is_gap[*home as usize] = false;
        }
        std::mem::take(&mut self.gaps)
    }

    /// Marks the home of a leg.
    pub(super) fn home(&mut self, homes: Homes, leg: &Leg) {
        match (leg.is_in_gutter(), leg.axis) {
            (true, Axis::Upright) => self.columns[leg.line as usize / 2] = true,
            (true, Axis::Level) => self.rows[leg.line as usize / 2] = true,
            (false, _) => self.gap(homes.of_leg(leg)),
        }
    }

    /// Marks where a leg of the old grid was, as far as that is a place of the new one. Where it is not,
    /// all legs that are left are marked anyway.
    pub(super) fn was(&mut self, homes: Homes, shift: &RowShift, leg: &Leg) {
        if leg.axis == Axis::Upright {
            self.lines[leg.line as usize] = true;
        }
        let line = match leg.axis {
            Axis::Level => shift.line(leg.line),
            Axis::Upright => Some(leg.line),
        };
        let start = match leg.axis {
            Axis::Upright if !leg.is_in_gutter() => shift.start(leg.start),
            _ => Some(leg.start),
        };
        if let (Some(line), Some(start)) = (line, start) {
            let leg = Leg {
                line,
                start,
                ..*leg
            };
            self.home(homes, &leg);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::refill;

    /// After a paste that was undone, the room of the larger board is not kept.
    #[test]
    fn a_list_that_was_much_larger_gives_its_room_back() {
        let mut list = vec![1_u32; 100_000];
        refill(&mut list, 90_000, 2);
        assert!(
            list.capacity() >= 100_000,
            "as long as it may be needed again"
        );
        refill(&mut list, 10, 3);
        assert_eq!(list, [3; 10]);
        assert!(list.capacity() < 100);
    }
}

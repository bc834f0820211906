//! Where a board may be cut along one axis, and how pieces fill the pages. Knows intervals, and neither
//! cards nor paper.

/// A stretch of an axis, from its lower to its upper end.
pub(super) type Stretch = (f32, f32);

/// A place where a board may be cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    pub(super) at: f32,
    pub(super) rank: CutRank,
}

/// How good a place to cut is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CutRank {
    /// Through something that belongs together.
    Poor,
    /// Between two things.
    Good,
}

/// The least part of a page that a good cut must leave filled, to be taken before a poor one.
const FILLED: f32 = 0.7;

/// A piece that fits on no page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TooLong {
    /// How long it is.
    pub(super) needs: f32,
}

/// A place within `room` that cuts none of `whole` and as few of `labels` as can be, nearest to
/// `wanted`; none if there is none.
pub(super) fn place(
    room: Stretch,
    wanted: f32,
    whole: &[Stretch],
    labels: &[Stretch],
) -> Option<f32> {
    let (low, high) = room;
    let crosses = |at: f32, things: &[Stretch]| {
        let crossed = things.iter().filter(|(from, to)| *from < at && at < *to);
        crossed.count()
    };
    let near = |thing: &&Stretch| thing.0 < high && thing.1 > low;
    let whole: Vec<Stretch> = whole.iter().filter(near).copied().collect();
    let labels: Vec<Stretch> = labels.iter().filter(near).copied().collect();
    let ends = whole
        .iter()
        .chain(&labels)
        .flat_map(|(from, to)| [*from, *to]);
    [wanted, low, high]
        .into_iter()
        .chain(ends)
        .filter(|at| *at >= low && *at <= high && crosses(*at, &whole) == 0)
        .min_by(|a, b| {
            let by_labels = crosses(*a, &labels).cmp(&crosses(*b, &labels));
            by_labels.then((a - wanted).abs().total_cmp(&(b - wanted).abs()))
        })
}

/// How long pieces may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct PieceRoom {
    /// The first.
    pub(super) first: f32,
    /// Each of the others.
    pub(super) next: f32,
    /// How much longer the last may be, behind which nothing is cut.
    pub(super) at_end: f32,
}

/// The pieces of `board`, from the first cut to the last.
pub(super) fn pieces(
    board: Stretch,
    cuts: &[Cut],
    room: PieceRoom,
) -> Result<Vec<Stretch>, TooLong> {
    let (mut start, end) = board;
    let mut left = room.first;
    let mut pieces = Vec::new();
    while end - start > left + room.at_end {
        let fits = |cut: &&Cut| cut.at > start && cut.at - start <= left;
        let best = |rank: CutRank, least: f32| {
            let mut ranked = cuts.iter().filter(fits).filter(|cut| cut.rank >= rank);
            ranked.rfind(|cut| cut.at - start >= least)
        };
        let cut = best(CutRank::Good, left * FILLED).or_else(|| best(CutRank::Poor, 0.0));
        match cut {
            Some(cut) => {
                pieces.push((start, cut.at));
                start = cut.at;
            }
            // What is left of this page may be too small for anything, the next is whole.
            None if left < room.next => pieces.push((start, start)),
            None => {
                let next = cuts.iter().find(|cut| cut.at > start);
                return Err(TooLong {
                    needs: next.map_or(end, |cut| cut.at) - start,
                });
            }
        }
        left = room.next;
    }
    pieces.push((start, end));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: CutRank = CutRank::Good;
    const POOR: CutRank = CutRank::Poor;

    fn cuts(places: &[(f32, CutRank)]) -> Vec<Cut> {
        places
            .iter()
            .map(|(at, rank)| Cut {
                at: *at,
                rank: *rank,
            })
            .collect()
    }

    fn room(first: f32, next: f32) -> PieceRoom {
        PieceRoom {
            first,
            next,
            at_end: 0.0,
        }
    }

    #[test]
    fn pages_are_filled_up_to_the_last_good_cut() {
        let cuts = cuts(&[(40.0, POOR), (75.0, GOOD), (90.0, POOR), (150.0, GOOD)]);
        let pieces = |room| pieces((0.0, 200.0), &cuts, room);
        assert_eq!(
            pieces(room(100.0, 100.0)),
            Ok(vec![(0.0, 75.0), (75.0, 150.0), (150.0, 200.0)])
        );
        assert_eq!(pieces(room(200.0, 200.0)), Ok(vec![(0.0, 200.0)]));
        // A good cut that would leave the page nearly empty is not taken.
        assert_eq!(
            pieces(room(120.0, 120.0)),
            Ok(vec![(0.0, 90.0), (90.0, 200.0)]),
        );
        // The last piece needs no room for what is cut behind it.
        let roomy = PieceRoom {
            at_end: 30.0,
            ..room(100.0, 100.0)
        };
        assert_eq!(pieces(roomy), Ok(vec![(0.0, 75.0), (75.0, 200.0)]));
    }

    #[test]
    fn a_first_page_without_room_stays_empty() {
        let cuts = cuts(&[(80.0, GOOD)]);
        assert_eq!(
            pieces((0.0, 160.0), &cuts, room(20.0, 90.0)),
            Ok(vec![(0.0, 0.0), (0.0, 80.0), (80.0, 160.0)])
        );
    }

    #[test]
    fn what_fits_on_no_page_says_how_long_it_is() {
        let cuts = cuts(&[(50.0, GOOD), (170.0, GOOD)]);
        assert_eq!(
            pieces((0.0, 200.0), &cuts, room(100.0, 100.0)),
            Err(TooLong { needs: 120.0 })
        );
    }

    #[test]
    fn cuts_go_past_cards_and_around_labels() {
        let cards = [(0.0, 10.0), (30.0, 40.0)];
        assert_eq!(place((10.0, 30.0), 20.0, &cards, &[]), Some(20.0));
        assert_eq!(
            place((10.0, 30.0), 20.0, &cards, &[(15.0, 22.0)]),
            Some(22.0)
        );
        assert_eq!(place((2.0, 8.0), 5.0, &cards, &[]), None);
    }
}

//! A [`Shape::Line`](super::Shape::Line) as pens draw it: corners rounded, gaps left open.

use super::{Pos2, size};

/// A part of a line that is drawn without lifting the pen.
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// Where the pen is put down, in points of the scene.
    pub start: Pos2,
    /// What follows, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a strand, from where the last one ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// Straight on to this point.
    Straight(Pos2),
    /// Around a corner: a quadratic curve with the corner as its control point, and its end.
    Corner(Pos2, Pos2),
}

impl Strand {
    /// Its points with every corner as a few short segments, for pens that know no curves.
    pub fn flat(&self) -> Vec<Pos2> {
        const STEPS: u8 = 5;
        let mut points = vec![self.start];
        let mut last = self.start;
        for piece in &self.pieces {
            match *piece {
                Piece::Straight(to) => {
                    points.push(to);
                    last = to;
                }
                Piece::Corner(corner, to) => {
                    points.extend((1..=STEPS).map(|step| {
                        let t = f32::from(step) / f32::from(STEPS);
                        last.lerp(corner, t).lerp(corner.lerp(to, t), t)
                    }));
                    last = to;
                }
            }
        }
        points
    }
}

/// The strands of the line through `points`, its corners rounded by `radius` where the segments are
/// long enough, with a gap of [`size::BRIDGE`] around each of `gaps`.
pub fn strands(points: &[Pos2], radius: f32, gaps: &[Pos2]) -> Vec<Strand> {
    let [start, ..] = points else {
        return Vec::new();
    };
    let mut strands = Vec::new();
    let mut pen = Strand {
        start: *start,
        pieces: Vec::new(),
    };
    for (index, pair) in points.windows(2).enumerate() {
        let &[from, to] = pair else { continue };
        let next = points.get(index + 2).copied();
        let before = index.checked_sub(1).map(|before| points[before]);
        let length = from.distance(to);
        if length <= 0.0 {
            continue;
        }
        let along = (to - from) / length;
        // A corner takes at most half of each of its segments.
        let cut = |other: Option<Pos2>, corner: Pos2| {
            other.map_or(0.0, |other| {
                radius.min(length / 2.0).min(other.distance(corner) / 2.0)
            })
        };
        let (first, last) = (cut(before, from), length - cut(next, to));
        let mut holes: Vec<f32> = gaps
            .iter()
            .map(|gap| (*gap - from).dot(along))
            .zip(gaps)
            .filter(|(at, gap)| {
                *at > first && *at < last && (from + along * *at).distance(**gap) < 0.5
            })
            .map(|(at, _)| at)
            .collect();
        holes.sort_by(f32::total_cmp);
        for hole in holes {
            let open = (hole - size::BRIDGE / 2.0).max(first);
            let close = (hole + size::BRIDGE / 2.0).min(last);
            pen.pieces.push(Piece::Straight(from + along * open));
            let rest = Strand {
                start: from + along * close,
                pieces: Vec::new(),
            };
            strands.push(std::mem::replace(&mut pen, rest));
        }
        pen.pieces.push(Piece::Straight(from + along * last));
        if let Some(next) = next {
            let length_after = to.distance(next);
            if length_after > 0.0 && last < length {
                let end = to + (next - to) / length_after * (length - last);
                pen.pieces.push(Piece::Corner(to, end));
            }
        }
    }
    strands.push(pen);
    strands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::pos2;

    #[test]
    fn corners_are_rounded_and_gaps_left_open() {
        let points = [pos2(0.0, 0.0), pos2(40.0, 0.0), pos2(40.0, 30.0)];
        let strands = strands(&points, 5.0, &[pos2(20.0, 0.0)]);
        assert_eq!(
            strands,
            [
                Strand {
                    start: pos2(0.0, 0.0),
                    pieces: vec![Piece::Straight(pos2(16.0, 0.0))],
                },
                Strand {
                    start: pos2(24.0, 0.0),
                    pieces: vec![
                        Piece::Straight(pos2(35.0, 0.0)),
                        Piece::Corner(pos2(40.0, 0.0), pos2(40.0, 5.0)),
                        Piece::Straight(pos2(40.0, 30.0)),
                    ],
                },
            ]
        );
    }
}

//! The scene's shapes as outlines: what a pen that knows only curves draws for a rectangle, a line or an
//! arrow head. Knows no colour and no file.

use crate::scene::{Piece, Pos2, Rect, pos2, strands};

/// A piece of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verb {
    /// Lifts the pen and goes there.
    Move(Pos2),
    /// Straight on to this point.
    Line(Pos2),
    /// A quadratic curve: its control point and its end.
    Quad(Pos2, Pos2),
    /// A cubic curve: its control points and its end.
    Cubic(Pos2, Pos2, Pos2),
    /// Straight back to where the pen was set down.
    Close,
}

/// Curves, one after the other.
pub(super) type GlyphOutline = Vec<Verb>;

/// How far the control points of a quarter circle lie from its ends, in radii.
const QUARTER: f32 = 0.552_284_8;

/// A rectangle with rounded corners.
pub(super) fn rounded(rect: Rect, radius: f32) -> GlyphOutline {
    use Verb::{Close, Cubic, Line, Move};
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if r <= 0.0 {
        return vec![
            Move(pos2(left, top)),
            Line(pos2(right, top)),
            Line(pos2(right, bottom)),
            Line(pos2(left, bottom)),
            Close,
        ];
    }
    let k = r * (1.0 - QUARTER);
    vec![
        Move(pos2(left + r, top)),
        Line(pos2(right - r, top)),
        Cubic(
            pos2(right - k, top),
            pos2(right, top + k),
            pos2(right, top + r),
        ),
        Line(pos2(right, bottom - r)),
        Cubic(
            pos2(right, bottom - k),
            pos2(right - k, bottom),
            pos2(right - r, bottom),
        ),
        Line(pos2(left + r, bottom)),
        Cubic(
            pos2(left + k, bottom),
            pos2(left, bottom - k),
            pos2(left, bottom - r),
        ),
        Line(pos2(left, top + r)),
        Cubic(
            pos2(left, top + k),
            pos2(left + k, top),
            pos2(left + r, top),
        ),
        Close,
    ]
}

/// A line with rounded corners and gaps.
pub(super) fn line(points: &[Pos2], radius: f32, gaps: &[Pos2]) -> GlyphOutline {
    let mut outline = GlyphOutline::new();
    for strand in strands(points, radius, gaps) {
        outline.push(Verb::Move(strand.start));
        outline.extend(strand.pieces.iter().map(|piece| match *piece {
            Piece::Straight(to) => Verb::Line(to),
            Piece::Corner(corner, to) => Verb::Quad(corner, to),
        }));
    }
    outline
}

/// A polygon.
pub(super) fn polygon(points: &[Pos2]) -> GlyphOutline {
    let Some((first, rest)) = points.split_first() else {
        return GlyphOutline::new();
    };
    let mut outline = vec![Verb::Move(*first)];
    outline.extend(rest.iter().map(|point| Verb::Line(*point)));
    outline.push(Verb::Close);
    outline
}

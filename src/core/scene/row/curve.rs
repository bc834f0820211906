//! The feelings of the customer as a curve.
//!
//! The curve is drawn through where somebody gave a value, and nowhere else: it stops before a step whose
//! feeling nobody gave, and is dashed across moments in which the customer does nothing. Unknown is not
//! neutral.

use super::{
    FieldRow, Ink, OwnSteps, Pos2, Rect, RowCell, RowLayout, RowPoint, SeenStep, Shape, Stroke,
    feeling_icon, feeling_number, font, hairline, pos2, size, within,
};
use crate::{
    model::{Feeling, Row},
    scene::Vec2,
};

/// The feelings from worst to best.
const RANGE: std::ops::RangeInclusive<i8> = -2..=2;
/// Pieces of the curve between two points.
const PIECES: u8 = 12;

impl RowLayout<'_> {
    /// Height of a feeling.
    fn level(&self, value: i8) -> f32 {
        let middle = self.top + size::CURVE_HEIGHT / 2.0;
        middle - f32::from(value) * size::CURVE_STEP
    }

    pub(super) fn feelings(
        &self,
        (own, was): OwnSteps<'_, '_>,
        cells: &[(usize, usize)],
    ) -> FieldRow {
        let bottom = self.top + size::CURVE_HEIGHT;
        let mut spots: Vec<FeelingSpot> = Vec::new();
        let before = was.map(|was| self.before(was, cells));
        let mut drawn = Vec::with_capacity(cells.len());
        for cell in cells {
            let here = within(own, *cell);
            let mut shapes = Vec::new();
            let mut points = Vec::new();
            let mut words = Vec::new();
            for (number, seen) in here.iter().enumerate() {
                let x = self.middle(seen, (number, here.len()));
                let value = value_of(seen);
                spots.push(FeelingSpot {
                    x,
                    y: value.map(|value| self.level(value)),
                    columns: seen.columns,
                });
                let Some(value) = value else {
                    shapes.extend(self.question(x, bottom));
                    continue;
                };
                let at = pos2(x, self.level(value));
                // Only a step of before with the same id can have felt otherwise.
                let old = was.into_iter().flatten().find(|old| old.id == seen.id);
                let old = old
                    .and_then(|old| value_of(old))
                    .filter(|old| *old != value);
                let number = match old {
                    Some(old) => format!("{} → {}", feeling_number(old), feeling_number(value)),
                    None => feeling_number(value),
                };
                self.point(at, (value, &number), &mut shapes);
                let step = seen.id.clone();
                points.push(RowPoint { step, at });
                words.push(format!("{number}, {}", Feeling(value).words()));
            }
            drawn.push((*cell, here, points, words.join("; "), shapes));
        }
        // A wide step may stand right of one that begins after it.
        spots.sort_by(|a, b| a.x.total_cmp(&b.x));
        let curve = self.curve(&spots, before.as_deref());
        let cells = drawn
            .into_iter()
            .map(|(cell, here, points, words, shapes)| {
                let (left, right) = self.across(cell);
                // A step that covers several moments has its point beyond the cell in which it begins.
                let ends = here.iter().map(|seen| self.across(seen.columns).1);
                let reach = ends.fold(right, f32::max);
                // Many in one cell stand so close that a face or a number reaches out of it.
                let edges = shapes.iter().filter_map(|shape| match shape {
                    Shape::Icon { rect, .. } => Some((rect.left(), rect.right())),
                    Shape::Text { at, width, .. } => Some((at.x, at.x + width)),
                    _ => None,
                });
                let wide = edges.fold((left, reach), |wide, edge| {
                    (wide.0.min(edge.0), wide.1.max(edge.1))
                });
                RowCell {
                    columns: cell.0..cell.1,
                    rect: Rect::from_min_max(pos2(left, self.top), pos2(right, bottom)),
                    steps: here.iter().map(|seen| seen.id.clone()).collect(),
                    points,
                    group: self.group(&self.cell_id(cell.0), shapes, wide, bottom),
                    words,
                }
            });
        let cells = cells.collect();
        self.finish(bottom, cells, curve)
    }

    /// A point with its face and number: above the curve where it is good, below where it is bad.
    fn point(&self, at: Pos2, (value, number): (i8, &str), shapes: &mut Vec<Shape>) {
        shapes.push(Shape::Rect {
            rect: Rect::from_center_size(at, Vec2::splat(2.0 * size::CURVE_POINT)),
            radius: size::CURVE_POINT,
            fill: Some(Ink::Feeling),
            stroke: None,
        });
        let width = self.text.width(number, font::SMALL);
        let all = size::MARK_ICON + size::ICON_GAP + width;
        let side = if value < 0 { 1.0 } else { -1.0 };
        let y = at.y + side * size::CURVE_LABEL;
        let left = at.x - all / 2.0;
        let icon = pos2(left + size::MARK_ICON / 2.0, y);
        shapes.push(Shape::Icon {
            icon: feeling_icon(value),
            rect: Rect::from_center_size(icon, Vec2::splat(size::MARK_ICON)),
            ink: Ink::TextMuted,
        });
        shapes.push(Shape::Text {
            at: pos2(left + size::MARK_ICON + size::ICON_GAP, y),
            text: number.to_owned(),
            width,
            font: font::SMALL,
            ink: Ink::Text,
        });
    }

    /// The sign of a step whose feeling nobody gave: at the foot, where no value stands.
    fn question(&self, x: f32, bottom: f32) -> Option<Shape> {
        let line = self
            .text
            .lines("?", font::SMALL, size::CARD_WIDTH, 1)
            .pop()?;
        let y = bottom - size::ROW_PAD;
        let at = pos2(x - line.width / 2.0, y);
        Some(line.at(at, font::SMALL, Ink::TextFaint))
    }

    /// Where a step stands across. Steps of one cell share its width; a step that covers several moments stands
    /// in its middle.
    fn middle(&self, seen: &SeenStep<'_>, (number, count): (usize, usize)) -> f32 {
        let (left, right) = self.across(seen.columns);
        left + (right - left) * (2 * number + 1) as f32 / (2 * count) as f32
    }

    /// Where the feelings of before stand.
    fn before(&self, was: &[&SeenStep<'_>], cells: &[(usize, usize)]) -> Vec<FeelingSpot> {
        let mut spots: Vec<FeelingSpot> = Vec::new();
        for cell in cells {
            let here = within(was, *cell);
            let here = here.iter().enumerate().map(|(number, seen)| FeelingSpot {
                x: self.middle(seen, (number, within(was, *cell).len())),
                y: value_of(seen).map(|value| self.level(value)),
                columns: seen.columns,
            });
            spots.extend(here);
        }
        spots.sort_by(|a, b| a.x.total_cmp(&b.x));
        spots
    }

    /// The middle line with its name, and the curves over it: that of before thin and without a colour.
    fn curve(
        &self,
        spots: &[FeelingSpot],
        before: Option<&[FeelingSpot]>,
    ) -> Vec<super::ShapeGroup> {
        let (left, right) = (size::LANE_HEADER, self.columns.outer.1);
        let bottom = self.top + size::CURVE_HEIGHT;
        let y = self.level(0);
        let name = "neutral";
        let width = self.text.width(name, font::LINE_NAME);
        let at = pos2(left + 2.0 * size::GRID, y);
        let begin = at.x + width + 2.0 * size::GRID;
        let mut shapes = vec![
            Shape::Text {
                at,
                text: name.to_owned(),
                width,
                font: font::LINE_NAME,
                ink: Ink::TextFaint,
            },
            hairline(vec![pos2(begin, y), pos2(right.max(begin), y)]),
        ];
        if let Some(before) = before {
            self.line(before, (size::BORDER, Ink::WaitBorder), &mut shapes);
            let points = before.iter().filter_map(|spot| Some(pos2(spot.x, spot.y?)));
            shapes.extend(points.map(|at| Shape::Rect {
                rect: Rect::from_center_size(at, Vec2::splat(1.5 * size::CURVE_POINT)),
                radius: size::CURVE_POINT,
                fill: Some(Ink::Canvas),
                stroke: Some(Stroke {
                    width: size::BORDER,
                    ink: Ink::WaitBorder,
                    dashed: false,
                }),
            }));
        }
        self.line(spots, (size::CURVE_LINE, Ink::Feeling), &mut shapes);
        let id = Row::Feeling.words();
        vec![self.group(id, shapes, (left, right), bottom)]
    }

    /// A curve through `spots`, so wide and in this colour.
    fn line(&self, spots: &[FeelingSpot], (width, ink): (f32, Ink), shapes: &mut Vec<Shape>) {
        let y = self.level(0);
        for run in runs(spots) {
            let known: Vec<Pos2> = run
                .iter()
                .map(|spot| pos2(spot.x, spot.y.unwrap_or(y)))
                .collect();
            let tangents = tangents(&known);
            for (index, ends) in run.windows(2).enumerate() {
                let is_beside = ends[1].columns.0 <= ends[0].columns.1;
                shapes.push(Shape::Line {
                    points: piece(&known[index..=index + 1], &tangents[index..=index + 1]),
                    radius: 0.0,
                    stroke: Stroke {
                        width,
                        ink,
                        dashed: !is_beside,
                    },
                    gaps: Vec::new(),
                });
            }
        }
    }
}

/// The feeling of a step, if somebody gave one.
fn value_of(seen: &SeenStep<'_>) -> Option<i8> {
    let feeling = seen.step.feeling?;
    Some(feeling.0.clamp(*RANGE.start(), *RANGE.end()))
}

/// Where a step's feeling stands.
struct FeelingSpot {
    x: f32,
    /// `None`: nobody gave one.
    y: Option<f32>,
    columns: (usize, usize),
}

/// The longest runs of known feelings.
fn runs(spots: &[FeelingSpot]) -> impl Iterator<Item = &[FeelingSpot]> {
    let runs = spots.split(|spot| spot.y.is_none());
    runs.filter(|run| run.len() > 1)
}

/// The slope at each point such that the curve never swings beyond two neighbours (Fritsch and Carlson,
/// "Monotone Piecewise Cubic Interpolation", 1980; the harmonic mean of the slopes beside a point).
fn tangents(points: &[Pos2]) -> Vec<f32> {
    let slope = |a: Pos2, b: Pos2| (b.y - a.y) / (b.x - a.x).max(f32::EPSILON);
    let slopes: Vec<f32> = points.windows(2).map(|p| slope(p[0], p[1])).collect();
    let inner = slopes.windows(2).map(|pair| {
        let (before, after) = (pair[0], pair[1]);
        if before * after <= 0.0 {
            0.0
        } else {
            2.0 * before * after / (before + after)
        }
    });
    // The ends begin and stop level.
    std::iter::once(0.0)
        .chain(inner)
        .chain(std::iter::once(0.0))
        .collect()
}

/// A cubic between two points, as a line of small pieces.
fn piece(ends: &[Pos2], slopes: &[f32]) -> Vec<Pos2> {
    let (a, b) = (ends[0], ends[1]);
    let width = b.x - a.x;
    (0..=PIECES)
        .map(|step| {
            let t = f32::from(step) / f32::from(PIECES);
            let (t2, t3) = (t * t, t * t * t);
            let y = (2.0 * t3 - 3.0 * t2 + 1.0) * a.y
                + (t3 - 2.0 * t2 + t) * width * slopes[0]
                + (3.0 * t2 - 2.0 * t3) * b.y
                + (t3 - t2) * width * slopes[1];
            pos2(a.x + width * t, y)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_passes_its_points_and_never_swings_beyond_them() {
        let points: Vec<Pos2> = [
            (0.0, 0.0),
            (10.0, 24.0),
            (30.0, 24.0),
            (40.0, -24.0),
            (90.0, 12.0),
        ]
        .map(|(x, y)| pos2(x, y))
        .to_vec();
        let slopes = tangents(&points);
        assert_eq!(slopes.len(), points.len());
        for (index, ends) in points.windows(2).enumerate() {
            let curve = piece(ends, &slopes[index..=index + 1]);
            assert!(curve[0].distance(ends[0]) < 0.01);
            assert!(curve[curve.len() - 1].distance(ends[1]) < 0.01);
            let (low, high) = (ends[0].y.min(ends[1].y), ends[0].y.max(ends[1].y));
            for point in curve {
                assert!((low - 0.01..=high + 0.01).contains(&point.y), "{point:?}");
            }
        }
    }
}

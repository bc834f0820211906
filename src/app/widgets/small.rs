//! Small pictures of a blueprint: on the start screen and in the export dialog.

use egui::{Painter, Rect, Stroke, emath::TSTransform};

use crate::{
    app::{canvas::Pen, look},
    scene::{Ink, Pane, Shape, Theme, pos2},
};

/// Below this zoom dashes run into bars and badges into blobs.
const SMALL: f32 = 0.5;
/// With more cards than this only their places are painted: nobody reads them at this size.
const MOST_CARDS: usize = 400;

/// Paints what of a pane lies in a part of it, without what only smears when it is small. A card with AI in it
/// keeps its colour.
pub(crate) fn paint_small(
    painter: &Painter,
    (pane, part): (&Pane, Rect),
    to_screen: TSTransform,
    theme: Theme,
) {
    if pane.cards.len() > MOST_CARDS {
        for (_, card) in pane.cards_in(part) {
            let color = look::color(theme, Ink::CardBorder);
            painter.rect_filled(to_screen * card.rect, 1.0, color);
        }
        return;
    }
    let is_small = to_screen.scaling < SMALL;
    let pen = Pen::new(painter, to_screen, theme);
    if is_small {
        let hair = Stroke::new(1.0, look::color(theme, Ink::Hairline));
        for line in &pane.lines {
            let left = to_screen * pos2(pane.body.left(), line.y);
            let right = to_screen * pos2(pane.body.right(), line.y);
            painter.hline(left.x..=right.x, left.y, hair);
        }
    }
    let is_line = |bounds: Rect| pane.lines.iter().any(|line| line.group.bounds == bounds);
    for group in pane.groups_in(part) {
        if is_small && is_line(group.bounds) {
            continue;
        }
        let smears = |shape: &Shape| match shape {
            Shape::Rect { fill, .. } => *fill == Some(Ink::AiBadge),
            Shape::Text { ink, .. } | Shape::Icon { ink, .. } => *ink == Ink::AiBadgeText,
            _ => false,
        };
        let shapes = group.shapes.iter();
        let shapes = shapes.filter(|shape| !is_small || !smears(shape));
        shapes.for_each(|shape| pen.shape(shape));
    }
}

//! Small pictures of a blueprint: on the start screen and in the export dialog.

use egui::{Painter, Rect, Stroke, emath::TSTransform};

use crate::{
    app::{canvas::ScreenPen, look},
    scene::{Ink, Pane, Shape, Theme, pos2, vec2},
};

/// Below this zoom dashes run into bars and badges into blobs, and words cannot be read.
const SMALL: f32 = 0.5;
/// Height of the bar that stands for a line of words, in heights of its font.
const BAR: f32 = 0.45;
/// Smaller words are left out of a small picture.
const LEAST_WORDS: f32 = 12.0;
/// How much of the canvas's colour is mixed into a bar.
const PALE: f32 = 0.55;
/// With more cards than this only their places are painted: nobody reads them at this size.
const MOST_CARDS: usize = 400;

/// Paints what of a pane lies in a part of it, without what only smears when it is small. A card with AI in it
/// keeps its colour, and a bar stands for each line of its title.
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
    let pen = ScreenPen::new(painter, to_screen, theme);
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
        shapes.for_each(|shape| match bar(shape) {
            Some((bar, ink)) if is_small => {
                let ink = look::color(theme, ink);
                let pale = ink.lerp_to_gamma(look::color(theme, Ink::Canvas), PALE);
                painter.rect_filled(to_screen * bar, 1.0, pale);
            }
            _ => pen.shape(shape),
        });
    }
}

/// What stands for a line of words, if they are large enough to be missed.
fn bar(shape: &Shape) -> Option<(Rect, Ink)> {
    let &Shape::Text {
        at,
        width,
        font,
        ink,
        ..
    } = shape
    else {
        return None;
    };
    let height = font.size * BAR;
    let bar = Rect::from_min_size(pos2(at.x, at.y - height / 2.0), vec2(width, height));
    (font.size >= LEAST_WORDS).then_some((bar, ink))
}

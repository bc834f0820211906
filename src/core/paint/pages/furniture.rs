//! What stands on a page besides the board: its ground, the variant's name, crop marks and the footer.

use super::{Layer, LayerContent, Page};
use crate::scene::{
    Font, Ink, Pos2, Rect, Shape, Stroke, TextMeasure, Vec2, Weight, font, pos2, size, vec2,
};

/// Space around what is on a sheet: about 10 mm, which every printer can reach.
const MARGIN: f32 = 28.0;
/// Height of the footer.
const FOOTER: f32 = 20.0;
const FOOTER_FONT: Font = Font {
    size: 8.0,
    weight: Weight::Regular,
};
/// Length of a crop mark, and its distance from the corner.
const MARK: (f32, f32) = (12.0, 4.0);
/// Side of a sheet in the footer's little map.
const MAP: Vec2 = vec2(8.0, 5.0);

/// The part of a sheet that the board may fill.
pub(super) fn room(paper: Vec2) -> Rect {
    let mut room = Rect::from_min_size(Pos2::ZERO, paper).shrink(MARGIN);
    room.max.y -= FOOTER;
    room
}

/// The colour of the page.
pub(super) fn ground(page: Vec2) -> Layer<'static> {
    let rect = Rect::from_min_size(Pos2::ZERO, page);
    let shape = filled(rect, Ink::Canvas);
    layer(page, vec![shape])
}

/// A variant's name in its strip, with what it comes to where that has room beside it.
pub(super) fn title(
    (name, beside): (&str, Option<&str>),
    strip: Rect,
    text: &TextMeasure,
) -> Vec<Shape> {
    let mut shapes = vec![filled(strip, Ink::TitleStrip)];
    for y in [strip.top(), strip.bottom()] {
        shapes.push(hairline(pos2(strip.left(), y), pos2(strip.right(), y)));
    }
    let left = size::LANE_BAR + size::LANE_TEXT;
    let room = strip.width() - 2.0 * left;
    let at = pos2(strip.left() + left, strip.center().y);
    let line = text.lines(name, font::HEADING, room, 1).pop();
    let from = line.as_ref().map_or(0.0, |line| line.width) + size::LANE_TEXT;
    let beside = beside.and_then(|said| text.lines(said, font::SMALL, f32::INFINITY, 1).pop());
    let beside = beside.filter(|line| from + line.width <= room);
    shapes.extend(beside.map(|line| Shape::Text {
        at: at + vec2(from, 0.0),
        text: line.text,
        width: line.width,
        font: font::SMALL,
        ink: Ink::TextMuted,
    }));
    shapes.extend(line.map(|line| Shape::Text {
        at,
        text: line.text,
        width: line.width,
        font: font::HEADING,
        ink: Ink::Text,
    }));
    shapes
}

/// Marks at the corners of `board`, by which sheets are laid edge to edge, and a map that says which of
/// them this is.
pub(super) fn add_marks(
    page: &mut Page<'_>,
    board: Rect,
    here: (usize, usize),
    grid: (usize, usize),
) {
    let mut shapes = Vec::new();
    let (length, away) = MARK;
    for (corner, x, y) in [
        (board.left_top(), -1.0, -1.0),
        (board.right_top(), 1.0, -1.0),
        (board.left_bottom(), -1.0, 1.0),
        (board.right_bottom(), 1.0, 1.0),
    ] {
        let across = vec2(x, 0.0);
        let down = vec2(0.0, y);
        shapes.push(hairline(
            corner + across * away,
            corner + across * (away + length),
        ));
        shapes.push(hairline(
            corner + down * away,
            corner + down * (away + length),
        ));
    }
    let map = vec2(MAP.x * grid.0 as f32, MAP.y * grid.1 as f32);
    // A map of very many sheets would not fit into the footer, and nobody could read it.
    if map.y <= FOOTER {
        let left_top = pos2(
            page.size.x / 2.0 - map.x / 2.0,
            footer_y(page.size) - map.y / 2.0,
        );
        for row in 0..grid.1 {
            for column in 0..grid.0 {
                let at = left_top + vec2(MAP.x * column as f32, MAP.y * row as f32);
                shapes.push(Shape::Rect {
                    rect: Rect::from_min_size(at, MAP),
                    radius: 0.0,
                    fill: ((column, row) == here).then_some(Ink::TextFaint),
                    stroke: Some(Stroke {
                        width: 0.5,
                        ink: Ink::TextFaint,
                        dashed: false,
                    }),
                });
            }
        }
    }
    page.layers.push(layer(page.size, shapes));
}

/// The title at the left and the number at the right of every page.
pub(super) fn add_footers(pages: &mut [Page<'_>], title: &str, text: &TextMeasure) {
    let count = pages.len();
    for (page, number) in pages.iter_mut().zip(1..) {
        let words = match title.trim() {
            "" => page.picture.clone(),
            title => format!("{title} · {}", page.picture),
        };
        let y = footer_y(page.size);
        let room = page.size.x / 2.0 - 2.0 * MARGIN;
        let line = text.lines(&words, FOOTER_FONT, room, 1).pop();
        let mut shapes: Vec<Shape> = line
            .map(|line| Shape::Text {
                at: pos2(MARGIN, y),
                text: line.text,
                width: line.width,
                font: FOOTER_FONT,
                ink: Ink::TextMuted,
            })
            .into_iter()
            .collect();
        if count > 1 {
            let words = format!("{number} of {count}");
            let width = text.width(&words, FOOTER_FONT);
            shapes.push(Shape::Text {
                at: pos2(page.size.x - MARGIN - width, y),
                text: words,
                width,
                font: FOOTER_FONT,
                ink: Ink::TextMuted,
            });
        }
        page.layers.push(layer(page.size, shapes));
    }
}

/// The middle of the footer's height.
fn footer_y(page: Vec2) -> f32 {
    page.y - MARGIN
}

fn layer(page: Vec2, shapes: Vec<Shape>) -> Layer<'static> {
    Layer {
        clip: Rect::from_min_size(Pos2::ZERO, page),
        scale: 1.0,
        origin: Vec2::ZERO,
        content: LayerContent::Shapes(shapes),
    }
}

fn filled(rect: Rect, ink: Ink) -> Shape {
    Shape::Rect {
        rect,
        radius: 0.0,
        fill: Some(ink),
        stroke: None,
    }
}

fn hairline(from: Pos2, to: Pos2) -> Shape {
    Shape::Line {
        points: vec![from, to],
        radius: 0.0,
        stroke: Stroke {
            width: 1.0,
            ink: Ink::Hairline,
            dashed: false,
        },
        gaps: Vec::new(),
    }
}

//! The legend: what the marks mean that occur on a page, and no others. Knows no step.

use std::collections::BTreeSet;

use super::{Layer, LayerContent, Page, furniture};
use crate::{
    paint::pen::part_of,
    scene::{
        Class, Icon, Ink, Pos2, Rect, Shape, ShapeGroup, Stroke, TextMeasure, Vec2, font, pos2,
        size, vec2,
    },
};

/// A mark that wants words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Split,
    Wait,
    Ai,
    Flow,
    Message,
    HandOver,
    Back,
    Icon(Icon),
    Change(Ink, Ink),
    Unknown,
}

/// Width of a sample.
const SAMPLE: f32 = 28.0;
/// Space between two entries.
const GAP: f32 = 24.0;
/// Height of a line of entries.
const LINE: f32 = 20.0;
/// Space above and below the entries.
const PAD: f32 = 12.0;

/// Adds the legend of what is on a page under it; the page grows.
pub(super) fn add_below(page: &mut Page<'_>, text: &TextMeasure) {
    let marks = marks(std::slice::from_ref(page));
    let (shapes, height) = draw(&marks, page.size.x / page.scale, text);
    if shapes.is_empty() {
        return;
    }
    let foot = page.size.y;
    page.size.y += height * page.scale;
    page.layers[0] = furniture::ground(page.size);
    put(page, shapes, pos2(0.0, foot), height);
}

/// How high the legend of `pages` is on the last of them, in points of the page.
pub(super) fn height(pages: &[Page<'_>], text: &TextMeasure) -> f32 {
    pages.last().map_or(0.0, |last| {
        let room = furniture::room(last.size);
        draw(&marks(pages), room.width() / last.scale, text).1 * last.scale
    })
}

/// Adds the legend of `pages`, which are sheets of one picture: on the last one if it has room, else on one more.
pub(super) fn add_sheet<'a>(pages: &mut Vec<Page<'a>>, text: &TextMeasure) {
    let marks = marks(pages);
    let Some(last) = pages.last_mut() else {
        return;
    };
    let room = furniture::room(last.size);
    let (shapes, height) = draw(&marks, room.width() / last.scale, text);
    if shapes.is_empty() {
        return;
    }
    let own = last.layers.iter().skip(1).map(|layer| layer.clip);
    let own = own.filter(|clip| clip.height() < last.size.y);
    let foot = own.map(|clip| clip.bottom()).fold(room.top(), f32::max);
    if foot + height * last.scale <= room.bottom() {
        put(last, shapes, pos2(room.left(), foot), height);
        return;
    }
    let mut more = Page {
        size: last.size,
        scale: last.scale,
        picture: last.picture.clone(),
        phases: Vec::new(),
        layers: vec![furniture::ground(last.size)],
    };
    put(&mut more, shapes, room.min, height);
    pages.push(more);
}

fn put(page: &mut Page<'_>, shapes: Vec<Shape>, at: Pos2, height: f32) {
    let size = vec2(page.size.x - at.x, height * page.scale);
    page.layers.push(Layer {
        clip: Rect::from_min_size(at, size),
        scale: page.scale,
        origin: at.to_vec2(),
        content: LayerContent::Shapes(shapes),
    });
}

/// The marks on some pages, in the order in which they are explained.
fn marks(pages: &[Page<'_>]) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    for layer in pages.iter().flat_map(|page| &page.layers) {
        if let LayerContent::Pane(pane) = layer.content {
            for group in part_of(pane, layer.seen()) {
                note(&group, &mut marks);
            }
        }
    }
    marks
}

fn note(group: &ShapeGroup, marks: &mut BTreeSet<Mark>) {
    match group.class {
        Class::Step => {
            match group.kind {
                "ai" => marks.extend([Mark::Ai]),
                "wait" => marks.extend([Mark::Wait]),
                _ => {}
            }
            note_shapes(&group.shapes, marks);
        }
        Class::Row => note_shapes(&group.shapes, marks),
        Class::Connector => marks.extend(match (leads_back(group), group.kind) {
            (true, _) => Some(Mark::Back),
            (false, "flow") => Some(Mark::Flow),
            (false, "message") => Some(Mark::Message),
            (false, "hand-over") => Some(Mark::HandOver),
            _ => None,
        }),
        Class::Label | Class::Lane | Class::Header | Class::Rule => {}
    }
}

/// Whether a connector has an open head.
fn leads_back(group: &ShapeGroup) -> bool {
    let heads = group.shapes.iter().skip(1);
    heads.clone().count() > 0 && heads.clone().all(|head| matches!(head, Shape::Line { .. }))
}

fn note_shapes(shapes: &[Shape], marks: &mut BTreeSet<Mark>) {
    for shape in shapes {
        match shape {
            Shape::Polygon { .. } => {
                marks.insert(Mark::Split);
            }
            Shape::Icon { icon, .. } => marks.extend(match icon {
                // The badge is told with the card.
                Icon::Spark => None,
                Icon::Bad | Icon::Neutral | Icon::Good => Some(Mark::Icon(Icon::Good)),
                icon => Some(Mark::Icon(*icon)),
            }),
            Shape::Rect {
                fill: Some(fill), ..
            } => marks.extend(match fill {
                Ink::AddedBadge => Some(Mark::Change(*fill, Ink::AddedBadgeText)),
                Ink::RemovedBadge => Some(Mark::Change(*fill, Ink::RemovedBadgeText)),
                Ink::ChangedBadge => Some(Mark::Change(*fill, Ink::ChangedBadgeText)),
                Ink::MovedBadge => Some(Mark::Change(*fill, Ink::MovedBadgeText)),
                _ => None,
            }),
            Shape::Text { text, font, .. } if *font == font::SMALL => {
                let is_unknown = text == "?" || text.ends_with(" ?");
                marks.extend(is_unknown.then_some(Mark::Unknown));
            }
            _ => {}
        }
    }
}

/// The entries side by side in lines of a width, and how high they are together.
fn draw(marks: &BTreeSet<Mark>, width: f32, text: &TextMeasure) -> (Vec<Shape>, f32) {
    let left = size::LANE_BAR + size::LANE_TEXT;
    let mut shapes = Vec::new();
    let mut at = pos2(left, PAD + LINE / 2.0);
    for mark in marks {
        let words = mark.words();
        let wide = text.width(words, font::SMALL);
        let sample = mark.sample();
        let needs = sample + 2.0 * size::GRID + wide;
        if at.x > left && at.x + needs > width - left {
            at = pos2(left, at.y + LINE);
        }
        let place = Rect::from_center_size(at + vec2(sample / 2.0, 0.0), vec2(sample, 14.0));
        mark.draw(place, text, &mut shapes);
        shapes.push(Shape::Text {
            at: at + vec2(sample + 2.0 * size::GRID, 0.0),
            text: words.to_owned(),
            width: wide,
            font: font::SMALL,
            ink: Ink::TextMuted,
        });
        at.x += needs + GAP;
    }
    (shapes, at.y + LINE / 2.0 + PAD)
}

impl Mark {
    /// How wide its sample is.
    fn sample(self) -> f32 {
        match self {
            Self::Icon(_) | Self::Unknown => size::MARK_ICON,
            _ => SAMPLE,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Split => "Decision: here the ways part",
            Self::Wait => "Waiting",
            Self::Ai => "AI touchpoint: what it may do, and its status",
            Self::Flow => "Work moves on",
            Self::Message => "Information only",
            Self::HandOver => "AI hands over to a person",
            Self::Back => "Back to an earlier moment",
            Self::Icon(Icon::Clock) => "Work time",
            Self::Icon(Icon::Wait) => "Waiting time",
            Self::Icon(Icon::Pain) => "Pain",
            Self::Icon(Icon::Good) => "Feeling, −2 to +2",
            Self::Icon(Icon::Either) => "Either: one of the ways",
            Self::Icon(Icon::Both) => "Both: all ways",
            Self::Icon(Icon::Evidence) => "Physical evidence",
            Self::Icon(Icon::Control) => "Control",
            Self::Icon(Icon::MomentOfTruth) => "Moment of truth",
            Self::Icon(Icon::Idea) => "Idea",
            Self::Icon(_) => "",
            Self::Change(Ink::AddedBadge, _) => "Added",
            Self::Change(Ink::RemovedBadge, _) => "Removed",
            Self::Change(Ink::MovedBadge, _) => "Moved",
            Self::Change(..) => "Changed",
            Self::Unknown => "Nobody said",
        }
    }

    /// Draws the mark into `place`.
    fn draw(self, place: Rect, text: &TextMeasure, shapes: &mut Vec<Shape>) {
        let line = |ink, dashed| Stroke {
            width: size::WIRE,
            ink,
            dashed,
        };
        let card = |fill, border| Shape::Rect {
            rect: place,
            radius: size::GRID,
            fill: Some(fill),
            stroke: Some(border),
        };
        let word = |words: &str, font, ink, shapes: &mut Vec<Shape>| {
            let width = text.width(words, font);
            shapes.push(Shape::Text {
                at: pos2(place.center().x - width / 2.0, place.center().y),
                text: words.to_owned(),
                width,
                font,
                ink,
            });
        };
        match self {
            Self::Split => shapes.push(Shape::Polygon {
                points: cut(place, place.height() / 3.0),
                fill: Ink::Card,
                stroke: Some(line(Ink::WaitBorder, false)),
            }),
            Self::Wait => shapes.push(card(Ink::Card, line(Ink::WaitBorder, true))),
            Self::Ai => shapes.extend([
                card(Ink::AiCard, line(Ink::Ai, false)),
                icon(Icon::Spark, place, Ink::AiText),
            ]),
            Self::Flow => arrow(place, line(Ink::Flow, false), shapes),
            Self::Message => arrow(place, line(Ink::Message, true), shapes),
            Self::HandOver => arrow(place, line(Ink::Ai, true), shapes),
            Self::Back => arrow(place, line(Ink::Back, true), shapes),
            Self::Icon(Icon::Pain) => shapes.push(icon(Icon::Pain, place, Ink::Pain)),
            Self::Icon(mark) => shapes.push(icon(mark, place, Ink::TextMuted)),
            Self::Change(ground, ink) => {
                shapes.push(Shape::Rect {
                    rect: place,
                    radius: place.height() / 2.0,
                    fill: Some(ground),
                    stroke: None,
                });
                let sign = match ground {
                    Ink::AddedBadge => "+",
                    Ink::RemovedBadge => "−",
                    Ink::MovedBadge => "→",
                    _ => "~",
                };
                word(sign, font::BADGE, ink, shapes);
            }
            Self::Unknown => word("?", font::SMALL_STRONG, Ink::TextMuted, shapes),
        }
    }
}

fn icon(icon: Icon, place: Rect, ink: Ink) -> Shape {
    Shape::Icon {
        icon,
        rect: Rect::from_center_size(place.center(), Vec2::splat(size::MARK_ICON)),
        ink,
    }
}

/// A rectangle without its corners.
fn cut(place: Rect, by: f32) -> Vec<Pos2> {
    let (left, top, right, bottom) = (place.left(), place.top(), place.right(), place.bottom());
    vec![
        pos2(left + by, top),
        pos2(right - by, top),
        pos2(right, top + by),
        pos2(right, bottom - by),
        pos2(right - by, bottom),
        pos2(left + by, bottom),
        pos2(left, bottom - by),
        pos2(left, top + by),
    ]
}

/// A short connector; one that leads back runs to the left and has an open head.
fn arrow(place: Rect, stroke: Stroke, shapes: &mut Vec<Shape>) {
    let is_back = stroke.ink == Ink::Back;
    let (from, tip, way) = match is_back {
        true => (place.right_center(), place.left_center(), 1.0),
        false => (place.left_center(), place.right_center(), -1.0),
    };
    let foot = tip + vec2(way * size::HEAD_LENGTH, 0.0);
    let side = vec2(0.0, size::HEAD_WIDTH / 2.0);
    let line = |points, stroke| Shape::Line {
        points,
        radius: 0.0,
        stroke,
        gaps: Vec::new(),
    };
    if is_back {
        let solid = Stroke {
            dashed: false,
            ..stroke
        };
        shapes.push(line(vec![from, tip], stroke));
        shapes.push(line(vec![foot + side, tip, foot - side], solid));
    } else {
        shapes.push(line(vec![from, foot], stroke));
        shapes.push(Shape::Polygon {
            points: vec![tip, foot + side, foot - side],
            fill: stroke.ink,
            stroke: None,
        });
    }
}

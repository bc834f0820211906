//! Words where a connector runs off a page: its label, and which step stands at the other end.
//!
//! They stand beside the part of the board that the page shows, so that they cover nothing there. Knows no paper.

use super::cut::Stretch;
use crate::scene::{
    Card, Ink, Pane, Pos2, Rect, Shape, Stroke, TextLine, TextMeasure, Vec2, Wire, font, pos2,
    size, vec2, words_elsewhere,
};

/// How wide the strip for words is at the left or right of a part.
pub(super) const BESIDE: f32 = 116.0;
/// How high it is above or below one.
pub(super) const ABOVE: f32 = LEAD + 3.0 * size::SMALL_LINE + AIR;
/// How long the line from the edge to the words is.
const LEAD: f32 = 14.0;
/// Space between a line and its words, and between words.
const AIR: f32 = 3.0;
/// How wide words are above or below a part, and how many lines they take beside one: the more the better.
const WIDTHS: [f32; 3] = [150.0, 110.0, 80.0];
const LINES: [usize; 3] = [4, 3, 2];

/// A side of a part of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartSide {
    Left,
    Right,
    Top,
    Bottom,
}

impl PartSide {
    pub(super) const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    fn is_upright(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }

    /// Where it lies, along the axis that runs through it.
    fn at(self, part: Rect) -> f32 {
        match self {
            Self::Left => part.left(),
            Self::Right => part.right(),
            Self::Top => part.top(),
            Self::Bottom => part.bottom(),
        }
    }
}

/// The straight pieces of the connectors of a pane.
pub(super) struct ConnectorLegs {
    /// Those that run across: from where to where, and how far down.
    pub(super) level: Vec<(Stretch, f32)>,
    /// Those that run down: from where to where, and how far right.
    pub(super) upright: Vec<(Stretch, f32)>,
}

impl ConnectorLegs {
    pub(super) fn of(pane: &Pane) -> Self {
        let (mut level, mut upright) = (Vec::new(), Vec::new());
        for leg in pane.wires.values().flat_map(|wire| wire.legs()) {
            if leg.width() > 0.0 {
                level.push(((leg.left(), leg.right()), leg.top()));
            } else {
                upright.push(((leg.top(), leg.bottom()), leg.left()));
            }
        }
        Self { level, upright }
    }

    /// Whether a connector runs across the upright line at `x`, within the rows `y`.
    pub(super) fn cross_upright(&self, x: f32, y: Stretch) -> bool {
        is_crossed(&self.level, x, y)
    }

    /// Whether a connector runs across the level line at `y`, within the columns `x`.
    pub(super) fn cross_level(&self, y: f32, x: Stretch) -> bool {
        is_crossed(&self.upright, y, x)
    }
}

fn is_crossed(legs: &[(Stretch, f32)], at: f32, within: Stretch) -> bool {
    legs.iter().any(|((from, to), across)| {
        *from < at && at <= *to && within.0 <= *across && *across < within.1
    })
}

/// A place where a connector runs off a part.
struct Stub {
    /// How far along the side.
    along: f32,
    label: String,
    /// Which step stands at the other end.
    step: String,
    stroke: Stroke,
    ink: Ink,
}

/// The words of a stub, broken.
struct Block {
    lines: Vec<TextLine>,
    /// Of these, the lines of the label.
    labels: usize,
}

impl Block {
    fn size(&self) -> Vec2 {
        let widths = self.lines.iter().map(|line| line.width);
        let height = self.lines.len() as f32 * size::SMALL_LINE;
        vec2(widths.fold(0.0, f32::max), height)
    }
}

/// What stands beside `part` of `pane` at one of its sides, in points of the board.
pub(super) fn shapes(pane: &Pane, part: Rect, side: PartSide, text: &TextMeasure) -> Vec<Shape> {
    let mut stubs = stubs(pane, part, side);
    stubs.sort_by(|a, b| a.along.total_cmp(&b.along));
    let room = match side.is_upright() {
        true => (part.top(), part.bottom()),
        false => (part.left(), part.right()),
    };
    let length = |block: &Block| match side.is_upright() {
        true => block.size().y + AIR,
        false => block.size().x + 2.0 * AIR,
    };
    let mut blocks = Vec::new();
    for narrow in 0..LINES.len() {
        let made = stubs.iter().map(|stub| stub.block(side, narrow, text));
        blocks = made.collect();
        if blocks.iter().map(length).sum::<f32>() <= room.1 - room.0 {
            break;
        }
    }
    // What has no room at all is counted.
    let mut end = room.0;
    let fits = blocks.iter().take_while(|block| {
        end += length(block);
        end <= room.1
    });
    let fits = fits.count();
    if fits < stubs.len() {
        let last = fits.saturating_sub(1);
        let more = stubs.len() - last;
        stubs.truncate(last + 1);
        blocks.truncate(last + 1);
        if let (Some(stub), Some(block)) = (stubs.last_mut(), blocks.last_mut()) {
            (stub.label, stub.step) = (String::new(), format!("and {more} more"));
            *block = stub.block(side, LINES.len() - 1, text);
        }
    }
    let wanted: Vec<(f32, f32)> = stubs
        .iter()
        .zip(&blocks)
        .map(|(stub, block)| (stub.along, length(block)))
        .collect();
    let middles = spread(&wanted, room);
    let drawn = stubs.iter().zip(&blocks).zip(middles);
    drawn
        .flat_map(|((stub, block), middle)| stub.draw(block, middle, (part, side)))
        .collect()
}

/// Where connectors of `pane` run across a side of `part`.
fn stubs(pane: &Pane, part: Rect, side: PartSide) -> Vec<Stub> {
    let edge = side.at(part);
    let is_within = |at: Pos2| match side.is_upright() {
        true => part.top() <= at.y && at.y < part.bottom(),
        false => part.left() <= at.x && at.x < part.right(),
    };
    let is_beyond = |at: Pos2| match side {
        PartSide::Left => at.x < edge,
        PartSide::Right => at.x >= edge,
        PartSide::Top => at.y < edge,
        PartSide::Bottom => at.y >= edge,
    };
    let mut stubs = Vec::new();
    for (_, wire) in pane.wires_in(part.expand(1.0)) {
        for pair in wire.points.windows(2) {
            let &[start, end] = pair else { continue };
            if !is_within(start) {
                continue;
            }
            let other = match (is_beyond(start), is_beyond(end)) {
                (false, true) => wire.to,
                (true, false) => wire.from,
                _ => continue,
            };
            if let Some(card) = pane.cards.get(other) {
                let along = if side.is_upright() { start.y } else { start.x };
                stubs.push(Stub::new(pane, (&wire, card), part, along));
            }
        }
    }
    stubs
}

impl Stub {
    fn new(pane: &Pane, (wire, other): (&Wire<'_>, &Card), part: Rect, along: f32) -> Self {
        let at = other.rect.center();
        let sign = match part {
            _ if at.x >= part.right() => "→",
            _ if at.x < part.left() => "←",
            _ if at.y >= part.bottom() => "↓",
            _ if at.y < part.top() => "↑",
            _ => "",
        };
        let phase = pane.columns.get(other.cell.1).map(|column| &column.phase);
        let phase = pane.phases.iter().find(|head| Some(&head.id) == phase);
        let phase = phase.map_or("", |head| &head.name);
        let is_read = wire
            .label_rect
            .is_some_and(|label| part.contains_rect(label));
        Self {
            along,
            // A label on the page is read there; that of a way back says what the line is.
            label: match is_read && !wire.leads_back() {
                true => String::new(),
                false => wire.words().to_owned(),
            },
            step: words_elsewhere(sign, phase, other.called()),
            stroke: wire.stroke(),
            ink: wire.words_ink(),
        }
    }

    /// Its words, the `narrow`er the less of them.
    fn block(&self, side: PartSide, narrow: usize, text: &TextMeasure) -> Block {
        let (width, most) = match side.is_upright() {
            true => (BESIDE - LEAD - AIR, LINES[narrow]),
            false => (WIDTHS[narrow], 3),
        };
        let mut lines = text.lines(&self.label, font::SMALL, width, most / 2);
        let labels = lines.len();
        let left = most - labels;
        lines.extend(text.lines(&self.step, font::SMALL, width, left));
        Block { lines, labels }
    }

    /// The line from the edge to the words, whose middle lies at `middle` along the side, and the words.
    fn draw(&self, block: &Block, middle: f32, (part, side): (Rect, PartSide)) -> Vec<Shape> {
        let edge = side.at(part);
        let words = block.size();
        let (points, corner) = match side {
            PartSide::Left => {
                let ends = [pos2(edge - LEAD, middle), pos2(edge, self.along)];
                (ends, ends[0] - vec2(AIR + words.x, words.y / 2.0))
            }
            PartSide::Right => {
                let ends = [pos2(edge, self.along), pos2(edge + LEAD, middle)];
                (ends, ends[1] + vec2(AIR, -words.y / 2.0))
            }
            PartSide::Top => {
                let ends = [pos2(middle, edge - LEAD), pos2(self.along, edge)];
                (ends, ends[0] - vec2(words.x / 2.0, words.y + AIR))
            }
            PartSide::Bottom => {
                let ends = [pos2(self.along, edge), pos2(middle, edge + LEAD)];
                (ends, ends[1] + vec2(-words.x / 2.0, AIR))
            }
        };
        let mut shapes = vec![Shape::Line {
            points: points.to_vec(),
            radius: 0.0,
            stroke: self.stroke,
            gaps: Vec::new(),
        }];
        for (number, line) in block.lines.iter().enumerate() {
            let free = words.x - line.width;
            let indent = match side {
                PartSide::Left => free,
                PartSide::Right => 0.0,
                PartSide::Top | PartSide::Bottom => free / 2.0,
            };
            let down = (number as f32 + 0.5) * size::SMALL_LINE;
            let ink = match number < block.labels {
                true => self.ink,
                false => Ink::TextMuted,
            };
            shapes.push(line.at(corner + vec2(indent, down), font::SMALL, ink));
        }
        shapes
    }
}

/// The middles of things that want to stand at a place and have a length, in order, so that none lies on another; where
/// `room` has not enough of it they stand closer.
fn spread(wanted: &[(f32, f32)], room: Stretch) -> Vec<f32> {
    let needed: f32 = wanted.iter().map(|(_, length)| length).sum();
    let squeeze = ((room.1 - room.0) / needed.max(f32::MIN_POSITIVE)).min(1.0);
    let mut next = room.0;
    let mut middles: Vec<f32> = wanted
        .iter()
        .map(|(at, length)| {
            let half = length * squeeze / 2.0;
            let middle = at.max(next + half);
            next = middle + half;
            middle
        })
        .collect();
    let mut end = room.1;
    for (middle, (_, length)) in middles.iter_mut().zip(wanted).rev() {
        let half = length * squeeze / 2.0;
        *middle = middle.min(end - half);
        end = *middle - half;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_room_for_each_other() {
        let room = (0.0, 100.0);
        assert_eq!(spread(&[(50.0, 20.0)], room), [50.0]);
        assert_eq!(spread(&[(2.0, 20.0), (98.0, 20.0)], room), [10.0, 90.0]);
        assert_eq!(spread(&[(50.0, 20.0), (54.0, 20.0)], room), [50.0, 70.0]);
        assert_eq!(spread(&[(90.0, 20.0), (95.0, 20.0)], room), [70.0, 90.0]);
        // Too many of them share what there is.
        assert_eq!(spread(&[(0.0, 80.0), (0.0, 120.0)], room), [20.0, 70.0]);
    }
}

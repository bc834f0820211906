//! The lines of interaction, visibility and internal interaction as they are drawn: where a line's name
//! stands, so that no connector crosses it, and the dots beside it. Knows nothing of where lanes end.

use super::{
    Class, Ink, Pane, Rect, ServiceLine, Shape, ShapeGroup, Stroke, TextMeasure, font, pos2, size,
    vec2,
};
use crate::model::LineKind;

/// Space around a name, to both sides.
const AIR: f32 = 6.0;
/// Space between a name and the end of its line.
const INSET: f32 = 12.0;

impl ServiceLine {
    /// The line `kind` at `y` from `left` to `right`, with its name at the right.
    pub(super) fn new(
        kind: LineKind,
        (left, right): (f32, f32),
        y: f32,
        text: &TextMeasure,
    ) -> Self {
        let class = class(kind);
        let mut line = Self {
            kind,
            y,
            name_width: text.width(name(kind), font::LINE_NAME),
            group: ShapeGroup {
                class: Class::Header,
                kind: class,
                id: class.to_owned(),
                bounds: Rect::from_min_size(
                    pos2(left, y - size::SMALL_LINE / 2.0),
                    vec2(right - left, size::SMALL_LINE),
                ),
                shapes: Vec::new(),
            },
        };
        line.group.shapes = line.shapes(Some(line.last_place(right)));
        line
    }

    /// What to draw of it with its name's left end at `name_left`, or without a name.
    pub fn shapes(&self, name_left: Option<f32>) -> Vec<Shape> {
        let (left, right) = (self.group.bounds.left(), self.group.bounds.right());
        let dots = |from: f32, to: f32| Shape::Line {
            points: vec![pos2(from, self.y), pos2(to, self.y)],
            radius: 0.0,
            stroke: Stroke {
                width: 1.0,
                ink: Ink::ServiceLine,
                dashed: true,
            },
            gaps: Vec::new(),
        };
        let Some(name_left) = name_left else {
            return vec![dots(left, right)];
        };
        let mut shapes = vec![dots(left, name_left - AIR)];
        let after = name_left + self.name_width + AIR;
        if after < right {
            shapes.push(dots(after, right));
        }
        shapes.push(Shape::Text {
            at: pos2(name_left, self.y),
            text: name(self.kind).to_owned(),
            width: self.name_width,
            font: font::LINE_NAME,
            ink: Ink::TextFaint,
        });
        shapes
    }

    /// What its name takes with some air, if it begins at `at`.
    fn name_rect(&self, at: f32) -> Rect {
        Rect::from_min_size(
            pos2(at - AIR, self.y - size::SMALL_LINE / 2.0),
            vec2(self.name_width + 2.0 * AIR, size::SMALL_LINE),
        )
    }

    /// Where its name begins if it stands as far to the right as it may before `right`.
    pub fn last_place(&self, right: f32) -> f32 {
        right.min(self.group.bounds.right()) - INSET - self.name_width
    }
}

impl Pane {
    /// `line` with its name between `left` and `right`; and what of the name is to be drawn over all connectors,
    /// where these leave no room beside them.
    pub fn named_line(
        &self,
        line: &ServiceLine,
        (left, right): (f32, f32),
    ) -> (ShapeGroup, Option<ShapeGroup>) {
        let place = self.name_place(line, (left, right));
        let group = |shapes: Vec<Shape>| ShapeGroup {
            shapes,
            ..line.group.clone()
        };
        let at = line.last_place(right);
        if place.is_some() || at < left.max(line.group.bounds.left()) {
            return (group(line.shapes(place)), None);
        }
        let ground = Shape::Rect {
            rect: line.name_rect(at),
            radius: 0.0,
            fill: Some(Ink::LabelGround),
            stroke: None,
        };
        let name = line.shapes(Some(at)).pop();
        let over = group([ground].into_iter().chain(name).collect());
        (group(line.shapes(None)), Some(over))
    }

    /// Where the name of `line` begins: as far to the right between `left` and `right` as no connector and
    /// no label is in it, if there is such a place.
    pub fn name_place(&self, line: &ServiceLine, (left, right): (f32, f32)) -> Option<f32> {
        let least = left.max(line.group.bounds.left()) + AIR;
        let mut at = line.last_place(right);
        while at >= least {
            let name = line.name_rect(at);
            match self.first_in(name) {
                Some(x) => at = x.min(name.right()) - AIR - 1.0 - line.name_width,
                None => return Some(at),
            }
        }
        None
    }

    /// The left end of what stands furthest to the left of all that is drawn in `area`.
    fn first_in(&self, area: Rect) -> Option<f32> {
        let cards = self.cards_in(area).map(|(_, card)| card.bounds().left());
        let wires = self.wires_in(area).flat_map(|(_, wire)| {
            let legs = wire.legs().map(|leg| leg.expand(size::WIRE));
            let parts = legs.chain(wire.label_rect);
            parts
                .filter(|part| part.intersects(area))
                .map(|part| part.left())
        });
        cards.chain(wires).reduce(f32::min)
    }

    /// Puts the names of the lines where they stand in a picture of all of it.
    pub(super) fn place_names(&mut self) {
        for index in 0..self.lines.len() {
            let line = &self.lines[index];
            let across = (line.group.bounds.left(), line.group.bounds.right());
            if let Some(at) = self.name_place(line, across) {
                self.lines[index].group.shapes = self.lines[index].shapes(Some(at));
            }
        }
    }
}

/// How wide the names of the three lines are, at most.
pub(super) fn name_width(lines: &[(LineKind, usize)], text: &TextMeasure) -> f32 {
    lines
        .iter()
        .map(|(kind, _)| text.width(name(*kind), font::LINE_NAME))
        .fold(0.0, f32::max)
}

fn name(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Interaction => "LINE OF INTERACTION",
        LineKind::Visibility => "LINE OF VISIBILITY",
        LineKind::InternalInteraction => "LINE OF INTERNAL INTERACTION",
    }
}

fn class(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Interaction => "line-of-interaction",
        LineKind::Visibility => "line-of-visibility",
        LineKind::InternalInteraction => "line-of-internal-interaction",
    }
}

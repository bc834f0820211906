//! What stands around the cells: names of lanes, phases and moments, and between which lanes a line runs.

use super::{
    Class, Fold, Icon, Ink, Pos2, Rect, Shape, ShapeGroup, Stroke, TextLine, TextMeasure, Vec2,
    font, pos2, size,
};
use crate::model::{Lane, LaneKind, LineKind, Moment, Phase, plural};

/// A line beside a variant's name on paper, measured.
#[derive(Clone, Debug, PartialEq)]
pub struct LineBeside {
    /// What it says.
    pub text: String,
    /// How wide it is.
    pub width: f32,
    /// Where it begins, right of where the name begins.
    pub from: f32,
}

impl LineBeside {
    pub(super) fn new(name: &str, words: &str, text: &TextMeasure) -> Self {
        let wide = |words: &str, font| {
            let line = text.lines(words, font, f32::INFINITY, 1).pop();
            line.map_or(0.0, |line| line.width)
        };
        Self {
            text: words.to_owned(),
            width: wide(words, font::SMALL),
            from: wide(name, font::HEADING) + size::LANE_TEXT,
        }
    }
}

/// A lane's name and words, measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LaneName {
    id: String,
    kind: LaneKind,
    name: Vec<TextLine>,
    /// The name on one line, for a lane that is folded to one.
    short: Vec<TextLine>,
    words: Vec<TextLine>,
}

/// Space between a bar's ends and its lane's edges.
const BAR_INSET: f32 = 8.0;

impl LaneName {
    pub(super) fn new(lane: &Lane, text: &TextMeasure) -> Self {
        let room = size::LANE_HEADER - size::LANE_BAR - size::LANE_TEXT - size::GRID;
        let kind = kind_words(lane.kind);
        let words = if !lane.description.trim().is_empty() {
            &lane.description
        } else if kind.eq_ignore_ascii_case(lane.name.trim()) {
            ""
        } else {
            kind
        };
        Self {
            id: lane.id.to_string(),
            kind: lane.kind,
            name: text.lines(&lane.name, font::HEADER, room, 2),
            short: text.lines(&lane.name, font::HEADER, room, 1),
            words: text.lines(words, font::SMALL, room, 2),
        }
    }

    /// The least height of the lane that shows all of it.
    pub(super) fn height(&self) -> f32 {
        2.0 * size::LANE_PAD
            + self.name.len() as f32 * size::TITLE_LINE
            + self.words.len() as f32 * size::SMALL_LINE
    }

    /// Draws it into `rect`, the lane's part left of the cells, as it is while the lane is not folded.
    pub(super) fn draw(&self, rect: Rect, fold: Fold) -> ShapeGroup {
        let (inset, words) = match fold {
            Fold::Open => (BAR_INSET, &*self.words),
            Fold::Empty | Fold::Folded => (size::GRID, [].as_slice()),
        };
        let bar = Rect::from_min_max(
            pos2(rect.left(), rect.top() + inset),
            pos2(rect.left() + size::LANE_BAR, rect.bottom() - inset),
        );
        let mut shapes = vec![Shape::Rect {
            rect: bar,
            radius: size::LANE_BAR / 2.0,
            fill: Some(lane_ink(self.kind)),
            stroke: None,
        }];
        let x = bar.right() + size::LANE_TEXT;
        let (mut y, ink, name) = match fold {
            Fold::Open => (rect.top() + size::LANE_PAD, Ink::Text, &*self.name),
            Fold::Empty | Fold::Folded => {
                let y = rect.center().y - size::TITLE_LINE / 2.0;
                (y, Ink::TextMuted, &*self.short)
            }
        };
        for line in name {
            let at = pos2(x, y + size::TITLE_LINE / 2.0);
            shapes.push(line.at(at, font::HEADER, ink));
            y += size::TITLE_LINE;
        }
        for line in words {
            let at = pos2(x, y + size::SMALL_LINE / 2.0);
            shapes.push(line.at(at, font::SMALL, Ink::TextMuted));
            y += size::SMALL_LINE;
        }
        ShapeGroup {
            class: Class::Lane,
            kind: kind_class(self.kind),
            id: self.id.clone(),
            bounds: rect,
            shapes,
        }
    }
}

impl LaneName {
    /// Draws it into `rect` as the header of a folded lane that hides so many steps.
    pub(super) fn draw_folded(&self, rect: Rect, steps: usize, text: &TextMeasure) -> ShapeGroup {
        let mut group = self.draw(rect, Fold::Folded);
        // The bar stays; the name leaves room for the words.
        group.shapes.truncate(1);
        let mut words = plural(steps, "step", "steps");
        let mut width = text.width(&words, font::SMALL);
        let left = rect.left() + size::LANE_BAR + size::LANE_TEXT;
        let right = rect.right() - 2.0 * size::GRID;
        let y = rect.center().y;
        group.shapes.push(Shape::Icon {
            icon: Icon::Right,
            rect: fold_mark(rect.left(), y),
            ink: Ink::TextMuted,
        });
        let name: Vec<&str> = self.name.iter().map(|line| line.text.as_str()).collect();
        let name = name.join(" ");
        // A name is worth more than a word that the line's own cells say too.
        let room = |width: f32| right - width - 2.0 * size::GRID - left;
        if text.width(&name, font::HEADER) > room(width) {
            words = steps.to_string();
            width = text.width(&words, font::SMALL);
        }
        let name = text.lines(&name, font::HEADER, room(width), 1);
        let name = name.iter();
        group
            .shapes
            .extend(name.map(|line| line.at(pos2(left, y), font::HEADER, Ink::TextMuted)));
        group.shapes.push(Shape::Text {
            at: pos2(right - width, y),
            text: words,
            width,
            font: font::SMALL,
            ink: Ink::TextMuted,
        });
        group
    }
}

/// Where the mark stands that opens or folds a lane: between its bar and its name.
pub fn fold_mark(left: f32, middle: f32) -> Rect {
    let center = pos2(left + size::LANE_BAR + size::LANE_TEXT / 2.0, middle);
    Rect::from_center_size(center, Vec2::splat(size::FOLD_MARK))
}

/// What lies under the lane `id` at `rect`: the tint of its kind, and at its foot a hairline from the left edge
/// to `right`.
pub(super) fn ground(id: &str, kind: LaneKind, rect: Rect, right: f32) -> ShapeGroup {
    let y = rect.bottom();
    let tint = lane_tint(kind).map(|tint| Shape::Rect {
        rect,
        radius: 0.0,
        fill: Some(tint),
        stroke: None,
    });
    let rule = hairline(vec![pos2(0.0, y), pos2(right, y)]);
    ShapeGroup {
        class: Class::Rule,
        kind: "",
        id: id.to_owned(),
        bounds: rect.expand(0.5),
        shapes: tint.into_iter().chain([rule]).collect(),
    }
}

/// A thin line that parts what belongs to different things.
pub(super) fn hairline(points: Vec<Pos2>) -> Shape {
    Shape::Line {
        points,
        radius: 0.0,
        stroke: Stroke {
            width: 1.0,
            ink: Ink::Hairline,
            dashed: false,
        },
        gaps: Vec::new(),
    }
}

/// A phase's header, `rect` wide.
pub(super) fn phase(phase: &Phase, rect: Rect, text: &TextMeasure) -> ShapeGroup {
    let mut shapes = vec![Shape::Rect {
        rect,
        radius: size::RADIUS,
        fill: Some(Ink::Header),
        stroke: None,
    }];
    let room = rect.width() - 2.0 * size::CARD_PAD_X;
    for line in text.lines(&phase.name, font::HEADER, room, 1) {
        let at = pos2(rect.left() + size::CARD_PAD_X, rect.center().y);
        shapes.push(line.at(at, font::HEADER, Ink::Text));
    }
    ShapeGroup {
        class: Class::Header,
        kind: "phase",
        id: phase.id.to_string(),
        bounds: rect,
        shapes,
    }
}

/// A moment's name in `rect`; none when it has no name.
pub(super) fn moment(moment: &Moment, rect: Rect, text: &TextMeasure) -> Option<ShapeGroup> {
    let room = rect.width() - size::CARD_PAD_X;
    let line = text.lines(&moment.name, font::SMALL, room, 1).pop()?;
    let at = pos2(rect.left() + size::CARD_PAD_X, rect.center().y);
    Some(ShapeGroup {
        class: Class::Header,
        kind: "moment",
        id: moment.id.to_string(),
        bounds: rect,
        shapes: vec![line.at(at, font::SMALL, Ink::TextMuted)],
    })
}

/// The lines between lanes of these kinds: each with the index of the lane below it.
///
/// A line stands where two neighbouring lanes belong to its two sides; lanes of kind PhysicalEvidence
/// and Custom take part in no line and are passed over. Each line stands once, at the first such place.
/// Where the frontstage is missing, what the customer does not see still begins at a line of visibility.
pub fn lines_between(kinds: impl Iterator<Item = LaneKind>) -> Vec<(LineKind, usize)> {
    use LaneKind::{Backstage, Customer, Frontstage, Support};
    let mut lines: Vec<(LineKind, usize)> = Vec::new();
    let mut above = None;
    for (index, kind) in kinds.enumerate() {
        if matches!(kind, LaneKind::PhysicalEvidence | LaneKind::Custom) {
            continue;
        }
        let line = above.and_then(|above| match (above, kind) {
            (Customer, Frontstage) | (Frontstage, Customer) => Some(LineKind::Interaction),
            (Customer | Frontstage, Backstage | Support)
            | (Backstage | Support, Customer | Frontstage) => Some(LineKind::Visibility),
            (Backstage, Support) | (Support, Backstage) => Some(LineKind::InternalInteraction),
            _ => None,
        });
        if let Some(line) = line
            && lines.iter().all(|(other, _)| *other != line)
        {
            lines.push((line, index));
        }
        above = Some(kind);
    }
    lines
}

/// The kind of a lane in words.
fn kind_words(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::PhysicalEvidence => "Physical evidence",
        LaneKind::Customer => "Customer",
        LaneKind::Frontstage => "Frontstage",
        LaneKind::Backstage => "Backstage",
        LaneKind::Support => "Support",
        LaneKind::Custom => "",
    }
}

fn kind_class(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::PhysicalEvidence => "physical-evidence",
        LaneKind::Customer => "customer",
        LaneKind::Frontstage => "frontstage",
        LaneKind::Backstage => "backstage",
        LaneKind::Support => "support",
        LaneKind::Custom => "custom",
    }
}

/// The colour of the bar at the left of a lane of this kind.
pub fn lane_ink(kind: LaneKind) -> Ink {
    match kind {
        LaneKind::PhysicalEvidence => Ink::LaneEvidence,
        LaneKind::Customer => Ink::LaneCustomer,
        LaneKind::Frontstage => Ink::LaneFrontstage,
        LaneKind::Backstage => Ink::LaneBackstage,
        LaneKind::Support => Ink::LaneSupport,
        LaneKind::Custom => Ink::LaneCustom,
    }
}

/// The ground of a lane of this kind; a lane of no kind has none.
pub fn lane_tint(kind: LaneKind) -> Option<Ink> {
    Some(match kind {
        LaneKind::PhysicalEvidence => Ink::TintEvidence,
        LaneKind::Customer => Ink::TintCustomer,
        LaneKind::Frontstage => Ink::TintFrontstage,
        LaneKind::Backstage => Ink::TintBackstage,
        LaneKind::Support => Ink::TintSupport,
        LaneKind::Custom => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use LaneKind::{Backstage, Custom, Customer, Frontstage, PhysicalEvidence, Support};
    use LineKind::{Interaction, InternalInteraction, Visibility};

    fn check_lines(kinds: &[LaneKind], expected: &[(LineKind, usize)]) {
        assert_eq!(lines_between(kinds.iter().copied()), expected, "{kinds:?}");
    }

    #[test]
    fn lines_stand_where_kinds_change() {
        check_lines(
            &[Customer, Frontstage, Backstage, Support],
            &[(Interaction, 1), (Visibility, 2), (InternalInteraction, 3)],
        );
        check_lines(
            &[
                PhysicalEvidence,
                Customer,
                Custom,
                Frontstage,
                Frontstage,
                Backstage,
                Backstage,
            ],
            &[(Interaction, 3), (Visibility, 5)],
        );
    }

    #[test]
    fn a_line_stands_once() {
        check_lines(
            &[Customer, Frontstage, Customer, Frontstage],
            &[(Interaction, 1)],
        );
    }

    #[test]
    fn without_a_frontstage_the_customer_meets_the_line_of_visibility() {
        check_lines(&[Customer, Support], &[(Visibility, 1)]);
        check_lines(&[Custom, Custom], &[]);
    }
}

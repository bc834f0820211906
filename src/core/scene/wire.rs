//! Connectors: which arrows a variant has between its cards, and how a routed arrow is drawn.

use std::collections::BTreeSet;

use super::{
    Class, Ink, Pos2, Rect, Shape, ShapeGroup, Stroke, TextLine, TextMeasure, Vec2, Wire, WireId,
    font, pos2, route::Route, size, vec2, words::percent,
};
use crate::{
    model::{Connector, ConnectorId, ConnectorKind, Share, Step, StepId, VariantId},
    patch::ChangeKind,
};

/// An arrow before it has a way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arrow {
    pub(super) id: WireId,
    pub(super) from: StepId,
    pub(super) to: StepId,
    pub(super) changes: BTreeSet<ChangeKind>,
    kind: &'static str,
    heads: Heads,
    course: Course,
    ink: Ink,
    dashed: bool,
    label: Option<TextLine>,
}

/// Which way an arrow leads in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// To the same moment or a later one.
    On,
    /// To an earlier moment: something is done again.
    Back,
}

impl Course {
    /// What stands beside an arrow, behind the mark of one that leads back.
    fn marked(self, words: &str) -> String {
        match (self, words.trim()) {
            (Self::On, words) => words.to_owned(),
            (Self::Back, "") => format!("{BACK} back"),
            (Self::Back, words) => format!("{BACK} {words}"),
        }
    }

    /// From a card in one column to a card in another.
    pub(super) fn between(from: Option<usize>, to: Option<usize>) -> Self {
        match from.zip(to) {
            Some((from, to)) if to < from => Self::Back,
            _ => Self::On,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heads {
    End,
    Both,
}

impl Arrow {
    /// Room that its label needs.
    pub(super) fn label_size(&self) -> Option<Vec2> {
        let line = self.label.as_ref()?;
        Some(vec2(line.width + 2.0 * size::GRID, size::LABEL_HEIGHT))
    }

    /// The arrow of `variant` along `route`. `Route::points` must have two points or more.
    pub(super) fn along<'a>(&'a self, variant: &'a VariantId, route: Route) -> Wire<'a> {
        Wire {
            variant,
            from: &self.from,
            to: &self.to,
            changes: &self.changes,
            points: route.points,
            label_rect: self.label_place(&route),
            bounds: self.bounds(&route),
            gaps: route.gaps,
            arrow: self,
        }
    }

    /// Where its label stands, if it has one.
    fn label_place(&self, route: &Route) -> Option<Rect> {
        route.label.filter(|_| self.label.is_some())
    }

    /// The colour of its line.
    pub(super) fn ink(&self) -> Ink {
        self.ink
    }

    /// The line with its heads.
    pub(super) fn draw(&self, points: &[Pos2], gaps: &[Pos2], bounds: Rect) -> ShapeGroup {
        let mut line = points.to_vec();
        let mut heads = Vec::new();
        heads.extend(self.put_head(&mut line));
        self.begin(&mut line);
        if self.heads == Heads::Both {
            line.reverse();
            heads.extend(self.put_head(&mut line));
            line.reverse();
        }
        let mut shapes = vec![Shape::Line {
            points: line,
            radius: size::WIRE_RADIUS,
            stroke: self.stroke(),
            gaps: gaps.to_vec(),
        }];
        shapes.extend(heads);
        ShapeGroup {
            class: Class::Connector,
            kind: self.kind,
            id: self.id.to_string(),
            bounds,
            shapes,
        }
    }

    /// Makes room at the end of `line` for a head, and gives the head: filled where work moves on, open where it
    /// comes back.
    fn put_head(&self, line: &mut [Pos2]) -> Option<Shape> {
        let [tip, left, right] = put_head(line, self.course)?;
        Some(match self.course {
            Course::On => Shape::Polygon {
                points: vec![tip, left, right],
                fill: self.ink,
                stroke: None,
            },
            Course::Back => Shape::Line {
                points: vec![left, tip, right],
                radius: 0.0,
                stroke: Stroke {
                    width: size::WIRE,
                    ink: self.ink,
                    dashed: false,
                },
                gaps: Vec::new(),
            },
        })
    }

    /// Begins a line that leaves a card upwards under the card: beside a badge it would begin above it.
    fn begin(&self, line: &mut [Pos2]) {
        if let Some(beginning) = self.beginning(line) {
            line[0] = beginning;
        }
    }

    fn beginning(&self, line: &[Pos2]) -> Option<Pos2> {
        match line {
            [start, next, ..] if start.x == next.x && next.y < start.y => {
                (self.heads == Heads::End).then_some(*start + vec2(0.0, size::BADGE_RISE))
            }
            _ => None,
        }
    }

    /// What holds its line and its heads.
    fn bounds(&self, route: &Route) -> Rect {
        let mut bounds = Rect::from_points(&route.points);
        if let Some(beginning) = self.beginning(&route.points) {
            bounds.extend_with(beginning);
        }
        bounds.expand(size::HEAD_WIDTH / 2.0)
    }

    /// Its label at `rect`, if it has one.
    pub(super) fn draw_label(&self, rect: Rect) -> Option<ShapeGroup> {
        let line = self.label.as_ref()?;
        let left = pos2(rect.center().x - line.width / 2.0, rect.center().y);
        Some(ShapeGroup {
            class: Class::Label,
            kind: self.kind,
            id: self.id.to_string(),
            bounds: rect,
            shapes: vec![
                Shape::Rect {
                    rect,
                    radius: size::GRID,
                    fill: Some(Ink::LabelGround),
                    stroke: None,
                },
                line.at(left, font::SMALL, self.words_ink()),
            ],
        })
    }

    /// The colour of its words.
    fn words_ink(&self) -> Ink {
        match self.ink {
            Ink::Ai => Ink::AiText,
            Ink::Removed => Ink::RemovedText,
            Ink::Back => Ink::BackText,
            _ => Ink::TextMuted,
        }
    }

    /// How its line is drawn.
    fn stroke(&self) -> Stroke {
        Stroke {
            width: size::WIRE,
            ink: self.ink,
            dashed: self.dashed,
        }
    }
}

impl Wire<'_> {
    /// Its straight pieces, from start to end.
    pub fn legs(&self) -> impl Iterator<Item = Rect> + use<> {
        let points = self.points;
        (1..points.len()).map(move |end| Rect::from_two_pos(points[end - 1], points[end]))
    }

    /// What to draw; its first shape is the `Shape::Line`.
    pub fn group(&self) -> ShapeGroup {
        self.arrow.draw(&self.points, &self.gaps, self.bounds)
    }

    /// What to draw over all lines: its label.
    pub fn label(&self) -> Option<ShapeGroup> {
        self.arrow.draw_label(self.label_rect?)
    }

    /// The colour of its line.
    pub fn ink(&self) -> Ink {
        self.arrow.ink()
    }

    /// How its line is drawn.
    pub fn stroke(&self) -> Stroke {
        self.arrow.stroke()
    }

    /// What its label says; empty if it has none.
    pub fn words(&self) -> &str {
        self.arrow.label.as_ref().map_or("", |line| &line.text)
    }

    /// The colour of what its label says.
    pub fn words_ink(&self) -> Ink {
        self.arrow.words_ink()
    }

    /// Whether it leads back to an earlier moment.
    pub fn leads_back(&self) -> bool {
        self.arrow.course == Course::Back
    }

    /// A rectangle that holds the line, its heads and its label.
    pub(super) fn reach(&self) -> Rect {
        self.label_rect
            .map_or(self.bounds, |label| self.bounds.union(label))
    }
}

/// Shortens `line` at its end to make room for a head, and returns the head's tip and its two feet.
fn put_head(line: &mut [Pos2], course: Course) -> Option<[Pos2; 3]> {
    let [.., before, tip] = line else {
        return None;
    };
    let length = before.distance(*tip);
    if length <= 0.0 {
        return None;
    }
    let back = (*before - *tip) / length;
    let side = vec2(-back.y, back.x) * (size::HEAD_WIDTH / 2.0);
    let foot = *tip + back * size::HEAD_LENGTH;
    let head = [*tip, foot + side, foot - side];
    // The line ends inside the head, so that no crack shows between the two; in an open one it reaches the tip.
    let ends = match course {
        Course::On => size::HEAD_LENGTH - 1.0,
        Course::Back => 0.0,
    };
    *tip += back * ends.min(length);
    Some(head)
}

/// What an arrow's look depends on beside its own record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ArrowKey {
    /// How it differs.
    pub(super) changes: BTreeSet<ChangeKind>,
    /// Whether it leaves an AI touchpoint.
    pub(super) from_ai: bool,
    pub(super) course: Course,
    pub(super) ends: Ends,
}

impl Arrow {
    /// The arrow of a connector.
    pub(super) fn connector(
        id: ConnectorId,
        connector: &Connector,
        key: &ArrowKey,
        text: &TextMeasure,
    ) -> Self {
        let (kind, ink, dashed) = match connector.kind {
            ConnectorKind::Flow if key.course == Course::Back => ("flow", Ink::Back, true),
            ConnectorKind::Flow if key.from_ai => ("flow", Ink::Ai, false),
            ConnectorKind::Flow => ("flow", Ink::Flow, false),
            ConnectorKind::Message => ("message", Ink::Message, true),
        };
        let arrow = Self {
            id: WireId::Connector(id),
            from: connector.from.clone(),
            to: connector.to.clone(),
            changes: key.changes.clone(),
            kind,
            heads: if connector.two_way == Some(true) {
                Heads::Both
            } else {
                Heads::End
            },
            course: key.course,
            ink,
            dashed,
            label: None,
        };
        let words = connector_words(&connector.label, connector.share);
        arrow.finished(&words, key, text)
    }

    /// The arrow of the hand-over of `step`, which is called `from`.
    pub(super) fn hand_over(
        from: &StepId,
        to: StepId,
        step: &Step,
        key: &ArrowKey,
        text: &TextMeasure,
    ) -> Self {
        let arrow = Self {
            id: WireId::HandOver(from.clone()),
            from: from.clone(),
            to,
            changes: key.changes.clone(),
            kind: "hand-over",
            heads: Heads::End,
            course: key.course,
            ink: Ink::Ai,
            dashed: true,
            label: None,
        };
        arrow.finished(&hand_over_words(step), key, text)
    }

    fn finished(mut self, words: &str, key: &ArrowKey, text: &TextMeasure) -> Self {
        self.show_change();
        let words = key.course.marked(words);
        let words = with_mark(&words, &self.changes, key.ends);
        self.label = text.lines(&words, font::SMALL, size::LABEL_WIDTH, 1).pop();
        self
    }
}

/// The mark of what leads back to an earlier moment.
const BACK: &str = "↩";

impl Arrow {
    /// Takes the look of its change. AI keeps its colour: its cards say that they are new.
    fn show_change(&mut self) {
        if self.changes.contains(&ChangeKind::Removed) {
            self.ink = Ink::Removed;
            self.dashed = true;
        } else if self.ink != Ink::Ai && !self.changes.is_empty() {
            let is_added = self.changes.contains(&ChangeKind::Added);
            self.ink = if is_added { Ink::Added } else { Ink::Changed };
        }
    }
}

/// Whether a card at an end of an arrow is itself added or removed, and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    Stay,
    Differ,
}

/// `words` with the mark of the arrow's change before them, because colour alone says nothing to many.
/// A mark stands beside words, or with its own word where there are none. An arrow needs none where a card
/// at its end has the same.
fn with_mark(words: &str, changes: &BTreeSet<ChangeKind>, ends: Ends) -> String {
    let (mark, change) = if changes.contains(&ChangeKind::Removed) {
        ("−", "removed")
    } else if changes.contains(&ChangeKind::Added) {
        ("+", "added")
    } else if changes.is_empty() {
        return words.to_owned();
    } else {
        ("~", "changed")
    };
    match (mark, ends, words) {
        ("−" | "+", Ends::Differ, _) => words.to_owned(),
        (_, _, "") => format!("{mark} {change}"),
        _ => format!("{mark} {words}"),
    }
}

/// What stands beside a connector: the mark of one that leads back, its share and its label. `columns` are those of
/// its ends, counted from the left.
pub fn words_beside(connector: &Connector, columns: (Option<usize>, Option<usize>)) -> String {
    let words = connector_words(&connector.label, connector.share);
    Course::between(columns.0, columns.1).marked(&words)
}

/// What stands beside the hand-over of `step`, likewise.
pub fn words_beside_hand_over(step: &Step, columns: (Option<usize>, Option<usize>)) -> String {
    Course::between(columns.0, columns.1).marked(&hand_over_words(step))
}

fn connector_words(label: &str, share: Option<Share>) -> String {
    let share = share.and_then(percent).unwrap_or_default();
    format!("{share} {label}")
}

/// What a hand-over is called, or the share of the cases that take it.
fn hand_over_words(step: &Step) -> String {
    let label = step.hand_over().map_or("", |hand_over| &hand_over.label);
    if !label.trim().is_empty() {
        return label.to_owned();
    }
    let resolves = step.ai.as_ref().and_then(|ai| ai.resolves);
    resolves
        .and_then(|resolves| percent(Share(1.0 - resolves.0)))
        .unwrap_or_default()
}

//! A step's card: which words and marks it carries, and how high it is. Knows nothing of its place.

use std::collections::BTreeSet;

use super::{
    Class, Font, Group, Icon, Ink, Line, Pos2, Rect, Shape, Stroke, TextMeasure, Vec2, font, pos2,
    size, vec2,
    words::{count, percent, time, work_time},
};
use crate::{
    model::{LaneKind, Marker, Split, Status, Step, StepKind, may_open},
    patch::{ChangeKind, is_stand_in},
};

/// What a card shows, measured for its width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    title: Vec<Line>,
    marks: Vec<Tag>,
    badges: Vec<Tag>,
    look: Look,
    size: Vec2,
}

impl Face {
    /// Measures the card of `step` in a lane of kind `lane`, `width` points wide.
    pub(super) fn new(
        step: &Step,
        lane: LaneKind,
        changes: &BTreeSet<ChangeKind>,
        width: f32,
        text: &TextMeasure,
    ) -> Self {
        let look = Look::new(step, lane, changes);
        let room = width - 2.0 * size::CARD_PAD_X;
        let title = text.lines(&step.title, font::TITLE, room, 2);
        // A ghost says where a card was, not what it is.
        let marks = if is_stand_in(changes) {
            Vec::new()
        } else {
            MARKS.fit(marks(step, lane), room, text)
        };
        let badges = BADGES.fit(badges(step, changes), width - 2.0 * size::BADGE_PAD, text);
        let mut height = 2.0 * size::CARD_PAD_Y + title.len().max(1) as f32 * size::TITLE_LINE;
        if !marks.is_empty() {
            height += size::TITLE_GAP + size::MARK_LINE;
        }
        Self {
            title,
            marks,
            badges,
            look,
            size: vec2(width, height),
        }
    }

    /// Width and height of the card; its badges stand half above it.
    pub(super) fn size(&self) -> Vec2 {
        self.size
    }

    /// Whether it has badges.
    pub(super) fn has_crown(&self) -> bool {
        BADGES.row_width(&self.badges) > 0.0
    }

    /// Where its badges stand out above the card at `rect`.
    pub(super) fn crown(&self, rect: Rect) -> Option<Rect> {
        let width = BADGES.row_width(&self.badges);
        let right = rect.right() - size::BADGE_PAD;
        let top = rect.top() - size::BADGE_RISE;
        let crown = Rect::from_min_max(pos2(right - width, top), pos2(right, rect.top()));
        (width > 0.0).then_some(crown)
    }

    /// The card of the step `id` with its left top corner at `at`.
    pub(super) fn draw(&self, id: &str, at: Pos2) -> Group {
        let rect = Rect::from_min_size(at, self.size);
        let mut shapes = vec![Shape::Rect {
            rect,
            radius: size::RADIUS,
            fill: Some(self.look.fill),
            stroke: Some(self.look.border),
        }];
        let left = at.x + size::CARD_PAD_X;
        let top = at.y + size::CARD_PAD_Y;
        for (line, row) in self.title.iter().zip(0_u8..) {
            let y = top + size::TITLE_LINE * (f32::from(row) + 0.5);
            shapes.push(line.at(pos2(left, y), font::TITLE, self.look.text));
        }
        let marks_y = rect.bottom() - size::CARD_PAD_Y - size::MARK_LINE / 2.0;
        MARKS.draw(
            &self.marks,
            pos2(left, marks_y),
            self.look.marks,
            &mut shapes,
        );
        if !self.badges.is_empty() {
            let x = rect.right() - size::BADGE_PAD - BADGES.row_width(&self.badges);
            BADGES.draw(
                &self.badges,
                pos2(x, rect.top() - size::BADGE_RISE + size::BADGE / 2.0),
                Ink::Text,
                &mut shapes,
            );
        }
        Group {
            class: Class::Step,
            kind: self.look.kind,
            id: id.to_owned(),
            bounds: self.bounds(rect),
            shapes,
        }
    }

    /// How far its border stands out of the card.
    pub(super) fn reach(&self) -> f32 {
        self.look.border.width / 2.0
    }

    /// What holds every shape of the card at `rect`.
    pub(super) fn bounds(&self, rect: Rect) -> Rect {
        let mut bounds = rect.expand(self.reach());
        if !self.badges.is_empty() {
            bounds.min.y = rect.top() - size::BADGE_RISE;
        }
        bounds
    }

    /// The colour of the card's ground.
    pub(super) fn ground(&self) -> Ink {
        self.look.fill
    }

    /// The colour of the card's border.
    pub(super) fn border(&self) -> Ink {
        self.look.border.ink
    }
}

/// The card itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    kind: &'static str,
    fill: Ink,
    border: Stroke,
    text: Ink,
    marks: Ink,
}

impl Look {
    fn new(step: &Step, lane: LaneKind, changes: &BTreeSet<ChangeKind>) -> Self {
        if is_stand_in(changes) {
            return Self {
                kind: "ghost",
                fill: Ink::Canvas,
                border: Stroke {
                    width: size::BORDER,
                    ink: Ink::WaitBorder,
                    dashed: true,
                },
                text: Ink::TextMuted,
                marks: Ink::TextMuted,
            };
        }
        let kind = match (&step.ai, step.kind, lane) {
            (Some(_), _, _) => "ai",
            (None, StepKind::Wait, _) => "wait",
            (None, StepKind::Action, LaneKind::PhysicalEvidence) => "evidence",
            (None, StepKind::Action, _) => "action",
        };
        let removed = changes.contains(&ChangeKind::Removed);
        let (fill, ink, width) = if removed {
            (Ink::RemovedCard, Ink::Removed, size::BORDER)
        } else if step.ai.is_some() {
            (Ink::AiCard, Ink::Ai, size::BORDER_STRONG)
        } else if changes.contains(&ChangeKind::Added) {
            (Ink::Card, Ink::Added, size::BORDER_STRONG)
        } else if step.kind == StepKind::Wait {
            (Ink::Card, Ink::WaitBorder, size::BORDER)
        } else {
            (Ink::Card, Ink::CardBorder, size::BORDER)
        };
        Self {
            kind,
            fill,
            border: Stroke {
                width,
                ink,
                dashed: removed || step.kind == StepKind::Wait,
            },
            text: if removed { Ink::RemovedText } else { Ink::Text },
            marks: if removed {
                Ink::RemovedText
            } else {
                Ink::TextMuted
            },
        }
    }
}

/// A mark or a badge: a small picture, a word, or both.
#[derive(Clone, Debug, PartialEq)]
struct Tag {
    icon: Option<Icon>,
    word: Option<Line>,
    /// Its own colour; the row's if it has none.
    ink: Option<Ink>,
    /// The pill behind it.
    ground: Option<Ink>,
}

/// A tag before there is room for it.
struct Wish {
    icon: Option<Icon>,
    ink: Option<Ink>,
    ground: Option<Ink>,
    /// What it says when there is room.
    long: String,
    /// What it says at least; may be empty if it has an icon.
    short: String,
}

/// The marks of `step`, the most important first.
fn marks(step: &Step, lane: LaneKind) -> Vec<Wish> {
    let mut marks = Vec::new();
    let mut mark = |icon, long: String, short: String| {
        marks.push(Wish {
            icon,
            ink: (icon == Some(Icon::Pain)).then_some(Ink::Pain),
            ground: None,
            long,
            short,
        });
    };
    let work = work_time(step);
    if !work.is_empty() {
        mark(Some(Icon::Clock), work.clone(), work);
    }
    let wait = step.wait.as_ref().map(time);
    if wait.is_some() || step.kind == StepKind::Wait {
        let wait = wait.unwrap_or_else(|| "wait".to_owned());
        mark(Some(Icon::Wait), wait.clone(), wait);
    }
    let resolves = step.ai.as_ref().and_then(|ai| ai.resolves);
    if let Some(resolves) = resolves.and_then(percent) {
        // A share without its word would say nothing.
        let words = format!("{resolves} resolved");
        mark(None, words.clone(), words);
    }
    if !step.pains.is_empty() {
        let number = step.pains.len();
        let short = if number > 1 {
            number.to_string()
        } else {
            String::new()
        };
        mark(Some(Icon::Pain), count(number, "pain", "pains"), short);
    }
    if let Some(feeling) = step.feeling {
        let (icon, number) = match feeling.0 {
            ..0 => (Icon::Bad, format!("−{}", feeling.0.unsigned_abs())),
            0 => (Icon::Neutral, "0".to_owned()),
            1.. => (Icon::Good, format!("+{}", feeling.0)),
        };
        mark(Some(icon), number.clone(), number);
    }
    match step.split {
        Some(Split::Either) => mark(Some(Icon::Either), "either".into(), "either".into()),
        Some(Split::Both) => mark(Some(Icon::Both), "both".into(), "both".into()),
        None => {}
    }
    if lane == LaneKind::PhysicalEvidence {
        mark(Some(Icon::Evidence), "evidence".into(), String::new());
    }
    if !step.controls.is_empty() {
        let number = step.controls.len();
        mark(
            Some(Icon::Control),
            count(number, "control", "controls"),
            number.to_string(),
        );
    }
    if step.markers.contains(&Marker::MomentOfTruth) {
        mark(
            Some(Icon::MomentOfTruth),
            "moment of truth".into(),
            String::new(),
        );
    }
    if step.markers.contains(&Marker::Idea) {
        mark(Some(Icon::Idea), "idea".into(), String::new());
    }
    marks
}

/// The badges of `step`, the most important first.
fn badges(step: &Step, changes: &BTreeSet<ChangeKind>) -> Vec<Wish> {
    let mut badges = Vec::new();
    let mut badge = |icon, sign: &str, word: &str, ground, ink| {
        badges.push(Wish {
            icon,
            ink: Some(ink),
            ground: Some(ground),
            long: format!("{sign}{word}"),
            short: sign.trim_end().to_owned(),
        });
    };
    if is_stand_in(changes) {
        let (ground, ink) = (Ink::MovedBadge, Ink::MovedBadgeText);
        badge(None, "→ ", "moved away", ground, ink);
        return badges;
    }
    if let Some(ai) = &step.ai {
        let status = match ai.status {
            Status::Idea => "idea",
            Status::Assessed => "assessed",
            Status::Pilot => "pilot",
            Status::Live => "live",
            Status::Paused => "paused",
            Status::Retired => "retired",
        };
        let words = format!(" · {status}");
        badge(
            Some(Icon::Spark),
            "AI",
            &words,
            Ink::AiBadge,
            Ink::AiBadgeText,
        );
    }
    let one_sided = changes.contains(&ChangeKind::Added) || changes.contains(&ChangeKind::Removed);
    for change in changes {
        match change {
            ChangeKind::Added => badge(None, "+ ", "added", Ink::AddedBadge, Ink::AddedBadgeText),
            ChangeKind::Removed => {
                badge(
                    None,
                    "− ",
                    "removed",
                    Ink::RemovedBadge,
                    Ink::RemovedBadgeText,
                );
            }
            ChangeKind::Moved => badge(None, "→ ", "moved", Ink::MovedBadge, Ink::MovedBadgeText),
            ChangeKind::Changed => {
                badge(
                    None,
                    "~ ",
                    "changed",
                    Ink::ChangedBadge,
                    Ink::ChangedBadgeText,
                );
            }
            // On a card that stays, a touchpoint that came, went or changed is a change like others.
            ChangeKind::Ai if !one_sided && !changes.contains(&ChangeKind::Changed) => {
                badge(
                    None,
                    "~ ",
                    "changed",
                    Ink::ChangedBadge,
                    Ink::ChangedBadgeText,
                );
            }
            ChangeKind::Ai => {}
        }
    }
    badges
}

/// How the tags of a row are set.
struct Row {
    font: Font,
    /// Height of a pill.
    height: f32,
    /// Space between a tag's ends and its content.
    pad: f32,
    /// Side of an icon.
    icon: f32,
    /// Space between two tags.
    gap: f32,
}

const MARKS: Row = Row {
    font: font::SMALL,
    height: size::MARK_LINE,
    pad: 0.0,
    icon: size::MARK_ICON,
    gap: size::MARK_GAP,
};

const BADGES: Row = Row {
    font: font::BADGE,
    height: size::BADGE,
    pad: size::BADGE_PAD,
    icon: size::BADGE_ICON,
    gap: size::GRID,
};

impl Row {
    /// As many tags as fit, from the front, each with its long words where there is still room.
    fn fit(&self, wishes: Vec<Wish>, room: f32, text: &TextMeasure) -> Vec<Tag> {
        let mut tags: Vec<(Tag, Option<Line>)> = Vec::new();
        let mut used = 0.0;
        for wish in wishes {
            let line = |word: &str| text.lines(word, self.font, room, 1).pop();
            let tag = Tag {
                icon: wish.icon,
                word: line(&wish.short),
                ink: wish.ink,
                ground: wish.ground,
            };
            let needs = self.width(&tag) + if tags.is_empty() { 0.0 } else { self.gap };
            if used + needs <= room {
                used += needs;
                tags.push((tag, line(&wish.long)));
            }
        }
        tags.into_iter()
            .map(|(tag, long)| {
                let longer = Tag {
                    word: long,
                    ..tag.clone()
                };
                let more = self.width(&longer) - self.width(&tag);
                if used + more > room {
                    return tag;
                }
                used += more;
                longer
            })
            .collect()
    }

    fn width(&self, tag: &Tag) -> f32 {
        let icon = if tag.icon.is_some() { self.icon } else { 0.0 };
        let word = tag.word.as_ref().map_or(0.0, |word| word.width);
        2.0 * self.pad + icon + self.between(tag) + word
    }

    /// Space between a tag's icon and its word.
    fn between(&self, tag: &Tag) -> f32 {
        if tag.icon.is_some() && tag.word.is_some() {
            size::ICON_GAP
        } else {
            0.0
        }
    }

    fn row_width(&self, tags: &[Tag]) -> f32 {
        let tags = tags.iter().map(|tag| self.width(tag) + self.gap);
        (tags.sum::<f32>() - self.gap).max(0.0)
    }

    /// Draws `tags` from `at` to the right; `at` is at the middle of their height.
    fn draw(&self, tags: &[Tag], at: Pos2, ink: Ink, shapes: &mut Vec<Shape>) {
        let mut x = at.x;
        for tag in tags {
            let ink = tag.ink.unwrap_or(ink);
            if let Some(ground) = tag.ground {
                shapes.push(Shape::Rect {
                    rect: Rect::from_min_size(
                        pos2(x, at.y - self.height / 2.0),
                        vec2(self.width(tag), self.height),
                    ),
                    radius: self.height / 2.0,
                    fill: Some(ground),
                    stroke: None,
                });
            }
            let left = x + self.pad;
            if let Some(icon) = tag.icon {
                shapes.push(Shape::Icon {
                    icon,
                    rect: Rect::from_center_size(
                        pos2(left + self.icon / 2.0, at.y),
                        vec2(self.icon, self.icon),
                    ),
                    ink,
                });
            }
            if let Some(word) = &tag.word {
                let icon = if tag.icon.is_some() { self.icon } else { 0.0 };
                let left = left + icon + self.between(tag);
                shapes.push(word.at(pos2(left, at.y), self.font, ink));
            }
            x += self.width(tag) + self.gap;
        }
    }
}

/// The addresses of `step` that may be opened.
pub(super) fn links(step: &Step) -> Vec<String> {
    let addresses = step.links.iter().map(|link| &link.address);
    addresses
        .filter(|address| may_open(address))
        .cloned()
        .collect()
}

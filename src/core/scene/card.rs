//! A step's card: which words and marks it carries, and how high it is. Knows nothing of its place.

mod tag;

use std::collections::BTreeSet;

use super::{
    Class, Icon, Ink, Pos2, Rect, Shape, ShapeGroup, Stroke, TextLine, TextMeasure, TitlesShown,
    Vec2, font, pos2, size, vec2,
    words::{count, percent, time, work_time},
};
use crate::{
    model::{Autonomy, LaneKind, Marker, Split, Status, Step, StepKind, Touchpoint, may_open},
    patch::{ChangeKind, is_stand_in},
};
use tag::{BADGES, FlexibleTag, MARKS, Tag, TagRow, TagWish, TagWords, measured};

/// What kind of card a step gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardForm {
    /// A card, and how much of its title it says.
    Card(TitlesShown),
    /// Words that say where it stands.
    Elsewhere,
}

/// What a card shows, measured for its width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    /// What the step is called, whole.
    called: String,
    title: Vec<TextLine>,
    marks: Vec<FlexibleTag>,
    badges: Vec<FlexibleTag>,
    /// How wide its badges are at 100 %.
    crown: f32,
    look: CardLook,
    size: Vec2,
}

impl Face {
    /// Measures the card of a step in a lane of kind `lane`, `width` points wide; its AI, if it has any, has come as
    /// far as `status`.
    pub(super) fn new(
        (step, status): (&Step, Status),
        lane: LaneKind,
        changes: &BTreeSet<ChangeKind>,
        (width, form): (f32, CardForm),
        text: &TextMeasure,
    ) -> Self {
        let room = width - 2.0 * size::CARD_PAD_X;
        let CardForm::Card(titles) = form else {
            return Self::elsewhere(step, text.lines(&step.title, font::SMALL, room, 4), width);
        };
        let look = CardLook::new(step, lane, changes);
        // Half a question asks something else.
        let most = match (titles, step.split) {
            (TitlesShown::ThreeLines, None) => size::TITLE_LINES,
            (TitlesShown::Whole, _) | (_, Some(_)) => size::MOST_TITLE_LINES,
        };
        let title = text.lines(&step.title, font::TITLE, room, most);
        // A ghost says where a card was, not what it is.
        let marks = if is_stand_in(changes) {
            Vec::new()
        } else {
            measured(marks(step, lane), &MARKS, room, text)
        };
        let room = width - 2.0 * size::BADGE_PAD;
        let badges = measured(badges((step, status), changes), &BADGES, room, text);
        let crown = BADGES.row_width(&BADGES.fit(&badges, room, TagWords::WhereRoom));
        let mut height = 2.0 * size::CARD_PAD_Y + title.len().max(1) as f32 * size::TITLE_LINE;
        if !marks.is_empty() {
            height += size::TITLE_GAP + size::MARK_LINE;
        }
        Self {
            called: step.called().to_owned(),
            title,
            marks,
            badges,
            crown,
            look,
            size: vec2(width, height),
        }
    }

    /// A card that is none: words about a step that stands elsewhere.
    fn elsewhere(step: &Step, title: Vec<TextLine>, width: f32) -> Self {
        let lines = title.len().max(1) as f32;
        let height = 2.0 * size::CARD_PAD_Y + lines * size::SMALL_LINE;
        Self {
            called: step.called().to_owned(),
            title,
            marks: Vec::new(),
            badges: Vec::new(),
            crown: 0.0,
            look: CardLook {
                kind: "elsewhere",
                fill: Ink::Chip,
                border: Stroke {
                    width: size::BORDER,
                    ink: Ink::CardBorder,
                    dashed: false,
                },
                text: Ink::TextMuted,
                marks: Ink::TextMuted,
                outline: CardOutline::Words,
            },
            size: vec2(width, height),
        }
    }

    /// Width and height of the card; its badges stand half above it.
    pub(super) fn size(&self) -> Vec2 {
        self.size
    }

    /// How wide its badges are; 0 if it has none.
    pub(super) fn crown_width(&self) -> f32 {
        self.crown
    }

    /// The card of the step `id` with its left top corner at `at`, as it is seen `zoom` times as large.
    pub(super) fn draw(&self, id: &str, at: Pos2, zoom: f32) -> ShapeGroup {
        let rect = Rect::from_min_size(at, self.size);
        let mut shapes = self.look.ground(rect);
        let left = at.x + size::CARD_PAD_X;
        let top = at.y + size::CARD_PAD_Y;
        let (font, height) = match self.look.outline {
            CardOutline::Words => (font::SMALL, size::SMALL_LINE),
            CardOutline::Rounded | CardOutline::Cut => (font::TITLE, size::TITLE_LINE),
        };
        for (line, row) in self.title.iter().zip(0_u8..) {
            let y = top + height * (f32::from(row) + 0.5);
            shapes.push(line.at(pos2(left, y), font, self.look.text));
        }
        let marks_y = rect.bottom() - size::CARD_PAD_Y - size::MARK_LINE / 2.0;
        self.draw_marks(pos2(left, marks_y), zoom, &mut shapes);
        let mut bounds = self.bounds(rect);
        if !self.badges.is_empty() {
            bounds = bounds.union(self.draw_badges(rect, zoom, &mut shapes));
        }
        ShapeGroup {
            class: Class::Step,
            kind: self.look.kind,
            id: id.to_owned(),
            bounds,
            shapes,
        }
    }

    /// The marks from `at` to the right. Where their words are too small to be read there are none: a clock
    /// without its time says nothing.
    fn draw_marks(&self, at: Pos2, zoom: f32, shapes: &mut Vec<Shape>) {
        let room = self.size.x - 2.0 * size::CARD_PAD_X;
        if zoom >= size::BODY_ZOOM {
            let tags = MARKS.fit(&self.marks, room, TagWords::AllOrNone);
            MARKS.draw(&tags, at, self.look.marks, shapes);
        }
    }

    /// Draws the badges of the card at `rect`, and says where they are.
    fn draw_badges(&self, rect: Rect, zoom: f32, shapes: &mut Vec<Shape>) -> Rect {
        let (row, tags) = self.badges_at(rect, zoom);
        let place = badge_place(rect, (&row, &tags));
        row.draw(&tags, place.left_center(), Ink::Text, shapes);
        place
    }

    /// Where its badges are seen above the card at `rect`, drawn `zoom` times as large.
    pub(super) fn crown_at(&self, rect: Rect, zoom: f32) -> Option<Rect> {
        let (row, tags) = self.badges_at(rect, zoom);
        (self.crown > 0.0).then(|| badge_place(rect, (&row, &tags)))
    }

    /// The badges that fit the card at `rect`. On a small card they are larger than the card's scale.
    fn badges_at(&self, rect: Rect, zoom: f32) -> (TagRow, Vec<&Tag>) {
        // Above the title there is room for so high a badge.
        let most = (size::LANE_PAD + size::CARD_PAD_Y) / (size::BADGE_TIGHT * font::BADGE.size);
        let scale = (size::BADGE_LEAST / (font::BADGE.size * zoom)).clamp(1.0, most);
        let row = BADGES.scaled(scale);
        let row = TagRow {
            height: (size::BADGE_TIGHT * row.font.size).max(size::BADGE),
            ..row
        };
        let words = match zoom < size::BODY_ZOOM {
            true => TagWords::None,
            false => TagWords::WhereRoom,
        };
        let mut tags = row.fit(&self.badges, rect.width() - 2.0 * badge_inset(&row), words);
        // AI has its room first and stands last, as wherever changes are named.
        if tags.first().is_some_and(|tag| tag.icon.is_some()) {
            tags.rotate_left(1);
        }
        (row, tags)
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

    /// What the step is called, whole.
    pub(super) fn called(&self) -> &str {
        &self.called
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

/// Where badges that are `width` points wide stand out above the card at `rect`.
pub(super) fn crown(rect: Rect, width: f32) -> Option<Rect> {
    let right = rect.right() - size::BADGE_PAD;
    let top = rect.top() - size::BADGE_RISE;
    let crown = Rect::from_min_max(pos2(right - width, top), pos2(right, rect.top()));
    (width > 0.0).then_some(crown)
}

/// Space between a card's right edge and its badges: none where they have grown.
fn badge_inset(row: &TagRow) -> f32 {
    if row.scale > 1.0 {
        0.0
    } else {
        size::BADGE_PAD
    }
}

/// Where badges stand at the right of the top edge of the card at `rect`. They grow upwards, as far as there is
/// room above every card.
fn badge_place(rect: Rect, (row, tags): (&TagRow, &[&Tag])) -> Rect {
    let rise = (row.height - size::CARD_PAD_Y).clamp(size::BADGE_RISE, size::LANE_PAD);
    let right = rect.right() - badge_inset(row);
    let at = pos2(right - row.row_width(tags), rect.top() - rise);
    Rect::from_min_size(at, vec2(row.row_width(tags), row.height))
}

/// The card itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct CardLook {
    kind: &'static str,
    fill: Ink,
    border: Stroke,
    text: Ink,
    marks: Ink,
    outline: CardOutline,
}

/// The form of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CardOutline {
    Rounded,
    /// Of a split: what happens next is decided there.
    Cut,
    /// Of words about a step that stands elsewhere.
    Words,
}

impl CardLook {
    /// What lies under a card's words. A card with cut corners begins with its rectangle too, unseen, so
    /// that everybody finds its place.
    fn ground(&self, rect: Rect) -> Vec<Shape> {
        match self.outline {
            CardOutline::Rounded | CardOutline::Words => vec![Shape::Rect {
                rect,
                radius: match self.outline {
                    CardOutline::Words => 2.0 * size::RADIUS,
                    _ => size::RADIUS,
                },
                fill: Some(self.fill),
                stroke: Some(self.border),
            }],
            CardOutline::Cut => vec![
                Shape::Rect {
                    rect,
                    radius: 0.0,
                    fill: None,
                    stroke: None,
                },
                Shape::Polygon {
                    points: cut_corners(rect),
                    fill: self.fill,
                    stroke: Some(self.border),
                },
            ],
        }
    }

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
                outline: CardOutline::Rounded,
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
        } else if step.kind == StepKind::Wait || step.split.is_some() {
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
            outline: match step.split {
                Some(_) => CardOutline::Cut,
                None => CardOutline::Rounded,
            },
        }
    }
}

/// The corners of a rectangle whose own corners are cut off.
fn cut_corners(rect: Rect) -> Vec<Pos2> {
    let cut = size::CUT;
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    vec![
        pos2(left + cut, top),
        pos2(right - cut, top),
        pos2(right, top + cut),
        pos2(right, bottom - cut),
        pos2(right - cut, bottom),
        pos2(left + cut, bottom),
        pos2(left, bottom - cut),
        pos2(left, top + cut),
    ]
}

/// The marks of `step`, the most important first.
fn marks(step: &Step, lane: LaneKind) -> Vec<TagWish> {
    let mut marks = Vec::new();
    let mut mark = |icon, long: String, short: String| {
        marks.push(TagWish {
            icon,
            ink: (icon == Some(Icon::Pain)).then_some(Ink::Pain),
            ground: None,
            long,
            middle: None,
            short,
        });
    };
    // Before all others, and always with its word: it says what the card's form means.
    match step.split {
        Some(Split::Either) => mark(Some(Icon::Either), "either".into(), "either".into()),
        Some(Split::Both) => mark(Some(Icon::Both), "both".into(), "both".into()),
        None => {}
    }
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
    // One alone is said by its icon.
    let several = |number: usize| match number {
        ..=1 => String::new(),
        _ => number.to_string(),
    };
    if !step.pains.is_empty() {
        let number = step.pains.len();
        let long = count(number, "pain", "pains");
        mark(Some(Icon::Pain), long, several(number));
    }
    if let Some(feeling) = step.feeling {
        let (icon, number) = match feeling.0 {
            ..0 => (Icon::Bad, format!("−{}", feeling.0.unsigned_abs())),
            0 => (Icon::Neutral, "0".to_owned()),
            1.. => (Icon::Good, format!("+{}", feeling.0)),
        };
        mark(Some(icon), number.clone(), number);
    }
    if lane == LaneKind::PhysicalEvidence {
        mark(Some(Icon::Evidence), "evidence".into(), String::new());
    }
    if !step.controls.is_empty() {
        let number = step.controls.len();
        mark(
            Some(Icon::Control),
            count(number, "control", "controls"),
            several(number),
        );
    }
    if step.markers.contains(&Marker::MomentOfTruth) {
        // The whole of it would leave no other mark of the card a word.
        mark(Some(Icon::MomentOfTruth), "truth".into(), String::new());
    }
    if step.markers.contains(&Marker::Idea) {
        mark(Some(Icon::Idea), "idea".into(), String::new());
    }
    marks
}

/// The badges of `step`, the most important first.
fn badges((step, status): (&Step, Status), changes: &BTreeSet<ChangeKind>) -> Vec<TagWish> {
    let mut badges = Vec::new();
    let mut badge = |icon, sign: &str, word: &str, ground, ink| {
        badges.push(TagWish {
            icon,
            ink: Some(ink),
            ground: Some(ground),
            long: format!("{sign}{word}"),
            // What AI may do matters more than how far it has come.
            middle: icon.map(|_| sign.to_owned()),
            // A badge with a picture of its own needs no sign beside it.
            short: match icon {
                Some(_) => String::new(),
                None => sign.trim_end().to_owned(),
            },
        });
    };
    if is_stand_in(changes) {
        let (ground, ink) = (Ink::MovedBadge, Ink::MovedBadgeText);
        badge(None, "→ ", "moved away", ground, ink);
        return badges;
    }
    if let Some(ai) = &step.ai {
        let words = format!(" · {}", status_word(status));
        badge(
            Some(Icon::Spark),
            may_do(ai),
            &words,
            Ink::AiBadge,
            Ink::AiBadgeText,
        );
    }
    for change in ChangeKind::all_of(changes) {
        let (ground, ink) = match change {
            ChangeKind::Added => (Ink::AddedBadge, Ink::AddedBadgeText),
            ChangeKind::Removed => (Ink::RemovedBadge, Ink::RemovedBadgeText),
            ChangeKind::Moved => (Ink::MovedBadge, Ink::MovedBadgeText),
            ChangeKind::Changed => (Ink::ChangedBadge, Ink::ChangedBadgeText),
            // Its badge says more.
            ChangeKind::Ai => continue,
        };
        badge(
            None,
            &format!("{} ", change.sign()),
            change.word(),
            ground,
            ink,
        );
    }
    badges
}

/// What AI may do by itself, in the few letters of a badge; just that it is AI where nobody said.
fn may_do(ai: &Touchpoint) -> &'static str {
    match ai.autonomy {
        None => "AI",
        Some(Autonomy::Suggests) => "suggests",
        Some(Autonomy::Drafts) => "drafts",
        Some(Autonomy::ActsAfterApproval) => "acts on approval",
        Some(Autonomy::ActsWithVeto) => "acts with veto",
        Some(Autonomy::ActsThenInforms) => "acts, informs",
        Some(Autonomy::ActsAlone) => "acts alone",
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Idea => "idea",
        Status::Assessed => "assessed",
        Status::Pilot => "pilot",
        Status::Live => "live",
        Status::Paused => "paused",
        Status::Retired => "retired",
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

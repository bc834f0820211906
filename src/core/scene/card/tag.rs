//! Small words and pictures in a row: which of them fit, and how they are drawn. Knows nothing of steps.

use super::super::{
    Font, Icon, Ink, Pos2, Rect, Shape, TextLine, TextMeasure, font, pos2, size, vec2,
};

/// A mark or a badge: a small picture, a word, or both.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tag {
    pub(super) icon: Option<Icon>,
    pub(super) word: Option<TextLine>,
    /// Its own colour; the row's if it has none.
    pub(super) ink: Option<Ink>,
    /// The pill behind it.
    pub(super) ground: Option<Ink>,
}

/// A tag with as much as it may say, with what matters most of it, and with as little as it has to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FlexibleTag {
    pub(super) long: Tag,
    pub(super) middle: Tag,
    pub(super) short: Tag,
}

/// Which tags of a row say what they may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TagWords {
    /// From the front, as long as there is room: first what matters most of each, then the rest.
    WhereRoom,
    /// All of them if there is room for all, else none: that one has a word means nothing.
    AllOrNone,
    /// None.
    None,
}

/// A tag before it is measured.
pub(super) struct TagWish {
    pub(super) icon: Option<Icon>,
    pub(super) ink: Option<Ink>,
    pub(super) ground: Option<Ink>,
    /// What it says when there is room.
    pub(super) long: String,
    /// What of it is said first; none if all of it is.
    pub(super) middle: Option<String>,
    /// What it says at least; may be empty if it has an icon.
    pub(super) short: String,
}

/// How the tags of a row are set.
#[derive(Clone, Copy)]
pub(super) struct TagRow {
    /// How much larger than measured; the lengths are scaled already.
    pub(super) scale: f32,
    pub(super) font: Font,
    /// Height of a pill.
    pub(super) height: f32,
    /// Space between a tag's ends and its content.
    pub(super) pad: f32,
    /// Side of an icon.
    pub(super) icon: f32,
    /// Space between a tag's icon and its word.
    pub(super) between: f32,
    /// Space between two tags.
    pub(super) gap: f32,
}

pub(super) const MARKS: TagRow = TagRow {
    scale: 1.0,
    font: font::SMALL,
    height: size::MARK_LINE,
    pad: 0.0,
    icon: size::MARK_ICON,
    between: size::ICON_GAP,
    gap: size::MARK_GAP,
};

pub(super) const BADGES: TagRow = TagRow {
    scale: 1.0,
    font: font::BADGE,
    height: size::BADGE,
    pad: size::BADGE_PAD,
    icon: size::BADGE_ICON,
    between: size::ICON_GAP,
    gap: size::GRID,
};

/// Measures what `wishes` may say and what they say at least, each within `room`.
pub(super) fn measured(
    wishes: Vec<TagWish>,
    row: &TagRow,
    room: f32,
    text: &TextMeasure,
) -> Vec<FlexibleTag> {
    let measure = |wish: TagWish| {
        let tag = |word: &str| Tag {
            icon: wish.icon,
            word: text.lines(word, row.font, room, 1).pop(),
            ink: wish.ink,
            ground: wish.ground,
        };
        FlexibleTag {
            long: tag(&wish.long),
            middle: tag(wish.middle.as_ref().unwrap_or(&wish.long)),
            short: tag(&wish.short),
        }
    };
    wishes.into_iter().map(measure).collect()
}

impl TagRow {
    /// The same row, `scale` times as large.
    pub(super) fn scaled(self, scale: f32) -> Self {
        Self {
            scale,
            font: Font {
                size: self.font.size * scale,
                ..self.font
            },
            height: self.height * scale,
            pad: self.pad * scale,
            icon: self.icon * scale,
            between: self.between * scale,
            gap: self.gap * scale,
        }
    }

    /// As many tags as fit, from the front, with such words as `words` allows.
    pub(super) fn fit<'a>(
        &self,
        choices: &'a [FlexibleTag],
        room: f32,
        words: TagWords,
    ) -> Vec<&'a Tag> {
        if words == TagWords::AllOrNone {
            let long: Vec<&Tag> = choices.iter().map(|choice| &choice.long).collect();
            if self.row_width(&long) <= room {
                return long;
            }
        }
        let mut used = 0.0;
        let mut fitting: Vec<&FlexibleTag> = Vec::new();
        for choice in choices {
            let gap = if fitting.is_empty() { 0.0 } else { self.gap };
            let needs = self.width(&choice.short) + gap;
            if used + needs <= room {
                used += needs;
                fitting.push(choice);
            }
        }
        let mut tags: Vec<&Tag> = fitting.iter().map(|choice| &choice.short).collect();
        let wider: &[fn(&FlexibleTag) -> &Tag] = match words {
            TagWords::WhereRoom => &[|choice| &choice.middle, |choice| &choice.long],
            TagWords::AllOrNone | TagWords::None => &[],
        };
        for wider in wider {
            for (tag, choice) in tags.iter_mut().zip(&fitting) {
                let more = self.width(wider(choice)) - self.width(tag);
                if used + more <= room {
                    used += more;
                    *tag = wider(choice);
                }
            }
        }
        tags
    }

    fn width(&self, tag: &Tag) -> f32 {
        let icon = if tag.icon.is_some() { self.icon } else { 0.0 };
        let word = tag
            .word
            .as_ref()
            .map_or(0.0, |word| word.width * self.scale);
        2.0 * self.pad + icon + self.between(tag) + word
    }

    /// Space between a tag's icon and its word.
    fn between(&self, tag: &Tag) -> f32 {
        if tag.icon.is_some() && tag.word.is_some() {
            self.between
        } else {
            0.0
        }
    }

    pub(super) fn row_width(&self, tags: &[&Tag]) -> f32 {
        let tags = tags.iter().map(|tag| self.width(tag) + self.gap);
        (tags.sum::<f32>() - self.gap).max(0.0)
    }

    /// Draws `tags` from `at` to the right; `at` is at the middle of their height.
    pub(super) fn draw(&self, tags: &[&Tag], at: Pos2, ink: Ink, shapes: &mut Vec<Shape>) {
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
                shapes.push(Shape::Text {
                    at: pos2(left, at.y),
                    text: word.text.clone(),
                    width: word.width * self.scale,
                    font: self.font,
                    ink,
                });
            }
            x += self.width(tag) + self.gap;
        }
    }
}

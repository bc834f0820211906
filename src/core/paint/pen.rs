//! What every pen that draws pages can do, and how shapes are drawn with one.
//!
//! A rectangle, a line and an arrow head are outlines to be filled or stroked; text and icons stay what
//! they are, because a PDF keeps them as text and a PNG keeps pictures of their glyphs.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    glyph_outline::{self, GlyphOutline},
    letters::{FontFile, Letters},
    pages::{Layer, LayerContent, Page},
};
use crate::scene::{
    Card, Class, Font, Icon, Ink, Pane, Pos2, Rect, Shape, ShapeGroup, Stroke, pos2, vec2,
};

/// Draws onto one page, in the coordinates of the layer that is open.
pub(super) trait Pen {
    /// What is drawn until `end` is clipped to the layer's part of the page, and moved there.
    fn begin(&mut self, layer: &Layer<'_>);
    /// The part of the layer that is seen, in its own coordinates.
    fn seen(&self) -> Rect;
    /// Fills an outline.
    fn fill(&mut self, outline: &GlyphOutline, ink: Ink);
    /// Draws a line along an outline.
    fn stroke(&mut self, outline: &GlyphOutline, stroke: Stroke);
    /// Writes a line of text; `at` is its left end, at the middle of its height.
    fn text(&mut self, at: Pos2, text: &str, font: Font, ink: Ink);
    /// Draws an icon into a square.
    fn icon(&mut self, icon: Icon, rect: Rect, ink: Ink);
    /// A card that leads elsewhere.
    fn link(&mut self, rect: Rect, address: &str);
    /// Closes the layer.
    fn end(&mut self);
}

/// Fonts for what Inter lacks.
#[derive(Clone, Debug, Default)]
pub struct FallbackFonts {
    /// The fonts, for the painters.
    pub fonts: Vec<FontFile>,
    /// Letters that none of them has: they are drawn as boxes.
    pub missing: BTreeSet<char>,
}

impl FallbackFonts {
    /// What `pages` need beside Inter. `find` looks for fonts that draw these letters, and is asked
    /// only when there are any.
    pub fn of(pages: &[Page<'_>], find: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>) -> Self {
        let lacked = missing_letters(pages, &[]);
        if lacked.is_empty() {
            return Self::default();
        }
        let fonts = find(&lacked);
        let letters = Letters::new(&fonts);
        let missing = lacked.into_iter().filter(|letter| !letters.has(*letter));
        let missing = missing.collect();
        Self { fonts, missing }
    }

    /// What stands as boxes, to be told to a user; `None` when nothing does. By number too: where no
    /// font has a letter, no message can show it either.
    pub fn words(&self) -> Option<String> {
        const MOST: usize = 4;
        let count = self.missing.len();
        let letters = self.missing.iter().take(MOST);
        let letters = letters.map(|letter| format!("{letter} (U+{:04X})", u32::from(*letter)));
        let letters = letters.collect::<Vec<_>>().join(", ");
        match count {
            0 => None,
            1 => Some(format!(
                "No font here has the letter {letters}: a box stands for it"
            )),
            2..=MOST => Some(format!(
                "No font here has the letters {letters}: boxes stand for them"
            )),
            _ => Some(format!(
                "No font here has the letters {letters} and {} others: boxes stand for them",
                count - MOST
            )),
        }
    }
}

/// The letters of `pages` that neither Inter nor one of `fonts` has: they are drawn as boxes.
pub fn missing_letters(pages: &[Page<'_>], fonts: &[FontFile]) -> BTreeSet<char> {
    let letters = Letters::new(fonts);
    let mut used = BTreeSet::new();
    let mut note = |shapes: &[Shape]| {
        for shape in shapes {
            if let Shape::Text { text, .. } = shape
                && !text.is_ascii()
            {
                used.extend(text.chars());
            }
        }
    };
    for layer in pages.iter().flat_map(|page| &page.layers) {
        match &layer.content {
            LayerContent::Pane(pane) => {
                let groups = pane.groups_in(layer.seen());
                groups.for_each(|group| note(&group.shapes));
            }
            LayerContent::Shapes(shapes) => note(shapes),
        }
    }
    used.into_iter()
        .filter(|letter| !letters.has(*letter))
        .collect()
}

/// Draws everything on `page`.
pub(super) fn draw_page(pen: &mut impl Pen, page: &Page<'_>) {
    for layer in &page.layers {
        pen.begin(layer);
        match &layer.content {
            LayerContent::Pane(pane) => draw_pane(pen, pane),
            LayerContent::Shapes(shapes) => shapes.iter().for_each(|shape| draw_shape(pen, shape)),
        }
        pen.end();
    }
}

fn draw_pane(pen: &mut impl Pen, pane: &Pane) {
    let groups = part_of(pane, pen.seen());
    for shape in groups.iter().flat_map(|group| &group.shapes) {
        draw_shape(pen, shape);
    }
    for (_, card) in pane.cards_in(pen.seen()) {
        for (place, link) in link_places(card) {
            pen.link(place, link);
        }
    }
}

/// What is drawn of the part `seen` of a pane, back to front; cards as one reads them.
pub(super) fn part_of(pane: &Pane, seen: Rect) -> Vec<Cow<'_, ShapeGroup>> {
    let mut groups: Vec<Cow<'_, ShapeGroup>> = pane.groups_in(seen).collect();
    in_reading_order(&mut groups);
    name_lines(pane, seen, &mut groups);
    groups
}

/// Puts the names of the three lines where they are seen in this part of the pane: beside all connectors, or over
/// them where these leave no room.
fn name_lines(pane: &Pane, seen: Rect, groups: &mut Vec<Cow<'_, ShapeGroup>>) {
    let is_line = |group: &ShapeGroup| pane.lines.iter().any(|line| line.group == *group);
    let Some(at) = groups.iter().position(|group| is_line(group)) else {
        return;
    };
    groups.retain(|group| !is_line(group));
    let named = pane
        .lines
        .iter()
        .filter(|line| line.group.bounds.intersects(seen))
        .map(|line| pane.named_line(line, (seen.left(), seen.right())));
    let (lines, over): (Vec<_>, Vec<_>) = named.unzip();
    let cards = groups
        .iter()
        .position(|group| matches!(group.class, Class::Step | Class::Label));
    let cards = cards.unwrap_or(groups.len());
    let over = over.into_iter().flatten().map(Cow::Owned);
    groups.splice(cards..cards, over);
    groups.splice(at..at, lines.into_iter().map(Cow::Owned));
}

/// Puts cards, which never lie on each other, into the order in which a blueprint is read: moment by
/// moment, and down the lanes. That is how their words follow each other when they are copied.
fn in_reading_order(groups: &mut [Cow<'_, ShapeGroup>]) {
    for cards in groups.chunk_by_mut(|a, b| a.class == b.class) {
        if cards[0].class == Class::Step {
            cards.sort_by(|a, b| {
                let (a, b) = (a.bounds, b.bounds);
                let by_column = a.left().total_cmp(&b.left());
                by_column.then(a.top().total_cmp(&b.top()))
            });
        }
    }
}

/// Each link of a card with its share of it, top to bottom.
pub(super) fn link_places(card: &Card) -> impl Iterator<Item = (Rect, &str)> {
    let height = card.rect.height() / card.links.len().max(1) as f32;
    let links = card.links.iter().enumerate();
    links.map(move |(place, link)| {
        let top = card.rect.top() + height * place as f32;
        let size = vec2(card.rect.width(), height);
        let part = Rect::from_min_size(pos2(card.rect.left(), top), size);
        (part, link.as_str())
    })
}

fn draw_shape(pen: &mut impl Pen, shape: &Shape) {
    match shape {
        Shape::Rect {
            rect,
            radius,
            fill,
            stroke,
        } => {
            let outline = glyph_outline::rounded(*rect, *radius);
            if let Some(ink) = fill {
                pen.fill(&outline, *ink);
            }
            if let Some(stroke) = stroke {
                pen.stroke(&outline, *stroke);
            }
        }
        Shape::Line {
            points,
            radius,
            stroke,
            gaps,
        } => pen.stroke(&glyph_outline::line(points, *radius, gaps), *stroke),
        Shape::Polygon {
            points,
            fill,
            stroke,
        } => {
            let outline = glyph_outline::polygon(points);
            pen.fill(&outline, *fill);
            if let Some(stroke) = stroke {
                pen.stroke(&outline, *stroke);
            }
        }
        Shape::Text {
            at,
            text,
            font,
            ink,
            ..
        } => pen.text(*at, text, *font, *ink),
        Shape::Icon { icon, rect, ink } => pen.icon(*icon, *rect, *ink),
    }
}

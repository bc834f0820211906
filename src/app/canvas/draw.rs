//! Draws a scene's shapes with egui. Knows colours and places, nothing of the document.

use egui::{
    Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape as Drawn, Stroke, StrokeKind,
    emath::TSTransform,
};

use super::veil::Strength;
use crate::{
    app::look::{font_id, icon_font},
    scene::{Class, Font, Icon, Ink, Pane, Scene, Shape, ShapeGroup, Theme, font, size, strands},
};

/// Smaller pictures, in points of the window, are not drawn.
const LEAST_ICON: f32 = 4.0;
/// Dashes get no smaller than at this zoom.
const LEAST_DASH: f32 = 0.75;
/// Below this zoom titles are four points high: cards are plain blocks, phases are tiles.
pub(super) const TITLE_ZOOM: f32 = 0.32;

/// Draws shapes at a place and zoom.
pub struct ScreenPen<'a> {
    painter: &'a Painter,
    to_screen: TSTransform,
    theme: Theme,
    strength: Strength,
}

/// Draws a whole scene as it would be exported: for small pictures.
pub fn paint_scene(painter: &Painter, scene: &Scene, to_screen: TSTransform, theme: Theme) {
    let pen = ScreenPen::new(painter, to_screen, theme);
    for group in scene.panes.iter().flat_map(Pane::groups) {
        pen.group(&group);
    }
}

impl<'a> ScreenPen<'a> {
    /// A pen that draws in `theme`, scene places moved by `to_screen`.
    pub fn new(painter: &'a Painter, to_screen: TSTransform, theme: Theme) -> Self {
        Self {
            painter,
            to_screen,
            theme,
            strength: Strength::Full,
        }
    }

    /// The same pen, as strong as `strength`.
    pub(super) fn with(&self, strength: Strength) -> Self {
        ScreenPen { strength, ..*self }
    }

    /// The colour of a ground or a line.
    fn ground(&self, ink: Ink) -> Color32 {
        self.strength.ground(self.theme, ink)
    }

    /// The colour of what is read.
    fn word(&self, ink: Ink) -> Color32 {
        self.strength.word(self.theme, ink)
    }

    /// Draws a group if any of it is inside the painter's clip.
    pub fn group(&self, group: &ShapeGroup) {
        if !self.sees(group) {
            return;
        }
        let is_small = self.to_screen.scaling < size::BODY_ZOOM;
        if is_small && group.class == Class::Step && self.to_screen.scaling >= TITLE_ZOOM {
            self.small_card(group);
        } else {
            group.shapes.iter().for_each(|shape| self.shape(shape));
        }
    }

    /// A card too small for its marks: its title alone, as large as it can be read, in as many lines as the card
    /// has room for.
    fn small_card(&self, group: &ShapeGroup) {
        let mut title: Option<(String, Ink)> = None;
        for shape in &group.shapes {
            match shape {
                Shape::Text {
                    text, font, ink, ..
                } if *font == font::TITLE => match &mut title {
                    Some((title, _)) => {
                        let breaks = ['-', '–', '—', '/'];
                        title.push_str(if title.ends_with(breaks) { "" } else { " " });
                        title.push_str(text);
                    }
                    None => title = Some((text.clone(), *ink)),
                },
                shape => self.shape(shape),
            }
        }
        if let (Some(Shape::Rect { rect, .. }), Some((title, ink))) = (group.shapes.first(), title)
        {
            let size = font::TITLE.size * self.to_screen.scaling;
            self.words_in(
                self.to_screen * rect.shrink2(egui::vec2(size::CUT, 0.0)),
                &title,
                (size, ink),
            );
        }
    }

    /// Words in the middle of a place of the window, at least as large as can be read, in as many lines as it has
    /// room for; what has none ends in `…`.
    pub(super) fn words_in(&self, place: Rect, words: &str, (size, ink): (f32, Ink)) {
        let size = text_size(size.max(size::LEAST_WORDS));
        let font = egui::FontId::proportional(size);
        // Two lines close together say more than one.
        let line = size * 1.1;
        let format = egui::TextFormat {
            line_height: Some(line),
            ..egui::TextFormat::simple(font, self.word(ink))
        };
        let mut job = egui::text::LayoutJob::single_section(words.to_owned(), format);
        job.wrap.max_width = place.width();
        job.wrap.max_rows = ((place.height() + 3.0) / line).floor().max(1.0) as usize;
        job.wrap.break_anywhere = job.wrap.max_rows == 1;
        let galley = self.painter.layout_job(job);
        let at = Pos2::new(place.left(), place.center().y - galley.size().y / 2.0);
        self.painter.galley(at, galley, self.word(ink));
    }

    fn sees(&self, group: &ShapeGroup) -> bool {
        let bounds = self.to_screen * group.bounds;
        self.painter.clip_rect().intersects(bounds)
    }

    /// Draws a connector's line, which lies under the cards.
    pub(super) fn wire_line(&self, wire: &ShapeGroup) {
        if let (Some(line), true) = (wire.shapes.first(), self.sees(wire)) {
            self.shape(line);
        }
    }

    /// Draws a connector's heads, which lie over what is selected, that at its end `lift` higher.
    pub(super) fn wire_heads(&self, wire: &ShapeGroup, lift: f32) {
        if !self.sees(wire) {
            return;
        }
        let mut heads = wire.shapes.iter().skip(1);
        if let Some(end) = heads.next() {
            let by = egui::vec2(0.0, -lift * self.to_screen.scaling);
            let to_screen =
                TSTransform::new(self.to_screen.translation + by, self.to_screen.scaling);
            ScreenPen { to_screen, ..*self }.shape(end);
        }
        heads.for_each(|head| self.shape(head));
    }

    /// Draws one shape.
    pub fn shape(&self, shape: &Shape) {
        let zoom = self.to_screen.scaling;
        match shape {
            // Where a label is too small to be drawn, its ground would only cut its line.
            Shape::Rect { fill, .. }
                if *fill == Some(Ink::LabelGround) && zoom < size::BODY_ZOOM => {}
            Shape::Rect {
                rect,
                radius,
                fill,
                stroke,
            } => self.rect(*rect, *radius, fill.map(|ink| self.ground(ink)), *stroke),
            Shape::Line {
                points,
                radius,
                stroke,
                gaps,
            } => self.line(points, *radius, *stroke, gaps),
            Shape::Polygon {
                points,
                fill,
                stroke: Some(stroke),
            } => {
                let mut points: Vec<Pos2> = points.iter().map(|at| self.to_screen * *at).collect();
                let fill = self.ground(*fill);
                if stroke.dashed && zoom >= TITLE_ZOOM {
                    let ground = Drawn::convex_polygon(points.clone(), fill, Stroke::NONE);
                    self.painter.add(ground);
                    points.extend(points.first().copied());
                    self.dashes(&points, *stroke);
                } else {
                    let line = self.stroke(*stroke);
                    self.painter.add(Drawn::convex_polygon(points, fill, line));
                }
            }
            Shape::Polygon { points, fill, .. } => {
                // A head stays in line with its connector.
                let tip = points
                    .first()
                    .map_or(Pos2::ZERO, |tip| self.to_screen * *tip);
                let by = self.sharp(tip, size::WIRE * zoom) - tip;
                let points = points
                    .iter()
                    .map(|point| self.to_screen * *point + by)
                    .collect();
                let fill = self.ground(*fill);
                self.painter
                    .add(Drawn::convex_polygon(points, fill, Stroke::NONE));
            }
            Shape::Text {
                at,
                text,
                font,
                ink,
                ..
            } => self.text(*at, text, *font, self.word(*ink)),
            // An icon without its figure says nothing, but for the spark of AI, which is a badge.
            Shape::Icon { icon, .. } if *icon != Icon::Spark && zoom < size::BODY_ZOOM => {}
            Shape::Icon { icon, rect, ink } if rect.height() * zoom >= LEAST_ICON => {
                let rect = self.to_screen * *rect;
                self.painter.text(
                    rect.center(),
                    Align2::CENTER_CENTER,
                    icon.glyph(),
                    icon_font(text_size(rect.height())),
                    self.word(*ink),
                );
            }
            Shape::Icon { .. } => {}
        }
    }

    fn text(&self, at: Pos2, text: &str, font: Font, ink: Color32) {
        let zoom = self.to_screen.scaling;
        let least = if font.size >= 12.0 {
            TITLE_ZOOM
        } else {
            size::BODY_ZOOM
        };
        if zoom < least {
            return;
        }
        let mut id = font_id(font, zoom);
        id.size = text_size(id.size);
        let galley = self.painter.layout_no_wrap(text.to_owned(), id, ink);
        let at = self.to_screen * at;
        let at = Pos2::new(at.x, at.y - galley.size().y / 2.0);
        self.painter.galley(at, galley, ink);
    }

    fn rect(
        &self,
        rect: Rect,
        radius: f32,
        fill: Option<Color32>,
        stroke: Option<crate::scene::Stroke>,
    ) {
        let zoom = self.to_screen.scaling;
        let rect = self.to_screen * rect;
        let corner = CornerRadius::same((radius * zoom).round().clamp(0.0, 255.0) as u8);
        let fill = fill.unwrap_or(Color32::TRANSPARENT);
        match stroke {
            Some(stroke) if stroke.dashed && zoom >= TITLE_ZOOM => {
                self.painter.rect_filled(rect, corner, fill);
                let outline = outline(rect, radius * zoom);
                self.dashes(&outline, stroke);
            }
            stroke => {
                let stroke = stroke.map_or(Stroke::NONE, |stroke| self.stroke(stroke));
                self.painter
                    .rect(rect, corner, fill, stroke, StrokeKind::Middle);
            }
        }
    }

    fn line(&self, points: &[Pos2], radius: f32, stroke: crate::scene::Stroke, gaps: &[Pos2]) {
        let is_square = |pair: &[Pos2]| pair[0].x == pair[1].x || pair[0].y == pair[1].y;
        let sharp;
        let (points, gaps) = if points.windows(2).all(is_square) {
            let width = self.stroke(stroke).width;
            let places = points.iter().chain(gaps);
            let places = places.map(|at| self.sharp(self.to_screen * *at, width));
            let from_screen = self.to_screen.inverse();
            sharp = places.map(|at| from_screen * at).collect::<Vec<_>>();
            sharp.split_at(points.len())
        } else {
            (points, gaps)
        };
        for strand in strands(points, radius, gaps) {
            let path = strand
                .flat()
                .into_iter()
                .map(|point| self.to_screen * point);
            let path: Vec<Pos2> = path.collect();
            if stroke.dashed && self.to_screen.scaling >= TITLE_ZOOM {
                self.dashes(&path, stroke);
            } else {
                self.painter.add(Drawn::line(path, self.stroke(stroke)));
            }
        }
    }

    /// A place of the window moved to where a level or upright line through it of this width is sharp.
    fn sharp(&self, at: Pos2, width: f32) -> Pos2 {
        let stroke = Stroke::new(width, Color32::BLACK);
        let mut at = at;
        for side in [&mut at.x, &mut at.y] {
            stroke.round_center_to_pixel(self.painter.pixels_per_point(), side);
        }
        at
    }

    fn dashes(&self, path: &[Pos2], stroke: crate::scene::Stroke) {
        let zoom = self.to_screen.scaling;
        let (dash, gap) = stroke.dashes().unwrap_or(size::DASH);
        // Shorter ones would run together.
        let scale = zoom.max(LEAST_DASH);
        let (dash, gap) = (dash * scale, gap * scale);
        let seen = level_part(path, self.painter.clip_rect(), dash + gap);
        let path = seen.as_ref().map_or(path, |seen| &seen[..]);
        let dashes = Drawn::dashed_line(path, self.stroke(stroke), dash, gap);
        self.painter.extend(dashes);
    }

    fn stroke(&self, stroke: crate::scene::Stroke) -> Stroke {
        let width = (stroke.width * self.to_screen.scaling).max(0.5);
        Stroke::new(width, self.ground(stroke.ink))
    }
}

/// Sizes of text go in small steps, so that zooming does not fill the font's texture.
pub fn text_size(size: f32) -> f32 {
    (size * 4.0).round().max(4.0) / 4.0
}

/// What is seen of one level segment from left to right, begun at a whole number of `period`s from its
/// start: a line across all of the board has thousands of dashes, and they must not swim while panning.
fn level_part(path: &[Pos2], clip: Rect, period: f32) -> Option<[Pos2; 2]> {
    let &[start, end] = path else {
        return None;
    };
    if start.y != end.y || start.x > end.x {
        return None;
    }
    let hidden = ((clip.left() - start.x) / period).floor().max(0.0) * period;
    let left = (start.x + hidden).min(end.x);
    let right = end.x.min(clip.right() + period).max(left);
    Some([Pos2::new(left, start.y), Pos2::new(right, end.y)])
}

/// A rectangle with rounded corners as a closed path.
fn outline(rect: Rect, radius: f32) -> Vec<Pos2> {
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let corners = [
        (rect.right_top() + egui::vec2(-r, r), -90.0_f32),
        (rect.right_bottom() + egui::vec2(-r, -r), 0.0),
        (rect.left_bottom() + egui::vec2(r, -r), 90.0),
        (rect.left_top() + egui::vec2(r, r), 180.0),
    ];
    let mut path: Vec<Pos2> = corners
        .into_iter()
        .flat_map(|(center, start)| {
            (0..=4_u8).map(move |i| {
                let angle = (start + f32::from(i) * 22.5).to_radians();
                center + r * egui::Vec2::angled(angle)
            })
        })
        .collect();
    path.extend(path.first().copied());
    path
}

//! A scene as SVG: the same shapes, grouped and named, so that scripts can find every record in it.
//!
//! Every `<g>` of a record has the class of what it is (`step`, `connector`, `label`, `lane`, `header`),
//! its kind as a second class, and the record's id as `data-id`. The first child of a step is its
//! `<rect>`, the first `<path>` of a connector its line. Coordinates are absolute, in points.
//!
//! Words are drawn as outlines, so that they look the same where nobody has Inter, and stand as `<text>` that is
//! not seen besides, for search, scripts and screen readers. Letters that Inter lacks are left to the viewer.

mod words;

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

use super::{
    outgoing::{address, plain},
    pages::{LayerContent, Page},
    pen::{link_places, part_of},
};
use crate::scene::{
    Class, Icon, Ink, Pane, Piece, Pos2, Rect, Scene, Shape, ShapeGroup, Show, Stroke, Theme, font,
    icon_font, pos2, size, strands,
};
use words::Outlines;

/// `scene` as an SVG document. The same scene gives the same bytes.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let mut icons = Icons::default();
    let mut body = String::new();
    for pane in &scene.panes {
        draw_pane(&mut body, scene, pane, theme, &mut icons);
    }
    // One variant has no strip for its name in the scene, because the window has it elsewhere.
    let above = match scene.lens.show {
        Show::One(_) | Show::Overlay(..) => size::TITLE_STRIP,
        Show::Compare(..) => 0.0,
    };
    let names: Vec<&str> = scene.panes.iter().map(|pane| pane.name.as_str()).collect();
    let (width, height) = (Num(scene.size.x), Num(scene.size.y + above));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 {top} {width} {height}\" role=\"img\">\n<title>{names}</title>\n",
        top = Num(-above),
        names = Escaped(&names.join(" / ")),
    );
    icons.draw_definitions(&mut out);
    put(
        &mut out,
        format_args!(
            "<rect y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>\n{body}</svg>\n",
            top = Num(-above),
            fill = theme.rgb(Ink::Canvas),
        ),
    );
    out
}

/// `page` as an SVG document: what [`svg`] draws of a whole scene, for a part of one. The same page gives the same bytes.
pub fn svg_page(page: &Page<'_>, theme: Theme) -> String {
    let mut icons = Icons::default();
    let mut body = String::new();
    for layer in &page.layers {
        let seen = layer.seen();
        put(
            &mut body,
            format_args!(
                "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\">\n",
                Num(layer.clip.left()),
                Num(layer.clip.top()),
                Num(layer.clip.width()),
                Num(layer.clip.height()),
                Num(seen.left()),
                Num(seen.top()),
                Num(seen.width()),
                Num(seen.height()),
            ),
        );
        match &layer.content {
            LayerContent::Pane(pane) => {
                let variant = Escaped(pane.variant.as_str());
                put(&mut body, format_args!("<g data-variant=\"{variant}\">\n"));
                for group in part_of(pane, seen) {
                    draw_group(&mut body, &group, theme, &mut icons);
                }
                draw_links(&mut body, pane, seen);
                body.push_str("</g>\n");
            }
            LayerContent::Shapes(shapes) => {
                for shape in shapes {
                    draw_shape(&mut body, shape, theme, &mut icons);
                }
            }
        }
        body.push_str("</svg>\n");
    }
    let (width, height) = (Num(page.size.x), Num(page.size.y));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{name}</title>\n",
        name = Escaped(&page.picture),
    );
    icons.draw_definitions(&mut out);
    put(&mut out, format_args!("{body}</svg>\n"));
    out
}

/// The links of the cards in `seen`: places over them that lead elsewhere.
fn draw_links(out: &mut String, pane: &Pane, seen: Rect) {
    for (_, card) in pane.cards_in(seen) {
        for (place, link) in link_places(card) {
            put(
                out,
                format_args!(
                    "<a href=\"{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"0\"/></a>\n",
                    Escaped(&address(link)),
                    Num(place.left()),
                    Num(place.top()),
                    Num(place.width()),
                    Num(place.height()),
                ),
            );
        }
    }
}

/// Writing to a `String` cannot fail.
fn put(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn draw_pane(out: &mut String, scene: &Scene, pane: &Pane, theme: Theme, icons: &mut Icons) {
    put(
        out,
        format_args!("<g data-variant=\"{}\">\n", Escaped(pane.variant.as_str())),
    );
    draw_title(out, scene, pane, theme, icons);
    for group in pane.groups() {
        draw_group(out, &group, theme, icons);
    }
    draw_links(out, pane, pane.rect.expand(size::BADGE_RISE));
    out.push_str("</g>\n");
}

/// The variant's name above its pane.
fn draw_title(out: &mut String, scene: &Scene, pane: &Pane, theme: Theme, icons: &mut Icons) {
    let (top, ground) = match scene.lens.show {
        Show::One(_) | Show::Overlay(..) => (pane.rect.top() - size::TITLE_STRIP, None),
        Show::Compare(..) => (pane.rect.top(), Some(Ink::TitleStrip)),
    };
    if let Some(ground) = ground {
        let strip = Rect::from_min_max(
            pos2(pane.rect.left(), top),
            pos2(pane.rect.right(), top + size::TITLE_STRIP),
        );
        let rect = Shape::Rect {
            rect: strip,
            radius: 0.0,
            fill: Some(ground),
            stroke: None,
        };
        draw_shape(out, &rect, theme, icons);
        for y in [strip.top(), strip.bottom()] {
            let line = Shape::Line {
                points: vec![pos2(strip.left(), y), pos2(strip.right(), y)],
                radius: 0.0,
                stroke: Stroke {
                    width: 1.0,
                    ink: Ink::Hairline,
                    dashed: false,
                },
                gaps: Vec::new(),
            };
            draw_shape(out, &line, theme, icons);
        }
    }
    let at = pos2(
        size::LANE_BAR + size::LANE_TEXT,
        top + size::TITLE_STRIP / 2.0,
    );
    let fill = theme.rgb(Ink::Text);
    let (words, font) = (&pane.name, font::HEADING);
    icons.outlines.draw_text(out, at, (words, None), font, fill);
    let room = pane.rect.right() - at.x;
    if let Some(line) = pane
        .line
        .as_ref()
        .filter(|line| line.from + line.width <= room)
    {
        let said = (line.text.as_str(), Some(line.width));
        let (at, fill) = (pos2(at.x + line.from, at.y), theme.rgb(Ink::TextMuted));
        icons.outlines.draw_text(out, at, said, font::SMALL, fill);
    }
}

fn draw_group(out: &mut String, group: &ShapeGroup, theme: Theme, icons: &mut Icons) {
    let class = match group.class {
        Class::Step => "step",
        Class::Connector => "connector",
        Class::Label => "label",
        Class::Lane => "lane",
        Class::Header => "header",
        Class::Row => "row",
        // A rule is no record of its own.
        Class::Rule => {
            for shape in &group.shapes {
                draw_shape(out, shape, theme, icons);
            }
            return;
        }
    };
    put(
        out,
        format_args!(
            "<g class=\"{class} {kind}\" data-id=\"{id}\">\n",
            kind = group.kind,
            id = Escaped(&group.id)
        ),
    );
    for shape in &group.shapes {
        draw_shape(out, shape, theme, icons);
    }
    out.push_str("</g>\n");
}

fn draw_shape(out: &mut String, shape: &Shape, theme: Theme, icons: &mut Icons) {
    match shape {
        Shape::Rect {
            rect,
            radius,
            fill,
            stroke,
        } => {
            put(
                out,
                format_args!(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                    Num(rect.left()),
                    Num(rect.top()),
                    Num(rect.width()),
                    Num(rect.height())
                ),
            );
            if *radius > 0.0 {
                put(out, format_args!(" rx=\"{}\"", Num(*radius)));
            }
            match fill {
                Some(fill) => put(out, format_args!(" fill=\"{}\"", theme.rgb(*fill))),
                None => out.push_str(" fill=\"none\""),
            }
            if let Some(stroke) = stroke {
                draw_stroke(out, *stroke, theme);
            }
            out.push_str("/>\n");
        }
        Shape::Line {
            points,
            radius,
            stroke,
            gaps,
        } => {
            out.push_str("<path d=\"");
            for strand in strands(points, *radius, gaps) {
                put(out, format_args!("M{}", At(strand.start)));
                for piece in strand.pieces {
                    match piece {
                        Piece::Straight(to) => put(out, format_args!("L{}", At(to))),
                        Piece::Corner(corner, to) => {
                            put(out, format_args!("Q{} {}", At(corner), At(to)));
                        }
                    }
                }
            }
            out.push_str("\" fill=\"none\"");
            draw_stroke(out, *stroke, theme);
            out.push_str("/>\n");
        }
        Shape::Polygon {
            points,
            fill,
            stroke,
        } => {
            out.push_str("<path d=\"");
            for (point, index) in points.iter().zip(0..) {
                let letter = if index == 0 { 'M' } else { 'L' };
                put(out, format_args!("{letter}{}", At(*point)));
            }
            put(out, format_args!("Z\" fill=\"{}\"", theme.rgb(*fill)));
            if let Some(stroke) = stroke {
                draw_stroke(out, *stroke, theme);
            }
            out.push_str("/>\n");
        }
        Shape::Text {
            at,
            text,
            width,
            font,
            ink,
        } => {
            let words = (text.as_str(), Some(*width));
            icons
                .outlines
                .draw_text(out, *at, words, *font, theme.rgb(*ink));
        }
        Shape::Icon { icon, rect, ink } => put(
            out,
            format_args!(
                "<use href=\"#{}\" x=\"{}\" y=\"{}\" fill=\"{}\"/>\n",
                icons.name(*icon, rect.height()),
                Num(rect.left()),
                Num(rect.top()),
                theme.rgb(*ink)
            ),
        ),
    }
}

fn draw_stroke(out: &mut String, stroke: Stroke, theme: Theme) {
    put(
        out,
        format_args!(
            " stroke=\"{}\" stroke-width=\"{}\"",
            theme.rgb(stroke.ink),
            Num(stroke.width)
        ),
    );
    if let Some((dash, space)) = stroke.dashes() {
        put(
            out,
            format_args!(" stroke-dasharray=\"{} {}\"", Num(dash), Num(space)),
        );
    }
}

/// The icons and letters a document uses, each drawn once a size.
#[derive(Default)]
struct Icons {
    used: BTreeMap<(Icon, u32), String>,
    outlines: Outlines,
}

impl Icons {
    /// The name under which `icon` is defined, `height` points high.
    fn name(&mut self, icon: Icon, height: f32) -> &str {
        self.used
            .entry((icon, height.to_bits()))
            .or_insert_with(|| format!("{icon:?}-{}", Num(height)).to_lowercase())
    }

    fn draw_definitions(&self, out: &mut String) {
        let Ok(face) = FontRef::new(icon_font()) else {
            return;
        };
        if self.used.is_empty() && self.outlines.is_empty() {
            return;
        }
        out.push_str("<defs>\n");
        self.outlines.draw_definitions(out);
        for ((icon, height), name) in &self.used {
            let height = f32::from_bits(*height);
            let metrics = face.metrics(Size::new(height), LocationRef::default());
            let mut pen = PathPen {
                path: String::new(),
                // The em box is the icon's square; its foot is the font's descent.
                baseline: height + metrics.descent,
            };
            let glyph = face.charmap().map(icon.glyph()).unwrap_or(GlyphId::NOTDEF);
            if let Some(outline) = face.outline_glyphs().get(glyph) {
                let settings = DrawSettings::unhinted(Size::new(height), LocationRef::default());
                let _ = outline.draw(settings, &mut pen);
            }
            put(
                out,
                format_args!("<path id=\"{name}\" d=\"{}\"/>\n", pen.path),
            );
        }
        out.push_str("</defs>\n");
    }
}

/// Writes a glyph's outline as the data of a `<path>`, y downward.
struct PathPen {
    path: String,
    baseline: f32,
}

impl PathPen {
    fn at(&self, x: f32, y: f32) -> At {
        At(pos2(x, self.baseline - y))
    }
}

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        put(&mut self.path, format_args!("M{to}"));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        put(&mut self.path, format_args!("L{to}"));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (corner, to) = (self.at(cx, cy), self.at(x, y));
        put(&mut self.path, format_args!("Q{corner} {to}"));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (first, second, to) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        put(&mut self.path, format_args!("C{first} {second} {to}"));
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

/// A number with at most two decimals, the same on every machine.
#[derive(Clone, Copy)]
struct Num(f32);

impl fmt::Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (f64::from(self.0) * 100.0).round();
        // Adding zero turns -0 into 0.
        write!(f, "{}", hundredths / 100.0 + 0.0)
    }
}

/// A point of a path.
#[derive(Clone, Copy)]
struct At(Pos2);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Num(self.0.x), Num(self.0.y))
    }
}

/// Text for elements and attributes; what XML forbids, hides or turns letters is left out.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in plain(self.0).chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                letter => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_number(number: f32, expected: &str) {
        assert_eq!(Num(number).to_string(), expected);
    }

    #[test]
    fn numbers_are_short() {
        check_number(12.0, "12");
        check_number(-0.001, "0");
        check_number(1.005, "1");
        check_number(0.1 + 0.2, "0.3");
        check_number(-3.456, "-3.46");
    }

    #[test]
    fn text_is_escaped() {
        let escaped = Escaped("<a href=\"x\">&'\u{0}\n\u{ffff}\u{202e}</a>").to_string();
        assert_eq!(escaped, "&lt;a href=&quot;x&quot;&gt;&amp;&#39; &lt;/a&gt;");
    }
}

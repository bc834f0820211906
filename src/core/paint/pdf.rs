//! Pages as PDF: text stays text, with the letters it uses embedded; links stay links.
//!
//! Holds neither author nor date: the same pages give the same bytes.

use std::{collections::BTreeMap, ops::ControlFlow, ops::Range, sync::Arc};

use krilla::{
    Data, Document,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect as PdfRect, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline as Bookmarks, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke as PdfStroke, StrokeDash},
    surface::{Location, Surface},
    text::{Font as PdfFont, Glyph as PdfGlyph, GlyphId},
};

use super::{
    PaintError,
    glyph_outline::{GlyphOutline, Verb},
    letters::{BASELINE, FaceId, FontFile, Glyph, Letters},
    outgoing::{self, plain},
    pages::{Layer, Page},
    pen::{Pen, draw_page},
};
use crate::scene::{Font, Icon, Ink, Pos2, Rect, Stroke, Theme, icon_font, pos2};

/// `pages` as a PDF called `title`. `fonts` draw what Inter lacks. `watch` is told after each page how
/// many are drawn, and may stop it.
pub fn pdf(
    title: &str,
    pages: &[Page<'_>],
    theme: Theme,
    fonts: &[FontFile],
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, PaintError> {
    let mut document = Document::new();
    let mut tools = Tools::new(theme, fonts);
    for (page, number) in pages.iter().zip(1..) {
        let settings = PageSettings::from_wh(page.size.x, page.size.y).ok_or(PaintError::Empty)?;
        let mut sheet = document.start_page_with(settings);
        let links = draw(sheet.surface(), page, &mut tools);
        for link in links {
            sheet.add_annotation(link);
        }
        sheet.finish();
        if watch(number).is_break() {
            return Err(PaintError::Stopped);
        }
    }
    document.set_outline(bookmarks(pages));
    document.set_metadata(
        Metadata::new()
            .title(plain(title).into_owned())
            .creator("Frontstage".to_owned()),
    );
    document
        .finish()
        .map_err(|error| PaintError::Pdf(format!("{error:?}")))
}

/// Draws a page, and gives back its links.
fn draw(surface: Surface<'_>, page: &Page<'_>, tools: &mut Tools<'_>) -> Vec<Annotation> {
    let mut pen = PdfPen {
        surface,
        tools,
        layers: Vec::new(),
        links: Vec::new(),
    };
    draw_page(&mut pen, page);
    pen.surface.finish();
    pen.links
}

/// A bookmark a picture, and below it one a phase.
fn bookmarks(pages: &[Page<'_>]) -> Bookmarks {
    let mut bookmarks = Bookmarks::new();
    let numbered: Vec<(usize, &Page<'_>)> = pages.iter().enumerate().collect();
    for picture in numbered.chunk_by(|(_, a), (_, b)| a.picture == b.picture) {
        let to = |page: usize, at: Pos2| XyzDestination::new(page, Point::from_xy(at.x, at.y));
        let name = plain(&picture[0].1.picture).into_owned();
        let mut node = OutlineNode::new(name, to(picture[0].0, Pos2::ZERO));
        // Compare begins each phase twice, and a row of sheets below another once more.
        let mut seen = std::collections::BTreeSet::new();
        for (number, page) in picture {
            for (name, at) in &page.phases {
                if seen.insert(name) {
                    let name = plain(name).into_owned();
                    node.push_child(OutlineNode::new(name, to(*number, *at)));
                }
            }
        }
        bookmarks.push_child(node);
    }
    bookmarks
}

/// What all pages share.
struct Tools<'f> {
    theme: Theme,
    letters: Letters<'f>,
    files: &'f [FontFile],
    fonts: BTreeMap<FaceId, Option<PdfFont>>,
}

impl<'f> Tools<'f> {
    fn new(theme: Theme, files: &'f [FontFile]) -> Self {
        Self {
            theme,
            letters: Letters::new(files),
            files,
            fonts: BTreeMap::new(),
        }
    }

    fn font(&mut self, face: FaceId) -> Option<PdfFont> {
        let files = self.files;
        let open = || match face {
            FaceId::Inter(weight) => PdfFont::new(weight.bytes().into(), 0),
            FaceId::Icons => PdfFont::new(icon_font().into(), 0),
            FaceId::More(index) => {
                let file = files.get(index)?;
                PdfFont::new(Data::from(Arc::clone(&file.data)), file.index)
            }
        };
        self.fonts.entry(face).or_insert_with(open).clone()
    }

    fn color(&self, ink: Ink) -> rgb::Color {
        let [red, green, blue] = self.theme.rgb(ink).0;
        rgb::Color::new(red, green, blue)
    }
}

/// Draws one page.
struct PdfPen<'s, 't, 'f> {
    surface: Surface<'s>,
    tools: &'t mut Tools<'f>,
    /// Of the layers that are open: what is seen of each, its scale and its place.
    layers: Vec<(Rect, f32, crate::scene::Vec2)>,
    links: Vec<Annotation>,
}

impl PdfPen<'_, '_, '_> {
    fn set_fill(&mut self, ink: Ink) {
        self.surface.set_fill(Some(Fill {
            paint: self.tools.color(ink).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
        self.surface.set_stroke(None);
    }
}

impl Pen for PdfPen<'_, '_, '_> {
    fn begin(&mut self, layer: &Layer<'_>) {
        if let Some(clip) = path(&super::glyph_outline::rounded(layer.clip, 0.0)) {
            self.surface.push_clip_path(&clip, &FillRule::NonZero);
        } else {
            // An empty clip shows nothing; the transform keeps pushes and pops even.
            self.surface.push_transform(&Transform::identity());
        }
        self.surface.push_transform(&Transform::from_row(
            layer.scale,
            0.0,
            0.0,
            layer.scale,
            layer.origin.x,
            layer.origin.y,
        ));
        self.layers.push((layer.seen(), layer.scale, layer.origin));
    }

    fn seen(&self) -> Rect {
        self.layers.last().map_or(Rect::NOTHING, |(seen, ..)| *seen)
    }

    fn fill(&mut self, outline: &GlyphOutline, ink: Ink) {
        if let Some(path) = path(outline) {
            self.set_fill(ink);
            self.surface.draw_path(&path);
        }
    }

    fn stroke(&mut self, outline: &GlyphOutline, stroke: Stroke) {
        if let Some(path) = path(outline) {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(PdfStroke {
                paint: self.tools.color(stroke.ink).into(),
                width: stroke.width,
                dash: stroke.dashes().map(|(dash, space)| StrokeDash {
                    array: vec![dash, space],
                    offset: 0.0,
                }),
                ..PdfStroke::default()
            }));
            self.surface.draw_path(&path);
        }
    }

    fn text(&mut self, at: Pos2, text: &str, font: Font, ink: Ink) {
        let text = &*plain(text);
        let runs = self.tools.letters.shape(text, font.weight);
        self.set_fill(ink);
        for run in &runs {
            let (Some(face), Some(first)) = (self.tools.font(run.face), run.glyphs.first()) else {
                continue;
            };
            let x = at.x + first.at.0 * font.size;
            let start = Point::from_xy(x, at.y + BASELINE * font.size);
            self.surface
                .draw_glyphs(start, &run.glyphs, face, text, font.size, false);
        }
    }

    fn icon(&mut self, icon: Icon, rect: Rect, ink: Ink) {
        let glyph = Glyph {
            id: self.tools.letters.icon(icon),
            at: (0.0, 0.0),
            advance: 1.0,
            bytes: 0..1,
        };
        let foot = self.tools.letters.icon_foot() * rect.height();
        let at = pos2(rect.left(), rect.bottom() - foot);
        self.set_fill(ink);
        if let Some(face) = self.tools.font(FaceId::Icons) {
            // An icon says nothing that a word does not say too: it is copied as a space.
            self.surface.draw_glyphs(
                Point::from_xy(at.x, at.y),
                &[glyph],
                face,
                " ",
                rect.height(),
                false,
            );
        }
    }

    fn link(&mut self, rect: Rect, address: &str) {
        let Some((seen, scale, origin)) = self.layers.last().copied() else {
            return;
        };
        let on_page = |at: Pos2| at.to_vec2() * scale + origin;
        let seen = rect.intersect(seen);
        let (min, max) = (on_page(seen.min), on_page(seen.max));
        if let Some(rect) = PdfRect::from_ltrb(min.x, min.y, max.x, max.y) {
            let address = outgoing::address(address);
            let action = Action::Link(LinkAction::new(address.clone()));
            let link = LinkAnnotation::new(rect, Target::Action(action));
            self.links.push(Annotation::new_link(link, Some(address)));
        }
    }

    fn end(&mut self) {
        if self.layers.pop().is_some() {
            self.surface.pop();
            self.surface.pop();
        }
    }
}

fn path(outline: &GlyphOutline) -> Option<Path> {
    let mut path = PathBuilder::new();
    for verb in outline {
        match *verb {
            Verb::Move(to) => path.move_to(to.x, to.y),
            Verb::Line(to) => path.line_to(to.x, to.y),
            Verb::Quad(corner, to) => path.quad_to(corner.x, corner.y, to.x, to.y),
            Verb::Cubic(first, second, to) => {
                path.cubic_to(first.x, first.y, second.x, second.y, to.x, to.y);
            }
            Verb::Close => path.close(),
        }
    }
    path.finish()
}

impl PdfGlyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(u32::from(self.id))
    }

    fn text_range(&self) -> Range<usize> {
        self.bytes.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, _size: f32) -> f32 {
        0.0
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.at.1 * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

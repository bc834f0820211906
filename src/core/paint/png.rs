//! A page as a PNG. The same page gives the same bytes. A page that would have more than 200 million pixels is refused.
//!
//! Outlines are filled by tiny-skia. Letters are drawn from pictures of their glyphs, made once a size and
//! quarter of a pixel: a board has few glyphs, many times.

use std::{collections::BTreeMap, ops::Range};

use tiny_skia::{FillRule, IntSize, Mask, Paint, Path, PathBuilder, Pixmap, StrokeDash, Transform};

use super::{
    PaintError,
    glyph_outline::{GlyphOutline, Verb},
    letters::{BASELINE, FaceId, FontFile, Letters},
    pages::{Layer, Page},
    pen::{Pen, draw_page},
};
use crate::scene::{Font, Icon, Ink, Pos2, Rect, Rgb, Stroke, Theme, Vec2, pos2, vec2};

/// The most pixels that a picture may have: above this a picture costs a gigabyte of memory.
pub const MOST_PIXELS: u32 = 200_000_000;

/// A picture in memory: red, green and blue of each pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// How wide the picture is, in pixels.
    pub width: u32,
    /// How high the picture is, in pixels.
    pub height: u32,
    /// Red, green, blue and 255 of each pixel.
    pub rgba: Vec<u8>,
}

/// `page` with so many `pixels` a point. `fonts` draw what Inter lacks.
pub fn pixels(
    page: &Page<'_>,
    pixels: f32,
    theme: Theme,
    fonts: &[FontFile],
) -> Result<Pixels, PaintError> {
    let pixmap = draw(page, pixels, theme, fonts)?;
    Ok(Pixels {
        width: pixmap.width(),
        height: pixmap.height(),
        // Everything is opaque, so that premultiplied and plain are the same.
        rgba: pixmap.take(),
    })
}

/// `page` as a PNG with so many `pixels` a point. `fonts` draw what Inter lacks.
pub fn png(
    page: &Page<'_>,
    pixels: f32,
    theme: Theme,
    fonts: &[FontFile],
) -> Result<Vec<u8>, PaintError> {
    let pixmap = draw(page, pixels, theme, fonts)?;
    encode(&pixmap, pixels).map_err(|error| PaintError::Png(error.to_string()))
}

/// Width and height of `page` with so many `pixels` a point.
pub fn size_in_pixels(page: &Page<'_>, pixels: f32) -> Result<(u32, u32), PaintError> {
    let size = (page.size * pixels).round().max(Vec2::splat(1.0));
    let count = f64::from(size.x) * f64::from(size.y);
    if !count.is_finite() || count > f64::from(MOST_PIXELS) {
        let fits = f64::from(pixels) * (f64::from(MOST_PIXELS) / count).sqrt();
        return Err(PaintError::TooManyPixels {
            millions: (count / 1e6).ceil(),
            fits: (fits * 100.0).floor() / 100.0,
        });
    }
    Ok((size.x as u32, size.y as u32))
}

fn draw(
    page: &Page<'_>,
    pixels: f32,
    theme: Theme,
    fonts: &[FontFile],
) -> Result<Pixmap, PaintError> {
    let (width, height) = size_in_pixels(page, pixels)?;
    let pixmap = Pixmap::new(width, height).ok_or(PaintError::Empty)?;
    let mut pen = PngPen {
        pixmap,
        pixels,
        theme,
        letters: Letters::new(fonts),
        glyphs: BTreeMap::new(),
        layer: OpenLayer::default(),
        mask: None,
    };
    draw_page(&mut pen, page);
    Ok(pen.pixmap)
}

fn encode(pixmap: &Pixmap, pixels: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // A point is 1/72 inch; the format wants pixels a metre.
    let a_metre = (pixels * 72.0 / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: a_metre,
        yppu: a_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    let rgb: Vec<u8> = pixmap
        .data()
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
        .collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// Where the layer that is open lies.
#[derive(Clone, Copy)]
struct OpenLayer {
    /// What of it is seen, in its own coordinates.
    seen: Rect,
    /// The same in pixels.
    clip: Rect,
    scale: f32,
    origin: Vec2,
}

impl Default for OpenLayer {
    fn default() -> Self {
        Self {
            seen: Rect::NOTHING,
            clip: Rect::NOTHING,
            scale: 1.0,
            origin: Vec2::ZERO,
        }
    }
}

impl OpenLayer {
    fn to_pixels(self, at: Pos2) -> Pos2 {
        (at.to_vec2() * self.scale + self.origin).to_pos2()
    }
}

/// Draws one page.
struct PngPen<'f> {
    pixmap: Pixmap,
    pixels: f32,
    theme: Theme,
    letters: Letters<'f>,
    glyphs: BTreeMap<GlyphKey, GlyphStamp>,
    layer: OpenLayer,
    /// The clip, made when something is drawn across it.
    mask: Option<Mask>,
}

/// A glyph at a size: bits of the em in pixels, and quarters of a pixel to the right.
type GlyphKey = (FaceId, u16, u32, u8);

/// A picture of a glyph.
struct GlyphStamp {
    /// From the glyph's origin, in pixels.
    left: i32,
    top: i32,
    width: usize,
    /// How much of each pixel is covered.
    cover: Vec<u8>,
}

/// How finely glyphs are placed across.
const QUARTERS: f32 = 4.0;

impl PngPen<'_> {
    fn paint(&self, ink: Ink) -> Paint<'static> {
        let mut paint = Paint::default();
        let [red, green, blue] = self.theme.rgb(ink).0;
        paint.set_color_rgba8(red, green, blue, 255);
        paint
    }

    /// The outline in pixels.
    fn path(&self, outline: &GlyphOutline) -> Option<Path> {
        path(outline, |at| self.layer.to_pixels(at))
    }

    /// Makes the mask of the clip if something inside `bounds` would cross it.
    fn clip_to(&mut self, bounds: tiny_skia::Rect) -> Clip {
        let clip = self.layer.clip;
        let bounds = Rect::from_min_max(
            pos2(bounds.left(), bounds.top()),
            pos2(bounds.right(), bounds.bottom()),
        );
        if clip.contains_rect(bounds.expand(1.0)) || clip.contains_rect(self.whole()) {
            return Clip::Inside;
        }
        if !clip.intersects(bounds.expand(1.0)) {
            return Clip::Outside;
        }
        if self.mask.is_none() {
            self.mask = mask(self.pixmap.width(), self.pixmap.height(), clip);
        }
        Clip::Across
    }

    fn whole(&self) -> Rect {
        let size = vec2(self.pixmap.width() as f32, self.pixmap.height() as f32);
        Rect::from_min_size(Pos2::ZERO, size)
    }

    /// Draws a glyph with its origin at `at`, in pixels.
    fn glyph(&mut self, face: FaceId, glyph: u16, em: f32, at: Pos2, color: Rgb) {
        // A baseline on whole pixels keeps letters crisp; across, a quarter is near enough.
        let quarters = (at.x * QUARTERS).round();
        let x = (quarters / QUARTERS).floor();
        let part = (quarters - x * QUARTERS) as u8;
        let (x, y) = (x as i32, at.y.round() as i32);
        let letters = &self.letters;
        let stamp = self
            .glyphs
            .entry((face, glyph, em.to_bits(), part))
            .or_insert_with(|| {
                let outline = letters.outline(face, glyph, em);
                GlyphStamp::new(&outline, f32::from(part) / QUARTERS)
            });
        let clip = self.layer.clip;
        let (clip_x, clip_y) = (
            clip.left().round() as i32..clip.right().round() as i32,
            clip.top().round() as i32..clip.bottom().round() as i32,
        );
        stamp.print(&mut self.pixmap, (x, y), color, (&clip_x, &clip_y));
    }
}

/// How something lies to the clip.
#[derive(PartialEq, Eq)]
enum Clip {
    Inside,
    Across,
    Outside,
}

impl Pen for PngPen<'_> {
    fn begin(&mut self, layer: &Layer<'_>) {
        let pixels = self.pixels;
        self.layer = OpenLayer {
            seen: layer.seen(),
            clip: Rect::from_min_max(
                (layer.clip.min.to_vec2() * pixels).to_pos2(),
                (layer.clip.max.to_vec2() * pixels).to_pos2(),
            ),
            scale: layer.scale * pixels,
            origin: layer.origin * pixels,
        };
        self.mask = None;
    }

    fn seen(&self) -> Rect {
        self.layer.seen
    }

    fn fill(&mut self, outline: &GlyphOutline, ink: Ink) {
        let Some(path) = self.path(outline) else {
            return;
        };
        let clip = self.clip_to(path.bounds());
        if clip == Clip::Outside {
            return;
        }
        let paint = self.paint(ink);
        let mask = self.mask.as_ref().filter(|_| clip == Clip::Across);
        self.pixmap.fill_path(
            &path,
            &paint,
            FillRule::Winding,
            Transform::identity(),
            mask,
        );
    }

    fn stroke(&mut self, outline: &GlyphOutline, stroke: Stroke) {
        let Some(path) = self.path(outline) else {
            return;
        };
        let scale = self.layer.scale;
        let width = stroke.width * scale;
        let bounds = path.bounds();
        let clip = self.clip_to(bounds.outset(width, width).unwrap_or(bounds));
        if clip == Clip::Outside {
            return;
        }
        let line = tiny_skia::Stroke {
            width,
            dash: stroke
                .dashes()
                .and_then(|(dash, space)| StrokeDash::new(vec![dash * scale, space * scale], 0.0)),
            ..tiny_skia::Stroke::default()
        };
        let paint = self.paint(stroke.ink);
        let mask = self.mask.as_ref().filter(|_| clip == Clip::Across);
        self.pixmap
            .stroke_path(&path, &paint, &line, Transform::identity(), mask);
    }

    fn text(&mut self, at: Pos2, text: &str, font: Font, ink: Ink) {
        let em = font.size * self.layer.scale;
        let start = self.layer.to_pixels(at) + vec2(0.0, BASELINE * em);
        let color = self.theme.rgb(ink);
        for run in self.letters.shape(text, font.weight) {
            for glyph in &run.glyphs {
                let at = start + vec2(glyph.at.0, -glyph.at.1) * em;
                self.glyph(run.face, glyph.id, em, at, color);
            }
        }
    }

    fn icon(&mut self, icon: Icon, rect: Rect, ink: Ink) {
        let em = rect.height() * self.layer.scale;
        let at = self.layer.to_pixels(rect.left_bottom());
        let at = at - vec2(0.0, self.letters.icon_foot() * em);
        let glyph = self.letters.icon(icon);
        self.glyph(FaceId::Icons, glyph, em, at, self.theme.rgb(ink));
    }

    fn link(&mut self, _rect: Rect, _address: &str) {}

    fn end(&mut self) {
        self.layer = OpenLayer::default();
    }
}

impl GlyphStamp {
    /// Fills `outline`, moved `shift` of a pixel to the right.
    fn new(outline: &GlyphOutline, shift: f32) -> Self {
        let nothing = Self {
            left: 0,
            top: 0,
            width: 0,
            cover: Vec::new(),
        };
        let Some(bounds) = path(outline, |at| at).map(|path| path.bounds()) else {
            return nothing;
        };
        let (left, top) = ((bounds.left() + shift).floor(), bounds.top().floor());
        let width = (bounds.right() + shift).ceil() - left;
        let height = bounds.bottom().ceil() - top;
        let moved = path(outline, |at| at + vec2(shift - left, -top));
        let mask = Mask::new(width.max(1.0) as u32, height.max(1.0) as u32);
        let (Some(moved), Some(mut mask)) = (moved, mask) else {
            return nothing;
        };
        mask.fill_path(&moved, FillRule::Winding, true, Transform::identity());
        Self {
            left: left as i32,
            top: top as i32,
            width: mask.width() as usize,
            cover: mask.take(),
        }
    }

    /// Prints it in `color` with its origin at `at`, inside `clip`.
    fn print(
        &self,
        pixmap: &mut Pixmap,
        at: (i32, i32),
        color: Rgb,
        (clip_x, clip_y): (&Range<i32>, &Range<i32>),
    ) {
        if self.width == 0 {
            return;
        }
        let (width, height) = (pixmap.width() as i32, pixmap.height() as i32);
        let (left, top) = (at.0 + self.left, at.1 + self.top);
        let columns = clip_x.start.max(0)..clip_x.end.min(width);
        let rows = clip_y.start.max(0)..clip_y.end.min(height);
        let first = columns.start.clamp(left, left + self.width as i32);
        let last = columns.end.clamp(left, left + self.width as i32);
        if first >= last {
            return;
        }
        let part = (first - left) as usize..(last - left) as usize;
        let data = pixmap.data_mut();
        for (cover, y) in self.cover.chunks_exact(self.width).zip(top..) {
            if !rows.contains(&y) {
                continue;
            }
            let start = (y as usize * width as usize + first as usize) * 4;
            let line = &mut data[start..start + part.len() * 4];
            for (pixel, cover) in line
                .as_chunks_mut::<4>()
                .0
                .iter_mut()
                .zip(&cover[part.clone()])
            {
                for (channel, ink) in pixel.iter_mut().zip(color.0) {
                    *channel = blend(*channel, ink, *cover);
                }
            }
        }
    }
}

/// `under` with `cover` of 255 parts of it covered by `over`.
fn blend(under: u8, over: u8, cover: u8) -> u8 {
    let (under, over, cover) = (u32::from(under), u32::from(over), u32::from(cover));
    let sum = under * (255 - cover) + over * cover;
    // Divides by 255, rounded, for all sums of two bytes' products.
    ((sum + 128 + ((sum + 128) >> 8)) >> 8) as u8
}

fn path(outline: &GlyphOutline, place: impl Fn(Pos2) -> Pos2) -> Option<Path> {
    let mut path = PathBuilder::new();
    for verb in outline {
        match *verb {
            Verb::Move(to) => {
                let to = place(to);
                path.move_to(to.x, to.y);
            }
            Verb::Line(to) => {
                let to = place(to);
                path.line_to(to.x, to.y);
            }
            Verb::Quad(corner, to) => {
                let (corner, to) = (place(corner), place(to));
                path.quad_to(corner.x, corner.y, to.x, to.y);
            }
            Verb::Cubic(first, second, to) => {
                let (first, second, to) = (place(first), place(second), place(to));
                path.cubic_to(first.x, first.y, second.x, second.y, to.x, to.y);
            }
            Verb::Close => path.close(),
        }
    }
    path.finish()
}

/// A mask that lets through what is inside `clip`, to whole pixels.
fn mask(width: u32, height: u32, clip: Rect) -> Option<Mask> {
    let columns = clip.left().round().max(0.0) as usize
        ..(clip.right().round().max(0.0) as usize).min(width as usize);
    let rows = clip.top().round().max(0.0) as usize
        ..(clip.bottom().round().max(0.0) as usize).min(height as usize);
    let mut cover = vec![0; width as usize * height as usize];
    for row in cover
        .chunks_exact_mut(width as usize)
        .take(rows.end)
        .skip(rows.start)
    {
        if let Some(part) = row.get_mut(columns.clone()) {
            part.fill(255);
        }
    }
    Mask::from_vec(cover, IntSize::from_wh(width, height)?)
}

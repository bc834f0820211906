//! Letters on paper: which glyph of which font stands where.
//!
//! Shapes whole runs with the crate with which the window shapes them, so that letters stand where the
//! window has them. Inter comes first; what it lacks is taken from the fonts that the caller brings;
//! what none of them has is drawn as Inter's box, one em wide, and stays in the text that is copied out
//! of a PDF. Knows no colour and no place.

use std::{ops::Range, sync::Arc};

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::{
    GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlineGlyphCollection, OutlinePen},
};

use super::glyph_outline::{GlyphOutline, Verb};
use crate::scene::{Icon, Weight, icon_font, pos2};

/// How far Inter's baseline lies below the middle of a line, in ems: half of ascent less descent.
pub(super) const BASELINE: f32 = 0.364;

/// A font that draws what Inter lacks, such as one of the system's.
#[derive(Clone)]
pub struct FontFile {
    /// The bytes of the whole file: TrueType, OpenType or a collection.
    pub data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Which font of a collection, from 0; 0 where the file holds one font.
    pub index: u32,
}

impl std::fmt::Debug for FontFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontFile")
            .field("bytes", &(*self.data).as_ref().len())
            .field("index", &self.index)
            .finish()
    }
}

/// Whether a font draws `letter` by an outline: what is drawn in colour or by pixels cannot be filled.
/// `index` says which font of a collection.
pub fn draws(bytes: &[u8], index: u32, letter: char) -> bool {
    OpenFont::new(bytes, index).is_some_and(|face| face.has(letter))
}

/// A font among those of [`Letters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FaceId {
    /// Inter.
    Inter(Weight),
    /// The icon font.
    Icons,
    /// One of the caller's.
    More(usize),
}

/// A glyph of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub(super) id: u16,
    /// Its origin, in ems from the start of the text, y upward.
    pub(super) at: (f32, f32),
    /// How far it moves on, in ems.
    pub(super) advance: f32,
    /// The bytes of the text that it stands for.
    pub(super) bytes: Range<usize>,
}

/// Glyphs of one font, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GlyphRun {
    pub(super) face: FaceId,
    pub(super) glyphs: Vec<Glyph>,
}

/// The fonts, opened.
pub(super) struct Letters<'f> {
    inter: [Option<OpenFont<'f>>; 3],
    icons: Option<OpenFont<'f>>,
    more: Vec<Option<OpenFont<'f>>>,
    buffer: UnicodeBuffer,
}

impl<'f> Letters<'f> {
    /// Inter, the icons, and `more` for what Inter lacks, the first that has a letter.
    pub(super) fn new(more: &'f [FontFile]) -> Self {
        Self {
            inter: Weight::ALL.map(|weight| OpenFont::new(weight.bytes(), 0)),
            icons: OpenFont::new(icon_font(), 0),
            more: more
                .iter()
                .map(|file| OpenFont::new((*file.data).as_ref(), file.index))
                .collect(),
            buffer: UnicodeBuffer::new(),
        }
    }

    /// The glyphs of `text`, on one line.
    pub(super) fn shape(&mut self, text: &str, weight: Weight) -> Vec<GlyphRun> {
        let mut runs = Vec::new();
        let mut x = 0.0;
        let mut start = 0;
        while start < text.len() {
            let (face, end) = self.stretch(text, start, weight);
            let run = match face {
                Some(face) => self.run(&text[start..end], face, start, &mut x),
                None => boxes(&text[start..end], weight, start, &mut x),
            };
            runs.push(run);
            start = end;
        }
        runs
    }

    /// The glyph of an icon.
    pub(super) fn icon(&self, icon: Icon) -> u16 {
        let face = self.icons.as_ref();
        let glyph = face.and_then(|face| face.font.charmap().map(icon.glyph()));
        glyph.map_or(0, number)
    }

    /// How far the icons' baseline lies above the foot of their square, in ems: the em box is the
    /// icon's square, and its foot is the font's descent.
    pub(super) fn icon_foot(&self) -> f32 {
        self.icons.as_ref().map_or(0.0, |face| {
            -face
                .font
                .metrics(Size::new(1.0), LocationRef::default())
                .descent
        })
    }

    /// The outline of a glyph with an em of `size`, from its origin, y downward.
    pub(super) fn outline(&self, face: FaceId, glyph: u16, size: f32) -> GlyphOutline {
        let mut pen = OutlineTracer(GlyphOutline::default());
        let glyph = GlyphId::from(glyph);
        if let Some(outline) = self.face(face).and_then(|face| face.outlines.get(glyph)) {
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            // An outline that breaks off is drawn as far as it goes.
            let _ = outline.draw(settings, &mut pen);
        }
        pen.0
    }

    /// Whether Inter or one of the other fonts draws `letter`, or there is nothing to draw.
    pub(super) fn has(&self, letter: char) -> bool {
        is_silent(letter) || self.face_of(letter, Weight::Regular).is_some()
    }

    fn face(&self, face: FaceId) -> Option<&OpenFont<'f>> {
        match face {
            FaceId::Inter(weight) => self.inter[weight as usize].as_ref(),
            FaceId::Icons => self.icons.as_ref(),
            FaceId::More(index) => self.more.get(index)?.as_ref(),
        }
    }

    fn face_of(&self, letter: char, weight: Weight) -> Option<FaceId> {
        let inter = FaceId::Inter(weight);
        let others = (0..self.more.len()).map(FaceId::More);
        std::iter::once(inter)
            .chain(others)
            .find(|face| self.face(*face).is_some_and(|face| face.has(letter)))
    }

    /// The font of the letter at `start`, and where the letters of that font end.
    fn stretch(&self, text: &str, start: usize, weight: Weight) -> (Option<FaceId>, usize) {
        if text.is_ascii() {
            return (Some(FaceId::Inter(weight)), text.len());
        }
        let mut letters = text[start..].char_indices();
        let first = letters.next().and_then(|(_, letter)| {
            let silent = is_silent(letter).then_some(FaceId::Inter(weight));
            silent.or_else(|| self.face_of(letter, weight))
        });
        let other = letters.find(|(_, letter)| {
            if is_silent(*letter) {
                return false;
            }
            // Spaces and marks go with what stands before them, in any font that has them.
            let stays = first
                .filter(|_| !letter.is_alphanumeric())
                .and_then(|face| self.face(face))
                .is_some_and(|face| face.has(*letter));
            !stays && self.face_of(*letter, weight) != first
        });
        (first, other.map_or(text.len(), |(at, _)| start + at))
    }

    fn run(&mut self, text: &str, id: FaceId, start: usize, x: &mut f32) -> GlyphRun {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let Some(face) = self.face(id) else {
            return GlyphRun {
                face: id,
                glyphs: Vec::new(),
            };
        };
        let shaped = face
            .shaper
            .shaper(&face.font)
            .build()
            .shape(buffer, ShapeOptions::new());
        let infos = shaped.glyph_infos();
        let clusters: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        let ends = cluster_ends(&clusters, text.len());
        let em = face.units_per_em;
        let glyphs = infos
            .iter()
            .zip(shaped.glyph_positions())
            .zip(clusters.iter().zip(ends))
            .map(|((info, place), (cluster, end))| {
                let advance = place.x_advance as f32 / em;
                let glyph = Glyph {
                    id: u16::try_from(info.glyph_id).unwrap_or_default(),
                    at: (*x + place.x_offset as f32 / em, place.y_offset as f32 / em),
                    advance,
                    bytes: start + cluster..start + end,
                };
                *x += advance;
                glyph
            })
            .collect();
        self.buffer = shaped.clear();
        GlyphRun { face: id, glyphs }
    }
}

/// A box for each letter that no font has; what is silent goes with the letter before it.
fn boxes(text: &str, weight: Weight, start: usize, x: &mut f32) -> GlyphRun {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = start + at + letter.len_utf8();
        match glyphs.last_mut() {
            Some(before) if is_silent(letter) => before.bytes.end = end,
            _ => {
                glyphs.push(Glyph {
                    id: 0,
                    at: (*x, 0.0),
                    advance: 1.0,
                    bytes: start + at..end,
                });
                *x += 1.0;
            }
        }
    }
    GlyphRun {
        face: FaceId::Inter(weight),
        glyphs,
    }
}

/// Whether a letter only says how others are drawn: joiners, choices of a form, directions.
fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Where the letters of each glyph's cluster end: where the next cluster of the text begins.
fn cluster_ends(clusters: &[usize], end: usize) -> Vec<usize> {
    let mut starts = clusters.to_vec();
    starts.sort_unstable();
    starts.dedup();
    let next = |cluster: &usize| {
        let after = starts.partition_point(|start| start <= cluster);
        starts.get(after).copied().unwrap_or(end)
    };
    clusters.iter().map(next).collect()
}

fn number(glyph: GlyphId) -> u16 {
    u16::try_from(glyph.to_u32()).unwrap_or_default()
}

/// A font, opened.
struct OpenFont<'f> {
    font: FontRef<'f>,
    shaper: ShaperData,
    outlines: OutlineGlyphCollection<'f>,
    units_per_em: f32,
}

impl<'f> OpenFont<'f> {
    fn new(bytes: &'f [u8], index: u32) -> Option<Self> {
        let font = FontRef::from_index(bytes, index).ok()?;
        let shaper = ShaperData::new(&font);
        let units_per_em = shaper.shaper(&font).build().units_per_em() as f32;
        Some(Self {
            outlines: font.outline_glyphs(),
            shaper,
            font,
            units_per_em,
        })
    }

    /// Whether it draws `letter`: a picture in colour is no outline.
    fn has(&self, letter: char) -> bool {
        let glyph = self.font.charmap().map(letter);
        glyph.is_some_and(|glyph| self.outlines.get(glyph).is_some())
    }
}

/// Takes down a glyph's outline, y downward.
struct OutlineTracer(GlyphOutline);

impl OutlinePen for OutlineTracer {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Verb::Move(pos2(x, -y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Verb::Line(pos2(x, -y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.push(Verb::Quad(pos2(cx, -cy), pos2(x, -y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0
            .push(Verb::Cubic(pos2(cx0, -cy0), pos2(cx1, -cy1), pos2(x, -y)));
    }

    fn close(&mut self) {
        self.0.push(Verb::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_shape(text: &str, expected: &[(FaceId, usize)]) {
        let mut letters = Letters::new(&[]);
        let runs = letters.shape(text, Weight::Regular);
        let counts: Vec<_> = runs
            .iter()
            .map(|run| (run.face, run.glyphs.len()))
            .collect();
        assert_eq!(counts, expected, "{text}");
        let bytes = runs.iter().flat_map(|run| &run.glyphs);
        let covered: usize = bytes.map(|glyph| glyph.bytes.len()).sum();
        assert_eq!(covered, text.len(), "every letter is someone's: {text}");
    }

    #[test]
    fn every_letter_has_a_glyph() {
        const INTER: FaceId = FaceId::Inter(Weight::Regular);
        check_shape("", &[]);
        check_shape("Opens chat", &[(INTER, 10)]);
        check_shape("Überprüft −1", &[(INTER, 12)]);
        check_shape("返金 now", &[(INTER, 2), (INTER, 4)]);
    }

    #[test]
    fn what_chooses_a_form_is_no_letter() {
        const INTER: FaceId = FaceId::Inter(Weight::Regular);
        check_shape("返\u{fe0f}金", &[(INTER, 2)]);
        assert!(Letters::new(&[]).has('\u{fe0f}'));
    }

    #[test]
    fn another_font_draws_what_inter_lacks() {
        // The icon font is one that is here wherever the test runs.
        let icons = FontFile {
            data: Arc::new(icon_font()),
            index: 0,
        };
        let inter = Letters::new(&[]);
        let letter = ('\u{e000}'..='\u{f8ff}')
            .find(|letter| draws(icon_font(), 0, *letter) && !inter.has(*letter))
            .expect("the icon font has letters of its own");
        let fonts = [icons];
        let mut letters = Letters::new(&fonts);
        let runs = letters.shape(&format!("a{letter}\u{fe0f}b"), Weight::Regular);
        let faces: Vec<FaceId> = runs.iter().map(|run| run.face).collect();
        const INTER: FaceId = FaceId::Inter(Weight::Regular);
        assert_eq!(faces, [INTER, FaceId::More(0), INTER]);
        assert!(letters.has(letter) && !draws(icon_font(), 0, '返'));
    }

    #[test]
    fn what_no_font_has_is_known() {
        let letters = Letters::new(&[]);
        assert!(letters.has('Ü'));
        assert!(!letters.has('返'));
    }
}

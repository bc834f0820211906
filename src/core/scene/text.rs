//! Text measured and broken into lines with the bundled Inter.
//!
//! The window draws with epaint, which shapes every run with harfrust at the font's own units and then
//! scales. Measuring through `epaint::Fonts` would also rasterize every glyph into an atlas, a hundred
//! times the work, so this room asks harfrust itself, once for each pair of neighbouring letters: the
//! advance of the first with its kerning to the second. A text is the sum of its pairs. That is exact
//! but for the few contextual forms that look at three letters, and far below 1 % there.
//!
//! Lines break by Inter alone, so breaks are the same on every machine: a character it lacks counts one
//! em, whatever system font draws it. Letters stand in the order of the text: one that mixes writing from
//! left to right with writing from right to left is not put in order. Knows nothing of what the text is for.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};

use super::{Ink, Pos2, Shape};

/// A font of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Height of an em, in points.
    pub size: f32,
    /// How thick its letters are; each weight is a file of its own.
    pub weight: Weight,
}

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of Inter's files")]
pub enum Weight {
    Regular,
    Medium,
    SemiBold,
}

impl Weight {
    /// All of them, thin to thick.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::SemiBold];

    /// The font's file (Inter, SIL Open Font License).
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
            Self::Medium => include_bytes!("../../../assets/fonts/Inter-Medium.otf"),
            Self::SemiBold => include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
        }
    }

    /// Its number in CSS and SVG.
    pub const fn css(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
        }
    }
}

/// A line of broken text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// What it says, without spaces at its ends.
    pub text: String,
    /// How wide it is, in points.
    pub width: f32,
}

impl TextLine {
    /// The line drawn with its left end at `at`, the middle of its height.
    pub fn at(&self, at: Pos2, font: Font, ink: Ink) -> Shape {
        Shape::Text {
            at,
            text: self.text.clone(),
            width: self.width,
            font,
            ink,
        }
    }
}

/// Measures text. Cheap to share; holds the fonts and what it measured.
pub struct TextMeasure {
    faces: [Mutex<MeasuredWeight>; 3],
}

impl Default for TextMeasure {
    fn default() -> Self {
        Self {
            faces: Weight::ALL.map(|weight| Mutex::new(MeasuredWeight::new(weight))),
        }
    }
}

impl fmt::Debug for TextMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextMeasure").finish_non_exhaustive()
    }
}

impl TextMeasure {
    /// How wide `text` is on one line, in points; without its control characters, which are not drawn.
    pub fn width(&self, text: &str, font: Font) -> f32 {
        self.run(clean(text), font).width(0, usize::MAX)
    }

    /// Breaks `text` into at most `max_lines` lines of at most `max_width` points.
    ///
    /// Breaks at spaces, after hyphens and slashes and between ideographs; a word wider than the line
    /// breaks between characters. What does not fit is left out, and the last line ends in `…`. Line
    /// breaks of the text count as spaces, control characters are dropped. No text, no line.
    pub fn lines(&self, text: &str, font: Font, max_width: f32, max_lines: usize) -> Vec<TextLine> {
        let run = self.run(clean(text), font);
        let mut lines = Vec::new();
        let mut start = 0;
        while start < run.glyphs.len() && lines.len() < max_lines {
            let end = run.line_end(start, max_width);
            if end < run.glyphs.len() && lines.len() + 1 == max_lines {
                lines.push(self.shortened(&run, start, font, max_width));
            } else {
                lines.push(run.line(start, end));
            }
            start = run.skip_spaces(end);
        }
        lines
    }

    /// The text from `start`, with as much as fits before a `…`.
    fn shortened(&self, run: &LetterRun, start: usize, font: Font, max_width: f32) -> TextLine {
        let dots = self.run("…".to_owned(), font).width(0, 1);
        let mut end = start;
        while end < run.glyphs.len() && run.width(start, end + 1) + dots <= max_width {
            end += 1;
        }
        let mut line = run.line(start, end);
        line.text.push('…');
        line.width += dots;
        line
    }

    /// Every character of `text` with its place on an endless line.
    fn run(&self, text: String, font: Font) -> LetterRun {
        let index = Weight::ALL
            .iter()
            .position(|weight| *weight == font.weight)
            .unwrap_or_default();
        // A panic elsewhere cannot leave the cache half written: each entry is one assignment.
        let mut face = self.faces[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let scale = font.size / face.units_per_em;
        let mut glyphs = Vec::with_capacity(text.len());
        let mut x = 0;
        let mut letters = text.char_indices().peekable();
        while let Some((byte, letter)) = letters.next() {
            let own = face.advance(letter, None);
            let step = letters
                .peek()
                .map_or(own, |(_, next)| face.advance(letter, Some(*next)));
            glyphs.push(MeasuredLetter {
                letter,
                byte,
                left: x,
                right: x + own,
            });
            x += step;
        }
        LetterRun {
            text,
            glyphs,
            scale,
        }
    }
}

/// A text on an endless line.
struct LetterRun {
    text: String,
    glyphs: Vec<MeasuredLetter>,
    /// Points a unit of the font.
    scale: f32,
}

/// A character of a run; `left` and `right` in units of the font.
struct MeasuredLetter {
    letter: char,
    byte: usize,
    left: i32,
    right: i32,
}

impl LetterRun {
    /// Width of the glyphs from `start` up to `end`, without spaces at the end.
    fn width(&self, start: usize, end: usize) -> f32 {
        let Some(glyphs) = self.glyphs.get(start..end.min(self.glyphs.len())) else {
            return 0.0;
        };
        let last = glyphs.iter().rfind(|glyph| glyph.letter != ' ');
        match (glyphs.first(), last) {
            (Some(first), Some(last)) => (last.right - first.left) as f32 * self.scale,
            _ => 0.0,
        }
    }

    /// Where the line that begins at `start` ends: past `start`, at the last place to break that fits.
    fn line_end(&self, start: usize, max_width: f32) -> usize {
        let mut at_break = None;
        for end in start + 1..=self.glyphs.len() {
            if self.width(start, end) > max_width {
                return at_break.unwrap_or((end - 1).max(start + 1));
            }
            if self.breaks_before(end) {
                at_break = Some(end);
            }
        }
        self.glyphs.len()
    }

    /// Whether a line may begin at glyph `at`.
    fn breaks_before(&self, at: usize) -> bool {
        let (Some(before), Some(after)) =
            (self.glyphs.get(at.wrapping_sub(1)), self.glyphs.get(at))
        else {
            return false;
        };
        before.letter == ' '
            || (matches!(before.letter, '-' | '–' | '—' | '/') && after.letter.is_alphabetic())
            || (is_ideograph(before.letter) && is_ideograph(after.letter))
    }

    fn skip_spaces(&self, from: usize) -> usize {
        let rest = self.glyphs.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|glyph| glyph.letter == ' ').count()
    }

    fn line(&self, start: usize, end: usize) -> TextLine {
        let byte = |at: usize| {
            self.glyphs
                .get(at)
                .map_or(self.text.len(), |glyph| glyph.byte)
        };
        TextLine {
            text: self.text[byte(start)..byte(end)].trim_end().to_owned(),
            width: self.width(start, end),
        }
    }
}

/// `text` on one line: white space as single spaces, no control characters, no overrides of direction.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{2009}' | '\u{202f}') {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !letter.is_control() && !is_no_letter(letter) {
            clean.push(letter);
        }
    }
    clean.truncate(clean.trim_end_matches(' ').len());
    clean
}

/// Whether `letter` is none: it turns the direction of those after it, marks the order of bytes, or stands for nothing.
pub(crate) fn is_no_letter(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Scripts that break between any two characters: Han, kana and their punctuation, Hangul.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

const ASCII: usize = 128;
/// No advance is this long: Inter's em has 2048 units.
const UNKNOWN: i32 = i32::MIN;

/// One weight: its font and every advance it was asked for.
struct MeasuredWeight {
    font: Option<(FontRef<'static>, ShaperData)>,
    units_per_em: f32,
    /// Advances of pairs of ASCII letters; the second is 0 at the end of a text.
    ascii: Vec<i32>,
    /// All other pairs.
    other: BTreeMap<(char, char), i32>,
    buffer: UnicodeBuffer,
}

impl MeasuredWeight {
    fn new(weight: Weight) -> Self {
        let font = FontRef::new(weight.bytes()).ok().map(|font| {
            let data = ShaperData::new(&font);
            (font, data)
        });
        let units_per_em = font.as_ref().map_or(1000, |(font, data)| {
            data.shaper(font).build().units_per_em()
        });
        Self {
            font,
            units_per_em: units_per_em as f32,
            ascii: vec![UNKNOWN; ASCII * ASCII],
            other: BTreeMap::new(),
            buffer: UnicodeBuffer::new(),
        }
    }

    /// How far `letter` moves on, in units of the font, with its kerning to `next`.
    fn advance(&mut self, letter: char, next: Option<char>) -> i32 {
        let after = next.unwrap_or('\0');
        if letter.is_ascii() && after.is_ascii() {
            let index = letter as usize * ASCII + after as usize;
            if self.ascii[index] == UNKNOWN {
                self.ascii[index] = self.shape(letter, next);
            }
            return self.ascii[index];
        }
        if let Some(advance) = self.other.get(&(letter, after)) {
            return *advance;
        }
        let advance = self.shape(letter, next);
        self.other.insert((letter, after), advance);
        advance
    }

    fn shape(&mut self, letter: char, next: Option<char>) -> i32 {
        match next {
            None => self.shape_text(letter, None),
            Some(after) => self.shape_text(letter, next) - self.shape_text(after, None),
        }
    }

    fn shape_text(&mut self, first: char, second: Option<char>) -> i32 {
        let em = self.units_per_em as i32;
        let Some((font, data)) = &self.font else {
            return if second.is_some() { 2 * em } else { em };
        };
        let mut buffer = std::mem::take(&mut self.buffer);
        for letter in [Some(first), second].into_iter().flatten() {
            buffer.push_str(letter.encode_utf8(&mut [0; 4]));
        }
        buffer.guess_segment_properties();
        let glyphs = data.shaper(font).build().shape(buffer, ShapeOptions::new());
        let advance = std::iter::zip(glyphs.glyph_infos(), glyphs.glyph_positions())
            .map(|(info, place)| {
                if info.glyph_id == 0 {
                    em
                } else {
                    place.x_advance
                }
            })
            .sum();
        self.buffer = glyphs.clear();
        advance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::theme::font;

    fn check_lines(text: &str, max_width: f32, max_lines: usize, expected: &[&str]) {
        let measure = TextMeasure::default();
        let lines = measure.lines(text, font::TITLE, max_width, max_lines);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, expected);
        for line in &lines {
            let width = measure.width(&line.text, font::TITLE);
            assert!((width - line.width).abs() < 0.5, "{line:?} is {width}");
            assert!(
                line.width <= max_width || line.text.chars().count() <= 2,
                "{line:?}"
            );
        }
    }

    #[test]
    fn lines_break_at_words() {
        check_lines(
            "Opens chat and picks a topic",
            136.0,
            2,
            &["Opens chat and picks", "a topic"],
        );
        check_lines("  Opens\n\nchat\t", 128.0, 2, &["Opens chat"]);
        check_lines("", 128.0, 2, &[]);
        check_lines(" \u{7}\n", 128.0, 2, &[]);
    }

    #[test]
    fn what_does_not_fit_ends_in_dots() {
        check_lines("Opens chat and picks a topic", 90.0, 1, &["Opens chat…"]);
    }

    #[test]
    fn long_words_break_between_characters() {
        check_lines(
            "Kundendienstleiterin",
            70.0,
            3,
            &["Kundendie", "nstleiterin"],
        );
        check_lines("WW", 1.0, 5, &["W", "W"]);
    }

    #[test]
    fn ideographs_break_anywhere_and_count_an_em() {
        check_lines(
            "返金がまだ届かない",
            40.0,
            9,
            &["返金が", "まだ届", "かない"],
        );
        let measure = TextMeasure::default();
        assert!((measure.width("返金", font::TITLE) - 26.0).abs() < 0.01);
    }

    #[test]
    fn widths_are_those_of_epaint() {
        use epaint::text::{FontData, FontDefinitions, FontFamily, FontId, Fonts, TextOptions};
        let mut definitions = FontDefinitions::empty();
        definitions.font_data.insert(
            "inter".to_owned(),
            std::sync::Arc::new(FontData::from_static(Weight::Regular.bytes())),
        );
        definitions
            .families
            .insert(FontFamily::Proportional, vec!["inter".to_owned()]);
        let mut fonts = Fonts::new(TextOptions::default(), definitions);
        let mut view = fonts.with_pixels_per_point(2.0);
        let measure = TextMeasure::default();
        for text in [
            "Sees no refund in the account",
            "AVATAR Type. To, WAVE 1:30 — 34 %",
            "Überprüft die Rückzahlung à côté",
            "10x20 -> (a) A-B e@x.org",
        ] {
            let galley = view.layout_no_wrap(
                text.to_owned(),
                FontId::new(13.0, FontFamily::Proportional),
                epaint::Color32::WHITE,
            );
            let (drawn, measured) = (galley.rect.width(), measure.width(text, font::TITLE));
            assert!(
                (drawn - measured).abs() <= 0.01 * drawn,
                "{text}: {drawn} {measured}"
            );
        }
    }
}

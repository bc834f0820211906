//! Words of an SVG as outlines of Inter's letters, each drawn once a size and used wherever it stands. Knows no place.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use super::{At, Escaped, Num, plain, put};
use crate::{
    paint::{
        glyph_outline::Verb,
        letters::{BASELINE, FaceId, Letters},
    },
    scene::{Font, Pos2, Weight},
};

/// The letters that a document uses.
pub(super) struct Outlines {
    letters: Letters<'static>,
    /// By font, glyph and bits of the size: its name and its path. A path without a name draws nothing.
    used: BTreeMap<(FaceId, u16, u32), (String, String)>,
}

impl Default for Outlines {
    fn default() -> Self {
        Self {
            letters: Letters::new(&[]),
            used: BTreeMap::new(),
        }
    }
}

/// A letter of a line: its glyph, and where its origin lies, in ems from the start, y upward.
type SetLetter = (FaceId, u16, (f32, f32));

impl Outlines {
    /// Whether no letter was used.
    pub(super) fn is_empty(&self) -> bool {
        self.used.is_empty()
    }

    /// Draws a line of text, `width` points wide, with its left end at `at`, the middle of its height.
    pub(super) fn draw_text(
        &mut self,
        out: &mut String,
        at: Pos2,
        (text, width): (&str, Option<f32>),
        font: Font,
        fill: impl fmt::Display,
    ) {
        let foot = at.y + BASELINE * font.size;
        let Some(letters) = self.set(&plain(text), font.weight) else {
            // The viewer may have a font with the letters that Inter lacks.
            element(out, (at.x, foot), (text, width), font, &fill, "");
            return;
        };
        put(out, format_args!("<g fill=\"{fill}\">\n"));
        for (face, glyph, (x, y)) in letters {
            if let Some(name) = self.name(face, glyph, font.size) {
                let (x, y) = (Num(at.x + x * font.size), Num(foot - y * font.size));
                put(
                    out,
                    format_args!("<use href=\"#{name}\" x=\"{x}\" y=\"{y}\"/>"),
                );
            }
        }
        out.push('\n');
        let unseen = " fill-opacity=\"0\"";
        element(out, (at.x, foot), (text, width), font, &fill, unseen);
        out.push_str("</g>\n");
    }

    /// The letters of `text`; none if Inter lacks one.
    fn set(&mut self, text: &str, weight: Weight) -> Option<Vec<SetLetter>> {
        if !text.chars().all(|letter| self.letters.has(letter)) {
            return None;
        }
        let runs = self.letters.shape(text, weight);
        let letters = runs.iter().flat_map(|run| {
            let glyphs = run.glyphs.iter();
            glyphs.map(|glyph| (run.face, glyph.id, glyph.at))
        });
        Some(letters.collect())
    }

    /// The name under which a glyph is defined; none if there is nothing to draw, as for a space.
    fn name(&mut self, face: FaceId, glyph: u16, size: f32) -> Option<&str> {
        let letters = &self.letters;
        let key = (face, glyph, size.to_bits());
        let (name, path) = self.used.entry(key).or_insert_with(|| {
            let weight = match face {
                FaceId::Inter(weight) => weight.css(),
                FaceId::Icons | FaceId::More(_) => 0,
            };
            let name = format!("w{weight}-{glyph}-{}", Num(size));
            (name, path(&letters.outline(face, glyph, size)))
        });
        (!path.is_empty()).then_some(name)
    }

    /// The paths of the letters, for `<defs>`.
    pub(super) fn draw_definitions(&self, out: &mut String) {
        for (name, path) in self.used.values().filter(|(_, path)| !path.is_empty()) {
            put(out, format_args!("<path id=\"{name}\" d=\"{path}\"/>\n"));
        }
    }
}

/// A line as `<text>`.
fn element(
    out: &mut String,
    (x, y): (f32, f32),
    (text, width): (&str, Option<f32>),
    font: Font,
    fill: &impl fmt::Display,
    more: &str,
) {
    put(
        out,
        format_args!(
            "<text x=\"{}\" y=\"{}\" font-family=\"Inter, sans-serif\" font-size=\"{}\"",
            Num(x),
            Num(y),
            Num(font.size)
        ),
    );
    if font.weight != Weight::Regular {
        put(out, format_args!(" font-weight=\"{}\"", font.weight.css()));
    }
    if let Some(width) = width {
        put(out, format_args!(" textLength=\"{}\"", Num(width)));
    }
    put(
        out,
        format_args!(" fill=\"{fill}\"{more}>{}</text>\n", Escaped(text)),
    );
}

/// An outline as the data of a `<path>`.
fn path(outline: &[Verb]) -> String {
    let mut path = String::new();
    for verb in outline {
        // Writing to a `String` cannot fail.
        let _ = match *verb {
            Verb::Move(to) => write!(path, "M{}", At(to)),
            Verb::Line(to) => write!(path, "L{}", At(to)),
            Verb::Quad(corner, to) => write!(path, "Q{} {}", At(corner), At(to)),
            Verb::Cubic(first, second, to) => {
                write!(path, "C{} {} {}", At(first), At(second), At(to))
            }
            Verb::Close => path.write_str("Z"),
        };
    }
    path
}

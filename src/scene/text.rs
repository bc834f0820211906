//! Text measured and broken into lines with the bundled Inter.

/// A font of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Height of an em, in points.
    pub size: f32,
    /// Thickness.
    pub weight: Weight,
}

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of Inter's files")]
pub enum Weight {
    Regular,
    Medium,
    SemiBold,
}

/// Measures text. Cheap to share; holds the fonts and what it measured.
#[derive(Debug, Default)]
pub struct TextMeasure {}

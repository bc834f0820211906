//! Every colour, size and spacing by name, for light and dark, and the small pictures.

/// A colour by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Ink {
    Canvas,
    Text,
}

/// A colour in sRGB with opacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(
    /// Red, green, blue.
    pub [u8; 3],
);

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// A small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    Clock,
}

//! A scene on paper: SVG, PDF and PNG.
//!
//! Draws what a [`Scene`](crate::scene::Scene) says, where it says it. Decides no place of a card and no
//! colour, and knows nothing of files. [`pages`] says which part goes on which page; PDF and PNG draw those.

mod glyph_outline;
mod letters;
mod outgoing;
mod pages;
mod pdf;
mod pen;
mod png;
mod svg;

pub use letters::{FontFile, draws};
pub use pages::{
    Area, Cutout, Format, Legend, Orientation, Page, PagesError, Paper, Picture, PrintScale,
    Sheets, pages,
};
pub use pdf::pdf;
pub use pen::{FallbackFonts, missing_letters};
pub use png::{MOST_PIXELS, Pixels, pixels, png, size_in_pixels};
pub use svg::{svg, svg_page};

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PaintError {
    /// A page has no size.
    #[error("there is nothing to draw")]
    Empty,
    /// The picture would not fit into memory.
    #[error(
        "the picture would have {millions} million pixels, more than 200 million; choose at most {fits} \
         pixels a point, or SVG or PDF, which have no pixels"
    )]
    TooManyPixels {
        /// How many it would have, in millions.
        millions: f64,
        /// The most pixels a point that would do.
        fits: f64,
    },
    /// Whoever watched wanted no more.
    #[error("stopped")]
    Stopped,
    /// The writer of PDF refused.
    #[error("the PDF could not be written ({0}); please report this")]
    Pdf(String),
    /// The writer of PNG refused.
    #[error("the PNG could not be written ({0}); please report this")]
    Png(String),
}

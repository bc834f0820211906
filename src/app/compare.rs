//! Comparing in the window: the bar above the canvas and the pages made of what differs.
//!
//! Reads the session and gives back actions; what is compared, and how, the session knows.

mod bar;

pub(super) use bar::badge;
pub use bar::bar_ui;

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The canvas.
    #[default]
    Canvas,
    /// Every variant as a column, every step as a row.
    Table,
}

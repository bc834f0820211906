//! A scene on paper.
//!
//! Draws what a [`Scene`](crate::scene::Scene) says, where it says it. Decides no place and no colour,
//! and knows nothing of files.

mod svg;

pub use svg::svg;

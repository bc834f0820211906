//! Laws of change: what edits keep, what patches promise, and the words in which both are told.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod common;
#[path = "laws/edits.rs"]
mod edits;
#[path = "laws/patches.rs"]
mod patches;
#[path = "laws/words.rs"]
mod words;

//! Laws of change: what edits keep, what patches promise, and the words in which both are told.

mod edits;
mod fields;
mod merge;
mod patches;
mod words;

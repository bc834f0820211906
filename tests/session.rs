//! An open document from outside: what a person does to it by keyboard, pointer and clipboard.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

#[path = "session/capture.rs"]
mod capture;
#[path = "session/clipboard.rs"]
mod clipboard;
#[path = "session/comparing.rs"]
mod comparing;
#[macro_use]
mod common;
#[path = "session/desk.rs"]
mod desk;
#[path = "session/finding.rs"]
mod finding;
#[path = "session/folding.rs"]
mod folding;
#[path = "session/gestures.rs"]
mod gestures;
#[path = "session/random.rs"]
mod random;
#[path = "session/rows.rs"]
mod rows;
#[path = "session/steps.rs"]
mod steps;
#[path = "session/walking.rs"]
mod walking;
#[path = "session/words.rs"]
mod words;

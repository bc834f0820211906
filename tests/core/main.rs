//! Everything that needs no window, over the public interface: a module a suite.
//!
//! `cargo test --test core session::` runs one of them.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

// First, for its macros.
#[macro_use]
mod common;

mod bad_input;
mod checking;
mod checks;
mod file;
mod laws;
mod numbers;
mod older;
mod scene;
mod session;
mod store;
mod terminal;
mod tidy;

//! Fuzz over the public interface: what nobody would write or do, as long as wanted.
//!
//! `cargo test` tries some for a few seconds. By hand, for as long as wanted, with the assertions of a debug build:
//!
//! ```text
//! FUZZ_INPUTS=1000000 cargo test --profile fuzz -p frontstage_core --test fuzz reader -- --nocapture
//! FUZZ_SESSIONS=200000 cargo test --profile fuzz -p frontstage_core --test fuzz sessions -- --nocapture
//! ```
//!
//! Each input and each session is made from its number alone. A failure says the number and how to see it again:
//! `FUZZ_FROM` is the first number, so another one also gives a run that nobody has made yet. Nothing is written.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

// The suites of the core say `frontstage`.
extern crate frontstage_core as frontstage;

/// What the suites of `tests/core` have: random documents and edits, and a session that checks itself.
#[allow(dead_code, reason = "those suites use the rest of it")]
#[macro_use]
#[path = "../core"]
mod shared {
    #[macro_use]
    pub(crate) mod common;

    pub(crate) mod session {
        pub(crate) mod deeds;
        pub(crate) mod desk;
    }
}

mod chance;
mod mutate;
mod pool;
mod reader;
mod run;
mod sessions;
mod xml;

use shared::{common, session};

/// As many as a debug build does in a few seconds.
const USUAL_INPUTS: u64 = 1_500;
const USUAL_SESSIONS: u64 = 120;

#[test]
fn reader() {
    let mut reader = reader::Reader::default();
    run::all("INPUTS", USUAL_INPUTS, |number| reader.try_input(number));
    reader.say_figures();
}

#[test]
fn sessions() {
    let mut sessions = sessions::Sessions::default();
    run::all("SESSIONS", USUAL_SESSIONS, |number| {
        sessions.try_session(number);
    });
    sessions.say_figures();
}

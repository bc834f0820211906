//! Runs numbered cases one after the other, and tells how each failure is seen again.

use std::{
    any::Any,
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// After so many failures there is enough to look at.
const ENOUGH: usize = 20;
/// How many cases lie between two words of a long run, which somebody may want to stop.
const TELLS: u64 = 10_000;
/// A single case that takes longer hangs, on the slowest of machines.
const HANGS: Duration = Duration::from_secs(60);

/// Runs as many cases as `FUZZ_`kind asks for, else as many as usual, from `FUZZ_FROM` on.
///
/// # Panics
/// When a case failed, once all of them or enough have.
pub(crate) fn all(kind: &str, usual: u64, mut case: impl FnMut(u64)) {
    let variable = format!("FUZZ_{kind}");
    let (from, count) = (asked("FUZZ_FROM", 0), asked(&variable, usual));
    let start = Instant::now();
    let mut slowest = (Duration::ZERO, from);
    let mut failed = Vec::new();
    let mut done = 0;
    for number in from..from.saturating_add(count) {
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| case(number)));
        let took = began.elapsed();
        slowest = slowest.max((took, number));
        done += 1;
        if done % TELLS == 0 {
            eprintln!("{done} {} so far", kind.to_lowercase());
        }
        let why = match outcome {
            Err(panic) => words(&*panic),
            Ok(()) if took > HANGS => format!("takes {took:?}"),
            Ok(()) => continue,
        };
        let why: String = why.chars().take(2_000).collect();
        let failure = format!("FUZZ_FROM={number} {variable}=1 shows it again: {why}");
        eprintln!("{failure}");
        failed.push(failure);
        if failed.len() == ENOUGH {
            break;
        }
    }
    eprintln!(
        "{done} {} in {:.1} s, {} failed; the slowest, number {}, took {:?}",
        kind.to_lowercase(),
        start.elapsed().as_secs_f64(),
        failed.len(),
        slowest.1,
        slowest.0,
    );
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The number in an environment variable.
fn asked(variable: &str, usual: u64) -> u64 {
    match env::var(variable) {
        Ok(number) => number
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is no whole number: {number}")),
        Err(_) => usual,
    }
}

/// What a panic said.
fn words(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").to_owned()
}

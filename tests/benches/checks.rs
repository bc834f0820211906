//! Figures of the checks: all rules over two variants, beside the figures that they look at. No window.

mod figures;
mod service;

use std::hint::black_box;

use figures::Figures;
use frontstage::{
    checks::{Policy, findings},
    measure::Numbers,
    model::Date,
};
use service::{service, step_id};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let bench = Figures::new();
    let policy = Policy::default();
    let today: Date = jiff::civil::date(2026, 11, 28);
    for (group, count) in [("1k-steps", 1_000), ("10k-steps", 10_000)] {
        let blueprint = service(count);
        assert!(
            blueprint
                .step(&"after".into(), &step_id(count - 1))
                .is_some()
        );
        let numbers = Numbers::of(&blueprint);
        bench.bench(group, "all", || {
            findings(black_box(&blueprint), &numbers, today, &policy)
        });
        bench.bench(group, "numbers", || Numbers::of(black_box(&blueprint)));
    }
    bench.against_aim("10k-steps/all", 8.0);
    bench.against_base("10k-steps/all", "10k-steps/numbers", 1.0);
    bench.finish();
}

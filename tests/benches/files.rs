//! Figures of files: writing and reading the generated blueprint, beside ron's typed parse of the same text.

mod figures;
mod generated;

use std::hint::black_box;

use figures::Figures;
use frontstage::{format, model::Blueprint};
use ron::extensions::Extensions;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EXAMPLE: &str = include_str!("../../blueprints/refund-status.blueprint.ron");

fn main() {
    let figures = Figures::new();
    for (group, moments) in [("1k-steps", 125), ("10k-steps", 1250)] {
        let blueprint = generated::blueprint(moments);
        let text = format::write(&blueprint);
        let megabytes = text.len() as f64 / 1e6;
        println!(
            "{group}: {} steps and {} connectors in Before; both variants {megabytes:.1} MB",
            blueprint.variants[0].steps.len(),
            blueprint.variants[0].connectors.len(),
        );
        figures.bench(group, "write", || format::write(black_box(&blueprint)));
        figures.bench(group, "read", || format::read(black_box(text.as_bytes())));
        let ron = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        figures.bench(group, "ron-alone", || {
            ron.from_str::<Blueprint>(black_box(&text))
        });
    }
    figures.bench("example", "fmt", || {
        let reading = format::read(black_box(EXAMPLE.as_bytes()));
        reading.map(|reading| format::write(&reading.blueprint))
    });
    figures.against_base("1k-steps/read", "1k-steps/ron-alone", 1.5);
    figures.against_base("10k-steps/read", "10k-steps/ron-alone", 1.5);
    figures.against_base("10k-steps/write", "10k-steps/ron-alone", 1.0);
    figures.against_aim("example/fmt", 5.0);
    figures.finish();
}

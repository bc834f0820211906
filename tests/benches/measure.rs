//! Figures of the figures: all of two variants, with loops, ways that meet again and AI. No window.

mod figures;
mod service;

use std::{hint::black_box, sync::Arc};

use figures::Figures;
use frontstage::{
    edit::Edit,
    measure::{Numbers, movers, steps},
    model::{Ids, Key, PathPart},
    scene::TextMeasure,
    session::{Action, Session},
};
use service::{service, step_id};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let bench = Figures::new();
    for (group, count) in [("1k-steps", 1_000), ("10k-steps", 10_000)] {
        let blueprint = service(count);
        let numbers = Numbers::of(&blueprint);
        assert!(
            numbers
                .variants
                .iter()
                .all(|of| of.per_case.cost.exact().is_some()),
            "everything is said"
        );
        bench.bench(group, "numbers", || Numbers::of(black_box(&blueprint)));
        bench.bench(group, "steps", || {
            steps(black_box(&blueprint), &"after".into())
        });
        bench.bench(group, "movers", || {
            movers(black_box(&blueprint), &numbers, &"after".into())
        });
        // What an edit takes in the window beside its figures.
        let text = Arc::new(TextMeasure::default());
        let mut session = Session::new(blueprint.clone(), None, Ids::from_seed(1), text);
        let mut seconds = 0;
        bench.bench(group, "edit", || {
            seconds = (seconds + 1) % 1000;
            session.run(Action::Edit(Edit::Set {
                keys: vec![Key::Step("after".into(), step_id(7))],
                field: vec![
                    PathPart::Name("workers"),
                    PathPart::Number(0),
                    PathPart::Name("work"),
                ],
                typed: format!("{}s", 10 + seconds),
            }));
        });
    }
    bench.against_aim("1k-steps/numbers", 8.0);
    bench.against_aim("10k-steps/numbers", 40.0);
    bench.against_base("1k-steps/numbers", "1k-steps/edit", 1.0);
    bench.against_base("10k-steps/numbers", "10k-steps/edit", 1.0);
    bench.finish();
}

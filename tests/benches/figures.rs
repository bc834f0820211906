//! Measures with criterion and keeps the figures, so that they can be printed side by side with their aims.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    time::{Duration, Instant},
};

use criterion::{Criterion, SamplingMode};

/// Criterion, and the time of each run by name.
pub(crate) struct Figures {
    criterion: RefCell<Criterion>,
    times: RefCell<BTreeMap<String, Vec<Duration>>>,
}

impl Figures {
    /// Short measurements: all benches together end within a few minutes.
    pub(crate) fn new() -> Self {
        let criterion = Criterion::default()
            .without_plots()
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_millis(1500))
            .configure_from_args();
        Self {
            criterion: RefCell::new(criterion),
            times: RefCell::default(),
        }
    }

    /// Measures `routine` under `group/name`.
    pub(crate) fn bench<T>(&self, group: &str, name: &str, mut routine: impl FnMut() -> T) {
        self.bench_after(group, name, || (), |()| routine());
    }

    /// Measures `routine` under `group/name`, each time with what `prepare` made, which is not measured.
    pub(crate) fn bench_after<P, T>(
        &self,
        group: &str,
        name: &str,
        mut prepare: impl FnMut() -> P,
        mut routine: impl FnMut(P) -> T,
    ) {
        let mut criterion = self.criterion.borrow_mut();
        let mut group_of = criterion.benchmark_group(group);
        group_of.sampling_mode(SamplingMode::Flat);
        group_of.bench_function(name, |bencher| {
            bencher.iter_custom(|runs| {
                let mut total = Duration::ZERO;
                for _ in 0..runs {
                    let prepared = prepare();
                    let start = Instant::now();
                    let made = routine(prepared);
                    let time = start.elapsed();
                    drop(made);
                    total += time;
                    let mut times = self.times.borrow_mut();
                    times
                        .entry(format!("{group}/{name}"))
                        .or_default()
                        .push(time);
                }
                total
            });
        });
        group_of.finish();
    }

    /// The median of all runs; `None` when the bench was filtered out.
    fn median(&self, name: &str) -> Option<Duration> {
        let mut times = self.times.borrow().get(name)?.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }

    /// Prints a figure beside its aim in milliseconds.
    pub(crate) fn against_aim(&self, name: &str, aim_ms: f64) {
        if let Some(time) = self.median(name) {
            let ms = time.as_secs_f64() * 1e3;
            println!(
                "{name}: {ms:.2} ms; aim {aim_ms} ms; ratio {:.2}",
                ms / aim_ms
            );
        }
    }

    /// Prints how many times longer than `base` something takes, beside the aim for that.
    pub(crate) fn against_base(&self, name: &str, base: &str, aim: f64) {
        if let (Some(time), Some(of)) = (self.median(name), self.median(base)) {
            let (ms, of_ms) = (time.as_secs_f64() * 1e3, of.as_secs_f64() * 1e3);
            println!(
                "{name}: {ms:.2} ms; {base}: {of_ms:.2} ms; ratio {:.2}, aim {aim}",
                ms / of_ms
            );
        }
    }

    /// Prints criterion's own summary.
    pub(crate) fn finish(&self) {
        self.criterion.borrow_mut().final_summary();
    }
}

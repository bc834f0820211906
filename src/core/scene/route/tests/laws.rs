//! Laws on random grids.

use proptest::{prelude::*, test_runner::FileFailurePersistence};

use super::*;

/// A random grid whose cards do not overlap, with short and far connectors.
pub(super) fn samples(labels: f64) -> impl Strategy<Value = Sample> {
    (1_usize..7, 1_usize..8, 0.1..1.0_f64).prop_flat_map(move |(rows, columns, filled)| {
        let cell = (prop::bool::weighted(filled), 1_usize..4, 40.0..90.0_f32);
        let cells = prop::collection::vec(cell, rows * columns);
        let ends = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
        let label = prop::option::weighted(labels, (10.0..120.0_f32, 10.0..16.0_f32));
        let nets = prop::collection::vec((ends, label), 0..2 * rows * columns);
        (cells, nets).prop_map(move |(cells, nets)| {
            let mut slots = Vec::new();
            let mut heights = Vec::new();
            for row in 0..rows {
                let mut free = 0;
                for column in 0..columns {
                    let (taken, span, height) = cells[row * columns + column];
                    if taken && column >= free {
                        let span = if span == 3 {
                            2.min(columns - column)
                        } else {
                            1
                        };
                        free = column + span;
                        slots.push(Slot { row, column, span });
                        heights.push(height);
                    }
                }
            }
            if slots.is_empty() {
                slots.push(Slot {
                    row: 0,
                    column: 0,
                    span: 1,
                });
                heights.push(50.0);
            }
            // More ports on one side of a card could not stand apart.
            let nets = nets
                .iter()
                .take(20 * slots.len())
                .map(|((from, to), label)| Net {
                    from: from.index(slots.len()),
                    to: to.index(slots.len()),
                    label: label.map(|(x, y)| vec2(x, y)),
                })
                .collect();
            Sample {
                rows,
                columns,
                slots,
                heights,
                nets,
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Beside this file, and not at the top of the repository.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::with_cases(400)
    })]

    #[test]
    fn random_grids_keep_the_laws(sample in samples(0.5)) {
        check(&sample);
    }

    #[test]
    fn wider_gutters_than_asked_for_keep_the_laws(sample in samples(0.3), more in 0.0..80.0_f32) {
        let mut plan = sample.plan();
        let mut geometry = sample.geometry(&plan);
        let shift = |index: usize, (low, high): (f32, f32)| {
            let by = more * (index + 1) as f32;
            (low + by, high + by)
        };
        let moved = |bands: &[(f32, f32)]| {
            bands.iter().enumerate().map(|(index, band)| shift(index, *band)).collect::<Vec<_>>()
        };
        geometry.columns = moved(&geometry.columns);
        geometry.rows = moved(&geometry.rows);
        geometry.outer_x.1 += more * (sample.columns + 1) as f32;
        geometry.outer_y.1 += more * (sample.rows + 1) as f32;
        geometry.cards = sample.sizes(&geometry);
        let routes = trace(&mut plan, &geometry);
        check_ways(&sample, &geometry, &routes);
        check_apart(&routes);
        check_gaps(&routes);
        check_labels(&sample, &geometry, &routes);
    }

    #[test]
    fn nothing_panics(
        rows in 0_usize..5,
        columns in 0_usize..5,
        slots in prop::collection::vec((0_usize..6, 0_usize..6, 0_usize..4), 0..12),
        nets in prop::collection::vec((0_usize..14, 0_usize..14), 0..30),
    ) {
        let slots = slots.iter().map(|&(row, column, span)| Slot { row, column, span }).collect::<Vec<_>>();
        let nets = nets
            .iter()
            .map(|&(from, to)| Net { from, to, label: Some(small_label()) })
            .collect::<Vec<_>>();
        let heights = vec![50.0; slots.len()];
        let sample = Sample { rows, columns, slots, heights, nets };
        let (_, routes) = sample.route();
        prop_assert_eq!(routes.len(), sample.nets.len());
    }
}

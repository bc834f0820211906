//! A plan that was changed step by step is the one made from nothing.

use proptest::{prelude::*, test_runner::FileFailurePersistence};

use super::*;

/// A change to a sample; numbers that are too great are taken modulo what there is.
#[derive(Clone, Debug)]
enum SampleEdit {
    AddNet(usize, usize, usize, Option<f32>),
    DropNet(usize),
    Relabel(usize, Option<f32>),
    /// Puts a card into a free cell.
    AddCard(usize, usize, usize),
    DropCard(usize),
    MoveCard(usize, usize, usize),
    InsertRow(usize),
    /// Takes the row with its cards.
    DropRow(usize),
    InsertColumn(usize),
    Height(usize, f32),
    Width(usize, f32),
    Crown(usize),
}

fn turns() -> impl Strategy<Value = SampleEdit> {
    let label = || prop::option::of(10.0..90.0_f32);
    let any = || 0..1000_usize;
    prop_oneof![
        4 => (any(), any(), any(), label()).prop_map(|(at, a, b, label)| SampleEdit::AddNet(at, a, b, label)),
        3 => any().prop_map(SampleEdit::DropNet),
        2 => (any(), label()).prop_map(|(at, label)| SampleEdit::Relabel(at, label)),
        2 => (any(), any(), any()).prop_map(|(at, row, column)| SampleEdit::AddCard(at, row, column)),
        1 => any().prop_map(SampleEdit::DropCard),
        4 => (any(), any(), any()).prop_map(|(at, row, column)| SampleEdit::MoveCard(at, row, column)),
        2 => any().prop_map(SampleEdit::InsertRow),
        2 => any().prop_map(SampleEdit::DropRow),
        1 => any().prop_map(SampleEdit::InsertColumn),
        2 => (any(), 40.0..90.0_f32).prop_map(|(at, height)| SampleEdit::Height(at, height)),
        1 => (any(), 0.0..60.0_f32).prop_map(|(at, width)| SampleEdit::Width(at, width)),
        1 => any().prop_map(SampleEdit::Crown),
    ]
}

/// A sample whose columns may be wider than the narrowest, with badges on some cards.
#[derive(Clone, Debug)]
struct SampleScene {
    sample: Sample,
    widths: Vec<f32>,
    has_crown: Vec<bool>,
}

impl SampleScene {
    fn is_free(&self, row: usize, column: usize) -> bool {
        self.sample.slots.iter().all(|slot| {
            slot.row != row || column < slot.column || column >= slot.column + slot.span
        })
    }

    fn make(&mut self, turn: &SampleEdit) {
        let sample = &mut self.sample;
        let (nets, slots) = (sample.nets.len().max(1), sample.slots.len().max(1));
        let size = |width: Option<f32>| width.map(|width| vec2(width, 13.0));
        match *turn {
            SampleEdit::AddNet(at, from, to, label) if !sample.slots.is_empty() => {
                let net = Net {
                    from: from % slots,
                    to: to % slots,
                    label: size(label),
                };
                sample.nets.insert(at % (sample.nets.len() + 1), net);
            }
            SampleEdit::DropNet(at) if !sample.nets.is_empty() => {
                sample.nets.remove(at % nets);
            }
            SampleEdit::Relabel(at, label) if !sample.nets.is_empty() => {
                sample.nets[at % nets].label = size(label);
            }
            SampleEdit::AddCard(at, row, column) => {
                let (row, column) = (row % sample.rows, column % sample.columns);
                if !self.is_free(row, column) {
                    return;
                }
                let at = at % (self.sample.slots.len() + 1);
                self.sample.slots.insert(
                    at,
                    Slot {
                        row,
                        column,
                        span: 1,
                    },
                );
                self.sample.heights.insert(at, 50.0);
                self.has_crown.insert(at, false);
                for net in &mut self.sample.nets {
                    net.from += usize::from(net.from >= at);
                    net.to += usize::from(net.to >= at);
                }
            }
            SampleEdit::DropCard(at) if !sample.slots.is_empty() => self.drop_card(at % slots),
            SampleEdit::MoveCard(at, row, column) if !sample.slots.is_empty() => {
                let (row, column) = (row % sample.rows, column % sample.columns);
                if self.is_free(row, column) {
                    self.sample.slots[at % slots] = Slot {
                        row,
                        column,
                        span: 1,
                    };
                }
            }
            SampleEdit::InsertRow(at) if sample.rows < 12 => {
                let at = at % (sample.rows + 1);
                sample.rows += 1;
                for slot in &mut sample.slots {
                    slot.row += usize::from(slot.row >= at);
                }
            }
            SampleEdit::DropRow(at) if sample.rows > 1 => {
                let at = at % sample.rows;
                while let Some(card) = self.sample.slots.iter().position(|slot| slot.row == at) {
                    self.drop_card(card);
                }
                self.sample.rows -= 1;
                for slot in &mut self.sample.slots {
                    slot.row -= usize::from(slot.row > at);
                }
            }
            SampleEdit::InsertColumn(at) => {
                let at = at % (sample.columns + 1);
                sample.columns += 1;
                self.widths.insert(at, 0.0);
                for slot in &mut sample.slots {
                    if slot.column >= at {
                        slot.column += 1;
                    } else if slot.column + slot.span > at {
                        slot.span += 1;
                    }
                }
            }
            SampleEdit::Height(at, height) if !sample.slots.is_empty() => {
                sample.heights[at % slots] = height;
            }
            SampleEdit::Width(at, width) => self.widths[at % sample.columns] = width,
            SampleEdit::Crown(at) if !sample.slots.is_empty() => {
                self.has_crown[at % slots] ^= true;
            }
            _ => {}
        }
    }

    fn drop_card(&mut self, at: usize) {
        self.sample.slots.remove(at);
        self.sample.heights.remove(at);
        self.has_crown.remove(at);
        let nets = &mut self.sample.nets;
        nets.retain(|net| net.from != at && net.to != at);
        for net in nets {
            net.from -= usize::from(net.from > at);
            net.to -= usize::from(net.to > at);
        }
    }

    fn geometry(&self, plan: &RoutePlan) -> Geometry {
        let mut geometry = self.sample.geometry(plan);
        let mut by = 0.0;
        for (column, more) in geometry.columns.iter_mut().zip(&self.widths) {
            column.0 += by;
            by += more;
            column.1 += by;
        }
        geometry.outer_x.1 += by;
        geometry.cards = self.sample.sizes(&geometry);
        geometry.head = vec2(8.0, 9.0);
        let cards = self.sample.cards(&geometry);
        let crown = |(card, has_crown): (&Rect, &bool)| {
            let top = pos2(card.right() - 40.0, card.top() - 9.0);
            has_crown.then(|| Rect::from_min_max(top, pos2(card.right() - 8.0, card.top())))
        };
        geometry.crowns = cards.iter().zip(&self.has_crown).map(crown).collect();
        geometry
    }
}

fn check_updates(sample: Sample, turns: &[SampleEdit], every: usize) {
    let mut scene = SampleScene {
        widths: vec![0.0; sample.columns],
        has_crown: (0..sample.slots.len()).map(|slot| slot % 7 == 3).collect(),
        sample,
    };
    let mut plan = scene.sample.plan();
    let geometry = scene.geometry(&plan);
    trace(&mut plan, &geometry);
    for (number, turn) in turns.iter().enumerate() {
        scene.make(turn);
        // Some changes come together.
        if number % every != 0 {
            continue;
        }
        let sample = &scene.sample;
        plan.update(sample.rows, sample.columns, &sample.slots, &sample.nets);
        let mut fresh = sample.plan();
        for column in 0..=sample.columns {
            assert_eq!(
                plan.column_gutter(column),
                fresh.column_gutter(column),
                "{turn:?}: column {column}"
            );
        }
        for row in 0..=sample.rows {
            assert_eq!(
                plan.row_gutter(row),
                fresh.row_gutter(row),
                "{turn:?}: row {row}"
            );
        }
        let geometry = scene.geometry(&plan);
        let routes = trace(&mut plan, &geometry);
        for (net, (route, fresh)) in routes.iter().zip(trace(&mut fresh, &geometry)).enumerate() {
            assert_eq!(*route, fresh, "{turn:?}: net {net}");
        }
    }
}

/// Full grids with many nets between near cards.
fn crowds() -> impl Strategy<Value = Sample> {
    let nets = prop::collection::vec(
        (
            0..10_000_usize,
            0..60_usize,
            prop::option::of(10.0..80.0_f32),
        ),
        0..400,
    );
    (1..7_usize, 2..30_usize, nets, 1..9_usize).prop_map(|(rows, columns, nets, gaps)| {
        let cells = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
        let slots: Vec<Slot> = cells
            .filter(|(row, column)| (row * 31 + column * 7) % 9 >= gaps / 2)
            .map(|(row, column)| Slot {
                row,
                column,
                span: 1,
            })
            .collect();
        let count = slots.len();
        let nets = nets
            .iter()
            .filter(|_| count > 0)
            .map(|(from, by, label)| Net {
                from: from % count,
                to: (from % count + by).saturating_sub(20) % count,
                label: label
                    .filter(|width| *width > 40.0)
                    .map(|width| vec2(width, 13.0)),
            })
            .collect();
        Sample {
            rows,
            columns,
            heights: (0..count)
                .map(|k| [60.0, 46.0, 60.0, 52.0][k % 4])
                .collect(),
            slots,
            nets,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::with_cases(120)
    })]

    #[test]
    fn a_changed_plan_is_a_new_plan(
        sample in laws::samples(0.4),
        turns in prop::collection::vec(turns(), 1..25),
        every in 1..3_usize,
    ) {
        check_updates(sample, &turns, every);
    }

    #[test]
    fn a_changed_crowd_is_a_new_crowd(
        sample in crowds(),
        turns in prop::collection::vec(turns(), 1..12),
        every in 1..3_usize,
    ) {
        check_updates(sample, &turns, every);
    }
}

#[test]
fn thousands_stay_where_they_are() {
    let cells = (0..40).flat_map(|column| (0..4).map(move |row| (row, column)));
    let slots: Vec<Slot> = cells
        .map(|(row, column)| Slot {
            row,
            column,
            span: 1,
        })
        .collect();
    let nets = (0..156)
        .map(|from| Net {
            from,
            to: from + 4,
            label: None,
        })
        .collect();
    let heights = vec![50.0; slots.len()];
    let mut sample = Sample {
        rows: 4,
        columns: 40,
        slots,
        heights,
        nets,
    };
    let mut plan = sample.plan();
    let geometry = sample.geometry(&plan);
    let before = trace(&mut plan, &geometry);
    sample.nets.insert(
        9,
        Net {
            from: 152,
            to: 157,
            label: None,
        },
    );
    plan.update(sample.rows, sample.columns, &sample.slots, &sample.nets);
    let geometry = sample.geometry(&plan);
    let mut after = trace(&mut plan, &geometry);
    after.remove(9);
    let moved = before.iter().zip(&after).filter(|(old, new)| old != new);
    assert!(moved.count() < 20);
}

//! A table of ten thousand rows in a window without a graphics card: what a frame costs, and what keys do.

use std::{cell::Cell as Counter, rc::Rc};

use egui::{Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::*;

/// How many rows there are.
const MANY: usize = 10_000;

impl TableRow for usize {
    type Key = Self;

    fn key(&self) -> Self {
        *self
    }
}

/// What the window holds, and what it was told.
#[derive(Default)]
struct TestWindow {
    state: TableState<usize>,
    rows: Vec<usize>,
    did: Vec<Did<usize>>,
    /// How many cells were worded.
    worded: Rc<Counter<usize>>,
}

fn frame_ui(ui: &mut Ui, shown: &mut TestWindow) {
    let worded = Rc::clone(&shown.worded);
    let name = move |row: &usize| {
        worded.set(worded.get() + 1);
        TableCell::title(format!("Row {row}"))
    };
    let table = Table {
        id: Id::unique("numbers"),
        name: "Numbers",
        noun: ("number", "numbers"),
        summary: "Many".to_owned(),
        empty: "None",
        groups: &[],
        rows: &shown.rows,
        revision: 1,
        columns: vec![
            TableColumn::new("Name", (1.0, 100.0), name),
            TableColumn::new("Rest", (0.0, 80.0), |row: &usize| {
                TableCell::new((row % 7).to_string())
            })
            .ordered(|row| SortKey::number(Some((row % 7) as f64))),
        ],
        title: 0,
        selected: None,
        is_selected: Box::new(|_| false),
        is_found: Box::new(|_| false),
        is_named: false,
    };
    let mut actions = Vec::new();
    if ui.memory(|memory| memory.has_focus(table.id)) {
        let did = shown.state.keys(ui, &table, &mut actions);
        shown.did.push(did);
    }
    let area = ui.max_rect();
    let did = table_ui(ui, area, &mut shown.state, &table, |_| (), &mut actions);
    shown.did.push(did);
}

fn window() -> Harness<'static, TestWindow> {
    let shown = TestWindow {
        rows: (0..MANY).collect(),
        ..TestWindow::default()
    };
    let frame = |ui: &mut Ui, shown: &mut TestWindow| {
        look::install(ui.ctx());
        frame_ui(ui, shown);
    };
    let builder = Harness::builder().with_size([800.0, 600.0]);
    let mut harness = builder.build_ui_state(frame, shown);
    harness.run_steps(3);
    harness
}

/// Presses keys, and says what the last of them did.
fn press(harness: &mut Harness<'_, TestWindow>, keys: &[(Modifiers, Key)]) -> Did<usize> {
    harness.state_mut().did.clear();
    for (modifiers, key) in keys {
        harness.key_press_modifiers(*modifiers, *key);
        harness.run_steps(2);
    }
    let mut did = harness.state().did.iter().rev();
    did.find(|did| **did != Did::Nothing)
        .cloned()
        .unwrap_or(Did::Nothing)
}

/// How many cells a frame words.
fn worded(harness: &mut Harness<'_, TestWindow>) -> usize {
    harness.state().worded.set(0);
    harness.step();
    harness.state().worded.get()
}

fn write(harness: &mut Harness<'_, TestWindow>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.step();
}

#[test]
fn a_frame_words_only_the_rows_on_screen() {
    let mut harness = window();
    let few = 1..200;
    assert!(few.contains(&worded(&mut harness)), "at the top");
    press(&mut harness, &[(Modifiers::NONE, Key::End)]);
    harness.get_by_label("Row 9999");
    assert!(few.contains(&worded(&mut harness)), "at the end");
    // To look for something all are worded, once.
    write(&mut harness, "/");
    harness.step();
    harness.state().worded.set(0);
    write(&mut harness, "99");
    assert!(harness.state().worded.get() >= MANY);
    harness.state().worded.set(0);
    write(&mut harness, "9");
    let next = harness.state().worded.get();
    assert!(few.contains(&next), "{next} for the next letter");
    let still = worded(&mut harness);
    assert!(few.contains(&still), "{still} while nothing happens");
    harness.get_by_label("19 of 10000 numbers");
}

#[test]
fn a_click_on_a_head_sorts_and_the_third_takes_it_back() {
    let mut harness = window();
    let first = |harness: &mut Harness<'_, TestWindow>| {
        harness.get_by_label("Rest").click();
        harness.run_steps(3);
        press(harness, &[(Modifiers::NONE, Key::Home)])
    };
    assert_eq!(first(&mut harness), Did::Chose(0));
    assert_eq!(
        press(&mut harness, &[(Modifiers::NONE, Key::ArrowDown)]),
        Did::Chose(7)
    );
    assert_eq!(first(&mut harness), Did::Chose(6));
    assert_eq!(first(&mut harness), Did::Chose(0));
    assert_eq!(
        press(&mut harness, &[(Modifiers::NONE, Key::ArrowDown)]),
        Did::Chose(1)
    );
}

#[test]
fn keys_walk_rows_and_take_in_ranges() {
    let mut harness = window();
    let plain = |key| (Modifiers::NONE, key);
    let shift = |key| (Modifiers::SHIFT, key);
    assert_eq!(press(&mut harness, &[plain(Key::ArrowDown)]), Did::Chose(0));
    let page = press(&mut harness, &[plain(Key::PageDown)]);
    let Did::Chose(page) = page else {
        panic!("{page:?}");
    };
    assert!((10..20).contains(&page), "a page has {page} rows");
    assert_eq!(press(&mut harness, &[plain(Key::PageUp)]), Did::Chose(0));
    let both = Did::Extended {
        rows: vec![0, 1, 2],
        lead: 2,
    };
    let down = shift(Key::ArrowDown);
    assert_eq!(press(&mut harness, &[down, down]), both);
    let back = Did::Extended {
        rows: vec![0, 1],
        lead: 1,
    };
    assert_eq!(press(&mut harness, &[shift(Key::ArrowUp)]), back);
    // Where a cell cannot be edited, Enter and F2 open the record.
    assert_eq!(press(&mut harness, &[plain(Key::Enter)]), Did::Opened(1, 0));
    let right = plain(Key::ArrowRight);
    assert_eq!(
        press(&mut harness, &[right, plain(Key::F2)]),
        Did::Opened(1, 1)
    );
    // Esc lets go of what was looked for.
    write(&mut harness, "/");
    harness.step();
    write(&mut harness, "Row 12 ");
    press(
        &mut harness,
        &[plain(Key::ArrowDown), plain(Key::ArrowDown)],
    );
    assert!(harness.query_by_label("Row 1").is_none());
    press(&mut harness, &[plain(Key::Escape)]);
    press(&mut harness, &[plain(Key::Home)]);
    harness.get_by_label("Row 1");
}

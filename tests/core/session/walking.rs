//! The keyboard reaches everything.

use std::collections::{BTreeSet, VecDeque};

use frontstage::{
    model::{Blueprint, Key, LaneId, StepId, VariantId},
    patch::{Subject, changes},
    scene::{Show, WireId},
    session::{Action, Command, Direction, FieldCell, Selection, Target},
};
use proptest::prelude::*;

use crate::{
    common::{blueprints, cases},
    session::desk::Desk,
};

const WAYS: [Direction; 4] = [
    Direction::Left,
    Direction::Right,
    Direction::Up,
    Direction::Down,
];

/// Walks every way from everywhere, and proves that every cell that is shown, and every card, was
/// selected, and that no step of the walk opened what is folded.
fn check_walks(blueprint: &Blueprint, show: &Show, folded: Option<&LaneId>) {
    let mut desk = Desk::new(blueprint.clone());
    desk.run(Action::Show(show.clone()));
    if let Some(lane) = folded {
        let variant = desk.session.selection().variant.clone();
        let lane = Target::Record(Key::Lane(lane.clone()));
        desk.run(Action::Select(Selection::of(&variant, lane)));
        desk.command(Command::FoldLane);
        desk.command(Command::FoldMoments);
        desk.command(Command::SelectBlueprint);
    }
    let lens = desk.session.lens().clone();
    let (mut cells, mut cards) = (BTreeSet::new(), BTreeSet::new());
    let mut fields = BTreeSet::new();
    let mut seen: Vec<(Selection, Option<FieldCell>)> = Vec::new();
    let mut open = VecDeque::from([(desk.session.selection().clone(), None)]);
    while let Some((from, field)) = open.pop_front() {
        for way in WAYS {
            desk.session.run(match &field {
                Some(cell) => Action::SelectField(FieldCell::clone(cell)),
                None => Action::Select(from.clone()),
            });
            let on_folded = match &from.target {
                Target::Record(Key::Lane(lane)) => lens.folded.contains(lane),
                _ => false,
            };
            if on_folded && way == Direction::Right {
                continue;
            }
            desk.session.run(Action::Walk(way));
            assert_eq!(*desk.session.lens(), lens, "{from:?} {way:?}");
            let to = desk.session.selection().clone();
            cells.extend(desk.session.place());
            cards.extend(to.lead().map(|step| (to.variant.clone(), step.clone())));
            let field = desk.session.field().cloned();
            fields.extend(field.clone());
            if !seen.contains(&(to.clone(), field.clone())) {
                seen.push((to.clone(), field.clone()));
                open.push_back((to, field));
            }
        }
    }
    let shown: Vec<&VariantId> = desk
        .session
        .scene()
        .panes
        .iter()
        .map(|p| &p.variant)
        .collect();
    for variant in shown {
        let (_, held) = blueprint.variant(variant).unwrap();
        let pane = desk.session.scene().pane(variant).unwrap();
        for row in &pane.rows {
            for cell in &row.cells {
                let mut held = cell.columns.clone().map(|column| FieldCell {
                    variant: variant.clone(),
                    row: row.field,
                    moment: pane.columns[column].id.clone(),
                });
                assert!(held.any(|cell| fields.contains(&cell)), "{cell:?}");
            }
        }
        for moment in &pane.columns {
            for lane in pane.lanes.iter().filter(|lane| !lane.is_folded()) {
                let cell = (variant.clone(), lane.id.clone(), moment.id.clone());
                assert!(cells.contains(&cell), "{cell:?}");
            }
        }
        for (id, step) in &held.steps {
            let open = |(lane, _): (&LaneId, _)| !lens.folded.contains(lane);
            let placed = step.cell().is_some_and(open);
            let reached = cards.contains(&(variant.clone(), id.clone()));
            assert_eq!(placed, reached, "{id} of {variant}");
        }
    }
}

/// F8 from nothing selected goes through the list of changes, and round; Shift+F8 the other way.
fn check_changes_walked(blueprint: &Blueprint, first: &VariantId, second: &VariantId) {
    let mut desk = Desk::new(blueprint.clone());
    desk.run(Action::Show(Show::Compare(first.clone(), second.clone())));
    desk.run(Action::Select(Selection::of(first, Target::Blueprint)));
    let expected: Vec<Selection> = changes(blueprint, first, second)
        .iter()
        .map(|change| match &change.subject {
            Subject::Step(id) => Selection::step(&change.variant, id),
            Subject::Connector(id) => {
                Selection::wire(&change.variant, &WireId::Connector(id.clone()))
            }
        })
        .collect();
    let walk = |desk: &mut Desk, command| {
        desk.session.run(Action::Command(command));
        desk.session.selection().clone()
    };
    for expected in expected.iter().chain(expected.first()) {
        assert_eq!(walk(&mut desk, Command::NextChange), *expected);
    }
    for expected in expected.iter().rev() {
        assert_eq!(walk(&mut desk, Command::PreviousChange), *expected);
    }
    if expected.is_empty() {
        walk(&mut desk, Command::NextChange);
        assert_eq!(desk.notice(), "The two variants do not differ.");
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn arrows_reach_every_cell_and_card(blueprint in blueprints()) {
        let ids: Vec<_> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
        let middle = blueprint.lanes.get(blueprint.lanes.len() / 2);
        for folded in [None, middle.map(|lane| &lane.id)] {
            if let [first, ..] = &ids[..] {
                check_walks(&blueprint, &Show::One(first.clone()), folded);
            }
            if let [first, second, ..] = &ids[..] {
                let show = Show::Compare(first.clone(), second.clone());
                check_walks(&blueprint, &show, folded);
            }
        }
    }

    #[test]
    fn f8_walks_all_changes_in_order(blueprint in blueprints()) {
        let ids: Vec<_> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
        if let [first, second, ..] = &ids[..] {
            check_changes_walked(&blueprint, first, second);
        }
    }
}

#[test]
fn f8_opens_the_comparison() {
    let mut desk = Desk::of_started();
    desk.select("after", "looks");
    desk.command(Command::Delete);
    desk.command(Command::NextChange);
    let show = Show::Compare("before".into(), "after".into());
    assert_eq!(*desk.session.show(), show);
    assert_eq!(desk.selected(), ["looks"]);
    assert_eq!(desk.session.selection().variant, "before".into());
}

#[test]
fn headers_are_walked_with_the_arrows() {
    let mut desk = Desk::of_service();
    let before = VariantId::from("before");
    let check = |desk: &mut Desk, from: Target, way, to: Target| {
        desk.run(Action::Select(Selection::of(&before, from)));
        desk.run(Action::Walk(way));
        assert_eq!(desk.session.selection().target, to);
    };
    check(
        &mut desk,
        Target::Record(Key::Lane("customer".into())),
        Direction::Down,
        Target::Record(Key::Lane("agent".into())),
    );
    check(
        &mut desk,
        Target::Record(Key::Phase("ask".into())),
        Direction::Right,
        Target::Record(Key::Phase("answer".into())),
    );
    check(
        &mut desk,
        Target::Record(Key::Moment("m3".into())),
        Direction::Left,
        Target::Record(Key::Moment("m2".into())),
    );
}

#[test]
fn l_walks_the_connectors_of_one_step_and_comes_back() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    let mut seen = Vec::new();
    for _ in 0..4 {
        desk.command(Command::NextConnector);
        let selection = desk.session.selection();
        let wire = selection.wires().first().map(ToString::to_string);
        seen.push(wire.unwrap_or_else(|| {
            let steps: Vec<&StepId> = selection.steps().iter().collect();
            format!("{steps:?}")
        }));
    }
    // c-2 leads to the step: its start does not take over.
    assert_eq!(seen, ["c-2", "c-3", "[\"looks\"]", "c-2"]);
}

#[test]
fn down_from_a_phase_is_its_first_cell() {
    let mut desk = Desk::of_service();
    let phase = desk.session.blueprint().phases[1].clone();
    let variant = VariantId::from("before");
    let target = Target::Record(Key::Phase(phase.id.clone()));
    desk.run(Action::Select(Selection::of(&variant, target)));
    desk.run(Action::Walk(Direction::Down));
    let (_, _, moment) = desk.session.place().unwrap();
    assert_eq!(moment, phase.moments[0].id);
}

#[test]
fn shift_and_an_arrow_selects_the_next_card_too_and_gives_it_back() {
    let mut desk = Desk::of_service();
    desk.select("before", "asks");
    let mut check = |way, steps: &[&str], lead: &str| {
        desk.run(Action::Extend(way));
        let selection = desk.session.selection();
        let selected: Vec<&str> = selection
            .steps()
            .iter()
            .map(frontstage::model::Id::as_str)
            .collect();
        assert_eq!(selected, steps, "{way:?}");
        assert_eq!(selection.lead(), Some(&lead.into()), "{way:?}");
    };
    check(Direction::Right, &["asks"], "asks");
    check(Direction::Down, &["asks", "reads"], "reads");
    check(Direction::Right, &["asks", "looks", "reads"], "looks");
    check(
        Direction::Right,
        &["answers", "asks", "looks", "reads"],
        "answers",
    );
    check(Direction::Left, &["asks", "looks", "reads"], "looks");
    check(Direction::Up, &["asks", "looks", "reads"], "looks");
    // On a cell it walks as the arrow alone does.
    desk.select_cell("before", "clerk", "m1");
    desk.run(Action::Extend(Direction::Up));
    assert_eq!(desk.session.selection().lead(), Some(&"reads".into()));
}

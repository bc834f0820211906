//! What holds for every scene.

use std::collections::BTreeSet;

use frontstage::{
    model::{Blueprint, Step, StepId},
    paint::svg,
    scene::{
        FieldRow, Ink, Lens, MomentsShown, Pane, Rect, Scene, Shape, ShapeGroup, Show, TextMeasure,
        Theme, TitlesShown, WireId, pos2,
    },
};
use proptest::prelude::*;

use crate::scene::random::{Turn, blueprints, large_blueprints, turns};

fn shows() -> [Show; 3] {
    [
        Show::One("before".into()),
        Show::Compare("before".into(), "after".into()),
        Show::Overlay("before".into(), "after".into()),
    ]
}

/// Everything shown, and with lanes and empty moments folded away.
fn views() -> Vec<Lens> {
    let open = shows().into_iter().map(Lens::from);
    let folded = shows().into_iter().map(|show| Lens {
        show,
        folded: ["l1".into(), "l3".into()].into(),
        moments: MomentsShown::Used,
        titles: TitlesShown::Whole,
        elsewhere: BTreeSet::new(),
        lines: [("after".into(), "≥ 2m · 1m work".to_owned())].into(),
    });
    open.chain(folded).collect()
}

fn check_scene(blueprint: &Blueprint, text: &TextMeasure) {
    for lens in views() {
        let scene = Scene::build(blueprint, &lens, text);
        for pane in &scene.panes {
            check_cards(pane);
            check_headers(pane);
            check_wires(pane);
            check_lines(pane);
            check_areas(pane);
            check_folds(blueprint, &lens, pane);
            check_rows(blueprint, pane);
            for group in pane.groups() {
                check_bounds(&group);
            }
        }
        if let Show::Overlay(..) = scene.lens.show {
            check_overlay(blueprint, &lens, &scene.panes[0]);
        }
        if let [first, second] = &*scene.panes {
            let across = |pane: &Pane| -> Vec<_> {
                let columns = pane.columns.iter();
                columns
                    .map(|column| (column.id.clone(), column.rect.x_range()))
                    .collect()
            };
            assert_eq!(across(first), across(second));
            assert!(first.rect.bottom() <= second.rect.top());
        }
    }
}

/// Cards stand in their cells, and no two of them share any space.
fn check_cards(pane: &Pane) {
    let cards: Vec<_> = pane.cards.iter().chain(&pane.ghosts).collect();
    for (index, (id, card)) in cards.iter().enumerate() {
        let (lane, column) = card.cell;
        assert!(
            pane.lanes[lane].rect.contains_rect(card.rect),
            "{id} in its lane"
        );
        assert!(pane.body.contains_rect(card.rect), "{id} in the body");
        assert_eq!(pane.columns[column].rect.left(), card.rect.left(), "{id}");
        for (other_id, other) in &cards[index + 1..] {
            let space = card.bounds().intersect(other.bounds());
            assert!(!space.is_positive(), "{id} and {other_id}");
        }
        for shape in &card.group().shapes {
            if let Shape::Text {
                at, width, text, ..
            } = shape
            {
                let fits = at.x >= card.rect.left() && at.x + width <= card.rect.right() - 8.0;
                assert!(fits || text.chars().count() < 3, "{id}: {text} is cut");
            }
        }
        let group = card.group();
        let first = group.shapes.first();
        assert!(
            matches!(first, Some(Shape::Rect { rect, .. }) if *rect == card.rect),
            "{id}"
        );
    }
}

/// Headers hold their cells.
fn check_headers(pane: &Pane) {
    for phase in &pane.phases {
        let own = |column: &&frontstage::scene::Column| column.phase == phase.id;
        for column in pane.columns.iter().filter(own) {
            assert!(phase.rect.x_range().contains(column.rect.left()));
            assert!(phase.rect.x_range().contains(column.rect.right()));
            assert!(phase.rect.bottom() <= column.rect.top());
        }
    }
    for pair in pane.lanes.windows(2) {
        assert_eq!(pair[0].rect.bottom(), pair[1].rect.top());
    }
    for lane in &pane.lanes {
        assert!(lane.header.bounds.right() <= pane.body.left());
        for shape in &lane.header.shapes {
            if let Shape::Text {
                at, width, text, ..
            } = shape
            {
                assert!(at.x + width <= pane.body.left() || text.chars().count() < 3);
            }
        }
    }
}

/// Connectors run level or upright from card to card, around all others, and no label lies on a card.
fn check_wires(pane: &Pane) {
    for (id, wire) in pane.wires.iter() {
        let near = |card: &str, point| {
            let rect = pane.cards[&card.into()].rect.expand(10.5);
            assert!(rect.contains(point), "{id} holds on to {card}");
        };
        near(wire.from.as_str(), wire.points[0]);
        near(wire.to.as_str(), wire.points[wire.points.len() - 1]);
        for pair in wire.points.windows(2) {
            assert!(
                pair[0].x == pair[1].x || pair[0].y == pair[1].y,
                "{id} is orthogonal"
            );
            let segment = Rect::from_two_pos(pair[0], pair[1]);
            for (card_id, card) in pane.cards.iter().chain(&pane.ghosts) {
                let inside = card.rect.shrink(0.5);
                assert!(!meets(segment, inside), "{id} runs through {card_id}");
            }
        }
        if let Some(label) = wire.label() {
            for (card_id, card) in pane.cards.iter().chain(&pane.ghosts) {
                for shape in &card.group().shapes {
                    let Shape::Rect { rect, .. } = shape else {
                        continue;
                    };
                    assert!(!meets(label.bounds, rect.shrink(0.5)), "{id} on {card_id}");
                }
            }
        }
    }
    let labels: Vec<_> = pane
        .wires
        .values()
        .filter_map(|wire| wire.label())
        .collect();
    for (index, label) in labels.iter().enumerate() {
        for other in &labels[index + 1..] {
            assert!(
                !meets(label.bounds.shrink(0.5), other.bounds),
                "{} on {}",
                label.id,
                other.id
            );
        }
    }
}

/// What stands in a part of a pane is found by looking there.
fn check_areas(pane: &Pane) {
    let all: Vec<_> = pane.groups().collect();
    let mut left = pane.rect.left() - 60.0;
    while left < pane.rect.right() {
        let area = Rect::from_x_y_ranges(left..=left + 35.0, pane.rect.y_range());
        let there = all.iter().filter(|group| group.bounds.intersects(area));
        let found: Vec<_> = pane.groups_in(area).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), there.collect::<Vec<_>>());
        left += 65.0;
    }
}

/// Every step of both variants has one card, as its own variant has it: After's where both have it. A
/// step that stood in another cell leaves a ghost there.
fn check_overlay(blueprint: &Blueprint, lens: &Lens, pane: &Pane) {
    let [before, after] = &*blueprint.variants else {
        panic!("two variants");
    };
    let cell = |step: &Step| {
        let (lane, moment) = step.cell()?;
        let lane = pane.lanes.iter().position(|l| l.id == *lane)?;
        let column = pane.columns.iter().position(|c| c.id == *moment)?;
        (!lens.folded.contains(&pane.lanes[lane].id)).then_some((lane, column))
    };
    let ids: BTreeSet<&StepId> = before.steps.keys().chain(after.steps.keys()).collect();
    for id in ids {
        let (owner, step) = match (before.steps.get(id), after.steps.get(id)) {
            (_, Some(step)) => (after, step),
            (Some(step), None) => (before, step),
            (None, None) => continue,
        };
        let card = pane.cards.get(id);
        assert_eq!(card.map(|card| card.cell), cell(step), "{id}");
        assert!(card.is_none_or(|card| card.variant == owner.id), "{id}");
        let was = before.steps.get(id).and_then(|step| cell(step));
        let left = was.filter(|was| Some(*was) != cell(step) && owner.id == after.id);
        assert_eq!(pane.ghosts.get(id).map(|ghost| ghost.cell), left, "{id}");
    }
    let count = |variant: &str| {
        let own = pane
            .wires
            .iter()
            .filter(|(_, wire)| wire.variant.as_str() == variant);
        own.filter(|(id, _)| matches!(id, WireId::Connector(_)))
            .count()
    };
    let only_before = before
        .connectors
        .keys()
        .filter(|id| !after.connectors.contains_key(*id));
    assert!(count("before") <= only_before.count());
    assert!(count("after") <= after.connectors.len());
}

/// The names of the lines stand beside all cards and connectors.
fn check_lines(pane: &Pane) {
    for line in &pane.lines {
        for shape in &line.group.shapes {
            let Shape::Text { at, width, .. } = shape else {
                continue;
            };
            assert!(at.x + width <= pane.rect.right());
            for wire in pane.wires.values() {
                assert!(wire.points.iter().all(|point| point.x < at.x));
            }
            assert!(pane.cards.values().all(|card| card.rect.right() < at.x));
        }
    }
}

/// Every moment has a column or lies in a gap, folded lanes have no cards, and what they hide is counted.
fn check_folds(blueprint: &Blueprint, lens: &Lens, pane: &Pane) {
    let columns = pane.columns.iter().map(|column| &column.id);
    let hidden = pane.gaps.iter().flat_map(|gap| &gap.moments);
    let mut found: Vec<_> = columns.chain(hidden).collect();
    let mut all: Vec<_> = blueprint.moments().map(|(_, moment)| &moment.id).collect();
    found.sort();
    all.sort();
    assert_eq!(found, all);
    assert!(lens.moments == MomentsShown::Used || pane.gaps.is_empty());
    let (_, variant) = blueprint.variant(&pane.variant).expect("it is shown");
    // Under an overlay lies what only the other variant has.
    let under = pane.under.as_ref().and_then(|id| blueprint.variant(id));
    let under = under.into_iter().flat_map(|(_, under)| &under.steps);
    let under = under.filter(|(id, _)| !variant.steps.contains_key(*id));
    let steps = variant.steps.iter().chain(under).map(|(_, step)| step);
    for (index, lane) in pane.lanes.iter().enumerate() {
        assert_eq!(lane.is_folded(), lens.folded.contains(&lane.id));
        let cards = pane.cards.values().filter(|card| card.cell.0 == index);
        assert!(cards.count() == 0 || !lane.is_folded());
        let held = steps.clone().filter(|step| {
            let cell = step.cell();
            cell.is_some_and(|(id, moment)| *id == lane.id && blueprint.moment(moment).is_some())
        });
        let noted = lane.notes.iter().map(|note| {
            for (id, wire) in pane.wires.iter() {
                for pair in wire.points.windows(2) {
                    let segment = Rect::from_two_pos(pair[0], pair[1]);
                    assert!(!meets(segment, note.bounds.shrink(0.5)), "{id} on a note");
                }
            }
            assert!(lane.rect.contains_rect(note.bounds));
            let words = note.shapes.iter().find_map(|shape| match shape {
                Shape::Text { text, .. } => Some(text.as_str()),
                _ => None,
            });
            let number = words.and_then(|words| words.split(' ').next());
            number.and_then(|n| n.parse().ok()).unwrap_or(0_usize)
        });
        if lane.is_folded() {
            assert_eq!(
                noted.sum::<usize>(),
                held.count(),
                "{} says how many",
                lane.id
            );
        } else {
            assert_eq!(noted.count(), 0);
        }
    }
}

/// Rows stand under all lanes, none under another, every column lies in one cell of each, and a curve
/// passes through its points.
fn check_rows(blueprint: &Blueprint, pane: &Pane) {
    let fields: Vec<_> = pane.rows.iter().map(|row| row.field).collect();
    let mut named = Vec::new();
    for field in &blueprint.rows {
        if !named.contains(field) {
            named.push(*field);
        }
    }
    assert!(fields == named || pane.columns.is_empty());
    let mut foot = pane.body.bottom();
    for row in &pane.rows {
        assert!(row.rect.top() >= foot);
        foot = row.rect.bottom();
        assert!(row.header.bounds.right() <= pane.body.left());
        let columns = row.cells.iter().flat_map(|cell| cell.columns.clone());
        assert!(columns.eq(0..pane.columns.len()), "{:?}", row.field);
        for cell in &row.cells {
            assert!(row.rect.contains_rect(cell.rect));
            let column = &pane.columns[cell.columns.start];
            assert_eq!(column.rect.left(), cell.rect.left());
        }
        check_curves(row);
    }
    assert!(foot <= pane.rect.bottom());
}

/// Checks that the curves of a row go through the points between their ends, and begin and end at points. Two steps
/// may stand at the same x: where one of them ends a curve, the other need not be on it.
fn check_curves(row: &FieldRow) {
    let shapes = row.across.iter().flat_map(|group| &group.shapes);
    let points = || row.cells.iter().flat_map(|cell| &cell.points);
    for shape in shapes {
        let Shape::Line {
            points: curve,
            stroke,
            ..
        } = shape
        else {
            continue;
        };
        // What was before an overlay has a thin curve of its own, and nothing to take hold of.
        if stroke.ink == Ink::WaitBorder {
            continue;
        }
        let [first, _, .., last] = curve[..] else {
            continue;
        };
        for point in points().filter(|point| first.x < point.at.x && point.at.x < last.x) {
            let near = curve.iter().map(|p| p.distance(point.at));
            assert!(near.fold(f32::INFINITY, f32::min) < 0.5, "{point:?}");
        }
        for end in [first, last] {
            assert!(
                points().any(|point| point.at.distance(end) < 0.5),
                "{end:?}"
            );
        }
    }
}

fn meets(a: Rect, b: Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// Bounds hold every shape.
fn check_bounds(group: &ShapeGroup) {
    let bounds = group.bounds.expand(0.01);
    for shape in &group.shapes {
        let holds = match shape {
            Shape::Rect { rect, stroke, .. } => {
                let reach = stroke.map_or(0.0, |stroke| stroke.width / 2.0);
                bounds.contains_rect(rect.expand(reach))
            }
            Shape::Line { points, .. } | Shape::Polygon { points, .. } => {
                points.iter().all(|point| bounds.contains(*point))
            }
            Shape::Text {
                at, width, text, ..
            } => {
                bounds.contains(*at)
                    && (bounds.contains(pos2(at.x + width, at.y)) || text.chars().count() < 3)
            }
            Shape::Icon { rect, .. } => bounds.contains_rect(*rect),
        };
        assert!(holds, "{:?} {} holds {shape:?}", group.class, group.id);
    }
}

/// A scene brought up to date after every `stride` turns equals one built from nothing.
fn check_updates(blueprint: &Blueprint, turns: &[Turn], stride: usize) {
    let text = TextMeasure::default();
    for lens in views() {
        let mut old = blueprint.clone();
        let mut scene = Scene::build(&old, &lens, &text);
        for turns in turns.chunks(stride) {
            let mut new = old.clone();
            for turn in turns {
                turn.clone().make(&mut new);
            }
            scene.update(&new, &text);
            assert_eq!(scene, Scene::build(&new, &lens, &text));
            old = new;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn an_updated_large_scene_is_a_new_scene(
        blueprint in large_blueprints(),
        turns in prop::collection::vec(turns(), 1..8),
    ) {
        check_updates(&blueprint, &turns, 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_scene_keeps_the_rules(blueprint in blueprints()) {
        check_scene(&blueprint, &TextMeasure::default());
    }

    #[test]
    fn an_updated_scene_is_a_new_scene(
        blueprint in blueprints(),
        turns in prop::collection::vec(turns(), 1..12),
    ) {
        check_updates(&blueprint, &turns, 1);
    }

    /// Several edits may pass between two updates.
    #[test]
    fn an_updated_scene_is_a_new_scene_whatever_it_missed(
        blueprint in blueprints(),
        turns in prop::collection::vec(turns(), 4..16),
    ) {
        check_updates(&blueprint, &turns, 4);
    }

    #[test]
    fn every_picture_is_well_formed(blueprint in blueprints()) {
        let text = TextMeasure::default();
        for show in shows() {
        let scene = Scene::build(&blueprint, &show.into(), &text);
        let picture = svg(&scene, Theme::Dark);
        prop_assert_eq!(picture.matches("<g ").count(), picture.matches("</g>").count());
        let tags = || picture.split('<').filter_map(|part| part.split('>').next());
        let number = |tag: &str| !tag.contains("\"NaN") && !tag.contains("\"inf");
        prop_assert!(tags().all(number));
        prop_assert!(tags().filter(|tag| tag.starts_with("path")).all(|tag| !tag.contains("NaN")));
        let steps = scene.panes.iter().map(|pane| pane.cards.len() + pane.ghosts.len());
        let steps: usize = steps.sum();
        prop_assert_eq!(picture.matches("<g class=\"step ").count(), steps);
        }
    }
}

//! The pointer on the canvas: press, drag, release, and what becomes of the document.

use frontstage::{
    edit::cell,
    format::write,
    gesture::{ConnectorEnd, Gesture, HeldKeys, Hit, handle_at, hit, hit_header},
    model::{Key, LaneId, MomentId, StepId, VariantId},
    scene::{Pane, Pos2, Rect, Scene, Show, WireId, pos2, vec2},
    session::{Action, Command, Editing, Selection, Target},
};

use crate::{common::service::service, session::desk::Desk};

const PLAIN: HeldKeys = HeldKeys {
    shift: false,
    ctrl: false,
    alt: false,
};
const SHIFT: HeldKeys = HeldKeys {
    shift: true,
    ..PLAIN
};
const ALT: HeldKeys = HeldKeys { alt: true, ..PLAIN };

fn pane<'a>(desk: &'a Desk, variant: &str) -> &'a Pane {
    desk.session.scene().pane(&variant.into()).unwrap()
}

fn card(desk: &Desk, variant: &str, step: &str) -> Rect {
    pane(desk, variant).cards[&step.into()].rect
}

/// The corners of an arrow of Before.
fn points(desk: &Desk, wire: &WireId) -> Vec<Pos2> {
    let wire = pane(desk, "before").wires.get(wire).unwrap();
    wire.points.to_vec()
}

/// A place in a cell where nothing else is.
fn free(desk: &Desk, variant: &str, lane: &str, moment: &str) -> Pos2 {
    let (lane_id, moment_id) = (LaneId::from(lane), MomentId::from(moment));
    let pane = pane(desk, variant);
    let band = pane.lanes.iter().find(|l| l.id == lane_id).unwrap().rect;
    let column = pane.columns.iter().find(|c| c.id == moment_id).unwrap();
    let wanted = Hit::Cell {
        variant: variant.into(),
        lane: lane_id,
        moment: moment_id,
    };
    let x = column.rect.center().x;
    let heights = (1..200_u8).map(|part| {
        let part = f32::from(part) / 200.0;
        band.bottom() - part * band.height()
    });
    heights
        .map(|y| pos2(x, y))
        .find(|at| hit(desk.session.scene(), *at) == wanted)
        .unwrap_or_else(|| panic!("no free place in {lane} {moment}"))
}

/// Presses on `on` at `from`, drags to `to` and lets go; the document must not change before that.
fn drag(desk: &mut Desk, on: Hit, from: Pos2, to: Pos2, held: HeldKeys) {
    let text = desk.text();
    let mut gesture = begin(desk, on, from, to, held);
    if gesture.is_dragging() {
        assert!(gesture.preview(&desk.session).is_some(), "{gesture:?}");
    }
    assert_eq!(desk.text(), text, "while dragging");
    for action in gesture.release(&mut desk.session) {
        desk.session.run(action);
    }
    desk.check();
    assert_eq!(gesture, Gesture::Idle);
}

fn begin(desk: &mut Desk, on: Hit, from: Pos2, to: Pos2, held: HeldKeys) -> Gesture {
    let mut gesture = Gesture::default();
    gesture.press(from, on, held);
    for part in [0.3, 0.7, 1.0] {
        for action in gesture.drag(&desk.session, from + (to - from) * part, 1.0) {
            desk.run(action);
        }
    }
    gesture
}

/// Drags what is at `from` in the scene.
fn drag_from(desk: &mut Desk, from: Pos2, to: Pos2, held: HeldKeys) {
    let on = hit(desk.session.scene(), from);
    drag(desk, on, from, to, held);
}

/// Clicks on what is there, with a hand that trembles a little.
fn click(desk: &mut Desk, at: Pos2, held: HeldKeys) {
    let on = hit(desk.session.scene(), at);
    click_on(desk, on, at, held);
}

fn click_on(desk: &mut Desk, on: Hit, at: Pos2, held: HeldKeys) {
    drag(desk, on, at, at + vec2(1.0, 2.0), held);
}

fn order(desk: &Desk, variant: &str, lane: &str, moment: &str) -> Vec<String> {
    let cards = cell(desk.variant(variant), &lane.into(), &moment.into());
    cards.iter().map(|(id, _)| id.to_string()).collect()
}

#[test]
fn a_click_selects() {
    let mut desk = Desk::of_service();
    let before = VariantId::from("before");
    let at = card(&desk, "before", "reads").center();
    click(&mut desk, at, PLAIN);
    assert_eq!(desk.selected(), ["reads"]);

    let at = free(&desk, "before", "clerk", "m2");
    click(&mut desk, at, PLAIN);
    let cell = Selection::in_cell(&before, &"clerk".into(), &"m2".into());
    assert_eq!(*desk.session.selection(), cell);

    let points = points(&desk, &WireId::Connector("c-2".into()));
    let at = points[0] + (points[1] - points[0]) * 0.5;
    click(&mut desk, at, PLAIN);
    let wire = WireId::Connector("c-2".into());
    assert_eq!(*desk.session.selection(), Selection::wire(&before, &wire));

    click_on(&mut desk, Hit::Nothing, at, PLAIN);
    assert_eq!(desk.session.selection().target, Target::Blueprint);
    assert_eq!(desk.text(), write(&service()), "looking changes nothing");
}

#[test]
fn headers_are_selected_by_a_click() {
    let mut desk = Desk::of_service();
    let at = |desk: &Desk, place: &dyn Fn(&Pane) -> Pos2| place(pane(desk, "before"));
    let lane = at(&desk, &|pane| {
        pos2(pane.body.left() - 20.0, pane.lanes[1].rect.center().y)
    });
    let phase = at(&desk, &|pane| pane.phases[1].rect.center());
    let moment = at(&desk, &|pane| {
        let x = pane.columns[1].rect.center().x;
        pos2(x, pane.phases[0].rect.bottom() + 2.0)
    });
    for (at, target) in [
        (lane, Target::Record(Key::Lane("agent".into()))),
        (phase, Target::Record(Key::Phase("answer".into()))),
        (moment, Target::Record(Key::Moment("m2".into()))),
    ] {
        let on = hit_header(pane(&desk, "before"), at);
        click_on(&mut desk, on, at, PLAIN);
        assert_eq!(desk.session.selection().target, target);
    }
}

#[test]
fn shift_adds_and_takes_away() {
    let mut desk = Desk::of_service();
    let at = |desk: &Desk, step| card(desk, "before", step).center();
    for (step, expect) in [
        ("reads", &["reads"][..]),
        ("asks", &["asks", "reads"]),
        ("reads", &["asks"]),
        ("asks", &[]),
        ("asks", &["asks"]),
    ] {
        let at = at(&desk, step);
        click(&mut desk, at, SHIFT);
        assert_eq!(desk.selected(), expect);
    }
    // A connector too, wherever it is clicked.
    let wire = WireId::Connector("c-2".into());
    let end = *points(&desk, &wire).last().unwrap();
    let on = Hit::WireEnd {
        variant: "before".into(),
        wire: wire.clone(),
        end: ConnectorEnd::End,
    };
    click_on(&mut desk, on, end, SHIFT);
    assert_eq!(desk.selected(), ["asks"]);
    assert!(desk.session.selection().wires().contains(&wire));
}

#[test]
fn a_marquee_selects_what_it_touches() {
    let mut desk = Desk::of_service();
    let from = card(&desk, "before", "reads").left_top() - vec2(6.0, 6.0);
    let to = card(&desk, "before", "looks").right_bottom() + vec2(6.0, 6.0);
    let on = Hit::Pane {
        variant: "before".into(),
    };
    drag(&mut desk, on.clone(), from, to, PLAIN);
    assert_eq!(desk.selected(), ["looks", "reads"]);
    let wires = desk.session.selection().wires();
    assert!(wires.contains(&WireId::Connector("c-2".into())), "inside");
    assert!(
        !wires.contains(&WireId::Connector("c-3".into())),
        "leads out"
    );

    let asks = card(&desk, "before", "asks");
    let (from, to) = (asks.center(), asks.center() + vec2(9.0, 9.0));
    drag(&mut desk, on, from, to, SHIFT);
    assert_eq!(desk.selected(), ["asks", "looks", "reads"]);
}

#[test]
fn a_card_is_dragged_to_a_cell() {
    let mut desk = Desk::of_service();
    let from = card(&desk, "before", "reads").center();
    let to = free(&desk, "before", "clerk", "m3");
    drag_from(&mut desk, from, to, PLAIN);
    assert_eq!(desk.cell("before", &"reads".into()), "clerk m3");
    assert_eq!(desk.selected(), ["reads"]);
    assert_eq!(desk.variant("before").connectors.len(), 3, "they follow");
    desk.command(Command::Undo);
    assert_eq!(desk.text(), write(&service()));
}

#[test]
fn a_card_is_dropped_above_or_below_another() {
    for (upper, expect) in [(true, ["reads", "looks"]), (false, ["looks", "reads"])] {
        let mut desk = Desk::of_service();
        let from = card(&desk, "before", "reads").center();
        let onto = card(&desk, "before", "looks");
        let to = if upper {
            onto.center_top() + vec2(0.0, 3.0)
        } else {
            onto.center_bottom() - vec2(0.0, 3.0)
        };
        drag_from(&mut desk, from, to, PLAIN);
        assert_eq!(order(&desk, "before", "agent", "m2"), expect);
    }
}

#[test]
fn a_card_put_down_where_it_was_changes_nothing() {
    let mut desk = Desk::of_service();
    let text = desk.text();
    let rect = card(&desk, "before", "looks");
    let to = rect.center() + vec2(12.0, 9.0);
    drag_from(&mut desk, rect.center(), to, PLAIN);
    assert_eq!(desk.text(), text);
    assert!(!desk.session.is_dirty());
    // Nor does one dropped beside everything.
    let outside = pos2(-500.0, -500.0);
    drag_from(&mut desk, rect.center(), outside, PLAIN);
    assert_eq!(desk.text(), text);
}

#[test]
fn several_cards_keep_their_places_to_each_other() {
    let mut desk = Desk::of_service();
    // The lead of the selection is `reads`, the card that is taken `asks`.
    let steps = ["asks", "reads"].map(StepId::from);
    desk.run(Action::Select(Selection::items(
        &"before".into(),
        steps,
        [],
    )));
    let from = card(&desk, "before", "asks").center();
    let to = free(&desk, "before", "customer", "m2");
    drag_from(&mut desk, from, to, PLAIN);
    assert_eq!(desk.cell("before", &"asks".into()), "customer m2");
    assert_eq!(desk.cell("before", &"reads".into()), "agent m2");
    assert_eq!(desk.selected(), ["asks", "reads"]);
    desk.command(Command::Undo);
    assert_eq!(desk.text(), write(&service()), "one step of the history");
}

#[test]
fn alt_and_drag_copies_and_leaves_the_clipboard_alone() {
    let mut desk = Desk::of_service();
    desk.session.take_effects();
    let from = card(&desk, "before", "reads").center();
    let to = free(&desk, "before", "clerk", "m3");
    drag_from(&mut desk, from, to, ALT);
    assert_eq!(desk.cell("before", &"reads".into()), "agent m1");
    let copy = desk.session.selection().lead().unwrap().clone();
    assert_ne!(copy, "reads".into());
    assert_eq!(desk.cell("before", &copy), "clerk m3");
    assert_eq!(desk.step("before", copy.as_str()).title, "Reads");
    assert_eq!(desk.copied(), None);
}

#[test]
fn cards_are_dragged_into_the_other_pane() {
    let mut desk = Desk::of_service();
    let show = Show::Compare("before".into(), "after".into());
    desk.run(Action::Show(show));
    let steps = ["asks", "reads"].map(StepId::from);
    desk.run(Action::Select(Selection::items(
        &"before".into(),
        steps,
        [],
    )));
    let from = card(&desk, "before", "asks").center();
    let to = free(&desk, "after", "customer", "m2");
    drag_from(&mut desk, from, to, PLAIN);
    assert_eq!(desk.cell("after", &"asks".into()), "customer m2");
    assert_eq!(desk.cell("after", &"reads".into()), "agent m2");
    assert_eq!(desk.joins("after"), ["Asks > Reads"]);
    assert_eq!(desk.session.selection().variant, "after".into());
    assert_eq!(
        desk.variant("before").steps.len(),
        4,
        "carried over, not moved"
    );
    desk.command(Command::Undo);
    assert_eq!(desk.text(), write(&service()));
}

fn handle(desk: &Desk, step: &str) -> (Hit, Pos2) {
    let rect = card(desk, "before", step);
    let at = rect.right_center();
    let on = handle_at(&"before".into(), &step.into(), (rect, None), at);
    (on.unwrap(), at)
}

#[test]
fn a_handle_is_dragged_to_a_card() {
    let mut desk = Desk::of_service();
    let (on, at) = handle(&desk, "answers");
    let to = card(&desk, "before", "asks").center();
    drag(&mut desk, on, at, to, PLAIN);
    assert!(desk.joins("before").contains(&"Answers > Asks".to_owned()));
    assert_eq!(desk.session.selection().wires().len(), 1);
    // Back to the card it came from: nothing.
    let text = desk.text();
    let (on, at) = handle(&desk, "looks");
    let to = card(&desk, "before", "looks").center();
    drag(&mut desk, on, at, to, PLAIN);
    assert_eq!(desk.text(), text);
}

#[test]
fn a_handle_dragged_to_an_empty_cell_makes_the_card() {
    let mut desk = Desk::of_service();
    let (on, at) = handle(&desk, "looks");
    let to = free(&desk, "before", "clerk", "m3");
    drag(&mut desk, on, at, to, PLAIN);
    assert!(matches!(desk.session.editing(), Some(Editing::New(_))));
    assert_eq!(desk.text(), write(&service()), "not before it has words");
    desk.run(Action::CommitTitle("Pays".to_owned()));
    let new = desk.called("before", "Pays");
    assert_eq!(desk.cell("before", &new), "clerk m3");
    assert!(desk.joins("before").contains(&"Looks up > Pays".to_owned()));
}

#[test]
fn the_words_on_a_connector_are_part_of_it() {
    let mut desk = Desk::of_service();
    desk.run(Action::Edit(frontstage::edit::Edit::Set {
        keys: vec![Key::Connector("before".into(), "c-3".into())],
        field: vec![frontstage::model::PathPart::Name("label")],
        typed: "if nothing helps".to_owned(),
    }));
    let wire = WireId::Connector("c-3".into());
    let label = pane(&desk, "before").wires.get(&wire).unwrap().label_rect;
    let at = label.expect("it has room").left_center();
    let variant = "before".into();
    assert_eq!(hit(desk.session.scene(), at), Hit::Wire { variant, wire });
}

#[test]
fn an_end_of_a_connector_is_dragged_elsewhere() {
    let wire = WireId::Connector("c-2".into());
    let end_of = |desk: &Desk, end| {
        let points = points(desk, &WireId::Connector("c-2".into()));
        let on = Hit::WireEnd {
            variant: "before".into(),
            wire: WireId::Connector("c-2".into()),
            end,
        };
        match end {
            ConnectorEnd::Start => (on, points[0]),
            ConnectorEnd::End => (on, points[points.len() - 1]),
        }
    };
    for (end, to, join) in [
        (ConnectorEnd::End, "answers", "Reads > Answers"),
        (ConnectorEnd::Start, "asks", "Asks > Looks up"),
    ] {
        let mut desk = Desk::of_service();
        let (on, at) = end_of(&desk, end);
        let to = card(&desk, "before", to).center();
        drag(&mut desk, on, at, to, PLAIN);
        assert!(desk.joins("before").contains(&join.to_owned()), "{join}");
        assert_eq!(desk.variant("before").connectors.len(), 3);
    }
    // Onto its other end: it stays.
    let mut desk = Desk::of_service();
    let to = card(&desk, "before", "reads").center();
    let (on, at) = end_of(&desk, ConnectorEnd::End);
    drag(&mut desk, on, at, to, PLAIN);
    assert_eq!(desk.text(), write(&service()));
    assert_eq!(desk.notice(), "A connector joins two different steps.");
    assert!(pane(&desk, "before").wires.contains_key(&wire));
    // In an empty cell: a new step is its end, once it has words.
    let to = free(&desk, "before", "clerk", "m3");
    let (on, at) = end_of(&desk, ConnectorEnd::End);
    drag(&mut desk, on, at, to, PLAIN);
    assert_eq!(desk.text(), write(&service()));
    desk.run(Action::CommitTitle("Pays".to_owned()));
    assert!(desk.joins("before").contains(&"Reads > Pays".to_owned()));
    assert_eq!(desk.variant("before").connectors.len(), 3);
    desk.command(Command::Undo);
    assert_eq!(desk.text(), write(&service()));
}

#[test]
fn beside_a_card_in_its_cell_is_on_it() {
    let mut desk = Desk::of_service();
    let (on, at) = handle(&desk, "answers");
    let to = card(&desk, "before", "asks").center_bottom() + vec2(0.0, 3.0);
    drag(&mut desk, on, at, to, PLAIN);
    assert!(desk.joins("before").contains(&"Answers > Asks".to_owned()));
}

#[test]
fn the_end_of_a_hand_over_changes_its_field() {
    let mut desk = Desk::of_service();
    desk.select("before", "looks");
    desk.command(Command::MakeAi);
    desk.connect("before", "looks", "asks");
    desk.run(Action::Answer(1));
    let wire = WireId::HandOver("looks".into());
    let end = *points(&desk, &wire).last().unwrap();
    let on = Hit::WireEnd {
        variant: "before".into(),
        wire: wire.clone(),
        end: ConnectorEnd::End,
    };
    let to = card(&desk, "before", "reads").center();
    drag(&mut desk, on.clone(), end, to, PLAIN);
    let hand_over = desk.step("before", "looks").hand_over().unwrap();
    assert_eq!(hand_over.to, Some("reads".into()));
    let to = card(&desk, "before", "looks").center();
    drag(&mut desk, on, end, to, PLAIN);
    assert_eq!(
        desk.notice(),
        "An AI touchpoint hands over to another step."
    );
}

/// Drags a header, from its middle, and says the order after that.
fn check_reordered(what: &str, to: impl Fn(&Pane) -> Pos2, expect: &str) {
    let mut desk = Desk::of_service();
    let variant = VariantId::from("before");
    let held = pane(&desk, "before");
    let (on, from) = if let Some(lane) = held.lanes.iter().find(|l| l.id.as_str() == what) {
        let lane_id = lane.id.clone();
        let on = Hit::Lane {
            variant,
            lane: lane_id,
        };
        (on, lane.rect.left_center())
    } else if let Some(phase) = held.phases.iter().find(|p| p.id.as_str() == what) {
        let phase_id = phase.id.clone();
        let on = Hit::Phase {
            variant,
            phase: phase_id,
        };
        (on, phase.rect.center())
    } else {
        let column = held.columns.iter().find(|c| c.id.as_str() == what).unwrap();
        let moment = column.id.clone();
        (Hit::Moment { variant, moment }, column.rect.center_top())
    };
    let to = to(held);
    drag(&mut desk, on, from, to, PLAIN);
    let blueprint = desk.session.blueprint();
    let lanes: Vec<&str> = blueprint.lanes.iter().map(|l| l.id.as_str()).collect();
    let phases: Vec<String> = blueprint
        .phases
        .iter()
        .map(|phase| {
            let moments: Vec<&str> = phase.moments.iter().map(|m| m.id.as_str()).collect();
            format!("{}({})", phase.id, moments.join(" "))
        })
        .collect();
    let found = format!("{} | {}", lanes.join(" "), phases.join(" "));
    assert_eq!(found, expect, "{what}");
    assert_eq!(desk.variant("before").connectors.len(), 3);
    assert_eq!(desk.variant("before").steps.len(), 4);
}

#[test]
fn headers_are_dragged_to_another_place() {
    const PHASES: &str = "ask(m1 m2) answer(m3)";
    let below =
        |index: usize| move |pane: &Pane| pane.lanes[index].rect.left_bottom() - vec2(0.0, 4.0);
    check_reordered(
        "customer",
        below(1),
        &format!("agent customer clerk | {PHASES}"),
    );
    check_reordered(
        "customer",
        below(2),
        &format!("agent clerk customer | {PHASES}"),
    );
    check_reordered(
        "clerk",
        |pane| pane.lanes[0].rect.left_top() + vec2(0.0, 4.0),
        &format!("clerk customer agent | {PHASES}"),
    );
    check_reordered(
        "agent",
        below(1),
        &format!("customer agent clerk | {PHASES}"),
    );
    const LANES: &str = "customer agent clerk";
    check_reordered(
        "answer",
        |pane| pane.phases[0].rect.left_center(),
        &format!("{LANES} | answer(m3) ask(m1 m2)"),
    );
    let left =
        |index: usize| move |pane: &Pane| pane.columns[index].rect.left_top() + vec2(3.0, 0.0);
    let right =
        |index: usize| move |pane: &Pane| pane.columns[index].rect.right_top() - vec2(3.0, 0.0);
    check_reordered("m1", right(1), &format!("{LANES} | ask(m2 m1) answer(m3)"));
    check_reordered("m1", right(2), &format!("{LANES} | ask(m2) answer(m3 m1)"));
    check_reordered("m2", left(0), &format!("{LANES} | ask(m2 m1) answer(m3)"));
    check_reordered("m1", right(0), &format!("{LANES} | ask(m1 m2) answer(m3)"));
    // The only moment of a phase stays: the phase would be empty.
    check_reordered("m3", left(0), &format!("{LANES} | ask(m1 m2) answer(m3)"));
}

#[test]
fn escape_leaves_nothing() {
    let mut desk = Desk::of_service();
    let reads = card(&desk, "before", "reads").center();
    let clerk = free(&desk, "before", "clerk", "m2");
    let (handle, at) = handle(&desk, "reads");
    let lane = Hit::Lane {
        variant: "before".into(),
        lane: "agent".into(),
    };
    let end = Hit::WireEnd {
        variant: "before".into(),
        wire: WireId::Connector("c-2".into()),
        end: ConnectorEnd::End,
    };
    let on_card = hit(desk.session.scene(), reads);
    for (on, from, held) in [
        (on_card.clone(), reads, PLAIN),
        (on_card, reads, ALT),
        (handle, at, PLAIN),
        (lane, reads, PLAIN),
        (end, at, PLAIN),
    ] {
        let mut gesture = begin(&mut desk, on, from, clerk, held);
        assert!(gesture.is_dragging());
        gesture.cancel();
        assert_eq!(gesture.preview(&desk.session), None);
        assert_eq!(gesture.release(&mut desk.session), []);
        assert_eq!(desk.text(), write(&service()));
        assert!(desk.session.editing().is_none());
    }
}

#[test]
fn a_document_for_reading_is_not_dragged_about() {
    let mut desk = Desk::of_service();
    desk.session.set_read_only(Some("it is newer".to_owned()));
    let reads = card(&desk, "before", "reads").center();
    let to = free(&desk, "before", "clerk", "m2");
    for held in [PLAIN, ALT] {
        drag_from(&mut desk, reads, to, held);
    }
    let (on, at) = handle(&desk, "reads");
    drag(&mut desk, on, at, to, PLAIN);
    assert_eq!(desk.text(), write(&service()));
    click(&mut desk, reads, PLAIN);
    assert_eq!(desk.selected(), ["reads"], "but looked at");
}

#[test]
fn every_place_of_a_scene_shows_something_and_gives_a_click() {
    let mut desk = Desk::of_started();
    desk.run(Action::Show(Show::Compare("before".into(), "after".into())));
    let Scene { size, .. } = *desk.session.scene();
    for row in 0..40_u8 {
        for column in 0..40_u8 {
            let (x, y) = (f32::from(column) / 38.0, f32::from(row) / 38.0);
            let at = pos2(size.x * x - 5.0, size.y * y - 5.0);
            let on = hit(desk.session.scene(), at);
            let mut gesture = Gesture::default();
            gesture.press(at, on, SHIFT);
            for action in gesture.release(&mut desk.session) {
                desk.session.run(action);
            }
        }
    }
    desk.check();
}

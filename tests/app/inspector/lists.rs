//! Choices, lists of small records, and what several steps share.

use std::sync::Arc;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use frontstage::{
    model::{self, StepId},
    session::{Action, Selection, Target},
};

use super::{AFTER, ASSISTANT, World, click, pick, refund, retype, show};

#[test]
fn another_technique_is_said_in_words_of_ones_own() {
    let mut world = World::of(refund());
    let system: model::AiSystemId = "answer-assistant".into();
    let target = Target::Record(model::Key::AiSystem(system.clone()));
    let selection = Selection::of(&AFTER.into(), target);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    pick(&mut harness, "Technique", "Another one");
    assert_eq!(harness.state().done(), 0, "nothing is said yet");
    retype(&mut harness, "Technique: which", "A knowledge graph");
    harness.key_press(Key::Enter);
    harness.run();
    let systems = &harness.state().session.blueprint().ai_systems;
    let other = model::Technique::Other("A knowledge graph".to_owned());
    assert_eq!(systems[&system].technique, Some(other));
    pick(&mut harness, "Technique", "Speech");
    assert!(harness.query_by_label("Technique: which").is_none());
}

#[test]
fn a_reply_to_a_comment_is_written_in_its_form() {
    let mut blueprint = refund();
    let comment = model::Comment {
        text: "Who answers at night?".to_owned(),
        ..model::Comment::default()
    };
    blueprint.comments.insert("k1".into(), Arc::new(comment));
    let mut world = World::of(blueprint);
    let target = Target::Record(model::Key::Comment("k1".into()));
    let selection = Selection::of(&AFTER.into(), target);
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    click(&mut harness, "Add a reply");
    retype(&mut harness, "Text, reply 1", "The night desk.");
    harness.key_press(Key::Enter);
    harness.run();
    let comments = &harness.state().session.blueprint().comments;
    let replies = &comments[&"k1".into()].replies;
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].text, "The night desk.");
}

/// The refund example, with two steps selected that have different owners.
fn at_two_owners() -> World {
    let mut world = World::of(refund());
    let after = &world.session.blueprint().variants[1];
    let two: Vec<StepId> = after.steps.keys().take(2).cloned().collect();
    for (id, owner) in two.iter().zip(["Anna", "Ben"]) {
        let edit = frontstage::edit::Edit::Set {
            keys: vec![model::Key::Step(AFTER.into(), id.clone())],
            field: vec![model::PathPart::Name("owner")],
            typed: owner.to_owned(),
        };
        world.session.run(Action::Edit(edit));
    }
    let selection = Selection::items(&AFTER.into(), two, []);
    world.session.run(Action::Select(selection));
    world
}

#[test]
fn what_several_steps_differ_in_is_set_for_all_or_left_alone() {
    let owners = |world: &World| -> Vec<String> {
        let steps = world.session.selection().steps().iter();
        steps
            .map(|id| world.step(AFTER, id.as_str()).owner.clone())
            .collect()
    };
    let mut harness = show(at_two_owners());
    // Typed and taken back: nothing was meant.
    retype(&mut harness, "Owner", "x");
    retype(&mut harness, "Owner", "");
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(owners(harness.state()), ["Anna", "Ben"]);
    // What the first one has already is still new to the others.
    retype(&mut harness, "Owner", "Anna");
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(owners(harness.state()), ["Anna", "Anna"]);
}

#[test]
fn a_step_takes_the_place_of_one_that_only_before_has() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    let before = &refund().variants[0];
    let after = &refund().variants[1];
    let (id, step) = before
        .steps
        .iter()
        .find(|(id, _)| !after.steps.contains_key(id))
        .expect("something is gone");
    pick(&mut harness, "Replaces", &step.title);
    let replaces = &harness.state().step(AFTER, ASSISTANT).replaces;
    assert!(replaces.contains(id), "{replaces:?}");
}

#[test]
fn a_tick_for_every_variant_leaves_steps_without_ai_alone() {
    let mut blueprint = refund();
    let hybrid = Arc::make_mut(&mut blueprint.variants[2]);
    let step = Arc::make_mut(
        hybrid
            .steps
            .get_mut(&ASSISTANT.into())
            .expect("it is there"),
    );
    step.ai = None;
    let mut world = World::of(blueprint);
    let selection = Selection::step(&AFTER.into(), &ASSISTANT.into());
    world.session.run(Action::Select(selection));
    let mut harness = show(world);
    click(&mut harness, "Also in the other variants");
    click(&mut harness, "Suspected fraud");
    let step = harness.state().step(AFTER, ASSISTANT);
    let triggers = &step.hand_over().expect("it has one").triggers;
    assert!(triggers.contains(&model::Trigger::SuspectedFraud));
}

#[test]
fn a_span_that_is_cleared_is_one_moment() {
    let mut harness = show(World::at_step(AFTER, ASSISTANT));
    for (typed, span) in [("3", 3), ("", 1)] {
        retype(&mut harness, "Moments covered", typed);
        harness.key_press(Key::Tab);
        harness.run();
        assert_eq!(harness.state().step(AFTER, ASSISTANT).span, span);
    }
}
